//! What only a note says so short: "at 4", "Monday 11-4", "22/04", "for 3h".
//!
//! In a report "11-4" is a score, "at 4" a share or a place, and "22/04" may be anything.

use super::clock::{day_after, figures, half_of_day};
use super::date;
use super::lex::{Kind, Text};
use super::meaning::{Clock, Meaning, Reading, YearRef};
use super::number::{self, Amount};
use super::word::Grain;

/// Words before a number that make it an hour.
const LEADS: [&str; 12] = [
    "at", "around", "about", "by", "@", "before", "after", "until", "till", "since", "from",
    "between",
];

/// Is the number from one place to another an hour, and not a count?
pub fn is_hour(text: &Text<'_>, at: usize, end: usize, clock: &Clock) -> bool {
    let is_led = text.is_any(at.wrapping_sub(1), &LEADS);
    text.is_note() && (is_led || clock.minute.is_some()) && closes(text, end)
}

/// Does nothing follow that a number could count?
fn closes(text: &Text<'_>, at: usize) -> bool {
    text.get(at).is_none_or(|next| match next.kind {
        Kind::Word => next.word.is_some_and(|word| {
            word.closes
                || word.weekday.is_some()
                || word.day.is_some()
                || word.month.is_some()
                || word.shift.is_some()
                || word.part.is_some()
        }),
        Kind::Number => !next.glued,
        Kind::Mark => !(text.is_any(at, &["%", "$", "/", ":"]) && next.glued),
        Kind::Break => true,
    })
}

/// The minutes in words after an hour in words: "seven thirty", "six forty-three".
pub fn minutes(text: &Text<'_>, at: usize) -> Option<(usize, u32)> {
    let is_word = text.is_note() && text.digits(at).is_none();
    let (end, minutes) = number::words(text, text.joint(at)).filter(|_| is_word)?;
    (10.0..60.0)
        .contains(&minutes)
        .then_some((end, minutes as u32))
}

/// The half of the day in "7p", "9:00a", "3 p . m .", and whether it is after noon.
pub fn half(text: &Text<'_>, at: usize) -> Option<(usize, bool)> {
    if !(text.is_note() && text.is_any(at, &["a", "p"])) {
        return None;
    }
    let is_afternoon = text.is(at, "p");
    let stop = |at: usize| at + usize::from(text.is(at, "."));
    let letter = stop(at + 1);
    if text.is(letter, "m") {
        return Some((stop(letter + 1), is_afternoon));
    }
    let closes = text
        .get(at + 1)
        .is_none_or(|next| !next.glued || next.kind == Kind::Mark);
    (text.glued(at) && closes).then_some((at + 1, is_afternoon))
}

/// An hour in figures, also without a mark before its minutes: "0730".
fn hour(text: &Text<'_>, at: usize) -> Option<(usize, Clock)> {
    if let Some((value, 3 | 4)) = text.digits(at) {
        let is_hour = value < 2400 && value % 100 < 60;
        // Without a naught or its half of the day it is a year.
        let is_hour =
            is_hour && (text.at(at).starts_with('0') || half_of_day(text, at + 1).is_some());
        let clock = Clock {
            hour: value / 100,
            minute: Some(value % 100),
            second: None,
            is_utc: false,
        };
        return is_hour.then_some((at + 1, clock));
    }
    figures(text, at).map(|(end, clock, _)| (end, clock))
}

