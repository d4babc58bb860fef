//! An expression in the words of the oracles: Recognizers-Text and Duckling.

use entente_types::{Anchor, Precision, TimeExpression, TimeKind};
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::{Span, ToSpan};
use serde_json::{Value, json};

use super::join;

/// What an expression names, as far as the oracles ask.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    /// A day.
    Day(Date),
    /// Days from the first up to, but without, the last.
    Days(Option<Date>, Option<Date>),
    /// An hour of the day, without a day, and whether its half of the day is open.
    Clock(Time, bool),
    /// An hour of a day.
    Moment(DateTime, bool),
    /// From one hour to another; without a day if it is `None`.
    Hours(Option<Date>, [Option<Time>; 2], bool),
    /// From one moment to another.
    Moments(Option<DateTime>, Option<DateTime>),
    /// A length in seconds.
    Length(i64),
    /// What comes again.
    Often,
    /// Anything else: the TIMEX3 value is all.
    Other,
}

/// An expression, or several that the oracles take for one.
pub struct Piece {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// TIMEX3 value.
    pub timex: String,
    /// What it names.
    pub what: What,
    /// Days, months and years between readings that both count as right.
    pub again: Option<Span>,
    /// How finely, in Duckling's words.
    pub grain: &'static str,
    /// TIMEX3 modifier.
    pub modifier: Option<String>,
    /// Is it a named day? The oracles leave its hour beside it.
    pub is_holiday: bool,
    /// Is it counted from the end: "the last four months"?
    pub is_last: bool,
    /// Was it made of several?
    pub is_joined: bool,
}

/// What an expression names.
pub fn piece(text: &str, one: &TimeExpression, now: DateTime) -> Option<Piece> {
    let (start, end) = (one.span.start as usize, one.span.end as usize);
    let words = text[start..end].to_lowercase();
    let value = one.value.as_str();
    let what = match one.kind {
        TimeKind::Set => What::Often,
        TimeKind::Duration => length(value, &words, now),
        TimeKind::Time => clock(value, &words)?,
        TimeKind::Date if value == "PRESENT_REF" => What::Moment(now, false),
        TimeKind::Date if join::counted(&words, now).is_some() => join::counted(&words, now)?,
        TimeKind::Date => match one.period {
            Some(_) if nth_week(&words, value).is_some() => nth_week(&words, value)?,
            Some(period) if one.modifier.as_deref() == Some("END") && value.len() == 10 => {
                What::Moment(
                    period.from?.to_datetime(Time::constant(23, 59, 59, 0)),
                    false,
                )
            }
            Some(_) if one.modifier.is_some() && edge(one, value).is_some() => edge(one, value)?,
            Some(period) if words.ends_with("century") => {
                let back = |day: Date| day.checked_sub(1.year()).ok();
                What::Days(back(period.from?), back(period.to?.tomorrow().ok()?))
            }
            Some(period) if words.ends_with("fortnight") => {
                What::Days(period.from, period.from?.checked_add(2.weeks()).ok())
            }
            Some(period) if period.precision == Precision::Day && value.len() == 10 => {
                What::Day(period.from?)
            }
            Some(period) => What::Days(period.from, period.to?.tomorrow().ok()),
            None => What::Other,
        },
    };
    let is_dated = words.contains(|c: char| c.is_ascii_digit()) && value.len() == 10;
    let again = match value.len() {
        _ if one.anchor == Anchor::Absolute => None,
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
        modifier: one.modifier.clone(),
        is_holiday: one.rule.contains("holiday"),
        is_last: ["last ", "past ", "previous ", " ago"]
            .iter()
            .any(|word| words.contains(word)),
        is_joined: false,
    })
}

/// The month or year of a value: its first day, and the first day after it.
fn stretch(value: &str) -> Option<[Date; 2]> {
    let (first, length) = match value.len() {
        4 => (format!("{value}-01-01"), 1.year()),
        7 => (format!("{value}-01"), 1.month()),
        _ => return None,
    };
    let first: Date = first.parse().ok()?;
    Some([first, first.checked_add(length).ok()?])
}

