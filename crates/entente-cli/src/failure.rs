//! What can go wrong outside of the texts, and how it is told.

use std::path::PathBuf;
use std::process::ExitCode;

use miette::Diagnostic;
use thiserror::Error;

/// Something that ends the run.
#[derive(Debug, Diagnostic, Error)]
pub enum Failure {
    /// A path that is not there or may not be read, and nothing else was given.
    #[error("cannot read `{}`: {cause}", path.display())]
    #[diagnostic(
        code("cannot-read"),
        help("check the path and its permissions; `-` reads standard input")
    )]
    CannotRead {
        /// The path.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// Folders without a file that could be a report.
    #[error("found no report in {}", paths(.0))]
    #[diagnostic(
        code("no-reports"),
        help(
            "give files that end in .txt, .md, .html or .htm, folders that hold such files, or `-`"
        )
    )]
    NoReports(Vec<PathBuf>),
    /// A day that is none.
    #[error("`{0}` is not a day")]
    #[diagnostic(
        code("not-a-day"),
        help(
            "write year, month and day, as `--published 2025-05-08` or `--published report.txt=2025-05-08`"
        )
    )]
    NotADay(String),
    /// A flag that names a file which is not read.
    #[error("`--{flag} {value}` names no report of this run")]
    #[diagnostic(
        code("no-such-report"),
        help("write the file's name as it is given on the command line, before the `=`")
    )]
    NoSuchReport {
        /// The flag.
        flag: &'static str,
        /// Its value.
        value: String,
    },
    /// A sidecar that cannot be understood.
    #[error("cannot understand `{}`: {cause}", path.display())]
    #[diagnostic(
        code("bad-sidecar"),
        help("a sidecar is TOML with any of: title, source, author, published")
    )]
    BadSidecar {
        /// The sidecar.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// A mapping of fields that cannot be understood.
    #[error("{0}")]
    #[diagnostic(
        code("bad-field"),
        help(
            "write `--field text=body,title=headline`; a key inside of an object is reached with a point, as `text=article.body`"
        )
    )]
    BadField(#[from] entente_engine::page::container::NoField),
    /// A place without the one file that it is a place of.
    #[error("`--from {0}` needs exactly one file")]
    #[diagnostic(
        code("no-such-place"),
        help("a place belongs to one container; give that file alone")
    )]
    NoSuchPlace(u64),
    /// A table in binary form on a terminal.
    #[error("a table in binary form cannot be shown on a terminal")]
    #[diagnostic(code("needs-file"), help("write it to a file: `-o articles.parquet`"))]
    NeedsFile,
    /// A file for the output that cannot be made.
    #[error("cannot write `{}`: {cause}", path.display())]
    #[diagnostic(
        code("cannot-write"),
        help("check the folder, its permissions, and that the disk is not full")
    )]
    CannotCreate {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The output cannot be written.
    #[error("cannot write the output: {0}")]
    #[diagnostic(
        code("cannot-write"),
        help("check that the disk is not full and that the reader is still there")
    )]
    CannotWrite(#[from] std::io::Error),
    /// An address that cannot be fetched, whatever answers there.
    #[error("`{address}` is no address that can be fetched: {cause}")]
    #[diagnostic(
        code("bad-address"),
        help("write the whole address of a feed, as `https://example.org/feed.xml`")
    )]
    BadAddress {
        /// The address.
        address: String,
        /// What is wrong with it.
        cause: String,
    },
    /// A folder that what is fetched cannot be kept in.
    #[error("cannot keep what is fetched in `{}`: {cause}", folder.display())]
    #[diagnostic(
        code("cannot-store"),
        help("check the permissions of the folder and that the disk is not full")
    )]
    CannotStore {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A folder that holds no workspace.
    #[error("`{}` is no workspace", .0.display())]
    #[diagnostic(
        code("no-workspace"),
        help("make one with `entente init FOLDER`, or name it with `--workspace FOLDER`")
    )]
    NoWorkspace(PathBuf),
    /// A folder that is one already.
    #[error("`{}` is a workspace already", .0.display())]
    #[diagnostic(code("is-workspace"), help("fill it with `entente add PATH`"))]
    IsWorkspace(PathBuf),
    /// An id that names nothing.
    #[error("there is no `{0}`")]
    #[diagnostic(
        code("no-such-thing"),
        help(
            "`entente list articles` and `entente list stories` tell what there is; with `--as-of` only what was known then"
        )
    )]
    NoSuchThing(String),
    /// A name by which no act calls anybody.
    #[error("nobody is called `{0}` here")]
    #[diagnostic(
        code("no-such-actor"),
        help(
            "give a country (`China`, `CHN`) or an actor as `entente list events --format jsonl` names it (`person:xi-jinping`)"
        )
    )]
    NoSuchActor(String),
    /// An id of something else where a story is wanted.
    #[error("`{0}` is no story")]
    #[diagnostic(
        code("no-story"),
        help("give a story as `sty_3`; `entente list stories` tells which there are")
    )]
    NoStory(String),
    /// A story that was not compared.
    #[error("the reports of `{0}` were not compared yet")]
    #[diagnostic(
        code("not-compared"),
        help("run `entente update`; stories of one article are not compared")
    )]
    NotCompared(String),
    /// Something without a text.
    #[error("`{0}` has no text of its own")]
    #[diagnostic(
        code("no-text"),
        help("give an article or a claim: `entente show` names those of a story")
    )]
    NoText(String),
    /// A question that cannot be answered.
    #[error("{0}")]
    #[diagnostic(
        code("bad-question"),
        help(
            "`entente query \"SELECT name FROM sqlite_schema WHERE type = 'view'\"` lists what can be asked"
        )
    )]
    BadQuestion(String),
    /// A correction that cannot be made.
    #[error("{0}")]
    #[diagnostic(
        code("bad-review"),
        help(
            "`entente show sty_3` names the articles of a story, `entente review list` what was said before"
        )
    )]
    BadReview(String),
    /// A file of settings that cannot be understood.
    #[error("cannot understand `{}`: {cause}", path.display())]
    #[diagnostic(
        code("bad-settings"),
        help(
            "settings are TOML: the verb in brackets, then its flags, as `half-life = 30` under `[relation]`"
        )
    )]
    BadSettings {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// A setting whose value does not fit.
    #[error("{0}")]
    #[diagnostic(
        code("bad-setting"),
        help("the value is not from the command line: `entente config` tells where it is set")
    )]
    BadSetting(String),
    /// Another process is writing.
    #[error("{} has been writing to the workspace for too long", process(*.0))]
    #[diagnostic(
        code("workspace-locked"),
        help("try again when `entente add` or `entente update` is done there")
    )]
    Locked(Option<u32>),
    /// A workspace that cannot be read or written.
    #[error("{0}")]
    #[diagnostic(
        code("bad-workspace"),
        help(
            "`entente verify` tells what is damaged; the folder `index` can be deleted, it is made again"
        )
    )]
    BadWorkspace(entente_engine::world::Error),
    /// An address that cannot be listened on.
    #[error("cannot listen on {address}: {cause}")]
    #[diagnostic(
        code("cannot-listen"),
        help("another program may use the port: `--address 127.0.0.1:0` takes a free one")
    )]
    CannotListen {
        /// The address.
        address: std::net::SocketAddr,
        /// What the system says.
        cause: std::io::Error,
    },
    /// Standard input that does not speak as an agent does.
    #[error("nobody on standard input speaks the Model Context Protocol: {0}")]
    #[diagnostic(
        code("no-agent"),
        help("agents start `entente mcp` themselves: name it in their settings as a command")
    )]
    NoAgent(std::io::Error),
    /// A code that does not exist.
    #[error("there is no problem with the code `{0}`")]
    #[diagnostic(
        code("no-such-code"),
        help("all codes are explained in docs/problems.md")
    )]
    NoSuchCode(String),
}

