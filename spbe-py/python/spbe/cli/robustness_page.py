"""How firm ranks and predicates are, on a page; and the same as flat rows."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rich.rule import Rule
from rich.text import Text

from spbe.cli.layout import cells, clean, console, fitted, indented, listing, plain, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from spbe.cli.layout import Column
    from spbe.cli.words import Words

Record = dict[str, Any]

_MANY = 40
"""Above so many institutions, lines stand in place of a laid-out table."""

_NAME = 20
"""So much of a name stands on one line of many at least."""

_CLOSE = 0.02
"""A duel is worth a line if it is won at least so often, and lost."""


def page(words: Words, study: Record) -> None:
    """The whole study."""
    out = console()
    who = " · ".join(str(part) for part in (study["instrument"], study["year"], study["stage"]) if part is not None)
    out.print(Rule(safe(f"{words('robust.title')}: {who}", "bold"), align="left", characters="─"))
    out.print()
    out.print(indented(safe(_assumed(words, study), "bright_black")))
    if study["left_out"]:
        left_out = words("robust.left_out", count=words.count(len(study["left_out"])))
        out.print(indented(Text(left_out, "yellow")))
    out.print()
    _in_words(out, words, study)
    _institutions(out, words, study)
    for duels in study["against"]:
        _duels(out, words, duels)


def assumed_weights(words: Words, study: Record) -> str:
    """How uncertain the weights are, in words."""
    weights, tier = study["weights"], words.tier(study["tier"]).lower()
    if weights["law"] == "official":
        return words("robust.weights_official")
    if weights["law"] == "dirichlet":
        return words("robust.weights_dirichlet", sum=words.number(weights["concentration"]), tier=tier)
    return words("robust.weights_uniform", reach=percent(words, float(Fraction(weights["reach"]))), tier=tier)


def assumed_levels(words: Words, study: Record) -> str | None:
    """How uncertain the levels are, in words."""
    if study["confidence"] is None:
        return None
    chances = sorted({Fraction(own) for own in study["confidence"].values()})
    ends = [percent(words, float(own)) for own in (chances[0], chances[-1])]
    return words("robust.levels", chance=ends[0] if len(chances) == 1 else "–".join(ends))


def _assumed(words: Words, study: Record) -> str:
    printed = words("robust.printed", tier=words.tier(study["tier"]).lower()) if study["basis"] == "printed" else None
    draws = words("robust.draws", draws=words.count(study["draws"]), seed=study["seed"]) if study["draws"] else None
    parts = (assumed_weights(words, study), assumed_levels(words, study), draws, printed)
    return "; ".join(part for part in parts if part) + "."


def _in_words(out: Console, words: Words, study: Record) -> None:
    """What to remember."""
    own = study["institutions"]
    if not study["draws"] or not own:
        return
    widths = [unit["drawn"]["interval"][1] - unit["drawn"]["interval"][0] + 1 for unit in own]
    sure = sum(max(unit["drawn"]["predicates"].values(), default=0) == 1 for unit in own)
    coverage = percent(words, float(Fraction(study["coverage"])))
    mean = words.rounded(sum(widths) / len(widths), 1)
    out.print(indented(words("robust.widths", coverage=coverage, mean=mean, most=words.count(max(widths)))))
    out.print(indented(words("robust.sure", count=words.count(sure), of=words.count(len(own)))))
    out.print()


def _institutions(out: Console, words: Words, study: Record) -> None:
    drawn = study["draws"] > 0
    coverage = percent(words, float(Fraction(study["coverage"])))
    columns: list[Column] = [
        ("", "right"),
        (words("institution"), "left"),
        _number(words("index")),
        *([_number(words("robust.interval", coverage=coverage))] if drawn else []),
        *([_number(words("robust.possible"))] if study["weights"]["law"] == "uniform" else []),
        _number(words("robust.radius")),
        *([_number(words("robust.above_next"))] if drawn else []),
        (words("predicate"), "left"),
        *([_number(words("robust.share"))] if drawn else []),
    ]
    rows = [_row(words, study, unit) for unit in study["institutions"]]
    if len(rows) > _MANY:
        # Names take what the numbers leave of the terminal.
        numbers = [max(map(cells, column)) for column in zip([name for name, _ in columns], *rows, strict=True)]
        del numbers[1]
        most = max(_NAME, console(wide=True).width - sum(numbers) - 2 * len(numbers))
        for row in rows:
            row[1] = row[1] if cells(row[1]) <= most else fitted(row[1], most - 1).rstrip() + "…"
        out.print("\n".join(plain(columns, rows)), soft_wrap=True)
    else:
        listed = listing(*columns)
        listed.columns[0].no_wrap = True
        listed.columns[1].no_wrap = False
        for row in rows:
            listed.add_row(*map(Text, row))
        out.print(listed)
    out.print()
    legend = words("robust.legend", coverage=coverage) if drawn else words("robust.legend_exact")
    out.print(indented(Text(legend, "bright_black")))


def _number(name: str) -> Column:
    return name, "right"


def _row(words: Words, study: Record, unit: Record) -> list[str]:
    drawn = unit["drawn"]
    nearest = min((rival["radius"] for rival in (unit["above"], unit["below"]) if rival), default=None)
    row = [words.count(unit["rank"]), clean(unit["institution"])]
    row.append("-" if unit["index"] is None else words.published(unit["index"]))
    if drawn:
        row.append(_range(words, drawn["interval"]))
    if study["weights"]["law"] == "uniform":
        row.append(_range(words, unit["possible"]))
    row.append("-" if nearest is None else percent(words, nearest, 1))
    if drawn:
        row.append("-" if drawn["above_next"] is None else percent(words, drawn["above_next"]))
    row.append(clean(unit["predicate"] or "-"))
    if drawn:
        row.append(percent(words, drawn["predicates"].get(unit["predicate"], 0.0)))
    return row


def _duels(out: Console, words: Words, duels: Record) -> None:
    """The others that it is above in some draws and below in others."""
    out.print()
    out.print(safe(words("robust.against", institution=duels["institution"]), "bold"))
    close = [duel for duel in duels["others"] if _CLOSE <= duel["above"] <= 1 - _CLOSE]
    always = sum(duel["above"] > 1 - _CLOSE for duel in duels["others"])
    never = len(duels["others"]) - always - len(close)
    summary = words(
        "robust.duels",
        always=words.count(always),
        never=words.count(never),
        open=words.count(len(close)),
        end=":" if close else ".",
    )
    out.print(indented(Text(summary, "bright_black")))
    listed = listing((words("institution"), "left"), (words("robust.above"), "right"), (words("robust.tied"), "right"))
    for duel in close[:_MANY]:
        cells = (percent(words, duel["above"]), percent(words, duel["tied"]))
        listed.add_row(safe(duel["institution"]), *map(Text, cells))
    if close:
        out.print(listed)


def _range(words: Words, ends: list[int]) -> str:
    low, high = (words.count(end) for end in ends)
    return low if low == high else f"{low}–{high}"


def percent(words: Words, share: float, decimals: int = 0) -> str:
    """A share in percent; what is not quite none or all is not shown as such."""
    text = f"{share * 100:.{decimals}f}"
    least = 10**-decimals
    if share > 0 and float(text) == 0:
        return f"<{words.number(f'{least:.{decimals}f}')} %"
    if share < 1 and float(text) == 100:
        return f">{words.number(f'{100 - least:.{decimals}f}')} %"
    return f"{words.number(text)} %"


def rows(words: Words, study: Record) -> Iterator[Record]:
    """One flat row an institution."""
    head = {name: study[name] for name in ("instrument", "year", "stage")}
    for unit in study["institutions"]:
        drawn = unit["drawn"]
        row = head | {name: unit[name] for name in ("institution", "index", "predicate", "rank")}
        row |= {"best_possible": unit["possible"][0], "worst_possible": unit["possible"][1]}
        for side in ("above", "below"):
            rival = unit[side] or {"institution": None, "radius_exact": None}
            row |= {side: rival["institution"], f"{side}_radius_exact": rival["radius_exact"]}
        row |= {name: unit[name] for name in ("dominates", "dominated")}
        for side in ("up", "down"):
            row[f"{side}_radius_exact"] = unit[side]["radius_exact"] if unit[side] else None
        if drawn:
            row |= {"mean_rank": drawn["mean"], "low_rank": drawn["interval"][0], "high_rank": drawn["interval"][1]}
            row |= {"best_drawn": drawn["range"][0], "worst_drawn": drawn["range"][1]}
            row |= {"official_rank_share": drawn["official"], "above_next": drawn["above_next"]}
            row |= {f"share_{clean(name)}": share for name, share in drawn["predicates"].items()}
        yield row
