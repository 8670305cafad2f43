"""The instrument as the peers see it: columns, weights and cut-offs, read from the file of the regulation."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, gcd
from pathlib import Path

import tomllib

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Group:
    """A sum over items and how it becomes hundredths."""

    code: str
    items: tuple[int, ...]
    weights: tuple[int, ...]  # in lowest terms

    @property
    def total(self) -> int:
        return sum(self.weights)


@dataclass(frozen=True)
class Instrument:
    """59/2020."""

    index: Group
    domains: tuple[Group, ...]
    aspects: tuple[Group, ...]
    cuts: tuple[int, ...]  # least index sum of each predicate above the lowest

    @property
    def groups(self) -> tuple[Group, ...]:
        """In the order of the outputs: index, domains, aspects."""
        return (self.index, *self.domains, *self.aspects)


def spbe_2020() -> Instrument:
    """The instrument of 59/2020."""
    data = tomllib.loads((ROOT / "spbe-core/instruments/spbe-2020.toml").read_text())
    weights = [Fraction(item["weight"]) for item in data["indicators"]]
    aspect_of = [item["parent"] for item in data["indicators"]]
    domain_of = {node["code"]: node["parent"] for node in data["nodes"] if node["tier"] == "aspect"}

    def group(code: str, items: list[int]) -> Group:
        own = [weights[item] for item in items]
        whole = [int(weight * 100) for weight in own]
        divisor = gcd(*whole)
        return Group(code, tuple(items), tuple(weight // divisor for weight in whole))

    every = list(range(len(weights)))
    index = group("index", every)
    codes = {tier: [node["code"] for node in data["nodes"] if node["tier"] == tier] for tier in ("domain", "aspect")}
    return Instrument(
        index,
        tuple(group(code, [i for i in every if domain_of[aspect_of[i]] == code]) for code in codes["domain"]),
        tuple(group(code, [i for i in every if aspect_of[i] == code]) for code in codes["aspect"]),
        tuple(ceil(Fraction(p["from"]) * index.total) for p in data["predicates"] if "from" in p),
    )


def generated(count: int) -> str:
    """An instrument of `count` indicators under ten nodes with five weights in each, as TOML."""
    nodes = [[1 + i % 5 for i in range(len(range(node, count, 10)))] for node in range(10)]
    lines = [
        'schema = "spbe-instrument/1"\nid = "generated"\nedition = 1\ntitle = { id = "Contoh" }',
        f'total_weight = "{sum(map(sum, nodes))}"',
        '[legal]\nbasis = "-"\nused_years = [2025]\ntext_seen = false',
        '[answers]\nkind = "level"\nlowest = "1"\nhighest = "5"',
        '[publication]\ndecimals = 2\nrounding = "half_up"\npredicate_basis = "exact"',
        '[[tiers]]\ncode = "aspect"\nname = { id = "Aspek" }',
        '[[tiers]]\ncode = "indicator"\nname = { id = "Indikator" }',
        '[[predicates]]\nname = { id = "Kurang" }\nto = "2.6"',
        '[[predicates]]\nname = { id = "Baik" }\nfrom = "2.6"\nto = "5"',
    ]
    for code, weights in enumerate(nodes):
        lines.append(f'[[nodes]]\ntier = "aspect"\ncode = "{code}"\nweight = "{sum(weights)}"\nname = {{ id = "A" }}')
    for code, weights in enumerate(nodes):
        for position, weight in enumerate(weights):
            lines.append(
                f'[[indicators]]\ncode = "{code}-{position}"\nparent = "{code}"\nweight = "{weight}"\n'
                'name = { id = "I" }'
            )
    return "\n".join(lines)
