//! Dates around the name of a month: `8 May 2024`, `May 8, 2024`, `2024. május 8.`

use super::token::Kind;
use super::words::{Role, Word};
use super::{Day, Form, Reader, clock, day_of, plausible};

/// Most fillers between two parts of a date: "8 de mayo de 2024".
const MAX_FILLERS: usize = 4;

impl Reader<'_> {
    /// `8 tháng 5, 2024`, `8 tháng 5 năm 2024`.
    pub(super) fn vietnamese(&self, at: usize) -> Option<Day> {
        let is_month = self.tokens.get(at + 1)?.word()?.is(Role::Month);
        let day = self.small(at).filter(|_| is_month)?;
        let month = self.small(at + 2)?;
        let year_idx = self.next(at + 3)?;
        let (year, n_digits) = self.number(year_idx)?;
        let date = plausible(self.year(year, n_digits, None)?.0, month, day)?;
        Some(Day {
            date,
            start: at,
            end: year_idx + 1,
            form: Form::Plain,
            confidence: 0.95,
            clock: None,
        })
    }

    /// A date around the name of a month: `8 May 2024`, `May 8, 2024`, `2024. május 8.`
    pub(super) fn spelled(&self, at: usize, word: &'static Word, floor: usize) -> Option<Day> {
        let month = word.jalali.or_else(|| word.month(self.setting.primary()))?;
        self.month_first(at, month, word)
            .or_else(|| self.day_first(at, month, word, floor))
            .or_else(|| self.year_first(at, month, word, floor))
    }

    /// `May 8, 2024`, and `May 8 08:00:00 UTC 2024`.
    fn month_first(&self, at: usize, month: i8, word: &Word) -> Option<Day> {
        let day_idx = self.next(at + 1)?;
        let day = self.day_number(day_idx)?;
        let clock = clock::after(self.tokens, day_idx + 1);
        let year_idx = self.next(day_idx + 1);
        let of_year = |idx: Option<usize>| {
            let (value, n_digits) = self.number(idx?)?;
            self.year(value, n_digits, Some(word)).zip(idx)
        };
        let (((year, is_persian), year_idx), clock) = of_year(year_idx)
            .map(|year| (year, None))
            .or_else(|| Some((of_year(self.next(clock?.end))?, clock)))?;
        let date = day_of(year, is_persian, month, day)?;
        Some(Day {
            date,
            start: at,
            end: year_idx + 1,
            form: Form::Plain,
            confidence: 0.95,
            clock,
        })
    }

    /// `8 May 2024`, `8 de mayo de 2024`, `08-May-24`.
    fn day_first(&self, at: usize, month: i8, word: &Word, floor: usize) -> Option<Day> {
        let day_idx = self.previous(at, floor)?;
        let day = self.day_number(day_idx)?;
        if day_idx > floor && self.mark(day_idx - 1) == Some(':') && self.is_glued(day_idx) {
            return None;
        }
        let mut year_idx = self.next(at + 1)?;
        if self.number(year_idx).is_none() {
            // "8 أيار/مايو 2024" names the month twice.
            let again = self
                .tokens
                .get(year_idx)?
                .word()?
                .month(self.setting.primary());
            year_idx = (again == Some(month))
                .then(|| self.next(year_idx + 1))
                .flatten()?;
        }
        let (value, n_digits) = self.number(year_idx)?;
        let is_short = n_digits == 2
            && self.is_glued(year_idx)
            && matches!(self.mark(year_idx - 1), Some('\'' | '’' | '-'));
        let (year, is_persian) = if is_short {
            (2000 + i16::try_from(value).ok()?, false)
        } else {
            self.year(value, n_digits, Some(word))?
        };
        let date = day_of(year, is_persian, month, day)?;
        Some(Day {
            date,
            start: day_idx,
            end: year_idx + 1,
            form: Form::Plain,
            confidence: if is_short { 0.6 } else { 0.95 },
            clock: None,
        })
    }

    /// `2024. május 8.`, `2024 m. gegužės 8 d.`, `2024. gada 8. maijs`.
    fn year_first(&self, at: usize, month: i8, word: &Word, floor: usize) -> Option<Day> {
        let before = self.previous(at, floor)?;
        let (value, n_digits) = self.number(before)?;
        let (day_idx, year_idx) = if n_digits == 4 {
            (self.next(at + 1)?, before)
        } else {
            (before, self.previous(before, floor)?)
        };
        let day = self.day_number(day_idx)?;
        let (value, n_digits) = if n_digits == 4 {
            (value, n_digits)
        } else {
            self.number(year_idx)?
        };
        let (year, is_persian) = self.year(value, n_digits, Some(word))?;
        let date = day_of(year, is_persian, month, day)?;
        Some(Day {
            date,
            start: year_idx,
            end: day_idx.max(at) + 1,
            form: Form::Plain,
            confidence: 0.9,
            clock: None,
        })
    }

    /// The number of a day, which no minutes follow.
    fn day_number(&self, at: usize) -> Option<i8> {
        let day = self.small(at).filter(|day| (1..=31).contains(day))?;
        let is_hour = self.mark(at + 1) == Some(':') && self.is_glued(at + 1);
        (!is_hour).then_some(day)
    }

    /// The next number or month from `at` on, over fillers.
    fn next(&self, at: usize) -> Option<usize> {
        (at..self.tokens.len().min(at + MAX_FILLERS + 1)).find_map(|idx| self.stop(idx))?
    }

    /// The number before `at`, over fillers.
    fn previous(&self, at: usize, floor: usize) -> Option<usize> {
        let first = at.saturating_sub(MAX_FILLERS + 1).max(floor);
        (first..at).rev().find_map(|idx| self.stop(idx))?
    }

    /// `Some(Some(idx))` at a number or month, `Some(None)` at what parts two dates, `None` at a filler.
    fn stop(&self, idx: usize) -> Option<Option<usize>> {
        match self.tokens[idx].kind {
            Kind::Number { .. } => Some(Some(idx)),
            Kind::Mark(
                ',' | '.' | '-' | '‑' | '–' | '/' | '\'' | '’' | '(' | ')' | '،' | '°' | 'º' | '·',
            ) => None,
            Kind::Mark(_) | Kind::Word(None) => Some(None),
            Kind::Word(Some(word))
                if word.is(Role::Filler) || word.is(Role::Ordinal) && self.is_glued(idx) =>
            {
                None
            }
            Kind::Word(Some(word)) if !word.months.is_empty() => Some(Some(idx)),
            Kind::Word(Some(_)) => Some(None),
        }
    }
}
