//! Every page of a workspace made of the shipped reports, and of one that holds what a stranger could send.

mod common;

use common::{Site, json, links};

#[test]
fn every_page_is_whole_and_loads_nothing_from_elsewhere() {
    let site = Site::example();
    let pages = site.crawl();
    for kind in ["/", "/story/", "/article/", "/evidence/", "/search?q="] {
        assert!(
            pages.iter().any(|page| page.starts_with(kind)),
            "{kind} is found"
        );
    }
    for path in &pages {
        let page = site.get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.text);
        page.assert_whole(path);
        let policy = page.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe"),
            "{path}"
        );
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("referrer-policy"), "same-origin");
    }
}

#[test]
fn every_twin_is_what_its_name_says() {
    let site = Site::example();
    let mut n_twins = 0;
    for path in site.crawl() {
        for twin in links(&site.get(&path).text)
            .into_iter()
            .filter(|link| common::is_twin(link))
        {
            let answer = site.get(&twin);
            assert_eq!(answer.status, 200, "{twin}");
            let path = twin.split('?').next().unwrap_or_default();
            match path.rsplit('.').next() {
                Some("json") => assert!(json(&answer.text).is_object(), "{twin}"),
                Some("csv") => common::assert_table(&answer.text, &twin),
                _ => common::assert_drawing(&answer, &twin),
            }
            n_twins += 1;
        }
    }
    assert!(n_twins > 10);
}

#[test]
fn the_past_is_as_it_was() {
    let site = Site::example();
    let before = site.get("/?as_of=2001-01-01");
    assert!(before.text.contains("As it was known until") && !before.text.contains("Moscow"));
    assert_eq!(site.get("/story/sty_1?as_of=2001-01-01").status, 404);
    let later = site.get("/?as_of=2999-01-01");
    assert!(
        later.text.contains("/story/sty_1?as_of=2999-01-01"),
        "links keep the moment"
    );
    assert_eq!(site.get("/?as_of=yesterday").status, 400);
    assert_eq!(
        json(&site.get("/today.json?as_of=2999-01-01").text)["as_of"],
        "2999-01-01"
    );
}

#[test]
fn what_is_not_there_is_told() {
    let site = Site::example();
    for path in [
        "/nothing",
        "/story/sty_99",
        "/story/art_1",
        "/evidence/clm_1_9999",
        "/article/art_0",
        "/today.svg",
    ] {
        assert_eq!(site.get(path).status, 404, "{path}");
    }
    let problem = site.get("/story/sty_99.json");
    assert_eq!(problem.header("content-type"), "application/problem+json");
    assert_eq!(json(&problem.text)["code"], "no-such-thing");
    site.get("/nothing").assert_whole("/nothing");
}

#[test]
fn only_this_computer_is_answered_unless_a_token_is_shown() {
    let site = Site::example();
    assert_eq!(site.get_as("/", &[("host", "evil.example")]).status, 421);
    assert_eq!(site.get_as("/", &[("host", "news.example")]).status, 401);
    let shown = [("host", "news.example"), ("authorization", "Bearer pass")];
    assert_eq!(site.get_as("/", &shown).status, 200);
    let entered = site.get_as("/?token=pass", &[("host", "news.example")]);
    assert_eq!(entered.status, 303);
    let cookie = entered.header("set-cookie");
    assert!(cookie.contains("HttpOnly; SameSite=Strict"));
    let kept = cookie.split(';').next().unwrap_or_default().to_owned();
    assert_eq!(
        site.get_as("/", &[("host", "news.example"), ("cookie", &kept)])
            .status,
        200
    );
    assert_eq!(
        site.get_as("/?token=wrong", &[("host", "news.example")])
            .status,
        401
    );
}

#[test]
fn an_empty_workspace_shows_the_example() {
    let site = Site::of(&[]);
    let page = site.get("/");
    assert!(page.text.contains("This is an example") && page.text.contains("Moscow"));
    assert_eq!(site.get("/healthz").status, 200);
    assert_eq!(site.get("/readyz").status, 200);
}

/// What `/search?act=` and `/search?place=` narrow down to tells such acts, also without words.
#[test]
fn search_narrows_down_by_act_and_place() {
    let site = Site::example();
    let all = json(&site.get("/search.json?q=the").text);
    let facets = all["facets"].as_array().expect("facets").iter();
    for facet in facets.filter(|facet| facet["name"] == "act" || facet["name"] == "place") {
        let name = facet["name"].as_str().expect("a name");
        for value in facet["values"].as_array().expect("a list") {
            let (value, n) = (value[0].as_str().expect("a value"), &value[1]);
            let value = value.split(' ').next().expect("a first word");
            let found = json(&site.get(&format!("/search.json?{name}={value}")).text);
            assert_eq!(&found["n"], n, "{name} {value}");
        }
    }
    let acts = all["facets"][3]["values"].as_array().map(Vec::len);
    assert!(acts > Some(1), "{all}");
    assert_eq!(json(&site.get("/search.json?act=NOTHING").text)["n"], 0);
    assert_eq!(
        json(&site.get("/search.json").text)["n"],
        0,
        "nothing was asked"
    );
}

