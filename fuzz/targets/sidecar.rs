//! Any bytes as the file beside a report: what it says, or why it cannot be read.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/entente-cli/src/sidecar.rs"]
mod sidecar;

fuzz_target!(|bytes: &[u8]| {
    if let Err(reason) = sidecar::read(bytes) {
        assert!(!reason.is_empty());
    }
});
