//! The pass itself: a bounded stack of open elements, and the block that is being read.

use std::sync::LazyLock;

use entente_types::Span;
use memchr::{memchr, memchr3, memmem};

use super::{Block, Node, Scan, Segment, Tag, TagKind};
use crate::html::element::Element;
use crate::html::hints::{Hints, Memory};
use crate::html::names::{hash, names, path, script_kind};
use crate::html::text;

/// Open elements that are remembered; deeper ones are read as if they were not there.
const MAX_DEPTH: usize = 512;
/// How far back an end tag looks for its element.
const MAX_LOOK_BACK: usize = 64;
/// Most elements, blocks and tags that are kept of one page. Front pages of large publishers have 20,000.
const MAX_NODES: usize = 1 << 15;
const MAX_BLOCKS: usize = 1 << 14;
const MAX_TAGS: usize = 1 << 12;
/// Most stretches of source, and longest text of one block, that are kept.
const MAX_SEGMENTS: usize = 1 << 18;
const MAX_BLOCK_BYTES: usize = 1 << 20;
/// Longest tag, with its attributes, that is looked at; inline pictures make tags of 100 kB.
const MAX_TAG_BYTES: usize = 1 << 20;

/// An open element.
#[derive(Clone, Copy)]
struct Open {
    element: Element,
    name: Span,
    node: u32,
    /// Alike for names that are alike.
    key: u32,
}

/// An element inside a line that is kept as a tag and waits for its end.
struct OpenInline {
    name: Span,
    tag: usize,
    depth: usize,
}

pub struct Scanner<'a> {
    scan: Scan<'a>,
    bytes: &'a [u8],
    at: usize,
    open: Vec<Open>,
    open_inline: Vec<OpenInline>,
    /// Size of the stack below which the outermost open link, skipped element ends.
    link: Option<usize>,
    skip: Option<usize>,
    n_emphasis: u16,
    block: Unfinished,
    hints: Wanted,
    memory: Memory<'a>,
}

/// The block that is being read.
#[derive(Default)]
struct Unfinished {
    text: usize,
    segment: usize,
    n_linked: u32,
    n_emphasised: u32,
    n_links: u16,
    n_breaks: u16,
    /// Breaks since the last word.
    n_pending: u16,
}

/// Hints for which elements inside a line are kept.
struct Wanted {
    inline: Hints,
    hidden: Hints,
}

impl<'a> Scanner<'a> {
    /// A scanner at the start of a page.
    pub fn new(source: &'a str) -> Self {
        let root = Node {
            element: Element::Html,
            ..Node::default()
        };
        Self {
            scan: Scan {
                source,
                text: String::with_capacity(source.len() / 8),
                nodes: vec![root],
                ..Scan::default()
            },
            bytes: source.as_bytes(),
            at: 0,
            open: vec![Open {
                element: Element::Html,
                name: Span::default(),
                node: 0,
                key: 0,
            }],
            open_inline: Vec::new(),
            link: None,
            skip: None,
            n_emphasis: 0,
            block: Unfinished::default(),
            memory: Memory::default(),
            hints: Wanted {
                inline: ["byline", "date", "headline", "section", "tags", "legal"]
                    .into_iter()
                    .map(Hints::named)
                    .fold(Hints::default(), Hints::and),
                hidden: Hints::named("hidden"),
            },
        }
    }

