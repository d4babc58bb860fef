//! Copies over a stream of articles: what is found, what is left alone, and what nobody can break.

use std::fmt::Write as _;

use entente_story::copies::{Found, Index, IndexSettings, Item, Text};
use entente_types::{ArticleId, CopyKind};
use proptest::prelude::*;

/// An invented sentence for each number; sentences of different numbers share no five words in a row.
fn sentence(number: usize) -> String {
    let names = [
        "Brenn", "Karsa", "Ludow", "Amalia", "Ostrel", "Vinna", "Tarrow",
    ];
    let things = [
        "ferry", "bridge", "harbour", "school", "tunnel", "market", "dam", "mill", "quay",
    ];
    let acts = [
        "closed", "opened", "moved", "painted", "flooded", "sold", "rented", "counted",
    ];
    let places = [
        "river",
        "cliff",
        "forest",
        "old road",
        "north gate",
        "chapel",
        "square",
    ];
    let pick =
        |list: &[&str], turn: usize| list[(number / turn + number * 7) % list.len()].to_owned();
    format!(
        "{} {number} saw the {} of year {} {} near {} while clerk {} wrote page {} for the {}.",
        pick(&names, 1),
        pick(&things, 3),
        number * 3 + 1,
        pick(&acts, 5),
        pick(&places, 2),
        number * 5 + 2,
        number * 7 + 3,
        pick(&things, 11),
    )
}

fn text(numbers: impl IntoIterator<Item = usize>) -> String {
    let sentences: Vec<String> = numbers.into_iter().map(sentence).collect();
    sentences.join("\n")
}

/// One article: number, publisher, day, text.
type Told<'a> = (u32, &'a str, &'a str, &'a str);

fn item<'a>((id, source, day, text): Told<'a>) -> Item<'a> {
    Item {
        id: ArticleId(id),
        text,
        source: (!source.is_empty()).then_some(source),
        published: day.parse().ok(),
        ..Item::default()
    }
}

fn find(told: &[Told]) -> Vec<Found> {
    let mut index = Index::new(IndexSettings::default());
    told.iter().flat_map(|one| index.add(&item(*one))).collect()
}

fn edges(found: &[Found]) -> Vec<(u32, u32, CopyKind, bool)> {
    let edges = found.iter().map(|found| &found.edge);
    edges
        .map(|edge| (edge.from.0, edge.to.0, edge.kind, edge.directed))
        .collect()
}

#[test]
fn a_reprint_names_the_agency() {
    let body = text(0..20);
    let agency = format!("BRENN (Reuters) - {body}");
    let found = find(&[
        (1, "Karsa Post", "2031-03-02", &agency),
        (2, "Reuters", "2031-03-02", &agency),
        (
            3,
            "Ludow Herald",
            "2031-03-03",
            &format!("{agency}\nOne more line of our own."),
        ),
    ]);
    let expected = [
        (2, 1, CopyKind::Reprint, true),
        (1, 3, CopyKind::Reprint, false),
        (2, 3, CopyKind::Reprint, true),
    ];
    assert_eq!(edges(&found), expected);
    assert_eq!(found[1].edge.because, "both carry the Reuters text");
}

#[test]
fn parts_make_a_rewrite_and_states_of_a_report_an_update() {
    let (first, second) = (text(0..20), text(12..40));
    let longer = text(0..28);
    let found = find(&[
        (1, "Karsa Post", "2031-03-02T10:00:00Z", &first),
        (2, "Ludow Herald", "2031-03-02T11:00:00Z", &second),
        (3, "Karsa Post", "2031-03-02T12:00:00Z", &longer),
    ]);
    assert_eq!(edges(&found)[0], (1, 2, CopyKind::Rewrite, false));
    assert_eq!(edges(&found)[1], (1, 3, CopyKind::LiveUpdate, true));
}

#[test]
fn what_both_quote_is_no_copy() {
    let quote = format!("“{}” she said.", text(100..103).replace('\n', " "));
    let one = format!("{}\n{quote}", text(0..12));
    let other = format!("{}\n{quote}", text(20..32));
    let found = find(&[(1, "Karsa Post", "", &one), (2, "Ludow Herald", "", &other)]);
    assert_eq!(edges(&found), [(1, 2, CopyKind::Quote, false)]);
    assert_eq!(found[0].edge.because, "both quote the same statement");
}

