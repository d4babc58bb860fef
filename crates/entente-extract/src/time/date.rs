//! Dates of the calendar: days, months, weekdays, years, decades, centuries.

use super::lex::{Kind, Text};
use super::meaning::{Meaning, Reading, YearRef};
use super::note;
use super::number::{self, ordinal};
use super::word::{Grain, Shift};

/// Reads a date of the calendar.
pub fn read(text: &Text<'_>, at: usize) -> Option<Reading> {
    let found = [
        marked(text, at),
        text.is_note().then(|| note::date(text, at)).flatten(),
        day_of_unit(text, at),
        weekday_first(text, at),
        weekday_within(text, at),
        weekday_of_week(text, at),
        month_first(text, at, None),
        day_first(text, at, None),
        super::year::era(text, at),
        super::year::of_era(text, at),
        super::year::bare(text, at),
        day_of_month(text, at),
    ];
    super::grammar::longest(found)
}

/// A date whose parts are joined by marks.
fn marked(text: &Text<'_>, at: usize) -> Option<Reading> {
    text.get(at + 1)
        .filter(|mark| mark.kind == Kind::Mark && mark.glued)?;
    figures(text, at).or_else(|| named_figures(text, at))
}

/// A month whose name stands at a place: its number and where the name ends, the full stop included.
pub fn month_name(text: &Text<'_>, at: usize) -> Option<(usize, i8)> {
    let word = text.word(at)?;
    // "may" and "mar" in lower case are other words; nobody writes anything else with "december".
    let month = word.month.filter(|_| {
        word.is_sure || text.is_note() || text.get(at).is_some_and(|atom| atom.capital)
    })?;
    let has_stop = text.is(at + 1, ".") && text.glued(at + 1);
    Some((
        if word.is_short && has_stop {
            at + 2
        } else {
            at + 1
        },
        month,
    ))
}

/// A year in four figures at a place, whatever stands around it.
pub fn year_figures(text: &Text<'_>, at: usize) -> Option<i16> {
    let (value, places) = text.digits(at)?;
    let more = text.is_any(at + 1, &[".", ","])
        && text.glued(at + 1)
        && text.glued(at + 2)
        && text.digits(at + 2).is_some();
    let is_year = places == 4 && (1000..2200).contains(&value) && !more && !text.is(at + 1, "%");
    is_year.then(|| i16::try_from(value).ok()).flatten()
}

/// The year after a month, season, quarter or holiday: ", 2024", "of last year", "this year".
pub fn year_after(text: &Text<'_>, at: usize) -> Option<(usize, YearRef)> {
    let start = if text.is(at, ",") { at + 1 } else { at };
    let of = at + usize::from(text.is(at, "of"));
    if text.is_note()
        && (text.is(at, "in") || text.is(at, "of"))
        && let Some(year) = year_figures(text, at + 1).filter(|year| (1500..2150).contains(year))
    {
        return Some((at + 2, YearRef::Of(year)));
    }
    if let Some((end, year)) = super::year::with_era(text, of) {
        return Some((end, YearRef::Of(year)));
    }
    if let Some(year) = year_figures(text, start).filter(|year| (1500..2150).contains(year)) {
        let is_clock = text.is(start + 1, ":");
        return (!is_clock).then_some((start + 1, YearRef::Of(year)));
    }
    if let Some((end, year)) = number::year(text, start) {
        return Some((end, YearRef::Of(year)));
    }
    let start = if text.is(start, "of") {
        start + 1
    } else {
        start
    };
    if start > at
        && let Some(year) = year_figures(text, start).filter(|year| (1500..2150).contains(year))
    {
        return Some((start + 1, YearRef::Of(year)));
    }
    if start > at
        && let Some((end, year)) = number::year(text, start)
    {
        return Some((end, YearRef::Of(year)));
    }
    let start = if text.is(start, "the") {
        start + 1
    } else {
        start
    };
    let shift = text.word(start)?.shift?;
    let is_year = text.is(start + 1, "year") && text.possessive(start + 2).is_none();
    is_year.then_some((start + 2, YearRef::Shift(shift)))
}

