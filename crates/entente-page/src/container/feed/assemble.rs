//! Makes items out of the elements of an XML feed or sitemap.

use entente_types::{Moment, Problem};

use super::field::{Role, Values};
use super::walk::{Element, Field, Shape, walk};
use super::{
    Draft, Feed, Item, MAX_AUTHORS, MAX_ITEMS, MAX_LINE_BYTES, address, moment, primary, xml,
    xml::Charset,
};

/// What feeds are made of.
pub const FEED: Shape = Shape {
    frames: &["rss", "rdf:rdf", "channel", "feed"],
    items: &["item", "entry"],
};
/// What sitemaps are made of.
pub const SITEMAP: Shape = Shape {
    frames: &["urlset", "sitemapindex"],
    items: &["url", "sitemap"],
};

/// Reads the document; `charset` is what the server said.
pub fn read(bytes: &[u8], charset: Option<&str>, shape: &Shape, draft: &mut Draft) -> Feed {
    let declared = xml::charset(bytes, charset).filter(|encoding| encoding.is_ascii_compatible());
    let charset = Charset {
        bytes,
        declared,
        guessed: None,
    };
    let mut values = Values { bytes, charset };
    let mut feed = Feed::default();
    let head = walk(bytes, shape, &mut |element| {
        if feed.items.len() + feed.sitemaps.len() == MAX_ITEMS {
            draft.too_many(element.place);
            return false;
        }
        take(&element, &mut values, &mut feed, draft);
        true
    });
    if head.name.is_empty() && feed.items.is_empty() && feed.sitemaps.is_empty() {
        draft.problem(
            || Problem::new("not-a-feed", "it is neither a feed nor a sitemap"),
            0..bytes.len(),
        );
    }
    about(&head, &mut values, &mut feed);
    feed.items
        .iter_mut()
        .for_each(|item| complete(item, &feed.page, &feed.authors));
    if let Some(guessed) = values.charset.guessed {
        let name = guessed.name();
        let message = format!(
            "some of it is neither UTF-8 nor in a charset that it names; it was read as {name}"
        );
        draft.problem(|| Problem::new("guessed-charset", message), 0..bytes.len());
    }
    feed
}

/// Adds what one element holds.
fn take(element: &Element, values: &mut Values<'_>, feed: &mut Feed, draft: &mut Draft) {
    if !element.is_closed {
        draft.problem(
            || {
                Problem::new(
                    "broken-item",
                    "an item has no end; it was read up to the next",
                )
            },
            element.place.clone(),
        );
    }
    if element.name == "sitemap" {
        feed.sitemaps.extend(link(element, values));
        return;
    }
    let item = item(element, values, draft);
    if item.title.is_none() && item.address.is_none() && item.body.is_none() {
        draft.problem(
            || {
                Problem::new(
                    "broken-item",
                    "an item has neither title nor address nor text",
                )
            },
            element.place.clone(),
        );
        return;
    }
    feed.items.push(item);
}

fn item(element: &Element, values: &mut Values<'_>, draft: &mut Draft) -> Item {
    let full = bodies(element, values, Role::Full);
    let summary = bodies(element, values, Role::Summary);
    let language = values.line(element, Role::Language);
    let language = language.or_else(|| values.attribute(element.attributes.clone(), "xml:lang"));
    let source = source(element, values);
    let mut item = Item {
        place: element.place.clone(),
        id: values.line(element, Role::Id).and_then(short),
        title: values.line(element, Role::Title).and_then(short),
        address: link(element, values),
        authors: authors(element, values),
        published: date(element, values, Role::Published, draft),
        updated: date(element, values, Role::Updated, draft),
        language: language.and_then(|tag| primary(&tag)),
        ..Item::default()
    };
    if let (Some(title), Some(source)) = (&mut item.title, &source) {
        without_source(title, source);
    }
    item.source = source;
    item.hold(full, summary);
    item
}

/// Aggregators put the publisher behind the title: "Ferry runs aground - Baltic Wire".
fn without_source(title: &mut String, source: &str) {
    let kept = title.strip_suffix(source).map(str::trim_end);
    let kept = kept.and_then(|title| title.strip_suffix([' ', '-', '|', '–', '—']));
    if let Some(kept) = kept.map(str::trim_end).filter(|kept| !kept.is_empty()) {
        title.truncate(kept.len());
    }
}

/// The first text of a role that is not empty.
fn bodies(element: &Element, values: &mut Values<'_>, role: Role) -> Option<super::Body> {
    values
        .of(element, role)
        .into_iter()
        .find_map(|field| values.body(field))
}

