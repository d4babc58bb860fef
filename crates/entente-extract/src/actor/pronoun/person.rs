//! "he" and "she": the person for whom most speaks, if enough does.

use entente_types::{ActorKind, Dep, Document, Ground, MentionForm, Pos, Tag, Token};

use super::rank::{self, Features};
use super::{Seen, is_one_person};
use crate::actor::registry::Registry;
use crate::actor::scan::Scan;
use crate::actor::speech::Speeches;

/// How far back mentions are looked at.
const MENTIONS: usize = 240;
/// How many persons are compared.
const PERSONS: usize = 12;
/// The share from which on a person is told.
const SURE: f32 = 0.35;
/// How many sentences back a body stands that a noun means.
const NEAR: usize = 3;
/// The share from which on several people are told.
const SURE_OF_SEVERAL: f32 = 0.6;
/// The share from which on the pronoun tells the person's gender.
const SURE_OF_GENDER: f32 = 0.85;

/// A person whom a pronoun may mean.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Index of the draft.
    pub actor: usize,
    /// What speaks for it.
    pub features: Features,
    /// Its gender as far as it is known.
    pub gender: Option<char>,
}

/// A pronoun and all persons near it, of either gender.
#[derive(Clone, Debug)]
pub struct Told {
    /// The byte where the pronoun begins.
    pub at: u32,
    /// What the pronoun asks for.
    pub gender: char,
    /// The persons, the nearest first.
    pub candidates: Vec<Candidate>,
    /// The share of the likeliest of them.
    pub share: f32,
}

/// What was read so far.
pub struct Context<'a> {
    scan: &'a Scan<'a>,
    speeches: &'a Speeches,
    /// What speaks for a person, and how much.
    weights: &'a [f32],
    /// All mentions but pronouns yet to be told, by head.
    all: &'a [Seen],
    /// The mentions so far, in order.
    pub seen: Vec<Seen>,
    /// By actor: how often it was mentioned.
    n_mentions: Vec<u32>,
    /// By actor: was it mentioned in the first sentence?
    is_first: Vec<bool>,
    /// By actor: was it named?
    is_named: Vec<bool>,
    most: u32,
}

/// The last place where a candidate was mentioned, and what lies in between.
struct Last {
    seen: Seen,
    /// Candidates' mentions since.
    n_between: usize,
    /// In its sentence: 1 a subject of the main clause, 2 only of another.
    subject: u8,
    is_after: bool,
}

impl<'a> Context<'a> {
    /// Nothing read yet.
    #[must_use]
    pub fn new(
        scan: &'a Scan<'a>,
        (speeches, weights): (&'a Speeches, &'a [f32]),
        all: &'a [Seen],
    ) -> Self {
        Self {
            scan,
            speeches,
            weights,
            all,
            seen: Vec::new(),
            n_mentions: Vec::new(),
            is_first: Vec::new(),
            is_named: Vec::new(),
            most: 0,
        }
    }

