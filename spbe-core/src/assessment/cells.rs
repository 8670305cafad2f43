//! One cell: a text, a year, an answer or a printed value, each checked.

use super::error::AssessmentError;
use super::model::check_answer;
use crate::exact::{Decimal, DecimalComma, Ratio};
use crate::instrument::Instrument;
use crate::issue::brief;

/// The most characters of a cell; the longest official name has fewer than 150.
pub(super) const TEXT_LIMIT: usize = 1_000;

/// Whether a text may run over several lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineBreaks {
    /// In headings and labels, where spreadsheets allow them.
    Allowed,
    /// In what tells subjects apart.
    Refused,
}

/// The cell without white space around it; `None` for an empty cell or a dash, which both mean "missing".
pub(crate) fn present(cell: &str) -> Option<&str> {
    let text = cell.trim();
    (!matches!(text, "" | "-" | "–" | "—")).then_some(text)
}

/// Refuses texts that no real file holds.
pub(super) fn check_text(text: &str, line_breaks: LineBreaks) -> Result<(), AssessmentError> {
    // Characters are counted only where there may be too many.
    if text.len() > TEXT_LIMIT {
        let found = text.chars().count();
        if found > TEXT_LIMIT {
            return Err(AssessmentError::TextTooLong { found, limit: TEXT_LIMIT });
        }
    }
    let allowed = |character| line_breaks == LineBreaks::Allowed && matches!(character, '\n' | '\r' | '\t');
    if text.chars().any(|character| character.is_control() && !allowed(character)) {
        return Err(AssessmentError::ControlCharacter { text: text.to_owned() });
    }
    Ok(())
}

/// A year of four digits.
pub(crate) fn year(text: &str) -> Result<u16, AssessmentError> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(year @ 1900..=2999) if digits => Ok(year),
        _ => Err(AssessmentError::YearInvalid { found: brief(text) }),
    }
}

/// An answer within the instrument's range; `None` if it is missing.
pub(crate) fn answer(
    cell: &str,
    instrument: &Instrument,
    comma: DecimalComma,
) -> Result<Option<Ratio>, AssessmentError> {
    let Some(text) = present(cell) else { return Ok(None) };
    check_text(text, LineBreaks::Refused)?;
    let answer = Decimal::parse(text, comma).map_err(AssessmentError::Number)?.into();
    check_answer(instrument, answer)?;
    Ok(Some(answer))
}

/// A printed value; `None` if it is missing.
///
/// Below 0 (or the lowest value of an instrument with negative levels) it cannot be one. Above the highest value it can
/// be a misprint, and to say so is for the audit: one impossible cell must not hide the other rows.
pub(super) fn printed(
    cell: &str,
    instrument: &Instrument,
    comma: DecimalComma,
) -> Result<Option<Decimal>, AssessmentError> {
    let Some(text) = present(cell) else { return Ok(None) };
    check_text(text, LineBreaks::Refused)?;
    let value = Decimal::parse(text, comma).map_err(AssessmentError::Number)?;
    // The values of levels never fall from one level to the next.
    let lowest = instrument.value_of(instrument.lowest_answer()).min(Ratio::ZERO);
    if Ratio::from(value) < lowest {
        let highest = instrument.value_of(instrument.highest_answer()).to_string();
        let (found, lowest) = (value.to_string(), lowest.to_string());
        return Err(AssessmentError::LevelOutOfRange { found, lowest, highest });
    }
    Ok(Some(value))
}

/// The same value with at least `decimals` decimals: a spreadsheet shows a printed 3.40 as 3.4.
pub(super) fn padded(value: Decimal, decimals: u8) -> Decimal {
    let missing = decimals.saturating_sub(value.decimals());
    let padded = 10_i128
        .checked_pow(u32::from(missing))
        .and_then(|factor| value.units().checked_mul(factor))
        .and_then(|units| Decimal::new(units, decimals.max(value.decimals())));
    padded.unwrap_or(value)
}

/// The position of a predicate by its official or its English name.
pub(super) fn predicate(cell: &str, instrument: &Instrument) -> Result<Option<usize>, AssessmentError> {
    let Some(text) = present(cell) else { return Ok(None) };
    check_text(text, LineBreaks::Refused)?;
    let wanted = folded(text);
    let position = instrument.predicates().iter().position(|predicate| {
        folded(&predicate.name.id) == wanted || predicate.name.en.as_deref().is_some_and(|name| folded(name) == wanted)
    });
    let unknown =
        || AssessmentError::PredicateUnknown { predicate: text.to_owned(), instrument: instrument.id().to_owned() };
    position.map(Some).ok_or_else(unknown)
}

/// The text as names are compared: lower case, single spaces.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            // Most names are; a cohort may have a million.
            folded.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        } else {
            folded.push_str(&word.to_lowercase());
        }
    }
    folded
}
