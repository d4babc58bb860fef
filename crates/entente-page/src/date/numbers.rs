//! Dates that are written with numbers: `2024-05-08`, `08.05.2024`, `20240508T140309Z`, `2024年5月8日`.

use jiff::civil::Date;

use super::token::Kind;
use super::{Day, Form, Order, Reader, day_of, plausible, words};

impl Reader<'_> {
    /// `2024年5月8日`, `令和6年5月8日`, `2024년 5월 8일`.
    pub(super) fn with_units(&self, at: usize) -> Option<Day> {
        let is_unit =
            |at: usize, units: [char; 3]| self.mark(at).is_some_and(|mark| units.contains(&mark));
        let is_day = is_unit(at + 1, ['年', '년', '年'])
            && is_unit(at + 3, ['月', '월', '月'])
            && (is_unit(at + 5, ['日', '일', '号']) || self.mark(at + 5) == Some('號'));
        if !is_day {
            return None;
        }
        let (year, n_digits) = self.number(at)?;
        let era = at
            .checked_sub(1)
            .and_then(|before| self.tokens[before].word()?.era);
        let year = match era {
            Some(era) => era.checked_add(i16::try_from(year).ok()?)?,
            None => self.year(year, n_digits, None)?.0,
        };
        let date = plausible(year, self.small(at + 2)?, self.small(at + 4)?)?;
        Some(Day {
            date,
            start: at,
            end: at + 6,
            form: Form::Plain,
            confidence: 0.95,
            clock: None,
        })
    }

    /// `2024-05-08`, `08.05.2024`, `5/8/2024`, `8. 5. 2024`.
    pub(super) fn numbers(&self, at: usize) -> Option<Day> {
        let separator = self.mark(at + 1)?;
        let is_dash = |mark: char| matches!(mark, '-' | '‐' | '‑' | '–' | '−');
        let is_separator = matches!(separator, '/' | '.') || is_dash(separator);
        if !is_separator
            || self.mark(at + 3) != Some(separator)
            || !self.is_glued(at + 1)
            || self.is_inside_number(at)
        {
            return None;
        }
        if is_dash(separator) && !(self.is_glued(at + 2) && self.is_glued(at + 4)) {
            return None;
        }
        let (a, b, c) = (self.number(at)?, self.number(at + 2)?, self.number(at + 4)?);
        let goes_on = self.is_glued(at + 5)
            && self.mark(at + 5) == Some(separator)
            && self.is_glued(at + 6)
            && self.number(at + 6).is_some();
        if goes_on && a.1 != 4 {
            return None;
        }
        let (date, form, confidence) = self.parts(separator, a, b, c)?;
        Some(Day {
            date,
            start: at,
            end: at + 5,
            form,
            confidence,
            clock: None,
        })
    }

    /// Is the number at `at` the end of a longer one, a price, or a version?
    fn is_inside_number(&self, at: usize) -> bool {
        if at == 0 || !self.is_glued(at) {
            return false;
        }
        match self.tokens[at - 1].kind {
            Kind::Mark(mark) => matches!(
                mark,
                '.' | '-' | '/' | ',' | '$' | '€' | '£' | '+' | '_' | '%' | '#' | '='
            ),
            Kind::Word(word) => word.is_none(),
            Kind::Number { .. } => true,
        }
    }

    fn parts(
        &self,
        separator: char,
        a: (u64, usize),
        b: (u64, usize),
        c: (u64, usize),
    ) -> Option<(Date, Form, f32)> {
        let small = |part: (u64, usize)| i8::try_from(part.0).ok().filter(|_| part.1 <= 2);
        if a.1 == 4 {
            let (year, is_persian) = self.year(a.0, 4, None)?;
            let date = day_of(year, is_persian, small(b)?, small(c)?)?;
            return Some((date, Form::Plain, 0.95));
        }
        let (first, second) = (small(a)?, small(b)?);
        let (year, is_persian, is_short) = match c.1 {
            4 => {
                let (year, is_persian) = self.year(c.0, 4, None)?;
                (year, is_persian, false)
            }
            2 if a.1 == 2 && b.1 == 2 && !self.setting.language.is_empty() => {
                (2000 + i16::try_from(c.0).ok()?, false, true)
            }
            _ => return None,
        };
        let (day, month, form, confidence) = self.order(separator, first, second)?;
        let date = day_of(year, is_persian, month, day)?;
        Some((
            date,
            form,
            if is_short {
                confidence * 0.5
            } else {
                confidence
            },
        ))
    }

    /// Which of two small numbers is the day, which the month, and how sure that is.
    fn order(&self, separator: char, first: i8, second: i8) -> Option<(i8, i8, Form, f32)> {
        let known = self
            .setting
            .order
            .filter(|order| *order != Order::YearMonth);
        let of_language =
            words::language_order(self.setting.language).filter(|order| *order != Order::YearMonth);
        let is_regional = self.setting.language.contains(['-', '_']);
        Some(match (first > 12, second > 12) {
            (true, true) => return None,
            (true, false) => (first, second, Form::Numbers, 0.9),
            (false, true) => (second, first, Form::Numbers, 0.9),
            _ if first == second => (first, second, Form::Numbers, 0.9),
            _ if separator == '.' => (first, second, Form::Numbers, 0.85),
            _ => match known.or(of_language) {
                Some(Order::MonthDay) => {
                    // Half of the English-speaking world writes the day first.
                    let is_sure = known.is_some() || is_regional || self.setting.primary() != "en";
                    (
                        second,
                        first,
                        Form::Order(Order::MonthDay),
                        if is_sure { 0.75 } else { 0.45 },
                    )
                }
                Some(_) => (first, second, Form::Order(Order::DayMonth), 0.75),
                // Where the year comes first, a date that ends with it mostly begins with the day; not in
                // Canada and East Asia.
                None if self.writes_year_first() => {
                    (first, second, Form::Order(Order::DayMonth), 0.55)
                }
                None => (first, second, Form::Order(Order::DayMonth), 0.25),
            },
        })
    }

    /// `20240508T140309Z`: eight digits are a day only where an hour follows.
    pub(super) fn compact(&self, at: usize) -> Option<Day> {
        let (value, n_digits) = self.number(at)?;
        let token = self.tokens.get(at + 1)?;
        let is_followed = token.is_glued && matches!(&self.text[token.start..token.end], "T" | "t");
        if n_digits != 8 || !is_followed || self.is_inside_number(at) {
            return None;
        }
        let part = |unit: u64, limit: u64| i8::try_from(value / unit % limit).ok();
        let year = i16::try_from(value / 10_000).ok()?;
        Some(Day {
            date: plausible(year, part(100, 100)?, part(1, 100)?)?,
            start: at,
            end: at + 1,
            form: Form::Plain,
            confidence: 0.9,
            clock: None,
        })
    }

    fn writes_year_first(&self) -> bool {
        let is_mixed = matches!(self.setting.primary(), "zh" | "ja" | "ko")
            || self.setting.language.ends_with("-CA");
        !is_mixed && words::language_order(self.setting.language) == Some(Order::YearMonth)
    }
}
