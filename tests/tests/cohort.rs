//! What the official tables say of places, counted from the tables themselves.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use spbe_core::assessment::{ReadOptions, read};
use spbe_core::cohort::{Basis, Cohort, GroupKey, Scores};
use spbe_core::exact::Ratio;
use spbe_core::instrument::Instrument;
use spbe_core::rank::{RankOptions, Ranking, rank};
use spbe_core::score::ScoreOptions;
use spbe_tests::files::{builtin, official, text};

static INSTRUMENT: LazyLock<Instrument> = LazyLock::new(|| builtin("spbe-2020"));

/// The official table, read as it is.
static OFFICIAL: LazyLock<Cohort> = LazyLock::new(|| {
    let table = text("data/official-2023-2024.csv");
    let file = read(table.as_bytes(), std::slice::from_ref(&*INSTRUMENT), &ReadOptions::default()).expect("sound");
    Cohort::from_records(&INSTRUMENT, &file.records).expect("no institution twice")
});

static SCORES: LazyLock<Scores<'static>> =
    LazyLock::new(|| Scores::new(&OFFICIAL, &ScoreOptions::default()).expect("printed"));

fn ranking(within: &[&str]) -> Ranking {
    let options = RankOptions::default().within(within.iter().map(|name| GroupKey::from(*name)));
    rank(&SCORES, &options).expect("labels of the table")
}

/// The names of a group of one year, the best first, each with its rank.
fn listed(ranking: &Ranking, year: u16, value: &str) -> Vec<(String, String)> {
    let wanted = |group: &usize| {
        let values = ranking.grouping().values(*group);
        values[0].as_deref() == Some(&year.to_string()) && values.last().expect("a key").as_deref() == Some(value)
    };
    let group = (0..ranking.grouping().len()).find(wanted).expect("a group");
    let name = |unit| OFFICIAL.unit(unit).expect("a unit").institution().to_owned();
    let places = ranking.group(group).iter();
    places.map(|place| (name(place.unit()), ranking.rank(place).expect("a rank").to_string())).collect()
}

#[test]
fn the_table_is_one_cohort_of_printed_results() {
    assert_eq!(OFFICIAL.years_counted(), BTreeMap::from([(Some(2023), 621), (Some(2024), 615)]));
    assert!(OFFICIAL.units().all(|unit| unit.basis() == Basis::Printed));
    for (row, unit) in official().iter().zip(OFFICIAL.units()) {
        assert_eq!((unit.institution(), unit.year()), (row.institution.as_str(), Some(row.year)));
        let printed: Ratio = row.index.parse().expect("a number");
        assert_eq!(SCORES.index().value(unit.position()), Some(printed));
    }
}

#[test]
fn mesuji_is_second_in_lampung_after_the_province() {
    let ranking = ranking(&["province"]);
    for year in [2023, 2024] {
        let lampung = listed(&ranking, year, "Lampung");
        let first: Vec<(&str, &str)> =
            lampung.iter().take(2).map(|(name, rank)| (name.as_str(), rank.as_str())).collect();
        assert_eq!(first, [("Provinsi Lampung", "1"), ("Kabupaten Mesuji", "2")], "{year}");
    }
    assert!(
        ranking.not_ranked().iter().all(|(unit, _)| OFFICIAL.unit(*unit).expect("a unit").label("province").is_none())
    );
}

#[test]
fn predicates_are_counted_as_in_the_report() {
    let mut counts: BTreeMap<(Option<u16>, usize), usize> = BTreeMap::new();
    for unit in OFFICIAL.units() {
        let predicate = SCORES.predicate(unit.position()).expect("a printed predicate");
        *counts.entry((unit.year(), predicate)).or_default() += 1;
    }
    let of = |year| (0..5).rev().map(|predicate| counts[&(Some(year), predicate)]).collect::<Vec<_>>();
    assert_eq!(of(2023), [24, 90, 274, 186, 47]);
    assert_eq!(of(2024), [48, 182, 239, 127, 19]);
}

#[test]
fn sumedang_is_thirteenth_then_third_among_kabupaten() {
    let ranking = ranking(&["type"]);
    for (year, rank, of) in [(2023, "13", 398), (2024, "3", 392)] {
        let kabupaten = listed(&ranking, year, "kabupaten");
        let found = kabupaten.iter().find(|(name, _)| name == "Kabupaten Sumedang").map(|(_, rank)| rank.as_str());
        assert_eq!((found, kabupaten.len()), (Some(rank), of), "{year}");
    }
}