#[test]
fn notices_of_a_newsroom_are_learned() {
    let notice = text(900..905);
    let bodies: Vec<String> = (0..12)
        .map(|number| format!("{}\n{notice}", text(number * 10..number * 10 + 9)))
        .collect();
    let told: Vec<Told> = bodies
        .iter()
        .enumerate()
        .map(|(number, body)| (number as u32, "Karsa Post", "2031-03-02", body.as_str()))
        .collect();
    let last = find(&told).into_iter().map(|found| found.edge.to.0).max();
    assert!(last < Some(4), "{last:?}");
}

#[test]
fn articles_far_apart_are_not_compared_and_one_wrong_date_changes_nothing() {
    let (old, other) = (text(0..20), text(30..40));
    let mut told: Vec<Told> = vec![(1, "", "2031-03-02", &old)];
    told.extend((2..40).map(|id| (id, "", "2031-05-02", other.as_str())));
    told.push((99, "", "2031-05-02", &old));
    assert!(find(&told).iter().all(|found| found.edge.from.0 != 1));

    let wrong = [
        (1, "", "2031-03-02", old.as_str()),
        (2, "", "2999-01-01", other.as_str()),
        (3, "", "2031-03-03", old.as_str()),
    ];
    assert_eq!(find(&wrong).len(), 1);
}

#[test]
fn an_index_is_bounded() {
    let settings = IndexSettings {
        articles: 8,
        words: 2_000,
        postings: 4_096,
        ..IndexSettings::default()
    };
    let mut index = Index::new(settings);
    let before = index.n_bytes();
    for number in 0..200 {
        let body = text(number * 20..number * 20 + 20);
        index.add(&item((number as u32, "", "", &body)));
        assert!(index.len() <= 8);
    }
    assert!(index.n_bytes() < before + 20_000);
}

/// Texts that would take minutes if anything cost more than its length.
#[test]
fn hostile_texts_take_linear_time() {
    let n = 300_000;
    let mut counted = String::new();
    for number in 0..n {
        write!(counted, "{} ", number % 97).expect("a string takes text");
    }
    let texts = [
        "word ".repeat(n),
        "\"a ".repeat(n),
        "“".repeat(n),
        "‘a' ".repeat(n),
        "a (@b) ".repeat(n / 4),
        "\" \n\n".repeat(n),
        "a:\n".repeat(n),
        "éa".repeat(n),
        "\n".repeat(n),
        "By Reuters (".repeat(n / 8),
        counted,
    ];
    let mut index = Index::new(IndexSettings::default());
    for _ in 0..2 {
        for (id, text) in texts.iter().enumerate() {
            index.add(&item((id as u32, text, "2031-03-02", text)));
        }
    }
    assert_eq!(Text::read(&texts[0]).len(), n);
}

fn article() -> impl Strategy<Value = String> {
    let sentence = prop_oneof![
        8 => (0_usize..40).prop_map(sentence),
        1 => "[a-zé“”\"' ’:\n(@…]{0,60}",
    ];
    prop::collection::vec(sentence, 0..16).prop_map(|parts| parts.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn passages_are_the_same_words_in_both_texts(texts in prop::collection::vec(article(), 2..8)) {
        let told: Vec<Told> = texts
            .iter()
            .enumerate()
            .map(|(id, text)| (id as u32, "", "", text.as_str()))
            .collect();
        let found = find(&told);
        prop_assert_eq!(&found, &find(&told));
        for one in &found {
            let (earlier, later) = (one.edge.from.0.min(one.edge.to.0), one.edge.from.0.max(one.edge.to.0));
            let (earlier, later) = (&texts[earlier as usize], &texts[later as usize]);
            prop_assert!(one.edge.share > 0.0 && one.edge.share <= 1.0);
            for passage in &one.passages {
                let there = Text::read(earlier).span(passage.there.clone()).of(earlier);
                prop_assert_eq!(words(there), words(passage.here.of(later)));
                prop_assert!(!there.is_empty());
            }
        }
    }
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
