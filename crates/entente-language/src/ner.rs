//! Finds names: a transition system that walks the tokens once (begin, inside, last, unit, outside).

use entente_types::EntityKind;
use pulp::Arch;

use crate::Error;
use crate::container::Container;
use crate::kernel::{Row, first_largest};
use crate::model::Action;
use crate::transition::{Contributions, Scorer};

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
    scorer: Scorer,
    moves: Vec<Move>,
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
        let moves = actions.iter().map(read).collect::<Result<_, _>>()?;
        Ok(Self {
            scorer: Scorer::read(file, "ner", N_FEATURES, actions.len())?,
            moves,
        })
    }

    /// The names among these tokens; `starts` tells where sentences start, `is_space` what is no word.
    pub(crate) fn find(
        &self,
        arch: Arch,
        rows: &[Row],
        starts: &[bool],
        is_space: &[bool],
        scratch: &mut Contributions,
    ) -> Vec<Name> {
        self.scorer.prepare(arch, rows, scratch);
        let mut scores = Vec::new();
        let mut names = Vec::new();
        let mut open: Option<(usize, EntityKind)> = None;
        for (token, &is_space) in is_space.iter().enumerate().take(rows.len()) {
            let first = open.map(|(first, _)| first);
            let before = first.and(token.checked_sub(1));
            let scores =
                self.scorer
                    .score(arch, scratch, [Some(token), first, before], &mut scores);
            let goes_on = starts.get(token + 1) == Some(&false);
            let kind = open.map(|(_, kind)| kind);
            let chosen = first_largest(scores, |idx| match self.moves[idx] {
                Move::Begin(_) => kind.is_none() && goes_on && !is_space,
                Move::Inside(inside) => kind == Some(inside) && goes_on,
                Move::Last(last) => kind == Some(last),
                Move::Unit(_) => kind.is_none() && !is_space,
                Move::Outside => kind.is_none(),
                Move::Never => false,
            });
            match chosen.map(|idx| self.moves[idx]) {
                Some(Move::Begin(kind)) => open = Some((token, kind)),
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
