//! Chooses the year of a date without one, and the day of a weekday: the nearest that fits the tense.

use entente_types::Anchor;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::{At, Frame};
use crate::time::meaning::{Link, Meaning, YearRef};
use crate::time::tense::Direction;
use crate::time::value::When;
use crate::time::word::{Grain, Shift};

/// Days between two months on both sides of a new year that are read together.
const NEW_YEAR: i64 = 150;

/// Months farther apart than this within one year may belong to two.
const AROUND_NEW_YEAR: i64 = 200;

/// How many days before a winter a text looks back to its autumn without naming the year.
const LOOK_BACK: i64 = 35;

/// Every day of the month falls on every weekday within so many months.
const FARTHEST_MONTHS: i64 = 40;

impl Frame {
    /// A month or a day of one, in the year that its words or its text give.
    pub fn date(
        &self,
        year: YearRef,
        month: i8,
        day: Option<i8>,
        weekday: Option<i8>,
        shift: Option<Shift>,
    ) -> Option<At> {
        let make = |year: i16| match day {
            None => (1..=12)
                .contains(&month)
                .then_some(When::Month(year, month)),
            Some(day) => Date::new(year, month, day).ok().map(When::Day),
        };
        if year != YearRef::Free {
            let (year, anchor) = self.year(year)?;
            return Some((make(year)?, anchor));
        }
        if let Some((weekday, day)) = weekday.zip(day)
            && let Some(found) = self.by_weekday(month, day, weekday)
        {
            return Some(found);
        }
        self.beside(&make, shift)
    }

    /// The stretch of a calendar in the year that its shift, its text or its tense gives.
    pub fn beside(&self, make: &dyn Fn(i16) -> Option<When>, shift: Option<Shift>) -> Option<At> {
        self.shifted_in_text(make, shift)
            .or_else(|| self.in_story(make))
            .or_else(|| self.nearest(make, shift))
    }

    /// "that autumn", "the following May": beside the date last spoken of.
    fn shifted_in_text(
        &self,
        make: &dyn Fn(i16) -> Option<When>,
        shift: Option<Shift>,
    ) -> Option<At> {
        let last = self.last.as_ref()?.period()?;
        let (first, end) = (last.from?, last.to?);
        let mut candidates = [-1, 0, 1, 2]
            .into_iter()
            .filter_map(|step| make(first.year().checked_add(step)?));
        let found = match self.in_text(Grain::Year, shift?) {
            Shift::Before => candidates
                .filter(|when| when.start().is_some_and(|start| start < first))
                .last(),
            Shift::After => candidates.find(|when| when.start().is_some_and(|start| start > end)),
            Shift::That if matches!(self.last, Some(When::Year(_))) => make(first.year()),
            Shift::That => {
                candidates.min_by_key(|when| distance(when, first).map_or(i64::MAX, i64::abs))
            }
            _ => None,
        };
        Some((found?, Anchor::Text))
    }

    /// A month and day whose weekday is named: the year nearest to publication where both agree.
    fn by_weekday(&self, month: i8, day: i8, weekday: i8) -> Option<At> {
        let published = self.published?;
        let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
        let years = [0, -1, 1].map(|step| published.year() + step);
        let dates = years
            .into_iter()
            .filter_map(|year| Date::new(year, month, day).ok());
        let date = dates.into_iter().find(|date| date.weekday() == weekday)?;
        Some((When::Day(date), Anchor::Published))
    }

    /// A date without year in a text that tells a story: in the year last spoken of. A writer who comes to
    /// another year says so, unless the months lie at the turn of the year.
    pub fn in_story(&self, make: &dyn Fn(i16) -> Option<When>) -> Option<At> {
        if !self.is_narrative {
            return None;
        }
        let last = self.last.as_ref()?;
        let start = last.start()?;
        let year = start.year();
        let same = make(year)?;
        let days = distance(&same, start)?;
        let turned = match last {
            When::Year(_) => None,
            _ if days < -AROUND_NEW_YEAR => make(year + 1),
            _ if days > AROUND_NEW_YEAR => make(year - 1),
            _ => None,
        };
        let turned = turned.filter(|when| {
            distance(when, start).is_some_and(|days| (-LOOK_BACK..NEW_YEAR).contains(&days))
        });
        Some((turned.unwrap_or(same), Anchor::Text))
    }

    /// A day of the month spoken of.
    pub fn day_of_month(&self, day: i8) -> Option<At> {
        let spoken = match &self.last {
            Some(When::Day(date)) => Some(*date),
            Some(When::Month(year, month)) => Date::new(*year, *month, 1).ok(),
            _ => None,
        };
        let (base, anchor) = match spoken {
            Some(date) => (date, Anchor::Text),
            None => (self.published?, Anchor::Published),
        };
        let month = |step: i64| {
            let first = base.first_of_month().checked_add(step.months()).ok()?;
            Date::new(first.year(), first.month(), day).ok()
        };
        let candidates = [0, 1, -1].into_iter().filter_map(month);
        let date = candidates.min_by_key(|date| {
            let days = base
                .until(*date)
                .map_or(i64::MAX / 8, |span| i64::from(span.get_days()));
            let is_against = match anchor {
                Anchor::Text => days < 0,
                _ => (days > 0) != (self.direction == Direction::Future),
            };
            days.abs() * if is_against { 2 } else { 1 }
        })?;
        Some((When::Day(date), anchor))
    }

