//! Laws that hold for every page.

use entente_page::date::{self, Setting};
use entente_page::{Known, MAX_TEXT_BYTES, Page, read};
use proptest::prelude::*;

/// Reads a page and checks what must hold for each.
fn check(name: &str, bytes: &[u8]) {
    let outcome = read(&Page { name, bytes }, &Known::default());
    let article = outcome.value;
    assert!(article.text.len() <= MAX_TEXT_BYTES);
    assert!(
        !article.text.is_empty() || !outcome.problems.is_empty(),
        "an empty text says why"
    );
    let mut end = 0;
    for block in &article.blocks {
        assert!(block.span.start >= end, "blocks do not overlap");
        assert!(
            !block.span.of(&article.text).is_empty(),
            "a block is a literal slice of the text"
        );
        end = block.span.end;
    }
    let mut at = 0;
    for entry in &article.origin.0 {
        assert_eq!(entry.text.start, at, "the map covers the text without gaps");
        assert!(
            entry.page.end as usize <= bytes.len(),
            "the map stays inside the page"
        );
        let is_copy =
            entry.text.len() == entry.page.len() && !entry.text.of(&article.text).trim().is_empty();
        if is_copy && entry.text.of(&article.text).is_ascii() {
            let text = entry.text.of(&article.text).bytes();
            let page: Vec<u8> = bytes[entry.page.range()]
                .iter()
                .zip(text)
                .map(|(byte, read)| if read == b' ' { b' ' } else { *byte })
                .collect();
            assert_eq!(
                page,
                entry.text.of(&article.text).as_bytes(),
                "equal lengths are equal bytes, but for blanks"
            );
        }
        at = entry.text.end;
    }
    assert_eq!(
        at as usize,
        article.text.len(),
        "the map covers the whole text"
    );
    for part in &article.left_out {
        assert!(part.page.end as usize <= bytes.len());
    }
}

proptest! {
    #[test]
    fn any_bytes_give_an_article_or_a_reason(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        check("page.txt", &bytes);
        check("page.html", &bytes);
    }

    #[test]
    fn any_text_gives_an_article_or_a_reason(text in "(\\PC|\n|[<>&;/a-z \"=]){0,400}") {
        check("page.txt", text.as_bytes());
        check("page.html", text.as_bytes());
    }

    #[test]
    fn any_markup_gives_an_article_or_a_reason(
        parts in prop::collection::vec(prop::sample::select(vec![
            "<p>", "</p>", "<div class=nav>", "</div>", "<article>", "</article>", "<br>", "<li>", "text of a page",
            "&amp;", "&#x41;", "&unknown;", "&", "<", "<!--", "-->", "<script>", "</script>", "<h1>", "\u{e9}\u{2014}", "\n",
            "<a href='x'>", "</a>", "<meta name=author content='A B'>", "<title>t</title>", "<td>", "<time datetime='2031-01-02'>",
        ]), 0..60)
    ) {
        check("page.html", parts.concat().as_bytes());
    }
}

proptest! {
    #[test]
    fn dates_lie_in_their_text(
        parts in prop::collection::vec(prop::sample::select(vec![
            "8", "31", "2024", "24", "20240508", "may", "May", "мая", "mars", "พ.ค.", "اردیبهشت", "年", "月", "日", "5", "tháng",
            "Published", "令和", "vor", "ago", "hours", "Tagen", ":", "14", "03", "p.m.", "ET", "+02:00", "T", "Z", "/", "-", ".", ",",
            " ", " ", "th", "de", "©", "\u{200f}", "ı", "İ", "é",
        ]), 0..24),
        language in prop::sample::select(vec!["", "en", "en-GB", "th", "fa", "zh", "hu"]),
    ) {
        let text = parts.concat();
        let setting = Setting { fetched: "2024-05-08T01:00:00Z".parse().ok(), ..Setting::language(language) };
        let mut end = 0;
        for found in date::find_all(&text, &setting) {
            prop_assert!(text.get(found.span.range()).is_some());
            prop_assert!(found.span.start >= end, "dates do not overlap");
            prop_assert!((1800..2200).contains(&found.moment.day.year()));
            end = found.span.end;
        }
        let _ = date::stamp(&text, &setting);
        let _ = date::in_address(&text);
    }

    #[test]
    fn written_days_are_read_again(year in 1900_i16..2100, month in 1_i8..=12, day in 1_i8..=28) {
        let day = jiff::civil::Date::new(year, month, day).expect("a day");
        let texts = [day.to_string(), format!("{day}T08:00:00Z"), day.strftime("%d.%m.%Y").to_string(), day.strftime("%B %-d, %Y").to_string()];
        for text in texts {
            let found = date::find(&text, &Setting::language("de")).map(|found| found.moment.day);
            prop_assert_eq!(found, Some(day), "{}", text);
        }
        let address = day.strftime("https://orda.example/%Y/%m/%d/dam").to_string();
        prop_assert_eq!(date::in_address(&address).map(|found| found.moment.day), (year >= 1993).then_some(day));
    }
}

#[test]
fn huge_and_deep_pages_stay_cheap() {
    let one_line = "word ".repeat(2_000_000);
    check("line.txt", one_line.as_bytes());
    let no_blank = "x".repeat(3_000_000);
    check("blank.txt", no_blank.as_bytes());
    let deep = format!(
        "{}text{}",
        "<div>".repeat(200_000),
        "</div>".repeat(200_000)
    );
    check("deep.html", deep.as_bytes());
    let open = "<a href=\"".repeat(100_000);
    check("open.html", open.as_bytes());
    let entities = "&amp".repeat(300_000);
    check("entities.html", entities.as_bytes());
}

#[test]
fn other_charsets_keep_their_place() {
    check(
        "old.txt",
        b"The caf\xe9 in Orda closed on Monday, its owner said.",
    );
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(
            "Le caf\u{e9} est ferm\u{e9}."
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        )
        .collect();
    check("utf16.txt", &utf16);
    let outcome = read(
        &Page {
            name: "utf16.txt",
            bytes: &utf16,
        },
        &Known::default(),
    );
    assert_eq!(outcome.value.text, "Le caf\u{e9} est ferm\u{e9}.");
}

#[test]
fn empty_and_binary_pages_say_why() {
    for (bytes, code) in [
        (&b""[..], "empty-page"),
        (b"\x7fELF\0\0\0\x01", "not-text"),
        (b"\n \n", "empty-page"),
    ] {
        let outcome = read(&Page { name: "x", bytes }, &Known::default());
        assert_eq!(outcome.problems[0].code, code);
    }
}
