//! Plain text and Markdown to pieces: a line or a wrapped paragraph each.

use crate::block::{Mark, Piece};
use crate::decode::Decoded;

/// Cuts a text into pieces.
pub fn read(decoded: &Decoded<'_>) -> Vec<Piece> {
    let lines = lines(&decoded.text);
    let is_wrapped = is_wrapped(&decoded.text);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut can_go_on = false;
    for (start, end) in lines {
        let words = decoded.text[start..end].trim();
        if words.is_empty() {
            can_go_on = false;
            continue;
        }
        let (mark, n_bullet) = mark(words);
        let indent = decoded.text[start..end].len() - decoded.text[start..end].trim_start().len();
        let from = start + indent + n_bullet;
        let to = start + indent + words.len();
        if !(is_wrapped && can_go_on && mark == Mark::None) {
            pieces.push(Piece {
                mark,
                ..Piece::default()
            });
        }
        if let Some(piece) = pieces.last_mut() {
            if !piece.text.is_empty() {
                piece.push(" ", decoded.page(start.saturating_sub(1), from));
            }
            decoded.push(from, to, piece);
        }
        can_go_on = !matches!(mark, Mark::Heading(_));
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// Start and end of every line, without its line break.
fn lines(text: &str) -> Vec<(usize, usize)> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive(['\n', '\r']) {
        lines.push((start, start + line.trim_end_matches(['\n', '\r']).len()));
        start += line.len();
    }
    lines
}

/// Is the text broken into short lines, with paragraphs parted by empty ones?
fn is_wrapped(text: &str) -> bool {
    let mut n_inner = 0_usize;
    let mut n_open = 0_usize;
    for paragraph in text.split("\n\n") {
        let lines: Vec<&str> = paragraph.trim().lines().collect();
        let Some((_, inner)) = lines.split_last() else {
            continue;
        };
        n_inner += inner.len();
        let goes_on = |line: &&&str| {
            (50..=100).contains(&line.len())
                && !line.trim_end().ends_with(['.', '!', '?', '"', '”', ':'])
        };
        n_open += inner.iter().filter(goes_on).count();
    }
    n_inner >= 4 && n_open * 2 > n_inner
}

/// What the beginning of a line marks it as, and how many bytes the mark takes.
fn mark(line: &str) -> (Mark, usize) {
    for bullet in ["• ", "* ", "- ", "– ", "‣ ", "▪ ", "· "] {
        if line.starts_with(bullet) {
            return (Mark::ListItem, bullet.len());
        }
    }
    let n_hashes = line.bytes().take_while(|&byte| byte == b'#').count();
    if (1..=6).contains(&n_hashes) && line[n_hashes..].starts_with(' ') {
        return (Mark::Heading(n_hashes as u8), n_hashes + 1);
    }
    if line.starts_with("> ") {
        return (Mark::BlockQuote, 2);
    }
    (Mark::None, 0)
}
