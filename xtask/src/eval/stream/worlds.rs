//! A stream of many worlds, each some days of the articles of a folder, told in other words.
//!
//! A world takes the articles of a few days as they stand: its stories, their distractors and how many come in a day
//! are real. What few articles say (names, rare words) is spelled otherwise in each world, the same everywhere in it;
//! common words stay. So the worlds are as alike as news of different countries.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use entente_types::{Moment, days_since_1970};
use serde_json::{Value, json};

use crate::train::Random;

/// Days of the stream, and of each world.
const N_DAYS: u64 = 5;
/// Articles of the stream, about.
const N_ARTICLES: usize = 255_000;
/// One of so many articles holds a word that is common.
const COMMON: usize = 10;
/// The day on which the stream begins, in days since 1970.
const FIRST: jiff::civil::Date = jiff::civil::date(2024, 3, 1);

/// An article of one world, and when it comes: minutes since the stream began.
struct Told {
    minute: u64,
    place: usize,
    world: u64,
}

/// Writes the stream of a seed; with an `s` behind it the articles of each hour come in another order.
pub fn make(folder: &Path, seed: &str, out: &mut impl Write) -> Result<()> {
    let rows = super::super::rows(&folder.join("documents.jsonl"))?;
    let gold = super::super::rows(&folder.join("gold.jsonl"))?;
    let stories: HashMap<&str, &str> = gold
        .iter()
        .filter_map(|row| Some((row["id"].as_str()?, row["story"].as_str()?)))
        .collect();
    let number: u64 = seed
        .trim_end_matches('s')
        .parse()
        .context("a seed is a number")?;
    let told = told(&rows, number, seed.ends_with('s'));
    let common = common(&rows);
    let mut spellings: BTreeMap<u64, Spelling> = BTreeMap::new();
    for Told {
        minute,
        place,
        world,
    } in told
    {
        let row = &rows[place];
        let spelling = spellings
            .entry(world)
            .or_insert_with(|| Spelling::new(world));
        let text = |key: &str| spelling.respell(row[key].as_str().unwrap_or_default(), &common);
        let day = FIRST + jiff::Span::new().days((minute / 1440) as i64);
        let date = format!("{day}T{:02}:{:02}:00Z", minute / 60 % 24, minute % 60);
        let id = row["id"].as_str().unwrap_or_default();
        let story = stories.get(id).map(|story| format!("{world} {story}"));
        let row = json!({"id": format!("{world} {id}"), "date": date, "source": row["source"],
            "title": text("title"), "text": text("text"), "story": story});
        writeln!(out, "{row}")?;
    }
    Ok(())
}

/// Which articles come when, in order.
fn told(rows: &[Value], seed: u64, is_shuffled: bool) -> Vec<Told> {
    let day = |row: &Value| {
        let moment: Moment = row["date"].as_str()?.parse().ok()?;
        Some(i64::from(days_since_1970(moment.day)))
    };
    let days: Vec<Option<i64>> = rows.iter().map(day).collect();
    let dated = || days.iter().flatten().copied();
    let (first, last) = (dated().min().unwrap_or(0), dated().max().unwrap_or(0));
    let mut random = Random(seed);
    let mut told = Vec::new();
    for world in 0.. {
        if told.len() >= N_ARTICLES || first == last {
            break;
        }
        let n_starts = (last - first + 1 - N_DAYS as i64).max(1) as u64;
        let start = first + random.below(n_starts) as i64;
        for (place, day) in days.iter().enumerate() {
            let Some(day) = day.filter(|day| (start..start + N_DAYS as i64).contains(day)) else {
                continue;
            };
            told.push(Told {
                minute: (day - start) as u64 * 1440 + random.below(1440),
                place,
                world,
            });
        }
    }
    let mut order = Random(seed ^ 0xF00D);
    let mut keyed: Vec<(u64, u64, Told)> = told
        .into_iter()
        .map(|told| match is_shuffled {
            true => (told.minute / 60, order.below(1 << 40), told),
            false => (told.minute, 0, told),
        })
        .collect();
    keyed.sort_by_key(|(minute, order, told)| (*minute, *order, told.world, told.place));
    keyed.into_iter().map(|(_, _, told)| told).collect()
}

/// Words in small letters that many articles hold.
fn common(rows: &[Value]) -> HashSet<String> {
    let mut n_with: HashMap<String, usize> = HashMap::new();
    for row in rows {
        let text = row["text"].as_str().unwrap_or_default().to_lowercase();
        let words: HashSet<&str> = text
            .split(|letter: char| !letter.is_alphanumeric())
            .collect();
        for word in words {
            *n_with.entry(word.to_owned()).or_default() += 1;
        }
    }
    let least = rows.len() / COMMON;
    n_with
        .into_iter()
        .filter(|(_, n)| *n >= least)
        .map(|(word, _)| word)
        .collect()
}

/// How a world spells what few articles say.
struct Spelling([u8; 26]);

impl Spelling {
    fn new(world: u64) -> Self {
        let mut random = Random(world.wrapping_mul(0x9E37_79B9) + 77);
        let mut letters: [u8; 26] = std::array::from_fn(|letter| letter as u8);
        for group in [&b"aeiou"[..], b"bcdfghjklmnpqrstvwxyz"] {
            for end in (1..group.len()).rev() {
                let other = random.below(end as u64 + 1) as usize;
                letters.swap(
                    usize::from(group[end] - b'a'),
                    usize::from(group[other] - b'a'),
                );
            }
        }
        Self(letters)
    }

    /// The same text with other letters in its rare words. The last two letters stay, for the forms of a word.
    fn respell(&self, text: &str, common: &HashSet<String>) -> String {
        let mut out = String::with_capacity(text.len());
        let is_word = |letter: char| letter.is_alphanumeric();
        let mut rest = text;
        while let Some(start) = rest.find(is_word) {
            out.push_str(&rest[..start]);
            rest = &rest[start..];
            let end = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
            let word = &rest[..end];
            if word.is_ascii() && !common.contains(&word.to_ascii_lowercase()) {
                let n_turned = if word.len() > 4 {
                    word.len() - 2
                } else {
                    word.len()
                };
                let turned = word
                    .bytes()
                    .enumerate()
                    .map(|(at, letter)| match at < n_turned {
                        true => self.turn(letter),
                        false => char::from(letter),
                    });
                out.extend(turned);
            } else {
                out.push_str(word);
            }
            rest = &rest[end..];
        }
        out + rest
    }

    fn turn(&self, letter: u8) -> char {
        char::from(match letter {
            b'a'..=b'z' => b'a' + self.0[usize::from(letter - b'a')],
            b'A'..=b'Z' => b'A' + self.0[usize::from(letter - b'A')],
            other => other,
        })
    }
}
