//! What programs ask: `/api/v1`, and how the server stands.
//!
//! ```text
//! request ─question─► view as of a moment ─articles, stories, claims, actors …─► things ─answer─► JSON with its citation
//!               table: every line makes a route and its description ─open─► openapi.json
//! ```
//!
//! A thing is found by a plain function from a view and a question. Nothing here is reckoned: everything comes from a view or from
//! `entente_engine`, under the names that it has there.

mod actors;
mod answer;
mod articles;
mod changes;
mod claims;
mod jobs;
pub mod metrics;
mod open;
mod question;
mod reviews;
mod search;
mod stories;
mod stream;
mod table;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use entente_engine::name::named;
use entente_engine::world::View;
use serde_json::json;
use sha2::{Digest, Sha256};

pub use answer::problem;
pub use stream::MOST_STREAMS;

use crate::correct::{Kept, Said};
use crate::error::Fault;
use crate::state::Server;
use answer::{Answer, tagged};
use table::{Operation, Table, parameters, sent};

/// Where everything lies that programs ask.
pub const PREFIX: &str = "/api";

/// All routes.
pub fn routes() -> Router<Server> {
    let (router, description) = table().done();
    let description: Arc<str> = description.to_string().into();
    let described = move |request: Request| async move {
        let described = async {
            let asked = question::Asked::of(&mut request.into_parts().0).await?;
            let search::Nothing {} = asked.question()?;
            Ok(tagged(&asked, description.to_string(), None))
        };
        described
            .await
            .unwrap_or_else(|fault: Fault| problem(&fault))
    };
    router
        .route("/api/v1/openapi.json", get(described))
        .method_not_allowed_fallback(no_method)
}

