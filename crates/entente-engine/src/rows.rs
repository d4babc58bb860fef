//! Acts as rows, as programs that work with event data read them: PLOVER, POLECAT, ICEWS, GDELT.
//!
//! A row is an act that PLOVER counts. Whatever the text gives stands in it with the words that tell it
//! ([`Row::evidence`]); what a format asks for and no text gives is left empty, never guessed. Codes come from
//! versioned tables in `data/`: [`SCALE`], [`CODES`], [`GOLDSTEIN`].
//!
//! ```
//! use entente_engine::{claims_of, rows, types::Article};
//!
//! let (document, claims) = claims_of(Article::plain("a.txt", "Chile arrested two Peruvian pilots in Arica."));
//! let rows = rows::of(&document, &claims);
//! let line = rows::lines(rows::Format::Polecat, rows::Columns::Own, &rows[0]).concat();
//! assert!(line.contains("COERCE\tarrest"));
//! assert_eq!(line.split('\t').count(), 40);
//! ```

mod code;
mod gdelt;
mod icews;
mod plover;
mod polecat;

use std::collections::BTreeMap;
use std::rc::Rc;

use entente_extract::event::{plover_mode, plover_root};
use entente_types::{
    Actor, Claim, Claims, Content, Country, Document, Event, Mention, Participant, Realis, Root,
    Span,
};
use jiff::civil::Date;

pub use code::{
    CODES, Cameo, GOLDSTEIN, SCALE, countries, country_iso2, country_name, country_named,
};

/// The version of the program that reads the rows.
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Longest sentence that a row repeats, in bytes.
const MAX_SENTENCE: usize = 2000;
/// How far into a text, in bytes, its dateline reaches.
const MAX_DATELINE: u32 = 200;
/// Most pairs of two parties that one act is written as, where a format knows only two.
const MAX_PAIRS: usize = 6;

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// PLOVER as JSON lines, with a block `claim` of our own: who says so, how it is told, and all evidence.
    Plover,
    /// The 40 columns of POLECAT, parted by tabs. Several parties stand in one field, parted by `;`.
    Polecat,
    /// The 20 columns of ICEWS, parted by tabs; one line for each pair of parties.
    Icews,
    /// The 61 columns of the GDELT 2.0 event table, parted by tabs; one line for each pair of parties.
    Gdelt,
    /// The 16 columns of the GDELT 2.0 mentions table, one line for each of [`Format::Gdelt`].
    GdeltMentions,
}

/// Which columns to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// Those of the format alone, as its own programs expect them; GDELT without a heading.
    Own,
    /// Also the sentence, as last column where the format has no place for it.
    WithSentence,
}

/// An act that PLOVER counts, with everything that the formats ask for.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// Names the row; the same for the same words of the same article on every run.
    pub id: String,
    /// The same as a number of at most 17 digits.
    pub number: u64,
    /// The document that tells it.
    pub document: &'a Document,
    /// Everything that the document claims.
    pub claims: &'a Claims,
    /// The claim.
    pub claim: &'a Claim,
    /// The act.
    pub event: &'a Event,
    /// The root that PLOVER counts it under.
    pub root: Root,
    /// The mode under that root.
    pub mode: Option<&'static str>,
    /// The row of the act that this one is about, as what somebody is accused of, if that is a row.
    pub about: Option<String>,
    /// Number of its sentence, from 1.
    pub sentence: usize,
    /// Its CAMEO code.
    pub code: &'static Cameo,
    /// Its quadrant: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.
    pub quad: u8,
    /// Its score on [`SCALE`].
    pub intensity: f64,
    article: Rc<Told>,
}

/// One side of an act: the words, and who that is.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The words.
    pub span: Span,
    /// Who; `None` where nobody known is named.
    pub actor: Option<&'a Actor>,
    /// The country: the actor's own, or that which words near the act tell of people who have none by themselves.
    pub country: Option<&'a Country>,
}

