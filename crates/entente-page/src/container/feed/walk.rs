//! Walks over the items of an XML feed or sitemap and lists what each holds, whatever is left open.

use std::ops::Range;
use std::sync::LazyLock;

use super::field::{self, Role};
use super::xml::{Kind, Tag, Tags, attributes};

/// Most fields that are kept of one item, and most prefixes of one document.
const MAX_FIELDS: usize = 256;
const MAX_PREFIXES: usize = 64;
/// Elements whose own elements are fields too, as `author/name`. What lies in others is markup.
const WITH_PARTS: [&str; 4] = [
    "author",
    "source",
    "news:news",
    "news:news/news:publication",
];
/// Longest path of a field, in elements.
const MAX_PARTS: usize = 3;

/// The elements that a kind of document is made of, in lower case.
pub struct Shape {
    /// What stands around the items.
    pub frames: &'static [&'static str],
    /// The items.
    pub items: &'static [&'static str],
}

/// An item, or everything outside of the items.
#[derive(Clone, Debug, Default)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its bytes in the document.
    pub place: Range<usize>,
    /// What stands between `<name` and `>`.
    pub attributes: Range<usize>,
    /// What it holds, in order.
    pub fields: Vec<Field>,
    /// Did it have an end of its own?
    pub is_closed: bool,
}

/// One element of an item.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name with those above it: `title`, `dc:creator`, `author/name`.
    pub path: String,
    /// What that says, and its rank among those that say the same.
    pub meaning: Option<(Role, u8)>,
    /// What stands between `<name` and `>`.
    pub attributes: Range<usize>,
    /// What stands between its tags.
    pub inner: Range<usize>,
    /// Are there tags in it?
    pub has_tags: bool,
}

/// What is open at one point of the document.
struct Open {
    name: Range<usize>,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Frame,
    Item,
    /// A field by its number, if it is kept, and how many parts its path has.
    Field {
        idx: usize,
        n_parts: usize,
        /// Elements of the same name inside, and of any name: how many are open.
        n_same: usize,
        n_inner: usize,
    },
}

/// Calls `each` for every item, in order, and gives back what stands outside of them.
///
/// Stops when `each` says `false`.
pub fn walk(bytes: &[u8], shape: &Shape, each: &mut dyn FnMut(Element) -> bool) -> Element {
    let mut walk = Walk {
        bytes,
        shape,
        prefixes: Vec::new(),
        open: Vec::new(),
        head: Element::default(),
        item: None,
    };
    for tag in Tags::new(bytes) {
        let done = match tag.kind {
            Kind::Close => walk.close(&tag),
            _ => walk.open(&tag),
        };
        if let Some(item) = done
            && !each(item)
        {
            return walk.head;
        }
    }
    walk.close_to(0, bytes.len());
    if let Some(mut item) = walk.item.take() {
        item.place.end = bytes.len();
        each(item);
    }
    walk.head
}

struct Walk<'a> {
    bytes: &'a [u8],
    shape: &'a Shape,
    /// Prefixes that the document declares, and what they are read as.
    prefixes: Vec<(&'a [u8], &'static str)>,
    open: Vec<Open>,
    head: Element,
    item: Option<Element>,
}

