//! Every published example and every institution with levels in `tests/vectors`.

use serde_json::Value;
use spbe_core::assessment::Assessment;
use spbe_core::audit::{self, Verdict};
use spbe_core::exact::Ratio;
use spbe_core::instrument::{Instrument, PredicateBasis};
use spbe_core::score::{Score, ScoreOptions, score, score_printed};
use spbe_tests::files::{
    assessment, builtin, decimal, entries, json_ratio, node_position, predicate_position, printed, ratio, subject,
    subject_of, vector, vector_names,
};

/// The files with the levels of a whole institution.
const WITH_LEVELS: [&str; 7] = [
    "bandarlampung_2021",
    "bandarlampung_2022",
    "bandarlampung_2023",
    "denpasar_2019",
    "denpasar_2021",
    "denpasar_2021_self",
    "kab_madiun_2020",
];

/// The other files; each has a test of its own, `rounding_cases` in `official.rs`.
const OTHERS: [&str; 6] = [
    "kab_tulang_bawang_2024",
    "kemenko_perekonomian_2018",
    "kemenko_perekonomian_2019",
    "pemdi_examples",
    "reg59_example",
    "rounding_cases",
];

/// `aspects` and `domains` of the files are the tiers `aspect` and `domain`.
fn nodes_of(values: &Value) -> Vec<(&'static str, &str, &Value)> {
    let of = |key, tier| entries(&values[key]).into_iter().map(move |(code, value)| (tier, code, value));
    of("domains", "domain").chain(of("aspects", "aspect")).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a number as text")
}

fn scored(name: &str) -> (Instrument, Value, Score) {
    let data = vector(name);
    let instrument = builtin(text(&data["instrument"]));
    let assessment = assessment(&instrument, subject_of(&data), &data["levels"]);
    let score = score(&instrument, &assessment, &ScoreOptions::default()).expect("every indicator is answered");
    (instrument, data, score)
}

/// The nodes that the file itself marks as contradicting its levels, as `A3`.
fn mismatches(data: &Value) -> Vec<(String, String, String)> {
    let word = |entry: &Value, place: usize| text(&entry[place]).to_owned();
    let list = data["mismatches"].as_array().into_iter().flatten();
    list.map(|entry| (word(entry, 0), word(entry, 1), word(entry, 2))).collect()
}

#[test]
fn no_vector_file_is_forgotten() {
    let mut known: Vec<&str> = WITH_LEVELS.into_iter().chain(OTHERS).collect();
    known.sort_unstable();
    assert_eq!(vector_names(), known);
}

#[test]
fn every_node_has_its_published_value() {
    let mut compared = 0;
    for name in WITH_LEVELS {
        let (instrument, data, score) = scored(name);
        let contradicted: Vec<String> = mismatches(&data).into_iter().map(|(node, _, _)| node).collect();
        for (tier, code, value) in nodes_of(&data["expected"]) {
            if tier == "aspect" && contradicted.contains(&format!("A{code}")) {
                continue;
            }
            let node = score.nodes[node_position(&instrument, tier, code)].value.expect("a value");
            assert_eq!(node.published().expect("one value").to_string(), text(value), "{name}, {tier} {code}");
            compared += 1;
        }
        if let Some(index) = data["expected"]["index"].as_str() {
            assert_eq!(score.index.published().expect("one value").to_string(), index, "{name}");
            compared += 1;
        }
    }
    // 3 x 13 (Bandar Lampung), 11 (Madiun), 5 (Denpasar 2021), 11 - 2 (Denpasar 2019).
    assert_eq!(compared, 39 + 11 + 5 + 9);
}

#[test]
fn every_node_has_its_exact_value() {
    for name in WITH_LEVELS {
        let (instrument, data, score) = scored(name);
        let listed = nodes_of(&data["exact"]);
        assert_eq!(listed.len(), instrument.nodes().len(), "{name} lists every node");
        for (tier, code, value) in listed {
            let node = score.nodes[node_position(&instrument, tier, code)].value.expect("a value");
            assert_eq!(node.exact().expect("one value").to_string(), text(value), "{name}, {tier} {code}");
        }
        assert_eq!(score.index.exact().expect("one value").to_string(), text(&data["exact"]["index"]), "{name}");
    }
}

