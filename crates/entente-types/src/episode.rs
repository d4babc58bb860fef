//! What a stream of articles tells, grouped: episodes, and sagas of episodes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Moment;

/// Names one episode of a stream, counted from 1 in the order in which they are first reported.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(transparent)]
pub struct EpisodeId(pub u32);

/// Names a saga: the id of its first episode.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(transparent)]
pub struct SagaId(pub u32);

/// One happening, as far as a stream of articles has told it: the work of hours or a few days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Episode {
    /// Its id, which it keeps.
    pub id: EpisodeId,
    /// The chain of episodes that it belongs to.
    pub saga: SagaId,
    /// The articles that tell it, by the numbers that they came in with, in order of publication; those without a
    /// date come last.
    pub articles: Vec<u64>,
    /// The one that is most like the others, if possible one with a headline.
    pub centre: u64,
    /// How many publishers are known to tell it.
    pub n_outlets: u32,
    /// Publication of its first article, if any has a date.
    pub first: Option<Moment>,
    /// Publication of its last article.
    pub last: Option<Moment>,
}

/// A change of what was said before about episodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum Revision {
    /// Two episodes turned out to be one; `from` is gone, and whoever asks for it is shown `into`.
    Merged {
        /// The id that is gone.
        from: EpisodeId,
        /// The id that stays.
        into: EpisodeId,
    },
    /// One episode turned out to be two.
    Split {
        /// The episode that lost articles.
        from: EpisodeId,
        /// The one that has them now.
        into: EpisodeId,
    },
}
