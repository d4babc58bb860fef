//! Panels over time: shares with their interval, and numbers above and below a line.

use entente_types::days_since_1970;
use jiff::civil::Date;

use super::scale::{self, Scale};
use super::svg::{MARGIN, Page, WIDTH, length};
use super::{Bar, Marks, Panel, Point};

/// Height of a panel, and of a legend above it.
const HEIGHT: f64 = 170.0;
const LEGEND: f64 = 24.0;
/// Room for numbers at the left and for the last value at the right.
const LEFT: f64 = MARGIN + 42.0;
const RIGHT: f64 = WIDTH - MARGIN - 62.0;
/// Part of a period that its bar takes, and the widest bar.
const FULL: f64 = 0.78;
const WIDEST: f64 = 38.0;

pub(super) fn draw(page: &mut Page, panels: &[Panel]) {
    let Some((from, to)) = span(panels) else {
        page.y += 30.0;
        page.text(
            MARGIN,
            page.y,
            "start",
            "faint",
            "Nothing is known of any day.",
        );
        return;
    };
    let days = Scale {
        from: f64::from(days_since_1970(from)),
        to: f64::from(days_since_1970(to)),
        start: LEFT,
        end: RIGHT,
    };
    for panel in panels {
        page.y += 28.0;
        page.text(MARGIN, page.y, "start", "heading", &panel.heading);
        page.y += 10.0;
        match &panel.marks {
            Marks::Band { points, beside } => band(page, &days, points, beside.as_ref()),
            Marks::Stacks { names, bars } => stacks(page, &days, names, bars),
        }
    }
    axis(page, &days, from, to);
}

/// First and last day of all panels.
fn span(panels: &[Panel]) -> Option<(Date, Date)> {
    let days = panels.iter().flat_map(|panel| match &panel.marks {
        Marks::Band { points, .. } => points.iter().map(|point| point.day).collect::<Vec<_>>(),
        Marks::Stacks { bars, .. } => bars.iter().flat_map(|bar| [bar.from, bar.to]).collect(),
    });
    let days: Vec<Date> = days.collect();
    days.iter().min().copied().zip(days.iter().max().copied())
}

fn axis(page: &mut Page, days: &Scale, from: Date, to: Date) {
    let y = page.y;
    for (day, name, year) in scale::days(from, to) {
        let x = days.day(day);
        page.line([x, y, x, y + 5.0], "axis");
        page.text(x, y + 19.0, "middle", "tick", &name);
        if let Some(year) = year {
            page.text(x, y + 34.0, "middle", "tick strong", &year);
        }
    }
    page.y += 34.0;
}

fn band(page: &mut Page, days: &Scale, points: &[Point], beside: Option<&(f64, String)>) {
    let top = page.y + 6.0;
    let share = Scale {
        from: 0.0,
        to: 1.0,
        start: top + HEIGHT,
        end: top,
    };
    for percent in [0, 25, 50, 75, 100] {
        let y = share.at(f64::from(percent) / 100.0);
        page.line(
            [LEFT, y, RIGHT, y],
            if percent == 0 { "axis" } else { "grid" },
        );
        let unit = if percent == 100 { " %" } else { "" };
        page.text(
            LEFT - 8.0,
            y + 4.0,
            "end",
            "tick",
            &format!("{percent}{unit}"),
        );
    }
    if let [only] = points {
        let x = days.day(only.day);
        page.line([x, share.at(only.low), x, share.at(only.high)], "range");
    }
    let low = points
        .iter()
        .rev()
        .map(|point| (days.day(point.day), share.at(point.low)));
    let high = points
        .iter()
        .map(|point| (days.day(point.day), share.at(point.high)));
    page.path(&high.chain(low).collect::<Vec<_>>(), true, "band");
    let line = points
        .iter()
        .map(|point| (days.day(point.day), share.at(point.share)));
    page.path(&line.collect::<Vec<_>>(), false, "line");
    let last = points
        .last()
        .map(|point| (days.day(point.day), share.at(point.share), point.share));
    if let Some((value, name)) = beside {
        let y = share.at(*value);
        page.line([LEFT, y, RIGHT, y], "beside");
        // Where the last value is not.
        let is_near = last.is_some_and(|(_, last, _)| (last - y).abs() < 14.0);
        let dy = match last {
            Some((_, last, _)) if is_near && last <= y => 18.0,
            _ if is_near => -10.0,
            _ => 4.0,
        };
        page.text(RIGHT + 8.0, y + dy, "start", "note", name);
    }
    if let Some((x, y, value)) = last {
        page.dot(x, y, 4.0, "dot");
        page.text(
            x + 9.0,
            y + 4.5,
            "start",
            "strong",
            &format!("{:.0} %", value * 100.0),
        );
    }
    page.y = top + HEIGHT + 8.0;
}

