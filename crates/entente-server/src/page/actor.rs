//! `/actor/person:maria-hill`: what somebody is called and was, whom they deal with, what they did and said last.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use entente_engine::LEAST_SHARE;
use entente_engine::chart::Table;
use entente_engine::name::{called, named};
use entente_engine::types::SlotKind;
use entente_engine::world::{Happening, Pair, Profile, RoleTold, Told, View};
use serde::Serialize;
use serde_json::json;

use super::{Frame, Page, answer, words};
use crate::asked::Asked;
use crate::error::Fault;
use crate::state::Server;

/// Roles, acts and quotations of a page.
const MOST_ROLES: usize = 12;
const MOST_ACTS: usize = 16;
const MOST_QUOTES: usize = 10;
/// Articles that are looked through for quotations.
const MOST_ARTICLES: usize = 20;

/// The page.
#[derive(Serialize, Template)]
#[template(path = "actor.html")]
struct Actor {
    #[serde(skip)]
    frame: Frame,
    actor: Profile,
    acts: Vec<Happening>,
    quotes: Vec<Told>,
}

/// Shows it.
pub async fn actor(
    State(server): State<Server>,
    Path(name): Path<String>,
    asked: Asked,
) -> Response {
    answer(server, asked, move |view, frame| page(view, frame, &name)).await
}

fn page(view: &View, frame: Frame, name: &str) -> Result<Actor, Fault> {
    let id = named(view, name)?.ok_or_else(|| Fault::NoSuchActor(name.to_owned()))?;
    let actor = view.profile(&id, LEAST_SHARE)?;
    let mut acts = view.timeline_of(&Pair::of(id.clone(), None, LEAST_SHARE), MOST_ACTS)?;
    acts.reverse();
    let mut quotes = view.told_of(&id, SlotKind::Quote, MOST_ARTICLES)?;
    quotes.truncate(MOST_QUOTES);
    let known = actor.names.first().map(|(name, _)| name.clone());
    let title = known.unwrap_or_else(|| called(&id));
    Ok(Actor {
        frame: frame.titled(title).in_section("relation").with_table(),
        actor,
        acts,
        quotes,
    })
}

impl Actor {
    /// The roles that most articles give, in order of time.
    fn roles(&self) -> Vec<&RoleTold> {
        let mut most: Vec<&RoleTold> = self.actor.roles.iter().collect();
        most.sort_by_key(|role| std::cmp::Reverse(role.n_articles));
        most.truncate(MOST_ROLES);
        most.sort_by(|a, b| (&a.first, &a.office).cmp(&(&b.first, &b.office)));
        most
    }

    /// How many per cent of the widest bar a number takes.
    fn width(&self, n: &u32) -> u32 {
        let all = self
            .actor
            .others
            .iter()
            .map(|other| other.cooperation.max(other.conflict));
        let most = all.max().unwrap_or(1).max(1);
        (n * 100).div_ceil(most)
    }
}

impl Page for Actor {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Whom they deal with.
    fn table(&self) -> Option<Table> {
        let rows = self.actor.others.iter();
        let rows = rows.map(|other| {
            vec![
                json!(other.id),
                json!(called(&other.id)),
                json!(other.cooperation),
                json!(other.conflict),
            ]
        });
        Some(Table {
            columns: vec!["with", "name", "cooperation", "conflict"],
            rows: rows.collect(),
        })
    }
}
