//! What a person says holds from then on, whatever comes in later, until it is undone; and never before.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Place, acts, answers, group, report, world, world_in_file};
use entente_types::{
    ActorId, ArticleId, ClaimId, Claims, Comparison, Content, Participant, Period,
};
use entente_world::{
    Between, Compared, Correction, Error, Id, Known, NewArticle, Placed, Read, World,
};
use jiff::civil::date;
use proptest::prelude::*;

/// Which story each article tells.
fn told(world: &World) -> BTreeMap<u32, u32> {
    let rows = world.at(None).articles(0, 1000).expect("articles");
    let number = |id: &str| id[4..].parse::<u32>().expect("a number");
    rows.iter()
        .filter_map(|row| Some((number(&row.id), number(row.story.as_ref()?))))
        .collect()
}

/// Which articles are together, whatever their story is called.
fn together(world: &World) -> BTreeSet<BTreeSet<u32>> {
    let mut stories: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for (article, story) in told(world) {
        stories.entry(story).or_default().insert(article);
    }
    stories.into_values().collect()
}

fn with_articles(n: u32) -> (Place, World) {
    let (folder, mut world) = world();
    let reports: Vec<NewArticle> = (1..=n).map(report).collect();
    world.add(&reports, Known(10)).expect("articles");
    (folder, world)
}

fn say(world: &mut World, correction: Correction, at: i64) -> u32 {
    let reviewed = world.review(&correction, Some("seen by eye"), Known(at));
    reviewed.expect("a review").number
}

#[test]
fn stories_that_were_merged_stay_one_and_what_comes_to_either_comes_to_it() {
    let (_folder, mut world) = with_articles(6);
    world
        .place(&[group(&[1, 2]), group(&[3]), group(&[4])], Known(20))
        .expect("stories");
    let review = say(&mut world, Correction::Merge(vec![2, 1]), 30);
    assert_eq!(told(&world), [(1, 2), (2, 2), (3, 2), (4, 3)].into());
    world
        .place(&[group(&[1, 2, 5]), group(&[3, 6]), group(&[4])], Known(40))
        .expect("stories");
    assert_eq!(
        told(&world),
        [(1, 2), (2, 2), (3, 2), (4, 3), (5, 2), (6, 2)].into()
    );
    let gone = world.at(None).gone(1).expect("an answer").expect("it was");
    assert_eq!(
        (gone.status.as_str(), &gone.now[..]),
        ("merged", &["sty_2".to_owned()][..])
    );
    assert_eq!(gone.review.expect("a person did it").number, review);
    world.undo(review, Known(50)).expect("undone");
    assert_eq!(
        told(&world),
        [(1, 1), (2, 1), (3, 2), (4, 3), (5, 1), (6, 2)].into()
    );
    assert_eq!(world.at(None).gone(1).expect("an answer"), None);
}

#[test]
fn a_merge_does_not_drag_in_the_story_that_one_of_its_articles_is_placed_with_later() {
    let (_folder, mut world) = with_articles(6);
    world
        .place(&[group(&[1, 2]), group(&[3]), group(&[4, 5, 6])], Known(20))
        .expect("stories");
    say(&mut world, Correction::Merge(vec![1, 2]), 30);
    world
        .place(&[group(&[1]), group(&[2, 3, 4, 5, 6])], Known(40))
        .expect("stories");
    assert_eq!(
        together(&world),
        [[1, 2, 3].into(), [4, 5, 6].into()].into()
    );
}

#[test]
fn what_was_split_stays_apart_and_has_its_own_followers() {
    let (_folder, mut world) = with_articles(7);
    world
        .place(&[group(&[1, 2, 3, 4])], Known(20))
        .expect("a story");
    let split = Correction::Split {
        story: 1,
        articles: vec![3, 4],
    };
    let review = say(&mut world, split, 30);
    assert_eq!(told(&world), [(1, 1), (2, 1), (3, 2), (4, 2)].into());
    // As one again: what is new stays with the rest, for as many are there.
    world
        .place(&[group(&[1, 2, 3, 4, 5])], Known(40))
        .expect("a story");
    assert_eq!(told(&world)[&5], 1);
    // As two: what is new goes with those that it is placed with.
    world
        .place(&[group(&[1, 2, 5]), group(&[3, 4, 6])], Known(50))
        .expect("two stories");
    assert_eq!(told(&world)[&6], told(&world)[&3]);
    world.undo(review, Known(60)).expect("undone");
    assert_eq!(
        together(&world),
        [[1, 2, 5].into(), [3, 4, 6].into()].into()
    );
}

