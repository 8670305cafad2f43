//! Whom to learn from, how far ratings agree, and what a whole table says: on official results.

use spbe_core::agreement::{AgreementOptions, AgreementStudy};
use spbe_core::assessment::{Assessment, ReadOptions, Subject, read};
use spbe_core::cohort::{Basis, Cohort, CohortBuilder, GroupKey, NodeName, Scores};
use spbe_core::exact::Ratio;
use spbe_core::instrument::Instrument;
use spbe_core::issue::Catalogued;
use spbe_core::peers::{PeerOptions, PeerStudy};
use spbe_core::record::{AgreementRecord, PeersRecord, StatisticsRecord};
use spbe_core::score::ScoreOptions;
use spbe_core::statistics::{StatisticsOptions, StatisticsStudy};
use spbe_tests::files::{assessment, builtin, text, vector};

fn official() -> Cohort {
    let instrument = builtin("spbe-2020");
    let file = read(
        text("data/official-2023-2024.csv").as_bytes(),
        std::slice::from_ref(&instrument),
        &ReadOptions::default(),
    );
    Cohort::from_records(&instrument, &file.expect("a sound file").records).expect("no institution is there twice")
}

fn unit(cohort: &Cohort, name: &str, year: u16) -> usize {
    let found = cohort.of_institution(name).into_iter().find(|unit| cohort.unit(*unit).unwrap().year() == Some(year));
    found.expect("an institution of the table")
}

fn ratio(text: &str) -> Ratio {
    text.parse().expect("a number")
}

/// The study of one regency gone through by hand: all of its type and year, domain by domain.
#[test]
fn peers_of_a_regency_are_the_nearest_better_of_the_definition() {
    let cohort = official();
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    let instrument = builtin("spbe-2020");
    let domains = NodeName::of_tier(&instrument, 0);
    for (name, year) in [("Kabupaten Mesuji", 2024), ("Kabupaten Batang Hari", 2023), ("Kota Denpasar", 2024)] {
        let own = unit(&cohort, name, year);
        let study = PeerStudy::new(&scores, own, &PeerOptions::default().count(7)).unwrap();
        assert_eq!((study.tier.as_str(), study.basis), ("domain", Basis::Printed));
        let value = |unit: usize, node: &NodeName| scores.column(node).unwrap().value(unit).unwrap();
        let weight = |parts: i64| Ratio::new(parts.into(), 2000).unwrap();
        let index = |unit: usize| {
            domains.iter().fold(Ratio::whole(0), |sum, (node, parts)| {
                sum.checked_add(value(unit, node).checked_mul(weight(*parts)).unwrap()).unwrap()
            })
        };
        let gain = |from: usize, to: usize| {
            domains.iter().fold(Ratio::whole(0), |sum, (node, parts)| {
                let higher = value(to, node).checked_sub(value(from, node)).unwrap().max(Ratio::whole(0));
                sum.checked_add(higher.checked_mul(weight(*parts)).unwrap()).unwrap()
            })
        };
        let label = |unit: usize| cohort.unit(unit).unwrap().label("type");
        let mut better: Vec<(Ratio, usize)> = (0..cohort.len())
            .filter(|other| cohort.unit(*other).unwrap().year() == Some(year) && label(*other) == label(own))
            .filter(|other| index(*other) > index(own))
            .map(|other| (gain(own, other).checked_add(gain(other, own)).unwrap(), other))
            .collect();
        better.sort_unstable();
        assert_eq!(study.better, better.len());
        assert_eq!(study.peers.len(), better.len().min(7));
        for (peer, (distance, other)) in study.peers.iter().zip(&better) {
            assert_eq!((peer.unit, peer.distance), (*other, *distance));
            assert_eq!((peer.gain, peer.loss), (gain(own, *other), gain(*other, own)));
            let lessons = peer.lessons.iter().map(|lesson| lesson.worth);
            assert_eq!(lessons.reduce(|sum, worth| sum.checked_add(worth).unwrap()), Some(peer.gain));
        }
        let json = serde_json::to_value(PeersRecord::new(&scores, &study)).unwrap();
        assert_eq!((&json["institution"], &json["within"]["type"]), (&name.into(), &label(own).into()));
        assert_eq!(json["peers"][0]["distance_exact"], study.peers[0].distance.to_string());
        for plan in &study.visits {
            assert_eq!(plan.worth, plan.bound, "proven");
            let lessons = plan.hosts.iter().flat_map(|(_, lessons)| lessons).map(|lesson| lesson.worth);
            assert_eq!(lessons.reduce(|sum, worth| sum.checked_add(worth).unwrap()), Some(plan.worth));
        }
    }
}

