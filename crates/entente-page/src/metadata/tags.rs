//! What the tags in the head of a page state.

use entente_types::{Field, Span};

use super::{Metadata, Place, Source, names};
use crate::Known;
use crate::html::attribute::{attribute, attributes};
use crate::html::scan::{Scan, Tag, TagKind};

/// Reads meta tags, links, the title and the language.
pub fn read(source: &mut Source<'_, '_>) {
    for idx in 0..source.scan.tags.len() {
        let tag = source.scan.tags[idx];
        match tag.kind {
            TagKind::Meta => meta(source, &tag),
            TagKind::Link => link(source, &tag),
            TagKind::Title => {
                let title = tag.content.of(source.scan.source);
                source.say(
                    Field::Title,
                    title,
                    ("title", Place::TitleTag),
                    tag.content,
                    0.5,
                );
            }
            TagKind::Html => {
                if let Some((value, span)) = value(source.scan, &tag, "lang") {
                    let primary = primary(value);
                    source.say(
                        Field::Language,
                        &primary,
                        ("html", Place::OtherMeta),
                        span,
                        0.6,
                    );
                }
            }
            _ => {}
        }
    }
    labelled(source);
}

/// The value of an attribute and where it stands in the source.
fn value<'a>(scan: &Scan<'a>, tag: &Tag, name: &str) -> Option<(&'a str, Span)> {
    let written = tag.attributes.of(scan.source);
    let found = attributes(written).find(|one| one.name.eq_ignore_ascii_case(name))?;
    let start = tag.attributes.start as usize + found.at;
    Some((found.value, Span::new(start, start + found.value.len())))
}

fn meta(source: &mut Source<'_, '_>, tag: &Tag) {
    let scan = source.scan;
    let mut content = None;
    let mut known = None;
    let mut is_property = false;
    for one in attributes(tag.attributes.of(scan.source)) {
        if one.name.eq_ignore_ascii_case("content") {
            let start = tag.attributes.start as usize + one.at;
            content = Some((one.value, Span::new(start, start + one.value.len())));
        } else if ["property", "name", "itemprop", "http-equiv"]
            .iter()
            .any(|name| one.name.eq_ignore_ascii_case(name))
        {
            is_property |= one.name.eq_ignore_ascii_case("itemprop");
            known = known.or_else(|| names::field(one.value.trim()));
        }
    }
    let (Some((value, span)), Some((field, weight))) = (content, known) else {
        return;
    };
    let is_bare_address = matches!(
        field,
        Field::Author | Field::Source | Field::Title | Field::Section
    ) && is_address(value);
    if is_bare_address || is_property && is_elsewhere(source, tag) {
        return;
    }
    let primary_tag;
    let value = if field == Field::Language {
        primary_tag = primary(value);
        primary_tag.as_str()
    } else {
        value
    };
    let place = match (is_property, weight >= 0.6) {
        (true, _) => Place::Microdata,
        (_, true) => Place::Meta,
        _ => Place::OtherMeta,
    };
    source.say(
        field,
        value,
        (if is_property { "microdata" } else { "meta" }, place),
        span,
        weight,
    );
}

/// A property inside of comments or teasers is not about the article.
fn is_elsewhere(source: &Source<'_, '_>, tag: &Tag) -> bool {
    super::printed::is_elsewhere(source.scan, tag.node, source.ignored)
}

/// Labels of social cards: `<meta name="twitter:label1" content="Written by">` with `twitter:data1`.
fn labelled(source: &mut Source<'_, '_>) {
    let scan = source.scan;
    for number in ["1", "2"] {
        let of = |key: &str| {
            let wanted = format!("twitter:{key}{number}");
            scan.tags
                .iter()
                .filter(|tag| tag.kind == TagKind::Meta)
                .find_map(|tag| {
                    let written = tag.attributes.of(scan.source);
                    let name =
                        attribute(written, "name").or_else(|| attribute(written, "property"))?;
                    (name == wanted)
                        .then(|| value(scan, tag, "content"))
                        .flatten()
                })
        };
        let Some((label, _)) = of("label") else {
            return;
        };
        let label = label.trim().trim_end_matches(':').to_lowercase();
        if names::BYLINES.by.contains(label.as_str())
            && let Some((value, span)) = of("data")
        {
            source.say(Field::Author, value, ("meta", Place::Meta), span, 0.75);
        }
    }
}

fn link(source: &mut Source<'_, '_>, tag: &Tag) {
    let Some(("canonical", _)) = value(source.scan, tag, "rel") else {
        return;
    };
    if let Some((address, span)) = value(source.scan, tag, "href")
        && is_address(address)
    {
        source.say(Field::Address, address, ("link", Place::Meta), span, 0.9);
    }
}

fn is_address(value: &str) -> bool {
    let value = value.trim_start();
    value.starts_with("http://") || value.starts_with("https://") || value.starts_with("www.")
}

/// The primary part of a language tag: `en` of `en_GB.UTF-8`.
fn primary(tag: &str) -> String {
    let primary = tag
        .trim()
        .split(['-', '_', '.', ',', ' '])
        .next()
        .unwrap_or_default();
    if (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        primary.to_ascii_lowercase()
    } else {
        String::new()
    }
}

/// The language of the page for reading its dates, with the country where the page or its address names one.
pub fn language(scan: &Scan<'_>, known: &Known, metadata: &mut Metadata) {
    let html = scan.tags.iter().find(|tag| tag.kind == TagKind::Html);
    let of_html =
        html.and_then(|tag| value(scan, tag, "lang").or_else(|| value(scan, tag, "xml:lang")));
    let locale = || {
        scan.tags
            .iter()
            .filter(|tag| tag.kind == TagKind::Meta)
            .find_map(|tag| {
                let written = tag.attributes.of(scan.source);
                (attribute(written, "property")? == "og:locale")
                    .then(|| attribute(written, "content"))?
            })
    };
    let tag = of_html
        .map(|(tag, _)| tag)
        .filter(|tag| !tag.is_empty())
        .or_else(locale)
        .unwrap_or_default();
    let language = primary(tag);
    let region = tag
        .split(['-', '_'])
        .nth(1)
        .filter(|region| region.len() == 2);
    let region = known
        .address
        .as_deref()
        .and_then(country)
        .or(region.map(str::to_ascii_uppercase));
    metadata.language = match region {
        Some(region) if !language.is_empty() => format!("{language}-{region}"),
        _ => language,
    };
}

/// The country that the last part of a host names: `GB` of `www.orda.co.uk`.
fn country(address: &str) -> Option<String> {
    let host = super::site::host(address)?;
    let last = host.rsplit('.').next()?;
    let is_country = last.len() == 2 && last.bytes().all(|byte| byte.is_ascii_alphabetic());
    // These are bought for their sound.
    let is_name = matches!(
        last,
        "tv" | "me" | "io" | "co" | "ai" | "fm" | "eu" | "ly" | "to" | "cc" | "ws" | "gg"
    );
    (is_country && !is_name).then(|| {
        if last == "uk" {
            "GB".to_owned()
        } else {
            last.to_ascii_uppercase()
        }
    })
}
