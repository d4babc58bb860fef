//! What all answers have: the moment, items as far as the budget goes, and the way to the rest.

use entente_engine::clean;
use entente_engine::world::{Known, View};
use rmcp::model::JsonObject;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::budget::{cut, tokens};
use crate::error::Fault;

/// Tokens of an answer if nothing is said, at least, and at most.
const USUAL: usize = 4_000;
const LEAST: usize = 1_000;
const MOST: usize = 20_000;
/// Tokens that are kept for what stands around head and items.
const AROUND: usize = 100;
/// Longest text among the arguments, in bytes.
const MAX_TEXT: usize = 1_000;
/// Most things that can be skipped.
const MAX_SKIPPED: usize = 1_000_000;

/// What every tool can be asked beside its own.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub struct Common {
    /// Answer with what was known at that moment: a day (2025-05-08) or 2025-05-08T14:03:00Z. Default: now.
    pub as_of: Option<String>,
    /// Where an earlier answer to the same question ended.
    pub cursor: Option<String>,
    /// Tokens that the answer may have, 1000 to 20000. Default: 4000.
    pub max_tokens: Option<usize>,
}

/// An answer.
#[derive(Serialize, JsonSchema)]
pub struct Answer<H, T> {
    /// The moment of what is known that this speaks of; missing if the workspace is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// What all of it is about.
    pub about: H,
    /// What was found, the most important first.
    pub items: Vec<T>,
    /// Items that are left.
    pub n_left: usize,
    /// Leads to them, with the same arguments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A question: its own arguments, the view that it is asked of, and how much may be answered.
pub struct Question<'w, A> {
    /// What the tool is asked.
    pub asked: A,
    /// What was known at the moment that is asked for.
    pub view: View<'w>,
    /// Items that earlier answers gave.
    pub skipped: usize,
    pinned: Option<Known>,
    most: usize,
    key: u32,
}

impl<'w, A: DeserializeOwned> Question<'w, A> {
    /// Out of the arguments of a call.
    pub fn new(tool: &str, view: &View<'w>, mut arguments: JsonObject) -> Result<Self, Fault> {
        let mut common = JsonObject::new();
        for name in ["as_of", "cursor", "max_tokens"] {
            common.extend(arguments.remove(name).map(|value| (name.to_owned(), value)));
        }
        check(&Value::Object(arguments.clone()))?;
        let unclear = |error: serde_json::Error| Fault::Unclear(error.to_string());
        let common: Common = serde_json::from_value(Value::Object(common)).map_err(unclear)?;
        // The names of an object come in order, so the same question has the same key.
        let key = hash(&format!("{tool} {}", sorted(&arguments)));
        let asked = serde_json::from_value(Value::Object(arguments)).map_err(unclear)?;
        let cursor = common.cursor.as_deref();
        let cursor = cursor.map(|cursor| Cursor::read(cursor, key)).transpose()?;
        let as_of = common.as_of.as_deref().filter(|at| !at.is_empty());
        let as_of: Option<Known> = as_of.map(str::parse).transpose().map_err(Fault::Unclear)?;
        let known = match &cursor {
            Some(cursor) => cursor.known,
            None => as_of,
        };
        let view = view.at(known);
        Ok(Self {
            asked,
            pinned: view.moment()?,
            view,
            skipped: cursor.map_or(0, |cursor| cursor.skipped),
            most: common.max_tokens.unwrap_or(USUAL).clamp(LEAST, MOST),
            key,
        })
    }
}

