//! The oracles: cases of Recognizers-Text and Duckling, read from their letters alone.
//!
//! They are command language ("remind me next Friday") with conventions of their own: one range for "from 2010
//! to 2018", prepositions inside of it, ends that do not belong to it, both readings of "Friday". What is only
//! convention is mapped here; what is another reading of the words counts as wrong.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use entente_extract::time;
use entente_types::{Precision, TimeExpression, TimeKind};
use jiff::civil::{Date, DateTime};
use jiff::{Span, ToSpan};
use serde_json::{Value, json};

/// Runs every file of `specs`, and prints how many cases hold.
pub fn specs(folder: &Path) -> Result<()> {
    let out = Path::new("target/eval/specs");
    std::fs::create_dir_all(out)?;
    let mut files: Vec<_> = std::fs::read_dir(folder.join("specs"))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .collect();
    files.sort();
    println!("{:32} cases  spans  hold", "");
    for file in &files {
        let name = file
            .file_stem()
            .and_then(|name| name.to_str())
            .context("a name")?;
        let is_duckling = name.starts_with("duckling");
        let lines: Vec<String> = std::fs::read_to_string(file)?
            .lines()
            .map(|line| Ok(predict(&serde_json::from_str(line)?, is_duckling).to_string()))
            .collect::<Result<_>>()?;
        let predictions = out.join(format!("{name}.jsonl"));
        std::fs::write(&predictions, lines.join("\n") + "\n")?;
        let output = Command::new("python3")
            .arg(folder.join("score.py"))
            .arg("--specs")
            .arg(file)
            .arg(&predictions)
            .output()?;
        ensure!(output.status.success(), "the scorer failed");
        println!(
            "{name:32} {}",
            numbers(&String::from_utf8_lossy(&output.stdout))
        );
    }
    Ok(())
}

fn numbers(printed: &str) -> String {
    let words = printed.split_whitespace();
    let numbers = words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    numbers.map(|number| format!("{number:>6} ")).collect()
}

fn predict(row: &Value, is_duckling: bool) -> Value {
    let text = row["text"].as_str().unwrap_or_default();
    let now = row["reference"]
        .as_str()
        .and_then(|now| now.get(..19)?.parse().ok());
    let now: DateTime = now.unwrap_or_else(|| "2016-11-07T00:00:00".parse().expect("a moment"));
    let found = time::scan(text, "en", Some(now.date()));
    let mut pieces: Vec<Piece> = found
        .iter()
        .filter_map(|one| piece(text, one, now))
        .collect();
    join(text, &mut pieces, now);
    if let ([piece], true) = (&mut pieces[..], is_duckling) {
        piece.widen(text);
        piece.turn_ahead(now);
    }
    let expect: Vec<Value> = pieces
        .iter()
        .map(|piece| {
            let chars = |end: usize| text[..end].chars().count();
            let (start, end) = (chars(piece.start), chars(piece.end));
            if is_duckling {
                piece.in_duckling(start, end)
            } else {
                let values = piece.values(now);
                json!({ "start": start, "end": end, "timex": [piece.timex], "values": values })
            }
        })
        .collect();
    json!({ "id": row["id"], "expect": expect })
}

/// What an expression names, as far as the oracles ask.
#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    /// A day.
    Day(Date),
    /// Days from the first up to, but without, the last.
    Days(Option<Date>, Option<Date>),
    /// An hour of the day, without a day, and whether its half of the day is open.
    Clock(jiff::civil::Time, bool),
    /// An hour of a day.
    Moment(DateTime, bool),
    /// From one hour to another; without a day if it is `None`.
    Hours(Option<Date>, [Option<jiff::civil::Time>; 2], bool),
    /// From one moment to another.
    Moments(Option<DateTime>, Option<DateTime>),
    /// A length in seconds.
    Length(i64),
    /// Anything else: the TIMEX3 value is all.
    Other,
}

struct Piece {
    start: usize,
    end: usize,
    timex: String,
    what: What,
    /// Days, months and years between readings that both count as right.
    again: Option<Span>,
    grain: &'static str,
}

