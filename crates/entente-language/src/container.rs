//! The model file: a table of named sections, made to be mapped into memory and used where it lies.
//!
//! ```text
//! byte 0    magic `ENTENTE\n`, version u32, number of sections u32, length of the file u64, zeros
//! byte 64   one entry of 64 bytes for each section: name (48 bytes, zero-filled), offset u64, length u64
//! then      the sections, each at a multiple of 64, zeros between them
//! ```
//!
//! All numbers are little endian. Sections hold either plain `f32`, `u32`, `u16` or `i8` arrays, or a value in
//! postcard form.

use std::borrow::Cow;

use bytemuck::AnyBitPattern;
use serde::{Serialize, de::DeserializeOwned};

use crate::Error;

const MAGIC: &[u8; 8] = b"ENTENTE\n";
const VERSION: u32 = 1;
const ALIGN: usize = 64;
const NAME_LEN: usize = 48;
/// More sections than this are in no model.
const MAX_SECTIONS: usize = 1024;

/// A model file in memory, and files that complete it.
pub(crate) struct Container(Vec<Part>);

impl Container {
    /// Checks the head and the table of sections of each file.
    pub(crate) fn new(files: &[&'static [u8]]) -> Result<Self, Error> {
        let parts = files.iter().map(|bytes| Part::new(bytes));
        Ok(Self(parts.collect::<Result<_, _>>()?))
    }

    /// Name and bytes of all sections, in order.
    pub(crate) fn sections(&self) -> impl Iterator<Item = (&'static str, &'static [u8])> {
        self.0.iter().flat_map(Part::sections)
    }

    /// Is there a section of this name?
    pub(crate) fn has(&self, name: &str) -> bool {
        self.sections().any(|(entry, _)| entry == name)
    }

    /// The bytes of a section.
    pub(crate) fn bytes(&self, name: &str) -> Result<&'static [u8], Error> {
        let found = self.sections().find(|(entry, _)| *entry == name);
        found
            .map(|(_, bytes)| bytes)
            .ok_or_else(|| Error::section(name, "it is missing"))
    }

    /// The numbers of a section, in place where the machine is little endian and the file is aligned.
    pub(crate) fn numbers<T: Number>(&self, name: &str) -> Result<Cow<'static, [T]>, Error> {
        let bytes = self.bytes(name)?;
        if !bytes.len().is_multiple_of(size_of::<T>()) {
            return Err(Error::section(
                name,
                "its length is no whole number of entries",
            ));
        }
        #[cfg(target_endian = "little")]
        if let Ok(numbers) = bytemuck::try_cast_slice(bytes) {
            return Ok(Cow::Borrowed(numbers));
        }
        Ok(Cow::Owned(
            bytes
                .chunks_exact(size_of::<T>())
                .map(T::from_little_endian)
                .collect(),
        ))
    }

    /// The numbers of a section that must hold exactly `len` of them.
    pub(crate) fn exactly<T: Number>(
        &self,
        name: &str,
        len: usize,
    ) -> Result<Cow<'static, [T]>, Error> {
        let numbers = self.numbers(name)?;
        if numbers.len() == len {
            return Ok(numbers);
        }
        Err(Error::section(
            name,
            &format!("it has {} entries instead of {len}", numbers.len()),
        ))
    }

    /// A value in postcard form.
    pub(crate) fn value<T: DeserializeOwned>(&self, name: &str) -> Result<T, Error> {
        postcard::from_bytes(self.bytes(name)?)
            .map_err(|error| Error::section(name, &error.to_string()))
    }
}

/// One file in memory.
#[derive(Clone, Copy)]
struct Part {
    bytes: &'static [u8],
    n_sections: usize,
}

impl Part {
    /// Checks the head and the table of sections.
    fn new(bytes: &'static [u8]) -> Result<Self, Error> {
        let head = bytes.get(..ALIGN).ok_or(Error::NoModel)?;
        if &head[..8] != MAGIC {
            return Err(Error::NoModel);
        }
        let version = number(&head[8..12]) as u32;
        if version != VERSION {
            return Err(Error::Version {
                found: version,
                known: VERSION,
            });
        }
        let n_sections = number(&head[12..16]) as usize;
        let file_len = number(&head[16..24]);
        if n_sections > MAX_SECTIONS || file_len != bytes.len() as u64 {
            return Err(Error::Cut {
                expected: file_len,
                found: bytes.len() as u64,
            });
        }
        let part = Self { bytes, n_sections };
        for idx in 0..n_sections {
            let (name, section) = part.entry(idx).ok_or(Error::NoModel)?;
            section.ok_or_else(|| Error::section(name, "it reaches past the end of the file"))?;
        }
        Ok(part)
    }

