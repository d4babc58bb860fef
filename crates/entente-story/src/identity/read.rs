//! Reads what a report tells around the words that name an act: who, to whom, when, where, and how.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use entente_types::{
    Claims, Content, Dep, Document, EntityKind, Event, Mention as Named, Period, Polarity, Pos,
    Realis, Root, Span, Tag,
};

use super::Mention;
use super::words::{Entry, Words, base};
use crate::story::Story;
use crate::words::{WordSet, canonical, is_light};

pub(crate) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    Words::from_bytes(include_bytes!("../../data/act_words.bin"))
        .expect("the shipped table of words is whole")
});

/// Words before and after the act that stand near it.
const NEAR: usize = 8;
/// Acts that can share words with a mention.
const FEW: usize = 8;
/// Words on each side of an act that count as its sentence, and words that hang on one word: sentences without end cost
/// linear time.
const MOST: usize = 150;
/// Words of a mention that are read.
const LONGEST: usize = 12;
/// Steps up a tree to a verb that shares its parties.
const STEPS: usize = 3;

/// A mention with everything that tells it from others.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub report: usize,
    pub sentence: usize,
    /// Stands for the act: its lemma, or the phrase that names it.
    pub name: String,
    /// The first letters of its words, but for articles.
    pub initials: String,
    /// The words that name it.
    pub words: WordSet,
    /// These words in the table; the best fitting first.
    pub entries: Vec<&'static Entry>,
    pub is_verb: bool,
    pub is_noun: bool,
    /// Is it a noun for several acts?
    pub is_several: bool,
    pub root: Option<Root>,
    pub agents: WordSet,
    pub patients: WordSet,
    /// Everybody and everything that takes part.
    pub parties: WordSet,
    pub near: WordSet,
    pub sentence_words: WordSet,
    pub names: WordSet,
    pub numbers: WordSet,
    pub places: WordSet,
    pub period: Option<Period>,
    pub realis: Option<Realis>,
    pub polarity: Option<Polarity>,
}

impl Known {
    /// The words that name the act, of agents, patients and all parties, near words, those of the sentence, names, numbers
    /// and places.
    pub(crate) fn word_sets(&self) -> [&WordSet; 9] {
        [
            &self.words,
            &self.agents,
            &self.patients,
            &self.parties,
            &self.near,
            &self.sentence_words,
            &self.names,
            &self.numbers,
            &self.places,
        ]
    }
}

/// Reads all mentions.
pub(crate) fn read(story: &Story, mentions: &[Mention]) -> Vec<Known> {
    let indices: Vec<Index> = story
        .claims
        .iter()
        .map(|claims| Index::new(claims))
        .collect();
    mentions
        .iter()
        .map(|mention| match indices.get(mention.report) {
            Some(index) => known(story, index, mention),
            None => Known::default(),
        })
        .collect()
}

/// What the claims of one report say of its words.
struct Index<'a> {
    /// For the first word of each act what is told of it, in order.
    acts: Vec<(Span, &'a Event)>,
    /// For the word that heads a name or description who is meant; of several the longest.
    actors: HashMap<u32, &'a Named>,
}

impl<'a> Index<'a> {
    fn new(claims: &'a Claims) -> Self {
        let acts = claims
            .claims
            .iter()
            .filter_map(|claim| match &claim.content {
                Content::Event(event) => Some((event.trigger, event)),
                _ => None,
            });
        let mut acts: Vec<(Span, &Event)> = acts.collect();
        acts.sort_by_key(|(trigger, _)| *trigger);
        let mut actors: HashMap<u32, &Named> = HashMap::new();
        for mention in &claims.actors.mentions {
            let known = actors.entry(mention.head).or_insert(mention);
            if mention.span.len() > known.span.len() {
                *known = mention;
            }
        }
        Self { acts, actors }
    }

    /// The act that is told by the words at `span`.
    fn act(&self, span: Span) -> Option<&'a Event> {
        let end = self
            .acts
            .partition_point(|(trigger, _)| trigger.start < span.end);
        let near = &self.acts[end.saturating_sub(FEW)..end];
        let found = near.iter().find(|(trigger, _)| trigger.overlaps(span));
        found.map(|(_, event)| *event)
    }
}

fn known(story: &Story, index: &Index, mention: &Mention) -> Known {
    let document = &story.documents[mention.report];
    let tokens = document.tokens_in(mention.span);
    let tokens = tokens.start..tokens.end.min(tokens.start + LONGEST);
    let Some(head) = head_of(document, tokens.clone()) else {
        return Known {
            report: mention.report,
            ..Known::default()
        };
    };
    let mut known = Known {
        report: mention.report,
        sentence: document.sentence_of(head),
        is_verb: matches!(document.tokens[head].pos, Pos::Verb | Pos::Aux),
        is_noun: matches!(document.tokens[head].pos, Pos::Noun | Pos::Propn),
        is_several: matches!(document.tokens[head].tag, Tag::Nns | Tag::Nnps),
        ..Known::default()
    };
    name(document, tokens.clone(), head, &mut known);
    let mut parties = Parties {
        story,
        index,
        report: mention.report,
        document,
        trigger: tokens.clone(),
        known: &mut known,
    };
    parties.around(head);
    if let Some(event) = index.act(mention.span) {
        parties.told(event);
        known.period = story.period(mention.report, event.period_span, event.period);
        known.root = Some(event.root);
        known.realis = Some(event.realis);
        known.polarity = Some(event.polarity);
    }
    surroundings(document, tokens, head, &mut known);
    known
}

