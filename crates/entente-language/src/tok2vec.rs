//! From the features of words to one vector for each token, which knows the four words on both sides.

use crate::Error;
use crate::container::Container;
use crate::hash::row_hashes;
use crate::kernel::{Cpu, Maxout, Range, Row, WIDTH};
use crate::model::Table;
use crate::rows::Rows;

/// Layers that look one word to each side.
pub(crate) const DEPTH: usize = 4;
/// Rows before and after the tokens: spaCy's four rows of padding, and one that is always zero.
pub(crate) const PADDING: usize = DEPTH + 1;

/// The network that makes token vectors.
pub(crate) struct Tok2Vec {
    tables: Vec<HashTable>,
    vectors: Rows,
    mix: Maxout,
    windows: [Maxout; DEPTH],
}

/// Rows of which each id takes the sum of four.
struct HashTable {
    seed: u32,
    rows: Rows,
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
            let rows = Rows::read(file, &section, table.n_rows as usize)?;
            Ok(HashTable {
                seed: table.seed,
                rows,
            })
        };
        let window =
            |number: usize| Maxout::read(file, &format!("{name}.window.{number}"), 3 * WIDTH);
        let mut windows = [window(1)?, window(2)?, window(3)?, window(4)?];
        if let Some(ranges) = Range::read(file, &format!("{name}.ranges"), DEPTH)? {
            for (window, range) in windows.iter_mut().zip(ranges) {
                window.expect(range);
            }
        }
        Ok(Self {
            tables: tables
                .iter()
                .enumerate()
                .map(table)
                .collect::<Result<_, _>>()?,
            vectors: Rows::read(file, &format!("{name}.vectors"), n_vectors)?,
            mix: Maxout::read(file, &format!("{name}.mix"), (tables.len() + 1) * WIDTH)?,
            windows,
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
        let mut row = [0.0; WIDTH];
        if let Some(place) = vector.filter(|&place| place < self.vectors.len()) {
            self.vectors.add(place, &mut row);
        }
        inputs.extend(row);
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
        self.encode_seen(cpu, rows, scratch, |_, _| {});
    }

    /// As [`Self::encode`]; `see` is shown the number of each layer and the rows that it reads.
    pub(crate) fn encode_seen(
        &self,
        cpu: &mut Cpu,
        rows: &mut [Row],
        scratch: &mut [Row],
        mut see: impl FnMut(usize, &[Row]),
    ) {
        let (mut from, mut to) = (rows, scratch);
        for (number, window) in self.windows.iter().enumerate() {
            let first = number + 2;
            let end = from.len() - first;
            see(number, &from[first - 1..end + 1]);
            window.windows(cpu, &from[first - 1..end + 1], &mut to[first..end]);
            (from, to) = (to, from);
        }
    }
}

impl HashTable {
    /// The sum of the four rows of an id.
    fn sum(&self, id: u64) -> Row {
        let mut sum = [0.0; WIDTH];
        for hash in row_hashes(id, self.seed) {
            self.rows.add(hash as usize % self.rows.len(), &mut sum);
        }
        sum
    }
}
