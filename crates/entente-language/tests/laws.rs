//! What holds for every text and every model file.

use entente_language::{Error, Model, Precision, english};
use entente_types::{Article, Block, BlockKind, Document, Entity, Span};
use proptest::prelude::*;

const FILE: &[u8] = include_bytes!("../models/en_core_web_md-3.8.0.ent");

/// Indices stay inside the document, spans inside the text and on borders of characters.
fn check(document: &Document) {
    let text = document.text();
    let mut end = 0;
    for (idx, token) in document.tokens.iter().enumerate() {
        let range = token.span.range();
        assert!(
            end <= range.start && range.start < range.end,
            "tokens are in order and hold something"
        );
        assert!(
            text.get(range.clone()).is_some(),
            "token {idx} lies on borders of characters"
        );
        assert!(
            matches!(&text[end..range.start], "" | " "),
            "only single blanks are between tokens"
        );
        assert!((token.head as usize) < document.tokens.len());
        end = range.end;
    }
    let mut next = 0;
    for sentence in &document.sentences {
        assert!(
            sentence.start == next && sentence.end > next,
            "sentences follow each other"
        );
        next = sentence.end;
    }
    assert_eq!(
        next as usize,
        document.tokens.len(),
        "sentences hold every token"
    );
    let mut next = 0;
    for entity in &document.entities {
        assert!(
            next <= entity.start && entity.start < entity.end,
            "names do not overlap"
        );
        next = entity.end;
    }
    assert!(next as usize <= document.tokens.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_parsed(text in "\\PC{0,200}") {
        check(&english().parse(Article::plain("any", &text)));
    }

    #[test]
    fn any_mixture_of_hard_characters_is_parsed(
        text in "[a-cA-C0-9 \\n\\t\\r.,'’\"()/@#:$%&\\-—\u{a0}\u{200b}\u{301}é中😀\u{1f}]{0,300}",
    ) {
        check(&english().parse(Article::plain("hard", &text)));
    }
}

#[test]
fn a_document_does_not_depend_on_threads_or_on_what_was_parsed_before() {
    let texts: Vec<String> = (0..24)
        .map(|idx| {
            format!(
                "Minister number {idx} met envoy {} in Geneva. They didn't agree.",
                idx * 7
            )
        })
        .collect();
    let parse = |text: &String| english().parse(Article::plain("thread", text));
    let first: Vec<Document> = texts.iter().map(parse).collect();
    let backward = std::thread::scope(|scope| {
        let run = || texts.iter().rev().map(parse).collect::<Vec<Document>>();
        let (one, other) = (scope.spawn(run), scope.spawn(run));
        [
            one.join().expect("one thread parses"),
            other.join().expect("the other thread parses"),
        ]
    });
    for documents in backward {
        assert!(documents.iter().rev().eq(&first));
    }
}

#[test]
fn a_text_of_many_tokens_is_parsed_in_parts() {
    let text = "The envoys met again, and nothing came of it.\n".repeat(2_500);
    let outcome = english().parse_with_problems(Article::plain("long", &text));
    check(&outcome.value);
    let codes: Vec<&str> = outcome
        .problems
        .iter()
        .map(|problem| problem.code.as_str())
        .collect();
    assert_eq!(codes, ["text-divided"]);
    let last = outcome.value.tokens.last().expect("there are tokens").span;
    assert_eq!(last.end as usize, text.len());
}

#[test]
fn no_sentence_and_no_name_goes_on_in_the_next_paragraph() {
    let text = "The ferry left for Salme at noon with the mayor of\n\nOrda Harbour said that it was late\n\n\
                “We will stay,” the pilots' union said:\n\nnobody was hurt on Monday";
    let article = Article::plain("paragraphs", text);
    let starts: Vec<u32> = article
        .blocks
        .iter()
        .map(|block| block.span.start)
        .collect();
    let document = english().parse(article);
    check(&document);
    for start in starts {
        let at = document
            .tokens
            .iter()
            .position(|token| token.span.start == start);
        let at = at.expect("a token starts each paragraph") as u32;
        assert!(
            document
                .sentences
                .iter()
                .any(|sentence| sentence.start == at)
        );
        let goes_on = |entity: &Entity| entity.start < at && at < entity.end;
        assert!(!document.entities.iter().any(goes_on));
    }
}

#[test]
fn one_endless_word_is_parsed() {
    for unit in ["a", "é", "'", "(", "a.", "1,", "\u{301}", "http://"] {
        check(&english().parse(Article::plain("endless", &unit.repeat(4_000))));
    }
}

#[test]
fn time_and_memory_grow_with_the_text_alone() {
    // A megabyte without a blank, of marks that combine with nothing, of control characters.
    for unit in [
        "a", "\u{301}", "-", "a.b@", "\u{1f}", "\u{200b}", "://", "1km",
    ] {
        let text = unit.repeat((1 << 20) / unit.len());
        check(&english().parse(Article::plain("endless", &text)));
    }
    // Sentences of 40,000 tokens, in one script and in several.
    for unit in ["the envoy who met ", "אب中é 😀 "] {
        let text = unit.repeat(40_000 / unit.split_whitespace().count());
        for precision in [Precision::Exact, Precision::Balanced, Precision::Fast] {
            let outcome = english().parse_at(precision, Article::plain("long", &text));
            check(&outcome.value);
        }
    }
}

#[test]
fn short_parts_are_read_as_if_they_were_alone() {
    let blocks = [
        (BlockKind::Heading, "Envoys meet in Geneva"),
        (BlockKind::ListItem, "Ana Ruiz spoke for Northwind."),
        (
            BlockKind::Paragraph,
            "They didn't agree on Monday, she said.",
        ),
        (BlockKind::Caption, "The lake"),
    ];
    let text = blocks.map(|(_, text)| text).join("\n");
    let mut article = Article::plain("parts", &text);
    let mut at = 0;
    article.blocks = blocks
        .iter()
        .map(|&(kind, text)| {
            let span = Span::new(at, at + text.len());
            at += text.len() + 1;
            Block { kind, span }
        })
        .collect();
    let together = english().parse(article);
    let mut n_tokens = 0;
    for part in text.split_inclusive('\n') {
        let alone = english().parse(Article::plain("alone", part));
        for (idx, token) in alone.tokens.iter().enumerate() {
            let other = &together.tokens[n_tokens + idx];
            let same = (other.tag, other.dep, &other.lemma) == (token.tag, token.dep, &token.lemma);
            assert!(same, "token {idx} of {part:?}");
            assert_eq!(other.head as usize, n_tokens + token.head as usize);
        }
        n_tokens += alone.tokens.len();
    }
    assert_eq!(n_tokens, together.tokens.len());
}

#[test]
fn broken_files_are_refused() {
    let load = |bytes: Vec<u8>| Model::from_bytes(bytes.leak()).err();
    assert!(matches!(load(Vec::new()), Some(Error::NoModel)));
    assert!(matches!(
        load(b"PK\x03\x04".repeat(40)),
        Some(Error::NoModel)
    ));
    assert!(matches!(
        load(FILE[..FILE.len() - 64].to_vec()),
        Some(Error::Cut { .. })
    ));
    let mut other_version = FILE[..4096].to_vec();
    other_version[8] = 99;
    assert!(matches!(
        load(other_version),
        Some(Error::Version { found: 99, .. })
    ));
}

#[test]
fn a_file_is_mapped() {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("models/en_core_web_md-3.8.0.ent");
    let model = Model::open(&path).expect("the shipped file is a model");
    assert_eq!(model.meta(), english().meta());
    let missing = Model::open(std::path::Path::new("no such file"));
    assert!(matches!(missing.err(), Some(Error::Open { .. })));
}
