//! Reads time expressions of the languages that have a table of patterns instead of a grammar.

mod pattern;
mod reading;

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use entente_types::calendar;

use super::lex::{Kind, Text};
use super::meaning::{Link, Meaning, Reading};
use super::tense::Direction;
use super::word::{self, Grain};
use crate::table;
use pattern::{Match, Pattern};

/// What one word means near a time.
#[derive(Clone, Debug, Default)]
struct Sense {
    unit: Option<Grain>,
    number: Option<u32>,
    nth: Option<u32>,
    month: Option<i8>,
    weekday: Option<i8>,
    season: Option<&'static str>,
    part: Option<&'static str>,
    weekpart: Option<(i8, &'static str)>,
    is_ahead: bool,
    is_through: bool,
}

/// The number of a word in a lexicon; 0 is any other word.
type Key = u16;

/// The words and patterns of one language.
struct Lexicon {
    keys: HashMap<String, Key>,
    senses: Vec<Sense>,
    patterns: Vec<Pattern>,
    /// Patterns that begin with a word, by the word.
    by_word: Vec<Vec<u16>>,
    /// Patterns that begin with digits or with a slot that a word may fill.
    by_slot: Vec<u16>,
}

/// Words longer than this, in bytes, are in no table.
const LONGEST: usize = 40;

/// A weekday's or month's name that stands alone has at least so many bytes; shorter ones are other words.
const SHORTEST_NAME: usize = 5;

/// How many words back a word that speaks of the future is looked for.
const MAX_WORDS_BACK: usize = 14;

static LEXICONS: LazyLock<BTreeMap<&'static str, Lexicon>> = LazyLock::new(|| {
    let rows: Vec<[&'static str; 4]> = table::rows(include_str!("../../data/time_languages.tsv"))
        .filter_map(|row| row.try_into().ok())
        .collect();
    let languages = calendar::languages().filter(|language| *language != "en");
    languages
        .map(|language| {
            let own = rows.iter().any(|row| row[0] == language);
            let name = if own { language } else { "*" };
            let rows = rows.iter().filter(|row| row[0] == name);
            (language, Lexicon::new(language, rows))
        })
        .collect()
});

/// Is there a table for a language? English has a grammar of its own.
pub fn is_known(language: &str) -> bool {
    LEXICONS.contains_key(language)
}

/// Reads all time expressions of a text in a language, in order, without overlap; none if it has no table.
pub fn read(text: &Text<'_>, language: &str) -> Vec<Reading> {
    let Some(lexicon) = LEXICONS.get(language) else {
        return Vec::new();
    };
    let words = lexicon.words(text);
    let mut readings: Vec<Reading> = Vec::new();
    let mut at = 0;
    while at < text.atoms.len() {
        let Some(found) = lexicon.expression(text, &words, at) else {
            at += 1;
            continue;
        };
        at = found.to.max(at + 1);
        let mut new = found.readings;
        for reading in &mut new {
            reading.direction = lexicon.direction(text, &words, reading.from);
            let is_joined = readings.last().is_some_and(|before| {
                reading.from == before.to + 1 && lexicon.sense(&words, before.to).is_through
            });
            reading.link = if is_joined { Link::Range } else { Link::None };
        }
        readings.extend(new);
    }
    super::range::share_years(&mut readings);
    readings
}

/// What was read at one place.
struct Found {
    to: usize,
    readings: Vec<Reading>,
}

