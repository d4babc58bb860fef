//! Shows how far a long run is, on standard error and only on a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that counts articles, with an estimate of the time that is left.
///
/// It appears only if a run takes longer than a moment.
pub fn bar(n_articles: usize, quiet: bool) -> ProgressBar {
    let bar = ProgressBar::new(n_articles as u64);
    if quiet || n_articles < 2 {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let style = ProgressStyle::with_template("reading {bar:30} {pos}/{len} reports, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style.progress_chars("━╸─"));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// A bar that counts feeds or pages that are fetched.
pub fn fetching(n_addresses: usize, what: &'static str, quiet: bool) -> ProgressBar {
    let bar = ProgressBar::new(n_addresses as u64);
    if quiet || n_addresses == 0 {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let template = format!("fetching {{bar:30}} {{pos}}/{{len}} {what}, {{elapsed}}");
    let style =
        ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style.progress_chars("━╸─"));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
