//! The 1,236 official results of 2023 and 2024, row by row.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;
use spbe_core::assessment::PublishedResult;
use spbe_core::audit::{Assumption, Audit, RowAudit, Verdict, audit};
use spbe_core::exact::{Ratio, Rounding};
use spbe_core::instrument::{Instrument, MissingPolicy, PredicateBasis};
use spbe_core::score::{ScoreOptions, score_printed_all};
use spbe_tests::files::{OfficialRow, builtin, decimal, entries, json_ratio, official, printed, subject, vector};
use spbe_tests::lattice::{self, LatticeRule, PrintedRow, Rounds, hundredths};

/// Everything is read and audited once.
struct Shared {
    instrument: Instrument,
    rows: Vec<OfficialRow>,
    results: Vec<PublishedResult>,
    audit: Audit,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let instrument = builtin("spbe-2020");
    let rows = official();
    let results: Vec<PublishedResult> = rows.iter().map(|row| row.result(&instrument)).collect();
    let audit = audit(&instrument, &results).expect("every row is printed");
    Shared { instrument, rows, results, audit }
});

const BANYUASIN: &str = "Kabupaten Banyuasin 2023";

fn audited() -> impl Iterator<Item = (&'static OfficialRow, &'static RowAudit)> {
    SHARED.rows.iter().zip(&SHARED.audit.rows)
}

fn plain(row: &OfficialRow) -> PrintedRow {
    let position = SHARED.instrument.predicates().iter().position(|predicate| predicate.name.id == row.predicate);
    PrintedRow {
        domains: std::array::from_fn(|domain| hundredths(&row.domains[domain])),
        index: hundredths(&row.index),
        predicate: position.expect("a predicate"),
    }
}

fn rule_of(row: &OfficialRow) -> LatticeRule {
    LatticeRule { zero: row.name() == BANYUASIN, ..LatticeRule::of(row.year) }
}

/// The rows, by year, whose finding rules an assumption out.
fn deciding(assumption: Assumption) -> BTreeMap<u16, Vec<&'static str>> {
    let mut found: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for (row, audit) in audited().filter(|(_, audit)| audit.rules_out.contains(&assumption)) {
        assert_eq!(audit.subject.institution, row.institution);
        found.entry(row.year).or_default().push(&row.institution);
    }
    found
}

/// The same by trying every sum of levels.
fn deciding_on_the_lattice(change: impl Fn(LatticeRule) -> LatticeRule) -> BTreeMap<u16, Vec<&'static str>> {
    let mut found: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for row in SHARED.rows.iter().filter(|row| !lattice::fits(&plain(row), change(rule_of(row)))) {
        found.entry(row.year).or_default().push(&row.institution);
    }
    found
}

fn counts(by_year: &BTreeMap<u16, Vec<&str>>) -> [usize; 2] {
    [2023, 2024].map(|year| by_year.get(&year).map_or(0, Vec::len))
}

#[test]
fn every_row_is_consistent_and_one_only_with_unanswered_as_zero() {
    let audit = &SHARED.audit;
    assert_eq!(audit.rows.len(), 1_236);
    assert_eq!([2023, 2024].map(|year| SHARED.rows.iter().filter(|row| row.year == year).count()), [621, 615]);
    assert_eq!((audit.consistent, audit.consistent_only_under, audit.impossible), (1_235, 1, 0));
    for (row, audit) in audited() {
        let expected = match row.name().as_str() {
            BANYUASIN => Verdict::ConsistentOnlyUnder(vec![vec![Assumption::UnansweredAsZero]]),
            _ => Verdict::Consistent,
        };
        assert_eq!(audit.verdict, expected, "{}", row.name());
    }
}

#[test]
fn half_up_of_the_exact_index_fits_every_row_and_no_other_rule_does() {
    let count =
        |assumption| SHARED.audit.by_rule.iter().find(|count| count.assumption == assumption).map(|count| count.rows);
    assert_eq!(count(None), Some(1_236));
    assert_eq!(count(Some(Assumption::Rounding(Rounding::HalfEven))), Some(1_197));
    assert_eq!(count(Some(Assumption::Rounding(Rounding::Truncate))), Some(721));
    assert_eq!(count(Some(Assumption::Chained)), Some(1_098));
    assert_eq!(SHARED.audit.by_rule.len(), 4);
}

#[test]
fn the_exact_indices_are_those_of_the_table() {
    let mut sizes = BTreeMap::new();
    for (row, audit) in audited() {
        assert_eq!(audit.index_values, row.exact_index, "{}", row.name());
        *sizes.entry(row.exact_index.len()).or_insert(0) += 1;
        let parts = lattice::index_parts(&plain(row), rule_of(row));
        let on_lattice: Vec<Ratio> =
            parts.into_iter().map(|parts| Ratio::new(parts.into(), 2_000).expect("a fraction")).collect();
        assert_eq!(audit.index_values, on_lattice, "{}", row.name());
    }
    assert_eq!(sizes, BTreeMap::from([(1, 443), (2, 793)]));
}

