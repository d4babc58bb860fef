//! The name of the publisher, as it is printed: neither a handle nor a domain where a better name is known.

use entente_types::{Field, Span, Stated};

use super::{Metadata, Place, Said, names, title};
use crate::Known;

/// The host of an address, in lower case and without `www.`.
pub fn host(address: &str) -> Option<String> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest
        .split(['/', '?', '#', ':'])
        .next()?
        .trim_end_matches('.');
    let is_host = host.contains('.') && host.len() <= 253 && !host.contains(char::is_whitespace);
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    is_host.then(|| host.to_owned())
}

/// The part of a host that names its owner: `orda` of `news.orda.co.uk`.
fn owner(host: &str) -> &str {
    const SECOND: [&str; 14] = [
        "co", "com", "org", "net", "gov", "ac", "edu", "gob", "gov", "or", "ne", "go", "gouv",
        "govt",
    ];
    let labels: Vec<&str> = host.split('.').collect();
    match labels.as_slice() {
        [.., owner, second, last] if last.len() == 2 && SECOND.contains(second) => owner,
        [.., owner, _] => owner,
        _ => host,
    }
}

fn hosts(metadata: &Metadata) -> Vec<String> {
    let mut hosts: Vec<String> = metadata
        .of(Field::Address)
        .filter_map(|(_, said)| host(&said.value))
        .collect();
    hosts.dedup();
    hosts.truncate(4);
    hosts
}

/// Keys of all names under which the site may stand in a title.
pub fn keys(metadata: &Metadata) -> Vec<String> {
    let mut keys = names(metadata);
    for host in hosts(metadata) {
        keys.push(title::key(owner(&host)));
        keys.push(title::key(&host));
    }
    tidied(keys)
}

/// Keys of the names that the page gives its publisher, with the host as a whole.
fn names(metadata: &Metadata) -> Vec<String> {
    let named = metadata.of(Field::Source);
    let mut keys: Vec<String> = named.map(|(_, said)| title::key(&said.value)).collect();
    keys.extend(hosts(metadata).iter().map(|host| title::key(host)));
    tidied(keys)
}

/// Keys of the names of the outlet, which is no author: the chosen one, and those that are like it or like the
/// address. Some pages name a person as their publisher, who wrote it too.
pub fn outlets(metadata: &Metadata, chosen: Option<&str>) -> Vec<String> {
    let chosen = chosen.map(title::key).unwrap_or_default();
    let owners: Vec<String> = hosts(metadata)
        .iter()
        .map(|host| title::key(owner(host)))
        .collect();
    let is_alike = |key: &str, other: &str| {
        key.len() >= 3 && other.len() >= 3 && (key.contains(other) || other.contains(key))
    };
    let mut keys = names(metadata);
    keys.retain(|key| is_alike(key, &chosen) || owners.iter().any(|owner| is_alike(key, owner)));
    keys.push(chosen);
    tidied(keys)
}

/// With and without an article before them, sorted.
fn tidied(mut keys: Vec<String>) -> Vec<String> {
    let short: Vec<String> = keys
        .iter()
        .filter_map(|key| key.strip_prefix("the"))
        .map(str::to_owned)
        .collect();
    keys.extend(short);
    keys.retain(|key| key.chars().count() >= 2);
    keys.sort();
    keys.dedup();
    keys
}

/// Weighs the candidates and says which was chosen.
pub fn choose(metadata: &mut Metadata, known: &Known) -> Option<Stated<String>> {
    suffix(metadata);
    let fetched = known.address.as_deref().and_then(host);
    let hosts: Vec<String> = fetched.into_iter().chain(hosts(metadata)).collect();
    let ranked: Vec<(usize, f32, String)> = metadata
        .of(Field::Source)
        .filter_map(|(idx, said)| Some((idx, strength(metadata, said, &hosts), name(&said.value)?)))
        .collect();
    let best = ranked
        .iter()
        .reduce(|best, other| if other.1 > best.1 + 1e-6 { other } else { best })
        .cloned();
    let Some((chosen, _, name)) = best else {
        return from_host(metadata, hosts.first()?);
    };
    for (idx, strength, _) in ranked {
        let is_chosen = idx == chosen;
        let because = if is_chosen {
            "the best place that names the publisher"
        } else {
            "another place names it better"
        };
        metadata.decide(idx, is_chosen, strength, because);
    }
    Some(Stated {
        value: name,
        from: metadata.said[chosen].from.to_owned(),
    })
}

/// The host itself, if nothing better is known.
fn from_host(metadata: &mut Metadata, host: &str) -> Option<Stated<String>> {
    let value = host.to_owned();
    metadata.say(
        Field::Source,
        &value,
        ("address", Place::Address),
        Span::default(),
        0.3,
        None,
    );
    let idx = metadata.said.len().checked_sub(1)?;
    metadata.decide(idx, true, 0.3, "nothing but the address names it");
    Some(Stated {
        value,
        from: "address".to_owned(),
    })
}

