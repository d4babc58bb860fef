//! Makes one expression of several where the oracles do, and moves its ends to where they set them.

use entente_extract::time;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::{Span, ToSpan};

use super::piece::{Piece, What};

/// Words between two expressions that make them one.
const JOINS: [&str; 11] = [
    "", "-", ",", "at", "on", ", at", "around", "for", "@", "of", "from",
];

/// Words between the ends of a range.
const TO: [&str; 10] = [
    "to", "-", "–", "till", "until", "through", "til", "thru", "~", "to the",
];

/// Words between a length and where it begins.
const FROM: [&str; 8] = [
    "from",
    ", from",
    "starting",
    "starting from",
    "starting on",
    "starting at",
    "beginning",
    "beginning on",
];

/// Which side of a time a word opens.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    /// All before it.
    Before,
    /// All after it.
    After,
    /// All from its beginning on.
    Since,
}

/// Words before a time that open a range; longer ones first.
const BOUNDS: [(&str, Side); 23] = [
    ("any time after", Side::After),
    ("any time from", Side::Since),
    ("on or after", Side::Since),
    ("no later than", Side::Before),
    ("no earlier than", Side::Since),
    ("later than", Side::After),
    ("greater than", Side::After),
    ("earlier than", Side::Before),
    ("smaller than", Side::Before),
    ("as late as", Side::Before),
    ("as early as", Side::Since),
    ("starting from", Side::Since),
    ("starting on", Side::Since),
    ("beginning on", Side::Since),
    ("starting", Side::Since),
    ("beginning", Side::Since),
    ("prior to", Side::Before),
    ("before", Side::Before),
    ("until", Side::Before),
    ("till", Side::Before),
    ("by", Side::Before),
    ("after", Side::After),
    ("since", Side::Since),
];

/// Words behind a time that open a range.
const TAILS: [(&str, Side); 11] = [
    ("or later", Side::Since),
    ("and later", Side::Since),
    ("or after", Side::Since),
    ("and after", Side::Since),
    ("or greater", Side::Since),
    ("and greater", Side::Since),
    ("and beyond", Side::Since),
    ("or earlier", Side::Before),
    ("and earlier", Side::Before),
    ("or before", Side::Before),
    ("and before", Side::Before),
];

/// Joins what the oracles take for one, and takes in the words that belong to it.
pub fn join(text: &str, pieces: &mut Vec<Piece>, now: DateTime) {
    for piece in pieces.iter_mut() {
        trim(text, piece);
    }
    let range = |one: &Piece, other: &Piece| range(one, other, now);
    join_neighbours(text, pieces, &["of"], part_of);
    join_neighbours(text, pieces, &FROM, |one, other| run(other, one));
    join_neighbours(text, pieces, &["for"], run_on);
    join_neighbours(text, pieces, &JOINS, together);
    join_neighbours(text, pieces, &TO, range);
    join_between(text, pieces, range);
    join_neighbours(text, pieces, &["for"], run_on);
    join_neighbours(text, pieces, &JOINS, together);
    join_neighbours(text, pieces, &["between"], together);
    join_neighbours(
        text,
        pieces,
        &["before", "by", "no later than"],
        |one, other| bounded(one, other, |time| [None, Some(time)]),
    );
    join_neighbours(
        text,
        pieces,
        &["after", "any time after", "later than"],
        |one, other| bounded(one, other, |time| [Some(time), None]),
    );
    for piece in pieces.iter_mut() {
        lead(text, piece, now);
    }
}

/// Time zones stand outside, and words that loosen a time as well.
fn trim(text: &str, piece: &mut Piece) {
    let words = text[piece.start..piece.end].to_lowercase();
    for hedge in ["about ", "over "] {
        piece.start += if words.starts_with(hedge) {
            hedge.len()
        } else {
            0
        };
    }
    let last = words.rsplit(' ').next().unwrap_or_default();
    let is_zone = [
        "pst", "pdt", "est", "edt", "cst", "cdt", "mst", "mdt", "gmt", "utc", "cet", "pt", "et",
        "ct", "ist",
    ]
    .contains(&last);
    if is_zone && last.len() < words.len() {
        piece.end -= last.len() + 1;
    }
    let is_stopped = words.ends_with('.') && text[piece.end..].trim().is_empty();
    if is_stopped && !words.trim_end_matches('.').ends_with(".m") && !words.ends_with(". m .") {
        piece.end -= 1;
    }
}

