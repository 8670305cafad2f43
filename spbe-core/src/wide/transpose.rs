//! Rows into columns: a tile of rows is transposed, and summed as columns are. A tile has `TILE` rows, of each item beside
//! each other; a constant, so that no place in it needs a check.

/// Rows to be transposed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'run> {
    /// The bytes from the first row on.
    pub(crate) cells: &'run [u8],
    /// How far apart the rows are, and how many there are.
    pub(crate) stride: usize,
    pub(crate) rows: usize,
}

/// Transposes the rows from `first` on, byte by byte.
pub(crate) fn plain<const TILE: usize>(piece: Piece<'_>, tile: &mut [[u8; TILE]], first: usize) {
    for (item, column) in tile.iter_mut().enumerate() {
        let cells = piece.cells.get(item..).unwrap_or_default().iter().step_by(piece.stride.max(1));
        for (slot, cell) in column.iter_mut().zip(cells).take(piece.rows).skip(first) {
            *slot = *cell;
        }
    }
}

#[cfg(target_arch = "x86_64")]
pub(super) use wide::transpose as wide;

/// The same with instructions of 32 bytes (AVX2): thirty-two rows of sixteen items at a time.
///
/// No pointer and no unsafe code: these intrinsics are safe inside functions compiled for their feature, and `bytemuck`
/// turns arrays into vectors and back, which compiles to plain loads and stores.
#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::{
        __m256i, _mm256_unpackhi_epi8, _mm256_unpackhi_epi16, _mm256_unpackhi_epi32, _mm256_unpackhi_epi64,
        _mm256_unpacklo_epi8, _mm256_unpacklo_epi16, _mm256_unpacklo_epi32, _mm256_unpacklo_epi64,
    };

    use bytemuck::cast;

    use super::{Piece, plain};

    /// The rows of a vector: sixteen in each half.
    const ROWS: usize = 32;
    /// The items that are transposed at a time.
    const ITEMS: usize = 16;

    #[target_feature(enable = "avx2")]
    pub(in super::super) fn transpose<const TILE: usize>(piece: Piece<'_>, tile: &mut [[u8; TILE]]) {
        let Piece { cells, stride, rows } = piece;
        // The last row need not have a gap behind it.
        let whole = rows.min(cells.len() / stride.max(1));
        let (Some(last_row), Some(last_item)) = (whole.checked_sub(ROWS), tile.len().checked_sub(ITEMS)) else {
            return plain(piece, tile, 0);
        };
        // What does not fill a vector overlaps its neighbour.
        for row in (0..whole).step_by(ROWS).map(|row| row.min(last_row)) {
            let block = cells.get(row * stride..(row + ROWS) * stride).unwrap_or_default();
            for item in (0..tile.len()).step_by(ITEMS).map(|item| item.min(last_item)) {
                if let Some(columns) = tile.get_mut(item..).and_then(|columns| columns.first_chunk_mut::<ITEMS>()) {
                    transpose_block(block, stride, item, row, columns);
                }
            }
        }
        if whole < rows {
            plain(piece, tile, whole);
        }
    }

    /// Sixteen items of thirty-two rows. Four rows at a time first, so that all stays in registers.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn transpose_block<const TILE: usize>(
        block: &[u8],
        stride: usize,
        item: usize,
        row: usize,
        columns: &mut [[u8; TILE]; ITEMS],
    ) {
        let places = [item, stride + item, 2 * stride + item, 3 * stride + item];
        let (first, second) = block.split_at_checked(block.len() / 2).unwrap_or_default();
        let four = stride.saturating_mul(4).max(1);
        let mut fours = [[[0_u8; ROWS]; 4]; 4];
        for ((fours, first), second) in fours.iter_mut().zip(first.chunks_exact(four)).zip(second.chunks_exact(four)) {
            let Some([a, b, c, d]) = load(first, second, places) else { return };
            let (ab, cd) = (_mm256_unpacklo_epi8(a, b), _mm256_unpacklo_epi8(c, d));
            let (ab_high, cd_high) = (_mm256_unpackhi_epi8(a, b), _mm256_unpackhi_epi8(c, d));
            *fours = [
                cast(_mm256_unpacklo_epi16(ab, cd)),
                cast(_mm256_unpackhi_epi16(ab, cd)),
                cast(_mm256_unpacklo_epi16(ab_high, cd_high)),
                cast(_mm256_unpackhi_epi16(ab_high, cd_high)),
            ];
        }
        let [a, b, c, d] = fours;
        for ((((columns, a), b), c), d) in columns.as_chunks_mut::<4>().0.iter_mut().zip(a).zip(b).zip(c).zip(d) {
            let (ab, cd) = (_mm256_unpacklo_epi32(cast(a), cast(b)), _mm256_unpacklo_epi32(cast(c), cast(d)));
            let (ab_high, cd_high) = (_mm256_unpackhi_epi32(cast(a), cast(b)), _mm256_unpackhi_epi32(cast(c), cast(d)));
            let turned = [
                _mm256_unpacklo_epi64(ab, cd),
                _mm256_unpackhi_epi64(ab, cd),
                _mm256_unpacklo_epi64(ab_high, cd_high),
                _mm256_unpackhi_epi64(ab_high, cd_high),
            ];
            for (column, turned) in columns.iter_mut().zip(turned) {
                if let Some(slot) = column.get_mut(row..row + ROWS).and_then(|rows| rows.first_chunk_mut::<ROWS>()) {
                    *slot = cast(turned);
                }
            }
        }
    }

    /// Sixteen bytes from each of four places, those of the second half beside those of the first.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn load(first: &[u8], second: &[u8], [a, b, c, d]: [usize; 4]) -> Option<[__m256i; 4]> {
        let at = |half: &[u8], place: usize| -> Option<[u8; ITEMS]> { half.get(place..)?.first_chunk().copied() };
        Some([
            cast([at(first, a)?, at(second, a)?]),
            cast([at(first, b)?, at(second, b)?]),
            cast([at(first, c)?, at(second, c)?]),
            cast([at(first, d)?, at(second, d)?]),
        ])
    }
}
