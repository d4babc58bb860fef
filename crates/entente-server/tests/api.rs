//! What programs ask of a workspace made of the shipped reports, and of one that grows while they read.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::Method;
use common::{Site, json, locked};
use entente_engine::world::{Known, World};
use entente_engine::{Settings, workspace};
use serde_json::Value;

const HOST: (&str, &str) = ("host", "localhost:7300");

/// The description of everything.
fn description(site: &Site) -> Value {
    json(&site.get("/api/v1/openapi.json").text)
}

/// Every path of the description with things of the example in the place of names.
fn addresses(site: &Site, description: &Value) -> Vec<(String, String)> {
    let first = |list: &str, name: &str| {
        let found = json(&site.get(list).text);
        let id = found["items"][0][name].as_str();
        id.unwrap_or_else(|| panic!("{list} has {name}: {found}"))
            .to_owned()
    };
    let values: BTreeMap<&str, String> = [
        ("{article}", first("/api/v1/articles", "id")),
        ("{story}", first("/api/v1/stories?min_articles=2", "id")),
        ("{claim}", first("/api/v1/quotes", "claim")),
        ("{actor}", first("/api/v1/actors?kind=person", "id")),
        ("{one}", first("/api/v1/relations", "one")),
        ("{other}", first("/api/v1/relations", "other")),
    ]
    .into();
    let paths = description["paths"].as_object().expect("there are paths");
    let asked = paths.iter().filter(|(path, operations)| {
        operations.get("get").is_some() && !path.ends_with("/stream") && !path.contains("{job}")
    });
    let asked = asked.map(|(path, operations)| {
        let mut address = path.clone();
        for (name, value) in &values {
            address = address.replace(name, value);
        }
        let parameters = operations["get"]["parameters"].as_array();
        let needed = parameters
            .into_iter()
            .flatten()
            .filter(|one| one["in"] == "query" && one["required"] == true);
        for one in needed {
            let value = match one["name"].as_str() {
                Some("q") if path.ends_with("/suggest") => "put",
                Some("q") => "talks",
                Some("from") => "2000-01-01",
                name => panic!("{path} needs {name:?}"),
            };
            let mark = if address.contains('?') { '&' } else { '?' };
            let name = one["name"].as_str().unwrap_or_default();
            address.push_str(&format!("{mark}{name}={value}"));
        }
        (path.clone(), address)
    });
    asked.collect()
}

/// The form of the good answer of a path.
fn form(description: &Value, path: &str) -> Option<jsonschema::Validator> {
    let answers = &description["paths"][path]["get"]["responses"];
    let schema = &answers["200"]["content"]["application/json"]["schema"];
    validator(description, schema)
}

fn validator(description: &Value, schema: &Value) -> Option<jsonschema::Validator> {
    let mut schema = schema.as_object()?.clone();
    let definitions = description["components"]["schemas"].clone();
    schema.insert(
        "components".to_owned(),
        serde_json::json!({"schemas": definitions}),
    );
    let schema = locked(Value::Object(schema));
    Some(jsonschema::draft202012::new(&schema).expect("the form is one"))
}

fn assert_fits(form: &jsonschema::Validator, answer: &Value, name: &str) {
    let errors: Vec<String> = form
        .iter_errors(answer)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}

#[test]
fn every_answer_has_the_form_that_is_described() {
    let site = Site::example();
    let description = description(&site);
    let mut n_forms = 0;
    for (path, address) in addresses(&site, &description) {
        let answer = site.get(&address);
        assert_eq!(answer.status, 200, "{address}: {}", answer.text);
        let Some(form) = form(&description, &path) else {
            continue;
        };
        assert_eq!(
            answer.header("content-type"),
            "application/json",
            "{address}"
        );
        let answer = json(&answer.text);
        assert_fits(&form, &answer, &address);
        // Nothing empty passes for a list of everything.
        let is_filled = answer["items"]
            .as_array()
            .is_none_or(|items| !items.is_empty());
        assert!(is_filled || path == "/api/v1/reviews", "{address}");
        n_forms += 1;
    }
    assert!(n_forms > 30, "{n_forms}");
}