#[test]
fn a_name_given_by_a_person_stays_and_the_other_one_comes_back() {
    let (_folder, mut world) = with_articles(3);
    world.place(&[group(&[1, 2])], Known(20)).expect("a story");
    let relabel = Correction::Relabel {
        story: 1,
        headline: "The ferry of Orda".to_owned(),
    };
    let review = say(&mut world, relabel, 30);
    world
        .place(&[group(&[1, 2, 3])], Known(40))
        .expect("a story");
    let name = |world: &World| world.at(None).story(1).expect("a story").0.headline;
    assert_eq!(name(&world), "The ferry of Orda");
    world.undo(review, Known(50)).expect("undone");
    assert_eq!(name(&world), "What [1, 2, 3] tell");
    let changes = world.at(None).since(Known(20)).expect("what changed");
    assert!(changes.reviews[0].undone.is_some());
}

#[test]
fn a_rejected_claim_is_gone_from_all_that_is_derived_also_when_it_is_read_anew() {
    let (_folder, mut world) = with_articles(2);
    world.place(&[group(&[1, 2])], Known(20)).expect("a story");
    let read = |world: &mut World, reader: &str, at: &[usize], known| {
        let claims = acts(1, at);
        let read = Read {
            article: 1,
            claims: &claims,
        };
        world
            .record(reader, &[read], Known(known))
            .expect("a reading");
    };
    let ids = |world: &World, at| {
        let view = world.at(Some(Known(at)));
        let rows = view.events(&Between::default(), 0.0, 10).expect("acts");
        let asked = view
            .query("SELECT id FROM events ORDER BY id")
            .expect("rows");
        let ids: Vec<String> = rows.into_iter().map(|row| row.id).collect();
        assert_eq!(ids.len(), asked.1.len());
        ids
    };
    read(&mut world, "one", &[0, 4, 12], 30);
    let comparison = Comparison::default();
    let compared = Compared {
        story: 1,
        comparison: &comparison,
        seen: Known(30),
    };
    world
        .record_comparison("one", &compared, Known(40))
        .expect("kept");
    let review = say(&mut world, Correction::Reject(Id::Claim(1, 1)), 50);
    assert_eq!(ids(&world, 45).len(), 3);
    assert_eq!(ids(&world, 50), ["clm_1_0", "clm_1_2"]);
    assert_eq!(world.at(None).comparison(1).expect("an answer"), None);
    assert!(
        world
            .at(Some(Known(45)))
            .comparison(1)
            .expect("an answer")
            .is_some()
    );
    assert_eq!(world.uncompared("one").expect("stories"), [1]);
    world
        .record_comparison("one", &compared, Known(55))
        .expect("too old");
    assert_eq!(world.uncompared("one").expect("stories"), [1]);
    read(&mut world, "two", &[4, 5, 12, 20], 60);
    assert_eq!(ids(&world, 60), ["clm_1_1", "clm_1_2", "clm_1_3"]);
    read(&mut world, "three", &[0, 12], 70);
    assert_eq!(ids(&world, 70), ["clm_1_0", "clm_1_1"]);
    world.undo(review, Known(80)).expect("undone");
    read(&mut world, "four", &[4], 90);
    assert_eq!(ids(&world, 90), ["clm_1_0"]);
}

#[test]
fn a_rejected_article_is_in_no_story_until_that_is_undone() {
    let (_folder, mut world) = with_articles(3);
    world
        .place(&[group(&[1, 2]), group(&[3])], Known(20))
        .expect("stories");
    let review = say(&mut world, Correction::Reject(Id::Article(1)), 30);
    let alone = say(&mut world, Correction::Reject(Id::Article(3)), 40);
    let view = world.at(None);
    assert_eq!(view.story(1).expect("a story").0.n_articles, 1);
    assert!(matches!(view.story(2), Err(Error::NoSuch(_))));
    assert_eq!(view.article_row(1).expect("it is kept").story, None);
    world
        .place(&[group(&[1, 2, 3])], Known(50))
        .expect("a story");
    assert_eq!(told(&world), [(2, 1)].into());
    world.undo(review, Known(60)).expect("undone");
    world.undo(alone, Known(70)).expect("undone");
    assert_eq!(told(&world), [(1, 1), (2, 1), (3, 1)].into());
}

