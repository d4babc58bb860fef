//! The tables of verbs and nouns that attribute.

use std::collections::HashMap;
use std::sync::LazyLock;

use entente_types::CueKind;

use crate::table::rows;

/// How a verb attributes.
#[derive(Clone, Debug)]
pub struct Verb {
    /// What kind of attribution.
    pub class: CueKind,
    /// Letters of the frames in which it attributes without quotation marks.
    frames: &'static str,
    /// Prepositions that introduce content.
    prepositions: Vec<&'static str>,
}

impl Verb {
    /// Does the verb attribute in this frame? `c` clause, `x` infinitive, `o` object, `s` raising.
    #[must_use]
    pub fn takes(&self, frame: char) -> bool {
        self.frames.contains(frame)
    }

    /// Does the verb tell of speech by itself, also far from the words said?
    #[must_use]
    pub fn is_strong(&self) -> bool {
        matches!(
            self.class,
            CueKind::Say | CueKind::Write | CueKind::Ask | CueKind::Show | CueKind::Deny
        ) && self.frames.contains('c')
    }

    /// Does the verb tell of words or thoughts at all, or only where words in marks stand below it?
    #[must_use]
    pub fn tells(&self) -> bool {
        matches!(self.class, CueKind::Judge | CueKind::Plan)
            || self.frames.contains(['c', 'o', 'x', 'p'])
    }

    /// Does the verb attribute without quotation marks, in any frame?
    #[must_use]
    pub fn attributes(&self) -> bool {
        self.frames.contains(['c', 'x', 'o', 'p', 's'])
    }

    /// Does the verb tell that somebody spoke or thought so, not that they wish, strive or seem to?
    #[must_use]
    pub fn vouches(&self) -> bool {
        match self.class {
            CueKind::Seem => false,
            CueKind::Plan => self.takes('v'),
            _ => true,
        }
    }

    /// Does this preposition introduce content?
    #[must_use]
    pub fn takes_preposition(&self, word: &str) -> bool {
        self.prepositions.contains(&word)
    }
}

/// What a noun can stand for in an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NounClass {
    /// "claim", "warning".
    Speech,
    /// "belief", "hope".
    Thought,
    /// A paper that speaks.
    Text,
    /// A speaker without a name: "analysts".
    Source,
}

static VERBS: LazyLock<HashMap<&'static str, Verb>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/quote_verbs.tsv"));
    let verbs = rows.filter_map(|row| {
        let [lemma, class, frames, prepositions] = row[..] else {
            return None;
        };
        let prepositions = prepositions
            .split(',')
            .filter(|word| *word != "-")
            .collect();
        let class = verb_class(class)?;
        Some((
            lemma,
            Verb {
                class,
                frames,
                prepositions,
            },
        ))
    });
    verbs.collect()
});

static NOUNS: LazyLock<HashMap<&'static str, NounClass>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/quote_nouns.tsv"));
    let nouns = rows.filter_map(|row| match row[..] {
        [lemma, class] => Some((lemma, noun_class(class)?)),
        _ => None,
    });
    nouns.collect()
});

fn verb_class(written: &str) -> Option<CueKind> {
    Some(match written {
        "say" => CueKind::Say,
        "write" => CueKind::Write,
        "think" => CueKind::Think,
        "show" => CueKind::Show,
        "judge" => CueKind::Judge,
        "ask" => CueKind::Ask,
        "plan" => CueKind::Plan,
        "deny" => CueKind::Deny,
        "seem" => CueKind::Seem,
        _ => return None,
    })
}

fn noun_class(written: &str) -> Option<NounClass> {
    Some(match written {
        "speech" => NounClass::Speech,
        "thought" => NounClass::Thought,
        "text" => NounClass::Text,
        "source" => NounClass::Source,
        _ => return None,
    })
}

/// The verb with this lemma, if it attributes.
#[must_use]
pub fn verb(lemma: &str) -> Option<&'static Verb> {
    VERBS.get(lemma)
}

/// What the noun with this lemma stands for, if it attributes.
#[must_use]
pub fn noun(lemma: &str) -> Option<NounClass> {
    NOUNS.get(lemma).copied()
}
