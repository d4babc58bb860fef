//! What does not fit inside one report: tolls that differ within its text, or from its headline.

use std::collections::BTreeMap;

use entente_types::Hedge;

use crate::figures::read::Stated;
use crate::interval::overlap;
use crate::story::Story;
use crate::words::{canonical, set_apart};

/// Most tolls of one report that are held against each other.
const MANY: usize = 60;

/// For each figure, what of its own report it does not fit with.
pub(crate) fn misfits(story: &Story, stated: &[Stated]) -> Vec<Option<String>> {
    let mut tolls: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (idx, one) in stated
        .iter()
        .enumerate()
        .filter(|(_, one)| is_plain_toll(one))
    {
        tolls.entry(one.told.report).or_default().push(idx);
    }
    let mut misfits = vec![None; stated.len()];
    for (report, own) in &tolls {
        for (at, &one) in own.iter().enumerate().take(MANY) {
            let others = own[at + 1..].iter().take(MANY);
            for &other in others.filter(|&&other| excludes(story, &stated[one], &stated[other])) {
                let words = |idx: usize| story.text(*report, stated[idx].span);
                let number = story.number(*report).0;
                let misfit = format!(
                    "report {number} says “{}” and “{}”",
                    words(one),
                    words(other)
                );
                misfits[one].get_or_insert(misfit);
            }
        }
        if let Some((idx, misfit)) = with_title(story, *report, stated, own) {
            misfits[idx].get_or_insert(misfit);
        }
    }
    misfits
}

/// A plain count of what grows while it is told, in the report's own words or those of one party.
fn is_plain_toll(stated: &Stated) -> bool {
    let is_whole = !stated.is_part && !stated.excludes && stated.change.is_none();
    stated.is_count && is_whole && grows(stated).next().is_some()
}

/// The words of a figure for what grows while it is told.
fn grows<'s>(stated: &'s Stated) -> impl Iterator<Item = &'s String> {
    let words = stated.words.iter().chain([&stated.property]);
    words.filter(|word| super::is_growing(word))
}

/// Do two tolls of one report count the same, by nearly the same words, and exclude each other?
fn excludes(story: &Story, one: &Stated, other: &Stated) -> bool {
    const SAME_WORDS: f64 = 0.75;
    const SAME_CONTEXT: f64 = 0.35;
    let is_exact = one.amount.hedge == Hedge::Exact && other.amount.hedge == Hedge::Exact;
    let is_one_question = one.property == other.property
        && grows(one).any(|word| grows(other).any(|same| same == word))
        && one.period == other.period
        && one.told.holders == other.told.holders
        && !set_apart(&one.words, &other.words);
    is_exact
        && is_one_question
        && !overlap(one.amount.interval, other.amount.interval)
        && story.rarity.contained(&one.words, &other.words) >= SAME_WORDS
        && story.rarity.shared(&one.context, &other.context) >= SAME_CONTEXT
}

/// "12 dead" above a text in which 15 are killed: the toll that the headline gives otherwise.
fn with_title(
    story: &Story,
    report: usize,
    stated: &[Stated],
    own: &[usize],
) -> Option<(usize, String)> {
    let title = story.documents[report].article.title.as_ref()?;
    let (number, of) = toll_of_title(&title.value)?;
    let mut same = own
        .iter()
        .filter(|&&idx| grows(&stated[idx]).any(|word| *word == of))
        .peekable();
    let first = **same.peek()?;
    let fits = |&&idx: &&usize| {
        let interval = stated[idx].amount.interval;
        let is_above = interval.low.is_some_and(|low| number < low);
        let is_below = interval.high.is_some_and(|high| number > high);
        !is_above && !is_below
    };
    if same.any(|idx| fits(&idx)) {
        return None;
    }
    let words = story.text(report, stated[first].span);
    let id = story.number(report).0;
    Some((
        first,
        format!("report {id} says “{number}” in its headline and “{words}” in its text"),
    ))
}

/// The one number of a headline, if it stands at a word for what grows: "12 dead", "kills 15". Nothing where
/// words hedge it.
fn toll_of_title(title: &str) -> Option<(f64, String)> {
    const FARTHEST: usize = 3;
    const HEDGES: [&str; 10] = [
        "least", "over", "more", "nearly", "almost", "about", "around", "up", "than", "dozens",
    ];
    let lower = title.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != ',')
        .collect();
    let number = |word: &str| word.replace(',', "").parse::<f64>().ok();
    let mut numbers = words
        .iter()
        .enumerate()
        .filter_map(|(at, word)| Some((at, number(word)?)));
    let (at, value) = numbers.next()?;
    let is_hedged = words.iter().any(|word| HEDGES.contains(word));
    if numbers.next().is_some() || is_hedged || (1900.0..2100.0).contains(&value) {
        return None;
    }
    let near = at.saturating_sub(FARTHEST)..(at + FARTHEST + 1).min(words.len());
    let of = near.filter_map(|idx| growing(words[idx])).next()?;
    Some((value, of))
}

/// The word in `growing.tsv` that a form stands for: `kill` for "killed", "kills", "dead".
fn growing(form: &str) -> Option<String> {
    let stems = ["", "s", "d", "ed", "ing"].into_iter();
    let words = stems
        .filter_map(|ending| form.strip_suffix(ending))
        .map(canonical);
    words
        .filter(|word| super::is_growing(word))
        .map(str::to_owned)
        .next()
}
