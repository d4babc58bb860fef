//! Words of feeds: markup taken off, double escapes opened, and whether a text is whole or breaks off.

use std::sync::LazyLock;

use htmlize::unescape;

use super::xml::Tags;

/// Letters from which a text counts as a whole article if it stands where articles stand, and if it stands
/// where summaries stand. Short news have some 60 words; summaries seldom have more than 200.
const MIN_WHOLE: usize = 250;
const MIN_WHOLE_SUMMARY: usize = 1500;
/// How many letters of news in English one character of Chinese, Japanese or Korean stands for.
const LETTERS_PER_IDEOGRAM: usize = 3;
/// How far from the end a mark of breaking off can stand: behind it come only links and credits.
const TAIL_LETTERS: usize = 240;

/// Text without tags, on one line, references resolved.
pub fn line(text: &str) -> String {
    let bare = if has_markup(text) || text.contains('&') {
        plain(text)
    } else {
        text.to_owned()
    };
    let words: Vec<&str> = bare.split_whitespace().collect();
    words.join(" ")
}

/// HTML without its tags; a tag is a blank, references are resolved.
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    for tag in Tags::new(html.as_bytes()) {
        if is_html(&html[tag.name.clone()]) {
            out.push_str(&html[at..tag.whole.start]);
            let is_inline = is_one_of(&html[tag.name], &INLINE);
            out.push_str(if is_inline { "" } else { " " });
            at = tag.whole.end;
        }
    }
    out.push_str(&html[at..]);
    unescape(out).into_owned()
}

/// Elements inside of a line.
const INLINE: [&str; 13] = [
    "a", "abbr", "b", "cite", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup",
];
/// Further elements that feeds hold.
const OTHER: [&str; 31] = [
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "iframe",
    "img",
    "li",
    "ol",
    "p",
    "section",
    "table",
    "td",
    "tr",
    "u",
    "ul",
];

fn is_html(name: &str) -> bool {
    is_one_of(name, &INLINE) || is_one_of(name, &OTHER)
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Is there a tag of HTML in it? "x < y" and "<AP>" are words.
pub fn has_markup(text: &str) -> bool {
    text.contains('<') && Tags::new(text.as_bytes()).any(|tag| is_html(&text[tag.name]))
}

/// HTML that was escaped twice, opened: `&lt;p&gt;` where no tag stands.
pub fn opened(html: String) -> String {
    if !html.contains("&lt;") || has_markup(&html) {
        return html;
    }
    let once = unescape(html.as_str()).into_owned();
    if has_markup(&once) { once } else { html }
}

/// Is this the whole text of an article, where a feed says that it is (`content:encoded`)?
pub fn is_whole(text: &str) -> bool {
    n_letters(text) >= MIN_WHOLE && !breaks_off(text)
}

/// Is this the whole text of an article, where a feed has room for a summary (`description`)?
pub fn is_whole_summary(text: &str) -> bool {
    n_letters(text) >= MIN_WHOLE_SUMMARY && !breaks_off(text)
}

/// How many letters a text has, as long as one in English would be that says the same.
pub fn n_letters(text: &str) -> usize {
    let weight = |letter: char| match letter {
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' => {
            LETTERS_PER_IDEOGRAM
        }
        _ => usize::from(letter.is_alphanumeric()),
    };
    text.chars().map(weight).sum()
}

/// Does a text say that it goes on elsewhere?
fn breaks_off(text: &str) -> bool {
    let text = text.trim_end();
    let tail_at = text
        .char_indices()
        .rev()
        .nth(TAIL_LETTERS)
        .map_or(0, |(at, _)| at);
    let tail = text[tail_at..].to_lowercase();
    let is_mark = |c: char| !c.is_alphanumeric();
    let words = tail.trim_end_matches(|c: char| is_mark(c) && !matches!(c, '…' | '.'));
    let by_mark = words.ends_with('…') || words.ends_with("...");
    let in_brackets = ["[…]", "[...]", "(…)", "(...)", "[… ]"]
        .iter()
        .any(|mark| tail.contains(mark));
    let bare = tail.trim_end_matches(is_mark);
    by_mark || in_brackets || CUT.iter().any(|words| bare.ends_with(words))
}

static CUT: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/feed_cut.tsv").lines();
    let rows = lines.filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| line.split('\t').next()).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_angle_brackets_are_kept() {
        assert_eq!(
            line("1 < 2 &amp; <AP> said <b>so</b><br>today"),
            "1 < 2 & <AP> said so today"
        );
        assert_eq!(opened("&lt;p&gt;Rain&lt;/p&gt;".to_owned()), "<p>Rain</p>");
        assert_eq!(opened("1 &lt; 2".to_owned()), "1 &lt; 2");
    }

    #[test]
    fn a_text_says_where_it_breaks_off() {
        for text in [
            "The mayor said […]",
            "so it was ...",
            "and then. Weiterlesen »",
            "事情。阅读全文",
        ] {
            assert!(breaks_off(text), "{text}");
        }
        assert!(!breaks_off("He waited … and left. The end."));
    }
}
