//! Tells numbers that state no amount: years, dates, times of day, names, addresses, list numbers.

use entente_types::{Document, EntityKind, Hedge, Pos, Tag};

use super::amount::{Amount, is_year};
use super::language::Class;
use super::lex::{Pieces, Shape};
use super::number::Kind;
use super::unit::Dimension;

/// States this number no amount?
#[must_use]
pub fn is_no_amount(pieces: &Pieces<'_>, document: &Document, amount: &Amount) -> bool {
    if let Some(unit) = amount.unit.as_ref() {
        let is_year = pieces.is(unit.first, Class::Year)
            && (1500.0..2200.0).contains(&amount.number.value)
            && !amount.number.grouped
            && amount.high.is_none_or(|high| high < 2200.0);
        return is_year
            || is_decade(pieces, amount)
            || is_clock(pieces, amount)
            || is_model(pieces, amount)
            || unit.dimension == Dimension::Time && is_title_case(pieces, unit.first);
    }
    if amount.is_age {
        return is_clock(pieces, amount) || is_model(pieces, amount);
    }
    // "90-е годы", "2030-й год"
    let is_year = amount.number.kind == Kind::Ordinal && pieces.is(amount.last + 1, Class::Year);
    is_year
        || is_postcode(pieces, amount)
        || is_date(document, pieces, amount)
        || is_bare_year(pieces, document, amount)
        || is_clock(pieces, amount)
        || is_decade(pieces, amount)
        || is_label(pieces, document, amount)
        || is_address(pieces, amount)
        || is_emergency(pieces, amount)
        || is_list_number(pieces, amount)
        || is_named(document, pieces, amount)
        || is_capital_word(pieces, document, amount)
        || is_nothing(pieces, document, amount)
        || is_empty_one(pieces, document, amount)
}

fn before<'a>(pieces: &Pieces<'a>, amount: &Amount) -> std::borrow::Cow<'a, str> {
    let idx = pieces.before(amount.first);
    idx.map_or(std::borrow::Cow::Borrowed(""), |idx| pieces.lower(idx))
}

/// Does a word of a class stand before the amount?
fn follows(pieces: &Pieces<'_>, amount: &Amount, class: Class) -> bool {
    pieces
        .before(amount.first)
        .is_some_and(|before| pieces.is(before, class))
}

/// "May 9", "9 May", "4th of July", "Oct. 31".
fn is_date(document: &Document, pieces: &Pieces<'_>, amount: &Amount) -> bool {
    let is_month = |idx: usize| {
        let is_english = pieces.language.code == "en";
        pieces.is(idx, Class::Month)
            && (!is_english || pieces.word(idx).starts_with(char::is_uppercase))
    };
    let mut lead = pieces.before(amount.first);
    if lead.is_some_and(|lead| pieces.word(lead) == ".") {
        lead = lead.and_then(|lead| pieces.before(lead));
    }
    let is_small = amount.number.value <= 31.0 || is_year(pieces, amount);
    let next = amount.last + 1;
    // "9. Mai", "4th of July"
    let is_link = pieces.is(next, Class::Of) || pieces.word(next) == "." && pieces.is_glued(next);
    let next = next + usize::from(is_link);
    let leads = lead.is_some_and(is_month) && !counts(document, pieces, amount.last + 1);
    is_small && (leads || is_month(next))
}

/// Is the next word a plural noun? By its tag, or by its look where there is none.
fn counts(document: &Document, pieces: &Pieces<'_>, idx: usize) -> bool {
    let word = pieces.word(idx);
    if pieces.shape(idx) != Shape::Word || matches!(word, "people" | "men" | "women" | "children") {
        return pieces.shape(idx) == Shape::Word;
    }
    match tag_at(document, pieces, idx) {
        None | Some(Tag::Unknown) => {
            let is_plural = word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("is");
            is_plural && word.len() > 3 && word.starts_with(char::is_lowercase)
        }
        Some(tag) => tag == Tag::Nns,
    }
}