fn date(year: YearRef, month: i8, day: Option<i8>, weekday: Option<i8>) -> Meaning {
    Meaning::Date {
        year,
        month,
        day,
        weekday,
        shift: None,
    }
}

/// A day of the month in figures or in row, and where it ends.
pub fn day_number(text: &Text<'_>, at: usize) -> Option<(usize, i8)> {
    if let Some((end, value)) = ordinal(text, at).filter(|(_, value)| (1..=31).contains(value)) {
        return Some((end, value as i8));
    }
    if text.is_note()
        && let Some((end, day)) = day_words(text, at)
    {
        return Some((end, day));
    }
    let (value, places) = text.digits(at)?;
    let is_more = (text.is_any(at + 1, &[":", "%", "/"])
        || text.is_any(at + 1, &[",", "."]) && text.digits(at + 2).is_some_and(|(_, n)| n != 4))
        && text.glued(at + 1)
        && text.glued(at + 2)
        && text.digits(at + 2).is_some();
    (places <= 2 && (1..=31).contains(&value) && !is_more).then_some((at + 1, value as i8))
}

/// "twenty five", "twenty second": a day of the month in words without a hyphen.
fn day_words(text: &Text<'_>, at: usize) -> Option<(usize, i8)> {
    text.word(at)?.cardinal?;
    let (end, value) = number::words(text, at)?;
    let ones = text
        .word(end)
        .and_then(|word| word.ordinal)
        .filter(|ones| *ones < 10);
    let (end, value) = match ones {
        Some(ones) if matches!(value as u32, 20 | 30) => (end + 1, value as u32 + ones),
        _ => (end, value as u32),
    };
    (1..=31).contains(&value).then_some((end, value as i8))
}

/// "May 9, 2025", "Jan. 21", "May 2025", "May".
fn month_first(text: &Text<'_>, at: usize, weekday: Option<i8>) -> Option<Reading> {
    let (shifted, shift) = shifted(text, at);
    let (name_end, month) = month_name(text, shifted)?;
    let day_at = if text.is(name_end, "the") {
        name_end + 1
    } else {
        name_end
    };
    if let Some((end, day)) = day_number(text, day_at)
        && !text.is_any(end, &["percent", "pct", "million", "billion"])
    {
        let (end, year) = year_after(text, end).unwrap_or((end, YearRef::Free));
        let meaning = date(year, month, Some(day), weekday);
        return Some(Reading::new(shifted, end, meaning, "time/day"));
    }
    if weekday.is_some() {
        return None;
    }
    if let Some((end, year)) = year_after(text, name_end) {
        let is_list = text.is(name_end, ",") && matches!(year, YearRef::Shift(_));
        if !is_list {
            let meaning = date(year, month, None, None);
            return Some(Reading::new(shifted, end, meaning, "time/month"));
        }
    }
    if !is_month_alone(text, shifted, name_end, shift) {
        return None;
    }
    let meaning = Meaning::Date {
        year: YearRef::Free,
        month,
        day: None,
        weekday: None,
        shift,
    };
    Some(Reading::new(at, name_end, meaning, "time/month"))
}

/// The place after "last", "next", "this", "this past", "the previous", and what they say.
pub fn shifted(text: &Text<'_>, at: usize) -> (usize, Option<Shift>) {
    let start = if text.is(at, "the") { at + 1 } else { at };
    let Some(shift) = text.word(start).and_then(|word| word.shift) else {
        return (at, None);
    };
    match text.word(start + 1).and_then(|word| word.shift) {
        Some(second) if shift == Shift::This || second == Shift::That => {
            let shift = if second == Shift::Past {
                Shift::Last
            } else {
                second
            };
            (start + 2, Some(shift))
        }
        _ => (start + 1, Some(shift)),
    }
}

