//! Figures: which of them answer one question, and how the answers stand to each other.

use std::collections::{BTreeMap, BTreeSet};

use entente_types::{
    ActorId, ClaimKind, Content, Document, Figure, Hedge, Interval, Measure, Period, Pos, Realis,
    Slot, SlotKind, Span, Strength, TimeKind, Verdict,
};

use crate::Settings;
use crate::groups::join_alike;
use crate::interval::{Amount, Relation, in_words, overlap};
use crate::slot::{self, Judgement};
use crate::story::{Story, Told};
use crate::words::{self, WordSet, canonical, is_kind_of, set_apart};

/// From so many figures of one dimension on, only those of one property are compared.
const MANY: usize = 2000;
/// Two numbers that exclude each other and differ by more than this factor count different things.
const LARGEST_RATIO: f64 = 1.75;

/// A figure, ready to be compared.
pub(crate) struct Stated<'a> {
    pub(crate) told: Told<'a>,
    pub(crate) amount: Amount,
    pub(crate) property: String,
    /// Words that tell which property it is.
    pub(crate) words: WordSet,
    /// Words of the sentence.
    pub(crate) context: WordSet,
    about: BTreeSet<ActorId>,
    period: Option<Period>,
    realis: Option<Realis>,
    change: Option<i8>,
    excludes: bool,
    is_part: bool,
    is_derived: bool,
    is_count: bool,
    /// Does no other figure of the report count the same, with another number?
    is_only: bool,
    span: Span,
    counted: Option<Span>,
}

/// What makes two figures one question, each from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Likeness {
    /// The same thing is counted or measured.
    pub property: f64,
    /// The words around the number.
    pub words: f64,
    /// The words of the sentences.
    pub context: f64,
    /// The actors.
    pub about: f64,
    /// The numbers themselves: telling digits that are the same.
    pub value: f64,
    /// The time that both are limited to.
    pub scope: f64,
    /// Each is the only figure of its report that counts this.
    pub only: f64,
}

impl Likeness {
    /// How likely the two answer one question, 0 to 1; `is_apart`: their values exclude each other.
    ///
    /// # Source
    ///
    /// Weights of a logistic regression over 2,070 pairs of figures from 21 sets of news reports on one
    /// event each, 179 of them marked as one question by a careful reader. Checked by leaving out one
    /// set at a time.
    pub(crate) fn score(&self, is_apart: bool) -> f64 {
        let sum = 0.73 * self.property
            + 1.18 * self.words
            + 1.95 * self.context
            + 0.12 * self.about
            + 3.62 * self.value
            + 0.59 * self.scope
            + 1.58 * self.only
            - if is_apart { 0.59 } else { 0.0 }
            - 2.97;
        1.0 / (1.0 + (-sum).exp())
    }
}

/// All figures of the story, in slots.
pub(crate) fn slots(story: &Story, settings: &Settings) -> Vec<Slot> {
    let stated = stated(story);
    let pairs = pairs(story, &stated, settings);
    let stand_apart = |one: usize, other: usize| stand_apart(&stated[one], &stated[other]);
    let groups = join_alike(stated.len(), pairs, stand_apart);
    groups
        .iter()
        .map(|group| slot_of(story, group.iter().map(|&idx| &stated[idx]).collect()))
        .collect()
}

/// All figures, and the lengths of time that follow from ranges of days.
pub(crate) fn stated<'a>(story: &Story<'a>) -> Vec<Stated<'a>> {
    let mut stated: Vec<Stated> = Vec::new();
    for told in story.told(ClaimKind::Figure) {
        if let Content::Figure(figure) = &told.claim.content {
            stated.push(read(story, told.clone(), figure));
        }
    }
    for told in story.told(ClaimKind::Date) {
        stated.extend(length_of_range(story, told));
    }
    give_bare_numbers_a_unit(&mut stated);
    mark_only_ones(&mut stated);
    stated
}