#[test]
fn the_sums_of_levels_are_those_of_the_table() {
    for (row, audit) in audited() {
        assert_eq!(audit.nodes.len(), 4, "four domains are printed");
        let ways = |domain: usize| audit.nodes[domain].ways.as_ref().expect("few ways");
        for (domain, sum) in row.sums.iter().enumerate() {
            let found: Vec<i64> = ways(domain).iter().flatten().map(|group| group.sum).collect();
            assert_eq!(found, [*sum], "{}, domain {}", row.name(), domain + 1);
        }
        let services: Vec<(i64, i64)> = ways(3)
            .iter()
            .map(|way| {
                let items: Vec<&str> = way.iter().map(|group| group.items.as_str()).collect();
                assert_eq!(items, ["32-41", "42-47"]);
                (way[0].sum, way[1].sum)
            })
            .collect();
        assert_eq!(services, row.service_sums, "{}", row.name());
        assert_eq!(services, lattice::service_sums(&plain(row), rule_of(row)), "{}", row.name());
    }
}

#[test]
fn the_rows_that_decide_rounding_are_counted_by_year() {
    let half_even = deciding(Assumption::Rounding(Rounding::HalfEven));
    assert_eq!(half_even, deciding_on_the_lattice(|rule| LatticeRule { rounds: Rounds::HalfEven, ..rule }));
    let truncate = deciding(Assumption::Rounding(Rounding::Truncate));
    assert_eq!(truncate, deciding_on_the_lattice(|rule| LatticeRule { rounds: Rounds::Truncate, ..rule }));
    let chained = deciding(Assumption::Chained);
    assert_eq!(chained, deciding_on_the_lattice(|rule| LatticeRule { chained: true, ..rule }));

    // Together 39, 518 and 138: 1,236 less what each rule explains.
    assert_eq!((counts(&half_even), counts(&truncate), counts(&chained)), ([18, 21], [232, 286], [71, 67]));
    let both = |year| half_even[&year].iter().filter(|name| chained[&year].contains(name)).count();
    assert_eq!([both(2023), both(2024)], [16, 15]);
}

#[test]
fn the_rows_that_decide_the_predicate_basis_are_named() {
    let exact = deciding(Assumption::Basis(PredicateBasis::Exact));
    assert_eq!(exact, BTreeMap::from([(2023, vec!["Kabupaten Nias Barat", "Kabupaten Boven Digoel"])]));
    assert_eq!(exact, {
        let mut found = deciding_on_the_lattice(|rule| LatticeRule { published: false, ..rule });
        found.remove(&2024);
        found
    });
    let published = deciding(Assumption::Basis(PredicateBasis::Published));
    let named = vec!["Kabupaten Nias Barat", "Kabupaten Pacitan", "Kabupaten Luwu"];
    assert_eq!(published, BTreeMap::from([(2024, named)]));
    assert_eq!(published, {
        let mut found = deciding_on_the_lattice(|rule| LatticeRule { published: true, ..rule });
        found.remove(&2023);
        found
    });
}

#[test]
fn predicates_are_counted_by_year() {
    let names: Vec<&str> = SHARED.instrument.predicates().iter().map(|predicate| predicate.name.id.as_str()).collect();
    assert_eq!(names, ["Kurang", "Cukup", "Baik", "Sangat Baik", "Memuaskan"]);
    let count = |year, name: &str| SHARED.rows.iter().filter(|row| row.year == year && row.predicate == name).count();
    let by_year = [2023, 2024].map(|year| names.iter().map(|name| count(year, name)).collect::<Vec<_>>());
    assert_eq!(by_year, [[47, 186, 274, 90, 24], [19, 127, 239, 182, 48]]);
}

#[test]
fn the_domains_alone_allow_the_printed_index_of_every_row() {
    let without_index: Vec<PublishedResult> =
        SHARED.results.iter().map(|result| PublishedResult { index: None, ..result.clone() }).collect();
    let (zero, others): (Vec<_>, Vec<_>) = without_index
        .into_iter()
        .partition(|result| result.subject.institution == "Kabupaten Banyuasin" && result.subject.year == Some(2023));
    assert_eq!((zero.len(), others.len()), (1, 1_235));
    let scored = score_printed_all(&SHARED.instrument, &others, &ScoreOptions::default()).expect("scores");
    let under_zero = ScoreOptions::default().missing(MissingPolicy::Zero);
    let banyuasin = score_printed_all(&SHARED.instrument, &zero, &under_zero).expect("a score");
    let rejected =
        score_printed_all(&SHARED.instrument, &zero, &ScoreOptions::default()).expect_err("no levels from 1");
    assert_eq!(rejected.first_code().name, "score.printed_impossible");
    assert!(rejected.to_string().contains("`zero`"), "{rejected}");

    let rows: BTreeMap<String, &OfficialRow> = SHARED.rows.iter().map(|row| (row.name(), row)).collect();
    for score in scored.iter().chain(&banyuasin) {
        let name = format!("{} {}", score.subject.institution, score.subject.year.expect("a year"));
        let row = rows[&name];
        let index = decimal(&row.index);
        assert!(score.index.published_lowest() <= index && index <= score.index.published_highest(), "{name}");
        for exact in &row.exact_index {
            assert!(score.index.lowest() <= *exact && *exact <= score.index.highest(), "{name}");
        }
        let predicate = plain(row).predicate;
        assert!(score.predicate.lowest <= predicate && predicate <= score.predicate.highest, "{name}");
    }
}

