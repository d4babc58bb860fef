//! What the reports of a story tell of one thing: with all their answers, each with its sentence.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use entente_types::{
    Article, ArticleId, Claim, ClaimId, Claims, Content, CueKind, Directness, Period, Quote, Slot,
    SlotKind, SlotValue, Verdict,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Evidence, Rejected, View};
use crate::{Error, Id};

/// Longest question that is made of a claim's own words, in characters.
const MAX_WHAT: usize = 160;

/// One thing that reports tell, and their answers.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Told {
    /// The story; `None` where an article is in none.
    pub story: Option<String>,
    /// Kind of thing.
    pub kind: SlotKind,
    /// What it is about, in words from the reports; of a quotation what was said.
    pub what: String,
    /// Is that how a report tells what was said, since the words alone would mislead?
    pub is_sentence: bool,
    /// How the answers stand to each other.
    pub verdict: Verdict,
    /// Why, in words; empty for a single answer.
    pub reason: String,
    /// PLOVER root, for acts.
    pub root: Option<String>,
    /// When.
    pub period: Option<Period>,
    /// Actors it is about; of a quotation the speaker.
    pub actors: Vec<String>,
    /// Reports that give an answer.
    pub n_reports: usize,
    /// Independent origins that do.
    pub n_origins: usize,
    /// The answers, in order of reports.
    pub answers: Vec<Answer>,
}

/// What one report says of it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Answer {
    /// The value in words: "26 to 29", "2025-05-09".
    pub value: String,
    /// Smallest number that the words allow, for figures.
    pub low: Option<f64>,
    /// The number as written, for figures.
    pub number: Option<f64>,
    /// Largest number.
    pub high: Option<f64>,
    /// Who vouches for it; empty for the report itself.
    pub holders: Vec<String>,
    /// Of words that somebody said and that mislead alone (a fragment, a doubt, a refusal): how the report tells them, with its
    /// whole sentence as a rule.
    pub told: Option<String>,
    /// Words and sentence.
    #[serde(flatten)]
    pub evidence: Evidence,
}

/// Reports of a story by their numbers.
#[derive(Default)]
struct Reports {
    articles: BTreeMap<u32, Article>,
    /// What was read in those that give figures.
    claims: BTreeMap<u32, Claims>,
}

impl View<'_> {
    /// What the reports of a story tell of one kind of thing, weightiest first. What was not compared is told article by
    /// article, each thing as a single answer.
    ///
    /// # Errors
    ///
    /// If there is no such story, or the workspace cannot be read.
    pub fn told(&self, story: u32, kind: SlotKind) -> Result<Vec<Told>, Error> {
        self.told_where(story, &[kind], |_| true)
    }

    /// The same of several kinds, one after the other, as far as the answers stand to each other as is `wanted`; only reports
    /// that give such answers are looked at.
    ///
    /// # Errors
    ///
    /// If there is no such story, or the workspace cannot be read.
    pub fn told_where(
        &self,
        story: u32,
        kinds: &[SlotKind],
        wanted: impl Fn(Verdict) -> bool,
    ) -> Result<Vec<Told>, Error> {
        let (row, articles) = self.story(story)?;
        if let Some(comparison) = self.comparison(story)? {
            let slots = kinds.iter().flat_map(|kind| {
                let slots = comparison.slots.iter();
                slots.filter(move |slot| slot.kind == *kind)
            });
            let slots: Vec<&Slot> = slots.filter(|slot| wanted(slot.verdict)).collect();
            let reports = self.reports(&slots)?;
            let told = slots.iter().map(|slot| compared(&row.id, slot, &reports));
            return Ok(told.filter(|told| !told.answers.is_empty()).collect());
        }
        let mut found = Vec::new();
        if !wanted(Verdict::Single) {
            return Ok(found);
        }
        let mut reports = Vec::new();
        for article in &articles {
            if let Ok(Id::Article(number)) = article.id.parse() {
                let report = self.report(number)?;
                reports.extend(report.map(|report| (number, report)));
            }
        }
        reports.sort_by_key(|(number, _)| *number);
        for kind in kinds {
            for (number, report) in &reports {
                let rejected = self.rejected(*number)?;
                found.extend(singles(Some(&row.id), report, *kind, &rejected));
            }
        }
        Ok(found)
    }

    /// The reports that give the answers of these slots, with what was read in those that give figures.
    fn reports(&self, slots: &[&Slot]) -> Result<Reports, Error> {
        let mut reports = Reports::default();
        for slot in slots {
            for value in &slot.values {
                let ArticleId(number) = value.report;
                if let Entry::Vacant(free) = reports.articles.entry(number) {
                    free.insert(self.article(number)?);
                }
                if slot.kind == SlotKind::Figure && !reports.claims.contains_key(&number) {
                    let claims = self.claims(number)?.map(|(_, claims)| claims);
                    reports.claims.insert(number, claims.unwrap_or_default());
                }
            }
        }
        Ok(reports)
    }

    /// What the articles in which an actor or country acts tell of one kind of thing, each as a single answer: the newest
    /// articles first, of `most` articles.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn told_of(&self, actor: &str, kind: SlotKind, most: usize) -> Result<Vec<Told>, Error> {
        self.first_told_of(actor, kind, most, usize::MAX)
    }

    /// The same until `most_told` things were told.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn first_told_of(
        &self,
        actor: &str,
        kind: SlotKind,
        most: usize,
        most_told: usize,
    ) -> Result<Vec<Told>, Error> {
        let mut found = Vec::new();
        for (number, story) in self.articles_of(actor, most)? {
            if found.len() >= most_told {
                break;
            }
            let Some((_, claims)) = self.claims(number)? else {
                continue;
            };
            // Most articles tell nothing of that kind; their texts are not needed.
            if !claims.claims.iter().any(|claim| is_of(claim, kind, actor)) {
                continue;
            }
            let story = story.map(|story| Id::Story(story).to_string());
            let report = (self.article(number)?, claims);
            let rejected = self.rejected(number)?;
            let told = singles(story.as_deref(), &report, kind, &rejected).into_iter();
            found.extend(told.filter(|told| told.actors.iter().any(|one| one == actor)));
        }
        found.truncate(most_told);
        Ok(found)
    }

    /// An article with what was read in it; `None` if nobody read it.
    ///
    /// # Errors
    ///
    /// If there is no such article, or the workspace cannot be read.
    pub fn report(&self, number: u32) -> Result<Option<(Article, Claims)>, Error> {
        let Some((_, claims)) = self.claims(number)? else {
            return Ok(None);
        };
        Ok(Some((self.article(number)?, claims)))
    }
}

