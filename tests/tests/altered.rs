//! Altered results and altered instruments do not pass.

use spbe_core::assessment::PublishedResult;
use spbe_core::audit::{Reason, Verdict, audit};
use spbe_core::exact::Ratio;
use spbe_core::instrument::{Instrument, InstrumentError, PredicateBasis};
use spbe_core::score::{ScoreOptions, score_printed};
use spbe_tests::files::{OfficialRow, builtin, builtin_toml, decimal, official, printed, ratio, subject};
use spbe_tests::lattice::{self, LatticeRule, PrintedRow, as_printed, hundredths};

fn plain(instrument: &Instrument, row: &OfficialRow) -> PrintedRow {
    let mut predicates = instrument.predicates().iter();
    PrintedRow {
        domains: std::array::from_fn(|domain| hundredths(&row.domains[domain])),
        index: hundredths(&row.index),
        predicate: predicates.position(|predicate| predicate.name.id == row.predicate).expect("a predicate"),
    }
}

/// The row with one printed cell one hundredth up or down.
fn alterations(row: &OfficialRow) -> Vec<OfficialRow> {
    let mut altered = Vec::new();
    for step in [-1, 1] {
        for cell in 0..5 {
            let mut other = row.clone();
            let printed = if cell < 4 { &mut other.domains[cell] } else { &mut other.index };
            *printed = as_printed(hundredths(printed) + step);
            altered.push(other);
        }
    }
    altered
}

/// Audits altered rows and compares each verdict with every sum of levels; counts consistent, consistent only under
/// other assumptions, impossible.
fn compare_with_the_lattice(rows: impl Iterator<Item = OfficialRow>) -> [usize; 3] {
    let instrument = builtin("spbe-2020");
    let rows: Vec<OfficialRow> = rows.flat_map(|row| alterations(&row)).collect();
    let results: Vec<PublishedResult> = rows.iter().map(|row| row.result(&instrument)).collect();
    let audited = audit(&instrument, &results).expect("an audit");
    let mut counts = [0; 3];
    for (row, audited) in rows.iter().zip(&audited.rows) {
        let plain = plain(&instrument, row);
        let own = lattice::fits(&plain, LatticeRule::of(row.year));
        assert_eq!(own, audited.verdict == Verdict::Consistent, "{row:?}");
        // Half to even, cut off, chained, unanswered as 0, the other basis, and all of them together.
        let any = own || LatticeRule::all().any(|rule| lattice::fits(&plain, rule));
        assert_eq!(any, !matches!(audited.verdict, Verdict::Impossible(_)), "{row:?}");
        counts[match &audited.verdict {
            Verdict::Consistent => 0,
            Verdict::ConsistentOnlyUnder(sets) => {
                assert!(!sets.is_empty() && sets.iter().all(|set| !set.is_empty()), "{row:?}");
                1
            }
            Verdict::Impossible(reasons) => {
                assert!(!reasons.is_empty(), "{row:?}");
                2
            }
        }] += 1;
    }
    assert_eq!(counts, [audited.consistent, audited.consistent_only_under, audited.impossible]);
    counts
}

#[test]
fn every_row_altered_by_one_hundredth_passes_only_if_some_levels_still_explain_it() {
    assert_eq!(compare_with_the_lattice(official().into_iter()), [1_756, 996, 9_608]);
}

#[test]
fn the_three_repaired_cells_take_no_other_value() {
    let instrument = builtin("spbe-2020");
    let repaired: Vec<OfficialRow> = official().into_iter().filter(|row| !row.note.is_empty()).collect();
    let names: Vec<&str> = repaired.iter().map(|row| row.institution.as_str()).collect();
    assert_eq!(names, ["Kementerian Pertanian", "Kementerian Energi dan Sumber Daya Mineral", "Provinsi Jawa Timur"]);
    for row in repaired {
        let own = row.domains[0].clone();
        // Ten levels of equal weight: domain 1 is a whole number of tenths.
        let others = (0..=50).map(|tenths| as_printed(10 * tenths)).filter(|text| *text != own);
        let results: Vec<PublishedResult> = others
            .map(|text| {
                let mut other = row.clone();
                other.domains[0] = text;
                other.result(&instrument)
            })
            .collect();
        let audited = audit(&instrument, &results).expect("an audit");
        assert_eq!((audited.rows.len(), audited.consistent), (50, 0), "{}", row.name());
        let kept = audit(&instrument, &[row.result(&instrument)]).expect("an audit");
        assert_eq!(kept.consistent, 1, "{} {own}", row.name());
    }
}

