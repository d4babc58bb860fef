//! Where the numbers lie that the layers of a model read, so that they can be read as bytes.

use crate::Model;
use crate::container::Builder;
use crate::kernel::{Cpu, Precision, Range, WIDTH};
use crate::tok2vec::{DEPTH, PADDING};
use crate::words::Words;

impl Model {
    /// A file that tells where the numbers between the layers lie when these texts are read. It completes the model for
    /// [`Precision::Fast`] on CPUs that multiply bytes; the texts should be of the kind that will be read.
    #[must_use]
    pub fn ranges<'a>(&self, texts: impl Iterator<Item = &'a str>) -> Vec<u8> {
        let mut cpu = Cpu::new(Precision::Exact);
        let mut known = Words::default();
        let mut ranges = [[Range::default(); DEPTH]; 2];
        for text in texts {
            let raw = self.tokenizer.tokenize(text);
            let words: Vec<&str> = raw.iter().map(|token| token.span.of(text)).collect();
            let n_rows = raw.len() + 2 * PADDING;
            let mut networks = [vec![[0.0; WIDTH]; n_rows], vec![[0.0; WIDTH]; n_rows]];
            let outs = networks
                .each_mut()
                .map(|rows| &mut rows[PADDING..n_rows - PADDING]);
            known.embed(self, &mut cpu, &words, &raw, outs);
            let mut scratch = vec![[0.0; WIDTH]; n_rows];
            let encoders = [&self.tok2vec, &self.ner_tok2vec].into_iter();
            for ((encoder, rows), ranges) in encoders.zip(&mut networks).zip(&mut ranges) {
                encoder.encode_seen(&mut cpu, rows, &mut scratch, |layer, rows| {
                    ranges[layer].include(rows);
                });
            }
        }
        let mut file = Builder::default();
        for (name, ranges) in ["tok2vec.ranges", "ner.ranges"].iter().zip(&ranges) {
            let numbers: Vec<f32> = ranges.iter().flat_map(Range::numbers).copied().collect();
            file.floats(name, &numbers);
        }
        file.finish()
    }
}
