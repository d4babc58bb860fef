//! Reads the tables of knowledge in `data/`: rows of columns parted by tabs, `#` starts a remark.

/// The rows of a table, column by column.
pub(crate) fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|line| line.split('\t').map(str::trim).collect())
}
