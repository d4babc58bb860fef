//! Reads the expressions of a text in order, and keeps what earlier ones leave for later ones.

use entente_types::{Anchor, Document, Span};
use jiff::civil::Date;

use super::genre;
use super::lex::Text;
use super::meaning::{Link, Meaning, Reading};
use super::resolve::{Frame, Placed};
use super::tense::{self, Direction};
use super::value::When;
use super::word::Grain;

/// What earlier expressions of the text leave for later ones.
pub struct Memory {
    published: Option<Date>,
    /// Is the day of publication known, and not only named by the text?
    is_published: bool,
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

impl Memory {
    /// The memory before the first expression.
    pub fn new(text: &Text<'_>, published: Option<Date>, readings: &[Reading]) -> Self {
        let own_day = || genre::own_day(text, readings);
        Self {
            published: published.or_else(own_day),
            is_published: published.is_some(),
            is_narrative: genre::is_narrative(published, readings),
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
        let mut placed = frame.place(&reading.meaning);
        if placed.anchor == Anchor::Published && !self.is_published {
            placed.anchor = Anchor::Text;
        }
        if !self.is_aside(reading, &placed, parse) {
            self.remember(&reading.meaning, &placed, sentence);
        }
        placed
    }

    /// Does a history go on from before this date? So it does behind the end of a range in another year, and
    /// behind a look back to an earlier one.
    fn is_aside(&self, reading: &Reading, placed: &Placed, parse: &Parse<'_>) -> bool {
        let year = |when: Option<&When>| when?.start().map(|start| start.year());
        let (last, this) = (year(self.last.as_ref()), year(placed.when.as_ref()));
        let is_range = reading.link != Link::None && this != last;
        self.is_narrative && last.is_some() && (is_range || this < last && parse.looks_back())
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
        let is_wide = matches!(when, When::Decade(_) | When::Century(_)) && self.last.is_some();
        if !is_wide && (!is_comparison || self.is_narrative) {
            self.last = Some(when);
        }
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
