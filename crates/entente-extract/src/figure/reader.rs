//! Reads one amount: what it counts, its measure and unit, taken together with what was read before.

use std::collections::HashMap;
use std::ops::Range;

use entente_types::{
    Actors, Dep, Document, Figure, Hedge, Measure, Span, Tag, TimeExpression, Unit,
};

use super::amount::Amount;
use super::build::{measure, rule, unit_of};
use super::counted::{self, Counted, Role};
use super::lex::Pieces;
use super::number::Kind;
use super::unit::Dimension;
use super::{Reading, hedge, word};
use crate::Found;

/// What the rules know of a text.
pub struct Reader<'a> {
    /// The text as parsed.
    pub document: &'a Document,
    /// The text, piece by piece.
    pub pieces: &'a Pieces<'a>,
    /// Who is who in it.
    pub actors: &'a Actors,
    /// Mentions by the token that heads them.
    pub named: HashMap<u32, Vec<usize>>,
    /// Its time expressions.
    pub times: &'a [TimeExpression],
    /// Marks the tokens of numbers, units and times.
    pub taken: Vec<bool>,
}

impl Reader<'_> {
    /// "7.5 million crowns ($1.1 million)": the same in another unit, with the same hedge and scope.
    pub fn converted(
        &self,
        amount: &Amount,
        before: Option<&Amount>,
        earlier: &[Reading],
    ) -> Option<Reading> {
        let (before, first) = (before?, earlier.last()?);
        let mark = self.pieces.before(amount.first)?;
        let opens = matches!(self.pieces.word(mark), "(" | "/") && mark <= before.last + 2;
        let (from, to) = (before.unit.as_ref()?, amount.unit.as_ref()?);
        let is_other = from.dimension == to.dimension
            && from.unit.code != to.unit.code
            && to.dimension != Dimension::Share;
        if !opens || !is_other || amount.hedge.is_some() {
            return None;
        }
        let mut reading = first.clone();
        let figure = &mut reading.found.value;
        figure.written = self.pieces.span(amount.first, amount.last);
        figure.number = self.pieces.span(amount.number.first, amount.number_last);
        figure.nominal = amount.number.value;
        figure.nominal_high = amount.high;
        figure.place_value = amount.number.place;
        figure.interval =
            hedge::interval(&amount.number, amount.high, before.hedge, figure.measure);
        figure.unit = unit_of(amount, figure.measure, self.pieces);
        reading.found.span = figure.written;
        Some(reading)
    }

    /// Reads an amount; `earlier` holds what was read before it.
    pub fn reading(&self, amount: &Amount, earlier: &[Reading]) -> Option<Reading> {
        let own = self.pieces.span(amount.first, amount.last);
        if self.is_inside_date(amount, own) {
            return None;
        }
        let tokens = self.document.tokens_in(own);
        let mut counted = counted::find(self.document, tokens.clone(), role(amount), &self.taken);
        let step = match amount.number.kind {
            Kind::Ordinal => self.ordinal(&tokens, &mut counted)?,
            _ => "",
        };
        let reached = self.level_reached(amount, earlier);
        if reached.is_some() {
            counted = Counted::default();
        }
        if let Some(level) = reached.or_else(|| self.earlier_level(amount, earlier)) {
            counted.span = counted.span.or(level.counted);
            counted.property.clone_from(&level.property);
            counted.words.clone_from(&level.words);
        }
        let (measure, unit) = self.measured(amount, &tokens, &mut counted, step, earlier);
        if self.is_model(amount, measure, &counted, &tokens) {
            return None;
        }
        let part = self.part(amount, own, measure, &counted);
        let figure = self.figure(amount, tokens, counted, measure, unit);
        let found = Found {
            span: figure.written,
            rule: rule(measure),
            value: figure,
        };
        Some(Reading { found, part })
    }

    /// What an amount measures, and its unit; `step` is the unit of one step of an ordinal.
    fn measured(
        &self,
        amount: &Amount,
        tokens: &Range<usize>,
        counted: &mut Counted,
        step: &str,
        earlier: &[Reading],
    ) -> (Measure, Unit) {
        let unit = |code: &str, name: &str| Unit {
            code: code.to_owned(),
            name: name.to_owned(),
        };
        let measure = measure(amount, counted, tokens);
        if counted.is_ratio {
            return (Measure::Quantity, unit("1", "times"));
        }
        if measure == Measure::Bare {
            if self.is_persons_age(amount, counted) {
                return (Measure::Age, unit_of(amount, Measure::Age, self.pieces));
            }
            if let Some(same) = take_up(amount, counted, earlier) {
                return same;
            }
        }
        if step.is_empty() {
            (measure, unit_of(amount, measure, self.pieces))
        } else {
            (measure, unit("a", step))
        }
    }

    /// "down 2% at 1,463 points": the level that a change led to.
    fn level_reached<'b>(&self, amount: &Amount, earlier: &'b [Reading]) -> Option<&'b Figure> {
        let cue = self.pieces.before(amount.first)?;
        let step = &earlier.last()?.found.value;
        let end = self.pieces.list.get(cue)?.span.start;
        let is_next = end.checked_sub(step.written.end)? <= 1;
        let leads = is_next && step.scope.change.is_some() && step.hedge == Hedge::Exact;
        (leads && self.pieces.lower(cue) == "at").then_some(step)
    }

    /// "€4.6bn, up from €3.1bn": the level before of what was just measured.
    fn earlier_level<'b>(&self, amount: &Amount, earlier: &'b [Reading]) -> Option<&'b Figure> {
        let from = self.pieces.before(amount.first)?;
        let lead = self.pieces.before(from)?;
        let (cue, verb) = (self.pieces.lower(from), self.pieces.lower(lead));
        let is_before = match cue.as_ref() {
            "from" => word::is("from_level", &verb),
            "with" | "to" => matches!(verb.as_ref(), "compared" | "compares" | "comparing"),
            "against" | "versus" => amount.unit.is_some(),
            _ => false,
        };
        let level = &earlier.last().filter(|_| is_before)?.found.value;
        let is_near = self
            .pieces
            .list
            .get(lead)?
            .span
            .start
            .checked_sub(level.written.end)?
            < 60;
        let same = amount
            .unit
            .as_ref()
            .is_none_or(|unit| unit.unit == level.unit);
        // "Ana is up from 37% and Bo is down from 49%": another subject, another level.
        let between = self.document.tokens_in(Span {
            start: level.written.end,
            end: self.pieces.list.get(from)?.span.start,
        });
        let has_subject = between
            .into_iter()
            .any(|token| matches!(self.document.tokens[token].dep, Dep::Nsubj | Dep::Nsubjpass));
        (is_near && same && !has_subject && level.measure != Measure::Duration).then_some(level)
    }

    /// "787 Dreamliner", "90049 ZIP Code": the number of a model or a code, not of things.
    fn is_model(
        &self,
        amount: &Amount,
        measure: Measure,
        counted: &Counted,
        tokens: &Range<usize>,
    ) -> bool {
        let number = &amount.number;
        let is_plain =
            number.in_digits && !number.grouped && number.scale <= 1.0 && amount.hedge.is_none();
        let tag = |token: usize| {
            self.document
                .tokens
                .get(token)
                .map_or(Tag::Unknown, |token| token.tag)
        };
        let noun_is_one = counted
            .noun
            .is_some_and(|noun| matches!(tag(noun), Tag::Nn | Tag::Nnp));
        // "the 80486 chip": things that many are written with parted thousands, and are several.
        let is_code = number.value >= 10_000.0 && tag(tokens.end) == Tag::Nn;
        measure == Measure::Count
            && is_plain
            && number.value >= 100.0
            && noun_is_one
            && (tag(tokens.end) == Tag::Nnp || is_code)
    }

    /// "She will be 35": a bare number that somebody is.
    fn is_persons_age(&self, amount: &Amount, counted: &Counted) -> bool {
        let Some(verb) = counted.predicate.filter(|_| counted.by_pronoun) else {
            return false;
        };
        let is_be = matches!(self.document.tokens[verb].lemma.as_str(), "be" | "turn");
        let subject = counted::subject(self.document, verb)
            .map(|subject| self.document.word(subject).to_lowercase());
        let is_person = matches!(subject.as_deref(), Some("he" | "she" | "i"));
        is_be
            && is_person
            && (1.0..=120.0).contains(&amount.number.value)
            && amount.number.scale <= 1.0
    }
}

/// A bare number that a pronoun measures ("it's at 145") takes up the same number said before.
fn take_up(amount: &Amount, counted: &mut Counted, earlier: &[Reading]) -> Option<(Measure, Unit)> {
    let figures = earlier
        .iter()
        .rev()
        .take(6)
        .map(|reading| &reading.found.value);
    let mut same = figures.filter(|figure| {
        figure.nominal == amount.number.value && figure.unit.code != "1" && figure.nominal >= 10.0
    });
    let same = same.next().filter(|_| counted.by_pronoun)?;
    counted.property.clone_from(&same.property);
    counted.words.extend(same.words.iter().cloned());
    counted.words.sort_unstable();
    counted.words.dedup();
    Some((same.measure, same.unit.clone()))
}

/// What the rules of counting want to know of an amount.
fn role(amount: &Amount) -> Role {
    match amount.unit.as_ref().map(|unit| unit.dimension) {
        None if matches!(amount.number.kind, Kind::Fraction | Kind::Ratio) => Role::Measure,
        None => Role::Count,
        Some(Dimension::Time) => Role::Time,
        Some(_) => Role::Measure,
    }
}
