//! What can be said to `entente review`.

use clap::{Args, Subcommand};
use entente_engine::world::Id;

use super::{At, In, ListFormat};

/// What to correct.
#[derive(Debug, Subcommand)]
pub enum Review {
    /// Make one story of several: it goes on as the first that is named.
    Merge(Merge),
    /// Make articles of a story a story of their own.
    Split(Split),
    /// Say what a story is called.
    Relabel(Relabel),
    /// Take an article or a claim out of all that is derived: stories, comparisons, acts.
    Reject(Reject),
    /// Take a review back: from then on all is as if it had not been made.
    Undo(Undo),
    /// List what was said, also what was taken back.
    List(ListReviews),
}

/// Why, and in which workspace.
#[derive(Debug, Args)]
pub struct Because {
    /// Why; it is kept with the review.
    #[arg(long, value_name = "WORDS")]
    pub why: Option<String>,
    #[command(flatten)]
    pub place: In,
}

/// Which stories are one.
#[derive(Debug, Args)]
pub struct Merge {
    /// `sty_3` and others.
    #[arg(required = true, num_args = 2.., value_name = "STORY", value_parser = story)]
    pub stories: Vec<u32>,
    #[command(flatten)]
    pub because: Because,
}

/// Which articles tell something else.
#[derive(Debug, Args)]
pub struct Split {
    /// `sty_3`.
    #[arg(value_name = "STORY", value_parser = story)]
    pub story: u32,
    /// `art_17` and others of that story.
    #[arg(required = true, value_name = "ARTICLE", value_parser = article)]
    pub articles: Vec<u32>,
    #[command(flatten)]
    pub because: Because,
}

/// What a story is called.
#[derive(Debug, Args)]
pub struct Relabel {
    /// `sty_3`.
    #[arg(value_name = "STORY", value_parser = story)]
    pub story: u32,
    /// Its name from now on.
    pub headline: String,
    #[command(flatten)]
    pub because: Because,
}

/// What is wrong.
#[derive(Debug, Args)]
pub struct Reject {
    /// `art_17` or `clm_17_4`.
    pub id: Id,
    #[command(flatten)]
    pub because: Because,
}

/// What to take back.
#[derive(Debug, Args)]
pub struct Undo {
    /// The number of a review, as `entente review list` gives it.
    #[arg(value_name = "NUMBER")]
    pub review: u32,
    #[command(flatten)]
    pub place: In,
}

/// How to list.
#[derive(Debug, Args)]
pub struct ListReviews {
    #[command(flatten)]
    pub at: At,
    /// How to print.
    #[arg(long, short, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
}

fn story(word: &str) -> Result<u32, String> {
    match word.parse() {
        Ok(Id::Story(number)) => Ok(number),
        Ok(_) => Err("the id of a story is wanted, as `sty_3`".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn article(word: &str) -> Result<u32, String> {
    match word.parse() {
        Ok(Id::Article(number)) => Ok(number),
        Ok(_) => Err("the id of an article is wanted, as `art_17`".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}
