//! Whatever stands in titles, names, addresses and texts: every export can be parsed by the rules of its form, leads back to its
//! article, and steers no terminal.

use std::collections::BTreeSet;

use entente_engine::claims_of;
use entente_engine::export::{Format, Settings, Table, check, snapshot, write};
use entente_engine::types::{Article, ArticleId, ClaimId, Claims, Stated};
use entente_engine::world::{Known, NewArticle, Placed, Read, View, World};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event as Xml;
use serde_json::Value;

const TABLES: [Table; 6] = [
    Table::Articles,
    Table::Claims,
    Table::Events,
    Table::Quotes,
    Table::Figures,
    Table::Stories,
];

/// Pieces that writers stumble over.
const PIECES: [&str; 26] = [
    "]]>",
    "-->",
    "<!--",
    "<b>",
    "</item>",
    "&amp;",
    "&",
    "&#0;",
    "\"",
    "'",
    ",",
    ";",
    "\r\n",
    "\n",
    "\t",
    "=1+1",
    "@x",
    "\u{0}",
    "\u{1b}[31m",
    "\u{202e}",
    "\u{2028}",
    "\u{fffe}",
    "\u{1F600}",
    "e\u{301}",
    "\\",
    "{{",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        "[a-zA-Z0-9 ]{1,6}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// A report whose title, publisher, address, name and words are hostile.
fn report([title, source, address, name, words]: &[String; 5]) -> Article {
    let stated = |value: &str| {
        Some(Stated {
            value: value.to_owned(),
            from: "test".to_owned(),
        })
    };
    let text = format!(
        "Chile attacked Peru in Lima on 3 May 2031. “We {words} agreed,” said Ana Ruiz. President Gabriel Boric met Keiko \
         Fujimori in Arica; 12 people {words} were killed."
    );
    Article {
        title: stated(title),
        source: stated(source),
        address: stated(address),
        published: Some(Stated {
            value: "2031-05-04".parse().expect("a day"),
            from: "test".to_owned(),
        }),
        ..Article::plain(name, &text)
    }
}

/// A workspace with two reports of one story, whose actors bear the hostile name too.
fn world(words: &[String; 5]) -> (tempfile::TempDir, World) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let mut world = World::init(&folder.path().join("ws")).expect("a new workspace");
    let mut turned = words.clone();
    turned.rotate_left(1);
    let articles = [report(words), report(&turned)];
    let new = articles.clone().map(|article| NewArticle {
        page: article.text.clone().into_bytes(),
        article,
    });
    let added = world.add(&new, Known(1)).expect("articles");
    let mut all: Vec<Claims> = Vec::new();
    for (article, added) in articles.into_iter().zip(&added) {
        let (_, mut claims) = claims_of(article);
        claims.article = ArticleId(added.number);
        for (place, claim) in claims.claims.iter_mut().enumerate() {
            claim.id = ClaimId::new(claims.article, place);
            claim.article = claims.article;
        }
        for actor in &mut claims.actors.actors {
            actor.name.clone_from(&words[3]);
            actor.offices = vec![words[0].clone()];
        }
        all.push(claims);
    }
    let reads = all.iter().map(|claims| Read {
        article: claims.article.0,
        claims,
    });
    let reads: Vec<Read> = reads.collect();
    world.record("test", &reads, Known(2)).expect("readings");
    let story = Placed {
        articles: added.iter().map(|added| added.number).collect(),
        headline: words[0].clone(),
    };
    world.place(&[story], Known(3)).expect("a story");
    (folder, world)
}

/// An export as text, in which nothing steers a terminal.
fn text(view: &View, format: Format) -> (u64, String) {
    let settings = Settings {
        least: 0.0,
        least_articles: 1,
        ..Settings::default()
    };
    let mut bytes = Vec::new();
    let n = write(view, format, &settings, &mut bytes).expect("an export");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let steers = |letter: char| {
        letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')
            || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    // FollowTheMoney statements are data for programs and keep every letter.
    let is_plain = format == Format::FtmStatements;
    assert!(
        is_plain || !text.contains(steers),
        "{format:?} steers: {text:?}"
    );
    (n, text)
}

fn lines(text: &str) -> Vec<Value> {
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// Cells of CSV, as RFC 4180 reads it.
fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut is_quoted, mut letters) = (false, text.chars().peekable());
    while let Some(letter) = letters.next() {
        match (letter, is_quoted) {
            ('"', true) if letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            ('"', _) => is_quoted = !is_quoted,
            (',', false) => row.push(std::mem::take(&mut cell)),
            ('\r', false) => {}
            ('\n', false) => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(letter),
        }
    }
    assert!(!is_quoted && row.is_empty(), "the last row ends");
    rows
}

