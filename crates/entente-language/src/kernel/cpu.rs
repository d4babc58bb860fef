//! What a thread computes with.

use pulp::{Arch, Simd, WithSimd};

use super::amx::{Session, TILE, Tiles};
use super::halves::Halves;

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
    /// With numbers of eight binary digits (bfloat16), where the CPU is faster so; else in fp32.
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
    let has_tiles = Cpu::new(precision).tiles.is_some();
    match Arch::new().dispatch(Lanes) {
        _ if has_tiles && precision == Precision::Fast => "AMX, bfloat16",
        _ if has_tiles => "AMX, pairs of bfloat16",
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
}

/// Tile registers, and room for numbers on their way to them.
pub(super) struct Tiled {
    tiles: Tiles,
    /// Are low parts multiplied too?
    pub(super) is_split: bool,
    pub(super) halves: Halves,
}

impl Tiled {
    /// Configures the tiles of this thread.
    pub(super) fn session(&self) -> Session {
        self.tiles.session()
    }
}

impl Cpu {
    /// Computes at this precision.
    pub(crate) fn new(precision: Precision) -> Self {
        let tiles = (precision != Precision::Exact).then(Tiles::find).flatten();
        // The numbers around the products are computed in vectors of sixteen.
        let tiles = tiles.filter(|_| has_wide_vectors());
        Self {
            arch: Arch::new(),
            tiles: tiles.map(|tiles| Tiled {
                tiles,
                is_split: precision == Precision::Balanced,
                halves: Halves::default(),
            }),
        }
    }

    /// Computes in fp32 with these instructions.
    #[cfg(test)]
    pub(super) fn of(arch: Arch) -> Self {
        Self { arch, tiles: None }
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
