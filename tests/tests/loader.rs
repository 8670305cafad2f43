//! One thing wrong with an instrument file at a time: what is reported, and where.

use serde_json::{Value, json};
use spbe_core::instrument::Instrument;

/// A sound instrument of two tiers with everything that is checked.
fn sound() -> Value {
    json!({
        "schema": "spbe-instrument/1",
        "id": "small",
        "edition": 1,
        "title": { "id": "Instrumen kecil" },
        "total_weight": "10",
        "legal": { "basis": "-", "text_seen": false },
        "answers": { "kind": "level", "lowest": "0", "highest": "3", "level_values": [{ "level": 0, "value": "1" }] },
        "publication": {
            "decimals": 2,
            "rounding": "half_up",
            "predicate_basis": "exact",
            "predicate_basis_by_year": { "2024": "published" },
        },
        "tiers": [
            { "code": "aspect", "name": { "id": "Aspek" } },
            { "code": "indicator", "name": { "id": "Indikator" } },
        ],
        "predicates": [
            { "name": { "id": "Rendah" }, "to": "2" },
            { "name": { "id": "Tinggi" }, "from": "2", "to": "3" },
        ],
        "scales": [{ "code": "process", "levels": [
            { "level": 0, "name": { "id": "nol" } },
            { "level": 1, "name": { "id": "satu" } },
            { "level": 2, "name": { "id": "dua" } },
            { "level": 3, "name": { "id": "tiga" } },
        ] }],
        "measurements": [{
            "code": "index",
            "name": { "id": "Indeks" },
            "owner": "-",
            "role": "value",
            "bands": [
                { "level": 1, "from": "0", "to": "50", "value_from": "1", "value_to": "2" },
                { "level": 2, "from": "50", "to": "100", "value_from": "2", "value_to": "3" },
            ],
        }],
        "nodes": [
            { "tier": "aspect", "code": "1", "weight": "4", "name": { "id": "Satu" } },
            { "tier": "aspect", "code": "2", "weight": "6", "name": { "id": "Dua" } },
        ],
        "indicators": [
            { "code": "1", "parent": "1", "weight": "4", "name": { "id": "Satu" }, "scale": "process", "levels": [
                { "level": 2, "criterion": { "id": "dua" }, "requires_level": 1 },
                { "level": 3, "criterion": { "id": "tiga" }, "evidence_values": ["0.5"] },
            ] },
            { "code": "2", "parent": "2", "weight": "3", "name": { "id": "Dua" }, "measurement": "index" },
            { "code": "3", "parent": "2", "weight": "3", "name": { "id": "Tiga" }, "items": [
                { "code": "3-1", "weight": "1" },
                { "code": "3-2", "weight": "2" },
            ] },
        ],
    })
}

/// The codes and paths that a document gives, as JSON and as TOML.
fn problems(document: &Value) -> Vec<(&'static str, String)> {
    let listed = |result: Result<Instrument, spbe_core::issue::Issues<spbe_core::instrument::InstrumentError>>| {
        use spbe_core::issue::Catalogued;
        let issues = result.err();
        let listed = issues.iter().flat_map(spbe_core::issue::Issues::listed);
        listed.map(|issue| (issue.error.code().name, issue.place.path.clone().unwrap_or_default())).collect::<Vec<_>>()
    };
    let from_json = listed(Instrument::from_json(&document.to_string()));
    let toml = toml::to_string(document).expect("no null in it");
    assert_eq!(listed(Instrument::from_toml(&toml)), from_json, "TOML and JSON are judged alike");
    from_json
}

/// A sound document with one field set; a path that ends in `/+` adds to a list, a null removes the field.
fn changed(path: &str, value: Value) -> Value {
    let mut document = sound();
    if let Some(list) = path.strip_suffix("/+") {
        document.pointer_mut(list).and_then(Value::as_array_mut).expect("a list").push(value);
        return document;
    }
    let (above, field) = path.rsplit_once('/').expect("a path");
    let parent = document.pointer_mut(above).unwrap_or_else(|| panic!("{above}"));
    match (parent, value) {
        (Value::Object(fields), Value::Null) => assert!(fields.remove(field).is_some(), "{path}"),
        (Value::Object(fields), value) => drop(fields.insert(field.to_owned(), value)),
        (parent, value) => parent[field.parse::<usize>().expect("a position")] = value,
    }
    document
}

