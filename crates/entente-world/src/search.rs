//! Full text: which articles hold the words that are asked for, the best first.
//!
//! The index is derived: it can be thrown away and is made again from the articles. Scores are counted over the articles
//! that were known at the moment of the view, so that an answer stays what it was whatever came in later.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::path::Path;

use entente_types::Article;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    AllQuery, Bm25StatisticsProvider, BooleanQuery, ConstScoreQuery, Occur, QueryParser,
    RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::snippet::{Snippet, SnippetGenerator, collapse_overlapped_ranges};
use tantivy::{Index, IndexWriter, Order, Searcher, TantivyDocument, TantivyError, Term};

use crate::store::OptionalExtension;
use crate::view::{ArticleRow, View};
use crate::{Error, Known, World};

/// Memory of the writer of the index, in bytes.
const WRITER_BYTES: usize = 64 << 20;
/// Articles after which the index is written out.
const BATCH: u32 = 5_000;
/// Longest piece of text that is shown of a hit, in characters.
const MAX_SNIPPET: usize = 240;
/// Words of a usual title and of a usual text (those of 5,151 AllSides articles have 10 and 938 on average): fixed, so that scores do not move with
/// what comes in.
const USUAL_WORDS: [u64; 2] = [10, 938];
/// How much more a word in a title counts.
const TITLE_BOOST: f32 = 2.0;
/// Most values that are told of one facet.
const MAX_FACET: usize = 12;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Words, all of which must stand in title or text; `"several in a row"`, `a OR b`, `-without`; none for all articles.
    pub words: String,
    /// Only of this publisher.
    pub source: Option<String>,
    /// Only published on that day or later, as `2025-05-08`.
    pub from: Option<String>,
    /// Only published on that day or before.
    pub to: Option<String>,
    /// Only those that tell an act of this PLOVER root.
    pub act: Option<String>,
    /// Only those that tell an act in this city, by its number in GeoNames.
    pub place: Option<u32>,
    /// Hits that are left out in front.
    pub skipped: usize,
    /// Hits that are given.
    pub most: usize,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Found {
    /// How many articles in all.
    pub n: usize,
    /// The best of them.
    pub hits: Vec<Hit>,
    /// Of how many articles each publisher, month, actor, act and place is; of many articles the best thousand are counted.
    pub facets: Vec<Facet>,
}

impl Found {
    /// Articles over which facets are counted at most, the best ones.
    pub const MAX_COUNTED: usize = 1_000;
}

/// An article that was found.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Hit {
    /// The article.
    #[serde(flatten)]
    pub article: ArticleRow,
    /// How well it fits; larger is better.
    pub score: f32,
    /// A piece of its text, cut where marked words begin and end: every second piece is marked.
    pub snippet: Vec<String>,
}

/// One question over all that was found, with its commonest answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Facet {
    /// `source`, `month`, `actor`, `act`, `place`.
    pub name: String,
    /// Answers with the number of articles, the commonest first. A place is its number in GeoNames with its name.
    pub values: Vec<(String, u64)>,
}

impl Facet {
    /// The number in GeoNames and the name out of a value of the facet `place`.
    #[must_use]
    pub fn place(value: &str) -> Option<(u32, &str)> {
        let (number, name) = value.split_once(' ')?;
        Some((number.parse().ok()?, name))
    }
}

/// The index of words.
pub(crate) struct Words {
    index: Index,
    fields: Fields,
}

#[derive(Clone, Copy)]
struct Fields {
    number: Field,
    known: Field,
    day: Field,
    source: Field,
    title: Field,
    text: Field,
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let words = TextOptions::default().set_indexing_options(words);
    let fields = Fields {
        number: schema.add_u64_field("number", FAST | INDEXED),
        known: schema.add_i64_field("known", FAST | INDEXED),
        day: schema.add_i64_field("day", FAST | INDEXED),
        source: schema.add_text_field("source", STRING),
        title: schema.add_text_field("title", words.clone()),
        text: schema.add_text_field("text", words),
    };
    (schema.build(), fields)
}

impl Words {
    pub fn create(folder: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(folder)?;
        let (schema, fields) = schema();
        let index = Index::create_in_dir(folder, schema)?;
        Ok(Self { index, fields })
    }

