//! One assessment: its score as JSON, or as numbers in the caller's own structs.

use std::ffi::c_char;
use std::mem::offset_of;

use spbe_core::Error;
use spbe_core::assessment::{Assessment, Subject};
use spbe_core::batch::{Measure, OneScore, OneValue};
use spbe_core::exact::{NumberError, Ratio};
use spbe_core::instrument::Instrument;
use spbe_core::issue::Issues;
use spbe_core::record::ScoreRecord;
use spbe_core::score::{NodeScore, Score, ScoreOptions, Value, score};

use crate::choice::{number_of_basis, number_of_policy, score_options, year as known_year};
use crate::error::{BoundaryError, Failure, SpbeError, SpbeStatus};
use crate::guard::guard;
use crate::handle::borrowed;
use crate::instrument::SpbeInstrument;
use crate::kernel::{SPBE_NO_PREDICATE, SpbeKernel};
use crate::lent::{Extensible, SizedOutput, SpbeText, bytes, full_list, places};
use crate::text::TextOutput;

/// Stands for a missing level.
pub const SPBE_LEVEL_MISSING: u8 = 255;

/// The answer to one item as text: its code, such as `35-1`, and a plain decimal number, such as `3` or `1.26`. An
/// empty value or a dash is a missing answer.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct SpbeAnswer {
    /// The code of the item.
    pub code: SpbeText,
    /// The value.
    pub value: SpbeText,
}

/// The value of a node or of the index: an exact fraction, which need not be in lowest terms, and the number that is
/// published. Where the input leaves a range, these are the lowest possible and the `highest_` ones differ.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpbeValue {
    /// What is divided.
    pub numerator: i64,
    /// By what; above 0, or 0 where there is no value because every answer below was left out.
    pub denominator: i64,
    /// The published value in units of its last decimal: 2.15 is 215.
    pub published: i64,
    /// The same of the highest value possible.
    pub highest_numerator: i64,
    /// The same of the highest value possible.
    pub highest_denominator: i64,
    /// The same of the highest value possible.
    pub highest_published: i64,
}

/// A score as numbers. Set `size` before the call.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct SpbeScore {
    /// `sizeof(SpbeScore)`; afterwards, how much of it is written.
    pub size: usize,
    /// The index.
    pub index: SpbeValue,
    /// The position of the predicate, lowest first; `SPBE_NO_PREDICATE` where several are possible.
    pub predicate: u32,
    /// The position of the lowest predicate possible.
    pub predicate_lowest: u32,
    /// The position of the highest predicate possible.
    pub predicate_highest: u32,
    /// Which index the predicate was read from: a `SPBE_PREDICATE_` number.
    pub predicate_basis: u32,
    /// What happened to missing levels: a `SPBE_MISSING_` number.
    pub missing_policy: u32,
    /// How many levels are missing.
    pub missing: u32,
    /// 1 where the index follows the regulation, nothing assumed or left out; else 0.
    pub official_rule: u32,
    /// How many decimals published values have.
    pub decimals: u32,
}

// SAFETY: `repr(C)`, begins with its size, and all zeros are a value of it.
unsafe impl Extensible for SpbeScore {
    const FIRST: usize = offset_of!(SpbeScore, decimals) + size_of::<u32>();
}

/// Too large for the integers of a struct.
fn overflow() -> Failure {
    Failure::Core(Issues::one(NumberError::Overflow).into())
}

impl SpbeValue {
    fn of_sum(measure: &Measure, value: OneValue) -> Result<Self, Failure> {
        let number = |number: u64| i64::try_from(number).map_err(|_| overflow());
        let (numerator, denominator) = (number(value.sum)?, number(measure.denominator())?);
        let published = number(value.published)?;
        Ok(Self {
            numerator,
            denominator,
            published,
            highest_numerator: numerator,
            highest_denominator: denominator,
            highest_published: published,
        })
    }

    fn of(value: &Value) -> Result<Self, Failure> {
        let number = |number: i128| i64::try_from(number).map_err(|_| overflow());
        Ok(Self {
            numerator: number(value.lowest().numerator())?,
            denominator: number(value.lowest().denominator())?,
            published: number(value.published_lowest().units())?,
            highest_numerator: number(value.highest().numerator())?,
            highest_denominator: number(value.highest().denominator())?,
            highest_published: number(value.published_highest().units())?,
        })
    }
}

/// A score and where it goes.
struct Numbers<'call> {
    score: SizedOutput<SpbeScore>,
    nodes: Option<&'call mut [SpbeValue]>,
}

