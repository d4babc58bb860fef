//! Words that tell languages apart that are written nearly alike.

use std::collections::HashMap;
use std::sync::LazyLock;

/// How much a word says that stands in a text, as a difference of logarithms.
const WEIGHT: f32 = 3.0;
/// Most words that are looked at.
const MAX_WORDS: usize = 600;

/// The languages that each word speaks for.
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

/// Adds to the scores of the languages that the words of a text speak for.
pub fn weigh(pieces: &[&str], tags: &[&str], scores: &mut [f32]) {
    let mut counts = vec![0_u16; tags.len()];
    let words = pieces
        .iter()
        .flat_map(|piece| piece.split(|c: char| !c.is_alphabetic()))
        .filter(|word| !word.is_empty());
    for word in words.take(MAX_WORDS) {
        for language in WORDS
            .get(word.to_lowercase().as_str())
            .into_iter()
            .flatten()
        {
            if let Some(idx) = tags.iter().position(|tag| tag == language) {
                counts[idx] += 1;
            }
        }
    }
    for (score, count) in scores.iter_mut().zip(counts) {
        *score += WEIGHT * f32::from(count);
    }
}
