//! `search`: articles by their words, with the sentences that fit.

use entente_engine::types::{Article, Claims, Span};
use entente_engine::world::{Found, Hit as FoundHit, Id, Query, View};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::Question;
use super::sentence::Sentence;
use super::word::Words;
use crate::error::Fault;

/// Hits that are looked at for one answer, and sentences of each.
const MOST_HITS: usize = 20;
const MOST_SENTENCES: usize = 3;
/// Most words that are looked for.
const MOST_WORDS: usize = 40;

/// What to look for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Words.
    query: String,
    /// Only of this publisher.
    source: Option<String>,
    /// Only published on that day or later (2025-05-08).
    from: Option<String>,
    /// Only published on that day or before.
    to: Option<String>,
}

/// What was found in all.
#[derive(Serialize, JsonSchema)]
pub struct About {
    /// Articles.
    n_articles: usize,
    /// Does every one of them hold all words? If not, some.
    all_words: bool,
}

/// An article that was found.
#[derive(Serialize, JsonSchema)]
pub struct Hit {
    /// Its id.
    article: String,
    /// The story that it tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<String>,
    /// When it was published, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    /// As published.
    untrusted: Named,
    /// Sentences of it that fit best.
    evidence: Vec<Sentence>,
}

/// What an article is called.
#[derive(Serialize, JsonSchema)]
pub struct Named {
    /// Publisher.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// Headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
}

/// Looks them up.
pub fn search(question: &Question<Asked>) -> Result<Value, Fault> {
    let asked = &question.asked;
    let (found, all_words) = found(question)?;
    let words = Words::of(&asked.query);
    let about = About {
        n_articles: found.n,
        all_words,
    };
    let hits = found.hits.into_iter();
    question.answer(
        about,
        found.n,
        hits.map(|found| hit(&question.view, found, &words)),
    )
}

/// With all words; if there is nothing, with any.
fn found(question: &Question<Asked>) -> Result<(Found, bool), Fault> {
    let query = |words: String| Query {
        words,
        source: question.asked.source.clone(),
        from: question.asked.from.clone(),
        to: question.asked.to.clone(),
        skipped: question.skipped,
        most: MOST_HITS,
        ..Query::default()
    };
    let words = question.asked.query.trim();
    if words.is_empty() {
        return Err(Fault::Unclear("`query` holds no words".to_owned()));
    }
    let found = question.view.search(&query(words.to_owned()))?;
    let plain = words.split(|letter: char| !letter.is_alphanumeric());
    let plain: Vec<&str> = plain
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .collect();
    if found.n > 0 || plain.len() < 2 {
        return Ok((found, true));
    }
    Ok((question.view.search(&query(plain.join(" OR ")))?, false))
}

fn hit(view: &View, found: FoundHit, words: &Words) -> Result<Hit, Fault> {
    let row = found.article;
    let evidence = match row.id.parse() {
        Ok(Id::Article(number)) => sentences(view, number, &found.snippet.concat(), words)?,
        _ => Vec::new(),
    };
    Ok(Hit {
        article: row.id,
        story: row.story,
        published: row.published,
        untrusted: Named {
            source: row.source,
            title: row.title,
        },
        evidence,
    })
}

/// The sentences of an article that hold most of the words: those of claims, else the passage that the search shows.
fn sentences(
    view: &View,
    number: u32,
    passage: &str,
    words: &Words,
) -> Result<Vec<Sentence>, Fault> {
    let article = view.article(number)?;
    let claims = view.claims(number)?.map(|(_, claims)| claims);
    let claims = claims.unwrap_or_default();
    let rejected = view.rejected(number)?;
    let mut best = best(&article, &claims, words, |place| rejected.holds(place));
    // A passage can go over the end of a paragraph.
    let lines = passage.lines().map(str::trim);
    let shown = lines
        .max_by_key(|line| words.score(line))
        .unwrap_or_default();
    let at = article.text.find(shown).filter(|_| !shown.is_empty());
    let passage = at.map(|at| Span::new(at, at + shown.len()));
    let most = best.first().map_or(0, |(score, ..)| *score);
    let mut found = Vec::new();
    if let Some(span) =
        passage.filter(|span| best.is_empty() || words.score(span.of(&article.text)) > most)
    {
        found.push(Sentence::new(&article, None, span, span));
        best.truncate(MOST_SENTENCES - 1);
    }
    found.extend(best.into_iter().map(|(_, place, words, sentence)| {
        let claim = Id::Claim(number, place).to_string();
        Sentence::new(&article, Some(claim), words, sentence)
    }));
    Ok(found)
}

/// Sentences that hold words, those with most of them first, each once with the claim whose own words hold most of them.
fn best(
    article: &Article,
    claims: &Claims,
    words: &Words,
    is_rejected: impl Fn(u32) -> bool,
) -> Vec<(usize, u32, Span, Span)> {
    let text = &article.text;
    let mut found: Vec<(usize, u32, Span, Span)> = Vec::new();
    let fits = |span: Span| (words.score(span.of(text)), span.len());
    for (place, claim) in (0..).zip(&claims.claims) {
        if is_rejected(place) {
            continue;
        }
        let known = found.iter_mut().find(|one| one.3 == claim.sentence);
        if let Some(known) = known {
            if fits(claim.span) > fits(known.2) {
                (known.1, known.2) = (place, claim.span);
            }
            continue;
        }
        let score = words.score(claim.sentence.of(text));
        if score > 0 {
            found.push((score, place, claim.span, claim.sentence));
        }
    }
    found.sort_by_key(|(score, place, ..)| (std::cmp::Reverse(*score), *place));
    found.truncate(MOST_SENTENCES);
    found
}
