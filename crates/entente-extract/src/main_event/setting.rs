//! When and where: the time and the place that stand nearest to the event.

use std::collections::BTreeMap;
use std::ops::Range;

use entente_types::{
    Anchor, Country, Dep, EntityKind, Pos, Precision, Span, TimeExpression, TimeKind,
};

use super::clause::Clause;
use super::{Reader, words};

/// Days before publication in which news has happened.
const RECENT_DAYS: i32 = 10;

/// The time that names the event's day or hour. An hour without a day takes the day of the best that has one.
pub(super) fn time(reader: &Reader, clause: &Clause) -> Option<TimeExpression> {
    let scored: Vec<(f64, &TimeExpression)> = reader
        .times
        .iter()
        .filter_map(|time| Some((time_score(reader, clause, time)?, time)))
        .filter(|(score, _)| *score > 0.0)
        .collect();
    let best = |takes: &dyn Fn(&TimeExpression) -> bool| {
        let taken = scored.iter().filter(|(_, time)| takes(time));
        taken.fold(
            None,
            |best: Option<&(f64, &TimeExpression)>, one| match best {
                Some(best) if best.0 >= one.0 => Some(best),
                _ => Some(one),
            },
        )
    };
    let (_, time) = best(&|_| true)?;
    let mut time = (*time).clone();
    if is_bare_hour(reader, &time)
        && let Some((_, day)) = best(&|other| other.kind == TimeKind::Date && is_day(other))
    {
        time.period = day.period;
        time.anchor = Anchor::Text;
    }
    Some(time)
}

/// "7 pm": an hour of which the day of publication was only the likeliest day.
fn is_bare_hour(reader: &Reader, time: &TimeExpression) -> bool {
    let hour = time.value.split_once('T').map(|(_, hour)| hour);
    let is_clock = hour.is_some_and(|hour| hour.starts_with(|c: char| c.is_ascii_digit()));
    let day = time.period.and_then(|period| period.from);
    is_clock
        && time.anchor != Anchor::Absolute
        && (day.is_none() || day == reader.document.article.day())
}

fn is_day(time: &TimeExpression) -> bool {
    time.period
        .is_some_and(|period| period.precision == Precision::Day)
}

fn time_score(reader: &Reader, clause: &Clause, time: &TimeExpression) -> Option<f64> {
    let document = reader.document;
    let is_dated = matches!(time.kind, TimeKind::Date | TimeKind::Time);
    if !is_dated || time.value.ends_with("_REF") {
        return None;
    }
    let idx = document.tokens_in(time.span).next()?;
    let told = reader.told(idx)?;
    let mut score = 1.5 + 2.0 * reader.likeness(told, idx) - 0.1 * told.rank as f64;
    if document.sentence_of(idx) == document.sentence_of(clause.verb) {
        score += 1.0;
    }
    score += match time.period.map(|period| period.precision) {
        Some(Precision::Day) => 1.0,
        Some(Precision::Week) => -0.5,
        _ if time.kind == TimeKind::Time => 0.5,
        _ => -1.5,
    };
    if time.kind == TimeKind::Time {
        score += 0.3;
    }
    let is_quoted = reader.quoted[idx];
    Some(score + age(reader, time) - if is_quoted { 1.5 } else { 0.0 })
}

/// News is of these days: what lies farther back, or ahead, is told beside it.
fn age(reader: &Reader, time: &TimeExpression) -> f64 {
    let published = reader.document.article.day();
    let day = time.period.and_then(|period| period.from);
    let (Some(published), Some(day)) = (published, day) else {
        return 0.0;
    };
    match (published - day).get_days() {
        days if days > RECENT_DAYS => -3.0,
        days if days < 0 => -1.0,
        _ => 0.0,
    }
}

/// A place with its country.
pub(super) struct Place {
    pub span: Span,
    pub country: Option<Country>,
}

/// Every further mention of a place adds this much times the logarithm of their number.
const OFTEN: f64 = 0.5;

