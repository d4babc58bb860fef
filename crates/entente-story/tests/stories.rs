//! Stories over a stream: cases, and laws that hold for any stream. `UPDATE_CASES=1` writes what comes out.

use std::collections::BTreeSet;

use entente_story::stories::{Settings, Sketch, Stream};
use entente_types::{Article, Episode, Revision, Stated};
use proptest::prelude::*;

#[test]
fn cases() {
    entente_cases::run("cases/stream", "", |case| {
        let stream = case.blocks.first().map_or("", |(_, stream)| stream);
        let articles: Vec<Article> = stream.split("== ").skip(1).map(article).collect();
        let (episodes, _) = follow(&articles, Settings::default());
        show(&episodes)
    });
}

/// A day or `-`, an outlet, a title, a text.
fn article(part: &str) -> Article {
    let (head, text) = part.split_once('\n').unwrap_or((part, ""));
    let (day, outlet) = head.split_once(' ').unwrap_or((head, ""));
    let (title, text) = text.split_once('\n').unwrap_or((text, ""));
    let stated = |value: &str| {
        Some(Stated {
            value: value.to_owned(),
            from: "flag".to_owned(),
        })
    };
    Article {
        title: stated(title),
        source: stated(outlet),
        published: day.parse().ok().map(|value| Stated {
            value,
            from: "flag".to_owned(),
        }),
        ..Article::plain("case", text)
    }
}

fn follow(articles: &[Article], settings: Settings) -> (Vec<Episode>, Vec<Revision>) {
    let mut stream = Stream::new(settings);
    for (number, article) in articles.iter().enumerate() {
        stream.push(number as u64 + 1, Sketch::new(article));
    }
    stream.finish();
    let mut episodes = stream.take_over();
    episodes.sort_by_key(|episode| episode.articles.iter().min().copied());
    (episodes, stream.take_revisions())
}

fn show(episodes: &[Episode]) -> String {
    let line = |episode: &Episode| {
        let mut articles = episode.articles.clone();
        articles.sort_unstable();
        let numbers: Vec<String> = articles.iter().map(u64::to_string).collect();
        numbers.join(" ") + "\n"
    };
    episodes.iter().map(line).collect()
}

/// Articles of a few events, told in different words on neighbouring days.
fn stream() -> impl Strategy<Value = Vec<String>> {
    let subject = prop::sample::select(vec![
        "Tamsel harbour silo fire Brandauer Nora Velt",
        "Orda bus drivers strike Pavel Dorn transport pay",
        "Kell regional train derailment Ida Roon railway tree",
    ]);
    let said = prop::collection::vec(
        prop::sample::select(vec![
            "said",
            "on Monday",
            "forty",
            "the mayor",
            "company",
            "night",
            "é大",
            "",
        ]),
        3..12,
    );
    let one = (subject, said, 1_u32..6, 0_u32..24, 0_u32..4).prop_map(|(subject, said, day, hour, outlet)| {
        format!("2031-04-{day:02}T{hour:02}:00:00Z Outlet {outlet}\n{subject}\n{subject} {} . {subject}.", said.join(" "))
    });
    prop::collection::vec(one, 1..14)
}

