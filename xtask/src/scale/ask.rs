//! How long the program takes to answer: every reading verb, each question in a process of its own, as at a prompt. Each is
//! asked three times and the best counts, so that what else the machine does is left out.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use entente_engine::types::Moment;
use rusqlite::{Connection, OpenFlags};

use crate::train::Random;

/// How often each question is asked.
const TURNS: usize = 3;
/// Goals for any verb, and for a search.
const ANY_MS: f64 = 150.0;
const SEARCH_MS: f64 = 100.0;
const START_MS: f64 = 30.0;

pub fn run(folder: &Path, n: usize, program: Option<&str>) -> Result<()> {
    let program = self::program(program);
    let mut asker = Asker::new(folder)?;
    println!(
        "{:<22} {:>5} {:>8} {:>8} {:>8}   slowest",
        "verb", "n", "p50 ms", "p95 ms", "max ms"
    );
    for kind in KINDS {
        let mut times: Vec<(Duration, Vec<String>)> = Vec::new();
        for _ in 0..n {
            let question = (kind.ask)(&mut asker)?;
            let mut took = Duration::MAX;
            for _ in 0..TURNS {
                took = took.min(time(&program, folder, &question)?);
            }
            times.push((took, question));
        }
        times.sort();
        let all: Vec<f64> = times
            .iter()
            .map(|(took, _)| took.as_secs_f64() * 1000.0)
            .collect();
        let ms = |part: f64| share(&all, part);
        let (_, slowest) = times.last().context("ask at least once")?;
        let missed = if ms(0.95) > kind.goal { "  MISSED" } else { "" };
        println!(
            "{:<22} {n:>5} {:>8.1} {:>8.1} {:>8.1}   {}{missed}",
            kind.name,
            ms(0.5),
            ms(0.95),
            ms(1.0),
            slowest.join(" ")
        );
    }
    Ok(())
}

/// The program that is named, else the one that was built last.
pub(super) fn program(named: Option<&str>) -> PathBuf {
    let built = || {
        PathBuf::from(std::env::var_os("CARGO_TARGET_DIR").unwrap_or("target".into()))
            .join("release/entente")
    };
    named.map_or_else(built, PathBuf::from)
}

/// The smallest of sorted numbers that so many of them do not exceed; 0 of none.
pub(super) fn share(sorted: &[f64], part: f64) -> f64 {
    let place = (sorted.len() as f64 * part).ceil() as usize;
    sorted
        .get(place.clamp(1, sorted.len().max(1)) - 1)
        .copied()
        .unwrap_or(0.0)
}

fn time(program: &Path, folder: &Path, question: &[String]) -> Result<Duration> {
    let mut command = Command::new(program);
    command
        .args(question)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    let start = Instant::now();
    let done = command.stderr(Stdio::piped()).output()?;
    let took = start.elapsed();
    // 1 says that nothing was found.
    let is_answered = matches!(done.status.code(), Some(0 | 1)) && done.stderr.is_empty();
    ensure!(
        is_answered,
        "`entente {}`: {}",
        question.join(" "),
        String::from_utf8_lossy(&done.stderr)
    );
    Ok(took)
}

struct Kind {
    name: &'static str,
    goal: f64,
    ask: fn(&mut Asker) -> Result<Vec<String>>,
}

