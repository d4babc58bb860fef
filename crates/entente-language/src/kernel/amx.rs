//! Products of matrices in bfloat16 by the tile registers of Intel CPUs (AMX). The only code here that the
//! compiler cannot check.
//!
//! A tile has 16 rows of 64 bytes. `tdpbf16ps` adds to a tile of 16 × 16 sums the products of 16 rows of 32
//! numbers with 16 columns of 32 numbers, which lie as 16 rows of pairs.
//!
//! # What must hold
//!
//! 1. Tile instructions run only if the CPU has them and the system lets this process use them. [`Tiles`] can
//!    be had from [`Tiles::find`] alone, which asks both.
//! 2. They run only while tiles are configured. [`Session`] configures all eight with 16 rows of 64 bytes when
//!    it begins and gives them back when it ends; it stays on its thread.
//! 3. Loads and stores stay inside their slices: weights and sums are arrays of the size of a tile, and of
//!    lines the last chunk is looked up, with a check, before the first is touched.

#![expect(
    unsafe_code,
    reason = "tile registers can be reached by assembly only; see above"
)]

use std::arch::asm;
use std::arch::x86_64::__cpuid_count;
use std::marker::PhantomData;
use std::sync::LazyLock;

/// Rows of a tile.
pub(super) const TILE: usize = 16;
/// Numbers of 16 bits in a row of a tile.
pub(super) const CHUNK: usize = 32;

/// A row of a tile.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(super) struct Chunk(pub(super) [u16; CHUNK]);

/// Sums of 16 rows and 16 columns.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(super) struct Sums(pub(super) [[f32; TILE]; TILE]);

/// The CPU has tile registers, and this process may use them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tiles(());

impl Tiles {
    /// Asks the CPU and the system, once.
    pub(super) fn find() -> Option<Self> {
        static FOUND: LazyLock<bool> = LazyLock::new(|| has_tiles() && may_use_tiles());
        FOUND.then_some(Self(()))
    }

    /// Configures the tiles of this thread.
    pub(super) fn session(self) -> Session {
        let mut config = Config([0; 64]);
        // Palette 1; from byte 16 on the bytes of a row of each tile, from byte 48 on its rows.
        config.0[0] = 1;
        for tile in 0..8 {
            config.0[16 + 2 * tile] = 64;
            config.0[48 + tile] = 16;
        }
        // SAFETY: (1) `self` proves that tiles may be used. The instruction reads 64 bytes, which `config` has.
        unsafe {
            asm!("ldtilecfg [{}]", in(reg) &raw const config, options(nostack, readonly));
        }
        Session(PhantomData)
    }
}

fn has_tiles() -> bool {
    const BF16: u32 = 1 << 22;
    const TILE_REGISTERS: u32 = 1 << 24;
    const STATE_IS_KEPT: u32 = 1 << 27;
    let kept = __cpuid_count(1, 0).ecx & STATE_IS_KEPT != 0;
    let known = __cpuid_count(0, 0).eax >= 7;
    let wanted = BF16 | TILE_REGISTERS;
    kept && known && __cpuid_count(7, 0).edx & wanted == wanted
}

/// Asks the system for the tile registers, which are large and therefore not given unasked.
fn may_use_tiles() -> bool {
    const ARCH_PRCTL: i64 = 158;
    const ARCH_REQ_XCOMP_PERM: i64 = 0x1023;
    const TILE_DATA: i64 = 18;
    let answer: i64;
    // SAFETY: the call changes what this process may use and touches no memory of it. The kernel changes
    // `rcx` and `r11`, which are named.
    unsafe {
        asm!(
            "syscall",
            inlateout("rax") ARCH_PRCTL => answer,
            in("rdi") ARCH_REQ_XCOMP_PERM,
            in("rsi") TILE_DATA,
            lateout("rcx") _,
            lateout("r11") _,
            options(nostack)
        );
    }
    answer == 0
}

#[repr(C, align(64))]
struct Config([u8; 64]);

/// Configured tiles of one thread.
pub(super) struct Session(PhantomData<*const ()>);

impl Drop for Session {
    fn drop(&mut self) {
        // SAFETY: (1) a session is made by `Tiles` alone. Nothing of the tiles is used afterwards.
        unsafe { asm!("tilerelease", options(nostack, nomem)) }
    }
}

/// Sixteen rows of numbers, in high and low parts: the first chunk of the first row, and how many chunks lie
/// from one row to the next.
#[derive(Clone, Copy)]
pub(super) struct Lines<'a> {
    pub(super) high: &'a [Chunk],
    pub(super) low: &'a [Chunk],
    pub(super) stride: usize,
}