/// Is a month's name without a day or year a month, and not a person, a verb or a march?
fn is_month_alone(text: &Text<'_>, at: usize, end: usize, shift: Option<Shift>) -> bool {
    let Some(word) = text.word(at) else {
        return false;
    };
    let before = at.checked_sub(1).and_then(|before| text.word(before));
    let is_joined = text.is_any(end, &["-", "–", "to", "till", "until"]);
    if text.is_note() && is_joined && month_name(text, end + 1).is_some() {
        return true;
    }
    // "This may take long" is no May.
    let is_verb = text.is_note()
        && text.is(at, "may")
        && !text.get(at).is_some_and(|atom| atom.capital)
        && !text.is_any(
            at.wrapping_sub(1),
            &["in", "of", "since", "until", "till", "from", "next", "last"],
        );
    if is_verb {
        return false;
    }
    let is_led =
        shift.is_some() || before.is_some_and(|word| word.before_month || word.edge.is_some());
    if word.is_short && end == at + 1 {
        return text.is_note() && is_led;
    }
    let may_be_name = text.is_any(at, &["may", "march", "april", "june", "august"]);
    if may_be_name && text.is_surname(at) {
        return shift.is_some() || is_inside(text, at) && text.possessive(end).is_none();
    }
    let joined = at > 0 && text.joint(at.wrapping_sub(1)) == at;
    if may_be_name && !joined {
        let is_name = text
            .get(end)
            .is_some_and(|next| next.capital && next.kind == Kind::Word && next.word.is_none())
            || at > 0
                && text.get(at.wrapping_sub(1)).is_some_and(|last| {
                    last.capital && last.kind == Kind::Word && last.word.is_none()
                })
                && !text.begins(at.wrapping_sub(1));
        let is_ambiguous = text.is_any(at, &["may", "march"]);
        return if is_ambiguous {
            is_led && (shift.is_some() || !is_name) || text.possessive(end).is_some() && !is_name
        } else {
            // "and April Jones" is a person, "in April Moscow" is not.
            !is_name || shift.is_some() || is_inside(text, at)
        };
    }
    true
}

/// Does a word stand before a month that stands before no person's name?
fn is_inside(text: &Text<'_>, at: usize) -> bool {
    text.is_any(
        at.wrapping_sub(1),
        &[
            "in", "since", "until", "till", "during", "through", "late", "early", "mid",
        ],
    )
}

/// "9 May 2025", "the 9th of May", "11 December".
fn day_first(text: &Text<'_>, at: usize, weekday: Option<i8>) -> Option<Reading> {
    let start = if text.is(at, "the") { at + 1 } else { at };
    let (end, day) = day_number(text, start)?;
    let is_word = text.digits(start).is_none();
    let name_at = if text.is(end, "of") {
        end + 1
    } else {
        text.joint(end)
    };
    if is_word
        && !text.is_note()
        && !text.is(end, "of")
        && text.digits(start).is_none()
        && start == at
    {
        return None;
    }
    let (name_end, month) = month_name(text, name_at)?;
    if text.is(name_at, "may") && is_word && !text.get(name_at)?.capital {
        return None;
    }
    let year_at = text.joint(name_end);
    let (end, year) = year_after(text, year_at)
        .or_else(|| short_year(text, year_at).filter(|_| year_at > name_end))
        .unwrap_or((name_end, YearRef::Free));
    let meaning = date(year, month, Some(day), weekday);
    Some(Reading::new(at, end, meaning, "time/day"))
}

fn short_year(text: &Text<'_>, at: usize) -> Option<(usize, YearRef)> {
    let (value, places) = text.digits(at)?;
    (places == 2).then(|| (at + 1, YearRef::Of(full_year(value as i16))))
}

/// The year that two figures stand for.
pub fn full_year(short: i16) -> i16 {
    if short < 50 {
        2000 + short
    } else {
        1900 + short
    }
}

