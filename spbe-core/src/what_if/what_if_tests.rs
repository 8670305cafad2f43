//! What-if beside a whole new score, and the corners of what is asked.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::assessment::{Assessment, Records, Subject};
use crate::cohort::{Cohort, Scores};
use crate::exact::{Decimal, Ratio};
use crate::instrument::{Instrument, MissingPolicy, PredicateBasis};
use crate::issue::Catalogued;
use crate::score::{ScoreOptions, score};

static INSTRUMENT: LazyLock<Instrument> = LazyLock::new(|| Instrument::builtin("spbe-2020").unwrap());

fn ratio(text: &str) -> Ratio {
    text.parse().unwrap()
}

fn assessment(name: &str, levels: &[i64]) -> Assessment {
    let subject = Subject { institution: name.to_owned(), year: Some(2024), ..Subject::default() };
    // A level of 0 stands for a missing answer.
    let answers = levels.iter().map(|level| (*level > 0).then_some(Ratio::whole(*level))).collect();
    Assessment::from_positions(&INSTRUMENT, subject, answers).unwrap()
}

fn cohort(levels: &[Vec<i64>]) -> Cohort {
    let units = (0..).zip(levels).map(|(unit, levels): (usize, _)| assessment(&format!("U{unit}"), levels));
    Cohort::from_records(&INSTRUMENT, &Records::Assessments(units.collect())).unwrap()
}

fn change(code: &str, to: i64) -> Change {
    Change::new(code, Decimal::new(to.into(), 0).unwrap())
}

fn ask(cohort: &Cohort, changes: &[Change]) -> WhatIf {
    let scores = Scores::new(cohort, &ScoreOptions::default()).unwrap();
    WhatIf::new(&scores, 0, changes, &WhatIfOptions::default()).unwrap()
}

#[test]
fn changes_add_up_and_move_the_rank() {
    let cohort = cohort(&[vec![2; 47], vec![3; 47], vec![1; 47]]);
    let changes: Vec<Change> = INSTRUMENT.items().iter().map(|item| change(item.code(), 3)).collect();
    let study = ask(&cohort, &changes);
    let [scenario] = study.scenarios.as_slice() else { panic!("one scenario") };
    assert_eq!((scenario.gain, scenario.after.index.exact()), (Ratio::ONE, Some(ratio("3"))));
    let [rank] = scenario.ranks.as_slice() else { panic!("one rank") };
    assert_eq!((rank.before, rank.after.rank, rank.after.tied), (ratio("2"), ratio("1"), 2));
    assert!(scenario.units.is_empty() && scenario.course.is_empty());
}

#[test]
fn dates_make_a_course_and_units_share_the_gain() {
    let cohort = cohort(&[vec![2; 47]]);
    let csv = "skenario;indikator;menjadi;opd;tanggal;catatan\n\
               a;47;4;Kominfo;2026-06;x\na;i47;5;Kominfo;2027;\na;1;1;Setda;;\nb;2;5;;;\n";
    let changes = Change::read(csv.as_bytes()).unwrap();
    let study = ask(&cohort, &changes);
    let [first, second] = study.scenarios.as_slice() else { panic!("two scenarios") };
    assert_eq!((first.name.as_deref(), second.name.as_deref()), (Some("a"), Some("b")));
    // Indicator 47 weighs 3 %, indicator 1 weighs 1.3 %: 3 levels up, one down.
    assert_eq!(first.gain, ratio("0.077"));
    let course: Vec<_> =
        first.course.iter().map(|stage| (stage.date.as_ref().map(ToString::to_string), stage.index)).collect();
    let dated = |date: &str, index: &str| (Some(date.to_owned()), ratio(index));
    assert_eq!(course, [(None, ratio("1.987")), dated("2026-06", "2.047"), dated("2027", "2.077")]);
    let units: Vec<_> = first.units.iter().map(|share| (share.unit.as_deref().unwrap(), share.gain)).collect();
    assert_eq!(units, [("Kominfo", ratio("0.09")), ("Setda", ratio("-0.013"))]);
    let froms: Vec<_> = first.effects.iter().map(|effect| (effect.item, effect.from, effect.to)).collect();
    let step = |item, from, to| (item, Some(Ratio::whole(from)), Ratio::whole(to));
    assert_eq!(froms, [step(0, 2, 1), step(46, 2, 4), step(46, 4, 5)]);

    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    let until = WhatIfOptions::default().until(Some("2026-12".parse().unwrap()));
    let study = WhatIf::new(&scores, 0, &changes, &until).unwrap();
    assert_eq!((study.scenarios[0].gain, study.scenarios[0].later), (ratio("0.047"), 1));
    // A year is over with its last day.
    let until = WhatIfOptions::default().until(Some("2027-12-31".parse().unwrap()));
    let study = WhatIf::new(&scores, 0, &changes, &until).unwrap();
    assert_eq!((study.scenarios[0].gain, study.scenarios[0].later), (ratio("0.077"), 0));
    let units = WhatIfOptions::default().units(vec!["Setda".to_owned()]);
    assert_eq!(WhatIf::new(&scores, 0, &changes, &units).unwrap().scenarios[0].gain, ratio("-0.013"));
    let unknown = WhatIfOptions::default().units(vec!["Bappeda".to_owned()]);
    assert_eq!(WhatIf::new(&scores, 0, &changes, &unknown).unwrap_err().first_code().number, 1003);
}

