//! How fast, and in what memory, a stream of articles goes through copies and stories together, on one processor.
//!
//! ```text
//! cargo xtask eval stream [DIR]            a hundred thousand stories active at once
//! cargo xtask eval stream DIR --again      the same once more, and with the articles of each hour in another order
//! cargo xtask eval stream DIR --make SEED  the stream itself, as lines of JSON
//! ```
//!
//! The stream is made of the articles of DIR in another process (`worlds`), so that memory is that of the work alone.

mod worlds;

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use entente_story::copies::{Index, IndexSettings, Item};
use entente_story::stories::{Settings, Sketch, Stream};
use entente_types::{Article, ArticleId, Episode, Stated};
use serde_json::Value;

/// Articles that are read before they are worked on, so that clocks are read seldom.
const BATCH: usize = 256;
/// Seeds: the stream, and the same with the articles of each hour in another order.
const PLAIN: &str = "1";
const SHUFFLED: &str = "1s";

/// Runs `eval stream`. `arguments` are the words after it.
pub fn run(folder: &Path, arguments: &[String]) -> Result<()> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] | ["--again"] => {}
        ["--make", seed] => return worlds::make(folder, seed, &mut std::io::stdout().lock()),
        _ => bail!("eval stream [DIR] [--again]"),
    }
    let first = follow(folder, PLAIN)?;
    println!("{}", first.report());
    if arguments.is_empty() {
        return Ok(());
    }
    let again = follow(folder, PLAIN)?;
    ensure!(
        first.found == again.found,
        "the same stream gave something else"
    );
    println!("again: the same stories and the same edges");
    let shuffled = follow(folder, SHUFFLED)?;
    println!("shuffled inside each hour: {}", shuffled.score());
    Ok(())
}

/// What came out.
#[derive(Default, PartialEq)]
struct Found {
    n_stories: usize,
    n_edges: usize,
    /// Stands for all edges and stories, in order.
    sum: u64,
    /// The story of each labelled article.
    placed: BTreeMap<u64, u32>,
}

impl Found {
    fn note(&mut self, number: u64) {
        self.sum = (self.sum ^ number)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(23);
    }
}

/// What was measured.
#[derive(Default)]
struct Measured {
    found: Found,
    n_articles: usize,
    n_bytes: usize,
    copies: Duration,
    counting: Duration,
    placing: Duration,
    most_active: usize,
    /// Kilobytes before the first article, and at most.
    memory: (usize, usize),
    /// The story that each labelled article tells, by numbers.
    gold: BTreeMap<u64, u32>,
    /// The numbers of these stories.
    stories: HashMap<String, u32>,
}

fn follow(folder: &Path, seed: &str) -> Result<Measured> {
    let mut maker = maker(folder, seed)?;
    let lines = BufReader::new(maker.stdout.take().context("the maker has no output")?).lines();
    let mut index = Index::new(IndexSettings::default());
    let mut stream = Stream::new(Settings::default());
    let mut measured = Measured {
        memory: (memory("VmRSS:"), 0),
        ..Measured::default()
    };
    let mut batch = Vec::new();
    for line in lines {
        let number = (measured.n_articles + batch.len()) as u64;
        batch.push(measured.article(&line?, number)?);
        if batch.len() == BATCH {
            measured.take(&mut batch, &mut index, &mut stream);
        }
    }
    measured.take(&mut batch, &mut index, &mut stream);
    ensure!(maker.wait()?.success(), "the stream was not made whole");
    let before = spent();
    stream.finish();
    measured.placing += spent().saturating_sub(before);
    measured.keep(&stream.take_over());
    measured.memory.1 = memory("VmHWM:");
    Ok(measured)
}

fn maker(folder: &Path, seed: &str) -> Result<Child> {
    let mut maker = Command::new(std::env::current_exe()?);
    maker
        .args(["eval", "stream"])
        .arg(folder)
        .args(["--make", seed]);
    maker
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot make the stream")
}

