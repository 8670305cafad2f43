//! Answers from a program: by position and by code, as numbers and as text.

use super::table_tests::builtin;
use super::{Assessment, AssessmentError, Given, Subject};
use crate::exact::{DecimalComma, NumberError, Ratio};
use crate::issue::Issues;

fn text(text: &str) -> Given<'_> {
    Given::Text(text.into())
}

fn by_position(id: &str, answers: &[Given<'_>]) -> Result<Assessment, Issues<AssessmentError>> {
    Assessment::from_given(&builtin(id), Subject::default(), answers, DecimalComma::default())
}

fn by_code(id: &str, answers: &[(&str, Given<'_>)]) -> Result<Assessment, Issues<AssessmentError>> {
    let answers = answers.iter().map(|(code, given)| (*code, given.clone()));
    Assessment::from_given_codes(&builtin(id), Subject::default(), answers, DecimalComma::default())
}

#[test]
fn text_is_read_as_a_cell_is() {
    let mut answers = vec![Given::Number(Ratio::whole(3)); 20];
    answers[0] = text(" 2,5 ");
    answers[1] = text("-");
    answers[2] = text("");
    answers[3] = Given::Missing;
    let assessment = by_position("pemdi-2026", &answers).unwrap();
    assert_eq!(assessment.answers()[0], Some(Ratio::new(5, 2).unwrap()));
    assert_eq!(assessment.answers()[1..4], [None; 3]);
    assert_eq!(assessment.answers()[4], Some(Ratio::whole(3)));
}

fn float(number: f64) -> Given<'static> {
    Given::Float(number.into())
}

#[test]
fn a_float_is_what_was_written_and_never_what_was_computed() {
    let mut answers = vec![float(2.6); 20];
    answers[1] = float(f64::NAN);
    answers[2] = float(3.0);
    let assessment = by_position("pemdi-2026", &answers).unwrap();
    let exact = [Some(Ratio::new(13, 5).unwrap()), None, Some(Ratio::whole(3))];
    assert_eq!(assessment.answers()[..3], exact);
    let computed = vec![float(2.600_000_000_000_000_5), float(2.599_999_904_632_568_4)];
    let answers: Vec<_> = computed.into_iter().chain(vec![float(f64::INFINITY); 18]).collect();
    let issues = by_position("pemdi-2026", &answers).unwrap_err();
    assert_eq!(issues.total(), 20);
    assert!(matches!(issues.listed()[0].error, AssessmentError::FloatComputed { limit: 15, .. }));
    assert!(matches!(issues.listed()[2].error, AssessmentError::Number(NumberError::NotANumber(_))));
}

#[test]
fn every_problem_is_said_at_its_code() {
    let mut answers = vec![Given::Number(Ratio::whole(3)); 47];
    answers[0] = text("many");
    answers[1] = text("1,260");
    answers[2] = Given::Number(Ratio::whole(6));
    answers[3] = Given::Number(Ratio::new(5, 2).unwrap());
    let issues = by_position("spbe-2020", &answers).unwrap_err();
    let found: Vec<_> =
        issues.listed().iter().map(|issue| (issue.place.column.as_deref().unwrap(), &issue.error)).collect();
    assert_eq!(found[0], ("1", &AssessmentError::Number(NumberError::NotANumber("many".to_owned()))));
    assert_eq!(found[1], ("2", &AssessmentError::Number(NumberError::AmbiguousComma("1,260".to_owned()))));
    assert!(matches!(found[2], ("3", AssessmentError::LevelOutOfRange { .. })));
    assert!(matches!(found[3], ("4", AssessmentError::LevelNotWhole { .. })));
    assert_eq!(found.len(), 4);
}

#[test]
fn a_wrong_number_of_answers_is_said_alone() {
    let issues = by_position("spbe-2020", &[text("many")]).unwrap_err();
    assert_eq!(issues.listed()[0].error, AssessmentError::AnswerCount { found: 1, expected: 47 });
    assert_eq!(issues.total(), 1);
}

#[test]
fn codes_come_in_the_spellings_of_files() {
    let three = || Given::Number(Ratio::whole(3));
    let assessment = by_code("spbe-2020", &[("1", three()), ("i2", three()), ("Indikator 03", text("4"))]).unwrap();
    assert_eq!(assessment.answers()[..3], [Some(Ratio::whole(3)), Some(Ratio::whole(3)), Some(Ratio::whole(4))]);
    assert!(assessment.answers()[3..].iter().all(Option::is_none));
}

#[test]
fn unknown_split_and_repeated_codes_are_refused() {
    let three = || Given::Number(Ratio::whole(3));
    let issues = by_code("spbe-2018", &[("99", three()), ("35", three()), ("1", Given::Missing), ("i1", three())]);
    let errors: Vec<_> = issues.unwrap_err().listed().iter().map(|issue| issue.error.clone()).collect();
    assert!(matches!(&errors[0], AssessmentError::CodeUnknown { .. }));
    assert!(matches!(&errors[1], AssessmentError::CodeIsSplit { .. }));
    assert!(matches!(&errors[2], AssessmentError::AnswerDuplicate { .. }));
    assert_eq!(errors.len(), 3);
}
