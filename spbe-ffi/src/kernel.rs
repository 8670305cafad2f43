//! Many assessments at once, as integers, into the caller's own memory.

use std::ffi::c_void;
use std::mem::offset_of;

use spbe_core::batch::{
    Batch, BatchError, Bitmap, Cell, Column, Kernel, Measure, NodeOutput, Numbers, Outputs, Rows, Summary, bitmap_bytes,
};
use spbe_core::instrument::{Instrument, PredicateBasis};

use crate::choice::{SPBE_PREDICATE_EXACT, SPBE_PREDICATE_INSTRUMENT, SPBE_PREDICATE_PUBLISHED, year as known_year};
use crate::error::{BoundaryError, Failure, SpbeError, SpbeStatus};
use crate::guard::{guard, guard_value};
use crate::handle::{self, Handle, borrowed};
use crate::instrument::SpbeInstrument;
use crate::lent::{Extensible, SizedOutput, bytes, full_list, list, output, places, read_sized};

/// Stands for the index where a node is asked for by number.
pub const SPBE_NODE_INDEX: u32 = 0xffff_ffff;
/// The predicate code of a row without a valid level for every item.
pub const SPBE_NO_PREDICATE: u8 = 255;

/// An instrument compiled for scoring many assessments. Immutable.
#[derive(Debug)]
pub struct SpbeKernel {
    instrument: Instrument,
    exact: Kernel,
    published: Kernel,
}

/// Places for unsigned integers, one a row. `data` NULL: not wanted.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct SpbeNumbers {
    /// The places, aligned as their type; room for as many as there are rows.
    pub data: *mut c_void,
    /// The width of each: 16, 32 or 64 bits; 16 hold every published value of the built-in instruments.
    pub bits: u32,
}

/// How a batch is scored and what of it is wanted. Set it to zero, then `size`, then what is wanted.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct SpbeBatch {
    /// `sizeof(SpbeBatch)`.
    pub size: usize,
    /// At most so many threads, and only where the rows are worth them; 0 is 1. The numbers are the same.
    pub threads: u32,
    /// A `SPBE_PREDICATE_` number.
    pub predicate_basis: u32,
    /// The year of the rows, or 0; the instrument may read the predicate differently by year.
    pub year: u16,
    /// The index as a whole sum: its exact value times the denominator of `spbe_kernel_measure`.
    pub index_sum: SpbeNumbers,
    /// The index as published, in units of its last decimal: 2.60 is 260.
    pub index_published: SpbeNumbers,
    /// NULL, or the same for every node: `node_count` places, in the order of the instrument's `nodes`.
    pub node_sums: *const SpbeNumbers,
    /// NULL, or the same for every node as published.
    pub node_published: *const SpbeNumbers,
    /// As `spbe_kernel_node_count` says where nodes are wanted, else 0.
    pub node_count: usize,
    /// NULL, or a byte a row: the position of the predicate in the instrument's `predicates`.
    pub predicate: *mut u8,
    /// NULL, or a bit a row, lowest first, in `(rows + 7) / 8` bytes: 1 where the outputs of the row are numbers.
    pub validity: *mut u8,
}

/// What a batch found. Set `size` before the call.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct SpbeSummary {
    /// `sizeof(SpbeSummary)`.
    pub size: usize,
    /// How many rows have no valid level for some item.
    pub invalid: usize,
    /// The first of them, from 0; only where `invalid` is not 0.
    pub first_row: usize,
    /// The position of its first such item, from 0; only where `invalid` is not 0.
    pub first_item: usize,
}

// SAFETY: `repr(C)`, begins with its size, and all zeros are a value of it.
unsafe impl Extensible for SpbeBatch {
    const FIRST: usize = offset_of!(SpbeBatch, validity) + size_of::<*mut u8>();
}

// SAFETY: `repr(C)`, begins with its size, and all zeros are a value of it.
unsafe impl Extensible for SpbeSummary {
    const FIRST: usize = offset_of!(SpbeSummary, first_item) + size_of::<usize>();
}

