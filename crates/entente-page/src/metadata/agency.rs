//! Datelines: where a report was written, and which agency sent it.

use super::names;

/// What stands before the first words of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dateline {
    /// The place, as printed.
    pub place: Option<String>,
    /// The agency, by its common name.
    pub agency: Option<&'static str>,
    /// What stands in brackets, as printed.
    pub credit: Option<String>,
    /// Length of it in the text, with its dash.
    pub n_bytes: usize,
}

/// Longest dateline, in bytes and words.
const MAX_BYTES: usize = 160;
const MAX_WORDS: usize = 14;

/// Dashes that end a dateline.
const DASHES: [&str; 12] = [
    " — ", " – ", " -- ", " - ", "— ", "-- ", ") – ", ") - ", ")-", " —", " – ", " –",
];

/// The dateline at the start of a paragraph: "MOSCOW (AP) — ", "(Reuters) - ", "Berlin (dpa) - ".
pub fn dateline(text: &str) -> Option<Dateline> {
    let head = &text[..text.floor_char_boundary(MAX_BYTES)];
    let (at, dash) = DASHES
        .iter()
        .filter_map(|dash| Some((head.find(dash)?, *dash)))
        .min_by_key(|(at, dash)| (*at, std::cmp::Reverse(dash.len())))?;
    let line = &head[..at + usize::from(dash.starts_with(')'))];
    let n_bytes = at + dash.len();
    if line.split_whitespace().count() > MAX_WORDS || line.contains(". ") {
        return None;
    }
    let (before, credit) = match line.split_once('(') {
        Some((before, rest)) => (
            before.trim(),
            Some(rest.split(')').next().unwrap_or(rest).trim()),
        ),
        None => (line.trim(), None),
    };
    let agency = credit.and_then(of_credit);
    let place = before.split([',', '.']).next().unwrap_or_default().trim();
    let is_capitals = place.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && place.chars().all(|c| !c.is_lowercase())
        && place.chars().any(char::is_uppercase);
    let is_title = place.starts_with(char::is_uppercase) && place.split_whitespace().count() <= 4;
    let is_dateline = is_capitals || agency.is_some() && (place.is_empty() || is_title);
    is_dateline.then(|| Dateline {
        place: (!place.is_empty()).then(|| place.to_owned()),
        agency,
        credit: credit.map(str::to_owned),
        n_bytes,
    })
}

/// The agency of a credit in brackets: "dpa/lnw", "AP Photo", "Reuters".
fn of_credit(credit: &str) -> Option<&'static str> {
    names::agency(credit).or_else(|| {
        credit
            .split(['/', ',', '-'])
            .find_map(|part| names::agency(part.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_read() {
        for (text, place, agency) in [
            (
                "ORDA (AP) — The dam holds.",
                Some("ORDA"),
                Some("Associated Press"),
            ),
            (
                "ORDA, May 8 (Reuters) - The dam holds.",
                Some("ORDA"),
                Some("Reuters"),
            ),
            ("(Reuters) - The dam holds.", None, Some("Reuters")),
            ("Orda (dpa/lnw) - Der Damm hält.", Some("Orda"), Some("dpa")),
            ("ORDA — The dam holds.", Some("ORDA"), None),
        ] {
            let dateline = dateline(text).expect(text);
            assert_eq!(
                (dateline.place.as_deref(), dateline.agency),
                (place, agency)
            );
            assert!(text[dateline.n_bytes..].starts_with(['T', 'D']));
        }
        for text in ["The dam — it holds.", "Orda holds - for now", "A - B"] {
            assert_eq!(dateline(text), None, "{text}");
        }
    }
}
