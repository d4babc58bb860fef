//! When it was published and changed: days that independent places agree on, and none that cannot be.

use entente_types::{Article, Field, Moment, Problem, Stated};
use jiff::civil::Date;

use super::{Metadata, Place, Said};
use crate::Known;
use crate::date::Form;

/// Weighs the candidates and writes both moments into the article.
pub fn choose(metadata: &mut Metadata, article: &mut Article, known: &Known) {
    distrust_stamps(metadata);
    article.published = one(metadata, Field::Published, known, None);
    let published = article.published.as_ref().map(|stated| stated.value.day);
    article.modified = one(metadata, Field::Modified, known, published);
}

/// Less than this does not tell one day from another.
const MIN_STRENGTH: f32 = 0.2;

/// Tells of a date in numbers whose day and month could be told apart by nothing on the page.
pub fn unsure(metadata: &Metadata) -> Option<Problem> {
    let is_unsure = |said: &Said| {
        said.moment
            .is_some_and(|found| matches!(found.form, Form::Order(_)))
    };
    let (_, said) = metadata
        .of(Field::Published)
        .find(|(_, said)| is_unsure(said))?;
    let message = format!(
        "`{}` could be two days, and nothing on the page tells which; the day of publication is left open",
        said.value
    );
    Some(Problem::new("unsure-day", message))
}

/// A day, what speaks for it, and who says it.
struct Day {
    day: Date,
    strength: f32,
    n_places: usize,
    /// Could it be another day, with day and month the other way round?
    is_guess: bool,
}

fn one(
    metadata: &mut Metadata,
    field: Field,
    known: &Known,
    not_before: Option<Date>,
) -> Option<Stated<Moment>> {
    let mut days: Vec<Day> = Vec::new();
    for (_, said) in metadata.of(field) {
        let Some(day) = said.moment.map(|found| found.moment.day) else {
            continue;
        };
        if days.iter().all(|known| known.day != day) {
            let (strength, n_places) = strength(metadata, field, day);
            let is_guess = said
                .moment
                .is_some_and(|found| matches!(found.form, Form::Order(_)));
            days.push(Day {
                day,
                strength,
                n_places,
                is_guess,
            });
        }
    }
    let is_all_old = days.iter().all(|one| one.day.year() < 1990);
    let reason = |one: &Day| {
        let is_unsure = one.strength < MIN_STRENGTH && (one.is_guess || days.len() > 1);
        refusal(one.day, known, not_before, is_all_old)
            .or(is_unsure.then_some("too little speaks for it"))
    };
    let best = days
        .iter()
        .filter(|one| reason(one).is_none())
        .reduce(|best, other| {
            if other.strength > best.strength + 1e-6 {
                other
            } else {
                best
            }
        });
    let best_day = best.map(|best| best.day);
    let chosen = best_day.and_then(|day| richest(metadata, field, day));
    let decided: Vec<(usize, bool, f32, String)> = metadata
        .of(field)
        .filter_map(|(idx, said)| {
            let day = said.moment?.moment.day;
            let one = days.iter().find(|one| one.day == day)?;
            let because = match (reason(one), Some(idx) == chosen, Some(day) == best_day) {
                (Some(reason), ..) => reason.to_owned(),
                (None, true, _) if one.n_places > 1 => {
                    format!("{} places name this day", one.n_places)
                }
                (None, true, _) if one.is_guess => {
                    "the surest place that names a day; day and month in the order of its language"
                        .to_owned()
                }
                (None, true, _) => "the surest place that names a day".to_owned(),
                (None, false, true) => "it names the day of the chosen one".to_owned(),
                (None, false, false) => "more speaks for another day".to_owned(),
            };
            let confidence = if reason(one).is_some() {
                0.0
            } else {
                one.strength
            };
            Some((idx, Some(idx) == chosen, confidence, because))
        })
        .collect();
    for (idx, is_chosen, confidence, because) in decided {
        metadata.decide(idx, is_chosen, confidence, because);
    }
    let chosen = chosen?;
    let said = &metadata.said[chosen];
    let moment = said.moment?.moment;
    if let Some((idx, local)) = local(metadata, field, moment) {
        let confidence = metadata.said[chosen]
            .verdict
            .as_ref()
            .map_or(0.5, |verdict| verdict.confidence);
        metadata.decide(
            chosen,
            false,
            confidence,
            "another place names the same moment in the zone of the publisher",
        );
        metadata.decide(
            idx,
            true,
            confidence,
            "it names the moment of the surest place in the zone of the publisher",
        );
        let from = metadata.said[idx].from.to_owned();
        return Some(Stated { value: local, from });
    }
    Some(Stated {
        value: moment,
        from: said.from.to_owned(),
    })
}