/// A day and its time, a repetition and its time.
fn together(one: &Piece, other: &Piece) -> Option<What> {
    if one.is_holiday || other.is_holiday {
        return None;
    }
    match (one.what, other.what) {
        (What::Day(day), What::Clock(time, open)) | (What::Clock(time, open), What::Day(day)) => {
            Some(What::Moment(day.to_datetime(time), open))
        }
        (What::Day(day), What::Hours(None, hours, open))
        | (What::Hours(None, hours, open), What::Day(day)) => {
            Some(What::Hours(Some(day), hours, open))
        }
        (What::Hours(day, ..), What::Hours(None, hours, _)) if one.part().is_some() => {
            Some(What::Hours(
                day,
                hours.map(|time| time.map(|time| into(one, time))),
                false,
            ))
        }
        (What::Hours(day, ..), What::Clock(time, _)) if one.part().is_some() => Some(match day {
            Some(day) => What::Moment(day.to_datetime(into(one, time)), false),
            None => What::Clock(into(one, time), false),
        }),
        (What::Often, What::Clock(..)) | (What::Clock(..), What::Often) => Some(What::Often),
        _ => None,
    }
}

/// An hour in the part of the day that a piece names.
fn into(part: &Piece, time: Time) -> Time {
    let is_late = matches!(part.part(), Some("AF" | "EV" | "NI"));
    if is_late && (1..12).contains(&time.hour()) {
        time.wrapping_add(12.hours())
    } else {
        time
    }
}

/// A time and how long it lasts.
fn run(from: &Piece, length: &Piece) -> Option<What> {
    let What::Length(_) = length.what else {
        return None;
    };
    let span: Span = length.timex.parse().ok()?;
    match from.what {
        What::Day(day) if !length.timex.contains('T') => {
            Some(What::Days(Some(day), day.checked_add(span).ok()))
        }
        What::Clock(time, open) => Some(What::Hours(
            None,
            [Some(time), Some(time.wrapping_add(span))],
            open,
        )),
        What::Moment(moment, _) => Some(What::Moments(Some(moment), moment.checked_add(span).ok())),
        _ => None,
    }
}

/// An hour and how long it lasts; a day stands for itself.
fn run_on(from: &Piece, length: &Piece) -> Option<What> {
    run(from, length).filter(|_| !matches!(from.what, What::Day(_)))
}

/// "the last four months of 2021", "the first 2 weeks of 2021".
fn part_of(length: &Piece, whole: &Piece) -> Option<What> {
    let (What::Length(_), What::Days(Some(from), Some(to))) = (length.what, whole.what) else {
        return None;
    };
    let span: Span = length.timex.parse().ok()?;
    let thursday = |day: Date, nth| day.nth_weekday_of_month(nth, Weekday::Thursday).ok();
    let is_weeks = span.get_weeks() > 0;
    // Weeks are counted as ISO 8601 does: from the one that holds the first Thursday to that of the last.
    if length.is_last {
        let end = match is_weeks {
            true => thursday(to.yesterday().ok()?, -1)?
                .checked_add(4.days())
                .ok()?,
            false => to,
        };
        Some(What::Days(end.checked_sub(span).ok(), Some(end)))
    } else {
        let start = match is_weeks {
            true => thursday(from, 1)?.checked_sub(3.days()).ok()?,
            false => from,
        };
        Some(What::Days(Some(start), start.checked_add(span).ok()))
    }
}

/// From one time to another.
fn range(one: &Piece, other: &Piece, now: DateTime) -> Option<What> {
    let today = now.date();
    Some(match (one.what, other.what) {
        (What::Clock(from, open), What::Clock(to, _)) => {
            What::Hours(None, [Some(from), Some(later(from, to))], open)
        }
        (What::Clock(from, _), What::Moment(to, _)) if to == now => {
            What::Moments(Some(today.to_datetime(from)), Some(now))
        }
        (What::Moment(from, _), What::Clock(to, _)) if from == now => {
            What::Moments(Some(now), Some(today.to_datetime(later(from.time(), to))))
        }
        (What::Clock(from, open), What::Moment(to, _)) => What::Hours(
            Some(to.date()),
            [Some(from), Some(later(from, to.time()))],
            open,
        ),
        (What::Moment(from, open), What::Clock(to, _)) => What::Hours(
            Some(from.date()),
            [Some(from.time()), Some(later(from.time(), to))],
            open,
        ),
        (What::Moment(from, _), What::Moment(to, _)) => What::Moments(Some(from), Some(to)),
        (What::Moment(from, _), _) if from == now => What::Days(Some(today), Some(other.point()?)),
        (_, What::Moment(to, _)) if to == now => What::Days(Some(one.point()?), Some(today)),
        _ => {
            let (mut from, to) = (one.point()?, other.point()?);
            if from > to && one.again.is_some() {
                from = from.checked_sub(1.year()).ok()?;
            } else if one.again.is_some() && from.checked_add(1.year()).is_ok_and(|next| next < to)
            {
                from = from.checked_add(1.year()).ok()?;
            }
            What::Days(Some(from), Some(to))
        }
    })
}