/// Words that mislead alone stand in the sentence of their report, as in accounts: on the page, in its data, and in the list of
/// what somebody said.
#[test]
fn a_fragment_of_what_was_said_is_shown_in_its_sentence() {
    let site = Site::of(&[
        (
            "a.txt",
            "2031-05-06\n\nThe port of Orda stood still on Monday. Maria Hill, the minister of transport, refused to call the \
             strike “a farce”. “We will talk to the workers on Tuesday,” Maria Hill said.\n",
        ),
        (
            "b.txt",
            "2031-05-06\n\nThe port of Orda stood still on Monday. “We will talk to the workers on Tuesday,” said Maria Hill, the \
             minister of transport.\n",
        ),
    ]);
    let of_story = json(&site.get("/story/sty_1/quotes.json").text);
    let of_person = json(&site.get("/quotes.json?by=Maria%20Hill").text);
    for told in [&of_story, &of_person] {
        let all = told["told"].as_array().expect("a list");
        let with = |words: &str| {
            let found = all.iter().find(|one| {
                let answer = one["answers"][0]["sentence"].as_str();
                answer.is_some_and(|sentence| sentence.contains(words))
            });
            found.unwrap_or_else(|| panic!("{words}: {told}"))
        };
        let fragment = with("a farce");
        assert_eq!(fragment["is_sentence"], true, "{fragment}");
        let what = fragment["what"].as_str().expect("words");
        assert!(what.contains("refused to call the strike"), "{what}");
        let whole = with("We will talk");
        assert_eq!(whole["is_sentence"], false, "{whole}");
        let what = whole["what"].as_str().expect("words");
        assert!(what.contains("We will talk to the workers"), "{what}");
    }
    let page = site.get("/story/sty_1/quotes").text;
    assert!(
        page.contains("Maria Hill: We will talk to the workers on Tuesday"),
        "{page}"
    );
    assert!(!page.contains("Maria Hill: a farce") && page.contains("refused to call the strike"));
}

/// What was counted beforehand is what is counted of the same days.
#[test]
fn countries_deal_with_each_other_as_often_on_all_days_as_without_days() {
    let site = Site::example();
    let all = json(&site.get("/api/v1/relations?limit=200").text);
    let within = json(
        &site
            .get("/api/v1/relations?limit=200&from=0001-01-01&to=9999-12-31")
            .text,
    );
    assert!(
        all["items"].as_array().is_some_and(|pairs| pairs.len() > 1),
        "{all}"
    );
    assert_eq!(all["items"], within["items"]);
    let none = json(&site.get("/api/v1/relations?to=1900-01-01").text);
    assert_eq!(none["items"], serde_json::json!([]));
    common::assert_table(&site.get("/relation.csv").text, "/relation.csv");
}

#[test]
fn a_map_shows_where_acts_took_place_and_what_is_disputed_there() {
    let site = Site::of(&[
        (
            "a.txt",
            "2031-05-06\n\nRussian forces attacked Kharkiv on Monday, killing three people. Police arrested 20 protesters in Tbilisi.\n",
        ),
        (
            "b.txt",
            "2031-05-07\n\nRussian troops shelled Kharkiv on Monday. Police in Tbilisi arrested protesters on Tuesday.\n",
        ),
    ]);
    let told = json(&site.get("/map.json").text);
    let places = told["places"].as_array().expect("a list");
    assert!(!places.is_empty(), "{told}");
    for place in places {
        let claim = place["claims"][0].as_str().expect("a claim");
        let sentence = site.get(&format!("/evidence/{claim}")).text;
        let name = place["name"].as_str().expect("a name");
        assert!(sentence.contains(name), "{name}");
        let found = json(
            &site
                .get(&format!("/search.json?place={}", place["number"]))
                .text,
        );
        assert!(found["n"].as_u64() > Some(0), "{name}");
    }
    let page = site.get("/map");
    page.assert_whole("/map");
    assert!(page.text.contains("Crimea") && page.text.contains("Russia, Ukraine"));
    common::assert_drawing(&site.get("/map.svg"), "/map.svg");
    common::assert_table(&site.get("/map.csv").text, "/map.csv");
    let before = json(&site.get("/map.json?as_of=2001-01-01").text);
    assert_eq!(before["places"], serde_json::json!([]));
    assert_eq!(site.get("/map?from=soon").status, 400);
    assert_eq!(site.get("/story/sty_99/map").status, 404);
}
