//! Does a workspace survive? Kills `entente` at random moments while it adds, updates and corrects, and looks after each time
//! whether everything that was acknowledged is there and everything that is there is whole.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use entente_engine::world::World;
use serde_json::Value;

use crate::train::Random;

/// Where the workspaces are made.
const FOLDER: &str = "target/crash";
/// Kills after which a new workspace is begun, so that looking stays quick.
const KILLS: u64 = 50;
/// Articles of one addition: more than are kept in one step.
const ARTICLES: u64 = 300;
/// Articles that tell the same.
const REPORTS: u64 = 3;
/// Of articles that are added for an update.
const FEW: u64 = 12;

/// `arguments`: how many kills, and the program (by default the one that cargo built in release).
pub fn run(arguments: &[String]) -> Result<()> {
    let n: u64 = arguments.first().map_or(Ok(1_000), |n| n.parse())?;
    let program = match arguments.get(1) {
        Some(program) => PathBuf::from(program),
        None => PathBuf::from(std::env::var_os("CARGO_TARGET_DIR").unwrap_or("target".into()))
            .join("release/entente"),
    };
    let program = std::fs::canonicalize(&program)
        .with_context(|| format!("build `{}` first", program.display()))?;
    _ = std::fs::remove_dir_all(FOLDER);
    std::fs::create_dir_all(FOLDER)?;
    let mut random = Random(7);
    let mut told = Told::default();
    let mut n_workspaces = 0;
    while told.n_killed() < n {
        n_workspaces += 1;
        let folder = Path::new(FOLDER).join(format!("ws-{n_workspaces}"));
        let mut victim = Victim::new(&program, &folder)?;
        let until = n.min(told.n_killed() + KILLS);
        while told.n_killed() < until {
            victim.turn(&mut random, &mut told)?;
        }
        victim.settle()?;
        std::fs::remove_dir_all(&folder)?;
    }
    println!("{} kills in {n_workspaces} workspaces", told.n_killed());
    for (verb, [killed, done]) in &told.verbs {
        println!("  {verb}: killed {killed}, was done before {done}");
    }
    println!("everything acknowledged is there, everything that is there is whole");
    Ok(())
}

/// How often each verb was killed, and how often it was done before it could be.
#[derive(Default)]
struct Told {
    verbs: BTreeMap<&'static str, [u64; 2]>,
}

impl Told {
    fn n_killed(&self) -> u64 {
        self.verbs.values().map(|[killed, _]| killed).sum()
    }
}

/// A workspace, and what was acknowledged in it.
struct Victim<'p> {
    program: &'p Path,
    folder: PathBuf,
    /// Articles that were made up so far.
    n_made: u64,
    /// Articles, articles read, and reviews that were seen, or whose keeping a program acknowledged.
    kept: [u64; 3],
    /// How long each verb took when it was last let be.
    takes: BTreeMap<&'static str, Duration>,
}

impl<'p> Victim<'p> {
    fn new(program: &'p Path, folder: &Path) -> Result<Self> {
        let victim = Self {
            program,
            folder: folder.to_owned(),
            n_made: 0,
            kept: [0; 3],
            takes: BTreeMap::new(),
        };
        std::fs::create_dir_all(folder)?;
        ensure!(
            victim.start(&["init", "."])?.wait()?.success(),
            "init failed"
        );
        Ok(victim)
    }

    fn start(&self, arguments: &[&str]) -> Result<Child> {
        let mut command = Command::new(self.program);
        command.args(arguments).current_dir(&self.folder);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Ok(command.spawn()?)
    }

    /// Runs one verb and kills it, or is too late; then looks at the workspace.
    fn turn(&mut self, random: &mut Random, told: &mut Told) -> Result<()> {
        let update = || vec!["update".to_owned(), "--quiet".to_owned()];
        let (verb, arguments): (&'static str, Vec<String>) = match random.below(8) {
            0 => ("add", self.adding(ARTICLES)?),
            1..5 => {
                let few = self.adding(FEW)?;
                self.must(&few)?;
                self.kept[0] += FEW;
                ("update", update())
            }
            _ => match self.correction(random)? {
                Some(correction) => ("review", correction),
                None => ("update", update()),
            },
        };
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let start = Instant::now();
        let mut child = self.start(&arguments)?;
        // One in ten is let be, which tells how long it takes.
        let takes = self.takes.get(verb).filter(|_| random.below(10) > 0);
        let is_killed = match takes {
            Some(takes) => {
                std::thread::sleep(takes.mul_f64(random.below(1_000) as f64 / 1_000.0));
                child.kill()?;
                child.wait()?.code().is_none()
            }
            None => {
                // A correction that is made up may be impossible.
                let code = child.wait()?.code();
                let is_usual = code == Some(0) || code == Some(2) && verb == "review";
                ensure!(is_usual, "{arguments:?}: {code:?}");
                self.takes.insert(verb, start.elapsed());
                false
            }
        };
        told.verbs.entry(verb).or_default()[usize::from(!is_killed)] += 1;
        if verb == "add" && !is_killed {
            self.kept[0] += ARTICLES;
        }
        self.look()
    }

