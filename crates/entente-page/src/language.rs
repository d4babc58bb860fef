//! Which language a text is in: by its script where that is enough, else by a table of n-grams.
//!
//! The table is made from the model of py3langid; `models/language/convert.py` says how.

mod script;
mod table;
mod words;

use std::sync::LazyLock;

use script::Letters;
use table::Table;

/// A language, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Identified {
    /// The language as a primary tag of BCP 47: `en`, `zu`. Norwegian is `no` in Bokmål and `nn` in Nynorsk.
    pub tag: &'static str,
    /// How sure, in `0.0..=1.0`: about the share of texts with that figure that are in that language.
    pub confidence: f32,
}

/// Most bytes of a text that are looked at; of longer ones, stretches from all over.
const N_SAMPLE_BYTES: usize = 1536;
/// How many stretches.
const N_STRETCHES: usize = 4;
/// From how many letters a language of a shared script can be told.
const MIN_LETTERS: usize = 20;
/// From how many letters a script is taken for more than a foreign word.
const MIN_LETTERS_OF_SCRIPT: usize = 4;

static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::read(include_bytes!("../models/language/language.bin")));

/// The language of a text, if it is long enough to tell.
///
/// # Limits
///
/// About a hundred languages. It takes time in proportion to the text up to 1.5 kB, and not more for longer ones.
/// Bosnian, Croatian and Serbian in Latin letters are often not to be told apart in a text of a few lines.
///
/// # Example
///
/// ```
/// let found = entente_page::language::identify("The ferry ran aground on Monday, and nobody was hurt.");
/// assert_eq!(found.map(|found| found.tag), Some("en"));
/// ```
#[must_use]
pub fn identify(text: &str) -> Option<Identified> {
    let sample = Sample::of(text);
    let letters = Letters::count(sample.pieces());
    let (script, n_letters) = letters.main()?;
    let share = letters.share(script);
    let group = TABLE.group(script.name);
    let n_wanted = if group.is_some() {
        MIN_LETTERS
    } else {
        MIN_LETTERS_OF_SCRIPT
    };
    if n_letters < n_wanted {
        return None;
    }
    let marked = script::marked(script.name, n_letters, sample.pieces());
    if let (None, Some(group)) = (marked, group) {
        let found = group.identify(text, sample.pieces())?;
        return Some(Identified {
            confidence: found.confidence * share,
            ..found
        });
    }
    let certainty = n_letters as f32 / (n_letters as f32 + 2.0);
    Some(Identified {
        tag: marked.unwrap_or(script.name),
        confidence: certainty * share,
    })
}

/// The stretches of a text that are looked at.
struct Sample<'a> {
    pieces: [&'a str; N_STRETCHES],
    n_pieces: usize,
}

impl<'a> Sample<'a> {
    fn of(text: &'a str) -> Self {
        let mut sample = Sample {
            pieces: [text; N_STRETCHES],
            n_pieces: 1,
        };
        if text.len() > N_SAMPLE_BYTES {
            let n_bytes = N_SAMPLE_BYTES / N_STRETCHES;
            let step = text.len() / N_STRETCHES;
            for (idx, piece) in sample.pieces.iter_mut().enumerate() {
                // The middle of each quarter: first and last words are most often not the text's own.
                let start = text.floor_char_boundary(idx * step + (step - n_bytes) / 2);
                *piece = &text[start..text.floor_char_boundary(start + n_bytes)];
            }
            sample.n_pieces = N_STRETCHES;
        }
        sample
    }

    fn pieces(&self) -> &[&'a str] {
        &self.pieces[..self.n_pieces]
    }
}