impl Measured {
    fn article(&mut self, line: &str, number: u64) -> Result<Article> {
        let row: Value = serde_json::from_str(line)?;
        let mut article = super::article(&row);
        article.id = ArticleId(number as u32);
        let moment = row["date"].as_str().unwrap_or_default().parse();
        article.published = Some(Stated {
            value: moment.map_err(anyhow::Error::msg)?,
            from: "flag".to_owned(),
        });
        if let Some(story) = row["story"].as_str() {
            let next = self.stories.len() as u32;
            let story = *self.stories.entry(story.to_owned()).or_insert(next);
            self.gold.insert(number, story);
        }
        Ok(article)
    }

    fn keep(&mut self, episodes: &[Episode]) {
        for episode in episodes {
            self.found.n_stories += 1;
            self.found.note(u64::from(episode.id.0));
            for article in &episode.articles {
                self.found.note(*article);
                if self.gold.contains_key(article) {
                    self.found.placed.insert(*article, episode.id.0);
                }
            }
        }
    }

    fn take(&mut self, batch: &mut Vec<Article>, index: &mut Index, stream: &mut Stream) {
        let start = spent();
        for article in batch.iter() {
            for one in index.add(&Item::of(article)) {
                let ends = u64::from(one.edge.from.0) << 32 | u64::from(one.edge.to.0);
                self.found.note(ends ^ (one.edge.kind as u64) << 60);
                self.found.n_edges += 1;
            }
        }
        let copied = spent();
        let sketches: Vec<Sketch> = batch.iter().map(Sketch::new).collect();
        let counted = spent();
        for (number, sketch) in (self.n_articles as u64..).zip(sketches) {
            stream.push(number, sketch);
        }
        let placed = spent();
        self.copies += copied.saturating_sub(start);
        self.counting += counted.saturating_sub(copied);
        self.placing += placed.saturating_sub(counted);
        self.n_bytes += batch
            .iter()
            .map(|article| article.text.len())
            .sum::<usize>();
        self.n_articles += batch.len();
        self.most_active = self.most_active.max(stream.n_active());
        self.keep(&stream.take_over());
        batch.clear();
    }

    fn report(&self) -> String {
        let all = self.copies + self.counting + self.placing;
        let of = |took: Duration| took.as_secs_f64() * 1e6 / self.n_articles as f64;
        let (before, most) = self.memory;
        format!(
            "{} articles of {:.0} bytes, {} stories, {} active at once, {} edges of copies\n\
             {:.0} articles in a second of one processor: copies {:.1} µs an article, counting {:.1}, placing {:.1}\n\
             at most {} MB in memory, of which {} before the first article\n{}",
            self.n_articles,
            self.n_bytes as f64 / self.n_articles as f64,
            self.found.n_stories,
            self.most_active,
            self.found.n_edges,
            self.n_articles as f64 / all.as_secs_f64(),
            of(self.copies),
            of(self.counting),
            of(self.placing),
            most / 1000,
            before / 1000,
            self.score(),
        )
    }

    /// How well the labelled articles were placed.
    fn score(&self) -> String {
        let gold: Vec<u32> = self.gold.values().copied().collect();
        let placed = self.gold.keys().map(|article| self.found.placed[article]);
        let found: Vec<u64> = placed.map(u64::from).collect();
        let (bcubed, pairwise) = super::stories::score(&gold, &found);
        format!(
            "BCubed {bcubed:.4} pairwise {pairwise:.4} of {} labelled articles",
            gold.len()
        )
    }
}

/// Time that this thread has had a processor for.
fn spent() -> Duration {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = line
        .split_whitespace()
        .next()
        .and_then(|nanos| nanos.parse().ok());
    Duration::from_nanos(nanos.unwrap_or(0))
}

/// Kilobytes of this process; 0 where the system does not say.
fn memory(what: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}
