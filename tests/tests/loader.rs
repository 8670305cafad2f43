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
        ("/id", Value::Null, "instrument.field_missing", ""),
        ("/colour", json!("red"), "instrument.field_unknown", "colour"),
        ("/title/en", json!(1), "instrument.field", "title.en"),
        ("/total_weight", json!("11"), "instrument.weight_sum", "total_weight"),
        ("/total_weight", json!("0"), "instrument.weight_not_positive", "total_weight"),
        ("/total_weight", json!("ten"), "instrument.number", "total_weight"),
        ("/answers/lowest", json!("3"), "instrument.answer_range", "answers"),
        ("/answers/highest", json!("2.5"), "instrument.level_not_whole", "answers.highest"),
        ("/answers/level_values/0/level", json!(4), "instrument.level_out_of_range", "answers.level_values.#1"),
        ("/answers/level_values/0/value", json!("1.5"), "instrument.level_value_order", "answers.level_values.#1"),
        (
            "/answers/level_values/+",
            json!({ "level": 2, "value": "0.5" }),
            "instrument.level_value_order",
            "answers.level_values.#2",
        ),
        (
            "/answers/level_values/+",
            json!({ "level": 0, "value": "1" }),
            "instrument.code_duplicate",
            "answers.level_values.#2",
        ),
        ("/answers/kind", json!("value"), "instrument.field_of_other_answers", "answers.level_values"),
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
        ("/scales/0/levels/2/level", json!(1), "instrument.level_order", "scales.process.levels.#3"),
        (
            "/scales/0/levels/3",
            json!({ "level": 4, "name": satu }),
            "instrument.level_out_of_range",
            "scales.process.levels.#4",
        ),
        (
            "/scales/0/levels",
            json!([{ "level": 0, "name": satu }]),
            "instrument.levels_incomplete",
            "scales.process.levels",
        ),
        ("/measurements/0/bands/1/from", json!("60"), "instrument.range_gap", "measurements.index.bands.#2"),
        (
            "/measurements/0/bands/1/value_to",
            Value::Null,
            "instrument.band_without_value",
            "measurements.index.bands.#2",
        ),
        ("/measurements/0/bands", json!([]), "instrument.list_empty", "measurements.index.bands"),
        ("/nodes/1/code", json!("1"), "instrument.code_duplicate", "nodes.aspect:1"),
        ("/nodes/1/tier", json!("branch"), "instrument.reference_unknown", "nodes.branch:2.tier"),
        ("/nodes/1/parent", json!("1"), "instrument.reference_unknown", "nodes.aspect:2.parent"),
        ("/nodes/0/weight", json!("3"), "instrument.weight_sum", "nodes.aspect:1"),
        ("/indicators/0/weight", json!("-4"), "instrument.weight_not_positive", "indicators.1.weight"),
        ("/indicators/0/weight", json!("4/0"), "instrument.number", "indicators.1.weight"),
        ("/indicators/0/scale", json!("service"), "instrument.reference_unknown", "indicators.1.scale"),
        ("/indicators/0/parent", Value::Null, "instrument.field_missing", "indicators.1"),
        ("/indicators/0/levels/0/requires_level", json!(2), "instrument.level_requirement", "indicators.1.levels.#1"),
        ("/indicators/1/measurement", json!("sdi"), "instrument.reference_unknown", "indicators.2.measurement"),
        ("/indicators/1/code", json!("1"), "instrument.code_duplicate", "indicators.1"),
        ("/indicators/1/code", json!(""), "instrument.code_invalid", "indicators."),
        ("/indicators/2/items/1/weight", json!("3"), "instrument.weight_sum", "indicators.3"),
        ("/indicators/2/items/1/code", json!("3-1"), "instrument.code_duplicate", "indicators.3.items.#2"),
        ("/indicators/2/items/0/code", json!("é 1"), "instrument.code_invalid", "indicators.3.items.#1"),
        ("/indicators/2/items/1/code", json!(""), "instrument.code_invalid", "indicators.3.items.#2"),
        ("/indicators/2/items/1/weight", json!("x"), "instrument.number", "indicators.3.items.#2"),
        (
            "/indicators/0/levels/1/evidence_values",
            json!([0.5]),
            "instrument.field",
            "indicators.1.levels.#2.evidence_values.#1",
        ),
        ("/answers/missing", json!("maximum"), "instrument.name_unknown", "answers.missing"),
        ("/publication/decimals", json!(256), "instrument.field_range", "publication.decimals"),
        ("/nodes/0/wieght", json!("4"), "instrument.field_unknown", "nodes.aspect:1.wieght"),
        ("/nodes", json!({}), "instrument.field", "nodes"),
    ];
    for (path, value, code, place) in cases {
        let found = problems(&changed(path, value.clone()));
        let expected = (code, place.to_owned());
        assert!(found.contains(&expected), "{path} = {value}: {expected:?} in {found:?}");
    }
}

