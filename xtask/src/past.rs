//! Is the past fixed? Asks random questions about random moments of a workspace, lets it grow to eleven times its size with
//! corrections in between, asks the same questions again, and compares what is answered byte by byte.
//!
//! Articles and their claims come out of a workspace that was updated, so that nothing is parsed again; what stories compare
//! to is made up for the same reason.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use entente_engine::Precision;
use entente_engine::chart;
use entente_engine::export::{self, Format, Table};
use entente_engine::types::{ArticleId, ClaimId, Claims, Comparison, SlotKind};
use entente_engine::workspace::{self, reader};
use entente_engine::world::{
    Between, Compared, Correction, Error, Id, Known, NewArticle, Pair, Query, Read, View, World,
};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::train::Random;

/// Who reads: any name will do.
const READER: &str = reader(Precision::Balanced);
/// Where the workspace is made.
const FOLDER: &str = "target/past";
/// Steps in which the first part comes in, and the other ten.
const STEPS: [usize; 2] = [10, 20];
/// Corrections after each step.
const CORRECTIONS: usize = 6;
const WORDS: [&str; 10] = [
    "president",
    "vote",
    "court",
    "border",
    "tariff",
    "\"health care\"",
    "shooting",
    "senate",
    "economy OR jobs",
    "police -protest",
];
const SIDES: [&str; 8] = ["USA", "RUS", "CHN", "PRK", "IRN", "ISR", "MEX", "GBR"];
const ACTORS: [&str; 4] = ["person:donald-trump", "person:robert-mueller", "USA", "RUS"];
const KINDS: [SlotKind; 3] = [SlotKind::Quote, SlotKind::Figure, SlotKind::Event];
const FORMS: [Format; 6] = [
    Format::Csv(Table::Quotes),
    Format::Jsonl(Table::Stories),
    Format::Stix,
    Format::Ftm,
    Format::GraphMl,
    Format::Atom,
];
const TABLES: [&str; 4] = [
    "SELECT count(*) FROM articles",
    "SELECT root, count(*) FROM events GROUP BY root ORDER BY root",
    "SELECT * FROM stories ORDER BY id LIMIT 50",
    "SELECT story, count(*) AS n FROM memberships GROUP BY story ORDER BY n DESC, story LIMIT 50",
];

/// `arguments`: a workspace, and how many questions.
pub fn run(arguments: &[String]) -> Result<()> {
    let folder = arguments.first().context("name a workspace")?;
    let n = arguments.get(1).map_or(Ok(10_000), |n| n.parse())?;
    let mut random = Random(11);
    let mut articles = articles(Path::new(folder))?;
    shuffle(&mut articles, &mut random);
    _ = std::fs::remove_dir_all(FOLDER);
    let mut grown = Grown {
        world: World::init(Path::new(FOLDER))?,
        clock: 0,
    };
    let first = articles.split_off(articles.len() - articles.len() / 11);
    grown.grow(first, STEPS[0], &mut random)?;
    let questions = questions(&grown.world, n, &mut random)?;
    let before = answers(&questions)?;
    grown.grow(articles, STEPS[1], &mut random)?;
    let after = answers(&questions)?;
    let other: Vec<usize> = (0..n).filter(|&idx| before[idx] != after[idx]).collect();
    for &idx in other.iter().take(10) {
        println!("differs: {:?}", questions[idx]);
    }
    println!("{n} questions, {} answered otherwise", other.len());
    if !other.is_empty() {
        bail!("the past is not fixed");
    }
    Ok(())
}

/// Articles with the bytes that they were read from, and their claims.
fn articles(folder: &Path) -> Result<Vec<(NewArticle, Claims)>> {
    let world = World::open(folder)?;
    let view = world.at(None);
    let n = u32::try_from(view.counts()?[0])?;
    let all = (1..=n).map(|number| {
        let (article, page) = (view.article(number)?, view.page(number)?);
        let (_, claims) = view.claims(number)?.context("an article was not read")?;
        Ok((NewArticle { article, page }, claims))
    });
    all.collect()
}

fn shuffle<T>(some: &mut [T], random: &mut Random) {
    for idx in (1..some.len()).rev() {
        some.swap(idx, random.below(idx as u64 + 1) as usize);
    }
}

/// A workspace that grows by a clock of its own, a second each step.
struct Grown {
    world: World,
    clock: i64,
}

impl Grown {
    fn now(&mut self) -> Known {
        self.clock += 1_000_000;
        Known(self.clock)
    }

    /// Adds articles in steps, each time with what `entente update` does, and with some corrections.
    fn grow(
        &mut self,
        articles: Vec<(NewArticle, Claims)>,
        n_steps: usize,
        random: &mut Random,
    ) -> Result<()> {
        let start = Instant::now();
        let size = articles.len().div_ceil(n_steps).max(1);
        let mut n_corrections = 0;
        for some in articles.chunks(size) {
            self.add(some)?;
            self.place_and_compare()?;
            for _ in 0..CORRECTIONS {
                n_corrections += usize::from(self.correct(random)?);
            }
        }
        let [n_articles, n_stories, n_acts] = self.world.at(None).counts()?;
        println!(
            "{n_articles} articles, {n_stories} stories, {n_acts} acts after {n_steps} steps with {n_corrections} \
             corrections, {:.0} s",
            start.elapsed().as_secs_f64()
        );
        Ok(())
    }

