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
        assert_eq!(page.header("referrer-policy"), "no-referrer");
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
fn hostile_words_are_shown_and_do_nothing() {
    let hostile = "<script>alert(1)</script> \u{1b}[31mred\u{202e} \"onload='x' & co";
    let text =
        format!("{hostile}\n\nPort workers in Orda went on strike on Monday, {hostile} said.\n");
    let site = Site::of(&[("a\u{202e}<b>.txt", &text)]);
    for path in [
        "/",
        "/article/art_1",
        "/search?q=strike",
        "/search?q=%3Cscript%3E&source=%22%3E%3Cb%3E",
        "/story/sty_1",
    ] {
        let page = site.get(path);
        page.assert_whole(path);
        assert!(
            !page.text.contains("<script")
                && !page.text.contains('\u{1b}')
                && !page.text.contains('\u{202e}'),
            "{path}"
        );
    }
    assert!(
        site.get("/article/art_1")
            .text
            .contains("&lt;script&gt;alert(1)")
    );
    assert!(!site.get("/article/art_1.json").text.contains('\u{1b}'));
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