impl Handle for SpbeKernel {
    const MARK: u64 = u64::from_le_bytes(*b"spbekern");
}

impl SpbeKernel {
    fn compile(instrument: &Instrument, denominator: u32) -> Result<Self, BatchError> {
        let kernel = Kernel::compile_scaled(instrument, denominator)?;
        Ok(Self {
            instrument: instrument.clone(),
            exact: kernel.clone().basis(PredicateBasis::Exact),
            published: kernel.basis(PredicateBasis::Published),
        })
    }

    pub(crate) const fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// What levels are divided by.
    pub(crate) const fn denominator(&self) -> u32 {
        self.exact.denominator()
    }

    pub(crate) const fn index(&self) -> Measure {
        self.exact.index()
    }

    pub(crate) fn nodes(&self) -> &[Measure] {
        self.exact.nodes()
    }

    fn measure(&self, node: u32) -> Option<Measure> {
        match node {
            SPBE_NODE_INDEX => Some(self.exact.index()),
            node => self.exact.nodes().get(usize::try_from(node).ok()?).copied(),
        }
    }

    pub(crate) fn on_basis(&self, number: u32, year: u16) -> Result<&Kernel, BoundaryError> {
        let basis = match number {
            SPBE_PREDICATE_INSTRUMENT => self.instrument.predicate_basis(known_year(year)?),
            SPBE_PREDICATE_EXACT => PredicateBasis::Exact,
            SPBE_PREDICATE_PUBLISHED => PredicateBasis::Published,
            found => {
                return Err(BoundaryError::InvalidEnum { argument: "predicate_basis", expected: "0 to 2", found });
            }
        };
        Ok(if basis == PredicateBasis::Exact { &self.exact } else { &self.published })
    }
}

impl SpbeNumbers {
    /// # Safety
    /// As for [`places`], with integers of `bits`.
    unsafe fn places<'call>(
        self,
        rows: usize,
        argument: &'static str,
    ) -> Result<Option<Numbers<'call>>, BoundaryError> {
        if self.data.is_null() {
            return Ok(None);
        }
        // SAFETY: the caller's promise is that of `places`.
        unsafe {
            Ok(match self.bits {
                16 => places(self.data.cast::<u16>(), rows, argument)?.map(Numbers::from),
                32 => places(self.data.cast::<u32>(), rows, argument)?.map(Numbers::from),
                64 => places(self.data.cast::<u64>(), rows, argument)?.map(Numbers::from),
                found => return Err(BoundaryError::InvalidEnum { argument, expected: "16, 32 or 64 bits", found }),
            })
        }
    }
}

impl SpbeBatch {
    /// The outputs as the core takes them.
    ///
    /// # Safety
    /// Each pointer is NULL or as `spbe_kernel_score_columns` says.
    unsafe fn outputs<'call>(&self, rows: usize) -> Result<Outputs<'call>, Failure> {
        // SAFETY: the caller's promise covers every pointer.
        unsafe {
            let sums = list(self.node_sums, self.node_count, "node_sums")?;
            let published = list(self.node_published, self.node_count, "node_published")?;
            let mut nodes = Vec::new();
            for node in 0..sums.len().max(published.len()) {
                let mut output = NodeOutput::default();
                if let Some(numbers) = sums.get(node) {
                    output.sum = numbers.places(rows, "node_sums")?;
                }
                if let Some(numbers) = published.get(node) {
                    output.published = numbers.places(rows, "node_published")?;
                }
                nodes.push(output);
            }
            Ok(Outputs {
                index: NodeOutput {
                    sum: self.index_sum.places(rows, "index_sum")?,
                    published: self.index_published.places(rows, "index_published")?,
                },
                nodes,
                predicate: places(self.predicate, rows, "predicate")?,
                validity: places(self.validity, bitmap_bytes(rows), "validity")?,
            })
        }
    }

    fn threads(&self) -> usize {
        usize::try_from(self.threads).unwrap_or(usize::MAX)
    }
}

