//! Places times in the calendar: against the day of publication, the tense, and the times around them.

mod near;

use entente_types::{Anchor, TimeKind};
use jiff::ToSpan;
use jiff::civil::Date;

use super::holiday;
use super::meaning::{Base, Clock, Link, Meaning, YearRef};
use super::number::Amount;
use super::tense::Direction;
use super::value::{self, When};
use super::word::{Grain, Shift};

/// A time expression, placed as far as its text allows.
#[derive(Clone, Debug)]
pub struct Placed {
    /// What it names.
    pub kind: TimeKind,
    /// TIMEX3 value.
    pub value: String,
    /// The stretch of the calendar, for dates and times.
    pub when: Option<When>,
    /// Length in days.
    pub days: Option<f64>,
    /// What it was resolved against.
    pub anchor: Anchor,
}

/// What is known when an expression is placed.
pub struct Frame {
    /// Day of publication.
    pub published: Option<Date>,
    /// Does the text tell of times long before its publication?
    pub is_narrative: bool,
    /// The date last spoken of.
    pub last: Option<When>,
    /// The quarter last spoken of, if it was in this sentence or the one before.
    pub quarter: Option<When>,
    /// The day that a weekday of this sentence fell on, and how this one hangs on it.
    pub weekday: Option<(Date, Link)>,
    /// Tense around the expression.
    pub direction: Direction,
}

/// A stretch of the calendar and what it was resolved against.
type At = (When, Anchor);

impl Frame {
    /// Places what an expression says.
    pub fn place(&self, meaning: &Meaning) -> Placed {
        match meaning {
            Meaning::Length(parts) => Placed {
                kind: TimeKind::Duration,
                value: value::length(parts),
                when: None,
                days: value::days(parts),
                anchor: Anchor::Absolute,
            },
            Meaning::Set(value) => plain(TimeKind::Set, value.clone()),
            Meaning::Vague(value) => vague(value),
            Meaning::Day(0) if self.is_narrative => vague("PRESENT_REF"),
            Meaning::Clock(clock, day) => self.clock(*clock, day.as_deref()),
            Meaning::Part(part, day) => {
                let (when, anchor) = self.day_of(day.as_deref());
                time(when, anchor, &format!("T{part}"))
            }
            Meaning::Away(amount, _, ahead, Base::Now) if amount.vague => {
                vague(if *ahead { "FUTURE_REF" } else { "PAST_REF" })
            }
            // "a few days later", "an hour ago": how far is all that is said, and no day.
            Meaning::Away(amount, grain, ..) if amount.vague || *grain < Grain::Day => {
                self.place(&Meaning::Length(vec![(*amount, *grain)]))
            }
            _ => {
                let (when, anchor) = self.when(meaning);
                Placed {
                    kind: TimeKind::Date,
                    value: when.value(),
                    when: Some(when),
                    days: None,
                    anchor,
                }
            }
        }
    }

    fn clock(&self, clock: Clock, day: Option<&Meaning>) -> Placed {
        let (when, anchor) = self.day_of(day);
        let mut written = format!("T{:02}:{:02}", clock.hour, clock.minute.unwrap_or(0));
        if let Some(second) = clock.second {
            written.push_str(&format!(":{second:02}"));
        }
        if clock.is_utc {
            written.push('Z');
        }
        time(when, anchor, &written)
    }

    fn day_of(&self, day: Option<&Meaning>) -> At {
        match day {
            Some(day) => self.when(day),
            None => match (&self.last, self.published) {
                (Some(When::Day(date)), published) if published.is_none() || self.is_narrative => {
                    (When::Day(*date), Anchor::Text)
                }
                (_, Some(published)) => (When::Day(published), Anchor::Published),
                _ => open("XXXX-XX-XX"),
            },
        }
    }

