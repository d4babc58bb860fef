//! How alike the texts of articles are, and how telling that is: a word that many similar articles hold tells what they
//! are all about, one that two of them share tells what happened.

use super::pair::{Known, Laid};
use super::sketch::Field;
use super::weighed::{MOST_SLOTS, cosine};

/// What an article shares with another, among several that it is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shared {
    /// The place of the other among those that were given.
    pub place: usize,
    /// Cosine of the texts.
    pub alike: f32,
    /// The same, where what a word adds is divided among all who share it.
    pub telling: f32,
}

/// Compares the text of an article with those of others. Who is less alike than `least` is left out.
pub(crate) fn compare<'k>(
    one: &Laid,
    others: impl Iterator<Item = &'k Known>,
    least: f32,
) -> Vec<Shared> {
    // By the slots of the terms.
    let mut n_with = [0_u8; MOST_SLOTS];
    let mut products: Vec<(u16, u32)> = Vec::new();
    let mut ends = Vec::new();
    let mut found = Vec::new();
    for (place, other) in others.enumerate() {
        let start = products.len();
        let mut sum = 0_u64;
        one.for_shared(other, Field::Body, |slot, product| {
            products.push((slot as u16, product));
            sum += u64::from(product);
        });
        let alike = cosine(sum as f32);
        if alike < least {
            products.truncate(start);
            continue;
        }
        for (slot, _) in &products[start..] {
            let n_with = &mut n_with[usize::from(*slot)];
            *n_with = n_with.saturating_add(1);
        }
        ends.push(products.len());
        found.push(Shared {
            place,
            alike,
            telling: 0.0,
        });
    }
    let mut start = 0;
    for (shared, end) in found.iter_mut().zip(ends) {
        let part =
            |(slot, product): &(u16, u32)| *product as f32 / f32::from(n_with[usize::from(*slot)]);
        shared.telling = cosine(products[start..end].iter().map(part).sum());
        start = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::rarity::Rarity;
    use super::super::sketch::Sketch;
    use super::super::weighed::Weighed;
    use super::*;
    use entente_types::Article;

    fn known(text: &str) -> Known {
        let sketch = Sketch::new(&Article::plain("test", text));
        Known::new(&sketch, Weighed::new(&sketch, &Rarity::new(1, &[])))
    }

    fn telling(others: &[&str]) -> Vec<f32> {
        let others: Vec<Known> = others.iter().map(|text| known(text)).collect();
        let one = known("harbour strike minister resigns");
        let shared = compare(&one.lay(), others.iter(), 0.05);
        shared.into_iter().map(|shared| shared.telling).collect()
    }

    #[test]
    fn what_all_share_tells_less_than_what_two_share() {
        let [harbour, resigns] = telling(&["harbour law", "minister resigns"])[..] else {
            panic!("both share words");
        };
        assert!((harbour - resigns).abs() > 0.01);
        let all = telling(&["harbour law", "harbour sale", "minister resigns"]);
        assert!((all[0] - harbour / 2.0).abs() < 1e-6);
        assert!((all[2] - resigns).abs() < 1e-6);
    }

    #[test]
    fn who_shares_nothing_is_left_out() {
        assert!(telling(&["autumn weather"]).is_empty());
    }
}
