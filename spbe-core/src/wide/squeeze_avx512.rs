//! Sixty-four rows at a time, sixty-four items of a row in a vector (AVX-512 with VBMI and VNNI).

use std::arch::x86_64::{
    __m512i, _mm512_add_epi8, _mm512_dpbusd_epi32, _mm512_maskz_set1_epi8, _mm512_max_epu8, _mm512_movepi8_mask,
    _mm512_packus_epi16, _mm512_packus_epi32, _mm512_permutexvar_epi8, _mm512_set1_epi8, _mm512_set4_epi32,
    _mm512_setzero_si512, _mm512_shuffle_epi8, _mm512_shuffle_i32x4, _mm512_unpackhi_epi32, _mm512_unpackhi_epi64,
    _mm512_unpacklo_epi32, _mm512_unpacklo_epi64,
};
use std::ops::RangeInclusive;

use bytemuck::cast;

use super::prefetch::ask;
use super::squeeze::{AVX512_ROWS as ROWS, Piece, Work};
use super::windows::{Layout, Unit, Window};

/// How far ahead the lines of rows are asked for: the processor does not read ahead of short steps over many bytes.
const AHEAD: usize = 8192;
/// The bytes from row to row where all units of a few rows are read before the next: the order of memory, which does not
/// gain where many rows share a few lines, nor where four rows lie far apart.
const IN_ORDER: RangeInclusive<usize> = 128..=320;
/// The items of a window.
const ITEMS: usize = 64;
/// The groups of a unit.
const GROUPS: usize = 16;
/// The even and the odd quarters of two vectors.
const EVEN: i32 = 0b10_00_10_00;
const ODD: i32 = 0b11_01_11_01;

/// The bounds in every byte.
#[derive(Clone, Copy)]
struct Levels {
    to_zero: __m512i,
    least: __m512i,
}

/// The groups of the rows as columns of a tile; the largest offset of a level from the lowest.
#[target_feature(enable = "avx512bw,avx512vl,avx512vbmi,avx512vnni")]
pub(super) fn squeeze<const TILE: usize>(layout: &Layout<ITEMS>, work: Work<'_, TILE>) -> Option<u8> {
    let Work { piece, bounds, tile, at } = work;
    let levels = Levels {
        to_zero: _mm512_set1_epi8(bounds.to_zero.cast_signed()),
        least: _mm512_set1_epi8(bounds.least.cast_signed()),
    };
    let (units, tiles) = (layout.units.as_slice(), tile.as_chunks_mut::<GROUPS>().0);
    let worst = if units.len() == 1 {
        unit_by_unit::<TILE, false>(units, piece, AHEAD, levels, tiles, at)
    } else if IN_ORDER.contains(&piece.stride) {
        row_by_row(units, piece, levels, tiles, at)
    } else {
        // The same part of the piece that comes next, since a later row would be too near.
        let ahead = piece.rows.saturating_mul(piece.stride);
        unit_by_unit::<TILE, true>(units, piece, ahead, levels, tiles, at)
    }?;
    cast::<_, [u8; ROWS]>(worst).into_iter().max()
}

/// All rows of a unit, then those of the next, if there are `SEVERAL`.
#[inline]
#[target_feature(enable = "avx512bw,avx512vl,avx512vbmi,avx512vnni")]
fn unit_by_unit<const TILE: usize, const SEVERAL: bool>(
    units: &[Unit<ITEMS>],
    piece: Piece<'_>,
    ahead: usize,
    levels: Levels,
    tiles: &mut [[[u8; TILE]; GROUPS]],
    at: usize,
) -> Option<__m512i> {
    let mut worst = _mm512_setzero_si512();
    for (unit, tile) in units.iter().zip(tiles) {
        let mut cells = piece.cells;
        for row in (at..at + piece.rows).step_by(ROWS) {
            let mut rows = [_mm512_setzero_si512(); GROUPS];
            for four in &mut rows {
                let found = if unit.more.is_empty() {
                    sum::<false, SEVERAL>(unit, cells, piece.stride, ahead, levels)?
                } else {
                    sum::<true, SEVERAL>(unit, cells, piece.stride, ahead, levels)?
                };
                *four = found.0;
                worst = _mm512_max_epu8(worst, found.1);
                cells = cells.get(4 * piece.stride..).unwrap_or_default();
            }
            for (slot, column) in tile.iter_mut().zip(columns(rows)) {
                *slot.get_mut(row..row + ROWS)?.first_chunk_mut::<ROWS>()? = cast(column);
            }
        }
    }
    Some(worst)
}

/// All units of four rows, then those of the next four: in the order of memory. Their groups wait in the tile, where
/// the columns come.
#[inline]
#[target_feature(enable = "avx512bw,avx512vl,avx512vbmi,avx512vnni")]
fn row_by_row<const TILE: usize>(
    units: &[Unit<ITEMS>],
    piece: Piece<'_>,
    levels: Levels,
    tiles: &mut [[[u8; TILE]; GROUPS]],
    at: usize,
) -> Option<__m512i> {
    let mut worst = _mm512_setzero_si512();
    let mut cells = piece.cells;
    for row in (at..at + piece.rows).step_by(ROWS) {
        for four in 0..GROUPS {
            for (unit, tile) in units.iter().zip(&mut *tiles) {
                let found = sum::<true, true>(unit, cells, piece.stride, AHEAD, levels)?;
                *tile.get_mut(four)?.get_mut(row..row + ROWS)?.first_chunk_mut::<ROWS>()? = cast(found.0);
                worst = _mm512_max_epu8(worst, found.1);
            }
            cells = cells.get(4 * piece.stride..).unwrap_or_default();
        }
        for tile in tiles.iter_mut().take(units.len()) {
            let mut rows = [_mm512_setzero_si512(); GROUPS];
            for (four, slot) in rows.iter_mut().zip(&*tile) {
                *four = cast(*slot.get(row..row + ROWS)?.first_chunk::<ROWS>()?);
            }
            for (slot, column) in tile.iter_mut().zip(columns(rows)) {
                *slot.get_mut(row..row + ROWS)?.first_chunk_mut::<ROWS>()? = cast(column);
            }
        }
    }
    Some(worst)
}

