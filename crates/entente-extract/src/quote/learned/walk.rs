//! Which words around a cue are its source and its content.
//!
//! The parse is walked outward from the cue. Each word gets a role from what it is, how it hangs on the word
//! that the walk came from, and that word's role: most words share it, and few edges part one role from
//! the next. The runs of words that agree best with the roles become source, cue and content.

use std::ops::Range;

use super::super::reader::Reader;
use super::facts::Facts;
use super::{Bag, Features, Model, mix, steps};

/// What a word is to a cue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Nothing.
    #[default]
    Out,
    /// It names who speaks.
    Source,
    /// It is what is said.
    Content,
    /// It is a part of the cue.
    Cue,
}

/// The roles in the order of the model's weights.
pub const ROLES: [Role; 4] = [Role::Out, Role::Source, Role::Content, Role::Cue];

/// How many words a walk visits, and how far it goes in the text.
const MAX_STEPS: usize = 220;
const MAX_DISTANCE: usize = 150;
/// How many children of a word a walk looks at.
const MAX_CHILDREN: usize = 120;

/// A word on the walk.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Its token.
    pub token: usize,
    /// The place in the walk of the word that the walk came from; its own for the cue.
    pub from: usize,
    /// Did the walk climb to it?
    is_up: bool,
    /// Hash of all relations from the cue to it.
    path: u64,
    /// Hash of the first of them.
    first: u64,
    depth: usize,
}

/// The words of a sentence in the order of the walk from a cue.
#[must_use]
pub fn walk(facts: &Facts, cue: usize) -> Vec<Step> {
    let document = facts.reader.document;
    let paragraph = facts.reader.paragraph_of(cue);
    let mut steps = vec![Step {
        token: cue,
        from: 0,
        is_up: false,
        path: 1,
        first: 0,
        depth: 0,
    }];
    let mut next = 0;
    while next < steps.len() && steps.len() < MAX_STEPS {
        let here = steps[next];
        let came_from = steps[here.from].token;
        let children = document.children(here.token).take(MAX_CHILDREN);
        let downs = children.map(|child| (child, false));
        let up = document.head(here.token).map(|head| (head, true));
        // After a step down the head is where the walk came from.
        let up = up.filter(|_| next == 0 || here.is_up);
        for (token, is_up) in downs.chain(up) {
            let is_new =
                (token != came_from || next == 0) && facts.reader.paragraph_of(token) == paragraph;
            if is_new && token.abs_diff(cue) <= MAX_DISTANCE && steps.len() < MAX_STEPS {
                steps.push(step(facts, here, next, token, is_up));
            }
        }
        next += 1;
    }
    steps
}

fn step(facts: &Facts, here: Step, from: usize, token: usize, is_up: bool) -> Step {
    let edge = edge(facts, here.token, token, is_up);
    Step {
        token,
        from,
        is_up,
        path: mix(here.path ^ edge),
        first: if from == 0 { edge } else { here.first },
        depth: here.depth + 1,
    }
}

/// How a word hangs on the one that the walk came from.
fn edge(facts: &Facts, from: usize, to: usize, is_up: bool) -> u64 {
    let dep = facts.words[if is_up { from } else { to }].dep;
    dep ^ if is_up { 0xA5A5 } else { 0 }
}

