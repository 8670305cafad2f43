//! What `benches/peers/cohort.py` calls: peers, statistics, ranks and means of the core, over memory of the caller.
//!
//! A library of its own, so that the C interface of the product holds nothing that only a measurement needs.

use std::slice::{from_raw_parts, from_raw_parts_mut};

use spbe_core::cohort::{Answers, Cohort, CohortBuilder, GroupKey, LabelColumn, Scores, UnitColumns};
use spbe_core::instrument::Instrument;
use spbe_core::peers::{Part, Profiles};
use spbe_core::rank::{RankOptions, rank};
use spbe_core::score::ScoreOptions;
use spbe_core::statistics::{
    Correlation, GroupStatistics, PrincipalComponents, correlations, cronbach_alpha, item_rest,
};

/// Units by part: `parts` columns of `units` values, one column after the other.
///
/// # Safety
/// `values` holds `parts * units` numbers, `weights` holds `parts`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn profiles_new(
    values: *const u32,
    weights: *const u32,
    parts: usize,
    units: usize,
) -> *mut Profiles {
    let (values, weights) = unsafe { (from_raw_parts(values, parts * units), from_raw_parts(weights, parts)) };
    let part = |(weight, values): (&u32, &[u32])| Part { weight: *weight, values: values.to_vec() };
    let parts: Vec<Part> = weights.iter().zip(values.chunks_exact(units)).map(part).collect();
    Box::into_raw(Box::new(Profiles::new(&parts).expect("columns of one length")))
}

/// The `count` nearest better units of each unit from `first`: their positions, `u32::MAX` where there are fewer.
///
/// # Safety
/// `profiles` comes from [`profiles_new`]; `found` holds `queries * count` numbers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn profiles_nearest(
    profiles: *const Profiles,
    first: usize,
    queries: usize,
    count: usize,
    found: *mut u32,
) {
    let (profiles, found) = unsafe { (&*profiles, from_raw_parts_mut(found, queries * count)) };
    for (unit, places) in (first..).zip(found.chunks_exact_mut(count)) {
        places.fill(u32::MAX);
        for (place, neighbour) in places.iter_mut().zip(profiles.nearest_better(unit, count)) {
            *place = u32::try_from(neighbour.unit).expect("below 2^32");
        }
    }
}

/// Statistics of columns: 0 their correlations by Pearson, Spearman and Kendall (a matrix each), 1 the correlation of
/// each column with the sum of the others, 2 Cronbach's alpha, 3 the eigenvalues of Pearson's correlations.
///
/// # Safety
/// `values` holds `columns * rows` numbers, `found` as many as the answer has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn statistics(which: u32, values: *const f64, columns: usize, rows: usize, found: *mut f64) {
    let values = unsafe { from_raw_parts(values, columns * rows) };
    let parts: Vec<&[f64]> = values.chunks_exact(rows).collect();
    let number = |value: Option<f64>| value.unwrap_or(f64::NAN);
    let answer = match which {
        0 => {
            let all: Vec<Correlation> = correlations(&parts).concat();
            let kinds: [fn(&Correlation) -> Option<f64>; 3] =
                [|own| own.pearson, |own| own.spearman, |own| own.kendall];
            kinds.iter().flat_map(|kind| all.iter().map(|own| number(kind(own)))).collect()
        }
        1 => item_rest(&parts).into_iter().map(number).collect(),
        2 => vec![number(cronbach_alpha(&parts))],
        _ => PrincipalComponents::new(&parts).map_or_else(Vec::new, |found| found.eigenvalues),
    };
    unsafe { from_raw_parts_mut(found, answer.len()) }.copy_from_slice(&answer);
}

/// Units of 59/2020 with levels, 47 columns one after the other, each in one of 38 provinces.
///
/// # Safety
/// `levels` holds `47 * units` numbers from 1 to 5, `province` holds `units` below 38.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cohort_new(levels: *const u8, province: *const u32, units: usize) -> *mut Cohort {
    let (levels, province) = unsafe { (from_raw_parts(levels, 47 * units), from_raw_parts(province, units)) };
    let instrument = Instrument::builtin("spbe-2020").expect("built in");
    let names: Vec<String> = (0..units).map(|unit| format!("Instansi {unit:07}")).collect();
    let codes: Vec<u32> = (0..u32::try_from(units).expect("below 2^32")).collect();
    let provinces: Vec<String> = (0..38).map(|province| format!("Provinsi {province:02}")).collect();
    let mut builder = CohortBuilder::new();
    let columns = UnitColumns {
        institution: LabelColumn::from_codes(&codes, &names),
        year: vec![Some(2024); units],
        stage: None,
        labels: vec![("province".to_owned(), LabelColumn::from_codes(province, &provinces))],
        answers: Answers::Levels(levels.chunks_exact(units).map(<[u8]>::to_vec).collect()),
    };
    builder.add_columns(&instrument, columns, None);
    Box::into_raw(Box::new(builder.finish().expect("no name twice")))
}

/// Index and predicate of each unit, its rank among all and within its province, and the figures of each province:
/// units by predicate, mean, quartiles and spread of the index.
///
/// # Safety
/// `cohort` comes from [`cohort_new`]; `all` and `within` hold a number a unit, `means` 38.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cohort_figures(cohort: *const Cohort, all: *mut u32, within: *mut u32, means: *mut f64) {
    let cohort = unsafe { &*cohort };
    let units = cohort.len();
    let scores = Scores::new(cohort, &ScoreOptions::default()).expect("complete");
    let province = || vec![GroupKey::from("province")];
    for (options, ranks) in [(RankOptions::default(), all), (RankOptions::default().within(province()), within)] {
        let ranks = unsafe { from_raw_parts_mut(ranks, units) };
        let ranking = rank(&scores, &options).expect("a label");
        for place in ranking.places() {
            ranks[place.unit()] = place.above() + 1;
        }
    }
    let instrument = cohort.unit(0).expect("a unit").instrument();
    let grouping = cohort.group(&province()).expect("a label");
    let index = [cohort.node("index").expect("the index")];
    let groups = GroupStatistics::by_group(&scores, instrument, &grouping, &index).expect("numbers that fit");
    let means = unsafe { from_raw_parts_mut(means, groups.len()) };
    for (slot, group) in means.iter_mut().zip(&groups) {
        *slot = group.nodes[0].1.mean.unwrap_or(f64::NAN);
    }
}

/// Gives memory back.
///
/// # Safety
/// From [`profiles_new`], and not used any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn profiles_free(profiles: *mut Profiles) {
    drop(unsafe { Box::from_raw(profiles) });
}

/// Gives memory back.
///
/// # Safety
/// From [`cohort_new`], and not used any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cohort_free(cohort: *mut Cohort) {
    drop(unsafe { Box::from_raw(cohort) });
}
