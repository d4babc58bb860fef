//! Who deals with whom: names in a circle, a curve for each pair.

use std::collections::BTreeMap;
use std::f64::consts::TAU;

use super::Bond;
use super::svg::{Page, WIDTH};

/// Most names in the circle, and its radius.
const MOST_NAMES: usize = 28;
const RADIUS: f64 = 205.0;
/// Between the circle and its names, and above and below them.
const GAP: f64 = 12.0;
const HEAD: f64 = 26.0;
/// The widest curve.
const WIDEST: f64 = 9.0;
/// Shares of conflict from which on a pair is mixed, and from which on it is one of conflict.
const MIXED: f64 = 1.0 / 3.0;
const HOSTILE: f64 = 2.0 / 3.0;

/// Draws the pairs of those who have most of them.
pub fn draw(page: &mut Page, bonds: &[Bond]) {
    let places = places(bonds);
    let centre = (WIDTH / 2.0, page.y + HEAD + RADIUS);
    let at = |place: usize, radius: f64| {
        let angle = TAU * (place as f64 / places.len().max(1) as f64 - 0.25);
        (
            centre.0 + radius * angle.cos(),
            centre.1 + radius * angle.sin(),
        )
    };
    let most = bonds.iter().map(n_acts).max().unwrap_or(1).max(1);
    // The busiest lie on top.
    for bond in bonds.iter().rev() {
        let ends = bond.sides.each_ref().map(|side| places.get(side.as_str()));
        let [Some(&one), Some(&other)] = ends else {
            continue;
        };
        let n = n_acts(bond);
        let width = 1.0 + (WIDEST - 1.0) * (f64::from(n) / f64::from(most)).sqrt();
        let [a, b] = &bond.sides;
        page.begin(&format!(
            "{a} and {b}: {} acts of cooperation, {} of conflict",
            bond.cooperation, bond.conflict
        ));
        page.curve(
            [at(one, RADIUS), centre, at(other, RADIUS)],
            width,
            class(bond),
        );
        page.end();
    }
    for (name, &place) in &places {
        let (x, y) = at(place, RADIUS);
        page.dot(x, y, 4.0, "dot");
        let (x, y) = at(place, RADIUS + GAP);
        let anchor = match x - centre.0 {
            side if side > 30.0 => "start",
            side if side < -30.0 => "end",
            _ => "middle",
        };
        page.text(x, y + 4.0, anchor, "tick", name);
    }
    page.y = centre.1 + RADIUS + 2.0 * HEAD;
    legend(page);
}

/// Where those stand who deal most: side by side in order of their names, so that a name is found.
fn places(bonds: &[Bond]) -> BTreeMap<&str, usize> {
    let mut busy: BTreeMap<&str, u32> = BTreeMap::new();
    for bond in bonds {
        for side in &bond.sides {
            *busy.entry(side).or_default() += n_acts(bond);
        }
    }
    let mut names: Vec<(&str, u32)> = busy.into_iter().collect();
    names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    names.truncate(MOST_NAMES);
    let mut names: Vec<&str> = names.into_iter().map(|(name, _)| name).collect();
    names.sort_unstable();
    names
        .into_iter()
        .enumerate()
        .map(|(place, name)| (name, place))
        .collect()
}

fn n_acts(bond: &Bond) -> u32 {
    bond.cooperation + bond.conflict
}

fn class(bond: &Bond) -> &'static str {
    let share = f64::from(bond.conflict) / f64::from(n_acts(bond).max(1));
    match share {
        share if share < MIXED => "bond0",
        share if share < HOSTILE => "bond1",
        _ => "bond2",
    }
}

/// What the colours mean.
fn legend(page: &mut Page) {
    let y = page.y;
    let kinds = [
        ("bond0", "mostly cooperation"),
        ("bond1", "mixed"),
        ("bond2", "mostly conflict"),
    ];
    for (place, (class, told)) in (0_u32..).zip(kinds) {
        let x = WIDTH / 2.0 - 230.0 + 175.0 * f64::from(place);
        page.curve([(x, y), (x + 14.0, y), (x + 28.0, y)], 4.0, class);
        page.text(x + 36.0, y + 4.0, "start", "tick", told);
    }
}
