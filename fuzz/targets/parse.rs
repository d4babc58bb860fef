//! Any text, parsed: tokens and sentences are literal slices in order.

#![no_main]

use entente_types::Article;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let document = entente_language::english().parse(Article::plain("page.txt", text));
    let mut end = 0;
    for token in &document.tokens {
        assert!(token.span.start >= end && !token.span.of(text).is_empty());
        end = token.span.end;
    }
});
