//! `summarize`: an overview, from which one goes on to the other tools.

use std::collections::BTreeMap;

use entente_engine::brief::Brief;
use entente_engine::name::named;
use entente_engine::types::{Comparison, Slot, SlotKind, Verdict};
use entente_engine::world::{Id, Query, Told};
use entente_engine::{LEAST_SHARE, workspace};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::Question;
use super::person;
use super::sentence::{Sentence, Texts, by_origin};
use crate::error::Fault;
use crate::page::story_number;

/// Sentences of a line, stories of an overview and of a search, publishers and pairs of a workspace.
const MOST_SENTENCES: usize = 3;
const MOST_STORIES: usize = 20;
const MOST_HITS: usize = 100;
const MOST_SOURCES: usize = 12;
const MOST_PAIRS: usize = 12;
/// Claims of each kind that are told of a story with a single report.
const MOST_SINGLE: usize = 30;

/// Of what; of nothing: of the whole workspace.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// A story: `sty_1`.
    story: Option<String>,
    /// A name, a country, or an id.
    actor: Option<String>,
    /// Words as for `search`.
    query: Option<String>,
}

/// Of what it is an overview.
#[derive(Default, Serialize, JsonSchema)]
pub struct About {
    /// The story.
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<String>,
    /// Articles.
    #[serde(skip_serializing_if = "Option::is_none")]
    n_articles: Option<usize>,
    /// Stories.
    #[serde(skip_serializing_if = "Option::is_none")]
    n_stories: Option<usize>,
    /// Independent origins of a story: only they confirm.
    #[serde(skip_serializing_if = "Option::is_none")]
    n_origins: Option<usize>,
    /// How many things the reports of a story tell in each way.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    verdicts: BTreeMap<String, usize>,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    untrusted: Option<AboutWords>,
}

/// What it is called.
#[derive(Default, Serialize, JsonSchema)]
pub struct AboutWords {
    /// Headline of a story.
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<String>,
    /// When and where its main event was.
    #[serde(skip_serializing_if = "Option::is_none")]
    when_and_where: Option<String>,
    /// Id of an actor.
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<String>,
}

/// A line of the overview.
#[derive(Default, Serialize, JsonSchema)]
pub struct Line {
    /// What it belongs to.
    section: &'static str,
    /// The story or slot that it tells of.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// How the reports stand to each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<Verdict>,
    /// Independent origins that tell it.
    #[serde(skip_serializing_if = "Option::is_none")]
    n_origins: Option<usize>,
    /// How many: articles, or acts where `cooperation` and `conflict` stand beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<u64>,
    /// Acts of cooperation.
    #[serde(skip_serializing_if = "Option::is_none")]
    cooperation: Option<u32>,
    /// Acts of conflict.
    #[serde(skip_serializing_if = "Option::is_none")]
    conflict: Option<u32>,
    /// First and last publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<[Option<String>; 2]>,
    /// In words from the reports.
    untrusted: LineWords,
    /// Sentences behind it, of several origins.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<Sentence>,
    /// Answers that are left out; `evidence` with the id of the slot has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    n_more: Option<usize>,
}

/// Words of a line.
#[derive(Default, Serialize, JsonSchema)]
pub struct LineWords {
    /// What it is: words of reports, a name, a publisher.
    text: String,
    /// Under which heading of its section: a period, a speaker, a report.
    #[serde(skip_serializing_if = "String::is_empty")]
    label: String,
    /// In which way it is told, and why the answers stand so to each other.
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
}

/// Tells it.
pub fn summarize(question: &Question<Asked>) -> Result<Value, Fault> {
    let Asked {
        story,
        actor,
        query,
    } = &question.asked;
    match (story, actor, query) {
        (Some(story), None, None) => of_story(question, story_number(story)?),
        (None, Some(actor), None) => of_actor(question, actor),
        (None, None, Some(query)) => of_search(question, query),
        (None, None, None) => of_workspace(question),
        _ => Err(Fault::Unclear(
            "give one of `story`, `actor` and `query`".to_owned(),
        )),
    }
}