/// How much speaks for a name: its place, the places and the address that agree, and its form.
fn strength(metadata: &Metadata, said: &Said, hosts: &[String]) -> f32 {
    let key = key(&said.value);
    let n_same = metadata
        .of(Field::Source)
        .filter(|(_, other)| other.place != said.place && self::key(&other.value) == key)
        .count();
    let is_of_host = hosts.iter().any(|host| {
        let owner = title::key(owner(host));
        owner.len() >= 3 && key.len() >= 3 && (owner.contains(&key) || key.contains(&owner))
    });
    let is_bare = is_domain(&said.value) || said.value.starts_with('@');
    let is_lower =
        !said.value.chars().any(char::is_uppercase) && said.value.chars().any(char::is_lowercase);
    said.weight + 0.1 * n_same.min(3) as f32 + if is_of_host { 0.15 } else { 0.0 }
        - if is_bare { 0.4 } else { 0.0 }
        - if is_lower { 0.15 } else { 0.0 }
}

/// The key of a name, without an article before and a legal form behind it.
fn key(name: &str) -> String {
    let key = title::key(name);
    key.strip_prefix("the").map(str::to_owned).unwrap_or(key)
}

fn is_domain(name: &str) -> bool {
    !name.contains(' ')
        && name.rsplit_once('.').is_some_and(|(before, last)| {
            before.len() >= 2
                && (2..=6).contains(&last.len())
                && last.bytes().all(|byte| byte.is_ascii_alphabetic())
        })
}

/// A name cleaned of handles, addresses and marks; `None` if nothing is left.
fn name(value: &str) -> Option<String> {
    let value = value.trim().trim_start_matches('@');
    let value = value
        .strip_prefix("https://")
        .or_else(|| value.strip_prefix("http://"))
        .unwrap_or(value);
    let value = value.trim_end_matches('/').trim_matches(|c: char| {
        matches!(c, '|' | '-' | '–' | '»' | '«' | '©' | ',' | ':') || c.is_whitespace()
    });
    let value = value.trim_end_matches(['®', '™']).trim();
    // "The Orda Courier | Latest news": a slogan behind the name.
    let value = [" | ", " – ", " — ", " - "]
        .iter()
        .filter_map(|mark| value.split_once(mark))
        .map(|(name, _)| name.trim())
        .find(|name| name.chars().count() >= 3)
        .unwrap_or(value);
    let is_name = !value.is_empty()
        && value.len() <= 80
        && value.chars().any(char::is_alphabetic)
        && value.split_whitespace().count() <= 9;
    (is_name
        && !names::BYLINES
            .no_names
            .contains(value.to_lowercase().as_str()))
    .then(|| value.to_owned())
}

/// The last part of the page's title, if it is like the address; in other scripts than that of addresses, if
/// the headline stands before it.
fn suffix(metadata: &mut Metadata) {
    let hosts = hosts(metadata);
    let headings: Vec<String> = metadata
        .of(Field::Title)
        .filter(|(_, said)| said.place == Place::Heading)
        .map(|(_, said)| title::key(&said.value))
        .collect();
    let found = metadata.of(Field::Title).find_map(|(_, said)| {
        let cut = title::MARKS
            .iter()
            .filter_map(|mark| said.value.rsplit_once(mark));
        let (head, part) = cut.min_by_key(|(_, part)| part.len())?;
        (said.place == Place::TitleTag)
            .then(|| (said.page, title::key(head), part.trim().to_owned()))
    });
    let Some((page, head, part)) = found else {
        return;
    };
    let key = title::key(&part);
    let is_of_host = hosts.iter().any(|host| {
        let owner = title::key(owner(host));
        let is_long_enough = key.len() >= 3 && owner.len() >= 3;
        is_long_enough && (owner.contains(&key) || key.contains(&owner) || initials(&part) == owner)
    });
    let is_behind_headline =
        !part.is_ascii() && !part.starts_with(|c: char| c.is_ascii()) && headings.contains(&head);
    if part.split_whitespace().count() <= 5
        && key.chars().count() >= 2
        && (is_of_host || is_behind_headline)
    {
        let weight = if is_of_host { 0.6 } else { 0.4 };
        metadata.say(
            Field::Source,
            &part,
            ("title", Place::TitleTag),
            page,
            weight,
            None,
        );
    }
}

fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_of_hosts_are_found() {
        for (address, expected) in [
            ("https://www.orda.co.uk/a", "orda"),
            ("https://news.orda.example/", "orda"),
            ("http://orda.example:80", "orda"),
            ("orda.com.br/x", "orda"),
        ] {
            let host = host(address).expect(address);
            assert_eq!(owner(&host), expected);
        }
        assert_eq!(host("orda"), None);
    }
}
