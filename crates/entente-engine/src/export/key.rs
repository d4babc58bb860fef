//! Names that stay the same on every export: of actors over articles, and of objects in other worlds.

use std::fmt::Write as _;

use entente_types::{Actor, ActorKind};
use sha1_smol::Sha1;

/// The space in which ids of Entente are made (RFC 9562, version 5).
const SPACE: [u8; 16] = [
    0x5e, 0x0c, 0x9d, 0x52, 0x7a, 0x41, 0x4b, 0x0e, 0x9b, 0x6f, 0x2d, 0x0a, 0x8e, 0x13, 0x77, 0xc4,
];

/// Names an actor over all articles. States, organisations and people with a full name are the same everywhere; a surname,
/// a group or a paper means somebody in its article alone.
pub(super) fn actor(actor: &Actor, article: &str) -> String {
    let id = &actor.id.0;
    let is_full = id.rsplit(':').next().is_some_and(|name| name.contains('-'));
    match (actor.kind, is_full) {
        (ActorKind::State | ActorKind::Organisation, _) | (ActorKind::Person, true) => id.clone(),
        _ => format!("{id}@{article}"),
    }
}

/// A UUID of version 5 for a name.
pub(super) fn uuid(name: &str) -> String {
    let mut hash = Sha1::new();
    hash.update(&SPACE);
    hash.update(name.as_bytes());
    let mut bytes = hash.digest().bytes();
    bytes[6] = bytes[6] & 0x0f | 0x50;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut out = String::with_capacity(36);
    for (idx, byte) in bytes.iter().take(16).enumerate() {
        if matches!(idx, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        _ = write!(out, "{byte:02x}");
    }
    out
}

/// SHA-1 in hexadecimal digits.
pub(super) fn sha1(text: &str) -> String {
    Sha1::from(text).digest().to_string()
}
