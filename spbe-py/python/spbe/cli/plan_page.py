"""A plan on a page that people read at a meeting, all that money can buy, and both as flat rows."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rich.rule import Rule
from rich.text import Text

from spbe.cli.layout import bar, brief, clean, console, indented, labelled, listing, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.table import Table

    from spbe.cli.layout import Column
    from spbe.cli.words import Words

Record = dict[str, Any]

_READABLE = 0.001
"""Below this, points are told for a thousand times the cost."""


def page(words: Words, study: Record) -> None:
    """One plan and what there is beside it; or a frontier."""
    out = console()
    who = " · ".join(str(part) for part in (study["institution"], study["year"], study["stage"]) if part is not None)
    out.print(Rule(safe(who, "bold"), align="left", characters="─"))
    if "points" in study:
        _frontier(out, words, study)
        return
    out.print(safe(": ".join(filter(None, (words("plan.title"), _goal(words, study)))), "bright_black"))
    out.print()
    _result(out, words, study)
    out.print()
    if not study["steps"]:
        out.print(indented(Text(words("plan.nothing"), "bold")))
        return
    out.print(_steps(words, study))
    _proof(out, words, study)
    _units(out, words, study)
    _todo(out, words, study)
    _others(out, words, study)


def _goal(words: Words, study: Record) -> str:
    """What the plan is for; nothing where what was asked for is no target, as the lowest predicate is none."""
    targets = words("and").join(_target(words, target) for target in study["targets"])
    if study["goal"] == "best_index":
        both = words("plan.goal_both", targets=targets) if targets else ""
        return words("plan.goal_index", budget=_amount(words, study["budget"])) + both
    return words("plan.goal_cost", targets=targets) if targets else ""


def _target(words: Words, target: Record) -> str:
    text = f"{words.node(target['node'])} {'≥' if target['included'] else '>'} {_exact(words, target['asked'])}"
    if target["predicate"]:
        text = f"{target['predicate']} ({text})"
    return text + _by(words, target)


def _by(words: Words, target: Record) -> str:
    return words("plan.by", period=target["period"]) if target["period"] else ""


def _basis(words: Words, study: Record) -> str:
    """On which values the targets are read, and for each node the value that is enough for all that is asked of it."""
    if not study["targets"]:
        return ""
    if study["predicate_basis"] == "exact":
        return words("plan.basis_exact")
    highest: dict[tuple[str, str | None], Record] = {}
    for target in study["targets"]:
        kept = highest.setdefault((target["node"], target["period"]), target)
        if _strictness(target) > _strictness(kept):
            highest[target["node"], target["period"]] = target
    needed = [
        words(
            "plan.enough" if target["included"] else "plan.enough_above",
            node=words.node(target["node"]),
            value=_exact(words, target["needed_exact"]),
        )
        + _by(words, target)
        for target in highest.values()
    ]
    return words("plan.basis_published", needed=words("and").join(needed))


def _strictness(target: Record) -> tuple[Fraction, bool]:
    return Fraction(target["needed_exact"]), not target["included"]


def _exact(words: Words, exact: str) -> str:
    """A decimal as it is; a fraction as a decimal that is near."""
    return words.number(exact) if "/" not in exact else f"≈ {words.rounded(exact, 4)}"


def _amount(words: Words, value: float | None) -> str:
    """A cost or duration, without decimals that say nothing."""
    if value is None:
        return "-"
    return words.amount(value)


def _result(out: Console, words: Words, study: Record) -> None:
    line = Text(f"  {words('index')}  ", "bright_black")
    line.append(f" {_published(words, study['from_index'])} ", "bold")
    line.append(f" {study['from_predicate'] or ''} ", "bright_black")
    line.append("→ ", "bright_black")
    line.append(f" {_published(words, study['index'])} ", "bold not dim reverse")
    line.append(f"  {study['predicate'] or ''}", "bold green")
    line.append(f"   ({_exact(words, study['index_exact'])})", "bright_black")
    out.print(line)
    levels = sum(len(step["levels"]) for step in study["steps"])
    summary = words("plan.sum", changed=study["changed"], levels=levels, cost=_amount(words, study["cost"]))
    out.print(indented(Text(summary, "bold")))
    basis = [_basis(words, study)]
    if study["grid"] != "levels" or any(step["to"] != int(step["to"]) for step in study["steps"]):
        known = study["grid"] in ("levels", "evidence")
        grid = words(f"plan.grid_{study['grid']}") if known else words.number(study["grid"])
        basis.append(words("plan.grid", grid=grid))
    if any(basis):
        out.print(indented(Text(" ".join(filter(None, basis)), "bright_black")))


def _published(words: Words, value: float | None) -> str:
    return "-" if value is None else words.published(value)


def _steps(words: Words, study: Record) -> Table:
    """A row a step; a period has its heading, a predicate its line."""
    with_units = any(step["units"] for step in study["steps"])
    unit: list[Column] = [(words("plan.unit"), "left")] if with_units else []
    per = _per(study)
    listed = listing(
        (words("plan.step"), "left"),
        (words("plan.way"), "right"),
        (words("plan.cost"), "right"),
        (words("plan.gain"), "right"),
        (words("plan.worth") if per == 1 else words("plan.worth_of", cost=words.count(per)), "right"),
        (words("plan.running"), "right"),
        *unit,
    )
    listed.columns[0].min_width = 24
    if with_units:
        listed.columns[-1].no_wrap = False
        listed.columns[-1].max_width = 16
    costs = {period["period"]: period["cost"] for period in study["periods"]}
    period = None
    for number, step in enumerate(study["steps"], 1):
        if step["period"] is not None and step["period"] != period:
            period = step["period"]
            heading = words("plan.period", period=clean(period), cost=_amount(words, costs[period]))
            listed.add_row(Text(heading, "bold cyan"))
        units = [safe(", ".join(step["units"]), "bright_black")] if with_units else []
        listed.add_row(
            labelled(f"{number}. {step['indicator']}  ", brief(words.text(step["name"]))),
            _way(words, step),
            _amount(words, step["cost"]),
            Text(f"+{words.rounded(step['gain'], 4)}", "green"),
            "-" if step["worth"] is None else words.amount(step["worth"] * per, 4),
            words.published(step["index"]),
            *units,
        )
        if step["brings_predicate"]:
            reached = words("plan.reached", predicate=step["predicate"])
            listed.add_row(Text(f"▲ {reached}", "bold green"), end_section=True)
    return listed


def _per(study: Record) -> int:
    """The cost of which the worth of steps is told: 1, or as many thousands of it as make readable numbers."""
    most, per = max((step["worth"] or 0 for step in study["steps"]), default=0), 1
    while 0 < most * per < _READABLE:
        per *= 1_000
    return per


def _level(words: Words, value: float | None) -> str:
    return "-" if value is None else _amount(words, value)


def _way(words: Words, step: Record) -> str:
    return f"{_level(words, step['from'])} → {_level(words, step['to'])}"


def _proof(out: Console, words: Words, study: Record) -> None:
    spends = study["goal"] == "best_index"
    if study["optimal"]:
        out.print(indented(Text(words("plan.proven_index" if spends else "plan.proven"), "bright_black")))
    elif spends:
        bound = _exact(words, study["bound_exact"])
        out.print(indented(Text(words("plan.gap_index", bound=bound), "yellow")))
    else:
        out.print(indented(Text(words("plan.gap", bound=_amount(words, study["bound"])), "yellow")))
    out.print()


def _units(out: Console, words: Words, study: Record) -> None:
    if not study["units"]:
        return
    out.print(Text(words("plan.units"), "bold"))
    for unit in study["units"]:
        line = words(
            "plan.unit_line",
            unit=unit["unit"] or words("plan.no_unit"),
            levels=unit["levels"],
            cost=_amount(words, unit["cost"]),
            duration=_amount(words, unit["duration"]),
        )
        out.print(indented(safe(line)))
    out.print()


def _todo(out: Console, words: Words, study: Record) -> None:
    """What each level asks, and what proves it."""
    out.print(Text(words("plan.todo"), "bold"))
    for number, step in enumerate(study["steps"], 1):
        name = f"{step['indicator']}  {brief(words.text(step['name']))}"
        out.print(indented(labelled(f"{number}. ", f"{name}, {_way(words, step)}", style="bold")))
        for level in step["levels"]:
            label = words("plan.todo_level", level=_amount(words, level["level"]))
            said = words.text(level["criterion"]) if level["criterion"] else "-"
            if level["unit"]:
                said += f" [{level['unit']}]"
            out.print(indented(labelled(f"{label}  ", said), 5))
            if level["evidence"]:
                evidence = words("plan.evidence", evidence=words.text(level["evidence"]))
                out.print(indented(safe(evidence, "bright_black"), 5))
    out.print()


def _others(out: Console, words: Words, study: Record) -> None:
    if not study["alternatives"]:
        return
    out.print(Text(words("plan.others"), "bold"))
    for number, plan in enumerate(study["alternatives"], 2):
        steps = ", ".join(
            f"{step['indicator']}\N{NO-BREAK SPACE}{_way(words, step)}".replace(" ", "\N{NO-BREAK SPACE}")
            for step in plan["steps"]
        )
        line = words(
            "plan.other",
            cost=_amount(words, plan["cost"]),
            index=_published(words, plan["index"]),
            predicate=plan["predicate"] or "",
            steps=steps,
        )
        out.print(indented(labelled(f"{number}. ", line)))
    out.print()


def _frontier(out: Console, words: Words, study: Record) -> None:
    """The cost of each predicate, then of each tenth of the index."""
    out.print(Text(words("plan.frontier"), "bright_black"))
    out.print()
    line = Text(f"  {words('index')}  ", "bright_black")
    line.append(f" {_published(words, study['from_index'])} ", "bold not dim reverse")
    line.append(f"  {study['from_predicate'] or ''}", "bold green")
    out.print(line)
    out.print()
    if study["predicates"]:
        out.print(Text(words("plan.predicates"), "bold"))
        for point in study["predicates"]:
            text = f"{point['predicate']}  {_amount(words, point['cost'])}"
            out.print(indented(safe(f"{text}  ({words('index').lower()} {words.published(point['index'])})")))
        out.print()
    points = list(_tenths(study["points"]))
    most = max((point["cost"] for point in points), default=0) or 1
    listed = listing(
        (words("index"), "right"), (words("plan.cost"), "right"), ("", "left"), (words("predicate"), "left")
    )
    for point in points:
        listed.add_row(
            words.published(point["index"]),
            _amount(words, point["cost"]),
            bar(point["cost"] / most, 30),
            safe(point["predicate"]),
        )
    out.print(listed)
    out.print(indented(Text(words("plan.points", count=words.count(len(study["points"]))), "bright_black")))
    key = "plan.frontier_proven" if study["optimal"] else "plan.frontier_cut"
    out.print(indented(Text(words(key), "bright_black" if study["optimal"] else "yellow")))


def _tenths(points: list[Record]) -> Iterator[Record]:
    """The first point of each tenth of the index, and the last point."""
    tenth = None
    for point in points:
        own = Fraction(point["index_exact"]) * 10 // 1
        if own != tenth or point is points[-1]:
            yield point
        tenth = own


def rows(words: Words, study: Record) -> Iterator[Record]:
    """One flat row for each step of each plan, or for each point of a frontier."""
    head = {name: study[name] for name in ("institution", "year", "stage")}
    if "points" in study:
        for point in study["points"]:
            yield head | point
        return
    for number, plan in enumerate([study, *study["alternatives"]], 1):
        known = {"plan": number, "plan_cost": plan["cost_exact"], "plan_index": plan["index"]}
        known["optimal"] = "true" if plan["optimal"] else "false"
        for step in plan["steps"]:
            yield (
                head
                | known
                | {
                    "period": step["period"],
                    "indicator": step["indicator"],
                    "name": words.text(step["name"]),
                    "from": step["from"],
                    "to": step["to"],
                    "cost": step["cost_exact"],
                    "duration": step["duration"],
                    "gain": step["gain_exact"],
                    "worth": step["worth"],
                    "index": step["index"],
                    "index_exact": step["index_exact"],
                    "predicate": step["predicate"],
                    "units": ", ".join(step["units"]),
                    "asks": " | ".join(
                        words.text(level["criterion"]) for level in step["levels"] if level["criterion"]
                    ),
                    "evidence": " | ".join(
                        words.text(level["evidence"]) for level in step["levels"] if level["evidence"]
                    ),
                }
            )
