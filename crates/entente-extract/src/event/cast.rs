//! Who does an act and to whom it is done: chosen among all whom its sentence names.
//!
//! The frames propose (`sides`); two linear models, one for who acts and one for whom it is done
//! to, score every candidate by the proposal, the path that joins it to the act, and what the act and the candidate
//! are. The weights come from `cargo xtask train acts`; `data/event_cast.md` tells from what.

mod features;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use entente_types::{Document, Participant, Root, Span};

use super::act::Act;
use super::learned::{Features, N_BUCKETS};
use super::participant::People;
use super::{Sides, argument, manner};

/// Most candidates of one act, the nearest first.
const MAX_CANDIDATES: usize = 36;
/// So many words before and after an act its parties may stand.
const REACH: usize = 150;
/// Whoever is joined to one chosen and not proposed by the frames comes along from this score on.
const JOINED: f32 = 1.0;
/// The same where the frames propose the one chosen alone: "Peru and [Chile], which has sent".
const PARTED: f32 = 3.0;
/// Nothing is surer than this.
const MOST_SURE: f32 = 5.0;

/// Somebody named in the sentence of an act who may take part in it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The token that heads the name.
    head: usize,
    /// The tokens joined to it by "and" or commas.
    joined: Vec<usize>,
    /// Where the head stands.
    pub at: Span,
    /// Do the frames take it for who acts, for whom it is done to?
    pub is_proposed: [bool; 2],
    /// Is it what is done or given, so that the frame looks for the recipient elsewhere: "sent [troops] to the war"?
    is_means: bool,
    /// Who it is.
    pub participant: Participant,
    /// What tells whether it takes part.
    pub features: Features,
}

/// How surely the two sides of an act were chosen: the logarithm of the odds of each.
#[derive(Clone, Copy, Debug, Default)]
pub struct Margins {
    /// Of who acts, be it nobody.
    pub actor: f32,
    /// Of whom it is done to, be it nobody.
    pub recipient: f32,
    /// Do the frames propose the same who acts?
    pub is_actor_proposed: bool,
    /// Do the frames propose the same to whom it is done?
    pub is_recipient_proposed: bool,
}

/// A word that may name an act, and everybody who may take part in it.
#[derive(Clone, Debug)]
pub struct Question {
    /// The word.
    pub trigger: Span,
    /// The root under which PLOVER counts it, as it is told.
    pub counted: Option<Root>,
    /// All who may take part, in order of the text.
    pub candidates: Vec<Candidate>,
    /// What tells whether a side stays empty.
    pub nobody: Features,
}

impl Question {
    pub(super) fn new(
        document: &Document,
        act: &Act,
        (candidates, nobody): (Vec<Candidate>, Features),
    ) -> Self {
        let (realis, polarity) = manner::of(document, act);
        Self {
            trigger: document.tokens[act.token].span,
            counted: super::counted(act.frame.root, realis, polarity),
            candidates,
            nobody,
        }
    }
}

/// Everybody who may take part in an act, in order of the text, and what tells whether nobody does; `proposed` is what
/// the frames say.
pub(super) fn candidates(
    document: &Document,
    people: &People,
    acts: &BTreeMap<usize, Act>,
    act: &Act,
    proposed: &Sides,
) -> (Vec<Candidate>, Features) {
    let sentence = document.sentences[document.sentence_of(act.token)].tokens();
    let start = sentence.start.max(act.token.saturating_sub(REACH));
    let mut named = people.named_among(start..sentence.end.min(act.token + REACH));
    if named.len() > MAX_CANDIDATES {
        named.sort_by_key(|(head, _)| head.abs_diff(act.token));
        named.truncate(MAX_CANDIDATES);
        named.sort_by_key(|(head, _)| *head);
    }
    let reader = features::Reader::new(document, people, acts, act, proposed);
    let seen = named.into_iter().map(|(head, participant)| Candidate {
        head,
        joined: joined_to(document, act, head),
        at: document.tokens[head].span,
        is_means: act.object == Some(head)
            && act.consumed.contains(&head)
            && !act.frame.recipients.contains(&"obj"),
        is_proposed: [&proposed.actors, &proposed.recipients]
            .map(|side| side.iter().any(|one| one.span == participant.span)),
        features: reader.features(head, &participant),
        participant,
    });
    let seen: Vec<Candidate> = seen.collect();
    let nobody = reader.nobody(&seen);
    (seen, nobody)
}

