//! Rows of a table, each as wide as a token vector: as they were learned, or in less room.

use std::borrow::Cow;

use half::f16;

use crate::Error;
use crate::container::{Builder, Container};
use crate::kernel::{Row, WIDTH};

/// Rows of a table.
pub(crate) enum Rows {
    /// In fp32.
    Floats(Cow<'static, [f32]>),
    /// In fp16.
    Halves(Cow<'static, [u16]>),
    /// As whole numbers of steps; the step of each row.
    Bytes(Cow<'static, [i8]>, Cow<'static, [f32]>),
}

impl Rows {
    /// Reads the table `name`, in whichever form it is there.
    pub(crate) fn read(file: &Container, name: &str, n_rows: usize) -> Result<Self, Error> {
        let (halves, bytes) = (format!("{name}.halves"), format!("{name}.bytes"));
        let n_numbers = n_rows * WIDTH;
        if file.has(&halves) {
            return Ok(Self::Halves(file.exactly(&halves, n_numbers)?));
        }
        if file.has(&bytes) {
            let steps = file.exactly(&format!("{name}.steps"), n_rows)?;
            return Ok(Self::Bytes(file.exactly(&bytes, n_numbers)?, steps));
        }
        Ok(Self::Floats(file.exactly(name, n_numbers)?))
    }

    /// How many.
    pub(crate) fn len(&self) -> usize {
        let n_numbers = match self {
            Self::Floats(numbers) => numbers.len(),
            Self::Halves(numbers) => numbers.len(),
            Self::Bytes(numbers, _) => numbers.len(),
        };
        n_numbers / WIDTH
    }

    /// Adds a row, which must be there, to `sum`.
    pub(crate) fn add(&self, row: usize, sum: &mut Row) {
        let place = row * WIDTH..(row + 1) * WIDTH;
        match self {
            Self::Floats(numbers) => {
                for (sum, number) in sum.iter_mut().zip(&numbers[place]) {
                    *sum += number;
                }
            }
            Self::Halves(numbers) => {
                for (sum, bits) in sum.iter_mut().zip(&numbers[place]) {
                    *sum += f16::from_bits(*bits).to_f32();
                }
            }
            Self::Bytes(numbers, steps) => {
                let step = steps[row];
                for (sum, number) in sum.iter_mut().zip(&numbers[place]) {
                    *sum += f32::from(*number) * step;
                }
            }
        }
    }
}

/// Writes a table in fp16.
pub(crate) fn write_halves(file: &mut Builder, name: &str, numbers: &[f32]) {
    let halves: Vec<u16> = numbers
        .iter()
        .map(|&number| f16::from_f32(number).to_bits())
        .collect();
    file.halves(&format!("{name}.halves"), &halves);
}

/// Writes a table as whole numbers of steps, with a step for each row.
pub(crate) fn write_bytes(file: &mut Builder, name: &str, numbers: &[f32]) {
    let rows = numbers.as_chunks::<WIDTH>().0;
    let step = |row: &Row| {
        let largest = row
            .iter()
            .fold(0.0_f32, |most, number| most.max(number.abs()));
        (largest / 127.0).max(f32::MIN_POSITIVE)
    };
    let steps: Vec<f32> = rows.iter().map(step).collect();
    let whole = |(row, step): (&Row, &f32)| row.map(|number| (number / step).round() as i8 as u8);
    let bytes: Vec<u8> = rows.iter().zip(&steps).flat_map(whole).collect();
    file.bytes(&format!("{name}.bytes"), bytes);
    file.floats(&format!("{name}.steps"), &steps);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_in_less_room_are_near_those_learned() {
        let numbers: Vec<f32> = (0..5 * WIDTH)
            .map(|idx| ((idx * 37 % 101) as f32 - 50.0) / 20.0)
            .collect();
        let mut file = Builder::default();
        file.floats("plain", &numbers);
        write_halves(&mut file, "half", &numbers);
        write_bytes(&mut file, "byte", &numbers);
        let file = Container::new(&[file.finish().leak()]).expect("the file is whole");
        for (name, most) in [("plain", 0.0), ("half", 1e-3), ("byte", 1e-2)] {
            let rows = Rows::read(&file, name, 5).expect("the table is there");
            assert_eq!(rows.len(), 5);
            for (row, wanted) in numbers.as_chunks::<WIDTH>().0.iter().enumerate() {
                let mut sum = [1.0; WIDTH];
                rows.add(row, &mut sum);
                for (sum, wanted) in sum.iter().zip(wanted) {
                    assert!((sum - 1.0 - wanted).abs() <= most + 1e-6, "{name}");
                }
            }
            assert!(Rows::read(&file, name, 6).is_err());
        }
    }
}
