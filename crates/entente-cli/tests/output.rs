//! What is printed: data alone, nothing that steers a terminal or a page, the same bytes every time.

mod common;

use common::{Folder, command, root, run, strike};
use serde_json::Value;

const FORMATS: [&str; 5] = ["text", "md", "html", "json", "jsonl"];

/// What a stranger may put into a report to reach beyond it.
const HOSTILE: &str = "Strike \u{1b}[2J\u{1b}]0;owned\u{7} in Orda <script>alert(1)</script>\n\n\
    About 300 miners \u{202e}went on strike\u{202c} in Orda on Monday, the union said.\n\n\
    \"We \u{9b}31m<img src=x onerror=alert(2)> will [link](javascript:alert(3)) not `go` back,\" said Pavel\u{200f} Dorn, \
    the leader of the union.\n\nSee http://evil.example/ and www.evil.example for 12 more of 45 such claims.\n";

#[test]
fn nothing_in_a_report_steers_a_terminal_or_a_page() {
    let page = format!(
        "<html><head><title>{HOSTILE}</title></head><body><h1>{HOSTILE}</h1><p>{HOSTILE}</p></body></html>"
    );
    let folder = Folder::new(&[
        ("a.txt", HOSTILE.to_owned()),
        ("b.html", page),
        ("c.txt", HOSTILE.replace("300", "390")),
    ]);
    for format in FORMATS {
        for extra in ["--evidence", "--color=always"] {
            let found = folder.run(&["compare", ".", "--format", format, extra]);
            assert_eq!(found.status, 0, "{format}: {}", found.err);
            let is_styled = format == "text" && extra == "--color=always";
            steers_nothing(&found.out, format, is_styled);
            steers_nothing(&found.err, "messages", true);
        }
    }
}

fn steers_nothing(out: &str, format: &str, is_styled: bool) {
    let stripped = if is_styled {
        without_colour(out)
    } else {
        out.to_owned()
    };
    let is_bad = |character: char| {
        character.is_control() && character != '\n'
            || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
    };
    let bad = stripped.chars().find(|&character| is_bad(character));
    assert_eq!(bad, None, "{format}: {stripped}");
    match format {
        "html" => {
            let lower = stripped.to_lowercase();
            for tag in [
                "<script",
                "<img",
                "<iframe",
                "javascript:\"",
                "http://evil",
                " onerror=\"",
            ] {
                let is_text = tag == "http://evil" && !lower.contains("href=\"http");
                assert!(is_text || !lower.contains(tag), "{tag}");
            }
        }
        "md" => {
            let live = stripped.replace("\\<", "").replace("\\]", "");
            assert!(
                !live.contains('<') && !live.contains("](javascript"),
                "{stripped}"
            );
            assert!(
                !stripped.contains(" http://"),
                "an address does not become a link: {stripped}"
            );
        }
        _ => {}
    }
}

/// Without the colours that the command itself gives.
fn without_colour(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        out.push_str(before);
        let end = after.find(|character: char| !character.is_ascii_digit() && character != ';');
        let end = end.expect("a colour ends");
        assert_eq!(&after[end..=end], "m", "only colours: {after}");
        rest = &after[end + 1..];
    }
    out + rest
}

#[test]
fn piped_output_is_plain_and_colour_can_be_asked_for() {
    let folder = strike();
    let plain = folder.run(&["compare", "."]);
    assert!(
        !plain.out.contains('\u{1b}') && plain.err.is_empty(),
        "{}",
        plain.err
    );
    let colour = folder.run(&["compare", ".", "--color", "always"]);
    assert!(colour.out.contains("\u{1b}["));
    assert_eq!(
        without_colour(&colour.out),
        plain.out,
        "colour adds nothing but colour"
    );
    let refused = run(
        command(folder.path())
            .args(["compare", "."])
            .env("NO_COLOR", "1")
            .env("CLICOLOR_FORCE", "0"),
        b"",
    );
    assert_eq!(refused.out, plain.out);
}

