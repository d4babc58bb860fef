//! Which figures answer one question.
//!
//! What two figures have in common, what their clauses and the acts that they hang on have in common, becomes numbers; a weighted
//! sum of them, learned from pairs that people judged (`data/figure_identity.md`), is how likely they answer one question.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use entente_types::{Claims, Content, Document, Measure};

use crate::Settings;
use crate::clauses::{self, Places};
use crate::figures::judge::{both_grow, is_dispute};
use crate::figures::read::{Stated, stated};
use crate::identity::hung::{N_ACTS, OF_ACTS, head, of_acts};
use crate::identity::model::{Sum, sums_from_bytes};
use crate::identity::{self, Likeness, Mention};
use crate::interval::{Amount, Relation};
use crate::story::Story;
use crate::words::{Rarity, are_apart, is_kind_of, set_apart};

/// From so many figures on, only those of one property are compared.
const MANY: usize = 600;

/// Most pairs of a story that are looked at closely, which bounds memory: each is 500 bytes.
const MOST_PAIRS: usize = 200_000;

/// Two numbers that exclude each other and differ by more than this factor mostly count different things.
const LARGEST_RATIO: f64 = 1.75;

/// "More than 12" and a number that is so many times larger count different things.
const LARGEST_EXCESS: f64 = 5.0;

/// Two figures of two reports of one story.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Where they stand.
    pub ends: [Mention; 2],
    /// What they have in common, by [`names`].
    pub features: Features,
    /// How likely they answer one question, by what was learned.
    pub likely: f32,
    /// Do both give the same number?
    pub is_one_number: bool,
}

/// What two figures have in common, each from 0 to 1.
pub type Features = [f32; N_FEATURES];

/// Marks the file of the learned sum.
pub const MAGIC: &[u8; 4] = b"EEF1";

/// The learned part that ships with Entente (`data/figure_identity.md`): how likely two figures answer one question, by all that
/// is asked of them, and by all but their values.
static SHIPPED: LazyLock<[Sum<N_FEATURES>; 2]> = LazyLock::new(|| {
    sums_from_bytes(MAGIC, include_bytes!("../../data/figure_identity.bin"))
        .expect("the shipped sums are whole")
});

/// What is asked of two figures whatever their values are: the rest is 0.
#[must_use]
pub fn without_values(features: &Features) -> Features {
    static ASKED: LazyLock<[bool; N_FEATURES]> = LazyLock::new(|| {
        let mut names = names();
        std::array::from_fn(|_| names.next().is_some_and(|name| !OF_VALUES.contains(&name)))
    });
    std::array::from_fn(|nth| if ASKED[nth] { features[nth] } else { 0.0 })
}

/// Can two figures answer one question though their values exclude each other? Only if each is the one figure of its report that
/// counts this very thing, or the largest toll of its kind; ages must be those of one, and small counts, which are everywhere in a
/// text, must hang on what may be one act.
#[must_use]
pub fn may_exclude(features: &Features) -> bool {
    const ONE_ACT: f32 = 0.35;
    static PLACES: LazyLock<[usize; 9]> = LazyLock::new(|| {
        let asked = [
            "apart",
            "far apart",
            "age",
            "age of one",
            "only ones, same thing",
            "tolls of one kind",
            "both small counts",
            "one act",
            "wider clauses likely",
        ];
        let place = |asked: &str| names().position(|name| name == asked);
        let places: Option<Vec<usize>> = asked.into_iter().map(place).collect();
        places
            .and_then(|places| places.try_into().ok())
            .expect("all that is looked at is asked")
    });
    let asked = PLACES.map(|place| features[place]);
    let [apart, far, age, of_one, only, tolls, small, ..] = asked.map(|number| number > 0.0);
    let [.., act, clauses] = asked;
    let is_this = (only && !far) || tolls;
    let is_one_act = act >= ONE_ACT || clauses > 0.0;
    apart && is_this && (!age || of_one) && (!small || is_one_act)
}