#[test]
fn the_published_predicate_follows() {
    let mut compared = 0;
    for name in WITH_LEVELS {
        let (instrument, data, score) = scored(name);
        if let Some(expected) = data["expected"]["predicate"].as_str() {
            let found = score.predicate.determined().expect("one predicate");
            assert_eq!(instrument.predicates()[found].name.id, expected, "{name}");
            compared += 1;
        }
    }
    assert_eq!(compared, 4);
}

#[test]
fn denpasar_2019_differs_in_aspects_3_and_5_and_nowhere_else() {
    let (instrument, data, score) = scored("denpasar_2019");
    let flagged = mismatches(&data);
    assert_eq!(data["matches"], Value::Bool(false));
    assert_eq!(flagged.iter().map(|(node, _, _)| node.as_str()).collect::<Vec<_>>(), ["A3", "A5"]);
    for (node, official, computed) in flagged {
        let code = node.strip_prefix('A').expect("an aspect");
        let value = score.nodes[node_position(&instrument, "aspect", code)].value.expect("a value");
        assert_eq!(text(&data["expected"]["aspects"][code]), official);
        assert_eq!(value.published().expect("one value").to_string(), computed);
        assert_ne!(official, computed);
    }
}

/// `sum(weight * value) / sum(weight)` with the weights that the instrument prints.
fn weighed<'part>(parts: impl IntoIterator<Item = (&'part str, Ratio)>) -> Ratio {
    let (mut sum, mut weights) = (Ratio::ZERO, Ratio::ZERO);
    for (weight, value) in parts {
        sum = sum.checked_add(ratio(weight).checked_mul(value).unwrap()).unwrap();
        weights = weights.checked_add(ratio(weight)).unwrap();
    }
    sum.checked_div(weights).unwrap()
}

#[test]
fn the_example_of_the_regulation_holds_in_each_of_its_three_steps() {
    let data = vector("reg59_example");
    let instrument = builtin("spbe-2020");
    let steps = data["steps"].as_array().expect("three steps");
    assert_eq!(steps.len(), 3);

    // Table 10: aspect 2 from its four indicators, nothing else answered.
    let answered = assessment(&instrument, subject_of(&data), &steps[0]["inputs"]);
    assert_eq!(steps[0]["inputs"], data["levels"]);
    let options = ScoreOptions::default().missing(spbe_core::instrument::MissingPolicy::Exclude);
    let scored = score(&instrument, &answered, &options).expect("four answers");
    let aspect = scored.nodes[node_position(&instrument, "aspect", "2")].value.expect("a value");
    assert_eq!(aspect.published().expect("one value").to_string(), text(&steps[0]["result"]));
    let products = entries(&steps[0]["inputs"]).into_iter().map(|(code, level)| {
        let indicator = instrument.indicator(code).expect("an indicator");
        instrument.rounding().publish(ratio(indicator.weight()).checked_mul(json_ratio(level)).unwrap(), 2).unwrap()
    });
    let products: Vec<String> = products.map(|product| product.to_string()).collect();
    assert_eq!(Value::from(products), steps[0]["products"]);

    // Tables 11 and 12: domain 2 from aspects, the index from domains.
    for (step, tier) in [(&steps[1], "aspect"), (&steps[2], "domain")] {
        let inputs = entries(&step["inputs"]);
        let weight = |code| instrument.node(tier, code).expect("a node").weight();
        let value = weighed(inputs.into_iter().map(|(code, value)| (weight(code), json_ratio(value))));
        let published = instrument.publish(value).unwrap();
        assert_eq!(published.to_string(), text(&step["result"]), "{tier}");
        if tier == "domain" {
            let predicate = instrument.predicate_position(value);
            assert_eq!(instrument.predicates()[predicate].name.id, text(&data["expected"]["predicate"]));
        }
    }
}

fn example(id: &str) -> Value {
    let all = vector("pemdi_examples");
    let found = all.as_array().into_iter().flatten().find(|example| example["id"] == id);
    found.unwrap_or_else(|| panic!("{id} is in the file")).clone()
}

