//! `/relation/CHN/USA`: how two sides stand to each other, with the acts behind every point; `/relation` asks for them.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use entente_engine::LEAST_SHARE;
use entente_engine::chart::{self, Chart, Table};
use entente_engine::name::{called, named};
use entente_engine::world::{
    Act, Dealing, Evidence, Order, Pair, Relation as Answer, Step, View, Why,
};
use serde::Serialize;
use serde_json::json;

use super::{Frame, Page, answer, words};
use crate::asked::Asked;
use crate::error::Fault;
use crate::state::Server;

/// Acts of a page, and pairs that are proposed.
const MOST_ACTS: usize = 25;
const MOST_PAIRS: usize = 24;

/// The page.
#[derive(Serialize, Template)]
#[template(path = "relation.html")]
struct Relation {
    #[serde(skip)]
    frame: Frame,
    #[serde(flatten)]
    relation: Answer,
    /// The acts of this page, the latest first.
    acts: Vec<Act>,
    #[serde(skip)]
    evidence: BTreeMap<String, Evidence>,
    #[serde(skip)]
    asked: Asked,
}

/// Shows two sides.
pub async fn relation(
    State(server): State<Server>,
    Path((one, other)): Path<(String, String)>,
    asked: Asked,
) -> Response {
    let kept = asked.clone();
    answer(server, asked, move |view, frame| {
        page(view, frame, &one, &other, kept)
    })
    .await
}

fn page(
    view: &View,
    frame: Frame,
    one: &str,
    other: &str,
    asked: Asked,
) -> Result<Relation, Fault> {
    let id = |name: &str| named(view, name)?.ok_or_else(|| Fault::NoSuchActor(name.to_owned()));
    let other = if other == "all" {
        None
    } else {
        Some(id(other)?)
    };
    let pair = Pair {
        from: asked.day("from")?,
        to: asked.day("to")?,
        step: match asked.get("by") {
            Some("week") => Some(Step::Week),
            Some("month") => Some(Step::Month),
            Some("quarter") => Some(Step::Quarter),
            Some("year") => Some(Step::Year),
            _ => None,
        },
        ..Pair::of(id(one)?, other, LEAST_SHARE)
    };
    let relation = view.relation(&pair)?;
    let mut page = Relation {
        frame: frame
            .titled(sides(&relation).join(" – "))
            .in_section("relation")
            .with_chart(),
        relation,
        acts: Vec::new(),
        evidence: BTreeMap::new(),
        asked,
    };
    page.acts = page.acts(view, &pair)?;
    let ids: Vec<String> = page.acts.iter().map(|act| act.id.clone()).collect();
    page.evidence = view
        .evidence(&ids)?
        .into_iter()
        .map(|told| (told.claim.clone(), told))
        .collect();
    Ok(page)
}

/// What both sides are called.
fn sides(relation: &Answer) -> [String; 2] {
    let other = relation
        .other
        .as_deref()
        .map_or("all others".to_owned(), called);
    [called(&relation.one), other]
}

impl Relation {
    /// The acts of this page: those of a period if one was asked for, the latest first.
    fn acts(&self, view: &View, pair: &Pair) -> Result<Vec<Act>, Fault> {
        let period = self.asked.get("period");
        let periods = &mut self.relation.periods.iter();
        let inside = periods.find(|stack| Some(stack.from.to_string().as_str()) == period);
        let pair = match inside {
            Some(stack) => pair.within(stack),
            None => pair.clone(),
        };
        let part = [self.asked.skipped(), MOST_ACTS];
        let rows = view.act_rows(&pair, Order::LatestFirst, part)?;
        Ok(view.acts_of(&pair, &rows)?)
    }

    fn earlier(&self) -> Option<String> {
        let next = self.asked.skipped() + MOST_ACTS;
        let is_more = self.asked.get("period").is_none() && next < self.relation.n_acts;
        is_more.then(|| {
            self.frame
                .to(&self.asked.with(&[("skip", &next.to_string())]))
        })
    }

    /// Periods with an act, the latest first.
    fn periods(&self) -> Vec<&entente_engine::world::Stack> {
        self.relation
            .periods
            .iter()
            .rev()
            .filter(|stack| stack.acts.iter().any(|n| *n > 0))
            .collect()
    }

    /// The acts of a period.
    fn period(&self, from: &jiff::civil::Date) -> String {
        self.frame.to(&format!(
            "{}#acts",
            self.asked
                .with(&[("period", &from.to_string()), ("skip", "")])
        ))
    }

    fn per_cent(&self, share: &f64) -> String {
        format!("{:.0}", share * 100.0)
    }

    /// Is a pair meant, and not one side and everybody?
    fn other(&self) -> Option<&String> {
        self.relation.other.as_ref()
    }
}

/// Why a period is out of the usual.
fn why(why: &Why) -> &'static str {
    match why {
        Why::Activity => "more acts than usual",
        Why::MoreConflict => "more conflict than expected",
        Why::LessConflict => "less conflict than expected",
    }
}

/// One in how many a probability is.
fn rare(probability: &f64) -> String {
    match *probability {
        rare if rare < 1e-6 => "less than 1 in a million".to_owned(),
        rare => format!("1 in {:.0}", 1.0 / rare),
    }
}

/// Who takes part in an act.
fn who(actor: &Option<String>, home: &Option<String>) -> String {
    actor
        .as_ref()
        .or(home.as_ref())
        .map_or_else(|| "?".to_owned(), |id| called(id))
}

impl Page for Relation {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn chart(&self) -> Option<Chart> {
        let [one, other] = sides(&self.relation);
        Some(chart::relation(&self.relation, [&one, &other]))
    }
}

/// The page that asks for two sides.
#[derive(Serialize, Template)]
#[template(path = "relations.html")]
struct Relations {
    #[serde(skip)]
    frame: Frame,
    pairs: Vec<Dealing>,
}

/// Asks for two sides, or leads to those that were asked for.
pub async fn relations(State(server): State<Server>, asked: Asked) -> Response {
    let names = [
        asked.get("one").map(str::to_owned),
        asked.get("other").map(str::to_owned),
    ];
    let frame = Frame::new(&asked);
    match names {
        [Some(one), other] => {
            let other = other.unwrap_or_else(|| "all".to_owned());
            super::see_other(&frame.relation(&one, &other))
        }
        _ => {
            answer(server, asked, |view, frame| {
                let pairs = view.dealings(LEAST_SHARE, (None, None), MOST_PAIRS)?;
                Ok(Relations {
                    frame: frame
                        .titled("Relations")
                        .in_section("relation")
                        .with_table(),
                    pairs,
                })
            })
            .await
        }
    }
}

impl Page for Relations {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn table(&self) -> Option<Table> {
        let rows = self.pairs.iter().map(|pair| {
            vec![
                json!(pair.one),
                json!(called(&pair.one)),
                json!(pair.other),
                json!(called(&pair.other)),
                json!(pair.cooperation),
                json!(pair.conflict),
            ]
        });
        Some(Table {
            columns: vec![
                "one",
                "one_name",
                "other",
                "other_name",
                "cooperation",
                "conflict",
            ],
            rows: rows.collect(),
        })
    }
}
