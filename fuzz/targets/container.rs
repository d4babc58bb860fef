//! Any bytes, read as a container of the kind that the first byte chooses: pages or problems, and an end.

#![no_main]

use entente_page::container::{MAX_RECORD_BYTES, Found, Settings, Source, records};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let names = ["a", "a.csv", "a.tsv", "a.eml", "a.jsonl", "a.mbox"];
    let name = names[usize::from(*kind) % names.len()];
    let source = Source::Stream(Box::new(std::io::Cursor::new(bytes.to_vec())));
    let settings = Settings { from: u64::from(*kind / 8), ..Settings::default() };
    for found in records(name, source, &settings) {
        if let Found::Page(record) = found {
            assert!(record.bytes.len() <= MAX_RECORD_BYTES);
        }
    }
});
