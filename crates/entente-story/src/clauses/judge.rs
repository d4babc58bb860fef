//! How two clauses that tell one thing stand to each other.

use entente_types::Verdict;

use super::read::Clause;
use crate::slot::Judgement;

/// By their numbers. Whether these exclude each other is judged where they are compared as figures; a "not" in one of them
/// keeps two clauses apart.
pub(super) fn judge(one: &Clause, other: &Clause) -> Judgement {
    let are_counted = !one.numbers.is_empty() && !other.numbers.is_empty();
    if are_counted && one.numbers.is_disjoint(&other.numbers) {
        let reason = "the same, with other numbers";
        return Judgement::new(Verdict::Compatible, "clauses/numbers", reason);
    }
    Judgement::new(
        Verdict::Agree,
        "clauses/same",
        "the same in much the same words",
    )
}
