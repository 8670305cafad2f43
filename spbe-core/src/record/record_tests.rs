//! What records say in words; their numbers are compared through the bindings.

use crate::assessment::{PublishedResult, Subject};
use crate::audit::audit;
use crate::instrument::Instrument;

use super::AuditRecord;

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