/// "6-8", "from 9 to 5 pm", "between 10 and 11:30 this morning": both ends of a stretch of hours.
pub fn hours(text: &Text<'_>, at: usize) -> Option<[Reading; 2]> {
    if !text.is_note() || text.glued(at) && text.digits(at).is_some() {
        return None;
    }
    let (first_end, mut first) = hour(text, at)?;
    let first_half = half_of_day(text, first_end);
    let middle = first_half.map_or(first_end, |(end, _)| end);
    let before = at.wrapping_sub(1);
    let is_between = text.is(before, "between");
    let is_joined = text.is_any(middle, &["-", "–", "to", "till", "until", "through"])
        || is_between && text.is(middle, "and");
    let second_at = middle + 1;
    // "from 9" must not be cut off from its own dash.
    let (second_end, mut second) = hour_after_dash(text, second_at).filter(|_| is_joined)?;
    let second_half = half_of_day(text, second_end);
    let end = second_half.map_or(second_end, |(end, _)| end);
    let day = part_after(text, end);
    let is_dated = day.is_some()
        || text.word(before).is_some_and(|word| {
            word.weekday.is_some() || word.day.is_some() || word.part.is_some()
        });
    let has_minutes = first.minute.is_some() && second.minute.is_some();
    let is_led = is_between || text.is_any(before, &["from", "at"]);
    let has_half = first_half.is_some() || second_half.is_some();
    let is_hours = is_dated || is_led || has_half || has_minutes && text.digits(at).is_some();
    let is_range = first.hour <= 24 && second.hour <= 24 && is_hours;
    if !is_range || !(has_half || day.is_some() || closes(text, end)) {
        return None;
    }
    turn(&mut first, &mut second, [first_half, second_half]);
    let (end, day) = day.map_or((end, None), |(end, part, day)| {
        if let Some(part) = part {
            into_part(&mut first, part);
            into_part(&mut second, part);
        }
        (end, Some(Box::new(day)))
    });
    Some([
        Reading::new(at, middle, Meaning::Clock(first, None), "time/clock"),
        Reading::new(second_at, end, Meaning::Clock(second, day), "time/clock"),
    ])
}

/// Gives hours the day before them: "Monday 11-4", "tomorrow from 7 to 9".
pub fn on_day(text: &Text<'_>, readings: &mut Vec<Reading>, hours: [Reading; 2]) -> [Reading; 2] {
    let [mut first, mut second] = hours;
    let is_beside = |day: &Reading| {
        let is_led = text.is_any(day.to, &["from", "at", ","]);
        day.to == first.from || day.to + 1 == first.from && is_led
    };
    let is_day = |day: &Reading| {
        matches!(
            day.meaning,
            Meaning::Weekday(..)
                | Meaning::WeekdayOf(..)
                | Meaning::DayOfMonth(..)
                | Meaning::Day(_)
                | Meaning::Date { day: Some(_), .. }
        )
    };
    if let (Meaning::Clock(_, first_day), Meaning::Clock(_, second_day @ None)) =
        (&mut first.meaning, &mut second.meaning)
        && let Some(day) = readings.pop_if(|day| is_day(day) && is_beside(day))
    {
        first.from = day.from;
        *first_day = Some(Box::new(day.meaning.clone()));
        *second_day = Some(Box::new(day.meaning));
    }
    [first, second]
}

fn hour_after_dash(text: &Text<'_>, at: usize) -> Option<(usize, Clock)> {
    let is_word = text.digits(at).is_none();
    if is_word || !text.glued(at) {
        return hour(text, at);
    }
    // The reader of figures takes no number behind a dash for an hour, as a score or phone number goes on so.
    let (value, places) = text.digits(at)?;
    if places > 2 {
        return hour(text, at);
    }
    let is_colon = text.is_any(at + 1, &[":", "."]) && text.glued(at + 1) && text.glued(at + 2);
    let minute = text
        .digits(at + 2)
        .filter(|(minute, places)| is_colon && *places == 2 && *minute < 60);
    let clock = Clock {
        hour: value,
        minute: minute.map(|(minute, _)| minute),
        second: None,
        is_utc: false,
    };
    Some((if minute.is_some() { at + 3 } else { at + 1 }, clock))
}

/// Puts two hours into their halves of the day; "11-4" ends after noon.
fn turn(first: &mut Clock, second: &mut Clock, halves: [Option<(usize, bool)>; 2]) {
    let into = |clock: &mut Clock, is_afternoon: bool| {
        if clock.hour <= 12 {
            clock.hour = clock.hour % 12 + if is_afternoon { 12 } else { 0 };
        }
    };
    let minutes = |clock: &Clock| clock.hour % 12 * 60 + clock.minute.unwrap_or(0);
    let is_same = minutes(first) < minutes(second);
    match halves.map(|half| half.map(|(_, is_afternoon)| is_afternoon)) {
        [Some(one), Some(other)] => {
            into(first, one);
            into(second, other);
        }
        [None, Some(other)] => {
            into(first, other == is_same);
            into(second, other);
        }
        [Some(one), None] => {
            into(first, one);
            into(second, one == is_same);
        }
        [None, None] if first.hour <= 12 && second.hour < first.hour => second.hour += 12,
        [None, None] => {}
    }
}

