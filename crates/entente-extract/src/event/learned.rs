//! Learned judgement of the act between two phrases: a linear model over hashed features.
//!
//! The features are what the frames say, the words between and around the phrases, and the path that joins
//! them in the parse. The weights come from `cargo xtask train events`; `data/event_model.md` tells from what.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use entente_types::{Document, Pos, Root, Span, Tag};

use super::act::{self, Act, lemma};
use super::{argument, between, frame, manner};
use crate::cluster;

/// Number of hash buckets.
pub const N_BUCKETS: usize = 1 << 16;
/// The classes of the model, in the order of its weights. CONCEDE stands for RETREAT too.
pub const CLASSES: [Root; 15] = [
    Root::Agree,
    Root::Consult,
    Root::Support,
    Root::Concede,
    Root::Cooperate,
    Root::Aid,
    Root::Request,
    Root::Accuse,
    Root::Reject,
    Root::Threaten,
    Root::Protest,
    Root::Sanction,
    Root::Mobilize,
    Root::Coerce,
    Root::Assault,
];
/// Weights of one bucket: one for each class, and that of there being an act.
pub const N_COLUMNS: usize = CLASSES.len() + 1;
/// Most words of a sentence that are looked at.
const MAX_WORDS: usize = 120;

/// The features of one question: pairs of bucket and value.
pub type Features = Vec<(u32, f32)>;

/// What tells which act stands between two phrases.
#[must_use]
pub fn features(document: &Document, actor: &[Span], recipient: &[Span]) -> Features {
    features_among(document, &act::find(document), actor, recipient)
}

/// The same where the acts are known.
pub(super) fn features_among(
    document: &Document,
    acts: &BTreeMap<usize, Act>,
    actor: &[Span],
    recipient: &[Span],
) -> Features {
    bag_among(document, acts, actor, recipient).finish()
}

/// The same, to be added to.
pub(super) fn bag_among(
    document: &Document,
    acts: &BTreeMap<usize, Act>,
    actor: &[Span],
    recipient: &[Span],
) -> Bag {
    let mut bag = Bag::default();
    let ranked = between::ranked(document, acts, actor, recipient);
    of_frames(&mut bag, document, acts, &ranked);
    let actor = between::heads(document, actor);
    let recipient = between::heads(document, recipient);
    of_words(&mut bag, document, acts, &actor, &recipient);
    of_path(&mut bag, document, &actor, &recipient);
    bag.add("bias", "", 1.0);
    bag
}

/// Values by hashed name, in the order in which they were added.
#[derive(Clone, Default)]
pub(super) struct Bag(Vec<(u32, f32)>);

impl Bag {
    pub(super) fn add(&mut self, kind: &str, what: &str, value: f32) {
        self.add_all(&[kind, what], value);
    }

    /// The same by a name of any number of parts.
    pub(super) fn add_all(&mut self, parts: &[&str], value: f32) {
        let bucket = hash(parts) % N_BUCKETS as u64;
        self.0.push((bucket as u32, value));
    }

    /// All values, a bucket as often as it was added.
    pub(super) fn pairs(self) -> Features {
        self.0
    }

    /// Each bucket once, in order.
    pub(super) fn finish(mut self) -> Features {
        self.0.sort_by_key(|(bucket, _)| *bucket);
        self.0.dedup_by(|next, kept| {
            let is_same = next.0 == kept.0;
            if is_same {
                kept.1 += next.1;
            }
            is_same
        });
        self.0
    }
}

/// FNV-1a of words with `=` between them, so that weights mean the same on every machine.
fn hash(parts: &[&str]) -> u64 {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let mixed = parts.iter().enumerate().fold(START, |hash, (idx, part)| {
        let hash = if idx == 0 { hash } else { step(hash, b'=') };
        part.bytes().fold(hash, step)
    });
    mixed ^ (mixed >> 29)
}

fn of_frames(
    bag: &mut Bag,
    document: &Document,
    acts: &BTreeMap<usize, Act>,
    ranked: &[between::Ranked],
) {
    for (place, one) in ranked.iter().take(4).enumerate() {
        let root = format!("{:?}", one.root);
        let value = [2.0, 0.7, 0.35, 0.2][place];
        bag.add("frame", &root, value);
        if place > 0 {
            continue;
        }
        bag.add(
            "frame score",
            &format!("{root} {}", (one.score * 2.0) as i32),
            1.0,
        );
        let Some(act) = acts.get(&one.token) else {
            continue;
        };
        let (realis, polarity) = manner::of(document, act);
        bag.add(
            "frame manner",
            &format!("{root} {realis:?} {polarity:?}"),
            1.0,
        );
        bag.add("manner", &format!("{realis:?} {polarity:?}"), 1.0);
        bag.add("frame lemma", &lemma(document, one.token), 1.0);
        bag.add("frame own", &format!("{:?}", act.frame.root), 1.0);
        bag.add("frame mode", act.frame.mode.unwrap_or("none"), 1.0);
        let inner = act.inner.and_then(|inner| acts.get(&inner));
        let inner = inner.map_or("none".to_owned(), |inner| format!("{:?}", inner.frame.root));
        bag.add("frame inner", &format!("{:?} {inner}", act.frame.root), 1.0);
        if let Some(object) = act.object {
            group(bag, document, "frame object", object, 0.7);
        }
    }
    if ranked.is_empty() {
        bag.add("frame", "none", 2.0);
    }
}

