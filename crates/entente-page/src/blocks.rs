//! The steps from a page of HTML to the numbers of its blocks, open for training and measuring.

pub use crate::html::choose::{THRESHOLD, add_context, n_second};
pub use crate::html::count::{Counted, count};
pub use crate::html::feature::{NAMES, features, n_features};
pub use crate::html::hints::Hints;
pub use crate::html::model::{Model, Stage, Table, Tree};
pub use crate::html::page::PageSays;
pub use crate::html::scan::{Scan, scan};
