//! The reports of one story together with everything that is known across them.

use std::sync::OnceLock;

use entente_types::{
    ActorId, Anchor, ArticleId, Claim, ClaimKind, Claims, Document, Period, SlotValue, Span,
    TimeExpression,
};

use crate::Settings;
use crate::actors::People;
use crate::copies::Copies;
use crate::dates::Times;
use crate::identity::reports::Reports;
use crate::named::introduced::Introduced;
use crate::words::Rarity;

/// The reports, and who is who, what was copied, and which days are meant.
pub(crate) struct Story<'a> {
    pub(crate) documents: &'a [Document],
    pub(crate) claims: Vec<&'a Claims>,
    pub(crate) people: People,
    pub(crate) copies: Copies,
    pub(crate) times: Times,
    pub(crate) rarity: Rarity,
    alike: OnceLock<Reports>,
    introduced: OnceLock<Introduced>,
}

/// A claim with the report that makes it.
#[derive(Clone, Debug)]
pub(crate) struct Told<'a> {
    /// Index of the report.
    pub(crate) report: usize,
    /// The claim.
    pub(crate) claim: &'a Claim,
    /// Who vouches for it, by story id, from the outermost to the innermost.
    pub(crate) holders: Vec<ActorId>,
    /// The independent origin that it counts for.
    pub(crate) origin: usize,
}

impl<'a> Story<'a> {
    /// Reads everything across the reports that does not depend on single claims.
    pub(crate) fn new(
        documents: &'a [Document],
        claims: &'a [Claims],
        settings: &Settings,
    ) -> Self {
        let people = People::join(claims);
        let copies = Copies::find(documents, claims, settings);
        let rarity = Rarity::of(documents);
        let times = Times::resolve(documents, claims, &rarity);
        Self {
            documents,
            claims: claims.iter().collect(),
            people,
            copies,
            times,
            rarity,
            alike: OnceLock::new(),
            introduced: OnceLock::new(),
        }
    }

    /// How alike the reports are, pair by pair.
    pub(crate) fn alike(&self) -> &Reports {
        self.alike
            .get_or_init(|| Reports::new(self.documents, &self.rarity))
    }

    /// Where each report introduces what it goes on to tell of.
    pub(crate) fn introduced(&self) -> &Introduced {
        self.introduced
            .get_or_init(|| Introduced::of(self.documents))
    }

    /// All claims of a kind, in an order that depends on their words and not on the reports' numbers.
    pub(crate) fn told(&self, kind: ClaimKind) -> Vec<Told<'a>> {
        let mut told = Vec::new();
        for (report, claims) in self.claims.iter().enumerate().take(self.documents.len()) {
            for claim in claims
                .claims
                .iter()
                .filter(|claim| claim.content.kind() == kind)
            {
                let holders = claim
                    .holders
                    .iter()
                    .filter_map(|link| link.holder.actor.as_ref());
                let holders = holders.map(|id| self.people.id(report, id)).collect();
                let origin = self.copies.origin(report, claim.sentence);
                told.push(Told {
                    report,
                    claim,
                    holders,
                    origin,
                });
            }
        }
        told.sort_by_key(|told: &Told| {
            let sentence = told.claim.sentence;
            let at = told.claim.span.start.saturating_sub(sentence.start);
            (
                self.text(told.report, sentence),
                at,
                self.copies.rank(told.report),
                told.claim.span,
            )
        });
        told
    }

    /// Words of a report.
    pub(crate) fn text(&self, report: usize, span: Span) -> &'a str {
        span.of(self.documents[report].text())
    }

    /// The number of a report.
    pub(crate) fn number(&self, report: usize) -> ArticleId {
        self.documents[report].article.id
    }

    /// The days that words of a report name, as the story shows them.
    pub(crate) fn period(
        &self,
        report: usize,
        span: Option<Span>,
        read: Option<Period>,
    ) -> Option<Period> {
        let meant = span.and_then(|span| self.times.at(self.claims[report], report, span));
        meant.or(read)
    }

    /// The same, but nothing for an hour of which the report does not say the day: "around 3 p.m.".
    pub(crate) fn day_told(
        &self,
        report: usize,
        span: Option<Span>,
        read: Option<Period>,
    ) -> Option<Period> {
        let published = self.documents[report].article.day();
        let is_hour = |value: &str| {
            let hour = value.split_once('T').map(|(_, hour)| hour);
            hour.is_some_and(|hour| hour.starts_with(|digit: char| digit.is_ascii_digit()))
        };
        let is_guess = |time: &&TimeExpression| {
            Some(time.span) == span
                && time.anchor != Anchor::Absolute
                && is_hour(&time.value)
                && time.period.and_then(|period| period.from) == published
                && !names_day(self.text(report, time.span))
        };
        let times = &self.claims[report].times;
        match times.iter().find(is_guess) {
            Some(_) => None,
            None => self.period(report, span, read),
        }
    }

    /// What a claim puts into a slot.
    pub(crate) fn value(&self, told: &Told, span: Span, normalized: String) -> SlotValue {
        SlotValue {
            report: self.number(told.report),
            claims: vec![told.claim.id.clone()],
            span,
            sentence: told.claim.sentence,
            text: self.text(told.report, span).to_owned(),
            normalized,
            holders: told.holders.clone(),
            derived: false,
            told: None,
        }
    }

    /// Independent origins among claims.
    pub(crate) fn support<'t>(&self, told: impl Iterator<Item = &'t Told<'a>>) -> u32
    where
        'a: 't,
    {
        let mut origins: Vec<usize> = told.map(|told| told.origin).collect();
        origins.sort_unstable();
        origins.dedup();
        u32::try_from(origins.len()).unwrap_or(u32::MAX)
    }
}

/// "noon Monday", "3 p.m. today"; not "around 3 p.m.".
fn names_day(words: &str) -> bool {
    let lower = words.to_lowercase();
    ["day", "night"].iter().any(|word| lower.contains(word))
}