/// The hour after another: "11-4" ends in the afternoon.
fn later(from: Time, to: Time) -> Time {
    if to <= from && to.hour() < 12 && from.hour() <= 12 {
        to.wrapping_add(12.hours())
    } else {
        to
    }
}

fn bounded(one: &Piece, other: &Piece, ends: impl Fn(Time) -> [Option<Time>; 2]) -> Option<What> {
    match (one.what, other.what) {
        (What::Day(day), What::Clock(time, open)) => Some(What::Hours(Some(day), ends(time), open)),
        _ => None,
    }
}

fn join_neighbours(
    text: &str,
    pieces: &mut Vec<Piece>,
    words: &[&str],
    join: impl Fn(&Piece, &Piece) -> Option<What>,
) {
    let mut idx = 1;
    while idx < pieces.len() {
        let between = text[pieces[idx - 1].end..pieces[idx].start]
            .trim()
            .to_lowercase();
        let joined = words
            .contains(&between.as_str())
            .then(|| join(&pieces[idx - 1], &pieces[idx]))
            .flatten();
        match joined {
            Some(what) => unite(text, pieces, idx, what),
            None => idx += 1,
        }
    }
}

/// "between 3 May and 5 May", "from …": the word belongs to the range.
fn join_between(
    text: &str,
    pieces: &mut Vec<Piece>,
    join: impl Fn(&Piece, &Piece) -> Option<What>,
) {
    let mut idx = 1;
    while idx < pieces.len() {
        let is_between = ["between", "between the"]
            .iter()
            .any(|word| before(text, pieces[idx - 1].start, word).is_some())
            && ["and", "and the"].contains(&text[pieces[idx - 1].end..pieces[idx].start].trim());
        let joined = is_between
            .then(|| join(&pieces[idx - 1], &pieces[idx]))
            .flatten();
        match joined {
            Some(what) => unite(text, pieces, idx, what),
            None => idx += 1,
        }
    }
}

/// Makes one of two neighbours.
fn unite(text: &str, pieces: &mut Vec<Piece>, idx: usize, what: What) {
    let second = pieces.remove(idx);
    let one = &mut pieces[idx - 1];
    if let (What::Often, What::Clock(time, _)) | (What::Clock(time, _), What::Often) =
        (one.what, second.what)
    {
        let set = if one.what == What::Often {
            &one.timex
        } else {
            &second.timex
        };
        let day = set
            .split('T')
            .next()
            .unwrap_or_default()
            .replace("XXXX-XX-XX", "");
        let day = if day.starts_with('P') {
            String::new()
        } else {
            day
        };
        let minutes = if time.minute() == 0 { "T%H" } else { "T%H:%M" };
        one.timex = format!("{day}{}", time.strftime(minutes));
    }
    // "for 3 days, from today": the word belongs to it.
    if let What::Length(_) = one.what
        && text[one.end..second.start]
            .trim_start_matches([',', ' '])
            .starts_with("from")
    {
        one.start = before(text, one.start, "for").unwrap_or(one.start);
    }
    (one.end, one.what) = (second.end, what);
    one.again = one.again.or(second.again);
    one.is_joined = true;
    one.grain = second.grain;
}

/// Where these words begin, if they stand before a place.
pub fn before(text: &str, at: usize, words: &str) -> Option<usize> {
    let head = text[..at].trim_end();
    let start = head.len().checked_sub(words.len())?;
    let is_same = head.get(start..)?.eq_ignore_ascii_case(words);
    let is_whole = start == 0 || head[..start].ends_with(|c: char| !c.is_alphanumeric());
    (is_same && is_whole).then_some(start)
}

/// Where these words end, if they stand behind a place.
fn behind(text: &str, at: usize, words: &str) -> Option<usize> {
    let tail = text[at..].trim_start();
    let is_same = tail.get(..words.len())?.eq_ignore_ascii_case(words);
    let rest = tail[words.len()..].trim_start();
    let is_whole = !rest.starts_with(char::is_alphanumeric) || rest.starts_with("on ");
    (is_same && is_whole).then_some(text.len() - tail.len() + words.len())
}

