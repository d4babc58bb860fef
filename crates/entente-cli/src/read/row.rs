//! What is told of one article in a row of a table or a line of JSON.

use entente_engine::page::container::{Extent, Record};
use entente_engine::types::{Article, Moment, Problem, Stated};
use serde::Serialize;

/// One article with what its container says of it.
///
/// Fields have the names that `entente read` takes for the fields of tables, so that what it writes can be read
/// again.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The file and the place in it.
    pub name: String,
    /// What `--from` takes to begin here.
    pub place: u64,
    /// The address that the page gives, or else the one it was fetched from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The publisher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Moment>,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<Moment>,
    /// When it was fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fetched: Option<Moment>,
    /// The agency that its text is from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Where it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dateline: Option<String>,
    /// The part of the publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Its language, as a primary tag of BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// `summary` or `address` if the container does not hold the whole page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extent: Option<&'static str>,
    /// Number of words; a character of Chinese or Japanese counts as one.
    pub words: u32,
    /// The running text, without headline and words under pictures; paragraphs are parted by blank lines.
    pub text: String,
    /// Codes of the problems met.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
}

impl Row {
    /// What is told of an article.
    pub fn new(record: &Record, article: &Article, problems: &[Problem]) -> Self {
        let value =
            |stated: &Option<Stated<String>>| stated.as_ref().map(|stated| stated.value.clone());
        let moment = |stated: &Option<Stated<Moment>>| stated.as_ref().map(|stated| stated.value);
        let text = article.body();
        Self {
            name: record.name.clone(),
            place: record.place,
            address: value(&article.address).or_else(|| record.known.address.clone()),
            title: value(&article.title),
            source: value(&article.source),
            authors: article
                .authors
                .iter()
                .map(|author| author.value.clone())
                .collect(),
            published: moment(&article.published),
            modified: moment(&article.modified),
            fetched: record.known.fetched,
            agency: value(&article.agency),
            dateline: value(&article.dateline),
            section: value(&article.section),
            language: value(&article.language),
            extent: match record.extent {
                Extent::Whole => None,
                Extent::Summary => Some("summary"),
                Extent::Address => Some("address"),
            },
            words: n_words(&text),
            text,
            problems: problems
                .iter()
                .map(|problem| problem.code.clone())
                .collect(),
        }
    }
}

/// Number of words of a text: runs between blanks that hold a letter or digit, and each character of scripts that
/// write no blanks between words.
fn n_words(text: &str) -> u32 {
    let is_word = |c: char| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    let mut n_words = 0;
    let mut is_inside = false;
    for c in text.chars() {
        let starts = !is_word(c) && c.is_alphanumeric() && !is_inside;
        n_words += u32::from(is_word(c) || starts);
        is_inside = !c.is_whitespace() && !is_word(c) && (is_inside || starts);
    }
    n_words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_as_readers_do() {
        assert_eq!(n_words("The dam held \u{2014} so far; it's old."), 7);
        assert_eq!(n_words("\u{5927}\u{575d} 2025"), 3);
        assert_eq!(n_words(""), 0);
    }
}
