//! Finds names: a transition system that walks the tokens once (begin, inside, last, unit, outside).

use crate::Error;
use crate::container::Container;
use crate::kernel::{Cpu, Masks, Row};
use crate::model::Action;
use crate::transition::{Contributions, NO_TOKEN, Scorer};
use entente_types::EntityKind;

/// Tokens that describe a state.
const N_FEATURES: usize = 3;

/// What the name finder says of one token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Move {
    Begin(EntityKind),
    Inside(EntityKind),
    Last(EntityKind),
    Unit(EntityKind),
    /// A unit without a kind, which training needed and which never applies.
    Never,
    Outside,
}

/// The name finder.
pub(crate) struct NameFinder {
    scorer: Scorer<N_FEATURES>,
    moves: Vec<Move>,
    /// Kinds of names.
    kinds: Vec<EntityKind>,
    /// By the number of a situation.
    masks: Masks,
}

/// What decides which moves are possible: the number of the kind of the name that is open (their count if
/// none is), whether the sentence goes on, whether the token is white space.
fn situation(kind: usize, goes_on: bool, is_space: bool) -> usize {
    4 * kind + 2 * usize::from(goes_on) + usize::from(is_space)
}

/// A name: first token, one past the last token, kind.
pub(crate) type Name = (usize, usize, EntityKind);

impl NameFinder {
    /// Reads the name finder whose classes are `actions`.
    pub(crate) fn read(file: &Container, actions: &[Action]) -> Result<Self, Error> {
        let read = |action: &Action| {
            let kind = EntityKind::from_text(&action.label);
            Ok(match action.kind {
                'U' if action.label.is_empty() => Move::Never,
                'B' => Move::Begin(kind),
                'I' => Move::Inside(kind),
                'L' => Move::Last(kind),
                'U' => Move::Unit(kind),
                'O' => Move::Outside,
                other => {
                    return Err(Error::section(
                        "meta",
                        &format!("names have an action `{other}`"),
                    ));
                }
            })
        };
        let moves = actions.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let mut kinds: Vec<EntityKind> = Vec::new();
        for one in &moves {
            if let Move::Begin(kind) | Move::Inside(kind) | Move::Last(kind) | Move::Unit(kind) =
                one
                && !kinds.contains(kind)
            {
                kinds.push(*kind);
            }
        }
        let scorer = Scorer::read(file, "ner", actions.len())?;
        let n_situations = situation(kinds.len() + 1, false, false);
        let masks = scorer.masks(n_situations, |number, action| {
            let open = kinds.get(number / 4);
            let (goes_on, is_space) = (number & 2 != 0, number & 1 != 0);
            match moves[action] {
                Move::Begin(_) => open.is_none() && goes_on && !is_space,
                Move::Inside(inside) => open == Some(&inside) && goes_on,
                Move::Last(last) => open == Some(&last),
                Move::Unit(_) => open.is_none() && !is_space,
                Move::Outside => open.is_none(),
                Move::Never => false,
            }
        });
        Ok(Self {
            scorer,
            moves,
            kinds,
            masks,
        })
    }

    /// The names among these tokens; `starts` tells where sentences start, `is_space` what is no word.
    pub(crate) fn find(
        &self,
        cpu: &mut Cpu,
        rows: &[Row],
        starts: &[bool],
        is_space: &[bool],
        scratch: &mut Contributions,
    ) -> Vec<Name> {
        self.scorer.prepare(cpu, rows, scratch);
        let mut names = Vec::new();
        // First token and number of the kind of the name that is open.
        let mut open: Option<(usize, usize)> = None;
        for (token, &is_space) in is_space.iter().enumerate().take(rows.len()) {
            let number = |token: Option<usize>| token.map_or(NO_TOKEN, |token| token as u32);
            let first = open.map(|(first, _)| first);
            let before = first.and(token.checked_sub(1));
            let features = [Some(token), first, before].map(number);
            let kind = open.map_or(self.kinds.len(), |(_, kind)| kind);
            let goes_on = starts.get(token + 1) == Some(&false);
            let mask = self.masks.of(situation(kind, goes_on, is_space));
            let chosen = self.scorer.best(cpu, scratch, features, mask);
            match chosen.map(|idx| self.moves[idx]) {
                Some(Move::Begin(kind)) => {
                    let kind = self.kinds.iter().position(|&other| other == kind);
                    open = kind.map(|kind| (token, kind));
                }
                Some(Move::Last(kind)) => {
                    names.extend(open.take().map(|(first, _)| (first, token + 1, kind)))
                }
                Some(Move::Unit(kind)) => names.push((token, token + 1, kind)),
                _ => {}
            }
        }
        names
    }
}