    /// The document.
    #[must_use]
    pub fn document(&self) -> &'a Document {
        self.scan.document
    }

    /// Takes in a mention.
    pub fn see(&mut self, one: Seen) {
        if self.n_mentions.len() <= one.actor {
            self.n_mentions.resize(one.actor + 1, 0);
            self.is_first.resize(one.actor + 1, false);
            self.is_named.resize(one.actor + 1, false);
        }
        self.n_mentions[one.actor] += 1;
        self.most = self.most.max(self.n_mentions[one.actor]);
        self.is_first[one.actor] |= one.sentence == 0;
        self.is_named[one.actor] |= one.form == MentionForm::Name;
        self.seen.push(one);
    }

    /// The person whom the pronoun means, if that is clear.
    pub fn resolve(
        &self,
        registry: &mut Registry,
        idx: usize,
        gender: char,
        told: Option<&mut Vec<Told>>,
    ) -> Option<(usize, (Ground, f32))> {
        if let Some(told) = told {
            let likeliest = self.likeliest(registry, idx, gender);
            told.push(Told {
                at: self.scan.document.tokens[idx].span.start,
                gender,
                candidates: self.candidates(registry, idx, None),
                share: likeliest.map_or(0.0, |(_, share)| share),
            });
        }
        let speaker = self.speaker(registry, idx, gender);
        let likeliest = || {
            let (best, share) = self.likeliest(registry, idx, gender)?;
            Some((best, (Ground::Person, share)))
        };
        let speaker = speaker.map(|one| (one, (Ground::Speaker, 1.0)));
        let (best, (ground, share)) = speaker.or_else(likeliest)?;
        if share < SURE {
            return None;
        }
        if share > SURE_OF_GENDER {
            let draft = &mut registry.drafts[best];
            draft.gender = draft.gender.or(Some(gender));
        }
        Some((best, (ground, share)))
    }

    /// The sentences between the last mention of a person and a token, if it was mentioned.
    #[must_use]
    pub fn distance(&self, actor: usize, idx: usize) -> Option<usize> {
        let mut before = self.seen.iter().rev().take(MENTIONS);
        let last = before.find(|one| one.actor == actor)?;
        Some(
            self.document()
                .sentence_of(idx)
                .saturating_sub(last.sentence),
        )
    }

    /// How much speaks for a candidate.
    #[must_use]
    pub fn score(&self, candidate: &Candidate) -> f32 {
        rank::score(self.weights, &candidate.features)
    }

    /// The persons whom a pronoun or title can mean, the nearest first; of either gender where none is given.
    #[must_use]
    pub fn candidates(
        &self,
        registry: &Registry,
        idx: usize,
        gender: Option<char>,
    ) -> Vec<Candidate> {
        let fits = |actor: usize| {
            let draft = &registry.drafts[actor];
            let is_person = draft.kind == ActorKind::Person && !draft.is_plural;
            is_person && gender.is_none_or(|gender| is_one_person(registry, actor, gender))
        };
        self.candidates_of(registry, idx, &fits)
    }

    /// Those of a kind whom a word can mean, the nearest first.
    fn candidates_of(
        &self,
        registry: &Registry,
        idx: usize,
        fits: &dyn Fn(usize) -> bool,
    ) -> Vec<Candidate> {
        let barred = self.barred(idx);
        let can_be = |actor: usize| fits(actor) && !barred.contains(&actor);
        let mut lasts: Vec<Last> = Vec::new();
        let mut n_mentions = 0;
        for one in self.seen.iter().rev().take(MENTIONS) {
            if !can_be(one.actor) {
                continue;
            }
            let subject = subject(self.scan.document, one.head);
            let known = lasts.iter_mut().find(|last| last.seen.actor == one.actor);
            if let Some(last) = known {
                let is_here = last.seen.sentence == one.sentence && subject > 0;
                if is_here && (last.subject == 0 || subject < last.subject) {
                    last.subject = subject;
                }
            } else if lasts.len() == PERSONS {
                break;
            } else {
                lasts.push(Last {
                    seen: *one,
                    n_between: n_mentions,
                    subject,
                    is_after: false,
                });
            }
            n_mentions += 1;
        }
        if let Some(one) = self.after(idx).filter(|one| can_be(one.actor)) {
            let is_new = !lasts.iter().any(|last| last.seen.actor == one.actor);
            if is_new || lasts[0].seen.actor != one.actor {
                lasts.retain(|last| last.seen.actor != one.actor);
                lasts.push(Last {
                    seen: one,
                    n_between: 0,
                    subject: 1,
                    is_after: true,
                });
            }
        }
        let candidate = |(order, last): (usize, &Last)| Candidate {
            actor: last.seen.actor,
            features: self.features(idx, order, last),
            gender: registry.drafts[last.seen.actor].gender,
        };
        lasts.iter().enumerate().map(candidate).collect()
    }

    /// The subject of the clause that the pronoun's clause opens: "After her speech, Ruiz left".
    fn after(&self, idx: usize) -> Option<Seen> {
        let document = self.scan.document;
        let subject = document.ancestors(idx).take(12).find_map(|up| {
            document
                .child(up, &[Dep::Nsubj, Dep::Nsubjpass])
                .filter(|&subject| subject > idx && document.head(idx) != Some(up))
        })?;
        let at = self.all.partition_point(|one| one.head < subject);
        self.all.get(at).copied().filter(|one| one.head == subject)
    }

    /// Those whom grammar rules out: the other parties of the pronoun's clause, and who speaks in the quotation
    /// that holds it.
    fn barred(&self, idx: usize) -> Vec<usize> {
        let document = self.scan.document;
        let sentence = document.sentence_of(idx);
        let from = self.all.partition_point(|one| one.sentence < sentence);
        let here = self.all[from..]
            .iter()
            .take_while(|one| one.sentence == sentence)
            .take(60);
        let recent = self
            .seen
            .iter()
            .rev()
            .take_while(|one| one.sentence == sentence)
            .take(60);
        let is_barred = |one: &&Seen| {
            is_other_party(document, idx, one.head)
                || is_around(document, idx, one.head)
                || is_in_own_participle(document, idx, one.head)
        };
        let mut barred: Vec<usize> = here
            .chain(recent)
            .filter(is_barred)
            .map(|one| one.actor)
            .collect();
        if let Some(speaker) = self.speeches.speaker_around(idx) {
            let before = self.seen.iter().rev().take(MENTIONS);
            let at = self.all.partition_point(|one| one.head < speaker);
            let mut known = before.chain(self.all.get(at));
            barred.extend(known.find(|one| one.head == speaker).map(|one| one.actor));
        }
        barred
    }

    /// "he said": the person who spoke last goes on, unless another acted since.
    ///
    /// Persons who are only mentioned in what was said do not come in between.
    fn speaker(&self, registry: &Registry, idx: usize, gender: char) -> Option<usize> {
        if !self.speeches.speaks(idx) {
            return None;
        }
        let document = self.scan.document;
        let last = self.seen.iter().rev().take(200).find(|one| {
            let head = one.head;
            !self.scan.is_quoted(head)
                && is_one_person(registry, one.actor, gender)
                && (self.speeches.speaks(head)
                    || !self.speeches.is_content(head) && acts(document, head))
        })?;
        let goes_on = self.speeches.speaks(last.head) && self.speeches.is_near(last.head, idx);
        goes_on.then_some(last.actor)
    }

    /// The people whom "they" can mean: the likeliest, if enough speaks for it.
    #[must_use]
    pub fn several(&self, registry: &Registry, idx: usize) -> Option<(usize, f32)> {
        let is_several = |actor: usize| registry.drafts[actor].is_plural;
        let candidates = self.candidates_of(registry, idx, &is_several);
        let scores: Vec<f32> = candidates.iter().map(|one| self.score(one)).collect();
        best(&candidates, &scores).filter(|(_, share)| *share >= SURE_OF_SEVERAL)
    }

    /// The named body of a sector that a noun can mean, if enough speaks for one; companies need no known sector. Of parties
    /// and governments a noun speaks without naming one: "the campaign", "the ministry".
    #[must_use]
    pub fn body(&self, registry: &Registry, idx: usize, sector: &str) -> Option<usize> {
        let fits = |actor: usize| {
            let draft = &registry.drafts[actor];
            let own = draft.sector.as_deref().unwrap_or_default();
            let is_named = draft.name.chars().next().is_some_and(char::is_uppercase);
            let is_kind = own == sector || own.is_empty() && sector == "BUS";
            draft.kind == ActorKind::Organisation && is_named && is_kind
        };
        if !matches!(sector, "BUS" | "MED" | "HLH" | "EDU" | "UAF") {
            return None;
        }
        let candidates = self.candidates_of(registry, idx, &fits);
        let scores: Vec<f32> = candidates.iter().map(|one| self.score(one)).collect();
        let found = best(&candidates, &scores).filter(|(_, share)| *share >= SURE_OF_SEVERAL);
        let is_near = |actor: usize| self.distance(actor, idx).is_some_and(|far| far <= NEAR);
        found
            .map(|(actor, _)| actor)
            .filter(|&actor| is_near(actor))
    }

    /// Whose words a token in a quotation belongs to: the person who is told to say them.
    #[must_use]
    pub fn quoted_person(&self, registry: &Registry, idx: usize) -> Option<usize> {
        let speaker = self.speeches.speaker_around(idx)?;
        let at = self.all.partition_point(|one| one.head < speaker);
        let one = self.all.get(at).filter(|one| one.head == speaker)?;
        let draft = &registry.drafts[one.actor];
        (draft.kind == ActorKind::Person && !draft.is_plural).then_some(one.actor)
    }

    /// The likeliest of the candidates, and its share.
    fn likeliest(&self, registry: &Registry, idx: usize, gender: char) -> Option<(usize, f32)> {
        let candidates = self.candidates(registry, idx, Some(gender));
        // Of the people in the news about seven in ten are men.
        let unknown = if gender == 'm' {
            0.7_f32.ln()
        } else {
            0.3_f32.ln()
        };
        let score = |one: &Candidate| {
            let prior = if one.gender.is_none() { unknown } else { 0.0 };
            rank::score(self.weights, &one.features) + prior
        };
        let scores: Vec<f32> = candidates.iter().map(score).collect();
        best(&candidates, &scores)
    }

    fn features(&self, idx: usize, order: usize, last: &Last) -> Features {
        let document = self.scan.document;
        let Seen {
            actor,
            head,
            sentence,
            form,
        } = last.seen;
        let distance = document.sentence_of(idx).saturating_sub(sentence);
        let near = distance.min(2) as u8;
        let (own, other) = (role(document, idx), role(document, head));
        let own_class = class(own);
        let governs = match (last.is_after, nearest_subject(document, idx) == Some(head)) {
            (true, _) => 4 + u8::from(own_class == 0),
            (false, true) => 1 + own_class,
            (false, false) => 0,
        };
        let parallel = match (own_class == class(other), own_class) {
            (false, _) => 0,
            (true, 0) => 1,
            (true, _) => 2,
        };
        let form = match form {
            MentionForm::Name => 0,
            MentionForm::Description => 1,
            MentionForm::Pronoun => 2,
        };
        let n_mentions = self.n_mentions.get(actor).copied().unwrap_or_default();
        let is_first = self.is_first.get(actor).copied().unwrap_or_default();
        let is_named = last.is_after || self.is_named.get(actor).copied().unwrap_or_default();
        let most = n_mentions > 1 && n_mentions == self.most;
        rank::features([
            [0, 1, 2, 3, 4, 4, 5, 5, 5, 5]
                .get(distance)
                .copied()
                .unwrap_or(6),
            order.min(3) as u8,
            near * 8 + other,
            last.subject,
            governs,
            near * 3 + parallel,
            near * 3 + form,
            [0, 0, 1, 2, 2, 2]
                .get(n_mentions as usize)
                .copied()
                .unwrap_or(3),
            u8::from(is_first) + 2 * u8::from(most),
            self.speeches.paragraphs_between(head, idx).min(2) as u8,
            self.quoted(idx, head),
            last.n_between.min(3) as u8,
            u8::from(is_named) + 2 * u8::from(n_mentions > 1),
        ])
    }

    /// Which of the two stand between quotation marks, and whether in the same.
    fn quoted(&self, idx: usize, head: usize) -> u8 {
        match (self.scan.is_quoted(idx), self.scan.is_quoted(head)) {
            (false, false) => u8::from(self.speeches.is_content(head)) * 2,
            (false, true) => 1,
            (true, true) if self.speeches.is_same_quote(idx, head) => 3,
            (true, true) => 4,
            (true, false) => 5,
        }
    }
}

