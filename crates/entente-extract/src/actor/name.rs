//! Finds known names in a text: exact letters, accents and the shape of apostrophes aside.

use std::collections::HashMap;
use std::hash::Hash;

use entente_types::Document;
use unicode_normalization::char::decompose_canonical;

/// Known names and what each of them names.
pub struct Names<T> {
    by_key: HashMap<String, Vec<(Vec<char>, T)>>,
}

/// A known name in a text.
#[derive(Clone, Debug)]
pub struct Hit<T> {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// What is named.
    pub value: T,
}

impl<T: Clone> Names<T> {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self {
            by_key: HashMap::new(),
        }
    }

    /// Adds a name; a later one of the same letters replaces an earlier one.
    pub fn insert(&mut self, name: &str, value: T) {
        let letters: Vec<char> = name.chars().map(fold).collect();
        let list = self.by_key.entry(key(name)).or_default();
        match list.iter_mut().find(|(known, _)| *known == letters) {
            Some(entry) => entry.1 = value,
            None => list.push((letters, value)),
        }
    }

    /// Puts longer names first, so that they win. To be called once, after the last name.
    pub fn sort(&mut self) {
        for list in self.by_key.values_mut() {
            list.sort_by_key(|(letters, _)| std::cmp::Reverse(letters.len()));
        }
    }

    /// The longest known name that starts with a token and ends with one.
    #[must_use]
    pub fn at(&self, document: &Document, token_idx: usize) -> Option<Hit<T>> {
        let start = document.tokens[token_idx].span.start as usize;
        let list = self.by_key.get(&key(document.word(token_idx)))?;
        let text = document.text().get(start..)?;
        list.iter().find_map(|(letters, value)| {
            let end = (start + length(letters, text)?) as u32;
            let mut last = token_idx;
            while document.tokens.get(last)?.span.end < end {
                last += 1;
            }
            let is_whole = document.tokens[last].span.end == end;
            is_whole.then(|| Hit {
                start: token_idx,
                end: last + 1,
                value: value.clone(),
            })
        })
    }
}

/// How many bytes at the start of `text` are these letters; in capitals throughout counts as the same.
fn length(letters: &[char], text: &str) -> Option<usize> {
    let mut is_shouted = false;
    let mut has_small = false;
    let mut rest = text.char_indices();
    for &letter in letters {
        let (_, found) = rest.next()?;
        let found = if found.is_whitespace() {
            ' '
        } else {
            fold(found)
        };
        if found == letter {
            has_small |= found.is_lowercase();
            continue;
        }
        let is_capital = letter.to_uppercase().eq(std::iter::once(found));
        if !is_capital || letters.len() < 4 {
            return None;
        }
        is_shouted = true;
    }
    if is_shouted && has_small {
        return None;
    }
    Some(rest.next().map_or(text.len(), |(at, _)| at))
}

/// The letter without accent.
#[must_use]
pub fn fold(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    match letter {
        '’' | '‘' | 'ʼ' | 'ʻ' => return '\'',
        '‐' | '‑' | '–' => return '-',
        'ı' => return 'i',
        'ł' => return 'l',
        'Ł' => return 'L',
        'ø' => return 'o',
        'đ' => return 'd',
        _ => {}
    }
    let mut base = None;
    decompose_canonical(letter, |part| {
        base.get_or_insert(part);
    });
    base.unwrap_or(letter)
}

/// The words in lower case, without accents.
#[must_use]
pub fn folded(words: &str) -> String {
    words
        .chars()
        .map(fold)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Letters and digits of the words in lower case, everything else as single hyphens.
#[must_use]
pub fn slug(words: &str) -> String {
    let mut slug = String::new();
    for letter in folded(words).chars() {
        if letter.is_alphanumeric() {
            slug.push(letter);
        } else if letter != '\'' && letter != '.' && !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The first letters of a name, by which it is looked up.
fn key(name: &str) -> String {
    let mut letters = name.chars().map(fold);
    let first = letters.next().into_iter();
    let run = letters.take_while(|letter| letter.is_alphanumeric());
    first
        .chain(run)
        .flat_map(char::to_lowercase)
        .take(40)
        .collect()
}

/// A lower-case list of word sequences, looked up by their words.
pub struct Phrases<T> {
    by_first: HashMap<String, Vec<(Vec<String>, T)>>,
}

impl<T: Copy + Eq + Hash> Phrases<T> {
    /// The phrases and what each of them stands for.
    #[must_use]
    pub fn new(phrases: impl Iterator<Item = (String, T)>) -> Self {
        let mut by_first: HashMap<String, Vec<(Vec<String>, T)>> = HashMap::new();
        for (phrase, value) in phrases {
            let words = split(&phrase);
            let Some(first) = words.first().cloned() else {
                continue;
            };
            let list = by_first.entry(first).or_default();
            if !list.iter().any(|(known, _)| *known == words) {
                list.push((words, value));
            }
        }
        for list in by_first.values_mut() {
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Self { by_first }
    }

    /// The longest phrase that starts at `start`; `word` gives the spellings of a token that may fit.
    pub fn at<'a>(
        &self,
        start: usize,
        word: impl Fn(usize) -> Option<[&'a str; 2]>,
    ) -> Option<(usize, T)> {
        let fits =
            |idx: usize, wanted: &str| word(idx).is_some_and(|forms| forms.contains(&wanted));
        let mut found: Option<(usize, T)> = None;
        for form in word(start)? {
            for (words, value) in self.by_first.get(form).into_iter().flatten() {
                let is_longer = found.is_none_or(|(end, _)| start + words.len() > end);
                if is_longer
                    && words
                        .iter()
                        .enumerate()
                        .all(|(n, one)| fits(start + n, one))
                {
                    found = Some((start + words.len(), *value));
                }
            }
        }
        found
    }
}

/// The words of a phrase as the tokenizer parts them.
fn split(phrase: &str) -> Vec<String> {
    let apart = phrase.replace('-', " - ").replace("'s ", " 's ");
    apart.split_whitespace().map(str::to_owned).collect()
}
