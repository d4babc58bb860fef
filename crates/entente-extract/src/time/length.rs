//! Lengths of time, what lies so far away, and what comes again.

use super::lex::{Kind, Text};
use super::meaning::{Base, Meaning, Reading};
use super::number::{Amount, amount, ordinal};
use super::word::Grain;

/// Reads a length, a distance from some day, or a repetition.
pub fn read(text: &Text<'_>, at: usize) -> Option<Reading> {
    super::grammar::longest([
        beside(text, at),
        length(text, at),
        again(text, at),
        often(text, at),
        super::note::length(text, at),
        super::note::often(text, at),
    ])
}

/// Is this the age of a person, "44-year-old", "aged 12 years"? Then where it ends.
pub fn age(text: &Text<'_>, at: usize) -> Option<usize> {
    let (end, _) = amount(text, at)?;
    let unit = text.joint(end);
    let is_year = text.is_any(unit, &["year", "years"]);
    let old = text.joint(unit + 1);
    (is_year && text.is_any(old, &["old", "olds"])).then_some(old + 1)
}

/// A word before an amount that sets its place: "the past two weeks".
fn is_frame(text: &Text<'_>, at: usize) -> bool {
    text.word(at).is_some_and(|word| word.frame)
}

/// A word between an amount and its unit: "two more weeks".
fn is_between(text: &Text<'_>, at: usize) -> bool {
    text.word(at).is_some_and(|word| word.between)
}

/// A unit after an amount: where it ends, and which.
fn unit(text: &Text<'_>, at: usize) -> Option<(usize, Grain)> {
    let mut at = text.joint(at);
    if is_between(text, at) || text.is_note() && is_frame(text, at) {
        at += 1;
    }
    if text.is(at, "fiscal") {
        at += 1;
    }
    let word = text.word(at)?;
    let grain = word.unit?;
    if grain == Grain::Quarter
        && !is_between(text, at.wrapping_sub(1))
        && !is_frame(text, at.wrapping_sub(2))
    {
        return None;
    }
    let is_name = text.get(at)?.capital
        && text
            .get(at + 1)
            .is_some_and(|next| next.capital && next.kind == Kind::Word);
    (!is_name && (grain != Grain::Weekend || word.is_plural)).then_some((at + 1, grain))
}

/// "two and a half years", "three months and two days", "a minute and a half".
fn parts(text: &Text<'_>, at: usize) -> Option<(usize, Vec<(Amount, Grain)>)> {
    let (number_end, mut first) = amount(text, at)?;
    let mut number_end = number_end;
    if let Some(end) = text.phrase(number_end, &["and", "a", "half"]) {
        first.low += 0.5;
        first.high += 0.5;
        number_end = end;
    }
    let unit_at = text.joint(number_end);
    let is_spelled_second = text.is(unit_at, "second") && unit_at == number_end && first.article;
    let is_plural_noun =
        text.is_any(unit_at, &["min", "sec", "hr", "yr"]) && text.digits(at).is_none();
    if is_spelled_second || is_plural_noun {
        return None;
    }
    let (mut end, grain) = unit(text, number_end)?;
    let many = text
        .word(end.wrapping_sub(1))
        .is_some_and(|word| word.is_plural);
    let joined = unit_at > number_end;
    // "several year", "two day" are not English unless a hyphen or a noun follows.
    if !many && !joined && first.vague {
        return None;
    }
    let mut parts = vec![(first, grain)];
    if let Some(next) = text.phrase(end, &["and", "a", "half"]) {
        parts[0].0.low += 0.5;
        parts[0].0.high += 0.5;
        end = next;
    }
    while let Some((next, part)) = smaller_part(text, end, parts[parts.len() - 1].1) {
        parts.push(part);
        end = next;
    }
    Some((end, parts))
}

