//! The dependency parser: an arc-eager transition system that also finds where sentences start.
//!
//! # Source
//!
//! Y. Goldberg and J. Nivre, "A dynamic oracle for arc-eager dependency parsing" (2012), in the
//! non-monotonic form of M. Honnibal and M. Johnson, "An improved non-monotonic transition system for
//! dependency parsing" (2015), as spaCy 3 runs it.

mod state;
mod tree;

use entente_types::Dep;

use crate::Error;
use crate::container::Container;
use crate::kernel::{Cpu, Masks, Row};
use crate::model::Action;
use crate::transition::{Contributions, Scorer};
use state::{Allowed, State};
pub(crate) use tree::Tree;

/// Tokens that describe a state.
const N_FEATURES: usize = 8;

/// What the parser can do next.
#[derive(Clone, Copy)]
enum Move {
    /// Puts the next token on the stack.
    Shift,
    /// Takes the top of the stack off; if it has no head, puts it back before the next token.
    Reduce,
    /// The next token governs the top of the stack, which is taken off.
    Left(u16),
    /// The top of the stack governs the next token, which is put on the stack.
    Right(u16),
    /// A sentence starts at the token after the next.
    Break,
}

/// The dependency parser.
pub(crate) struct Parser {
    scorer: Scorer<N_FEATURES>,
    /// By the number of what is allowed.
    masks: Masks,
    moves: Vec<Move>,
    labels: Labels,
}

/// Labels of arcs, with those that stand for an arc which crosses others.
pub(crate) struct Labels {
    names: Vec<String>,
    deps: Vec<Dep>,
    /// For a label `a||b`: the number of `a`, and of `b`, the label of the true head.
    lifted: Vec<Option<(u16, u16)>>,
    root: u16,
}

impl Labels {
    /// The label with this number.
    pub(crate) fn dep(&self, label: u16) -> Dep {
        self.deps[usize::from(label)]
    }

    fn new(actions: &[Action]) -> Self {
        let mut labels = Self {
            names: Vec::new(),
            deps: Vec::new(),
            lifted: Vec::new(),
            root: 0,
        };
        labels.root = labels.number("ROOT");
        for action in actions.iter().filter(|action| !action.label.is_empty()) {
            let label = labels.number(&action.label);
            if let Some((own, head)) = action.label.split_once("||") {
                let lifted = (labels.number(own), labels.number(head));
                labels.lifted[usize::from(label)] = Some(lifted);
            }
        }
        labels
    }

    fn number(&mut self, name: &str) -> u16 {
        let known = self.names.iter().position(|other| other == name);
        let number = known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.deps.push(Dep::from_text(name));
            self.lifted.push(None);
            self.names.len() - 1
        });
        u16::try_from(number).expect("a section has fewer labels than that")
    }
}

impl Parser {
    /// Reads the parser whose classes are `actions`.
    pub(crate) fn read(file: &Container, actions: &[Action]) -> Result<Self, Error> {
        if actions.len() > usize::from(u16::MAX) / 3 {
            return Err(Error::section("meta", "the parser has too many actions"));
        }
        let mut labels = Labels::new(actions);
        let read = |action: &Action| {
            Ok(match action.kind {
                'S' => Move::Shift,
                'D' => Move::Reduce,
                'L' => Move::Left(labels.number(&action.label)),
                'R' => Move::Right(labels.number(&action.label)),
                'B' => Move::Break,
                other => {
                    return Err(Error::section(
                        "meta",
                        &format!("the parser has an action `{other}`"),
                    ));
                }
            })
        };
        let moves = actions.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let scorer = Scorer::read(file, "parser", actions.len())?;
        let masks = scorer.masks(Allowed::N_SITUATIONS, |situation, action| {
            let allowed = Allowed::of(situation);
            match moves[action] {
                Move::Shift => allowed.shift,
                Move::Reduce => allowed.reduce,
                Move::Left(_) | Move::Right(_) => allowed.arc,
                Move::Break => allowed.split,
            }
        });
        Ok(Self {
            scorer,
            masks,
            moves,
            labels,
        })
    }

    /// The labels that trees refer to.
    pub(crate) fn labels(&self) -> &Labels {
        &self.labels
    }

    /// The tree over these tokens; `is_space` has one entry for each.
    pub(crate) fn parse(
        &self,
        cpu: &mut Cpu,
        rows: &[Row],
        is_space: &[bool],
        scratch: &mut Contributions,
    ) -> Tree {
        self.scorer.prepare(cpu, rows, scratch);
        let mut state = State::new(rows.len());
        while !state.is_done() {
            let mask = self.masks.of(state.allowed().situation());
            let chosen = self.scorer.best(cpu, scratch, state.features(), mask);
            match chosen.map(|idx| self.moves[idx]) {
                Some(Move::Shift) => state.shift(),
                Some(Move::Reduce) => state.reduce(),
                Some(Move::Left(label)) => state.left(label),
                Some(Move::Right(label)) => state.right(label),
                Some(Move::Break) => state.split(),
                None => state.finish(),
            }
        }
        Tree::new(state.into_arcs(), &self.labels, is_space)
    }
}
