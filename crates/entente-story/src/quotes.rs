//! Quotes: the same utterance in several reports, whole, trimmed, or in other words.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entente_types::{
    ActorId, ActorKind, ClaimId, ClaimKind, Content, Dep, Directness, Document, Pos, Quote, Slot,
    SlotKind, SlotValue, Span, Tag, Verdict,
};

use crate::events::sides;

use crate::groups::join_alike;
use crate::slot::{self, Judgement};
use crate::story::{Story, Told};
use crate::words::{canonical, is_light};

/// Words that turn a sentence round.
const NEGATIONS: [&str; 12] = [
    "not", "no", "never", "nobody", "nothing", "none", "neither", "nor", "cannot", "without",
    "nowhere", "hardly",
];
/// Longest utterance that is compared word by word.
const MAX_WORDS: usize = 120;
/// A word that stands in so many utterances leads to no candidate.
const COMMON: usize = 60;
/// Reported speech whose speaker is less sure than this is not worth a line in front.
const FAINT: f32 = 0.5;
/// Most sentences of one quotation in one slot.
const MAX_IN_A_ROW: usize = 6;
/// How many verbs up an act looks for its doer.
const STEPS: usize = 3;

/// One sentence between quotation marks, or an indirect saying as a whole.
struct Utterance<'a> {
    told: Told<'a>,
    speaker: Option<ActorId>,
    confidence: f32,
    /// Its place among the sentences of the claim.
    part: usize,
    span: Span,
    words: Vec<String>,
    telling: BTreeSet<String>,
    is_direct: bool,
    directness: Directness,
    /// For reported speech: acts that have an opposite, with their side and doer.
    acts: Vec<Said>,
    /// Things that the sentence names.
    things: BTreeSet<String>,
}

/// An act inside reported speech: question and side in `opposites.tsv`, and who does it.
#[derive(Clone, Debug, PartialEq)]
struct Said {
    question: usize,
    side: bool,
    doer: String,
}

/// How the words of two utterances stand to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Match {
    Verbatim,
    Trimmed,
    Wording(f64),
    Flipped,
    /// Two speakers say the opposite of what one party does.
    Opposed,
}

/// All quotes of the story, in slots.
pub(crate) fn slots(story: &Story) -> Vec<Slot> {
    let utterances = utterances(story);
    let mut pairs = pairs(&utterances);
    pairs.extend(opposed_pairs(story, &utterances));
    let likeness = pairs
        .iter()
        .map(|&(found, one, other)| (strength(found), one, other))
        .collect();
    let stand_apart = |one: usize, other: usize| {
        let (one, other) = (&utterances[one], &utterances[other]);
        one.told.report == other.told.report
            && one.speaker != other.speaker
            && !opposed(story, one, other)
    };
    let groups = join_alike(utterances.len(), likeness, stand_apart);
    in_a_row(&utterances, groups)
        .iter()
        .map(|row| slot_of(story, &utterances, row))
        .collect()
}

/// Joins the sentences of one quotation that the same reports give one after the other.
fn in_a_row(utterances: &[Utterance], groups: Vec<Vec<usize>>) -> Vec<Vec<Vec<usize>>> {
    let places = |group: &[usize], shift: usize| -> Vec<(&ClaimId, usize)> {
        let place = |&idx: &usize| (&utterances[idx].told.claim.id, utterances[idx].part + shift);
        let mut places: Vec<_> = group.iter().map(place).collect();
        places.sort();
        places
    };
    let mut at: BTreeMap<Vec<(&ClaimId, usize)>, usize> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        at.insert(places(group, 0), number);
    }
    let next: Vec<Option<usize>> = groups
        .iter()
        .map(|group| at.get(&places(group, 1)).copied())
        .collect();
    let follows: BTreeSet<usize> = next.iter().flatten().copied().collect();
    let starts = (0..groups.len()).filter(|number| !follows.contains(number));
    let row = |start: usize| {
        let all = std::iter::successors(Some(start), |&number| next[number]);
        all.map(|number| groups[number].clone()).collect::<Vec<_>>()
    };
    let rows = starts.map(row);
    rows.flat_map(|row| {
        row.chunks(MAX_IN_A_ROW)
            .map(<[_]>::to_vec)
            .collect::<Vec<_>>()
    })
    .collect()
}

