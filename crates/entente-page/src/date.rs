//! Finds days and hours of publication as pages print them, in some eighty languages. Only full dates: what
//! lacks its year, or could be two days, is never made one by a guess that nobody can see.

mod address;
mod calendar;
mod clock;
mod token;
mod words;

use entente_types::{Moment, Span};
use jiff::ToSpan;
use jiff::civil::Date;

pub use address::in_address;
use clock::Clock;
use token::{Kind, Token, tokens};
use words::{Role, Unit, Word};

/// In which order day, month and year are written with numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// 8/5/2024 is 8 May.
    DayMonth,
    /// 5/8/2024 is 8 May.
    MonthDay,
    /// 2024/5/8 is 8 May.
    YearMonth,
}

/// What is known about the page that a date stands on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Setting<'a> {
    /// Language of the page, if known: `en`, `en-GB`, `cs`.
    pub language: &'a str,
    /// Order of day and month, if other dates of the page tell it.
    pub order: Option<Order>,
    /// When the page was fetched: "2 hours ago" is counted from there, and not read without.
    pub fetched: Option<Moment>,
}

impl<'a> Setting<'a> {
    /// A page of which only the language is known.
    pub fn language(language: &'a str) -> Self {
        Self {
            language,
            ..Self::default()
        }
    }

    fn primary(&self) -> &'a str {
        self.language.split(['-', '_']).next().unwrap_or_default()
    }
}

/// What the word before a date says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// "Published", "Veröffentlicht".
    Published,
    /// "Updated", "Aktualisiert".
    Modified,
}

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// With the name of the month, or year first.
    Plain,
    /// With numbers only, day and month told apart by their size or a full stop.
    Numbers,
    /// With numbers only, day and month told apart by the language of the page.
    Order(Order),
    /// "2 hours ago".
    Ago,
    /// Seconds or milliseconds since 1970.
    Unix,
}

/// A date in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Where in the text, with the hour.
    pub span: Span,
    /// Which day and hour.
    pub moment: Moment,
    /// What the word before it says.
    pub label: Option<Label>,
    /// How it is written.
    pub form: Form,
    /// How sure the reading is, 0 to 1.
    pub confidence: f32,
}

/// The first date in a text, or the first with the label "published" if there is one.
pub fn find(text: &str, setting: &Setting<'_>) -> Option<Found> {
    let found = find_all(text, setting);
    found
        .iter()
        .find(|found| found.label == Some(Label::Published))
        .or(found.first())
        .copied()
}

/// All dates in the first two thousand bytes of a text, in order.
///
/// What follows a mark of copyright is no date.
pub fn find_all(text: &str, setting: &Setting<'_>) -> Vec<Found> {
    let reader = Reader {
        text,
        tokens: &tokens(text),
        setting,
    };
    reader.read()
}

/// The moment that a machine wrote: an attribute or a field that holds one date and nothing else.
///
/// Beside what [`find`] reads: `20240508`, `20240508143000`, and seconds or milliseconds since 1970.
pub fn stamp(text: &str, setting: &Setting<'_>) -> Option<Found> {
    let text = text.get(..text.floor_char_boundary(200))?;
    let digits = text
        .trim()
        .trim_start_matches("/Date(")
        .trim_end_matches(")/");
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits_only(digits).map(|(moment, form)| Found {
            span: Span::new(0, text.len()),
            moment,
            label: None,
            form,
            confidence: 0.9,
        });
    }
    find(text, setting)
}

/// Is `text` nothing but a date, with weekday, hour, zone and words such as "Published" around it?
pub fn is_only_date(text: &str, setting: &Setting<'_>) -> bool {
    if text.len() > 200 {
        return false;
    }
    let is_near = |token: &Token| !matches!(token.kind, Kind::Word(None));
    tokens(text).iter().all(is_near) && !find_all(text, setting).is_empty()
}

/// What the last label in `text` says: "Updated on".
pub fn label(text: &str, setting: &Setting<'_>) -> Option<Label> {
    let tokens = &tokens(text);
    let reader = Reader {
        text,
        tokens,
        setting,
    };
    reader.label(tokens.len(), 0)
}

/// Is `word`, in lower case, a label such as "published" or "updated"?
pub fn is_label(word: &str) -> bool {
    words::word(word).is_some_and(|word| word.is(Role::Published) || word.is(Role::Modified))
}

fn digits_only(digits: &str) -> Option<(Moment, Form)> {
    let value: i64 = digits.parse().ok()?;
    let part = |from: usize, to: usize| digits.get(from..to)?.parse::<i8>().ok();
    let seconds = match digits.len() {
        10 => value,
        13 => value / 1000,
        8 | 12 | 14 => {
            let day = plausible(digits.get(..4)?.parse().ok()?, part(4, 6)?, part(6, 8)?)?;
            let time = part(8, 10).zip(part(10, 12)).and_then(|(hour, minute)| {
                jiff::civil::Time::new(hour, minute, part(12, 14).unwrap_or(0), 0).ok()
            });
            let moment = Moment {
                day,
                time,
                offset_min: None,
            };
            return Some((moment, Form::Plain));
        }
        _ => return None,
    };
    let since = Date::new(1970, 1, 1).ok()?.at(0, 0, 0, 0);
    let moment = since
        .checked_add(jiff::Span::new().try_seconds(seconds).ok()?)
        .ok()?;
    // Earlier seconds are numbers of something else.
    ((1990..2100).contains(&moment.year())).then_some((
        Moment {
            day: moment.date(),
            time: Some(moment.time()),
            offset_min: Some(0),
        },
        Form::Unix,
    ))
}

