//! Reads the clauses of a report: a verb with all that hangs on it, but for the clauses inside.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use entente_types::{
    ActorId, Claims, Content, Dep, Document, EntityKind, Polarity, Pos, Quote, Realis, Span, Tag,
};

use super::alone::stands_alone;
use crate::frame::{Tense, tense};
use crate::named::Shown;
use crate::sentence::{self, without_dateline};
use crate::story::Story;
use crate::words::{WordSet, canonical, content, is_light};

/// Clauses that are read of one report, and tokens of one clause.
const MOST: usize = 800;
const LONGEST: usize = 80;
/// Fewest words with content.
const FEWEST: usize = 2;
/// Sentences at the start of a report that sum it up.
const LEAD: usize = 4;

/// How far what is told is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mood {
    /// It is, or was.
    Fact,
    /// It will be.
    ToCome,
    /// It may be, or would be if something else were.
    Open,
}

impl Mood {
    /// The same in the words of acts.
    pub(crate) fn realis(self) -> Realis {
        match self {
            Self::Fact => Realis::Happened,
            Self::ToCome => Realis::Planned,
            Self::Open => Realis::Hypothetical,
        }
    }
}

/// A clause of a report.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    /// Index of the report.
    pub report: usize,
    /// Number of the sentence.
    pub sentence: usize,
    /// The word that it hangs on.
    pub head: Span,
    /// Its words in a row, without the conjunction and the marks at its ends.
    pub span: Span,
    /// The same from its subject on, if what stands before it is the place and the agency that reports begin with.
    pub told: Span,
    /// Its sentence, likewise.
    pub sentence_told: Span,
    /// Is its sentence understood without the one before?
    pub sentence_alone: bool,
    /// Its words with content; for a pronoun the name of whom it means.
    pub words: WordSet,
    /// Those of its subject; of a clause without one, those of the clause above.
    pub subject: WordSet,
    /// Who is named in it.
    pub actors: BTreeSet<ActorId>,
    /// Words of names.
    pub names: WordSet,
    /// Numbers: what they say where they count something, else as they are written.
    pub numbers: WordSet,
    /// Lemma of the word that it hangs on, standing for all that say the same.
    pub verb: String,
    pub tense: Tense,
    pub mood: Mood,
    /// Does it make sense without what stands before and above it?
    pub stands_alone: bool,
    pub is_negated: bool,
    pub is_quoted: bool,
    pub is_lead: bool,
    /// Is it a sentence, or the clause that a verb of saying introduces?
    pub is_whole: bool,
    /// Where in its report, 0 to 1.
    pub place: f32,
}

impl Clause {
    /// "not own (to come)": the verb, and how far it is settled.
    pub(crate) fn in_words(&self) -> String {
        let not = if self.is_negated { "not " } else { "" };
        let mood = match self.mood {
            Mood::Fact => "told as it is",
            Mood::ToCome => "to come",
            Mood::Open => "possible",
        };
        format!("{not}{} ({mood})", self.verb)
    }
}

/// All clauses of a report, in order of their first words.
pub(crate) fn clauses(story: &Story, report: usize) -> Vec<Clause> {
    let document = &story.documents[report];
    let reader = Reader::new(story, report);
    let is_furniture: Vec<bool> = (0..document.sentences.len())
        .map(|number| sentence::is_furniture(document, number))
        .collect();
    let heads = (0..document.tokens.len())
        .filter(|&idx| is_head(document, idx) && !is_furniture[document.sentence_of(idx)]);
    let mut clauses: Vec<Clause> = heads
        .take(MOST)
        .filter_map(|head| reader.clause(head))
        .collect();
    clauses.sort_by_key(|clause| (clause.span, clause.head));
    clauses
}

/// Does the token head a clause?
fn is_head(document: &Document, idx: usize) -> bool {
    let token = &document.tokens[idx];
    let is_verb = matches!(token.pos, Pos::Verb | Pos::Aux);
    match token.dep {
        Dep::Root => true,
        Dep::Ccomp
        | Dep::Advcl
        | Dep::Relcl
        | Dep::Acl
        | Dep::Xcomp
        | Dep::Conj
        | Dep::Parataxis
        | Dep::Pcomp
        | Dep::Csubj => is_verb,
        _ => false,
    }
}

struct Reader<'s, 'a> {
    story: &'s Story<'a>,
    report: usize,
    document: &'a Document,
    /// For the word that heads a name, description or pronoun who is meant.
    actors: HashMap<u32, &'a ActorId>,
    quoted: Vec<Range<u32>>,
    /// What somebody says.
    said: Vec<Span>,
    /// For the words that introduce what somebody says, where that stands.
    cues: HashMap<Span, Vec<Span>>,
    /// Where a number starts: what it says, however it is written.
    numbers: HashMap<u32, f64>,
    /// The verbs of acts that are told as not done: "denied that it shelled the market".
    denied: BTreeSet<Span>,
}

