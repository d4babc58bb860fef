//! Reads figures from characters alone: number, interval, hedge, unit and measure, in any language that has a
//! table. What is counted and what limits it is left to a parse.

use std::sync::LazyLock;

use entente_types::{Document, Figure, Hedge, Scope, Span};

use super::amount::{self, Amount};
use super::build::{plain_measure, rule, unit_of};
use super::currency;
use super::language::{Class, language};
use super::lex::{Pieces, Register, Shape};
use super::name;
use super::number::{self, Kind, Number};
use crate::Found;

/// A text that has no tokens: what the rules see that ask for tags and trees.
static UNPARSED: LazyLock<Document> = LazyLock::new(Document::default);

/// Finds the figures of a text from its characters alone, in order.
///
/// `language` is a primary tag of BCP 47. English, German, French, Spanish and Russian have tables of their own;
/// in any other language numbers in digits, signs and symbols are read as English writes them. Every figure has
/// its number, hedge, interval, unit and measure; property, words, counted phrase, scope and actors stay empty.
/// Takes time linear in the length of the text.
///
/// # Example
///
/// ```
/// use entente_extract::figure::scan;
///
/// let text = "Rund 3,5 Millionen Menschen";
/// let figures = scan(text, "de");
/// assert_eq!(figures[0].value.written.of(text), "Rund 3,5 Millionen");
/// assert_eq!(figures[0].value.nominal, 3_500_000.0);
/// ```
#[must_use]
pub fn scan(text: &str, language_code: &str) -> Vec<Found<Figure>> {
    figures(text, language_code, Register::Report)
}

/// Finds the figures of a terse note or command, as [`scan`] does of a report.
///
/// It also takes what in a report could be another word: "2m" for minutes or metres, "20 dollars 43", "a month".
#[must_use]
pub fn scan_note(text: &str, language_code: &str) -> Vec<Found<Figure>> {
    figures(text, language_code, Register::Note)
}

fn figures(text: &str, language_code: &str, register: Register) -> Vec<Found<Figure>> {
    let pieces = Pieces::of(text, language(language_code), register);
    let amounts = amount::read(&pieces, &UNPARSED);
    let figures = amounts.iter().filter(|amount| states(&pieces, amount));
    figures.map(|amount| found(&pieces, amount)).collect()
}

/// A number as written, whatever it does in its text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numeral {
    /// Its words.
    pub span: Span,
    /// What it says.
    pub value: f64,
    /// "80th", "twenty-first".
    pub is_ordinal: bool,
    /// "two-thirds", "½".
    pub is_fraction: bool,
}

/// Finds the numerals of a text, in order: also those that state no amount, as years and numbers of pages.
#[must_use]
pub fn numerals(text: &str, language_code: &str) -> Vec<Numeral> {
    let pieces = Pieces::of(text, language(language_code), Register::Note);
    let mut found: Vec<Numeral> = Vec::new();
    let mut at = 0;
    while at < pieces.list.len() {
        let (sign, start) = amount::sign(&pieces, at);
        let has_currency = start
            .checked_sub(1)
            .is_some_and(|before| currency::before(&pieces, before).is_some());
        let number = pieces
            .starts(start)
            .then(|| number::read(&pieces, start, has_currency))
            .flatten();
        let Some(number) = number else {
            at += 1;
            continue;
        };
        let is_pronoun =
            number.value == 1.0 && !number.in_digits && name::is_pronoun(&pieces, number.first);
        let is_tied = number.in_digits
            && pieces.shape(number.last + 1) == Shape::Word
            && pieces.is_glued(number.last + 1);
        if is_pronoun || is_tied {
            at = number.last.max(at) + 1;
            continue;
        }
        let first = if sign < 0 { at } else { number.first };
        at = number.last.max(at) + 1;
        // "forty-five (45)"
        let value = if sign < 0 {
            -number.value
        } else {
            number.value
        };
        let again = found.last().filter(|last| last.value == value);
        if let Some(end) = again.and_then(|last| bracketed(&pieces, last.span, &number)) {
            if let Some(last) = found.last_mut() {
                last.span = last.span.join(end);
            }
            at += 1;
            continue;
        }
        found.push(Numeral {
            span: pieces.span(first, number.last),
            value,
            is_ordinal: number.kind == Kind::Ordinal,
            is_fraction: number.kind == Kind::Fraction,
        });
    }
    found
}

