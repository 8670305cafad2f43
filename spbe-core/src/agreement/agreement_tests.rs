use super::{Coincidences, Kappa, KappaWeights, Metric, ShiftTable, holm, sign_test};
use crate::exact::Ratio;

fn level(number: i64) -> Option<Ratio> {
    Some(Ratio::whole(number))
}

fn ratio(numerator: i128, denominator: i128) -> Ratio {
    Ratio::new(numerator, denominator).unwrap()
}

#[test]
fn the_table_counts_shifts() {
    let pairs =
        [(level(4), level(3)), (level(4), level(4)), (level(2), level(3)), (level(5), level(3)), (None, level(1))];
    let table = ShiftTable::new(pairs);
    assert_eq!((table.pairs(), table.incomplete()), (4, 1));
    assert_eq!((table.same(), table.first_higher(), table.first_lower()), (1, 2, 1));
    assert_eq!(table.agreement(), Some(ratio(1, 4)));
    assert_eq!(table.mean_shift(), Ok(Some(ratio(1, 2))));
    assert_eq!(ShiftTable::default().mean_shift(), Ok(None));
    assert_eq!(Kappa::new(&ShiftTable::default(), KappaWeights::Linear), Ok(None));
}

/// The two-by-two example of Cohen (1960), as textbooks have it: 20, 5, 10, 15 give 0.40.
#[test]
fn kappa_of_a_textbook() {
    let mut table = ShiftTable::default();
    for (first, second, count) in [(1, 1, 20), (1, 2, 5), (2, 1, 10), (2, 2, 15)] {
        (0..count).for_each(|_| table.add(level(first), level(second)));
    }
    for weights in KappaWeights::ALL {
        // With two levels all weights are one.
        let kappa = Kappa::new(&table, weights).unwrap().unwrap();
        assert_eq!(kappa.value, ratio(2, 5));
        assert!((kappa.standard_error - 0.127).abs() < 5e-5, "{}", kappa.standard_error);
    }
}

/// Three levels, as statsmodels 0.15 has them (`cohens_kappa`, its `std_kappa` too).
#[test]
fn kappa_and_its_error_as_another_program_has_them() {
    let mut table = ShiftTable::default();
    for (first, row) in (1..).zip([[20, 5, 1], [10, 15, 3], [2, 4, 9]]) {
        for (second, count) in (1..).zip(row) {
            (0..count).for_each(|_| table.add(level(first), level(second)));
        }
    }
    let expected = [
        (KappaWeights::Unweighted, 0.436_642_717_178_314_77, 0.090_148_828_040_866_57),
        (KappaWeights::Linear, 0.502_061_855_670_103_1, 0.087_134_514_037_444_1),
        (KappaWeights::Quadratic, 0.574_691_805_656_272_6, 0.093_988_934_217_306_16),
    ];
    for (weights, value, standard_error) in expected {
        let kappa = Kappa::new(&table, weights).unwrap().unwrap();
        assert!((kappa.value.to_f64() - value).abs() < 1e-14);
        assert!((kappa.standard_error - standard_error).abs() < 1e-14, "{}", kappa.standard_error);
    }
}

/// Krippendorff (2011), example C: four observers, twelve units, gaps.
#[test]
fn alpha_as_published() {
    let rows: [[i64; 12]; 4] = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
        [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
    ];
    let mut coincidences = Coincidences::default();
    for unit in 0..12 {
        coincidences.add(rows.iter().map(|row| level(row[unit]).filter(|found| *found != Ratio::whole(0))));
    }
    assert_eq!((coincidences.units(), coincidences.alone()), (11, 1));
    let alpha = |metric| format!("{:.3}", coincidences.alpha(metric).unwrap().unwrap().to_f64());
    assert_eq!(alpha(Metric::Nominal), "0.743");
    assert_eq!(alpha(Metric::Ordinal), "0.815");
    assert_eq!(alpha(Metric::Interval), "0.849");
}

#[test]
fn one_level_alone_has_no_agreement_beyond_chance() {
    let table = ShiftTable::new([(level(3), level(3)), (level(3), level(3))]);
    assert_eq!(Kappa::new(&table, KappaWeights::Quadratic), Ok(None));
    let mut coincidences = Coincidences::default();
    coincidences.add([level(3), level(3)]);
    assert_eq!(coincidences.alpha(Metric::Ordinal), Ok(None));
}

#[test]
fn the_sign_test_is_the_binomial() {
    // 2 * (1 + 10) / 2^10
    assert!((sign_test(9, 1) - 22.0 / 1024.0).abs() < 1e-15);
    assert_eq!(sign_test(5, 5), 1.0);
    assert_eq!(sign_test(0, 0), 1.0);
    assert!((sign_test(0, 20) - 2.0 / 1_048_576.0).abs() < 1e-18);
    // As scipy 1.17 has it (`binomtest`).
    assert!((sign_test(1_100, 900) / 8.457_089_535_503_81e-6 - 1.0).abs() < 1e-10, "{}", sign_test(1_100, 900));
    assert_eq!(sign_test(u64::MAX / 2, 0), 0.0);
}

#[test]
fn holm_raises_in_order() {
    let raised = holm(&[0.01, 0.04, 0.03]);
    for (found, expected) in raised.iter().zip([0.03, 0.06, 0.06]) {
        assert!((found - expected).abs() < 1e-15, "{raised:?}");
    }
}
