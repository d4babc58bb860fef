//! What a workspace promises: nothing comes in twice, nothing that was known changes, what is damaged is told.

mod common;

use std::collections::BTreeMap;

use common::{answers, group, report, world, world_in_file};
use entente_types::{Claims, Comparison};
use entente_world::{Compared, Correction, Error, Known, NewArticle, Placed, Read, World};
use proptest::prelude::*;

#[test]
fn what_is_there_already_is_not_kept_twice() {
    let (_folder, mut world) = world();
    let both = [report(1), report(2)];
    let first = world.add(&both, Known(10)).expect("two articles");
    assert!(first.iter().all(|added| added.is_new));
    let mut again = report(1);
    again.article.name = "the same in another file.txt".to_owned();
    let second = world.add(&[again], Known(20)).expect("one more");
    assert_eq!(
        (second[0].number, second[0].is_new),
        (first[0].number, false)
    );
    assert_eq!(world.at(None).counts().expect("counts")[0], 2);
    assert_eq!(world.last_known().expect("a moment"), Some(Known(10)));
}

#[test]
fn an_article_comes_back_as_it_was_read() {
    let (_folder, mut world) = world();
    let new = report(3);
    world
        .add(std::slice::from_ref(&new), Known(10))
        .expect("an article");
    let view = world.at(None);
    let mut kept = view.article(1).expect("the article");
    kept.id = new.article.id;
    assert_eq!(kept, new.article);
    assert_eq!(view.page(1).expect("its bytes"), new.page);
    assert!(matches!(
        world.at(Some(Known(9))).article(1),
        Err(Error::NoSuch(_))
    ));
}

#[test]
fn a_story_keeps_its_number_and_one_that_is_gone_says_where_its_articles_are() {
    let (_folder, mut world) = world();
    let reports: Vec<NewArticle> = (1..=5).map(report).collect();
    world.add(&reports, Known(10)).expect("articles");
    let placed = world
        .place(&[group(&[1, 2, 3]), group(&[4, 5])], Known(20))
        .expect("stories");
    assert_eq!(placed, [(1, true), (2, true)]);
    let placed = world
        .place(&[group(&[1, 2, 3, 4, 5])], Known(30))
        .expect("one story");
    assert_eq!(placed, [(1, true)]);
    let gone = world.at(None).story(2).expect_err("it is gone").to_string();
    assert!(gone.contains("sty_1"), "{gone}");
    assert_eq!(
        world
            .at(Some(Known(25)))
            .story(2)
            .expect("it was there")
            .1
            .len(),
        2
    );
    let difference = world.at(None).since(Known(25)).expect("what changed");
    assert_eq!(difference.changed_stories.len(), 1);
    assert_eq!(difference.gone_stories[0].1, ["sty_1"]);
}

#[test]
fn another_reader_reads_anew_and_the_past_keeps_the_old_reading() {
    let (_folder, mut world) = world();
    world.add(&[report(1)], Known(10)).expect("an article");
    for (reader, at) in [("one", 20), ("two", 30)] {
        assert_eq!(world.n_unread(reader).expect("a count"), 1);
        let claims = Claims::default();
        let read = Read {
            article: 1,
            claims: &claims,
        };
        world.record(reader, &[read], Known(at)).expect("a reading");
    }
    let reader = |at| {
        let claims = world.at(Some(Known(at))).claims(1).expect("claims");
        claims.map(|(reader, _)| reader)
    };
    assert_eq!(reader(15), None);
    assert_eq!(reader(25), Some("one".to_owned()));
    assert_eq!(reader(35), Some("two".to_owned()));
}

#[test]
fn stories_are_compared_until_their_comparison_is_as_new_as_they_are() {
    let (_folder, mut world) = world();
    world
        .add(&[report(1), report(2), report(3)], Known(10))
        .expect("articles");
    world
        .place(&[group(&[1, 2]), group(&[3])], Known(20))
        .expect("stories");
    assert_eq!(world.uncompared("reader").expect("stories"), [1]);
    let comparison = Comparison::default();
    let compared = Compared {
        story: 1,
        comparison: &comparison,
        seen: Known(20),
    };
    world
        .record_comparison("reader", &compared, Known(30))
        .expect("kept");
    assert_eq!(
        world.uncompared("reader").expect("stories"),
        Vec::<u32>::new()
    );
    world
        .place(&[group(&[1, 2, 3])], Known(40))
        .expect("one story");
    assert_eq!(world.uncompared("reader").expect("stories"), [1]);
}

#[test]
fn a_question_in_sql_cannot_write_and_cannot_run_for_ever() {
    let (_folder, mut world) = world();
    world.add(&[report(1)], Known(10)).expect("an article");
    let (names, rows) = world
        .at(None)
        .query("SELECT id, source FROM articles")
        .expect("an answer");
    assert_eq!(names, ["id", "source"]);
    assert_eq!(rows[0][0], "art_1");
    for wrong in [
        "DELETE FROM article",
        "SELECT nothing",
        "DROP TABLE blob",
        "",
    ] {
        assert!(
            matches!(world.at(None).query(wrong), Err(Error::Question(_))),
            "{wrong}"
        );
    }
    assert_eq!(world.at(None).counts().expect("counts")[0], 1);
}