fn compared(story: &str, slot: &Slot, reports: &Reports) -> Told {
    let answers = slot
        .values
        .iter()
        .filter_map(|value| answer(value, reports));
    let answers: Vec<Answer> = answers.collect();
    let n_reports: BTreeSet<ArticleId> = slot.values.iter().map(|value| value.report).collect();
    let clearest = clearest(&answers);
    let is_said = slot.kind == SlotKind::Quote && slot.verdict != Verdict::Disputed;
    let what = match clearest.filter(|_| is_said) {
        Some(answer) => said(answer.told.as_deref(), &answer.evidence.words),
        None => slot.topic.trim_start_matches([',', ' ']).to_owned(),
    };
    Told {
        story: Some(story.to_owned()),
        kind: slot.kind,
        what,
        is_sentence: is_said && clearest.is_some_and(|answer| answer.told.is_some()),
        verdict: slot.verdict,
        reason: slot.reason.clone(),
        root: slot.root.map(|root| format!("{root:?}").to_uppercase()),
        period: slot.period,
        actors: slot.actors.iter().map(|actor| actor.0.clone()).collect(),
        n_reports: n_reports.len(),
        n_origins: (slot.support as usize).min(n_reports.len()),
        answers,
    }
}

/// The words that need no others to be understood, else those that need fewest.
fn clearest(answers: &[Answer]) -> Option<&Answer> {
    answers
        .iter()
        .min_by_key(|answer| answer.told.as_ref().map(String::len))
}

fn answer(value: &SlotValue, reports: &Reports) -> Option<Answer> {
    let article = reports.articles.get(&value.report.0)?;
    let claim = value.claims.first()?;
    let claims = reports.claims.get(&value.report.0);
    let figure = place(claim)
        .zip(claims)
        .and_then(|(place, claims)| claims.claims.get(place as usize));
    let numbers = figure.map_or([None; 3], numbers);
    Some(Answer {
        value: value.normalized.clone(),
        low: numbers[0],
        number: numbers[1],
        high: numbers[2],
        holders: value
            .holders
            .iter()
            .map(|holder| holder.0.clone())
            .collect(),
        told: value.told.map(|told| told.of(&article.text).to_owned()),
        evidence: Evidence::at(article, claim.0.clone(), value.span, value.sentence),
    })
}

fn place(claim: &ClaimId) -> Option<u32> {
    match claim.0.parse() {
        Ok(Id::Claim(_, place)) => Some(place),
        _ => None,
    }
}

/// The smallest, written and largest number of a figure.
fn numbers(claim: &Claim) -> [Option<f64>; 3] {
    match &claim.content {
        Content::Figure(figure) => [
            figure.interval.low,
            Some(figure.nominal),
            figure.interval.high,
        ],
        _ => [None; 3],
    }
}

