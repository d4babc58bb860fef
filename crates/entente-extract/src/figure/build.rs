//! Puts a figure together: its words, interval, unit, scope, and those it is about.

use std::ops::Range;

use entente_types::{ActorId, ActorKind, Country, Figure, Hedge, Measure, Pos, Scope, Tag, Unit};

use super::amount::Amount;
use super::counted::{self, Counted};
use super::language::Class;
use super::lex::Pieces;
use super::number::Kind;
use super::reader::Reader;
use super::scope;
use super::unit::{self, Dimension};

impl Reader<'_> {
    /// The figure of an amount.
    pub fn figure(
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
        let interval = amount.interval(measure);
        let hedge = amount.hedge();
        let scope = self.scope(amount, &tokens, &written_tokens, &counted);
        let about = if measure == Measure::Age {
            self.aged(&tokens)
        } else {
            self.about(&counted)
        };
        Figure {
            written,
            number: self.pieces.span(amount.number.first, amount.number_last),
            nominal: amount.number.value,
            nominal_high: amount.high,
            place_value: amount.number.place,
            hedge,
            hedge_span: amount
                .hedge
                .filter(|found| found.hedge != Hedge::Exact && amount.between.is_none())
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

    /// Whose age it is: who is named by the words themselves ("the 46-year-old"), by those that they hang on ("Roe, 15", "Roe,
    /// aged 15", "15-year-old Jane Roe"), or by the subject of what says it ("Roe is 15").
    fn aged(&self, tokens: &Range<usize>) -> Vec<ActorId> {
        const STEPS: usize = 4;
        if tokens.is_empty() {
            return Vec::new();
        }
        let mut at = counted::top(self.document, tokens);
        for _ in 0..STEPS {
            if let Some(mentions) = self.named.get(&(at as u32)) {
                return self.actors_of(mentions);
            }
            let Some(head) = self.document.head(at) else {
                break;
            };
            let is_said = matches!(self.document.tokens[head].pos, Pos::Verb | Pos::Aux);
            if is_said && self.document.tokens[head].tag != Tag::Vbn {
                let says = matches!(self.document.tokens[head].lemma.as_str(), "be" | "turn");
                let subject = says
                    .then(|| counted::subject(self.document, head))
                    .flatten();
                let named = subject.and_then(|subject| self.named.get(&(subject as u32)));
                return named.map_or_else(Vec::new, |mentions| self.actors_of(mentions));
            }
            at = head;
        }
        Vec::new()
    }

    /// Actors whose mentions are headed by one of the counted words.
    fn about(&self, counted: &Counted) -> Vec<ActorId> {
        let heads = counted
            .heads
            .iter()
            .filter_map(|head| self.named.get(&(*head as u32)));
        let heads: Vec<usize> = heads.flatten().copied().collect();
        self.actors_of(&heads)
    }

    fn actors_of(&self, mentions: &[usize]) -> Vec<ActorId> {
        let actors = mentions
            .iter()
            .map(|idx| self.actors.mentions[*idx].actor.clone());
        let mut actors: Vec<_> = actors.collect();
        actors.sort();
        actors.dedup();
        actors
    }
}

/// What kind of thing an amount states.
pub fn measure(amount: &Amount, counted: &Counted, tokens: &Range<usize>) -> Measure {
    let counts =
        counted.is_times || counted.is_party || counted.noun.is_some_and(|noun| noun >= tokens.end);
    plain_measure(amount, counts)
}

/// The same from the amount alone; `counts` tells whether something that it counts follows.
pub fn plain_measure(amount: &Amount, counts: bool) -> Measure {
    if amount.is_age {
        return Measure::Age;
    }
    if amount.number.kind == Kind::Ordinal {
        return Measure::Ordinal;
    }
    if amount.number.kind == Kind::Ratio {
        return Measure::Quantity;
    }
    match amount.unit.as_ref().map(|unit| unit.dimension) {
        Some(Dimension::Money) => Measure::Money,
        Some(Dimension::Share | Dimension::Points) => Measure::Percent,
        Some(Dimension::Time) => Measure::Duration,
        Some(_) => Measure::Quantity,
        None if amount.number.kind == Kind::Fraction => Measure::Percent,
        None if counts => Measure::Count,
        None => Measure::Bare,
    }
}

/// The unit of an amount.
pub fn unit_of(amount: &Amount, measure: Measure, pieces: &Pieces<'_>) -> Unit {
    let unit = |code: &str, name: &str| Unit {
        code: code.to_owned(),
        name: name.to_owned(),
    };
    match (&amount.unit, measure) {
        (Some(found), _) => found.unit.clone(),
        (None, Measure::Quantity) => unit("1", "times"),
        (None, Measure::Age) => unit("a", "year"),
        (None, Measure::Percent) => unit("%", "percentage"),
        // "300 tests per day", "20 Milliarden pro Jahr"
        (None, Measure::Count | Measure::Bare) => {
            let mut places = [amount.last + 1, amount.last + 2].into_iter();
            let rate = places.find_map(|next| {
                let found = unit::rate(pieces, next).filter(|_| pieces.is(next, Class::Per));
                found.map(|(_, code, name)| (code, name))
            });
            match rate {
                Some((code, name)) => unit(&format!("1/{code}"), &format!("per {name}")),
                None => unit("1", ""),
            }
        }
        _ => unit("1", ""),
    }
}

/// The rule that reads this kind.
pub fn rule(measure: Measure) -> &'static str {
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