fn strength(found: Match) -> f64 {
    match found {
        Match::Verbatim => 1.0,
        Match::Trimmed => 0.95,
        Match::Flipped => 0.9,
        Match::Opposed => 0.5,
        Match::Wording(share) => 0.8 * share,
    }
}

fn utterances<'a>(story: &Story<'a>) -> Vec<Utterance<'a>> {
    let mut utterances = Vec::new();
    for told in story.told(ClaimKind::Quote) {
        let Content::Quote(quote) = &told.claim.content else {
            continue;
        };
        let speaker = quote
            .speaker
            .as_ref()
            .and_then(|speaker| speaker.actor.as_ref());
        let speaker = speaker.map(|id| story.people.id(told.report, id));
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
            let acts = if is_direct {
                Vec::new()
            } else {
                acts(story, &told, span)
            };
            let things = things(&story.documents[told.report], told.claim.sentence);
            utterances.push(Utterance {
                acts,
                things,
                told: told.clone(),
                speaker,
                confidence,
                part,
                span,
                words,
                telling,
                is_direct,
                directness: quote.directness,
            });
        }
    }
    utterances
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

/// Words in lower case, without marks; brackets and contractions are opened.
fn words(text: &str) -> Vec<String> {
    let plain = text.to_lowercase().replace('’', "'");
    let plain = plain
        .replace("can't", "cannot")
        .replace("won't", "will not")
        .replace("n't", " not");
    let split = plain.split(|c: char| !c.is_alphanumeric() && c != '\'');
    let split = split
        .map(|word| word.trim_matches('\'').to_owned())
        .filter(|word| !word.is_empty());
    split.take(MAX_WORDS).collect()
}

fn is_telling(word: &str) -> bool {
    word.chars().count() > 3 && !is_light(word) && !FUNCTION_WORDS.contains(&word)
}

const FUNCTION_WORDS: [&str; 32] = [
    "with", "from", "they", "them", "their", "there", "then", "than", "this", "that", "these",
    "those", "what", "when", "where", "which", "were", "been", "being", "have", "having", "does",
    "doing", "your", "yours", "into", "very", "also", "because", "it's", "we're", "i'm",
];

