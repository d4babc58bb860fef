//! Tells once what several lines would tell, as two sayings of one sentence.

use entente_types::{ArticleId, Verdict};

use super::{Line, is_at_odds};

/// Lines that are compared with each other.
const MOST: usize = 400;

/// What a line tells, without its marks of quotation.
struct Plain {
    words: String,
    reports: Vec<ArticleId>,
    verdict: Verdict,
}

impl Plain {
    fn new(line: &Line) -> Self {
        Self {
            words: line.text.replace(['“', '”', '"'], "").to_lowercase(),
            reports: line.reports.clone(),
            verdict: line.verdict,
        }
    }

    /// Does it hold all words of another line, for all reports of that, and do these stand to each other as firmly in it?
    fn tells(&self, other: &Self) -> bool {
        let words = other.words.trim_matches(['.', ',', ' ']);
        let knows = |report| self.reports.contains(report);
        !is_at_odds(other.verdict)
            && (other.verdict != Verdict::Agree || self.verdict == Verdict::Agree)
            && self.words.contains(words)
            && other.reports.iter().all(knows)
    }
}

/// The lines of some groups without those of which another tells all; of two that tell the same the first stays.
pub(super) fn told_once(groups: Vec<Vec<Line>>) -> Vec<Vec<Line>> {
    let all: Vec<Plain> = groups.iter().flatten().take(MOST).map(Plain::new).collect();
    let is_repeated = |own: usize| {
        let fuller = |(other, above): (usize, &Plain)| {
            other != own && above.tells(&all[own]) && (other < own || !all[own].tells(above))
        };
        own < all.len() && all.iter().enumerate().any(fuller)
    };
    let mut number = 0;
    let mut keep = |_: &Line| {
        number += 1;
        !is_repeated(number - 1)
    };
    let kept = groups
        .into_iter()
        .map(|lines| lines.into_iter().filter(&mut keep).collect());
    kept.collect()
}
