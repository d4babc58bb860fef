//! What a workspace knows in the forms that other programs read, one file for each form.
//!
//! Everything is written as it is read, article after article, so that a workspace of any size needs little memory. Every row
//! and every object can be walked back: it holds the claim, the article, the bytes, and the words.
//!
//! ```text
//! View ─for_each_reading─► Reading ─record─► rows ─csv, jsonl, parquet, arrow─► file
//!                                  └─plover, ftm, stix, geojson, graphml, csl, feed─► file
//! ```

mod arrow;
mod csl;
pub mod csv;
mod feed;
mod ftm;
mod geojson;
mod graphml;
mod key;
mod moment;
pub mod parquet;
mod record;
mod rows;
mod sheet;
mod snapshot;
mod stix;

use std::io::Write;

use entente_world::{Chosen, Known, Reading, View};

pub use record::Table;
pub use snapshot::{Manifest, TableFile, check, snapshot};

/// Why an export stops.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The workspace cannot be read.
    #[error("{0}")]
    World(#[from] entente_world::Error),
    /// The output cannot be written.
    #[error("{0}")]
    Write(#[from] std::io::Error),
}

/// The forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table as CSV (RFC 4180) with a heading, safe for spreadsheets.
    Csv(Table),
    /// A table as one JSON object for each row.
    Jsonl(Table),
    /// A table as Parquet.
    Parquet(Table),
    /// A table as an Arrow IPC file.
    Arrow(Table),
    /// Acts in the forms of event data.
    Rows(crate::rows::Format),
    /// FollowTheMoney entities, one JSON object for each.
    Ftm,
    /// The same as FollowTheMoney statements in CSV.
    FtmStatements,
    /// A STIX 2.1 bundle.
    Stix,
    /// Acts whose city is known, as GeoJSON (RFC 7946).
    GeoJson,
    /// Who acts towards whom, as GraphML.
    GraphMl,
    /// Stories as RSS 2.0.
    Rss,
    /// Stories as Atom (RFC 4287).
    Atom,
    /// Citations of the articles, and of the export itself, as CSL-JSON.
    Csl,
}

/// What is exported.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// From which articles.
    pub chosen: Chosen,
    /// Only acts that stand in at least this share of cases.
    pub least: f32,
    /// Only stories of at least so many articles.
    pub least_articles: u32,
}

/// What an export says of itself: which program, what was known when, and of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Name and version of the program.
    pub program: &'static str,
    /// The moment as of which was asked, or when something became known last.
    pub as_of: Option<Known>,
    /// SHA-256 over everything that was known then.
    pub hash: String,
}

impl Origin {
    /// What the exports of a view say of themselves.
    ///
    /// # Errors
    ///
    /// If the workspace cannot be read.
    pub fn of(view: &View) -> Result<Self, Error> {
        Ok(Self {
            program: concat!("Entente ", env!("CARGO_PKG_VERSION")),
            as_of: view.moment()?,
            hash: view.fingerprint()?,
        })
    }
}

/// Writes what a view knows in a form. Gives how many rows or objects there were.
///
/// The same view and settings give the same bytes.
///
/// # Errors
///
/// If the workspace cannot be read or the output cannot be written.
pub fn write<W: Write + Send>(
    view: &View,
    format: Format,
    settings: &Settings,
    out: W,
) -> Result<u64, Error> {
    match format {
        Format::Csv(table) => sheet::write(view, table, settings, sheet::Csv(out)),
        Format::Jsonl(table) => sheet::write(view, table, settings, sheet::Jsonl(out)),
        Format::Parquet(table) => {
            sheet::write(view, table, settings, parquet::Parquet::new(table, out)?)
        }
        Format::Arrow(table) => sheet::write(view, table, settings, arrow::Arrow::new(table, out)?),
        Format::Rows(form) => rows::write(view, form, settings, out),
        Format::Ftm => ftm::entities(view, settings, out),
        Format::FtmStatements => ftm::statements(view, settings, out),
        Format::Stix => stix::write(view, settings, out),
        Format::GeoJson => geojson::write(view, settings, out),
        Format::GraphMl => graphml::write(view, settings, out),
        Format::Rss => feed::rss(view, settings, out),
        Format::Atom => feed::atom(view, settings, out),
        Format::Csl => csl::write(view, settings, out),
    }
}

/// Shows every chosen reading.
fn each(
    view: &View,
    settings: &Settings,
    each: impl FnMut(Reading) -> Result<(), Error>,
) -> Result<(), Error> {
    view.for_each_reading(&settings.chosen, each)
}
