//! What words that name acts mean, out of the database files of WordNet.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};

/// Senses of a word that count, the commonest first.
const MOST_SENSES: usize = 12;
/// How much each further sense counts less.
const FADE: f64 = 0.85;
/// How much a sense counts that a word has from a verb that it derives from.
const DERIVED: f64 = 0.9;
/// How much that counts which a sense causes, entails or is close to.
const NEAR: f64 = 0.8;
/// Nouns of these files of WordNet can name acts: act, cognition, communication, event, feeling, phenomenon,
/// possession, process, state.
const FILES: [u8; 9] = [4, 9, 10, 11, 12, 19, 21, 22, 26];

type Id = (char, u32);
/// Concepts with how much of a word's use they are, 1 to 255, in order of the concepts.
pub type Weighed = Vec<(u16, u8)>;

struct Synset {
    file: u8,
    words: Vec<String>,
    /// Symbol, target, and which of the words it is about; 0 for all.
    pointers: Vec<(String, Id, usize)>,
}

/// The words and their meanings.
pub struct Meanings {
    synsets: BTreeMap<Id, Synset>,
    senses: BTreeMap<String, Vec<Id>>,
    numbers: BTreeMap<Id, u16>,
}

impl Meanings {
    /// Reads verbs, nouns and adjectives.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut synsets = BTreeMap::new();
        let mut senses: BTreeMap<String, Vec<Id>> = BTreeMap::new();
        for (pos, name) in [('v', "verb"), ('n', "noun"), ('a', "adj")] {
            let text = |file: &str| {
                let path = folder.join(format!("{file}.{name}"));
                std::fs::read_to_string(&path)
                    .with_context(|| format!("cannot read {}", path.display()))
            };
            let data = text("data")?;
            synsets.extend(lines(&data).filter_map(|line| synset(pos, line)));
            for (lemma, found) in lines(&text("index")?).filter_map(|line| index(pos, line)) {
                senses.entry(lemma).or_default().extend(found);
            }
        }
        let mut meanings = Self {
            synsets,
            senses,
            numbers: BTreeMap::new(),
        };
        let lemmas: BTreeSet<String> = meanings.senses.keys().cloned().collect();
        let used: BTreeSet<Id> = lemmas
            .iter()
            .flat_map(|lemma| {
                let (own, wider) = meanings.concepts(lemma);
                own.into_keys().chain(wider.into_keys())
            })
            .collect();
        meanings.numbers = used.into_iter().zip(0..).collect();
        Ok(meanings)
    }

    /// The words that can name acts, in order.
    pub fn lemmas(&self) -> impl Iterator<Item = &str> {
        let names = |lemma: &&String| !self.concepts(lemma).0.is_empty();
        self.senses.keys().filter(names).map(String::as_str)
    }

    /// What a word means, and the wider meanings above these.
    pub fn of(&self, lemma: &str) -> (Weighed, Weighed) {
        let (own, wider) = self.concepts(lemma);
        let numbered = |concepts: BTreeMap<Id, f64>| {
            let number = |(id, weight): (Id, f64)| {
                let weight = (weight * 255.0).round().clamp(1.0, 255.0) as u8;
                Some((*self.numbers.get(&id)?, weight))
            };
            let mut found: Weighed = concepts.into_iter().filter_map(number).collect();
            found.sort_unstable();
            found
        };
        (numbered(own), numbered(wider))
    }

    fn is_act(&self, id: Id) -> bool {
        let is_kind = |synset: &Synset| FILES.contains(&synset.file);
        id.0 == 'v' || (id.0 == 'n' && self.synsets.get(&id).is_some_and(is_kind))
    }

    fn concepts(&self, lemma: &str) -> (BTreeMap<Id, f64>, BTreeMap<Id, f64>) {
        let (mut own, mut wider) = (BTreeMap::new(), BTreeMap::new());
        let add = |to: &mut BTreeMap<Id, f64>, id: Id, weight: f64| {
            let known = to.entry(id).or_insert(0.0);
            *known = known.max(weight);
        };
        let mut ranks: BTreeMap<char, i32> = BTreeMap::new();
        for &id in self.senses.get(lemma).into_iter().flatten() {
            let rank = ranks.entry(id.0).or_default();
            if *rank >= MOST_SENSES as i32 {
                continue;
            }
            let weight = FADE.powi(*rank);
            *rank += 1;
            let Some(synset) = self.synsets.get(&id) else {
                continue;
            };
            let place = synset
                .words
                .iter()
                .position(|word| word == lemma)
                .map_or(0, |at| at + 1);
            let is_act = self.is_act(id);
            if is_act {
                add(&mut own, id, weight);
            }
            for (symbol, target, about) in &synset.pointers {
                let is_own = *about == 0 || *about == place;
                match symbol.as_str() {
                    "+" if is_own && id.0 != 'v' && target.0 == 'v' => {
                        add(&mut own, *target, weight * DERIVED)
                    }
                    "+" if is_own && id.0 == 'v' && self.is_act(*target) => {
                        add(&mut own, *target, weight * DERIVED)
                    }
                    "$" | ">" | "*" if id.0 == 'v' => add(&mut wider, *target, weight * NEAR),
                    "@" if is_act => add(&mut wider, *target, weight),
                    _ => {}
                }
            }
        }
        for (&id, &weight) in &own {
            add(&mut wider, id, weight);
        }
        (own, wider)
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with(' '))
}

fn index(pos: char, line: &str) -> Option<(String, Vec<Id>)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let n_senses: usize = words.get(2)?.parse().ok()?;
    let offsets = words.get(words.len().checked_sub(n_senses)?..)?;
    let ids = offsets
        .iter()
        .filter_map(|offset| Some((pos, offset.parse().ok()?)));
    Some((words.first()?.replace('_', " "), ids.collect()))
}

fn synset(pos: char, line: &str) -> Option<(Id, Synset)> {
    let mut fields = line.split(" | ").next()?.split_whitespace();
    let id = (pos, fields.next()?.parse().ok()?);
    let file = fields.next()?.parse().ok()?;
    let _kind = fields.next()?;
    let n_words = usize::from_str_radix(fields.next()?, 16).ok()?;
    let mut words = Vec::new();
    for _ in 0..n_words {
        let word = fields.next()?.to_lowercase().replace('_', " ");
        words.push(word.split('(').next().unwrap_or_default().to_owned());
        fields.next()?;
    }
    let n_pointers: usize = fields.next()?.parse().ok()?;
    let mut pointers = Vec::new();
    for _ in 0..n_pointers {
        let symbol = fields.next()?.to_owned();
        let offset = fields.next()?.parse().ok()?;
        let pos = fields.next()?.chars().next()?;
        let pos = if pos == 's' { 'a' } else { pos };
        let about = usize::from_str_radix(fields.next()?.get(..2)?, 16).ok()?;
        pointers.push((symbol, (pos, offset), about));
    }
    Some((
        id,
        Synset {
            file,
            words,
            pointers,
        },
    ))
}
