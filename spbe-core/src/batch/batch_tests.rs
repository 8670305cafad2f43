//! Every path, layout, tail and thread count against the score of one assessment.

use super::{
    Batch, BatchError, Bitmap, Column, InvalidCell, Kernel, NO_PREDICATE, NodeOutput, OneValue, Outputs, ROWS_A_THREAD,
    Rows, Summary, bitmap_bytes,
};
use crate::assessment::{Assessment, Subject};
use crate::exact::Ratio;
use crate::instrument::{Instrument, PredicateBasis};
use crate::issue::{Catalogued, Language};
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

/// All outputs in 16 bits, where every number fits: the wide path stores these as they are.
fn in_16_bits(batch: &mut Batch<'_>, kernel: &Kernel, rows: Rows<'_>, columns: &[Column<'_, u8>], expected: &Results) {
    let measures = || kernel.nodes().iter().copied().chain([kernel.index()]);
    if measures().any(|measure| measure.largest().max(measure.largest_published()) > u64::from(u16::MAX)) {
        return;
    }
    let count = expected.predicate.len();
    for by_rows in [false, true] {
        let mut sums = vec![vec![9_u16; count]; kernel.nodes().len() + 1];
        let mut units = sums.clone();
        let mut nodes: Vec<NodeOutput<'_>> = sums
            .iter_mut()
            .zip(&mut units)
            .map(|(sum, units)| NodeOutput {
                sum: Some(sum.as_mut_slice().into()),
                published: Some(units.as_mut_slice().into()),
            })
            .collect();
        let index = nodes.pop().unwrap();
        let outputs = Outputs { index, nodes, ..Outputs::default() };
        let found = if by_rows { batch.rows(rows, outputs) } else { batch.columns(columns, outputs) };
        found.unwrap();
        let wide = |numbers: &[Vec<u16>]| -> Vec<Vec<u64>> {
            numbers.iter().map(|column| column.iter().map(|number| u64::from(*number)).collect()).collect()
        };
        assert!(wide(&sums) == expected.sums && wide(&units) == expected.units, "16 bits, by rows: {by_rows}");
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
        one_by_one(&kernel, levels, &rows);
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
            let cells = laid_out(levels, kernel.items());
            in_16_bits(&mut batch, &kernel, Rows::new(&cells, levels.len(), kernel.items()), &columns, &expected);

            let wider: Vec<Vec<i32>> =
                columns.iter().map(|column| column.cells().iter().map(|cell| i32::from(*cell)).collect()).collect();
            let wider: Vec<Column<'_, i32>> = wider.iter().map(|column| Column::new(column)).collect();
            let mut results = Results::new(&kernel, rows.len());
            let found = batch.columns(&wider, results.outputs()).unwrap();
            same(&results, &expected, &format!("{name} columns of i32, {} rows", rows.len()));
            assert_eq!(found, summary, "{name} columns of i32");
        }
    }
}

/// Scores each row on its own.
fn one_by_one(kernel: &Kernel, levels: &[Vec<u8>], rows: &[Row]) {
    let mut one = kernel.one();
    for (levels, row) in levels.iter().zip(rows) {
        // Memory on the stack gives what kept memory gives.
        let alone = kernel.score_one_with(levels, |score| (score.nodes().to_vec(), score.index(), score.predicate()));
        let kept = kernel.score_one(levels, &mut one);
        assert_eq!(kept.map(|score| (score.nodes().to_vec(), score.index(), score.predicate())), alone);
        match (kernel.score_one(levels, &mut one), row) {
            (Ok(score), Some((sums, units, predicate))) => {
                let values: Vec<OneValue> = score.nodes().iter().copied().chain([score.index()]).collect();
                assert!(values.iter().map(|value| value.sum).eq(sums.iter().copied()));
                assert!(values.iter().map(|value| value.published).eq(units.iter().copied()));
                assert_eq!(score.predicate(), *predicate);
            }
            (Err(BatchError::AnswerInvalid { position, found, .. }), None) => assert_eq!(levels[position - 1], found),
            (found, expected) => panic!("{found:?} where {expected:?} was expected"),
        }
    }
}

