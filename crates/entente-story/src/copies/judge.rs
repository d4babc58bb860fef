//! Says what it means that two texts have words in common, and which had them first.

use std::collections::HashSet;
use std::sync::LazyLock;

use entente_types::CopyKind;

use super::about::{About, DAY};
use super::align::Run;
use super::text::{Voice, word};
use crate::table::rows;

/// Runs of fewer words are formulas of the language and tell nothing by themselves.
pub(crate) const SHORTEST: usize = 8;
/// Words in common, outside quotation marks, that make one text a copy of the other, from this share of the
/// smaller one's own words on.
const TEXT_SHARE: f32 = 0.1;
/// The same for the words of quotations and documents.
const QUOTED_SHARE: f32 = 0.1;
/// Fewer words in common never tell anything.
const FEWEST: usize = 20;
/// A passage of so many words tells something in a text of any length.
const LONG: usize = 40;
/// From this share of the smaller text's own words on it is the same text, and below it is made from it.
const REPRINT_SHARE: f32 = 0.8;
/// The same inside one newsroom: a report goes on under a new headline and with new paragraphs.
const UPDATE_SHARE: f32 = 0.6;
/// One newsroom's texts share notices and what is told of a story each time: only from this share on one is
/// made from the other.
const OWN_REWRITE_SHARE: f32 = 0.3;
/// From this share on, what came out earlier is where the words come from; below, both can have them from a
/// third text that is not known.
const SOURCE_SHARE: f32 = 0.5;
/// A text quotes the other if this share of the words that it quotes are the other's own.
const QUOTED_FROM: f32 = 0.6;
/// Longest time between two states of one report.
const UPDATE_MINUTES: i64 = DAY;
/// One word in so many speaks of the speaker himself in statements, letters and speeches.
const WORDS_PER_FIRST_PERSON: usize = 25;
/// Documents are known by passages of so many words.
const DOCUMENT_WORDS: usize = 25;

static FIRST_PERSON: LazyLock<HashSet<u32>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/first_person.tsv"));
    rows.map(|row| word(row[0])).collect()
});

/// One of two texts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side<'a> {
    pub(crate) about: &'a About,
    /// Whose each of its words is.
    pub(crate) voices: &'a [Voice],
    /// Does it name the newsroom of the other?
    pub(crate) names_other: bool,
}

impl Side<'_> {
    fn n_own(&self) -> usize {
        self.voices
            .iter()
            .filter(|voice| **voice == Voice::Own)
            .count()
    }
}

/// Words in common, by where they stand.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Common {
    /// In what the reporters write themselves.
    pub(crate) text: usize,
    /// Between quotation marks in one of the texts.
    pub(crate) quote: usize,
    /// Those of them that are the reporter's own words in one of the texts.
    own_of_from: usize,
    own_of_to: usize,
    /// In statements, letters and speeches that are printed without marks.
    pub(crate) document: usize,
    /// The longest passage of each, in words.
    longest_text: usize,
    longest_other: usize,
}

/// What two texts have in common.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    /// Nothing if they share formulas at most.
    pub(crate) kind: Option<CopyKind>,
    pub(crate) direction: Direction,
    /// Share of the smaller text's words.
    pub(crate) share: f32,
    /// Share of the smaller text's own words, without quotations and documents.
    pub(crate) own_share: f32,
    pub(crate) common: Common,
    /// What each run is, in order of the runs.
    pub(crate) kinds: Vec<CopyKind>,
    pub(crate) because: String,
}

/// Which way the words went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Forward,
    Backward,
    Unknown,
}

