//! An update reads every article once and compares every story of several reports once, whatever the order of batches.

use std::collections::BTreeMap;
use std::sync::Mutex;

use entente_engine::types::Article;
use entente_engine::workspace::{self, Step, Updated};
use entente_engine::world::{Known, NewArticle, World};
use entente_engine::{Settings, workspace::reader};

/// Articles of several stories, and more that stand alone than one batch holds.
fn articles() -> Vec<NewArticle> {
    let strike = (0..43).map(|n| {
        format!("Orda miners strike over pay\nAbout 300 miners went on strike in Orda on Monday, the union said. Mine {n} closed.")
    });
    let ferry = (0..2).map(|n| {
        format!("Ferry sinks off Karsa\nThe ferry Amalia sank off Karsa with {} people on board, the coast guard said.", 40 + n)
    });
    let alone = (0..70).map(|n| format!("Note{n}\nQuarz{n} flobt zwirn{n} und knast{n}."));
    let texts = strike.chain(ferry).chain(alone);
    texts
        .map(|text| NewArticle {
            article: Article::plain("note.txt", &text),
            page: text.into_bytes(),
        })
        .collect()
}

fn update(world: &mut World) -> (Updated, BTreeMap<String, u64>) {
    let steps: Mutex<BTreeMap<String, u64>> = Mutex::default();
    let note = |step| {
        let (name, n) = match step {
            Step::Begun(n) => ("begun", n),
            Step::Read => ("read", 1),
            Step::Compared => ("compared", 1),
            Step::Indexed => ("indexed", 1),
        };
        *steps
            .lock()
            .expect("no step panics")
            .entry(name.to_owned())
            .or_default() += n;
    };
    let updated = workspace::update(world, &Settings::default(), &|| Known(1), &note);
    let steps = steps.into_inner().expect("no step panics");
    (updated.expect("the workspace can be written"), steps)
}

#[test]
fn every_article_is_read_once_and_every_story_compared_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut world = World::init(folder.path()).expect("a workspace");
    let articles = articles();
    let n = articles.len() as u64;
    world.add(&articles, Known(1)).expect("they can be kept");
    let (updated, steps) = update(&mut world);
    assert_eq!(updated.n_read, n);
    assert_eq!(steps["read"], n);
    assert!(updated.n_compared >= 2);
    assert_eq!(steps["compared"], updated.n_compared);
    assert_eq!(steps["begun"], n + updated.n_compared);
    assert_eq!(
        world
            .n_unread(reader(Settings::default().precision))
            .expect("a count"),
        0
    );
    let (again, steps) = update(&mut world);
    assert_eq!((again.n_read, again.n_compared), (0, 0));
    assert_eq!(steps["begun"], 0);
}
