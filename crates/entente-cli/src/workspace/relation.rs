//! `entente relation`: how two sides stand to each other, with the acts behind it.

use std::fmt::Write as _;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use entente_engine::name::{called, named};
use entente_engine::world::{
    Act, Alert, Evidence, Order, Pair, Relation as Answer, Stack, Step, View, Why,
};
use serde::Serialize;

use super::{json, list, open, print, view};
use crate::arguments::{ListFormat, Relation, Sides, StepName};
use crate::failure::Failure;
use crate::read::table::{cell, fit, width};
use crate::render::paragraph::Paragraph;
use crate::render::{count, plain};

/// Periods, and acts with their sentences, that are shown to people.
const MOST_PERIODS: usize = 36;
const MOST_ACTS: usize = 12;
/// Words of a sentence that are shown.
const MOST_WORDS: usize = 60;
/// Columns of a period's name, of a number beside a bar, and of the interval.
const NAME: usize = 10;
const NUMBER: usize = 4;
const TRACK: usize = 25;

const COOPERATION: Style = AnsiColor::Blue.on_default();
const CONFLICT: Style = AnsiColor::Red.on_default();
const BOLD: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// Tells how two sides stand to each other.
pub fn relation(settings: &Relation) -> Result<ExitCode, Failure> {
    let world = open(&settings.at.place)?;
    let view = view(&world, &settings.at);
    let pair = pair(&view, &settings.pair)?;
    let relation = view.relation(&pair)?;
    let n_acts = relation.n_acts;
    let latest = |most: usize| -> Result<Vec<Act>, Failure> {
        let mut rows = view.act_rows(&pair, Order::LatestFirst, [0, most])?;
        rows.reverse();
        Ok(view.acts_of(&pair, &rows)?)
    };
    print(&match settings.format {
        ListFormat::Text => for_people(
            &view,
            &relation,
            &latest(settings.most.unwrap_or(MOST_ACTS))?,
            width(settings.width),
        )?,
        ListFormat::Json => json(&Whole {
            acts: latest(n_acts)?,
            relation: &relation,
        })?,
        ListFormat::Jsonl => {
            let acts = latest(settings.most.unwrap_or(n_acts))?;
            list::shown(ListFormat::Jsonl, &acts, String::new())?
        }
    })?;
    Ok(ExitCode::from(u8::from(n_acts == 0)))
}

/// How two sides stand to each other, with all acts in full.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    relation: &'a Answer,
    acts: Vec<Act>,
}

/// What is asked, with names made ids.
pub fn pair(view: &View, settings: &Sides) -> Result<Pair, Failure> {
    let other = settings.other.as_deref();
    Ok(Pair {
        one: side(view, &settings.one)?,
        other: other.map(|other| side(view, other)).transpose()?,
        from: settings.from,
        to: settings.to,
        least: f64::from(settings.least),
        half_life_days: settings.half_life,
        step: settings.by.map(step),
    })
}

/// The length of a period by its name.
pub fn step(name: StepName) -> Step {
    match name {
        StepName::Week => Step::Week,
        StepName::Month => Step::Month,
        StepName::Quarter => Step::Quarter,
        StepName::Year => Step::Year,
    }
}

/// The id of a country or actor by its id or its name.
pub fn side(view: &View, name: &str) -> Result<String, Failure> {
    let found = named(view, name)?;
    found.ok_or_else(|| Failure::NoSuchActor(name.to_owned()))
}

fn for_people(
    view: &View,
    relation: &Answer,
    latest: &[Act],
    columns: usize,
) -> Result<String, Failure> {
    let mut out = heading(relation);
    if relation.n_acts == 0 {
        return Ok(out);
    }
    out += &periods(relation, columns);
    out += &alerts(relation);
    if !latest.is_empty() {
        _ = writeln!(out, "\n{BOLD}Latest acts{BOLD:#}");
    }
    let ids: Vec<String> = latest.iter().map(|act| act.id.clone()).collect();
    let evidence = view.evidence(&ids)?;
    for act in latest.iter().rev() {
        let told = evidence.iter().find(|one| one.claim == act.id);
        out += &self::act(act, told, columns);
    }
    Ok(out)
}

/// Both sides, as `China – United States`.
fn sides(relation: &Answer) -> String {
    let other = relation
        .other
        .as_deref()
        .map_or("all others".to_owned(), called);
    format!("{} – {other}", called(&relation.one))
}

fn heading(relation: &Answer) -> String {
    let day = relation
        .day
        .map_or(String::new(), |day| format!(" on {day}"));
    let mut out = format!("{BOLD}{}{BOLD:#}{day}\n", plain(&sides(relation)));
    let index = relation.index;
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    _ = writeln!(
        out,
        "Share of conflict {BOLD}{} %{BOLD:#}, between {} and {} with a probability of 90 % · all pairs {} %",
        percent(index.share),
        percent(index.low),
        percent(index.high),
        percent(relation.prior.mean),
    );
    _ = writeln!(
        out,
        "{} · an act weighs half after {} days",
        count(relation.n_acts as u64, "act", "acts"),
        relation.half_life_days
    );
    out
}

