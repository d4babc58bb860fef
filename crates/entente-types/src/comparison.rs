//! What several reports of one event say, side by side, with a verdict for each slot.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Actor, ActorId, ArticleId, ClaimId, Directness, MainEvent, Period, Problem, Span};

/// One report of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Its number in the account, from 1.
    pub id: ArticleId,
    /// Where it was read from.
    pub name: String,
    /// The publisher, if known.
    pub source: Option<String>,
    /// The headline, if known.
    pub title: Option<String>,
    /// Day of publication as the page, a sidecar or a flag gives it.
    pub published: Option<Date>,
    /// Between which days it must have been written, where the story shows that and the page does not.
    pub written: Option<Period>,
    /// How the days of `written` were found, in words.
    pub written_because: Option<String>,
    /// What it was written for: who, what, when, where, why, how.
    pub main_event: Option<MainEvent>,
}

/// Reports that go back to one text and count once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// Reports in it, in order.
    pub reports: Vec<ArticleId>,
    /// Why they count as one, in words; empty for a report on its own.
    pub because: String,
}

/// What it means that two texts have words in common.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CopyKind {
    /// One text is the other, whole or shortened, or both are a third one.
    Reprint,
    /// One text is made with the words of the other, or both with those of a third one.
    Rewrite,
    /// A later state of the same report.
    LiveUpdate,
    /// Both quote the same words, or one quotes the other.
    Quote,
    /// Both print the same statement, letter, speech or other document.
    Document,
    /// One report says it twice.
    Repeat,
}

/// Two texts with words in common, and what that means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CopyEdge {
    /// The text that the words come from, if `directed`; else the first of the two.
    pub from: ArticleId,
    /// The other text.
    pub to: ArticleId,
    /// What it means.
    pub kind: CopyKind,
    /// Is it known that the words went from one to the other? Not if both have them from a third.
    pub directed: bool,
    /// Share of the words of the text with fewer words that the other has too, 0 to 1.
    pub share: f32,
    /// Why, in words, as one phrase: "both carry the Reuters text".
    pub because: String,
}

/// A passage that stands in two places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CopiedPassage {
    /// The report and place that has it, the earlier one as far as that is known.
    pub from: (ArticleId, Span),
    /// The report and place that has it again; can be the same report.
    pub to: (ArticleId, Span),
    /// What it means that both have it.
    pub kind: CopyKind,
}

/// How the claims of one slot stand to each other.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// They exclude each other.
    Contradict,
    /// Different parties vouch for claims that exclude each other.
    Disputed,
    /// A later claim replaces an earlier one.
    Updated,
    /// They differ, and can all be true.
    Compatible,
    /// They say the same.
    Agree,
    /// Only one origin says it.
    Single,
}

/// How firm a contradiction is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// No hedge and a gap of 5 % or more, or values that cannot be rounded to each other.
    Hard,
    /// A hedge, or a small gap.
    Soft,
}

/// What a slot asks.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// What happened, by whom, to whom.
    Event,
    /// When.
    Date,
    /// How many, how much.
    Figure,
    /// What was said.
    Quote,
    /// Who holds which office.
    Role,
    /// Who stands how with whom.
    Tie,
    /// What several reports tell in clauses of much the same words: an act, a state, a reason.
    Clause,
}

/// What one claim puts into a slot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SlotValue {
    /// The report.
    pub report: ArticleId,
    /// Claims that say it, at least one; several where a report repeats itself.
    pub claims: Vec<ClaimId>,
    /// The words that carry the value, in the report's text.
    pub span: Span,
    /// The sentence that holds them.
    pub sentence: Span,
    /// The words, literally.
    pub text: String,
    /// The value after normalising, in words: "26 to 29", "2025-05-09", "4 days".
    pub normalized: String,
    /// Who vouches for it; empty for the report itself.
    pub holders: Vec<ActorId>,
    /// Derived from other words rather than written: "Wednesday through Saturday" as four days.
    pub derived: bool,
    /// For words that somebody said and that mislead alone (a fragment, a doubt, a refusal, an old saying): the report's
    /// words around them, its whole sentence as a rule.
    #[serde(default)]
    pub told: Option<Span>,
}

