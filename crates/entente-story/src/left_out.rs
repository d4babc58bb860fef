//! What a report leaves out that most others tell, and what it alone seems to tell.

use std::collections::BTreeSet;

use entente_types::{ArticleId, Document, Omission, Slot, SlotKind, SlotValue, Verdict};

use crate::story::Story;
use crate::words::{WordSet, content};

/// Weightiest slots that are looked at.
const MOST_SLOTS: usize = 100;
/// Fewest other origins that tell it; of acts, which are told in more ways than figures and quotes, so many.
const FEWEST_ORIGINS: usize = 2;
const FEWEST_FOR_ACTS: usize = 3;
/// From this share of the words of an answer on, a sentence may tell the same in a way that was not read.
const MAY_TELL: f64 = 0.42;

/// What each report leaves out, in order of reports; `slots` are in order of weight.
pub(crate) fn left_out(story: &Story, slots: &[Slot], sentences: &[Vec<WordSet>]) -> Vec<Omission> {
    let shared: Vec<&Slot> = slots
        .iter()
        .filter(|slot| is_news(slot))
        .take(MOST_SLOTS)
        .collect();
    let reports = (0..story.documents.len()).filter_map(|report| {
        let missing = shared.iter().filter(|slot| {
            let text = story.documents[report].text();
            let is_there = |value: &SlotValue| value.text.len() > 2 && text.contains(&value.text);
            is_told_by_most(story, slot, report)
                && !came_before(story, slot, report)
                && !slot.values.iter().any(is_there)
                && !may_tell(&words(story, slot), &sentences[report])
        });
        let slots: Vec<String> = missing.map(|slot| slot.id.clone()).collect();
        let report = story.number(report);
        (!slots.is_empty()).then_some(Omission { report, slots })
    });
    let mut left_out: Vec<Omission> = reports.collect();
    left_out.sort_by_key(|one| one.report);
    left_out
}

/// Marks what one origin alone tells in words that another report has, too: it may have been read in one and not in the
/// other.
pub(crate) fn mark_elsewhere(story: &Story, slots: &mut [Slot], sentences: &[Vec<WordSet>]) {
    let is_alone = |slot: &&mut Slot| {
        slot.verdict == Verdict::Single && matches!(slot.kind, SlotKind::Event | SlotKind::Figure)
    };
    for slot in slots.iter_mut().filter(is_alone).take(MOST_SLOTS) {
        let tellers: BTreeSet<ArticleId> = slot.values.iter().map(|value| value.report).collect();
        let answers = words(story, slot);
        slot.elsewhere |= (0..story.documents.len()).any(|report| {
            !tellers.contains(&story.number(report)) && may_tell(&answers, &sentences[report])
        });
    }
}

/// Acts, figures and quotes of several origins, unless they only fit together; days stand with their acts.
fn is_news(slot: &Slot) -> bool {
    let is_told = matches!(
        slot.kind,
        SlotKind::Clause | SlotKind::Figure | SlotKind::Quote
    );
    let is_shared = slot.support >= u32::try_from(FEWEST_ORIGINS).unwrap_or(u32::MAX);
    is_told && is_shared && slot.verdict != Verdict::Compatible
}

/// Do more than half of the other origins tell it, and the report itself does not?
fn is_told_by_most(story: &Story, slot: &Slot, report: usize) -> bool {
    let origins = &story.copies.origins;
    let number = story.number(report);
    let is_other = |reports: &&Vec<ArticleId>| !reports.contains(&number);
    let others: Vec<&Vec<ArticleId>> = origins
        .iter()
        .map(|origin| &origin.reports)
        .filter(is_other)
        .collect();
    let tellers: BTreeSet<ArticleId> = slot.values.iter().map(|value| value.report).collect();
    let tells = |reports: &&&Vec<ArticleId>| reports.iter().any(|one| tellers.contains(one));
    let n_tell = others.iter().filter(tells).count();
    let fewest = match slot.kind {
        SlotKind::Clause => FEWEST_FOR_ACTS,
        _ => FEWEST_ORIGINS,
    };
    !tellers.contains(&number) && n_tell >= fewest && 2 * n_tell > others.len()
}

/// Was the report published on a day before all that tell it?
fn came_before(story: &Story, slot: &Slot, report: usize) -> bool {
    let tellers = slot.values.iter().filter_map(|value| {
        let mut documents = story.documents.iter();
        documents
            .find(|document| document.article.id == value.report)?
            .article
            .day()
    });
    let own = story.documents[report].article.day();
    own.zip(tellers.min())
        .is_some_and(|(own, first)| own < first)
}

/// For each report the words of its sentences, those of the sentence before added: a pronoun stands for them.
pub(crate) fn sentences(story: &Story) -> Vec<Vec<WordSet>> {
    let of_report = |document: &Document| {
        let own = |idx: usize| content(document, document.sentence_span(idx));
        let all: Vec<WordSet> = (0..document.sentences.len()).map(own).collect();
        let with_last = |idx: usize| match idx.checked_sub(1) {
            Some(last) => all[idx].union(&all[last]).cloned().collect(),
            None => all[idx].clone(),
        };
        (0..all.len()).map(with_last).collect()
    };
    story.documents.iter().map(of_report).collect()
}

/// The words of one answer's sentence, and its own.
struct Words {
    sentence: WordSet,
    own: WordSet,
}

/// The words of all answers.
fn words(story: &Story, slot: &Slot) -> Vec<Words> {
    let of_value = |value: &SlotValue| {
        let mut documents = story.documents.iter();
        let teller = documents.find(|document| document.article.id == value.report)?;
        Some(Words {
            sentence: content(teller, value.sentence),
            own: content(teller, value.span),
        })
    };
    slot.values.iter().filter_map(of_value).collect()
}

/// Does one of the sentences have most words of one of the answers?
fn may_tell(answers: &[Words], sentences: &[WordSet]) -> bool {
    let share = |words: &WordSet, sentence: &WordSet| {
        let n_shared = words.intersection(sentence).count();
        n_shared as f64 / words.len().max(1) as f64
    };
    answers.iter().any(|answer| {
        sentences.iter().any(|sentence| {
            share(&answer.sentence, sentence) >= MAY_TELL
                || (answer.own.len() > 1 && share(&answer.own, sentence) >= MAY_TELL)
        })
    })
}
