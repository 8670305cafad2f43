"""What an instrument says of its nodes, indicators and predicates, as plain values.

All of it comes from the instrument's file as it stands there: names and criteria with their English beside them,
weights as the exact fraction that the regulation prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Tier:
    """A tier of the tree, such as the aspects."""

    code: str
    """The name for programs: `domain`, `aspect`, `indicator`."""
    name: str
    """The official name."""
    name_en: str | None
    """The English name, where there is one."""


@dataclass(frozen=True)
class Node:
    """A node above the indicators: a domain or an aspect of the built-in instruments."""

    tier: str
    """The code of its tier."""
    code: str
    """Its code, unique in the tier."""
    name: str
    """The official name."""
    name_en: str | None
    """The English name, where there is one."""
    weight: Fraction
    """Its share of `Instrument.total_weight`; that is 100 in the built-in instruments, so that this is in percent."""
    weight_printed: str
    """The weight as the regulation prints it."""
    parent: str | None
    """The node above as `tier:code`; `None` in the top tier."""


@dataclass(frozen=True)
class Criterion:
    """What a level of an indicator asks, and what proves it."""

    level: int
    """The level."""
    level_name: str | None
    """The level's name on the scale of the indicator."""
    criterion: str
    """What the level asks."""
    criterion_en: str | None
    """The same in English, where there is a translation."""
    evidence: str | None
    """What proves it, where the regulation says so."""
    evidence_en: str | None
    """The same in English, where there is a translation."""


@dataclass(frozen=True)
class Indicator:
    """An indicator: what answers are given to."""

    code: str
    """Its code."""
    name: str
    """The official name."""
    name_en: str | None
    """The English name, where there is one."""
    short_name: str
    """A shorter name for tables; the official one where there is none."""
    weight: Fraction
    """Its share of `Instrument.total_weight`, which is 100 in the built-in instruments."""
    weight_printed: str
    """The weight as the regulation prints it."""
    parent: str | None
    """The node above as `tier:code`; `None` where indicators are the only tier."""
    items: tuple[str, ...]
    """The codes that answers are given to: its own, or those of its items (5/2018, indicator 35)."""
    criteria: tuple[Criterion, ...]
    """The criteria level by level, as far as the instrument's file has them."""


@dataclass(frozen=True)
class Predicate:
    """A predicate and the index values it covers."""

    name: str
    """The official name."""
    name_en: str | None
    """The English name, where there is one."""
    lowest: Fraction | None
    """The lowest index that has it; `None` where the regulation prints no lower bound."""
    highest: Fraction
    """The end of its range; it belongs to the next predicate, or to this one where there is none."""
    printed: str | None
    """The range as the regulation prints it."""


@dataclass(frozen=True)
class Regulation:
    """Everything that `Instrument` shows of its file."""

    tiers: tuple[Tier, ...]
    nodes: Mapping[str, Node]
    indicators: Mapping[str, Indicator]
    predicates: tuple[Predicate, ...]
    total_weight: Fraction


def _regulation(document: dict[str, Any]) -> Regulation:
    """Called by the extension module, once an instrument."""
    tiers = [entry["code"] for entry in document["tiers"]]
    scales = {
        scale["code"]: {level["level"]: level["name"]["id"] for level in scale["levels"]}
        for scale in document.get("scales", [])
    }
    above = dict(zip(tiers[1:], tiers, strict=False))

    def parent(tier: str, entry: dict[str, Any]) -> str | None:
        return f"{above[tier]}:{entry['parent']}" if "parent" in entry else None

    nodes = [
        Node(
            tier=entry["tier"],
            code=entry["code"],
            **_names(entry["name"]),
            weight=Fraction(entry["weight"]),
            weight_printed=entry["weight"],
            parent=parent(entry["tier"], entry),
        )
        for entry in document.get("nodes", [])
    ]
    indicators = [
        Indicator(
            code=entry["code"],
            **_names(entry["name"]),
            short_name=entry.get("short_name", entry["name"])["id"],
            weight=Fraction(entry["weight"]),
            weight_printed=entry["weight"],
            parent=parent(tiers[-1], entry),
            items=tuple(item["code"] for item in entry.get("items", [])) or (entry["code"],),
            criteria=tuple(_criterion(level, scales.get(entry.get("scale"), {})) for level in entry.get("levels", [])),
        )
        for entry in document["indicators"]
    ]
    return Regulation(
        tiers=tuple(Tier(code=entry["code"], **_names(entry["name"])) for entry in document["tiers"]),
        nodes=MappingProxyType({f"{node.tier}:{node.code}": node for node in nodes}),
        indicators=MappingProxyType({indicator.code: indicator for indicator in indicators}),
        predicates=tuple(_predicate(entry) for entry in document["predicates"]),
        total_weight=Fraction(document["total_weight"]),
    )


def _names(text: dict[str, str]) -> dict[str, Any]:
    return {"name": text["id"], "name_en": text.get("en")}


def _criterion(entry: dict[str, Any], names: dict[int, str]) -> Criterion:
    evidence = entry.get("evidence", {})
    return Criterion(
        level=entry["level"],
        level_name=names.get(entry["level"]),
        criterion=entry["criterion"]["id"],
        criterion_en=entry["criterion"].get("en"),
        evidence=evidence.get("id"),
        evidence_en=evidence.get("en"),
    )


def _predicate(entry: dict[str, Any]) -> Predicate:
    return Predicate(
        **_names(entry["name"]),
        lowest=Fraction(entry["from"]) if "from" in entry else None,
        highest=Fraction(entry["to"]),
        printed=entry.get("printed"),
    )
