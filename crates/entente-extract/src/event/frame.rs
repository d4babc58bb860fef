//! Reads the frames: which word, with which arguments, names which act.

use std::collections::HashMap;
use std::sync::LazyLock;

use entente_types::{EntityKind, Root};

use crate::table::rows;

/// What a verb or noun names when its conditions hold.
#[derive(Debug)]
pub(crate) struct Frame {
    pub root: Root,
    pub mode: Option<&'static str>,
    pub conditions: Vec<Condition>,
    /// Where the recipient is looked for, in order.
    pub recipients: Vec<&'static str>,
    /// How much of a noun's participants must be named; see `event_noun.tsv`.
    pub strength: u8,
}

impl Frame {
    /// How many conditions ask for something to be there.
    fn n_wanted(&self) -> usize {
        self.conditions.iter().filter(|one| !one.denied).count()
    }
}

/// One condition of a frame.
#[derive(Debug)]
pub(crate) struct Condition {
    pub denied: bool,
    pub slot: &'static str,
    pub alternatives: Vec<Alternative>,
}

/// What a condition accepts.
#[derive(Debug)]
pub(crate) enum Alternative {
    Anything,
    Lemma(&'static str),
    Class(&'static str),
    Entity(EntityKind),
    AnyNoun,
    Noun(Root),
}

/// What a verb lends to an event noun that is its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Light {
    Does,
    Starts,
    Plans,
    /// The subject is whom the act is done to: "received threats", "suffered an attack".
    Suffers,
}

/// Where the recipient stands when a frame does not say.
const USUAL: &[&str] = &[
    "obj", "dative", "to", "with", "against", "on", "for", "from", "at", "of", "into", "in",
];

type Frames = HashMap<&'static str, Vec<Frame>>;

static CLASSES: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    rows(include_str!("../../data/event_class.tsv"))
        .filter_map(|row| Some((*row.first()?, row.get(1)?.split(' ').collect())))
        .collect()
});

static VERBS: LazyLock<Frames> = LazyLock::new(|| {
    let mut frames = Frames::new();
    for row in rows(include_str!("../../data/event_verb.tsv")) {
        let &[lemmas, root, mode, conditions, recipients] = row.as_slice() else {
            continue;
        };
        insert(&mut frames, lemmas, [root, mode, conditions, recipients], 0);
    }
    for frames in frames.values_mut() {
        frames.sort_by_key(|frame| std::cmp::Reverse(frame.n_wanted()));
    }
    frames
});

static NOUNS: LazyLock<Frames> = LazyLock::new(|| {
    let mut frames = Frames::new();
    for row in rows(include_str!("../../data/event_noun.tsv")) {
        let &[lemmas, root, mode, strength, conditions, recipients] = row.as_slice() else {
            continue;
        };
        let strength = strength.parse().unwrap_or(0);
        insert(
            &mut frames,
            lemmas,
            [root, mode, conditions, recipients],
            strength,
        );
    }
    frames
});

static LIGHT: LazyLock<HashMap<&str, Light>> = LazyLock::new(|| {
    rows(include_str!("../../data/event_light.tsv"))
        .filter_map(|row| {
            let light = match *row.get(1)? {
                "light" => Light::Does,
                "start" => Light::Starts,
                "plan" => Light::Plans,
                "suffer" => Light::Suffers,
                _ => return None,
            };
            Some((*row.first()?, light))
        })
        .collect()
});

/// The frames of a verb, the more special ones first.
pub(crate) fn of_verb(lemma: &str) -> &'static [Frame] {
    VERBS.get(lemma).map_or(&[], Vec::as_slice)
}

/// The frames of an event noun, the more special ones first.
pub(crate) fn of_noun(lemma: &str) -> &'static [Frame] {
    NOUNS.get(lemma).map_or(&[], Vec::as_slice)
}

/// Every root that a word can name, whatever stands around it, each once.
pub(crate) fn roots(lemma: &str) -> Vec<Root> {
    let mut roots: Vec<Root> = of_verb(lemma)
        .iter()
        .chain(of_noun(lemma))
        .map(|frame| frame.root)
        .collect();
    roots.sort_unstable();
    roots.dedup();
    roots
}