/// A day between 1800 and 2200.
fn plausible(year: i16, month: i8, day: i8) -> Option<Date> {
    (1800..2200)
        .contains(&year)
        .then(|| Date::new(year, month, day).ok())
        .flatten()
}

/// A day with the tokens that name it.
struct Day {
    date: Date,
    start: usize,
    end: usize,
    form: Form,
    confidence: f32,
    clock: Option<Clock>,
}

/// Most fillers between two parts of a date: "8 de mayo de 2024".
const MAX_FILLERS: usize = 4;

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    setting: &'a Setting<'a>,
}

impl Reader<'_> {
    fn read(&self) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let (mut at, mut floor) = (0, 0);
        while at < self.tokens.len() {
            if self.is_hidden(at) {
                break;
            }
            let Some(day) = self.day(at, floor) else {
                at += 1;
                continue;
            };
            let clock = day
                .clock
                .or_else(|| clock::after(self.tokens, day.end))
                .or_else(|| clock::before(self.tokens, day.start, floor));
            let one = self.found(&day, clock, floor);
            at = day.end.max(clock.map_or(0, |clock| clock.end)).max(at + 1);
            floor = at;
            found.push(one);
        }
        found
    }

    /// Copyright lines hold years of the past.
    fn is_hidden(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.mark() == Some('©') || token.word().is_some_and(|word| word.is(Role::Hidden))
    }

    fn day(&self, at: usize, floor: usize) -> Option<Day> {
        match self.tokens[at].kind {
            Kind::Number { .. } => self
                .with_units(at)
                .or_else(|| self.numbers(at))
                .or_else(|| self.vietnamese(at))
                .or_else(|| self.compact(at))
                .or_else(|| self.ago(at, floor)),
            Kind::Word(Some(word)) => self.spelled(at, word, floor),
            _ => None,
        }
    }

    fn found(&self, day: &Day, clock: Option<Clock>, floor: usize) -> Found {
        let is_moment = day.form == Form::Ago;
        let clock = clock.filter(|_| !is_moment);
        let start = day.start.min(clock.map_or(usize::MAX, |clock| clock.start));
        let end = day.end.max(clock.map_or(0, |clock| clock.end));
        let moment = Moment {
            day: day.date,
            time: clock.map(|clock| clock.time),
            offset_min: clock.and_then(|clock| Some(clock.zone?.offset_min(day.date))),
        };
        Found {
            span: Span::new(self.tokens[start].start, self.tokens[end - 1].end),
            moment,
            label: self.label(start, floor),
            form: day.form,
            confidence: day.confidence,
        }
    }

    /// The nearest label among the tokens before the date: "Last updated on Wednesday, ".
    fn label(&self, start: usize, floor: usize) -> Option<Label> {
        let before = &self.tokens[floor.max(start.saturating_sub(7))..start];
        before.iter().rev().find_map(|token| {
            let word = token.word()?;
            if word.is(Role::Modified) {
                return Some(Label::Modified);
            }
            word.is(Role::Published).then_some(Label::Published)
        })
    }

    fn number(&self, at: usize) -> Option<(u64, usize)> {
        self.tokens.get(at)?.number()
    }

    fn mark(&self, at: usize) -> Option<char> {
        self.tokens.get(at)?.mark()
    }

    fn is_glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_glued)
    }

    /// `2024年5月8日`, `令和6年5月8日`, `2024년 5월 8일`.
    fn with_units(&self, at: usize) -> Option<Day> {
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

    fn small(&self, at: usize) -> Option<i8> {
        let (value, n_digits) = self.number(at)?;
        (n_digits <= 2)
            .then_some(i8::try_from(value).ok())
            .flatten()
    }

    /// The year that a number of four digits names, and whether it counts by the Persian calendar.
    fn year(&self, value: u64, n_digits: usize, word: Option<&Word>) -> Option<(i16, bool)> {
        let year = i16::try_from(value).ok().filter(|_| n_digits == 4)?;
        let speaks = |languages: [&str; 3]| {
            languages.iter().any(|language| {
                self.setting.primary() == *language
                    || word.is_some_and(|word| {
                        word.months
                            .iter()
                            .any(|(_, names)| names.split(' ').any(|name| name == *language))
                    })
            })
        };
        match year {
            1800..2200 => Some((year, false)),
            2400..2700 if speaks(["th", "lo", "km"]) => Some((year - 543, false)),
            1304..1465 if word.is_some_and(|word| word.jalali.is_some()) => Some((year, true)),
            1304..1465 if word.is_none() && speaks(["fa", "ps", "fa"]) => Some((year, true)),
            _ => None,
        }
    }

    /// `2024-05-08`, `08.05.2024`, `5/8/2024`, `8. 5. 2024`.
    fn numbers(&self, at: usize) -> Option<Day> {
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
    fn compact(&self, at: usize) -> Option<Day> {
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

    /// `8 tháng 5, 2024`, `8 tháng 5 năm 2024`.
    fn vietnamese(&self, at: usize) -> Option<Day> {
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
    fn spelled(&self, at: usize, word: &'static Word, floor: usize) -> Option<Day> {
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

    /// "2 hours ago", counted from when the page was fetched.
    fn ago(&self, at: usize, floor: usize) -> Option<Day> {
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

fn day_of(year: i16, is_persian: bool, month: i8, day: i8) -> Option<Date> {
    if is_persian {
        calendar::persian(year, month, day)
    } else {
        plausible(year, month, day)
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
