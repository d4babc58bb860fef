//! `/evidence/clm_17_4` and `/article/art_17`: the stored text, with the words of a claim lit and how they were read.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use entente_engine::chart::Table;
use entente_engine::name::called;
use entente_engine::types::{Article, Candidate, Claim, Claims, Content, Span};
use entente_engine::world::{ArticleRow, Evidence as Told, Id, ReviewRow, View};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Frame, Page, answer, words};
use crate::asked::Asked;
use crate::error::Fault;
use crate::state::Server;

/// Claims that are listed beside a text.
const MOST_CLAIMS: usize = 400;
/// Letters of a text that are shown, far more than an article has.
const MOST_TEXT: usize = 400_000;

/// The page.
#[derive(Serialize, Template)]
#[template(path = "evidence.html")]
struct Evidence {
    #[serde(skip)]
    frame: Frame,
    article: ArticleRow,
    /// The claim whose words are lit.
    claim: Option<ClaimTold>,
    /// All claims of the article.
    claims: Vec<ClaimLine>,
    /// Who read them.
    reader: Option<String>,
    /// Days that the page gives, chosen or not.
    dates: Vec<Candidate>,
    language: Option<String>,
    #[serde(skip)]
    n_bytes: usize,
    #[serde(skip)]
    paragraphs: Vec<Vec<Piece>>,
    #[serde(skip)]
    is_cut: bool,
    /// The review that rejects it.
    rejected: Option<ReviewRow>,
}

/// A piece of the text, all of which is lit alike.
#[derive(Debug, PartialEq, Eq)]
struct Piece {
    /// The words.
    text: String,
    /// How they are lit.
    light: Light,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Light {
    None,
    Sentence,
    Words,
    /// Words of the claim behind the first piece of them, to which the address leads.
    MoreWords,
}

/// A claim with everything that was read of it.
#[derive(Serialize)]
struct ClaimTold {
    #[serde(flatten)]
    evidence: Told,
    kind: &'static str,
    rule: String,
    /// Who vouches for it, from the outermost to the innermost.
    holders: Vec<String>,
    /// What was read, as names and values.
    read: Vec<(&'static str, String)>,
    content: Value,
}

/// A claim in the list beside the text.
#[derive(Serialize)]
struct ClaimLine {
    id: String,
    kind: &'static str,
    words: String,
    start: u32,
    end: u32,
}

/// Shows a claim in its text.
pub async fn evidence(
    State(server): State<Server>,
    Path(claim): Path<String>,
    asked: Asked,
) -> Response {
    answer(server, asked, move |view, frame| match claim.parse() {
        Ok(Id::Claim(article, place)) => page(view, frame, article, Some(place)),
        _ => Err(Fault::NoSuch(claim)),
    })
    .await
}

/// Shows an article with all its claims.
pub async fn article(
    State(server): State<Server>,
    Path(article): Path<String>,
    asked: Asked,
) -> Response {
    answer(server, asked, move |view, frame| match article.parse() {
        Ok(Id::Article(number)) => page(view, frame, number, None),
        _ => Err(Fault::NoSuch(article)),
    })
    .await
}

fn page(view: &View, frame: Frame, number: u32, place: Option<u32>) -> Result<Evidence, Fault> {
    let row = view.article_row(number)?;
    let article = view.article(number)?;
    let (reader, claims) = view
        .claims(number)?
        .map_or((None, Claims::default()), |(reader, claims)| {
            (Some(reader), claims)
        });
    let lit = place
        .map(|place| lit(&article, &claims, place))
        .transpose()?;
    let lights = place
        .and_then(|place| claims.claims.get(place as usize))
        .map(|claim| (claim.sentence, claim.span));
    let lines = (0..)
        .zip(&claims.claims)
        .take(MOST_CLAIMS)
        .map(|(place, claim)| ClaimLine {
            id: Id::Claim(number, place).to_string(),
            kind: kind(claim),
            words: claim
                .span
                .of(&article.text)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            start: claim.span.start,
            end: claim.span.end,
        });
    let title = row.title.clone().unwrap_or_else(|| row.place.clone());
    let (shown, is_cut) = shown(&article.text);
    let dates = article
        .candidates
        .iter()
        .filter(|one| one.field == entente_engine::types::Field::Published);
    Ok(Evidence {
        frame: frame.titled(title).with_table(),
        claim: lit,
        claims: lines.collect(),
        reader,
        dates: dates.cloned().collect(),
        language: article
            .language
            .as_ref()
            .map(|language| language.value.clone()),
        n_bytes: article.text.len(),
        paragraphs: paragraphs(shown, lights),
        is_cut,
        rejected: view.rejection(number, place)?,
        article: row,
    })
}

pub(crate) fn kind(claim: &Claim) -> &'static str {
    match claim.content {
        Content::Event(_) => "act",
        Content::Quote(_) => "quotation",
        Content::Figure(_) => "figure",
        Content::Date(_) => "date",
        Content::Role(_) => "office",
        Content::Tie(_) => "tie",
    }
}

/// As much of a text as is shown.
fn shown(text: &str) -> (&str, bool) {
    match text.char_indices().nth(MOST_TEXT) {
        Some((at, _)) => (&text[..at], true),
        None => (text, false),
    }
}

/// The text in paragraphs, cut where lights begin and end.
fn paragraphs(text: &str, lights: Option<(Span, Span)>) -> Vec<Vec<Piece>> {
    let (sentence, words) = lights.map_or((0..0, 0..0), |(sentence, words)| {
        (range(sentence), range(words))
    });
    let mut edges = [sentence.start, sentence.end, words.start, words.end];
    edges.sort_unstable();
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let end = start + line.len();
        let inside = edges
            .iter()
            .copied()
            .filter(|edge| start < *edge && *edge < end);
        let mut cuts: Vec<usize> = std::iter::once(start).chain(inside).chain([end]).collect();
        cuts.dedup();
        let pieces = cuts.windows(2).filter_map(|cut| {
            let light = match cut[0] {
                at if words.start == at => Light::Words,
                at if words.contains(&at) => Light::MoreWords,
                at if sentence.contains(&at) => Light::Sentence,
                _ => Light::None,
            };
            Some(Piece {
                text: text.get(cut[0]..cut[1])?.to_owned(),
                light,
            })
        });
        let pieces: Vec<Piece> = pieces.collect();
        if !line.trim().is_empty() {
            found.push(pieces);
        }
        start = end + 1;
    }
    found
}

