//! What is known of a text that can tell where it comes from: newsroom, agency, time.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use entente_types::{Article, ArticleId, Moment, Stated};

use super::text::{Text, word};
use crate::table::rows;

/// Bytes at the start of a text in which an agency is named in brackets.
const HEAD_BYTES: usize = 400;
/// Lines at the start and at the end of a text that can credit an agency.
const CREDIT_LINES: usize = 3;
/// How a paper thanks an agency at the end of a report.
const SHARED: &str = "contributed to this";
/// Words of a line that names an agency and is nothing but a credit.
const MAX_CREDIT_WORDS: usize = 40;
/// Bytes at the end of a text in which credits are looked for.
const FOOT_BYTES: usize = 1200;

struct Agency {
    name: &'static str,
    brackets: Vec<&'static str>,
    names: Vec<&'static str>,
}

static AGENCIES: LazyLock<Vec<Agency>> = LazyLock::new(|| {
    let parts = |cell: &'static str| cell.split('|').collect();
    let rows = rows(include_str!("../../data/agencies.tsv")).filter(|row| row.len() == 3);
    rows.map(|row| Agency {
        name: row[0],
        brackets: parts(row[1]),
        names: parts(row[2]),
    })
    .collect()
});

/// Words of the names of sources: is it only a part of the name?
static OUTLET_WORDS: LazyLock<HashMap<u32, bool>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/outlet_words.tsv"));
    rows.filter(|row| row.len() == 2)
        .map(|row| (word(row[0]), row[1] == "part"))
        .collect()
});

/// A newsroom, by the words of its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outlet {
    words: Vec<u32>,
    /// Is the name also an ordinary word?
    is_plain: bool,
}

impl Outlet {
    /// The newsroom that a source's name tells; nothing for a name without words.
    pub(crate) fn of(source: &str) -> Option<Self> {
        let name = source.split([':', '|', '(']).next().unwrap_or(source);
        let name = name.split(" - ").next().unwrap_or(name);
        let all = Text::read_words(name, 8).hashes().to_vec();
        let is_part = |word: &u32| OUTLET_WORDS.get(word) == Some(&true);
        let own: Vec<u32> = all.iter().copied().filter(|word| !is_part(word)).collect();
        let words = if own.is_empty() { all } else { own };
        let is_plain = words.len() < 2 && words.iter().all(|word| OUTLET_WORDS.contains_key(word));
        (!words.is_empty()).then_some(Self { words, is_plain })
    }

    /// One number for the newsroom, not 0.
    fn number(&self) -> u64 {
        let words = self.words.iter();
        let number = words.fold(17, |sum: u64, &word| {
            sum.wrapping_mul(0x0100_0000_01b3) ^ u64::from(word)
        });
        number.max(1)
    }

    /// Do the words of a text name it? `mask` says which bits of the words are known.
    pub(crate) fn is_named_in(&self, text: &[u32], mask: u32) -> bool {
        let is_name = |there: &[u32]| {
            let pairs = there.iter().zip(&self.words);
            pairs
                .into_iter()
                .all(|(one, other)| (one ^ other) & mask == 0)
        };
        !self.is_plain && text.windows(self.words.len()).any(is_name)
    }
}

/// An article as copies are found in it: its text and what is stated of it. All but text and number can be unknown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Item<'a> {
    /// Its number, as edges name it.
    pub id: ArticleId,
    /// Its text.
    pub text: &'a str,
    /// The publisher.
    pub source: Option<&'a str>,
    /// The agency that its text is from.
    pub agency: Option<&'a str>,
    /// When it was published.
    pub published: Option<Moment>,
    /// Its address.
    pub address: Option<&'a str>,
}

impl<'a> Item<'a> {
    /// What an article says of itself.
    #[must_use]
    pub fn of(article: &'a Article) -> Self {
        let value = |stated: &'a Option<Stated<String>>| Some(stated.as_ref()?.value.as_str());
        Self {
            id: article.id,
            text: &article.text,
            source: value(&article.source),
            agency: value(&article.agency),
            published: article.published.as_ref().map(|stated| stated.value),
            address: value(&article.address),
        }
    }
}

