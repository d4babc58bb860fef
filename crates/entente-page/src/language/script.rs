//! Which script a text is written in, and letters that only one language of a script has.

use std::sync::LazyLock;

/// A script, or the one language that is written in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Script {
    /// A tag of BCP 47, or a name that begins with a capital.
    pub name: &'static str,
    idx: usize,
}

/// Share of kana among the characters of a Japanese text, at least.
const MIN_KANA: f32 = 0.1;
/// All blocks of Unicode begin and end at multiples of this.
const N_BLOCK: usize = 16;
/// Most scripts that can be told apart.
const N_SCRIPTS: usize = 48;

struct Scripts {
    names: Vec<&'static str>,
    /// The number of the script for each 16 characters up to U+FFFF, plus one; 0 for none.
    blocks: Vec<u8>,
}

static SCRIPTS: LazyLock<Scripts> = LazyLock::new(|| {
    let mut scripts = Scripts {
        names: Vec::new(),
        blocks: vec![0; (1 << 16) / N_BLOCK],
    };
    for line in rows(include_str!("../../data/language_scripts.tsv")) {
        let [first, last, name] = line[..] else {
            continue;
        };
        let idx = scripts.names.iter().position(|known| *known == name);
        let idx = idx.unwrap_or(scripts.names.len());
        if idx == scripts.names.len() {
            scripts.names.push(name);
        }
        let block = |code: &str| usize::from_str_radix(code, 16).unwrap_or_default() / N_BLOCK;
        scripts.blocks[block(first)..=block(last)].fill(idx as u8 + 1);
    }
    assert!(
        scripts.names.len() < N_SCRIPTS,
        "the table of scripts is small"
    );
    scripts
});

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split('\t').collect())
}

/// How many letters of each script a text has.
pub struct Letters {
    counts: [usize; N_SCRIPTS],
    /// The same in bytes: a character of Chinese says more than a letter.
    weights: [usize; N_SCRIPTS],
}

impl Letters {
    pub fn count(pieces: &[&str]) -> Self {
        let scripts = &*SCRIPTS;
        let mut letters = Letters {
            counts: [0; N_SCRIPTS],
            weights: [0; N_SCRIPTS],
        };
        let latin = scripts.idx("Latin").map_or(0, |idx| idx + 1);
        let mut counts = [0_usize; N_SCRIPTS + 1];
        for character in pieces.iter().flat_map(|piece| piece.chars()) {
            let code = character as usize;
            let idx = match code {
                0..0x80 => usize::from(character.is_ascii_alphabetic()) * latin,
                0x80..=0xFFFF => usize::from(scripts.blocks[code / N_BLOCK]),
                0x20000..=0x3FFFF => scripts.idx("zh").map_or(0, |idx| idx + 1),
                _ => 0,
            };
            counts[idx] += 1;
            letters.weights[idx.saturating_sub(1)] += character.len_utf8() * usize::from(idx > 0);
        }
        letters.counts.copy_from_slice(&counts[1..]);
        letters.join_kana(scripts);
        letters
    }

    /// Chinese characters are Japanese if enough kana stand between them.
    fn join_kana(&mut self, scripts: &Scripts) {
        let (Some(kana), Some(han)) = (scripts.idx("ja"), scripts.idx("zh")) else {
            return;
        };
        let all = self.counts[kana] + self.counts[han];
        let (from, to) = if self.counts[kana] as f32 >= MIN_KANA * all as f32 {
            (han, kana)
        } else {
            (kana, han)
        };
        self.counts[to] += std::mem::take(&mut self.counts[from]);
        self.weights[to] += std::mem::take(&mut self.weights[from]);
    }

    /// The script that most of the text is in, and how many letters of it there are.
    pub fn main(&self) -> Option<(Script, usize)> {
        let mut best = 0;
        for idx in 1..N_SCRIPTS {
            if self.weights[idx] > self.weights[best] {
                best = idx;
            }
        }
        let name = SCRIPTS.names.get(best)?;
        (self.weights[best] > 0).then_some((Script { name, idx: best }, self.counts[best]))
    }

    /// Its part of all letters.
    pub fn share(&self, script: Script) -> f32 {
        let all: usize = self.weights.iter().sum();
        self.weights[script.idx] as f32 / all.max(1) as f32
    }
}

impl Scripts {
    fn idx(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| *known == name)
    }
}

struct Mark {
    script: &'static str,
    tag: &'static str,
    /// In thousandths of the letters.
    share: usize,
    letters: &'static str,
}

static MARKS: LazyLock<Vec<Mark>> = LazyLock::new(|| {
    let marks = rows(include_str!("../../data/language_marks.tsv")).filter_map(|line| {
        let [script, tag, share, letters] = line[..] else {
            return None;
        };
        let share = share.parse().ok()?;
        Some(Mark {
            script,
            tag,
            share,
            letters,
        })
    });
    marks.collect()
});

/// The language of the script that has letters of its own, if the text has them.
pub fn marked(script: &str, n_letters: usize, pieces: &[&str]) -> Option<&'static str> {
    let marks = MARKS.iter().filter(|mark| mark.script == script);
    for mark in marks {
        let characters = pieces.iter().flat_map(|piece| piece.chars());
        let n_own = characters
            .filter(|c| !c.is_ascii() && mark.letters.contains(*c))
            .count();
        if n_own * 1000 >= mark.share * n_letters {
            return Some(mark.tag);
        }
    }
    None
}
