//! Writes the JSON Schema of an account, so that other programs can rely on its form.

use anyhow::Result;
use entente_engine::Account;

/// Where the schema lies in the repository.
const PATH: &str = "schema/account.json";

/// Writes the schema.
pub fn run() -> Result<()> {
    let schema = schemars::schema_for!(Account);
    std::fs::create_dir_all("schema")?;
    std::fs::write(PATH, serde_json::to_string_pretty(&schema)? + "\n")?;
    println!("wrote {PATH}");
    Ok(())
}
