//! Each rule of a sound instrument, broken once, on the example that the documentation teaches.

use std::time::{Duration, Instant};

use super::{Instrument, InstrumentError};
use crate::exact::Ratio;
use crate::issue::{Catalogued, Issues};

fn example() -> String {
    let page = include_str!("../../../docs/instruments.md");
    let (_, rest) = page.split_once("```toml\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

fn broken(change: impl Fn(&str) -> String) -> Issues<InstrumentError> {
    let text = change(&example());
    assert_ne!(text, example(), "the change changes nothing");
    Instrument::from_toml(&text).unwrap_err()
}

fn replaced(from: &str, to: &str) -> Issues<InstrumentError> {
    broken(|text| text.replacen(from, to, 1))
}

fn names(issues: &Issues<InstrumentError>) -> Vec<&'static str> {
    issues.listed().iter().map(|issue| issue.error.code().name).collect()
}

fn line_of(text: &str, wanted: &str) -> Option<u64> {
    let position = text.lines().position(|line| line.contains(wanted))?;
    u64::try_from(position + 1).ok()
}

#[test]
fn the_example_of_the_documentation_loads() {
    let instrument = Instrument::from_toml(&example()).unwrap();
    assert_eq!(instrument.total_parts(), 8);
    let parts: Vec<i64> = instrument.items().iter().map(super::Item::parts).collect();
    assert_eq!(parts, [3, 2, 2, 1]);
    assert_eq!(instrument.predicate_position(Ratio::new(22, 8).unwrap()), 1);
}

#[test]
fn every_builtin_loads_and_survives_both_forms() {
    for id in Instrument::builtin_ids() {
        let instrument = Instrument::builtin(id).unwrap();
        assert_eq!(Instrument::from_toml(&instrument.to_toml()).unwrap(), instrument);
        assert_eq!(Instrument::from_json(&instrument.to_json()).unwrap(), instrument);
    }
    let issues = Instrument::builtin("spbe-2019").unwrap_err();
    assert_eq!(names(&issues), ["instrument.unknown_builtin"]);
}

#[test]
fn builtins_have_the_content_of_their_regulations() {
    let count = |id: &str| {
        let instrument = Instrument::builtin(id).unwrap();
        let criteria: usize = instrument.indicators().iter().map(|indicator| indicator.entry().levels.len()).sum();
        (instrument.nodes().len(), instrument.indicators().len(), instrument.items().len(), criteria)
    };
    assert_eq!(count("spbe-2018"), (3 + 7, 35, 37, 35 * 6));
    assert_eq!(count("spbe-2020"), (4 + 8, 47, 47, 47 * 5));
    assert_eq!(count("pemdi-2026"), (7, 20, 20, 20 * 5));
}

#[test]
fn weights_of_59_2020_are_whole_parts_of_2000() {
    let instrument = Instrument::builtin("spbe-2020").unwrap();
    assert_eq!(instrument.total_parts(), 2000);
    let parts = |code: &str| instrument.indicator(code).unwrap().parts();
    assert_eq!(["1", "11", "21", "32", "42"].map(parts), [26, 50, 30, 55, 60]);
}

#[test]
fn a_weight_sum_is_judged_at_every_tier() {
    let issues = replaced("weight = \"12.5\"", "weight = \"12\"");
    assert_eq!(names(&issues), ["instrument.weight_sum"]);
    let issue = issues.listed().first().unwrap();
    assert_eq!(issue.place.path.as_deref(), Some("nodes.aspect:2"));
    assert_eq!(issue.error.to_string(), "the weights of its 2 children add up to 37, expected 37.5");

    let issues = replaced("total_weight = \"100\"", "total_weight = \"103\"");
    assert_eq!(names(&issues), ["instrument.weight_sum"]);

    let items = "weight = \"12.5\"\nitems = [{ code = \"4-1\", weight = \"6\" }, { code = \"4-2\", weight = \"6\" }]";
    let issues = replaced("weight = \"12.5\"", items);
    assert_eq!(names(&issues), ["instrument.weight_sum"]);
    assert_eq!(issues.listed().first().unwrap().place.path.as_deref(), Some("indicators.4"));
}

#[test]
fn a_problem_names_its_line() {
    let text =
        example().replacen("weight = \"37.5\"\nname = { id = \"Surat", "weight = \"x\"\nname = { id = \"Surat", 1);
    let issues = Instrument::from_toml(&text).unwrap_err();
    let place = &issues.listed().first().unwrap().place;
    assert_eq!(place.path.as_deref(), Some("indicators.1.weight"));
    assert_eq!(place.row, line_of(&text, "weight = \"x\""));
}

#[test]
fn the_message_in_the_documentation_is_what_is_said() {
    let issues = replaced("weight = \"37.5\"\nname = { id = \"Surat", "weight = \"37\"\nname = { id = \"Surat");
    let page = include_str!("../../../docs/instruments.md");
    assert!(page.contains(&format!("```text\n{issues}\n```")), "{issues}");
}

#[test]
fn a_repeated_code_names_the_line_of_its_own_entry() {
    let text = example().replacen("code = \"4\"", "code = \"3\"", 1);
    let issues = Instrument::from_toml(&text).unwrap_err();
    assert_eq!(names(&issues), ["instrument.code_duplicate"]);
    let place = &issues.listed().first().unwrap().place;
    assert_eq!(place.path.as_deref(), Some("indicators.3"));
    assert_eq!(place.row, line_of(&text, "name = { id = \"Komputer").map(|line| line - 4));
    let start = usize::try_from(place.row.unwrap()).unwrap();
    assert_eq!(text.lines().nth(start - 1), Some("[[indicators]]"));
    // The weights of both entries are judged at their own lines too.
    let text = text.replace("weight = \"12.5\"", "weight = \"x\"");
    let issues = Instrument::from_toml(&text).unwrap_err();
    let rows: Vec<Option<u64>> = issues.listed().iter().map(|issue| issue.place.row).collect();
    assert!(rows.contains(&line_of(&text, "weight = \"x\"")), "{issues}");
}

#[test]
fn levels_may_lie_below_zero() {
    let text = example().replace("lowest = \"0\"", "lowest = \"-2\"");
    let instrument = Instrument::from_toml(&text).unwrap();
    assert_eq!(instrument.lowest_answer(), Ratio::whole(-2));
    assert_eq!(instrument.predicate_position(Ratio::whole(-2)), 0);
    let bounded = text.replace("to = \"1.5\"", "from = \"-2\"\nto = \"1.5\"");
    assert_eq!(Instrument::from_toml(&bounded).unwrap().predicate_from(0), Some(Ratio::whole(-2)));
    let short = text.replace("to = \"1.5\"", "from = \"-1\"\nto = \"1.5\"");
    assert_eq!(names(&Instrument::from_toml(&short).unwrap_err()), ["instrument.range_gap"]);
    let lifted = bounded.replace("highest = \"4\"", "highest = \"4\"\nlevel_values = [{ level = -2, value = \"-1\" }]");
    let lifted = Instrument::from_toml(&lifted).unwrap();
    assert_eq!(lifted.value_of(Ratio::whole(-2)), Ratio::whole(-1));
}

#[test]
fn many_indicators_take_linear_time() {
    const COUNT: usize = 20_000;
    let page = example();
    let head =
        page.split_once("[[indicators]]").unwrap().0.replace("total_weight = \"100\"", "total_weight = \"40000\"");
    let head =
        head.replace("weight = \"62.5\"", "weight = \"20000\"").replace("weight = \"37.5\"", "weight = \"20000\"");
    let entry = |number: usize, code: usize| {
        let parent = number % 2 + 1;
        format!("[[indicators]]\ncode = \"i{code}\"\nparent = \"{parent}\"\nweight = \"2\"\nname = {{ id = \"I\" }}\n")
    };
    let file =
        |code: fn(usize) -> usize| (0..COUNT).fold(head.clone(), |text, number| text + &entry(number, code(number)));
    let start = Instant::now();
    let instrument = Instrument::from_toml(&file(|number| number)).unwrap();
    assert_eq!(instrument.items().len(), COUNT);
    assert_eq!(Instrument::from_json(&instrument.to_json()).unwrap(), instrument);
    // As many problems as entries, each with its line.
    let issues = Instrument::from_toml(&file(|_| 0)).unwrap_err();
    assert_eq!(issues.total(), COUNT - 1);
    let answers = instrument.items().iter().filter(|item| instrument.item_position(item.code()).is_some());
    assert_eq!(answers.count(), COUNT);
    // About two seconds without optimisation; far longer if any step looked through all entries for each.
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn all_problems_are_reported_at_once() {
    let issues = broken(|text| {
        text.replace("weight = \"12.5\"", "weight = \"-1\"")
            .replace("to = \"1.5\"", "to = \"1.4\"")
            .replace("parent = \"2\"\nweight = \"25\"", "parent = \"9\"\nweight = \"25\"")
            .replace("code = \"2\"\nparent = \"1\"", "code = \"é\"\nparent = \"1\"")
            .replace("rounding = \"half_up\"", "rounding = \"half_down\"")
    });
    let mut names = names(&issues);
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "instrument.code_invalid",
            "instrument.name_unknown",
            "instrument.range_gap",
            "instrument.reference_unknown",
            "instrument.weight_not_positive"
        ]
    );
}

