//! Numbers at their edges; the properties are in the `tests` crate, against arbitrary precision.

use super::{Decimal, DecimalComma, NumberError, Ratio, Rounding};

fn ratio(text: &str) -> Ratio {
    text.parse().unwrap()
}

fn published(value: &str, rounding: Rounding) -> String {
    rounding.publish(ratio(value), 2).unwrap().to_string()
}

#[test]
fn text_is_a_decimal_where_the_expansion_ends() {
    assert_eq!(ratio("2.150").to_string(), "2.15");
    assert_eq!(ratio("647/182").to_string(), "647/182");
    assert_eq!(ratio("7/8").to_string(), "0.875");
    assert_eq!(ratio("-3/6").to_string(), "-0.5");
    assert_eq!(ratio("4").to_string(), "4");
}

#[test]
fn only_plain_numbers_are_read() {
    for text in ["", "-", ".", "1.", ".5", "+1", "1e3", "NaN", "inf", "1 ", " 1", "1_000", "１", "0x1", "1.2.3", "--1"]
    {
        assert!(matches!(text.parse::<Decimal>(), Err(NumberError::NotANumber(_))), "{text}");
    }
    for text in ["1/0", "1/2/3", "1.5/2", "/2", "1/"] {
        assert!(text.parse::<Ratio>().is_err(), "{text}");
    }
    assert!(matches!("9".repeat(31).parse::<Decimal>(), Err(NumberError::TooManyDigits { .. })));
    assert_eq!("000000000000000000000000000000000000001.5".parse::<Decimal>().unwrap().to_string(), "1.5");
    assert_eq!("-0.05".parse::<Decimal>().unwrap().to_string(), "-0.05");
}

#[test]
fn a_comma_is_read_only_where_it_can_mean_one_thing() {
    let read = |text: &str, comma| Decimal::parse(text, comma).map(|decimal| decimal.to_string());
    assert_eq!(read("1,26", DecimalComma::WhenUnambiguous), Ok("1.26".to_owned()));
    assert_eq!(read("0,125", DecimalComma::WhenUnambiguous), Ok("0.125".to_owned()));
    assert_eq!(read("1,250", DecimalComma::WhenUnambiguous), Err(NumberError::AmbiguousComma("1,250".to_owned())));
    assert_eq!(read("1,250", DecimalComma::Always), Ok("1.250".to_owned()));
    assert!(read("1,26", DecimalComma::Never).is_err());
    for text in ["1,2,3", "1,234.5", "1.234,5", ",5", "5,", "a,b"] {
        assert!(read(text, DecimalComma::Always).is_err(), "{text}");
    }
}

#[test]
fn rounding_follows_its_rule() {
    assert_eq!(published("2.595", Rounding::HalfUp), "2.60");
    assert_eq!(published("2.585", Rounding::HalfEven), "2.58");
    assert_eq!(published("2.595", Rounding::HalfEven), "2.60");
    assert_eq!(published("2.599", Rounding::Truncate), "2.59");
    assert_eq!(published("131/91", Rounding::HalfUp), "1.44");
    assert_eq!(published("3", Rounding::HalfUp), "3.00");
}

#[test]
fn a_range_holds_exactly_what_prints_alike() {
    let range = Rounding::HalfUp.range_of("2.60".parse().unwrap()).unwrap();
    assert!(range.contains(ratio("2.595")) && range.contains(ratio("2.6049999")));
    assert!(!range.contains(ratio("2.605")) && !range.contains(ratio("2.5949999")));
}

#[test]
fn overflow_is_an_error() {
    let largest = Ratio::new(i128::MAX, 1).unwrap();
    assert_eq!(largest.checked_add(Ratio::ONE), Err(NumberError::Overflow));
    assert_eq!(largest.checked_mul(ratio("2")), Err(NumberError::Overflow));
    assert_eq!(Rounding::HalfUp.publish(largest, 2), Err(NumberError::Overflow));
    assert_eq!(Ratio::new(1, 0), Err(NumberError::DivisionByZero));
    assert_eq!(Ratio::new(i128::MIN, 3), Err(NumberError::Overflow));
    assert_eq!(Ratio::ONE.checked_div(Ratio::ZERO), Err(NumberError::DivisionByZero));
}

#[test]
fn ratios_of_any_size_compare_exactly() {
    let near = Ratio::new(i128::MAX - 1, i128::MAX).unwrap();
    assert!(near < Ratio::ONE);
    assert!(Ratio::new(i128::MAX - 2, i128::MAX).unwrap() < near);
    assert!(ratio("-7/3") < ratio("-2.3"));
    assert_eq!(ratio("2.60"), ratio("13/5"));
    assert!("2.6".parse::<Decimal>().unwrap() == "2.60".parse::<Decimal>().unwrap());
}

