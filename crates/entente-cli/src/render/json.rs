//! An account as JSON, with every span. `schema/account.json` describes the form.

use entente_engine::Account;
use serde_json::{Value, json};

use super::steers;

/// Everything as one object.
pub fn object(account: &Account) -> std::io::Result<String> {
    Ok(escaped(&serde_json::to_string_pretty(account)?) + "\n")
}

/// One line for each slot, with the number of its story.
pub fn lines(account: &Account) -> std::io::Result<String> {
    let mut out = String::new();
    for (story_idx, story) in account.stories.iter().enumerate() {
        for slot in &story.slots {
            let mut line = serde_json::to_value(slot)?;
            if let Value::Object(fields) = &mut line {
                fields.insert("story".to_owned(), json!(story_idx + 1));
            }
            out.push_str(&escaped(&line.to_string()));
            out.push('\n');
        }
    }
    Ok(out)
}

/// The same JSON, with escapes for every character that could steer a terminal. They stand in strings alone.
pub fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if steers(character) && character != '\n' {
            // Control characters and marks of direction lie in the first plane: one escape is enough.
            out.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            out.push(character);
        }
    }
    out
}
