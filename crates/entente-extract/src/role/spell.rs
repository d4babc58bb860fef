//! From what several reports claim of offices to who held which office when.

use std::collections::{BTreeMap, BTreeSet};

use entente_types::{ActorId, Claims, Content, Document, Role};
use jiff::civil::Date;

use crate::actor;

/// One report and where it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The text.
    pub document: &'a Document,
    /// What it claims.
    pub claims: &'a Claims,
    /// Number of its origin: copies of one report share it.
    pub origin: usize,
}

/// Somebody in an office, as far as reports tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spell {
    /// Who.
    pub person: ActorId,
    /// The office in lower case: "foreign minister".
    pub office: String,
    /// Of which state or body, if it is told.
    pub body: Option<ActorId>,
    /// From when at the latest.
    pub from: Option<Date>,
    /// Until when at the latest, if it is over.
    pub to: Option<Date>,
    /// Origins that tell of it.
    pub n_origins: usize,
}

impl Spell {
    /// Do independent reports agree on it?
    #[must_use]
    pub fn is_firm(&self) -> bool {
        self.n_origins >= 2
    }

    /// In office at that day, as far as is told?
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_some_and(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }
}

/// What the claims on one person in one office add up to.
#[derive(Default)]
struct Told {
    starts: Vec<Date>,
    seen: Vec<Date>,
    ends: Vec<Date>,
    origins: BTreeSet<usize>,
}

/// The spells that the role claims of reports tell of, by person, office and body.
///
/// A start or an end that the text dates goes before the day of the report: a person who is called minister on
/// a day is minister from that day at the latest.
#[must_use]
pub fn spells(reports: &[Report<'_>]) -> Vec<Spell> {
    let mut told: BTreeMap<(ActorId, String, Option<ActorId>), Told> = BTreeMap::new();
    for report in reports {
        for claim in &report.claims.claims {
            let Content::Role(role) = &claim.content else {
                continue;
            };
            let Some(person) = role.person.actor.clone() else {
                continue;
            };
            let office = role.office.of(report.document.text()).to_lowercase();
            let body = role.body.as_ref().and_then(|body| body.actor.clone());
            let entry = told.entry((person, office, body)).or_default();
            entry.add(role, report);
        }
    }
    let spell =
        |((person, office, body), told): ((ActorId, String, Option<ActorId>), Told)| Spell {
            person,
            office,
            body,
            from: told.starts.iter().min().or(told.seen.iter().min()).copied(),
            to: told.ends.iter().min().copied(),
            n_origins: told.origins.len(),
        };
    told.into_iter().map(spell).collect()
}

impl Told {
    fn add(&mut self, role: &Role, report: &Report<'_>) {
        let day = report.document.article.day();
        let from = role.period.and_then(|period| period.from);
        let to = role.period.and_then(|period| period.to);
        match role.status.as_deref() {
            Some("elect") => return,
            Some("former" | "left" | "died") => self.ends.extend(to.or(day)),
            _ => {
                self.starts.extend(from);
                self.seen.extend(day);
            }
        }
        self.origins.insert(report.origin);
    }
}

/// Who held an office of a state at a day: by spells that independent reports agree on, and else by the table of
/// leaders.
///
/// `country` is an ISO 3166 alpha-3 code, `office` a word for it: "president". Sorted, often empty, several
/// where sources disagree.
#[must_use]
pub fn holders(spells: &[Spell], country: &str, office: &str, day: Date) -> Vec<ActorId> {
    let state = ActorId(format!("state:{country}"));
    let fits = |spell: &&Spell| {
        spell.is_firm()
            && spell.office == office
            && spell.body.as_ref() == Some(&state)
            && spell.holds(day)
    };
    let mut found: Vec<ActorId> = spells
        .iter()
        .filter(fits)
        .map(|spell| spell.person.clone())
        .collect();
    if found.is_empty() {
        found = actor::in_office(country, office, day);
    }
    found.sort();
    found.dedup();
    found
}