/// Scores a batch and hands out what was found.
///
/// # Safety
/// `batch` and `summary` are NULL or as `spbe_kernel_score_columns` says.
unsafe fn score(
    kernel: *const SpbeKernel,
    rows: usize,
    batch: *const SpbeBatch,
    summary: *mut SpbeSummary,
    work: impl FnOnce(&Kernel, Batch<'_>, Outputs<'_>) -> Result<Summary, Failure>,
) -> Result<(), Failure> {
    // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
    let (handle, asked, summary) = unsafe {
        let summary = if summary.is_null() { None } else { Some(SizedOutput::new(summary, "summary")?) };
        (borrowed(kernel, "kernel")?, read_sized(batch, "batch")?, summary)
    };
    let kernel = handle.on_basis(asked.predicate_basis, asked.year)?;
    // SAFETY: the places are lent for this call by the caller's promise.
    let outputs = unsafe { asked.outputs(rows) }?;
    let found = work(kernel, Batch::new(kernel).threads(asked.threads()), outputs)?;
    if let Some(summary) = summary {
        let (first_row, first_item) = found.first.map_or((0, 0), |cell| (cell.row, cell.item));
        let size = summary.size();
        summary.write(&SpbeSummary { size, invalid: found.invalid, first_row, first_item });
    }
    Ok(())
}

/// Compiles an instrument for whole levels, a byte each. The instrument may be freed before the kernel.
///
/// Free the kernel with `spbe_kernel_free`.
///
/// # Safety
/// `instrument` is NULL or live; `out` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_kernel_compile(
    instrument: *const SpbeInstrument,
    out: *mut *mut SpbeKernel,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    // SAFETY: the caller's promise covers every pointer.
    unsafe { spbe_kernel_compile_scaled(instrument, 1, out, error) }
}

/// Compiles an instrument for decimal values over a common denominator: with 100, the value 1.26 is given as 126.
///
/// Levels are whole and take 1. Sums and the fractions that come out of them count the denominator in. Free the kernel
/// with `spbe_kernel_free`.
///
/// # Safety
/// `instrument` is NULL or live; `out` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_kernel_compile_scaled(
    instrument: *const SpbeInstrument,
    denominator: u32,
    out: *mut *mut SpbeKernel,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let body = || {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (handle, out) = unsafe { (borrowed(instrument, "instrument")?, output(out, "out")?) };
        out.write(handle::new(SpbeKernel::compile(handle.instrument(), denominator)?));
        Ok(())
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}

/// Frees a kernel. NULL is allowed.
///
/// # Safety
/// `kernel` is NULL or live, and neither used afterwards nor now in use on another thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_kernel_free(kernel: *mut SpbeKernel) {
    // SAFETY: the caller's promise is that of `free`.
    guard_value((), || unsafe { handle::free(kernel) });
}

/// How many nodes the instrument has between the index and the indicators: 12 for `spbe-2020`.
///
/// # Safety
/// `kernel` is NULL or live; `out` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_kernel_node_count(
    kernel: *const SpbeKernel,
    out: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let body = || -> Result<(), Failure> {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (handle, out) = unsafe { (borrowed(kernel, "kernel")?, output(out, "out")?) };
        out.write(handle.exact.nodes().len());
        Ok(())
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}

/// The integers of a node, or of the index for `SPBE_NODE_INDEX`: what its sums are divided by, the largest sum, the
/// largest published value in units of the last decimal.
///
/// Each output may be NULL.
///
/// # Safety
/// `kernel` is NULL or live; the outputs and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_kernel_measure(
    kernel: *const SpbeKernel,
    node: u32,
    denominator: *mut u64,
    largest_sum: *mut u64,
    largest_published: *mut u64,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let body = || -> Result<(), Failure> {
        // SAFETY: NULL or live, by the caller's promise.
        let handle = unsafe { borrowed(kernel, "kernel") }?;
        let measure = handle
            .measure(node)
            .ok_or(BoundaryError::UnknownNode { found: node, count: handle.exact.nodes().len() })?;
        let numbers = [measure.denominator(), measure.largest(), measure.largest_published()];
        let wanted = [denominator, largest_sum, largest_published].into_iter().zip(numbers);
        // SAFETY: NULL or writable, by the caller's promise.
        let place = |(pointer, number)| unsafe { Ok((output(pointer, "out")?, number)) };
        let places = wanted.filter(|(pointer, _): &(*mut u64, u64)| !pointer.is_null()).map(place);
        for (out, number) in places.collect::<Result<Vec<_>, BoundaryError>>()? {
            out.write(number);
        }
        Ok(())
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}

