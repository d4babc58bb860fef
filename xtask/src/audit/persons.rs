//! Draws pronouns, titles and surnames at random from articles, for somebody to tell whom they mean.
//!
//! What Entente takes them for is not shown: whoever reads tells the place that names the right person, and
//! `eval persons` compares any later reading with that. Names carry the byte where they begin: `Ruiz⟨120⟩`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Result;
use entente_types::{Dep, Document, EntityKind, Pos, Span, Tag};
use rayon::prelude::*;

use super::place;
use crate::eval;

/// How many of a hundred are drawn of each kind.
const SHARES: [(&str, usize); 5] = [
    ("he", 26),
    ("she", 18),
    ("they", 18),
    ("title", 23),
    ("surname", 15),
];
/// Articles that are read for each hundred that are drawn.
const ARTICLES_PER_HUNDRED: usize = 120;
/// Most of one article.
const PER_ARTICLE: usize = 4;
/// Sentences that are shown before the one in question.
const BEFORE: usize = 4;

/// One word whose person is asked for.
struct Drawn {
    id: String,
    article: String,
    kind: &'static str,
    shown: String,
}

/// Draws `n` words of persons and writes them to `out`, and their ids beside it.
pub fn draw(documents: &Path, seed: &str, n: usize, out: &Path) -> Result<()> {
    let mut rows = eval::rows(documents)?;
    let name = |row: &serde_json::Value| row["id"].as_str().unwrap_or_default().to_owned();
    rows.sort_by_key(|row| place(seed, &name(row)));
    rows.truncate((n * ARTICLES_PER_HUNDRED).div_ceil(100));
    let read = rows.par_iter().map(|row| {
        let document = eval::parsed(eval::article(row));
        words(&name(row), &document)
    });
    let mut found: Vec<Drawn> = read.collect::<Vec<_>>().into_iter().flatten().collect();
    found.sort_by_key(|one| place(seed, &one.id));
    let mut n_of: BTreeMap<&str, usize> = BTreeMap::new();
    let mut n_in: BTreeMap<String, usize> = BTreeMap::new();
    found.retain(|one| {
        let share = SHARES.iter().find(|(kind, _)| *kind == one.kind);
        let most = share.map_or(0, |(_, share)| (n * share).div_ceil(100));
        let of = n_of.entry(one.kind).or_default();
        let inside = n_in.entry(one.article.clone()).or_default();
        let is_drawn = *of < most && *inside < PER_ARTICLE;
        *of += usize::from(is_drawn);
        *inside += usize::from(is_drawn);
        is_drawn
    });
    if let Some(folder) = out.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut text = String::new();
    let mut table = String::from("# id (article:byte)\tkind\twhere the person is named\n");
    for (number, one) in found.iter().enumerate() {
        _ = writeln!(text, "\n## {number} {} {}\n{}", one.kind, one.id, one.shown);
        _ = writeln!(table, "{}\t{}\t", one.id, one.kind);
    }
    fs::write(out, text)?;
    fs::write(out.with_extension("tsv"), table)?;
    println!("{} words in {}", found.len(), out.display());
    Ok(())
}

/// The words of an article that stand for somebody.
fn words(article: &str, document: &Document) -> Vec<Drawn> {
    let surnames: BTreeSet<&str> = document
        .entities
        .iter()
        .filter(|one| one.kind == EntityKind::Person && one.tokens().len() > 1)
        .map(|one| document.word(one.end as usize - 1))
        .collect();
    let kind = |idx: usize| {
        pronoun(document, idx)
            .or_else(|| is_title(document, idx).then_some("title"))
            .or_else(|| is_surname(document, idx, &surnames).then_some("surname"))
    };
    let found = (0..document.tokens.len()).filter_map(|idx| Some((idx, kind(idx)?)));
    let drawn = found.map(|(idx, kind)| Drawn {
        id: format!("{article}:{}", document.tokens[idx].span.start),
        article: article.to_owned(),
        kind,
        shown: shown(document, idx),
    });
    drawn.collect()
}

fn pronoun(document: &Document, idx: usize) -> Option<&'static str> {
    if !matches!(document.tokens[idx].tag, Tag::Prp | Tag::PrpPoss) {
        return None;
    }
    Some(match document.word(idx).to_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => "he",
        "she" | "her" | "hers" | "herself" => "she",
        "they" | "them" | "their" | "themselves" => "they",
        _ => return None,
    })
}

