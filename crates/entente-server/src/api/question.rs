//! What a program asks: names and values out of path and query, strictly read, so that a misspelt name is told and not passed over.

use std::borrow::Cow;

use axum::extract::{FromRequestParts, Query, RawPathParams};
use axum::http::header::{ACCEPT, IF_NONE_MATCH};
use axum::http::request::Parts;
use entente_engine::world::{Id, Known};
use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};

use super::answer::Form;
use crate::error::Fault;
use crate::link::{encode, pairs};

/// Things of a page of a list, unless asked otherwise, and at most.
pub const USUAL: usize = 20;
pub const MOST: usize = 200;
/// Things that can be left out in front.
const MOST_SKIPPED: u32 = 10_000_000;

/// A request as it came in.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The path.
    pub path: String,
    /// Names and values of path and query, without those that every question has.
    pairs: Vec<(String, String)>,
    /// How many of them stand in the path.
    n_in_path: usize,
    /// The moment that was asked for.
    as_of: Option<Known>,
    /// How many things of a list.
    limit: Option<usize>,
    /// Where to go on.
    pub cursor: Option<Cursor>,
    /// The form of a list.
    pub form: Form,
    /// States of the answer that the asker has.
    pub has: Vec<String>,
}

/// What comes next of a list, as it was known at one moment. Written `1747000000000000-40-0`: nothing that comes in later changes
/// what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The moment of the first page.
    pub at: Known,
    /// What was given already: a number of things, or an article and a place in it.
    pub behind: (u32, u32),
}

impl Cursor {
    /// How it is written, as a regular expression.
    pub const PATTERN: &str = "^[0-9]{1,19}-[0-9]{1,9}-[0-9]{1,9}$";

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('-').map(|part| {
            let is_plain = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u64>().ok().filter(|_| is_plain)
        });
        let mut part = |most: u64| parts.next().flatten().map(|part| part.min(most));
        let at = part(i64::MAX as u64 - 1)?;
        let behind = (part(u64::from(u32::MAX))?, part(u64::from(u32::MAX))?);
        let is_whole = text.split('-').nth(3).is_none();
        is_whole.then_some(Self {
            at: Known(at as i64),
            behind: (behind.0 as u32, behind.1 as u32),
        })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{}", self.at.0, self.behind.0, self.behind.1)
    }
}

/// Which part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// What was given already; nothing on the first page.
    pub behind: Option<(u32, u32)>,
    /// How many things at most.
    pub most: usize,
}

impl Turn {
    /// How many things were given already, for lists that count.
    #[must_use]
    pub fn skipped(&self) -> usize {
        let skipped = self.behind.map_or(0, |behind| behind.0);
        skipped.min(MOST_SKIPPED) as usize
    }
}

/// A part of a list.
#[derive(Clone, Debug)]
pub struct Part<T> {
    /// The things.
    pub items: Vec<T>,
    /// What was given with them; `None` if there is nothing more.
    pub behind: Option<(u32, u32)>,
}

impl<T> Part<T> {
    /// A part of a list that counts: `items` has one more than were asked for if there are more.
    #[must_use]
    pub fn counted(turn: &Turn, mut items: Vec<T>) -> Self {
        let has_more = items.len() > turn.most;
        items.truncate(turn.most);
        let behind = turn.skipped() + items.len();
        let behind = u32::try_from(behind).unwrap_or(u32::MAX);
        Self {
            behind: (has_more && behind < MOST_SKIPPED).then_some((behind, 0)),
            items,
        }
    }

    /// The part of a list that is whole, or whole as far as it is asked for and one further.
    #[must_use]
    pub fn cut(turn: &Turn, all: Vec<T>) -> Self {
        let rest = all.into_iter().skip(turn.skipped()).take(turn.most + 1);
        Self::counted(turn, rest.collect())
    }

    /// The same part with other things.
    pub fn map<U>(self, map: impl FnMut(T) -> U) -> Part<U> {
        Part {
            items: self.items.into_iter().map(map).collect(),
            behind: self.behind,
        }
    }
}

impl Asked {
    /// What asks nothing but an address.
    #[must_use]
    pub fn plain(path: String) -> Self {
        Self {
            path,
            ..Self::default()
        }
    }

