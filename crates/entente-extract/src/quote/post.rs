//! Posts that a page shows in full: "We are on our way — Mara Okello (@mokello) May 8, 2025". No marks and no word of speech
//! stand with them.

use std::ops::Range;

use entente_types::{CueKind, Participant, Quote, Span, TimeExpression};

use super::{in_full, marks};
use crate::Found;
use crate::event::People;

/// Shortest and longest post, in bytes, and the longest of its parts behind the words, in letters.
const SHORTEST: usize = 15;
const LONGEST: usize = 300;
const LONGEST_NAME: usize = 60;
const LONGEST_HANDLE: usize = 30;
const LONGEST_DATE: usize = 24;
const DATE_WORDS: usize = 5;

/// Posts that are read of one text.
const MOST: usize = 200;

/// The posts of a text, in order.
pub(super) fn find(people: &People, times: &[TimeExpression]) -> Vec<Found<Quote>> {
    let text = people.document().text();
    let mut found = Vec::new();
    for paragraph in marks::paragraphs(text) {
        let mut start = paragraph.start as usize;
        let end = paragraph.end as usize;
        while let Some(post) = next(text, start..end).filter(|_| found.len() < MOST) {
            start = post.end;
            found.extend(quote(people, times, text, &post));
        }
    }
    found
}

/// Where a post and its parts stand.
struct Post {
    words: Range<usize>,
    name: Range<usize>,
    date: Range<usize>,
    end: usize,
}

/// The first signature of a piece of text, with what stands before it.
fn next(text: &str, within: Range<usize>) -> Option<Post> {
    const OPENS: &str = " (@";
    let mut from = within.start;
    loop {
        let opens = from + text.get(from..within.end)?.find(OPENS)?;
        if let Some(post) = signed(text, within.clone(), opens) {
            return Some(post);
        }
        from = opens + OPENS.len();
    }
}

/// The post whose signature has its account at `opens`, if a dash, a name and a day are there, too.
fn signed(text: &str, within: Range<usize>, opens: usize) -> Option<Post> {
    let handle = text[opens..within.end].char_indices().take(LONGEST_HANDLE);
    let closes = opens + handle.into_iter().find(|(_, letter)| *letter == ')')?.0;
    let date = day(&text[closes + 1..within.end])? + closes + 1;
    let before = text[within.start..opens].char_indices().rev();
    let (dash, mark) = before
        .take(LONGEST_NAME)
        .find(|(_, letter)| matches!(letter, '—' | '–'))?;
    let dash = within.start + dash;
    Some(Post {
        words: within.start..dash,
        name: dash + mark.len_utf8()..opens,
        date: closes + 1..date,
        end: date,
    })
}

/// How long the day is with which a text begins: " May 8, 2025".
fn day(text: &str) -> Option<usize> {
    let starts = text.strip_prefix(' ')?.starts_with(char::is_uppercase);
    let mut end = 0;
    for word in text.split_inclusive(' ').take(DATE_WORDS) {
        end += word.len();
        let word = word.trim_end_matches([' ', '.']);
        let is_year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        if is_year {
            return (starts && end <= LONGEST_DATE).then_some(end);
        }
    }
    None
}

fn quote(
    people: &People,
    times: &[TimeExpression],
    text: &str,
    post: &Post,
) -> Option<Found<Quote>> {
    let words = trimmed(text, without_links(text, post.words.clone())?)?;
    if !(SHORTEST..=LONGEST).contains(&words.len()) {
        return None;
    }
    let name = trimmed(text, post.name.clone())?;
    let document = people.document();
    let head = document
        .tokens_in(name)
        .rev()
        .find_map(|token| people.headed_by(token));
    let days = times.iter().filter(|time| {
        let at = time.span.start as usize;
        post.date.contains(&at)
    });
    let speaker = Participant {
        actor: head.map(|mention| mention.actor.clone()),
        span: name,
    };
    let quote = Quote {
        period: days.into_iter().find_map(|time| time.period),
        ..in_full(words, speaker, ("post", CueKind::Write))
    };
    Some(Found {
        value: quote,
        span: Span::new(words.start as usize, post.end),
        rule: "quote/post",
    })
}

/// Without the addresses of pictures and pages at the end, nor what only leads to them: "Read more: …".
fn without_links(text: &str, words: Range<usize>) -> Option<Range<usize>> {
    let mut kept = text[words.clone()].trim_end();
    let mut is_led = false;
    loop {
        let last = kept.rsplit(char::is_whitespace).next().unwrap_or_default();
        if !(last.starts_with("http") || last.starts_with("pic.twitter.com")) {
            break;
        }
        kept = kept[..kept.len() - last.len()].trim_end();
        is_led = kept.ends_with(':');
    }
    if is_led {
        let end = kept.rfind(['.', '!', '?', '…'])?;
        let mark = kept[end..].chars().next().map_or(0, char::len_utf8);
        kept = &kept[..end + mark];
    }
    Some(words.start..words.start + kept.len())
}

fn trimmed(text: &str, range: Range<usize>) -> Option<Span> {
    let words = text.get(range.clone())?;
    let start = range.start + words.len() - words.trim_start().len();
    let len = words.trim().len();
    (len > 0).then(|| Span::new(start, start + len))
}
