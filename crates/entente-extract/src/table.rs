//! Reads tables of knowledge from the data files beside the code.

/// The rows of a table: fields parted by tabs, without empty lines and lines that begin with `#`.
pub fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split('\t').map(str::trim).collect())
}
