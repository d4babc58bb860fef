//! `entente show`, `entente source-text`, and the account of a story for `entente compare`.

use std::fmt::Write as _;
use std::process::ExitCode;

use entente_engine::types::{Article, Claim};
use entente_engine::world::{Gone, Id, View};
use entente_engine::{Account, workspace};

use super::{json, list, open, print, review, view};
use crate::arguments::{AskFormat, At, Show, SourceText};
use crate::failure::Failure;
use crate::read::table::width;
use crate::render::{count, plain};

/// Shows one thing with what it stands on.
pub fn show(settings: &Show) -> Result<ExitCode, Failure> {
    let world = open(&settings.at.place)?;
    let view = view(&world, &settings.at);
    let is_json = settings.format == AskFormat::Json;
    let columns = width(settings.width);
    let text = match settings.id {
        Id::Article(number) => article(&view, number, is_json, columns)?,
        Id::Story(number) => story(&view, number, is_json, columns)?,
        Id::Claim(number, place) => claim(&view, number, place, is_json)?,
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn article(view: &View, number: u32, is_json: bool, columns: usize) -> Result<String, Failure> {
    let row = view.article_row(number)?;
    let claims = view.claims(number)?;
    if is_json {
        let claims = claims.as_ref().map(|(reader, claims)| {
            serde_json::json!({"reader": reader, "claims": claims.claims, "actors": claims.actors.actors})
        });
        let rejected = view.rejection(number, None)?;
        return json(&serde_json::json!({"article": row, "read": claims, "rejected": rejected}));
    }
    let mut out = list::article(&row, columns);
    _ = writeln!(out, "  from {}", plain(&view.place(number)?));
    if let Some(address) = &row.address {
        _ = writeln!(out, "  {}", plain(address));
    }
    _ = writeln!(out, "  known since {}", row.known);
    if let Some(story) = &row.story {
        _ = writeln!(out, "  tells {story}");
    }
    if let Some((reader, claims)) = claims {
        let n = claims.claims.len() as u64;
        let told = count(n, "claim", "claims");
        _ = writeln!(out, "  {told}, read by {reader}");
    }
    Ok(out + &rejection(view, number, None)?)
}

fn story(view: &View, number: u32, is_json: bool, columns: usize) -> Result<String, Failure> {
    if let Some(gone) = view.gone(number)? {
        return if is_json {
            json(&gone)
        } else {
            Ok(tombstone(&gone))
        };
    }
    let (row, articles) = view.story(number)?;
    if is_json {
        return json(&serde_json::json!({"story": row, "articles": articles}));
    }
    let mut out = list::story(&row, columns);
    for article in &articles {
        out += &list::article(article, columns);
    }
    Ok(out)
}

/// What is told of a story that became part of others.
fn tombstone(gone: &Gone) -> String {
    let mut out = match gone.now.is_empty() {
        true => format!("{}  is gone\n", gone.story),
        false => format!("{}  is part of {}\n", gone.story, gone.now.join(", ")),
    };
    if let Some(review) = &gone.review {
        _ = writeln!(out, "  by review {}", review::line(review).trim_end());
    }
    out
}

/// The review that rejects something, as a line of its own.
fn rejection(view: &View, number: u32, place: Option<u32>) -> Result<String, Failure> {
    let review = view.rejection(number, place)?;
    Ok(review.map_or_else(String::new, |review| {
        format!("  rejected by review {}", review::line(&review))
    }))
}

fn claim(view: &View, number: u32, place: u32, is_json: bool) -> Result<String, Failure> {
    let (article, claim) = claim_of(view, number, place)?;
    let sentence = claim.sentence.of(&article.text);
    if is_json {
        let rejected = view.rejection(number, Some(place))?;
        return json(
            &serde_json::json!({"claim": claim, "sentence": sentence, "rejected": rejected}),
        );
    }
    let kind = serde_json::to_value(claim.content.kind()).map_err(std::io::Error::from)?;
    let told = format!(
        "{}  {}  by {}\n  “{}”\n",
        Id::Claim(number, place),
        kind.as_str().unwrap_or_default(),
        claim.rule,
        plain(&sentence.split_whitespace().collect::<Vec<_>>().join(" "))
    );
    Ok(told + &rejection(view, number, Some(place))?)
}

fn claim_of(view: &View, number: u32, place: u32) -> Result<(Article, Claim), Failure> {
    let article = view.article(number)?;
    let claims = view.claims(number)?;
    let claim = claims.and_then(|(_, claims)| claims.claims.into_iter().nth(place as usize));
    let missing = || Failure::NoSuchThing(Id::Claim(number, place).to_string());
    Ok((article, claim.ok_or_else(missing)?))
}

/// Prints the clean text of an article, or the sentence of a claim in it with its words marked.
pub fn source_text(settings: &SourceText) -> Result<ExitCode, Failure> {
    let world = open(&settings.at.place)?;
    let view = view(&world, &settings.at);
    let text = match settings.id {
        Id::Article(number) => plain_lines(&view.article(number)?.text),
        Id::Claim(number, place) => {
            let (article, claim) = claim_of(&view, number, place)?;
            let (start, end) = (claim.span.start as usize, claim.span.end as usize);
            let cut = |from: usize, to: usize| article.text.get(from..to).unwrap_or_default();
            format!(
                "{}»{}«{}",
                plain_lines(cut(0, start)),
                plain_lines(cut(start, end)),
                plain_lines(cut(end, article.text.len()))
            )
        }
        Id::Story(_) => return Err(Failure::NoText(settings.id.to_string())),
    };
    print(&(text + "\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// Without anything that could steer a terminal, line by line.
fn plain_lines(text: &str) -> String {
    text.split('\n').map(plain).collect::<Vec<_>>().join("\n")
}

/// The account of a story as it was compared last.
pub fn account(at: &At, number: u32) -> Result<Account, Failure> {
    let world = open(&at.place)?;
    let account = workspace::account(&view(&world, at), number)?;
    account.ok_or_else(|| Failure::NotCompared(Id::Story(number).to_string()))
}