impl<'s, 'a> Reader<'s, 'a> {
    fn new(story: &'s Story<'a>, report: usize) -> Self {
        let document = &story.documents[report];
        let mentions = story.claims[report].actors.mentions.iter();
        Self {
            story,
            report,
            document,
            actors: mentions
                .map(|mention| (mention.head, &mention.actor))
                .collect(),
            quoted: quoted(document, story.claims[report]),
            said: quotes(story.claims[report])
                .flat_map(|quote| quote.content.iter().copied())
                .collect(),
            cues: cues(story.claims[report]),
            numbers: numbers(story.claims[report]),
            denied: denied(story.claims[report]),
        }
    }

    fn clause(&self, head: usize) -> Option<Clause> {
        let document = self.document;
        let own = self.own(head)?;
        let span = self.hull(&own)?;
        if self.only_introduces(head, span) {
            return None;
        }
        let mut clause = Clause {
            report: self.report,
            sentence: document.sentence_of(head),
            head: document.tokens[head].span,
            span,
            told: without_dateline(document, head, self.to_next_comma(head, span)),
            sentence_told: sentence::told(document, document.sentence_of(head)),
            sentence_alone: false,
            words: self.words(&own),
            subject: self.subject(head),
            actors: BTreeSet::new(),
            names: WordSet::new(),
            numbers: WordSet::new(),
            verb: canonical(&document.tokens[head].lemma.to_lowercase()).to_owned(),
            tense: tense(document, head),
            mood: mood(document, head),
            stands_alone: false,
            is_negated: document.child(head, &[Dep::Neg]).is_some()
                || self.denied.contains(&document.tokens[head].span),
            is_quoted: self.is_quoted(document.tokens[head].span.start),
            is_lead: document.sentence_of(head) < LEAD,
            is_whole: matches!(document.tokens[head].dep, Dep::Root | Dep::Ccomp),
            place: head as f32 / document.tokens.len().max(1) as f32,
        };
        let is_personal = self.is_personal(clause.sentence);
        let is_understood =
            |shown| Shown::new(self.story, self.report, None, &[], shown).is_understood();
        clause.sentence_alone = !is_personal
            && sentence::stands_alone(document, clause.sentence)
            && is_understood(clause.sentence_told);
        clause.stands_alone =
            !is_personal && stands_alone(document, head, clause.told) && is_understood(clause.told);
        for &idx in &own {
            self.name(idx, &mut clause);
        }
        clause.words.extend(clause.subject.iter().cloned());
        (clause.words.len() >= FEWEST).then_some(clause)
    }

    /// "she said in a statement": does the clause tell no more than that somebody says what stands in other clauses, or is most
    /// of it what is said between marks?
    fn only_introduces(&self, head: usize, span: Span) -> bool {
        let head = self.document.tokens[head].span;
        let said = self.cues.get(&head);
        let is_most = |said: &Span| {
            2 * said.len() > span.len()
                && span.overlaps(*said)
                && said.end <= span.end
                && !said.contains(head)
                && self.is_quoted(said.start)
        };
        said.is_some_and(|said| said.iter().all(|said| !span.overlaps(*said)))
            || self.said.iter().any(is_most)
    }

    /// Does the token head a clause of its own, whatever stands above it? What is said is one, what is known or decided is not.
    fn is_inner(&self, idx: usize) -> bool {
        let token = &self.document.tokens[idx];
        if !matches!(token.pos, Pos::Verb | Pos::Aux) {
            return false;
        }
        match token.dep {
            Dep::Advcl | Dep::Relcl | Dep::Acl | Dep::Conj | Dep::Parataxis => true,
            Dep::Ccomp => {
                let above = &self.document.tokens[token.head as usize];
                self.cues.contains_key(&above.span)
            }
            _ => false,
        }
    }

    /// The tokens of the clause without those of clauses inside, in order.
    fn own(&self, head: usize) -> Option<Vec<usize>> {
        let mut own = vec![head];
        let mut next = 0;
        while next < own.len() {
            let children = self.document.children(own[next]);
            own.extend(children.filter(|&child| !self.is_inner(child)));
            if own.len() > LONGEST {
                return None;
            }
            next += 1;
        }
        own.sort_unstable();
        Some(own)
    }