/// "Friday", "Friday, May 9", "last Friday", "Sat., 3 May 2025".
fn weekday_first(text: &Text<'_>, at: usize) -> Option<Reading> {
    let (name_at, shift) = shifted(text, at);
    let word = text.word(name_at)?;
    let weekday = word.weekday.filter(|_| {
        let is_long = text.is_note() && text.at(name_at).len() > 3;
        word.is_sure || is_long || text.get(name_at).is_some_and(|atom| atom.capital)
    })?;
    let before = name_at.wrapping_sub(1);
    if text
        .get(before)
        .is_some_and(|last| last.capital && last.word.is_some_and(|word| word.named))
    {
        return None;
    }
    let has_stop = word.is_short && text.is(name_at + 1, ".") && text.glued(name_at + 1);
    let name_end = if has_stop { name_at + 2 } else { name_at + 1 };
    let date_at =
        [",", "(", "the"].iter().fold(
            name_end,
            |at, mark| if text.is(at, mark) { at + 1 } else { at },
        );
    let day = month_first(text, date_at, Some(weekday))
        .filter(|reading| reading.from == date_at)
        .or_else(|| day_first(text, date_at, Some(weekday)))
        .or_else(|| {
            let note = text.is_note().then_some(date_at)?;
            figures(text, note).or_else(|| note::slashed(text, note))
        });
    if let Some(day) = day {
        let from = if shift.is_some() { at } else { name_at };
        return Some(Reading { from, ..day });
    }
    if let Some((end, day)) = day_of_weekday(text, date_at) {
        let meaning = Meaning::DayOfMonth(day, Some(weekday));
        return Some(Reading::new(at, end, meaning, "time/day_of_month"));
    }
    let is_press = text
        .get(name_end)
        .is_some_and(|next| next.capital && next.word.is_some_and(|word| word.press));
    if word.is_short && !text.is_note()
        || is_press
        || shift.is_none() && !text.is(name_at, text.at(at))
    {
        return None;
    }
    if shift.is_none() && text.at(name_at).ends_with(['s', 'S']) {
        let set = Meaning::Set(format!("XXXX-WXX-{weekday}"));
        return Some(Reading::new(at, name_end, set, "time/weekdays"));
    }
    let meaning = Meaning::Weekday(weekday, shift);
    Some(Reading::new(at, name_end, meaning, "time/weekday"))
}

/// The day of the month in "Friday the 14th"; in notes also in "Friday 14".
fn day_of_weekday(text: &Text<'_>, at: usize) -> Option<(usize, i8)> {
    let row = ordinal(text, at).filter(|(_, day)| (1..=31).contains(day));
    let is_row = row.is_some() && (text.is_note() || text.digits(at).is_some());
    let (end, day) = match row.filter(|_| is_row) {
        Some((end, day)) => (end, i8::try_from(day).ok()?),
        None => day_number(text, at).filter(|_| text.is_note())?,
    };
    let is_hours = text.joint(end) > end
        || text.glued(end) && !text.is_any(end, &[",", ".", "!", "?", ")"])
        || text.is_any(end, &["am", "pm", "a", "p", "oclock", "o", "to", "–"]);
    (closes_day(text, end) && !is_hours).then_some((end, day))
}

/// May a day of the month end here, and count no noun?
fn closes_day(text: &Text<'_>, end: usize) -> bool {
    text.get(end).is_none_or(|next| {
        matches!(next.kind, Kind::Mark | Kind::Break | Kind::Number) && text.joint(end) == end
            || next.word.is_some_and(|word| word.closes && !next.capital) && !text.is(end, "of")
            || text.is_note() && next.word.is_some_and(|word| word.cardinal.is_some())
    })
}

