//! Which days are meant: weekdays and days without a year are resolved once for a story.
//!
//! A report without a day of publication is dated from the story: a weekday here and a day of the month
//! there for the same thing ("Friday's parade", "the May 9 parade") name one date, and that date places
//! every other weekday. What the story does not show stays open.

use std::collections::{BTreeMap, BTreeSet};

use entente_types::{Claims, Document, Period, Precision, Span, TimeExpression, TimeKind};
use jiff::Span as Days;
use jiff::civil::{Date, Weekday};

use crate::frame::{Frame, Tense, frame};
use crate::table::rows;
use crate::words::Rarity;

/// So many weekdays and days of the month are enough to date a story.
const MANY: usize = 500;

/// The days that the words of a story mean.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times {
    /// For each report and each of its time expressions, the days it means.
    periods: Vec<Vec<Option<Period>>>,
    /// For each report without a day of publication, between which days it was written, and why.
    pub(crate) written: Vec<Option<(Period, String)>>,
}

/// A day that a report names, in part or in full.
struct Mention {
    report: usize,
    idx: usize,
    date: Option<Date>,
    weekday: Option<Weekday>,
    month_day: Option<(i8, i8)>,
    frame: Frame,
    words: String,
}

/// A date that the reports together name, and how.
struct Anchor {
    date: Date,
    because: String,
    topics: BTreeSet<String>,
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
        let stated = document
            .article
            .published
            .as_ref()
            .map(|stated| stated.value);
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

/// `XXXX-WXX-3/XXXX-WXX-6` as Wednesday and Saturday.
fn weekday_range(value: &str) -> Option<(Weekday, Weekday)> {
    let (first, last) = value.split_once('/')?;
    Some((open_weekday(first)?, open_weekday(last)?))
}

/// The weekday of a value like `XXXX-WXX-5`, whatever time of day follows.
fn open_weekday(value: &str) -> Option<Weekday> {
    let number = value.split('T').next()?.strip_prefix("XXXX-WXX-")?;
    Weekday::from_monday_one_offset(number.parse().ok()?).ok()
}

fn written_weekday(words: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let is_name = |word: &str| {
        NAMES
            .iter()
            .position(|name| word.starts_with(name) && (word.len() == 3 || word.ends_with("day")))
    };
    let found = words
        .split(|c: char| !c.is_alphabetic())
        .filter_map(is_name)
        .next()?;
    Weekday::from_monday_zero_offset(i8::try_from(found).ok()?).ok()
}

/// The month and day of a value like `XXXX-05-09`.
fn open_month_day(value: &str) -> Option<(i8, i8)> {
    let rest = value.split('T').next()?.strip_prefix("XXXX-")?;
    let (month, day) = rest.split_once('-')?;
    Some((
        month
            .parse()
            .ok()
            .filter(|month| (1..=12).contains(month))?,
        day.parse().ok()?,
    ))
}

fn mentions(documents: &[Document], claims: &[Claims]) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for (report, (document, claims)) in documents.iter().zip(claims).enumerate() {
        for (idx, time) in claims.times.iter().enumerate() {
            let is_day = matches!(time.kind, TimeKind::Date | TimeKind::Time);
            let words = time.span.of(document.text()).to_owned();
            let date = time
                .period
                .filter(|period| period.precision == Precision::Day)
                .and_then(day);
            let open = open_weekday(time.value.split('/').next().unwrap_or_default());
            let weekday = open.or_else(|| written_weekday(&words.to_lowercase()));
            let month_day =
                open_month_day(&time.value).or_else(|| date.map(|date| (date.month(), date.day())));
            if is_day && (date.is_some() || weekday.is_some() || month_day.is_some()) {
                let frame = frame(document, time.span);
                mentions.push(Mention {
                    report,
                    idx,
                    date,
                    weekday,
                    month_day,
                    frame,
                    words,
                });
            }
        }
        mentions.extend(named_days(document, report));
    }
    mentions
}

/// "Victory Day" names a day of the year without being a time expression.
fn named_days(document: &Document, report: usize) -> Vec<Mention> {
    let lower = document.text().to_lowercase();
    if lower.len() != document.text().len() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for row in rows(include_str!("../data/named_days.tsv")) {
        let [name, month, day, ..] = row.as_slice() else {
            continue;
        };
        let (Ok(month), Ok(day)) = (month.parse(), day.parse()) else {
            continue;
        };
        for (at, words) in lower.match_indices(name).take(20) {
            let span = Span::new(at, at + words.len());
            found.push(Mention {
                report,
                idx: usize::MAX,
                date: None,
                weekday: None,
                month_day: Some((month, day)),
                frame: frame(document, span),
                words: span.of(document.text()).to_owned(),
            });
        }
    }
    found
}

