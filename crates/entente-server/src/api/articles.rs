//! `/articles`: what was read, its text, and what it claims.

use entente_engine::claim::{ClaimTold, claims};
use entente_engine::types::{BlockKind, Candidate, ClaimKind, Field, Span};
use entente_engine::world::{ArticleRow, Chosen, Reading, ReviewRow, View};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::claims::{Step, found};
use super::hash;
use super::question::{ArticleId, Day, Part, StoryId, Turn, Words};
use super::whom;
use crate::error::Fault;

/// Which articles.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Published on that day or later.
    from: Option<Day>,
    /// Published on that day or before.
    to: Option<Day>,
    /// By this publisher, as it is written.
    source: Option<Words>,
    /// In this story.
    story: Option<StoryId>,
    /// In which this actor or country acts or is acted upon: an id, a name, or a country.
    actor: Option<Words>,
}

impl Which {
    /// As the workspace is asked.
    fn chosen(self, view: &View) -> Result<Chosen, Fault> {
        Ok(Chosen {
            from: Day::text(self.from),
            to: Day::text(self.to),
            source: self.source.map(|source| source.0),
            story: self.story.map(|story| story.number()).transpose()?,
            actor: self.actor.map(|actor| whom(view, &actor.0)).transpose()?,
        })
    }
}

/// The articles, the latest first.
pub fn all(view: &View, which: Which, turn: &Turn) -> Result<Part<ArticleRow>, Fault> {
    let chosen = which.chosen(view)?;
    let rows = view.chosen(&chosen, turn.skipped(), turn.most + 1)?;
    Ok(Part::counted(turn, rows))
}

/// One article.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct One {
    /// The article.
    article: ArticleId,
}

/// What is known of an article.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ArticleTold {
    #[serde(flatten)]
    row: ArticleRow,
    /// Who wrote it, as printed.
    authors: Vec<String>,
    /// Its language, as a primary tag of BCP 47.
    language: Option<String>,
    /// Days and hours of publication that the page gives, chosen or not, with the place where each stands.
    dates: Vec<Candidate>,
    /// Bytes of its text.
    n_bytes: usize,
    /// SHA-256 of its text.
    sha256: String,
    /// Who read its claims; `null` if nobody has.
    reader: Option<String>,
    /// Claims that were read in it.
    n_claims: usize,
    /// The review that rejects it.
    rejected: Option<ReviewRow>,
}

/// What is known of it.
pub fn one(view: &View, one: One) -> Result<ArticleTold, Fault> {
    let number = one.article.number()?;
    let row = view.article_row(number)?;
    let article = view.article(number)?;
    let read = view.claims(number)?;
    let dates = article.candidates.iter();
    let dates = dates.filter(|one| one.field == Field::Published);
    Ok(ArticleTold {
        authors: article
            .authors
            .iter()
            .map(|author| author.value.clone())
            .collect(),
        language: article
            .language
            .as_ref()
            .map(|language| language.value.clone()),
        dates: dates.cloned().collect(),
        n_bytes: article.text.len(),
        sha256: hash(article.text.as_bytes()),
        n_claims: read.as_ref().map_or(0, |(_, claims)| claims.claims.len()),
        reader: read.map(|(reader, _)| reader),
        rejected: view.rejection(number, None)?,
        row,
    })
}

/// The text of an article.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Text {
    /// The article.
    article: String,
    /// The text as it is kept, in the words of a stranger. Places of claims count its bytes in UTF-8.
    text: String,
    /// Its bytes.
    n_bytes: usize,
    /// SHA-256 of them.
    sha256: String,
    /// Its paragraphs and headings, in order.
    blocks: Vec<BlockTold>,
}

/// A paragraph, a heading, or the like.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BlockTold {
    /// First byte, and one past the last.
    #[serde(flatten)]
    span: Span,
    /// What it is.
    kind: BlockKind,
}

/// Its text.
pub fn text(view: &View, one: One) -> Result<Text, Fault> {
    let article = view.article(one.article.number()?)?;
    let blocks = article.blocks.iter().map(|block| BlockTold {
        span: block.span,
        kind: block.kind,
    });
    Ok(Text {
        article: one.article.0,
        n_bytes: article.text.len(),
        sha256: hash(article.text.as_bytes()),
        blocks: blocks.collect(),
        text: article.text,
    })
}

/// The claims of one article.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claimed {
    /// The article.
    article: ArticleId,
    /// Only of this kind.
    kind: Option<ClaimKind>,
}

/// What it claims, in order of the text, without what reviews reject.
pub fn claimed(view: &View, claimed: Claimed, turn: &Turn) -> Result<Part<ClaimTold>, Fault> {
    let number = claimed.article.number()?;
    let row = view.article_row(number)?;
    let chosen = Chosen::default();
    let (readings, _) = view.readings(&chosen, number, 1)?;
    let of_it = |reading: &Reading| reading.row.id == row.id;
    let read = readings.iter().find(|reading| of_it(reading));
    let told = read.map_or_else(Vec::new, |reading| claims(reading, claimed.kind));
    Ok(Part::cut(turn, told))
}

/// What is asked of all claims.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfKind {
    /// Only of this kind.
    kind: Option<ClaimKind>,
    /// In an article that was published on that day or later.
    from: Option<Day>,
    /// In an article that was published on that day or before.
    to: Option<Day>,
    /// By this publisher, as it is written.
    source: Option<Words>,
    /// In this story.
    story: Option<StoryId>,
    /// With this actor or country as a party or a holder, in articles in which it acts or is acted upon: an id, a name, or a country.
    actor: Option<Words>,
}

/// All claims, those of the articles that came in last first.
pub fn all_claims(view: &View, asked: OfKind, turn: &Turn) -> Result<Part<ClaimTold>, Fault> {
    let which = Which {
        from: asked.from,
        to: asked.to,
        source: asked.source,
        story: asked.story,
        actor: asked.actor,
    };
    claims_of(view, which, asked.kind, turn)
}

/// Who said what.
pub fn quotes(view: &View, which: Which, turn: &Turn) -> Result<Part<ClaimTold>, Fault> {
    claims_of(view, which, Some(ClaimKind::Quote), turn)
}

/// How many, how much.
pub fn figures(view: &View, which: Which, turn: &Turn) -> Result<Part<ClaimTold>, Fault> {
    claims_of(view, which, Some(ClaimKind::Figure), turn)
}

fn claims_of(
    view: &View,
    which: Which,
    kind: Option<ClaimKind>,
    turn: &Turn,
) -> Result<Part<ClaimTold>, Fault> {
    let chosen = which.chosen(view)?;
    found(view, &Step { chosen, kind }, turn)
}
