//! `entente chart`: a drawing as SVG, or the table that it is drawn from.

use std::process::ExitCode;

use entente_engine::chart::{self, Table, svg};
use entente_engine::name::called;
use entente_engine::types::SlotKind;
use entente_engine::world::{Id, View};

use super::{json, open, relation, view};
use crate::arguments::{Chart, ChartFormat, ChartKind};
use crate::failure::Failure;
use crate::workspace::told::MOST_HAPPENINGS;

/// Draws a chart.
pub fn chart(settings: &Chart) -> Result<ExitCode, Failure> {
    let (at, of) = match &settings.kind {
        ChartKind::Relation(asked) => (&asked.at, &asked.of),
        ChartKind::Activity(asked) => (&asked.at, &asked.of),
        ChartKind::Timeline(asked) | ChartKind::Figures(asked) => (&asked.at, &asked.of),
    };
    let world = open(&at.place)?;
    let drawn = draw(&view(&world, at), &settings.kind)?;
    let extension = of
        .output
        .as_ref()
        .and_then(|path| path.extension()?.to_str());
    let format = of.format.unwrap_or(match extension {
        Some("csv") => ChartFormat::Csv,
        Some("json") => ChartFormat::Json,
        _ => ChartFormat::Svg,
    });
    let text = match format {
        ChartFormat::Svg => svg(&drawn),
        ChartFormat::Csv => entente_engine::export::csv::table(&drawn.table),
        ChartFormat::Json => objects(&drawn.table)?,
    };
    super::write(of.output.as_deref(), text.as_bytes())?;
    Ok(ExitCode::from(u8::from(drawn.table.rows.is_empty())))
}

fn draw(view: &View, kind: &ChartKind) -> Result<chart::Chart, Failure> {
    Ok(match kind {
        ChartKind::Relation(asked) => {
            let answer = view.relation(&relation::pair(view, &asked.pair)?)?;
            let other = answer
                .other
                .as_deref()
                .map_or("all others".to_owned(), called);
            chart::relation(&answer, [&called(&answer.one), &other])
        }
        ChartKind::Activity(asked) => {
            chart::activity(&view.published_by_day()?, asked.by.map(relation::step))
        }
        ChartKind::Timeline(asked) => {
            let number = story(&asked.story)?;
            let (row, _) = view.story(number)?;
            let most = asked.most.unwrap_or(MOST_HAPPENINGS);
            chart::timeline(&row.headline, &view.timeline(number, most)?)
        }
        ChartKind::Figures(asked) => {
            let number = story(&asked.story)?;
            let (row, _) = view.story(number)?;
            chart::figures(&row.headline, &view.told(number, SlotKind::Figure)?)
        }
    })
}

/// The number of a story.
pub fn story(id: &Id) -> Result<u32, Failure> {
    match id {
        Id::Story(number) => Ok(*number),
        other => Err(Failure::NoStory(other.to_string())),
    }
}

/// One object for each row.
fn objects(table: &Table) -> Result<String, Failure> {
    let rows = table.rows.iter().map(|row| {
        let names = table.columns.iter().map(|name| (*name).to_owned());
        names
            .zip(row.iter().cloned())
            .collect::<serde_json::Map<_, _>>()
    });
    json(&rows.collect::<Vec<_>>())
}
