//! What every word goes through before it stands in a page: articles are written by strangers.

use std::fmt::{self, Write};

use entente_engine::clean;

/// Escapes what HTML reads as markup, and leaves out what steers: controls, marks that turn the direction, and what is no character.
/// Templates use it for everything that they print (`askama.toml`), so that no page can forget to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clean;

impl askama::filters::Escaper for Clean {
    fn write_escaped_str<W: Write>(&self, mut dest: W, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.find(|letter: char| replacement(letter).is_some()) {
            let (plain, special) = rest.split_at(at);
            dest.write_str(plain)?;
            let mut letters = special.chars();
            let found = letters.next().and_then(replacement);
            dest.write_str(found.unwrap_or_default())?;
            rest = letters.as_str();
        }
        dest.write_str(rest)
    }
}

/// What stands in the place of a character; `None` for those that stay.
fn replacement(letter: char) -> Option<&'static str> {
    match letter {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        '\n' | '\t' => None,
        letter if clean::steers(letter) => Some(""),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use askama::filters::Escaper;

    use super::Clean;

    #[test]
    fn hostile_words_become_harmless() {
        let cases = [
            (
                "<script>alert(1)</script>",
                "&lt;script&gt;alert(1)&lt;/script&gt;",
            ),
            ("\u{1b}[31mred\u{7}", "[31mred"),
            ("a\u{202e}gpj.exe", "agpj.exe"),
            ("\" onload='x'", "&quot; onload=&#39;x&#39;"),
            ("two\nlines, one\ttab", "two\nlines, one\ttab"),
            ("“Grüße” 世界", "“Grüße” 世界"),
        ];
        for (hostile, harmless) in cases {
            let mut out = String::new();
            Clean
                .write_escaped_str(&mut out, hostile)
                .expect("a string takes words");
            assert_eq!(out, harmless);
        }
    }
}