/// The candidate of the highest score, and its share.
fn best(candidates: &[Candidate], scores: &[f32]) -> Option<(usize, f32)> {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    let best = scores.iter().position(|&score| score >= most)?;
    Some((candidates[best].actor, 1.0 / sum))
}

/// The place of a word in its clause: subject of the main clause or of another, object, after a preposition, owner,
/// apposition, part of a compound, other.
fn role(document: &Document, idx: usize) -> u8 {
    match document.tokens[idx].dep {
        Dep::Nsubj | Dep::Nsubjpass if subject(document, idx) == 1 => 0,
        Dep::Nsubj | Dep::Nsubjpass => 1,
        Dep::Dobj | Dep::Dative | Dep::Attr => 2,
        Dep::Pobj => 3,
        Dep::Poss => 4,
        Dep::Appos => 5,
        Dep::Compound | Dep::Amod | Dep::Nmod => 6,
        _ if is_left_out(document, idx) => 0,
        _ => 7,
    }
}

/// Subject, owner, or other.
fn class(role: u8) -> u8 {
    match role {
        0 | 1 => 0,
        4 => 1,
        _ => 2,
    }
}

/// Is the word the subject of a main clause (1) or of another (2)?
pub fn subject(document: &Document, idx: usize) -> u8 {
    let token = &document.tokens[idx];
    let is_subject = matches!(token.dep, Dep::Nsubj | Dep::Nsubjpass);
    match is_subject {
        true if is_main(document, token.head as usize) => 1,
        true => 2,
        false => u8::from(is_left_out(document, idx)),
    }
}

