//! Reads articles and compares the reports of stories, batch after batch.
//!
//! ```text
//! fetch ─► read ─► keep claims, load reports ─► compare ─► keep comparisons
//! ```
//!
//! Every step works on another batch at the same time: while some articles are read and the reports of the stories before
//! them are compared, one thread has the database, so that no processor waits for the disk. The articles of a story are
//! read together and compared at once, so that none is parsed twice and few are in memory.

use std::collections::BTreeMap;

use entente_types::{Article, Claims, Comparison, Document};
use entente_world::{Compared, Error, Id, Known, Read, World};
use rayon::prelude::*;

use super::{Step, reader};
use crate::{Settings, claims_at, parse};

/// Articles of one batch, about.
const BATCH: usize = 64;
/// Stories of one batch, at most.
const STORIES: usize = 32;
/// Most reports of one story that are compared, the first ones: the work grows with their square.
const MAX_REPORTS: usize = 40;

/// How work is done.
pub(super) struct Work<'a> {
    pub settings: &'a Settings,
    /// Tells the time at which what is found becomes known.
    pub now: &'a dyn Fn() -> Known,
    pub progress: &'a (dyn Fn(Step) + Sync),
}

/// What is to be done: stories whose reports are compared, and articles that are read.
pub(super) struct Queue<'a> {
    stories: &'a [u32],
    /// After this number, articles that no story asked for are looked for; `None` if they are not.
    after: Option<u32>,
    /// Numbers of the articles that were given last, which are not kept as read yet.
    given: Vec<u32>,
}

/// Articles that are read together, and the stories that they tell.
#[derive(Default)]
struct Fetched {
    stories: Vec<u32>,
    articles: Vec<Article>,
}

/// The same when they are read.
#[derive(Default)]
struct Found {
    stories: Vec<u32>,
    read: Vec<(Document, Claims)>,
}

/// A story with its reports.
struct Loaded {
    story: u32,
    reports: Vec<(Report, Claims)>,
    /// What was known when they were loaded.
    seen: Known,
}

/// A report of a story.
enum Report {
    Parsed(Document),
    /// It was read in an earlier run and is parsed again.
    Kept(Article),
}

/// A story that was compared, and what was known when its reports were loaded.
type Finished = (u32, Known, Comparison);

impl Work<'_> {
    /// Does everything that is to be done. Gives how many articles were read.
    pub(super) fn run(&self, world: &mut World, mut queue: Queue) -> Result<u64, Error> {
        let reader = reader(self.settings.precision);
        let mut n_read = 0;
        let mut fetched = queue.next(world, reader)?;
        let (mut found, mut loaded, mut finished) = (Found::default(), Vec::new(), Vec::new());
        while !(fetched.is_empty() && found.is_empty() && loaded.is_empty() && finished.is_empty())
        {
            let at = (self.now)();
            n_read += found.read.len() as u64;
            let (progress, settings) = (self.progress, self.settings);
            let on_disk = || {
                keep_comparisons(world, reader, &finished, at)?;
                keep_claims(world, reader, &found, at)?;
                let loaded = load(world, found)?;
                Ok::<_, Error>((loaded, queue.next(world, reader)?))
            };
            let in_memory = || {
                rayon::join(
                    || read(fetched, settings, progress),
                    || compare(loaded, settings, progress),
                )
            };
            let (news, kept) = rayon::join(in_memory, on_disk);
            (found, finished) = news;
            (loaded, fetched) = kept?;
        }
        Ok(n_read)
    }
}

impl<'a> Queue<'a> {
    /// Stories, with the articles that they tell.
    pub(super) fn of_stories(stories: &'a [u32]) -> Self {
        Self {
            stories,
            after: None,
            given: Vec::new(),
        }
    }

    /// The same, and after them all other articles.
    pub(super) fn and_others(self) -> Self {
        Self {
            after: Some(0),
            ..self
        }
    }

    fn next(&mut self, world: &World, reader: &str) -> Result<Fetched, Error> {
        let mut fetched = Fetched::default();
        while fetched.articles.len() < BATCH && fetched.stories.len() < STORIES {
            let Some((story, rest)) = self.stories.split_first() else {
                break;
            };
            self.stories = rest;
            fetched.stories.push(*story);
            let numbers = members(world, *story)?;
            fetched
                .articles
                .extend(world.unread_among(reader, &numbers)?);
        }
        while fetched.is_empty()
            && let Some(after) = self.after
        {
            let articles = world.unread_after(reader, after, BATCH)?;
            self.after = articles.last().map(|article| article.id.0);
            let is_new = |article: &Article| !self.given.contains(&article.id.0);
            fetched.articles.extend(articles.into_iter().filter(is_new));
        }
        self.given = fetched
            .articles
            .iter()
            .map(|article| article.id.0)
            .collect();
        Ok(fetched)
    }
}