fn piece(text: &str, one: &TimeExpression, now: DateTime) -> Option<Piece> {
    let (start, end) = (one.span.start as usize, one.span.end as usize);
    let words = text[start..end].to_lowercase();
    let value = one.value.as_str();
    let what = match one.kind {
        TimeKind::Set => What::Other,
        TimeKind::Duration => length(value, &words, now),
        TimeKind::Time => clock(value, &words)?,
        TimeKind::Date if value == "PRESENT_REF" => What::Moment(now, false),
        TimeKind::Date => match one.period {
            Some(period) if period.precision == Precision::Day && value.len() == 10 => {
                What::Day(period.from?)
            }
            Some(period) => What::Days(period.from, period.to?.tomorrow().ok()),
            None => What::Other,
        },
    };
    let is_dated = words.contains(|c: char| c.is_ascii_digit()) && value.len() == 10;
    let again = match value.len() {
        _ if one.anchor == entente_types::Anchor::Absolute => None,
        10 | 15 | 16 if is_dated || one.rule.contains("holiday") => Some(1.year()),
        7 => Some(1.year()),
        _ if one.rule == "time/weekday" || one.kind == TimeKind::Time => Some(7.days()),
        _ => None,
    };
    let grain = match (one.kind, value.len()) {
        (TimeKind::Time, 14..) => match words.matches(':').count() {
            0 => "hour",
            1 => "minute",
            _ => "second",
        },
        (TimeKind::Duration, _) => match value.chars().last() {
            Some('S' | 'M') if value.contains('T') => "second",
            Some('H') => "minute",
            Some('D') => "hour",
            Some('W') => "day",
            _ => "month",
        },
        (_, 10) => "day",
        (_, 4) => "year",
        _ if value.contains("-WE") => "hour",
        _ if value.contains("-W") => "week",
        _ if value.contains("-Q") => "quarter",
        (_, 7) => "month",
        _ => "second",
    };
    Some(Piece {
        start,
        end,
        timex: value.to_owned(),
        what,
        again,
        grain,
    })
}

/// A length, or a moment so far from now: "in 5 minutes", "5 minutes ago".
fn length(value: &str, words: &str, now: DateTime) -> What {
    // "a few" and "several" are three.
    let Ok(span) = value.replace('X', "3").parse::<Span>() else {
        return What::Other;
    };
    let is_before = words.ends_with("ago") || words.ends_with("earlier");
    if is_before || words.ends_with("later") || words.ends_with("from now") {
        let moment = if is_before {
            now.checked_sub(span)
        } else {
            now.checked_add(span)
        };
        return moment.map_or(What::Other, |moment| What::Moment(moment, false));
    }
    What::Length(seconds(span))
}

/// Seconds as the oracle counts them: a month has 30 days and a year 365.
fn seconds(span: Span) -> i64 {
    let days = i64::from(span.get_years()) * 365
        + i64::from(span.get_months()) * 30
        + i64::from(span.get_weeks()) * 7
        + i64::from(span.get_days());
    days * 86_400
        + i64::from(span.get_hours()) * 3600
        + span.get_minutes() * 60
        + span.get_seconds()
}

fn clock(value: &str, words: &str) -> Option<What> {
    let (day, hour) = value.split_once('T')?;
    // A day is meant if the words name one.
    let named = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "day", "tonight", "tomorrow",
    ];
    let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let has_day = named.iter().chain(&months).any(|name| words.contains(name))
        || ["this ", "last ", "next ", "/", "-"]
            .iter()
            .any(|name| words.contains(name));
    let day: Option<Date> = day.parse().ok().filter(|_| has_day);
    let at =
        |hour: i8| jiff::civil::Time::new(hour % 24, if hour == 24 { 59 } else { 0 }, 0, 0).ok();
    if let Some([from, to]) = part(hour, words) {
        let to = if to == 24 {
            jiff::civil::Time::new(23, 59, 59, 0).ok()
        } else {
            at(to)
        };
        return Some(What::Hours(day, [at(from), to], false));
    }
    let hour = hour.trim_end_matches('Z').replace("24:00", "00:00");
    let time: jiff::civil::Time = if hour.len() == 5 {
        format!("{hour}:00")
    } else {
        hour
    }
    .parse()
    .ok()?;
    let is_open = (1..=12).contains(&time.hour())
        && ![
            "am",
            "a.m",
            "pm",
            "p.m",
            "noon",
            "morning",
            "evening",
            "afternoon",
            "night",
        ]
        .iter()
        .any(|half| words.contains(half));
    Some(match day {
        Some(day) => What::Moment(day.to_datetime(time), is_open),
        None => What::Clock(time, is_open),
    })
}

/// The hours of a part of the day, as the oracle cuts it.
fn part(code: &str, words: &str) -> Option<[i8; 2]> {
    let [from, to] = match code {
        "MO" => [8, 12],
        "AF" => [12, 16],
        "EV" => [16, 20],
        "NI" => [20, 24],
        "DT" => [8, 18],
        _ => return None,
    };
    Some(if words.contains("early") {
        [from, from + 2]
    } else if words.contains("late") {
        [from + 2, to]
    } else {
        [from, to]
    })
}