/// The word of the mention that the others hang on; of a bare preposition the noun after it.
fn head_of(document: &Document, tokens: Range<usize>) -> Option<usize> {
    let is_inner = |idx: &usize| {
        document
            .head(*idx)
            .is_some_and(|head| tokens.contains(&head))
    };
    let is_word = |idx: &usize| {
        matches!(
            document.tokens[*idx].pos,
            Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj
        )
    };
    let top = tokens.clone().find(|idx| is_word(idx) && !is_inner(idx));
    top.or_else(|| tokens.clone().find(is_word))
        .or(tokens.clone().next())
}

fn lemma(document: &Document, idx: usize) -> String {
    base(&WORDS, &document.tokens[idx].lemma)
}

/// Finds the mention's words in the table: the whole phrase, a verb with its particle or object, or the head alone.
fn name(document: &Document, tokens: Range<usize>, head: usize, known: &mut Known) {
    let all: Vec<String> = tokens.clone().map(|idx| lemma(document, idx)).collect();
    let mut phrases = vec![all.join(" ")];
    let of_head = lemma(document, head);
    for child in document.children(head).take(MOST) {
        let dep = document.tokens[child].dep;
        if matches!(dep, Dep::Prt | Dep::Dobj | Dep::Compound | Dep::Amod) {
            let other = lemma(document, child);
            phrases.push(if child > head {
                format!("{of_head} {other}")
            } else {
                format!("{other} {of_head}")
            });
        }
    }
    phrases.push(of_head.clone());
    let found: Vec<&'static Entry> = phrases
        .iter()
        .filter_map(|phrase| WORDS.get(phrase))
        .collect();
    known.entries = found;
    known
        .entries
        .dedup_by(|one, other| one.lemma == other.lemma);
    known.name = known.entries.first().map_or_else(
        || canonical(&of_head).to_owned(),
        |entry| entry.lemma.clone(),
    );
    let letters = tokens
        .clone()
        .filter(|&idx| document.tokens[idx].pos != Pos::Det)
        .filter_map(|idx| document.word(idx).chars().next());
    known.initials = letters.flat_map(char::to_lowercase).collect();
    let content = tokens.filter(|&idx| is_content(document, idx));
    known.words = content.map(|idx| lemma(document, idx)).collect();
    known.words.insert(of_head);
}

const SUBJECTS: [Dep; 2] = [Dep::Nsubj, Dep::Nsubjpass];

/// Finds who and what takes part.
struct Parties<'s, 'a> {
    story: &'s Story<'a>,
    index: &'s Index<'a>,
    report: usize,
    document: &'a Document,
    trigger: Range<usize>,
    known: &'s mut Known,
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Agent,
    Patient,
    Either,
}

impl Parties<'_, '_> {
    fn around(&mut self, head: usize) {
        self.below(head);
        if self.known.is_verb {
            self.above_verb(head);
        } else {
            self.above_noun(head);
        }
    }

    fn children(&self, idx: usize) -> Vec<usize> {
        self.document.children(idx).take(MOST).collect()
    }

    fn child(&self, idx: usize, deps: &[Dep]) -> Option<usize> {
        let mut children = self.document.children(idx).take(MOST);
        children.find(|&child| deps.contains(&self.document.tokens[child].dep))
    }

    fn below(&mut self, head: usize) {
        let is_verb = self.known.is_verb;
        for child in self.children(head) {
            match self.document.tokens[child].dep {
                Dep::Nsubj | Dep::Csubj if is_verb => self.add(child, Part::Agent),
                Dep::Nsubjpass | Dep::Dobj => self.add(child, Part::Patient),
                Dep::Agent => self.objects(child, Part::Agent),
                Dep::Prep if self.document.tokens[child].lemma == "by" => {
                    self.objects(child, Part::Agent)
                }
                Dep::Prep if !is_verb && self.document.tokens[child].lemma == "of" => {
                    self.objects(child, Part::Patient)
                }
                Dep::Prep => self.objects(child, Part::Either),
                Dep::Dative | Dep::Attr | Dep::Oprd | Dep::Nsubj => self.add(child, Part::Either),
                Dep::Poss | Dep::Compound | Dep::Amod | Dep::Nmod if !is_verb => {
                    self.add(child, Part::Either)
                }
                _ => {}
            }
        }
    }

