"""The pictures of a report: SVG that stands in the page by itself."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import matplotlib
from markupsafe import Markup, escape
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from spbe import plots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axis import Axis

    from spbe._spbe import Instrument, Score
    from spbe.types import Language

_SETTINGS: Any = {
    # Text stays text: it can be searched, read aloud, and is smaller than outlines.
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    # Names come from files; a dollar sign in them is no formula.
    "text.parse_math": False,
}


def distribution(
    indices: Sequence[float], own: float, instrument: Instrument, label: str, language: Language
) -> Markup:
    """All indices over the bands of the predicates, its own marked."""
    with matplotlib.rc_context(_SETTINGS):
        figure = Figure(figsize=(5.4, 2.7), layout="constrained")
        axes = plots.distribution(list(indices), instrument, language=language, ax=figure.subplots())
        _ticks(axes.xaxis, language)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.axvline(own, color="#b91c1c", linewidth=2)
        return _svg(figure, "distribution", label)


def radar(score: Score, tier: str, label: str, language: Language) -> Markup:
    """The profile of the institution."""
    with matplotlib.rc_context(_SETTINGS):
        figure = Figure(figsize=(5.8, 3.6), layout="constrained")
        axes = figure.add_subplot(projection="polar", theta_offset=1.5707963267948966, theta_direction=-1)
        plots.radar(score, tier=tier, language=language, ax=axes)  # type: ignore[arg-type]  # what `polar` gives
        return _svg(figure, "radar", label)


def trend(points: Sequence[tuple[int, float | None]], instrument: Instrument, label: str, language: Language) -> Markup:
    """The index over the years."""
    with matplotlib.rc_context(_SETTINGS):
        figure = Figure(figsize=(5.4, 2.7), layout="constrained")
        axes = plots.trend(points, instrument, language=language, ax=figure.subplots())
        _ticks(axes.yaxis, language)
        return _svg(figure, "trend", label)


def _ticks(axis: Axis, language: Language) -> None:
    """Numbers along an axis as the language writes them."""
    comma = "," if language == "id" else "."
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}".replace(".", comma)))


def _svg(figure: Figure, name: str, label: str) -> Markup:
    """The picture as an element of a page: with a text for those who do not see it, and ids that no other has."""
    text = io.StringIO()
    # The salt makes the same picture the same text; without a date it stays so.
    with matplotlib.rc_context({"svg.hashsalt": name}):
        figure.savefig(text, format="svg", transparent=True, metadata={"Date": None})
    element = text.getvalue()[text.getvalue().index("<svg") :]
    element = re.sub(r"<metadata>.*?</metadata>", "", element, flags=re.DOTALL)
    element = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", element)
    element = re.sub(r"^<svg [^>]*>", lambda opening: _opened(opening[0], label), element, count=1)
    # Made here by matplotlib, which escapes every name; only the label is ours to escape.
    return Markup(element.strip())


def _opened(tag: str, label: str) -> str:
    """The opening tag with a role and a label, and without a size of its own."""
    bare = re.sub(r' (width|height)="[^"]*"', "", tag)
    return f'{bare[:-1].rstrip()} role="img" aria-label="{escape(label)}">'
