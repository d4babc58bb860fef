//! Groups a stream of articles into episodes and sagas, in one pass and in bounded memory.
//!
//! Articles that share an hour make a lot, whatever their order inside it. A lot is placed when it is full: each of
//! its articles is compared with those of the last days that share its heaviest words, and joins the episode that it
//! is most like on average. Every few hours all articles of the last day are placed anew, with what came since;
//! after that day they stay where they are.

use std::collections::{BTreeMap, HashSet, VecDeque};

use entente_types::{Episode, EpisodeId, Revision};

use super::book::{Book, Placed, Told};
use super::group::{Linked, Node, average_link};
use super::index::Index;
use super::model::{Model, SHIPPED, probability};
use super::neighbours::{self, Asked, Edge, Imprint, Neighbours};
use super::pair::{self, Known, Laid};
use super::rarity::Rarity;
use super::sagas::Sagas;
use super::sketch::{Field, Sketch};
use super::telling::{self, Shared};
use super::weighed::Weighed;

/// How a stream is followed. Times are minutes of stream time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Articles that are older are compared with no new one.
    pub window: i64,
    /// After so long nothing changes for an article.
    pub settled_after: i64,
    /// How often the articles that are not settled are placed anew.
    pub review_every: i64,
    /// Most articles of one lot.
    pub lot: usize,
    /// Most articles that are kept for comparing, whatever their age.
    pub most: usize,
    /// Most articles that are placed anew in one review, the newest.
    pub most_open: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            window: 3 * 1440,
            settled_after: 1440,
            review_every: 360,
            lot: 4096,
            most: 400_000,
            most_open: 16_384,
        }
    }
}

/// Articles among which those that share words are found; of more, the newest.
const MOST_FOUND: usize = 1 << 17;
/// Articles that a new one is compared with.
pub(crate) const CANDIDATES: usize = 40;
/// Texts that are less alike are not compared further.
pub(crate) const LEAST_ALIKE: f32 = 0.05;
/// Log-odds from words below which two articles are no neighbours.
pub const LEAST_ODDS: f32 = -4.5;
/// Probability below which two articles do not count for a join.
const LEAST_LINK: f32 = 0.02;

/// An article inside the window.
pub(crate) struct Member {
    /// The number that it came in with.
    pub article: u64,
    /// Stands for its text.
    content: u64,
    /// Stream time when it came.
    pub minute: i64,
    pub known: Known,
    pub imprint: Imprint,
    pub neighbours: Neighbours,
    pub episode: EpisodeId,
    /// The number of the article that it reprints, 0 if none. A reprint has no neighbours and is no neighbour, so that it
    /// changes nothing for others.
    pub reprints: u32,
}

impl Member {
    fn placed(&self) -> Placed {
        Placed {
            episode: self.episode,
            is_reprint: self.reprints > 0,
        }
    }
}

/// A stream of articles that is followed.
pub struct Stream<'m> {
    settings: Settings,
    model: &'m Model,
    /// What is asked of neighbours with dates, and of others.
    asked: [Asked; 2],
    rarity: Rarity,
    index: Index,
    /// Articles inside the window, the first with the number `base`; each in memory of its own, since a queue keeps room for
    /// twice as many.
    members: VecDeque<Box<Member>>,
    base: u32,
    /// Stand for the texts inside the window.
    texts: HashSet<u64>,
    book: Book,
    sagas: Sagas,
    /// Episodes of the articles that have left the window last.
    passed: VecDeque<EpisodeId>,
    lot: Vec<(u64, Sketch)>,
    now: Option<i64>,
    reviewed: Option<i64>,
}

impl Default for Stream<'static> {
    fn default() -> Self {
        Self::new(Settings::default())
    }
}

impl Stream<'static> {
    /// Follows a stream with the model that ships with Entente.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self::with_model(settings, &SHIPPED)
    }
}

impl<'m> Stream<'m> {
    /// Follows a stream with a model of one's own.
    #[must_use]
    pub fn with_model(settings: Settings, model: &'m Model) -> Self {
        Self {
            settings,
            model,
            asked: [&model.join, &model.join_undated].map(Asked::by),
            rarity: Rarity::new(model.n_reports, &model.background),
            index: Index::new(MOST_FOUND),
            members: VecDeque::new(),
            // Numbers begin with 1, which no empty posting is.
            base: 1,
            texts: HashSet::new(),
            book: Book::default(),
            sagas: Sagas::default(),
            passed: VecDeque::new(),
            lot: Vec::new(),
            now: None,
            reviewed: None,
        }
    }

