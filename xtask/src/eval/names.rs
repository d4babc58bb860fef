//! Names of persons, organisations and places, with the sentences of one text read together.
//!
//! The data has sentences; those whose ids differ in their last number alone are one text. Each stays a paragraph, so
//! that no name goes on from one to the next.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use anyhow::Result;
use entente_types::{Document, Entity, EntityKind, Span};
use rayon::prelude::*;
use serde_json::{Value, json};

/// A text of several sentences.
pub struct Text {
    /// Without the number of the sentence.
    pub id: String,
    /// As the parser reads it.
    pub document: Document,
    /// The id of each sentence and its bytes.
    pub sentences: Vec<(String, Range<usize>)>,
}

impl Text {
    /// The sentence that holds `span`, and where in it, in code points.
    pub fn place(&self, span: Span) -> Option<(&str, [usize; 2])> {
        let holds = |bytes: &Range<usize>| {
            bytes.start <= span.start as usize && span.end as usize <= bytes.end
        };
        let (id, bytes) = self.sentences.iter().find(|(_, bytes)| holds(bytes))?;
        let [start, end] = [span.start, span.end].map(|at| at as usize - bytes.start);
        let within = Span::new(start, end);
        Some((
            id,
            super::offsets(&self.document.text()[bytes.clone()], within),
        ))
    }
}

/// The texts of a folder, parsed, in order of their first sentence.
pub fn texts(folder: &Path) -> Result<Vec<Text>> {
    let rows = super::rows(&folder.join("documents.jsonl"))?;
    let id = |row: &Value| row["id"].as_str().unwrap_or_default().to_owned();
    let mut groups: Vec<(String, Vec<&Value>)> = Vec::new();
    for row in &rows {
        let whole = id(row);
        let text = whole
            .rsplit_once('-')
            .map_or(whole.as_str(), |(text, _)| text);
        match groups.last_mut().filter(|(last, _)| last == text) {
            Some((_, sentences)) => sentences.push(row),
            None => groups.push((text.to_owned(), vec![row])),
        }
    }
    let parse = |(text_id, rows): (String, Vec<&Value>)| {
        let mut text = String::new();
        let mut sentences = Vec::new();
        for row in rows {
            let start = text.len();
            text.push_str(row["text"].as_str().unwrap_or_default());
            sentences.push((id(row), start..text.len()));
            text.push_str("\n\n");
        }
        let article = super::article(&json!({ "id": text_id, "text": text }));
        Text {
            id: text_id,
            document: entente_language::english().parse(article),
            sentences,
        }
    };
    Ok(groups.into_par_iter().map(parse).collect())
}

/// A line for each sentence, with the names that `find` gives.
pub fn predict(texts: &[Text], find: impl Fn(&Document) -> Vec<Entity>) -> Vec<Value> {
    let mut by_sentence: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for text in texts {
        for (id, _) in &text.sentences {
            by_sentence.entry(id.clone()).or_default();
        }
        for entity in find(&text.document) {
            let span = text.document.span(entity.tokens());
            let Some((kind, (id, [start, end]))) = kind(entity.kind).zip(text.place(span)) else {
                continue;
            };
            let name = json!({ "start": start, "end": end, "type": kind });
            by_sentence.entry(id.to_owned()).or_default().push(name);
        }
    }
    let line = |(id, names)| json!({ "id": id, "names": names });
    by_sentence.into_iter().map(line).collect()
}

/// The type of the data that a kind of names belongs to.
fn kind(kind: EntityKind) -> Option<&'static str> {
    match kind {
        EntityKind::Person => Some("PER"),
        EntityKind::Org => Some("ORG"),
        EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac => Some("LOC"),
        _ => None,
    }
}
