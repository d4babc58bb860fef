//! A compact notation for reports with claims, for tests: `[nearly 30|figure mayor]`.
//!
//! A report begins with `report N`, a day of publication if it has one; the lines after it are its text,
//! one sentence each. What stands in brackets before the bar stays in the text.
#![allow(dead_code, reason = "each test uses its part")]

use entente_types::{
    Actor, ActorId, ActorKind, Actors, Anchor, Article, ArticleId, Attribution, Claim, ClaimId,
    Claims, Content, Country, Directness, Document, Event, Figure, Hedge, Interval, Measure,
    Mention, MentionForm, Participant, Period, Polarity, Pos, Precision, Quote, Realis, Root,
    Scope, Sentence, Span, Stated, TimeExpression, TimeKind, Token, Unit,
};

/// Reads all reports of a case.
pub fn reports(text: &str) -> (Vec<Document>, Vec<Claims>) {
    let mut parts: Vec<(ArticleId, Option<String>, String)> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(head) = line.strip_prefix("report ") {
            let mut words = head.split_whitespace();
            let id = words
                .next()
                .and_then(|word| word.parse().ok())
                .expect("a report has a number");
            parts.push((
                ArticleId(id),
                words.next().map(str::to_owned),
                String::new(),
            ));
        } else if let Some((_, _, body)) = parts.last_mut() {
            body.push_str(line);
            body.push('\n');
        }
    }
    parts
        .into_iter()
        .map(|(id, published, body)| report(id, published, &body))
        .unzip()
}

fn report(id: ArticleId, published: Option<String>, body: &str) -> (Document, Claims) {
    let mut text = String::new();
    let mut sentences = Vec::new();
    let mut marks: Vec<(Span, Span, String)> = Vec::new();
    for line in body.lines() {
        let start = text.len();
        let mut found = Vec::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('[') {
            let (marked, tail) = after.split_once(']').expect("a bracket closes");
            let (words, note) = marked.split_once('|').expect("a mark has a note");
            text.push_str(before);
            let at = text.len();
            text.push_str(words);
            found.push((Span::new(at, text.len()), note.to_owned()));
            rest = tail;
        }
        text.push_str(rest);
        let sentence = Span::new(start, text.len());
        sentences.push(sentence);
        marks.extend(found.into_iter().map(|(span, note)| (span, sentence, note)));
        text.push('\n');
    }
    let mut article = Article::plain(&format!("report-{}", id.0), &text);
    article.id = id;
    article.published = published.map(|day| Stated {
        value: day.parse().expect("a day"),
        from: "flag".to_owned(),
    });
    let claims = claims(&article, &marks);
    (document(article, &sentences), claims)
}

fn document(article: Article, lines: &[Span]) -> Document {
    let (mut tokens, mut sentences) = (Vec::new(), Vec::new());
    for line in lines {
        let first = tokens.len();
        let mut at = line.start as usize;
        for word in line
            .of(&article.text)
            .split_inclusive(|c: char| !c.is_alphanumeric())
        {
            let plain = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            if !plain.is_empty() {
                let idx = u32::try_from(tokens.len()).expect("few tokens");
                let is_content = plain.chars().count() > 3;
                tokens.push(Token {
                    span: Span::new(at, at + plain.len()),
                    tag: Default::default(),
                    pos: if is_content { Pos::Noun } else { Pos::Det },
                    head: idx,
                    dep: Default::default(),
                    lemma: lemma(plain),
                });
            }
            at += word.len();
        }
        let number = |idx: usize| u32::try_from(idx).expect("few tokens");
        sentences.push(Sentence {
            start: number(first),
            end: number(tokens.len()),
        });
    }
    Document::new(article, tokens, sentences, Vec::new())
}

fn claims(article: &Article, marks: &[(Span, Span, String)]) -> Claims {
    let mut read = Claims {
        article: article.id,
        ..Claims::default()
    };
    for (idx, (span, sentence, note)) in marks.iter().enumerate() {
        let note = Note(note);
        let content = match note.kind() {
            "figure" => Content::Figure(figure(*span, *sentence, &article.text, note)),
            "quote" => Content::Quote(quote(*span, &article.text, note)),
            "event" => Content::Event(event(*span, *sentence, &article.text, note)),
            "date" => {
                let time = date(*span, note);
                read.times.push(time.clone());
                Content::Date(time)
            }
            other => panic!("no kind {other}"),
        };
        let holders = note.value("holder").into_iter().map(|id| Attribution {
            holder: Participant {
                actor: Some(ActorId(id.to_owned())),
                span: *span,
            },
            cue: None,
        });
        read.claims.push(Claim {
            id: ClaimId::new(article.id, idx),
            article: article.id,
            sentence: *sentence,
            span: *span,
            holders: holders.collect(),
            rule: "case".to_owned(),
            content,
        });
    }
    read.actors = actors(marks);
    read
}

