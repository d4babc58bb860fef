//! What the names that a page gives its parts say about them.

use std::sync::LazyLock;

/// A set of hints, one bit for each line of `data/hints.tsv`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints(pub u64);

/// Longest value of an attribute in which hints are looked for: some pages write kilobytes of classes.
const MAX_VALUE_BYTES: usize = 256;

/// Words by their first two letters.
struct Words {
    /// For each pair of letters, where its words begin in `words`; one more at the end.
    starts: Vec<u16>,
    words: Vec<(&'static [u8], u8)>,
}

static NAMES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| rows().map(|(name, _)| name).collect());

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words: Vec<(&'static [u8], u8)> = rows()
        .enumerate()
        .flat_map(|(bit, (_, words))| {
            words
                .split(',')
                .map(move |word| (word.as_bytes(), bit as u8))
        })
        .collect();
    words.sort_by_key(|(word, _)| pair(word[0], word[1]));
    let starts = (0..=N_PAIRS)
        .map(|key| words.partition_point(|(word, _)| pair(word[0], word[1]) < key) as u16)
        .collect();
    Words { starts, words }
});

fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("../../data/hints.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
}

const N_PAIRS: usize = 1024;

/// Five bits of each of two letters, upper and lower case alike.
fn pair(first: u8, second: u8) -> usize {
    usize::from(first & 31) << 5 | usize::from(second & 31)
}

impl Hints {
    /// Number of hints there are.
    pub fn count() -> usize {
        NAMES.len()
    }

    /// The hint of a name in `data/hints.tsv`.
    pub fn named(name: &str) -> Self {
        let bit = NAMES.iter().position(|known| *known == name);
        Self(1 << bit.expect("hints that are asked for by name are in the table"))
    }

    /// The hints in the value of an attribute.
    pub fn of(value: &[u8]) -> Self {
        let words = &*WORDS;
        let value = &value[..value.len().min(MAX_VALUE_BYTES)];
        let mut found = 0;
        for (at, two) in value.windows(2).enumerate() {
            let key = pair(two[0], two[1]);
            let (from, to) = (words.starts[key], words.starts[key + 1]);
            let rest = &value[at..];
            // Every word has three letters or more; most of a pair differ in the third.
            let third = rest.get(2).map_or(0, |byte| byte & 31);
            for (word, bit) in &words.words[usize::from(from)..usize::from(to)] {
                if word[2] & 31 == third
                    && rest.len() >= word.len()
                    && rest[..word.len()].eq_ignore_ascii_case(word)
                {
                    found |= 1 << bit;
                }
            }
        }
        Self(found)
    }

    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Do both have a hint in common?
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// Remembers the hints of values that were met: a page writes the same classes again and again.
pub struct Memory<'a> {
    slots: Vec<(&'a str, Hints)>,
}

const N_SLOTS: usize = 512;

impl Default for Memory<'_> {
    fn default() -> Self {
        Self {
            slots: vec![("", Hints(0)); N_SLOTS],
        }
    }
}

impl<'a> Memory<'a> {
    /// The hints in the value of an attribute.
    pub fn of(&mut self, value: &'a str) -> Hints {
        let slot = &mut self.slots[slot(value.as_bytes())];
        if slot.0 != value {
            *slot = (value, Hints::of(value.as_bytes()));
        }
        slot.1
    }
}

/// A slot by length and both ends.
fn slot(value: &[u8]) -> usize {
    let end = |bytes: Option<&[u8; 8]>| bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes));
    let short = value
        .iter()
        .take(8)
        .fold(0, |all, byte| all << 8 | u64::from(*byte));
    let mixed = end(value.first_chunk())
        ^ end(value.last_chunk()).rotate_left(23)
        ^ short
        ^ value.len() as u64;
    (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 55) as usize
}
