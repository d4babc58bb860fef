//! Whether words are a place, an organisation or a first name of the tables.

use entente_types::Document;

use super::table::{KNOWN, Known, OFFICE_WORDS, OFFICES, OfficeKind, PlaceKind, city};
use super::{gender, leader, name::folded};

/// What the tables know that stands at a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A state, or what stands for it or is part of it.
    Place,
    /// An organisation.
    Organisation,
}

/// Most bytes of a place's name.
const LONGEST: usize = 60;

/// Is it a city, a town or a division of a state, in whatever case?
pub fn is_place(words: &str) -> bool {
    words.len() <= LONGEST && city(words).is_some()
}

/// What the longest known name is that begins with a token, and where it ends.
pub fn at(document: &Document, token_idx: usize) -> Option<(usize, Standing)> {
    let hit = KNOWN.at(document, token_idx)?;
    let standing = match hit.value {
        Known::Place(_, PlaceKind::Adjective | PlaceKind::People) => return None,
        Known::Place(..) => Standing::Place,
        Known::Organisation(_) | Known::Namesakes(_) => Standing::Organisation,
    };
    Some((hit.end, standing))
}

/// Is it the surname of somebody in the tables: "Obama"?
pub fn is_surname(word: &str) -> bool {
    word.len() <= LONGEST && !leader::by_surname(word).is_empty()
}

/// Is it, in lower case, a first name?
pub fn is_first_name(word: &str) -> bool {
    gender::is_first_name(&folded(word))
}

/// Is the word an office or a title that stands before names: "Minister", "Gen."?
pub fn is_title(word: &str) -> bool {
    let lower = word.to_lowercase();
    let found = OFFICE_WORDS.at(0, |idx| (idx == 0).then_some([lower.as_str(); 2]));
    found.is_some_and(|(_, idx)| {
        matches!(
            OFFICES[idx].kind,
            OfficeKind::Head | OfficeKind::Office | OfficeKind::Title
        )
    })
}