    /// Opens the index; one that is not there or not whole is begun anew.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let (schema, fields) = schema();
        match Index::open_in_dir(folder) {
            Ok(index) if index.schema() == schema => Ok(Self { index, fields }),
            _ => {
                if folder.exists() {
                    std::fs::remove_dir_all(folder)?;
                }
                Self::create(folder)
            }
        }
    }

    /// The number of the last article that it holds.
    fn last(&self) -> Result<u32, Error> {
        let payload = self.index.load_metas()?.payload;
        Ok(payload.and_then(|last| last.parse().ok()).unwrap_or(0))
    }

    fn document(&self, article: &Article, known: i64) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        let fields = self.fields;
        document.add_u64(fields.number, u64::from(article.id.0));
        document.add_i64(fields.known, known);
        if let Some(day) = article.day() {
            document.add_i64(fields.day, day_number(day));
        }
        if let Some(source) = &article.source {
            document.add_text(fields.source, &source.value);
        }
        if let Some(title) = &article.title {
            document.add_text(fields.title, &title.value);
        }
        document.add_text(fields.text, &article.text);
        document
    }
}

/// A day as a number that grows with it.
fn day_number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

impl World {
    /// Brings the index of words up to what is known; `step` is told of each article. Gives how many were missing.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read, or the index not be written.
    pub fn index_words(&self, mut step: impl FnMut()) -> Result<u64, Error> {
        let words = Words::open(&self.index())?;
        let mut last = words.last()?;
        let mut n_missing = 0;
        let mut writer: Option<IndexWriter> = None;
        loop {
            let sql = "SELECT number, known, text FROM article WHERE number > ?1 ORDER BY number LIMIT ?2";
            let mut select = self.connection.prepare(sql)?;
            let mut rows = select.query((last, BATCH))?;
            let mut n = 0;
            while let Some(row) = rows.next()? {
                let article = self.article_of(row.get(2)?)?;
                let writer = match &mut writer {
                    Some(writer) => writer,
                    none => match words.index.writer_with_num_threads(1, WRITER_BYTES) {
                        Ok(new) => none.insert(new),
                        // Another process does so already.
                        Err(TantivyError::LockFailure(..)) => return Ok(0),
                        Err(error) => return Err(error.into()),
                    },
                };
                writer.add_document(words.document(&article, row.get(1)?))?;
                last = row.get(0)?;
                n += 1;
                step();
            }
            let Some(writer) = writer.as_mut().filter(|_| n > 0) else {
                break;
            };
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(&last.to_string());
            commit.commit()?;
            n_missing += n;
        }
        if let Some(writer) = writer {
            writer.wait_merging_threads()?;
        }
        Ok(n_missing)
    }

    /// How many articles the index of words does not hold yet.
    ///
    /// # Errors
    ///
    /// If the workspace or the index cannot be read.
    pub fn n_unindexed(&self) -> Result<u64, Error> {
        let last = "SELECT coalesce(max(number), 0) FROM article";
        let last: u32 = self.connection.query_row(last, (), |row| row.get(0))?;
        Ok(u64::from(
            last.saturating_sub(Words::open(&self.index())?.last()?),
        ))
    }

    /// The last moment of which the index of words holds everything that was known; `None` if it holds all.
    ///
    /// # Errors
    ///
    /// If the workspace or the index cannot be read.
    pub fn indexed_until(&self) -> Result<Option<Known>, Error> {
        let last = Words::open(&self.index())?.last()?;
        let missing = "SELECT min(known) FROM article WHERE number > ?1";
        let missing: Option<i64> = self
            .connection
            .query_row(missing, [last], |row| row.get(0))?;
        Ok(missing.map(|missing| Known(missing - 1)))
    }

    /// Makes the index of words anew.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read, or the index not be written.
    pub fn index_anew(&self, step: impl FnMut()) -> Result<u64, Error> {
        let folder = self.index();
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        self.index_words(step)
    }
}

/// How common words were among the articles that were known.
struct Statistics<'s> {
    searcher: &'s Searcher,
    fields: Fields,
    known: RangeQuery,
    n_articles: u64,
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let usual = USUAL_WORDS[usize::from(field == self.fields.text)];
        Ok(self.n_articles * usual)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.n_articles)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let holds = TermQuery::new(term.clone(), IndexRecordOption::Basic);
        let both = BooleanQuery::intersection(vec![Box::new(holds), Box::new(self.known.clone())]);
        let n = self.searcher.search(&both, &Count)?;
        Ok(n as u64)
    }
}

