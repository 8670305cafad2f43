use super::*;
use crate::exact::Ratio;

const A: [f64; 8] = [1.0, 2.0, 2.0, 3.0, 4.0, 4.0, 5.0, 3.0];
const B: [f64; 8] = [2.0, 1.0, 3.0, 3.0, 5.0, 4.0, 4.0, 3.0];
const C: [f64; 8] = [5.0, 1.0, 2.0, 2.0, 1.0, 3.0, 4.0, 4.0];

fn near(found: Option<f64>, expected: f64) {
    let found = found.expect("a figure");
    assert!((found - expected).abs() < 1e-13, "found {found}, expected {expected}");
}

#[test]
fn quantiles_interpolate_exactly() {
    let sorted: Vec<Ratio> = [1, 2, 4, 8].map(Ratio::whole).to_vec();
    let of = |share: &str| quantile(&sorted, share.parse().unwrap()).unwrap().unwrap().to_string();
    assert_eq!(["0", "0.25", "0.5", "0.9", "1"].map(of), ["1", "1.75", "3", "6.8", "8"]);
    assert_eq!(quantile(&[], Ratio::whole(0)), Ok(None));
    assert_eq!(quantile(&[Ratio::whole(3)], Ratio::whole(7)), Ok(Some(Ratio::whole(3))));
}

/// The figures of scipy 1.17 and numpy 2.4 for the same columns.
#[test]
fn correlations_as_other_programs_have_them() {
    near(pearson(&A, &B), 0.7878385971583355);
    near(spearman(&A, &B), 0.8688178790484298);
    near(kendall(&A, &B), 0.7348469228349536);
    near(kendall(&A, &C), 0.0);
    near(cronbach_alpha(&[&A, &B, &C]), 0.4113475177304964);
    let components = PrincipalComponents::new(&[&A, &B, &C]).unwrap();
    for (found, expected) in
        components.eigenvalues.iter().zip([1.7985989478250741, 0.9893942754773762, 0.21200677669754875])
    {
        near(Some(*found), expected);
    }
}

#[test]
fn what_does_not_exist_is_none() {
    let constant = [0.1; 8];
    assert_eq!(pearson(&A, &constant), None);
    assert_eq!(kendall(&constant, &B), None);
    assert_eq!(pearson(&A, &B[1..]), None);
    assert_eq!(cronbach_alpha(&[&A]), None);
    assert_eq!(item_rest(&[&A, &constant]), [None, None]);
    assert_eq!(PrincipalComponents::new(&[&constant]), None);
    assert_eq!(PrincipalComponents::new(&[&constant, &A]).unwrap().used, [1]);
    assert_eq!((mean(&[]), standard_deviation(&[1.0])), (None, None));
}

#[test]
fn effective_weights_add_up_to_one() {
    let weights = [0.5, 0.3, 0.2];
    let contributions: Vec<Vec<f64>> =
        weights.iter().zip([A, B, C]).map(|(weight, column)| column.map(|value| value * weight).to_vec()).collect();
    let index: Vec<f64> = (0..8).map(|row| contributions.iter().map(|column| column[row]).sum()).collect();
    let found: Vec<Influence> = [A, B, C]
        .iter()
        .zip(&contributions)
        .map(|(values, contributions)| Influence::new(values, contributions, &index).unwrap())
        .collect();
    near(Some(found.iter().map(|influence| influence.effective_weight).sum()), 1.0);
    for influence in found {
        assert!(influence.correlation_ratio >= influence.linear.unwrap() - 1e-15);
    }
}

#[test]
fn kendall_counts_as_the_definition_does() {
    // All pairs, one by one.
    for seed in 0..200_u64 {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut draw = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            f64::from(u8::try_from(state % 5).unwrap())
        };
        let rows = 2 + usize::try_from(seed % 30).unwrap();
        let (x, y): (Vec<f64>, Vec<f64>) = (0..rows).map(|_| (draw(), draw())).unzip();
        let (mut sum, mut of_x, mut of_y) = (0.0, 0.0, 0.0);
        for i in 0..rows {
            for j in 0..i {
                let sign = |a: f64| if a == 0.0 { 0.0 } else { a.signum() };
                let (dx, dy) = (sign(x[i] - x[j]), sign(y[i] - y[j]));
                sum += dx * dy;
                of_x += dx * dx;
                of_y += dy * dy;
            }
        }
        if of_x * of_y == 0.0 {
            assert_eq!(kendall(&x, &y), None);
        } else {
            near(kendall(&x, &y), sum / f64::sqrt(of_x * of_y));
        }
    }
}
