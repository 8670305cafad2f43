"""A forecast on a page: the chance of each predicate, the spread of the index, what decides; and the same as rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from rich.text import Text

from spbe.cli.layout import bar, console, indented, listing, safe
from spbe.cli.whatif_page import heading, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from spbe.cli.words import Words

Record = dict[str, Any]

_DRIVERS = 10
"""So many indicators stand in the list of what decides; the others are counted."""
_BINS = 14
"""The picture of the index has at most so many lines."""
_TAIL = 0.0005
"""What is less likely on either side is not in the picture."""


def page(words: Words, study: Record, asked: str | None = None) -> None:
    """The whole forecast; `asked` is the target as it was asked for."""
    out = console()
    heading(out, words, study, words("forecast.who"))
    _summary(out, words, study)
    _predicates(out, words, study, asked)
    if not study["uncertain"]:
        out.print(Text(words("forecast.certain"), "yellow"))
        return
    _distribution(out, words, study)
    _drivers(out, words, study)
    _learnt(out, words, study)
    _assumptions(out, words, study)


def percent(words: Words, chance: float) -> str:
    """A chance as people read it; never 0 or 100 % where it is neither."""
    if 0 < chance < 0.0005:
        return f"< {words.rounded(0.1, 1)} %"
    if 0.9995 <= chance < 1 - 1e-12:
        return f"> {words.rounded(99.9, 1)} %"
    return f"{words.rounded(chance * 100, 1)} %"


def _outlooks(study: Record) -> list[Record]:
    return [study["now"], *study["planned"]]


def _summary(out: Console, words: Words, study: Record) -> None:
    """Each outlook: claimed, expected, how far it spreads."""
    listed = listing(
        ("", "left"),
        (words("forecast.claimed"), "left"),
        (words("forecast.expected"), "right"),
        ("±", "right"),
        ("5 % – 95 %", "right"),
    )
    for column in listed.columns[1:]:
        column.no_wrap = False
    for number, outlook in enumerate(_outlooks(study)):
        ends = outlook["quantiles"]
        spread = f"{words.published(ends[0]['index'])} – {words.published(ends[-1]['index'])}"
        listed.add_row(
            safe(_named(words, outlook, number), "bold" if number else ""),
            f"{words.published(outlook['claimed'])} {outlook['claimed_predicate']}",
            Text(words.rounded(outlook["expected"], 3), "bold"),
            words.rounded(outlook["standard_deviation"], 3),
            spread,
        )
    first, last = study["now"]["quantiles"][0]["chance"], study["now"]["quantiles"][-1]["chance"]
    listed.columns[4].header = f"{_short(words, first)} – {_short(words, last)}"
    out.print(listed)
    out.print()


def _short(words: Words, chance: float) -> str:
    return f"{words.number(format(chance * 100, 'g'))} %"


def _named(words: Words, outlook: Record, number: int) -> str:
    return words("whatif.now") if number == 0 else outlook["name"] or words("forecast.plan")


def _predicates(out: Console, words: Words, study: Record, asked: str | None) -> None:
    outlooks = _outlooks(study)
    out.print(Text(words("forecast.predicates"), "bold"))
    out.print()
    listed = listing(
        (words("predicate"), "left"),
        *((_named(words, outlook, number), "right") for number, outlook in enumerate(outlooks)),
        ("", "left"),
    )
    for place, predicate in enumerate(study["now"]["predicates"]):
        chances = [outlook["predicates"][place]["chance"] for outlook in outlooks]
        claimed = outlooks[-1]["claimed_predicate"] == predicate["predicate"]
        listed.add_row(
            safe(predicate["predicate"], "bold" if claimed else ""),
            *(percent(words, chance) for chance in chances),
            bar(chances[-1] + 1e-9, 30),
        )
    target = study["target"]
    if target is not None:
        name = target["predicate"] or words.number(asked or target["index_exact"])
        listed.add_section()
        listed.add_row(
            safe(words("forecast.reach", target=name), "bold"),
            *(Text(percent(words, outlook["reach"]), "bold green") for outlook in outlooks),
            bar(outlooks[-1]["reach"] + 1e-9, 30),
        )
    out.print(listed)
    out.print()


def _distribution(out: Console, words: Words, study: Record) -> None:
    """The spread as bars, in steps that fit a page."""
    values = [(entry["index"], entry["chance"]) for entry in study["now"]["distribution"]]
    below, shown = 0.0, []
    for index, chance in values:
        if below + chance > _TAIL and below < 1 - _TAIL:
            shown.append((index, chance))
        below += chance
    if len(shown) < 2:
        return
    low, high = shown[0][0], shown[-1][0]
    width = next((size for size in (1, 2, 5, 10, 20, 50) if (high - low) * 100 / size < _BINS), 100)
    bins: dict[int, float] = {}
    for index, chance in shown:
        place = math.floor(round(index * 100) / width)
        bins[place] = bins.get(place, 0.0) + chance
    out.print(Text(words("forecast.distribution"), "bold"))
    out.print()
    highest = max(bins.values())
    for place in range(min(bins), max(bins) + 1):
        chance = bins.get(place, 0.0)
        first, last = place * width / 100, min((place * width + width - 1) / 100, high)
        label = words.rounded(first) if width == 1 else f"{words.rounded(first)}–{words.rounded(last)}"
        filled = Text("█" * round(chance / highest * 40), "cyan")
        line = Text.assemble(f"  {label}  ", (f"{percent(words, chance):>8}", "bright_black"), "  ", filled)
        out.print(line)
    out.print()


def _drivers(out: Console, words: Words, study: Record) -> None:
    out.print(Text(words("forecast.drivers"), "bold"))
    out.print()
    has_target = study["target"] is not None
    listed = listing(
        (words("whatif.indicator"), "left"),
        (words("whatif.level"), "right"),
        (words("forecast.share"), "right"),
        *(((words("forecast.swing"), "right"), (words("forecast.if_level"), "left")) if has_target else ()),
    )
    listed.expand = True
    listed.columns[0].ratio = 1
    if has_target:
        listed.columns[4].no_wrap = False
        listed.columns[4].max_width = 34
    for driver in study["drivers"][:_DRIVERS]:
        cells = []
        if has_target:
            levels = (
                f"{words.number(level['level'] or '-')}: {percent(words, level['reach'])}".replace(
                    " ", "\N{NO-BREAK SPACE}"
                )
                for level in driver["levels"]
                if level["reach"] is not None
            )
            cells = [percent(words, driver["swing"]), " ".join(levels)]
        answer = "-" if driver["answer"] is None else words.number(driver["answer"])
        listed.add_row(name_of(words, driver), answer, percent(words, driver["variance_share"]), *cells)
    out.print(listed)
    hidden = len(study["drivers"]) - _DRIVERS
    if hidden > 0:
        out.print(indented(Text(words("whatif.more", count=words.count(hidden)), "bright_black")))
    if has_target:
        out.print(indented(Text(words("forecast.drivers_explain"), "bright_black")))
    out.print()


def _learnt(out: Console, words: Words, study: Record) -> None:
    """What was learnt, and from how little."""
    learnt = study["learnt"]
    if learnt is None:
        return
    counts = {name: words.count(learnt[name]) for name in ("institutions", "pairs")}
    title = words("forecast.learnt", first=learnt["first"], second=learnt["second"], **counts)
    out.print(safe(title, "bold"))
    out.print()
    levels = learnt["levels"]
    listed = listing(
        (words("forecast.from"), "right"),
        (words("forecast.pairs"), "right"),
        *((f"→ {words.number(level['level'])}", "right") for level in levels),
        ("", "left"),
    )
    for level in levels:
        few = Text(words("forecast.few"), "yellow") if level["few"] else ""
        cells = (words.count(count) for count in level["counts"])
        listed.add_row(words.number(level["level"]), words.count(level["pairs"]), *cells, few)
    out.print(listed)
    how = {name: words.number(learnt[name]) for name in ("smoothing", "shrinkage")}
    out.print(indented(Text(words("forecast.learnt_explain", **how), "bright_black")))
    rough = [words("forecast.level", level=words.number(level["level"])) for level in levels if level["few"]]
    if rough:
        out.print(indented(Text(words("forecast.learnt_few", levels=", ".join(rough)), "yellow")))
    out.print()


def _assumptions(out: Console, words: Words, study: Record) -> None:
    lines = []
    if study["scenarios"]:
        named = (f"{scenario['name']} {percent(words, scenario['probability'])}" for scenario in study["scenarios"])
        lines.append(words("forecast.mixed", scenarios=", ".join(named)))
    if study["common"]:
        lines.append(words("forecast.common", chance=percent(words, study["common"])))
    for line in lines or [words("forecast.independent")]:
        out.print(indented(safe(line, "bright_black")))


def rows(words: Words, study: Record) -> Iterator[Record]:
    """One flat row for each predicate and published index of each outlook, then for each level of each indicator."""
    head = {name: study[name] for name in ("institution", "year", "stage")}
    empty = {"index": None, "predicate": None, "indicator": None, "level": None, "chance": None, "reach": None}
    for number, outlook in enumerate(_outlooks(study)):
        plan = outlook["name"] if number else "now"
        own = head | {"outlook": plan or "plan"}
        for predicate in outlook["predicates"]:
            known = {"predicate": predicate["predicate"], "chance": predicate["chance"]}
            yield own | {"list": "predicate"} | empty | known
        for entry in outlook["distribution"]:
            yield own | {"list": "index"} | empty | {"index": entry["index"], "chance": entry["chance"]}
    for driver in study["drivers"]:
        for level in driver["levels"]:
            known = {name: level[name] for name in ("level", "chance", "reach")} | {"indicator": driver["indicator"]}
            yield head | {"outlook": "now", "list": "level"} | empty | known
