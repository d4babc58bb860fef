//! What every page is asked: as of when, in which form, from which address.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::uri::Uri;
use entente_engine::world::Known;
use jiff::civil::Date;

use crate::error::Fault;
use crate::link::{encode, pairs};

/// The form of an answer, as the ending of the address tells it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Twin {
    /// A page for people.
    #[default]
    Page,
    /// Everything on the page as one JSON object.
    Json,
    /// Its table as CSV.
    Csv,
    /// Its drawing.
    Svg,
}

impl Twin {
    const ENDINGS: [(&'static str, Self); 3] = [
        (".json", Self::Json),
        (".csv", Self::Csv),
        (".svg", Self::Svg),
    ];

    /// How it is called in an address.
    #[must_use]
    pub fn name(self) -> &'static str {
        let known = Self::ENDINGS.iter().find(|(_, twin)| *twin == self);
        known.map_or("", |(ending, _)| &ending[1..])
    }

    /// The address without its ending, and what that says. Everything below `/api` and `/assets` stays as it is.
    #[must_use]
    pub fn of(uri: &Uri) -> Option<(Uri, Self)> {
        let path = uri.path();
        if path.starts_with("/api") || path.starts_with("/assets") || path.starts_with("/mcp") {
            return None;
        }
        let mut endings = Self::ENDINGS.iter();
        let (stem, twin) =
            endings.find_map(|(ending, twin)| Some((path.strip_suffix(ending)?, *twin)))?;
        let query = uri
            .query()
            .map_or(String::new(), |query| format!("?{query}"));
        let uri = format!("{stem}{query}").parse().ok()?;
        Some((uri, twin))
    }
}

/// What a request asks of any page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Only what was known at that moment.
    pub at: Option<Known>,
    /// What is wrong with the moment that was asked for.
    pub wrong: Option<String>,
    /// The moment, as it was written.
    pub as_of: Option<String>,
    /// The path, without the ending of a form.
    pub path: String,
    /// Everything else behind the question mark, decoded, in its order.
    pub query: Vec<(String, String)>,
    /// The form.
    pub twin: Twin,
}

impl Asked {
    fn new(parts: &Parts) -> Self {
        let mut query = pairs(parts.uri.query().unwrap_or_default());
        let as_of = query
            .iter()
            .find(|(name, value)| name == "as_of" && !value.is_empty());
        let as_of = as_of.map(|(_, value)| value.clone());
        query.retain(|(name, value)| name != "as_of" && !value.is_empty());
        let at = as_of.as_deref().map(str::parse::<Known>);
        Self {
            wrong: at.as_ref().and_then(|at| at.as_ref().err().cloned()),
            at: at.and_then(Result::ok),
            as_of,
            path: parts.uri.path().to_owned(),
            query,
            twin: parts.extensions.get().copied().unwrap_or_default(),
        }
    }

    /// What a name stands for behind the question mark; `None` if it is not there or empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The same for a number; `None` also if it is none.
    #[must_use]
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    /// The same for a day.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn day(&self, name: &str) -> Result<Option<Date>, Fault> {
        let day = self.get(name).map(|day| {
            let wrong = |_| Fault::Unclear(format!("`{day}` is no day; write `2025-05-08`"));
            day.parse().map_err(wrong)
        });
        day.transpose()
    }

    /// How many things are left out in front, for lists that go on.
    #[must_use]
    pub fn skipped(&self) -> usize {
        const MOST: usize = 1_000_000;
        self.number("skip").unwrap_or(0).min(MOST)
    }

    /// The address of this page with other things asked; a name without a value is left out.
    #[must_use]
    pub fn with(&self, others: &[(&str, &str)]) -> String {
        let kept = self
            .query
            .iter()
            .filter(|(name, _)| others.iter().all(|(other, _)| other != name));
        let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
        let asked = others
            .iter()
            .copied()
            .chain(kept)
            .filter(|(_, value)| !value.is_empty());
        let asked: Vec<String> = asked
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        match asked.is_empty() {
            true => self.path.clone(),
            false => format!("{}?{}", self.path, asked.join("&")),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::new(parts))
    }
}
