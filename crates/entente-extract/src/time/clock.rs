//! Times of the day: "5 p.m. EST Friday", "16:00 UTC", "early Thursday", "Monday evening", "overnight".

use super::lex::Text;
use super::meaning::{Clock, Meaning, Reading};
use super::{note, number};

/// Reads a time or part of the day, with its day before or after.
pub fn read(text: &Text<'_>, at: usize) -> Option<Reading> {
    super::grammar::longest([time(text, at), range_start(text, at), part(text, at)])
}

/// The day that follows a time: "Friday", "on Friday", "yesterday", ", May 9".
pub fn day_after(text: &Text<'_>, at: usize) -> Option<(usize, Meaning)> {
    let starts = [
        at,
        at + usize::from(text.is_any(at, &[",", "on", "of"])),
        at + 2 * usize::from(text.is(at, ",") && text.is(at + 1, "on")),
    ];
    starts
        .into_iter()
        .find_map(|start| day(text, start).map(|reading| (reading.to, reading.meaning)))
}

/// A day that can carry a time; of "12/13 May" the first.
fn day(text: &Text<'_>, at: usize) -> Option<Reading> {
    if let Some([first, second]) = super::range::days_before_month(text, at) {
        return Some(Reading {
            to: second.to,
            ..first
        });
    }
    let found = super::date::read(text, at)
        .or_else(|| super::relative::read(text, at).filter(|reading| reading.to <= at + 2))?;
    matches!(
        found.meaning,
        Meaning::Weekday(..)
            | Meaning::WeekdayOf(..)
            | Meaning::Day(_)
            | Meaning::DayOfMonth(..)
            | Meaning::Date { day: Some(_), .. }
    )
    .then_some(found)
}

fn time(text: &Text<'_>, at: usize) -> Option<Reading> {
    let (end, clock) = clock(text, at)?;
    let mut clock = clock;
    let (end, day) = note::part_after(text, end).map_or((end, None), |(end, part, day)| {
        if let Some(part) = part {
            note::into_part(&mut clock, part);
        }
        (end, Some(Box::new(day)))
    });
    Some(Reading::new(
        at,
        end,
        Meaning::Clock(clock, day),
        "time/clock",
    ))
}

/// The time after a day: "Friday at 5 p.m.", "May 9 at noon".
pub fn time_after(text: &Text<'_>, at: usize) -> Option<(usize, Clock)> {
    let start = if text.is(at, ",") { at + 1 } else { at };
    let is_near = text.is_note() && text.is_any(start, &["around", "about", "@", "by"]);
    let start = if text.is(start, "at") || is_near {
        start + 1
    } else {
        start
    };
    // Of "at 4 - 6:30" both hours are read together.
    if note::hours(text, start).is_some() {
        return None;
    }
    clock(text, start)
}

/// The first half of "from 9 to 11 a.m." and "7:30-8:30 p.m.", whose half of the day stands behind the second.
fn range_start(text: &Text<'_>, at: usize) -> Option<Reading> {
    let (end, mut first, _) = figures(text, at)?;
    let is_dash = text.is_any(end, &["-", "–"]) && text.glued(end);
    let is_between = text.is(end, "and") && text.is(at.wrapping_sub(1), "between");
    if !(is_dash || is_between || text.is_any(end, &["to", "until", "till"])) || first.hour > 12 {
        return None;
    }
    let (second_end, second, _) =
        figures(text, end + 1).filter(|(_, second, _)| second.hour <= 12)?;
    let (_, is_afternoon) = half_of_day(text, second_end)?;
    // "11 to 1 p.m." begins in the morning.
    let is_same = first.hour % 12 <= second.hour % 12;
    first.hour = first.hour % 12 + if is_afternoon == is_same { 12 } else { 0 };
    Some(Reading::new(
        at,
        end,
        Meaning::Clock(first, None),
        "time/clock",
    ))
}