    /// Name and bytes of one section; no bytes if they lie outside the file.
    fn entry(&self, idx: usize) -> Option<(&'static str, Option<&'static [u8]>)> {
        let at = ALIGN * (idx + 1);
        let entry = self.bytes.get(at..at + ALIGN)?;
        let (name, place) = entry.split_at(NAME_LEN);
        let name = std::str::from_utf8(name).ok()?.trim_end_matches('\0');
        let start = usize::try_from(number(&place[..8])).ok()?;
        let end = start.checked_add(usize::try_from(number(&place[8..])).ok()?);
        Some((name, end.and_then(|end| self.bytes.get(start..end))))
    }

    fn sections(&self) -> impl Iterator<Item = (&'static str, &'static [u8])> {
        let entries = (0..self.n_sections).filter_map(|idx| self.entry(idx));
        entries.filter_map(|(name, bytes)| Some((name, bytes?)))
    }
}

/// Up to eight bytes as a number, the lowest first.
fn number(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// Kinds of numbers that a section can hold.
pub(crate) trait Number: AnyBitPattern {
    /// Reads one number from as many bytes as it takes.
    fn from_little_endian(bytes: &[u8]) -> Self;
}

impl Number for f32 {
    fn from_little_endian(bytes: &[u8]) -> Self {
        Self::from_bits(number(bytes) as u32)
    }
}

impl Number for u32 {
    fn from_little_endian(bytes: &[u8]) -> Self {
        number(bytes) as Self
    }
}

impl Number for u16 {
    fn from_little_endian(bytes: &[u8]) -> Self {
        number(bytes) as Self
    }
}

impl Number for i8 {
    fn from_little_endian(bytes: &[u8]) -> Self {
        number(bytes) as Self
    }
}

/// Puts a model file together. The same sections in the same order give the same bytes.
#[derive(Default)]
pub struct Builder {
    sections: Vec<(String, Vec<u8>)>,
}

impl Builder {
    /// Adds bytes as they are.
    ///
    /// # Panics
    ///
    /// If the name is longer than 47 bytes or there already.
    pub fn bytes(&mut self, name: &str, bytes: Vec<u8>) {
        assert!(name.len() < NAME_LEN, "the name `{name}` fits the table");
        assert!(
            self.sections.iter().all(|(other, _)| other != name),
            "`{name}` is added once"
        );
        self.sections.push((name.to_owned(), bytes));
    }

    /// Adds an array of numbers.
    pub fn floats(&mut self, name: &str, numbers: &[f32]) {
        self.bytes(
            name,
            numbers
                .iter()
                .flat_map(|number| number.to_le_bytes())
                .collect(),
        );
    }

    /// Adds an array of 32-bit numbers.
    pub fn words(&mut self, name: &str, numbers: &[u32]) {
        self.bytes(
            name,
            numbers
                .iter()
                .flat_map(|number| number.to_le_bytes())
                .collect(),
        );
    }

    /// Adds an array of 16-bit numbers.
    pub fn halves(&mut self, name: &str, numbers: &[u16]) {
        self.bytes(
            name,
            numbers
                .iter()
                .flat_map(|number| number.to_le_bytes())
                .collect(),
        );
    }

    /// Adds a value in postcard form.
    ///
    /// # Errors
    ///
    /// [`Error::Section`] if the value cannot be written in that form.
    pub fn value<T: Serialize>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        let bytes = postcard::to_allocvec(value)
            .map_err(|error| Error::section(name, &error.to_string()))?;
        self.bytes(name, bytes);
        Ok(())
    }

    /// The whole file.
    #[must_use]
    pub fn finish(&self) -> Vec<u8> {
        let mut table = Vec::new();
        let mut content = Vec::new();
        let content_at = ALIGN * (self.sections.len() + 1);
        for (name, bytes) in &self.sections {
            let mut entry = name.clone().into_bytes();
            entry.resize(NAME_LEN, 0);
            entry.extend(((content_at + content.len()) as u64).to_le_bytes());
            entry.extend((bytes.len() as u64).to_le_bytes());
            table.extend(entry);
            content.extend(bytes);
            content.resize(content.len().next_multiple_of(ALIGN), 0);
        }
        let mut file = MAGIC.to_vec();
        file.extend(VERSION.to_le_bytes());
        file.extend((self.sections.len() as u32).to_le_bytes());
        file.extend(((content_at + content.len()) as u64).to_le_bytes());
        file.resize(ALIGN, 0);
        file.extend(table);
        file.extend(content);
        file
    }
}
