//! Answers that a program hands over, one by one: numbers as they are, text as a cell of a file.

use std::borrow::Cow;

use super::cells;
use super::codes::Codes;
use super::error::AssessmentError;
use super::float::PrintedFloat;
use super::model::{Assessment, Subject, check_answer};
use crate::exact::{DecimalComma, Ratio};
use crate::instrument::Instrument;
use crate::issue::{Collector, ISSUE_LIMIT, Issues, Place, brief};

/// An answer as a program has it.
#[derive(Clone, Debug, PartialEq)]
pub enum Given<'text> {
    /// None.
    Missing,
    /// An exact number.
    Number(Ratio),
    /// A float, as it prints. A NaN is a missing answer.
    Float(PrintedFloat),
    /// Text, read as a cell of a file is: `3`, `1.26`; `-` and nothing at all are a missing answer.
    Text(Cow<'text, str>),
}

impl Given<'_> {
    fn checked(&self, instrument: &Instrument, comma: DecimalComma) -> Result<Option<Ratio>, AssessmentError> {
        match self {
            Self::Missing => Ok(None),
            Self::Number(answer) => check_answer(instrument, *answer).map(|()| Some(*answer)),
            Self::Float(float) if float.is_nan() => Ok(None),
            Self::Float(float) => {
                let answer = float.decimal()?.into();
                check_answer(instrument, answer).map(|()| Some(answer))
            }
            Self::Text(text) => cells::answer(text, instrument, comma),
        }
    }
}

impl Assessment {
    /// Answers by item code.
    ///
    /// # Errors
    /// Every unknown code, duplicate, and answer outside the instrument's range.
    pub fn new<'code>(
        instrument: &Instrument,
        subject: Subject,
        answers: impl IntoIterator<Item = (&'code str, Ratio)>,
    ) -> Result<Self, Issues<AssessmentError>> {
        let answers = answers.into_iter().map(|(code, answer)| (code, Given::Number(answer)));
        Self::from_given_codes(instrument, subject, answers, DecimalComma::default())
    }

    /// Answers by item code as texts: plain decimal numbers. An empty text or a dash is a missing answer.
    ///
    /// # Errors
    /// Every unknown code, duplicate, and text that is no answer within the instrument's range.
    pub fn from_texts<'text>(
        instrument: &Instrument,
        subject: Subject,
        answers: impl IntoIterator<Item = (&'text str, &'text str)>,
    ) -> Result<Self, Issues<AssessmentError>> {
        let answers = answers.into_iter().map(|(code, text)| (code, Given::Text(text.into())));
        Self::from_given_codes(instrument, subject, answers, DecimalComma::default())
    }

    /// Answers in the order of [`Instrument::items`].
    ///
    /// # Errors
    /// A wrong number of answers; else every answer that is no number or outside the instrument's range, by its code.
    pub fn from_given(
        instrument: &Instrument,
        subject: Subject,
        answers: &[Given<'_>],
        comma: DecimalComma,
    ) -> Result<Self, Issues<AssessmentError>> {
        let (found, expected) = (answers.len(), instrument.items().len());
        if found != expected {
            return Err(Issues::one(AssessmentError::AnswerCount { found, expected }));
        }
        let mut issues = Collector::new(ISSUE_LIMIT);
        let mut placed = Vec::with_capacity(expected);
        for (item, given) in instrument.items().iter().zip(answers) {
            placed.push(given.checked(instrument, comma).unwrap_or_else(|error| {
                issues.add(Place::whole().column(item.code()), error);
                None
            }));
        }
        issues.finish(Self::from_checked(instrument, subject, placed, None))
    }

    /// Answers by code, in any spelling that a file may have (`7`, `i7`, `Indikator 7`); what is not named is missing.
    ///
    /// # Errors
    /// Every unknown code, every indicator answered twice, and every answer that is no number or outside the
    /// instrument's range.
    pub fn from_given_codes<'given>(
        instrument: &Instrument,
        subject: Subject,
        answers: impl IntoIterator<Item = (&'given str, Given<'given>)>,
        comma: DecimalComma,
    ) -> Result<Self, Issues<AssessmentError>> {
        let mut issues = Collector::new(ISSUE_LIMIT);
        let mut placed: Vec<Option<Ratio>> = vec![None; instrument.items().len()];
        let mut named = vec![false; placed.len()];
        // Made for the first code that is spelled otherwise.
        let mut codes: Option<Codes<'_>> = None;
        for (code, given) in answers {
            let place = || Place::whole().column(brief(code));
            let position = match instrument.item_position(code) {
                Some(position) => Ok(position),
                None => codes.get_or_insert_with(|| Codes::new(instrument)).expect_item(code),
            };
            let slots = position.map(|position| (placed.get_mut(position), named.get_mut(position)));
            match slots {
                Ok((Some(slot), Some(named))) if !*named => {
                    *named = true;
                    match given.checked(instrument, comma) {
                        Ok(answer) => *slot = answer,
                        Err(error) => issues.add(place(), error),
                    }
                }
                Ok(_) => {
                    let (code, first_row) = (code.to_owned(), None);
                    issues.add(place(), AssessmentError::AnswerDuplicate { code, first_row });
                }
                Err(error) => issues.add(place(), error),
            }
        }
        issues.finish(Self::from_checked(instrument, subject, placed, None))
    }
}