/// Words between two expressions that make them one.
const JOINS: [&str; 7] = ["", ",", "at", "on", ", at", "around", "for"];

/// Words between the ends of a range.
const TO: [&str; 9] = [
    "to", "-", "–", "till", "until", "through", "til", "thru", "~",
];

/// Words before a time that open a range, and whether it lies before the time.
const BOUNDS: [(&str, bool); 14] = [
    ("before", true),
    ("prior to", true),
    ("until", true),
    ("till", true),
    ("by", true),
    ("no later than", true),
    ("as late as", true),
    ("after", false),
    ("since", false),
    ("as early as", false),
    ("any time after", false),
    ("on or after", false),
    ("starting from", false),
    ("starting", false),
];

fn join(text: &str, pieces: &mut Vec<Piece>, now: DateTime) {
    join_neighbours(text, pieces, &JOINS, |one, other| match (one, other) {
        (What::Day(day), What::Clock(time, open)) | (What::Clock(time, open), What::Day(day)) => {
            Some(What::Moment(day.to_datetime(time), open))
        }
        (What::Day(day), What::Hours(None, hours, open))
        | (What::Hours(None, hours, open), What::Day(day)) => {
            Some(What::Hours(Some(day), hours, open))
        }
        _ => None,
    });
    let range = |one: What, other: What| match (one, other) {
        (What::Clock(from, _), What::Clock(to, open)) => {
            Some(What::Hours(None, [Some(from), Some(to)], open))
        }
        (What::Moment(from, open), What::Clock(to, _)) => Some(What::Hours(
            Some(from.date()),
            [Some(from.time()), Some(to)],
            open,
        )),
        (What::Moment(from, _), What::Moment(to, _)) => Some(What::Moments(Some(from), Some(to))),
        _ => Some(What::Days(Some(first(one)?), Some(first(other)?))),
    };
    join_neighbours(text, pieces, &TO, range);
    join_between(text, pieces, range);
    for piece in pieces.iter_mut() {
        lead(text, piece, now);
    }
}

fn first(what: What) -> Option<Date> {
    match what {
        What::Day(day) => Some(day),
        What::Days(from, _) => from,
        _ => None,
    }
}

fn join_neighbours(
    text: &str,
    pieces: &mut Vec<Piece>,
    words: &[&str],
    join: impl Fn(What, What) -> Option<What>,
) {
    let mut idx = 1;
    while idx < pieces.len() {
        let between = text[pieces[idx - 1].end..pieces[idx].start]
            .trim()
            .to_lowercase();
        let joined = words
            .contains(&between.as_str())
            .then(|| join(pieces[idx - 1].what, pieces[idx].what))
            .flatten();
        if let Some(what) = joined {
            let second = pieces.remove(idx);
            let one = &mut pieces[idx - 1];
            (one.end, one.what) = (second.end, what);
            one.again = one.again.or(second.again);
        } else {
            idx += 1;
        }
    }
}

/// "between 3 May and 5 May", "from …": the word belongs to the range.
fn join_between(text: &str, pieces: &mut Vec<Piece>, join: impl Fn(What, What) -> Option<What>) {
    let mut idx = 1;
    while idx < pieces.len() {
        let is_between = before(text, pieces[idx - 1].start, "between").is_some()
            && text[pieces[idx - 1].end..pieces[idx].start].trim() == "and";
        match is_between
            .then(|| join(pieces[idx - 1].what, pieces[idx].what))
            .flatten()
        {
            Some(what) => {
                let second = pieces.remove(idx);
                (pieces[idx - 1].end, pieces[idx - 1].what) = (second.end, what);
            }
            None => idx += 1,
        }
    }
}

/// Where these words begin, if they stand before a place.
fn before(text: &str, at: usize, words: &str) -> Option<usize> {
    let head = text[..at].trim_end();
    let start = head.len().checked_sub(words.len())?;
    let is_same = head.get(start..)?.eq_ignore_ascii_case(words);
    let is_whole = start == 0 || head[..start].ends_with(|c: char| !c.is_alphanumeric());
    (is_same && is_whole).then_some(start)
}

/// Words after whose article no article belongs to the expression.
const BARE: [&str; 12] = [
    "next",
    "same",
    "past",
    "last",
    "previous",
    "following",
    "coming",
    "current",
    "upcoming",
    "year",
    "day",
    "first",
];

