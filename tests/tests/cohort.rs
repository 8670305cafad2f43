//! What the official tables say of places, counted from the tables themselves.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use spbe_core::agreement::{AgreementOptions, AgreementStudy};
use spbe_core::assessment::{ReadOptions, Subject, read};
use spbe_core::cohort::{Basis, Cohort, CohortBuilder, GroupKey, NodeName, Scores};
use spbe_core::data::{self, FILES};
use spbe_core::exact::Ratio;
use spbe_core::forecast::{Forecast, ForecastOptions, LearnOptions};
use spbe_core::instrument::Instrument;
use spbe_core::issue::Catalogued;
use spbe_core::rank::{RankOptions, Ranking, rank};
use spbe_core::record::TrendRecord;
use spbe_core::robustness::{RobustnessOptions, RobustnessStudy, Uncertain};
use spbe_core::score::ScoreOptions;
use spbe_core::trend::{Part, compare, printed_means, tracks};
use spbe_tests::files::{assessment, builtin, official, ratio, subject, text, vector};

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

#[test]
fn denpasar_2021_self_against_official_adds_up_indicator_by_indicator() {
    let mut builder = CohortBuilder::new();
    for (name, stage) in [("denpasar_2021_self", "mandiri"), ("denpasar_2021", "akhir")] {
        let vector = vector(name);
        let subject = Subject { stage: Some(stage.to_owned()), ..subject("Kota Denpasar", Some(2021)) };
        builder.add_assessments(&INSTRUMENT, &[assessment(&INSTRUMENT, subject, &vector["levels"])], None);
    }
    let cohort = builder.finish().expect("two stages");
    let scores = Scores::new(&cohort, &ScoreOptions::default()).expect("complete");
    let published =
        |unit, name: &str| scores.published(unit, &NodeName::Index, ratio(name)).map(|index| index.to_string());
    assert_eq!((published(0, "3.7495"), published(1, "3.1925")), (Some("3.75".to_owned()), Some("3.19".to_owned())));
    let found = compare(&scores, 0, 1).expect("one instrument");
    let change = found.index.expect("both are known");
    assert_eq!((change.before, change.after, change.change), (ratio("3.7495"), ratio("3.1925"), ratio("-0.557")));
    let attribution = found.attribution.expect("one instrument");
    assert_eq!(attribution.tiers.iter().map(|tier| tier.parts.len()).collect::<Vec<_>>(), [4, 8, 47]);
    for tier in &attribution.tiers {
        let add = |sum: Ratio, part: &Part| sum.checked_add(part.contribution).expect("small");
        assert_eq!(tier.parts.iter().fold(Ratio::ZERO, add), ratio("-0.557"), "{}", tier.tier);
        assert_eq!(tier.remainder, Ratio::ZERO);
    }
    // Counted from the two lists of levels: parts times steps, over 2,000.
    let (before, after) = (vector("denpasar_2021_self"), vector("denpasar_2021"));
    for part in &attribution.tiers[2].parts {
        let NodeName::Indicator { code } = &part.node else { panic!("an indicator") };
        let level = |vector: &serde_json::Value| vector["levels"][code].as_i64().expect("a level");
        let parts = INSTRUMENT.indicator(code).expect("an indicator").parts();
        let steps = level(&after) - level(&before);
        assert_eq!(part.contribution, Ratio::new((parts * steps).into(), 2_000).expect("a fraction"), "{code}");
    }
}

#[test]
fn printed_means_stand_beside_plain_ones_and_differ() {
    let all: Vec<usize> = (0..OFFICIAL.len()).collect();
    let record = TrendRecord::new(&SCORES, &all, &printed_means()).expect("small numbers");
    let national: Vec<_> = record.means.iter().filter(|mean| mean.kind.is_none()).collect();
    let found = |position: usize| {
        (national[position].mean, national[position].printed.values().map(String::as_str).collect::<Vec<_>>())
    };
    assert_eq!(found(0), (Some(2.82), vec!["2.79", "2.79", "2.79"]));
    assert_eq!(found(1), (Some(3.17), vec!["3.12", "3.12"]));
    assert_eq!((national[0].count, national[1].count), (621, 615));
    // As the data file has them, to four decimals.
    let exact = |position: usize| national[position].mean_exact.as_deref().map(ratio).expect("a mean");
    let rounded = |value| spbe_core::exact::Rounding::HalfUp.publish(value, 4).expect("small").to_string();
    assert_eq!([rounded(exact(0)), rounded(exact(1))], ["2.8159", "3.1694"]);
    let kept: usize = record.transitions.iter().map(|own| own.undetermined).sum();
    assert_eq!((record.transitions.len(), kept), (1, 0));
}

