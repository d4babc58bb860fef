//! Finds days and hours of publication as pages print them, in some eighty languages. Only full dates: what
//! lacks its year, or could be two days, is never made one by a guess that nobody can see.

mod address;
mod ago;
mod calendar;
mod clock;
mod named;
mod numbers;
mod token;
mod words;

use entente_types::{Moment, Span};
use jiff::civil::Date;

pub use address::in_address;
use clock::Clock;
use token::{Kind, Token, tokens};
use words::{Role, Word};

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
}

fn day_of(year: i16, is_persian: bool, month: i8, day: i8) -> Option<Date> {
    if is_persian {
        calendar::persian(year, month, day)
    } else {
        plausible(year, month, day)
    }
}
