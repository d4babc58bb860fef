//! How many and how much: numbers with their unit, what they count, and the interval their words allow.
//!
//! Numbers, units and hedges are read from characters alone (`lex`, `number`, `unit`, `hedge`, `amount`),
//! so that they work in any text; what is counted and what limits it comes from the parse (`counted`,
//! `scope`).

mod amount;
mod counted;
mod hedge;
mod lex;
mod name;
mod number;
mod scope;
mod unit;
mod word;

use std::collections::HashMap;
use std::ops::Range;

use entente_types::{
    ActorKind, Actors, Country, Document, Figure, Hedge, Measure, Scope, Span, Tag, TimeExpression,
    TimeKind, Unit,
};

use crate::Found;
use amount::Amount;
use counted::{Counted, Role};
use lex::Pieces;
use number::Kind;
use unit::Dimension;

/// What a number does in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It states how many or how much: a claim.
    Claim,
    /// It only says when: "two years ago", "the past three months".
    Time,
    /// It takes up what was counted before, or counts nothing worth a claim: "the two countries", "one of".
    Mention,
}

/// A number as read, with its part in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The figure.
    pub found: Found<Figure>,
    /// What it does in the text.
    pub part: Part,
}

/// Finds figures, in order of the text.
///
/// Numbers that only say when or take up what was counted before are left out; [`read`] gives them too.
#[must_use]
pub fn find(document: &Document, actors: &Actors, times: &[TimeExpression]) -> Vec<Found<Figure>> {
    let claims = read(document, actors, times).into_iter();
    let claims = claims.filter(|reading| reading.part == Part::Claim);
    claims.map(|reading| reading.found).collect()
}

/// Reads every number that states an amount, in order of the text, with the part it plays.
#[must_use]
pub fn read(document: &Document, actors: &Actors, times: &[TimeExpression]) -> Vec<Reading> {
    let pieces = Pieces::of(document.text());
    let amounts = amount::read(&pieces, document);
    let reader = Reader {
        document,
        pieces: &pieces,
        actors,
        named: named(actors),
        times,
        taken: taken(document, &pieces, &amounts, times),
    };
    let mut readings: Vec<Reading> = Vec::new();
    let mut before: Option<&Amount> = None;
    for amount in &amounts {
        let converted = reader.converted(amount, before, &readings);
        let reading = converted.or_else(|| reader.reading(amount, &readings));
        before = reading.is_some().then_some(amount);
        readings.extend(reading);
    }
    readings
}

/// Marks the tokens of numbers, units and times.
fn taken(
    document: &Document,
    pieces: &Pieces<'_>,
    amounts: &[Amount],
    times: &[TimeExpression],
) -> Vec<bool> {
    let mut taken = vec![false; document.tokens.len()];
    let own = amounts
        .iter()
        .map(|amount| pieces.span(amount.first, amount.last));
    for span in own.chain(times.iter().map(|time| time.span)) {
        taken[document.tokens_in(span)].fill(true);
    }
    taken
}

/// Mentions by the token that heads them.
fn named(actors: &Actors) -> HashMap<u32, Vec<usize>> {
    let mut named: HashMap<u32, Vec<usize>> = HashMap::new();
    for (idx, mention) in actors.mentions.iter().enumerate() {
        named.entry(mention.head).or_default().push(idx);
    }
    named
}

struct Reader<'a> {
    document: &'a Document,
    pieces: &'a Pieces<'a>,
    actors: &'a Actors,
    named: HashMap<u32, Vec<usize>>,
    times: &'a [TimeExpression],
    taken: Vec<bool>,
}

