//! Exact numbers against big rationals.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use spbe_core::exact::{Decimal, DecimalComma, NumberError, Ratio, Rounding};
use spbe_tests::generate::published_units;
use spbe_tests::oracle::{BigRational, big, big_of};

const REGRESSIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/regressions/numbers.txt");

fn config() -> ProptestConfig {
    let persistence = FileFailurePersistence::Direct(REGRESSIONS);
    ProptestConfig { cases: 1_024, failure_persistence: Some(Box::new(persistence)), ..ProptestConfig::default() }
}

/// Numbers of every size up to 127 bits, small ones as often as large ones.
fn whole() -> impl Strategy<Value = i128> {
    (any::<i128>(), 1_u32..=127)
        .prop_map(|(number, bits)| number >> (127 - bits))
        .prop_filter("i128::MIN", |number| *number != i128::MIN)
}

fn ratios() -> impl Strategy<Value = Ratio> {
    let nonzero = whole().prop_filter("zero", |number| *number != 0);
    (whole(), nonzero).prop_map(|(numerator, denominator)| Ratio::new(numerator, denominator).expect("a fraction"))
}

/// Fractions such as scores have.
fn scores() -> impl Strategy<Value = Ratio> {
    let denominators = prop::sample::select(vec![1_i128, 2, 7, 91, 100, 182, 300, 400, 1_000, 2_000, 6_000, 200_000]);
    (-1_000_000_i128..10_000_000, denominators).prop_map(|(top, bottom)| Ratio::new(top, bottom).expect("a fraction"))
}

