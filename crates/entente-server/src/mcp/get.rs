//! `get`: an article or a story.

use entente_engine::types::{Article, BlockKind};
use entente_engine::world::{ArticleRow, Id};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::Question;
use crate::error::Fault;

/// Longest part of a paragraph that is one item, in bytes.
const MAX_PART: usize = 2_000;

/// What to get.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// `art_1` or `sty_1`.
    id: String,
}

/// The article or the story.
#[derive(Default, Serialize, JsonSchema)]
pub struct About {
    /// Its id.
    id: String,
    /// The story of an article.
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<String>,
    /// When the article was published, as printed, or the first report of the story.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    /// When the last report of the story was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    /// When it came in.
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<String>,
    /// Independent origins of a story that was compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    n_origins: Option<usize>,
    /// Was it rejected by a reviewer?
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    rejected: bool,
    /// As published.
    untrusted: Named,
}

/// What it is called, and where it is from.
#[derive(Default, Serialize, JsonSchema)]
pub struct Named {
    /// Headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// Publisher.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// Those who wrote it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<String>,
    /// The agency that it credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    agency: Option<String>,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// The file that it came in.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
}

/// A paragraph of an article, or a report of a story.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Part {
    /// A paragraph.
    Paragraph {
        /// Its first byte in the text.
        start: usize,
        /// One past its last byte.
        end: usize,
        /// What it is.
        kind: BlockKind,
        /// As published.
        untrusted: Text,
    },
    /// A report.
    Report {
        /// Its id.
        article: String,
        /// When it was published, as printed.
        #[serde(skip_serializing_if = "Option::is_none")]
        published: Option<String>,
        /// The number of its origin, from 1.
        #[serde(skip_serializing_if = "Option::is_none")]
        origin: Option<usize>,
        /// As published.
        untrusted: Reported,
    },
}

/// Words of a paragraph.
#[derive(Serialize, JsonSchema)]
pub struct Text {
    /// The words, literally.
    text: String,
}

/// What a report is called.
#[derive(Serialize, JsonSchema)]
pub struct Reported {
    /// Headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// Publisher.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// Why it counts together with others of its origin.
    #[serde(skip_serializing_if = "String::is_empty")]
    because: String,
}

/// Gets it.
pub fn get(question: &Question<Asked>) -> Result<Value, Fault> {
    let id = &question.asked.id;
    match id.parse() {
        Ok(Id::Article(number)) => article(question, number),
        Ok(Id::Story(number)) => story(question, number),
        Ok(Id::Claim(..)) => Err(Fault::Unclear(format!("`evidence` tells of `{id}`"))),
        Err(no) => Err(Fault::Unclear(format!("{no}; `summarize` tells of actors"))),
    }
}

fn article(question: &Question<Asked>, number: u32) -> Result<Value, Fault> {
    let row = question.view.article_row(number)?;
    let article = question.view.article(number)?;
    let authors = article.authors.iter().take(8);
    let about = About {
        id: row.id,
        story: row.story,
        published: row.published,
        known: Some(row.known),
        rejected: question.view.rejected(number)?.article.is_some(),
        untrusted: Named {
            title: row.title,
            source: row.source,
            authors: authors.map(|author| author.value.clone()).collect(),
            agency: article.agency.as_ref().map(|agency| agency.value.clone()),
            address: row.address,
            file: Some(row.place),
        },
        ..About::default()
    };
    let parts = parts(&article);
    let shown = parts.iter().skip(question.skipped);
    let shown = shown.map(|&(start, end, kind)| {
        Ok(Part::Paragraph {
            start,
            end,
            kind,
            untrusted: Text {
                text: article.text[start..end].to_owned(),
            },
        })
    });
    question.answer(about, parts.len(), shown)
}

/// The paragraphs of an article, long ones in parts: where each begins and ends, and what it is.
fn parts(article: &Article) -> Vec<(usize, usize, BlockKind)> {
    let mut parts = Vec::new();
    for block in &article.blocks {
        let (mut start, end) = (block.span.start as usize, block.span.end as usize);
        while start < end {
            let most = article.text.floor_char_boundary(start + MAX_PART).min(end);
            // A part ends with a sentence if it can, or with a word.
            let part = &article.text[start..most];
            let ends = [
                part.rfind(". ").map(|at| at + 2),
                part.rfind(' ').map(|at| at + 1),
            ];
            let cut = ends.into_iter().flatten().next().filter(|_| most < end);
            let next = start + cut.unwrap_or(part.len());
            parts.push((start, next, block.kind));
            start = next;
        }
    }
    parts
}

fn story(question: &Question<Asked>, number: u32) -> Result<Value, Fault> {
    let (row, articles) = question.view.story(number)?;
    let comparison = question.view.comparison(number)?;
    let origins = comparison.map_or_else(Vec::new, |comparison| comparison.origins);
    let about = About {
        id: row.id,
        published: row.first,
        last: row.last,
        known: Some(row.known),
        n_origins: Some(origins.len()).filter(|n| *n > 0),
        untrusted: Named {
            title: Some(row.headline),
            ..Named::default()
        },
        ..About::default()
    };
    let report = |article: &ArticleRow| {
        let number = match article.id.parse() {
            Ok(Id::Article(number)) => number,
            _ => 0,
        };
        let origin = origins
            .iter()
            .position(|origin| origin.reports.iter().any(|report| report.0 == number));
        Ok(Part::Report {
            article: article.id.clone(),
            published: article.published.clone(),
            origin: origin.map(|origin| origin + 1),
            untrusted: Reported {
                title: article.title.clone(),
                source: article.source.clone(),
                because: origin.map_or(String::new(), |origin| origins[origin].because.clone()),
            },
        })
    };
    let shown = articles.iter().skip(question.skipped).map(report);
    question.answer(about, articles.len(), shown)
}

#[cfg(test)]
mod tests {
    use entente_engine::types::Article;

    use super::parts;

    #[test]
    fn parts_hold_the_whole_text_of_long_paragraphs() {
        let long = "Some sentence über alles. ".repeat(300);
        let article = Article::plain("a.txt", &format!("{long}\n\n{}", "x".repeat(5_000)));
        let parts = parts(&article);
        let text: String = parts
            .iter()
            .map(|&(start, end, _)| &article.text[start..end])
            .collect();
        assert_eq!(text, format!("{}{}", long.trim_end(), "x".repeat(5_000)));
        assert!(parts.len() > 5 && parts.iter().all(|(start, end, _)| end - start <= 2_000));
    }
}
