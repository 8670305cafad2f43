//! A column of a record batch as cells: which types are read, and what a cell of each means.

use std::borrow::Cow;
use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::temporal_conversions::{as_date, as_datetime};
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Float16Type, Float32Type,
    Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, BooleanArray, PrimitiveArray, StringViewArray};
use arrow_array::{LargeStringArray, StringArray};
use arrow_schema::{DataType, TimeUnit};

use crate::assessment::{AssessmentError, PrintedFloat, answer, check_answer, present, year_in};
use crate::exact::{Decimal, DecimalComma, NumberError, Ratio};
use crate::instrument::Instrument;

/// What stands in one cell.
#[derive(Clone, Debug, PartialEq)]
enum Cell<'data> {
    Missing,
    Whole(i128),
    Units(i128, i8),
    Float(PrintedFloat),
    Text(&'data str),
    /// What only a label can be.
    Label(String),
}

/// A column whose type is known.
#[derive(Debug)]
pub(super) enum Cells<'data> {
    UInt8(&'data PrimitiveArray<UInt8Type>),
    UInt16(&'data PrimitiveArray<UInt16Type>),
    UInt32(&'data PrimitiveArray<UInt32Type>),
    UInt64(&'data PrimitiveArray<UInt64Type>),
    Int8(&'data PrimitiveArray<Int8Type>),
    Int16(&'data PrimitiveArray<Int16Type>),
    Int32(&'data PrimitiveArray<Int32Type>),
    Int64(&'data PrimitiveArray<Int64Type>),
    Float16(&'data PrimitiveArray<Float16Type>),
    Float32(&'data PrimitiveArray<Float32Type>),
    Float64(&'data PrimitiveArray<Float64Type>),
    Decimal32(&'data PrimitiveArray<Decimal32Type>, i8),
    Decimal64(&'data PrimitiveArray<Decimal64Type>, i8),
    Decimal128(&'data PrimitiveArray<Decimal128Type>, i8),
    Utf8(&'data StringArray),
    LargeUtf8(&'data LargeStringArray),
    Utf8View(&'data StringViewArray),
    /// Keys, and the values they count from zero.
    Dictionary(Box<Self>, Box<Self>, usize),
    /// A column without any value.
    Null,
    Boolean(&'data BooleanArray),
    /// Dates and times; only labels can be such.
    Time(&'data ArrayRef),
}

impl<'data> Cells<'data> {
    /// The cells of a column that may hold answers, printed values or years.
    ///
    /// # Errors
    /// [`AssessmentError::ColumnType`].
    pub(super) fn of(column: &'data ArrayRef) -> Result<Self, AssessmentError> {
        Self::any(column)
            .filter(|cells| !cells.is_label_only())
            .ok_or_else(|| AssessmentError::ColumnType { found: column.data_type().to_string() })
    }

    /// The cells of a column of labels.
    ///
    /// # Errors
    /// [`AssessmentError::ColumnType`].
    pub(super) fn of_labels(column: &'data ArrayRef) -> Result<Self, AssessmentError> {
        Self::any(column).ok_or_else(|| AssessmentError::ColumnType { found: column.data_type().to_string() })
    }

    fn any(column: &'data ArrayRef) -> Option<Self> {
        Some(match column.data_type() {
            DataType::Null => Self::Null,
            DataType::UInt8 => Self::UInt8(column.as_primitive_opt()?),
            DataType::UInt16 => Self::UInt16(column.as_primitive_opt()?),
            DataType::UInt32 => Self::UInt32(column.as_primitive_opt()?),
            DataType::UInt64 => Self::UInt64(column.as_primitive_opt()?),
            DataType::Int8 => Self::Int8(column.as_primitive_opt()?),
            DataType::Int16 => Self::Int16(column.as_primitive_opt()?),
            DataType::Int32 => Self::Int32(column.as_primitive_opt()?),
            DataType::Int64 => Self::Int64(column.as_primitive_opt()?),
            DataType::Float16 => Self::Float16(column.as_primitive_opt()?),
            DataType::Float32 => Self::Float32(column.as_primitive_opt()?),
            DataType::Float64 => Self::Float64(column.as_primitive_opt()?),
            DataType::Decimal32(_, scale) => Self::Decimal32(column.as_primitive_opt()?, *scale),
            DataType::Decimal64(_, scale) => Self::Decimal64(column.as_primitive_opt()?, *scale),
            DataType::Decimal128(_, scale) => Self::Decimal128(column.as_primitive_opt()?, *scale),
            DataType::Utf8 => Self::Utf8(column.as_string_opt()?),
            DataType::LargeUtf8 => Self::LargeUtf8(column.as_string_opt()?),
            DataType::Utf8View => Self::Utf8View(column.as_string_view_opt()?),
            DataType::Boolean => Self::Boolean(column.as_boolean_opt()?),
            DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => Self::Time(column),
            DataType::Dictionary(..) => {
                let dictionary = column.as_any_dictionary_opt()?;
                let values = Self::any(dictionary.values())?;
                let keys = Self::keys(dictionary.keys())?;
                Self::Dictionary(Box::new(keys), Box::new(values), dictionary.values().len())
            }
            _ => return None,
        })
    }

    fn keys(keys: &'data dyn Array) -> Option<Self> {
        Some(match keys.data_type() {
            DataType::UInt8 => Self::UInt8(keys.as_primitive_opt()?),
            DataType::UInt16 => Self::UInt16(keys.as_primitive_opt()?),
            DataType::UInt32 => Self::UInt32(keys.as_primitive_opt()?),
            DataType::UInt64 => Self::UInt64(keys.as_primitive_opt()?),
            DataType::Int8 => Self::Int8(keys.as_primitive_opt()?),
            DataType::Int16 => Self::Int16(keys.as_primitive_opt()?),
            DataType::Int32 => Self::Int32(keys.as_primitive_opt()?),
            DataType::Int64 => Self::Int64(keys.as_primitive_opt()?),
            _ => return None,
        })
    }

    fn is_label_only(&self) -> bool {
        match self {
            Self::Boolean(_) | Self::Time(_) => true,
            Self::Dictionary(_, values, _) => values.is_label_only(),
            _ => false,
        }
    }

    /// The bytes and the nulls of a column of bytes.
    pub(super) const fn bytes(&self) -> Option<&'data PrimitiveArray<UInt8Type>> {
        match self {
            Self::UInt8(cells) => Some(cells),
            _ => None,
        }
    }

    fn cell(&self, row: usize) -> Cell<'data> {
        match self {
            Self::UInt8(cells) => whole(cells, row),
            Self::UInt16(cells) => whole(cells, row),
            Self::UInt32(cells) => whole(cells, row),
            Self::UInt64(cells) => whole(cells, row),
            Self::Int8(cells) => whole(cells, row),
            Self::Int16(cells) => whole(cells, row),
            Self::Int32(cells) => whole(cells, row),
            Self::Int64(cells) => whole(cells, row),
            Self::Float16(cells) => float(value(cells, row).map(|cell| PrintedFloat::from_half_bits(cell.to_bits()))),
            Self::Float32(cells) => float(value(cells, row).map(PrintedFloat::from)),
            Self::Float64(cells) => float(value(cells, row).map(PrintedFloat::from)),
            Self::Decimal32(cells, scale) => units(cells, row, *scale),
            Self::Decimal64(cells, scale) => units(cells, row, *scale),
            Self::Decimal128(cells, scale) => units(cells, row, *scale),
            Self::Utf8(cells) => text(cells.is_valid(row).then(|| cells.value(row))),
            Self::LargeUtf8(cells) => text(cells.is_valid(row).then(|| cells.value(row))),
            Self::Utf8View(cells) => text(cells.is_valid(row).then(|| cells.value(row))),
            Self::Dictionary(keys, values, count) => match keys.cell(row) {
                Cell::Whole(key) => {
                    let key = usize::try_from(key).ok().filter(|key| key < count);
                    key.map_or(Cell::Missing, |key| values.cell(key))
                }
                _ => Cell::Missing,
            },
            Self::Null => Cell::Missing,
            Self::Boolean(cells) if cells.is_valid(row) => Cell::Label(cells.value(row).to_string()),
            Self::Boolean(_) => Cell::Missing,
            Self::Time(cells) => time(cells, row).map_or(Cell::Missing, Cell::Label),
        }
    }

    /// The answer in a cell; `None` if it is missing.
    ///
    /// A float is the decimal that it prints as. `NaN` is a missing answer, as in pandas.
    pub(super) fn answer(
        &self,
        row: usize,
        instrument: &Instrument,
        comma: DecimalComma,
    ) -> Result<Option<Ratio>, AssessmentError> {
        let found = match self.cell(row) {
            Cell::Missing => return Ok(None),
            Cell::Text(text) => return answer(text, instrument, comma),
            Cell::Whole(whole) => Ratio::new(whole, 1).map_err(AssessmentError::Number)?,
            Cell::Units(units, scale) => decimal(units, scale).map_err(AssessmentError::Number)?.into(),
            Cell::Float(float) => float.decimal()?.into(),
            // Refused by its type.
            Cell::Label(text) => return Err(AssessmentError::Number(NumberError::NotANumber(text))),
        };
        check_answer(instrument, found)?;
        Ok(Some(found))
    }

    /// The year in a cell; `None` if it is missing.
    pub(super) fn year(&self, row: usize) -> Result<Option<u16>, AssessmentError> {
        match self.text(row)? {
            Some(text) => present(&text).map(year_in).transpose(),
            None => Ok(None),
        }
    }

    /// The cell as the text that a file would hold; `None` if it is missing.
    pub(super) fn text(&self, row: usize) -> Result<Option<Cow<'data, str>>, AssessmentError> {
        Ok(match self.cell(row) {
            Cell::Missing => None,
            Cell::Text(text) => Some(Cow::Borrowed(text)),
            Cell::Whole(whole) => Some(Cow::Owned(whole.to_string())),
            Cell::Units(units, scale) => {
                Some(Cow::Owned(decimal(units, scale).map_err(AssessmentError::Number)?.trimmed_to(0).to_string()))
            }
            Cell::Float(float) => Some(Cow::Owned(float.decimal()?.to_string())),
            Cell::Label(text) => Some(Cow::Owned(text)),
        })
    }

    /// Writes the levels of some rows as bytes; whatever is no level between 0 and 254 is `other`.
    pub(super) fn levels(&self, rows: Range<usize>, other: u8, out: &mut [u8]) {
        match self {
            Self::UInt8(cells) => levels(cells, rows, other, out, |cell| cell),
            Self::UInt16(cells) => levels(cells, rows, other, out, |cell| u8::try_from(cell).unwrap_or(other)),
            Self::UInt32(cells) => levels(cells, rows, other, out, |cell| u8::try_from(cell).unwrap_or(other)),
            Self::UInt64(cells) => levels(cells, rows, other, out, |cell| u8::try_from(cell).unwrap_or(other)),
            Self::Int8(cells) => levels(cells, rows, other, out, |cell| u8::try_from(cell).unwrap_or(other)),
            Self::Int16(cells) => levels(cells, rows, other, out, |cell| u8::try_from(cell).unwrap_or(other)),
            Self::Int32(cells) => levels(cells, rows, other, out, |cell| u8::try_from(cell).unwrap_or(other)),
            Self::Int64(cells) => levels(cells, rows, other, out, |cell| u8::try_from(cell).unwrap_or(other)),
            Self::Float32(cells) => levels(cells, rows, other, out, |cell| level_of(f64::from(cell)).unwrap_or(other)),
            Self::Float64(cells) => levels(cells, rows, other, out, |cell| level_of(cell).unwrap_or(other)),
            _ => {
                for (out, row) in out.iter_mut().zip(rows) {
                    *out = match self.cell(row) {
                        Cell::Whole(whole) => u8::try_from(whole).unwrap_or(other),
                        Cell::Text(text) => match text.as_bytes() {
                            [digit @ b'0'..=b'9'] => digit - b'0',
                            _ => other,
                        },
                        Cell::Units(units, scale) => decimal(units, scale)
                            .ok()
                            .map(|decimal| decimal.trimmed_to(0))
                            .filter(|decimal| decimal.decimals() == 0)
                            .and_then(|decimal| u8::try_from(decimal.units()).ok())
                            .unwrap_or(other),
                        Cell::Float(float) => float.text().parse().unwrap_or(other),
                        Cell::Missing | Cell::Label(_) => other,
                    };
                }
            }
        }
    }

    /// Writes the answers of some rows in units of `1 / denominator`; whatever is no such number is `other`.
    pub(super) fn units(
        &self,
        rows: Range<usize>,
        denominator: u32,
        other: i32,
        out: &mut [i32],
        exact: impl Fn(usize) -> Option<Ratio>,
    ) {
        let over = Ratio::whole(i64::from(denominator));
        for (out, row) in out.iter_mut().zip(rows) {
            let quick = match self {
                Self::Float64(cells) => value(cells, row).and_then(|cell| units_of(cell, denominator)),
                _ => None,
            };
            let units = || {
                let units = exact(row)?.checked_mul(over).ok()?;
                if units.is_whole() { i32::try_from(units.numerator()).ok() } else { None }
            };
            *out = quick.or_else(units).unwrap_or(other);
        }
    }
}

fn value<T: ArrowPrimitiveType>(cells: &PrimitiveArray<T>, row: usize) -> Option<T::Native> {
    cells.is_valid(row).then(|| cells.values().get(row).copied()).flatten()
}

fn whole<'data, T: ArrowPrimitiveType<Native: Into<i128>>>(cells: &PrimitiveArray<T>, row: usize) -> Cell<'data> {
    value(cells, row).map_or(Cell::Missing, |cell| Cell::Whole(cell.into()))
}

fn units<'data, T: ArrowPrimitiveType<Native: Into<i128>>>(
    cells: &PrimitiveArray<T>,
    row: usize,
    scale: i8,
) -> Cell<'data> {
    value(cells, row).map_or(Cell::Missing, |cell| Cell::Units(cell.into(), scale))
}

fn float<'data>(cell: Option<PrintedFloat>) -> Cell<'data> {
    cell.filter(|float| !float.is_nan()).map_or(Cell::Missing, Cell::Float)
}

fn text(cell: Option<&str>) -> Cell<'_> {
    cell.map_or(Cell::Missing, Cell::Text)
}

fn decimal(units: i128, scale: i8) -> Result<Decimal, NumberError> {
    let decimal = match u8::try_from(scale) {
        Ok(decimals) => Decimal::new(units, decimals),
        Err(_) => 10_i128
            .checked_pow(u32::from(scale.unsigned_abs()))
            .and_then(|factor| units.checked_mul(factor))
            .and_then(|units| Decimal::new(units, 0)),
    };
    decimal.ok_or_else(|| NumberError::TooManyDigits { text: format!("{units}e{}", -i16::from(scale)) })
}

fn levels<T: ArrowPrimitiveType>(
    cells: &PrimitiveArray<T>,
    rows: Range<usize>,
    other: u8,
    out: &mut [u8],
    level: impl Fn(T::Native) -> u8,
) {
    for (out, cell) in out.iter_mut().zip(cells.values().get(rows.clone()).unwrap_or_default()) {
        *out = level(*cell);
    }
    if let Some(nulls) = cells.nulls() {
        for (out, row) in out.iter_mut().zip(rows) {
            if nulls.is_null(row) {
                *out = other;
            }
        }
    }
}

/// A float that is a whole level.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, and what it changed is told by the comparison"
)]
fn level_of(cell: f64) -> Option<u8> {
    let level = cell as u8;
    (f64::from(level) == cell).then_some(level)
}

/// The units of a float that was written with so few decimals: the float nearest to `units / denominator` is the very
/// one in the cell, and no other decimal of so few digits has the same.
#[expect(
    clippy::cast_possible_truncation,
    clippy::float_arithmetic,
    reason = "a guess; it counts only where dividing it back, which rounds once, gives the float in the cell"
)]
fn units_of(cell: f64, denominator: u32) -> Option<i32> {
    let units = (cell * f64::from(denominator)).round() as i32;
    ((0..1_000_000_000).contains(&units) && f64::from(units) / f64::from(denominator) == cell).then_some(units)
}

fn time(cells: &ArrayRef, row: usize) -> Option<String> {
    fn of<T: ArrowPrimitiveType<Native: Into<i64>>>(cells: &ArrayRef, row: usize) -> Option<String> {
        let cell = value(cells.as_primitive_opt::<T>()?, row)?.into();
        if matches!(cells.data_type(), DataType::Date32 | DataType::Date64) {
            return as_date::<T>(cell).map(|date| date.to_string());
        }
        as_datetime::<T>(cell).map(|time| time.to_string())
    }
    match cells.data_type() {
        DataType::Date32 => of::<Date32Type>(cells, row),
        DataType::Date64 => of::<Date64Type>(cells, row),
        DataType::Timestamp(TimeUnit::Second, _) => of::<TimestampSecondType>(cells, row),
        DataType::Timestamp(TimeUnit::Millisecond, _) => of::<TimestampMillisecondType>(cells, row),
        DataType::Timestamp(TimeUnit::Microsecond, _) => of::<TimestampMicrosecondType>(cells, row),
        DataType::Timestamp(TimeUnit::Nanosecond, _) => of::<TimestampNanosecondType>(cells, row),
        _ => None,
    }
}
