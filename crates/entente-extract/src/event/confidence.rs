//! How surely an act is told as it was read: a linear model over what the act, its parties and the sentence say.
//!
//! The weights come from `cargo xtask train events`; `data/event_model.md` tells from what.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use entente_types::{
    Actor, ActorKind, Actors, Dep, Document, Event, MentionForm, Participant, Pos, Span,
};

use super::act::{self, Act};
use super::learned::{self, Bag, Features, N_BUCKETS};
use crate::{Found, cluster};

/// Longest sentence whose exact length counts.
const MAX_LENGTH: usize = 80;
/// PLOVER sectors of those who rule, judge, fight or stand for office.
const POLITICAL: [&str; 10] = [
    "GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "OPP", "REB", "IGO",
];

/// Looks at the events of one document.
pub struct Reader<'a> {
    document: &'a Document,
    actors: &'a Actors,
    acts: Cow<'a, BTreeMap<usize, Act>>,
    forms: BTreeMap<Span, MentionForm>,
    /// How much of the document is about those who rule, in tenths.
    politics: String,
}

impl<'a> Reader<'a> {
    /// Reads what all events of the document share.
    #[must_use]
    pub fn new(document: &'a Document, actors: &'a Actors) -> Self {
        Self::among(document, actors, Cow::Owned(act::find(document)))
    }

    /// The same where the acts are known.
    pub(super) fn among(
        document: &'a Document,
        actors: &'a Actors,
        acts: Cow<'a, BTreeMap<usize, Act>>,
    ) -> Self {
        let forms = actors.mentions.iter().map(|one| (one.span, one.form));
        Self {
            document,
            actors,
            acts,
            forms: forms.collect(),
            politics: politics(actors),
        }
    }

    /// What tells whether an event stands as it was read.
    #[must_use]
    pub fn features(&self, event: &Event) -> Features {
        let spans =
            |side: &[Participant]| -> Vec<Span> { side.iter().map(|one| one.span).collect() };
        let (actor, recipient) = (spans(&event.actors), spans(&event.recipients));
        let mut bag = learned::bag_among(self.document, &self.acts, &actor, &recipient);
        if !actor.is_empty() && !recipient.is_empty() {
            of_pair(&mut bag, event);
        }
        of_act(&mut bag, self.document, &self.acts, event);
        self.of_side(&mut bag, "actor", &event.actors);
        self.of_side(&mut bag, "recipient", &event.recipients);
        of_sentence(&mut bag, self.document, event);
        bag.add("document politics", &self.politics, 1.0);
        bag.finish()
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

/// A linear model whose score is turned into a share.
#[derive(Clone, Debug)]
pub struct Confidence {
    weights: Vec<i8>,
    scale: f32,
    slope: f32,
    shift: f32,
}

impl Confidence {
    /// Takes the step of the weights, slope and shift of the share (three little-endian `f32`), and `N_BUCKETS`
    /// weights of one byte; `None` for any other length.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (scale, rest) = bytes.split_first_chunk::<4>()?;
        let (slope, rest) = rest.split_first_chunk::<4>()?;
        let (shift, rest) = rest.split_first_chunk::<4>()?;
        let weights: Vec<i8> = rest.iter().map(|&byte| byte as i8).collect();
        (weights.len() == N_BUCKETS).then(|| Self {
            weights,
            scale: f32::from_le_bytes(*scale),
            slope: f32::from_le_bytes(*slope),
            shift: f32::from_le_bytes(*shift),
        })
    }

    /// The score before it is turned into a share; above 0 is rather yes.
    #[must_use]
    pub fn score(&self, features: &Features) -> f32 {
        let products = features
            .iter()
            .map(|&(bucket, value)| value * f32::from(self.weights[bucket as usize]));
        products.sum::<f32>() * self.scale
    }

    /// The share of acts with such features that stand, in `0.0..=1.0`.
    #[must_use]
    pub fn share(&self, features: &Features) -> f32 {
        1.0 / (1.0 + (-self.slope * self.score(features) - self.shift).exp())
    }
}

/// The model that ships with Entente.
static SHIPPED: LazyLock<Option<Confidence>> =
    LazyLock::new(|| Confidence::from_bytes(include_bytes!("../../data/event_confidence.bin")));

/// Says of every event how surely it stands as it was read.
pub(super) fn add(
    document: &Document,
    actors: &Actors,
    acts: &BTreeMap<usize, Act>,
    found: &mut [Found<Event>],
) {
    let Some(model) = SHIPPED.as_ref() else {
        return;
    };
    let reader = Reader::among(document, actors, Cow::Borrowed(acts));
    for one in found {
        one.value.confidence = model.share(&reader.features(&one.value));
    }
}
