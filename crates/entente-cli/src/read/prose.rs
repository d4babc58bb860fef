//! The clean text of articles, plain or as Markdown.

use entente_engine::types::{Article, Block, BlockKind};

use super::row::Row;
use crate::render::{markdown::escape, plain};

/// An article as plain text: headline, who published it when, and the text.
pub fn text(row: &Row, article: &Article) -> String {
    let mut parts = Vec::new();
    if let Some(title) = missing_title(row, article) {
        parts.push(plain(title));
    }
    parts.push(plain(&about(row)));
    parts.extend(
        article
            .blocks
            .iter()
            .map(|block| plain(block.span.of(&article.text))),
    );
    joined(parts)
}

/// An article as Markdown.
pub fn markdown(row: &Row, article: &Article) -> String {
    let mut parts = Vec::new();
    if let Some(title) = missing_title(row, article) {
        parts.push(format!("# {}", escape(title)));
    }
    let about = about(row);
    if !about.is_empty() {
        parts.push(format!("*{}*", escape(&about)));
    }
    for (idx, block) in article.blocks.iter().enumerate() {
        let part = block_of(block, &article.text);
        let is_list = |block: &Block| block.kind == BlockKind::ListItem;
        let continues = idx > 0 && is_list(block) && is_list(&article.blocks[idx - 1]);
        match parts.last_mut().filter(|_| continues) {
            Some(list) => list.push_str(&format!("\n{part}")),
            None => parts.push(part),
        }
    }
    joined(parts)
}

fn block_of(block: &Block, text: &str) -> String {
    let words = escape(block.span.of(text));
    match block.kind {
        BlockKind::Title => format!("# {words}"),
        BlockKind::Heading => format!("## {words}"),
        BlockKind::Standfirst => format!("**{words}**"),
        BlockKind::ListItem => format!("- {words}"),
        BlockKind::BlockQuote => format!("> {words}"),
        BlockKind::Caption | BlockKind::Correction => format!("*{words}*"),
        BlockKind::Paragraph | BlockKind::Table => words,
    }
}

/// The headline, if the text does not begin with it.
fn missing_title<'a>(row: &'a Row, article: &Article) -> Option<&'a str> {
    let has_title = article
        .blocks
        .iter()
        .any(|block| block.kind == BlockKind::Title);
    row.title.as_deref().filter(|_| !has_title)
}

/// Source, day and authors in one line.
fn about(row: &Row) -> String {
    let day = row.published.map(|moment| moment.day.to_string());
    let authors = row.authors.join(", ");
    let parts = [row.source.clone(), day, Some(authors)];
    let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

fn joined(parts: Vec<String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n") + "\n"
}
