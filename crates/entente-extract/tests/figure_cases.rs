//! Runs the cases of figures: a text in, figures out. `UPDATE_CASES=1` renews them.
//!
//! A `text` block is read without its tree: number, unit, hedge and interval come from characters alone. A
//! `parsed` block keeps the tree, for what is counted and what limits it. A block with the name of a language
//! is scanned without tokens, a `note` as a terse English note.

use std::fmt::Write as _;

use entente_extract::{Found, actor, figure, time};
use entente_language::english;
use entente_types::{Actors, Article, Dep, Document, Figure, Interval, Pos, Stated, Tag};

const PIECES: &[&str] = &[
    "12",
    ",",
    ".",
    "5",
    "-",
    "–",
    " ",
    "to ",
    "between ",
    "and ",
    "$",
    "€",
    "US$",
    "bn",
    "million ",
    "half a ",
    "dozen",
    "two ",
    "hundred ",
    "%",
    "per ",
    "barrel ",
    "1/2",
    "½",
    "é",
    "٣",
    "\n",
    "nearly ",
    "at least ",
    "year-old ",
    "times ",
    "minus ",
    "(",
    ")",
    "99999999999999999999999999999",
    "th",
    "in ",
    "five ",
    "10:27",
    "a ",
    "of ",
    "others ",
    "×10−",
    "third ",
    "s",
    "May ",
    "No. ",
    "Model ",
    "+",
    "or so ",
    "zweiund",
    "vingt-",
    "тыс. ",
    "mil ",
    "(5) ",
    "fewer than ",
    "feet ",
    "and a half ",
];

#[test]
fn cases() {
    entente_cases::run("cases", "figure", |case| {
        let blocks = case.blocks.iter();
        blocks.fold(String::new(), |shown, (kind, text)| {
            let text = text.trim_end();
            shown
                + &match kind.as_str() {
                    "text" | "parsed" => figures(text, kind == "parsed"),
                    "note" => scanned(text, &figure::scan_note(text, "en")),
                    language => scanned(text, &figure::scan(text, code(language))),
                }
        })
    });
}

fn code(language: &str) -> &str {
    match language {
        "german" => "de",
        "french" => "fr",
        "spanish" => "es",
        "russian" => "ru",
        _ => "en",
    }
}

/// A text that nobody parsed gives its figures too, in its own language.
#[test]
fn texts_without_tokens_are_read_in_their_language() {
    let mut article = Article::plain("case", "Rund 3,5 Millionen Menschen zahlten 12 Euro.");
    article.language = Some(Stated {
        value: "de".to_owned(),
        from: "flag".to_owned(),
    });
    let document = Document::new(article, Vec::new(), Vec::new(), Vec::new());
    let found = figure::find(&document, &Actors::default(), &[]);
    let units: Vec<&str> = found
        .iter()
        .map(|found| found.value.unit.code.as_str())
        .collect();
    assert_eq!(units, ["1", "EUR"]);
}

/// Reading takes time in step with the length of the text; with the square of it these would take minutes.
#[test]
fn hostile_texts_take_linear_time() {
    let patterns = [
        "1",
        "1,",
        "1.",
        "1 ",
        "1-",
        "1/",
        "(",
        "a ",
        "and ",
        "minus ",
        "- ",
        "half a ",
        "between ",
        "from 1 to ",
        "one hundred ",
        "million ",
        "1 million ",
        "$",
        "$ ",
        "US",
        "% ",
        "1e",
        "1^",
        "zwei",
        "zweiund",
        "vingt-",
        "1 000 ",
        "about ",
        "more than ",
        "or more ",
        "1h",
        "www.",
        "\n1.",
        "a couple of ",
        "1 in ",
        "point ",
        "one point ",
        "5 feet ",
        "1 (1) ",
        "é",
        "٣",
        "two-",
    ];
    for pattern in patterns {
        let text = pattern.repeat(60_000 / pattern.len());
        for language in ["en", "de", "fr", "es", "ru"] {
            let start = std::time::Instant::now();
            let _ = figure::scan(&text, language);
            let _ = figure::numerals(&text, language);
            assert!(start.elapsed().as_secs() < 5, "{pattern:?} in {language}");
        }
    }
}

