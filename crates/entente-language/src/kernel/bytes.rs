//! Numbers as bytes: the weights of a layer, and the rows that it reads.

use super::maxout::{GROUP, PIECES};
use super::{Row, WIDTH};
use crate::Error;
use crate::container::Container;

/// Rows that one step works on.
pub(super) const LINES: usize = 8;
/// Larger numbers are in no network.
const MAX_NUMBER: f32 = 1e6;
/// Inputs of a row and its neighbours.
const WINDOW: usize = 3 * WIDTH;

/// Where the numbers of each column of rows lie: the lowest and the highest.
#[derive(Clone, Copy)]
pub(crate) struct Range([[f32; 2]; WIDTH]);

impl Default for Range {
    fn default() -> Self {
        Self([[0.0; 2]; WIDTH])
    }
}

impl Range {
    /// Reads so many from a section, if it is there.
    pub(crate) fn read(file: &Container, name: &str, n: usize) -> Result<Option<Vec<Self>>, Error> {
        if !file.has(name) {
            return Ok(None);
        }
        let numbers = file.exactly::<f32>(name, n * 2 * WIDTH)?;
        if !numbers.iter().all(|number| number.abs() < MAX_NUMBER) {
            return Err(Error::section(name, "a number is too large"));
        }
        let pairs = numbers.as_chunks::<2>().0.as_chunks::<WIDTH>().0;
        Ok(Some(pairs.iter().copied().map(Self).collect()))
    }

    /// The numbers of a section.
    pub(crate) fn numbers(&self) -> &[f32] {
        self.0.as_flattened()
    }

    /// Widens it so that it holds these rows.
    pub(crate) fn include(&mut self, rows: &[Row]) {
        for row in rows {
            for ([low, high], number) in self.0.iter_mut().zip(row) {
                *low = low.min(*number);
                *high = high.max(*number);
            }
        }
    }
}

/// Four inputs of sixteen columns.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(super) struct Columns(pub(super) [[i8; 4]; GROUP]);

/// Some outputs of a layer in all alternatives.
pub(super) struct Group {
    /// For every four inputs.
    pub(super) weights: [[Columns; PIECES]; WINDOW / 4],
    /// What a sum is multiplied with.
    pub(super) scale: [[f32; GROUP]; PIECES],
    /// What is added then.
    pub(super) offset: [[f32; GROUP]; PIECES],
}

/// A layer that looks at three rows, as bytes.
///
/// A number `x` of a row is read as the byte `a` for which `centre + (a - 128) * step` is nearest, with a centre and a step
/// for each column. A weight times that step is the whole number `q` times a scale of its output. So a sum of products
/// is a sum of whole numbers `a * q`, times the scale, and something that does not depend on the row.
pub(super) struct Bytes {
    lowest: Row,
    steps_per_unit: Row,
    pub(super) groups: Vec<Group>,
}

impl Bytes {
    /// From weights as [`super::Maxout`] has them: for each group, for each input, the columns.
    pub(super) fn new(weights: &[f32], bias: &[f32], range: &Range) -> Self {
        let step = range
            .0
            .map(|[low, high]| ((high - low) / 255.0).max(f32::MIN_POSITIVE));
        let centre: Row = std::array::from_fn(|idx| range.0[idx][0] + 128.0 * step[idx]);
        let of_group = |(weights, bias): (&[f32], &[f32])| {
            let mut group = Group {
                weights: [[Columns([[0; 4]; GROUP]); PIECES]; WINDOW / 4],
                scale: [[0.0; GROUP]; PIECES],
                offset: [[0.0; GROUP]; PIECES],
            };
            for (column, bias) in bias.iter().enumerate() {
                let (piece, place) = (column / GROUP, column % GROUP);
                let weight = |input: usize| weights[input * PIECES * GROUP + column];
                let stepped = |input: usize| weight(input) * step[input % WIDTH];
                let largest = (0..WINDOW)
                    .map(|input| stepped(input).abs())
                    .fold(0.0, f32::max);
                let scale = (largest / 127.0).max(f32::MIN_POSITIVE);
                let (mut constant, mut all) = (f64::from(*bias), 0_i32);
                for input in 0..WINDOW {
                    let whole = (stepped(input) / scale).round() as i8;
                    group.weights[input / 4][piece].0[place][input % 4] = whole;
                    constant += f64::from(centre[input % WIDTH]) * f64::from(weight(input));
                    all += i32::from(whole);
                }
                group.scale[piece][place] = scale;
                group.offset[piece][place] =
                    (constant - 128.0 * f64::from(scale) * f64::from(all)) as f32;
            }
            group
        };
        let groups = weights
            .chunks_exact(WINDOW * PIECES * GROUP)
            .zip(bias.chunks_exact(PIECES * GROUP));
        Self {
            lowest: range.0.map(|[low, _]| low),
            steps_per_unit: step.map(|step| 1.0 / step),
            groups: groups.map(of_group).collect(),
        }
    }

    /// Writes rows as bytes, with room for whole [`Lines`] after them.
    #[inline(always)]
    pub(super) fn read(&self, rows: &[Row], into: &mut Vec<[u8; WIDTH]>) {
        let len = rows.len() + LINES;
        if into.len() < len {
            into.resize(len, [0; WIDTH]);
        }
        for (row, bytes) in rows.iter().zip(into) {
            let known = self.lowest.iter().zip(&self.steps_per_unit);
            for ((number, byte), (low, per)) in row.iter().zip(bytes).zip(known) {
                *byte = ((number - low) * per + 0.5) as u8;
            }
        }
    }
}

/// The rows that some outputs are made of: theirs, one before them and one after them.
pub(super) struct Lines(pub(super) [u8; (LINES + 2) * WIDTH]);

impl Lines {
    /// Those from row `first` on.
    #[inline(always)]
    pub(super) fn of(rows: &[[u8; WIDTH]], first: usize) -> Self {
        let mut lines = [0; (LINES + 2) * WIDTH];
        lines.copy_from_slice(rows[first..first + LINES + 2].as_flattened());
        Self(lines)
    }
}

#[cfg(test)]
impl Bytes {
    /// The largest alternative of each output for one row and its neighbours.
    pub(super) fn plain(&self, window: &[u8]) -> Row {
        std::array::from_fn(|output| {
            let (group, place) = (&self.groups[output / GROUP], output % GROUP);
            let piece = |piece: usize| {
                let product = |input: usize| {
                    let weight = group.weights[input / 4][piece].0[place][input % 4];
                    i32::from(window[input]) * i32::from(weight)
                };
                let sum: i32 = (0..WINDOW).map(product).sum();
                sum as f32 * group.scale[piece][place] + group.offset[piece][place]
            };
            piece(0).max(piece(1)).max(piece(2))
        })
    }
}