#[test]
fn an_item_may_not_take_the_code_of_an_indicator() {
    let duplicate = |item| ("instrument.code_duplicate", format!("indicators.3.items.#{item}"));
    // Before or after the indicator, also its own one: an answer could mean either.
    assert_eq!(problems(&changed("/indicators/2/items/0/code", json!("2"))), [duplicate(1)]);
    assert_eq!(problems(&changed("/indicators/2/items/0/code", json!("3"))), [duplicate(1)]);
    let mut turned = changed("/indicators/2/items/0/code", json!("2"));
    turned["indicators"].as_array_mut().expect("a list").swap(1, 2);
    assert_eq!(problems(&turned), [duplicate(1)]);
    // Twice inside one indicator.
    let twice = json!([{ "code": "x", "weight": "1" }, { "code": "x", "weight": "2" }]);
    assert_eq!(problems(&changed("/indicators/2/items", twice)), [duplicate(2)]);
    // A code that is also the name of the list.
    assert_eq!(problems(&changed("/indicators/2/items/0/code", json!("items"))), []);
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

/// The problems of an instrument of levels 0 to 3 whose predicates reach 3.
fn with_level_values(list: Value) -> Vec<(&'static str, String)> {
    problems(&changed("/answers/level_values", list))
}

#[test]
fn levels_count_for_no_less_than_the_levels_below() {
    let at = |code, entry| (code, format!("answers.level_values.#{entry}"));
    let level = |level: i64, value: &str| json!({ "level": level, "value": value });
    assert_eq!(with_level_values(json!([level(0, "1"), level(1, "1"), level(2, "1"), level(3, "1")])), []);
    assert_eq!(with_level_values(json!([level(3, "3"), level(0, "0"), level(1, "1.5")])), []);
    // Against a level that is not listed, and against one that is.
    assert_eq!(with_level_values(json!([level(1, "2.5")])), [at("instrument.level_value_order", 1)]);
    let crossed = with_level_values(json!([level(2, "0.5"), level(1, "0.75")]));
    assert_eq!(crossed, [at("instrument.level_value_order", 2), at("instrument.level_value_order", 1)]);
    assert_eq!(with_level_values(json!([level(-1, "-5")])), [at("instrument.level_out_of_range", 1)]);
    // What a level counts as at the ends bounds the index: the predicates have to reach that far.
    let higher = with_level_values(json!([level(3, "4")]));
    assert_eq!(higher, [("instrument.range_gap", "predicates.#2".to_owned())]);
}

#[test]
fn completed_levels_are_answers_that_do_not_fall() {
    let with = |kind: &str, list: Value| {
        let mut document = changed("/answers/kind", json!(kind));
        document["answers"].as_object_mut().expect("a table").remove("level_values");
        document["answers"]["completed_levels"] = list;
        problems(&document)
    };
    let at = |code, place: &str| (code, format!("answers.completed_levels{place}"));
    let level = |level: i64, value: &str| json!({ "level": level, "value": value });
    assert_eq!(with("value", json!([level(1, "1.5"), level(2, "2.5"), level(3, "2.5")])), []);
    assert_eq!(with("level", json!([level(1, "1.5")])), [at("instrument.field_of_other_answers", "")]);
    assert_eq!(with("value", json!([level(3, "3.5")])), [at("instrument.value_out_of_range", ".#1")]);
    assert_eq!(with("value", json!([level(0, "-1")])), [at("instrument.value_out_of_range", ".#1")]);
    assert_eq!(with("value", json!([level(4, "3")])), [at("instrument.level_out_of_range", ".#1")]);
    assert_eq!(with("value", json!([level(2, "2"), level(2, "2")])), [at("instrument.code_duplicate", ".#2")]);
    // In the order of the levels, not of the list.
    assert_eq!(with("value", json!([level(2, "1"), level(1, "2")])), [at("instrument.level_value_order", ".#1")]);
}

#[test]
fn a_tier_may_not_take_a_field_of_the_score() {
    let with_tier = |code: &str| {
        let mut document = changed("/tiers/0/code", json!(code));
        for node in document["nodes"].as_array_mut().expect("a list") {
            node["tier"] = json!(code);
        }
        problems(&document)
    };
    let reserved = |code: &str| [("instrument.code_reserved", format!("tiers.{code}"))];
    for code in ["range", "label", "indicator", "contribution"] {
        let found = with_tier(code);
        assert!(found.contains(&reserved(code)[0]), "{code}: {found:?}");
    }
    assert_eq!(with_tier("predicate_basi"), reserved("predicate_basi"));
    assert_eq!(with_tier("ranges"), []);
    // The last tier stands under `indicators`, whatever its code.
    assert_eq!(problems(&changed("/tiers/1/code", json!("range"))), []);
}

#[test]
fn every_field_of_a_score_is_closed_to_tiers() {
    use spbe_core::record::ScoreRecord;
    let instrument = Instrument::from_json(&sound().to_string()).expect("sound");
    let answers = ["1", "2", "3-1", "3-2"].map(|code| (code, spbe_core::exact::Ratio::ONE));
    let subject = spbe_tests::files::subject("-", None);
    let assessment = spbe_core::assessment::Assessment::new(&instrument, subject, answers).expect("complete");
    let score = spbe_core::score::score(&instrument, &assessment, &spbe_core::score::ScoreOptions::default());
    let record = serde_json::to_value(ScoreRecord::new(&instrument, &score.expect("a score"))).expect("JSON");
    let fields = record.as_object().expect("an object").keys().filter(|field| {
        // Tiers that are always there are their own.
        !["domains", "aspects", "domains_exact", "aspects_exact"].contains(&field.as_str())
    });
    let mut closed = 0;
    for field in fields {
        for code in [field.strip_suffix('s'), field.strip_suffix("s_exact")].into_iter().flatten() {
            let found = problems(&changed("/tiers/0/code", json!(code)));
            assert!(found.contains(&("instrument.code_reserved", format!("tiers.{code}"))), "{field}: {found:?}");
            closed += 1;
        }
    }
    assert!(closed >= 4, "{closed}");
}

#[test]
fn a_repeated_field_of_json_is_refused_at_any_depth() {
    let text = sound().to_string();
    let twice = |field: &str, again: &str| {
        assert_eq!(text.matches(field).count(), 1, "{field}");
        let issues =
            Instrument::from_json(&text.replace(field, &format!("{field},{again}"))).expect_err("a repetition");
        issues.to_string()
    };
    assert_eq!(twice("\"edition\":1", "\"edition\":7"), "edition: the field `edition` is there twice");
    // The same value again is no better.
    assert_eq!(twice("\"edition\":1", "\"edition\":1"), "edition: the field `edition` is there twice");
    assert_eq!(
        twice("\"code\":\"3-2\"", "\"code\":\"3-3\""),
        "indicators.3.items.#2.code: the field `code` is there twice"
    );
    assert_eq!(
        twice("\"2024\":\"published\"", "\"2024\":\"exact\""),
        "publication.predicate_basis_by_year.2024: the field `2024` is there twice"
    );
    assert_eq!(
        twice("\"requires_level\":1", "\"requires_level\":1,\"requires_level\":0"),
        "indicators.1.levels.#1.requires_level: the field `requires_level` is there twice\n\
         indicators.1.levels.#1.requires_level: the field `requires_level` is there twice"
    );
    let unknown = twice("\"edition\":1", "\"colour\":{\"red\":1,\"red\":2}");
    assert!(unknown.starts_with("colour: the field `colour` is unknown"), "{unknown}");
}

#[test]
fn bands_rise_through_the_answers_without_a_jump() {
    let cases = [
        ("/measurements/0/bands/0/level", json!(4), "instrument.level_out_of_range", 1),
        ("/measurements/0/bands/1/level", json!(0), "instrument.band_level_order", 2),
        ("/measurements/0/bands/1/value_to", json!("3.5"), "instrument.value_out_of_range", 2),
        ("/measurements/0/bands/0/value_from", json!("-1"), "instrument.value_out_of_range", 1),
        ("/measurements/0/bands/0/value_from", json!("2.5"), "instrument.band_value_order", 1),
        ("/measurements/0/bands/1/value_from", json!("2.1"), "instrument.band_value_jump", 2),
        ("/measurements/0/bands/1/value_from", json!("1.9"), "instrument.band_value_jump", 2),
    ];
    for (path, value, code, band) in cases {
        let found = problems(&changed(path, value.clone()));
        let expected = (code, format!("measurements.index.bands.#{band}"));
        assert!(found.contains(&expected), "{path} = {value}: {expected:?} in {found:?}");
    }
    // Two bands of one level, and a band of one value, are sound; evidence needs no values.
    assert_eq!(problems(&changed("/measurements/0/bands/1/level", json!(1))), []);
    assert_eq!(problems(&changed("/measurements/0/bands/0/value_from", json!("2"))), []);
    let mut evidence = changed("/measurements/0/role", json!("evidence"));
    for band in evidence["measurements"][0]["bands"].as_array_mut().expect("a list") {
        let fields = band.as_object_mut().expect("a table");
        fields.retain(|field, _| !field.starts_with("value"));
    }
    assert_eq!(problems(&evidence), []);
}

#[test]
fn an_entry_that_cannot_be_read_does_not_move_the_others() {
    let text = toml::to_string_pretty(&sound()).expect("TOML");
    let text = text.replace("id = \"Rendah\"", "di = \"Rendah\"").replace("code = \"2\"\nname", "code = 2\nname");
    let text = text.replace("weight = \"3\"", "weight = \"-3\"");
    let issues = Instrument::from_toml(&text).expect_err("broken entries");
    let line_of = |row: Option<u64>| text.lines().nth(usize::try_from(row.expect("a line")).expect("small") - 1);
    for issue in issues.listed() {
        let (path, line) = (issue.place.path.as_deref().expect("a path"), line_of(issue.place.row));
        let expected = match path.rsplit('.').next().expect("a step") {
            "weight" => "weight = \"-3\"",
            "di" => "di = \"Rendah\"",
            "code" => "code = 2",
            _ => panic!("{path}: {}", issue.error),
        };
        assert_eq!(line, Some(expected), "{path}");
    }
    assert!(issues.total() >= 3, "{issues}");
}

#[test]
fn what_is_wrong_with_a_field_is_told_in_both_languages() {
    use spbe_core::issue::Language;
    let told = |path, value| {
        let issues = Instrument::from_json(&changed(path, value).to_string()).expect_err("a wrong field");
        [Language::English, Language::Indonesian].map(|language| issues.describe(language))
    };
    let cases = [
        (
            "/indicators/0/weight",
            json!(4),
            "indicators.1.weight: expected a text, found a number; write it in quotes",
            "indicators.1.weight: seharusnya teks, ditemukan bilangan; tulislah dalam tanda kutip",
        ),
        (
            "/legal/text_seen",
            json!("yes"),
            "legal.text_seen: expected `true` or `false`, found a text",
            "legal.text_seen: seharusnya `true` atau `false`, ditemukan teks",
        ),
        (
            "/edition",
            json!(-1),
            "edition: expected a whole number from 0 to 4294967295, found `-1`",
            "edition: seharusnya bilangan bulat dari 0 sampai 4294967295, ditemukan `-1`",
        ),
        (
            "/edition",
            json!(1.5),
            "edition: expected a whole number, found a number",
            "edition: seharusnya bilangan bulat, ditemukan bilangan",
        ),
        (
            "/title",
            json!("Judul"),
            "title: expected a table of fields, found a text",
            "title: seharusnya tabel isian, ditemukan teks",
        ),
        (
            "/publication/rounding",
            json!("half_down"),
            "publication.rounding: expected one of: half_up, half_even, truncate; found `half_down`",
            "publication.rounding: seharusnya salah satu dari: half_up, half_even, truncate; ditemukan `half_down`",
        ),
        (
            "/title/di",
            json!("Judul"),
            "title.di: the field `di` is unknown; there are: id, en",
            "title.di: isian `di` tidak dikenal; yang ada: id, en",
        ),
        ("/answers/lowest", Value::Null, "answers: the field `lowest` is missing", "answers: isian `lowest` tidak ada"),
        (
            "/indicators/1/parent",
            Value::Null,
            "indicators.2: the field `parent` is missing",
            "indicators.2: isian `parent` tidak ada",
        ),
        (
            "/indicators/1/parent",
            json!("9"),
            "indicators.2.parent: there is no parent `9`",
            "indicators.2.parent: induk `9` tidak ada",
        ),
    ];
    for (path, value, english, indonesian) in cases {
        let [in_english, in_indonesian] = told(path, value);
        // A parent without children would be a problem of its own.
        assert_eq!(in_english.lines().next(), Some(english), "{path}");
        assert_eq!(in_indonesian.lines().next(), Some(indonesian), "{path}");
    }
    let list = Instrument::from_json("[1]").expect_err("no table");
    assert_eq!(list.to_string(), "expected a table of fields, found a list");
}

#[test]
fn broken_text_names_its_line() {
    use spbe_core::issue::Language;
    let toml = Instrument::from_toml("id = \"x\"\nedition = = 1\n").expect_err("broken");
    assert!(toml.to_string().starts_with("line 2: not readable as TOML"), "{toml}");
    let json = Instrument::from_json("{\n\"id\": x}").expect_err("broken");
    assert!(json.to_string().starts_with("line 2: not readable as JSON"), "{json}");
    assert!(json.describe(Language::Indonesian).starts_with("baris 2: tidak terbaca sebagai JSON"), "{json}");
    assert_eq!(json.listed()[0].place.row, Some(2));
    assert_eq!(serde_json::to_value(&json.listed()[0].place).expect("JSON"), json!({ "row": 2 }));
}

#[test]
fn a_code_cannot_break_a_message_into_lines() {
    let issues = Instrument::from_json(&changed("/indicators/0/code", json!("1\n2")).to_string()).expect_err("a code");
    assert_eq!(issues.total(), 1);
    assert_eq!(issues.to_string(), "indicators.1\\n2: the code `1\\n2` must be ASCII letters, digits, `-`, `_` or `.`");
}

#[test]
fn deep_json_is_refused_and_no_danger() {
    let notes = |depth| format!("{{\"notes\": [{}{}]}}", "[".repeat(depth), "]".repeat(depth));
    let issues = Instrument::from_json(&notes(20)).expect_err("no instrument");
    assert!(issues.to_string().contains("notes.#1: expected a text, found a list"), "{issues}");
    for deep in [notes(200), notes(100_000), "[".repeat(100_000), "{\"id\":".repeat(100_000)] {
        let issues = Instrument::from_json(&deep).expect_err("no instrument");
        assert_eq!(issues.first_code().name, "instrument.syntax");
        assert_eq!(issues.listed()[0].place.row, Some(1));
    }
}