impl Fetched {
    fn is_empty(&self) -> bool {
        self.stories.is_empty() && self.articles.is_empty()
    }
}

impl Found {
    fn is_empty(&self) -> bool {
        self.stories.is_empty() && self.read.is_empty()
    }
}

fn read(fetched: Fetched, settings: &Settings, progress: &(dyn Fn(Step) + Sync)) -> Found {
    let articles = fetched.articles.into_par_iter().with_max_len(1);
    let read = articles.map(|article| {
        let read = claims_at(settings.precision, article);
        progress(Step::Read);
        read
    });
    Found {
        stories: fetched.stories,
        read: read.collect(),
    }
}

fn compare(
    loaded: Vec<Loaded>,
    settings: &Settings,
    progress: &(dyn Fn(Step) + Sync),
) -> Vec<Finished> {
    let loaded = loaded.into_par_iter().with_max_len(1);
    let compared = loaded.map(|loaded| {
        let document = |report| match report {
            Report::Parsed(document) => document,
            Report::Kept(article) => parse(settings.precision, article).value,
        };
        let reports = loaded.reports.into_iter();
        let (documents, claims): (Vec<Document>, Vec<Claims>) = reports
            .map(|(report, claims)| (document(report), claims))
            .unzip();
        let comparison = entente_story::compare(&documents, &claims, &settings.story);
        progress(Step::Compared);
        (loaded.story, loaded.seen, comparison)
    });
    compared.collect()
}

fn keep_claims(world: &mut World, reader: &str, found: &Found, at: Known) -> Result<(), Error> {
    let read = found.read.iter().map(|(document, claims)| Read {
        article: document.article.id.0,
        claims,
    });
    let read: Vec<Read> = read.collect();
    match read.is_empty() {
        true => Ok(()),
        false => world.record(reader, &read, at),
    }
}

fn keep_comparisons(
    world: &mut World,
    reader: &str,
    finished: &[Finished],
    at: Known,
) -> Result<(), Error> {
    for (story, seen, comparison) in finished {
        let compared = Compared {
            story: *story,
            comparison,
            seen: *seen,
        };
        world.record_comparison(reader, &compared, at)?;
    }
    Ok(())
}

/// The stories with their reports.
fn load(world: &World, found: Found) -> Result<Vec<Loaded>, Error> {
    let seen = world.last_known()?.unwrap_or(Known(0));
    let documents = found.read.into_iter().map(|(document, _)| document);
    let mut parsed: BTreeMap<u32, Document> = documents
        .map(|document| (document.article.id.0, document))
        .collect();
    let load = |story| {
        Ok(Loaded {
            story,
            reports: reports(world, story, &mut parsed)?,
            seen,
        })
    };
    found.stories.into_iter().map(load).collect()
}

/// The reports of a story with those of their claims that no review rejects, in order of their numbers. None of a story that
/// is gone by now.
fn reports(
    world: &World,
    story: u32,
    parsed: &mut BTreeMap<u32, Document>,
) -> Result<Vec<(Report, Claims)>, Error> {
    let view = world.at(None);
    let mut numbers = members(world, story)?;
    numbers.sort_unstable();
    let mut reports = Vec::new();
    for number in numbers {
        let Some((_, mut claims)) = view.claims(number)? else {
            continue;
        };
        let rejected = view.rejected(number)?;
        let mut place = 0..;
        claims.claims.retain(|_| {
            let place = place.next().unwrap_or(u32::MAX);
            rejected.claims.iter().all(|(claim, _)| *claim != place)
        });
        let report = match parsed.remove(&number) {
            Some(document) => Report::Parsed(document),
            None => Report::Kept(view.article(number)?),
        };
        reports.push((report, claims));
    }
    Ok(reports)
}

/// The first articles of a story, in order of publication; none of a story that is gone by now.
fn members(world: &World, story: u32) -> Result<Vec<u32>, Error> {
    let rows = match world.at(None).story(story) {
        Ok((_, rows)) => rows,
        Err(Error::NoSuch(_)) => Vec::new(),
        Err(error) => return Err(error),
    };
    let number = |id: &str| match id.parse() {
        Ok(Id::Article(number)) => Some(number),
        _ => None,
    };
    let rows = rows.iter().take(MAX_REPORTS);
    Ok(rows.filter_map(|row| number(&row.id)).collect())
}