/// "and two days" after a length in a larger unit.
fn smaller_part(text: &Text<'_>, at: usize, grain: Grain) -> Option<(usize, (Amount, Grain))> {
    let is_comma = text.is_note() && text.is(at, ",");
    let start = at + usize::from(text.is(at, "and") || is_comma);
    let (next, second) = amount(text, start).filter(|(_, second)| !second.vague)?;
    let (end, smaller) = unit(text, next)?;
    let is_joined = smaller < grain && (start > at || !second.article);
    let is_far = text.is_any(end, &["ago", "later", "earlier", "before", "after"]);
    (is_joined && (text.is_note() || !is_far)).then_some((end, (second, smaller)))
}

/// "the past three months", "the first two years", "the next few days", "recent weeks".
fn framed(text: &Text<'_>, at: usize) -> Option<(usize, Vec<(Amount, Grain)>)> {
    let start = if text.is_any(at, &["the", "these", "those", "its"]) {
        at + 1
    } else {
        at
    };
    let inner = if is_frame(text, start) {
        start + 1
    } else {
        start
    };
    if let Some((end, parts)) =
        parts(text, inner).filter(|(_, parts)| !parts[0].0.article && parts[0].0.low < 1800.0)
    {
        let is_alone = inner > at;
        let many = text
            .word(end.wrapping_sub(1))
            .is_some_and(|word| word.is_plural);
        return (is_alone && (many || inner > start)).then_some((end, parts));
    }
    let (end, grain) = unit(text, inner).filter(|_| inner > at)?;
    let many = text
        .word(end.wrapping_sub(1))
        .is_some_and(|word| word.is_plural);
    let is_long =
        !many && grain >= Grain::Decade && text.is_any(start, &["past", "last", "next", "coming"]);
    let is_led = inner > start && !text.is_any(start, &["other"]);
    (is_led && (many && !text.is(start, "full") || is_long)).then(|| {
        let how_many = if is_long {
            Amount::exact(1.0)
        } else {
            Amount::vague()
        };
        (end, vec![(how_many, grain)])
    })
}

/// "four days", "the past decade", "years" after a word that makes it a length.
fn length(text: &Text<'_>, at: usize) -> Option<Reading> {
    if let Some((end, parts)) = framed(text, at) {
        let end = tail(text, end);
        return Some(Reading::new(at, end, Meaning::Length(parts), "time/length"));
    }
    if let Some((end, parts)) = parts(text, at) {
        if parts[0].0.article && parts.len() == 1 && is_rate(text, at, end) {
            let value = super::value::length(&parts);
            return Some(Reading::new(at, end, Meaning::Set(value), "time/rate"));
        }
        let article_alone =
            parts[0].0.article && !text.is(at, "another") && !is_held(text, at, end);
        let is_singular_gap =
            parts[0].0.article && text.joint(end) > end && !text.is_any(text.joint(end), &["long"]);
        if article_alone || is_singular_gap {
            return None;
        }
        return Some(Reading::new(
            at,
            tail(text, end),
            Meaning::Length(parts),
            "time/length",
        ));
    }
    bare(text, at)
}

/// The end of a length with "or so", "or more" after it.
fn tail(text: &Text<'_>, end: usize) -> usize {
    text.phrase(end, &["or", "so"])
        .or_else(|| text.phrase(end, &["or", "more"]))
        .or_else(|| text.phrase(end, &["or", "two"]))
        .or_else(|| {
            (text.joint(end) > end && text.is(text.joint(end), "long")).then(|| text.joint(end) + 1)
        })
        .unwrap_or(end)
}

/// "a year" as in "twice a year", "$3 million a year", "per year".
fn is_rate(text: &Text<'_>, at: usize, end: usize) -> bool {
    let before = at.wrapping_sub(1);
    let number = text
        .get(before)
        .is_some_and(|atom| atom.kind == Kind::Number)
        || text
            .word(before)
            .is_some_and(|word| word.cardinal.is_some_and(|value| value >= 100) || word.counts);
    let is_far = text.is_any(end, &["ago", "earlier", "later", "before", "after", "from"]);
    // "hundreds of interviews a day."
    let written = text.at(before);
    let is_plural = text
        .get(before)
        .is_some_and(|noun| noun.word.is_none() && !noun.capital)
        && written.len() > 4
        && written.ends_with('s')
        && !written.ends_with("ss");
    let closes = text
        .get(end)
        .is_none_or(|next| matches!(next.kind, Kind::Mark | Kind::Break));
    !is_far
        && (number
            || is_plural && closes
            || text.is_any(
                before,
                &[
                    "times", "once", "twice", "%", "percent", "barrels", "tons", "hours", "days",
                ],
            ))
}

