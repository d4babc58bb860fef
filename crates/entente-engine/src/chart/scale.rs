//! Where values stand on paper, and at which of them a line is drawn.

use entente_types::days_since_1970;
use jiff::ToSpan;
use jiff::civil::Date;

/// Most marks on an axis of time.
const MOST_TICKS: usize = 10;

/// From values to places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub from: f64,
    pub to: f64,
    pub start: f64,
    pub end: f64,
}

impl Scale {
    pub fn at(&self, value: f64) -> f64 {
        let width = self.to - self.from;
        let share = match width.abs() > f64::EPSILON {
            true => (value - self.from) / width,
            false => 0.5,
        };
        self.start + share.clamp(-0.1, 1.1) * (self.end - self.start)
    }

    pub fn day(&self, day: Date) -> f64 {
        self.at(f64::from(days_since_1970(day)))
    }
}

/// Round numbers from 0 to at least `most`, about four of them; whole ones only.
pub(super) fn steps(most: f64) -> Vec<f64> {
    let rough = (most / 3.0).max(1.0);
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|times| times * power);
    let step = step
        .into_iter()
        .find(|step| *step >= rough)
        .unwrap_or(rough)
        .max(1.0);
    let n = (most / step).ceil().max(1.0) as usize;
    (0..=n).map(|k| k as f64 * step).collect()
}

/// Days to be marked, each with what is written at it and, where a year begins, below it.
pub(super) fn days(from: Date, to: Date) -> Vec<(Date, String, Option<String>)> {
    let n_days = i64::from(days_since_1970(to) - days_since_1970(from)).max(1) as usize;
    let n_months = n_days / 30 + 1;
    let every = |unit: usize, choices: &[i32]| {
        choices
            .iter()
            .copied()
            .find(|step| unit / *step as usize <= MOST_TICKS)
    };
    let (start, step) = if n_days <= 45 {
        let step = every(n_days, &[1, 2, 7]).unwrap_or(7);
        (from, i64::from(step).days())
    } else if let Some(step) = every(n_months, &[1, 2, 3, 6]) {
        let month = i64::from((from.month() - 1) % step as i8);
        (
            from.first_of_month().saturating_sub(month.months()),
            i64::from(step).months(),
        )
    } else {
        let step = every(n_months / 12, &[1, 2, 5, 10, 20, 50, 100]).unwrap_or(200);
        let years = i64::from(from.year()) % i64::from(step);
        (
            from.first_of_year().saturating_sub(years.years()),
            i64::from(step).years(),
        )
    };
    let is_yearly = step.get_years() > 0;
    let mut found: Vec<(Date, String, Option<String>)> = Vec::new();
    let mut day = start;
    while day <= to && found.len() < 4 * MOST_TICKS {
        if day >= from {
            let first_or_january = found
                .last()
                .is_none_or(|(last, ..)| last.year() != day.year());
            let year = (!is_yearly && first_or_january).then(|| day.year().to_string());
            let name = match (is_yearly, step.get_days() > 0) {
                (true, _) => day.year().to_string(),
                (false, true) => day.strftime("%-d %b").to_string(),
                (false, false) => day.strftime("%b").to_string(),
            };
            found.push((day, name, year));
        }
        day = day.saturating_add(step);
    }
    found
}

/// A number as people write it: `1,200`, `3.4 million`.
pub(super) fn number(value: f64) -> String {
    let scaled = |by: f64, name: &str| {
        let text = format!("{:.1}", value / by);
        format!("{} {name}", text.trim_end_matches(".0"))
    };
    match value.abs() {
        n if n >= 1e12 => scaled(1e12, "trillion"),
        n if n >= 1e9 => scaled(1e9, "billion"),
        n if n >= 1e6 => scaled(1e6, "million"),
        n if n >= 1e4 => {
            let whole = format!("{value:.0}");
            let cut = whole.len() - 3;
            format!("{},{}", &whole[..cut], &whole[cut..])
        }
        _ => {
            let text = format!("{value:.2}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
    }
}
