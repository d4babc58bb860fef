//! `entente actor`: what somebody is called and was, whom they deal with, what they did and said last.

use std::fmt::Write as _;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use entente_engine::name::called;
use entente_engine::types::SlotKind;
use entente_engine::world::{Happening, Pair, Profile, Told};

use super::relation::{sentence, side};
use super::told::happening;
use super::{json, open, print, view};
use crate::arguments::{Actor, AskFormat};
use crate::failure::Failure;
use crate::read::table::{cell, width};
use crate::render::{count, plain};

const BOLD: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const COOPERATION: Style = AnsiColor::Blue.on_default();
const CONFLICT: Style = AnsiColor::Red.on_default();
/// Names, roles, acts and quotations that are shown.
const MOST_NAMES: usize = 6;
const MOST_ROLES: usize = 10;
const MOST_ACTS: usize = 5;
const MOST_QUOTES: usize = 5;
/// Articles that are looked through for quotations.
const MOST_ARTICLES: usize = 20;
/// Columns of the longest bar.
const BAR: usize = 20;

/// Tells what is known of somebody.
pub fn actor(settings: &Actor) -> Result<ExitCode, Failure> {
    let world = open(&settings.at.place)?;
    let view = view(&world, &settings.at);
    let id = side(&view, &settings.name)?;
    let least = f64::from(settings.least);
    let profile = view.profile(&id, least)?;
    let pair = Pair::of(id.clone(), None, least);
    let mut acts = view.timeline_of(&pair, MOST_ACTS)?;
    acts.reverse();
    let quotes = view.first_told_of(&id, SlotKind::Quote, MOST_ARTICLES, MOST_QUOTES)?;
    print(&match settings.format {
        AskFormat::Json => {
            json(&serde_json::json!({"actor": profile, "acts": acts, "quotes": quotes}))?
        }
        AskFormat::Text => for_people(&profile, &acts, &quotes, width(settings.width)),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn for_people(profile: &Profile, acts: &[Happening], quotes: &[Told], columns: usize) -> String {
    let name = profile
        .names
        .first()
        .map_or_else(|| called(&profile.id), |(name, _)| name.clone());
    let mut out = format!(
        "{BOLD}{}{BOLD:#}  {FAINT}{}{FAINT:#}\n",
        plain(&name),
        plain(&profile.id)
    );
    let others: Vec<String> = profile
        .names
        .iter()
        .skip(1)
        .take(MOST_NAMES)
        .map(|(name, _)| plain(name))
        .collect();
    if !others.is_empty() {
        _ = writeln!(out, "also called {}", others.join(" · "));
    }
    _ = writeln!(
        out,
        "{FAINT}names and roles from the newest {} with acts{FAINT:#}",
        count(profile.n_read as u64, "article", "articles")
    );
    out += &roles(profile, columns);
    out += &dealings(profile);
    if !acts.is_empty() {
        _ = writeln!(out, "\n{BOLD}Latest acts{BOLD:#}");
        out.extend(acts.iter().map(|act| happening(act, columns)));
    }
    if !quotes.is_empty() {
        _ = writeln!(out, "\n{BOLD}Latest words{BOLD:#}");
    }
    for answer in quotes.iter().flat_map(|quote| &quote.answers) {
        let day = answer.evidence.day();
        _ = writeln!(
            out,
            "{}  {FAINT}{}{FAINT:#}",
            cell(day.unwrap_or("-"), 10),
            answer.evidence.claim
        );
        out += &sentence(&answer.evidence, 12, columns);
    }
    out
}

fn roles(profile: &Profile, columns: usize) -> String {
    if profile.roles.is_empty() {
        return String::new();
    }
    let mut most: Vec<_> = profile.roles.iter().collect();
    most.sort_by_key(|role| std::cmp::Reverse(role.n_articles));
    most.truncate(MOST_ROLES);
    most.sort_by(|a, b| (&a.first, &a.office).cmp(&(&b.first, &b.office)));
    let mut out = format!("\n{BOLD}Roles{BOLD:#}\n");
    for role in most {
        let day = |day: &Option<String>| {
            day.as_deref()
                .and_then(|day| day.get(..10))
                .unwrap_or("-")
                .to_owned()
        };
        let (first, last) = (day(&role.first), day(&role.last));
        let span = if first == last {
            first
        } else {
            format!("{first} … {last}")
        };
        let status = role
            .status
            .as_ref()
            .map_or(String::new(), |status| format!("{status} "));
        let line = format!(
            "{status}{} · {} · {}",
            role.office,
            count(role.n_articles as u64, "article", "articles"),
            role.evidence.claim
        );
        let line = crate::read::table::fit(&plain(&line), columns.saturating_sub(25));
        _ = writeln!(out, "{}  {line}", cell(&span, 23));
    }
    out
}

fn dealings(profile: &Profile) -> String {
    let most = profile
        .others
        .iter()
        .map(|other| other.cooperation.max(other.conflict))
        .max();
    let Some(most) = most else {
        return String::new();
    };
    let mut out =
        format!("\n{BOLD}With whom{BOLD:#}  {FAINT}acts of cooperation │ of conflict{FAINT:#}\n");
    for other in &profile.others {
        let length = |n: u32| (n as usize * BAR).div_ceil(most.max(1) as usize);
        let (left, right) = (length(other.cooperation), length(other.conflict));
        _ = writeln!(
            out,
            "{}  {:>4} {}{COOPERATION}{}{COOPERATION:#} │ {CONFLICT}{}{CONFLICT:#} {}",
            cell(&plain(&called(&other.id)), 24),
            other.cooperation,
            " ".repeat(BAR - left),
            "▇".repeat(left),
            "▇".repeat(right),
            other.conflict
        );
    }
    out
}
