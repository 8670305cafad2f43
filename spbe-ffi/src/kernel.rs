//! Many assessments at once, as integers, into the caller's own memory.

use std::ffi::c_void;
use std::mem::offset_of;

use spbe_core::batch::{
    Batch, BatchError, Column, Kernel, Measure, NodeOutput, Numbers, Outputs, Rows, Summary, bitmap_bytes,
};
use spbe_core::instrument::{Instrument, PredicateBasis};

use crate::error::{BoundaryError, Failure, SpbeError, SpbeStatus};
use crate::guard::{borrowed, bytes, guard, guard_value, output};
use crate::instrument::SpbeInstrument;
use crate::score::{SPBE_PREDICATE_EXACT, SPBE_PREDICATE_INSTRUMENT, SPBE_PREDICATE_PUBLISHED};

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

impl SpbeKernel {
    fn compile(instrument: &Instrument) -> Result<Self, BatchError> {
        let kernel = Kernel::compile(instrument)?;
        Ok(Self {
            instrument: instrument.clone(),
            exact: kernel.clone().basis(PredicateBasis::Exact),
            published: kernel.basis(PredicateBasis::Published),
        })
    }

    fn measure(&self, node: u32) -> Option<Measure> {
        match node {
            SPBE_NODE_INDEX => Some(self.exact.index()),
            node => self.exact.nodes().get(usize::try_from(node).ok()?).copied(),
        }
    }

    fn on_basis(&self, number: u32, year: u16) -> Result<&Kernel, BoundaryError> {
        let basis = match number {
            SPBE_PREDICATE_INSTRUMENT => self.instrument.predicate_basis((year != 0).then_some(year)),
            SPBE_PREDICATE_EXACT => PredicateBasis::Exact,
            SPBE_PREDICATE_PUBLISHED => PredicateBasis::Published,
            found => {
                return Err(BoundaryError::InvalidEnum { argument: "predicate_basis", expected: "0 to 2", found });
            }
        };
        Ok(if basis == PredicateBasis::Exact { &self.exact } else { &self.published })
    }
}

/// Whether a pointer with this length can be a slice; `false` for NULL.
fn checked<T>(pointer: *const T, length: usize, argument: &'static str) -> Result<bool, BoundaryError> {
    if pointer.is_null() {
        return Ok(false);
    }
    if !pointer.is_aligned() {
        return Err(BoundaryError::Misaligned { argument, expected: align_of::<T>() });
    }
    if length.checked_mul(size_of::<T>()).is_none_or(|size| isize::try_from(size).is_err()) {
        return Err(BoundaryError::LengthTooLarge { argument, found: length });
    }
    Ok(true)
}

/// Places for integers that the caller lends for one call; `None` for NULL.
///
/// # Safety
/// `pointer` is NULL, or `length` values from it may be written during the call, and nothing else refers to them.
unsafe fn places<'call, T>(
    pointer: *mut T,
    length: usize,
    argument: &'static str,
) -> Result<Option<&'call mut [T]>, BoundaryError> {
    if !checked(pointer, length, argument)? {
        return Ok(None);
    }
    // SAFETY: checked above, and lent by the caller's promise. Integers have no invalid bits, and the core writes these
    // before anything reads them.
    Ok(Some(unsafe { std::slice::from_raw_parts_mut(pointer, length) }))
}

/// A list that the caller lends; an empty one for NULL.
///
/// # Safety
/// `pointer` is NULL, or `length` values from it are initialised and unchanged during the call.
pub(crate) unsafe fn list<'call, T>(
    pointer: *const T,
    length: usize,
    argument: &'static str,
) -> Result<&'call [T], BoundaryError> {
    if !checked(pointer, length, argument)? {
        return Ok(&[]);
    }
    // SAFETY: checked above, and lent by the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(pointer, length) })
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

