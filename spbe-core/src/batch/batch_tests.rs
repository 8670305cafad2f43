//! Every path, layout, tail and thread count against the score of one assessment.

use super::{Batch, Bitmap, Column, InvalidCell, Kernel, NO_PREDICATE, NodeOutput, Outputs, Rows, Summary, bitmap_bytes};
use crate::assessment::{Assessment, Subject};
use crate::exact::Ratio;
use crate::instrument::{Instrument, PredicateBasis};
use crate::score::{ScoreOptions, score};

/// A small generator of repeatable numbers (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).unwrap()).unwrap()
    }
}

/// What a row is expected to give, or `None` where it is null: sums, units, predicate.
type Row = Option<(Vec<u64>, Vec<u64>, u8)>;

/// All outputs of a batch.
#[derive(Debug, PartialEq, Eq)]
struct Results {
    sums: Vec<Vec<u64>>,
    units: Vec<Vec<u64>>,
    predicate: Vec<u8>,
    validity: Vec<u8>,
}

impl Results {
    /// Places for every output, filled with what no kernel writes.
    fn new(kernel: &Kernel, rows: usize) -> Self {
        let nodes = kernel.nodes().len() + 1;
        Self {
            sums: vec![vec![u64::MAX; rows]; nodes],
            units: vec![vec![u64::MAX; rows]; nodes],
            predicate: vec![77; rows],
            validity: vec![0xaa; bitmap_bytes(rows)],
        }
    }

    fn outputs(&mut self) -> Outputs<'_> {
        let nodes = self.sums.iter_mut().zip(&mut self.units).map(|(sum, units)| NodeOutput {
            sum: Some(sum.as_mut_slice().into()),
            published: Some(units.as_mut_slice().into()),
        });
        let mut nodes: Vec<NodeOutput<'_>> = nodes.collect();
        Outputs {
            index: nodes.pop().unwrap(),
            nodes,
            predicate: Some(&mut self.predicate),
            validity: Some(&mut self.validity),
        }
    }

    fn expected(kernel: &Kernel, rows: &[Row]) -> Self {
        let mut results = Self::new(kernel, rows.len());
        results.validity.fill(0);
        for (position, row) in rows.iter().enumerate() {
            for node in 0..results.sums.len() {
                results.sums[node][position] = row.as_ref().map_or(0, |row| row.0[node]);
                results.units[node][position] = row.as_ref().map_or(0, |row| row.1[node]);
            }
            results.predicate[position] = row.as_ref().map_or(NO_PREDICATE, |row| row.2);
            results.validity[position / 8] |= u8::from(row.is_some()) << (position % 8);
        }
        results
    }
}

/// The score of one row by the way of exact fractions, in the integers of the kernel.
fn reference(instrument: &Instrument, kernel: &Kernel, answers: &[i64], basis: PredicateBasis) -> Row {
    let answers = answers
        .iter()
        .map(|answer| Some(Ratio::new(i128::from(*answer), i128::from(kernel.denominator())).unwrap()))
        .collect();
    let assessment = Assessment::from_positions(instrument, Subject::default(), answers).ok()?;
    let score = score(instrument, &assessment, &ScoreOptions::default().predicate_basis(basis)).unwrap();
    let measures = kernel.nodes().iter().copied().chain([kernel.index()]);
    let values = score.nodes.iter().map(|node| node.value.unwrap()).chain([score.index]);
    let (sums, units) = values
        .zip(measures)
        .map(|(value, measure)| {
            let sum = value.exact().unwrap().checked_mul(Ratio::new(i128::from(measure.denominator()), 1).unwrap());
            let sum = sum.unwrap();
            assert!(sum.is_whole());
            let sum = u64::try_from(sum.numerator()).unwrap();
            let units = u64::try_from(value.published().unwrap().units()).unwrap();
            assert!(sum <= measure.largest() && units <= measure.largest_published());
            (sum, units)
        })
        .unzip();
    Some((sums, units, u8::try_from(score.predicate.determined().unwrap()).unwrap()))
}

