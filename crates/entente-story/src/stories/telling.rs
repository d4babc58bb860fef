//! How alike the texts of articles are, and how telling that is: a word that many similar articles hold tells what they
//! are all about, one that two of them share tells what happened.

use super::pair::Known;
use super::sketch::Field;
use super::weighed::{ONE, Term, weight_of, word_of};

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
    one: &Known,
    others: impl Iterator<Item = &'k Known>,
    least: f32,
) -> Vec<Shared> {
    let here = one.weighed.field(Field::Body as usize);
    let mut n_with = vec![0_u32; here.len()];
    let mut products: Vec<(u8, u32)> = Vec::new();
    let mut ends = Vec::new();
    let mut found = Vec::new();
    for (place, other) in others.enumerate() {
        let start = products.len();
        let mut sum = 0_u64;
        for_shared(
            here,
            other.weighed.field(Field::Body as usize),
            |term, product| {
                products.push((term as u8, product));
                sum += u64::from(product);
            },
        );
        let alike = cosine(sum as f32);
        if alike < least {
            products.truncate(start);
            continue;
        }
        for (term, _) in &products[start..] {
            n_with[usize::from(*term)] += 1;
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
            |(term, product): &(u8, u32)| *product as f32 / n_with[usize::from(*term)] as f32;
        shared.telling = cosine(products[start..end].iter().map(part).sum());
        start = end;
    }
    found
}

fn cosine(sum: f32) -> f32 {
    (sum / (ONE * ONE)).min(1.0)
}

/// Shows the terms that two fields share: the place in the first, and the product of the weights.
fn for_shared(here: &[Term], there: &[Term], mut each: impl FnMut(usize, u32)) {
    let (mut one, mut two) = (0, 0);
    while one < here.len() && two < there.len() {
        let (a, b) = (here[one], there[two]);
        if word_of(a) == word_of(b) {
            each(one, weight_of(a) * weight_of(b));
        }
        one += usize::from(word_of(a) <= word_of(b));
        two += usize::from(word_of(b) <= word_of(a));
    }
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
        let shared = compare(&one, others.iter(), 0.05);
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