#[test]
fn dates_are_ordered_by_their_last_day() {
    let order = ["2026-02-28", "2026-02", "2026-03-01", "2026-12-31", "2026-12", "2026", "2027-01", "2027-11-30"];
    let dates: Vec<Date> = order.iter().map(|date| date.parse().unwrap()).collect();
    assert!(dates.is_sorted_by(|earlier, later| earlier < later));
    let within = |date: &str, until: &str| date.parse::<Date>().unwrap().is_within(&until.parse().unwrap());
    for (date, last) in
        [("2026", "2026-12-31"), ("2026-07", "2026-07-31"), ("2024-02", "2024-02-29"), ("2026", "2026-12")]
    {
        assert!(within(date, last) && within(last, date), "{date} {last}");
    }
    assert!(!within("2026", "2026-12-30") && !within("2024-02", "2024-02-28") && within("2026-12-30", "2026"));
    for wrong in ["", "26", "2026-13", "2026-00", "2026-02-30", "2025-02-29", "2026-1", "2026-01-01-01", "x"] {
        assert_eq!(wrong.parse::<Date>().unwrap_err().code().number, 1002, "{wrong}");
    }
    assert!("2024-02-29".parse::<Date>().is_ok());
}

#[test]
fn all_problems_come_at_once_with_their_places() {
    let cohort = cohort(&[vec![2; 47]]);
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    let csv = "indicator,to\n48,3\n1,6\n2,2.5\n3,4\n3,5\n";
    let issues =
        WhatIf::new(&scores, 0, &Change::read(csv.as_bytes()).unwrap(), &WhatIfOptions::default()).unwrap_err();
    let found: Vec<_> = issues.listed().iter().map(|issue| (issue.place.row, issue.error.code().number)).collect();
    assert_eq!(found, [(Some(2), 306), (Some(3), 316), (Some(4), 315), (Some(6), 1001)]);
    let read = |text: &str| {
        let issues = Change::read(text.as_bytes()).unwrap_err();
        issues.listed().iter().map(|issue| (issue.place.clone(), issue.error.code().number)).collect::<Vec<_>>()
    };
    let numbers = |text: &str| read(text).into_iter().map(|(_, number)| number).collect::<Vec<_>>();
    // Blank lines count.
    let rows = read("indicator;to\r\n\r\n\n\n12;x\n\n13;y\n").into_iter().map(|(place, _)| place.row);
    assert_eq!(rows.collect::<Vec<_>>(), [Some(5), Some(7)]);
    assert_eq!(numbers("indicator,tanggl\n1,2\n"), [330, 304]);
    assert_eq!(numbers("indicator,to,date\n1,x,2026\n2,,2026\n3,3,2026-13\n"), [329, 314, 1002][..].to_vec());
    assert_eq!(numbers("indicator,to\n"), [323]);
    // An open quotation mark would take the rows below it into one cell.
    assert_eq!(numbers("indicator,to\n1,\"3\n2,4\n"), [336]);
    assert_eq!(numbers("[{\"indicator\": 1, \"to\": 3, \"dat\": 1}, {\"to\": true}]").len(), 3);
    assert_eq!(read("[{\"indicator\": 1, \"to\": \"x\"}]")[0].0.path.as_deref(), Some("[1].to"));
}

