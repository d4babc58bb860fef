//! How many an act killed, hurt or put in prison, and how many took part: figures that belong to it.

use std::collections::HashMap;
use std::sync::LazyLock;

use entente_types::{
    Dep, Document, Event, Figure, Measure, Polarity, Realis, Root, Tag, Toll, TollKind,
};

use super::act::lemma;
use crate::Found;
use crate::table::rows;

/// Longest walk from a number to the verb over it.
const MAX_STEPS: usize = 6;
/// How far a number may stand from its act, in words.
const MAX_WORDS: usize = 40;

static KINDS: LazyLock<HashMap<(&str, &str), TollKind>> = LazyLock::new(|| {
    let mut kinds = HashMap::new();
    for row in rows(include_str!("../../data/event_toll.tsv")) {
        let &[kind, how, lemmas] = row.as_slice() else {
            continue;
        };
        let kind = match kind {
            "dead" => TollKind::Dead,
            "injured" => TollKind::Injured,
            "arrested" => TollKind::Arrested,
            _ => TollKind::Size,
        };
        kinds.extend(lemmas.split(' ').map(|lemma| ((how, lemma), kind)));
    }
    kinds
});

/// A toll and the word that makes it one.
struct Counted {
    toll: Toll,
    token: usize,
    /// The verb or noun that tells what became of the counted.
    cause: usize,
}

/// Gives each figure that counts victims or participants to the act that it belongs to.
///
/// A number goes to the act that its own verb names, else to the nearest act of its sentence that can have
/// such a toll and took place.
pub(super) fn add(document: &Document, figures: &[Found<Figure>], events: &mut [Found<Event>]) {
    let start = |event: &Found<Event>| document.tokens_in(event.value.trigger).start;
    let mut starts: Vec<(usize, usize)> = events.iter().map(start).zip(0..).collect();
    starts.sort_unstable();
    let read = |figure: &Found<Figure>| read(document, &figure.value);
    for counted in figures.iter().filter_map(read) {
        let sentence = document.sentence_of(counted.token);
        let first = starts.partition_point(|(start, _)| start + MAX_WORDS < counted.token);
        let near = starts[first..].iter();
        let near = near.take_while(|(start, _)| *start <= counted.token + MAX_WORDS);
        let fitting = near.filter(|(start, idx)| {
            *start < document.tokens.len()
                && document.sentence_of(*start) == sentence
                && can_have(&events[*idx].value, counted.toll.kind)
        });
        let nearest = fitting.min_by_key(|(start, _)| {
            let is_other = *start != counted.cause;
            (is_other, start.abs_diff(counted.cause))
        });
        if let Some((_, idx)) = nearest {
            events[*idx].value.tolls.push(counted.toll);
        }
    }
    for event in events {
        event.value.tolls.sort_by_key(|toll| (toll.span, toll.kind));
    }
}

/// Did the act take place, and is it of a kind that kills, puts in prison, or gathers people?
fn can_have(event: &Event, kind: TollKind) -> bool {
    let roots: &[Root] = match kind {
        TollKind::Dead | TollKind::Injured => &[Root::Assault, Root::Protest],
        TollKind::Arrested => &[Root::Coerce, Root::Protest, Root::Assault],
        TollKind::Size => &[Root::Protest],
    };
    let took_place = matches!(event.realis, Realis::Happened | Realis::UnderWay);
    took_place && event.polarity == Polarity::Did && roots.contains(&event.root)
}

fn read(document: &Document, figure: &Figure) -> Option<Counted> {
    let told = !matches!(
        figure.scope.realis,
        Some(Realis::Planned | Realis::Hypothetical | Realis::Ordered | Realis::Proposed)
    );
    if figure.measure != Measure::Count || figure.scope.change.is_some() || !told {
        return None;
    }
    let number = document.tokens_in(figure.number).next_back()?;
    let head = counted_head(document, number);
    let (kind, cause) = kind_of(document, head)?;
    Some(Counted {
        toll: Toll {
            kind,
            nominal: figure.nominal,
            interval: figure.interval,
            span: figure.written,
        },
        token: number,
        cause,
    })
}

/// The word that a number counts; the number itself in "wounded 30".
fn counted_head(document: &Document, number: usize) -> usize {
    let mut at = number;
    for _ in 0..MAX_STEPS {
        let steps_up = matches!(
            document.tokens[at].dep,
            Dep::Nummod | Dep::Quantmod | Dep::Compound | Dep::Amod
        );
        match document.head(at).filter(|_| steps_up) {
            Some(head) => at = head,
            None => break,
        }
    }
    // "dozens of people"
    let governed = |noun: usize| {
        let of = document.child(noun, &[Dep::Prep])?;
        let is_of = document.tokens[of].lemma == "of";
        document.child(of, &[Dep::Pobj]).filter(|_| is_of)
    };
    match at == number {
        true => governed(at).unwrap_or(at),
        false => at,
    }
}

fn kind(how: &'static str, document: &Document, token: usize) -> Option<TollKind> {
    KINDS.get(&(how, &*lemma(document, token))).copied()
}

/// What became of the counted, and the word that tells it.
fn kind_of(document: &Document, head: usize) -> Option<(TollKind, usize)> {
    for child in document.children(head).take(30) {
        let found = match document.tokens[child].dep {
            Dep::Acl | Dep::Amod if document.tokens[child].tag == Tag::Vbn => {
                kind("object", document, child)
            }
            Dep::Amod | Dep::Appos | Dep::Acl => kind("state", document, child),
            _ => None,
        };
        if let Some(kind) = found {
            return Some((kind, child));
        }
    }
    over(document, head).or_else(|| Some((kind("noun", document, head)?, head)))
}

/// What the verb over the counted tells of them.
fn over(document: &Document, head: usize) -> Option<(TollKind, usize)> {
    let mut at = head;
    for _ in 0..MAX_STEPS {
        let verb = document.head(at)?;
        match document.tokens[at].dep {
            Dep::Conj => at = verb,
            // "dozens of people were killed": the number stands over what it counts.
            Dep::Pobj | Dep::Prep if document.tokens[verb].lemma == "of" || at != head => at = verb,
            Dep::Dobj | Dep::Nsubjpass => {
                let state = document.children(verb).take(30).find_map(|child| {
                    let is_state = matches!(
                        document.tokens[child].dep,
                        Dep::Oprd | Dep::Acomp | Dep::Ccomp
                    );
                    kind("state", document, child).filter(|_| is_state)
                });
                let kind = kind("object", document, verb).or(state)?;
                return Some((kind, verb));
            }
            Dep::Nsubj => {
                let state = kind("state", document, verb);
                return Some((kind("subject", document, verb).or(state)?, verb));
            }
            _ => return None,
        }
    }
    None
}
