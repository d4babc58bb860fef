//! What the models look at again and again, as numbers: made once for each document.

use entente_types::{CueKind, Dep, Pos};

use super::super::reader::Reader;
use super::super::words::{self, NounClass};
use crate::cluster;

/// What a token is, hashed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// Its lemma in small letters; one number for all names, one for all numbers.
    pub lemma: u64,
    /// As written, in small letters.
    pub lower: u64,
    /// The last three letters of its lemma.
    pub tail: u64,
    /// Its group of words with like meaning, 0 for none.
    pub fine: u64,
    /// The same, with fewer groups.
    pub coarse: u64,
    /// Its class in the tables of verbs and nouns that attribute, 0 for none.
    pub class: u64,
    /// Kind of the name that it stands in, 0 for none.
    pub entity: u64,
    /// Relation to its head.
    pub dep: u64,
    /// Fine part of speech.
    pub tag: u64,
    /// Coarse part of speech.
    pub pos: u64,
    /// Which complements stand below it, a bit each.
    pub frame: u64,
}

/// A document as the models see it.
pub struct Facts<'r, 'd> {
    /// The document, read.
    pub reader: &'r Reader<'d>,
    /// By token.
    pub words: Vec<Word>,
}

/// A name among lemmas.
const NAME: u64 = 11;
/// A number among lemmas.
const NUMBER: u64 = 13;

/// The complements that make up a frame, one bit each, in this order.
const FRAME: [Dep; 14] = [
    Dep::Ccomp,
    Dep::Xcomp,
    Dep::Dobj,
    Dep::Dative,
    Dep::Prep,
    Dep::Nsubj,
    Dep::Nsubjpass,
    Dep::Acl,
    Dep::Oprd,
    Dep::Attr,
    Dep::Acomp,
    Dep::Poss,
    Dep::Agent,
    Dep::Neg,
];

impl<'r, 'd> Facts<'r, 'd> {
    /// Looks every token up once. Linear in the size of the document.
    #[must_use]
    pub fn new(reader: &'r Reader<'d>) -> Self {
        let n_tokens = reader.document.tokens.len();
        let mut words: Vec<Word> = (0..n_tokens).map(|token| word(reader, token)).collect();
        for token in 0..n_tokens {
            let bit = FRAME.iter().position(|dep| *dep == reader.dep(token));
            if let (Some(head), Some(bit)) = (reader.document.head(token), bit) {
                let is_before = matches!(reader.dep(token), Dep::Ccomp | Dep::Dobj) && token < head;
                words[head].frame |= 1 << bit;
                words[head].frame |= u64::from(is_before) << FRAME.len();
            }
        }
        for entity in &reader.document.entities {
            let kind = text(entity.kind.as_str());
            words[entity.tokens()]
                .iter_mut()
                .for_each(|word| word.entity = kind);
        }
        Self { reader, words }
    }
}

fn word(reader: &Reader, token: usize) -> Word {
    let pos = reader.pos(token);
    let lemma = reader.lemma(token).to_lowercase();
    let (fine, coarse) = cluster::of(&lemma).unwrap_or_default();
    Word {
        lemma: match pos {
            Pos::Propn => NAME,
            Pos::Num => NUMBER,
            _ => text(&lemma),
        },
        lower: match pos {
            Pos::Propn => NAME,
            Pos::Num => NUMBER,
            _ => text(&reader.lower(token)),
        },
        tail: text(tail(&lemma)),
        fine,
        coarse,
        class: class(pos, &lemma),
        entity: 0,
        dep: text(reader.dep(token).as_str()),
        tag: text(reader.tag(token).as_str()),
        pos: text(pos.as_str()),
        frame: 0,
    }
}

/// The last three characters of a word, or all.
fn tail(word: &str) -> &str {
    let start = word.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    &word[start..]
}

/// The place of a word in the tables, as a number above 0.
fn class(pos: Pos, lemma: &str) -> u64 {
    match pos {
        Pos::Verb | Pos::Aux => words::verb(lemma).map_or(0, |verb| {
            let class = match verb.class {
                CueKind::Say => 1,
                CueKind::Write => 2,
                CueKind::Think => 3,
                CueKind::Show => 4,
                CueKind::Judge => 5,
                CueKind::Ask => 6,
                CueKind::Plan => 7,
                CueKind::Deny => 8,
                CueKind::Seem => 9,
            };
            class * 2 + u64::from(verb.takes('c'))
        }),
        Pos::Noun => words::noun(lemma).map_or(0, |noun| match noun {
            NounClass::Speech => 30,
            NounClass::Thought => 31,
            NounClass::Text => 32,
            NounClass::Source => 33,
        }),
        _ => 0,
    }
}

/// FNV-1a of a text, so that numbers mean the same on every machine.
pub fn text(written: &str) -> u64 {
    written
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}
