//! The rule-based steps against spaCy's answers in `parity/rules_golden.jsonl`, and laws that hold for
//! every text.

use std::time::{Duration, Instant};

use entente_types::{Dep, Tag};
use proptest::prelude::*;
use serde::Deserialize;

use crate::tokenizer::RawToken;
use crate::{Model, chars, english};

/// What spaCy says of one text; see `parity/rules_generate.py`.
#[derive(Deserialize)]
struct Answer {
    text: String,
    tokens: Vec<(u32, u32)>,
    features: u64,
    before: Vec<(String, String)>,
    after: Vec<(String, String, String, String, String)>,
}

fn answers() -> Vec<Answer> {
    let golden = include_str!("../../parity/rules_golden.jsonl");
    let read = |line| serde_json::from_str(line).expect("the generator writes this form");
    golden.lines().map(read).collect()
}

fn words<'a>(text: &'a str, tokens: &[RawToken]) -> Vec<&'a str> {
    tokens.iter().map(|token| token.span.of(text)).collect()
}

/// All feature ids of a text in one number, as `rules_generate.py` makes it.
fn digest(model: &Model, text: &str, tokens: &[RawToken]) -> u64 {
    let mut number = 0_u64;
    for (token, word) in std::iter::zip(tokens, words(text, tokens)) {
        let features = model.features.features(word, token.norm, token.space_after);
        for id in features.into_iter().chain([model.features.orth(word)]) {
            number = number.wrapping_mul(31).wrapping_add(id);
        }
    }
    number
}

#[test]
fn tokens_and_features_are_those_of_spacy() {
    for answer in answers() {
        let tokens = english().tokenizer.tokenize(&answer.text);
        let spans: Vec<_> = tokens
            .iter()
            .map(|token| (token.span.start, token.span.end))
            .collect();
        assert_eq!(spans, answer.tokens, "{:?}", words(&answer.text, &tokens));
        assert_eq!(
            digest(english(), &answer.text, &tokens),
            answer.features,
            "{:?}",
            answer.text
        );
    }
}

#[test]
fn attributes_and_lemmas_are_those_of_spacy() {
    let model = english();
    for answer in answers() {
        let tokens = model.tokenizer.tokenize(&answer.text);
        let words = words(&answer.text, &tokens);
        let mut tags: Vec<_> = answer
            .before
            .iter()
            .map(|(tag, _)| Tag::from_text(tag))
            .collect();
        let mut deps: Vec<_> = answer
            .before
            .iter()
            .map(|(_, dep)| Dep::from_text(dep))
            .collect();
        let attributes = model.ruler.apply(&words, &mut tags, &mut deps);
        for (idx, expected) in answer.after.iter().enumerate() {
            let token = attributes[idx];
            let lemma = token.lemma.map(str::to_owned);
            let lemma =
                lemma.unwrap_or_else(|| model.lemmatizer.lemma(words[idx], token.pos, token.morph));
            let found = (
                tags[idx].as_str().to_owned(),
                deps[idx].as_str().to_owned(),
                token.pos.as_str().to_owned(),
                token.morph.to_owned(),
                lemma,
            );
            assert_eq!(&found, expected, "{:?} in {:?}", words[idx], answer.text);
        }
    }
}

/// Spans are in order and inside the text, and only single blanks stand between them.
fn check_tokens(text: &str) {
    let mut at = 0;
    for token in english().tokenizer.tokenize(text) {
        let (start, end) = (token.span.start as usize, token.span.end as usize);
        assert!(at <= start && start < end, "{at} {start} {end}");
        assert!(["", " "].contains(&&text[at..start]));
        assert!(!token.space_after || text[end..].starts_with(' '));
        let word = &text[start..end];
        assert!(
            chars::is_space(word) || !word.contains(chars::is_blank),
            "{word:?}"
        );
        at = end;
    }
    assert!(["", " "].contains(&&text[at..]));
}

proptest! {
    #[test]
    fn tokens_lie_in_any_text(text in any::<String>()) {
        check_tokens(&text);
    }

    #[test]
    fn tokens_lie_in_text_full_of_marks(text in "[aA1.,:;'’\"“”()\\[\\]$%@/#&*+=<>~_°k…—–\\- \n中😀-]{0,60}") {
        check_tokens(&text);
    }

    #[test]
    fn steps_bear_any_words(list in proptest::collection::vec(any::<String>(), 0..8)) {
        let words: Vec<&str> = list.iter().map(String::as_str).collect();
        let (mut tags, mut deps) = (vec![Tag::Nn; words.len()], vec![Dep::Dobj; words.len()]);
        let attributes = english().ruler.apply(&words, &mut tags, &mut deps);
        for (word, token) in std::iter::zip(words, attributes) {
            let _ = english().features.features(word, None, true);
            let _ = english().lemmatizer.lemma(word, token.pos, token.morph);
        }
    }
}

/// A page of one endless word must not hold up the reading: each of these takes time that grows with
/// the square of the text in a tokenizer that looks at the whole word again after each affix.
#[test]
fn time_grows_with_the_text_only() {
    for piece in [
        "(", ".", ".(", "a-", "@a.", "a.b:", "”", "😀", "….", "1.1.1.1.", ":-)", "'s", "ab://",
    ] {
        let text = piece.repeat((256 << 10) / piece.len());
        let start = Instant::now();
        check_tokens(&text);
        assert!(start.elapsed() < Duration::from_secs(5), "{piece}");
    }
}