fn is_bare_year(pieces: &Pieces<'_>, document: &Document, amount: &Amount) -> bool {
    if !is_year(pieces, amount) || amount.high.is_some() {
        return false;
    }
    // "above 1000 and below 1500", not "up to 2024"
    let is_bound = amount.hedge.is_some_and(|hedge| match hedge.hedge {
        Hedge::Over | Hedge::AtLeast => true,
        Hedge::AtMost => hedge.is_open,
        _ => false,
    });
    if is_bound {
        return false;
    }
    let next = amount.last + 1;
    let tagged_plural = tag_at(document, pieces, next).is_some_and(|tag| tag == Tag::Nns);
    let is_counting =
        counts(document, pieces, next) && (tagged_plural || !follows(pieces, amount, Class::When));
    if pieces.language.code != "en" {
        // Without tags a year shows by its number alone: few counts lie between 1900 and 2100 and are not round.
        let is_round = amount.number.value % 100.0 == 0.0;
        return !is_round || follows(pieces, amount, Class::When);
    }
    !is_counting || follows(pieces, amount, Class::When)
}

fn tag_at(document: &Document, pieces: &Pieces<'_>, idx: usize) -> Option<Tag> {
    let piece = pieces.list.get(idx)?;
    let tokens = document.tokens_in(piece.span);
    document.tokens.get(tokens.start).map(|token| token.tag)
}

/// "10.45pm", "5 a.m.", "8 o'clock".
fn is_clock(pieces: &Pieces<'_>, amount: &Amount) -> bool {
    let next = amount.number_last + 1;
    let says = pieces.lower(next);
    let is_half_day = pieces.is(next, Class::Clock) && amount.number.value < 25.0;
    let dotted = matches!(says.as_ref(), "a" | "p")
        && pieces.word(next + 1) == "."
        && pieces.lower(next + 2) == "m";
    let with_minutes = says == "h"
        && amount.number.value < 25.0
        && pieces
            .list
            .get(next + 1)
            .is_some_and(|piece| piece.shape == Shape::Number && piece.span.len() == 2);
    let is_oclock = says == "o" && pieces.lower(next + 2) == "clock";
    is_half_day || dotted || is_oclock || with_minutes
}

/// "Model 3s", "Channel 5s": a plural or a genitive, not seconds.
fn is_model(pieces: &Pieces<'_>, amount: &Amount) -> bool {
    let is_glued_s = pieces.word(amount.last) == "s"
        && pieces.is_glued(amount.last)
        && amount.last == amount.number_last + 1;
    let lead = pieces
        .before(amount.first)
        .map_or("", |lead| pieces.word(lead));
    is_glued_s && lead.starts_with(char::is_uppercase)
}

/// "1990s", "90s".
fn is_decade(pieces: &Pieces<'_>, amount: &Amount) -> bool {
    let next = amount.number_last + 1;
    let is_round = amount.number.value % 10.0 == 0.0;
    amount.number.in_digits
        && is_round
        && !amount.number.grouped
        && amount.number.place == 1.0
        && pieces.is_glued(next)
        && (pieces.word(next) == "s" || pieces.word(next) == "'" && pieces.word(next + 1) == "s")
}

/// "Article 5", "No. 7", "iPhone 12", "Big 12", "World War 2": the number names something.
fn is_label(pieces: &Pieces<'_>, document: &Document, amount: &Amount) -> bool {
    let number = &amount.number;
    let is_small =
        number.value < 10_000.0 && !number.grouped && number.place >= 1.0 && number.scale <= 1.0;
    if !is_small || number.kind != Kind::Cardinal || amount.high.is_some() {
        return false;
    }
    let Some(mut lead) = pieces.before(number.first) else {
        return false;
    };
    let is_tied = pieces.is_dash(lead) && pieces.is_glued(number.first);
    if pieces.word(lead) == "." || is_tied {
        lead = lead.saturating_sub(1);
    }
    let written = pieces.word(lead);
    if pieces.shape(lead) != Shape::Word || (counts(document, pieces, amount.last + 1) && !is_tied)
    {
        return false;
    }
    let is_capital =
        written.starts_with(char::is_uppercase) || written.chars().skip(1).any(char::is_uppercase);
    let in_label = pieces.is(lead, Class::Label)
        && (is_capital || number.in_digits)
        && !matches!(written, "top" | "bottom");
    // "iPhone 12": a capital inside a word marks a product.
    let is_product = written.starts_with(char::is_lowercase) && is_capital;
    in_label
        || is_product
        || is_capital && number.in_digits && follows_name(document, pieces, lead, amount)
}

