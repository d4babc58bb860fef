//! Runs the cases of figures: a text in, figures out. `UPDATE_CASES=1` renews them.
//!
//! A `text` block is not parsed: number, unit, hedge and interval come from characters alone. A `parse`
//! block gives the tree of its text, a token a line (word, tag, part of speech, relation, head, dictionary
//! form), for what is counted and what limits it.

use std::fmt::Write as _;
use std::path::PathBuf;

use entente_extract::figure;
use entente_types::{
    Actors, Article, Dep, Document, Figure, Interval, Pos, Sentence, Span, Tag, Token,
};

#[test]
fn cases() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("cases/figure.md");
    let text = std::fs::read_to_string(&file).expect("a readable case");
    let renewed = renew(&text);
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write(&file, renewed).expect("a writable case");
    } else {
        assert_eq!(renewed, text, "{}", file.display());
    }
}

/// Every figure is a slice of its text, in order, and no text is too odd or too long to read.
#[test]
fn odd_texts_are_read_without_harm() {
    let pieces = [
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
    ];
    let mut state = 7_u64;
    for round in 0..300 {
        let n_pieces = if round == 299 { 60_000 } else { 24 };
        let mut text = String::new();
        for _ in 0..n_pieces {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
        }
        let document = unparsed(&text);
        let mut last = 0;
        for found in figure::find(&document, &Actors::default(), &[]) {
            let figure = &found.value;
            assert!(figure.written.contains(figure.number), "{text:?}");
            assert!(!figure.number.of(&text).is_empty(), "{text:?}");
            assert!(figure.number.start >= last, "{text:?}");
            assert!(figure.nominal.is_finite(), "{text:?}");
            last = figure.number.end;
        }
    }
}

/// Fills in what follows every `text` and `parse` block.
fn renew(cases: &str) -> String {
    let mut renewed = String::new();
    let mut lines = cases.lines();
    while let Some(line) = lines.next() {
        let _ = writeln!(renewed, "{line}");
        let is_parsed = line == "```parse";
        if line != "```text" && !is_parsed {
            continue;
        }
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        for line in &block {
            let _ = writeln!(renewed, "{line}");
        }
        let _ = writeln!(renewed, "```\n\n```figures");
        let document = if is_parsed {
            parsed(&block)
        } else {
            unparsed(&block.join("\n"))
        };
        for found in figure::find(&document, &Actors::default(), &[]) {
            let shown = show(document.text(), &found.value, is_parsed);
            let _ = writeln!(renewed, "{shown}");
        }
        let _ = writeln!(renewed, "```");
        // The old block, with the empty line before it.
        lines.next();
        lines.next();
        lines
            .by_ref()
            .take_while(|line| *line != "```")
            .for_each(drop);
    }
    renewed
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

/// Tokens cut at blanks and marks, without tags and tree.
fn unparsed(text: &str) -> Document {
    let mut tokens: Vec<Token> = Vec::new();
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        let joins =
            letter.is_alphanumeric() && at > 0 && text[..at].ends_with(char::is_alphanumeric);
        match tokens.last_mut() {
            Some(last) if joins => last.span.end = end as u32,
            _ if letter == ' ' => {}
            _ => tokens.push(token(Span::new(at, end), tokens.len())),
        }
    }
    document(text, tokens)
}

/// Tokens of a `parse` block; its words are joined by blanks, but not before marks.
fn parsed(block: &[&str]) -> Document {
    let mut text = String::new();
    let mut tokens = Vec::new();
    let mut glue = true;
    for line in block {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [word, tag, pos, dep, head, lemma] = fields[..] else {
            panic!("six fields: {line}")
        };
        let before = matches!(word, "," | "." | "%" | "-" | "’s") || glue;
        if !before {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(word);
        glue = matches!(word, "$" | "€" | "-");
        tokens.push(Token {
            span: Span::new(start, text.len()),
            tag: Tag::from_text(tag),
            pos: Pos::from_text(pos),
            head: head.parse().expect("a number"),
            dep: Dep::from_text(dep),
            lemma: lemma.to_owned(),
        });
    }
    document(&text, tokens)
}

fn token(span: Span, idx: usize) -> Token {
    Token {
        span,
        tag: Tag::Unknown,
        pos: Pos::Unknown,
        head: idx as u32,
        dep: Dep::Unknown,
        lemma: String::new(),
    }
}

fn document(text: &str, tokens: Vec<Token>) -> Document {
    let sentence = Sentence {
        start: 0,
        end: tokens.len() as u32,
    };
    Document::new(
        Article::plain("case", text),
        tokens,
        vec![sentence],
        Vec::new(),
    )
}