#[test]
fn every_answer_names_its_moment_and_is_found_again_at_its_address() {
    let site = Site::example();
    let description = description(&site);
    for (path, address) in addresses(&site, &description) {
        if form(&description, &path).is_none() || path.starts_with("/api/v1/jobs") {
            continue;
        }
        let first = site.get(&address);
        let told = json(&first.text);
        assert!(told["as_of"].is_string(), "{address}");
        assert_eq!(
            told["program"],
            concat!("Entente ", env!("CARGO_PKG_VERSION"))
        );
        let pinned = told["address"].as_str().expect("it has an address");
        let citation = told["citation"].as_str().expect("it is cited");
        assert!(citation.contains(pinned), "{citation}");
        assert_eq!(site.get(pinned).text, first.text, "{address}");
    }
}

#[test]
fn an_answer_that_is_still_the_same_is_not_sent_again() {
    let site = Site::example();
    let first = site.get("/api/v1/stories");
    let tag = first.header("etag");
    assert!(tag.len() > 20, "{tag}");
    let again = site.get_as("/api/v1/stories", &[HOST, ("if-none-match", &tag)]);
    assert_eq!((again.status, again.text.as_str()), (304, ""));
    assert_eq!(again.header("etag"), tag);
    for has in ["*".to_owned(), format!("\"other\", W/{tag}")] {
        let again = site.get_as("/api/v1/stories", &[HOST, ("if-none-match", &has)]);
        assert_eq!(again.status, 304, "{has}");
    }
    let other = site.get_as("/api/v1/articles", &[HOST, ("if-none-match", &tag)]);
    assert_eq!(other.status, 200);
}

/// Every item of a list, part after part; `between` is done after each part.
fn walk(site: &Site, path: &str, limit: usize, mut between: impl FnMut(usize)) -> Vec<Value> {
    let mark = if path.contains('?') { '&' } else { '?' };
    let mut address = format!("{path}{mark}limit={limit}");
    let start = address.clone();
    let mut found = Vec::new();
    for n in 0.. {
        assert!(n < 500, "{path} ends");
        let answer = site.get(&address);
        assert_eq!(answer.status, 200, "{address}: {}", answer.text);
        let part = json(&answer.text);
        let items = part["items"].as_array().expect("a list").clone();
        assert!(items.len() <= limit, "{address}");
        found.extend(items);
        let Some(cursor) = part["next_cursor"].as_str() else {
            break;
        };
        assert!(answer.header("link").contains(cursor), "{address}");
        address = format!("{start}&cursor={cursor}");
        between(n);
    }
    found
}

#[test]
fn lists_lose_and_repeat_nothing_while_reports_come_in() {
    let lists = [
        "/api/v1/articles",
        "/api/v1/stories",
        "/api/v1/claims",
        "/api/v1/quotes?actor=CHN",
        "/api/v1/events",
        "/api/v1/actors",
        "/api/v1/search?q=the",
        "/api/v1/changes",
        "/api/v1/diff?from=2000-01-01",
        "/api/v1/sources",
    ];
    let site = Site::example();
    let mut world = World::open(site.folder()).expect("the workspace is there");
    let mut n = 0;
    for list in lists {
        let before = match list {
            "/api/v1/quotes?actor=CHN" => walk(&site, list, 200, |_| ()),
            _ => {
                let all = json(&site.get(&with(list, "limit=200")).text);
                all["items"].as_array().expect("a list").clone()
            }
        };
        // There is one summit, and what comes in.
        let limit = if list == "/api/v1/stories" { 1 } else { 3 };
        let read = walk(&site, list, limit, |turn| {
            if turn < 2 {
                n += 1;
                add(&mut world, n);
            }
        });
        let cut = read.len().min(before.len());
        assert_eq!(read[..cut], before[..cut], "{list}");
        assert!(before.len() >= 200 || read.len() == before.len(), "{list}");
        let once: BTreeSet<String> = read.iter().map(Value::to_string).collect();
        assert_eq!(once.len(), read.len(), "{list}");
        assert!(read.len() > limit || list.contains("CHN"), "{list}");
    }
    assert!(n > 10);
}

fn with(path: &str, more: &str) -> String {
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}{more}")
}

