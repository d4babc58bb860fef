//! Any text, parsed at each precision: tokens and sentences are literal slices in order.

#![no_main]

use entente_language::Precision;
use entente_types::Article;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for precision in [Precision::Exact, Precision::Balanced, Precision::Fast] {
        let article = Article::plain("page.txt", text);
        let document = entente_language::english().parse_at(precision, article).value;
        let mut end = 0;
        for token in &document.tokens {
            assert!(token.span.start >= end && !token.span.of(text).is_empty());
            end = token.span.end;
        }
    }
});