/// How many numbers there are.
pub const N_FEATURES: usize = N_OWN + N_ACTS;

/// What is asked of two figures, in the order of the numbers.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.into_iter().chain(OF_ACTS)
}

/// Every pair of figures of two reports of one story that may answer one question.
#[must_use]
pub fn pairs(documents: &[Document], claims: &[Claims]) -> Vec<Pair> {
    let settings = Settings::default();
    let story = Story::new(documents, claims, &settings);
    let clauses = clauses::all(&story);
    let likely = clauses::likely(&story, &clauses, settings.clause_elsewhere);
    let stated = stated(&story);
    let compared = Compared::new(&story, &stated, &Places::new(&clauses, &likely));
    let pair = |(one, other, features): (usize, usize, Features)| Pair {
        ends: [one, other].map(|idx| mention(&stated[idx])),
        likely: SHIPPED[0].probability(&features),
        is_one_number: stated[one].amount.nominal == stated[other].amount.nominal,
        features,
    };
    let pairs = compared.pairs.into_iter().map(pair);
    pairs
        .filter(|pair| pair.ends[0].report != pair.ends[1].report)
        .collect()
}

fn mention(stated: &Stated) -> Mention {
    Mention {
        report: stated.told.report,
        span: stated.span,
    }
}

/// Do the values exclude each other?
fn is_apart(one: &Stated, other: &Stated) -> bool {
    matches!(relation(one, other), Relation::Apart { .. })
}

/// The figures of a story, pair by pair.
pub(super) struct Compared {
    pairs: Vec<(usize, usize, Features)>,
}

impl Compared {
    /// Compares all figures of one dimension that have anything in common.
    pub(super) fn new(story: &Story, stated: &[Stated], places: &Places) -> Self {
        let is_large = stated.len() > MANY;
        let around: Vec<Vec<usize>> = stated
            .iter()
            .map(|one| places.around(mention(one)))
            .collect();
        let written: Vec<String> = stated
            .iter()
            .map(|one| story.text(one.told.report, one.span).to_lowercase())
            .collect();
        let mut first = Vec::new();
        for one in 0..stated.len() {
            for other in one + 1..stated.len() {
                let (a, b) = (&stated[one], &stated[other]);
                let is_one_kind = a.amount.dimension == b.amount.dimension
                    && (!is_large || a.property == b.property);
                if !is_one_kind || first.len() >= MOST_PAIRS || are_set_apart(a, b) {
                    continue;
                }
                let clauses = places.likely(&around[one], &around[other]);
                let is_one_wording = written[one] == written[other];
                let own = own(&story.rarity, a, b, is_one_wording, clauses);
                if has_something_in_common(&own) {
                    first.push((one, other, own));
                }
            }
        }
        let best = best(stated.len(), &first);
        let heads: Vec<Mention> = stated.iter().map(|one| head(story, mention(one))).collect();
        let known = identity::read::read(story, &heads);
        let acts = Likeness::new(story, &known);
        let number = |(one, other, own): (usize, usize, [f32; N_ASKED])| {
            let mut all = [0.0; N_FEATURES];
            all[..N_ASKED].copy_from_slice(&own);
            let near = nearness(&own);
            all[N_ASKED] = near / best[one].max(best[other]).max(1e-6);
            all[N_ASKED + 1] = near / best[one].min(best[other]).max(1e-6);
            all[N_OWN..].copy_from_slice(&of_acts(&acts, one, other));
            (one, other, all)
        };
        Self {
            pairs: first.into_iter().map(number).collect(),
        }
    }

