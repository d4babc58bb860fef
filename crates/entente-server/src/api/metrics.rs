//! `/metrics`: what the server did, for Prometheus.

use std::fmt::Write as _;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::answer::respond;
use crate::state::Server;

/// The kind of its answer.
const KIND: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// Seconds that divide answers.
const SECONDS: [f64; 9] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// What is told of an answer.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Labels {
    /// `page`, `api`, `mcp` or `asset`.
    part: &'static str,
    /// First digit of its status: `2xx`.
    status: &'static str,
}

/// What is told of a part of the server.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct PartLabel {
    part: &'static str,
}

/// What is counted.
pub struct Metrics {
    registry: Registry,
    answers: Family<Labels, Counter>,
    seconds: Family<PartLabel, Histogram, fn() -> Histogram>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("entente");
        let answers = Family::<Labels, Counter>::default();
        let new: fn() -> Histogram = || Histogram::new(SECONDS);
        let seconds = Family::new_with_constructor(new);
        registry.register("answers", "Answers that were given", answers.clone());
        registry.register(
            "answer_seconds",
            "Seconds until an answer began",
            seconds.clone(),
        );
        Self {
            registry,
            answers,
            seconds,
        }
    }
}

impl Metrics {
    fn count(&self, part: &'static str, status: StatusCode, took: Duration) {
        let status = match status.as_u16() / 100 {
            1 => "1xx",
            2 => "2xx",
            3 => "3xx",
            4 => "4xx",
            _ => "5xx",
        };
        self.answers.get_or_create(&Labels { part, status }).inc();
        let seconds = self.seconds.get_or_create(&PartLabel { part });
        seconds.observe(took.as_secs_f64());
    }
}

/// Counts every answer.
pub async fn count(State(server): State<Server>, request: Request, next: Next) -> Response {
    let start = std::time::Instant::now();
    let part = match request.uri().path().split('/').nth(1).unwrap_or_default() {
        "api" => "api",
        "mcp" => "mcp",
        "assets" => "asset",
        _ => "page",
    };
    let response = next.run(request).await;
    server
        .metrics()
        .count(part, response.status(), start.elapsed());
    response
}

/// Tells what was counted, and how much the workspace has.
pub async fn metrics(State(server): State<Server>) -> Response {
    let mut text = String::new();
    if encode(&mut text, &server.metrics().registry).is_err() {
        text.clear();
    }
    let end = "# EOF\n";
    text.truncate(text.trim_end_matches(end).len());
    let mut gauge = |name: &str, help: &str, value: f64| {
        _ = writeln!(
            text,
            "# HELP entente_{name} {help}.\n# TYPE entente_{name} gauge\nentente_{name} {value}"
        );
    };
    let sizes = server.ask(|world| {
        let view = world.at(None);
        Ok((view.sizes()?, view.moment()?))
    });
    if let Ok(([n_articles, n_stories], last)) = sizes.await {
        gauge("articles", "Articles of the workspace", n_articles as f64);
        gauge("stories", "Stories of the workspace", n_stories as f64);
        let last = last.map_or(0.0, |last| last.0 as f64 / 1e6);
        gauge(
            "last_known_seconds",
            "When something became known last, in seconds since 1970",
            last,
        );
    }
    let jobs = server.jobs().all();
    let n_jobs = jobs.iter().filter(|job| job.stage.is_under_way()).count();
    gauge("jobs_under_way", "Jobs that wait or run", n_jobs as f64);
    gauge(
        "streams",
        "Readers that are told of changes",
        server.n_streams() as f64,
    );
    text.push_str(end);
    respond(StatusCode::OK, KIND, text)
}
