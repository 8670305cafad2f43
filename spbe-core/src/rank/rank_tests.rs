//! Ranks beside a model that compares every pair, and the corners of what is asked of them.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::assessment::{Assessment, PublishedResult, Records, Subject};
use crate::cohort::{Cohort, GroupKey, NoValue, Scores};
use crate::exact::Ratio;
use crate::instrument::Instrument;
use crate::issue::Catalogued;
use crate::score::ScoreOptions;

static INSTRUMENT: LazyLock<Instrument> = LazyLock::new(|| Instrument::builtin("spbe-2020").unwrap());

fn ratio(text: &str) -> Ratio {
    text.parse().unwrap()
}

/// Printed results: the name, the year, the province, the index in hundredths.
fn cohort(rows: &[(String, u16, &str, Option<u16>)]) -> Cohort {
    let result = |(name, year, province, index): &(String, u16, &str, Option<u16>)| PublishedResult {
        subject: Subject {
            institution: name.clone(),
            year: Some(*year),
            labels: [("province".to_owned(), (*province).to_owned())].into(),
            ..Subject::default()
        },
        index: index.and_then(|index| crate::exact::Decimal::new(index.into(), 2)),
        predicate: None,
        nodes: vec![None; 12],
        row: None,
    };
    Cohort::from_records(&INSTRUMENT, &Records::Results(rows.iter().map(result).collect())).unwrap()
}

fn few(indices: &[&str]) -> Cohort {
    let index = |text: &&str| text.replace('.', "").parse().ok();
    let rows: Vec<_> =
        indices.iter().zip(0..).map(|(text, name)| (format!("U{name}"), 2024, "", index(text))).collect();
    cohort(&rows)
}

fn ranks(ranking: &Ranking) -> Vec<(usize, String)> {
    ranking.places().iter().map(|place| (place.unit(), ranking.rank(place).unwrap().to_string())).collect()
}

fn named(ranks: &[(usize, &str)]) -> Vec<(usize, String)> {
    ranks.iter().map(|(unit, rank)| (*unit, (*rank).to_owned())).collect()
}

#[test]
fn ties_share_ranks_as_asked() {
    let cohort = few(&["2.15", "3.00", "2.15", "4.20", "1.00"]);
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    let ranked = |ties| ranks(&rank(&scores, &RankOptions::default().ties(ties)).unwrap());
    assert_eq!(ranked(Ties::Competition), named(&[(3, "1"), (1, "2"), (0, "3"), (2, "3"), (4, "5")]));
    assert_eq!(ranked(Ties::Dense), named(&[(3, "1"), (1, "2"), (0, "3"), (2, "3"), (4, "4")]));
    assert_eq!(ranked(Ties::Fractional), named(&[(3, "1"), (1, "2"), (0, "3.5"), (2, "3.5"), (4, "5")]));
}

#[test]
fn plain_values_rank_the_same() {
    let values: Vec<Ratio> = ["2.15", "3", "43/20", "4.2", "1"].map(ratio).to_vec();
    assert_eq!(competition_ranks(&values), [3, 2, 3, 1, 5]);
    assert!(competition_ranks(&[]).is_empty());
}

#[test]
fn percentiles_distances_and_both_ends() {
    let cohort = few(&["2.00", "3.00", "3.00", "4.00"]);
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    let ranking = rank(&scores, &RankOptions::default()).unwrap();
    let percentiles: Vec<Ratio> = ranking.places().iter().map(|place| ranking.percentile(place).unwrap()).collect();
    assert_eq!(percentiles, ["87.5", "50", "50", "12.5"].map(ratio));
    let next = |place| ranking.next_better(place).unwrap().map(|(better, gap)| (better.unit(), gap));
    let gaps: Vec<_> = ranking.places().iter().map(next).collect();
    assert_eq!(gaps, [None, Some((3, ratio("1"))), Some((3, ratio("1"))), Some((2, ratio("1")))]);
    let units = |places: &[Place]| places.iter().map(Place::unit).collect::<Vec<_>>();
    assert_eq!(units(ranking.top(0, 2)), [3, 1, 2]);
    assert_eq!(units(ranking.bottom(0, 1)), [0]);
    assert_eq!(units(ranking.bottom(0, 2)), [1, 2, 0]);
    assert_eq!((ranking.top(0, 0).len(), ranking.top(0, 9).len(), ranking.top(1, 1).len()), (0, 4, 0));
}

#[test]
fn years_are_mixed_only_on_demand_and_labels_that_lack_are_told() {
    let rows = [
        ("A", 2023, "Jambi", Some(300)),
        ("B", 2023, "", Some(200)),
        ("A", 2024, "Jambi", Some(400)),
        ("C", 2024, "Jambi", None),
    ];
    let cohort = cohort(&rows.map(|(name, year, province, index)| (name.to_owned(), year, province, index)));
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    let apart = rank(&scores, &RankOptions::default()).unwrap();
    assert_eq!(ranks(&apart), named(&[(0, "1"), (1, "2"), (2, "1")]));
    assert_eq!(apart.not_ranked(), [(3, NotRanked::NoValue(NoValue::NotPrinted))]);
    let mixed = rank(&scores, &RankOptions::default().mix([GroupKey::Year])).unwrap();
    assert_eq!(ranks(&mixed), named(&[(2, "1"), (0, "2"), (1, "3")]));
    let within = RankOptions::default().within([GroupKey::from("province")]);
    let within = rank(&scores, &within.units(vec![2, 1, 1])).unwrap();
    assert_eq!(ranks(&within), named(&[(2, "1")]));
    assert_eq!(within.not_ranked(), [(1, NotRanked::NoLabel("province".to_owned()))]);
    assert_eq!(rank(&scores, &RankOptions::default().within(["region".into()])).unwrap_err().code().number, 807);
}

