//! Roles and ties: who holds which office, and who stands how with whom.

use std::collections::BTreeMap;

use entente_types::{ActorId, ClaimKind, Content, Role, Slot, SlotKind, Tie, TieKind, Verdict};

use crate::slot::{self, Judgement};
use crate::story::{Story, Told};
use crate::words::content_of_text;

/// Claims of one slot, with what they hold.
type Telling<'s, 'a, T> = Vec<(Told<'a>, &'s T)>;

/// All offices and ties of the story, in slots.
pub(crate) fn slots(story: &Story) -> Vec<Slot> {
    let mut slots = roles(story);
    slots.extend(ties(story));
    slots
}

fn roles(story: &Story) -> Vec<Slot> {
    let mut by_office: BTreeMap<(ActorId, Vec<String>), Telling<Role>> = BTreeMap::new();
    for told in story.told(ClaimKind::Role) {
        let Content::Role(role) = &told.claim.content else {
            continue;
        };
        let Some(person) = &role.person.actor else {
            continue;
        };
        let office = content_of_text(story.text(told.report, role.office))
            .into_iter()
            .collect();
        let key = (story.people.id(told.report, person), office);
        by_office.entry(key).or_default().push((told, role));
    }
    by_office
        .into_iter()
        .map(|((person, _), told)| role_slot(story, person, &told))
        .collect()
}

fn role_slot(story: &Story, person: ActorId, told: &[(Told, &Role)]) -> Slot {
    let status = |role: &Role| role.status.clone().unwrap_or_default();
    let values = told.iter().map(|(told, role)| {
        let office = story.text(told.report, role.office).to_lowercase();
        story.value(
            told,
            role.office,
            format!("{} {office}", status(role)).trim().to_owned(),
        )
    });
    let office = told
        .first()
        .map(|(told, role)| story.text(told.report, role.office))
        .unwrap_or_default();
    let topic = format!("{}: {office}", story.people.name(&person));
    let mut slot = slot::empty(SlotKind::Role, topic, values.collect());
    // Whoever became president is president.
    let is_over = |role: &Role| matches!(role.status.as_deref(), Some("former" | "left" | "died"));
    let same = told
        .windows(2)
        .all(|pair| is_over(pair[0].1) == is_over(pair[1].1));
    let judgement = if same {
        Judgement::new(Verdict::Agree, "roles/same", "the same office")
    } else {
        Judgement::new(
            Verdict::Compatible,
            "roles/status",
            "in office in one report, not or no longer in the other",
        )
    };
    slot.trace = rules(told.iter().map(|(told, _)| told));
    slot::judge(
        &mut slot,
        Some(&judgement),
        story.support(told.iter().map(|(told, _)| told)),
    );
    slot.period = told.iter().find_map(|(_, role)| role.period);
    slot.actors = vec![person];
    slot
}

fn ties(story: &Story) -> Vec<Slot> {
    let mut by_sides: BTreeMap<(ActorId, ActorId, TieKind), Telling<Tie>> = BTreeMap::new();
    for told in story.told(ClaimKind::Tie) {
        let Content::Tie(tie) = &told.claim.content else {
            continue;
        };
        let (from, to) = (
            story.people.id(told.report, &tie.from),
            story.people.id(told.report, &tie.to),
        );
        let is_mutual = matches!(
            tie.kind,
            TieKind::Alliance | TieKind::Trade | TieKind::Conflict
        );
        let (from, to) = if is_mutual && to < from {
            (to, from)
        } else {
            (from, to)
        };
        by_sides
            .entry((from, to, tie.kind))
            .or_default()
            .push((told, tie));
    }
    by_sides
        .into_iter()
        .map(|(sides, told)| tie_slot(story, sides, &told))
        .collect()
}

fn tie_slot(
    story: &Story,
    (from, to, kind): (ActorId, ActorId, TieKind),
    told: &[(Told, &Tie)],
) -> Slot {
    let name = match kind {
        TieKind::Alliance => "alliance",
        TieKind::Trade => "trade",
        TieKind::Sanction => "sanction",
        TieKind::Conflict => "conflict",
        TieKind::Support => "support",
        TieKind::Membership => "membership",
    };
    let sign = |tie: &Tie| if tie.friendly { "together" } else { "apart" };
    let values = told
        .iter()
        .map(|(told, tie)| story.value(told, told.claim.span, format!("{name}, {}", sign(tie))));
    let topic = format!(
        "{} – {}: {name}",
        story.people.name(&from),
        story.people.name(&to)
    );
    let mut slot = slot::empty(SlotKind::Tie, topic, values.collect());
    let same = told
        .windows(2)
        .all(|pair| pair[0].1.friendly == pair[1].1.friendly);
    let judgement = if same {
        Judgement::new(Verdict::Agree, "ties/same", "the same tie")
    } else {
        Judgement::new(
            Verdict::Compatible,
            "ties/sign",
            "told as near in one report and as strained in the other",
        )
    };
    slot.trace = rules(told.iter().map(|(told, _)| told));
    slot::judge(
        &mut slot,
        Some(&judgement),
        story.support(told.iter().map(|(told, _)| told)),
    );
    slot.period = told.iter().find_map(|(_, tie)| tie.period);
    slot.actors = vec![from, to];
    slot
}

fn rules<'t, 'a: 't>(told: impl Iterator<Item = &'t Told<'a>>) -> Vec<String> {
    let mut rules: Vec<String> = told.map(|told| told.claim.rule.clone()).collect();
    rules.sort();
    rules.dedup();
    rules
}
