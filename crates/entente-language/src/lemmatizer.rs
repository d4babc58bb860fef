//! Finds the dictionary form of a word from its part of speech, as spaCy's rule lemmatizer does.

use std::collections::HashMap;

use entente_types::Pos;

use crate::chars::{is_alphabetic, lower};
use crate::rules::{LemmaTable, Rules};

/// Finds the dictionary form of a word from its part of speech.
#[derive(Clone, Debug)]
pub struct Lemmatizer {
    tables: HashMap<Pos, LemmaTable>,
}

impl Lemmatizer {
    /// Takes the lemma tables of a model.
    #[must_use]
    pub fn new(rules: &Rules) -> Self {
        let pos = |table: &LemmaTable| Pos::from_text(&table.pos.to_uppercase());
        Self {
            tables: rules
                .lemmas
                .iter()
                .map(|table| (pos(table), table.clone()))
                .collect(),
        }
    }

    /// The dictionary form. Not to be asked where the attribute ruler gave a lemma.
    ///
    /// `morph` is the ruler's `Name=Value|Name=Value`.
    #[must_use]
    pub fn lemma(&self, word: &str, pos: Pos, morph: &str) -> String {
        if matches!(pos, Pos::Unknown | Pos::Space) || is_base_form(pos, morph) {
            return lower(word);
        }
        match self.tables.get(&pos) {
            Some(table) => table.lemma(word),
            None if pos == Pos::Propn => word.to_owned(),
            None => lower(word),
        }
    }
}

/// Does the morphology say that the word is its own dictionary form?
fn is_base_form(pos: Pos, morph: &str) -> bool {
    let feature = |name: &str| {
        let mut pairs = morph.split('|').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    let number = feature("Number");
    let form = feature("VerbForm");
    match pos {
        Pos::Noun if number == Some("Sing") => true,
        Pos::Verb
            if form == Some("Fin") && feature("Tense") == Some("Pres") && number.is_none() =>
        {
            true
        }
        _ => matches!(form, Some("Inf" | "None")) || feature("Degree") == Some("Pos"),
    }
}

impl LemmaTable {
    fn lemma(&self, word: &str) -> String {
        let lower = lower(word);
        let (known, unknown) = self.regular(&lower);
        // spaCy puts every irregular lemma in front of those before it, unless a rule gave it too.
        let irregular = self
            .irregular(&lower)
            .filter(|form| !known.iter().any(|known| known == form))
            .last();
        let first = irregular
            .map(str::to_owned)
            .or_else(|| known.into_iter().next());
        first
            .or_else(|| unknown.into_iter().next())
            .unwrap_or_else(|| word.to_owned())
    }

    /// Forms that the rules give: those that the index holds or that are no words, and the others.
    fn regular(&self, lower: &str) -> (Vec<String>, Vec<String>) {
        let forms = self.rules.iter().filter_map(|(ending, new)| {
            let stem = lower.strip_suffix(ending.as_str())?;
            Some(format!("{stem}{new}")).filter(|form| !form.is_empty())
        });
        forms.partition(|form| line_of(&self.index, form).is_some() || !is_alphabetic(form))
    }

    fn irregular(&self, lower: &str) -> impl Iterator<Item = &str> {
        let rest = line_of(&self.exceptions, lower).and_then(|rest| rest.strip_prefix('\t'));
        rest.into_iter().flat_map(|lemmas| lemmas.split('\t'))
    }
}

/// What follows `key` on its line of a sorted text; the key ends at a tab or at the line's end.
fn line_of<'a>(lines: &'a str, key: &str) -> Option<&'a str> {
    let bytes = lines.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = bytes[low..middle]
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(low, |at| low + at + 1);
        let end = bytes[start..]
            .iter()
            .position(|&byte| byte == b'\n')
            .map_or(bytes.len(), |at| start + at);
        let line = lines.get(start..end)?;
        let found = line.split_once('\t').map_or(line, |(found, _)| found);
        match found.cmp(key) {
            std::cmp::Ordering::Equal => return Some(&line[found.len()..]),
            std::cmp::Ordering::Less => low = (end + 1).min(high),
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found() {
        let lines = "ant\nbee\tbee\nbees\tbee\tbeeswax\ncow\n";
        assert_eq!(line_of(lines, "ant"), Some(""));
        assert_eq!(line_of(lines, "bee"), Some("\tbee"));
        assert_eq!(line_of(lines, "bees"), Some("\tbee\tbeeswax"));
        assert_eq!(line_of(lines, "cow"), Some(""));
        for missing in ["", "a", "be", "beea", "cows", "z"] {
            assert_eq!(line_of(lines, missing), None, "{missing}");
        }
        assert_eq!(line_of("", "ant"), None);
    }
}
