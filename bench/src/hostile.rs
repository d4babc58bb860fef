//! Pages that are made to hurt a reader: what each costs in time and memory.

use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Result;
use entente_page::{Known, Page, read};

use crate::measure::{peak_kb, thread_time};

/// Most that a page may cost.
const MAX_MS_PER_MB: f64 = 5.0;
const MAX_PEAK_MB: f64 = 64.0;
/// A reader that takes longer than this for one page is stopped.
const PATIENCE: Duration = Duration::from_secs(120);
/// Sizes of the pages, in MB.
const SIZES: [usize; 2] = [1, 16];

/// A page of about so many bytes.
type Make = fn(usize) -> Vec<u8>;

/// The pages, by name.
const PAGES: &[(&str, Make)] = &[
    ("nested-div", |size| nested("<div>", "</div>", size)),
    ("nested-div-words", |size| {
        nested("<div>word ", "</div>", size)
    }),
    ("nested-section-class", |size| {
        nested("<section class='story body'>", "</section>", size)
    }),
    ("nested-list", |size| nested("<ul><li>", "</li></ul>", size)),
    ("nested-table", |size| {
        nested("<table><tr><td>", "</td></tr></table>", size)
    }),
    ("nested-quote", |size| {
        nested("<blockquote><p>a", "</blockquote>", size)
    }),
    ("nested-span", |size| {
        nested("<span class=author>x ", "</span>", size)
    }),
    ("nested-time", |size| {
        nested("<time>May 3 ", "</time>", size)
    }),
    ("unclosed-a", |size| repeated("<a href=/x>word ", size)),
    ("unclosed-b", |size| repeated("<b>word ", size)),
    ("unclosed-p", |size| repeated("<p>word ", size)),
    ("unclosed-li", |size| repeated("<li>word ", size)),
    ("unclosed-table", |size| repeated("<table>word ", size)),
    ("unclosed-td", |size| repeated("<td>word ", size)),
    ("unclosed-svg", |size| repeated("<svg>word ", size)),
    ("unclosed-own", |size| repeated("<my-part>word ", size)),
    ("misnested", |size| {
        repeated("<b><p><i></b>word</p></i><div><a></div></a>", size)
    }),
    ("end-tags", |size| repeated("</div>", size)),
    ("end-tags-deep", |size| {
        [
            nested("<div>", "", size / 8),
            repeated("</p></b></x>", size * 7 / 8),
        ]
        .concat()
    }),
    ("end-tags-own", |size| {
        [repeated("<my-part>", 4096), repeated("</my-tart>", size)].concat()
    }),
    ("end-tag-quotes", |size| repeated("</div title=\"", size)),
    ("names-long", |size| {
        repeated(&format!("<{0}>x</{0}y>", "n".repeat(50_000)), size)
    }),
    ("names-own-long", |size| {
        repeated(&format!("<a-{0}x>y</a-{0}z>", "n".repeat(50_000)), size)
    }),
    ("attributes-many", |size| one_tag(&repeated("a='b' ", size))),
    ("attributes-distinct", |size| {
        one_tag(&numbered(size, |number| {
            format!("data-a{number}=\"{number}\" ")
        }))
    }),
    ("attributes-empty", |size| one_tag(&repeated("a ", size))),
    ("attributes-equals", |size| one_tag(&repeated("= ", size))),
    ("attribute-long", |size| {
        one_tag(&[b"title='".to_vec(), repeated("word ", size), b"'".to_vec()].concat())
    }),
    ("attributes-slash", |size| one_tag(&repeated("/", size))),
    ("meta-attributes", |size| {
        repeated(&format!("<meta {}>", "a=b ".repeat(50_000)), size)
    }),
    ("class-long", |size| {
        repeated(
            &format!("<div class='{}'>word</div>", "byline-x ".repeat(11_000)),
            size,
        )
    }),
    ("class-long-span", |size| {
        repeated(
            &format!("<span class='{}'>word</span>", "post date ".repeat(10_000)),
            size,
        )
    }),
    ("class-distinct", |size| {
        numbered(size, |number| {
            format!("<p class=c{}>word {number}", letters(number))
        })
    }),
    ("style-long", |size| {
        repeated(
            &format!(
                "<p style='{}display : block'>word</p>",
                "color: red; ".repeat(8_000)
            ),
            size,
        )
    }),
    ("quotes-unclosed", |size| {
        repeated("<a title=\"x>word <b title='y>", size)
    }),
    ("quote-one", |size| {
        [
            b"<a title=\"".to_vec(),
            repeated("<b title='x'>word</b> ", size),
        ]
        .concat()
    }),
    ("quotes-odd", |size| repeated("<a \" ' b>word ", size)),
    ("comments-unclosed", |size| repeated("<!-- word ", size)),
    ("comments-empty", |size| repeated("<!---->", size)),
    ("comments-dashes", |size| repeated("<!--->", size)),
    ("comment-dashes", |size| {
        [b"<!--".to_vec(), repeated("-", size)].concat()
    }),
    ("doctypes", |size| repeated("<!doctype html>", size)),
    ("declarations", |size| repeated("<!", size)),
    ("cdata", |size| repeated("<![CDATA[word]]>", size)),
    ("cdata-unclosed", |size| repeated("<![CDATA[word ", size)),
    ("scripts-unclosed", |size| repeated("<script>word ", size)),
    ("scripts-many", |size| repeated("<script>a</script>", size)),
    ("script-ends", |size| {
        [b"<script>".to_vec(), repeated("</scrip", size)].concat()
    }),
    ("raw-alternating", |size| {
        repeated("<style><textarea></style><iframe></textarea>", size)
    }),
    ("templates", |size| {
        nested("<template>", "</template>", size)
    }),
    ("titles", |size| {
        repeated("<title>A word of news</title>", size)
    }),
    ("less-than", |size| repeated("<", size)),
    ("less-than-blank", |size| repeated("< ", size)),
    ("greater-than", |size| repeated(">", size)),
    ("ampersands", |size| repeated("&", size)),
    ("entities", |size| repeated("&amp;", size)),
    ("entities-rare", |size| {
        repeated("&CounterClockwiseContourIntegral;", size)
    }),
    ("entities-unknown", |size| {
        repeated("&lol9lol9lol9lol9lol9lol9;", size)
    }),
    ("entities-open", |size| {
        repeated("&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", size)
    }),
    ("entities-numbers", |size| {
        repeated("&#x1F600;&#99999999999;&#0;", size)
    }),
    ("laughs", laughs),
    ("json-ld-many", |size| {
        repeated(
            "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"A\"}</script>",
            size,
        )
    }),
    ("json-ld-deep-list", |size| json_ld(&nested("[", "]", size))),
    ("json-ld-deep-map", |size| {
        json_ld(&nested("{\"a\":", "}", size))
    }),
    ("json-ld-graph", |size| {
        json_ld(&listed(
            "{\"@graph\":[",
            "{\"@type\":\"NewsArticle\",\"author\":{\"name\":\"A B\"}}",
            "]}",
            size,
        ))
    }),
    ("json-ld-authors", |size| {
        json_ld(&listed(
            "{\"@type\":\"NewsArticle\",\"author\":[",
            "{\"@type\":\"Person\",\"name\":\"Ana Ruiz\"}",
            "]}",
            size,
        ))
    }),
    ("json-ld-authors-distinct", |size| {
        json_ld(
            &[
                b"{\"@type\":\"NewsArticle\",\"author\":[".to_vec(),
                numbered(size, |number| format!("\"Ana R{}\",", letters(number))),
                b"\"B\"]}".to_vec(),
            ]
            .concat(),
        )
    }),
    ("json-ld-references", |size| {
        json_ld(&[b"{\"@graph\":[".to_vec(), numbered(size, |number| format!("{{\"@id\":\"#{number}\",\"@type\":\"Person\",\"author\":{{\"@id\":\"#{}\"}}}},", number + 1)), b"{}]}".to_vec()].concat())
    }),
    ("json-ld-body", |size| {
        json_ld(
            &[
                b"{\"@type\":\"NewsArticle\",\"articleBody\":\"".to_vec(),
                repeated("A word of news. ", size),
                b"\"}".to_vec(),
            ]
            .concat(),
        )
    }),
    ("json-ld-escapes", |size| {
        json_ld(
            &[
                b"{\"@type\":\"NewsArticle\",\"headline\":\"".to_vec(),
                repeated("\\u00e9\\n", size),
                b"\"}".to_vec(),
            ]
            .concat(),
        )
    }),
    ("json-ld-cut", |size| {
        repeated("<script type=application/ld+json>{\"a\":[{\"b\":\"", size)
    }),
    ("json-state", |size| {
        [
            b"<script type=application/json>".to_vec(),
            nested("{\"body\":[", "]}", size),
            b"</script>".to_vec(),
        ]
        .concat()
    }),
    ("breaks", |size| repeated("<br>", size)),
    ("breaks-words", |size| repeated("word<br>", size)),
    ("breaks-two", |size| repeated("w<br><br>", size)),
    ("times", |size| {
        repeated("<time datetime='2026-03-04'>4 March 2026</time> ", size)
    }),
    ("times-empty", |size| repeated("<time>", size)),
    ("metas", |size| {
        repeated("<meta name=author content='Ana Ruiz'>", size)
    }),
    ("metas-dates", |size| {
        repeated(
            "<meta property=article:published_time content=2026-03-04T10:00:00Z>",
            size,
        )
    }),
    ("metas-charset", |size| repeated("<meta charset=", size)),
    ("links", |size| repeated("<a href=/x>word</a> ", size)),
    ("links-long", |size| {
        repeated(&format!("<a href='{}'>w</a>", "/x".repeat(1000)), size)
    }),
    ("bylines", |size| {
        repeated("<span class=byline>By Ana Ruiz and Bo Li</span>", size)
    }),
    ("bylines-blocks", |size| {
        repeated("<p class=byline>By Ana Ruiz and Bo Li</p>", size)
    }),
    ("byline-long", |size| {
        [
            b"<p class=byline>By ".to_vec(),
            repeated("Ana Ruiz and ", size),
            b"</p>".to_vec(),
        ]
        .concat()
    }),
    ("headings", |size| repeated("<h1>A word of news</h1>", size)),
    ("articles", |size| {
        repeated(
            "<article><h1>News</h1><p>A word of news, and some more of it.</p></article>",
            size,
        )
    }),
    ("paragraphs", |size| {
        repeated(
            "<p>A word of news, and some more of it, said the board on Monday.</p>",
            size,
        )
    }),
    ("paragraphs-short", |size| repeated("<p>a", size)),
    ("cells", |size| repeated("<tr><td>1<td>2", size)),
    ("dates", |size| {
        repeated("<p>4 March 2026 10:05, March 4, 2026, 04/03/2026</p>", size)
    }),
    ("dates-running", |size| repeated("4 March 2026 ", size)),
    ("digits", |size| repeated("1234567890", size)),
    ("digits-dots", |size| repeated("1.2.", size)),
    ("word-long", |size| repeated("a", size)),
    ("word-long-capital", |size| repeated("A", size)),
    ("word-long-title", |size| {
        [
            b"<title>".to_vec(),
            repeated("a", size),
            b"</title><h1>".to_vec(),
            repeated("a", size / 4),
        ]
        .concat()
    }),
    ("title-bars", |size| {
        [
            b"<title>".to_vec(),
            repeated("A | B - ", size),
            b"</title>".to_vec(),
        ]
        .concat()
    }),
    ("blanks", |size| repeated(" ", size)),
    ("blanks-hard", |size| repeated("&nbsp;", size)),
    ("lines", |size| repeated("\n", size)),
    ("returns", |size| repeated("a\r", size)),
    ("zeros", |size| vec![0; size]),
    ("controls", |size| {
        (0..size).map(|at| (at % 32) as u8).collect()
    }),
    ("combining", |size| {
        [b"e".to_vec(), repeated("\u{301}\u{323}", size)].concat()
    }),
    ("combining-words", |size| {
        repeated("e\u{301}a\u{308} ", size)
    }),
    ("joiners", |size| repeated("\u{200D}\u{200B}\u{FEFF}", size)),
    ("direction", |size| repeated("\u{202E}\u{2066}a", size)),
    ("surrogates", |size| repeated_bytes(b"\xED\xA0\x80", size)),
    ("utf8-invalid", |size| {
        repeated_bytes(b"a\xFF\xC3\x28\xE2\x82", size)
    }),
    ("utf8-mixed", |size| {
        repeated_bytes("é caf\u{e9} ".as_bytes(), size / 2)
            .into_iter()
            .chain(repeated_bytes(b"caf\xE9 \x93word\x94 ", size / 2))
            .collect()
    }),
    ("utf8-overlong", |size| {
        repeated_bytes(b"\xC0\xAF\xF8\x88", size)
    }),
    ("mojibake", |size| repeated("Ã¢â‚¬â„¢ cafÃ© ", size)),
    ("utf16", |size| {
        [vec![0xFF, 0xFE], repeated_bytes(b"<\0p\0>\0a\0 \0", size)].concat()
    }),
    ("utf16-odd", |size| {
        [vec![0xFE, 0xFF], repeated_bytes(b"\xD8\x00a", size)].concat()
    }),
    ("iso-2022-jp", |size| {
        [
            b"<meta charset=iso-2022-jp>".to_vec(),
            repeated_bytes(b"\x1B$B$\"\x1B(B", size),
        ]
        .concat()
    }),
    ("gb18030", |size| {
        [
            b"<meta charset=gb18030>".to_vec(),
            repeated_bytes(b"\x81\x30\x81\x30", size),
        ]
        .concat()
    }),
    ("shift-jis", |size| {
        [
            b"<meta charset=shift_jis>".to_vec(),
            repeated_bytes(b"\x82\xA0\x81", size),
        ]
        .concat()
    }),
    ("unknown-charset", |size| {
        repeated_bytes(b"\xE4\xF6\xFC word <p>\x80", size)
    }),
    ("random", |size| random(size, 0..=255)),
    ("random-ascii", |size| random(size, b' '..=b'~')),
    ("random-markup", random_markup),
];

