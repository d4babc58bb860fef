//! How two clauses that tell one thing stand to each other.

use entente_types::Verdict;

use super::read::{Clause, Mood};
use crate::slot::Judgement;

/// By "not", by what is over and to come, and by their numbers. Whether numbers exclude each other is judged where they are
/// compared as figures.
pub(super) fn judge(one: &Clause, other: &Clause) -> Judgement {
    let compatible = |rule, reason| Judgement::new(Verdict::Compatible, rule, reason);
    if one.is_negated != other.is_negated {
        let reason = "one report tells what was, the other what was not";
        return compatible("clauses/polarity", reason);
    }
    if one.mood != other.mood {
        let reason = match one.mood.max(other.mood) {
            Mood::ToCome => "one report tells it as done, the other as still to come",
            _ => "one report tells it as settled, the other as possible",
        };
        return compatible("clauses/mood", reason);
    }
    let are_counted = !one.numbers.is_empty() && !other.numbers.is_empty();
    if are_counted && one.numbers.is_disjoint(&other.numbers) {
        return compatible("clauses/numbers", "the same, with other numbers");
    }
    Judgement::new(
        Verdict::Agree,
        "clauses/same",
        "the same in much the same words",
    )
}
