//! Changes taken apart beside sums over the levels themselves.

use proptest::prelude::*;
use std::sync::LazyLock;

use super::*;
use crate::assessment::{Assessment, PublishedResult, Subject};
use crate::cohort::{Basis, Cohort, CohortBuilder, Scores};
use crate::exact::Ratio;
use crate::instrument::Instrument;
use crate::score::ScoreOptions;

static OLD: LazyLock<Instrument> = LazyLock::new(|| Instrument::builtin("spbe-2018").unwrap());
static NEW: LazyLock<Instrument> = LazyLock::new(|| Instrument::builtin("spbe-2020").unwrap());

fn ratio(text: &str) -> Ratio {
    text.parse().unwrap()
}

fn subject(name: &str, year: u16) -> Subject {
    Subject { institution: name.to_owned(), year: Some(year), ..Subject::default() }
}

fn unit(instrument: &Instrument, name: &str, year: u16, levels: &[i64]) -> Assessment {
    let answers =
        levels.iter().cycle().take(instrument.items().len()).map(|level| Some(Ratio::whole(*level))).collect();
    Assessment::from_positions(instrument, subject(name, year), answers).unwrap()
}

fn cohort(units: &[(&Instrument, Assessment)]) -> Cohort {
    let mut builder = CohortBuilder::new();
    for (instrument, unit) in units {
        builder.add_assessments(instrument, std::slice::from_ref(unit), None);
    }
    builder.finish().unwrap()
}

proptest! {
    #[test]
    fn a_change_adds_up_at_every_tier(
        before in prop::collection::vec(1_i64..=5, 47),
        after in prop::collection::vec(1_i64..=5, 47),
    ) {
        let cohort = cohort(&[(&*NEW, unit(&NEW, "A", 2023, &before)), (&*NEW, unit(&NEW, "A", 2024, &after))]);
        let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
        let found = compare(&scores, 0, 1).unwrap();
        let parts: i64 = NEW.items().iter().zip(before.iter().zip(&after)).map(|(item, (b, a))| item.parts() * (a - b)).sum();
        let change = Ratio::new(parts.into(), 2_000).unwrap();
        prop_assert_eq!(found.index.unwrap().change, change);
        let attribution = found.attribution.unwrap();
        prop_assert_eq!(attribution.basis, Basis::Answers);
        prop_assert_eq!(attribution.tiers.len(), 3);
        for tier in &attribution.tiers {
            let sum = tier.parts.iter().fold(Ratio::ZERO, |sum, part| sum.checked_add(part.contribution).unwrap());
            prop_assert_eq!((sum, tier.remainder), (change, Ratio::ZERO));
        }
        for (part, (item, (b, a))) in attribution.tiers[2].parts.iter().zip(NEW.items().iter().zip(before.iter().zip(&after))) {
            prop_assert_eq!(part.contribution, Ratio::new((item.parts() * (a - b)).into(), 2_000).unwrap());
            prop_assert_eq!(part.value.change, Ratio::whole(a - b));
        }
    }
}

#[test]
fn printed_domains_leave_what_rounding_took() {
    let printed = |year, index: &str, domains: [&str; 4]| {
        let mut nodes = vec![None; NEW.nodes().len()];
        nodes.iter_mut().zip(domains).for_each(|(node, value)| *node = value.parse().ok());
        PublishedResult { subject: subject("A", year), index: index.parse().ok(), predicate: None, nodes, row: None }
    };
    let mut builder = CohortBuilder::new();
    // Kota Bandar Lampung, as printed in 2022 and 2023.
    let results = [
        printed(2022, "1.50", ["2.00", "1.00", "1.00", "1.82"]),
        printed(2023, "2.15", ["1.40", "1.70", "1.00", "3.04"]),
    ];
    builder.add_results(&NEW, &results, None);
    let cohort = builder.finish().unwrap();
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    let found = compare(&scores, 0, 1).unwrap();
    assert_eq!(found.index.unwrap().change, ratio("0.65"));
    let attribution = found.attribution.unwrap();
    assert_eq!((attribution.basis, attribution.tiers.len()), (Basis::Printed, 1));
    let tier = &attribution.tiers[0];
    let contributions: Vec<Ratio> = tier.parts.iter().map(|part| part.contribution).collect();
    assert_eq!(contributions, ["-0.078", "0.175", "0", "0.5551"].map(ratio));
    assert_eq!(tier.remainder, ratio("-0.0021"));
}

#[test]
fn across_instruments_the_rule_changed_and_links_are_kept_apart() {
    let units = [
        (&*OLD, unit(&OLD, "A", 2020, &[2])),
        (&*NEW, unit(&NEW, "A", 2022, &[3])),
        (&*NEW, unit(&NEW, "A", 2023, &[4])),
    ];
    let cohort = cohort(&units);
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    let found = &tracks(&scores, &[0, 1, 2]).unwrap()[0];
    assert_eq!((found.units.clone(), found.gaps.clone()), (vec![0, 1, 2], vec![2021]));
    let change = &found.changes[0];
    assert!(change.rule_changed && change.attribution.is_none());
    assert_eq!((change.linked.len(), change.index.unwrap().change), (25, ratio("1")));
    assert!(change.linked.iter().all(|linked| (linked.before, linked.after) == (ratio("2"), ratio("3"))));
    assert_eq!((change.only_before.len(), change.only_after.len()), (14, 22));
    assert!(change.crosswalk.as_ref().is_some_and(Crosswalk::has_levels));
    let moved = transitions(&scores, std::slice::from_ref(found));
    assert_eq!((moved[0].instrument.as_deref(), moved[1].instrument.as_deref()), (None, Some("spbe-2020")));
    // Level 3 is Baik, level 4 Sangat Baik.
    assert_eq!(moved[1].counts[2][3], 1);
    let means = means(&scores, &[0, 1, 2], &[]).unwrap();
    assert_eq!(means.iter().map(|mean| mean.mean.unwrap()).collect::<Vec<_>>(), ["2", "3", "4"].map(ratio));
}

#[test]
fn every_link_names_items_of_its_instruments_and_none_is_left_out() {
    let pemdi = Instrument::builtin("pemdi-2026").unwrap();
    for (from, to) in [(&*OLD, &*NEW), (&*NEW, &pemdi)] {
        let crosswalk = Crosswalk::between(from, to).unwrap();
        assert_eq!((crosswalk.from(), crosswalk.to()), (from.id(), to.id()));
        let named = |side: fn(&Link) -> Option<&String>| crosswalk.links().iter().filter_map(side).collect::<Vec<_>>();
        for (instrument, codes) in [(from, named(|link| link.from.as_ref())), (to, named(|link| link.to.as_ref()))] {
            assert!(codes.iter().all(|code| instrument.item_position(code).is_some()));
            assert!(
                instrument.items().iter().all(|item| codes.iter().any(|code| *code == item.code())),
                "{}",
                instrument.id()
            );
        }
    }
    assert!(Crosswalk::between(&NEW, &OLD).is_none());
}
