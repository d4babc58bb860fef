//! What a number does in its text: state an amount, say when, or take up what was counted before.

use std::ops::Range;

use entente_types::{Measure, Span, TimeExpression, TimeKind};

use super::amount::Amount;
use super::counted::Counted;
use super::number::Kind;
use super::reader::Reader;
use super::{Part, word};

impl Reader<'_> {
    /// What an amount does in its text.
    pub fn part(&self, amount: &Amount, own: Span, measure: Measure, counted: &Counted) -> Part {
        let before = self
            .pieces
            .before(amount.first)
            .map(|idx| self.pieces.lower(idx))
            .unwrap_or_default();
        if measure == Measure::Duration && self.says_when(amount, own, counted, &before) {
            Part::Time
        } else if is_mention(amount, measure, counted, &before) {
            Part::Mention
        } else {
            Part::Claim
        }
    }

    /// "the past two years", "two years ago", "within 48 hours", "a four-year low"; not "80 years since" nor
    /// "four-day".
    fn says_when(&self, amount: &Amount, own: Span, counted: &Counted, before: &str) -> bool {
        let after = self.pieces.lower(amount.last + 1);
        let is_tied = amount
            .unit
            .as_ref()
            .is_some_and(|unit| self.pieces.is_dash(unit.first.saturating_sub(1)));
        let is_extreme = word::is("extreme", &after) || word::is("extreme", &counted.property);
        if word::is("away", &after)
            || is_tied && is_extreme
            || self.is_distance(own, counted, &after)
        {
            return true;
        }
        let is_dated = || {
            self.time_at(own)
                .is_some_and(|time| time.kind == TimeKind::Date && time.span.contains(own))
        };
        let names_event = matches!(after.as_ref(), "since" | "after");
        let is_past = word::is("past", before);
        !is_tied && (is_past || !names_event && (is_dated() || self.is_within(amount, before)))
    }

    /// "one day before the parade", "a week after the vote": how far off, not how long. "Lasted 12 days
    /// before …" and "marks 80 years after the end of the war" do state a length.
    fn is_distance(&self, own: Span, counted: &Counted, after: &str) -> bool {
        let lasts = counted.predicate.is_some_and(|verb| {
            let token = &self.document.tokens[verb];
            token.span.end <= own.start && word::is("lasts", &token.lemma)
        });
        matches!(after, "before" | "after") && counted.property != "anniversary" && !lasts
    }

    /// What follows an ordinal, if it makes it a figure: the unit of one step.
    pub fn ordinal(&self, tokens: &Range<usize>, counted: &mut Counted) -> Option<&'static str> {
        let written = self.document.word(tokens.start).to_lowercase();
        let (lemma, at, (step, in_words)) = (tokens.end..tokens.end + 3).find_map(|at| {
            let token = self.document.tokens.get(at)?;
            let lemma = if token.lemma.is_empty() {
                self.document.word(at).to_lowercase()
            } else {
                token.lemma.to_lowercase()
            };
            let found = word::ordinal_noun(&lemma)?;
            Some((lemma, at, found))
        })?;
        if counted.noun.is_some_and(|noun| noun > at) && !step.is_empty() {
            counted.property = lemma;
        }
        // "first year" and "second day" order; "80th anniversary" and "17th package" count.
        let is_big = written.starts_with(|first: char| first.is_ascii_digit());
        (is_big || in_words && written != "first").then_some(step)
    }

    /// Days, years and hours inside a date are no figures.
    pub fn is_inside_date(&self, amount: &Amount, own: Span) -> bool {
        let Some(time) = self.time_at(own) else {
            return false;
        };
        let holds = time
            .span
            .contains(self.pieces.span(amount.number.first, amount.number_last));
        holds && time.kind != TimeKind::Duration && amount.unit.is_none() && !amount.is_age
    }

    /// "in six months", "every two years", "within 48 hours": how long it took or takes, not a length that is told.
    fn is_within(&self, amount: &Amount, before: &str) -> bool {
        let first = amount
            .hedge
            .map_or(amount.first, |hedge| hedge.first.min(amount.first));
        // "in just three hours"
        let mut at = self.pieces.before(first);
        if at.is_some_and(|at| matches!(self.pieces.lower(at).as_ref(), "just" | "only")) {
            at = at.and_then(|at| self.pieces.before(at));
        }
        let lead = at.map(|idx| self.pieces.lower(idx));
        let lead = lead.as_deref().unwrap_or(before);
        matches!(
            lead,
            "in" | "within" | "every" | "after" | "during" | "before" | "once" | "over"
        )
    }

    fn time_at(&self, own: Span) -> Option<&TimeExpression> {
        let from = self
            .times
            .partition_point(|time| time.span.end <= own.start);
        self.times[from..]
            .iter()
            .take(2)
            .find(|time| time.span.overlaps(own))
    }
}

/// "the two countries", "one of them", "six-cylinder": takes up what was counted, or counts nothing.
fn is_mention(amount: &Amount, measure: Measure, counted: &Counted, before: &str) -> bool {
    let is_hedged = amount.hedge.is_some();
    let in_words = !amount.number.in_digits;
    if in_words && (counted.is_hyphened || measure == Measure::Bare) {
        return true;
    }
    let has_unit = amount.unit.is_some();
    let value = amount.number.value;
    // "at one point"
    let names_points = amount
        .unit
        .as_ref()
        .is_some_and(|unit| unit.unit.code == "{point}");
    if names_points && in_words && value == 1.0 && before == "at" {
        return true;
    }
    let is_one = value == 1.0 && in_words && !has_unit;
    let is_definite = matches!(
        before,
        "the" | "these" | "those" | "both" | "all" | "our" | "other" | "its" | "their"
    );
    let is_few = in_words && value <= 12.0 && !has_unit && amount.number.kind == Kind::Cardinal;
    let needs_name =
        measure == Measure::Bare || measure == Measure::Duration && counted.predicate.is_some();
    let names_nothing = needs_name && counted.property.is_empty();
    !is_hedged && (is_one || is_definite && is_few || names_nothing)
}
