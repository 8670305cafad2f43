//! Rows into columns, of which each is a partial sum: items of one run that stand near each other are added before the
//! rows are transposed, so that there is less to transpose.
//!
//! An invalid level spoils the sums of its own row and no other: rows never share a lane.

use super::Wide;
use super::windows::{Form, Layout};

/// Rows of levels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'run> {
    /// The bytes from the first row on.
    pub(crate) cells: &'run [u8],
    /// How far apart the rows are, and how many there are.
    pub(crate) stride: usize,
    pub(crate) rows: usize,
}

/// The levels that count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// What takes the lowest of them to zero when it is added: an instruction less than to subtract.
    pub(crate) to_zero: u8,
    /// What a level counts at least, and whether that raises any.
    pub(crate) least: u8,
    pub(crate) raises: bool,
}

/// Rows to be squeezed, a multiple of those at a time, and where their columns go: a tile, from its row `at` on.
#[derive(Debug)]
pub(crate) struct Work<'run, const TILE: usize> {
    pub(crate) piece: Piece<'run>,
    pub(crate) bounds: Bounds,
    pub(crate) tile: &'run mut [[u8; TILE]],
    pub(crate) at: usize,
}

/// A way to squeeze rows on this processor: with AVX2, or with AVX-512.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Squeeze<'kernel> {
    wide: Wide,
    way: Way<'kernel>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Way<'kernel> {
    Avx2(&'kernel Layout<16>),
    Avx512(&'kernel Layout<64>),
}

/// The rows of a block: of a column of bytes, what a vector has.
pub(super) const AVX2_ROWS: usize = 32;
pub(super) const AVX512_ROWS: usize = 64;

impl<'kernel> Squeeze<'kernel> {
    /// The widest way there is for these layouts.
    pub(crate) fn new(wide: Wide, layouts: &'kernel Layouts) -> Option<Self> {
        let avx512 = layouts.avx512.as_ref().filter(|_| wide.shuffles_bytes());
        let way = avx512.map(Way::Avx512).or_else(|| layouts.avx2.as_ref().map(Way::Avx2))?;
        Some(Self { wide, way })
    }

    /// How many rows are squeezed at a time.
    pub(crate) const fn rows(self) -> usize {
        match self.way {
            Way::Avx2(_) => AVX2_ROWS,
            Way::Avx512(_) => AVX512_ROWS,
        }
    }

    /// How far from the first item of a row bytes are read.
    pub(crate) const fn reach(self) -> usize {
        match self.way {
            Way::Avx2(layout) => layout.reach,
            Way::Avx512(layout) => layout.reach,
        }
    }

    /// The columns of each run, and how many there are.
    pub(crate) fn columns(self) -> (&'kernel [Vec<usize>], usize) {
        match self.way {
            Way::Avx2(layout) => (&layout.runs, layout.groups),
            Way::Avx512(layout) => (&layout.runs, layout.groups),
        }
    }

    /// Gives the largest offset of a level from the lowest, or `None` if cells or tile are too short.
    pub(crate) fn run<const TILE: usize>(self, work: Work<'_, TILE>) -> Option<u8> {
        self.wide.squeeze(self.way, work)
    }
}

/// How rows are read in windows of 16 and of 64 items.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layouts {
    pub(super) avx2: Option<Layout<16>>,
    pub(super) avx512: Option<Layout<64>>,
}

/// Two places of a group, or one: a unit becomes eight columns or sixteen.
const AVX2: [Form; 2] = [
    Form { group: 2, groups: 8, window_cost: 3, unit_cost: 2 },
    Form { group: 1, groups: 16, window_cost: 3, unit_cost: 5 },
];
const AVX512: [Form; 1] = [Form { group: 4, groups: 16, window_cost: 5, unit_cost: 4 }];

impl Layouts {
    /// The layouts for runs of so many items.
    pub(crate) fn new(runs: &[Vec<usize>], items: usize) -> Self {
        // Rows that are shorter than a window of AVX2 are left to plain code.
        let avx2 = Layout::cheapest(runs, items, &AVX2).filter(|layout| layout.reach <= items);
        Self { avx2, avx512: Layout::cheapest(runs, items, &AVX512) }
    }
}

/// Transposes the rows byte by byte, nothing added. A tile has `TILE` rows, of each item beside each other.
pub(crate) fn transpose<const TILE: usize>(piece: Piece<'_>, tile: &mut [[u8; TILE]]) {
    for (item, column) in tile.iter_mut().enumerate() {
        let cells = piece.cells.get(item..).unwrap_or_default().iter().step_by(piece.stride.max(1));
        for (slot, cell) in column.iter_mut().zip(cells).take(piece.rows) {
            *slot = *cell;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TILE: usize = 256;

    /// Each way of this processor squeezes whole blocks itself, to the sums of each run, whatever stands between rows.
    #[test]
    fn partial_sums_make_the_sums_of_runs() {
        for (items, gap, raises) in [
            (16, 0, false),
            (47, 0, false),
            (47, 1, true),
            (90, 9, false),
            (300, 0, true),
            (300, 9, false),
            (400, 5, true),
        ] {
            let stride = items + gap;
            let runs: Vec<Vec<usize>> =
                (0..7).map(|run| (0..items).filter(|item| item / 3 % 7 == run).collect()).collect();
            let layouts = Layouts::new(&runs, items);
            // Room for windows that reach into the next row.
            let cells: Vec<u8> = (0..(TILE + 4) * stride)
                .map(|cell| if cell % stride < items { u8::try_from(1 + cell * cell % 251 % 5).unwrap() } else { 0xee })
                .collect();
            let bounds = Bounds { to_zero: 255, least: if raises { 3 } else { 0 }, raises };
            for squeeze in
                [true, false].into_iter().filter_map(Wide::detect).filter_map(|wide| Squeeze::new(wide, &layouts))
            {
                let (columns, count) = squeeze.columns();
                let mut tile = vec![[0; TILE]; count];
                let (skipped, rows) = (squeeze.rows(), 2 * squeeze.rows());
                let piece = Piece { cells: &cells, stride, rows };
                let worst = squeeze.run(Work { piece, bounds, tile: &mut tile, at: skipped }).unwrap();
                assert_eq!(worst, 4, "{items} items, {gap} apart");
                for (row, (run, columns)) in
                    (0..rows).flat_map(|row| runs.iter().zip(columns).map(move |pair| (row, pair)))
                {
                    let expected: u8 = run.iter().map(|item| cells[row * stride + item].max(bounds.least)).sum();
                    let found: u8 = columns.iter().map(|column| tile[*column][skipped + row]).sum();
                    assert_eq!(found, expected, "{items} items, {gap} apart, row {row}");
                }
            }
        }
    }
}
