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

/// A bar that counts stored bytes, with the rate and an estimate of the time that is left; a count alone if the
/// whole is not known.
pub fn bytes(n_bytes: Option<u64>, quiet: bool) -> ProgressBar {
    let (bar, template) = match n_bytes {
        Some(n_bytes) => (
            ProgressBar::new(n_bytes),
            "reading {bar:24} {bytes}/{total_bytes} · {msg} · {bytes_per_sec} · {eta} left",
        ),
        None => (
            ProgressBar::no_length(),
            "reading {bytes} · {msg} · {bytes_per_sec}",
        ),
    };
    // Less is read before a bar could be seen.
    const MIN_BYTES: u64 = 4 << 20;
    if quiet || n_bytes.is_some_and(|n_bytes| n_bytes < MIN_BYTES) {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style.progress_chars("━╸─"));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Shows how many bytes were read and how many articles were written.
pub fn show(bar: &ProgressBar, n_bytes: u64, n_articles: u64) {
    /// Showing costs more than reading a small page.
    const STEP: u64 = 64;
    if bar.is_hidden() || !n_articles.is_multiple_of(STEP) {
        return;
    }
    bar.set_position(n_bytes);
    let elapsed_s = bar.elapsed().as_secs_f64().max(0.001);
    let rate = n_articles as f64 / elapsed_s;
    bar.set_message(format!("{n_articles} articles, {rate:.0} a second"));
}

/// A bar for work of several steps, each begun with [`begin`].
pub fn steps(quiet: bool) -> ProgressBar {
    let bar = ProgressBar::no_length();
    if quiet {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Begins a step of so many things.
pub fn begin(bar: &ProgressBar, what: &'static str, things: &'static str, n: u64) {
    let template = format!("{what} {{bar:30}} {{pos}}/{{len}} {things}, {{eta}} left");
    let style =
        ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style.progress_chars("━╸─"));
    bar.set_length(n);
    bar.set_position(0);
    bar.reset_eta();
}