#[test]
fn the_shipped_tables_are_those_of_the_repository_and_every_row_audits() {
    for (name, shipped) in FILES {
        assert_eq!(shipped, text(&format!("data/{name}.csv")), "{name}");
    }
    let results = data::official(None).expect("sound");
    let audit = spbe_core::audit::audit(&INSTRUMENT, &results).expect("printed");
    assert_eq!((audit.rows.len(), audit.impossible), (1_236, 0));
    assert_eq!([2023, 2024].map(|year| data::official(Some(year)).expect("a year").len()), [621, 615]);
    assert_eq!(data::official(Some(2022)).expect_err("no such year").code().number, 313);
    assert_eq!(data::official_cohort(Some(2024)).expect("sound").len(), 615);
    assert_eq!(data::national().len(), 354);
}

/// Two institutions of two stages, written differently in every row.
#[test]
fn names_stages_and_labels_are_the_same_in_any_case_and_spacing() {
    let row = |subject: &str, level: &str| format!("{subject}{}\n", format!(";{level}").repeat(47));
    let codes: String = (1..=47).map(|code| format!(";{code}")).collect();
    let table = [
        format!("instansi;tahun;tahap;provinsi{codes}\n"),
        row("Kota A;2023;Mandiri;Jawa Barat", "3"),
        row("KOTA  A;2024;mandiri;JAWA BARAT", "4"),
        row("kota a;2024;AKHIR;Jawa  Barat", "2"),
        row("Kota B;2024;MANDIRI;jawa barat", "4"),
        row("Kota b;2024;Akhir;Jawa Barat", "3"),
    ];
    let file = read(table.concat().as_bytes(), std::slice::from_ref(&*INSTRUMENT), &ReadOptions::default());
    let cohort = Cohort::from_records(&INSTRUMENT, &file.expect("a sound table").records).expect("no one twice");
    let scores = Scores::new(&cohort, &ScoreOptions::default()).expect("complete");
    let units: Vec<String> = cohort.units().map(|unit| unit.describe()).collect();
    let expected = [
        "Kota A 2023 (Mandiri)",
        "Kota A 2024 (Mandiri)",
        "Kota A 2024 (AKHIR)",
        "Kota B 2024 (Mandiri)",
        "Kota B 2024 (AKHIR)",
    ];
    assert_eq!(units, expected);
    assert_eq!(cohort.stages().values(), ["Mandiri", "AKHIR"]);

    let all = tracks(&scores, &[0, 1, 2, 3, 4]).expect("small numbers");
    let points: Vec<_> =
        all.iter().map(|own| (own.institution.as_str(), own.stage.as_deref(), own.units.as_slice())).collect();
    let stages = [Some("AKHIR"), Some("Mandiri")];
    assert_eq!(
        points,
        [
            ("Kota A", stages[0], &[2][..]),
            ("Kota A", stages[1], &[0, 1]),
            ("Kota B", stages[0], &[4]),
            ("Kota B", stages[1], &[3])
        ]
    );

    let keys = ["year", "stage", "province"].map(GroupKey::from);
    assert_eq!(cohort.group(&keys).expect("all have a province").len(), 3);
    let ranking = rank(&scores, &RankOptions::default().within(["province".into()])).expect("a label of all");
    let provinces: Vec<_> = cohort.units().flat_map(|unit| ranking.shared(&unit)).map(|(_, value)| value).collect();
    assert_eq!(provinces, vec![Some("Jawa Barat".to_owned()); 5], "the first of the spellings stands for the group");
    let only = |key: &str, value: &str| cohort.select(&[(key.into(), vec![value.to_owned()])]).expect("is there");
    assert_eq!(only("stage", "mandiri"), [0, 1, 3]);
    assert_eq!(only("province", "JAWA barat").len(), 5);
    assert_eq!(only("institution", "kota  B"), [3, 4]);

    assert_eq!(cohort.find("kota b", None, Some("akhir")).expect("one"), 4);
    assert_eq!(cohort.find("kota b", None, Some("visitasi")).expect_err("none").code().number, 811);

    let uncertain = Uncertain::default().year(Some(2024)).stage(Some("akhir".to_owned()));
    let robust = RobustnessStudy::new(&scores, &RobustnessOptions::default().uncertain(uncertain).draws(16));
    assert_eq!(robust.expect("two units").units.len(), 2);

    let learn = LearnOptions::default().between("mandiri", "akhir");
    let forecast =
        Forecast::new(&scores, 1, &ForecastOptions::default().learn(Some(learn))).expect("one to learn from");
    assert_eq!(forecast.learnt.expect("learnt").institutions, 1);

    let mut asked = AgreementOptions::default();
    for _ in 0..2 {
        let study = AgreementStudy::new(&cohort, &asked).expect("two stages");
        assert_eq!((study.first.as_str(), study.second.as_str(), study.pairs), ("Mandiri", "AKHIR", 2));
        assert_eq!(study.overall.mean_shift, Some(ratio("1.5")));
        asked = asked.between(Some(("mandiri".to_owned(), "akhir".to_owned())));
    }
}