impl View<'_> {
    /// The articles that fit, the best first, among equals the one that came in first, and what is common among them.
    ///
    /// # Errors
    ///
    /// If a day is none, or the index or the workspace cannot be read.
    pub fn search(&self, query: &Query) -> Result<Found, Error> {
        let (mut found, mut counted) = self.best(query, Found::MAX_COUNTED)?;
        counted.truncate(Found::MAX_COUNTED);
        counted.sort_unstable();
        found.facets = facets(self, &counted)?;
        Ok(found)
    }

    /// The same articles alone.
    ///
    /// # Errors
    ///
    /// As [`Self::search`].
    pub fn hits(&self, query: &Query) -> Result<Found, Error> {
        Ok(self.best(query, 1)?.0)
    }

    /// What fits without facets, and the numbers of at least the best `least` articles.
    fn best(&self, query: &Query, least: usize) -> Result<(Found, Vec<u32>), Error> {
        let words = Words::open(&self.world.index())?;
        let searcher = words.index.reader()?.searcher();
        let fields = words.fields;
        let mut parser = QueryParser::for_index(&words.index, vec![fields.title, fields.text]);
        parser.set_conjunction_by_default();
        parser.set_field_boost(fields.title, TITLE_BOOST);
        let asked = match query.words.trim().is_empty() {
            true => Box::new(AllQuery),
            false => parser.parse_query_lenient(&query.words).0,
        };
        let known = Bound::Included(Term::from_field_i64(fields.known, self.known.0));
        let known = RangeQuery::new(Bound::Unbounded, known);
        let statistics = Statistics {
            searcher: &searcher,
            fields,
            n_articles: searcher.search(&known, &Count)? as u64,
            known: known.clone(),
        };
        let mut parts = vec![(Occur::Must, asked.box_clone()), filter(known)];
        parts.extend(filters(fields, query)?);
        parts.extend(self.telling(fields, query)?);
        let all = BooleanQuery::new(parts);
        let by_number = SortByStaticFastValue::<u64>::for_field("number");
        let shown = query.skipped.saturating_add(query.most);
        let best = TopDocs::with_limit(shown.max(least))
            .order_by((SortBySimilarityScore, (by_number, Order::Asc)));
        let (n, best) =
            searcher.search_with_statistics_provider(&all, &(Count, best), &statistics)?;
        let best: Vec<(f32, u32)> = best
            .into_iter()
            .filter_map(|((score, number), _)| Some((score, u32::try_from(number?).ok()?)))
            .collect();
        let snippets = snippets(&words, asked.as_ref())?;
        let mut hits = Vec::new();
        for &(score, number) in best.iter().skip(query.skipped).take(query.most) {
            let article = self.article(number)?;
            hits.push(Hit {
                article: self.article_row(number)?,
                score,
                snippet: pieces(&snippets.snippet(&article.text)),
            });
        }
        let found = Found {
            n,
            hits,
            facets: Vec::new(),
        };
        Ok((found, best.into_iter().map(|(_, number)| number).collect()))
    }
}

impl View<'_> {
    /// Only the articles that tell an act of that kind in that city, if one is asked for.
    fn telling(&self, fields: Fields, query: &Query) -> Result<Option<Part>, Error> {
        if query.act.is_none() && query.place.is_none() {
            return Ok(None);
        }
        // Only what is asked for stands there, so that it can be looked up (`event_root`, `event_city`).
        let told = match (&query.act, query.place) {
            (Some(_), None) => "root = ?2 AND (?3 IS NULL OR TRUE)",
            (None, _) => "city = ?3 AND (?2 IS NULL OR TRUE)",
            (Some(_), Some(_)) => "root = ?2 AND city = ?3",
        };
        let sql = format!("SELECT DISTINCT article FROM event WHERE share >= 0.7 AND {told}");
        let mut select = self.prepare(&sql)?;
        let rows = select.query_map((self.known.0, &query.act, query.place), |row| {
            row.get::<u32>(0)
        })?;
        let term = |number: u32| Term::from_field_u64(fields.number, u64::from(number));
        let terms = rows.map(|row| Ok(term(row?)));
        let terms = terms.collect::<Result<Vec<Term>, Error>>()?;
        Ok(Some(filter(TermSetQuery::new(terms))))
    }
}

type Part = (Occur, Box<dyn tantivy::query::Query>);

/// A condition that does not count for the score.
fn filter(query: impl tantivy::query::Query) -> Part {
    let query = ConstScoreQuery::new(Box::new(query), 0.0);
    (Occur::Must, Box::new(query))
}