    pub fn when(&self, meaning: &Meaning) -> At {
        let placed = match meaning {
            Meaning::Date {
                year,
                month,
                day,
                weekday,
                shift,
            } => self.date(*year, *month, *day, *weekday, *shift),
            Meaning::Year(year) => Some((When::Year(*year), Anchor::Absolute)),
            Meaning::DayOfMonth(day, None) => self.day_of_month(*day),
            Meaning::DayOfMonth(day, Some(weekday)) => self.day_on_weekday(*day, *weekday),
            Meaning::Decade(first) => Some((When::Decade(*first), Anchor::Absolute)),
            Meaning::Century(number) => Some((When::Century(*number), Anchor::Absolute)),
            Meaning::Weekday(weekday, shift) => self.weekday(*weekday, *shift),
            Meaning::WeekdayOf(nth, weekday, within) => self.weekday_of(*nth, *weekday, within),
            Meaning::Day(offset) => self.published(Grain::Day, f64::from(*offset)),
            Meaning::Unit(grain, shift) => self.unit(*grain, *shift),
            Meaning::DayOf(day, month) => {
                let (when, anchor) = self.when(month);
                let first = when.start();
                let date =
                    first.and_then(|first| Date::new(first.year(), first.month(), *day).ok());
                date.map(|date| (When::Day(date), anchor))
            }
            Meaning::WeekNumber(number, year) => {
                let this = self.published.map(|day| (day.year(), Anchor::Published));
                let is_week = (1..=53).contains(number);
                let year = self.year(*year).or(this).filter(|_| is_week);
                year.map(|(year, anchor)| (When::Week(year, *number), anchor))
            }
            Meaning::WeekOf(day) => {
                let (when, anchor) = self.when(day);
                when.start()
                    .map(|date| (When::around(Grain::Week, date), anchor))
            }
            Meaning::Season(code, year, shift) => self.season(code, *year, *shift),
            Meaning::Quarter(number, year) => self.part_of_year(*year, *number, When::Quarter),
            Meaning::SameQuarter(year) => {
                self.year(*year).map(|(year, anchor)| match &self.quarter {
                    Some(When::Quarter(_, number)) => (When::Quarter(year, *number), anchor),
                    _ => (When::Year(year), anchor),
                })
            }
            Meaning::Half(number, year) => self.part_of_year(*year, *number, When::Half),
            Meaning::Holiday(idx, year, shift) => self.holiday(*idx, *year, *shift),
            Meaning::Away(amount, grain, ahead, base) => self.away(*amount, *grain, *ahead, base),
            _ => None,
        };
        placed.unwrap_or_else(|| self.still_open(meaning))
    }

    /// The stretch of a grain around the day of publication, moved by so many of it.
    fn published(&self, grain: Grain, offset: f64) -> Option<At> {
        let date = value::shift(start_of(grain, self.published?), offset, grain)?;
        Some((When::around(grain, date), Anchor::Published))
    }

    /// The stretch of a grain around the date last spoken of, moved by so many of it.
    fn spoken(&self, grain: Grain, offset: f64) -> Option<At> {
        let (start, anchor) = match &self.last {
            Some(last)
                if grain == Grain::Day && !self.is_narrative && !matches!(last, When::Day(_)) =>
            {
                (self.published?, Anchor::Published)
            }
            Some(last) => (last.start()?, Anchor::Text),
            None => (self.published?, Anchor::Published),
        };
        let date = value::shift(start_of(grain, start), offset, grain)?;
        Some((When::around(grain, date), anchor))
    }

    /// The year that a text's words give; `None` if they leave it open.
    fn year(&self, year: YearRef) -> Option<(i16, Anchor)> {
        match year {
            YearRef::Of(year) => Some((year, Anchor::Absolute)),
            YearRef::Shift(shift) => match self.unit(Grain::Year, shift)? {
                (When::Year(year), anchor) => Some((year, anchor)),
                _ => None,
            },
            YearRef::Free => None,
        }
    }

    fn unit(&self, grain: Grain, shift: Shift) -> Option<At> {
        match self.in_text(grain, shift) {
            Shift::Last | Shift::Past => self.published(grain, -1.0),
            Shift::This | Shift::The => self.published(grain, 0.0),
            Shift::Next => self.published(grain, 1.0),
            Shift::Before if grain == Grain::Quarter && self.quarter.is_some() => {
                self.year_before_quarter()
            }
            Shift::Before => self.spoken(grain, -1.0),
            Shift::After => self.spoken(grain, 1.0),
            Shift::That => self.that(grain),
        }
    }