impl Walk<'_> {
    /// An opening tag. Gives back the item before if this one begins the next.
    fn open(&mut self, tag: &Tag) -> Option<Element> {
        if self.is_markup(tag) {
            return None;
        }
        self.declare(tag);
        let name = self.name(tag);
        if self.shape.items.contains(&name.as_str()) {
            let before = self.finish(tag.whole.start, false);
            self.begin(name, tag);
            return before;
        }
        if self.item.is_none() && self.shape.frames.contains(&name.as_str()) {
            if self.head.name.is_empty() {
                self.head.name.clone_from(&name);
                self.head.attributes = tag.attributes.clone();
            }
            self.push(tag, What::Frame);
        } else {
            self.field(&name, tag);
        }
        None
    }

    /// Is this a tag inside of a text, one that is neither an item nor the text's own again? Most tags are.
    fn is_markup(&mut self, tag: &Tag) -> bool {
        let name = &self.bytes[tag.name.clone()];
        let local = name.rsplit(|&byte| byte == b':').next().unwrap_or_default();
        if self
            .shape
            .items
            .iter()
            .any(|item| item.as_bytes().eq_ignore_ascii_case(local))
        {
            return false;
        }
        let bytes = self.bytes;
        let Some(Open {
            name: above,
            what: What::Field { idx, n_inner, .. },
        }) = self.open.last_mut()
        else {
            return false;
        };
        if bytes[above.clone()].eq_ignore_ascii_case(name) {
            return false;
        }
        let owner = self.item.as_mut().unwrap_or(&mut self.head);
        let Some(field) = owner.fields.get_mut(*idx) else {
            return false;
        };
        if field::is_leaf(field.meaning) || WITH_PARTS.contains(&field.path.as_str()) {
            return false;
        }
        field.has_tags = true;
        *n_inner += usize::from(tag.kind == Kind::Open);
        true
    }

    fn begin(&mut self, name: String, tag: &Tag) {
        self.item = Some(Element {
            name,
            place: tag.whole.clone(),
            attributes: tag.attributes.clone(),
            ..Element::default()
        });
        self.push(tag, What::Item);
    }

    fn push(&mut self, tag: &Tag, what: What) {
        // Frames are four at most in real feeds, and one more level than that is kept.
        if tag.kind == Kind::Open && self.open.len() < 16 {
            let name = tag.name.clone();
            self.open.push(Open { name, what });
        }
    }

    /// An element inside an item or a frame.
    fn field(&mut self, name: &str, tag: &Tag) {
        if let Some(What::Field { idx, .. }) = self.open.last().map(|open| open.what) {
            // A title that was never closed ends where the next field begins.
            let is_leaf = self
                .owner()
                .fields
                .get(idx)
                .is_some_and(|field| field::is_leaf(field.meaning));
            if is_leaf && field::meaning(name).is_some() {
                self.close_to(self.open.len() - 1, tag.whole.start);
            }
        }
        let is_open = tag.kind == Kind::Open;
        let Some(Open {
            name: above,
            what:
                What::Field {
                    idx,
                    n_parts,
                    n_same,
                    n_inner,
                },
        }) = self.open.last_mut()
        else {
            if !self.open.is_empty() {
                self.keep(name.to_owned(), 1, tag);
            }
            return;
        };
        let (idx, n_parts) = (*idx, *n_parts);
        if is_open {
            let is_same =
                self.bytes[above.clone()].eq_ignore_ascii_case(&self.bytes[tag.name.clone()]);
            *n_same += usize::from(is_same);
            *n_inner += 1;
        }
        let Some(field) = self.owner().fields.get_mut(idx) else {
            return;
        };
        field.has_tags = true;
        if n_parts < MAX_PARTS && WITH_PARTS.contains(&field.path.as_str()) {
            let path = format!("{}/{name}", field.path);
            if let Some(Open {
                what: What::Field { n_inner, .. },
                ..
            }) = self.open.last_mut()
                && is_open
            {
                // It is followed by itself from here on.
                *n_inner -= 1;
            }
            self.keep(path, n_parts + 1, tag);
        }
    }

    fn keep(&mut self, path: String, n_parts: usize, tag: &Tag) {
        let owner = self.owner();
        let idx = owner.fields.len();
        if idx < MAX_FIELDS {
            owner.fields.push(Field {
                meaning: field::meaning(&path),
                path,
                attributes: tag.attributes.clone(),
                inner: tag.whole.end..tag.whole.end,
                has_tags: false,
            });
        }
        self.push(
            tag,
            What::Field {
                idx,
                n_parts,
                n_same: 0,
                n_inner: 0,
            },
        );
    }

    fn owner(&mut self) -> &mut Element {
        self.item.as_mut().unwrap_or(&mut self.head)
    }

    /// A closing tag. Gives back the item if it ends it.
    fn close(&mut self, tag: &Tag) -> Option<Element> {
        let name = &self.bytes[tag.name.clone()];
        let is_it = |open: &Open| self.bytes[open.name.clone()].eq_ignore_ascii_case(name);
        let at = self.open.iter().rposition(is_it);
        let is_top = at.is_some_and(|at| at + 1 == self.open.len());
        if let Some(Open {
            what:
                What::Field {
                    n_same,
                    n_inner,
                    idx,
                    ..
                },
            ..
        }) = self.open.last_mut()
        {
            let idx = *idx;
            let is_inside = is_top && *n_same > 0;
            if is_inside || at.is_none() && *n_inner > 0 {
                *n_same -= usize::from(is_inside);
                *n_inner = n_inner.saturating_sub(1);
                return None;
            }
            // `<title>…</titel>`: a leaf ends at the first end that is no other's.
            if at.is_none()
                && self
                    .owner()
                    .fields
                    .get(idx)
                    .is_some_and(|field| field::is_leaf(field.meaning))
            {
                self.close_to(self.open.len() - 1, tag.whole.start);
                return None;
            }
        }
        let at = at?;
        if self.open[at].what == What::Item {
            return self.finish(tag.whole.end, true);
        }
        let has_item = self.open[at..].iter().any(|open| open.what == What::Item);
        let done = has_item
            .then(|| self.finish(tag.whole.start, false))
            .flatten();
        self.close_to(at, tag.whole.start);
        done
    }

    /// Ends everything that is open from number `n_kept` on; fields end at `end`.
    fn close_to(&mut self, n_kept: usize, end: usize) {
        while self.open.len() > n_kept {
            let Some(open) = self.open.pop() else { return };
            if let What::Field { idx, .. } = open.what
                && let Some(field) = self.owner().fields.get_mut(idx)
            {
                field.inner.end = end.max(field.inner.start);
            }
        }
    }

    /// Ends the item that is open, if there is one.
    fn finish(&mut self, end: usize, is_closed: bool) -> Option<Element> {
        if let Some(at) = self.open.iter().position(|open| open.what == What::Item) {
            let inner_end = if is_closed {
                self.start_of_close(end)
            } else {
                end
            };
            self.close_to(at, inner_end);
        }
        let mut item = self.item.take()?;
        item.place.end = end;
        item.is_closed = is_closed;
        Some(item)
    }

    /// Where the closing tag begins that ends at `end`.
    fn start_of_close(&self, end: usize) -> usize {
        let before = &self.bytes[..end];
        before.iter().rposition(|&byte| byte == b'<').unwrap_or(end)
    }

    /// Notes the prefixes that a tag declares.
    fn declare(&mut self, tag: &Tag) {
        let bytes = self.bytes;
        let raw = &bytes[tag.attributes.clone()];
        let may_declare = raw.len() > 6 && super::xml::find(raw, b"xmlns:", 0).is_some();
        if !may_declare || self.prefixes.len() >= MAX_PREFIXES {
            return;
        }
        for (name, value) in attributes(raw) {
            let Some(prefix) = name.strip_prefix(b"xmlns:") else {
                continue;
            };
            if let Some((_, read_as)) = NAMESPACES
                .iter()
                .find(|(uri, _)| uri.as_bytes() == value.trim_ascii())
            {
                self.prefixes.push((prefix, read_as));
            }
        }
    }

    /// The name of a tag in lower case, with the prefix that its namespace is read as.
    fn name(&self, tag: &Tag) -> String {
        let raw = &self.bytes[tag.name.clone()];
        let raw = &raw[..raw.len().min(64)];
        let colon = raw.iter().position(|&byte| byte == b':');
        let (prefix, local) = colon.map_or((&b""[..], raw), |at| (&raw[..at], &raw[at + 1..]));
        let declared = self
            .prefixes
            .iter()
            .rev()
            .find(|(known, _)| *known == prefix);
        let local = String::from_utf8_lossy(local).to_ascii_lowercase();
        match declared.filter(|_| colon.is_some()) {
            Some((_, "")) => local,
            Some((_, read_as)) => format!("{read_as}:{local}"),
            None if colon.is_some() && !UNPREFIXED.contains(&prefix) => {
                format!(
                    "{}:{local}",
                    String::from_utf8_lossy(prefix).to_ascii_lowercase()
                )
            }
            None => local,
        }
    }
}

/// Prefixes that are used for names which are read without one, where a document forgot to declare them.
const UNPREFIXED: [&[u8]; 5] = [b"atom", b"a10", b"rss", b"sm", b"ns0"];

static NAMESPACES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/feed_namespace.tsv").lines();
    let rows = lines.filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| line.split_once('\t')).collect()
});
