//! How two numbers stand to each other, given the intervals that their words allow.

use std::collections::HashMap;
use std::sync::LazyLock;

use entente_types::{Figure, Hedge, Interval, Measure};

use crate::table::rows;

static UNITS: LazyLock<HashMap<&'static str, (&'static str, f64)>> = LazyLock::new(|| {
    let table = rows(include_str!("../data/units.tsv"));
    table
        .filter_map(|row| Some((row[0], (*row.get(1)?, row.get(2)?.parse().ok()?))))
        .collect()
});

/// A number with everything that its words allow, in the base unit of its dimension.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Amount {
    /// What it measures: `time`, `length`, a currency, `1` …; amounts of two dimensions never compare.
    pub(crate) dimension: String,
    /// What the number says when its hedge is left away.
    pub(crate) nominal: f64,
    /// The upper number of a range.
    pub(crate) nominal_high: Option<f64>,
    /// One unit of the last written place.
    pub(crate) place_value: f64,
    /// The numbers that the wording allows.
    pub(crate) interval: Interval,
    /// What the words around it say.
    pub(crate) hedge: Hedge,
    /// The base units of one unit as written: 1,609.344 for miles.
    pub(crate) factor: f64,
    /// The unit as written, in the singular; empty for counts.
    pub(crate) unit: String,
}

/// How two amounts of one dimension stand to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Relation {
    /// The same number under the same hedge.
    Same,
    /// One rounds to the other, or names the bound that the other keeps.
    Rounds,
    /// Both can be true.
    Overlaps,
    /// They exclude each other by no more than the border: "250,000" and "more than 250,000".
    Touches,
    /// They exclude each other.
    Apart {
        /// Distance in per cent of the smaller one.
        gap_percent: f64,
        /// Is there no hedge, and more between them than one unit of the last written place?
        is_hard: bool,
    },
}

impl Amount {
    /// The amount that a figure states.
    pub(crate) fn of(figure: &Figure) -> Self {
        let code = figure.unit.code.as_str();
        let (dimension, factor) = UNITS.get(code).copied().unwrap_or((code, 1.0));
        let scale = |value: Option<f64>| {
            value
                .filter(|value| value.is_finite())
                .map(|value| value * factor)
        };
        let interval = Interval {
            low: scale(figure.interval.low),
            high: scale(figure.interval.high),
            ..figure.interval
        };
        let kind = match figure.measure {
            Measure::Ordinal => "ordinal ",
            Measure::Age => "age ",
            Measure::Percent if figure.scope.change.is_some() => "change ",
            _ => "",
        };
        Self {
            dimension: format!("{kind}{dimension}"),
            nominal: figure.nominal * factor,
            nominal_high: figure.nominal_high.map(|high| high * factor),
            place_value: (figure.place_value * factor).abs(),
            interval,
            hedge: figure.hedge,
            factor,
            unit: figure.unit.name.clone(),
        }
    }

    /// The number of a figure as it stands, without its unit.
    pub(crate) fn plain(figure: &Figure, dimension: &str) -> Self {
        Self {
            dimension: dimension.to_owned(),
            nominal: figure.nominal,
            nominal_high: figure.nominal_high,
            place_value: figure.place_value.abs(),
            interval: figure.interval,
            hedge: figure.hedge,
            factor: 1.0,
            unit: figure.unit.name.clone(),
        }
    }

    /// The same amount with `n` more: "20 other guests" are 21 with the one left out.
    pub(crate) fn with_more(mut self, n: f64) -> Self {
        self.nominal += n;
        self.nominal_high = self.nominal_high.map(|high| high + n);
        self.interval.low = self.interval.low.map(|low| low + n);
        self.interval.high = self.interval.high.map(|high| high + n);
        if self.hedge == Hedge::Exact {
            self.hedge = Hedge::AtLeast;
            self.interval.high = None;
        }
        self
    }

    /// How two amounts of one dimension stand to each other; the order does not matter.
    pub(crate) fn relation(&self, other: &Self) -> Relation {
        let same_number = near(self.nominal, other.nominal)
            && match (self.nominal_high, other.nominal_high) {
                (Some(one), Some(other)) => near(one, other),
                (None, None) => true,
                _ => false,
            };
        if same_number && self.hedge == other.hedge {
            return Relation::Same;
        }
        if overlap(self.interval, other.interval) {
            return if self.rounds(other) || other.rounds(self) {
                Relation::Rounds
            } else {
                Relation::Overlaps
            };
        }
        if same_number {
            return Relation::Touches;
        }
        if self.is_round_of(other) || other.is_round_of(self) {
            return Relation::Rounds;
        }
        self.apart(other)
    }

