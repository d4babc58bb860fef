//! Which words can be cues, and what speaks for it.

use entente_types::{Dep, Pos, Tag};

use super::super::reader::Reader;
use super::super::source;
use super::facts::Facts;
use super::{Bag, Features, Model, steps};

/// How many children of a word are looked at. Words with more of them stand in broken parses.
const MAX_CHILDREN: usize = 40;

/// A word that may attribute.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Its token.
    pub token: usize,
    /// Log-odds that it is a cue.
    pub score: f32,
}

impl Candidate {
    /// Probability that it is a cue.
    #[must_use]
    pub fn chance(self) -> f32 {
        1.0 / (1.0 + (-self.score).exp())
    }
}

impl Model {
    /// Judges every word outside quotation marks that can be a cue, in order of the text.
    #[must_use]
    pub(in super::super) fn candidates(&self, facts: &Facts) -> Vec<Candidate> {
        let tokens = 0..facts.words.len();
        tokens
            .filter(|&token| can_be(facts.reader, token))
            .map(|token| Candidate {
                token,
                score: self.cue_score(&features(facts, token)),
            })
            .collect()
    }
}

/// Can the token be a cue at all?
pub fn can_be(reader: &Reader, token: usize) -> bool {
    let is_kind = match reader.pos(token) {
        Pos::Verb | Pos::Aux | Pos::Noun | Pos::Adj => true,
        Pos::Adp => !matches!(reader.lower(token).as_str(), "of" | "with" | "into"),
        Pos::Intj | Pos::Propn => {
            let first = reader.document.sentence_of(token);
            reader.document.sentences[first].start as usize + 12 > token
        }
        Pos::Punct => matches!(
            reader.document.word(token),
            ":" | "―" | "—" | "–" | "-" | "--"
        ),
        _ => false,
    };
    is_kind && reader.string_of(token).is_none()
}

/// What speaks for or against a token being a cue.
pub fn features(facts: &Facts, token: usize) -> Features {
    let mut bag = Bag::new();
    of_word(&mut bag, facts, token);
    of_children(&mut bag, facts, token);
    of_subject(&mut bag, facts, token);
    of_parent(&mut bag, facts, token);
    of_place(&mut bag, facts, token);
    bag.features
}

fn of_word(bag: &mut Bag, facts: &Facts, token: usize) {
    let word = &facts.words[token];
    bag.add(1, &[]);
    bag.add(2, &[word.lemma]);
    bag.add(3, &[word.lemma, word.tag]);
    bag.add(4, &[word.lemma, word.dep]);
    bag.add(5, &[word.lemma, word.frame & 0x3]);
    bag.add(6, &[word.lemma, word.frame]);
    bag.add(7, &[word.fine, word.pos]);
    bag.add(8, &[word.coarse, word.pos]);
    bag.add(9, &[word.fine, word.frame & 0x7f]);
    bag.add(10, &[word.coarse, word.frame]);
    bag.add(11, &[word.class]);
    bag.add(12, &[word.class, word.dep]);
    bag.add(13, &[word.class, word.frame]);
    bag.add(14, &[word.class, word.tag]);
    bag.add(15, &[word.tag, word.dep]);
    bag.add(16, &[word.pos, word.frame]);
    bag.add(17, &[word.tail, word.pos]);
    bag.add(18, &[word.entity, word.pos]);
    bag.add(19, &[word.lower]);
}

fn of_children(bag: &mut Bag, facts: &Facts, token: usize) {
    let word = &facts.words[token];
    let document = facts.reader.document;
    for child in document.children(token).take(MAX_CHILDREN) {
        let below = &facts.words[child];
        let side = u64::from(child > token);
        bag.add(20, &[below.dep, side, word.pos]);
        bag.add(21, &[below.dep, below.tag, side]);
        match facts.reader.dep(child) {
            Dep::Punct | Dep::Det | Dep::Cc => {}
            Dep::Aux | Dep::Neg | Dep::Auxpass | Dep::Advmod | Dep::Prt => {
                bag.add(22, &[below.dep, below.lower]);
                bag.add(23, &[word.class, below.lower]);
                bag.add(24, &[word.lemma, below.lower]);
            }
            Dep::Prep | Dep::Agent => {
                bag.add(25, &[below.lower, side]);
                bag.add(26, &[word.lemma, below.lower]);
                bag.add(27, &[word.coarse, below.lower]);
                if let Some(object) = document.child(child, &[Dep::Pobj, Dep::Pcomp]) {
                    let object = &facts.words[object];
                    bag.add(28, &[below.lower, object.lemma]);
                    bag.add(29, &[below.lower, object.coarse]);
                    bag.add(30, &[below.lower, object.entity, object.tag]);
                }
            }
            _ => {
                bag.add(31, &[below.dep, below.lemma]);
                bag.add(32, &[below.dep, below.fine]);
                bag.add(33, &[word.lemma, below.dep, below.coarse]);
                bag.add(34, &[word.coarse, below.dep, below.coarse]);
                bag.add(35, &[below.dep, below.class]);
                bag.add(36, &[below.dep, below.entity]);
                bag.add(37, &[word.class, below.dep, below.pos]);
                if matches!(facts.reader.dep(child), Dep::Ccomp | Dep::Xcomp | Dep::Acl) {
                    of_clause(bag, facts, token, child);
                }
            }
        }
    }
}

