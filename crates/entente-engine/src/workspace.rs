//! Keeps a workspace up to date: reads what was added, finds which articles tell one event, compares their reports.

use std::collections::BTreeMap;

use entente_story::stories::{Settings as Following, Sketch, Stream};
use entente_types::{Article, Claims, Comparison, Document, Episode};
use entente_world::{Compared, Correction, Error, Known, Placed, Read, Reviewed, View, World};
use rayon::prelude::*;

use crate::{Account, Precision, Settings, VERSION, claims_at};

/// Who reads, and how exactly: kept with every claim, so that another version reads anew.
#[must_use]
pub const fn reader(precision: Precision) -> &'static str {
    match precision {
        Precision::Exact => concat!("entente ", env!("CARGO_PKG_VERSION"), " exact"),
        Precision::Balanced => concat!("entente ", env!("CARGO_PKG_VERSION")),
        Precision::Fast => concat!("entente ", env!("CARGO_PKG_VERSION"), " fast"),
    }
}

/// Articles that are read and kept together.
const BATCH: usize = 64;
/// Stories that are compared and kept together.
const STORIES: usize = 16;
/// Most reports of one story that are compared, the first ones: the work grows with their square.
const MAX_REPORTS: usize = 40;
/// Parsed articles of one run that are kept for comparing their stories; others are parsed again.
const MAX_KEPT: usize = 2_000;
/// Minutes before the first new article from which on articles are placed anew: what a stream looks back, and a day in
/// which what it said may change.
const LOOK_BACK: i64 = 4 * 1440;

/// Something that was done, for showing progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many articles are to be read.
    ToRead(u64),
    /// The claims of one more article are kept.
    Read,
    /// All articles were placed in stories, of which so many are to be compared.
    Placed(u64),
    /// One more story was compared.
    Compared,
    /// One more article can be searched for.
    Indexed,
}

/// What an update did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Updated {
    /// Articles that were read.
    pub n_read: u64,
    /// Stories that are new or told otherwise.
    pub n_stories: u64,
    /// Stories whose reports were compared.
    pub n_compared: u64,
}

/// The account of a story as its reports were compared last; `None` if they were not.
///
/// # Errors
///
/// If there is no such story, or the workspace cannot be read.
pub fn account(view: &View, story: u32) -> Result<Option<Account>, Error> {
    view.story(story)?;
    let Some(comparison) = view.comparison(story)? else {
        return Ok(None);
    };
    let mut articles = Vec::new();
    for report in &comparison.reports {
        articles.push(view.article(report.id.0)?);
    }
    Ok(Some(Account {
        version: VERSION.to_owned(),
        articles,
        stories: vec![comparison],
        problems: Vec::new(),
    }))
}

/// Does what is missing: reading, placing, comparing, indexing. What was done stays done if it is interrupted, and the next
/// update goes on there.
///
/// `now` tells the time at which what is found becomes known.
///
/// # Errors
///
/// If the workspace cannot be read or written.
pub fn update(
    world: &mut World,
    settings: &Settings,
    now: &dyn Fn() -> Known,
    progress: &(dyn Fn(Step) + Sync),
) -> Result<Updated, Error> {
    let mut parsed = Parsed::new();
    let mut updated = Updated {
        n_read: read(world, &mut parsed, settings.precision, now, progress)?,
        ..Updated::default()
    };
    updated.n_stories = place(world, now)?;
    let stories = world.uncompared(reader(settings.precision))?;
    updated.n_compared = stories.len() as u64;
    compare_all(world, &stories, &parsed, settings, now, progress)?;
    world.index_words(|| progress(Step::Indexed))?;
    Ok(updated)
}

/// Keeps what a person says, and compares the reports of the stories anew that it changes.
///
/// # Errors
///
/// If it speaks of what is not there, or the workspace cannot be read or written.
pub fn review(
    world: &mut World,
    correction: &Correction,
    why: Option<&str>,
    settings: &Settings,
    now: &dyn Fn() -> Known,
) -> Result<Reviewed, Error> {
    let reviewed = world.review(correction, why, now())?;
    compare_again(world, &reviewed.stories, settings, now)?;
    Ok(reviewed)
}

/// Takes a review back, and compares the reports of the stories anew that this changes.
///
/// # Errors
///
/// If there is no such review, or the workspace cannot be read or written.
pub fn undo(
    world: &mut World,
    review: u32,
    settings: &Settings,
    now: &dyn Fn() -> Known,
) -> Result<(), Error> {
    let stories = world.undo(review, now())?;
    compare_again(world, &stories, settings, now)
}

fn compare_again(
    world: &mut World,
    stories: &[u32],
    settings: &Settings,
    now: &dyn Fn() -> Known,
) -> Result<(), Error> {
    let mut old = world.uncompared(reader(settings.precision))?;
    old.retain(|story| stories.contains(story));
    compare_all(world, &old, &Parsed::new(), settings, now, &|_| ())
}

fn compare_all(
    world: &mut World,
    stories: &[u32],
    parsed: &Parsed,
    settings: &Settings,
    now: &dyn Fn() -> Known,
    progress: &(dyn Fn(Step) + Sync),
) -> Result<(), Error> {
    progress(Step::Placed(stories.len() as u64));
    for some in stories.chunks(STORIES) {
        compare(world, some, parsed, settings, now, progress)?;
    }
    Ok(())
}

/// Articles that were parsed in this run, by their numbers.
type Parsed = BTreeMap<u32, Document>;

