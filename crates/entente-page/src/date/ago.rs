//! "2 hours ago", counted from when the page was fetched.

use entente_types::Moment;
use jiff::ToSpan;
use jiff::civil::Date;

use super::words::Unit;
use super::{Day, Form, Reader, words};

impl Reader<'_> {
    /// "2 hours ago", counted from when the page was fetched.
    pub(super) fn ago(&self, at: usize, floor: usize) -> Option<Day> {
        let fetched = self.setting.fetched?;
        let (value, n_digits) = self.number(at).filter(|(_, n_digits)| *n_digits <= 2)?;
        let value = i64::try_from(value).ok().filter(|_| n_digits <= 2)?;
        let mut words = String::new();
        for n_before in 0..=3_usize {
            for n_after in 0..=3_usize {
                let (start, end) = (at.checked_sub(n_before)?, at + 1 + n_after);
                if start < floor || end > self.tokens.len() || n_before + n_after == 0 {
                    continue;
                }
                self.around(&mut words, start, at, end);
                if let Some(unit) = words::ago(&words) {
                    let date = before(fetched, unit, value)?;
                    return Some(Day {
                        date,
                        start,
                        end,
                        form: Form::Ago,
                        confidence: 0.6,
                        clock: None,
                    });
                }
            }
        }
        None
    }

    /// The words around a number, with `#` for it, in the form of the table.
    fn around(&self, words: &mut String, start: usize, number: usize, end: usize) {
        words.clear();
        for (idx, token) in self.tokens[start..end].iter().enumerate() {
            if idx > 0 && (!token.is_glued || start + idx == number || start + idx == number + 1) {
                words.push(' ');
            }
            if start + idx == number {
                words.push('#');
            } else {
                words.extend(
                    self.text[token.start..token.end]
                        .chars()
                        .flat_map(char::to_lowercase)
                        .filter(|c| *c != '.'),
                );
            }
        }
    }
}

/// The day that lies `value` units before a moment.
fn before(fetched: Moment, unit: Unit, value: i64) -> Option<Date> {
    let time = match (unit, fetched.time) {
        (Unit::Minute | Unit::Hour, None) => return None,
        (_, time) => time.unwrap_or_default(),
    };
    let span = match unit {
        Unit::Minute => value.minutes(),
        Unit::Hour => value.hours(),
        Unit::Day => value.days(),
        Unit::Week => value.weeks(),
    };
    Some(fetched.day.to_datetime(time).checked_sub(span).ok()?.date())
}