fn repeated(part: &str, size: usize) -> Vec<u8> {
    repeated_bytes(part.as_bytes(), size)
}

fn repeated_bytes(part: &[u8], size: usize) -> Vec<u8> {
    part.repeat((size / part.len().max(1)).max(1))
}

fn nested(start: &str, end: &str, size: usize) -> Vec<u8> {
    let n_levels = size / (start.len() + end.len());
    [
        start.repeat(n_levels),
        "A word of news.".to_owned(),
        end.repeat(n_levels),
    ]
    .concat()
    .into_bytes()
}

fn listed(start: &str, part: &str, end: &str, size: usize) -> Vec<u8> {
    [
        start.to_owned(),
        [part, ","].concat().repeat(size / (part.len() + 1)),
        part.to_owned(),
        end.to_owned(),
    ]
    .concat()
    .into_bytes()
}

fn numbered(size: usize, part: impl Fn(usize) -> String) -> Vec<u8> {
    let mut page = String::new();
    for number in 0.. {
        page.push_str(&part(number));
        if page.len() >= size {
            break;
        }
    }
    page.into_bytes()
}

/// The number in letters, so that classes and names differ although digits do not count.
fn letters(mut number: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
        if number == 0 {
            return letters;
        }
    }
}

fn one_tag(attributes: &[u8]) -> Vec<u8> {
    [
        b"<p>A word of news.</p><div ".as_slice(),
        attributes,
        b">word</div>",
    ]
    .concat()
}

