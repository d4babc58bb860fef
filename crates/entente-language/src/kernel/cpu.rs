//! What a thread computes with.

use pulp::{Arch, Simd, WithSimd};

use super::WIDTH;
use super::amx::{self, Columns, Lines, Sums, TILE, Tiles};
use super::halves::Halves;
use super::vnni::Vnni;
use super::wide::Wide;

/// How exactly networks compute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// In fp32: the same bits on every CPU.
    Exact,
    /// As exactly as fp32 but for the last digits, where the CPU is faster so; else in fp32.
    ///
    /// CPUs with tile registers (AMX) multiply numbers as sums of two bfloat16.
    #[default]
    Balanced,
    /// With numbers of eight binary digits, where the CPU is faster so; else in fp32.
    ///
    /// CPUs with tile registers (AMX) or with vectors for bfloat16 (AVX-512 BF16) multiply such numbers; CPUs that multiply
    /// bytes (AVX-512 VNNI) and have no tile registers do most of the work in whole numbers.
    Fast,
}

impl Precision {
    /// `exact`, `balanced` or `fast`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Balanced => "balanced",
            Self::Fast => "fast",
        }
    }
}

/// The instructions with which this CPU computes at a precision.
#[must_use]
pub fn kernels(precision: Precision) -> &'static str {
    struct Lanes;
    impl WithSimd for Lanes {
        type Output = usize;

        fn with_simd<S: Simd>(self, _: S) -> usize {
            S::F32_LANES
        }
    }
    let Cpu { tiles, bytes, .. } = Cpu::new(precision);
    match Arch::new().dispatch(Lanes) {
        _ if bytes.is_some() && tiles.is_some() => "AVX-512, int8 and bfloat16",
        _ if bytes.is_some() => "AVX-512, int8",
        _ if let Some(tiles) = tiles => tiles.name(),
        16 => "AVX-512, fp32",
        8 => "AVX2, fp32",
        4 => "NEON, fp32",
        _ => "portable, fp32",
    }
}

/// What a thread computes with.
pub(crate) struct Cpu {
    pub(super) arch: Arch,
    pub(super) tiles: Option<Tiled>,
    pub(super) bytes: Option<ByteRoom>,
}

/// What multiplies bytes, and room for rows on their way to it.
pub(super) struct ByteRoom {
    pub(super) vnni: Vnni,
    pub(super) rows: Vec<[u8; WIDTH]>,
}

impl ByteRoom {
    fn of(vnni: Vnni) -> Self {
        let rows = Vec::new();
        Self { vnni, rows }
    }

    /// Tile registers are left to what they do as fast and more exactly.
    fn find(precision: Precision) -> Option<Self> {
        let is_wanted = precision == Precision::Fast && Tiles::find().is_none();
        let vnni = Vnni::find().filter(|_| is_wanted && has_wide_vectors())?;
        Some(Self::of(vnni))
    }
}

/// What multiplies halved numbers.
#[derive(Clone, Copy)]
enum Unit {
    /// Tile registers.
    Tiles(Tiles),
    /// Vectors, which multiply high parts alone.
    Wide(Wide),
}

/// What multiplies halved numbers, and room for numbers on their way to it.
pub(super) struct Tiled {
    unit: Unit,
    /// Are low parts multiplied too?
    pub(super) is_split: bool,
    pub(super) halves: Halves,
}

/// What multiplies halved numbers, ready to do so on this thread.
pub(super) enum Session {
    Tiles(amx::Session),
    Wide(Wide),
}

impl Session {
    /// Writes the products of sixteen lines with three tiles of columns; see [`amx::Session::three`].
    #[inline(always)]
    pub(super) fn three<const SPLIT: bool>(
        &self,
        lines: Lines,
        weights: &[[[Columns; 2]; 3]],
        sums: &mut [Sums],
    ) {
        match self {
            Self::Tiles(session) => session.three::<SPLIT>(lines, weights, sums),
            Self::Wide(wide) => wide.products(lines, weights, sums),
        }
    }

    /// As [`Self::three`], with two tiles of columns.
    #[inline(always)]
    pub(super) fn two<const SPLIT: bool>(
        &self,
        lines: Lines,
        weights: &[[[Columns; 2]; 2]],
        sums: &mut [Sums],
    ) {
        match self {
            Self::Tiles(session) => session.two::<SPLIT>(lines, weights, sums),
            Self::Wide(wide) => wide.products(lines, weights, sums),
        }
    }
}

impl Tiled {
    fn new(unit: Unit, is_split: bool) -> Self {
        Self {
            unit,
            is_split,
            halves: Halves::default(),
        }
    }

    /// What the numbers around the products, which are computed in vectors of sixteen, allow at a precision.
    fn find(precision: Precision) -> Option<Self> {
        let tiles = || Tiles::find().map(Unit::Tiles);
        let wide = || Wide::find().map(Unit::Wide);
        let unit = match precision {
            Precision::Exact => None,
            // Three products of vectors would take longer than one in fp32.
            Precision::Balanced => tiles(),
            Precision::Fast => tiles().or_else(wide),
        };
        let unit = unit.filter(|_| has_wide_vectors())?;
        Some(Self::new(unit, precision == Precision::Balanced))
    }

    fn name(&self) -> &'static str {
        match self.unit {
            Unit::Tiles(_) if self.is_split => "AMX, pairs of bfloat16",
            Unit::Tiles(_) => "AMX, bfloat16",
            Unit::Wide(_) => "AVX-512, bfloat16",
        }
    }

    /// Makes it ready for products on this thread.
    pub(super) fn session(&self) -> Session {
        match self.unit {
            Unit::Tiles(tiles) => Session::Tiles(tiles.session()),
            Unit::Wide(wide) => Session::Wide(wide),
        }
    }
}

impl Cpu {
    /// Computes at this precision.
    pub(crate) fn new(precision: Precision) -> Self {
        Self {
            arch: Arch::new(),
            tiles: Tiled::find(precision),
            bytes: ByteRoom::find(precision),
        }
    }

    /// Computes with vectors for bfloat16, if there are some.
    #[cfg(test)]
    pub(super) fn wide() -> Option<Self> {
        let wide = Wide::find().filter(|_| has_wide_vectors())?;
        Some(Self {
            arch: Arch::new(),
            tiles: Some(Tiled::new(Unit::Wide(wide), false)),
            bytes: None,
        })
    }

    /// Computes with vectors for bytes, if there are some.
    #[cfg(test)]
    pub(super) fn bytes() -> Option<Self> {
        Some(Self {
            arch: Arch::new(),
            tiles: None,
            bytes: Some(ByteRoom::of(Vnni::find().filter(|_| has_wide_vectors())?)),
        })
    }

    /// Computes in fp32 with these instructions.
    #[cfg(test)]
    pub(super) fn of(arch: Arch) -> Self {
        Self {
            arch,
            tiles: None,
            bytes: None,
        }
    }
}

fn has_wide_vectors() -> bool {
    struct IsWide;
    impl WithSimd for IsWide {
        type Output = bool;

        fn with_simd<S: Simd>(self, _: S) -> bool {
            S::F32_LANES == TILE
        }
    }
    Arch::new().dispatch(IsWide)
}
