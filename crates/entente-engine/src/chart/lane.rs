//! What happened, from top to bottom: the day, how many independent origins tell it, and the words.

use super::Happened;
use super::svg::{MARGIN, Page, WIDTH, wrap};

/// Where the line runs, and where words begin.
const LINE: f64 = MARGIN + 108.0;
const WORDS: f64 = LINE + 24.0;
const SIZE: f64 = 14.0;
const LINE_HEIGHT: f64 = 18.5;

pub(super) fn draw(page: &mut Page, happened: &[Happened]) {
    page.y += 30.0;
    let top = page.y - 5.0;
    let mut dots = Vec::new();
    let mut last = "";
    for one in happened {
        if one.when != last {
            page.text(LINE - 18.0, page.y, "end", "strong", &one.when);
            last = &one.when;
        }
        dots.push((page.y - 4.5, one));
        page.begin(&told(one));
        for line in wrap(&one.what, SIZE, WIDTH - MARGIN - WORDS, 3) {
            page.text(WORDS, page.y, "start", "", &line);
            page.y += LINE_HEIGHT;
        }
        page.text(
            WORDS,
            page.y,
            "start",
            if one.is_contested { "markt" } else { "note" },
            &told(one),
        );
        page.end();
        page.y += LINE_HEIGHT + 9.0;
    }
    if let Some((bottom, _)) = dots.last() {
        page.line([LINE, top, LINE, *bottom], "grid");
    }
    for (y, one) in dots {
        // The area grows with the number of origins.
        let radius = (3.2 * (one.n_origins.max(1) as f64).sqrt()).min(12.0);
        page.dot(
            LINE,
            y,
            radius,
            if one.is_contested { "mark" } else { "up0" },
        );
    }
    if happened.is_empty() {
        page.text(
            MARGIN,
            page.y,
            "start",
            "faint",
            "Nothing is told with its day.",
        );
    }
}

fn told(one: &Happened) -> String {
    let reports = match (one.n_reports, one.n_origins) {
        (1, _) => "one report".to_owned(),
        (n, 1) => format!("{n} reports of one origin"),
        (n, origins) => format!("{n} reports of {origins} independent origins"),
    };
    match one.is_contested {
        true => format!("{reports}; they do not agree"),
        false => reports,
    }
}
