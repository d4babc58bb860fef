//! Finds passages that stand in two places, so that a copy never counts as a second source.
//!
//! Words that stand between quotation marks do not count: two reports that quote one speaker have not
//! copied each other.

use std::collections::HashMap;

use entente_types::{Claims, Content, CopiedPassage, Document, Origin, Span};

use crate::Settings;
use crate::groups::Groups;

/// Words in a row that make a passage findable.
const SHINGLE: usize = 5;
/// From so many places on, a run of words is a formula and no sign of copying.
const MAX_PLACES: usize = 8;
/// Passages shorter than `Settings::copied_words` count between reports that share this much.
const SHARE_FOR_SHORT: f64 = 0.2;
/// Shortest passage that is ever reported, in words outside quotation marks.
const SHORTEST: usize = 8;

/// Fewer words in common, outside quotation marks, never make two reports one origin.
const FEWEST: f64 = 20.0;

/// A word of a text.
struct Word {
    hash: u64,
    span: Span,
    is_quoted: bool,
}

/// Words `from..from + n` of one text that are words `to..to + n` of another.
#[derive(Clone, Copy, Debug)]
struct Run {
    from: usize,
    to: usize,
    n: usize,
}

/// What was copied from where.
#[derive(Clone, Debug, Default)]
pub(crate) struct Copies {
    /// Independent origins, in order of their first report.
    pub(crate) origins: Vec<Origin>,
    /// Passages that stand in more than one place.
    pub(crate) passages: Vec<CopiedPassage>,
    /// For each report the number of its origin.
    origin_of: Vec<usize>,
    /// For each report its copied passages, and the report they come from.
    from: Vec<Vec<(Span, usize)>>,
    /// Place of each report in the order in which they probably came out.
    rank: Vec<usize>,
}

impl Copies {
    /// Compares all reports with each other and with themselves.
    pub(crate) fn find(documents: &[Document], claims: &[Claims], settings: &Settings) -> Self {
        let texts: Vec<Vec<Word>> = (0..documents.len())
            .map(|report| words(&documents[report], claims.get(report)))
            .collect();
        let rank = ranks(documents, &texts);
        let mut found = Self {
            from: vec![Vec::new(); documents.len()],
            rank,
            ..Self::default()
        };
        let mut groups = Groups::new(documents.len());
        let mut because = Vec::new();
        let indices: Vec<_> = texts.iter().map(|text| index(text)).collect();
        for one in 0..texts.len() {
            found.add_repeats(documents, one, &texts[one], &indices[one]);
            for other in one + 1..texts.len() {
                let (from, to) = if found.rank[one] < found.rank[other] {
                    (one, other)
                } else {
                    (other, one)
                };
                let runs = runs(&texts[from], &indices[from], &texts[to]);
                let share = share(&runs, &texts[from], &texts[to]);
                let is_same = documents[one].text() == documents[other].text();
                let n_shared = share * own_words(&texts[from]).min(own_words(&texts[to])) as f64;
                if is_same || (share >= settings.same_origin_share && n_shared >= FEWEST) {
                    groups.join(one, other);
                    let is_shorter = own_words(&texts[to]) <= own_words(&texts[from]);
                    let (short, long) = if is_shorter { (to, from) } else { (from, to) };
                    let (short, long) =
                        (documents[short].article.id.0, documents[long].article.id.0);
                    let percent = share * 100.0;
                    because.push((
                        one,
                        format!("{percent:.0} % of report {short} stands in report {long}"),
                    ));
                }
                let least = if share >= SHARE_FOR_SHORT {
                    SHORTEST
                } else {
                    settings.copied_words
                };
                found.add_passages(
                    documents,
                    (from, to),
                    (&texts[from], &texts[to]),
                    &runs,
                    least,
                );
            }
        }
        found
            .passages
            .sort_by_key(|passage| (passage.to, passage.from));
        found.set_origins(documents, &groups, &because);
        found
    }

    /// The origin that vouches for words of a report: where they were copied, that of the report they
    /// come from.
    pub(crate) fn origin(&self, report: usize, span: Span) -> usize {
        let sources = self.from[report]
            .iter()
            .filter(|(passage, _)| mostly_in(span, *passage));
        let source = sources
            .map(|&(_, source)| source)
            .min_by_key(|&source| self.rank[source]);
        self.origin_of[source.unwrap_or(report)]
    }

    /// Place of a report in the order in which they probably came out.
    pub(crate) fn rank(&self, report: usize) -> usize {
        self.rank[report]
    }

    fn add_repeats(
        &mut self,
        documents: &[Document],
        report: usize,
        text: &[Word],
        index: &HashMap<u64, Vec<usize>>,
    ) {
        let id = documents[report].article.id;
        let mut at = 0;
        while at + SHINGLE <= text.len() {
            let places = index
                .get(&shingle(&text[at..at + SHINGLE]))
                .map_or(&[][..], Vec::as_slice);
            let earlier = places
                .iter()
                .filter(|&&place| place + SHINGLE <= at)
                .map(|&from| {
                    let n = common(&text[from..at], &text[at..]);
                    Run { from, to: at, n }
                });
            match earlier.max_by_key(|run| (run.n, std::cmp::Reverse(run.from))) {
                Some(run) if own_words(&text[at..at + run.n]) >= SHORTEST => {
                    self.passages.push(CopiedPassage {
                        from: (id, span(&text[run.from..run.from + run.n])),
                        to: (id, span(&text[at..at + run.n])),
                    });
                    at += run.n;
                }
                _ => at += 1,
            }
        }
    }

