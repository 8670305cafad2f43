//! How rows are read sixteen bytes at a time so that neighbours of one run are added before the transpose.

/// The bytes of one load.
pub(super) const WIDTH: usize = 16;
/// The pairs of bytes in one load.
pub(super) const PAIRS: usize = WIDTH / 2;
/// The most runs that a tile of rows has room for: a run's number is one byte, and one stays for pairs of no run.
pub(super) const RUNS_LIMIT: usize = 255;

/// One load of sixteen bytes a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// The first item.
    pub(super) offset: usize,
    /// 1 where the item is counted here, 0 where another segment counts it.
    pub(super) mask: [i8; WIDTH],
    /// The run of each pair; the number after the last run where nothing is counted.
    pub(super) run: [u8; PAIRS],
}

/// Segments that count every item once and no pair across two runs; `None` for rows shorter than a load, or more runs
/// than a tile holds.
pub(super) fn plan(runs: &[Vec<usize>], items: usize) -> Option<Vec<Segment>> {
    let last_offset = items.checked_sub(WIDTH)?;
    let nowhere = u8::try_from(runs.len()).ok().filter(|count| usize::from(*count) <= RUNS_LIMIT)?;
    let mut run_of = vec![nowhere; items];
    for (run, members) in (0_u8..).zip(runs) {
        for member in members {
            *run_of.get_mut(*member)? = run;
        }
    }
    let mut open = vec![true; items];
    let mut segments = Vec::new();
    while let Some(first) = open.iter().position(|open| *open) {
        let offset = first.min(last_offset);
        let mut segment = Segment { offset, mask: [0; WIDTH], run: [nowhere; PAIRS] };
        let pairs = segment.mask.as_chunks_mut::<2>().0.iter_mut().zip(&mut segment.run);
        for ((mask, run), position) in pairs.zip((offset..).step_by(2)) {
            for (mask, item) in mask.iter_mut().zip(position..) {
                let (own, open) = (*run_of.get(item)?, open.get_mut(item)?);
                if *open && (*run == nowhere || *run == own) {
                    (*mask, *run, *open) = (1, own, false);
                }
            }
        }
        segments.push(segment);
    }
    Some(segments)
}
