//! Scores what a reader found against what is right, exactly as `score.py` of the data does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::reader::{Author, Found};

/// What is right for one page.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Gold {
    /// The key that gold and prediction share.
    pub id: String,
    /// The part of the data.
    #[serde(default)]
    pub set: String,
    /// What it says.
    #[serde(flatten)]
    pub found: Found,
}

/// How one page was read; what the gold leaves open is `None`.
#[derive(Clone, Debug, Default)]
pub struct PageScore {
    /// Share of the predicted runs of words that are right.
    pub precision: Option<f64>,
    /// Share of the right runs of words that are predicted.
    pub recall: Option<f64>,
    /// Are all words equal?
    pub is_exact: bool,
    /// Is the title the same?
    pub title: Option<bool>,
    /// Is it the same day?
    pub date: Option<bool>,
    /// Authors: hit, said, true.
    pub authors: [usize; 3],
}

/// The scores of several pages.
#[derive(Clone, Copy, Debug)]
pub struct Score {
    /// F1 of the mean precision and the mean recall.
    pub text_f1: f64,
    /// Share of pages whose words are all equal.
    pub exact: f64,
    /// Share of the titles.
    pub title: f64,
    /// Share of the days.
    pub date: f64,
    /// F1 over the names of all authors.
    pub author_f1: f64,
}

/// Words as Python's `\w+` finds them: letters and numbers, but no marks.
fn words(text: &str) -> Vec<String> {
    static WORD: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_]+").expect("the pattern is valid"));
    let lower = text.to_lowercase();
    WORD.find_iter(&lower)
        .map(|word| word.as_str().to_owned())
        .collect()
}

/// Runs of four words and how often each occurs; a shorter text is one run.
fn runs(words: &[String]) -> BTreeMap<&[String], usize> {
    let mut runs = BTreeMap::new();
    let length = words.len().min(4);
    if length > 0 {
        for run in words.windows(length) {
            *runs.entry(run).or_insert(0) += 1;
        }
    }
    runs
}

fn fold(text: &str) -> String {
    words(text).join(" ")
}

fn names(author: &Author) -> BTreeSet<String> {
    static BETWEEN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(";|,| and ").expect("the pattern is valid"));
    let names: Vec<&str> = match author {
        Author::Names(names) => names.iter().map(String::as_str).collect(),
        Author::Line(line) => BETWEEN.split(line.as_deref().unwrap_or_default()).collect(),
    };
    names
        .into_iter()
        .map(fold)
        .filter(|name| !name.is_empty())
        .collect()
}

fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall > 0.0 {
        2.0 * precision * recall / (precision + recall)
    } else {
        0.0
    }
}

/// Scores one page.
pub fn page(gold: &Found, found: &Found) -> PageScore {
    let is_given = |value: &&str| !value.is_empty();
    let text = |found: &Found| words(found.text.as_deref().unwrap_or_default());
    let (right, said) = (text(gold), text(found));
    let (precision, recall) = precision_and_recall(&right, &said);
    let title = |found: &Found| fold(found.title.as_deref().unwrap_or_default());
    let day = |found: &Found| {
        found
            .date
            .iter()
            .flat_map(|date| date.chars().take(10))
            .collect::<String>()
    };
    let mut score = PageScore {
        precision,
        recall,
        is_exact: right == said,
        title: gold
            .title
            .as_deref()
            .filter(is_given)
            .map(|_| title(gold) == title(found)),
        date: gold
            .date
            .as_deref()
            .filter(is_given)
            .map(|_| day(gold) == day(found)),
        authors: [0; 3],
    };
    if is_named(&gold.author) {
        let (right, said) = (names(&gold.author), names(&found.author));
        score.authors = [right.intersection(&said).count(), said.len(), right.len()];
    }
    score
}

fn is_named(author: &Author) -> bool {
    match author {
        Author::Names(names) => !names.is_empty(),
        Author::Line(line) => line.as_ref().is_some_and(|line| !line.is_empty()),
    }
}

fn precision_and_recall(right: &[String], said: &[String]) -> (Option<f64>, Option<f64>) {
    let (right, said) = (runs(right), runs(said));
    let n_right: usize = right.values().sum();
    let n_said: usize = said.values().sum();
    let n_common: usize = right
        .iter()
        .map(|(run, n_runs)| *n_runs.min(said.get(run).unwrap_or(&0)))
        .sum();
    let share = |of: usize| n_common as f64 / of as f64;
    let precision = match (n_said, n_right) {
        (0, 0) => None,
        (0, _) => Some(0.0),
        _ => Some(share(n_said)),
    };
    (precision, (n_right > 0).then(|| share(n_right)))
}

