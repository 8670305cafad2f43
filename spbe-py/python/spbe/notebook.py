"""Scores and instruments as HTML, for notebooks and web pages.

Styles stand in each element and take the colours of the page, so that they survive where `<style>` is removed and
are readable on light and dark ground. The lengths of bars are worked out by the browser.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from spbe._spbe import Instrument, Score
    from spbe.types import Language

_WORDS = {
    "en": {
        "exact": "exact",
        "indicators": "{count} indicators",
        "missing": "Without an answer ({policy}): {codes}.",
        "next": "To {predicate}: {gap} points{steps}.",
        "steps": ", at least {steps} level steps",
        "unofficial": "Not the official index: something was assumed or left out.",
        "basis": "Predicate from the {basis} index.",
        "basis_exact": "exact",
        "basis_published": "published",
        "or": " or ",
    },
    "id": {
        "exact": "eksak",
        "indicators": "{count} indikator",
        "missing": "Tanpa jawaban ({policy}): {codes}.",
        "next": "Menuju {predicate}: {gap} poin{steps}.",
        "steps": ", paling sedikit {steps} kenaikan tingkat",
        "unofficial": "Bukan indeks resmi: ada yang dianggap atau ditinggalkan.",
        "basis": "Predikat dari indeks {basis}.",
        "basis_exact": "eksak",
        "basis_published": "terpublikasi",
        "or": " atau ",
    },
}

_BLOCK = "font-family:system-ui,sans-serif;font-size:13px;line-height:1.45;max-width:720px;color:inherit"
_FAINT = "opacity:.7"
_CELL = "padding:2px 8px;border:0;background:none;color:inherit;vertical-align:middle"
_NUMBER = f"{_CELL};text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap"
_TABLE = "border-collapse:collapse;table-layout:auto;width:100%;font-size:inherit;margin:6px 0;border:0;color:inherit"


def score_html(score: Score, language: Language = "en") -> str:
    """A score: index, predicate, and the tree of nodes with bars; the indicators folded away."""
    return _ScorePage(score, language).text()


class _ScorePage:
    """The parts of a score as HTML, from its record: no number is worked out here."""

    def __init__(self, score: Score, language: str) -> None:
        self.score, self.instrument, self.record = score, score.instrument, score.to_dict()
        self.language, self.words = language, _words(language)

    def text(self) -> str:
        nodes, indicators = "".join(self.nodes()), "".join(self.indicators())
        count = self.words["indicators"].format(count=len(self.instrument.indicators))
        return (
            f'<div style="{_BLOCK}">{self.head()}<table style="{_TABLE}">{nodes}</table>'
            f'<details style="margin:5px 0"><summary style="cursor:pointer">{count}</summary>'
            f'<table style="{_TABLE}">{indicators}</table></details>'
            f'<div style="{_FAINT};font-size:.92em">{" ".join(self.notes())}</div></div>'
        )

    def head(self) -> str:
        score = self.score
        title = " ".join(str(part) for part in (score.institution, score.year, score.stage) if part)
        predicates = self.words["or"].join(map(escape, self.record["predicates_possible"]))
        published, exact = self.texts("index", score.index_published, self.record["index_exact"])
        return (
            f'<div style="display:flex;flex-wrap:wrap;align-items:baseline;gap:3px 12px">'
            f'<span style="font-size:1.9em;font-weight:650">{published}</span>'
            f'<span style="font-size:1.15em;font-weight:600">{predicates}</span>'
            f'<span style="{_FAINT}">{self.words["exact"]} {exact}</span></div>'
            f'<div style="{_FAINT}">{" · ".join(escape(part) for part in (title, self.instrument.id) if part)}</div>'
        )

    def nodes(self) -> Iterator[str]:
        depth = {tier.code: position for position, tier in enumerate(self.instrument.tiers)}
        for key in _in_tree_order(self.instrument):
            node = self.score.nodes[key]
            value = self.record[f"{node.tier}s_exact"][node.code]
            texts = self.texts(key, node.published, value)
            yield self.row(f"{node.code} {node.name}", depth[node.tier], self.ends(key, value), *texts)

    def indicators(self) -> Iterator[str]:
        for code, indicator in self.instrument.indicators.items():
            key, value, added = f"indicator:{code}", self.record["indicators"].get(code), self.added(code)
            published, _ = self.texts(key, self.score.indicators[code].published, value)
            yield self.row(f"{code} {indicator.short_name}", 1, self.ends(key, value), published, added)

    def added(self, code: str) -> str:
        added = self.record["contributions_exact"].get(code)
        return "" if added is None else "+" + _local(added, self.language)

    def row(self, label: str, depth: int, ends: list[str], published: str, exact: str) -> str:
        return (
            f'<tr style="background:none;border:0"><td style="{_CELL};text-align:left;padding-left:{depth + 0.5}em;'
            f'font-weight:{600 if depth == 0 else 400}">{escape(label)}</td>'
            f'<td style="{_CELL};width:120px;min-width:80px">{_bar(ends, str(self.instrument.highest_answer))}</td>'
            f'<td style="{_NUMBER};font-weight:600">{published}</td><td style="{_NUMBER};{_FAINT}">{exact}</td></tr>'
        )

    def ends(self, key: str, exact: str | None) -> list[str]:
        """The exact value, or the ends of its range."""
        if exact is not None:
            return [exact]
        known = self.record["ranges"].get(key)
        return [known["lowest_exact"], known["highest_exact"]] if known else []

    def texts(self, key: str, published: Decimal | None, exact: str | None) -> tuple[str, str]:
        """The published and the exact text of a value, or of the ends of its range."""
        if exact is not None:
            return _local(str(published), self.language), _local(exact, self.language)
        known = self.record["ranges"].get(key)
        if known is None:
            return "–", ""
        places = self.instrument.decimals
        ends = (f"{known['lowest']:.{places}f}", f"{known['highest']:.{places}f}")
        shown = ends[0] if ends[0] == ends[1] else " – ".join(ends)
        exact_ends = f"{known['lowest_exact']} – {known['highest_exact']}"
        return _local(shown, self.language), _local(exact_ends, self.language)

    def notes(self) -> Iterator[str]:
        record, words = self.record, self.words
        if record["missing"]:
            yield words["missing"].format(policy=record["missing_policy"], codes=escape(", ".join(record["missing"])))
        if not record["official_rule"]:
            yield words["unofficial"]
        yield words["basis"].format(basis=words[f"basis_{record['predicate_basis']}"])
        if further := record["next"]:
            fewest = further["fewest_levels"]
            yield words["next"].format(
                predicate=escape(further["predicate"]),
                gap=_local(further["gap_exact"], self.language),
                steps="" if fewest is None else words["steps"].format(steps=fewest),
            )


def instrument_html(instrument: Instrument, language: Language = "en") -> str:
    """An instrument: its regulation, and the tree of nodes with their weights."""
    words = _words(language)
    total = instrument.to_dict()["total_weight"]

    def entry(label: str, weight: str) -> str:
        return (
            f'<span style="display:inline-flex;width:calc(100% - 24px);gap:12px;align-items:center;'
            f'vertical-align:middle"><span style="flex:1 1 auto">{escape(label)}</span>'
            f'<span style="flex:0 0 120px">{_bar([weight], total)}</span>'
            f'<span style="flex:0 0 56px;text-align:right;font-variant-numeric:tabular-nums">'
            f"{escape(_local(weight, language))}</span></span>"
        )

    def below(parent: str | None) -> str:
        parts = []
        for key, node in instrument.nodes.items():
            if node.parent == parent:
                opened = " open" if node.tier == instrument.tiers[0].code else ""
                parts.append(
                    f'<details{opened} style="margin:1px 0 1px 10px"><summary style="cursor:pointer">'
                    f"{entry(f'{node.code} {node.name}', node.weight_printed)}</summary>{below(key)}</details>"
                )
        for code, indicator in instrument.indicators.items():
            if indicator.parent == parent:
                line = entry(f"{code} {indicator.short_name}", indicator.weight_printed)
                parts.append(f'<div style="margin:1px 0 1px 26px">{line}</div>')
        return "".join(parts)

    count = words["indicators"].format(count=len(instrument.indicators))
    years = ", ".join(map(str, instrument.years))
    facts = " · ".join(escape(fact) for fact in (instrument.id, instrument.basis, years, count) if fact)
    title = instrument.title_en if language == "en" and instrument.title_en else instrument.title
    return (
        f'<div style="{_BLOCK}"><div style="font-size:1.15em;font-weight:600">{escape(title)}</div>'
        f'<div style="{_FAINT}">{facts}</div>'
        f'<div style="margin:6px 0 0 -10px">{below(None)}</div></div>'
    )


def _words(language: str) -> dict[str, str]:
    if language not in _WORDS:
        raise ValueError(f'language: expected one of id, en, found "{language}"')
    return _WORDS[language]


def _in_tree_order(instrument: Instrument) -> list[str]:
    """The keys of all nodes, each followed by those below it."""

    def below(parent: str | None) -> list[str]:
        keys = [key for key, node in instrument.nodes.items() if node.parent == parent]
        return [each for key in keys for each in (key, *below(key))]

    return below(None)


def _bar(ends: list[str], top: str) -> str:
    """A bar up to the last of `ends`, paler beyond the first. The browser does the division."""
    fills = "".join(
        f'<span style="position:absolute;left:0;top:0;bottom:0;border-radius:3px;background:#3b82f6;'
        f'opacity:{opacity};width:calc(100% * {end} / ({top}))"></span>'
        for end, opacity in zip(reversed(ends), (".85", ".55") if len(ends) == 1 else (".35", ".85"), strict=False)
    )
    return (
        '<span style="position:relative;display:block;height:9px;border-radius:3px;overflow:hidden;'
        f'background:rgba(127,127,127,.22)">{fills}</span>'
    )


def _local(number: str, language: str) -> str:
    return number.replace(".", ",") if language == "id" else number
