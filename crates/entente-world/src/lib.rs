//! The world that remembers: a workspace on disk that keeps articles, claims, stories and comparisons, and answers as of
//! any moment.
//!
//! ```text
//! World ── add, record, place, compare ─► rows with the moment when they became known
//!   └── at(moment) ─► View: articles, stories, comparisons, events, search, as they were known then
//! ```
//!
//! Two clocks: when something held in the world, in days, and when the workspace learned it ([`Known`]). Nothing that was
//! known is changed; what is replaced is closed. So a [`View`] of a past moment gives the same answers for ever.

mod article;
mod blob;
mod claims;
mod comparison;
mod error;
mod id;
mod known;
mod relation;
mod review;
mod search;
mod state;
mod store;
mod story;
mod summary;
mod verify;
mod view;
mod world;

pub use article::{Added, NewArticle};
pub use claims::Read;
pub use comparison::Compared;
pub use error::Error;
pub use id::{Id, NoId};
pub use known::Known;
pub use relation::{
    Act, ActRow, Alert, BackTest, Dated, Dealing, Index, Order, Pair, Prior, Quad, Relation, Stack,
    Step, Why,
};
pub use review::{Correction, Reviewed};
pub use search::{Facet, Found, Hit, Query};
pub use state::State;
pub use story::Placed;
pub use verify::{Fault, Verified};
pub use view::{
    ActorKind, Among, Answer, ArticleRow, AtOdds, Between, Change, Chosen, Difference, EventRow,
    Evidence, Gist, Gone, Happening, Other, PlaceRow, Profile, Reading, Rejected, ReviewRow,
    RoleTold, SourceRow, StoryRow, StoryVersion, Told, Unsure, View, Where, Whom,
};
pub use world::World;
