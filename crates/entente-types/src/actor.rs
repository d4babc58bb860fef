//! Who acts: states, persons, organisations, groups, and where a text names them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Span;

/// Names an actor.
///
/// Kind and key, as `state:CHN`, `person:xi-jinping`, `org:lowy-institute`, `group:analysts`. States go
/// by ISO 3166 alpha-3; the others by their fullest name in lower case with hyphens. Inside one document
/// a person known by surname alone is `person:xi`; a story joins the ids of its documents.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct ActorId(pub String);

/// A country as ISO 3166 alpha-3 (`XKX` for Kosovo), or one of `IGO`, `NGO`, `IMG`, `ISM`, `MNC` for actors
/// above countries, as PLOVER writes them.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Country(pub String);

/// What an actor is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A state or territory, also where its government, capital or people stands for it.
    State,
    /// One person.
    Person,
    /// A ministry, company, institute, party, alliance, armed force …
    Organisation,
    /// People without a common organisation: "analysts", "two officials", "Western nations".
    Group,
    /// A paper that speaks: "the statement", "the report".
    Text,
}

/// Who acts, as one document knows them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Actor {
    /// Names the actor inside its document.
    pub id: ActorId,
    /// What it is.
    pub kind: ActorKind,
    /// Fullest name in the text, or the common name of a state.
    pub name: String,
    /// The country it belongs to.
    pub country: Option<Country>,
    /// The organisation it belongs to, as the text names it: "Lowy Institute".
    pub body: Option<String>,
    /// PLOVER sector: `GOV`, `MIL`, `LEG`, `JUD`, `BUS`, `MED`, `CVL` …
    pub sector: Option<String>,
    /// Offices and occupations that the text gives, in order: "president", "senior fellow".
    pub offices: Vec<String>,
}

/// How a mention names its actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MentionForm {
    /// By name: "Xi Jinping", "Xi", "China", "Chinese" before a noun.
    Name,
    /// By description: "the Chinese president", "the ministry", "two officials".
    Description,
    /// By pronoun: "he", "they", "its".
    Pronoun,
}

/// One place where a text names an actor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Who.
    pub actor: ActorId,
    /// The words that name the actor, without articles and clauses around them.
    pub span: Span,
    /// Index of the token that heads these words.
    pub head: u32,
    /// How it names the actor.
    pub form: MentionForm,
}

/// All actors of a document and their mentions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Actors {
    /// Sorted by id.
    pub actors: Vec<Actor>,
    /// In order of the text, by span. Mentions can nest: "China" in "China's president".
    pub mentions: Vec<Mention>,
}

impl Actors {
    /// The actor with this id.
    #[must_use]
    pub fn actor(&self, id: &ActorId) -> Option<&Actor> {
        let idx = self
            .actors
            .binary_search_by(|actor| actor.id.cmp(id))
            .ok()?;
        self.actors.get(idx)
    }

    /// The longest mention that is headed by this token.
    #[must_use]
    pub fn headed_by(&self, token_idx: usize) -> Option<&Mention> {
        let headed = self
            .mentions
            .iter()
            .filter(|mention| mention.head as usize == token_idx);
        headed.max_by_key(|mention| mention.span.len())
    }

    /// The mentions that lie inside `span`, in order.
    pub fn inside(&self, span: Span) -> impl Iterator<Item = &Mention> {
        self.mentions
            .iter()
            .filter(move |mention| span.contains(mention.span))
    }
}
