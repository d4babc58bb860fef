//! Numerals in one word: "zweiundzwanzig", "dreitausendste".

use super::words::Numeral;
use super::{Kind, Role};
use crate::figure::language::{self, Class, Language};

/// Parts of a numeral in one word.
const MAX_PARTS: usize = 12;

/// Reads a numeral in one word, "zweiundzwanzig", "dreitausendste": its value, and whether it is an ordinal.
#[must_use]
pub fn whole(word: &str, language: &Language) -> Option<(f64, bool)> {
    let mut buffer = [0; language::MAX_WORD];
    let lower = language::lower(word, &mut buffer)?;
    let mut numeral = Numeral::new(true);
    let (mut at, mut n_parts) = (0, 0);
    // "zwei" of "zweiundzwanzig" waits for its ten.
    let mut unit = None;
    while at < lower.len() && n_parts < MAX_PARTS {
        let (end, part) = next_part(&lower[at..], language, &numeral)?;
        at += end;
        n_parts += 1;
        let Some((role, value)) = part else {
            if numeral.before == Some(Role::Unit) {
                let value = numeral.current % 10.0;
                numeral.current -= value;
                let is_begun = numeral.current + numeral.total > 0.0;
                numeral.before = is_begun.then_some(Role::Hundred);
                unit = Some(value);
            }
            continue;
        };
        numeral.take(role, value);
        if matches!(role, Role::Ten | Role::Ordinal) {
            numeral.current += unit.take().unwrap_or_default();
        }
    }
    let is_done = at == lower.len() && n_parts > 1 && unit.is_none();
    is_done.then(|| {
        (
            numeral.total + numeral.current,
            numeral.kind == Kind::Ordinal,
        )
    })
}

/// What a numeral in one word does next: the bytes of the longest part that fits, and its role; none for "und".
fn next_part(
    rest: &[u8],
    language: &Language,
    numeral: &Numeral,
) -> Option<(usize, Option<(Role, f64)>)> {
    let mut prefixes = language.numeral_prefixes(rest);
    prefixes.find_map(|(end, entry)| {
        if entry.is(Class::AndTen) {
            return Some((end, None));
        }
        let mut parts = entry.numerals.iter().copied();
        let part = parts.find(|(role, value)| numeral.takes(*role, *value))?;
        Some((end, Some(part)))
    })
}