    /// "Friday the 14th": in the month nearest to publication where both agree.
    pub fn day_on_weekday(&self, day: i8, weekday: i8) -> Option<At> {
        let first = self.published?.first_of_month();
        let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
        let is_past = self.direction == Direction::Past;
        let date = (0..=FARTHEST_MONTHS).find_map(|step| {
            let steps = if is_past {
                [-step, step]
            } else {
                [step, -step]
            };
            steps.into_iter().find_map(|step| {
                let month = first.checked_add(step.months()).ok()?;
                let date = Date::new(month.year(), month.month(), day).ok()?;
                (date.weekday() == weekday).then_some(date)
            })
        })?;
        Some((When::Day(date), Anchor::Published))
    }

    /// Of the same stretch in the years around publication the one that lies nearest, tense considered.
    pub fn nearest(&self, make: &dyn Fn(i16) -> Option<When>, shift: Option<Shift>) -> Option<At> {
        let published = self.published?;
        let candidates: Vec<When> = [-1, 0, 1]
            .into_iter()
            .filter_map(|step| make(published.year() + step))
            .collect();
        let holds = |when: &When| {
            when.period().is_some_and(|period| {
                period.from <= Some(published) && Some(published) <= period.to
            })
        };
        let starts_before = |when: &When| when.start().is_some_and(|start| start < published);
        let found = match shift {
            Some(Shift::Last | Shift::Past | Shift::Before) => candidates
                .into_iter()
                .rfind(|when| starts_before(when) && !holds(when)),
            Some(Shift::Next | Shift::After) => candidates
                .into_iter()
                .find(|when| !starts_before(when) && !holds(when)),
            Some(Shift::This | Shift::The) => make(published.year()),
            _ => candidates
                .into_iter()
                .min_by_key(|when| self.cost(when, published)),
        };
        Some((found?, Anchor::Published))
    }

    /// How little a stretch fits the tense: days from publication, more on the wrong side.
    fn cost(&self, when: &When, published: Date) -> i64 {
        let Some(days) = distance(when, published) else {
            return i64::MAX;
        };
        let is_against = match self.direction {
            Direction::Past => days > 0,
            Direction::Future => days < 0,
            _ => false,
        };
        days.abs() * if is_against { 6 } else { 1 } * 2 + i64::from(days > 0)
    }

    /// The day of a weekday.
    pub fn weekday(&self, weekday: i8, shift: Option<Shift>) -> Option<At> {
        let published = self.published?;
        let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
        let base = self.day_spoken().unwrap_or(published);
        let date = match shift {
            Some(Shift::Last | Shift::Past) => before(published, weekday),
            Some(Shift::Next) => after(published, weekday),
            Some(Shift::This | Shift::The) => {
                let since_monday = i64::from(published.weekday().to_monday_zero_offset());
                since(published.checked_sub(since_monday.days()).ok()?, weekday)
            }
            Some(Shift::Before) => return Some((When::Day(before(base, weekday)?), Anchor::Text)),
            Some(Shift::After) => return Some((When::Day(after(base, weekday)?), Anchor::Text)),
            _ => return self.bare_weekday(weekday),
        };
        Some((When::Day(date?), Anchor::Published))
    }

    /// A weekday by its place in a month or week.
    pub fn weekday_of(&self, nth: i8, weekday: i8, within: &Meaning) -> Option<At> {
        let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
        let (when, anchor) = self.when(within);
        let first = when.start()?;
        let date = match nth {
            0 => since(first, weekday)?,
            nth => first.nth_weekday_of_month(nth, weekday).ok()?,
        };
        Some((When::Day(date), anchor))
    }

    /// "on Friday": behind a weekday of the same sentence, after the day last told of, or by tense.
    fn bare_weekday(&self, weekday: Weekday) -> Option<At> {
        let spoken = self.weekday;
        if let Some((first, Link::Range)) = spoken {
            return Some((When::Day(since(first, weekday)?), Anchor::Published));
        }
        // "Friday and Thursday": the one that lies nearer to the day before it.
        if let Some((first, Link::List)) = spoken {
            let is_back = i64::from(first.weekday().until(weekday)) > 3;
            let date = if is_back {
                until(first, weekday)
            } else {
                since(first, weekday)
            };
            return Some((When::Day(date?), Anchor::Published));
        }
        if let Some(spoken) = self.day_spoken().filter(|_| self.is_narrative) {
            return Some((When::Day(since(spoken, weekday)?), Anchor::Text));
        }
        let published = self.published?;
        let date = match self.direction {
            // "They meet on Monday" speaks of a plan.
            Direction::Future | Direction::Present => since(published, weekday)?,
            _ => until(published, weekday)?,
        };
        Some((When::Day(date), Anchor::Published))
    }

    /// The day last spoken of.
    fn day_spoken(&self) -> Option<Date> {
        match self.last {
            Some(When::Day(date)) => Some(date),
            _ => None,
        }
    }
}

/// The last such weekday before a day.
fn before(base: Date, weekday: Weekday) -> Option<Date> {
    base.nth_weekday(-1, weekday).ok()
}

/// The next such weekday after a day.
fn after(base: Date, weekday: Weekday) -> Option<Date> {
    base.nth_weekday(1, weekday).ok()
}

/// The day itself, if it is such a weekday, or the next one.
fn since(base: Date, weekday: Weekday) -> Option<Date> {
    base.checked_add(i64::from(base.weekday().until(weekday)).days())
        .ok()
}

/// The day itself, if it is such a weekday, or the last one.
fn until(base: Date, weekday: Weekday) -> Option<Date> {
    base.checked_sub(i64::from(base.weekday().since(weekday)).days())
        .ok()
}

/// Days from a date to a stretch: 0 inside, negative if it ended before.
fn distance(when: &When, date: Date) -> Option<i64> {
    let period = when.period()?;
    let (from, to) = (period.from?, period.to?);
    let days = |a: Date, b: Date| a.until(b).map(|span| i64::from(span.get_days())).ok();
    if to < date {
        days(date, to)
    } else if from > date {
        days(date, from)
    } else {
        Some(0)
    }
}