/// The note behind the bar: kind, one word, then flags and `key=value`.
#[derive(Clone, Copy)]
struct Note<'a>(&'a str);

impl<'a> Note<'a> {
    fn words(self) -> impl Iterator<Item = &'a str> {
        self.0.split_whitespace()
    }

    fn kind(self) -> &'a str {
        self.words().next().unwrap_or_default()
    }

    fn main(self) -> &'a str {
        self.words().nth(1).unwrap_or_default()
    }

    fn value(self, key: &str) -> Option<&'a str> {
        self.words()
            .find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
    }

    fn has(self, flag: &str) -> bool {
        self.words().any(|word| word == flag)
    }
}

fn actors(marks: &[(Span, Span, String)]) -> Actors {
    let mut actors = Actors::default();
    for (span, _, note) in marks {
        let ids = Note(note)
            .words()
            .flat_map(|word| word.split('='))
            .flat_map(|word| word.split(','));
        for id in ids {
            let Some((kind, key)) = id.split_once(':') else {
                continue;
            };
            let kind = match kind {
                "state" => ActorKind::State,
                "person" => ActorKind::Person,
                "org" => ActorKind::Organisation,
                _ => ActorKind::Group,
            };
            let name = key
                .split('-')
                .map(|word| word[..1].to_uppercase() + &word[1..]);
            let name = name.collect::<Vec<_>>().join(" ");
            let id = ActorId(id.to_owned());
            let country = (kind == ActorKind::State).then(|| Country(key.to_owned()));
            let mention = Mention {
                actor: id.clone(),
                span: *span,
                head: 0,
                form: MentionForm::Name,
                ground: entente_types::Ground::Known,
                confidence: 1.0,
            };
            actors.mentions.push(mention);
            actors.actors.push(Actor {
                id,
                kind,
                name,
                country,
                body: None,
                sector: None,
                offices: Vec::new(),
                confidence: 1.0,
            });
        }
    }
    actors.actors.sort_by(|one, other| one.id.cmp(&other.id));
    actors.actors.dedup_by(|one, other| one.id == other.id);
    actors
}

fn figure(span: Span, sentence: Span, text: &str, note: Note) -> Figure {
    let written = span.of(text).to_lowercase();
    let hedges = [
        ("nearly", Hedge::Under),
        ("almost", Hedge::Under),
        ("about", Hedge::About),
        ("some", Hedge::About),
        ("more than", Hedge::Over),
        ("over", Hedge::Over),
        ("at least", Hedge::AtLeast),
        ("up to", Hedge::AtMost),
    ];
    let hedge = hedges
        .iter()
        .find(|(word, _)| written.starts_with(word))
        .map_or(Hedge::Exact, |(_, hedge)| *hedge);
    let digits: String = written
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    let digits = digits.trim_matches('.');
    let scale = if written.contains("billion") {
        1e9
    } else if written.contains("million") {
        1e6
    } else {
        1.0
    };
    let nominal = digits.parse::<f64>().expect("a number") * scale;
    let decimals = digits
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    let place_value = scale / 10_f64.powi(i32::try_from(decimals).expect("few decimals"));
    let (measure, code) = if written.contains('$') {
        (Measure::Money, "USD")
    } else if written.contains('%') {
        (Measure::Percent, "%")
    } else if let Some(code) = note.value("unit") {
        (
            if code == "d" || code == "a" {
                Measure::Duration
            } else {
                Measure::Quantity
            },
            code,
        )
    } else if note.has("ordinal") {
        (Measure::Ordinal, "1")
    } else {
        (Measure::Count, "1")
    };
    let half = if measure == Measure::Count {
        0.0
    } else {
        place_value / 2.0
    };
    let (low, high) = match hedge {
        Hedge::Under => (Some(nominal * 0.85), Some(nominal)),
        Hedge::About => (Some(nominal * 0.925), Some(nominal * 1.075)),
        Hedge::Over | Hedge::AtLeast => (Some(nominal), None),
        Hedge::AtMost => (None, Some(nominal)),
        _ => (Some(nominal - half), Some(nominal + half)),
    };
    let year = note.value("year").and_then(|year| year.parse().ok());
    let period = year.map(|year: i16| Period {
        from: Some(jiff::civil::date(year, 1, 1)),
        to: Some(jiff::civil::date(year, 12, 31)),
        precision: Precision::Year,
    });
    let since = note.value("since").and_then(|year| year.parse().ok());
    let since = since.map(|year: i16| Period {
        from: Some(jiff::civil::date(year, 1, 1)),
        to: None,
        precision: Precision::Year,
    });
    let period = period.or(since);
    let words = sentence
        .of(text)
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.len() > 3);
    let mut words: Vec<String> = words.map(lemma).collect();
    words.sort();
    words.dedup();
    let behind = text[span.end as usize..sentence.end as usize].find(note.main());
    let counted = behind.map(|at| {
        let start = span.end as usize + at;
        Span::new(start, start + note.main().len())
    });
    Figure {
        written: span,
        number: span,
        nominal,
        nominal_high: None,
        place_value,
        hedge,
        hedge_span: None,
        interval: Interval {
            low,
            high,
            low_closed: hedge != Hedge::Over,
            high_closed: hedge != Hedge::Under,
        },
        measure,
        unit: Unit {
            code: code.to_owned(),
            name: String::new(),
        },
        counted,
        property: note.main().to_owned(),
        words,
        about: note
            .value("about")
            .into_iter()
            .map(|id| ActorId(id.to_owned()))
            .collect(),
        scope: Scope {
            period,
            excluding: note.has("other").then_some(span),
            part_of: note.has("part").then_some(span),
            realis: note.has("expected").then_some(Realis::Planned),
            ..Scope::default()
        },
    }
}

