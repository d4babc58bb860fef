//! `/add`: reports are pasted or dropped; `/job/3` tells how far they are.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Multipart, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use entente_engine::page::Known;
use jiff::Timestamp;
use serde::Serialize;

use super::{Frame, Page, answer, failed, see_other, words};
use crate::asked::Asked;
use crate::error::Fault;
use crate::feeds::Feed;
use crate::job::{Dropped, Job, Stage};
use crate::link::pairs;
use crate::state::Server;

/// Bytes of one form, and files in it.
pub const MAX_BYTES: usize = 64 << 20;
const MOST_FILES: usize = 500;
/// Longest address of a feed, in characters.
const MAX_ADDRESS: usize = 4_000;
/// Longest name, title or publisher, in characters.
const MAX_WORDS: usize = 300;

/// The page.
#[derive(Serialize, Template)]
#[template(path = "add.html")]
struct Add {
    #[serde(skip)]
    frame: Frame,
    jobs: Vec<Job>,
    /// Are feeds fetched?
    fetches: bool,
    /// Those that were, in order of their addresses.
    feeds: Vec<Feed>,
    /// Minutes after which each is fetched again; `null` if only when somebody asks.
    every_minutes: Option<i64>,
}

/// Shows it.
pub async fn add(State(server): State<Server>, asked: Asked) -> Response {
    let jobs = server.jobs().all();
    let fetches = server.feeds().is_some();
    let (feeds, every_minutes) = (server.followed().all(), server.followed().minutes());
    answer(server, asked, move |_, frame| {
        Ok(Add {
            fetches,
            feeds,
            every_minutes,
            frame: frame.titled("Add reports").in_section("add"),
            jobs,
        })
    })
    .await
}

/// Begins a job with what a form holds, and leads to it.
pub async fn drop_in(
    State(server): State<Server>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let asked = Asked {
        path: "/add".to_owned(),
        ..Asked::default()
    };
    match begin(&server, &headers, form).await {
        Ok(number) => see_other(&format!("/job/{number}")),
        Err(fault) => failed(&fault, &asked),
    }
}

async fn begin(server: &Server, headers: &HeaderMap, form: Multipart) -> Result<u32, Fault> {
    let (token, dropped) = read(form).await?;
    if !server.guard().is_ours(headers, &token) {
        return Err(Fault::Forbidden("this form is not from a page of this run"));
    }
    if dropped.is_empty() {
        return Err(Fault::Unclear(
            "there is no text and no file in the form".to_owned(),
        ));
    }
    server.jobs().add(server, dropped)
}

/// Begins a job with the feed that a form names, and leads to it.
pub async fn feed(State(server): State<Server>, headers: HeaderMap, body: Bytes) -> Response {
    let form = pairs(&String::from_utf8_lossy(&body));
    let value = |name: &str| {
        let found = form.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.trim())
    };
    let begun = match server.feeds() {
        _ if !server.guard().is_ours(&headers, value("token")) => {
            Err(Fault::Forbidden("this form is not from a page of this run"))
        }
        None => Err(Fault::Forbidden(
            "this server was started without `--feeds`: it fetches nothing",
        )),
        Some(_) if value("address").is_empty() => {
            Err(Fault::Unclear("there is no address in the form".to_owned()))
        }
        Some(feeds) => {
            let address = value("address").chars().take(MAX_ADDRESS).collect();
            server.jobs().fetch(&server, feeds.clone(), address)
        }
    };
    match begun {
        Ok(number) => see_other(&format!("/job/{number}")),
        Err(fault) => failed(
            &fault,
            &Asked {
                path: "/add".to_owned(),
                ..Asked::default()
            },
        ),
    }
}

/// The token of a form, and what it holds.
async fn read(mut form: Multipart) -> Result<(String, Vec<Dropped>), Fault> {
    let unclear = |error: axum::extract::multipart::MultipartError| {
        Fault::Unclear(format!("the form cannot be read: {}", error.body_text()))
    };
    let (mut token, mut dropped, mut pasted) = (String::new(), Vec::new(), Pasted::default());
    while let Some(field) = form.next_field().await.map_err(unclear)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(unclear)?;
        let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
        match name.as_str() {
            "token" => token = text(),
            "text" => pasted.text = text(),
            "title" => pasted.title = short(text()),
            "source" => pasted.source = short(text()),
            "published" => pasted.published = short(text()),
            "files" if !bytes.is_empty() && dropped.len() < MOST_FILES => dropped.push(Dropped {
                name: file.and_then(short).unwrap_or_else(|| "file".to_owned()),
                bytes: bytes.to_vec(),
                known: Known::default(),
            }),
            _ => {}
        }
    }
    dropped.extend(pasted.dropped()?);
    Ok((token, dropped))
}

/// Words of a form, cut; `None` for none.
fn short(text: String) -> Option<String> {
    let text: String = text.chars().take(MAX_WORDS).collect();
    Some(text).filter(|text| !text.is_empty())
}

/// What was pasted.
#[derive(Default)]
struct Pasted {
    text: String,
    title: Option<String>,
    source: Option<String>,
    published: Option<String>,
}

impl Pasted {
    fn dropped(self) -> Result<Option<Dropped>, Fault> {
        if self.text.is_empty() {
            return Ok(None);
        }
        let published = self.published.map(|day| {
            let day = day
                .parse()
                .map_err(|_| Fault::Unclear(format!("`{day}` is no day; write `2025-05-08`")))?;
            Ok::<_, Fault>(entente_engine::types::Moment::day(day))
        });
        Ok(Some(Dropped {
            name: "pasted.txt".to_owned(),
            bytes: self.text.into_bytes(),
            known: Known {
                title: self.title,
                source: self.source,
                published: published.transpose()?,
                from: "form".to_owned(),
                ..Known::default()
            },
        }))
    }
}

/// A moment of a feed.
fn when(moment: &Option<Timestamp>) -> String {
    let told = |moment: &Timestamp| match moment.as_second() {
        0 => "now".to_owned(),
        _ => words::moment(&moment.to_string()),
    };
    moment.as_ref().map_or_else(|| "–".to_owned(), told)
}

/// What came of fetching a feed.
fn outcome(feed: &Feed) -> &str {
    match (&feed.problem, feed.had_news, feed.last) {
        (Some(problem), ..) => problem,
        (None, true, _) => "new reports",
        (None, false, Some(_)) => "nothing new",
        (None, false, None) => "–",
    }
}

impl Page for Add {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

/// The page of a job.
#[derive(Serialize, Template)]
#[template(path = "job.html")]
struct JobPage {
    #[serde(skip)]
    frame: Frame,
    #[serde(flatten)]
    job: Job,
}

/// Tells how a job stands; the page asks for itself again until it is done.
pub async fn job(
    State(server): State<Server>,
    Path(number): Path<String>,
    asked: Asked,
) -> Response {
    let found = number
        .parse()
        .ok()
        .and_then(|number| server.jobs().get(number));
    answer(server, asked, move |_, frame| {
        let job = found.ok_or_else(|| Fault::NoSuch(format!("job {number}")))?;
        let mut frame = frame.titled("Adding reports").in_section("add");
        frame.is_example = false;
        frame.refresh = u32::from(job.stage.is_under_way());
        Ok(JobPage { frame, job })
    })
    .await
}

impl JobPage {
    /// Was anything added?
    fn has_news(&self) -> bool {
        self.job.n_added[0] > 0
    }
}

impl Page for JobPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}