impl Numbers<'_> {
    /// Writes a score in which nothing is missing. Every number is converted before the first is written.
    fn write_sums(
        self,
        kernel: &SpbeKernel,
        one: &OneScore<'_>,
        basis: u32,
        options: &ScoreOptions,
    ) -> Result<(), Failure> {
        let instrument = kernel.instrument();
        let index = SpbeValue::of_sum(&kernel.index(), one.index())?;
        if let Some(places) = self.nodes {
            // Sums of a kernel that fit for the index fit for each node: the same integers, fewer of them.
            for ((place, measure), value) in places.iter_mut().zip(kernel.nodes()).zip(one.nodes()) {
                *place = SpbeValue::of_sum(measure, *value)?;
            }
        }
        let predicate = u32::from(one.predicate());
        let size = self.score.size();
        self.score.write(&SpbeScore {
            size,
            index,
            predicate,
            predicate_lowest: predicate,
            predicate_highest: predicate,
            predicate_basis: basis,
            missing_policy: number_of_policy(options.missing_on(instrument)),
            missing: 0,
            official_rule: 1,
            decimals: u32::from(instrument.publication().decimals),
        });
        Ok(())
    }

    /// Writes any score.
    fn write_score(self, instrument: &Instrument, score: &Score) -> Result<(), Failure> {
        let position = |position: usize| u32::try_from(position).map_err(|_| overflow());
        let index = SpbeValue::of(&score.index)?;
        let value = |node: &NodeScore| node.value.as_ref().map_or(Ok(SpbeValue::default()), SpbeValue::of);
        let values: Vec<SpbeValue> = score.nodes.iter().map(value).collect::<Result<_, _>>()?;
        let written = SpbeScore {
            size: self.score.size(),
            index,
            predicate: score.predicate.determined().map_or(Ok(u32::from(SPBE_NO_PREDICATE)), position)?,
            predicate_lowest: position(score.predicate.lowest)?,
            predicate_highest: position(score.predicate.highest)?,
            predicate_basis: number_of_basis(score.predicate_basis),
            missing_policy: number_of_policy(score.missing_policy),
            missing: position(score.missing_items.len())?,
            official_rule: u32::from(score.is_official_rule()),
            decimals: u32::from(instrument.publication().decimals),
        };
        if let Some(places) = self.nodes {
            places.iter_mut().zip(values).for_each(|(place, value)| *place = value);
        }
        self.score.write(&written);
        Ok(())
    }
}

/// The score of levels by position, in units of a denominator.
fn score_positions(
    instrument: &Instrument,
    levels: &[u8],
    denominator: u32,
    year: Option<u16>,
    options: &ScoreOptions,
) -> Result<Score, Failure> {
    let answer = |level: &u8| match *level {
        SPBE_LEVEL_MISSING => Ok(None),
        level => Ratio::new(i128::from(level), i128::from(denominator)).map(Some),
    };
    let answers = levels.iter().map(answer).collect::<Result<_, _>>();
    let answers = answers.map_err(|error| Failure::Core(Issues::one(error).into()))?;
    let subject = Subject { year, ..Subject::default() };
    let assessment = Assessment::from_positions(instrument, subject, answers).map_err(Error::from)?;
    Ok(score(instrument, &assessment, options)?)
}

fn json(instrument: &Instrument, score: &Score) -> Result<String, Failure> {
    Ok(serde_json::to_string(&ScoreRecord::new(instrument, score))?)
}

/// Scores the levels of one institution, in the order of the instrument's items, as JSON.
///
/// `levels` holds as many levels as `spbe_instrument_item_count` says, `SPBE_LEVEL_MISSING` where there is none.
/// `year` is 0 where it is not known; the instrument may read the predicate differently by year. `missing_policy` is
/// a `SPBE_MISSING_` number, `predicate_basis` a `SPBE_PREDICATE_` number.
///
/// The JSON is one object: `index` (number, as published), `index_exact` (text), `predicate`, `domains` and `aspects`
/// by code, `contributions`, `next` (the way to the next predicate), and what was assumed. `json_length` may be NULL.
/// Free the text with `spbe_text_free`.
///
/// # Safety
/// `instrument` is NULL or live; `levels` is NULL or has `count` bytes; `json_out`, `json_length` and `error` are NULL
/// or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_score_levels(
    instrument: *const SpbeInstrument,
    levels: *const u8,
    count: usize,
    year: u16,
    missing_policy: u32,
    predicate_basis: u32,
    json_out: *mut *mut c_char,
    json_length: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let body = || {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (handle, levels, out) = unsafe {
            (
                borrowed(instrument, "instrument")?,
                bytes(levels, count, "levels")?,
                TextOutput::new(json_out, json_length, "json_out")?,
            )
        };
        let options = score_options(missing_policy, predicate_basis)?;
        let score = score_positions(handle.instrument(), levels, 1, known_year(year)?, &options)?;
        Ok(out.write(&json(handle.instrument(), &score)?)?)
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}