    /// What a shift means in a text that tells a story, where "the year" and "last year" go by the text.
    /// "The next day" does so everywhere.
    fn in_text(&self, grain: Grain, shift: Shift) -> Shift {
        match shift {
            Shift::Next if grain == Grain::Day => Shift::After,
            _ if !self.is_narrative || self.last.is_none() => shift,
            Shift::Last | Shift::Past => Shift::Before,
            Shift::This | Shift::The => Shift::That,
            Shift::Next => Shift::After,
            shift => shift,
        }
    }

    fn that(&self, grain: Grain) -> Option<At> {
        if self.is_narrative {
            return self.spoken(grain, 0.0);
        }
        match grain {
            Grain::Quarter => match &self.quarter {
                Some(quarter) => Some((quarter.clone(), Anchor::Text)),
                None => self.published(grain, -1.0),
            },
            Grain::Weekend => {
                let early = self.published?.weekday().to_monday_zero_offset() < 4;
                let ahead = self.direction == Direction::Future;
                self.published(Grain::Weekend, if early && !ahead { -1.0 } else { 0.0 })
            }
            _ => self.spoken(grain, 0.0),
        }
    }

    fn year_before_quarter(&self) -> Option<At> {
        match self.quarter.as_ref()? {
            When::Quarter(year, quarter) => Some((When::Quarter(year - 1, *quarter), Anchor::Text)),
            _ => None,
        }
    }

    fn season(&self, code: &'static str, year: YearRef, shift: Option<Shift>) -> Option<At> {
        if let Some((year, anchor)) = self.year(year) {
            return Some((When::Season(year, code), anchor));
        }
        self.beside(&|year| Some(When::Season(year, code)), shift)
    }

    fn part_of_year(&self, year: YearRef, number: i8, make: fn(i16, i8) -> When) -> Option<At> {
        if let Some((year, anchor)) = self.year(year) {
            return Some((make(year, number), anchor));
        }
        if self.is_narrative
            && let Some(found) = self.in_story(&|year| Some(make(year, number)))
        {
            return Some(found);
        }
        let published = self.published?;
        let candidates = [-1, 0, 1].map(|step| make(published.year() + step, number));
        let found = match self.direction {
            // Results of a quarter come out up to three months after it ends.
            Direction::Future => candidates.into_iter().find(|when| {
                when.period()
                    .and_then(|period| period.to)
                    .is_some_and(|to| to.checked_add(100.days()).is_ok_and(|to| to >= published))
            }),
            _ => candidates
                .into_iter()
                .rfind(|when| when.start().is_some_and(|start| start <= published)),
        };
        Some((found?, Anchor::Published))
    }

    fn holiday(&self, idx: usize, year: YearRef, shift: Option<Shift>) -> Option<At> {
        let make = |year: i16| holiday::date(idx, year).map(When::Day);
        if let Some((year, anchor)) = self.year(year) {
            return Some((make(year)?, anchor));
        }
        self.beside(&make, shift)
    }

    fn away(&self, amount: Amount, grain: Grain, ahead: bool, base: &Base) -> Option<At> {
        let sign = if ahead { 1.0 } else { -1.0 };
        let n_units = sign * amount.low;
        let is_one_year = grain == Grain::Year && (amount.low - 1.0).abs() < 1e-9;
        let is_comparison = match base {
            Base::Now => self.quarter.is_some(),
            Base::Text => true,
            Base::Given(_) => false,
        };
        if is_one_year && !ahead && is_comparison {
            if let Some(found) = self.year_before_quarter() {
                return Some(found);
            }
            if !self.is_narrative && !matches!(self.last, Some(When::Day(_) | When::Month(..))) {
                return self.published(Grain::Year, -1.0);
            }
        }
        let (start, anchor) = match base {
            Base::Now => (self.published?, Anchor::Published),
            Base::Text => match &self.last {
                Some(last) if last.start().is_some() => (last.start()?, Anchor::Text),
                _ => (self.published?, Anchor::Published),
            },
            Base::Given(day) => {
                let (when, anchor) = self.when(day);
                (when.start()?, anchor)
            }
        };
        let date = value::shift(start, n_units, grain)?;
        // "two weeks before May 13" is a day, "two weeks ago" a week.
        let is_day = matches!(base, Base::Given(_)) && grain < Grain::Year && !amount.approx;
        let grain = match grain {
            _ if is_day && self.is_day_given(base) => Grain::Day,
            Grain::Decade | Grain::Century | Grain::Millennium => Grain::Year,
            Grain::Quarter => Grain::Month,
            grain if amount.low.fract() > 0.0 && grain == Grain::Year => Grain::Month,
            grain => grain,
        };
        Some((When::around(grain, date), anchor))
    }