/// Is it the verb of a main clause?
fn is_main(document: &Document, verb: usize) -> bool {
    let dep = document.tokens[verb].dep;
    matches!(dep, Dep::Root | Dep::Conj | Dep::Parataxis)
}

/// Does a name stand right before a verb of which the parser found no subject: "veteran Tom Hill wished he had left"?
fn is_left_out(document: &Document, idx: usize) -> bool {
    let next = idx + 1;
    let is_verb = |verb: &Token| verb.tag == Tag::Vbd && verb.pos == Pos::Verb;
    document.tokens[idx].tag == Tag::Nnp
        && document.tokens.get(next).is_some_and(is_verb)
        && is_main(document, next)
        && document
            .child(next, &[Dep::Nsubj, Dep::Nsubjpass])
            .is_none()
}

/// Does somebody act in a main clause: as its subject, or as who did it ("hailed by Ruiz")?
fn acts(document: &Document, idx: usize) -> bool {
    let by = document.head(idx);
    let by = by.filter(|&by| document.tokens[by].dep == Dep::Agent);
    let verb = by.and_then(|by| document.head(by));
    subject(document, idx) == 1 || verb.is_some_and(|verb| is_main(document, verb))
}

/// The verb of which a word is a party: subject, object, or behind a preposition of the verb.
fn party_of(document: &Document, idx: usize) -> Option<usize> {
    let is_verb = |&idx: &usize| matches!(document.tokens[idx].pos, Pos::Verb | Pos::Aux);
    let head = document.head(idx)?;
    match document.tokens[idx].dep {
        Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Dative | Dep::Attr => {
            Some(head).filter(is_verb)
        }
        Dep::Pobj => document.head(head).filter(is_verb),
        Dep::Conj => party_of_first(document, head),
        _ => None,
    }
}

