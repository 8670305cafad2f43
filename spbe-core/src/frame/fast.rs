//! The fast way: rows with every answer go through the kernel, block by block; only sums and published numbers come
//! out, and tables turn these into what people read.

use std::ops::Range;

use crate::batch::{Batch, BatchError, Bitmap, Column, Kernel, Measure, NO_PREDICATE, NodeOutput, Numbers, Outputs};
use crate::exact::{DecimalComma, Ratio};
use crate::instrument::{Instrument, PredicateBasis};

use super::cells::Cells;
use super::options::{ResultColumn, ResultType};

/// The rows of a block: one page of each column of bytes, and all numbers of a block in the second-level cache.
pub(super) const BLOCK: usize = 4096;

/// What a decimal answer is multiplied by to be handed in as a whole number. Values are printed with two decimals;
/// rows with more than four are scored one by one.
const DENOMINATOR: u32 = 10_000;

/// What stands for a cell that is no valid answer, in bytes and in 32 bits.
const NO_LEVEL: u8 = u8::MAX;
const NO_UNITS: i32 = -1;

/// A kernel with the tables that its numbers are read by.
#[derive(Debug)]
pub(super) struct Fast {
    kernel: Kernel,
    /// The same with the predicate read from the published index.
    published_kernel: Kernel,
    /// Whether answers are handed in as bytes.
    bytes: bool,
    /// The number for people by published units, where 16 bits hold all of them.
    floats: Option<Vec<f64>>,
    /// For each exact text asked for: of which node, and the texts by sum.
    texts: Vec<(Option<usize>, Option<TextTable>)>,
    /// The nodes that a column asks for.
    published: Vec<bool>,
}

/// The exact text of every sum that a node can have.
#[derive(Debug)]
pub(super) struct TextTable(Vec<[u8; Self::WIDTH]>);

impl TextTable {
    /// The bytes of an entry; the last says how many of them are the text.
    pub(super) const WIDTH: usize = 16;

    fn new(measure: &Measure) -> Option<Self> {
        let entry = |sum: u16| {
            let text = measure.exact(u64::from(sum)).ok()?.to_string();
            let mut entry = [0; Self::WIDTH];
            *entry.last_mut()? = u8::try_from(text.len()).ok()?;
            entry.get_mut(..Self::WIDTH - 1)?.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
            Some(entry)
        };
        let largest = u16::try_from(measure.largest()).ok()?;
        (0..=largest).map(entry).collect::<Option<Vec<_>>>().map(Self)
    }

    /// The text of a sum, padded, and its length.
    pub(super) fn text(&self, sum: u16) -> ([u8; Self::WIDTH], usize) {
        let entry = self.0.get(usize::from(sum)).copied().unwrap_or_default();
        (entry, usize::from(entry[Self::WIDTH - 1]))
    }
}

/// Numbers of one output of the kernel.
#[derive(Debug)]
enum Units {
    Short(Vec<u16>),
    Long(Vec<u64>),
}

impl Units {
    fn new(largest: u64) -> Self {
        if largest <= u64::from(u16::MAX) { Self::Short(vec![0; BLOCK]) } else { Self::Long(vec![0; BLOCK]) }
    }

    fn numbers(&mut self, rows: usize) -> Numbers<'_> {
        match self {
            Self::Short(units) => Numbers::U16(units.get_mut(..rows).unwrap_or_default()),
            Self::Long(units) => Numbers::U64(units.get_mut(..rows).unwrap_or_default()),
        }
    }
}

/// The memory of one thread.
#[derive(Debug)]
pub(super) struct Scratch<'fast> {
    fast: &'fast Fast,
    exact: Batch<'fast>,
    published: Batch<'fast>,
    bytes: Vec<u8>,
    words: Vec<i32>,
    index_units: Units,
    node_units: Vec<Option<Units>>,
    /// The sums of which texts are asked for.
    sums: Vec<Units>,
    predicates: Vec<u8>,
    other_predicates: Vec<u8>,
    validity: Vec<u8>,
    rows: usize,
}

/// The answers of a record batch.
pub(super) struct Answers<'data> {
    /// The column of each item.
    pub(super) columns: Vec<&'data Cells<'data>>,
    pub(super) instrument: &'data Instrument,
    pub(super) comma: DecimalComma,
}

impl Fast {
    /// `None` for an instrument that no kernel can be compiled for.
    pub(super) fn new(instrument: &Instrument, columns: &[ResultColumn]) -> Option<Self> {
        let denominator = if instrument.has_levels() { 1 } else { DENOMINATOR };
        let kernel = Kernel::compile_scaled(instrument, denominator).ok()?.basis(PredicateBasis::Exact);
        let bytes = denominator == 1 && kernel.answers().1 < u32::from(NO_LEVEL);
        let measures = || std::iter::once(kernel.index()).chain(kernel.nodes().iter().copied());
        let largest = measures().map(|measure| measure.largest_published()).max().unwrap_or(0);
        let floats = u16::try_from(largest)
            .ok()
            .map(|largest| (0..=largest).map(|units| kernel.published_to_f64(units.into())).collect());
        let measure = |node: Option<usize>| node.map_or(Some(kernel.index()), |node| kernel.nodes().get(node).copied());
        let texts = columns
            .iter()
            .filter(|column| column.kind() == ResultType::Exact)
            .map(|column| (column.node(), measure(column.node()).and_then(|measure| TextTable::new(&measure))))
            .collect();
        let published = (0..kernel.nodes().len()).map(|node| columns.contains(&ResultColumn::Node(node))).collect();
        let published_kernel = kernel.clone().basis(PredicateBasis::Published);
        Some(Self { kernel, published_kernel, bytes, floats, texts, published })
    }