/// The day behind an hour, and the part of it that the words name: "next Monday", "yesterday afternoon".
pub fn part_after(text: &Text<'_>, at: usize) -> Option<(usize, Option<&'static str>, Meaning)> {
    let start = at + usize::from(text.is_any(at, &[",", "on", "of"]));
    if text.is_note()
        && let Some(Reading {
            to,
            meaning: Meaning::Part(part, Some(day)),
            ..
        }) = super::clock::part(text, start)
    {
        return Some((to, Some(part), *day));
    }
    day_after(text, at).map(|(end, day)| (end, None, day))
}

/// Moves an hour into a part of the day: 7 in the evening is 19.
pub fn into_part(clock: &mut Clock, part: &str) {
    let is_late = matches!(part, "AF" | "EV") || part == "NI" && clock.hour > 5;
    if is_late && clock.hour < 12 {
        clock.hour += 12;
    }
}

/// A date in figures as only notes write it.
pub fn date(text: &Text<'_>, at: usize) -> Option<Reading> {
    super::grammar::longest([
        month_figures(text, at),
        run_together(text, at),
        slashed(text, at),
    ])
}

/// "22/04", "5/12", after a weekday also "7.6": a day and a month in figures.
pub fn slashed(text: &Text<'_>, at: usize) -> Option<Reading> {
    if !text.is_note() {
        return None;
    }
    let (start, shift) = date::shifted(text, at);
    let (first, second) = (text.digits(start)?, text.digits(start + 2)?);
    let is_figures =
        first.1 <= 2 && second.1 <= 2 && text.glued(start + 1) && text.glued(start + 2);
    let before = start.wrapping_sub(1);
    let is_dated =
        text.word(before).is_some_and(|word| word.weekday.is_some()) || text.is(before, "on");
    let is_stopped = is_dated && text.is_any(start + 1, &[".", "-"]);
    // "Monday 11-4" are hours, "Friday 7-6" a day only for who knows the calendar.
    let is_mark = text.is(start + 1, "/") || is_stopped && text.is(start + 1, ".");
    let is_inside = text.glued(start) && text.is_any(before, &["/", ".", ":", "$"]);
    let goes_on = text.is_any(start + 3, &["/", ".", "%", ":"])
        && text.glued(start + 3)
        && text.digits(start + 4).is_some();
    let counts = text
        .word(start + 3)
        .is_some_and(|word| word.unit.is_some() || word.part.is_some())
        || text.is_any(start + 3, &["am", "pm"]);
    if !is_figures || !is_mark || is_inside || goes_on || counts && !text.is(start + 1, "/") {
        return None;
    }
    let (month, day) = if first.0 > 12 {
        (second.0, first.0)
    } else {
        (first.0, second.0)
    };
    let (end, year) = date::year_after(text, start + 3)
        .filter(|_| text.is(start + 3, ","))
        .unwrap_or((start + 3, YearRef::Free));
    let is_date = (1..=12).contains(&month) && (1..=31).contains(&day);
    let meaning = Meaning::Date {
        year,
        month: i8::try_from(month).ok()?,
        day: Some(i8::try_from(day).ok()?),
        weekday: None,
        shift,
    };
    is_date.then(|| Reading::new(at, end, meaning, "time/figures"))
}