/// The page of an item: `link` with text or `href`, else an identifier that is an address.
fn link(element: &Element, values: &mut Values<'_>) -> Option<String> {
    let links = values.of(element, Role::Link);
    let mut found: Vec<(bool, String)> = links
        .into_iter()
        .filter_map(|field| one_link(field, values))
        .collect();
    // Stable: of several pages the first; a page before a document of another kind.
    found.sort_by_key(|(is_page, _)| !is_page);
    if let Some((_, address)) = found.into_iter().next() {
        return short(address);
    }
    let id = values.of(element, Role::Id).into_iter().find(|field| {
        let said = values.attribute(field.attributes.clone(), "isPermaLink");
        said.is_none_or(|said| !said.eq_ignore_ascii_case("false"))
    })?;
    let id = values.words(id);
    address::host(&id).is_some().then_some(id).and_then(short)
}

/// A link, and whether it leads to a page.
fn one_link(field: &Field, values: &mut Values<'_>) -> Option<(bool, String)> {
    let text = values.words(field);
    if !text.is_empty() {
        return Some((true, text));
    }
    let rel = values.attribute(field.attributes.clone(), "rel");
    if rel.is_some_and(|rel| !rel.eq_ignore_ascii_case("alternate")) {
        return None;
    }
    let media = values.attribute(field.attributes.clone(), "type");
    let href = values.attribute(field.attributes.clone(), "href")?;
    Some((media.is_none_or(|media| media.contains("html")), href))
}

/// The authors of the best kind of element that names any.
fn authors(element: &Element, values: &mut Values<'_>) -> Vec<String> {
    let mut authors: Vec<String> = Vec::new();
    let mut kind = "";
    for field in values.of(element, Role::Author) {
        if field.has_tags || !kind.is_empty() && kind != field.path {
            continue;
        }
        let written = values.words(field);
        if let Some(name) = person(&written).and_then(short)
            && !authors.contains(&name)
            && authors.len() < MAX_AUTHORS
        {
            kind = &field.path;
            authors.push(name);
        }
    }
    authors
}

/// The name in `ann@orda.example (Ann Lee)`, `Ann Lee <ann@orda.example>`. An address alone names nobody.
fn person(written: &str) -> Option<String> {
    if !written.contains('@') {
        return Some(written.to_owned());
    }
    let in_brackets = written
        .split_once('(')
        .and_then(|(_, rest)| rest.split(')').next());
    let name = in_brackets.or_else(|| written.split_once('<').map(|(name, _)| name));
    let name = name?.trim().trim_matches('"');
    (!name.is_empty() && !name.contains('@')).then(|| name.to_owned())
}

fn source(element: &Element, values: &mut Values<'_>) -> Option<String> {
    let fields = values.of(element, Role::Source);
    let mut names = fields
        .into_iter()
        .filter(|field| !field.has_tags)
        .map(|field| values.words(field));
    names.find(|name| !name.is_empty()).and_then(short)
}

/// The first date of a role that can be read.
fn date(
    element: &Element,
    values: &mut Values<'_>,
    role: Role,
    draft: &mut Draft,
) -> Option<Moment> {
    let mut odd = None;
    for field in values.of(element, role) {
        let written = values.words(field);
        match moment::read(&written) {
            Some(moment) => return Some(moment),
            None if written.is_empty() => {}
            None => odd = odd.or(Some((written, field.inner.clone()))),
        }
    }
    let (mut written, place) = odd?;
    written.truncate(written.floor_char_boundary(60));
    draft.problem(
        || {
            Problem::new(
                "odd-date",
                format!("`{written}` is no date that can be read in one way"),
            )
        },
        place,
    );
    None
}

/// What the document says of itself.
fn about(head: &Element, values: &mut Values<'_>, feed: &mut Feed) {
    let language = values.line(head, Role::Language);
    let language = language.or_else(|| values.attribute(head.attributes.clone(), "xml:lang"));
    feed.language = language.and_then(|tag| primary(&tag));
    feed.title = values.line(head, Role::Title).and_then(short);
    feed.page = link(head, values).and_then(|written| address::join(None, &written));
    feed.authors = authors(head, values);
    feed.authors
        .retain(|author| Some(author) != feed.title.as_ref());
}

/// Adds to an item what its feed says of all.
fn complete(item: &mut Item, page: &Option<String>, authors: &[String]) {
    item.address = item
        .address
        .take()
        .and_then(|written| address::join(page.as_deref(), &written));
    if item.authors.is_empty() {
        item.authors = authors.to_vec();
    }
}

fn short(text: String) -> Option<String> {
    (text.len() <= MAX_LINE_BYTES).then_some(text)
}