#[test]
fn lines_keep_the_width_that_was_asked_for() {
    let folder = strike();
    for width in ["40", "60", "72", "100", "160"] {
        for extra in ["--evidence", "--quiet"] {
            let found = folder.run(&["compare", ".", "--width", width, extra]);
            let limit: usize = width.parse().expect("a number");
            let longest = found
                .out
                .lines()
                .max_by_key(|line| line.chars().count())
                .unwrap_or_default();
            assert!(longest.chars().count() <= limit, "{width}: {longest}");
        }
    }
}

#[test]
fn the_same_reports_give_the_same_bytes() {
    let folder = strike();
    for format in FORMATS {
        let first = folder.run(&["compare", "a.txt", "b.txt", "c.html", "--format", format]);
        let ways: [&[&str]; 4] = [
            &["compare", "a.txt", "b.txt", "c.html", "--format", format],
            &["compare", "c.html", "a.txt", "b.txt", "--format", format],
            &[
                "compare",
                "b.txt",
                "c.html",
                "a.txt",
                "--format",
                format,
                "--threads",
                "1",
            ],
            &[
                "compare",
                "c.html",
                "b.txt",
                "a.txt",
                "--format",
                format,
                "--threads",
                "2",
            ],
        ];
        for way in ways {
            assert_eq!(folder.run(way).out, first.out, "{way:?}");
        }
    }
}

/// The example's account as JSON.
fn example() -> Value {
    let found = run(
        command(&root()).args(["compare", "examples/summit", "--format", "json"]),
        b"",
    );
    assert_eq!(found.status, 0, "{}", found.err);
    serde_json::from_str(&found.out).expect("the output is JSON")
}

#[test]
fn json_has_the_form_of_its_schema() {
    let path = root().join("schema/account.json");
    let schema = schemars::schema_for!(entente_engine::Account);
    let generated = serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n";
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write(&path, &generated).expect("the schema can be written");
    }
    let committed = std::fs::read_to_string(&path).expect("the schema is committed");
    assert_eq!(committed, generated, "`cargo xtask schema` writes it anew");
    let schema: Value = serde_json::from_str(&committed).expect("the schema is JSON");
    let mut errors = Vec::new();
    validate(&schema, &schema, &example(), "", &mut errors);
    assert!(errors.is_empty(), "{errors:#?}");
}

/// What in `value` breaks `schema`, for the words of JSON Schema that the committed one uses.
///
/// Fields that the schema does not name are errors too: programs should not meet what is nowhere described.
fn validate(root: &Value, schema: &Value, value: &Value, path: &str, errors: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.strip_prefix("#/$defs/").expect("a definition");
        return validate(root, &root["$defs"][name], value, path, errors);
    }
    for word in ["anyOf", "oneOf"] {
        let Some(choices) = schema[word].as_array() else {
            continue;
        };
        let fits = choices.iter().any(|choice| {
            let mut found = Vec::new();
            validate(root, choice, value, path, &mut found);
            found.is_empty()
        });
        if !fits {
            errors.push(format!("{path}: {value} fits none of {word}"));
        }
    }
    let is_allowed = |name: &Value| match name.as_str().unwrap_or_default() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the check does not know the type `{other}`"),
    };
    let is_typed = match &schema["type"] {
        Value::Null => true,
        Value::Array(names) => names.iter().any(is_allowed),
        name => is_allowed(name),
    };
    let is_listed = schema["enum"]
        .as_array()
        .is_none_or(|known| known.contains(value));
    let is_const = schema.get("const").is_none_or(|known| known == value);
    let is_enough = schema["minimum"]
        .as_f64()
        .is_none_or(|least| value.as_f64().is_none_or(|value| value >= least));
    if !(is_typed && is_listed && is_const && is_enough) {
        errors.push(format!("{path}: {value} is not {schema}"));
    }
    if let (Some(fields), Some(known)) = (value.as_object(), schema["properties"].as_object()) {
        let required = schema["required"].as_array().into_iter().flatten();
        for name in required
            .filter_map(Value::as_str)
            .filter(|name| !fields.contains_key(*name))
        {
            errors.push(format!("{path}: `{name}` is missing"));
        }
        for (name, field) in fields {
            match known.get(name) {
                Some(schema) => validate(root, schema, field, &format!("{path}/{name}"), errors),
                None => errors.push(format!("{path}: `{name}` is not described")),
            }
        }
    }
    for (idx, item) in value.as_array().into_iter().flatten().enumerate() {
        let schema = schema["prefixItems"].get(idx).unwrap_or(&schema["items"]);
        if !schema.is_null() {
            validate(root, schema, item, &format!("{path}/{idx}"), errors);
        }
    }
}

