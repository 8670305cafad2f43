//! The wide path: the same numbers as `portable.rs` in instructions of 32 bytes (AVX2).
//!
//! No pointer and no unsafe code: arithmetic intrinsics are safe inside functions compiled for their feature, and
//! `bytemuck` turns arrays into vectors and back, which compiles to plain loads and stores.

use std::arch::x86_64::{
    __m256i, _mm256_add_epi8, _mm256_maddubs_epi16, _mm256_max_epu8, _mm256_packus_epi16, _mm256_permute2x128_si256, _mm256_set1_epi8,
    _mm256_setzero_si256, _mm256_sub_epi8, _mm256_subs_epu8, _mm256_testz_si256, _mm256_unpackhi_epi8,
    _mm256_unpacklo_epi8,
};

use bytemuck::{cast, cast_mut};

use super::dispatch::prefetch;
use super::lane::{Lane, Narrow};
use super::portable::{self, CHUNK, Chunk, Shape, chunk_start};
use super::segments::{LOADS, Load, PAIRS, Span, WIDTH};

/// The rows of one vector.
const LANES: usize = 32;
/// The vectors of a chunk.
const VECTORS: usize = CHUNK / LANES;

/// See [`portable::column_sums`].
#[target_feature(enable = "avx2")]
pub(super) fn column_sums(shape: &Shape<'_>, columns: &[&[u8]], rows: usize, sums: &mut [[u8; CHUNK]]) -> bool {
    if shape.least > shape.lowest {
        raised_column_sums::<true>(shape, columns, rows, sums)
    } else {
        raised_column_sums::<false>(shape, columns, rows, sums)
    }
}

/// `RAISES` where low levels count as a higher one.
#[inline]
#[target_feature(enable = "avx2")]
fn raised_column_sums<const RAISES: bool>(
    shape: &Shape<'_>,
    columns: &[&[u8]],
    rows: usize,
    sums: &mut [[u8; CHUNK]],
) -> bool {
    // Levels are read as their offset from the lowest: one subtraction serves both the sum and the check, and what it
    // takes from the sum is put back as its start.
    let bounds = [splat(shape.lowest), splat(shape.least.saturating_sub(shape.lowest))];
    let mut worst = _mm256_setzero_si256();
    let mut rest = columns;
    for (position, run) in shape.runs.iter().enumerate() {
        let (own, others) = rest.split_at_checked(run.len()).unwrap_or_default();
        rest = others;
        let first_sum = splat(run.iter().fold(0_u8, |sum, _| sum.wrapping_add(shape.lowest)));
        for (chunk, sums) in sums.chunks_exact_mut(shape.runs.len()).enumerate() {
            let start = chunk_start(chunk, rows);
            // While a run is summed the next one is on its way: a processor reads ahead of few streams, and not past
            // the end of a page, which is all that a block has of a column.
            for next in rest.iter().take(own.len()) {
                prefetch(next.get(start..start + CHUNK).unwrap_or_default());
            }
            let mut total = [first_sum; VECTORS];
            for column in own {
                let Some(cells) = column.get(start..start + CHUNK).and_then(|cells| cells.first_chunk::<CHUNK>()) else {
                    continue;
                };
                // Written out: the compiler keeps a loop over eight registers in memory.
                let ([a, b, c, d, e, f, g, h], [i, j, k, l, m, n, o, p]) = (total, cast::<_, [__m256i; VECTORS]>(*cells));
                total = [
                    add_levels::<RAISES>(a, i, bounds, &mut worst),
                    add_levels::<RAISES>(b, j, bounds, &mut worst),
                    add_levels::<RAISES>(c, k, bounds, &mut worst),
                    add_levels::<RAISES>(d, l, bounds, &mut worst),
                    add_levels::<RAISES>(e, m, bounds, &mut worst),
                    add_levels::<RAISES>(f, n, bounds, &mut worst),
                    add_levels::<RAISES>(g, o, bounds, &mut worst),
                    add_levels::<RAISES>(h, p, bounds, &mut worst),
                ];
            }
            if let Some(sum) = sums.get_mut(position) {
                *sum = cast(total);
            }
        }
    }
    is_beyond(worst, shape)
}

/// The total with 32 levels more, as offsets from the lowest; keeps the largest offset seen in each lane.
#[inline]
#[target_feature(enable = "avx2")]
fn add_levels<const RAISES: bool>(
    total: __m256i,
    cells: __m256i,
    [lowest, least]: [__m256i; 2],
    worst: &mut __m256i,
) -> __m256i {
    let offset = _mm256_sub_epi8(cells, lowest);
    *worst = _mm256_max_epu8(*worst, offset);
    _mm256_add_epi8(total, if RAISES { _mm256_max_epu8(offset, least) } else { offset })
}

