//! Finds what a new article has in common with all that came before, in bounded memory.
//!
//! Of every article, some of its runs of five words are noted: those whose hash ends in zeros, one in eight
//! at its head, where short articles are, and one in sixteen below. Articles that have several of them in
//! common are aligned word by word. MinHash would compare whole articles and miss the half that shares some
//! paragraphs only.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use entente_types::{ArticleId, CopyEdge, CopyKind, Span};

use super::about::{About, DAY, Item, Source, When};
use super::align::{Places, Run};
use super::judge::{Direction, Judged, SHORTEST, Side, judge};
use super::postings::{ARTICLE, Postings};
use super::sample::{Formulas, HEAD, Sample, is_formula_run, samples};
use super::text::{Text, Voice};

/// What an index keeps and for how long.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexSettings {
    /// Days between two articles from which they are not compared.
    pub days: u32,
    /// Articles that are kept at most; the oldest go first. Rounded up to a power of two.
    pub articles: usize,
    /// Words of all articles that are kept at most, two bytes each.
    pub words: usize,
    /// Words of one article that are looked at.
    pub words_of_article: usize,
    /// Runs of words that are noted at most, four bytes each. Rounded up to a power of two.
    pub postings: usize,
    /// Articles that a new one is compared with at most, those with most in common.
    pub candidates: usize,
}

impl Default for IndexSettings {
    fn default() -> Self {
        Self {
            days: 30,
            articles: 1 << 17,
            words: 40_000_000,
            words_of_article: 8192,
            postings: 1 << 23,
            candidates: 32,
        }
    }
}

/// A new article's words that an earlier one has too.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Which articles, and what it means.
    pub edge: CopyEdge,
    /// The passages, in order of the earlier article.
    pub passages: Vec<Passage>,
}

/// A passage of a new article that an earlier one has too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its place in the new article.
    pub here: Span,
    /// Which words of the earlier article it is; [`Text::span`] gives their place in its text.
    pub there: Range<usize>,
    /// What it means that both have it.
    pub kind: CopyKind,
}

/// An article that came before.
#[derive(Clone, Debug)]
struct Stored {
    id: ArticleId,
    about: About,
    words: Box<[u16]>,
    /// Two bits for each word: whose it is.
    voices: Box<[u8]>,
}

/// Bits of a word's hash that are kept.
const KEPT: u32 = 0xffff;
/// Earlier articles of the same newsroom that have a run of words, from which on it belongs to the page.
const FORMULA_ARTICLES: usize = 2;
/// Days on which a run of words was seen, from which on it is a saying or a notice and no news.
const FORMULA_DAYS: usize = 5;
/// Fewer samples in common are chance, if both articles have more words than a head.
const FEWEST_SAMPLES: u32 = 2;
/// Share of the smaller article's words that must be in common by the samples.
const CANDIDATE_SHARE: f32 = 0.06;
/// Names of sources that are kept.
const MAX_SOURCES: usize = 1 << 14;
/// Arrivals that tell what time it is.
const N_CLOCK: usize = 15;

/// An earlier article with samples in common.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    n_samples: u32,
    /// Samples in common that are formulas.
    n_formulas: u32,
    /// Words that the samples stand for.
    n_words: u32,
}

/// Articles that came before, and their runs of words.
///
/// [`Index::add`] takes articles in any order of their dates; the same articles in the same order give the
/// same answers. Articles without a date are taken to be of the day on which they arrive.
#[derive(Clone, Debug)]
pub struct Index {
    settings: IndexSettings,
    postings: Postings,
    formulas: Formulas,
    stored: VecDeque<Stored>,
    /// Number of the first stored article.
    first: u32,
    n_words: usize,
    sources: HashMap<String, Source>,
    /// Times of the last articles with a date, newest last.
    arrivals: VecDeque<i64>,
    /// By number, wrapping: what the new article has in common with each earlier one.
    tallies: Vec<Tally>,
}

impl Index {
    /// An index without articles.
    #[must_use]
    pub fn new(settings: IndexSettings) -> Self {
        let n_most = settings.articles.next_power_of_two().clamp(2, 1 << 22);
        let settings = IndexSettings {
            articles: n_most,
            ..settings
        };
        Self {
            postings: Postings::new(settings.postings),
            formulas: Formulas::default(),
            settings,
            stored: VecDeque::new(),
            first: 1,
            n_words: 0,
            sources: HashMap::new(),
            arrivals: VecDeque::new(),
            tallies: Vec::new(),
        }
    }

    /// Says what an article has in common with those before it, and keeps it.
    ///
    /// The edges come in order of the earlier articles' arrival.
    pub fn add(&mut self, item: &Item) -> Vec<Found> {
        let text = Text::read_words(item.text, self.settings.words_of_article);
        let about = About::of(item, &self.source(item.source));
        self.forget(about.when);
        let mut samples = samples(text.hashes());
        let candidates = self.candidates(&mut samples, &about, text.len());
        let found = self.compare(item.id, &about, &text, &samples, &candidates);
        self.keep(item.id, about, &text, &samples);
        found
    }

