//! Files of the pages: in the binary, nothing is fetched from elsewhere.

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use entente_engine::chart;

use crate::state::Server;

const PAGES: &str = include_str!("../assets/page.css");
const ICON: &str = include_str!("../assets/icon.svg");

/// All files.
pub fn routes() -> Router<Server> {
    Router::new()
        .route(
            "/assets/page.css",
            get(|| async { file("text/css", PAGES.to_owned()) }),
        )
        .route(
            "/assets/chart.css",
            get(|| async { file("text/css", charts()) }),
        )
        .route(
            "/assets/icon.svg",
            get(|| async { file("image/svg+xml", ICON.to_owned()) }),
        )
        .route("/favicon.ico", get(|| async { StatusCode::NOT_FOUND }))
}

/// The colours and letters of drawings, for those inside of a page alone.
fn charts() -> String {
    format!(".chart{{{}}}", chart::STYLE)
}

/// A file; it stays the same as long as the program does.
fn file(kind: &'static str, text: String) -> Response {
    (
        [(CONTENT_TYPE, kind), (CACHE_CONTROL, "max-age=3600")],
        text,
    )
        .into_response()
}
