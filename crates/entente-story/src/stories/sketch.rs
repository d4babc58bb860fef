//! What is counted in one article, from its plain words alone: the fields by which reports are compared.

use std::cell::RefCell;

use entente_types::{Article, BlockKind, Moment, days_since_1970};
use jiff::civil::Date;

use super::words::{Word, hash, hash_pair, words};

/// Words of the title that count.
const TITLE_WORDS: usize = 40;
/// Words of the text that sum it up.
const LEAD_WORDS: usize = 60;
/// Words of the text that count.
const BODY_WORDS: usize = 400;
/// Years that are kept.
const MAX_YEARS: usize = 8;

/// The fields of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// Words of the title.
    Title,
    /// Words of title and lead.
    Head,
    /// Words of title and text.
    Body,
    /// Names, and pairs of words inside a name.
    Names,
    /// Those of title and lead.
    HeadNames,
    /// Numbers.
    Numbers,
    /// Pairs of words in a row.
    Pairs,
}

/// Number of fields.
pub(crate) const N_FIELDS: usize = 7;

/// One article, counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch {
    /// The terms of each field, field by field, in order.
    terms: Box<[u32]>,
    /// How often each stands there.
    times: Box<[u8]>,
    /// One past the last term of each field.
    ends: [u16; N_FIELDS],
    /// Minutes since 1970 of publication, and whether the hour is known.
    pub(crate) published: Option<(i64, bool)>,
    /// Publication as printed.
    pub(crate) moment: Option<Moment>,
    /// Stands for the publisher; 0 if it is not known.
    pub(crate) outlet: u32,
    /// The first full date in title and lead, in days since 1970.
    pub(crate) printed: Option<i32>,
    /// Years that the text names, in order.
    pub(crate) years: Vec<u16>,
    /// Words of title and text that were counted.
    pub(crate) n_words: usize,
    /// Stands for the words, to tell articles apart whatever their order.
    pub(crate) content: u64,
}

impl Sketch {
    /// Counts an article.
    #[must_use]
    pub fn new(article: &Article) -> Self {
        let mut sketch = COUNTER.with_borrow_mut(|counter| counter.count(article));
        sketch.moment = article.published.as_ref().map(|stated| stated.value);
        sketch.published = sketch
            .moment
            .map(|moment| (moment.minute(), moment.time.is_some()));
        let outlet = article
            .source
            .as_ref()
            .map(|source| source.value.to_lowercase());
        sketch.outlet = outlet.map_or(0, |outlet| hash(outlet.as_bytes()).max(1));
        sketch
    }

    /// The same text by another publisher on another day, for training on streams that are made up.
    #[must_use]
    pub fn told(mut self, day: Option<i32>, outlet: u32) -> Self {
        self.published = day.map(|day| (i64::from(day) * 1440, false));
        self.outlet = outlet;
        self
    }

    /// Minutes since 1970 of publication, if it is known.
    #[must_use]
    pub fn minute(&self) -> Option<i64> {
        Some(self.published?.0)
    }

    /// The terms by which rarity is counted, each once.
    pub fn terms(&self) -> impl Iterator<Item = u32> + '_ {
        let (body, _) = self.field(Field::Body as usize);
        let (names, _) = self.field(Field::Names as usize);
        let (pairs, _) = self.field(Field::Pairs as usize);
        let is_new = |term: &&u32| body.binary_search(term).is_err();
        let names = names.iter().filter(is_new);
        body.iter().chain(names).chain(pairs).copied()
    }

    /// The terms of one field, in order, and how often each stands there.
    pub(crate) fn field(&self, idx: usize) -> (&[u32], &[u8]) {
        let start = match idx.checked_sub(1) {
            Some(before) => usize::from(self.ends[before]),
            None => 0,
        };
        let range = start..usize::from(self.ends[idx]);
        (&self.terms[range.clone()], &self.times[range])
    }
}

thread_local! {
    /// Keeps its memory from one article to the next.
    static COUNTER: RefCell<Counter> = RefCell::default();
}

/// Counts words as they come.
#[derive(Default)]
struct Counter {
    fields: [Vec<u32>; N_FIELDS],
    n_title: usize,
    n_words: usize,
    /// The word before, unless one that only joins stood between.
    before: Option<u32>,
    /// The word before, if it can belong to a name.
    name_before: Option<u32>,
    /// Words of a date that is being read: number, month, number.
    date: DateParts,
    printed: Option<i32>,
    years: Vec<u16>,
}

/// The last words, as parts of a date.
#[derive(Default)]
struct DateParts {
    last: [Option<Part>; 3],
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Month(u8),
    Number(u32),
}