/// Marks figures that count what no other figure of their report counts with another number.
fn mark_only_ones(stated: &mut [Stated]) {
    let mut numbers: BTreeMap<(usize, String, String), Vec<f64>> = BTreeMap::new();
    let key = |stated: &Stated| {
        let dimension = stated.amount.dimension.clone();
        (stated.told.report, dimension, stated.property.clone())
    };
    for one in stated.iter() {
        numbers
            .entry(key(one))
            .or_default()
            .push(one.amount.nominal);
    }
    for one in stated {
        let same = numbers
            .get(&key(one))
            .is_some_and(|all| all.iter().all(|other| *other == all[0]));
        one.is_only = same && !one.property.is_empty();
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
    let mut property = canonical(&figure.property.to_lowercase()).to_owned();
    if let Some(whose) = whose(document, figure.written, &property) {
        property = whose;
    }
    let mut amount = Amount::of(figure);
    if let Some(since) = years_since(story, &told, figure, &property) {
        amount = Amount::plain(figure, "years since");
        "anniversary".clone_into(&mut property);
        words.extend(since);
    }
    let excludes = figure.scope.excluding.is_some();
    let about = figure
        .about
        .iter()
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
        period,
        realis: figure.scope.realis,
        change: figure.scope.change,
        excludes,
        is_part: figure.scope.part_of.is_some(),
        is_derived: false,
        is_only: false,
        is_count: figure.measure == Measure::Count,
        span: figure.written,
        counted: figure.counted,
        told,
    }
}

