//! Which words tell an act: the shortest literal clause with its participants and its time.
//!
//! A verb in a relative clause is shown with the noun that the clause describes, an infinitive or participle
//! with the clause that governs it. What hangs on behind (relative and adverbial clauses, further verbs) is
//! left out unless a participant or the time stands in it.

use entente_types::{Dep, Document, Pos, Span, Tag};

use super::act::{self, Act};
use super::frame;
use super::participant::trimmed;
use super::{argument, dateline};

/// Most words that are shown.
const MAX_WORDS: usize = 30;
/// Tokens further away than this are never shown.
const REACH: usize = 70;
/// A quotation that the clause begins is shown to its end if that is so near.
const MAX_QUOTED: usize = 12;
/// Longest walk from an act to the clause that is shown.
const MAX_STEPS: usize = 8;

/// A run of tokens, both ends in it.
type Run = (usize, usize);

/// Finds the words that tell acts of one document.
pub(crate) struct Clauses<'a> {
    document: &'a Document,
    edges: &'a [Run],
}

impl<'a> Clauses<'a> {
    /// `edges` are the first and last token of every subtree.
    pub(crate) fn new(document: &'a Document, edges: &'a [Run]) -> Self {
        Self { document, edges }
    }

    /// The words that tell an act; `parts` are those of its participants and its time.
    pub(crate) fn of(&self, act: &Act, parts: &[Span]) -> Span {
        let document = self.document;
        let sentence = document.sentences[document.sentence_of(act.token)].tokens();
        let window = (
            sentence
                .start
                .max(act.token.saturating_sub(REACH))
                .min(act.token),
            sentence
                .end
                .saturating_sub(1)
                .min(act.token + REACH)
                .max(act.token),
        );
        let window = self.within_line(window, act.token);
        let inside = |token: &usize| (window.0..=window.1).contains(token);
        let mut needed = vec![act.token, act.governor];
        for part in parts {
            let tokens = document.tokens_in(*part);
            needed.extend([tokens.start, tokens.end.saturating_sub(1)]);
        }
        needed.retain(inside);
        let wide = self.run(self.top(act, &needed), window, &needed);
        let run = match self.n_words(wide) > MAX_WORDS {
            true => self.shortened(wide, act, window, &needed),
            false => wide,
        };
        let run = self.without_marks(run, act.token);
        let run = self.with_whole_quotes(run, window, act.token);
        document.span(run.0..run.1 + 1)
    }