#[test]
fn peers_can_be_sought_near_by_and_for_one_weakness() {
    let cohort = official();
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    let own = unit(&cohort, "Kabupaten Pesisir Barat", 2024);
    let near = PeerOptions::default().within(vec![GroupKey::from("province")]);
    let study = PeerStudy::new(&scores, own, &near).unwrap();
    assert!(study.peers.iter().all(|peer| cohort.unit(peer.unit).unwrap().label("province") == Some("Lampung")));
    assert_eq!(study.compared, 15, "the province, two cities, thirteen regencies");

    let second = cohort.node("d2").unwrap();
    let study = PeerStudy::new(&scores, own, &PeerOptions::default().focus(vec![second.clone()])).unwrap();
    for peer in &study.peers {
        assert!(peer.lessons.iter().all(|lesson| lesson.part == second) && peer.lessons.len() == 1);
    }
    let reach = PeerOptions::default().reach(Some(ratio("0.5")));
    let study = PeerStudy::new(&scores, own, &reach).unwrap();
    // 0.5 of every domain is 0.5 of the index at most.
    assert!(study.visits.iter().all(|plan| plan.worth <= ratio("0.5")));
    // The best of all learns from no one.
    let best = (0..cohort.len()).filter(|unit| cohort.unit(*unit).unwrap().year() == Some(2024));
    let best = best.max_by_key(|unit| scores.index().value(*unit)).unwrap();
    let study = PeerStudy::new(&scores, best, &PeerOptions::default().within(Vec::new())).unwrap();
    assert_eq!((study.better, study.peers.len(), study.visits.len()), (0, 0, 0));
}

/// The city's levels as one of its two vector files has them.
fn rated(instrument: &Instrument, file: &str, stage: &str) -> Assessment {
    let subject = Subject {
        institution: "Kota Denpasar".to_owned(),
        year: Some(2021),
        stage: Some(stage.to_owned()),
        ..Subject::default()
    };
    assessment(instrument, subject, &vector(file)["levels"])
}

/// Denpasar 2021: rated 3.75 by itself, 3.19 by the ministry.
#[test]
fn agreement_of_a_city_with_the_ministry() {
    let instrument = builtin("spbe-2020");
    let stages = [("denpasar_2021_self", "mandiri"), ("denpasar_2021", "akhir")];
    let assessments: Vec<Assessment> = stages.map(|(file, stage)| rated(&instrument, file, stage)).to_vec();
    let mut builder = CohortBuilder::new();
    builder.add_assessments(&instrument, &assessments, None);
    let cohort = builder.finish().unwrap();
    let study = AgreementStudy::new(&cohort, &AgreementOptions::default()).unwrap();
    assert_eq!((study.pairs, study.items.len(), study.overall.shifts.pairs()), (1, 47, 47));
    let worth = study.items.iter().filter_map(|item| item.worth);
    let gap = worth.reduce(|sum, worth| sum.checked_add(worth).unwrap()).unwrap();
    let index = |assessment: &Assessment| {
        let score = spbe_core::score::score(&instrument, assessment, &ScoreOptions::default()).unwrap();
        score.index.exact().unwrap()
    };
    assert_eq!(gap, index(&assessments[0]).checked_sub(index(&assessments[1])).unwrap());
    // One institution says nothing systematic of any single indicator.
    assert!(study.items.iter().all(|item| !item.is_systematic()));
    let unknown = Some(("mandiri".to_owned(), "visitasi".to_owned()));
    assert!(AgreementStudy::new(&cohort, &AgreementOptions::default().between(unknown)).is_err());
    // An institution has one assessment a year and stage: nothing else tells ratings apart.
    for key in ["assessor", "institution", "instrument"] {
        let refused = AgreementStudy::new(&cohort, &AgreementOptions::default().key(key.into())).unwrap_err();
        assert_eq!(refused.code().name, "cohort.rating_key", "{key}");
    }
    let json = serde_json::to_value(AgreementRecord::new(&instrument, &study)).unwrap();
    assert_eq!((&json["overall"]["pairs"], &json["items"][46]["code"]), (&47.into(), &"47".into()));
}

