//! Which days are meant: weekdays and days without a year are resolved once for a story.
//!
//! A report without a day of publication is dated from the story: a weekday here and a day of the month
//! there for the same thing ("Friday's parade", "the May 9 parade") name one date, and that date places
//! every other weekday. What the story does not show stays open.

mod anchor;
mod mention;

use std::collections::BTreeSet;

use entente_types::{Claims, Document, Period, Precision, Span, TimeExpression, TimeKind};
use jiff::Span as Days;
use jiff::civil::Date;

use crate::frame::{Tense, frame};
use crate::words::Rarity;

use anchor::{Anchor, anchor, day_of};
use mention::{Mention, mentions, open_weekday, weekday_range};

/// The days that the words of a story mean.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times {
    /// For each report and each of its time expressions, the days it means.
    periods: Vec<Vec<Option<Period>>>,
    /// For each report without a day of publication, between which days it was written, and why.
    pub(crate) written: Vec<Option<(Period, String)>>,
}

impl Times {
    /// Resolves what the reports leave open.
    pub(crate) fn resolve(documents: &[Document], claims: &[Claims], rarity: &Rarity) -> Self {
        let read = |claims: &Claims| claims.times.iter().map(|time| time.period).collect();
        let mut times = Self {
            periods: claims.iter().map(read).collect(),
            written: vec![None; documents.len()],
        };
        let mentions = mentions(documents, claims);
        let Some(anchor) = anchor(documents, &mentions, rarity) else {
            return times;
        };
        for mention in &mentions {
            if documents[mention.report].article.published.is_some() {
                continue;
            }
            let places = times.periods.get_mut(mention.report);
            if let Some(place) = places.and_then(|places| places.get_mut(mention.idx)) {
                *place = place.or_else(|| day_of(mention, &anchor).map(Period::day));
            }
        }
        for (report, document) in documents.iter().enumerate() {
            if document.article.published.is_none() {
                times.written[report] = written(document, report, &mentions, &times, &anchor);
            }
        }
        times.resolve_relative(documents, claims);
        times
    }

    /// The days that the time expression at `span` of a report means.
    pub(crate) fn at(&self, claims: &Claims, report: usize, span: Span) -> Option<Period> {
        let found = claims.times.iter().position(|time| time.span == span);
        let found = found.or_else(|| {
            claims
                .times
                .iter()
                .position(|time| time.span.overlaps(span))
        })?;
        self.period(report, found)
    }

    /// The days that a report's time expression number `idx` means.
    pub(crate) fn period(&self, report: usize, idx: usize) -> Option<Period> {
        *self.periods.get(report)?.get(idx)?
    }

    /// When a report came out, or the first day on which it can have been written.
    pub(crate) fn published(&self, document: &Document, report: usize) -> Option<Date> {
        let stated = document.article.day();
        stated.or_else(|| self.written.get(report)?.as_ref()?.0.from)
    }

    /// If `time` begins or is a range of days: its first and last words, and how many days it lasts.
    pub(crate) fn range(
        &self,
        claims: &Claims,
        report: usize,
        text: &str,
        time: &TimeExpression,
    ) -> Option<(Span, Span, i32)> {
        let idx = claims.times.iter().position(|other| other == time)?;
        if let Some((first, last)) = weekday_range(&time.value) {
            let days = i32::from(first.until(last));
            return Some((time.span, time.span, days + 1));
        }
        let period = self.period(report, idx);
        if let Some(Period {
            from: Some(from),
            to: Some(to),
            precision: Precision::Day,
        }) = period
            && from < to
        {
            return Some((time.span, time.span, from.until(to).ok()?.get_days() + 1));
        }
        let next = claims.times.get(idx + 1)?;
        let between = text
            .get(time.span.end as usize..next.span.start as usize)?
            .trim();
        if !matches!(
            between,
            "through" | "to" | "until" | "till" | "-" | "–" | "—" | "and"
        ) {
            return None;
        }
        let starts = text.get(..time.span.start as usize)?.trim_end();
        if between == "and" && !starts.ends_with("between") {
            return None;
        }
        let (from, to) = (
            self.period(report, idx).and_then(day),
            self.period(report, idx + 1).and_then(day),
        );
        let days = match (
            from,
            to,
            open_weekday(&time.value),
            open_weekday(&next.value),
        ) {
            (Some(from), Some(to), ..) => from.until(to).ok()?.get_days(),
            (_, _, Some(first), Some(last)) => first.until(last).into(),
            _ => return None,
        };
        (days > 0).then_some((time.span, next.span, days + 1))
    }

    /// "last year", "in September" in reports that the story has dated.
    fn resolve_relative(&mut self, documents: &[Document], claims: &[Claims]) {
        for (report, claims) in claims.iter().enumerate().take(documents.len()) {
            let Some((
                Period {
                    from: Some(from), ..
                },
                _,
            )) = self.written[report]
            else {
                continue;
            };
            for (idx, time) in claims.times.iter().enumerate() {
                if self.periods[report][idx].is_none() && time.kind == TimeKind::Date {
                    let tense = frame(&documents[report], time.span).tense;
                    let words = time.span.of(documents[report].text()).to_lowercase();
                    self.periods[report][idx] = relative(&words, &time.value, from, tense);
                }
            }
        }
    }
}