/// The word that opens a clause below a cue: "that", "whether", "to".
fn of_clause(bag: &mut Bag, facts: &Facts, token: usize, clause: usize) {
    let word = &facts.words[token];
    let first = &facts.words[facts.reader.reach(clause).start];
    let dep = facts.words[clause].dep;
    bag.add(38, &[dep, first.lower]);
    bag.add(39, &[word.lemma, first.lower]);
    bag.add(40, &[word.class, dep, first.lower]);
    bag.add(41, &[dep, facts.words[clause].tag, word.pos]);
    bag.add(
        42,
        &[dep, steps(facts.reader.reach(clause).len()), word.class],
    );
}

fn of_subject(bag: &mut Bag, facts: &Facts, token: usize) {
    let word = &facts.words[token];
    let own = facts.reader.subject(token);
    let is_passive = u64::from(facts.reader.is_passive(token));
    bag.add(50, &[is_passive, word.class]);
    bag.add(51, &[is_passive, word.lemma]);
    let subject = source::subject(facts.reader, token);
    let Some(subject) = subject else {
        bag.add(52, &[u64::from(own.is_some()), word.class, is_passive]);
        return;
    };
    let named = &facts.words[subject];
    let is_own = u64::from(own == Some(subject));
    bag.add(53, &[named.lemma, is_own]);
    bag.add(54, &[named.tag, named.entity, is_own]);
    bag.add(55, &[named.entity, word.class]);
    bag.add(56, &[named.entity, word.coarse, named.tag]);
    bag.add(57, &[named.fine]);
    bag.add(58, &[named.coarse, word.class]);
    bag.add(59, &[named.class, word.class]);
    bag.add(60, &[named.lemma, word.lemma]);
    bag.add(61, &[named.coarse, word.coarse]);
    bag.add(62, &[named.entity, word.lemma, named.pos]);
}

fn of_parent(bag: &mut Bag, facts: &Facts, token: usize) {
    let word = &facts.words[token];
    let document = facts.reader.document;
    let Some(head) = document.head(token) else {
        bag.add(70, &[word.class]);
        return;
    };
    let above = &facts.words[head];
    let side = u64::from(head > token);
    bag.add(71, &[word.dep, above.lemma, side]);
    bag.add(72, &[word.dep, above.class]);
    bag.add(73, &[word.dep, above.coarse]);
    bag.add(74, &[word.dep, above.pos, word.tag]);
    bag.add(75, &[word.lemma, above.lemma]);
    bag.add(76, &[word.class, word.dep, above.class]);
    bag.add(77, &[word.dep, above.dep, word.pos]);
    if let Some(top) = document.head(head) {
        let top = &facts.words[top];
        bag.add(78, &[word.dep, above.dep, top.class]);
        bag.add(79, &[word.dep, above.dep, top.pos, word.class]);
    }
}

/// Does the sentence stand at the head of an article, and is it as short as headlines are?
fn is_headline(reader: &Reader, token: usize, n_tokens: usize) -> bool {
    const LONGEST: usize = 18;
    let last = reader.document.tokens.len() - 1;
    n_tokens <= LONGEST && reader.paragraph_of(token) == 0 && reader.paragraph_of(last) > 0
}

fn of_place(bag: &mut Bag, facts: &Facts, token: usize) {
    let reader = facts.reader;
    let word = &facts.words[token];
    let at = |offset: isize| {
        token
            .checked_add_signed(offset)
            .and_then(|token| facts.words.get(token))
            .copied()
            .unwrap_or_default()
    };
    let (before, after, second) = (at(-1), at(1), at(2));
    bag.add(80, &[before.lower]);
    bag.add(81, &[after.lower]);
    bag.add(82, &[word.lemma, before.lower]);
    bag.add(83, &[word.lemma, after.lower]);
    bag.add(84, &[after.lower, second.lower]);
    bag.add(85, &[before.tag, word.tag, after.tag]);
    bag.add(86, &[after.tag, second.tag, word.class]);
    bag.add(87, &[word.lemma, after.lower, second.lower]);
    bag.add(88, &[word.class, after.lower]);
    let sentence = reader.document.sentences[reader.document.sentence_of(token)].tokens();
    let is_head = u64::from(is_headline(reader, token, sentence.len()));
    bag.add(89, &[is_head, word.pos]);
    bag.add(90, &[is_head, word.class, word.tag]);
    bag.add(91, &[steps(token - sentence.start), word.pos]);
    bag.add(92, &[steps(sentence.end - token), word.pos, word.class]);
    let near = |range: std::ops::Range<usize>| {
        let mut strings = range.filter_map(|token| reader.string_of(token));
        strings.next().map_or(0, |string| {
            1 + u64::from(reader.string_tokens[string].len() > 6)
        })
    };
    let n_tokens = facts.words.len();
    let left = near(token.saturating_sub(8)..token);
    let right = near(token..(token + 8).min(n_tokens));
    let wide = near(token.saturating_sub(25).max(sentence.start)..(token + 25).min(sentence.end));
    bag.add(93, &[left, right, word.class]);
    bag.add(94, &[left, right, wide, word.pos]);
    bag.add(95, &[wide, word.lemma]);
    bag.add(
        96,
        &[
            left,
            right,
            word.coarse,
            u64::from(reader.tag(token) == Tag::Vbg),
        ],
    );
}
