//! Values as people read them.

pub use entente_engine::name::called;
use entente_engine::types::Verdict;
use entente_engine::world::{Evidence, Step};
use jiff::civil::Date;

/// Anything that counts.
pub trait Number {
    /// How many.
    fn n(&self) -> u64;
}

impl Number for usize {
    fn n(&self) -> u64 {
        *self as u64
    }
}

impl Number for u32 {
    fn n(&self) -> u64 {
        u64::from(*self)
    }
}

impl Number for u64 {
    fn n(&self) -> u64 {
        *self
    }
}

impl<N: Number> Number for &N {
    fn n(&self) -> u64 {
        (**self).n()
    }
}

/// "1 story", "2 stories".
pub fn count(n: impl Number, one: &str, many: &str) -> String {
    let n = n.n();
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

/// A number with a thin blank between its thousands.
pub fn grouped(n: impl Number) -> String {
    let digits = n.n().to_string();
    let mut out = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// `2018-07-16` or a longer moment as `16 July 2018`; anything else as it is.
pub fn day(published: &str) -> String {
    let day: Option<Date> = published.get(..10).and_then(|day| day.parse().ok());
    day.map_or_else(
        || published.to_owned(),
        |day| day.strftime("%-d %B %Y").to_string(),
    )
}

/// `2026-11-22T19:38:17.421889Z` as `2026-11-22 19:38 UTC`.
pub fn moment(known: &str) -> String {
    match (known.get(..10), known.get(11..16)) {
        (Some(day), Some(time)) => format!("{day} {time} UTC"),
        _ => known.to_owned(),
    }
}

/// The day of something that may have none.
pub fn day_or_none(published: &Option<String>) -> String {
    published
        .as_deref()
        .map_or_else(|| "no date".to_owned(), day)
}

/// The length of a period.
pub const fn step(step: &Step) -> &'static str {
    match step {
        Step::Week => "week",
        Step::Month => "month",
        Step::Quarter => "quarter",
        Step::Year => "year",
    }
}

/// A sentence in three: before the words of its claim, those words, and behind them. Where it is not plain which words are meant,
/// all stands in front.
pub fn lit(evidence: &Evidence) -> [&str; 3] {
    let Evidence {
        words, sentence, ..
    } = evidence;
    let is_plain = words != sentence && sentence.matches(words.as_str()).count() == 1;
    match sentence.split_once(words.as_str()).filter(|_| is_plain) {
        Some((before, after)) => [before, words, after],
        None => [sentence, "", ""],
    }
}

/// A language by its code, as people call it.
pub fn language(code: &str) -> &str {
    const KNOWN: [(&str, &str); 12] = [
        ("ar", "Arabic"),
        ("de", "German"),
        ("en", "English"),
        ("es", "Spanish"),
        ("fr", "French"),
        ("it", "Italian"),
        ("ja", "Japanese"),
        ("nl", "Dutch"),
        ("pt", "Portuguese"),
        ("ru", "Russian"),
        ("uk", "Ukrainian"),
        ("zh", "Chinese"),
    ];
    let known = KNOWN.iter().find(|(short, _)| *short == code);
    known.map_or(code, |(_, name)| name)
}

/// Are two names the same?
pub fn same(one: impl AsRef<str>, other: impl AsRef<str>) -> bool {
    one.as_ref() == other.as_ref()
}

/// The word for a verdict.
pub const fn verdict(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Contradict => "contradict",
        Verdict::Disputed => "disputed",
        Verdict::Updated => "updated",
        Verdict::Compatible => "compatible",
        Verdict::Agree => "agree",
        Verdict::Single => "single",
    }
}