fn json_ld(json: &[u8]) -> Vec<u8> {
    let start = b"<html><script type=\"application/ld+json\">".as_slice();
    [start, json, b"</script><p>A word of news.</p>"].concat()
}

fn laughs(size: usize) -> Vec<u8> {
    let mut page = "<!DOCTYPE html [<!ENTITY lol0 \"lol\">".to_owned();
    for level in 1..10 {
        let _ = write!(
            page,
            "<!ENTITY lol{level} \"{}\">",
            format!("&lol{};", level - 1).repeat(10)
        );
    }
    page.push_str("]><p>");
    page.push_str(&"&lol9;".repeat(size / 6));
    page.into_bytes()
}

/// The same bytes on every run (a linear congruence).
fn random(size: usize, bytes: std::ops::RangeInclusive<u8>) -> Vec<u8> {
    let (low, n_bytes) = (*bytes.start(), bytes.len() as u64);
    let mut state = 42_u64;
    std::iter::repeat_with(|| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        low + ((state >> 33) % n_bytes) as u8
    })
    .take(size)
    .collect()
}

fn random_markup(size: usize) -> Vec<u8> {
    const PARTS: [&str; 24] = [
        "<div>",
        "</div>",
        "<p>",
        "</p>",
        "<a href=x>",
        "</a>",
        "<b>",
        "</b>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<li class=\"byline\">",
        "<span itemprop='author'>",
        "</span>",
        "word ",
        "&amp;",
        "\"",
        "<h1>",
        "<time datetime=2026-03-04>",
    ];
    let picks = random(size / 6, 0..=PARTS.len() as u8 - 1);
    picks
        .into_iter()
        .flat_map(|pick| PARTS[usize::from(pick)].bytes())
        .collect()
}