    /// The word whose phrase or clause is shown.
    fn top(&self, act: &Act, needed: &[usize]) -> usize {
        let document = self.document;
        let mut at = act.governor;
        if !argument::is_verb(document, at) && needed.len() < 6 {
            at = self.clause_around(at).unwrap_or(at);
        }
        for _ in 0..MAX_STEPS {
            let Some(head) = document.head(at) else { break };
            let token = &document.tokens[at];
            let has_subject = document
                .child(at, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Csubj])
                .is_some();
            let climbs = match token.dep {
                Dep::Xcomp | Dep::Pcomp | Dep::Amod | Dep::Acomp => true,
                Dep::Conj | Dep::Advcl => !has_subject && argument::is_verb(document, at),
                Dep::Acl if argument::is_paper(document, head) => true,
                Dep::Acl | Dep::Ccomp => argument::is_infinitive(document, at),
                Dep::Prep | Dep::Pobj | Dep::Dobj => {
                    at != act.governor && !argument::is_verb(document, at)
                }
                _ => false,
            };
            if !climbs {
                break;
            }
            at = head;
        }
        at
    }

    /// The verb that a noun is subject or object of.
    fn clause_around(&self, noun: usize) -> Option<usize> {
        let document = self.document;
        let mut at = noun;
        for _ in 0..3 {
            let head = document.head(at)?;
            match document.tokens[at].dep {
                Dep::Nsubj if argument::is_misread(document, at, head) => return None,
                Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj if argument::is_verb(document, head) => {
                    return Some(head);
                }
                Dep::Conj | Dep::Pobj | Dep::Prep | Dep::Appos => at = head,
                _ => return None,
            }
            if argument::is_verb(document, at) {
                return Some(at);
            }
        }
        None
    }

    /// The tokens below `top` that belong to the clause, as one run; the described noun too.
    fn run(&self, top: usize, window: Run, needed: &[usize]) -> Run {
        let document = self.document;
        let (mut first, mut last) = (top, top);
        let mut open = vec![top];
        let mut n_seen = 0;
        while let Some(token) = open.pop() {
            (first, last) = (first.min(token), last.max(token));
            n_seen += 1;
            if n_seen > 4 * REACH {
                break;
            }
            for child in document.children(token).take(60) {
                let (start, end) = self.edges[child];
                let is_needed = needed.iter().any(|one| (start..=end).contains(one));
                let in_window = (window.0..=window.1).contains(&child);
                if in_window && (is_needed || !self.hangs_on(token, child, token == top)) {
                    open.push(child);
                }
            }
        }
        let spilled = argument::spilled_before(document, top);
        if let Some(&subject) = spilled.first().filter(|&&one| needed.first() >= Some(&one)) {
            first = first.max(self.edges[subject].0);
        }
        let described = |at: usize| matches!(document.tokens[at].dep, Dep::Relcl | Dep::Acl);
        if let Some(mut noun) = document.head(top).filter(|_| described(top)) {
            while document.tokens[noun].dep == Dep::Conj
                && let Some(head) = document
                    .head(noun)
                    .filter(|&head| head < noun && noun - head < 12)
            {
                noun = head;
            }
            first = first.min(self.edges[noun].0);
        }
        // The top may stand behind a line break, outside of the window; the act itself never does.
        let trigger = needed.first().copied().unwrap_or(top);
        (
            first.max(window.0).min(trigger),
            last.min(window.1).max(trigger),
        )
    }

    /// Can the clause be understood without this child?
    fn hangs_on(&self, head: usize, child: usize, of_top: bool) -> bool {
        let document = self.document;
        let after_comma = |at: usize| at > 0 && document.word(at - 1) == ",";
        let start = self.edges[child].0;
        match document.tokens[child].dep {
            Dep::Advcl | Dep::Relcl | Dep::Parataxis | Dep::Mark | Dep::Cc | Dep::Punct => true,
            Dep::Acl | Dep::Appos => child > head && after_comma(start),
            Dep::Conj => {
                (argument::is_verb(document, child) && argument::is_verb(document, head))
                    || argument::spilled_to(document, child).is_some()
            }
            Dep::Ccomp => {
                let says = frame::in_class("say", &act::lemma(document, head));
                of_top && !says && child < head && self.is_before_subject(head, child)
            }
            Dep::Prep | Dep::Advmod | Dep::Npadvmod => {
                of_top
                    && (start < head && self.is_before_subject(head, child) || after_comma(start))
            }
            _ => false,
        }
    }

    fn is_before_subject(&self, verb: usize, child: usize) -> bool {
        let subject = self.document.child(verb, &[Dep::Nsubj, Dep::Nsubjpass]);
        subject.is_some_and(|subject| child < subject)
    }

    /// A run that is too long, cut behind what is needed; else the act's own verb phrase; else a window.
    fn shortened(&self, run: Run, act: &Act, window: Run, needed: &[usize]) -> Run {
        let cut = self.cut_behind(run, needed);
        if self.n_words(cut) <= MAX_WORDS {
            return cut;
        }
        let own = self.run(act.governor, window, &[act.token, act.governor]);
        let own = self.cut_behind(own, &[act.token, act.governor]);
        if self.n_words(own) <= MAX_WORDS {
            return own;
        }
        let first = own.0.max(act.token.saturating_sub(MAX_WORDS / 2));
        (first, own.1.min(first + MAX_WORDS - 1).max(act.token))
    }

    /// Leaves phrases off at the end until few enough words remain or one is needed.
    fn cut_behind(&self, run: Run, needed: &[usize]) -> Run {
        let (first, mut last) = run;
        let end = needed
            .iter()
            .copied()
            .filter(|one| (first..=last).contains(one));
        let end = end.max().unwrap_or(first);
        while self.n_words((first, last)) > MAX_WORDS {
            let starts = |at: &usize| {
                let token = &self.document.tokens[*at];
                matches!(
                    token.dep,
                    Dep::Prep | Dep::Cc | Dep::Punct | Dep::Mark | Dep::Advcl | Dep::Relcl
                ) || token.tag == Tag::To
            };
            match (end + 1..=last).rev().find(starts) {
                Some(at) => last = at - 1,
                None => break,
            }
        }
        (first, last)
    }

    fn n_words(&self, run: Run) -> usize {
        let tokens = self.document.tokens.get(run.0..=run.1).unwrap_or_default();
        let words = tokens
            .iter()
            .filter(|token| !matches!(token.pos, Pos::Punct | Pos::Space | Pos::Part));
        words.count()
    }

    /// Cut at line breaks and behind the dateline: a heading that the parser joined to the sentence after it is no part of it.
    fn within_line(&self, (first, last): Run, token: usize) -> Run {
        let breaks = |idx: &usize| self.document.word(*idx).contains('\n');
        let start = (first..token).rev().find(breaks);
        let dash = dateline::dash_of(self.document, token).filter(|&dash| dash < token);
        let start = start.max(dash);
        let end = (token + 1..=last).find(breaks);
        (
            start.map_or(first, |idx| idx + 1),
            end.map_or(last, |idx| idx - 1),
        )
    }

    /// Without "that", "when", "who", "to" at the start, and without marks at the ends.
    fn without_marks(&self, (first, last): Run, trigger: usize) -> Run {
        let document = self.document;
        let leads = |idx: usize| {
            let token = &document.tokens[idx];
            matches!(token.dep, Dep::Mark | Dep::Cc | Dep::Punct)
                || matches!(token.tag, Tag::To | Tag::Wdt | Tag::Wp | Tag::Wrb)
                || token.pos == Pos::Space
        };
        let first = (first..trigger).find(|&idx| !leads(idx)).unwrap_or(trigger);
        let span = trimmed(document, first, last);
        let tokens = document.tokens_in(span);
        (
            tokens.start.min(trigger),
            tokens.end.saturating_sub(1).max(trigger),
        )
    }

    /// Takes the other mark of a pair in, or cuts at a mark that has none.
    fn with_whole_quotes(&self, (mut first, mut last): Run, window: Run, trigger: usize) -> Run {
        for _ in 0..4 {
            let Some((lonely, opens)) = self.lonely_mark(first, last) else {
                break;
            };
            let closing = (last + 1..=window.1.min(last + MAX_QUOTED))
                .find(|&idx| is_closing(self.document.word(idx)));
            if let Some(closing) = closing.filter(|_| opens) {
                last = closing;
            } else if !opens && first > window.0 && is_opening(self.document.word(first - 1)) {
                first -= 1;
            } else if lonely > trigger {
                last = lonely - 1;
            } else {
                first = lonely + 1;
            }
        }
        let first = first.min(trigger);
        let last = last.max(trigger);
        let is_space = |idx: &usize| self.document.tokens[*idx].pos == Pos::Space;
        (
            (first..=trigger)
                .find(|idx| !is_space(idx))
                .unwrap_or(trigger),
            (trigger..=last)
                .rev()
                .find(|idx| !is_space(idx))
                .unwrap_or(trigger),
        )
    }

    /// A quotation mark whose pair is not in the run, and whether it opens.
    fn lonely_mark(&self, first: usize, last: usize) -> Option<(usize, bool)> {
        let mut open = None;
        for idx in first..=last.min(first + 4 * REACH) {
            let word = self.document.word(idx);
            match open {
                None if is_opening(word) => open = Some(idx),
                Some(_) if is_closing(word) => open = None,
                None if is_closing(word) => return Some((idx, false)),
                _ => {}
            }
        }
        open.map(|idx| (idx, true))
    }
}

fn is_opening(word: &str) -> bool {
    matches!(word, "“" | "\"" | "«" | "„" | "``")
}

fn is_closing(word: &str) -> bool {
    matches!(word, "”" | "\"" | "»" | "''")
}
