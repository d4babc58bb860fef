//! The oracles: cases of Recognizers-Text and Duckling, read from their letters alone.
//!
//! They are command language ("remind me next Friday") with conventions of their own: one range for "from 2010
//! to 2018", prepositions inside of it, ends that do not belong to it, both readings of "Friday". What is only
//! convention is mapped here; what is another reading of the words counts as wrong.

mod join;
mod piece;

use std::path::Path;

use anyhow::Result;
use entente_extract::time;
use entente_types::Span;
use jiff::civil::DateTime;
use serde_json::{Value, json};

use crate::eval::{offsets, specs};
use piece::Piece;

/// Runs every file of cases in `folder`.
pub fn run(folder: &Path) -> Result<()> {
    specs::run(folder, |row, group| {
        predict(row, group.starts_with("duckling"))
    })
}

fn predict(row: &Value, is_duckling: bool) -> Value {
    let text = row["text"].as_str().unwrap_or_default();
    let now = row["reference"]
        .as_str()
        .and_then(|now| now.get(..19)?.parse().ok());
    let now: DateTime = now.unwrap_or_else(|| "2016-11-07T00:00:00".parse().expect("a moment"));
    let found = time::scan_note(text, Some(now.date()));
    let mut pieces: Vec<Piece> = found
        .iter()
        .filter_map(|one| piece::piece(text, one, now))
        .collect();
    join::join(text, &mut pieces, now);
    if let ([piece], true) = (&mut pieces[..], is_duckling) {
        piece.widen(text);
        piece.turn_ahead(now);
    }
    let expect: Vec<Value> = pieces
        .iter()
        .map(|piece| {
            let [start, end] = offsets(text, Span::new(piece.start, piece.end));
            if is_duckling {
                piece.in_duckling(start, end)
            } else {
                let values = piece.values(now);
                json!({ "start": start, "end": end, "timex": piece.spellings(), "values": values })
            }
        })
        .collect();
    json!({ "id": row["id"], "expect": expect })
}
