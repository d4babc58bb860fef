//! Copies among the reports of one story: who shares what with whom, and how many origins there are.

use entente_types::{Claims, Content, CopiedPassage, CopyEdge, CopyKind, Document, Origin, Span};

use super::about::{About, Item, Source};
use super::align::{Places, Run};
use super::judge::{Direction, Judged, SHORTEST, Side, judge};
use super::text::{Text, Voice};
use crate::Settings;
use crate::groups::Groups;

/// Passages shorter than `Settings::copied_words` count between reports that share this much.
const SHARE_FOR_SHORT: f32 = 0.2;
/// What was copied from where.
#[derive(Clone, Debug, Default)]
pub(crate) struct Copies {
    /// Independent origins, in order of their first report.
    pub(crate) origins: Vec<Origin>,
    /// Reports with words in common.
    pub(crate) edges: Vec<CopyEdge>,
    /// Passages that stand in more than one place.
    pub(crate) passages: Vec<CopiedPassage>,
    /// For each report the number of its origin.
    origin_of: Vec<usize>,
    /// For each report its copied passages, and the report they come from.
    from: Vec<Vec<(Span, usize)>>,
    /// Place of each report in the order in which they probably came out.
    rank: Vec<usize>,
}

/// A report as copies are looked for in it.
struct Report<'a> {
    document: &'a Document,
    text: Text,
    about: About,
}

/// Two reports, the earlier one first, and what they have in common.
struct Pair {
    from: usize,
    to: usize,
    runs: Vec<Run>,
    judged: Judged,
}

impl Copies {
    /// Compares all reports with each other and with themselves.
    pub(crate) fn find(documents: &[Document], claims: &[Claims], settings: &Settings) -> Self {
        let reports: Vec<Report> = documents
            .iter()
            .enumerate()
            .map(|(idx, document)| Report::read(document, claims.get(idx)))
            .collect();
        let mut found = Self {
            from: vec![Vec::new(); documents.len()],
            rank: ranks(&reports),
            ..Self::default()
        };
        let mut groups = Groups::new(documents.len());
        let mut because = Vec::new();
        let places: Vec<Places> = reports
            .iter()
            .map(|report| Places::of(report.text.hashes()))
            .collect();
        for one in 0..reports.len() {
            found.add_repeats(&reports[one], &places[one]);
            for other in one + 1..reports.len() {
                let is_earlier = found.rank[one] < found.rank[other];
                let (from, to) = if is_earlier {
                    (one, other)
                } else {
                    (other, one)
                };
                let runs = places[from].runs(reports[to].text.hashes());
                let pair = Pair {
                    from,
                    to,
                    judged: judge_pair(&reports[from], &reports[to], &runs),
                    runs,
                };
                if pair.is_one_origin(&reports, settings) {
                    groups.join(one, other);
                    because.push((one, pair.in_words(&reports)));
                }
                found.add_passages(&reports, &pair, settings);
                found.edges.extend(pair.edge(&reports));
            }
        }
        found
            .passages
            .sort_by_key(|passage| (passage.to, passage.from));
        found.set_origins(&reports, &groups, &because);
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

    fn add_repeats(&mut self, report: &Report, places: &Places) {
        let id = report.document.article.id;
        for run in places.repeats() {
            if report.n_own(run.to, run.n) >= SHORTEST {
                self.passages.push(CopiedPassage {
                    from: (id, report.text.span(run.from..run.from + run.n)),
                    to: (id, report.text.span(run.to..run.to + run.n)),
                    kind: CopyKind::Repeat,
                });
            }
        }
    }

    /// Notes what one report has from the other. Quotations are left out: both can have listened.
    fn add_passages(&mut self, reports: &[Report], pair: &Pair, settings: &Settings) {
        let (from, to) = (&reports[pair.from], &reports[pair.to]);
        let least = if pair.judged.own_share >= SHARE_FOR_SHORT {
            SHORTEST
        } else {
            settings.copied_words
        };
        for (run, &kind) in pair.runs.iter().zip(&pair.judged.kinds) {
            if to.n_own(run.to, run.n) < least {
                continue;
            }
            let there = from.text.span(run.from..run.from + run.n);
            let here = to.text.span(run.to..run.to + run.n);
            self.from[pair.to].push((here, pair.from));
            self.passages.push(CopiedPassage {
                from: (from.document.article.id, there),
                to: (to.document.article.id, here),
                kind,
            });
        }
    }

    fn set_origins(&mut self, reports: &[Report], groups: &Groups, because: &[(usize, String)]) {
        self.origin_of = vec![usize::MAX; reports.len()];
        for (number, group) in groups.all().into_iter().enumerate() {
            let reasons = because.iter().filter(|(report, _)| group.contains(report));
            let reasons: Vec<&str> = reasons.map(|(_, reason)| reason.as_str()).collect();
            group
                .iter()
                .for_each(|&report| self.origin_of[report] = number);
            let numbers = group
                .iter()
                .map(|&report| reports[report].document.article.id);
            self.origins.push(Origin {
                reports: numbers.collect(),
                because: reasons.join("; "),
            });
        }
    }
}

impl<'a> Report<'a> {
    fn read(document: &'a Document, claims: Option<&Claims>) -> Self {
        let mut text = Text::read(document.text());
        let mut quoted: Vec<Span> = Vec::new();
        for claim in claims.map_or(&[][..], |claims| &claims.claims) {
            if let Content::Quote(quote) = &claim.content {
                quoted.extend(&quote.words);
            }
        }
        quoted.sort_unstable();
        text.quote(&quoted);
        let item = Item::of(&document.article);
        let source = item.source.map(Source::of).unwrap_or_default();
        Self {
            about: About::of(&item, &source),
            document,
            text,
        }
    }