/// "2019-aug-01", "23/Sep/2020", "Oct/2", "Dec-2018": figures around the name of a month.
fn named_figures(text: &Text<'_>, at: usize) -> Option<Reading> {
    let mark = text.at(at + 1);
    let is_joined = |at: usize| text.is(at, mark) && text.glued(at) && text.glued(at + 1);
    if !matches!(mark, "-" | "/")
        || !is_joined(at + 1)
        || text.glued(at) && text.is(at.wrapping_sub(1), mark)
    {
        return None;
    }
    let n_parts = if is_joined(at + 3) { 3 } else { 2 };
    let (mut month, mut day, mut year) = (None, None, None);
    for part in 0..n_parts {
        let place = at + 2 * part;
        match text.digits(place) {
            Some((_, 4)) if year.is_none() => year = year_figures(text, place),
            Some((value, 1 | 2)) if day.is_none() => day = i8::try_from(value).ok(),
            None if month.is_none() => month = text.word(place)?.month,
            _ => return None,
        }
    }
    let is_day = day.is_none_or(|day| (1..=31).contains(&day));
    let is_whole = n_parts == 2 || year.is_some() && day.is_some();
    // "Sunday-May" and "12-May" are read elsewhere; two parts begin with the month.
    let is_first =
        n_parts == 3 || text.digits(at).is_none() && (text.is_note() || text.get(at)?.capital);
    let meaning = date(year.map_or(YearRef::Free, YearRef::Of), month?, day, None);
    let rule = if day.is_some() {
        "time/figures"
    } else {
        "time/month"
    };
    (is_day && is_whole && is_first).then(|| Reading::new(at, at + 2 * n_parts - 1, meaning, rule))
}

/// "the first Monday of May", "the last Sunday in March 2014", "Tuesday of last week".
fn weekday_within(text: &Text<'_>, at: usize) -> Option<Reading> {
    let start = if text.is(at, "the") { at + 1 } else { at };
    let nth = ordinal(text, start)
        .filter(|(_, nth)| (1..=5).contains(nth))
        .map(|(end, nth)| (end, nth as i8))
        .or_else(|| text.is(start, "last").then_some((start + 1, -1)));
    let (name_at, nth) = nth.unwrap_or((start, 0));
    let weekday = text.word(name_at).filter(|word| !word.is_short)?.weekday?;
    let unit_at = if text.is_any(name_at + 1, &["of", "in"]) {
        name_at + 2
    } else {
        text.word(name_at + 1)?.shift.map(|_| name_at + 1)?
    };
    let within =
        month_first(text, unit_at, None).or_else(|| super::relative::unit(text, unit_at))?;
    let is_fit = match within.meaning {
        Meaning::Date { day: None, .. } | Meaning::Unit(Grain::Month, _) => {
            nth != 0 && unit_at > name_at + 1
        }
        Meaning::Unit(Grain::Week, shift) => {
            nth == 0
                && (text.is(name_at + 1, "of") || unit_at == name_at + 1 && shift != Shift::The)
        }
        _ => false,
    };
    is_fit.then(|| {
        let meaning = Meaning::WeekdayOf(nth, weekday, Box::new(within.meaning));
        Reading::new(at, within.to, meaning, "time/weekday_within")
    })
}

/// "the 20th of next month", "the 15th day of this month", in notes "23 next month".
fn day_of_unit(text: &Text<'_>, at: usize) -> Option<Reading> {
    let has_article = text.word(at).is_some_and(|word| word.article);
    let start = at + usize::from(has_article && text.is(at, "the"));
    let is_number = text.digits(start).is_some()
        || text
            .word(start)
            .is_some_and(|word| word.ordinal.is_some() || word.cardinal.is_some());
    if !is_number || !(start..start + 7).any(|near| text.is(near, "month")) {
        return None;
    }
    let (end, day) = match ordinal(text, start).filter(|(_, day)| (1..=31).contains(day)) {
        Some((end, day)) => (end, i8::try_from(day).ok()?),
        None => day_number(text, start).filter(|_| text.is_note())?,
    };
    let end = end + usize::from(text.is(end, "day"));
    let is_of = text.is(end, "of") || text.is_note() && text.is(end, "in");
    let month = super::relative::unit(text, end + usize::from(is_of))?;
    let is_month = matches!(month.meaning, Meaning::Unit(Grain::Month, _));
    let is_day = is_month && (is_of || text.is_note());
    let meaning = Meaning::DayOf(day, Box::new(month.meaning));
    is_day.then(|| Reading::new(at, month.to, meaning, "time/day"))
}