fn periods(relation: &Answer, columns: usize) -> String {
    let skipped = relation.periods.len().saturating_sub(MOST_PERIODS);
    let shown = &relation.periods[skipped..];
    let most = shown
        .iter()
        .map(|stack| stack.sides().0.max(stack.sides().1));
    let most = most.max().unwrap_or(0).max(1);
    let fixed = NAME + 2 * (NUMBER + 2) + 4 + TRACK + 8;
    let bar = (columns.saturating_sub(fixed) / 2).clamp(4, 24);
    let mut out = format!(
        "\n{FAINT}{}{:>bar$}   {:bar$}{}share of conflict, %{FAINT:#}\n",
        " ".repeat(NAME + NUMBER + 3),
        fit("cooperation", bar),
        fit("conflict", bar),
        " ".repeat(NUMBER + 4),
    );
    for stack in shown {
        out += &period(relation, stack, most, bar);
    }
    if skipped > 0 {
        _ = writeln!(
            out,
            "{FAINT}… and {skipped} before; --format json has all{FAINT:#}"
        );
    }
    out
}

fn period(relation: &Answer, stack: &Stack, most: u32, bar: usize) -> String {
    let (cooperation, conflict) = stack.sides();
    let n = |n: u32| if n == 0 { String::new() } else { n.to_string() };
    let length = |n: u32| match n {
        0 => 0,
        n => (n as usize * bar).div_ceil(most as usize),
    };
    let (left, right) = (length(cooperation), length(conflict));
    let is_told = relation.alerts.iter().any(|alert| alert.from == stack.from);
    let mark = if is_told { "▲" } else { " " };
    let index = stack.index;
    let place = |share: f64| ((share * (TRACK - 1) as f64).round() as usize).min(TRACK - 1);
    let (low, at, high) = (place(index.low), place(index.share), place(index.high));
    let track: String = (0..TRACK)
        .map(|column| match column {
            column if column == at => '●',
            column if (low..=high).contains(&column) => '─',
            _ => '·',
        })
        .collect();
    format!(
        "{:NAME$}  {:>NUMBER$} {}{COOPERATION}{}{COOPERATION:#} │ {CONFLICT}{}{CONFLICT:#}{} {:NUMBER$} {mark}  {track} {:>3.0}\n",
        relation.step.name(stack.from),
        n(cooperation),
        " ".repeat(bar - left),
        "▇".repeat(left),
        "▇".repeat(right),
        " ".repeat(bar - right),
        n(conflict),
        index.share * 100.0,
    )
}

fn alerts(relation: &Answer) -> String {
    let test = relation.back_test;
    if test.n_periods == 0 {
        return String::new();
    }
    let mut out = format!("\n{BOLD}Out of the usual{BOLD:#}\n");
    for alert in &relation.alerts {
        _ = writeln!(
            out,
            "{}  {}",
            cell(&relation.step.name(alert.from), NAME),
            why(alert)
        );
    }
    _ = writeln!(
        out,
        "{FAINT}{} judged by what was published until their end: {} with an alert; chance alone makes {:.1}{FAINT:#}",
        count(test.n_periods as u64, "period", "periods"),
        test.n_alerts,
        test.by_chance
    );
    out
}

/// What departs from the usual, in words.
fn why(alert: &Alert) -> String {
    let rare = match alert.probability {
        rare if rare < 1e-6 => "less than 1 in a million".to_owned(),
        rare => format!("1 in {:.0}", 1.0 / rare),
    };
    let Alert {
        n, of, expected, ..
    } = alert;
    match alert.why {
        Why::Activity => format!("much activity: {n} acts, {expected:.1} expected ({rare})"),
        Why::MoreConflict => {
            format!("more conflict: {n} of {of} acts, {expected:.1} expected ({rare})")
        }
        Why::LessConflict => {
            format!("less conflict: {n} of {of} acts, {expected:.1} expected ({rare})")
        }
    }
}

/// An act and its sentence.
fn act(act: &Act, told: Option<&Evidence>, columns: usize) -> String {
    let who = |actor: &Option<String>, home: &Option<String>| {
        let id = actor.as_ref().or(home.as_ref());
        id.map_or_else(|| "?".to_owned(), |id| called(id))
    };
    let reports = match (act.n_reports, act.n_origins) {
        (1, _) => "1 report".to_owned(),
        (n, 1) => format!("{n} reports, 1 origin"),
        (n, origins) => format!("{n} reports, {origins} origins"),
    };
    let line = format!(
        "{}  {} → {} · {reports} · {}",
        cell(&act.root, 9),
        who(&act.actor, &act.actor_home),
        who(&act.recipient, &act.recipient_home),
        act.id
    );
    let mut out = format!(
        "{}  {}\n",
        act.day,
        fit(&plain(&line), columns.saturating_sub(12))
    );
    if let Some(told) = told {
        out += &sentence(told, 12, columns);
    }
    out
}

/// A sentence in quotation marks, with its publisher, behind so many blanks.
pub fn sentence(told: &Evidence, indent: usize, columns: usize) -> String {
    let words = told.sentence.split_whitespace().take(MOST_WORDS);
    let words: Vec<&str> = words.collect();
    let is_cut = told.sentence.split_whitespace().nth(MOST_WORDS).is_some();
    let end = if is_cut { "…" } else { "" };
    let source = told.source.as_deref().unwrap_or_default();
    let paragraph = Paragraph::default()
        .text(FAINT, &format!("“{}{end}”", words.join(" ")))
        .text(FAINT, &format!(" {source}"));
    paragraph.lines(&" ".repeat(indent), indent, columns)
}
