//! `evidence`: the stored text behind claims.

use std::rc::Rc;

use entente_engine::types::{Article, Claims, SlotKind, Span};
use entente_engine::world::{Id, View};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::Question;
use super::compare::answer as slot_answer;
use super::sentence::{Sentence, Texts};
use crate::error::Fault;
use crate::page::{claim_kind, claim_read};

/// Ids of one question.
const MOST_IDS: usize = 50;
/// Bytes of the text that are shown before the sentence, and behind it.
const AROUND: usize = 200;

/// Of what.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Claims (`clm_1_4`), slots of stories (`sty_1/slot_12`), articles (`art_1`); 50 at most.
    ids: Vec<String>,
}

/// What was asked for.
#[derive(Serialize, JsonSchema)]
pub struct About {
    /// Claims and answers behind the ids.
    n: usize,
    /// Ids that name nothing at that moment.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unknown: Vec<String>,
}

/// The text behind a claim.
#[derive(Serialize, JsonSchema)]
pub struct Proof {
    /// Kind of claim.
    kind: String,
    /// The rule that read it.
    rule: String,
    /// The program that read it.
    reader: String,
    /// The story.
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<String>,
    /// Was it rejected by a reviewer? Then it counts nowhere.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    rejected: bool,
    /// First byte and the byte behind the last in the page as it came in.
    page: [u32; 2],
    /// Words and sentence, and where they stand in the text.
    #[serde(flatten)]
    sentence: Sentence,
    /// What stands around it, and what was read.
    around: Around,
}

/// What stands around a claim.
#[derive(Serialize, JsonSchema)]
pub struct Around {
    /// In words from the article.
    untrusted: AroundWords,
}

/// Words around a claim.
#[derive(Serialize, JsonSchema)]
pub struct AroundWords {
    /// Headline of the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// What stands before the sentence, literally.
    before: String,
    /// What stands behind it, literally.
    after: String,
    /// What was read: names and values.
    read: Vec<(String, String)>,
    /// Who vouches for it, from the outermost to the innermost; missing for the report itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    according_to: Vec<String>,
}

/// A claim, with the words that carry it where an answer to a slot has other ones.
struct Place {
    article: u32,
    claim: u32,
    told: Option<Sentence>,
}

/// Shows it.
pub fn evidence(question: &Question<Asked>) -> Result<Value, Fault> {
    let ids = &question.asked.ids;
    if ids.is_empty() || ids.len() > MOST_IDS {
        return Err(Fault::Unclear(format!("give 1 to {MOST_IDS} ids")));
    }
    let view = question.view;
    let mut texts = Texts::new(view);
    let (mut places, mut unknown) = (Vec::new(), Vec::new());
    for id in ids {
        match found(&view, id, &mut texts) {
            Ok(found) => places.extend(found),
            Err(Fault::NoSuch(_)) => unknown.push(id.chars().take(64).collect()),
            Err(fault) => return Err(fault),
        }
    }
    if places.is_empty() {
        let told = "those ids; ids look like `clm_1_4`, `sty_1/slot_12` and `art_1`";
        return Err(Fault::Unclear(format!("nothing is known of {told}")));
    }
    let about = About {
        n: places.len(),
        unknown,
    };
    let n = places.len();
    let mut last: Option<(u32, Read)> = None;
    let shown = places.into_iter().skip(question.skipped).map(|place| {
        if last
            .as_ref()
            .is_none_or(|(number, _)| *number != place.article)
        {
            last = Some((place.article, Read::of(&view, place.article, &mut texts)?));
        }
        let (_, read) = last.as_ref().expect("it was just read");
        read.proof(place)
    });
    question.answer(about, n, shown)
}

