//! What a workspace on a server promises: all that one in a file does, with the same answers, one writer at a time, and nothing
//! sent in clear to another computer unawares. `.ci/postgres` starts a server for these tests.

#![cfg(feature = "postgres")]
#![allow(
    clippy::duplicate_mod,
    reason = "the other files of tests are tests of a server here"
)]

mod common;
#[path = "review.rs"]
mod review;
#[path = "world.rs"]
mod world;

use std::time::Duration;

use common::{Place, acts, address, answers, group, report, world_in_file};
use entente_types::{Article, Comparison};
use entente_world::{Compared, Correction, Error, Id, Known, NewArticle, Read, World};

/// A workspace on the server; `None` without a server.
fn on_server() -> Option<(Place, World)> {
    address("postgres").map(|_| common::world())
}

/// Everything that can happen to a workspace, with what is answered after each step.
fn live(world: &mut World) -> Vec<String> {
    let mut told = Vec::new();
    let mut next = 0;
    let mut at = || {
        next += 10;
        Known(next)
    };
    let reports: Vec<NewArticle> = (1..=9).map(report).collect();
    world.add(&reports, at()).expect("articles");
    let mut undated = report(10);
    undated.article.published = None;
    undated.article.title = None;
    world.add(&[undated], at()).expect("an article");
    for reader in ["one", "two"] {
        for n in 1..=10 {
            let claims = acts(n, &[4, 8, 17]);
            let read = Read {
                article: n,
                claims: &claims,
            };
            world.record(reader, &[read], at()).expect("a reading");
        }
    }
    let groups = [group(&[1, 2, 3, 10]), group(&[4, 5, 6]), group(&[7])];
    world.place(&groups, at()).expect("stories");
    let comparison = Comparison::default();
    let compared = Compared {
        story: 1,
        comparison: &comparison,
        seen: world.last_known().expect("a moment").expect("one"),
    };
    world
        .record_comparison("two", &compared, at())
        .expect("a comparison");
    world.index_words(|| ()).expect("an index");
    let now = |world: &World| world.last_known().expect("a moment").expect("one");
    told.push(answers(world, now(world)));
    let said = [
        Correction::Merge(vec![1, 2]),
        Correction::Relabel {
            story: 3,
            headline: "Ferries".to_owned(),
        },
        Correction::Reject(Id::Claim(4, 1)),
        Correction::Reject(Id::Article(7)),
        Correction::Confirm(vec![Id::Claim(5, 0)]),
        Correction::Split {
            story: 1,
            articles: vec![10],
        },
    ];
    for correction in &said {
        world
            .review(correction, Some("as a test"), at())
            .expect("a review");
        told.push(answers(world, now(world)));
    }
    world.undo(1, at()).expect("the first is taken back");
    told.push(answers(world, now(world)));
    told.push(answers(world, Known(150)));
    let view = world.at(None);
    let difference = view.since(Known(230)).expect("what changed");
    told.push(format!("{difference:?}"));
    told.push(view.fingerprint().expect("a fingerprint"));
    told.push(format!(
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        view.sources(10).expect("sources"),
        view.places(&Default::default(), 0.0, 10).expect("places"),
        view.profile("SWE", 0.5).expect("a profile"),
        view.actors(&Default::default(), 0, 10).expect("actors"),
        view.dealings(0.5, (None, None), 10).expect("dealings"),
        view.unsure(0.0, 10).expect("claims"),
    ));
    told.push(format!(
        "{:?} {:?} {:?}",
        view.chosen(&Default::default(), 1, 5).expect("articles"),
        view.stories_among(&Default::default(), 0, 5)
            .expect("stories"),
        view.counts().expect("counts"),
    ));
    told
}