fn of_words(
    bag: &mut Bag,
    document: &Document,
    acts: &BTreeMap<usize, Act>,
    actor: &[usize],
    recipient: &[usize],
) {
    let first = actor.iter().chain(recipient).copied().min();
    let last = actor.iter().chain(recipient).copied().max();
    let (Some(first), Some(last)) = (first, last) else {
        return;
    };
    let start = document.sentences[document.sentence_of(first)]
        .tokens()
        .start;
    let end = document.sentences[document.sentence_of(last)].tokens().end;
    let start = start.max(first.saturating_sub(MAX_WORDS / 2));
    let mut previous = String::new();
    for token in (start..end).take(MAX_WORDS) {
        let word = &document.tokens[token];
        if matches!(word.pos, Pos::Punct | Pos::Space | Pos::Det) {
            continue;
        }
        let lemma = lemma(document, token).into_owned();
        let zone = match token {
            token if token < first => "before",
            token if token <= last => "between",
            _ => "after",
        };
        let weight = if zone == "between" { 1.0 } else { 0.5 };
        let is_name = word.pos == Pos::Propn || word.pos == Pos::Num;
        if !is_name {
            bag.add("word", &lemma, 0.5 * weight);
            bag.add(zone, &lemma, 0.5 * weight);
            bag.add("pair", &format!("{previous} {lemma}"), 0.5 * weight);
            if matches!(word.pos, Pos::Verb | Pos::Noun | Pos::Adj) {
                group(bag, document, zone, token, 0.4 * weight);
            }
            if let Some(act) = acts.get(&token) {
                bag.add("act", &format!("{zone} {:?}", act.frame.root), 0.5 * weight);
            }
        }
        previous = if is_name { "NAME".to_owned() } else { lemma };
    }
}

/// The groups of like words that a word stands in.
pub(super) fn group(bag: &mut Bag, document: &Document, kind: &str, token: usize, value: f32) {
    let lemma = lemma(document, token);
    bag.add(kind, &format!("lemma {lemma}"), value);
    if let Some((fine, coarse)) = cluster::of(&lemma) {
        bag.add(kind, &format!("fine {fine}"), value);
        bag.add(kind, &format!("coarse {coarse}"), 0.7 * value);
    }
    for root in frame::roots(&lemma) {
        bag.add(kind, &format!("root {root:?}"), value);
    }
}

fn of_path(bag: &mut Bag, document: &Document, actor: &[usize], recipient: &[usize]) {
    for (kind, heads) in [("actor", actor), ("recipient", recipient)] {
        bag.add(
            kind,
            if heads.is_empty() { "missing" } else { "given" },
            1.0,
        );
        let Some(&head) = heads.first() else { continue };
        group(bag, document, &format!("{kind} head"), head, 0.4);
        let entity = document
            .entity_of(head)
            .map_or("none", |entity| entity.kind.as_str());
        bag.add(kind, &format!("entity {entity}"), 0.5);
        bag.add(
            kind,
            &format!("dep {}", document.tokens[head].dep.as_str()),
            0.5,
        );
        let mut chain = String::new();
        for (step, above) in document.ancestors(head).take(5).enumerate() {
            let value = 1.0 / (1.0 + step as f32);
            group(bag, document, &format!("{kind} above"), above, value);
            if step < 2 {
                chain = format!("{chain} {}", lemma(document, above));
                bag.add(kind, &chain, value);
            }
            if argument::is_verb(document, above) {
                of_tense(bag, document, kind, above);
                break;
            }
        }
    }
    let (Some(&actor), Some(&recipient)) = (actor.first(), recipient.first()) else {
        return;
    };
    let path = joined(document, actor, recipient);
    for &token in &path {
        group(bag, document, "path", token, 0.8);
    }
    let verbs: Vec<_> = path
        .iter()
        .filter(|&&token| argument::is_verb(document, token))
        .map(|&token| lemma(document, token))
        .collect();
    bag.add("verbs", &verbs.join(" "), 1.0);
    for pair in verbs.windows(2) {
        bag.add("verb pair", &pair.join(" "), 1.0);
    }
    let deps: Vec<&str> = path
        .iter()
        .map(|&token| document.tokens[token].dep.as_str())
        .collect();
    bag.add("deps", &deps.join(" "), 0.5);
}

