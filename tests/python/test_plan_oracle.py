"""Plans against scipy.optimize.milp (HiGHS) on random institutions, feature by feature.

`SPBE_PLANS=1000 pytest tests/python/test_plan_oracle.py` goes through so many institutions of each kind; by default it
is a seeded part of them.
"""

from __future__ import annotations

import os
import random
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import spbe
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]
from scipy.sparse import csr_array  # type: ignore[import-untyped]
from spbe._spbe import Cohort, CohortReader

Record = dict[str, Any]

COUNT = int(os.environ.get("SPBE_PLANS", "6"))
"""Institutions of each kind."""

INSTRUMENTS = {name: spbe.instrument(name) for name in ("spbe-2018", "spbe-2020", "pemdi-2026")}
UNITS = ("Diskominfo", "Bappeda", "Inspektorat", "BKPSDM")


DOCUMENTS = {name: instrument.to_dict() for name, instrument in INSTRUMENTS.items()}


def _answers(document: Record) -> list[Fraction]:
    """What an item can be raised to."""
    answers = document["answers"]
    if answers.get("completed_levels"):
        return [Fraction(level["value"]) for level in answers["completed_levels"]]
    return [Fraction(level) for level in range(int(answers["lowest"]), int(answers["highest"]) + 1)]


class Case:
    """One institution, what is asked of its plan, and the same as a mixed-integer program."""

    def __init__(self, draw: random.Random, name: str, kinds: set[str]) -> None:
        self.draw = draw
        self.instrument, self.document = INSTRUMENTS[name], DOCUMENTS[name]
        self.year = draw.choice([2023, 2024]) if name == "spbe-2020" else 2026 if name == "pemdi-2026" else 2020
        self.answers = _answers(self.document)
        self.items = [item for entry in self.document["indicators"] for item in self._items(entry)]
        self.parts = self._parts()
        top = draw.choice([2, 3, 4])
        if name == "pemdi-2026":
            self.now = [Fraction(draw.randrange(100, 100 * top + 1, draw.choice([25, 50, 1])), 100) for _ in self.items]
        else:
            self.now = [draw.choice(self.answers[: top + 1]) for _ in self.items]
        self.options: Record = {}
        self.steps = [[answer for answer in self.answers if answer > now] for now in self.now]
        self._costs()
        self.periods = 1
        for kind in ("periods", "bounds", "rules", "changes", "nodes", "capacity"):
            if kind in kinds:
                getattr(self, f"_{kind}")()

    def _items(self, entry: Record) -> list[str]:
        return [item["code"] for item in entry.get("items", [])] or [entry["code"]]

    def _parts(self) -> list[int]:
        """Weights in the smallest whole numbers, from the text of the instrument."""
        weights: list[Fraction] = []
        for entry in self.document["indicators"]:
            weights.extend(Fraction(item["weight"]) for item in entry.get("items", [entry]))
        scale = np.lcm.reduce([weight.denominator for weight in weights])
        return [int(weight * int(scale)) for weight in weights]

    def _costs(self) -> None:
        draw = self.draw
        kind = draw.choice(["unit", "whole", "decimal", "shared"])
        self.cost = [[Fraction(1)] * len(steps) for steps in self.steps]
        self.unit: list[list[str | None]] = [[None] * len(steps) for steps in self.steps]
        self.duration = [[Fraction(1)] * len(steps) for steps in self.steps]
        if kind == "unit":
            return
        rows = []
        for item, (code, steps) in enumerate(zip(self.items, self.steps, strict=True)):
            owner = draw.choice(UNITS)
            for place, answer in enumerate(steps):
                cost = Fraction(draw.randint(5, 399), 10 if kind == "decimal" else 1)
                if kind == "shared":
                    cost = Fraction(draw.choice([1, 2, 5]))
                unit = owner if draw.random() < 0.8 else draw.choice(UNITS)
                duration = Fraction(draw.randint(1, 6), draw.choice([1, 2]))
                self.cost[item][place], self.unit[item][place], self.duration[item][place] = cost, unit, duration
                rows.append(f"{code};{_text(answer)};{_text(cost)};{_text(duration)};{unit}")
        if rows:
            self.options["costs"] = "\n".join(["indikator;tingkat;biaya;durasi;unit", *rows])

    def _periods(self) -> None:
        self.periods = self.draw.choice([2, 3])
        share = sum(map(sum, self.cost)) / self.periods * Fraction(self.draw.randint(5, 12), 10)
        self.budgets = [Fraction(int(share * 10), 10) for _ in range(self.periods)]
        self.options["periods"] = [
            {"period": str(2027 + place), "budget": _text(budget)} for place, budget in enumerate(self.budgets)
        ]
        if self.draw.random() < 0.5:
            self.options["pace"] = self.draw.choice([1, 2])

    def _bounds(self) -> None:
        draw = self.draw
        bounds = []
        locked = []
        for item, code in enumerate(self.items):
            steps = self.steps[item]
            kind = draw.random()
            if kind < 0.15:
                locked.append(code)
                self.steps[item] = []
            elif kind < 0.3 and steps:
                cap = draw.choice(steps)
                bounds.append({"indicator": code, "at_most": _text(cap)})
                self.steps[item] = [answer for answer in steps if answer <= cap]
            elif kind < 0.4 and steps:
                floor = draw.choice(steps)
                bounds.append({"indicator": code, "at_least": _text(floor)})
                self.floors = [*getattr(self, "floors", []), (item, floor)]
        self.options |= {"bounds": bounds, "locked": locked}

    def _rules(self) -> None:
        draw = self.draw
        order = list(range(len(self.items)))
        draw.shuffle(order)
        rules = []
        self.rules = []
        for _ in range(draw.choice([5, 20, 60])):
            first, second = sorted(draw.sample(range(len(order)), 2))
            own, other = order[first], order[second]
            level, needs = draw.choice(self.answers[1:]), draw.choice(self.answers[1:])
            self.rules.append((own, level, other, needs))
            rules.append(
                {
                    "indicator": self.items[own],
                    "level": _text(level),
                    "needs": self.items[other],
                    "needs_level": _text(needs),
                }
            )
        self.options["rules"] = rules

    def _changes(self) -> None:
        self.most_changed = self.draw.randint(5, len(self.document["indicators"]))
        self.options["most_changed"] = self.most_changed

    def _nodes(self) -> None:
        nodes = self.draw.sample(self.document["nodes"], self.draw.choice([1, 2, 3]))
        self.node_targets = []
        targets = []
        for node in nodes:
            value = Fraction(self.draw.randint(150, 420), 100)
            members = [item for item, code in enumerate(self.items) if self._below(node, code)]
            self.node_targets.append((members, value))
            targets.append({"node": f"{node['tier']}:{node['code']}", "value": _text(value)})
        self.options["targets"] = targets

    def _below(self, node: Record, item: str) -> bool:
        document = self.document
        own = next(
            entry
            for entry in document["indicators"]
            if entry["code"] == item or item in [part["code"] for part in entry.get("items", [])]
        )
        parent = own.get("parent")
        for tier in reversed([tier["code"] for tier in document["tiers"]][:-1]):
            above = next(entry for entry in document["nodes"] if entry["tier"] == tier and entry["code"] == parent)
            if (tier, parent) == (node["tier"], node["code"]):
                return True
            parent = above.get("parent")
        return False

    def _capacity(self) -> None:
        known = sorted({unit for units in self.unit for unit in units if unit})
        self.capacities = []
        for unit in known:
            used = [
                own
                for item in range(len(self.items))
                for own, name, _ in zip(self.duration[item], self.unit[item], self.steps[item], strict=False)
                if name == unit
            ]
            if used:
                share = Fraction(self.draw.randint(3, 8), 10) / self.periods
                self.capacities.append((unit, Fraction(int(sum(used) * share * 2), 2)))
        self.options["capacities"] = [{"unit": unit, "capacity": _text(most)} for unit, most in self.capacities]
        if not self.capacities:
            del self.options["capacities"]

    def cohort(self) -> Cohort:
        cells = ";".join(map(_text, self.now))
        text = f"instansi;tahun;{';'.join(self.items)}\nKota;{self.year};{cells}"
        reader = CohortReader()
        reader.add(text.encode(), [self.instrument])
        return reader.cohort()

    # ---- the same as a mixed-integer program: one yes or no for each step and period

    def program(self) -> tuple[dict[tuple[int, int, int], int], list[tuple[dict[int, Fraction], Fraction]]]:
        """The variables, and the rows: terms and the least they add up to."""
        name: dict[tuple[int, int, int], int] = {}
        for item, steps in enumerate(self.steps):
            for place in range(len(steps)):
                for period in range(self.periods):
                    name[item, place, period] = len(name)
        rows: list[tuple[dict[int, Fraction], Fraction]] = []
        one, last = Fraction(1), self.periods - 1
        for (item, place, period), own in name.items():
            if place:
                rows.append(({name[item, place - 1, period]: one, own: -one}, Fraction(0)))
            if period:
                rows.append(({name[item, place, period - 1]: -one, own: one}, Fraction(0)))
        for item, floor in getattr(self, "floors", []):
            lowest = next((place for place, answer in enumerate(self.steps[item]) if answer >= floor), None)
            if self.now[item] < floor and lowest is not None:
                rows.append(({name[item, lowest, last]: one}, one))
        for own, level, other, needs in getattr(self, "rules", []):
            first = next((place for place, answer in enumerate(self.steps[own]) if answer >= level), None)
            if self.now[own] >= level or first is None or self.now[other] >= needs:
                continue
            second = next((place for place, answer in enumerate(self.steps[other]) if answer >= needs), None)
            for period in range(self.periods):
                terms = {name[own, first, period]: -one}
                if second is not None:
                    terms[name[other, second, period]] = one
                rows.append((terms, Fraction(0)))
        for members, value in getattr(self, "node_targets", []):
            rows.append(self.reach(name, members, value))
        for period in range(self.periods):
            if self.periods > 1:
                rows.append(self.spent(name, period, self.budgets[period], lambda item, place: self.cost[item][place]))
            for unit, most in getattr(self, "capacities", []):
                rows.append(
                    self.spent(
                        name,
                        period,
                        most,
                        lambda item, place, unit=unit: self.duration[item][place] * (self.unit[item][place] == unit),
                    )
                )
            if "pace" in self.options:
                for item in range(len(self.items)):
                    rows.append(
                        self.spent(
                            name,
                            period,
                            Fraction(self.options["pace"]),
                            lambda other, _, item=item: Fraction(other == item),
                        )
                    )
        if "most_changed" in self.options:
            changed: dict[str, int] = {}
            for entry in self.document["indicators"]:
                own = changed[entry["code"]] = len(name)
                name[-1, own, 0] = own
                for item in map(self.items.index, self._items(entry)):
                    if self.steps[item]:
                        rows.append(({own: one, name[item, 0, last]: -one}, Fraction(0)))
            rows.append((dict.fromkeys(changed.values(), -one), Fraction(-self.most_changed)))
        return name, rows

    def gains(self, item: int) -> list[Fraction]:
        """What each step adds to the sum of parts times values; level 0 of 5/2018 counts as 1."""

        def value(answer: Fraction) -> Fraction:
            return max(answer, Fraction(1))

        ladder = [self.now[item], *self.steps[item]]
        return [self.parts[item] * (value(high) - value(low)) for low, high in pairwise(ladder)]

    def reach(self, name: dict[Any, int], members: list[int], value: Fraction) -> tuple[dict[int, Fraction], Fraction]:
        needed = value - Fraction(5, 1000) if self.year == 2023 else value
        if self.instrument.id != "spbe-2020":
            basis = self.document["publication"]["predicate_basis"]
            needed = value - Fraction(5, 1000) if basis == "published" else value
        terms = {
            name[item, place, self.periods - 1]: gain for item in members for place, gain in enumerate(self.gains(item))
        }
        now = sum((self.parts[item] * max(self.now[item], Fraction(1)) for item in members), Fraction(0))
        return terms, needed * sum(self.parts[item] for item in members) - now

    def spent(
        self, name: dict[Any, int], period: int, most: Fraction, amount: Any
    ) -> tuple[dict[int, Fraction], Fraction]:
        terms: dict[int, Fraction] = {}
        for item, steps in enumerate(self.steps):
            for place in range(len(steps)):
                own = Fraction(amount(item, place))
                if own:
                    terms[name[item, place, period]] = -own
                    if period:
                        terms[name[item, place, period - 1]] = own
        return terms, -most

    def target(self) -> Fraction:
        return Fraction(self.draw.choice([180, 260, 350, 420, self.draw.randint(150, 480)]), 100)

    def objective(self, name: dict[Any, int]) -> dict[int, Fraction]:
        last = self.periods - 1
        return {
            name[item, place, last]: self.cost[item][place]
            for item, steps in enumerate(self.steps)
            for place in range(len(steps))
        }


