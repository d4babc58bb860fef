//! Is a word an address of the web or of mail?
//!
//! spaCy asks this with one large regular expression. This is the same language, cut at its own
//! borders (scheme, user, host, port, path), so that it takes one pass over the word. The converter
//! checks that a model's expression is the one that is answered here.

use super::pattern::Class;
use crate::chars::{is_decimal, is_word};

/// Does the whole word match? `top_level` are the characters of the last part of a host name.
pub(super) fn is_url(word: &str, top_level: &Class) -> bool {
    if !word.contains('.') {
        return false;
    }
    let after_user = word
        .match_indices('@')
        .filter(|&(at, _)| at > 0)
        .map(|(at, _)| at + 1);
    let mut hosts = [Some(0), after_scheme(word)]
        .into_iter()
        .flatten()
        .chain(after_user);
    hosts.any(|at| is_host_and_path(&word[at..], top_level))
}

/// `(?:[\w\+\-\.]{2,})://`
fn after_scheme(word: &str) -> Option<usize> {
    let (scheme, _) = word.split_once("://")?;
    let allowed = |character| is_word(character) || matches!(character, '+' | '-' | '.');
    (scheme.chars().nth(1).is_some() && scheme.chars().all(allowed)).then_some(scheme.len() + 3)
}

/// Host, `(?::\d{2,5})?` and `(?:[/?#]\S*)?`
fn is_host_and_path(text: &str, top_level: &Class) -> bool {
    // No host holds these; a later `@` starts a host of its own.
    let end = text.find([':', '/', '?', '#', '@']).unwrap_or(text.len());
    let (host, rest) = text.split_at(end);
    let path = rest.strip_prefix(':').map_or(Some(rest), |port| {
        let path = port.trim_start_matches(is_decimal);
        let n_digits = port[..port.len() - path.len()].chars().count();
        (2..=5).contains(&n_digits).then_some(path)
    });
    path.is_some_and(|path| path.is_empty() || path.starts_with(['/', '?', '#']))
        && (is_address(host) || is_domain(host, top_level))
}

fn is_domain(host: &str, top_level: &Class) -> bool {
    let Some((labels, last)) = host.rsplit_once('.') else {
        return false;
    };
    let n_last = last.chars().count();
    (2..=63).contains(&n_last)
        && last.chars().all(|character| top_level.holds(character))
        && labels.split('.').all(is_label)
}

/// `(?:[AN][AN_-]{0,62})?[AN]`
fn is_label(label: &str) -> bool {
    let is_plain = |character: char| {
        character.is_ascii_alphanumeric() || ('\u{a1}'..='\u{ffff}').contains(&character)
    };
    label.starts_with(is_plain)
        && label.ends_with(is_plain)
        && label.chars().nth(64).is_none()
        && label
            .chars()
            .all(|character| is_plain(character) || matches!(character, '_' | '-'))
}

/// A public IPv4 address.
///
/// Only ASCII digits are taken, where Python's `\d` would take those of other scripts too.
fn is_address(host: &str) -> bool {
    let mut parts = [0_u16; 4];
    let mut texts = host.split('.');
    for (place, part) in parts.iter_mut().enumerate() {
        let text = texts.next().unwrap_or_default();
        let digits =
            (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        // `1?\d{1,2}` lets the middle parts begin with 0, if they have two digits at most.
        let padded = text.starts_with('0') && (text.len() > 2 || place == 0 || place == 3);
        if !digits || padded {
            return false;
        }
        *part = text.parse().unwrap_or(u16::MAX);
    }
    let [first, second, third, fourth] = parts;
    let is_private = matches!(
        (first, second),
        (10 | 127, _) | (169, 254) | (192, 168) | (172, 16..=31)
    );
    texts.next().is_none()
        && !is_private
        && (1..=223).contains(&first)
        && second <= 255
        && third <= 255
        && (1..=254).contains(&fourth)
}
