//! `entente timeline`, `quotes` and `figures`: what the reports of a story tell, or what articles tell of an actor.

use std::fmt::Write as _;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use entente_engine::types::{SlotKind, Verdict};
use entente_engine::world::{Happening, Pair, Told, View};
use entente_engine::{LEAST_SHARE, heading};

use super::chart::story;
use super::relation::{sentence, side};
use super::{list, open, print, view};
use crate::arguments::{Timeline, ToldOf};
use crate::failure::Failure;
use crate::read::table::{cell, fit, width};
use crate::render::paragraph::Paragraph;
use crate::render::{plain, word};

/// Happenings that are shown if nothing else is asked for.
pub const MOST_HAPPENINGS: usize = 24;
/// Things of one kind that are shown, and answers of one of them.
const MOST_TOLD: usize = 20;
const MOST_ANSWERS: usize = 4;

const BOLD: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const WARNING: Style = AnsiColor::Red.on_default();

/// What happened when.
pub fn timeline(settings: &Timeline) -> Result<ExitCode, Failure> {
    let world = open(&settings.at.place)?;
    let view = view(&world, &settings.at);
    let most = settings.most.unwrap_or(MOST_HAPPENINGS);
    let happenings = match (&settings.story, &settings.actor) {
        (Some(id), _) => view.timeline(story(id)?, most)?,
        (None, Some(actor)) => view.timeline_of(&of(side(&view, actor)?), most)?,
        (None, None) => return Err(Failure::NoStory(String::new())),
    };
    let columns = width(settings.width);
    let text = happenings
        .iter()
        .map(|one| happening(one, columns))
        .collect();
    print(&list::shown(settings.format, &happenings, text)?)?;
    Ok(ExitCode::from(u8::from(happenings.is_empty())))
}

/// Everything that somebody does and that is done to them.
fn of(one: String) -> Pair {
    Pair::of(one, None, LEAST_SHARE)
}

/// A happening: the day, the words, how many tell it, and a sentence.
pub fn happening(one: &Happening, columns: usize) -> String {
    let root = one.root.as_deref().unwrap_or_default();
    let told = reports(one.n_reports, one.n_origins);
    let id = &one.evidence.claim;
    let style = if one.is_contested() { WARNING } else { FAINT };
    let contested = if one.is_contested() {
        " · they do not agree"
    } else {
        ""
    };
    let day_of_report = if one.is_day_of_report {
        " · day of the report"
    } else {
        ""
    };
    let what = Paragraph::default().text(BOLD, &one.what);
    let first = format!("{}  ", cell(&one.when(), 10));
    let mut out = what.lines(&first, 12, columns);
    let line = format!("{root} {told}{day_of_report}{contested} · {id}");
    _ = writeln!(
        out,
        "            {style}{}{style:#}",
        fit(&plain(line.trim()), columns.saturating_sub(12))
    );
    out += &sentence(&one.evidence, 12, columns);
    out
}

fn reports(n_reports: usize, n_origins: usize) -> String {
    match (n_reports, n_origins) {
        (1, _) => "1 report".to_owned(),
        (n, 1) => format!("{n} reports, 1 origin"),
        (n, origins) => format!("{n} reports, {origins} origins"),
    }
}

/// Who said what.
pub fn quotes(settings: &ToldOf) -> Result<ExitCode, Failure> {
    run(settings, SlotKind::Quote)
}

/// How many, how much.
pub fn figures(settings: &ToldOf) -> Result<ExitCode, Failure> {
    run(settings, SlotKind::Figure)
}

fn run(settings: &ToldOf, kind: SlotKind) -> Result<ExitCode, Failure> {
    let world = open(&settings.at.place)?;
    let view = view(&world, &settings.at);
    let mut told = told(&view, settings, kind)?;
    told.truncate(settings.most.unwrap_or(MOST_TOLD));
    let columns = width(settings.width);
    let text = told.iter().map(|one| thing(one, columns)).collect();
    print(&list::shown(settings.format, &told, text)?)?;
    Ok(ExitCode::from(u8::from(told.is_empty())))
}

/// Of one story, of one actor, of both, or of the latest stories of several reports.
fn told(view: &View, settings: &ToldOf, kind: SlotKind) -> Result<Vec<Told>, Failure> {
    let actor = settings.by.as_ref().map(|name| side(view, name));
    let of_story = settings.story.as_ref().map(story).transpose()?;
    let actor = actor.transpose()?;
    let most = settings.most.unwrap_or(MOST_TOLD);
    let told = entente_engine::told(view, of_story, actor.as_deref(), kind, most);
    Ok(told?)
}

/// What is told, how the answers stand to each other, and the answers with their sentences.
fn thing(told: &Told, columns: usize) -> String {
    let mut out = Paragraph::default()
        .text(BOLD, &heading(told))
        .lines("", 0, columns);
    let is_contested = matches!(told.verdict, Verdict::Contradict | Verdict::Disputed);
    let style = if is_contested { WARNING } else { FAINT };
    let because = match told.reason.is_empty() {
        true => String::new(),
        false => format!(": {}", told.reason),
    };
    let verdict = match told.verdict {
        Verdict::Single => String::new(),
        verdict => format!("{}{because} · ", word(verdict)),
    };
    let story = told
        .story
        .as_ref()
        .map_or(String::new(), |story| format!(" · {story}"));
    let line = format!(
        "{verdict}{}{story}",
        reports(told.n_reports, told.n_origins)
    );
    _ = writeln!(
        out,
        "  {style}{}{style:#}",
        fit(&plain(&line), columns.saturating_sub(2))
    );
    for answer in told.answers.iter().take(MOST_ANSWERS) {
        let value = match told.kind {
            SlotKind::Quote => String::new(),
            _ => format!("{}  ", plain(&answer.value)),
        };
        let day = answer.evidence.day();
        _ = writeln!(
            out,
            "  {value}{FAINT}{}{}{FAINT:#}",
            day.map_or(String::new(), |day| format!("{day}  ")),
            answer.evidence.claim
        );
        out += &sentence(&answer.evidence, 4, columns);
    }
    if told.answers.len() > MOST_ANSWERS {
        let n = told.answers.len() - MOST_ANSWERS;
        _ = writeln!(
            out,
            "    {FAINT}… and {n} more; --format json has all{FAINT:#}"
        );
    }
    out + "\n"
}