    /// Takes the next article, in order of publication; `article` is the number by which the caller knows it.
    ///
    /// An article without a date, or with one that has passed, is taken to come now.
    pub fn push(&mut self, article: u64, sketch: Sketch) {
        let minute = sketch.published.map(|(minute, _)| minute);
        let is_later = match (minute, self.now) {
            (Some(minute), Some(now)) => minute.div_euclid(60) > now.div_euclid(60),
            _ => false,
        };
        if is_later || self.lot.len() >= self.settings.lot {
            self.place_lot();
        }
        self.now = self.now.max(minute);
        self.lot.push((article, sketch));
    }

    /// Places what has come and settles everything: nothing more follows.
    pub fn finish(&mut self) {
        self.place_lot();
        self.review();
        self.forget(self.members.len());
    }

    /// Episodes that are over since this was asked last, for the caller to keep; the stream forgets them.
    pub fn take_over(&mut self) -> Vec<Episode> {
        self.book.take_over()
    }

    /// What was changed since this was asked last.
    pub fn take_revisions(&mut self) -> Vec<Revision> {
        self.book.take_revisions()
    }

    /// The id under which an episode is known now; another one than asked for if it was merged.
    #[must_use]
    pub fn current(&self, id: EpisodeId) -> EpisodeId {
        self.book.current(id)
    }

    /// Episodes that may still grow, by id.
    #[must_use]
    pub fn active(&self) -> Vec<Episode> {
        let kept =
            (0..self.members.len()).map(|place| (self.members[place].episode, self.told(place)));
        self.book.active(kept)
    }

    /// Articles that are kept for comparing.
    #[must_use]
    pub fn n_kept(&self) -> usize {
        self.members.len()
    }

    /// Number of episodes that may still grow.
    #[must_use]
    pub fn n_active(&self) -> usize {
        self.book.n_active()
    }

    fn place_lot(&mut self) {
        let mut lot = std::mem::take(&mut self.lot);
        if lot.is_empty() {
            return;
        }
        lot.sort_by_key(|(article, sketch)| {
            (sketch.published, sketch.content, sketch.outlet, *article)
        });
        let now = self.now.unwrap_or(0);
        self.forget_before(now - self.settings.window, lot.len());
        for (_, sketch) in &lot {
            // What is printed again makes no word more common.
            if self.texts.insert(sketch.content) {
                self.rarity.note(sketch);
            }
        }
        let first = self.base + self.members.len() as u32;
        for (article, sketch) in lot {
            self.meet(article, &sketch, now);
        }
        let is_due = self
            .reviewed
            .is_none_or(|last| now - last >= self.settings.review_every);
        if is_due || self.now.is_none() {
            self.review();
        } else {
            self.place(first);
        }
    }

    /// Compares an article with those before it and keeps it.
    fn meet(&mut self, article: u64, sketch: &Sketch, now: i64) {
        let known = Known::new(sketch, Weighed::new(sketch, &self.rarity));
        let number = self.base + self.members.len() as u32;
        let mut neighbours = Neighbours::default();
        let candidates = self
            .index
            .look_up(&known.weighed, self.base, number, CANDIDATES);
        let place_of = |other: u32| (other - self.base) as usize;
        let others = || {
            let places = candidates.iter().map(|other| place_of(*other));
            places.map(|place| &self.members[place].known)
        };
        fetch(others());
        let laid = known.lay();
        let shared = telling::compare(&laid, others(), LEAST_ALIKE);
        let known_of = |shared: &Shared| &self.members[place_of(candidates[shared.place])].known;
        let mut same = shared
            .iter()
            .filter(|shared| pair::is_same_text(&laid, known_of(shared), shared.alike));
        // Candidates come in order of what they share.
        let reprints = same.next().map_or(0, |shared| candidates[shared.place]);
        if reprints == 0 {
            for shared in shared {
                let other = candidates[shared.place];
                let member = &mut self.members[place_of(other)];
                if let Some(edge) = judge(self.model, &laid, &member.known, other, shared) {
                    neighbours.add(edge);
                    member.neighbours.add(edge.to(number));
                }
            }
            self.index.add(number, &known.weighed);
        }
        let imprint = Imprint::new(sketch);
        self.members.push_back(Box::new(Member {
            article,
            content: sketch.content,
            minute: now,
            known,
            imprint,
            neighbours,
            episode: EpisodeId(0),
            reprints,
        }));
    }

