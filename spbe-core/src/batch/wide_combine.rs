//! Weighted sums, published units and predicate codes of a chunk in vectors of sixteen 16-bit lanes (AVX2).

use std::arch::x86_64::{
    __m128i, __m256i, _mm_cvtsi32_si128, _mm256_add_epi16, _mm256_cmpgt_epi16, _mm256_cvtepu8_epi16,
    _mm256_mulhi_epu16, _mm256_mullo_epi16, _mm256_packus_epi16, _mm256_permute4x64_epi64, _mm256_set1_epi16,
    _mm256_setzero_si256, _mm256_srl_epi16, _mm256_xor_si256,
};

use bytemuck::{cast, cast_mut, cast_ref};

use super::lane::Lane;
use super::outputs::Numbers;
use super::plan::{Sum, Term};
use super::portable::{self, CHUNK, Chunk};
use super::reciprocal::Publish;
use crate::instrument::PredicateBasis;

/// The 16-bit lanes of a vector.
const LANES: usize = 16;
/// The vectors of half a chunk, as many as there are registers for.
const VECTORS: usize = 8;
/// Half a chunk in registers.
type Vectors = [__m256i; VECTORS];
/// Half a chunk of run sums.
type Runs = [u8; CHUNK / 2];
/// Half a chunk of weighted sums.
type Totals = [u16; CHUNK / 2];

/// See [`portable::combine`].
#[target_feature(enable = "avx2")]
pub(super) fn combine_short(chunk: Chunk<'_, '_, u8, u16>) {
    if chunk.place.1 < CHUNK {
        return few(chunk);
    }
    let Chunk { program, basis, runs, scratch, outputs, place } = chunk;
    let mut units = [0; CHUNK];
    for (position, sum) in program.sums.iter().enumerate() {
        let Some((children, [own, ..])) = scratch.split_at_mut_checked(position) else { return };
        weigh(sum, runs, children, own);
        let is_index = sum.node.is_none();
        let Some(output) = outputs.of(sum.node) else { continue };
        if let Some(sums) = &mut output.sum {
            match whole_chunk(sums, place.0) {
                Some(out) => *out = *own,
                None => sums.write(place, own),
            }
        }
        if let Some(published) = &mut output.published {
            match whole_chunk(published, place.0) {
                Some(out) => publish(sum.publish, own, out),
                None => {
                    publish(sum.publish, own, &mut units);
                    published.write(place, &units);
                }
            }
        }
        let predicate = outputs.predicate.as_mut().filter(|_| is_index);
        if let Some(out) = predicate.and_then(|out| out.get_mut(place.0..)?.first_chunk_mut::<CHUNK>()) {
            match basis {
                PredicateBasis::Exact => codes(own, &program.exact_cuts, out),
                PredicateBasis::Published => {
                    publish(sum.publish, own, &mut units);
                    codes(&units, &program.published_cuts, out);
                }
            }
        }
    }
}

/// A batch of fewer rows than a chunk.
#[cold]
#[inline(never)]
fn few(chunk: Chunk<'_, '_, u8, u16>) {
    portable::combine(chunk);
}

/// The chunk of an output of 16 bits.
#[inline]
fn whole_chunk<'out>(output: &'out mut Numbers<'_>, row: usize) -> Option<&'out mut [u16; CHUNK]> {
    match output {
        Numbers::U16(out) => out.get_mut(row..)?.first_chunk_mut(),
        _ => None,
    }
}

/// The weighted sum of a chunk. Terms are added in registers; only the whole is stored.
#[inline]
#[target_feature(enable = "avx2")]
fn weigh(sum: &Sum<u16>, runs: &[[u8; CHUNK]], children: &[[u16; CHUNK]], own: &mut [u16; CHUNK]) {
    let [own_low, own_high]: &mut [Totals; 2] = cast_mut(own);
    // The common sum of the official instruments needs no multiplication: one run of weight one.
    if let ([Term { from, weight: 1 }], []) = (sum.runs.as_slice(), sum.children.as_slice())
        && let Some(run) = runs.get(*from)
    {
        let [low, high]: &[Runs; 2] = cast_ref(run);
        *own_low = cast(widen(low));
        *own_high = cast(widen(high));
        return;
    }
    for (half, own) in [own_low, own_high].into_iter().enumerate() {
        let mut total: Vectors = [_mm256_setzero_si256(); VECTORS];
        for term in &sum.runs {
            let Some(run) = runs.get(term.from) else { continue };
            let [low, high]: &[Runs; 2] = cast_ref(run);
            total = add(total, widen(if half == 0 { low } else { high }), term.weight);
        }
        for term in &sum.children {
            let Some(child) = children.get(term.from) else { continue };
            let [low, high]: &[Totals; 2] = cast_ref(child);
            total = add(total, cast(if half == 0 { *low } else { *high }), term.weight);
        }
        *own = cast(total);
    }
}

