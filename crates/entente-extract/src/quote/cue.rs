//! Finds the words that attribute: verbs, "according to", nouns with a clause, "in X's words".

use std::ops::Range;

use entente_types::{CueKind, Dep, Pos, Tag};

use super::reader::Reader;
use super::source::{self, Source};
use super::words::{self, NounClass, Verb};

/// How a cue attributes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// "said".
    Verb(&'static Verb),
    /// "according to", "in X's words": the rest of the clause is attributed.
    Phrase,
    /// "the claim that".
    Noun(NounClass),
    /// "Insiders: …" in a headline.
    Colon,
    /// The dash of “…” — Jane Doe.
    Dash,
}

/// A word that attributes, and who it attributes to.
#[derive(Clone, Debug)]
pub struct Cue {
    /// The verb, noun or preposition.
    pub token: usize,
    /// How it attributes.
    pub kind: Kind,
    /// Who speaks; `None` where the text names nobody.
    pub source: Option<Source>,
    /// The cue with its auxiliaries and particles.
    pub tokens: Range<usize>,
}

impl Cue {
    /// The table's entry, for verbs.
    #[must_use]
    pub fn verb(&self) -> Option<&'static Verb> {
        match self.kind {
            Kind::Verb(verb) => Some(verb),
            _ => None,
        }
    }

    /// What kind of attribution it makes.
    #[must_use]
    pub fn class(&self) -> CueKind {
        match self.kind {
            Kind::Verb(verb) => verb.class,
            Kind::Noun(NounClass::Thought) => CueKind::Think,
            Kind::Phrase | Kind::Noun(_) | Kind::Colon | Kind::Dash => CueKind::Say,
        }
    }

    /// Is it a verb of this class?
    #[must_use]
    pub fn is(&self, class: CueKind) -> bool {
        self.verb().is_some_and(|verb| verb.class == class)
    }
}

/// The words outside quotation marks that can attribute, in order.
#[must_use]
pub fn find(reader: &Reader) -> Vec<Cue> {
    let tokens = 0..reader.document.tokens.len();
    let outside = tokens.filter(|&token| reader.string_of(token).is_none());
    outside
        .filter_map(|token| {
            verb(reader, token)
                .or_else(|| according(reader, token))
                .or_else(|| in_words(reader, token))
                .or_else(|| noun(reader, token))
                .or_else(|| colon(reader, token))
                .or_else(|| dash(reader, token))
        })
        .collect()
}

fn verb(reader: &Reader, token: usize) -> Option<Cue> {
    let is_verb = reader.pos(token) == Pos::Verb
        || matches!(reader.tag(token), Tag::Vbd | Tag::Vbz | Tag::Vbp);
    let entry = with_particle(reader, token)
        .or_else(|| words::verb(reader.lemma(token)))
        .filter(|_| is_verb)?;
    if matches!(reader.dep(token), Dep::Amod | Dep::Compound | Dep::Prep) {
        return None;
    }
    let head = source::subject(reader, token);
    let source = head
        .map(|head| source::phrase(reader, head, token))
        .or_else(|| beside(reader, token));
    Some(Cue {
        token,
        kind: Kind::Verb(entry),
        source,
        tokens: group(reader, token),
    })
}

/// The table's entry for a verb with its particle: "went on".
fn with_particle(reader: &Reader, token: usize) -> Option<&'static Verb> {
    let particle = token + 1;
    let is_particle = particle < reader.document.tokens.len()
        && matches!(reader.dep(particle), Dep::Prt | Dep::Advmod);
    if !is_particle || reader.document.word(particle).len() > 4 {
        return None;
    }
    words::verb(&format!(
        "{} {}",
        reader.lemma(token),
        reader.lower(particle)
    ))
}

/// The speaker beside a verb that the parser gave no subject: `," said the minister` after a closing mark.
fn beside(reader: &Reader, token: usize) -> Option<Source> {
    let closes = token.checked_sub(1).is_some_and(|before| {
        reader.is_mark(before)
            && before
                .checked_sub(1)
                .is_some_and(|one| reader.string_of(one).is_some())
    });
    let finite = matches!(reader.tag(token), Tag::Vbd | Tag::Vbz | Tag::Vbp);
    if !closes || !finite {
        return None;
    }
    source::chunk(
        reader,
        token + 1..(token + 12).min(reader.document.tokens.len()),
    )
}

/// A verb with its auxiliaries, negation and adverbs before it and its particle after it.
fn group(reader: &Reader, verb: usize) -> Range<usize> {
    let document = reader.document;
    let belongs = |&token: &usize| {
        document.head(token) == Some(verb)
            && matches!(
                reader.dep(token),
                Dep::Aux | Dep::Auxpass | Dep::Neg | Dep::Advmod
            )
            && reader.string_of(token).is_none()
            && !reader.is_mark(token)
    };
    let start = (0..verb).rev().take_while(belongs).last().unwrap_or(verb);
    let next = verb + 1;
    let is_part = next < document.tokens.len()
        && (reader.dep(next) == Dep::Prt
            || (document.head(next) == Some(verb)
                && words::verb(reader.lemma(verb)).is_some_and(|entry| {
                    entry.takes('p') && entry.takes_preposition(&reader.lower(next))
                })));
    start..next + usize::from(is_part)
}

fn according(reader: &Reader, token: usize) -> Option<Cue> {
    let document = reader.document;
    if reader.lower(token) != "according" || document.tokens.get(token + 1)?.lemma != "to" {
        return None;
    }
    let head = document
        .child(token + 1, &[Dep::Pobj])
        .or_else(|| document.child(token, &[Dep::Pobj]));
    let source = head
        .map(|head| source::phrase(reader, head, token + 1))
        .or_else(|| source::chunk(reader, token + 2..(token + 14).min(document.tokens.len())));
    Some(Cue {
        token,
        kind: Kind::Phrase,
        source,
        tokens: token..token + 2,
    })
}