def _text(number: Fraction) -> str:
    return f"{float(number):.10g}"


def solved(
    count: int, rows: list[tuple[dict[int, Fraction], Fraction]], objective: dict[int, Fraction]
) -> Fraction | None:
    """The least objective of yes and no, in whole numbers: rows end half a unit lower, so that no tolerance counts."""
    if not count:
        return Fraction(0) if all(least <= 0 for _, least in rows) else None
    data, columns, starts, lower = [], [], [0], []
    for terms, least in rows:
        scale = int(np.lcm.reduce([term.denominator for term in [*terms.values(), least]]))
        for column, term in terms.items():
            columns.append(column)
            data.append(float(term * scale))
        starts.append(len(columns))
        lower.append(float(least * scale) - 0.5)
    matrix = csr_array((data, columns, starts), shape=(len(rows), count))
    scale = int(np.lcm.reduce([1, *(cost.denominator for cost in objective.values())]))
    costs = np.zeros(count)
    for column, cost in objective.items():
        costs[column] = float(cost * scale)
    result = milp(
        costs,
        constraints=LinearConstraint(matrix, np.array(lower), np.inf) if rows else (),
        bounds=Bounds(0, 1),
        integrality=np.ones(count),
        options={"mip_rel_gap": 0, "time_limit": 120},
    )
    if result.status == 2:
        return None
    assert result.status == 0, result.message
    return Fraction(round(result.fun), scale)


