//! Words of a story: which of them tell things apart, and which say the same.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use entente_types::{Document, Pos, Span};

use crate::table::rows;

static SAME: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut same = HashMap::new();
    for row in rows(include_str!("../data/same.tsv")) {
        for word in row
            .iter()
            .skip(1)
            .flat_map(|words| words.split_whitespace())
        {
            same.entry(word).or_insert(row[0]);
        }
    }
    same
});

static LIGHT: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    rows(include_str!("../data/light.tsv"))
        .filter_map(|row| row.first().copied())
        .collect()
});

static KINDS: LazyLock<HashSet<(&'static str, &'static str)>> = LazyLock::new(|| {
    let mut kinds = HashSet::new();
    for row in rows(include_str!("../data/kinds.tsv")) {
        for word in row
            .iter()
            .skip(1)
            .flat_map(|words| words.split_whitespace())
        {
            kinds.insert((row[0], canonical(word)));
        }
    }
    kinds
});

/// For each question of `apart.tsv`, the answer that a word stands for.
static APART: LazyLock<HashMap<&'static str, Vec<(usize, usize)>>> = LazyLock::new(|| {
    let mut apart: HashMap<&'static str, Vec<(usize, usize)>> = HashMap::new();
    for (question, row) in rows(include_str!("../data/apart.tsv")).enumerate() {
        for (answer, words) in row
            .iter()
            .flat_map(|words| words.split_whitespace())
            .enumerate()
        {
            for word in words.split('+') {
                apart
                    .entry(canonical(word))
                    .or_default()
                    .push((question, answer));
            }
        }
    }
    apart
});

/// A set of words, each standing for all that say the same.
pub(crate) type WordSet = BTreeSet<String>;

/// Are there words on both sides, and none of them on both?
pub(crate) fn are_apart(one: &WordSet, other: &WordSet) -> bool {
    !one.is_empty() && !other.is_empty() && one.is_disjoint(other)
}

/// The word that stands for `lemma` and for all that say the same.
pub(crate) fn canonical(lemma: &str) -> &str {
    SAME.get(lemma).copied().unwrap_or(lemma)
}

/// Does the word say little about what is told?
pub(crate) fn is_light(lemma: &str) -> bool {
    LIGHT.contains(lemma)
}

/// Are the two the same kind of thing, or is one a kind of the other?
pub(crate) fn is_kind_of(one: &str, other: &str) -> bool {
    KINDS.contains(&(one, other)) || KINDS.contains(&(other, one))
}

/// Does each side have a word that the other lacks and that answers the same question differently?
pub(crate) fn set_apart(one: &WordSet, other: &WordSet) -> bool {
    let answers = |words: &WordSet| {
        let known = words.iter().filter_map(|word| APART.get(word.as_str()));
        let mut answers: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for &(question, answer) in known.flatten() {
            answers.entry(question).or_default().insert(answer);
        }
        answers
    };
    let (one, other) = (answers(one), answers(other));
    one.iter().any(|(question, one)| {
        other
            .get(question)
            .is_some_and(|other| one.is_disjoint(other))
    })
}

/// The words with content in a part of a text.
pub(crate) fn content(document: &Document, span: Span) -> WordSet {
    let tokens = document.tokens_in(span);
    if tokens.is_empty() {
        return content_of_text(span.of(document.text()));
    }
    let tokens = document.tokens.get(tokens).unwrap_or_default();
    let keep = |pos| {
        matches!(
            pos,
            Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj | Pos::X | Pos::Unknown
        )
    };
    let lemmas = tokens
        .iter()
        .filter(|token| keep(token.pos))
        .map(|token| token.lemma.to_lowercase());
    lemmas
        .filter(|lemma| is_content(lemma))
        .map(|lemma| canonical(&lemma).to_owned())
        .collect()
}

/// The words with content in a text that was not parsed.
pub(crate) fn content_of_text(text: &str) -> WordSet {
    let words = text
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .map(str::to_lowercase);
    words
        .filter(|word| is_content(word))
        .map(|word| canonical(&word).to_owned())
        .collect()
}

fn is_content(lemma: &str) -> bool {
    lemma.chars().count() > 2 && lemma.chars().any(char::is_alphabetic) && !is_light(lemma)
}