/// "in X's words", "in the view of X".
fn in_words(reader: &Reader, token: usize) -> Option<Cue> {
    let document = reader.document;
    if !matches!(
        reader.lemma(token),
        "word" | "view" | "opinion" | "telling" | "account" | "estimation" | "phrase" | "reading"
    ) || reader.dep(token) != Dep::Pobj
    {
        return None;
    }
    let preposition = document
        .head(token)
        .filter(|&up| matches!(reader.lemma(up), "in" | "by"))?;
    let of = document
        .children(token)
        .find(|&child| reader.lemma(child) == "of");
    let head = document
        .child(token, &[Dep::Poss])
        .or_else(|| document.child(of?, &[Dep::Pobj]))?;
    let mut source = source::phrase(reader, head, token);
    if reader
        .lower(source.tokens.end - 1)
        .trim_start_matches(['’', '\''])
        == "s"
        && source.tokens.len() > 1
    {
        source.tokens.end -= 1;
    }
    let tokens = preposition..(token + 1).max(preposition + 1);
    Some(Cue {
        token: preposition,
        kind: Kind::Phrase,
        source: Some(source),
        tokens,
    })
}

/// "the claim that …", "its warning that …".
fn noun(reader: &Reader, token: usize) -> Option<Cue> {
    let document = reader.document;
    let class = words::noun(reader.lemma(token))
        .filter(|class| matches!(class, NounClass::Speech | NounClass::Thought))
        .filter(|_| reader.pos(token) == Pos::Noun)?;
    clause(reader, token)?;
    let from = document.children(token).find(|&child| {
        matches!(reader.lower(child).as_str(), "by" | "from" | "of") && child > token
    });
    let light = document
        .head(token)
        .filter(|_| reader.dep(token) == Dep::Dobj);
    let owner = document
        .child(token, &[Dep::Poss])
        .or_else(|| document.child(from?, &[Dep::Pobj]))
        .or_else(|| source::subject(reader, light?));
    let source = owner.map(|head| source::phrase(reader, head, token));
    Some(Cue {
        token,
        kind: Kind::Noun(class),
        source,
        tokens: token..token + 1,
    })
}

/// The "that" clause of a noun.
#[must_use]
pub fn clause(reader: &Reader, noun: usize) -> Option<usize> {
    let document = reader.document;
    let that = |&child: &usize| {
        child > noun
            && matches!(reader.dep(child), Dep::Acl | Dep::Ccomp)
            && document
                .children(child)
                .any(|mark| reader.dep(mark) == Dep::Mark && reader.lower(mark) == "that")
    };
    document.children(noun).find(that)
}

/// "Insiders: …" at the begin of the first paragraph, a headline.
fn colon(reader: &Reader, token: usize) -> Option<Cue> {
    let document = reader.document;
    if document.word(token) != ":" || token > 8 || reader.paragraph_of(token) != 0 {
        return None;
    }
    let before = reader.trimmed(0..token);
    let is_name = |token: usize| {
        matches!(
            reader.pos(token),
            Pos::Noun | Pos::Propn | Pos::Adj | Pos::Part | Pos::Num | Pos::Adp | Pos::Det
        )
    };
    let head = before
        .clone()
        .next_back()
        .filter(|_| before.clone().all(is_name))?;
    let speaks = document.entity_of(head).is_some_and(|name| {
        matches!(
            name.kind,
            entente_types::EntityKind::Person
                | entente_types::EntityKind::Org
                | entente_types::EntityKind::Norp
                | entente_types::EntityKind::Gpe
        )
    }) || matches!(
        words::noun(reader.lemma(head).to_lowercase().as_str()),
        Some(NounClass::Text | NounClass::Source)
    );
    speaks.then(|| Cue {
        token,
        kind: Kind::Colon,
        source: Some(Source {
            head,
            tokens: before,
        }),
        tokens: token..token + 1,
    })
}

/// The dash between words in marks and the name that signs them: `“…” — Jane Doe`, to the end of its line.
fn dash(reader: &Reader, token: usize) -> Option<Cue> {
    const LONGEST: usize = 8;
    let document = reader.document;
    // Some tokenizers leave the closing mark and the dash together.
    let word = document.word(token).trim_start_matches(['”', '"', '»']);
    let is_dash = matches!(word, "—" | "―" | "–" | "--");
    let is_after = (token.saturating_sub(5)..token)
        .rev()
        .find(|&one| !reader.is_mark(one))
        .is_some_and(|one| reader.string_of(one).is_some());
    if !is_dash || !is_after {
        return None;
    }
    let paragraph = reader.paragraph_of(token);
    let here =
        |&one: &usize| reader.paragraph_of(one) == paragraph && !document.word(one).contains('\n');
    let end = token
        + 1
        + (token + 1..document.tokens.len().min(token + 2 + LONGEST))
            .take_while(here)
            .count();
    let tokens = reader.trimmed(token + 1..end);
    let is_name = |token: usize| {
        reader.is_mark(token) || document.word(token).starts_with(char::is_uppercase)
    };
    let is_signed = !tokens.is_empty() && tokens.len() <= LONGEST && tokens.clone().all(is_name);
    let source = Source {
        head: tokens.clone().next_back()?,
        tokens,
    };
    is_signed.then_some(Cue {
        token,
        kind: Kind::Dash,
        source: Some(source),
        tokens: token..token + 1,
    })
}