    fn add(&mut self, some: &[(NewArticle, Claims)]) -> Result<()> {
        let new: Vec<NewArticle> = some.iter().map(|(new, _)| new.clone()).collect();
        let now = self.now();
        let added = self.world.add(&new, now)?;
        let renamed = added.iter().zip(some).map(|(added, (_, claims))| {
            let mut claims = claims.clone();
            claims.article = ArticleId(added.number);
            for (place, claim) in claims.claims.iter_mut().enumerate() {
                claim.id = ClaimId::new(claims.article, place);
                claim.article = claims.article;
            }
            claims
        });
        let all: Vec<Claims> = renamed.collect();
        let reads = all.iter().map(|claims| Read {
            article: claims.article.0,
            claims,
        });
        let now = self.now();
        self.world.record(READER, &reads.collect::<Vec<_>>(), now)?;
        Ok(())
    }

    fn place_and_compare(&mut self) -> Result<()> {
        let now = self.now();
        workspace::place(&mut self.world, &|| now)?;
        for story in self.world.uncompared(READER)? {
            let seen = Known(self.clock);
            let now = self.now();
            let comparison = Comparison {
                headline: format!("compared at {}", now.0),
                ..Comparison::default()
            };
            let compared = Compared {
                story,
                comparison: &comparison,
                seen,
            };
            self.world.record_comparison(READER, &compared, now)?;
        }
        Ok(())
    }

    /// Makes or takes back a correction at random; was it possible?
    fn correct(&mut self, random: &mut Random) -> Result<bool> {
        let now = self.now();
        let view = self.world.at(None);
        let stories = view.stories(2, 0, 200)?;
        let mut story = || -> Option<u32> {
            let row = stories.get(random.below(stories.len() as u64) as usize)?;
            row.id.strip_prefix("sty_")?.parse().ok()
        };
        let (Some(one), Some(other)) = (story(), story()) else {
            return Ok(false);
        };
        let article = |id: &str| id.strip_prefix("art_").and_then(|n| n.parse::<u32>().ok());
        let members = view.story(one)?.1;
        let members: Vec<u32> = members.iter().filter_map(|row| article(&row.id)).collect();
        let member = members[random.below(members.len() as u64) as usize];
        let correction = match random.below(6) {
            0 => Correction::Merge(vec![one, other]),
            1 => Correction::Split {
                story: one,
                articles: vec![member],
            },
            2 => Correction::Relabel {
                story: one,
                headline: format!("Named at {}", now.0),
            },
            3 => Correction::Reject(Id::Article(member)),
            4 => Correction::Reject(Id::Claim(member, random.below(20) as u32)),
            _ => {
                let n = view.reviews()?.len() as u64;
                let undone = self.world.undo(1 + random.below(n) as u32, now);
                return possible(undone);
            }
        };
        possible(self.world.review(&correction, None, now))
    }
}