#[test]
fn the_pemdi_examples_are_the_six_known_ones() {
    let all = vector("pemdi_examples");
    let ids: Vec<&str> = all.as_array().expect("a list").iter().map(|example| text(&example["id"])).collect();
    assert_eq!(ids, ["V2", "V3", "V4", "V5", "V6", "V7"]);
}

/// Each indicator has the value of its aspect, so that the aspect has it too.
fn by_aspect(instrument: &Instrument, aspects: &[Ratio]) -> Score {
    let answers = instrument.indicators().iter().map(|indicator| {
        let aspect = indicator.parent().expect("an aspect");
        (indicator.code(), aspects[aspect])
    });
    let assessment = Assessment::new(instrument, subject("V2", None), answers).expect("values in range");
    score(instrument, &assessment, &ScoreOptions::default()).expect("every indicator is answered")
}

#[test]
fn pemdi_v2_goes_from_aspects_to_the_index() {
    let (instrument, data) = (builtin("pemdi-2026"), example("V2"));
    let mut aspects: Vec<Ratio> = data["aspects"].as_array().expect("a list").iter().map(json_ratio).collect();
    assert_eq!(aspects.len(), instrument.nodes().len());
    for step in [&data, &data["then"]] {
        let scored = by_aspect(&instrument, &aspects);
        assert_eq!(scored.index.exact(), Some(json_ratio(&step["index_exact"])));
        let position = scored.predicate.determined().expect("one predicate");
        assert_eq!(instrument.predicates()[position].name.id, text(&step["predicate"]));
        for (node, aspect) in scored.nodes.iter().zip(&aspects) {
            assert_eq!(node.value.expect("a value").exact(), Some(*aspect));
        }
        assert_eq!(text(&data["then"]["change"]), "aspect 7 becomes 3.5");
        aspects[6] = ratio("3.5");
    }
}

#[test]
fn pemdi_v3_goes_from_twenty_values_to_the_index() {
    let (instrument, data) = (builtin("pemdi-2026"), example("V3"));
    let assessment = assessment(&instrument, subject("V3", None), &data["indicators"]);
    let scored = score(&instrument, &assessment, &ScoreOptions::default()).expect("twenty values");
    assert_eq!(scored.index.exact(), Some(json_ratio(&data["index_exact"])));
    assert_eq!(scored.index.published().map(Ratio::from), Some(json_ratio(&data["index_published"])));
    assert_eq!(scored.predicate.determined(), Some(predicate_position(&instrument, text(&data["predicate"]))));
}

#[test]
fn pemdi_v4_weighs_the_two_indicators_of_aspect_1_alike() {
    let (instrument, data) = (builtin("pemdi-2026"), example("V4"));
    let assessment = assessment(&instrument, subject("V4", None), &data["indicators"]);
    let options = ScoreOptions::default().missing(spbe_core::instrument::MissingPolicy::Exclude);
    let scored = score(&instrument, &assessment, &options).expect("two values");
    let aspect = scored.nodes[node_position(&instrument, "aspect", "1")].value.expect("a value");
    assert_eq!(aspect.exact(), Some(json_ratio(&data["aspect_1"])));
}

#[test]
fn pemdi_v5_converts_the_measured_score() {
    let (instrument, data) = (builtin("pemdi-2026"), example("V5"));
    let measurements = &instrument.document().measurements;
    let sdi = measurements.iter().find(|measurement| measurement.code == "sdi").expect("SDI");
    for pair in data["sdi"].as_array().expect("pairs") {
        assert_eq!(sdi.value(json_ratio(&pair[0])), Ok(json_ratio(&pair[1])), "{pair}");
    }
}

#[test]
fn pemdi_v6_has_the_predicates_at_their_bounds() {
    let (instrument, data) = (builtin("pemdi-2026"), example("V6"));
    for case in data["cases"].as_array().expect("cases") {
        let position = instrument.predicate_position(json_ratio(&case[0]));
        assert_eq!(instrument.predicates()[position].name.id, text(&case[1]), "{case}");
    }
}