/// A field of a row and the words that tell it.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Name of the field, as `actor`, `mode`, `context`.
    pub field: &'static str,
    /// The words: a literal slice of the article's text.
    pub span: Span,
}

/// The acts of a document that PLOVER counts, in order of the text.
#[must_use]
pub fn of<'a>(document: &'a Document, claims: &'a Claims) -> Vec<Row<'a>> {
    let article = Rc::new(Told::new(document));
    let rows = claims.claims.iter().filter_map(|claim| {
        let Content::Event(event) = &claim.content else {
            return None;
        };
        let root = plover_root(event)?;
        let mode = plover_mode(event);
        let number = article.number(event);
        let (quad, intensity) = code::intensity(root, mode);
        Some(Row {
            id: id(number),
            number,
            document,
            claims,
            claim,
            event,
            root,
            mode,
            about: None,
            sentence: sentence(document, event),
            code: code::cameo(root, mode, &event.contexts, event.root),
            quad,
            intensity,
            article: article.clone(),
        })
    });
    let told = |row: &Row| !matches!(row.root, Root::Statement | Root::Appeal);
    let mut rows: Vec<Row> = rows.filter(told).collect();
    let ids: BTreeMap<Span, String> = rows
        .iter()
        .map(|row| (row.event.trigger, row.id.clone()))
        .collect();
    for row in &mut rows {
        row.about = row.event.about.and_then(|span| ids.get(&span).cloned());
    }
    rows
}

fn id(number: u64) -> String {
    format!("ENT{number:017}")
}

/// The heading of a format, with its line break; `None` for those without.
#[must_use]
pub fn heading(format: Format, columns: Columns) -> Option<String> {
    let names = match format {
        Format::Plover => return None,
        Format::Gdelt | Format::GdeltMentions if columns == Columns::Own => return None,
        Format::Polecat => polecat::COLUMNS.to_vec(),
        Format::Icews => icews::COLUMNS.to_vec(),
        Format::Gdelt => gdelt::COLUMNS.to_vec(),
        Format::GdeltMentions => gdelt::MENTION_COLUMNS.to_vec(),
    };
    let sentence =
        (columns == Columns::WithSentence && format != Format::GdeltMentions).then_some("Sentence");
    let names: Vec<&str> = names.into_iter().chain(sentence).collect();
    Some(names.join("\t") + "\n")
}

/// The lines of a row in a format, each with its line break.
#[must_use]
pub fn lines(format: Format, columns: Columns, row: &Row) -> Vec<String> {
    let fields = match format {
        Format::Plover => return vec![plover::line(row) + "\n"],
        Format::Polecat => vec![polecat::fields(row)],
        Format::Icews => icews::fields(row),
        Format::Gdelt => gdelt::fields(row),
        Format::GdeltMentions => return gdelt::mentions(row).into_iter().map(line).collect(),
    };
    let with_sentence = |mut fields: Vec<String>| {
        if columns == Columns::WithSentence {
            fields.push(row.words(row.told()).to_owned());
        }
        line(fields)
    };
    fields.into_iter().map(with_sentence).collect()
}

/// Fields parted by tabs, with a line break. Whatever could break a row in a field becomes a blank.
fn line(fields: Vec<String>) -> String {
    let clean = |field: String| {
        let words: Vec<&str> = field
            .split(|letter: char| letter.is_whitespace() || steers(letter))
            .collect();
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        words.join(" ")
    };
    fields.into_iter().map(clean).collect::<Vec<_>>().join("\t") + "\n"
}