#[test]
fn each_reason_is_the_most_local_one() {
    let instrument = builtin("spbe-2020");
    let reasons = |domains: [&str; 4], index, predicate| {
        let nodes: Vec<(&str, &str, &str)> =
            ["1", "2", "3", "4"].into_iter().zip(domains).map(|(code, text)| ("domain", code, text)).collect();
        let result = printed(&instrument, subject("-", Some(2024)), &nodes, Some(index), Some(predicate));
        match audit(&instrument, &[result]).expect("an audit").rows.remove(0).verdict {
            Verdict::Impossible(reasons) => reasons,
            other => panic!("{other:?}"),
        }
    };
    // Bandar Lampung 2023 with one thing changed.
    assert_eq!(
        reasons(["1.45", "1.70", "1.00", "3.04"], "2.15", "Cukup"),
        [Reason::NodeUnreachable {
            node: 0,
            printed: decimal("1.45"),
            below: Some(decimal("1.40")),
            above: Some(decimal("1.50")),
        }]
    );
    let [Reason::IndexUnreachable { printed, allowed, .. }] =
        &reasons(["1.40", "1.70", "1.00", "3.04"], "2.25", "Cukup")[..]
    else {
        panic!("the index does not follow")
    };
    assert_eq!((printed, allowed.as_slice()), (&decimal("2.25"), &[decimal("2.15"), decimal("2.16")][..]));
    assert_eq!(
        reasons(["1.40", "1.70", "1.00", "3.04"], "2.15", "Baik"),
        [Reason::PredicateDisagrees { printed: 2, allowed: vec![1] }]
    );
}

#[test]
fn printed_domains_on_both_sides_of_a_bound_determine_no_predicate() {
    let instrument = builtin("spbe-2020");
    // Every pair of exact sums behind these prints lies within half a hundredth of 2.60.
    let nodes = official_domains_around(&instrument, ratio("2.6"));
    let nodes: Vec<(&str, &str, &str)> =
        ["1", "2", "3", "4"].into_iter().zip(&nodes).map(|(code, text)| ("domain", code, text.as_str())).collect();
    let result = printed(&instrument, subject("-", Some(2025)), &nodes, None, None);
    let exact = ScoreOptions::default().predicate_basis(PredicateBasis::Exact);
    let scored = score_printed(&instrument, &result, &exact).expect("a score");
    assert!(scored.index.lowest() < ratio("2.6") && scored.index.highest() >= ratio("2.6"), "{:?}", scored.index);
    assert_eq!((scored.index.exact(), scored.predicate.determined()), (None, None));
    assert_eq!((scored.predicate.lowest, scored.predicate.highest), (1, 2));
}

/// Four printed domains whose exact sums allow an index below and one at or above a bound.
fn official_domains_around(instrument: &Instrument, bound: Ratio) -> [String; 4] {
    let levels = |parts: [(i64, i64); 5]| parts.into_iter().map(|(sum, parts)| sum * parts).sum::<i64>();
    for (first, fourth) in (10..=50).flat_map(|first| (10..=50).map(move |fourth| (first, fourth))) {
        let sums = [(first, 26), (26, 50), (28, 30), (fourth, 55), (16, 60)];
        // One level of 32-41 less and one of 42-47 more: 5 parts up, often the same print.
        let moved = [(first, 26), (26, 50), (28, 30), (fourth - 1, 55), (17, 60)];
        let index = |parts| Ratio::new(i128::from(levels(parts)), 2_000).expect("a fraction");
        let domain = |parts: [(i64, i64); 5], which: std::ops::Range<usize>, total: i128| {
            let sum: i64 = parts[which].iter().map(|(sum, parts)| sum * parts).sum();
            instrument.publish(Ratio::new(sum.into(), total).expect("a fraction")).expect("two decimals").to_string()
        };
        let domains = |parts| {
            [domain(parts, 0..1, 260), domain(parts, 1..2, 500), domain(parts, 2..3, 330), domain(parts, 3..5, 910)]
        };
        if index(sums) < bound && index(moved) >= bound && domains(sums) == domains(moved) {
            return domains(sums);
        }
    }
    panic!("there are such sums")
}

#[test]
fn three_and_a_half_percent_for_indicators_42_to_47_is_rejected() {
    let toml = builtin_toml("spbe-2020").replace("weight = \"3.00\"", "weight = \"3.50\"");
    assert_eq!(toml.matches("weight = \"3.50\"").count(), 6, "indicators 42-47 print 3.00");
    let issues = Instrument::from_toml(&toml).expect_err("the weights do not add up");
    let found: Vec<(Option<&str>, &InstrumentError)> =
        issues.listed().iter().map(|issue| (issue.place.path.as_deref(), &issue.error)).collect();
    let sum = InstrumentError::WeightSum { count: 6, sum: "21".to_owned(), expected: "18".to_owned() };
    assert_eq!(found, [(Some("nodes.aspect:8"), &sum)]);
    assert!(issues.listed()[0].place.row.is_some(), "the line is known");
}

#[test]
fn three_and_a_half_percent_in_a_total_of_103_explains_few_official_rows() {
    let toml = builtin_toml("spbe-2020")
        .replace("weight = \"3.00\"", "weight = \"3.50\"")
        .replace("total_weight = \"100\"", "total_weight = \"103\"")
        .replace("weight = \"45.50\"", "weight = \"48.50\"")
        .replace("weight = \"18.00\"", "weight = \"21.00\"");
    let instrument = Instrument::from_toml(&toml).unwrap_or_else(|issues| panic!("{issues}"));
    assert_ne!(instrument.checksum(), builtin("spbe-2020").checksum());
    let results: Vec<PublishedResult> = official().iter().map(|row| row.result(&instrument)).collect();
    let audited = audit(&instrument, &results).expect("an audit");
    assert_eq!((audited.rows.len(), audited.consistent, audited.impossible), (1_236, 105, 1_067));
}
