//! Any text, read for dates in several languages: every date lies in its text, and none is impossible.

#![no_main]

use entente_page::date::{self, Setting};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for language in ["", "en", "en-GB", "th", "fa", "ja", "vi"] {
        let setting = Setting {
            fetched: "2024-05-08T01:00:00Z".parse().ok(),
            ..Setting::language(language)
        };
        let mut end = 0;
        for found in date::find_all(text, &setting) {
            assert!(text.get(found.span.range()).is_some() && found.span.start >= end);
            assert!((1800..2200).contains(&found.moment.day.year()));
            end = found.span.end;
        }
        let _ = (date::stamp(text, &setting), date::is_only_date(text, &setting));
    }
    if let Some(found) = date::in_address(text) {
        assert!(text.get(found.span.range()).is_some());
    }
});