fn of_story(question: &Question<Asked>, number: u32) -> Result<Value, Fault> {
    let view = question.view;
    let (row, articles) = view.story(number)?;
    let Some(account) = workspace::account(&view, number)? else {
        return of_single(question, number);
    };
    let comparison = &account.stories[0];
    let brief = Brief::new(comparison, &account.articles);
    let mut verdicts = BTreeMap::new();
    for slot in &comparison.slots {
        *verdicts.entry(word(slot.verdict)).or_default() += 1;
    }
    let about = About {
        story: Some(row.id.clone()),
        n_articles: Some(articles.len()),
        n_origins: Some(comparison.origins.len()),
        verdicts,
        untrusted: Some(AboutWords {
            headline: Some(brief.headline.clone()),
            when_and_where: Some(brief.when_and_where.clone()).filter(|text| !text.is_empty()),
            actor: None,
        }),
        ..About::default()
    };
    let slots: BTreeMap<&str, &Slot> = comparison
        .slots
        .iter()
        .map(|slot| (slot.id.as_str(), slot))
        .collect();
    let lines: Vec<_> = brief
        .sections
        .iter()
        .flat_map(|section| {
            section
                .groups
                .iter()
                .map(move |group| (section.title, group))
        })
        .flat_map(|(title, group)| {
            group
                .lines
                .iter()
                .map(move |line| (title, &group.label, line))
        })
        .collect();
    let mut texts = Texts::new(view);
    let shown = lines
        .iter()
        .skip(question.skipped)
        .map(|(section, label, line)| {
            let slot = slots.get(line.slot.as_str());
            let (evidence, n_more) = behind(comparison, slot.copied(), &mut texts)?;
            let notes = [
                line.status.as_str(),
                line.note.as_str(),
                line.tension.as_deref().unwrap_or_default(),
            ];
            let notes: Vec<&str> = notes.into_iter().filter(|note| !note.is_empty()).collect();
            Ok(Line {
                section,
                id: Some(format!("{}/{}", row.id, line.slot)),
                verdict: Some(line.verdict),
                n_origins: Some(line.support as usize),
                untrusted: LineWords {
                    text: line.text.clone(),
                    label: label.to_string(),
                    note: notes.join("; "),
                },
                evidence,
                n_more,
                ..Line::default()
            })
        });
    question.answer(about, lines.len(), shown)
}

/// The sentences behind a line, one of each origin first, and how many more there are.
fn behind(
    comparison: &Comparison,
    slot: Option<&Slot>,
    texts: &mut Texts,
) -> Result<(Vec<Sentence>, Option<usize>), Fault> {
    let values = slot.map_or_else(Vec::new, |slot| by_origin(comparison, slot));
    let shown = values.iter().take(MOST_SENTENCES);
    let evidence: Vec<Sentence> = shown
        .map(|value| texts.sentence(value))
        .collect::<Result<_, _>>()?;
    let n_more = values.len() - evidence.len();
    Ok((evidence, Some(n_more).filter(|n| *n > 0)))
}

/// A story of one report: what that tells.
fn of_single(question: &Question<Asked>, number: u32) -> Result<Value, Fault> {
    let view = question.view;
    let (row, articles) = view.story(number)?;
    let kinds = [
        ("acts", SlotKind::Event),
        ("figures", SlotKind::Figure),
        ("quotes", SlotKind::Quote),
        ("dates", SlotKind::Date),
        ("offices", SlotKind::Role),
    ];
    let mut lines = Vec::new();
    for (section, kind) in kinds {
        for told in view.told(number, kind)?.into_iter().take(MOST_SINGLE) {
            lines.push(told_line(section, told));
        }
    }
    let about = About {
        story: Some(row.id),
        n_articles: Some(articles.len()),
        untrusted: Some(AboutWords {
            headline: Some(row.headline),
            ..AboutWords::default()
        }),
        ..About::default()
    };
    let n = lines.len();
    question.answer(about, n, lines.into_iter().skip(question.skipped).map(Ok))
}

fn of_actor(question: &Question<Asked>, actor: &str) -> Result<Value, Fault> {
    let view = question.view;
    let Some(id) = named(&view, actor)? else {
        return of_person(question, actor);
    };
    let profile = view.profile(&id, LEAST_SHARE)?;
    let mut lines = Vec::new();
    for (name, n) in profile.names {
        lines.push(counted("called", name, n as u64));
    }
    for role in profile.roles {
        let status = role.status.unwrap_or_default();
        lines.push(Line {
            section: "office",
            n: Some(role.n_articles as u64),
            published: Some([role.first, role.last]),
            untrusted: LineWords {
                text: role.office,
                note: status,
                ..LineWords::default()
            },
            evidence: vec![Sentence::of(role.evidence)],
            ..Line::default()
        });
    }
    for other in profile.others {
        lines.push(Line {
            section: "deals with",
            cooperation: Some(other.cooperation),
            conflict: Some(other.conflict),
            untrusted: LineWords {
                text: other.id,
                ..LineWords::default()
            },
            ..Line::default()
        });
    }
    let about = About {
        n_articles: Some(profile.n_read),
        untrusted: Some(AboutWords {
            actor: Some(profile.id),
            ..AboutWords::default()
        }),
        ..About::default()
    };
    let n = lines.len();
    question.answer(about, n, lines.into_iter().skip(question.skipped).map(Ok))
}