/// What tells the role of a step, given the role of the step before.
pub fn features(facts: &Facts, walk: &[Step], at: usize, before: Role) -> Features {
    let mut bag = Bag::new();
    let step = walk[at];
    let (token, from, cue) = (step.token, walk[step.from].token, walk[0].token);
    let reader = facts.reader;
    let (word, above, head) = (&facts.words[token], &facts.words[from], &facts.words[cue]);
    let role = before as u64 + 1;
    let edge = edge(facts, from, token, step.is_up);
    let side = u64::from(token > cue) * 2 + u64::from(token > from);
    let reach = reader.reach(token);
    let start = &facts.words[reach.start];
    let opener = reach
        .start
        .checked_sub(1)
        .map_or(0, |one| facts.words[one].lower);
    let place = strings(reader, token, from);

    bag.add(100, &[role]);
    bag.add(101, &[role, edge]);
    bag.add(102, &[role, edge, side]);
    bag.add(103, &[step.path]);
    bag.add(104, &[step.path, side, role]);
    bag.add(105, &[step.path, head.lemma]);
    bag.add(106, &[step.path, head.class, side]);
    bag.add(107, &[role, edge, word.lemma]);
    bag.add(108, &[role, edge, word.tag]);
    bag.add(109, &[role, word.tag, above.tag]);
    bag.add(110, &[role, edge, above.dep]);
    bag.add(111, &[role, edge, above.lemma]);
    bag.add(112, &[role, edge, steps(reach.len())]);
    bag.add(113, &[role, edge, opener, side]);
    bag.add(114, &[role, edge, place, side]);
    bag.add(115, &[role, word.entity, edge]);
    bag.add(116, &[role, side, steps(token.abs_diff(cue))]);
    bag.add(117, &[role, edge, word.coarse]);
    bag.add(118, &[role, step.first, edge]);
    bag.add(119, &[role, edge, start.lower]);
    bag.add(120, &[role, edge, word.frame]);
    bag.add(121, &[role, edge, step.depth.min(6) as u64]);
    bag.add(122, &[role, edge, head.lemma, side]);
    bag.add(123, &[role, edge, head.dep]);
    bag.add(124, &[role, edge, head.frame, side]);
    bag.add(125, &[role, place, side]);
    bag.add(126, &[role, edge, steps(token.abs_diff(from))]);
    bag.add(127, &[role, word.lower]);
    let is_passive = u64::from(reader.is_passive(cue));
    bag.add(128, &[step.path, is_passive, head.tag]);
    if step.depth == 1 {
        bag.add(130, &[edge, head.lemma, word.entity]);
        bag.add(131, &[edge, head.class, head.frame]);
        bag.add(132, &[edge, head.tag, side, head.frame & 0x7]);
        bag.add(133, &[edge, head.coarse, word.lower]);
        bag.add(134, &[edge, head.pos, side, word.lemma]);
        bag.add(
            135,
            &[edge, u64::from(token.abs_diff(cue) == 1), head.class],
        );
        bag.add(136, &[edge, head.class, is_passive, word.lower]);
    }
    bag.features
}

/// Where a token stands to the strings in quotation marks, and whether the step to it crosses a mark.
fn strings(reader: &Reader, token: usize, from: usize) -> u64 {
    let (here, there) = (reader.string_of(token), reader.string_of(from));
    match (here, there) {
        (None, None) => 0,
        (Some(one), Some(other)) if one == other => 1,
        (Some(_), None) => 2,
        (None, Some(_)) => 3,
        (Some(_), Some(_)) => 4,
    }
}

/// The words of an attribution.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// Who speaks: the token that heads the words, and the words.
    pub source: Option<(usize, Range<usize>)>,
    /// The cue.
    pub cue: Range<usize>,
    /// What is said; more than one run where cue or source stand in between.
    pub content: Vec<Range<usize>>,
    /// How sure the model is of the content's words, 0 to 1.
    pub certainty: f32,
}

impl Model {
    /// The parts of the attribution that a cue makes.
    #[must_use]
    pub(in super::super) fn parts(&self, facts: &Facts, cue: usize) -> Parts {
        let walk = walk(facts, cue);
        let mut roles = vec![Role::Cue; walk.len()];
        let low = walk.iter().map(|step| step.token).min().unwrap_or(cue);
        let high = walk.iter().map(|step| step.token).max().unwrap_or(cue);
        // Words that the walk did not visit belong to nothing; a bit less than half keeps runs together.
        let mut odds = vec![[0.6, 0.0, 0.4, 0.0]; high - low + 1];
        odds[cue - low] = [0.0, 0.0, 0.0, 1.0];
        for at in 1..walk.len() {
            let before = roles[walk[at].from];
            let chances = self.roles(&features(facts, &walk, at, before));
            let best =
                (0..ROLES.len()).max_by(|&one, &other| chances[one].total_cmp(&chances[other]));
            roles[at] = ROLES[best.unwrap_or(0)];
            odds[walk[at].token - low] = chances;
        }
        decode(facts, &walk, &roles, &odds, low)
    }
}

