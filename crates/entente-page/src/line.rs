//! Lines that stand on many pages and belong to none of their articles: `data/furniture.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

struct Lines {
    whole: HashMap<&'static str, usize>,
    /// By their first character.
    starts: HashMap<char, Vec<(&'static str, usize)>>,
}

/// What the lines are, in the order of the table.
static KINDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut kinds: Vec<&str> = Vec::new();
    for [kind, _, _] in rows() {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
});

static LINES: LazyLock<Lines> = LazyLock::new(|| {
    let mut lines = Lines {
        whole: HashMap::new(),
        starts: HashMap::new(),
    };
    for [kind, how, words] in rows() {
        let kind = KINDS.iter().position(|known| *known == kind);
        let kind = kind.expect("kinds are collected from the same rows");
        match (how, words.chars().next()) {
            ("is", _) => _ = lines.whole.insert(words, kind),
            (_, Some(first)) => lines.starts.entry(first).or_default().push((words, kind)),
            _ => {}
        }
    }
    lines
});

fn rows() -> impl Iterator<Item = [&'static str; 3]> {
    include_str!("../data/furniture.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|row| {
            let mut fields = row.splitn(3, '\t');
            Some([fields.next()?, fields.next()?, fields.next()?])
        })
}

/// Longest line, in words and in bytes, that can be furniture by its first words.
const MAX_WORDS: usize = 12;
const MAX_BYTES: usize = 240;

/// The number of the kind of line that `text` is, from 1; 0 if it is none.
pub fn number(text: &str) -> usize {
    if text.len() > MAX_BYTES {
        return 0;
    }
    let line = text.to_lowercase().replace('’', "'");
    let bare = line.trim_matches([
        ':', '.', '!', '…', '»', '>', ' ', '[', ']', '(', ')', '-', '—',
    ]);
    if let Some(kind) = LINES.whole.get(bare) {
        return kind + 1;
    }
    let Some(starts) = line
        .chars()
        .next()
        .and_then(|first| LINES.starts.get(&first))
    else {
        return 0;
    };
    let found = starts.iter().find(|(words, _)| line.starts_with(words));
    match found {
        Some((_, kind)) if text.split_whitespace().take(MAX_WORDS + 1).count() <= MAX_WORDS => {
            kind + 1
        }
        _ => 0,
    }
}

/// The kind of line that `text` is, if it is one of the table.
pub fn kind(text: &str) -> Option<&'static str> {
    KINDS.get(number(text).checked_sub(1)?).copied()
}
