//! Thirty-two rows at a time, sixteen items of two rows in a vector.
//!
//! No pointer and no unsafe code: these intrinsics are safe inside functions compiled for their feature, and `bytemuck`
//! turns arrays into vectors and back, which compiles to plain loads and stores. All loads of a block stand at constant
//! multiples of the stride, which has 16 bits, so that the compiler proves them all by the one check before.

use std::arch::x86_64::{
    __m256i, _mm256_add_epi8, _mm256_broadcastsi128_si256, _mm256_maddubs_epi16, _mm256_max_epu8, _mm256_packus_epi16,
    _mm256_set1_epi8, _mm256_shuffle_epi8, _mm256_unpackhi_epi8, _mm256_unpackhi_epi16, _mm256_unpackhi_epi32,
    _mm256_unpackhi_epi64, _mm256_unpacklo_epi8, _mm256_unpacklo_epi16, _mm256_unpacklo_epi32, _mm256_unpacklo_epi64,
};

use bytemuck::cast;

use super::squeeze::{AVX2_ROWS as ROWS, Piece, Work};
use super::windows::{Layout, NOTHING, Unit, Window};

/// The items of a window.
const ITEMS: usize = 16;

/// What becomes of a window: each item has a column, two have one, or two that are neighbours already, so that nothing
/// has to change its place.
const SINGLES: u8 = 0;
const PAIRS: u8 = 1;
const NEIGHBOURS: u8 = 2;

/// The groups of the rows as columns of a tile; the largest offset of a level from the lowest.
#[target_feature(enable = "avx2")]
pub(super) fn squeeze<const TILE: usize>(layout: &Layout<ITEMS>, work: Work<'_, TILE>) -> Option<u8> {
    let Work { piece, bounds, tile, at } = work;
    let worst = largest_offset(piece, layout.items, bounds.to_zero)?;
    let (raises, least) = (bounds.raises, _mm256_set1_epi8(bounds.least.cast_signed()));
    let groups = if layout.group == 2 { 8 } else { 16 };
    for (unit, tile) in layout.units.iter().zip(tile.chunks_exact_mut(groups)) {
        let way = if layout.group == 1 {
            SINGLES
        } else if unit.more.is_empty() && unit.window.in_order() {
            NEIGHBOURS
        } else {
            PAIRS
        };
        match (way, raises, unit.more.is_empty()) {
            (NEIGHBOURS, false, _) => blocks::<TILE, NEIGHBOURS, false, false>(unit, piece, least, tile, at),
            (NEIGHBOURS, true, _) => blocks::<TILE, NEIGHBOURS, true, false>(unit, piece, least, tile, at),
            (PAIRS, false, true) => blocks::<TILE, PAIRS, false, false>(unit, piece, least, tile, at),
            (PAIRS, false, false) => blocks::<TILE, PAIRS, false, true>(unit, piece, least, tile, at),
            (PAIRS, true, true) => blocks::<TILE, PAIRS, true, false>(unit, piece, least, tile, at),
            (PAIRS, true, false) => blocks::<TILE, PAIRS, true, true>(unit, piece, least, tile, at),
            (_, false, true) => blocks::<TILE, SINGLES, false, false>(unit, piece, least, tile, at),
            (_, false, false) => blocks::<TILE, SINGLES, false, true>(unit, piece, least, tile, at),
            (_, true, true) => blocks::<TILE, SINGLES, true, false>(unit, piece, least, tile, at),
            (_, true, false) => blocks::<TILE, SINGLES, true, true>(unit, piece, least, tile, at),
        }?;
    }
    Some(worst)
}

/// The largest offset of a level from the lowest: a pass of its own, in the order of memory, which also brings the rows
/// into the cache.
#[inline]
#[target_feature(enable = "avx2")]
fn largest_offset(piece: Piece<'_>, items: usize, to_zero: u8) -> Option<u8> {
    let mut worst = 0_u8;
    if piece.stride == items {
        for level in piece.cells.get(..piece.rows * items)? {
            worst = worst.max(level.wrapping_add(to_zero));
        }
        return Some(worst);
    }
    for row in piece.cells.chunks(piece.stride.max(1)).take(piece.rows) {
        let row = row.get(..items)?;
        // What does not fill a chunk overlaps its neighbour.
        for levels in row.as_chunks::<ITEMS>().0.iter().chain(row.last_chunk()) {
            for level in levels {
                worst = worst.max(level.wrapping_add(to_zero));
            }
        }
    }
    Some(worst)
}

/// A unit of every block. `RAISES`: levels count something at least; `MANY`: the unit has more than one window.
#[target_feature(enable = "avx2")]
fn blocks<const TILE: usize, const WAY: u8, const RAISES: bool, const MANY: bool>(
    unit: &Unit<ITEMS>,
    piece: Piece<'_>,
    least: __m256i,
    tile: &mut [[u8; TILE]],
    at: usize,
) -> Option<()> {
    let stride = u16::try_from(piece.stride).ok()?;
    // A window lies within its row, so that a block ends with its last one.
    let blocks = piece.cells.chunks((ROWS * usize::from(stride)).max(1)).take(piece.rows / ROWS);
    for (position, cells) in (at / ROWS..).zip(blocks) {
        let (first, second) = block::<WAY, RAISES, MANY>(unit, cells, stride, least)?;
        store(first, tile.first_chunk_mut()?, position)?;
        if WAY == SINGLES {
            store(second, tile.get_mut(8..)?.first_chunk_mut()?, position)?;
        }
    }
    Some(())
}

