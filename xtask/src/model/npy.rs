//! Arrays of numbers as numpy writes them: alone in a file, and inside msgpack.

use anyhow::{Context, Result, ensure};

use super::msgpack::Value;

/// An array of fp32 numbers, last dimension fastest.
pub struct Array {
    /// Length of each dimension.
    pub shape: Vec<usize>,
    /// As many numbers as the shape says.
    pub numbers: Vec<f32>,
}

impl Array {
    /// Reads a `.npy` file of version 1.
    pub fn from_npy(bytes: &[u8]) -> Result<Self> {
        ensure!(
            bytes.get(..8) == Some(b"\x93NUMPY\x01\x00"),
            "this is no npy file of version 1"
        );
        let len = bytes.get(8..10).context("the npy file ends in its head")?;
        let start = 10 + usize::from(u16::from_le_bytes([len[0], len[1]]));
        let head = std::str::from_utf8(
            bytes
                .get(10..start)
                .context("the npy file ends in its head")?,
        )?;
        ensure!(
            head.contains("'descr': '<f4'"),
            "only fp32 arrays are covered, not {head}"
        );
        ensure!(
            head.contains("'fortran_order': False"),
            "only arrays in C order are covered"
        );
        let shape = head
            .split_once("'shape': (")
            .and_then(|(_, rest)| rest.split_once(')'));
        let (shape, _) = shape.context("the npy head has no shape")?;
        let lengths = shape
            .split(',')
            .map(str::trim)
            .filter(|length| !length.is_empty());
        let shape = lengths.map(str::parse).collect::<Result<Vec<usize>, _>>()?;
        Self::new(shape, &bytes[start..])
    }

    /// Reads an array that the `msgpack-numpy` package wrote.
    pub fn from_msgpack(value: &Value) -> Result<Self> {
        let kind = value.get("type")?.text()?;
        ensure!(kind == "<f4", "only fp32 arrays are covered, not {kind}");
        let shape = value.get("shape")?.list()?.iter();
        let shape = shape
            .map(|length| Ok(usize::try_from(length.uint()?)?))
            .collect::<Result<_>>()?;
        Self::new(shape, value.get("data")?.bytes()?)
    }

    fn new(shape: Vec<usize>, bytes: &[u8]) -> Result<Self> {
        let numbers: Vec<f32> = bytes
            .as_chunks::<4>()
            .0
            .iter()
            .map(|bytes| f32::from_le_bytes(*bytes))
            .collect();
        let expected: usize = shape.iter().product();
        ensure!(
            expected * 4 == bytes.len(),
            "{} bytes do not fill the shape {shape:?}",
            bytes.len()
        );
        Ok(Self { shape, numbers })
    }

    /// The array, if it has this shape.
    pub fn shaped(self, shape: &[usize]) -> Result<Self> {
        ensure!(
            self.shape == shape,
            "an array has shape {:?}; only {shape:?} is covered",
            self.shape
        );
        Ok(self)
    }
}