/// Acts in reported speech that have an opposite, by whom they are done.
fn acts(story: &Story, told: &Told, span: Span) -> Vec<Said> {
    let document = &story.documents[told.report];
    let mut acts = Vec::new();
    for idx in document.tokens_in(span) {
        let sides = sides(&document.tokens[idx].lemma);
        // "may admit", "to keep": only what is told as a fact can be disputed.
        let is_fact = document.tokens[idx].tag != Tag::Vb;
        if sides.is_empty() || document.tokens[idx].pos != Pos::Verb || !is_fact {
            continue;
        }
        let Some(doer) = doer(document, idx, STEPS).and_then(|noun| state_of(story, told, noun))
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
fn state_of(story: &Story, told: &Told, noun: usize) -> Option<String> {
    let (document, claims) = (&story.documents[told.report], story.claims[told.report]);
    let id = |idx: usize| {
        let mention = claims.actors.headed_by(idx)?;
        Some(story.people.id(told.report, &mention.actor))
    };
    let owner = document.child(noun, &[Dep::Poss]).and_then(id);
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

fn opposed_pairs(story: &Story, utterances: &[Utterance]) -> Vec<(Match, usize, usize)> {
    let with_acts = (0..utterances.len()).filter(|&idx| !utterances[idx].acts.is_empty());
    let with_acts: Vec<usize> = with_acts.take(400).collect();
    let mut pairs = Vec::new();
    for (at, &one) in with_acts.iter().enumerate() {
        for &other in &with_acts[at + 1..] {
            if opposed(story, &utterances[one], &utterances[other]) {
                pairs.push((Match::Opposed, one, other));
            }
        }
    }
    pairs
}

/// Do two speakers say opposite things of one doer and one thing?
fn opposed(story: &Story, one: &Utterance, other: &Utterance) -> bool {
    let both_known =
        one.speaker.is_some() && other.speaker.is_some() && one.speaker != other.speaker;
    let opposite = |a: &Said| {
        let fits = |b: &Said| b.question == a.question && b.side != a.side && b.doer == a.doer;
        other.acts.iter().any(fits)
    };
    let mut shared = one.things.intersection(&other.things);
    both_known
        && one.acts.iter().any(opposite)
        && shared.any(|thing| story.rarity.weight(thing) > 1.0)
}

/// Pairs of utterances that share telling words and are one utterance.
fn pairs(utterances: &[Utterance]) -> Vec<(Match, usize, usize)> {
    let mut with_word: HashMap<&str, Vec<usize>> = HashMap::new();
    for (idx, utterance) in utterances.iter().enumerate() {
        for word in &utterance.telling {
            with_word.entry(word).or_default().push(idx);
        }
    }
    let mut pairs = Vec::new();
    for (idx, utterance) in utterances.iter().enumerate() {
        let lists = utterance
            .telling
            .iter()
            .map(|word| &with_word[word.as_str()]);
        let others: BTreeSet<usize> = lists
            .filter(|list| list.len() <= COMMON)
            .flatten()
            .copied()
            .filter(|&other| other > idx)
            .collect();
        for other in others {
            if let Some(found) = compare(utterance, &utterances[other]) {
                pairs.push((found, idx, other));
            }
        }
    }
    pairs
}

fn compare(one: &Utterance, other: &Utterance) -> Option<Match> {
    let same_speaker = one.speaker.is_some() && one.speaker == other.speaker;
    let unknown = one.speaker.is_none() || other.speaker.is_none();
    let (short, long) = if one.words.len() <= other.words.len() {
        (one, other)
    } else {
        (other, one)
    };
    let n_short = short.words.len();
    let n_common = longest_common(&short.words, &long.words);
    let share = n_common as f64 / n_short.max(1) as f64;
    let telling = short.telling.intersection(&long.telling).count();
    if !(one.is_direct && other.is_direct) {
        let is_long = telling >= 3 && n_common >= 5;
        let is_nearly_all = unknown && telling >= 4 && n_common >= 8 && share >= 0.8;
        let is_one = (same_speaker && is_long && share >= 0.6) || is_nearly_all;
        return is_one.then_some(Match::Wording(share));
    }
    // Two telling words that stand word for word in the other are enough where nobody else is named.
    let is_inside = telling >= 2 && contains(&long.words, &short.words);
    let is_known =
        same_speaker || (unknown && (telling >= 3 || is_inside)) || (telling >= 5 && n_short >= 8);
    if !is_known {
        return None;
    }
    if flips(short, long, share) {
        return Some(Match::Flipped);
    }
    let spread = n_common as f64 / long.words.len().max(1) as f64;
    if share >= 0.95 && spread >= 0.95 {
        return Some(Match::Verbatim);
    }
    if contains(&long.words, &short.words) && telling >= 1 {
        return Some(Match::Trimmed);
    }
    if share >= 0.9 && n_short >= 4 {
        return Some(if spread >= 0.9 {
            Match::Verbatim
        } else {
            Match::Trimmed
        });
    }
    let is_close = same_speaker && share >= 0.75 && telling >= 1 && n_short >= 5;
    let is_wording = is_close || (share >= 0.6 && telling >= 2 && n_short >= 4);
    let is_short = n_short <= 3 && same_speaker && same_sense(&short.words, &long.words);
    (is_wording || is_short).then_some(Match::Wording(share.max(0.6)))
}

/// "principal guest", "main guest": word for word the same sense.
fn same_sense(short: &[String], long: &[String]) -> bool {
    let same = |one: &String, other: &String| canonical(one) == canonical(other);
    let n = short.len();
    n >= 2
        && long
            .windows(n)
            .any(|words| words.iter().zip(short).all(|(one, other)| same(one, other)))
}

fn contains(long: &[String], short: &[String]) -> bool {
    !short.is_empty() && long.windows(short.len()).any(|words| words == short)
}

/// Nearly the same words, but one denies what the other says, or names another number.
fn flips(short: &Utterance, long: &Utterance, share: f64) -> bool {
    let len = (short.words.len(), long.words.len());
    if share < 0.85 || len.0 < 5 || len.1 > len.0 + 3 {
        return false;
    }
    let negations = |words: &[String]| {
        words
            .iter()
            .filter(|word| NEGATIONS.contains(&word.as_str()))
            .count()
    };
    let numbers = |words: &[String]| -> BTreeSet<String> {
        words
            .iter()
            .filter(|word| word.chars().all(|c| c.is_ascii_digit()))
            .cloned()
            .collect()
    };
    let (one, other) = (numbers(&short.words), numbers(&long.words));
    negations(&short.words) % 2 != negations(&long.words) % 2
        || (!one.is_empty() && !other.is_empty() && one.is_disjoint(&other))
}

/// Length of the longest common subsequence.
fn longest_common(one: &[String], other: &[String]) -> usize {
    let mut lengths = vec![0_usize; other.len() + 1];
    for word in one {
        let mut diagonal = 0;
        for (at, against) in other.iter().enumerate() {
            let above = lengths[at + 1];
            lengths[at + 1] = if word == against {
                diagonal + 1
            } else {
                above.max(lengths[at])
            };
            diagonal = above;
        }
    }
    lengths[other.len()]
}

fn slot_of(story: &Story, utterances: &[Utterance], row: &[Vec<usize>]) -> Slot {
    let members: Vec<&Utterance> = row.iter().flatten().map(|&idx| &utterances[idx]).collect();
    let values = values(story, &members);
    let fullest = members.iter().max_by_key(|one| {
        (
            one.is_direct,
            one.words.len(),
            std::cmp::Reverse(&one.words),
        )
    });
    let speaker = members
        .iter()
        .find_map(|utterance| utterance.speaker.clone());
    let says = fullest.and_then(|one| {
        let number = story.number(one.told.report);
        values
            .iter()
            .find(|value| value.report == number && value.span.contains(one.span))
    });
    let says = says.map(|value| value.text.trim()).unwrap_or_default();
    let at_odds = matter_of_dispute(story, &members);
    let topic = match &speaker {
        _ if at_odds.is_some() => at_odds.clone().unwrap_or_default(),
        Some(speaker) => format!("{}: {}", story.people.name(speaker), first_words(says)),
        None => first_words(says),
    };
    let mut slot = slot::empty(SlotKind::Quote, topic, values);
    let judgements: Vec<Judgement> = row
        .iter()
        .flat_map(|group| judgements(story, utterances, group))
        .collect();
    slot.trace = members
        .iter()
        .map(|utterance| utterance.told.claim.rule.clone())
        .collect();
    slot.trace.sort();
    slot.trace.dedup();
    let support = story.support(members.iter().map(|utterance| &utterance.told));
    slot::judge(&mut slot, Judgement::strongest(judgements.iter()), support);
    let speakers: BTreeSet<ActorId> = members
        .iter()
        .filter_map(|one| one.speaker.clone())
        .collect();
    slot.actors = match at_odds {
        Some(_) => speakers.into_iter().collect(),
        None => speaker.into_iter().collect(),
    };
    let is_faint = |one: &&Utterance| one.confidence < FAINT && !one.is_direct;
    if members.iter().all(is_faint) {
        slot.weight = f64::NEG_INFINITY;
    }
    slot.spoken = members.iter().map(|utterance| utterance.directness).min();
    slot
}

/// One value for each stretch of words that a report gives without a break.
fn values(story: &Story, members: &[&Utterance]) -> Vec<SlotValue> {
    const BREAK_BYTES: u32 = 2;
    let mut members: Vec<&&Utterance> = members.iter().collect();
    members.sort_by_key(|one| (one.told.report, &one.told.claim.id, one.part));
    let mut runs: Vec<Vec<&Utterance>> = Vec::new();
    for one in members {
        let is_next = |run: &&mut Vec<&Utterance>| {
            let last = run.last().expect("a run has a member");
            last.told.claim.id == one.told.claim.id
                && one.span.start >= last.span.end
                && one.span.start - last.span.end <= BREAK_BYTES
        };
        match runs.last_mut().filter(is_next) {
            Some(run) => run.push(one),
            None => runs.push(vec![one]),
        }
    }
    let value = |run: &Vec<&Utterance>| {
        let first = run[0];
        let span = run.iter().map(|one| one.span).fold(first.span, Span::join);
        let words: Vec<String> = run.iter().map(|one| one.words.join(" ")).collect();
        let mut value = story.value(&first.told, span, words.join(" "));
        value.holders.extend(first.speaker.clone());
        value
    };
    runs.iter().map(value).collect()
}

fn judgements(story: &Story, utterances: &[Utterance], group: &[usize]) -> Vec<Judgement> {
    const MOST: usize = 40;
    let members: Vec<&Utterance> = group
        .iter()
        .take(MOST)
        .map(|&idx| &utterances[idx])
        .collect();
    let mut judgements = Vec::new();
    for (idx, one) in members.iter().enumerate() {
        let others = members[idx + 1..]
            .iter()
            .filter(|other| other.told.report != one.told.report || opposed(story, one, other));
        judgements.extend(others.map(|other| judge(story, one, other)));
    }
    judgements
}

/// What two of the speakers say the opposite of, if they do: the thing that the story speaks of most.
fn matter_of_dispute(story: &Story, members: &[&Utterance]) -> Option<String> {
    let pairs = members.iter().enumerate().take(40).flat_map(|(idx, one)| {
        let others = members[idx + 1..].iter().take(40);
        others.map(move |other| (*one, *other))
    });
    let (one, other) = pairs
        .into_iter()
        .find(|(one, other)| opposed(story, one, other))?;
    let shared = one.things.intersection(&other.things);
    let rarity = |thing: &&String| story.rarity.weight(thing);
    shared
        .min_by(|one, other| rarity(one).total_cmp(&rarity(other)))
        .map(|thing| format!("the {thing}"))
}

fn first_words(text: &str) -> String {
    const MOST: usize = 8;
    let words: Vec<&str> = text.split_whitespace().collect();
    let more = if words.len() > MOST { " …" } else { "" };
    format!(
        "{}{more}",
        words
            .iter()
            .take(MOST)
            .copied()
            .collect::<Vec<_>>()
            .join(" ")
    )
}

fn judge(story: &Story, one: &Utterance, other: &Utterance) -> Judgement {
    if opposed(story, one, other) {
        let name = |one: &Utterance| {
            one.speaker
                .as_ref()
                .map(|id| story.people.name(id))
                .unwrap_or_default()
        };
        let reason = format!(
            "{} and {} say the opposite of each other",
            name(one),
            name(other)
        );
        return Judgement::new(Verdict::Disputed, "quotes/opposed", reason);
    }
    if let (Some(a), Some(b)) = (&one.speaker, &other.speaker)
        && a != b
    {
        return other_speaker(story, one, other, a, b);
    }
    match compare(one, other) {
        Some(Match::Verbatim) => {
            Judgement::new(Verdict::Agree, "quotes/verbatim", "the same words")
        }
        Some(Match::Trimmed) => Judgement::new(
            Verdict::Compatible,
            "quotes/trimmed",
            "one report gives only a part",
        ),
        Some(Match::Flipped) => Judgement::new(
            Verdict::Contradict,
            "quotes/content",
            "a word inside the quotation turns its sense round",
        ),
        _ => Judgement::new(
            Verdict::Compatible,
            "quotes/wording",
            "the same message in other words",
        ),
    }
}

/// The same words in two mouths: wrong in one report, if both name a person and are sure of it.
fn other_speaker(
    story: &Story,
    one: &Utterance,
    other: &Utterance,
    a: &ActorId,
    b: &ActorId,
) -> Judgement {
    let is_named_person = |id: &ActorId| {
        story.people.actor(id).is_some_and(|actor| {
            actor.kind == ActorKind::Person && actor.name.split_whitespace().count() > 1
        })
    };
    let is_sure = one.confidence >= 0.8 && other.confidence >= 0.8;
    let is_long = one.words.len() >= 8 && compare(one, other) == Some(Match::Verbatim);
    let (first, second) = (story.people.name(a), story.people.name(b));
    let reason =
        format!("the same words are said by {first} in one report and by {second} in the other");
    if is_sure && is_long && is_named_person(a) && is_named_person(b) {
        Judgement::new(Verdict::Contradict, "quotes/speaker", reason)
    } else {
        Judgement::new(Verdict::Compatible, "quotes/speaker", reason)
    }
}