/// "the leaders of 24 countries" are 24 leaders, one for each.
fn whose(document: &Document, written: Span, property: &str) -> Option<String> {
    let of = document.tokens_in(written).start.checked_sub(1)?;
    let whose = document.tokens.get(of.checked_sub(1)?)?;
    let lemma = whose.lemma.to_lowercase();
    let is_one_for_each = canonical(&lemma) == "leader" && is_kind_of("leader", property);
    (document.word(of) == "of" && is_one_for_each).then(|| "leader".to_owned())
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
    if !is_anniversary && !(is_years && is_since) {
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
    };
    Some(Stated {
        amount,
        property: property.to_owned(),
        words,
        context,
        about: BTreeSet::new(),
        period: None,
        realis: None,
        change: None,
        excludes: false,
        is_part: false,
        is_derived: true,
        is_only: false,
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

/// The amount of `one` as it compares with `other`: one who is left out of only one of them is added.
fn shifted(one: &Stated, other: &Stated) -> Amount {
    if one.excludes && !other.excludes && one.is_count {
        one.amount.clone().with_more(1.0)
    } else {
        one.amount.clone()
    }
}

fn relation(one: &Stated, other: &Stated) -> Relation {
    shifted(one, other).relation(&shifted(other, one))
}

/// What makes two figures of one dimension one question; `None` if something sets them apart.
pub(crate) fn likeness(story: &Story, one: &Stated, other: &Stated) -> Option<Likeness> {
    if one.amount.dimension != other.amount.dimension || set_apart(&one.words, &other.words) {
        return None;
    }
    let property = if one.property.is_empty() || other.property.is_empty() {
        let (named, words) = if one.property.is_empty() {
            (&other.property, &one.words)
        } else {
            (&one.property, &other.words)
        };
        if words.contains(named) { 0.9 } else { 0.3 }
    } else if one.property == other.property {
        1.0
    } else if is_kind_of(&one.property, &other.property) {
        let shared = one.words.contains(&other.property) || other.words.contains(&one.property);
        if shared { 0.9 } else { 0.7 }
    } else if one.words.contains(&other.property) || other.words.contains(&one.property) {
        0.6
    } else {
        0.0
    };
    let rarity = &story.rarity;
    let words = rarity
        .shared(&one.words, &other.words)
        .max(0.8 * rarity.contained(&one.words, &other.words));
    let about = if one.about.is_empty() || other.about.is_empty() {
        0.5
    } else if one.about.is_disjoint(&other.about) {
        0.0
    } else {
        1.0
    };
    let context = rarity.shared(&one.context, &other.context);
    let scope = match (one.period, other.period) {
        (Some(one), Some(other)) if one == other => 1.0,
        (Some(one), Some(other)) if one.overlaps(&other) => 0.5,
        (Some(_), Some(_)) => -1.0,
        _ => 0.0,
    };
    let is_only = one.is_only && other.is_only && property >= 0.7;
    let only = if is_only && one.amount.ratio(&other.amount) <= LARGEST_RATIO {
        1.0
    } else {
        0.0
    };
    let value = value_likeness(one, other);
    Some(Likeness {
        property,
        words,
        context,
        about,
        value,
        scope,
        only,
    })
}

/// The same telling digits are themselves a sign that one thing is meant.
fn value_likeness(one: &Stated, other: &Stated) -> f64 {
    let digits = telling_digits(one.amount.nominal).min(telling_digits(other.amount.nominal));
    match relation(one, other) {
        Relation::Same | Relation::Touches => [0.3, 0.3, 0.65, 0.95, 1.0][digits.min(4)],
        Relation::Rounds => [0.2, 0.2, 0.5, 0.8, 0.8][digits.min(4)],
        Relation::Overlaps => 0.15,
        Relation::Apart { .. } => 0.0,
    }
}

fn telling_digits(number: f64) -> usize {
    let text = format!("{:e}", number.abs());
    let digits = text.split('e').next().unwrap_or_default();
    digits.chars().filter(char::is_ascii_digit).count().min(9)
}

fn pairs(story: &Story, stated: &[Stated], settings: &Settings) -> Vec<(f64, usize, usize)> {
    let is_large = stated.len() > MANY;
    let mut pairs = Vec::new();
    for one in 0..stated.len() {
        for other in one + 1..stated.len() {
            let (a, b) = (&stated[one], &stated[other]);
            if a.amount.dimension != b.amount.dimension || (is_large && a.property != b.property) {
                continue;
            }
            let Some(likeness) = likeness(story, a, b) else {
                continue;
            };
            let relation = relation(a, b);
            let score = likeness.score(matches!(relation, Relation::Apart { .. }));
            if score >= threshold(a, b, relation, &likeness, settings) {
                pairs.push((score, one, other));
            }
        }
    }
    pairs
}

/// How alike two figures must be to be one question. Where they exclude each other, both must be the
/// only ones of their reports that count this very thing.
fn threshold(
    one: &Stated,
    other: &Stated,
    relation: Relation,
    likeness: &Likeness,
    settings: &Settings,
) -> f64 {
    const FAR: f64 = 3.0;
    let Relation::Apart { is_hard, .. } = relation else {
        let is_far = one.amount.ratio(&other.amount) > FAR;
        return if is_far {
            settings.figure_alike_far
        } else {
            settings.figure_alike
        };
    };
    let is_this = likeness.property == 1.0 && likeness.only == 1.0;
    if !is_this || one.told.report == other.told.report {
        return f64::INFINITY;
    }
    if is_hard {
        settings.figure_alike_apart
    } else {
        settings.figure_alike_soft
    }
}

/// Things that must not meet in one slot, not even by way of a third.
fn stand_apart(one: &Stated, other: &Stated) -> bool {
    if set_apart(&one.words, &other.words) {
        return true;
    }
    let is_apart = matches!(relation(one, other), Relation::Apart { .. });
    let is_far = one.amount.ratio(&other.amount) > LARGEST_RATIO;
    is_apart && (is_far || one.told.report == other.told.report)
}

fn slot_of(story: &Story, mut members: Vec<&Stated>) -> Slot {
    members.sort_by_key(|stated| (story.number(stated.told.report), stated.span));
    let values = members.iter().map(|stated| {
        let mut value = story.value(&stated.told, stated.span, normalized(stated));
        value.derived = stated.is_derived;
        value
    });
    let values = values.collect();
    let mut slot = slot::empty(SlotKind::Figure, topic(story, &members), values);
    slot.trace = rules(&members);
    let judgements = judgements(story, &members);
    let across = judgements
        .iter()
        .filter(|(one, other, _)| one != other)
        .map(|(.., judgement)| judgement);
    let decisive = Judgement::strongest(across)
        .cloned()
        .map(|judgement| with_rest(story, judgement, &members));
    let support = story.support(members.iter().map(|stated| &stated.told));
    slot::judge(&mut slot, decisive.as_ref(), support);
    slot.tension = tension(story, &members);
    slot.period = members.iter().find_map(|stated| stated.period);
    slot.realis = members.iter().find_map(|stated| stated.realis);
    let actors: BTreeSet<ActorId> = members
        .iter()
        .flat_map(|stated| stated.about.iter().cloned())
        .collect();
    slot.actors = actors.into_iter().collect();
    slot
}

fn rules(members: &[&Stated]) -> Vec<String> {
    let mut rules: Vec<String> = members
        .iter()
        .map(|stated| stated.told.claim.rule.clone())
        .collect();
    if members.iter().any(|stated| stated.is_derived) {
        rules.push("figures/length of a range of days".to_owned());
    }
    if members.len() > 1 {
        rules.push("figures/alike".to_owned());
    }
    rules.sort();
    rules.dedup();
    rules
}

/// The value with its unit: "26 to 29", "USD 244.75 billion to 244.85 billion", "4 days".
fn normalized(stated: &Stated) -> String {
    let is_whole = stated.is_count || stated.amount.dimension == "years since";
    let range = in_words(stated.amount.interval, is_whole);
    let unit = match &stated.told.claim.content {
        Content::Figure(figure) if figure.measure == Measure::Money => {
            return format!("{} {}", figure.unit.code, in_words(figure.interval, false));
        }
        Content::Figure(figure) if stated.amount.dimension != "years since" => {
            let range = in_words(figure.interval, stated.is_count);
            let name = if figure.unit.name.is_empty() {
                ""
            } else {
                &figure.unit.name
            };
            return format!("{range} {name}").trim_end().to_owned();
        }
        Content::Figure(_) => "years",
        _ => "days",
    };
    format!("{range} {unit}")
}

/// What is counted, in the words of the report that says it most fully but in at most eight words.
fn topic(story: &Story, members: &[&Stated]) -> String {
    let counted = members.iter().filter_map(|stated| {
        let words = story.text(stated.told.report, stated.counted?);
        let words = words.replace(story.text(stated.told.report, stated.span), " ");
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        (!words.is_empty()).then_some(words)
    });
    let best = counted.max_by_key(|words| {
        (
            words.len() <= 8,
            words.len().min(9),
            std::cmp::Reverse(words.join(" ")),
        )
    });
    let words = best.unwrap_or_else(|| {
        let named = members
            .iter()
            .map(|stated| stated.property.as_str())
            .find(|word| !word.is_empty());
        vec![named.unwrap_or("number").to_owned()]
    });
    words
        .iter()
        .take(12)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" ")
}

fn judgements(story: &Story, members: &[&Stated]) -> Vec<(usize, usize, Judgement)> {
    const MOST: usize = 60;
    let mut judgements = Vec::new();
    for (idx, one) in members.iter().enumerate().take(MOST) {
        for other in members.iter().take(MOST).skip(idx + 1) {
            let judgement = judge(story, one, other);
            judgements.push((one.told.report, other.told.report, judgement));
        }
    }
    judgements
}

/// How two answers to one question stand to each other.
fn judge(story: &Story, one: &Stated, other: &Stated) -> Judgement {
    let words = |stated: &Stated| {
        let text = story.text(stated.told.report, stated.span);
        format!("“{text}” in report {}", story.number(stated.told.report).0)
    };
    let both = |says: &str| format!("{} and {} {says}", words(one), words(other));
    match relation(one, other) {
        Relation::Same | Relation::Rounds if one.excludes != other.excludes => {
            let reason = both("can both be true, as one leaves somebody out");
            Judgement::new(Verdict::Compatible, "figures/other", reason)
        }
        Relation::Same if one.is_derived != other.is_derived => {
            Judgement::new(Verdict::Agree, "figures/derived", both("come to the same"))
        }
        Relation::Same => Judgement::new(Verdict::Agree, "figures/same", "the same value"),
        Relation::Rounds => Judgement::new(
            Verdict::Agree,
            "figures/rounds",
            both("are one value, rounded"),
        ),
        Relation::Overlaps => {
            let (a, b) = (shifted(one, other).interval, shifted(other, one).interval);
            let range = in_words(Amount::common(a, b), one.is_count);
            let reason = both(&format!("can both be true ({range})"));
            Judgement::new(Verdict::Compatible, "figures/overlap", reason)
        }
        Relation::Touches => {
            let reason = both("differ only in the words around the number");
            Judgement::new(Verdict::Compatible, "figures/hedge", reason)
        }
        Relation::Apart {
            gap_percent,
            is_hard,
        } => {
            if let Some(scope) = scope_between(one, other) {
                return Judgement::new(
                    Verdict::Compatible,
                    "figures/scope",
                    both(&format!("differ in scope: {scope}")),
                );
            }
            if let Some(later) = later(story, one, other) {
                return later;
            }
            let (verdict, rule) = if is_dispute(one, other) {
                (Verdict::Disputed, "figures/other holders")
            } else if both_grow(one, other) {
                let reason = "a number that grows, and the reports do not say as of when";
                return Judgement::new(Verdict::Compatible, "figures/grows", reason);
            } else {
                (Verdict::Contradict, "figures/apart")
            };
            let strength = if is_hard {
                Strength::Hard
            } else {
                Strength::Soft
            };
            let reason = both(&format!("exclude each other, {gap_percent:.1} % apart"));
            Judgement {
                strength: (verdict == Verdict::Contradict).then_some(strength),
                gap_percent: Some((gap_percent * 10.0).round() / 10.0),
                ..Judgement::new(verdict, rule, reason)
            }
        }
    }
}

/// What the two are limited to, where both say so and differ.
fn scope_between(one: &Stated, other: &Stated) -> Option<String> {
    if let (Some(a), Some(b)) = (one.period, other.period)
        && (!a.overlaps(&b) || (a != b && a.precision != b.precision))
    {
        return Some("another time".to_owned());
    }
    if one.change.is_some() != other.change.is_some() {
        return Some("a change and a level".to_owned());
    }
    if one.is_part != other.is_part {
        return Some("a part and the whole".to_owned());
    }
    let is_plan = |realis: Option<Realis>| match realis? {
        Realis::Happened | Realis::UnderWay => Some(false),
        Realis::Planned | Realis::Ordered | Realis::Proposed | Realis::Predicted => Some(true),
        Realis::Hypothetical | Realis::Generic => None,
    };
    let is_expected = one.is_count && one.excludes != other.excludes;
    match (is_plan(one.realis), is_plan(other.realis)) {
        (Some(a), Some(b)) if a != b && !is_expected => Some("expected and happened".to_owned()),
        _ => None,
    }
}

/// A number that grows while it is told: the later and larger one replaces the earlier one.
fn later(story: &Story, one: &Stated, other: &Stated) -> Option<Judgement> {
    let day = |stated: &Stated| {
        let report = stated.told.report;
        story.times.published(&story.documents[report], report)
    };
    let is_first = one.amount.nominal <= other.amount.nominal;
    let (low, high) = if is_first { (one, other) } else { (other, one) };
    let (before, after) = (day(low)?, day(high)?);
    (both_grow(one, other) && before < after).then(|| {
        let reason = format!("a number that grows; {after} is later than {before}");
        Judgement::new(Verdict::Updated, "figures/later", reason)
    })
}

fn both_grow(one: &Stated, other: &Stated) -> bool {
    let grows = |stated: &Stated| {
        stated.words.iter().any(|word| is_growing(word)) || is_growing(&stated.property)
    };
    grows(one) && grows(other)
}

fn is_growing(word: &str) -> bool {
    static GROWING: std::sync::LazyLock<Vec<&'static str>> = std::sync::LazyLock::new(|| {
        crate::table::rows(include_str!("../data/growing.tsv"))
            .map(|row| row[0])
            .collect()
    });
    GROWING.contains(&word)
}

