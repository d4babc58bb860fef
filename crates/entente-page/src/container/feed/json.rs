//! JSON Feed: finds the items by their braces, so that a broken one does not take the others with it.

use std::ops::Range;

use entente_types::Problem;
use serde_json::{Map, Value};

use super::field::Body;
use super::{Draft, Feed, Item, MAX_ITEMS, moment, words};

/// Reads a JSON Feed (versions 1 and 1.1).
pub fn read(bytes: &[u8], draft: &mut Draft) -> Feed {
    let start = if bytes.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    let mut feed = Feed::default();
    let mut is_object = false;
    for (key, value) in entries(bytes, start) {
        is_object = true;
        let text = || serde_json::from_slice::<Value>(&bytes[value.clone()]).ok();
        match key {
            b"title" => feed.title = text().as_ref().and_then(line),
            b"language" => {
                feed.language = text()
                    .as_ref()
                    .and_then(line)
                    .and_then(|tag| super::primary(&tag))
            }
            b"home_page_url" => feed.page = text().as_ref().and_then(line),
            b"authors" | b"author" => {
                feed.authors = text().as_ref().map(authors).unwrap_or_default()
            }
            // A broken item can end the list too early.
            b"items" => items(bytes, value.start..bytes.len(), &mut feed, draft),
            _ => {}
        }
    }
    if !is_object {
        draft.problem(
            || {
                Problem::new(
                    "not-a-feed",
                    "it begins like JSON, and is none that can be read",
                )
            },
            0..bytes.len(),
        );
    }
    feed
}

/// How often the end of a broken item is sought: each search may run to the end of the feed.
const MAX_SEARCHES: usize = 64;

fn items(bytes: &[u8], list: Range<usize>, feed: &mut Feed, draft: &mut Draft) {
    let mut at = list.start + usize::from(bytes.get(list.start) == Some(&b'['));
    let mut n_searches = 0;
    while let Some(place) = element(&bytes[..list.end], at) {
        if feed.items.len() == MAX_ITEMS {
            return draft.too_many(place);
        }
        at = place.end;
        let text = String::from_utf8_lossy(&bytes[place.clone()]);
        let problem = match serde_json::from_str(&text) {
            Ok(Value::Object(said)) if n_searches == 0 || said.contains_key("id") => {
                feed.items.push(item(&said, place));
                continue;
            }
            // Behind a broken item, a part of it may look like the next.
            Ok(Value::Object(_)) => continue,
            Ok(_) => "an item is no object".to_owned(),
            Err(error) => format!("an item is no JSON: {error}"),
        };
        draft.problem(|| Problem::new("broken-item", problem), place.clone());
        n_searches += 1;
        if n_searches > MAX_SEARCHES {
            return;
        }
        at = next_object(bytes, place.start).unwrap_or(place.end);
    }
}

/// Where the next object begins that stands behind another: `}, {`.
fn next_object(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at = super::xml::find(bytes, b"}", at)? + 1;
        let comma = blank(bytes, at);
        if bytes.get(comma) == Some(&b',') && bytes.get(blank(bytes, comma + 1)) == Some(&b'{') {
            return Some(blank(bytes, comma + 1));
        }
    }
}

fn item(said: &Map<String, Value>, place: Range<usize>) -> Item {
    let text = |key: &str| said.get(key).and_then(line);
    let date = |key: &str| text(key).and_then(|date| moment::read(&date));
    let address = text("url")
        .or_else(|| text("external_url"))
        .or_else(|| text("id").filter(|id| id.starts_with("http")));
    let raw = |key: &str| {
        said.get(key)
            .and_then(Value::as_str)
            .filter(|text| !text.trim().is_empty())
    };
    let full = raw("content_html").map(|html| Body::Html(html.to_owned()));
    let full = full.or_else(|| raw("content_text").map(|text| Body::Text(text.to_owned())));
    let summary = raw("summary").map(|text| Body::Text(text.to_owned()));
    let mut item = Item {
        place,
        id: text("id"),
        title: text("title"),
        address,
        authors: said
            .get("authors")
            .or(said.get("author"))
            .map(authors)
            .unwrap_or_default(),
        published: date("date_published"),
        updated: date("date_modified"),
        language: text("language").and_then(|tag| super::primary(&tag)),
        ..Item::default()
    };
    item.hold(full, summary);
    item
}

fn line(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => words::line(text),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn authors(value: &Value) -> Vec<String> {
    let of = |author: &Value| author.get("name").and_then(line).or_else(|| line(author));
    match value {
        Value::Array(authors) => authors
            .iter()
            .filter_map(of)
            .take(super::MAX_AUTHORS)
            .collect(),
        author => of(author).into_iter().collect(),
    }
}

/// Keys and values of the object that begins at or behind `from`, as they stand.
fn entries(bytes: &[u8], from: usize) -> Vec<(&[u8], Range<usize>)> {
    let mut found = Vec::new();
    let mut at = blank(bytes, from);
    if bytes.get(at) != Some(&b'{') {
        return found;
    }
    at = blank(bytes, at + 1);
    while bytes.get(at) == Some(&b'"') && found.len() < 256 {
        let end = value_end(bytes, at);
        let key = &bytes[at + 1..end.saturating_sub(1).max(at + 1)];
        at = blank(bytes, end);
        if bytes.get(at) != Some(&b':') {
            break;
        }
        at = blank(bytes, at + 1);
        let end = value_end(bytes, at);
        found.push((key, at..end));
        at = blank(bytes, end);
        if bytes.get(at) == Some(&b',') {
            at = blank(bytes, at + 1);
        }
    }
    found
}

/// The element of a list that begins at or behind `from`, as it stands.
fn element(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    let is_between = |byte: &&u8| byte.is_ascii_whitespace() || **byte == b',';
    let start = from + bytes.get(from..)?.iter().take_while(is_between).count();
    let is_end = bytes.get(start).is_none_or(|&byte| byte == b']');
    (!is_end).then(|| start..value_end(bytes, start).max(start + 1))
}

fn blank(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count()
}

/// Behind the value that begins at `at`; brackets inside of it are counted, not understood.
fn value_end(bytes: &[u8], at: usize) -> usize {
    let (mut n_open, mut in_string, mut is_escaped) = (0_usize, false, false);
    for (idx, &byte) in bytes.iter().enumerate().skip(at) {
        if in_string {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => in_string = false,
                _ => continue,
            }
            if !in_string && n_open == 0 {
                return idx + 1;
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => n_open += 1,
            b'}' | b']' if n_open <= 1 => return idx + n_open,
            b'}' | b']' => n_open -= 1,
            b',' if n_open == 0 => return idx,
            _ => {}
        }
    }
    bytes.len()
}
