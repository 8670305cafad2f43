"""The agreement of two ratings on a page, and as flat rows."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from spbe.cli.layout import brief, clean, console, indented, labelled, listing, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from spbe.cli.words import Words

Record = dict[str, Any]

_STRENGTHS = (
    (0.0, "poor"),
    (0.2, "slight"),
    (0.4, "fair"),
    (0.6, "moderate"),
    (0.8, "substantial"),
    (1.0, "almost_perfect"),
)
"""What a kappa is called up to these values: Landis and Koch (1977)."""


def page(words: Words, study: Record) -> None:
    """The figures of all together, who gave what, then item by item."""
    out = console()
    names = {"first": clean(study["first"]), "second": clean(study["second"])}
    out.print(Rule(Text(words("agreement.title", **names), "bold"), align="left", characters="─"))
    overall = study["overall"]
    counts = {"institutions": words.count(study["institutions"]), "pairs": words.count(overall["pairs"])}
    out.print(Text(f"{study['instrument']}: {words('agreement.of', **counts)}", "bright_black"))
    out.print()
    _overall(out, words, study, names)
    _shifts(out, words, overall, names)
    _items(out, words, study, names)


def _overall(out: Console, words: Words, study: Record, names: dict[str, str]) -> None:
    overall = study["overall"]
    grid = Table.grid(padding=(0, 2, 0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(words("agreement.same"), Text(_percent(words, overall["agreement"]), "bold"), "")
    for key, name in (("kappa_linear", "agreement.kappa"), ("kappa_quadratic", "agreement.kappa_quadratic")):
        kappa = overall[key]
        if kappa is None:
            grid.add_row(words(name), "-", "")
            continue
        ends = {end: words.rounded(kappa[end]) for end in ("lowest", "highest")}
        strength = words(f"agreement.strength_{_strength(kappa['value'])}")
        note = f"{strength}; {words('agreement.interval', **ends)}"
        grid.add_row(words(name), Text(words.rounded(kappa["value"]), "bold"), Text(note, "bright_black"))
    alpha = overall["alpha"]
    note = ""
    if len(study["ratings"]) > 2:
        note = clean(words("agreement.ratings", ratings=", ".join(study["ratings"])))
    value = "-" if alpha is None else words.rounded(alpha)
    grid.add_row(words("agreement.alpha"), Text(value, "bold"), Text(note, "bright_black"))
    out.print(grid)
    if overall["mean_shift"] is not None:
        counted = {key: words.count(overall[name]) for key, name in _COUNTS}
        shift = _signed(words, overall["mean_shift"])
        out.print(indented(safe(words("agreement.direction", **names, **counted, shift=shift))))
    if overall["incomplete"]:
        incomplete = words("agreement.incomplete", count=words.count(overall["incomplete"]))
        out.print(indented(Text(incomplete, "yellow")))
    out.print()


_COUNTS = (("higher", "first_higher"), ("lower", "first_lower"), ("pairs", "pairs"))


def _shifts(out: Console, words: Words, overall: Record, names: dict[str, str]) -> None:
    """The table of who gave what."""
    shifts = {(shift["first"], shift["second"]): shift["count"] for shift in overall["shifts"]}
    levels = sorted({level for pair in shifts for level in pair}, key=Fraction)
    if not levels or len(levels) > 12:
        return
    out.print(Text(words("agreement.table", **names), "bold"))
    listed = listing(("", "right"), *((words.number(level), "right") for level in levels))
    for column in listed.columns[1:]:
        column.min_width = 5
    for first in levels:
        cells = []
        for second in levels:
            count = shifts.get((first, second), 0)
            style = "bold green" if first == second else "yellow" if Fraction(first) > Fraction(second) else "cyan"
            cells.append(Text(words.count(count) if count else "·", style if count else "bright_black"))
        listed.add_row(Text(words.number(first), "bold"), *cells)
    out.print(indented(listed))
    out.print()


def _items(out: Console, words: Words, study: Record, names: dict[str, str]) -> None:
    """Item by item, the highest rated by the first before the others."""
    known = [item for item in study["items"] if item["mean_shift_exact"] is not None]
    if not known:
        return
    out.print(Text(words("agreement.items", **names), "bold"))
    out.print()
    listed = listing(
        (words.tier("indicator"), "left"),
        ("", "left"),
        (words("agreement.shift"), "right"),
        (words("agreement.worth"), "right"),
        (words("agreement.same"), "right"),
        (words("agreement.pairs"), "right"),
        (words("agreement.probability"), "right"),
    )
    listed.expand = True
    listed.columns[0].ratio = 1
    for item in sorted(known, key=lambda item: Fraction(item["mean_shift_exact"]), reverse=True):
        arrow, style = _arrow(item)
        name = brief(words.text(item["name"])) if item["name"] else ""
        listed.add_row(
            labelled(f"{item['code']:>2}  ", name),
            Text(arrow, style),
            Text(_signed(words, item["mean_shift"]), style),
            Text(_signed(words, item["worth"], 3), style),
            _percent(words, item["agreement"]),
            words.count(item["pairs"]),
            Text(_chance(words, item["probability_raised"]), "" if item["systematic"] else "bright_black"),
        )
    out.print(listed)
    out.print()
    systematic = [item for item in known if item["systematic"]]
    for key, higher in (("agreement.systematic", True), ("agreement.systematic_low", False)):
        codes = [item["code"] for item in systematic if (item["first_higher"] > item["first_lower"]) is higher]
        if codes:
            out.print(indented(safe(words(key, **names, codes=", ".join(codes)), "bold")))
    if not systematic:
        out.print(indented(Text(words("agreement.not_systematic"), "bold")))
    out.print(indented(safe(words("agreement.legend", **names), "bright_black")))


def _arrow(item: Record) -> tuple[str, str]:
    shift = Fraction(item["mean_shift_exact"])
    if not shift:
        return "=", "bright_black"
    arrow, style = ("▲", "yellow") if shift > 0 else ("▼", "cyan")
    return (arrow * 2, f"bold {style}") if item["systematic"] else (arrow, style)


def _strength(kappa: float) -> str:
    return next((name for limit, name in _STRENGTHS if kappa <= limit), "almost_perfect")


def _percent(words: Words, share: float | None) -> str:
    return "-" if share is None else words.number(f"{share:.1%}").replace("%", " %")


def _signed(words: Words, value: float | None, decimals: int = 2) -> str:
    if value is None:
        return "-"
    return words.number(f"{value:+.{decimals}f}").replace("-", "−") if value else words.rounded(0.0, decimals)


_SMALL = 0.001


def _chance(words: Words, probability: float) -> str:
    return f"< {words.number(str(_SMALL))}" if probability < _SMALL else words.rounded(probability, 3)


def rows(words: Words, study: Record) -> Iterator[Record]:
    """One flat row for all items together, then one an item."""
    head = {name: study[name] for name in ("instrument", "key", "first", "second")}
    whole = {"code": None, "name": None, "worth_exact": None, "probability_raised": None, "systematic": None}
    for item in (whole | study["overall"], *study["items"]):
        yield head | {
            "code": item["code"],
            "name": words.text(item["name"]),
            **{name: item[name] for name in _FIGURES},
            **{
                f"{kappa}_{name}": None if item[kappa] is None else item[kappa][name]
                for kappa in ("kappa_linear", "kappa_quadratic")
                for name in ("value_exact", "standard_error", "lowest", "highest")
            },
            "worth_exact": item["worth_exact"],
            "probability_raised": item["probability_raised"],
            "systematic": None if item["systematic"] is None else str(item["systematic"]).lower(),
        }


_FIGURES = (
    "pairs",
    "incomplete",
    "same",
    "first_higher",
    "first_lower",
    "agreement_exact",
    "mean_shift_exact",
    "alpha_exact",
    "probability",
)
