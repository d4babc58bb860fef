//! Prints parsed documents, one as JSON on each line: `documents FILE…`.
//!
//! The example `claims` of `entente-extract` shows what is read out of them.
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;

use entente_engine::{Input, Known, Settings, stories};

fn main() -> Result<(), Box<dyn Error>> {
    let input = |name: String| {
        let bytes = std::fs::read(&name)?;
        let known = Known::default();
        Ok(Input { name, bytes, known })
    };
    let inputs: Result<Vec<Input>, std::io::Error> = std::env::args().skip(1).map(input).collect();
    let (stories, _) = stories(inputs?, &Settings::default(), &|_| ());
    for document in stories.into_iter().flat_map(|story| story.documents) {
        println!("{}", serde_json::to_string(&document)?);
    }
    Ok(())
}
