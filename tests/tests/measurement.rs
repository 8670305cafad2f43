//! Scores of other agencies as values of 8/2026.

use spbe_core::exact::Ratio;
use spbe_core::instrument::{Instrument, InstrumentError, Measurement, MeasurementRole};
use spbe_tests::files::{builtin, ratio};

fn measurement<'pemdi>(pemdi: &'pemdi Instrument, code: &str) -> &'pemdi Measurement {
    let mut all = pemdi.document().measurements.iter();
    all.find(|measurement| measurement.code == code).unwrap_or_else(|| panic!("no {code}"))
}

/// Every `step` from the lower end of the lowest band to the upper end of the highest.
fn steps(measurement: &Measurement, step: &str) -> Vec<Ratio> {
    let (first, last) = (measurement.bands.first().expect("a band"), measurement.bands.last().expect("a band"));
    let mut scores = vec![ratio(&first.from)];
    while let Some(next) = scores.last().map(|score| score.checked_add(ratio(step)).expect("small")) {
        if next > ratio(&last.to) {
            break;
        }
        scores.push(next);
    }
    scores
}

#[test]
fn sdi_is_one_plus_a_twenty_fifth_of_the_score() {
    let pemdi = builtin("pemdi-2026");
    for code in ["sdi", "sdi-interoperability"] {
        let sdi = measurement(&pemdi, code);
        let scores = steps(sdi, "0.25");
        assert_eq!(scores.len(), 401);
        for score in scores {
            let expected = Ratio::ONE.checked_add(score.checked_div(Ratio::whole(25)).unwrap()).unwrap();
            assert_eq!(sdi.value(score), Ok(expected), "{code} {score}");
        }
        assert_eq!(sdi.value(ratio("100/3")), Ok(ratio("7/3")));
    }
}

#[test]
fn sjig_is_its_own_value() {
    let pemdi = builtin("pemdi-2026");
    let sjig = measurement(&pemdi, "sjig");
    for score in steps(sjig, "0.01") {
        assert_eq!(sjig.value(score), Ok(score));
    }
}

#[test]
fn ips_is_linear_inside_each_band() {
    let pemdi = builtin("pemdi-2026");
    let ips = measurement(&pemdi, "ips");
    // Ends and middles of the five bands.
    let expected = [
        ("1", "1"),
        ("1.4", "1.25"),
        ("1.8", "1.5"),
        ("2.2", "2"),
        ("2.6", "2.5"),
        ("3.05", "3"),
        ("3.5", "3.5"),
        ("3.85", "3.75"),
        ("4.2", "4"),
        ("4.6", "4.5"),
        ("5", "5"),
        ("2.9", "17/6"),
    ];
    for (score, value) in expected {
        assert_eq!(ips.value(ratio(score)), Ok(ratio(value)), "{score}");
    }
}

#[test]
fn values_neither_jump_at_a_bound_nor_fall() {
    let pemdi = builtin("pemdi-2026");
    let mut values = 0;
    for measurement in pemdi.document().measurements.iter().filter(|entry| entry.role == MeasurementRole::Value) {
        for pair in measurement.bands.windows(2) {
            assert_eq!(ratio(&pair[0].to), ratio(&pair[1].from), "{}", measurement.code);
            let (below, above) = (pair[0].value_to.as_deref(), pair[1].value_from.as_deref());
            assert_eq!(below.map(ratio), above.map(ratio), "{} at {}", measurement.code, pair[1].from);
            let bound = ratio(&pair[1].from);
            assert_eq!(measurement.value(bound).ok(), above.map(ratio), "{} at {bound}", measurement.code);
            assert_eq!((measurement.level(bound), pair[0].level + 1), (Ok(pair[1].level), pair[1].level));
            let before = bound.checked_sub(ratio("0.000001")).unwrap();
            assert_eq!(measurement.level(before), Ok(pair[0].level));
        }
        let found: Vec<Ratio> =
            steps(measurement, "0.05").into_iter().map(|score| measurement.value(score).expect("in range")).collect();
        assert!(found.is_sorted(), "{}", measurement.code);
        assert_eq!((found.first(), found.last()), (Some(&ratio("1")), Some(&ratio("5"))), "{}", measurement.code);
        values += 1;
    }
    assert_eq!(values, 4);
}

#[test]
fn a_score_outside_every_band_is_refused() {
    let pemdi = builtin("pemdi-2026");
    for (code, from, to, outside) in [
        ("sdi", "0", "100", ["-0.01", "100.01"]),
        ("sjig", "1", "5", ["0.99", "5.0000001"]),
        ("ips", "1", "5", ["0", "500"]),
    ] {
        for score in outside {
            let expected = InstrumentError::MeasurementOutOfRange {
                score: ratio(score).to_string(),
                from: from.to_owned(),
                to: to.to_owned(),
            };
            assert_eq!(measurement(&pemdi, code).value(ratio(score)), Err(expected.clone()), "{code} {score}");
            assert_eq!(measurement(&pemdi, code).level(ratio(score)), Err(expected), "{code} {score}");
        }
    }
}

#[test]
fn ikasandi_proves_a_level_and_is_no_value() {
    let pemdi = builtin("pemdi-2026");
    let ikasandi = measurement(&pemdi, "ikasandi");
    assert_eq!(ikasandi.role, MeasurementRole::Evidence);
    let refused = InstrumentError::MeasurementIsEvidence { code: "ikasandi".to_owned() };
    assert_eq!(ikasandi.value(ratio("3")), Err(refused));
    let levels = [("0", 1), ("1.49", 1), ("1.5", 2), ("2.5", 3), ("3.5", 4), ("3.99", 4), ("4", 5), ("5", 5)];
    for (score, level) in levels {
        assert_eq!(ikasandi.level(ratio(score)), Ok(level), "{score}");
    }
}

#[test]
fn seven_indicators_draw_on_a_measurement() {
    let pemdi = builtin("pemdi-2026");
    let drawn: Vec<(&str, &str)> = pemdi
        .indicators()
        .iter()
        .filter_map(|indicator| Some((indicator.code(), indicator.entry().measurement.as_deref()?)))
        .collect();
    assert_eq!(
        drawn,
        [
            ("5", "sdi"),
            ("6", "sjig"),
            ("7", "ips"),
            ("10", "ikasandi"),
            ("11", "ikasandi"),
            ("12", "ikasandi"),
            ("18", "sdi-interoperability"),
        ]
    );
}
