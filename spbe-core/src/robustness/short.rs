//! Scores of a block of draws, in 32 bits: sums of tables.
//!
//! A few parts together take few different values (two indicators of five levels, 25), so that a block first makes a
//! table of what each combination is worth in each of its draws, and a unit is then the sum of a row of each table:
//! 24 additions in place of 47 multiplications. Larger tables save no time: they no longer fit the nearest cache.

use super::draw::{LANES, Purpose, Row, Stream};
use super::field::{Field, Noise};
use super::law::Law;

/// Scores stay below this, and units too, so that both fit a word.
pub(crate) const SCORE_BITS: u32 = 22;
pub(crate) const UNIT_BITS: u32 = 32 - SCORE_BITS;

/// So many rows at most of one table.
const TABLE_ROWS: usize = 32;

/// How a row of the tables is made.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// A weight times a value.
    Product { part: usize, value: u32 },
    /// The sum of two rows that are there already.
    Sum { first: usize, second: usize },
}

/// What each unit is made of.
#[derive(Clone, Debug)]
pub(crate) struct Tables {
    steps: Vec<Step>,
    /// A row of each table, by unit.
    codes: Vec<u16>,
    tables: usize,
    noise: Option<Chances>,
}

/// The values of one part.
struct Values {
    different: Vec<u32>,
    /// Which of them each unit has.
    of_unit: Vec<usize>,
}

impl Values {
    fn new(field: &Field, part: usize) -> Self {
        let column = || field.rows().filter_map(|row| row.get(part).copied());
        let mut different: Vec<u32> = Vec::new();
        for value in column() {
            if let Err(place) = different.binary_search(&value) {
                different.insert(place, value);
            }
        }
        let of_unit = column().filter_map(|value| different.binary_search(&value).ok()).collect();
        Self { different, of_unit }
    }

    /// A row for each, and where it is.
    fn products(&self, part: usize, steps: &mut Vec<Step>) -> Vec<usize> {
        let first = steps.len();
        steps.extend(self.different.iter().map(|value| Step::Product { part, value: *value }));
        (first..steps.len()).collect()
    }
}

/// Level noise, in 16 bits: steps of a unit's parts are added up as long as they cannot overflow.
#[derive(Clone, Debug)]
struct Chances {
    sides: Vec<u16>,
    /// By unit and part: which of four rows of bounds holds, of a part that can fall, rise, both or neither.
    bounds: Vec<u8>,
    /// The parts whose steps fit 16 bits together: how many each run has.
    runs: Vec<usize>,
    /// What a step counts.
    step: u16,
}

/// The random bytes that make a level fall or rise: below the first, above the second.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    below: [i8; LANES],
    above: [i8; LANES],
}

/// One part in a block of draws: the bounds of levels that can neither fall nor rise, rise, fall, or both; and what a
/// step is worth.
#[derive(Clone, Copy, Debug)]
struct Odds {
    bounds: [Bounds; 4],
    weights: [i16; LANES],
}

/// Memory of a thread.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) weights: Vec<Row>,
    table: Vec<Row>,
    odds: Vec<Odds>,
    pub(crate) scores: Vec<Row>,
}

