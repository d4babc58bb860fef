//! The account of a story: its headline, its day and place, and its slots in order of weight.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};

use entente_types::{
    ActorKind, Comparison, Document, Entity, EntityKind, Period, Precision, Report, Slot, SlotKind,
    Span, Verdict,
};

use crate::left_out::{left_out, mark_elsewhere, sentences};
use crate::story::Story;
use crate::wordings::wordings;
use crate::words::{WordSet, content, content_of_text};

/// Sentences at the start of a report that sum it up.
const LEAD: usize = 4;
/// Weight of what is not worth a line in front.
const FAINTEST: f64 = 0.01;

/// Puts the account together.
pub(crate) fn write(story: &Story, mut slots: Vec<Slot>) -> Comparison {
    let headline = headline(story);
    let about = content_of_text(&headline);
    for slot in &mut slots {
        // A slot may bring a handicap of its own.
        let weight = (weight(story, slot, &about) + slot.weight).max(FAINTEST);
        slot.weight = (weight * 1000.0).round() / 1000.0;
    }
    slots.sort_by(|one, other| {
        let key = |slot: &Slot| {
            (
                slot.kind,
                slot.topic.clone(),
                slot.values.first().map(|value| (value.report, value.span)),
            )
        };
        other
            .weight
            .total_cmp(&one.weight)
            .then_with(|| key(one).cmp(&key(other)))
    });
    for (idx, slot) in slots.iter_mut().enumerate() {
        slot.id = format!("slot_{}", idx + 1);
    }
    let claims = story.claims.iter();
    let wordings = wordings(story, &slots);
    let sentences = sentences(story);
    mark_elsewhere(story, &mut slots, &sentences);
    Comparison {
        left_out: left_out(story, &slots, &sentences),
        wordings,
        same_acts: Vec::new(),
        period: period(story, &slots),
        place: place(story),
        reports: (0..story.documents.len())
            .map(|report| describe(story, report))
            .collect(),
        origins: story.copies.origins.clone(),
        copies: story.copies.edges.clone(),
        copied: story.copies.passages.clone(),
        actors: story.people.actors.clone(),
        problems: claims
            .flat_map(|claims| claims.problems.iter().cloned())
            .collect(),
        headline,
        slots,
    }
}

fn describe(story: &Story, report: usize) -> Report {
    let article = &story.documents[report].article;
    let written = story.times.written.get(report).cloned().flatten();
    Report {
        id: article.id,
        name: article.name.clone(),
        source: article.source.as_ref().map(|stated| stated.value.clone()),
        title: article.title.as_ref().map(|stated| stated.value.clone()),
        published: article.day(),
        written: written.as_ref().map(|(period, _)| *period),
        written_because: written.map(|(_, because)| because),
        main_event: story.claims[report].main_event.clone(),
    }
}

/// Where the sentences that sum a report up end.
fn lead_end(document: &Document) -> u32 {
    let last = document.sentences.len().min(LEAD);
    if last == 0 {
        return u32::try_from(document.text().len().min(600)).unwrap_or(u32::MAX);
    }
    document.sentence_span(last - 1).end
}

/// The words of title and lead.
pub(crate) fn lead_words(document: &Document) -> WordSet {
    let mut words = content(
        document,
        Span {
            start: 0,
            end: lead_end(document),
        },
    );
    if let Some(title) = &document.article.title {
        words.extend(content_of_text(&title.value));
    }
    words
}

