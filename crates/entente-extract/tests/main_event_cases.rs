//! Runs the cases of main events: a headline and a text in, answers out. `UPDATE_CASES=1` renews them.

use std::fmt::Write as _;

use entente_types::{Article, BlockKind, Document, Span, Stated};

#[test]
fn cases() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/cases");
    entente_cases::run(folder, "main_event", |case| {
        show(&parse(&case.blocks[0].1, &case.blocks[1].1))
    });
}

fn parse(title: &str, text: &str) -> Document {
    let title = title.trim();
    let mut article = Article::plain("case", format!("{title}\n\n{text}").trim_start());
    if !title.is_empty() {
        article.blocks[0].kind = BlockKind::Title;
    }
    article.published = Some(Stated {
        value: "2025-03-06".parse().expect("a day"),
        from: "flag".to_owned(),
    });
    entente_extract::name::mark(entente_language::english().parse(article))
}

fn show(document: &Document) -> String {
    let claims = entente_extract::extract(document);
    let Some(event) = claims.main_event else {
        return "nothing".to_owned();
    };
    let words = |span: Span| span.of(document.text());
    let day = event.time.as_ref().map(|time| {
        let days = time.period.and_then(|period| period.from);
        let days = days.map_or("?".to_owned(), |day| day.to_string());
        format!("{} ({days})", words(time.span))
    });
    let place = event.place.map(|place| match &event.country {
        Some(country) => format!("{} ({})", words(place), country.0),
        None => words(place).to_owned(),
    });
    let answers = [
        ("who", event.who.map(|who| words(who.span).to_owned())),
        ("what", Some(words(event.what).to_owned())),
        ("when", day),
        ("where", place),
        ("why", event.why.map(|why| words(why).to_owned())),
        ("how", event.how.map(|how| words(how).to_owned())),
    ];
    let mut shown = String::new();
    for (question, answer) in answers {
        if let Some(answer) = answer {
            writeln!(shown, "{question:5}  {answer}").expect("a string takes text");
        }
    }
    shown
}
