//! Weighted sums, published units and predicate codes of a chunk in vectors of sixteen 16-bit lanes (AVX2).

use std::arch::x86_64::{
    __m128i, __m256i, _mm_cvtsi32_si128, _mm256_add_epi16, _mm256_cmpeq_epi16, _mm256_cvtepu8_epi16, _mm256_max_epu16,
    _mm256_mulhi_epu16, _mm256_mullo_epi16, _mm256_packus_epi16, _mm256_permute4x64_epi64, _mm256_set1_epi16,
    _mm256_setzero_si256, _mm256_srl_epi16, _mm256_sub_epi16,
};

use bytemuck::cast;

use super::lane::Lane;
use super::outputs::Numbers;
use super::portable::{self, CHUNK, Chunk};
use super::reciprocal::Publish;
use crate::instrument::PredicateBasis;

/// The 16-bit lanes of a vector.
const LANES: usize = 16;
/// A chunk in registers.
type Vectors = [__m256i; CHUNK / LANES];

/// See [`portable::combine`].
#[target_feature(enable = "avx2")]
pub(super) fn combine_short(chunk: Chunk<'_, '_, u8, u16>) {
    if chunk.place.1 < CHUNK {
        return portable::combine(chunk);
    }
    let Chunk { program, basis, runs, scratch, outputs, place } = chunk;
    for (position, sum) in program.sums.iter().enumerate() {
        let Some((children, [own, ..])) = scratch.split_at_mut_checked(position) else { return };
        let mut total: Vectors = [_mm256_setzero_si256(); CHUNK / LANES];
        for term in &sum.runs {
            let Some(run) = runs.get(term.from) else { continue };
            let run: &[[u8; LANES]; CHUNK / LANES] = bytemuck::cast_ref(run);
            let weight = splat(term.weight);
            for (total, run) in total.iter_mut().zip(run) {
                let run = _mm256_cvtepu8_epi16(cast::<_, __m128i>(*run));
                *total = _mm256_add_epi16(*total, _mm256_mullo_epi16(run, weight));
            }
        }
        for term in &sum.children {
            let Some(child) = children.get(term.from) else { continue };
            let child: &[[u16; LANES]; CHUNK / LANES] = bytemuck::cast_ref(child);
            let weight = splat(term.weight);
            for (total, child) in total.iter_mut().zip(child) {
                *total = _mm256_add_epi16(*total, _mm256_mullo_epi16(cast(*child), weight));
            }
        }
        *own = cast(total);
        let is_index = sum.node.is_none();
        let judges_units = is_index && outputs.predicate.is_some() && basis == PredicateBasis::Published;
        let Some(output) = outputs.of(sum.node) else { continue };
        if let Some(sums) = &mut output.sum {
            store(sums, place, total);
        }
        if output.published.is_none() && !is_index {
            continue;
        }
        let units = if output.published.is_some() || judges_units { publish(sum.publish, own) } else { total };
        if let Some(published) = &mut output.published {
            store(published, place, units);
        }
        if is_index && let Some(predicate) = &mut outputs.predicate {
            let codes = match basis {
                PredicateBasis::Exact => codes(&total, &program.exact_cuts),
                PredicateBasis::Published => codes(&units, &program.published_cuts),
            };
            if let Some(out) = predicate.get_mut(place.0..).and_then(|out| out.first_chunk_mut::<CHUNK>()) {
                *out = codes;
            }
        }
    }
}

/// The published units of a chunk.
#[inline]
#[target_feature(enable = "avx2")]
fn publish(publish: Publish, sums: &[u16; CHUNK]) -> Vectors {
    let Publish::Short { factor, offset, multiplier, shift } = publish else {
        let mut units = [0; CHUNK];
        u16::publish(publish, sums, &mut units);
        return cast(units);
    };
    let (factor, offset, multiplier) = (splat(factor), splat(offset), splat(multiplier));
    let shift = _mm_cvtsi32_si128(i32::from(shift));
    let mut units: Vectors = cast(*sums);
    for units in &mut units {
        let scaled = _mm256_add_epi16(_mm256_mullo_epi16(*units, factor), offset);
        *units = _mm256_srl_epi16(_mm256_mulhi_epu16(scaled, multiplier), shift);
    }
    units
}

/// For each number, how many cuts it reaches.
#[inline]
#[target_feature(enable = "avx2")]
fn codes(numbers: &Vectors, cuts: &[u16]) -> [u8; CHUNK] {
    let mut counts: Vectors = [_mm256_setzero_si256(); CHUNK / LANES];
    for cut in cuts {
        let cut = splat(*cut);
        for (count, number) in counts.iter_mut().zip(numbers) {
            // A lane that reaches the cut is all ones, which is minus one.
            let reached = _mm256_cmpeq_epi16(_mm256_max_epu16(*number, cut), *number);
            *count = _mm256_sub_epi16(*count, reached);
        }
    }
    let [a, b, c, d, e, f, g, h] = counts;
    // Packing works in halves of a vector; the permutation puts the quarters back in order.
    cast([ordered(a, b), ordered(c, d), ordered(e, f), ordered(g, h)])
}

#[inline]
#[target_feature(enable = "avx2")]
fn splat(number: u16) -> __m256i {
    _mm256_set1_epi16(number.cast_signed())
}

#[inline]
#[target_feature(enable = "avx2")]
fn ordered(low: __m256i, high: __m256i) -> __m256i {
    _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_packus_epi16(low, high))
}

/// Writes a chunk: as it is where the output has 16 bits, else number by number.
#[inline]
#[target_feature(enable = "avx2")]
fn store(output: &mut Numbers<'_>, place: (usize, usize), numbers: Vectors) {
    let numbers: [u16; CHUNK] = cast(numbers);
    match output {
        Numbers::U16(out) => {
            if let Some(out) = out.get_mut(place.0..).and_then(|out| out.first_chunk_mut::<CHUNK>()) {
                *out = numbers;
            }
        }
        output => output.write(place, &numbers),
    }
}
