//! One pass over a page of HTML: blocks of text in an arena, the elements that hold them, and the tags that
//! say something about the page. No tree is built.
//!
//! The pass keeps a bounded stack of open elements and bounded arenas, so that neither nesting nor the number
//! of tags or attributes costs more than time in proportion to the bytes.

mod scanner;

use entente_types::Span;

use super::element::Element;
use super::hints::Hints;

/// A page, scanned.
#[derive(Debug, Default)]
pub struct Scan<'a> {
    /// The page as text.
    pub source: &'a str,
    /// The clean text of all blocks, each followed by a line break.
    pub text: String,
    /// Lines of text, in order.
    pub blocks: Vec<Block>,
    /// Elements that hold blocks; 0 is the page, and parents come before their children.
    pub nodes: Vec<Node>,
    /// What says something about the page, in order.
    pub tags: Vec<Tag>,
    /// Stretches of `source` that the blocks were read from.
    pub segments: Vec<Segment>,
    /// Were there more blocks than are kept?
    pub is_cut: bool,
}

/// A line of text: what stands between the borders of two block elements.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// Where in [`Scan::text`].
    pub text: Span,
    /// Which of [`Scan::segments`].
    pub segments: Span,
    /// The innermost element that holds it, in [`Scan::nodes`].
    pub node: u32,
    /// Bytes of text inside of links.
    pub n_linked: u32,
    /// Bytes of text inside of emphasis.
    pub n_emphasised: u32,
    /// Links that begin in it.
    pub n_links: u16,
    /// Line breaks inside of it.
    pub n_breaks: u16,
}

/// A stretch of source: text as written, or the tag of a line break.
#[derive(Clone, Copy, Debug)]
pub struct Segment {
    /// Where in the source.
    pub source: Span,
    /// Is it a tag that parts words?
    pub is_break: bool,
}

/// An element that holds blocks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Node {
    /// The element around it; 0 for the page itself.
    pub parent: u32,
    /// What it is.
    pub element: Element,
    /// Elements around it.
    pub depth: u16,
    /// Is it, or one around it, not shown?
    pub is_hidden: bool,
    /// What its names say.
    pub hints: Hints,
    /// What its names and those of all around it below `<body>` say.
    pub all_hints: Hints,
    /// The kinds of it and of all elements around it, one bit each.
    pub elements: u64,
    /// Its attributes in the source.
    pub attributes: Span,
    /// Alike for elements of one kind with the same class.
    pub signature: u32,
    /// Alike for elements with the same signature and the same two around them.
    pub path: u32,
}

impl Node {
    /// Is it such an element, or does it stand in one?
    pub fn is_in(&self, element: Element) -> bool {
        self.elements & 1 << element as u8 != 0
    }

    /// Does it stand in an element that never holds text of an article?
    pub fn is_furniture(&self) -> bool {
        use Element::{Aside, Footer, Form, Navigation};
        [Navigation, Footer, Aside, Form]
            .into_iter()
            .any(|element| self.is_in(element))
    }
}

/// A tag that says something about the page.
#[derive(Clone, Copy, Debug)]
pub struct Tag {
    /// What it is.
    pub kind: TagKind,
    /// Its attributes in the source.
    pub attributes: Span,
    /// What it holds, in the source, for those whose content is no markup.
    pub content: Span,
    /// Its text in [`Scan::text`], for those that hold text.
    pub text: Span,
    /// The element around it.
    pub node: u32,
    /// What its names say.
    pub hints: Hints,
}

/// Which tags are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagKind {
    /// `<html>`, for its language.
    Html,
    /// `<meta>`.
    Meta,
    /// `<link>` with a `rel`.
    Link,
    /// `<title>` of the page.
    Title,
    /// A script with JSON-LD.
    JsonLd,
    /// A script with other JSON: the state of a page that is built in the browser.
    State,
    /// `<time>`, with its text.
    Time,
    /// An element inside a line whose names tell of author, date or the like, with its text.
    Inline,
}

/// Scans a page.
pub fn scan(source: &str) -> Scan<'_> {
    scanner::Scanner::new(source).run()
}
