//! What a file beside a report says of it: `report.toml` for `report.txt`.

use entente_engine::Known;
use serde::Deserialize;

/// Longest sidecar, in bytes.
pub const MAX_BYTES: usize = 64 << 10;

/// The fields of a sidecar. Others are refused: a misspelt one would be lost without a word.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sidecar {
    title: Option<String>,
    source: Option<String>,
    author: Option<String>,
    published: Option<String>,
}

/// Reads a sidecar.
///
/// # Errors
///
/// In words, if it is too long, is not text or TOML, has other fields, or a day that is none.
pub fn read(bytes: &[u8]) -> Result<Known, String> {
    if bytes.len() > MAX_BYTES {
        return Err(format!("it is longer than {} kB", MAX_BYTES >> 10));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let said: Sidecar = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    let day = |day: String| {
        day.parse()
            .map_err(|_| format!("`{day}` is not a day; write year, month and day: `2025-05-08`"))
    };
    Ok(Known {
        title: said.title,
        source: said.source,
        author: said.author,
        published: said.published.map(day).transpose()?,
        from: "sidecar".to_owned(),
        ..Known::default()
    })
}
