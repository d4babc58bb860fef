//! The kinds of charts: each gives its table, and what is drawn of it.

use entente_types::{Precision, SlotKind, Verdict};
use entente_world::{Dealing, Evidence, Happening, PlaceRow, Relation, Step, Told, Why};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{Bar, Bond, Chart, Drawing, Group, Happened, Marks, Panel, Point, Range, Spot, Table};
use crate::name::called;

/// Most questions of a drawing of figures, and most values of one.
const MOST_GROUPS: usize = 6;
const MOST_VALUES: usize = 10;

/// How two sides stand to each other: the share of conflict with its interval, and the acts of each period. `sides` names them.
#[must_use]
pub fn relation(relation: &Relation, sides: [&str; 2]) -> Chart {
    // The sign stays with its number.
    let percent = |share: f64| format!("{:.0}\u{a0}%", share * 100.0);
    let index = relation.index;
    let [one, other] = sides;
    let points = relation.periods.iter().map(|stack| Point {
        day: stack.to,
        low: stack.index.low,
        share: stack.index.share,
        high: stack.index.high,
    });
    let beside = (relation.prior.mean, "all pairs".to_owned());
    let bars = relation.periods.iter().map(|stack| {
        let [a, b, c, d] = stack.acts.map(u64::from);
        let why = relation
            .alerts
            .iter()
            .filter(|alert| alert.from == stack.from);
        let why: Vec<&str> = why.map(|alert| word(alert.why)).collect();
        Bar {
            from: stack.from,
            to: stack.to,
            numbers: [vec![b, a], vec![d, c]],
            mark: (!why.is_empty()).then(|| why.join(", ")),
        }
    });
    let names = [
        vec![
            "help and other deeds".to_owned(),
            "talks and promises".to_owned(),
        ],
        vec![
            "force, sanctions, protest".to_owned(),
            "accusations and threats".to_owned(),
        ],
    ];
    let day = relation
        .day
        .map_or(String::new(), |day| format!(" on {day}"));
    let n = relation.n_acts;
    let marks = match relation.alerts.len() {
        0 => "",
        _ => " Red triangles mark what was out of the usual.",
    };
    Chart {
        title: format!("{one} and {other}"),
        subtitle: format!(
            "Share of conflict among their acts{day}: {}, with a probability of 90\u{a0}% between {:.0} and {}",
            percent(index.share),
            index.low * 100.0,
            percent(index.high)
        ),
        description: describe(relation, sides),
        note: format!(
            "{n} acts, each counted once for a story however many reports tell it. An act weighs half after {} days; with little \
             known the share is drawn towards that of all pairs ({}).{marks} Entente {}.",
            relation.half_life_days,
            percent(relation.prior.mean),
            env!("CARGO_PKG_VERSION"),
        ),
        drawing: Drawing::Time(vec![
            Panel {
                heading: "Share of conflict, with its 90 % interval".to_owned(),
                marks: Marks::Band {
                    points: points.collect(),
                    beside: Some(beside),
                },
            },
            Panel {
                heading: format!(
                    "Acts in each {}: cooperation above the line, conflict below",
                    step(relation.step)
                ),
                marks: Marks::Stacks {
                    names,
                    bars: bars.collect(),
                },
            },
        ]),
        table: relation_table(relation),
    }
}

fn describe(relation: &Relation, [one, other]: [&str; 2]) -> String {
    let (mut cooperation, mut conflict) = (0, 0);
    for stack in &relation.periods {
        cooperation += stack.sides().0;
        conflict += stack.sides().1;
    }
    let ends = relation.periods.first().zip(relation.periods.last());
    let course = ends.map_or(String::new(), |(first, last)| {
        format!(
            " From {} to {} the share of conflict went from {:.0} to {:.0} per cent.",
            first.from,
            last.to,
            first.index.share * 100.0,
            last.index.share * 100.0
        )
    });
    format!(
        "A line with its interval, and bars below it, for {one} and {other}: {cooperation} acts of cooperation and {conflict} of \
         conflict.{course} {} periods are marked as out of the usual.",
        relation.back_test.n_alerts
    )
}

