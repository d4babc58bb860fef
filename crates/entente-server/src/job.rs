//! What was begun and goes on beside the answers.

/// All of it.
#[derive(Default)]
pub struct Jobs;