/// The date on which the story's days hang: most pairs of mentions speak for it.
fn anchor(documents: &[Document], mentions: &[Mention], rarity: &Rarity) -> Option<Anchor> {
    if documents
        .iter()
        .all(|document| document.article.published.is_some())
    {
        return None;
    }
    let years = years(documents, mentions);
    let mut votes: BTreeMap<Date, (u32, Anchor)> = BTreeMap::new();
    let is_open = |mention: &&Mention| mention.date.is_none() && mention.weekday.is_some();
    let is_placed = |mention: &&Mention| mention.month_day.is_some();
    for one in mentions.iter().filter(is_open).take(MANY) {
        let Some(weekday) = one.weekday else { continue };
        for other in mentions.iter().filter(is_placed).take(MANY) {
            let topics: BTreeSet<String> = one
                .frame
                .topics
                .intersection(&other.frame.topics)
                .cloned()
                .collect();
            let is_telling = topics.iter().any(|topic| rarity.weight(topic) > 0.8);
            let Some(date) = candidate(weekday, other, &years).filter(|_| is_telling) else {
                continue;
            };
            let topic = topics.first().cloned().unwrap_or_default();
            let because = format!(
                "the {topic} is on “{}” in report {} and on “{}” in report {}, which makes it {date}",
                one.words.trim(),
                documents[one.report].article.id.0,
                other.words.trim(),
                documents[other.report].article.id.0,
            );
            let anchor = || {
                (
                    0,
                    Anchor {
                        date,
                        because,
                        topics: BTreeSet::new(),
                    },
                )
            };
            let vote = votes.entry(date).or_insert_with(anchor);
            vote.0 += 1;
            vote.1.topics.extend(topics);
        }
    }
    let most = votes.values().map(|vote| vote.0).max();
    let mut best = votes.into_values().filter(|vote| Some(vote.0) == most);
    match (best.next(), best.next()) {
        (Some((_, anchor)), None) => Some(anchor),
        (None, _) => dated_sibling(documents),
        _ => None,
    }
}

/// Without a date in common, the day of publication of the only dated reports places the others.
fn dated_sibling(documents: &[Document]) -> Option<Anchor> {
    let dated = documents.iter().filter_map(|document| {
        Some((
            document.article.published.as_ref()?.value,
            document.article.id.0,
        ))
    });
    let dated: BTreeSet<(Date, u32)> = dated.collect();
    let (first, last) = (dated.first()?, dated.last()?);
    let because = format!("report {} came out on {}", first.1, first.0);
    let days = first.0.until(last.0).ok()?.get_days();
    (days <= 3).then(|| Anchor {
        date: first.0,
        because,
        topics: BTreeSet::new(),
    })
}

/// Years that the story names, and the one after the last.
fn years(documents: &[Document], mentions: &[Mention]) -> BTreeSet<i16> {
    let mut years: BTreeSet<i16> = mentions
        .iter()
        .filter_map(|mention| Some(mention.date?.year()))
        .collect();
    for document in documents {
        for token in document.tokens.iter() {
            let word = token.span.of(document.text());
            let year: Option<i16> = word.parse().ok().filter(|year| (1900..2100).contains(year));
            years.extend(year.filter(|_| word.len() == 4));
        }
        years.extend(
            document
                .article
                .published
                .as_ref()
                .map(|stated| stated.value.year()),
        );
    }
    let last = years.last().copied();
    last.map(|last| [last, last + 1].into_iter().collect())
        .unwrap_or_default()
}

/// The one date that has both the weekday and the other mention's month and day.
fn candidate(weekday: Weekday, other: &Mention, years: &BTreeSet<i16>) -> Option<Date> {
    if let Some(date) = other.date {
        return (date.weekday() == weekday).then_some(date);
    }
    let (month, day) = other.month_day?;
    let dates = years
        .iter()
        .filter_map(|&year| Date::new(year, month, day).ok());
    let mut fitting = dates.filter(|date| date.weekday() == weekday);
    match (fitting.next(), fitting.next()) {
        (Some(date), None) => Some(date),
        _ => None,
    }
}

/// The day that a mention means when the story hangs on `anchor`.
fn day_of(mention: &Mention, anchor: &Anchor) -> Option<Date> {
    if let (None, Some((month, day))) = (mention.weekday, mention.month_day) {
        return nearest_year(month, day, anchor.date);
    }
    nearest_weekday(mention.weekday?, anchor.date)
}

fn nearest_weekday(weekday: Weekday, date: Date) -> Option<Date> {
    (-3..=3).find_map(|days| {
        let near = date.checked_add(Days::new().days(days)).ok()?;
        (near.weekday() == weekday).then_some(near)
    })
}

fn nearest_year(month: i8, day: i8, near: Date) -> Option<Date> {
    let years = [near.year() - 1, near.year(), near.year() + 1];
    let dates = years
        .into_iter()
        .filter_map(|year| Date::new(year, month, day).ok());
    dates.min_by_key(|date| {
        near.until(*date)
            .map_or(i32::MAX, |span| span.get_days().abs())
    })
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