    fn is_day_given(&self, base: &Base) -> bool {
        match base {
            Base::Given(day) => matches!(self.when(day), (When::Day(_), _)),
            _ => false,
        }
    }

    /// The value of what could not be placed, with an `X` for every figure that is open.
    fn still_open(&self, meaning: &Meaning) -> At {
        let value = match meaning {
            Meaning::Date {
                month,
                day: Some(day),
                ..
            } => format!("XXXX-{month:02}-{day:02}"),
            Meaning::Date { month, .. } => format!("XXXX-{month:02}"),
            Meaning::DayOfMonth(day, _) => format!("XXXX-XX-{day:02}"),
            Meaning::Weekday(weekday, _) => format!("XXXX-WXX-{weekday}"),
            Meaning::WeekdayOf(_, weekday, _) => format!("XXXX-WXX-{weekday}"),
            Meaning::Unit(grain, _) | Meaning::Away(_, grain, _, _) => match grain {
                Grain::Week | Grain::Fortnight => "XXXX-WXX".to_owned(),
                Grain::Weekend => "XXXX-WXX-WE".to_owned(),
                Grain::Month => "XXXX-XX".to_owned(),
                Grain::Quarter => "XXXX-QX".to_owned(),
                Grain::Year => "XXXX".to_owned(),
                Grain::Decade => "XXX".to_owned(),
                Grain::Century | Grain::Millennium => "XX".to_owned(),
                _ => "XXXX-XX-XX".to_owned(),
            },
            Meaning::WeekOf(_) => "XXXX-WXX".to_owned(),
            Meaning::DayOf(day, _) => format!("XXXX-XX-{day:02}"),
            Meaning::WeekNumber(number, _) => format!("XXXX-W{number:02}"),
            Meaning::Season(code, ..) => format!("XXXX-{code}"),
            Meaning::Quarter(number, _) => format!("XXXX-Q{number}"),
            Meaning::Half(number, _) => format!("XXXX-H{number}"),
            Meaning::Holiday(idx, ..) => holiday::fixed(*idx)
                .map_or_else(|| "XXXX-XX-XX".to_owned(), |day| format!("XXXX-{day}")),
            _ => "XXXX-XX-XX".to_owned(),
        };
        (When::Open(value), Anchor::Open)
    }
}

fn open(value: &str) -> At {
    (When::Open(value.to_owned()), Anchor::Open)
}

fn vague(value: &str) -> Placed {
    Placed {
        anchor: Anchor::Open,
        ..plain(TimeKind::Date, value.to_owned())
    }
}

fn plain(kind: TimeKind, value: String) -> Placed {
    Placed {
        kind,
        value,
        when: None,
        days: None,
        anchor: Anchor::Absolute,
    }
}

fn time(when: When, anchor: Anchor, suffix: &str) -> Placed {
    Placed {
        kind: TimeKind::Time,
        value: format!("{}{suffix}", when.value()),
        when: Some(when),
        days: None,
        anchor,
    }
}

/// The first day of the stretch that holds a date, so that moving by months never skips a short one.
fn start_of(grain: Grain, date: Date) -> Date {
    match grain {
        Grain::Month
        | Grain::Quarter
        | Grain::Year
        | Grain::Decade
        | Grain::Century
        | Grain::Millennium => date.first_of_month(),
        _ => date,
    }
}