fn word(why: Why) -> &'static str {
    match why {
        Why::Activity => "more acts than usual",
        Why::MoreConflict => "more conflict than expected",
        Why::LessConflict => "less conflict than expected",
    }
}

fn step(step: Step) -> &'static str {
    match step {
        Step::Week => "week",
        Step::Month => "month",
        Step::Quarter => "quarter",
        Step::Year => "year",
    }
}

fn relation_table(relation: &Relation) -> Table {
    let rows = relation.periods.iter().map(|stack| {
        let why = relation
            .alerts
            .iter()
            .filter(|alert| alert.from == stack.from);
        let why: Vec<&str> = why.map(|alert| word(alert.why)).collect();
        let [a, b, c, d] = stack.acts;
        let index = stack.index;
        vec![
            json!(stack.from),
            json!(stack.to),
            json!(a),
            json!(b),
            json!(c),
            json!(d),
            json!(stack.n_articles),
            json!(index.share),
            json!(index.low),
            json!(index.high),
            json!(index.weight),
            json!(why.join(", ")),
        ]
    });
    Table {
        columns: vec![
            "from",
            "to",
            "verbal_cooperation",
            "material_cooperation",
            "verbal_conflict",
            "material_conflict",
            "articles",
            "conflict_share",
            "low",
            "high",
            "weight",
            "out_of_the_usual",
        ],
        rows: rows.collect(),
    }
}

/// How many articles came out in each period. `published` holds days with their numbers, in order.
#[must_use]
pub fn activity(published: &[(Date, u64)], asked: Option<Step>) -> Chart {
    let ends = published.first().zip(published.last());
    let ends = ends.map(|(first, last)| (first.0, last.0));
    let length = asked.or_else(|| {
        ends.filter(|(from, to)| (*to - *from).get_days() > 120)
            .map(|(from, to)| Step::fitting(from, to))
    });
    let mut bars: Vec<Bar> = Vec::new();
    for &(day, n) in published {
        let from = length.map_or(day, |step| step.start(day));
        let to = length.map_or(day, |step| step.end(from));
        match bars.last_mut().filter(|bar| bar.from == from) {
            Some(bar) => {
                bar.numbers[0][0] += n;
            }
            None => bars.push(Bar {
                from,
                to,
                numbers: [vec![n], Vec::new()],
                mark: None,
            }),
        }
    }
    let all: u64 = published.iter().map(|(_, n)| n).sum();
    let most = bars
        .iter()
        .max_by_key(|bar| (bar.numbers[0][0], std::cmp::Reverse(bar.from)));
    let most = most.map_or(String::new(), |bar| {
        format!(" Most came out from {}: {}.", bar.from, bar.numbers[0][0])
    });
    let span = ends.map_or("no day".to_owned(), |(from, to)| format!("{from} to {to}"));
    let rows = bars
        .iter()
        .map(|bar| vec![json!(bar.from), json!(bar.to), json!(bar.numbers[0][0])]);
    Chart {
        title: "What was read".to_owned(),
        subtitle: format!(
            "{} articles with a day of publication, {span}",
            super::scale::number(all as f64)
        ),
        description: format!(
            "Bars for {} periods: {all} articles, {span}.{most}",
            bars.len()
        ),
        note: format!(
            "By day of publication; articles without one are left out. Entente {}.",
            env!("CARGO_PKG_VERSION")
        ),
        table: Table {
            columns: vec!["from", "to", "articles"],
            rows: rows.collect(),
        },
        drawing: Drawing::Time(vec![Panel {
            heading: format!("Articles in each {}", length.map_or("day", step)),
            marks: Marks::Stacks {
                names: [vec!["articles".to_owned()], Vec::new()],
                bars,
            },
        }]),
    }
}

