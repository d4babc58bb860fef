//! Names of months and weekdays and the order of dates in some eighty languages: a table of facts, no decisions.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The table as written by `cldr.py`: rows of fields parted by tabs, described in its first lines.
///
/// Names are in lower case and without full stops. A name of several languages stands in one row.
pub const TABLE: &str = include_str!("../data/cldr.tsv");

/// In which order a language writes a day with numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// 31.12.2024
    DayMonth,
    /// 12/31/2024
    MonthDay,
    /// 2024-12-31
    YearMonth,
}

type Names = HashMap<&'static str, Vec<(i8, &'static str)>>;

struct Tables {
    months: Names,
    weekdays: Names,
    orders: HashMap<&'static str, Order>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables {
        months: HashMap::new(),
        weekdays: HashMap::new(),
        orders: HashMap::new(),
    };
    for row in TABLE.lines().filter(|row| !row.starts_with('#')) {
        let fields: Vec<&'static str> = row.split('\t').collect();
        match fields[..] {
            ["month", name, number, languages] => add(&mut tables.months, name, number, languages),
            ["weekday", name, number, languages] => {
                add(&mut tables.weekdays, name, number, languages);
            }
            ["order", locale, order] => {
                let order = match order {
                    "mdy" => Order::MonthDay,
                    "ymd" => Order::YearMonth,
                    _ => Order::DayMonth,
                };
                tables.orders.insert(locale, order);
            }
            _ => {}
        }
    }
    tables
});

fn add(names: &mut Names, name: &'static str, number: &str, languages: &'static str) {
    if let Ok(number) = number.parse() {
        names.entry(name).or_default().push((number, languages));
    }
}

fn find(names: &Names, name: &str, language: &str) -> Option<i8> {
    let of_language =
        |(_, languages): &&(i8, &str)| languages.split(' ').any(|one| one == language);
    names
        .get(name)?
        .iter()
        .find(of_language)
        .map(|(number, _)| *number)
}

/// The number of a month, by its name in lower case and a primary tag of BCP 47: `mai`, `de` is 5.
#[must_use]
pub fn month(name: &str, language: &str) -> Option<i8> {
    find(&TABLES.months, name, language)
}

/// The ISO number of a weekday, Monday is 1, by its name in lower case: `freitag`, `de` is 5.
#[must_use]
pub fn weekday(name: &str, language: &str) -> Option<i8> {
    find(&TABLES.weekdays, name, language)
}

/// All names of months of a language, with their numbers.
pub fn months(language: &str) -> impl Iterator<Item = (&'static str, i8)> {
    of(&TABLES.months, language)
}

/// All names of weekdays of a language, with their ISO numbers.
pub fn weekdays(language: &str) -> impl Iterator<Item = (&'static str, i8)> {
    of(&TABLES.weekdays, language)
}

/// The languages whose months are known, in order.
pub fn languages() -> impl Iterator<Item = &'static str> {
    let all = TABLES.months.values().flatten();
    let mut all: Vec<&str> = all
        .flat_map(|(_, languages)| languages.split(' '))
        .collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter()
}

fn of(names: &'static Names, language: &str) -> impl Iterator<Item = (&'static str, i8)> {
    let found = names
        .keys()
        .filter_map(move |&name| Some((name, find(names, name, language)?)));
    let mut found: Vec<(&str, i8)> = found.collect();
    found.sort_unstable();
    found.into_iter()
}

/// The order in which a language writes day, month and year with numbers. `tag` is `en`, `en-GB`.
#[must_use]
pub fn order(tag: &str) -> Option<Order> {
    let primary = tag.split(['-', '_']).next().unwrap_or(tag);
    let orders = &TABLES.orders;
    orders.get(tag).or_else(|| orders.get(primary)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_their_language() {
        assert_eq!(month("mai", "de"), Some(5));
        assert_eq!(month("мая", "ru"), Some(5));
        assert_eq!(month("mai", "ru"), None);
        assert_eq!(weekday("viernes", "es"), Some(5));
        assert_eq!(weekday("feira", "pt"), None);
        assert_eq!(order("en-GB"), Some(Order::DayMonth));
        assert_eq!(order("en"), Some(Order::MonthDay));
        assert!(months("fr").any(|found| found == ("août", 8)));
    }
}