/// Controls, and marks of direction that hide what a line says.
fn steers(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

impl<'a> Row<'a> {
    /// The words of a span.
    #[must_use]
    pub fn words(&self, span: Span) -> &'a str {
        span.of(self.document.text())
    }

    /// The sentence; the clause alone where no end of a sentence is near, as in a text without stops.
    #[must_use]
    pub fn told(&self) -> Span {
        match self.claim.sentence.len() > MAX_SENTENCE {
            true => self.event.clause,
            false => self.claim.sentence,
        }
    }

    /// Who acts.
    #[must_use]
    pub fn actors(&self) -> Vec<Side<'a>> {
        self.sides(&self.event.actors, self.event.actor_home.as_ref())
    }

    /// Whom it is done to.
    #[must_use]
    pub fn recipients(&self) -> Vec<Side<'a>> {
        self.sides(&self.event.recipients, self.event.recipient_home.as_ref())
    }

    fn sides(&self, participants: &[Participant], home: Option<&'a Country>) -> Vec<Side<'a>> {
        let home = home.filter(|home| self.words_of_home(home).is_some());
        let side = |one: &Participant| {
            let actor = one.actor.as_ref();
            let actor = actor.and_then(|id| self.claims.actors.actor(id));
            Side {
                span: one.span,
                actor,
                country: actor.and_then(|actor| actor.country.as_ref()).or(home),
            }
        };
        participants.iter().map(side).collect()
    }

    /// The words that tell where people are at home who have no country by themselves: the place of the act, a name
    /// in its clause, or one at the very beginning of the text, where the dateline stands.
    fn words_of_home(&self, home: &Country) -> Option<Span> {
        let event = self.event;
        if event.country.as_ref() == Some(home) && event.place.is_some() {
            return event.place;
        }
        let actors = &self.claims.actors;
        let is_home = |mention: &&Mention| {
            let actor = actors.actor(&mention.actor);
            actor.is_some_and(|actor| actor.country.as_ref() == Some(home))
        };
        let first = actors
            .mentions
            .partition_point(|mention| mention.span.start < event.clause.start);
        let inside = |mention: &&Mention| event.clause.contains(mention.span);
        let in_clause = actors.mentions[first..]
            .iter()
            .take_while(inside)
            .find(is_home);
        let leads = |mention: &&Mention| mention.span.start < MAX_DATELINE;
        let in_lead = || actors.mentions.iter().take_while(leads).find(is_home);
        in_clause.or_else(in_lead).map(|mention| mention.span)
    }

    /// The parties two by two, for formats that know only a first and a second: each actor with each recipient,
    /// or, where several act on each other, each two of them once. At least one pair, at most six.
    #[must_use]
    pub fn pairs(&self) -> Vec<(Option<Side<'a>>, Option<Side<'a>>)> {
        let (actors, recipients) = (self.actors(), self.recipients());
        let mut pairs = Vec::new();
        match (actors.as_slice(), recipients.as_slice()) {
            ([], []) => pairs.push((None, None)),
            ([], others) => pairs.extend(others.iter().map(|other| (None, Some(*other)))),
            ([only], []) => pairs.push((Some(*only), None)),
            (several, []) => {
                for (idx, one) in several.iter().enumerate() {
                    pairs.extend(
                        several[idx + 1..]
                            .iter()
                            .map(|other| (Some(*one), Some(*other))),
                    );
                }
            }
            (several, others) => {
                for one in several {
                    pairs.extend(others.iter().map(|other| (Some(*one), Some(*other))));
                }
            }
        }
        pairs.truncate(MAX_PAIRS);
        pairs
    }

    /// First and last day, as far as the text tells them.
    #[must_use]
    pub fn days(&self) -> (Option<Date>, Option<Date>) {
        let period = self
            .event
            .period
            .filter(|_| self.event.period_span.is_some());
        period.map_or((None, None), |period| {
            (period.from.or(period.to), period.to)
        })
    }

    /// The day that formats ask for: the first day that the text tells, else the day of publication.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.days().0.or_else(|| self.document.article.day())
    }

    /// Did it take place, as far as the text tells?
    #[must_use]
    pub fn took_place(&self) -> bool {
        matches!(self.event.realis, Realis::Happened | Realis::UnderWay)
    }

    /// Every field that the text gives, with the words that tell it.
    #[must_use]
    pub fn evidence(&self) -> Vec<Evidence> {
        let event = self.event;
        let mut found = vec![
            Evidence {
                field: "text",
                span: self.told(),
            },
            Evidence {
                field: "event",
                span: event.trigger,
            },
        ];
        let mut add = |field, span| found.push(Evidence { field, span });
        if self.mode.is_some() {
            add("mode", event.mode_span.unwrap_or(event.trigger));
        }
        event
            .contexts
            .iter()
            .for_each(|one| add("context", one.span));
        event.actors.iter().for_each(|one| add("actor", one.span));
        event
            .recipients
            .iter()
            .for_each(|one| add("recipient", one.span));
        for (field, home) in [
            ("actor_home", &event.actor_home),
            ("recipient_home", &event.recipient_home),
        ] {
            let words = home.as_ref().and_then(|home| self.words_of_home(home));
            words.into_iter().for_each(|span| add(field, span));
        }
        event.place.iter().for_each(|span| add("event_loc", *span));
        event.period_span.iter().for_each(|span| add("date", *span));
        event
            .tolls
            .iter()
            .for_each(|toll| add(toll_name(toll.kind), toll.span));
        event.manner.iter().for_each(|span| add("realis", *span));
        self.claim
            .holders
            .iter()
            .for_each(|one| add("claimant", one.holder.span));
        found
    }
}

