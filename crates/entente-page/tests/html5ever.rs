//! The scanner against a browser's parser: on any page both see the same letters in the same order.

mod browser;

use entente_page::blocks::scan;
use proptest::prelude::*;

/// Checks one page.
fn check(page: &str) {
    let ours: String = browser::only_letters(&scan(page).text).collect();
    assert_eq!(ours, browser::letters(page), "{page}");
}

/// Text, with entities and characters that look like markup.
fn words() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "word ",
        "A",
        "é",
        "新闻",
        "новости ",
        "&amp;",
        "&eacute;",
        "&#233;",
        "&#x4e2d;",
        "&nbsp;",
        "&lt;b&gt;",
        "&unknown;",
        "&copy",
        "AT&T ",
        "&",
        "1 < 2 ",
        "3 > 2 ",
        "\"",
        "'",
        "-->",
        "]]>",
        "\n",
    ]);
    prop::collection::vec(parts, 1..5).prop_map(|parts| parts.concat())
}

/// Attributes, with quotes and angle brackets where they are allowed.
fn attributes() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        " class=\"story body\"",
        " class='byline'",
        " id=main",
        " title=\"a > b\"",
        " title='<p>no</p>'",
        " alt=\"it's\"",
        " alt='say \"no\"'",
        " data-x",
        " data-x = \"1\"",
        " href=/a?b=1&amp;c=2",
        " href=\"/a/\"",
        " lang=en",
        " itemprop=author",
        " data-json='{\"a\": \"<b>\"}'",
        " title=\"\"",
        " rel=author /",
        "\n\tid='x'",
    ]);
    prop::collection::vec(parts, 0..4).prop_map(|parts| parts.concat())
}

/// What holds no text of an article.
fn unread() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "<!-- no <p> -->",
        "<!---->",
        "<!-- no --!>",
        "<script>no</scriptx>no</script>",
        "<svg><title/><style/><path></svg>",
        "<button>no<button>no</button>",
        "</p title='a>b'>",
        "<!-->",
        "<!-- no -- <b> no -->",
        "<!doctype html>",
        "<?no ?>",
        "</ no>",
        "<![CDATA[no]]>",
        "<script>if (a < b) { no('</p>') }</script>",
        "<SCRIPT type='a>b'>no</SCRIPT >",
        "<script>no <!-- </script>",
        "<style>no { a: '>' }</style>",
        "<noscript><p>no</p></noscript>",
        "<template><p>no</p></template>",
        "<svg><path d='M0'/><text>no</text></svg>",
        "<button type=button>no <b>no</b></button>",
        "<select><option>no<option>no</select>",
        "<title>no <b></title>",
        "<textarea><p>no</textarea>",
        "<iframe src=x>no</iframe>",
        "<video src=x>no</video>",
        "<canvas>no</canvas>",
        "<img alt='>'>",
        "<hr>",
        "<br>",
        "<br/>",
        "</br>",
        "<wbr>",
        "<input value='no'>",
        "<meta name=a content='b>c'>",
        "<link rel=x>",
    ])
    .prop_map(str::to_owned)
}

/// A whole table: text outside of its cells moves in browsers, so there is none.
fn table(cells: Vec<String>) -> String {
    let rows: Vec<String> = cells
        .chunks(2)
        .map(|row| ["<tr><td>", &row.join("</td><td>"), "</td></tr>"].concat())
        .collect();
    ["<table><tbody>", &rows.concat(), "</tbody></table>"].concat()
}

/// Elements in each other, of which some are not closed, closed twice or closed in the wrong order.
fn page() -> impl Strategy<Value = String> {
    let element = prop::sample::select(vec![
        "p",
        "div",
        "b",
        "i",
        "a",
        "span",
        "em",
        "h2",
        "ul",
        "li",
        "section",
        "article",
        "blockquote",
        "figure",
        "figcaption",
        "main",
        "header",
        "footer",
        "nav",
        "aside",
        "form",
        "dl",
        "dt",
        "dd",
        "pre",
        "font",
        "my-part",
        "P",
        "Div",
        "time",
        "address",
        "center",
        "details",
        "u",
        "label",
    ]);
    let leaf = prop_oneof![4 => words(), 1 => unread()];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        let held = prop::collection::vec(inner, 0..6);
        prop_oneof![
            8 => (element.clone(), attributes(), held.clone(), 0..8_u8).prop_map(|(element, attributes, held, how)| {
                let held = held.concat();
                match how {
                    0 => format!("<{element}{attributes}>{held}"),
                    1 => format!("{held}</{element}>"),
                    2 => format!("<{element}{attributes}>{held}</{element}></{element}>"),
                    3 => format!("<b>{held}<{element}{attributes}></b>{held}</{element}>"),
                    _ => format!("<{element}{attributes}>{held}</{element} >"),
                }
            }),
            1 => prop::collection::vec(words(), 1..5).prop_map(table),
            2 => held.prop_map(|held| held.concat()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_scanner_reads_what_a_browser_reads(page in page()) {
        check(&page);
    }

    #[test]
    fn any_markup_reads_alike(parts in prop::collection::vec(prop_oneof![words(), unread(), Just("<p".to_owned()), Just("</".to_owned()), Just("<".to_owned())], 0..12)) {
        // An open tag at the end of a page is dropped by browsers.
        check(&[parts.concat(), ">".to_owned()].concat());
    }
}
