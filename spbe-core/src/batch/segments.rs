//! How rows are read sixteen bytes at a time so that neighbours of one run are added before the transpose.

/// The bytes of one load.
pub(super) const WIDTH: usize = 16;
/// The pairs of bytes in one load.
pub(super) const PAIRS: usize = WIDTH / 2;
/// The loads of a span.
pub(super) const LOADS: usize = 4;

/// Neighbouring loads, and what their pairs are added to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) loads: Vec<Load>,
    /// For each run with items here, its pairs: positions among the pairs of all loads.
    pub(super) runs: Vec<(usize, Vec<u8>)>,
}

/// One load of sixteen bytes a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Load {
    /// The first item.
    pub(super) offset: usize,
    /// 1 where the item is counted here, 0 where another load counts it.
    pub(super) mask: [i8; WIDTH],
}

/// Loads that count every item once and no pair across two runs; `None` for rows shorter than a load.
pub(super) fn plan(runs: &[Vec<usize>], items: usize) -> Option<Vec<Span>> {
    let last_offset = items.checked_sub(WIDTH)?;
    let mut run_of = vec![0; items];
    for (run, members) in runs.iter().enumerate() {
        for member in members {
            *run_of.get_mut(*member)? = run;
        }
    }
    let mut open = vec![true; items];
    let mut spans: Vec<Span> = Vec::new();
    while let Some(first) = open.iter().position(|open| *open) {
        if spans.last().is_none_or(|span| span.loads.len() == LOADS) {
            spans.push(Span::default());
        }
        let span = spans.last_mut()?;
        let mut load = Load { offset: first.min(last_offset), mask: [0; WIDTH] };
        let first_pair = u8::try_from(span.loads.len() * PAIRS).ok()?;
        for ((mask, item), pair) in
            load.mask.as_chunks_mut::<2>().0.iter_mut().zip((load.offset..).step_by(2)).zip(first_pair..)
        {
            let mut counted = None;
            for (mask, item) in mask.iter_mut().zip(item..) {
                let (own, open) = (*run_of.get(item)?, open.get_mut(item)?);
                if *open && counted.is_none_or(|run| run == own) {
                    (*mask, *open, counted) = (1, false, Some(own));
                }
            }
            if let Some(run) = counted {
                match span.runs.iter_mut().find(|(known, _)| *known == run) {
                    Some((_, pairs)) => pairs.push(pair),
                    None => span.runs.push((run, vec![pair])),
                }
            }
        }
        span.loads.push(load);
    }
    Some(spans)
}
