//! The text of a page as a browser's parser gives it, for comparison with Entente's own scanner.
//!
//! Only letters and digits count, in their order. Blanks, punctuation and characters that a scanner may mend
//! are left out, as are elements whose text is never part of an article.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// Elements whose text the scanner leaves out on purpose.
const UNREAD: [&str; 23] = [
    "audio", "button", "canvas", "datalist", "iframe", "map", "math", "noembed", "noframes",
    "noscript", "object", "option", "script", "select", "style", "svg", "template", "textarea",
    "title", "video", "xmp", "optgroup", "frameset",
];

/// Elements inside a line: the scanner leaves out those that are hidden, while a hidden block is only marked.
const INLINE: [&str; 16] = [
    "a", "abbr", "b", "cite", "code", "em", "font", "i", "label", "mark", "q", "small", "span",
    "strong", "sub", "sup",
];

/// The letters and digits of a page in order, read by `html5ever`.
pub fn letters(page: &str) -> String {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(page);
    let mut letters = String::new();
    // A stack instead of recursion: pages nest as deep as they like.
    let mut nodes = vec![dom.document.clone()];
    while let Some(node) = nodes.pop() {
        if let NodeData::Text { contents } = &node.data {
            letters.extend(only_letters(&contents.borrow()));
        }
        if !is_unread(&node) {
            nodes.extend(node.children.borrow().iter().rev().cloned());
        }
    }
    letters
}

/// The letters and digits of `text`.
pub fn only_letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|character| character.is_alphanumeric())
}

fn is_unread(node: &Handle) -> bool {
    let NodeData::Element { name, attrs, .. } = &node.data else {
        return false;
    };
    let element = &*name.local;
    if UNREAD.contains(&element) {
        return true;
    }
    INLINE.contains(&element)
        && attrs
            .borrow()
            .iter()
            .any(|attribute| match &*attribute.name.local {
                "hidden" => true,
                "style" => attribute.value.replace(' ', "").contains("display:none"),
                "class" => ["sr-only", "visually", "screen-reader"]
                    .iter()
                    .any(|class| attribute.value.contains(class)),
                _ => false,
            })
}
