//! Measures Entente beside its peers. The programs are in `bench/`, outside of the workspace, so that nobody
//! has to build the peers who only builds Entente.

use std::process::Command;

use anyhow::{Context, Result, bail};

/// Builds the package in `bench/` and hands it the arguments.
pub fn run(arguments: &[String]) -> Result<()> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args([
        "run",
        "--quiet",
        "--release",
        "--manifest-path",
        "bench/Cargo.toml",
    ]);
    if std::env::var_os("CARGO_TARGET_DIR").is_none() {
        cargo.args(["--target-dir", "target/bench"]);
    }
    let status = cargo
        .arg("--")
        .args(arguments)
        .status()
        .context("cannot start cargo")?;
    if !status.success() {
        bail!("the measurement did not end well ({status})");
    }
    Ok(())
}
