//! Who takes part: the actors that the words in an act's slots name.

use std::collections::BTreeMap;
use std::ops::Range;

use entente_types::{
    Actor, ActorId, ActorKind, Actors, Country, Dep, Document, EntityKind, Mention, Participant,
    Pos, Span, Tag,
};

use super::{act, argument, frame};

/// Most words looked at below one head.
const MAX_WORDS: usize = 40;
/// How far below a head an actor may stand.
const MAX_DEPTH: usize = 4;

/// The actors of a document by the token that heads their mention.
pub(crate) struct People<'a> {
    document: &'a Document,
    actors: &'a Actors,
    by_head: BTreeMap<usize, usize>,
}

impl<'a> People<'a> {
    /// Indexes the mentions; of several with one head the longest counts.
    pub(crate) fn new(document: &'a Document, actors: &'a Actors) -> Self {
        let mut by_head: BTreeMap<usize, usize> = BTreeMap::new();
        for (idx, mention) in actors.mentions.iter().enumerate() {
            let known = by_head.entry(mention.head as usize).or_insert(idx);
            if actors.mentions[*known].span.len() < mention.span.len() {
                *known = idx;
            }
        }
        Self {
            document,
            actors,
            by_head,
        }
    }

    /// The document in which they are named.
    pub(crate) fn document(&self) -> &'a Document {
        self.document
    }

    /// The mention that a token heads, whoever it is.
    pub(crate) fn headed_by(&self, token: usize) -> Option<&'a Mention> {
        self.actors.mentions.get(*self.by_head.get(&token)?)
    }

    /// The mention that a token heads, unless a paper speaks there.
    pub(crate) fn at(&self, token: usize) -> Option<&'a Mention> {
        let mention = self.headed_by(token)?;
        let actor = self.actors.actor(&mention.actor)?;
        (actor.kind != ActorKind::Text).then_some(mention)
    }

    /// The one person whose name ends in this word, in whatever letters.
    pub(crate) fn person_called(&self, surname: &str) -> Option<ActorId> {
        let surname = surname.to_lowercase();
        let is_called = |actor: &&Actor| {
            let last = actor.name.split_whitespace().last().map(str::to_lowercase);
            actor.kind == ActorKind::Person && last.as_ref() == Some(&surname)
        };
        let mut called = self.actors.actors.iter().filter(is_called);
        let one = called.next()?;
        called.next().is_none().then(|| one.id.clone())
    }

    /// Everybody named in a run of tokens, known or not, each with the token that heads the name.
    pub(super) fn named_among(&self, tokens: Range<usize>) -> Vec<(usize, Participant)> {
        let known = self
            .by_head
            .range(tokens.clone())
            .filter_map(|(&head, _)| Some((head, participant(self.at(head)?))));
        let mut found: Vec<(usize, Participant)> = known.collect();
        let open = tokens.filter(|&head| self.headed_by(head).is_none());
        found.extend(open.filter_map(|head| {
            let named = || self.unknown(head).filter(|_| self.heads_entity(head));
            let found = self.open_pronoun(head).or_else(named);
            Some((head, found.or_else(|| self.open_noun(head))?))
        }));
        found.sort_by_key(|(head, _)| *head);
        found
    }

    /// "they", "her", "us", of whom no more is known.
    fn open_pronoun(&self, head: usize) -> Option<Participant> {
        let token = &self.document.tokens[head];
        let is_personal = matches!(token.tag, Tag::Prp | Tag::PrpPoss) && token.lemma != "it";
        is_personal.then_some(Participant {
            actor: None,
            span: token.span,
        })
    }

    /// "the crew", "two clinics": a noun of which no more is known, with the words before it.
    fn open_noun(&self, head: usize) -> Option<Participant> {
        let document = self.document;
        let token = &document.tokens[head];
        let is_inner = matches!(
            token.dep,
            Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Npadvmod
        );
        let is_act = || !frame::of_noun(&act::lemma(document, head)).is_empty();
        if token.pos != Pos::Noun || is_inner || document.entity_of(head).is_some() || is_act() {
            return None;
        }
        let children = document.children(head).take(MAX_WORDS);
        let before = children.filter(|&child| {
            let dep = document.tokens[child].dep;
            child < head && matches!(dep, Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Nummod)
        });
        let first = before.min().unwrap_or(head);
        Some(Participant {
            actor: None,
            span: trimmed(document, first, head),
        })
    }

    /// Does the token head the name that it stands in?
    fn heads_entity(&self, head: usize) -> bool {
        let Some(entity) = self.document.entity_of(head) else {
            return false;
        };
        let inside = entity.start as usize..entity.end as usize;
        let above = self.document.head(head);
        above.is_none_or(|above| !inside.contains(&above))
    }

    /// The country of the actor that a mention names.
    pub(crate) fn country(&self, mention: &Mention) -> Option<Country> {
        self.actors.actor(&mention.actor)?.country.clone()
    }

    /// The actor behind a participant.
    pub(crate) fn actor(&self, participant: &Participant) -> Option<&'a Actor> {
        self.actors.actor(participant.actor.as_ref()?)
    }

    /// The mention of a country's state that stands nearest to a token.
    pub(crate) fn state_near(&self, country: &str, token: usize) -> Option<Participant> {
        let is_state = |mention: &&Mention| {
            let actor = self.actors.actor(&mention.actor);
            actor.is_some_and(|actor| {
                actor.kind == ActorKind::State
                    && actor.country.as_ref().is_some_and(|own| own.0 == country)
            })
        };
        let mentions = self.actors.mentions.iter().filter(is_state);
        let nearest = mentions.min_by_key(|mention| (mention.head as usize).abs_diff(token))?;
        Some(participant(nearest))
    }

    /// Whom a phrase names: the actor at its head, else those in it, the nearest level alone.
    pub(crate) fn within(&self, head: usize) -> Vec<Participant> {
        if let Some(mention) = self.at(head) {
            return vec![participant(mention)];
        }
        let mut level = vec![head];
        let mut seen = vec![head];
        for _ in 0..MAX_DEPTH {
            let mut next = Vec::new();
            for &token in &level {
                next.extend(self.below(token));
            }
            seen.extend(&next);
            let found: Vec<Participant> = next
                .iter()
                .filter_map(|&token| self.at(token))
                .map(participant)
                .collect();
            if !found.is_empty() {
                return found;
            }
            if seen.len() > MAX_WORDS {
                break;
            }
            level = next;
        }
        let unknown = seen.into_iter().find_map(|token| self.unknown(token));
        unknown.into_iter().collect()
    }

    /// A name that belongs to no actor that is known.
    fn unknown(&self, head: usize) -> Option<Participant> {
        use EntityKind::{Fac, Gpe, Loc, Norp, Org, Person};
        let entity = self.document.entity_of(head)?;
        let is_name = matches!(entity.kind, Gpe | Loc | Fac | Norp | Org | Person);
        let has_capital = self
            .document
            .word(head)
            .starts_with(|letter: char| !letter.is_lowercase());
        let is_free = is_name && has_capital && self.headed_by(head).is_none();
        is_free.then(|| Participant {
            actor: None,
            span: trimmed(
                self.document,
                entity.start as usize,
                (entity.end as usize).saturating_sub(1),
            ),
        })
    }

    /// The words of a phrase one step below a word: owners, words before a noun, what prepositions govern.
    fn below(&self, token: usize) -> Vec<usize> {
        if argument::is_verb(self.document, token) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for child in self.document.children(token).take(MAX_WORDS) {
            match self.document.tokens[child].dep {
                Dep::Compound | Dep::Nmod if self.names_agreement(token, child) => {}
                Dep::Poss | Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Appos => found.push(child),
                Dep::Prep => found.extend(argument::objects_of(self.document, child)),
                // "the missiles fired by the army", "every offer made by the rebels"
                Dep::Acl => found.extend(argument::doers(self.document, child)),
                _ => {}
            }
        }
        found
    }

    /// "the Paris accord", "the Geneva talks": the city gives only the name.
    fn names_agreement(&self, noun: usize, name: usize) -> bool {
        let lemma = act::lemma(self.document, noun);
        let is_joint = frame::in_class("agreement", &lemma) || frame::in_class("talk", &lemma);
        is_joint && self.is_city(name)
    }

    /// Does a city's name stand here, for itself or for its government?
    pub(crate) fn is_city(&self, token: usize) -> bool {
        let Some(mention) = self.at(token) else {
            return false;
        };
        let Some(actor) = self.actors.actor(&mention.actor) else {
            return false;
        };
        let word = self.document.word(token);
        let is_short = word
            .chars()
            .all(|letter| letter.is_uppercase() || letter == '.');
        let starts_alike = || {
            let start = |text: &str| text.chars().take(3).collect::<String>().to_lowercase();
            let words = mention.span.of(self.document.text());
            start(&actor.name) == start(words.trim_start_matches("the "))
        };
        match actor.kind {
            ActorKind::State => {
                let is_name = self.document.tokens[token].pos == Pos::Propn;
                is_name && !is_short && !starts_alike()
            }
            ActorKind::Group => {
                actor.sector.as_deref() == Some("CVL") && actor.country.is_some() && {
                    let entity = self.document.entity_of(token);
                    entity.is_some_and(|entity| entity.kind == EntityKind::Gpe)
                }
            }
            _ => false,
        }
    }

    /// The words below a word, those that verbs govern too: "funds to help Malawi", "curbs imposed on Iran".
    fn deep_below(&self, token: usize) -> Vec<usize> {
        let mut found = Vec::new();
        for child in self.document.children(token).take(MAX_WORDS) {
            match self.document.tokens[child].dep {
                Dep::Compound | Dep::Nmod if self.names_agreement(token, child) => {}
                Dep::Poss | Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Appos => found.push(child),
                Dep::Dobj | Dep::Dative | Dep::Acl | Dep::Xcomp | Dep::Conj | Dep::Nsubjpass => {
                    found.push(child);
                }
                Dep::Advcl | Dep::Relcl if argument::is_infinitive(self.document, child) => {
                    found.push(child);
                }
                Dep::Prep | Dep::Agent => found.extend(argument::objects_of(self.document, child)),
                _ => {}
            }
        }
        found
    }

    /// Somebody new whom these words name further down, the nearest first.
    pub(crate) fn deep(&self, heads: &[usize], but: &[Participant]) -> Vec<Participant> {
        let mut level = heads.to_vec();
        let mut n_seen = 0;
        for _ in 0..2 * MAX_DEPTH {
            let mut next: Vec<usize> = level
                .iter()
                .flat_map(|&token| self.deep_below(token))
                .collect();
            next.sort_unstable();
            next.dedup();
            n_seen += next.len();
            let mut named = next.iter().filter_map(|&token| self.at(token));
            let new =
                named.find_map(|mention| Some(participant(mention)).filter(|one| !same(but, one)));
            if new.is_some() || n_seen > 4 * MAX_WORDS {
                return new.into_iter().collect();
            }
            level = next;
        }
        Vec::new()
    }

    /// The country of those who have none by themselves but a place behind them: "police in Lagos".
    pub(crate) fn home_below(&self, words: Span) -> Option<Country> {
        let tokens = self.document.tokens_in(words);
        let inside = |token: &usize| tokens.contains(token);
        let head = tokens.clone().find(|&token| {
            let head = self.document.head(token);
            head.is_none_or(|head| !inside(&head))
        })?;
        let mut level = vec![head];
        for _ in 0..MAX_DEPTH {
            let mut next = Vec::new();
            for &token in &level {
                next.extend(self.below(token));
            }
            let mut homes = next
                .iter()
                .filter_map(|&token| self.country(self.at(token)?));
            if let Some(home) = homes.next() {
                return Some(home);
            }
            if next.len() > MAX_WORDS {
                break;
            }
            level = next;
        }
        None
    }

    /// The first actor named inside of some words.
    pub(crate) fn named_in(&self, words: Span) -> Option<Participant> {
        let mentions = &self.actors.mentions;
        let first = mentions.partition_point(|mention| mention.span.start < words.start);
        let mut inside = mentions[first..]
            .iter()
            .take_while(|mention| mention.span.start < words.end);
        inside
            .find(|mention| words.contains(mention.span))
            .map(participant)
    }

    /// Puts the states in the place of the one group that stands for them: "U.S. and Chinese trade officials".
    pub(super) fn part(&self, side: &mut Vec<Participant>) {
        let [group] = side.as_slice() else { return };
        let tokens = self.document.tokens_in(group.span);
        let head = tokens.clone().rev().find(|&token| {
            let head = self.document.head(token);
            head.is_none_or(|head| !tokens.contains(&head))
        });
        let members = head.map_or_else(Vec::new, |head| self.states_before(head));
        if members.len() > 1 {
            *side = members;
        }
    }

    /// The states that a group's head is described by: "U.S. and Chinese trade officials".
    fn states_before(&self, head: usize) -> Vec<Participant> {
        let mut found: Vec<Participant> = Vec::new();
        for child in self.document.children(head).take(MAX_WORDS) {
            if !matches!(
                self.document.tokens[child].dep,
                Dep::Compound | Dep::Amod | Dep::Nmod
            ) {
                continue;
            }
            for word in argument::with_conjuncts(self.document, child) {
                let mention = self
                    .at(word)
                    .filter(|mention| mention.actor.0.starts_with("state:"));
                let one = mention.map(participant).filter(|one| !same(&found, one));
                found.extend(one);
            }
        }
        found
    }

    /// Those named by the first words that name anybody new.
    pub(crate) fn first_of(&self, slots: &[Vec<usize>], but: &[Participant]) -> Vec<Participant> {
        for heads in slots {
            let found = self.all_of(heads, but);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Everybody whom these words name, each once, without those in `but`.
    pub(crate) fn all_of(&self, heads: &[usize], but: &[Participant]) -> Vec<Participant> {
        let mut found: Vec<Participant> = Vec::new();
        for &head in heads {
            for one in self.within(head) {
                if !same(&found, &one) && !same(but, &one) {
                    found.push(one);
                }
            }
        }
        found
    }
}

fn same(list: &[Participant], one: &Participant) -> bool {
    list.iter().any(|other| {
        let is_same_actor = one.actor.is_some() && other.actor == one.actor;
        is_same_actor || other.span.overlaps(one.span)
    })
}

fn participant(mention: &Mention) -> Participant {
    Participant {
        actor: Some(mention.actor.clone()),
        span: mention.span,
    }
}

/// First and last token of every token's subtree, in linear time whatever the tree's shape.
pub(crate) fn edges(document: &Document) -> Vec<(usize, usize)> {
    let n_tokens = document.tokens.len();
    let mut edges: Vec<(usize, usize)> = (0..n_tokens).map(|idx| (idx, idx)).collect();
    let mut n_open: Vec<usize> = (0..n_tokens)
        .map(|idx| document.children(idx).count())
        .collect();
    let mut ready: Vec<usize> = (0..n_tokens).filter(|&idx| n_open[idx] == 0).collect();
    while let Some(idx) = ready.pop() {
        let Some(head) = document.head(idx) else {
            continue;
        };
        edges[head] = (
            edges[head].0.min(edges[idx].0),
            edges[head].1.max(edges[idx].1),
        );
        n_open[head] -= 1;
        if n_open[head] == 0 {
            ready.push(head);
        }
    }
    edges
}

/// The words of a run of tokens without white space and marks at its ends.
pub(crate) fn trimmed(document: &Document, first: usize, last: usize) -> Span {
    use entente_types::Pos::{Punct, Space};
    let is_word = |idx: &usize| !matches!(document.tokens[*idx].pos, Punct | Space);
    let first_word = (first..=last).find(is_word).unwrap_or(first);
    let last_word = (first..=last).rev().find(is_word).unwrap_or(last);
    document.span(first_word..last_word + 1)
}
