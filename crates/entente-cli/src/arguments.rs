//! What can be said on the command line.

mod review;
mod run;
mod workspace;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use review::{Because, ListReviews, Review};
pub use run::{Agents, Doctor, Serve, ShowConfig, Watch};
pub use workspace::{
    Actor, Add, AskFormat, At, Chart, ChartFormat, ChartKind, Diff, Export, ExportFormat,
    ExportTable, In, Init, Kind, List, ListFormat, Question, Relation, Search, Show, Sides,
    Snapshot, SourceText, StepName, Timeline, ToldOf, Update, Verify,
};

/// Reads several reports of one event and gives back one account with its evidence.
#[derive(Debug, Parser)]
#[command(
    name = "entente",
    version,
    max_term_width = 100,
    disable_help_subcommand = true
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
    /// When to use colour.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Compare reports of one event: what they agree on, where they contradict, who said what.
    ///
    /// Exit status: 0 done, 1 nothing found, 2 wrong use, 4 some inputs could not be read.
    Compare(Compare),
    /// Write who did what to whom as rows, each with its sentence: PLOVER, POLECAT, ICEWS, GDELT.
    ///
    /// Only acts that PLOVER counts. Exit status: 0 done, 1 no act found, 2 wrong use, 4 some inputs could not be read.
    Events(Events),
    /// Fetch feeds and sitemaps, keep them in a folder, and say what is new.
    ///
    /// Nothing is fetched but the addresses that are given, robots.txt of their hosts, and with `--pages` the pages
    /// of items. Exit status: 0 something new, 1 nothing new, 2 wrong use, 4 something could not be had.
    Feed(Feed),
    /// Read articles out of pages, archives, tables, feeds and mail.
    ///
    /// Exit status: 0 done, 1 no article found, 2 wrong use, 4 some inputs could not be read.
    Read(Read),
    /// Group articles by the event that they tell: which outlets report it, who was first, and when.
    ///
    /// Exit status: 0 done, 1 no article found, 2 wrong use, 4 some inputs could not be read.
    Stories(Stories),
    /// Make a workspace: a folder that keeps what is read, and when it was known.
    ///
    /// Exit status: 0 done, 2 there is one already, 4 the folder cannot be written.
    Init(Init),
    /// Read articles and keep them in a workspace; what is there already is not kept twice.
    ///
    /// Exit status: 0 done, 1 no article found, 2 wrong use, 3 workspace locked or damaged, 4 some inputs could not be read.
    Add(Add),
    /// Do what is missing in a workspace: find claims, place articles in stories, compare their reports.
    ///
    /// What was done stays done if it is interrupted. Exit status: 0 done, 2 wrong use, 3 workspace locked or damaged.
    Update(Update),
    /// List articles, stories or acts of a workspace.
    ///
    /// Exit status: 0 done, 1 there is none, 2 wrong use, 3 workspace locked or damaged.
    List(List),
    /// Show an article, a story or a claim of a workspace by its id.
    ///
    /// Exit status: 0 done, 2 wrong use, 3 workspace locked or damaged.
    Show(Show),
    /// Print the text of an article, or with the id of a claim the same text with its words marked.
    ///
    /// Exit status: 0 done, 2 wrong use, 3 workspace locked or damaged.
    SourceText(SourceText),
    /// Correct a workspace: merge, split and name stories, reject articles and claims, and take that back.
    ///
    /// What is said holds from then on, whatever comes in or is read anew; the past stays what it was. Exit status: 0 done,
    /// 1 nothing to list, 2 wrong use, 3 workspace locked or damaged.
    #[command(subcommand)]
    Review(Review),
    /// Find articles of a workspace by their words.
    ///
    /// Exit status: 0 done, 1 nothing found, 2 wrong use, 3 workspace locked or damaged.
    Search(Search),
    /// Tell how two sides stand to each other: the share of conflict over time, what is out of the usual, the acts behind it.
    ///
    /// An act is counted once for each story, however many reports tell it. Exit status: 0 done, 1 there is none, 2 wrong use, 3 workspace locked or damaged.
    Relation(Relation),
    /// Tell what happened when in a story, or what an actor did: each with its sentence and how many independent origins tell it.
    ///
    /// Exit status: 0 done, 1 nothing found, 2 wrong use, 3 workspace locked or damaged.
    Timeline(Timeline),
    /// Tell what is known of a country or an actor: names, roles, with whom, the latest acts and words.
    ///
    /// Exit status: 0 done, 2 wrong use, 3 workspace locked or damaged.
    Actor(Actor),
    /// Tell who said what, the variants of the same words together.
    ///
    /// Exit status: 0 done, 1 nothing found, 2 wrong use, 3 workspace locked or damaged.
    Quotes(ToldOf),
    /// Tell how many and how much, the values of all reports together.
    ///
    /// Exit status: 0 done, 1 nothing found, 2 wrong use, 3 workspace locked or damaged.
    Figures(ToldOf),
    /// Draw a chart as SVG, or write the table that it is drawn from.
    ///
    /// Exit status: 0 done, 1 nothing to draw, 2 wrong use, 3 workspace locked or damaged, 4 the file cannot be written.
    Chart(Chart),
    /// Write what a workspace knows in a form that other programs read; every row leads back to its claim, article and words.
    ///
    /// Exit status: 0 done, 1 nothing to write, 2 wrong use, 3 workspace locked or damaged, 4 the file cannot be written.
    Export(Export),
    /// Write everything that a workspace knows as a folder of Parquet files with a manifest, or check such a folder.
    ///
    /// The same workspace and moment give the same bytes; the manifest holds hashes, counts, moment and version.
    ///
    /// Exit status: 0 done, 1 something is wrong, 2 wrong use, 3 workspace locked or damaged, 4 the folder cannot be written.
    Snapshot(Snapshot),
    /// Tell what became known in a workspace between two moments.
    ///
    /// Exit status: 0 done, 1 nothing changed, 2 wrong use, 3 workspace locked or damaged.
    Diff(Diff),
    /// Ask a workspace in SQL: the views `articles`, `stories`, `memberships` and `events`; nothing can be written.
    ///
    /// In large workspaces, join by the columns `number`, `article_number` and `story_number` instead of ids: they are keys.
    ///
    /// Exit status: 0 done, 1 no row, 2 wrong use, 3 workspace locked or damaged.
    Query(Question),
    /// Look whether everything in a workspace is still what it was: every blob by its hash, every claim by its sentence.
    ///
    /// Exit status: 0 all whole, 2 wrong use, 3 something is damaged.
    Verify(Verify),
    /// Show a workspace in the browser: stories, comparisons, evidence, relations; correct it and add to it.
    ///
    /// Only this computer can read and write; other computers with `--address` and a token. Nothing is fetched from anywhere. Ctrl-C
    /// ends it. Exit status: 0 ended, 2 wrong use, 3 workspace damaged, 4 the address cannot be used.
    Serve(Serve),
    /// Answer an agent about a workspace: tools of the Model Context Protocol over standard input and output.
    ///
    /// For programs, which start it themselves; `entente serve` has the same tools at `/mcp`. They only read. Exit status: 0 ended by
    /// the agent, 2 wrong use or no agent, 3 workspace damaged.
    Mcp(Agents),
    /// Add what is new in folders to a workspace and do what is missing, again and again until it is stopped.
    ///
    /// Files are added when they stayed as they are for one look. Other processes can read at the same time; Ctrl-C ends after
    /// the step that is under way. Exit status: 0 ended, 2 wrong use, 3 workspace locked or damaged.
    Watch(Watch),
    /// Tell every setting, and whether it comes from the program, `entente.toml` or the environment.
    Config(ShowConfig),
    /// Say what is well with a workspace, what is not, and what to do.
    ///
    /// Exit status: 0 well, or something waits to be done; 2 wrong use, 3 something is wrong.
    Doctor(Doctor),
    /// Explain the code of a problem, as `empty-page`.
    Explain {
        /// The code.
        code: String,
    },
}