/// "3h", "10D", "2W", "all week": a length in one letter or word.
pub fn length(text: &Text<'_>, at: usize) -> Option<Reading> {
    if !text.is_note() {
        return None;
    }
    let read = |end, how_many, grain| {
        let parts = vec![(Amount::exact(how_many), grain)];
        Some(Reading::new(at, end, Meaning::Length(parts), "time/length"))
    };
    if text.is(at, "all") {
        let word = text.word(at + 1).filter(|word| !word.is_plural)?;
        return read(at + 2, 1.0, word.unit?);
    }
    let (how_many, _) = text.digits(at).filter(|(_, places)| *places <= 3)?;
    let is_night = text.is_any(at + 1, &["night", "nights"]);
    if is_night {
        return read(at + 2, f64::from(how_many), Grain::Day);
    }
    let grain = match text.at(at + 1) {
        "h" | "H" => Grain::Hour,
        "d" | "D" => Grain::Day,
        "w" | "W" => Grain::Week,
        "y" | "Y" => Grain::Year,
        _ => return None,
    };
    let closes = text
        .get(at + 2)
        .is_none_or(|next| !next.glued || next.kind == Kind::Mark);
    (text.glued(at + 1) && closes)
        .then(|| read(at + 2, f64::from(how_many), grain))
        .flatten()
}

/// "2015-3", "11/2016", "2016.11": a month in figures.
fn month_figures(text: &Text<'_>, at: usize) -> Option<Reading> {
    if !text.is_note() {
        return None;
    }
    let (first, second) = (text.digits(at)?, text.digits(at + 2)?);
    let is_joined =
        text.is_any(at + 1, &["-", "/", "."]) && text.glued(at + 1) && text.glued(at + 2);
    let goes_on = text.is_any(at + 3, &["-", "/", "."])
        && text.glued(at + 3)
        && text.digits(at + 4).is_some();
    let is_inside = text.glued(at) && text.is_any(at.wrapping_sub(1), &["-", "/", ".", "$"]);
    let (year_at, (month, places)) = if first.1 == 4 {
        (at, second)
    } else {
        (at + 2, first)
    };
    let year = text
        .digits(year_at)
        .filter(|(year, places)| *places == 4 && (1900..2150).contains(year))?;
    let year = i16::try_from(year.0).ok()?;
    let is_month = (1..=12).contains(&month) && places <= 2;
    let meaning = Meaning::Date {
        year: YearRef::Of(year),
        month: i8::try_from(month).ok()?,
        day: None,
        weekday: None,
        shift: None,
    };
    let is_read = is_joined && is_month && !goes_on && !is_inside;
    is_read.then(|| Reading::new(at, at + 3, meaning, "time/month"))
}

/// "20161016": a date without marks.
fn run_together(text: &Text<'_>, at: usize) -> Option<Reading> {
    let (value, _) = text
        .digits(at)
        .filter(|(_, places)| *places == 8 && text.is_note())?;
    let (year, month, day) = (value / 10_000, value / 100 % 100, value % 100);
    let is_date =
        (1900..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let meaning = Meaning::Date {
        year: YearRef::Of(i16::try_from(year).ok()?),
        month: i8::try_from(month).ok()?,
        day: Some(i8::try_from(day).ok()?),
        weekday: None,
        shift: None,
    };
    is_date.then(|| Reading::new(at, at + 1, meaning, "time/figures"))
}

/// "everyday", "weekends", "any weekend": what comes again, as only notes say it.
pub fn often(text: &Text<'_>, at: usize) -> Option<Reading> {
    if !text.is_note() {
        return None;
    }
    let (end, value) = match () {
        () if text.is(at, "everyday") => (at + 1, "P1D"),
        () if text.is(at, "weekends") => (at + 1, "XXXX-WXX-WE"),
        () if text.is_any(at, &["any", "all"]) && text.is_any(at + 1, &["weekend", "weekends"]) => {
            (at + 2, "XXXX-WXX-WE")
        }
        () if text.word(at)?.part.is_some() && text.at(at).ends_with('s') => {
            (at + 1, text.word(at)?.part?)
        }
        () => return None,
    };
    let value = if value.len() == 2 {
        format!("XXXX-XX-XXT{value}")
    } else {
        value.to_owned()
    };
    text.is_note()
        .then(|| Reading::new(at, end, Meaning::Set(value), "time/set"))
}