/// Reads every page in a process of its own and prints what it took; `wanted` names some of them.
///
/// # Errors
///
/// When a process cannot be started.
pub fn run(wanted: &[String]) -> Result<()> {
    println!(
        "{:28} {:>6} {:>10} {:>9} {:>9}",
        "page", "MB", "ms per MB", "peak MB", "exceeds"
    );
    let mut n_exceeding = 0;
    let is_wanted = |name: &str| {
        wanted.is_empty() || wanted.iter().any(|wanted| name.contains(wanted.as_str()))
    };
    for (name, _) in PAGES.iter().filter(|(name, _)| is_wanted(name)) {
        for size_mb in SIZES {
            let cost = match in_process(name, size_mb)? {
                Some(cost) => cost,
                None => Cost {
                    ms_per_mb: f64::NAN,
                    peak_mb: f64::NAN,
                    mb: size_mb as f64,
                },
            };
            let exceeds = cost.exceeds();
            n_exceeding += usize::from(!exceeds.is_empty());
            println!(
                "{name:28} {:6.1} {:10.2} {:9.1} {exceeds:>9}",
                cost.mb, cost.ms_per_mb, cost.peak_mb
            );
        }
    }
    println!("{n_exceeding} exceed {MAX_MS_PER_MB} ms per MB or {MAX_PEAK_MB} MB");
    Ok(())
}

