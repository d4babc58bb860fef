//! What the class, id, role and style of an element say about it.

use memchr::memmem;

use super::attribute::attributes;
use super::hints::{Hints, Memory};
use super::scan::TagKind;

/// What the names of an element say.
#[derive(Default)]
pub struct Names<'a> {
    /// The hints in them.
    pub hints: Hints,
    /// The class as written.
    pub class: &'a str,
    /// Is it not shown?
    pub is_hidden: bool,
    /// Is a class of it one of those that hide text from the eye only?
    pub is_unseen: bool,
    /// Does it say that the element is a property of the page, as its author?
    pub is_property: bool,
}

/// Reads the attributes of a tag.
pub fn names<'a>(written: &'a str, memory: &mut Memory<'a>) -> Names<'a> {
    let mut names = Names::default();
    if written.len() < 4 {
        names.is_hidden = written.trim() == "hidden";
        return names;
    }
    for attribute in attributes(written) {
        let name = attribute.name;
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        let has_hints = match name.len() {
            2 => is("id"),
            3 => is("rel"),
            4 => is("role"),
            5 => is("class") || is("style"),
            6 => is("hidden"),
            8 => is("itemprop") || is("data-qa"),
            11 => is("data-testid") || is("aria-hidden"),
            14 => is("data-component"),
            _ => false,
        };
        if !has_hints {
            continue;
        }
        if is("style") {
            names.is_hidden |= hides(attribute.value);
        } else if is("hidden") {
            names.is_hidden = true;
        } else if !is("aria-hidden") {
            names.hints = names.hints.and(memory.of(attribute.value));
            names.is_property |= is("itemprop") || is("rel") && attribute.value.contains("author");
            if is("class") {
                names.class = attribute.value;
                names.is_unseen = ["sr-only", "visually", "screen-reader"]
                    .iter()
                    .any(|word| attribute.value.contains(word));
            }
        }
    }
    names
}

fn hides(style: &str) -> bool {
    memmem::find(style.as_bytes(), b"display").is_some()
        && style.replace(' ', "").contains("display:none")
}

/// What a script of `n_bytes` holds, if it is data of the page.
pub fn script_kind(attributes: &str, n_bytes: usize) -> Option<TagKind> {
    /// Smallest state that can hold an article.
    const MIN_STATE_BYTES: usize = 1000;
    memmem::find(attributes.as_bytes(), b"json")?;
    if memmem::find(attributes.as_bytes(), b"ld+json").is_some() {
        return Some(TagKind::JsonLd);
    }
    (n_bytes >= MIN_STATE_BYTES).then_some(TagKind::State)
}

/// A number that is alike for alike words, whatever the digits in them: `post-12` and `post-13`.
pub fn hash(seed: u32, words: &str) -> u32 {
    words
        .bytes()
        .filter(|byte| !byte.is_ascii_digit())
        .fold(seed.wrapping_add(0x811C_9DC5), |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        })
}

/// A number that is alike for elements that stand in alike ones.
pub fn path(own: u32, parent: u32, grandparent: u32) -> u32 {
    own ^ parent.rotate_left(11) ^ grandparent.rotate_left(22)
}