#[test]
fn structure_is_judged_entry_by_entry() {
    let issues = broken(|text| {
        text.replace("name = { id = \"Layanan\", en", "nmae = { id = \"Layanan\", en")
            .replace("weight = \"25\"\nname = { id = \"Jaringan\"", "wieght = \"25\"\nname = { id = \"Jaringan\"")
            .replace("text_seen = true", "text_seen = \"yes\"")
            + "\n[extra]\nx = 1\n"
    });
    let mut names = names(&issues);
    names.sort_unstable();
    // A reference to the node that cannot be read is no second problem.
    let unknown = "instrument.field_unknown";
    assert_eq!(names, ["instrument.field", unknown, unknown, unknown]);
    let with_legal_sound = broken(|text| text.to_owned() + "\n[extra]\nx = 1\n");
    assert_eq!(with_legal_sound.listed().first().unwrap().error.code().name, unknown);
}

#[test]
fn broken_toml_names_the_line() {
    let issues = broken(|text| text.replacen("[legal]", "[legal", 1));
    assert_eq!(names(&issues).first(), Some(&"instrument.syntax"));
    assert!(issues.listed().first().unwrap().place.row.is_some());
    assert_eq!(names(&Instrument::from_json("{").unwrap_err()), ["instrument.syntax"]);
    assert_eq!(names(&Instrument::from_toml("").unwrap_err()).first(), Some(&"instrument.field_missing"));
}