    fn measure(&self, node: Option<usize>) -> Measure {
        node.and_then(|node| self.kernel.nodes().get(node)).copied().unwrap_or(self.kernel.index())
    }

    pub(super) fn scratch(&self) -> Scratch<'_> {
        let items = self.kernel.items();
        let node_units = self.kernel.nodes().iter().zip(&self.published);
        Scratch {
            fast: self,
            exact: Batch::new(&self.kernel),
            published: Batch::new(&self.published_kernel),
            bytes: Vec::new(),
            words: if self.bytes { Vec::new() } else { vec![NO_UNITS; items.saturating_mul(BLOCK)] },
            index_units: Units::new(self.kernel.index().largest_published()),
            node_units: node_units
                .map(|(measure, wanted)| wanted.then(|| Units::new(measure.largest_published())))
                .collect(),
            sums: self.texts.iter().map(|(node, _)| Units::new(self.measure(*node).largest())).collect(),
            predicates: vec![NO_PREDICATE; BLOCK],
            other_predicates: Vec::new(),
            validity: vec![0; crate::batch::bitmap_bytes(BLOCK)],
            rows: 0,
        }
    }
}

impl Scratch<'_> {
    /// Scores a block of at most [`BLOCK`] rows. `bases` is the basis of each row, or one for all of them.
    pub(super) fn score(
        &mut self,
        answers: &Answers<'_>,
        rows: Range<usize>,
        bases: &[PredicateBasis],
    ) -> Result<Block<'_>, BatchError> {
        let count = rows.len().min(BLOCK);
        self.rows = count;
        let first = bases.first().copied().unwrap_or(PredicateBasis::Exact);
        let mixed = bases.iter().any(|basis| *basis != first);
        if self.fast.bytes {
            let converted = answers.columns.iter().filter(|cells| cells.bytes().is_none()).count();
            self.bytes.resize(converted.saturating_mul(BLOCK), NO_LEVEL);
            let mut memory = self.bytes.chunks_exact_mut(BLOCK);
            let columns: Vec<Column<'_, u8>> = answers
                .columns
                .iter()
                .map(|cells| match cells.bytes() {
                    Some(bytes) => {
                        let column = Column::new(bytes.values().get(rows.clone()).unwrap_or_default());
                        let nulls = arrow_array::Array::nulls(bytes);
                        nulls.filter(|nulls| nulls.null_count() > 0).map_or(column, |nulls| {
                            column.with_validity(Bitmap::new(nulls.validity(), nulls.offset() + rows.start))
                        })
                    }
                    None => {
                        let out = memory.next().and_then(|out| out.get_mut(..count)).unwrap_or_default();
                        cells.levels(rows.clone(), NO_LEVEL, out);
                        Column::new(out)
                    }
                })
                .collect();
            let outputs = outputs(
                (&mut self.index_units, &mut self.node_units, &mut self.sums),
                &self.fast.texts,
                (&mut self.predicates, &mut self.validity),
                count,
            );
            let (own, other) = in_turn(first, &mut self.exact, &mut self.published);
            own.columns(&columns, outputs)?;
            if mixed {
                other.columns(&columns, only_predicate(&mut self.other_predicates, count))?;
            }
        } else {
            for (cells, out) in answers.columns.iter().zip(self.words.chunks_exact_mut(BLOCK)) {
                let exact = |row: usize| cells.answer(row, answers.instrument, answers.comma).ok().flatten();
                let out = out.get_mut(..count).unwrap_or_default();
                cells.units(rows.clone(), self.fast.kernel.denominator(), NO_UNITS, out, exact);
            }
            let columns = self.words.chunks_exact(BLOCK).map(|words| words.get(..count).unwrap_or_default());
            let columns: Vec<Column<'_, i32>> = columns.map(Column::new).collect();
            let outputs = outputs(
                (&mut self.index_units, &mut self.node_units, &mut self.sums),
                &self.fast.texts,
                (&mut self.predicates, &mut self.validity),
                count,
            );
            let (own, other) = in_turn(first, &mut self.exact, &mut self.published);
            own.columns(&columns, outputs)?;
            if mixed {
                other.columns(&columns, only_predicate(&mut self.other_predicates, count))?;
            }
        }
        if mixed {
            let others = self.predicates.iter_mut().zip(&self.other_predicates).zip(bases);
            for ((predicate, other), _) in others.filter(|(_, basis)| **basis != first) {
                *predicate = *other;
            }
        }
        Ok(Block { scratch: self })
    }
}