/// A struct that begins with its size. Only the size that this version knows is taken.
///
/// # Safety
/// `pointer` is NULL, or begins with an initialised `size` and, if that is the size of `T`, has so many bytes.
unsafe fn sized<T>(pointer: *const T, argument: &'static str) -> Result<*const T, BoundaryError> {
    const { assert!(offset_of!(SpbeBatch, size) == 0 && offset_of!(SpbeSummary, size) == 0) };
    let expected = size_of::<T>();
    if !checked(pointer, 1, argument)? {
        return Err(BoundaryError::NullPointer { argument });
    }
    // SAFETY: not NULL, aligned, and begins with its size by the caller's promise.
    match unsafe { pointer.cast::<usize>().read() } {
        found if found == expected => Ok(pointer),
        found => Err(BoundaryError::StructSize { argument, expected, found }),
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
    // SAFETY: each pointer is NULL or as its type says, by the caller's promise; `sized` has proven the size.
    let (handle, asked) = unsafe { (borrowed(kernel, "kernel")?, sized(batch, "batch")?.read()) };
    if !summary.is_null() {
        // SAFETY: as above.
        unsafe { sized(summary, "summary") }?;
    }
    let kernel = handle.on_basis(asked.predicate_basis, asked.year)?;
    // SAFETY: the places are lent for this call by the caller's promise.
    let outputs = unsafe { asked.outputs(rows) }?;
    let found = work(kernel, Batch::new(kernel).threads(asked.threads()), outputs)?;
    if !summary.is_null() {
        let (first_row, first_item) = found.first.map_or((0, 0), |cell| (cell.row, cell.item));
        let size = size_of::<SpbeSummary>();
        // SAFETY: not NULL, aligned, large enough, writable by the caller's promise.
        unsafe { summary.write(SpbeSummary { size, invalid: found.invalid, first_row, first_item }) };
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
    let body = || {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (handle, out) = unsafe { (borrowed(instrument, "instrument")?, output(out, "out")?) };
        out.write(Box::into_raw(Box::new(SpbeKernel::compile(handle.instrument())?)));
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
    if !kernel.is_null() {
        // SAFETY: made by `spbe_kernel_compile` and freed once, by the caller's promise.
        guard_value((), || drop(unsafe { Box::from_raw(kernel) }));
    }
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
        for (pointer, number) in [denominator, largest_sum, largest_published].into_iter().zip(numbers) {
            // SAFETY: NULL or writable, by the caller's promise.
            if let Ok(out) = unsafe { output(pointer, "out") } {
                out.write(number);
            }
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
        if columns.is_null() && count > 0 {
            return Err(BoundaryError::NullPointer { argument: "columns" }.into());
        }
        // SAFETY: `count` pointers, by the caller's promise.
        let pointers = unsafe { list(columns, count, "columns") }?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_basis_of_a_batch_is_that_of_a_single_score() {
        let instrument = Instrument::builtin("spbe-2020").unwrap();
        let kernel = SpbeKernel::compile(&instrument).unwrap();
        let chosen = |number, year| std::ptr::eq(kernel.on_basis(number, year).unwrap(), &raw const kernel.exact);
        for year in [0, 2023, 2024] {
            let own = instrument.predicate_basis((year != 0).then_some(year)) == PredicateBasis::Exact;
            assert_eq!(chosen(SPBE_PREDICATE_INSTRUMENT, year), own);
            assert!(chosen(SPBE_PREDICATE_EXACT, year) && !chosen(SPBE_PREDICATE_PUBLISHED, year));
        }
        assert!(kernel.on_basis(3, 0).is_err());
    }

    #[test]
    fn places_are_aligned_and_no_larger_than_an_object() {
        let mut block = [0_u16; 4];
        let odd = block.as_mut_ptr().wrapping_byte_add(1);
        // SAFETY: what is refused is not touched, and the rest is a local variable.
        unsafe {
            assert_eq!(places(odd, 1, "x").unwrap_err(), BoundaryError::Misaligned { argument: "x", expected: 2 });
            let error = BoundaryError::LengthTooLarge { argument: "x", found: usize::MAX / 2 };
            assert_eq!(places(block.as_mut_ptr(), usize::MAX / 2, "x").unwrap_err(), error);
            assert!(places(std::ptr::null_mut::<u16>(), 4, "x").unwrap().is_none());
            assert_eq!(places(block.as_mut_ptr(), 0, "x").unwrap().map(|places| places.len()), Some(0));
            assert_eq!(places(block.as_mut_ptr(), 4, "x").unwrap().map(|places| places.len()), Some(4));
        }
    }
}
