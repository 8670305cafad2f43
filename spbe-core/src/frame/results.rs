//! The columns of a result as they grow, row by row, and the record batch they become.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::types::Int16Type;
use arrow_array::{ArrayRef, DictionaryArray, Float64Array, Int16Array, Int32Array, StringArray};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, Field};

use super::fast::{Block, TextTable};
use super::options::{ResultColumn, ResultType};
use crate::exact::Decimal;
use crate::instrument::Instrument;
use crate::score::Score;

/// The field of a column of a result.
pub(super) fn field(column: ResultColumn, instrument: &Instrument) -> Field {
    let name = column.name(instrument);
    match column.kind() {
        ResultType::Published => Field::new(name, DataType::Float64, true),
        ResultType::Exact => Field::new(name, DataType::Utf8, true),
        ResultType::Count => Field::new(name, DataType::Int32, true),
        ResultType::Predicate => {
            let names = DataType::Dictionary(Box::new(DataType::Int16), Box::new(DataType::Utf8));
            // From the lowest predicate to the highest, so that they can be compared and sorted.
            Field::new(name, names, true).with_dict_is_ordered(true)
        }
    }
}

/// What the result says of how it was made.
pub(super) fn metadata(instrument: &Instrument, policy: &str) -> HashMap<String, String> {
    let entries = [
        ("spbe.instrument", instrument.id()),
        ("spbe.checksum", instrument.checksum()),
        ("spbe.missing_policy", policy),
    ];
    entries.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

/// Columns that grow together.
#[derive(Debug)]
pub(super) struct Results {
    columns: Vec<(ResultColumn, Growing)>,
    rows: usize,
}

#[derive(Debug)]
enum Growing {
    Published(Vec<f64>, Nulls),
    Exact { offsets: Vec<i32>, bytes: Vec<u8>, nulls: Nulls },
    Predicate(Vec<i16>, Nulls),
    Count(Vec<i32>),
}

/// The rows without a value.
type Nulls = Vec<usize>;

impl Results {
    pub(super) fn new(columns: &[ResultColumn], rows: usize) -> Self {
        let growing = |column: &ResultColumn| match column.kind() {
            ResultType::Published => Growing::Published(Vec::with_capacity(rows), Nulls::new()),
            ResultType::Exact => {
                let mut offsets = Vec::with_capacity(rows + 1);
                offsets.push(0);
                // Most texts are no longer than `2.1525`.
                Growing::Exact { offsets, bytes: Vec::with_capacity(rows.saturating_mul(8)), nulls: Nulls::new() }
            }
            ResultType::Predicate => Growing::Predicate(Vec::with_capacity(rows), Nulls::new()),
            ResultType::Count => Growing::Count(Vec::with_capacity(rows)),
        };
        Self { columns: columns.iter().map(|column| (*column, growing(column))).collect(), rows: 0 }
    }

    /// Adds a score.
    pub(super) fn push(&mut self, score: &Score) {
        for (column, growing) in &mut self.columns {
            growing.push(*column, score, self.rows);
        }
        self.rows += 1;
    }

    /// Adds the rows of a block; those in `apart` were scored one by one.
    pub(super) fn extend(&mut self, block: &Block<'_>, apart: &[(usize, Score)]) {
        for (column, growing) in &mut self.columns {
            growing.extend(*column, block, apart, self.rows);
        }
        self.rows += block.rows();
    }

    /// The columns as arrays.
    pub(super) fn finish(self, instrument: &Instrument) -> Result<Vec<ArrayRef>, ArrowError> {
        let names = instrument.predicates().iter().map(|predicate| Some(predicate.name.id.as_str()));
        let names: ArrayRef = Arc::new(names.collect::<StringArray>());
        self.columns.into_iter().map(|(_, growing)| growing.finish(self.rows, &names)).collect()
    }
}

fn key(predicate: Option<usize>) -> Option<i16> {
    predicate.and_then(|predicate| i16::try_from(predicate).ok())
}

impl Growing {
    fn push(&mut self, column: ResultColumn, score: &Score, row: usize) {
        match self {
            Self::Published(values, nulls) => {
                let value = column.published(score).map(Decimal::to_f64);
                values.push(or_null(value, row, nulls));
            }
            Self::Exact { offsets, bytes, nulls } => push_text(offsets, bytes, nulls, column, score, row),
            Self::Predicate(keys, nulls) => keys.push(or_null(key(column.predicate(score)), row, nulls)),
            Self::Count(counts) => counts.push(count(score)),
        }
    }

    fn extend(&mut self, column: ResultColumn, block: &Block<'_>, apart: &[(usize, Score)], first: usize) {
        match self {
            Self::Published(values, nulls) => {
                block.published(column.node(), values);
                for (row, score) in apart {
                    let value = column.published(score).map(Decimal::to_f64);
                    replace(values, first + row, or_null(value, first + row, nulls));
                }
            }
            Self::Predicate(keys, nulls) => {
                keys.extend(block.predicates().iter().map(|code| i16::from(*code)));
                for (row, score) in apart {
                    let key = key(column.predicate(score));
                    replace(keys, first + row, or_null(key, first + row, nulls));
                }
            }
            Self::Count(counts) => {
                counts.resize(first + block.rows(), 0);
                for (row, score) in apart {
                    replace(counts, first + row, count(score));
                }
            }
            Self::Exact { offsets, bytes, nulls } => {
                let mut start = 0;
                for (row, score) in apart {
                    push_sums(offsets, bytes, block, column, start..*row);
                    push_text(offsets, bytes, nulls, column, score, first + row);
                    start = row + 1;
                }
                push_sums(offsets, bytes, block, column, start..block.rows());
            }
        }
    }

    fn finish(self, rows: usize, names: &ArrayRef) -> Result<ArrayRef, ArrowError> {
        Ok(match self {
            Self::Published(values, nulls) => {
                Arc::new(Float64Array::try_new(ScalarBuffer::from(values), null_buffer(&nulls, rows))?)
            }
            Self::Exact { offsets, bytes, nulls } => {
                let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
                Arc::new(StringArray::try_new(offsets, Buffer::from_vec(bytes), null_buffer(&nulls, rows))?)
            }
            Self::Predicate(keys, nulls) => {
                let keys = Int16Array::try_new(ScalarBuffer::from(keys), null_buffer(&nulls, rows))?;
                Arc::new(DictionaryArray::<Int16Type>::try_new(keys, Arc::clone(names))?)
            }
            Self::Count(counts) => Arc::new(Int32Array::try_new(ScalarBuffer::from(counts), None)?),
        })
    }
}

/// The value, or the zero that stands at a null.
fn or_null<T: Default>(value: Option<T>, row: usize, nulls: &mut Nulls) -> T {
    value.unwrap_or_else(|| {
        nulls.push(row);
        T::default()
    })
}

fn replace<T>(values: &mut [T], position: usize, value: T) {
    if let Some(slot) = values.get_mut(position) {
        *slot = value;
    }
}

fn count(score: &Score) -> i32 {
    i32::try_from(score.missing_items.len()).unwrap_or(i32::MAX)
}

/// Ends a text. A batch has too few rows for its texts to outgrow 31 bits.
fn end(bytes: usize) -> i32 {
    i32::try_from(bytes).unwrap_or(i32::MAX)
}

fn push_text(
    offsets: &mut Vec<i32>,
    bytes: &mut Vec<u8>,
    nulls: &mut Nulls,
    column: ResultColumn,
    score: &Score,
    row: usize,
) {
    match column.value(score).and_then(|value| value.exact()) {
        Some(exact) => bytes.extend_from_slice(exact.to_string().as_bytes()),
        None => nulls.push(row),
    }
    offsets.push(end(bytes.len()));
}

fn push_sums(
    offsets: &mut Vec<i32>,
    bytes: &mut Vec<u8>,
    block: &Block<'_>,
    column: ResultColumn,
    rows: std::ops::Range<usize>,
) {
    let Some((sums, table)) = block.sums(column.node(), rows.clone()) else {
        for row in rows {
            bytes.extend_from_slice(block.exact(column.node(), row).as_bytes());
            offsets.push(end(bytes.len()));
        }
        return;
    };
    // Each text is written with the bytes that pad it, and the next one over these.
    let mut position = bytes.len();
    bytes.resize(position + (sums.len() + 1) * TextTable::WIDTH, 0);
    offsets.extend(sums.iter().map(|sum| {
        let (text, length) = table.text(*sum);
        if let Some(slot) = bytes.get_mut(position..).and_then(|rest| rest.first_chunk_mut()) {
            *slot = text;
        }
        position += length;
        end(position)
    }));
    bytes.truncate(position);
}

fn null_buffer(nulls: &Nulls, rows: usize) -> Option<NullBuffer> {
    if nulls.is_empty() {
        return None;
    }
    let mut null = nulls.iter().copied().peekable();
    let valid = BooleanBuffer::collect_bool(rows, |row| null.next_if_eq(&row).is_none());
    Some(NullBuffer::new(valid))
}