fn quote(span: Span, text: &str, note: Note) -> Quote {
    let words = span.of(text);
    let is_direct = words.starts_with('“');
    let inner = Span::new(
        span.start as usize + '“'.len_utf8(),
        span.end as usize - '”'.len_utf8(),
    );
    Quote {
        content: vec![span],
        words: if is_direct { vec![inner] } else { Vec::new() },
        directness: if is_direct {
            Directness::Direct
        } else {
            Directness::Indirect
        },
        speaker: Some(Participant {
            actor: Some(ActorId(note.main().to_owned())),
            span,
        }),
        cue: None,
        cue_lemma: "say".to_owned(),
        cue_kind: None,
        addressee: None,
        period: None,
        confidence: 1.0,
    }
}

fn event(span: Span, sentence: Span, text: &str, note: Note) -> Event {
    let party = |key: &str| {
        let ids = note.value(key).into_iter().flat_map(|ids| ids.split(','));
        ids.map(|id| Participant {
            actor: Some(ActorId(id.to_owned())),
            span,
        })
        .collect()
    };
    let object = note.value("object").and_then(|word| {
        let at = sentence.of(text).find(word)? + sentence.start as usize;
        Some(Span::new(at, at + word.len()))
    });
    Event {
        trigger: span,
        lemma: note.main().to_owned(),
        root: note
            .value("root")
            .map_or(Root::Cooperate, |root| match root {
                "assault" => Root::Assault,
                "agree" => Root::Agree,
                _ => Root::Consult,
            }),
        mode: None,
        mode_span: None,
        contexts: Vec::new(),
        actors: party("actor"),
        recipients: party("recipient"),
        actor_home: None,
        recipient_home: None,
        place: None,
        country: None,
        city: None,
        tolls: Vec::new(),
        period: None,
        period_span: None,
        polarity: if note.has("not") {
            Polarity::DidNot
        } else {
            Polarity::Did
        },
        realis: if note.has("planned") {
            Realis::Planned
        } else {
            Realis::Happened
        },
        manner: Vec::new(),
        about: None,
        confidence: 1.0,
        object,
        clause: sentence,
    }
}

fn date(span: Span, note: Note) -> TimeExpression {
    let value = note.main().to_owned();
    let period = value.parse().ok().map(Period::day);
    TimeExpression {
        span,
        kind: TimeKind::Date,
        anchor: if period.is_some() {
            Anchor::Absolute
        } else {
            Anchor::Open
        },
        value,
        modifier: None,
        period,
        days: None,
        rule: "case".to_owned(),
    }
}

/// Good enough for the words of the cases.
fn lemma(word: &str) -> String {
    let lower = word.to_lowercase();
    lower
        .strip_suffix("ed")
        .unwrap_or(&lower)
        .trim_end_matches('s')
        .to_owned()
}
