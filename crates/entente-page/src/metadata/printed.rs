//! What a page prints about its article: headline, byline, dates, and the properties of its elements.

use std::sync::LazyLock;

use entente_types::{Field, Span};

use super::{Place, Source, author, names, title};
use crate::date::{self, Label, Setting};
use crate::html::attribute::attribute;
use crate::html::element::Element;
use crate::html::hints::Hints;
use crate::html::scan::{Block, Scan, Tag, TagKind};

/// Longest line that can be a byline or a date.
const MAX_LINE_BYTES: usize = 220;
/// Blocks before and behind the headline that are looked at.
const N_BEFORE: usize = 6;
const N_AFTER: usize = 14;
/// Most headings and properties that are noted.
const MAX_HEADINGS: usize = 8;
const MAX_PROPERTIES: usize = 60;

struct Wanted {
    elsewhere: Hints,
    aside: Hints,
    byline: Hints,
    date: Hints,
    headline: Hints,
}

static WANTED: LazyLock<Wanted> = LazyLock::new(|| {
    let of = |names: &[&str]| {
        names
            .iter()
            .map(|name| Hints::named(name))
            .fold(Hints::default(), Hints::and)
    };
    Wanted {
        elsewhere: of(&["comment", "related", "popular", "consent"]),
        aside: of(&["sidebar", "promo", "newsletter", "footer", "navigation"]),
        byline: of(&["byline"]),
        date: of(&["date"]),
        headline: of(&["headline"]),
    }
});

/// Does the element stand among comments, teasers or menus? What the names around the headline say, as
/// "related" on the wrapper of the whole page, says nothing: those hints and elements are `ignored`.
pub fn is_elsewhere(scan: &Scan<'_>, node: u32, ignored: (Hints, u64)) -> bool {
    let node = &scan.nodes[node as usize];
    let hints = Hints(node.all_hints.0 & !ignored.0.0);
    let elements = node.elements & !ignored.1;
    hints.meets(WANTED.elsewhere) || has(elements, &[Element::Navigation, Element::Form])
}

/// Does it stand beside the article? Such places are believed less.
fn is_aside(scan: &Scan<'_>, node: u32, ignored: (Hints, u64)) -> bool {
    let node = &scan.nodes[node as usize];
    let hints = Hints(node.all_hints.0 & !ignored.0.0);
    let elements = node.elements & !ignored.1;
    hints.meets(WANTED.aside) || has(elements, &[Element::Aside, Element::Footer])
}

/// What the names of the elements around the headline say. A page has one headline, so they say nothing
/// about where on the page something stands.
pub fn around_headline(source: &Source<'_, '_>) -> (Hints, u64) {
    let scan = source.scan;
    let titles: Vec<String> = source
        .metadata
        .of(Field::Title)
        .take(4)
        .map(|(_, said)| title::key(&said.value))
        .collect();
    let is_first_level = |block: &&Block| {
        has(
            scan.nodes[block.node as usize].elements,
            &[Element::Heading1],
        ) && block.text.len() < 400
    };
    let printed = scan
        .blocks
        .iter()
        .filter(is_first_level)
        .take(MAX_HEADINGS)
        .find(|block| {
            let key = title::key(block.text.of(&scan.text));
            titles
                .iter()
                .any(|title| key == *title || title::overlap(&key, title) >= title::RELATED)
        });
    printed.map_or_else(Default::default, |block| {
        let node = &scan.nodes[block.node as usize];
        (node.all_hints, node.elements)
    })
}

fn has(elements: u64, wanted: &[Element]) -> bool {
    wanted
        .iter()
        .any(|element| elements & 1 << *element as u8 != 0)
}

/// Reads what is printed.
pub fn read(source: &mut Source<'_, '_>) {
    headings(source);
    source.metadata.headline = title::best(source.metadata);
    let anchor = anchor(source);
    properties(source, anchor);
    if let Some(anchor) = anchor {
        let first = anchor.saturating_sub(N_BEFORE);
        let last = (anchor + N_AFTER).min(source.scan.blocks.len().saturating_sub(1));
        for idx in first..=last {
            line(source, idx, idx.abs_diff(anchor));
        }
    }
    foot(source);
}