#[test]
fn each_rule_has_its_error() {
    let cases: [(&str, &str, &str); 19] = [
        ("schema = \"spbe-instrument/1\"", "schema = \"spbe-instrument/9\"", "instrument.schema"),
        ("id = \"desa-digital\"", "id = \"desa digital\"", "instrument.code_invalid"),
        ("code = \"2\"\nparent", "code = \"1\"\nparent", "instrument.code_duplicate"),
        ("tier = \"aspect\"", "tier = \"aspek\"", "instrument.reference_unknown"),
        ("parent = \"1\"", "parent = \"3\"", "instrument.reference_unknown"),
        ("parent = \"1\"\n", "", "instrument.field_missing"),
        ("weight = \"62.5\"", "weight = \"6_2.5\"", "instrument.number"),
        ("weight = \"62.5\"", "weight = \"0\"", "instrument.weight_not_positive"),
        ("lowest = \"0\"", "lowest = \"4\"", "instrument.answer_range"),
        ("lowest = \"0\"", "lowest = \"0.5\"", "instrument.level_not_whole"),
        ("decimals = 2", "decimals = 11", "instrument.decimals"),
        ("from = \"1.5\"", "from = \"1.6\"", "instrument.range_gap"),
        ("from = \"1.5\"", "from = \"1.4\"", "instrument.range_overlap"),
        ("from = \"1.5\"\nto = \"3\"", "from = \"1.5\"\nto = \"1.5\"", "instrument.range_empty"),
        ("to = \"4\"", "to = \"3.9\"", "instrument.range_gap"),
        ("id = \"Maju\"", "id = \"Rintisan\"", "instrument.code_duplicate"),
        ("weight = \"12.5\"", "weight = \"12.5\"\nscale = \"none\"", "instrument.reference_unknown"),
        ("weight = \"12.5\"", "weight = \"12.5\"\nmeasurement = \"none\"", "instrument.reference_unknown"),
        (
            "predicate_basis = \"exact\"",
            "predicate_basis = \"exact\"\npredicate_basis_by_year = { \"23\" = \"exact\" }",
            "instrument.year",
        ),
    ];
    for (from, to, expected) in cases {
        let issues = replaced(from, to);
        assert!(names(&issues).contains(&expected), "{from} -> {to}: {issues}");
    }
}

#[test]
fn levels_rise_by_one_to_the_highest() {
    let with_levels = |levels: &[i64]| {
        let entries: Vec<String> = levels
            .iter()
            .map(|level| format!("{{ level = {level}, criterion = {{ id = \"x\" }}, requires_level = 3 }}"))
            .collect();
        replaced("weight = \"12.5\"", &format!("weight = \"12.5\"\nlevels = [{}]", entries.join(", ")))
    };
    assert!(names(&with_levels(&[1, 2, 4])).contains(&"instrument.level_order"));
    assert!(names(&with_levels(&[1, 2, 3])).contains(&"instrument.levels_incomplete"));
    assert!(names(&with_levels(&[3, 4, 5])).contains(&"instrument.level_out_of_range"));
    assert!(names(&with_levels(&[1, 2, 3, 4])).contains(&"instrument.level_requirement"));
}