    /// A verb without a subject has that of the verb it hangs on; a clause after a noun is about the noun.
    fn above_verb(&mut self, head: usize) {
        let is_passive =
            self.document.tokens[head].tag == Tag::Vbn && self.child(head, &[Dep::Aux]).is_none();
        let part = if is_passive {
            Part::Patient
        } else {
            Part::Agent
        };
        let mut at = head;
        for _ in 0..STEPS {
            let Some(above) = self.document.head(at) else {
                return;
            };
            let lacks_subject = at != head || self.child(at, &SUBJECTS).is_none();
            match self.document.tokens[at].dep {
                Dep::Relcl | Dep::Acl => return self.add(above, part),
                Dep::Conj | Dep::Xcomp | Dep::Advcl | Dep::Pcomp if lacks_subject => {
                    if let Some(subject) = self.child(above, &SUBJECTS) {
                        return self.add(subject, part);
                    }
                }
                Dep::Prep => {}
                _ => return,
            }
            at = above;
        }
    }

    /// A noun or adjective shares the parties of the verb that it hangs on.
    fn above_noun(&mut self, head: usize) {
        let mut at = head;
        for _ in 0..STEPS {
            let Some(above) = self.document.head(at) else {
                return;
            };
            at = above;
            if matches!(self.document.tokens[at].pos, Pos::Verb | Pos::Aux) {
                for child in self.children(at) {
                    if matches!(
                        self.document.tokens[child].dep,
                        Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj
                    ) {
                        self.add(child, Part::Either);
                    }
                }
                return;
            }
            if matches!(self.document.tokens[at].pos, Pos::Noun | Pos::Propn) {
                self.add(at, Part::Either);
            }
        }
    }

    fn objects(&mut self, preposition: usize, part: Part) {
        for child in self.children(preposition) {
            if self.document.tokens[child].dep == Dep::Pobj {
                self.add(child, part);
            }
        }
    }

    /// The thing that a word heads, with what it is joined to by "and".
    fn add(&mut self, idx: usize, part: Part) {
        let is_joined = |child: &usize| self.document.tokens[*child].dep == Dep::Conj;
        let joined = self.children(idx).into_iter().filter(is_joined);
        let mut words = WordSet::new();
        for one in std::iter::once(idx).chain(joined) {
            self.thing(one, &mut words);
        }
        self.note(words, part);
    }

    fn thing(&self, idx: usize, words: &mut WordSet) {
        if self.trigger.contains(&idx) {
            return;
        }
        if let Some(mention) = self.index.actors.get(&(idx as u32)) {
            words.insert(format!(
                "={}",
                self.story.people.id(self.report, &mention.actor).0
            ));
        }
        let inner = self.children(idx).into_iter().filter(|&child| {
            matches!(
                self.document.tokens[child].dep,
                Dep::Compound | Dep::Amod | Dep::Poss | Dep::Nmod | Dep::Appos
            )
        });
        for one in std::iter::once(idx).chain(inner) {
            if is_content(self.document, one) && !self.trigger.contains(&one) {
                words.insert(word(self.document, one));
            }
        }
    }

    fn told(&mut self, event: &Event) {
        for (participants, part) in [
            (&event.actors, Part::Agent),
            (&event.recipients, Part::Patient),
        ] {
            let ids = participants
                .iter()
                .filter_map(|participant| participant.actor.as_ref());
            let ids: WordSet = ids
                .map(|id| format!("={}", self.story.people.id(self.report, id).0))
                .collect();
            self.note(ids, part);
        }
        if let Some(object) = event.object {
            self.note(crate::words::content(self.document, object), Part::Either);
        }
    }

    fn note(&mut self, words: WordSet, part: Part) {
        match part {
            Part::Agent => self.known.agents.extend(words.iter().cloned()),
            Part::Patient => self.known.patients.extend(words.iter().cloned()),
            Part::Either => {}
        }
        self.known.parties.extend(words);
    }
}

fn is_content(document: &Document, idx: usize) -> bool {
    let token = &document.tokens[idx];
    let keep = matches!(
        token.pos,
        Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj | Pos::Num | Pos::X | Pos::Unknown
    );
    keep && token.span.len() > 2 && !is_light(&token.lemma.to_lowercase())
}

fn word(document: &Document, idx: usize) -> String {
    let lemma = document.tokens[idx].lemma.to_lowercase();
    canonical(&lemma).to_owned()
}

/// The words, names and numbers of the sentence around an act.
fn surroundings(document: &Document, trigger: Range<usize>, head: usize, known: &mut Known) {
    let Some(sentence) = document.sentences.get(document.sentence_of(head)) else {
        return;
    };
    let window = sentence.start as usize..sentence.end as usize;
    let window = window.start.max(head.saturating_sub(MOST))..window.end.min(head + MOST);
    for idx in window {
        if trigger.contains(&idx) || !is_content(document, idx) {
            continue;
        }
        let token = &document.tokens[idx];
        let word = word(document, idx);
        if idx + NEAR >= trigger.start && idx < trigger.end + NEAR {
            known.near.insert(word.clone());
        }
        if token.pos == Pos::Num || word.bytes().any(|byte| byte.is_ascii_digit()) {
            known.numbers.insert(word.clone());
        }
        if token.pos == Pos::Propn {
            known.names.insert(word.clone());
        }
        let kind = document.entity_of(idx).map(|entity| entity.kind);
        if matches!(
            kind,
            Some(EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac)
        ) {
            known.places.insert(word.clone());
        }
        known.sentence_words.insert(word);
    }
}
