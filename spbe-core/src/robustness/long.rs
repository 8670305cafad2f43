//! Scores of a block of draws in 64 bits: for any field, by the definition.

use super::draw::{LANES, Row, Stream};
use super::field::{Field, Noise};
use super::short::bounds;

/// The score of each unit in each draw: by unit, then by draw.
pub(crate) fn scores(field: &Field, noise: &Noise, weights: &[Row], levels: Option<Stream>) -> Vec<[u64; LANES]> {
    let mut scores = vec![[0_u64; LANES]; field.units()];
    for (row, score) in field.rows().zip(&mut scores) {
        for (value, weights) in row.iter().zip(weights) {
            for (score, weight) in score.iter_mut().zip(weights) {
                *score = score.wrapping_add(u64::from(*weight).wrapping_mul((*value).into()));
            }
        }
    }
    let Some(mut stream) = levels.filter(|_| noise.is_some()) else { return scores };
    let sides: Vec<_> = noise.sides.iter().map(|side| bounds(*side, &mut stream)).collect();
    let parts = field.parts().max(1);
    let gaps = field.falls.chunks_exact(parts).zip(field.rises.chunks_exact(parts));
    for (score, (falls, rises)) in scores.iter_mut().zip(gaps) {
        for (((below, above), weights), (fall, rise)) in sides.iter().zip(weights).zip(falls.iter().zip(rises)) {
            let random = stream.bytes();
            let cells = score.iter_mut().zip(weights).zip(random.iter().zip(below).zip(above));
            for ((score, weight), ((random, below), above)) in cells {
                let gap = if random < below {
                    -i64::from(*fall)
                } else if random > above {
                    i64::from(*rise)
                } else {
                    0
                };
                *score = score.wrapping_add_signed(i64::from(*weight).wrapping_mul(gap));
            }
        }
    }
    scores
}