    /// The pairs that are likely enough to answer one question.
    pub(super) fn likely(
        &self,
        stated: &[Stated],
        settings: &Settings,
    ) -> Vec<(f64, usize, usize)> {
        let likely = |(one, other, features): &(usize, usize, Features)| {
            let (a, b) = (&stated[*one], &stated[*other]);
            let (is_apart, is_one_report) = (is_apart(a, b), a.told.report == b.told.report);
            let is_slip = is_slip(a.amount.nominal, b.amount.nominal);
            if is_apart && (is_one_report || !(is_slip || may_exclude(features))) {
                return None;
            }
            // Numbers that differ say nothing of what they count.
            let differ =
                relation(a, b) == Relation::Overlaps && a.amount.nominal != b.amount.nominal;
            let (likely, least) = if differ || (is_apart && !is_slip) {
                let question = SHIPPED[1].probability(&without_values(features));
                (question, settings.figure_alike_other)
            } else {
                (SHIPPED[0].probability(features), settings.figure_alike)
            };
            (f64::from(likely) >= least).then_some((likely.into(), *one, *other))
        };
        self.pairs.iter().filter_map(likely).collect()
    }
}

/// Pairs that may stand in one slot though their values exclude each other: those that are likely enough, and with them all that
/// answer the question of one of the two without excluding it.
pub(super) fn opposed(stated: &[Stated], pairs: &[(f64, usize, usize)]) -> HashSet<(usize, usize)> {
    let mut beside: HashMap<usize, Vec<usize>> = HashMap::new();
    for &(_, one, other) in pairs {
        if !is_apart(&stated[one], &stated[other]) {
            beside.entry(one).or_default().push(other);
            beside.entry(other).or_default().push(one);
        }
    }
    let with_beside = |idx: usize| {
        let beside = beside.get(&idx).into_iter().flatten().copied();
        beside.chain([idx]).collect::<Vec<_>>()
    };
    let apart = pairs
        .iter()
        .filter(|(_, one, other)| is_apart(&stated[*one], &stated[*other]));
    let mut opposed = HashSet::new();
    for &(_, one, other) in apart {
        let others = with_beside(other);
        for one in with_beside(one) {
            opposed.extend(others.iter().map(|&other| (one.min(other), one.max(other))));
        }
    }
    opposed
}

/// Things that must not meet in one slot, not even by way of a third: figures that words set apart, and
/// figures that exclude each other without being alike enough for it.
pub(crate) fn stand_apart(
    stated: &[Stated],
    opposed: &HashSet<(usize, usize)>,
    one: usize,
    other: usize,
) -> bool {
    let (a, b) = (&stated[one], &stated[other]);
    are_set_apart(a, b) || (is_apart(a, b) && !opposed.contains(&(one.min(other), one.max(other))))
}

/// Do words, or a rise and a fall, tell two figures apart, or other names two that exclude each other, or is one far more than the
/// other would say of it?
fn are_set_apart(one: &Stated, other: &Stated) -> bool {
    let turns = one.change.zip(other.change);
    let are_others = are_apart(&one.names, &other.names);
    set_apart(&one.words, &other.words)
        || turns.is_some_and(|(one, other)| one * other < 0)
        || is_far_beyond(&one.amount, &other.amount) && !both_grow(one, other)
        || are_others && is_apart(one, other) && !is_slip(one.amount.nominal, other.amount.nominal)
}

/// "Over a dozen" and 900,000: nobody gives so low a bound for so large a number.
fn is_far_beyond(one: &Amount, other: &Amount) -> bool {
    let (low, high) = if one.nominal <= other.nominal {
        (one, other)
    } else {
        (other, one)
    };
    low.interval.high.is_none() && high.nominal > LARGEST_EXCESS * low.nominal
}

/// Is there anything but a short number that two figures share? Short numbers are everywhere.
fn has_something_in_common(own: &[f32; N_ASKED]) -> bool {
    const TELLING: f32 = 0.75;
    own[..N_COMMON].iter().any(|common| *common > 0.0) || own[SAME_DIGITS] >= TELLING
}

/// The nearest pair of each figure.
fn best(n: usize, pairs: &[(usize, usize, [f32; N_ASKED])]) -> Vec<f32> {
    let mut best = vec![0.0_f32; n];
    for (one, other, own) in pairs {
        let near = nearness(own);
        best[*one] = best[*one].max(near);
        best[*other] = best[*other].max(near);
    }
    best
}