fn decimals() -> impl Strategy<Value = Decimal> {
    let limit = 10_i128.pow(30);
    (whole(), 0_u8..=30).prop_map(move |(units, decimals)| Decimal::new(units % limit, decimals).expect("in bounds"))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_fraction_is_in_lowest_terms(numerator in whole(), denominator in whole()) {
        match Ratio::new(numerator, denominator) {
            Ok(ratio) => {
                let expected = BigRational::new(numerator.into(), denominator.into());
                prop_assert_eq!(BigInt::from(ratio.numerator()), expected.numer().clone());
                prop_assert_eq!(BigInt::from(ratio.denominator()), expected.denom().clone());
                prop_assert_eq!(ratio.is_whole(), expected.is_integer());
            }
            Err(error) => prop_assert_eq!((denominator, error), (0, NumberError::DivisionByZero)),
        }
    }

    #[test]
    fn fractions_are_ordered_as_big_rationals_are(left in ratios(), right in ratios()) {
        prop_assert_eq!(left.cmp(&right), big_of(left).cmp(&big_of(right)));
        prop_assert_eq!(left.cmp(&left), std::cmp::Ordering::Equal);
        prop_assert_eq!(left == right, big_of(left) == big_of(right));
    }

    #[test]
    fn close_fractions_are_ordered_as_big_rationals_are(left in ratios(), above in -2_i128..=2, below in -2_i128..=2) {
        let neighbour = left.numerator().checked_add(above).zip(left.denominator().checked_add(below));
        if let Some(Ok(right)) = neighbour.map(|(numerator, denominator)| Ratio::new(numerator, denominator)) {
            prop_assert_eq!(left.cmp(&right), big_of(left).cmp(&big_of(right)));
            prop_assert_eq!(right.cmp(&left), big_of(right).cmp(&big_of(left)));
        }
    }

    #[test]
    fn a_result_is_exact_or_refused(left in ratios(), right in ratios()) {
        let (a, b) = (big_of(left), big_of(right));
        let quotient = (!b.is_zero()).then(|| &a / &b);
        prop_assert_eq!(left.checked_div(right) == Err(NumberError::DivisionByZero), b.is_zero());
        let results = [
            (left.checked_add(right), Some(&a + &b)),
            (left.checked_sub(right), Some(&a - &b)),
            (left.checked_mul(right), Some(&a * &b)),
            (left.checked_div(right), quotient),
        ];
        for (found, expected) in results {
            match found {
                Ok(found) => prop_assert_eq!(Some(big_of(found)), expected),
                Err(error) => prop_assert!(matches!(error, NumberError::Overflow | NumberError::DivisionByZero)),
            }
        }
    }

    #[test]
    fn no_result_on_scores_is_refused(left in scores(), right in scores()) {
        let (a, b) = (big_of(left), big_of(right));
        prop_assert_eq!(left.checked_add(right).map(big_of), Ok(&a + &b));
        prop_assert_eq!(left.checked_sub(right).map(big_of), Ok(&a - &b));
        prop_assert_eq!(left.checked_mul(right).map(big_of), Ok(&a * &b));
    }

    #[test]
    fn floor_and_ceiling_enclose(value in ratios()) {
        prop_assert_eq!(BigInt::from(value.floor()), big_of(value).floor().to_integer());
        prop_assert_eq!(BigInt::from(value.ceiling()), big_of(value).ceil().to_integer());
    }

    #[test]
    fn a_fraction_of_any_size_survives_its_text(value in ratios()) {
        prop_assert_eq!(value.to_string().parse(), Ok(value), "{}", value);
        prop_assert_eq!(big(&value.to_string()), big_of(value));
    }

    #[test]
    fn a_score_survives_its_text(value in scores()) {
        let text = value.to_string();
        prop_assert_eq!(text.parse(), Ok(value));
        prop_assert_eq!(text.contains('/'), value.to_decimal().is_none());
        prop_assert!(!text.contains('.') || !text.ends_with('0'), "shortest form: {}", text);
    }

    #[test]
    fn a_decimal_survives_its_text_digit_by_digit(value in decimals()) {
        let text = value.to_string();
        let read: Decimal = text.parse().unwrap();
        prop_assert_eq!((read.units(), read.decimals()), (value.units(), value.decimals()));
        prop_assert_eq!(big(&text), big_of(value.into()));
        prop_assert_eq!(Decimal::parse(&text, DecimalComma::Never).unwrap().units(), value.units());
        let with_comma = text.replace('.', ",");
        prop_assert_eq!(Decimal::parse(&with_comma, DecimalComma::Always).unwrap().units(), value.units());
        if text.contains('.') {
            prop_assert!(with_comma.parse::<Decimal>().is_err());
            prop_assert!(Decimal::parse(&with_comma, DecimalComma::Never).is_err());
        }
    }

    #[test]
    fn no_text_is_read_as_another_number(text in "[-+0-9.,eE/ ]{0,12}") {
        if let Ok(value) = text.parse::<Decimal>() {
            prop_assert_eq!(big(&text), big_of(value.into()));
        }
        if let Ok(value) = text.parse::<Ratio>() {
            prop_assert_eq!(big(&text), big_of(value));
        }
    }

    #[test]
    fn the_nearest_f64_is_given(value in scores()) {
        prop_assert_eq!(Some(value.to_f64()), big_of(value).to_f64());
    }

    #[test]
    fn the_nearest_f64_of_wide_fractions_is_given(top in whole(), bottom in whole()) {
        let value = Ratio::new(top, bottom);
        prop_assume!(value.is_ok());
        let value = value.unwrap();
        let distance = |float: f64| (big_of(value) - BigRational::from_float(float).unwrap()).abs();
        let nearest = distance(value.to_f64());
        prop_assert!(nearest <= distance(value.to_f64().next_up()) && nearest <= distance(value.to_f64().next_down()));
    }

    #[test]
    fn publishing_rounds_as_the_rule_says(value in scores(), decimals in 0_u8..=10) {
        for rounding in Rounding::ALL {
            let printed = rounding.publish(value, decimals).unwrap();
            prop_assert_eq!(printed.decimals(), decimals);
            if !value.is_negative() {
                let units = published_units(&big_of(value), decimals, rounding.name());
                prop_assert_eq!(BigInt::from(printed.units()), units);
            }
        }
    }

    #[test]
    fn the_range_of_a_print_is_what_prints_so(value in scores(), near in -3_i128..=3, decimals in 0_u8..=4) {
        for rounding in Rounding::ALL {
            let own = rounding.publish(value, decimals).unwrap();
            prop_assert!(rounding.range_of(own).unwrap().contains(value));
            let other = Decimal::new(own.units() + near, decimals).unwrap();
            prop_assert_eq!(rounding.range_of(other).unwrap().contains(value), near == 0);
            // The ends themselves, where a tie lies.
            let range = rounding.range_of(other).unwrap();
            for (end, included) in [(range.low, range.low_included), (range.high, range.high_included)] {
                prop_assert_eq!(rounding.publish(end, decimals).unwrap() == other, included);
                prop_assert_eq!(range.contains(end), included);
            }
        }
    }
}
