//! Puts texts together from the words that stand around each mention.

use std::collections::BTreeMap;

use entente_types::{Article, Block, BlockKind, Span};
use serde_json::Value;

/// Words at the start of a context by which its place in the text is found.
const N_START: usize = 8;

/// One text, as far as it is known, and its mentions.
pub struct Text {
    pub name: String,
    /// The part of the name before the first underscore.
    pub topic: String,
    lines: Vec<String>,
    pub mentions: Vec<(String, Span)>,
}

/// A mention with its place among the words of its text.
struct Place<'a> {
    id: &'a str,
    sentence: i64,
    numbers: Vec<usize>,
    /// Where the first of its words can stand.
    candidates: Vec<usize>,
}

/// The texts of all mentions, in order of their names.
pub fn texts(rows: &[Value]) -> Vec<Text> {
    let mut by_name: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for row in rows {
        by_name
            .entry(row["doc"].as_str().unwrap_or_default())
            .or_default()
            .push(row);
    }
    by_name
        .into_iter()
        .map(|(name, rows)| text(name, rows))
        .collect()
}

impl Text {
    /// The text as an article; lines that do not end like a sentence are headings.
    pub fn article(&self) -> Article {
        let text = self.lines.join("\n");
        let mut blocks = Vec::new();
        let mut start = 0;
        for line in &self.lines {
            let is_sentence = line.ends_with(['.', '!', '?', '"', '\'', '”', '’', ')']);
            let kind = if is_sentence {
                BlockKind::Paragraph
            } else {
                BlockKind::Heading
            };
            blocks.push(Block {
                span: Span::new(start, start + line.len()),
                kind,
            });
            start += line.len() + 1;
        }
        Article {
            blocks,
            ..Article::plain(&self.name, &text)
        }
    }
}

fn text(name: &str, mut rows: Vec<&Value>) -> Text {
    rows.sort_by_key(|row| {
        (
            row["sentence"].as_i64(),
            row["id"].as_str().map(str::to_owned),
        )
    });
    let mut words: Vec<&str> = Vec::new();
    let mut places = Vec::new();
    for row in &rows {
        let context = strings(&row["context"]);
        let at = add(&mut words, &context);
        let tokens = strings(&row["tokens"]);
        let numbers: Vec<usize> = row["token_numbers"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|number| Some(number.as_u64()? as usize))
            .collect();
        let first = numbers.first().copied().unwrap_or(0);
        let fits = |start: usize| {
            tokens
                .iter()
                .zip(&numbers)
                .all(|(token, number)| words.get(start + number - first) == Some(token))
        };
        let candidates = (at..at + context.len())
            .filter(|&start| start >= first && fits(start))
            .collect();
        places.push(Place {
            id: row["id"].as_str().unwrap_or_default(),
            sentence: row["sentence"].as_i64().unwrap_or(0),
            numbers,
            candidates,
        });
    }
    let starts = starts(&words, &places);
    lay_out(name, &words, &places, &starts)
}

fn strings(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// Adds a context to the words that are known; the place where it starts.
fn add<'a>(words: &mut Vec<&'a str>, context: &[&'a str]) -> usize {
    let n = N_START.min(context.len());
    let agrees = |at: &usize| {
        words[*at..]
            .iter()
            .zip(context)
            .all(|(one, other)| one == other)
            && words.len() - at >= n
    };
    let at = (0..words.len()).find(agrees).unwrap_or(words.len());
    let known = words.len() - at;
    words.extend(context.iter().skip(known));
    at
}

/// Where each sentence starts: the place that most of its mentions allow, rather one after the end of a sentence.
fn starts(words: &[&str], places: &[Place]) -> BTreeMap<i64, usize> {
    let mut votes: BTreeMap<i64, BTreeMap<usize, usize>> = BTreeMap::new();
    for place in places {
        let first = place.numbers.first().copied().unwrap_or(0);
        for start in &place.candidates {
            *votes
                .entry(place.sentence)
                .or_default()
                .entry(start - first)
                .or_default() += 1;
        }
    }
    let ends = |start: usize| {
        start == 0 || matches!(words[start - 1], "." | "!" | "?" | "''" | "\"" | "”")
    };
    let best = |votes: BTreeMap<usize, usize>| {
        let best = votes
            .into_iter()
            .max_by_key(|&(start, n)| (n, ends(start), std::cmp::Reverse(start)));
        best.map(|(start, _)| start)
    };
    votes
        .into_iter()
        .filter_map(|(sentence, votes)| Some((sentence, best(votes)?)))
        .collect()
}

/// One line for each sentence whose start is known, with the mentions in it.
fn lay_out(name: &str, words: &[&str], places: &[Place], starts: &BTreeMap<i64, usize>) -> Text {
    let mut text = String::new();
    let mut spans = Vec::new();
    let breaks: Vec<usize> = starts.values().copied().collect();
    for (idx, word) in words.iter().enumerate() {
        if idx > 0 {
            text.push(if breaks.contains(&idx) { '\n' } else { ' ' });
        }
        spans.push((text.len(), text.len() + word.len()));
        text.push_str(word);
    }
    let mut mentions = Vec::new();
    for place in places {
        let (Some(start), Some(first), Some(last)) = (
            starts.get(&place.sentence),
            place.numbers.first(),
            place.numbers.last(),
        ) else {
            continue;
        };
        let (Some(from), Some(to)) = (spans.get(start + first), spans.get(start + last)) else {
            continue;
        };
        mentions.push((place.id.to_owned(), Span::new(from.0, to.1)));
    }
    Text {
        name: name.to_owned(),
        topic: name.split('_').next().unwrap_or_default().to_owned(),
        lines: text.split('\n').map(str::to_owned).collect(),
        mentions,
    }
}
