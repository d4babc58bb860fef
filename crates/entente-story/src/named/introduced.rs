//! Nouns that a report introduces: "a report by the institute" in one sentence, "the report" in those after it.

use std::collections::{BTreeMap, HashMap};

use entente_types::{Document, Tag};

use crate::account::lead_words;
use crate::words::{WordSet, canonical, content_of_text};

/// Where each report introduces the things and the people without a name of which it goes on to tell.
pub(crate) struct Introduced {
    /// For each common noun of a report, by its token, the token where the same word introduces a thing.
    firsts: Vec<HashMap<usize, usize>>,
}

impl Introduced {
    pub(crate) fn of(documents: &[Document]) -> Self {
        let topics = topics(documents);
        let firsts = documents.iter().map(|document| firsts(document, &topics));
        Self {
            firsts: firsts.collect(),
        }
    }

    /// The token before this noun where the report introduces what it means: "a report".
    pub(crate) fn before(&self, report: usize, noun: usize) -> Option<usize> {
        self.firsts[report].get(&noun).copied()
    }
}

/// What the story is about: words of a title, and those with which half of the reports begin.
fn topics(documents: &[Document]) -> WordSet {
    let mut n_leads: BTreeMap<String, usize> = BTreeMap::new();
    for word in documents.iter().flat_map(lead_words) {
        *n_leads.entry(word).or_default() += 1;
    }
    let many = documents.len().div_ceil(2).max(2);
    let leads = n_leads.into_iter().filter(|(_, n)| *n >= many);
    let titles = documents
        .iter()
        .filter_map(|document| document.article.title.as_ref());
    titles
        .flat_map(|title| content_of_text(&title.value))
        .chain(leads.map(|(word, _)| word))
        .collect()
}

/// "the vote" needs no sentence before it under the title "House votes on the budget": it is what the story is about.
fn firsts(document: &Document, topics: &WordSet) -> HashMap<usize, usize> {
    let mut words: HashMap<&str, Option<usize>> = HashMap::new();
    let mut firsts = HashMap::new();
    for (idx, token) in document.tokens.iter().enumerate() {
        if token.tag != Tag::Nn {
            continue;
        }
        let first = words.entry(&token.lemma).or_insert_with(|| {
            let is_topic = topics.contains(canonical(&token.lemma))
                || topics.contains(canonical(&document.word(idx).to_lowercase()));
            Some(idx).filter(|_| !is_topic && is_new(document, idx))
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
    document
        .children(noun)
        .take(20)
        .any(|child| child < noun && NEW.contains(&document.word(child).to_lowercase().as_str()))
}
