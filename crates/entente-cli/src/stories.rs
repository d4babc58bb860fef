//! `entente stories`: which articles tell the same event, as a list for people or as data.
//!
//! Articles of files come in any order of time, so all are read before the first is placed. What comes from standard input
//! comes in order of publication: it is followed, and each story is written when it is over.

mod follow;
mod list;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

use entente_engine::container::Record;
use entente_engine::follow::{Settings, Sketch, Stream};
use entente_engine::order;
use entente_engine::types::{Article, Episode, EpisodeId, Moment, Revision, SagaId, Stated};
use serde::Serialize;

use crate::arguments::{Stories, StoriesFormat};
use crate::failure::Failure;
use crate::read::output::Out;
use crate::read::table;
use crate::render::json;
use crate::stream::{self, Sink};

use follow::Follow;

/// One article of a story.
#[derive(Clone, Debug, Serialize)]
struct Told {
    /// The file and the place in it.
    name: String,
    /// What `--from` takes to begin here.
    place: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// Its first line, where it has no title.
    #[serde(skip)]
    opening: String,
}

impl Told {
    /// What the article is called: its title or its first line.
    fn shown(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.opening)
    }
}

/// One story, ready to be written.
#[derive(Clone, Debug, Serialize)]
struct Story {
    id: EpisodeId,
    /// The first story of the chain that it belongs to.
    saga: SagaId,
    /// The title of the article that is most like the others, or its first line.
    headline: String,
    outlets: BTreeSet<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<Moment>,
    /// In order of publication; the first one is the first report.
    articles: Vec<Told>,
}

/// Everything, for `json`.
#[derive(Serialize)]
struct All<'a> {
    stories: &'a [Story],
    /// Which stories turned out to be one or two while they were followed.
    revisions: &'a [Revision],
}

/// An article on its way to its story.
struct Kept {
    told: Told,
    sketch: Sketch,
}

/// Reads, groups, prints.
pub fn run(settings: &Stories) -> Result<ExitCode, Failure> {
    stream::run(
        &settings.input,
        |bar| {
            let follows =
                settings.input.paths == [Path::new("-")] && settings.format != StoriesFormat::Json;
            Ok(Output {
                out: Out::new(settings.output.as_deref(), bar)?,
                settings,
                articles: match follows {
                    true => Articles::Followed(Box::default()),
                    false => Articles::All(Vec::new()),
                },
            })
        },
        |record, article, _| (!article.text.trim().is_empty()).then(|| keep(record, &article)),
    )
}

fn keep(record: &Record, article: &Article) -> Kept {
    let value =
        |stated: &Option<Stated<String>>| stated.as_ref().map(|stated| stated.value.clone());
    let title = value(&article.title).filter(|title| !title.trim().is_empty());
    let opening = match title {
        Some(_) => String::new(),
        None => article
            .text
            .trim()
            .lines()
            .next()
            .unwrap_or_default()
            .chars()
            .take(200)
            .collect(),
    };
    Kept {
        told: Told {
            name: record.name.clone(),
            place: record.place,
            title,
            source: value(&article.source),
            published: article.published.as_ref().map(|stated| stated.value),
            address: value(&article.address).or_else(|| record.known.address.clone()),
            opening,
        },
        sketch: Sketch::new(article),
    }
}

/// What becomes of the articles that come.
enum Articles {
    /// They are kept until the last has come.
    All(Vec<Kept>),
    /// They are placed at once.
    Followed(Box<Follow>),
}

/// The open output.
struct Output<'a> {
    out: Out,
    settings: &'a Stories,
    articles: Articles,
}

impl Sink<Kept> for Output<'_> {
    fn write(&mut self, kept: Kept) -> std::io::Result<()> {
        match &mut self.articles {
            Articles::All(all) => {
                all.push(kept);
                Ok(())
            }
            Articles::Followed(follow) => {
                let over = follow.push(kept);
                write_over(&mut self.out, self.settings, over)
            }
        }
    }

    fn n_written(&self) -> u64 {
        match &self.articles {
            Articles::All(all) => all.len() as u64,
            Articles::Followed(follow) => follow.n_articles(),
        }
    }

    fn finish(self) -> std::io::Result<()> {
        let mut out = self.out;
        match self.articles {
            Articles::All(all) => write_all(&mut out, self.settings, all)?,
            Articles::Followed(mut follow) => write_over(&mut out, self.settings, follow.finish())?,
        }
        out.finish()
    }
}

/// Writes stories of a stream that are over.
fn write_over(out: &mut Out, settings: &Stories, stories: Vec<Story>) -> std::io::Result<()> {
    let is_told = |story: &&Story| story.articles.len() >= settings.least;
    for story in stories.iter().filter(is_told) {
        match settings.format {
            StoriesFormat::Jsonl | StoriesFormat::Json => out.write(&line(story)?)?,
            StoriesFormat::Text => {
                out.write(&list::over(story, table::width(settings.width)))?;
            }
        }
    }
    Ok(())
}

/// Writes the stories of articles that have all come.
fn write_all(out: &mut Out, settings: &Stories, mut kept: Vec<Kept>) -> std::io::Result<()> {
    // Whatever the order of the files: the order of time, then of names.
    kept.sort_by_cached_key(key);
    let (mut stories, revisions) = follow(kept);
    stories.retain(|story| story.articles.len() >= settings.least);
    match settings.format {
        StoriesFormat::Text => out.write(&list::text(stories, table::width(settings.width))),
        StoriesFormat::Json => {
            let all = All {
                stories: &stories,
                revisions: &revisions,
            };
            out.write(&(json::escaped(&serde_json::to_string_pretty(&all)?) + "\n"))
        }
        StoriesFormat::Jsonl => stories
            .iter()
            .try_for_each(|story| out.write(&line(story)?)),
    }
}

/// A story as one line of JSON.
fn line(story: &Story) -> std::io::Result<String> {
    Ok(json::escaped(&serde_json::to_string(story)?) + "\n")
}

fn key(kept: &Kept) -> (bool, Option<i64>, String, u64, String) {
    let minute = kept.sketch.minute();
    let Told { name, place, .. } = &kept.told;
    (
        minute.is_none(),
        minute,
        order::natural(name),
        *place,
        name.clone(),
    )
}

/// Follows the articles in order of time.
fn follow(kept: Vec<Kept>) -> (Vec<Story>, Vec<Revision>) {
    let mut stream = Stream::new(Settings::default());
    let mut told = BTreeMap::new();
    for (number, kept) in (0..).zip(kept) {
        stream.push(number, kept.sketch);
        told.insert(number, kept.told);
    }
    stream.finish();
    let mut episodes = stream.take_over();
    episodes.sort_by_key(|episode| episode.id);
    let stories = episodes.into_iter().map(|episode| story(episode, &told));
    (stories.collect(), stream.take_revisions())
}

fn story(episode: Episode, told: &BTreeMap<u64, Told>) -> Story {
    let articles: Vec<Told> = episode
        .articles
        .iter()
        .map(|number| told[number].clone())
        .collect();
    Story {
        id: episode.id,
        saga: episode.saga,
        headline: told[&episode.centre].shown().to_owned(),
        outlets: articles
            .iter()
            .filter_map(|article| article.source.clone())
            .collect(),
        first: episode.first,
        last: episode.last,
        articles,
    }
}
