//! Where and when an act takes place, and the words that tell it.

use std::collections::BTreeSet;

use entente_types::{Country, Dep, Document, EntityKind, Span, TimeExpression, TimeKind};
use jiff::civil::Date;

use super::act::Act;
use super::argument;
use super::clause::Clauses;
use super::home::Homes;
use super::participant::{People, edges, trimmed};

/// How far a time may stand from its act in the tree.
const MAX_STEPS: usize = 7;

/// What is needed to place acts in space and time.
pub(crate) struct Settings<'a> {
    document: &'a Document,
    people: &'a People<'a>,
    times: &'a [TimeExpression],
    /// For each time its tokens' first, in order.
    first_tokens: Vec<usize>,
    edges: Vec<(usize, usize)>,
    published: Option<Date>,
    pub(super) homes: Homes<'a>,
}

impl<'a> Settings<'a> {
    /// Indexes the times and the clauses of a document.
    pub(crate) fn new(
        document: &'a Document,
        people: &'a People<'a>,
        times: &'a [TimeExpression],
    ) -> Self {
        Self {
            document,
            people,
            times,
            first_tokens: times
                .iter()
                .map(|time| document.tokens_in(time.span).start)
                .collect(),
            edges: edges(document),
            published: document.article.day(),
            homes: Homes::new(document, people),
        }
    }

    /// Who is who in the document.
    pub(crate) fn people(&self) -> &'a People<'a> {
        self.people
    }

    /// The time expression that belongs to an act: the nearest one below its verb or noun.
    pub(crate) fn time(&self, act: &Act) -> Option<&'a TimeExpression> {
        let (first, last) = self.edges[act.governor];
        let start = self.first_tokens.partition_point(|&token| token < first);
        let inside = self.first_tokens[start..]
            .iter()
            .take_while(|&&token| token <= last)
            .take(40);
        let found = inside.enumerate().filter_map(|(offset, &token)| {
            let time = &self.times[start + offset];
            is_day(time).then_some(())?;
            let steps = self.steps(token, act)?;
            Some((steps, token.abs_diff(act.token), time))
        });
        found
            .min_by_key(|(steps, distance, _)| (*steps, *distance))
            .map(|(_, _, time)| time)
    }

    /// Steps from a time up to the act, or `None` if another verb stands between.
    fn steps(&self, token: usize, act: &Act) -> Option<usize> {
        let mut at = token;
        for step in 0..MAX_STEPS {
            if at == act.token {
                return Some(step);
            }
            if at == act.governor {
                return Some(step + 1);
            }
            if step > 0 && argument::is_verb(self.document, at) {
                return None;
            }
            at = self.document.head(at)?;
        }
        None
    }

    /// Does the time lie after the day of publication?
    pub(crate) fn is_ahead(&self, time: &TimeExpression) -> bool {
        let from = time.period.and_then(|period| period.from);
        matches!((from, self.published), (Some(from), Some(published)) if from > published)
    }

    /// The words that name the place, and its country if they name an actor too.
    pub(crate) fn place(&self, act: &Act) -> Option<(Span, Option<Country>)> {
        let mut seen = BTreeSet::new();
        let around = [Some(act.token), Some(act.governor), act.object];
        let around = around
            .into_iter()
            .flatten()
            .filter(|&token| seen.insert(token));
        around
            .into_iter()
            .find_map(|token| self.place_at(token, act))
    }

    fn place_at(&self, token: usize, act: &Act) -> Option<(Span, Option<Country>)> {
        let visits = act.frame.mode == Some("visit");
        for child in self.document.children(token).take(100) {
            let word = &self.document.tokens[child];
            let leads = matches!(
                word.lemma.as_str(),
                "in" | "at" | "near" | "outside" | "inside"
            ) || (visits && word.lemma == "to");
            let governed = match word.dep {
                Dep::Prep if leads => argument::objects_of(self.document, child),
                Dep::Dobj if visits => vec![child],
                _ => continue,
            };
            if let Some(place) = governed.into_iter().find_map(|head| self.named_place(head)) {
                return Some(place);
            }
        }
        None
    }

    fn named_place(&self, head: usize) -> Option<(Span, Option<Country>)> {
        let entity = self.document.entity_of(head)?;
        let is_place = matches!(
            entity.kind,
            EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac
        );
        let country = || {
            let mention = self.people.at(head)?;
            self.people.country(mention)
        };
        is_place.then(|| {
            (
                trimmed(
                    self.document,
                    entity.start as usize,
                    entity.end as usize - 1,
                ),
                country(),
            )
        })
    }

    /// The words that tell the act, with those of its participants.
    pub(crate) fn clause(&self, act: &Act, participants: &[Span]) -> Span {
        let time = self.time(act).map(|time| time.span);
        let parts: Vec<Span> = participants.iter().copied().chain(time).take(12).collect();
        Clauses::new(self.document, &self.edges).of(act, &parts)
    }

    /// A phrase by its head, cut to what can be shown.
    pub(crate) fn phrase(&self, head: usize) -> Span {
        let (first, last) = self.edges[head];
        let first = first.max(head.saturating_sub(12));
        trimmed(self.document, first, last.min(head + 16))
    }
}

/// Does the expression name days, resolved or open ("Friday", "in September"), and not just "now" or "recently"?
fn is_day(time: &TimeExpression) -> bool {
    let is_open = matches!(time.kind, TimeKind::Date | TimeKind::Time)
        && time
            .value
            .starts_with(|c: char| c == 'X' || c.is_ascii_digit());
    time.period.is_some() || is_open
}