    fn hull(&self, own: &[usize]) -> Option<Span> {
        let is_edge = |idx: &&usize| {
            let token = &self.document.tokens[**idx];
            matches!(token.pos, Pos::Punct | Pos::Space | Pos::Cconj)
                || matches!(token.dep, Dep::Mark)
        };
        let first = own.iter().find(|idx| !is_edge(idx))?;
        let last = own.iter().rev().find(|idx| !is_edge(idx))?;
        Some(
            self.document.tokens[*first]
                .span
                .join(self.document.tokens[*last].span),
        )
    }

    /// On to the end of what hangs on the clause, or to the first comma there: "comes | days after the vote".
    fn to_next_comma(&self, head: usize, span: Span) -> Span {
        const MOST: u32 = 220;
        let document = self.document;
        let last = document.subtree(head).last().copied().unwrap_or(head);
        let from = document.tokens_in(span).end;
        // "came | and spoke" is another act, "to repeal | and replace the law" is not told without its end.
        let is_open = from > 0 && document.tokens[from - 1].pos == Pos::Verb;
        let ends = |idx: &usize| {
            let token = &document.tokens[*idx];
            let is_mark = matches!(
                token.tag,
                Tag::Comma | Tag::Colon | Tag::Stop | Tag::BracketOpen | Tag::Space
            );
            is_mark || (token.pos == Pos::Cconj && !is_open) || token.span.end - span.start > MOST
        };
        let mut end = (from..last + 1).find(ends).unwrap_or(last + 1);
        // "as the mayor | , who had come, spoke": a part that is cut before its verb says nothing.
        let is_cut = |idx: &usize, end: usize| document.tokens[*idx].head as usize >= end;
        while let Some(cut) = (from..end).find(|idx| is_cut(idx, end)) {
            end = cut;
        }
        match end.checked_sub(1).filter(|last| *last >= from) {
            Some(last) => span.join(document.tokens[last].span),
            None => span,
        }
    }

    fn words(&self, own: &[usize]) -> WordSet {
        let mut words = WordSet::new();
        for &idx in own {
            let token = &self.document.tokens[idx];
            match token.pos {
                Pos::Pron => words.extend(self.meant(idx)),
                _ => words.extend(content(self.document, token.span)),
            }
        }
        words
    }

    /// Whom a pronoun means, by the words of the name.
    fn meant(&self, idx: usize) -> WordSet {
        let id = u32::try_from(idx)
            .ok()
            .and_then(|idx| self.actors.get(&idx));
        let name = id.map(|id| {
            let id = self.story.people.id(self.report, id);
            self.story.people.name(&id).to_lowercase()
        });
        let words = name.iter().flat_map(|name| name.split_whitespace());
        words
            .filter(|word| word.chars().count() > 2 && !is_light(word))
            .map(|word| canonical(word).to_owned())
            .collect()
    }

    fn subject(&self, head: usize) -> WordSet {
        const STEPS: usize = 3;
        let document = self.document;
        let mut verb = head;
        for _ in 0..STEPS {
            if let Some(subject) = document.child(verb, &[Dep::Nsubj, Dep::Nsubjpass]) {
                let is_which = matches!(
                    document.tokens[subject].tag,
                    Tag::Wdt | Tag::Wp | Tag::WpPoss
                );
                let above = document.head(verb).filter(|_| is_which);
                return self.phrase(above.unwrap_or(subject));
            }
            let token = &document.tokens[verb];
            let Some(above) = document.head(verb) else {
                break;
            };
            match token.dep {
                Dep::Relcl | Dep::Acl => return self.phrase(above),
                Dep::Xcomp | Dep::Advcl | Dep::Conj | Dep::Pcomp => verb = above,
                _ => break,
            }
        }
        WordSet::new()
    }

    /// The words of a noun and of what stands before it.
    fn phrase(&self, noun: usize) -> WordSet {
        let near = [Dep::Compound, Dep::Amod, Dep::Nmod, Dep::Poss, Dep::Nummod];
        let parts = self
            .document
            .children(noun)
            .take(8)
            .filter(|&child| near.contains(&self.document.tokens[child].dep));
        let all: Vec<usize> = parts.chain([noun]).collect();
        self.words(&all)
    }

