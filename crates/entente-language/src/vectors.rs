//! Which word has which static vector.

use std::borrow::Cow;

use crate::Error;
use crate::container::Container;

/// Values of the upper 16 bits of an id.
const N_BUCKETS: usize = 1 << 16;

/// Finds the row of a word's static vector.
///
/// Words are sorted by id. `buckets` gives the first word for each value of the upper 16 bits; the
/// next 16 bits of each word lie in `middle` and the last 32 in `low`.
pub(crate) struct VectorKeys {
    buckets: Cow<'static, [u32]>,
    low: Cow<'static, [u32]>,
    middle: Cow<'static, [u16]>,
    rows: Cow<'static, [u16]>,
}

impl VectorKeys {
    /// Reads the sections that start with `keys`.
    pub(crate) fn read(file: &Container) -> Result<Self, Error> {
        let low: Cow<'static, [u32]> = file.numbers("keys.low")?;
        let n_keys = low.len();
        let buckets: Cow<'static, [u32]> = file.exactly("keys.buckets", N_BUCKETS + 1)?;
        if !buckets.is_sorted() || buckets.last() != u32::try_from(n_keys).ok().as_ref() {
            return Err(Error::section(
                "keys.buckets",
                "it does not divide the words",
            ));
        }
        let middle = file.exactly("keys.middle", n_keys)?;
        Ok(Self {
            buckets,
            low,
            middle,
            rows: file.exactly("keys.rows", n_keys)?,
        })
    }

    /// The row of the vector of the word with this id.
    pub(crate) fn row(&self, id: u64) -> Option<usize> {
        let bucket = (id >> 48) as usize;
        let (mut start, mut end) = (
            self.buckets[bucket] as usize,
            self.buckets[bucket + 1] as usize,
        );
        let wanted = id & 0xffff_ffff_ffff;
        while start < end {
            let middle = start + (end - start) / 2;
            let found = u64::from(self.middle[middle]) << 32 | u64::from(self.low[middle]);
            match found.cmp(&wanted) {
                std::cmp::Ordering::Equal => return Some(self.rows[middle].into()),
                std::cmp::Ordering::Less => start = middle + 1,
                std::cmp::Ordering::Greater => end = middle,
            }
        }
        None
    }
}
