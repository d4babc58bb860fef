//! Where acts were, as far as their cities are known.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::{View, int};
use crate::store::{self, Row};
use crate::{Error, Id};

/// Claims that are named for one place, the newest ones.
const MOST_CLAIMS: usize = 3;

/// A city in which acts were.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PlaceRow {
    /// Its number in GeoNames.
    pub number: u32,
    /// Its name there.
    pub name: String,
    /// The country in which GeoNames lists it, as in ISO 3166-1 alpha-3.
    pub country: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Acts there, each kind of act once for a story.
    pub n_acts: u64,
    /// Articles that tell them.
    pub n_articles: u64,
    /// Some of the claims that tell them, those of the newest articles.
    pub claims: Vec<String>,
}

/// Which acts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Where {
    /// Those that this story tells.
    pub story: Option<u32>,
    /// Those on that day or later.
    pub from: Option<Date>,
    /// Those on that day or before.
    pub to: Option<Date>,
}

/// Acts that took place in a city that is known, with `?2` to `?5` for how surely they are read, and for [`Where`].
const THERE: &str = "city IS NOT NULL AND share >= ?2 AND NOT denied \
    AND realis IN ('happened', 'under_way') AND root NOT IN ('STATEMENT', 'APPEAL') \
    AND (?3 IS NULL OR TRUE) AND (?4 IS NULL OR to_day >= ?4) AND (?5 IS NULL OR from_day <= ?5)";

/// Where these acts stand, and what else makes them those that are asked for: of a story few articles are looked through.
fn among(which: &Where) -> (&'static str, &'static str) {
    match which.story {
        Some(_) => (
            "(SELECT article AS value FROM membership WHERE story = ?3) AS near CROSS JOIN event",
            " AND event.article = near.value",
        ),
        None => ("event", ""),
    }
}

impl View<'_> {
    /// The cities in which acts took place, those of most acts first. Acts count that were read with at least the share `least`.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn places(&self, which: &Where, least: f64, most: usize) -> Result<Vec<PlaceRow>, Error> {
        let (from, are_near) = among(which);
        let sql = format!(
            "SELECT city.number, city.name, city.country, city.latitude, city.longitude, there.n, there.n_articles FROM \
             (SELECT city, count(DISTINCT root || ' ' || coalesce('s' || (SELECT story FROM membership \
               WHERE membership.article = event.article), 'a' || article)) AS n, count(DISTINCT article) AS n_articles \
              FROM {from} WHERE {THERE}{are_near} GROUP BY city) AS there \
             JOIN city ON city.number = there.city ORDER BY there.n DESC, city.name, city.number LIMIT ?6"
        );
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let (story, first, last) = (which.story, day(which.from), day(which.to));
        let mut select = self.prepare(&sql)?;
        let arguments = (self.known.0, least, story, &first, &last, int(most));
        let rows = select.query_map(arguments, place_row)?;
        let mut places = rows.collect::<Result<Vec<PlaceRow>, _>>()?;
        let newest = format!(
            "SELECT article, claim FROM {from} WHERE {THERE}{are_near} AND city = ?6 ORDER BY article DESC, claim LIMIT ?7"
        );
        let mut newest = self.prepare(&newest)?;
        for place in &mut places {
            let arguments = (
                self.known.0,
                least,
                story,
                &first,
                &last,
                place.number,
                int(MOST_CLAIMS),
            );
            let claims = newest.query_map(arguments, |row| {
                Ok(Id::Claim(row.get(0)?, row.get(1)?).to_string())
            })?;
            place.claims = claims.collect::<Result<_, _>>()?;
        }
        Ok(places)
    }
}

fn place_row(row: &Row) -> store::Result<PlaceRow> {
    Ok(PlaceRow {
        number: row.get(0)?,
        name: row.get(1)?,
        country: row.get(2)?,
        latitude: row.get(3)?,
        longitude: row.get(4)?,
        n_acts: row.get::<i64>(5)?.unsigned_abs(),
        n_articles: row.get::<i64>(6)?.unsigned_abs(),
        claims: Vec::new(),
    })
}
