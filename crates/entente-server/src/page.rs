//! Pages: what every page has, and how one becomes an answer in the form that is asked for.
//!
//! A page is a function from a view to a struct. The struct is what the template prints and, as JSON, its own twin; what can be a
//! table or a drawing says so.

mod account;
mod actor;
mod add;
mod compare;
mod evidence;
mod export;
mod frame;
mod map;
mod network;
mod relation;
mod review;
mod search;
mod sources;
mod timeline;
mod today;
mod told;
pub(crate) mod words;
mod workspace;

use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use entente_engine::chart::{self, Chart, Table};
use entente_engine::clean;
use entente_engine::export::csv;
use entente_engine::world::{View, World};
use serde::Serialize;

pub(crate) use account::story_number;
pub(crate) use evidence::{kind as claim_kind, read as claim_read};
pub use frame::Frame;

use crate::asked::{Asked, Twin};
use crate::error::{Fault, Told};
use crate::state::Server;

/// A page: a template that is also data.
pub trait Page: Template + Serialize {
    /// What is the same on every page.
    fn frame(&self) -> &Frame;

    /// The table of the page, if it has one.
    fn table(&self) -> Option<Table> {
        self.chart().map(|chart| chart.table)
    }

    /// The chart of the page, if it has one.
    fn chart(&self) -> Option<Chart> {
        None
    }

    /// Is there something in the chart to be seen?
    fn is_drawn(&self) -> bool {
        true
    }

    /// The chart as it is drawn on the page.
    fn drawing(&self) -> Option<String> {
        let chart = self.chart().filter(|_| self.is_drawn())?;
        Some(chart::svg_inside(&chart))
    }
}

/// All pages.
pub fn routes() -> Router<Server> {
    Router::new()
        .route("/", get(today::today))
        .route("/today", get(today::today))
        .route("/search", get(search::search))
        .route("/story/{story}", of_story(account::page))
        .route("/story/{story}/compare", of_story(compare::page))
        .route("/story/{story}/timeline", of_story(timeline::page))
        .route("/story/{story}/map", of_story(map::page_of_story))
        .route("/story/{story}/quotes", get(told::quotes_of))
        .route("/story/{story}/figures", get(told::figures_of))
        .route("/story/{story}/export/{form}", get(export::export))
        .route("/quotes", get(told::quotes))
        .route("/actor/{actor}", get(actor::actor))
        .route("/relation", get(relation::relations))
        .route("/relation/{one}/{other}", get(relation::relation))
        .route("/network", get(network::network))
        .route("/map", get(map::map))
        .route("/sources", get(sources::sources))
        .route("/workspace", get(workspace::workspace))
        .route("/review", get(review::review).post(review::correct))
        .route(
            "/add",
            get(add::add)
                .post(add::drop_in)
                .layer(DefaultBodyLimit::max(add::MAX_BYTES)),
        )
        .route("/add/feed", post(add::feed))
        .route("/job/{job}", get(add::job))
        .route("/article/{article}", get(evidence::article))
        .route("/evidence/{claim}", get(evidence::evidence))
}

/// A page of a story, at an address that names it.
fn of_story<P: Page + 'static>(
    make: fn(&View, Frame, u32) -> Result<P, Fault>,
) -> MethodRouter<Server> {
    get(
        move |State(server): State<Server>, Path(story): Path<String>, asked: Asked| {
            answer(server, asked, move |view, frame| {
                make(view, frame, story_number(&story)?)
            })
        },
    )
}

/// Answers with a page of the workspace, or of the example while it is empty.
pub async fn answer<P: Page + 'static>(
    server: Server,
    asked: Asked,
    make: impl FnOnce(&View, Frame) -> Result<P, Fault> + Send + 'static,
) -> Response {
    answer_of_world(server, asked, |_, view, frame| make(view, frame)).await
}

/// The same for a page that tells of the workspace itself.
pub async fn answer_of_world<P: Page + 'static>(
    server: Server,
    asked: Asked,
    make: impl FnOnce(&World, &View, Frame) -> Result<P, Fault> + Send + 'static,
) -> Response {
    let mut frame = Frame::new(&asked);
    server.guard().token().clone_into(&mut frame.token);
    let kept = asked.clone();
    let answered = server.ask_or_example(move |world, is_example| {
        if let Some(wrong) = &asked.wrong {
            return Err(Fault::Unclear(wrong.clone()));
        }
        frame.is_example = is_example;
        let page = make(world, &world.at(asked.at), frame)?;
        shown(&page, asked.twin)
    });
    match answered.await {
        Ok((kind, text)) => respond(StatusCode::OK, kind, text),
        Err(fault) => failed(&fault, &kept),
    }
}

/// Leads to another page of this server.
pub fn see_other(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, path.to_owned())]).into_response()
}

/// A page in the form that is asked for, with the name of that form.
fn shown<P: Page>(page: &P, twin: Twin) -> Result<(&'static str, String), Fault> {
    let missing = || Fault::NoTwin(twin.name());
    Ok(match twin {
        Twin::Page => ("text/html; charset=utf-8", render(page)?),
        Twin::Json => ("application/json", json(page)?),
        Twin::Csv => {
            let table = page.table().ok_or_else(missing)?;
            ("text/csv; charset=utf-8", csv::table(&table))
        }
        Twin::Svg => {
            let chart = page.chart().ok_or_else(missing)?;
            ("image/svg+xml", chart::svg(&chart))
        }
    })
}

fn render(template: &impl Template) -> Result<String, Fault> {
    template
        .render()
        .map_err(|error| Fault::Program(error.to_string()))
}

/// What JSON says beside the things of the page.
#[derive(Serialize)]
struct Data<'p, P: Serialize> {
    /// The moment that was asked for; `null` for now.
    as_of: Option<&'p str>,
    program: &'static str,
    #[serde(flatten)]
    page: &'p P,
}

fn json<P: Page>(page: &P) -> Result<String, Fault> {
    let data = Data {
        as_of: page.frame().as_of.as_deref(),
        program: concat!("Entente ", env!("CARGO_PKG_VERSION")),
        page,
    };
    let text =
        serde_json::to_string_pretty(&data).map_err(|error| Fault::Program(error.to_string()))?;
    Ok(clean::json(&text) + "\n")
}

/// The page that tells of a fault.
#[derive(Template)]
#[template(path = "fault.html")]
struct Failed<'f> {
    frame: Frame,
    fault: &'f Fault,
    told: Told,
}

/// An answer that tells what went wrong, in the form that was asked for.
pub fn failed(fault: &Fault, asked: &Asked) -> Response {
    let Told { status, code, .. } = fault.told();
    if asked.twin != Twin::Page {
        let problem = serde_json::json!({
            "type": "about:blank", "code": code, "title": code.replace('-', " "), "status": status.as_u16(),
            "detail": fault.to_string(),
        });
        return respond(
            status,
            "application/problem+json",
            clean::json(&problem.to_string()),
        );
    }
    let frame = Frame::new(asked).titled("Nothing to show");
    let page = render(&Failed {
        frame,
        fault,
        told: fault.told(),
    });
    respond(
        status,
        "text/html; charset=utf-8",
        page.unwrap_or_else(|_| fault.to_string()),
    )
}

/// An answer. Nothing of a workspace is kept by whoever carries it.
fn respond(status: StatusCode, kind: &'static str, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
