//! Laws of drawings: whatever words and numbers stand in a table, the drawing is well-formed and holds no script.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;

const HOSTILE: &str =
    "</title><script>alert(1)</script> “A & B” \u{7}\u{202e}\u{ffff} 大きな <b onload='x'>";

fn is_well_formed(svg: &str) {
    let mut reader = Reader::from_str(svg);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(start) | Event::Empty(start) => {
                let name = start.name().as_ref().to_owned();
                let known = [
                    "svg", "title", "desc", "style", "rect", "line", "circle", "path", "text", "g",
                    "defs", "pattern",
                ];
                assert!(known.contains(&&*name), "{name}");
            }
            Event::Eof => return,
            _ => {}
        }
    }
}

fn chart(drawing: Drawing) -> Chart {
    Chart {
        title: HOSTILE.repeat(8),
        subtitle: HOSTILE.to_owned(),
        description: HOSTILE.to_owned(),
        note: HOSTILE.repeat(30),
        drawing,
        table: Table::default(),
    }
}

#[test]
fn whatever_stands_in_a_table_can_be_drawn() {
    let day = jiff::civil::date(2031, 5, 8);
    let far = jiff::civil::date(9999, 12, 31);
    let bar = |from, to, numbers| Bar {
        from,
        to,
        numbers,
        mark: Some(HOSTILE.to_owned()),
    };
    let time = |bars| {
        Drawing::Time(vec![Panel {
            heading: HOSTILE.to_owned(),
            marks: Marks::Stacks {
                names: [vec![HOSTILE.to_owned()], vec![HOSTILE.to_owned()]],
                bars,
            },
        }])
    };
    let range = |low, at, high| Range {
        label: HOSTILE.to_owned(),
        words: HOSTILE.to_owned(),
        low,
        at,
        high,
    };
    let ranges = [
        range(None, 0.0, None),
        range(Some(-1e300), 1e300, Some(f64::INFINITY)),
        range(Some(3.0), 3.0, Some(3.0)),
    ];
    let drawings = [
        Drawing::Time(Vec::new()),
        time(Vec::new()),
        time(vec![bar(day, day, [vec![0], vec![0]])]),
        time(vec![bar(day, far, [vec![u64::MAX], vec![3]])]),
        Drawing::Lane(Vec::new()),
        Drawing::Lane(vec![Happened {
            when: HOSTILE.to_owned(),
            what: HOSTILE.repeat(20),
            n_origins: usize::MAX,
            n_reports: 0,
            is_contested: true,
        }]),
        Drawing::Ranges(
            ranges
                .map(|one| Group {
                    heading: HOSTILE.to_owned(),
                    verdict: HOSTILE.to_owned(),
                    is_contested: true,
                    values: vec![one],
                })
                .to_vec(),
        ),
        Drawing::Ranges(Vec::new()),
        Drawing::Map(Vec::new()),
        Drawing::Map(
            [(48.0, 2.0), (-91.0, 400.0), (f64::NAN, f64::INFINITY)]
                .map(|(latitude, longitude)| Spot {
                    name: HOSTILE.to_owned(),
                    latitude,
                    longitude,
                    n: u64::MAX,
                })
                .to_vec(),
        ),
    ];
    for drawing in drawings {
        let drawn = svg(&chart(drawing));
        is_well_formed(&drawn);
        assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
        assert!(drawn.contains("prefers-color-scheme:dark"));
    }
}

#[test]
fn marks_on_an_axis_are_few_and_in_order() {
    let first = jiff::civil::date(1999, 11, 30);
    for n_days in [0, 1, 9, 44, 46, 100, 400, 1_500, 5_000, 40_000, 400_000] {
        let last = first.saturating_add(jiff::ToSpan::days(n_days));
        let marks = scale::days(first, last);
        assert!(
            (1..=12).contains(&marks.len()) || n_days == 46,
            "{n_days}: {}",
            marks.len()
        );
        assert!(marks.is_sorted_by_key(|(day, ..)| *day));
    }
    assert_eq!(scale::steps(14.0), [0.0, 5.0, 10.0, 15.0]);
    assert_eq!(scale::number(12_345.0), "12,345");
    assert_eq!(scale::number(2_500_000.0), "2.5 million");
}
