//! Different words of several reports for the same act, the same people, the same counted things.
//!
//! Nothing is scored: the words stand side by side, and the reader judges.

use std::collections::{BTreeMap, BTreeSet};

use entente_types::{
    ArticleId, Claim, Content, Document, Figure, MentionForm, Participant, Pos, Slot, SlotKind,
    Span, Verdict, WordChoice, Wording, WordingOf,
};

use crate::events::{is_light_verb, kind};
use crate::figures::is_growing;
use crate::story::Story;
use crate::words::{canonical, is_kind_of, is_light};

/// Most rows of different words.
const MOST: usize = 40;

/// The class of all words for people.
const PERSON: &str = "person";

/// A word of a report: the report, its lemma, and where it stands.
struct Word {
    report: usize,
    lemma: String,
    span: Span,
}

/// The different words for what the reports tell together, in order of slots.
pub(crate) fn wordings(story: &Story, slots: &[Slot]) -> Vec<Wording> {
    let claims = by_id(story);
    let mut seen: BTreeSet<(WordingOf, BTreeSet<String>)> = BTreeSet::new();
    let mut wordings = Vec::new();
    for slot in slots.iter().filter(|slot| is_same_thing(slot)) {
        let mut words: BTreeMap<(WordingOf, String), Vec<Word>> = BTreeMap::new();
        let ids = slot.values.iter().flat_map(|value| &value.claims);
        for (report, claim) in ids.filter_map(|id| claims.get(id.0.as_str())) {
            for (of, class, word) in words_of(story, *report, claim) {
                words.entry((of, class)).or_default().push(word);
            }
        }
        for ((of, _), mut words) in words {
            words.sort_by_key(|word| (story.number(word.report), word.span));
            let lemmas: BTreeSet<String> = words.iter().map(|word| word.lemma.clone()).collect();
            if differs(of, &words) && seen.insert((of, lemmas)) {
                let choices = choices(story, &words);
                let slot = slot.id.clone();
                wordings.push(Wording { slot, of, choices });
            }
        }
    }
    wordings.truncate(MOST);
    wordings
}

/// Every claim by its id, with the report that makes it.
fn by_id<'a>(story: &Story<'a>) -> BTreeMap<&'a str, (usize, &'a Claim)> {
    let reports = story.claims.iter().enumerate();
    let all = reports.flat_map(|(report, claims)| {
        claims
            .claims
            .iter()
            .map(move |claim| (claim.id.0.as_str(), (report, claim)))
    });
    all.collect()
}

/// Only where the reports surely tell the same do other words for it say anything.
fn is_same_thing(slot: &Slot) -> bool {
    let is_told = matches!(slot.kind, SlotKind::Event | SlotKind::Figure);
    is_told && slot.support > 1 && slot.verdict == Verdict::Agree
}

/// The words of a claim, each with what it stands for and the class of words that can stand for the same.
fn words_of(story: &Story, report: usize, claim: &Claim) -> Vec<(WordingOf, String, Word)> {
    let document = &story.documents[report];
    match &claim.content {
        Content::Event(event) => {
            let act = Word {
                report,
                lemma: event.lemma.to_lowercase(),
                span: event.trigger,
            };
            let mut words = Vec::new();
            if !is_light_verb(&act.lemma) {
                words.push((WordingOf::Act, kind(document, event), act));
            }
            words.extend(people(story, report, WordingOf::Doer, &event.actors));
            words.extend(people(
                story,
                report,
                WordingOf::Sufferer,
                &event.recipients,
            ));
            words
        }
        Content::Figure(figure) => {
            let counted = counted(document, figure);
            let word = counted.map(|(lemma, span)| Word {
                report,
                lemma,
                span,
            });
            word.map(|word| (WordingOf::Counted, class(&word.lemma), word))
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    }
}

fn people(
    story: &Story,
    report: usize,
    of: WordingOf,
    participants: &[Participant],
) -> Vec<(WordingOf, String, Word)> {
    let words = participants
        .iter()
        .filter_map(|one| described(story, report, one));
    let people = words.filter(|word| class(&word.lemma) == PERSON);
    people.map(|word| (of, PERSON.to_owned(), word)).collect()
}

/// All nouns for people can stand for the same people; of other things only those that say the same.
fn class(lemma: &str) -> String {
    let word = canonical(lemma);
    // "12 arrests" counts people, but is no word for them.
    let is_fate = is_growing(word);
    if word == PERSON || (is_kind_of(PERSON, word) && !is_fate) {
        PERSON
    } else {
        word
    }
    .to_owned()
}

/// A participant who is described and not named: names are no choice of words.
fn described(story: &Story, report: usize, participant: &Participant) -> Option<Word> {
    let claims = story.claims[report];
    let mention = claims
        .actors
        .mentions
        .iter()
        .find(|one| one.span == participant.span)?;
    let token = story.documents[report].tokens.get(mention.head as usize)?;
    let is_noun = mention.form == MentionForm::Description && token.pos == Pos::Noun;
    let word = |lemma: String| Word {
        report,
        lemma,
        span: mention.span,
    };
    is_noun.then(|| word(token.lemma.to_lowercase()))
}

/// The noun that is counted, as a word of its own.
fn counted(document: &Document, figure: &Figure) -> Option<(String, Span)> {
    let tokens = document.tokens_in(figure.counted?);
    let property = figure.property.to_lowercase();
    let head = tokens.into_iter().find(|&idx| {
        document.tokens[idx].pos == Pos::Noun
            && document.tokens[idx].lemma.to_lowercase() == property
    })?;
    (!is_light(&property)).then_some((property, document.tokens[head].span))
}

/// Do two reports have no word in common? One word in another form is the same word. Who names two kinds of
/// people chooses no word for one of them.
fn differs(of: WordingOf, words: &[Word]) -> bool {
    let mut by_report: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for word in words {
        by_report
            .entry(word.report)
            .or_default()
            .insert(&word.lemma);
    }
    let sets: Vec<&BTreeSet<&str>> = by_report.values().collect();
    if of != WordingOf::Act && sets.iter().any(|set| set.len() > 1) {
        return false;
    }
    let is_apart = |one: &BTreeSet<&str>, other: &BTreeSet<&str>| {
        one.iter().all(|a| other.iter().all(|b| !is_one_stem(a, b)))
    };
    let mut pairs = sets
        .iter()
        .enumerate()
        .flat_map(|(idx, one)| sets[idx + 1..].iter().map(move |other| (*one, *other)));
    pairs.any(|(one, other)| is_apart(one, other))
}

/// "kill" and "killing", "arrest" and "arrested".
fn is_one_stem(one: &str, other: &str) -> bool {
    const STEM: usize = 3;
    let shared = one
        .chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .count();
    one == other || shared >= STEM
}

/// Each word of a report once, in its first place.
fn choices(story: &Story, words: &[Word]) -> Vec<WordChoice> {
    let mut seen: BTreeSet<(ArticleId, &str)> = BTreeSet::new();
    let first = words
        .iter()
        .filter(|word| seen.insert((story.number(word.report), &word.lemma)));
    let choice = |word: &Word| WordChoice {
        report: story.number(word.report),
        span: word.span,
        text: story.text(word.report, word.span).to_owned(),
    };
    first.map(choice).collect()
}