fn process(id: Option<u32>) -> String {
    id.map_or_else(
        || "another process".to_owned(),
        |id| format!("process {id}"),
    )
}

fn paths(paths: &[PathBuf]) -> String {
    let quoted: Vec<String> = paths
        .iter()
        .map(|path| format!("`{}`", path.display()))
        .collect();
    quoted.join(", ")
}

impl Failure {
    /// The code that `docs/problems.md` explains.
    pub fn name(&self) -> String {
        self.code()
            .map_or_else(String::new, |code| code.to_string())
    }

    /// Exit status: 2 for wrong use, 4 for inputs that cannot be read.
    pub fn status(&self) -> ExitCode {
        match self {
            Self::CannotRead { .. }
            | Self::BadSidecar { .. }
            | Self::CannotWrite(_)
            | Self::CannotCreate { .. }
            | Self::CannotListen { .. }
            | Self::CannotStore { .. } => ExitCode::from(4),
            Self::NoReports(_) => ExitCode::from(1),
            Self::Locked(_) | Self::BadWorkspace(_) => ExitCode::from(3),
            Self::NoWorkspace(_)
            | Self::NoAgent(_)
            | Self::IsWorkspace(_)
            | Self::NoSuchThing(_)
            | Self::NoSuchActor(_)
            | Self::NoStory(_)
            | Self::NotCompared(_)
            | Self::NoText(_)
            | Self::BadQuestion(_)
            | Self::BadReview(_)
            | Self::BadSettings { .. }
            | Self::BadSetting(_)
            | Self::NotADay(_)
            | Self::NoSuchReport { .. }
            | Self::BadAddress { .. }
            | Self::BadField(_)
            | Self::NoSuchPlace(_)
            | Self::NeedsFile
            | Self::NoSuchCode(_) => ExitCode::from(2),
        }
    }
}