/// "the minister": a definite noun phrase whose noun looks like one for a person.
fn is_title(document: &Document, idx: usize) -> bool {
    let token = &document.tokens[idx];
    let is_definite = || {
        document.children(idx).any(|child| {
            let word = document.word(child).to_lowercase();
            document.tokens[child].dep == Dep::Det && matches!(word.as_str(), "the" | "this")
        })
    };
    let is_part = matches!(token.dep, Dep::Compound | Dep::Amod | Dep::Nmod);
    token.tag == Tag::Nn && !is_part && looks_personal(&token.lemma) && is_definite()
}

fn looks_personal(lemma: &str) -> bool {
    const ENDINGS: [&str; 11] = [
        "er", "or", "ist", "man", "woman", "ant", "ee", "ian", "ess", "boy", "girl",
    ];
    const WORDS: [&str; 24] = [
        "president",
        "student",
        "agent",
        "resident",
        "suspect",
        "victim",
        "teen",
        "chief",
        "star",
        "judge",
        "pilot",
        "candidate",
        "nominee",
        "king",
        "pope",
        "coach",
        "hero",
        "wife",
        "guard",
        "tyrant",
        "mogul",
        "critic",
        "nurse",
        "child",
    ];
    WORDS.contains(&lemma) || ENDINGS.iter().any(|ending| lemma.ends_with(ending))
}

fn is_surname(document: &Document, idx: usize, surnames: &BTreeSet<&str>) -> bool {
    let alone = document
        .entity_of(idx)
        .is_none_or(|entity| entity.tokens().len() == 1);
    let is_run = |other: Option<usize>| {
        let token = other.and_then(|other| document.tokens.get(other));
        token.is_some_and(|token| token.pos == Pos::Propn)
    };
    document.tokens[idx].pos == Pos::Propn
        && alone
        && surnames.contains(document.word(idx))
        && !is_run(idx.checked_sub(1))
        && !is_run(Some(idx + 1))
}

/// The word in its sentence, with those before it and whoever was named still earlier.
fn shown(document: &Document, idx: usize) -> String {
    let sentence = document.sentence_of(idx);
    let first = sentence.saturating_sub(BEFORE);
    let start = document.sentences[first].start as usize;
    let end = document.sentences[(sentence + 1).min(document.sentences.len() - 1)].end as usize;
    let end = end.min(idx + 40);
    let mut shown = String::from("so far:");
    let mut told = BTreeSet::new();
    for entity in &document.entities {
        let words = document.span(entity.tokens()).of(document.text());
        let is_new = entity.kind == EntityKind::Person && told.insert(words);
        if is_new && (entity.end as usize) <= start && told.len() <= 40 {
            _ = write!(shown, " {words}⟨{}⟩", byte(document, entity.start as usize));
        }
    }
    shown += "\n";
    for token in start..end {
        let span = document.tokens[token].span;
        let goes_on = token + 1 < document.tokens.len();
        let next = if goes_on {
            document.tokens[token + 1].span.start
        } else {
            span.end
        };
        let words = Span::new(span.start as usize, next.max(span.end) as usize)
            .of(document.text())
            .replace('\n', " ¶ ");
        match token == idx {
            true => _ = write!(shown, "[[{}]] ", words.trim()),
            false => _ = write!(shown, "{}", words.trim_end()),
        }
        if is_marked(document, token) {
            _ = write!(shown, "⟨{}⟩", span.start);
        }
        if words.ends_with(' ') {
            shown.push(' ');
        }
    }
    shown
}

fn byte(document: &Document, idx: usize) -> u32 {
    document.tokens[idx].span.start
}

/// Does the reader need to be able to name this place: the last word of a name, or a noun for people?
fn is_marked(document: &Document, idx: usize) -> bool {
    let token = &document.tokens[idx];
    let next = document.tokens.get(idx + 1);
    match token.pos {
        Pos::Propn => next.is_none_or(|next| next.pos != Pos::Propn),
        Pos::Noun => token.tag == Tag::Nns || looks_personal(&token.lemma),
        _ => false,
    }
}
