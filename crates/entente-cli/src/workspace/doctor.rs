//! `entente doctor`: says in words what is well with a workspace, what is not, and what to do.

use std::fmt::Write as _;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use entente_engine::Settings;
use entente_engine::health::{Finding, Health, findings};
use entente_engine::workspace::reader;

use super::{json, now, open, print};
use crate::arguments::{AskFormat, Doctor};
use crate::failure::Failure;
use crate::render::plain;

/// Blobs that are hashed; `entente verify` hashes all.
const SAMPLE: u64 = 500;
/// Looks at everything that a workspace needs.
pub fn doctor(settings: &Doctor) -> Result<ExitCode, Failure> {
    let world = open(&settings.place)?;
    let now = now();
    let state = world.state(reader(Settings::default().precision), now, SAMPLE)?;
    let free = fs4::available_space(world.folder()).ok();
    let findings = findings(&world, &state, now, free);
    print(&match settings.format {
        AskFormat::Json => json(&findings)?,
        AskFormat::Text => findings.iter().map(line).collect(),
    })?;
    let is_ill = findings.iter().any(|one| one.health == Health::Ill);
    Ok(ExitCode::from(3 * u8::from(is_ill)))
}

fn line(finding: &Finding) -> String {
    let (mark, style) = match finding.health {
        Health::Well => ("✓", AnsiColor::Green.on_default()),
        Health::Waits => ("·", Style::new()),
        Health::Ill => ("✗", AnsiColor::Red.on_default().bold()),
    };
    let mut out = format!(
        "{style}{mark}{style:#} {:<9}  {}\n",
        finding.what,
        plain(&finding.told)
    );
    if let Some(advice) = finding.advice {
        _ = writeln!(out, "             {advice}");
    }
    out
}
