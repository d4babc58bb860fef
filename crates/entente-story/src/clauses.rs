//! What several reports tell in clauses of much the same words, whatever it is: an act, a state, a reason.
//!
//! ```text
//! reports ─► read: clauses ─► alike, model: how likely two tell one thing ─► groups, one clause of a report ─► judge ─► slots
//! ```

pub mod alike;
mod alone;
mod judge;
mod main_event;
mod places;
pub(crate) mod read;
mod tell;

use std::collections::{BTreeSet, HashMap};

use entente_types::{
    ActorId, Claim, Content, EntityKind, Event, Period, Precision, Slot, SlotKind, SlotValue,
};

use crate::Settings;
use crate::groups::join_alike;
use crate::slot::{self, Judgement};
use crate::story::Story;
use crate::words::{are_apart, content};

pub(crate) use alike::{all, likely};
use judge::judge;
pub(crate) use places::Places;
pub(crate) use read::{Clause, Mood};
use tell::topic;
pub(crate) use tell::{in_full, is_said, mark_elsewhere, tell_values};

/// How likely two clauses tell one thing.
pub(crate) type Pair = (f64, usize, usize);

/// What several reports tell in clauses that are alike, in slots.
pub(crate) fn slots(
    story: &Story,
    clauses: &[Clause],
    pairs: &[Pair],
    settings: &Settings,
) -> Vec<Slot> {
    if story.documents.len() < 2 {
        return Vec::new();
    }
    let is_one = |&(likely, one, other): &Pair| {
        likely >= settings.clause_alike && !are_others(&clauses[one], &clauses[other])
    };
    let pairs: Vec<Pair> = pairs.iter().copied().filter(is_one).collect();
    let best: HashMap<(usize, usize), f64> = pairs
        .iter()
        .map(|&(likely, one, other)| ((one.min(other), one.max(other)), likely))
        .collect();
    let same_report = |one: usize, other: usize| clauses[one].report == clauses[other].report;
    let groups = join_alike(clauses.len(), pairs, same_report);
    let sure = |group: &Vec<usize>| -> f64 {
        let pairs = group.iter().enumerate().flat_map(|(nth, &one)| {
            let best = &best;
            group[nth + 1..]
                .iter()
                .filter_map(move |&other| best.get(&(one.min(other), one.max(other))))
        });
        pairs.sum()
    };
    let mut groups: Vec<Group> = groups
        .iter()
        .filter(|group| group.len() > 1)
        .filter_map(|group| {
            let members = group.iter().map(|&idx| &clauses[idx]).collect();
            Group::new(story, members, sure(group))
        })
        .collect();
    groups.sort_by(|one, other| {
        let by_size = other.members.len().cmp(&one.members.len());
        let by_sureness = by_size.then(other.sure.total_cmp(&one.sure));
        by_sureness.then_with(|| one.topic.cmp(&other.topic))
    });
    let mut kept: Vec<Group> = Vec::new();
    for group in groups {
        if !kept.iter().any(|other| other.tells(&group)) {
            kept.push(group);
        }
    }
    let mut slots: Vec<Slot> = kept.iter().map(|group| slot_of(story, group)).collect();
    slots.extend(main_event::main_event(story, clauses, &kept));
    slots
}

/// Do a "not", which is a small word, or other names with other numbers tell two clauses apart?
fn are_others(one: &Clause, other: &Clause) -> bool {
    one.is_negated != other.is_negated
        || are_apart(&one.names, &other.names) && are_apart(&one.numbers, &other.numbers)
}

/// Clauses of several reports that tell one thing, with the claims that vouch for them.
struct Group<'c, 'a> {
    /// In order of reports.
    members: Vec<(&'c Clause, &'a Claim)>,
    /// The clause that tells it best, in one line.
    topic: String,
    /// How likely its pairs are one, in sum.
    sure: f64,
}