/// Words after whose article no article belongs to the expression.
const BARE: [&str; 19] = [
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
    "end",
    "beginning",
    "middle",
    "start",
    "mid-",
    "mid",
    "late",
];

/// The article of "the next week" stands outside, the preposition of "in the evening" inside.
fn fit(text: &str, piece: &mut Piece) {
    let words = text[piece.start..piece.end].to_lowercase();
    let is_day =
        matches!(piece.what, What::Days(..)) && !words.contains("decade") || piece.is_holiday;
    // "on Tuesday of next week": the preposition belongs to it.
    if let (What::Day(_), true, Some(start)) = (
        piece.what,
        words.ends_with("week"),
        before(text, piece.start, "on"),
    ) && !piece.is_joined
    {
        piece.start = start;
    }
    if let (true, Some(rest)) = (is_day && !piece.is_joined, words.strip_prefix("the ")) {
        let first = rest.split([' ', '-']).next().unwrap_or_default();
        let is_bare = !(first == "end" && rest.contains("today"))
            && BARE.contains(&first)
            && first.len() < rest.len();
        let is_placed = rest.contains(" of ") && ["first", "last"].contains(&first);
        piece.start += if is_bare && !is_placed { 4 } else { 0 };
    }
    if let (What::Hours(..) | What::Clock(..), Some(start)) =
        (piece.what, before(text, piece.start, "in"))
        && piece.part().is_some()
    {
        piece.start = start;
    }
    if piece.timex.len() == 4 {
        let names = [
            "calendar year",
            "fiscal year",
            "school year",
            "year",
            "cy",
            "sy",
            "fy",
        ];
        let start = names
            .iter()
            .find_map(|name| before(text, piece.start, name));
        piece.start = start.unwrap_or(piece.start);
        let name = text[piece.start..piece.end].to_lowercase();
        // Fiscal and school years have names of their own.
        for (first, code) in [("f", "FY"), ("s", "SY")] {
            if name.starts_with(first) {
                piece.timex.insert_str(0, code);
            }
        }
    }
}

/// Takes in the words around a time that make it a bound or a range.
fn lead(text: &str, piece: &mut Piece, now: DateTime) {
    fit(text, piece);
    if let What::Often = piece.what {
        piece.start = before(text, piece.start, "once").unwrap_or(piece.start);
    }
    let is_range = piece.is_joined
        && matches!(
            piece.what,
            What::Days(..) | What::Hours(..) | What::Moments(..)
        );
    for word in ["from", "between", "from the", "between the"] {
        if let Some(start) = before(text, piece.start, word).filter(|_| is_range) {
            piece.start = start;
            return;
        }
    }
    if let What::Length(_) = piece.what {
        from_now(text, piece, now);
        return;
    }
    for (words, side) in TAILS {
        if let Some(end) = behind(text, piece.end, words) {
            piece.end = end;
            open(piece, side);
            return;
        }
    }
    let bound = BOUNDS.iter().find_map(|(word, side)| {
        let with_article = || before(text, before(text, piece.start, "the")?, word);
        Some((
            before(text, piece.start, word).or_else(with_article)?,
            *side,
        ))
    });
    if let Some((start, side)) = bound.filter(|_| !is_range)
        && open(piece, side)
    {
        let start = before(text, start, "year").unwrap_or(start);
        piece.start = start;
    }
}

/// Opens one side of a time; says if it could.
fn open(piece: &mut Piece, side: Side) -> bool {
    let is_before = side == Side::Before;
    let opened = |from: DateTime| {
        if is_before {
            What::Moments(None, Some(from))
        } else {
            What::Moments(Some(from), None)
        }
    };
    let is_end = piece.modifier.as_deref() == Some("END");
    let is_start = piece.modifier.as_deref() == Some("START");
    piece.what = match (piece.what, side) {
        (What::Day(day), Side::Before) => What::Days(None, Some(day)),
        (What::Day(day), _) => What::Days(Some(day), None),
        (What::Days(_, to), Side::Before) if is_end => What::Days(None, to),
        (What::Days(from, _), Side::Before) => What::Days(None, from),
        (What::Days(from, _), Side::Since) => What::Days(from, None),
        (What::Days(from, _), Side::After) if is_start => What::Days(from, None),
        (What::Days(_, to), Side::After) => What::Days(to, None),
        (What::Moment(moment, _), _) => opened(moment),
        (What::Clock(time, half), Side::Before) => What::Hours(None, [None, Some(time)], half),
        (What::Clock(time, half), _) => What::Hours(None, [Some(time), None], half),
        _ => return false,
    };
    true
}