/// The moment as the publisher prints it, where the chosen one is in UTC and falls on another day there.
fn local(metadata: &Metadata, field: Field, utc: Moment) -> Option<(usize, Moment)> {
    let (time, Some(0)) = (utc.time?, utc.offset_min) else {
        return None;
    };
    let at = utc.day.to_datetime(time);
    metadata.of(field).find_map(|(idx, said)| {
        let found = said
            .moment
            .filter(|found| found.moment.day != utc.day && said.from != "dateline")?;
        let printed = found.moment;
        let is_near = matches!(
            said.place,
            Place::Printed | Place::Microdata | Place::Address | Place::LinkedPage | Place::Linked
        );
        let is_same_moment = match (printed.time, printed.offset_min) {
            (Some(time), offset) => {
                let ahead = printed
                    .day
                    .to_datetime(time)
                    .duration_since(at)
                    .as_secs()
                    .div_euclid(60);
                // A full hour or half an hour ahead of UTC or behind it is the distance of a zone. Seconds
                // are often left out where people read.
                let rest = ahead.rem_euclid(30);
                let is_zone = (-720..=840).contains(&ahead) && (rest <= 1 || rest == 29);
                let is_same = offset.is_none_or(|offset| (ahead - i64::from(offset)).abs() <= 1);
                is_zone && is_same
            }
            (None, _) => {
                // West of Greenwich, the early hours of a day belong to the day before.
                let is_before =
                    utc.day.yesterday().is_ok_and(|day| day == printed.day) && time.hour() < 12;
                let is_after =
                    utc.day.tomorrow().is_ok_and(|day| day == printed.day) && time.hour() >= 10;
                is_before || is_after
            }
        };
        // Without a zone, hours can lie a round number apart by chance.
        let min_weight = if printed.offset_min.is_some() {
            0.2
        } else {
            0.4
        };
        (is_near && is_same_moment && said.weight >= min_weight).then_some((idx, printed))
    })
}

/// Some systems write the time of the last change as that of publication too. Where both are the same to the
/// second and an earlier day is printed with the headline, the stamp is believed less.
fn distrust_stamps(metadata: &mut Metadata) {
    let is_stamp =
        |said: &Said| matches!(said.place, Place::Linked | Place::LinkedPage | Place::Meta);
    let changed: Vec<Moment> = metadata
        .of(Field::Modified)
        .filter(|(_, said)| is_stamp(said))
        .filter_map(|(_, said)| Some(said.moment?.moment))
        .collect();
    let earliest = metadata
        .of(Field::Published)
        .filter(|(_, said)| said.place == Place::Printed && said.weight >= 0.55)
        .filter_map(|(_, said)| Some(said.moment?.moment.day))
        .min();
    let Some(earliest) = earliest else { return };
    for said in &mut metadata.said {
        let Some(found) = said
            .moment
            .filter(|_| said.field == Field::Published && is_stamp(said))
        else {
            continue;
        };
        let is_days_later = earliest
            .checked_add(jiff::Span::new().days(2))
            .is_ok_and(|day| found.moment.day >= day);
        if is_days_later && changed.contains(&found.moment) {
            said.weight *= 0.4;
        }
    }
}

/// Why a day cannot be, if it cannot.
fn refusal(
    day: Date,
    known: &Known,
    not_before: Option<Date>,
    is_all_old: bool,
) -> Option<&'static str> {
    let fetched = known.fetched.map(|fetched| fetched.day);
    // The place of the publisher can be a day ahead of where the page was fetched.
    if fetched.is_some_and(|fetched| fetched.tomorrow().is_ok_and(|latest| day > latest)) {
        return Some("it lies after the page was fetched");
    }
    if not_before.is_some_and(|published| day < published) {
        return Some("it lies before the day of publication");
    }
    (day.year() < 1990 && !is_all_old)
        .then_some("it is older than pages are, and others name later days")
}

/// What speaks for a day, as the chance that not all of its places are wrong; and the number of places.
fn strength(metadata: &Metadata, field: Field, day: Date) -> (f32, usize) {
    let mut places: Vec<(Place, f32)> = Vec::new();
    for (_, said) in metadata.of(field) {
        if said.moment.is_none_or(|found| found.moment.day != day) {
            continue;
        }
        match places.iter_mut().find(|(place, _)| *place == said.place) {
            Some((_, best)) => *best = best.max(said.weight),
            None => places.push((said.place, said.weight)),
        }
    }
    let all_wrong: f32 = places
        .iter()
        .map(|(_, weight)| 1.0 - weight.clamp(0.0, 0.99))
        .product();
    (1.0 - all_wrong, places.len())
}

/// Of the candidates of a day, the one that tells most: with hour and zone, then from the surest place.
fn richest(metadata: &Metadata, field: Field, day: Date) -> Option<usize> {
    let rank = |said: &Said| {
        let found = said.moment?;
        let n_told =
            i32::from(found.moment.time.is_some()) + i32::from(found.moment.offset_min.is_some());
        let is_sure = !matches!(found.form, Form::Ago);
        Some((is_sure, n_told, said.weight))
    };
    let of_day = metadata
        .of(field)
        .filter(|(_, said)| said.moment.is_some_and(|found| found.moment.day == day));
    of_day
        .filter_map(|(idx, said)| Some((idx, rank(said)?)))
        .reduce(|best, other| if other.1 > best.1 { other } else { best })
        .map(|(idx, _)| idx)
}
