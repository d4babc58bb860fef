//! Who said what.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Participant, Period, Span};

/// How closely a text gives somebody's words.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Directness {
    /// All between quotation marks.
    Direct,
    /// A part between quotation marks inside the reporter's words.
    Mixed,
    /// In the reporter's words.
    Indirect,
}

/// What kind of attribution a word makes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CueKind {
    /// Speech: "said", "according to", "the claim that".
    Say,
    /// Writing: "wrote", "tweeted".
    Write,
    /// Belief, hope, knowledge: "thinks", "the fear that".
    Think,
    /// A document or a finding that shows something: "the poll found".
    Show,
    /// Naming or rating something: "called it a farce".
    Judge,
    /// A question or a request: "asked whether", "urged them to".
    Ask,
    /// A promise, a threat, a refusal, a plan: "vowed to".
    Plan,
    /// A denial: "denied".
    Deny,
    /// What seems or is expected, without a holder: "is expected to".
    Seem,
}

/// An attribution: source, cue, content. Speech, writing, belief, and documents that show something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Everything that is attributed, with its marks; more than one span for split quotes. In order.
    pub content: Vec<Span>,
    /// The strings between quotation marks, without the marks, in order; one entry per pair of marks, or
    /// per paragraph where a quotation goes on. Empty for indirect ones.
    pub words: Vec<Span>,
    /// How closely.
    pub directness: Directness,
    /// Who speaks: the mention that stands with the cue ("he"), and the actor behind it.
    pub speaker: Option<Participant>,
    /// The word that tells that something was said: "said", "according to".
    pub cue: Option<Span>,
    /// Lemma of the cue: "say", "according".
    pub cue_lemma: String,
    /// What kind of attribution; `None` where no word tells of speech or thought, and the attribution is
    /// read off what is done ("lifted the ban") or off the clause around words in quotation marks.
    #[serde(default)]
    pub cue_kind: Option<CueKind>,
    /// To whom.
    pub addressee: Option<Participant>,
    /// When it was said, if the text says so.
    pub period: Option<Period>,
    /// How sure the rules are of the speaker, 0 to 1.
    pub confidence: f32,
}
