//! Any bytes, read as a feed and as a sitemap: items lie inside, in order, and what is told stays bounded.

#![no_main]

use entente_page::container::{feed, sitemap};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for outcome in [feed::read(bytes, None), feed::read(bytes, Some("windows-1251")), sitemap::read(bytes)] {
        let mut end = 0;
        for item in &outcome.value.items {
            assert!(item.place.start >= end && item.place.end <= bytes.len());
            end = item.place.end;
        }
        assert!(outcome.problems.len() <= 60);
    }
    let mut problems = Vec::new();
    let records = feed::items("feed", bytes, &mut problems);
    assert!(records.iter().map(|record| record.place).eq(0..records.len() as u64));
});