fn filters(fields: Fields, query: &Query) -> Result<Vec<Part>, Error> {
    let mut parts = Vec::new();
    if let Some(source) = &query.source {
        let source = Term::from_field_text(fields.source, source);
        parts.push(filter(TermQuery::new(source, IndexRecordOption::Basic)));
    }
    let bound = |day: &Option<String>| -> Result<Bound<Term>, Error> {
        let Some(day) = day else {
            return Ok(Bound::Unbounded);
        };
        let day: Date = day
            .parse()
            .map_err(|_| Error::Question(format!("`{day}` is no day; write `2025-05-08`")))?;
        Ok(Bound::Included(Term::from_field_i64(
            fields.day,
            day_number(day),
        )))
    };
    if query.from.is_some() || query.to.is_some() {
        let days = RangeQuery::new(bound(&query.from)?, bound(&query.to)?);
        parts.push(filter(days));
    }
    Ok(parts)
}

fn snippets(words: &Words, asked: &dyn tantivy::query::Query) -> Result<SnippetGenerator, Error> {
    let mut terms: BTreeMap<String, f32> = BTreeMap::new();
    asked.query_terms(&mut |term, _| {
        if let Some(word) = term.value().as_str() {
            terms.insert(word.to_owned(), 1.0);
        }
    });
    let field = words.fields.text;
    let tokenizer = words.index.tokenizer_for_field(field)?;
    Ok(SnippetGenerator::new(terms, tokenizer, field, MAX_SNIPPET))
}

/// Every second piece is marked.
fn pieces(snippet: &Snippet) -> Vec<String> {
    let text = snippet.fragment();
    let mut pieces = Vec::new();
    let mut at = 0;
    for marked in collapse_overlapped_ranges(snippet.highlighted()) {
        pieces.push(text[at..marked.start].to_owned());
        pieces.push(text[marked.clone()].to_owned());
        at = marked.end;
    }
    pieces.push(text[at..].to_owned());
    pieces
}

/// What is common among the articles with these numbers.
fn facets(view: &View, numbers: &[u32]) -> Result<Vec<Facet>, Error> {
    let (mut sources, mut months) = (Counts::default(), Counts::default());
    let (mut actors, mut acts, mut cities) =
        (Counts::default(), Counts::default(), Counts::default());
    let mut article =
        view.prepare("SELECT source, substr(published, 1, 7) FROM article WHERE number = ?2")?;
    let mut told =
        view.prepare("SELECT actor, root, city FROM event WHERE article = ?2 AND share >= 0.7")?;
    for number in numbers {
        let mut rows = article.query((view.known.0, number))?;
        while let Some(row) = rows.next()? {
            sources.add(*number, row.get(0)?);
            months.add(*number, row.get(1)?);
        }
        let mut rows = told.query((view.known.0, number))?;
        while let Some(row) = rows.next()? {
            actors.add(*number, row.get(0)?);
            acts.add(*number, row.get(1)?);
            cities.add(*number, row.get::<Option<u32>>(2)?);
        }
    }
    let mut name = view
        .world
        .connection
        .prepare("SELECT name FROM city WHERE number = ?1")?;
    let mut places = Vec::new();
    for (number, n) in cities.0 {
        let name: Option<String> = name.query_row([number], |row| row.get(0)).optional()?;
        places.extend(name.map(|name| (format!("{number} {name}"), n.1)));
    }
    Ok(vec![
        facet("source", sources.values()),
        facet("month", months.values()),
        facet("actor", actors.values()),
        facet("act", acts.values()),
        facet("place", places),
    ])
}

/// In how many articles each value stands; with the article that was counted last.
#[derive(Default)]
struct Counts<T>(BTreeMap<T, (u32, u64)>);

impl<T: Ord> Counts<T> {
    /// Counts a value once for each article; those of one article come together.
    fn add(&mut self, article: u32, value: Option<T>) {
        let Some(value) = value else { return };
        let known = self.0.entry(value).or_insert((0, 0));
        if known.0 != article {
            *known = (article, known.1 + 1);
        }
    }

    fn values(self) -> Vec<(T, u64)> {
        self.0
            .into_iter()
            .map(|(value, (_, n))| (value, n))
            .collect()
    }
}

/// A facet of its commonest values.
fn facet(name: &str, mut values: Vec<(String, u64)>) -> Facet {
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    values.truncate(MAX_FACET);
    Facet {
        name: name.to_owned(),
        values,
    }
}