#[test]
fn json_lists_are_read_as_tables_are() {
    let json = r#"[{"scenario": "a", "indicator": 47, "to": 4, "unit": "Kominfo", "date": "2026-06"}]"#;
    let csv = "scenario,indicator,to,unit,date\na,47,4,Kominfo,2026-06\n";
    let bare = |text: &str| {
        let read = Change::read(text.as_bytes()).unwrap();
        read.into_iter().map(|change| Change { place: crate::issue::Place::whole(), ..change }).collect::<Vec<_>>()
    };
    assert_eq!(bare(json), bare(csv));
}

#[test]
fn missing_answers_count_as_the_policy_says() {
    let mut levels = vec![2; 47];
    levels[0] = 0;
    let cohort = cohort(&[levels]);
    let gain = |policy| {
        let scores = Scores::new(&cohort, &ScoreOptions::default().missing(policy)).unwrap();
        WhatIf::new(&scores, 0, &[change("1", 3)], &WhatIfOptions::default()).map(|study| study.scenarios[0].gain)
    };
    assert_eq!(gain(MissingPolicy::Minimum).unwrap(), ratio("0.026"));
    assert_eq!(gain(MissingPolicy::Zero).unwrap(), ratio("0.039"));
    for policy in [MissingPolicy::Exclude, MissingPolicy::Interval] {
        assert_eq!(gain(policy).unwrap_err().first_code().number, 1004);
    }
}

#[test]
fn one_level_more_on_the_way_to_the_next_predicate() {
    let cohort = cohort(&[vec![2; 47]]);
    let study = ask(&cohort, &[]);
    assert_eq!((study.scenarios.len(), study.steps.len()), (0, 47));
    let first = &study.steps[0];
    assert_eq!((first.worth, first.room, first.to), (ratio("0.03"), ratio("0.09"), ratio("3")));
    // From 2.00 to 2.60 it is far for one indicator.
    assert_eq!(first.next, Some(Alone { share: ratio("0.05"), levels: None }));
    // A cohort hair below the cut-off: 2.585 with indicator 1 and others at 2.
    let near = |basis| {
        let mut levels = vec![3; 47];
        // 20 indicators of domain 4 less: find a profile right below 2.6.
        levels.iter_mut().skip(37).take(8).for_each(|level| *level = 1);
        let cohort = self::cohort(&[levels]);
        let scores = Scores::new(&cohort, &ScoreOptions::default().predicate_basis(basis)).unwrap();
        let study = WhatIf::new(&scores, 0, &[], &WhatIfOptions::default()).unwrap();
        (study.before.index.exact().unwrap(), study.steps.clone(), study.before.next)
    };
    for basis in PredicateBasis::ALL {
        let (index, steps, next) = near(basis);
        let next = next.unwrap();
        for step in &steps {
            let alone = step.next.as_ref().unwrap();
            let gain = |levels: u32| step.worth.checked_mul(Ratio::whole(levels.into())).unwrap();
            if let Some(levels) = alone.levels {
                assert!(index.checked_add(gain(levels)).unwrap() >= next.index);
                assert!(index.checked_add(gain(levels - 1)).unwrap() < next.index);
            } else {
                assert!(index.checked_add(step.room).unwrap() < next.index);
            }
        }
    }
}

proptest! {
    #[test]
    fn effects_add_up_to_the_change_of_a_whole_new_score(
        levels in prop::collection::vec(1_i64..=5, 47),
        changes in prop::collection::btree_map(0_usize..47, 1_i64..=5, 0..47),
        basis in prop::sample::select(&PredicateBasis::ALL),
    ) {
        let cohort = cohort(std::slice::from_ref(&levels));
        let options = ScoreOptions::default().predicate_basis(basis);
        let scores = Scores::new(&cohort, &options).unwrap();
        let asked: Vec<Change> =
            changes.iter().map(|(item, to)| change(INSTRUMENT.items()[*item].code(), *to)).collect();
        let study = WhatIf::new(&scores, 0, &asked, &WhatIfOptions::default()).unwrap();
        let mut after = levels.clone();
        changes.iter().for_each(|(item, to)| after[*item] = *to);
        let fresh = score(&INSTRUMENT, &assessment("U0", &after), &options).unwrap();
        if let Some(scenario) = study.scenarios.first() {
            prop_assert_eq!(&scenario.after, &fresh);
            let sum = scenario.effects.iter().try_fold(Ratio::ZERO, |sum, effect| sum.checked_add(effect.gain)).unwrap();
            prop_assert_eq!(sum, scenario.gain);
            prop_assert_eq!(study.before.index.exact().unwrap().checked_add(sum).unwrap(), fresh.index.exact().unwrap());
        } else {
            prop_assert!(changes.is_empty());
        }
    }
}