impl Lexicon {
    fn new<'r>(
        language: &'static str,
        rows: impl Iterator<Item = &'r [&'static str; 4]> + Clone,
    ) -> Self {
        let mut lexicon = Self {
            keys: HashMap::new(),
            senses: vec![Sense::default()],
            patterns: Vec::new(),
            by_word: Vec::new(),
            by_slot: Vec::new(),
        };
        for (name, month) in calendar::months(language) {
            lexicon.sense_of(name).month = Some(month);
        }
        for (name, weekday) in calendar::weekdays(language) {
            lexicon.sense_of(name).weekday = Some(weekday);
        }
        for [_, sense, value, list] in rows.clone().filter(|row| is_of_words(row[1], row[2])) {
            for name in list.split(',').map(str::trim) {
                lexicon.enter(language, sense, value, name);
            }
        }
        for [_, sense, value, list] in rows {
            if !is_of_words(sense, value) {
                for text in list.split('|') {
                    pattern::compile(sense, value, text.trim(), &mut lexicon);
                }
            }
        }
        lexicon.index();
        lexicon
    }

    fn key(&mut self, word: &str) -> Key {
        if let Some(&key) = self.keys.get(word) {
            return key;
        }
        let key = Key::try_from(self.senses.len()).unwrap_or(0);
        self.senses.push(Sense::default());
        self.keys.insert(word.to_owned(), key);
        key
    }

    fn sense_of(&mut self, word: &str) -> &mut Sense {
        let key = self.key(word);
        &mut self.senses[usize::from(key)]
    }

    fn enter(&mut self, language: &str, sense: &str, value: &'static str, name: &str) {
        match sense {
            "unit" => self.sense_of(name).unit = word::grain(value),
            "number" => self.sense_of(name).number = value.parse().ok(),
            "nth" => self.sense_of(name).nth = value.parse().ok(),
            "month" => self.sense_of(name).month = value.parse().ok(),
            "weekday" => self.sense_of(name).weekday = value.parse().ok(),
            "season" => self.sense_of(name).season = season(value),
            "part" => self.sense_of(name).part = Some(value),
            "ahead" => self.sense_of(name).is_ahead = true,
            "through" => self.sense_of(name).is_through = true,
            "suffix" => {
                for (weekday, number) in calendar::weekdays(language) {
                    let joined = format!("{weekday}{name}");
                    self.sense_of(&joined).weekpart = Some((number, value));
                }
            }
            _ => {}
        }
    }

    fn index(&mut self) {
        self.by_word = vec![Vec::new(); self.senses.len()];
        for (idx, pattern) in self.patterns.iter().enumerate() {
            let Ok(idx) = u16::try_from(idx) else { break };
            match pattern.first_word() {
                Some(key) => self.by_word[usize::from(key)].push(idx),
                None => self.by_slot.push(idx),
            }
        }
    }

    /// The key of every atom.
    fn words(&self, text: &Text<'_>) -> Vec<Key> {
        let mut lower = String::with_capacity(LONGEST);
        let mut key = |at: usize| {
            let written = text.at(at);
            if written.len() > LONGEST {
                return 0;
            }
            lower.clear();
            lower.extend(written.chars().flat_map(char::to_lowercase));
            self.keys.get(lower.as_str()).copied().unwrap_or(0)
        };
        let is_word = |at: usize| text.atoms[at].kind != Kind::Number;
        (0..text.atoms.len())
            .map(|at| if is_word(at) { key(at) } else { 0 })
            .collect()
    }

    fn sense(&self, words: &[Key], at: usize) -> &Sense {
        let key = words.get(at).copied().unwrap_or(0);
        &self.senses[usize::from(key)]
    }

    fn direction(&self, text: &Text<'_>, words: &[Key], at: usize) -> Direction {
        for before in (at.saturating_sub(MAX_WORDS_BACK)..at).rev() {
            let ends = text.is_any(before, &[".", "!", "?", "\n", ";"]);
            if ends && !text.glued(before + 1) {
                break;
            }
            if self.sense(words, before).is_ahead {
                return Direction::Future;
            }
        }
        Direction::Unknown
    }

    /// The longest expression at a place, "the end of" before it included.
    fn expression(&self, text: &Text<'_>, words: &[Key], at: usize) -> Option<Found> {
        let mut found = self.longest(text, words, at)?;
        if found.from > at
            && let Some(inner) = self.longest(text, words, found.from)
            && inner.to > found.to
        {
            found = inner;
        }
        let Some(modifier) = found.pattern.modifier() else {
            let (to, readings) = (found.to, found.readings()?);
            return (!readings.is_empty() || found.pattern.is_none())
                .then_some(Found { to, readings });
        };
        let next = self
            .longest(text, words, found.to)
            .filter(|next| next.pattern.modifier().is_none())
            .and_then(|next| Some((next.to, next.readings()?)))
            .or_else(|| self.bare(text, words, found.to))?;
        let (to, mut readings) = next;
        let first = readings.first_mut()?;
        first.from = found.from;
        first.modifier = Some(modifier);
        Some(Found { to, readings })
    }

    fn longest<'l>(&'l self, text: &Text<'_>, words: &[Key], at: usize) -> Option<Match<'l>> {
        let key = words.get(at).copied().unwrap_or(0);
        let by_word = self.by_word[usize::from(key)].iter();
        let is_slot =
            key != 0 || text.digits(at).is_some() || text.at(at).starts_with(pattern::ROMAN);
        let by_slot = self.by_slot.iter().filter(|_| is_slot);
        let mut best: Option<Match<'l>> = None;
        for &idx in by_word.filter(|_| key != 0).chain(by_slot) {
            let pattern = &self.patterns[usize::from(idx)];
            let found = pattern.find(self, text, words, at);
            if let Some(found) = found
                && best.as_ref().is_none_or(|best| found.to > best.to)
            {
                best = Some(found);
            }
        }
        best
    }

    /// A month or year that needs no other word, because "the end of" stands before it.
    fn bare(&self, text: &Text<'_>, words: &[Key], at: usize) -> Option<(usize, Vec<Reading>)> {
        use super::meaning::YearRef;
        let reading = |to, meaning| Some((to, vec![Reading::new(at, to, meaning, "time/month")]));
        if let Some(year) = super::date::year_figures(text, at) {
            return reading(at + 1, Meaning::Year(year));
        }
        let month = self.sense(words, at).month?;
        let meaning = Meaning::Date {
            year: YearRef::Free,
            month,
            day: None,
            weekday: None,
            shift: None,
        };
        reading(at + 1, meaning)
    }
}

/// Does a row list words, and not patterns?
fn is_of_words(sense: &str, value: &str) -> bool {
    match sense {
        "unit" | "number" | "nth" | "part" | "suffix" | "ahead" | "through" => true,
        "month" | "weekday" => value.parse::<i8>().is_ok(),
        "season" => season(value).is_some(),
        _ => false,
    }
}

fn season(code: &str) -> Option<&'static str> {
    ["SP", "SU", "FA", "WI"]
        .into_iter()
        .find(|one| *one == code)
}
