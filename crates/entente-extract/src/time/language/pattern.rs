//! A pattern of a language: words, marks and slots in order, and what they mean together.

use super::super::date;
use super::super::lex::{self, Kind, Text};
use super::super::word::Grain;
use super::{Key, LONGEST, Lexicon, SHORTEST_NAME};

/// One place of a pattern.
#[derive(Clone, Debug)]
enum Step {
    /// A word of the lexicon.
    Word(Key),
    /// A word exactly as written, and its key.
    Exact(&'static str, Key),
    /// A mark.
    Mark(&'static str),
    /// Something read from the text.
    Slot(Slot),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Slot {
    Number,
    Unit,
    Weekday,
    Weekpart,
    Month,
    MonthNumber,
    Day,
    SecondDay,
    Year,
    Hour,
    Minute,
    Season,
    Part,
    Nth,
    Roman,
    Tens,
}

/// Words, marks and slots in order.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) sense: &'static str,
    pub(super) value: &'static str,
    steps: Vec<Step>,
    /// Steps that must stand before the expression and are no part of it.
    n_before: usize,
}

/// What the slots of a pattern took from the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken {
    pub(super) number: Option<f64>,
    pub(super) unit: Option<Grain>,
    pub(super) weekday: Option<i8>,
    pub(super) part: Option<&'static str>,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
    pub(super) second: Option<(i8, usize)>,
    pub(super) year: Option<i16>,
    pub(super) hour: Option<u32>,
    pub(super) minute: Option<u32>,
    pub(super) season: Option<&'static str>,
    pub(super) nth: Option<i16>,
    pub(super) first_end: usize,
}

/// A pattern where it stands in a text.
pub(super) struct Match<'l> {
    pub(super) pattern: &'l Pattern,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) taken: Taken,
}

/// No pattern has more alternatives than this.
const MAX_ALTERNATIVES: usize = 4_000;

/// "2022 года" is a year and no length.
const FIRST_YEAR: f64 = 1000.0;

/// The letters that a Roman number begins with, of either alphabet.
pub(super) const ROMAN: [char; 5] = ['I', 'V', 'X', 'І', 'Х'];

/// Adds the patterns that one text of the table stands for.
pub(super) fn compile(
    sense: &'static str,
    value: &'static str,
    text: &'static str,
    lexicon: &mut Lexicon,
) {
    let mut all: Vec<(Vec<Step>, usize)> = vec![(Vec::new(), 0)];
    for token in text.split_whitespace() {
        if token == "<" {
            for (steps, n_before) in &mut all {
                *n_before = steps.len();
            }
            continue;
        }
        let ways = ways(token, lexicon);
        let longer = all.iter().flat_map(|(steps, n_before)| {
            ways.iter().map(move |way| {
                let steps = steps.iter().chain(way).cloned().collect();
                (steps, *n_before)
            })
        });
        all = longer.take(MAX_ALTERNATIVES).collect();
    }
    for (steps, n_before) in all {
        if n_before < steps.len() {
            lexicon.patterns.push(Pattern {
                sense,
                value,
                steps,
                n_before,
            });
        }
    }
}

/// The ways in which one token of a pattern may stand in a text.
fn ways(token: &'static str, lexicon: &mut Lexicon) -> Vec<Vec<Step>> {
    if let Some(name) = token.strip_prefix('{') {
        let name = name.trim_end_matches('}');
        let (name, is_optional) = match name.strip_suffix('?') {
            Some(name) => (name, true),
            None => (name, false),
        };
        let mut ways: Vec<Vec<Step>> = slot(name)
            .map(|slot| vec![Step::Slot(slot)])
            .into_iter()
            .collect();
        if is_optional {
            ways.push(Vec::new());
        }
        return ways;
    }
    let (words, is_optional) = match token.strip_suffix('?') {
        Some(words) if !words.is_empty() => (words, true),
        _ => (token, false),
    };
    let alternatives: Vec<&'static str> = match words {
        "/" => vec!["/"],
        words => words.split('/').collect(),
    };
    let mut ways: Vec<Vec<Step>> = alternatives
        .into_iter()
        .map(|word| steps(word, lexicon))
        .collect();
    if is_optional {
        ways.push(Vec::new());
    }
    ways
}