/// Columns of weights for 32 inputs: pairs of inputs by column.
pub(super) type Columns = [Chunk; TILE];

impl<'a> Lines<'a> {
    /// High parts, low parts, and bytes from line to line; all `n_chunks` chunks of sixteen lines are there.
    #[inline(always)]
    fn checked(self, n_chunks: usize) -> (&'a [Chunk], &'a [Chunk], usize) {
        let len = (TILE - 1) * self.stride + n_chunks;
        (&self.high[..len], &self.low[..len], self.stride * ROW)
    }
}

/// Bytes of a row of a tile.
const ROW: usize = size_of::<Chunk>();

macro_rules! load {
    ($tile:literal, $at:expr, $stride:expr) => {
        asm!(concat!("tileloadd tmm", $tile, ", [{at} + {stride}]"),
            at = in(reg) $at, stride = in(reg) $stride, options(nostack, readonly, preserves_flags))
    };
}
macro_rules! add {
    ($sum:literal, $one:literal, $other:literal) => {
        asm!(
            concat!("tdpbf16ps tmm", $sum, ", tmm", $one, ", tmm", $other),
            options(nostack, nomem, preserves_flags)
        )
    };
}
macro_rules! clear {
    ($($tile:literal)*) => { $(asm!(concat!("tilezero tmm", $tile), options(nostack, nomem, preserves_flags));)* };
}
macro_rules! store {
    ($tile:literal, $at:expr) => {
        asm!(concat!("tilestored [{at} + {stride}], tmm", $tile),
            at = in(reg) $at, stride = in(reg) ROW, options(nostack, preserves_flags))
    };
}

impl Session {
    /// Writes the products of sixteen lines with three tiles of columns. `weights` has for each chunk of
    /// inputs the high and the low part of each tile; without `SPLIT` low parts are left out.
    #[inline(always)]
    pub(super) fn three<const SPLIT: bool>(
        &self,
        lines: Lines,
        weights: &[[[Columns; 2]; 3]],
        sums: &mut [Sums],
    ) {
        let (high, low, stride) = lines.checked(weights.len());
        let [one, two, three, ..] = sums else { return };
        // SAFETY: (1, 2) a session is there. (3) Chunk `idx` of line `n` is chunk `n * stride + idx` of `high`
        // and of `low`, which `checked` looked up for the largest `n` and `idx`. Tiles of weights and sums are
        // 16 rows of 64 bytes each.
        unsafe {
            clear!(0 1 2);
            for (idx, [first, second, third]) in weights.iter().enumerate() {
                load!(3, high.as_ptr().add(idx), stride);
                load!(5, &raw const first[0], ROW);
                load!(6, &raw const second[0], ROW);
                load!(7, &raw const third[0], ROW);
                add!(0, 3, 5);
                add!(1, 3, 6);
                add!(2, 3, 7);
                if SPLIT {
                    load!(4, low.as_ptr().add(idx), stride);
                    add!(0, 4, 5);
                    add!(1, 4, 6);
                    add!(2, 4, 7);
                    load!(5, &raw const first[1], ROW);
                    load!(6, &raw const second[1], ROW);
                    load!(7, &raw const third[1], ROW);
                    add!(0, 3, 5);
                    add!(1, 3, 6);
                    add!(2, 3, 7);
                }
            }
            store!(0, &raw mut one.0);
            store!(1, &raw mut two.0);
            store!(2, &raw mut three.0);
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
        let (high, low, stride) = lines.checked(weights.len());
        let [one, two, ..] = sums else { return };
        // SAFETY: as above.
        unsafe {
            clear!(0 1);
            for (idx, [first, second]) in weights.iter().enumerate() {
                load!(3, high.as_ptr().add(idx), stride);
                load!(5, &raw const first[0], ROW);
                load!(6, &raw const second[0], ROW);
                add!(0, 3, 5);
                add!(1, 3, 6);
                if SPLIT {
                    load!(4, low.as_ptr().add(idx), stride);
                    add!(0, 4, 5);
                    add!(1, 4, 6);
                    load!(5, &raw const first[1], ROW);
                    load!(6, &raw const second[1], ROW);
                    add!(0, 3, 5);
                    add!(1, 3, 6);
                }
            }
            store!(0, &raw mut one.0);
            store!(1, &raw mut two.0);
        }
    }
}
