//! Keeps the ids of episodes: which are in use, which were merged, what has left the window.

use std::collections::{BTreeMap, BTreeSet};

use entente_types::{Episode, EpisodeId, Moment, Revision, SagaId};

use super::neighbours::Imprint;

/// Merged ids that are remembered, the newest.
const MAX_TOMBS: usize = 100_000;

/// An article that belongs to an episode for good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Told {
    /// The number that it came in with.
    pub article: u64,
    pub imprint: Imprint,
    /// Is it the text of another article once more?
    pub is_reprint: bool,
    /// Does it have a headline?
    pub has_title: bool,
    /// How like the others of its episode it is, all in all.
    pub central: f32,
}

/// Where an open article is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Placed {
    /// The number 0 if it is nowhere yet.
    pub episode: EpisodeId,
    pub is_reprint: bool,
}

/// What is kept of an episode.
#[derive(Clone, Debug, Default)]
struct Entry {
    saga: SagaId,
    /// Its articles inside the window.
    n_kept: u32,
    /// Those of them that reprint another one.
    n_reprints: u32,
    /// Its articles that have left the window.
    told: Vec<Told>,
}

/// All ids that are in use.
#[derive(Default)]
pub(crate) struct Book {
    entries: BTreeMap<EpisodeId, Entry>,
    n_ids: u32,
    tombs: BTreeMap<EpisodeId, EpisodeId>,
    over: Vec<Episode>,
    revisions: Vec<Revision>,
}