fn stacks(page: &mut Page, days: &Scale, names: &[Vec<String>; 2], bars: &[Bar]) {
    legend(page, names);
    let most = |side: usize| {
        let sums = bars.iter().map(|bar| bar.numbers[side].iter().sum::<u64>());
        sums.max().unwrap_or(0) as f64
    };
    let (up, down) = (most(0), most(1));
    let steps = scale::steps(up.max(down));
    let step = steps.get(1).copied().unwrap_or(1.0);
    let room = |most: f64| (most / step).ceil() * step;
    let (up, down) = (room(up), room(down));
    let top = page.y + 20.0;
    let count = Scale {
        from: -down,
        to: up.max(step),
        start: top + HEIGHT,
        end: top,
    };
    for value in &steps {
        for signed in [*value, -*value] {
            let is_inside = signed <= up.max(step) && signed >= -down && (signed != 0.0);
            if is_inside {
                let y = count.at(signed);
                page.line([LEFT, y, RIGHT, y], "grid");
                page.text(LEFT - 8.0, y + 4.0, "end", "tick", &scale::number(*value));
            }
        }
    }
    for one in bars {
        bar(page, days, &count, names, one);
    }
    let zero = count.at(0.0);
    page.line([LEFT, zero, RIGHT, zero], "axis");
    page.text(LEFT - 8.0, zero + 4.0, "end", "tick", "0");
    page.y = top + HEIGHT + 8.0;
}

fn bar(page: &mut Page, days: &Scale, count: &Scale, names: &[Vec<String>; 2], bar: &Bar) {
    let (start, end) = (
        days.day(bar.from),
        days.at(f64::from(days_since_1970(bar.to)) + 1.0),
    );
    let width = ((end - start) * FULL).clamp(1.0, WIDEST);
    let x = f64::midpoint(start, end.min(RIGHT + 4.0)) - width / 2.0;
    page.begin(&tells(names, bar));
    let mut highest = 0.0;
    for (side, sign) in [(0, 1.0), (1, -1.0)] {
        let mut sum = 0.0;
        for (idx, n) in bar.numbers[side].iter().enumerate() {
            let next = sum + sign * *n as f64;
            let (a, b) = (count.at(sum), count.at(next));
            let class = format!("{}{idx}", ["up", "down"][side]);
            if *n > 0 {
                page.rect(x, a.min(b), width, (a - b).abs(), &class);
            }
            sum = next;
        }
        highest = f64::max(highest, sum);
    }
    if bar.mark.is_some() {
        let (x, y) = (x + width / 2.0, count.at(highest) - 5.0);
        page.path(
            &[(x, y), (x - 5.0, y - 9.0), (x + 5.0, y - 9.0)],
            true,
            "mark",
        );
    }
    page.end();
}

fn tells(names: &[Vec<String>; 2], bar: &Bar) -> String {
    let sides = names
        .iter()
        .zip(&bar.numbers)
        .flat_map(|(names, numbers)| names.iter().zip(numbers));
    let parts: Vec<String> = sides.map(|(name, n)| format!("{name} {n}")).collect();
    let mark = bar
        .mark
        .as_ref()
        .map_or(String::new(), |mark| format!(" – {mark}"));
    format!("{} to {}: {}{mark}", bar.from, bar.to, parts.join(", "))
}

/// What the colours say, from the line outwards.
fn legend(page: &mut Page, names: &[Vec<String>; 2]) {
    if names[0].len() + names[1].len() < 2 {
        return;
    }
    let mut x = MARGIN;
    page.y += 12.0;
    for (side, names) in ["up", "down"].iter().zip(names) {
        for (idx, name) in names.iter().enumerate() {
            page.rect(x, page.y - 9.0, 11.0, 11.0, &format!("{side}{idx}"));
            page.text(x + 16.0, page.y, "start", "tick", name);
            x += 16.0 + length(name, 12.0) + 18.0;
        }
    }
    page.y += LEGEND - 20.0;
}
