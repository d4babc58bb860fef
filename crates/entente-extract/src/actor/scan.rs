//! First pass over a document: known names, office words and quotation marks, token by token.

use std::collections::BTreeSet;
use std::ops::Range;

use entente_types::{Dep, Document, EntityKind, Pos, Tag, Token};

use super::name::Hit;
use super::table::{
    KNOWN, Known, MEMBERS, NAMESAKES, Namesake, OFFICE_WORDS, OFFICES, ORGANISATIONS, Office,
    OfficeKind, PlaceKind,
};

/// A word for people or bodies in the text.
#[derive(Clone, Copy, Debug)]
pub struct OfficeHit {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// Entry of the table.
    idx: usize,
    /// Does it stand in the plural?
    pub is_plural: bool,
}

impl OfficeHit {
    /// The entry of the table.
    #[must_use]
    pub fn office(&self) -> &'static Office {
        &OFFICES[self.idx]
    }
}

/// What the tables know of a document's words.
pub struct Scan<'a> {
    /// The document.
    pub document: &'a Document,
    /// Known names in order, without overlap.
    pub hits: Vec<Hit<Known>>,
    /// Office words in order, without overlap.
    pub offices: Vec<OfficeHit>,
    /// Codes of the states that are named, or of which a part or an organisation is.
    pub countries: BTreeSet<&'static str>,
    /// By token: index in `hits`.
    hit_at: Vec<Option<u32>>,
    /// By token: index in `offices`.
    office_at: Vec<Option<u32>>,
    /// By token: does it stand between quotation marks?
    quoted: Vec<bool>,
}

impl<'a> Scan<'a> {
    /// Reads a document.
    #[must_use]
    pub fn new(document: &'a Document) -> Self {
        let n_tokens = document.tokens.len();
        let hits = known_names(document);
        let hits = chosen(document, hits);
        let offices = office_words(document);
        let mut hit_at = vec![None; n_tokens];
        for (idx, hit) in hits.iter().enumerate() {
            hit_at[hit.start..hit.end].fill(Some(idx as u32));
        }
        let mut office_at = vec![None; n_tokens];
        for (idx, office) in offices.iter().enumerate() {
            office_at[office.start..office.end].fill(Some(idx as u32));
        }
        Self {
            document,
            countries: hits.iter().filter_map(country).collect(),
            hits,
            offices,
            hit_at,
            office_at,
            quoted: crate::quote::quoted_tokens(document),
        }
    }

    /// The known name that holds a token.
    #[must_use]
    pub fn hit(&self, token_idx: usize) -> Option<&Hit<Known>> {
        let idx = (*self.hit_at.get(token_idx)?)?;
        self.hits.get(idx as usize)
    }

    /// The state that a token stands for, and how.
    #[must_use]
    pub fn place(&self, token_idx: usize) -> Option<(&'static str, PlaceKind)> {
        match self.hit(token_idx)?.value {
            Known::Place(code, kind) => Some((code, kind)),
            Known::Organisation(_) | Known::Namesakes(_) => None,
        }
    }

    /// The office word that holds a token.
    #[must_use]
    pub fn office(&self, token_idx: usize) -> Option<OfficeHit> {
        let idx = (*self.office_at.get(token_idx)?)?;
        self.offices.get(idx as usize).copied()
    }

    /// The office word that ends just before a token.
    #[must_use]
    pub fn office_before(&self, token_idx: usize) -> Option<OfficeHit> {
        let hit = self.office(token_idx.checked_sub(1)?)?;
        (hit.end == token_idx).then_some(hit)
    }

    /// Does the token stand between quotation marks?
    #[must_use]
    pub fn is_quoted(&self, token_idx: usize) -> bool {
        self.quoted.get(token_idx).copied().unwrap_or(false)
    }

    /// Where the noun phrase begins that reaches up to `end`: adjectives, nouns, names and possessives.
    #[must_use]
    pub fn left_edge(&self, end: usize) -> usize {
        let document = self.document;
        let Some(last) = end.checked_sub(1) else {
            return end;
        };
        let sentence = document.sentences[document.sentence_of(last)].tokens();
        let mut start = end;
        while start > sentence.start && end - start < 12 && self.is_modifier(start - 1) {
            start -= 1;
        }
        while start < end && !is_content(document, start) {
            start += 1;
        }
        start
    }