    /// Is this the rougher wording of the other: rounded, hedged about it, or its lower bound?
    fn rounds(&self, exact: &Self) -> bool {
        if exact.hedge != Hedge::Exact && exact.hedge != self.hedge {
            return false;
        }
        if exact.nominal_high.is_some() != self.nominal_high.is_some() {
            return false;
        }
        let place = self.place_value.max(exact.place_value);
        let distance = exact.nominal - self.nominal;
        match self.hedge {
            Hedge::Exact => distance.abs() <= place / 2.0 * 1.000_001,
            Hedge::About => {
                let place = place.max(self.last_place());
                distance.abs() <= place / 2.0 * 1.000_001
            }
            Hedge::AtLeast => near(self.nominal, exact.nominal),
            Hedge::Over => distance >= 0.0 && distance < rough_step(self.nominal),
            Hedge::Under => distance < 0.0 && -distance < rough_step(self.nominal) / 2.0,
            Hedge::AtMost => near(self.nominal, exact.nominal),
            Hedge::Vague => false,
        }
    }

    /// Is this a round number that the other comes to when it is written as roughly? "43,000" for
    /// "43,350", but not "50,000" for "55,000", which are both round.
    fn is_round_of(&self, exact: &Self) -> bool {
        let is_plain = self.hedge == Hedge::Exact && exact.hedge == Hedge::Exact;
        let is_range = self.nominal_high.is_some() || exact.nominal_high.is_some();
        let distance = (self.nominal - exact.nominal).abs();
        // A place is no larger than its number: most pairs are told apart by that.
        if !is_plain || is_range || 2.0 * distance > self.nominal.abs() {
            return false;
        }
        let (place, exact_place) = (self.last_place(), exact.last_place());
        place >= 99.0 * exact_place && distance <= place / 2.0
    }

    /// One in the place of the last digit that is not zero, as the number is written.
    fn last_place(&self) -> f64 {
        last_place(self.nominal / self.factor) * self.factor
    }

    fn apart(&self, other: &Self) -> Relation {
        let top = |amount: &Self| amount.nominal_high.unwrap_or(amount.nominal);
        let (low, high) = if self.nominal <= other.nominal {
            (self, other)
        } else {
            (other, self)
        };
        let distance = (high.nominal - top(low)).max(0.0);
        let smaller = low.nominal.abs().min(high.nominal.abs());
        let gap_percent = if smaller > 0.0 {
            distance / smaller * 100.0
        } else {
            100.0
        };
        let place = self.place_value.max(other.place_value);
        let is_exact = self.hedge == Hedge::Exact && other.hedge == Hedge::Exact;
        let is_slip = gap_percent < 5.0 && distance <= place * 1.000_001;
        Relation::Apart {
            gap_percent,
            is_hard: is_exact && !is_slip,
        }
    }

    /// How many times the smaller fits into the larger; at least 1.
    pub(crate) fn ratio(&self, other: &Self) -> f64 {
        let (one, other) = (self.nominal.abs(), other.nominal.abs());
        if one.min(other) > 0.0 {
            one.max(other) / one.min(other)
        } else {
            f64::INFINITY
        }
    }

    /// The numbers that both wordings allow.
    pub(crate) fn common(one: Interval, other: Interval) -> Interval {
        let (low, low_closed) = match (one.low, other.low) {
            (Some(a), Some(b)) if a > b => (one.low, one.low_closed),
            (Some(a), Some(b)) if a == b => (one.low, one.low_closed && other.low_closed),
            (_, Some(_)) => (other.low, other.low_closed),
            _ => (one.low, one.low_closed),
        };
        let (high, high_closed) = match (one.high, other.high) {
            (Some(a), Some(b)) if a < b => (one.high, one.high_closed),
            (Some(a), Some(b)) if a == b => (one.high, one.high_closed && other.high_closed),
            (_, Some(_)) => (other.high, other.high_closed),
            _ => (one.high, one.high_closed),
        };
        Interval {
            low,
            high,
            low_closed,
            high_closed,
        }
    }
}

/// One in the place of the first digit: 1,000 for 4,700; 10 for 25.
fn rough_step(number: f64) -> f64 {
    if number == 0.0 {
        1.0
    } else {
        10_f64.powf(number.abs().log10().floor())
    }
}

/// One in the place of the last digit that is not zero: 1,000 for 43,000; 0.1 for 244.8.
fn last_place(number: f64) -> f64 {
    let text = format!("{number:e}");
    let Some((digits, power)) = text.split_once('e') else {
        return 1.0;
    };
    let decimals = digits
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    let power: i32 = power.parse().unwrap_or(0);
    10_f64.powi(power - i32::try_from(decimals).unwrap_or(0))
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs())
}

/// Do the two intervals share a number?
pub(crate) fn overlap(one: Interval, other: Interval) -> bool {
    let common = Amount::common(one, other);
    match (common.low, common.high) {
        (Some(low), Some(high)) if near(low, high) => common.low_closed && common.high_closed,
        (Some(low), Some(high)) => low < high,
        _ => true,
    }
}