    fn name(&self, idx: usize, clause: &mut Clause) {
        let token = &self.document.tokens[idx];
        let word = self.document.word(idx);
        let entity = self.document.entity_of(idx);
        let is_name = entity.is_some_and(|entity| {
            matches!(
                entity.kind,
                EntityKind::Person
                    | EntityKind::Org
                    | EntityKind::Gpe
                    | EntityKind::Loc
                    | EntityKind::Fac
                    | EntityKind::Norp
                    | EntityKind::Product
                    | EntityKind::Event
                    | EntityKind::WorkOfArt
                    | EntityKind::Law
            )
        });
        if is_name && token.pos == Pos::Propn {
            clause
                .names
                .insert(canonical(&word.to_lowercase()).to_owned());
        }
        let is_date =
            entity.is_some_and(|entity| matches!(entity.kind, EntityKind::Date | EntityKind::Time));
        if token.tag == Tag::Cd && !is_date {
            let counted = self.numbers.get(&token.span.start);
            let number = counted.map_or_else(|| word.to_lowercase(), f64::to_string);
            clause.numbers.insert(number);
        }
        let id = u32::try_from(idx)
            .ok()
            .and_then(|idx| self.actors.get(&idx));
        if let Some(id) = id {
            clause.actors.insert(self.story.people.id(self.report, id));
        }
    }

    /// Does somebody speak of themselves, "I", "our", without a mark of quotation in the sentence before it?
    fn is_personal(&self, sentence: usize) -> bool {
        const OWN: [&str; 7] = ["i", "me", "my", "we", "us", "our", "myself"];
        let span = self.document.sentence_span(sentence);
        let is_marked = |at: u32| {
            let mut around = self.quoted.iter().filter(|range| range.contains(&at));
            around.any(|range| range.start >= span.start)
        };
        self.document.tokens_in(span).any(|idx| {
            let token = &self.document.tokens[idx];
            matches!(token.tag, Tag::Prp | Tag::PrpPoss)
                && OWN.contains(&self.document.word(idx).to_lowercase().as_str())
                && !is_marked(token.span.start)
        })
    }

    fn is_quoted(&self, at: u32) -> bool {
        self.quoted.iter().any(|range| range.contains(&at))
    }
}

/// What a report quotes.
pub(super) fn quotes(claims: &Claims) -> impl Iterator<Item = &Quote> {
    claims
        .claims
        .iter()
        .filter_map(|claim| match &claim.content {
            Content::Quote(quote) => Some(quote),
            _ => None,
        })
}

/// For the words of speech and writing what they introduce.
fn cues(claims: &Claims) -> HashMap<Span, Vec<Span>> {
    let mut cues: HashMap<Span, Vec<Span>> = HashMap::new();
    for quote in quotes(claims) {
        if let Some(cue) = quote.cue {
            cues.entry(cue).or_default().extend(&quote.content);
        }
    }
    cues
}

/// The verbs of acts that did not happen.
fn denied(claims: &Claims) -> BTreeSet<Span> {
    let acts = claims
        .claims
        .iter()
        .filter_map(|claim| match &claim.content {
            Content::Event(event) => Some(event),
            _ => None,
        });
    let denied = acts.filter(|event| event.polarity == Polarity::DidNot);
    denied.map(|event| event.trigger).collect()
}

/// Where the numbers of figures start, and what they say.
fn numbers(claims: &Claims) -> HashMap<u32, f64> {
    let figures = claims
        .claims
        .iter()
        .filter_map(|claim| match &claim.content {
            Content::Figure(figure) => Some((figure.number.start, figure.nominal)),
            _ => None,
        });
    figures.collect()
}

/// By its helpers, and by an "if" before it.
fn mood(document: &Document, head: usize) -> Mood {
    const OPEN: [&str; 5] = ["may", "might", "could", "would", "should"];
    const CONDITIONS: [&str; 2] = ["if", "unless"];
    let words = document
        .children(head)
        .filter(|&child| matches!(document.tokens[child].dep, Dep::Aux | Dep::Mark))
        .map(|child| document.word(child).to_lowercase());
    let words: Vec<String> = words.collect();
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if has(&OPEN) || has(&CONDITIONS) {
        Mood::Open
    } else if tense(document, head) == Tense::Future {
        Mood::ToCome
    } else {
        Mood::Fact
    }
}

/// Where marks of quotation are open, paragraph by paragraph, and where words are quoted without marks, as posts are.
fn quoted(document: &Document, claims: &Claims) -> Vec<Range<u32>> {
    let posts = quotes(claims)
        .flat_map(|quote| quote.words.iter())
        .map(|words| words.start..words.end);
    let (mut ranges, mut open) = (posts.collect::<Vec<_>>(), None);
    for (at, mark) in document.text().char_indices() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        match (mark, open) {
            ('\n', _) => open = None,
            ('“' | '"', None) => open = Some(at),
            ('”' | '"', Some(from)) => {
                ranges.push(from..at);
                open = None;
            }
            _ => {}
        }
    }
    ranges
}
