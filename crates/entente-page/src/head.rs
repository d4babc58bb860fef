//! The head of a report as printed: title, standfirst, byline, source, day, dateline.

use entente_types::{BlockKind, Field};

use crate::date::{self, Found, Setting};
use crate::furniture::Part;
use crate::metadata::{self, Metadata, Place};

/// Pieces at the top among which the head is looked for.
const N_HEAD: usize = 10;
/// Longest headline, in words.
const MAX_TITLE_WORDS: usize = 24;
/// Longest line that says who, where and when, in words.
const MAX_LINE_WORDS: usize = 14;

/// Where the head of a text without markup says something.
const PRINTED: Place = Place::Printed;

/// Finds the head's parts in a text without markup, notes what they say, and leaves out those that are no text.
pub fn read(parts: &mut Vec<Part>, metadata: &mut Metadata) {
    title(parts, metadata);
    lines(parts, metadata);
    dateline(parts, metadata, Some("dateline"));
}

/// Marks the head's parts in a page whose metadata are read already.
pub fn mark(parts: &mut Vec<Part>, metadata: &mut Metadata) {
    let title = metadata.title().map(metadata::title_key);
    let kept = |part: &&mut Part| part.left_out.is_none();
    let printed = parts
        .iter_mut()
        .filter(kept)
        .take(N_HEAD)
        .find(|part| title.as_deref() == Some(&metadata::title_key(&part.piece.text)));
    if let Some(part) = printed {
        part.kind = BlockKind::Title;
    }
    let setting = Setting::language(&metadata.language);
    for part in parts.iter_mut().filter(kept).take(N_HEAD) {
        let text = &part.piece.text;
        let is_short = part.kind != BlockKind::Title && part.piece.n_words() <= MAX_LINE_WORDS;
        if is_short && (byline(text).is_some() || date::is_only_date(text, &setting)) {
            part.left_out = Some("byline");
        }
    }
    // A page of HTML is read as it is printed; the dateline becomes a line of its own.
    dateline(parts, metadata, None);
}

/// The first heading before the text is the headline; a sentence before it is the standfirst.
fn title(parts: &mut [Part], metadata: &mut Metadata) {
    let setting = Setting::default();
    let kept = |part: &&mut Part| part.left_out.is_none();
    let mut before: Vec<&mut Part> = Vec::new();
    for part in parts.iter_mut().filter(kept).take(N_HEAD) {
        let is_title = part.kind == BlockKind::Heading
            && part.piece.n_words() <= MAX_TITLE_WORDS
            && byline(&part.piece.text).is_none()
            && !date::is_only_date(&part.piece.text, &setting);
        if is_title {
            part.kind = BlockKind::Title;
            note(
                metadata,
                Field::Title,
                &part.piece.text,
                "first line",
                part,
                0.8,
            );
            if before.len() <= 2 {
                before
                    .into_iter()
                    .for_each(|part| part.kind = BlockKind::Standfirst);
            }
            return;
        }
        if part.piece.n_words() > 60 {
            return;
        }
        before.push(part);
    }
}

fn note(
    metadata: &mut Metadata,
    field: Field,
    value: &str,
    from: &'static str,
    part: &Part,
    weight: f32,
) {
    let page = part.piece.page();
    metadata.say(field, value, (from, PRINTED), page, weight, None);
}

fn note_date(metadata: &mut Metadata, found: Found, from: &'static str, part: &Part, weight: f32) {
    let value = found.moment.to_string();
    let field = match found.label {
        Some(date::Label::Modified) => Field::Modified,
        _ => Field::Published,
    };
    let page = part.piece.page();
    metadata.say_date(field, found, &value, (from, PRINTED), page, weight);
}

