//! Days that a report names, in part or in full: "Friday", "May 9", "Victory Day".

use entente_types::{Claims, Document, Precision, Span, TimeKind};
use jiff::civil::{Date, Weekday};

use crate::dates::day;
use crate::frame::{Frame, frame};
use crate::table::rows;

/// A day that a report names, in part or in full.
pub(crate) struct Mention {
    pub(crate) report: usize,
    pub(crate) idx: usize,
    pub(crate) date: Option<Date>,
    pub(crate) weekday: Option<Weekday>,
    pub(crate) month_day: Option<(i8, i8)>,
    pub(crate) frame: Frame,
    pub(crate) words: String,
}

/// `XXXX-WXX-3/XXXX-WXX-6` as Wednesday and Saturday.
pub(crate) fn weekday_range(value: &str) -> Option<(Weekday, Weekday)> {
    let (first, last) = value.split_once('/')?;
    Some((open_weekday(first)?, open_weekday(last)?))
}

/// The weekday of a value like `XXXX-WXX-5`, whatever time of day follows.
pub(crate) fn open_weekday(value: &str) -> Option<Weekday> {
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

pub(crate) fn mentions(documents: &[Document], claims: &[Claims]) -> Vec<Mention> {
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
    for row in rows(include_str!("../../data/named_days.tsv")) {
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