/// Does the parser take the word before the number for a name that the number belongs to?
fn follows_name(document: &Document, pieces: &Pieces<'_>, lead: usize, amount: &Amount) -> bool {
    let token = |idx: usize| {
        let piece = pieces.list.get(idx)?;
        let tokens = document.tokens_in(piece.span);
        (!tokens.is_empty()).then_some(tokens.start)
    };
    let (Some(lead), Some(number)) = (token(lead), token(amount.number.first)) else {
        return true;
    };
    let is_name =
        document.tokens[lead].pos == Pos::Propn || document.tokens[lead].tag == Tag::Unknown;
    let head = document.head(number);
    let counts_later = head.is_some_and(|head| {
        head > number && matches!(document.tokens[head].tag, Tag::Nns | Tag::Nnps)
    });
    let is_date = matches!(
        document.entity_of(lead).map(|entity| entity.kind),
        Some(EntityKind::Date | EntityKind::Time)
    );
    is_name && !counts_later && !is_date
}

/// "75001 Paris": where thousands are parted, five digits in a row before a capital are a code.
fn is_postcode(pieces: &Pieces<'_>, amount: &Amount) -> bool {
    let number = &amount.number;
    pieces.language.code != "en"
        && number.in_digits
        && !number.grouped
        && number.scale <= 1.0
        && number.value >= 10_000.0
        && pieces.word(number.first).len() == 5
        && pieces.word(amount.last + 1).starts_with(char::is_uppercase)
}

/// "16 Industrial Avenue", "358 El Brillo Way", "12 rue de la Paix".
fn is_address(pieces: &Pieces<'_>, amount: &Amount) -> bool {
    if !amount.number.in_digits || amount.number.scale > 1.0 {
        return false;
    }
    if pieces.language.code != "en" && pieces.is(amount.last + 1, Class::Street) {
        return true;
    }
    let mut at = amount.last + 1;
    for nth in 0..5 {
        let written = pieces.word(at);
        let is_street = pieces.is(at, Class::Street) && written.starts_with(char::is_uppercase);
        if is_street && (nth > 0 || pieces.word(at + 1).starts_with(char::is_uppercase)) {
            return true;
        }
        let is_name = written.starts_with(char::is_uppercase) || pieces.shape(at) == Shape::Number;
        if !is_name {
            return false;
        }
        at += 1 + usize::from(
            pieces.is_glued(at + 1)
                && matches!(pieces.lower(at + 1).as_ref(), "st" | "nd" | "rd" | "th"),
        );
    }
    false
}

/// "called 911", "a 911 dispatcher".
fn is_emergency(pieces: &Pieces<'_>, amount: &Amount) -> bool {
    amount.first == amount.last
        && pieces.is(amount.first, Class::Emergency)
        && (follows(pieces, amount, Class::Dial) || pieces.is(amount.last + 1, Class::Dialled))
}

/// "1." or "2)" at the start of a line; "[3]".
fn is_list_number(pieces: &Pieces<'_>, amount: &Amount) -> bool {
    let starts_line = pieces.before(amount.first).is_none();
    let next = amount.last + 1;
    let is_marked = matches!(pieces.word(next), "." | ")" | "]")
        && pieces.is_glued(next)
        && !pieces.is_glued(next + 1);
    let in_brackets = before(pieces, amount) == "[" && pieces.word(next) == "]";
    amount.number.in_digits
        && (starts_line && is_marked && pieces.shape(next + 1) != Shape::Break || in_brackets)
}

/// Inside a name that the parser found, and not counting.
fn is_named(document: &Document, pieces: &Pieces<'_>, amount: &Amount) -> bool {
    let Some(piece) = pieces.list.get(amount.number.first) else {
        return false;
    };
    let tokens = document.tokens_in(piece.span);
    let Some(entity) = document
        .entity_of(tokens.start)
        .filter(|_| !tokens.is_empty())
    else {
        return false;
    };
    let is_name = matches!(
        entity.kind,
        EntityKind::Product
            | EntityKind::Org
            | EntityKind::WorkOfArt
            | EntityKind::Event
            | EntityKind::Fac
            | EntityKind::Law
            | EntityKind::Person
            | EntityKind::Gpe
            | EntityKind::Loc
    );
    // A name that starts with the number counts what follows, unless its noun is a singular name.
    let starts = entity.start as usize == tokens.start && counts(document, pieces, amount.last + 1);
    is_name && !starts
}