impl From<entente_engine::world::Error> for Failure {
    fn from(error: entente_engine::world::Error) -> Self {
        use entente_engine::world::Error;
        match error {
            Error::NoWorkspace(folder) => Self::NoWorkspace(folder),
            Error::IsWorkspace(folder) => Self::IsWorkspace(folder),
            Error::NoSuch(id) => Self::NoSuchThing(id),
            Error::Question(why) => Self::BadQuestion(why),
            Error::Review(why) => Self::BadReview(why),
            Error::Locked(process) => Self::Locked(process),
            other => Self::BadWorkspace(other),
        }
    }
}

impl From<entente_engine::export::Error> for Failure {
    fn from(error: entente_engine::export::Error) -> Self {
        use entente_engine::export::Error;
        match error {
            Error::World(error) => error.into(),
            Error::Write(error) => Self::CannotWrite(error),
            other => Self::CannotWrite(std::io::Error::other(other)),
        }
    }
}

/// Tells a failure on standard error.
pub fn report(failure: &Failure) {
    let code = failure
        .code()
        .map_or_else(String::new, |code| format!("[{code}]"));
    let red = anstyle::AnsiColor::Red.on_default().bold();
    anstream::eprintln!(
        "{red}error{code}{red:#}: {}",
        crate::render::plain(&failure.to_string())
    );
    if let Some(help) = failure.help() {
        anstream::eprintln!(
            "{}hint{:#}: {help}",
            anstyle::Style::new().bold(),
            anstyle::Style::new().bold()
        );
    }
}

/// Tells something that was lost while the rest went on.
pub fn warn(code: &str, message: &str) {
    let yellow = anstyle::AnsiColor::Yellow.on_default().bold();
    anstream::eprintln!(
        "{yellow}problem[{code}]{yellow:#}: {}",
        crate::render::plain(message)
    );
}

/// Prints what `docs/problems.md` says about a code.
pub fn explain(code: &str) -> Result<ExitCode, Failure> {
    let page = include_str!("../../../docs/problems.md");
    let heading = format!("## {code}\n");
    let text = page
        .split_once(&heading)
        .map(|(_, after)| after.split("\n## ").next().unwrap_or_default());
    let text = text.ok_or_else(|| Failure::NoSuchCode(code.to_owned()))?;
    anstream::println!("{}", text.trim());
    Ok(ExitCode::SUCCESS)
}
