//! The headline: cleaned of the name of the site, and printed rather than written for machines.

use entente_types::{Field, Stated};

use super::{Metadata, Place, names, site};

/// Letters and digits in lower case: two titles with the same key differ in punctuation only.
pub fn key(title: &str) -> String {
    names::fold(title)
}

/// How much the headline is believed that a newsroom states in JSON-LD.
pub const NEWS: f32 = 0.85;

/// Marks that part a headline from the name of the site, with blanks around them.
pub const MARKS: [&str; 17] = [
    " | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " // ", " ~ ", " / ", " ∣ ",
    " ｜ ", "|", "｜", "_",
];
/// Longest name of a site, in words.
const MAX_SITE_WORDS: usize = 6;

/// A candidate with its name of the site cut off.
struct Cleaned {
    idx: usize,
    text: String,
    key: String,
    place: Place,
    weight: f32,
}

/// The headline that the page is most likely to mean.
pub fn best(metadata: &Metadata) -> Option<String> {
    let cleaned = cleaned(metadata);
    let (best, _) = strongest(&cleaned)?;
    Some(cleaned[best].text.clone())
}

/// Weighs the candidates and says which was chosen.
pub fn choose(metadata: &mut Metadata) -> Option<Stated<String>> {
    let cleaned = cleaned(metadata);
    let (best, strengths) = strongest(&cleaned)?;
    for (one, strength) in cleaned.iter().zip(&strengths) {
        let is_same = one.key == cleaned[best].key;
        let is_best = one.idx == cleaned[best].idx;
        let because = match (is_best, is_same) {
            (true, _) => because(&cleaned, best),
            (false, true) => "it says the same as the chosen one".to_owned(),
            (false, false) => "other places agree on another headline".to_owned(),
        };
        metadata.decide(one.idx, is_best, strength / 3.0, because);
    }
    let best = &cleaned[best];
    Some(Stated {
        value: best.text.clone(),
        from: metadata.said[best.idx].from.to_owned(),
    })
}

fn because(cleaned: &[Cleaned], best: usize) -> String {
    let one = &cleaned[best];
    let n_same = cleaned
        .iter()
        .filter(|other| other.place != one.place && other.key == one.key)
        .count();
    let printed = if one.place == Place::Heading {
        "printed above the text"
    } else {
        "the surest place"
    };
    match n_same {
        0 => printed.to_owned(),
        1 => format!("{printed}, and another place says the same"),
        _ => format!("{printed}, and {n_same} others say the same"),
    }
}

/// How much speaks for each candidate, and which has most.
fn strongest(cleaned: &[Cleaned]) -> Option<(usize, Vec<f32>)> {
    let strengths: Vec<f32> = cleaned.iter().map(|one| strength(one, cleaned)).collect();
    let best = (0..cleaned.len()).reduce(|best, other| {
        if strengths[other] > strengths[best] + 1e-6 {
            other
        } else {
            best
        }
    })?;
    Some((best, strengths))
}

/// The weight of the place, and half of that of each other place that says the same.
///
/// What is printed above the text and has words in common with any other title is the headline: titles in the
/// head of a page are written for search machines and social networks.
fn strength(one: &Cleaned, all: &[Cleaned]) -> f32 {
    const PRINTED: f32 = 1.5;
    let others = || all.iter().filter(|other| other.place != Place::Heading);
    let is_printed = one.place == Place::Heading
        && !one.text.ends_with(['…', '.'])
        && others().any(|other| overlap(&one.key, &other.key) >= RELATED)
        && !is_overruled(&one.key, all);
    let printed = if is_printed { PRINTED } else { 0.0 };
    let mut places: Vec<(Place, f32)> = Vec::new();
    for other in all.iter().filter(|other| other.place != one.place) {
        let support = alike(&one.key, &other.key) * other.weight * 0.5;
        match places.iter_mut().find(|(place, _)| *place == other.place) {
            Some((_, best)) => *best = best.max(support),
            None => places.push((other.place, support)),
        }
    }
    printed + one.weight + places.iter().map(|(_, support)| support).sum::<f32>()
}

/// Does a newsroom state another headline in JSON-LD and for social networks alike? Then what is printed has a
/// word above it, or is that of another view of the page.
fn is_overruled(key: &str, all: &[Cleaned]) -> bool {
    all.iter()
        .filter(|one| one.place == Place::Linked && one.weight >= NEWS - 0.001)
        .any(|one| {
            !one.key.contains(key)
                && all
                    .iter()
                    .any(|other| other.place == Place::Meta && other.key == one.key)
        })
        && !all
            .iter()
            .any(|other| other.place != Place::Heading && other.key == key)
}

