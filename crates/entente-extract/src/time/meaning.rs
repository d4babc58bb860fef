//! What the words of a time expression say, before it is known when they were written.

use super::number::Amount;
use super::tense::Direction;
use super::word::{Grain, Shift};

/// Which year a month, season, quarter or holiday belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum YearRef {
    /// The words do not say.
    Free,
    /// A year in figures.
    Of(i16),
    /// "last year", "this year", "that year".
    Shift(Shift),
}

/// What "two years ago" and "a day later" are counted from.
#[derive(Clone, Debug, PartialEq)]
pub enum Base {
    /// The day of publication.
    Now,
    /// The time last spoken of.
    Text,
    /// A time in the same words: "the day after Thursday".
    Given(Box<Meaning>),
}

/// A time of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    /// 0 to 24.
    pub hour: u32,
    /// 0 to 59, if said.
    pub minute: Option<u32>,
    /// 0 to 59, if said.
    pub second: Option<u32>,
    /// Was it said to be universal time?
    pub is_utc: bool,
}

/// The content of a time expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// A month, or a day of it.
    Date {
        /// Its year.
        year: YearRef,
        /// Its month.
        month: i8,
        /// Its day.
        day: Option<i8>,
        /// The weekday that the words name beside it.
        weekday: Option<i8>,
        /// "last May".
        shift: Option<Shift>,
    },
    /// A year in figures; 1 BC is 0.
    Year(i16),
    /// A day of the month spoken of, "on the 14th", and its weekday, "Friday the 14th".
    DayOfMonth(i8, Option<i8>),
    /// A day of a month that goes by its place: "the 20th of next month".
    DayOf(i8, Box<Meaning>),
    /// A week by its number in a year.
    WeekNumber(i8, YearRef),
    /// A day by its name in the week.
    Weekday(i8, Option<Shift>),
    /// A weekday by its place in a month, or in a week (0): "the first Monday of May", "Tuesday of last week".
    WeekdayOf(i8, i8, Box<Meaning>),
    /// Days from the day of publication.
    Day(i32),
    /// "last week", "the quarter".
    Unit(Grain, Shift),
    /// The week that holds a day.
    WeekOf(Box<Meaning>),
    /// A season by its TIMEX3 code.
    Season(&'static str, YearRef, Option<Shift>),
    /// A quarter of a year.
    Quarter(i8, YearRef),
    /// The quarter spoken of, in another year: "the 1988 quarter".
    SameQuarter(YearRef),
    /// A half of a year.
    Half(i8, YearRef),
    /// A decade by its first year.
    Decade(i16),
    /// A century by its number, before Christ a negative one.
    Century(i16),
    /// A named day by its row in the table.
    Holiday(usize, YearRef, Option<Shift>),
    /// So many units before (minus) or after a base.
    Away(Amount, Grain, bool, Base),
    /// A length of time.
    Length(Vec<(Amount, Grain)>),
    /// What comes again, as its TIMEX3 value.
    Set(String),
    /// A vague time, as its TIMEX3 value.
    Vague(&'static str),
    /// A time of the day, and the day.
    Clock(Clock, Option<Box<Meaning>>),
    /// A part of the day, and the day.
    Part(&'static str, Option<Box<Meaning>>),
}

/// How an expression hangs on the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Not at all.
    None,
    /// It ends a range: "Wednesday through Saturday".
    Range,
    /// It is named beside it: "Friday and Saturday".
    List,
}

/// Words of a text that name a time, and what they say.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// First atom.
    pub from: usize,
    /// One past the last atom.
    pub to: usize,
    /// What they say.
    pub meaning: Meaning,
    /// TIMEX3 modifier.
    pub modifier: Option<&'static str>,
    /// How they hang on the expression before them.
    pub link: Link,
    /// Where words around them place them, where no parse tells.
    pub direction: Direction,
    /// The rule that read them.
    pub rule: &'static str,
}

impl Reading {
    /// A reading without modifier.
    pub fn new(from: usize, to: usize, meaning: Meaning, rule: &'static str) -> Self {
        Self {
            from,
            to,
            meaning,
            modifier: None,
            link: Link::None,
            direction: Direction::Unknown,
            rule,
        }
    }
}
