//! What a batch writes: the caller's own slices, as many as it wants.

use std::mem::take;
use std::ops::Range;

use super::error::BatchError;
use super::lane::Lane;
use super::plan::Kernel;
use super::sums::Measure;

/// Integers of one output, in the caller's own memory.
#[derive(Debug)]
#[non_exhaustive]
pub enum Numbers<'out> {
    /// 16 bits: enough for every sum and published value of the official instruments.
    U16(&'out mut [u16]),
    /// 32 bits.
    U32(&'out mut [u32]),
    /// 64 bits: enough for every instrument.
    U64(&'out mut [u64]),
}

/// What is wanted of a node or of the index; nothing by default.
#[derive(Debug, Default)]
pub struct NodeOutput<'out> {
    /// The integer sum: the exact value times [`Measure::denominator`].
    pub sum: Option<Numbers<'out>>,
    /// The published value in units of its last decimal: 2.60 is 260.
    pub published: Option<Numbers<'out>>,
}

/// What is wanted of a batch; nothing by default.
///
/// Every output has one place a row. The outputs of a row without a valid answer to every item are null: 0 in every
/// number, [`NO_PREDICATE`](super::NO_PREDICATE) for the predicate, 0 in the validity bitmap.
#[derive(Debug, Default)]
pub struct Outputs<'out> {
    /// The index.
    pub index: NodeOutput<'out>,
    /// The nodes, in the order of the instrument; or none at all.
    pub nodes: Vec<NodeOutput<'out>>,
    /// The predicate, as a position in [`Instrument::predicates`](crate::instrument::Instrument::predicates).
    pub predicate: Option<&'out mut [u8]>,
    /// One bit a row, 1 where its outputs are numbers: an Arrow validity bitmap, lowest bit first, unused bits 0.
    pub validity: Option<&'out mut [u8]>,
}

/// How many bytes a validity bitmap of so many rows has.
#[must_use]
pub const fn bitmap_bytes(rows: usize) -> usize {
    rows.div_ceil(8)
}

impl<'out> From<&'out mut [u16]> for Numbers<'out> {
    fn from(numbers: &'out mut [u16]) -> Self {
        Self::U16(numbers)
    }
}

impl<'out> From<&'out mut [u32]> for Numbers<'out> {
    fn from(numbers: &'out mut [u32]) -> Self {
        Self::U32(numbers)
    }
}

impl<'out> From<&'out mut [u64]> for Numbers<'out> {
    fn from(numbers: &'out mut [u64]) -> Self {
        Self::U64(numbers)
    }
}

impl<'out> Numbers<'out> {
    const fn len(&self) -> usize {
        match self {
            Self::U16(numbers) => numbers.len(),
            Self::U32(numbers) => numbers.len(),
            Self::U64(numbers) => numbers.len(),
        }
    }

    fn check(&self, output: &dyn Fn() -> String, rows: usize, largest: u64) -> Result<(), BatchError> {
        if self.len() != rows {
            return Err(BatchError::OutputLength { output: output(), found: self.len(), expected: rows });
        }
        let holds = match self {
            Self::U16(_) => u64::from(u16::MAX),
            Self::U32(_) => u64::from(u32::MAX),
            Self::U64(_) => u64::MAX,
        };
        if largest > holds {
            return Err(BatchError::OutputNarrow { output: output(), largest });
        }
        Ok(())
    }

    /// Writes numbers, which fit by the check above, from `row` on.
    #[inline(always)]
    pub(super) fn write<T: Lane>(&mut self, row: usize, numbers: &[T]) {
        match self {
            Self::U16(out) => put(out, row, numbers),
            Self::U32(out) => put(out, row, numbers),
            Self::U64(out) => put(out, row, numbers),
        }
    }

    fn clear(&mut self, row: usize) {
        match self {
            Self::U16(out) => set(out, row, 0),
            Self::U32(out) => set(out, row, 0),
            Self::U64(out) => set(out, row, 0),
        }
    }

    /// The first rows; the rest stays.
    fn split_off_front(&mut self, rows: usize) -> Numbers<'out> {
        match self {
            Self::U16(out) => Numbers::U16(front(out, rows)),
            Self::U32(out) => Numbers::U32(front(out, rows)),
            Self::U64(out) => Numbers::U64(front(out, rows)),
        }
    }
}

#[inline(always)]
fn put<T: Lane, U: Lane>(out: &mut [U], row: usize, numbers: &[T]) {
    for (out, number) in out.iter_mut().skip(row).zip(numbers) {
        *out = U::low(number.wide());
    }
}

fn set<T>(out: &mut [T], position: usize, value: T) {
    if let Some(slot) = out.get_mut(position) {
        *slot = value;
    }
}

fn front<'out, T>(rest: &mut &'out mut [T], count: usize) -> &'out mut [T] {
    let whole = take(rest);
    let (front, back) = whole.split_at_mut(count.min(whole.len()));
    *rest = back;
    front
}

