//! Follows articles while they come, and gives stories as soon as nothing changes them any more.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use entente_engine::follow::{Settings, Stream};

use super::{Kept, Story, Told, story};

/// Articles that wait for earlier ones. Where a stream is a little out of order, they are put in order; an article that is
/// dated in the future waits until the end, and takes nobody along.
const MOST_WAITING: usize = 256;

/// An article that waits: the earliest comes first, and of one minute the one that came first.
struct Waiting {
    minute: i64,
    number: u64,
    kept: Kept,
}

impl Waiting {
    fn key(&self) -> Reverse<(i64, u64)> {
        Reverse((self.minute, self.number))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Waiting {}

/// A stream of articles that is followed. It holds those of the last three days.
pub struct Follow {
    waiting: BinaryHeap<Waiting>,
    stream: Stream<'static>,
    /// What is told of the articles whose stories are not over, by number.
    told: BTreeMap<u64, Told>,
    n_articles: u64,
    /// The time of the last article that was placed.
    now: i64,
}

impl Default for Follow {
    fn default() -> Self {
        Self {
            waiting: BinaryHeap::new(),
            stream: Stream::new(Settings::default()),
            told: BTreeMap::new(),
            n_articles: 0,
            now: i64::MIN,
        }
    }
}

impl Follow {
    /// Takes the next article and gives the stories that are over by now. An article without a date comes now.
    pub fn push(&mut self, kept: Kept) -> Vec<Story> {
        self.waiting.push(Waiting {
            minute: kept.sketch.minute().unwrap_or(self.now),
            number: self.n_articles,
            kept,
        });
        self.n_articles += 1;
        if self.waiting.len() > MOST_WAITING {
            self.place_earliest();
        }
        self.over()
    }

    /// Articles that came.
    pub fn n_articles(&self) -> u64 {
        self.n_articles
    }

    /// Ends the stream and gives the stories that are left.
    pub fn finish(&mut self) -> Vec<Story> {
        while !self.waiting.is_empty() {
            self.place_earliest();
        }
        self.stream.finish();
        self.over()
    }

    fn place_earliest(&mut self) {
        if let Some(earliest) = self.waiting.pop() {
            self.now = self.now.max(earliest.minute);
            self.stream.push(earliest.number, earliest.kept.sketch);
            self.told.insert(earliest.number, earliest.kept.told);
        }
    }

    fn over(&mut self) -> Vec<Story> {
        // What was revised on the way is only told where all is.
        self.stream.take_revisions();
        let mut stories = Vec::new();
        for episode in self.stream.take_over() {
            let articles = episode.articles.iter();
            let articles = articles.filter_map(|number| Some((*number, self.told.remove(number)?)));
            stories.push(story(episode.clone(), &articles.collect()));
        }
        stories.sort_by_key(|story: &Story| (story.first, story.id));
        stories
    }
}