    /// Scans the whole page.
    pub fn run(mut self) -> Scan<'a> {
        while self.at < self.bytes.len() && !self.scan.is_cut {
            match memchr(b'<', &self.bytes[self.at..]) {
                Some(0) => self.markup(),
                Some(n_bytes) => self.words(self.at + n_bytes),
                None => self.words(self.bytes.len()),
            }
        }
        self.finish_block();
        let end = self.scan.text.len();
        for inline in std::mem::take(&mut self.open_inline) {
            self.scan.tags[inline.tag].text.end = end as u32;
        }
        self.scan
    }

    /// Text up to `end`.
    fn words(&mut self, end: usize) {
        let start = std::mem::replace(&mut self.at, end);
        let is_full = self.scan.text.len() - self.block.text > MAX_BLOCK_BYTES
            || self.scan.segments.len() >= MAX_SEGMENTS;
        if self.skip.is_some() || is_full {
            return;
        }
        let n_before = self.scan.text.len();
        let end = self
            .scan
            .source
            .floor_char_boundary(end.min(start + MAX_BLOCK_BYTES));
        let words = &self.scan.source[start..end];
        text::append(&mut self.scan.text, words, self.block.text);
        let n_added = self.scan.text.len() - n_before;
        if n_added == 0 {
            return;
        }
        self.segment(Span::new(start, end), false);
        if n_added > 1 || !self.scan.text.ends_with(' ') {
            self.block.n_pending = 0;
        }
        if self.link.is_some() {
            self.block.n_linked += n_added as u32;
        }
        if self.n_emphasis > 0 {
            self.block.n_emphasised += n_added as u32;
        }
    }

    /// Notes a stretch of source; one that goes on where the last one ends is part of it.
    fn segment(&mut self, source: Span, is_break: bool) {
        let from = self.block.segment;
        if let Some(last) = self.scan.segments[from..].last_mut()
            && !is_break
            && !last.is_break
            && last.source.end == source.start
        {
            last.source.end = source.end;
            return;
        }
        self.scan.segments.push(Segment { source, is_break });
    }

    /// What begins with `<`: a comment, a tag, or a mere character.
    fn markup(&mut self) {
        let rest = &self.bytes[self.at..];
        match rest.get(1) {
            Some(b'!') if rest.starts_with(b"<!--") => {
                self.at += comment(rest);
            }
            Some(b'!' | b'?') => self.skip_to(b'>'),
            Some(b'/') if rest.get(2).is_some_and(u8::is_ascii_alphabetic) => self.end_tag(),
            Some(b'/') => self.skip_to(b'>'),
            Some(byte) if byte.is_ascii_alphabetic() => self.start_tag(),
            _ => {
                let next = memchr(b'<', &rest[1..]).map_or(rest.len(), |at| at + 1);
                self.words(self.at + next);
            }
        }
    }

    fn skip_to(&mut self, byte: u8) {
        let rest = &self.bytes[self.at..];
        self.at += memchr(byte, rest).map_or(rest.len(), |at| at + 1);
    }

    /// The name that begins at `from`, and its element.
    fn name(&self, from: usize) -> (Span, Element) {
        let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':');
        let n_bytes = self.bytes[from..].iter().take_while(is_part).count();
        let mut lower = [0; 16];
        let element = if n_bytes <= lower.len() {
            let name = &mut lower[..n_bytes];
            name.copy_from_slice(&self.bytes[from..from + n_bytes]);
            name.make_ascii_lowercase();
            Element::of(name)
        } else {
            Element::Inline
        };
        (Span::new(from, from + n_bytes), element)
    }

    fn end_tag(&mut self) {
        let (name, element) = self.name(self.at + 2);
        self.attributes(name.end as usize);
        let element = self.made_by_page(name, element);
        match element {
            Element::Link => self.link = None,
            Element::Emphasis => self.n_emphasis = self.n_emphasis.saturating_sub(1),
            Element::Break => self.line_break(name),
            _ => {}
        }
        self.end_inline(name);
        if element.is_block() {
            self.finish_block();
        }
        if element.is_block() || element == Element::Skipped || self.skip.is_some() {
            self.close(name, element);
        }
    }

    /// A tag that is no HTML, as `<bsp-list>`, is a block of its own outside of paragraphs.
    fn made_by_page(&self, name: Span, element: Element) -> Element {
        let is_own = element == Element::Inline && self.bytes[name.range()].contains(&b'-');
        let is_in_line = || {
            self.open.last().is_some_and(|open| {
                matches!(open.element, Element::Paragraph | Element::Item)
                    || open.element.is_heading()
            })
        };
        if is_own && !is_in_line() {
            Element::Block
        } else {
            element
        }
    }

    /// The depth of the innermost open element that `is_it`, as far as end tags look and up to one that
    /// `is_border`.
    fn innermost(
        &self,
        is_it: impl Fn(&Open) -> bool,
        is_border: impl Fn(&Open) -> bool,
    ) -> Option<usize> {
        let open = self.open.iter().enumerate().skip(1);
        let mut near = open.rev().take(MAX_LOOK_BACK);
        let (depth, open) = near.find(|(_, open)| is_it(open) || is_border(open))?;
        is_it(open).then_some(depth)
    }

    /// Ends the innermost open element of this name, and all inside of it.
    fn close(&mut self, name: Span, element: Element) {
        let is_table = matches!(element, Element::Cell | Element::Row | Element::Table);
        let key = self.key(name);
        let found = self.innermost(
            |open| open.key == key && self.is_same_name(open.name, name),
            |open| !is_table && matches!(open.element, Element::Cell | Element::Table),
        );
        if let Some(depth) = found {
            self.truncate(depth);
        }
    }

    /// A number that is alike for names that are alike.
    fn key(&self, name: Span) -> u32 {
        let lower = self.bytes[name.range()].iter().map(u8::to_ascii_lowercase);
        lower.fold(0x811C_9DC5, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        })
    }

    fn is_same_name(&self, one: Span, other: Span) -> bool {
        self.bytes[one.range()].eq_ignore_ascii_case(&self.bytes[other.range()])
    }

    fn truncate(&mut self, depth: usize) {
        self.open.truncate(depth);
        let ends = |from: &mut Option<usize>| {
            if from.is_some_and(|from| depth < from) {
                *from = None;
            }
        };
        ends(&mut self.link);
        ends(&mut self.skip);
        self.n_emphasis = 0;
        let end = self.scan.text.len();
        while let Some(inline) = self.open_inline.pop_if(|inline| depth < inline.depth) {
            self.scan.tags[inline.tag].text.end = end as u32;
        }
    }

    fn start_tag(&mut self) {
        let (name, element) = self.name(self.at + 1);
        let attributes = self.attributes(name.end as usize);
        let is_closed = self.scan.source[attributes.range()].ends_with('/');
        if self.is_in_drawing() {
            if is_closed || !ends_drawing(element) {
                return;
            }
            self.truncate(self.skip.map_or(1, |depth| depth - 1));
        }
        match element {
            Element::Raw | Element::Title => return self.raw(name, element, attributes),
            Element::Void => return,
            Element::Break => return self.line_break(Span::new(name.start as usize - 1, self.at)),
            Element::Meta => return self.tag(TagKind::Meta, attributes, Hints::default()),
            Element::LinkTag => return self.tag(TagKind::Link, attributes, Hints::default()),
            Element::Skipped if is_closed => return,
            _ => {}
        }
        let element = self.made_by_page(name, element);
        if element.is_block() || element == Element::Skipped {
            self.start_block(name, element, attributes);
        } else {
            self.start_inline(name, element, attributes, is_closed);
        }
    }

    /// Is the outermost element that is passed over a drawing or a formula?
    fn is_in_drawing(&self) -> bool {
        let open = self.skip.and_then(|depth| self.open.get(depth - 1));
        open.is_some_and(|open| {
            let name = &self.bytes[open.name.range()];
            name.eq_ignore_ascii_case(b"svg") || name.eq_ignore_ascii_case(b"math")
        })
    }

    /// The attributes of a tag whose name ends at `from`; the scanner goes behind its `>`.
    fn attributes(&mut self, from: usize) -> Span {
        let limit = self.bytes.len().min(from + MAX_TAG_BYTES);
        let mut at = from;
        while let Some(n_bytes) = memchr3(b'>', b'"', b'\'', &self.bytes[at..limit]) {
            at += n_bytes;
            let byte = self.bytes[at];
            if byte == b'>' {
                self.at = at + 1;
                return Span::new(from, at);
            }
            // A quote opens a value only behind `=`; elsewhere it is part of a name.
            let before = self.bytes[from..at].iter().rfind(|byte| **byte > b' ');
            at += 1;
            if before == Some(&b'=') {
                at += memchr(byte, &self.bytes[at..limit]).map_or(limit - at, |end| end + 1);
            }
        }
        // Without an end, the tag ends at the first `>` there is.
        let end = memchr(b'>', &self.bytes[from..]).map_or(self.bytes.len(), |end| from + end);
        self.at = (end + 1).min(self.bytes.len());
        let end = end.min(from + MAX_TAG_BYTES);
        Span::new(from, self.scan.source.floor_char_boundary(end))
    }

    fn start_block(&mut self, name: Span, element: Element, attributes: Span) {
        self.finish_block();
        self.close_implied(element);
        if element == Element::Skipped && self.is_repeated(name) {
            self.close(name, element);
        }
        if self.open.len() >= MAX_DEPTH {
            return;
        }
        let node = self.node(element, attributes);
        if element == Element::Html {
            self.tag(TagKind::Html, attributes, Hints::default());
        }
        self.n_emphasis = 0;
        self.open.push(Open {
            element,
            name,
            node,
            key: self.key(name),
        });
        if element == Element::Skipped && self.skip.is_none() {
            self.skip = Some(self.open.len());
        }
    }

    /// Is the outermost element that is passed over a button or a list to choose from, and this another one?
    fn is_repeated(&self, name: Span) -> bool {
        let open = self.skip.and_then(|depth| self.open.get(depth - 1));
        let is_single = [&b"button"[..], b"select"]
            .iter()
            .any(|single| self.bytes[name.range()].eq_ignore_ascii_case(single));
        is_single && open.is_some_and(|open| self.is_same_name(open.name, name))
    }

    /// Ends what ends where `element` begins: a paragraph, the item before, the cell before.
    fn close_implied(&mut self, element: Element) {
        if self
            .open
            .last()
            .is_some_and(|open| open.element == Element::Paragraph)
        {
            self.truncate(self.open.len() - 1);
        }
        let around = match element {
            Element::Item => Element::List,
            Element::Cell => Element::Row,
            Element::Row => Element::Table,
            _ => return,
        };
        let found = self.innermost(
            |open| open.element == element,
            |open| open.element == around || matches!(open.element, Element::Table | Element::List),
        );
        if let Some(depth) = found {
            self.truncate(depth);
        }
    }

    /// A new node inside the open ones.
    fn node(&mut self, element: Element, attributes: Span) -> u32 {
        let parent_idx = self.open.last().map_or(0, |open| open.node);
        if self.scan.nodes.len() >= MAX_NODES {
            return parent_idx;
        }
        let named = names(&self.scan.source[attributes.range()], &mut self.memory);
        let parent = self.scan.nodes[parent_idx as usize];
        let is_page = matches!(element, Element::Html | Element::Body);
        let signature = hash(element as u32, named.class);
        self.scan.nodes.push(Node {
            parent: parent_idx,
            element,
            depth: parent.depth + 1,
            is_hidden: parent.is_hidden || named.is_hidden && !is_page,
            hints: named.hints,
            all_hints: if is_page {
                Hints::default()
            } else {
                parent.all_hints.and(named.hints)
            },
            elements: parent.elements | 1 << element as u8,
            attributes,
            signature,
            path: path(
                signature,
                parent.signature,
                self.scan.nodes[parent.parent as usize].signature,
            ),
        });
        self.scan.nodes.len() as u32 - 1
    }

    fn start_inline(&mut self, name: Span, element: Element, attributes: Span, is_closed: bool) {
        match element {
            Element::Link => {
                self.link = Some(self.open.len());
                self.block.n_links = self.block.n_links.saturating_add(1);
            }
            Element::Emphasis => self.n_emphasis = self.n_emphasis.saturating_add(1),
            _ => {}
        }
        if attributes.is_empty() && element != Element::Time || is_closed {
            return;
        }
        let named = names(&self.scan.source[attributes.range()], &mut self.memory);
        let is_unseen = named.is_hidden || named.is_unseen && named.hints.meets(self.hints.hidden);
        if is_unseen && self.skip.is_none() && self.open.len() < MAX_DEPTH {
            let node = self.open.last().map_or(0, |open| open.node);
            self.open.push(Open {
                element: Element::Skipped,
                name,
                node,
                key: self.key(name),
            });
            self.skip = Some(self.open.len());
            return;
        }
        let is_time = element == Element::Time;
        let is_wanted = is_time || named.is_property || named.hints.meets(self.hints.inline);
        if is_wanted && self.skip.is_none() && self.open_inline.len() < MAX_LOOK_BACK {
            let n_tags = self.scan.tags.len();
            let kind = if is_time {
                TagKind::Time
            } else {
                TagKind::Inline
            };
            self.tag(kind, attributes, named.hints);
            if self.scan.tags.len() > n_tags {
                self.open_inline.push(OpenInline {
                    name,
                    tag: n_tags,
                    depth: self.open.len(),
                });
            }
        }
    }

    fn end_inline(&mut self, name: Span) {
        let found = self
            .open_inline
            .iter()
            .rposition(|inline| self.is_same_name(inline.name, name));
        if let Some(idx) = found {
            let end = self.scan.text.len() as u32;
            for inline in self.open_inline.drain(idx..) {
                self.scan.tags[inline.tag].text.end = end;
            }
        }
    }

    fn tag(&mut self, kind: TagKind, attributes: Span, hints: Hints) {
        if self.scan.tags.len() < MAX_TAGS {
            let at = self.scan.text.len();
            self.scan.tags.push(Tag {
                kind,
                attributes,
                content: Span::new(self.at, self.at),
                text: Span::new(at, at),
                node: self.open.last().map_or(0, |open| open.node),
                hints,
            });
        }
    }

    fn line_break(&mut self, tag: Span) {
        if self.skip.is_some() || self.scan.text.len() == self.block.text {
            return;
        }
        self.block.n_pending += 1;
        if self.block.n_pending > 1 {
            self.finish_block();
            return;
        }
        self.block.n_breaks = self.block.n_breaks.saturating_add(1);
        if !self.scan.text.ends_with(' ') {
            self.scan.text.push(' ');
            self.segment(tag, true);
        }
    }

    /// Goes over an element whose content is no markup; keeps titles and JSON.
    fn raw(&mut self, name: Span, element: Element, attributes: Span) {
        let start = self.at;
        let end = self.find_end(name);
        self.at = end;
        self.skip_to(b'>');
        let kind = if element == Element::Title {
            TagKind::Title
        } else {
            match script_kind(&self.scan.source[attributes.range()], end - start) {
                Some(kind) => kind,
                None => return,
            }
        };
        if self.skip.is_none() {
            self.tag(kind, attributes, Hints::default());
            if let Some(tag) = self.scan.tags.last_mut() {
                tag.content = Span::new(start, end);
            }
        }
    }

    /// Where `</name` begins, else the end of the page.
    fn find_end(&self, name: Span) -> usize {
        static END: LazyLock<memmem::Finder<'static>> =
            LazyLock::new(|| memmem::Finder::new(b"</"));
        let name = &self.bytes[name.range()];
        let mut at = self.at;
        while let Some(n_bytes) = END.find(&self.bytes[at..]) {
            at += n_bytes;
            let rest = &self.bytes[at + 2..];
            let is_name = rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name);
            if is_name
                && rest
                    .get(name.len())
                    .is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-')
            {
                return at;
            }
            at += 2;
        }
        self.bytes.len()
    }

    fn finish_block(&mut self) {
        let start = self.block.text;
        let n_kept = self.scan.text[start..].trim_end().len();
        let n_segments = self.scan.segments.len();
        let block = std::mem::take(&mut self.block);
        if n_kept == 0 {
            self.scan.text.truncate(start);
            self.scan.segments.truncate(block.segment);
        } else if self.scan.blocks.len() < MAX_BLOCKS {
            self.scan.blocks.push(Block {
                text: Span::new(start, start + n_kept),
                segments: Span::new(block.segment, n_segments),
                node: self.open.last().map_or(0, |open| open.node),
                n_linked: block.n_linked.min(n_kept as u32),
                n_emphasised: block.n_emphasised.min(n_kept as u32),
                n_links: block.n_links,
                n_breaks: block.n_breaks,
            });
            self.scan.text.push('\n');
        } else {
            self.scan.is_cut = true;
        }
        self.block.text = self.scan.text.len();
        self.block.segment = self.scan.segments.len();
    }
}

/// Does HTML begin again where this element begins inside of a drawing?
fn ends_drawing(element: Element) -> bool {
    element.is_block() || matches!(element, Element::Meta | Element::Emphasis | Element::Break)
}

/// Length of the comment at the start of `bytes`: to `-->` or `--!>`; `<!-->` is a whole one.
fn comment(bytes: &[u8]) -> usize {
    let mut at = 4;
    while let Some(n_bytes) = bytes.get(at..).and_then(|rest| memchr(b'>', rest)) {
        at += n_bytes + 1;
        let inside = &bytes[2..at - 1];
        if inside.ends_with(b"--") || inside.ends_with(b"--!") && inside.len() > 4 {
            return at;
        }
    }
    bytes.len()
}
