//! Which utterances are one: the same words, a part of them, or words for the same thing.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use crate::quotes::read::{Said, Utterance, is_function_word};
use crate::quotes::voice::Voices;
use crate::story::Story;
use crate::table::rows;
use crate::words::{canonical, is_slip_of_letters};

/// Words that turn a sentence round.
static NEGATIONS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/negations.tsv"));
    rows.filter_map(|row| row.first().copied()).collect()
});

/// A word alone between marks is a term that many use, if so many utterances have it.
const TERM: usize = 3;

/// A word that stands in so many utterances leads to no candidate.
const COMMON: usize = 60;

/// How the words of two utterances stand to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Match {
    Verbatim,
    Trimmed,
    Wording(f64),
    Flipped,
    /// Two speakers say the opposite of what one party does.
    Opposed,
}

pub(crate) fn strength(found: Match) -> f64 {
    match found {
        Match::Verbatim => 1.0,
        Match::Trimmed => 0.95,
        Match::Flipped => 0.9,
        Match::Opposed => 0.5,
        Match::Wording(share) => 0.8 * share,
    }
}

pub(crate) fn opposed_pairs(story: &Story, utterances: &[Utterance]) -> Vec<(Match, usize, usize)> {
    let with_acts = (0..utterances.len()).filter(|&idx| !utterances[idx].acts.is_empty());
    let with_acts: Vec<usize> = with_acts.take(400).collect();
    let mut pairs = Vec::new();
    for (at, &one) in with_acts.iter().enumerate() {
        for &other in &with_acts[at + 1..] {
            if opposed(story, &utterances[one], &utterances[other]) {
                pairs.push((Match::Opposed, one, other));
            }
        }
    }
    pairs
}

/// Do two speakers say opposite things of one doer and one thing?
pub(crate) fn opposed(story: &Story, one: &Utterance, other: &Utterance) -> bool {
    let both_known =
        one.speaker.is_some() && other.speaker.is_some() && one.speaker != other.speaker;
    let opposite = |a: &Said| {
        let fits = |b: &Said| b.question == a.question && b.side != a.side && b.doer == a.doer;
        other.acts.iter().any(fits)
    };
    let mut shared = one.things.intersection(&other.things);
    both_known
        && one.acts.iter().any(opposite)
        && shared.any(|thing| story.rarity.weight(thing) > 1.0)
}

/// Pairs of utterances that share telling words and are one utterance.
pub(crate) fn pairs(utterances: &[Utterance]) -> Vec<(Match, usize, usize)> {
    let mut with_word: HashMap<&str, Vec<usize>> = HashMap::new();
    for (idx, utterance) in utterances.iter().enumerate() {
        for word in &utterance.telling {
            with_word.entry(word).or_default().push(idx);
        }
    }
    let mut pairs = Vec::new();
    for (idx, utterance) in utterances.iter().enumerate() {
        let lists = utterance
            .telling
            .iter()
            .map(|word| &with_word[word.as_str()]);
        let others: BTreeSet<usize> = lists
            .filter(|list| list.len() <= COMMON)
            .flatten()
            .copied()
            .filter(|&other| other > idx)
            .collect();
        let is_term = |idx: usize| {
            let own = &utterances[idx];
            let mut lists = own.telling.iter().map(|word| &with_word[word.as_str()]);
            own.is_direct && own.words.len() == 1 && lists.any(|list| list.len() >= TERM)
        };
        for other in others {
            if is_term(idx) || is_term(other) {
                continue;
            }
            if let Some(found) = compare(utterance, &utterances[other]) {
                pairs.push((found, idx, other));
            }
        }
    }
    pairs
}