impl Reader<'_> {
    /// "7.5 million crowns ($1.1 million)": the same in another unit, with the same hedge and scope.
    fn converted(
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

    fn reading(&self, amount: &Amount, earlier: &[Reading]) -> Option<Reading> {
        let own = self.pieces.span(amount.first, amount.last);
        let tokens = self.document.tokens_in(own);
        if self.is_inside_date(amount, own) {
            return None;
        }
        let dimension = amount.unit.as_ref().map(|unit| unit.dimension);
        let role = match dimension {
            None if amount.number.kind == Kind::Fraction => Role::Measure,
            None => Role::Count,
            Some(Dimension::Time) => Role::Time,
            Some(_) => Role::Measure,
        };
        let mut counted = counted::find(self.document, tokens.clone(), role, &self.taken);
        let mut measure = measure(amount, &counted, &tokens);
        let mut unit = unit_of(amount, measure, self.pieces);
        let ordinal =
            (amount.number.kind == Kind::Ordinal).then(|| self.ordinal(&tokens, &mut counted));
        if let Some(ordinal) = ordinal {
            let step = ordinal?;
            if !step.is_empty() {
                unit = Unit {
                    code: "a".to_owned(),
                    name: step.to_owned(),
                };
            }
        }
        if let Some(level) = self.earlier_level(amount, earlier) {
            counted.span = counted.span.or(level.counted);
            counted.property.clone_from(&level.property);
            counted.words.clone_from(&level.words);
        }
        if counted.is_ratio {
            measure = Measure::Quantity;
            unit = Unit {
                code: "1".to_owned(),
                name: "times".to_owned(),
            };
        }
        if self.is_model(amount, measure, &counted, &tokens) {
            return None;
        }
        if measure == Measure::Bare && self.is_persons_age(amount, &counted) {
            measure = Measure::Age;
            unit = unit_of(amount, measure, self.pieces);
        }
        if measure == Measure::Bare {
            self.take_up(amount, &mut counted, &mut measure, &mut unit, earlier);
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

    /// "€4.6bn, up from €3.1bn": the level before of what was just measured.
    fn earlier_level<'b>(&self, amount: &Amount, earlier: &'b [Reading]) -> Option<&'b Figure> {
        let from = self.pieces.before(amount.first)?;
        let lead = self.pieces.before(from)?;
        let is_before = self.pieces.lower(from) == "from"
            && matches!(
                self.pieces.lower(lead).as_ref(),
                "up" | "down" | "rise" | "increase" | "drop" | "fall"
            );
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
        (is_near && same && level.measure != Measure::Duration).then_some(level)
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
        measure == Measure::Count
            && is_plain
            && number.value >= 100.0
            && noun_is_one
            && tag(tokens.end) == Tag::Nnp
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

    /// What follows an ordinal, if it makes it a figure: the unit of one step.
    fn ordinal(&self, tokens: &Range<usize>, counted: &mut Counted) -> Option<&'static str> {
        for at in tokens.end..tokens.end + 3 {
            let token = self.document.tokens.get(at)?;
            let lemma = if token.lemma.is_empty() {
                self.document.word(at).to_lowercase()
            } else {
                token.lemma.to_lowercase()
            };
            if let Some((step, in_words)) = word::ordinal_noun(&lemma) {
                let is_big = self
                    .document
                    .word(tokens.start)
                    .starts_with(|first: char| first.is_ascii_digit());
                let is_anniversary = !step.is_empty();
                if counted.noun.is_some_and(|noun| noun > at) && is_anniversary {
                    counted.property = lemma;
                }
                // "first year" and "second day" order; "80th anniversary" and "17th package" count.
                let counts = self.document.word(tokens.start).to_lowercase() != "first";
                return (is_big || in_words && counts).then_some(step);
            }
        }
        None
    }

    /// Days, years and hours inside a date are no figures.
    fn is_inside_date(&self, amount: &Amount, own: Span) -> bool {
        let Some(time) = self.time_at(own) else {
            return false;
        };
        let is_time = amount
            .unit
            .as_ref()
            .is_some_and(|unit| unit.dimension == Dimension::Time);
        let holds = time
            .span
            .contains(self.pieces.span(amount.number.first, amount.number_last));
        holds
            && time.kind != TimeKind::Duration
            && amount.unit.is_none()
            && !is_time
            && !amount.is_age
    }

    /// "in six months", "every two years", "within 48 hours": how long it took or takes, not a length that is told.
    fn is_within(&self, amount: &Amount, before: &str) -> bool {
        let first = amount
            .hedge
            .map_or(amount.first, |hedge| hedge.first.min(amount.first));
        let lead = self.pieces.before(first).map(|idx| self.pieces.lower(idx));
        let lead = lead.as_deref().unwrap_or(before);
        matches!(
            lead,
            "in" | "within" | "every" | "after" | "during" | "before" | "once"
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

    /// A bare number that a pronoun measures ("it's at 145") takes up the same number said before.
    fn take_up(
        &self,
        amount: &Amount,
        counted: &mut Counted,
        measure: &mut Measure,
        unit: &mut Unit,
        earlier: &[Reading],
    ) {
        let same = earlier.iter().rev().take(6).find(|reading| {
            let figure = &reading.found.value;
            figure.nominal == amount.number.value
                && figure.unit.code != "1"
                && figure.nominal >= 10.0
        });
        let Some(same) = same
            .map(|reading| &reading.found.value)
            .filter(|_| counted.by_pronoun)
        else {
            return;
        };
        *measure = same.measure;
        *unit = same.unit.clone();
        counted.property.clone_from(&same.property);
        counted.words.extend(same.words.iter().cloned());
        counted.words.sort_unstable();
        counted.words.dedup();
    }

    fn part(&self, amount: &Amount, own: Span, measure: Measure, counted: &Counted) -> Part {
        let before = self
            .pieces
            .before(amount.first)
            .map(|idx| self.pieces.lower(idx))
            .unwrap_or_default();
        let after = self.pieces.lower(amount.last + 1);
        let is_hedged = amount.hedge.is_some();
        if measure == Measure::Duration {
            let is_tied = amount
                .unit
                .as_ref()
                .is_some_and(|unit| self.pieces.is_dash(unit.first.saturating_sub(1)));
            let says_when = word::is("past", &before) && !is_tied || word::is("away", &after);
            let dated = self
                .time_at(own)
                .is_some_and(|time| time.kind == TimeKind::Date && time.span.contains(own));
            let names_event = matches!(after.as_ref(), "since" | "after");
            if says_when
                || (dated && !names_event && !is_tied)
                || (!is_tied && !names_event && self.is_within(amount, &before))
            {
                return Part::Time;
            }
        }
        if counted.is_hyphened && !amount.number.in_digits {
            return Part::Mention;
        }
        let value = amount.number.value;
        let in_words = !amount.number.in_digits;
        let is_one = value == 1.0 && in_words && !is_hedged && amount.unit.is_none();
        let is_definite = matches!(
            before.as_ref(),
            "the" | "these" | "those" | "both" | "all" | "our" | "other" | "its" | "their"
        );
        let is_few = in_words
            && value <= 12.0
            && amount.unit.is_none()
            && amount.number.kind == Kind::Cardinal;
        let needs_name =
            measure == Measure::Bare || measure == Measure::Duration && counted.predicate.is_some();
        let names_nothing = needs_name && counted.property.is_empty() && !is_hedged;
        if is_one
            || (is_definite && is_few && !is_hedged)
            || names_nothing
            || (measure == Measure::Bare && in_words)
        {
            return Part::Mention;
        }
        Part::Claim
    }

    fn figure(
        &self,
        amount: &Amount,
        tokens: Range<usize>,
        mut counted: Counted,
        measure: Measure,
        unit: Unit,
    ) -> Figure {
        let mut first = amount.first;
        let mut last = amount.last;
        if let Some(hedge) = amount.hedge {
            first = first.min(hedge.first);
            last = last.max(hedge.last);
        }
        let written = self.pieces.span(first, last);
        let written_tokens = self.document.tokens_in(written);
        if measure == Measure::Duration && counted.noun.is_some_and(|noun| noun >= tokens.end) {
            let with = self
                .document
                .tokens_in(written.join(counted.span.unwrap_or(written)));
            counted.span = Some(self.document.span(with));
        }
        let interval = hedge::interval(&amount.number, amount.high, amount.hedge, measure);
        let hedge = match amount.hedge {
            Some(found) => found.hedge,
            None if amount.number.kind == Kind::Vague => Hedge::Vague,
            None => Hedge::Exact,
        };
        let scope = self.scope(amount, &tokens, &written_tokens, &counted);
        let about = self.about(&counted);
        Figure {
            written,
            number: self.pieces.span(amount.number.first, amount.number_last),
            nominal: amount.number.value,
            nominal_high: amount.high,
            place_value: amount.number.place,
            hedge,
            hedge_span: amount
                .hedge
                .filter(|found| found.hedge != Hedge::Exact)
                .map(|found| self.pieces.span(found.first, found.last)),
            interval,
            measure,
            unit,
            property: counted.property,
            words: counted.words,
            counted: counted.span,
            about,
            scope,
        }
    }

    fn scope(
        &self,
        amount: &Amount,
        tokens: &Range<usize>,
        written: &Range<usize>,
        counted: &Counted,
    ) -> Scope {
        if tokens.is_empty() {
            return Scope::default();
        }
        let time = scope::period(self.document, self.times, tokens, counted);
        let change = match amount.sign {
            0 => scope::change(self.document, written, counted),
            sign => Some(sign),
        };
        Scope {
            period: time.and_then(|(period, _)| period),
            period_span: time.map(|(_, span)| span),
            place: self.place(counted),
            excluding: scope::excluding(self.document, tokens, counted),
            part_of: counted.part_of,
            change,
            realis: scope::realis(self.document, counted, tokens.start),
        }
    }

    /// The state named after "in" in the counted phrase or under its predicate.
    fn place(&self, counted: &Counted) -> Option<Country> {
        let of = [counted.noun, counted.predicate];
        let cues = of
            .into_iter()
            .flatten()
            .flat_map(|token| self.document.children(token).take(24));
        let mut cues = cues.filter(|&cue| self.document.word(cue).eq_ignore_ascii_case("in"));
        cues.find_map(|cue| {
            let object = self.document.children(cue).next()?;
            let mention = self.named.get(&(object as u32))?.first()?;
            let actor = self.actors.actor(&self.actors.mentions[*mention].actor)?;
            (actor.kind == ActorKind::State).then(|| actor.country.clone())?
        })
    }

    /// Actors whose mentions are headed by one of the counted words.
    fn about(&self, counted: &Counted) -> Vec<entente_types::ActorId> {
        let heads = counted
            .heads
            .iter()
            .filter_map(|head| self.named.get(&(*head as u32)));
        let mut about: Vec<_> = heads
            .flatten()
            .map(|idx| self.actors.mentions[*idx].actor.clone())
            .collect();
        about.sort();
        about.dedup();
        about
    }
}

fn measure(amount: &Amount, counted: &Counted, tokens: &Range<usize>) -> Measure {
    if amount.is_age {
        return Measure::Age;
    }
    if amount.number.kind == Kind::Ordinal {
        return Measure::Ordinal;
    }
    match amount.unit.as_ref().map(|unit| unit.dimension) {
        Some(Dimension::Money) => Measure::Money,
        Some(Dimension::Share | Dimension::Points) => Measure::Percent,
        Some(Dimension::Time) => Measure::Duration,
        Some(_) => Measure::Quantity,
        None if amount.number.kind == Kind::Fraction => Measure::Percent,
        None if counted.is_times
            || counted.is_party
            || counted.noun.is_some_and(|noun| noun >= tokens.end) =>
        {
            Measure::Count
        }
        None => Measure::Bare,
    }
}

fn unit_of(amount: &Amount, measure: Measure, pieces: &Pieces<'_>) -> Unit {
    let unit = |code: &str, name: &str| Unit {
        code: code.to_owned(),
        name: name.to_owned(),
    };
    match (&amount.unit, measure) {
        (Some(found), _) if found.unit.code == "[lb_av]" && amount.number.scale >= 1e6 => {
            unit("GBP", "pound sterling")
        }
        (Some(found), _) => found.unit.clone(),
        (None, Measure::Age) => unit("a", "year"),
        (None, Measure::Percent) => unit("%", "percentage"),
        (None, Measure::Count) => {
            let next = amount.last + 2;
            match unit::rate(pieces, next) {
                Some((_, code, name)) if pieces.lower(next) == "per" => {
                    unit(&format!("1/{code}"), &format!("per {name}"))
                }
                _ => unit("1", ""),
            }
        }
        _ => unit("1", ""),
    }
}

fn rule(measure: Measure) -> &'static str {
    match measure {
        Measure::Count => "figure/count",
        Measure::Ordinal => "figure/ordinal",
        Measure::Money => "figure/money",
        Measure::Percent => "figure/percent",
        Measure::Duration => "figure/duration",
        Measure::Age => "figure/age",
        Measure::Quantity => "figure/quantity",
        Measure::Bare => "figure/bare",
    }
}
