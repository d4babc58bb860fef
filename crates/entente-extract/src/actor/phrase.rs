//! Noun phrases headed by an office word: "the Chinese president", "two senior officials of the ministry".

use std::collections::BTreeSet;
use std::ops::Range;

use entente_types::{Dep, Pos, Tag};

use super::describe::{Around, Facts};
use super::scan::OfficeHit;
use super::table::OfficeKind;

/// How a noun phrase is introduced.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Article {
    /// "the", "both", or an owner: "China's president".
    Definite,
    /// "a", "some", or a number.
    Indefinite,
    /// "his", "their".
    Owned,
    /// Nothing.
    None,
}

/// A noun phrase headed by an office word.
pub struct Phrase {
    /// All its tokens.
    pub tokens: Range<usize>,
    /// The office word.
    pub office: OfficeHit,
    /// What its words tell.
    pub facts: Facts,
    /// How it is introduced.
    pub article: Article,
    /// Words that tell it apart: without articles, numbers and countries.
    pub words: String,
    /// The names among them.
    pub marks: Vec<String>,
    /// Is it somebody who is not yet known: "the next president"?
    pub is_open: bool,
}

/// Does the word only qualify the next one: "police" in "police chief", "leader" in "leader Xi"?
#[must_use]
pub fn is_modifier(around: &Around<'_, '_>, office: OfficeHit) -> bool {
    let document = around.scan.document;
    let last = &document.tokens[office.end - 1];
    let next = document.tokens.get(office.end);
    let is_compound = matches!(last.dep, Dep::Compound | Dep::Amod | Dep::Nmod)
        && last.head as usize >= office.end;
    let joins = next.is_some_and(|next| {
        matches!(next.pos, Pos::Noun | Pos::Propn)
            && next.span.start <= last.span.end + 1
            && next.tag != Tag::Pos
    });
    let phrase_goes_on = around
        .scan
        .office(office.end)
        .is_some_and(|hit| hit.start == office.end);
    (is_compound && joins)
        || phrase_goes_on
        || next.is_some_and(|_| super::scan::is_hyphen(document, office.end))
}

/// Reads the noun phrase around an office word.
#[must_use]
pub fn read(around: &Around<'_, '_>, office: OfficeHit) -> Phrase {
    let (scan, document) = (around.scan, around.scan.document);
    let start = scan.left_edge(office.end).min(office.start);
    let end = complement(around, office);
    let facts = around.facts(start, office, end);
    let kept = (start..office.end).filter(|&idx| {
        let token = &document.tokens[idx];
        let is_owner = idx < office.start
            && document
                .tokens
                .get(idx + 1)
                .is_some_and(|next| next.tag == Tag::Pos)
            || token.tag == Tag::Pos;
        scan.place(idx).is_none_or(|(code, _)| code.is_empty())
            && !is_owner
            && !matches!(token.pos, Pos::Num | Pos::Punct)
            && !matches!(
                document.word(idx),
                "former"
                    | "dozen"
                    | "dozens"
                    | "hundreds"
                    | "thousands"
                    | "same"
                    | "other"
                    | "several"
                    | "many"
                    | "some"
                    | "senior"
                    | "top"
            )
    });
    let is_body = matches!(office.office().kind, OfficeKind::Body | OfficeKind::Force);
    let kept =
        kept.filter(|&idx| !is_body || idx >= office.start || document.tokens[idx].pos != Pos::Adj);
    let words: Vec<String> = kept.map(|idx| document.word(idx).to_lowercase()).collect();
    let (mut facts, mut end) = (facts, end);
    if document
        .tokens
        .get(office.end)
        .is_some_and(|_| document.word(office.end) != "of")
    {
        end = office.end;
    }
    let places: BTreeSet<&str> = (start..office.start)
        .filter_map(|idx| scan.place(idx))
        .map(|(code, _)| code)
        .collect();
    let goes_on = office.is_plural
        && end > office.end
        && matches!(
            document.tokens.get(end).map(|_| document.word(end)),
            Some("," | "and")
        );
    if goes_on {
        end = office.end
    }
    // "Chinese and Russian leaders" belong to no single state.
    if goes_on || places.len() > 1 {
        facts.country = None
    }
    Phrase {
        marks: around.marks(start..end, office),
        is_open: (start..office.start)
            .any(|idx| matches!(document.word(idx), "next" | "future" | "potential")),
        tokens: start..end,
        article: article(around, start),
        office,
        facts,
        words: words.join(" "),
    }
}

/// The end of the phrase: an "of" or "in" phrase of a known place or organisation belongs to it.
fn complement(around: &Around<'_, '_>, office: OfficeHit) -> usize {
    let (scan, document) = (around.scan, around.scan.document);
    let Some(preposition) = document
        .tokens
        .get(office.end)
        .filter(|token| token.pos == Pos::Adp)
    else {
        return office.end;
    };
    let word = document.word(office.end);
    let depends = document.tokens[office.end - 1].span.end < preposition.span.start
        && (office.start..office.end).contains(&(preposition.head as usize));
    let is_general = !matches!(office.office().kind, OfficeKind::State | OfficeKind::Text);
    let fits = word == "of" || (matches!(word, "in" | "at" | "from") && depends && is_general);
    let mut first = office.end + 1;
    if document
        .tokens
        .get(first)
        .is_some_and(|token| token.pos == Pos::Det)
    {
        first += 1
    }
    if !fits || first >= document.tokens.len() {
        return office.end;
    }
    let place = scan.hit(first).map(|hit| hit.end);
    let body = around
        .organisation(first)
        .map(|number| around.organisations[number].tokens.end);
    body.or(place)
        .filter(|&end| {
            document
                .tokens
                .get(end)
                .is_none_or(|next| next.tag != Tag::Pos)
        })
        .unwrap_or(office.end)
}

fn article(around: &Around<'_, '_>, start: usize) -> Article {
    let document = around.scan.document;
    let first = &document.tokens[start];
    let owns = (start..start + 4).any(|idx| {
        document
            .tokens
            .get(idx)
            .is_some_and(|token| token.tag == Tag::Pos)
    });
    let before = start
        .checked_sub(1)
        .map(|idx| (document.word(idx).to_lowercase(), document.tokens[idx].tag));
    match before {
        Some((_, Tag::PrpPoss)) => Article::Owned,
        Some((word, _))
            if matches!(
                word.as_str(),
                "the" | "this" | "that" | "these" | "those" | "both"
            ) =>
        {
            Article::Definite
        }
        Some((word, _))
            if matches!(
                word.as_str(),
                "a" | "an" | "another" | "one" | "any" | "some" | "no"
            ) =>
        {
            Article::Indefinite
        }
        _ if owns => Article::Definite,
        _ if first.pos == Pos::Num => Article::Indefinite,
        _ => Article::None,
    }
}