/// "next week Monday", "this week on Tuesday".
fn weekday_of_week(text: &Text<'_>, at: usize) -> Option<Reading> {
    // Most texts hold few weeks; the look ahead saves the reading of every "the".
    let first = text
        .word(at)
        .filter(|word| word.article || word.shift.is_some());
    if first.is_none() || !(at + 1..at + 3).any(|near| text.is(near, "week")) {
        return None;
    }
    let week = super::relative::unit(text, at)?;
    let is_week = matches!(week.meaning, Meaning::Unit(Grain::Week, shift) if shift != Shift::The);
    let name_at = week.to + usize::from(text.is_any(week.to, &["on", "-", ","]));
    let word = text.word(name_at).filter(|_| is_week)?;
    let is_name = !word.is_short || text.is_note();
    let weekday = word
        .weekday
        .filter(|_| is_name && !text.at(name_at).ends_with('s'))?;
    // "next week, Monday, May 12" names its day by the month.
    let after = name_at + 1 + usize::from(text.is(name_at + 1, ","));
    let is_dated =
        text.digits(after).is_some() && !text.is_note() || month_name(text, after).is_some();
    let meaning = Meaning::WeekdayOf(0, weekday, Box::new(week.meaning));
    (!is_dated).then(|| Reading::new(at, name_at + 1, meaning, "time/weekday_within"))
}

/// "2025-05-09", "5/9/2025", "09.05.2025".
fn figures(text: &Text<'_>, at: usize) -> Option<Reading> {
    let mark = text.at(at + 1);
    let is_joined = (at + 1..at + 5).all(|next| text.glued(next)) && text.at(at + 3) == mark;
    if !matches!(mark, "-" | "/" | ".")
        || !is_joined
        || text.glued(at) && text.is_any(at.wrapping_sub(1), &[mark, "/", "."])
    {
        return None;
    }
    let ((first, wide), (second, _), (third, last_wide)) =
        (text.digits(at)?, text.digits(at + 2)?, text.digits(at + 4)?);
    let (year, month, day) = match (wide, last_wide, mark) {
        (4, 1 | 2, _) => (first, second, third),
        (1 | 2, 4, ".") => (third, second, first),
        (1 | 2, 4, _) if first > 12 => (third, second, first),
        (1 | 2, 4, _) => (third, first, second),
        (1 | 2, 2, "/" | "-") if first > 12 && text.is_note() => {
            (full_year(third as i16) as u32, second, first)
        }
        (1 | 2, 2, "-") if text.is_note() => (full_year(third as i16) as u32, first, second),
        (1 | 2, 2, "/") if first <= 12 => (full_year(third as i16) as u32, first, second),
        _ => return None,
    };
    let is_date =
        (1000..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let meaning = date(YearRef::Of(year as i16), month as i8, Some(day as i8), None);
    is_date.then(|| Reading::new(at, at + 5, meaning, "time/figures"))
}

/// "on the 14th": a day of the month spoken of.
fn day_of_month(text: &Text<'_>, at: usize) -> Option<Reading> {
    if text.is_note()
        && text.is(at, "the")
        && let Some((end, day)) = day_number(text, at + 1).filter(|(end, _)| closes_day(text, *end))
    {
        return Some(Reading::new(
            at,
            end,
            Meaning::DayOfMonth(day, None),
            "time/day_of_month",
        ));
    }
    if text.digits(at + 1).is_none() || !text.is(at, "the") {
        return None;
    }
    let is_led = text.is_any(
        at.wrapping_sub(1),
        &[
            "on", "by", "until", "till", "from", "since", "before", "after",
        ],
    ) || text.is(at.wrapping_sub(1), "of")
        && text
            .word(at.wrapping_sub(2))
            .is_some_and(|word| word.part.is_some());
    if !is_led {
        return None;
    }
    let (end, day) = ordinal(text, at + 1).filter(|(_, value)| (1..=31).contains(value))?;
    let closes = text.get(end).is_none_or(|next| {
        matches!(next.kind, Kind::Mark | Kind::Break) && text.joint(end) == end
            || next.word.is_some_and(|word| word.closes && !next.capital) && !text.is(end, "of")
    });
    closes.then(|| {
        Reading::new(
            at,
            end,
            Meaning::DayOfMonth(day as i8, None),
            "time/day_of_month",
        )
    })
}
