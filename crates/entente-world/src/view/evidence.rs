//! The way back from a claim to its sentence.

use std::collections::BTreeMap;

use entente_types::{Article, Claims, Span};
use schemars::JsonSchema;
use serde::Serialize;

use super::View;
use crate::{Error, Id};

/// A claim's words, and where they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Evidence {
    /// `clm_17_4`.
    pub claim: String,
    /// `art_17`.
    pub article: String,
    /// Publisher.
    pub source: Option<String>,
    /// Publication, as printed.
    pub published: Option<String>,
    /// First byte of the words in the text of the article.
    pub start: u32,
    /// One past their last byte.
    pub end: u32,
    /// The words, literally.
    pub words: String,
    /// The sentence that holds them, literally.
    pub sentence: String,
}

impl Evidence {
    /// The day of publication, as in ISO 8601.
    #[must_use]
    pub fn day(&self) -> Option<&str> {
        self.published.as_deref().and_then(|day| day.get(..10))
    }

    /// The words of a claim of an article; `None` if there is no such claim.
    #[must_use]
    pub fn of(article: &Article, claims: &Claims, place: u32) -> Option<Self> {
        let claim = claims.claims.get(place as usize)?;
        let id = Id::Claim(article.id.0, place).to_string();
        Some(Self::at(article, id, claim.span, claim.sentence))
    }

    /// These words of an article, in this sentence of it, for a claim.
    pub(super) fn at(article: &Article, claim: String, words: Span, sentence: Span) -> Self {
        Self {
            claim,
            article: Id::Article(article.id.0).to_string(),
            source: article.source.as_ref().map(|source| source.value.clone()),
            published: article
                .published
                .as_ref()
                .map(|stated| stated.value.to_string()),
            start: words.start,
            end: words.end,
            words: words.of(&article.text).to_owned(),
            sentence: sentence.of(&article.text).to_owned(),
        }
    }
}

impl View<'_> {
    /// The words of claims, in the order in which they are asked for; ids that name none are left out.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn evidence(&self, claims: &[String]) -> Result<Vec<Evidence>, Error> {
        let ids = claims.iter().filter_map(|id| match id.parse() {
            Ok(Id::Claim(article, place)) => Some((article, place)),
            _ => None,
        });
        let ids: Vec<(u32, u32)> = ids.collect();
        let mut by_article: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for &(article, place) in &ids {
            by_article.entry(article).or_default().push(place);
        }
        let mut found = BTreeMap::new();
        for (number, places) in by_article {
            let Some((_, claims)) = self.claims(number)? else {
                continue;
            };
            let article = self.article(number)?;
            for place in places {
                let evidence = Evidence::of(&article, &claims, place);
                found.extend(evidence.map(|evidence| ((number, place), evidence)));
            }
        }
        Ok(ids.iter().filter_map(|id| found.get(id).cloned()).collect())
    }
}
