//! `entente events`: who did what to whom, as a table for people or as rows of event data.

use std::process::ExitCode;

use entente_engine::rows::{self, Columns, Format, Row, Side};
use entente_engine::types::{Article, Precision, Problem};
use unicode_width::UnicodeWidthChar;

use crate::arguments::{EventFormat, Events};
use crate::failure::Failure;
use crate::read::output::Out;
use crate::read::table;
use crate::render::{json, plain};
use crate::stream::{self, Sink};

/// The rows of one article.
struct Shown {
    n_acts: u64,
    text: String,
}

/// Reads and prints.
pub fn run(settings: &Events) -> Result<ExitCode, Failure> {
    stream::run(
        &settings.input,
        |bar| {
            Ok(Output {
                out: Out::new(settings.output.as_deref(), bar)?,
                heading: data(settings.format)
                    .and_then(|format| rows::heading(format, columns(settings))),
                n_acts: 0,
            })
        },
        |_, article, problems| Some(show(article, problems, settings)),
    )
}

/// The format of data, or `None` for the table.
fn data(format: EventFormat) -> Option<Format> {
    Some(match format {
        EventFormat::Table => return None,
        EventFormat::Plover => Format::Plover,
        EventFormat::Polecat => Format::Polecat,
        EventFormat::Icews => Format::Icews,
        EventFormat::Gdelt => Format::Gdelt,
        EventFormat::GdeltMentions => Format::GdeltMentions,
    })
}

fn columns(settings: &Events) -> Columns {
    match settings.bare {
        true => Columns::Own,
        false => Columns::WithSentence,
    }
}

fn show(article: Article, problems: &mut Vec<Problem>, settings: &Events) -> Shown {
    let (document, claims) = entente_engine::claims_of(article);
    problems.extend(claims.problems.iter().cloned());
    let mut rows = rows::of(&document, &claims);
    rows.retain(|row| row.event.confidence >= settings.least);
    let width = table::width(settings.width);
    let text = rows.iter().flat_map(|row| match data(settings.format) {
        None => vec![for_people(row, width)],
        Some(format) => rows::lines(format, columns(settings), row),
    });
    let text: String = text.collect();
    Shown {
        n_acts: rows.len() as u64,
        text: match settings.format {
            EventFormat::Plover => json::escaped(&text),
            _ => text,
        },
    }
}

/// One act as a line, and below it the words that tell it.
fn for_people(row: &Row, width: usize) -> String {
    let day = day(row);
    let mode = row.mode.map_or(String::new(), |mode| format!(" {mode}"));
    let place = row
        .event
        .place
        .map_or(String::new(), |span| format!(" · {}", row.words(span)));
    let root = format!("{:?}", row.root).to_uppercase();
    let told = match row.took_place() {
        true => String::new(),
        false => format!(" ({:?})", row.event.realis).to_lowercase(),
    };
    let line = format!(
        "{day:10}  {root}{mode}{told}  {} → {}{place}",
        names(&row.actors()),
        names(&row.recipients()),
    );
    let words = format!("            “{}”", row.words(row.event.clause));
    format!(
        "{}\n{}\n",
        cut(&plain(&line), width),
        cut(&plain(&words), width)
    )
}

/// The first day that the text tells, as finely as it tells it.
fn day(row: &Row) -> String {
    let Some(day) = row.days().0 else {
        return "undated".to_owned();
    };
    let precision = row.event.period.map(|period| period.precision);
    let n_letters = match precision {
        Some(Precision::Month | Precision::Season) => "2025-05".len(),
        Some(Precision::Year | Precision::Vague) => "2025".len(),
        _ => "2025-05-08".len(),
    };
    day.to_string().chars().take(n_letters).collect()
}

fn names(sides: &[Side]) -> String {
    let name = |side: &Side| {
        side.actor
            .map_or("?".to_owned(), |actor| actor.name.clone())
    };
    let names: Vec<String> = sides.iter().map(name).collect();
    match names.is_empty() {
        true => "?".to_owned(),
        false => names.join(" + "),
    }
}

/// What fits into so many columns.
fn cut(line: &str, width: usize) -> String {
    let mut n_columns = 0;
    let fits = |letter: &char| {
        n_columns += letter.width().unwrap_or(0);
        n_columns < width
    };
    let shown: String = line.chars().take_while(fits).collect();
    match shown.len() < line.len() {
        true => shown + "…",
        false => shown,
    }
}

/// The open output.
struct Output {
    out: Out,
    heading: Option<String>,
    n_acts: u64,
}

impl Output {
    fn write_heading(&mut self) -> std::io::Result<()> {
        let heading = self.heading.take();
        heading.map_or(Ok(()), |heading| self.out.write(&heading))
    }
}

impl Sink<Shown> for Output {
    fn write(&mut self, shown: Shown) -> std::io::Result<()> {
        self.write_heading()?;
        self.n_acts += shown.n_acts;
        self.out.write(&shown.text)
    }

    fn n_written(&self) -> u64 {
        self.n_acts
    }

    fn finish(mut self) -> std::io::Result<()> {
        self.write_heading()?;
        self.out.finish()
    }
}