/// The groups of a unit in a block. In the low half of a vector are rows from the first half of the block.
#[inline]
#[target_feature(enable = "avx2")]
fn block<const WAY: u8, const RAISES: bool, const MANY: bool>(
    unit: &Unit<ITEMS>,
    cells: &[u8],
    stride: u16,
    least: __m256i,
) -> Option<([__m256i; 8], [__m256i; 8])> {
    // As long as the loads need: the compiler then sees that each is inside.
    let (step, last) = (usize::from(stride), usize::from(unit.last));
    let cells = cells.get(..31 * step + last + ITEMS)?;
    let length = 3 * step + last + ITEMS;
    let rows = |first: u8| {
        let start = usize::from(first) * step;
        cells.get(start..start + length)
    };
    let counts = if WAY == NEIGHBOURS {
        _mm256_broadcastsi128_si256(cast(unit.window.places.map(|place| u8::from(place != NOTHING))))
    } else {
        _mm256_set1_epi8(1)
    };
    // Macros, since a function with two callers is not inlined, and vectors would go through memory.
    macro_rules! row {
        ($parts:ident, $row:expr) => {{
            let (mut one, mut other) = places::<WAY, RAISES>(&unit.window, unit.last, $parts, stride, $row, least)?;
            if MANY {
                for window in &unit.more {
                    let (more, others) = places::<WAY, RAISES>(window, unit.last, $parts, stride, $row, least)?;
                    (one, other) = (_mm256_add_epi8(one, more), _mm256_add_epi8(other, others));
                }
            }
            if WAY == SINGLES {
                (_mm256_unpacklo_epi64(one, other), _mm256_unpackhi_epi64(one, other))
            } else {
                let (one, other) = (_mm256_maddubs_epi16(one, counts), _mm256_maddubs_epi16(other, counts));
                (_mm256_packus_epi16(one, other), one)
            }
        }};
    }
    // Four rows of each of four parts: a vector for two groups each, and as many where groups have one place.
    macro_rules! four_by_four {
        ($parts:expr) => {{
            let parts = $parts;
            let (a, b, c, d) = (row!(parts, 0), row!(parts, 1), row!(parts, 2), row!(parts, 3));
            (four([a.0, b.0, c.0, d.0]), four([a.1, b.1, c.1, d.1]))
        }};
    }
    let (a, b) = four_by_four!([rows(0)?, rows(8)?, rows(16)?, rows(24)?]);
    let (c, d) = four_by_four!([rows(4)?, rows(12)?, rows(20)?, rows(28)?]);
    Some((columns(a, c), columns(b, d)))
}

/// The items of a window at their places, of a row of the first and third quarter and of the second and fourth.
#[inline]
#[target_feature(enable = "avx2")]
fn places<const WAY: u8, const RAISES: bool>(
    window: &Window<ITEMS>,
    limit: u16,
    [first, second, third, last]: [&[u8]; 4],
    stride: u16,
    row: u8,
    least: __m256i,
) -> Option<(__m256i, __m256i)> {
    let (item, stride, row) = (usize::from(window.first.min(limit)), usize::from(stride), usize::from(row));
    let load = |quarter: &[u8]| -> Option<[u8; ITEMS]> {
        let start = row * stride + item;
        quarter.get(start..start + ITEMS)?.first_chunk().copied()
    };
    let mut one: __m256i = cast([load(first)?, load(third)?]);
    let mut other: __m256i = cast([load(second)?, load(last)?]);
    if RAISES {
        (one, other) = (_mm256_max_epu8(one, least), _mm256_max_epu8(other, least));
    }
    if WAY == NEIGHBOURS {
        return Some((one, other));
    }
    let places = _mm256_broadcastsi128_si256(cast(window.places));
    Some((_mm256_shuffle_epi8(one, places), _mm256_shuffle_epi8(other, places)))
}

/// The same byte of four vectors beside each other.
#[inline]
#[target_feature(enable = "avx2")]
fn four([a, b, c, d]: [__m256i; 4]) -> [__m256i; 4] {
    let (ab, cd) = (_mm256_unpacklo_epi8(a, b), _mm256_unpacklo_epi8(c, d));
    let (ab_high, cd_high) = (_mm256_unpackhi_epi8(a, b), _mm256_unpackhi_epi8(c, d));
    [
        _mm256_unpacklo_epi16(ab, cd),
        _mm256_unpackhi_epi16(ab, cd),
        _mm256_unpacklo_epi16(ab_high, cd_high),
        _mm256_unpackhi_epi16(ab_high, cd_high),
    ]
}

/// The same group of all rows beside each other.
#[inline]
#[target_feature(enable = "avx2")]
fn columns([a, b, c, d]: [__m256i; 4], [e, f, g, h]: [__m256i; 4]) -> [__m256i; 8] {
    let two = |[a, b]: [__m256i; 2], [c, d]: [__m256i; 2]| {
        let (low, high) = (_mm256_unpacklo_epi32(a, b), _mm256_unpackhi_epi32(a, b));
        let (next_low, next_high) = (_mm256_unpacklo_epi32(c, d), _mm256_unpackhi_epi32(c, d));
        [
            _mm256_unpacklo_epi64(low, next_low),
            _mm256_unpackhi_epi64(low, next_low),
            _mm256_unpacklo_epi64(high, next_high),
            _mm256_unpackhi_epi64(high, next_high),
        ]
    };
    let ([i, j, k, l], [m, n, o, p]) = (two([a, e], [c, g]), two([b, f], [d, h]));
    [i, j, k, l, m, n, o, p]
}

/// Eight columns of a block into a tile.
#[inline]
#[target_feature(enable = "avx2")]
fn store<const TILE: usize>(columns: [__m256i; 8], tile: &mut [[u8; TILE]; 8], block: usize) -> Option<()> {
    for (slot, column) in tile.iter_mut().zip(columns) {
        *slot.as_chunks_mut::<ROWS>().0.get_mut(block)? = cast(column);
    }
    Some(())
}