/// If nothing near the headline tells a day: lines anywhere that hold a date and nothing else.
fn foot(source: &mut Source<'_, '_>) {
    const MAX_LINES: usize = 400;
    let is_known = source
        .metadata
        .of(Field::Published)
        .any(|(_, said)| said.weight >= 0.2);
    if is_known {
        return;
    }
    let scan = source.scan;
    let mut lines: Vec<usize> = Vec::new();
    for (idx, block) in scan.blocks.iter().enumerate() {
        let text = block.text.of(&scan.text);
        let has_year = || {
            text.as_bytes()
                .windows(4)
                .any(|four| four.iter().all(u8::is_ascii_digit))
                || !text.is_ascii()
        };
        if (6..=80).contains(&text.len())
            && has_year()
            && !is_elsewhere(scan, block.node, source.ignored)
        {
            lines.push(idx);
        }
        if lines.len() >= MAX_LINES {
            break;
        }
    }
    let n_before = source.metadata.said.len();
    for idx in lines {
        let block = scan.blocks[idx];
        let (text, span) = words(scan, &block);
        dates(source, text, span, (block.node, Hints::default()), 0.5);
    }
    // Many days are those of a list of articles; a label tells that one of them is this one's.
    let is_labelled = |said: &super::Said| said.moment.is_some_and(|found| found.label.is_some());
    let found = &source.metadata.said[n_before..];
    let has_many = found.iter().any(|one| {
        let day = one.moment.map(|found| found.moment.day);
        !is_labelled(one)
            && found.iter().any(|other| {
                !is_labelled(other) && other.moment.map(|found| found.moment.day) != day
            })
    });
    if has_many {
        let tail = source.metadata.said.split_off(n_before);
        source
            .metadata
            .said
            .extend(tail.into_iter().filter(is_labelled));
    }
}

/// The words of a block, and where it stands in the source.
fn words<'b>(scan: &'b Scan<'_>, block: &Block) -> (&'b str, Span) {
    let segments = &scan.segments[block.segments.range()];
    let span = match (segments.first(), segments.last()) {
        (Some(first), Some(last)) => first.source.join(last.source),
        _ => Span::default(),
    };
    (block.text.of(&scan.text).trim(), span)
}

/// Headings of the first level, and others that the page calls its headline.
fn headings(source: &mut Source<'_, '_>) {
    let scan = source.scan;
    let is_first_level = |block: &&Block| {
        has(
            scan.nodes[block.node as usize].elements,
            &[Element::Heading1],
        )
    };
    let all = || {
        scan.blocks
            .iter()
            .filter(|block| !is_elsewhere(scan, block.node, source.ignored))
    };
    let n_first = all().filter(is_first_level).count();
    let mut found = Vec::new();
    for block in all() {
        let node = &scan.nodes[block.node as usize];
        let weight = if is_first_level(&block) {
            if n_first == 1 { 0.85 } else { 0.65 }
        } else if node.element.is_heading() && names_headline(scan, block.node) {
            0.4
        } else {
            continue;
        };
        found.push((
            *block,
            if is_aside(scan, block.node, source.ignored) {
                weight - 0.25
            } else {
                weight
            },
        ));
        if found.len() >= MAX_HEADINGS {
            break;
        }
    }
    for (block, weight) in found {
        let (text, span) = words(scan, &block);
        if text.len() <= 400 {
            source.say(
                Field::Title,
                text,
                ("heading", Place::Heading),
                span,
                weight,
            );
        }
    }
}

/// Do the names of an element, or of the one around it, say "headline" or the title of an article?
fn names_headline(scan: &Scan<'_>, node: u32) -> bool {
    let node = &scan.nodes[node as usize];
    [node, &scan.nodes[node.parent as usize]]
        .iter()
        .any(|node| {
            let written = node.attributes.of(scan.source);
            node.hints.meets(WANTED.headline)
                && [
                    "headline",
                    "entry-title",
                    "article-title",
                    "post-title",
                    "article__title",
                    "story-title",
                    "articletitle",
                ]
                .iter()
                .any(|name| written.contains(name))
        })
}

