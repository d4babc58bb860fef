//! Those in whose words something stands, from the outermost attribution to the innermost.

use std::cmp::Reverse;

use entente_types::{Attribution, Directness, Quote, Span};

/// The contents of a document's quotes, so that those around a place are found without looking at all.
pub(crate) struct Holders<'q> {
    quotes: &'q [&'q Quote],
    /// Each content with the number of its quote, in order of the text.
    contents: Vec<(Span, usize)>,
    /// A tree over `contents` in the order of a heap: the furthest end below each node.
    furthest: Vec<u32>,
    n_leaves: usize,
}

impl<'q> Holders<'q> {
    /// Prepares the quotes.
    pub(crate) fn new(quotes: &'q [&'q Quote]) -> Self {
        let of_quote = |(idx, quote): (usize, &&'q Quote)| {
            let spans = quote.content.iter();
            spans.map(|span| (*span, idx)).collect::<Vec<_>>()
        };
        let mut contents: Vec<(Span, usize)> =
            quotes.iter().enumerate().flat_map(of_quote).collect();
        contents.sort_unstable();
        let n_leaves = contents.len().next_power_of_two();
        let mut furthest = vec![0; 2 * n_leaves];
        for (idx, (span, _)) in contents.iter().enumerate() {
            furthest[n_leaves + idx] = span.end;
        }
        for node in (1..n_leaves).rev() {
            furthest[node] = furthest[2 * node].max(furthest[2 * node + 1]);
        }
        Self {
            quotes,
            contents,
            furthest,
            n_leaves,
        }
    }

    /// Those who vouch for what stands at `span`, from the outermost to the innermost attribution.
    pub(crate) fn around(&self, span: Span) -> Vec<Attribution> {
        self.around_for(span, |_| true)
    }

    /// Those in whose words another's quote stands: "X said that Y had called it a farce".
    pub(crate) fn around_quote(&self, quote: &Quote) -> Vec<Attribution> {
        let is_spoken = quote.directness != Directness::Indirect || quote.speaker.is_some();
        let first = quote.cue.or(quote.content.first().copied());
        first.filter(|_| is_spoken).map_or_else(Vec::new, |first| {
            self.around_for(first, |other| other != quote)
        })
    }

    fn around_for(&self, span: Span, counts: impl Fn(&Quote) -> bool) -> Vec<Attribution> {
        let mut around: Vec<(Span, usize)> = self.containing(span);
        around.sort_unstable_by_key(|&(content, idx)| (Reverse(content.len()), idx));
        let quotes = around.into_iter().map(|(_, idx)| self.quotes[idx]);
        let attributions = quotes.filter(|quote| counts(quote)).filter_map(|quote| {
            Some(Attribution {
                holder: quote.speaker.clone()?,
                cue: quote.cue,
            })
        });
        attributions.collect()
    }

    /// The contents that hold a span. Looks at as many nodes as there are contents found, times the tree's
    /// height.
    fn containing(&self, span: Span) -> Vec<(Span, usize)> {
        let n_begun = self
            .contents
            .partition_point(|(content, _)| content.start <= span.start);
        let mut found = Vec::new();
        let mut open = vec![(1, 0, self.n_leaves)];
        while let Some((node, from, n_below)) = open.pop() {
            if from >= n_begun || self.furthest[node] < span.end {
                continue;
            }
            if n_below == 1 {
                found.push(self.contents[from]);
                continue;
            }
            let half = n_below / 2;
            open.push((2 * node, from, half));
            open.push((2 * node + 1, from + half, half));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use entente_types::Participant;

    fn quote(content: (usize, usize), speaker: usize) -> Quote {
        Quote {
            content: vec![Span::new(content.0, content.1)],
            words: Vec::new(),
            speaker: Some(Participant {
                actor: None,
                span: Span::new(speaker, speaker + 1),
            }),
            cue: None,
            cue_lemma: String::new(),
            cue_kind: None,
            directness: Directness::Indirect,
            addressee: None,
            period: None,
            confidence: 1.0,
        }
    }

    /// The tree finds what a look at every quote finds.
    #[test]
    fn holders_are_those_around_a_span() {
        let quotes: Vec<Quote> = (0..40)
            .map(|idx| quote((idx * 7 % 30, idx * 7 % 30 + 3 + idx * 5 % 23), idx))
            .collect();
        let quotes: Vec<&Quote> = quotes.iter().collect();
        let holders = Holders::new(&quotes);
        for start in 0..60 {
            let span = Span::new(start, start + 2);
            let mut around: Vec<&&Quote> = { quotes.iter() }
                .filter(|quote| quote.content[0].contains(span))
                .collect();
            around.sort_by_key(|quote| Reverse(quote.content[0].len()));
            let slow: Vec<Span> = { around.iter() }
                .filter_map(|quote| Some(quote.speaker.as_ref()?.span))
                .collect();
            let fast = holders.around(span);
            let fast: Vec<Span> = fast.iter().map(|one| one.holder.span).collect();
            assert_eq!(fast, slow, "at {start}");
        }
        assert!(Holders::new(&[]).around(Span::new(0, 0)).is_empty());
    }
}
