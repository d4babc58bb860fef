//! Text that was encoded twice: "cafÃ©" for "café", "itâ€™s" for "it’s".
//!
//! UTF-8 was once taken for windows-1252 and encoded again. Every character beyond ASCII then stands as two to
//! four that are rare in any language. The damage is often in part of a page only, such as a field from an old
//! database, so a page is judged by its lines and elements, called stretches here. A stretch is repaired if all
//! that it has beyond ASCII reads as such sequences, and only if the page as a whole leaves no doubt: three
//! sequences that stand as no writer puts them (in the middle of a word, one after another, or signs such as
//! "â€™"), none of them set in quotation marks, where a report would show them.

use encoding_rs::UTF_8;
use entente_types::Problem;

use super::{Builder, Decoded};

/// How many telling sequences make it certain.
const N_CERTAIN: usize = 3;

/// How far back the beginning of a word is looked for.
const MAX_WORD_BYTES: usize = 32;

/// A character that was encoded twice.
struct Twice {
    /// Where its sequence stands in the text.
    at: usize,
    n_bytes: usize,
    character: char,
}

/// The text with what was encoded twice read once; nothing if that is not certain.
pub fn repair(text: &str, page: usize, problems: &mut Vec<Problem>) -> Option<Decoded<'static>> {
    let found = find(text);
    if found.len() < N_CERTAIN {
        return None;
    }
    let (places, n_telling) = certain(text, found);
    if n_telling < N_CERTAIN {
        return None;
    }
    let mut builder = Builder::default();
    let mut at = 0;
    for place in &places {
        builder.same(&text[at..place.at], page + at);
        builder.read(place.character, page + place.at, place.n_bytes);
        at = place.at + place.n_bytes;
    }
    builder.same(&text[at..], page + at);
    let n_places = places.len();
    problems.push(Problem::new(
        "double-encoding",
        format!("{n_places} characters were encoded twice; they were read as what they once were"),
    ));
    Some(builder.finish(UTF_8))
}

/// All sequences that could be a character encoded twice, in order.
fn find(text: &str) -> Vec<Twice> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut from = 0;
    // Every such sequence begins with a character from U+00C2 to U+00F4, whose first byte is C3.
    for at in memchr::memchr_iter(0xC3, bytes) {
        // What follows is one of the characters that windows-1252 has beyond ASCII: none begins in ASCII.
        let is_alone = bytes.get(at + 2).is_none_or(u8::is_ascii);
        if at < from || is_alone || !text.is_char_boundary(at) {
            continue;
        }
        if let Some((character, n_bytes)) = sequence(&text[at..]) {
            found.push(Twice {
                at,
                n_bytes,
                character,
            });
            from = at + n_bytes;
        }
    }
    found
}

/// The character that the start of `text` was before it was encoded twice, and how long it is now.
fn sequence(text: &str) -> Option<(char, usize)> {
    let mut bytes = [0_u8; 4];
    let mut n_read = 0;
    let mut n_bytes = 0;
    let mut n_wanted = 1;
    for character in text.chars().take(4) {
        let byte = windows_1252(character)?;
        bytes[n_read] = byte;
        n_read += 1;
        n_bytes += character.len_utf8();
        if n_read == 1 {
            n_wanted = match byte {
                0xC2..=0xDF => 2,
                0xE0..=0xEF => 3,
                0xF0..=0xF4 => 4,
                _ => return None,
            };
        } else if !(0x80..=0xBF).contains(&byte) {
            return None;
        }
        if n_read == n_wanted {
            break;
        }
    }
    let read = std::str::from_utf8(bytes.get(..n_wanted)?).ok()?;
    let character = read.chars().next().filter(|c| !c.is_control())?;
    (n_read == n_wanted).then_some((character, n_bytes))
}