/// The score of all `pages` together; one may stand in it several times.
pub fn together<'a>(pages: impl Iterator<Item = &'a PageScore> + Clone) -> Score {
    let authors = pages.clone().fold([0; 3], |sum: [usize; 3], page| {
        std::array::from_fn(|at| sum[at] + page.authors[at])
    });
    let share = |of: usize| {
        if of > 0 {
            authors[0] as f64 / of as f64
        } else {
            0.0
        }
    };
    Score {
        text_f1: text_f1(pages.clone()),
        exact: mean(pages.clone().map(|page| f64::from(page.is_exact))),
        title: mean(pages.clone().filter_map(|page| page.title).map(f64::from)),
        date: mean(pages.clone().filter_map(|page| page.date).map(f64::from)),
        author_f1: if authors[2] > 0 {
            f1(share(authors[1]), share(authors[2]))
        } else {
            f64::NAN
        },
    }
}

/// F1 of the text alone.
pub fn text_f1<'a>(pages: impl Iterator<Item = &'a PageScore> + Clone) -> f64 {
    let precision = mean(pages.clone().filter_map(|page| page.precision));
    f1(precision, mean(pages.filter_map(|page| page.recall)))
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n_values) = values.fold((0.0, 0_usize), |(sum, n_values), value| {
        (sum + value, n_values + 1)
    });
    sum / n_values as f64
}

/// A difference of F1 and the interval in which 95 % of the resamples lie.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    /// On the pages as they are.
    pub mean: f64,
    /// 2.5 % of the resamples lie below.
    pub low: f64,
    /// 2.5 % of the resamples lie above.
    pub high: f64,
}

/// By how much `ours` is better than `theirs`, page for page the same pages: a paired bootstrap.
///
/// # Source
///
/// B. Efron and R. J. Tibshirani, "An Introduction to the Bootstrap" (1993), percentile interval.
pub fn difference(ours: &[&PageScore], theirs: &[&PageScore]) -> Difference {
    const N_RESAMPLES: usize = 1000;
    let mut state = 20_260_101_u64;
    let mut resamples: Vec<f64> = (0..N_RESAMPLES)
        .map(|_| {
            let picks: Vec<usize> = ours
                .iter()
                .map(|_| next(&mut state) as usize % ours.len())
                .collect();
            let f1 = |pages: &[&PageScore]| text_f1(picks.iter().map(|pick| pages[*pick]));
            f1(ours) - f1(theirs)
        })
        .collect();
    resamples.sort_by(f64::total_cmp);
    Difference {
        mean: text_f1(ours.iter().copied()) - text_f1(theirs.iter().copied()),
        low: resamples[N_RESAMPLES / 40],
        high: resamples[N_RESAMPLES - 1 - N_RESAMPLES / 40],
    }
}

/// The next of a fixed row of numbers (splitmix64).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, author: &str) -> Found {
        Found {
            text: Some(text.to_owned()),
            title: Some("A word".to_owned()),
            author: Author::Line(Some(author.to_owned())),
            date: Some("2026-03-04".to_owned()),
        }
    }

    #[test]
    fn the_same_is_all_right() {
        let gold = found("One two, three four five.", "Ana Ruiz; Bo Li");
        let pages = [page(&gold, &gold)];
        let score = together(pages.iter());
        let all = [
            score.text_f1,
            score.exact,
            score.title,
            score.date,
            score.author_f1,
        ];
        assert_eq!(all, [1.0; 5]);
        assert_eq!(
            together([page(&gold, &Found::default())].iter()).text_f1,
            0.0
        );
    }

    /// `score.py` gives the same: 2 of 3 runs said, 2 of 2 runs right.
    #[test]
    fn runs_of_four_words_count() {
        let gold = found("one two three four five", "Ana Ruiz and Bo Li");
        let said = Found {
            date: Some("2026-03-04T10:00".to_owned()),
            ..found("One two three four five six", "bo li")
        };
        let pages = [page(&gold, &said)];
        let score = together(pages.iter());
        assert!((score.text_f1 - 0.8).abs() < 1e-12);
        assert!((score.author_f1 - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!((score.exact, score.date), (0.0, 1.0));
    }

    #[test]
    fn marks_part_words_as_in_python() {
        assert_eq!(
            words("e\u{301}t d'un_mot 3½"),
            ["e", "t", "d", "un_mot", "3½"]
        );
    }
}