/// Does the text around make "a year" a length?
fn is_held(text: &Text<'_>, at: usize, end: usize) -> bool {
    text.is_any(
        at.wrapping_sub(1),
        &[
            "for", "in", "within", "over", "than", "about", "nearly", "almost", "after", "least",
            "of", "lasted", "lasts", "last", "during", "under", "to", "once", "spent", "spend",
            "took", "take", "takes", "around", "half", "only", "just", "every", "up", "by",
            "until", "most",
        ],
    ) && !text.is(end, "'")
        || text.is_any(at, &["one", "two"])
        || text.is_any(end, &["after", "before"])
            && text.word(at + 1).is_some_and(|word| word.unit.is_some())
        || text.is_any(end, &["or", "of"]) && text.is_any(end + 1, &["two", "so", "more"])
}

/// "weeks" in "for weeks", "weeks later".
fn bare(text: &Text<'_>, at: usize) -> Option<Reading> {
    let word = text.word(at).filter(|word| word.is_plural)?;
    let grain = word.unit?;
    let before = at.wrapping_sub(1);
    let is_led = text.is_any(
        before,
        &[
            "for", "in", "within", "over", "after", "of", "took", "take", "lasted", "spent", "by",
            "only",
        ],
    );
    let goes_on = text.is_any(
        at + 1,
        &["ago", "later", "earlier", "before", "after", "of"],
    ) || text.is(text.joint(at + 1), "long");
    let is_owner =
        text.is(before, "of") && text.is_any(before.wrapping_sub(1), &["number", "couple"]);
    let is_name =
        text.get(at)?.capital && !text.begins(at) || text.is_any(at, &["quarters", "seconds"]);
    if !(is_led || goes_on && !text.glued(at)) || is_owner || is_name {
        return None;
    }
    let parts = vec![(Amount::vague(), grain)];
    Some(Reading::new(
        at,
        tail(text, at + 1),
        Meaning::Length(parts),
        "time/length",
    ))
}

/// "two years ago", "a day earlier", "the day before", "three weeks from now", "the day after Thursday".
fn beside(text: &Text<'_>, at: usize) -> Option<Reading> {
    let start = if text.is(at, "the") { at + 1 } else { at };
    let single = (start > at
        || text
            .word(at)
            .is_some_and(|word| word.unit.is_some() && !word.is_plural))
    .then(|| text.word(start))
    .flatten()
    .filter(|word| word.unit.is_some_and(|grain| grain >= Grain::Day) && !word.is_plural)
    .and_then(|word| Some((start + 1, vec![(Amount::exact(1.0), word.unit?)])));
    let is_single = single.is_some();
    let (end, parts) = single
        .or_else(|| parts(text, at))
        .or_else(|| bare_plural(text, at))?;
    let end = text.phrase(end, &["or", "so"]).unwrap_or(end);
    let &(how_many, grain) = parts.first()?;
    let away = |end: usize, ahead: bool, base: Base, rule| {
        let meaning = Meaning::Away(how_many, grain, ahead, base);
        Some(Reading::new(at, end, meaning, rule))
    };
    if text.is(end, "ago") && !is_single {
        return away(end + 1, false, Base::Now, "time/ago");
    }
    if text.phrase(end, &["from", "now"]).is_some() && !is_single {
        return away(end + 2, true, Base::Now, "time/from_now");
    }
    if text.is_any(end, &["before", "after", "from"]) {
        let ahead = !text.is(end, "before");
        if is_single
            && let Some(yesterday) = text
                .word(end + 1)
                .and_then(|word| word.day)
                .filter(|day| *day != 0)
        {
            let day = yesterday + if ahead { 1 } else { -1 };
            return Some(Reading::new(
                at,
                end + 2,
                Meaning::Day(day),
                "time/day_word",
            ));
        }
        if let Some(day) =
            super::date::read(text, end + 1).or_else(|| super::relative::read(text, end + 1))
            && matches!(
                day.meaning,
                Meaning::Date { .. }
                    | Meaning::Year(_)
                    | Meaning::Weekday(..)
                    | Meaning::Holiday(..)
                    | Meaning::Day(_)
            )
        {
            return away(
                day.to,
                ahead,
                Base::Given(Box::new(day.meaning)),
                "time/beside",
            );
        }
        let closes = !text.is(end, "from")
            && text
                .get(end + 1)
                .is_none_or(|next| next.kind != Kind::Word && !text.is(end + 1, "-"));
        let after_night = text.is(end, "before") && is_single;
        return if closes || after_night && text.is_any(end + 1, &["by", "in", "at", "and", "but"]) {
            away(end + 1, ahead, Base::Text, "time/beside")
        } else {
            None
        };
    }
    if text.is_any(end, &["earlier", "later", "previously"]) && !is_single {
        let goes_on = text.is(end + 1, "than");
        return (!goes_on)
            .then(|| away(end + 1, text.is(end, "later"), Base::Text, "time/beside"))
            .flatten();
    }
    None
}

