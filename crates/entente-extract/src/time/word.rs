//! The words of time expressions, read from their table once.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use crate::table;

/// How long a stretch of time is, by the unit that names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// Saturday and Sunday.
    Weekend,
    /// Monday to Sunday.
    Week,
    /// Two weeks.
    Fortnight,
    /// A month of the calendar.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
    /// A thousand years.
    Millennium,
}

/// Which one of its kind a time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// The one before publication: "last week".
    Last,
    /// The one that ends with publication: "the past week".
    Past,
    /// The one that holds publication: "this week".
    This,
    /// The one spoken of by its article alone: "the week".
    The,
    /// The one after publication: "next week".
    Next,
    /// The one before the time last spoken of: "the previous week".
    Before,
    /// The time last spoken of: "that week".
    That,
    /// The one after the time last spoken of: "the following week".
    After,
}

/// Everything that one word can mean in a time expression.
#[derive(Clone, Debug, Default)]
pub struct Word {
    /// Number of the month.
    pub month: Option<i8>,
    /// ISO number of the weekday.
    pub weekday: Option<i8>,
    /// Is the name of the month or weekday a short form?
    pub is_short: bool,
    /// Is it the name of a month or weekday in lower case too?
    pub is_sure: bool,
    /// The unit it names.
    pub unit: Option<Grain>,
    /// Is the unit in the plural?
    pub is_plural: bool,
    /// Its value as a number.
    pub cardinal: Option<u32>,
    /// Its place in a row.
    pub ordinal: Option<u32>,
    /// A decade: "nineties" is 90.
    pub tens: Option<u32>,
    /// TIMEX3 code of a season.
    pub season: Option<&'static str>,
    /// TIMEX3 code of a part of the day.
    pub part: Option<&'static str>,
    /// A part of the day that needs no article: "at dawn".
    pub bare_part: bool,
    /// Hour of the day: "noon" is 12.
    pub hour: Option<i8>,
    /// Days from the day of publication: "yesterday" is -1.
    pub day: Option<i32>,
    /// Which one of its kind.
    pub shift: Option<Shift>,
    /// TIMEX3 modifier of "early", "middle", "end".
    pub edge: Option<&'static str>,
    /// TIMEX3 value of "now", "recently", "soon".
    pub vague: Option<&'static str>,
    /// TIMEX3 value of "daily".
    pub often: Option<&'static str>,
    /// A word that begins something new, so that a number before it counts nothing.
    pub closes: bool,
    /// A noun that a number before it counts.
    pub counts: bool,
    /// A word after which four digits are a year.
    pub before_year: bool,
    /// A word after which "May" and "March" are months.
    pub before_month: bool,
    /// A word that makes the weekday before it part of a name.
    pub press: bool,
    /// A word whose infinitive lies ahead of it.
    pub ahead: bool,
    /// An auxiliary that speaks of the future.
    pub modal: bool,
    /// A participle that places what it governs ahead: "scheduled".
    pub due: bool,
    /// Moves a term: what stands behind its "until" lies ahead.
    pub defers: bool,
    /// A word that makes the weekday after it a name: "Black Monday".
    pub named: bool,
    /// A word before an amount that sets its place: "past".
    pub frame: bool,
    /// A word between an amount and its unit: "more".
    pub between: bool,
    /// May an expression begin with it?
    pub begins: bool,
    /// Does an expression begin with it only before another word of time?
    pub article: bool,
    /// May it follow an article in an expression?
    pub follows: bool,
    /// Does a hedge begin with it?
    pub hedge: bool,
    /// Does a fixed phrase begin with it?
    pub phrase: bool,
    /// Does the name of a day begin with it?
    pub holiday: bool,
    /// A word without which no expression stands: a unit, a month, "ago".
    pub core: bool,
}

/// The words by length and first letter, so that a look-up compares a handful of words and hashes none.
static WORDS: LazyLock<Vec<Vec<(&'static str, Word)>>> = LazyLock::new(|| {
    let mut slots: Vec<Vec<(&'static str, Word)>> = Vec::new();
    slots.resize_with((LONGEST + 1) * LETTERS, Vec::new);
    for (name, word) in read() {
        if let Some(slot) = slot(name.as_bytes()) {
            slots[slot].push((name, word));
        }
    }
    slots
});

/// Letters that a word can begin with.
const LETTERS: usize = 26;

/// The longest word of the tables, in bytes; longer ones need no look-up.
pub const LONGEST: usize = 16;

fn slot(word: &[u8]) -> Option<usize> {
    let first = word.first().filter(|first| first.is_ascii_lowercase())?;
    (word.len() <= LONGEST).then(|| word.len() * LETTERS + usize::from(first - b'a'))
}

/// What a word in lower case can mean, or `None` if it has nothing to do with time.
pub fn look_up(word: &str) -> Option<&'static Word> {
    let slot = &WORDS[slot(word.as_bytes())?];
    slot.iter()
        .find(|(name, _)| *name == word)
        .map(|(_, word)| word)
}