#[test]
fn scales_that_cannot_be_gone_through_are_refused() {
    let scaled = |lowest: &str, highest: &str| {
        example()
            .replace("lowest = \"0\"", &format!("lowest = \"{lowest}\""))
            .replace("highest = \"4\"", &format!("highest = \"{highest}\""))
            .replace("to = \"4\"", &format!("to = \"{highest}\""))
    };
    let refused = |text: &str| {
        let issues = Instrument::from_toml(text).unwrap_err();
        let paths = issues.listed().iter().map(|issue| issue.place.path.clone().unwrap_or_default());
        names(&issues).into_iter().zip(paths).map(|(name, path)| format!("{name} {path}")).collect::<Vec<_>>()
    };
    for (lowest, highest) in [("0", "1000"), ("-990", "10")] {
        assert!(Instrument::from_toml(&scaled(lowest, highest)).is_ok(), "{lowest} {highest}");
    }
    assert_eq!(refused(&scaled("0", "1001")), ["instrument.too_many_levels answers"]);
    let (too_many, too_large) = ("instrument.too_many_levels answers", "instrument.answer_too_large answers");
    let both = format!("{too_large}.highest");
    assert_eq!(refused(&scaled("0", "100000000")), [both.as_str(), too_many]);
    let whole = "9223372036854775807";
    assert_eq!(refused(&scaled(&format!("-{whole}"), whole)).len(), 3);
    let values = scaled("-1000000", "1000000").replace("kind = \"level\"", "kind = \"value\"");
    assert!(Instrument::from_toml(&values).is_ok());
    assert_eq!(refused(&values.replace("= \"1000000\"", "= \"1000000.01\"")), [both]);
    let counts = |value: &str| {
        let list = format!("highest = \"4\"\nlevel_values = [{{ level = 4, value = \"{value}\" }}]");
        scaled("0", "4").replace("highest = \"4\"", &list).replace("to = \"4\"", "to = \"4000000000\"")
    };
    assert!(Instrument::from_toml(&counts("1000000")).is_ok());
    assert_eq!(refused(&counts("4000000000")), [format!("{too_large}.level_values.#1")]);
}

#[test]
fn one_to_six_tiers() {
    let without_nodes = |text: &str| {
        let start = text.find("[[nodes]]").unwrap();
        let end = text.find("[[indicators]]").unwrap();
        let text = text[..start].to_owned() + &text[end..];
        let tier = text.find("[[tiers]]").unwrap();
        let next = text[tier + 1..].find("[[tiers]]").unwrap() + tier + 1;
        let text = text[..tier].to_owned() + &text[next..];
        text.replace("parent = \"1\"\n", "").replace("parent = \"2\"\n", "")
    };
    let flat = Instrument::from_toml(&without_nodes(&example())).unwrap();
    assert_eq!((flat.tiers().len(), flat.nodes().len(), flat.total_parts()), (1, 0, 8));

    let seven = broken(|text| {
        let tier = "[[tiers]]\ncode = \"aspect\"";
        let more: String =
            (0..5).map(|number| format!("[[tiers]]\ncode = \"t{number}\"\nname = {{ id = \"T\" }}\n\n")).collect();
        text.replacen(tier, &(more + tier), 1)
    });
    assert!(names(&seven).contains(&"instrument.tier_count"));
}

#[test]
fn a_node_without_children_is_an_issue() {
    let issues = broken(|text| {
        text.replace(
            "[[indicators]]\ncode = \"1\"",
            "[[nodes]]\ntier = \"aspect\"\ncode = \"3\"\nweight = \"1\"\nname = { id = \"Kosong\" }\n\n[[indicators]]\ncode = \"1\"",
        )
    });
    assert!(names(&issues).contains(&"instrument.node_empty"));
}

#[test]
fn weights_that_need_too_many_parts_are_refused() {
    let issues = broken(|text| {
        text.replace("weight = \"37.5\"\nname = { id = \"Surat", "weight = \"37.4999999999999\"\nname = { id = \"Surat")
            .replace(
                "weight = \"25\"\nname = { id = \"Pengaduan",
                "weight = \"25.0000000000001\"\nname = { id = \"Pengaduan",
            )
    });
    assert!(names(&issues).contains(&"instrument.weights_too_fine"), "{issues}");
}

#[test]
fn an_altered_instrument_has_another_checksum() {
    let checksum = |text: &str| Instrument::from_toml(text).unwrap().checksum().to_owned();
    let text = example();
    assert_eq!(checksum(&text), checksum(&format!("# a comment\n{text}")));
    assert_ne!(checksum(&text), checksum(&text.replace("Surat daring", "Surat Daring")));
}
