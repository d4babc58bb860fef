//! What every answer has: as of when, by which program, how to cite it, and a tag that tells whether it is another one.

use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderName, LINK, VARY, WWW_AUTHENTICATE,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use entente_engine::clean;
use entente_engine::export::csv;
use entente_engine::export::parquet::{self, Kind};
use entente_engine::world::Known;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::question::{Asked, Cursor};
use crate::error::{Fault, Told};

/// The program, as it stands in every answer.
pub const PROGRAM: &str = concat!("Entente ", env!("CARGO_PKG_VERSION"));
/// Bytes of the hash that make the tag of an answer.
const TAG_BYTES: usize = 16;

/// What is told about every answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct About {
    /// The moment as of which it was answered: nothing that became known later is in it. `null` if nothing is known yet.
    #[schemars(extend("format" = "date-time"))]
    pub as_of: Option<String>,
    /// Name and version of the program.
    pub program: &'static str,
    /// How to cite it.
    pub citation: String,
    /// Where the same answer is found for ever.
    pub address: String,
    /// Is it about the shipped example, because the workspace is empty?
    pub is_example: bool,
}

impl About {
    /// What is told about an answer to this question.
    #[must_use]
    pub fn new(asked: &Asked, what: &str, at: Option<Known>, is_example: bool) -> Self {
        let cursor = asked.cursor;
        let address = asked.address(at, cursor);
        let when = at.map_or("the beginning".to_owned(), |at| at.to_string());
        let of = if is_example {
            "the example"
        } else {
            "a workspace"
        };
        Self {
            as_of: at.map(|at| at.to_string()),
            program: PROGRAM,
            citation: format!("{what}: {of} of {PROGRAM}, as known at {when}. {address}"),
            address,
            is_example,
        }
    }
}

/// An answer with one thing.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "AnswerWith{T}")]
pub struct Answer<T> {
    /// What is told about every answer.
    #[serde(flatten)]
    pub about: About,
    /// What was asked for.
    pub data: T,
}

/// An answer with a part of a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "ListOf{T}")]
pub struct List<T> {
    /// What is told about every answer.
    #[serde(flatten)]
    pub about: About,
    /// The things, in order.
    pub items: Vec<T>,
    /// What to give as `cursor` for the next ones; `null` if there are no more. A part can be short, or empty, before the end.
    pub next_cursor: Option<String>,
}

/// What went wrong, as in RFC 9457.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "ProblemDetails")]
pub struct Problem {
    /// Always `about:blank`: `code` tells what it is.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The status in words.
    pub title: String,
    /// The status of the answer.
    pub status: u16,
    /// What happened.
    pub detail: String,
    /// What `entente explain CODE` explains.
    pub code: &'static str,
    /// What to do.
    pub advice: &'static str,
}

/// Why a request gets no answer, as an answer.
#[must_use]
pub fn problem(fault: &Fault) -> Response {
    let Told {
        status,
        code,
        advice,
    } = fault.told();
    let problem = Problem {
        kind: "about:blank",
        title: status.canonical_reason().unwrap_or("Unknown").to_owned(),
        status: status.as_u16(),
        detail: fault.to_string(),
        code,
        advice,
    };
    let text = serde_json::to_string_pretty(&problem).unwrap_or_default();
    let mut response = respond(
        status,
        "application/problem+json",
        clean::json(&text) + "\n",
    );
    if status == StatusCode::UNAUTHORIZED {
        let bearer = HeaderValue::from_static("Bearer");
        response.headers_mut().insert(WWW_AUTHENTICATE, bearer);
    }
    response
}

/// An answer as JSON.
///
/// # Errors
///
/// If it cannot be written.
pub fn json(answer: &impl Serialize) -> Result<String, Fault> {
    let text = serde_json::to_string(answer);
    let text = text.map_err(|error| Fault::Program(error.to_string()))?;
    Ok(clean::json(&text))
}

/// How the things of a list are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// All in one object, with what is told about the answer.
    #[default]
    Json,
    /// One object on each line.
    Lines,
    /// A table; what is no single value stands in its cell as JSON.
    Csv,
    /// The same with the kinds of its columns.
    Parquet,
}

impl Form {
    /// All forms, the usual one first.
    pub const ALL: [Self; 4] = [Self::Json, Self::Lines, Self::Csv, Self::Parquet];