#[test]
fn what_cannot_be_meant_is_told_and_changes_nothing() {
    let (_folder, mut world) = with_articles(3);
    world
        .place(&[group(&[1, 2]), group(&[3])], Known(20))
        .expect("stories");
    say(&mut world, Correction::Reject(Id::Article(3)), 30);
    let before = answers(&world, Known(1000));
    let split = |story, articles: &[u32]| Correction::Split {
        story,
        articles: articles.to_vec(),
    };
    for wrong in [
        Correction::Merge(vec![1]),
        Correction::Merge(vec![1, 1]),
        Correction::Merge(vec![1, 9]),
        split(1, &[]),
        split(1, &[1, 2]),
        split(1, &[3]),
        split(9, &[1]),
        Correction::Relabel {
            story: 1,
            headline: " ".to_owned(),
        },
        Correction::Reject(Id::Article(3)),
        Correction::Reject(Id::Article(9)),
        Correction::Reject(Id::Claim(1, 0)),
        Correction::Reject(Id::Story(1)),
    ] {
        assert!(world.review(&wrong, None, Known(40)).is_err(), "{wrong:?}");
    }
    assert!(world.undo(9, Known(40)).is_err());
    world.undo(1, Known(50)).expect("undone");
    assert!(world.undo(1, Known(60)).is_err());
    assert_eq!(answers(&world, Known(30)), before);
}

