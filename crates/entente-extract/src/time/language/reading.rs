//! What a pattern and the words in its slots mean together.

use super::super::meaning::{Base, Clock, Meaning, Reading, YearRef};
use super::super::number::Amount;
use super::super::word::{self, Grain};
use super::super::{holiday, value};
use super::pattern::Match;

impl Match<'_> {
    /// What it means, as one reading or two; `None` if its slots do not fit together.
    pub(super) fn readings(&self) -> Option<Vec<Reading>> {
        if self.pattern.is_none() {
            return Some(Vec::new());
        }
        if let (Some((second, second_at)), Some(day)) = (self.taken.second, self.taken.day) {
            let date = |day| self.date(Some(day), None);
            let to = self.taken.first_end;
            return Some(vec![
                Reading::new(self.from, to, date(day)?, "time/day"),
                Reading::new(second_at, self.to, date(second)?, "time/day"),
            ]);
        }
        let (meaning, rule) = self.meaning()?;
        Some(vec![Reading::new(self.from, self.to, meaning, rule)])
    }

    fn date(&self, day: Option<i8>, weekday: Option<i8>) -> Option<Meaning> {
        let year = match self.pattern.sense {
            "lastyear" => YearRef::Shift(word::shift(self.pattern.value)?),
            _ => self.taken.year.map_or(YearRef::Free, YearRef::Of),
        };
        Some(Meaning::Date {
            year,
            month: self.taken.month?,
            day,
            weekday,
            shift: None,
        })
    }

    fn amount(&self) -> Amount {
        self.taken.number.map_or(Amount::exact(1.0), Amount::exact)
    }

    fn meaning(&self) -> Option<(Meaning, &'static str)> {
        let (taken, value) = (&self.taken, self.pattern.value);
        let shift = word::shift(value);
        let year = taken.year.map_or(YearRef::Free, YearRef::Of);
        Some(match self.pattern.sense {
            "day" => (Meaning::Day(value.parse().ok()?), "time/day_word"),
            "daypart" => {
                let (day, part) = value.split_once(' ').unwrap_or((value, ""));
                let part = taken.part.or_else(|| word::part(part))?;
                let day = Meaning::Day(day.parse().ok()?);
                (Meaning::Part(part, Some(Box::new(day))), "time/part")
            }
            "weekpart" => {
                let day = Meaning::Weekday(taken.weekday?, None);
                (Meaning::Part(taken.part?, Some(Box::new(day))), "time/part")
            }
            "beside" => (Meaning::Unit(Grain::Day, shift?), "time/beside"),
            "ago" => (
                Meaning::Away(self.amount(), taken.unit?, false, Base::Now),
                "time/ago",
            ),
            "ahead_of" => {
                let meaning = Meaning::Away(self.amount(), taken.unit?, true, Base::Now);
                (meaning, "time/from_now")
            }
            "length" => (
                Meaning::Length(vec![(self.amount(), taken.unit?)]),
                "time/length",
            ),
            "shift" => (Meaning::Unit(taken.unit?, shift?), "time/unit"),
            "weekend" => (Meaning::Unit(Grain::Weekend, shift?), "time/unit"),
            "weekday" => (Meaning::Weekday(taken.weekday?, shift), "time/weekday"),
            "date" => (self.date(Some(taken.day?), taken.weekday)?, "time/day"),
            "month" | "lastyear" => (self.date(None, None)?, "time/month"),
            "year" => (Meaning::Year(taken.year?), "time/year"),
            "season" => (Meaning::Season(taken.season?, year, shift), "time/season"),
            "quarter" => {
                let number = taken
                    .nth
                    .or(taken.day.map(i16::from))
                    .filter(|nth| *nth <= 4)?;
                (
                    Meaning::Quarter(i8::try_from(number).ok()?, year),
                    "time/quarter",
                )
            }
            "half" => {
                let number = taken.nth.filter(|nth| *nth <= 2)?;
                (Meaning::Half(i8::try_from(number).ok()?, year), "time/half")
            }
            "decade" => {
                let first = taken.year.filter(|year| year % 10 == 0)?;
                (Meaning::Decade(first), "time/decade")
            }
            "century" => {
                let number = taken.nth.or(taken.day.map(i16::from))?;
                (Meaning::Century(number), "time/century")
            }
            "clock" => (Meaning::Clock(self.clock()?, None), "time/clock"),
            "set" => (Meaning::Set(value.to_owned()), "time/often"),
            "every" => {
                let length = value::length(&[(self.amount(), taken.unit?)]);
                (Meaning::Set(length), "time/set")
            }
            "everyweekday" => (
                Meaning::Set(format!("XXXX-WXX-{}", taken.weekday?)),
                "time/set",
            ),
            "vague" => (Meaning::Vague(value), "time/vague"),
            "holiday" => {
                let idx = holiday::rows().iter().position(|row| row.rule == value)?;
                (Meaning::Holiday(idx, year, None), "time/holiday")
            }
            _ => return None,
        })
    }

    fn clock(&self) -> Option<Clock> {
        let named = self.pattern.value.split_once(':');
        let named =
            named.and_then(|(hour, minute)| Some((hour.parse().ok()?, minute.parse().ok()?)));
        let (hour, minute) =
            named.or_else(|| Some((self.taken.hour?, self.taken.minute.unwrap_or(0))))?;
        Some(Clock {
            hour,
            minute: Some(minute),
            second: None,
            is_utc: false,
        })
    }
}