/// What to run over, and how: what `read`, `events` and `stories` take alike.
#[derive(Debug, Args)]
pub struct Input {
    /// Files, folders of them, or `-` for standard input: text, Markdown, HTML, WARC, RSS, Atom, sitemaps, JSON
    /// lines, CSV, Parquet, mbox, eml, ZIP; all but the last also with gzip.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Which column or key holds what: `text=body,title=headline`. Fields: text, title, author, source, published,
    /// address, fetched.
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    pub field: Vec<String>,
    /// Begin at this place of a container, as a problem or the `jsonl` of `entente read` names it.
    #[arg(long, value_name = "PLACE", default_value_t = 0)]
    pub from: u64,
    /// Threads to use. Default: one for each processor.
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Show no progress.
    #[arg(long, short)]
    pub quiet: bool,
}

/// How to compare.
#[derive(Debug, Args)]
pub struct Compare {
    /// Text and HTML files, folders of them, whatever `entente read` reads, or `-` for standard input; or one story of a
    /// workspace, as `sty_3`.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub at: At,
    /// Day of publication, for all reports (`2025-05-08`) or for one (`FILE=2025-05-08`).
    #[arg(long, value_name = "[FILE=]DAY")]
    pub published: Vec<String>,
    /// Publisher, for all reports or for one (`FILE=NAME`).
    #[arg(long, value_name = "[FILE=]NAME")]
    pub source: Vec<String>,
    /// How to print.
    #[arg(long, short, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Show the sentence behind every line.
    #[arg(long, short)]
    pub evidence: bool,
    /// Columns to fill. Default: as wide as the terminal, 100 at most.
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
    /// Threads to use. Default: one for each processor.
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Show no progress.
    #[arg(long, short)]
    pub quiet: bool,
}

