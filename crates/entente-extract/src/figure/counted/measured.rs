//! What a number with a unit belongs to: a noun it stands at, or the subject or object of its verb.

use std::ops::Range;

use entente_types::{Dep, Document, Pos};

use super::Counted;
use super::noun::last_of_compound;
use super::tree::{
    REACH, child, children, is_noun, is_verb, phrase, prepositional, subject, top, verb_above,
};
use crate::figure::word;

/// A step up the tree.
enum Climb {
    /// The end of the way.
    Found(Counted),
    /// On from this token; does the number still tell a step of change?
    Up(usize, bool),
    /// There is nothing above.
    End,
}

/// What a number with a unit belongs to.
pub fn measure(document: &Document, tokens: &Range<usize>) -> Counted {
    let at = top(document, tokens);
    let whole = whole(document, tokens, at);
    if let Some(whole) = whole.as_ref().filter(|_| !measures_more(document, at)) {
        return whole.clone();
    }
    let counted = quoted(document, tokens).unwrap_or_else(|| climbed(document, tokens, at));
    match whole {
        // "The deficit is 3.4% of output": the deficit is measured, as a part of the output.
        Some(whole) if counted.noun.is_some() => Counted {
            part_of: whole.part_of,
            ..counted
        },
        Some(whole) => whole,
        None => counted,
    }
}

/// Does a share stand where it measures something else than its whole: behind "is", or behind "to" and "of"?
fn measures_more(document: &Document, at: usize) -> bool {
    let Some(head) = document.head(at) else {
        return false;
    };
    match document.tokens[at].dep {
        Dep::Attr => true,
        Dep::Pobj => {
            let is_level = matches!(document.tokens[head].lemma.as_str(), "to" | "at" | "of");
            let above = document.head(head);
            is_level
                && above.is_some_and(|above| {
                    let lemma = document.tokens[above].lemma.as_str();
                    is_plain_noun(document, above) && document.tokens[head].lemma == "of"
                        || is_verb(document, above) && word::change_verb(lemma).is_some()
                })
        }
        _ => false,
    }
}

/// The noun or verb that the number belongs to, up the tree.
fn climbed(document: &Document, tokens: &Range<usize>, from: usize) -> Counted {
    let mut at = from;
    let mut is_step = true;
    for _ in 0..REACH {
        match climb(document, tokens, at, is_step) {
            Climb::Found(counted) => return counted,
            Climb::Up(above, still) => (at, is_step) = (above, still),
            Climb::End => break,
        }
    }
    if is_verb(document, at) {
        return by_verb(document, at, is_step, false);
    }
    Counted::default()
}

/// "80% of voters": the whole that a share is of.
fn whole(document: &Document, tokens: &Range<usize>, at: usize) -> Option<Counted> {
    let of = prepositional(document, at, &["of"]).or_else(|| of_behind(document, tokens));
    let (_, object) = of?;
    Some(Counted {
        noun: Some(object),
        part_of: Some(phrase(document, object, tokens).0),
        predicate: verb_above(document, at),
        ..Counted::default()
    })
}

/// "Northwind, down 2%, and Acme +0.3%": the name that a market report puts before its change.
fn quoted(document: &Document, tokens: &Range<usize>) -> Option<Counted> {
    let mut at = tokens.start.checked_sub(1)?;
    let in_sentence = document.sentence_of(tokens.start);
    for _ in 0..2 {
        if document.tokens[at].pos == Pos::Adv && !word::is("quoted", document.word(at)) {
            at = at.checked_sub(1)?;
        }
    }
    let starts = document.tokens[tokens.start].span.start as usize;
    let is_signed = document.text()[starts..].starts_with(['+', '-', '−']);
    if word::is("quoted", document.word(at)) {
        at = at.checked_sub(1)?;
    } else if !is_signed {
        return None;
    }
    if document.word(at) == "," {
        at = at.checked_sub(1)?;
    }
    // "S&P 500 +0.3%": the number of an index belongs to its name.
    let before = at.checked_sub(1)?;
    let is_index = document.tokens[at].pos == Pos::Num && document.tokens[before].pos == Pos::Propn;
    if is_index {
        at = before;
    }
    let is_name = (is_index || is_plain_noun(document, at))
        && !word::is("share", document.word(at))
        && document.sentence_of(at) == in_sentence;
    is_name.then(|| Counted {
        noun: Some(at),
        is_step: true,
        predicate: verb_above(document, at),
        ..Counted::default()
    })
}

fn climb(document: &Document, tokens: &Range<usize>, at: usize, is_step: bool) -> Climb {
    let dep = document.tokens[at].dep;
    let Some(head) = document.head(at) else {
        return Climb::End;
    };
    let at_noun = |noun: usize| {
        Climb::Found(Counted {
            noun: Some(noun),
            ..Counted::default()
        })
    };
    match dep {
        Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Nummod | Dep::Poss | Dep::Quantmod
            if is_noun(document, head) =>
        {
            let lasting = lasting(document, tokens);
            at_noun(lasting.unwrap_or_else(|| last_of_compound(document, head)))
        }
        // "45 degrees Celsius, 10 degrees above average": a unit is no noun that is measured.
        Dep::Appos if is_plain_noun(document, head) && !has_number(document, head) => at_noun(head),
        Dep::Pobj => through(document, tokens, head),
        _ if is_verb(document, head) => {
            let is_party = matches!(dep, Dep::Dobj | Dep::Nsubj | Dep::Nsubjpass);
            Climb::Found(by_verb(document, head, is_step, is_party))
        }
        _ => Climb::Up(head, is_step),
    }
}