#[test]
fn every_span_is_a_literal_slice() {
    let account = example();
    let articles = account["articles"].as_array().expect("a list of articles");
    let text = |report: &Value| {
        let found = articles.iter().find(|article| article["id"] == *report);
        found
            .and_then(|article| article["text"].as_str())
            .expect("a report is an article")
    };
    let mut n_values = 0;
    for story in account["stories"].as_array().expect("a list of stories") {
        for slot in story["slots"].as_array().expect("a list of slots") {
            for value in slot["values"].as_array().expect("a list of values") {
                let text = text(&value["report"]);
                let words = slice(text, &value["span"]);
                assert_eq!(Some(words), value["text"].as_str(), "{}", slot["id"]);
                assert!(!words.is_empty(), "{}", slot["id"]);
                slice(text, &value["sentence"]);
                n_values += 1;
            }
        }
        for passage in story["copied"].as_array().expect("a list of passages") {
            for side in ["from", "to"] {
                slice(text(&passage[side][0]), &passage[side][1]);
            }
        }
    }
    assert!(n_values > 20, "the example says something");
    for article in articles {
        let text = article["text"].as_str().expect("a text");
        for block in article["blocks"].as_array().expect("a list of blocks") {
            slice(text, &block["span"]);
        }
    }
}

fn slice<'a>(text: &'a str, span: &Value) -> &'a str {
    let at = |end: &str| usize::try_from(span[end].as_u64().expect("a number")).expect("a byte");
    text.get(at("start")..at("end"))
        .expect("a span lies in its text, on borders of characters")
}

#[test]
fn json_lines_are_slots() {
    let found = run(
        command(&root()).args(["compare", "examples/summit", "--format", "jsonl"]),
        b"",
    );
    let account = example();
    let slots = account["stories"]
        .as_array()
        .expect("stories")
        .iter()
        .map(|story| story["slots"].as_array().map_or(0, Vec::len));
    assert_eq!(found.out.lines().count(), slots.sum::<usize>());
    for line in found.out.lines() {
        let slot: Value = serde_json::from_str(line).expect("a line is JSON");
        assert!(slot["verdict"].is_string() && slot["story"].is_u64() && slot["values"].is_array());
    }
}

#[test]
fn html_is_well_formed_and_needs_nothing_else() {
    let folder = strike();
    let html = folder.run(&["compare", ".", "--format", "html"]).out;
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
    for wanted in [
        "<main",
        "<h1",
        "<title>",
        "Content-Security-Policy",
        "Skip to the account",
    ] {
        assert!(html.contains(wanted), "{wanted}");
    }
    let mut ids: Vec<&str> = html
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let n_ids = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), n_ids, "every id is given once");
    for target in html
        .split("href=\"#")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
    {
        assert!(
            ids.binary_search(&target).is_ok(),
            "#{target} leads somewhere"
        );
    }
    closes_every_tag(&html);
}

/// Every tag is closed in the right order.
fn closes_every_tag(html: &str) {
    let body = html.split_once("</style>").expect("a style").1;
    let mut open = vec!["html", "head"];
    for tag in body
        .split('<')
        .skip(1)
        .filter_map(|rest| rest.split('>').next())
    {
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "in order"),
            None => open.push(tag.split([' ', '\n']).next().unwrap_or_default()),
        }
    }
    assert!(open.is_empty(), "{open:?} stay open");
}