fn steps(word: &'static str, lexicon: &mut Lexicon) -> Vec<Step> {
    let is_word = |atom: &str| atom.starts_with(char::is_alphabetic);
    if let Some(exact) = word.strip_prefix('=') {
        return vec![Step::Exact(exact, lexicon.key(&exact.to_lowercase()))];
    }
    let atoms = lex::cut(word).into_iter();
    atoms
        .map(|atom| {
            if is_word(atom) {
                Step::Word(lexicon.key(atom))
            } else {
                Step::Mark(atom)
            }
        })
        .collect()
}

fn slot(name: &str) -> Option<Slot> {
    Some(match name {
        "n" => Slot::Number,
        "unit" => Slot::Unit,
        "weekday" => Slot::Weekday,
        "weekpart" => Slot::Weekpart,
        "month" => Slot::Month,
        "monthnumber" => Slot::MonthNumber,
        "day" => Slot::Day,
        "day2" => Slot::SecondDay,
        "year" => Slot::Year,
        "hour" => Slot::Hour,
        "minute" => Slot::Minute,
        "season" => Slot::Season,
        "part" => Slot::Part,
        "nth" => Slot::Nth,
        "roman" => Slot::Roman,
        "tens" => Slot::Tens,
        _ => return None,
    })
}

impl Pattern {
    /// The word it begins with, if it begins with one.
    pub(super) fn first_word(&self) -> Option<Key> {
        match self.steps.first()? {
            Step::Word(key) | Step::Exact(_, key) => Some(*key),
            _ => None,
        }
    }

    /// The TIMEX3 modifier that it gives to what follows.
    pub(super) fn modifier(&self) -> Option<&'static str> {
        (self.sense == "edge").then_some(self.value)
    }

    /// Is this a phrase that looks like a time and is none?
    pub(super) fn is_none(&self) -> bool {
        self.sense == "none"
    }

    /// Does it stand at a place?
    pub(super) fn find(
        &self,
        lexicon: &Lexicon,
        text: &Text<'_>,
        words: &[Key],
        at: usize,
    ) -> Option<Match<'_>> {
        let is_part_of_number = text.digits(at).is_some()
            && text.glued(at)
            && text.is_any(
                at.wrapping_sub(1),
                &[".", ",", ":", "/", "-", "$", "€", "№", "+"],
            );
        if is_part_of_number {
            return None;
        }
        let mut taken = Taken::default();
        let (mut here, mut from) = (at, at);
        for (idx, step) in self.steps.iter().enumerate() {
            if idx == self.n_before {
                from = here;
            }
            here = match step {
                Step::Word(key) => (words.get(here) == Some(key)).then_some(here + 1)?,
                Step::Exact(word, _) => (text.at(here) == *word).then_some(here + 1)?,
                Step::Mark(mark) => is_mark(text, here, mark).then_some(here + 1)?,
                Step::Slot(slot) => taken.fill(*slot, lexicon, text, words, here)?,
            };
        }
        let is_year = taken.unit == Some(Grain::Year)
            && taken.number.is_some_and(|number| number >= FIRST_YEAR);
        if is_year || self.is_bare_name() && text.at(from).len() < SHORTEST_NAME {
            return None;
        }
        Some(Match {
            pattern: self,
            from,
            to: here,
            taken,
        })
    }

    /// Is it a weekday or month and nothing else?
    fn is_bare_name(&self) -> bool {
        matches!(
            self.steps[self.n_before..],
            [Step::Slot(Slot::Weekday | Slot::Weekpart)]
        )
    }
}

/// A mark belongs to the number before it, a dash may stand free.
fn is_mark(text: &Text<'_>, at: usize, mark: &str) -> bool {
    let here = text.at(at);
    let is_same = here == mark || mark == "'" && here == "’" || mark == "-" && here == "–";
    let stands_free = matches!(mark, "-" | "–" | ",");
    is_same && (stands_free || text.glued(at))
}

