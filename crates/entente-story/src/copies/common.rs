//! Counts the words that two texts have in common, by whose words they are.

use std::collections::HashSet;
use std::sync::LazyLock;

use entente_types::CopyKind;

use super::align::Run;
use super::judge::Side;
use super::text::{Voice, word};
use crate::table::rows;

/// One word in so many speaks of the speaker himself in statements, letters and speeches.
const WORDS_PER_FIRST_PERSON: usize = 25;
/// Documents are known by passages of so many words.
const DOCUMENT_WORDS: usize = 25;

static FIRST_PERSON: LazyLock<HashSet<u32>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/first_person.tsv"));
    rows.map(|row| word(row[0])).collect()
});

/// Words of a passage that are the reporter's own, from which on the passage is his and not a speaker's.
const OWN_WORDS: usize = 5;

/// Words in common, by where they stand.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Common {
    /// In what the reporters write themselves.
    pub(crate) text: usize,
    /// Between quotation marks, or shown as someone's words, in one of the texts.
    pub(crate) quote: usize,
    /// In statements, letters and speeches that are printed without marks.
    pub(crate) document: usize,
    /// Those in passages of the first text's own that the second one quotes, and the other way round.
    pub(crate) quoted_by_to: usize,
    pub(crate) quoted_by_from: usize,
    /// Passages of text.
    pub(crate) n_text_runs: usize,
    /// The longest passage of text, and of the others.
    pub(crate) longest_text: usize,
    pub(crate) longest_other: usize,
}

/// Words of one run.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    /// The reporter's own in the first text, in the second, in both.
    own_from: usize,
    own_to: usize,
    own: usize,
    /// In a post of a social network, in one of them.
    posted: usize,
    /// Those of `own` with which a speaker speaks of himself.
    first_person: usize,
    /// Not counted before, and own in both; not counted before, and not own in both.
    new_own: usize,
    new_other: usize,
}

/// Counts each word of both texts once, longest runs first, and says what each run is.
///
/// `words` are those of `from`.
pub(crate) fn count(from: Side, to: Side, words: &[u32], runs: &[Run]) -> (Common, Vec<CopyKind>) {
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by_key(|&idx| (std::cmp::Reverse(runs[idx].n), idx));
    let mut is_taken = vec![false; from.voices.len()];
    let mut common = Common::default();
    let mut kinds = vec![CopyKind::Quote; runs.len()];
    for idx in order {
        let counts = count_run(from, to, words, runs[idx], &mut is_taken);
        kinds[idx] = kind_of_run(&counts, runs[idx].n);
        common.add(&counts, kinds[idx]);
    }
    (common, kinds)
}

fn count_run(from: Side, to: Side, words: &[u32], run: Run, is_taken: &mut [bool]) -> Counts {
    let mut counts = Counts::default();
    for step in 0..run.n {
        let at = run.from + step;
        let voices = (from.voices[at], to.voices[run.to + step]);
        let is_own = (voices.0 == Voice::Own, voices.1 == Voice::Own);
        let is_new = !std::mem::replace(&mut is_taken[at], true);
        let is_posted = voices.0 == Voice::Posted || voices.1 == Voice::Posted;
        counts.posted += usize::from(is_posted);
        counts.own_from += usize::from(is_own.0);
        counts.own_to += usize::from(is_own.1);
        if is_own == (true, true) {
            counts.own += 1;
            counts.first_person += usize::from(FIRST_PERSON.contains(&words[at]));
            counts.new_own += usize::from(is_new);
        } else {
            counts.new_other += usize::from(is_new);
        }
    }
    counts
}

fn kind_of_run(counts: &Counts, n_words: usize) -> CopyKind {
    let is_document = counts.own >= DOCUMENT_WORDS
        && counts.first_person >= 2
        && counts.first_person * WORDS_PER_FIRST_PERSON >= counts.own;
    match (counts.own * 2 > n_words, is_document) {
        (false, _) => CopyKind::Quote,
        (true, true) => CopyKind::Document,
        (true, false) => CopyKind::Rewrite,
    }
}

impl Common {
    fn add(&mut self, counts: &Counts, kind: CopyKind) {
        let n_new = counts.new_own + counts.new_other;
        self.quote += counts.new_other;
        if kind == CopyKind::Document {
            self.document += counts.new_own;
        } else {
            self.text += counts.new_own;
        }
        match (counts.own_from >= OWN_WORDS, counts.own_to >= OWN_WORDS) {
            (true, false) if counts.posted == 0 => self.quoted_by_to += n_new,
            (false, true) if counts.posted == 0 => self.quoted_by_from += n_new,
            _ => {}
        }
        self.n_text_runs += usize::from(kind == CopyKind::Rewrite && n_new > 0);
        let longest = if kind == CopyKind::Rewrite {
            &mut self.longest_text
        } else {
            &mut self.longest_other
        };
        *longest = n_new.max(*longest);
    }
}