/// A new report of everybody, read and placed.
fn add(world: &mut World, n: usize) {
    let text = format!(
        "Ferry {n} left the harbour\n\n2031-03-{:02}\n\nThe ministry of Spain said on Monday that ferry {n} left the harbour with \
         {} people. \"The talks go on,\" the minister said.\n",
        n % 28 + 1,
        40 + n
    );
    let new = common::read(&format!("{n}.txt"), &text);
    let now = || Known::from(jiff::Timestamp::now());
    world.add(&new, now()).expect("the report can be kept");
    workspace::update(world, &Settings::default(), &now, &|_| ()).expect("it can be read");
}

#[test]
fn what_goes_wrong_is_told_as_a_problem() {
    let site = Site::example();
    let cases = [
        ("/api", 404, "no-such-thing"),
        ("/api/v2/stories", 404, "no-such-thing"),
        ("/api/v1/stories/sty_999", 404, "no-such-thing"),
        ("/api/v1/stories/page.json", 404, "no-such-thing"),
        ("/api/v1/claims/clm_1_99999", 404, "no-such-thing"),
        ("/api/v1/jobs/7", 404, "no-such-thing"),
        ("/api/v1/actors/Nobody", 404, "no-such-actor"),
        ("/api/v1/relations/Spain/Nobody", 404, "no-such-actor"),
        ("/api/v1/stories?as_of=soon", 400, "bad-request"),
        ("/api/v1/stories?limit=0", 400, "bad-request"),
        ("/api/v1/stories?limit=201", 400, "bad-request"),
        ("/api/v1/stories?limit=2&limit=3", 400, "bad-request"),
        ("/api/v1/stories?cursor=1-2", 400, "bad-request"),
        ("/api/v1/stories?form=2031-01-01", 400, "bad-request"),
        ("/api/v1/stories?from=yesterday", 400, "bad-request"),
        ("/api/v1/stories/sty_1?limit=3", 400, "bad-request"),
        ("/api/v1/search", 400, "bad-request"),
        ("/api/v1/search?q=", 400, "bad-request"),
        ("/api/v1/claims?kind=rumour", 400, "bad-request"),
        ("/api/v1/actors/%ff", 400, "bad-request"),
    ];
    let description = description(&site);
    let problem = &description["components"]["schemas"]["ProblemDetails"];
    let form = validator(&description, problem).expect("problems have a form");
    for (path, status, code) in cases {
        let answer = site.get(path);
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let told = json(&answer.text);
        assert_fits(&form, &told, path);
        assert_eq!(told["code"], code, "{path}");
        assert_eq!(told["status"], status, "{path}");
    }
    // What was misspelt is named, with what is known.
    let told = json(&site.get("/api/v1/stories?form=2031-01-01").text);
    let detail = told["detail"].as_str().unwrap_or_default();
    assert!(
        detail.contains("`form`") && detail.contains("`from`"),
        "{detail}"
    );
    let told = json(&site.get("/api/v1/stories?from=yesterday").text);
    assert!(
        told["detail"]
            .as_str()
            .unwrap_or_default()
            .contains("from: `yesterday`"),
        "{told}"
    );
}

#[test]
fn methods_hosts_and_readers_from_elsewhere_are_told_as_problems_too() {
    let site = Site::example();
    let answer = site.send(Method::DELETE, "/api/v1/stories", &[HOST], Body::empty());
    assert_eq!(answer.status, 405);
    assert!(answer.header("allow").contains("GET"));
    assert_eq!(json(&answer.text)["code"], "no-such-method");
    let answer = site.get_as("/api/v1/stories", &[("host", "evil.example")]);
    assert_eq!(answer.status, 421);
    assert_eq!(json(&answer.text)["code"], "wrong-host");
    let answer = site.get_as("/api/v1/stories", &[("host", "news.example")]);
    assert_eq!(answer.status, 401);
    assert_eq!(answer.header("www-authenticate"), "Bearer");
    assert_eq!(json(&answer.text)["code"], "needs-token");
    let shown = ("authorization", "Bearer pass");
    let answer = site.get_as("/api/v1/stories", &[("host", "news.example"), shown]);
    assert_eq!(answer.status, 200);
}

