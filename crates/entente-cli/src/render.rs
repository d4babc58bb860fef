//! Ways of printing an account. All draw the same brief; `json` gives everything.

pub mod json;
pub mod markdown;
pub mod paragraph;
pub mod text;

pub use entente_engine::clean::{moves as steers, visible as plain};
pub use entente_engine::html::word;
use entente_engine::types::ArticleId;

/// Numbers of reports, as `[1 2 4]`.
pub fn numbers(reports: &[ArticleId]) -> String {
    let numbers: Vec<String> = reports.iter().map(|id| id.0.to_string()).collect();
    format!("[{}]", numbers.join(" "))
}

/// "1 story", "2 stories".
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