    /// Places anew what is not settled yet.
    fn review(&mut self) {
        let now = self.now.unwrap_or(0);
        self.reviewed = self.now;
        let oldest = now - self.settings.settled_after;
        let n_settled = self
            .members
            .partition_point(|member| member.minute < oldest);
        let n_settled = n_settled.max(self.members.len().saturating_sub(self.settings.most_open));
        self.place(self.base + n_settled as u32);
    }

    /// Places the articles from number `first` on; the others stay where they are.
    fn place(&mut self, first: u32) {
        let mut plan = Plan::new((self.base + self.members.len() as u32 - first) as usize);
        for number in first..first + plan.n_open as u32 {
            if let Some(reprinted) = self.reprinted(number, first) {
                plan.follow(number - first, reprinted);
            }
            for edge in &self.member(number).neighbours.edges {
                if edge.other < self.base || edge.other >= number {
                    continue;
                }
                let link = self.link(number, edge);
                if link >= LEAST_LINK {
                    let other = if edge.other >= first {
                        Link::Open(edge.other - first)
                    } else {
                        Link::Settled(self.member(edge.other).episode)
                    };
                    plan.link(number - first, other, link);
                }
            }
        }
        let open = self.members.range((first - self.base) as usize..);
        let before: Vec<Placed> = open.map(|member| member.placed()).collect();
        let (groups, fixed) = plan.groups(&before, &self.book, self.model.least);
        let given = self.book.give_ids(&before, &groups, &fixed);
        let open = self.members.range_mut((first - self.base) as usize..);
        for (member, id) in open.zip(given) {
            member.episode = id;
        }
    }

    /// What a reprint goes with: its first text, or the episode that this one stays in.
    fn reprinted(&self, number: u32, first: u32) -> Option<Link> {
        match self.member(number).reprints {
            0 => None,
            other if other >= first => Some(Link::Open(other - first)),
            other => self.episode_of(other).map(Link::Settled),
        }
    }

    fn member(&self, number: u32) -> &Member {
        &self.members[(number - self.base) as usize]
    }

    /// How likely an article and a neighbour tell one event.
    fn link(&self, number: u32, edge: &Edge) -> f32 {
        let (one, other) = (self.member(number), self.member(edge.other));
        let (scorer, asked) = match neighbours::are_dated(&one.imprint, &other.imprint) {
            true => (&self.model.join, self.asked[0]),
            false => (&self.model.join_undated, self.asked[1]),
        };
        let one = (&one.neighbours, &one.imprint);
        let other = (&other.neighbours, &other.imprint);
        probability(scorer.odds(&neighbours::features(edge, one, other, asked)))
    }

    fn forget_before(&mut self, oldest: i64, n_coming: usize) {
        let n_old = self
            .members
            .partition_point(|member| member.minute < oldest);
        let n_beyond = (self.members.len() + n_coming).saturating_sub(self.settings.most);
        self.forget(n_old.max(n_beyond.min(self.members.len())));
    }

    fn forget(&mut self, n_members: usize) {
        for place in 0..n_members {
            let told = self.told(place);
            let Member {
                episode,
                minute,
                ref known,
                ..
            } = *self.members[place];
            if self.book.is_first(episode) {
                let saga = self.sagas.saga_of(self.model, episode, known);
                self.book.set_saga(episode, saga);
                if self.book.n_kept(episode) > 1 {
                    self.sagas.keep(minute, saga, known.clone());
                }
            }
            self.book.leave(episode, told);
            self.texts.remove(&self.members[place].content);
            self.passed.push_back(episode);
        }
        self.members.drain(..n_members);
        self.base += n_members as u32;
        let n_passed = self.passed.len().saturating_sub(self.settings.most);
        self.passed.drain(..n_passed);
    }

    /// An article with what it is to its episode.
    fn told(&self, place: usize) -> Told {
        let member = &self.members[place];
        let same = |edge: &&Edge| self.episode_of(edge.other) == Some(member.episode);
        Told {
            article: member.article,
            imprint: member.imprint,
            is_reprint: member.reprints > 0,
            has_title: !member.known.weighed.lacks(Field::Title as usize),
            central: member
                .neighbours
                .edges
                .iter()
                .filter(same)
                .map(Edge::alike)
                .sum(),
        }
    }

