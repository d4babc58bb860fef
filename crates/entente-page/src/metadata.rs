//! What a page says about itself, with every candidate and the reason why it was believed or not.
//!
//! ```text
//! tags, JSON-LD, printed head, address ─said─► candidates ─weigh─► title, source, authors, days … of the article
//! ```
//!
//! Each candidate has a weight for the kind of its place. What independent places agree on wins; what cannot be
//! (a day after the page was fetched, an agency as author, the name of the site in a title) is told apart
//! first. Nothing is made up: a field that no place states stays empty.

mod agency;
mod author;
mod json;
mod linked;
mod names;
mod printed;
mod site;
mod tags;
mod time;
mod title;
mod tongue;

use entente_types::{Article, Candidate, Field, Problem, Span, Stated};

use crate::Known;
use crate::date::{self, Found, Setting};
use crate::decode::Decoded;
use crate::html::hints::Hints;
use crate::html::scan::Scan;

pub use agency::dateline;
pub use author::byline;
pub use title::key as title_key;

/// Something that a page says about itself.
#[derive(Clone, Debug)]
pub struct Said {
    /// What it is said to be.
    pub field: Field,
    /// The value, with entities read and blanks collapsed.
    pub value: String,
    /// Where it stands.
    pub from: &'static str,
    /// Which place of that kind: candidates of one place do not confirm each other.
    pub place: Place,
    /// Where in the bytes of the page.
    pub page: Span,
    /// How much such a place is believed, 0 to 1.
    pub weight: f32,
    /// The moment that a date names.
    pub moment: Option<Found>,
    /// What was decided about it, once it was.
    pub verdict: Option<Verdict>,
}

/// Was a candidate chosen, how likely is it, and why?
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Was it chosen?
    pub is_chosen: bool,
    /// How likely it is right, 0 to 1.
    pub confidence: f32,
    /// Why, in words.
    pub because: String,
}

/// The kinds of places that can agree with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// JSON-LD of the article.
    Linked,
    /// JSON-LD of the page or site around it.
    LinkedPage,
    /// Open Graph and other meta tags of news systems.
    Meta,
    /// Other meta tags.
    OtherMeta,
    /// Properties on elements.
    Microdata,
    /// Printed text near the headline.
    Printed,
    /// The biggest heading.
    Heading,
    /// The `<title>` of the page.
    TitleTag,
    /// An address.
    Address,
}

/// What a page says about itself.
#[derive(Debug, Default)]
pub struct Metadata {
    /// In order of the page.
    pub said: Vec<Said>,
    /// Language of the page as its markup states it, with the country of its address where that tells how
    /// dates are written: `en-GB`.
    pub language: String,
    /// The headline that the page is most likely to mean, once all titles were read.
    headline: Option<String>,
}

/// Longest value that is kept, in bytes. Longer ones are texts, not names.
const MAX_VALUE_BYTES: usize = 600;
/// Most candidates of one page.
const MAX_SAID: usize = 400;
/// Most candidates of one field: weighing takes time in proportion to the square of their number.
const MAX_OF_FIELD: usize = 60;

/// Reads what a scanned page says about itself.
pub fn read(scan: &Scan<'_>, decoded: &Decoded<'_>, known: &Known) -> Metadata {
    let mut metadata = Metadata::default();
    tags::language(scan, known, &mut metadata);
    let mut place = Source {
        scan,
        decoded,
        known,
        metadata: &mut metadata,
        ignored: Default::default(),
    };
    tags::read(&mut place);
    linked::read(&mut place);
    place.ignored = printed::around_headline(&place);
    printed::read(&mut place);
    address(known, &mut metadata);
    metadata
}

/// The page that is read, and what was found so far.
pub struct Source<'a, 'b> {
    scan: &'b Scan<'a>,
    decoded: &'b Decoded<'a>,
    known: &'b Known,
    metadata: &'b mut Metadata,
    /// What the names of the elements around the headline say, and these elements.
    ignored: (Hints, u64),
}

