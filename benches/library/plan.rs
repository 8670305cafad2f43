//! What `benches/peers/plan.py` calls: least costs, over memory of the caller.
//!
//! A library of its own, so that the C interface of the product holds nothing that only a measurement needs.

use std::slice::{from_raw_parts, from_raw_parts_mut};

use spbe_core::assessment::{Assessment, Subject};
use spbe_core::cohort::NodeName;
use spbe_core::exact::Ratio;
use spbe_core::instrument::Instrument;
use spbe_core::issue::Place;
use spbe_core::plan::{Aim, LeastCosts, PlanOptions, PlanStudy, Rule, StepCost};

/// What is kept from call to call.
pub struct Kept {
    instrument: Instrument,
    least: LeastCosts,
    options: PlanOptions,
}

/// Plans on 59/2020. `costs` is the cost of each step, item by item, four each; `rules` are so many rules of four numbers:
/// item and level, and what they need.
///
/// # Safety
/// `costs` holds 47 x 4 numbers, `rules` four for each rule.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn plan_new(costs: *const i64, rules: *const i64, count: usize) -> *mut Kept {
    let instrument = Instrument::builtin("spbe-2020").expect("a built-in instrument");
    let costs = unsafe { from_raw_parts(costs, 4 * instrument.items().len()) };
    let rules = unsafe { from_raw_parts(rules, 4 * count) };
    let code = |item: i64| instrument.items()[usize::try_from(item).expect("an item")].code().to_owned();
    let cost = |(place, cost): (usize, &i64)| StepCost {
        indicator: Some(instrument.items()[place / 4].code().to_owned()),
        level: Some(Ratio::whole(i64::try_from(place % 4).expect("few") + 2)),
        cost: Ratio::whole(*cost),
        duration: None,
        unit: None,
        place: Place::whole(),
    };
    let costs: Vec<StepCost> = costs.iter().enumerate().map(cost).collect();
    let rule = |rule: &[i64]| Rule {
        indicator: code(rule[0]),
        level: Ratio::whole(rule[1]),
        needs: code(rule[2]),
        needs_level: Ratio::whole(rule[3]),
        place: Place::whole(),
    };
    let least = LeastCosts::new(&instrument, &costs).expect("sound costs").expect("whole levels");
    let options = PlanOptions::default().costs(costs).rules(rules.chunks_exact(4).map(rule).collect());
    Box::into_raw(Box::new(Kept { instrument, least, options }))
}

/// The least cost of each institution for each target (in hundredths), nothing but the index counting; -1 where it cannot
/// be reached. With the levels at the end.
///
/// # Safety
/// `levels` holds 47 numbers an institution, `targets` so many, `found` one an institution and target, `after` 47 each.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn plan_least(
    kept: *mut Kept,
    levels: *const i64,
    institutions: usize,
    targets: *const i64,
    count: usize,
    found: *mut i64,
    after: *mut i64,
) {
    let kept = unsafe { &mut *kept };
    let items = kept.instrument.items().len();
    let levels = unsafe { from_raw_parts(levels, institutions * items) };
    let targets = unsafe { from_raw_parts(targets, count) };
    let found = unsafe { from_raw_parts_mut(found, institutions * count) };
    let after = unsafe { from_raw_parts_mut(after, institutions * count * items) };
    let mut places = found.iter_mut().zip(after.chunks_exact_mut(items));
    for levels in levels.chunks_exact(items) {
        for target in targets {
            let (found, after) = places.next().expect("a place for each");
            let needed = Ratio::new((*target).into(), 100).expect("not 0");
            let plan = kept.least.to(levels, needed).expect("small numbers");
            *found = plan.as_ref().map_or(-1, |plan| i64::try_from(plan.cost.numerator()).expect("small"));
            for (slot, answer) in after.iter_mut().zip(plan.iter().flat_map(|plan| &plan.answers)) {
                *slot = i64::try_from(answer.numerator()).expect("small");
            }
        }
    }
}

/// The least cost of every sum of one institution: how many there are, into `found`.
///
/// # Safety
/// `levels` holds 47 numbers, `found` 8,001.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn plan_frontier(kept: *mut Kept, levels: *const i64, found: *mut i64) -> usize {
    let kept = unsafe { &mut *kept };
    let levels = unsafe { from_raw_parts(levels, kept.instrument.items().len()) };
    let (cells, unit) = kept.least.cells(levels).expect("sound levels");
    assert_eq!(unit, 1, "every sum has its cell");
    unsafe { from_raw_parts_mut(found, cells.len()) }.copy_from_slice(&cells);
    cells.len()
}

/// The cost of a whole plan under the rules, as it is handed out: ordered, and scored again; -1 where there is none.
///
/// # Safety
/// `levels` holds 47 numbers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn plan_whole(kept: *mut Kept, levels: *const i64, target: i64) -> i64 {
    let kept = unsafe { &mut *kept };
    let levels = unsafe { from_raw_parts(levels, kept.instrument.items().len()) };
    let answers = levels.iter().map(|level| Some(Ratio::whole(*level))).collect();
    let subject = Subject { year: Some(2024), ..Subject::default() };
    let assessment = Assessment::from_positions(&kept.instrument, subject, answers).expect("sound levels");
    let target = Ratio::new(target.into(), 100).expect("not 0");
    let options = kept.options.clone().target(NodeName::Index, Aim::AtLeast(target)).most_nodes(1_000_000);
    match PlanStudy::new(&kept.instrument, &assessment, &options) {
        Ok(study) => {
            let plan = &study.plans[0];
            assert!(plan.optimal, "proven");
            i64::try_from(plan.cost.numerator()).expect("small")
        }
        Err(_) => -1,
    }
}
