//! `entente list`: articles, stories or acts of a workspace.

use std::process::ExitCode;

use entente_engine::name::words;
use entente_engine::world::{ArticleRow, Between, EventRow, StoryRow};

use super::{json, open, print, view};
use crate::arguments::{Kind, List, ListFormat};
use crate::failure::Failure;
use crate::read::table::{cell, fit, width};
use crate::render::plain;

/// Columns of ids, days, and outlets.
const ID: usize = 10;
const DAY: usize = 10;
const OUTLET: usize = 18;

/// Lists one kind of thing.
pub fn list(settings: &List) -> Result<ExitCode, Failure> {
    let world = open(&settings.at.place)?;
    let view = view(&world, &settings.at);
    let columns = width(settings.width);
    let (skipped, most) = (settings.skip, settings.most);
    let (text, n) = match settings.kind {
        Kind::Articles => {
            let rows = view.articles(skipped, most)?;
            let text = rows.iter().map(|row| article(row, columns)).collect();
            (shown(settings.format, &rows, text)?, rows.len())
        }
        Kind::Stories => {
            let rows = view.stories(settings.least, skipped, most)?;
            let text = rows.iter().map(|row| story(row, columns)).collect();
            (shown(settings.format, &rows, text)?, rows.len())
        }
        Kind::Events => {
            let rows = view.events(&Between::default(), entente_engine::LEAST_SHARE, most)?;
            let text = rows.iter().map(|row| event(row, columns)).collect();
            (shown(settings.format, &rows, text)?, rows.len())
        }
    };
    print(&text)?;
    Ok(ExitCode::from(u8::from(n == 0)))
}

/// In the format that is asked for.
pub fn shown(
    format: ListFormat,
    rows: &[impl serde::Serialize],
    text: String,
) -> Result<String, Failure> {
    match format {
        ListFormat::Text => Ok(text),
        ListFormat::Json => json(&rows),
        ListFormat::Jsonl => {
            let lines = rows.iter().map(|row| {
                let line = serde_json::to_string(row).map_err(std::io::Error::from)?;
                Ok(crate::render::json::escaped(&line) + "\n")
            });
            lines.collect::<Result<String, Failure>>()
        }
    }
}

fn cells(cells: &[(&str, usize)], last: &str, width: usize) -> String {
    let mut line: String = cells
        .iter()
        .map(|(text, n)| cell(&plain(text), *n) + "  ")
        .collect();
    line += &plain(last);
    fit(&line, width) + "\n"
}

/// One line for an article.
pub fn article(row: &ArticleRow, width: usize) -> String {
    let day = row.published.as_deref().unwrap_or("-").get(..DAY);
    let title = row.title.as_deref().unwrap_or(&row.place);
    let source = row.source.as_deref().unwrap_or("-");
    let row = [
        (row.id.as_str(), ID),
        (day.unwrap_or("-"), DAY),
        (source, OUTLET),
    ];
    cells(&row, title, width)
}

/// One line for a story.
pub fn story(row: &StoryRow, width: usize) -> String {
    let day = row.first.as_deref().unwrap_or("-").get(..DAY);
    let n = match (row.n_articles, row.n_sources) {
        (1, _) => "1 article".to_owned(),
        (n, 0 | 1) => format!("{n} articles"),
        (n, sources) => format!("{n} by {sources}"),
    };
    let cells_in_front = [
        (row.id.as_str(), ID),
        (day.unwrap_or("-"), DAY),
        (n.as_str(), 12),
    ];
    cells(&cells_in_front, &row.headline, width)
}

/// One line for an act.
pub fn event(row: &EventRow, width: usize) -> String {
    let who = |id: &Option<String>| id.as_deref().map_or_else(|| "?".to_owned(), words);
    let not = if row.denied { " (denied)" } else { "" };
    let how = match row.realis.as_str() {
        "happened" | "under_way" => String::new(),
        how => format!(" ({how})"),
    };
    let act = format!("{} → {}{how}{not}", who(&row.actor), who(&row.recipient));
    let day = row.from_day.as_deref().unwrap_or("undated");
    let root = row.root.to_uppercase();
    cells(
        &[(row.id.as_str(), 12), (day, DAY), (&root, 9)],
        &act,
        width,
    )
}