/// Pair sums of a chunk: two rows of each half of it in a vector.
type Packed = [[u8; LANES]; CHUNK / 4];
/// The pair sums of a span of loads as columns: for each pair, sixteen rows of each half of the chunk in a vector.
type Columns = [[[u8; LANES]; VECTORS]; LOADS * PAIRS];

/// Run sums of rows: sixteen bytes a row at a time, neighbours of one run added, then turned into columns.
///
/// `rows` are the bytes from the first row on, the distance between rows, and how many there are.
#[target_feature(enable = "avx2")]
pub(super) fn row_sums(
    shape: &Shape<'_>,
    spans: &[Span],
    (cells, stride, rows): (&[u8], usize, usize),
    sums: &mut [[u8; CHUNK]],
) -> bool {
    let mut worst = _mm256_setzero_si256();
    let mut packed = [[0; LANES]; CHUNK / 4];
    let mut columns = [[[0; LANES]; VECTORS]; LOADS * PAIRS];
    for (chunk, sums) in sums.chunks_exact_mut(shape.runs.len()).enumerate() {
        sums.fill([0; CHUNK]);
        let first = chunk_start(chunk, rows) * stride;
        for span in spans {
            for (load, columns) in span.loads.iter().zip(columns.as_chunks_mut::<PAIRS>().0) {
                let block = cells.get(first + load.offset..).unwrap_or_default();
                let found = if shape.least > shape.lowest {
                    add_pairs::<true>(load, block, stride, shape, &mut packed)
                } else {
                    add_pairs::<false>(load, block, stride, shape, &mut packed)
                };
                worst = _mm256_max_epu8(worst, found);
                transpose(&packed, columns);
            }
            for (run, pairs) in &span.runs {
                if let Some(sum) = sums.get_mut(*run) {
                    add_columns(pairs, &columns, sum);
                }
            }
        }
    }
    is_beyond(worst, shape)
}

/// Adds the neighbours of a load in each row of a chunk; gives the largest offset from the lowest level. `block`
/// begins with the load's bytes in the first row. `RAISES` where low levels count as a higher one.
#[inline]
#[target_feature(enable = "avx2")]
fn add_pairs<const RAISES: bool>(
    load: &Load,
    block: &[u8],
    stride: usize,
    shape: &Shape<'_>,
    packed: &mut Packed,
) -> __m256i {
    let mask: __m256i = cast([load.mask, load.mask]);
    let bounds = [splat(shape.lowest), splat(shape.least)];
    let mut worst = _mm256_setzero_si256();
    // Row `r` of the first half lies beside row `r` of the second, four rows at a time. The last row of all need not
    // have a gap behind it, so that the last four of each half are no whole piece.
    let whole = (CHUNK / 2 - 4) * stride;
    let (low, high) = block.split_at_checked(CHUNK / 2 * stride).unwrap_or_default();
    let (low, last_low) = low.split_at_checked(whole).unwrap_or_default();
    let (high, last_high) = high.split_at_checked(whole).unwrap_or_default();
    let (packed, _) = packed.as_chunks_mut::<2>();
    let Some((last, pieces)) = packed.split_last_mut() else { return worst };
    for ((low, high), packed) in low.chunks_exact(4 * stride).zip(high.chunks_exact(4 * stride)).zip(pieces) {
        *packed = four_rows::<RAISES>([low, high], stride, mask, bounds, &mut worst);
    }
    *last = four_rows::<RAISES>([last_low, last_high], stride, mask, bounds, &mut worst);
    worst
}

/// The sums of the pairs of four rows in each half.
#[inline]
#[target_feature(enable = "avx2")]
fn four_rows<const RAISES: bool>(
    [low, high]: [&[u8]; 2],
    stride: usize,
    mask: __m256i,
    bounds: [__m256i; 2],
    worst: &mut __m256i,
) -> [[u8; LANES]; 2] {
    let (Some(third_low), Some(third_high)) = (low.get(2 * stride..), high.get(2 * stride..)) else {
        return [[0; LANES]; 2];
    };
    [
        pair_sums::<RAISES>([low, high], stride, mask, bounds, worst),
        pair_sums::<RAISES>([third_low, third_high], stride, mask, bounds, worst),
    ]
}

/// Turns the pairs beside each other in a row into columns of rows.
#[inline]
#[target_feature(enable = "avx2")]
fn transpose(packed: &Packed, columns: &mut [[[u8; LANES]; VECTORS]; PAIRS]) {
    for (position, rows) in packed.as_chunks::<PAIRS>().0.iter().enumerate() {
        // Four rounds of interleaving turn [row bit 0 | pair] in the bytes and [row] in the vectors into the reverse.
        let turned = round(round(round(round(cast(*rows)))));
        for (column, turned) in columns.iter_mut().zip(turned) {
            if let Some(slot) = column.get_mut(position) {
                *slot = cast(turned);
            }
        }
    }
}