/// The block that prints the headline.
fn anchor(source: &Source<'_, '_>) -> Option<usize> {
    let scan = source.scan;
    let best = source.metadata.title().map(title::key).unwrap_or_default();
    let mut first_heading = None;
    let mut first_same = None;
    for (idx, block) in scan.blocks.iter().enumerate() {
        let is_heading = has(
            scan.nodes[block.node as usize].elements,
            &[Element::Heading1],
        );
        if block.text.len() > 400 || is_elsewhere(scan, block.node, source.ignored) {
            continue;
        }
        let is_long_enough = best.len() >= 8 && block.text.len() + 16 >= best.len();
        if is_heading || is_long_enough && first_same.is_none() {
            let key = title::key(block.text.of(&scan.text));
            let is_same = !best.is_empty()
                && (key == best || key.len() >= 12 && (best.contains(&key) || key.contains(&best)));
            if is_heading && is_same {
                return Some(idx);
            }
            if is_same && key == best && first_same.is_none() {
                first_same = Some(idx);
            }
        }
        if is_heading && first_heading.is_none() {
            first_heading = Some(idx);
        }
    }
    first_same.or(first_heading)
}

/// A line near the headline: a byline, a date, or both.
fn line(source: &mut Source<'_, '_>, idx: usize, distance: usize) {
    let scan = source.scan;
    let block = scan.blocks[idx];
    let (text, span) = words(scan, &block);
    if distance == 0
        || text.len() > 4 * MAX_LINE_BYTES
        || is_elsewhere(scan, block.node, source.ignored)
    {
        return;
    }
    let text = text.to_owned();
    let near = (1.0 - 0.02 * distance as f32)
        * if is_aside(scan, block.node, source.ignored) {
            0.6
        } else {
            1.0
        };
    let hints = around(scan, block.node);
    // A line can go on with tags and buttons.
    let text = &text[..text.floor_char_boundary(MAX_LINE_BYTES)];
    byline(source, text, span, hints, near);
    dates(source, text, span, (block.node, hints), near);
}

/// What the names of an element and the two around it say.
fn around(scan: &Scan<'_>, node: u32) -> Hints {
    let own = &scan.nodes[node as usize];
    let parent = &scan.nodes[own.parent as usize];
    let grandparent = &scan.nodes[parent.parent as usize];
    own.hints.and(parent.hints).and(grandparent.hints)
}

fn byline(source: &mut Source<'_, '_>, text: &str, span: Span, hints: Hints, near: f32) {
    let is_hinted = hints.meets(WANTED.byline);
    let names = author::byline(text).or_else(|| author::inner_byline(text));
    let weight = match (names.is_some(), is_hinted) {
        (true, true) => 0.85,
        (true, false) => 0.7,
        (false, true) if text.split_whitespace().count() <= 8 => 0.6,
        _ => return,
    };
    // A line can go on with the date: "By Ann Lee | 8 May 2024".
    let names = names.unwrap_or(text);
    let setting = Setting::language(&source.metadata.language);
    let end = date::find_all(names, &setting)
        .first()
        .map_or(names.len(), |found| found.span.start as usize);
    let credit = names[..end].trim();
    if names.len() <= 160 && !author::parts(credit, &[]).is_empty() {
        source.say(
            Field::Author,
            credit,
            ("byline", Place::Printed),
            span,
            weight * near,
        );
    }
}

fn dates(
    source: &mut Source<'_, '_>,
    text: &str,
    span: Span,
    (node, hints): (u32, Hints),
    near: f32,
) {
    if !text.contains(|c: char| c.is_numeric()) {
        return;
    }
    let language = source.metadata.language.clone();
    let setting = Setting {
        fetched: source.known.fetched,
        ..Setting::language(&language)
    };
    let is_only = date::is_only_date(text, &setting);
    // A name before the day is the surest sign: "By Ann Lee | 8 May 2024".
    let is_byline =
        || author::byline(text).is_some_and(|names| !author::parts(names, &[]).is_empty());
    let is_hinted = hints.meets(WANTED.date) || hints.meets(WANTED.byline) || is_byline();
    let named = named_label(scan_attributes(source.scan, node));
    for found in date::find_all(text, &setting).into_iter().take(4) {
        let label = found.label.or(named);
        let weight = match (label, is_only, is_hinted) {
            (Some(Label::Published), ..) => 0.8,
            (Some(Label::Modified), ..) => 0.75,
            (None, true, true) => 0.7,
            (None, true, false) => 0.6,
            (None, false, true) => 0.55,
            (None, false, false) if text.len() < 120 => 0.3,
            _ => continue,
        };
        let field = if label == Some(Label::Modified) {
            Field::Modified
        } else {
            Field::Published
        };
        let value = found.span.of(text).to_owned();
        let page = source.decoded.page(span.start as usize, span.end as usize);
        source.metadata.say_date(
            field,
            found,
            &value,
            ("printed", Place::Printed),
            page,
            weight * near,
        );
    }
}