pub(crate) fn compare(one: &Utterance, other: &Utterance) -> Option<Match> {
    let voices = one.voice.beside(&other.voice);
    let same_speaker = voices == Voices::Same;
    let unknown = voices == Voices::MayBeSame;
    let (short, long) = if one.words.len() <= other.words.len() {
        (one, other)
    } else {
        (other, one)
    };
    let n_short = short.words.len();
    let n_common = longest_common(&short.words, &long.words);
    let share = n_common as f64 / n_short.max(1) as f64;
    let telling = short.telling.intersection(&long.telling).count();
    if !(one.is_direct && other.is_direct) {
        let is_long = telling >= 3 && n_common >= 5;
        let is_nearly_all = unknown && telling >= 4 && n_common >= 8 && share >= 0.8;
        let is_one = (same_speaker && is_long && share >= 0.6) || is_nearly_all;
        return is_one.then_some(Match::Wording(share));
    }
    // Two telling words that stand word for word in the other are enough where nobody else is named.
    let is_inside = telling >= 2 && contains(&long.words, &short.words);
    // Of two who say the very same, one who is called "he" is whom the other report names.
    let is_repeated = one.words == other.words && n_short >= 6 && telling >= 2;
    let is_known = same_speaker
        || (unknown && (telling >= 3 || is_inside))
        || (telling >= 5 && n_short >= 8)
        || (is_repeated && one.is_named != other.is_named);
    if !is_known {
        return None;
    }
    if flips(short, long, share) {
        return Some(Match::Flipped);
    }
    let spread = n_common as f64 / long.words.len().max(1) as f64;
    if share >= 0.8 && spread >= 0.8 && is_same_words(&short.words, &long.words) {
        return Some(Match::Verbatim);
    }
    if contains(&long.words, &short.words) && telling >= 1 {
        return Some(Match::Trimmed);
    }
    if share >= 0.9 && n_short >= 4 {
        return Some(if spread >= 0.9 || n_common < n_short {
            Match::Wording(share)
        } else {
            Match::Trimmed
        });
    }
    let is_close = same_speaker && share >= 0.75 && telling >= 1 && n_short >= 5;
    let is_wording = is_close || (share >= 0.6 && telling >= 2 && n_short >= 4);
    let is_short = n_short <= 3 && same_speaker && same_sense(&short.words, &long.words);
    (is_wording || is_short).then_some(Match::Wording(share.max(0.6)))
}

/// The same words, except for one that tells nothing or is spelled in another way.
fn is_same_words(one: &[String], other: &[String]) -> bool {
    let mut counts: BTreeMap<&str, i32> = BTreeMap::new();
    one.iter()
        .for_each(|word| *counts.entry(word).or_default() += 1);
    other
        .iter()
        .for_each(|word| *counts.entry(word).or_default() -= 1);
    let left: Vec<(&str, i32)> = counts.into_iter().filter(|(_, n)| *n != 0).collect();
    match left.as_slice() {
        [] => true,
        [(word, 1 | -1)] => is_function_word(word),
        [(one, 1), (other, -1)] | [(other, -1), (one, 1)] => {
            (is_function_word(one) && is_function_word(other)) || is_slip_of_letters(one, other, 1)
        }
        _ => false,
    }
}

/// "principal guest", "main guest": word for word the same sense.
fn same_sense(short: &[String], long: &[String]) -> bool {
    let same = |one: &String, other: &String| canonical(one) == canonical(other);
    let n = short.len();
    n >= 2
        && long
            .windows(n)
            .any(|words| words.iter().zip(short).all(|(one, other)| same(one, other)))
}

fn contains(long: &[String], short: &[String]) -> bool {
    !short.is_empty() && long.windows(short.len()).any(|words| words == short)
}

/// Nearly the same words, but one denies what the other says, or names another number.
fn flips(short: &Utterance, long: &Utterance, share: f64) -> bool {
    let len = (short.words.len(), long.words.len());
    if share < 0.85 || len.0 < 5 || len.1 > len.0 + 3 {
        return false;
    }
    let negations = |words: &[String]| {
        words
            .iter()
            .filter(|word| NEGATIONS.contains(word.as_str()))
            .count()
    };
    let numbers = |words: &[String]| -> BTreeSet<String> {
        words
            .iter()
            .filter(|word| word.chars().all(|c| c.is_ascii_digit()))
            .cloned()
            .collect()
    };
    let (one, other) = (numbers(&short.words), numbers(&long.words));
    negations(&short.words) % 2 != negations(&long.words) % 2
        || (!one.is_empty() && !other.is_empty() && one.is_disjoint(&other))
}

/// Length of the longest common subsequence.
fn longest_common(one: &[String], other: &[String]) -> usize {
    let mut lengths = vec![0_usize; other.len() + 1];
    for word in one {
        let mut diagonal = 0;
        for (at, against) in other.iter().enumerate() {
            let above = lengths[at + 1];
            lengths[at + 1] = if word == against {
                diagonal + 1
            } else {
                above.max(lengths[at])
            };
            diagonal = above;
        }
    }
    lengths[other.len()]
}
