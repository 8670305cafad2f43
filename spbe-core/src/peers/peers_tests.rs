use super::{Neighbour, Part, Profiles, best_visits};
use crate::wide::Wide;

/// A generator for tests: any numbers will do, the same ones each time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from((self.0 >> 20) % u64::from(limit)).unwrap()
    }
}

/// Parts whose values lie within `spread` above what a unit's place gives it, at most `highest`.
fn drawn(draw: &mut Draw, units: u32, parts: usize, highest: u32, spread: u32) -> Vec<Part> {
    let part = |_| {
        let weight = [26, 50, 30, 55, 60][draw.below(5) as usize];
        let values = (0..units).map(|unit| 1 + unit * (highest - spread) / units + draw.below(spread)).collect();
        Part { weight, values }
    };
    (0..parts).map(part).collect()
}

/// All units gone through, as the definition has it.
fn by_definition(parts: &[Part], unit: usize, count: usize) -> Vec<Neighbour> {
    let units = parts[0].values.len();
    let index = |unit: usize| parts.iter().map(|part| u64::from(part.weight * part.values[unit])).sum::<u64>();
    let distance = |other: usize| {
        parts.iter().map(|part| u64::from(part.weight * part.values[unit].abs_diff(part.values[other]))).sum::<u64>()
    };
    let mut better: Vec<Neighbour> = (0..units)
        .filter(|other| index(*other) > index(unit))
        .map(|other| Neighbour { unit: other, distance: distance(other), lead: index(other) - index(unit) })
        .collect();
    better.sort_by_key(|neighbour| (neighbour.distance, neighbour.unit));
    better.truncate(count);
    better
}

#[test]
fn the_nearest_better_are_those_of_the_definition_with_all_instructions() {
    let mut draw = Draw(7);
    for (units, parts, highest, spread) in [
        (1, 3, 5, 5),
        (63, 47, 5, 5),
        (64, 47, 2, 2),
        (65, 47, 5, 5),
        (200, 47, 5, 5),
        // Far from the first to the last, so that the search ends before.
        (300, 47, 100, 4),
        (150, 4, 400, 400),
        (130, 120, 250, 250),
        (90, 120, 60_000, 60_000),
        (90, 20, 3_000_000, 1_000_000),
    ] {
        let parts = drawn(&mut draw, units, parts, highest, spread);
        let profiles = [None, Wide::detect(false), Wide::detect(true)]
            .map(|instructions| Profiles::new(&parts).unwrap().with(instructions));
        for unit in 0..units as usize {
            for count in [0, 1, 5, units as usize + 3] {
                let expected = by_definition(&parts, unit, count);
                for profiles in &profiles {
                    let found = profiles.nearest_better(unit, count);
                    assert_eq!(found, expected, "unit {unit} of {units}, {count} wanted");
                }
                assert!(expected.iter().all(|near| near.gain() - near.loss() == near.lead));
            }
        }
    }
    let none = Profiles::new(&[]).unwrap();
    assert_eq!(none.values(usize::MAX), [0_u32; 0]);
    assert!(none.is_empty() && none.nearest_better(0, 3).is_empty());
}

#[test]
fn columns_of_different_length_or_too_large_are_refused() {
    let part = |weight, values: &[u32]| Part { weight, values: values.to_vec() };
    assert!(Profiles::new(&[part(1, &[1, 2]), part(1, &[1])]).is_none());
    let two = Profiles::new(&[part(1, &[1, 2]), part(1, &[1, 2])]).unwrap();
    assert_eq!((two.values(1), two.values(2), two.values(usize::MAX)), (&[2, 2][..], &[][..], &[][..]));
    assert!(Profiles::new(&[part(u32::MAX, &[1]), part(1, &[1])]).is_none());
    assert_eq!(Profiles::new(&[part(u32::MAX, &[1])]).unwrap().index(0), Some(u64::from(u32::MAX)));
}

/// The worth of the best set of each size, by going through all sets.
fn best_by_definition(gains: &[Vec<u64>], size: usize) -> u64 {
    (0_u32..1 << gains.len())
        .filter(|set| set.count_ones() as usize <= size)
        .map(|set| {
            let chosen = || gains.iter().enumerate().filter(|(host, _)| set >> host & 1 == 1).map(|(_, gain)| gain);
            (0..gains[0].len()).map(|part| chosen().map(|gain| gain[part]).max().unwrap_or(0)).sum()
        })
        .max()
        .unwrap()
}

#[test]
fn the_best_visits_are_those_of_the_definition() {
    let mut draw = Draw(11);
    for _ in 0..300 {
        let (hosts, parts) = (1 + draw.below(9) as usize, 1 + draw.below(8) as usize);
        let gains: Vec<Vec<u64>> =
            (0..hosts).map(|_| (0..parts).map(|_| u64::from(draw.below(4) * draw.below(3))).collect()).collect();
        let sets = best_visits(&gains, 5);
        for (size, set) in (1..).zip(&sets) {
            assert!(set.is_optimal() && set.hosts.len() == size, "{gains:?} {set:?}");
            assert_eq!(set.worth, best_by_definition(&gains, size), "{gains:?}");
        }
        let reached = sets.last().map_or(0, |set| set.worth);
        assert_eq!(reached, best_by_definition(&gains, 5), "another visit adds nothing: {gains:?}");
    }
    assert!(best_visits(&[], 3).is_empty() && best_visits(&[vec![0, 0]], 3).is_empty());
}

#[test]
fn visits_among_hundreds_are_proven() {
    let mut draw = Draw(23);
    // 300 hosts and 47 indicators: what a regency of average levels could learn.
    let gains: Vec<Vec<u64>> =
        (0..300).map(|_| (0..47).map(|_| u64::from(draw.below(4).saturating_sub(1) * 50)).collect()).collect();
    let sets = best_visits(&gains, 3);
    println!("{:?}", sets.iter().map(|set| (set.worth, set.bound)).collect::<Vec<_>>());
    assert_eq!(sets.len(), 3);
}