impl<'c, 'a> Group<'c, 'a> {
    /// Nothing if only one clause has a claim, if none makes sense alone, or if most stand in quotation marks: those are
    /// compared as quotes.
    fn new(story: &Story<'a>, mut members: Vec<&'c Clause>, sure: f64) -> Option<Self> {
        members.sort_by_key(|clause| (story.number(clause.report), clause.span));
        let n_quoted = members.iter().filter(|clause| clause.is_quoted).count();
        if 2 * n_quoted > members.len() {
            return None;
        }
        let clearest = clearest(story, &members)?;
        members.retain(|clause| {
            clause.report == clearest.report || stands_beside(story, clearest, clause)
        });
        let vouched = members
            .iter()
            .filter_map(|clause| Some((*clause, claim(story, clause)?)));
        let vouched: Vec<(&Clause, &Claim)> = vouched.collect();
        let is_somebodys =
            |(clause, claim): &(&Clause, &Claim)| !value(story, clause, claim).holders.is_empty();
        // What one report only passes on, and another tells itself, is told with who says it; so is what nobody known says.
        let topic = if is_said(story, clearest) && !vouched.iter().all(is_somebodys) {
            in_full(story, clearest)?
        } else {
            topic(story, clearest)
        };
        let members = vouched;
        (members.len() > 1).then_some(Self {
            members,
            topic,
            sure,
        })
    }

    /// Do clauses of two reports of the other share words with clauses of this one?
    fn tells(&self, other: &Self) -> bool {
        let meets = |one: &&(&Clause, &Claim)| {
            let mut own = self.members.iter();
            own.any(|(own, _)| own.report == one.0.report && own.span.overlaps(one.0.span))
        };
        other.members.iter().filter(meets).count() > 1
    }
}

fn slot_of(story: &Story, group: &Group) -> Slot {
    let members = &group.members;
    let values = members
        .iter()
        .map(|(clause, claim)| value(story, clause, claim));
    let mut slot = slot::empty(SlotKind::Clause, group.topic.clone(), values.collect());
    let judgements: Vec<Judgement> = members
        .iter()
        .enumerate()
        .flat_map(|(nth, one)| {
            let others = members[nth + 1..].iter();
            others.map(move |other| judge(one.0, other.0))
        })
        .collect();
    let mut origins: Vec<usize> = members
        .iter()
        .map(|(clause, claim)| story.copies.origin(clause.report, claim.sentence))
        .collect();
    origins.sort_unstable();
    origins.dedup();
    slot.is_literal = true;
    slot.trace = vec!["clauses/alike".to_owned()];
    let support = u32::try_from(origins.len()).unwrap_or(u32::MAX);
    slot::judge(&mut slot, Judgement::strongest(judgements.iter()), support);
    let mut seen = BTreeSet::new();
    let actors = members.iter().flat_map(|(clause, _)| clause.actors.iter());
    slot.actors = actors.filter(|id| seen.insert(*id)).cloned().collect();
    slot.root = members
        .iter()
        .find_map(|(_, claim)| Some(event(claim)?.root));
    let firmest = members.iter().map(|(clause, _)| clause.mood).min();
    slot.realis = firmest.map(Mood::realis);
    let periods = members
        .iter()
        .filter_map(|(clause, claim)| period(story, clause, claim));
    slot.period = periods.min_by_key(|period| (period.precision, period.from));
    slot
}

/// When the act of a clause was; else the time that the clause names, if its words name no other.
fn period(story: &Story, clause: &Clause, claim: &Claim) -> Option<Period> {
    if let Some(event) = event(claim)
        && let Some(period) = story.day_told(clause.report, event.period_span, event.period)
    {
        return Some(period);
    }
    let times = story.claims[clause.report].times.iter();
    let shown = clause.span.join(clause.told);
    let mut inside = times.filter(|time| shown.contains(time.span));
    let only = inside.next().filter(|_| inside.next().is_none())?;
    if !clause.span.contains(only.span) {
        return None;
    }
    let period = story.day_told(clause.report, Some(only.span), only.period)?;
    (period.precision <= Precision::Day).then_some(period)
}

fn event(claim: &Claim) -> Option<&Event> {
    match &claim.content {
        Content::Event(event) => Some(event),
        _ => None,
    }
}

/// The claim that vouches for a clause: the act that its verb tells, else what it says besides, else the quote that it is a
/// part of.
fn claim<'a>(story: &Story<'a>, clause: &Clause) -> Option<&'a Claim> {
    let claims = story.claims[clause.report].claims.iter();
    let rank = |claim: &&Claim| match &claim.content {
        Content::Event(event) if event.trigger.overlaps(clause.head) => Some(0),
        Content::Quote(quote) => {
            let holds = |span: &entente_types::Span| span.contains(clause.span);
            quote.content.iter().any(holds).then_some(2)
        }
        _ => clause.span.contains(claim.span).then_some(1),
    };
    claims
        .filter_map(|claim| Some((rank(&claim)?, claim)))
        .min_by_key(|(rank, claim)| (*rank, claim.span))
        .map(|(_, claim)| claim)
}