/// A time of the day in figures or as "noon": where it ends, and which.
fn clock(text: &Text<'_>, at: usize) -> Option<(usize, Clock)> {
    if let Some(hour) = text.word(at).and_then(|word| word.hour) {
        return Some((
            at + 1,
            Clock {
                hour: hour as u32,
                minute: Some(0),
                second: None,
                is_utc: false,
            },
        ));
    }
    if text.digits(at) == Some((12, 2)) && text.is_any(at + 1, &["noon", "midnight"]) {
        return clock(text, at + 1);
    }
    let (mut end, mut clock, is_sure) = past_hour(text, at).or_else(|| figures(text, at))?;
    let half = half_of_day(text, end);
    if let Some((after, is_afternoon)) = half {
        if clock.hour > 12 {
            return None;
        }
        clock.hour = clock.hour % 12 + if is_afternoon { 12 } else { 0 };
        end = after;
    }
    let mut has_zone = false;
    let zone_at = if text.is(end, "local") && text.is(end + 1, "time") {
        end + 2
    } else {
        end
    };
    has_zone |= zone_at > end;
    end = zone_at;
    let named = text.is(end, "(") as usize;
    if let Some(is_utc) = zone(text.at(end + named)) {
        clock.is_utc = is_utc;
        has_zone = true;
        end += 1 + named + usize::from(named == 1 && text.is(end + 2, ")"));
        if text.is(end, "time") {
            end += 1;
        }
    }
    let is_hour = half.is_some() || is_sure || has_zone || note::is_hour(text, at, end, &clock);
    is_hour.then_some((end, clock))
}

/// "ten past nine", "a quarter to five", "half past three".
fn past_hour(text: &Text<'_>, at: usize) -> Option<(usize, Clock, bool)> {
    let start = if text.is(at, "a") { at + 1 } else { at };
    let (end, minutes) = if text.is(start, "half") {
        (start + 1, 30)
    } else if text.is(start, "quarter") {
        (start + 1, 15)
    } else {
        let (end, number) = number::number(text, start)?;
        (end, number as u32)
    };
    let end = if text.is_any(end, &["minutes", "min"]) {
        end + 1
    } else {
        end
    };
    let is_past = text.is_any(end, &["past", "after"]);
    let is_quarter = minutes == 15 && !text.is(start, "15");
    if !(is_past || text.is(end, "to") && is_quarter)
        || !(1..60).contains(&minutes)
        || text.is(end, "after") && !text.is(start, "quarter")
    {
        return None;
    }
    let (end, hour, _) = figures(text, end + 1)
        .filter(|(_, clock, _)| clock.minute.is_none_or(|minute| minute == 0))?;
    let (hour, minute) = if is_past {
        (hour.hour, minutes)
    } else {
        ((hour.hour + 23) % 24, 60 - minutes)
    };
    let clock = Clock {
        hour,
        minute: Some(minute),
        second: None,
        is_utc: false,
    };
    Some((end, clock, true))
}