/// What is joined to a word by "and" or commas, or shares the act's subject with it where the parser joins across
/// clauses.
fn joined_to(document: &Document, act: &Act, head: usize) -> Vec<usize> {
    let mut found = argument::with_conjuncts(document, head);
    if act.subjects.contains(&head) {
        found.extend(&act.subjects);
    }
    found
}

/// Two linear models over hashed features: one for who acts, one for whom it is done to.
#[derive(Clone, Debug)]
pub struct Model {
    /// Two signed bytes for each bucket.
    weights: Vec<i8>,
    scales: [f32; 2],
}

impl Model {
    /// Takes the steps of the two models' weights (two little-endian `f32`) and two weights of one byte for each of
    /// [`N_BUCKETS`]; `None` for any other length.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (actor, rest) = bytes.split_first_chunk::<4>()?;
        let (recipient, rest) = rest.split_first_chunk::<4>()?;
        let weights: Vec<i8> = rest.iter().map(|&byte| byte as i8).collect();
        (weights.len() == 2 * N_BUCKETS).then(|| Self {
            weights,
            scales: [f32::from_le_bytes(*actor), f32::from_le_bytes(*recipient)],
        })
    }

    /// How surely a candidate acts, and how surely it is done to them: scores that hold beside those of the others.
    #[must_use]
    pub fn scores(&self, features: &Features) -> [f32; 2] {
        let mut sums = [0.0_f32; 2];
        for &(bucket, value) in features {
            for (side, sum) in sums.iter_mut().enumerate() {
                *sum += value * f32::from(self.weights[2 * bucket as usize + side]);
            }
        }
        [sums[0] * self.scales[0], sums[1] * self.scales[1]]
    }

    /// Chooses both sides of an act, by candidate: who acts, and whom it is done to.
    ///
    /// `nobody` tells whether a side stays empty. The pair with the highest sum of scores is chosen whose two are not
    /// the same; those joined to it by "and" come along.
    #[must_use]
    pub fn decide(
        &self,
        candidates: &[Candidate],
        nobody: &Features,
    ) -> ([Vec<usize>; 2], Margins) {
        let empty = self.scores(nobody);
        let scores: Vec<[f32; 2]> = candidates
            .iter()
            .map(|one| {
                let scores = self.scores(&one.features);
                let recipient = match one.is_means {
                    true => -MOST_SURE,
                    false => scores[1] - empty[1],
                };
                [scores[0] - empty[0], recipient]
            })
            .collect();
        let pair = best_pair(candidates, &scores);
        let mut sides = [Vec::new(), Vec::new()];
        for side in [0, 1] {
            let others: Vec<usize> = pair[1 - side]
                .into_iter()
                .chain(sides[1 - side].clone())
                .collect();
            sides[side] = joined(candidates, &scores, side, pair[side], &others);
        }
        let surely = |side: usize| surely(&scores, side, &sides[side]);
        let margins = Margins {
            actor: surely(0),
            recipient: surely(1),
            ..Margins::default()
        };
        (sides, margins)
    }

    /// The two sides of an act by its candidates; whom the frames find outside of its sentence stays.
    pub(super) fn choose(
        &self,
        candidates: &[Candidate],
        nobody: &Features,
        proposed: Sides,
    ) -> (Sides, Margins) {
        let ([actors, recipients], mut margins) = self.decide(candidates, nobody);
        let own = proposed.clone();
        let inside = |one: &Participant| {
            candidates
                .iter()
                .any(|own| own.participant.span == one.span)
        };
        let side = |chosen: Vec<usize>, mut proposed: Vec<Participant>| -> Vec<Participant> {
            proposed.retain(|one| chosen.is_empty() && !inside(one));
            let chosen = chosen
                .into_iter()
                .map(|idx| candidates[idx].participant.clone());
            proposed.into_iter().chain(chosen).collect()
        };
        let sides = Sides {
            actors: side(actors, proposed.actors),
            recipients: side(recipients, proposed.recipients),
        };
        let is_same = |one: &[Participant], other: &[Participant]| {
            let spans = |side: &[Participant]| side.first().map(|one| one.span);
            spans(one) == spans(other)
        };
        margins.is_actor_proposed = is_same(&sides.actors, &own.actors);
        margins.is_recipient_proposed = is_same(&sides.recipients, &own.recipients);
        (sides, margins)
    }
}