/// "Group of Seven": a number in words with a capital, and no sentence begins with it.
fn is_capital_word(pieces: &Pieces<'_>, document: &Document, amount: &Amount) -> bool {
    let first = amount.number.first;
    if amount.number.in_digits || !is_title_case(pieces, first) {
        return false;
    }
    let Some(token) = pieces
        .list
        .get(first)
        .map(|piece| document.tokens_in(piece.span).start)
    else {
        return false;
    };
    let is_after_word = first
        .checked_sub(1)
        .is_some_and(|before| pieces.shape(before) == Shape::Word);
    // "Three Dead, Five Hurt": a line in capitals is no name.
    let is_followed = is_title_case(pieces, amount.last + 1);
    let is_first = document
        .sentences
        .get(document.sentence_of(token))
        .is_none_or(|sentence| sentence.tokens().start == token);
    !document.tokens.is_empty() && is_after_word && !is_first && !is_followed
}

/// "Seven" and "60 Minutes" in English: with a capital where no other number or unit has one, as a name or the first word.
fn is_title_case(pieces: &Pieces<'_>, idx: usize) -> bool {
    let mut letters = pieces.word(idx).chars();
    pieces.language.code == "en"
        && letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_lowercase)
}

/// "zero tolerance": nothing of what cannot be counted.
fn is_nothing(pieces: &Pieces<'_>, document: &Document, amount: &Amount) -> bool {
    let next = tag_at(document, pieces, amount.last + 1);
    !amount.number.in_digits && amount.number.value == 0.0 && next == Some(Tag::Nn)
}

/// "one" that counts nothing: "no one", "one another", "one who", "the one".
fn is_empty_one(pieces: &Pieces<'_>, document: &Document, amount: &Amount) -> bool {
    if amount.number.in_digits || amount.number.value != 1.0 || amount.number.kind != Kind::Cardinal
    {
        return false;
    }
    let next = amount.last + 1;
    let after = pieces.lower(next);
    if after == "of" {
        return false;
    }
    let is_pronoun = is_pronoun(pieces, amount.first);
    let is_idle = pieces.shape(next) != Shape::Word || pieces.is(next, Class::Idle);
    let is_noun = pieces.list.get(amount.number.first).is_some_and(|piece| {
        let token = document.tokens_in(piece.span).start;
        let tag = document
            .tokens
            .get(token)
            .map_or(Tag::Unknown, |token| token.tag);
        matches!(tag, Tag::Nn | Tag::Nns | Tag::Prp)
    });
    is_pronoun || is_idle || is_noun
}

/// Is the "one" at a piece a pronoun: "the one", "no one"?
#[must_use]
pub fn is_pronoun(pieces: &Pieces<'_>, one: usize) -> bool {
    let before = pieces.before(one).map(|before| pieces.lower(before));
    matches!(
        before.as_deref(),
        Some(
            "no" | "any"
                | "every"
                | "the"
                | "this"
                | "that"
                | "which"
                | "each"
                | "some"
                | "another"
                | "-"
                | "number"
        )
    )
}

/// "aged 35", "at the age of 35", "Ana Ruiz, 35,".
#[must_use]
pub fn is_age(pieces: &Pieces<'_>, document: &Document, amount: &Amount) -> bool {
    let lead = before(pieces, amount);
    if pieces.language.code == "en" && follows(pieces, amount, Class::Aged) {
        return true;
    }
    let Some(first) = pieces.before(amount.first) else {
        return false;
    };
    if lead == "of" {
        return pieces
            .before(first)
            .is_some_and(|idx| matches!(pieces.lower(idx).as_ref(), "age" | "ages"));
    }
    let after = amount.last + 1;
    let is_aside = lead == ","
        && matches!(pieces.word(after), "," | "." | ";")
        && amount.number.in_digits
        && amount.number.place >= 1.0;
    let name = first.checked_sub(1).and_then(|idx| pieces.list.get(idx));
    let Some(name) = name.filter(|_| is_aside) else {
        return false;
    };
    let tokens = document.tokens_in(name.span);
    let Some(token) = document.tokens.get(tokens.start) else {
        return false;
    };
    let kind = document.entity_of(tokens.start).map(|entity| entity.kind);
    let is_person = kind == Some(EntityKind::Person)
        || kind != Some(EntityKind::Gpe) && token.pos == Pos::Propn;
    !tokens.is_empty() && is_person && amount.number.value >= 5.0
}