/// Somebody who does nothing in any act: offices and words.
fn of_person(question: &Question<Asked>, name: &str) -> Result<Value, Fault> {
    let mut lines = Vec::new();
    let mut actor = None;
    for (section, kind) in [("office", SlotKind::Role), ("quote", SlotKind::Quote)] {
        for told in person::told_of(&question.view, name, kind)? {
            actor = actor.or_else(|| told.actors.first().cloned());
            lines.push(told_line(section, told));
        }
    }
    let Some(actor) = actor else {
        return Err(Fault::NoSuchActor(name.to_owned()));
    };
    let about = About {
        untrusted: Some(AboutWords {
            actor: Some(actor),
            ..AboutWords::default()
        }),
        ..About::default()
    };
    let n = lines.len();
    question.answer(about, n, lines.into_iter().skip(question.skipped).map(Ok))
}

/// Something that is told, with a sentence of it.
fn told_line(section: &'static str, told: Told) -> Line {
    Line {
        section,
        verdict: Some(told.verdict),
        n_origins: Some(told.n_origins),
        untrusted: LineWords {
            text: entente_engine::heading(&told),
            ..LineWords::default()
        },
        evidence: told
            .answers
            .into_iter()
            .take(1)
            .map(|one| Sentence::of(one.evidence))
            .collect(),
        ..Line::default()
    }
}

fn of_search(question: &Question<Asked>, words: &str) -> Result<Value, Fault> {
    let query = Query {
        words: words.to_owned(),
        most: MOST_HITS,
        ..Query::default()
    };
    let found = question.view.search(&query)?;
    let mut lines = Vec::new();
    for facet in found.facets {
        let section = match facet.name.as_str() {
            "source" => "publisher",
            "month" => "month",
            "actor" => "actor",
            "place" => "place",
            _ => "act",
        };
        lines.extend(
            facet
                .values
                .into_iter()
                .map(|(value, n)| counted(section, value, n)),
        );
    }
    let mut stories: BTreeMap<String, u64> = BTreeMap::new();
    for story in found.hits.into_iter().filter_map(|hit| hit.article.story) {
        *stories.entry(story).or_default() += 1;
    }
    let mut stories: Vec<(String, u64)> = stories.into_iter().collect();
    stories.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    for (story, n) in stories.into_iter().take(MOST_STORIES) {
        let (row, _) = question.view.story(story_number(&story)?)?;
        lines.push(Line {
            id: Some(story),
            published: Some([row.first, row.last]),
            ..counted("story", row.headline, n)
        });
    }
    let about = About {
        n_articles: Some(found.n),
        ..About::default()
    };
    let n = lines.len();
    question.answer(about, n, lines.into_iter().skip(question.skipped).map(Ok))
}

fn counted(section: &'static str, text: String, n: u64) -> Line {
    Line {
        section,
        n: Some(n),
        untrusted: LineWords {
            text,
            ..LineWords::default()
        },
        ..Line::default()
    }
}

fn of_workspace(question: &Question<Asked>) -> Result<Value, Fault> {
    let view = question.view;
    let [n_articles, n_stories] = view.sizes()?;
    let mut lines = Vec::new();
    let mut at_odds = Vec::new();
    for row in view.stories(2, 0, MOST_STORIES)? {
        let gist = match row.id.parse() {
            Ok(Id::Story(number)) => view.gist(number)?,
            _ => None,
        };
        let gist = gist.unwrap_or_default();
        for odd in gist.at_odds.into_iter().take(3) {
            at_odds.push(Line {
                section: if odd.is_disputed {
                    "disputed"
                } else {
                    "contradiction"
                },
                id: Some(format!("{}/{}", row.id, odd.slot)),
                untrusted: LineWords {
                    text: odd.topic,
                    label: row.headline.clone(),
                    note: odd.values.join(" | "),
                },
                ..Line::default()
            });
        }
        lines.push(Line {
            id: Some(row.id),
            n_origins: Some(gist.n_origins).filter(|n| *n > 0),
            published: Some([row.first, row.last]),
            ..counted("latest story", row.headline, u64::from(row.n_articles))
        });
    }
    lines.extend(at_odds);
    let sources = view.sources(MOST_SOURCES)?.into_iter();
    lines.extend(sources.map(|source| Line {
        published: Some([source.first, source.last]),
        ..counted("publisher", source.name, source.n_articles)
    }));
    for pair in view.dealings(LEAST_SHARE, (None, None), MOST_PAIRS)? {
        lines.push(Line {
            section: "pair of countries",
            cooperation: Some(pair.cooperation),
            conflict: Some(pair.conflict),
            untrusted: LineWords {
                text: format!("{} {}", pair.one, pair.other),
                ..LineWords::default()
            },
            ..Line::default()
        });
    }
    let about = About {
        n_articles: usize::try_from(n_articles).ok(),
        n_stories: usize::try_from(n_stories).ok(),
        ..About::default()
    };
    let n = lines.len();
    question.answer(about, n, lines.into_iter().skip(question.skipped).map(Ok))
}

/// A verdict as it is written.
fn word(verdict: Verdict) -> String {
    format!("{verdict:?}").to_lowercase()
}
