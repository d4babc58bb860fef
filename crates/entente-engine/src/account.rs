//! What a run gives back: the articles as read, and each story compared.

use entente_types::{Article, Comparison, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the form of [`Account`] as JSON. It changes when a field is renamed or taken away.
pub const VERSION: &str = "1";

/// Articles, and the comparison of each story that they tell.
///
/// Every span in `stories` is a place in the `text` of the article with that number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    /// Version of this form.
    pub version: String,
    /// Every article that has a text, in order of their numbers.
    pub articles: Vec<Article>,
    /// Largest story first.
    pub stories: Vec<Comparison>,
    /// What could not be read, each with the name of its page.
    pub problems: Vec<Problem>,
}
