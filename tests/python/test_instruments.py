"""Instruments as Python objects and as documents."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import spbe

from conftest import ROOT

SCHEMA = json.loads((ROOT / "docs/schema/instrument.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

Mutation = Callable[[dict[str, Any]], object]


def test_the_built_ins_come_in_the_order_of_their_regulations() -> None:
    assert [instrument.id for instrument in spbe.instruments()] == ["spbe-2018", "spbe-2020", "pemdi-2026"]
    counts = [
        (summary["tiers"]["indicator"], summary["items"])
        for summary in map(spbe.Instrument.summary, spbe.instruments())
    ]
    assert counts == [(35, 37), (47, 47), (20, 20)]


def test_a_built_in_is_read_once() -> None:
    assert spbe.instrument("spbe-2020") is spbe.instrument("spbe-2020")


def test_forms_and_copies_are_equal(instrument: spbe.Instrument) -> None:
    others = [
        spbe.Instrument.from_toml(instrument.to_toml()),
        spbe.Instrument.from_json(instrument.to_json()),
        *(pickle.loads(pickle.dumps(instrument, protocol)) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)),
        copy.copy(instrument),
        copy.deepcopy(instrument),
    ]
    for other in others:
        assert other == instrument
        assert hash(other) == hash(instrument)
        assert (other.checksum, other.title) == (instrument.checksum, instrument.title)


def test_a_pickle_is_read_by_another_process(instrument: spbe.Instrument) -> None:
    script = "import pickle, sys; sys.stdout.write(pickle.load(sys.stdin.buffer).checksum)"
    done = subprocess.run(
        [sys.executable, "-c", script], input=pickle.dumps(instrument), capture_output=True, check=True
    )
    assert done.stdout.decode() == instrument.checksum


def test_instruments_differ_by_content() -> None:
    document = spbe.instrument("spbe-2020").to_dict()
    document["indicators"][0]["name"]["en"] = "Another name"
    assert spbe.Instrument.from_json(json.dumps(document)) != spbe.instrument("spbe-2020")
    assert len(set(spbe.instruments())) == 3
    assert spbe.instrument("spbe-2020") != "spbe-2020"


def test_an_instrument_is_immutable() -> None:
    with pytest.raises(AttributeError):
        spbe.instrument("spbe-2020").id = "other"  # type: ignore[misc]


def test_the_repr_names_the_instrument() -> None:
    shown = repr(spbe.instrument("spbe-2020"))
    assert shown.startswith("<Instrument 'spbe-2020' with 47 indicators, edition 1, ")


def test_a_file_may_hold_an_instrument(tmp_path: Path, instrument: spbe.Instrument) -> None:
    for name, text in (("own.toml", instrument.to_toml()), ("own.json", instrument.to_json())):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        assert spbe.instrument(path) == instrument
        assert spbe.instrument(str(path)) == instrument


def test_the_schema_accepts_every_built_in(instrument: spbe.Instrument) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    VALIDATOR.validate(instrument.to_dict())


MUTATIONS: dict[str, Mutation] = {
    "unknown field": lambda document: document.update(colour="red"),
    "no id": lambda document: document.pop("id"),
    "another schema": lambda document: document.update(schema="spbe-instrument/2"),
    "weight as a float": lambda document: document["indicators"][0].update(weight=1.3),
    "weight with a comma": lambda document: document["indicators"][0].update(weight="1,30"),
    "no indicators": lambda document: document.update(indicators=[]),
    "seven tiers": lambda document: document.update(tiers=[document["tiers"][0]] * 7),
    "name without Indonesian": lambda document: document["indicators"][0].update(name={"en": "x"}),
    "code with a space": lambda document: document["indicators"][0].update(code="a b"),
    "unknown rounding": lambda document: document["publication"].update(rounding="up"),
    "unknown policy": lambda document: document["answers"].update(missing="guess"),
    "level as text": lambda document: document["indicators"][0]["levels"][0].update(level="1"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_schema_and_loader_both_refuse(name: str) -> None:
    document = spbe.instrument("spbe-2020").to_dict()
    MUTATIONS[name](document)
    assert not VALIDATOR.is_valid(document)
    with pytest.raises(spbe.InstrumentError):
        spbe.Instrument.from_json(json.dumps(document))


def test_ranks_share_the_best_place() -> None:
    assert spbe.competition_ranks(["2.15", "4.67", "2.15", "1"]) == [2, 1, 2, 4]
    assert spbe.competition_ranks([]) == []
    with pytest.raises(spbe.NumberError):
        spbe.competition_ranks(["2,15"])