fn bare_plural(text: &Text<'_>, at: usize) -> Option<(usize, Vec<(Amount, Grain)>)> {
    let word = text.word(at).filter(|word| word.is_plural)?;
    Some((at + 1, vec![(Amount::vague(), word.unit?)]))
}

/// "every May", "each week", "every two years", "every other day".
fn again(text: &Text<'_>, at: usize) -> Option<Reading> {
    if text.is(at, "per") {
        let grain = text
            .word(at + 1)?
            .unit
            .filter(|grain| *grain >= Grain::Hour)?;
        let value = super::value::length(&[(Amount::exact(1.0), grain)]);
        return Some(Reading::new(at, at + 2, Meaning::Set(value), "time/rate"));
    }
    if !text.is_any(at, &["every", "each"]) {
        return None;
    }
    let set =
        |end: usize, value: String| Some(Reading::new(at, end, Meaning::Set(value), "time/set"));
    let next = at + 1;
    if let Some((end, parts)) = parts(text, next).filter(|(_, parts)| !parts[0].0.vague) {
        return set(end, super::value::length(&parts));
    }
    let (start, step) = if text.is(next, "other") {
        (next + 1, 2.0)
    } else {
        ordinal(text, next).map_or((next, 1.0), |(end, number)| (end, f64::from(number)))
    };
    let word = text.word(start)?;
    let part = text.word(start + 1).and_then(|word| word.part);
    if let Some(weekday) = word.weekday {
        let part = part.map_or(String::new(), |part| format!("T{part}"));
        return set(
            start + 1 + usize::from(!part.is_empty()),
            format!("XXXX-WXX-{weekday}{part}"),
        );
    }
    if word.unit == Some(Grain::Weekend) && step == 1.0 {
        return set(start + 1, "XXXX-WXX-WE".to_owned());
    }
    if let Some(grain) = word.unit.filter(|_| !word.is_plural) {
        return set(
            start + 1,
            super::value::length(&[(Amount::exact(step), grain)]),
        );
    }
    if let Some(month) = word
        .month
        .filter(|_| text.get(start).is_some_and(|atom| atom.capital))
    {
        return set(start + 1, format!("XXXX-{month:02}"));
    }
    if let Some(season) = word.season {
        return set(start + 1, format!("XXXX-{season}"));
    }
    set(start + 1, format!("XXXX-XX-XXT{}", word.part?))
}

/// "daily", "annual".
fn often(text: &Text<'_>, at: usize) -> Option<Reading> {
    let value = text.word(at)?.often?;
    let is_name = text.get(at)?.capital
        && (!text.begins(at)
            || text
                .get(at + 1)
                .is_some_and(|next| next.capital && next.kind == Kind::Word));
    let is_joined = text.joint(at + 1) > at + 1 || at > 0 && text.joint(at.wrapping_sub(1)) == at;
    (!is_name && !is_joined)
        .then(|| Reading::new(at, at + 1, Meaning::Set(value.to_owned()), "time/often"))
}
