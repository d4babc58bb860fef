//! Vectors of single words, kept for the next time that they occur, which changes no result.

use crate::hash::IdMap;
use crate::kernel::{Cpu, Row, WIDTH};
use crate::model::Model;
use crate::tagger::sized;
use crate::tokenizer::RawToken;

/// Words that one generation keeps, 768 bytes each.
const MAX_WORDS: usize = 8_192;
/// Tokens that are looked up before what is new among them is computed.
const TOKENS: usize = 512;
/// New words that are computed at once.
const BATCH: usize = 32;

/// Id of the word, id of a norm given by the tokenizer, and whether a blank follows: what features
/// depend on.
type Key = (u64, Option<u64>, bool);

/// The vectors of a word in the network of tagger and parser, and in that of the name finder.
type Vectors = [Row; 2];

/// Words that occurred lately: when the young generation is full it becomes the old one, which is forgotten
/// but for the words that still occur.
#[derive(Default)]
pub(crate) struct Words {
    young: Generation,
    old: Generation,
    new: Vec<NewWord>,
    inputs: Vec<f32>,
    mixed: Vec<Row>,
    places: Vec<u32>,
}

#[derive(Default)]
struct Generation {
    places: IdMap<Key, u32>,
    vectors: Vec<Vectors>,
}

/// A word that has no vectors yet.
struct NewWord {
    place: u32,
    features: [u64; 6],
    vector: Option<usize>,
}

impl Words {
    /// Writes the vectors of the words, one row for each, into both networks' rows.
    pub(crate) fn embed(
        &mut self,
        model: &Model,
        cpu: &mut Cpu,
        words: &[&str],
        raw: &[RawToken],
        rows: [&mut [Row]; 2],
    ) {
        let [rows, ner_rows] = rows;
        let chunks = words.chunks(TOKENS).zip(raw.chunks(TOKENS));
        let outs = rows.chunks_mut(TOKENS).zip(ner_rows.chunks_mut(TOKENS));
        for ((words, raw), (rows, ner_rows)) in chunks.zip(outs) {
            if self.young.vectors.len() + TOKENS > MAX_WORDS {
                self.old = std::mem::take(&mut self.young);
            }
            self.places.clear();
            for (word, token) in words.iter().zip(raw) {
                let place = self.place(model, word, token);
                self.places.push(place);
            }
            self.compute_new(model, cpu);
            for ((&place, row), ner_row) in self.places.iter().zip(rows).zip(ner_rows) {
                [*row, *ner_row] = self.young.vectors[place as usize];
            }
        }
    }

    /// The place of the word's vectors among the young; they may still have to be computed.
    fn place(&mut self, model: &Model, word: &str, token: &RawToken) -> u32 {
        let orth = model.features.orth(word);
        let key = (orth, token.norm, token.space_after);
        if let Some(&place) = self.young.places.get(&key) {
            return place;
        }
        let place = self.young.vectors.len() as u32;
        self.young.places.insert(key, place);
        if let Some(&old) = self.old.places.get(&key) {
            self.young.vectors.push(self.old.vectors[old as usize]);
            return place;
        }
        self.young.vectors.push([[0.0; WIDTH]; 2]);
        self.new.push(NewWord {
            place,
            features: model.features.features(word, token.norm, token.space_after),
            vector: model.keys.row(orth),
        });
        place
    }

    fn compute_new(&mut self, model: &Model, cpu: &mut Cpu) {
        for (number, network) in [&model.tok2vec, &model.ner_tok2vec].into_iter().enumerate() {
            for batch in self.new.chunks(BATCH) {
                self.inputs.clear();
                for word in batch {
                    network.look_up(&word.features, word.vector, &mut self.inputs);
                }
                let mixed = sized(&mut self.mixed, batch.len(), [0.0; WIDTH]);
                network.mix(cpu, &self.inputs, mixed);
                for (word, mixed) in batch.iter().zip(mixed) {
                    self.young.vectors[word.place as usize][number] = *mixed;
                }
            }
        }
        self.new.clear();
    }
}