/// What happened when.
#[must_use]
pub fn timeline(title: &str, happenings: &[Happening]) -> Chart {
    let happened = happenings.iter().map(|one| Happened {
        when: when(one),
        what: crate::clean::words(&one.what),
        n_origins: one.n_origins,
        n_reports: one.n_reports,
        is_contested: one.is_contested(),
    });
    let rows = happenings.iter().map(|one| {
        let evidence = &one.evidence;
        vec![
            json!(one.from),
            json!(one.to),
            json!(one.what),
            json!(one.root),
            json!(one.verdict),
            json!(one.n_reports),
            json!(one.n_origins),
            json!(one.claims.join(" ")),
            json!(evidence.article),
            json!(evidence.start),
            json!(evidence.end),
            json!(evidence.sentence),
        ]
    });
    let told: Vec<String> = happenings
        .iter()
        .take(12)
        .map(|one| format!("{}: {}", one.when(), one.what))
        .collect();
    Chart {
        title: title.to_owned(),
        subtitle: "What happened when, and how many independent origins tell it".to_owned(),
        description: told.join(". "),
        note: format!(
            "Larger dots are told by more independent origins; copies count once. Words are those of the reports. Entente {}.",
            env!("CARGO_PKG_VERSION")
        ),
        drawing: Drawing::Lane(happened.collect()),
        table: Table {
            columns: vec![
                "from", "to", "what", "root", "verdict", "reports", "origins", "claims", "article",
                "start", "end", "sentence",
            ],
            rows: rows.collect(),
        },
    }
}

/// The day as a newspaper prints it, as finely as it is told.
fn when(one: &Happening) -> String {
    let form = match one.precision {
        Precision::Day | Precision::Week => "%-d %b %Y",
        Precision::Month | Precision::Season => "%b %Y",
        Precision::Year | Precision::Vague => "%Y",
    };
    one.from.strftime(form).to_string()
}

/// Which countries deal with each other; `when` tells in which time.
#[must_use]
pub fn network(when: &str, pairs: &[Dealing]) -> Chart {
    let bonds = pairs.iter().map(|pair| Bond {
        sides: [called(&pair.one), called(&pair.other)],
        cooperation: pair.cooperation,
        conflict: pair.conflict,
    });
    let bonds: Vec<Bond> = bonds.collect();
    let told = bonds.iter().take(8).map(|bond| {
        let [one, other] = &bond.sides;
        format!(
            "{one} and {other}: {} acts of cooperation, {} of conflict",
            bond.cooperation, bond.conflict
        )
    });
    let rows = pairs.iter().map(|pair| {
        vec![
            json!(pair.one),
            json!(called(&pair.one)),
            json!(pair.other),
            json!(called(&pair.other)),
            json!(pair.cooperation),
            json!(pair.conflict),
        ]
    });
    Chart {
        title: "Who deals with whom".to_owned(),
        subtitle: format!("Acts between countries in {when}, each counted once for a story"),
        description: told.collect::<Vec<_>>().join(". "),
        note: format!(
            "The wider a curve, the more acts. Entente {}.",
            env!("CARGO_PKG_VERSION")
        ),
        table: Table {
            columns: vec![
                "one",
                "one_name",
                "other",
                "other_name",
                "cooperation",
                "conflict",
            ],
            rows: rows.collect(),
        },
        drawing: Drawing::Net(bonds),
    }
}

/// Where acts took place; `of` tells which acts.
#[must_use]
pub fn map(of: &str, places: &[PlaceRow]) -> Chart {
    let spots: Vec<Spot> = places
        .iter()
        .map(|place| Spot {
            name: place.name.clone(),
            latitude: place.latitude,
            longitude: place.longitude,
            n: place.n_acts,
        })
        .collect();
    let told = spots
        .iter()
        .take(12)
        .map(|spot| format!("{}: {}", spot.name, spot.n));
    let rows = places.iter().map(|place| {
        vec![
            json!(place.number),
            json!(place.name),
            json!(place.country),
            json!(called(&place.country)),
            json!(place.latitude),
            json!(place.longitude),
            json!(place.n_acts),
            json!(place.n_articles),
            json!(place.claims.join(" ")),
        ]
    });
    Chart {
        title: "Where it took place".to_owned(),
        subtitle: format!("Acts {of} whose city is known, each kind of act once for a story"),
        description: told.collect::<Vec<_>>().join(". "),
        note: format!(
            "The larger a dot, the more acts. Borders are there to find one's way and are no opinion: dashed lines and hatched \
             areas are disputed. Coasts and borders: Natural Earth; cities: GeoNames. Entente {}.",
            env!("CARGO_PKG_VERSION")
        ),
        table: Table {
            columns: vec![
                "geonames",
                "place",
                "country",
                "country_name",
                "latitude",
                "longitude",
                "acts",
                "articles",
                "claims",
            ],
            rows: rows.collect(),
        },
        drawing: Drawing::Map(spots),
    }
}

