//! Plans on official results: least costs, frontiers and whole plans say the same, and no plan lands a hair short.

use spbe_core::assessment::{Assessment, Subject};
use spbe_core::cohort::NodeName;
use spbe_core::exact::Ratio;
use spbe_core::instrument::{Instrument, PredicateBasis};
use spbe_core::plan::{Aim, Frontier, Grid, LeastCosts, PlanOptions, PlanStudy};
use spbe_core::score::{ScoreOptions, score, smallest_index};
use spbe_tests::files::{assessment, builtin, vector, vector_names};

fn complete(id: &str) -> (Instrument, Vec<Assessment>) {
    let instrument = builtin(id);
    let all = vector_names().into_iter().filter_map(|name| {
        let vector = vector(&name);
        let levels = (vector["instrument"] == id).then(|| vector.get("levels")).flatten()?;
        let subject = Subject { institution: name, ..Subject::default() };
        let own = assessment(&instrument, subject, levels);
        own.answers().iter().all(Option::is_some).then_some(own)
    });
    let all = all.collect();
    (instrument, all)
}

#[test]
fn every_plan_reaches_its_predicate_on_either_index_and_one_step_less_does_not_pay() {
    let (instrument, all) = complete("spbe-2020");
    assert!(all.len() > 2, "{}", all.len());
    let mut least = LeastCosts::new(&instrument, &[]).expect("no costs to be wrong").expect("whole levels");
    for assessment in &all {
        for basis in PredicateBasis::ALL {
            let scoring = ScoreOptions::default().predicate_basis(basis);
            let before = score(&instrument, assessment, &scoring).expect("a score");
            let frontier = Frontier::new(&instrument, assessment, &PlanOptions::default().scoring(scoring)).unwrap();
            assert!(frontier.optimal);
            for predicate in before.predicate.lowest + 1..instrument.predicates().len() {
                let name = instrument.predicates()[predicate].name.id.clone();
                let options = PlanOptions::default().scoring(scoring).target(NodeName::Index, Aim::Predicate(name));
                let study = PlanStudy::new(&instrument, assessment, &options).unwrap();
                let plan = &study.plans[0];
                assert!(plan.optimal && plan.bound == plan.cost);
                assert_eq!(plan.score.predicate.determined(), Some(predicate));
                // The same cost by the other two ways.
                let first = frontier.points.iter().find(|point| point.predicate >= predicate).unwrap();
                assert_eq!(first.cost, plan.cost);
                let (needed, included) =
                    smallest_index(&instrument, instrument.predicate_from(predicate).unwrap(), basis).unwrap();
                assert!(included);
                let levels: Vec<i64> =
                    assessment.answers().iter().map(|own| own.unwrap().numerator().try_into().unwrap()).collect();
                let outline = least.to(&levels, needed).unwrap().unwrap();
                assert_eq!(outline.cost, plan.cost);
                // Unit costs: as many steps as the score itself says at least.
                if predicate == before.predicate.lowest + 1 {
                    let steps = before.next.unwrap().fewest_levels.unwrap();
                    assert_eq!(plan.cost, Ratio::whole(steps.into()));
                }
            }
        }
    }
}

#[test]
fn what_cannot_be_planned_is_refused() {
    let instrument = builtin("pemdi-2026");
    let answers = instrument.items().iter().map(|item| (item.code(), Ratio::new(499, 100).unwrap()));
    let assessment = Assessment::new(&instrument, Subject::default(), answers).unwrap();
    // A hundred steps of an indicator are left, of 40,001 answers on the grid.
    let fine = PlanOptions::default().grid(Grid::Every(Ratio::new(1, 10_000).unwrap()));
    let refused = PlanStudy::new(&instrument, &assessment, &fine).unwrap_err();
    assert_eq!(refused.first_code().name, "plan.too_many_ways");
}

#[test]
fn least_costs_of_levels_and_sums_that_cannot_be_are_none() {
    let mut least = LeastCosts::new(&builtin("spbe-2020"), &[]).expect("no costs").expect("whole levels");
    let levels = [3; 47];
    for wrong in [i64::MIN, i64::MAX, 0, 6] {
        let mut levels = levels;
        levels[20] = wrong;
        assert_eq!(least.to(&levels, Ratio::ONE), Ok(None));
        assert_eq!(least.cells(&levels), None);
    }
    assert_eq!(least.to(&levels, Ratio::whole(i64::MAX / 2_001)), Ok(None));
    assert_eq!(least.to(&levels, Ratio::whole(i64::MIN / 2_001)).expect("small").expect("there").cost, Ratio::ZERO);
    assert_eq!(least.to(&levels, Ratio::whole(6)), Ok(None));
    assert!(least.to(&levels, Ratio::whole(5)).expect("small").is_some());
}

#[test]
fn a_target_between_two_sums_is_met_and_not_nearly_met() {
    let (instrument, all) = complete("spbe-2020");
    let assessment = &all[0];
    let start = score(&instrument, assessment, &ScoreOptions::default()).unwrap().index.exact().unwrap();
    for thousandth in 1..60 {
        let target = start.checked_add(Ratio::new(thousandth * 7, 1000).unwrap()).unwrap();
        let options = PlanOptions::default()
            .scoring(ScoreOptions::default().predicate_basis(PredicateBasis::Exact))
            .target(NodeName::Index, Aim::AtLeast(target));
        let study = PlanStudy::new(&instrument, assessment, &options).unwrap();
        assert!(study.plans[0].score.index.exact().unwrap() >= target);
    }
}
