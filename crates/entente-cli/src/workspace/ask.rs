//! `entente search`, `diff`, `query` and `verify`.

use std::fmt::Write as _;
use std::process::ExitCode;

use anstyle::Style;
use entente_engine::name::words;
use entente_engine::world::{Difference, Facet, Found, Query, StoryRow};

use super::{json, list, open, print, view};
use crate::arguments::{AskFormat, Diff, Question, Search, Verify};
use crate::failure::Failure;
use crate::progress;
use crate::read::table::width;
use crate::render::{count, plain};

/// Articles and stories that a difference lists.
const MOST_LISTED: usize = 20;

/// Finds articles by their words.
pub fn search(settings: &Search) -> Result<ExitCode, Failure> {
    let world = open(&settings.at.place)?;
    if world.n_unindexed()? > 0 {
        // What was added since the last update, or all if the index was deleted.
        world.index_words(|| ())?;
    }
    let query = Query {
        words: settings.words.join(" "),
        source: settings.source.clone(),
        from: settings.from.clone(),
        to: settings.to.clone(),
        skipped: settings.skip,
        most: settings.most,
        ..Query::default()
    };
    let found = view(&world, &settings.at).search(&query)?;
    print(&match settings.format {
        AskFormat::Json => json(&found)?,
        AskFormat::Text => hits(&found, width(settings.width)),
    })?;
    Ok(ExitCode::from(u8::from(found.n == 0)))
}

fn hits(found: &Found, columns: usize) -> String {
    let bold = Style::new().bold();
    let mut out = count(found.n as u64, "article", "articles") + "\n";
    for hit in &found.hits {
        out += "\n";
        out += &list::article(&hit.article, columns);
        out += "    ";
        for (place, piece) in hit.snippet.iter().enumerate() {
            let piece = plain(&one_line(piece));
            _ = match place % 2 {
                0 => write!(out, "{piece}"),
                _ => write!(out, "{bold}{piece}{bold:#}"),
            };
        }
        out += "\n";
    }
    if found.n > Found::MAX_COUNTED {
        _ = write!(out, "\namong the best {}:", Found::MAX_COUNTED);
    }
    let facets = found.facets.iter().filter(|facet| !facet.values.is_empty());
    for facet in facets {
        let values: Vec<String> = facet
            .values
            .iter()
            .take(6)
            .map(|(value, n)| match facet.name.as_str() {
                "actor" => format!("{} {n}", plain(&words(value))),
                "place" => {
                    let name = Facet::place(value).map_or(value.as_str(), |(_, name)| name);
                    format!("{} {n}", plain(name))
                }
                _ => format!("{} {n}", plain(value)),
            })
            .collect();
        _ = write!(out, "\n{}: {}", facet.name, values.join(" · "));
    }
    out + "\n"
}

/// With one blank for every stretch of white space, also at the ends.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        let character = if character.is_whitespace() {
            ' '
        } else {
            character
        };
        if character != ' ' || !line.ends_with(' ') {
            line.push(character);
        }
    }
    line
}

/// What became known between two moments.
pub fn diff(settings: &Diff) -> Result<ExitCode, Failure> {
    let world = open(&settings.place)?;
    let difference = world.at(settings.to).since(settings.from)?;
    print(&match settings.format {
        AskFormat::Json => json(&difference)?,
        AskFormat::Text => told(&difference, width(None)),
    })?;
    let is_none = difference == Difference::default();
    Ok(ExitCode::from(u8::from(is_none)))
}

fn told(difference: &Difference, columns: usize) -> String {
    let mut out = String::new();
    let mut section = |title: String, lines: Vec<String>| {
        if lines.is_empty() {
            return;
        }
        out += &format!("{title}\n");
        let n_more = lines.len().saturating_sub(MOST_LISTED);
        out.extend(lines.into_iter().take(MOST_LISTED));
        if n_more > 0 {
            out += &format!("… and {n_more} more; --format json has all\n");
        }
        out += "\n";
    };
    let n = |n: usize, one: &str, many: &str| count(n as u64, one, many);
    let line = |row: &StoryRow| list::story(row, columns);
    let reviews = &difference.reviews;
    section(
        n(reviews.len(), "review", "reviews"),
        reviews.iter().map(super::review::line).collect(),
    );
    let articles = &difference.articles;
    section(
        n(articles.len(), "new article", "new articles"),
        articles
            .iter()
            .map(|row| list::article(row, columns))
            .collect(),
    );
    let new = &difference.new_stories;
    section(
        n(new.len(), "new story", "new stories"),
        new.iter().map(line).collect(),
    );
    let changed = &difference.changed_stories;
    section(
        n(
            changed.len(),
            "story told otherwise",
            "stories told otherwise",
        ),
        changed
            .iter()
            .map(|(was, now)| format!("{}  was: {}", line(now), line(was).trim_start()))
            .collect(),
    );
    let gone = &difference.gone_stories;
    section(
        n(gone.len(), "story gone", "stories gone"),
        gone.iter()
            .map(|(was, now)| format!("{}  now in: {}\n", line(was), now.join(", ")))
            .collect(),
    );
    if out.is_empty() {
        out += "nothing changed\n";
    }
    out
}

/// Answers a question in SQL.
pub fn query(settings: &Question) -> Result<ExitCode, Failure> {
    let world = open(&settings.at.place)?;
    let (names, rows) = view(&world, &settings.at).query(&settings.sql)?;
    let text = match settings.format {
        AskFormat::Json => {
            let objects: Vec<serde_json::Map<String, serde_json::Value>> = rows
                .iter()
                .map(|row| names.iter().cloned().zip(row.iter().cloned()).collect())
                .collect();
            json(&objects)?
        }
        AskFormat::Text => {
            let mut out = names.join("\t") + "\n";
            for row in &rows {
                let cells: Vec<String> = row
                    .iter()
                    .map(|value| match value {
                        serde_json::Value::String(text) => plain(&text.replace(['\t', '\n'], " ")),
                        serde_json::Value::Null => String::new(),
                        other => other.to_string(),
                    })
                    .collect();
                out += &(cells.join("\t") + "\n");
            }
            out
        }
    };
    print(&text)?;
    Ok(ExitCode::from(u8::from(rows.is_empty())))
}

/// Looks whether everything is still what it was.
pub fn verify(settings: &Verify) -> Result<ExitCode, Failure> {
    let world = open(&settings.place)?;
    let bar = progress::steps(settings.quiet);
    let verified = world.verify(|n| bar.inc(n));
    bar.finish_and_clear();
    let verified = verified?;
    let mut out = format!(
        "{}, {} with {}: {}\n",
        count(verified.n_blobs, "blob", "blobs"),
        count(verified.n_claims, "claim", "claims"),
        count(verified.n_spans, "span", "spans"),
        match verified.faults.len() {
            0 => "all whole".to_owned(),
            n => count(n as u64, "fault", "faults"),
        }
    );
    for fault in &verified.faults {
        _ = writeln!(out, "  {}: {}", plain(&fault.what), plain(&fault.how));
    }
    print(&out)?;
    Ok(ExitCode::from(3 * u8::from(!verified.faults.is_empty())))
}
