//! Tells once what several lines would tell, as two sayings of one sentence.

use entente_types::{ArticleId, Verdict};

use super::{Line, Section, is_at_odds};

/// Lines that are compared with each other.
const MOST: usize = 400;

/// What a line tells, without its marks of quotation.
struct Plain {
    words: String,
    /// The words, and those that its reports have for it.
    all: String,
    reports: Vec<ArticleId>,
    verdict: Verdict,
}

impl Plain {
    fn new(line: &Line) -> Self {
        let plain = |text: &str| text.replace(['“', '”', '"'], "").to_lowercase();
        let words = plain(&line.text);
        let values = line.values.iter().map(|value| plain(&value.text));
        Self {
            all: [words.clone()]
                .into_iter()
                .chain(values)
                .collect::<Vec<_>>()
                .join("\n"),
            words,
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
            && self.all.contains(words)
            && other.reports.iter().all(knows)
    }

    /// Does it hold all words of a line on which its reports agree with others?
    fn adds_to(&self, other: &Self) -> bool {
        const FEWEST: usize = 5;
        let words = other.words.trim_matches(['.', ',', ' ']);
        let mut reports = self.reports.iter();
        other.verdict == Verdict::Agree
            && words.split_whitespace().count() >= FEWEST
            && self.words.contains(words)
            && reports.all(|report| other.reports.contains(report))
    }

    /// Is it most of the words of another line, which only adds who said them?
    fn tells_most(&self, other: &Self) -> bool {
        let is_most = 10 * self.words.len() >= 6 * other.words.len();
        let mut reports = other.reports.iter();
        is_most
            && other
                .words
                .contains(self.words.trim_matches(['.', ',', ' ']))
            && reports.all(|report| self.reports.contains(report))
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

/// A section without the lines whose words, or most of them, stand in other sections, and without those that add something to
/// what all tell.
pub(super) fn told_nowhere_else(mut section: Section, others: &[Section]) -> Section {
    let lines = others
        .iter()
        .flat_map(|other| &other.groups)
        .flat_map(|group| &group.lines);
    let told: Vec<Plain> = lines.take(MOST).map(Plain::new).collect();
    for group in &mut section.groups {
        group.lines.retain(|line| {
            let own = Plain::new(line);
            !told
                .iter()
                .any(|other| other.tells(&own) || other.tells_most(&own) || own.adds_to(other))
        });
    }
    section
        .groups
        .retain(|group| !group.lines.is_empty() || group.n_more > 0);
    section
}
