//! Settings: what flags are when they are not given. A workspace says so in `entente.toml`, the environment in variables.
//!
//! Every flag that has a default can be set, by the name of its verb and its own: `feed.gap` in the file, as `gap` under
//! `[feed]`, and `ENTENTE_FEED_GAP` in the environment. What is given on the command line wins, then the environment, then the
//! file.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, CommandFactory, FromArgMatches};
use entente_engine::world::World;
use serde::Serialize;

use crate::arguments::Arguments;
use crate::failure::{Failure, warn};

/// The file of a workspace, and what its variables begin with.
pub const FILE: &str = "entente.toml";
const PREFIX: &str = "ENTENTE_";
/// Longest file of settings, in bytes.
const MAX_BYTES: u64 = 64 << 10;
/// Flags that can be set though they have no default of their own, and such that speak of one question alone.
const ALSO: [&str; 3] = ["threads", "token", "width"];
const NEVER: [&str; 2] = ["from", "skip"];
/// How alike a name must be to be meant, 0 to 1.
const ALIKE: f64 = 0.8;

/// What a new workspace says of its settings.
pub const TEMPLATE: &str = "\
# Settings of this workspace: what flags are when they are not given. `entente config` lists them all.
#
# [relation]
# half-life = 30
";

/// One setting, and where its value comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// `feed.gap`.
    pub name: String,
    /// What it is; `None` if the program chooses.
    pub value: Option<String>,
    /// `default`, the path of a file, or the name of a variable.
    pub origin: String,
    /// What it does.
    pub what: String,
}

/// Everything that can be set, by name.
#[derive(Clone, Debug, Default)]
pub struct Config {
    settings: BTreeMap<String, Setting>,
}

/// Reads the command line, with settings in the place of flags that are not given.
///
/// # Errors
///
/// If the file of settings cannot be read, or a value does not fit.
pub fn arguments() -> Result<(Arguments, Config), Failure> {
    let words: Vec<OsString> = std::env::args_os().collect();
    let command = Arguments::command();
    let matches = command.clone().get_matches_from(&words);
    let config = Config::read(&command, workspace(&matches).as_deref())?;
    let matches = match config.is_plain() {
        true => matches,
        false => {
            let parsed = config.apply(command).try_get_matches_from(&words);
            // Without the settings they were understood.
            parsed.map_err(|error| Failure::BadSetting(first_line(&error.to_string())))?
        }
    };
    let arguments = Arguments::from_arg_matches(&matches);
    let arguments =
        arguments.map_err(|error| Failure::BadSetting(first_line(&error.to_string())))?;
    Ok((arguments, config))
}

/// The workspace that a command line speaks of: the one that it names, else the one that the current folder lies in.
fn workspace(matches: &ArgMatches) -> Option<PathBuf> {
    let mut deepest = matches;
    while let Some((_, inner)) = deepest.subcommand() {
        deepest = inner;
    }
    let named = deepest.try_get_one::<PathBuf>("workspace").ok().flatten();
    named
        .cloned()
        .or_else(|| World::find(&std::env::current_dir().ok()?))
}

fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.trim_start_matches("error: ").to_owned()
}

impl Config {
    fn read(command: &Command, workspace: Option<&Path>) -> Result<Self, Failure> {
        let mut config = Self::default();
        for verb in command.get_subcommands() {
            config.declare(verb);
        }
        if let Some(folder) = workspace {
            config.read_file(&folder.join(FILE))?;
        }
        config.read_environment();
        Ok(config)
    }

    /// Takes up the flags of a verb that can be set.
    fn declare(&mut self, verb: &Command) {
        for arg in verb.get_arguments().filter(|arg| can_be_set(arg)) {
            let name = format!("{}.{}", verb.get_name(), arg.get_long().unwrap_or_default());
            let default = arg.get_default_values().first();
            let what = arg.get_help().map(ToString::to_string);
            let setting = Setting {
                name: name.clone(),
                value: default.map(|value| value.to_string_lossy().into_owned()),
                origin: "default".to_owned(),
                what: what.unwrap_or_default(),
            };
            self.settings.insert(name, setting);
        }
    }