#[test]
fn ratings_of_different_institutions_are_no_pairs() {
    let head: Vec<String> = (1..=47).map(|item| item.to_string()).collect();
    let row = |name: &str, year: u16, stage: &str, level: u8| {
        format!("{name},{year},{stage}{}\n", format!(",{level}").repeat(47))
    };
    let cohort = |rows: &[String]| {
        let text = format!("institution,year,stage,{}\n{}", head.join(","), rows.concat());
        let instrument = builtin("spbe-2020");
        let file = read(text.as_bytes(), std::slice::from_ref(&instrument), &ReadOptions::default()).unwrap();
        Cohort::from_records(&instrument, &file.records).unwrap()
    };
    let apart = cohort(&[row("Kota A", 2023, "mandiri", 2), row("Kota B", 2023, "akhir", 3)]);
    let refused = AgreementStudy::new(&apart, &AgreementOptions::default()).unwrap_err();
    assert_eq!(refused.to_string(), "no institution has both ratings, `mandiri` and `akhir`");
    // Two years of one stage are two ratings.
    let years = cohort(&[row("Kota A", 2023, "akhir", 2), row("KOTA  A", 2024, "akhir", 3)]);
    let study = AgreementStudy::new(&years, &AgreementOptions::default().key(GroupKey::Year)).unwrap();
    assert_eq!((study.pairs, study.first.as_str(), study.overall.mean_shift), (1, "2023", Some(Ratio::whole(-1))));
}

#[test]
fn statistics_of_the_official_table() {
    let cohort = official();
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    let study = StatisticsStudy::new(&scores, &StatisticsOptions::default()).unwrap();
    let found = &study.groups;
    let predicates: Vec<&[usize]> = found.iter().map(|group| group.predicates.as_slice()).collect();
    assert_eq!(predicates, [[47, 186, 274, 90, 24], [19, 127, 239, 182, 48]]);
    assert_eq!(found.iter().map(|group| group.units).collect::<Vec<_>>(), [621, 615]);
    for group in found {
        let (_, index) = &group.nodes[0];
        let quartiles = index.quartiles.unwrap();
        assert!(quartiles.is_sorted() && index.count == group.units);
    }

    let structure = &study.structure;
    assert_eq!((study.year, structure.tier, structure.units, structure.left_out), (Some(2024), 0, 615, 0));
    let effective: f64 = structure.parts.iter().map(|part| part.influence.unwrap().effective_weight).sum();
    assert!((effective - 1.0).abs() < 1e-12);
    assert!(structure.cronbach_alpha.unwrap() > 0.7, "the domains go together");

    let record = StatisticsRecord::new(&study);
    let json = serde_json::to_value(&record).unwrap();
    assert_eq!(json["groups"][0]["group"]["year"], "2023");
    assert_eq!(json["groups"][1]["predicates"]["Memuaskan"], 48);
    assert_eq!(json["groups"][0]["nodes"]["index"]["count"], 621);
    assert_eq!(json["structure"]["parts"][3]["name"]["en"], "Services");
}
