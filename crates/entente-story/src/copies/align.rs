//! Runs of words that stand in two texts.

/// Words in a row that make a run findable.
pub(crate) const SHINGLE: usize = 5;
/// Places of one run of words that are looked at: from so many on, it is a formula.
const MAX_PLACES: usize = 8;
/// Places with the same place in the table that are looked at.
const MAX_STEPS: usize = 16;

/// Words `from..from + n` of one text that are words `to..to + n` of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) n: usize,
}

const FACTOR: u64 = 0x5851_f42d_4c95_7f2d;

/// One number for each five words in a row, in order of their first word.
pub(crate) fn keys(words: &[u32]) -> impl Iterator<Item = u64> + '_ {
    let n_first = (SHINGLE - 1).min(words.len());
    let first = words[..n_first].iter().fold(0_u64, |sum, &word| {
        sum.wrapping_mul(FACTOR).wrapping_add(u64::from(word))
    });
    let mut sum = first;
    let n_keys = (words.len() + 1).saturating_sub(SHINGLE);
    (0..n_keys).map(move |at| {
        sum = sum
            .wrapping_mul(FACTOR)
            .wrapping_add(u64::from(words[at + SHINGLE - 1]));
        let key = spread(sum);
        sum = sum.wrapping_sub(FACTOR_4.wrapping_mul(u64::from(words[at])));
        key
    })
}

const FACTOR_4: u64 = FACTOR
    .wrapping_mul(FACTOR)
    .wrapping_mul(FACTOR)
    .wrapping_mul(FACTOR);

#[inline]
fn spread(sum: u64) -> u64 {
    let sum = (sum ^ (sum >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    sum ^ (sum >> 29)
}

/// The places of every five words of a text.
#[derive(Clone, Debug)]
pub(crate) struct Places<'a> {
    words: &'a [u32],
    keys: Vec<u64>,
    /// For each bucket the first place in it, plus one.
    heads: Vec<u32>,
    /// For each place the next one of its bucket, plus one.
    next: Vec<u32>,
    mask: usize,
}

impl<'a> Places<'a> {
    pub(crate) fn of(words: &'a [u32]) -> Self {
        let keys: Vec<u64> = keys(words).collect();
        let n_buckets = (keys.len() * 2).next_power_of_two().max(16);
        let mask = n_buckets - 1;
        let mut heads = vec![0; n_buckets];
        let mut next = vec![0; keys.len()];
        for (place, key) in keys.iter().enumerate().rev() {
            let head = &mut heads[*key as usize & mask];
            next[place] = *head;
            *head = u32::try_from(place + 1).unwrap_or(0);
        }
        Self {
            words,
            keys,
            heads,
            next,
            mask,
        }
    }

    /// The first places of five words, in order.
    fn at(&self, key: u64) -> impl Iterator<Item = usize> + '_ {
        let mut place = self.heads[key as usize & self.mask];
        let chain = std::iter::from_fn(move || {
            let here = (place as usize).checked_sub(1)?;
            place = self.next[here];
            Some(here)
        });
        chain
            .take(MAX_STEPS)
            .filter(move |&place| self.keys[place] == key)
            .take(MAX_PLACES)
    }

    /// The longest runs of `copy` that stand here, in order of `copy`, without overlap there.
    pub(crate) fn runs(&self, copy: &[u32]) -> Vec<Run> {
        self.longest(copy, |place, at| common(&self.words[place..], &copy[at..]))
    }

    /// The longest runs that stand here a second time; `from` is the earlier place.
    pub(crate) fn repeats(&self) -> Vec<Run> {
        self.longest(self.words, |place, at| {
            if place + SHINGLE > at {
                return 0;
            }
            common(&self.words[place..at], &self.words[at..])
        })
    }

    fn longest(&self, copy: &[u32], length: impl Fn(usize, usize) -> usize) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut free = 0;
        for (at, key) in keys(copy).enumerate() {
            if at < free || self.heads[key as usize & self.mask] == 0 {
                continue;
            }
            let found = self.at(key).map(|from| Run {
                from,
                to: at,
                n: length(from, at),
            });
            let best = found.max_by_key(|run| (run.n, std::cmp::Reverse(run.from)));
            if let Some(run) = best.filter(|run| run.n >= SHINGLE) {
                free = at + run.n;
                runs.push(run);
            }
        }
        runs
    }
}

fn common(one: &[u32], other: &[u32]) -> usize {
    let pairs = one.iter().zip(other);
    pairs.take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<u32> {
        text.bytes().map(u32::from).collect()
    }

    #[test]
    fn rolling_keys_are_those_of_five_words() {
        let text = words("abcdefgabcdeh");
        let rolled: Vec<u64> = keys(&text).collect();
        let each: Vec<u64> = text.windows(5).flat_map(keys).collect();
        assert_eq!(rolled, each);
        assert_eq!(rolled[0], rolled[7]);
        assert_eq!(keys(&text[..4]).count(), 0);
    }

    #[test]
    fn finds_the_longest_runs() {
        let source = words("xxabcdefyyabcdefghi");
        let copy = words("abcdefghi-abcdef");
        let runs = Places::of(&source).runs(&copy);
        let run = |from, to, n| Run { from, to, n };
        assert_eq!(runs, [run(10, 0, 9), run(2, 10, 6)]);
    }

    #[test]
    fn finds_what_a_text_repeats() {
        let runs = Places::of(&words("abcdefgh-abcdefgh")).repeats();
        assert_eq!(
            runs,
            [Run {
                from: 0,
                to: 9,
                n: 8
            }]
        );
    }
}
