//! Leaves out what another slot tells already, so that one sentence does not count as two agreements.
//!
//! An act inside a quotation that several reports give is told with the quotation; the day of an act that
//! several reports give is told with the act.

use entente_types::{ArticleId, Slot, SlotKind, Span, Verdict};

use crate::slot::n_reports;

/// The slots without those that repeat another one.
pub(crate) fn without_repeats(slots: Vec<Slot>) -> Vec<Slot> {
    let tellers: Vec<(SlotKind, Vec<(ArticleId, Span)>)> = slots
        .iter()
        .filter(|slot| is_shared(slot))
        .map(|slot| (slot.kind, places(slot)))
        .collect();
    let is_repeat = |slot: &Slot| {
        let told_by = match slot.kind {
            SlotKind::Event | SlotKind::Clause => SlotKind::Quote,
            SlotKind::Date => SlotKind::Event,
            _ => return false,
        };
        let places = places(slot);
        let tells = |teller: &Vec<(ArticleId, Span)>| {
            places.iter().all(|(report, span)| {
                let holds =
                    |(other, whole): &(ArticleId, Span)| other == report && whole.contains(*span);
                teller.iter().any(holds)
            })
        };
        let mut tellers = tellers.iter().filter(|(kind, _)| *kind == told_by);
        slot.verdict >= Verdict::Compatible
            && is_shared(slot)
            && tellers.any(|(_, teller)| tells(teller))
    };
    let repeats: Vec<bool> = slots.iter().map(is_repeat).collect();
    let kept = slots
        .into_iter()
        .zip(repeats)
        .filter(|(_, is_repeat)| !is_repeat);
    kept.map(|(slot, _)| slot).collect()
}

fn is_shared(slot: &Slot) -> bool {
    n_reports(slot) > 1
}

fn places(slot: &Slot) -> Vec<(ArticleId, Span)> {
    slot.values
        .iter()
        .map(|value| (value.report, value.span))
        .collect()
}
