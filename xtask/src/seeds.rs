//! Compares the account of a set of reports with what a careful reader found in them.
//!
//! The folder holds `*.txt` and `expected.json`: figures with verdicts, quotes with speakers, events, who
//! is who, and lines that are not part of an article. Every missed and every invented item is named.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use entente_engine::{Input, Known, Settings, Story, stories};
use entente_types::{
    ActorId, Article, Content, Country, Event, Participant, Realis, Root, Slot, SlotKind, Span,
};
use serde_json::Value;

/// Runs the comparison. The first argument is the folder.
pub fn run(arguments: &[String]) -> Result<()> {
    let folder = PathBuf::from(arguments.first().map_or("../shared/seeds", String::as_str));
    let expected = std::fs::read_to_string(folder.join("expected.json"))?;
    let expected: Value = serde_json::from_str(&expected).context("expected.json")?;
    let (found, problems) = stories(inputs(&folder)?, &Settings::default(), &|_| ());
    for problem in problems {
        println!("problem  {}", problem.message);
    }
    let story = found.first().context("no story found")?;
    if found.len() > 1 {
        println!(
            "wrong    the reports were taken for {} stories",
            found.len()
        );
    }
    let reader = Reader { story };
    let (figures, verdicts, invented_figures) = reader.figures(list(&expected, "figures"));
    let (quotes, invented_quotes) = reader.quotes(list(&expected, "quotes"));
    let events = reader.events(list(&expected, "events"));
    let actors = reader.actors(&expected["entities"]);
    let noise = reader.noise(list(&expected, "noise"));
    let invented = invented_figures + invented_quotes;
    println!(
        "figures {figures} verdicts {verdicts} quotes {quotes} events {events} actors {actors} noise {noise} invented {invented}"
    );
    Ok(())
}

fn inputs(folder: &Path) -> Result<Vec<Input>> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let input = |path: PathBuf| {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Ok(Input {
            name,
            bytes: std::fs::read(&path)?,
            known: Known::default(),
        })
    };
    paths.into_iter().map(input).collect()
}

fn list<'a>(expected: &'a Value, key: &str) -> &'a [Value] {
    expected[key].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The one story, and how to look things up in it.
struct Reader<'a> {
    story: &'a Story,
}

