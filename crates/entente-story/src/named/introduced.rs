//! Nouns that a report introduces: "a report by the institute" in one sentence, "the report" in those after it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use entente_types::{ActorKind, Claims, Document, Mention, Tag};

use crate::table::rows;
use crate::words::{WordSet, canonical, content_of_text};

static TEXTS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let rows = rows(include_str!("../../data/texts.tsv"));
    rows.filter_map(|row| row.first().copied()).collect()
});

/// Where each report introduces the people without a name and the texts of which it goes on to tell.
pub(crate) struct Introduced {
    /// For each common noun of a report, by its token, the token where the same word introduces a thing.
    firsts: Vec<HashMap<usize, usize>>,
}

impl Introduced {
    pub(crate) fn of(documents: &[Document], claims: &[&Claims]) -> Self {
        let titles = documents
            .iter()
            .filter_map(|document| document.article.title.as_ref());
        let titles: WordSet = titles
            .flat_map(|title| content_of_text(&title.value))
            .collect();
        let reports = documents.iter().zip(claims);
        let firsts = reports.map(|(document, claims)| firsts(document, claims, &titles));
        Self {
            firsts: firsts.collect(),
        }
    }

    /// The token before this noun where the report introduces what it means: "a report".
    pub(crate) fn before(&self, report: usize, noun: usize) -> Option<usize> {
        self.firsts[report].get(&noun).copied()
    }
}

/// "the vote" needs no sentence before it under the title "House votes on the budget": it is what the story is about.
fn firsts(document: &Document, claims: &Claims, titles: &WordSet) -> HashMap<usize, usize> {
    let is_somebody = |mention: &&Mention| {
        let actor = claims.actors.actor(&mention.actor);
        actor.is_some_and(|actor| !matches!(actor.kind, ActorKind::State | ActorKind::Organisation))
    };
    let mentions = claims.actors.mentions.iter().filter(is_somebody);
    let people: HashSet<usize> = mentions.map(|mention| mention.head as usize).collect();
    let mut words: HashMap<&str, Option<usize>> = HashMap::new();
    let mut firsts = HashMap::new();
    for (idx, token) in document.tokens.iter().enumerate() {
        if token.tag != Tag::Nn {
            continue;
        }
        let first = words.entry(&token.lemma).or_insert_with(|| {
            let is_titled = titles.contains(canonical(&token.lemma))
                || titles.contains(canonical(&document.word(idx).to_lowercase()));
            let is_one_of_many = people.contains(&idx) || TEXTS.contains(token.lemma.as_str());
            Some(idx).filter(|_| is_one_of_many && !is_titled && is_new(document, idx))
        });
        if let Some(first) = first.filter(|&first| first < idx) {
            firsts.insert(idx, first);
        }
    }
    firsts
}

/// "a new report", "another report": does the noun stand there for something not told of before?
fn is_new(document: &Document, noun: usize) -> bool {
    const NEW: [&str; 4] = ["a", "an", "another", "one"];
    document.children(noun).take(20).any(|child| {
        child < noun && NEW.contains(&document.word(child).to_lowercase().as_str())
    })
}