impl<A> Question<'_, A> {
    /// Answers with as many items as fit. `items` begin behind those that are skipped; there are `n` in all.
    pub fn answer<H: Serialize, T: Serialize>(
        &self,
        about: H,
        n: usize,
        items: impl IntoIterator<Item = Result<T, Fault>>,
    ) -> Result<Value, Fault> {
        let about = clean(value(&about)?);
        // A head is small by itself; a hostile one leaves room for an item.
        let about = cut(about, self.most / 2);
        let mut left = self
            .most
            .saturating_sub(AROUND + tokens(&about.to_string()));
        let mut fitting = Vec::new();
        for item in items {
            let mut item = clean(value(&item?)?);
            let mut size = tokens(&item.to_string()) + 1;
            if size > left && fitting.is_empty() {
                item = cut(item, left.saturating_sub(1));
                size = left;
            }
            if size > left {
                break;
            }
            left -= size;
            fitting.push(item);
        }
        let next = self.skipped + fitting.len();
        let n_left = n.saturating_sub(next);
        let is_more = n_left > 0 && !fitting.is_empty();
        value(&Answer {
            as_of: self.pinned.map(|known| known.to_string()),
            about,
            items: fitting,
            n_left,
            cursor: is_more.then(|| Cursor::written(next, self.pinned, self.key)),
        })
    }
}

fn value(thing: &impl Serialize) -> Result<Value, Fault> {
    serde_json::to_value(thing).map_err(|error| Fault::Program(error.to_string()))
}

/// Without characters that steer, in all of its texts.
fn clean(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(clean::lines(&text)),
        Value::Array(entries) => entries.into_iter().map(clean).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, field)| (name, clean(field)))
            .collect(),
        other => other,
    }
}

/// Refuses arguments with texts that nobody needs.
fn check(value: &Value) -> Result<(), Fault> {
    match value {
        Value::String(text) if text.len() > MAX_TEXT => Err(Fault::Unclear(format!(
            "a text of {} bytes; {MAX_TEXT} at most",
            text.len()
        ))),
        Value::Array(entries) => entries.iter().try_for_each(check),
        Value::Object(fields) => fields.values().try_for_each(check),
        _ => Ok(()),
    }
}

fn sorted(arguments: &JsonObject) -> String {
    let mut fields: Vec<_> = arguments
        .iter()
        .filter(|(_, value)| !value.is_null())
        .collect();
    fields.sort_by_key(|(name, _)| *name);
    let fields = fields.iter().map(|(name, value)| format!("{name}={value}"));
    fields.collect::<Vec<_>>().join(" ")
}

/// FNV-1a, 32 bits: tells questions apart, and is no secret.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// Where an answer ended: what was given, as of when, of which question.
#[derive(Debug, PartialEq, Eq)]
struct Cursor {
    skipped: usize,
    known: Option<Known>,
}

impl Cursor {
    /// `40.1746716645000000.811c9dc5`.
    fn written(skipped: usize, known: Option<Known>, key: u32) -> String {
        let known = known.map_or(String::new(), |known| known.0.to_string());
        format!("{skipped}.{known}.{key:08x}")
    }

    fn read(text: &str, key: u32) -> Result<Self, Fault> {
        let wrong = || Fault::Unclear("the cursor is none that was given".to_owned());
        let parts: Vec<&str> = text.split('.').collect();
        let [skipped, known, of] = parts[..] else {
            return Err(wrong());
        };
        let skipped: usize = skipped.parse().map_err(|_| wrong())?;
        if u32::from_str_radix(of, 16) != Ok(key) {
            let told = "the cursor belongs to another question; give it with the same arguments";
            return Err(Fault::Unclear(told.to_owned()));
        }
        let known = match known {
            "" => None,
            known => Some(Known(known.parse().map_err(|_| wrong())?)),
        };
        match skipped <= MAX_SKIPPED {
            true => Ok(Self { skipped, known }),
            false => Err(wrong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use entente_engine::world::Known;

    use super::Cursor;

    #[test]
    fn a_cursor_leads_back_to_its_own_question_alone() {
        let text = Cursor::written(40, Some(Known(17)), 3);
        assert_eq!(text, "40.17.00000003");
        let cursor = Cursor::read(&text, 3).expect("it was just written");
        assert_eq!((cursor.skipped, cursor.known), (40, Some(Known(17))));
        for wrong in [
            "",
            "40",
            "a.b.c",
            "40.17.00000004",
            "9999999999.17.00000003",
            "-1.17.00000003",
            "4.x.00000003",
        ] {
            assert!(Cursor::read(wrong, 3).is_err(), "{wrong}");
        }
    }
}
