//! Finds the strings between quotation marks, paragraph by paragraph. Never fails.
//!
//! News writes marks badly: straight and curly ones mixed, two apostrophes for one mark, paragraphs that open
//! without closing because the speech goes on, and plain mistakes. So every paragraph starts afresh, a mark's
//! role is judged by its neighbours where its shape does not tell, and a string without an end stops with
//! its paragraph.

use entente_types::Span;

/// A string between a pair of marks, or the part of it that stands in one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// The words, without marks and white space around them.
    pub inner: Span,
    /// The words with their marks.
    pub outer: Span,
    /// Number of the paragraph, counted from 0.
    pub paragraph: usize,
    /// Does the speech of the paragraph before go on here?
    pub goes_on: bool,
}

/// What a mark can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Open,
    Close,
    Either,
}

/// A double quotation mark of any shape.
#[derive(Clone, Copy, Debug)]
struct Mark {
    start: usize,
    end: usize,
    role: Role,
}

/// The paragraphs of a text, in order, without the line breaks that part them.
///
/// A single line break inside a sentence (hard-wrapped text) does not part paragraphs: the line before it
/// ends without a stop and the next begins with a small letter.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let words = line.trim();
        if !words.is_empty() {
            let from = start + (line.len() - line.trim_start().len());
            let to = from + words.len();
            let wrapped = found.last().is_some_and(|last: &Span| {
                let gap = &text[last.end as usize..from];
                gap.matches('\n').count() == 1
                    && words.starts_with(char::is_lowercase)
                    && last
                        .of(text)
                        .ends_with(|c: char| c.is_alphanumeric() || c == ',')
            });
            match found.last_mut() {
                Some(last) if wrapped => last.end = Span::new(to, to).end,
                _ => found.push(Span::new(from, to)),
            }
        }
        start = end;
    }
    found
}

/// The outermost strings between quotation marks, in order of the text; one entry per pair of marks, or
/// per paragraph where a quotation goes on.
#[must_use]
pub fn find(text: &str, paragraphs: &[Span]) -> Vec<Quoted> {
    let mut found = Vec::new();
    let mut is_open = false;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let opens_next = paragraphs.get(number + 1).is_some_and(|next| {
            let words = next.of(text);
            marks(words)
                .first()
                .is_some_and(|mark| mark.start == 0 && mark.role != Role::Close)
        });
        is_open = pair(text, *paragraph, number, is_open, opens_next, &mut found);
    }
    found
}

/// Pairs the marks of one paragraph. Returns whether its last string goes on in the next.
fn pair(
    text: &str,
    paragraph: Span,
    number: usize,
    was_open: bool,
    opens_next: bool,
    found: &mut Vec<Quoted>,
) -> bool {
    let words = paragraph.of(text);
    let base = paragraph.start as usize;
    let marks = marks(words);
    let mut strings: Vec<(usize, usize, usize, usize)> = Vec::new();
    let mut open: Option<Mark> = None;
    let mut depth = 0_usize;
    let mut nested = 0_usize;
    for (idx, mark) in marks.iter().enumerate() {
        match (open, role_here(*mark, open.is_some())) {
            (None, Role::Close) => {
                // The end of a speech whose paragraph opened no mark of its own.
                if was_open && strings.is_empty() && idx == 0 {
                    strings.push((0, 0, mark.start, mark.end));
                }
            }
            (None, _) => {
                open = Some(*mark);
                depth = 1;
                nested = 0;
            }
            (Some(first), Role::Open) => {
                let closes = marks[idx + 1..]
                    .iter()
                    .filter(|mark| mark.role == Role::Close);
                let opens = marks[idx + 1..]
                    .iter()
                    .filter(|mark| mark.role == Role::Open);
                if mark.role == Role::Open && nested < 4 && closes.count() > opens.count() + depth {
                    depth += 1;
                    nested += 1;
                } else {
                    // The closing mark is missing: the string ends before this one opens.
                    strings.push((first.start, first.end, mark.start, mark.start));
                    open = Some(*mark);
                    depth = 1;
                }
            }
            (Some(first), _) => {
                depth -= 1;
                if depth == 0 {
                    strings.push((first.start, first.end, mark.start, mark.end));
                    open = None;
                }
            }
        }
    }
    if let Some(first) = open {
        strings.push((first.start, first.end, words.len(), words.len()));
    }
    let begins = strings.first().is_some_and(|string| string.0 == 0);
    if strings.is_empty() {
        strings.extend(single(words));
    }
    let n_before = found.len();
    for (idx, (start, inner, end, outer)) in strings.iter().copied().enumerate() {
        let inner_words = &words[inner..end];
        let from = inner + inner_words.len() - inner_words.trim_start().len();
        let to = from + inner_words.trim().len();
        if from < to {
            found.push(Quoted {
                inner: Span::new(base + from, base + to),
                outer: Span::new(base + start, base + outer.max(to)),
                paragraph: number,
                goes_on: idx == 0 && was_open && begins,
            });
        }
    }
    open.is_some() && opens_next && found.len() > n_before
}

/// A mark's role, given whether a string is open: shape and neighbours first, state where they are silent.
fn role_here(mark: Mark, is_open: bool) -> Role {
    match mark.role {
        Role::Either if is_open => Role::Close,
        Role::Either => Role::Open,
        role => role,
    }
}

