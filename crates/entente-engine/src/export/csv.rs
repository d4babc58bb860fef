//! CSV after RFC 4180, with nothing in it that a spreadsheet would run.

use serde_json::Value;

use crate::chart::Table;

/// A table with its heading.
#[must_use]
pub fn table(table: &Table) -> String {
    let heading = table.columns.iter().map(|name| Value::from(*name));
    let mut out = row(&heading.collect::<Vec<_>>());
    out.extend(table.rows.iter().map(|values| row(values)));
    out
}

/// One row with its line break.
#[must_use]
pub fn row(values: &[Value]) -> String {
    let cells: Vec<String> = values.iter().map(cell).collect();
    cells.join(",") + "\r\n"
}

/// One row whose cells no spreadsheet is meant to open: what stands in them is left as it is.
#[must_use]
pub(super) fn plain_row(values: &[Value]) -> String {
    let cells = values.iter().map(|value| match value {
        Value::Null => String::new(),
        Value::String(text) => quoted("", text),
        other => other.to_string(),
    });
    cells.collect::<Vec<_>>().join(",") + "\r\n"
}

/// A value as a cell. Text that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP advises
/// ("CSV Injection"); characters that steer are left out.
fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => return String::new(),
        Value::String(text) => crate::clean::lines(text),
        other => return other.to_string(),
    };
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let front = if is_formula { "'" } else { "" };
    quoted(front, &text)
}

/// In quotation marks where it needs them.
fn quoted(front: &str, text: &str) -> String {
    match !front.is_empty() || text.contains(['"', ',', '\n', '\r', ';']) {
        true => format!("\"{front}{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_runs_or_breaks_a_row() {
        let cells = [
            "=1+1",
            "@SUM(A1)",
            "a \"b\"",
            "x,y",
            "two\nlines",
            "\u{7}bell",
            "-",
        ]
        .map(Value::from);
        assert_eq!(
            row(&cells),
            "\"'=1+1\",\"'@SUM(A1)\",\"a \"\"b\"\"\",\"x,y\",\"two\nlines\",bell,\"'-\"\r\n"
        );
        assert_eq!(
            row(&[Value::from(-3), Value::Null, Value::from(0.5)]),
            "-3,,0.5\r\n"
        );
    }
}
