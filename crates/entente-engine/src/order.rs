//! The order of names in which people count: `report 2` before `report 10`.

/// What stands for a name when names are sorted: the name, with the digits of each number behind how many they are.
#[must_use]
pub fn natural(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 8);
    let mut rest = name;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|letter: char| !letter.is_ascii_digit());
        let (digits, after) = from.split_at(end.unwrap_or(from.len()));
        let number = digits.trim_start_matches('0');
        key.push_str(before);
        key.push_str(&format!("{:010}{number}", number.len()));
        rest = after;
    }
    key + rest
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn numbers_count_as_numbers() {
        let sorted = [
            "day.jsonl#0",
            "day.jsonl#930",
            "day.jsonl#1160",
            "report 2.txt",
            "report 010.txt",
            "report 10a.txt",
            "report 99999999999999999999999.txt",
            "report.txt",
        ];
        let mut names = sorted;
        names.reverse();
        names.sort_by_key(|name| natural(name));
        assert_eq!(names, sorted);
    }
}
