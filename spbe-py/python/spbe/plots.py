"""Pictures of scores, with matplotlib: `pip install "spbe[plots]"`.

Each function draws on the axes it is given, or on new ones, and gives them back. Numbers come from the scores as they
are; nothing is worked out here.

>>> import spbe, spbe.plots
>>> axes = spbe.plots.radar(spbe.score([3] * 47, instrument="spbe-2020"))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill, shorten
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from spbe import _numbers
from spbe._spbe import Instrument, Score

if TYPE_CHECKING:
    from types import ModuleType

    from matplotlib.axes import Axes
    from matplotlib.projections.polar import PolarAxes

    from spbe.regulation import Node
    from spbe.types import Language

Values: TypeAlias = Sequence[float | None] | Sequence[Score]
"""Published indices, or scores; what is not determined is left out."""

_COLOURS = ("#2563eb", "#f59e0b", "#059669", "#dc2626", "#7c3aed", "#0891b2", "#be185d", "#65a30d")
_BANDS = ("#fecaca", "#fed7aa", "#fef08a", "#bbf7d0", "#a5f3fc")
_FAINT = "#64748b"
_SMALL: dict[str, Any] = {"textcoords": "offset points", "fontsize": 8, "color": "#334155"}


def radar(
    scores: Score | Sequence[Score], *, tier: str = "aspect", language: Language = "id", ax: PolarAxes | None = None
) -> PolarAxes:
    """The nodes of one tier on a circle, one outline a score: the profile of an institution, or of several.

    Args:
        scores: one score, or several of the same instrument.
        tier: the tier that is shown, such as `aspect` or `domain`.
        language: the language of node names.
        ax: polar axes to draw on.
    """
    drawn = [scores] if isinstance(scores, Score) else list(scores)
    instrument = _one_instrument(drawn)
    names = [_name(node, language, 22) for node in instrument.nodes.values() if node.tier == tier]
    if not names:
        known = ", ".join(each.code for each in instrument.tiers[:-1])
        raise ValueError(f'tier: expected one of {known}, found "{tier}"')
    axes = ax if ax is not None else _polar()
    around = _around(len(names))
    for score, colour in zip(drawn, _cycle(len(drawn)), strict=True):
        values = [float("nan") if node.value is None else node.value for node in score.tier(tier).values()]
        axes.plot([*around, around[0]], [*values, values[0]], color=colour, linewidth=2, label=_label(score))
        axes.fill(around, values, color=colour, alpha=0.12)
    axes.set_ylim(0, float(instrument.highest_answer))
    axes.set_xticks(around, [""] * len(names))
    for name, angle in zip(names, around, strict=True):
        _beyond(axes, name, angle)
    axes.set_yticks(range(1, int(instrument.highest_answer) + 1))
    axes.tick_params(axis="y", labelsize=7, labelcolor=_FAINT)
    axes.grid(color="#cbd5e1", linewidth=0.6)
    axes.spines["polar"].set_color("#cbd5e1")
    if len(drawn) > 1:
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=3, frameon=False, fontsize=9)
    return axes


def contributions(score: Score, *, language: Language = "id", ax: Axes | None = None) -> Axes:
    """What each indicator adds to the index, in index points; the bars add up to it. Colours tell the nodes above.

    Args:
        score: the score.
        language: the language of node names.
        ax: axes to draw on.
    """
    instrument = score.instrument
    axes = ax if ax is not None else _plain((8, 0.9 + 0.21 * len(instrument.indicators)))
    parents = list(dict.fromkeys(indicator.parent for indicator in instrument.indicators.values()))
    colours = dict(zip(parents, _cycle(len(parents)), strict=True))
    labelled: set[str | None] = set()
    for code, part in score.contributions.items():
        indicator = instrument.indicators[code]
        parent = indicator.parent
        node = instrument.nodes[parent] if parent is not None else None
        label = None if parent in labelled or node is None else _name(node, language, 60)
        labelled.add(parent)
        width = 0.0 if part.exact is None else float(part.exact)
        axes.barh(_name_of_indicator(score, code, language), width, color=colours[parent], height=0.72, label=label)
    axes.invert_yaxis()
    axes.margins(y=0.01)
    axes.tick_params(axis="y", labelsize=7, length=0)
    axes.set_xlabel({"id": "Sumbangan pada indeks (poin)", "en": "Added to the index (points)"}[language])
    axes.grid(axis="x", color="#e2e8f0", linewidth=0.8)
    axes.set_axisbelow(True)
    _bare(axes)
    if labelled - {None}:
        axes.legend(loc="upper center", bbox_to_anchor=(0.2, -0.04), ncols=2, frameon=False, fontsize=8)
    return axes


def distribution(
    values: Values | Mapping[str, Values],
    instrument: Instrument,
    *,
    width: float = 0.1,
    language: Language = "id",
    ax: Axes | None = None,
) -> Axes:
    """How many institutions have which index, over the bands of the predicates.

    Args:
        values: published indices or scores; a mapping of names draws one outline each.
        instrument: the instrument whose predicates are the bands.
        width: the width of a bar in index points.
        language: the language of labels; predicates keep their official names.
        ax: axes to draw on.
    """
    groups: dict[str, Values] = dict(values) if isinstance(values, Mapping) else {"": values}
    axes = ax if ax is not None else _plain((8, 4))
    bounds = (float(instrument.lowest_answer), float(instrument.highest_answer))
    for (name, group), colour in zip(groups.items(), _cycle(len(groups)), strict=True):
        numbers = [number for number in map(_number, group) if number is not None]
        kind: Literal["step", "stepfilled"] = "stepfilled" if len(groups) == 1 else "step"
        axes.hist(
            numbers, bins=_edges(instrument, width), histtype=kind, color=colour, alpha=0.9, linewidth=1.8, label=name
        )
    axes.set_xlim(bounds)
    _bands(axes, instrument)
    axes.set_xlabel({"id": "Indeks terpublikasi", "en": "Published index"}[language])
    axes.set_ylabel({"id": "Instansi", "en": "Institutions"}[language])
    _bare(axes)
    if len(groups) > 1:
        axes.legend(frameon=False, loc="center right")
    return axes


def change(
    before: Mapping[str, float | None],
    after: Mapping[str, float | None],
    instrument: Instrument,
    *,
    labels: tuple[str, str] = ("", ""),
    ax: Axes | None = None,
) -> Axes:
    """Each institution in two years: a point above the diagonal has gained. Bands are the predicates of the later one.

    Args:
        before: the earlier index by institution.
        after: the later index by institution; only institutions in both are drawn.
        instrument: the instrument whose predicates are the bands.
        labels: the names of the two axes, such as the years.
        ax: axes to draw on.
    """
    axes = ax if ax is not None else _plain((6, 6))
    pairs = [(first, after[name]) for name, first in before.items() if first is not None and name in after]
    known = [(first, second) for first, second in pairs if second is not None]
    bounds = (float(instrument.lowest_answer), float(instrument.highest_answer))
    earlier, later = [first for first, _ in known], [second for _, second in known]
    axes.scatter(earlier, later, s=9, color=_COLOURS[0], alpha=0.55, linewidths=0, zorder=3)
    axes.plot(bounds, bounds, color=_FAINT, linewidth=1, linestyle="--", zorder=2)
    axes.set_xlim(bounds)
    axes.set_ylim(bounds)
    axes.set_aspect("equal")
    _bands(axes, instrument, upright=False)
    axes.set_xlabel(labels[0])
    axes.set_ylabel(labels[1])
    _bare(axes)
    return axes


def trend(
    points: Sequence[tuple[int, float | None]],
    instrument: Instrument,
    *,
    language: Language = "id",
    ax: Axes | None = None,
) -> Axes:
    """One index over the years, over the bands of the predicates; a year without one breaks the line.

    Args:
        points: the years, ascending, each with its published index.
        instrument: the instrument whose predicates are the bands.
        language: the language of labels; predicates keep their official names.
        ax: axes to draw on.
    """
    axes = ax if ax is not None else _plain((7, 3.5))
    years = [year for year, _ in points]
    values = [float("nan") if value is None else value for _, value in points]
    axes.plot(years, values, color=_COLOURS[0], linewidth=2, marker="o", markersize=6, zorder=3)
    for year, value in points:
        if value is not None:
            written = _numbers.published(value, instrument.decimals)
            shown = written.replace(".", ",") if language == "id" else written
            axes.annotate(shown, (year, value), (0, 7), ha="center", fontweight="bold", **_SMALL)
    axes.set_ylim(float(instrument.lowest_answer), float(instrument.highest_answer))
    axes.margins(x=0.35)
    _bands(axes, instrument, upright=False)
    axes.set_xticks(years)
    axes.set_ylabel({"id": "Indeks terpublikasi", "en": "Published index"}[language])
    _bare(axes)
    return axes


def _plain(size: tuple[float, float]) -> Axes:
    axes: Axes = _pyplot().subplots(figsize=size, layout="constrained")[1]
    return axes


def _polar() -> PolarAxes:
    figure = _pyplot().figure(figsize=(7, 5.5), layout="constrained")
    axes: PolarAxes = figure.add_subplot(projection="polar", theta_offset=1.5707963267948966, theta_direction=-1)
    return axes


def _pyplot() -> ModuleType:
    try:
        from matplotlib import pyplot
    except ModuleNotFoundError as error:
        if error.name != "matplotlib":
            raise
        raise ModuleNotFoundError('plots need matplotlib; run: pip install "spbe[plots]"', name="matplotlib") from error
    return pyplot


def _around(count: int) -> list[float]:
    """So many directions, evenly around a circle."""
    import numpy

    return [float(angle) for angle in numpy.linspace(0, 2 * numpy.pi, count, endpoint=False)]


def _beyond(axes: PolarAxes, name: str, angle: float) -> None:
    """A name outside the circle, on its own side of it."""
    import numpy

    across, along = float(numpy.sin(angle)), float(numpy.cos(angle))
    axes.annotate(
        name,
        (angle, axes.get_rmax()),
        (9 * across, 9 * along),
        textcoords="offset points",
        fontsize=8.5,
        ha="center" if abs(across) < 0.1 else "left" if across > 0 else "right",
        va="center" if abs(along) < 0.1 else "bottom" if along > 0 else "top",
    )


def _edges(instrument: Instrument, width: float) -> list[float]:
    """Bars between two printed values, so that none can fall on either side of an edge."""
    import numpy

    lowest, highest = float(instrument.lowest_answer), float(instrument.highest_answer)
    half_unit = 0.5 * 10**-instrument.decimals
    return [float(edge) for edge in numpy.arange(lowest, highest + 1.5 * width, width) - half_unit]


def _bands(axes: Axes, instrument: Instrument, *, upright: bool = True) -> None:
    """The ranges of the predicates behind what is drawn, with their names at the edge."""
    lowest, highest = float(instrument.lowest_answer), float(instrument.highest_answer)
    for position, predicate in enumerate(instrument.predicates):
        start = lowest if predicate.lowest is None else float(predicate.lowest)
        end = min(float(predicate.highest), highest)
        colour = _BANDS[position % len(_BANDS)]
        if upright:
            axes.axvspan(start, end, color=colour, alpha=0.55, linewidth=0, zorder=0)
            axes.annotate(predicate.name, (start, 1), (3, -3), ("data", "axes fraction"), va="top", **_SMALL)
        else:
            axes.axhspan(start, end, color=colour, alpha=0.55, linewidth=0, zorder=0)
            axes.annotate(predicate.name, (0, start), (4, 3), ("axes fraction", "data"), va="bottom", **_SMALL)


def _bare(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)


def _cycle(count: int) -> list[str]:
    return [_COLOURS[position % len(_COLOURS)] for position in range(count)]


def _number(value: float | Score | None) -> float | None:
    return value.index if isinstance(value, Score) else value


def _one_instrument(scores: Sequence[Score]) -> Instrument:
    if not scores:
        raise ValueError("scores: expected at least one")
    first, *others = (score.instrument for score in scores)
    for other in others:
        if other != first:
            raise ValueError(f"scores: expected scores of one instrument, found {first.id} and {other.id}")
    return first


def _label(score: Score) -> str:
    return " ".join(str(part) for part in (score.institution, score.year, score.stage) if part) or score.instrument.id


def _name(node: Node, language: Language, width: int) -> str:
    name = node.name_en if language == "en" and node.name_en else node.name
    return fill(name, width, break_long_words=False)


def _name_of_indicator(score: Score, code: str, language: Language) -> str:
    indicator = score.instrument.indicators[code]
    name = indicator.name_en if language == "en" and indicator.name_en else indicator.short_name
    return f"{shorten(name, 58, placeholder=' …')}  {code}"
