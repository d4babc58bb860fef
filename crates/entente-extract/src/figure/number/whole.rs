//! Numerals in one word: "zweiundzwanzig", "dreitausendste".

use super::words::Numeral;
use super::{Kind, Role};
use crate::figure::language::{self, Class, Language};

/// Parts of a numeral in one word.
const MAX_PARTS: usize = 12;

/// Reads a numeral in one word, "zweiundzwanzig", "dreitausendste": its value, and whether it is an ordinal.
#[must_use]
pub fn whole(word: &str, language: &Language) -> Option<(f64, bool)> {
    let mut buffer = [0; 40];
    let lower = language::lower(word, &mut buffer)?;
    let mut numeral = Numeral::new(true);
    let (mut at, mut n_parts) = (0, 0);
    // "zwei" of "zweiundzwanzig" waits for its ten.
    let mut unit = None;
    while at < lower.len() && n_parts < MAX_PARTS {
        let (end, entry) = language.numeral_prefix(&lower[at..])?;
        at += end;
        n_parts += 1;
        if entry.is(Class::AndTen) {
            let is_unit = numeral.before == Some(Role::Unit);
            if is_unit {
                let value = numeral.current % 10.0;
                numeral.current -= value;
                numeral.before = (numeral.current + numeral.total > 0.0).then_some(Role::Hundred);
                unit = Some(value);
            }
            continue;
        }
        let mut parts = entry.numerals.iter().copied();
        let (role, value) = parts.find(|(role, value)| numeral.takes(*role, *value))?;
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
