//! Who wrote it: names split, cleaned of bylines, offices and addresses, and told from agencies and outlets.

mod choose;
mod credit;

use super::names::BYLINES;
pub use choose::choose;
pub use credit::parts;

/// Longest name of a person, in words and bytes.
const MAX_NAME_WORDS: usize = 6;
const MAX_NAME_BYTES: usize = 64;

/// The words behind "By" at the start of a line, in any language; `None` if it does not begin so.
pub fn byline(line: &str) -> Option<&str> {
    // "ByAnn Lee": the blank was a margin.
    if let Some(rest) = line.strip_prefix("By")
        && rest.starts_with(char::is_uppercase)
        && rest.contains(' ')
    {
        return Some(rest);
    }
    let line = line.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '—' | '–' | '-' | '|' | '•' | '·' | '/')
    });
    let first = line.chars().next()?.to_lowercase().next()?;
    BYLINES.by_first.get(&first)?.iter().find_map(|words| {
        let n_bytes = same_start(line, words)?;
        let rest = &line[n_bytes..];
        let after = rest.trim_start_matches([':', '：', '.', '/']).trim_start();
        let is_parted =
            rest.starts_with(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '/' | '／'));
        (is_parted && !after.is_empty())
            .then_some(after.trim_start_matches(['/', '／', ':']).trim_start())
    })
}

/// The words behind a byline inside of a line: "4 March | By Ann Lee", "2031年3月4日 作者：李明".
pub fn inner_byline(line: &str) -> Option<&str> {
    let marks = line.match_indices(['|', '·', '•', '—', '–']);
    let behind_mark = marks
        .filter_map(|(at, mark)| byline(line[at + mark.len()..].trim_start()))
        .next();
    behind_mark.or_else(|| {
        line.match_indices([':', '：']).find_map(|(at, colon)| {
            let before = line[..at].trim_end();
            let start = before.rfind(|c: char| !c.is_alphabetic()).map_or(0, |at| {
                at + before[at..].chars().next().map_or(1, char::len_utf8)
            });
            let word = before[start..].to_lowercase();
            let rest = line[at + colon.len()..].trim();
            (BYLINES.by.contains(word.as_str()) && !rest.is_empty()).then_some(rest)
        })
    })
}

/// Number of bytes at the start of `line` that are `words`, whatever their case.
fn same_start(line: &str, words: &str) -> Option<usize> {
    let mut wanted = words.chars();
    let mut n_bytes = 0;
    let mut chars = line.chars();
    loop {
        let Some(next) = wanted.next() else {
            return Some(n_bytes);
        };
        let c = chars.next()?;
        if c != next && c.to_lowercase().next() != Some(next) {
            return None;
        }
        n_bytes += c.len_utf8();
    }
}

/// Is it a name: a few words, each with a capital or of a script without them, and no sentence?
pub fn is_name(text: &str) -> bool {
    let n_words = text.split_whitespace().count();
    let is_sized = (1..=MAX_NAME_WORDS).contains(&n_words)
        && text.len() <= MAX_NAME_BYTES
        && text.chars().count() >= 2;
    let is_bad = |c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '@' | ':'
                    | '?'
                    | '!'
                    | '/'
                    | '\\'
                    | '{'
                    | '}'
                    | '['
                    | ']'
                    | '<'
                    | '>'
                    | '='
                    | '_'
                    | '#'
                    | '%'
                    | '$'
                    | '…'
                    | '"'
                    | '“'
                    | '”'
                    | '*'
                    | '+'
            )
    };
    if !is_sized || text.contains(is_bad) {
        return false;
    }
    // "de", "van", "bin" stand small inside of names.
    let big = |word: &str| {
        !word.starts_with(char::is_lowercase) || word.contains('\'') || word.contains('’')
    };
    let n_small = text.split_whitespace().filter(|word| !big(word)).count();
    let is_one_small = n_words == 1 && n_small == 1;
    !is_one_small && (n_small == 0 || big(text) && n_small < n_words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_are_told_from_sentences() {
        assert_eq!(byline("By Ann Lee"), Some("Ann Lee"));
        assert_eq!(byline("Bypass closed"), None);
        assert_eq!(byline("Di Anna Rossi"), Some("Anna Rossi"));
        assert_eq!(byline("作者：李明"), Some("李明"));
        assert_eq!(byline("By"), None);
    }
}