/// The double quotation marks of a paragraph.
fn marks(words: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    let mut characters = words.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        let rest = &words[start..];
        let (len, shape) = match character {
            '“' | '„' | '‟' | '«' | '「' | '『' => (character.len_utf8(), Role::Open),
            '”' | '»' | '」' | '』' => (character.len_utf8(), Role::Close),
            '"' | '＂' => (character.len_utf8(), Role::Either),
            '\'' if rest.starts_with("''") => (2, Role::Either),
            '`' if rest.starts_with("``") => (2, Role::Open),
            '‘' if rest.starts_with("‘‘") => {
                (rest.chars().take(2).map(char::len_utf8).sum(), Role::Open)
            }
            '’' if rest.starts_with("’’") => {
                (rest.chars().take(2).map(char::len_utf8).sum(), Role::Close)
            }
            _ => continue,
        };
        let end = start + len;
        while characters.peek().is_some_and(|(at, _)| *at < end) {
            characters.next();
        }
        let before = words[..start].chars().next_back();
        let after = words[end..].chars().next();
        if shape == Role::Either
            && before.is_some_and(|c| c.is_ascii_digit())
            && is_inch(&words[..start])
        {
            continue;
        }
        found.push(Mark {
            start,
            end,
            role: judge(shape, before, after),
        });
    }
    found
}

/// Is `"` after these words a sign for inches or seconds, as in 6'2"?
fn is_inch(before: &str) -> bool {
    let head = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    head.ends_with(['\'', '’', '′'])
}

/// Corrects the role that the shape of a mark gives by the characters around it.
fn judge(shape: Role, before: Option<char>, after: Option<char>) -> Role {
    let breaks = |c: Option<char>| {
        c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '/'))
    };
    let stops = |c: Option<char>| {
        c.is_none_or(|c| {
            c.is_whitespace()
                || matches!(
                    c,
                    ')' | ']' | '—' | '–' | '-' | '/' | ',' | '.' | ';' | ':' | '?' | '!'
                )
        })
    };
    let opens = breaks(before)
        && after.is_some_and(|c| {
            c.is_alphanumeric() || matches!(c, '$' | '[' | '#' | '@' | '‘' | '\'' | '…' | '(' | '’')
        });
    let closes =
        before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '[')) && stops(after);
    match (shape, opens, closes) {
        (Role::Either, true, false) => Role::Open,
        (Role::Either, false, true) => Role::Close,
        // A curly mark turned the wrong way round by a typo.
        (Role::Open, false, true)
            if before
                .is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '.' | '?' | '!')) =>
        {
            Role::Close
        }
        (Role::Close, true, false) if before.is_none_or(char::is_whitespace) => Role::Open,
        (shape, _, _) => shape,
    }
}

/// Strings between single marks, for paragraphs without double ones.
fn single(words: &str) -> Vec<(usize, usize, usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((start, mark)) = words[from..]
        .char_indices()
        .map(|(at, c)| (from + at, c))
        .find(|(at, c)| opens_single(words, *at, *c))
    {
        let inner = start + mark.len_utf8();
        let Some(close) = close_single(words, inner) else {
            break;
        };
        let end = close + words[close..].chars().next().map_or(1, char::len_utf8);
        found.push((start, inner, close, end));
        from = end;
    }
    found
}

fn opens_single(words: &str, at: usize, mark: char) -> bool {
    let before = words[..at].chars().next_back();
    let after = words[at + mark.len_utf8()..].chars().next();
    matches!(mark, '‘' | '\'' | '‹')
        && before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–'))
        && after.is_some_and(char::is_alphabetic)
}

/// Where the string that begins at `inner` ends. An apostrophe after a plural ("the voters' choice") is no
/// end if a better one follows.
fn close_single(words: &str, inner: usize) -> Option<usize> {
    let mut plural = None;
    let ends = words[inner..]
        .char_indices()
        .filter(|(_, c)| matches!(c, '’' | '\'' | '›'));
    for (at, mark) in ends {
        let at = inner + at;
        let before = words[..at].chars().next_back()?;
        let after = words[at + mark.len_utf8()..].chars().next();
        if before.is_whitespace() || after.is_some_and(char::is_alphanumeric) {
            continue;
        }
        if before == 's' && after.is_some_and(char::is_whitespace) {
            plural = plural.or(Some(at));
            continue;
        }
        return Some(at);
    }
    plural
}

#[cfg(test)]
mod tests {
    use super::{find, paragraphs};

    fn strings(text: &str) -> Vec<&str> {
        let found = find(text, &paragraphs(text));
        found.iter().map(|quoted| quoted.inner.of(text)).collect()
    }

    /// The cases of `cases/quote.md`: a text in, its strings out, one a line.
    #[test]
    fn cases() {
        let file = include_str!("../../cases/quote.md");
        let mut blocks = file.split("```");
        blocks.next();
        let fenced: Vec<&str> = blocks.step_by(2).collect();
        assert!(!fenced.is_empty());
        for pair in fenced.chunks(2) {
            let text = pair[0].strip_prefix("text\n").expect("a text").trim_end();
            let expected: Vec<&str> = pair[1].trim_end().lines().skip(1).collect();
            assert_eq!(strings(text), expected, "{text}");
        }
    }

    #[test]
    fn nested_marks_and_inches_do_not_split() {
        assert_eq!(strings("A 6'2\" man said \"no\"."), ["no"]);
        assert_eq!(
            strings("He called it “a “sham” trial” twice."),
            ["a “sham” trial"]
        );
    }
}