    /// The episode of an article that is inside the window or has left it not long ago.
    fn episode_of(&self, number: u32) -> Option<EpisodeId> {
        if number >= self.base {
            return Some(self.members.get((number - self.base) as usize)?.episode);
        }
        let back = (self.base - number) as usize;
        self.passed
            .get(self.passed.len().checked_sub(back)?)
            .copied()
    }
}

/// What an open article is linked to.
enum Link {
    /// Another open article.
    Open(u32),
    /// An episode whose articles stay.
    Settled(EpisodeId),
}

/// What is to be grouped: articles that are open, and the settled episodes that they are like.
struct Plan {
    nodes: Vec<Node>,
    n_open: usize,
    settled: BTreeMap<EpisodeId, u32>,
    /// In no order; of two nodes there may be several.
    links: Vec<Linked>,
    /// Reprints, and the node that each goes with; in order.
    follow: Vec<(u32, u32)>,
}

impl Plan {
    fn new(n_open: usize) -> Self {
        let open = Node {
            size: 1,
            is_fixed: false,
        };
        Self {
            nodes: vec![open; n_open],
            n_open,
            settled: BTreeMap::new(),
            links: Vec::new(),
            follow: Vec::new(),
        }
    }

    /// Links an open article to a settled episode or to another open article.
    fn link(&mut self, node: u32, other: Link, link: f32) {
        let other = self.node(other);
        self.links.push(((node.min(other), node.max(other)), link));
    }

    /// Lets an open article go where another goes.
    fn follow(&mut self, node: u32, other: Link) {
        let other = self.node(other);
        self.follow.push((node, other));
    }

    fn node(&mut self, of: Link) -> u32 {
        let nodes = &mut self.nodes;
        match of {
            Link::Open(node) => node,
            Link::Settled(id) => *self.settled.entry(id).or_insert_with(|| {
                nodes.push(Node {
                    size: 1,
                    is_fixed: true,
                });
                nodes.len() as u32 - 1
            }),
        }
    }

    /// Brings links in order and makes one of those between the same two nodes.
    fn sum_links(&mut self) {
        self.links.sort_by_key(|(nodes, _)| *nodes);
        self.links.dedup_by(|next, kept| {
            let is_same = next.0 == kept.0;
            if is_same {
                kept.1 += next.1;
            }
            is_same
        });
    }

    /// The group of each open article, and the settled episode of the groups that hold one.
    fn groups(
        mut self,
        before: &[Placed],
        book: &Book,
        least: f32,
    ) -> (Vec<u32>, BTreeMap<u32, EpisodeId>) {
        let mut n_open: BTreeMap<EpisodeId, u32> = BTreeMap::new();
        for one in before.iter().filter(|one| !one.is_reprint) {
            *n_open.entry(one.episode).or_default() += 1;
        }
        for (id, node) in &self.settled {
            let n_open = n_open.get(id).copied().unwrap_or(0);
            self.nodes[*node as usize].size = book.n_texts(*id).saturating_sub(n_open).max(1);
        }
        self.sum_links();
        let mut groups = average_link(&self.nodes, &self.links, least);
        for (node, other) in &self.follow {
            groups[*node as usize] = groups[*other as usize];
        }
        let fixed = self
            .settled
            .iter()
            .map(|(id, node)| (groups[*node as usize], *id))
            .collect();
        groups.truncate(self.n_open);
        (groups, fixed)
    }
}

/// What two articles that share words are to each other; `None` if they have next to nothing in common.
fn judge(model: &Model, one: &Laid, other: &Known, number: u32, shared: Shared) -> Option<Edge> {
    let odds = model.words.odds(&pair::features(one, other, shared.alike));
    (odds >= LEAST_ODDS).then(|| Edge::new(number, odds, shared.alike, shared.telling))
}

/// Looks at articles that are compared next, so that they are on their way from memory all at once when they are read.
fn fetch<'k>(known: impl Iterator<Item = &'k Known>) {
    let sum = known.fold(0, |sum, known| sum ^ known.weighed.first());
    std::hint::black_box(sum);
}