/// The groups of four rows: in each quarter of the vector four groups, of each the four rows beside each other; and the
/// offsets of the levels. `MANY`: the unit may have more than one window. `SEVERAL`: there are more units, which share
/// one function; that of a single unit has one caller, into which the compiler inlines it.
#[inline]
#[target_feature(enable = "avx512bw,avx512vl,avx512vbmi,avx512vnni")]
fn sum<const MANY: bool, const SEVERAL: bool>(
    unit: &Unit<ITEMS>,
    cells: &[u8],
    stride: usize,
    ahead: usize,
    levels: Levels,
) -> Option<(__m512i, __m512i)> {
    let nothing = ([_mm512_setzero_si512(); 4], _mm512_setzero_si512());
    let mut found = add(&unit.window, cells, stride, ahead, levels, nothing)?;
    if MANY {
        for window in &unit.more {
            found = add(window, cells, stride, ahead, levels, found)?;
        }
    }
    let ([a, b, c, d], worst) = found;
    let rows = _mm512_packus_epi16(_mm512_packus_epi32(a, b), _mm512_packus_epi32(c, d));
    let beside = _mm512_set4_epi32(0x0f0b_0703, 0x0e0a_0602, 0x0d09_0501, 0x0c08_0400);
    Some((_mm512_shuffle_epi8(rows, beside), worst))
}

/// Adds the items of a window to the groups of four rows.
#[inline]
#[target_feature(enable = "avx512bw,avx512vl,avx512vbmi,avx512vnni")]
fn add(
    window: &Window<ITEMS>,
    cells: &[u8],
    stride: usize,
    ahead: usize,
    levels: Levels,
    (sums, mut worst): ([__m512i; 4], __m512i),
) -> Option<([__m512i; 4], __m512i)> {
    let cells = cells.get(usize::from(window.first)..)?;
    for row in 0..4_usize {
        ask(cells, ahead.wrapping_add(row.wrapping_mul(stride)));
    }
    let (first, cells) = (cells.first_chunk::<ITEMS>()?, cells.get(stride..)?);
    let (second, cells) = (cells.first_chunk::<ITEMS>()?, cells.get(stride..)?);
    let (third, cells) = (cells.first_chunk::<ITEMS>()?, cells.get(stride..)?);
    let last = cells.first_chunk::<ITEMS>()?;
    let places: __m512i = cast(window.places);
    // A place of nothing is read as the first item, which does not count.
    let counts = _mm512_maskz_set1_epi8(!_mm512_movepi8_mask(places), 1);
    let mut sums = sums;
    for (sum, row) in sums.iter_mut().zip([first, second, third, last]) {
        let items = _mm512_permutexvar_epi8(places, cast(*row));
        worst = _mm512_max_epu8(worst, _mm512_add_epi8(items, levels.to_zero));
        *sum = _mm512_dpbusd_epi32(*sum, _mm512_max_epu8(items, levels.least), counts);
    }
    Some((sums, worst))
}

/// The same group of all rows beside each other.
#[inline]
#[target_feature(enable = "avx512bw,avx512vl,avx512vbmi,avx512vnni")]
fn columns(rows: [__m512i; GROUPS]) -> [__m512i; GROUPS] {
    // Sixteen rows: of groups 0, 4, 8 and 12 in the first vector.
    let sixteen = |[a, b, c, d]: [__m512i; 4]| {
        let (ab, cd) = (_mm512_unpacklo_epi32(a, b), _mm512_unpacklo_epi32(c, d));
        let (ab_high, cd_high) = (_mm512_unpackhi_epi32(a, b), _mm512_unpackhi_epi32(c, d));
        [
            _mm512_unpacklo_epi64(ab, cd),
            _mm512_unpackhi_epi64(ab, cd),
            _mm512_unpacklo_epi64(ab_high, cd_high),
            _mm512_unpackhi_epi64(ab_high, cd_high),
        ]
    };
    // All rows of four groups.
    let join = |a, b, c, d| {
        let (ab, cd) = (_mm512_shuffle_i32x4::<EVEN>(a, b), _mm512_shuffle_i32x4::<EVEN>(c, d));
        let (ab_odd, cd_odd) = (_mm512_shuffle_i32x4::<ODD>(a, b), _mm512_shuffle_i32x4::<ODD>(c, d));
        [
            _mm512_shuffle_i32x4::<EVEN>(ab, cd),
            _mm512_shuffle_i32x4::<EVEN>(ab_odd, cd_odd),
            _mm512_shuffle_i32x4::<ODD>(ab, cd),
            _mm512_shuffle_i32x4::<ODD>(ab_odd, cd_odd),
        ]
    };
    let [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14, r15] = rows;
    let ([a, b, c, d], [e, f, g, h]) = (sixteen([r0, r1, r2, r3]), sixteen([r4, r5, r6, r7]));
    let ([i, j, k, l], [m, n, o, p]) = (sixteen([r8, r9, r10, r11]), sixteen([r12, r13, r14, r15]));
    let ([a, e, i, m], [b, f, j, n]) = (join(a, e, i, m), join(b, f, j, n));
    let ([c, g, k, o], [d, h, l, p]) = (join(c, g, k, o), join(d, h, l, p));
    [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]
}
