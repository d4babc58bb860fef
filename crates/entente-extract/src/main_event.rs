//! What an article is about: its main event, as who did what, when, where, why and how.
//!
//! ```text
//! headline, first sentences ─clause─► the clause that tells it ─┬─► who, what
//! whole text ─setting─► times and places, by their nearness to it ─┴─► when, where
//! ```
//!
//! News tells its event in the headline and again, with when and where, in one of the first sentences. So
//! the clause comes from the headline where that has one, and every other answer is searched among all its
//! mentions: those that stand near the top, beside the words of the headline, and often, win.

mod clause;
mod predicate;
mod reason;
mod setting;
mod who;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;

use entente_types::{Actors, BlockKind, Document, MainEvent, Pos, Span, TimeExpression};

use crate::event::{People, edges};

/// Sentences from the top in which the event is looked for.
const MAX_SENTENCES: usize = 48;
/// Words to each side of a mention that tell whether it belongs to the event.
const MAX_DISTANCE: usize = 12;
/// So many words of the headline beside a mention are as good as all.
const MANY_WORDS: f64 = 4.0;

/// A text with what is asked again and again.
struct Reader<'a> {
    document: &'a Document,
    actors: &'a Actors,
    /// The same by the token that heads a mention.
    people: People<'a>,
    times: &'a [TimeExpression],
    /// First and last token below every token.
    edges: Vec<(usize, usize)>,
    /// Sentences in the order in which they are read: the headline, then the text.
    sentences: Vec<Told>,
    /// Lemmas of the headline's content words.
    title: BTreeSet<String>,
    /// By token: does it stand between quotation marks?
    quoted: Vec<bool>,
}

/// A sentence of the top of the text.
struct Told {
    tokens: Range<usize>,
    /// Does it belong to the headline?
    is_title: bool,
    /// Its place: 0 for the headline, then 1, 2, 3.
    rank: usize,
}

/// The main event of an article; `None` for a text in which nothing is told.
#[must_use]
pub fn find(document: &Document, actors: &Actors, times: &[TimeExpression]) -> Option<MainEvent> {
    let reader = Reader::new(document, actors, times);
    let clause = clause::main(&reader)?;
    let who = who::of(&reader, &clause);
    let what = predicate::of(&reader, &clause);
    let time = setting::time(&reader, &clause);
    let place = setting::place(&reader, &clause);
    let sentence = document.sentence_span(document.sentence_of(clause.verb));
    Some(MainEvent {
        sentence,
        who,
        what,
        time,
        country: place.as_ref().and_then(|place| place.country.clone()),
        place: place.map(|place| place.span),
        why: reason::why(&reader, &clause),
        how: reason::how(&reader, &clause),
    })
}

impl<'a> Reader<'a> {
    fn new(document: &'a Document, actors: &'a Actors, times: &'a [TimeExpression]) -> Self {
        let mut reader = Self {
            document,
            actors,
            people: People::new(document, actors),
            times,
            edges: edges(document),
            sentences: Vec::new(),
            title: BTreeSet::new(),
            quoted: crate::quote::quoted_tokens(document),
        };
        reader.sentences = reader.top();
        let title = reader.sentences.iter().filter(|told| told.is_title);
        let keys = title
            .flat_map(|told| told.tokens.clone())
            .filter_map(|idx| reader.key(idx));
        reader.title = keys.collect();
        reader
    }

    /// The sentences of headline and lead; words under pictures tell of the pictures.
    fn top(&self) -> Vec<Told> {
        let document = self.document;
        let mut told: Vec<Told> = Vec::new();
        let mut rank = 0;
        for (idx, sentence) in document.sentences.iter().enumerate() {
            if told.len() >= MAX_SENTENCES {
                break;
            }
            let kind = self.kind_at(document.sentence_span(idx));
            let tokens = sentence.tokens();
            let has_words = tokens.clone().any(|idx| self.is_word(idx));
            if !has_words || kind == Some(BlockKind::Caption) {
                continue;
            }
            let is_title = kind == Some(BlockKind::Title);
            rank += usize::from(!is_title);
            told.push(Told {
                tokens,
                is_title,
                rank,
            });
        }
        told
    }

    /// How many of the headline's words stand beside a token in its sentence: 0 for none, 1 for enough.
    fn likeness(&self, told: &Told, idx: usize) -> f64 {
        let first = idx.saturating_sub(MAX_DISTANCE).max(told.tokens.start);
        let last = (idx + MAX_DISTANCE).min(told.tokens.end);
        let mut keys: Vec<String> = (first..last).filter_map(|idx| self.key(idx)).collect();
        keys.retain(|key| self.title.contains(key));
        keys.sort_unstable();
        keys.dedup();
        (keys.len() as f64 / MANY_WORDS).min(1.0)
    }

    /// The lemma of a content word.
    fn key(&self, idx: usize) -> Option<String> {
        let token = &self.document.tokens[idx];
        let is_content = matches!(
            token.pos,
            Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj | Pos::Num
        );
        is_content.then(|| token.lemma.to_lowercase())
    }

    fn kind_at(&self, span: Span) -> Option<BlockKind> {
        let blocks = &self.document.article.blocks;
        let idx = blocks.partition_point(|block| block.span.end <= span.start);
        blocks.get(idx).map(|block| block.kind)
    }

    fn is_word(&self, idx: usize) -> bool {
        !matches!(self.document.tokens[idx].pos, Pos::Space | Pos::Punct)
    }

    /// The sentence of the top that holds a token.
    fn told(&self, idx: usize) -> Option<&Told> {
        self.sentences
            .iter()
            .find(|told| told.tokens.contains(&idx))
    }

    /// Words from the first to the last of two tokens, without marks at the ends.
    fn span(&self, first: usize, last: usize) -> Span {
        crate::event::trimmed(self.document, first, last)
    }
}