fn read(
    world: &mut World,
    parsed: &mut Parsed,
    precision: Precision,
    now: &dyn Fn() -> Known,
    progress: &(dyn Fn(Step) + Sync),
) -> Result<u64, Error> {
    let reader = reader(precision);
    progress(Step::ToRead(world.n_unread(reader)?));
    let (mut n_read, mut last) = (0, 0);
    loop {
        let articles = world.unread_after(reader, last, BATCH)?;
        let Some(article) = articles.last() else {
            return Ok(n_read);
        };
        last = article.id.0;
        let found: Vec<(Document, Claims)> = articles
            .into_par_iter()
            .map(|article| {
                let found = claims_at(precision, article);
                progress(Step::Read);
                found
            })
            .collect();
        let reads: Vec<Read> = found
            .iter()
            .map(|(document, claims)| Read {
                article: document.article.id.0,
                claims,
            })
            .collect();
        world.record(reader, &reads, now())?;
        n_read += reads.len() as u64;
        let left = MAX_KEPT.saturating_sub(parsed.len());
        let documents = found.into_iter().map(|(document, _)| document).take(left);
        parsed.extend(documents.map(|document| (document.article.id.0, document)));
    }
}

/// What is told of an article that is being placed.
struct Told {
    number: u32,
    headline: String,
}

/// Places the articles that are in no story, together with those that came out shortly before them or later. Gives how many
/// stories are new or told otherwise.
///
/// # Errors
///
/// If the workspace cannot be read or written.
pub fn place(world: &mut World, now: &dyn Fn() -> Known) -> Result<u64, Error> {
    let (first, is_any) = world.unplaced()?;
    if !is_any {
        return Ok(0);
    }
    let mut stream = Stream::new(Following::default());
    let mut told: Vec<Told> = Vec::new();
    world.for_each_since(first.map(|first| first - LOOK_BACK), |article| {
        stream.push(told.len() as u64, Sketch::new(&article));
        told.push(tell(&article));
    })?;
    stream.finish();
    let mut episodes = stream.take_over();
    episodes.sort_by_key(|episode| episode.id);
    let groups: Vec<Placed> = episodes.iter().map(|one| placed(one, &told)).collect();
    let stories = world.place(&groups, now())?;
    Ok(stories.iter().filter(|(_, is_changed)| *is_changed).count() as u64)
}

fn tell(article: &Article) -> Told {
    const MAX_CHARS: usize = 200;
    let title = article.title.as_ref().map(|title| title.value.trim());
    let first = || article.text.trim().lines().next().unwrap_or_default();
    let headline = title
        .filter(|title| !title.is_empty())
        .unwrap_or_else(first);
    Told {
        number: article.id.0,
        headline: headline.chars().take(MAX_CHARS).collect(),
    }
}

fn placed(episode: &Episode, told: &[Told]) -> Placed {
    let of = |place: &u64| &told[*place as usize];
    Placed {
        articles: episode
            .articles
            .iter()
            .map(|place| of(place).number)
            .collect(),
        headline: of(&episode.centre).headline.clone(),
    }
}

fn compare(
    world: &mut World,
    stories: &[u32],
    parsed: &Parsed,
    settings: &Settings,
    now: &dyn Fn() -> Known,
    progress: &(dyn Fn(Step) + Sync),
) -> Result<(), Error> {
    let seen = world.last_known()?.unwrap_or(Known(0));
    let mut read: Vec<(u32, Vec<(Article, Claims)>)> = Vec::new();
    for &story in stories {
        read.push((story, reports(world, story)?));
    }
    let compared: Vec<(u32, Comparison)> = read
        .into_par_iter()
        .map(|(story, reports)| {
            let comparison = comparison(reports, parsed, settings);
            progress(Step::Compared);
            (story, comparison)
        })
        .collect();
    for (story, comparison) in &compared {
        let compared = Compared {
            story: *story,
            comparison,
            seen,
        };
        world.record_comparison(reader(settings.precision), &compared, now())?;
    }
    Ok(())
}

/// The reports of a story with those of their claims that no review rejects, in order of their numbers. None of a story that
/// is gone by now.
fn reports(world: &World, story: u32) -> Result<Vec<(Article, Claims)>, Error> {
    let view = world.at(None);
    let rows = match view.story(story) {
        Ok((_, rows)) => rows,
        Err(Error::NoSuch(_)) => Vec::new(),
        Err(error) => return Err(error),
    };
    let mut reports = Vec::new();
    for row in rows.iter().take(MAX_REPORTS) {
        let Ok(entente_world::Id::Article(number)) = row.id.parse() else {
            continue;
        };
        if let Some((_, mut claims)) = view.claims(number)? {
            let rejected = view.rejected(number)?;
            let mut place = 0..;
            claims.claims.retain(|_| {
                let place = place.next().unwrap_or(u32::MAX);
                rejected.claims.iter().all(|(claim, _)| *claim != place)
            });
            reports.push((view.article(number)?, claims));
        }
    }
    reports.sort_by_key(|(article, _)| article.id);
    Ok(reports)
}

fn comparison(reports: Vec<(Article, Claims)>, parsed: &Parsed, settings: &Settings) -> Comparison {
    let document = |article: Article| match parsed.get(&article.id.0) {
        Some(document) => document.clone(),
        None => crate::parse(settings.precision, article).value,
    };
    let (documents, claims): (Vec<Document>, Vec<Claims>) = reports
        .into_iter()
        .map(|(article, claims)| (document(article), claims))
        .unzip();
    entente_story::compare(&documents, &claims, &settings.story)
}
