//! The `entente` command.

mod arguments;
mod compare;
mod config;
mod events;
mod failure;
mod feed;
mod input;
mod progress;
mod read;
mod render;
mod sidecar;
mod stories;
mod stream;
mod workspace;

use std::process::ExitCode;

use arguments::{Arguments, Verb};
use config::Config;
use failure::Failure;

fn main() -> ExitCode {
    let done = config::arguments().and_then(|(arguments, config)| run(arguments, &config));
    match done {
        Ok(status) => status,
        Err(failure) => {
            failure::report(&failure);
            failure.status()
        }
    }
}

fn run(arguments: Arguments, config: &Config) -> Result<ExitCode, Failure> {
    arguments.color.write_global();
    match arguments.verb {
        Verb::Compare(settings) => compare::run(&settings),
        Verb::Events(settings) => events::run(&settings),
        Verb::Feed(settings) => feed::run(&settings),
        Verb::Read(settings) => read::run(&settings),
        Verb::Stories(settings) => stories::run(&settings),
        Verb::Init(settings) => workspace::init(&settings),
        Verb::Add(settings) => workspace::add(&settings),
        Verb::Update(settings) => workspace::update(&settings),
        Verb::List(settings) => workspace::list(&settings),
        Verb::Show(settings) => workspace::show(&settings),
        Verb::SourceText(settings) => workspace::source_text(&settings),
        Verb::Review(settings) => workspace::review(&settings),
        Verb::Search(settings) => workspace::search(&settings),
        Verb::Relation(settings) => workspace::relation(&settings),
        Verb::Timeline(settings) => workspace::timeline(&settings),
        Verb::Actor(settings) => workspace::actor(&settings),
        Verb::Quotes(settings) => workspace::quotes(&settings),
        Verb::Figures(settings) => workspace::figures(&settings),
        Verb::Chart(settings) => workspace::chart(&settings),
        Verb::Export(settings) => workspace::export(&settings),
        Verb::Snapshot(settings) => workspace::snapshot(&settings),
        Verb::Diff(settings) => workspace::diff(&settings),
        Verb::Query(settings) => workspace::query(&settings),
        Verb::Verify(settings) => workspace::verify(&settings),
        Verb::Serve(settings) => workspace::serve(&settings),
        Verb::Mcp(settings) => workspace::mcp(&settings),
        Verb::Watch(settings) => workspace::watch(&settings),
        Verb::Config(settings) => workspace::config(&settings, config),
        Verb::Doctor(settings) => workspace::doctor(&settings),
        Verb::Explain { code } => failure::explain(&code),
    }
}