/// Scores levels that lie column by column: `columns[item]` has a level for each of `rows` rows.
///
/// `count` is the number of columns, one an item. A level outside the instrument's range, such as
/// `SPBE_LEVEL_MISSING`, is no failure: its row has 0 in every number and in the bitmap, `SPBE_NO_PREDICATE` for the
/// predicate, and is counted in the summary, which may be NULL.
///
/// # Safety
/// `kernel` is NULL or live. `columns` is NULL or has `count` pointers, each to `rows` bytes. `batch` is NULL or begins
/// with its size; each of its places is NULL or may be written for every row. `summary` is NULL or begins with its
/// size, and may be written. `error` is NULL or may be written. What is written overlaps nothing else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_kernel_score_columns(
    kernel: *const SpbeKernel,
    columns: *const *const u8,
    count: usize,
    rows: usize,
    batch: *const SpbeBatch,
    summary: *mut SpbeSummary,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let work = |_: &Kernel, mut batch: Batch<'_>, outputs: Outputs<'_>| {
        // SAFETY: `count` pointers, by the caller's promise.
        let pointers = unsafe { full_list(columns, count, "columns") }?;
        let column = |pointer: &*const u8| {
            // SAFETY: each has `rows` bytes, by the caller's promise.
            Ok(Column::new(unsafe { bytes(*pointer, rows, "columns[]") }?))
        };
        let columns = pointers.iter().map(column).collect::<Result<Vec<_>, BoundaryError>>()?;
        Ok(batch.columns(&columns, outputs)?)
    };
    // SAFETY: the caller's promise covers every pointer.
    unsafe { guard(error, || score(kernel, rows, batch, summary, work)) }
}

/// Scores levels that lie row by row: row `i` begins at `levels + i * stride` and has `count` levels, one an item.
///
/// All else is as for `spbe_kernel_score_columns`. What lies between the rows is ignored.
///
/// # Safety
/// `levels` is NULL or has `(rows - 1) * stride + count` bytes; all else as for `spbe_kernel_score_columns`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_kernel_score_rows(
    kernel: *const SpbeKernel,
    levels: *const u8,
    rows: usize,
    count: usize,
    stride: usize,
    batch: *const SpbeBatch,
    summary: *mut SpbeSummary,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let work = |kernel: &Kernel, mut batch: Batch<'_>, outputs: Outputs<'_>| {
        let expected = kernel.items();
        if count != expected {
            return Err(BatchError::AnswerCount { found: count, expected }.into());
        }
        if stride < count {
            return Err(BatchError::RowStride { stride, expected }.into());
        }
        let length = match rows.checked_sub(1) {
            None => 0,
            Some(before) => before
                .checked_mul(stride)
                .and_then(|start| start.checked_add(count))
                .ok_or(BoundaryError::LengthTooLarge { argument: "levels", found: rows })?,
        };
        // SAFETY: so many bytes, by the caller's promise.
        let levels = unsafe { bytes(levels, length, "levels") }?;
        Ok(batch.rows(Rows::new(levels, rows, stride), outputs)?)
    };
    // SAFETY: the caller's promise covers every pointer.
    unsafe { guard(error, || score(kernel, rows, batch, summary, work)) }
}

/// The values of one item, one a row, of which some may be null.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct SpbeColumn {
    /// The values, in units of the kernel's denominator, aligned as their type. A null may hold anything.
    pub values: *const c_void,
    /// Their width: 8 or 16 bits without a sign, 32 with one. All columns have the same.
    pub bits: u32,
    /// NULL, or a bit a row, lowest first: 1 where there is a value.
    pub validity: *const u8,
    /// The bit of the first row.
    pub validity_offset: usize,
}