pub fn figures(text: &Text<'_>, at: usize) -> Option<(usize, Clock, bool)> {
    let new = |hour, minute, second| Clock {
        hour,
        minute,
        second,
        is_utc: false,
    };
    if at > 0
        && text.glued(at)
        && text.is_any(
            at.wrapping_sub(1),
            &["$", "€", "£", "-", "/", ":", ".", ","],
        )
    {
        return None;
    }
    let Some((value, places)) = text.digits(at) else {
        let (end, hour) = number::words(text, at)
            .filter(|(end, hour)| *end == at + 1 && (1.0..=12.0).contains(hour))?;
        let hour = hour as u32;
        if text
            .phrase(end, &["o", "'", "clock"])
            .or_else(|| text.phrase(end, &["o", "’", "clock"]))
            .is_some()
        {
            return Some((end + 3, new(hour, Some(0), None), true));
        }
        if text.is(end, "oclock") {
            return Some((end + 1, new(hour, Some(0), None), true));
        }
        if let Some((end, minute)) = note::minutes(text, end) {
            return Some((end, new(hour, Some(minute), None), false));
        }
        return Some((end, new(hour, None, None), false));
    };
    if places == 4 && value < 2400 && value % 100 < 60 && text.is_any(at + 1, &["hours", "hrs"]) {
        return Some((at + 2, new(value / 100, Some(value % 100), None), true));
    }
    if places == 4 && value < 2400 && value % 100 < 60 && zone(text.at(at + 1)).is_some() {
        return Some((at + 1, new(value / 100, Some(value % 100), None), true));
    }
    let is_run = text.is_note() && places > 2 && value % 100 < 60 && value < 1300;
    if is_run && half_of_day(text, at + 1).is_some() {
        return Some((at + 1, new(value / 100, Some(value % 100), None), true));
    }
    if places > 2 || value > 24 {
        return None;
    }
    if text
        .phrase(at + 1, &["o", "'", "clock"])
        .or_else(|| text.phrase(at + 1, &["o", "’", "clock"]))
        .is_some()
    {
        return Some((at + 4, new(value, Some(0), None), true));
    }
    if text.is(at + 1, "oclock") || text.is_note() && text.is(at + 1, "ish") && text.glued(at + 1) {
        return Some((at + 2, new(value, Some(0), None), true));
    }
    let is_colon = text.is_any(at + 1, &[":", "."]) && text.glued(at + 1) && text.glued(at + 2);
    let Some((minute, 2)) = text
        .digits(at + 2)
        .filter(|(minute, _)| is_colon && *minute < 60)
    else {
        return Some((at + 1, new(value, None, None), false));
    };
    let is_third = text.is(at + 3, ":") && text.glued(at + 3) && text.glued(at + 4);
    match text.digits(at + 4) {
        Some((second, 2)) if is_third && second < 60 => {
            Some((at + 5, new(value, Some(minute), Some(second)), true))
        }
        // A score or a ratio looks the same; a time follows "at" or a half of the day.
        _ => {
            let is_led = text.is_any(
                at.wrapping_sub(1),
                &[
                    "at", "by", "until", "from", "around", "about", "before", "after", "since",
                    "till",
                ],
            );
            Some((
                at + 3,
                new(value, Some(minute), None),
                is_led && text.is(at + 1, ":"),
            ))
        }
    }
}

/// "a.m.", "pm", "in the morning": where it ends, and whether it is after noon.
pub fn half_of_day(text: &Text<'_>, at: usize) -> Option<(usize, bool)> {
    if text.is_any(at, &["am", "pm"])
        && (text.glued(at)
            || !text.is(at, "am")
            || text.at(at) == "AM"
            || text.is_note()
            || text.digits(at.wrapping_sub(1)).is_some())
    {
        return Some((at + 1, text.is(at, "pm")));
    }
    if text.is_any(at, &["a", "p"])
        && text.is(at + 1, ".")
        && text.is(at + 2, "m")
        && text.glued(at + 1)
        && text.glued(at + 2)
    {
        let has_stop = text.is(at + 3, ".") && text.glued(at + 3);
        return Some((at + 3 + usize::from(has_stop), text.is(at, "p")));
    }
    if let Some(half) = note::half(text, at) {
        return Some(half);
    }
    let end = text.phrase(at, &["in", "the"])?;
    let part = text.word(end)?.part?;
    Some((end + 1, part != "MO"))
}

/// Is this the name of a time zone, and is it universal time?
fn zone(name: &str) -> Option<bool> {
    match name {
        "GMT" | "UTC" => Some(true),
        "EST" | "EDT" | "CST" | "CDT" | "MST" | "MDT" | "PST" | "PDT" | "BST" | "CET" | "CEST"
        | "EET" | "EEST" | "MSK" | "IST" | "JST" | "KST" | "HKT" | "AEST" | "AEDT" | "ET"
        | "PT" | "CT" => Some(false),
        _ => None,
    }
}