/// The place of the event.
pub(super) fn place(reader: &Reader, clause: &Clause) -> Option<Place> {
    let mut named: BTreeMap<String, Named> = BTreeMap::new();
    for (tokens, kind) in names(reader) {
        let Some(score) = place_score(reader, clause, kind, &tokens) else {
            continue;
        };
        let span = reader.span(tokens.start, tokens.end - 1);
        let words = span.of(reader.document.text());
        let key = words.strip_prefix("the ").unwrap_or(words).to_lowercase();
        let one = Named {
            score,
            count: 0,
            span,
            head: tokens.end - 1,
        };
        let known = named.entry(key).or_insert_with(|| one.clone());
        let count = known.count + usize::from(!is_country(reader, tokens.end - 1));
        if score > known.score {
            *known = one;
        }
        known.count = count;
    }
    let best = named.into_values().reduce(Named::better)?;
    let mention = reader.people.at(best.head);
    let actor = mention.and_then(|mention| reader.actors.actor(&mention.actor));
    Some(Place {
        span: best.span,
        country: actor.and_then(|actor| actor.country.clone()),
    })
}

/// The names of the top: those that the parser marked, and other capitalised words after "in" or "at".
fn names(reader: &Reader) -> Vec<(Range<usize>, EntityKind)> {
    let document = reader.document;
    let marked = document
        .entities
        .iter()
        .map(|entity| (entity.tokens(), entity.kind));
    let mut names: Vec<(Range<usize>, EntityKind)> = marked.collect();
    let tokens = reader.sentences.iter().flat_map(|told| told.tokens.clone());
    let unmarked = tokens.filter(|&idx| {
        document.tokens[idx].pos == Pos::Propn
            && document.entity_of(idx).is_none()
            && is_located(reader, idx)
    });
    names.extend(unmarked.map(|idx| {
        let is_part = |at: &usize| document.entity_of(*at).is_none() && reader.is_word(*at);
        let first = (reader.edges[idx].0..=idx).rev().take_while(is_part).last();
        (first.unwrap_or(idx)..idx + 1, EntityKind::Gpe)
    }));
    names
}

/// A place with its best mention.
#[derive(Clone)]
struct Named {
    score: f64,
    /// Mentions that add weight; those of whole states do not.
    count: usize,
    span: Span,
    head: usize,
}

impl Named {
    fn total(&self) -> f64 {
        self.score + OFTEN * (self.count.max(1) as f64).ln()
    }

    /// The likelier of two; of equals the one that stands first.
    fn better(self, other: Self) -> Self {
        let is_better =
            other.total() > self.total() || other.total() == self.total() && other.span < self.span;
        if is_better { other } else { self }
    }
}

/// How likely the event is where this name says; `None` for what is no place.
fn place_score(
    reader: &Reader,
    clause: &Clause,
    kind: EntityKind,
    tokens: &Range<usize>,
) -> Option<f64> {
    let last = tokens.end - 1;
    let told = reader.told(tokens.start)?;
    let located = if is_located(reader, last) { 1.5 } else { 0.0 };
    let kind = match kind {
        EntityKind::Fac => 1.0,
        EntityKind::Gpe | EntityKind::Loc if is_country(reader, last) => -0.3,
        EntityKind::Gpe | EntityKind::Loc => 1.0,
        EntityKind::Org | EntityKind::Event if located > 0.0 => -0.5,
        _ => return None,
    };
    let is_attribute = matches!(
        reader.document.tokens[last].dep,
        Dep::Compound | Dep::Poss | Dep::Amod | Dep::Nsubj
    );
    let near = if told.is_title {
        1.0
    } else {
        reader.likeness(told, last) - 0.06 * told.rank as f64
    };
    let same = reader.document.sentence_of(last) == reader.document.sentence_of(clause.verb);
    let quoted = if reader.quoted[last] { 1.5 } else { 0.0 };
    Some(
        kind + located + 1.5 * near + if same { 0.5 } else { 0.0 }
            - if is_attribute { 0.7 } else { 0.0 }
            - quoted,
    )
}

/// Does the name stand for a whole state?
fn is_country(reader: &Reader, last: usize) -> bool {
    reader
        .people
        .at(last)
        .is_some_and(|mention| mention.actor.0.starts_with("state:"))
}

/// Does the name stand after "in", "at", "outside", also as "in the city of"?
fn is_located(reader: &Reader, last: usize) -> bool {
    let document = reader.document;
    let governing = |idx: usize| {
        let is_object = document.tokens[idx].dep == Dep::Pobj;
        document.head(idx).filter(|_| is_object)
    };
    let leads = |idx: usize| words::leads(&document.tokens[idx].lemma, "where");
    let Some(preposition) = governing(last) else {
        return false;
    };
    let whole = document.head(preposition).and_then(governing);
    leads(preposition) || document.tokens[preposition].lemma == "of" && whole.is_some_and(leads)
}
