//! Reads the expressions of a text in order, and keeps what earlier ones leave for later ones.

use entente_types::{Document, Span};
use jiff::civil::Date;

use super::lex::Text;
use super::meaning::{Base, Link, Meaning, Reading, YearRef};
use super::resolve::{Frame, Placed};
use super::tense::{self, Direction};
use super::value::When;
use super::word::{Grain, Shift};

/// What earlier expressions of the text leave for later ones.
pub struct Memory {
    published: Option<Date>,
    is_narrative: bool,
    last: Option<When>,
    quarter: Option<(When, usize)>,
    weekday: Option<(Date, usize)>,
}

/// What the parse tells about an expression, if there is one.
pub enum Parse<'a> {
    /// The parsed text, and the words of the expression.
    Of(&'a Document, Span),
    /// The text was not parsed.
    None,
}

impl Parse<'_> {
    /// The sentence of the expression; without a parse the whole text is one.
    fn sentence(&self) -> usize {
        match self {
            Self::Of(document, span) => {
                let first = document.tokens_in(*span).next();
                first.map_or(usize::MAX, |idx| document.sentence_of(idx))
            }
            Self::None => usize::MAX,
        }
    }

    fn direction(&self, text: &Text<'_>, reading: &Reading) -> Direction {
        if tense::is_led_ahead(text, reading.from) {
            return Direction::Future;
        }
        match self {
            Self::Of(document, span) => tense::direction(document, *span),
            Self::None if reading.direction == Direction::Unknown => {
                tense::unparsed(text, reading.from)
            }
            Self::None => reading.direction,
        }
    }

    fn looks_back(&self) -> bool {
        match self {
            Self::Of(document, span) => tense::looks_back(document, *span),
            Self::None => false,
        }
    }
}

/// A quarter stays the one that is spoken of for this many sentences.
const QUARTER_SENTENCES: usize = 6;

/// A text tells a story if it holds this many full dates for each word like "Friday" or "today".
const FULL_DATES_PER_DEICTIC: usize = 4;

/// A text tells of the past if this share of its full dates lies farther off than [`NEAR_YEARS`].
const FAR_SHARE: (usize, usize) = (3, 4);

/// Years around publication that are news, and not a story of the past.
const NEAR_YEARS: i16 = 2;

/// No text tells a story with fewer full dates.
const MIN_FULL_DATES: usize = 3;

/// With so many full dates a text is a chronicle, even of the last years.
const MANY_FULL_DATES: usize = 6;

impl Memory {
    /// The memory before the first expression.
    pub fn new(published: Option<Date>, readings: &[Reading]) -> Self {
        Self {
            published,
            is_narrative: is_narrative(published, readings),
            last: None,
            quarter: None,
            weekday: None,
        }
    }

    /// Places an expression.
    pub fn place(&mut self, text: &Text<'_>, reading: &Reading, parse: &Parse<'_>) -> Placed {
        let sentence = parse.sentence();
        let direction = if needs_tense(&reading.meaning) {
            parse.direction(text, reading)
        } else {
            Direction::Unknown
        };
        let frame = Frame {
            published: self.published,
            is_narrative: self.is_narrative,
            last: self.last.clone(),
            quarter: self
                .quarter
                .as_ref()
                .filter(|(_, at)| sentence.saturating_sub(*at) <= QUARTER_SENTENCES)
                .map(|(when, _)| when.clone()),
            weekday: self
                .weekday
                .filter(|(_, at)| *at == sentence)
                .map(|(day, _)| (day, reading.link)),
            direction,
        };
        let placed = frame.place(&reading.meaning);
        let is_aside = reading.link != Link::None || self.is_narrative && parse.looks_back();
        if !(is_aside && self.is_in_other_year(&placed)) {
            self.remember(&reading.meaning, &placed, sentence);
        }
        placed
    }

