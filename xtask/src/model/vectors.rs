//! Static word vectors: 684,830 words share 20,000 vectors.

use anyhow::{Context, Result, ensure};
use entente_language::Builder;

use super::npy::Array;
use super::wheel::Wheel;

/// Width of the vectors before projection.
const RAW_WIDTH: usize = 300;

/// The vectors and which words have them.
pub struct Vectors {
    raw: Array,
    /// Hash of the word and row of its vector, by hash.
    keys: Vec<(u64, u16)>,
}

impl Vectors {
    /// Reads the vectors of a pipeline.
    pub fn read(wheel: &Wheel) -> Result<Self> {
        let raw =
            Array::from_npy(wheel.file("vocab/vectors")?).context("cannot read `vocab/vectors`")?;
        ensure!(
            raw.shape.len() == 2 && raw.shape[1] == RAW_WIDTH,
            "only vectors of {RAW_WIDTH} numbers are covered"
        );
        let n_rows = raw.shape[0];
        let rows = wheel.msgpack("vocab/key2row")?;
        let mut keys = Vec::new();
        for (key, row) in rows.pairs()? {
            let row = row.uint()?;
            ensure!(
                row < n_rows as u64,
                "a word points to vector {row}; there are {n_rows}"
            );
            keys.push((
                key.uint()?,
                u16::try_from(row).context("only 65,536 vectors are covered")?,
            ));
        }
        keys.sort_unstable();
        keys.dedup_by_key(|entry| entry.0);
        ensure!(keys.len() == rows.pairs()?.len(), "a word has two vectors");
        Ok(Self { raw, keys })
    }

    /// Number of vectors.
    pub fn n_rows(&self) -> usize {
        self.raw.shape[0]
    }

    /// Every vector times `weights`, which holds one row of 300 numbers for each output.
    ///
    /// Sums run in fp64 and are rounded once, so that they are nearer to the exact value than spaCy's.
    pub fn projected(&self, weights: &Array) -> Vec<f32> {
        let rows = self.raw.numbers.as_chunks::<RAW_WIDTH>().0;
        let weights = weights.numbers.as_chunks::<RAW_WIDTH>().0;
        let product = |row: &[f32; RAW_WIDTH], weight: &[f32; RAW_WIDTH]| {
            let terms = row
                .iter()
                .zip(weight)
                .map(|(value, weight)| f64::from(*value) * f64::from(*weight));
            terms.sum::<f64>() as f32
        };
        rows.iter()
            .flat_map(|row| weights.iter().map(move |weight| product(row, weight)))
            .collect()
    }

    /// Writes which words have which vector.
    ///
    /// Words are sorted by hash. `keys.buckets` gives the first word for each value of the upper 16
    /// bits; `keys.middle` holds the next 16 bits of each word, `keys.low` the last 32.
    pub fn write_keys(&self, file: &mut Builder) {
        let first = |bucket: u64| self.keys.partition_point(|(key, _)| key >> 48 < bucket) as u32;
        let buckets: Vec<u32> = (0..=1 << 16).map(first).collect();
        let part = |shift: u32| self.keys.iter().map(move |(key, _)| (key >> shift) as u32);
        file.words("keys.buckets", &buckets);
        file.words("keys.low", &part(0).collect::<Vec<_>>());
        file.halves(
            "keys.middle",
            &part(32).map(|bits| bits as u16).collect::<Vec<_>>(),
        );
        file.halves(
            "keys.rows",
            &self.keys.iter().map(|(_, row)| *row).collect::<Vec<_>>(),
        );
    }
}