fn toll_name(kind: entente_types::TollKind) -> &'static str {
    use entente_types::TollKind;
    match kind {
        TollKind::Dead => "dead",
        TollKind::Injured => "injured",
        TollKind::Arrested => "arrested",
        TollKind::Size => "size",
    }
}

/// The address of the article, or where it was read from.
fn address(document: &Document) -> &str {
    let article = &document.article;
    article
        .address
        .as_ref()
        .map_or(&article.name, |address| &address.value)
}

/// What is reckoned once for all rows of an article.
#[derive(Debug)]
struct Told {
    /// Stands for the article's address and text.
    folded: u64,
    /// How many letters stand before each 1024th byte, or before the letter that it falls into.
    letters: Vec<usize>,
}

/// Bytes from one count of letters to the next.
const STRIDE: usize = 1024;

impl Told {
    fn new(document: &Document) -> Self {
        let text = document.text();
        let parts = [address(document), "\n", text];
        let mut letters = Vec::new();
        for (n_letters, (at, letter)) in text.char_indices().enumerate() {
            while letters.len() * STRIDE < at + letter.len_utf8() {
                letters.push(n_letters);
            }
        }
        letters.push(text.chars().count());
        Self {
            folded: fold(START, parts.iter().flat_map(|part| part.bytes())),
            letters,
        }
    }

    /// A number for an act: from the article, the words of the act, and its root.
    fn number(&self, event: &Event) -> u64 {
        let Span { start, end } = event.trigger;
        let place = format!("\n{start} {end} {:?}\n", event.root);
        fold(self.folded, place.bytes()) % 100_000_000_000_000_000
    }

    /// How many letters of the text stand before a byte.
    fn letters_before(&self, text: &str, byte: u32) -> usize {
        let byte = byte as usize;
        let known = self.letters.get(byte / STRIDE).copied();
        let from = text.floor_char_boundary(byte / STRIDE * STRIDE);
        let rest = text.get(from..byte).map_or(0, |rest| rest.chars().count());
        known.unwrap_or_default() + rest
    }
}

/// Where FNV-1a of 64 bits begins.
const START: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a of 64 bits, going on from what is folded already.
fn fold(folded: u64, bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(folded, |folded, byte| {
        (folded ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn sentence(document: &Document, event: &Event) -> usize {
    let token = document.tokens_in(event.trigger).start;
    let is_parsed = token < document.tokens.len();
    if is_parsed {
        document.sentence_of(token) + 1
    } else {
        1
    }
}
