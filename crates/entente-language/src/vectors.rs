//! Which word has which static vector.

use std::borrow::Cow;

use crate::Error;
use crate::container::{Builder, Container};

/// Values of the upper 16 bits of an id.
const N_BUCKETS: usize = 1 << 16;

/// Finds the row of a word's static vector.
///
/// Words are sorted by id. `buckets` gives the first word for each value of the upper 16 bits; the
/// next 16 bits of each word lie in `middle` and the last 32 in `low`. In a compact model there is no `low`, and `middle`
/// holds 16 bits of all that are left (see [`folded`]).
pub(crate) struct VectorKeys {
    buckets: Cow<'static, [u32]>,
    low: Option<Cow<'static, [u32]>>,
    middle: Cow<'static, [u16]>,
    rows: Cow<'static, [u16]>,
}

impl VectorKeys {
    /// Reads the sections that start with `keys`.
    pub(crate) fn read(file: &Container) -> Result<Self, Error> {
        let middle: Cow<'static, [u16]> = file.numbers("keys.middle")?;
        let n_keys = middle.len();
        let low = file.has("keys.low");
        let low = low.then(|| file.exactly("keys.low", n_keys));
        let buckets: Cow<'static, [u32]> = file.exactly("keys.buckets", N_BUCKETS + 1)?;
        if !buckets.is_sorted() || buckets.last() != u32::try_from(n_keys).ok().as_ref() {
            return Err(Error::section(
                "keys.buckets",
                "it does not divide the words",
            ));
        }
        Ok(Self {
            buckets,
            low: low.transpose()?,
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
        let wanted = match self.low {
            Some(_) => id & 0xffff_ffff_ffff,
            None => u64::from(folded(id)) << 32,
        };
        while start < end {
            let middle = start + (end - start) / 2;
            let low = self.low.as_ref().map_or(0, |low| low[middle]);
            let found = u64::from(self.middle[middle]) << 32 | u64::from(low);
            match found.cmp(&wanted) {
                std::cmp::Ordering::Equal => return Some(self.rows[middle].into()),
                std::cmp::Ordering::Less => start = middle + 1,
                std::cmp::Ordering::Greater => end = middle,
            }
        }
        None
    }
}

/// The last 48 bits of an id in 16. Ids of symbols differ in the lowest bits alone.
fn folded(id: u64) -> u16 {
    (id ^ id >> 16 ^ id >> 32) as u16
}

/// Writes the sections without `low`.
pub(crate) fn write_compact(model: &Container, file: &mut Builder) -> Result<(), Error> {
    let VectorKeys {
        buckets,
        low,
        middle,
        rows,
    } = VectorKeys::read(model)?;
    let low = low.ok_or_else(|| Error::section("keys.low", "the model is compact already"))?;
    let id = |place: usize| u64::from(middle[place]) << 32 | u64::from(low[place]);
    let mut keys: Vec<(u16, u16)> = Vec::with_capacity(rows.len());
    for bucket in buckets.windows(2) {
        let start = keys.len();
        let places = bucket[0] as usize..bucket[1] as usize;
        keys.extend(places.map(|place| (folded(id(place)), rows[place])));
        keys[start..].sort_unstable();
    }
    let (middle, rows): (Vec<u16>, Vec<u16>) = keys.into_iter().unzip();
    file.words("keys.buckets", &buckets);
    file.halves("keys.middle", &middle);
    file.halves("keys.rows", &rows);
    Ok(())
}