/// Of the titles in which no writer speaks of himself, the one that shares most with the other reports; without titles, the
/// first sentence that does.
fn headline(story: &Story) -> String {
    let titles: Vec<(usize, String)> = story
        .documents
        .iter()
        .enumerate()
        .filter_map(|(report, document)| {
            let title = document.article.title.as_ref()?.value.trim();
            (!title.is_empty()).then(|| (report, title.to_owned()))
        })
        .collect();
    let firsts = || {
        let first = |(report, document): (usize, &Document)| {
            let event = story.claims[report].main_event.as_ref();
            let told = event.map(|event| event.sentence.of(document.text()));
            (
                report,
                told.map_or_else(|| first_sentence(document), shortened),
            )
        };
        story.documents.iter().enumerate().map(first).collect()
    };
    let candidates: Vec<(usize, String)> = if titles.is_empty() { firsts() } else { titles };
    let leads: Vec<WordSet> = story.documents.iter().map(lead_words).collect();
    let score = |(report, text): &(usize, String)| -> f64 {
        let words = content_of_text(text);
        let others = (0..leads.len()).filter(|other| other != report);
        others
            .map(|other| story.rarity.shared(&words, &leads[other]))
            .sum()
    };
    let best = candidates.iter().max_by(|one, other| {
        is_personal(&other.1)
            .cmp(&is_personal(&one.1))
            .then_with(|| score(one).total_cmp(&score(other)))
            .then_with(|| other.1.cmp(&one.1))
    });
    best.map(|(_, text)| text.clone()).unwrap_or_default()
}

/// "I know because I'm his uncle": does the writer speak of himself, outside of marks?
fn is_personal(title: &str) -> bool {
    const OWN: [&str; 4] = ["i", "i'm", "i’m", "my"];
    let is_own = |word: &str| {
        OWN.contains(
            &word
                .trim_matches(['.', ',', ':', '?', '!'])
                .to_lowercase()
                .as_str(),
        )
    };
    let is_quoting =
        title.contains(['“', '"', '‘']) || title.starts_with('\'') || title.contains(" '");
    !is_quoting && title.split_whitespace().any(is_own)
}

/// The first line of a text in which no event was found.
fn first_sentence(document: &Document) -> String {
    let mut lines = document.text().lines();
    shortened(
        lines
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default(),
    )
}

/// A sentence cut to the length of a headline, between words.
fn shortened(text: &str) -> String {
    const MOST: usize = 200;
    let words: Vec<&str> = text.split_whitespace().collect();
    let end = words
        .iter()
        .scan(0, |len, word| {
            *len += word.len() + 1;
            Some(*len)
        })
        .take_while(|len| *len <= MOST)
        .count();
    let more = if end < words.len() { " …" } else { "" };
    format!("{}{more}", words[..end].join(" "))
}

/// Origins count most; then what is in dispute, what the headline is about, and what stands in front.
fn weight(story: &Story, slot: &Slot, about: &WordSet) -> f64 {
    let mut words = content_of_text(&slot.topic);
    let first = slot.values.first();
    let report = |value: &entente_types::SlotValue| {
        story
            .documents
            .iter()
            .position(|document| document.article.id == value.report)
    };
    if let Some((value, report)) = first.and_then(|value| Some((value, report(value)?))) {
        words.extend(content(&story.documents[report], value.sentence));
    }
    let is_front = slot.values.iter().any(|value| {
        report(value).is_some_and(|report| value.span.start < lead_end(&story.documents[report]))
    });
    let stands_out = match slot.verdict {
        Verdict::Contradict => 1.0,
        Verdict::Disputed => 0.8,
        Verdict::Updated => 0.5,
        _ => 0.0,
    };
    let kind = match slot.kind {
        SlotKind::Event | SlotKind::Figure | SlotKind::Clause => 0.3,
        SlotKind::Quote => 0.2,
        SlotKind::Date => 0.1,
        SlotKind::Role | SlotKind::Tie => 0.0,
    };
    f64::from(slot.support)
        + stands_out
        + kind
        + story.rarity.contained(&words, about)
        + if is_front { 0.4 } else { 0.0 }
}