/// Modals, negation and form of the verb over a phrase.
fn of_tense(bag: &mut Bag, document: &Document, kind: &str, verb: usize) {
    bag.add(
        kind,
        &format!("tag {}", document.tokens[verb].tag.as_str()),
        0.3,
    );
    for child in document.children(verb).take(30) {
        let token = &document.tokens[child];
        if token.tag == Tag::Md
            || token.dep == entente_types::Dep::Neg
            || token.dep == entente_types::Dep::Prt
        {
            bag.add(kind, &format!("with {}", token.lemma), 0.7);
        }
        if matches!(
            token.dep,
            entente_types::Dep::Dobj
                | entente_types::Dep::Xcomp
                | entente_types::Dep::Prep
                | entente_types::Dep::Ccomp
        ) {
            let slot = format!("{kind} {}", token.dep.as_str());
            group(bag, document, &slot, child, 0.6);
            both(bag, document, &slot, verb, child);
            if token.dep == entente_types::Dep::Prep {
                for governed in argument::objects_of(document, child).into_iter().take(3) {
                    let slot = format!("{kind} {}", lemma(document, child));
                    both(bag, document, &slot, verb, governed);
                }
            }
        }
        if token.dep == entente_types::Dep::Advcl && argument::is_infinitive(document, child) {
            both(bag, document, &format!("{kind} in order"), verb, child);
            group(bag, document, &format!("{kind} in order"), child, 0.6);
        }
    }
}

/// A word with one that depends on it: the two words, and what they are like.
fn both(bag: &mut Bag, document: &Document, kind: &str, above: usize, below: usize) {
    let (over, under) = (lemma(document, above), lemma(document, below));
    bag.add("both", &format!("{kind} {over} {under}"), 1.0);
    let like = |word: &str| -> Vec<String> {
        let mut found: Vec<String> = frame::roots(word)
            .into_iter()
            .map(|root| format!("{root:?}"))
            .collect();
        found.extend(cluster::of(word).map(|(fine, _)| fine.to_string()));
        found
    };
    let unders = like(&under);
    for one in like(&over).iter().take(3) {
        for other in unders.iter().take(3) {
            bag.add("like", &format!("{kind} {one} {other}"), 0.5);
        }
        bag.add("like", &format!("{kind} {one} {under}"), 0.4);
    }
    for other in unders.iter().take(3) {
        bag.add("like", &format!("{kind} {over} {other}"), 0.6);
    }
}

/// The tokens from one to the other through the tree, both ends left out.
fn joined(document: &Document, one: usize, other: usize) -> Vec<usize> {
    let up = |token: usize| -> Vec<usize> {
        std::iter::once(token)
            .chain(document.ancestors(token))
            .take(20)
            .collect()
    };
    let (left, right) = (up(one), up(other));
    let Some(meet) = left.iter().position(|token| right.contains(token)) else {
        return Vec::new();
    };
    let back = right
        .iter()
        .position(|token| *token == left[meet])
        .unwrap_or(0);
    let path = left[..=meet]
        .iter()
        .chain(right[..back].iter().rev())
        .copied();
    path.filter(|&token| token != one && token != other)
        .collect()
}

/// Two linear models: which act, and whether there is one at all.
#[derive(Clone, Debug)]
pub struct Model {
    /// One signed byte each: the classes and then the act, for every bucket.
    weights: Vec<i8>,
    root_scale: f32,
    act_scale: f32,
}

impl Model {
    /// Takes the steps of the two models' weights (two little-endian `f32`) and `N_BUCKETS` × [`N_COLUMNS`] weights;
    /// `None` for any other length.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (root_scale, rest) = bytes.split_first_chunk::<4>()?;
        let (act_scale, rest) = rest.split_first_chunk::<4>()?;
        let weights: Vec<i8> = rest.iter().map(|&byte| byte as i8).collect();
        (weights.len() == N_BUCKETS * N_COLUMNS).then(|| Self {
            weights,
            root_scale: f32::from_le_bytes(*root_scale),
            act_scale: f32::from_le_bytes(*act_scale),
        })
    }

    /// The score of every class, in the order of [`CLASSES`].
    #[must_use]
    pub fn scores(&self, features: &Features) -> [f32; CLASSES.len()] {
        let mut scores = [0.0; CLASSES.len()];
        for &(bucket, value) in features {
            let row = &self.weights[bucket as usize * N_COLUMNS..][..CLASSES.len()];
            for (score, &weight) in scores.iter_mut().zip(row) {
                *score += value * f32::from(weight);
            }
        }
        scores.map(|score| score * self.root_scale)
    }

    /// The likeliest class.
    #[must_use]
    pub fn best(&self, features: &Features) -> Root {
        let scores = self.scores(features);
        let best = (0..CLASSES.len())
            .max_by(|&one, &other| scores[one].total_cmp(&scores[other]).then(other.cmp(&one)));
        CLASSES[best.unwrap_or(0)]
    }

    /// How surely one does anything to the other at all: the distance from where it could be either; above 0 is yes.
    #[must_use]
    pub fn act(&self, features: &Features) -> f32 {
        let weight =
            |bucket: u32| f32::from(self.weights[bucket as usize * N_COLUMNS + CLASSES.len()]);
        let products = features
            .iter()
            .map(|&(bucket, value)| value * weight(bucket));
        products.sum::<f32>() * self.act_scale
    }
}

/// The model that ships with Entente.
pub(crate) static SHIPPED: LazyLock<Option<Model>> =
    LazyLock::new(|| Model::from_bytes(include_bytes!("../../data/event_model.bin")));