#[test]
fn nodes_are_not_ranked_across_instruments() {
    let mut builder = crate::cohort::CohortBuilder::new();
    for (id, year) in [("spbe-2018", 2020), ("spbe-2020", 2021)] {
        let instrument = Instrument::builtin(id).unwrap();
        let answers = vec![Some(Ratio::whole(3)); instrument.items().len()];
        let subject = Subject { institution: "A".to_owned(), year: Some(year), ..Subject::default() };
        let unit = Assessment::from_positions(&instrument, subject, answers).unwrap();
        builder.add_assessments(&instrument, &[unit], None);
    }
    let cohort = builder.finish().unwrap();
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    let all = [GroupKey::Year, GroupKey::Instrument];
    let domain = RankOptions::default().by(cohort.node("d4").unwrap());
    assert_eq!(rank(&scores, &domain.clone().mix(all.clone())).unwrap_err().code().number, 810);
    // Only 59/2020 has four domains.
    let ranking = rank(&scores, &domain).unwrap();
    assert_eq!(ranks(&ranking), named(&[(1, "1")]));
    assert_eq!(ranking.not_ranked(), [(0, NotRanked::NoValue(NoValue::NotInInstrument))]);
    assert_eq!(rank(&scores, &RankOptions::default().mix(all)).unwrap().places().len(), 2);
}

#[test]
fn another_value_gives_another_place() {
    let instrument = Instrument::builtin("spbe-2020").unwrap();
    let unit = |name: &str, level| {
        let subject = Subject { institution: name.to_owned(), year: Some(2024), ..Subject::default() };
        Assessment::from_positions(&instrument, subject, vec![Some(Ratio::whole(level)); 47]).unwrap()
    };
    let records = Records::Assessments(vec![unit("A", 2), unit("B", 3), unit("C", 3), unit("D", 4)]);
    let cohort = Cohort::from_records(&instrument, &records).unwrap();
    let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
    let ranking = rank(&scores, &RankOptions::default()).unwrap();
    let changed = ranking.if_value(0, ratio("3")).unwrap().unwrap();
    assert_eq!((changed.rank, changed.of, changed.tied, changed.percentile), (ratio("2"), 4, 3, ratio("37.5")));
}

proptest! {
    #[test]
    fn ranks_are_those_of_comparing_every_pair(
        values in prop::collection::vec((0_u16..3, 100_u16..106), 1..40),
        ties in prop::sample::select(&Ties::ALL),
        changed in (0_usize..40, 99_u16..107),
    ) {
        let provinces = ["Aceh", "Bali", "Jambi"];
        let rows: Vec<_> = values
            .iter()
            .zip(0..)
            .map(|((province, index), name)| (format!("U{name:02}"), 2024, provinces[usize::from(*province)], Some(*index)))
            .collect();
        let options = RankOptions::default().within([GroupKey::from("province")]).ties(ties);
        let model = |values: &[(u16, u16)], unit: usize| {
            let others: Vec<u16> = values.iter().filter(|other| other.0 == values[unit].0).map(|other| other.1).collect();
            let own = values[unit].1;
            let mut better: Vec<u16> = others.iter().copied().filter(|other| *other > own).collect();
            let tied = i128::try_from(others.iter().filter(|other| **other == own).count()).unwrap();
            let below = others.iter().filter(|other| **other < own).count();
            let above = better.len();
            better.sort_unstable();
            let next = better.first().map(|next| i128::from(next - own));
            better.dedup();
            let rank = match ties {
                Ties::Competition => Ratio::whole(above as i64 + 1),
                Ties::Dense => Ratio::whole(better.len() as i64 + 1),
                // The mean of the ranks that they take up.
                Ties::Fractional => Ratio::new((1..=tied).map(|one| above as i128 + one).sum(), tied).unwrap(),
            };
            let percentile = Ratio::new(100 * (2 * below as i128 + tied), 2 * others.len() as i128).unwrap();
            (rank, percentile, others.len(), next.map(|gap| Ratio::new(gap, 100).unwrap()))
        };
        let found = |rows: &[(String, u16, &str, Option<u16>)]| {
            let cohort = cohort(rows);
            let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
            let ranking = rank(&scores, &options).unwrap();
            let mut found: Vec<_> = ranking.places().iter().map(|place| {
                let name = cohort.unit(place.unit()).unwrap().institution().to_owned();
                let next = ranking.next_better(place).unwrap().map(|(_, gap)| gap);
                let of = usize::try_from(ranking.of(place)).unwrap();
                (name, (ranking.rank(place).unwrap(), ranking.percentile(place).unwrap(), of, next))
            }).collect();
            found.sort();
            found
        };
        let expected: Vec<_> = (0..rows.len()).map(|unit| (rows[unit].0.clone(), model(&values, unit))).collect();
        prop_assert_eq!(&found(&rows), &expected);
        let mut reversed = rows.clone();
        reversed.reverse();
        prop_assert_eq!(&found(&reversed), &expected);

        // One unit with another value stands where a ranking of all anew puts it.
        let unit = changed.0 % rows.len();
        let cohort = cohort(&rows);
        let scores = Scores::new(&cohort, &ScoreOptions::default()).unwrap();
        let ranking = rank(&scores, &options).unwrap();
        let value = Ratio::new(changed.1.into(), 100).unwrap();
        let other = ranking.if_value(unit, value).unwrap().unwrap();
        let mut altered = values;
        altered[unit].1 = changed.1;
        let (rank, percentile, of, _) = model(&altered, unit);
        prop_assert_eq!((other.rank, other.percentile, usize::try_from(other.of).unwrap()), (rank, percentile, of));
    }
}