/// The article of "the next week" stands outside, the preposition of "in the evening" inside.
fn fit(text: &str, piece: &mut Piece) {
    let words = text[piece.start..piece.end].to_lowercase();
    if let (What::Days(..), Some(rest)) = (piece.what, words.strip_prefix("the ")) {
        let is_bare = rest
            .split(' ')
            .next()
            .is_some_and(|word| BARE.contains(&word));
        piece.start += if is_bare && !rest.contains(" of ") {
            4
        } else {
            0
        };
    }
    if let (What::Hours(None, ..), Some(start)) = (piece.what, before(text, piece.start, "in")) {
        piece.start = start;
    }
}

/// Takes in the words before a time that make it a bound or a range.
fn lead(text: &str, piece: &mut Piece, now: DateTime) {
    fit(text, piece);
    let is_range = matches!(
        piece.what,
        What::Days(..) | What::Hours(..) | What::Moments(..)
    );
    for word in ["from", "between"] {
        if let Some(start) = before(text, piece.start, word).filter(|_| is_range) {
            piece.start = start;
            return;
        }
    }
    if let What::Length(_) = piece.what {
        if let (Some(start), Ok(span)) =
            (before(text, piece.start, "in"), piece.timex.parse::<Span>())
            && let Ok(moment) = now.checked_add(span)
        {
            let is_hours = piece.timex.contains('T');
            piece.start = start;
            piece.what = if is_hours {
                What::Moment(moment, false)
            } else {
                What::Day(moment.date())
            };
        }
        length_from_now(&text[piece.start..piece.end], piece, now);
        return;
    }
    let bound = BOUNDS
        .iter()
        .find_map(|(word, is_before)| Some((before(text, piece.start, word)?, *is_before)));
    let Some((start, is_before)) = bound else {
        return;
    };
    let open = |from: DateTime, to: DateTime| {
        if is_before {
            What::Moments(None, Some(from))
        } else {
            What::Moments(Some(to), None)
        }
    };
    piece.what = match piece.what {
        What::Day(day) if is_before => What::Days(None, Some(day)),
        What::Day(day) => What::Days(Some(day), None),
        What::Days(from, _) if is_before => What::Days(None, from),
        What::Days(_, to) => What::Days(to, None),
        What::Moment(moment, _) => open(moment, moment),
        What::Clock(time, half) if is_before => What::Hours(None, [None, Some(time)], half),
        What::Clock(time, half) => What::Hours(None, [Some(time), None], half),
        _ => return,
    };
    piece.start = start;
}

/// "the next 3 weeks" is a range from now on.
fn length_from_now(words: &str, piece: &mut Piece, now: DateTime) {
    let words = words.to_lowercase();
    let Ok(span) = piece.timex.parse::<Span>() else {
        return;
    };
    let is_ahead = ["next", "coming", "upcoming", "following"]
        .iter()
        .any(|word| words.contains(word));
    let is_back = ["past", "last", "previous"]
        .iter()
        .any(|word| words.contains(word));
    let today = now.date();
    if piece.timex.contains('T') {
        piece.what = match (is_ahead, is_back) {
            (true, _) => What::Moments(Some(now), now.checked_add(span).ok()),
            (_, true) => What::Moments(now.checked_sub(span).ok(), Some(now)),
            _ => return,
        };
    } else {
        let tomorrow = today.tomorrow().ok();
        piece.what = match (is_ahead, is_back) {
            (true, _) => What::Days(
                tomorrow,
                tomorrow.and_then(|day| day.checked_add(span).ok()),
            ),
            (_, true) => What::Days(today.checked_sub(span).ok(), Some(today)),
            _ => return,
        };
    }
    piece.start += usize::from(words.starts_with("the ")) * 4;
}

/// Words that stand around an expression and add nothing.
const EMPTY: [&str; 12] = [
    "on", "at", "in", "the", "of", "for", "by", "from", "around", "about", "during", "this",
];

impl Piece {
    /// Duckling's examples are one expression from end to end.
    fn widen(&mut self, text: &str) {
        let is_empty = |rest: &str| {
            rest.split_whitespace()
                .all(|word| EMPTY.contains(&word.to_lowercase().as_str()))
        };
        if is_empty(&text[..self.start]) && is_empty(&text[self.end..]) {
            (self.start, self.end) = (0, text.len());
        }
    }

    /// Who commands speaks of what lies ahead.
    fn turn_ahead(&mut self, now: DateTime) {
        let is_past = |what: What| match what {
            What::Day(day) => day < now.date(),
            What::Days(Some(from), _) => from < now.date(),
            What::Moment(moment, _) => moment < now,
            _ => false,
        };
        if let (true, Some(step)) = (is_past(self.what), self.again) {
            self.what = moved(self.what, step).unwrap_or(self.what);
        }
        if let What::Clock(time, _) = self.what {
            let moment = now.date().to_datetime(time);
            self.what = What::Moment(moment, false);
        }
    }

