//! How surely an act is told as it was read: a linear model over what the act, its parties and the sentence say.
//!
//! The weights come from `cargo xtask train acts`; `data/event_confidence.md` tells from what.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use entente_types::{
    Actor, ActorKind, Actors, Dep, Document, Event, MentionForm, Participant, Pos, Span,
};

use super::act::Act;
use super::cast::Margins;
use super::learned::{self, Bag, Features, N_BUCKETS};
use crate::cluster;

/// Longest sentence whose exact length counts.
const MAX_LENGTH: usize = 80;
/// PLOVER sectors of those who rule, judge, fight or stand for office.
const POLITICAL: [&str; 10] = [
    "GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "OPP", "REB", "IGO",
];

/// Numbers that tell how surely the parties were chosen.
pub const N_PARTIES: usize = 10;

/// What tells whether an act stands as it was read.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// Whether it is that act.
    pub act: Features,
    /// Whether these are its parties.
    pub parties: [f32; N_PARTIES],
    /// Is it worth telling by who takes part and how?
    pub is_weighty: bool,
}

/// Looks at the events of one document.
pub(super) struct Reader<'a> {
    document: &'a Document,
    actors: &'a Actors,
    acts: &'a BTreeMap<usize, Act>,
    margins: &'a BTreeMap<usize, Margins>,
    /// Acts that are not worth telling by who takes part in them.
    light: &'a BTreeSet<usize>,
    forms: BTreeMap<Span, MentionForm>,
    /// How much of the document is about those who rule, in tenths.
    politics: String,
}

impl<'a> Reader<'a> {
    /// Reads what all events of the document share.
    pub(super) fn new(
        document: &'a Document,
        actors: &'a Actors,
        acts: &'a BTreeMap<usize, Act>,
        margins: &'a BTreeMap<usize, Margins>,
        light: &'a BTreeSet<usize>,
    ) -> Self {
        let forms = actors.mentions.iter().map(|one| (one.span, one.form));
        Self {
            document,
            actors,
            acts,
            margins,
            light,
            forms: forms.collect(),
            politics: politics(actors),
        }
    }

    /// What tells whether an event stands as it was read.
    pub(super) fn evidence(&self, event: &Event) -> Evidence {
        let spans =
            |side: &[Participant]| -> Vec<Span> { side.iter().map(|one| one.span).collect() };
        let (actor, recipient) = (spans(&event.actors), spans(&event.recipients));
        let mut bag = learned::bag_among(self.document, self.acts, &actor, &recipient);
        if !actor.is_empty() && !recipient.is_empty() {
            of_pair(&mut bag, event);
        }
        of_act(&mut bag, self.document, self.acts, event);
        self.of_side(&mut bag, "actor", &event.actors);
        self.of_side(&mut bag, "recipient", &event.recipients);
        of_sentence(&mut bag, self.document, event);
        bag.add("document politics", &self.politics, 1.0);
        let token = self.document.tokens_in(event.trigger).start;
        let margins = self.margins.get(&token).copied().unwrap_or_default();
        let is_weighty = !self.light.contains(&token);
        bag.add("weight", if is_weighty { "yes" } else { "no" }, 1.0);
        Evidence {
            act: bag.finish(),
            parties: of_parties(event, &margins),
            is_weighty,
        }
    }

    fn of_side(&self, bag: &mut Bag, name: &str, side: &[Participant]) {
        let Some(one) = side.first() else {
            bag.add(name, "nobody", 1.0);
            return;
        };
        let actor = one.actor.as_ref().and_then(|id| self.actors.actor(id));
        let kind = actor.map_or("unknown".to_owned(), |actor| format!("{:?}", actor.kind));
        let sector = actor
            .and_then(|actor| actor.sector.as_deref())
            .unwrap_or("none");
        let country = actor.is_some_and(|actor| actor.country.is_some());
        bag.add(name, &format!("kind {kind}"), 1.0);
        bag.add(name, &format!("sector {sector}"), 0.7);
        bag.add(name, &format!("placed {country} {kind}"), 0.7);
        bag.add(name, &format!("form {:?}", self.forms.get(&one.span)), 0.7);
        let tokens = self.document.tokens_in(one.span);
        bag.add(name, &format!("words {}", tokens.len().min(6)), 0.5);
    }
}