#[test]
fn the_sound_instrument_loads() {
    assert_eq!(problems(&sound()), []);
}

#[test]
fn each_change_is_reported_at_its_place() {
    let satu = json!({ "id": "Satu" });
    let cases = [
        ("/schema", json!("other/1"), "instrument.schema", "schema"),
        ("/id", json!("kecil é"), "instrument.code_invalid", "id"),
        ("/id", Value::Null, "instrument.field", ""),
        ("/colour", json!("red"), "instrument.field", "colour"),
        ("/title/en", json!(1), "instrument.field", "title"),
        ("/total_weight", json!("11"), "instrument.weight_sum", "total_weight"),
        ("/total_weight", json!("0"), "instrument.weight_not_positive", "total_weight"),
        ("/total_weight", json!("ten"), "instrument.number", "total_weight"),
        ("/answers/lowest", json!("3"), "instrument.answer_range", "answers"),
        ("/answers/highest", json!("2.5"), "instrument.level_not_whole", "answers.highest"),
        ("/answers/level_values/0/level", json!(4), "instrument.level_out_of_range", "answers.level_values"),
        ("/answers/level_values/0/value", json!("1.5"), "instrument.level_value_order", "answers.level_values"),
        (
            "/answers/level_values/+",
            json!({ "level": 2, "value": "0.5" }),
            "instrument.level_value_order",
            "answers.level_values",
        ),
        (
            "/answers/level_values/+",
            json!({ "level": 0, "value": "1" }),
            "instrument.code_duplicate",
            "answers.level_values",
        ),
        ("/answers/kind", json!("value"), "instrument.field", "answers.level_values"),
        ("/publication/decimals", json!(11), "instrument.decimals", "publication.decimals"),
        (
            "/publication/predicate_basis_by_year/24",
            json!("exact"),
            "instrument.year",
            "publication.predicate_basis_by_year",
        ),
        ("/predicates/1/from", json!("2.1"), "instrument.range_gap", "predicates.#2"),
        ("/predicates/1/from", json!("1.9"), "instrument.range_overlap", "predicates.#2"),
        ("/predicates/1/to", json!("2"), "instrument.range_empty", "predicates.#2"),
        ("/predicates/1/to", json!("2.9"), "instrument.range_gap", "predicates.#2"),
        ("/predicates/1/name/id", json!("Rendah"), "instrument.code_duplicate", "predicates.#2"),
        ("/predicates", json!([]), "instrument.list_empty", "predicates"),
        ("/scales/0/levels/2/level", json!(1), "instrument.level_order", "scales.process"),
        ("/scales/0/levels/3", json!({ "level": 4, "name": satu }), "instrument.level_out_of_range", "scales.process"),
        ("/scales/0/levels", json!([{ "level": 0, "name": satu }]), "instrument.levels_incomplete", "scales.process"),
        ("/measurements/0/bands/1/from", json!("60"), "instrument.range_gap", "measurements.index"),
        ("/measurements/0/bands/1/value_to", Value::Null, "instrument.band_without_value", "measurements.index"),
        ("/nodes/1/code", json!("1"), "instrument.code_duplicate", "nodes.aspect:1"),
        ("/nodes/1/tier", json!("branch"), "instrument.reference_unknown", "nodes.branch:2.tier"),
        ("/nodes/1/parent", json!("1"), "instrument.reference_unknown", "nodes.aspect:2.parent"),
        ("/nodes/0/weight", json!("3"), "instrument.weight_sum", "nodes.aspect:1"),
        ("/indicators/0/weight", json!("-4"), "instrument.weight_not_positive", "indicators.1.weight"),
        ("/indicators/0/weight", json!("4/0"), "instrument.number", "indicators.1.weight"),
        ("/indicators/0/scale", json!("service"), "instrument.reference_unknown", "indicators.1.scale"),
        ("/indicators/0/parent", Value::Null, "instrument.reference_unknown", "indicators.1.parent"),
        ("/indicators/0/levels/0/requires_level", json!(2), "instrument.level_requirement", "indicators.1.levels"),
        ("/indicators/1/measurement", json!("sdi"), "instrument.reference_unknown", "indicators.2.measurement"),
        ("/indicators/1/code", json!("1"), "instrument.code_duplicate", "indicators.1"),
        ("/indicators/1/code", json!(""), "instrument.code_invalid", "indicators."),
        ("/indicators/2/items/1/weight", json!("3"), "instrument.weight_sum", "indicators.3"),
        ("/indicators/2/items/1/code", json!("3-1"), "instrument.code_duplicate", "indicators.3.items"),
    ];
    for (path, value, code, place) in cases {
        let found = problems(&changed(path, value.clone()));
        let expected = (code, place.to_owned());
        assert!(found.contains(&expected), "{path} = {value}: {expected:?} in {found:?}");
    }
}