/// The side of a month or year as the oracle cuts it.
fn edge(one: &TimeExpression, value: &str) -> Option<What> {
    let [from, to] = stretch(value)?;
    let month = |month: i8, day: i8| Date::new(from.year(), month, day).ok();
    let day = |day: i8| month(from.month(), day);
    let is_named = one.anchor == Anchor::Absolute;
    let (first, last) = match (one.modifier.as_deref()?, value.len(), is_named) {
        ("START", 4, true) => (Some(from), month(5, 1)),
        ("MID", 4, true) => (month(5, 1), month(9, 1)),
        ("END", 4, true) => (month(9, 1), Some(to)),
        ("START", 4, false) => (Some(from), month(7, 1)),
        ("END", 4, false) => (month(7, 1), Some(to)),
        ("START", 7, _) => (Some(from), day(16)),
        ("MID", 7, _) => (day(10), day(21)),
        ("END", 7, _) => (day(16), Some(to)),
        _ => return None,
    };
    Some(What::Days(first, last))
}

/// "the first week of 2021", "last week of December", "the third month of 2021".
fn nth_week(words: &str, value: &str) -> Option<What> {
    let [from, to] = stretch(value)?;
    let words = words.strip_prefix("the ").unwrap_or(words);
    let (nth, rest) = words.split_once(' ')?;
    let rows = [
        ["first", "1st"],
        ["second", "2nd"],
        ["third", "3rd"],
        ["fourth", "4th"],
        ["fifth", "5th"],
    ];
    let nth = match rows.iter().position(|row| row.contains(&nth)) {
        Some(idx) => i64::try_from(idx).ok()?,
        None if nth == "last" => -1,
        None => return None,
    };
    if rest.starts_with("month of") && nth >= 0 {
        let first = from.checked_add(nth.months()).ok()?;
        return Some(What::Days(Some(first), first.checked_add(1.month()).ok()));
    }
    // The week that holds the first or last Thursday, as ISO 8601 counts.
    let thursday = if nth < 0 {
        to.nth_weekday(-1, Weekday::Thursday).ok()?
    } else {
        let first = from
            .yesterday()
            .ok()?
            .nth_weekday(1, Weekday::Thursday)
            .ok()?;
        first.checked_add(nth.weeks()).ok()?
    };
    let monday = thursday.checked_sub(3.days()).ok()?;
    rest.starts_with("week of")
        .then(|| What::Days(Some(monday), monday.checked_add(7.days()).ok()))
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
    let at = |hour: i8| Time::new(hour % 24, if hour == 24 { 59 } else { 0 }, 0, 0).ok();
    if let Some([from, to]) = part(hour, words) {
        let to = if to == 24 {
            Time::new(23, 59, 59, 0).ok()
        } else {
            at(to)
        };
        return Some(What::Hours(day, [at(from), to], false));
    }
    let hour = hour.trim_end_matches('Z').replace("24:00", "00:00");
    let time: Time = if hour.len() == 5 {
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

/// Words that stand around an expression and add nothing.
const EMPTY: [&str; 12] = [
    "on", "at", "in", "the", "of", "for", "by", "from", "around", "about", "during", "this",
];

impl Piece {
    /// The part of the day that its value ends with.
    pub fn part(&self) -> Option<&str> {
        let part = self.timex.rsplit('T').next()?;
        ["MO", "AF", "EV", "NI", "DT"]
            .into_iter()
            .find(|code| *code == part)
    }

    /// The day at which it begins or ends a range.
    pub fn point(&self) -> Option<Date> {
        if let (Some(modifier), Some([from, to])) = (self.modifier.as_deref(), stretch(&self.timex))
        {
            let half = from.until(to).ok()?.get_days() / 2;
            return match modifier {
                "START" => Some(from),
                "MID" => from.checked_add(half.days()).ok(),
                "END" => Some(to),
                _ => None,
            };
        }
        match self.what {
            What::Day(day) => Some(day),
            What::Days(from, _) => from,
            _ => None,
        }
    }

    /// Duckling's examples are one expression from end to end.
    pub fn widen(&mut self, text: &str) {
        let is_empty = |rest: &str| {
            rest.split_whitespace()
                .all(|word| EMPTY.contains(&word.to_lowercase().as_str()))
        };
        if is_empty(&text[..self.start]) && is_empty(&text[self.end..]) {
            (self.start, self.end) = (0, text.len());
        }
    }

    /// Who commands speaks of what lies ahead.
    pub fn turn_ahead(&mut self, now: DateTime) {
        let is_past = |what: What| match what {
            What::Day(day) => day < now.date(),
            What::Days(Some(from), _) => from < now.date(),
            What::Moment(moment, _) => moment < now,
            What::Hours(Some(day), ..) => day < now.date(),
            _ => false,
        };
        if let (true, false, Some(step)) = (is_past(self.what), self.is_last, self.again) {
            self.what = moved(self.what, step).unwrap_or(self.what);
        }
        let today = now.date();
        self.what = match self.what {
            What::Clock(time, _) => What::Moment(today.to_datetime(time), false),
            What::Hours(None, hours, open) => What::Hours(Some(today), hours, open),
            What::Days(None, Some(day)) => {
                What::Moments(Some(now), Some(day.to_datetime(Time::midnight())))
            }
            what => what,
        };
    }

    /// What it names in the words of Recognizers-Text: the reading taken, and the ones beside it.
    pub fn values(&self, now: DateTime) -> Vec<Value> {
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
                let hour =
                    |time: Option<Time>| time.map(|time| time.strftime("%H:%M:%S").to_string());
                json!([hour(from), hour(to)])
            }
            What::Hours(Some(day), [from, to], _) => {
                let hour = |time: Option<Time>| time.map(|time| written(day.to_datetime(time)));
                json!([hour(from), hour(to)])
            }
            What::Moments(from, to) => json!([from.map(written), to.map(written)]),
            What::Length(seconds) => json!(seconds.to_string()),
            What::Often | What::Other => json!(format!("Set: {}", self.timex)),
        }
    }

    /// The same hour in the other half of the day, where the words leave it open.
    fn other_half(&self) -> Option<What> {
        let turn = |time: Time| time.wrapping_add(12.hours());
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

    /// Its TIMEX3 value in the spellings of the oracle.
    pub fn spellings(&self) -> Vec<String> {
        let bare = self.timex.replace("XXXX-XX-XXT", "T");
        // A weekend that comes again is named as one of the week or by its length.
        let length = bare.replace("XXXX-WXX-WE", "P1WE");
        vec![self.timex.clone(), bare, length]
    }

    /// What it names in the words of Duckling.
    pub fn in_duckling(&self, start: usize, end: usize) -> Value {
        let written = |moment: DateTime| moment.strftime("%Y-%m-%dT%H:%M:%S").to_string();
        let midnight = |day: Date| written(day.to_datetime(Time::midnight()));
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
            What::Days(from, to) => {
                // A range of days holds its last one.
                let to = if self.is_joined {
                    to.and_then(|day| day.tomorrow().ok())
                } else {
                    to
                };
                range(from.map(midnight), to.map(midnight), "day")
            }
            What::Moment(moment, _) => {
                let is_minute = self.grain == "hour" && moment.minute() != 0;
                let grain = if is_minute { "minute" } else { self.grain };
                json!({ "start": start, "end": end, "value": written(moment), "grain": grain })
            }
            What::Moments(from, to) => range(from.map(written), to.map(written), self.grain),
            What::Hours(Some(day), [from, to], _) => {
                // Both ends are held: a range of hours ends an hour later, one of minutes a minute.
                let is_minutes = [from, to].iter().flatten().any(|time| time.minute() != 0)
                    || self.grain == "minute";
                let (grain, step) = if is_minutes {
                    ("minute", 1.minute())
                } else {
                    ("hour", 1.hour())
                };
                let last = |time: Time| {
                    let end = day.to_datetime(time);
                    if self.is_joined {
                        end.checked_add(step).unwrap_or(end)
                    } else {
                        end
                    }
                };
                let first = |time: Time| written(day.to_datetime(time));
                range(from.map(first), to.map(|time| written(last(time))), grain)
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