/// How surely the parties were chosen, number by number.
fn of_parties(event: &Event, margins: &Margins) -> [f32; N_PARTIES] {
    let side = |score: f32, side: &[Participant], is_proposed: bool| {
        let (named, nobody) = match side.is_empty() {
            true => (0.0, score),
            false => (score, 0.0),
        };
        let flag = |yes: bool| f32::from(u8::from(yes));
        [
            named,
            nobody,
            flag(side.is_empty()),
            flag(is_proposed),
            flag(is_proposed && !side.is_empty()),
        ]
    };
    let actors = side(margins.actor, &event.actors, margins.is_actor_proposed);
    let recipients = side(
        margins.recipient,
        &event.recipients,
        margins.is_recipient_proposed,
    );
    let mut all = [0.0; N_PARTIES];
    all[..5].copy_from_slice(&actors);
    all[5..].copy_from_slice(&recipients);
    all
}

/// The share of mentions that are of states and of those who rule, judge, fight or stand for office.
fn politics(actors: &Actors) -> String {
    let is_political = |actor: &&Actor| {
        actor.kind == ActorKind::State
            || actor
                .sector
                .as_deref()
                .is_some_and(|sector| POLITICAL.contains(&sector))
    };
    let n_political = actors.actors.iter().filter(is_political).count();
    let tenths = n_political * 10 / actors.actors.len().max(1);
    format!("{tenths}")
}

/// What the models of the act between two parties say.
fn of_pair(bag: &mut Bag, event: &Event) {
    let Some(model) = learned::SHIPPED.as_ref() else {
        return;
    };
    let features = bag.clone().finish();
    bag.add("pair act", "", model.act(&features).clamp(-2.0, 2.0));
    let is_same = super::plover_root(event) == Some(model.best(&features));
    bag.add("pair root", &format!("{is_same}"), 1.0);
}

fn of_act(bag: &mut Bag, document: &Document, acts: &BTreeMap<usize, Act>, event: &Event) {
    let token = document.tokens_in(event.trigger).start;
    let root = format!("{:?}", event.root);
    let counted = format!("{:?}", super::plover_root(event));
    let sides = format!(
        "{} {}",
        event.actors.len().min(2),
        event.recipients.len().min(2)
    );
    bag.add("act root", &root, 1.0);
    bag.add("act counted", &counted, 1.0);
    bag.add("act sides", &sides, 1.0);
    bag.add("act root sides", &format!("{root} {sides}"), 1.0);
    bag.add(
        "act manner",
        &format!("{:?} {:?}", event.realis, event.polarity),
        1.0,
    );
    bag.add("act word", &event.lemma, 1.0);
    bag.add("act word root", &format!("{} {root}", event.lemma), 1.0);
    bag.add("act mode", event.mode.as_deref().unwrap_or("none"), 0.5);
    bag.add(
        "act place",
        if event.place.is_some() {
            "given"
        } else {
            "none"
        },
        0.5,
    );
    bag.add(
        "act time",
        if event.period_span.is_some() {
            "given"
        } else {
            "none"
        },
        0.5,
    );
    let Some(word) = document.tokens.get(token) else {
        return;
    };
    bag.add("act tag", word.tag.as_str(), 1.0);
    bag.add("act dep", word.dep.as_str(), 1.0);
    if let Some(act) = acts.get(&token) {
        let frame = act.frame;
        let light = act
            .light
            .map_or("none".to_owned(), |light| format!("{light:?}"));
        bag.add(
            "act conditions",
            &format!("{} {}", act.nominal, frame.conditions.len().min(3)),
            1.0,
        );
        bag.add("act noun", &format!("{} {light}", frame.strength), 1.0);
        bag.add(
            "act object",
            if act.object.is_some() {
                "given"
            } else {
                "none"
            },
            0.5,
        );
        if let Some(object) = act.object {
            learned::group(bag, document, "act object", object, 0.5);
        }
        if act.nominal && act.governor != token {
            learned::group(bag, document, "act governor", act.governor, 0.7);
        }
    }
    for child in document.children(token).take(12) {
        let child = &document.tokens[child];
        bag.add("act child", child.dep.as_str(), 0.4);
        if matches!(
            child.dep,
            Dep::Aux | Dep::Neg | Dep::Prt | Dep::Mark | Dep::Advmod | Dep::Prep
        ) {
            bag.add("act with", &child.lemma, 0.5);
        }
    }
    if let Some(head) = document.head(token) {
        learned::group(bag, document, "act head", head, 0.5);
        bag.add(
            "act head",
            &format!(
                "{} {}",
                word.dep.as_str(),
                document.tokens[head].pos.as_str()
            ),
            0.7,
        );
    }
}

