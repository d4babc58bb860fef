//! Reads figures out of claims, and the lengths of time that follow from ranges of days.

use std::collections::{BTreeMap, BTreeSet};

use entente_types::{
    Actor, ActorId, ClaimKind, Content, Document, Figure, Hedge, Interval, Measure, Period, Pos,
    Realis, Span, TimeKind,
};

use crate::figures::judge::is_growing;
use crate::interval::{Amount, overlap};
use crate::story::{Story, Told};
use crate::words::{self, WordSet, canonical, is_kind_of};

/// A figure, ready to be compared.
pub(crate) struct Stated<'a> {
    pub(crate) told: Told<'a>,
    pub(crate) amount: Amount,
    pub(crate) property: String,
    /// Words that tell which property it is.
    pub(crate) words: WordSet,
    /// Words of the sentence.
    pub(crate) context: WordSet,
    pub(crate) about: BTreeSet<ActorId>,
    /// Names in what is counted: actors by their id, others word by word.
    pub(crate) names: BTreeSet<String>,
    pub(crate) period: Option<Period>,
    pub(crate) realis: Option<Realis>,
    pub(crate) change: Option<i8>,
    pub(crate) excludes: bool,
    pub(crate) is_part: bool,
    pub(crate) is_derived: bool,
    pub(crate) is_count: bool,
    /// Does no other figure of the report count the same, with another number?
    pub(crate) is_only: bool,
    /// What grows while it is told and is counted by no larger figure of the report: `kill`, `arrest`.
    pub(crate) tolls: BTreeSet<String>,
    pub(crate) span: Span,
    pub(crate) counted: Option<Span>,
}

/// All figures, and the lengths of time that follow from ranges of days.
pub(crate) fn stated<'a>(story: &Story<'a>) -> Vec<Stated<'a>> {
    let mut stated: Vec<Stated> = Vec::new();
    for told in story.told(ClaimKind::Figure) {
        match &told.claim.content {
            Content::Figure(figure) if !is_what_is_left(story, &told, figure) => {
                stated.push(read(story, told.clone(), figure));
            }
            _ => {}
        }
    }
    for told in story.told(ClaimKind::Date) {
        stated.extend(length_of_range(story, told));
    }
    give_bare_numbers_a_unit(&mut stated);
    mark_only_ones(&mut stated);
    mark_tolls(&mut stated);
    stated
}

/// "all but 18,000 of the papers": a number of what is left out of a whole, which the words counted do not tell.
fn is_what_is_left(story: &Story, told: &Told, figure: &Figure) -> bool {
    let text = story.documents[told.report].text();
    let mut before = text[..figure.written.start as usize]
        .split_whitespace()
        .rev();
    let words = [before.next(), before.next()].map(|word| word.unwrap_or_default().to_lowercase());
    words[1] == "all" && ["but", "except"].contains(&words[0].as_str())
}

/// Marks figures that count what no other figure of their report counts with another number of about the
/// same size: "two leaders" does not stand in the way of "nearly 30 leaders", nor "tens of thousands of pages"
/// in the way of "55,000 pages".
fn mark_only_ones(stated: &mut [Stated]) {
    let mut amounts: BTreeMap<(usize, String, String), Vec<Amount>> = BTreeMap::new();
    let key = |stated: &Stated| {
        let dimension = stated.amount.dimension.clone();
        (stated.told.report, dimension, stated.property.clone())
    };
    for one in stated.iter() {
        amounts
            .entry(key(one))
            .or_default()
            .push(one.amount.clone());
    }
    for one in stated {
        let same = amounts
            .get(&key(one))
            .is_some_and(|all| all.iter().all(|other| is_no_rival(other, &one.amount)));
        one.is_only = same && !one.property.is_empty();
    }
}

/// Another size, or another wording of the number?
fn is_no_rival(one: &Amount, other: &Amount) -> bool {
    const FACTOR: f64 = 8.0;
    let is_vague = one.hedge == Hedge::Vague || other.hedge == Hedge::Vague;
    let says_same = is_vague && overlap(one.interval, other.interval);
    one.nominal == other.nominal || says_same || one.ratio(other) > FACTOR
}