/// The byte that windows-1252 has for a character beyond ASCII.
fn windows_1252(character: char) -> Option<u8> {
    /// What stands at 0x80 to 0x9F. Bytes that mean nothing there are control characters.
    const SPECIAL: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž',
        '\u{8F}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}',
        'ž', 'Ÿ',
    ];
    match character {
        '\u{80}'..='\u{FF}' => Some(character as u32 as u8),
        _ => SPECIAL
            .iter()
            .position(|special| *special == character)
            .map(|idx| 0x80 + idx as u8),
    }
}

/// The sequences in stretches that hold nothing else beyond ASCII, and how many of them are telling.
fn certain(text: &str, found: Vec<Twice>) -> (Vec<Twice>, usize) {
    let mut kept: Vec<Twice> = Vec::new();
    let mut n_telling = 0;
    let mut found = found.into_iter().peekable();
    let mut from = 0;
    while let Some(first) = found.next() {
        let (start, end) = stretch(text, from, first.at);
        from = end;
        let mut places = vec![first];
        while let Some(next) = found.next_if(|next| next.at < end) {
            places.push(next);
        }
        if is_clean(text, start, end, &places) {
            let telling = (0..places.len()).filter(|&idx| is_telling(text, &places, idx));
            n_telling += telling.take(N_CERTAIN).count();
            kept.extend(places);
        }
    }
    (kept, n_telling)
}

/// The line or element around `at`; it does not begin before `from`.
fn stretch(text: &str, from: usize, at: usize) -> (usize, usize) {
    let border = |byte: u8| matches!(byte, b'<' | b'>' | b'\n');
    let bytes = text.as_bytes();
    let start = bytes[from..at].iter().rposition(|byte| border(*byte));
    let end = bytes[at..].iter().position(|byte| border(*byte));
    (
        start.map_or(from, |n_bytes| from + n_bytes),
        end.map_or(text.len(), |n_bytes| at + n_bytes),
    )
}

/// Is nothing beyond ASCII in the stretch but these places, and blanks that an editor may have put in later?
fn is_clean(text: &str, start: usize, end: usize, places: &[Twice]) -> bool {
    let mut at = start;
    let is_neutral = |c: char| c.is_ascii() || matches!(c, '\u{A0}' | '\u{AD}' | '\u{FFFD}');
    for place in places {
        if !text[at..place.at].chars().all(is_neutral) {
            return false;
        }
        at = place.at + place.n_bytes;
    }
    text[at..end].chars().all(is_neutral)
}

/// Does a sequence stand as no writer would put its characters, and as no report would quote them?
fn is_telling(text: &str, places: &[Twice], idx: usize) -> bool {
    let place = &places[idx];
    let end = place.at + place.n_bytes;
    let before = text[..place.at].chars().next_back();
    let after = text[end..].chars().next();
    let touches = |other: Option<&Twice>| {
        other.is_some_and(|other| other.at == end || other.at + other.n_bytes == place.at)
    };
    if is_shown(text, place.at) {
        return false;
    }
    match place.character {
        // Accented letters: "cafÃ©", "Ã©tat". Capitals alone may end in "Ã" before a quotation mark.
        '\u{C0}'..='\u{24F}' => [before, after]
            .into_iter()
            .flatten()
            .any(char::is_lowercase),
        '\u{2010}'..='\u{2044}' | '€' | '™' => true,
        '\u{250}'.. => {
            touches(idx.checked_sub(1).and_then(|idx| places.get(idx)))
                || touches(places.get(idx + 1))
        }
        _ => false,
    }
}

/// Does the word around `at` begin with a quotation mark or bracket, as where such letters are talked of?
fn is_shown(text: &str, at: usize) -> bool {
    let word = text[..at]
        .bytes()
        .rev()
        .take(MAX_WORD_BYTES)
        .take_while(|byte| !byte.is_ascii_whitespace() && *byte != b'>' && *byte != b'=');
    word.into_iter()
        .any(|byte| matches!(byte, b'"' | b'\'' | b'(' | b'[' | b'`'))
}