/// Every figure is a slice of its text, in order, and no text is too odd or too long to read.
#[test]
fn odd_texts_are_read_without_harm() {
    let mut state = 7_u64;
    for round in 0..300 {
        let n_pieces = if round == 299 { 20_000 } else { 24 };
        let mut text = String::new();
        for _ in 0..n_pieces {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            text.push_str(PIECES[(state >> 33) as usize % PIECES.len()]);
        }
        for language in ["en", "de", "fr", "es", "ru", "xx"] {
            for found in figure::scan(&text, language) {
                let figure = &found.value;
                assert!(figure.written.contains(figure.number), "{text:?}");
                assert!(!figure.written.of(&text).is_empty(), "{text:?}");
                assert!(figure.nominal.is_finite(), "{text:?}");
            }
        }
        let document = if round % 2 == 0 {
            parsed(&text)
        } else {
            treeless(&text)
        };
        let mut last = 0;
        for found in figure::find(&document, &Actors::default(), &time::find(&document)) {
            let figure = &found.value;
            assert!(figure.written.contains(figure.number), "{text:?}");
            assert!(!figure.number.of(&text).is_empty(), "{text:?}");
            assert!(figure.number.start >= last, "{text:?}");
            assert!(figure.nominal.is_finite(), "{text:?}");
            last = figure.number.end;
        }
    }
}

/// The figures of a scanned text, a line each.
fn scanned(text: &str, found: &[Found<Figure>]) -> String {
    let lines = found
        .iter()
        .map(|found| show(text, &found.value, false) + "\n");
    lines.collect()
}

/// The figures of one text, a line each.
fn figures(text: &str, is_parsed: bool) -> String {
    let document = if is_parsed {
        parsed(text)
    } else {
        treeless(text)
    };
    let (actors, times) = if is_parsed {
        (actor::find(&document), time::find(&document))
    } else {
        (Actors::default(), Vec::new())
    };
    let found = figure::find(&document, &actors, &times);
    let lines = found
        .iter()
        .map(|found| show(text, &found.value, is_parsed) + "\n");
    lines.collect()
}

fn parsed(text: &str) -> Document {
    english().parse(Article::plain("case", text))
}

/// The tokens of a text without tags and tree.
fn treeless(text: &str) -> Document {
    let Document {
        article,
        mut tokens,
        sentences,
        ..
    } = parsed(text);
    for (idx, token) in tokens.iter_mut().enumerate() {
        token.head = idx as u32;
        (token.tag, token.pos, token.dep) = (Tag::Unknown, Pos::Unknown, Dep::Unknown);
        token.lemma.clear();
    }
    Document::new(article, tokens, sentences, Vec::new())
}

fn show(text: &str, figure: &Figure, is_parsed: bool) -> String {
    let high = figure
        .nominal_high
        .map_or(String::new(), |high| format!(" to {high}"));
    let mut shown = format!(
        "{} · {:?} · {}{high} {} · {:?} · {}",
        figure.written.of(text).replace('\n', " "),
        figure.measure,
        figure.nominal,
        figure.unit.code,
        figure.hedge,
        interval(&figure.interval),
    );
    if is_parsed {
        let counted = figure.counted.map_or("–", |counted| counted.of(text));
        let _ = write!(
            shown,
            " · {} ({counted}) · {}",
            figure.property,
            figure.words.join(" ")
        );
        for (name, span) in [
            ("without", figure.scope.excluding),
            ("part of", figure.scope.part_of),
        ] {
            if let Some(span) = span {
                let _ = write!(shown, " · {name} {:?}", span.of(text));
            }
        }
        if let Some(change) = figure.scope.change {
            let _ = write!(shown, " · change {change:+}");
        }
        if let Some(realis) = figure.scope.realis {
            let _ = write!(shown, " · {realis:?}");
        }
    }
    shown
}

fn interval(interval: &Interval) -> String {
    let round = |bound: f64| format!("{}", (bound * 1e6).round() / 1e6);
    let low = interval.low.map_or("(".to_owned(), |low| {
        format!(
            "{}{}",
            if interval.low_closed { "[" } else { "(" },
            round(low)
        )
    });
    let high = interval.high.map_or(")".to_owned(), |high| {
        format!(
            "{}{}",
            round(high),
            if interval.high_closed { "]" } else { ")" }
        )
    });
    format!("{low}, {high}")
}