/// Compares all outputs; names the first that differs, since a failed `assert_eq` would print them whole.
fn same(found: &Results, expected: &Results, what: &str) {
    for (name, found, expected) in [("sum", &found.sums, &expected.sums), ("units", &found.units, &expected.units)] {
        for (node, (found, expected)) in found.iter().zip(expected).enumerate() {
            let row = (0..found.len()).find(|row| found[*row] != expected[*row]);
            assert!(
                row.is_none(),
                "{what}: {name} of node {node} at row {row:?}: {:?}",
                row.map(|row| (found[row], expected[row]))
            );
        }
    }
    let row = (0..found.predicate.len()).find(|row| found.predicate[*row] != expected.predicate[*row]);
    assert!(row.is_none(), "{what}: predicate at row {row:?}");
    assert!(found.validity == expected.validity, "{what}: validity");
    assert!(found == expected, "{what}");
}

/// A batch on every path that this processor has.
fn batches(kernel: &Kernel) -> Vec<(&'static str, Batch<'_>)> {
    vec![
        ("portable", Batch::new(kernel).portable()),
        ("AVX2", Batch::new(kernel).without_avx512()),
        ("widest", Batch::new(kernel)),
    ]
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
                u8::try_from(
                    usize::try_from(lowest).unwrap() + random.below(usize::try_from(highest - lowest + 1).unwrap()),
                )
                .unwrap()
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
        let levels = random_levels(&instrument, &mut random, 1100);
        // Vectors have 16, 32 or 64 rows, and are taken up to four at a time; a tile has 1,024.
        for rows in (0..=70)
            .chain([96, 127, 128, 129, 160, 191, 255, 256, 257, 300, 700, 1023, 1024, 1025, 1055, 1056])
            .chain([1057, 1087, 1088, 1089, 1100])
        {
            agree(&instrument, &levels[..rows]);
        }
    }
}

#[test]
fn an_invalid_level_anywhere_makes_its_row_null_and_no_other() {
    let mut random = Random(2);
    for instrument in builtins() {
        let valid = random_levels(&instrument, &mut random, 300);
        let items = valid[0].len();
        // Below the lowest, where the lowest is 1; where it is 0, a level that counts as 1.
        for bad in [0_u8, 6, 200, 255] {
            // Every item once, each in its own row.
            let mut levels = valid.clone();
            (0..items).for_each(|item| levels[item * 6 + item % 5][item] = bad);
            agree(&instrument, &levels);
        }
        for (row, item) in [(0, 0), (299, items - 1), (255, 0), (256, items - 1), (43, 16)] {
            let mut levels = valid.clone();
            levels[row][item] = 6;
            agree(&instrument, &levels);
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
            let first = nulls
                .iter()
                .enumerate()
                .find_map(|(row, item)| item.map(|item| InvalidCell { row, item, found: None }));
            assert_eq!(found, Summary { rows, invalid: nulls.iter().flatten().count(), first });
        }
    }
}