/// Something that happens to a workspace; numbers choose among what is there.
#[derive(Clone, Debug)]
enum Step {
    Add(u32, u32),
    Place(Vec<u8>),
    Read(u8),
    Compare(u8),
    Merge(u8, u8),
    Split(u8, u8),
    Relabel(u8),
    Reject(u8, bool),
    Undo(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let groups = prop::collection::vec(0_u8..5, 1..12);
    let step = prop_oneof![
        3 => (1_u32..40, 1_u32..6).prop_map(|(start, n)| Step::Add(start, n)),
        4 => groups.prop_map(Step::Place),
        4 => any::<u8>().prop_map(Step::Read),
        2 => any::<u8>().prop_map(Step::Compare),
        3 => (any::<u8>(), any::<u8>()).prop_map(|(one, other)| Step::Merge(one, other)),
        3 => (any::<u8>(), any::<u8>()).prop_map(|(one, other)| Step::Split(one, other)),
        1 => any::<u8>().prop_map(Step::Relabel),
        2 => (any::<u8>(), any::<bool>()).prop_map(|(one, is_all)| Step::Reject(one, is_all)),
        2 => any::<u8>().prop_map(Step::Undo),
    ];
    prop::collection::vec(step, 4..24)
}

/// One of several, if there is any.
fn choose<T: Copy>(among: &[T], by: u8) -> Option<T> {
    among.get(usize::from(by) % among.len().max(1)).copied()
}

/// Does a step; `at` is when. Those that speak of what is not there do nothing.
fn take(world: &mut World, step: &Step, at: Known) {
    let stories: Vec<u32> = told(world).into_values().collect();
    let articles: Vec<u32> = (1..=world.at(None).counts().expect("counts")[0] as u32).collect();
    let correction = match step {
        Step::Add(start, n) => {
            let reports: Vec<NewArticle> = (*start..start + n).map(report).collect();
            world.add(&reports, at).expect("articles");
            return;
        }
        Step::Place(groups) => {
            place(world, &articles, groups, at);
            return;
        }
        Step::Read(by) => {
            if let Some(article) = choose(&articles, *by) {
                let claims = read(article, *by);
                let read = Read {
                    article,
                    claims: &claims,
                };
                let reader = format!("reader {}", by % 4);
                world.record(&reader, &[read], at).expect("a reading");
            }
            return;
        }
        Step::Compare(by) => {
            if let Some(story) = choose(&stories, *by) {
                compare(world, story, *by, at);
            }
            return;
        }
        Step::Undo(by) => {
            let reviews = world.at(None).reviews().expect("reviews");
            if let Some(review) = reviews.get(usize::from(*by) % reviews.len().max(1)) {
                _ = world.undo(review.number, at);
            }
            return;
        }
        Step::Merge(one, other) => {
            let both = choose(&stories, *one)
                .into_iter()
                .chain(choose(&stories, *other));
            Correction::Merge(both.collect())
        }
        Step::Split(one, other) => {
            let Some(story) = choose(&stories, *one) else {
                return;
            };
            let told = told(world);
            let inside = told
                .iter()
                .filter(|(_, of)| **of == story)
                .map(|(article, _)| *article);
            let articles = inside
                .enumerate()
                .filter(|(place, _)| other >> (place % 8) & 1 == 1);
            Correction::Split {
                story,
                articles: articles.map(|(_, article)| article).collect(),
            }
        }
        Step::Relabel(one) => Correction::Relabel {
            story: choose(&stories, *one).unwrap_or(1),
            headline: format!("Named {one}"),
        },
        Step::Reject(one, is_all) => {
            let article = choose(&articles, *one).unwrap_or(1);
            Correction::Reject(match is_all {
                true => Id::Article(article),
                false => Id::Claim(article, u32::from(one % 3)),
            })
        }
    };
    // A random correction may well be impossible.
    _ = world.review(&correction, None, at);
}

/// What a reader finds in an article: acts of several days and roots, some of them too unsure to count.
fn read(article: u32, by: u8) -> Claims {
    let mut claims = acts(article, &[0, 4, 12, 3][usize::from(by) % 3..]);
    for (place, claim) in claims.claims.iter_mut().enumerate() {
        if let Content::Event(event) = &mut claim.content {
            let day = date(2031, 3, 3 + (by / 4 % 8) as i8);
            event.period = (place % 3 > 0).then(|| Period::day(day));
            if by % 3 == place as u8 {
                event.actors = vec![Participant {
                    span: claim.span,
                    actor: Some(ActorId("person:ana-ruiz".to_owned())),
                }];
            }
            event.confidence = if by % 7 == place as u8 { 0.5 } else { 1.0 };
        }
    }
    claims
}

/// Compares the reports of a story: some of their acts are one, whatever their roots and days.
fn compare(world: &mut World, story: u32, by: u8, at: Known) {
    let told = told(world);
    let inside = told.iter().filter(|(_, of)| **of == story);
    let reports: Vec<ArticleId> = inside.map(|(article, _)| ArticleId(*article)).collect();
    let claims = reports.iter().zip(usize::from(by)..);
    let claims = claims.map(|(report, place)| ClaimId::new(*report, place % 3));
    let comparison = Comparison {
        same_acts: vec![claims.collect()],
        ..Comparison::default()
    };
    let compared = Compared {
        story,
        comparison: &comparison,
        seen: at,
    };
    let reader = format!("reader {at:?}");
    let kept = world.record_comparison(&reader, &compared, at);
    kept.expect("a comparison");
}

/// Places articles anew: into the group that `groups` names for each in turn.
fn place(world: &mut World, articles: &[u32], groups: &[u8], at: Known) {
    let mut placed: BTreeMap<u8, Vec<u32>> = BTreeMap::new();
    for (article, of) in articles.iter().zip(groups.iter().cycle()) {
        placed.entry(*of).or_default().push(*article);
    }
    let placed: Vec<Placed> = placed
        .into_values()
        .map(|articles| group(&articles))
        .collect();
    world.place(&placed, at).expect("stories");
}

/// What every workspace holds to at every moment.
fn check(world: &World) {
    let told = told(world);
    let view = world.at(None);
    let mut counted: BTreeMap<u32, u32> = BTreeMap::new();
    for story in told.values() {
        *counted.entry(*story).or_default() += 1;
    }
    let listed: BTreeMap<u32, u32> = view
        .stories(0, 0, 1000)
        .expect("stories")
        .iter()
        .map(|row| (row.id[4..].parse().expect("a number"), row.n_articles))
        .collect();
    assert_eq!(listed, counted, "stories count their articles");
    let reviews = view.reviews().expect("reviews");
    let mut pinned: BTreeMap<String, String> = BTreeMap::new();
    for review in reviews.iter().filter(|review| review.undone.is_none()) {
        if let ("merge" | "split", Some(story)) = (review.what.as_str(), &review.story) {
            pinned.extend(
                review
                    .of
                    .iter()
                    .map(|article| (article.clone(), story.clone())),
            );
        }
        if review.what == "reject" {
            let rejected = &review.of[0];
            let acts = view.events(&Between::default(), 0.0, 1000).expect("acts");
            assert!(acts.iter().all(|act| act.article != *rejected));
        }
    }
    for (article, story) in pinned {
        let number = article[4..].parse().expect("a number");
        if let Some(now) = told.get(&number) {
            assert_eq!(
                format!("sty_{now}"),
                story,
                "{article} is where the last review put it"
            );
        }
    }
}

/// What leads from each form back to the one before, the newest first.
const BACK: [&str; 2] = [
    "DROP TABLE tally; DROP TABLE published; DROP INDEX article_id; DROP INDEX story_id; \
     DROP INDEX membership_article_id; DROP INDEX membership_story_id; PRAGMA user_version = 6;",
    "DROP TABLE act; DROP INDEX event_between; PRAGMA user_version = 5;",
];

/// A workspace that a program of an older form had kept, opened anew.
fn brought_up(folder: &Place, n_forms: usize) -> World {
    let folder = folder.path().join("ws");
    let database = rusqlite::Connection::open(folder.join("entente.db")).expect("a file");
    for back in &BACK[..n_forms] {
        database.execute_batch(back).expect("an older workspace");
    }
    drop(database);
    World::open(&folder).expect("the workspace")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What an older program kept is counted when a workspace is opened, and with every change from then on.
    #[test]
    fn a_workspace_of_an_older_form_answers_as_it_did(before in steps(), later in steps(), n_forms in 1..=BACK.len()) {
        let (folder, mut world) = world_in_file();
        let mut asked: BTreeMap<Known, String> = BTreeMap::new();
        for (n, step) in (1_i64..).zip(before.iter().chain(&later)) {
            if n as usize == before.len() + 1 {
                drop(world);
                world = brought_up(&folder, n_forms);
            }
            take(&mut world, step, Known(n * 100));
            if let Some(now) = world.last_known().expect("a moment") {
                asked.entry(now).or_insert_with(|| answers(&world, now));
            }
        }
        for (at, answer) in &asked {
            prop_assert_eq!(&answers(&world, *at), answer);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever persons and programs do later: an answer about a moment stays what it was, and what persons said holds.
    #[test]
    fn the_past_stays_and_reviews_hold(steps in steps()) {
        let (_folder, mut world) = world();
        let mut asked: BTreeMap<Known, String> = BTreeMap::new();
        for (n, step) in (1_i64..).zip(&steps) {
            take(&mut world, step, Known(n * 100));
            check(&world);
            if let Some(now) = world.last_known().expect("a moment") {
                asked.entry(now).or_insert_with(|| answers(&world, now));
            }
        }
        for (at, answer) in &asked {
            prop_assert_eq!(&answers(&world, *at), answer);
        }
    }

    /// When every review is undone, in whatever order, the stories are those of a workspace that never had one.
    #[test]
    fn undoing_leaves_no_trace(steps in steps(), order in any::<u8>()) {
        let (_one, mut reviewed) = world();
        let (_other, mut plain) = world();
        for (n, step) in (1_i64..).zip(&steps) {
            take(&mut reviewed, step, Known(n * 100));
            if matches!(step, Step::Add(..) | Step::Place(_) | Step::Read(_)) {
                take(&mut plain, step, Known(n * 100));
            }
        }
        let mut reviews = reviewed.at(None).reviews().expect("reviews");
        let shift = usize::from(order) % reviews.len().max(1);
        reviews.rotate_left(shift);
        for review in reviews.iter().filter(|review| review.undone.is_none()) {
            reviewed.undo(review.number, Known(1_000_000)).expect("undone");
        }
        prop_assert_eq!(together(&reviewed), together(&plain));
        let acts = |world: &World| {
            let acts = world.at(None).events(&Between::default(), 0.0, 1000).expect("acts");
            acts.into_iter().map(|act| act.id).collect::<Vec<_>>()
        };
        prop_assert_eq!(acts(&reviewed), acts(&plain));
    }

    /// Placing the same again changes nothing, whatever reviews say.
    #[test]
    fn placing_again_changes_nothing(steps in steps(), groups in prop::collection::vec(0_u8..5, 1..12)) {
        let (_folder, mut world) = world();
        for (n, step) in (1_i64..).zip(&steps) {
            take(&mut world, step, Known(n * 100));
        }
        let articles: Vec<u32> = (1..=world.at(None).counts().expect("counts")[0] as u32).collect();
        place(&mut world, &articles, &groups, Known(1_000_000));
        let before = (told(&world), world.last_known().expect("a moment"));
        place(&mut world, &articles, &groups, Known(2_000_000));
        prop_assert_eq!((told(&world), world.last_known().expect("a moment")), before);
    }
}