/// Lines of the head that say who, where and when, and are no text.
fn lines(parts: &mut [Part], metadata: &mut Metadata) {
    let setting = Setting::default();
    let kept: Vec<usize> = (0..parts.len())
        .filter(|&idx| parts[idx].left_out.is_none())
        .take(N_HEAD)
        .collect();
    let is_about = |text: &str| byline(text).is_some() || date::is_only_date(text, &setting);
    let about: Vec<bool> = kept
        .iter()
        .map(|&idx| is_about(&parts[idx].piece.text))
        .collect();
    let mut has_author = false;
    for (place, &idx) in kept.iter().enumerate() {
        let part = &parts[idx];
        let text = part.piece.text.clone();
        if part.piece.n_words() > MAX_LINE_WORDS || part.kind == BlockKind::Title {
            continue;
        }
        let beside = place > 0 && about[place - 1] || about.get(place + 1) == Some(&true);
        if let Some((field, value)) = field(&text) {
            labelled(metadata, field, value, part);
        } else if let Some(name) = byline(&text) {
            if !has_author {
                note(metadata, Field::Author, name, "byline", part, 0.8);
                has_author = true;
            }
        } else if date::is_only_date(&text, &setting) {
            if let Some(found) = date::find(&text, &setting) {
                note_date(metadata, found, "printed", part, 0.8);
            }
        } else if let Some((source, found)) = source_and_day(&text) {
            note(metadata, Field::Source, source, "printed", part, 0.7);
            note_date(metadata, found, "printed", part, 0.8);
        } else if beside && is_name(&text) {
            note(metadata, Field::Source, &text, "printed", part, 0.6);
        } else {
            continue;
        }
        parts[idx].left_out = Some("byline");
    }
}

/// "Source: The Courier", "Date: 8 May 2025".
fn field(text: &str) -> Option<(Field, &str)> {
    let (key, value) = text.split_once(':')?;
    let field = match key.trim().to_lowercase().as_str() {
        "title" | "headline" => Field::Title,
        "source" | "publisher" | "outlet" => Field::Source,
        "author" => Field::Author,
        "date" | "published" => Field::Published,
        _ => return None,
    };
    (!value.trim().is_empty()).then_some((field, value.trim()))
}

fn labelled(metadata: &mut Metadata, field: Field, value: &str, part: &Part) {
    if field == Field::Published {
        if let Some(found) = date::find(value, &Setting::default()) {
            note_date(metadata, found, "head", part, 0.9);
        }
    } else {
        note(metadata, field, value, "head", part, 0.9);
    }
}

/// The name in "By Ann Lee".
fn byline(text: &str) -> Option<&str> {
    let name = metadata::byline(text)?;
    let n_words = name.split_whitespace().count();
    let name = name.trim_end_matches([',', ';', '|']).trim();
    (n_words <= 8 && is_name(name)).then_some(name)
}

/// "Eastern State Agency, 8 May 2025": a name and a day.
fn source_and_day(text: &str) -> Option<(&str, Found)> {
    let setting = Setting::default();
    let at = text.find([',', '|', '·'])?;
    let (source, rest) = (
        text[..at].trim(),
        text[at..].trim_start_matches([',', '|', '·', ' ']),
    );
    let found = date::is_only_date(rest, &setting)
        .then(|| date::find(rest, &setting))
        .flatten()?;
    is_name(source).then_some((source, found))
}

/// Do all longer words begin with a capital, and does no sentence end?
fn is_name(text: &str) -> bool {
    let mut words = text.split_whitespace().filter(|word| word.len() > 3);
    let starts_big =
        |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    text.split_whitespace().count() <= 8
        && text.starts_with(char::is_uppercase)
        && words.all(starts_big)
        && !text.ends_with(['.', '!', '?', ':'])
}

/// "MOSCOW, May 8, 2025 (Meridian Wire) — ": cut from the first paragraph; place, agency and day are noted.
fn dateline(parts: &mut Vec<Part>, metadata: &mut Metadata, left_out: Option<&'static str>) {
    let first = parts
        .iter()
        .position(|part| part.left_out.is_none() && part.kind == BlockKind::Paragraph);
    let Some(idx) = first else { return };
    let Some(dateline) = metadata::dateline(&parts[idx].piece.text) else {
        return;
    };
    let (line, rest) = parts[idx].piece.split_at(dateline.n_bytes);
    let cut = Part {
        piece: line,
        kind: BlockKind::Paragraph,
        left_out,
    };
    if let Some(place) = &dateline.place {
        note(metadata, Field::Dateline, place, "dateline", &cut, 0.8);
    }
    match (dateline.agency, &dateline.credit) {
        (Some(agency), _) => note(metadata, Field::Agency, agency, "dateline", &cut, 0.9),
        (None, Some(credit)) => note(metadata, Field::Source, credit, "dateline", &cut, 0.4),
        _ => {}
    }
    if let Some(found) = date::find(&cut.piece.text, &Setting::default()) {
        note_date(metadata, found, "dateline", &cut, 0.6);
    }
    parts[idx].piece = rest;
    parts.insert(idx, cut);
}
