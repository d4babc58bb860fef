//! Joins a lower and an upper bound of one number: "more than 10 but fewer than 20".

use entente_types::Hedge;

use super::amount::Amount;
use super::language::Class;
use super::lex::Pieces;

/// Takes up `next` as the other end of `amount`, if the two bound one number from both sides.
pub fn join(pieces: &Pieces<'_>, amount: &mut Amount, next: &Amount) -> bool {
    let (Some(one), Some(other)) = (amount.hedge, next.hedge) else {
        return false;
    };
    let is_near = other.first > amount.last && other.first <= amount.last.max(one.last) + 3;
    let is_joined = is_near
        && (amount.last.max(one.last) + 1..other.first).all(|idx| {
            pieces.is(idx, Class::And) || matches!(pieces.lower(idx).as_ref(), "but" | "," | "yet")
        });
    let same_unit = match (&amount.unit, &next.unit) {
        (None, _) => true,
        (Some(one), Some(other)) => one.row == other.row,
        (Some(_), None) => false,
    };
    let is_plain = amount.high.is_none() && next.high.is_none() && amount.between.is_none();
    let (Some(lower), Some(upper)) = (bound(one.hedge), bound(other.hedge)) else {
        return false;
    };
    let (one_value, other_value) = (amount.number.value, next.number.value);
    let (low, high) = if lower {
        (one_value, other_value)
    } else {
        (other_value, one_value)
    };
    if lower == upper || !is_joined || !same_unit || !is_plain || low >= high {
        return false;
    }
    let (one, other) = (!one.is_open, !other.is_open);
    amount.between = Some(if lower { (one, other) } else { (other, one) });
    (amount.number.value, amount.high) = (low, Some(high));
    amount.unit = next.unit.clone().or_else(|| amount.unit.take());
    amount.last = next.last;
    amount.number_last = next.number_last;
    true
}

/// Is a hedge a lower bound?
fn bound(hedge: Hedge) -> Option<bool> {
    match hedge {
        Hedge::Over | Hedge::AtLeast => Some(true),
        Hedge::AtMost => Some(false),
        _ => None,
    }
}
