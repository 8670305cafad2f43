"""Which uncertainty moves the ranking, on a page; and the same as flat rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.rule import Rule
from rich.text import Text

from spbe.cli.layout import bar, console, indented, listing, safe
from spbe.cli.robustness_page import assumed_levels, assumed_weights, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from spbe.cli.words import Words

Record = dict[str, Any]

_INTERACTION = 0.05
"""From such a difference on, between the shares alone and all, factors work together."""


def page(words: Words, study: Record) -> None:
    """The whole study."""
    out = console()
    who = [study["instrument"], study["year"], study["stage"], study["institution"]]
    title = " · ".join(str(part) for part in who if part is not None)
    out.print(Rule(safe(f"{words('sensitive.title')}: {title}", "bold"), align="left", characters="─"))
    out.print()
    runs = words(
        "sensitive.runs", runs=words.count(study["runs"]), count=words.count(study["compared"]), seed=study["seed"]
    )
    parts = (assumed_weights(words, study), assumed_levels(words, study), runs)
    out.print(indented(safe("; ".join(part for part in parts if part) + ".", "bright_black")))
    for output in study["outputs"]:
        out.print()
        _output(out, words, output)
    out.print()
    out.print(indented(Text(words("sensitive.legend"), "bright_black")))


def _output(out: Console, words: Words, output: Record) -> None:
    out.print(Text(words(f"sensitive.{output['output']}"), "bold"))
    scale = 100 if output["output"] == "predicate_change" else 1
    unit = " %" if scale != 1 else ""
    numbers = {
        name: words.rounded(output[key] * scale) + unit
        for name, key in (("mean", "mean"), ("deviation", "standard_deviation"))
    }
    out.print(indented(Text(words("sensitive.spread", **numbers), "bright_black")))
    out.print()
    listed = listing(
        (words("sensitive.factor"), "left"),
        (words("sensitive.first"), "right"),
        ("95 %", "right"),
        (words("sensitive.total"), "right"),
        ("95 %", "right"),
        ("", "left"),
    )
    factors = sorted(output["factors"], key=lambda own: -own["total"])
    for own in factors:
        listed.add_row(
            safe(name(words, own["factor"])),
            Text(_share(words, own["first"])),
            Text(_interval(words, own["first_interval"]), "bright_black"),
            Text(_share(words, own["total"]), "bold"),
            Text(_interval(words, own["total_interval"]), "bright_black"),
            bar(own["total"], 16),
        )
    out.print(listed)
    alone = sum(own["first"] for own in factors)
    if factors:
        key = "sensitive.together" if 1 - alone > _INTERACTION else "sensitive.alone"
        share = percent(words, min(1.0, max(0.0, 1 - alone if key == "sensitive.together" else alone)))
        most = name(words, factors[0]["factor"])
        out.print(indented(safe(words(key, share=share, factor=most))))


def name(words: Words, factor: str) -> str:
    """A factor as people say it."""
    kind, _, node = factor.partition(":")
    if not node:
        return words(f"sensitive.{kind}")
    tier, _, code = node.partition(":")
    return words("sensitive.weights_of", node=f"{words.tier(tier)} {code}")


def _share(words: Words, share: float) -> str:
    # An estimate may fall a little outside 0 to 1, and is shown as it is.
    return _percent(words, share, 1) + " %"


def _interval(words: Words, ends: list[float]) -> str:
    return "…".join(_percent(words, end, 0) for end in ends)


def _percent(words: Words, share: float, decimals: int) -> str:
    # Adding 0 makes 0 of what rounds to it from below.
    return words.number(f"{round(share * 100, decimals) + 0:.{decimals}f}").replace("-", "−")


def rows(words: Words, study: Record) -> Iterator[Record]:
    """One flat row for each factor of each result."""
    head = {key: study[key] for key in ("instrument", "year", "stage", "institution", "samples", "runs", "seed")}
    for output in study["outputs"]:
        spread = {key: output[key] for key in ("output", "mean", "standard_deviation")}
        for own in output["factors"]:
            row = {"factor": own["factor"]}
            for kind in ("first", "total"):
                low, high = own[f"{kind}_interval"]
                row |= {kind: own[kind], f"{kind}_low": low, f"{kind}_high": high}
            yield head | spread | row