impl Reader<'_> {
    /// The article whose file name begins with `report`.
    fn article(&self, report: &str) -> Option<&Article> {
        let articles = self
            .story
            .documents
            .iter()
            .map(|document| &document.article);
        articles
            .into_iter()
            .find(|article| article.name.starts_with(report))
    }

    /// Where `words` stand in a report, every time.
    fn places(&self, report: &str, words: &str) -> Vec<(&Article, Span)> {
        let Some(article) = self.article(report) else {
            return Vec::new();
        };
        let hits = article.text.match_indices(words);
        hits.map(|(at, words)| (article, Span::new(at, at + words.len())))
            .collect()
    }

    fn slots(&self, kind: SlotKind) -> impl Iterator<Item = &Slot> {
        self.story
            .comparison
            .slots
            .iter()
            .filter(move |slot| slot.kind == kind)
    }

    /// Does the slot hold a value at one of these places?
    fn holds(slot: &Slot, places: &[(&Article, Span)]) -> bool {
        slot.values.iter().any(|value| {
            places
                .iter()
                .any(|(article, span)| article.id == value.report && span.overlaps(value.span))
        })
    }

    fn name(&self, id: &ActorId) -> String {
        let actors = &self.story.comparison.actors;
        let actor = actors.iter().find(|actor| actor.id == *id);
        actor.map_or_else(|| id.0.clone(), |actor| actor.name.clone())
    }

    fn figures(&self, topics: &[Value]) -> (usize, usize, usize) {
        let (mut found, mut right) = (0, 0);
        let mut known: Vec<(&Article, Span)> = Vec::new();
        for topic in topics {
            let values: Vec<Vec<(&Article, Span)>> = list(topic, "values")
                .iter()
                .map(|value| self.places(text(value, "report"), text(value, "text")))
                .collect();
            known.extend(values.iter().flatten());
            let score = |slot: &Slot| {
                values
                    .iter()
                    .filter(|places| Self::holds(slot, places))
                    .count()
            };
            let best = self
                .slots(SlotKind::Figure)
                .max_by_key(|slot| (score(slot), std::cmp::Reverse(slot.values.len())));
            let n_held = best.map_or(0, score);
            let (name, wanted) = (text(topic, "topic"), text(topic, "verdict"));
            match best {
                Some(slot) if n_held == values.len() => {
                    found += 1;
                    let verdict = format!("{:?}", slot.verdict).to_lowercase();
                    if verdict == wanted {
                        right += 1;
                    } else {
                        println!(
                            "wrong    verdict of {name}: {verdict} ({}), expected {wanted}",
                            slot.reason
                        );
                    }
                }
                _ => println!(
                    "missed   figure {name}: {n_held} of {} values in one slot",
                    values.len()
                ),
            }
        }
        let invented: Vec<&Slot> = self
            .slots(SlotKind::Figure)
            .filter(|slot| !Self::holds(slot, &known))
            .collect();
        for slot in &invented {
            let words: Vec<&str> = slot
                .values
                .iter()
                .map(|value| value.text.as_str())
                .collect();
            println!(
                "invented figure {} {words:?} in report {}",
                slot.topic, slot.values[0].report.0
            );
        }
        (found, right, invented.len())
    }

    fn quotes(&self, quotes: &[Value]) -> (usize, usize) {
        let mut found = 0;
        let mut known: Vec<(&Article, Span)> = Vec::new();
        for quote in quotes {
            let (report, speaker) = (text(quote, "report"), text(quote, "speaker"));
            let words = text(quote, "text").trim_end_matches([',', '.']);
            let places = self.places(report, words);
            known.extend(&places);
            let speakers = self.speakers_at(&places);
            if speakers.iter().any(|name| name == speaker) {
                found += 1;
            } else if speakers.is_empty() {
                println!("missed   quote [{report}] {words:?} by {speaker}");
            } else {
                println!("wrong    quote [{report}] {words:?} by {speaker}, given to {speakers:?}");
            }
        }
        let mut invented = 0;
        for (article, span, speaker) in self.spoken() {
            let is_known = known
                .iter()
                .any(|(other, place)| other.id == article.id && place.overlaps(span));
            if !is_known {
                println!(
                    "invented quote [{}] {:?} by {speaker}",
                    article.name,
                    span.of(&article.text)
                );
                invented += 1;
            }
        }
        (found, invented)
    }

    /// Every string between quotation marks that is in a quote slot, with its speaker's name.
    fn spoken(&self) -> Vec<(&Article, Span, String)> {
        let mut spoken = Vec::new();
        for slot in self.slots(SlotKind::Quote) {
            for value in &slot.values {
                for id in &value.claims {
                    let story = self.story.documents.iter().zip(&self.story.claims);
                    for (document, claims) in story {
                        let Some(claim) = claims.claims.iter().find(|claim| claim.id == *id) else {
                            continue;
                        };
                        let Content::Quote(quote) = &claim.content else {
                            continue;
                        };
                        let name = slot
                            .actors
                            .first()
                            .map(|id| self.name(id))
                            .unwrap_or_default();
                        spoken.extend(
                            quote
                                .words
                                .iter()
                                .map(|span| (&document.article, *span, name.clone())),
                        );
                    }
                }
            }
        }
        spoken
    }

    fn speakers_at(&self, places: &[(&Article, Span)]) -> Vec<String> {
        let at = |article: &Article, span: Span| {
            places.iter().any(|(other, place)| {
                other.id == article.id && place.overlaps(span) && span.len() <= 2 * place.len() + 8
            })
        };
        let mut names: Vec<String> = self
            .spoken()
            .into_iter()
            .filter(|(article, span, _)| at(article, *span))
            .map(|(_, _, name)| name)
            .collect();
        names.sort();
        names.dedup();
        names
    }

    fn events(&self, events: &[Value]) -> usize {
        let mut found = 0;
        for event in events {
            let wanted = Wanted::new(event);
            if self
                .slots(SlotKind::Event)
                .any(|slot| self.tells(slot, &wanted))
            {
                found += 1;
            } else {
                println!(
                    "missed   event {} ({} {} -> {}, {})",
                    text(event, "act"),
                    wanted.kind,
                    wanted.source,
                    wanted.target,
                    wanted.status
                );
            }
        }
        found
    }

    fn tells(&self, slot: &Slot, wanted: &Wanted<'_>) -> bool {
        let claims = self.story.claims.iter().flat_map(|claims| &claims.claims);
        let claims = claims.filter(|claim| {
            slot.values
                .iter()
                .any(|value| value.claims.contains(&claim.id))
        });
        claims.into_iter().any(|claim| {
            let Content::Event(event) = &claim.content else {
                return false;
            };
            let name = self
                .story
                .documents
                .iter()
                .find(|document| document.article.id == claim.article);
            let in_report = name.is_some_and(|document| {
                wanted
                    .reports
                    .iter()
                    .any(|report| document.article.name.starts_with(report))
            });
            in_report
                && wanted.roots.contains(&event.root)
                && wanted.told_as(event, !claim.holders.is_empty())
                && self.between(event, slot, wanted)
        })
    }

    /// Are the wanted countries the two sides of the event?
    fn between(&self, event: &Event, slot: &Slot, wanted: &Wanted<'_>) -> bool {
        let side = |list: &[Participant], country: &str| {
            country.is_empty()
                || list.iter().any(|one| {
                    one.actor
                        .as_ref()
                        .is_some_and(|id| self.is_of(id, slot, country))
                })
        };
        let direct = side(&event.actors, wanted.source) && side(&event.recipients, wanted.target);
        let joint = event.recipients.is_empty()
            && side(&event.actors, wanted.source)
            && side(&event.actors, wanted.target);
        let placed = event
            .country
            .as_ref()
            .is_some_and(|country| country.0 == wanted.target)
            && side(&event.actors, wanted.source);
        let mutual = matches!(wanted.kind, "CONSULT" | "AID" | "AGREE")
            && side(&event.recipients, wanted.source)
            && side(&event.actors, wanted.target);
        direct || joint || placed || mutual
    }

    /// Is the actor a country, or one of its people or bodies? Ids of a document are joined by the slot.
    fn is_of(&self, id: &ActorId, slot: &Slot, country: &str) -> bool {
        let of = |actor: &entente_types::Actor| actor.country == Some(Country(country.to_owned()));
        let in_document = self
            .story
            .claims
            .iter()
            .filter_map(|claims| claims.actors.actor(id))
            .any(of);
        let actors = &self.story.comparison.actors;
        in_document
            || actors
                .iter()
                .any(|actor| actor.id == *id && slot.actors.contains(id) && of(actor))
    }

    fn actors(&self, people: &Value) -> usize {
        let mut found = 0;
        for (name, home) in people.as_object().into_iter().flatten() {
            let home = home.as_str().unwrap_or_default();
            let actor = self
                .story
                .comparison
                .actors
                .iter()
                .find(|actor| actor.name == *name);
            let is_right = actor.is_some_and(|actor| {
                actor.country == Some(Country(home.to_owned()))
                    || actor
                        .body
                        .as_deref()
                        .is_some_and(|body| body.contains(home))
            });
            if is_right {
                found += 1;
            } else {
                println!(
                    "missed   actor {name} of {home}: {:?}",
                    actor.map(|actor| (&actor.country, &actor.body))
                );
            }
        }
        found
    }

    fn noise(&self, lines: &[Value]) -> usize {
        let mut found = 0;
        for line in lines {
            let words = text(line, "text");
            let left_out = self.article(text(line, "report")).is_some_and(|article| {
                article
                    .left_out
                    .iter()
                    .any(|part| part.text.lines().any(|line| line.trim() == words))
            });
            if left_out {
                found += 1;
            } else {
                println!("missed   noise {words:?}");
            }
        }
        found
    }
}