/// Marks the largest number of a report that counts what grows while it is told, for each such thing: the toll
/// itself, and no part of it.
fn mark_tolls(stated: &mut [Stated]) {
    const ABOUT_ALL: f64 = 0.9;
    let mut largest: BTreeMap<(usize, String, String), f64> = BTreeMap::new();
    let keys = |stated: &Stated| -> Vec<(usize, String, String)> {
        let key = |word: &String| {
            (
                stated.told.report,
                stated.amount.dimension.clone(),
                word.clone(),
            )
        };
        let words = stated.words.iter().chain([&stated.property]);
        words.filter(|word| is_growing(word)).map(key).collect()
    };
    for one in stated.iter() {
        for key in keys(one) {
            let most = largest.entry(key).or_default();
            *most = most.max(one.amount.nominal);
        }
    }
    for one in stated {
        let own = keys(one).into_iter();
        let tolls = own.filter(|key| {
            largest
                .get(key)
                .is_some_and(|most| one.amount.nominal >= ABOUT_ALL * most)
        });
        one.tolls = tolls.map(|(_, _, word)| word).collect();
    }
}

fn read<'a>(story: &Story<'a>, told: Told<'a>, figure: &Figure) -> Stated<'a> {
    let document = &story.documents[told.report];
    let mut words: WordSet = figure
        .words
        .iter()
        .filter(|word| !words::is_light(word))
        .map(|word| canonical(word).to_owned())
        .collect();
    if let Some(counted) = figure.counted {
        words.extend(words::content(document, counted));
    }
    let mut property = canonical(&property(document, figure)).to_owned();
    if let Some(whose) = whose(document, figure.written, &property) {
        property = whose;
    }
    if property == "wounds" {
        words.remove("wound");
    }
    let mut amount = Amount::of(figure);
    if let Some(since) = years_since(story, &told, figure, &property) {
        amount = Amount::plain(figure, "years since");
        "anniversary".clone_into(&mut property);
        words.extend(since);
    }
    if let Some(places) = distance(document, figure.written, &amount) {
        "distance".clone_into(&mut property);
        words = places;
    }
    let excludes = figure.scope.excluding.is_some();
    // An age is told of one who is named: "the 20-year-old man" may be anybody.
    let is_meant = |id: &&ActorId| {
        let actor = story.claims[told.report].actors.actor(id);
        figure.measure != Measure::Age || actor.is_some_and(Actor::has_name)
    };
    let about = figure
        .about
        .iter()
        .filter(is_meant)
        .map(|id| story.people.id(told.report, id))
        .collect();
    let context = words::content(document, told.claim.sentence);
    let period = story.period(told.report, figure.scope.period_span, figure.scope.period);
    Stated {
        amount,
        property,
        words,
        context,
        about,
        names: names(story, told.report, figure.counted),
        period,
        realis: figure.scope.realis,
        change: figure.scope.change,
        excludes,
        is_part: figure.scope.part_of.is_some(),
        is_derived: false,
        is_only: false,
        tolls: BTreeSet::new(),
        is_count: figure.measure == Measure::Count,
        span: figure.written,
        counted: figure.counted,
        told,
    }
}

/// The names in what is counted or measured.
fn names(story: &Story, report: usize, counted: Option<Span>) -> BTreeSet<String> {
    let document = &story.documents[report];
    let tokens = counted.map(|counted| document.tokens_in(counted));
    let names = tokens.into_iter().flatten();
    let names = names.filter(|idx| document.tokens[*idx].pos == Pos::Propn);
    let actors = &story.claims[report].actors;
    let name = |idx: usize| match actors.headed_by(idx) {
        Some(mention) => story.people.id(report, &mention.actor).0,
        None => document.word(idx).to_lowercase(),
    };
    names.map(name).collect()
}