/// "Monday evening", "this morning", "last night", "tonight", "overnight", "the morning of May 9".
pub fn part(text: &Text<'_>, at: usize) -> Option<Reading> {
    let of = |part, day: Option<Meaning>, end| {
        Some(Reading::new(
            at,
            end,
            Meaning::Part(part, day.map(Box::new)),
            "time/part",
        ))
    };
    if text.is_any(at, &["tonight", "tonite"]) {
        return of("NI", Some(Meaning::Day(0)), at + 1);
    }
    if text.is(at, "overnight") {
        return of("NI", Some(Meaning::Day(0)), at + 1);
    }
    if let Some(day) = day(text, at) {
        let next = day.to;
        let next = if text.is_any(next, &["in"]) && text.is(next + 1, "the") {
            next + 2
        } else {
            next
        };
        if let Some(code) = text.word(next).and_then(|word| word.part) {
            return of(code, Some(day.meaning), next + 1);
        }
        if let Some(hour) = text.word(next).and_then(|word| word.hour) {
            let clock = Clock {
                hour: hour as u32,
                minute: Some(0),
                second: None,
                is_utc: false,
            };
            let meaning = Meaning::Clock(clock, Some(Box::new(day.meaning)));
            return Some(Reading::new(at, next + 1, meaning, "time/clock"));
        }
    }
    if let Some(end) = bare_part(text, at) {
        let code = text.word(end - 1)?.part?;
        if let Some((end, day)) = day_after(text, end) {
            return of(code, Some(day), end);
        }
        return of(code, None, end);
    }
    let (next, shift) = super::date::shifted(text, at);
    let start = if shift.is_none() && text.is(at, "the") {
        at + 1
    } else {
        next
    };
    let start = if text.is(start, "mid") {
        text.joint(start + 1)
    } else {
        start
    };
    let code = text.word(start)?.part?;
    let end = start + 1;
    if start > at
        && text.is(at, "mid")
        && let Some((end, day)) = day_after(text, end)
    {
        return of(code, Some(day), end);
    }
    if let Some((end, day)) = text
        .is_any(end, &["of", "on", ","])
        .then(|| day_after(text, end))
        .flatten()
    {
        return of(code, Some(day), end);
    }
    match shift {
        Some(super::word::Shift::Last) => of(code, Some(Meaning::Day(-1)), end),
        Some(super::word::Shift::This) => of(code, Some(Meaning::Day(0)), end),
        Some(super::word::Shift::Next | super::word::Shift::After) => {
            let day = Meaning::Unit(super::word::Grain::Day, super::word::Shift::After);
            of(code, Some(day), end)
        }
        Some(super::word::Shift::That | super::word::Shift::Before) => of(
            code,
            Some(Meaning::Unit(super::word::Grain::Day, shift?)),
            end,
        ),
        _ => None,
    }
}

/// The end of "dawn" in "at dawn", of "the evening" in "in the evening".
fn bare_part(text: &Text<'_>, at: usize) -> Option<usize> {
    let before = at.wrapping_sub(1);
    if text.word(at).is_some_and(|word| word.bare_part) {
        let is_led = text.is_any(
            before,
            &[
                "at", "before", "by", "until", "till", "after", "from", "around", "since",
            ],
        );
        return is_led.then_some(at + 1);
    }
    let start = at + usize::from(text.is(at, "the"));
    let name = start + usize::from(text.is(start, "mid"));
    let name = if name > start { text.joint(name) } else { name };
    let last = if text.joint(before) == at {
        before.wrapping_sub(1)
    } else {
        before
    };
    let is_edged = text.is_note() && text.word(last).is_some_and(|word| word.edge.is_some());
    let word = text.word(name).filter(|_| name > at || is_edged)?;
    let is_part = word.part.is_some() && !word.bare_part && !text.at(name).ends_with('s');
    let is_led = text.is_any(before, &["in", "during", "by", "until", "throughout"]);
    if !(is_part && (is_led || is_edged)) {
        return None;
    }
    let goes_on = text.is_any(name + 1, &["of", "and"])
        || text.joint(name + 1) > name + 1
        || text.word(name + 1).is_some_and(|word| word.unit.is_some());
    (!goes_on).then_some(name + 1)
}
