"""Requests: Python replies byte for byte as Rust does, the committed schemas say what passes, and the examples hold."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import spbe
from referencing import Registry, Resource

from conftest import ROOT

SCHEMAS = {
    name: json.loads((ROOT / f"docs/schema/{name}.schema.json").read_text(encoding="utf-8"))
    for name in ("instrument", "request", "reply")
}
REGISTRY: Registry[Any] = Registry().with_resources(
    [(schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS.values()]
)
REQUEST = jsonschema.Draft202012Validator(SCHEMAS["request"], registry=REGISTRY)
REPLY = jsonschema.Draft202012Validator(SCHEMAS["reply"], registry=REGISTRY)

# Samples, refused requests and vectors stand before the random ones.
FIRST = 130


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """The requests of the tests with what Rust replies to each."""
    folder = tmp_path_factory.mktemp("requests")
    command = ["cargo", "run", "--quiet", "--locked", "--package", "spbe-tests", "--bin", "requests", "--", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True)
    files = [(folder / name).read_text(encoding="utf-8") for name in ("requests.jsonl", "replies.jsonl")]
    requests, replies = (text.removesuffix("\n").split("\n") for text in files)
    assert len(requests) == len(replies) > 30_000
    return list(zip(requests, replies, strict=True))


def test_python_replies_byte_for_byte_as_rust_does(conversation: list[tuple[str, str]]) -> None:
    assert [request for request, reply in conversation if spbe.request(request) != reply] == []


def test_the_schemas_describe_real_requests_and_replies(conversation: list[tuple[str, str]]) -> None:
    for schema in SCHEMAS.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    operations = set()
    for request, text in conversation[:FIRST]:
        reply = json.loads(text)
        REPLY.validate(reply)
        if "error" not in reply:
            REQUEST.validate(json.loads(request))
            operations.add(reply["op"])
    assert operations == set(spbe.request({"op": "version"})["operations"])


def assessments(instrument: str, year: int, stage: str | None, count: int) -> list[dict[str, Any]]:
    """Institutions whose levels differ."""
    items = spbe.request({"op": "describe", "instrument": instrument})["items"]
    codes = [item["code"] for item in items]
    return [
        {"institution": f"Kota {place}", "year": year, "stage": stage,
         "levels": {code: (item * place) % 4 + 1 for item, code in enumerate(codes)}}
        for place in range(count)
    ]  # fmt: skip


def cohort_requests() -> Iterator[dict[str, Any]]:
    """Of printed results and of answers, of many institutions and of few, with and without years, stages and labels."""
    one: dict[str, dict[str, Any]] = {
        "peers": {"tier": "indicator"},
        "plan": {},
        "what_if": {"changes": [{"indicator": "1", "to": 4}]},
        "forecast": {"confidence": "0.8"},
    }
    every = {"stats": {}, "robustness": {"draws": 32}, "sensitivity": {"samples": 32}}
    for name, institution in (("bandar-lampung-2021-2023", "Bandar Lampung"), ("official-2023-2024", "Mesuji")):
        content = (ROOT / f"data/{name}.csv").read_text(encoding="utf-8")
        pair = ["Kota Bandar Lampung 2022", "Kota Bandar Lampung 2023"]
        if name.startswith("official"):
            pair = ["Kabupaten Mesuji 2023", "Kota Metro 2024"]
        yield {"op": "rank", "content": content}
        yield {"op": "rank", "content": content, "within": ["type"], "ties": "fractional", "if_value": {institution: 4}}
        yield {"op": "trend", "content": content}
        yield {"op": "compare", "content": content, "first": pair[0], "second": pair[1]}
        for operation, more in every.items():
            yield {"op": operation, "content": content, "year": 2023, **more}
        yield {"op": "peers", "content": content, "year": 2023, "institution": institution}
    heading = "institution,year,stage,province," + ",".join(map(str, range(1, 48)))
    some = f"{heading}\nA,2024,akhir,Bali,{'3,' * 46}\nB,2023,,,{'4,' * 46}2\nA,2023,akhir,Bali,{'2,' * 46}1"
    for missing in ("minimum", "interval", "exclude"):
        for operation in ("rank", "trend", "stats"):
            yield {"op": operation, "instrument": "spbe-2020", "content": some, "missing": missing}
    for instrument, year in (("spbe-2018", 2019), ("spbe-2020", 2024), ("pemdi-2026", 2026)):
        for stage, count in ((None, 2), ("akhir", 6)):
            base = {"instrument": instrument, "assessments": assessments(instrument, year, stage, count)}
            for operation, more in every.items():
                yield {"op": operation, **base, **more}
            for operation, asked in one.items():
                yield {"op": operation, "institution": "Kota 1", **base, **asked}
        ratings = [entry for stage in ("mandiri", "akhir") for entry in assessments(instrument, year, stage, 3)]
        yield {"op": "agreement", "instrument": instrument, "assessments": ratings}


def test_the_schema_describes_the_replies_of_cohorts() -> None:
    """`null` where a figure has none: of one institution, of equal ones, of printed results."""
    answered = set()
    for request in cohort_requests():
        assert REQUEST.is_valid(request), request["op"]
        reply = spbe.request(request)
        # The part of the operation alone says more than "none of them".
        part = {"$ref": f"{SCHEMAS['reply']['$id']}#/$defs/{'error' if 'error' in reply else request['op']}"}
        errors = jsonschema.Draft202012Validator(part, registry=REGISTRY).iter_errors(reply)
        found = [f"{error.json_path}: {error.message}" for error in errors]
        assert found == [], (request["op"], found)
        answered |= set() if "error" in reply else {reply["op"]}
    assert answered >= {"rank", "trend", "compare", "peers", "plan", "what_if", "forecast", "stats", "agreement"}
    assert answered >= {"robustness", "sensitivity"}


def test_every_operation_has_its_place_in_schema_and_documentation() -> None:
    operations = spbe.request({"op": "version"})["operations"]
    assert SCHEMAS["request"]["properties"]["op"]["enum"] == operations
    assert [rule["$ref"].removeprefix("#/$defs/") for rule in SCHEMAS["request"]["oneOf"]] == operations
    documented = re.findall(r"^\| `([a-z_]+)` \|", chapter().split("| `op` | further fields", 1)[1], re.MULTILINE)
    assert sorted(documented) == sorted(operations)
    for operation in operations:
        fields = SCHEMAS["request"]["$defs"][operation]["properties"]
        refused = spbe.request({"op": operation, "colour": 1})["error"]["issues"][0]
        assert refused["code"] == "request.field_unknown"
        known = refused["message"].split("there are ", 1)[1].split(", ")
        assert sorted(known) == sorted(fields), operation


SOUND: dict[str, dict[str, Any]] = {
    "version": {"op": "version"},
    "instruments": {"op": "instruments"},
    "describe": {"op": "describe", "instrument": "spbe-2018"},
    "score": {
        "op": "score",
        "instrument": "spbe-2020",
        "missing": "minimum",
        "year": 2024,
        "levels": {"1": 3, "2": "4"},
    },
    "score_batch": {
        "op": "score_batch",
        "instrument": "spbe-2020",
        "missing": "minimum",
        "assessments": [{"institution": "A", "year": 2024, "labels": {"province": "Bali"}, "levels": {"1": 3}}],
    },
    "rows": {"op": "score_batch", "instrument": "pemdi-2026", "levels": [[2.5] * 20], "institutions": ["A"]},
    "score_file": {"op": "score_file", "content": "institution,1\nA,3\n", "instrument": "spbe-2020", "missing": "zero"},
    "audit": {
        "op": "audit",
        "instrument": "spbe-2020",
        "results": [{"institution": "A", "year": 2023, "index": 2.15, "domains": {"1": "1.40"}}],
    },
    "audit_file": {
        "op": "audit_file",
        "content": "institution,year,index,d1,d2,d3,d4\nA,2023,2.15,1.40,1.70,1.00,3.04\n",
    },
}

WRONG: list[Any] = [True, 2.5, [[[]]], {"x": {}}]
NEEDED = ("op", "instrument", "content", "results", "assessments", "levels")


def mutations(request: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Altered requests that must be refused: a field too many, too few, of another kind."""
    yield "a field unknown", request | {"colour": 1}
    for field in request:
        for wrong in WRONG:
            yield f"{field} = {wrong}", request | {field: wrong}
        # A file may do without an instrument.
        if field in NEEDED and not (field == "instrument" and "content" in request):
            yield f"without {field}", {name: value for name, value in request.items() if name != field}
    for name in ("assessments", "results"):
        for entry in request.get(name, []):
            yield f"an unknown field in {name}", request | {name: [entry | {"colour": 1}]}
            yield f"a number as institution in {name}", request | {name: [entry | {"institution": 1}]}
            yield f"a year of two digits in {name}", request | {name: [entry | {"year": 24}]}
            yield f"an entry of {name} that is a text", request | {name: [entry, "x"]}


