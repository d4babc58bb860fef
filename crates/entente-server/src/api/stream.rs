//! `/stream`: tells of every change as it becomes known, as server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use entente_engine::clean;
use entente_engine::world::{Change, Known};
use futures_util::stream::{Stream, unfold};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::OwnedSemaphorePermit;

use super::answer::problem;
use super::question::{Asked, MomentAsked};
use crate::error::Fault;
use crate::link::encode;
use crate::state::Server;

/// What every event is called.
const NAME: &str = "change";
/// Readers that are told of changes at the same time.
pub const MOST_STREAMS: usize = 32;
/// How often it is looked whether something changed.
const PAUSE: Duration = Duration::from_secs(1);
/// How often a reader is told that nothing did.
const SIGN: Duration = Duration::from_secs(15);
/// How long one reader is told: who wants to go on asks again from where it was.
const LONGEST: Duration = Duration::from_secs(3600);
/// Changes that are told at once.
const MOST_CHANGES: usize = 100;

/// Since when.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Since {
    /// From that moment on; `Last-Event-ID` says the same. Without either: from now on.
    from: Option<MomentAsked>,
}

/// What is told of a change.
#[derive(Debug, Serialize)]
struct Told {
    #[serde(flatten)]
    change: Change,
    /// Where everything stands that became known with it.
    diff: String,
}

/// A reader of changes.
struct Reader {
    server: Server,
    /// What was told last.
    last: Known,
    /// What waits to be told.
    waiting: std::collections::VecDeque<(Known, Change)>,
    until: tokio::time::Instant,
    _turn: OwnedSemaphorePermit,
}

/// Tells of changes until the reader goes, or an hour is over.
pub async fn stream(State(server): State<Server>, request: Request) -> Response {
    let begun = async {
        let (mut parts, _) = request.into_parts();
        let heard = parts.headers.get("last-event-id");
        let heard = heard.and_then(|id| id.to_str().ok()?.parse().ok());
        let asked = Asked::of(&mut parts).await?;
        let since: Since = asked.question()?;
        let turn = server.stream_turn().ok_or(Fault::Busy)?;
        let last = match heard.map(Known).or(since.from.map(|from| from.0)) {
            Some(from) => from,
            None => server
                .ask(|world| Ok(world.last_known()?))
                .await?
                .unwrap_or(Known(i64::MIN)),
        };
        Ok(Reader {
            server,
            last,
            waiting: Default::default(),
            until: tokio::time::Instant::now() + LONGEST,
            _turn: turn,
        })
    };
    match begun.await {
        Ok(reader) => {
            let sign = KeepAlive::new().interval(SIGN);
            Sse::new(told(reader)).keep_alive(sign).into_response()
        }
        Err(fault) => problem(&fault),
    }
}

fn told(reader: Reader) -> impl Stream<Item = Result<Event, Infallible>> {
    unfold(reader, |mut reader| async move {
        while reader.waiting.is_empty() {
            if reader.until <= tokio::time::Instant::now() || reader.server.is_ending() {
                return None;
            }
            reader.look().await;
            if reader.waiting.is_empty() && reader.server.ends_within(PAUSE).await {
                return None;
            }
        }
        let (known, change) = reader.waiting.pop_front()?;
        let event = event(reader.last, known, change);
        reader.last = known;
        Some((Ok(event), reader))
    })
}

impl Reader {
    /// Looks what became known. What cannot be asked now is asked again after a pause.
    async fn look(&mut self) {
        let last = self.last;
        let found = self
            .server
            .ask(move |world| Ok(world.at(None).changes(last, MOST_CHANGES)?));
        for change in found.await.unwrap_or_default() {
            if let Ok(known) = change.known.parse() {
                self.waiting.push_back((known, change));
            }
        }
    }
}

/// What the description of the API says of one event.
pub fn described() -> Value {
    json!({
        "type": "object",
        "required": ["event", "id", "data"],
        "properties": {
            "event": {"const": NAME},
            "id": {"type": "string"},
            "data": {"type": "string", "contentMediaType": "application/json"},
        },
    })
}

fn event(from: Known, known: Known, change: Change) -> Event {
    let moment = |at: Known| encode(&at.to_string());
    let from = if from.0 < 0 { Known(0) } else { from };
    let diff = format!("/api/v1/diff?from={}&as_of={}", moment(from), moment(known));
    let data = serde_json::to_string(&Told { change, diff }).unwrap_or_default();
    Event::default()
        .event(NAME)
        .id(known.0.to_string())
        .data(clean::json(&data))
}