    /// Reads path and query.
    ///
    /// # Errors
    ///
    /// If a name is there twice, or a value of every question is none.
    pub async fn of(parts: &mut Parts) -> Result<Self, Fault> {
        let in_path = RawPathParams::from_request_parts(parts, &()).await;
        let in_path = in_path.map_err(|_| Fault::Unclear("the path is no UTF-8".to_owned()))?;
        let in_path: Vec<(String, String)> = in_path
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let accept = parts
            .headers
            .get(ACCEPT)
            .and_then(|value| value.to_str().ok());
        let has = parts.headers.get_all(IF_NONE_MATCH).iter();
        let has = has.filter_map(|value| value.to_str().ok());
        let has = has.flat_map(|value| value.split(','));
        let mut asked = Self {
            path: parts.uri.path().to_owned(),
            n_in_path: in_path.len(),
            pairs: in_path,
            has: has.map(|tag| tag.trim().to_owned()).collect(),
            form: Form::asked(accept.unwrap_or_default()),
            ..Self::default()
        };
        for (name, value) in pairs(parts.uri.query().unwrap_or_default()) {
            asked.take(name, value)?;
        }
        Ok(asked)
    }

    fn take(&mut self, name: String, value: String) -> Result<(), Fault> {
        let is_there = match name.as_str() {
            "as_of" => self.as_of.is_some(),
            "limit" => self.limit.is_some(),
            "cursor" => self.cursor.is_some(),
            _ => self.pairs.iter().any(|(other, _)| *other == name),
        };
        if is_there {
            return Err(Fault::Unclear(format!("`{name}` is given twice")));
        }
        match name.as_str() {
            "as_of" => self.as_of = Some(moment(&value)?),
            "limit" => {
                let limit = value
                    .parse()
                    .ok()
                    .filter(|limit| (1..=MOST).contains(limit));
                let wrong = || format!("`limit` is `{value}`; write a number from 1 to {MOST}");
                self.limit = Some(limit.ok_or_else(|| Fault::Unclear(wrong()))?);
            }
            "cursor" => {
                let wrong = || {
                    format!("`{value}` is no cursor; take the `next_cursor` of an answer as it is")
                };
                let cursor = Cursor::read(&value);
                self.cursor = Some(cursor.ok_or_else(|| Fault::Unclear(wrong()))?);
            }
            _ => self.pairs.push((name, value)),
        }
        Ok(())
    }

    /// The question itself.
    ///
    /// # Errors
    ///
    /// If a name is not known, missing, or has a value that is none.
    pub fn question<Q: DeserializeOwned>(&self) -> Result<Q, Fault> {
        let all = self.pairs.iter();
        let all = all.map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        let all = format!("/?{}", all.collect::<Vec<_>>().join("&"));
        let unclear = |why: String| Fault::Unclear(why);
        let uri = all
            .parse()
            .map_err(|_| unclear("the address is too long".to_owned()))?;
        let read = Query::<Q>::try_from_uri(&uri);
        let Query(question) = read.map_err(|error| {
            let told = error.body_text();
            let told = told.trim_start_matches("Failed to deserialize query string: ");
            unclear(told.to_owned())
        })?;
        Ok(question)
    }

    /// The moment that is asked for: that of the first page, or the one that was named. A page that goes on stays where it began.
    #[must_use]
    pub fn at(&self) -> Option<Known> {
        self.cursor.map(|cursor| cursor.at).or(self.as_of)
    }

    /// Which part of a list is asked for.
    #[must_use]
    pub fn turn(&self) -> Turn {
        Turn {
            behind: self.cursor.map(|cursor| cursor.behind),
            most: self.limit.unwrap_or(USUAL),
        }
    }

    /// Is a part of a list asked for?
    #[must_use]
    pub fn is_of_list(&self) -> bool {
        self.limit.is_some() || self.cursor.is_some()
    }

    /// The address at which the same answer is found for ever, or the next part of it.
    #[must_use]
    pub fn address(&self, at: Option<Known>, cursor: Option<Cursor>) -> String {
        let own = self.pairs.iter().skip(self.n_in_path);
        let mut query: Vec<String> = own
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        query.extend(self.limit.map(|limit| format!("limit={limit}")));
        match cursor {
            Some(cursor) => query.push(format!("cursor={cursor}")),
            None => query.extend(at.map(|at| format!("as_of={}", encode(&at.to_string())))),
        }
        match query.is_empty() {
            true => self.path.clone(),
            false => format!("{}?{}", self.path, query.join("&")),
        }
    }
}

