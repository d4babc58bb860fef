//! Puts right what the rules on strings got wrong, where the learned model is sure of another cue.

use super::assign::Assigned;
use super::cue::{Cue, Kind};
use super::label;
use super::learned::{Candidate, Facts, Model};
use super::source::Source;

/// How many cues around a string are tried.
const MAX_TRIED: usize = 12;
/// Log-odds up to which the cue of a rule gives way to a surer one, and from which another takes its place.
const DOUBTED: f32 = 1.0;
const TRUSTED: f32 = 0.5;
/// Shorter strings without a cue stay nobody's words.
const LEAST_WORDS: usize = 3;

/// Gives strings whose cue is doubted, or which have none, to a trusted cue of their sentence whose content
/// they are. Cues that the rules do not know are added to the end of `cues`.
pub fn review(
    facts: &Facts,
    model: &Model,
    candidates: &[Candidate],
    cues: &mut Vec<Cue>,
    assigned: &mut [Assigned],
) {
    let reader = facts.reader;
    let n_known = cues.len();
    for (string, one) in assigned.iter_mut().enumerate() {
        let is_named = label::is_title(reader, string) || label::is_label(reader, string);
        let least = match one {
            Assigned::Cue(_, "quote/after") | Assigned::Continues(_) => continue,
            Assigned::Cue(cue, _) => score(candidates, cues[*cue].token),
            Assigned::Clause { verb, .. } => verb.map_or(DOUBTED, |verb| score(candidates, verb)),
            Assigned::Nobody if reader.n_words(string) < LEAST_WORDS || is_named => continue,
            Assigned::Nobody => f32::MIN,
        };
        if least >= DOUBTED {
            continue;
        }
        let surer = trusted(facts, model, candidates, string);
        if let Some((_, cue)) = surer.filter(|(score, _)| *score > least) {
            let known = cues[..n_known].binary_search_by_key(&cue.token, |cue| cue.token);
            let number = known.unwrap_or_else(|_| {
                cues.push(cue);
                cues.len() - 1
            });
            *one = Assigned::Cue(number, "quote/learned");
        }
    }
}

/// What the model thinks of a token as a cue.
fn score(candidates: &[Candidate], token: usize) -> f32 {
    let place = candidates.binary_search_by_key(&token, |one| one.token);
    place.map_or(f32::MIN, |place| candidates[place].score)
}

/// The cue of the string's sentence that is surest among those whose content it is.
fn trusted(
    facts: &Facts,
    model: &Model,
    candidates: &[Candidate],
    string: usize,
) -> Option<(f32, Cue)> {
    let reader = facts.reader;
    let first = reader.string_tokens[string].start;
    let sentence = reader.document.sentences[reader.document.sentence_of(first)].tokens();
    let from = candidates.partition_point(|one| one.token < sentence.start);
    let near = candidates[from..]
        .iter()
        .take_while(|one| one.token < sentence.end)
        .filter(|one| one.score >= TRUSTED)
        .take(MAX_TRIED);
    let mut best: Option<(f32, Cue)> = None;
    for one in near {
        let parts = model.parts(facts, one.token);
        let holds = parts.content.iter().any(|run| run.contains(&first));
        let is_better = best.as_ref().is_none_or(|(score, _)| one.score > *score);
        if let Some((head, tokens)) = parts.source.filter(|_| holds && is_better) {
            let cue = Cue {
                token: one.token,
                kind: Kind::Phrase,
                source: Some(Source { head, tokens }),
                tokens: parts.cue,
            };
            best = Some((one.score, cue));
        }
    }
    best
}
