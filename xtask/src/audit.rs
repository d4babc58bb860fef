//! Draws acts at random for a blind audit, and scores the verdicts of whoever read them.
//!
//! ```text
//! cargo xtask audit events ../shared/eval/stories/allsides/documents.jsonl 7 200 target/audit/rows.md
//! cargo xtask audit score xtask/data/audit/events.tsv
//! ```
//!
//! `events` writes each drawn act with its sentence for reading, and beside it a table of the ids
//! (`rows.tsv`) with two empty columns: verdict (`right` or `wrong`) and faults (`root`, `actor`, `recipient`,
//! `mode`, `place`, `date`, `realis`, `no-event` …, several parted by commas). Only that table is kept, under
//! `xtask/data/audit/`; the texts stay where they are. The same seed, texts and reading give the same draw.

pub mod acts;
pub mod mentions;
mod persons;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use entente_extract::event::{plover_mode, plover_root};
use entente_types::{Actors, Claim, Claims, Content, Document, Event, Participant, Root, Span};
use rayon::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::eval;

/// The share from which on acts are drawn: that from which on `entente events` prints them.
const LEAST: f32 = 0.7;
/// Articles that are read for each act that is drawn.
const ARTICLES_PER_ACT: usize = 2;

/// Runs `audit events DOCUMENTS SEED N OUT` or `audit score FILE`.
pub fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["events", documents, seed, n, out] => {
            draw(Path::new(documents), seed, n.parse()?, Path::new(out))
        }
        ["persons", documents, seed, n, out] => {
            persons::draw(Path::new(documents), seed, n.parse()?, Path::new(out))
        }
        ["mentions", documents, seed, n, out] => {
            mentions::draw(Path::new(documents), seed, n.parse()?, Path::new(out))
        }
        [
            what @ ("acts" | "dates" | "figures" | "figures-differ" | "clauses"),
            folder,
            seed,
            n,
            out,
        ] => acts::draw(what, Path::new(folder), seed, n.parse()?, Path::new(out)),
        ["score", file] => {
            score(&fs::read_to_string(file).with_context(|| format!("cannot read {file}"))?)
        }
        _ => {
            bail!(
                "audit events|persons|mentions DOCUMENTS.jsonl SEED N OUT.md, or audit score VERDICTS.tsv"
            )
        }
    }
}

/// An act as it is shown.
struct Drawn {
    id: String,
    parties: String,
    shown: String,
}

fn draw(documents: &Path, seed: &str, n: usize, out: &Path) -> Result<()> {
    let mut rows = eval::rows(documents)?;
    let name = |row: &Value| row["id"].as_str().unwrap_or_default().to_owned();
    rows.sort_by_key(|row| place(seed, &name(row)));
    rows.truncate(n.saturating_mul(ARTICLES_PER_ACT).max(100));
    let read = rows.par_iter().map(|row| acts(&name(row), row));
    let mut drawn: Vec<Drawn> = read.collect::<Vec<_>>().into_iter().flatten().collect();
    let n_acts = drawn.len();
    drawn.sort_by_key(|one| place(seed, &one.id));
    drawn.truncate(n);
    if let Some(folder) = out.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut text = format!(
        "# {} of {n_acts} acts in {} articles of {}, seed {seed}\n",
        drawn.len(),
        rows.len(),
        documents.display()
    );
    let mut table = String::from("# id\tverdict: right or wrong\tfaults\tparties, hashed\n");
    for one in &drawn {
        text += &one.shown;
        _ = writeln!(table, "{}\t\t\t{}", one.id, one.parties);
    }
    fs::write(out, text)?;
    let ids = out.with_extension("tsv");
    fs::write(&ids, table)?;
    println!(
        "{} acts in {}, their ids in {}",
        drawn.len(),
        out.display(),
        ids.display()
    );
    Ok(())
}

/// Where something comes in the order that a seed gives.
pub fn place(seed: &str, name: &str) -> [u8; 32] {
    Sha256::digest(format!("{seed}\n{name}")).into()
}

/// The acts of an article that PLOVER counts.
fn acts(name: &str, row: &Value) -> Vec<Drawn> {
    let document = eval::parsed(eval::article(row));
    let claims = entente_extract::extract(&document);
    let shown = claims.claims.iter().filter_map(|claim| {
        let Content::Event(event) = &claim.content else {
            return None;
        };
        let root = plover_root(event).filter(|_| event.confidence >= LEAST)?;
        let id = id(name, root, event);
        let reader = Reader {
            document: &document,
            claims: &claims,
        };
        let shown = reader.show(&id, root, claim, event);
        Some(Drawn {
            id,
            parties: parties(document.text(), event),
            shown,
        })
    });
    shown.collect()
}

/// Names an act of an article: where its trigger begins, and the root that it counts under.
pub fn id(article: &str, root: Root, event: &Event) -> String {
    format!("{article}:{}:{}", event.trigger.start, in_capitals(root))
}

/// Who takes part in an act, as a short hash of their words: a verdict on an act holds for these parties.
pub fn parties(text: &str, event: &Event) -> String {
    let words = |side: &[Participant]| -> Vec<String> {
        let words = side.iter().map(|one| one.span.of(text));
        words
            .map(|words| words.replace(['\n', '\t'], " "))
            .collect()
    };
    let told = format!(
        "{}|{}",
        words(&event.actors).join(" + "),
        words(&event.recipients).join(" + ")
    );
    let hash = Sha256::digest(told);
    hash.iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn in_capitals(root: Root) -> String {
    format!("{root:?}").to_uppercase()
}

struct Reader<'a> {
    document: &'a Document,
    claims: &'a Claims,
}