impl Tables {
    /// Tables for a field, where its scores and its noise fit.
    pub(crate) fn new(field: &Field, law: &Law, noise: &Noise) -> Option<Self> {
        let units = field.units();
        let fits = u128::from(law.most()) * u128::from(field.highest()) < 1 << SCORE_BITS;
        if !fits || units > 1 << UNIT_BITS {
            return None;
        }
        let noise = if noise.is_some() { Some(Chances::new(field, law, noise)?) } else { None };
        let (mut steps, mut columns) = (Vec::new(), Vec::new());
        let mut parts = (0..field.parts()).map(|part| Values::new(field, part)).enumerate().peekable();
        while let Some((part, values)) = parts.next() {
            // The rows of this table so far, and which of them each unit has.
            let mut rows = values.products(part, &mut steps);
            let mut of_unit = values.of_unit;
            while let Some((part, values)) =
                parts.next_if(|(_, values)| rows.len().saturating_mul(values.different.len()) <= TABLE_ROWS)
            {
                let products = values.products(part, &mut steps);
                // Only the combinations that some unit has.
                let mut known = vec![None; rows.len() * products.len()];
                let mut sums = Vec::new();
                for (of_unit, own) in of_unit.iter_mut().zip(&values.of_unit) {
                    let Some(known) = known.get_mut(*of_unit * products.len() + own) else { continue };
                    let (Some(first), Some(second)) = (rows.get(*of_unit), products.get(*own)) else { continue };
                    *of_unit = *known.get_or_insert_with(|| {
                        sums.push(steps.len());
                        steps.push(Step::Sum { first: *first, second: *second });
                        sums.len() - 1
                    });
                }
                rows = sums;
            }
            let codes = of_unit.into_iter().filter_map(|row| rows.get(row).copied());
            columns.push(codes.map(u16::try_from).collect::<Result<Vec<_>, _>>().ok()?);
        }
        let codes = (0..units).flat_map(|unit| columns.iter().filter_map(move |column| column.get(unit).copied()));
        Some(Self { steps, codes: codes.collect(), tables: columns.len(), noise })
    }

    /// The scores of all units in a block of draws, for the weights in `scratch`; `levels` names the noise.
    #[inline(always)]
    pub(crate) fn scores(&self, levels: Option<Stream>, scratch: &mut Scratch) {
        scratch.table.resize(self.steps.len(), [0; LANES]);
        for (place, step) in self.steps.iter().enumerate() {
            let Some((made, rest)) = scratch.table.split_at_mut_checked(place) else { continue };
            let Some(row) = rest.first_mut() else { continue };
            match *step {
                Step::Product { part, value } => {
                    let Some(weights) = scratch.weights.get(part) else { continue };
                    let mut product = *weights;
                    for slot in &mut product {
                        *slot = slot.wrapping_mul(value);
                    }
                    *row = product;
                }
                Step::Sum { first, second } => {
                    let (Some(first), Some(second)) = (made.get(first), made.get(second)) else { continue };
                    let mut sum = *first;
                    for (slot, other) in sum.iter_mut().zip(second) {
                        *slot = slot.wrapping_add(*other);
                    }
                    *row = sum;
                }
            }
        }
        let tables = self.tables.max(1);
        scratch.scores.resize(self.codes.len() / tables, [0; LANES]);
        for (codes, score) in self.codes.chunks_exact(tables).zip(&mut scratch.scores) {
            *score = sum_of(codes, &scratch.table);
        }
        if let (Some(noise), Some(stream)) = (&self.noise, levels) {
            noise.add(stream, scratch);
        }
    }
}

/// The sum of some rows.
#[inline(always)]
fn sum_of(codes: &[u16], table: &[Row]) -> Row {
    let mut sum: Row = [0; LANES];
    for code in codes {
        if let Some(row) = table.get(usize::from(*code)) {
            for (sum, own) in sum.iter_mut().zip(row) {
                *sum = sum.wrapping_add(*own);
            }
        }
    }
    sum
}

impl Chances {
    fn new(field: &Field, law: &Law, noise: &Noise) -> Option<Self> {
        let step = field.falls.iter().chain(&field.rises).copied().max().unwrap_or_default();
        let even = field.falls.iter().chain(&field.rises).all(|own| *own == 0 || *own == step);
        let step = u16::try_from(step).ok().filter(|_| even)?;
        // Runs of parts whose steps fit 16 bits together, whichever way they go.
        let (mut runs, mut run, mut sum) = (Vec::new(), 0, 0_u64);
        for highest in law.highest() {
            let most = u64::from(*highest) * u64::from(step);
            if most > 0x7fff {
                return None;
            }
            if sum + most > 0x7fff {
                runs.push(run);
                (run, sum) = (0, 0);
            }
            run += 1;
            sum += most;
        }
        runs.push(run);
        let gaps = field.falls.iter().zip(&field.rises);
        let bounds = gaps.map(|(fall, rise)| u8::from(*fall > 0) * 2 + u8::from(*rise > 0)).collect();
        Some(Self { sides: noise.sides.clone(), bounds, runs, step })
    }

