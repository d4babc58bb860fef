//! Makes a workspace of any size out of a small one that was updated.
//!
//! Every article of the small one comes again in each round: some weeks later, told of other people (surnames of the same
//! length change places, save those of the best known), with other numbers, under ids of its own, with its claims, its story
//! and its comparison. Everything is written straight into the database; what is like its model is packed as a difference to
//! it. Nothing is left to chance: the same small workspace gives the same large one.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use entente_engine::types::{Article, ArticleId, ClaimId, Claims, Comparison};
use entente_engine::world::{Gist, World};
use rayon::prelude::*;
use rusqlite::{Connection, Transaction, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zstd::zstd_safe::CParameter;

use super::vary::{FIRST, Names, Round, Template};
use crate::train::Random;

/// Days between two rounds.
const STEP_DAYS: i32 = 20;
/// Persons who keep their names, those of the most articles.
const KNOWN: usize = 300;
/// How hard differences are packed: lightly, for there are millions.
const LEVEL: i32 = 1;

pub fn run(small: &Path, n_articles: u32, large: &Path) -> Result<()> {
    let start = Instant::now();
    let world = World::open(small)?;
    World::init(large)?;
    let mut connection = Connection::open(large.join("entente.db"))?;
    connection.execute_batch(
        "PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000; PRAGMA temp_store = MEMORY",
    )?;
    connection.execute(
        "ATTACH ?1 AS small",
        [small.join("entente.db").to_string_lossy()],
    )?;
    let names = names(&connection)?;
    let reports = reports(&world, &connection, &names)?;
    let stories = comparisons(&world, &connection, &names)?;
    println!(
        "{} articles, {} comparisons, {} surnames to exchange",
        reports.len(),
        stories.len(),
        names.len()
    );
    let last: [i64; 3] = connection.query_row(
        "SELECT (SELECT max(number) FROM small.article), (SELECT max(number) FROM small.story), \
         (SELECT max(known) - min(known) + 1000000 FROM small.log)",
        [],
        |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]),
    )?;
    let indexes = drop_indexes(&connection)?;
    connection.execute_batch("DELETE FROM main.counted")?;
    copy(&connection)?;
    let mut random = Random(23);
    let per_round = u32::try_from(last[0])?;
    for number in 1..n_articles.div_ceil(per_round) {
        let round = Round {
            number,
            articles: per_round * number,
            n_days: STEP_DAYS * i32::try_from(number)?,
            names: names.exchanged(&mut random),
        };
        let transaction = connection.transaction()?;
        let offset = [
            i64::from(round.articles),
            last[1] * i64::from(number),
            last[2] * i64::from(number),
        ];
        write(&transaction, &reports, &stories, &names, &round, offset)?;
        transaction.commit()?;
        if number % 10 == 0 {
            let n = round.articles + per_round;
            println!("{n} articles after {:.0} s", start.elapsed().as_secs_f64());
        }
    }
    connection.execute_batch(
        "DETACH small; DELETE FROM acting; INSERT INTO acting SELECT id, count(*) FROM appearance GROUP BY id",
    )?;
    World::open(large)?.index_words(|| ())?;
    println!("words after {:.0} s", start.elapsed().as_secs_f64());
    for index in indexes {
        connection.execute_batch(&index)?;
    }
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    println!("done after {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// Takes the indexes away that rows would otherwise be sorted into one by one; gives what makes them again.
fn drop_indexes(connection: &Connection) -> Result<Vec<String>> {
    let sql = "SELECT name, sql FROM main.sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name";
    let mut select = connection.prepare(sql)?;
    let indexes = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let indexes: Vec<(String, String)> = indexes.collect::<Result<_, _>>()?;
    for (name, _) in &indexes {
        connection.execute_batch(&format!("DROP INDEX main.{name}"))?;
    }
    Ok(indexes.into_iter().map(|(_, sql)| sql).collect())
}

/// Surnames of persons who are not among the best known, and that are no part of another name.
fn names(connection: &Connection) -> Result<Names> {
    let sql = "SELECT id FROM (SELECT actor AS id, article FROM small.event UNION SELECT recipient, article FROM small.event) \
               WHERE id IS NOT NULL GROUP BY id ORDER BY count(*) DESC, id";
    let ids: Vec<String> = connection
        .prepare(sql)?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let (persons, others): (Vec<&str>, Vec<&str>) = ids
        .iter()
        .map(String::as_str)
        .partition(|id| id.starts_with("person:"));
    let words = |id: &&str| id.split([':', '-']).map(str::to_owned).collect::<Vec<_>>();
    let known = persons.iter().take(KNOWN).chain(&others);
    let taken: BTreeSet<String> = known.flat_map(words).collect();
    let surnames = persons
        .iter()
        .skip(KNOWN)
        .filter_map(|id| Some(id.rsplit_once('-')?.1));
    let fit = |word: &&str| word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let free: BTreeSet<String> = surnames
        .filter(fit)
        .map(str::to_owned)
        .filter(|word| !taken.contains(word))
        .collect();
    Ok(Names::new(free))
}

/// An article, with everything of it that is told again.
struct Report {
    number: u32,
    place: String,
    title: Option<String>,
    source: Option<String>,
    published: Option<String>,
    minute: Option<i64>,
    address: Option<String>,
    language: Option<String>,
    page: i64,
    reader: String,
    known: [i64; 2],
    models: [Model; 2],
}

fn reports(world: &World, connection: &Connection, names: &Names) -> Result<Vec<Report>> {
    let view = world.at(None);
    let mut select = connection.prepare(
        "SELECT number, place, title, source, published, minute, address, language, page, text, claims, reader, \
         article.known, reading.known FROM small.article JOIN small.reading ON article = number \
         WHERE known_to IS NULL ORDER BY number",
    )?;
    let mut rows = select.query([])?;
    let mut reports = Vec::new();
    while let Some(row) = rows.next()? {
        let number: u32 = row.get(0)?;
        let mut article: Article = view.article(number)?;
        article.id = ArticleId(FIRST + number);
        let (_, mut claims): (String, Claims) =
            view.claims(number)?.context("an article was not read")?;
        claims.article = article.id;
        for (place, claim) in claims.claims.iter_mut().enumerate() {
            claim.id = ClaimId::new(article.id, place);
            claim.article = article.id;
        }
        let text = serde_json::to_vec(&article)?;
        let told = find(&text, b"\"text\":\"");
        let end = told + find(&text[told..], b"\",\"blocks\":");
        reports.push(Report {
            number,
            place: row.get(1)?,
            title: row.get(2)?,
            source: row.get(3)?,
            published: row.get(4)?,
            minute: row.get(5)?,
            address: row.get(6)?,
            language: row.get(7)?,
            page: row.get(8)?,
            reader: row.get(11)?,
            known: [row.get(12)?, row.get(13)?],
            models: [
                Model::new(
                    connection,
                    row.get(9)?,
                    Template::new(text, names, told..end),
                )?,
                Model::new(
                    connection,
                    row.get(10)?,
                    Template::new(serde_json::to_vec(&claims)?, names, 0..0),
                )?,
            ],
        });
    }
    Ok(reports)
}

fn find(bytes: &[u8], part: &[u8]) -> usize {
    bytes
        .windows(part.len())
        .position(|window| window == part)
        .unwrap_or(bytes.len())
}

/// How the reports of a story compare.
struct Story {
    number: u32,
    reader: String,
    known: i64,
    models: [Model; 2],
}

fn comparisons(world: &World, connection: &Connection, names: &Names) -> Result<Vec<Story>> {
    let mut select = connection.prepare(
        "SELECT story, reader, known, comparison, acts FROM small.comparison WHERE acts IS NOT NULL ORDER BY story, known",
    )?;
    let mut rows = select.query([])?;
    let mut stories = Vec::new();
    while let Some(row) = rows.next()? {
        let number = row.get(0)?;
        let Some(mut comparison) = world.at(None).comparison(number)? else {
            continue;
        };
        renumber(&mut comparison);
        let mut acts: Acts = serde_json::from_slice(&unpacked(connection, row.get(4)?)?)?;
        acts.acts.iter_mut().flatten().for_each(renumber_claim);
        acts.origins
            .iter_mut()
            .flatten()
            .for_each(|article| *article += FIRST);
        acts.gist = Some(Gist::of(&comparison));
        stories.push(Story {
            number,
            reader: row.get(1)?,
            known: row.get(2)?,
            models: [
                Model::new(
                    connection,
                    row.get(3)?,
                    Template::new(serde_json::to_vec(&comparison)?, names, 0..0),
                )?,
                Model::new(
                    connection,
                    row.get(4)?,
                    Template::new(serde_json::to_vec(&acts)?, names, 0..0),
                )?,
            ],
        });
    }
    Ok(stories)
}

/// Numbers the articles of a comparison from [`FIRST`] on.
fn renumber(comparison: &mut Comparison) {
    let up = |id: &mut ArticleId| id.0 += FIRST;
    comparison
        .reports
        .iter_mut()
        .for_each(|report| up(&mut report.id));
    comparison
        .origins
        .iter_mut()
        .flat_map(|origin| &mut origin.reports)
        .for_each(up);
    for edge in &mut comparison.copies {
        up(&mut edge.from);
        up(&mut edge.to);
    }
    for passage in &mut comparison.copied {
        up(&mut passage.from.0);
        up(&mut passage.to.0);
    }
    for value in comparison
        .slots
        .iter_mut()
        .flat_map(|slot| &mut slot.values)
    {
        up(&mut value.report);
        value
            .claims
            .iter_mut()
            .for_each(|claim| renumber_claim(&mut claim.0));
    }
    comparison
        .left_out
        .iter_mut()
        .for_each(|left_out| up(&mut left_out.report));
    comparison
        .wordings
        .iter_mut()
        .flat_map(|wording| &mut wording.choices)
        .for_each(|choice| up(&mut choice.report));
}

fn renumber_claim(claim: &mut String) {
    let parts: Vec<&str> = claim.split('_').collect();
    if let ["clm", article, place] = parts[..]
        && let Ok(article) = article.parse::<u32>()
    {
        *claim = format!("clm_{}_{place}", article + FIRST);
    }
}

/// The part of a comparison that relations are made from, as it is kept.
#[derive(Serialize, Deserialize)]
struct Acts {
    acts: Vec<Vec<String>>,
    origins: Vec<Vec<u32>>,
    #[serde(default)]
    gist: Option<Gist>,
}

/// The small workspace as it is.
fn copy(connection: &Connection) -> Result<()> {
    for table in [
        "blob",
        "article",
        "reading",
        "event",
        "city",
        "story",
        "membership",
        "comparison",
        "log",
        "appearance",
        "called",
        "pair",
        "act",
        "tally",
        "published",
        "counted",
    ] {
        connection.execute(
            &format!("INSERT INTO main.{table} SELECT * FROM small.{table}"),
            [],
        )?;
    }
    Ok(())
}

/// Bytes with their hash, and packed as a difference to others.
struct Packed {
    hash: [u8; 32],
    size: i64,
    base: i64,
    packed: Vec<u8>,
}

/// A text of the small workspace, to be told again.
struct Model {
    /// Its blob, and the bytes that this holds.
    blob: i64,
    bytes: Vec<u8>,
    template: Template,
}

impl Model {
    fn new(connection: &Connection, blob: i64, template: Template) -> Result<Self> {
        let bytes = unpacked(connection, blob)?;
        Ok(Self {
            blob,
            bytes,
            template,
        })
    }

    fn pack(&self, names: &Names, round: &Round) -> Result<Packed> {
        let bytes = self.template.tell(names, round);
        let mut compressor = zstd::bulk::Compressor::with_dictionary(LEVEL, &self.bytes)?;
        // So that all of the model can be referred to.
        compressor.set_parameter(CParameter::WindowLog(21))?;
        compressor.set_parameter(CParameter::HashLog(18))?;
        Ok(Packed {
            hash: Sha256::digest(&bytes).into(),
            size: i64::try_from(bytes.len())?,
            base: self.blob,
            packed: compressor.compress(&bytes)?,
        })
    }
}

/// The bytes of a blob of the small workspace.
fn unpacked(connection: &Connection, number: i64) -> Result<Vec<u8>> {
    let (size, base, packed): (i64, Option<i64>, Vec<u8>) = connection
        .prepare_cached("SELECT size, base, packed FROM small.blob WHERE number = ?1")?
        .query_row([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let like = base.map_or(Ok(Vec::new()), |base| unpacked(connection, base))?;
    Ok(zstd::bulk::Decompressor::with_dictionary(&like)?
        .decompress(&packed, usize::try_from(size)?)?)
}

fn keep(transaction: &Transaction, packed: &Packed) -> Result<i64> {
    let mut insert = transaction
        .prepare_cached("INSERT INTO blob (hash, size, base, packed) VALUES (?1, ?2, ?3, ?4)")?;
    Ok(insert.insert(params![
        &packed.hash[..],
        packed.size,
        packed.base,
        packed.packed
    ])?)
}

fn write(
    transaction: &Transaction,
    reports: &[Report],
    stories: &[Story],
    names: &Names,
    round: &Round,
    [articles, numbers, known]: [i64; 3],
) -> Result<()> {
    let packed = |report: &Report| -> Result<[Packed; 2]> {
        let [text, claims] = &report.models;
        Ok([text.pack(names, round)?, claims.pack(names, round)?])
    };
    let all: Vec<[Packed; 2]> = reports.par_iter().map(packed).collect::<Result<_>>()?;
    for (report, [text, claims]) in reports.iter().zip(&all) {
        let (text, claims) = (keep(transaction, text)?, keep(transaction, claims)?);
        article(transaction, report, round, text, known)?;
        transaction
            .prepare_cached(
                "INSERT INTO reading (article, reader, known, claims) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                i64::from(report.number) + articles,
                report.reader,
                report.known[1] + known,
                claims
            ])?;
    }
    let packed = |story: &Story| -> Result<[Packed; 2]> {
        let [comparison, acts] = &story.models;
        Ok([comparison.pack(names, round)?, acts.pack(names, round)?])
    };
    let compared: Vec<[Packed; 2]> = stories.par_iter().map(packed).collect::<Result<_>>()?;
    for (story, [comparison, acts]) in stories.iter().zip(&compared) {
        let (comparison, acts) = (keep(transaction, comparison)?, keep(transaction, acts)?);
        transaction
            .prepare_cached(
                "INSERT INTO comparison (story, known, reader, comparison, acts) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                i64::from(story.number) + numbers,
                story.known + known,
                story.reader,
                comparison,
                acts
            ])?;
    }
    rename(transaction, names, round)?;
    let days = format!("{:+} days", round.n_days);
    let name = |column: &str| {
        format!("ifnull((SELECT new FROM temp.renamed WHERE old = {column}), {column})")
    };
    let moved = |column: &str| format!("date(substr({column}, 1, 10), ?3) || substr({column}, 11)");
    let events = format!(
        "INSERT INTO event (article, claim, reader, known, root, actor, actor_home, recipient, recipient_home, from_day, \
         to_day, realis, denied, share, city) SELECT article + ?1, claim, reader, known + ?2, root, {}, actor_home, {}, \
         recipient_home, date(from_day, ?3), date(to_day, ?3), realis, denied, share, city FROM small.event WHERE known_to IS NULL",
        name("actor"),
        name("recipient")
    );
    transaction.execute(&events, params![articles, known, days])?;
    let told = format!(
        "INSERT INTO story (number, known, known_to, headline, first, last, n_articles, n_sources) SELECT number + ?1, \
         known + ?2, known_to + ?2, headline, {}, {}, n_articles, n_sources FROM small.story",
        moved("first"),
        moved("last")
    );
    transaction.execute(&told, params![numbers, known, days])?;
    transaction.execute(
        "INSERT INTO membership (article, story, known, known_to) SELECT article + ?1, story + ?2, known + ?3, known_to + ?3 \
         FROM small.membership",
        params![articles, numbers, known],
    )?;
    count(transaction, round, [articles, numbers, known])?;
    transaction.execute(
        "INSERT INTO log SELECT known + ?1, what, n FROM small.log",
        [known],
    )?;
    Ok(())
}

/// What is counted beforehand; the acts of pairs are those of all rounds until then.
fn count(
    transaction: &Transaction,
    round: &Round,
    [articles, stories, known]: [i64; 3],
) -> Result<()> {
    let minutes = i64::from(round.n_days) * 1440;
    transaction.execute(
        "INSERT INTO appearance (id, minute, article, known, known_to, n) SELECT ifnull((SELECT new FROM temp.renamed \
         WHERE old = id), id), iif(minute = -9223372036854775808, minute, minute + ?3), article + ?1, known + ?2, \
         known_to + ?2, n FROM small.appearance",
        params![articles, known, minutes],
    )?;
    transaction.execute(
        "WITH RECURSIVE part (id, rest) AS (SELECT new, substr(new, instr(new, ':') + 1) FROM temp.renamed \
         UNION ALL SELECT id, substr(rest, instr(rest, '-') + 1) FROM part WHERE instr(rest, '-') > 0) \
         INSERT OR IGNORE INTO called SELECT rest, id FROM part WHERE id <> 'person:' || rest",
        [],
    )?;
    transaction.execute(
        "INSERT INTO act (one, other, day, told, article, claim, story, quad, known, known_to) \
         SELECT ifnull((SELECT new FROM temp.renamed WHERE old = one), one), other, day + ?4, told + ?4, \
         article + ?1, claim, story + ?2, quad, known + ?3, known_to + ?3 FROM small.act",
        params![articles, stories, known, round.n_days],
    )?;
    transaction.execute(
        "INSERT INTO tally (one, other, day, told, quad, known, n) \
         SELECT ifnull((SELECT new FROM temp.renamed WHERE old = one), one), other, day + ?2, told + ?2, quad, known + ?1, n \
         FROM small.tally",
        params![known, round.n_days],
    )?;
    transaction.execute(
        "INSERT INTO published SELECT day + ?2, known + ?1, n FROM small.published",
        params![known, round.n_days],
    )?;
    transaction.execute(
        "INSERT INTO pair (one, other, known, n, n_conflicts) SELECT one, other, known + ?1, n * ?2, n_conflicts * ?2 \
         FROM small.pair AS this WHERE known = (SELECT max(known) FROM small.pair WHERE one = this.one AND other = this.other)",
        params![known, i64::from(round.number) + 1],
    )?;
    Ok(())
}

fn article(
    transaction: &Transaction,
    report: &Report,
    round: &Round,
    text: i64,
    known: i64,
) -> Result<()> {
    let number = report.number + round.articles;
    transaction
        .prepare_cached(
            "INSERT INTO article (number, identity, known, place, title, source, published, minute, address, language, page, \
             text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            number,
            &Sha256::digest(format!("article {number}"))[..],
            report.known[0] + known,
            format!("{}/{}", round.number, report.place),
            report.title,
            report.source,
            report.published.as_ref().map(|moment| round.moment(moment)),
            report.minute.map(|minute| minute + i64::from(round.n_days) * 1440),
            report.address.as_ref().map(|address| format!("{address}?{}", round.number)),
            report.language,
            report.page,
            text,
        ])?;
    Ok(())
}

/// Makes a table of the ids of actors that are other in a round.
fn rename(transaction: &Transaction, names: &Names, round: &Round) -> Result<()> {
    transaction.execute_batch(
        "CREATE TABLE IF NOT EXISTS temp.renamed (old TEXT PRIMARY KEY, new TEXT NOT NULL) WITHOUT ROWID; \
         DELETE FROM temp.renamed",
    )?;
    let sql = "SELECT actor FROM small.event WHERE actor LIKE 'person:%' UNION \
               SELECT recipient FROM small.event WHERE recipient LIKE 'person:%'";
    let ids: Vec<String> = transaction
        .prepare_cached(sql)?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut insert = transaction.prepare_cached("INSERT INTO temp.renamed VALUES (?1, ?2)")?;
    for id in ids {
        let new = names.id(&id, round);
        if new != id {
            insert.execute((&id, new))?;
        }
    }
    Ok(())
}