    fn is_modifier(&self, idx: usize) -> bool {
        let document = self.document;
        let token = &document.tokens[idx];
        match token.pos {
            Pos::Adj | Pos::Noun | Pos::Propn | Pos::Num => true,
            Pos::Part => token.tag == Tag::Pos,
            Pos::Verb
                if document
                    .tokens
                    .get(idx + 1)
                    .is_some_and(|next| next.tag == Tag::Pos) =>
            {
                true
            }
            Pos::Verb => {
                matches!(token.tag, Tag::Vbn | Tag::Vbg | Tag::Vbd)
                    && (self.is_joined(idx) || token.dep == Dep::Amod)
            }
            Pos::Adv => self.is_joined(idx),
            Pos::Punct => is_hyphen(document, idx),
            Pos::Adp | Pos::Det => self.hit(idx).is_some_and(|hit| hit.start < idx),
            _ => self.hit(idx).is_some(),
        }
    }

    /// Does a hyphen stand before the token: "Western-led"?
    fn is_joined(&self, idx: usize) -> bool {
        idx > 0 && is_hyphen(self.document, idx - 1)
    }

    /// The last day that may be named: the day of publication.
    #[must_use]
    pub fn day(&self) -> Option<jiff::civil::Date> {
        self.document.article.day()
    }
}

fn country(hit: &Hit<Known>) -> Option<&'static str> {
    let code = match hit.value {
        Known::Place(code, _) => code,
        Known::Organisation(idx) => ORGANISATIONS[idx].country,
        Known::Namesakes(_) => "",
    };
    (code.len() == 3).then_some(code)
}

/// The names with one organisation for each name that several bear.
fn chosen(document: &Document, hits: Vec<Hit<Known>>) -> Vec<Hit<Known>> {
    let countries: BTreeSet<&'static str> = hits.iter().filter_map(country).collect();
    let is_bare = is_bare(document);
    let choose = |hit: Hit<Known>| match hit.value {
        Known::Namesakes(idx) => {
            let organisation = meant(NAMESAKES[idx], &countries, is_bare)?;
            let value = Known::Organisation(organisation);
            Some(Hit { value, ..hit })
        }
        _ => Some(hit),
    };
    hits.into_iter().filter_map(choose).collect()
}

/// The one of several organisations of a name that a text means, by the states that it names.
fn meant(list: &[Namesake], countries: &BTreeSet<&'static str>, is_bare: bool) -> Option<usize> {
    let of = |one: &Namesake| ORGANISATIONS[one.organisation].country;
    let first = list.iter().find(|one| one.is_first);
    let mut near = list.iter().filter(|one| countries.contains(of(one)));
    if let Some(one) = first.filter(|one| countries.contains(of(one))) {
        return Some(one.organisation);
    }
    let chosen = match (near.next(), near.next()) {
        (Some(one), None) => Some(one),
        _ => first,
    };
    let alone = || {
        list.first()
            .filter(|one| list.len() == 1 && (is_bare || !one.needs_state))
    };
    chosen.or_else(alone).map(|one| one.organisation)
}

/// Is the text a bare mention: a name or phrase, and no article?
#[must_use]
pub fn is_bare(document: &Document) -> bool {
    const BARE: usize = 12;
    document.tokens.len() <= BARE
}

/// Is it a word, and not a mark or an ending?
fn is_content(document: &Document, idx: usize) -> bool {
    !matches!(
        document.tokens[idx].pos,
        Pos::Punct | Pos::Part | Pos::Space | Pos::Sym
    )
}

/// Is it a hyphen between words?
#[must_use]
pub fn is_hyphen(document: &Document, idx: usize) -> bool {
    matches!(document.word(idx), "-" | "‑" | "‐") && idx > 0 && {
        let (before, own) = (document.tokens[idx - 1].span, document.tokens[idx].span);
        before.end == own.start
    }
}

/// The token of a run that the others hang on.
#[must_use]
pub fn head_of(document: &Document, tokens: Range<usize>) -> usize {
    let leads = |&idx: &usize| {
        let head = document.tokens[idx].head as usize;
        !tokens.contains(&head) || head == idx
    };
    let leading = tokens.clone().rev().filter(leads);
    let named = leading.clone().find(|&idx| is_content(document, idx));
    named.unwrap_or(tokens.end.saturating_sub(1))
}

fn known_names(document: &Document) -> Vec<Hit<Known>> {
    let mut hits: Vec<Hit<Known>> = Vec::new();
    let mut idx = 0;
    while idx < document.tokens.len() {
        let hit = KNOWN
            .at(document, idx)
            .filter(|hit| is_meant(document, hit));
        idx = hit.as_ref().map_or(idx + 1, |hit| hit.end);
        hits.extend(hit);
    }
    hits
}