    /// Makes articles up and gives the command that adds them.
    fn adding(&mut self, n: u64) -> Result<Vec<String>> {
        let mut lines = String::new();
        for number in self.n_made..self.n_made + n {
            let story = number / REPORTS;
            let (day, month) = (1 + story % 28, 1 + story / 28 % 12);
            let text = format!(
                "About {n} miners of pit {story} went on strike in Orda{story} on Monday, the union said.",
                n = 300 + number % 50
            );
            _ = writeln!(
                lines,
                "{{\"title\":\"Strike in pit {story} of Orda{story}\",\"source\":\"Outlet {}\",\
                 \"published\":\"2031-{month:02}-{day:02}\",\"text\":\"{text}\"}}",
                number % 7
            );
        }
        self.n_made += n;
        std::fs::write(self.folder.join("new.jsonl"), lines)?;
        Ok(["add", "--quiet", "new.jsonl"].map(str::to_owned).to_vec())
    }

    /// Runs to its end what must succeed.
    fn must(&self, arguments: &[String]) -> Result<()> {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let status = self.start(&arguments)?.wait()?;
        ensure!(status.success(), "{arguments:?}: {status}");
        Ok(())
    }

    /// A correction at random, if there are stories.
    fn correction(&self, random: &mut Random) -> Result<Option<Vec<String>>> {
        let world = World::open(&self.folder)?;
        let view = world.at(None);
        let stories = view.stories(2, 0, 50)?;
        let n = stories.len() as u64;
        let Some(one) = stories.get(random.below(n) as usize) else {
            return Ok(None);
        };
        let other = &stories[random.below(n) as usize];
        let number: u32 = one.id[4..].parse()?;
        let article = view.story(number)?.1.first().map(|row| row.id.clone());
        let article = article.unwrap_or_default();
        let reviews = view.reviews()?.len() as u64;
        let words: Vec<&str> = match random.below(5) {
            0 => vec!["merge", &one.id, &other.id],
            1 => vec!["split", &one.id, &article],
            2 => vec!["relabel", &one.id, "A strike"],
            3 => vec!["reject", &article],
            _ => {
                let number = (1 + random.below(reviews)).to_string();
                return Ok(Some(
                    ["review", "undo", &number].map(str::to_owned).to_vec(),
                ));
            }
        };
        let words = std::iter::once("review").chain(words);
        Ok(Some(words.map(str::to_owned).collect()))
    }

    /// Nothing that was acknowledged is missing, and nothing stands half.
    fn look(&mut self) -> Result<()> {
        let world = World::open(&self.folder)?;
        let verified = world.verify(|_| ())?;
        ensure!(verified.faults.is_empty(), "{:?}", verified.faults);
        let view = world.at(None);
        let n = |sql: &str| -> Result<u64> {
            let (_, rows) = view.query(sql)?;
            let n = rows
                .first()
                .and_then(|row| row.first())
                .and_then(Value::as_u64);
            n.with_context(|| format!("no number: {sql}"))
        };
        let now = [
            n("SELECT count(*) FROM article")?,
            n("SELECT count(*) FROM reading")?,
            n("SELECT count(*) FROM review")?,
        ];
        for (now, before) in now.iter().zip(self.kept) {
            ensure!(*now >= before, "{now} of {before} are left");
        }
        self.kept = now;
        for (what, sql) in HALVES {
            let n = n(sql)?;
            ensure!(n == 0, "{what}: {n}");
        }
        Ok(())
    }

    /// After all, an update brings everything to its end, and words are found.
    fn settle(&mut self) -> Result<()> {
        for _ in 0..3 {
            self.must(&["update".to_owned(), "--quiet".to_owned()])?;
        }
        self.look()?;
        let world = World::open(&self.folder)?;
        let (_, rows) = world.at(None).query(
            "SELECT count(*) FROM article WHERE NOT EXISTS (SELECT 1 FROM membership WHERE article = number)",
        )?;
        if rows[0][0] != 0 || world.n_unindexed()? > 0 {
            bail!("an update leaves something undone");
        }
        Ok(())
    }
}

/// What must not be, with how often it is.
const HALVES: [(&str, &str); 7] = [
    (
        "articles in two stories",
        "SELECT count(*) FROM (SELECT article FROM membership WHERE known_to IS NULL GROUP BY article HAVING count(*) > 1)",
    ),
    (
        "stories told twice",
        "SELECT count(*) FROM (SELECT number FROM story WHERE known_to IS NULL GROUP BY number HAVING count(*) > 1)",
    ),
    (
        "stories that count other articles than they have",
        "SELECT count(*) FROM story WHERE known_to IS NULL AND n_articles <> (SELECT count(*) FROM memberships \
         WHERE story = 'sty_' || number)",
    ),
    (
        "articles in a story that is not told",
        "SELECT count(*) FROM memberships WHERE story NOT IN (SELECT id FROM stories)",
    ),
    (
        "acts without a reading",
        "SELECT count(*) FROM event WHERE (article, reader) NOT IN (SELECT article, reader FROM reading)",
    ),
    (
        "moments that no log tells of",
        "SELECT count(*) FROM (SELECT known FROM article UNION SELECT known FROM reading UNION SELECT known FROM membership \
         UNION SELECT known FROM story UNION SELECT known FROM comparison UNION SELECT known FROM review) \
         WHERE known NOT IN (SELECT known FROM log)",
    ),
    (
        "reviews that put no article anywhere",
        "SELECT count(*) FROM review WHERE what IN ('merge', 'split') AND number NOT IN (SELECT review FROM pin)",
    ),
];