/// The interval in words: "26 to 29", "24 and up", "below 30".
pub(crate) fn in_words(interval: Interval, is_whole: bool) -> String {
    let step = |value: f64, is_closed: bool, by: f64| {
        let is_round = value.fract() == 0.0;
        if is_whole && !is_closed && is_round {
            value + by
        } else {
            value
        }
    };
    let round = |value: f64, up: bool| match (is_whole, up) {
        (true, true) => value.ceil(),
        (true, false) => value.floor(),
        _ => value,
    };
    let low = interval
        .low
        .map(|low| round(step(low, interval.low_closed, 1.0), true));
    let high = interval
        .high
        .map(|high| round(step(high, interval.high_closed, -1.0), false));
    match (low, high) {
        (Some(low), Some(high)) if near(low, high) => number(low),
        (Some(low), Some(high)) => format!("{} to {}", number(low), number(high)),
        (Some(low), None) => format!("{} or more", number(low)),
        (None, Some(high)) => format!("up to {}", number(high)),
        (None, None) => "any number".to_owned(),
    }
}

/// What an amount allows, in the unit that a reader would use: days are told as years where they are many.
pub(crate) fn amount_in_words(amount: &Amount, is_whole: bool) -> String {
    const DAYS_PER_YEAR: f64 = 365.25;
    let interval = amount.interval;
    match amount.dimension.as_str() {
        "time" if amount.nominal >= 2.0 * DAYS_PER_YEAR => {
            let years = |days: Option<f64>| days.map(|days| (days / DAYS_PER_YEAR).round());
            let (low, high) = (years(interval.low), years(interval.high));
            let range = Interval {
                low,
                high,
                low_closed: true,
                high_closed: true,
            };
            with_unit(&in_words(range, true), "year", false)
        }
        "time" => with_unit(&in_words(interval, true), "day", amount.nominal == 1.0),
        "years since" => with_unit(&in_words(interval, true), "year", amount.nominal == 1.0),
        "%" | "change %" => with_unit(&in_words(interval, false), "percentage", false),
        code if code.len() == 3 && code.chars().all(|letter| letter.is_ascii_uppercase()) => {
            money(code, &in_words(interval, false))
        }
        _ => {
            let written = |value: Option<f64>| value.map(|value| value / amount.factor);
            let (low, high) = (written(interval.low), written(interval.high));
            let range = Interval {
                low,
                high,
                ..interval
            };
            with_unit(&in_words(range, is_whole), &amount.unit, false)
        }
    }
}

/// A sum with its sign, or its code where the sign is not known to all: "$244.8 billion", "CHF 3 million".
pub(crate) fn money(code: &str, range: &str) -> String {
    const SIGNS: [(&str, &str); 4] = [("USD", "$"), ("EUR", "€"), ("GBP", "£"), ("JPY", "¥")];
    let sign = SIGNS.iter().find(|(known, _)| *known == code);
    let with_sign = |number: &str| match sign {
        Some((_, sign)) => format!("{sign}{number}"),
        None => format!("{code} {number}"),
    };
    match (range.split_once(" to "), range.strip_prefix("up to ")) {
        (_, Some(high)) => format!("up to {}", with_sign(high)),
        (Some((low, high)), None) => format!("{} to {}", with_sign(low), with_sign(high)),
        (None, None) => with_sign(range),
    }
}

/// "4 days", "1 mile", "26 to 29".
pub(crate) fn with_unit(range: &str, unit: &str, is_one: bool) -> String {
    if let Some(low) = range.strip_suffix(" or more") {
        return format!("{} or more", with_unit(low, unit, is_one));
    }
    match (unit, is_one) {
        ("", _) => range.to_owned(),
        (unit, true) => format!("{range} {unit}"),
        ("foot", _) => format!("{range} feet"),
        ("percentage" | "percent", _) => format!("{range} %"),
        (unit, false) => format!("{range} {}", plural(unit)),
    }
}

fn plural(unit: &str) -> String {
    let (first, rest) = unit
        .split_once(' ')
        .map_or((unit, ""), |(first, rest)| (first, rest));
    let is_word = first.chars().all(char::is_alphabetic);
    let first = match (is_word, first.ends_with('s')) {
        (true, false)
            if first.len() > 2 && ["ch", "sh", "x"].iter().any(|end| first.ends_with(end)) =>
        {
            format!("{first}es")
        }
        (true, false) if first.len() > 2 => format!("{first}s"),
        _ => first.to_owned(),
    };
    format!("{first} {rest}").trim_end().to_owned()
}

/// A number as people write it: "244.8 billion", "12,000", "3.5".
pub(crate) fn number(value: f64) -> String {
    const NAMES: [(f64, &str); 3] = [(1e12, " trillion"), (1e9, " billion"), (1e6, " million")];
    for (size, name) in NAMES {
        if value.abs() >= size {
            return format!("{}{name}", short(value / size));
        }
    }
    short(value)
}

fn short(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text), |digits| ("-", digits));
    let (whole, fraction) = digits
        .split_once('.')
        .map_or((digits, ""), |(whole, part)| (whole, part));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 && whole.len() > 4 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{point}{fraction}")
}
