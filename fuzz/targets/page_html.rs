//! Any bytes, read as HTML: every block is a literal slice, and every byte has its place in the page.

#![no_main]

use entente_page::{Known, Page, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let name = "page.html";
    let article = read(&Page { name, bytes }, &Known::default()).value;
    for block in &article.blocks {
        assert!(!block.span.of(&article.text).is_empty());
        assert!(article.origin.page(block.span).end as usize <= bytes.len());
    }
});
