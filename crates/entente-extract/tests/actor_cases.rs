//! Runs the cases of actors: a text in, actors and mentions out. `UPDATE_CASES=1` renews them.

mod common;

use std::fmt::Write as _;

use entente_extract::{actor, role};
use entente_types::{
    Article, Dep, Document, Entity, EntityKind, Pos, Sentence, Span, Stated, Tag, Token,
};

use common::parse;

#[test]
fn cases() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/cases");
    entente_cases::run(folder, "actor", |case| show(&parse(&case.blocks[0].1)));
}

/// Mentions are slices of the text, in order, and name actors that exist, whatever the tags say.
#[test]
fn odd_parses_are_read_without_harm() {
    let words = [
        "Xi",
        "-",
        "'s",
        "’s",
        "the",
        "President",
        "of",
        "China",
        ",",
        "(",
        "he",
        "who",
        "al",
        "Lt",
        ".",
        "“",
        "”",
        "\n",
        "Ministry",
        "é",
        "leaders",
        "its",
        "West",
        "U.S.",
        "IS",
    ];
    let mut state = 7_u64;
    let mut next = |n: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % n
    };
    for _ in 0..300 {
        let n_tokens = 1 + next(30);
        let lines: Vec<String> = (0..n_tokens)
            .map(|idx| {
                let head = next(n_tokens) as i64 - idx as i64;
                format!(
                    "{} {} {} {} {head} x {}",
                    words[next(words.len())].replace('\n', "\\n"),
                    Tag::ALL[next(Tag::ALL.len())].as_str(),
                    Pos::ALL[next(Pos::ALL.len())].as_str(),
                    Dep::ALL[next(Dep::ALL.len())].as_str(),
                    ["-", "PERSON", "ORG", "GPE", "NORP"][next(5)],
                )
            })
            .collect();
        let document = document(&format!("2024-05-06\n{}\n", lines.join("\n")));
        let actors = actor::find(&document);
        for mention in &actors.mentions {
            assert!(!mention.span.of(document.text()).is_empty());
            let actor = actors.actor(&mention.actor).expect("mentions name actors");
            assert!(mention.confidence > 0.0 && mention.confidence <= actor.confidence);
            assert_eq!(mention.form, mention.ground.form());
        }
        assert!(actors.mentions.is_sorted_by_key(|mention| mention.span));
        let roles = role::find(&document, &actors);
        assert!(roles.is_sorted_by_key(|role| role.span));
    }
}

fn show(document: &Document) -> String {
    let actors = actor::find(document);
    let mut shown = String::new();
    for mention in &actors.mentions {
        let actor = actors.actor(&mention.actor).expect("a known actor");
        let or_dash = |text: Option<&str>| text.unwrap_or("-").to_owned();
        let _ = writeln!(
            shown,
            "{} = {} · {} · {}",
            mention.span.of(document.text()),
            actor.id.0,
            or_dash(actor.country.as_ref().map(|code| code.0.as_str())),
            or_dash(actor.sector.as_deref()),
        );
    }
    shown
}

fn document(parse: &str) -> Document {
    let mut lines = parse.lines();
    let day = lines.next().and_then(|line| line.parse().ok());
    let (mut text, mut tokens, mut sentences, mut entities) =
        (String::new(), vec![], vec![], vec![]);
    let mut last: Option<(EntityKind, usize)> = None;
    for line in lines {
        let fields: Vec<&str> = line.split(' ').collect();
        let [word, tag, pos, dep, head, lemma, kind] = fields[..] else {
            panic!("seven fields: {line}")
        };
        let word = word.replace("\\n", "\n");
        let is_close = matches!(word.as_str(), "." | "," | "'s" | "’s" | "-" | ")" | "”");
        if !is_close && !text.is_empty() && !text.ends_with(['-', '“', '(']) {
            text.push(' ');
        }
        let idx = tokens.len();
        let start = text.len();
        text.push_str(&word);
        let head = (idx as i64 + head.parse::<i64>().expect("a distance")) as u32;
        tokens.push(Token {
            span: Span::new(start, text.len()),
            tag: Tag::from_text(tag),
            pos: Pos::from_text(pos),
            head,
            dep: Dep::from_text(dep),
            lemma: lemma.to_owned(),
        });
        let kind = (kind != "-").then(|| EntityKind::from_text(kind));
        match (kind, last, entities.last_mut()) {
            (Some(kind), Some((known, at)), Some(Entity { end, .. }))
                if known == kind && at + 1 == idx =>
            {
                *end = idx as u32 + 1;
            }
            (Some(kind), ..) => entities.push(Entity {
                start: idx as u32,
                end: idx as u32 + 1,
                kind,
            }),
            _ => {}
        }
        last = kind.map(|kind| (kind, idx));
        if word == "." && dep == "punct" {
            let start = sentences
                .last()
                .map_or(0, |sentence: &Sentence| sentence.end);
            sentences.push(Sentence {
                start,
                end: idx as u32 + 1,
            });
        }
    }
    let start = sentences.last().map_or(0, |sentence| sentence.end);
    if (start as usize) < tokens.len() {
        sentences.push(Sentence {
            start,
            end: tokens.len() as u32,
        });
    }
    let published = day.map(|value| Stated {
        value,
        from: "flag".to_owned(),
    });
    let article = Article {
        published,
        ..Article::plain("case", &text)
    };
    Document::new(article, tokens, sentences, entities)
}
