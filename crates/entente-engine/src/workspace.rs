//! Keeps a workspace up to date: finds which of the articles that were added tell one event, reads them, compares the
//! reports of each story.

mod work;

use entente_story::stories::{Settings as Following, Sketch, Stream};
use entente_types::{Article, Episode};
use entente_world::{Correction, Error, Known, Placed, Reviewed, View, World};

use crate::{Account, Precision, Settings, VERSION};
use work::{Queue, Work};

/// Who reads, and how exactly: kept with every claim, so that another version reads anew.
#[must_use]
pub const fn reader(precision: Precision) -> &'static str {
    match precision {
        Precision::Exact => concat!("entente ", env!("CARGO_PKG_VERSION"), " exact"),
        Precision::Balanced => concat!("entente ", env!("CARGO_PKG_VERSION")),
        Precision::Fast => concat!("entente ", env!("CARGO_PKG_VERSION"), " fast"),
    }
}

/// Minutes before the first new article from which on articles are placed anew: what a stream looks back, and a day in
/// which what it said may change.
const LOOK_BACK: i64 = 4 * 1440;

/// Something that was done, for showing progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// All articles were placed in stories; so many articles are to be read and stories to be compared, in all.
    Begun(u64),
    /// One more article was read.
    Read,
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

/// Does what is missing: placing, reading, comparing, indexing. What was done stays done if it is interrupted, and the next
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
    let n_stories = place(world, now)?;
    let reader = reader(settings.precision);
    let stories = world.uncompared(reader)?;
    let n_compared = stories.len() as u64;
    progress(Step::Begun(world.n_unread(reader)? + n_compared));
    let work = Work {
        settings,
        now,
        progress,
    };
    let n_read = work.run(world, Queue::of_stories(&stories).and_others())?;
    world.index_words(|| progress(Step::Indexed))?;
    Ok(Updated {
        n_read,
        n_stories,
        n_compared,
    })
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
    let work = Work {
        settings,
        now,
        progress: &|_| (),
    };
    work.run(world, Queue::of_stories(&old))?;
    Ok(())
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
