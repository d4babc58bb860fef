//! The acts that two places of reports hang on, for dates and figures: what is dated or counted is mostly an act or its parties.

use std::sync::LazyLock;

use entente_types::Pos;

use super::{Likeness, Mention, pair};
use crate::story::Story;

/// How many numbers are read of the acts that two places hang on.
pub(crate) const N_ACTS: usize = N_LIKELY + N_ASKED;
const N_LIKELY: usize = 2;
const N_ASKED: usize = 25;

/// What is asked of them: how likely they are one, and what is asked of two acts.
pub(crate) const OF_ACTS: [&str; N_ACTS] = [
    "one act",
    "one act, surely",
    "same word",
    "same meaning",
    "near meaning",
    "told in one sentence",
    "told in one report",
    "agents shared",
    "agents apart",
    "patients shared",
    "patients apart",
    "parties shared",
    "parties apart",
    "near words",
    "sentence words",
    "names shared",
    "names apart",
    "numbers shared",
    "numbers apart",
    "places shared",
    "places apart",
    "same time",
    "other time",
    "both lead",
    "reports alike here",
    "reports shared",
    "reports likely",
];

/// Where what is asked stands among all that is read of two acts.
pub(crate) fn asked<const N: usize>(names: &[&str]) -> [usize; N] {
    std::array::from_fn(|nth| {
        let place = pair::NAMES.iter().position(|known| *known == names[nth]);
        place.expect("`pair` reads all that is asked of two acts")
    })
}

/// What the acts of two places have in common, by [`OF_ACTS`].
pub(crate) fn of_acts(acts: &Likeness, one: usize, other: usize) -> [f32; N_ACTS] {
    static PLACES: LazyLock<[usize; N_ASKED]> = LazyLock::new(|| asked(&OF_ACTS[N_LIKELY..]));
    let (all, likely) = acts.read(one, other);
    let mut found = [0.0; N_ACTS];
    found[0] = likely;
    found[1] = f32::from(u8::from(likely >= 0.5));
    for (found, place) in found[N_LIKELY..].iter_mut().zip(*PLACES) {
        *found = all[place];
    }
    found
}

/// Steps up a tree to the verb that a place belongs to.
const STEPS: usize = 5;

/// The verb that the words hang on, else the noun; the words themselves, if they hang on nothing.
pub(crate) fn head(story: &Story, place: Mention) -> Mention {
    let document = &story.documents[place.report];
    let tokens = document.tokens_in(place.span);
    let outside = |idx: usize| document.head(idx).filter(|head| !tokens.contains(head));
    let Some(first) = tokens.clone().find_map(outside) else {
        return place;
    };
    let above = || {
        std::iter::once(first)
            .chain(document.ancestors(first))
            .take(STEPS)
    };
    let is = |idx: &usize, kinds: [Pos; 2]| kinds.contains(&document.tokens[*idx].pos);
    let verb = above().find(|idx| is(idx, [Pos::Verb, Pos::Aux]));
    let noun = || above().find(|idx| is(idx, [Pos::Noun, Pos::Propn]));
    let span = |idx: usize| document.tokens[idx].span;
    Mention {
        report: place.report,
        span: verb.or_else(noun).map_or(place.span, span),
    }
}