#[test]
fn an_item_may_not_take_the_code_of_an_indicator_that_is_its_own_item() {
    // Before or after the indicator: either way one of the two could never be answered.
    let duplicate = [("instrument.code_duplicate", "indicators.3.items".to_owned())];
    assert_eq!(problems(&changed("/indicators/2/items/0/code", json!("2"))), duplicate);
    let mut turned = changed("/indicators/2/items/0/code", json!("2"));
    turned["indicators"].as_array_mut().expect("a list").swap(1, 2);
    assert_eq!(problems(&turned), duplicate);
    // Twice inside one indicator, under the indicator's own code.
    let twice = json!([{ "code": "3", "weight": "1" }, { "code": "3", "weight": "2" }]);
    assert_eq!(problems(&changed("/indicators/2/items", twice)), duplicate);
}

#[test]
fn a_repeated_indicator_is_reported_once() {
    let again = json!({ "code": "2", "parent": "2", "weight": "3", "name": { "id": "Dua" } });
    let found = problems(&changed("/indicators/2", again));
    assert_eq!(found, [("instrument.code_duplicate", "indicators.2".to_owned())]);
}

#[test]
fn a_node_without_children_and_too_many_tiers_are_reported() {
    let lonely = json!({ "tier": "aspect", "code": "3", "weight": "1", "name": { "id": "Tiga" } });
    let found = problems(&changed("/nodes/+", lonely));
    assert!(found.contains(&("instrument.node_empty", "nodes.aspect:3".to_owned())), "{found:?}");
    let mut document = sound();
    let tier = |number| json!({ "code": format!("tier{number}"), "name": { "id": "-" } });
    document["tiers"] = (0..7).map(tier).collect();
    assert!(problems(&document).contains(&("instrument.tier_count", "tiers".to_owned())));
}

#[test]
fn weights_without_a_common_part_are_refused() {
    let mut document = sound();
    // Denominators that are primes near a million: their product is far past the limit.
    document["indicators"][1]["weight"] = json!("3000003/1000003");
    document["indicators"][2] = json!({ "code": "3", "parent": "2", "weight": "1/999983", "name": { "id": "Tiga" } });
    document["indicators"][0]["weight"] = json!("4");
    let found = problems(&document);
    assert!(found.iter().any(|(code, _)| *code == "instrument.weights_too_fine"), "{found:?}");
}

#[test]
fn every_problem_is_reported_with_its_line() {
    let text = toml::to_string_pretty(&sound()).expect("TOML");
    let text = text.replace("decimals = 2", "decimals = 20").replace("weight = \"4\"", "weight = \"x\"");
    let text = text.replace("scale = \"process\"", "scale = \"other\"");
    let issues = Instrument::from_toml(&text).expect_err("three problems and more");
    let rows: Vec<Option<u64>> = issues.listed().iter().map(|issue| issue.place.row).collect();
    assert!(issues.total() >= 3 && rows.iter().all(Option::is_some), "{issues}");
    for (issue, row) in issues.listed().iter().zip(rows) {
        let line = text.lines().nth(usize::try_from(row.expect("a line")).expect("small") - 1);
        assert!(line.is_some_and(|line| !line.is_empty()), "{}", issue.describe(spbe_core::issue::Language::English));
    }
}

#[test]
fn text_that_is_neither_toml_nor_json_is_refused() {
    for (result, format) in [(Instrument::from_toml("id = ["), "TOML"), (Instrument::from_json("{\"id\": "), "JSON")] {
        let issues = result.expect_err("broken text");
        assert_eq!(issues.first_code().name, "instrument.syntax");
        assert!(issues.to_string().contains(format), "{issues}");
    }
    for text in ["", "\0", "1 = 2 = 3", "[[indicators]]", "indicators = 3", "id = nan\ntotal_weight = 1e309"] {
        assert!(Instrument::from_toml(text).is_err(), "{text}");
        assert!(Instrument::from_json(text).is_err(), "{text}");
    }
}
