//! Workspaces and articles for the tests.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use entente_types::{
    Article, ArticleId, Claim, ClaimId, Claims, Content, Country, Event, Moment, Polarity, Realis,
    Root, Span, Stated,
};
use entente_world::{
    Act, ActRow, Between, EventRow, Known, NewArticle, Order, Pair, Placed, Query, World,
};
use jiff::civil::{Date, date};
use tempfile::TempDir;

/// The folder of a workspace, and its database if that is on a server; both go away with it.
pub struct Place {
    folder: TempDir,
    database: Option<String>,
}

impl Place {
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// How a database of the server is reached that `TEST_POSTGRES` names, as `host=/tmp/folder user=entente`. Only the tests of
/// `postgres.rs` are for a server.
pub fn address(database: &str) -> Option<String> {
    let server = std::env::var("TEST_POSTGRES").ok()?;
    let is_for_server = env!("CARGO_CRATE_NAME") == "postgres";
    is_for_server.then(|| format!("{server} dbname={database}"))
}

/// A new workspace: on the server if there is one, else in its folder.
pub fn world() -> (Place, World) {
    static N_DATABASES: AtomicU32 = AtomicU32::new(0);
    let n = N_DATABASES.fetch_add(1, Ordering::Relaxed);
    // These lines are there once for each file of tests that has them.
    let file = module_path!().replace("::", "_");
    let database = format!("{file}_{}_{n}", std::process::id());
    let Some(address) = address(&database) else {
        return world_in_file();
    };
    on_server("createdb", &database);
    let folder = tempfile::tempdir().expect("a folder for the test");
    let world = World::init_on(&folder.path().join("ws"), &address).expect("a new workspace");
    let database = Some(database);
    (Place { folder, database }, world)
}

/// A new workspace in its folder.
pub fn world_in_file() -> (Place, World) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let world = World::init(&folder.path().join("ws")).expect("a new workspace");
    let database = None;
    (Place { folder, database }, world)
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(database) = &self.database {
            on_server("dropdb", database);
        }
    }
}

fn on_server(program: &str, database: &str) {
    let server = address("postgres").expect("a server");
    let mut command = Command::new(program);
    command.arg(format!("--maintenance-db={server}"));
    match program {
        "dropdb" => command.arg("--force"),
        // Nobody else looks into that one.
        _ => command.arg("--template=template0"),
    };
    let done = command.arg(database).status();
    assert!(
        done.is_ok_and(|status| status.success()),
        "{program} {database}"
    );
}

/// Article number `n`: what it says, by whom and when follows from the number.
pub fn report(n: u32) -> NewArticle {
    const WORDS: [&str; 7] = [
        "harbour", "strike", "ferry", "mayor", "flood", "union", "bridge",
    ];
    let word = |step: u32| WORDS[((n * step) % 7) as usize];
    let text = format!(
        "The {} of Orda met the {} on pier {n}. The {} waited.",
        word(1),
        word(2),
        word(3)
    );
    let stated = |value: String| Stated {
        value,
        from: "flag".to_owned(),
    };
    let published: Moment = format!("2031-03-{:02}", 1 + n % 28).parse().expect("a day");
    let article = Article {
        title: Some(stated(format!("{} and {} in Orda", word(2), word(1)))),
        source: Some(stated(format!("Outlet {}", n % 3))),
        published: Some(Stated {
            value: published,
            from: "flag".to_owned(),
        }),
        ..Article::plain(&format!("report-{n}.txt"), &text)
    };
    NewArticle {
        page: text.into_bytes(),
        article,
    }
}

pub fn group(articles: &[u32]) -> Placed {
    Placed {
        articles: articles.to_vec(),
        headline: format!("What {articles:?} tell"),
    }
}

