//! An agent: the client of the protocol's own library, and what it makes of answers.

#![allow(dead_code, reason = "every test file uses some of it")]

use std::collections::BTreeMap;
use std::marker::PhantomData;

use entente_server::mcp::Tools;
use rmcp::model::{CallToolRequestParams, CallToolResult, Tool};
use rmcp::service::{RoleClient, RunningService};
use rmcp::{ClientLifecycleMode, ClientServiceExt, ServiceExt};
use serde_json::{Value, json as value};

use super::Site;

/// An agent that speaks with the tools through a pipe, as long as there is a workspace.
pub struct Agent<'s> {
    site: PhantomData<&'s Site>,
    runtime: tokio::runtime::Runtime,
    pub client: RunningService<RoleClient, ()>,
}

impl<'s> Agent<'s> {
    pub fn of(site: &'s Site) -> Self {
        Self::speaking(site, ClientLifecycleMode::Initialize)
    }

    pub fn speaking(site: &'s Site, lifecycle: ClientLifecycleMode) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let runtime = runtime.expect("a runtime can be made");
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let tools = Tools::new(site.server());
        let client = runtime.block_on(async {
            tokio::spawn(async move {
                let running = tools.serve(ours).await.expect("the agent says who it is");
                running.waiting().await
            });
            ().serve_with_lifecycle(theirs, lifecycle)
                .await
                .expect("the tools say who they are")
        });
        Self {
            site: PhantomData,
            runtime,
            client,
        }
    }

    pub fn tools(&self) -> Vec<Tool> {
        let tools = self.runtime.block_on(self.client.list_all_tools());
        tools.expect("tools are listed")
    }

    pub fn call(&self, tool: &str, arguments: Value) -> CallToolResult {
        let Value::Object(arguments) = arguments else {
            panic!("arguments are an object")
        };
        let request = CallToolRequestParams::new(tool.to_owned()).with_arguments(arguments);
        let answered = self.runtime.block_on(self.client.call_tool(request));
        answered.expect("a call is answered")
    }

    /// What a tool answers; it must.
    pub fn ask(&self, tool: &str, arguments: Value) -> Value {
        let result = self.call(tool, arguments.clone());
        assert_eq!(
            result.is_error,
            Some(false),
            "{tool} {arguments}: {result:?}"
        );
        let answer = result
            .structured_content
            .expect("an answer has a structure");
        let text = result.content[0].as_text().expect("it is told as text too");
        assert_eq!(
            serde_json::from_str::<Value>(&text.text).ok().as_ref(),
            Some(&answer)
        );
        answer
    }

    /// What a tool says if it cannot answer.
    pub fn fault(&self, tool: &str, arguments: Value) -> String {
        let result = self.call(tool, arguments);
        assert_eq!(result.is_error, Some(true), "{result:?}");
        let text = result.content[0]
            .as_text()
            .expect("a fault is told in words");
        text.text.clone()
    }

    /// The texts of all articles, paragraph by paragraph, as the tools give them.
    pub fn texts(&self) -> BTreeMap<String, Vec<String>> {
        let mut texts = BTreeMap::new();
        for number in 1.. {
            let id = format!("art_{number}");
            if self.call("get", value!({"id": id})).is_error == Some(true) {
                break;
            }
            let parts = self.all("get", value!({"id": id}));
            let parts = parts.iter().map(|part| string(&part["untrusted"]["text"]));
            texts.insert(id, parts.collect());
        }
        texts
    }

    /// All items of an answer, page by page.
    pub fn all(&self, tool: &str, arguments: Value) -> Vec<Value> {
        let mut items = Vec::new();
        let mut asked = arguments;
        loop {
            let answer = self.ask(tool, asked.clone());
            let page = answer["items"].as_array().expect("an answer has items");
            items.extend(page.iter().cloned());
            match answer.get("cursor") {
                Some(cursor) => asked["cursor"] = cursor.clone(),
                None => {
                    assert_eq!(answer["n_left"], 0);
                    return items;
                }
            }
        }
    }
}

/// A text out of an answer.
fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Everything in an answer that says where it stands: article, words and sentence.
pub fn evidence(value: &Value) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    match value {
        Value::Object(fields) => {
            if let (Some(start), Some(words)) = (
                fields.get("start"),
                fields.get("untrusted").and_then(|words| words.get("words")),
            ) {
                assert!(start.is_u64());
                let article = match (fields.get("claim"), fields.get("article")) {
                    (Some(claim), _) => {
                        let claim = string(claim);
                        let number = claim.split('_').nth(1).expect("a claim names its article");
                        format!("art_{number}")
                    }
                    (None, article) => string(article.expect("evidence has a claim or an article")),
                };
                let sentence = fields["untrusted"].get("sentence").unwrap_or(words);
                found.push((article, string(words), string(sentence)));
            }
            found.extend(fields.values().flat_map(evidence));
        }
        Value::Array(entries) => found.extend(entries.iter().flat_map(evidence)),
        _ => {}
    }
    found
}

/// As many tokens as the text has at most: counted otherwise than the server does, by words and signs.
pub fn tokens(value: &Value) -> usize {
    let text = value.to_string();
    let mut n = 0;
    let mut last = ' ';
    for letter in text.chars() {
        let is_new = match letter {
            'a'..='z' | 'A'..='Z' => !last.is_ascii_alphabetic(),
            '0'..='9' => !last.is_ascii_digit(),
            ' ' => false,
            letter => !letter.is_ascii() || last.is_ascii_alphanumeric() || last == ' ',
        };
        n += usize::from(is_new);
        last = letter;
    }
    n
}