/// The pair with the highest sum of scores; either may be nobody, whose score is 0.
fn best_pair(candidates: &[Candidate], scores: &[[f32; 2]]) -> [Option<usize>; 2] {
    let mut best = (0.0, [None, None]);
    let mut offer = |score: f32, pair: [Option<usize>; 2]| {
        if score > best.0 {
            best = (score, pair);
        }
    };
    for one in 0..candidates.len() {
        offer(scores[one][0], [Some(one), None]);
        offer(scores[one][1], [None, Some(one)]);
        if scores[one][0] <= 0.0 {
            continue;
        }
        for other in 0..candidates.len() {
            let score = scores[one][0] + scores[other][1];
            if scores[other][1] > 0.0 && !candidates[other].is_among(candidates, &[one]) {
                offer(score, [Some(one), Some(other)]);
            }
        }
    }
    best.1
}

/// How surely a side was chosen: the logarithm of how much likelier it is than all others together.
fn surely(scores: &[[f32; 2]], side: usize, chosen: &[usize]) -> f32 {
    let (mut own, mut others) = (0.0_f32, 0.0_f32);
    for (idx, score) in scores.iter().enumerate() {
        let share = score[side].clamp(-20.0, 20.0).exp();
        match chosen.contains(&idx) {
            true => own += share,
            false => others += share,
        }
    }
    // Nobody has the score 0.
    match chosen.is_empty() {
        true => own += 1.0,
        false => others += 1.0,
    }
    (own.max(1e-6) / others.max(1e-6))
        .ln()
        .clamp(-MOST_SURE, MOST_SURE)
}

/// The best candidate of a side and those joined to it who are likelier than nobody.
fn joined(
    candidates: &[Candidate],
    scores: &[[f32; 2]],
    side: usize,
    best: Option<usize>,
    others: &[usize],
) -> Vec<usize> {
    let mut chosen: Vec<usize> = best.into_iter().collect();
    let Some(best) = best else { return chosen };
    for idx in 0..candidates.len() {
        let own = &candidates[idx];
        let least = match (own.is_proposed[side], candidates[best].is_proposed[side]) {
            (true, _) => 0.0,
            (false, false) => JOINED,
            (false, true) => PARTED,
        };
        let is_likely = scores[idx][side] > least && scores[idx][side] >= scores[idx][1 - side];
        let is_new = !own.is_among(candidates, &chosen) && !own.is_among(candidates, others);
        if is_likely && is_new && candidates[best].is_joined(own) {
            chosen.push(idx);
        }
    }
    chosen.sort_unstable();
    chosen
}

impl Candidate {
    /// Is it the same as one of these, or does it stand in its words?
    fn is_among(&self, candidates: &[Self], others: &[usize]) -> bool {
        others.iter().any(|&idx| {
            let (own, other) = (&self.participant, &candidates[idx].participant);
            other.span.overlaps(own.span) || (other.actor.is_some() && other.actor == own.actor)
        })
    }

    /// Are the two joined by "and" or commas?
    fn is_joined(&self, other: &Self) -> bool {
        self.joined.contains(&other.head) || other.joined.contains(&self.head)
    }
}

/// The model that ships with Entente.
pub(super) static SHIPPED: LazyLock<Option<Model>> =
    LazyLock::new(|| Model::from_bytes(include_bytes!("../../data/event_cast.bin")));
