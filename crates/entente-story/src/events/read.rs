//! Reads acts out of claims: which kind of act, who does it to whom, and when.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use entente_types::{
    ActorId, ClaimKind, Content, Document, Event, Participant, Period, Pos, Precision, Realis,
    Root, Span,
};
use jiff::Span as Days;

use crate::events::phrase;
use crate::story::{Story, Told};
use crate::table::rows;
use crate::words::{self, WordSet, canonical};

static ACTS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut acts = HashMap::new();
    for row in rows(include_str!("../../data/acts.tsv")) {
        let others = row.iter().skip(1).flat_map(|words| words.split(' '));
        for word in std::iter::once(row[0]).chain(others) {
            acts.entry(word).or_insert(row[0]);
        }
    }
    acts
});

static LIGHT_VERBS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    rows(include_str!("../../data/light_verbs.tsv"))
        .map(|row| row[0])
        .collect()
});

/// An act, ready to be compared.
pub(crate) struct Act<'a> {
    pub(crate) told: Told<'a>,
    pub(crate) event: &'a Event,
    /// The word that names the act, standing for all that say the same.
    pub(crate) lemma: String,
    /// What is done, whatever verb or noun tells it: "hold talks" and "meet" are a meeting.
    pub(crate) kind: String,
    pub(crate) actors: BTreeSet<ActorId>,
    pub(crate) recipients: BTreeSet<ActorId>,
    /// The states behind actors and recipients.
    pub(crate) countries: BTreeSet<String>,
    pub(crate) object: WordSet,
    pub(crate) period: Option<Period>,
    /// Is it told by a verb with a tense?
    pub(crate) is_finite: bool,
    /// Does a verb with "will", or one that hangs on "plan" or "expect", announce it?
    pub(crate) is_announced: bool,
    /// Does a word of its own say that it was not: "did not meet", but not "denied meeting"?
    pub(crate) is_negated: bool,
}

/// All acts of the story.
pub(crate) fn acts<'a>(story: &Story<'a>) -> Vec<Act<'a>> {
    let told = story.told(ClaimKind::Event);
    told.into_iter()
        .filter_map(|told| match &told.claim.content {
            Content::Event(event) if !is_only_said(event) => Some(act(story, told, event)),
            _ => None,
        })
        .collect()
}

/// Statements and appeals: what is said in them is compared as quotes.
fn is_only_said(event: &Event) -> bool {
    matches!(event.root, Root::Statement | Root::Appeal)
}

fn act<'a>(story: &Story<'a>, told: Told<'a>, event: &'a Event) -> Act<'a> {
    let document = &story.documents[told.report];
    let ids = |participants: &[Participant]| -> BTreeSet<ActorId> {
        let ids = participants
            .iter()
            .filter_map(|participant| participant.actor.as_ref());
        ids.map(|id| story.people.id(told.report, id)).collect()
    };
    let (actors, recipients) = (ids(&event.actors), ids(&event.recipients));
    let states = actors
        .iter()
        .chain(&recipients)
        .filter_map(|id| story.people.country(id));
    let countries = states.map(|country| country.0).collect();
    let object = event.object.map(|object| words::content(document, object));
    Act {
        event,
        lemma: canonical(&event.lemma.to_lowercase()).to_owned(),
        kind: kind(document, event),
        actors,
        recipients,
        countries,
        object: object.unwrap_or_default(),
        period: period(story, &told, event),
        is_finite: phrase::is_finite(document, event.trigger),
        is_announced: phrase::is_announced(document, event.trigger),
        is_negated: phrase::is_negated(document, event.trigger),
        told,
    }
}

/// "hold talks": does the verb leave it to its object to tell what is done?
pub(crate) fn is_light_verb(lemma: &str) -> bool {
    LIGHT_VERBS.contains(lemma)
}

/// What is done, whatever verb or noun tells it.
pub(crate) fn kind(document: &Document, event: &Event) -> String {
    let lemma = event.lemma.to_lowercase();
    let object = event.object.and_then(|object| head_noun(document, object));
    let known = |word: &str| {
        let word = ACTS.get(word).or_else(|| ACTS.get(canonical(word)));
        word.map(|word| (*word).to_owned())
    };
    let told_by_object = object.filter(|_| is_light_verb(&lemma));
    told_by_object
        .and_then(|noun| known(&noun))
        .or_else(|| known(&lemma))
        .unwrap_or_else(|| canonical(&lemma).to_owned())
}

/// Lemma of the noun that the words at `span` hang on.
fn head_noun(document: &Document, span: Span) -> Option<String> {
    let tokens = document.tokens_in(span);
    let head = tokens.clone().find(|&idx| {
        document.tokens[idx].pos == Pos::Noun
            && !document
                .head(idx)
                .is_some_and(|head| tokens.contains(&head))
    })?;
    Some(document.tokens[head].lemma.to_lowercase())
}

/// When, as the story shows it. What is still to come cannot lie before its report: "in September" of
/// a plan is the next September.
fn period(story: &Story, told: &Told, event: &Event) -> Option<Period> {
    let period = story.period(told.report, event.period_span, event.period)?;
    let is_to_come = matches!(
        event.realis,
        Realis::Planned | Realis::Proposed | Realis::Predicted
    );
    let words = story.text(told.report, event.period_span?);
    let names_year = words.chars().filter(char::is_ascii_digit).count() >= 4;
    let published = story
        .times
        .published(&story.documents[told.report], told.report)?;
    let is_over = period.to.is_some_and(|to| to < published);
    let is_part_of_year = matches!(period.precision, Precision::Month | Precision::Season);
    if !is_to_come || names_year || !is_over || !is_part_of_year {
        return Some(period);
    }
    let later = |date: jiff::civil::Date| date.checked_add(Days::new().years(1)).ok();
    let moved = Period {
        from: period.from.and_then(later),
        to: period.to.and_then(later),
        ..period
    };
    moved.to.is_some_and(|to| to >= published).then_some(moved)
}