impl Source<'_, '_> {
    /// Notes a value that stands at `source` of the decoded text.
    fn say(
        &mut self,
        field: Field,
        value: &str,
        from: (&'static str, Place),
        source: Span,
        weight: f32,
    ) {
        let page = self
            .decoded
            .page(source.start as usize, source.end as usize);
        let fetched = self.known.fetched;
        self.metadata.say(field, value, from, page, weight, fetched);
    }
}

impl Metadata {
    /// Notes a value. Dates that cannot be read are no candidates.
    pub fn say(
        &mut self,
        field: Field,
        value: &str,
        (from, place): (&'static str, Place),
        page: Span,
        weight: f32,
        fetched: Option<entente_types::Moment>,
    ) {
        let value = clean(value);
        if value.is_empty() || value.len() > MAX_VALUE_BYTES || self.said.len() >= MAX_SAID {
            return;
        }
        let moment = if matches!(field, Field::Published | Field::Modified) {
            let setting = Setting {
                fetched,
                ..Setting::language(&self.language)
            };
            let Some(found) = date::stamp(&value, &setting) else {
                return;
            };
            Some(found)
        } else {
            None
        };
        let weight = weight * moment.map_or(1.0, |found| found.confidence);
        self.push(Said {
            field,
            value,
            from,
            place,
            page,
            weight,
            moment,
            verdict: None,
        });
    }

    /// Notes a date that was found in a longer text.
    pub fn say_date(
        &mut self,
        field: Field,
        found: Found,
        value: &str,
        from: (&'static str, Place),
        page: Span,
        weight: f32,
    ) {
        let said = Said {
            field,
            value: clean(value),
            from: from.0,
            place: from.1,
            page,
            weight: weight * found.confidence,
            moment: Some(found),
            verdict: None,
        };
        self.push(said);
    }

    fn push(&mut self, said: Said) {
        let n_same = self.of(said.field).count();
        let is_known = self.of(said.field).any(|(_, other)| {
            other.page == said.page && other.value == said.value && other.from == said.from
        });
        if !is_known && self.said.len() < MAX_SAID && n_same < MAX_OF_FIELD {
            self.said.push(said);
        }
    }

    /// Candidates of one field, in order of the page.
    fn of(&self, field: Field) -> impl Iterator<Item = (usize, &Said)> {
        self.said
            .iter()
            .enumerate()
            .filter(move |(_, said)| said.field == field)
    }

    fn decide(&mut self, idx: usize, is_chosen: bool, confidence: f32, because: impl Into<String>) {
        self.said[idx].verdict = Some(Verdict {
            is_chosen,
            confidence: confidence.clamp(0.0, 1.0),
            because: because.into(),
        });
    }

    /// Weighs all candidates and writes the best ones into the article.
    pub fn fill(mut self, article: &mut Article, known: &Known, problems: &mut Vec<Problem>) {
        article.title = title::choose(&mut self);
        article.source = site::choose(&mut self, known);
        author::choose(&mut self, article);
        tongue::hear(&mut self, article);
        time::choose(&mut self, article, known);
        if article.published.is_none() && known.published.is_none() {
            problems.extend(time::unsure(&self));
        }
        for field in [
            Field::Section,
            Field::Dateline,
            Field::Address,
            Field::Language,
            Field::Agency,
        ] {
            let slot = simple(&mut self, field);
            match field {
                Field::Section => article.section = slot,
                Field::Dateline => article.dateline = slot,
                Field::Address => article.address = slot,
                Field::Language => article.language = slot,
                _ => article.agency = slot,
            }
        }
        article.candidates = self.said.into_iter().map(candidate).collect();
    }

    /// The headline that the page is most likely to mean, for finding it in the text.
    pub fn title(&self) -> Option<&str> {
        self.headline.as_deref()
    }
}

/// Fields with few candidates: the one that is believed most, the first of equals.
fn simple(metadata: &mut Metadata, field: Field) -> Option<Stated<String>> {
    let weight = |said: &Said| {
        let n_same = metadata
            .of(field)
            .filter(|(_, other)| {
                other.place != said.place && other.value.eq_ignore_ascii_case(&said.value)
            })
            .count();
        said.weight + 0.1 * n_same as f32
    };
    let ranked: Vec<(usize, f32)> = metadata
        .of(field)
        .map(|(idx, said)| (idx, weight(said)))
        .collect();
    let best = ranked
        .iter()
        .copied()
        .reduce(|best, other| if other.1 > best.1 { other } else { best })?;
    for (idx, weight) in ranked {
        let because = if idx == best.0 {
            "the surest place that states one"
        } else {
            "another place is surer"
        };
        metadata.decide(idx, idx == best.0, weight, because);
    }
    let said = &metadata.said[best.0];
    Some(Stated {
        value: said.value.clone(),
        from: said.from.to_owned(),
    })
}

fn candidate(said: Said) -> Candidate {
    let verdict = said.verdict.unwrap_or(Verdict {
        is_chosen: false,
        confidence: said.weight * 0.5,
        because: "another place was believed".to_owned(),
    });
    Candidate {
        field: said.field,
        value: said
            .moment
            .map_or(said.value, |found| found.moment.to_string()),
        from: said.from.to_owned(),
        page: said.page,
        confidence: verdict.confidence,
        chosen: verdict.is_chosen,
        because: verdict.because,
    }
}

/// Days in the address that the page was fetched from, or names as its own.
fn address(known: &Known, metadata: &mut Metadata) {
    let own: Vec<(String, Span)> = metadata
        .of(Field::Address)
        .map(|(_, said)| (said.value.clone(), said.page))
        .collect();
    let fetched = known
        .address
        .iter()
        .map(|address| (address.clone(), Span::default()));
    let mut seen: Vec<Found> = Vec::new();
    for (address, page) in fetched.chain(own).take(4) {
        let found = date::in_address(&address);
        if let Some(found) =
            found.filter(|found| !seen.iter().any(|one| one.moment == found.moment))
        {
            seen.push(found);
            metadata.say_date(
                Field::Published,
                found,
                &address,
                ("address", Place::Address),
                page,
                0.8,
            );
        }
    }
}

/// Entities read, tags taken out, blanks collapsed, invisible characters left out.
fn clean(value: &str) -> String {
    let is_plain = |byte: &u8| !matches!(byte, b'&' | b'<' | b'\n' | b'\t' | b'\r') && *byte < 0x80;
    if value.bytes().all(|byte| is_plain(&byte)) && !value.contains("  ") {
        return value.trim().to_owned();
    }
    let value = &value[..value.floor_char_boundary(8 * MAX_VALUE_BYTES)];
    // Some systems escape twice: `&amp;#8217;`.
    let mut read = htmlize::unescape(value).into_owned();
    if read.contains("&#") || read.contains("&amp;") || read.contains("&quot;") {
        read = htmlize::unescape(&read).into_owned();
    }
    let read = without_tags(&read);
    let mut clean = String::with_capacity(read.len());
    for word in read.split(|c: char| c.is_whitespace() || c.is_control()) {
        let word =
            word.trim_matches(|c| matches!(c, '\u{FEFF}' | '\u{200B}' | '\u{200E}' | '\u{200F}'));
        if !word.is_empty() {
            if !clean.is_empty() {
                clean.push(' ');
            }
            clean.extend(word.chars().filter(|c| !matches!(c, '\u{AD}' | '\u{200B}')));
        }
    }
    clean
}

fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let is_tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        let end = rest.find('>').filter(|_| is_tag);
        match end {
            Some(end) => rest = &rest[end + 1..],
            None => {
                plain.push('<');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}
