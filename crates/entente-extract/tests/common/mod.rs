//! What the tests of extraction share.

use entente_types::{Article, Document, Stated};

/// A text as the shipped model parses it, with its day of publication on the first line if that is one.
pub fn parse(text: &str) -> Document {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let (published, text) = match first.parse() {
        Ok(value) => (Some(value), rest),
        Err(_) => (None, text),
    };
    let published = published.map(|value| Stated {
        value,
        from: "case".to_owned(),
    });
    let article = Article {
        published,
        ..Article::plain("case", text.trim_end())
    };
    entente_extract::name::mark(entente_language::english().parse(article))
}
