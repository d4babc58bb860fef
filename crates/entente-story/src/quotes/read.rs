//! Reads utterances out of quotes: sentences between marks, and reported speech with what it asserts.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use entente_types::{
    ActorId, ActorKind, ClaimKind, Content, CueKind, Dep, Directness, Document, Mention,
    MentionForm, Pos, Quote, Span, Tag,
};

use crate::events::phrase::is_finite_verb;
use crate::events::sides;
use crate::quotes::voice::Voice;
use crate::sentence;
use crate::story::{Story, Told};
use crate::table::rows;
use crate::words::{canonical, is_light};

static FUNCTION_WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/function_words.tsv"));
    rows.filter_map(|row| row.first().copied()).collect()
});

static CONTRACTIONS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/contractions.tsv"));
    rows.filter_map(|row| Some((*row.first()?, *row.get(1)?)))
        .collect()
});

/// Longest utterance that is compared word by word.
const MAX_WORDS: usize = 120;

/// How many verbs up an act looks for its doer.
const STEPS: usize = 3;

/// One sentence between quotation marks, or an indirect saying as a whole.
pub(crate) struct Utterance<'a> {
    pub(crate) told: Told<'a>,
    pub(crate) speaker: Option<ActorId>,
    pub(crate) voice: Voice,
    pub(crate) confidence: f32,
    /// Is somebody named, described or meant who speaks?
    pub(crate) has_speaker: bool,
    /// Does the cue name the speaker, and nobody beside?
    pub(crate) is_named: bool,
    /// Does a pronoun name the speaker, and may it mean another?
    pub(crate) is_doubtful: bool,
    /// Its place among the sentences of the claim.
    pub(crate) part: usize,
    pub(crate) span: Span,
    pub(crate) words: Vec<String>,
    pub(crate) telling: BTreeSet<String>,
    pub(crate) is_direct: bool,
    /// Is it told as said, and not as thought, seen or done?
    pub(crate) is_speech: bool,
    pub(crate) directness: Directness,
    /// For reported speech: acts that have an opposite, with their side and doer.
    pub(crate) acts: Vec<Said>,
    /// Things that the sentence names.
    pub(crate) things: BTreeSet<String>,
}

/// An act inside reported speech: question and side in `opposites.tsv`, and who does it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said {
    pub(crate) question: usize,
    pub(crate) side: bool,
    pub(crate) doer: String,
}

pub(crate) fn utterances<'a>(story: &Story<'a>) -> Vec<Utterance<'a>> {
    let mut utterances = Vec::new();
    let spoken = spoken(story);
    for told in story.told(ClaimKind::Quote) {
        let Content::Quote(quote) = &told.claim.content else {
            continue;
        };
        let speaker = quote
            .speaker
            .as_ref()
            .and_then(|speaker| speaker.actor.as_ref());
        let speaker = speaker.map(|id| story.people.id(told.report, id));
        let is_post = told.claim.rule == "quote/post";
        if !is_post && is_furniture(&story.documents[told.report], told.claim.sentence) {
            continue;
        }
        let is_passed_on = quote.cue_lemma == PASSES_ON
            && !quote.words.is_empty()
            && quote
                .words
                .iter()
                .all(|words| spoken.contains(&(told.report, *words)));
        if is_passed_on {
            continue;
        }
        let voice = Voice::of(&story.people, speaker.as_ref());
        for (part, (span, is_direct)) in parts(story, &told, quote).into_iter().enumerate() {
            let text = story.text(told.report, span);
            let words = words(text);
            let telling = words
                .iter()
                .filter(|word| is_telling(word))
                .map(|word| canonical(word).to_owned());
            let telling = telling.collect();
            let speaker = speaker.clone();
            let confidence = quote.confidence;
            let is_named = is_named(story, &told, quote);
            let is_doubtful = is_doubtful(story, &told, quote);
            let acts = if is_direct {
                Vec::new()
            } else {
                acts(story, &told, span, speaker.as_ref())
            };
            let things = things(&story.documents[told.report], told.claim.sentence);
            utterances.push(Utterance {
                acts,
                things,
                told: told.clone(),
                speaker,
                voice: voice.clone(),
                confidence,
                has_speaker: quote.speaker.is_some(),
                is_named,
                is_doubtful,
                part,
                span,
                words,
                telling,
                is_direct,
                is_speech: is_speech(&story.documents[told.report], quote),
                directness: quote.directness,
            });
        }
    }
    utterances
}

/// "according to a paper": it may pass on what somebody else says.
const PASSES_ON: &str = "according";

