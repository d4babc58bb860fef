//! What single words mean around a date, in some eighty languages: the table of
//! [`entente_types::calendar`] and `date_words.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Order;

/// What a word can mean. Many mean several things: "mar" is a month in Spanish and a day in Romanian.
#[derive(Debug, Default)]
pub struct Word {
    /// Numbers of months, each with the languages that call it so.
    pub months: Vec<(i8, &'static str)>,
    /// Number of a month of the Persian calendar.
    pub jalali: Option<i8>,
    /// Minutes ahead of UTC.
    pub zone: Option<i16>,
    /// Year 0 of an era, in our years.
    pub era: Option<i16>,
    /// Roles without a value, as bits.
    roles: u16,
}

/// A role of a word that needs no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Role {
    /// Stands inside a date: "de", "of".
    Filler = 1,
    /// Stands glued to the number of a day: "th".
    Ordinal = 2,
    /// Stands before the number of a month: "tháng".
    Month = 4,
    /// Stands before an hour: "at", "um".
    Clock = 8,
    /// Stands after an hour: "Uhr".
    Hour = 16,
    /// Before noon.
    Am = 32,
    /// After noon.
    Pm = 64,
    /// Tells that a time of publication follows.
    Published = 128,
    /// Tells that a time of change follows.
    Modified = 256,
    /// A day of the week.
    Weekday = 512,
    /// A zone with summer time as in the United States.
    UsZone = 1024,
    /// What follows is no date of an article.
    Hidden = 2048,
}

impl Word {
    /// Has the word this role?
    pub fn is(&self, role: Role) -> bool {
        self.roles & role as u16 != 0
    }

    /// The month that the word names in `language`. In an unknown language, the one that most others
    /// agree on, if they do.
    pub fn month(&self, language: &str) -> Option<i8> {
        let speaks = |languages: &str| languages.split(' ').any(|one| one == language);
        let named = self.months.iter().find(|(_, languages)| speaks(languages));
        if let Some((month, _)) = named {
            return Some(*month);
        }
        let n_languages = |languages: &str| languages.split(' ').count();
        let most = self
            .months
            .iter()
            .max_by_key(|(_, languages)| n_languages(languages))?;
        let n_others: usize = self
            .months
            .iter()
            .filter(|other| other.0 != most.0)
            .map(|other| n_languages(other.1))
            .sum();
        (n_others == 0 || n_languages(most.1) > 3 * n_others).then_some(most.0)
    }
}

/// Words for a time that has passed: "vor # stunden".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// "5 minutes ago".
    Minute,
    /// "2 hours ago".
    Hour,
    /// "3 days ago".
    Day,
    /// "1 week ago".
    Week,
}

struct Tables {
    words: HashMap<&'static str, Word>,
    ago: HashMap<&'static str, Unit>,
    orders: HashMap<&'static str, Order>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables {
        words: HashMap::new(),
        ago: HashMap::new(),
        orders: HashMap::new(),
    };
    let cldr = entente_types::calendar::TABLE.lines();
    let own = include_str!("../../data/date_words.tsv").lines();
    for row in cldr.chain(own).filter(|row| !row.starts_with('#')) {
        let mut fields = row.split('\t');
        if let (Some(kind), Some(key)) = (fields.next(), fields.next()) {
            let (value, more) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
            tables.enter(kind, key, value, more);
        }
    }
    tables
});

impl Tables {
    fn enter(&mut self, kind: &str, key: &'static str, value: &'static str, more: &'static str) {
        match kind {
            "ago" => {
                if let Some(unit) = unit(key) {
                    self.ago.insert(value, unit);
                }
            }
            "order" => {
                if let Some(order) = order(value) {
                    self.orders.insert(key, order);
                }
            }
            _ => self.word(kind, key, value, more),
        }
    }

    fn word(&mut self, kind: &str, key: &'static str, value: &str, languages: &'static str) {
        let word = self.words.entry(key).or_default();
        let number = value.parse::<i16>().ok();
        let small = value.parse::<i8>().ok();
        match kind {
            "month" if languages.is_empty() => word.roles |= Role::Month as u16,
            "month" => word.months.extend(small.map(|month| (month, languages))),
            "jalali" => word.jalali = small,
            "zone" => word.zone = number,
            "us-zone" => {
                word.zone = number;
                word.roles |= Role::UsZone as u16;
            }
            "era" => word.era = number,
            _ => word.roles |= role(kind),
        }
    }
}

fn role(kind: &str) -> u16 {
    let role = match kind {
        "filler" => Role::Filler,
        "ordinal" => Role::Ordinal,
        "clock" => Role::Clock,
        "hour" => Role::Hour,
        "am" => Role::Am,
        "pm" => Role::Pm,
        "published" => Role::Published,
        "modified" => Role::Modified,
        "weekday" => Role::Weekday,
        "hidden" => Role::Hidden,
        _ => return 0,
    };
    role as u16
}

fn unit(name: &str) -> Option<Unit> {
    match name {
        "minute" => Some(Unit::Minute),
        "hour" => Some(Unit::Hour),
        "day" => Some(Unit::Day),
        "week" => Some(Unit::Week),
        _ => None,
    }
}

fn order(name: &str) -> Option<Order> {
    match name {
        "dmy" => Some(Order::DayMonth),
        "mdy" => Some(Order::MonthDay),
        "ymd" => Some(Order::YearMonth),
        _ => None,
    }
}

/// What a folded word means, if it means anything near a date.
pub fn word(folded: &str) -> Option<&'static Word> {
    TABLES.words.get(folded)
}

/// The unit of "# hours ago", written with `#` for the number.
pub fn ago(words: &str) -> Option<Unit> {
    TABLES.ago.get(words).copied()
}

/// In which order a language writes day, month and year with numbers. `tag` is `en`, `en-GB`.
pub fn language_order(tag: &str) -> Option<Order> {
    let primary = tag.split(['-', '_']).next().unwrap_or(tag);
    TABLES
        .orders
        .get(tag)
        .or_else(|| TABLES.orders.get(primary))
        .copied()
}
