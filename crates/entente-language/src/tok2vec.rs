//! From the features of words to one vector for each token, which knows the four words on both sides.

use std::borrow::Cow;

use crate::Error;
use crate::container::Container;
use crate::hash::row_hashes;
use crate::kernel::{Cpu, Maxout, Row, WIDTH};
use crate::model::Table;

/// Layers that look one word to each side.
const DEPTH: usize = 4;
/// Rows before and after the tokens: spaCy's four rows of padding, and one that is always zero.
pub(crate) const PADDING: usize = DEPTH + 1;

/// The network that makes token vectors.
pub(crate) struct Tok2Vec {
    tables: Vec<HashTable>,
    vectors: Cow<'static, [f32]>,
    mix: Maxout,
    windows: [Maxout; DEPTH],
}

/// Rows of which each id takes the sum of four.
struct HashTable {
    seed: u32,
    rows: Cow<'static, [f32]>,
}

impl Tok2Vec {
    /// Reads the network whose sections start with `name`.
    pub(crate) fn read(
        file: &Container,
        name: &str,
        tables: &[Table],
        n_vectors: usize,
    ) -> Result<Self, Error> {
        let table = |(number, table): (usize, &Table)| {
            let section = format!("{name}.table.{number}");
            if table.n_rows == 0 {
                return Err(Error::section(&section, "it has no rows"));
            }
            let rows = file.exactly(&section, table.n_rows as usize * WIDTH)?;
            Ok(HashTable {
                seed: table.seed,
                rows,
            })
        };
        let window =
            |number: usize| Maxout::read(file, &format!("{name}.window.{number}"), 3 * WIDTH);
        Ok(Self {
            tables: tables
                .iter()
                .enumerate()
                .map(table)
                .collect::<Result<_, _>>()?,
            vectors: file.exactly(&format!("{name}.vectors"), n_vectors * WIDTH)?,
            mix: Maxout::read(file, &format!("{name}.mix"), (tables.len() + 1) * WIDTH)?,
            windows: [window(1)?, window(2)?, window(3)?, window(4)?],
        })
    }

    /// Adds the numbers of a word to `inputs`.
    ///
    /// `features` holds at least one id for each hash table; `vector` is the row of its static vector,
    /// zeros standing in for a missing one.
    pub(crate) fn look_up(&self, features: &[u64], vector: Option<usize>, inputs: &mut Vec<f32>) {
        for (table, &feature) in self.tables.iter().zip(features) {
            inputs.extend(table.sum(feature));
        }
        let vectors = self.vectors.as_chunks::<WIDTH>().0;
        let vector = vector.and_then(|row| vectors.get(row));
        inputs.extend(vector.unwrap_or(&[0.0; WIDTH]));
    }

    /// The vectors of words by themselves, from their numbers.
    pub(crate) fn mix(&self, cpu: &mut Cpu, inputs: &[f32], out: &mut [Row]) {
        self.mix.forward(cpu, inputs, out);
    }

    /// Lets each token see its neighbours, in place.
    ///
    /// `rows` holds [`PADDING`] rows of zeros, the embedded tokens, and [`PADDING`] rows of zeros; `scratch`
    /// has the same length. As in spaCy, the padding changes from layer to layer; only rows that can still
    /// reach a token are computed, so that each layer leaves out one more on both sides.
    pub(crate) fn encode(&self, cpu: &mut Cpu, rows: &mut [Row], scratch: &mut [Row]) {
        let (mut from, mut to) = (rows, scratch);
        for (number, window) in self.windows.iter().enumerate() {
            let first = number + 2;
            let end = from.len() - first;
            window.windows(cpu, &from[first - 1..end + 1], &mut to[first..end]);
            (from, to) = (to, from);
        }
    }
}

impl HashTable {
    /// The sum of the four rows of an id.
    fn sum(&self, id: u64) -> Row {
        let rows = self.rows.as_chunks::<WIDTH>().0;
        let mut sum = [0.0; WIDTH];
        for hash in row_hashes(id, self.seed) {
            let row = &rows[hash as usize % rows.len()];
            for (sum, value) in sum.iter_mut().zip(row) {
                *sum += value;
            }
        }
        sum
    }
}