    fn add_passages(
        &mut self,
        documents: &[Document],
        (from, to): (usize, usize),
        (source, copy): (&[Word], &[Word]),
        runs: &[Run],
        least: usize,
    ) {
        for run in runs {
            let words = &copy[run.to..run.to + run.n];
            if own_words(words) < least {
                continue;
            }
            let there = span(&source[run.from..run.from + run.n]);
            self.from[to].push((span(words), from));
            self.passages.push(CopiedPassage {
                from: (documents[from].article.id, there),
                to: (documents[to].article.id, span(words)),
            });
        }
    }

    fn set_origins(
        &mut self,
        documents: &[Document],
        groups: &Groups,
        because: &[(usize, String)],
    ) {
        self.origin_of = vec![usize::MAX; documents.len()];
        for (number, group) in groups.all().into_iter().enumerate() {
            let reasons = because.iter().filter(|(report, _)| group.contains(report));
            let reasons: Vec<&str> = reasons.map(|(_, reason)| reason.as_str()).collect();
            group
                .iter()
                .for_each(|&report| self.origin_of[report] = number);
            let reports = group
                .iter()
                .map(|&report| documents[report].article.id)
                .collect();
            self.origins.push(Origin {
                reports,
                because: reasons.join("; "),
            });
        }
    }
}

fn mostly_in(span: Span, passage: Span) -> bool {
    let start = span.start.max(passage.start);
    let end = span.end.min(passage.end);
    !span.is_empty() && start < end && (end - start) as usize * 5 >= span.len() * 4
}

/// Words of a text; those between quotation marks are marked.
fn words(document: &Document, claims: Option<&Claims>) -> Vec<Word> {
    let text = document.text();
    let mut quoted: Vec<Span> = Vec::new();
    for claim in claims.map_or(&[][..], |claims| &claims.claims) {
        if let Content::Quote(quote) = &claim.content {
            quoted.extend(&quote.words);
        }
    }
    quoted.sort_unstable();
    let mut words = Vec::new();
    let mut next_quote = 0;
    let mut start = None;
    let ends = text
        .char_indices()
        .chain(std::iter::once((text.len(), ' ')));
    for (at, letter) in ends {
        if letter.is_alphanumeric() {
            start.get_or_insert(at);
        } else if let Some(start) = start.take() {
            let span = Span::new(start, at);
            while quoted
                .get(next_quote)
                .is_some_and(|quote| quote.end <= span.start)
            {
                next_quote += 1;
            }
            let is_quoted = quoted
                .get(next_quote)
                .is_some_and(|quote| quote.contains(span));
            words.push(Word {
                hash: hash(&text[start..at]),
                span,
                is_quoted,
            });
        }
    }
    words
}

/// FNV-1a over the lower-case letters.
fn hash(word: &str) -> u64 {
    let letters = word.chars().flat_map(char::to_lowercase);
    letters.fold(0xcbf2_9ce4_8422_2325, |hash, letter| {
        (hash ^ u64::from(u32::from(letter))).wrapping_mul(0x0100_0000_01b3)
    })
}

fn shingle(words: &[Word]) -> u64 {
    words.iter().fold(7, |sum: u64, word| {
        sum.rotate_left(11).wrapping_mul(31) ^ word.hash
    })
}

/// Where each run of five words begins; only used for looking up.
fn index(text: &[Word]) -> HashMap<u64, Vec<usize>> {
    let mut index: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, words) in text.windows(SHINGLE).enumerate() {
        let places = index.entry(shingle(words)).or_default();
        if places.len() < MAX_PLACES {
            places.push(at);
        }
    }
    index
}

fn common(one: &[Word], other: &[Word]) -> usize {
    one.iter()
        .zip(other)
        .take_while(|(one, other)| one.hash == other.hash)
        .count()
}

fn runs(source: &[Word], index: &HashMap<u64, Vec<usize>>, copy: &[Word]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at + SHINGLE <= copy.len() {
        let places = index
            .get(&shingle(&copy[at..at + SHINGLE]))
            .map_or(&[][..], Vec::as_slice);
        let found = places.iter().map(|&from| Run {
            from,
            to: at,
            n: common(&source[from..], &copy[at..]),
        });
        match found.max_by_key(|run| (run.n, std::cmp::Reverse(run.from))) {
            Some(run) if run.n >= SHINGLE => {
                at += run.n;
                runs.push(run);
            }
            _ => at += 1,
        }
    }
    runs
}

fn own_words(words: &[Word]) -> usize {
    words.iter().filter(|word| !word.is_quoted).count()
}

/// Share of the shorter text's own words that the other has in runs.
fn share(runs: &[Run], source: &[Word], copy: &[Word]) -> f64 {
    let shared: usize = runs
        .iter()
        .map(|run| own_words(&copy[run.to..run.to + run.n]))
        .sum();
    let shorter = own_words(source).min(own_words(copy));
    if shorter == 0 {
        0.0
    } else {
        (shared as f64 / shorter as f64).min(1.0)
    }
}

fn span(words: &[Word]) -> Span {
    match words {
        [first, .., last] => first.span.join(last.span),
        [only] => only.span,
        [] => Span::default(),
    }
}

/// The order in which reports probably came out: by day, then longer ones first, then by their words.
fn ranks(documents: &[Document], texts: &[Vec<Word>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|&report| {
        let article = &documents[report].article;
        let published = article.day();
        let length = std::cmp::Reverse(texts[report].len());
        (
            published.is_none(),
            published,
            length,
            &article.text,
            report,
        )
    });
    let mut rank = vec![0; documents.len()];
    for (place, &report) in order.iter().enumerate() {
        rank[report] = place;
    }
    rank
}