/// Is it the name, and not a word that only looks like it?
fn is_meant(document: &Document, hit: &Hit<Known>) -> bool {
    let word = document.word(hit.start);
    let token = &document.tokens[hit.start];
    let entity = document.entity_of(hit.start);
    if let Some(entity) = entity
        && entity.kind == EntityKind::Person
    {
        let is_inner = entity.tokens().len() > hit.end - hit.start;
        let is_adjective = matches!(hit.value, Known::Place(_, PlaceKind::Adjective));
        let owns = document
            .tokens
            .get(hit.end)
            .is_some_and(|next| next.tag == Tag::Pos);
        if is_inner && !is_adjective && !owns {
            return false;
        }
    }
    if hit.end - hit.start > 1 {
        return true;
    }
    if is_member(document, hit) {
        return false;
    }
    let n_capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
    if n_capitals > 1 || word.chars().any(|letter| !letter.is_alphabetic()) {
        return true;
    }
    let is_named = entity.is_some_and(|entity| {
        matches!(
            entity.kind,
            EntityKind::Gpe
                | EntityKind::Norp
                | EntityKind::Org
                | EntityKind::Loc
                | EntityKind::Fac
                | EntityKind::Person
        )
    });
    match hit.value {
        Known::Place(_, PlaceKind::Adjective | PlaceKind::People) => {
            is_named || matches!(token.pos, Pos::Adj | Pos::Propn | Pos::Noun)
        }
        _ => is_named || token.pos == Pos::Propn,
    }
}

/// "the Ohio Democrat": one of a party, and not the party? Before a noun the word tells the party.
fn is_member(document: &Document, hit: &Hit<Known>) -> bool {
    let before_noun = [Dep::Compound, Dep::Amod, Dep::Nmod];
    matches!(hit.value, Known::Organisation(_) | Known::Namesakes(_))
        && !before_noun.contains(&document.tokens[hit.start].dep)
        && MEMBERS.contains(document.word(hit.start))
}

fn office_words(document: &Document) -> Vec<OfficeHit> {
    let lower: Vec<String> = (0..document.tokens.len())
        .map(|idx| document.word(idx).to_lowercase())
        .collect();
    // The parser keeps the plural of capitalised words: "Leaders" stays "Leaders".
    let lemma = |(idx, token): (usize, &Token)| match token.pos {
        Pos::Propn => lower[idx]
            .strip_suffix('s')
            .unwrap_or(&lower[idx])
            .to_owned(),
        _ => token.lemma.to_lowercase(),
    };
    let lemmas: Vec<String> = document.tokens.iter().enumerate().map(lemma).collect();
    let forms = |idx: usize| Some([lower.get(idx)?.as_str(), lemmas.get(idx)?.as_str()]);
    let mut found: Vec<OfficeHit> = Vec::new();
    let mut start = 0;
    while start < document.tokens.len() {
        let hit = OFFICE_WORDS
            .at(start, forms)
            .filter(|(end, idx)| is_noun(document, start..*end, *idx));
        let Some((end, idx)) = hit else {
            start += 1;
            continue;
        };
        let words = &document.tokens[start..end];
        let is_capital = matches!(document.tokens[end - 1].tag, Tag::Nnp | Tag::Nnps)
            && lower[end - 1].ends_with('s');
        let is_plural = is_capital
            || words
                .iter()
                .any(|token| matches!(token.tag, Tag::Nns | Tag::Nnps))
                && lower[start..end].join(" ") != OFFICES[idx].words;
        let is_plural = is_plural || OFFICES[idx].is_several();
        found.push(OfficeHit {
            start,
            end,
            idx,
            is_plural,
        });
        start = end;
    }
    found
}

/// Is the word used as a noun here, and not as part of a place's or firm's name?
fn is_noun(document: &Document, tokens: Range<usize>, idx: usize) -> bool {
    let last = &document.tokens[tokens.end - 1];
    if OFFICES[idx].kind == OfficeKind::Title {
        return document
            .tokens
            .get(tokens.end)
            .is_some_and(|next| next.pos == Pos::Propn);
    }
    if OFFICES[idx].is_common {
        return last.pos == Pos::Noun;
    }
    let in_name = document.entity_of(tokens.start).is_some_and(|entity| {
        entity.kind == EntityKind::Person && tokens.end < entity.end as usize
    });
    let is_nominal = in_name
        || matches!(last.pos, Pos::Noun | Pos::Propn)
        || (tokens.len() > 1 && last.pos == Pos::Adj);
    is_nominal
        && !matches!(document.word(tokens.start), "March" | "May" | "General" if tokens.len() == 1 && last.pos != Pos::Propn)
}