struct Cost {
    mb: f64,
    ms_per_mb: f64,
    peak_mb: f64,
}

impl Cost {
    fn exceeds(&self) -> &'static str {
        match (self.ms_per_mb <= MAX_MS_PER_MB, self.peak_mb <= MAX_PEAK_MB) {
            _ if self.ms_per_mb.is_nan() => "died",
            (true, true) => "",
            (false, true) => "time",
            (true, false) => "memory",
            (false, false) => "both",
        }
    }
}

/// What the page costs; nothing if the process died or had to be stopped.
fn in_process(name: &str, size_mb: usize) -> Result<Option<Cost>> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(["hostile-page", name, &size_mb.to_string()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let started = Instant::now();
    while child.try_wait()?.is_none() {
        if started.elapsed() > PATIENCE {
            child.kill()?;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output()?;
    let line = String::from_utf8_lossy(&output.stdout).into_owned();
    let numbers: Vec<f64> = line
        .split_whitespace()
        .filter_map(|word| word.parse().ok())
        .collect();
    Ok(match numbers[..] {
        [mb, ms_per_mb, peak_mb] if output.status.success() => Some(Cost {
            mb,
            ms_per_mb,
            peak_mb,
        }),
        _ => None,
    })
}

/// Reads one page and prints its MB, the ms per MB, and the MB that the process held at most while reading.
///
/// # Errors
///
/// When no page has that name.
pub fn run_page(name: &str, size_mb: usize) -> Result<()> {
    let (_, make) = PAGES
        .iter()
        .find(|(known, _)| *known == name)
        .ok_or_else(|| anyhow::anyhow!("there is no page named {name}"))?;
    let bytes = make(size_mb << 20);
    // The first reading of a process builds tables; they are not this page's cost.
    let warm = Page {
        name: "page.html",
        bytes: b"<p>A word of news, by Ana Ruiz, 4 March 2026.",
    };
    let _ = read(&warm, &Known::default());
    // 5 sets the peak back to what is held now.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let started = thread_time();
    let article = read(
        &Page {
            name: "page.html",
            bytes: &bytes,
        },
        &Known::default(),
    );
    let took = thread_time().saturating_sub(started);
    let mb = bytes.len() as f64 / (1 << 20) as f64;
    println!(
        "{mb} {} {}",
        took.as_secs_f64() * 1e3 / mb,
        peak_kb() as f64 / 1024.0
    );
    drop(article);
    Ok(())
}