/// Words between marks of which another cue tells that somebody says them.
fn spoken(story: &Story) -> HashSet<(usize, Span)> {
    let told = story.told(ClaimKind::Quote);
    let words = told.iter().filter_map(|told| match &told.claim.content {
        Content::Quote(quote) if quote.cue_lemma != PASSES_ON => {
            Some(quote.words.iter().map(|words| (told.report, *words)))
        }
        _ => None,
    });
    words.flatten().collect()
}

/// Does the cue name its speaker ("Hill said", not "he said" or "the minister said"), and nobody beside ("Hill and Wu said")?
fn is_named(story: &Story, told: &Told, quote: &Quote) -> bool {
    let Some((span, actor)) = quote
        .speaker
        .as_ref()
        .and_then(|speaker| Some((speaker.span, speaker.actor.as_ref()?)))
    else {
        return false;
    };
    let document = &story.documents[told.report];
    let name = story.people.name(&story.people.id(told.report, actor));
    let surname = name.rsplit(' ').next().unwrap_or_default();
    let is_joined = document.tokens_in(span).any(|idx| {
        document.tokens[idx].dep == Dep::Conj || document.child(idx, &[Dep::Conj]).is_some()
    });
    story.text(told.report, span).contains(surname) && !is_joined
}

/// "said that it rained" and "vowed to go", but not "knew that it rained", "may say that it rained", "told them to go".
fn is_speech(document: &Document, quote: &Quote) -> bool {
    let is_subject = |idx: usize| {
        matches!(
            document.tokens[idx].dep,
            Dep::Nsubj | Dep::Nsubjpass | Dep::Expl | Dep::Csubj
        )
    };
    let is_clause = || {
        let mut tokens = quote
            .content
            .iter()
            .flat_map(|&span| document.tokens_in(span));
        tokens.any(|idx| {
            is_subject(idx)
                && document
                    .head(idx)
                    .is_some_and(|verb| is_finite_verb(document, verb))
        })
    };
    let is_possible = || {
        let heads = quote.cue.map_or(0..0, |cue| document.tokens_in(cue));
        let mut helpers = heads.flat_map(|head| document.children(head));
        helpers
            .any(|idx| document.tokens[idx].dep == Dep::Aux && document.tokens[idx].tag == Tag::Md)
    };
    match quote.cue_kind {
        Some(CueKind::Think | CueKind::Seem) => false,
        _ if is_possible() => false,
        Some(CueKind::Say | CueKind::Write) => document.tokens.is_empty() || is_clause(),
        _ => true,
    }
}

/// Does a quote stand under a picture, in a line that leads to another page, or in a heading?
fn is_furniture(document: &Document, sentence: Span) -> bool {
    let mut tokens = document.tokens_in(sentence);
    tokens.next().is_some_and(|first| {
        let number = document.sentence_of(first);
        sentence::is_furniture(document, number) || sentence::is_heading(document, number)
    })
}

/// Is the speaker named by a pronoun that may well mean somebody else, or is it a thing that says so?
fn is_doubtful(story: &Story, told: &Told, quote: &Quote) -> bool {
    /// Of four such pronouns three mean whom they are read to mean.
    const SURE: f32 = 0.75;
    let mentions = &story.claims[told.report].actors.mentions;
    quote.speaker.as_ref().is_some_and(|speaker| {
        let is_pronoun = |mention: &&Mention| {
            mention.span == speaker.span && mention.form == MentionForm::Pronoun
        };
        let mut pronouns = mentions.iter().filter(is_pronoun);
        pronouns.any(|one| one.confidence < SURE || is_another_nearer(story, told, one))
            || is_said_by_thing(&story.documents[told.report], quote, speaker.span)
    })
}

/// "The plan was welcomed by Ann Lee. She said": does somebody else act right before the pronoun, and not whom it is read to mean?
fn is_another_nearer(story: &Story, told: &Told, pronoun: &Mention) -> bool {
    let document = &story.documents[told.report];
    let actors = &story.claims[told.report].actors;
    let sentence = document.sentence_of(pronoun.head as usize);
    let near = document.sentence_span(sentence.saturating_sub(1));
    let is_near = |mention: &&Mention| {
        mention.form == MentionForm::Name
            && near.start <= mention.span.start
            && mention.span.start < pronoun.span.start
    };
    let is_acting = |mention: &Mention| {
        let head = mention.head as usize;
        let is_agent = || {
            let by = document.head(head);
            by.is_some_and(|by| document.tokens[by].dep == Dep::Agent)
        };
        let is_subject = matches!(document.tokens[head].dep, Dep::Nsubj | Dep::Nsubjpass);
        let actor = actors.actor(&mention.actor);
        (is_subject || is_agent()) && actor.is_some_and(|actor| actor.kind == ActorKind::Person)
    };
    let near: Vec<&Mention> = actors.mentions.iter().filter(is_near).collect();
    !near.iter().any(|mention| mention.actor == pronoun.actor)
        && near.iter().any(|mention| is_acting(mention))
}

