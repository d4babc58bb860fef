//! What a workspace knows in the forms that other programs read.

pub mod csv;
