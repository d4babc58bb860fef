//! What can be said to the verbs of a workspace.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use entente_engine::world::{Id, Known};
use jiff::civil::Date;

use super::{Input, share};

/// Which workspace.
#[derive(Clone, Debug, Default, Args)]
pub struct In {
    /// Folder of the workspace. Default: the one that the current folder lies in.
    #[arg(long, short, value_name = "FOLDER")]
    pub workspace: Option<PathBuf>,
}

/// Which workspace, and as it was known when.
#[derive(Clone, Debug, Default, Args)]
pub struct At {
    #[command(flatten)]
    pub place: In,
    /// Only what was known at that moment: a day (to its end, in UTC) or `2025-05-08T14:03:00Z`.
    #[arg(long, value_name = "MOMENT")]
    pub as_of: Option<Known>,
}

/// Where to make a workspace.
#[derive(Debug, Args)]
pub struct Init {
    /// The folder; it is made if it is not there.
    #[arg(default_value = ".", value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Keep everything in a database of a PostgreSQL server, as postgresql://user@host/name; if a workspace is there already,
    /// this folder is one more way to it.
    #[arg(long, value_name = "ADDRESS", hide = cfg!(not(feature = "postgres")))]
    pub database: Option<String>,
}

/// What to add.
#[derive(Debug, Args)]
pub struct Add {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub place: In,
}

/// How to update.
#[derive(Debug, Args)]
pub struct Update {
    #[command(flatten)]
    pub place: In,
    /// Threads to use. Default: one for each processor.
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Show no progress.
    #[arg(long, short)]
    pub quiet: bool,
}

/// What to list.
#[derive(Debug, Args)]
pub struct List {
    /// Of what.
    #[arg(value_enum, default_value_t = Kind::Stories)]
    pub kind: Kind,
    #[command(flatten)]
    pub at: At,
    /// With `stories`: only those of at least so many articles.
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub least: u32,
    /// Leave out so many in front.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub skip: usize,
    /// List so many.
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub most: usize,
    /// How to print.
    #[arg(long, short, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
    /// Columns to fill with `text`. Default: as wide as the terminal, 100 if there is none.
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
}

/// Things that can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Articles, the newest first.
    Articles,
    /// Stories, the latest first.
    Stories,
    /// Acts, in order of time.
    Events,
}

/// Ways of printing a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// One line each, for people.
    Text,
    /// One JSON list.
    Json,
    /// One JSON object on each line.
    Jsonl,
}

/// Ways of printing an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AskFormat {
    /// For people.
    Text,
    /// As JSON.
    Json,
}

/// What to show.
#[derive(Debug, Args)]
pub struct Show {
    /// `art_17`, `sty_3` or `clm_17_4`.
    pub id: Id,
    #[command(flatten)]
    pub at: At,
    /// How to print.
    #[arg(long, short, value_enum, default_value_t = AskFormat::Text)]
    pub format: AskFormat,
    /// Columns to fill with `text`. Default: as wide as the terminal, 100 if there is none.
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
}

/// Whose text.
#[derive(Debug, Args)]
pub struct SourceText {
    /// `art_17` or `clm_17_4`.
    pub id: Id,
    #[command(flatten)]
    pub at: At,
}

/// What to look for.
#[derive(Debug, Args)]
pub struct Search {
    /// Words, all of which must be there; `"several in a row"`, `OR`, `-without`.
    #[arg(required = true)]
    pub words: Vec<String>,
    #[command(flatten)]
    pub at: At,
    /// Only of this publisher.
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Only published on that day or later.
    #[arg(long, value_name = "DAY")]
    pub from: Option<String>,
    /// Only published on that day or before.
    #[arg(long, value_name = "DAY")]
    pub to: Option<String>,
    /// Leave out so many in front.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub skip: usize,
    /// Show so many.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub most: usize,
    /// How to print.
    #[arg(long, short, value_enum, default_value_t = AskFormat::Text)]
    pub format: AskFormat,
    /// Columns to fill with `text`. Default: as wide as the terminal, 100 if there is none.
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
}

/// Between whom.
#[derive(Debug, Args)]
pub struct Relation {
    #[command(flatten)]
    pub pair: Sides,
    #[command(flatten)]
    pub at: At,
    /// List so many acts, the latest ones. Default: 12 with `text`, all with `jsonl`; `json` always has all.
    #[arg(long, value_name = "N")]
    pub most: Option<usize>,
    /// How to print.
    #[arg(long, short, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
    /// Columns to fill with `text`. Default: as wide as the terminal, 100 if there is none.
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
}