/// Runs every layout and path over rows of levels and compares all bits.
fn agree(instrument: &Instrument, levels: &[Vec<u8>]) {
    for basis in [PredicateBasis::Exact, PredicateBasis::Published] {
        let kernel = Kernel::compile(instrument).unwrap().basis(basis);
        let rows: Vec<Row> = levels
            .iter()
            .map(|row| {
                let answers: Vec<i64> = row.iter().map(|level| i64::from(*level)).collect();
                reference(instrument, &kernel, &answers, basis)
            })
            .collect();
        let expected = Results::expected(&kernel, &rows);
        let summary = expected_summary(&kernel, &rows, levels);
        for (name, mut batch) in batches(&kernel) {
            for stride in [kernel.items(), kernel.items() + 1, kernel.items() + 17] {
                let cells = laid_out(levels, stride);
                let mut results = Results::new(&kernel, rows.len());
                let found = batch.rows(Rows::new(&cells, levels.len(), stride), results.outputs()).unwrap();
                same(&results, &expected, &format!("{name} rows, stride {stride}, {} rows", rows.len()));
                assert_eq!(found, summary, "{name} rows");
            }
            let columns = transposed(levels, kernel.items());
            let columns: Vec<Column<'_, u8>> = columns.iter().map(|column| Column::new(column)).collect();
            let mut results = Results::new(&kernel, rows.len());
            let found = batch.columns(&columns, results.outputs()).unwrap();
            same(&results, &expected, &format!("{name} columns, {} rows", rows.len()));
            assert_eq!(found, summary, "{name} columns");

            let wider: Vec<Vec<i32>> = columns.iter().map(|column| column.cells().iter().map(|cell| i32::from(*cell)).collect()).collect();
            let wider: Vec<Column<'_, i32>> = wider.iter().map(|column| Column::new(column)).collect();
            let mut results = Results::new(&kernel, rows.len());
            let found = batch.columns(&wider, results.outputs()).unwrap();
            same(&results, &expected, &format!("{name} columns of i32, {} rows", rows.len()));
            assert_eq!(found, summary, "{name} columns of i32");
        }
    }
}

/// Compares all outputs; names the first that differs, since a failed `assert_eq` would print them whole.
fn same(found: &Results, expected: &Results, what: &str) {
    for (name, found, expected) in [("sum", &found.sums, &expected.sums), ("units", &found.units, &expected.units)] {
        for (node, (found, expected)) in found.iter().zip(expected).enumerate() {
            let row = (0..found.len()).find(|row| found[*row] != expected[*row]);
            assert!(row.is_none(), "{what}: {name} of node {node} at row {row:?}: {:?}", row.map(|row| (found[row], expected[row])));
        }
    }
    let row = (0..found.predicate.len()).find(|row| found.predicate[*row] != expected.predicate[*row]);
    assert!(row.is_none(), "{what}: predicate at row {row:?}");
    assert!(found.validity == expected.validity, "{what}: validity");
    assert!(found == expected, "{what}");
}

fn batches(kernel: &Kernel) -> Vec<(&'static str, Batch<'_>)> {
    vec![("portable", Batch::new(kernel).portable()), ("wide", Batch::new(kernel))]
}

fn expected_summary(kernel: &Kernel, rows: &[Row], levels: &[Vec<u8>]) -> Summary {
    let first = rows.iter().position(Option::is_none).map(|row| {
        let (lowest, highest) = kernel.answers();
        let item = levels[row].iter().position(|level| !(lowest..=highest).contains(&u32::from(*level))).unwrap();
        InvalidCell { row, item, found: Some(i64::from(levels[row][item])) }
    });
    Summary { rows: rows.len(), invalid: rows.iter().filter(|row| row.is_none()).count(), first }
}

/// Rows with a gap that no kernel may read as a level.
fn laid_out(levels: &[Vec<u8>], stride: usize) -> Vec<u8> {
    let mut cells: Vec<u8> = levels
        .iter()
        .flat_map(|row| row.iter().copied().chain(std::iter::repeat_n(0xee, stride - row.len())))
        .collect();
    // The last row may end with its last item.
    cells.truncate(cells.len().saturating_sub(levels.first().map_or(0, |row| stride - row.len())));
    cells
}