/// Adds the columns of a run's pairs to its sum, with the halves of the chunk back in order.
#[inline]
#[target_feature(enable = "avx2")]
fn add_columns(pairs: &[u8], columns: &Columns, sum: &mut [u8; CHUNK]) {
    let mut total = [_mm256_setzero_si256(); VECTORS];
    for pair in pairs {
        let Some(column) = columns.get(usize::from(*pair)) else { continue };
        let ([a, b, c, d, e, f, g, h], [i, j, k, l, m, n, o, p]) = (total, cast::<_, [__m256i; VECTORS]>(*column));
        total = [
            _mm256_add_epi8(a, i),
            _mm256_add_epi8(b, j),
            _mm256_add_epi8(c, k),
            _mm256_add_epi8(d, l),
            _mm256_add_epi8(e, m),
            _mm256_add_epi8(f, n),
            _mm256_add_epi8(g, o),
            _mm256_add_epi8(h, p),
        ];
    }
    let [a, b, c, d, e, f, g, h] = total;
    let total = [
        _mm256_permute2x128_si256::<0x20>(a, b),
        _mm256_permute2x128_si256::<0x20>(c, d),
        _mm256_permute2x128_si256::<0x20>(e, f),
        _mm256_permute2x128_si256::<0x20>(g, h),
        _mm256_permute2x128_si256::<0x31>(a, b),
        _mm256_permute2x128_si256::<0x31>(c, d),
        _mm256_permute2x128_si256::<0x31>(e, f),
        _mm256_permute2x128_si256::<0x31>(g, h),
    ];
    let sum: &mut [[u8; LANES]; VECTORS] = cast_mut(sum);
    for (sum, total) in sum.iter_mut().zip(total) {
        *sum = cast(_mm256_add_epi8(cast(*sum), total));
    }
}

/// The sums of the pairs of two rows in each half: those of the first row, then of the second.
#[inline]
#[target_feature(enable = "avx2")]
fn pair_sums<const RAISES: bool>(
    [low, high]: [&[u8]; 2],
    stride: usize,
    mask: __m256i,
    [lowest, least]: [__m256i; 2],
    worst: &mut __m256i,
) -> [u8; LANES] {
    let (Some(low_odd), Some(high_odd)) = (low.get(stride..), high.get(stride..)) else { return [0; LANES] };
    let (Some(low), Some(high)) = (low.first_chunk::<WIDTH>(), high.first_chunk::<WIDTH>()) else { return [0; LANES] };
    let (Some(low_odd), Some(high_odd)) = (low_odd.first_chunk::<WIDTH>(), high_odd.first_chunk::<WIDTH>()) else {
        return [0; LANES];
    };
    let (even, odd): (__m256i, __m256i) = (cast([*low, *high]), cast([*low_odd, *high_odd]));
    *worst = _mm256_max_epu8(*worst, _mm256_sub_epi8(even, lowest));
    *worst = _mm256_max_epu8(*worst, _mm256_sub_epi8(odd, lowest));
    let (even, odd) = if RAISES { (_mm256_max_epu8(even, least), _mm256_max_epu8(odd, least)) } else { (even, odd) };
    // Sums past a byte occur beside invalid levels only, and saturate in their own row.
    cast(_mm256_packus_epi16(_mm256_maddubs_epi16(even, mask), _mm256_maddubs_epi16(odd, mask)))
}

/// One round of the transpose: vector `i` meets vector `i + 4`.
#[inline]
#[target_feature(enable = "avx2")]
fn round(rows: [__m256i; PAIRS]) -> [__m256i; PAIRS] {
    let [a, b, c, d, e, f, g, h] = rows;
    [
        _mm256_unpacklo_epi8(a, e),
        _mm256_unpackhi_epi8(a, e),
        _mm256_unpacklo_epi8(b, f),
        _mm256_unpackhi_epi8(b, f),
        _mm256_unpacklo_epi8(c, g),
        _mm256_unpackhi_epi8(c, g),
        _mm256_unpacklo_epi8(d, h),
        _mm256_unpackhi_epi8(d, h),
    ]
}

/// See [`portable::combine`]: the same loops, compiled for wide instructions.
#[target_feature(enable = "avx2")]
pub(super) fn combine<R: Narrow<T>, T: Lane>(chunk: Chunk<'_, '_, R, T>) {
    portable::combine(chunk);
}

#[inline]
#[target_feature(enable = "avx2")]
fn splat(byte: u8) -> __m256i {
    _mm256_set1_epi8(byte.cast_signed())
}

/// Whether some offset from the lowest level is past the highest.
#[inline]
#[target_feature(enable = "avx2")]
fn is_beyond(worst: __m256i, shape: &Shape<'_>) -> bool {
    let beyond = _mm256_subs_epu8(worst, splat(shape.highest.wrapping_sub(shape.lowest)));
    _mm256_testz_si256(beyond, beyond) == 0
}
