//! Places on land, with borders that take no side.
//!
//! Coasts and borders are those of Natural Earth (`data/land.tsv`); a line that is disputed is dashed, and an area that more than one
//! side claims is hatched (`data/areas.tsv`), whoever holds it.

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::Spot;
use super::svg::{MARGIN, Page, WIDTH, length};

/// Size of the map in pixels.
const WIDE: f64 = WIDTH - 2.0 * MARGIN;
const MOST_HIGH: f64 = 420.0;
/// Degrees from south to north that are shown at least, and degrees around the outermost places.
const LEAST_SPAN: f64 = 16.0;
const AROUND: f64 = 4.0;
/// What is shown of the world at most: nobody reports from farther south or north.
const SOUTH: f64 = -58.0;
const NORTH: f64 = 84.0;
/// Places that are named.
const MOST_NAMES: usize = 16;
const LETTERS: f64 = 12.0;
/// An area that would be smaller is drawn so wide.
const LEAST_AREA: f64 = 7.0;

/// An area that more than one side claims, or that few states recognise.
#[derive(Clone, Debug, PartialEq)]
pub struct Disputed {
    /// What it is called.
    pub name: &'static str,
    /// Who stands against whom.
    pub between: &'static str,
    /// Degrees east and north.
    outline: Vec<(f64, f64)>,
}

/// A coast or a border.
struct Shape {
    class: &'static str,
    /// As paths in SVG have it, in hundredths of a degree east and north.
    path: String,
    /// West, south, east and north end, in degrees.
    ends: [f64; 4],
}

static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    let shapes = lines(include_str!("../../data/land.tsv")).map(shape);
    shapes
        .collect::<Option<_>>()
        .expect("every line is a kind and points")
});

static AREAS: LazyLock<Vec<Disputed>> = LazyLock::new(|| {
    let areas = lines(include_str!("../../data/areas.tsv")).map(area);
    areas
        .collect::<Option<_>>()
        .expect("every line is a name, sides and an outline")
});

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

fn shape(line: &'static str) -> Option<Shape> {
    let (kind, points) = line.split_once('\t')?;
    let (first, steps) = points.split_once(' ').unwrap_or((points, ""));
    let (class, end) = match kind {
        "land" => ("land", "z"),
        "border" => ("border", ""),
        _ => ("disputed", ""),
    };
    let (mut x, mut y) = (0.0, 0.0);
    let mut ends = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    for step in points.split(' ') {
        let (dx, dy) = pair(step)?;
        (x, y) = (x + dx / 100.0, y + dy / 100.0);
        ends = [
            ends[0].min(x),
            ends[1].min(y),
            ends[2].max(x),
            ends[3].max(y),
        ];
    }
    Some(Shape {
        class,
        path: format!("M{first}l{steps}{end}"),
        ends,
    })
}

fn area(line: &'static str) -> Option<Disputed> {
    let mut parts = line.split('\t');
    let (name, between, outline) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Disputed {
        name,
        between,
        outline: outline.split(' ').map(pair).collect::<Option<_>>()?,
    })
}

fn pair(written: &str) -> Option<(f64, f64)> {
    let (x, y) = written.split_once(',')?;
    Some((x.parse().ok()?, y.parse().ok()?))
}

/// The part of the world that is shown.
struct Window {
    west: f64,
    north: f64,
    /// Pixels of a degree.
    scale: (f64, f64),
    high: f64,
}

impl Window {
    /// Around all places; the whole world if they are far apart, or there is none.
    fn around(spots: &[Spot]) -> Self {
        let ends = |of: fn(&Spot) -> f64| {
            let all = spots.iter().map(of);
            all.fold(None, |ends: Option<(f64, f64)>, at| {
                Some(ends.map_or((at, at), |(low, high)| (low.min(at), high.max(at))))
            })
        };
        let Some(((west, east), (south, north))) =
            ends(|spot| spot.longitude).zip(ends(|spot| spot.latitude))
        else {
            return Self::of((-180.0, 180.0), (SOUTH, NORTH));
        };
        let middle = f64::midpoint(south, north).clamp(SOUTH, NORTH);
        let high = (north - south + 2.0 * AROUND).max(LEAST_SPAN);
        // Degrees from west to east are shorter the farther they are from the equator.
        let narrow = middle.to_radians().cos().max(0.3);
        let wide = (east - west + 2.0 * AROUND).max(high / narrow * WIDE / MOST_HIGH);
        let high = high.max(wide * narrow * MOST_HIGH / WIDE);
        if wide >= 300.0 || high >= NORTH - SOUTH {
            return Self::of((-180.0, 180.0), (SOUTH, NORTH));
        }
        let west = (f64::midpoint(west, east) - wide / 2.0).clamp(-180.0, 180.0 - wide);
        let south = (middle - high / 2.0).clamp(SOUTH, NORTH - high);
        Self::of((west, west + wide), (south, south + high))
    }