/// What is counted or measured: the things themselves in "the number of arrests"; nothing where only a pronoun
/// stands for them ("five of whom").
fn property(document: &Document, figure: &Figure) -> String {
    const MEASURING: [&str; 4] = ["number", "total", "amount", "count"];
    const EMPTY: [&str; 4] = ["course", "span", "space", "matter"];
    let property = figure.property.to_lowercase();
    // "tens of thousands of dollars" measures no dollars, "over the course of six months" no course.
    if property == figure.unit.name || EMPTY.contains(&property.as_str()) {
        return String::new();
    }
    let tokens = figure
        .counted
        .map(|counted| document.tokens_in(counted))
        .unwrap_or_default();
    let has = |idx: &usize| document.tokens[*idx].lemma.to_lowercase() == property;
    let Some(head) = tokens.clone().find(has) else {
        return property;
    };
    // "Three gunshot wounds" may be one person's, "three wounded" are people.
    if document.tokens[head].pos == Pos::Noun && property == "wound" {
        return "wounds".to_owned();
    }
    if document.tokens[head].pos == Pos::Pron {
        return String::new();
    }
    let of = MEASURING.contains(&property.as_str()).then(|| {
        let mut behind = (head + 1..tokens.end).skip_while(|idx| document.word(*idx) != "of");
        behind.find(|idx| document.tokens[*idx].pos == Pos::Noun)
    });
    of.flatten()
        .map_or(property, |noun| document.tokens[noun].lemma.to_lowercase())
}

/// "the leaders of 24 countries" are 24 leaders, one for each.
fn whose(document: &Document, written: Span, property: &str) -> Option<String> {
    let of = document.tokens_in(written).start.checked_sub(1)?;
    let whose = document.tokens.get(of.checked_sub(1)?)?;
    let lemma = whose.lemma.to_lowercase();
    let is_one_for_each = canonical(&lemma) == "leader" && is_kind_of("leader", property);
    (document.word(of) == "of" && is_one_for_each).then(|| "leader".to_owned())
}

/// The names and the direction beside a length that tells how far one place is from another: "100 miles south of
/// Karsa", "about 150 km from the border".
fn distance(document: &Document, written: Span, amount: &Amount) -> Option<WordSet> {
    const LEADING: [&str; 4] = ["from", "away", "outside", "of"];
    const DIRECTIONS: [&str; 8] = [
        "north",
        "south",
        "east",
        "west",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
    ];
    const WINDOW: usize = 10;
    let own = document.tokens_in(written);
    let next = document.tokens.get(own.end)?;
    let word = next.lemma.to_lowercase();
    let is_direction = |word: &str| DIRECTIONS.contains(&word.replace('-', "").as_str());
    if amount.dimension != "length" || !(LEADING.contains(&word.as_str()) || is_direction(&word)) {
        return None;
    }
    let sentence = document.sentence_of(own.start);
    let is_name = |idx: &usize| {
        document.sentence_of(*idx) == sentence && document.tokens[*idx].pos == Pos::Propn
    };
    let around = own.start.saturating_sub(WINDOW)..(own.end + WINDOW).min(document.tokens.len());
    let names = around
        .filter(is_name)
        .map(|idx| document.tokens[idx].lemma.to_lowercase());
    Some(
        names
            .chain(is_direction(&word).then_some(word.clone()))
            .collect(),
    )
}

/// "80th anniversary of", "80 years since": words of what is remembered, for a number of years since it.
fn years_since(story: &Story, told: &Told, figure: &Figure, property: &str) -> Option<WordSet> {
    let text = story.documents[told.report].text();
    let after = text.get(figure.written.end as usize..told.claim.sentence.end as usize)?;
    let is_anniversary = figure.measure == Measure::Ordinal && property == "anniversary";
    let is_years =
        figure.measure == Measure::Duration && matches!(figure.unit.code.as_str(), "a" | "year");
    let after = after.trim_start();
    let is_since = [
        "since ",
        "after ",
        "on from ",
        "years since ",
        "years after ",
    ]
    .iter()
    .any(|word| after.starts_with(word));
    let is_remembered = is_anniversary || (is_years && is_since);
    if !is_remembered {
        return None;
    }
    let end: usize = after
        .char_indices()
        .nth(80)
        .map_or(after.len(), |(at, _)| at);
    let clause = after[..end]
        .split([',', ';', '.', '—'])
        .next()
        .unwrap_or_default();
    Some(words::content_of_text(clause))
}