/// The days of the main event: those that most origins give for what the story is about.
fn period(story: &Story, slots: &[Slot]) -> Option<Period> {
    type Key = (Precision, Option<Date>, Option<Date>);
    let mut votes: BTreeMap<Key, f64> = BTreeMap::new();
    let dated = slots
        .iter()
        .filter(|slot| {
            matches!(
                slot.kind,
                SlotKind::Event | SlotKind::Date | SlotKind::Clause
            )
        })
        .filter_map(|slot| Some((slot.period?, slot.weight)));
    let main = story
        .claims
        .iter()
        .enumerate()
        .filter_map(|(report, claims)| {
            let time = claims.main_event.as_ref()?.time.as_ref()?;
            Some((story.day_told(report, Some(time.span), time.period)?, 1.0))
        });
    for (period, weight) in dated.chain(main) {
        if period.precision <= Precision::Month {
            *votes
                .entry((period.precision, period.from, period.to))
                .or_default() += weight;
        }
    }
    let is_day = |(precision, ..): &Key| *precision == Precision::Day;
    let is_recent = |key: &Key| is_recent(story, key.1);
    let recent = votes.iter().filter(|(key, _)| is_recent(key));
    let (days, coarser): (Vec<_>, Vec<_>) = recent.partition(|(key, _)| is_day(key));
    let all = if days.is_empty() { coarser } else { days };
    let best = all
        .into_iter()
        .max_by(|one, other| one.1.total_cmp(other.1).then(other.0.cmp(one.0)));
    let stated = best.map(|((precision, from, to), _)| Period {
        from: *from,
        to: *to,
        precision: *precision,
    });
    stated.or_else(|| {
        let published = story
            .documents
            .iter()
            .filter_map(|document| document.article.day());
        published.min().map(Period::day)
    })
}

/// Was a day shortly before the first report, or between the first and the last? What lies farther back or ahead is told beside
/// the news. Of reports without a day nothing is known.
fn is_recent(story: &Story, day: Option<Date>) -> bool {
    const DAYS: i64 = 10;
    let published = || {
        let documents = story.documents.iter();
        documents.filter_map(|document| document.article.day())
    };
    let (Some(first), Some(last), Some(day)) = (published().min(), published().max(), day) else {
        return true;
    };
    first.saturating_sub(DAYS.days()) <= day && day <= last
}

/// The place of the main event on which most reports agree, two at least: one report alone names too often where somebody comes
/// from, or where one scene was.
fn place(story: &Story) -> Option<String> {
    const FEWEST: usize = 2;
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    for (report, claims) in story.claims.iter().enumerate() {
        let place = claims.main_event.as_ref().and_then(|event| event.place);
        if let Some(place) = place.filter(|place| is_place(&story.documents[report], *place)) {
            let words = story.text(report, place);
            *votes
                .entry(words.strip_prefix("the ").unwrap_or(words))
                .or_default() += 1;
        }
    }
    let best = votes
        .into_iter()
        .filter(|(name, n_reports)| *n_reports >= FEWEST && name.starts_with(char::is_uppercase))
        .filter(|(name, _)| !is_end_of_body(story, name))
        .max_by_key(|(name, n_reports)| (*n_reports, std::cmp::Reverse(*name)));
    best.map(|(name, _)| name.to_owned())
}

/// Is it a place by its name, and not a body that meets somewhere, as "the Senate" does? A text that was not parsed tells
/// nothing of names.
fn is_place(document: &Document, place: Span) -> bool {
    let is_place = |entity: Entity| {
        matches!(
            entity.kind,
            EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac
        )
    };
    let mut tokens = document.tokens_in(place);
    document.entities.is_empty() || tokens.any(|idx| document.entity_of(idx).is_some_and(is_place))
}

/// Does a body of the story bear the words as the end of its name: "Gazette" where "the Harbour Gazette" is told of? What stands
/// behind a small word, as in "University of Halden", is a place none the less.
fn is_end_of_body(story: &Story, words: &str) -> bool {
    story.people.actors.iter().any(|actor| {
        let before = actor.name.strip_suffix(words).map(str::trim_end);
        let last = before.and_then(|before| before.rsplit(' ').next());
        actor.kind == ActorKind::Organisation
            && last.is_some_and(|last| last.starts_with(char::is_uppercase))
    })
}