#[test]
fn a_byte_that_turned_is_found_and_the_rest_is_still_read() {
    let (folder, mut world) = world_in_file();
    world
        .add(&[report(1), report(2)], Known(10))
        .expect("articles");
    assert!(world.verify(|_| ()).expect("a check").faults.is_empty());
    let database =
        rusqlite::Connection::open(folder.path().join("ws/entente.db")).expect("the database");
    let turn = "UPDATE blob SET packed = zeroblob(length(packed)) WHERE number = (SELECT text FROM article WHERE number = 1)";
    assert_eq!(database.execute(turn, []).expect("one blob"), 1);
    let verified = world.verify(|_| ()).expect("a check");
    let faults: Vec<&str> = verified
        .faults
        .iter()
        .map(|fault| fault.what.as_str())
        .collect();
    assert_eq!(faults, ["blob 2", "art_1"]);
    assert!(world.at(None).article(2).is_ok());
}

#[test]
fn an_index_that_is_gone_is_made_again() {
    let (folder, mut world) = world();
    world
        .add(&(1..=20).map(report).collect::<Vec<_>>(), Known(10))
        .expect("articles");
    assert_eq!(world.index_words(|| ()).expect("an index"), 20);
    let before = answers(&world, Known(10));
    std::fs::remove_dir_all(folder.path().join("ws/index")).expect("the index goes");
    assert_eq!(world.index_words(|| ()).expect("an index"), 20);
    assert_eq!(answers(&world, Known(10)), before);
    assert_eq!(world.index_words(|| ()).expect("nothing is missing"), 0);
}

#[test]
fn a_folder_is_made_a_workspace_once() {
    let (folder, _world) = world();
    let inside = folder.path().join("ws");
    assert!(matches!(World::init(&inside), Err(Error::IsWorkspace(_))));
    assert!(matches!(
        World::open(folder.path()),
        Err(Error::NoWorkspace(_))
    ));
    assert_eq!(World::find(&inside.join("index")), Some(inside));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever comes in later: a question about a moment has the answer that it had then.
    #[test]
    fn the_past_stays_as_it_was(steps in prop::collection::vec((1_u32..40, 1_u32..6, any::<bool>()), 2..8)) {
        let (_folder, mut world) = world();
        let mut asked: BTreeMap<Known, String> = BTreeMap::new();
        for (step, (start, n, is_joined)) in (1_i64..).zip(steps) {
            let reports: Vec<NewArticle> = (start..start + n).map(report).collect();
            let added = world.add(&reports, Known(step * 100)).expect("articles");
            let numbers: Vec<u32> = added.iter().map(|added| added.number).collect();
            let groups: Vec<Placed> = if is_joined {
                vec![group(&numbers)]
            } else {
                numbers.iter().map(|number| group(&[*number])).collect()
            };
            let stories = world.place(&groups, Known(step * 100 + 10)).expect("stories");
            let comparison = Comparison { headline: format!("step {step}"), ..Comparison::default() };
            let compared = Compared { story: stories[0].0, comparison: &comparison, seen: Known(step * 100 + 10) };
            world.record_comparison("reader", &compared, Known(step * 100 + 20)).expect("kept");
            world.index_words(|| ()).expect("an index");
            let now = world.last_known().expect("a moment").expect("something is known");
            asked.insert(now, answers(&world, now));
        }
        for (at, answer) in asked {
            prop_assert_eq!(answers(&world, at), answer);
        }
    }
}

#[test]
fn a_workspace_of_an_older_program_is_brought_up_and_answers_as_before() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let database = rusqlite::Connection::open(folder.path().join("entente.db")).expect("a file");
    let rows = "INSERT INTO blob VALUES (1, x'00', 0, NULL, x'00'); \
        INSERT INTO article VALUES (1, x'01', 10, 'a.txt', 'Ferry', 'Outlet', NULL, NULL, NULL, NULL, 1, 1), \
          (2, x'02', 10, 'b.txt', 'Ferry', 'Other', NULL, NULL, NULL, NULL, 1, 1); \
        INSERT INTO membership VALUES (1, 1, 20, NULL), (2, 1, 20, NULL); \
        INSERT INTO story VALUES (1, 20, NULL, 'Ferry', NULL, NULL, 2, 2); \
        INSERT INTO comparison VALUES (1, 30, 'old', 1); \
        INSERT INTO log VALUES (30, 'compare', 1);";
    let old = include_str!("../src/schema/1.sql");
    database
        .execute_batch(&format!("{old} {rows} PRAGMA user_version = 1;"))
        .expect("an old workspace");
    drop(database);
    let mut world = World::open(folder.path()).expect("the workspace");
    assert_eq!(world.uncompared("old").expect("stories"), Vec::<u32>::new());
    let split = Correction::Split {
        story: 1,
        articles: vec![2],
    };
    world.review(&split, None, Known(40)).expect("a review");
    let count = |world: &World, at| world.at(Some(Known(at))).counts().expect("counts");
    assert_eq!((count(&world, 35)[1], count(&world, 40)[1]), (1, 2));
    let stories = world.at(None).query("SELECT * FROM stories").expect("rows");
    assert_eq!(stories.1.len(), 2);
}