fn possible<T>(done: Result<T, Error>) -> Result<bool> {
    match done {
        Ok(_) => Ok(true),
        Err(Error::Review(_) | Error::NoSuch(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// A question about a moment.
#[derive(Debug)]
struct Question {
    at: Known,
    what: What,
}

#[derive(Debug)]
enum What {
    Articles(usize, usize),
    Stories(u32, usize),
    Acts(Between),
    Article(u32),
    Story(u32),
    Comparison(u32),
    Claims(u32),
    Page(u32),
    Search(Query),
    Relation(Pair),
    Actor(String),
    Diff(Known),
    Query(&'static str),
    Reviews,
    Profile(String),
    Timeline(u32),
    TimelineOf(Pair),
    Told(u32, SlotKind),
    ToldOf(String, SlotKind),
    Chart(u32),
    Export(Format),
}

/// Questions about moments at which the workspace had something.
fn questions(world: &World, n: usize, random: &mut Random) -> Result<Vec<Question>> {
    let last = world.last_known()?.unwrap_or(Known(0)).0;
    let [n_articles, n_stories, _] = world.at(None).counts()?;
    let mut all = Vec::with_capacity(n);
    for _ in 0..n {
        let mut below = |n: u64| random.below(n);
        let article = 1 + below(n_articles + 5) as u32;
        let story = 1 + below(n_stories + 50) as u32;
        let side = |by: u64| SIDES[by as usize].to_owned();
        let one = side(below(8));
        let other = (below(3) > 0).then(|| side(below(8)));
        let what = match below(21) {
            0 => What::Articles(below(300) as usize, 1 + below(50) as usize),
            1 => What::Stories(1 + below(3) as u32, 1 + below(80) as usize),
            2 => What::Acts(Between {
                one: Some(one),
                other,
                ..Between::default()
            }),
            3 => What::Article(article),
            4 => What::Story(story),
            5 => What::Comparison(story),
            6 => What::Claims(article),
            7 => What::Page(article),
            8 => What::Search(Query {
                words: WORDS[below(10) as usize].to_owned(),
                skipped: below(20) as usize,
                most: 1 + below(20) as usize,
                ..Query::default()
            }),
            9 => What::Relation(Pair {
                one,
                other,
                from: None,
                to: None,
                least: f64::from(0.7_f32),
                half_life_days: 90.0,
                step: None,
            }),
            10 => What::Actor(["Trump", "Clinton", "Court", "Kim"][below(4) as usize].to_owned()),
            11 => What::Diff(Known(below(last as u64) as i64)),
            12 => What::Query(TABLES[below(4) as usize]),
            13 => What::Profile(ACTORS[below(4) as usize].to_owned()),
            14 => What::Timeline(story),
            15 => What::TimelineOf(Pair {
                one: ACTORS[below(4) as usize].to_owned(),
                other: None,
                from: None,
                to: None,
                least: 0.7,
                half_life_days: 90.0,
                step: None,
            }),
            16 => What::Told(story, KINDS[below(3) as usize]),
            17 => What::ToldOf(
                ACTORS[below(4) as usize].to_owned(),
                KINDS[below(3) as usize],
            ),
            18 => What::Chart(story),
            // Exports read everything that was known.
            19 if below(20) == 0 => What::Export(FORMS[below(FORMS.len() as u64) as usize]),
            _ => What::Reviews,
        };
        let at = Known(below(last as u64 + 1) as i64);
        all.push(Question { at, what });
    }
    Ok(all)
}

/// The hash of every answer, in the order of the questions.
fn answers(questions: &[Question]) -> Result<Vec<[u8; 32]>> {
    let start = Instant::now();
    World::open(Path::new(FOLDER))?.index_words(|| ())?;
    let share = questions
        .len()
        .div_ceil(rayon::current_num_threads())
        .max(1);
    let answered = questions
        .par_chunks(share)
        .map(|some| -> Result<Vec<[u8; 32]>> {
            let world = World::open(Path::new(FOLDER))?;
            let hash =
                |one: &Question| Sha256::digest(answer(&world.at(Some(one.at)), &one.what)).into();
            Ok(some.iter().map(hash).collect())
        });
    let answered = answered.collect::<Result<Vec<_>>>()?.concat();
    let n = answered.len();
    println!("{n} answers in {:.0} s", start.elapsed().as_secs_f64());
    Ok(answered)
}

/// Everything that is answered, as text; what is not there is an answer too.
fn answer(view: &View, what: &What) -> String {
    match what {
        What::Articles(skipped, most) => format!("{:?}", view.articles(*skipped, *most)),
        What::Stories(least, most) => format!("{:?}", view.stories(*least, 0, *most)),
        What::Acts(between) => format!("{:?}", view.events(between, 0.5, 500)),
        What::Article(number) => format!(
            "{:?} {:?} {:?}",
            view.article_row(*number),
            view.article(*number),
            view.rejection(*number, None)
        ),
        What::Story(number) => format!("{:?} {:?}", view.story(*number), view.gone(*number)),
        What::Comparison(number) => format!("{:?}", view.comparison(*number)),
        What::Claims(number) => {
            let ids: Vec<String> = (0..20)
                .map(|place| Id::Claim(*number, place).to_string())
                .collect();
            format!(
                "{:?} {:?} {:?}",
                view.claims(*number),
                view.rejected(*number),
                view.evidence(&ids)
            )
        }
        What::Page(number) => format!("{:?}", view.page(*number)),
        What::Search(query) => format!("{:?}", view.search(query)),
        What::Relation(pair) => format!("{:?}", view.relation(pair)),
        What::Actor(name) => format!("{:?}", view.actor_named(name)),
        What::Diff(earlier) => format!("{:?}", view.since(*earlier)),
        What::Query(sql) => format!("{:?}", view.query(sql)),
        What::Reviews => format!("{:?} {:?}", view.reviews(), view.counts()),
        What::Profile(id) => format!("{:?}", view.profile(id, 0.7)),
        What::Timeline(story) => format!("{:?}", view.timeline(*story, 24)),
        What::TimelineOf(pair) => format!("{:?}", view.timeline_of(pair, 24)),
        What::Told(story, kind) => format!("{:?}", view.told(*story, *kind)),
        What::ToldOf(actor, kind) => format!("{:?}", view.told_of(actor, *kind, 20)),
        What::Chart(story) => {
            let figures = view.told(*story, SlotKind::Figure).unwrap_or_default();
            format!(
                "{:?} {:?}",
                chart::figures("", &figures),
                view.published_by_day()
            )
        }
        What::Export(form) => {
            let mut bytes = Vec::new();
            let n = export::write(view, *form, &export::Settings::default(), &mut bytes);
            format!(
                "{:?} {:?}",
                n.map_err(|error| error.to_string()),
                Sha256::digest(&bytes)
            )
        }
    }
}