#[test]
fn reports_are_sent_with_the_token_and_read_beside_the_answers() {
    let site = Site::example();
    let body = r#"{"articles": [{"text": "Night trains run again\n\nNight trains to Orda run again from Monday, the railway said.",
        "source": "Orda Courier", "published": "2031-05-06"}]}"#;
    let kind = ("content-type", "application/json");
    let send = |headers: &[(&str, &str)], body: &str| {
        let body = Body::from(body.to_owned());
        site.send(Method::POST, "/api/v1/articles", headers, body)
    };
    let shown = ("authorization", "Bearer pass");
    assert_eq!(send(&[HOST, kind], body).status, 401);
    assert_eq!(
        send(&[HOST, kind, ("authorization", "Bearer no")], body).status,
        401
    );
    assert_eq!(
        send(&[HOST, shown, ("content-type", "text/plain")], body).status,
        415
    );
    for wrong in [
        "",
        "{}",
        "{\"articles\": []}",
        "{\"articles\": [{\"text\": \"\"}]}",
        "{\"articles\": [{\"body\": \"a\"}]}",
    ] {
        assert_eq!(send(&[HOST, kind, shown], wrong).status, 400, "{wrong}");
    }
    let begun = send(&[HOST, kind, shown], body);
    assert_eq!(begun.status, 202, "{}", begun.text);
    let job = begun.header("location");
    let done = loop {
        let told = json(&site.get(&job).text);
        match told["data"]["stage"].as_str() {
            Some("done") => break told,
            Some("failed") => panic!("{told}"),
            _ => std::thread::sleep(std::time::Duration::from_millis(20)),
        }
    };
    assert_eq!(done["data"]["n_added"], serde_json::json!([1, 0]));
    let found = json(&site.get("/api/v1/search?q=%22night+trains%22").text);
    assert_eq!(found["items"][0]["source"], "Orda Courier");
    let text = format!(
        "/api/v1/articles/{}/text",
        found["items"][0]["id"].as_str().unwrap_or_default()
    );
    assert!(
        json(&site.get(&text).text)["data"]["text"]
            .as_str()
            .unwrap_or_default()
            .contains("Night trains to Orda")
    );
}

#[test]
fn evidence_leads_to_the_words_of_the_stored_text() {
    let site = Site::example();
    let claims = walk(&site, "/api/v1/claims", 50, |_| ());
    assert!(claims.len() > 50);
    for claim in claims.iter().step_by(9) {
        let id = claim["claim"].as_str().expect("it has an id");
        let told = json(&site.get(&format!("/api/v1/evidence/{id}")).text);
        let evidence = &told["data"];
        assert_eq!(&evidence["claim"], claim);
        let article = claim["article"].as_str().expect("it has an article");
        let text = json(&site.get(&format!("/api/v1/articles/{article}/text")).text);
        assert_eq!(text["data"]["sha256"], evidence["text_sha256"]);
        let text = text["data"]["text"]
            .as_str()
            .expect("it has a text")
            .to_owned();
        let place = |from: &Value, to: &Value| {
            let at = |value: &Value| value.as_u64().expect("a place") as usize;
            at(from)..at(to)
        };
        let words = claim["words"].as_str().expect("it has words");
        assert_eq!(&text[place(&claim["start"], &claim["end"])], words, "{id}");
        let letters = place(&evidence["start_char"], &evidence["end_char"]);
        let by_letters: String = text
            .chars()
            .skip(letters.start)
            .take(letters.len())
            .collect();
        assert_eq!(by_letters, words, "{id}");
        let sentence = &text[place(&evidence["sentence_start"], &evidence["sentence_end"])];
        assert_eq!(
            sentence,
            claim["sentence"].as_str().expect("a sentence"),
            "{id}"
        );
        let around = format!(
            "{}{sentence}{}",
            evidence["before"].as_str().unwrap_or_default(),
            evidence["after"].as_str().unwrap_or_default()
        );
        assert!(text.contains(&around), "{id}");
    }
}

