//! What is sent to `/reviews`: corrections, kept as claims of a person. Nothing is overwritten, and each can be taken back.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::answer::{About, Answer, json, problem, respond};
use super::jobs::{sent, too_large};
use super::question::Asked;
use crate::correct::{Said, keep};
use crate::error::Fault;
use crate::state::Server;

/// Keeps what is said, and tells what became of it.
pub async fn send(
    State(server): State<Server>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let kept = async {
        server.guard().may_write(&headers)?;
        let said: Said = sent(&headers, &body.map_err(|error| too_large(&error))?)?;
        let kept = server.write(move |world| {
            let data = keep(world, &said)?;
            Ok((data, world.last_known()?))
        });
        let (data, last) = kept.await?;
        let asked = Asked::plain("/api/v1/reviews".to_owned());
        let about = About::new(&asked, "What persons said", last, false);
        let text = json(&Answer { about, data })?;
        Ok(respond(StatusCode::CREATED, "application/json", text))
    };
    kept.await.unwrap_or_else(|fault: Fault| problem(&fault))
}