fn range(span: Span) -> std::ops::Range<usize> {
    span.start as usize..span.end as usize
}

fn lit(article: &Article, claims: &Claims, place: u32) -> Result<ClaimTold, Fault> {
    let missing = || Fault::NoSuch(Id::Claim(article.id.0, place).to_string());
    let claim = claims.claims.get(place as usize).ok_or_else(missing)?;
    let evidence = Told::of(article, claims, place).ok_or_else(missing)?;
    let holders = claim.holders.iter().map(|one| match &one.holder.actor {
        Some(actor) => called(&actor.0),
        None => one.holder.span.of(&article.text).to_owned(),
    });
    Ok(ClaimTold {
        evidence,
        kind: kind(claim),
        rule: claim.rule.clone(),
        holders: holders.collect(),
        read: read(claim, &article.text),
        content: serde_json::to_value(&claim.content).unwrap_or_default(),
    })
}

/// What was read of a claim, in one line.
pub fn read_of(view: &View, claim: &str) -> Result<String, Fault> {
    let Ok(Id::Claim(article, place)) = claim.parse() else {
        return Err(Fault::NoSuch(claim.to_owned()));
    };
    let text = view.article(article)?.text;
    let claims = view
        .claims(article)?
        .map_or_else(Claims::default, |(_, claims)| claims);
    let Some(claim) = claims.claims.get(place as usize) else {
        return Err(Fault::NoSuch(claim.to_owned()));
    };
    let said = read(claim, &text).into_iter();
    // What it is comes first, and how surely it was read is told above it.
    let said = said.filter(|(name, _)| *name != "how surely");
    let said = said.map(|(name, value)| match name == kind(claim) {
        true => value,
        false => format!("{name} {value}"),
    });
    let said: Vec<String> = said.collect();
    Ok(format!("{}: {}", kind(claim), said.join(" · ")))
}