/// A file that prints nodes and the index, as a printed result.
fn as_printed(instrument: &Instrument, data: &Value) -> spbe_core::assessment::PublishedResult {
    let nodes: Vec<(&str, &str, &str)> =
        nodes_of(&data["expected"]).into_iter().map(|(tier, code, value)| (tier, code, text(value))).collect();
    let expected = &data["expected"];
    printed(instrument, subject_of(data), &nodes, expected["index"].as_str(), expected["predicate"].as_str())
}

#[test]
fn tulang_bawang_2024_follows_from_its_domains() {
    let (instrument, data) = (builtin("spbe-2020"), vector("kab_tulang_bawang_2024"));
    let result = as_printed(&instrument, &data);
    let audited = audit::audit(&instrument, std::slice::from_ref(&result)).expect("an audit");
    assert_eq!(audited.rows[0].verdict, Verdict::Consistent);

    let without_index = spbe_core::assessment::PublishedResult { index: None, ..result.clone() };
    let scored = score_printed(&instrument, &without_index, &ScoreOptions::default()).expect("a score");
    assert!(scored.index.published_lowest() <= decimal("2.85") && scored.index.published_highest() >= decimal("2.85"));
    let scored = score_printed(&instrument, &result, &ScoreOptions::default()).expect("a score");
    assert_eq!(scored.index.published(), Some(decimal("2.85")));
    assert!(audited.rows[0].index_values.contains(&scored.index.lowest()));
    assert!(audited.rows[0].index_values.contains(&scored.index.highest()));
}

/// Any levels of 1 to 5 with the given sum on each aspect.
fn by_item_sums(instrument: &Instrument, data: &Value) -> Assessment {
    let mut answers = vec![None; instrument.items().len()];
    for (aspect, sum) in entries(&data["item_sums"]) {
        let items = instrument.node("aspect", aspect).expect("an aspect").items();
        let count = i64::try_from(items.len()).expect("few items");
        let sum = sum.as_i64().expect("a sum");
        for (place, item) in (0..count).zip(items) {
            answers[*item] = Some(Ratio::whole(sum / count + i64::from(place < sum % count)));
        }
    }
    Assessment::from_positions(instrument, subject_of(data), answers).expect("levels in range")
}

#[test]
fn kemenko_perekonomian_2019_follows_from_its_sums_of_levels() {
    let (instrument, data) = (builtin("spbe-2018"), vector("kemenko_perekonomian_2019"));
    let scored = score(&instrument, &by_item_sums(&instrument, &data), &ScoreOptions::default()).expect("a score");
    for (tier, code, value) in nodes_of(&data["expected"]) {
        let node = scored.nodes[node_position(&instrument, tier, code)].value.expect("a value");
        assert_eq!(node.published(), Some(decimal(text(value))), "{tier} {code}");
    }
    assert_eq!(scored.index.published(), Some(decimal(text(&data["expected"]["index"]))));
    assert_eq!(scored.predicate.determined(), Some(predicate_position(&instrument, "Baik")));
    let audited = audit::audit(&instrument, &[as_printed(&instrument, &data)]).expect("an audit");
    assert_eq!(audited.rows[0].verdict, Verdict::Consistent);
    assert!(audited.rows[0].index_values.contains(&scored.index.exact().expect("one value")));
}

#[test]
fn the_index_shown_for_kemenko_perekonomian_2018_is_not_the_rounded_one() {
    let (instrument, data) = (builtin("spbe-2018"), vector("kemenko_perekonomian_2018"));
    let result = as_printed(&instrument, &data);
    assert_eq!(result.index, Some(decimal("2.81")));
    let without_index = spbe_core::assessment::PublishedResult { index: None, ..result.clone() };
    let options = ScoreOptions::default().predicate_basis(PredicateBasis::Exact);
    let scored = score_printed(&instrument, &without_index, &options).expect("the nodes agree with each other");
    assert_eq!(scored.index.published(), Some(decimal("2.82")));
    assert_eq!(scored.index.exact(), Some(ratio("169/60")));
    let audited = audit::audit(&instrument, &[result]).expect("an audit");
    assert!(!matches!(audited.rows[0].verdict, Verdict::Consistent), "{:?}", audited.rows[0].verdict);
}