impl Reader<'_> {
    fn words(&self, span: Span) -> String {
        span.of(self.document.text()).replace(['\n', '\t'], " ")
    }

    /// An act with its sentence, the one before it, and every field with its words.
    fn show(&self, id: &str, root: Root, claim: &Claim, event: &Event) -> String {
        let mut shown = format!("\n## {id}\n\n");
        if let Some(before) = self.before(claim.sentence) {
            _ = writeln!(shown, "(before: {before})");
        }
        _ = writeln!(shown, "{}\n", self.words(claim.sentence));
        let day = self.document.article.day();
        let published = day.map_or("?".to_owned(), |day| day.to_string());
        let root = format!("{} by “{}”", in_capitals(root), self.words(event.trigger));
        let told = format!(
            "{:?} {:?} as {}",
            event.polarity,
            event.realis,
            in_capitals(event.root)
        );
        let mode = plover_mode(event).unwrap_or("-");
        let by = event
            .mode_span
            .map(|span| format!(" by “{}”", self.words(span)));
        let contexts: Vec<String> = event
            .contexts
            .iter()
            .map(|one| format!("{} by “{}”", one.name, self.words(one.span)))
            .collect();
        let country = event.country.as_ref().map_or("", |country| &country.0);
        let site = event.place.map_or("-".to_owned(), |span| {
            format!("“{}” {country}", self.words(span))
        });
        let (from, to) = event
            .period
            .map_or((None, None), |period| (period.from, period.to));
        let date = event.period_span.map_or("-".to_owned(), |span| {
            let end = |end: Option<jiff::civil::Date>| {
                end.map_or("…".to_owned(), |day| day.to_string())
            };
            format!("“{}” {} to {}", self.words(span), end(from), end(to))
        });
        let holders: Vec<String> = claim
            .holders
            .iter()
            .map(|one| self.party(&one.holder))
            .collect();
        for (name, value) in [
            ("actor", self.parties(&event.actors)),
            ("recipient", self.parties(&event.recipients)),
            ("root", root),
            ("mode", format!("{mode}{}", by.unwrap_or_default())),
            ("realis", told),
            ("place", site),
            ("date", format!("{date}, published {published}")),
            ("contexts", contexts.join("; ")),
            ("says", holders.join(" ← ")),
        ] {
            _ = writeln!(shown, "- {name}: {value}");
        }
        shown
    }

    fn before(&self, sentence: Span) -> Option<String> {
        let first = self.document.tokens_in(sentence).start;
        let number = self.document.sentence_of(first).checked_sub(1)?;
        Some(self.words(self.document.sentence_span(number)))
    }

    fn parties(&self, parties: &[Participant]) -> String {
        let shown: Vec<String> = parties.iter().map(|one| self.party(one)).collect();
        if shown.is_empty() {
            "-".to_owned()
        } else {
            shown.join(" + ")
        }
    }

    fn party(&self, party: &Participant) -> String {
        let actors: &Actors = &self.claims.actors;
        let actor = party.actor.as_ref().and_then(|id| actors.actor(id));
        let known = actor.map_or("nobody known".to_owned(), |actor| {
            let country = actor.country.as_ref().map_or("-", |country| &country.0);
            format!(
                "{}, {country} {}",
                actor.name,
                actor.sector.as_deref().unwrap_or("-")
            )
        });
        format!("“{}” = {known}", self.words(party.span))
    }
}

/// Prints the share that is right, with its 95 % interval, and the commonest faults.
fn score(table: &str) -> Result<()> {
    let (mut n_right, mut n_judged, mut n_open) = (0_u32, 0_u32, 0_u32);
    let mut faults: BTreeMap<&str, u32> = BTreeMap::new();
    for line in table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
    {
        let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
        match fields.get(1) {
            Some(&"right") => n_right += 1,
            Some(&"wrong") => {
                let named = fields.get(2).copied().unwrap_or_default().split(',');
                for fault in named.map(str::trim).filter(|fault| !fault.is_empty()) {
                    *faults.entry(fault).or_default() += 1;
                }
            }
            Some(&"") | None => {
                n_open += 1;
                continue;
            }
            Some(other) => bail!("`{other}` is no verdict: {line}"),
        }
        n_judged += 1;
    }
    ensure!(n_judged > 0, "there is no verdict in the table");
    let (low, high) = interval(n_right, n_judged);
    let share = f64::from(n_right) / f64::from(n_judged);
    println!(
        "right {n_right} of {n_judged}: {share:.3} (95 % {low:.3} to {high:.3}), not judged {n_open}"
    );
    let mut faults: Vec<(&str, u32)> = faults.into_iter().collect();
    faults.sort_by_key(|(fault, n)| (std::cmp::Reverse(*n), *fault));
    for (fault, n) in faults.into_iter().take(10) {
        println!("{n:5}  {fault}");
    }
    Ok(())
}

/// The 95 % interval of a share.
///
/// # Source
///
/// E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
/// American Statistical Association 22 (1927).
pub fn interval(n_right: u32, n: u32) -> (f64, f64) {
    const Z: f64 = 1.96;
    let (n, share) = (f64::from(n), f64::from(n_right) / f64::from(n));
    let shrink = 1.0 + Z * Z / n;
    let middle = share + Z * Z / (2.0 * n);
    let reach = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    ((middle - reach) / shrink, (middle + reach) / shrink)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interval_of_a_share() {
        let (low, high) = interval(170, 200);
        assert!((low - 0.794).abs() < 1e-3 && (high - 0.893).abs() < 1e-3);
        assert!(score("# id\na\tright\t\nb\twrong\troot, date\nc\t\t\n").is_ok());
        assert!(score("a\tperhaps\t\n").is_err());
    }
}