/// Scores the answers of one institution, given by code as text in any order, as JSON.
///
/// An item without an entry is missing. All else is as for `spbe_score_levels`.
///
/// # Safety
/// `instrument` is NULL or live; `answers` is NULL or has `count` entries, each text in it NULL or as long as it says;
/// `json_out`, `json_length` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_score_answers(
    instrument: *const SpbeInstrument,
    answers: *const SpbeAnswer,
    count: usize,
    year: u16,
    missing_policy: u32,
    predicate_basis: u32,
    json_out: *mut *mut c_char,
    json_length: *mut usize,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let body = || {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (handle, answers, out) = unsafe {
            (
                borrowed(instrument, "instrument")?,
                full_list(answers, count, "answers")?,
                TextOutput::new(json_out, json_length, "json_out")?,
            )
        };
        let options = score_options(missing_policy, predicate_basis)?;
        let texts = |answer: &SpbeAnswer| {
            // SAFETY: each text is as long as it says, by the caller's promise.
            unsafe { Ok((answer.code.read("answers[].code")?, answer.value.read("answers[].value")?)) }
        };
        let texts = answers.iter().map(texts).collect::<Result<Vec<_>, BoundaryError>>()?;
        let subject = Subject { year: known_year(year)?, ..Subject::default() };
        let assessment = Assessment::from_texts(handle.instrument(), subject, texts).map_err(Error::from)?;
        let score = score(handle.instrument(), &assessment, &options)?;
        Ok(out.write(&json(handle.instrument(), &score)?)?)
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}

/// Scores the levels of one institution as numbers. Nothing is allocated where every level is given.
///
/// `levels`, `year`, `missing_policy` and `predicate_basis` are as for `spbe_score_levels`, levels in units of the
/// kernel's denominator. `nodes` is NULL with a `node_count` of 0, or has a place for each of the
/// `spbe_kernel_node_count` nodes, in the order of the instrument.
///
/// # Safety
/// `kernel` is NULL or live; `levels` is NULL or has `count` bytes; `nodes` is NULL or has `node_count` places that may
/// be written; `out` is NULL or begins with its size and may be written; `error` is NULL or may be written. What is
/// written overlaps nothing else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spbe_kernel_score(
    kernel: *const SpbeKernel,
    levels: *const u8,
    count: usize,
    year: u16,
    missing_policy: u32,
    predicate_basis: u32,
    nodes: *mut SpbeValue,
    node_count: usize,
    out: *mut SpbeScore,
    error: *mut *mut SpbeError,
) -> SpbeStatus {
    let body = || {
        // SAFETY: each pointer is NULL or as its type says, by the caller's promise.
        let (handle, levels, numbers) = unsafe {
            (
                borrowed(kernel, "kernel")?,
                bytes(levels, count, "levels")?,
                Numbers { nodes: places(nodes, node_count, "nodes")?, score: SizedOutput::new(out, "out")? },
            )
        };
        if numbers.nodes.is_none() && node_count > 0 {
            return Err(BoundaryError::NullPointer { argument: "nodes" }.into());
        }
        let expected = handle.nodes().len();
        if numbers.nodes.is_some() && node_count != expected {
            return Err(BoundaryError::WrongCount { argument: "nodes", found: node_count, expected }.into());
        }
        let (options, year) = (score_options(missing_policy, predicate_basis)?, known_year(year)?);
        let basis = number_of_basis(options.basis_on(handle.instrument(), year));
        let mut numbers = Some(numbers);
        let fast = handle.on_basis(basis, 0)?.score_one_with(levels, |one| {
            numbers.take().map_or(Ok(()), |numbers| numbers.write_sums(handle, &one, basis, &options))
        });
        match (fast, numbers) {
            (Ok(written), _) => written,
            // Something is missing or wrong: the general way knows what to do, or says all that is wrong.
            (Err(_), Some(numbers)) => {
                let score = score_positions(handle.instrument(), levels, handle.denominator(), year, &options)?;
                numbers.write_score(handle.instrument(), &score)
            }
            (Err(error), None) => Err(error.into()),
        }
    };
    // SAFETY: `error` is NULL or may be written, by the caller's promise.
    unsafe { guard(error, body) }
}