    /// Adds what levels one off are worth.
    #[inline(always)]
    fn add(&self, mut stream: Stream, scratch: &mut Scratch) {
        scratch.odds.clear();
        for (side, row) in self.sides.iter().zip(&scratch.weights) {
            let (below, above) = bounds(*side, &mut stream);
            let never = ([i8::MIN; LANES], [i8::MAX; LANES]);
            let bounds = [
                Bounds { below: never.0, above: never.1 },
                Bounds { below: never.0, above },
                Bounds { below, above: never.1 },
                Bounds { below, above },
            ];
            let mut weights = [0; LANES];
            for (half, weight) in weights.iter_mut().zip(row) {
                *half = low_half(weight.wrapping_mul(u32::from(self.step)));
            }
            scratch.odds.push(Odds { bounds, weights });
        }
        let parts = self.sides.len().max(1);
        // All runs of a unit before any is added up, else the compiler adds up in registers of half the width.
        let mut sums = vec![[0_i16; LANES]; self.runs.len()];
        for (score, codes) in scratch.scores.iter_mut().zip(self.bounds.chunks_exact(parts)) {
            let mut cells = codes.iter().zip(&scratch.odds);
            for (run, slot) in self.runs.iter().zip(&mut sums) {
                let mut sum = [0_i16; LANES];
                for (code, odds) in cells.by_ref().take(*run) {
                    let random = stream.bytes();
                    if let Some(bounds) = odds.bounds.get(usize::from(*code & 3)) {
                        steps(&random, bounds, &odds.weights, &mut sum);
                    }
                }
                *slot = sum;
            }
            let mut total = *score;
            for sum in &sums {
                for (total, sum) in total.iter_mut().zip(sum) {
                    *total = total.wrapping_add_signed(i32::from(*sum));
                }
            }
            *score = total;
        }
    }
}

/// Adds the weight of each level that rises, takes away that of each that falls.
#[inline(always)]
fn steps(random: &[i8; LANES], bounds: &Bounds, weights: &[i16; LANES], sum: &mut [i16; LANES]) {
    let mut ways = [0_i8; LANES];
    for (((way, random), below), above) in ways.iter_mut().zip(random).zip(&bounds.below).zip(&bounds.above) {
        // Comparisons of bytes give 0 or -1.
        let (falls, rises) = (i8::from(random < below).wrapping_neg(), i8::from(random > above).wrapping_neg());
        *way = falls.wrapping_sub(rises);
    }
    for ((sum, weight), way) in sum.iter_mut().zip(weights).zip(&ways) {
        *sum = sum.wrapping_add(weight.wrapping_mul(i16::from(*way)));
    }
}

/// The bounds of the random byte of a level that falls, and of one that rises, draw by draw. A chance between two
/// 256ths is one or the other from draw to draw, as often as makes it up.
#[inline(always)]
pub(crate) fn bounds(side: u16, stream: &mut Stream) -> ([i8; LANES], [i8; LANES]) {
    let [whole, rest] = side.to_be_bytes();
    let random = stream.bytes();
    let (mut below, mut above) = ([0; LANES], [0; LANES]);
    for ((below, above), random) in below.iter_mut().zip(&mut above).zip(random) {
        let count = whole + u8::from(random.cast_unsigned() < rest);
        *below = i8::MIN.wrapping_add_unsigned(count);
        *above = i8::MAX.wrapping_sub_unsigned(count);
    }
    (below, above)
}

/// The low half; for a number that has no other.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "checked when the tables were made")]
const fn low_half(number: u32) -> i16 {
    number as u16 as i16
}

/// The stream of level noise of a block.
pub(crate) fn levels(seed: u64, block: u32, variant: u32) -> Stream {
    Stream::new(seed, block, Purpose::Levels, variant)
}