impl Book {
    /// Ids for open articles that were grouped: `before` holds where each was, `groups` its group,
    /// `fixed` the ids of groups that hold a settled episode.
    pub fn give_ids(
        &mut self,
        before: &[Placed],
        groups: &[u32],
        fixed: &BTreeMap<u32, EpisodeId>,
    ) -> Vec<EpisodeId> {
        let mut n_had: BTreeMap<EpisodeId, u32> = BTreeMap::new();
        let mut shared: BTreeMap<(u32, EpisodeId), u32> = BTreeMap::new();
        let ids = before.iter().map(|one| one.episode);
        for (id, group) in ids.zip(groups).filter(|(id, _)| id.0 > 0) {
            *n_had.entry(id).or_default() += 1;
            *shared.entry((*group, id)).or_default() += 1;
        }
        let mut ids = fixed.clone();
        // An id with settled articles inside the window stays with them.
        let mut taken: BTreeSet<EpisodeId> = n_had
            .iter()
            .filter(|(id, n)| self.n_kept(**id) > **n)
            .map(|(id, _)| *id)
            .collect();
        let mut claims: Vec<(u32, EpisodeId, u32)> = shared
            .iter()
            .map(|((group, id), n)| (*n, *id, *group))
            .collect();
        claims.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, id, group) in claims {
            if !taken.contains(&id) && !ids.contains_key(&group) {
                ids.insert(group, id);
                taken.insert(id);
            }
        }
        let given: Vec<EpisodeId> = groups
            .iter()
            .map(|group| {
                *ids.entry(*group).or_insert_with(|| {
                    self.n_ids += 1;
                    EpisodeId(self.n_ids)
                })
            })
            .collect();
        self.transfer(before, &given);
        self.log(&shared, &ids);
        given
    }

    fn n_articles(&self, id: EpisodeId) -> u32 {
        self.entries
            .get(&id)
            .map_or(0, |entry| entry.n_kept + entry.told.len() as u32)
    }

    /// How many articles an episode has inside the window.
    pub fn n_kept(&self, id: EpisodeId) -> u32 {
        self.entries.get(&id).map_or(0, |entry| entry.n_kept)
    }

    /// How many texts an episode has inside the window, without reprints.
    pub fn n_texts(&self, id: EpisodeId) -> u32 {
        self.entries
            .get(&id)
            .map_or(0, |entry| entry.n_kept - entry.n_reprints)
    }

    fn transfer(&mut self, before: &[Placed], given: &[EpisodeId]) {
        let moved = before.iter().zip(given);
        for (before, given) in moved.filter(|(before, given)| before.episode != **given) {
            let n_reprints = u32::from(before.is_reprint);
            let entry = self.entries.entry(*given).or_default();
            entry.n_kept += 1;
            entry.n_reprints += n_reprints;
            if let Some(entry) = self.entries.get_mut(&before.episode) {
                entry.n_kept -= 1;
                entry.n_reprints -= n_reprints;
            }
        }
    }

    /// Writes down which ids are gone and which lost articles.
    fn log(&mut self, shared: &BTreeMap<(u32, EpisodeId), u32>, ids: &BTreeMap<u32, EpisodeId>) {
        let mut went: BTreeMap<EpisodeId, Vec<(u32, EpisodeId)>> = BTreeMap::new();
        for ((group, from), n) in shared {
            if ids[group] != *from {
                went.entry(*from).or_default().push((*n, ids[group]));
            }
        }
        for (from, mut went) in went {
            went.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            let is_gone = self.n_articles(from) == 0;
            if is_gone {
                self.entries.remove(&from);
                self.bury(from, went[0].1);
            }
            self.close(from);
            let splits = went.into_iter().skip(usize::from(is_gone));
            self.revisions
                .extend(splits.map(|(_, into)| Revision::Split { from, into }));
        }
    }

    fn bury(&mut self, from: EpisodeId, into: EpisodeId) {
        self.revisions.push(Revision::Merged { from, into });
        self.tombs.insert(from, into);
        if self.tombs.len() > MAX_TOMBS {
            self.tombs.pop_first();
        }
    }

    /// The id under which an episode is known now.
    pub fn current(&self, id: EpisodeId) -> EpisodeId {
        let mut id = id;
        // A chain of merges is no longer than the number of tombs; an id comes back to nobody.
        for _ in 0..=self.tombs.len() {
            match self.tombs.get(&id) {
                Some(into) => id = *into,
                None => break,
            }
        }
        id
    }

    /// Is this the first article of its episode that leaves?
    pub fn is_first(&self, id: EpisodeId) -> bool {
        self.entries
            .get(&id)
            .is_some_and(|entry| entry.told.is_empty())
    }

    /// Says to which saga an episode belongs.
    pub fn set_saga(&mut self, id: EpisodeId, saga: SagaId) {
        if let Some(entry) = self.entries.get_mut(&id) {
            entry.saga = saga;
        }
    }

    /// Takes an article that leaves the window. With the last one its episode is over.
    pub fn leave(&mut self, id: EpisodeId, told: Told) {
        let Some(entry) = self.entries.get_mut(&id) else {
            return;
        };
        entry.n_kept -= 1;
        entry.n_reprints -= u32::from(told.is_reprint);
        entry.told.push(told);
        self.close(id);
    }

    /// Ends an episode of which no article is left inside the window.
    fn close(&mut self, id: EpisodeId) {
        if self.n_kept(id) == 0
            && let Some(entry) = self.entries.remove(&id)
        {
            self.over.push(episode(id, entry.saga, entry.told));
        }
    }

    pub fn n_active(&self) -> usize {
        self.entries.len()
    }

    pub fn take_over(&mut self) -> Vec<Episode> {
        std::mem::take(&mut self.over)
    }

    pub fn take_revisions(&mut self) -> Vec<Revision> {
        std::mem::take(&mut self.revisions)
    }

    /// Episodes that are not over, with their articles inside the window.
    pub fn active(&self, kept: impl Iterator<Item = (EpisodeId, Told)>) -> Vec<Episode> {
        let mut told: BTreeMap<EpisodeId, Vec<Told>> = self
            .entries
            .iter()
            .map(|(id, entry)| (*id, entry.told.clone()))
            .collect();
        for (id, article) in kept {
            told.entry(id).or_default().push(article);
        }
        let saga = |id: &EpisodeId| self.entries.get(id).map_or(SagaId(0), |entry| entry.saga);
        told.into_iter()
            .map(|(id, articles)| episode(id, saga(&id), articles))
            .collect()
    }
}

fn episode(id: EpisodeId, saga: SagaId, mut told: Vec<Told>) -> Episode {
    told.sort_by_key(|told| {
        let published = told.imprint.published();
        (published.is_none(), published, told.article)
    });
    let order = |a: &&Told, b: &&Told| {
        let by_likeness = a
            .central
            .total_cmp(&b.central)
            .then(b.article.cmp(&a.article));
        a.has_title.cmp(&b.has_title).then(by_likeness)
    };
    let centre = told.iter().max_by(order).map_or(0, |told| told.article);
    let outlets: BTreeSet<u32> = told
        .iter()
        .map(|told| told.imprint.outlet())
        .filter(|outlet| *outlet > 0)
        .collect();
    let dated = || told.iter().filter_map(|told| told.imprint.moment());
    let (first, last): (Option<Moment>, Option<Moment>) = (dated().next(), dated().next_back());
    Episode {
        id,
        saga: if saga.0 == 0 { SagaId(id.0) } else { saga },
        articles: told.iter().map(|told| told.article).collect(),
        centre,
        n_outlets: outlets.len() as u32,
        first,
        last,
    }
}
