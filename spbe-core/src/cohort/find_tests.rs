//! Who is meant by a name, a part of one, or none.

use super::{Cohort, CohortBuilder};
use crate::assessment::{Assessment, Subject};
use crate::exact::Ratio;
use crate::instrument::Instrument;
use crate::issue::Catalogued;

/// A cohort of institutions with their years and stages.
fn cohort(units: &[(&str, Option<u16>, Option<&str>)]) -> Cohort {
    let instrument = Instrument::builtin("spbe-2020").unwrap();
    let mut builder = CohortBuilder::new();
    for (institution, year, stage) in units {
        let stage = stage.map(str::to_owned);
        let subject = Subject { institution: (*institution).to_owned(), year: *year, stage, ..Subject::default() };
        let levels = vec![Some(Ratio::whole(3)); instrument.items().len()];
        builder.add_assessments(
            &instrument,
            &[Assessment::from_positions(&instrument, subject, levels).unwrap()],
            None,
        );
    }
    builder.finish().unwrap()
}

/// Two years and two stages of one institution, and a second one.
fn two() -> Cohort {
    let own = |year, stage| ("Kota Denpasar", Some(year), stage);
    cohort(&[own(2023, None), own(2024, None), ("Kota Metro", Some(2024), None), own(2024, Some("mandiri"))])
}

#[test]
fn units_are_found_by_name_year_and_stage() {
    let cohort = two();
    let found = |text| cohort.find_described(text).map_err(|error| error.code().number);
    assert_eq!(found("kota  metro"), Ok(2));
    for text in ["Kota Denpasar 2023", "denpasar 2023"] {
        assert_eq!(found(text), Ok(0), "{text}");
    }
    assert_eq!(found("2023"), Err(811));
    for text in ["Kota Denpasar mandiri", "Kota Denpasar 2024 (mandiri)", "DENPASAR (Mandiri)", "denpasar 2024 mandiri"]
    {
        assert_eq!(found(text), Ok(3), "{text}");
    }
    assert_eq!(found("Kota Denpasar"), Err(812));
    assert_eq!(found("Kota Dumai"), Err(811));
    // Written in full it is the one without a stage.
    assert_eq!(found("Kota Denpasar 2024"), Ok(1));
    // The end of a name is no year behind one.
    assert_eq!(found("Kota Denpasar2023"), Err(811));
    let message = |text| cohort.find_described(text).unwrap_err().to_string();
    assert_eq!(
        message("Denpasar"),
        "`Denpasar` is one of several: Kota Denpasar 2023, Kota Denpasar 2024, Kota Denpasar 2024 (mandiri)"
    );
    assert_eq!(
        message("kota 2024"),
        "`kota 2024` is one of several: Kota Denpasar 2024, Kota Metro 2024, Kota Denpasar 2024 (mandiri)"
    );
}

#[test]
fn an_institution_is_named_alike_in_every_question() {
    let cohort = two();
    for name in ["Kota Metro", " kota  METRO", "metro", "etr"] {
        assert_eq!(cohort.institution(name), Ok(vec![2]), "{name}");
        assert_eq!(cohort.find(name, None, None), Ok(2), "{name}");
        assert_eq!(cohort.find_described(name), Ok(2), "{name}");
    }
    for name in ["Kota", "o"] {
        let several = format!("`{name}` is one of several: Kota Denpasar, Kota Metro");
        assert_eq!(cohort.institution(name).unwrap_err().to_string(), several);
        assert_eq!(cohort.find(name, None, None).unwrap_err().to_string(), several);
        assert_eq!(cohort.find_described(name).unwrap_err().code().number, 812);
    }
    assert_eq!(cohort.institution("Denpasar"), Ok(vec![0, 1, 3]));
    assert_eq!(cohort.find("denpasar", Some(2023), None), Ok(0));
    // The name of one is a part of the other's: it means itself.
    let nested = self::cohort(&[("Bandung Barat", Some(2024), None), ("Bandung", Some(2024), None)]);
    assert_eq!(nested.institution("bandung"), Ok(vec![1]));
    assert_eq!(nested.find_described("bandung 2024"), Ok(1));
}

#[test]
fn nothing_means_the_only_institution() {
    for name in ["", "Kota Metro"] {
        let one = cohort(&[(name, Some(2023), None), (name, Some(2024), None)]);
        assert_eq!(one.institution(""), Ok(vec![0, 1]), "{name}");
        assert_eq!(one.find(" ", None, None), Ok(1), "{name}");
        assert_eq!(one.find("", Some(2023), None), Ok(0), "{name}");
        assert_eq!(one.find_described("2023"), Ok(0), "{name}");
    }
    let message = "`-` is one of several: Kota Denpasar, Kota Metro";
    assert_eq!(two().institution("").unwrap_err().to_string(), message);
    assert_eq!(two().find("", None, None).unwrap_err().to_string(), message);
    // One without a name among others is meant by no name.
    let mixed = cohort(&[("Kota Metro", Some(2024), None), ("", Some(2024), None)]);
    assert_eq!(mixed.find("", None, None), Ok(1));
    assert_eq!(cohort(&[]).find("", None, None).unwrap_err().code().number, 811);
}