/// From the object of a preposition to what the preposition hangs on.
fn through(document: &Document, tokens: &Range<usize>, cue: usize) -> Climb {
    let is_step = document.tokens[cue].lemma == "by";
    match document.head(cue) {
        None => Climb::End,
        Some(above) if is_noun(document, above) && !tokens.contains(&above) => {
            Climb::Found(Counted {
                noun: Some(above),
                is_step,
                ..Counted::default()
            })
        }
        Some(above) if is_verb(document, above) => {
            let counted = by_verb(document, above, is_step, false);
            Climb::Found(Counted {
                noun: rated(document, cue, above).or(counted.noun),
                ..counted
            })
        }
        Some(above) => Climb::Up(above, is_step),
    }
}

/// "put the damage at 3 million", "estimated the number of guests at 40": what a verb rates at a number.
fn rated(document: &Document, cue: usize, verb: usize) -> Option<usize> {
    let object = child(document, verb, &[Dep::Dobj])?;
    let is_rated = document.tokens[cue].lemma == "at" && object < cue;
    is_rated
        .then_some(object)
        .filter(|&object| is_plain_noun(document, object))
}

/// "four-day visit": the first noun behind that can last so long.
fn lasting(document: &Document, tokens: &Range<usize>) -> Option<usize> {
    let end = document.tokens.len().min(tokens.end + 4);
    (tokens.end..end)
        .take_while(|&token| document.tokens[token].pos != Pos::Punct)
        .find(|&token| {
            is_noun(document, token) && word::is("lasting", &document.tokens[token].lemma)
        })
}

/// "80% of voters" where the tree hangs "of" elsewhere.
fn of_behind(document: &Document, tokens: &Range<usize>) -> Option<(usize, usize)> {
    let cue = tokens.end;
    let says_of = cue < document.tokens.len() && document.word(cue).eq_ignore_ascii_case("of");
    let object =
        child(document, cue.min(document.tokens.len() - 1), &[Dep::Pobj]).filter(|_| says_of)?;
    Some((cue, object))
}

/// A number that hangs on a verb: of verbs of measuring and change the subject is measured.
fn by_verb(document: &Document, verb: usize, is_step: bool, is_object: bool) -> Counted {
    let counted = Counted {
        predicate: Some(verb),
        is_step,
        ..Counted::default()
    };
    if let Some(noun) = complement(document, verb).filter(|_| !is_object) {
        return Counted {
            noun: Some(noun),
            ..counted
        };
    }
    of_subject(document, verb, counted)
}

/// "is a record", "raised rates by 1%": the attribute or object that is measured instead of the subject.
fn complement(document: &Document, verb: usize) -> Option<usize> {
    let lemma = document.tokens[verb].lemma.as_str();
    let is_copula = matches!(lemma, "be" | "become" | "remain");
    let plain =
        |dep: Dep| child(document, verb, &[dep]).filter(|&token| is_plain_noun(document, token));
    let attribute = plain(Dep::Attr).filter(|_| is_copula);
    attribute.or_else(|| plain(Dep::Dobj).filter(|_| !word::is("measure", lemma)))
}

/// The subject of a verb as what is measured, or at least as somebody who has to do with it.
fn of_subject(document: &Document, verb: usize, mut counted: Counted) -> Counted {
    let lemma = document.tokens[verb].lemma.as_str();
    let measures = word::is("measure", lemma) || word::change_verb(lemma).is_some();
    let subject = subject(document, verb);
    let noun = subject.filter(|&subject| is_noun(document, subject));
    counted.by_pronoun = subject.is_some() && noun.is_none();
    if noun.is_some() && (measures || lemma == "be") {
        counted.noun = noun;
        return counted;
    }
    counted.heads.extend(noun);
    if !(measures && counted.by_pronoun) {
        counted.property = lemma.to_lowercase();
    }
    counted
}

/// Does a number hang on a noun, or on the noun that it is compounded with?
fn has_number(document: &Document, noun: usize) -> bool {
    let parts = children(document, noun).filter(|&part| {
        matches!(
            document.tokens[part].dep,
            Dep::Compound | Dep::Nmod | Dep::Npadvmod | Dep::Amod
        )
    });
    parts
        .chain([noun])
        .any(|part| child(document, part, &[Dep::Nummod]).is_some())
}

fn is_plain_noun(document: &Document, token: usize) -> bool {
    is_noun(document, token)
        && child(document, token, &[Dep::Nummod]).is_none()
        && !document.word(token).contains('%')
}