/// Two sides, and how their acts are reckoned.
#[derive(Debug, Args)]
pub struct Sides {
    /// A country or an actor, by its name or its id: `China`, `CHN`, `person:xi-jinping`.
    pub one: String,
    /// The other side; without it, everybody else.
    pub other: Option<String>,
    /// Acts on that day or later.
    #[arg(long, value_name = "DAY")]
    pub from: Option<Date>,
    /// Acts on that day or before; the share of conflict is told as of that day. Default: the day of the last article.
    #[arg(long, value_name = "DAY")]
    pub to: Option<Date>,
    /// Days after which an act weighs half in the share of conflict.
    #[arg(long, value_name = "DAYS", default_value_t = 90.0, value_parser = days)]
    pub half_life: f64,
    /// Length of a period. Default: one that fits the time between the first act and the last.
    #[arg(long, value_enum, value_name = "PERIOD")]
    pub by: Option<StepName>,
    /// Only acts that stand in at least this share of cases, as far as their words tell; 0 for all.
    #[arg(long, value_name = "SHARE", default_value_t = 0.7, value_parser = share)]
    pub least: f32,
}

/// Lengths of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "they say it themselves")]
pub enum StepName {
    Week,
    Month,
    Quarter,
    Year,
}

/// A number of days above zero.
fn days(word: &str) -> Result<f64, String> {
    let wrong = || "a number of days above 0 is wanted".to_owned();
    let days: f64 = word.parse().map_err(|_| wrong())?;
    (days > 0.0 && days.is_finite())
        .then_some(days)
        .ok_or_else(wrong)
}

/// Between which moments.
#[derive(Debug, Args)]
pub struct Diff {
    /// The earlier moment: a day (to its end, in UTC) or `2025-05-08T14:03:00Z`.
    #[arg(long, value_name = "MOMENT")]
    pub from: Known,
    /// The later moment. Default: now.
    #[arg(long, value_name = "MOMENT")]
    pub to: Option<Known>,
    #[command(flatten)]
    pub place: In,
    /// How to print.
    #[arg(long, short, value_enum, default_value_t = AskFormat::Text)]
    pub format: AskFormat,
}

/// What to ask.
#[derive(Debug, Args)]
pub struct Question {
    /// One statement.
    pub sql: String,
    #[command(flatten)]
    pub at: At,
    /// How to print.
    #[arg(long, short, value_enum, default_value_t = AskFormat::Text)]
    pub format: AskFormat,
}

/// What to check.
#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    pub place: In,
    /// Show no progress.
    #[arg(long, short)]
    pub quiet: bool,
}

/// What happened when.
#[derive(Debug, Args)]
pub struct Timeline {
    /// A story, as `sty_3`.
    #[arg(required_unless_present = "actor")]
    pub story: Option<Id>,
    /// Instead of a story: acts of a country or an actor, by its name or its id.
    #[arg(long, value_name = "NAME", conflicts_with = "story")]
    pub actor: Option<String>,
    #[command(flatten)]
    pub at: At,
    /// So many happenings: those that most origins tell, or the latest acts of an actor. Default: 24.
    #[arg(long, value_name = "N")]
    pub most: Option<usize>,
    /// How to print.
    #[arg(long, short, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
    /// Columns to fill with `text`. Default: as wide as the terminal, 100 if there is none.
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
}

/// Quotations or figures: of a story, of an actor, or of the latest stories of several reports.
#[derive(Debug, Args)]
pub struct ToldOf {
    /// A story, as `sty_3`.
    pub story: Option<Id>,
    /// Only those of a country or an actor, by its name or its id; without a story, from the newest articles in which it acts.
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    #[command(flatten)]
    pub at: At,
    /// So many. Default: 20.
    #[arg(long, value_name = "N")]
    pub most: Option<usize>,
    /// How to print.
    #[arg(long, short, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
    /// Columns to fill with `text`. Default: as wide as the terminal, 100 if there is none.
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
}

/// Who.
#[derive(Debug, Args)]
pub struct Actor {
    /// A country or an actor, by its name or its id: `"Maria Hill"`, `China`, `person:xi-jinping`.
    pub name: String,
    #[command(flatten)]
    pub at: At,
    /// Only acts that stand in at least this share of cases, as far as their words tell; 0 for all.
    #[arg(long, value_name = "SHARE", default_value_t = 0.7, value_parser = share)]
    pub least: f32,
    /// How to print.
    #[arg(long, short, value_enum, default_value_t = AskFormat::Text)]
    pub format: AskFormat,
    /// Columns to fill with `text`. Default: as wide as the terminal, 100 if there is none.
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
}

/// What to draw.
#[derive(Debug, Args)]
pub struct Chart {
    /// Of which kind.
    #[command(subcommand)]
    pub kind: ChartKind,
}