/// The example of the documentation: two aspects, four indicators, levels 0 to 4.
fn example() -> String {
    let page = include_str!("../../../docs/instruments.md");
    let (_, rest) = page.split_once("```toml\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

/// Every combination of levels of an instrument of few items.
fn all_levels(kernel: &Kernel) -> Vec<Vec<u8>> {
    let (lowest, highest) = kernel.answers();
    let levels = u8::try_from(lowest).unwrap()..=u8::try_from(highest).unwrap();
    (0..kernel.items()).fold(vec![Vec::new()], |rows, _| {
        let longer =
            |row: &Vec<u8>| levels.clone().map(|level| [row.as_slice(), &[level]].concat()).collect::<Vec<_>>();
        rows.iter().flat_map(longer).collect()
    })
}

#[test]
fn a_small_instrument_agrees_on_every_row_it_can_have() {
    let changes: [&[(&str, &str)]; 9] = [
        &[],
        &[("half_up", "half_even")],
        &[("half_up", "truncate")],
        &[("half_up", "half_even"), ("decimals = 2", "decimals = 0")],
        &[("decimals = 2", "decimals = 1")],
        // Units beyond 16 bits, beyond 32 bits.
        &[("decimals = 2", "decimals = 5")],
        &[("decimals = 2", "decimals = 10")],
        // Level 0 counts as 1; level 2 as 2 and a half.
        &[("highest = \"4\"", "highest = \"4\"\nlevel_values = [{ level = 0, value = \"1\" }]")],
        &[("highest = \"4\"", "highest = \"4\"\nlevel_values = [{ level = 2, value = \"5/2\" }]")],
    ];
    for change in changes {
        let text = change.iter().fold(example(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
        let instrument = Instrument::from_toml(&text).unwrap();
        let levels = all_levels(&Kernel::compile(&instrument).unwrap());
        assert_eq!(levels.len(), 625);
        agree(&instrument, &levels);
    }
}

/// Two aspects of 45 items with `weights` weights in turn, so that no two neighbours are of one run. Where it `raises`,
/// level 0 counts as 1.
fn many_items(weights: usize, raises: bool) -> Instrument {
    let mut text = example();
    if raises {
        let listed = "highest = \"4\"\nlevel_values = [{ level = 0, value = \"1\" }]";
        text = text.replacen("highest = \"4\"", listed, 1);
    }
    let tree = text.find("[[nodes]]").unwrap();
    text.truncate(tree);
    let parts: usize = (0..45).map(|item| 1 + item % weights).sum();
    let total = text.find("total_weight").unwrap();
    let line_end = total + text[total..].find('\n').unwrap();
    text.replace_range(total..line_end, &format!("total_weight = \"{}\"", 2 * parts));
    for node in 1..=2 {
        text += &format!(
            "[[nodes]]\ntier = \"aspect\"\ncode = \"{node}\"\nweight = \"{parts}\"\nname = {{ id = \"A\" }}\n"
        );
    }
    for (node, item) in (1..=2).flat_map(|node| (0..45).map(move |item| (node, item))) {
        text += &format!(
            "[[indicators]]\ncode = \"{node}-{item}\"\nparent = \"{node}\"\nweight = \"{}\"\nname = {{ id = \"I\" }}\n",
            1 + item % weights
        );
    }
    Instrument::from_toml(&text).unwrap()
}

#[test]
fn many_items_of_many_weights_agree() {
    let mut random = Random(7);
    // Runs of 45, 23 and 22, 15, 6 and 7 items, and of one; sums of 2 to 90 runs.
    for (weights, raises) in [1, 2, 3, 7, 45].into_iter().flat_map(|weights| [(weights, false), (weights, true)]) {
        let instrument = many_items(weights, raises);
        let mut levels = random_levels(&instrument, &mut random, 600);
        agree(&instrument, &levels[..33]);
        levels[257][89] = 9;
        agree(&instrument, &levels);
    }
    // More rows than a block of so many runs has.
    let instrument = many_items(45, true);
    let mut levels = random_levels(&instrument, &mut random, 1500);
    levels[1407][0] = 9;
    agree(&instrument, &levels);
}

#[test]
fn weights_of_any_fineness_agree() {
    let mut random = Random(4);
    // Parts that need 32 bits, and parts that need more.
    for (first, second) in [("37.4999", "25.0001"), ("37.49999999", "25.00000001")] {
        let text = example().replacen(
            "weight = \"37.5\"\nname = { id = \"Surat",
            &format!("weight = \"{first}\"\nname = {{ id = \"Surat"),
            1,
        );
        let text = text.replacen("weight = \"25\"", &format!("weight = \"{second}\""), 1);
        let instrument = Instrument::from_toml(&text).unwrap();
        agree(&instrument, &random_levels(&instrument, &mut random, 600));
    }
}

#[test]
fn decimal_answers_agree_at_any_denominator_and_width() {
    let instrument = Instrument::builtin("pemdi-2026").unwrap();
    let mut random = Random(5);
    for (denominator, rows) in [(1, 300), (100, 1100), (7, 260), (10_000, 130)] {
        let kernel = Kernel::compile_scaled(&instrument, denominator).unwrap();
        let (lowest, highest) = kernel.answers();
        let span = usize::try_from(highest - lowest + 1).unwrap();
        let mut answers: Vec<Vec<i32>> = (0..kernel.items())
            .map(|_| {
                (0..rows).map(|_| i32::try_from(lowest).unwrap() + i32::try_from(random.below(span)).unwrap()).collect()
            })
            .collect();
        answers[3][7] = i32::try_from(highest).unwrap() + 1;
        answers[0][rows - 1] = i32::try_from(lowest).unwrap() - 1;
        let expected: Vec<Row> = (0..rows)
            .map(|row| {
                let row: Vec<i64> = answers.iter().map(|column| i64::from(column[row])).collect();
                reference(&instrument, &kernel, &row, PredicateBasis::Exact)
            })
            .collect();
        let expected = Results::expected(&kernel, &expected);
        let first = InvalidCell { row: 7, item: 3, found: Some(i64::from(highest) + 1) };
        let summary = Summary { rows, invalid: 2, first: Some(first) };
        for (name, mut batch) in batches(&kernel) {
            let columns: Vec<Column<'_, i32>> = answers.iter().map(|column| Column::new(column)).collect();
            let mut results = Results::new(&kernel, rows);
            assert_eq!(batch.columns(&columns, results.outputs()).unwrap(), summary);
            same(&results, &expected, &format!("{name}, i32 over {denominator}"));
            if highest < u32::from(u16::MAX) {
                let short: Vec<Vec<u16>> = answers
                    .iter()
                    .map(|column| column.iter().map(|cell| u16::try_from(*cell).unwrap()).collect())
                    .collect();
                let columns: Vec<Column<'_, u16>> = short.iter().map(|column| Column::new(column)).collect();
                let mut results = Results::new(&kernel, rows);
                assert_eq!(batch.columns(&columns, results.outputs()).unwrap(), summary);
                same(&results, &expected, &format!("{name}, u16 over {denominator}"));
            }
        }
        answers[2][7] = -1;
        let columns: Vec<Column<'_, i32>> = answers.iter().map(|column| Column::new(column)).collect();
        let found = Batch::new(&kernel).columns(&columns, Outputs::default()).unwrap();
        assert_eq!(found.first, Some(InvalidCell { row: 7, item: 2, found: Some(-1) }));
    }
}

#[test]
fn many_rows_give_the_same_bits_on_every_path_layout_and_number_of_threads() {
    let instrument = Instrument::builtin("spbe-2020").unwrap();
    let kernel = Kernel::compile(&instrument).unwrap();
    let rows = 3 * ROWS_A_THREAD + 77;
    let mut random = Random(6);
    let mut cells: Vec<u8> = (0..rows * kernel.items()).map(|_| u8::try_from(1 + random.below(5)).unwrap()).collect();
    // The first and last rows of tiles, of blocks and of the parts of threads.
    for row in [0, 1023, 1024, 49_151, 49_152, ROWS_A_THREAD - 1, ROWS_A_THREAD, 2 * ROWS_A_THREAD + 5, rows - 1] {
        cells[row * kernel.items() + random.below(kernel.items())] = 0;
    }
    let columns: Vec<Vec<u8>> =
        (0..kernel.items()).map(|item| cells[item..].iter().step_by(kernel.items()).copied().collect()).collect();
    let columns: Vec<Column<'_, u8>> = columns.iter().map(|column| Column::new(column)).collect();
    let mut expected = Results::new(&kernel, rows);
    let summary = Batch::new(&kernel).portable().columns(&columns, expected.outputs()).unwrap();
    assert_eq!((summary.rows, summary.invalid, summary.first.unwrap().row), (rows, 9, 0));
    for row in (0..rows).step_by(997).chain([0, 1023, 1024, 49_151, 49_152]) {
        let answers: Vec<i64> =
            cells[row * kernel.items()..][..kernel.items()].iter().map(|cell| i64::from(*cell)).collect();
        let reference = reference(&instrument, &kernel, &answers, PredicateBasis::Exact);
        let found = (expected.validity[row / 8] >> (row % 8) & 1 == 1).then(|| {
            (
                expected.sums.iter().map(|sums| sums[row]).collect(),
                expected.units.iter().map(|units| units[row]).collect(),
                expected.predicate[row],
            )
        });
        assert_eq!(found, reference, "row {row}");
    }
    for threads in 1..=3 {
        for (name, batch) in batches(&kernel) {
            let mut batch = batch.threads(threads);
            let mut results = Results::new(&kernel, rows);
            assert_eq!(batch.columns(&columns, results.outputs()).unwrap(), summary);
            same(&results, &expected, &format!("{name}, {threads} threads"));
            let mut results = Results::new(&kernel, rows);
            assert_eq!(batch.rows(Rows::new(&cells, rows, kernel.items()), results.outputs()).unwrap(), summary);
            same(&results, &expected, &format!("{name} rows, {threads} threads"));
        }
    }
    // A stream of record batches: places count on.
    let mut batch = Batch::new(&kernel);
    for part in cells.chunks(10_000 * kernel.items()) {
        let count = part.len() / kernel.items();
        batch.rows(Rows::new(part, count, kernel.items()), Outputs::default()).unwrap();
    }
    assert_eq!(batch.summary(), summary);
}

#[test]
fn shapes_that_do_not_fit_are_errors() {
    let kernel = Kernel::compile(&Instrument::builtin("spbe-2020").unwrap()).unwrap();
    let mut batch = Batch::new(&kernel);
    let (long, short) = ([1_u8; 10], [1_u8; 9]);
    let mut columns = vec![Column::new(&long[..]); 47];
    let code = |found: Result<Summary, BatchError>| found.unwrap_err().code().number;
    assert_eq!(code(batch.columns(&columns[1..], Outputs::default())), 601);
    columns[5] = Column::new(&short);
    assert_eq!(code(batch.columns(&columns, Outputs::default())), 602);
    columns[5] = Column::new(&long[..]).with_validity(Bitmap::new(&[0xff, 0xff], 7));
    assert_eq!(code(batch.columns(&columns, Outputs::default())), 603);
    columns[5] = Column::new(&long);
    assert_eq!(code(batch.rows(Rows::new(&long, 1, 46), Outputs::default())), 604);
    assert_eq!(code(batch.rows(Rows::new(&long, usize::MAX, 47), Outputs::default())), 605);
    let mut places = [0_u8; 9];
    assert_eq!(code(batch.columns(&columns, Outputs { predicate: Some(&mut places), ..Outputs::default() })), 606);
    let nodes = vec![NodeOutput::default()];
    assert_eq!(code(batch.columns(&columns, Outputs { nodes, ..Outputs::default() })), 608);
    let mut one = kernel.one();
    assert_eq!(kernel.score_one(&[1; 46], &mut one).unwrap_err().code().number, 613);
    let error = kernel.score_one(&[9; 47], &mut one).unwrap_err();
    assert_eq!(error.to_string(), "answer 1 is 9, outside 1 to 5");
    assert_eq!(error.message(Language::Indonesian), "jawaban 1 adalah 9, di luar 1 sampai 5");

    let fine = example().replacen("decimals = 2", "decimals = 5", 1);
    let fine = Kernel::compile(&Instrument::from_toml(&fine).unwrap()).unwrap();
    let mut narrow = [0_u16; 10];
    let published = Some(narrow.as_mut_slice().into());
    let outputs = Outputs { index: NodeOutput { sum: None, published }, ..Outputs::default() };
    assert_eq!(code(Batch::new(&fine).columns(&[Column::new(&long[..]); 4], outputs)), 607);
    let below = example().replacen("lowest = \"0\"", "lowest = \"-1\"", 1);
    let below = Kernel::compile(&Instrument::from_toml(&below).unwrap()).map(|kernel| kernel.items());
    assert_eq!(below.unwrap_err().code().number, 609);
    let scaled = Kernel::compile_scaled(&Instrument::builtin("spbe-2020").unwrap(), 100).map(|kernel| kernel.items());
    assert_eq!(scaled.unwrap_err().code().number, 611);
}

#[test]
fn edges_give_the_nearest_numbers() {
    let kernel = Kernel::compile(&Instrument::builtin("spbe-2020").unwrap()).unwrap();
    assert_eq!(kernel.published_decimal(260).unwrap().to_string(), "2.60");
    for units in 0..=500_u16 {
        let decimal = kernel.published_decimal(units.into()).unwrap();
        assert_eq!(kernel.published_to_f64(units.into()).to_bits(), decimal.to_f64().to_bits());
        let nearest: f32 = decimal.to_string().parse().unwrap();
        assert_eq!(kernel.published_to_f32(units).to_bits(), nearest.to_bits());
    }
    for sum in 2000..=10_000 {
        let exact = kernel.index().exact(sum).unwrap();
        assert_eq!(kernel.index().to_f64(sum).to_bits(), exact.to_f64().to_bits());
    }
}