/// The claims behind an id.
fn found(view: &View, id: &str, texts: &mut Texts) -> Result<Vec<Place>, Fault> {
    let missing = || Fault::NoSuch(id.to_owned());
    let plain = |article, claim| Place {
        article,
        claim,
        told: None,
    };
    let parts: Vec<&str> = id.split('/').collect();
    match (parts[..].first().map(|first| first.parse()), parts.len()) {
        (Some(Ok(Id::Claim(article, claim))), 1) => {
            let claims = view.claims(article)?.ok_or_else(missing)?.1;
            let is_there = (claim as usize) < claims.claims.len();
            is_there
                .then(|| vec![plain(article, claim)])
                .ok_or_else(missing)
        }
        (Some(Ok(Id::Article(article))), 1) => {
            let claims = view.claims(article)?.ok_or_else(missing)?.1;
            Ok((0..)
                .zip(&claims.claims)
                .map(|(claim, _)| plain(article, claim))
                .collect())
        }
        (Some(Ok(Id::Story(story))), 2) => slot(view, story, parts[1], texts)?.ok_or_else(missing),
        _ => Err(missing()),
    }
}

/// All answers to a slot.
fn slot(
    view: &View,
    story: u32,
    slot: &str,
    texts: &mut Texts,
) -> Result<Option<Vec<Place>>, Fault> {
    let Some(comparison) = view.comparison(story)? else {
        return Ok(None);
    };
    let Some(slot) = comparison.slots.iter().find(|one| one.id == slot) else {
        return Ok(None);
    };
    let mut places = Vec::new();
    for value in &slot.values {
        let Some(Ok(Id::Claim(article, claim))) = value.claims.first().map(|claim| claim.0.parse())
        else {
            continue;
        };
        let said = slot_answer(&comparison, SlotKind::Event, value, None, texts)?;
        places.push(Place {
            article,
            claim,
            told: Some(said.sentence),
        });
    }
    Ok(Some(places))
}

/// An article with everything that was read in it.
struct Read {
    article: Rc<Article>,
    claims: Claims,
    reader: String,
    story: Option<String>,
    rejected: entente_engine::world::Rejected,
}

impl Read {
    fn of(view: &View, number: u32, texts: &mut Texts) -> Result<Self, Fault> {
        let missing = || Fault::NoSuch(Id::Article(number).to_string());
        let (reader, claims) = view.claims(number)?.ok_or_else(missing)?;
        Ok(Self {
            article: texts.article(number)?,
            claims,
            reader,
            story: view.article_row(number)?.story,
            rejected: view.rejected(number)?,
        })
    }

    fn proof(&self, place: Place) -> Result<Proof, Fault> {
        let id = Id::Claim(place.article, place.claim).to_string();
        let claim = self.claims.claims.get(place.claim as usize);
        let claim = claim.ok_or_else(|| Fault::NoSuch(id.clone()))?;
        let text = &self.article.text;
        let sentence = place
            .told
            .unwrap_or_else(|| Sentence::new(&self.article, Some(id), claim.span, claim.sentence));
        let words = Span::new(sentence.start as usize, sentence.end as usize);
        let whole = claim.sentence.join(words);
        let (start, end) = (whole.start as usize, whole.end as usize);
        let first = text.ceil_char_boundary(start.saturating_sub(AROUND));
        let last = text.floor_char_boundary((end + AROUND).min(text.len()));
        let page = self.article.origin.page(words);
        let read = claim_read(claim, text).into_iter();
        let holders = claim.holders.iter().map(|one| match &one.holder.actor {
            Some(actor) => actor.0.clone(),
            None => one.holder.span.of(text).to_owned(),
        });
        Ok(Proof {
            kind: claim_kind(claim).to_owned(),
            rule: claim.rule.clone(),
            reader: self.reader.clone(),
            story: self.story.clone(),
            rejected: self.rejected.holds(place.claim),
            page: [page.start, page.end],
            around: Around {
                untrusted: AroundWords {
                    title: self.article.title.as_ref().map(|title| title.value.clone()),
                    before: text.get(first..start).unwrap_or_default().to_owned(),
                    after: text.get(end..last).unwrap_or_default().to_owned(),
                    read: read.map(|(name, value)| (name.to_owned(), value)).collect(),
                    according_to: holders.collect(),
                },
            },
            sentence,
        })
    }
}
