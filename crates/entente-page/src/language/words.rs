//! Words that tell languages apart that are written nearly alike.

use std::collections::HashMap;
use std::sync::LazyLock;

/// How much a word says that stands in a text, as a difference of logarithms.
const WEIGHT: f32 = 10.0;
/// Longer ones are in no table.
const MAX_WORD_BYTES: usize = 32;
/// Most words that are looked at.
const MAX_WORDS: usize = 600;

/// Letters of a stem, at least and at most.
const N_STEM: std::ops::RangeInclusive<usize> = 3..=10;

/// The languages that each word speaks for; stems end in a star.
static WORDS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut languages: HashMap<&str, Vec<&str>> = HashMap::new();
    let table = include_str!("../../data/language_words.tsv");
    for (tags, words) in table.lines().filter_map(|line| line.split_once('\t')) {
        for word in words.split(' ').filter(|_| !tags.starts_with('#')) {
            languages.entry(word).or_default().extend(tags.split(' '));
        }
    }
    languages
});

/// The languages that some word speaks for.
static TOLD: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut told: Vec<&str> = WORDS.values().flatten().copied().collect();
    told.sort_unstable();
    told.dedup();
    told
});

/// Are there words that tell this language from its neighbours?
pub fn is_told(tag: &str) -> bool {
    TOLD.contains(&tag)
}

/// Adds to the scores of the languages that the first words of a text speak for.
pub fn weigh(text: &str, tags: &[&str], scores: &mut [f32]) {
    let mut counts = vec![0_u16; tags.len()];
    let words = text.split(|c: char| !c.is_alphabetic());
    let words = words.filter(|word| (2..MAX_WORD_BYTES).contains(&word.len()));
    for word in words.take(MAX_WORDS) {
        for language in told(&word.to_lowercase()) {
            if let Some(idx) = tags.iter().position(|tag| tag == language) {
                counts[idx] += 1;
            }
        }
    }
    for (score, count) in scores.iter_mut().zip(counts) {
        *score += WEIGHT * f32::from(count);
    }
}

/// The languages that a word speaks for, by itself or by its longest stem.
fn told(word: &str) -> &'static [&'static str] {
    if let Some(languages) = WORDS.get(word) {
        return languages;
    }
    let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
    let ends: Vec<usize> = ends.take(N_STEM.end() + 1).skip(*N_STEM.start()).collect();
    let mut stem = String::with_capacity(MAX_WORD_BYTES);
    for end in ends.iter().rev() {
        stem.clear();
        stem.push_str(&word[..*end]);
        stem.push('*');
        if let Some(languages) = WORDS.get(stem.as_str()) {
            return languages;
        }
    }
    &[]
}
