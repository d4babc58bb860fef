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
    /// How surely somebody is named here who is this actor: that of its surest mention. In `0.0..=1.0`.
    #[serde(default)]
    pub confidence: f32,
}

impl Actor {
    /// Is it called by a name of its own, as "Mara Okello" and "the Harbour Union" are, and "a local official", "officials" and
    /// "the statement" are not? "Ambassador" and "Deputy Commissioner" are offices, and no names of who holds them; neither is
    /// "Hill's Lawyer" one.
    #[must_use]
    pub fn has_name(&self) -> bool {
        let mut words = self.name.split_whitespace();
        let last = words.clone().next_back().unwrap_or_default();
        let is_office = |office: &String| {
            office.eq_ignore_ascii_case(&self.name)
                || self.kind == ActorKind::Person && office.eq_ignore_ascii_case(last)
        };
        if self.offices.iter().any(is_office) {
            return false;
        }
        let is_small = |word: &str| word.starts_with(char::is_lowercase);
        let starts_small = words.clone().next().is_none_or(is_small);
        match self.kind {
            ActorKind::Group | ActorKind::Text => false,
            ActorKind::Person => {
                let is_owned = self.name.contains("’s ") || self.name.contains("'s ");
                !starts_small && !is_owned && !words.next_back().is_some_and(is_small)
            }
            ActorKind::Organisation => !starts_small && !words.next_back().is_some_and(is_small),
            ActorKind::State => !starts_small,
        }
    }
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

/// What ties a mention to its actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// A table knows the name: "China", "Beijing", "NATO".
    Known,
    /// The name of a person in full: "Mara Okello".
    FullName,
    /// A part of one full name of the text: "Okello".
    Surname,
    /// A part of several full names of the text; the likeliest of them.
    SharedSurname,
    /// A name of one word that the text gives nowhere in full.
    SingleName,
    /// A name that no table knows, an organisation by its form or by the parser: "Harbour Institute".
    Body,
    /// A city or a part of a state, for those who live there.
    Town,
    /// It stands at the name, or a form of "be" joins them: "Okello, a researcher".
    Apposition,
    /// The holder of the office that it names, by the text or by the table of leaders: "the French president".
    Holder,
    /// Somebody whom the text calls so, or by a word of the kind: "the senator".
    Called,
    /// The last body, state or only person named before whom the noun fits: "the ministry", "the 42-year-old".
    Nearest,
    /// Nobody named before: "two officials", "the Chilean police".
    Itself,
    /// "he", "she": the person for whom most speaks.
    Person,
    /// "he said": the person who spoke before goes on.
    Speaker,
    /// "I", "my": the person whose words are quoted.
    OwnWords,
    /// "it", "they": the subject that fits.
    Subject,
    /// "who", "which": the noun before.
    Relative,
}

impl Ground {
    /// How a mention on this ground names its actor.
    #[must_use]
    pub fn form(self) -> MentionForm {
        match self {
            Self::Known
            | Self::FullName
            | Self::Surname
            | Self::SharedSurname
            | Self::SingleName
            | Self::Body
            | Self::Town => MentionForm::Name,
            Self::Apposition | Self::Holder | Self::Called | Self::Nearest | Self::Itself => {
                MentionForm::Description
            }
            Self::Person | Self::Speaker | Self::OwnWords | Self::Subject | Self::Relative => {
                MentionForm::Pronoun
            }
        }
    }
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
    /// What ties it to the actor.
    pub ground: Ground,
    /// The share of mentions like this one that name their actor. In `0.0..=1.0`.
    pub confidence: f32,
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

    /// The mention of exactly these words.
    #[must_use]
    pub fn mention(&self, span: Span) -> Option<&Mention> {
        let idx = self
            .mentions
            .binary_search_by_key(&span, |mention| mention.span)
            .ok()?;
        self.mentions.get(idx)
    }

    /// The mentions that lie inside `span`, in order.
    pub fn inside(&self, span: Span) -> impl Iterator<Item = &Mention> {
        self.mentions
            .iter()
            .filter(move |mention| span.contains(mention.span))
    }
}
