//! Words that name acts, and what they mean (`data/act_words.md`).

use std::collections::BTreeSet;

/// Marks the form of the file.
const MAGIC: &[u8; 4] = b"EAW1";

/// Concepts with how much of a word's use they are, 1 to 255, in order of the concepts.
pub type Weighed = Vec<(u16, u8)>;

/// One word, or a verb with its particle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The dictionary form, in lower case, words parted by blanks.
    pub lemma: String,
    /// What it means.
    pub own: Weighed,
    /// The same, and wider meanings above it.
    pub wider: Weighed,
}

/// All words that name acts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Sorted by lemma.
    entries: Vec<Entry>,
}

impl Words {
    /// Puts entries together, in any order.
    #[must_use]
    pub fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_by(|one, other| one.lemma.cmp(&other.lemma));
        entries.dedup_by(|one, other| one.lemma == other.lemma);
        Self { entries }
    }

    /// The entry of a lemma in lower case.
    #[must_use]
    pub fn get(&self, lemma: &str) -> Option<&Entry> {
        let found = self
            .entries
            .binary_search_by(|entry| entry.lemma.as_str().cmp(lemma));
        found.ok().map(|at| &self.entries[at])
    }

    /// The form of the table on disk.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend((self.entries.len() as u32).to_le_bytes());
        for entry in &self.entries {
            out.push(entry.lemma.len() as u8);
            out.extend(entry.lemma.as_bytes());
            for concepts in [&entry.own, &entry.wider] {
                out.push(concepts.len() as u8);
                for (concept, weight) in concepts {
                    out.extend(concept.to_le_bytes());
                    out.push(*weight);
                }
            }
        }
        out
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` if it is anything else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = Bytes(bytes.strip_prefix(MAGIC)?);
        let n_entries = u32::from_le_bytes(rest.array()?);
        let mut entries = Vec::new();
        for _ in 0..n_entries {
            let [n_letters] = rest.array()?;
            let lemma = std::str::from_utf8(rest.take(usize::from(n_letters))?)
                .ok()?
                .to_owned();
            let (own, wider) = (rest.weighed()?, rest.weighed()?);
            entries.push(Entry { lemma, own, wider });
        }
        rest.0.is_empty().then_some(Self { entries })
    }
}

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (first, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(first)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn weighed(&mut self) -> Option<Weighed> {
        let [n] = self.array()?;
        let mut found = Weighed::new();
        for _ in 0..n {
            let concept = u16::from_le_bytes(self.array()?);
            let [weight] = self.array()?;
            found.push((concept, weight));
        }
        Some(found)
    }
}

/// How firmly two words share a meaning, 0 to 1: the meaning that is the most of both.
pub(crate) fn shared_meaning(one: &Weighed, other: &Weighed) -> f32 {
    let (mut at, mut best) = (0, 0_u32);
    for (concept, weight) in one {
        while other.get(at).is_some_and(|(second, _)| second < concept) {
            at += 1;
        }
        if let Some((second, second_weight)) = other.get(at)
            && second == concept
        {
            best = best.max(u32::from(*weight) * u32::from(*second_weight));
        }
    }
    best as f32 / (255.0 * 255.0)
}

/// The dictionary form of a word that the parser may have taken for a name ("Arrested" in a headline).
pub(crate) fn base(words: &Words, lemma: &str) -> String {
    let lemma = lemma.to_lowercase();
    if words.get(&lemma).is_some() {
        return lemma;
    }
    let stems = ["ing", "ed", "es", "s", "d"]
        .iter()
        .filter_map(|ending| lemma.strip_suffix(ending));
    let forms: BTreeSet<String> = stems
        .filter(|stem| stem.chars().count() > 2)
        .flat_map(|stem| {
            let single = stem
                .char_indices()
                .next_back()
                .map_or("", |(at, _)| &stem[..at]);
            [stem.to_owned(), format!("{stem}e"), single.to_owned()]
        })
        .collect();
    let longest = forms.into_iter().filter(|form| words.get(form).is_some());
    longest.max_by_key(String::len).unwrap_or(lemma)
}