impl Counter {
    /// Counts title and text. Nothing of an article before is left.
    fn count(&mut self, article: &Article) -> Sketch {
        let mut fields = std::mem::take(&mut self.fields);
        fields.iter_mut().for_each(Vec::clear);
        *self = Self {
            fields,
            ..Self::default()
        };
        let title = article
            .title
            .as_ref()
            .map_or("", |title| title.value.as_str());
        words(title, TITLE_WORDS, |word| self.see(word, true));
        self.end_of_block();
        for block in &article.blocks {
            if matches!(
                block.kind,
                BlockKind::Title | BlockKind::Caption | BlockKind::Correction
            ) {
                continue;
            }
            let left = BODY_WORDS.saturating_sub(self.n_words);
            if left == 0 {
                break;
            }
            words(block.span.of(&article.text), left, |word| {
                self.see(word, false)
            });
            self.end_of_block();
        }
        self.sketch()
    }

    fn end_of_block(&mut self) {
        self.before = None;
        self.name_before = None;
        self.date = DateParts::default();
    }

    fn see(&mut self, word: Word, is_title: bool) {
        self.n_words += usize::from(!is_title);
        self.n_title += usize::from(is_title);
        let is_head = is_title || self.n_words <= LEAD_WORDS;
        self.see_date(word, is_head);
        if word.starts {
            self.before = None;
            self.name_before = None;
        }
        if word.is_passing || word.day.is_some() {
            self.before = None;
            self.name_before = None;
            return;
        }
        if is_title {
            self.add(Field::Title, word.stem);
            self.add(Field::Body, word.stem);
        }
        if is_head {
            self.add(Field::Head, word.stem);
        }
        self.add(Field::Body, word.stem);
        if let Some(before) = self.before {
            self.add(Field::Pairs, hash_pair(before, word.stem, 1));
        }
        if word.is_number {
            self.add(Field::Numbers, word.stem);
        }
        self.see_name(word, is_head);
        self.before = Some(word.stem);
    }

    fn see_name(&mut self, word: Word, is_head: bool) {
        if !word.is_capital {
            self.name_before = None;
            return;
        }
        if !word.starts || self.name_before.is_some() {
            self.add_name(word.stem, is_head);
        }
        if let Some(first) = self.name_before {
            self.add_name(hash_pair(first, word.stem, 2), is_head);
        }
        self.name_before = Some(word.stem);
    }

    fn add_name(&mut self, term: u32, is_head: bool) {
        self.add(Field::Names, term);
        if is_head {
            self.add(Field::HeadNames, term);
        }
    }

    fn see_date(&mut self, word: Word, is_head: bool) {
        if let Some(year) = word.number.filter(|year| (1900..2100).contains(year)) {
            let year = year as u16;
            if !self.years.contains(&year) && self.years.len() < MAX_YEARS {
                self.years.push(year);
            }
        }
        if !is_head || self.printed.is_some() {
            return;
        }
        if let Some([year, month, day]) = word.day {
            self.printed = day_number(year, month, day);
            return;
        }
        use Part::{Month, Number};
        let part = match (word.month, word.number) {
            (Some(month), _) => Some(Month(month)),
            (_, Some(number)) => Some(Number(number)),
            _ => None,
        };
        let [_, second, third] = self.date.last;
        self.date.last = [second, third, part];
        self.printed = match self.date.last {
            [Some(Month(month)), Some(Number(day)), Some(Number(year))]
            | [Some(Number(day)), Some(Month(month)), Some(Number(year))] => {
                day_number(year, u32::from(month), day)
            }
            [
                Some(Number(first)),
                Some(Number(second)),
                Some(Number(third)),
            ] => {
                if first > 31 {
                    day_number(first, second, third)
                } else {
                    day_number(third, second, first).or_else(|| day_number(third, first, second))
                }
            }
            _ => None,
        };
    }

    fn add(&mut self, field: Field, term: u32) {
        self.fields[field as usize].push(term);
    }

    fn sketch(&mut self) -> Sketch {
        self.years.sort_unstable();
        let n_terms = self.fields.iter().map(Vec::len).sum();
        let (mut terms, mut times) = (Vec::with_capacity(n_terms), Vec::with_capacity(n_terms));
        let mut ends = [0; N_FIELDS];
        for (field, end) in self.fields.iter_mut().zip(&mut ends) {
            field.sort_unstable();
            for same in field.chunk_by(u32::eq) {
                terms.push(same[0]);
                times.push(u8::try_from(same.len()).unwrap_or(u8::MAX));
            }
            *end = terms.len() as u16;
        }
        let both = terms.iter().zip(&times);
        let content = both.fold(0_u64, |hash, (term, n)| {
            (hash ^ u64::from(*term) ^ u64::from(*n) << 32)
                .wrapping_mul(0x9E37_79B9_7F4A_7C15)
                .rotate_left(23)
        });
        Sketch {
            terms: terms.into(),
            times: times.into(),
            ends,
            printed: self.printed,
            years: std::mem::take(&mut self.years),
            n_words: self.n_words + self.n_title,
            content,
            ..Sketch::default()
        }
    }
}

/// Days since 1970, if there is such a day between 1900 and 2100.
fn day_number(year: u32, month: u32, day: u32) -> Option<i32> {
    if !(1900..2100).contains(&year) {
        return None;
    }
    let date = Date::new(
        year as i16,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()?;
    Some(days_since_1970(date))
}