fn check_tables(view: &View) {
    for table in TABLES {
        let (n, csv) = text(view, Format::Csv(table));
        let rows = cells(&csv);
        assert_eq!(rows.len() as u64, n + 1, "{csv:?}");
        assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{csv:?}");
        let runs = |cell: &String| cell.starts_with(['=', '@']);
        assert!(!rows.iter().flatten().any(runs), "{csv:?}");
        let (n, jsonl) = text(view, Format::Jsonl(table));
        let objects = lines(&jsonl);
        assert_eq!(objects.len() as u64, n);
        assert!(objects.iter().all(Value::is_object));
    }
}

fn check_stix(view: &View) {
    let (_, bundle) = text(view, Format::Stix);
    let bundle: Value = serde_json::from_str(&bundle).expect("JSON");
    let objects = bundle["objects"].as_array().expect("objects");
    let ids: BTreeSet<&str> = objects
        .iter()
        .filter_map(|one| one["id"].as_str())
        .collect();
    assert_eq!(
        ids.len(),
        objects.len(),
        "every object has an id of its own"
    );
    for object in objects.iter().filter_map(Value::as_object) {
        let named = object
            .iter()
            .filter(|(key, _)| key.ends_with("_ref") || key.ends_with("_refs"));
        for (key, value) in named {
            let one = std::slice::from_ref(value);
            let all = value.as_array().map_or(one, Vec::as_slice);
            for id in all.iter().filter_map(Value::as_str) {
                let is_marking = id.starts_with("marking-definition--");
                assert!(
                    is_marking || ids.contains(id),
                    "{key}: {id} is in the bundle"
                );
            }
        }
    }
}

fn check_xml(view: &View, format: Format) {
    let (_, xml) = text(view, format);
    let is_letter = |letter: char| matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(xml.chars().all(is_letter), "{xml:?}");
    let mut reader = Reader::from_str(&xml);
    let mut n_open = 0_usize;
    loop {
        match reader.read_event().expect("sound XML") {
            Xml::Start(start) => {
                n_open += 1;
                for attribute in start.attributes() {
                    attribute.expect("a sound attribute");
                }
            }
            Xml::End(_) => n_open -= 1,
            Xml::Eof => break,
            _ => {}
        }
    }
    assert_eq!(n_open, 0);
}

fn check_ftm(view: &View) {
    let (n, entities) = text(view, Format::Ftm);
    let entities = lines(&entities);
    assert_eq!(entities.len() as u64, n);
    for entity in &entities {
        assert!(entity["id"].is_string() && entity["schema"].is_string());
        let values = entity["properties"].as_object().expect("properties");
        let is_list = |value: &Value| {
            value
                .as_array()
                .is_some_and(|all| all.iter().all(Value::is_string))
        };
        assert!(values.values().all(is_list), "{entity}");
    }
    let (_, statements) = text(view, Format::FtmStatements);
    let rows = cells(&statements);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_stands_in_an_article_every_export_can_be_read(
        words in [hostile(), hostile(), hostile(), hostile(), hostile()]
    ) {
        let (folder, world) = world(&words);
        let view = world.at(None);
        check_tables(&view);
        check_stix(&view);
        check_ftm(&view);
        for format in [Format::GraphMl, Format::Rss, Format::Atom] {
            check_xml(&view, format);
        }
        for format in [Format::GeoJson, Format::Csl] {
            let (_, json) = text(&view, format);
            serde_json::from_str::<Value>(&json).expect("JSON");
        }
        let taken = folder.path().join("snapshot");
        let manifest = snapshot(&view, &taken).expect("a snapshot");
        prop_assert_eq!(check(&taken).expect("a manifest"), (manifest, Vec::new()));
    }
}

#[test]
fn a_snapshot_is_the_same_again_and_tells_of_every_byte_that_turned() {
    let words = ["Title", "Outlet", "https://example.org/a", "name", "all"].map(str::to_owned);
    let (folder, mut world) = world(&words);
    let [one, other] = ["one", "other"].map(|name| folder.path().join(name));
    let then = Some(Known(3));
    let manifest = snapshot(&world.at(None), &one).expect("a snapshot");
    assert!(
        snapshot(&world.at(None), &one).is_err(),
        "nothing is written over"
    );
    let later = report(&["Later", "Outlet", "", "later", "not"].map(str::to_owned));
    let later = NewArticle {
        page: Vec::new(),
        article: later,
    };
    world.add(&[later], Known(4)).expect("an article");
    let again = snapshot(&world.at(then), &other).expect("a snapshot");
    assert_eq!(manifest, again);
    for file in &manifest.files {
        let bytes =
            |folder: &std::path::Path| std::fs::read(folder.join(&file.name)).expect("a file");
        assert_eq!(bytes(&one), bytes(&other));
    }
    let path = one.join("quotes.parquet");
    let mut bytes = std::fs::read(&path).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).expect("a file");
    std::fs::remove_file(one.join("stories.parquet")).expect("a file");
    let (_, faults) = check(&one).expect("a manifest");
    assert_eq!(faults.len(), 2, "{faults:?}");
}
