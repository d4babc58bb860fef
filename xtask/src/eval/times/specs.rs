//! The oracles: cases of Recognizers-Text and Duckling, read from their letters alone.
//!
//! They are command language ("remind me next Friday") with conventions of their own: one range for "from 2010
//! to 2018", prepositions inside of it, ends that do not belong to it, both readings of "Friday". What is only
//! convention is mapped here; what is another reading of the words counts as wrong.

mod piece;

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use entente_extract::time;
use jiff::Span;
use jiff::civil::{Date, DateTime};
use serde_json::{Value, json};

use piece::{Piece, What};

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
        .filter_map(|one| piece::piece(text, one, now))
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
    let on_day = |one: What, other: What| match (one, other) {
        (What::Day(day), What::Hours(None, hours, open))
        | (What::Hours(None, hours, open), What::Day(day)) => {
            Some(What::Hours(Some(day), hours, open))
        }
        _ => None,
    };
    join_neighbours(
        text,
        pieces,
        &["", ",", "on", "of", "from", "between"],
        on_day,
    );
    join_neighbours(
        text,
        pieces,
        &["before", "by", "no later than"],
        |one, other| match (one, other) {
            (What::Day(day), What::Clock(time, open)) => {
                Some(What::Hours(Some(day), [None, Some(time)], open))
            }
            _ => None,
        },
    );
    join_neighbours(
        text,
        pieces,
        &["after", "any time after"],
        |one, other| match (one, other) {
            (What::Day(day), What::Clock(time, open)) => {
                Some(What::Hours(Some(day), [Some(time), None], open))
            }
            _ => None,
        },
    );
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
