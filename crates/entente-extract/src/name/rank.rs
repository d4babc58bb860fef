//! "said Maj. | Ana Ruiz": the parser ends a sentence behind the dot of some ranks. Here both halves become one again.

use std::collections::HashSet;
use std::sync::LazyLock;

use entente_types::{Dep, Document, EntityKind, Sentence, Token};

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
        let top = top(&tokens, *rank);
        if tokens[*person].head as usize == *person && tokens[top].head as usize != top {
            (tokens[*person].head, tokens[*person].dep) = (tokens[top].head, tokens[top].dep);
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

/// The rank, or its dot where the parser took that for the head of both.
fn top(tokens: &[Token], rank: usize) -> usize {
    let dot = rank + 1;
    if tokens[rank].head as usize == dot {
        dot
    } else {
        rank
    }
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
    let is_one = is_root(person) || is_root(top(&document.tokens, rank));
    (is_person && is_one).then_some(Torn {
        rank,
        person,
        sentence: next - 1,
    })
}

#[cfg(test)]
mod tests {
    use entente_types::{Article, Entity, Pos, Span, Tag};

    use super::*;

    /// "said Maj. | Ruiz", with the heads of its four tokens.
    fn parsed(heads: [u32; 4]) -> Document {
        let text = "said Maj. Ruiz";
        let spans = [(0, 4), (5, 8), (8, 9), (10, 14)];
        let token = |((start, end), head): ((usize, usize), u32)| Token {
            span: Span::new(start, end),
            tag: Tag::Nnp,
            pos: Pos::Propn,
            head,
            dep: Dep::Nsubj,
            lemma: text[start..end].to_owned(),
        };
        let tokens = spans.into_iter().zip(heads).map(token).collect();
        let sentences = vec![Sentence { start: 0, end: 3 }, Sentence { start: 3, end: 4 }];
        let name = Entity {
            start: 3,
            end: 4,
            kind: EntityKind::Person,
        };
        let article = Article::plain("a", text);
        Document::new(article, tokens, sentences, vec![name])
    }

    #[test]
    fn the_person_takes_the_place_of_the_rank_and_the_tree_stays_a_tree() {
        // The rank below the verb, below its dot, and above it.
        for heads in [[0, 0, 1, 3], [0, 2, 0, 3], [0, 0, 0, 3]] {
            let whole = joined(parsed(heads));
            assert_eq!(whole.sentences.len(), 1);
            assert_eq!(whole.head(3), Some(0), "{heads:?}");
            assert_eq!((whole.head(1), whole.head(2)), (Some(3), Some(3)));
        }
        // Both halves of a root each: one root stays.
        for heads in [[1, 1, 1, 3], [2, 2, 2, 3]] {
            let whole = joined(parsed(heads));
            let roots: Vec<usize> = (0..4).filter(|&idx| whole.head(idx).is_none()).collect();
            assert_eq!(roots, [3], "{heads:?}");
        }
    }
}
