//! `agreement`: how far two ratings agree, as `spbe agreement --format json` prints it.

use super::call::{Call, Outcome};
use super::error::RequestError;
use super::given::{answered, given};
use super::operation::Operation;
use crate::agreement::{AgreementOptions, AgreementStudy};
use crate::cohort::GroupKey;
use crate::issue::Place;
use crate::record::AgreementRecord;

pub(super) const OPERATION: Operation = Operation {
    name: "agreement",
    fields: &[
        "content",
        "assessments",
        "instrument",
        "checksum",
        "year",
        "stage",
        "decimal_comma",
        "between",
        "key",
        "of",
    ],
    answer,
};

fn answer(call: &mut Call<'_, '_>) -> Outcome {
    let between = call.texts("between").and_then(|names| match <[String; 2]>::try_from(names) {
        Ok([first, second]) => Some((first, second)),
        Err(names) => {
            let error = RequestError::ListLength { found: names.len(), expected: 2, of: "between".to_owned() };
            call.add(Place::path("between"), error);
            None
        }
    });
    let mut options = AgreementOptions::default().between(between);
    if let Some(key) = call.optional_text("key") {
        options = options.key(GroupKey::from(key.as_str()));
    }
    options = options.instrument(call.optional_text("of"));
    let asked = given(call).cohort(call)?;
    let study = || {
        let study = AgreementStudy::new(&asked.cohort, &options)?;
        Ok(AgreementRecord::new(asked.cohort.instrument(Some(&study.instrument))?, &study))
    };
    answered(study())
}