/// The figures of a story that several reports give, those that differ first.
#[must_use]
pub fn figures(title: &str, told: &[Told]) -> Chart {
    let figures = told.iter().filter(|one| one.kind == SlotKind::Figure);
    let mut shown: Vec<&Told> = figures.clone().filter(|one| one.n_reports > 1).collect();
    shown.sort_by_key(|one| (order(one.verdict), is_plain(one)));
    shown.truncate(MOST_GROUPS);
    let groups: Vec<Group> = shown.into_iter().map(group).collect();
    let rows = figures.flat_map(|one| {
        one.answers
            .iter()
            .map(move |answer| figure_row(one, answer))
    });
    let told: Vec<String> = groups
        .iter()
        .map(|group| format!("{}: {}", group.heading, group.verdict))
        .collect();
    Chart {
        title: title.to_owned(),
        subtitle: "Figures that several reports give, with the numbers that their words allow"
            .to_owned(),
        description: told.join(". "),
        note: format!(
            "A bar spans what the words allow (“about 20”, “at least 12”), the dot is the number as written; where a bar meets the \
             edge, the words set no bound. Entente {}.",
            env!("CARGO_PKG_VERSION")
        ),
        drawing: Drawing::Ranges(groups),
        table: Table {
            columns: vec![
                "what",
                "verdict",
                "reason",
                "source",
                "published",
                "words",
                "low",
                "number",
                "high",
                "claim",
                "article",
                "start",
                "end",
                "sentence",
            ],
            rows: rows.collect(),
        },
    }
}

/// What makes the reader look twice comes first.
fn order(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Contradict => 0,
        Verdict::Disputed => 1,
        Verdict::Updated => 2,
        Verdict::Compatible => 3,
        Verdict::Agree => 4,
        Verdict::Single => 5,
    }
}

/// Do all reports give the very same number, without a hedge?
fn is_plain(told: &Told) -> bool {
    let first = told.answers.first().and_then(|answer| answer.number);
    told.answers
        .iter()
        .all(|answer| answer.number == first && answer.low == answer.high)
}

fn group(told: &Told) -> Group {
    let values = told.answers.iter().filter_map(|answer| {
        Some(Range {
            label: label(&answer.evidence),
            words: crate::clean::words(&answer.evidence.words),
            low: answer.low,
            at: answer.number?,
            high: answer.high,
        })
    });
    let mut values: Vec<Range> = values.collect();
    let mut seen = std::collections::BTreeSet::new();
    values.retain(|value| seen.insert((value.label.clone(), value.words.clone())));
    values.truncate(MOST_VALUES);
    let verdict = format!("{:?}", told.verdict).to_lowercase();
    Group {
        heading: crate::clean::words(&told.what),
        verdict: match told.reason.is_empty() {
            true => verdict,
            false => format!("{verdict}: {}", told.reason),
        },
        is_contested: matches!(told.verdict, Verdict::Contradict | Verdict::Disputed),
        values,
    }
}

/// The publisher with the number by which verdicts call the report: two reports of one publisher are two.
fn label(evidence: &Evidence) -> String {
    let number = evidence.article.trim_start_matches("art_");
    match &evidence.source {
        Some(source) => format!("{source} ({number})"),
        None => format!("report {number}"),
    }
}

fn figure_row(told: &Told, answer: &entente_world::Answer) -> Vec<Value> {
    let evidence = &answer.evidence;
    vec![
        json!(told.what),
        json!(told.verdict),
        json!(told.reason),
        json!(evidence.source),
        json!(evidence.published),
        json!(evidence.words),
        json!(answer.low),
        json!(answer.number),
        json!(answer.high),
        json!(evidence.claim),
        json!(evidence.article),
        json!(evidence.start),
        json!(evidence.end),
        json!(evidence.sentence),
    ]
}