    /// What it names in the words of Recognizers-Text: the reading taken, and the ones beside it.
    fn values(&self, now: DateTime) -> Vec<Value> {
        let mut all = vec![self.value(self.what)];
        let half = self.other_half().map(|what| self.value(what));
        all.extend(half);
        if let Some(step) = self.again {
            for step in [step, -step] {
                all.extend(moved(self.what, step).map(|what| self.value(what)));
            }
        }
        if let What::Moment(moment, _) = self.what
            && moment == now
        {
            all.push(json!(written(moment)));
        }
        all.retain(|value| !value.is_null());
        all
    }

    fn value(&self, what: What) -> Value {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        match what {
            What::Day(day) => json!(day.to_string()),
            What::Days(from, to) => json!([day(from), day(to)]),
            What::Clock(time, _) => json!(time.strftime("%H:%M:%S").to_string()),
            What::Moment(moment, _) => json!(written(moment)),
            What::Hours(None, [from, to], _) => {
                let hour = |time: Option<jiff::civil::Time>| {
                    time.map(|time| time.strftime("%H:%M:%S").to_string())
                };
                json!([hour(from), hour(to)])
            }
            What::Hours(Some(day), [from, to], _) => {
                let hour = |time: Option<jiff::civil::Time>| {
                    time.map(|time| written(day.to_datetime(time)))
                };
                json!([hour(from), hour(to)])
            }
            What::Moments(from, to) => json!([from.map(written), to.map(written)]),
            What::Length(seconds) => json!(seconds.to_string()),
            What::Other => json!(format!("Set: {}", self.timex)),
        }
    }

    /// The same hour in the other half of the day, where the words leave it open.
    fn other_half(&self) -> Option<What> {
        let turn = |time: jiff::civil::Time| time.wrapping_add(12.hours());
        match self.what {
            What::Clock(time, true) => Some(What::Clock(turn(time), false)),
            What::Moment(moment, true) => Some(What::Moment(
                moment.date().to_datetime(turn(moment.time())),
                false,
            )),
            What::Hours(day, [from, to], true) => {
                Some(What::Hours(day, [from.map(turn), to.map(turn)], false))
            }
            _ => None,
        }
    }

    /// What it names in the words of Duckling.
    fn in_duckling(&self, start: usize, end: usize) -> Value {
        let written = |moment: DateTime| moment.strftime("%Y-%m-%dT%H:%M:%S").to_string();
        let midnight = |day: Date| written(day.to_datetime(jiff::civil::Time::midnight()));
        let range = |from: Option<String>, to: Option<String>, grain: &str| json!({ "start": start, "end": end, "from": from, "to": to, "grain": grain });
        match self.what {
            What::Day(day) => {
                json!({ "start": start, "end": end, "value": midnight(day), "grain": "day" })
            }
            What::Days(Some(from), Some(_))
                if matches!(self.grain, "week" | "month" | "quarter" | "year") =>
            {
                json!({ "start": start, "end": end, "value": midnight(from), "grain": self.grain })
            }
            What::Days(from, to) => range(from.map(midnight), to.map(midnight), "day"),
            What::Moment(moment, _) => {
                json!({ "start": start, "end": end, "value": written(moment), "grain": self.grain })
            }
            What::Moments(from, to) => range(from.map(written), to.map(written), self.grain),
            What::Hours(Some(day), [from, to], _) => {
                let hour = |time: jiff::civil::Time| written(day.to_datetime(time));
                range(from.map(hour), to.map(hour), "hour")
            }
            _ => json!({ "start": start, "end": end }),
        }
    }
}

fn written(moment: DateTime) -> String {
    moment.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// The same a year or week on or back.
fn moved(what: What, step: Span) -> Option<What> {
    let day = |day: Option<Date>| day.map(|day| day.checked_add(step).unwrap_or(day));
    Some(match what {
        What::Day(date) => What::Day(date.checked_add(step).ok()?),
        What::Days(from, to) => What::Days(day(from), day(to)),
        What::Moment(moment, open) => What::Moment(moment.checked_add(step).ok()?, open),
        What::Hours(Some(date), hours, open) => What::Hours(day(Some(date)), hours, open),
        What::Moments(from, to) => {
            let add = |moment: Option<DateTime>| {
                moment.map(|moment| moment.checked_add(step).unwrap_or(moment))
            };
            What::Moments(add(from), add(to))
        }
        _ => return None,
    })
}
