//! What one source says, with its evidence.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    ActorId, Actors, ArticleId, Event, Figure, MainEvent, Participant, Period, Problem, Quote,
    Span, TimeExpression,
};

/// Names a claim inside one run: article number and place in its list, as `clm_2_17`.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct ClaimId(pub String);

impl ClaimId {
    /// The id of claim number `claim_idx` of an article.
    #[must_use]
    pub fn new(article: ArticleId, claim_idx: usize) -> Self {
        Self(format!("clm_{}_{claim_idx}", article.0))
    }
}

/// One link of the chain from the publisher to those who vouch for a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// Who says so.
    pub holder: Participant,
    /// The word that tells so: "claims", "according to".
    pub cue: Option<Span>,
}

/// What one source says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Names the claim.
    pub id: ClaimId,
    /// The article that says it.
    pub article: ArticleId,
    /// The sentence (or heading) that says it.
    pub sentence: Span,
    /// The words that say it.
    pub span: Span,
    /// Who vouches for it, from the outermost to the innermost. Empty: the publisher itself.
    pub holders: Vec<Attribution>,
    /// The rule or model that read it.
    pub rule: String,
    /// What is claimed.
    pub content: Content,
}

/// What is claimed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "claim", rename_all = "snake_case")]
pub enum Content {
    /// Who did what to whom.
    Event(Event),
    /// Who said what.
    Quote(Quote),
    /// How many, how much.
    Figure(Figure),
    /// When something was.
    Date(TimeExpression),
    /// Who holds which office.
    Role(Role),
    /// Who stands how with whom.
    Tie(Tie),
}

/// The kinds of claims.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "named as the variants of `Content`")]
pub enum ClaimKind {
    Event,
    Quote,
    Figure,
    Date,
    Role,
    Tie,
}

impl Content {
    /// Which kind of claim it is.
    #[must_use]
    pub fn kind(&self) -> ClaimKind {
        match self {
            Self::Event(_) => ClaimKind::Event,
            Self::Quote(_) => ClaimKind::Quote,
            Self::Figure(_) => ClaimKind::Figure,
            Self::Date(_) => ClaimKind::Date,
            Self::Role(_) => ClaimKind::Role,
            Self::Tie(_) => ClaimKind::Tie,
        }
    }
}

/// Who holds which office.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Role {
    /// Who.
    pub person: Participant,
    /// The office, as written: "foreign minister", "senior fellow".
    pub office: Span,
    /// Of which body or state.
    pub body: Option<Participant>,
    /// `former`, `acting`, `elect` by the words before the office; `new`, `elect`, `left`, `died` by a verb; `None`
    /// for plain office.
    pub status: Option<String>,
    /// When, if the text says so.
    pub period: Option<Period>,
}

/// What ties two actors.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum TieKind {
    /// Alliance, partnership, friendship.
    Alliance,
    /// Trade, supply, dependence.
    Trade,
    /// Sanctions, tariffs, embargo.
    Sanction,
    /// War, occupation, armed conflict.
    Conflict,
    /// Aid, backing, support.
    Support,
    /// Membership in an organisation.
    Membership,
}

/// Who stands how with whom, as a state and not as an act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tie {
    /// One side; for sanctions and support the one that gives.
    pub from: ActorId,
    /// The other side.
    pub to: ActorId,
    /// What ties them.
    pub kind: TieKind,
    /// `true` for a tie that brings together, `false` for one that sets apart.
    pub friendly: bool,
    /// When it holds, if the text says so.
    pub period: Option<Period>,
}

/// Everything that one document claims, and who is who in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Claims {
    /// The article.
    pub article: ArticleId,
    /// Who is who in it.
    pub actors: Actors,
    /// Every time expression, also those that are no claim of their own.
    pub times: Vec<TimeExpression>,
    /// In order of the text.
    pub claims: Vec<Claim>,
    /// What it is about.
    pub main_event: Option<MainEvent>,
    /// What could not be made sense of.
    pub problems: Vec<Problem>,
}