    fn of((west, east): (f64, f64), (south, north): (f64, f64)) -> Self {
        let narrow = f64::midpoint(south, north).to_radians().cos().max(0.3);
        let narrow = if east - west >= 360.0 { 0.85 } else { narrow };
        let x = WIDE / (east - west);
        let y = x / narrow;
        Self {
            west,
            north,
            scale: (x, y),
            high: (north - south) * y,
        }
    }

    /// A place on the map in pixels.
    fn at(&self, (longitude, latitude): (f64, f64)) -> (f64, f64) {
        (
            (longitude - self.west) * self.scale.0,
            (self.north - latitude) * self.scale.1,
        )
    }

    fn shows(&self, [west, south, east, north]: [f64; 4]) -> bool {
        let (left, bottom) = self.at((west, south));
        let (right, top) = self.at((east, north));
        right >= 0.0 && left <= WIDE && bottom >= 0.0 && top <= self.high
    }

    fn shows_area(&self, area: &Disputed) -> bool {
        area.outline.iter().any(|point| {
            let (x, y) = self.at(*point);
            (0.0..=WIDE).contains(&x) && (0.0..=self.high).contains(&y)
        })
    }
}

/// The disputed areas that are hatched on the map of these places, in order of their names.
#[must_use]
pub fn disputed(spots: &[Spot]) -> Vec<&'static Disputed> {
    let window = Window::around(spots);
    AREAS
        .iter()
        .filter(|area| window.shows_area(area))
        .collect()
}

pub(super) fn draw(page: &mut Page, spots: &[Spot]) {
    let is_somewhere = |spot: &&Spot| spot.latitude.abs() <= 90.0 && spot.longitude.abs() <= 180.0;
    let spots: Vec<Spot> = spots.iter().filter(is_somewhere).cloned().collect();
    let spots = spots.as_slice();
    let window = Window::around(spots);
    page.y += 8.0;
    let Window { high, .. } = window;
    let mut drawn = format!(
        "<svg x=\"{MARGIN}\" y=\"{:.1}\" width=\"{WIDE}\" height=\"{high:.1}\">\n\
         <defs><pattern id=\"hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <line class=\"area\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"5\"/></pattern></defs>\n\
         <rect class=\"sea\" width=\"{WIDE}\" height=\"{high:.1}\"/>\n",
        page.y
    );
    land(&mut drawn, &window);
    for area in AREAS.iter().filter(|area| window.shows_area(area)) {
        hatch(&mut drawn, &window, area);
    }
    page.raw(&drawn);
    // The largest lie below.
    let most = spots.iter().map(|spot| spot.n).max().unwrap_or(1).max(1);
    for spot in spots {
        let (x, y) = window.at((spot.longitude, spot.latitude));
        page.begin(&format!("{}: {}", spot.name, spot.n));
        page.dot(x, y, radius(spot, most), "spot");
        page.end();
    }
    names(page, &window, spots, most);
    page.raw("</svg>\n");
    page.y += high;
}

fn land(drawn: &mut String, window: &Window) {
    let (x, y) = (window.scale.0 / 100.0, window.scale.1 / 100.0);
    let (left, top) = window.at((0.0, 0.0));
    _ = writeln!(
        drawn,
        "<g transform=\"matrix({x:.5} 0 0 {:.5} {left:.2} {top:.2})\">",
        -y
    );
    for shape in SHAPES.iter().filter(|shape| window.shows(shape.ends)) {
        _ = writeln!(
            drawn,
            "<path class=\"{}\" d=\"{}\"/>",
            shape.class, shape.path
        );
    }
    drawn.push_str("</g>\n");
}

fn hatch(drawn: &mut String, window: &Window, area: &Disputed) {
    let points: Vec<(f64, f64)> = area.outline.iter().map(|point| window.at(*point)).collect();
    let low = points.iter().fold((f64::MAX, f64::MAX), |low, at| {
        (low.0.min(at.0), low.1.min(at.1))
    });
    let high = points.iter().fold((f64::MIN, f64::MIN), |high, at| {
        (high.0.max(at.0), high.1.max(at.1))
    });
    let name = quick_xml::escape::escape(area.name);
    let between = quick_xml::escape::escape(area.between);
    _ = write!(
        drawn,
        "<g><title>{name}: disputed between {between}</title>"
    );
    let (wide, tall) = (high.0 - low.0, high.1 - low.1);
    if wide.max(tall) < LEAST_AREA {
        let (x, y) = (f64::midpoint(low.0, high.0), f64::midpoint(low.1, high.1));
        let half = LEAST_AREA / 2.0;
        _ = write!(
            drawn,
            "<rect class=\"area\" fill=\"url(#hatch)\" x=\"{:.1}\" y=\"{:.1}\" width=\"{LEAST_AREA}\" height=\"{LEAST_AREA}\"/>",
            x - half,
            y - half
        );
    } else {
        let points = points.iter().enumerate();
        let path: String = points
            .map(|(idx, (x, y))| format!("{}{x:.1} {y:.1}", if idx == 0 { 'M' } else { 'L' }))
            .collect();
        _ = write!(
            drawn,
            "<path class=\"hatched\" fill=\"url(#hatch)\" d=\"{path}Z\"/>"
        );
    }
    drawn.push_str("</g>\n");
}

