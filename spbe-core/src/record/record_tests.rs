//! What records say in words; their numbers are compared through the bindings.

use crate::assessment::{Assessment, PublishedResult, Subject};
use crate::audit::audit;
use crate::exact::Ratio;
use crate::instrument::{Instrument, MissingPolicy};
use crate::score::{Score, ScoreOptions, score, score_printed};

use super::{AuditRecord, ScoreRecord, WrittenScore};

fn reason(id: &str, node: (&str, &str), value: &str, index: &str) -> (String, String) {
    let instrument = Instrument::builtin(id).unwrap();
    let mut nodes = vec![None; instrument.nodes().len()];
    let position = instrument.nodes().iter().position(|entry| (entry.tier(), entry.code()) == node).unwrap();
    nodes[position] = value.parse().ok();
    let subject = Subject { institution: "A".to_owned(), ..Subject::default() };
    let result = PublishedResult { subject, index: index.parse().ok(), predicate: None, nodes, row: None };
    let record = AuditRecord::new(&instrument, &audit(&instrument, &[result]).unwrap());
    let reason = &record.results[0].reasons[0];
    (reason.en.clone(), reason.id.clone())
}

#[test]
fn many_possible_indices_are_named_by_their_ends() {
    let (english, indonesian) = reason("spbe-2020", ("domain", "1"), "1.00", "4.90");
    assert_eq!(english, "the index is printed 4.90; the printed values allow only 1.00 to 4.48");
    assert_eq!(indonesian, "indeks tercetak 4,90; nilai tercetak hanya memungkinkan 1,00 sampai 4,48");
}

#[test]
fn the_nearest_value_of_a_range_is_its_near_end() {
    let (english, indonesian) = reason("pemdi-2026", ("aspect", "1"), "5.50", "");
    assert_eq!(english, "aspect 1 is printed 5.50, which no answers give; nearest: 5.00");
    assert_eq!(indonesian, "aspek 1 tercetak 5,50, yang tidak dihasilkan jawaban mana pun; terdekat: 5,00");
}

fn both_forms(instrument: &Instrument, score: &Score) {
    let record = serde_json::to_string(&ScoreRecord::new(instrument, score)).unwrap();
    assert_eq!(serde_json::to_string(&WrittenScore::new(instrument, score)).unwrap(), record);
}

#[test]
fn a_score_is_written_as_its_record_is() {
    let labels = [("province".to_owned(), "Bali \"x\"".to_owned())].into();
    let subject = Subject { institution: "Kota é".to_owned(), year: Some(2023), stage: None, labels };
    for id in Instrument::builtin_ids() {
        let instrument = Instrument::builtin(id).unwrap();
        for policy in MissingPolicy::ALL {
            for every in [1, 2, 7, 1_000] {
                let answer = |number: usize| {
                    let level = i64::try_from(number * 7 % 5 + 1).unwrap();
                    (number % every != 3).then_some(Ratio::whole(level))
                };
                let answers = (0..instrument.items().len()).map(answer).collect();
                let assessment = Assessment::from_positions(&instrument, subject.clone(), answers).unwrap();
                let options = ScoreOptions::default().missing(policy);
                if let Ok(score) = score(&instrument, &assessment, &options) {
                    both_forms(&instrument, &score);
                }
            }
        }
        let mut nodes = vec![None; instrument.nodes().len()];
        nodes[0] = "3.00".parse().ok();
        let result = PublishedResult { subject: subject.clone(), index: None, predicate: None, nodes, row: None };
        both_forms(&instrument, &score_printed(&instrument, &result, &ScoreOptions::default()).unwrap());
    }
}