fn read() -> BTreeMap<&'static str, Word> {
    let mut words: BTreeMap<&'static str, Word> = BTreeMap::new();
    for row in table::rows(include_str!("../../data/time_words.tsv")) {
        if let [sense, value, list] = row[..] {
            for name in list.split(',').map(str::trim) {
                add(words.entry(name).or_default(), sense, value);
            }
        }
    }
    // The first word of a phrase must be known, or the grammar would pass it by.
    for row in table::rows(include_str!("../../data/holidays.tsv")) {
        for name in row.get(2).iter().flat_map(|names| names.split(',')) {
            let word = words.entry(first_word(name)).or_default();
            (word.core, word.begins, word.holiday) = (true, true, true);
        }
    }
    for row in table::rows(include_str!("../../data/time_hedges.tsv")) {
        let first = first_word(row.get(1).unwrap_or(&""));
        let word = words.entry(first).or_default();
        (word.begins, word.hedge) = (true, true);
    }
    for row in table::rows(include_str!("../../data/time_phrases.tsv")) {
        let phrase = row.get(1).unwrap_or(&"");
        let first = words.entry(first_word(phrase)).or_default();
        (first.begins, first.phrase) = (!first.article, true);
        if let Some(second) = phrase.split([' ', '-']).nth(1) {
            words.entry(second).or_default().follows = true;
        }
    }
    for word in words.values_mut() {
        word.core |= word.unit.is_some()
            || word.month.is_some()
            || word.weekday.is_some()
            || word.season.is_some()
            || word.part.is_some()
            || word.hour.is_some()
            || word.day.is_some()
            || word.tens.is_some()
            || word.often.is_some()
            || word.vague.is_some();
        word.begins |= word.core
            || word.cardinal.is_some()
            || word.ordinal.is_some()
            || word.shift.is_some()
            || word.edge.is_some();
        word.follows |= word.begins || word.frame || word.between;
    }
    words
}

fn first_word(phrase: &'static str) -> &'static str {
    let phrase = phrase.trim();
    let end = phrase
        .find(|letter: char| !letter.is_alphabetic())
        .unwrap_or(phrase.len());
    &phrase[..end]
}

fn add(word: &mut Word, sense: &str, value: &'static str) {
    match sense {
        "month" | "short_month" => word.month = value.parse().ok(),
        "weekday" | "short_weekday" => word.weekday = value.parse().ok(),
        "unit" | "units" => word.unit = grain(value),
        "cardinal" => word.cardinal = value.parse().ok(),
        "ordinal" => word.ordinal = value.parse().ok(),
        "tens" => word.tens = value.parse().ok(),
        "season" => word.season = Some(value),
        "part" | "bare_part" => word.part = Some(value),
        "clock" => word.hour = value.parse().ok(),
        "day" => word.day = value.parse().ok(),
        "shift" => word.shift = shift(value),
        "edge" => word.edge = Some(value),
        "vague" => word.vague = Some(value),
        "often" => word.often = Some(value),
        "sure" => word.is_sure = true,
        "closes" => word.closes = true,
        "counts" => word.counts = true,
        "before_year" => word.before_year = true,
        "before_month" => word.before_month = true,
        "press" => word.press = true,
        "ahead" => word.ahead = true,
        "modal" => word.modal = true,
        "due" => word.due = true,
        "defers" => word.defers = true,
        "named" => word.named = true,
        "core" => word.core = true,
        "start" => word.begins = true,
        "article" => word.article = true,
        "follows" => word.follows = true,
        "frame" => word.frame = true,
        "between" => word.between = true,
        _ => {}
    }
    word.is_short |= sense.starts_with("short_");
    word.is_plural |= sense == "units";
    word.bare_part |= sense == "bare_part";
}

/// The grain that a table names.
pub fn grain(name: &str) -> Option<Grain> {
    Some(match name {
        "second" => Grain::Second,
        "minute" => Grain::Minute,
        "hour" => Grain::Hour,
        "day" => Grain::Day,
        "weekend" => Grain::Weekend,
        "week" => Grain::Week,
        "fortnight" => Grain::Fortnight,
        "month" => Grain::Month,
        "quarter" => Grain::Quarter,
        "year" => Grain::Year,
        "decade" => Grain::Decade,
        "century" => Grain::Century,
        "millennium" => Grain::Millennium,
        _ => return None,
    })
}

/// The shift that a table names.
pub fn shift(name: &str) -> Option<Shift> {
    Some(match name {
        "last" => Shift::Last,
        "past" => Shift::Past,
        "this" => Shift::This,
        "next" => Shift::Next,
        "before" => Shift::Before,
        "that" => Shift::That,
        "after" => Shift::After,
        _ => return None,
    })
}

/// Fixed phrases, found by their first word.
pub struct Phrases(HashMap<&'static str, Vec<Phrase>>);

/// One phrase: its words and what it stands for.
pub struct Phrase {
    /// The words, in lower case, as the reader of atoms cuts them.
    pub words: Vec<&'static str>,
    /// What the table says of it.
    pub value: &'static str,
}

impl Phrases {
    /// The phrases of a table, of which `value` tells value and phrases of a row. The longest come first.
    pub fn new(rows: impl Iterator<Item = (&'static str, &'static str)>) -> Self {
        let mut phrases: HashMap<&'static str, Vec<Phrase>> = HashMap::new();
        for (value, text) in rows {
            let words = super::lex::cut(text);
            if let Some(&first) = words.first() {
                phrases
                    .entry(first)
                    .or_default()
                    .push(Phrase { words, value });
            }
        }
        for list in phrases.values_mut() {
            list.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        Self(phrases)
    }

    /// The phrases that begin with a word in lower case.
    pub fn starting(&self, word: &str) -> &[Phrase] {
        self.0.get(word).map_or(&[], Vec::as_slice)
    }
}

/// The TIMEX3 code of a part of the day that a table names.
pub fn part(code: &str) -> Option<&'static str> {
    ["MO", "AF", "EV", "NI", "DT", "MI"]
        .into_iter()
        .find(|one| *one == code)
}