    fn read_file(&mut self, path: &Path) -> Result<(), Failure> {
        let bad = |cause: String| Failure::BadSettings {
            path: path.to_owned(),
            cause,
        };
        let text = match std::fs::metadata(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Ok(about) if about.len() > MAX_BYTES => {
                return Err(bad(format!("it is longer than {} kB", MAX_BYTES >> 10)));
            }
            _ => std::fs::read_to_string(path).map_err(|error| bad(error.to_string()))?,
        };
        let table: toml::Table = text
            .parse()
            .map_err(|error: toml::de::Error| bad(error.message().to_owned()))?;
        let origin = path.display().to_string();
        // Where the database of a workspace is, is no flag.
        for (verb, flags) in table.iter().filter(|(verb, _)| *verb != "database") {
            let Some(flags) = flags.as_table() else {
                self.unknown(verb, &origin);
                continue;
            };
            for (flag, value) in flags {
                let name = format!("{verb}.{}", flag.replace('_', "-"));
                let value = match value {
                    toml::Value::String(text) => text.clone(),
                    toml::Value::Integer(number) => number.to_string(),
                    toml::Value::Float(number) => number.to_string(),
                    _ => return Err(bad(format!("`{name}` must be a number or a text"))),
                };
                self.set(&name, value, &origin);
            }
        }
        Ok(())
    }

    fn read_environment(&mut self) {
        let names: BTreeMap<String, String> = self
            .settings
            .keys()
            .map(|name| (variable(name), name.clone()))
            .collect();
        let mut said: Vec<(String, String)> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, _)| name.starts_with(PREFIX))
            .collect();
        said.sort();
        for (variable, value) in said {
            match names.get(&variable) {
                Some(name) => self.set(&name.clone(), value, &variable),
                None => tell_unknown(&variable, "the environment", names.keys()),
            }
        }
    }

    fn set(&mut self, name: &str, value: String, origin: &str) {
        match self.settings.get_mut(name) {
            Some(setting) => {
                setting.value = Some(value);
                setting.origin = origin.to_owned();
            }
            None => self.unknown(name, origin),
        }
    }

    fn unknown(&self, name: &str, origin: &str) {
        tell_unknown(name, origin, self.settings.keys());
    }

    /// Is everything as the program has it?
    fn is_plain(&self) -> bool {
        self.settings
            .values()
            .all(|setting| setting.origin == "default")
    }

    /// Makes the settings the defaults of their flags.
    fn apply(&self, mut command: Command) -> Command {
        for setting in self.settings.values().filter(|one| one.origin != "default") {
            let (verb, flag) = setting.name.split_once('.').unwrap_or_default();
            let Some(value) = setting.value.clone() else {
                continue;
            };
            // An argument's id is its flag with underscores.
            let id = flag.replace('-', "_");
            command = command.mut_subcommand(verb, |verb| {
                verb.mut_arg(id, |arg| arg.default_value(value))
            });
        }
        command
    }

    /// All settings, in order of their names.
    pub fn settings(&self) -> Vec<&Setting> {
        self.settings.values().collect()
    }
}

fn can_be_set(arg: &Arg) -> bool {
    let Some(flag) = arg.get_long() else {
        return false;
    };
    let has_default = !arg.get_default_values().is_empty() || ALSO.contains(&flag);
    matches!(arg.get_action(), ArgAction::Set) && has_default && !NEVER.contains(&flag)
}

/// `ENTENTE_FEED_GAP` for `feed.gap`.
fn variable(name: &str) -> String {
    PREFIX.to_owned() + &name.to_ascii_uppercase().replace(['.', '-'], "_")
}

/// Tells of a name that sets nothing, with the one that is most like it.
fn tell_unknown<'n>(name: &str, origin: &str, all: impl Iterator<Item = &'n String>) {
    let best = all
        .map(|known| (strsim::jaro_winkler(name, known), known))
        .max_by(|one, other| one.0.total_cmp(&other.0));
    let meant = best
        .filter(|(alike, _)| *alike >= ALIKE)
        .map(|(_, known)| format!("; did you mean `{known}`?"));
    let meant = meant.unwrap_or_else(|| "; `entente config` lists all".to_owned());
    warn(
        "unknown-setting",
        &format!("`{name}` in {origin} sets nothing{meant}"),
    );
}