/// What is known of a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    pub(crate) outlet: Option<Arc<Outlet>>,
    /// Stands for the same, 0 if it is not known: it is asked for a hundred times for one article, and a number is at hand.
    pub(crate) newsroom: u64,
    /// The agency that it credits, or that it is from.
    pub(crate) agency: Option<&'static str>,
    /// Is its source that agency itself?
    pub(crate) is_agency: bool,
    pub(crate) when: Option<When>,
    /// The address, as a number.
    pub(crate) address: Option<u64>,
}

/// When a text came out, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct When {
    pub(crate) minute: i64,
    /// Is only the day known?
    pub(crate) is_day: bool,
}

/// Minutes of a day.
pub(crate) const DAY: i64 = 24 * 60;

impl When {
    pub(crate) fn of(moment: &Moment) -> Self {
        let epoch = jiff::civil::date(1970, 1, 1);
        let days = moment.day.duration_since(epoch).as_hours() / 24;
        let of_day = moment.time.map_or(0, |time| {
            i64::from(time.hour()) * 60 + i64::from(time.minute())
        });
        Self {
            minute: days * DAY + of_day - i64::from(moment.offset_min.unwrap_or(0)),
            is_day: moment.time.is_none(),
        }
    }

    /// Did this come out before the other, as far as the clocks tell?
    pub(crate) fn is_before(self, other: Self) -> bool {
        if self.is_day || other.is_day {
            return self.minute.div_euclid(DAY) < other.minute.div_euclid(DAY);
        }
        self.minute < other.minute
    }
}

/// A source, as its name tells.
#[derive(Clone, Debug, Default)]
pub(crate) struct Source {
    outlet: Option<Arc<Outlet>>,
    newsroom: u64,
    /// The agency that it is.
    agency: Option<&'static str>,
}

impl Source {
    pub(crate) fn of(name: &str) -> Self {
        let outlet = Outlet::of(name);
        Self {
            newsroom: outlet.as_ref().map_or(0, Outlet::number),
            outlet: outlet.map(Arc::new),
            agency: named(name.trim()),
        }
    }
}

impl About {
    /// Adds what an article states of itself, and what its text credits, to what is known of its source.
    pub(crate) fn of(item: &Item, source: &Source) -> Self {
        let stated = item.agency.and_then(|agency| named(agency.trim()));
        Self {
            outlet: source.outlet.clone(),
            newsroom: source.newsroom,
            agency: source.agency.or(stated).or_else(|| credit(item.text)),
            is_agency: source.agency.is_some(),
            when: item.published.as_ref().map(When::of),
            address: item.address.map(address_number),
        }
    }

    /// Are both from one newsroom?
    pub(crate) fn is_same_outlet(&self, other: &Self) -> bool {
        self.newsroom != 0 && self.newsroom == other.newsroom
    }
}

/// An address without its scheme and what follows `?` and `#`.
fn address_number(address: &str) -> u64 {
    let plain = address.split(['?', '#']).next().unwrap_or(address);
    let plain = plain.split_once("://").map_or(plain, |(_, rest)| rest);
    let words = Text::read_words(plain, 64);
    words.hashes().iter().fold(11, |sum: u64, &word| {
        sum.wrapping_mul(0x0100_0000_01b3) ^ u64::from(word)
    })
}

/// The agency of this name.
fn named(name: &str) -> Option<&'static str> {
    let is = |agency: &&Agency| {
        let mut names = agency.names.iter().chain(&agency.brackets);
        agency.name.eq_ignore_ascii_case(name) || names.any(|own| *own == name)
    };
    AGENCIES.iter().find(is).map(|agency| agency.name)
}