    /// Its name, as programs ask for it in `Accept`.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Lines => "application/x-ndjson",
            Self::Csv => "text/csv",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }

    /// The one that `Accept` names first among those that there are; whatever else it names gets JSON.
    #[must_use]
    pub fn asked(accept: &str) -> Self {
        let mut kinds = accept
            .split(',')
            .map(|kind| kind.split(';').next().unwrap_or_default().trim());
        let found = kinds.find_map(|kind| {
            let is_it = |form: &Self| kind.eq_ignore_ascii_case(form.kind());
            Self::ALL.into_iter().find(is_it)
        });
        found.unwrap_or_default()
    }

    /// A list in this form.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn write<T: Serialize + JsonSchema>(self, list: &List<T>) -> Result<Vec<u8>, Fault> {
        match self {
            Self::Json => Ok(json(list)?.into_bytes()),
            Self::Lines => {
                let lines = list.items.iter().map(|item| Ok(json(item)? + "\n"));
                Ok(lines.collect::<Result<String, Fault>>()?.into_bytes())
            }
            Self::Csv => {
                let (columns, rows) = table(&list.items)?;
                let heading: Vec<Value> = columns.into_iter().map(Value::from).collect();
                let rows = std::iter::once(heading).chain(rows);
                let lines: String = rows.map(|row| csv::row(&row)).collect();
                Ok(lines.into_bytes())
            }
            Self::Parquet => written(&list.items),
        }
    }
}

/// Things under the names of their fields; a name that only some of them have is a column too.
fn table<T: Serialize>(items: &[T]) -> Result<(Vec<String>, Vec<Vec<Value>>), Fault> {
    let wrong = |error: serde_json::Error| Fault::Program(error.to_string());
    let items = items
        .iter()
        .map(|item| serde_json::to_value(item).map_err(wrong));
    let mut items = items.collect::<Result<Vec<Value>, Fault>>()?;
    let mut columns: Vec<String> = Vec::new();
    for name in items
        .iter()
        .filter_map(Value::as_object)
        .flat_map(Map::keys)
    {
        if !columns.contains(name) {
            columns.push(name.clone());
        }
    }
    let rows = items.iter_mut().map(|item| {
        let cells = columns.iter().map(|name| match item[name.as_str()].take() {
            many @ (Value::Array(_) | Value::Object(_)) => Value::from(many.to_string()),
            one => one,
        });
        cells.collect()
    });
    let rows = rows.collect();
    Ok((columns, rows))
}

/// The same as Parquet. What a column holds is read off the form of a thing, so that it is the same on every page.
fn written<T: Serialize + JsonSchema>(items: &[T]) -> Result<Vec<u8>, Fault> {
    let (columns, mut rows) = table(items)?;
    let form = schemars::schema_for!(T).to_value();
    let kind = |name: &str| {
        let kinds = &form["properties"][name]["type"];
        let has = |kind: &str| {
            kinds == kind
                || kinds
                    .as_array()
                    .is_some_and(|all| all.iter().any(|one| one == kind))
        };
        match () {
            () if has("boolean") => Kind::Truth,
            () if has("integer") => Kind::Whole,
            () if has("number") => Kind::Real,
            () => Kind::Text,
        }
    };
    let columns: Vec<(String, Kind)> = columns
        .into_iter()
        .map(|name| (name.clone(), kind(&name)))
        .collect();
    for row in &mut rows {
        for (cell, (_, kind)) in row.iter_mut().zip(&columns) {
            if *kind == Kind::Text && !cell.is_string() && !cell.is_null() {
                *cell = Value::from(cell.to_string());
            }
        }
    }
    parquet::table("items", &columns, &rows).map_err(|error| Fault::Program(error.to_string()))
}

/// An answer in JSON, or that it is the one that the asker has; with the address of the next part.
#[must_use]
pub fn tagged(asked: &Asked, text: String, next: Option<Cursor>) -> Response {
    tagged_as(Form::Json, asked, text.into_bytes(), next)
}

/// The same in another form.
#[must_use]
pub fn tagged_as(form: Form, asked: &Asked, bytes: Vec<u8>, next: Option<Cursor>) -> Response {
    let tag = tag(&bytes);
    let is_same = |has: &String| has == "*" || has.trim_start_matches("W/") == tag;
    let mut response = match asked.has.iter().any(is_same) {
        true => respond(StatusCode::NOT_MODIFIED, "", Vec::new()),
        false => respond(StatusCode::OK, form.kind(), bytes),
    };
    let headers = response.headers_mut();
    let mut put = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    put(ETAG, &tag);
    // It may be kept, but it has to be asked whether it still holds.
    put(CACHE_CONTROL, "private, no-cache");
    put(VARY, "accept");
    if let Some(next) = next {
        let address = asked.address(None, Some(next));
        put(LINK, &format!("<{address}>; rel=\"next\""));
    }
    response
}

/// What tells two answers apart.
fn tag(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    let digits = hash.iter().take(TAG_BYTES);
    let digits: String = digits.map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}\"")
}

/// An answer of this kind that nobody keeps.
#[must_use]
pub fn respond(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if !kind.is_empty() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