#[test]
fn a_story_that_was_merged_tells_what_it_is_part_of() {
    let text = |what: &str, n: u8| {
        format!(
            "{what}\n\n2031-05-0{n}\n\n{what} on Monday, the ministry said. It was the first time in {n} years.\n"
        )
    };
    let site = Site::of(&[
        ("a.txt", &text("Dockers in Orda went on strike", 2)),
        ("b.txt", &text("A comet passed over the islands", 9)),
    ]);
    let mut world = World::open(site.folder()).expect("the workspace is there");
    let stories = json(&site.get("/api/v1/stories").text);
    let before = stories["as_of"].as_str().expect("a moment").to_owned();
    let ids: Vec<&str> = stories["items"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["id"].as_str())
        .collect();
    assert_eq!(ids.len(), 2, "{stories}");
    let numbers = ids
        .iter()
        .map(|id| id[4..].parse().expect("a number"))
        .collect();
    let merge = entente_engine::world::Correction::Merge(numbers);
    let now = || Known::from(jiff::Timestamp::now());
    workspace::review(
        &mut world,
        &merge,
        Some("one day"),
        &Settings::default(),
        &now,
    )
    .expect("it can be said");
    let path = format!("/api/v1/stories/{}", ids[1]);
    let told = json(&site.get(&path).text);
    assert_eq!(told["data"]["status"], "merged");
    assert_eq!(told["data"]["merged_into"], serde_json::json!([ids[0]]));
    assert_eq!(told["data"]["review"]["why"], "one day");
    // As of the moment before, it is there as it was.
    let told = json(&site.get(&with(&path, &format!("as_of={before}"))).text);
    assert_eq!(told["data"]["status"], "current");
    let history = json(&site.get(&format!("{path}/history")).text);
    assert!(
        history["data"]["versions"][0]["until"].is_string(),
        "{history}"
    );
    assert_eq!(history["data"]["reviews"][0]["what"], "merge");
    let diff = json(&site.get(&format!("/api/v1/diff?from={before}")).text);
    let changes: Vec<&str> = diff["items"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["change"].as_str())
        .collect();
    assert_eq!(changes, ["review", "changed_story", "gone_story"]);
    assert_eq!(site.get(&format!("{path}/articles")).status, 404);
}

#[test]
fn an_empty_workspace_answers_with_the_example_and_says_so() {
    let site = Site::of(&[]);
    let told = json(&site.get("/api/v1/stories").text);
    assert_eq!(told["is_example"], true);
    assert!(
        told["citation"]
            .as_str()
            .unwrap_or_default()
            .contains("the example")
    );
    assert_eq!(
        json(&Site::example().get("/api/v1/stories").text)["is_example"],
        false
    );
}