/// A moment: `2025-05-08T14:03:00Z`, or a day, which is taken to its end in UTC.
fn moment(text: &str) -> Result<Known, Fault> {
    text.parse().map_err(Fault::Unclear)
}

/// The same as a value of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MomentAsked(pub Known);

impl<'de> Deserialize<'de> for MomentAsked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map(Self).map_err(D::Error::custom)
    }
}

impl JsonSchema for MomentAsked {
    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "anyOf": [{"format": "date"}, {"format": "date-time"}],
            "examples": ["2025-05-08", "2025-05-08T14:03:00Z"],
        })
    }
}

/// A day: `2025-05-08`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let day = text
            .parse()
            .ok()
            .filter(|_| text.len() == "2025-05-08".len());
        let wrong = || D::Error::custom(format!("`{text}` is no day; write `2025-05-08`"));
        day.map(Self).ok_or_else(wrong)
    }
}

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date", "examples": ["2025-05-08"]})
    }
}

impl Day {
    /// As it stands in the workspace.
    #[must_use]
    pub fn text(day: Option<Self>) -> Option<String> {
        day.map(|day| day.0.to_string())
    }
}

/// A whole number within bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole<const LEAST: u32, const MOST: u32>(pub u32);

impl<'de, const LEAST: u32, const MOST: u32> Deserialize<'de> for Whole<LEAST, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text
            .parse()
            .ok()
            .filter(|number| (LEAST..=MOST).contains(number));
        let wrong = || {
            D::Error::custom(format!(
                "`{text}` is no whole number from {LEAST} to {MOST}"
            ))
        };
        number.filter(|_| is_plain).map(Self).ok_or_else(wrong)
    }
}

impl<const LEAST: u32, const MOST: u32> JsonSchema for Whole<LEAST, MOST> {
    fn schema_name() -> Cow<'static, str> {
        format!("Whole{LEAST}To{MOST}").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "integer", "minimum": LEAST, "maximum": MOST})
    }
}

/// Words that are looked for, or a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(pub String);

/// Longest words, in characters.
const MAX_WORDS: usize = 400;

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.chars().count() {
            0 => Err(D::Error::custom("it is empty")),
            1..=MAX_WORDS => Ok(Self(text)),
            n => Err(D::Error::custom(format!(
                "it has {n} letters; at most {MAX_WORDS} are taken"
            ))),
        }
    }
}

impl JsonSchema for Words {
    fn schema_name() -> Cow<'static, str> {
        "Words".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "minLength": 1, "maxLength": MAX_WORDS})
    }
}

/// An id of a path. What is none is not there.
macro_rules! id {
    ($name:ident, $what:literal, $pattern:literal, $example:literal) => {
        #[doc = concat!("The id of ", $what, ".")]
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(pub String);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Ok(Self(String::deserialize(deserializer)?))
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "pattern": $pattern, "examples": [$example]})
            }
        }
    };
}

id!(StoryId, "a story", "^sty_[0-9]{1,9}$", "sty_1");
id!(ArticleId, "an article", "^art_[0-9]{1,9}$", "art_1");
id!(ClaimId, "a claim", "^clm_[0-9]{1,9}_[0-9]{1,9}$", "clm_1_0");

impl StoryId {
    /// Its number.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn number(&self) -> Result<u32, Fault> {
        match self.0.parse() {
            Ok(Id::Story(number)) => Ok(number),
            _ => Err(Fault::NoSuch(self.0.clone())),
        }
    }
}

impl ArticleId {
    /// Its number.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn number(&self) -> Result<u32, Fault> {
        match self.0.parse() {
            Ok(Id::Article(number)) => Ok(number),
            _ => Err(Fault::NoSuch(self.0.clone())),
        }
    }
}

impl ClaimId {
    /// The number of its article, and its place there.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn place(&self) -> Result<(u32, u32), Fault> {
        match self.0.parse() {
            Ok(Id::Claim(article, place)) => Ok((article, place)),
            _ => Err(Fault::NoSuch(self.0.clone())),
        }
    }
}