impl Taken {
    /// Reads a slot at a place and gives the place after it.
    fn fill(
        &mut self,
        slot: Slot,
        lexicon: &Lexicon,
        text: &Text<'_>,
        words: &[Key],
        at: usize,
    ) -> Option<usize> {
        let sense = lexicon.sense(words, at);
        let digits = |n_places: usize, range: std::ops::RangeInclusive<u32>| {
            let (value, places) = text.digits(at)?;
            (places <= n_places && range.contains(&value)).then_some(value)
        };
        match slot {
            Slot::Number => return self.number(sense.number, text, at),
            Slot::Unit => self.unit = Some(sense.unit?),
            Slot::Weekday => self.weekday = Some(sense.weekday?),
            Slot::Weekpart => {
                let (weekday, part) = sense.weekpart?;
                (self.weekday, self.part) = (Some(weekday), Some(part));
            }
            Slot::Month => {
                self.month = Some(sense.month?);
                let is_stopped = text.is(at + 1, ".")
                    && text.glued(at + 1)
                    && text.at(at).len() <= SHORTEST_NAME;
                let goes_on = text.get(at + 2).is_some_and(|next| {
                    matches!(next.kind, Kind::Word | Kind::Number) && !next.capital
                });
                return Some(at + 1 + usize::from(is_stopped && goes_on));
            }
            Slot::MonthNumber => self.month = i8::try_from(digits(2, 1..=12)?).ok(),
            Slot::Day => {
                self.day = i8::try_from(digits(2, 1..=31)?).ok();
                self.first_end = at + 1;
            }
            Slot::SecondDay => {
                let day = i8::try_from(digits(2, 1..=31)?).ok()?;
                (self.day? < day).then_some(())?;
                self.second = Some((day, at));
            }
            Slot::Year => self.year = Some(date::year_figures(text, at)?),
            Slot::Hour => self.hour = Some(digits(2, 0..=24)?),
            Slot::Minute => {
                let (minute, 2) = text.digits(at)? else {
                    return None;
                };
                self.minute = Some(minute).filter(|minute| *minute < 60);
                self.minute?;
            }
            Slot::Season => self.season = Some(sense.season?),
            Slot::Part => self.part = Some(sense.part?),
            Slot::Nth => self.nth = Some(i16::try_from(sense.nth?).ok()?),
            Slot::Roman => self.nth = Some(roman(text.at(at))?),
            Slot::Tens => {
                let tens = i16::try_from(digits(2, 10..=90)?).ok()?;
                (tens % 10 == 0).then_some(())?;
                self.year = Some(1900 + tens);
            }
        }
        Some(at + 1)
    }

    /// "3", "2,5" or a number in one word.
    fn number(&mut self, word: Option<u32>, text: &Text<'_>, at: usize) -> Option<usize> {
        if let Some(number) = word {
            self.number = Some(f64::from(number));
            return Some(at + 1);
        }
        let (whole, _) = text.digits(at).filter(|(value, _)| *value != u32::MAX)?;
        let is_decimal =
            text.is_any(at + 1, &[",", "."]) && text.glued(at + 1) && text.glued(at + 2);
        if let Some((tenths, 1)) = text.digits(at + 2).filter(|_| is_decimal) {
            self.number = Some(f64::from(whole) + f64::from(tenths) / 10.0);
            return Some(at + 3);
        }
        self.number = Some(f64::from(whole));
        Some(at + 1)
    }
}

/// A Roman number up to 39, as centuries and quarters are counted.
fn roman(written: &str) -> Option<i16> {
    let mut total = 0;
    let mut last = i16::MAX;
    let written = written.strip_suffix('e').unwrap_or(written);
    if written.is_empty() || written.len() > LONGEST / 4 {
        return None;
    }
    for letter in written.chars() {
        let value = match letter {
            'I' | 'І' => 1,
            'V' => 5,
            'X' | 'Х' => 10,
            _ => return None,
        };
        total += if value > last {
            value - 2 * last
        } else {
            value
        };
        last = value;
    }
    (1..40).contains(&total).then_some(total)
}