/// "a scandal around the secretary, which showed": is what says so meant by "which", and not the speaker?
fn is_said_by_thing(document: &Document, quote: &Quote, speaker: Span) -> bool {
    let Some(cue) = quote.cue else { return false };
    let is_which = |child: usize| {
        let token = &document.tokens[child];
        token.tag == Tag::Wdt && matches!(token.dep, Dep::Nsubj | Dep::Nsubjpass)
    };
    let mut verbs = document.tokens_in(cue).filter(|&verb| {
        document.tokens[verb].dep == Dep::Relcl && document.children(verb).any(is_which)
    });
    verbs.any(|verb| {
        let thing = document.head(verb).map(|thing| document.tokens[thing].span);
        thing.is_some_and(|thing| !speaker.contains(thing))
    })
}

/// The sentences between quotation marks; for an indirect quote its whole content.
fn parts(story: &Story, told: &Told, quote: &Quote) -> Vec<(Span, bool)> {
    if quote.words.is_empty() {
        let whole = quote.content.iter().copied().reduce(Span::join);
        let told = whole.map(|whole| with_cue(&story.documents[told.report], quote, whole));
        return told.map(|told| (told, false)).into_iter().collect();
    }
    let sentences = quote
        .words
        .iter()
        .flat_map(|&span| sentences(story.text(told.report, span), span));
    sentences.map(|span| (span, true)).collect()
}

/// "accused Russia of breaking it": content that is no clause is only understood with its cue.
fn with_cue(document: &Document, quote: &Quote, content: Span) -> Span {
    const NEAR_BYTES: u32 = 24;
    let is_subject = |idx: usize| {
        matches!(
            document.tokens[idx].dep,
            Dep::Nsubj | Dep::Nsubjpass | Dep::Expl | Dep::Csubj
        )
    };
    let is_clause = document.tokens_in(content).any(is_subject);
    let cue = quote
        .cue
        .filter(|cue| cue.end <= content.start && content.start - cue.end <= NEAR_BYTES);
    cue.filter(|_| !is_clause && !document.tokens.is_empty())
        .map_or(content, |cue| cue.join(content))
}

fn sentences(text: &str, span: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = 0;
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    for pair in letters.windows(3) {
        let [(_, mark), (_, blank), (next, letter)] = [pair[0], pair[1], pair[2]];
        let ends = matches!(mark, '.' | '!' | '?') && blank.is_whitespace();
        let ends = ends && !is_title(text[start..next].trim_end_matches([' ', '.']));
        if ends && letter.is_uppercase() && text[start..next].split_whitespace().count() >= 3 {
            parts.push((start, next));
            start = next;
        }
    }
    parts.push((start, text.len()));
    let trimmed = parts.into_iter().filter_map(|(from, to)| {
        let part = &text[from..to];
        let at = from + part.len() - part.trim_start().len();
        let len = part.trim().len();
        let offset = span.start as usize;
        (len > 0).then(|| Span::new(offset + at, offset + at + len))
    });
    trimmed.collect()
}

/// Does a text end in "Mr", "Sen", "St" or an initial? Hardly any sentence ends in so short a word with a capital.
fn is_title(text: &str) -> bool {
    const LONGEST: usize = 3;
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_short = last.chars().count() <= LONGEST;
    is_short
        && last.starts_with(char::is_uppercase)
        && !last.chars().skip(1).any(char::is_uppercase)
}

/// Words in lower case, without marks and without what the report puts in for the reader; contractions are opened.
fn words(text: &str) -> Vec<String> {
    let plain = without_insertions(text).to_lowercase().replace('’', "'");
    let split = plain.split(|c: char| !c.is_alphanumeric() && c != '\'');
    let words = split.map(|word| word.trim_matches('\''));
    let opened = words.flat_map(opened).filter(|word| !word.is_empty());
    opened.take(MAX_WORDS).collect()
}

