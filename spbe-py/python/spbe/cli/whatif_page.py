"""What if, on a page: scenarios side by side, what each change adds, what one level more is worth; and flat rows."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rich.rule import Rule
from rich.text import Text

from spbe.cli.layout import brief, console, indented, labelled, listing, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from spbe.cli.layout import Column
    from spbe.cli.words import Words

Record = dict[str, Any]

_STEPS = 10
"""So many indicators stand in the list of steps; the others are counted."""


def page(words: Words, study: Record) -> None:
    """The whole study."""
    out = console()
    heading(out, words, study, words("whatif.who"))
    _scenarios(out, words, study)
    for scenario in study["scenarios"]:
        _changes(out, words, study, scenario)
        _units(out, words, scenario)
        _course(out, words, scenario)
    if study["scenarios"]:
        _nodes(out, words, study)
    _steps(out, words, study)


def heading(out: Console, words: Words, study: Record, about: str) -> None:
    """Who it is about, and what."""
    who = " · ".join(str(part) for part in (study["institution"], study["year"], study["stage"]) if part is not None)
    out.print(Rule(safe(who, "bold"), align="left", characters="─"))
    basis = words(f"basis.{study['predicate_basis']}")
    out.print(Text(f"{about}, {study['instrument']} ({basis})", "bright_black"))
    out.print()


def name_of(words: Words, record: Record) -> RenderableType:
    """An indicator with its code."""
    name = brief(words.text(record["name"])) if record["name"] else ""
    return labelled(f"{record['indicator']}  ", name)


def points(words: Words, exact: str) -> Text:
    """Index points with their sign: up is green, down is red."""
    value = Fraction(exact)
    sign = "+" if value > 0 else "−" if value < 0 else ""
    style = "green" if value > 0 else "red" if value < 0 else "bright_black"
    return Text(f"{sign}{words.rounded(str(abs(value)), 4)}", style)


def _index(words: Words, record: Record) -> str:
    return "-" if record["index"] is None else words.published(record["index"])


def _scenarios(out: Console, words: Words, study: Record) -> None:
    """A row for the institution as it is, and one for each scenario."""
    scenarios = study["scenarios"]
    shown = max((len(scenario["ranks"]) for scenario in scenarios), default=0)
    # Alone in a file there is nothing to be ranked among.
    ranked = [place for place in range(shown) if scenarios[0]["ranks"][place]["of"] > 1]
    ranks: list[Column] = [(_among(words, scenarios[0]["ranks"][place]), "right") for place in ranked]
    listed = listing(
        ("", "left"),
        (words("index"), "right"),
        (words("predicate"), "left"),
        (words("whatif.change"), "right"),
        (words("whatif.to_next"), "right"),
        *ranks,
    )
    now = [_rank(words, scenarios[0]["ranks"][place], "rank") for place in ranked] if scenarios else []
    listed.add_row(words("whatif.now"), _index(words, study), study["predicate"] or "-", "", _gap(words, study), *now)
    for scenario in scenarios:
        listed.add_row(
            safe(scenario["name"] or words("whatif.changed"), "bold"),
            Text(_index(words, scenario), "bold"),
            Text(scenario["predicate"] or "-", "bold green"),
            points(words, scenario["change_exact"]),
            _gap(words, scenario),
            *(_rank(words, scenario["ranks"][place], "rank_if") for place in ranked),
        )
    out.print(listed)
    out.print()


def _among(words: Words, rank: Record) -> str:
    return ", ".join([words("whatif.rank"), *(value for value in rank["within"].values() if value)])


def _rank(words: Words, rank: Record, field: str) -> str:
    return words("whatif.rank_of", rank=words.number(str(rank[field])), of=words.count(rank["of"]))


def _gap(words: Words, record: Record) -> str:
    following = record["next"]
    if following is None:
        return "-"
    return f"{following['predicate']} {words.rounded(following['gap_exact'], 4)}"


def _titled(words: Words, scenario: Record, key: str) -> Text:
    name = f" · {scenario['name']}" if scenario["name"] else ""
    return safe(f"{words(key)}{name}", "bold")


def _changes(out: Console, words: Words, study: Record, scenario: Record) -> None:
    out.print(_titled(words, scenario, "whatif.changes"))
    out.print()
    changes = scenario["changes"]
    has_unit = any(change["unit"] for change in changes)
    has_date = any(change["date"] for change in changes)
    extra: list[Column] = [(words("whatif.unit"), "left")] if has_unit else []
    extra += [(words("whatif.date"), "left")] if has_date else []
    listed = listing(
        (words("whatif.indicator"), "left"), (words("whatif.level"), "right"), (words("whatif.gain"), "right"), *extra
    )
    listed.expand = True
    listed.columns[0].ratio = 1
    if has_unit:
        listed.columns[3].no_wrap = False
        listed.columns[3].max_width = 24
    for change in changes:
        cells: list[RenderableType] = [safe(change["unit"] or "")] if has_unit else []
        cells += [safe(change["date"] or "")] if has_date else []
        listed.add_row(name_of(words, change), _step(words, change), points(words, change["gain_exact"]), *cells)
    listed.add_row(Text(words("whatif.sum"), "bold"), "", points(words, scenario["change_exact"]))
    out.print(listed)
    if scenario["later"]:
        later = words("whatif.later", count=words.count(scenario["later"]))
        out.print(indented(Text(later, "yellow")))
    out.print()


def _step(words: Words, record: Record) -> str:
    before = "-" if record["from"] is None else words.number(record["from"])
    return f"{before} → {words.number(record['to'])}"


def _units(out: Console, words: Words, scenario: Record) -> None:
    if not scenario["units"]:
        return
    out.print(_titled(words, scenario, "whatif.units"))
    out.print()
    listed = listing((words("whatif.unit"), "left"), (words("whatif.count"), "right"), (words("whatif.gain"), "right"))
    for share in scenario["units"]:
        listed.add_row(safe(share["unit"] or "-"), words.count(share["changes"]), points(words, share["gain_exact"]))
    out.print(listed)
    out.print()


def _course(out: Console, words: Words, scenario: Record) -> None:
    if not scenario["course"]:
        return
    out.print(_titled(words, scenario, "whatif.course"))
    out.print()
    listed = listing(
        (words("whatif.date"), "left"),
        (words("whatif.count"), "right"),
        (words("index"), "right"),
        (words("predicate"), "left"),
    )
    for stage in scenario["course"]:
        date = stage["date"] or words("whatif.undated")
        listed.add_row(safe(date), words.count(stage["changes"]), words.published(stage["index"]), stage["predicate"])
    out.print(listed)
    out.print()


def _nodes(out: Console, words: Words, study: Record) -> None:
    """The nodes that change, in each scenario."""
    first = study["scenarios"][0]["nodes"]
    listed = listing(
        (words("whatif.nodes"), "left"),
        (words("whatif.now"), "right"),
        *((scenario["name"] or words("whatif.changed"), "right") for scenario in study["scenarios"]),
    )
    listed.expand = True
    listed.columns[0].ratio = 1
    for place, node in enumerate(first):
        after = [scenario["nodes"][place] for scenario in study["scenarios"]]
        if all(own["after_exact"] == node["before_exact"] for own in after):
            continue
        tier, _, code = node["node"].partition(":")
        label = labelled(f"{words.tier(tier)} {code}  ", words.text(node["name"]))
        changed = [
            Text(_value(words, own["after"]), "bold" if own["after_exact"] != node["before_exact"] else "")
            for own in after
        ]
        listed.add_row(label, _value(words, node["before"]), *changed)
    if listed.row_count:
        out.print(listed)
        out.print()


def _value(words: Words, value: float | None) -> str:
    return "-" if value is None else words.published(value)


def _steps(out: Console, words: Words, study: Record) -> None:
    """What one level more is worth."""
    out.print(Text(words("whatif.steps"), "bold"))
    if not study["steps"]:
        out.print(indented(words("whatif.none")))
        return
    out.print()
    following = study["next"]
    way: list[Column] = []
    if following is not None:
        way = [
            (words("whatif.share", predicate=following["predicate"]), "right"),
            (words("whatif.alone"), "right"),
        ]
    listed = listing(
        (words("whatif.indicator"), "left"), (words("whatif.level"), "right"), (words("whatif.gain"), "right"), *way
    )
    listed.expand = True
    listed.columns[0].ratio = 1
    for column in listed.columns[3:]:
        column.no_wrap = False
    for step in study["steps"][:_STEPS]:
        cells = []
        if following is not None:
            share = f"{words.rounded(str(Fraction(step['share_exact']) * 100), 1)} %"
            alone = step["levels_alone"]
            levels = words("whatif.never") if alone is None else words("whatif.alone_levels", count=words.count(alone))
            cells = [share, levels]
        listed.add_row(name_of(words, step), _step(words, step), points(words, step["worth_exact"]), *cells)
    out.print(listed)
    hidden = len(study["steps"]) - _STEPS
    if hidden > 0:
        out.print(indented(Text(words("whatif.more", count=words.count(hidden)), "bright_black")))


def rows(words: Words, study: Record) -> Iterator[Record]:
    """One flat row a change, then one an indicator with what one level more of it is worth."""
    head = {name: study[name] for name in ("institution", "year", "stage")}
    for scenario in study["scenarios"]:
        for change in scenario["changes"]:
            yield head | {
                "list": "change",
                "scenario": scenario["name"],
                "index_exact": scenario["index_exact"],
                "predicate": scenario["predicate"],
                **_flat(words, change),
                "points": change["gain"],
                "points_exact": change["gain_exact"],
                "unit": change["unit"],
                "date": change["date"],
                "levels_alone": None,
            }
    for step in study["steps"]:
        yield head | {
            "list": "step",
            "scenario": None,
            "index_exact": study["index_exact"],
            "predicate": study["predicate"],
            **_flat(words, step),
            "points": step["worth"],
            "points_exact": step["worth_exact"],
            "unit": None,
            "date": None,
            "levels_alone": step["levels_alone"],
        }


def _flat(words: Words, record: Record) -> Record:
    name = words.text(record["name"]) if record["name"] else None
    return {"indicator": record["indicator"], "name": name, "from": record["from"], "to": record["to"]}