/// The area of a dot grows with the number.
fn radius(spot: &Spot, most: u64) -> f64 {
    3.5 + 8.5 * (spot.n as f64 / most as f64).sqrt()
}

/// Names of the places with most acts, where there is room for them.
fn names(page: &mut Page, window: &Window, spots: &[Spot], most: u64) {
    let mut taken: Vec<[f64; 4]> = Vec::new();
    for spot in spots.iter().take(MOST_NAMES) {
        let (x, y) = window.at((spot.longitude, spot.latitude));
        let (gap, wide) = (radius(spot, most) + 4.0, length(&spot.name, LETTERS));
        let sides = [
            (x + gap, "start", x + gap),
            (x - gap, "end", x - gap - wide),
        ];
        let free = sides.into_iter().find(|(_, _, left)| {
            let own = [*left, y - LETTERS / 2.0, left + wide, y + LETTERS / 2.0];
            let is_inside =
                own[0] >= 0.0 && own[2] <= WIDE && own[1] >= 0.0 && own[3] <= window.high;
            is_inside && !taken.iter().any(|other| overlap(&own, other))
        });
        if let Some((at, anchor, left)) = free {
            taken.push([left, y - LETTERS / 2.0, left + wide, y + LETTERS / 2.0]);
            page.text(at, y + 4.0, anchor, "place", &spot.name);
        }
    }
}

fn overlap(one: &[f64; 4], other: &[f64; 4]) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(name: &str, latitude: f64, longitude: f64) -> Spot {
        Spot {
            name: name.to_owned(),
            latitude,
            longitude,
            n: 1,
        }
    }

    #[test]
    fn a_map_shows_all_places_and_the_whole_world_if_they_are_far_apart() {
        for spots in [
            vec![spot("Kyiv", 50.45, 30.52), spot("Simferopol", 44.96, 34.11)],
            vec![spot("Suva", -18.1, 178.4), spot("Honolulu", 21.3, -157.9)],
            vec![spot("Longyearbyen", 78.2, 15.6)],
            vec![spot("Ushuaia", -54.8, -68.3)],
        ] {
            let window = Window::around(&spots);
            for spot in &spots {
                let (x, y) = window.at((spot.longitude, spot.latitude));
                assert!(
                    (0.0..=WIDE).contains(&x) && (0.0..=window.high).contains(&y),
                    "{}",
                    spot.name
                );
            }
            assert!(window.high <= 460.0, "{}", window.high);
        }
        assert!(Window::around(&[]).scale.0 < 2.0);
    }

    #[test]
    fn what_is_disputed_is_told_where_it_is_shown() {
        let named = |spots: &[Spot]| -> Vec<&str> {
            disputed(spots).into_iter().map(|area| area.name).collect()
        };
        let kyiv = named(&[spot("Kyiv", 50.45, 30.52)]);
        assert!(
            kyiv.contains(&"Crimea") && !kyiv.contains(&"Kashmir"),
            "{kyiv:?}"
        );
        assert!(named(&[spot("Srinagar", 34.08, 74.8)]).contains(&"Kashmir"));
        assert_eq!(
            named(&[]).len(),
            AREAS.len(),
            "all are on a map of the world"
        );
    }

    #[test]
    fn no_coast_leaps_from_one_edge_of_the_world_to_the_other() {
        for shape in SHAPES.iter() {
            let steps = shape.path.split(['l', ' ']).skip(1);
            let steps = steps.filter_map(|step| pair(step.trim_end_matches('z')));
            let widest = steps.map(|(x, _)| x.abs()).fold(0.0, f64::max);
            assert!(widest < 9_000.0 || shape.ends[1] <= -89.0, "{}", shape.path);
        }
    }

    #[test]
    fn no_border_of_a_disputed_area_is_drawn_as_if_it_were_settled() {
        // Between Morocco and Western Sahara, and between Serbia and Kosovo.
        for (longitude, latitude) in [(-8.7, 27.7), (20.8, 43.2)] {
            let near = |shape: &&Shape| {
                let [west, south, east, north] = shape.ends;
                west - 0.2 <= longitude
                    && longitude <= east + 0.2
                    && south - 0.2 <= latitude
                    && latitude <= north + 0.2
            };
            assert!(
                SHAPES
                    .iter()
                    .filter(|shape| shape.class == "disputed")
                    .any(|shape| near(&shape))
            );
        }
    }
}
