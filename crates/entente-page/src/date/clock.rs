//! Hours with their zones: "14:03", "8 p.m. ET", "14.30 Uhr", "14h30", "下午2:03".

use jiff::civil::{Date, Time};

use super::calendar;
use super::token::{Kind, Token};
use super::words::Role;

/// An hour, its zone, and the tokens that name it.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// The hour.
    pub time: Time,
    /// Its zone, if one is named.
    pub zone: Option<Zone>,
    /// Index of its first token.
    pub start: usize,
    /// One past the index of its last token.
    pub end: usize,
}

/// A distance from UTC, which can depend on the day.
#[derive(Clone, Copy, Debug)]
pub struct Zone {
    minutes: i16,
    is_us: bool,
}

impl Zone {
    /// Minutes ahead of UTC on a day.
    pub fn offset_min(self, day: Date) -> i16 {
        self.minutes
            + if self.is_us && calendar::is_us_summer(day) {
                60
            } else {
                0
            }
    }
}

/// Most tokens between a day and its hour.
const MAX_BETWEEN: usize = 6;

/// The hour that follows the day which ends before token `end`.
pub fn after(tokens: &[Token], end: usize) -> Option<Clock> {
    let mut at = end;
    while at < tokens.len() && at < end + MAX_BETWEEN {
        if let Some(clock) = clock(tokens, at, true) {
            return Some(clock);
        }
        if !is_between(&tokens[at]) {
            return None;
        }
        at += 1;
    }
    None
}

/// The hour that stands before the day which begins at token `start`; no token before `floor` belongs to it.
pub fn before(tokens: &[Token], start: usize, floor: usize) -> Option<Clock> {
    let first = start.saturating_sub(10).max(floor);
    (first..start)
        .filter_map(|at| clock(tokens, at, false))
        .find(|clock| clock.end <= start && tokens[clock.end..start].iter().all(is_between))
}

fn is_between(token: &Token) -> bool {
    match token.kind {
        Kind::Mark(mark) => matches!(
            mark,
            ',' | '-'
                | '–'
                | '—'
                | '|'
                | '•'
                | '·'
                | '('
                | ')'
                | '['
                | '/'
                | '@'
                | '.'
                | ':'
                | '،'
                | '、'
                | '：'
                | '日'
                | '~'
        ),
        Kind::Word(Some(word)) => {
            word.is(Role::Clock)
                || word.is(Role::Filler)
                || word.is(Role::Weekday)
                || word.is(Role::Ordinal)
        }
        _ => false,
    }
}

/// The hour at token `start`. `is_after` tells that a day stands before it, so that `14.30` is an hour too.
fn clock(tokens: &[Token], start: usize, is_after: bool) -> Option<Clock> {
    let mut at = start;
    let mut half = half_of_day(tokens.get(at)?);
    if half.is_some() {
        at += 1;
    }
    let (hour, n_digits) = tokens.get(at)?.number()?;
    if let Some(whole) = compact(tokens.get(at)?, start, is_after) {
        return Some(with_zone(tokens, whole));
    }
    if n_digits > 2 || hour > 23 {
        return None;
    }
    at += 1;
    let mut named = half.is_some();
    let minutes = minutes(tokens, at, is_after);
    let (minute, second, next, is_sure) = minutes.unwrap_or((0, 0, at, false));
    at = next;
    if half.is_none() {
        half = tokens.get(at).and_then(half_of_day);
        if half.is_some() {
            at += 1;
            named = true;
        }
    }
    if minutes.is_none() || !is_sure {
        let is_hour = tokens.get(at).is_some_and(|token| {
            token.word().is_some_and(|word| word.is(Role::Hour))
                || token.mark().is_some_and(is_hour_mark)
        });
        named |= is_hour;
        at += usize::from(is_hour);
    }
    if !named && !is_sure {
        return None;
    }
    let hour = in_day(hour, half)?;
    let time = Time::new(hour, minute, second, 0).ok()?;
    let clock = Clock {
        time,
        zone: None,
        start,
        end: at,
    };
    Some(with_zone(tokens, clock))
}

