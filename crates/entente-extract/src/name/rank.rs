//! "said Maj. | Ana Ruiz": the parser ends a sentence behind the dot of some ranks. Here both halves become one again.

use std::collections::HashSet;
use std::sync::LazyLock;

use entente_types::{Dep, Document, EntityKind, Sentence};

use crate::table::rows;

/// Ranks that are written with a dot.
static RANKS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/rank_dots.tsv"));
    rows.filter_map(|row| row.first().copied()).collect()
});

/// A rank at the end of one sentence, and the person with whose name the next one begins.
struct Torn {
    rank: usize,
    /// The head of the name.
    person: usize,
    /// Number of the sentence that the rank ends.
    sentence: usize,
}

/// The document with the sentences joined that end at the dot of a rank before a name.
pub(super) fn joined(document: Document) -> Document {
    let all = 1..document.sentences.len();
    let torn: Vec<Torn> = all.filter_map(|next| torn(&document, next)).collect();
    if torn.is_empty() {
        return document;
    }
    let Document {
        article,
        mut tokens,
        sentences,
        entities,
        ..
    } = document;
    for Torn { rank, person, .. } in &torn {
        if tokens[*person].head as usize == *person && tokens[*rank].head as usize != *rank {
            (tokens[*person].head, tokens[*person].dep) = (tokens[*rank].head, tokens[*rank].dep);
        }
        for (idx, dep) in [(*rank, Dep::Compound), (*rank + 1, Dep::Punct)] {
            (tokens[idx].head, tokens[idx].dep) = (*person as u32, dep);
        }
    }
    let ends: HashSet<usize> = torn.iter().map(|one| one.sentence).collect();
    let mut whole: Vec<Sentence> = Vec::with_capacity(sentences.len());
    for (number, sentence) in sentences.into_iter().enumerate() {
        match whole
            .last_mut()
            .filter(|_| number > 0 && ends.contains(&(number - 1)))
        {
            Some(last) => last.end = sentence.end,
            None => whole.push(sentence),
        }
    }
    Document::new(article, tokens, whole, entities)
}

/// Does a sentence begin with the name of a person whose rank ends the one before, so that one root is left for both?
fn torn(document: &Document, next: usize) -> Option<Torn> {
    let start = document.sentences[next].tokens().start;
    let before = document.sentences[next - 1].tokens();
    let rank = start.checked_sub(2).filter(|rank| before.contains(rank))?;
    let is_rank = document.word(rank + 1) == "." && RANKS.contains(document.word(rank));
    let name = document.entity_of(start).filter(|_| is_rank)?;
    let is_person = name.kind == EntityKind::Person && name.tokens().start == start;
    let is_root = |idx: usize| document.head(idx).is_none();
    let person = name.tokens().find(|&idx| {
        let head = document.head(idx);
        head.is_none_or(|head| !name.tokens().contains(&head))
    })?;
    (is_person && (is_root(person) || is_root(rank))).then_some(Torn {
        rank,
        person,
        sentence: next - 1,
    })
}
