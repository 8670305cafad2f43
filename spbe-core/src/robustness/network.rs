//! Sorting many columns at once, by comparisons that are the same whatever the numbers: a bitonic network (Batcher 1968)
//! for any number of rows. Three steps of it are done at a time, while eight rows are in registers.

use super::draw::{LANES, Row};

/// The smaller number of each column into the first row, the larger into the second.
#[inline(always)]
fn exchange(first: &mut Row, second: &mut Row) {
    let (mut low, mut high) = (*first, *second);
    for (low, high) in low.iter_mut().zip(&mut high) {
        (*low, *high) = ((*low).min(*high), (*low).max(*high));
    }
    (*first, *second) = (low, high);
}

/// Exchanges pairs of the eight numbers of a column.
macro_rules! exchanges {
    ($($first:ident $second:ident),+ $(,)?) => {
        $( let ($first, $second) = ($first.min($second), $first.max($second)); )+
    };
}

/// Eight rows, any order in, ascending out: the 19 exchanges that are known to be fewest.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "the compiler knows only of parameters that they do not overlap")]
fn sort_eight(
    r0: &mut Row,
    r1: &mut Row,
    r2: &mut Row,
    r3: &mut Row,
    r4: &mut Row,
    r5: &mut Row,
    r6: &mut Row,
    r7: &mut Row,
) {
    let rows = r0.iter_mut().zip(r1).zip(r2).zip(r3).zip(r4).zip(r5).zip(r6).zip(r7);
    for (((((((p0, p1), p2), p3), p4), p5), p6), p7) in rows {
        let (a, b, c, d, e, f, g, h) = (*p0, *p1, *p2, *p3, *p4, *p5, *p6, *p7);
        exchanges!(a c, b d, e g, f h);
        exchanges!(a e, b f, c g, d h);
        exchanges!(a b, c d, e f, g h);
        exchanges!(c e, d f);
        exchanges!(b e, d g);
        exchanges!(b c, d e, f g);
        (*p0, *p1, *p2, *p3, *p4, *p5, *p6, *p7) = (a, b, c, d, e, f, g, h);
    }
}

/// Three steps of a merge on eight rows that stand equally far apart.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "the compiler knows only of parameters that they do not overlap")]
fn clean_eight(
    r0: &mut Row,
    r1: &mut Row,
    r2: &mut Row,
    r3: &mut Row,
    r4: &mut Row,
    r5: &mut Row,
    r6: &mut Row,
    r7: &mut Row,
) {
    let rows = r0.iter_mut().zip(r1).zip(r2).zip(r3).zip(r4).zip(r5).zip(r6).zip(r7);
    for (((((((p0, p1), p2), p3), p4), p5), p6), p7) in rows {
        let (a, b, c, d, e, f, g, h) = (*p0, *p1, *p2, *p3, *p4, *p5, *p6, *p7);
        exchanges!(a e, b f, c g, d h);
        exchanges!(a c, b d, e g, f h);
        exchanges!(a b, c d, e f, g h);
        (*p0, *p1, *p2, *p3, *p4, *p5, *p6, *p7) = (a, b, c, d, e, f, g, h);
    }
}

/// Two steps of a merge on four neighbouring rows.
#[inline(always)]
fn clean_four(r0: &mut Row, r1: &mut Row, r2: &mut Row, r3: &mut Row) {
    for (((p0, p1), p2), p3) in r0.iter_mut().zip(r1).zip(r2).zip(r3) {
        let (a, b, c, d) = (*p0, *p1, *p2, *p3);
        exchanges!(a c, b d);
        exchanges!(a b, c d);
        (*p0, *p1, *p2, *p3) = (a, b, c, d);
    }
}

/// Exchanges rows of two places, where both are there.
#[inline(always)]
fn exchange_at(rows: &mut [Row], first: usize, second: usize) {
    if let Ok([first, second]) = rows.get_disjoint_mut([first, second]) {
        exchange(first, second);
    }
}

/// Sorts each column, smallest first.
#[inline(always)]
pub(super) fn sort(rows: &mut [Row]) {
    let count = rows.len();
    for eight in rows.chunks_mut(8) {
        match eight {
            [r0, r1, r2, r3, r4, r5, r6, r7] => sort_eight(r0, r1, r2, r3, r4, r5, r6, r7),
            few => {
                for end in (1..few.len()).rev() {
                    for place in 0..end {
                        exchange_at(few, place, place + 1);
                    }
                }
            }
        }
    }
    // Merged in the order of a depth-first walk, so that small parts are done while they are near.
    for number in 1..=count.div_ceil(8) {
        let end = (number * 8).min(count);
        let mut width = 16;
        loop {
            // A part is complete when its last eight rows are, or the last of all.
            let start = (end - 1) / width * width;
            let complete = number * 8 % width == 0 || end == count;
            if !complete || width / 2 >= count {
                break;
            }
            if let Some(part) = rows.get_mut(start..end) {
                merge(part, width);
            }
            width *= 2;
        }
    }
}

/// Merges two sorted halves of `width` rows; the second may be shorter.
#[inline(always)]
fn merge(part: &mut [Row], width: usize) {
    let Some((first, second)) = part.split_at_mut_checked(width / 2) else { return };
    if second.is_empty() {
        return;
    }
    for (low, high) in first.iter_mut().rev().zip(second) {
        exchange(low, high);
    }
    // Each half is bitonic now; rows that are not there count as larger than all.
    let mut span = width / 2;
    while span >= 8 {
        let step = span / 8;
        for block in part.chunks_mut(span) {
            clean_three(block, step);
        }
        span = step;
    }
    if span == 4 {
        for block in part.chunks_mut(4) {
            match block {
                [r0, r1, r2, r3] => clean_four(r0, r1, r2, r3),
                few => {
                    exchange_at(few, 0, 2);
                    exchange_at(few, 0, 1);
                }
            }
        }
    } else if span == 2 {
        for block in part.chunks_mut(2) {
            exchange_at(block, 0, 1);
        }
    }
}

/// The exchanges over four, two and one times `step` of a block of up to eight times `step` rows.
#[inline(always)]
fn clean_three(block: &mut [Row], step: usize) {
    if let [r0, r1, r2, r3, r4, r5, r6, r7] = block {
        // Neighbours, whose distances the compiler knows.
        clean_eight(r0, r1, r2, r3, r4, r5, r6, r7);
        return;
    }
    let whole = block.len().saturating_sub(7 * step).min(step);
    if whole > 0 {
        let mut parts = block.chunks_mut(step);
        let mut next = || parts.next().unwrap_or_default();
        let rows = next().iter_mut().zip(next()).zip(next()).zip(next()).zip(next()).zip(next()).zip(next());
        for (((((((r0, r1), r2), r3), r4), r5), r6), r7) in rows.zip(next()) {
            clean_eight(r0, r1, r2, r3, r4, r5, r6, r7);
        }
    }
    for place in whole..step.min(block.len()) {
        for (first, second) in
            [(0, 4), (1, 5), (2, 6), (3, 7), (0, 2), (1, 3), (4, 6), (5, 7), (0, 1), (2, 3), (4, 5), (6, 7)]
        {
            exchange_at(block, place + first * step, place + second * step);
        }
    }
}

const _: () = assert!(LANES.is_multiple_of(8), "columns fill registers");
