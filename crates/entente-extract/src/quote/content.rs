//! What kind of words are attributed.

use std::ops::Range;

use entente_types::{Dep, Tag};

use super::reader::Reader;

/// Does a verb head a run of content, finite or in the infinitive, so that it can stand as what was said?
#[must_use]
pub fn is_clause(reader: &Reader, run: &Range<usize>) -> bool {
    run.clone().any(|token| {
        let is_top = reader
            .document
            .head(token)
            .is_none_or(|head| !run.contains(&head));
        is_top && !matches!(reader.dep(token), Dep::Pcomp | Dep::Amod) && is_verbal(reader, token)
    })
}

/// Is the token a finite verb, an infinitive, or a participle with its auxiliary?
fn is_verbal(reader: &Reader, token: usize) -> bool {
    match reader.tag(token) {
        Tag::Vb | Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md => true,
        Tag::Vbg | Tag::Vbn => reader
            .document
            .child(token, &[Dep::Aux, Dep::Auxpass])
            .is_some(),
        _ => false,
    }
}

/// A run of content without the listener and the time of the saying: "told the world on Thursday that …"
/// tells what follows "that".
#[must_use]
pub fn after_listener(reader: &Reader, cue: usize, run: Range<usize>) -> Range<usize> {
    let document = reader.document;
    let is_opener = |token: usize| {
        reader.dep(token) == Dep::Mark || matches!(reader.tag(token), Tag::Wp | Tag::Wrb)
    };
    let is_beside = |token: usize| {
        matches!(
            reader.dep(token),
            Dep::Dobj | Dep::Dative | Dep::Npadvmod | Dep::Prep | Dep::Advmod
        )
    };
    let children = document.children(cue).filter(|&child| child > cue);
    let mut start = run.start;
    for child in children {
        let reach = reader.reach(child);
        let stands_here = reach.start <= start && start < reach.end;
        if reader.dep(child) == Dep::Ccomp && is_opener(reach.start) && reach.start >= start {
            return if reach.start < run.end && start > run.start {
                reach.start..run.end
            } else {
                run
            };
        }
        if is_beside(child) && stands_here {
            start = reach.end;
        }
    }
    run
}