/// "a miracle [in Halden]" is "a miracle", "no roll[sic]" is "no roll"; but "[W]e" is "We".
fn without_insertions(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        let inside = after.split_once(']').filter(|(inside, behind)| {
            let is_word = before.is_empty() || before.ends_with(char::is_whitespace);
            let is_letter = behind.starts_with(char::is_alphanumeric);
            inside.len() <= LONGEST && (is_word && !is_letter || *inside == "sic")
        });
        rest = inside.map_or(after, |(_, behind)| behind);
    }
    plain + rest
}

/// "we've" is "we have", "don't" is "do not".
fn opened(word: &str) -> Vec<String> {
    if let Some(whole) = CONTRACTIONS.get(word) {
        return whole.split(' ').map(str::to_owned).collect();
    }
    const ENDINGS: [(&str, &str); 4] = [
        ("n't", "not"),
        ("'re", "are"),
        ("'ve", "have"),
        ("'ll", "will"),
    ];
    let short = ENDINGS
        .iter()
        .find_map(|(short, whole)| Some((word.strip_suffix(short)?, *whole)));
    match short {
        Some((stem, whole)) => vec![stem.to_owned(), whole.to_owned()],
        None => vec![word.to_owned()],
    }
}

/// Does the word hold a sentence together and tell nothing?
pub(crate) fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains(word)
}

fn is_telling(word: &str) -> bool {
    word.chars().count() > 3 && !is_light(word) && !is_function_word(word)
}

/// Acts in reported speech that have an opposite, by whom they are done.
fn acts(story: &Story, told: &Told, span: Span, speaker: Option<&ActorId>) -> Vec<Said> {
    let document = &story.documents[told.report];
    let mut acts = Vec::new();
    for idx in document.tokens_in(span) {
        let sides = sides(&document.tokens[idx].lemma);
        // "may admit", "to keep": only what is told as a fact can be disputed.
        let is_fact = document.tokens[idx].tag != Tag::Vb;
        if sides.is_empty() || document.tokens[idx].pos != Pos::Verb || !is_fact {
            continue;
        }
        let Some(doer) =
            doer(document, idx, STEPS).and_then(|noun| state_of(story, told, noun, speaker))
        else {
            continue;
        };
        let is_negated = document.child(idx, &[Dep::Neg]).is_some();
        acts.extend(sides.iter().map(|&(question, side)| Said {
            question,
            side: side != is_negated,
            doer: doer.clone(),
        }));
    }
    acts
}

/// Who does what a verb tells: its subject, that of the verb it hangs on, or the accused in "accused X of
/// breaking it".
fn doer(document: &Document, verb: usize, steps: usize) -> Option<usize> {
    if let Some(subject) = document.child(verb, &[Dep::Nsubj]) {
        return Some(subject);
    }
    let above = document.head(verb).filter(|_| steps > 0)?;
    match document.tokens[verb].dep {
        Dep::Pcomp => document.child(document.head(above)?, &[Dep::Dobj]),
        Dep::Conj | Dep::Xcomp | Dep::Advcl => doer(document, above, steps - 1),
        _ => None,
    }
}

/// The state behind a noun: its own, or for "its troops" that of whom they belong to; else the actor.
/// A possessive that names nobody in the text is the speaker's own.
fn state_of(story: &Story, told: &Told, noun: usize, speaker: Option<&ActorId>) -> Option<String> {
    let (document, claims) = (&story.documents[told.report], story.claims[told.report]);
    let id = |idx: usize| {
        let mention = claims.actors.headed_by(idx)?;
        Some(story.people.id(told.report, &mention.actor))
    };
    let owner = document.child(noun, &[Dep::Poss]);
    let is_pronoun = owner.is_some_and(|owner| document.tokens[owner].tag == Tag::PrpPoss);
    let owner = owner
        .and_then(id)
        .or_else(|| speaker.filter(|_| is_pronoun).cloned());
    let ids = [id(noun), owner];
    let state = ids.iter().flatten().find_map(|id| story.people.country(id));
    state.map(|state| state.0).or_else(|| Some(id(noun)?.0))
}

fn things(document: &Document, sentence: Span) -> BTreeSet<String> {
    let tokens = document
        .tokens
        .get(document.tokens_in(sentence))
        .unwrap_or_default();
    let nouns = tokens.iter().filter(|token| token.pos == Pos::Noun);
    let lemmas = nouns.map(|token| token.lemma.to_lowercase());
    lemmas
        .filter(|lemma| !is_light(lemma))
        .map(|lemma| canonical(&lemma).to_owned())
        .collect()
}
