//! Reads msgpack, the format in which spaCy keeps weights and tables. Values borrow from the bytes.

use anyhow::{Context, Result, bail, ensure};

/// Deeper nesting than this is no spaCy file.
const MAX_DEPTH: usize = 64;

/// One msgpack value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Nil,
    /// True or false.
    Bool(bool),
    /// A number below zero.
    Int(i64),
    /// A number from zero.
    UInt(u64),
    /// A number with a fraction.
    Float(f64),
    /// Text or bytes: msgpack files of different age mark text differently, so readers choose.
    Bytes(&'a [u8]),
    /// A list.
    Array(Vec<Value<'a>>),
    /// Pairs in the order of the file.
    Map(Vec<(Value<'a>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// Reads one value that must fill all of `bytes`.
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        let mut reader = Reader { bytes, at: 0 };
        let value = reader.value(0)?;
        ensure!(
            reader.at == bytes.len(),
            "{} bytes after the end of the value",
            bytes.len() - reader.at
        );
        Ok(value)
    }

    /// The value of `key` in a map.
    pub fn find(&self, key: &str) -> Option<&Value<'a>> {
        let Self::Map(pairs) = self else { return None };
        let is_key = |name: &Value| matches!(name, Value::Bytes(bytes) if *bytes == key.as_bytes());
        pairs
            .iter()
            .find(|(name, _)| is_key(name))
            .map(|(_, value)| value)
    }

    /// The value of `key` in a map that must have it.
    pub fn get(&self, key: &str) -> Result<&Value<'a>> {
        self.find(key)
            .with_context(|| format!("there is no `{key}`"))
    }

    /// The pairs of a map.
    pub fn pairs(&self) -> Result<&[(Value<'a>, Value<'a>)]> {
        match self {
            Self::Map(pairs) => Ok(pairs),
            other => bail!("expected a map, found {}", other.kind()),
        }
    }

    /// The entries of a list.
    pub fn list(&self) -> Result<&[Value<'a>]> {
        match self {
            Self::Array(entries) => Ok(entries),
            other => bail!("expected a list, found {}", other.kind()),
        }
    }

    /// The bytes of a text or byte string.
    pub fn bytes(&self) -> Result<&'a [u8]> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            other => bail!("expected bytes, found {}", other.kind()),
        }
    }

    /// A text.
    pub fn text(&self) -> Result<&'a str> {
        std::str::from_utf8(self.bytes()?).context("expected text, found other bytes")
    }

    /// A whole number from zero.
    pub fn uint(&self) -> Result<u64> {
        match self {
            Self::UInt(number) => Ok(*number),
            other => bail!("expected a number from zero, found {}", other.kind()),
        }
    }

    /// A whole number.
    pub fn int(&self) -> Result<i64> {
        match self {
            Self::UInt(number) => Ok(i64::try_from(*number)?),
            Self::Int(number) => Ok(*number),
            other => bail!("expected a whole number, found {}", other.kind()),
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Nil => "nothing",
            Self::Bool(_) => "a truth value",
            Self::Int(_) | Self::UInt(_) => "a whole number",
            Self::Float(_) => "a fraction",
            Self::Bytes(_) => "bytes",
            Self::Array(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, len: usize) -> Result<&'a [u8]> {
        let end = self
            .at
            .checked_add(len)
            .filter(|&end| end <= self.bytes.len());
        let end =
            end.with_context(|| format!("the file ends inside a value at byte {}", self.at))?;
        let bytes = &self.bytes[self.at..end];
        self.at = end;
        Ok(bytes)
    }

    /// A number of `len` bytes, the highest first.
    fn number(&mut self, len: usize) -> Result<u64> {
        Ok(self
            .take(len)?
            .iter()
            .fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }

    fn length(&mut self, len: usize) -> Result<usize> {
        Ok(usize::try_from(self.number(len)?)?)
    }

    fn value(&mut self, depth: usize) -> Result<Value<'a>> {
        ensure!(depth < MAX_DEPTH, "values nested deeper than {MAX_DEPTH}");
        let mark = self.take(1)?[0];
        Ok(match mark {
            0x00..=0x7f => Value::UInt(u64::from(mark)),
            0x80..=0x8f => self.map(usize::from(mark & 0x0f), depth)?,
            0x90..=0x9f => self.array(usize::from(mark & 0x0f), depth)?,
            0xa0..=0xbf => Value::Bytes(self.take(usize::from(mark & 0x1f))?),
            0xc0 => Value::Nil,
            0xc2 | 0xc3 => Value::Bool(mark == 0xc3),
            0xc4..=0xc6 => self.string(1 << (mark - 0xc4))?,
            0xca => Value::Float(f64::from(f32::from_bits(self.number(4)? as u32))),
            0xcb => Value::Float(f64::from_bits(self.number(8)?)),
            0xcc..=0xcf => Value::UInt(self.number(1 << (mark - 0xcc))?),
            0xd0..=0xd3 => self.signed(1 << (mark - 0xd0))?,
            0xd9..=0xdb => self.string(1 << (mark - 0xd9))?,
            0xdc | 0xdd => {
                let len = self.length(if mark == 0xdc { 2 } else { 4 })?;
                self.array(len, depth)?
            }
            0xde | 0xdf => {
                let len = self.length(if mark == 0xde { 2 } else { 4 })?;
                self.map(len, depth)?
            }
            0xe0..=0xff => Value::Int(i64::from(mark as i8)),
            other => bail!(
                "byte {other:#04x} at {} starts no value known here",
                self.at - 1
            ),
        })
    }

    fn string(&mut self, len: usize) -> Result<Value<'a>> {
        let len = self.length(len)?;
        Ok(Value::Bytes(self.take(len)?))
    }

    fn signed(&mut self, len: usize) -> Result<Value<'a>> {
        let shift = 64 - 8 * len;
        let number = ((self.number(len)? << shift) as i64) >> shift;
        Ok(u64::try_from(number).map_or(Value::Int(number), Value::UInt))
    }

    fn array(&mut self, len: usize, depth: usize) -> Result<Value<'a>> {
        let mut entries = Vec::new();
        for _ in 0..len {
            entries.push(self.value(depth + 1)?);
        }
        Ok(Value::Array(entries))
    }

    fn map(&mut self, len: usize, depth: usize) -> Result<Value<'a>> {
        let mut pairs = Vec::new();
        for _ in 0..len {
            pairs.push((self.value(depth + 1)?, self.value(depth + 1)?));
        }
        Ok(Value::Map(pairs))
    }
}
