//! What other mentions say of two: whether both are like the same ones, and how many each is like.

/// Links of one mention that count, the strongest.
const MOST: usize = 64;
/// Mentions that one is like, on the whole, for its number to be 1.
const MANY: f32 = 10.0;
/// Log-odds beyond these are taken for these.
const FARTHEST: f32 = 9.0;

/// What is asked of two mentions and their links, in the order of the numbers.
pub const NAMES: [&str; N_FEATURES] = [
    "like the same ones",
    "joined by another",
    "links of the lonelier",
    "links of the other",
    "likely",
    "log-odds",
];
/// How many numbers there are.
pub const N_FEATURES: usize = 6;

/// Numbers about two mentions.
pub type Features = [f32; N_FEATURES];

/// Numbers for each of `links`, which are two mentions below `n` and how likely these tell one act.
#[must_use]
pub fn features(n: usize, links: &[(usize, usize, f32)]) -> Vec<Features> {
    let rows = rows(n, links);
    let lengths: Vec<f32> = rows.iter().map(|row| length(row)).collect();
    let sums: Vec<f32> = rows
        .iter()
        .map(|row| row.iter().map(|(_, likely)| likely).sum::<f32>() / MANY)
        .collect();
    let number = |&(one, other, likely): &(usize, usize, f32)| {
        let (shared, through) = common(&rows[one], &rows[other], [one, other]);
        let odds = (likely / (1.0 - likely).max(1e-6)).max(1e-6).ln();
        [
            shared / (lengths[one] * lengths[other]),
            through,
            sums[one].min(sums[other]),
            sums[one].max(sums[other]),
            likely,
            odds.clamp(-FARTHEST, FARTHEST),
        ]
    };
    links.iter().map(number).collect()
}

/// For each mention the strongest of its links, in order of the others; it is like itself.
fn rows(n: usize, links: &[(usize, usize, f32)]) -> Vec<Vec<(usize, f32)>> {
    let mut rows: Vec<Vec<(usize, f32)>> = (0..n).map(|idx| vec![(idx, 1.0)]).collect();
    for &(one, other, likely) in links {
        rows[one].push((other, likely));
        rows[other].push((one, likely));
    }
    for row in &mut rows {
        row.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        row.truncate(MOST);
        row.sort_by_key(|(idx, _)| *idx);
    }
    rows
}

fn length(row: &[(usize, f32)]) -> f32 {
    let squares = row.iter().map(|(_, likely)| likely * likely);
    squares.sum::<f32>().sqrt().max(1e-6)
}

/// The sum of what two rows have in common, and the firmest way from one to the other by a third.
fn common(one: &[(usize, f32)], other: &[(usize, f32)], ends: [usize; 2]) -> (f32, f32) {
    let (mut sum, mut through, mut at) = (0.0, 0.0_f32, 0);
    for &(idx, likely) in one {
        while other.get(at).is_some_and(|(second, _)| *second < idx) {
            at += 1;
        }
        if let Some(&(second, second_likely)) = other.get(at)
            && second == idx
        {
            sum += likely * second_likely;
            if !ends.contains(&idx) {
                through = through.max(likely.min(second_likely));
            }
        }
    }
    (sum, through)
}