    fn n_all_own(&self) -> usize {
        self.n_own(0, self.text.len())
    }

    /// Words of a run that do not stand between quotation marks.
    fn n_own(&self, from: usize, n: usize) -> usize {
        let voices = self.text.voices()[from..from + n].iter();
        voices.filter(|voice| **voice != Voice::Quoted).count()
    }
}

impl Pair {
    /// Do both go back to one text?
    fn is_one_origin(&self, reports: &[Report], settings: &Settings) -> bool {
        use CopyKind::{LiveUpdate, Reprint, Rewrite};
        let is_same = reports[self.from].document.text() == reports[self.to].document.text();
        let is_copy = matches!(self.judged.kind, Some(Reprint | Rewrite | LiveUpdate));
        is_same || is_copy && f64::from(self.judged.own_share) >= settings.same_origin_share
    }

    fn in_words(&self, reports: &[Report]) -> String {
        let (from, to) = (&reports[self.from], &reports[self.to]);
        let is_shorter = to.n_all_own() <= from.n_all_own();
        let (short, long) = if is_shorter { (to, from) } else { (from, to) };
        let (short, long) = (short.document.article.id.0, long.document.article.id.0);
        let percent = f64::from(self.judged.own_share) * 100.0;
        let share = format!("{percent:.0} % of report {short} stands in report {long}");
        let agency = from
            .about
            .agency
            .filter(|_| from.about.agency == to.about.agency);
        match agency {
            Some(agency) => format!("{share}: both carry the {agency} text"),
            None => share,
        }
    }

    fn edge(&self, reports: &[Report]) -> Option<CopyEdge> {
        let kind = self.judged.kind?;
        let (from, to) = match self.judged.direction {
            Direction::Forward => (self.from, self.to),
            Direction::Backward => (self.to, self.from),
            Direction::Unknown => (self.from.min(self.to), self.from.max(self.to)),
        };
        Some(CopyEdge {
            from: reports[from].document.article.id,
            to: reports[to].document.article.id,
            kind,
            directed: self.judged.direction != Direction::Unknown,
            share: self.judged.share,
            because: self.judged.because.clone(),
        })
    }
}

fn judge_pair(from: &Report, to: &Report, runs: &[Run]) -> Judged {
    let side = |one: &'_ Report, other: &Report| {
        let outlet = other.about.outlet.as_ref();
        let words = one.text.hashes();
        outlet.is_some_and(|outlet| outlet.is_named_in(words, u32::MAX))
    };
    let (names_to, names_from) = (side(from, to), side(to, from));
    judge(
        Side {
            about: &from.about,
            voices: from.text.voices(),
            names_other: names_to,
        },
        Side {
            about: &to.about,
            voices: to.text.voices(),
            names_other: names_from,
        },
        from.text.hashes(),
        runs,
    )
}

fn mostly_in(span: Span, passage: Span) -> bool {
    let start = span.start.max(passage.start);
    let end = span.end.min(passage.end);
    !span.is_empty() && start < end && (end - start) as usize * 5 >= span.len() * 4
}

/// The order in which reports probably came out: by day, agencies before those who print them, longer ones
/// first, then by their words.
fn ranks(reports: &[Report]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..reports.len()).collect();
    order.sort_by_key(|&report| {
        let Report {
            document,
            text,
            about,
        } = &reports[report];
        let published = document.article.day();
        let length = std::cmp::Reverse(text.len());
        let words = &document.article.text;
        (
            published.is_none(),
            published,
            !about.is_agency,
            length,
            words,
            report,
        )
    });
    let mut rank = vec![0; reports.len()];
    for (place, &report) in order.iter().enumerate() {
        rank[report] = place;
    }
    rank
}
