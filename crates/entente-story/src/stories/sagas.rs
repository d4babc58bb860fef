//! Chains episodes to sagas: what came before, in the weeks before.

use std::collections::VecDeque;

use entente_types::{EpisodeId, SagaId};

use super::index::Index;
use super::model::Model;
use super::pair::{self, Known};
use super::sketch::Field;
use super::stream::LEAST_ALIKE;

/// After so many minutes without an episode nothing joins a saga any more.
const MAX_PAUSE: i64 = 21 * 1440;
/// Episodes of sagas that are kept for comparing, the newest.
const MAX_KEPT: usize = 32_768;
/// Episodes that a new one is compared with.
const CANDIDATES: usize = 12;
/// Log-odds, by the words alone, from which two episodes belong to one saga.
const LEAST_ODDS: f32 = -0.4;

/// A report that stands for its episode.
struct Kept {
    minute: i64,
    saga: SagaId,
    known: Known,
}

/// The sagas of the last weeks.
pub(crate) struct Sagas {
    index: Index,
    kept: VecDeque<Kept>,
    base: u32,
}

impl Default for Sagas {
    fn default() -> Self {
        Self {
            index: Index::new(MAX_KEPT),
            kept: VecDeque::new(),
            base: 1,
        }
    }
}

impl Sagas {
    /// The saga of an episode, by one of its reports; its own if nothing like it came before.
    pub fn saga_of(&mut self, model: &Model, id: EpisodeId, known: &Known) -> SagaId {
        let next = self.base + self.kept.len() as u32;
        let found = self
            .index
            .look_up(&known.weighed, self.base, next, CANDIDATES);
        let laid = known.lay();
        let edges = found.into_iter().filter_map(|number| {
            let kept = &self.kept[(number - self.base) as usize];
            let alike = laid.alike(&kept.known, Field::Body);
            let odds = || model.words.odds(&pair::features(&laid, &kept.known, alike));
            (alike >= LEAST_ALIKE).then(|| (odds(), kept.saga))
        });
        let best = edges.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        best.filter(|(odds, _)| *odds >= LEAST_ODDS)
            .map_or(SagaId(id.0), |(_, saga)| saga)
    }

    /// Keeps a report, so that later episodes find its saga.
    pub fn keep(&mut self, minute: i64, saga: SagaId, known: Known) {
        let n_old = self
            .kept
            .partition_point(|kept| kept.minute < minute - MAX_PAUSE);
        let n_old = n_old.max((self.kept.len() + 1).saturating_sub(MAX_KEPT));
        self.kept.drain(..n_old);
        self.base += n_old as u32;
        let number = self.base + self.kept.len() as u32;
        self.index.add(number, &known.weighed);
        self.kept.push_back(Kept {
            minute,
            saga,
            known,
        });
    }
}
