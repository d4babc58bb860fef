//! In which manner a text is written, where no parse tells.

/// In which manner a text is written: it decides what terse forms mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Register {
    /// Sentences of a report: "11-4" is a score, "may" a verb, "2m" a name.
    #[default]
    Report,
    /// Terse notes and commands: "Monday 11-4", "in may", "20 dollars 43", "1 over 3".
    Note,
}