/// Everything that can be asked.
fn table() -> Table {
    let table = Table::new()
        .one("/api/v1", "How much is known", changes::sizes)
        .list(
            "/api/v1/articles",
            "Articles, the latest first",
            articles::all,
        )
        .one("/api/v1/articles/{article}", "An article", articles::one)
        .one(
            "/api/v1/articles/{article}/text",
            "The text of an article",
            articles::text,
        )
        .list(
            "/api/v1/articles/{article}/claims",
            "The claims of an article, in order of its text",
            articles::claimed,
        )
        .list("/api/v1/stories", "Stories, the latest first", stories::all)
        .one("/api/v1/stories/{story}", "A story", stories::one)
        .list(
            "/api/v1/stories/{story}/articles",
            "The reports of a story, in order of publication",
            stories::articles,
        )
        .one(
            "/api/v1/stories/{story}/comparison",
            "How the reports of a story stand to each other",
            stories::comparison,
        )
        .one(
            "/api/v1/stories/{story}/matrix",
            "What each independent origin of a story says",
            stories::matrix,
        )
        .list(
            "/api/v1/stories/{story}/slots",
            "What the reports of a story tell, with every answer",
            stories::slots,
        )
        .list(
            "/api/v1/stories/{story}/timeline",
            "What happened when in a story",
            stories::timeline,
        )
        .one(
            "/api/v1/stories/{story}/history",
            "How a story was told over time",
            stories::history,
        )
        .list(
            "/api/v1/claims",
            "Claims, those that came in last first",
            articles::all_claims,
        )
        .one("/api/v1/claims/{claim}", "A claim", claims::one)
        .one(
            "/api/v1/evidence/{claim}",
            "The evidence of a claim",
            claims::evidence,
        )
        .list(
            "/api/v1/events",
            "Acts, in order of their days",
            claims::events,
        )
        .list(
            "/api/v1/quotes",
            "Who said what, what came in last first",
            articles::quotes,
        )
        .list(
            "/api/v1/figures",
            "How many and how much, what came in last first",
            articles::figures,
        )
        .list(
            "/api/v1/actors",
            "Actors, those of most articles first",
            actors::all,
        )
        .list(
            "/api/v1/suggest",
            "Actors and countries whose name begins so",
            actors::suggest,
        )
        .one("/api/v1/actors/{actor}", "An actor", actors::one)
        .list(
            "/api/v1/actors/{actor}/timeline",
            "The acts of an actor, the latest first",
            actors::timeline,
        )
        .list(
            "/api/v1/relations",
            "Countries that deal with each other, the busiest pairs first",
            actors::dealings,
        )
        .one(
            "/api/v1/relations/{one}/{other}",
            "How two sides stand to each other",
            actors::relation,
        )
        .list(
            "/api/v1/relations/{one}/{other}/series",
            "How two sides stood to each other, period by period",
            actors::series,
        )
        .list(
            "/api/v1/relations/{one}/{other}/events",
            "The acts between two sides",
            actors::acts,
        )
        .list_until(
            "/api/v1/search",
            "Articles that hold words, the best first",
            search::until,
            search::hits,
        )
        .one(
            "/api/v1/search/facets",
            "What is common among articles that hold words",
            search::facets,
        )
        .list(
            "/api/v1/sources",
            "Publishers, those of most articles first",
            search::sources,
        )
        .list(
            "/api/v1/coverage",
            "How much was read, day by day",
            search::coverage,
        )
        .list(
            "/api/v1/diff",
            "What became known between two moments",
            changes::diff,
        )
        .list("/api/v1/changes", "What was done when", changes::changes)
        .list("/api/v1/reviews", "What persons said", changes::reviews)
        .one(
            "/api/v1/snapshot",
            "A mark of everything that was known",
            changes::snapshot,
        );
    let jobs = Operation {
        more: "Of this run of the server, the newest first.",
        ..Operation::get(
            "/api/v1/jobs",
            "What was begun and goes on beside the answers",
        )
    };
    let job = Operation {
        parameters: parameters::<jobs::One>("/api/v1/jobs/{job}", &[]),
        ..Operation::get("/api/v1/jobs/{job}", "How a job stands")
    };
    let body = json!({
        "required": true, "content": {"application/json": {"schema": sent::<jobs::Sent>()}},
    });
    let send = Operation {
        method: "post",
        status: "202",
        tells: "A job that reads the reports that were sent",
        more: "Reports that are there already are not added again. `Location` names the job. Needs the token of `entente serve --token`.",
        body: Some(body),
        writes: true,
        ..Operation::get("/api/v1/articles", "")
    };
    let said = json!({
        "required": true, "content": {"application/json": {"schema": sent::<Said>()}},
    });
    let say = Operation {
        method: "post",
        status: "201",
        tells: "What became of a correction",
        more: "It holds from now on; what was known before stays what it was. `undo` takes a review back. Stories that change by it \
               are compared anew. Needs the token of `entente serve --token`.",
        body: Some(said),
        writes: true,
        ..Operation::get("/api/v1/reviews", "")
    };
    let stream = Operation {
        parameters: parameters::<stream::Since>("/api/v1/stream", &[]),
        more: "Events of the name `change`, each with its moment as id, what was done, and the address of what became known with it. \
               `Last-Event-ID` goes on where a reader was.",
        answer: Some(("text/event-stream", stream::described())),
        status: "2XX",
        ..Operation::get("/api/v1/stream", "Changes, as they become known")
    };
    let plain = |path, tells| Operation {
        answer: Some(("text/plain", json!({"type": "string"}))),
        status: "2XX",
        ..Operation::get(path, tells)
    };
    let measured = Operation {
        answer: Some(("application/openmetrics-text", json!({"type": "string"}))),
        status: "2XX",
        ..Operation::get("/metrics", "What the server did, for Prometheus")
    };
    table
        .answering::<Answer<jobs::Jobs>>(jobs, get(jobs::all))
        .answering::<Answer<crate::job::Job>>(job, get(jobs::one))
        .answering::<Answer<crate::job::Job>>(
            send,
            axum::routing::post(jobs::send).layer(DefaultBodyLimit::max(jobs::MAX_BYTES)),
        )
        .answering::<Answer<Kept>>(say, axum::routing::post(reviews::send))
        .with(stream, get(stream::stream))
        .with(
            plain("/healthz", "Does the server answer?"),
            get(|| async { "well\n" }),
        )
        .with(plain("/readyz", "Can the workspace be asked?"), get(ready))
        .with(measured, get(metrics::metrics))
}

/// Can the workspace be asked?
async fn ready(State(server): State<Server>) -> Response {
    match server.ask(|world| Ok(world.last_known()?)).await {
        Ok(_) => "ready\n".into_response(),
        Err(fault) => problem(&fault),
    }
}

/// Tells that an address does not take what was tried.
async fn no_method(request: Request) -> Response {
    problem(&Fault::NoMethod(request.method().to_string()))
}

/// Tells that there is nothing at an address.
pub fn nothing(path: &str) -> Response {
    problem(&Fault::NoSuch(path.to_owned()))
}

/// The actor or country that is meant.
fn whom(view: &View, name: &str) -> Result<String, Fault> {
    named(view, name)?.ok_or_else(|| Fault::NoSuchActor(name.to_owned()))
}

/// SHA-256 in hexadecimal.
fn hash(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
