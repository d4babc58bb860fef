//! Two pages, compared: an account, and a brief of it, without a panic.

#![no_main]

use entente_engine::brief::Brief;
use entente_engine::{Input, Known, Settings, compare};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|pages: (Vec<u8>, Vec<u8>)| {
    let input = |name: &str, bytes| Input {
        name: name.to_owned(),
        bytes,
        known: Known::default(),
    };
    let inputs = vec![input("a.txt", pages.0), input("b.html", pages.1)];
    let account = compare(inputs, &Settings::default(), &|_| ());
    for story in &account.stories {
        let brief = Brief::new(story, &account.articles);
        assert_eq!(brief.reports.len(), story.reports.len());
    }
});