/// The same for the first of a list.
fn party_of_first(document: &Document, idx: usize) -> Option<usize> {
    let mut first = idx;
    for _ in 0..8 {
        if document.tokens[first].dep != Dep::Conj {
            break;
        }
        first = document.head(first)?;
    }
    (document.tokens[first].dep != Dep::Conj).then(|| party_of(document, first))?
}

/// Does the mention act in the clause, or in one that goes on without a subject of its own: "Ruiz left, calling him …"?
fn acts_in(document: &Document, verb: usize, head: usize) -> bool {
    let mut clause = verb;
    for _ in 0..6 {
        let subject = document.child(clause, &[Dep::Nsubj, Dep::Nsubjpass]);
        if let Some(subject) = subject {
            return subject == head;
        }
        let goes_on = matches!(
            document.tokens[clause].dep,
            Dep::Advcl | Dep::Xcomp | Dep::Conj
        );
        let up = document.head(clause).filter(|_| goes_on);
        match up.filter(|&up| matches!(document.tokens[up].pos, Pos::Verb | Pos::Aux)) {
            Some(up) => clause = up,
            None => return false,
        }
    }
    false
}

/// Would the pronoun and the mention be two parties of one clause, which a reflexive would join, or two of a list?
pub fn is_other_party(document: &Document, pronoun: usize, head: usize) -> bool {
    let token = &document.tokens[pronoun];
    let is_reflexive = document.word(pronoun).ends_with("self");
    if pronoun == head || token.tag == Tag::PrpPoss || is_reflexive {
        return false;
    }
    let verb = party_of(document, pronoun);
    let is_listed = document.head(pronoun) == Some(head) && token.dep == Dep::Conj
        || document.head(head) == Some(pronoun) && document.tokens[head].dep == Dep::Conj;
    let is_subject = matches!(token.dep, Dep::Nsubj | Dep::Nsubjpass);
    is_listed
        || (verb.is_some() && verb == party_of(document, head))
        || (!is_subject && verb.is_some_and(|verb| acts_in(document, verb, head)))
}