fn value(story: &Story, clause: &Clause, claim: &Claim) -> SlotValue {
    let speaker = match &claim.content {
        Content::Quote(quote) => quote.speaker.as_ref(),
        _ => None,
    };
    let links = claim.holders.iter().map(|link| &link.holder);
    let holders = links.chain(speaker).filter_map(|one| one.actor.as_ref());
    let holders: Vec<ActorId> = holders
        .map(|id| story.people.id(clause.report, id))
        .collect();
    let document = &story.documents[clause.report];
    SlotValue {
        report: story.number(clause.report),
        claims: vec![claim.id.clone()],
        span: clause.span,
        sentence: document.sentence_span(clause.sentence),
        text: story.text(clause.report, clause.span).to_owned(),
        normalized: clause.in_words(),
        holders,
        derived: false,
        told: None,
    }
}

/// Least of what a line tells that a report must say in its own sentence, to be named beside it.
const LEAST_COVERED: f64 = 0.5;

/// How much of what a clause tells, as it is shown, stands in the sentence of another.
fn covered(story: &Story, shown: &Clause, other: &Clause) -> f64 {
    let mut shown_words = content(&story.documents[shown.report], shown.told);
    shown_words.extend(shown.numbers.iter().cloned());
    let document = &story.documents[other.report];
    let mut words = content(document, document.sentence_span(other.sentence));
    words.extend(other.words.iter().chain(&other.numbers).cloned());
    story.rarity.covered(&shown_words, &words)
}

/// Does a report say enough of what a line tells, to be named beside it?
fn stands_beside(story: &Story, shown: &Clause, other: &Clause) -> bool {
    covered(story, shown, other) >= LEAST_COVERED && names_all(story, shown, other)
}

/// Does the report of the other name every person, body and work that a clause names as it is shown?
fn names_all(story: &Story, shown: &Clause, other: &Clause) -> bool {
    const SHORTEST: usize = 4;
    let (document, others) = (
        &story.documents[shown.report],
        &story.documents[other.report],
    );
    let is_there = |word: &str| {
        let mut words = (0..others.tokens.len()).map(|idx| others.word(idx));
        words.any(|told| told.eq_ignore_ascii_case(word))
    };
    let names = document.entities.iter().filter(|name| {
        let is_inside = shown.told.contains(document.span(name.tokens()));
        is_inside && is_telling(name.kind)
    });
    let mut names = names.map(|name| name.tokens());
    names.all(|name| {
        let is_short = name.len() == 1;
        let mut words = name.map(|idx| document.word(idx));
        words.any(|word| (is_short || word.len() >= SHORTEST) && is_there(word))
    })
}

/// Does a name of this kind tell two clauses apart, whatever else they share? Countries and peoples have many names.
fn is_telling(kind: EntityKind) -> bool {
    use EntityKind::{Event, Fac, Law, Org, Person, Product, WorkOfArt};
    matches!(kind, Person | Org | Fac | Product | Event | Law | WorkOfArt)
}

/// The clause beside which most others stand, and of those the one that says least that the others do not say, of those that stand
/// alone.
fn clearest<'c>(story: &Story, members: &[&'c Clause]) -> Option<&'c Clause> {
    // How many stand beside it, and how much of it all others say.
    let told = |clause: &Clause| -> (usize, f64) {
        let others = members.iter().filter(|other| other.report != clause.report);
        others.fold((0, 0.0), |(n_beside, share), other| {
            let said = covered(story, clause, other);
            let is_beside = said >= LEAST_COVERED && names_all(story, clause, other);
            (n_beside + usize::from(is_beside), share + said)
        })
    };
    // The least settled of them says no more than the others do.
    let alone = members.iter().filter(|clause| clause.stands_alone);
    let open = alone.clone().map(|clause| clause.mood).max();
    let alone: Vec<&&Clause> = alone.filter(|clause| Some(clause.mood) == open).collect();
    // What a report tells itself needs nobody beside it who vouches for it.
    let own: Vec<&&Clause> = alone
        .iter()
        .copied()
        .filter(|clause| !is_said(story, clause))
        .collect();
    let alone = if own.is_empty() { alone } else { own }.into_iter();
    let counted = alone.map(|clause| (told(clause), *clause));
    let best = counted.max_by(|((n_one, one), a), ((n_other, other), b)| {
        let by_share = n_one.cmp(n_other).then_with(|| one.total_cmp(other));
        by_share.then_with(|| b.words.cmp(&a.words))
    });
    best.map(|(_, clause)| clause)
}
