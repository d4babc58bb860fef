//! Says what it means that two texts have words in common, and which had them first.

use entente_types::CopyKind;

use super::about::{About, DAY};
use super::align::Run;
use super::common::{Common, count};
use super::text::Voice;

/// Runs of fewer words are formulas of the language and tell nothing by themselves.
pub(crate) const SHORTEST: usize = 8;
/// Words in common, outside quotation marks, that make one text a copy of the other, from this share of the
/// smaller one's own words on.
const TEXT_SHARE: f32 = 0.1;
/// The same for the words of quotations and documents.
const QUOTED_SHARE: f32 = 0.1;
/// Fewer words in common tell nothing, unless they are all that one text has.
const FEWEST: usize = 20;
/// Fewer words are no report.
const FEWEST_OF_SHORT: usize = 10;
/// So much of a text that it is made from the other even if both quote still more of the same words.
const MUCH_SHARE: f32 = 0.2;
/// The same for passages.
const SPREAD: usize = 3;
/// A passage of so many words tells something in a text of any length.
const LONG: usize = 40;
/// From this share of the smaller text's own words on it is the same text, and below it is made from it.
const REPRINT_SHARE: f32 = 0.8;
/// The same inside one newsroom: a report goes on under a new headline and with new paragraphs.
const UPDATE_SHARE: f32 = 0.6;
/// One newsroom's texts share notices and what is told of a story each time: only from this share of all words
/// on that tells something.
const HOME_SHARE: f32 = 0.3;
/// From this share on, what came out earlier is where the words come from; below, two newsrooms can have them
/// from a third text that is not known.
const SOURCE_SHARE: f32 = 0.5;
/// A text quotes the other if this share of the quoted words in common are passages of the other's own.
const QUOTED_FROM: f32 = 0.6;
/// Longest time between two states of one report.
const UPDATE_MINUTES: i64 = DAY;
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

fn kind(common: &Common, share: f32, own_share: f32, from: &About, to: &About) -> Option<CopyKind> {
    let other = common.quote + common.document;
    let is_whole = own_share >= REPRINT_SHARE && common.text >= FEWEST_OF_SHORT;
    let is_copy = (common.text >= FEWEST || is_whole)
        && (own_share.max(share) >= TEXT_SHARE || common.longest_text >= LONG);
    let is_shared = other >= FEWEST && (share >= QUOTED_SHARE || common.longest_other >= LONG);
    let is_home = from.is_same_outlet(to);
    if is_home && share < HOME_SHARE {
        return None;
    }
    // A statement without marks is one or two passages; who rewrites takes from many places.
    let is_spread = common.n_text_runs >= SPREAD && common.text * 2 >= other;
    let is_mostly = common.text >= other
        || own_share >= SOURCE_SHARE
        || is_spread && common.text >= LONG && own_share >= MUCH_SHARE;
    if is_copy && (is_home || is_mostly || !is_shared) {
        return Some(match own_share {
            share if is_one_report(share, from, to) => CopyKind::LiveUpdate,
            share if share >= REPRINT_SHARE => CopyKind::Reprint,
            _ => CopyKind::Rewrite,
        });
    }
    let kind = if common.document > common.quote {
        CopyKind::Document
    } else {
        CopyKind::Quote
    };
    is_shared.then_some(kind)
}

/// Are both states of one report?
fn is_one_report(own_share: f32, from: &About, to: &About) -> bool {
    let is_same_page = from.address.is_some() && from.address == to.address;
    is_same_page || from.is_same_outlet(to) && is_near(from, to) && own_share >= UPDATE_SHARE
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
    let by_time = match (from.about.when, to.about.when) {
        (Some(one), Some(other)) => by(one.is_before(other), other.is_before(one)),
        _ => Unknown,
    };
    let has_source = from.about.is_same_outlet(to.about) || judged.own_share >= SOURCE_SHARE;
    let is_from = |n_words: usize| part(n_words, common.quote) >= QUOTED_FROM;
    let by_quoting = by(
        to.names_other && is_from(common.quoted_by_to),
        from.names_other && is_from(common.quoted_by_from),
    );
    match judged.kind {
        None | Some(CopyKind::Document | CopyKind::Repeat) => Unknown,
        Some(CopyKind::Quote) => by_quoting,
        Some(CopyKind::LiveUpdate) => first([by_time, by_length(from, to)]),
        Some(_) if third(from, to).is_some() => by_agency,
        Some(_) if has_source => first([by_agency, by_time]),
        Some(_) => by_agency,
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
