//! Values with the numbers that their words allow, one group of lines for each question.

use super::scale::{Scale, number};
use super::svg::{MARGIN, Page, WIDTH, wrap};
use super::{Group, Range};

/// Where labels end, and where numbers are drawn.
const LABEL: f64 = MARGIN + 168.0;
const START: f64 = LABEL + 22.0;
const END: f64 = WIDTH - MARGIN - 190.0;
const ROW: f64 = 22.0;

pub(super) fn draw(page: &mut Page, groups: &[Group]) {
    for group in groups {
        page.y += 30.0;
        for line in wrap(&group.heading, 14.0, WIDTH - 2.0 * MARGIN, 2) {
            page.text(MARGIN, page.y, "start", "heading", &line);
            page.y += 18.0;
        }
        let class = if group.is_contested { "markt" } else { "note" };
        for line in wrap(&group.verdict, 12.0, WIDTH - 2.0 * MARGIN, 2) {
            page.text(MARGIN, page.y, "start", class, &line);
            page.y += 16.0;
        }
        values(page, group);
    }
    if groups.is_empty() {
        page.y += 30.0;
        page.text(MARGIN, page.y, "start", "faint", "No figure is told.");
    }
}

fn values(page: &mut Page, group: &Group) {
    let scale = scale(&group.values);
    page.y += 8.0;
    let top = page.y - 6.0;
    let bottom = top + ROW * group.values.len() as f64 + 2.0;
    let ticks = ticks(&scale);
    for value in &ticks {
        let x = scale.at(*value);
        page.line([x, top, x, bottom], "grid");
    }
    for one in &group.values {
        page.y += ROW - 8.0;
        row(page, &scale, one, group.is_contested);
        page.y += 8.0;
    }
    for value in &ticks {
        page.text(
            scale.at(*value),
            bottom + 14.0,
            "middle",
            "tick",
            &number(*value),
        );
    }
    page.y = bottom + 18.0;
}

fn row(page: &mut Page, scale: &Scale, one: &Range, is_contested: bool) {
    let y = page.y - 4.5;
    page.begin(&format!("{}: {}", one.label, one.words));
    let label = wrap(&one.label, 13.0, LABEL - MARGIN, 1);
    page.text(
        LABEL,
        page.y,
        "end",
        "",
        label.first().map_or("", String::as_str),
    );
    let low = scale.at(one.low.unwrap_or(scale.from));
    let high = scale.at(one.high.unwrap_or(scale.to));
    if high - low > 1.0 {
        page.line([low, y, high, y], "range");
    }
    // "Hundreds" allows numbers, but names none.
    let is_named =
        one.low.is_none_or(|low| low <= one.at) && one.high.is_none_or(|high| one.at <= high);
    if is_named {
        page.dot(
            scale.at(one.at),
            y,
            5.0,
            if is_contested { "mark" } else { "up0" },
        );
    }
    let words = wrap(
        &format!("“{}”", one.words),
        13.0,
        WIDTH - MARGIN - END - 20.0,
        1,
    );
    page.text(
        END + 20.0,
        page.y,
        "start",
        "faint",
        words.first().map_or("", String::as_str),
    );
    page.end();
}

/// From the smallest number to the largest, with a little room; what is open ends there.
fn scale(values: &[Range]) -> Scale {
    let numbers = values
        .iter()
        .flat_map(|one| [one.low, Some(one.at), one.high])
        .flatten();
    let numbers: Vec<f64> = numbers.filter(|number| number.is_finite()).collect();
    let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
    let room = ((high - low) * 0.12).max(high.abs() * 0.02).max(0.5);
    let from = if low >= 0.0 {
        (low - room).max(0.0)
    } else {
        low - room
    };
    Scale {
        from,
        to: high + room,
        start: START,
        end: END,
    }
}

/// Three to five round numbers inside the scale.
fn ticks(scale: &Scale) -> Vec<f64> {
    let rough = (scale.to - scale.from) / 4.0;
    let power = 10_f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|times| times * power);
    let step = steps
        .into_iter()
        .find(|step| *step >= rough)
        .unwrap_or(rough);
    let first = (scale.from / step).ceil();
    let ticks = (0..8).map(|k| (first + f64::from(k)) * step);
    ticks.take_while(|tick| *tick <= scale.to).collect()
}
