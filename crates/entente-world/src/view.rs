//! The world as it was known at one moment.

mod actor;
mod articles;
mod difference;
mod each;
mod events;
mod evidence;
mod places;
mod query;
mod reviews;
mod sources;
mod stories;
mod timeline;
mod told;

use std::sync::LazyLock;

pub use actor::{ActorKind, Other, Profile, RoleTold, Whom};
pub use articles::ArticleRow;
pub use difference::{Change, Difference};
pub use each::{Chosen, Reading};
pub use events::{Between, EventRow};
pub use evidence::Evidence;
pub use places::{PlaceRow, Where};
pub(crate) use query::replace_views;
pub use reviews::{Gone, Rejected, ReviewRow, Unsure};
pub use sources::SourceRow;
pub(crate) use stories::beside;
pub use stories::{Among, AtOdds, Gist, StoryRow, StoryVersion};
pub use timeline::Happening;
pub use told::{Answer, Told};

use crate::store::Statement;
use crate::{Error, Known, World};

/// As late as a view can be: so that the end of time can be compared with.
const NOW: Known = Known(Known::END.0 - 1);
/// When a row was known: from its moment on, until it was closed.
const KNOWN: &str = "known <= ?1";
const HELD: &str = "known <= ?1 AND coalesce(known_to, 9223372036854775807) > ?1";
/// Acts, and articles in stories, that no review rejects. It is looked for by the article alone, once for each act: by claim and
/// reader as well it would be four times.
const HELD_EVENT: &str = "known <= ?1 AND coalesce(known_to, 9223372036854775807) > ?1 AND NOT EXISTS \
    (SELECT 1 FROM {rejected} AS no WHERE no.article = event.article \
    AND CASE WHEN no.claim IN (event.claim, -1) THEN no.reader IN (event.reader, '') END)";
const HELD_MEMBER: &str = "known <= ?1 AND coalesce(known_to, 9223372036854775807) > ?1 AND NOT EXISTS \
    (SELECT 1 FROM {rejected} AS no WHERE no.article = membership.article AND no.claim = -1)";

/// The tables that a view can be asked about, each with what makes a row known at the moment `?1`; what others look into comes
/// first.
const TABLES: [(&str, &str); 12] = [
    ("rejected", HELD),
    ("article", KNOWN),
    ("reading", HELD),
    ("event", HELD_EVENT),
    ("appearance", HELD),
    ("act", HELD),
    ("tally", KNOWN),
    ("published", KNOWN),
    ("story", HELD),
    ("membership", HELD_MEMBER),
    ("comparison", KNOWN),
    ("review", KNOWN),
];

/// Puts a table of what was known at `?1` in the place of every table, so that no question can reach another row.
static AT: LazyLock<String> = LazyLock::new(|| {
    let tables = TABLES.map(|(table, known)| {
        let known = known.replace("{rejected}", "rejected");
        format!("{table} AS NOT MATERIALIZED (SELECT * FROM main.{table} WHERE {known})")
    });
    format!("WITH {} ", tables.join(", "))
});

/// What was known at one moment. Whatever is added later, its answers stay the same.
#[derive(Clone, Copy)]
pub struct View<'w> {
    pub(crate) world: &'w World,
    pub(crate) known: Known,
}

impl<'w> View<'w> {
    pub(crate) fn new(world: &'w World, known: Known) -> Self {
        let known = known.min(NOW);
        Self { world, known }
    }

    /// The same world at another moment.
    #[must_use]
    pub fn at(&self, known: Option<Known>) -> Self {
        self.world.at(known)
    }

    /// A question over what was known at the moment that it is given as `?1`, whichever tables it names.
    pub(crate) fn prepare(&self, select: &str) -> Result<Statement<'w>, Error> {
        Ok(self.world.connection.prepare(&at(select))?)
    }

    /// How many articles, stories and acts were known.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn counts(&self) -> Result<[u64; 3], Error> {
        let count = |table: &str| -> Result<u64, Error> {
            let mut select = self.prepare(&format!("SELECT count(*) FROM {table}"))?;
            let n: i64 = select.query_row([self.known.0], |row| row.get(0))?;
            Ok(n.unsigned_abs())
        };
        Ok([count("article")?, count("story")?, count("event")?])
    }

    /// How many articles and stories were known, without looking at their acts.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn sizes(&self) -> Result<[u64; 2], Error> {
        let sizes = "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM story) WHERE ?1 IS NOT NULL";
        let mut select = self.prepare(sizes)?;
        let sizes = select.query_row([self.known.0], |row| {
            Ok([row.get::<i64>(0)?, row.get::<i64>(1)?])
        })?;
        Ok(sizes.map(i64::unsigned_abs))
    }
}

/// A question over what was known at `?1`, whichever tables it names.
pub(crate) fn at(select: &str) -> String {
    format!("{}{select}", *AT)
}

pub(crate) fn int(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
