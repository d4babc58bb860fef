//! Prints the claims of parsed documents: one `Document` as JSON per line in, one `Claims` per line out.
//!
//! `claims FILE.jsonl [--text]` shows them as readable lines with `--text`.
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;

use entente_types::{Content, Document};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments.first().ok_or("give a file of parsed documents")?;
    let readable = arguments.iter().any(|argument| argument == "--text");
    for line in std::fs::read_to_string(path)?.lines() {
        let document: Document = serde_json::from_str(line)?;
        let claims = entente_extract::extract(&document);
        if !readable {
            println!("{}", serde_json::to_string(&claims)?);
            continue;
        }
        let text = document.text();
        println!("=== {}", document.article.name);
        for actor in &claims.actors.actors {
            println!(
                "actor  {} · {:?} · {} · {:?} · {:?} · {:?} · {:?}",
                actor.id.0,
                actor.kind,
                actor.name,
                actor.country,
                actor.body,
                actor.sector,
                actor.offices
            );
        }
        for mention in &claims.actors.mentions {
            println!("mention {:?} -> {}", mention.span.of(text), mention.actor.0);
        }
        for claim in &claims.claims {
            let holders: Vec<&str> = claim
                .holders
                .iter()
                .map(|one| one.holder.span.of(text))
                .collect();
            let words = claim.span.of(text);
            match &claim.content {
                Content::Quote(quote) => {
                    let speaker = quote.speaker.as_ref().map(|speaker| {
                        (
                            speaker.span.of(text),
                            speaker.actor.as_ref().map(|id| id.0.as_str()),
                        )
                    });
                    let strings: Vec<&str> = quote.words.iter().map(|span| span.of(text)).collect();
                    let content: Vec<&str> =
                        quote.content.iter().map(|span| span.of(text)).collect();
                    println!(
                        "quote  {:?} {speaker:?} cue {:?} words {strings:?} content {content:?}",
                        quote.directness,
                        quote.cue.map(|cue| cue.of(text))
                    );
                }
                Content::Figure(figure) => println!(
                    "figure {:?} {} {:?} {:?} {:?} · counted {:?} · {} {:?} about {:?} scope {:?} holders {holders:?}",
                    figure.written.of(text),
                    figure.nominal,
                    figure.hedge,
                    figure.measure,
                    figure.unit.code,
                    figure.counted.map(|span| span.of(text)),
                    figure.property,
                    figure.words,
                    figure.about,
                    figure.scope
                ),
                Content::Date(time) => println!(
                    "date   {words:?} {:?} {} {:?} {:?} {:?}",
                    time.kind,
                    time.value,
                    time.period.map(|p| (p.from, p.to)),
                    time.days,
                    time.anchor
                ),
                Content::Event(event) => {
                    let names = |list: &[entente_types::Participant]| {
                        list.iter()
                            .map(|one| {
                                format!(
                                    "{}={:?}",
                                    one.span.of(text),
                                    one.actor.as_ref().map(|id| id.0.clone())
                                )
                            })
                            .collect::<Vec<_>>()
                    };
                    println!(
                        "event  {:?} {:?} {:?} -> {:?} obj {:?} {:?} {:?} when {:?} place {:?} holders {holders:?} · {:?}",
                        event.lemma,
                        event.root,
                        names(&event.actors),
                        names(&event.recipients),
                        event.object.map(|o| o.of(text)),
                        event.polarity,
                        event.realis,
                        event.period_span.map(|s| s.of(text)),
                        event.place.map(|s| s.of(text)),
                        event.clause.of(text)
                    );
                }
                other => println!(
                    "{:?}   {words:?} {other:?} holders {holders:?}",
                    other.kind()
                ),
            }
        }
    }
    Ok(())
}