/// `total + terms * weight`. Written out, as below: the compiler keeps a loop over eight registers in memory.
#[inline]
#[target_feature(enable = "avx2")]
fn add(total: Vectors, terms: Vectors, weight: u16) -> Vectors {
    let ([a, b, c, d, e, f, g, h], [i, j, k, l, m, n, o, p]) = (total, times(terms, weight));
    [
        _mm256_add_epi16(a, i),
        _mm256_add_epi16(b, j),
        _mm256_add_epi16(c, k),
        _mm256_add_epi16(d, l),
        _mm256_add_epi16(e, m),
        _mm256_add_epi16(f, n),
        _mm256_add_epi16(g, o),
        _mm256_add_epi16(h, p),
    ]
}

#[inline]
#[target_feature(enable = "avx2")]
fn times(terms: Vectors, weight: u16) -> Vectors {
    let ([a, b, c, d, e, f, g, h], weight) = (terms, splat(weight));
    [
        _mm256_mullo_epi16(a, weight),
        _mm256_mullo_epi16(b, weight),
        _mm256_mullo_epi16(c, weight),
        _mm256_mullo_epi16(d, weight),
        _mm256_mullo_epi16(e, weight),
        _mm256_mullo_epi16(f, weight),
        _mm256_mullo_epi16(g, weight),
        _mm256_mullo_epi16(h, weight),
    ]
}

#[inline]
#[target_feature(enable = "avx2")]
fn widen(run: &Runs) -> Vectors {
    let [a, b, c, d, e, f, g, h]: [__m128i; VECTORS] = cast(*run);
    [
        _mm256_cvtepu8_epi16(a),
        _mm256_cvtepu8_epi16(b),
        _mm256_cvtepu8_epi16(c),
        _mm256_cvtepu8_epi16(d),
        _mm256_cvtepu8_epi16(e),
        _mm256_cvtepu8_epi16(f),
        _mm256_cvtepu8_epi16(g),
        _mm256_cvtepu8_epi16(h),
    ]
}

/// The published units of a chunk.
#[inline]
#[target_feature(enable = "avx2")]
fn publish(publish: Publish, sums: &[u16; CHUNK], units: &mut [u16; CHUNK]) {
    let sums: &[[u16; LANES]; CHUNK / LANES] = cast_ref(sums);
    let slots: &mut [[u16; LANES]; CHUNK / LANES] = cast_mut(units);
    match publish {
        Publish::Times { factor } => {
            let factor = splat(factor);
            for (slot, sums) in slots.iter_mut().zip(sums) {
                *slot = cast(_mm256_mullo_epi16(cast(*sums), factor));
            }
        }
        Publish::Short { factor, offset, multiplier, shift } => {
            let (factor, offset, multiplier) = (splat(factor), splat(offset), splat(multiplier));
            let shift = _mm_cvtsi32_si128(i32::from(shift));
            for (slot, sums) in slots.iter_mut().zip(sums) {
                let scaled = _mm256_add_epi16(_mm256_mullo_epi16(cast(*sums), factor), offset);
                *slot = cast(_mm256_srl_epi16(_mm256_mulhi_epu16(scaled, multiplier), shift));
            }
        }
        Publish::Long { .. } | Publish::Division(_) => publish_otherwise(publish, cast_ref(sums), units),
    }
}

/// Kept out of the way of the common form.
#[cold]
#[inline(never)]
fn publish_otherwise(publish: Publish, sums: &[u16; CHUNK], units: &mut [u16; CHUNK]) {
    u16::publish(publish, sums, units);
}

/// For each number, how many cuts it reaches.
#[inline]
#[target_feature(enable = "avx2")]
fn codes(numbers: &[u16; CHUNK], cuts: &[u16], codes: &mut [u8; CHUNK]) {
    let numbers: &[[u16; LANES]; CHUNK / LANES] = cast_ref(numbers);
    let (pairs, _) = numbers.as_chunks::<2>();
    let codes: &mut [[u8; 2 * LANES]; CHUNK / LANES / 2] = cast_mut(codes);
    // Lanes compare as signed numbers: turning the top bit of both sides keeps the order.
    let top = splat(1 << 15);
    let all = splat(u16::try_from(cuts.len()).unwrap_or(u16::MAX));
    for ([low, high], codes) in pairs.iter().zip(codes) {
        let (low, high) = (_mm256_xor_si256(cast(*low), top), _mm256_xor_si256(cast(*high), top));
        let (mut lows, mut highs) = (all, all);
        for cut in cuts {
            let cut = splat(*cut ^ 1 << 15);
            // A lane below the cut is all ones, which is minus one.
            lows = _mm256_add_epi16(lows, _mm256_cmpgt_epi16(cut, low));
            highs = _mm256_add_epi16(highs, _mm256_cmpgt_epi16(cut, high));
        }
        // Packing works in halves of a vector; the permutation puts the quarters back in order.
        *codes = cast(_mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_packus_epi16(lows, highs)));
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn splat(number: u16) -> __m256i {
    _mm256_set1_epi16(number.cast_signed())
}