/// How rare each word is among the sentences of a story.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rarity {
    weights: HashMap<String, f64>,
    n_sentences: u32,
}

impl Rarity {
    /// Counts the words of all reports; a sentence that stands in several places counts once, so that
    /// copies change nothing.
    pub(crate) fn of(documents: &[Document]) -> Self {
        let mut n_sentences = 0_u32;
        let mut sentences_with: HashMap<String, u32> = HashMap::new();
        let mut seen = HashSet::new();
        for document in documents {
            for sentence_idx in 0..document.sentences.len() {
                let span = document.sentence_span(sentence_idx);
                if !seen.insert(span.of(document.text())) {
                    continue;
                }
                n_sentences += 1;
                for word in content(document, span) {
                    *sentences_with.entry(word).or_default() += 1;
                }
            }
        }
        let weights = sentences_with.into_iter();
        let weights = weights.map(|(word, n_with)| (word, weight(n_with, n_sentences)));
        Self {
            weights: weights.collect(),
            n_sentences,
        }
    }

    /// Larger for rarer words; never below a small positive number.
    pub(crate) fn weight(&self, word: &str) -> f64 {
        let known = self.weights.get(word).copied();
        known.unwrap_or_else(|| weight(0, self.n_sentences))
    }

    fn sum<'a>(&self, words: impl Iterator<Item = &'a String>) -> f64 {
        words.map(|word| self.weight(word)).sum()
    }

    /// Share of words that both have, 0 to 1, rare ones counting more.
    pub(crate) fn shared(&self, one: &WordSet, other: &WordSet) -> f64 {
        let (sum_one, sum_other) = (self.sum(one.iter()), self.sum(other.iter()));
        if sum_one == 0.0 || sum_other == 0.0 {
            return 0.0;
        }
        self.sum(one.intersection(other)) / (sum_one * sum_other).sqrt()
    }

    /// Share of the words of one that the other has too, 0 to 1, rare ones counting more.
    pub(crate) fn covered(&self, one: &WordSet, by: &WordSet) -> f64 {
        let all = self.sum(one.iter());
        if all == 0.0 {
            return 0.0;
        }
        self.sum(one.intersection(by)) / all
    }

    /// Share of the smaller set that the larger has too, 0 to 1.
    pub(crate) fn contained(&self, one: &WordSet, other: &WordSet) -> f64 {
        let smaller = self.sum(one.iter()).min(self.sum(other.iter()));
        if smaller == 0.0 {
            0.0
        } else {
            self.sum(one.intersection(other)) / smaller
        }
    }
}

fn weight(n_with: u32, n_sentences: u32) -> f64 {
    (1.0 + f64::from(n_sentences + 1) / f64::from(n_with + 1)).ln()
}

/// Do two long words differ by one letter inside: "Vicente" and "Vincente", "honour" and "honor"? The last
/// `n_last` letters must be the same, since letters there make another word or name ("Daniel", "Daniela").
pub(crate) fn is_slip_of_letters(one: &str, other: &str, n_last: usize) -> bool {
    const FEWEST: usize = 5;
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() {
        (&one, &other)
    } else {
        (&other, &one)
    };
    let is_word = |word: &[char]| word.iter().all(|letter| letter.is_alphabetic());
    if short.len() < FEWEST || long.len() - short.len() > 1 || !is_word(short) || !is_word(long) {
        return false;
    }
    let same =
        |pairs: &mut dyn Iterator<Item = (&char, &char)>| pairs.take_while(|(a, b)| a == b).count();
    let front = same(&mut short.iter().zip(long));
    let back = same(&mut short.iter().rev().zip(long.iter().rev()));
    front > 0 && back >= n_last && front + back + 1 >= long.len()
}

/// The first words of a phrase, as many as fit into a short line.
pub(crate) fn first_words(phrase: &str) -> &str {
    const MOST: usize = 40;
    let blanks = phrase.match_indices(char::is_whitespace).map(|(at, _)| at);
    let ends = blanks.chain([phrase.len()]);
    ends.take_while(|end| *end <= MOST)
        .last()
        .map_or("", |end| &phrase[..end])
}