/// A length that is counted from now: "in 5 minutes", "within 3 days", "the next 3 weeks", "the past 2 quarters".
fn from_now(text: &str, piece: &mut Piece, now: DateTime) {
    let words = text[piece.start..piece.end].to_lowercase();
    let Ok(span) = piece.timex.replace('X', "3").parse::<Span>() else {
        return;
    };
    let says = |list: &[&str]| {
        list.iter()
            .any(|one| words.split(' ').any(|word| word == *one))
    };
    let is_ahead = says(&["next", "coming", "upcoming", "following"]);
    let is_back = says(&["past", "last", "previous"]);
    let is_hours = piece.timex.contains('T');
    let within =
        before(text, piece.start, "within").or_else(|| before(text, piece.start, "within the"));
    if is_ahead || is_back {
        piece.start += if words.starts_with("the ") { 4 } else { 0 };
        piece.start += if words.starts_with("in the ") { 7 } else { 0 };
        piece.what = if is_hours {
            hours_from(now, span, is_ahead)
        } else if words.contains("quarter") {
            quarters_from(now.date(), span, is_ahead)
        } else if words.contains("business") || words.contains("working") {
            business_days(now.date(), span.get_days(), is_ahead)
        } else {
            days_from(now.date(), span, is_ahead, within.is_some())
        };
        piece.start = within.unwrap_or(piece.start);
        return;
    }
    if let Some(start) = within {
        piece.start = start;
        piece.what = if is_hours {
            hours_from(now, span, true)
        } else {
            What::Days(Some(now.date()), now.date().checked_add(span).ok())
        };
        return;
    }
    if let (Some(start), Ok(moment)) = (before(text, piece.start, "in"), now.checked_add(span)) {
        piece.start = start;
        piece.what = if is_hours {
            What::Moment(moment, false)
        } else {
            What::Day(moment.date())
        };
    }
}

fn hours_from(now: DateTime, span: Span, is_ahead: bool) -> What {
    if is_ahead {
        What::Moments(Some(now), now.checked_add(span).ok())
    } else {
        What::Moments(now.checked_sub(span).ok(), Some(now))
    }
}

/// The days after or before today; "within the next" holds today too.
fn days_from(today: Date, span: Span, is_ahead: bool, is_within: bool) -> What {
    let first = if is_within {
        Some(today)
    } else {
        today.tomorrow().ok()
    };
    if is_ahead {
        What::Days(first, first.and_then(|day| day.checked_add(span).ok()))
    } else {
        What::Days(today.checked_sub(span).ok(), Some(today))
    }
}

/// Quarters are counted whole.
fn quarters_from(today: Date, span: Span, is_ahead: bool) -> What {
    let month = (today.month() - 1) / 3 * 3 + 1;
    let this = Date::new(today.year(), month, 1).ok();
    if is_ahead {
        let next = this.and_then(|day| day.checked_add(3.months()).ok());
        What::Days(next, next.and_then(|day| day.checked_add(span).ok()))
    } else {
        What::Days(this.and_then(|day| day.checked_sub(span).ok()), this)
    }
}

/// Business days leave out Saturdays and Sundays.
fn business_days(today: Date, n_days: i32, is_ahead: bool) -> What {
    let step = if is_ahead { 1.day() } else { -1.day() };
    let first = if is_ahead {
        today.tomorrow().unwrap_or(today)
    } else {
        today
    };
    let (mut day, mut left) = (today, n_days);
    while left > 0 {
        let Ok(next) = day.checked_add(step) else {
            break;
        };
        day = next;
        left -= i32::from(day.weekday().to_monday_zero_offset() < 5);
    }
    if is_ahead {
        What::Days(Some(first), day.tomorrow().ok())
    } else {
        What::Days(Some(day), Some(today))
    }
}

/// The day that lies a length from now, to the day: "two months ago".
pub fn counted(words: &str, now: DateTime) -> Option<What> {
    let (length, is_ahead) = [
        (" ago", false),
        (" from now", true),
        (" later", true),
        (" earlier", false),
    ]
    .iter()
    .find_map(|(tail, is_ahead)| Some((words.strip_suffix(tail)?, *is_ahead)))?;
    let found = time::scan_note(length.trim_start_matches("about "), Some(now.date()));
    let span: Span = found.first()?.value.parse().ok()?;
    let day = if is_ahead {
        now.checked_add(span)
    } else {
        now.checked_sub(span)
    };
    Some(What::Day(day.ok()?.date()))
}