KINDS: dict[str, set[str]] = {
    "index": set(),
    "bounds": {"bounds"},
    "rules": {"rules"},
    "changes": {"changes"},
    "nodes": {"nodes"},
    "capacity": {"capacity"},
    "periods": {"periods"},
    "rules-nodes": {"rules", "nodes"},
    "periods-rules": {"periods", "rules"},
    "everything": {"bounds", "rules", "changes", "nodes", "capacity", "periods"},
}


@pytest.mark.parametrize("name", sorted(INSTRUMENTS))
@pytest.mark.parametrize("kind", KINDS)
def test_least_costs_are_those_of_highs(kind: str, name: str) -> None:
    tally = {"plan": 0, "none": 0, "cut": 0}
    slow = KINDS[kind] & {"periods"}
    for seed in range(max(1, COUNT // 4) if slow and COUNT < 100 else COUNT):
        case = Case(random.Random(f"{kind} {name} {seed}"), name, KINDS[kind])
        target = case.target()
        variables, rows = case.program()
        rows.append(case.reach(variables, list(range(len(case.items))), target))
        expected = solved(len(variables), rows, case.objective(variables))
        found = _planned(case, target)
        if isinstance(found, str):
            assert found in ("plan.out_of_reach", "plan.impossible", "plan.undecided")
            assert expected is None or found == "plan.undecided", (seed, expected, found)
            tally["none"] += 1
            continue
        assert expected is not None, (seed, found["cost_exact"])
        if found["optimal"]:
            assert Fraction(found["cost_exact"]) == expected, seed
            tally["plan"] += 1
        else:
            assert Fraction(found["bound_exact"]) <= expected <= Fraction(found["cost_exact"]), seed
            tally["cut"] += 1
        _check(case, found)
    print(f"\n{kind} {name}: {tally}")
    assert tally["plan"] + tally["none"] > 0


def _planned(case: Case, target: Fraction) -> Record | str:
    """The plan, or the code of the reason why there is none."""
    try:
        return case.cohort().plan("Kota", target=_text(target), **case.options)
    except spbe.PlanError as error:
        return error.code


def _check(case: Case, plan: Record) -> None:
    """What the steps say adds up, and each can be done when its turn comes."""
    levels = dict(zip(case.items, case.now, strict=True))
    index = Fraction(plan["from_index_exact"])
    for step in plan["steps"]:
        assert levels[step["indicator"]] == Fraction(str(step["from"]))
        levels[step["indicator"]] = Fraction(str(step["to"]))
        index += Fraction(step["gain_exact"])
        assert index == Fraction(step["index_exact"])
        for own, level, other, needs in getattr(case, "rules", []):
            if levels[case.items[own]] >= level > case.now[own]:
                assert levels[case.items[other]] >= needs
    assert index == Fraction(plan["index_exact"])


@pytest.mark.parametrize("kind", ["index", "rules", "changes", "capacity"])
def test_the_best_index_for_a_budget_is_that_of_highs(kind: str) -> None:
    for seed in range(COUNT):
        case = Case(random.Random(f"budget {kind} {seed}"), "spbe-2020", KINDS[kind])
        budget = Fraction(int(sum(map(sum, case.cost)) * Fraction(case.draw.randint(1, 9), 20) * 10), 10)
        variables, rows = case.program()
        rows.append(({own: -cost for own, cost in case.objective(variables).items()}, -budget))
        everything = case.reach(variables, list(range(len(case.items))), Fraction(5))[0]
        best = solved(len(variables), rows, {own: -gain for own, gain in everything.items()})
        assert best is not None
        rows.append((everything, -best))
        least = solved(len(variables), rows, case.objective(variables))
        found = case.cohort().plan("Kota", budget=_text(budget), **case.options)
        gain = (Fraction(found["index_exact"]) - Fraction(found["from_index_exact"])) * sum(case.parts)
        assert found["optimal"], seed
        assert (gain, Fraction(found["cost_exact"])) == (-best, least), seed


@pytest.mark.parametrize("kind", ["index", "rules"])
def test_every_point_of_a_frontier_is_a_plan_of_its_own(kind: str) -> None:
    for seed in range(max(2, COUNT // 6)):
        case = Case(random.Random(f"frontier {kind} {seed}"), "spbe-2020", KINDS[kind])
        cohort = case.cohort()
        if kind == "rules":
            # Each point takes a search of its own: a small corner of the instrument.
            case.options["locked"] = case.items[8:]
        frontier = cohort.plan("Kota", frontier=True, most_nodes=500_000, **case.options)
        points = frontier["points"]
        assert frontier["optimal"]
        for before, after in pairwise(points):
            assert Fraction(before["cost_exact"]) < Fraction(after["cost_exact"])
            assert Fraction(before["index_exact"]) < Fraction(after["index_exact"])
        for point in case.draw.sample(points, min(12, len(points))):
            if Fraction(point["index_exact"]) < 1:
                continue
            own = cohort.plan("Kota", target=_decimal(point["index_exact"]), predicate_basis="exact", **case.options)
            assert own["cost_exact"] == point["cost_exact"], (seed, point)


def _decimal(exact: str) -> str:
    assert "/" not in exact
    return exact


def test_further_plans_come_in_order_and_differ() -> None:
    for seed in range(max(2, COUNT // 4)):
        case = Case(random.Random(f"plans {seed}"), "spbe-2020", set())
        differ = case.draw.choice([1, 3, 8])
        variables, rows = case.program()
        target = case.target()
        rows.append(case.reach(variables, list(range(len(case.items))), target))
        found = case.cohort().plan("Kota", target=_text(target), plans=4, differ=differ, **case.options)
        plans = [found, *found["alternatives"]]
        # Which items end where: one yes or no for each item that differs from each plan before.
        for number, plan in enumerate(plans):
            expected = solved(len(variables), rows, case.objective(variables))
            assert plan["optimal"], (seed, number)
            assert expected == Fraction(plan["cost_exact"]), (seed, number)
            ends = dict(zip(case.items, case.now, strict=True))
            for step in plan["steps"]:
                ends[step["indicator"]] = Fraction(str(step["to"]))
            differs = []
            for item, code in enumerate(case.items):
                own = len(variables)
                variables[-2 - number, item, 0] = own
                differs.append(own)
                place = len([answer for answer in case.steps[item] if answer <= ends[code]])
                # It differs if the step reached is not taken, or the next one is.
                terms = {own: Fraction(-1)}
                least = Fraction(0)
                if place:
                    terms[variables[item, place - 1, 0]] = Fraction(-1)
                    least = Fraction(-1)
                if place < len(case.steps[item]):
                    terms[variables[item, place, 0]] = Fraction(1)
                rows.append((terms, least))
            rows.append((dict.fromkeys(differs, Fraction(1)), Fraction(differ)))