/// Share of runs of three letters, of the shorter of two keys, from which both speak of the same.
pub const RELATED: f32 = 0.3;

/// Share of the runs of three letters of the shorter key that the longer one has too.
pub fn overlap(one: &str, other: &str) -> f32 {
    let runs = |key: &str| {
        let letters: Vec<char> = key.chars().take(200).collect();
        let mut runs: Vec<[char; 3]> = letters
            .windows(3)
            .map(|run| [run[0], run[1], run[2]])
            .collect();
        runs.sort_unstable();
        runs.dedup();
        runs
    };
    let (one, other) = (runs(one), runs(other));
    let n_common = one
        .iter()
        .filter(|run| other.binary_search(run).is_ok())
        .count();
    n_common as f32 / one.len().min(other.len()).max(1) as f32
}

/// 1 for the same title, less for one that is part of the other.
fn alike(one: &str, other: &str) -> f32 {
    if one == other {
        return 1.0;
    }
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if short.len() >= 12 && long.contains(short) {
        return 0.6 * short.len() as f32 / long.len() as f32;
    }
    0.0
}

fn cleaned(metadata: &Metadata) -> Vec<Cleaned> {
    let sites = site::keys(metadata);
    let keys: Vec<(Place, String)> = metadata
        .of(Field::Title)
        .map(|(_, said)| (said.place, key(&said.value)))
        .collect();
    let one = |(idx, said): (usize, &super::Said)| {
        let others = keys
            .iter()
            .filter(|(place, _)| *place != said.place)
            .map(|(_, key)| key.as_str());
        let text = without_site(&said.value, &sites, &others.collect::<Vec<_>>());
        let key = key(text);
        // A heading that only names the site is its logo.
        let is_site = key.is_empty() || sites.contains(&key);
        (!is_site).then(|| Cleaned {
            idx,
            text: text.to_owned(),
            key,
            place: said.place,
            weight: said.weight,
        })
    };
    metadata.of(Field::Title).filter_map(one).collect()
}

/// A title without the name of the site before or behind it. `others` are the keys of the other titles of the
/// page: what is left when one of them is taken away is no part of the headline either.
pub fn without_site<'a>(title: &'a str, sites: &[String], others: &[&str]) -> &'a str {
    let mut title = title.trim();
    for _ in 0..4 {
        let Some(cut) = cut(title, sites, others) else {
            break;
        };
        title = cut;
    }
    title
}

fn cut<'a>(title: &'a str, sites: &[String], others: &[&str]) -> Option<&'a str> {
    let is_plain =
        |byte: u8| byte.is_ascii() && !matches!(byte, b'|' | b'-' | b':' | b'/' | b'~' | b'_');
    if title.bytes().all(is_plain) {
        return None;
    }
    for mark in MARKS {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let (head, tail) = (head.trim(), tail.trim());
            if is_site(tail, sites) || others.contains(&key(head).as_str()) && head.len() >= 12 {
                return (!head.is_empty()).then_some(head);
            }
        }
        if let Some((head, tail)) = title.split_once(mark) {
            let (head, tail) = (head.trim(), tail.trim());
            if is_site(head, sites) || others.contains(&key(tail).as_str()) && tail.len() >= 12 {
                return (!tail.is_empty()).then_some(tail);
            }
        }
    }
    None
}

/// Does this part of a title name the site?
fn is_site(part: &str, sites: &[String]) -> bool {
    let part = part.trim();
    if part.split_whitespace().count() > MAX_SITE_WORDS {
        return false;
    }
    let key = key(part);
    sites.iter().any(|site| {
        let is_more =
            key.len() <= site.len() + 14 && key.contains(site.as_str()) && site.len() >= 4;
        let is_less =
            key.len() >= 3 && site.starts_with(key.as_str()) && 3 * key.len() >= site.len();
        key == *site || is_more || is_less
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sites_are_cut() {
        let sites = ["ordacourier".to_owned(), "courier".to_owned()];
        for (title, expected) in [
            ("Dam holds | The Orda Courier", "Dam holds"),
            ("Dam holds - Orda Courier", "Dam holds"),
            ("Orda Courier | Dam holds", "Dam holds"),
            ("Dam holds – for now – Orda Courier", "Dam holds – for now"),
            (
                "The dam above Orda holds | World | Courier",
                "The dam above Orda holds",
            ),
            ("Dam holds: what we know", "Dam holds: what we know"),
            ("Dam – holds", "Dam – holds"),
        ] {
            let others = ["thedamaboveordaholds"];
            assert_eq!(without_site(title, &sites, &others), expected);
        }
    }
}
