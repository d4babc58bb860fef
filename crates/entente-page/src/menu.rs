//! Menus of links inside a sentence: some pages hang one at a name, and their texts hold it word for word:
//! "Sen. Ann Roe Ann Mary RoeRoe says no to bridge Roe to visit Orda MORE (D-Ore.) said".
//!
//! The menu begins with the person's full name, which ends in the word that stood before it, glued to the first
//! headline as a rule, and ends with "MORE".

use std::ops::Range;

use crate::block::Piece;
use crate::furniture::Part;

/// The word that closes a menu.
const END: &str = "MORE";
/// Longest menu, and longest full name, in words.
const MAX_MENU_WORDS: usize = 100;
const MAX_NAME_WORDS: usize = 8;

/// Takes the menus out of what is kept, and puts them on the list of what is left out.
pub fn leave_out(parts: Vec<Part>) -> Vec<Part> {
    let mut kept = Vec::with_capacity(parts.len());
    for part in parts {
        let menus = if part.left_out.is_none() {
            menus(&part.piece.text)
        } else {
            Vec::new()
        };
        if menus.is_empty() {
            kept.push(part);
        } else {
            without(part, &menus, &mut kept);
        }
    }
    kept
}

/// The part without `menus`, and each of them.
fn without(part: Part, menus: &[Range<usize>], kept: &mut Vec<Part>) {
    let mut piece = Piece {
        mark: part.piece.mark,
        ..Piece::default()
    };
    let mut at = 0;
    let mut left_out = Vec::with_capacity(menus.len());
    for menu in menus {
        piece.append(&part.piece, at..menu.start);
        let mut links = Piece::default();
        links.append(&part.piece, menu.start + 1..menu.end);
        left_out.push(Part {
            piece: links,
            kind: part.kind,
            left_out: Some("menu"),
        });
        at = menu.end;
    }
    piece.append(&part.piece, at..part.piece.text.len());
    kept.push(Part { piece, ..part });
    kept.extend(left_out);
}

/// The menus of a text, in bytes, each with the blank before it.
fn menus(text: &str) -> Vec<Range<usize>> {
    if !text.contains(END) {
        return Vec::new();
    }
    let words: Vec<Word<'_>> = words(text);
    let mut menus = Vec::new();
    let mut floor = 0;
    for (at, &(offset, word)) in words.iter().enumerate() {
        if !is_end(word) {
            continue;
        }
        let first = floor.max(at.saturating_sub(MAX_MENU_WORDS));
        if let Some(visible) = visible_name(&words[first..at]) {
            menus.push(visible..offset + END.len());
            floor = at + 1;
        }
    }
    menus
}

/// A word and where it starts.
type Word<'a> = (usize, &'a str);

fn words(text: &str) -> Vec<Word<'_>> {
    let mut offset = 0;
    let mut words = Vec::new();
    for word in text.split(' ') {
        words.push((offset, word));
        offset += word.len() + 1;
    }
    words
}

fn is_end(word: &str) -> bool {
    word.strip_prefix(END)
        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Where the name ends that is part of the sentence, if the full name follows it: glued to the first headline, or
/// at least with the same first name.
fn visible_name(words: &[Word<'_>]) -> Option<usize> {
    let mut apart = None;
    for (at, &(offset, name)) in words.iter().enumerate() {
        if !is_name(name) {
            continue;
        }
        let full_name = words[at + 1..]
            .iter()
            .take(MAX_NAME_WORDS)
            .take_while(|(_, word)| is_part_of_name(word));
        for (_, word) in full_name.skip(1) {
            match word.strip_prefix(name) {
                Some("") => {
                    apart = apart.or(is_said_again(words, at).then_some(offset + name.len()));
                }
                Some(rest) if begins_headline(rest) => return Some(offset + name.len()),
                _ => {}
            }
        }
    }
    apart
}

/// Does the full name begin with the same first name: "Ann »Roe« Ann Mary Roe"?
fn is_said_again(words: &[Word<'_>], at: usize) -> bool {
    at > 0 && words.get(at + 1).map(|(_, word)| word) == Some(&words[at - 1].1)
}

fn is_name(word: &str) -> bool {
    word.len() > 1
        && word.starts_with(char::is_uppercase)
        && word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
}

fn is_part_of_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase() || matches!(c, '(' | '"' | '“'))
}

/// Headlines begin with a capital, a number, or a quotation, and no possessive does.
fn begins_headline(words: &str) -> bool {
    let bare = words.trim_start_matches(['\'', '‘', '"', '“']);
    bare.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        let mut kept = String::new();
        let mut at = 0;
        for menu in menus(text) {
            kept.push_str(&text[at..menu.start]);
            at = menu.end;
        }
        kept + &text[at..]
    }

    #[test]
    fn a_menu_begins_with_the_full_name_and_ends_with_more() {
        let glued = "Sen. Ann Roe Ann (Annie) Mary RoeRoe to visit Orda | What Roe says MORE (D-Ore.) said no.";
        assert_eq!(cut(glued), "Sen. Ann Roe (D-Ore.) said no.");
        let apart = "Speaker Ann Roe Ann Mary Roe Pilots should strike MORE, who left.";
        assert_eq!(cut(apart), "Speaker Ann Roe, who left.");
        let two = "Ann Roe Ann Mary Roe2031 vote nears MORE and Bo Lund Bo Karl Lund'Not now' MORE’s aide met.";
        assert_eq!(cut(two), "Ann Roe and Bo Lund’s aide met.");
    }

    #[test]
    fn other_sentences_stay() {
        for text in [
            "READ MORE: Ann Roe wins, says Ann Roe",
            "Ann Roe and Bo Roe said that GUN OWNERS ARE MORE LIKELY to vote.",
            "Ann Roe’s brother, Bo Roe’s friend, wants MORE.",
            "MORE",
            "",
        ] {
            assert_eq!(cut(text), text);
        }
    }
}
