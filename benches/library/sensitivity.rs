//! What `benches/peers/sensitivity.py` calls: which uncertainty matters, over memory of the caller.
//!
//! A library of its own, so that the C interface of the product holds nothing that only a measurement needs.

use std::slice::{from_raw_parts, from_raw_parts_mut};

use spbe_core::cohort::{Answers, Cohort, CohortBuilder, LabelColumn, Scores, UnitColumns};
use spbe_core::instrument::Instrument;
use spbe_core::robustness::Uncertain;
use spbe_core::score::ScoreOptions;
use spbe_core::sensitivity::{Output, SensitivityOptions, SensitivityStudy};

/// Units of 59/2020 with levels, 47 columns one after the other.
///
/// # Safety
/// `levels` holds `47 * units` numbers from 1 to 5.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sensitivity_new(levels: *const u8, units: usize) -> *mut Cohort {
    let levels = unsafe { from_raw_parts(levels, 47 * units) };
    let instrument = Instrument::builtin("spbe-2020").expect("built in");
    let names: Vec<String> = (0..units).map(|unit| format!("Instansi {unit:04}")).collect();
    let codes: Vec<u32> = (0..u32::try_from(units).expect("below 2^32")).collect();
    let mut builder = CohortBuilder::new();
    let columns = UnitColumns {
        institution: LabelColumn::from_codes(&codes, &names),
        year: vec![Some(2024); units],
        stage: None,
        labels: Vec::new(),
        answers: Answers::Levels(levels.chunks_exact(units).map(<[u8]>::to_vec).collect()),
    };
    builder.add_columns(&instrument, columns, None);
    Box::into_raw(Box::new(builder.finish().expect("no name twice")))
}

/// Sobol indices of the weights of each domain, the rule of publication and the way of aggregation, for the index of the
/// first unit, or with `shift` for the mean shift of ranks: by factor, first order and its interval, total and its
/// interval. Says how many runs were made.
///
/// # Safety
/// `cohort` comes from [`sensitivity_new`]; `found` holds six numbers a factor.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sensitivity_shares(cohort: *const Cohort, shift: u32, samples: u32, found: *mut f64) -> u32 {
    let scores = Scores::new(unsafe { &*cohort }, &ScoreOptions::default()).expect("complete");
    let options = SensitivityOptions::default().uncertain(Uncertain::default()).samples(samples);
    let options = options.by(Some("domain".to_owned()));
    let options = if shift == 0 {
        options.institution(Some(0)).outputs(vec![Output::Index])
    } else {
        options.outputs(vec![Output::RankShift])
    };
    let study = SensitivityStudy::new(&scores, &options).expect("sound options");
    let output = &study.outputs[0];
    let found = unsafe { from_raw_parts_mut(found, 6 * output.factors.len()) };
    for (slots, factor) in found.chunks_exact_mut(6).zip(&output.factors) {
        let (first, total) = (&factor.indices.first, &factor.indices.total);
        slots.copy_from_slice(&[first.value, first.low, first.high, total.value, total.low, total.high]);
    }
    study.runs
}

/// Gives memory back.
///
/// # Safety
/// From [`sensitivity_new`], and not used any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sensitivity_free(cohort: *mut Cohort) {
    drop(unsafe { Box::from_raw(cohort) });
}