    /// Is this another year than the one spoken of? Behind a range that ends here, and behind a look back,
    /// the text goes on from before.
    fn is_in_other_year(&self, placed: &Placed) -> bool {
        let year = |when: &When| when.start().map(|start| start.year());
        let last = self.last.as_ref().and_then(year);
        self.is_narrative && last.is_some() && placed.when.as_ref().and_then(year) != last
    }

    fn remember(&mut self, meaning: &Meaning, placed: &Placed, sentence: usize) {
        let Some(when) = placed
            .when
            .clone()
            .filter(|when| !matches!(when, When::Open(_)))
        else {
            return;
        };
        if let When::Quarter(..) = when
            && matches!(meaning, Meaning::Quarter(..))
        {
            self.quarter = Some((when.clone(), sentence));
        }
        if let (Meaning::Weekday(..), When::Day(day)) = (meaning, &when) {
            self.weekday = Some((*day, sentence));
        }
        let is_comparison = matches!(
            meaning,
            Meaning::Away(_, Grain::Year, false, _) | Meaning::SameQuarter(_)
        );
        if !is_comparison || self.is_narrative {
            self.last = Some(when);
        }
    }
}

/// Is this a text of full dates in which no "Friday" or "yesterday" is news: a history or a chronicle?
fn is_narrative(published: Option<Date>, readings: &[Reading]) -> bool {
    let years: Vec<i16> = readings
        .iter()
        .filter_map(|reading| year_named(&reading.meaning))
        .collect();
    let n_full = readings
        .iter()
        .filter(|reading| is_full(&reading.meaning))
        .count();
    let n_deictic = readings
        .iter()
        .filter(|reading| is_deictic(&reading.meaning))
        .count();
    let is_far = |year: &&i16| {
        published.is_none_or(|day| {
            (i32::from(day.year()) - i32::from(**year)).abs() > i32::from(NEAR_YEARS)
        })
    };
    let n_far = years.iter().filter(is_far).count();
    let is_history = n_far * FAR_SHARE.1 >= years.len() * FAR_SHARE.0;
    let is_chronicle = n_full >= MANY_FULL_DATES && n_full >= FULL_DATES_PER_DEICTIC * n_deictic;
    (n_full >= MIN_FULL_DATES || years.len() >= MANY_FULL_DATES)
        && years.len() >= FULL_DATES_PER_DEICTIC * n_deictic
        && (is_history || is_chronicle)
}

/// The year that the words name in figures.
fn year_named(meaning: &Meaning) -> Option<i16> {
    match meaning {
        Meaning::Year(year)
        | Meaning::Date {
            year: YearRef::Of(year),
            ..
        }
        | Meaning::Season(_, YearRef::Of(year), _) => Some(*year),
        Meaning::Clock(_, day) | Meaning::Part(_, day) => year_named(day.as_deref()?),
        _ => None,
    }
}

/// Does it say month and year?
fn is_full(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Clock(_, day) | Meaning::Part(_, day) => day.as_deref().is_some_and(is_full),
        Meaning::Date { year, .. } => matches!(year, YearRef::Of(_)),
        _ => false,
    }
}

/// Is it counted from the day on which the text was written?
fn is_deictic(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Clock(_, day) | Meaning::Part(_, day) => day.as_deref().is_some_and(is_deictic),
        Meaning::Day(_) | Meaning::Weekday(..) => true,
        Meaning::Unit(grain, shift) => {
            matches!(shift, Shift::Last | Shift::Past | Shift::This)
                || *shift == Shift::Next && *grain > Grain::Day
        }
        Meaning::Away(_, _, _, base) => *base == Base::Now,
        _ => false,
    }
}

fn needs_tense(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Clock(_, day) | Meaning::Part(_, day) => day.as_deref().is_some_and(needs_tense),
        Meaning::Length(_)
        | Meaning::Set(_)
        | Meaning::Vague(_)
        | Meaning::Year(_)
        | Meaning::Day(_) => false,
        _ => true,
    }
}