    /// Articles that are kept now.
    #[must_use]
    pub fn len(&self) -> usize {
        self.stored.len()
    }

    /// Is no article kept?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stored.is_empty()
    }

    /// Bytes that the index holds, about.
    #[must_use]
    pub fn n_bytes(&self) -> usize {
        let of_stored = size_of::<Stored>() * self.stored.capacity();
        let of_tallies = size_of::<Tally>() * self.tallies.len();
        self.postings.n_bytes() + of_stored + of_tallies + self.n_words * 2 + self.n_words / 4
    }

    fn source(&mut self, name: Option<&str>) -> Source {
        let Some(name) = name else {
            return Source::default();
        };
        if let Some(source) = self.sources.get(name) {
            return source.clone();
        }
        if self.sources.len() >= MAX_SOURCES {
            self.sources.clear();
        }
        let source = Source::of(name);
        self.sources.insert(name.to_owned(), source.clone());
        source
    }

    /// Drops articles that are too old or too many. The clock is the middle of the last arrivals, so that
    /// some wrong dates do not empty the index.
    fn forget(&mut self, when: Option<When>) {
        if let Some(when) = when {
            self.arrivals.push_back(when.minute);
            if self.arrivals.len() > N_CLOCK {
                self.arrivals.pop_front();
            }
        }
        let mut arrivals: Vec<i64> = self.arrivals.iter().copied().collect();
        arrivals.sort_unstable();
        let clock = arrivals.get(arrivals.len().saturating_sub(1) / 2).copied();
        while let Some(oldest) = self.stored.front() {
            let is_full =
                self.stored.len() >= self.settings.articles || self.n_words > self.settings.words;
            let is_old = clock.is_some_and(|clock| {
                let minute = oldest.about.when.map_or(clock, |when| when.minute);
                clock - minute > self.window_minutes()
            });
            if !is_full && !is_old {
                break;
            }
            self.n_words -= oldest.words.len();
            self.stored.pop_front();
            self.first = self.first.wrapping_add(1);
        }
    }

    /// Places among the stored articles that have samples in common with a new one, in order. Samples that
    /// are formulas are marked on the way.
    fn candidates(&mut self, samples: &mut [Sample], about: &About, n_words: usize) -> Vec<usize> {
        // Who has each sample: one list after the other, and where each ends.
        let (mut holders, mut ends): (Vec<usize>, Vec<usize>) = Default::default();
        self.postings.fetch(samples.iter().map(|sample| sample.key));
        for sample in samples.iter_mut() {
            let start = holders.len();
            self.hold(sample.key, &mut holders);
            sample.is_formula = self.formulas.has(sample.key, about)
                || is_formula(&holders[start..], &self.stored, about);
            ends.push(holders.len());
        }
        let mut touched = Vec::new();
        let mut start = 0;
        for (sample, &end) in samples.iter().zip(&ends) {
            for &place in &holders[std::mem::replace(&mut start, end)..end] {
                let tally = &mut self.tallies[place];
                if tally.n_samples + tally.n_formulas == 0 {
                    touched.push(place);
                }
                if sample.is_formula {
                    tally.n_formulas += 1;
                } else {
                    tally.n_samples += 1;
                    tally.n_words += sample.weight;
                }
            }
        }
        let tallies = touched
            .iter()
            .map(|&place| (place, std::mem::take(&mut self.tallies[place])));
        let tallies: Vec<(usize, Tally)> = tallies.collect();
        let is_whole = |(_, tally): &(usize, Tally)| {
            (tally.n_samples + tally.n_formulas) as usize * 2 > samples.len()
        };
        if tallies.iter().any(is_whole) {
            // The fourth state of a report has nothing that the page did not have before.
            samples
                .iter_mut()
                .for_each(|sample| sample.is_formula = false);
        }
        self.formulas.learn(samples, about);
        self.most_alike(&tallies, about, n_words)
    }

    fn window_minutes(&self) -> i64 {
        i64::from(self.settings.days) * DAY
    }

    fn is_far(&self, one: Option<When>, other: Option<When>) -> bool {
        one.zip(other)
            .is_some_and(|(one, other)| (one.minute - other.minute).abs() > self.window_minutes())
    }

    /// The places with most in common, in order.
    fn most_alike(&self, tallies: &[(usize, Tally)], about: &About, n_words: usize) -> Vec<usize> {
        let mut found: Vec<(u32, usize)> = Vec::new();
        for &(place, tally) in tallies {
            let stored = &self.stored[place];
            if self.is_far(stored.about.when, about.when) {
                continue;
            }
            let n_least = stored.words.len().min(n_words);
            let is_enough = tally.n_samples >= FEWEST_SAMPLES || n_least <= HEAD;
            if is_enough
                && tally.n_samples > 0
                && tally.n_words as f32 >= n_least as f32 * CANDIDATE_SHARE
            {
                found.push((tally.n_words, place));
            }
        }
        found.sort_unstable_by_key(|&(n_words, place)| std::cmp::Reverse((n_words, place)));
        found.truncate(self.settings.candidates);
        let mut places: Vec<usize> = found.into_iter().map(|(_, place)| place).collect();
        places.sort_unstable();
        places
    }

    /// Adds the stored articles that have a sample, newest first, each once.
    fn hold(&self, key: u64, holders: &mut Vec<usize>) {
        let start = holders.len();
        for article in self.postings.at(key) {
            let place = (article.wrapping_sub(self.first) & ARTICLE) as usize;
            if place < self.stored.len() && holders[start..].last() != Some(&place) {
                holders.push(place);
            }
        }
    }

    fn compare(
        &self,
        id: ArticleId,
        about: &About,
        text: &Text,
        samples: &[Sample],
        candidates: &[usize],
    ) -> Vec<Found> {
        if candidates.is_empty() {
            return Vec::new();
        }
        let words: Vec<u32> = text.hashes().iter().map(|word| word & KEPT).collect();
        let places = Places::of(&words);
        let pairs = candidates.iter().map(|&place| &self.stored[place]);
        pairs
            .filter_map(|stored| {
                let there = stored.words();
                let mut runs = places.runs(&there);
                runs.retain(|run| run.n >= SHORTEST && !is_formula_run(*run, samples));
                let judged = judge_pair((about, text), (stored, &there), &runs);
                found(id, text, stored, &runs, judged)
            })
            .collect()
    }

    fn keep(&mut self, id: ArticleId, about: About, text: &Text, samples: &[Sample]) {
        let number = self.first.wrapping_add(self.stored.len() as u32);
        for sample in samples.iter().filter(|sample| !sample.is_formula) {
            self.postings.push(sample.key, number);
        }
        self.n_words += text.len();
        self.stored.push_back(Stored::of(id, about, text));
        if self.tallies.len() < self.stored.len() {
            self.tallies.push(Tally::default());
        }
    }
}