fn transposed(levels: &[Vec<u8>], items: usize) -> Vec<Vec<u8>> {
    (0..items).map(|item| levels.iter().map(|row| row[item]).collect()).collect()
}

fn random_levels(instrument: &Instrument, random: &mut Random, rows: usize) -> Vec<Vec<u8>> {
    let kernel = Kernel::compile(instrument).unwrap();
    let (lowest, highest) = kernel.answers();
    (0..rows)
        .map(|_| {
            let level = |random: &mut Random| {
                u8::try_from(usize::try_from(lowest).unwrap() + random.below(usize::try_from(highest - lowest + 1).unwrap())).unwrap()
            };
            (0..kernel.items()).map(|_| level(random)).collect()
        })
        .collect()
}

fn builtins() -> Vec<Instrument> {
    ["spbe-2018", "spbe-2020"].into_iter().map(|id| Instrument::builtin(id).unwrap()).collect()
}

#[test]
fn official_instruments_agree_at_every_tail_length() {
    let mut random = Random(1);
    for instrument in builtins() {
        let levels = random_levels(&instrument, &mut random, 260);
        for rows in (0..=40).chain([63, 64, 65, 96, 127, 128, 129, 130, 159, 160, 161, 255, 256, 257, 260]) {
            agree(&instrument, &levels[..rows]);
        }
    }
}

#[test]
fn an_invalid_level_anywhere_makes_its_row_null_and_no_other() {
    let mut random = Random(2);
    for instrument in builtins() {
        let mut levels = random_levels(&instrument, &mut random, 300);
        let items = levels[0].len();
        for bad in [6_u8, 200, 255] {
            for item in 0..items {
                let row = random.below(levels.len());
                let kept = std::mem::replace(&mut levels[row][item], bad);
                agree(&instrument, &levels[..(row + 1).max(150)]);
                levels[row][item] = kept;
            }
        }
    }
}

#[test]
fn nulls_with_offsets_make_rows_null() {
    let instrument = Instrument::builtin("spbe-2020").unwrap();
    let kernel = Kernel::compile(&instrument).unwrap();
    let mut random = Random(3);
    for rows in [1, 63, 64, 65, 127, 128, 200, 700] {
        let levels = random_levels(&instrument, &mut random, rows);
        let mut columns = transposed(&levels, kernel.items());
        let offsets: Vec<usize> = (0..kernel.items()).map(|_| random.below(70)).collect();
        let mut bitmaps: Vec<Vec<u8>> = offsets.iter().map(|offset| vec![0xff; bitmap_bytes(rows + offset)]).collect();
        let mut nulls = vec![None; rows];
        for _ in 0..rows.div_ceil(20) {
            let (row, item) = (random.below(rows), random.below(kernel.items()));
            let bit = offsets[item] + row;
            bitmaps[item][bit / 8] &= !(1 << (bit % 8));
            columns[item][row] = [0, 3, 255][random.below(3)];
            nulls[row] = Some(nulls[row].map_or(item, |first: usize| first.min(item)));
        }
        let expected: Vec<Row> = levels
            .iter()
            .zip(&nulls)
            .map(|(row, null)| {
                let answers: Vec<i64> = row.iter().map(|level| i64::from(*level)).collect();
                null.is_none().then(|| reference(&instrument, &kernel, &answers, PredicateBasis::Exact))?
            })
            .collect();
        let views: Vec<Column<'_, u8>> = columns
            .iter()
            .zip(&bitmaps)
            .zip(&offsets)
            .map(|((cells, bits), offset)| Column::new(cells).with_validity(Bitmap::new(bits, *offset)))
            .collect();
        for (name, mut batch) in batches(&kernel) {
            let mut results = Results::new(&kernel, rows);
            let found = batch.columns(&views, results.outputs()).unwrap();
            same(&results, &Results::expected(&kernel, &expected), &format!("{name}, {rows} rows"));
            let first = nulls.iter().enumerate().find_map(|(row, item)| {
                item.map(|item| InvalidCell { row, item, found: None })
            });
            assert_eq!(found, Summary { rows, invalid: nulls.iter().flatten().count(), first });
        }
    }
}
