//! `/jobs` and what is sent to `/articles`: reports are taken, and read beside the answers.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use entente_engine::page::Known;
use entente_engine::types::Moment;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::answer::{About, Answer, json, problem, respond, tagged};
use super::question::{Asked, Day, Whole};
use super::search::Nothing;
use crate::error::Fault;
use crate::job::{Dropped, Job};
use crate::state::Server;

/// Bytes that are sent at once, and reports among them.
pub const MAX_BYTES: usize = 16 << 20;
const MOST_REPORTS: usize = 500;
/// Longest title, publisher or address, in characters.
const MAX_WORDS: usize = 300;

/// Reports that are sent.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// The reports.
    #[schemars(length(min = 1, max = 500))]
    articles: Vec<Report>,
}

/// A report that is sent.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Its text, or its page as HTML.
    #[schemars(length(min = 1))]
    text: String,
    /// Its headline, if the text does not tell it.
    #[schemars(length(max = 300))]
    title: Option<String>,
    /// Its publisher, if the text does not tell it.
    #[schemars(length(max = 300))]
    source: Option<String>,
    /// When it was published: a day, or a day with its hour.
    published: Option<Published>,
    /// Where it stands.
    #[schemars(length(max = 300))]
    address: Option<String>,
}

/// A day of publication.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Published(Day);

/// All jobs of this run.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Jobs {
    /// The newest first.
    jobs: Vec<Job>,
}

/// One job.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct One {
    /// Its number.
    job: Whole<1, 999_999_999>,
}

/// Tells of all jobs of this run.
pub async fn all(State(server): State<Server>, request: Request) -> Response {
    let told = async {
        let asked = Asked::of(&mut request.into_parts().0).await?;
        let Nothing {} = asked.question()?;
        let jobs = server.jobs().all();
        about(&server, &asked, "Jobs", Jobs { jobs }).await
    };
    told.await.unwrap_or_else(|fault| problem(&fault))
}

/// Tells how a job stands.
pub async fn one(State(server): State<Server>, request: Request) -> Response {
    let told = async {
        let asked = Asked::of(&mut request.into_parts().0).await?;
        let one: One = asked.question()?;
        let job = server.jobs().get(one.job.0);
        let job = job.ok_or_else(|| Fault::NoSuch(format!("job {}", one.job.0)))?;
        about(&server, &asked, "A job", job).await
    };
    told.await.unwrap_or_else(|fault| problem(&fault))
}

async fn about<T: Serialize>(
    server: &Server,
    asked: &Asked,
    what: &str,
    data: T,
) -> Result<Response, Fault> {
    if asked.is_of_list() || asked.at().is_some() {
        let why = "jobs are of now, and all of them are told: `as_of`, `limit` and `cursor` are for other things";
        return Err(Fault::Unclear(why.to_owned()));
    }
    let (last, is_example) = server
        .ask_or_example(|world, is_example| Ok((world.last_known()?, is_example)))
        .await?;
    let about = About {
        address: asked.path.clone(),
        ..About::new(asked, what, last, is_example)
    };
    Ok(tagged(asked, json(&Answer { about, data })?, None))
}

/// Begins a job with what is sent, and tells of it.
pub async fn send(
    State(server): State<Server>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let begun = async {
        server.guard().may_write(&headers)?;
        let sent = read(&headers, &body.map_err(|error| too_large(&error))?)?;
        let dropped = sent.articles.into_iter().enumerate();
        let dropped = dropped
            .map(|(place, report)| report.dropped(place + 1))
            .collect();
        let number = server.jobs().add(&server, dropped);
        let number = number.map_err(|_| Fault::TooMany)?;
        let job = server.jobs().get(number).unwrap_or_default();
        let asked = Asked::plain(format!("/api/v1/jobs/{number}"));
        let about = About {
            is_example: false,
            address: asked.path.clone(),
            ..About::new(
                &asked,
                "A job",
                server.ask(|world| Ok(world.last_known()?)).await?,
                false,
            )
        };
        let text = json(&Answer { about, data: job })?;
        let mut response = respond(StatusCode::ACCEPTED, "application/json", text);
        if let Ok(value) = HeaderValue::from_str(&asked.path) {
            response.headers_mut().insert(LOCATION, value);
        }
        Ok(response)
    };
    begun.await.unwrap_or_else(|fault: Fault| problem(&fault))
}

/// Why a body did not come in.
pub fn too_large(rejection: &BytesRejection) -> Fault {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Fault::TooLarge(MAX_BYTES),
        _ => Fault::Unclear("the body did not come in whole".to_owned()),
    }
}

/// What is sent as JSON.
///
/// # Errors
///
/// If it is called something else, or is of another form.
pub fn sent<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, Fault> {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default();
    if !kind.trim().eq_ignore_ascii_case("application/json") {
        return Err(Fault::WrongKind("application/json"));
    }
    serde_json::from_slice(body)
        .map_err(|error| Fault::Unclear(format!("the body cannot be read: {error}")))
}

fn read(headers: &HeaderMap, body: &[u8]) -> Result<Sent, Fault> {
    let sent: Sent = sent(headers, body)?;
    let n = sent.articles.len();
    let is_short = |words: &Option<String>| {
        words
            .as_ref()
            .is_none_or(|words| words.chars().count() <= MAX_WORDS)
    };
    let is_whole = |one: &Report| {
        !one.text.is_empty()
            && [&one.title, &one.source, &one.address]
                .into_iter()
                .all(is_short)
    };
    match sent.articles.iter().position(|one| !is_whole(one)) {
        None if (1..=MOST_REPORTS).contains(&n) => Ok(sent),
        None => Err(Fault::Unclear(format!(
            "there are {n} articles; write 1 to {MOST_REPORTS}"
        ))),
        Some(place) => Err(Fault::Unclear(format!(
            "article {} has no text, or a title, source or address of more than {MAX_WORDS} letters",
            place + 1
        ))),
    }
}

impl Report {
    fn dropped(self, number: usize) -> Dropped {
        let is_page = self.text.trim_start().starts_with('<');
        let some = |words: Option<String>| words.filter(|words| !words.trim().is_empty());
        Dropped {
            name: format!("sent-{number}.{}", if is_page { "html" } else { "txt" }),
            bytes: self.text.into_bytes(),
            known: Known {
                title: some(self.title),
                source: some(self.source),
                published: self.published.map(|day| Moment::day(day.0.0)),
                address: some(self.address),
                from: "form".to_owned(),
                ..Known::default()
            },
        }
    }
}