fn in_turn<'batch, 'kernel>(
    basis: PredicateBasis,
    exact: &'batch mut Batch<'kernel>,
    published: &'batch mut Batch<'kernel>,
) -> (&'batch mut Batch<'kernel>, &'batch mut Batch<'kernel>) {
    match basis {
        PredicateBasis::Exact => (exact, published),
        PredicateBasis::Published => (published, exact),
    }
}

fn outputs<'out>(
    (index, nodes, sums): (&'out mut Units, &'out mut Vec<Option<Units>>, &'out mut Vec<Units>),
    texts: &[(Option<usize>, Option<TextTable>)],
    (predicates, validity): (&'out mut Vec<u8>, &'out mut Vec<u8>),
    rows: usize,
) -> Outputs<'out> {
    let published = |units: &'out mut Option<Units>| NodeOutput {
        sum: None,
        published: units.as_mut().map(|units| units.numbers(rows)),
    };
    let mut outputs = Outputs {
        index: NodeOutput { sum: None, published: Some(index.numbers(rows)) },
        nodes: nodes.iter_mut().map(published).collect(),
        predicate: predicates.get_mut(..rows),
        validity: validity.get_mut(..crate::batch::bitmap_bytes(rows)),
    };
    for ((node, _), units) in texts.iter().zip(sums) {
        let output = match node {
            Some(node) => outputs.nodes.get_mut(*node),
            None => Some(&mut outputs.index),
        };
        if let Some(output) = output {
            output.sum = Some(units.numbers(rows));
        }
    }
    outputs
}

fn only_predicate(predicates: &mut Vec<u8>, rows: usize) -> Outputs<'_> {
    predicates.resize(BLOCK, NO_PREDICATE);
    Outputs { predicate: predicates.get_mut(..rows), ..Outputs::default() }
}

/// The numbers of a block.
pub(super) struct Block<'scratch> {
    scratch: &'scratch Scratch<'scratch>,
}

impl Block<'_> {
    pub(super) const fn rows(&self) -> usize {
        self.scratch.rows
    }

    /// The rows that the kernel gave no numbers for.
    pub(super) fn invalid(&self) -> impl Iterator<Item = usize> {
        let bytes = self.scratch.validity.iter().take(self.rows().div_ceil(8)).enumerate();
        bytes
            .filter(|(_, byte)| **byte != u8::MAX)
            .flat_map(|(position, byte)| {
                (0..8).filter(move |bit| byte >> bit & 1 == 0).map(move |bit| position * 8 + bit)
            })
            .take_while(|row| *row < self.rows())
    }

    pub(super) fn predicates(&self) -> &[u8] {
        self.scratch.predicates.get(..self.rows()).unwrap_or_default()
    }

    /// Adds the published numbers of a node or of the index.
    pub(super) fn published(&self, node: Option<usize>, out: &mut Vec<f64>) {
        let fast = self.scratch.fast;
        let units = match node {
            Some(node) => self.scratch.node_units.get(node).and_then(Option::as_ref),
            None => Some(&self.scratch.index_units),
        };
        match (units, &fast.floats) {
            (Some(Units::Short(units)), Some(floats)) => {
                let units = units.get(..self.rows()).unwrap_or_default();
                out.extend(units.iter().map(|units| floats.get(usize::from(*units)).copied().unwrap_or(0.0)));
            }
            (Some(Units::Short(units)), None) => {
                out.extend(units.iter().take(self.rows()).map(|units| fast.kernel.published_to_f64((*units).into())));
            }
            (Some(Units::Long(units)), _) => {
                out.extend(units.iter().take(self.rows()).map(|units| fast.kernel.published_to_f64(*units)));
            }
            (None, _) => {}
        }
    }

    fn text(&self, node: Option<usize>) -> Option<(&Units, Option<&TextTable>)> {
        let texts = self.scratch.fast.texts.iter().zip(&self.scratch.sums);
        texts
            .map(|((of, table), units)| (*of, units, table.as_ref()))
            .find(|(of, ..)| *of == node)
            .map(|(_, units, table)| (units, table))
    }

    /// The sums of some rows, and the texts of all sums, where there is a table of them.
    pub(super) fn sums(&self, node: Option<usize>, rows: Range<usize>) -> Option<(&[u16], &TextTable)> {
        match self.text(node)? {
            (Units::Short(units), Some(table)) => Some((units.get(rows)?, table)),
            _ => None,
        }
    }

    /// The exact text of one row.
    pub(super) fn exact(&self, node: Option<usize>, row: usize) -> String {
        let sum = match self.text(node) {
            Some((Units::Short(units), _)) => units.get(row).copied().map(u64::from),
            Some((Units::Long(units), _)) => units.get(row).copied(),
            None => None,
        };
        let exact = sum.and_then(|sum| self.scratch.fast.measure(node).exact(sum).ok());
        exact.map(|exact: Ratio| exact.to_string()).unwrap_or_default()
    }
}