/// "Wednesday through Saturday" lasts four days.
fn length_of_range<'a>(story: &Story<'a>, told: Told<'a>) -> Option<Stated<'a>> {
    let Content::Date(time) = &told.claim.content else {
        return None;
    };
    let (from, to, days) = story.times.range(
        story.claims[told.report],
        told.report,
        story.documents[told.report].text(),
        time,
    )?;
    if !(2..=60).contains(&days) || time.kind != TimeKind::Date {
        return None;
    }
    let span = from.join(to);
    let document = &story.documents[told.report];
    let days = f64::from(days);
    let interval = Interval {
        low: Some(days),
        high: Some(days),
        low_closed: true,
        high_closed: true,
    };
    let context = words::content(document, told.claim.sentence);
    let is_stay = is_stay(document, from);
    let property = if is_stay { "visit" } else { "" };
    let frame = crate::frame::frame(document, from).topics;
    let words = frame
        .into_iter()
        .chain(is_stay.then(|| property.to_owned()))
        .collect();
    let amount = Amount {
        dimension: "time".to_owned(),
        nominal: days,
        nominal_high: None,
        place_value: 1.0,
        interval,
        hedge: Hedge::Exact,
        factor: 1.0,
        unit: "day".to_owned(),
    };
    Some(Stated {
        amount,
        property: property.to_owned(),
        words,
        context,
        names: BTreeSet::new(),
        about: BTreeSet::new(),
        period: None,
        realis: None,
        change: None,
        excludes: false,
        is_part: false,
        is_derived: true,
        is_only: false,
        tolls: BTreeSet::new(),
        is_count: false,
        span,
        counted: None,
        told,
    })
}

/// "is in Karsa from Monday to Friday": being somewhere for some days is a visit.
fn is_stay(document: &Document, time: Span) -> bool {
    let Some(head) = document.tokens_in(time).next() else {
        return false;
    };
    let verb = document.ancestors(head).find(|&idx| {
        matches!(document.tokens[idx].pos, Pos::Verb | Pos::Aux) || document.head(idx).is_none()
    });
    let Some(verb) = verb else { return false };
    let stays = ["be", "stay", "remain", "visit"].contains(&document.tokens[verb].lemma.as_str());
    let is_somewhere = |idx: usize| {
        document.tokens[idx].pos == Pos::Adp
            && matches!(document.word(idx).to_lowercase().as_str(), "in" | "at")
            && document
                .children(idx)
                .any(|place| document.entity_of(place).is_some())
    };
    stays && (document.tokens[verb].lemma == "visit" || document.children(verb).any(is_somewhere))
}

/// "it's at 145" takes the unit of the "145 %" that the same report wrote shortly before.
fn give_bare_numbers_a_unit(stated: &mut [Stated]) {
    const NEAR_BYTES: u32 = 600;
    for idx in 0..stated.len() {
        let Content::Figure(figure) = &stated[idx].told.claim.content else {
            continue;
        };
        if figure.measure != Measure::Bare {
            continue;
        }
        let (report, at) = (stated[idx].told.report, stated[idx].span.start);
        let near = stated.iter().filter(|other| {
            other.told.report == report
                && other.span.end <= at
                && at - other.span.end <= NEAR_BYTES
                && other.amount.nominal == stated[idx].amount.nominal
                && !other.amount.dimension.ends_with('1')
        });
        let Some(named) = near.max_by_key(|other| other.span) else {
            continue;
        };
        let (dimension, property) = (named.amount.dimension.clone(), named.property.clone());
        let words = named.words.clone();
        stated[idx].amount.dimension = dimension;
        stated[idx].property = property;
        stated[idx].words.extend(words);
    }
}
