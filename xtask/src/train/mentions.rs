//! Counts how often mentions name their actor, by what ties the two (`actor_confidence.tsv`).
//!
//! People judged them (`xtask/data/mentions`, `xtask/data/persons`). A verdict counts as long as the mention is taken for
//! the same actor on the same ground. For "he" and "she" the share of the likeliest person counts too, by logistic
//! regression; the other grounds have one figure each, with one right and one wrong added.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use entente_extract::actor::pronoun::rank;
use entente_types::Ground;

use crate::audit::mentions::{hashed, name};
use crate::eval::persons;

const OUT: &str = "crates/entente-extract/data/actor_confidence.tsv";
const JUDGED: &str = "xtask/data/mentions";
/// Sets of which mentions and words were judged.
const SETS: [&str; 3] = ["quotes", "ecbplus", "fnc"];
/// Words of persons that were judged beside those of the sets.
const MORE: &str = "-titles";
const N_STEPS: usize = 30;
/// How strongly the slope of the share is pulled to 1, in examples.
const PULL: f64 = 1.0;

/// A judged mention: what ties it to its actor, the log-odds of the share, and whether it is right.
struct Judged {
    ground: Ground,
    odds: f64,
    is_right: bool,
}

/// `train mentions [PARSED]`: `PARSED` holds texts parsed before.
pub fn run(arguments: &[String]) -> Result<()> {
    let parsed = arguments.first().map(Path::new);
    let mut judged = Vec::new();
    for set in SETS {
        judged.extend(of_set(set, parsed)?);
    }
    let mut by_ground: BTreeMap<Ground, Vec<&Judged>> = BTreeMap::new();
    for one in &judged {
        by_ground.entry(one.ground).or_default().push(one);
    }
    let mut table = String::from(
        "# How surely a mention names its actor, by what ties the two; written by `cargo xtask train mentions`.\n\
         # ground, mentions judged, right of these, log-odds, how much the log-odds of the share add\n",
    );
    for (ground, judged) in by_ground {
        let n_right = judged.iter().filter(|one| one.is_right).count();
        let (level, slope) = match ground {
            Ground::Person => curve(&judged),
            _ => (
                odds((n_right as f64 + 1.0) / (judged.len() as f64 + 2.0)),
                0.0,
            ),
        };
        let name = name(ground);
        _ = writeln!(
            table,
            "{name}\t{}\t{n_right}\t{level:.3}\t{slope:.3}",
            judged.len()
        );
    }
    print!("{table}");
    std::fs::write(OUT, table)?;
    Ok(())
}

/// A verdict on a mention: the words, what ties them to their actor, the actor, and whether that is right.
struct Verdict {
    start: u32,
    end: u32,
    ground: String,
    actor: String,
    is_right: bool,
}

fn of_set(set: &str, parsed: Option<&Path>) -> Result<Vec<Judged>> {
    let verdicts = verdicts(set)?;
    let mut words = persons::measure(set, parsed)?;
    words.extend(persons::measure(&format!("{set}{MORE}"), parsed)?);
    let mut articles: BTreeSet<String> = verdicts.keys().cloned().collect();
    articles.extend(words.iter().map(|word| word.article.clone()));
    let mut found = Vec::new();
    for (id, document) in persons::texts(set, &articles, parsed)? {
        let read = entente_extract::actor::examples(&document, rank::shipped());
        let share = |at: u32| {
            let told = read.told.iter().find(|one| one.at == at);
            odds(f64::from(told.map_or(0.5, |one| one.share)))
        };
        for verdict in verdicts.get(&id).into_iter().flatten() {
            let mention = read.actors.mentions.iter().find(|mention| {
                (mention.span.start, mention.span.end) == (verdict.start, verdict.end)
                    && name(mention.ground) == verdict.ground
                    && hashed(&mention.actor.0) == verdict.actor
            });
            found.extend(mention.map(|mention| Judged {
                ground: mention.ground,
                odds: share(verdict.start),
                is_right: verdict.is_right,
            }));
        }
        for word in words.iter().filter(|word| word.article == id) {
            let Some((told, is_right)) = word.told.as_ref().zip(word.verdict) else {
                continue;
            };
            found.push(Judged {
                ground: told.ground,
                odds: share(word.at),
                is_right,
            });
        }
    }
    Ok(found)
}

/// By article: the verdicts on its mentions.
fn verdicts(set: &str) -> Result<BTreeMap<String, Vec<Verdict>>> {
    let file = Path::new(JUDGED).join(set).with_extension("tsv");
    let table = std::fs::read_to_string(&file).with_context(|| format!("no {}", file.display()))?;
    let mut verdicts: BTreeMap<String, Vec<Verdict>> = BTreeMap::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let verdict = || {
            let fields: Vec<&str> = line.split('\t').collect();
            let [id, ground, actor, verdict] = fields[..] else {
                return None;
            };
            let (article, span) = id.rsplit_once(':')?;
            let (start, end) = span.split_once('-')?;
            let verdict = Verdict {
                start: start.parse().ok()?,
                end: end.parse().ok()?,
                ground: ground.to_owned(),
                actor: actor.to_owned(),
                is_right: verdict == "right",
            };
            Some((article.to_owned(), verdict))
        };
        let (article, verdict) = verdict().with_context(|| format!("no verdict: {line}"))?;
        verdicts.entry(article).or_default().push(verdict);
    }
    Ok(verdicts)
}

fn odds(share: f64) -> f64 {
    let share = share.clamp(1e-3, 1.0 - 1e-3);
    (share / (1.0 - share)).ln()
}

/// Log-odds at an even share, and how much the log-odds of the share add: logistic regression by Newton's method.
fn curve(judged: &[&Judged]) -> (f64, f64) {
    let (mut level, mut slope) = (0.0_f64, 1.0_f64);
    for _ in 0..N_STEPS {
        let (mut g, mut h) = ([0.0, -PULL * (slope - 1.0)], [[1e-6, 0.0], [0.0, PULL]]);
        for one in judged {
            let p = 1.0 / (1.0 + (-(level + slope * one.odds)).exp());
            let error = f64::from(u8::from(one.is_right)) - p;
            let bend = p * (1.0 - p);
            g[0] += error;
            g[1] += error * one.odds;
            h[0][0] += bend;
            h[0][1] += bend * one.odds;
            h[1][0] += bend * one.odds;
            h[1][1] += bend * one.odds * one.odds;
        }
        let determinant = h[0][0] * h[1][1] - h[0][1] * h[1][0];
        level += ((g[0] * h[1][1] - g[1] * h[0][1]) / determinant).clamp(-1.0, 1.0);
        slope += ((g[1] * h[0][0] - g[0] * h[1][0]) / determinant).clamp(-1.0, 1.0);
    }
    (level, slope)
}