/// Judges the runs that stand in `from` and `to`; `words` are those of `from`.
pub(crate) fn judge(from: Side, to: Side, words: &[u32], runs: &[Run]) -> Judged {
    let (common, mut kinds) = count(from, to, words, runs);
    let all = common.text + common.quote + common.document;
    let share = part(all, from.voices.len().min(to.voices.len()));
    let own_share = part(common.text, from.n_own().min(to.n_own()));
    let mut judged = Judged {
        kind: kind(&common, share, own_share, from.about, to.about),
        direction: Direction::Unknown,
        share,
        own_share,
        common,
        kinds: Vec::new(),
        because: String::new(),
    };
    let text_kind = match judged.kind {
        Some(kind @ (CopyKind::Reprint | CopyKind::LiveUpdate)) => kind,
        _ => CopyKind::Rewrite,
    };
    for kind in kinds.iter_mut().filter(|kind| **kind == CopyKind::Rewrite) {
        *kind = text_kind;
    }
    judged.kinds = kinds;
    judged.direction = direction(&judged, from, to);
    judged.because = because(&judged, from, to);
    judged
}

fn part(n: usize, of: usize) -> f32 {
    if of == 0 {
        0.0
    } else {
        (n as f32 / of as f32).min(1.0)
    }
}

/// Counts each word of both texts once, longest runs first, and says what each run is.
fn count(from: Side, to: Side, words: &[u32], runs: &[Run]) -> (Common, Vec<CopyKind>) {
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by_key(|&idx| (std::cmp::Reverse(runs[idx].n), idx));
    let mut is_taken = vec![false; from.voices.len()];
    let mut common = Common::default();
    let mut kinds = vec![CopyKind::Quote; runs.len()];
    for idx in order {
        let run = runs[idx];
        let is_document = is_document(from, to, words, run);
        let mut n_text = 0;
        let mut n_new = 0;
        for step in 0..run.n {
            let voices = (from.voices[run.from + step], to.voices[run.to + step]);
            let is_quoted = voices != (Voice::Own, Voice::Own);
            n_text += usize::from(!is_quoted);
            if std::mem::replace(&mut is_taken[run.from + step], true) {
                continue;
            }
            n_new += 1;
            match (is_quoted, is_document) {
                (true, _) => {
                    common.quote += 1;
                    common.own_of_from += usize::from(voices.0 == Voice::Own);
                    common.own_of_to += usize::from(voices.1 == Voice::Own);
                }
                (false, true) => common.document += 1,
                (false, false) => common.text += 1,
            }
        }
        let is_text = n_text * 2 > run.n;
        kinds[idx] = match (is_text, is_document) {
            (false, _) => CopyKind::Quote,
            (true, true) => CopyKind::Document,
            (true, false) => CopyKind::Rewrite,
        };
        let longest = if kinds[idx] == CopyKind::Rewrite {
            &mut common.longest_text
        } else {
            &mut common.longest_other
        };
        *longest = n_new.max(*longest);
    }
    (common, kinds)
}

/// Does someone speak of himself in this run, outside quotation marks?
fn is_document(from: Side, to: Side, words: &[u32], run: Run) -> bool {
    let is_own = |step: &usize| {
        (from.voices[run.from + step], to.voices[run.to + step]) == (Voice::Own, Voice::Own)
    };
    let own = (0..run.n).filter(is_own);
    let (mut n_own, mut n_first_person) = (0, 0);
    for step in own {
        n_own += 1;
        n_first_person += usize::from(FIRST_PERSON.contains(&words[run.from + step]));
    }
    n_own >= DOCUMENT_WORDS
        && n_first_person >= 2
        && n_first_person * WORDS_PER_FIRST_PERSON >= n_own
}

fn kind(common: &Common, share: f32, own_share: f32, from: &About, to: &About) -> Option<CopyKind> {
    let other = common.quote + common.document;
    let is_copy = common.text >= FEWEST && (own_share >= TEXT_SHARE || common.longest_text >= LONG);
    let is_shared = other >= FEWEST && (share >= QUOTED_SHARE || common.longest_other >= LONG);
    if is_copy && (common.text >= other || !is_shared) {
        let is_update = from.is_same_outlet(to) && is_near(from, to) && own_share >= UPDATE_SHARE;
        let is_same_page = from.address.is_some() && from.address == to.address;
        return match own_share {
            _ if is_update || is_same_page => Some(CopyKind::LiveUpdate),
            share if share >= REPRINT_SHARE => Some(CopyKind::Reprint),
            share if from.is_same_outlet(to) && share < OWN_REWRITE_SHARE => None,
            _ => Some(CopyKind::Rewrite),
        };
    }
    if common.document <= common.quote {
        return is_shared.then_some(CopyKind::Quote);
    }
    // What one newsroom prints again and again in the first person is its own notice.
    (is_shared && !from.is_same_outlet(to)).then_some(CopyKind::Document)
}