#[test]
fn words_of_strangers_steer_nothing() {
    let hostile = "<script>alert(1)</script> \u{1b}[31mred\u{202e} \u{7f}";
    let text =
        format!("{hostile}\n\nPort workers in Orda went on strike on Monday, {hostile} said.\n");
    let site = Site::of(&[("a.txt", &text)]);
    for path in [
        "/api/v1/articles",
        "/api/v1/claims",
        "/api/v1/search?q=red",
        "/api/v1/articles/art_1/text",
        "/api/v1/stories/%1b",
    ] {
        let answer = site.get(path);
        assert!(
            !answer.text.contains(['\u{1b}', '\u{202e}', '\u{7f}']),
            "{path}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
}

/// Sends JSON as a program does, with the token or without.
fn send(site: &Site, path: &str, token: Option<&str>, body: &str) -> (u16, Value) {
    let bearer = format!("Bearer {}", token.unwrap_or_default());
    let mut headers = vec![
        ("host", "localhost:7300"),
        ("content-type", "application/json"),
    ];
    headers.extend(token.map(|_| ("authorization", bearer.as_str())));
    let answer = site.send(Method::POST, path, &headers, Body::from(body.to_owned()));
    (answer.status, json(&answer.text))
}

#[test]
fn programs_correct_and_take_back() {
    let site = Site::example();
    let path = "/api/v1/reviews";
    let said =
        r#"{"what": "relabel", "story": "sty_1", "headline": "Two friends", "why": "shorter"}"#;
    assert_eq!(send(&site, path, None, said).0, 401);
    assert_eq!(send(&site, path, Some("wrong"), said).0, 401);
    let (status, kept) = send(&site, path, Some("pass"), said);
    assert_eq!(status, 201, "{kept}");
    let description = description(&site);
    let answers = &description["paths"][path]["post"]["responses"];
    let schema = &answers["201"]["content"]["application/json"]["schema"];
    let form = validator(&description, schema).expect("it is described");
    assert_fits(&form, &kept, path);
    let story = || json(&site.get("/story/sty_1.json").text)["story"]["headline"].clone();
    assert_eq!(story(), "Two friends");
    // JSON knows no other numbers than these, so that 3.0 is whole too.
    let undo = format!(
        r#"{{"what": "undo", "review": {}.0}}"#,
        kept["data"]["review"]
    );
    assert_eq!(send(&site, path, Some("pass"), &undo).0, 201);
    assert_ne!(story(), "Two friends");
    for wrong in [
        r#"{"what": "relabel", "story": "art_1", "headline": "x"}"#,
        r#"{"what": "reject", "id": "clm_1"}"#,
        r#"{"what": "reject", "id": "clm_1_0", "when": "now"}"#,
        r#"{"what": "confirm", "claims": []}"#,
        r#"{"what": "vanish"}"#,
        r#"{"what": "undo", "review": 1.5}"#,
        r#"{"what": "undo", "review": -1}"#,
        "[]",
    ] {
        assert_eq!(send(&site, path, Some("pass"), wrong).0, 400, "{wrong}");
    }
    let nobody = r#"{"what": "confirm", "claims": ["clm_99_1"]}"#;
    assert_eq!(send(&site, path, Some("pass"), nobody).0, 404);
    assert_eq!(
        json(&site.get(path).text)["items"].as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn lists_are_lines_or_a_table_where_that_is_asked_for() {
    let site = Site::example();
    let path = "/api/v1/claims?limit=3";
    let ids = |items: &mut dyn Iterator<Item = Value>| -> Vec<Value> {
        items.map(|item| item["claim"].clone()).collect()
    };
    let whole = json(&site.get(path).text);
    let expected = ids(&mut whole["items"].as_array().expect("a list").iter().cloned());
    let asked = |accept| site.get_as(path, &[("host", "localhost:7300"), ("accept", accept)]);
    let lines = asked("application/x-ndjson, */*;q=0.1");
    assert_eq!(lines.header("content-type"), "application/x-ndjson");
    assert_eq!(ids(&mut lines.text.lines().map(json)), expected);
    assert!(lines.header("link").contains("rel=\"next\""));
    let table = asked("text/csv");
    assert_eq!(table.header("content-type"), "text/csv");
    common::assert_table(&table.text, path);
    assert!(table.text.contains(expected[0].as_str().expect("an id")));
    let columns = asked("application/vnd.apache.parquet");
    assert_eq!(
        columns.header("content-type"),
        "application/vnd.apache.parquet"
    );
    assert!(columns.text.starts_with("PAR1") && columns.text.ends_with("PAR1"));
    assert_eq!(
        asked("text/html").header("content-type"),
        "application/json"
    );
}

#[test]
fn names_are_completed_and_a_country_is_told_once() {
    let site = Site::example();
    let named = |path: &str| -> Vec<String> {
        let told = json(&site.get(path).text);
        let items = told["items"].as_array().expect("a list").iter();
        items
            .map(|item| item["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    assert!(named("/api/v1/suggest?q=Put").contains(&"Vladimir Putin".to_owned()));
    assert_eq!(named("/api/v1/suggest?q=chin"), ["China"]);
    assert!(named("/api/v1/suggest?q=%25").is_empty());
    let all = named("/api/v1/actors?limit=200");
    let n_chinas = all.iter().filter(|name| *name == "China").count();
    assert_eq!(n_chinas, 1, "{all:?}");
}

#[test]
fn no_reader_learns_in_which_folders_files_lie() {
    let site = Site::of(&[(
        "home/me/secret/a.txt",
        "Ferries in Orda stopped on Monday, the harbour master said.\n",
    )]);
    for path in [
        "/api/v1/articles",
        "/article/art_1",
        "/article/art_1.json",
        "/",
        "/api/v1/articles/art_1",
    ] {
        let text = site.get(path).text;
        assert!(!text.contains("secret"), "{path}");
        assert!(
            !path.starts_with("/api/v1/articles") || text.contains("a.txt"),
            "{path}"
        );
    }
}