/// `080000` and `0800` after a `T`.
fn compact(token: &Token, start: usize, is_after: bool) -> Option<Clock> {
    let (value, n_digits) = token.number()?;
    if !is_after || !token.is_glued || !matches!(n_digits, 4 | 6) {
        return None;
    }
    let value = if n_digits == 4 { value * 100 } else { value };
    let part = |unit: u64| i8::try_from(value / unit % 100).ok();
    let time = Time::new(part(10_000)?, part(100)?, part(1)?, 0).ok()?;
    Some(Clock {
        time,
        zone: None,
        start,
        end: start + 1,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
}

fn half_of_day(token: &Token) -> Option<Half> {
    let word = token.word()?;
    if word.is(Role::Am) {
        return Some(Half::Am);
    }
    word.is(Role::Pm).then_some(Half::Pm)
}

fn in_day(hour: u64, half: Option<Half>) -> Option<i8> {
    let hour = match (hour, half) {
        (12, Some(Half::Am)) => 0,
        (1..=11, Some(Half::Pm)) => hour + 12,
        _ => hour,
    };
    i8::try_from(hour).ok()
}

/// Minutes and seconds after the hour before token `at`, the index after them, and whether their form alone
/// tells an hour.
fn minutes(tokens: &[Token], at: usize, is_after: bool) -> Option<(i8, i8, usize, bool)> {
    let separator = tokens.get(at)?;
    let token = tokens.get(at + 1)?;
    let (minute, n_digits) = token.number()?;
    let (is_sure, is_written) = match separator.kind {
        Kind::Mark(':' | '：') => (true, n_digits == 2),
        Kind::Mark('.') => (is_after, n_digits == 2 && token.is_glued),
        Kind::Mark(mark) if is_hour_mark(mark) => (true, n_digits <= 2),
        Kind::Word(Some(word)) => (
            true,
            separator.is_glued && word.is(Role::Hour) && n_digits == 2,
        ),
        _ => return None,
    };
    if !is_written || minute > 59 {
        return None;
    }
    let minute = i8::try_from(minute).ok()?;
    let has_unit = tokens
        .get(at + 2)
        .is_some_and(|token| matches!(token.mark(), Some('分' | '분')));
    let next = at + 2 + usize::from(has_unit);
    let (second, next) = seconds(tokens, next, separator.mark()).unwrap_or((0, next));
    Some((minute, second, next, is_sure))
}

fn is_hour_mark(mark: char) -> bool {
    matches!(mark, '时' | '時' | '点' | '點' | '시')
}

/// Seconds with their fraction.
fn seconds(tokens: &[Token], at: usize, separator: Option<char>) -> Option<(i8, usize)> {
    let separator = separator?;
    let [mark, token] = tokens.get(at..at + 2)? else {
        return None;
    };
    let (value, n_digits) = token.number()?;
    if mark.mark() != Some(separator)
        || !mark.is_glued
        || !token.is_glued
        || n_digits != 2
        || value > 60
    {
        return None;
    }
    let second = i8::try_from(value.min(59)).ok()?;
    let has_fraction = tokens.get(at + 2..at + 4).is_some_and(|more| {
        matches!(more[0].mark(), Some('.' | ','))
            && more[0].is_glued
            && more[1].is_glued
            && more[1].number().is_some()
    });
    Some((second, if has_fraction { at + 4 } else { at + 2 }))
}

fn with_zone(tokens: &[Token], mut clock: Clock) -> Clock {
    let mut at = clock.end;
    // "14:03 Uhr MEZ", "8:03 (GMT)", "14:03 hrs IST".
    for _ in 0..2 {
        let is_skipped = tokens.get(at).is_some_and(|token| match token.kind {
            Kind::Mark('(' | ',') => true,
            Kind::Mark('.') => token.is_glued,
            Kind::Word(Some(word)) => word.is(Role::Hour) && word.zone.is_none(),
            _ => false,
        });
        at += usize::from(is_skipped);
    }
    if let Some((zone, end)) = zone(tokens, at) {
        clock.zone = Some(zone);
        clock.end = end;
    }
    clock
}

fn zone(tokens: &[Token], at: usize) -> Option<(Zone, usize)> {
    let token = tokens.get(at)?;
    if let Some((minutes, end)) = signed(tokens, at) {
        return Some((
            Zone {
                minutes,
                is_us: false,
            },
            end,
        ));
    }
    let word = token.word()?;
    let minutes = word.zone?;
    let is_us = word.is(Role::UsZone);
    if minutes == 0
        && let Some((minutes, end)) = signed(tokens, at + 1)
    {
        return Some((Zone { minutes, is_us }, end));
    }
    Some((Zone { minutes, is_us }, at + 1))
}

/// `+02:00`, `-0400`, `+3`.
fn signed(tokens: &[Token], at: usize) -> Option<(i16, usize)> {
    let sign = match tokens.get(at)?.mark()? {
        '+' => 1,
        '-' | '−' | '–' => -1,
        _ => return None,
    };
    let token = tokens.get(at + 1).filter(|token| token.is_glued)?;
    let (value, n_digits) = token.number()?;
    let value = i16::try_from(value).ok()?;
    let (hours, minutes, end) = match n_digits {
        4 => (value / 100, value % 100, at + 2),
        1 | 2 => match tokens.get(at + 2..at + 4) {
            Some([colon, more]) if colon.mark() == Some(':') && more.is_glued => {
                (value, i16::try_from(more.number()?.0).ok()?, at + 4)
            }
            _ if tokens[at].is_glued => (value, 0, at + 2),
            _ => return None,
        },
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some((sign * (hours * 60 + minutes), end))
}
