//! The tools: what each is for, what it takes, and what it gives.

use std::sync::{Arc, LazyLock};

use entente_engine::world::View;
use rmcp::handler::server::common::{schema_for_input, schema_for_output};
use rmcp::model::{JsonObject, Tool as Described, ToolAnnotations};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::answer::{Answer, Common, Question};
use super::{compare, diff, evidence, get, quotes, relation, search, summarize, timeline};
use crate::error::Fault;

/// A tool.
pub struct Tool {
    described: Described,
    /// Answers a call.
    pub answer: fn(&View, JsonObject) -> Result<Value, Fault>,
}

static TOOLS: LazyLock<[Tool; 9]> = LazyLock::new(|| {
    [
        Tool {
            described: described::<search::Asked, Answer<search::About, search::Hit>>(
                "search",
                "Search articles",
                "Articles by their words, the best first, each with the sentences that fit best. All words must stand in an article; \
                 if none has all, those that have any. `\"several in a row\"`, `a OR b`, `-without`.",
            ),
            answer: |view, arguments| search::search(&Question::new("search", view, arguments)?),
        },
        Tool {
            described: described::<summarize::Asked, Answer<summarize::About, summarize::Line>>(
                "summarize",
                "Summarize",
                "An overview: of one story (its account: what happened, contradictions, figures, quotes), of one actor (names, offices, \
                 whom they deal with), of a search (publishers, months, actors, acts, stories), or of the whole workspace. Give at most \
                 one of `story`, `actor`, `query`.",
            ),
            answer: |view, arguments| {
                summarize::summarize(&Question::new("summarize", view, arguments)?)
            },
        },
        Tool {
            described: described::<get::Asked, Answer<get::About, get::Part>>(
                "get",
                "Get an article or a story",
                "An article (`art_1`: its text, paragraph by paragraph) or a story (`sty_1`: its reports, and which of them go back to \
                 one origin).",
            ),
            answer: |view, arguments| get::get(&Question::new("get", view, arguments)?),
        },
        Tool {
            described: described::<compare::Asked, Answer<compare::About, compare::Row>>(
                "compare_story",
                "Compare the reports of a story",
                "What each independent origin of a story says of every question that several of them answer: contradictions and \
                 disputes first. `words` narrows it to what has to do with them, then also with what one origin alone tells.",
            ),
            answer: |view, arguments| {
                compare::compare(&Question::new("compare_story", view, arguments)?)
            },
        },
        Tool {
            described: described::<relation::Asked, Answer<relation::About, relation::Period>>(
                "relation_series",
                "Relation of two sides over time",
                "How two sides (countries, persons, organisations) stand to each other: share of conflict with its 90 % interval, and \
                 for every period the acts behind it, the latest first. Without `other`: one side and everybody else.",
            ),
            answer: |view, arguments| {
                relation::relation(&Question::new("relation_series", view, arguments)?)
            },
        },
        Tool {
            described: described::<timeline::Asked, Answer<timeline::About, timeline::Happening>>(
                "timeline",
                "Timeline",
                "What happened when, in order of time: in a story, or acts of an actor (and with `other`, of the two).",
            ),
            answer: |view, arguments| {
                timeline::timeline(&Question::new("timeline", view, arguments)?)
            },
        },
        Tool {
            described: described::<quotes::Asked, Answer<quotes::About, quotes::Quotation>>(
                "quotes",
                "Who said what",
                "Quotations of a story, of somebody (`by`), or those that several reports of the latest stories give; each with all \
                 wordings. `words` keeps those that hold some of them.",
            ),
            answer: |view, arguments| quotes::quotes(&Question::new("quotes", view, arguments)?),
        },
        Tool {
            described: described::<evidence::Asked, Answer<evidence::About, evidence::Proof>>(
                "evidence",
                "Evidence of claims",
                "The stored text behind claims (`clm_1_4`), behind a slot of a story (`sty_1/slot_12`: all of its answers), or all \
                 claims of an article (`art_1`): words, sentence, what stands before and after, how it was read, and by which rule.",
            ),
            answer: |view, arguments| {
                evidence::evidence(&Question::new("evidence", view, arguments)?)
            },
        },
        Tool {
            described: described::<diff::Asked, Answer<diff::About, diff::Change>>(
                "diff",
                "What changed",
                "What became known after a moment (`from`), until now or until `as_of`: articles, stories that began, changed or \
                 merged, corrections.",
            ),
            answer: |view, arguments| diff::diff(&Question::new("diff", view, arguments)?),
        },
    ]
});

/// A tool by its name.
pub fn named(name: &str) -> Option<&'static Tool> {
    TOOLS.iter().find(|tool| tool.described.name == name)
}

/// What all tools are called.
pub fn names() -> Vec<&'static str> {
    TOOLS
        .iter()
        .map(|tool| tool.described.name.as_ref())
        .collect()
}

/// All tools, as an agent is told of them.
pub fn all() -> Vec<Described> {
    TOOLS.iter().map(|tool| tool.described.clone()).collect()
}

/// A tool that reads and does nothing else: what it takes is its own with what all of them take.
fn described<A, O>(name: &'static str, title: &str, about: &'static str) -> Described
where
    A: JsonSchema + DeserializeOwned + 'static,
    O: JsonSchema + 'static,
{
    let schema = |schema: Result<Arc<JsonObject>, String>| {
        plain(&schema.expect("the arguments of a tool are an object"))
    };
    let mut takes = schema(schema_for_input::<A>());
    let common = schema(schema_for_input::<Common>());
    if let (Some(Value::Object(own)), Some(Value::Object(common))) =
        (takes.get_mut("properties"), common.get("properties"))
    {
        own.extend(common.clone());
    }
    takes.insert("additionalProperties".to_owned(), Value::Bool(false));
    let annotations = ToolAnnotations::with_title(title)
        .read_only(true)
        .destructive(false)
        .idempotent(true)
        .open_world(false);
    Described::new(name, about, Arc::new(takes))
        .with_title(title)
        .with_annotations(annotations)
        .with_raw_output_schema(Arc::new(plain(&schema_for_output::<O>())))
}

/// Without what costs tokens and tells a model nothing: names of types, ranges of machine numbers, a sentence for each word of a choice.
fn plain(schema: &JsonObject) -> JsonObject {
    let mut schema = schema.clone();
    schema.remove("title");
    schema.remove("$schema");
    schema.values_mut().for_each(strip);
    schema
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            let format = fields
                .get("format")
                .and_then(Value::as_str)
                .unwrap_or_default();
            if ["uint", "int", "double"]
                .iter()
                .any(|kind| format.starts_with(kind))
            {
                fields.remove("format");
                fields.remove("minimum");
            }
            if let Some(words) = fields.get("oneOf").and_then(choice) {
                fields.remove("oneOf");
                fields.insert("enum".to_owned(), words);
            }
            fields.values_mut().for_each(strip);
        }
        Value::Array(entries) => entries.iter_mut().for_each(strip),
        _ => {}
    }
}

/// The words of a choice; `None` if it is one between other things.
fn choice(one_of: &Value) -> Option<Value> {
    let entries = one_of.as_array()?.iter();
    entries
        .map(|entry| entry.get("const").cloned())
        .collect::<Option<Vec<_>>>()
        .map(Value::Array)
}