#[test]
fn the_nearest_float_is_nearest() {
    assert_eq!(ratio("2.15").to_f64().to_bits(), 2.15_f64.to_bits());
    assert_eq!(ratio("131/91").to_f64().to_bits(), (131.0_f64 / 91.0).to_bits());
    assert_eq!(ratio("-1/3").to_f64().to_bits(), (-1.0_f64 / 3.0).to_bits());
    let bits = |numerator: i128, denominator: i128| Ratio::new(numerator, denominator).unwrap().to_f64().to_bits();
    assert_eq!(bits(1, 10_i128.pow(38)), 1e-38_f64.to_bits());
    assert_eq!(bits(-7, 10_i128.pow(30)), (-7e-30_f64).to_bits());
    assert_eq!(bits(i128::MAX, i128::MAX - 1), 1.0_f64.to_bits());
    assert_eq!(bits(1, i128::MAX), (-127.0_f64).exp2().to_bits());
    assert_eq!(bits(i128::MAX, 3), 56_713_727_820_156_410_577_229_101_238_628_035_242.33_f64.to_bits());
    assert_eq!("0.10".parse::<Decimal>().unwrap().to_f64().to_bits(), 0.1_f64.to_bits());
    for exponent in 0..38 {
        for numerator in [1, 3, 7, 123_456_789] {
            let small = Ratio::new(numerator, 10_i128.pow(exponent)).unwrap();
            let nearest: f64 = format!("{numerator}e-{exponent}").parse().unwrap();
            assert_eq!(small.to_f64().to_bits(), nearest.to_bits(), "{numerator} / 10^{exponent}");
        }
    }
    // One part in 2^127 off the middle between two floats.
    let large = Ratio::new(i128::MAX, 1 << 120).unwrap();
    assert_eq!(large.to_f64().to_bits(), 128_f64.to_bits());
    let above_the_middle = Ratio::new((1 << 100) + (1 << 47) + 1, 1 << 100).unwrap();
    assert_eq!(above_the_middle.to_f64().to_bits(), (1.0 + f64::EPSILON).to_bits());
    let the_middle = Ratio::new((1 << 100) + (1 << 47), 1 << 100).unwrap();
    assert_eq!(the_middle.to_f64().to_bits(), 1_f64.to_bits());
    assert_eq!(Ratio::new(-i128::MAX, 1).unwrap().to_f64().to_bits(), (-2_f64.powi(127)).to_bits());
}

#[test]
fn a_decimal_prints_all_its_digits_at_any_size() {
    for (units, decimals, text) in [
        (0, 0, "0"),
        (0, 2, "0.00"),
        (-5, 2, "-0.05"),
        (12, 0, "12"),
        (215, 2, "2.15"),
        (-18_446_744_073_709_551_616, 3, "-18446744073709551.616"),
        (999_999_999_999_999_999_999_999_999_999, 30, "0.999999999999999999999999999999"),
    ] {
        let decimal = Decimal::new(units, decimals).unwrap();
        assert_eq!(decimal.to_string(), text);
        assert_eq!(text.parse::<Decimal>().unwrap().to_string(), text);
        assert_eq!(decimal.to_f64().to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
    }
    assert_eq!(format!("{:>6}|{:<5}|", Decimal::new(215, 2).unwrap(), Ratio::whole(-3)), "  2.15|-3   |");
    let widest = Ratio::new(-i128::MAX, i128::MAX - 1).unwrap();
    assert_eq!(widest.to_string(), format!("-{}/{}", i128::MAX, i128::MAX - 1));
}

proptest::proptest! {
    #[test]
    fn the_short_ways_of_arithmetic_agree_with_the_long_one(
        left in -100_000_i128..100_000, above in 1_i128..3_000, right in -100_000_i128..100_000, below in 1_i128..3_000,
        decimals in 0_u8..4,
    ) {
        let (a, b) = (Ratio::new(left, above).unwrap(), Ratio::new(right, below).unwrap());
        let big = |numerator: i128, denominator: i128| {
            // The same fraction from numbers that do not fit one word.
            let factor = i128::from(u64::MAX);
            Ratio::new(numerator * factor, denominator * factor).unwrap()
        };
        proptest::prop_assert_eq!(a.checked_add(b).unwrap(), big(left * below + right * above, above * below));
        proptest::prop_assert_eq!(a.checked_mul(b).unwrap(), big(left * right, above * below));
        if right != 0 {
            proptest::prop_assert_eq!(a.checked_div(b).unwrap(), big(left * below, above * right));
        }
        let printed = Rounding::HalfUp.publish(a, decimals).unwrap();
        proptest::prop_assert!(Rounding::HalfUp.range_of(printed).unwrap().contains(a));
        proptest::prop_assert_eq!(printed.to_f64().to_bits(), printed.to_string().parse::<f64>().unwrap().to_bits());
        proptest::prop_assert_eq!(a.to_string().parse::<Ratio>().unwrap(), a);
        let ends = a.to_decimal().is_some();
        let mut rest = a.denominator();
        while rest % 2 == 0 { rest /= 2; }
        while rest % 5 == 0 { rest /= 5; }
        proptest::prop_assert_eq!(ends, rest == 1);
    }
}