/// What was read of a claim, as names and values for people.
pub(crate) fn read(claim: &Claim, text: &str) -> Vec<(&'static str, String)> {
    let mut read = Vec::new();
    let mut say = |name, value: String| {
        if !value.is_empty() {
            read.push((name, value));
        }
    };
    let who = |one: &entente_engine::types::Participant| match &one.actor {
        Some(actor) => called(&actor.0),
        None => one.span.of(text).to_owned(),
    };
    let all = |many: &[entente_engine::types::Participant]| {
        many.iter().map(who).collect::<Vec<_>>().join(", ")
    };
    let word = |value: Value| value.as_str().unwrap_or_default().replace('_', " ");
    match &claim.content {
        Content::Event(event) => {
            say("act", format!("{:?}", event.root).to_uppercase());
            say("by", all(&event.actors));
            say("to", all(&event.recipients));
            say(
                "when",
                event.period.map_or(String::new(), |period| {
                    entente_engine::brief::in_words(&period)
                }),
            );
            say(
                "told as",
                word(serde_json::to_value(event.realis).unwrap_or_default()),
            );
            say(
                "how surely",
                format!("{:.0}\u{a0}%", event.confidence * 100.0),
            );
        }
        Content::Quote(quote) => {
            say("speaker", quote.speaker.as_ref().map_or(String::new(), who));
            say(
                "closeness",
                word(serde_json::to_value(quote.directness).unwrap_or_default()),
            );
        }
        Content::Figure(figure) => {
            let bound = |at: Option<f64>| at.map_or("no bound".to_owned(), |at| at.to_string());
            say("number", figure.nominal.to_string());
            let (low, high) = (figure.interval.low, figure.interval.high);
            if low != high {
                say("allows", format!("{} to {}", bound(low), bound(high)));
            }
            say(
                "of",
                figure
                    .counted
                    .map_or_else(|| figure.property.clone(), |span| span.of(text).to_owned()),
            );
        }
        Content::Date(date) => {
            say(
                "day",
                date.period.map_or(String::new(), |period| {
                    entente_engine::brief::in_words(&period)
                }),
            );
        }
        Content::Role(role) => {
            say("person", who(&role.person));
            say("office", role.office.of(text).to_owned());
            say("of", role.body.as_ref().map_or(String::new(), who));
            say("status", role.status.clone().unwrap_or_default());
        }
        Content::Tie(tie) => {
            say("from", called(&tie.from.0));
            say("to", called(&tie.to.0));
            say(
                "kind",
                word(serde_json::to_value(tie.kind).unwrap_or_default()),
            );
        }
    }
    read
}

impl Page for Evidence {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn table(&self) -> Option<Table> {
        let rows = self.claims.iter().map(|claim| {
            vec![
                json!(claim.id),
                json!(claim.kind),
                json!(claim.start),
                json!(claim.end),
                json!(claim.words),
            ]
        });
        Some(Table {
            columns: vec!["claim", "kind", "start", "end", "words"],
            rows: rows.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use entente_engine::types::Span;

    use super::{Light, paragraphs};

    #[test]
    fn the_words_are_lit_inside_of_their_sentence() {
        let text = "One. Two three four.\n\nLast é.";
        let span = |start, end| Span { start, end };
        let found = paragraphs(text, Some((span(5, 20), span(9, 14))));
        let told: Vec<Vec<(&str, Light)>> = found
            .iter()
            .map(|line| {
                line.iter()
                    .map(|piece| (piece.text.as_str(), piece.light))
                    .collect()
            })
            .collect();
        assert_eq!(
            told,
            [
                vec![
                    ("One. ", Light::None),
                    ("Two ", Light::Sentence),
                    ("three", Light::Words),
                    (" four.", Light::Sentence)
                ],
                vec![("Last é.", Light::None)]
            ]
        );
    }
}