/// The agency that a text credits: "MOSCOW (AP) — …", "By Ana Ruiz, Associated Press", "Copyright 2019 Reuters".
fn credit(text: &str) -> Option<&'static str> {
    in_brackets(text).or_else(|| {
        let head = text.lines().take(CREDIT_LINES);
        let foot = &text[text.ceil_char_boundary(text.len().saturating_sub(FOOT_BYTES))..];
        let foot = foot.lines().rev().take(CREDIT_LINES);
        head.chain(foot).find_map(in_line)
    })
}

fn in_brackets(text: &str) -> Option<&'static str> {
    let head = &text[..text.floor_char_boundary(HEAD_BYTES)];
    let inside = head
        .split('(')
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let mut parts = inside.flat_map(|inside| inside.split(['/', ',']));
    parts.find_map(|part| {
        let is = |agency: &&Agency| agency.brackets.contains(&part.trim());
        AGENCIES.iter().find(is).map(|agency| agency.name)
    })
}

/// The agency of a line that is a credit and nothing else.
fn in_line(line: &str) -> Option<&'static str> {
    let starts = ["By ", "by ", "Copyright", "©"];
    let is_short = line.len() <= HEAD_BYTES;
    if !is_short || !starts.iter().any(|start| line.starts_with(start)) && !line.contains(SHARED) {
        return is_signature(line).then_some("Reuters");
    }
    let is_credit = |agency: &&Agency| agency.names.iter().any(|name| credits(line, name));
    AGENCIES.iter().find(is_credit).map(|agency| agency.name)
}

/// "By Ana Ruiz, Associated Press", "The Associated Press contributed to this report."
fn credits(line: &str, name: &str) -> bool {
    let Some(at) = line.find(name) else {
        return false;
    };
    let (before, after) = (line[..at].trim(), line[at + name.len()..].trim());
    let n_words = line.split_whitespace().count();
    let is_byline = n_words <= 8 && after.is_empty() && before.to_lowercase().starts_with("by ");
    let is_shared = after.contains(SHARED);
    let is_owned = before.starts_with("Copyright") || before.starts_with('©');
    n_words <= MAX_CREDIT_WORDS && (is_byline || is_shared || is_owned)
}

/// "(Reporting by Ana Ruiz; Editing by Jo Bell)" stands under the reports of one agency.
fn is_signature(line: &str) -> bool {
    let line = line.trim_start_matches(['(', ' ']);
    line.starts_with("Reporting by ") && line.to_lowercase().contains("editing by ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_credits() {
        assert_eq!(
            credit("KARSA (AP) — A ferry sank."),
            Some("Associated Press")
        );
        assert_eq!(
            credit("By Jo Bell, Associated Press\nA ferry sank."),
            Some("Associated Press")
        );
        assert_eq!(
            credit("A ferry sank.\n(Reporting by Jo Bell; Editing by Al Moor)"),
            Some("Reuters")
        );
        assert_eq!(
            credit("It sank.\nThe Associated Press contributed to this report."),
            Some("Associated Press")
        );
        assert_eq!(
            credit("The minister told Reuters that the ferry (Amalia) sank."),
            None
        );
    }

    #[test]
    fn knows_the_parts_of_a_newsroom() {
        let same = |one, other| Outlet::of(one) == Outlet::of(other);
        assert!(same("Karsa Post - Opinion", "The Karsa Post"));
        assert!(same("Brenn Online News", "Brenn News (Web)"));
        assert!(!same("Karsa Post", "Karsa Herald"));
        assert_eq!(Outlet::of(" - "), None);
    }

    #[test]
    fn compares_hours_only_where_both_are_known() {
        let at = |moment: &str| When::of(&moment.parse().expect("a moment"));
        assert!(!at("2025-05-08").is_before(at("2025-05-08T14:00:00Z")));
        assert!(at("2025-05-08T14:00:00+03:00").is_before(at("2025-05-08T12:00:00Z")));
        assert!(at("1969-12-31").is_before(at("1970-01-01")));
    }
}