/// Kinds of charts.
#[derive(Debug, Subcommand)]
pub enum ChartKind {
    /// How two sides stand to each other: the share of conflict with its interval, and the acts of each period.
    Relation(RelationChart),
    /// How many articles came out in each period.
    Activity(ActivityChart),
    /// What happened when in a story, and how many independent origins tell it.
    Timeline(StoryChart),
    /// Figures of a story that several reports give, with the numbers that their words allow.
    Figures(StoryChart),
}

/// Where a chart goes.
#[derive(Debug, Args)]
pub struct Drawn {
    /// Write to a file instead of standard output; its ending chooses the form: `.svg`, `.csv` or `.json`.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The drawing, or the table that it is drawn from. Default: by the ending of the file, else `svg`.
    #[arg(long = "as", value_enum, value_name = "FORM")]
    pub format: Option<ChartFormat>,
}

/// Forms of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ChartFormat {
    /// The drawing.
    Svg,
    /// Its table, with a heading.
    Csv,
    /// Its table as a list of objects.
    Json,
}

/// A chart of two sides.
#[derive(Debug, Args)]
pub struct RelationChart {
    #[command(flatten)]
    pub pair: Sides,
    #[command(flatten)]
    pub at: At,
    #[command(flatten)]
    pub of: Drawn,
}

/// A chart of what was read.
#[derive(Debug, Args)]
pub struct ActivityChart {
    /// Length of a period. Default: one that fits the time between the first article and the last.
    #[arg(long, value_enum, value_name = "PERIOD")]
    pub by: Option<StepName>,
    #[command(flatten)]
    pub at: At,
    #[command(flatten)]
    pub of: Drawn,
}

/// A chart of a story.
#[derive(Debug, Args)]
pub struct StoryChart {
    /// The story, as `sty_3`.
    pub story: Id,
    /// With `timeline`: so many happenings, those that most origins tell. Default: 24.
    #[arg(long, value_name = "N")]
    pub most: Option<usize>,
    #[command(flatten)]
    pub at: At,
    #[command(flatten)]
    pub of: Drawn,
}

/// What to export.
#[derive(Debug, Args)]
pub struct Export {
    /// In which form.
    #[arg(value_enum)]
    pub format: ExportFormat,
    /// With `csv`, `jsonl`, `parquet` and `arrow`: which table. Default: `events`.
    #[arg(value_enum)]
    pub table: Option<ExportTable>,
    #[command(flatten)]
    pub at: At,
    /// Write to a file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Only articles published on that day or later.
    #[arg(long, value_name = "DAY")]
    pub from: Option<Date>,
    /// Only articles published on that day or before.
    #[arg(long, value_name = "DAY")]
    pub to: Option<Date>,
    /// Only articles of this publisher.
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Only articles of this story, as `sty_3`.
    #[arg(long, value_name = "STORY")]
    pub story: Option<Id>,
    /// Only acts that stand in at least this share of cases, as far as their words tell; 0 for all.
    #[arg(long, value_name = "SHARE", default_value_t = 0.7, value_parser = share)]
    pub least: f32,
    /// Of stories, only those of at least so many articles.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub least_articles: u32,
}

/// Everything that was known, as Parquet.
#[derive(Debug, Args)]
pub struct Snapshot {
    /// The folder of the snapshot, new or empty.
    pub folder: PathBuf,
    /// Check a snapshot that is there instead of writing one.
    #[arg(long)]
    pub check: bool,
    #[command(flatten)]
    pub at: At,
}

/// Forms of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// A table with a heading (RFC 4180), safe for spreadsheets.
    Csv,
    /// A table, one JSON object for each row.
    Jsonl,
    /// A table as Parquet.
    Parquet,
    /// A table as an Arrow IPC file.
    Arrow,
    /// Acts as PLOVER, one JSON object for each.
    Plover,
    /// Acts in the 40 columns of POLECAT.
    Polecat,
    /// Acts in the 20 columns of ICEWS.
    Icews,
    /// Acts in the 61 columns of GDELT 2.0.
    Gdelt,
    /// Acts in the 16 columns of the GDELT 2.0 mentions table.
    GdeltMentions,
    /// FollowTheMoney entities: articles, actors, acts, quotations.
    Ftm,
    /// The same as FollowTheMoney statements in CSV.
    FtmStatements,
    /// A STIX 2.1 bundle: reports, identities, relationships, notes, groupings.
    Stix,
    /// Acts whose city is known, on a map.
    Geojson,
    /// Who acts towards whom, as a graph.
    Graphml,
    /// The latest stories as RSS 2.0.
    Rss,
    /// The latest stories as Atom.
    Atom,
    /// Citations of the articles and of the export itself, as CSL-JSON.
    Csl,
}

/// Tables of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "they say it themselves")]
pub enum ExportTable {
    Articles,
    Claims,
    Events,
    Quotes,
    Figures,
    Stories,
}