fn of_sentence(bag: &mut Bag, document: &Document, event: &Event) {
    let token = document.tokens_in(event.trigger).start;
    if token >= document.tokens.len() {
        return;
    }
    let sentence = document.sentences[document.sentence_of(token)].tokens();
    let length = sentence.len().min(MAX_LENGTH) / 10;
    bag.add("sentence", &format!("length {length}"), 0.5);
    let place = (token - sentence.start).min(MAX_LENGTH) / 10;
    bag.add("sentence", &format!("place {place}"), 0.5);
    for idx in sentence.take(MAX_LENGTH) {
        let word = &document.tokens[idx];
        let is_first_person =
            word.pos == Pos::Pron && matches!(word.lemma.as_str(), "I" | "we" | "you");
        if matches!(word.pos, Pos::Verb | Pos::Noun | Pos::Adj) {
            bag.add("sentence word", &word.lemma, 0.3);
            if let Some((fine, coarse)) = cluster::of(&word.lemma) {
                bag.add("sentence fine", &fine.to_string(), 0.2);
                bag.add("sentence coarse", &coarse.to_string(), 0.2);
            }
        }
        if is_first_person || matches!(document.word(idx), "?" | "!" | "\"" | "“") {
            bag.add("sentence has", &word.lemma, 0.3);
        }
    }
}

/// A linear model of the act, and a logistic curve over its score and those of the parties.
#[derive(Clone, Debug)]
pub struct Confidence {
    weights: Vec<i8>,
    scale: f32,
    curve: [f32; N_NUMBERS],
}

/// Numbers that the curve takes: one, the act's score, and the parties'.
pub const N_NUMBERS: usize = 2 + N_PARTIES;

impl Confidence {
    /// Takes the step of the act's weights, the curve's [`N_NUMBERS`] weights (all little-endian `f32`), and
    /// `N_BUCKETS` weights of one byte; `None` for any other length.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (head, weights) = bytes.split_at_checked(4 * (1 + N_NUMBERS))?;
        let mut numbers = head
            .chunks_exact(4)
            .filter_map(|bytes| Some(f32::from_le_bytes(bytes.try_into().ok()?)));
        let scale = numbers.next()?;
        let mut curve = [0.0; N_NUMBERS];
        for (own, number) in curve.iter_mut().zip(numbers) {
            *own = number;
        }
        let weights: Vec<i8> = weights.iter().map(|&byte| byte as i8).collect();
        (weights.len() == N_BUCKETS).then_some(Self {
            weights,
            scale,
            curve,
        })
    }

    /// What the curve takes of an act.
    #[must_use]
    pub fn numbers(&self, evidence: &Evidence) -> [f32; N_NUMBERS] {
        let products = evidence
            .act
            .iter()
            .map(|&(bucket, value)| value * f32::from(self.weights[bucket as usize]));
        let mut numbers = [1.0; N_NUMBERS];
        numbers[1] = products.sum::<f32>() * self.scale;
        numbers[2..].copy_from_slice(&evidence.parties);
        numbers
    }

    /// The share of acts with such evidence that stand, in `0.0..=1.0`.
    #[must_use]
    pub fn share(&self, evidence: &Evidence) -> f32 {
        let numbers = self.numbers(evidence);
        let products = numbers
            .iter()
            .zip(&self.curve)
            .map(|(one, other)| one * other);
        1.0 / (1.0 + (-products.sum::<f32>()).exp())
    }
}

/// The model that ships with Entente.
pub(super) static SHIPPED: LazyLock<Option<Confidence>> =
    LazyLock::new(|| Confidence::from_bytes(include_bytes!("../../data/event_confidence.bin")));