impl Stored {
    fn of(id: ArticleId, about: About, text: &Text) -> Self {
        let voices = text.voices().chunks(4).map(|chunk| {
            let four = chunk.iter().enumerate();
            four.fold(0, |bits, (at, &voice)| bits | (voice as u8) << (2 * at))
        });
        Self {
            id,
            about,
            words: text
                .hashes()
                .iter()
                .map(|&word| (word & KEPT) as u16)
                .collect(),
            voices: voices.collect(),
        }
    }

    fn words(&self) -> Vec<u32> {
        self.words.iter().map(|&word| u32::from(word)).collect()
    }

    /// Whose each word is.
    fn voices(&self) -> Vec<Voice> {
        let all = [Voice::Own, Voice::Quoted, Voice::Shown, Voice::Posted];
        let voices = (0..self.words.len())
            .map(|at| all[usize::from(self.voices[at / 4] >> (2 * (at % 4)) & 3)]);
        voices.collect()
    }
}

/// Does a run of words that these articles have belong to the page, or is it a saying?
fn is_formula(holders: &[usize], stored: &VecDeque<Stored>, about: &About) -> bool {
    let abouts = holders.iter().map(|&place| &stored[place].about);
    let n_same = abouts
        .clone()
        .filter(|one| one.is_same_outlet(about))
        .count();
    if n_same >= FORMULA_ARTICLES || holders.len() < FORMULA_DAYS {
        return n_same >= FORMULA_ARTICLES;
    }
    let days = abouts.filter_map(|one| Some(one.when?.minute.div_euclid(DAY)));
    let mut days: Vec<i64> = days.collect();
    days.sort_unstable();
    days.dedup();
    days.len() >= FORMULA_DAYS
}

/// Judges what a new text and a stored one have in common; `Forward` is from the new one.
fn judge_pair(new: (&About, &Text), old: (&Stored, &[u32]), runs: &[Run]) -> Judged {
    let ((about, text), (stored, words)) = (new, old);
    let names = |of: &About, words: &[u32]| {
        let outlet = of.outlet.as_ref().filter(|_| !runs.is_empty());
        outlet.is_some_and(|outlet| outlet.is_named_in(words, KEPT))
    };
    let voices = stored.voices();
    let from = Side {
        about,
        voices: text.voices(),
        names_other: names(&stored.about, text.hashes()),
    };
    let to = Side {
        about: &stored.about,
        voices: &voices,
        names_other: names(about, words),
    };
    judge(from, to, text.hashes(), runs)
}

fn found(
    id: ArticleId,
    text: &Text,
    stored: &Stored,
    runs: &[Run],
    judged: Judged,
) -> Option<Found> {
    let kind = judged.kind?;
    let (from, to) = match judged.direction {
        Direction::Forward => (id, stored.id),
        Direction::Backward | Direction::Unknown => (stored.id, id),
    };
    let passages = runs.iter().zip(&judged.kinds).map(|(run, &kind)| Passage {
        here: text.span(run.from..run.from + run.n),
        there: run.to..run.to + run.n,
        kind,
    });
    Some(Found {
        edge: CopyEdge {
            from,
            to,
            kind,
            directed: judged.direction != Direction::Unknown,
            share: judged.share,
            because: judged.because,
        },
        passages: passages.collect(),
    })
}