fn scan_attributes<'a>(scan: &Scan<'a>, node: u32) -> &'a str {
    scan.nodes[node as usize].attributes.of(scan.source)
}

/// What the names of an element say about its date.
fn named_label(attributes: &str) -> Option<Label> {
    let attributes = &attributes[..attributes.floor_char_boundary(300)];
    let has = |word: &str| {
        attributes
            .as_bytes()
            .windows(word.len())
            .any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
    };
    if has("updat") || has("modif") || has("edited") {
        return Some(Label::Modified);
    }
    (has("publish") || has("posted") || has("pubdate")).then_some(Label::Published)
}

/// Elements with properties, `rel="author"`, and `<time>`.
fn properties(source: &mut Source<'_, '_>, anchor: Option<usize>) {
    let head = anchor.map(|idx| source.scan.blocks[idx].text);
    let mut n_times = 0;
    let mut n_noted = 0;
    for idx in 0..source.scan.tags.len() {
        let tag = source.scan.tags[idx];
        if !matches!(tag.kind, TagKind::Time | TagKind::Inline)
            || is_elsewhere(source.scan, tag.node, source.ignored)
        {
            continue;
        }
        let near = nearness(
            head,
            tag.text,
            is_aside(source.scan, tag.node, source.ignored),
        );
        if property(source, &tag, near) {
            n_noted += 1;
        } else if tag.kind == TagKind::Time || tag.hints.meets(WANTED.date) {
            let rank = if near >= 0.9 { n_times } else { 1 };
            n_times += usize::from(near >= 0.9);
            time(source, &tag, near, rank);
            n_noted += 1;
        } else if tag.hints.meets(WANTED.byline) {
            inline_byline(source, &tag, near);
            n_noted += 1;
        }
        if n_noted >= MAX_PROPERTIES {
            break;
        }
    }
    nodes(source, head);
}

/// 1 beside the headline, less far from it.
fn nearness(head: Option<Span>, text: Span, is_aside: bool) -> f32 {
    let Some(head) = head else { return 0.6 };
    let before = head.start.saturating_sub(text.start);
    let behind = text.start.saturating_sub(head.end);
    let near = match (before, behind) {
        (0, 0..=1200) => 1.0,
        (1..=400, _) => 0.9,
        (0, 1201..=8000) => 0.5,
        _ => 0.35,
    };
    near * if is_aside { 0.6 } else { 1.0 }
}

/// The text of a tag, and where its attributes or content stand in the source.
fn tag_text<'b>(scan: &'b Scan<'_>, tag: &Tag) -> &'b str {
    tag.text.of(&scan.text).trim()
}

/// Notes a tag with `itemprop` or `rel="author"`; tells whether it was one.
fn property(source: &mut Source<'_, '_>, tag: &Tag, near: f32) -> bool {
    let scan = source.scan;
    let written = tag.attributes.of(scan.source);
    let name = attribute(written, "itemprop").or_else(|| {
        let rel = attribute(written, "rel")?;
        rel.split_whitespace().find(|word| *word == "author")
    });
    let Some((field, weight)) =
        name.and_then(|name| name.split_whitespace().find_map(names::field))
    else {
        return false;
    };
    let stated = attribute(written, "content").or_else(|| attribute(written, "datetime"));
    let text = stated
        .filter(|value| !value.trim().is_empty())
        .unwrap_or_else(|| tag_text(scan, tag))
        .to_owned();
    if text.len() > MAX_LINE_BYTES || field == Field::Author && text.starts_with("http") {
        return true;
    }
    source.say(
        field,
        &text,
        ("microdata", Place::Microdata),
        tag.attributes,
        weight.max(0.7) * near,
    );
    true
}