/// The closing bracket of a number in brackets, if nothing but the opening one parts it from `before`.
fn bracketed(pieces: &Pieces<'_>, before: Span, number: &Number) -> Option<Span> {
    let open = number.first.checked_sub(1)?;
    let close = pieces.list.get(number.last + 1)?;
    let is_next = pieces.list.get(open.checked_sub(1)?)?.span.end == before.end;
    let is_in = pieces.word(open) == "(" && pieces.word(number.last + 1) == ")";
    (is_next && is_in).then_some(close.span)
}

/// Does an amount state how many or how much, as far as its own words tell?
fn states(pieces: &Pieces<'_>, amount: &Amount) -> bool {
    let number = &amount.number;
    if pieces.is_note() {
        return number.kind != Kind::Ordinal;
    }
    let is_word = !number.in_digits && amount.unit.is_none() && amount.hedge.is_none();
    // "the two sides", "les trois ministres" take up what was counted.
    let is_taken_up = is_word
        && number.kind == Kind::Cardinal
        && number.value <= 12.0
        && pieces
            .before(amount.first)
            .is_some_and(|before| pieces.is(before, Class::The));
    if is_taken_up {
        return false;
    }
    let counts = counts(pieces, amount);
    match number.kind {
        // "first", "the second day": only digits and unequivocal words count.
        Kind::Ordinal => number.in_digits,
        // "un sur trois", "uno de cada tres"
        _ if is_word && pieces.language.code != "en" && follows_in(pieces, amount) => false,
        _ if is_word && !counts => number.kind != Kind::Cardinal || number.scale > 1.0,
        _ => !(is_word && number.value == 1.0 && number.kind == Kind::Cardinal),
    }
}

/// Does the number stand behind the "in" of "one in three"?
fn follows_in(pieces: &Pieces<'_>, amount: &Amount) -> bool {
    let before = pieces.before(amount.first);
    before.is_some_and(|before| pieces.is(before, Class::In))
}

/// Does a word follow that can be counted?
fn counts(pieces: &Pieces<'_>, amount: &Amount) -> bool {
    let next = amount.last + 1;
    let is_cue = [
        Class::And,
        Class::Or,
        Class::In,
        Class::To,
        Class::From,
        Class::When,
        Class::Idle,
        Class::Per,
    ];
    let is_of = pieces.is(next, Class::Of);
    let is_rough = matches!(amount.number.kind, Kind::Vague | Kind::Dozen | Kind::Few);
    is_of && is_rough
        || pieces.shape(next) == Shape::Word
            && !is_cue.into_iter().any(|class| pieces.is(next, class))
}

fn found(pieces: &Pieces<'_>, amount: &Amount) -> Found<Figure> {
    let mut first = amount.first;
    let mut last = amount.last;
    if let Some(hedge) = amount.hedge {
        first = first.min(hedge.first);
        last = last.max(hedge.last);
    }
    let measure = plain_measure(amount, counts(pieces, amount));
    let figure = Figure {
        written: pieces.span(first, last),
        number: pieces.span(amount.number.first, amount.number_last),
        nominal: amount.number.value,
        nominal_high: amount.high,
        place_value: amount.number.place,
        hedge: amount.hedge(),
        hedge_span: amount
            .hedge
            .filter(|found| found.hedge != Hedge::Exact && amount.between.is_none())
            .map(|found| pieces.span(found.first, found.last)),
        interval: amount.interval(measure),
        measure,
        unit: unit_of(amount, measure, pieces),
        property: String::new(),
        words: Vec::new(),
        counted: None,
        about: Vec::new(),
        scope: Scope {
            change: (amount.sign != 0).then_some(amount.sign),
            ..Scope::default()
        },
    };
    Found {
        span: figure.written,
        rule: rule(measure),
        value: figure,
    }
}