/// An event of the expected list.
struct Wanted<'a> {
    kind: &'a str,
    roots: &'static [Root],
    source: &'a str,
    target: &'a str,
    status: &'a str,
    reports: Vec<&'a str>,
}

impl<'a> Wanted<'a> {
    fn new(event: &'a Value) -> Self {
        let kind = text(event, "type");
        Self {
            kind,
            roots: roots(kind),
            source: text(event, "source"),
            target: text(event, "target"),
            status: text(event, "status"),
            reports: list(event, "reports")
                .iter()
                .filter_map(Value::as_str)
                .collect(),
        }
    }

    fn told_as(&self, event: &Event, has_holder: bool) -> bool {
        let happened = matches!(event.realis, Realis::Happened | Realis::UnderWay);
        match self.status {
            "planned" => !happened,
            "claimed" => has_holder || event.root == Root::Accuse,
            _ => happened || matches!(event.realis, Realis::Ordered | Realis::Proposed),
        }
    }
}

/// The PLOVER roots that a type of the expected list may be coded as.
fn roots(kind: &str) -> &'static [Root] {
    match kind {
        "ENGAGE" | "CONSULT" => &[Root::Consult],
        "MILITARY PARADE" => &[Root::Mobilize],
        "YIELD" => &[Root::Concede, Root::Retreat],
        "ACCUSE" => &[Root::Accuse],
        "REJECT" => &[Root::Reject],
        "AGREE" => &[Root::Agree, Root::Cooperate, Root::Support],
        "ASSAULT" => &[Root::Assault, Root::Aid, Root::Mobilize],
        "AID" => &[Root::Aid, Root::Cooperate],
        "SANCTION" => &[Root::Sanction],
        _ => &[],
    }
}