impl SpbeColumn {
    /// # Safety
    /// `values` is NULL or has `rows` values of `C`; `validity` is NULL or has a bit for each of them.
    unsafe fn read<'call, C: Cell>(&self, rows: usize) -> Result<Column<'call, C>, BoundaryError> {
        // SAFETY: the caller's promise is that of `full_list`.
        let column = Column::new(unsafe { full_list(self.values.cast::<C>(), rows, "columns[].values") }?);
        if self.validity.is_null() {
            return Ok(column);
        }
        let argument = "columns[].validity";
        let bits = self.validity_offset.checked_add(rows);
        let bits = bits.ok_or(BoundaryError::LengthTooLarge { argument, found: self.validity_offset })?;
        // SAFETY: a bit a row from the offset on, by the caller's promise.
        let bitmap = unsafe { bytes(self.validity, bitmap_bytes(bits), argument) }?;
        Ok(column.with_validity(Bitmap::new(bitmap, self.validity_offset)))
    }
}

/// Scores values that lie column by column, of 8, 16 or 32 bits, with nulls.
///
/// `count` is the number of columns, one an item. All else is as for `spbe_kernel_score_columns`.
///
/// # Safety
/// `columns` is NULL or has `count` entries; the values of each are NULL or `rows`, its validity is NULL or has a bit for
/// each; all else as for `spbe_kernel_score_columns`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_kernel_score_values(
    kernel: *const SpbeKernel,
    columns: *const SpbeColumn,
    count: usize,
    rows: usize,
    batch: *const SpbeBatch,
    summary: *mut SpbeSummary,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    /// # Safety
    /// As for `SpbeColumn::read`.
    unsafe fn work_on<C: Cell>(
        columns: &[SpbeColumn],
        rows: usize,
        mut batch: Batch<'_>,
        outputs: Outputs<'_>,
    ) -> Result<Summary, Failure> {
        // SAFETY: the caller's promise is that of `read`.
        let columns = columns.iter().map(|column| unsafe { column.read::<C>(rows) }).collect::<Result<Vec<_>, _>>()?;
        Ok(batch.columns(&columns, outputs)?)
    }
    let work = |_: &Kernel, batch: Batch<'_>, outputs: Outputs<'_>| {
        // SAFETY: `count` entries, by the caller's promise.
        let columns = unsafe { full_list(columns, count, "columns") }?;
        let bits = columns.first().map_or(8, |column| column.bits);
        let argument = "columns[].bits";
        if let Some(SpbeColumn { bits: found, .. }) = columns.iter().find(|column| column.bits != bits) {
            let expected = "the same width in all columns";
            return Err(BoundaryError::InvalidEnum { argument, expected, found: *found }.into());
        }
        // SAFETY: each column is as its width says, by the caller's promise.
        unsafe {
            match bits {
                8 => work_on::<u8>(columns, rows, batch, outputs),
                16 => work_on::<u16>(columns, rows, batch, outputs),
                32 => work_on::<i32>(columns, rows, batch, outputs),
                found => Err(BoundaryError::InvalidEnum { argument, expected: "8, 16 or 32", found }.into()),
            }
        }
    };
    // SAFETY: the caller's promise covers every pointer.
    unsafe { guard(error, || score(kernel, rows, batch, summary, work)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_basis_of_a_batch_is_that_of_a_single_score() {
        let instrument = Instrument::builtin("spbe-2020").unwrap();
        let kernel = SpbeKernel::compile(&instrument, 1).unwrap();
        let chosen = |number, year| std::ptr::eq(kernel.on_basis(number, year).unwrap(), &raw const kernel.exact);
        for year in [0, 2023, 2024] {
            let own = instrument.predicate_basis((year != 0).then_some(year)) == PredicateBasis::Exact;
            assert_eq!(chosen(SPBE_PREDICATE_INSTRUMENT, year), own);
            assert!(chosen(SPBE_PREDICATE_EXACT, year) && !chosen(SPBE_PREDICATE_PUBLISHED, year));
        }
        assert!(kernel.on_basis(3, 0).is_err());
    }
}