/// What one article tells, each thing on its own.
fn singles(
    story: Option<&str>,
    (article, claims): &(Article, Claims),
    kind: SlotKind,
    rejected: &Rejected,
) -> Vec<Told> {
    let told = (0..).zip(&claims.claims).filter_map(|(place, claim)| {
        if rejected.holds(place) {
            return None;
        }
        let evidence = Evidence::of(article, claims, place)?;
        let (root, period, actors, what) = about(claim, &article.text, kind)?;
        let numbers = numbers(claim);
        let told = Some(&evidence.sentence).filter(|_| !stands_alone(claim, &evidence));
        Some(Told {
            story: story.map(str::to_owned),
            kind,
            what: said(told.map(String::as_str), &what),
            is_sentence: told.is_some(),
            verdict: Verdict::Single,
            reason: String::new(),
            root,
            period,
            actors,
            n_reports: 1,
            n_origins: 1,
            answers: vec![Answer {
                value: evidence.words.clone(),
                low: numbers[0],
                number: numbers[1],
                high: numbers[2],
                holders: claim
                    .holders
                    .iter()
                    .filter_map(|one| Some(one.holder.actor.as_ref()?.0.clone()))
                    .collect(),
                told: told.cloned(),
                evidence,
            }],
        })
    });
    told.collect()
}

/// Are the words of a claim understood without the sentence around them? Of words that somebody said only those that are a
/// sentence of the speaker, said and not doubted.
fn stands_alone(claim: &Claim, evidence: &Evidence) -> bool {
    let Content::Quote(quote) = &claim.content else {
        return true;
    };
    let is_said = matches!(quote.cue_kind, Some(CueKind::Say | CueKind::Write));
    let mut letters = evidence
        .words
        .trim_start_matches(['“', '"', '‘', '\''])
        .chars();
    quote.directness == Directness::Direct
        && is_said
        && claim.holders.is_empty()
        && letters.next().is_some_and(char::is_uppercase)
}

/// What somebody said, without who says so.
fn words(quote: &Quote, text: &str) -> String {
    let parts = match quote.directness {
        Directness::Direct => &quote.words,
        _ => &quote.content,
    };
    let parts: Vec<&str> = parts.iter().map(|part| part.of(text)).collect();
    parts.join(" ")
}

/// Is a claim of this kind about an actor, or one of no actor at all?
fn is_of(claim: &Claim, kind: SlotKind, actor: &str) -> bool {
    about(claim, "", kind).is_some_and(|(_, _, actors, _)| actors.iter().any(|one| one == actor))
}

/// Root, period, actors and words of a claim of this kind.
#[allow(
    clippy::type_complexity,
    reason = "the parts of `Told` that depend on the kind"
)]
fn about(
    claim: &Claim,
    text: &str,
    kind: SlotKind,
) -> Option<(Option<String>, Option<Period>, Vec<String>, String)> {
    let id = |actor: &Option<entente_types::ActorId>| actor.as_ref().map(|id| id.0.clone());
    Some(match (&claim.content, kind) {
        (Content::Event(event), SlotKind::Event) => (
            Some(format!("{:?}", event.root).to_uppercase()),
            event.period,
            event
                .actors
                .iter()
                .chain(&event.recipients)
                .filter_map(|one| id(&one.actor))
                .collect(),
            event.clause.of(text).to_owned(),
        ),
        (Content::Quote(quote), SlotKind::Quote) => (
            None,
            quote.period,
            quote
                .speaker
                .iter()
                .filter_map(|one| id(&one.actor))
                .collect(),
            words(quote, text),
        ),
        (Content::Figure(figure), SlotKind::Figure) => (
            None,
            figure.scope.period,
            figure.about.iter().map(|actor| actor.0.clone()).collect(),
            figure
                .counted
                .map_or(&*figure.property, |span| span.of(text))
                .to_owned(),
        ),
        (Content::Date(date), SlotKind::Date) => (
            None,
            date.period,
            Vec::new(),
            claim.sentence.of(text).to_owned(),
        ),
        (Content::Role(role), SlotKind::Role) => (
            None,
            role.period,
            role.person
                .actor
                .iter()
                .map(|actor| actor.0.clone())
                .collect(),
            role.office.of(text).to_owned(),
        ),
        (Content::Tie(tie), SlotKind::Tie) => (
            None,
            tie.period,
            vec![tie.from.0.clone(), tie.to.0.clone()],
            claim.span.of(text).to_owned(),
        ),
        _ => return None,
    })
}

/// How a report tells what was said, or the words alone, without what joined them to the rest of their sentence.
fn said(told: Option<&str>, words: &str) -> String {
    let words = words.trim().trim_end_matches([',', ';']);
    short(told.unwrap_or_else(|| words.strip_prefix("that ").unwrap_or(words)))
}

fn short(what: &str) -> String {
    let words: Vec<&str> = what.split_whitespace().collect();
    let words = words.join(" ");
    match words.char_indices().nth(MAX_WHAT) {
        Some((at, _)) => words[..at].to_owned() + "…",
        None => words,
    }
}