fn day(period: Period) -> Option<Date> {
    if period.from == period.to {
        period.from
    } else {
        None
    }
}

/// Between which days a report was written: after what it tells as past, before what is to come.
fn written(
    document: &Document,
    report: usize,
    mentions: &[Mention],
    times: &Times,
    anchor: &Anchor,
) -> Option<(Period, String)> {
    let mut after: Option<(Date, String)> = None;
    let mut before: Option<(Date, String)> = None;
    let mut names_weekday = false;
    for mention in mentions.iter().filter(|mention| mention.report == report) {
        let date = times.period(report, mention.idx).and_then(day);
        let Some(date) = date.filter(|date| near_anchor(*date, anchor.date)) else {
            continue;
        };
        names_weekday |= mention.weekday.is_some();
        let words = mention.words.trim();
        match mention.frame.tense {
            Tense::Past if after.as_ref().is_none_or(|after| after.0 < date) => {
                after = Some((date, format!("tells of “{words}” ({date}) as past")));
            }
            Tense::Future if before.as_ref().is_none_or(|before| date < before.0) => {
                before = Some((date, format!("tells of “{words}” ({date}) as to come")));
            }
            _ => {}
        }
    }
    if after.is_none() && told_as_past(document, &anchor.topics) {
        let topics: Vec<&str> = anchor.topics.iter().map(String::as_str).collect();
        after = Some((
            anchor.date,
            format!(
                "tells of the {} ({}) as past",
                topics.join(", "),
                anchor.date
            ),
        ));
    }
    let consistent =
        !matches!((&after, &before), (Some(after), Some(before)) if after.0 > before.0);
    if (after.is_none() && before.is_none()) || !consistent {
        return None;
    }
    let days = |date: Date, days: i32| date.checked_add(Days::new().days(days)).ok();
    let from = after.as_ref().map(|after| after.0);
    let to = before.as_ref().map(|before| before.0);
    let from = from.or_else(|| names_weekday.then(|| days(to?, -6))?);
    let to = to.or_else(|| names_weekday.then(|| days(from?, 6))?);
    let reasons: Vec<String> = [after, before]
        .into_iter()
        .flatten()
        .map(|(_, reason)| reason)
        .collect();
    let because = format!("{}; {}", reasons.join(" and "), anchor.because);
    Some((
        Period {
            from,
            to,
            precision: Precision::Day,
        },
        because,
    ))
}

fn near_anchor(date: Date, anchor: Date) -> bool {
    anchor
        .until(date)
        .is_ok_and(|span| span.get_days().abs() <= 6)
}

/// Is the anchor's event the subject of a verb in the past?
fn told_as_past(document: &Document, topics: &BTreeSet<String>) -> bool {
    let subjects = document.tokens.iter().enumerate().filter(|(_, token)| {
        matches!(
            token.dep,
            entente_types::Dep::Nsubj | entente_types::Dep::Nsubjpass
        ) && topics.contains(crate::words::canonical(&token.lemma.to_lowercase()))
    });
    subjects.into_iter().any(|(idx, _)| {
        let Some(verb) = document.head(idx) else {
            return false;
        };
        document.tokens[verb].tag == entente_types::Tag::Vbd
    })
}

/// "last year", "this month", "in September" against the first day on which a report can be written.
fn relative(words: &str, value: &str, from: Date, tense: Tense) -> Option<Period> {
    let year = |shift: i16| whole_year(from.year() + shift);
    let month = |shift: i32| {
        whole_month(
            from.first_of_month()
                .checked_add(Days::new().months(shift))
                .ok()?,
        )
    };
    match words.trim() {
        "last year" => return year(-1),
        "this year" => return year(0),
        "next year" => return year(1),
        "last month" => return month(-1),
        "this month" => return month(0),
        "next month" => return month(1),
        _ => {}
    }
    let number: i8 = value.strip_prefix("XXXX-")?.parse().ok()?;
    let shifts: &[i16] = match tense {
        Tense::Future => &[0, 1],
        Tense::Past => &[0, -1],
        Tense::Open => return None,
    };
    let months = shifts
        .iter()
        .filter_map(|shift| Date::new(from.year() + shift, number, 1).ok());
    let mut fitting = months.filter(|first| match tense {
        Tense::Future => *first >= from.first_of_month(),
        _ => *first <= from,
    });
    whole_month(fitting.next()?)
}

fn whole_year(year: i16) -> Option<Period> {
    let (from, to) = (Date::new(year, 1, 1).ok(), Date::new(year, 12, 31).ok());
    Some(Period {
        from: Some(from?),
        to: Some(to?),
        precision: Precision::Year,
    })
}

fn whole_month(first: Date) -> Option<Period> {
    Some(Period {
        from: Some(first),
        to: Some(first.last_of_month()),
        precision: Precision::Month,
    })
}
