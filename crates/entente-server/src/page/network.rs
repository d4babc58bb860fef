//! `/network?on=2018-06-12`: which countries deal with each other around a day.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use entente_engine::LEAST_SHARE;
use entente_engine::chart::{self, Chart};
use entente_engine::world::{Dealing, View};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::{Frame, Page, answer, words};
use crate::asked::Asked;
use crate::error::Fault;
use crate::state::Server;

/// Pairs that are drawn and listed.
const MOST_PAIRS: usize = 40;
/// Days before the day that is asked for, if nothing else is said.
const DAYS: i32 = 90;
const MOST_DAYS: i32 = 36_500;

/// The page.
#[derive(Serialize, Template)]
#[template(path = "network.html")]
struct Network {
    #[serde(skip)]
    frame: Frame,
    /// The day, and how many days up to it count.
    on: Option<Date>,
    days: i32,
    pairs: Vec<Dealing>,
}

/// Shows it.
pub async fn network(State(server): State<Server>, asked: Asked) -> Response {
    let kept = asked.clone();
    answer(server, asked, move |view, frame| page(view, frame, &kept)).await
}

fn page(view: &View, frame: Frame, asked: &Asked) -> Result<Network, Fault> {
    let days = asked.number("days").unwrap_or(DAYS).clamp(1, MOST_DAYS);
    let on = match asked.day("on")? {
        Some(day) => Some(day),
        None => view.last_day()?,
    };
    let from = on.map(|day: Date| day.saturating_sub(days.days()));
    let pairs = view.dealings(LEAST_SHARE, (from, on), MOST_PAIRS)?;
    Ok(Network {
        frame: frame.titled("Network").in_section("network").with_chart(),
        on,
        days,
        pairs,
    })
}

impl Network {
    fn share(&self, pair: &Dealing) -> String {
        let all = f64::from(pair.cooperation + pair.conflict).max(1.0);
        format!("{:.0}\u{a0}%", f64::from(pair.conflict) * 100.0 / all)
    }
}

impl Page for Network {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn chart(&self) -> Option<Chart> {
        let when = self.on.map_or("no day".to_owned(), |on| {
            format!("the {} days until {on}", self.days)
        });
        Some(chart::network(&when, &self.pairs))
    }

    fn is_drawn(&self) -> bool {
        !self.pairs.is_empty()
    }
}