#[test]
fn a_workspace_on_a_server_answers_as_one_in_a_file_does() {
    let Some((_place, mut world)) = on_server() else {
        return;
    };
    let (_folder, mut other) = world_in_file();
    let (here, there) = (live(&mut other), live(&mut world));
    for (here, there) in here.iter().zip(&there) {
        let same = here.bytes().zip(there.bytes());
        let n_same = same.take_while(|(one, other)| one == other).count();
        let from = |text: &String| {
            text.chars()
                .skip(n_same.saturating_sub(80))
                .take(400)
                .collect::<String>()
        };
        assert_eq!(from(here), from(there));
    }
    assert!(world.verify(|_| ()).expect("a check").faults.is_empty());
    let reader = other.state("two", Known(1), 50).expect("a state");
    let mut state = world.state("two", Known(1), 50).expect("a state");
    assert!(state.n_bytes > 0);
    state.n_bytes = reader.n_bytes;
    assert_eq!(state, reader);
}

#[test]
fn two_folders_lead_to_one_workspace_and_only_one_of_them_writes() {
    let Some((place, mut world)) = on_server() else {
        return;
    };
    world.add(&[report(1)], Known(10)).expect("an article");
    let settings = std::fs::read_to_string(place.path().join("ws/entente.toml")).expect("settings");
    let address = settings.split('"').nth(1).expect("an address");
    let folder = tempfile::tempdir().expect("another folder");
    let mut other = World::init_on(folder.path(), address).expect("the same workspace");
    assert!(matches!(
        World::init_on(folder.path(), address),
        Err(Error::IsWorkspace(_))
    ));
    assert_eq!(other.at(None).counts().expect("counts")[0], 1);
    assert_eq!(other.index_words(|| ()).expect("an index"), 1);
    assert_eq!(
        World::find(&folder.path().join("index")).as_deref(),
        Some(folder.path())
    );
    let both = std::thread::scope(|scope| {
        let one = scope
            .spawn(|| (2..40).try_for_each(|n| world.add(&[report(n)], Known(n.into())).map(drop)));
        let two = scope.spawn(|| {
            (40..80).try_for_each(|n| other.add(&[report(n)], Known(n.into())).map(drop))
        });
        [one.join(), two.join()]
    });
    for written in both {
        written.expect("a thread").expect("articles");
    }
    assert_eq!(world.at(None).counts().expect("counts")[0], 79);
    assert_eq!(world.locked().expect("an answer"), None);
    // Every moment is one writer's: there is a row of the log for each.
    let moments = world.at(None).changes(Known(0), 1000).expect("changes");
    assert_eq!(moments.len(), 79);
}

#[test]
fn a_question_that_takes_too_long_ends_and_the_next_one_is_answered() {
    let Some((_place, world)) = on_server() else {
        return;
    };
    let mut world = world;
    world.limit(Some(Duration::ZERO)).expect("a limit");
    std::thread::sleep(Duration::from_millis(2));
    assert!(matches!(world.at(None).counts(), Err(Error::TooLong)));
    world.limit(None).expect("no limit");
    assert!(world.at(None).counts().is_ok());
}

#[test]
fn a_letter_that_the_server_does_not_take_is_no_reason_to_fail() {
    let Some((_place, mut world)) = on_server() else {
        return;
    };
    let mut new = report(1);
    new.article = Article::plain("with\0zero.txt", "A text with a \0 in it.");
    world.add(&[new.clone()], Known(10)).expect("an article");
    let view = world.at(None);
    let kept = view.article(1).expect("the article");
    assert_eq!(kept.text, new.article.text);
    assert_eq!(view.place(1).expect("a place"), "with\u{fffd}zero.txt");
}

#[test]
fn nothing_is_sent_in_clear_to_another_computer_unless_it_is_said_so() {
    let folder = tempfile::tempdir().expect("a folder");
    for address in [
        "postgresql://reader:secret@192.0.2.7/news",
        "postgresql://reader:secret@localhost/news?sslmode=require",
    ] {
        let refused = World::init_on(folder.path(), address)
            .err()
            .expect("a refusal");
        let told = refused.to_string();
        assert!(told.contains("sslmode=disable"), "{told}");
        assert!(!told.contains("secret"), "{told}");
    }
    let refused = World::init_on(folder.path(), "postgresql://reader:secret@[");
    let told = refused.err().expect("a refusal").to_string();
    assert!(!told.contains("secret"), "{told}");
    assert!(World::find(folder.path()).is_none());
}
