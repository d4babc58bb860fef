//! Which articles tell one event, for each set of articles in the folder, and, on a stream that is made up, how fast.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use entente_story::stories::{Settings, Sketch, Stream};
use entente_types::{Article, Moment, Stated};
use serde_json::{Value, json};

use crate::train::Random;

/// Articles of the stream that is made up to measure speed, all within three days.
const N_ARTICLES: u64 = 150_000;
/// Stories that they tell: most are told once.
const N_STORIES: u64 = 172_000;
const N_WORDS: u64 = 400;

/// Places the articles of every set below the folder and scores them.
pub fn run(folder: &Path) -> Result<()> {
    std::fs::create_dir_all("target/eval")?;
    for set in ["allsides", "ecbplus", "gvc", "fnc"] {
        let documents = super::rows(&folder.join(set).join("documents.jsonl"))?;
        let out = Path::new("target/eval").join(format!("stories-{set}.jsonl"));
        let lines: Vec<String> = place(&documents).iter().map(Value::to_string).collect();
        std::fs::write(&out, lines.join("\n") + "\n")?;
        println!("{set}");
        super::score("stories", &folder.join(set), &out)?;
    }
    Ok(())
}

/// Follows a stream of made-up articles and tells how many are placed in a second, and what memory that took.
pub fn speed() -> Result<()> {
    let mut stream = Stream::new(Settings::default());
    let mut random = Random(5);
    let (mut counting, mut placing) = (Duration::ZERO, Duration::ZERO);
    let mut most = 0;
    for start in (0..N_ARTICLES).step_by(200) {
        let made_up = (start..start + 200).map(|number| made_up(number, &mut random));
        let articles = made_up.collect::<Result<Vec<Article>>>()?;
        let before = spent();
        let sketches: Vec<Sketch> = articles.iter().map(Sketch::new).collect();
        counting += spent().saturating_sub(before);
        let before = spent();
        for (number, sketch) in (start..).zip(sketches) {
            stream.push(number, sketch);
        }
        placing += spent().saturating_sub(before);
        most = most.max(stream.n_active());
    }
    let before = spent();
    stream.finish();
    placing += spent().saturating_sub(before);
    let n_stories = stream.take_over().len();
    let per_second = N_ARTICLES as f64 / (counting + placing).as_secs_f64();
    println!(
        "speed {per_second:.0} articles in a second of one processor; counting {counting:.1?}, placing {placing:.1?}"
    );
    println!(
        "{n_stories} stories of {N_STORIES}, {most} active at once; {}",
        memory()
    );
    Ok(())
}

/// An article of common words and of some that only its story has.
fn made_up(number: u64, random: &mut Random) -> Result<Article> {
    let story = random.below(N_STORIES);
    let mut text = String::new();
    for place in 0..N_WORDS {
        let word = match place % 8 {
            // Few words are common: the square of a number below one is small more often than not.
            0 => format!("Only{:x} ", story * 40 + random.below(16)),
            _ => {
                let share = random.below(1 << 20) as f64 / f64::from(1 << 20);
                format!("{} ", spelled((share * share * share * 60_000.0) as u64))
            }
        };
        text.push_str(&word);
        if place % 20 == 19 {
            text.push_str(".\n");
        }
    }
    let minute = number * 3 * 1440 / N_ARTICLES;
    let moment: Moment = format!(
        "2024-03-{:02}T{:02}:{:02}:00Z",
        1 + minute / 1440,
        minute / 60 % 24,
        minute % 60
    )
    .parse()
    .map_err(anyhow::Error::msg)?;
    let said = |value: String| {
        Some(Stated {
            value,
            from: "flag".to_owned(),
        })
    };
    Ok(Article {
        published: Some(Stated {
            value: moment,
            from: "flag".to_owned(),
        }),
        source: said(format!("Outlet {}", random.below(500))),
        title: said(text.chars().take(60).collect()),
        ..Article::plain("made up", &text)
    })
}

/// A number as letters.
fn spelled(mut number: u64) -> String {
    let mut word = String::from("w");
    while number > 0 {
        word.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    word
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

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(
        || "memory is not known here".to_owned(),
        |most| format!("at most {} in memory", most.trim()),
    )
}

/// The episode of every article, in the order of the file.
fn place(documents: &[Value]) -> Vec<Value> {
    let mut stream = Stream::new(Settings::default());
    for (place, row) in documents.iter().enumerate() {
        stream.push(place as u64, Sketch::new(&super::article(row)));
    }
    stream.finish();
    let mut placed = Vec::new();
    for episode in stream.take_over() {
        for place in &episode.articles {
            let id = &documents[*place as usize]["id"];
            placed.push(json!({"id": id, "story": episode.id, "saga": episode.saga}));
        }
    }
    placed
}