/// The roots that a word names by itself, each once: nothing need stand around a verb, and of a noun one party is
/// enough.
pub(crate) fn own_roots(lemma: &str) -> Vec<Root> {
    let verbs = of_verb(lemma).iter().filter(|frame| frame.n_wanted() == 0);
    let nouns = of_noun(lemma)
        .iter()
        .filter(|frame| frame.n_wanted() == 0 && frame.strength > 0);
    let mut roots: Vec<Root> = verbs.chain(nouns).map(|frame| frame.root).collect();
    roots.sort_unstable();
    roots.dedup();
    roots
}

/// Does the verb lend its subject and time to an event noun that is its object?
pub(crate) fn light(lemma: &str) -> Option<Light> {
    LIGHT.get(lemma).copied()
}

/// Does a class of `event_class.tsv` hold the lemma?
pub(crate) fn in_class(class: &str, lemma: &str) -> bool {
    CLASSES
        .get(class)
        .is_some_and(|lemmas| lemmas.contains(&lemma))
}

impl Alternative {
    /// Is the word one that this alternative accepts?
    pub(crate) fn accepts(&self, lemma: &str) -> bool {
        match self {
            Self::Anything => true,
            Self::Lemma(own) => *own == lemma,
            Self::Class(class) => in_class(class, lemma),
            // Told by the name around the word, which `act` knows.
            Self::Entity(_) => false,
            Self::AnyNoun => !of_noun(lemma).is_empty(),
            Self::Noun(root) => of_noun(lemma).iter().any(|frame| frame.root == *root),
        }
    }
}

fn insert(frames: &mut Frames, lemmas: &'static str, cells: [&'static str; 4], strength: u8) {
    let [root, mode, conditions, recipients] = cells;
    let Some(root) = root_of(root) else { return };
    for lemma in lemmas.split(' ') {
        let recipients = match recipients {
            "-" => USUAL.to_vec(),
            some => some.split(' ').collect(),
        };
        frames.entry(lemma).or_default().push(Frame {
            root,
            mode: (mode != "-").then_some(mode),
            conditions: conditions_of(conditions),
            recipients,
            strength,
        });
    }
}

fn conditions_of(cell: &'static str) -> Vec<Condition> {
    let parts = cell
        .split(',')
        .filter(|part| !part.is_empty() && *part != "-");
    parts
        .map(|part| {
            let (slot, alternatives) = part.split_once(':').unwrap_or((part, "*"));
            Condition {
                denied: slot.starts_with('!'),
                slot: slot.trim_start_matches('!'),
                alternatives: alternatives.split('|').map(alternative).collect(),
            }
        })
        .collect()
}

fn alternative(text: &'static str) -> Alternative {
    match text.split_at_checked(1) {
        Some(("*", _)) => Alternative::Anything,
        Some(("@", class)) => Alternative::Class(class),
        Some(("&", kind)) => Alternative::Entity(EntityKind::from_text(kind)),
        Some(("%", root)) => root_of(root).map_or(Alternative::AnyNoun, Alternative::Noun),
        _ => Alternative::Lemma(text),
    }
}

/// The root written in capitals, as the tables write it.
pub(crate) fn root_of(text: &str) -> Option<Root> {
    Some(match text {
        "AGREE" => Root::Agree,
        "CONSULT" => Root::Consult,
        "SUPPORT" => Root::Support,
        "CONCEDE" => Root::Concede,
        "COOPERATE" => Root::Cooperate,
        "AID" => Root::Aid,
        "RETREAT" => Root::Retreat,
        "REQUEST" => Root::Request,
        "ACCUSE" => Root::Accuse,
        "REJECT" => Root::Reject,
        "THREATEN" => Root::Threaten,
        "PROTEST" => Root::Protest,
        "SANCTION" => Root::Sanction,
        "MOBILIZE" => Root::Mobilize,
        "COERCE" => Root::Coerce,
        "ASSAULT" => Root::Assault,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every class that a condition names exists, and every row has its columns.
    #[test]
    fn tables_are_whole() {
        for frame in VERBS.values().chain(NOUNS.values()).flatten() {
            for alternative in frame.conditions.iter().flat_map(|one| &one.alternatives) {
                if let Alternative::Class(class) = alternative {
                    assert!(CLASSES.contains_key(class), "there is no class `{class}`");
                }
            }
        }
        for (text, columns) in [
            (include_str!("../../data/event_verb.tsv"), 5),
            (include_str!("../../data/event_noun.tsv"), 6),
            (include_str!("../../data/event_light.tsv"), 2),
            (include_str!("../../data/event_realis.tsv"), 3),
        ] {
            for row in rows(text) {
                assert_eq!(row.len(), columns, "{row:?}");
            }
        }
    }
}