@pytest.mark.parametrize("name", SOUND)
def test_schema_and_library_refuse_the_same_mutations(name: str) -> None:
    request = SOUND[name]
    REQUEST.validate(request)
    reply = spbe.request(request)
    assert "error" not in reply, reply
    REPLY.validate(reply)
    for what, altered in mutations(request):
        refused = spbe.request(altered)
        REPLY.validate(refused)
        assert "error" in refused, what
        assert not REQUEST.is_valid(altered), what


@pytest.mark.parametrize("field", ["op", "index", "index_exact", "checksum", "domains", "indicators", "ranges", "next"])
def test_the_schema_of_replies_is_not_empty(field: str) -> None:
    reply = spbe.request(SOUND["score"])
    REPLY.validate(reply)
    wrongs: list[Any] = [[], {"x": [1]}, True]
    for wrong in wrongs:
        assert not REPLY.is_valid(reply | {field: wrong}), wrong
    assert not REPLY.is_valid({name: value for name, value in reply.items() if name != field})
    assert not REPLY.is_valid(reply | {"colour": 1})


def test_a_score_is_what_score_file_gives() -> None:
    document = {"institution": "Kota Contoh", "year": 2024, "levels": {str(code): 3 for code in range(1, 48)}}
    reply = spbe.request({"op": "score", "instrument": "spbe-2020", "id": "x", **document})
    assert (reply.pop("op"), reply.pop("id")) == ("score", "x")
    assert [reply] == spbe.score_file(json.dumps(document).encode(), "spbe-2020")
    content = (ROOT / "data/official-2023-2024.csv").read_text(encoding="utf-8")
    audit = spbe.request({"op": "audit_file", "content": content})
    assert audit.pop("op") == "audit_file"
    assert audit == spbe.audit_file(content.encode())


def test_a_request_raises_only_for_what_has_no_json_form() -> None:
    assert spbe.request("{")[:11] == '{"op":null,'
    assert spbe.request({})["error"]["code"] == "request.field_missing"
    with pytest.raises(TypeError):
        spbe.request({"op": {1, 2}})
    with pytest.raises(TypeError):
        spbe.request(3)  # type: ignore[call-overload]


def chapter() -> str:
    """The chapter of the documentation."""
    text = (ROOT / "docs/json.md").read_text(encoding="utf-8")
    return text.split("\n## Requests\n", 1)[1].split("\n## ", 1)[0]


def test_the_examples_of_the_documentation_hold() -> None:
    examples = re.findall(r"^\$ echo '(.*)' \| spbe-json\n(.*)$", chapter(), re.MULTILINE)
    assert len(examples) >= 4
    for request, shown in examples:
        reply = spbe.request(request)
        *parts, last = shown.split("...")
        position = 0
        for part in parts:
            found = reply.find(part, position)
            assert found >= 0, (part, reply)
            position = found + len(part)
        assert reply.endswith(last), (last, reply)
        assert position <= len(reply) - len(last)