#[test]
fn the_index_published_with_the_domains_is_the_index_of_every_row() {
    let zero = ScoreOptions::default().missing(MissingPolicy::Zero);
    let mut undetermined = Vec::new();
    let scored = score_printed_all(&SHARED.instrument, &SHARED.results, &zero).expect("scores");
    for (row, score) in SHARED.rows.iter().zip(scored) {
        assert_eq!(score.index.published(), Some(decimal(&row.index)), "{}", row.name());
        let predicate = plain(row).predicate;
        assert!(score.predicate.lowest <= predicate && predicate <= score.predicate.highest, "{}", row.name());
        undetermined.extend(score.predicate.determined().is_none().then(|| row.name()));
    }
    // Two exact indices on both sides of a bound: there only the printed predicate tells them apart.
    assert_eq!(undetermined, ["Badan Intelijen Negara 2024", "Kabupaten Nias Barat 2024", "Kabupaten Wonogiri 2024"]);
}

#[test]
fn the_sixty_rounding_cases_hold() {
    let file = vector("rounding_cases");
    let cases = file["cases"].as_array().expect("cases");
    assert_eq!((cases.len(), &file["instrument"]), (60, &Value::from("spbe-2020")));
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let (mut ties, mut labelled, mut chains, mut predicates) = (0, 0, 0, 0);
    for case in cases {
        let (name, index) = (text(&case["institution"]), text(&case["index"]));
        let year = u16::try_from(case["year"].as_u64().expect("a year")).expect("four digits");
        let domains: Vec<(&str, &str, String)> =
            entries(&case["domains"]).into_iter().map(|(code, value)| ("domain", code, text(value))).collect();
        let nodes: Vec<(&str, &str, &str)> =
            domains.iter().map(|(tier, code, value)| (*tier, *code, value.as_str())).collect();
        let predicate = text(&case["predicate"]);
        let result = printed(&SHARED.instrument, subject(&name, Some(year)), &nodes, Some(&index), Some(&predicate));
        let audited = audit(&SHARED.instrument, &[result]).expect("an audit").rows.remove(0);
        let why: Vec<String> = case["why"].as_array().expect("reasons").iter().map(text).collect();
        let candidates: Vec<Ratio> =
            case["exact_index_candidates"].as_array().expect("candidates").iter().map(json_ratio).collect();

        let expected = if name == "Kabupaten Banyuasin" && year == 2023 {
            Verdict::ConsistentOnlyUnder(vec![vec![Assumption::UnansweredAsZero]])
        } else {
            Verdict::Consistent
        };
        assert_eq!(audited.verdict, expected, "{name} {year}");
        // The file lists what the domains allow; the printed index leaves a part of it.
        assert!(!audited.index_values.is_empty());
        assert!(audited.index_values.iter().all(|value| candidates.contains(value)), "{name} {year}");
        for value in &audited.index_values {
            assert_eq!(SHARED.instrument.publish(*value), Ok(decimal(&index)), "{name} {year}");
        }
        let position = |name: &str| SHARED.instrument.predicates().iter().position(|entry| entry.name.id == name);
        let from_rounded = SHARED.instrument.predicate_position(decimal(&index).into());
        assert_eq!(Some(from_rounded), position(&text(&case["predicate_from_rounded"])), "{name} {year}");
        let from_exact: Vec<Option<usize>> = case["predicate_from_exact"]
            .as_array()
            .expect("names")
            .iter()
            .map(|entry| position(&text(entry)))
            .collect();
        for value in &candidates {
            assert!(from_exact.contains(&Some(SHARED.instrument.predicate_position(*value))), "{name} {year}");
        }
        let chained = decimal(&text(&case["index_from_rounded_domains"])) != decimal(&index);
        assert_eq!(chained, audited.rules_out.contains(&Assumption::Chained), "{name} {year}");
        let tie = candidates.iter().any(|value| {
            let thousandths = value.checked_mul(Ratio::whole(1_000)).expect("a product");
            thousandths.is_whole() && thousandths.numerator() % 10 == 5
        });
        // Seven more rows are ties; the file gives them another reason.
        assert!(tie || !why.iter().any(|reason| reason.starts_with("tie")), "{name} {year}");
        ties += usize::from(tie);
        labelled += usize::from(why.iter().any(|reason| reason.starts_with("tie")));
        chains += usize::from(why.iter().any(|reason| reason.starts_with("chained")));
        predicates += usize::from(why.iter().any(|reason| reason.contains("predicate")));
    }
    assert_eq!((ties, labelled, chains, predicates), (39, 32, 38, 8));
}
