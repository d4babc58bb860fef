//! spaCy's hashes: ids of texts, and rows of hashed embedding tables.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Id of a text before symbols are looked up: MurmurHash64A with seed 1.
///
/// # Source
///
/// Austin Appleby, MurmurHash2 (public domain), the variant for 64-bit machines.
#[must_use]
pub fn text_hash(text: &str) -> u64 {
    const MULTIPLIER: u64 = 0xc6a4_a793_5bd1_e995;
    const SEED: u64 = 1;
    let mix = |word: u64| {
        let word = word.wrapping_mul(MULTIPLIER);
        (word ^ (word >> 47)).wrapping_mul(MULTIPLIER)
    };
    let bytes = text.as_bytes();
    let mut hash = SEED ^ (bytes.len() as u64).wrapping_mul(MULTIPLIER);
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        hash = (hash ^ mix(u64::from_le_bytes(*word))).wrapping_mul(MULTIPLIER);
    }
    if !rest.is_empty() {
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        hash = (hash ^ u64::from_le_bytes(last)).wrapping_mul(MULTIPLIER);
    }
    hash = (hash ^ (hash >> 47)).wrapping_mul(MULTIPLIER);
    hash ^ (hash >> 47)
}

/// The four hashes that choose the rows of an embedding table for one id.
///
/// # Source
///
/// thinc (MIT), `MurmurHash3_x86_128_uint64`: the 64-bit MurmurHash3 cut down to one 8-byte key.
#[must_use]
pub fn row_hashes(id: u64, seed: u32) -> [u32; 4] {
    let finish = |mut hash: u64| {
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        hash ^ (hash >> 33)
    };
    let seed = u64::from(seed);
    let key = id.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31);
    let mut first = key.wrapping_mul(0x4cf5_ad43_2745_937f) ^ seed ^ 8;
    let mut second = seed ^ 8;
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    first = finish(first);
    second = finish(second);
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    [
        first as u32,
        (first >> 32) as u32,
        second as u32,
        (second >> 32) as u32,
    ]
}

/// Hashes keys that are made of ids, which are hashes already: mixing them is enough.
///
/// Texts made to collide cost no more than a look at every entry; tables that texts fill are bounded.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct IdHasher(u64);

/// A table whose keys are made of ids.
pub(crate) type IdMap<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(byte.into()));
    }

    fn write_u64(&mut self, id: u64) {
        self.0 = (self.0.rotate_left(5) ^ id).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_the_ids_of_spacy() {
        for (text, id) in [
            ("hello", 5983625672228268878),
            ("a", 11901859001352538922),
            ("abcdefgh", 17751780907874141760),
            ("abcdefghi", 13885881106499164936),
            ("ü", 12942299606800070975),
        ] {
            assert_eq!(text_hash(text), id, "{text}");
        }
    }

    #[test]
    fn rows_are_those_of_thinc() {
        assert_eq!(
            row_hashes(1, 8),
            [1161550108, 2247783286, 1742325162, 1224191281]
        );
        assert_eq!(
            row_hashes(12401032943472870168, 8),
            [2879035184, 1575758561, 2171069128, 216154194]
        );
        assert_eq!(row_hashes(0, 8), [0; 4]);
    }
}