/// How near two figures stand to each other by what is told around them, whatever their values.
fn nearness(own: &[f32; N_ASKED]) -> f32 {
    let [same, kind, _, words, contained, _, sentences, .., _] = *own;
    same + 0.7 * kind + words + contained + sentences + own[7] + own[8]
}

/// What is asked of two figures, in the order of the numbers; the first [`N_COMMON`] tell that they have anything in common.
const NAMES: [&str; N_OWN] = [
    "same thing",
    "a kind of the other",
    "thing among the other's words",
    "words alike",
    "words contained",
    "rare word shared",
    "sentences alike",
    "clauses likely",
    "wider clauses likely",
    "same number",
    "actors shared",
    "actors apart",
    "thing not named",
    "rounds",
    "overlaps",
    "differs by hedge",
    "apart",
    "far apart",
    "softly apart",
    "telling digits",
    "same number, telling digits",
    "both small counts",
    "same small count",
    "same words for the number",
    "same time of it",
    "overlapping times",
    "other time of it",
    "only ones",
    "only ones, same thing",
    "tolls of one kind",
    "count",
    "money",
    "share",
    "length of time",
    "age",
    "one a part",
    "both parts",
    "one a change",
    "one leaves out",
    "other party",
    "apart, only ones",
    "apart, sentences alike",
    "apart, clauses likely",
    "same number, sentences alike",
    "same number, words contained",
    "age of one",
    "ages of two",
    "same thing, actors shared",
    "likest of one",
    "likest of both",
];
const N_OWN: usize = 50;
/// Those of [`names`] that ask of the values.
const OF_VALUES: [&str; 17] = [
    "same number",
    "rounds",
    "overlaps",
    "differs by hedge",
    "apart",
    "far apart",
    "softly apart",
    "telling digits",
    "same number, telling digits",
    "same small count",
    "same words for the number",
    "apart, only ones",
    "apart, sentences alike",
    "apart, clauses likely",
    "same number, sentences alike",
    "same number, words contained",
    "numbers apart",
];
/// Without the last two, for which all pairs must be known.
const N_ASKED: usize = N_OWN - 2;
const N_COMMON: usize = 9;
/// Where "same number, telling digits" stands.
const SAME_DIGITS: usize = 20;