/// A lane that an output may be written in.
pub(super) trait Placed: Lane {
    /// The places of an output in these integers, if it has these.
    fn places<'out>(output: &'out mut Numbers<'_>, rows: Range<usize>) -> Option<&'out mut [Self]>;
}

macro_rules! placed {
    ($($type:ty => $numbers:ident),*) => {
        $(impl Placed for $type {
            #[inline(always)]
            fn places<'out>(output: &'out mut Numbers<'_>, rows: Range<usize>) -> Option<&'out mut [Self]> {
                if let Numbers::$numbers(out) = output { out.get_mut(rows) } else { None }
            }
        })*
    };
}

placed!(u16 => U16, u32 => U32, u64 => U64);

impl<'out> NodeOutput<'out> {
    fn check(&self, name: &dyn Fn() -> String, rows: usize, measure: &Measure) -> Result<(), BatchError> {
        if let Some(sum) = &self.sum {
            sum.check(&|| format!("{}.sum", name()), rows, measure.largest())?;
        }
        match &self.published {
            Some(published) => published.check(&|| format!("{}.published", name()), rows, measure.largest_published()),
            None => Ok(()),
        }
    }

    fn clear(&mut self, row: usize) {
        for numbers in [&mut self.sum, &mut self.published].into_iter().flatten() {
            numbers.clear(row);
        }
    }

    fn split_off_front(&mut self, rows: usize) -> NodeOutput<'out> {
        NodeOutput {
            sum: self.sum.as_mut().map(|numbers| numbers.split_off_front(rows)),
            published: self.published.as_mut().map(|numbers| numbers.split_off_front(rows)),
        }
    }
}

impl<'out> Outputs<'out> {
    /// Whether every output has a place for each row and holds the largest number.
    pub(super) fn check(&self, kernel: &Kernel, rows: usize) -> Result<(), BatchError> {
        self.index.check(&|| "index".to_owned(), rows, &kernel.index())?;
        let expected = kernel.nodes().len();
        if !self.nodes.is_empty() && self.nodes.len() != expected {
            return Err(BatchError::NodeCount { found: self.nodes.len(), expected });
        }
        for (position, (output, measure)) in self.nodes.iter().zip(kernel.nodes()).enumerate() {
            output.check(&|| format!("nodes[{position}]"), rows, measure)?;
        }
        let fixed = [("predicate", &self.predicate, rows), ("validity", &self.validity, bitmap_bytes(rows))];
        for (name, output, expected) in fixed {
            if let Some(found) = output.as_ref().map(|output| output.len()).filter(|found| *found != expected) {
                return Err(BatchError::OutputLength { output: name.to_owned(), found, expected });
            }
        }
        Ok(())
    }

    /// What is wanted of a node or of the index: its numbers and, for the index, the predicate; `None` if nothing is.
    pub(super) fn places(&mut self, node: Option<usize>) -> Option<(&mut NodeOutput<'out>, Option<&mut [u8]>)> {
        let (output, predicate) = match node {
            Some(node) => (self.nodes.get_mut(node)?, None),
            None => (&mut self.index, self.predicate.as_deref_mut()),
        };
        let is_wanted = output.sum.is_some() || output.published.is_some() || predicate.is_some();
        is_wanted.then_some((output, predicate))
    }

    /// Makes the outputs of a row null; its validity is written with its block.
    pub(super) fn clear(&mut self, row: usize) {
        self.index.clear(row);
        for node in &mut self.nodes {
            node.clear(row);
        }
        if let Some(predicate) = &mut self.predicate {
            set(predicate, row, super::NO_PREDICATE);
        }
    }

    /// Writes validity from `row` on, a multiple of eight: `words` has one bit a row.
    pub(super) fn write_validity(&mut self, row: usize, rows: usize, words: &[u64]) {
        let Some(out) = self.validity.as_mut().and_then(|out| out.get_mut(row / 8..)) else { return };
        let (whole, rest) = out.get_mut(..bitmap_bytes(rows)).unwrap_or_default().as_chunks_mut::<8>();
        for (out, word) in whole.iter_mut().zip(words) {
            *out = word.to_le_bytes();
        }
        if let Some(word) = words.get(whole.len()) {
            rest.iter_mut().zip(word.to_le_bytes()).for_each(|(out, byte)| *out = byte);
        }
    }

    /// The outputs of the first rows, a multiple of eight unless they are all; the rest stays.
    pub(super) fn split_off_front(&mut self, rows: usize) -> Outputs<'out> {
        Outputs {
            index: self.index.split_off_front(rows),
            nodes: self.nodes.iter_mut().map(|node| node.split_off_front(rows)).collect(),
            predicate: self.predicate.as_mut().map(|predicate| front(predicate, rows)),
            validity: self.validity.as_mut().map(|validity| front(validity, bitmap_bytes(rows))),
        }
    }
}
