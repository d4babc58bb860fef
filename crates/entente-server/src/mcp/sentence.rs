//! The way back from a fact to the text: words as they stand, where they stand, and who published them.

use std::collections::BTreeMap;
use std::rc::Rc;

use entente_engine::types::{Article, ArticleId, Comparison, Slot, SlotValue, Span};
use entente_engine::world::{Evidence, Id, View};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::Fault;

/// Bytes of a sentence that are shown before and behind the words, where it is longer.
const AROUND: usize = 160;
/// Longest sentence that is shown whole, in bytes.
const MAX_SENTENCE: usize = 480;

/// A sentence that carries a fact.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Sentence {
    /// The claim that it carries: `clm_1_4` is one of article `art_1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    /// The article, where it carries no claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// When the article was published, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// First byte of the words in the text of the article (UTF-8).
    pub start: u32,
    /// One past their last byte.
    pub end: u32,
    /// Was something cut off? What is shown still stands so in the text.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
    /// As published.
    pub untrusted: Published,
}

/// Words of a publisher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Published {
    /// Who published them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The words of the claim, literally.
    pub words: String,
    /// The sentence around them, literally; missing if it is the words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence: Option<String>,
}

impl Sentence {
    /// The words of a span, and the sentence around them.
    pub fn new(article: &Article, claim: Option<String>, words: Span, sentence: Span) -> Self {
        let (shown, cut) = around(&article.text, words, sentence.join(words));
        let text = words.of(&article.text);
        Self {
            article: claim
                .is_none()
                .then(|| Id::Article(article.id.0).to_string()),
            claim,
            published: article
                .published
                .as_ref()
                .map(|stated| stated.value.to_string()),
            start: words.start,
            end: words.end,
            cut,
            untrusted: Published {
                source: article.source.as_ref().map(|source| source.value.clone()),
                words: text.to_owned(),
                sentence: (shown != text).then(|| shown.to_owned()),
            },
        }
    }

    /// Of a claim whose text was looked up already.
    pub fn of(evidence: Evidence) -> Self {
        let at = evidence.sentence.find(&evidence.words).unwrap_or(0);
        let whole = Span::new(0, evidence.sentence.len());
        let words = Span::new(at, (at + evidence.words.len()).min(evidence.sentence.len()));
        let (shown, cut) = around(&evidence.sentence, words, whole);
        let sentence = (shown != evidence.words).then(|| shown.to_owned());
        Self {
            claim: Some(evidence.claim),
            article: None,
            published: evidence.published,
            start: evidence.start,
            end: evidence.end,
            cut,
            untrusted: Published {
                source: evidence.source,
                words: evidence.words,
                sentence,
            },
        }
    }
}

/// A sentence, or of a long one what stands around some words of it, and whether something is left out.
fn around(text: &str, words: Span, sentence: Span) -> (&str, bool) {
    let whole = sentence.of(text);
    if whole.len() <= MAX_SENTENCE {
        return (whole, false);
    }
    let first = (words.start as usize).saturating_sub(AROUND);
    let first = text.ceil_char_boundary(first.max(sentence.start as usize));
    let last = (words.end as usize + AROUND).min(sentence.end as usize);
    let last = text.floor_char_boundary(last).max(first);
    let shown = text.get(first..last).unwrap_or_default();
    (shown, shown.len() < whole.len())
}

/// Articles that an answer needs, each read once.
pub struct Texts<'w> {
    view: View<'w>,
    read: BTreeMap<u32, Rc<Article>>,
}

impl<'w> Texts<'w> {
    /// Of a view.
    pub fn new(view: View<'w>) -> Self {
        Self {
            view,
            read: BTreeMap::new(),
        }
    }

    /// One article.
    pub fn article(&mut self, number: u32) -> Result<Rc<Article>, Fault> {
        if let Some(article) = self.read.get(&number) {
            return Ok(article.clone());
        }
        let article = Rc::new(self.view.article(number)?);
        self.read.insert(number, article.clone());
        Ok(article)
    }

    /// The sentence of an answer to a slot.
    pub fn sentence(&mut self, value: &SlotValue) -> Result<Sentence, Fault> {
        let article = self.article(value.report.0)?;
        let claim = value.claims.first().map(|claim| claim.0.clone());
        Ok(Sentence::new(&article, claim, value.span, value.sentence))
    }
}

/// Answers to a slot, one of each origin before the second of any.
pub fn by_origin<'s>(comparison: &Comparison, slot: &'s Slot) -> Vec<&'s SlotValue> {
    let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
    let mut values: Vec<(usize, &SlotValue)> = slot
        .values
        .iter()
        .map(|value| {
            let turn = seen
                .entry(origin_of(comparison, value.report).unwrap_or(usize::MAX))
                .or_default();
            *turn += 1;
            (*turn, value)
        })
        .collect();
    // The sort is stable: within a turn the order of reports stays.
    values.sort_by_key(|(turn, _)| *turn);
    values.into_iter().map(|(_, value)| value).collect()
}

/// The place of a report's origin among all of them.
pub fn origin_of(comparison: &Comparison, report: ArticleId) -> Option<usize> {
    let origins = &comparison.origins;
    origins
        .iter()
        .position(|origin| origin.reports.contains(&report))
}

#[cfg(test)]
mod tests {
    use entente_engine::types::{Article, Span};

    use super::Sentence;

    #[test]
    fn words_and_sentence_stand_literally_in_the_text() {
        let text = format!(
            "One. {} über 30 leaders {}. Three.",
            "many words ".repeat(40),
            "and more ".repeat(60)
        );
        let article = Article::plain("a.txt", &text);
        let start = text.find("über").expect("it is there");
        let words = Span::new(start, start + "über 30 leaders".len());
        let long = Sentence::new(&article, None, words, Span::new(5, text.len() - 7));
        assert_eq!(long.untrusted.words, "über 30 leaders");
        let sentence = long.untrusted.sentence.expect("it is more than the words");
        assert!(
            text.contains(&sentence)
                && sentence.contains("über 30 leaders")
                && sentence.len() < 400
        );
        assert!(long.cut);
        let short = Sentence::new(
            &article,
            Some("clm_0_1".to_owned()),
            Span::new(0, 4),
            Span::new(0, 4),
        );
        assert_eq!(
            (short.untrusted.sentence, short.cut, short.article),
            (None, false, None)
        );
    }
}