/// Everything that can be asked, as one text.
pub fn answers(world: &World, at: Known) -> String {
    let view = world.at(Some(at));
    let query = Query {
        words: "harbour OR bridge".to_owned(),
        most: 20,
        ..Query::default()
    };
    let stories = view.stories(1, 0, 100).expect("stories");
    let told: Vec<_> = stories
        .iter()
        .map(|row| {
            let number = row.id[4..].parse().expect("a number");
            (
                view.story(number).expect("a story"),
                view.comparison(number).expect("a comparison"),
            )
        })
        .collect();
    let asked = ["articles", "stories", "memberships", "events"].map(|table| {
        view.query(&format!("SELECT * FROM {table} ORDER BY 1, 2"))
            .expect("rows")
    });
    let relation = |(one, other, days): (&str, Option<&str>, [Option<Date>; 2]), least| {
        let pair = Pair {
            from: days[0],
            to: days[1],
            ..Pair::of(one.to_owned(), other.map(str::to_owned), least)
        };
        let relation = view.relation(&pair).expect("a relation");
        let all = [0, usize::MAX];
        let rows = view
            .act_rows(&pair, Order::EarliestFirst, all)
            .expect("acts");
        assert_eq!(rows.len(), relation.n_acts);
        let told = view.acts_of(&pair, &rows).expect("acts");
        let told_rows: Vec<ActRow> = told.iter().filter_map(Act::row).collect();
        assert_eq!(told_rows, rows);
        let latest = view.timeline_of(&pair, 3).expect("acts");
        (relation, told, latest)
    };
    // What is counted beforehand is what counting now gives: nothing is read with a share from .7 to .75.
    let always = [None, None];
    let days = [Some(date(2031, 3, 4)), Some(date(2031, 3, 9))];
    let asked_of = [
        ("DNK", Some("SWE"), always),
        ("DNK", Some("SWE"), days),
        ("DNK", Some("DNK"), always),
        ("DNK", None, always),
        ("DNK", None, days),
        ("person:ana-ruiz", None, always),
        ("person:ana-ruiz", Some("SWE"), always),
    ];
    let related = asked_of.map(|other| {
        let related = relation(other, f64::from(0.7_f32));
        assert_eq!(related, relation(other, 0.75));
        assert_eq!(related, relation(other, 0.7), "shares have 32 bits");
        related
    });
    let one = Some("SWE".to_owned());
    let between = Between {
        one: one.clone(),
        ..Between::default()
    };
    let events = view.events(&Between::default(), 0.0, 1000).expect("acts");
    let of_one = view.events(&between, 0.0, 1000).expect("acts");
    let is_of_one = |act: &&EventRow| act.actor_home == one || act.recipient_home == one;
    let among: Vec<EventRow> = events.iter().filter(is_of_one).cloned().collect();
    assert_eq!(of_one, among);
    let both = Between {
        one: Some("DNK".to_owned()),
        other: one.clone(),
        ..Between::default()
    };
    let listed = view.events(&both, 0.7, 1000).expect("acts");
    let is_of_both = |act: &&EventRow| {
        let homes = [&act.actor_home, &act.recipient_home];
        act.share >= 0.7 && homes.contains(&&both.one) && homes.contains(&&both.other)
    };
    let among: Vec<EventRow> = events.iter().filter(is_of_both).cloned().collect();
    assert_eq!(listed, among);
    format!(
        "{:?} {told:?} {asked:?} {related:?} {:?} {:?} {events:?} {:?}",
        view.articles(0, 1000).expect("articles"),
        view.reviews().expect("reviews"),
        view.search(&query).expect("hits"),
        view.counts().expect("counts"),
    )
}

/// An act on every word of `at` that an article begins with, as one more reader might find it.
pub fn acts(article: u32, at: &[usize]) -> Claims {
    let claim = |(place, start): (usize, &usize)| {
        let span = Span::new(*start, start + 3);
        let event = Event {
            trigger: span,
            lemma: "meet".to_owned(),
            root: [Root::Consult, Root::Accuse][start / 3 % 2],
            mode: None,
            mode_span: None,
            contexts: Vec::new(),
            actors: Vec::new(),
            recipients: Vec::new(),
            actor_home: Some(Country("DNK".to_owned())),
            recipient_home: Some(Country(["SWE", "NOR", "DNK"][start % 3].to_owned())),
            place: None,
            country: None,
            city: None,
            tolls: Vec::new(),
            period: None,
            period_span: None,
            polarity: Polarity::Did,
            realis: Realis::Happened,
            manner: Vec::new(),
            about: None,
            confidence: 1.0,
            object: None,
            clause: span,
        };
        Claim {
            id: ClaimId::new(ArticleId(article), place),
            article: ArticleId(article),
            sentence: span,
            span,
            holders: Vec::new(),
            rule: "test".to_owned(),
            content: Content::Event(event),
        }
    };
    Claims {
        article: ArticleId(article),
        claims: at.iter().enumerate().map(claim).collect(),
        ..Claims::default()
    }
}
