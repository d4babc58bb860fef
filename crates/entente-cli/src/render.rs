//! Ways of printing an account. All draw the same brief; `json` gives everything.

pub mod html;
pub mod json;
pub mod markdown;
pub mod paragraph;
pub mod text;

use entente_engine::types::{ArticleId, Verdict};

/// Text without anything that could steer a terminal or turn the direction of a line.
///
/// Reports come from strangers: control characters and marks that override the writing direction become
/// `\u{FFFD}`, line breaks and tabs become blanks.
pub fn plain(text: &str) -> String {
    let clean = |character: char| match character {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        other if steers(other) => '\u{FFFD}',
        other => other,
    };
    text.chars().map(clean).collect()
}

/// Could this character move a cursor, change a colour, break a line, or turn the direction of what follows?
pub fn steers(character: char) -> bool {
    let is_direction = matches!(
        character,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}'
    );
    is_direction || character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

/// Numbers of reports, as `[1 2 4]`.
pub fn numbers(reports: &[ArticleId]) -> String {
    let numbers: Vec<String> = reports.iter().map(|id| id.0.to_string()).collect();
    format!("[{}]", numbers.join(" "))
}

/// The word for a verdict.
pub fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Contradict => "contradict",
        Verdict::Disputed => "disputed",
        Verdict::Updated => "updated",
        Verdict::Compatible => "compatible",
        Verdict::Agree => "agree",
        Verdict::Single => "single",
    }
}

/// "1 story", "2 stories".
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
