//! What two articles have in common, as numbers from 0 to 1, without regard to when they were published.

use super::sketch::{Field, N_FIELDS, Sketch};
use super::weighed::{Slots, Weighed};

/// What is asked of two articles, in the order of the numbers.
pub const NAMES: [&str; N_FEATURES] = [
    "title",
    "head",
    "body",
    "names",
    "head names",
    "numbers",
    "pairs",
    "both have titles",
    "both have numbers",
    "shorter",
    "body and head",
    "body and names",
    "both print a day",
    "printed days apart",
    "printed days far apart",
    "years apart",
];
/// Texts that are so alike are one text, reprinted. Of the articles that the model is measured with, all whose words are alike
/// from .6 on tell one event.
const SAME_TEXT: f32 = 0.7;
/// How many numbers there are.
pub const N_FEATURES: usize = N_FIELDS + 9;
/// Days between two printed dates that count as far.
const FAR_DAYS: f32 = 30.0;

/// One article as it is kept for comparing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Known {
    pub weighed: Weighed,
    printed: Option<i32>,
    years: Box<[u16]>,
    n_words: u16,
}

impl Known {
    pub fn new(sketch: &Sketch, weighed: Weighed) -> Self {
        Self {
            weighed,
            printed: sketch.printed,
            years: sketch.years.as_slice().into(),
            n_words: sketch.n_words.min(usize::from(u16::MAX)) as u16,
        }
    }

    /// Lays it out for comparing it with others.
    pub fn lay(&self) -> Laid<'_> {
        Laid {
            known: self,
            slots: Slots::new(&self.weighed),
        }
    }
}

/// An article that others are compared with.
pub(crate) struct Laid<'k> {
    known: &'k Known,
    slots: Slots,
}

impl Laid<'_> {
    /// Cosine of one field.
    pub fn alike(&self, other: &Known, field: Field) -> f32 {
        self.slots.alike(&other.weighed, field as usize)
    }

    /// Shows the terms of a field that another has too, in order: something that stands for the term, and the product of its
    /// weights.
    #[inline]
    pub fn for_shared(&self, other: &Known, field: Field, each: impl FnMut(usize, u32)) {
        self.slots.for_shared(&other.weighed, field as usize, each);
    }
}

/// What two articles have in common; `body` is the cosine of their texts.
pub(crate) fn features(one: &Laid, other: &Known, body: f32) -> [f32; N_FEATURES] {
    let Laid { known: one, slots } = one;
    let mut found = [0.0; N_FEATURES];
    for (idx, found) in found.iter_mut().take(N_FIELDS).enumerate() {
        *found = if idx == Field::Body as usize {
            body
        } else {
            slots.alike(&other.weighed, idx)
        };
    }
    let both = |field: Field| {
        let lacks = one.weighed.lacks(field as usize) || other.weighed.lacks(field as usize);
        f32::from(u8::from(!lacks))
    };
    let shorter = f32::from(one.n_words.min(other.n_words).min(400));
    let [_, head, body, names, ..] = found;
    let apart = one
        .printed
        .zip(other.printed)
        .map(|(one, other)| (one - other).unsigned_abs() as f32);
    let rest = [
        both(Field::Title),
        both(Field::Numbers),
        (shorter + 5.0).ln() / 6.0,
        (body * head).sqrt(),
        (body * names).sqrt(),
        f32::from(u8::from(apart.is_some())),
        apart.map_or(0.0, |days| (days / FAR_DAYS).min(1.0)),
        f32::from(u8::from(apart.is_some_and(|days| days > FAR_DAYS / 3.0))),
        f32::from(u8::from(years_apart(&one.years, &other.years))),
    ];
    found[N_FIELDS..].copy_from_slice(&rest);
    found
}

/// Do two texts have most words in common, in the same order, and most numbers? The draw of another day, told in last week's words,
/// is another text. `alike` is the cosine of their texts. Of long texts not all words are kept: what two of them share is held
/// against what each shares with itself.
pub(crate) fn is_same_text(one: &Laid, other: &Known, alike: f32) -> bool {
    // No text that is kept shares less with itself.
    const FEWEST: f32 = 0.2;
    let whole = |known: &Known, field| known.weighed.length(field as usize);
    let is_same = |field| {
        let whole = whole(one.known, field) * whole(other, field);
        one.alike(other, field) >= SAME_TEXT * whole
    };
    let fields = [Field::Body, Field::Pairs, Field::Numbers];
    alike >= FEWEST && fields.into_iter().all(is_same)
}

/// Does each name a year, and none the other's?
fn years_apart(one: &[u16], other: &[u16]) -> bool {
    !one.is_empty() && !other.is_empty() && one.iter().all(|year| !other.contains(year))
}
