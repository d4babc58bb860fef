//! Quotes on parses by hand.

use entente_types::{
    Actors, Article, CueKind, Dep, Directness, Document, Pos, Sentence, Span, Tag, Token,
};

use super::find;

/// A document from rows of word, tag, head and relation; words are parted by one blank, and one that
/// begins with `_` follows without a blank.
fn document(rows: &[(&str, &str, usize, &str, &str)]) -> Document {
    let mut text = String::new();
    let mut tokens = Vec::new();
    for (word, tag, head, dep, lemma) in rows {
        let glued = word.strip_prefix('_');
        if glued.is_none() && !text.is_empty() && !text.ends_with(['“', '\n']) {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(glued.unwrap_or(word));
        tokens.push(Token {
            span: Span::new(start, text.len()),
            tag: Tag::from_text(tag),
            pos: match *tag {
                "VBD" | "VBZ" | "VB" => Pos::Verb,
                "NNP" => Pos::Propn,
                "NN" => Pos::Noun,
                "PRP" => Pos::Pron,
                "," | "." | "``" | "''" => Pos::Punct,
                _ => Pos::Adj,
            },
            head: *head as u32,
            dep: Dep::from_text(dep),
            lemma: (*lemma).to_owned(),
        });
    }
    let sentences = vec![Sentence {
        start: 0,
        end: tokens.len() as u32,
    }];
    let article = Article {
        text,
        ..Article::default()
    };
    Document::new(article, tokens, sentences, Vec::new())
}

#[test]
fn two_speakers_in_one_sentence_keep_their_words() {
    let document = document(&[
        ("Ruiz", "NNP", 1, "nsubj", "Ruiz"),
        ("called", "VBD", 1, "ROOT", "call"),
        ("it", "PRP", 1, "dobj", "it"),
        ("“", "``", 5, "punct", "“"),
        ("utterly", "RB", 5, "advmod", "utterly"),
        ("fair", "JJ", 1, "oprd", "fair"),
        ("_,", ",", 1, "punct", ","),
        ("_”", "''", 1, "punct", "”"),
        ("while", "IN", 10, "mark", "while"),
        ("Okoro", "NNP", 10, "nsubj", "Okoro"),
        ("rejected", "VBD", 1, "advcl", "reject"),
        ("it", "PRP", 10, "dobj", "it"),
        ("as", "IN", 10, "prep", "as"),
        ("a", "DT", 15, "det", "a"),
        ("“", "``", 15, "punct", "“"),
        ("trick", "NN", 12, "pobj", "trick"),
        ("_”", "''", 10, "punct", "”"),
        ("_.", ".", 1, "punct", "."),
    ]);
    let found = find(&document, &Actors::default());
    let text = document.text();
    let pairs: Vec<(&str, &str)> = found
        .iter()
        .map(|one| {
            let speaker = one.value.speaker.as_ref().expect("a speaker").span;
            (speaker.of(text), one.value.words[0].of(text))
        })
        .collect();
    assert_eq!(pairs, [("Ruiz", "utterly fair,"), ("Okoro", "trick")]);
    assert!(
        found
            .iter()
            .all(|one| one.value.directness == Directness::Mixed)
    );
}

#[test]
fn praise_is_his_who_praises() {
    let document = document(&[
        ("Ruiz", "NNP", 1, "nsubj", "Ruiz"),
        ("hailed", "VBD", 1, "ROOT", "hail"),
        ("them", "PRP", 1, "dobj", "they"),
        ("as", "IN", 5, "mark", "as"),
        ("neighbours", "NNS", 5, "nsubj", "neighbour"),
        ("opposed", "VBD", 1, "advcl", "oppose"),
        ("to", "IN", 5, "prep", "to"),
        ("“", "``", 6, "punct", "“"),
        ("greed", "NN", 6, "pobj", "greed"),
        ("_”", "''", 6, "punct", "”"),
        ("_.", ".", 1, "punct", "."),
    ]);
    let found = find(&document, &Actors::default());
    let said = found.iter().find(|one| !one.value.words.is_empty());
    let speaker = said.and_then(|one| one.value.speaker.as_ref());
    let speaker = speaker.expect("a speaker").span;
    assert_eq!(speaker.of(document.text()), "Ruiz");
}

#[test]
fn the_name_of_a_thing_is_no_statement() {
    let document = document(&[
        ("He", "PRP", 1, "nsubj", "he"),
        ("saved", "VBD", 1, "ROOT", "save"),
        ("the", "DT", 6, "det", "the"),
        ("“", "``", 6, "punct", "“"),
        ("zero-waste", "JJ", 6, "amod", "zero-waste"),
        ("_”", "''", 6, "punct", "”"),
        ("plan", "NN", 1, "dobj", "plan"),
        ("she", "PRP", 8, "nsubj", "she"),
        ("announced", "VBD", 6, "relcl", "announce"),
        ("_.", ".", 1, "punct", "."),
    ]);
    let found = find(&document, &Actors::default());
    assert!(found.iter().all(|one| one.value.words.is_empty()));
}

#[test]
fn parts_of_one_speech_are_one_quote() {
    let document = document(&[
        ("“", "``", 2, "punct", "“"),
        ("We", "PRP", 2, "nsubj", "we"),
        ("won", "VBD", 6, "ccomp", "win"),
        ("_,", ",", 6, "punct", ","),
        ("_”", "''", 6, "punct", "”"),
        ("she", "PRP", 6, "nsubj", "she"),
        ("said", "VBD", 6, "ROOT", "say"),
        ("_.", ".", 6, "punct", "."),
        ("“", "``", 10, "punct", "“"),
        ("They", "PRP", 10, "nsubj", "they"),
        ("lost", "VBD", 10, "ROOT", "lose"),
        ("_.", ".", 10, "punct", "."),
        ("_”", "''", 10, "punct", "”"),
    ]);
    let found = find(&document, &Actors::default());
    assert_eq!(found.len(), 1);
    let words = &found[0].value.words;
    let strings: Vec<&str> = words.iter().map(|span| span.of(document.text())).collect();
    assert_eq!(strings, ["We won,", "They lost."]);
    assert_eq!(found[0].value.directness, Directness::Direct);
}

#[test]
fn the_name_after_a_dash_signs_the_words() {
    let document = document(&[
        ("“", "``", 2, "punct", "“"),
        ("We", "PRP", 2, "nsubj", "we"),
        ("won", "VBD", 2, "ROOT", "win"),
        ("_.", ".", 2, "punct", "."),
        ("_”", "''", 2, "punct", "”"),
        ("—", ":", 7, "punct", "—"),
        ("Ana", "NNP", 7, "compound", "Ana"),
        ("Ruiz", "NNP", 7, "ROOT", "Ruiz"),
    ]);
    let found = find(&document, &Actors::default());
    let said = found.iter().find(|one| !one.value.words.is_empty());
    let speaker = said.and_then(|one| one.value.speaker.as_ref());
    let speaker = speaker.expect("a speaker").span;
    assert_eq!(speaker.of(document.text()), "Ana Ruiz");
}

#[test]
fn those_spoken_to_are_named() {
    let document = document(&[
        ("Ruiz", "NNP", 1, "nsubj", "Ruiz"),
        ("told", "VBD", 1, "ROOT", "tell"),
        ("reporters", "NNS", 1, "dobj", "reporter"),
        ("that", "IN", 6, "mark", "that"),
        ("Okoro", "NNP", 6, "nsubj", "Okoro"),
        ("had", "VBD", 6, "aux", "have"),
        ("left", "VBN", 1, "ccomp", "leave"),
        ("_.", ".", 1, "punct", "."),
    ]);
    let found = find(&document, &Actors::default());
    let said = &found.first().expect("an attribution").value;
    let listeners = said.addressee.as_ref().expect("an addressee").span;
    assert_eq!(listeners.of(document.text()), "reporters");
    assert_eq!(said.content[0].of(document.text()), "that Okoro had left");
    assert_eq!(said.cue_kind, Some(CueKind::Say));
}

#[test]
fn a_plan_is_told_from_speech() {
    let document = document(&[
        ("Okoro", "NNP", 1, "nsubj", "Okoro"),
        ("plans", "VBZ", 1, "ROOT", "plan"),
        ("to", "TO", 3, "aux", "to"),
        ("resign", "VB", 1, "xcomp", "resign"),
        ("_.", ".", 1, "punct", "."),
    ]);
    let found = find(&document, &Actors::default());
    let planned = &found.first().expect("an attribution").value;
    assert_eq!(planned.cue_kind, Some(CueKind::Plan));
    assert_eq!(planned.content[0].of(document.text()), "to resign");
}

#[test]
fn odd_texts_are_read_without_harm() {
    for text in ["", "“", "””“", "\"\"\"\"", "''", "“é", "‘‘’’'\n\n“", "«“”»"]
    {
        let token = Token {
            span: Span::new(0, text.len()),
            tag: Tag::Nn,
            pos: Pos::Noun,
            head: 0,
            dep: Dep::Root,
            lemma: text.to_owned(),
        };
        let sentences = vec![Sentence { start: 0, end: 1 }];
        let article = Article {
            text: text.to_owned(),
            ..Article::default()
        };
        let document = Document::new(article, vec![token], sentences, Vec::new());
        for one in find(&document, &Actors::default()) {
            assert!(text.get(one.span.range()).is_some());
        }
    }
}