/// One question that a careful reader would ask of all reports, with their answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Slot {
    /// Names the slot inside its comparison, as `slot_12`.
    pub id: String,
    /// What it asks.
    pub kind: SlotKind,
    /// What it asks about, in words from the reports: "world leaders at the parade".
    pub topic: String,
    /// Is the topic a clause of a report, word for word, that makes sense alone?
    #[serde(default)]
    pub is_literal: bool,
    /// How the answers stand to each other.
    pub verdict: Verdict,
    /// How firm, for contradictions.
    pub strength: Option<Strength>,
    /// Distance between the values in per cent of the smaller one, for contradicting figures.
    pub gap_percent: Option<f64>,
    /// Why, in words, as one phrase.
    pub reason: String,
    /// What makes the reader look twice although nothing contradicts.
    pub tension: Option<String>,
    /// The answers, in order of reports.
    pub values: Vec<SlotValue>,
    /// Independent origins that give an answer.
    pub support: u32,
    /// Actors it is about.
    pub actors: Vec<ActorId>,
    /// PLOVER root, for events.
    pub root: Option<crate::Root>,
    /// In which way it is told, for events: the firmest of its claims; what is to come but announced by no verb is
    /// hypothetical.
    pub realis: Option<crate::Realis>,
    /// How closely the reports give the speaker's words, for quotes: the firmest of its claims. Only the
    /// words of `Direct` and `Mixed` slots stood between quotation marks; `Indirect` ones are the
    /// reporters' own.
    pub spoken: Option<Directness>,
    /// One origin alone gives an answer, but another report has a sentence so like it that it may tell the same.
    #[serde(default)]
    pub elsewhere: bool,
    /// Does it tell what the reports are there to tell, each in its own words?
    #[serde(default)]
    pub is_main: bool,
    /// When it holds or happened.
    pub period: Option<Period>,
    /// How much it matters to the story, for ordering: larger first.
    pub weight: f64,
    /// Rules that aligned and judged it, in order.
    pub trace: Vec<String>,
}

/// What a report does not tell although most others do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Omission {
    /// The report.
    pub report: ArticleId,
    /// Ids of the slots that it gives no answer to, weightiest first. More than half of the other origins,
    /// and at least two, answer each, and no sentence of the report shares most of their words.
    pub slots: Vec<String>,
}

/// What words stand for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum WordingOf {
    /// What is done.
    Act,
    /// Those who do it.
    Doer,
    /// Those to whom it is done.
    Sufferer,
    /// Those or that of which there is a number.
    Counted,
}

/// Different words of several reports for the same: "rebels", "gunmen", "terrorists".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Wording {
    /// The slot that tells what it is the same of.
    pub slot: String,
    /// What the words stand for.
    pub of: WordingOf,
    /// The words, in order of reports; at least two reports, and at least two words.
    pub choices: Vec<WordChoice>,
}

/// A word that a report uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WordChoice {
    /// The report.
    pub report: ArticleId,
    /// Where the words stand.
    pub span: Span,
    /// The words, literally.
    pub text: String,
}

/// One story as all its reports tell it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// In the reports' own words.
    pub headline: String,
    /// When the main event was.
    pub period: Option<Period>,
    /// Where, in the reports' words.
    pub place: Option<String>,
    /// In order of their numbers.
    pub reports: Vec<Report>,
    /// Independent origins, in order of their first report.
    pub origins: Vec<Origin>,
    /// Reports with words in common, in order of their numbers.
    #[serde(default)]
    pub copies: Vec<CopyEdge>,
    /// Passages that stand in more than one place.
    pub copied: Vec<CopiedPassage>,
    /// Who is who across the reports, sorted by id.
    pub actors: Vec<Actor>,
    /// Sorted by weight, largest first, then by id.
    pub slots: Vec<Slot>,
    /// Claims of acts that are taken for one, for counting them; each list has at least two. That two reports agree in them is
    /// said by slots alone, which ask for more.
    #[serde(default)]
    pub same_acts: Vec<Vec<ClaimId>>,
    /// What single reports leave out, in order of their numbers.
    #[serde(default)]
    pub left_out: Vec<Omission>,
    /// Different words for the same, in order of their slots.
    #[serde(default)]
    pub wordings: Vec<Wording>,
    /// What could not be made sense of.
    pub problems: Vec<Problem>,
}
