//! `/story/sty_3/export/stix`: what is known of a story in the forms that other programs read.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;
use entente_engine::LEAST_SHARE;
use entente_engine::export::{Format, Settings, Table, write};
use entente_engine::rows;
use entente_engine::world::Chosen;

use super::account::story_number;
use super::failed;
use crate::asked::Asked;
use crate::error::Fault;
use crate::state::Server;

/// The forms: their names in the address, endings of their files, what they are, and how they are called.
pub const FORMS: [(&str, &str, &str, &str, Format); 9] = [
    (
        "claims",
        "csv",
        "text/csv; charset=utf-8",
        "claims (CSV)",
        Format::Csv(Table::Claims),
    ),
    (
        "events",
        "csv",
        "text/csv; charset=utf-8",
        "acts (CSV)",
        Format::Csv(Table::Events),
    ),
    (
        "quotes",
        "csv",
        "text/csv; charset=utf-8",
        "quotations (CSV)",
        Format::Csv(Table::Quotes),
    ),
    (
        "figures",
        "csv",
        "text/csv; charset=utf-8",
        "figures (CSV)",
        Format::Csv(Table::Figures),
    ),
    (
        "lines",
        "jsonl",
        "application/x-ndjson",
        "claims (JSON lines)",
        Format::Jsonl(Table::Claims),
    ),
    (
        "plover",
        "jsonl",
        "application/x-ndjson",
        "PLOVER",
        Format::Rows(rows::Format::Plover),
    ),
    (
        "ftm",
        "jsonl",
        "application/x-ndjson",
        "FollowTheMoney",
        Format::Ftm,
    ),
    (
        "stix",
        "json",
        "application/stix+json;version=2.1",
        "STIX 2.1",
        Format::Stix,
    ),
    (
        "citations",
        "json",
        "application/vnd.citationstyles.csl+json",
        "citations (CSL-JSON)",
        Format::Csl,
    ),
];

/// Gives it as a file.
pub async fn export(
    State(server): State<Server>,
    Path((story, form)): Path<(String, String)>,
    asked: Asked,
) -> Response {
    let kept = asked.clone();
    let Some((name, ending, kind, _, format)) = FORMS.into_iter().find(|(name, ..)| *name == form)
    else {
        return failed(&Fault::NoSuch(form), &kept);
    };
    let written = server.ask_or_example(move |world, _| {
        let number = story_number(&story)?;
        let view = world.at(asked.at);
        view.story(number)?;
        let settings = Settings {
            chosen: Chosen {
                story: Some(number),
                ..Chosen::default()
            },
            least: LEAST_SHARE as f32,
            least_articles: 1,
        };
        let mut bytes = Vec::new();
        write(&view, format, &settings, &mut bytes).map_err(|error| match error {
            entente_engine::export::Error::World(error) => Fault::from(error),
            other => Fault::Program(other.to_string()),
        })?;
        Ok((format!("{story}-{name}.{ending}"), bytes))
    });
    match written.await {
        Ok((file, bytes)) => {
            let mut response = Response::new(Body::from(bytes));
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            // The name is made of an id and names of ours.
            if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{file}\"")) {
                headers.insert(CONTENT_DISPOSITION, value);
            }
            response
        }
        Err(fault) => failed(&fault, &kept),
    }
}
