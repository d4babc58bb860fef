//! How long an answer may be, counted in tokens.

use serde_json::Value;

/// Tokens of a text, rather too many than too few, without the table of any model.
///
/// A word of letters counts one for every four letters begun, a number one for every two digits, other signs one for every two, a
/// line break one, a letter with an accent two, any other outside of ASCII one for each of its bytes but one. Of 60 answers about
/// English reports the tables of o200k, cl100k and Claude 2 made 68 to 82 tokens for every 100 that are counted so.
#[must_use]
pub fn tokens(text: &str) -> usize {
    let mut n = 0;
    let mut run = (Kind::Space, 0);
    for letter in text.chars() {
        let kind = Kind::of(letter);
        if kind != run.0 {
            n += run.0.tokens(run.1);
            run = (kind, 0);
        }
        match kind {
            Kind::Other if matches!(letter, '\u{c0}'..='\u{24f}') => n += 2,
            Kind::Other => n += letter.len_utf8() - 1,
            _ => run.1 += 1,
        }
    }
    n + run.0.tokens(run.1)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    Letter,
    Digit,
    Sign,
    Break,
    Other,
}

impl Kind {
    fn of(letter: char) -> Self {
        match letter {
            ' ' => Self::Space,
            'a'..='z' | 'A'..='Z' => Self::Letter,
            '0'..='9' => Self::Digit,
            '!'..='~' => Self::Sign,
            '\0'..='\x7f' => Self::Break,
            _ => Self::Other,
        }
    }

    /// Of a run of so many.
    fn tokens(self, n: usize) -> usize {
        match self {
            Self::Letter => n.div_ceil(4),
            Self::Digit | Self::Sign => n.div_ceil(2),
            Self::Break => n,
            // One blank belongs to the word behind it.
            Self::Space => n.saturating_sub(1).div_ceil(4),
            Self::Other => 0,
        }
    }
}

/// The beginning of a text, of so many tokens at most.
#[must_use]
pub fn beginning(text: &str, most: usize) -> &str {
    if text.len() <= most || tokens(text) <= most {
        return text;
    }
    let (mut low, mut high) = (0, text.len());
    while low + 1 < high {
        let middle = text.floor_char_boundary((low + high) / 2);
        if middle <= low {
            break;
        }
        match tokens(&text[..middle]) <= most {
            true => low = middle,
            false => high = middle,
        }
    }
    &text[..low]
}

/// What an item that does not fit is cut to, one step after the other: tokens of each text, entries of each list.
const STEPS: [(usize, usize); 5] = [(200, 6), (100, 3), (60, 2), (30, 1), (12, 1)];

/// An item that has no more than so many tokens, as far as that can be reached by cutting its lists and the words of strangers.
#[must_use]
pub fn cut(item: Value, most: usize) -> Value {
    let mut item = item;
    for (n_tokens, n_entries) in STEPS {
        if tokens(&item.to_string()) <= most {
            break;
        }
        shorten(&mut item, n_tokens, n_entries, false);
    }
    item
}

/// Cuts words of strangers and lists of evidence in everything that hangs at a value; whether something of its own words was cut.
fn shorten(value: &mut Value, n_tokens: usize, n_entries: usize, is_strange: bool) -> bool {
    match value {
        Value::String(text) if is_strange => {
            let kept = beginning(text, n_tokens).len();
            let is_cut = kept < text.len();
            text.truncate(kept);
            is_cut
        }
        Value::Array(entries) => {
            let mut is_cut = false;
            for entry in entries.iter_mut() {
                is_cut |= shorten(entry, n_tokens, n_entries, is_strange);
            }
            is_cut
        }
        Value::Object(fields) => {
            let mut n_more = 0;
            let mut is_cut = false;
            for (name, field) in fields.iter_mut() {
                is_cut |= shorten(
                    field,
                    n_tokens,
                    n_entries,
                    is_strange || name == "untrusted",
                );
                if let (Value::Array(entries), "evidence" | "claims") = (field, name.as_str()) {
                    n_more += entries.len().saturating_sub(n_entries);
                    entries.truncate(n_entries);
                }
            }
            if n_more > 0 {
                let before = fields.get("n_more").and_then(Value::as_u64).unwrap_or(0);
                fields.insert("n_more".to_owned(), (before + n_more as u64).into());
            }
            match is_strange {
                // What is cut is said beside the words, not among them.
                true => is_cut,
                false => {
                    if is_cut {
                        fields.insert("cut".to_owned(), true.into());
                    }
                    false
                }
            }
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{beginning, cut, tokens};

    #[test]
    fn tokens_are_counted_rather_too_many_than_too_few() {
        // Behind each stands the most that o200k, cl100k and Claude 2 make of it.
        let cases = [
            ("", 0),
            ("Xi met Putin", 4),                // 3
            ("{\"claim\":\"clm_12_104\"}", 12), // 10
            ("nearly 30 foreign leaders", 7),   // 6
            ("Überraschung", 5),                // 5
            ("世界", 4),                        // 3
            ("a\n\nb", 4),                      // 4
        ];
        for (text, n) in cases {
            assert_eq!(tokens(text), n, "{text}");
        }
    }

    #[test]
    fn a_beginning_ends_between_letters_and_holds_as_much_as_it_may() {
        assert_eq!(beginning("one two three", 2), "one two ");
        assert_eq!(beginning("世界世界", 4), "世界");
        assert_eq!(beginning("short", 100), "short");
        assert_eq!(beginning("long", 0), "");
    }

    #[test]
    fn what_is_cut_is_said() {
        let sentence = |n: usize| json!({"claim": format!("clm_1_{n}"), "untrusted": {"words": "word ".repeat(500)}});
        let item = json!({"evidence": (0..9).map(sentence).collect::<Vec<_>>(), "untrusted": {"topic": "the topic"}});
        let short = cut(item.clone(), 200);
        assert!(tokens(&short.to_string()) <= 200);
        assert_eq!(short["evidence"].as_array().map(Vec::len), Some(2));
        assert_eq!(short["n_more"], 7);
        assert_eq!(short["evidence"][0]["cut"], true);
        assert_eq!(short["untrusted"]["topic"], "the topic");
        assert_eq!(cut(item.clone(), 100_000), item);
    }
}