/// Which rows to write.
#[derive(Debug, Args)]
pub struct Events {
    #[command(flatten)]
    pub input: Input,
    /// How to print.
    #[arg(long, short, value_enum, default_value_t = EventFormat::Table)]
    pub format: EventFormat,
    /// Only the columns of the format, without the sentence that is added as last one; GDELT also without a heading.
    #[arg(long)]
    pub bare: bool,
    /// Only acts that stand in at least this share of cases, as far as their words tell; 0 for all.
    #[arg(long, value_name = "SHARE", default_value_t = 0.7, value_parser = share)]
    pub least: f32,
    /// Write to a file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Columns to fill with `table`. Default: as wide as the terminal, 100 if there is none.
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
}

/// What to fetch.
#[derive(Debug, Args)]
pub struct Feed {
    /// Addresses of feeds (RSS, Atom, JSON Feed) or sitemaps.
    #[arg(required = true, value_name = "ADDRESS")]
    pub addresses: Vec<String>,
    /// Folder to keep everything in, as WARC; it also remembers what was there before.
    #[arg(long, short, value_name = "FOLDER")]
    pub output: PathBuf,
    /// Fetch the pages of the items too.
    #[arg(long, conflicts_with = "archive")]
    pub pages: bool,
    /// Most pages to fetch in one run.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub most: usize,
    /// Only keep what the addresses give, whatever it is; look for no items in it.
    #[arg(long)]
    pub archive: bool,
    /// How to print.
    #[arg(long, short, value_enum, default_value_t = FeedFormat::Text)]
    pub format: FeedFormat,
    /// Seconds between two requests to one host, at least; robots.txt may ask for more.
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0)]
    pub gap: f64,
    /// Seconds that one request may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0)]
    pub timeout: f64,
    /// Largest answer, in MB.
    #[arg(long, value_name = "MB", default_value_t = 16)]
    pub max_size: u64,
    /// Let the hosts of the given addresses be in a private network.
    #[arg(long)]
    pub allow_private: bool,
    /// Columns to fill. Default: as wide as the terminal, 100 at most.
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
    /// Show no progress and no summary.
    #[arg(long, short)]
    pub quiet: bool,
}

/// How to read.
#[derive(Debug, Args)]
pub struct Read {
    #[command(flatten)]
    pub input: Input,
    /// How to print.
    #[arg(long, short, value_enum, default_value_t = ReadFormat::Table)]
    pub format: ReadFormat,
    /// Write to a file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// With `jsonl`: also where every part of the text stands in the page, what was left out, and everything that
    /// the page says about itself.
    #[arg(long, short)]
    pub evidence: bool,
    /// Columns to fill with `table`. Default: as wide as the terminal, 100 if there is none.
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
}

/// How to group.
#[derive(Debug, Args)]
pub struct Stories {
    #[command(flatten)]
    pub input: Input,
    /// How to print.
    #[arg(long, short, value_enum, default_value_t = StoriesFormat::Text)]
    pub format: StoriesFormat,
    /// Only stories of at least so many articles.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub least: usize,
    /// Write to a file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Columns to fill with `text`. Default: as wide as the terminal, 100 if there is none.
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
}

/// Ways of printing stories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StoriesFormat {
    /// A list for people, the most reported first.
    Text,
    /// All stories as one JSON object, with what was revised on the way.
    Json,
    /// One story as JSON on each line, in the order in which they were first reported.
    Jsonl,
}

/// Ways of printing what is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FeedFormat {
    /// A table for people.
    Text,
    /// One item as JSON on each line.
    Jsonl,
}

/// Ways of writing acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EventFormat {
    /// One line for each act and one for its words, for people.
    Table,
    /// PLOVER: one act as JSON on each line, with who says so and the words behind every field.
    Plover,
    /// The 40 columns of POLECAT.
    Polecat,
    /// The 20 columns of ICEWS, one line for each pair of parties.
    Icews,
    /// The 61 columns of the GDELT 2.0 event table, one line for each pair of parties.
    Gdelt,
    /// The 16 columns of the GDELT 2.0 mentions table.
    GdeltMentions,
}

/// Ways of printing articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReadFormat {
    /// One line for each article, for people.
    Table,
    /// The clean text of each article.
    Text,
    /// The same as Markdown.
    Md,
    /// One article as JSON on each line.
    Jsonl,
    /// A Parquet table.
    Parquet,
}

/// Ways of printing an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A brief for people.
    Text,
    /// Markdown.
    Md,
    /// One HTML page that needs nothing else.
    Html,
    /// Everything, with spans, as one JSON object.
    Json,
    /// One slot of a comparison as JSON on each line.
    Jsonl,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal that can show it; `NO_COLOR` and `CLICOLOR_FORCE` are honoured.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// Makes the choice hold for everything that is printed.
    pub fn write_global(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// A share between 0 and 1.
fn share(word: &str) -> Result<f32, String> {
    let share: f32 = word
        .parse()
        .map_err(|_| "a number from 0 to 1 is wanted".to_owned())?;
    (0.0..=1.0)
        .contains(&share)
        .then_some(share)
        .ok_or_else(|| "a number from 0 to 1 is wanted".to_owned())
}