fn time(source: &mut Source<'_, '_>, tag: &Tag, near: f32, rank: usize) {
    let scan = source.scan;
    let written = tag.attributes.of(scan.source);
    let text = tag_text(scan, tag);
    let stated = [
        "datetime",
        "content",
        "data-datetime",
        "data-timestamp",
        "data-time",
        "title",
    ]
    .iter()
    .find_map(|name| attribute(written, name))
    .filter(|value| value.contains(|c: char| c.is_ascii_digit()));
    if text.len() > MAX_LINE_BYTES
        || tag.kind == TagKind::Inline && stated.is_none() && text.len() < 6
    {
        return;
    }
    let setting = Setting::language(&source.metadata.language);
    let label = before(scan, tag)
        .and_then(|before| date::label(before, &setting))
        .or_else(|| named_label(written))
        .or_else(|| date::label(text, &setting))
        .or_else(|| named_label(scan_attributes(scan, tag.node)));
    let first = match rank {
        0 => 1.0,
        1 => 0.6,
        _ => 0.4,
    };
    let (field, weight) = match label {
        Some(Label::Modified) => (Field::Modified, 0.75),
        Some(Label::Published) => (Field::Published, 0.85),
        None => (Field::Published, 0.75 * first),
    };
    let value = stated.unwrap_or(text).to_owned();
    source.say(
        field,
        &value,
        ("time", Place::Printed),
        tag.attributes,
        weight * near,
    );
}

/// The words on the line before a tag.
fn before<'b>(scan: &'b Scan<'_>, tag: &Tag) -> Option<&'b str> {
    let end = tag.text.start as usize;
    let start = scan.text.get(..end)?.rfind('\n').map_or(0, |at| at + 1);
    let start = scan
        .text
        .ceil_char_boundary(start.max(end.saturating_sub(60)));
    scan.text.get(start..end)
}

fn inline_byline(source: &mut Source<'_, '_>, tag: &Tag, near: f32) {
    let text = tag_text(source.scan, tag).to_owned();
    if text.len() > 120 || author::parts(&text, &[]).is_empty() {
        return;
    }
    source.say(
        Field::Author,
        &text,
        ("byline", Place::Printed),
        tag.attributes,
        0.7 * near,
    );
}

/// Block elements with `itemprop`.
fn nodes(source: &mut Source<'_, '_>, head: Option<Span>) {
    let scan = source.scan;
    let mut at = 0;
    let mut n_noted = 0;
    for idx in 0..scan.nodes.len() {
        let node = &scan.nodes[idx];
        let is_wanted = node.hints.meets(WANTED.byline)
            || node.hints.meets(WANTED.date)
            || node.hints.meets(WANTED.headline);
        if !is_wanted || n_noted >= MAX_PROPERTIES || is_elsewhere(scan, idx as u32, source.ignored)
        {
            continue;
        }
        let written = node.attributes.of(scan.source);
        let Some((field, weight)) = attribute(written, "itemprop").and_then(names::field) else {
            continue;
        };
        // Blocks stand in the order of the page; the first one inside is the value.
        while at < scan.blocks.len() && (scan.blocks[at].node as usize) < idx {
            at += 1;
        }
        let Some(block) = scan
            .blocks
            .get(at)
            .filter(|block| is_inside(scan, block.node, idx as u32))
        else {
            continue;
        };
        let (text, span) = words(scan, block);
        let value = attribute(written, "content").unwrap_or(text).to_owned();
        let near = nearness(head, block.text, is_aside(scan, block.node, source.ignored));
        if value.len() <= MAX_LINE_BYTES {
            source.say(
                field,
                &value,
                ("microdata", Place::Microdata),
                span,
                weight.max(0.7) * near,
            );
            n_noted += 1;
        }
    }
}

fn is_inside(scan: &Scan<'_>, mut node: u32, around: u32) -> bool {
    for _ in 0..6 {
        if node == around {
            return true;
        }
        node = scan.nodes[node as usize].parent;
    }
    false
}