fn is_near(from: &About, to: &About) -> bool {
    match (from.when, to.when) {
        (Some(from), Some(to)) => (from.minute - to.minute).abs() <= UPDATE_MINUTES,
        _ => true,
    }
}

fn direction(judged: &Judged, from: Side, to: Side) -> Direction {
    use Direction::{Backward, Forward, Unknown};
    let common = &judged.common;
    let by = |forward: bool, backward: bool| match (forward, backward) {
        (true, false) => Forward,
        (false, true) => Backward,
        _ => Unknown,
    };
    // Papers print what agencies write.
    let by_agency = by(
        from.about.is_agency && !to.about.is_agency,
        to.about.is_agency && !from.about.is_agency,
    );
    let by_name = by(to.names_other, from.names_other);
    let by_time = match (from.about.when, to.about.when) {
        (Some(one), Some(other)) if judged.own_share >= SOURCE_SHARE => {
            by(one.is_before(other), other.is_before(one))
        }
        _ => Unknown,
    };
    let is_from = |own: usize| part(own, common.quote) >= QUOTED_FROM;
    let by_quoting = by(
        to.names_other && is_from(common.own_of_from),
        from.names_other && is_from(common.own_of_to),
    );
    match judged.kind {
        None | Some(CopyKind::Document | CopyKind::Repeat) => Unknown,
        Some(CopyKind::Quote) => by_quoting,
        Some(CopyKind::LiveUpdate) => first([by_time, by_length(from, to)]),
        Some(_) if third(from, to).is_some() => by_agency,
        Some(_) => first([by_agency, by_name, by_time]),
    }
}

fn first<const N: usize>(directions: [Direction; N]) -> Direction {
    let mut known = directions.into_iter();
    known
        .find(|direction| *direction != Direction::Unknown)
        .unwrap_or(Direction::Unknown)
}

/// A report grows while it is written.
fn by_length(from: Side, to: Side) -> Direction {
    match (from.voices.len(), to.voices.len()) {
        (from, to) if from * 10 < to * 9 => Direction::Forward,
        (from, to) if to * 10 < from * 9 => Direction::Backward,
        _ => Direction::Unknown,
    }
}

/// The agency that both credit, if they are not both that agency itself.
fn third(from: Side, to: Side) -> Option<&'static str> {
    let agency = from.about.agency?;
    let is_common = to.about.agency == Some(agency) && !from.about.is_same_outlet(to.about);
    is_common.then_some(agency)
}

fn because(judged: &Judged, from: Side, to: Side) -> String {
    let percent = (judged.own_share * 100.0).round();
    let is_known = judged.direction != Direction::Unknown;
    let told = match judged.kind {
        None => "",
        Some(CopyKind::Document) => "both print the same document",
        Some(CopyKind::Quote) if is_known => "one quotes the other",
        Some(CopyKind::Quote | CopyKind::Repeat) => "both quote the same statement",
        Some(CopyKind::LiveUpdate) => "a later state of the same report",
        Some(CopyKind::Reprint | CopyKind::Rewrite) => {
            return match third(from, to) {
                Some(agency) => format!("both carry the {agency} text"),
                None if from.about.is_same_outlet(to.about) => {
                    format!("one newsroom uses {percent} % of its own text again")
                }
                None => format!("{percent} % of one stands in the other"),
            };
        }
    };
    told.to_owned()
}
