//! Words whose tokens are listed.

use std::collections::HashMap;
use std::ops::Range;

use entente_types::Span;

use super::RawToken;
use crate::rules::{Exception, Piece, RulesError};

/// The exceptions by their text.
#[derive(Clone, Debug, Default)]
pub(super) struct Exceptions {
    pieces: HashMap<String, Vec<Piece>>,
    /// Bytes of the longest, so that long words are not looked up at all.
    max_len: usize,
}

impl Exceptions {
    /// Takes the exceptions of a model.
    ///
    /// # Errors
    ///
    /// [`RulesError::Exception`] if pieces do not fill their word.
    pub(super) fn new(exceptions: &[Exception]) -> Result<Self, RulesError> {
        let mut pieces = HashMap::with_capacity(exceptions.len());
        for exception in exceptions {
            if !fills(exception) {
                return Err(RulesError::Exception(exception.text.clone()));
            }
            pieces.insert(exception.text.clone(), exception.pieces.clone());
        }
        let max_len = exceptions
            .iter()
            .map(|exception| exception.text.len())
            .max();
        Ok(Self {
            pieces,
            max_len: max_len.unwrap_or(0),
        })
    }

    fn get(&self, word: &str) -> Option<&[Piece]> {
        if word.len() > self.max_len {
            return None;
        }
        self.pieces.get(word).map(Vec::as_slice)
    }

    /// Is the word an exception?
    pub(super) fn contains(&self, word: &str) -> bool {
        self.get(word).is_some()
    }

    /// Adds the tokens of an exception that starts at byte `start`; tells whether the word is one.
    pub(super) fn push(&self, word: &str, start: usize, tokens: &mut Vec<RawToken>) -> bool {
        let Some(pieces) = self.get(word) else {
            return false;
        };
        let mut at = start;
        for piece in pieces {
            let end = at + piece.len as usize;
            tokens.push(RawToken {
                span: Span::new(at, end),
                norm: piece.norm,
                space_after: false,
            });
            at = end;
        }
        true
    }

    /// The tokens with the chosen runs replaced by those of the exceptions that they spell.
    pub(super) fn replace(
        &self,
        text: &str,
        tokens: Vec<RawToken>,
        chosen: &[Range<usize>],
    ) -> Vec<RawToken> {
        let mut replaced = Vec::with_capacity(tokens.len() + chosen.len());
        let mut done = 0;
        for run in chosen {
            replaced.extend_from_slice(&tokens[done..run.start]);
            done = run.end;
            let old = &tokens[run.clone()];
            let (first, last) = (old[0], old[old.len() - 1]);
            let span = first.span.join(last.span);
            // A run with blanks in it spells no exception, so its tokens stay.
            if self.push(span.of(text), span.start as usize, &mut replaced) {
                let end = replaced.last_mut().expect("an exception has pieces");
                end.space_after = last.space_after;
            } else {
                replaced.extend_from_slice(old);
            }
        }
        replaced.extend_from_slice(&tokens[done..]);
        replaced
    }
}

fn fills(exception: &Exception) -> bool {
    let mut at = 0_usize;
    for piece in &exception.pieces {
        at = at.saturating_add(piece.len as usize);
        if piece.len == 0 || !exception.text.is_char_boundary(at) {
            return false;
        }
    }
    at == exception.text.len() && at > 0
}

/// The runs that are kept: longer before shorter, then earlier before later, never two on one token.
///
/// As in spaCy, a run that is dropped still blocks its tokens.
pub(super) fn choose(mut runs: Vec<Range<usize>>, n_tokens: usize) -> Vec<Range<usize>> {
    runs.sort_by_key(|run| (std::cmp::Reverse(run.len()), run.start));
    let mut seen = vec![false; n_tokens];
    runs.retain(|run| {
        let free = !seen[run.start] && !seen[run.end - 1];
        seen[run.clone()].fill(true);
        free
    });
    runs.sort_by_key(|run| run.start);
    runs
}