const fn kind(name: &'static str, ask: fn(&mut Asker) -> Result<Vec<String>>) -> Kind {
    Kind {
        name,
        goal: ANY_MS,
        ask,
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

const KINDS: &[Kind] = &[
    Kind {
        name: "start",
        goal: START_MS,
        ask: |_| Ok(words(&["--version"])),
    },
    kind("list articles", |asker| {
        asker.at(words(&["list", "articles"]))
    }),
    kind("list stories", |asker| {
        asker.at(words(&["list", "stories"]))
    }),
    kind("list events", |asker| asker.at(words(&["list", "events"]))),
    kind("show article", |asker| asker.of("show", "art")),
    kind("show story", |asker| asker.of("show", "sty")),
    kind("show claim", |asker| asker.of("show", "clm")),
    Kind {
        name: "search word",
        goal: SEARCH_MS,
        ask: |asker| {
            let word = asker.word()?;
            asker.search(vec![word])
        },
    },
    Kind {
        name: "search two words",
        goal: SEARCH_MS,
        ask: |asker| {
            let words = vec![asker.word()?, asker.word()?];
            asker.search(words)
        },
    },
    Kind {
        name: "search filtered",
        goal: SEARCH_MS,
        ask: |asker| {
            let words = vec![asker.word()?, "--from".into(), asker.day()?];
            asker.search(words)
        },
    },
    kind("compare", |asker| asker.of("compare", "sty")),
    kind("timeline story", |asker| asker.of("timeline", "sty")),
    kind("quotes story", |asker| asker.of("quotes", "sty")),
    kind("figures story", |asker| asker.of("figures", "sty")),
    kind("timeline actor", |asker| {
        let id = asker.actor()?;
        asker.at(vec!["timeline".into(), "--actor".into(), id])
    }),
    kind("quotes actor", |asker| {
        let id = asker.actor()?;
        asker.at(vec!["quotes".into(), "--by".into(), id])
    }),
    kind("actor", |asker| {
        let id = asker.actor()?;
        asker.at(vec!["actor".into(), id])
    }),
    kind("actor by name", |asker| {
        let id = asker.actor()?;
        let name = id.rsplit([':', '-']).next().unwrap_or_default().to_owned();
        asker.at(vec!["actor".into(), name])
    }),
    kind("relation any pair", |asker| asker.relation(1)),
    kind("relation much told", |asker| asker.relation(1_000)),
    kind("relation one side", |asker| {
        let [one, _] = asker.pair(1)?;
        asker.at(vec!["relation".into(), one])
    }),
    kind("query", |asker| {
        let number = asker.number("art")?;
        let sql = match asker.random.below(3) {
            0 => format!("SELECT * FROM articles WHERE id = 'art_{number}'"),
            1 => format!("SELECT root, count(*) FROM events WHERE article_number = {number} GROUP BY root"),
            _ => "SELECT source, count(*) AS n FROM articles GROUP BY source ORDER BY n DESC LIMIT 10".to_owned(),
        };
        asker.at(vec!["query".into(), sql])
    }),
    kind("source-text", |asker| asker.of("source-text", "art")),
];

/// Draws questions from what a workspace holds.
pub(super) struct Asker {
    connection: Connection,
    pub(super) random: Random,
    n_articles: u64,
    moments: [i64; 2],
}

impl Asker {
    pub(super) fn new(folder: &Path) -> Result<Self> {
        let connection = Connection::open_with_flags(
            folder.join("entente.db"),
            OpenFlags::SQLITE_OPEN_READ_ONLY,
        )?;
        let (n_articles, first, last) = connection.query_row(
            "SELECT (SELECT max(number) FROM article), (SELECT min(known) FROM log), (SELECT max(known) FROM log)",
            [],
            |row| Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?)),
        )?;
        Ok(Self {
            connection,
            random: Random(5),
            n_articles: n_articles.unsigned_abs(),
            moments: [first, last],
        })
    }

    /// Every third question is one about the past.
    fn at(&mut self, mut question: Vec<String>) -> Result<Vec<String>> {
        if self.random.below(3) == 0 {
            question.extend(["--as-of".to_owned(), self.moment()]);
        }
        Ok(question)
    }

    /// A moment in the later half of what was known when.
    pub(super) fn moment(&mut self) -> String {
        let [first, last] = self.moments;
        let half = (last - first) / 2;
        let at = first + half + self.random.below(half.unsigned_abs().max(1)) as i64;
        entente_engine::world::Known(at).to_string()
    }

    /// A publisher, as it stands in an address.
    pub(super) fn source(&mut self) -> Result<String> {
        let source = self.column("SELECT source FROM article WHERE number = ?1")?;
        let letters = source.bytes().map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        });
        Ok(letters.collect())
    }

    fn article(&mut self) -> u64 {
        1 + self.random.below(self.n_articles)
    }

    /// What an article holds in a column, of the first of several drawn that holds anything.
    fn column(&mut self, sql: &str) -> Result<String> {
        for _ in 0..1_000 {
            let number = self.article() as i64;
            let found = self
                .connection
                .prepare_cached(sql)?
                .query_map([number], |row| row.get(0))?
                .next();
            if let Some(found) = found.transpose()?.flatten() {
                return Ok(found);
            }
        }
        anyhow::bail!("nothing answers `{sql}`")
    }

    pub(super) fn number(&mut self, kind: &str) -> Result<String> {
        match kind {
            "sty" => self.column(
                "SELECT CAST(number AS TEXT) FROM membership JOIN story ON story = number WHERE article = ?1 AND n_articles > 1 \
                 AND story.known_to IS NULL AND membership.known_to IS NULL",
            ),
            "clm" => self.column(
                "SELECT article || '_' || claim FROM event WHERE article = ?1 AND known_to IS NULL LIMIT 1 OFFSET 3",
            ),
            _ => Ok(self.article().to_string()),
        }
    }

    fn of(&mut self, verb: &str, kind: &str) -> Result<Vec<String>> {
        Ok(vec![
            verb.to_owned(),
            format!("{kind}_{}", self.number(kind)?),
        ])
    }

    /// A longer word of a title.
    pub(super) fn word(&mut self) -> Result<String> {
        loop {
            let title = self.column("SELECT title FROM article WHERE number = ?1")?;
            let words: Vec<&str> = title
                .split(|letter: char| !letter.is_ascii_alphabetic())
                .filter(|word| word.len() > 3)
                .collect();
            if !words.is_empty() {
                return Ok(words[self.random.below(words.len() as u64) as usize].to_lowercase());
            }
        }
    }

    pub(super) fn day(&mut self) -> Result<String> {
        let moment: Moment = self
            .column("SELECT published FROM article WHERE number = ?1")?
            .parse()?;
        Ok(moment.day.to_string())
    }

    fn search(&mut self, words: Vec<String>) -> Result<Vec<String>> {
        let mut question = vec!["search".to_owned()];
        question.extend(words);
        self.at(question)
    }

    pub(super) fn actor(&mut self) -> Result<String> {
        let skipped = self.random.below(8);
        self.column(&format!(
            "SELECT actor FROM event WHERE article = ?1 AND actor LIKE 'person:%' LIMIT 1 OFFSET {skipped}"
        ))
    }

    /// Two countries that deal with each other in at least so many claims.
    pub(super) fn pair(&mut self, least: i64) -> Result<[String; 2]> {
        loop {
            let pair = self.column(
                "SELECT actor_home || ' ' || recipient_home FROM event WHERE article = ?1 AND actor_home <> recipient_home LIMIT 1",
            )?;
            let (one, other) = pair.split_once(' ').context("two sides")?;
            let n: i64 = self
                .connection
                .prepare_cached(
                    "SELECT count(*) FROM (SELECT 1 FROM event WHERE actor_home = ?1 AND recipient_home = ?2 LIMIT ?3)",
                )?
                .query_row((one, other, least), |row| row.get(0))?;
            if n >= least {
                return Ok([one.to_owned(), other.to_owned()]);
            }
        }
    }

    fn relation(&mut self, least: i64) -> Result<Vec<String>> {
        let [one, other] = self.pair(least)?;
        self.at(vec!["relation".into(), one, other])
    }
}