fn in_order(parts: &[String]) -> Vec<Article> {
    let mut parts = parts.to_vec();
    parts.sort();
    parts.iter().map(|part| article(part)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_article_is_in_one_story(parts in stream(), most in 1_usize..20) {
        let articles = in_order(&parts);
        let settings = Settings { most, most_open: 4, lot: 3, ..Settings::default() };
        let (episodes, _) = follow(&articles, settings);
        let mut all: Vec<u64> = episodes.iter().flat_map(|episode| episode.articles.clone()).collect();
        all.sort_unstable();
        prop_assert_eq!(all, (1..=articles.len() as u64).collect::<Vec<_>>());
        let ids: BTreeSet<_> = episodes.iter().map(|episode| episode.id).collect();
        prop_assert_eq!(ids.len(), episodes.len());
        prop_assert!(episodes.iter().all(|episode| episode.articles.contains(&episode.centre)));
    }

    #[test]
    fn the_order_inside_an_hour_changes_nothing(parts in stream(), turn in 0_usize..14) {
        let articles = in_order(&parts);
        let mut turned: Vec<(usize, &Article)> = articles.iter().enumerate().collect();
        turned.rotate_left(turn % articles.len());
        turned.sort_by_key(|(_, article)| article.published.as_ref().map(|stated| stated.value.to_string()));
        let mut stream = Stream::default();
        for (number, article) in turned {
            stream.push(number as u64 + 1, Sketch::new(article));
        }
        stream.finish();
        let mut episodes = stream.take_over();
        episodes.sort_by_key(|episode| episode.articles.iter().min().copied());
        // Articles of the same words, hour and outlet may change places.
        let sizes = |episodes: &[Episode]| episodes.iter().map(|episode| episode.articles.len()).collect::<Vec<_>>();
        let (straight, _) = follow(&articles, Settings::default());
        let (mut one, mut other) = (sizes(&straight), sizes(&episodes));
        one.sort_unstable();
        other.sort_unstable();
        prop_assert_eq!(one, other);
    }

    #[test]
    fn a_reprint_goes_with_its_text_and_moves_nothing_else(parts in stream(), nth in 0_usize..14, n_reprints in 1_usize..4) {
        let articles = in_order(&parts);
        let nth = nth % articles.len();
        let published = articles[nth].published.as_ref().map(|stated| stated.value.to_string().replace(":00:00", ":30:00"));
        let reprint = |number: usize| Article {
            published: published.as_ref().and_then(|at| at.parse().ok()).map(|value| Stated { value, from: "flag".to_owned() }),
            source: Some(Stated { value: format!("Reprinter {number}"), from: "flag".to_owned() }),
            ..articles[nth].clone()
        };
        let reprinted: Vec<Article> = articles.iter().cloned().chain((0..n_reprints).map(reprint)).collect();
        let groups = |articles: &[Article]| {
            let mut order: Vec<usize> = (0..articles.len()).collect();
            order.sort_by_key(|&place| articles[place].published.as_ref().map(|stated| stated.value.to_string()));
            // No article leaves the window because a reprint came later.
            let mut stream = Stream::new(Settings { window: 30 * 1440, settled_after: 30 * 1440, ..Settings::default() });
            for place in order {
                stream.push(place as u64, Sketch::new(&articles[place]));
            }
            stream.finish();
            let mut of = vec![0; articles.len()];
            for episode in stream.take_over() {
                let first = episode.articles.iter().min().copied().unwrap_or_default();
                episode.articles.iter().for_each(|&article| of[article as usize] = first);
            }
            of
        };
        let mut expected = groups(&articles);
        let with = groups(&reprinted);
        expected.extend(vec![expected[nth]; n_reprints]);
        prop_assert_eq!(expected, with);
    }

    #[test]
    fn an_id_that_is_gone_leads_to_one_that_is_there(parts in stream()) {
        let mut stream = Stream::new(Settings { review_every: 60, ..Settings::default() });
        for (number, article) in in_order(&parts).iter().enumerate() {
            stream.push(number as u64, Sketch::new(article));
        }
        stream.finish();
        let there: BTreeSet<_> = stream.take_over().into_iter().map(|episode| episode.id).collect();
        for revision in stream.take_revisions() {
            if let Revision::Merged { from, .. } = revision {
                prop_assert!(!there.contains(&from));
                prop_assert!(there.contains(&stream.current(from)));
            }
        }
    }

    #[test]
    fn no_text_makes_a_sketch_fail(text in "\\PC*", title in "\\PC{0,40}") {
        let article = article(&format!("- Outlet\n{title}\n{text}"));
        let sketch = Sketch::new(&article);
        prop_assert_eq!(&sketch, &Sketch::new(&article));
    }
}
