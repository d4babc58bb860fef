//! Charts: a table, and its drawing as SVG.
//!
//! Every kind of chart is a function that gives a [`Chart`]: its table and what is to be drawn of it. [`svg`] draws any of
//! them. A drawing follows the light or dark setting of its reader, tells in its title and description what is to be seen, and
//! holds no script.

mod kinds;
mod lane;
mod map;
mod net;
mod ranges;
mod scale;
mod svg;
mod time;

use jiff::civil::Date;
use serde_json::Value;

pub use kinds::{activity, figures, map, network, relation, timeline};
pub use map::{Disputed, disputed};
pub use svg::{STYLE, svg, svg_inside};

/// A table and its drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What it is about.
    pub title: String,
    /// What is counted, and of what.
    pub subtitle: String,
    /// What is to be seen, in sentences, for those who cannot see it.
    pub description: String,
    /// Where it is from and how it was reckoned.
    pub note: String,
    /// What is drawn.
    pub drawing: Drawing,
    /// What it is drawn from.
    pub table: Table,
}

/// Rows under names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<&'static str>,
    /// A value for each column: text, number, or nothing.
    pub rows: Vec<Vec<Value>>,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Drawing {
    /// Panels above each other over the same days.
    Time(Vec<Panel>),
    /// What happened, from top to bottom.
    Lane(Vec<Happened>),
    /// Values with what their words allow, one group for each question.
    Ranges(Vec<Group>),
    /// Who deals with whom, in a circle.
    Net(Vec<Bond>),
    /// Where something was, on land with borders that take no side.
    Map(Vec<Spot>),
}

/// A panel over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// What it shows.
    pub heading: String,
    /// What is in it.
    pub marks: Marks,
}

/// What is in a panel.
#[derive(Clone, Debug, PartialEq)]
pub enum Marks {
    /// A share with its interval.
    Band {
        /// In order of days.
        points: Vec<Point>,
        /// A share to compare with, and its name.
        beside: Option<(f64, String)>,
    },
    /// Numbers of things in periods, up from a line and down from it.
    Stacks {
        /// Names of what goes up, from the line outwards, and of what goes down.
        names: [Vec<String>; 2],
        /// In order of time.
        bars: Vec<Bar>,
    },
}

/// A share on a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The day.
    pub day: Date,
    /// Lower end of the interval, 0 to 1.
    pub low: f64,
    /// The share.
    pub share: f64,
    /// Upper end.
    pub high: f64,
}

/// Numbers of one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// Numbers up and down, from the line outwards.
    pub numbers: [Vec<u64>; 2],
    /// Why it is marked, in words.
    pub mark: Option<String>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    /// When, as printed.
    pub when: String,
    /// What, in the words of a report.
    pub what: String,
    /// How many independent origins tell it.
    pub n_origins: usize,
    /// Reports that tell it.
    pub n_reports: usize,
    /// Do the reports exclude each other?
    pub is_contested: bool,
}

/// Two who deal with each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bond {
    /// What both are called.
    pub sides: [String; 2],
    /// Acts of cooperation.
    pub cooperation: u32,
    /// Acts of conflict.
    pub conflict: u32,
}

/// A place, and how much was there.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// What it is called.
    pub name: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// How much was there.
    pub n: u64,
}

/// Values that answer one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The question, in words.
    pub heading: String,
    /// How the values stand to each other.
    pub verdict: String,
    /// Do they exclude each other?
    pub is_contested: bool,
    /// One for each report.
    pub values: Vec<Range>,
}

/// A value and the numbers that its words allow.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// Who gives it.
    pub label: String,
    /// The words.
    pub words: String,
    /// Smallest number; `None` for no bound.
    pub low: Option<f64>,
    /// The number as written.
    pub at: f64,
    /// Largest number.
    pub high: Option<f64>,
}

#[cfg(test)]
mod tests;