/// Does the mention hold the pronoun ("the head of his party"), or the pronoun own the mention ("his wife, Mara")?
fn is_around(document: &Document, pronoun: usize, head: usize) -> bool {
    let is_verb = |&up: &usize| matches!(document.tokens[up].pos, Pos::Verb | Pos::Aux);
    // In "Ruiz and her team" the list holds the pronoun, and not Ruiz.
    let mut above = document
        .ancestors(pronoun)
        .take(12)
        .take_while(|up| !is_verb(up));
    let joined = |up: usize| document.tokens[up].dep == Dep::Conj;
    let listed = document.ancestors(pronoun).take(12).find(|&up| joined(up));
    let listed = listed.and_then(|up| document.head(up));
    let holds = listed != Some(head) && above.any(|up| up == head);
    let owned = document
        .head(pronoun)
        .filter(|_| document.tokens[pronoun].dep == Dep::Poss);
    let is_named = |noun: usize| {
        document.head(head) == Some(noun)
            && matches!(document.tokens[head].dep, Dep::Appos | Dep::Compound)
    };
    holds || owned.is_some_and(is_named)
}

/// Is the mention part of a participle clause whose subject the pronoun is: "Flanked by Xi, he spoke"?
fn is_in_own_participle(document: &Document, pronoun: usize, head: usize) -> bool {
    let token = &document.tokens[pronoun];
    let Some(verb) = document.head(pronoun).filter(|_| token.dep == Dep::Nsubj) else {
        return false;
    };
    let up = document.ancestors(head).take(12);
    let clause = up.filter(|&up| document.head(up) == Some(verb)).last();
    clause.is_some_and(|clause| {
        clause < pronoun
            && document.tokens[clause].dep == Dep::Advcl
            && matches!(document.tokens[clause].tag, Tag::Vbn | Tag::Vbg)
            && document
                .child(clause, &[Dep::Nsubj, Dep::Nsubjpass])
                .is_none()
    })
}

/// The subject of the clause that holds a token, or of a clause around it, other than the token itself.
pub fn nearest_subject(document: &Document, idx: usize) -> Option<usize> {
    document.ancestors(idx).take(30).find_map(|up| {
        document
            .child(up, &[Dep::Nsubj, Dep::Nsubjpass])
            .filter(|&subject| subject != idx)
    })
}
