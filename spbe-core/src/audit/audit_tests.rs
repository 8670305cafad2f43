//! Verdicts and reasons on rows made for them; the official table is in the `tests` crate.

use std::fmt::Write as _;

use super::{Assumption, Audit, Reason, Verdict, audit};
use crate::assessment::{PublishedResult, Subject};
use crate::exact::Rounding;
use crate::instrument::{Instrument, PredicateBasis};

fn builtin(id: &str) -> Instrument {
    Instrument::builtin(id).unwrap()
}

/// A result of 2023 with these nodes (`tier:code`), index and predicate.
fn printed(instrument: &Instrument, nodes: &[(&str, &str)], index: &str, predicate: &str) -> PublishedResult {
    let mut result = PublishedResult {
        subject: Subject { institution: "A".to_owned(), year: Some(2023), ..Subject::default() },
        index: index.parse().ok(),
        predicate: instrument.predicates().iter().position(|entry| entry.name.id == predicate),
        nodes: vec![None; instrument.nodes().len()],
        row: None,
    };
    for (path, value) in nodes {
        let (tier, code) = path.split_once(':').unwrap();
        let position = instrument.nodes().iter().position(|node| node.tier() == tier && node.code() == code).unwrap();
        result.nodes[position] = Some(value.parse().unwrap());
    }
    result
}

fn audited(instrument: &Instrument, result: PublishedResult) -> Audit {
    audit(instrument, &[result]).unwrap()
}

fn reasons(instrument: &Instrument, result: PublishedResult) -> Vec<Reason> {
    match audited(instrument, result).rows.remove(0).verdict {
        Verdict::Impossible(reasons) => reasons,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_finer_print_is_published_before_its_predicate_is_read() {
    let instrument = builtin("spbe-2020");
    let baik = audited(&instrument, printed(&instrument, &[], "2.5950", "Baik"));
    assert_eq!(baik.rows[0].verdict, Verdict::Consistent);
    let cukup = audited(&instrument, printed(&instrument, &[], "2.5950", "Cukup"));
    let others = vec![vec![Assumption::Basis(PredicateBasis::Exact)], vec![Assumption::Rounding(Rounding::Truncate)]];
    assert_eq!(cukup.rows[0].verdict, Verdict::ConsistentOnlyUnder(others));
    // With three decimals it may as well be 2.5945, which is published as 2.59.
    for predicate in ["Cukup", "Baik"] {
        let either = audited(&instrument, printed(&instrument, &[], "2.595", predicate));
        assert_eq!(either.rows[0].verdict, Verdict::Consistent, "{predicate}");
    }
}

#[test]
fn an_open_range_does_not_reach_its_end() {
    let text =
        builtin("pemdi-2026").to_toml().replace("predicate_basis = \"exact\"", "predicate_basis = \"published\"");
    let instrument = Instrument::from_toml(&text).unwrap();
    let nodes: Vec<(String, &str)> = (1..=7).map(|code| (format!("aspect:{code}"), "2.49")).collect();
    let nodes: Vec<(&str, &str)> = nodes.iter().map(|(path, value)| (path.as_str(), *value)).collect();
    let found = audited(&instrument, printed(&instrument, &nodes, "", "Baik"));
    assert!(matches!(found.rows[0].verdict, Verdict::Impossible(_)), "{found:?}");
    let reasons = reasons(&instrument, printed(&instrument, &nodes, "3.00", ""));
    let [Reason::IndexUnreachable { lowest, highest, allowed, .. }] = reasons.as_slice() else { panic!("{reasons:?}") };
    assert_eq!((lowest.to_string(), highest.to_string()), ("2.49".to_owned(), "2.49".to_owned()));
    assert!(allowed.is_empty());
}

#[test]
fn a_contradiction_is_named_where_it_begins() {
    let instrument = builtin("spbe-2020");
    let result = printed(
        &instrument,
        &[("domain:1", "5.00"), ("aspect:1", "1.00"), ("aspect:2", "3.00"), ("domain:2", "3.00"), ("aspect:5", "3.00")],
        "",
        "",
    );
    let reasons = reasons(&instrument, result);
    let [Reason::ChildrenDisagree { node, .. }] = reasons.as_slice() else { panic!("{reasons:?}") };
    assert_eq!(instrument.nodes()[*node].name().id, "Kebijakan Internal SPBE");
}

#[test]
fn what_the_prints_do_not_tell_is_not_ruled_out() {
    let instrument = builtin("spbe-2020");
    for result in [printed(&instrument, &[], "3.00", ""), printed(&instrument, &[("domain:1", "3.00")], "", "")] {
        let found = audited(&instrument, result);
        assert_eq!(found.rows[0].verdict, Verdict::Consistent);
        assert!(!found.rows[0].rules_out.contains(&Assumption::Chained));
        let chained = found.by_rule.iter().find(|count| count.assumption == Some(Assumption::Chained)).unwrap();
        assert_eq!(chained.rows, 1);
    }
}

#[test]
fn ways_are_found_or_given_up_quickly() {
    let mut text = String::from(
        "schema = \"spbe-instrument/1\"\nid = \"many\"\nedition = 1\ntitle = { id = \"X\" }\ntotal_weight = \"4040\"\n\
         [legal]\nbasis = \"X\"\ntext_seen = true\n[answers]\nkind = \"level\"\nlowest = \"0\"\nhighest = \"5\"\n\
         [publication]\ndecimals = 2\nrounding = \"half_up\"\npredicate_basis = \"exact\"\n\
         [[tiers]]\ncode = \"aspect\"\nname = { id = \"A\" }\n[[tiers]]\ncode = \"indicator\"\nname = { id = \"I\" }\n\
         [[predicates]]\nname = { id = \"P\" }\nto = \"5\"\n\
         [[nodes]]\ntier = \"aspect\"\ncode = \"1\"\nweight = \"4040\"\nname = { id = \"A\" }\n",
    );
    // Twenty indicators, all weights different.
    for number in 0..20 {
        let weight = 107 + 10 * number;
        writeln!(
            text,
            "[[indicators]]\ncode = \"{number}\"\nparent = \"1\"\nweight = \"{weight}\"\nname = {{ id = \"I\" }}"
        )
        .unwrap();
    }
    let instrument = Instrument::from_toml(&text).unwrap();
    let top = audited(&instrument, printed(&instrument, &[("aspect:1", "5.00")], "5.00", ""));
    assert_eq!(top.rows[0].verdict, Verdict::Consistent);
    let middle = audited(&instrument, printed(&instrument, &[("aspect:1", "2.50")], "2.50", ""));
    assert_eq!(middle.rows[0].nodes[0].ways, None);
}

#[test]
fn negative_levels_are_audited_like_others() {
    let page = include_str!("../../../docs/instruments.md");
    let text = page.split_once("```toml\n").unwrap().1.split_once("```").unwrap().0;
    let instrument = Instrument::from_toml(&text.replace("lowest = \"0\"", "lowest = \"-2\"")).unwrap();
    let found =
        audited(&instrument, printed(&instrument, &[("aspect:1", "-2.00"), ("aspect:2", "-1.33")], "-1.75", ""));
    assert_eq!(found.rows[0].verdict, Verdict::Consistent, "{found:?}");
    assert_eq!(found.rows[0].index_values.iter().map(ToString::to_string).collect::<Vec<_>>(), ["-1.75"]);
}