/// The best runs of words for each role.
fn decode(
    facts: &Facts,
    walk: &[Step],
    roles: &[Role],
    odds: &[[f32; ROLES.len()]],
    low: usize,
) -> Parts {
    let cue = walk[0].token - low;
    let of = |role: Role| move |chances: &[f32; ROLES.len()]| chances[role as usize] - 0.5;
    let source = best_run(odds, 0..odds.len(), of(Role::Source));
    let source = source.map(|(run, _)| run);
    let cue = around(odds, cue, source.clone());
    let mut holes = vec![cue.clone()];
    holes.extend(source.clone());
    holes.sort_by_key(|hole| hole.start);
    let mut content = Vec::new();
    let (mut from, mut sum) = (0, 0.0);
    for hole in holes
        .into_iter()
        .chain(std::iter::once(odds.len()..odds.len()))
    {
        if let Some((run, worth)) = best_run(odds, from..hole.start.max(from), of(Role::Content)) {
            sum += worth;
            content.push(run);
        }
        from = from.max(hole.end);
    }
    let n_words: usize = content.iter().map(Range::len).sum();
    let shifted = |run: Range<usize>| run.start + low..run.end + low;
    let head = |run: &Range<usize>| {
        let inside = |(step, role): &(&Step, &Role)| {
            **role == Role::Source && run.contains(&step.token) && !facts.reader.is_mark(step.token)
        };
        walk.iter()
            .zip(roles)
            .find(inside)
            .map(|(step, _)| step.token)
    };
    let source = source
        .map(shifted)
        .and_then(|run| Some((head(&run)?, facts.reader.trimmed(run))))
        .filter(|(head, run)| run.contains(head));
    Parts {
        source,
        cue: shifted(cue),
        content: content.into_iter().map(shifted).collect(),
        certainty: if n_words == 0 {
            0.0
        } else {
            (sum * 2.0 / n_words as f32).clamp(0.0, 1.0)
        },
    }
}

/// The run with the largest sum of what its words are worth, if any is above 0.
fn best_run(
    odds: &[[f32; ROLES.len()]],
    within: Range<usize>,
    worth: impl Fn(&[f32; ROLES.len()]) -> f32,
) -> Option<(Range<usize>, f32)> {
    let mut best: Option<(Range<usize>, f32)> = None;
    let (mut start, mut sum) = (within.start, 0.0_f32);
    for at in within {
        if sum <= 0.0 {
            (start, sum) = (at, 0.0);
        }
        sum += worth(&odds[at]);
        if sum > best.as_ref().map_or(0.0, |(_, sum)| *sum) {
            best = Some((start..at + 1, sum));
        }
    }
    best
}

/// The cue with the words beside it that belong to it.
fn around(odds: &[[f32; ROLES.len()]], cue: usize, source: Option<Range<usize>>) -> Range<usize> {
    let free = |at: &usize| source.as_ref().is_none_or(|source| !source.contains(at));
    let worth = |at: usize| odds[at][Role::Cue as usize] - 0.5;
    let grow = |tokens: &mut dyn Iterator<Item = usize>| {
        let (mut sum, mut best, mut edge) = (0.0, 0.0, None);
        for at in tokens {
            sum += worth(at);
            if sum > best {
                (best, edge) = (sum, Some(at));
            }
        }
        edge
    };
    let start = grow(&mut (0..cue).rev().take_while(free)).unwrap_or(cue);
    let end = grow(&mut (cue + 1..odds.len()).take_while(free)).unwrap_or(cue) + 1;
    start..end
}