/// Do different parties vouch for the two?
fn is_dispute(one: &Stated, other: &Stated) -> bool {
    let holder = |stated: &Stated| stated.told.holders.last().cloned();
    match (holder(one), holder(other)) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
}

/// Adds to a contradiction what the answers that do not take part in it allow together.
fn with_rest(story: &Story, mut judgement: Judgement, members: &[&Stated]) -> Judgement {
    if judgement.verdict > Verdict::Disputed || members.len() < 3 {
        return judgement;
    }
    let mut rest: Vec<&Stated> = members.to_vec();
    let conflicts = |stated: &Stated, all: &[&Stated]| {
        let apart = |other: &&&Stated| matches!(relation(stated, other), Relation::Apart { .. });
        all.iter().filter(apart).count()
    };
    while let Some(worst) = (0..rest.len()).max_by_key(|&idx| conflicts(rest[idx], &rest)) {
        if conflicts(rest[worst], &rest) == 0 {
            break;
        }
        rest.remove(worst);
    }
    let numbers: BTreeSet<u32> = rest
        .iter()
        .map(|stated| story.number(stated.told.report).0)
        .collect();
    if numbers.len() > 1 {
        let all = rest
            .iter()
            .map(|stated| stated.amount.interval)
            .reduce(Amount::common);
        let range = all
            .map(|range| in_words(range, rest[0].is_count))
            .unwrap_or_default();
        let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
        judgement.reason += &format!("; reports {} agree on {range}", numbers.join(", "));
    }
    judgement
}

/// What does not fit inside one report.
fn tension(story: &Story, members: &[&Stated]) -> Option<String> {
    for (idx, one) in members.iter().enumerate() {
        for other in &members[idx + 1..] {
            if one.told.report == other.told.report && is_at_odds(one, other) {
                let words = |stated: &Stated| story.text(stated.told.report, stated.span);
                let number = story.number(one.told.report).0;
                return Some(format!(
                    "report {number} says “{}” and “{}”",
                    words(one),
                    words(other)
                ));
            }
        }
    }
    None
}

/// Do the words of one report exclude each other, or one the very number that the other gives?
fn is_at_odds(one: &Stated, other: &Stated) -> bool {
    let is_strict = |stated: &Stated| matches!(stated.amount.hedge, Hedge::Over | Hedge::Under);
    let is_border = one.amount.nominal == other.amount.nominal
        && ((is_strict(one) && other.amount.hedge == Hedge::Exact)
            || (is_strict(other) && one.amount.hedge == Hedge::Exact));
    let excludes = !overlap(one.amount.interval, other.amount.interval);
    one.excludes == other.excludes && (is_border || excludes)
}