/// What two figures have in common, each from 0 to 1, by [`NAMES`].
fn own(
    rarity: &Rarity,
    one: &Stated,
    other: &Stated,
    is_one_wording: bool,
    clauses: [f32; 2],
) -> [f32; N_ASKED] {
    let is_named = !one.property.is_empty() && !other.property.is_empty();
    let is_same = is_named && one.property == other.property;
    let is_kind = is_named && !is_same && is_kind_of(&one.property, &other.property);
    let is_word = |of: &Stated, named: &Stated| {
        !named.property.is_empty() && of.words.contains(&named.property)
    };
    let words = rarity.shared(&one.words, &other.words) as f32;
    let contained = rarity.contained(&one.words, &other.words) as f32;
    let is_rare = |word: &String| rarity.weight(word) > 0.8;
    let sentences = rarity.shared(&one.context, &other.context) as f32;
    let relation = relation(one, other);
    let (is_apart, is_soft) = match relation {
        Relation::Apart { is_hard, .. } => (true, !is_hard),
        _ => (false, false),
    };
    let (a, b) = (one.amount.nominal, other.amount.nominal);
    // A long number that was copied with a slip is that number.
    let is_slip = is_apart && is_slip(a, b);
    let (is_apart, is_soft) = (is_apart && !is_slip, is_soft && !is_slip);
    let same_number = yes(a == b || is_slip);
    let digits = telling_digits(a).min(telling_digits(b)).min(4) as f32 / 4.0;
    let is_small = one.is_count && a.abs() < 10.0 && b.abs() < 10.0;
    let no_actors = one.about.is_empty() || other.about.is_empty();
    let actors_apart = !no_actors && one.about.is_disjoint(&other.about);
    let times = one.period.zip(other.period);
    let same_time = times.is_some_and(|(one, other)| one == other);
    let overlaps = times.is_some_and(|(one, other)| one != other && one.overlaps(&other));
    let is_only = one.is_only && other.is_only;
    let is_measured = |measure| yes(measure_of(one) == Some(measure));
    let is_age = measure_of(one) == Some(Measure::Age);
    let n_parts = u8::from(one.is_part) + u8::from(other.is_part);
    [
        yes(is_same),
        yes(is_kind),
        yes(!is_same && (is_word(one, other) || is_word(other, one))),
        words,
        contained,
        yes(one.words.intersection(&other.words).any(is_rare)),
        sentences,
        clauses[0],
        clauses[1],
        same_number,
        yes(!no_actors && !actors_apart),
        yes(actors_apart),
        yes(!is_named),
        yes(relation == Relation::Rounds),
        yes(relation == Relation::Overlaps),
        yes(relation == Relation::Touches),
        yes(is_apart),
        yes(is_apart && one.amount.ratio(&other.amount) > LARGEST_RATIO),
        yes(is_soft),
        digits,
        same_number * digits,
        yes(is_small),
        same_number * yes(is_small),
        yes(is_one_wording),
        yes(same_time),
        yes(overlaps),
        yes(times.is_some() && !same_time && !overlaps),
        yes(is_only),
        yes(is_only && is_same),
        yes(!one.tolls.is_disjoint(&other.tolls)),
        is_measured(Measure::Count),
        is_measured(Measure::Money),
        is_measured(Measure::Percent),
        is_measured(Measure::Duration),
        is_measured(Measure::Age),
        yes(n_parts == 1),
        yes(n_parts == 2),
        yes(one.change.is_some() != other.change.is_some()),
        yes(one.excludes != other.excludes),
        yes(is_dispute(one, other)),
        yes(is_apart && is_only && is_same),
        yes(is_apart) * sentences,
        yes(is_apart) * clauses[1],
        same_number * sentences,
        same_number * contained,
        yes(is_age && !no_actors && !actors_apart),
        yes(is_age && actors_apart),
        yes(is_same && !no_actors && !actors_apart),
    ]
}

fn measure_of(stated: &Stated) -> Option<Measure> {
    match &stated.told.claim.content {
        Content::Figure(figure) => Some(figure.measure),
        _ => None,
    }
}

fn yes(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// Long numbers that differ in one digit are one number, wrongly copied: $5,687.75 and $5,587.75.
pub(crate) fn is_slip(one: f64, other: f64) -> bool {
    const FEWEST_DIGITS: usize = 5;
    let is_short = |number: f64| number.fract() == 0.0 && number.abs() < 10_000.0;
    if is_short(one) || is_short(other) {
        return false;
    }
    let (one, other) = (format!("{one}"), format!("{other}"));
    let n_other = one
        .bytes()
        .zip(other.bytes())
        .filter(|(a, b)| a != b)
        .count();
    let is_long = |number: &str| {
        number
            .trim_end_matches('0')
            .bytes()
            .filter(u8::is_ascii_digit)
            .count()
            >= FEWEST_DIGITS
    };
    one.len() == other.len() && n_other == 1 && is_long(&one) && is_long(&other)
}

fn telling_digits(number: f64) -> usize {
    let text = format!("{:e}", number.abs());
    let digits = text.split('e').next().unwrap_or_default();
    digits.chars().filter(char::is_ascii_digit).count().min(9)
}

/// The amount of `one` as it compares with `other`: one who is left out of only one of them is added.
pub(crate) fn shifted(one: &Stated, other: &Stated) -> Amount {
    if one.excludes && !other.excludes && one.is_count {
        one.amount.clone().with_more(1.0)
    } else {
        one.amount.clone()
    }
}

pub(crate) fn relation(one: &Stated, other: &Stated) -> Relation {
    let plain = one.amount.relation(&other.amount);
    if plain == Relation::Same {
        return plain;
    }
    shifted(one, other).relation(&shifted(other, one))
}
