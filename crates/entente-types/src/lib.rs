//! The nouns of Entente, in the order in which one article meets them.
//!
//! ```text
//! Page ─read─► Article ─parse─► Document ─extract─► Claims ─place─► Story ─compare─► Comparison
//! ```
//!
//! No file, no clock, no network, and no decision lives here: every step of Entente is a function from
//! one of these nouns to the next, and no step knows another step.

mod actor;
mod article;
pub mod calendar;
mod claim;
mod comparison;
mod document;
mod episode;
mod event;
mod figure;
mod label;
mod main_event;
mod moment;
mod outcome;
mod quote;
mod span;
mod time;

pub use actor::{Actor, ActorId, ActorKind, Actors, Country, Ground, Mention, MentionForm};
pub use article::{
    Article, ArticleId, Block, BlockKind, Candidate, Field, LeftOut, SpanMap, SpanMapEntry, Stated,
};
pub use claim::{Attribution, Claim, ClaimId, ClaimKind, Claims, Content, Role, Tie, TieKind};
pub use comparison::{
    Comparison, CopiedPassage, CopyEdge, CopyKind, Omission, Origin, Report, Slot, SlotKind,
    SlotValue, Strength, Verdict, WordChoice, Wording, WordingOf,
};
pub use document::{Document, Entity, Sentence, Token};
pub use episode::{Episode, EpisodeId, Revision, SagaId};
pub use event::{City, Context, Event, Participant, Polarity, Realis, Root, Toll, TollKind};
pub use figure::{Figure, Hedge, Interval, Measure, Scope, Unit};
pub use label::{Dep, EntityKind, Pos, Tag};
pub use main_event::MainEvent;
pub use moment::{Moment, days_since_1970};
pub use outcome::{Outcome, Problem};
pub use quote::{CueKind, Directness, Quote};
pub use span::Span;
pub use time::{Anchor, Period, Precision, TimeExpression, TimeKind};
