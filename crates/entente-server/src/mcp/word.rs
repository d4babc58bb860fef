//! Which texts have to do with the words of a question.

use std::collections::BTreeSet;

/// Words that are looked for at most.
const MOST: usize = 40;
/// Letters that a word must have to tell anything, unless it is a number or no other word is there.
const MIN_LETTERS: usize = 3;
/// Words that stand in every question.
const PLAIN: &str = " the and for how who whom what when where why which did does was were are has have had many much with from that this ";

/// The telling words of a question, without their endings.
pub struct Words(Vec<String>);

impl Words {
    /// Out of what was asked.
    pub fn of(asked: &str) -> Self {
        let all: BTreeSet<String> = words(asked).collect();
        let is_telling = |word: &&String| {
            let is_long =
                word.chars().count() >= MIN_LETTERS && !PLAIN.contains(&format!(" {word} "));
            is_long || word.contains(|letter: char| letter.is_ascii_digit())
        };
        let mut telling: Vec<&String> = all.iter().filter(is_telling).collect();
        if telling.is_empty() {
            telling = all.iter().collect();
        }
        let stems: BTreeSet<String> = telling.iter().map(|word| stem(word).to_owned()).collect();
        Self(stems.into_iter().take(MOST).collect())
    }

    /// How many of them stand in a text.
    pub fn score(&self, text: &str) -> usize {
        let found: BTreeSet<String> = words(text).map(|word| stem(&word).to_owned()).collect();
        self.0.iter().filter(|word| found.contains(*word)).count()
    }
}

/// The words of a text in small letters.
fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).map(str::to_lowercase)
}

/// A word without the commonest endings of English.
fn stem(word: &str) -> &str {
    const ENDINGS: [&str; 8] = ["ings", "ing", "ies", "ed", "es", "s", "e", "y"];
    let least = 3;
    ENDINGS
        .iter()
        .find_map(|ending| {
            let stem = word.strip_suffix(ending)?;
            (stem.chars().count() >= least).then_some(stem)
        })
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn endings_and_small_words_do_not_matter() {
        let asked = Words::of("How many leaders attended the parades in 2025?");
        assert_eq!(asked.score("The leader attends a parade, 2025, how"), 4);
        assert_eq!(asked.score("in a"), 0);
        assert_eq!(Words::of("Xi").score("Xi met Putin"), 1);
        assert_eq!(Words::of("").score("anything"), 0);
    }
}
