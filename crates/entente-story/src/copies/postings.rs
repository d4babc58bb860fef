//! Who had a run of words, or a rare one, lately: buckets of postings that forget the oldest.
//!
//! A posting is four bytes, and a bucket of sixteen is one line of the processor's cache: a run is looked up
//! and noted at the cost of one access to memory. Nothing is ever deleted; a full bucket drops its oldest.

/// Postings of one bucket.
const WIDTH: usize = 16;
/// Bits of a posting that tell who has it; the others are those of the key.
const ARTICLE_BITS: u32 = 24;
/// The bits of a number by which postings know an article.
pub(crate) const ARTICLE: u32 = (1 << ARTICLE_BITS) - 1;

/// The newest postings of all keys.
#[derive(Clone, Debug)]
pub(crate) struct Postings {
    /// Newest first; 0 is none.
    buckets: Vec<[u32; WIDTH]>,
}

impl Postings {
    /// Room for at least so many postings. Memory is taken when it is first used.
    pub(crate) fn new(n_postings: usize) -> Self {
        let n_buckets = (n_postings / WIDTH).next_power_of_two();
        Self {
            buckets: vec![[0; WIDTH]; n_buckets.clamp(1 << 8, 1 << 26)],
        }
    }

    /// Notes that an article has a key. Numbers that are 0 in the bits of [`ARTICLE`] can be lost.
    pub(crate) fn push(&mut self, key: u64, article: u32) {
        let place = self.place(key);
        let bucket = &mut self.buckets[place];
        bucket.copy_within(..WIDTH - 1, 1);
        bucket[0] = check(key) | article & ARTICLE;
    }

    /// Articles that have a key, newest first; only the bits of [`ARTICLE`], and one in some thousand is wrong.
    pub(crate) fn at(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        let check = check(key);
        let bucket = &self.buckets[self.place(key)];
        let same = bucket
            .iter()
            .filter(move |&&posting| posting & !ARTICLE == check);
        same.filter(|&&posting| posting != 0)
            .map(|posting| posting & ARTICLE)
    }

    /// Looks at the buckets of some keys, so that they are on their way from memory all at once when they are read.
    pub(crate) fn fetch(&self, keys: impl Iterator<Item = u64>) {
        let sum = keys.fold(0_u32, |sum, key| sum ^ self.buckets[self.place(key)][0]);
        std::hint::black_box(sum);
    }

    fn place(&self, key: u64) -> usize {
        (key >> 20) as usize & (self.buckets.len() - 1)
    }

    /// Bytes that it holds when it is full.
    pub(crate) fn n_bytes(&self) -> usize {
        self.buckets.len() * size_of::<[u32; WIDTH]>()
    }
}

fn check(key: u64) -> u32 {
    ((key >> 56) as u32) << ARTICLE_BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(word: u32) -> u64 {
        u64::from(word + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    #[test]
    fn finds_the_newest_first_and_forgets_the_oldest() {
        let mut postings = Postings::new(1 << 12);
        for article in 1..100_000 {
            postings.push(key(article % 500), article);
        }
        let found: Vec<u32> = postings.at(key(7)).collect();
        assert_eq!(found[..3], [99_507, 99_007, 98_507]);
        assert!(found.len() <= WIDTH);
        assert_eq!(postings.n_bytes(), 1 << 14);
    }

    #[test]
    fn keys_of_one_bucket_are_told_apart() {
        let mut postings = Postings::new(0);
        let (one, other) = (1 << 56, 2 << 56);
        postings.push(one, 3);
        postings.push(other, 4);
        assert_eq!(postings.at(one).collect::<Vec<_>>(), [3]);
        assert_eq!(postings.at(3 << 56).count(), 0);
    }
}
