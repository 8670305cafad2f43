"""The page of a report: what was found, put into words and into the template."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import spbe
from spbe.report import figures
from spbe.report.words import Phrases

if TYPE_CHECKING:
    from spbe.report.findings import Findings, NodeRow, Record
    from spbe.types import Language

_NAMED = 3
"""So many institutions are named in the summary."""
_PARTS = 10
"""So many parts of a change, and of the room to rise, stand in a table."""
_LESSONS = 4
"""So many lessons of each peer; the others are counted."""
_RADAR = 3
"""A profile has at least so many corners."""


def render(found: Findings, language: Language) -> str:
    """The whole page as text."""
    return _environment().get_template("page.html.j2").render(page=Page(found, language))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_clean,
    )


def _clean(value: object) -> object:
    """Text without what a browser would obey or could not show; names in files are not to be trusted."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in value)
    return value


class Page:
    """What the template asks for: the findings, written as the language writes them."""

    def __init__(self, found: Findings, language: Language) -> None:
        """For one report in one language."""
        self.found = found
        self.words = Phrases(language)
        self.language = language
        self.instrument = found.instrument
        self.document: Record = found.instrument.to_dict()
        self.version = spbe.__version__
        self.highest = str(self.document["answers"]["highest"])
        self.parts_shown = _PARTS
        self.lessons_shown = _LESSONS

    # ---- Names ---------------------------------------------------------------------------------------

    @property
    def heading(self) -> list[str]:
        """What stands under the name: year, stage, type, province."""
        subject, labels = self.found.subject, self.found.own["labels"]
        parts = [str(subject.year) if subject.year is not None else ""]
        parts.append(self.words("stage", stage=subject.stage) if subject.stage else "")
        parts += [labels.get("type", "").capitalize(), labels.get("province", "")]
        return [part for part in parts if part]

    @property
    def title(self) -> str:
        """The title of the instrument."""
        return self.words.text(self.document["title"])

    def tier(self, code: str) -> str:
        """The name of a tier inside a sentence."""
        return self.words.tier(code, self.document).lower()

    @property
    def tiers(self) -> str:
        """The names of the tiers of the table of nodes."""
        present = dict.fromkeys(row.key.partition(":")[0] for row in self.found.nodes)
        joined = self.words("and").join(self.words.tier(code, self.document).lower() for code in present)
        return joined[:1].upper() + joined[1:]

    def predicate(self, name: str | None) -> str:
        """A predicate: its official name, in English with the translation."""
        if name is None:
            return self.words("undetermined")
        if self.language == "en":
            for each in self.instrument.predicates:
                if each.name == name and each.name_en:
                    return f"{name} ({each.name_en})"
        return name

    def part(self, part: Record, key: str = "node") -> str:
        """The name of a node or an indicator with its code before it."""
        code = part[key].partition(":")[2]
        return f"{code} {self._brief(part)}"

    def _brief(self, part: Record) -> str:
        return self.words.text(part["name"]).removeprefix("Tingkat Kematangan ")

    # ---- Numbers -------------------------------------------------------------------------------------

    def published(self, value: float | None) -> str:
        """A published number."""
        return "–" if value is None else self.words.published(value, self.instrument.decimals)

    def shown(self, exact: str) -> str:
        """The exact value of a node: as it is if it is short, else as it would be published."""
        if "/" in exact:
            return self.words.rounded(exact, self.instrument.decimals)
        return self.words.number(exact)

    def spread(self, spread: Record) -> str:
        """What is still possible."""
        return self.words("range", lowest=self.published(spread["lowest"]), highest=self.published(spread["highest"]))

    # ---- The head ------------------------------------------------------------------------------------

    @property
    def index(self) -> str:
        """The published index, or what it may be."""
        found = self.found
        if found.own["index"] is not None:
            return self.published(found.own["index"])
        spread = (found.score or {}).get("ranges", {}).get("index")
        return self.spread(spread) if spread is not None else "–"

    @property
    def span(self) -> tuple[float, float] | None:
        """From where to where the index lies: twice the same where it is one number."""
        found = self.found
        if found.own["index"] is not None:
            return found.own["index"], found.own["index"]
        spread = (found.score or {}).get("ranges", {}).get("index")
        return (spread["lowest"], spread["highest"]) if spread is not None else None

    @property
    def bands(self) -> list[tuple[str, str, str, str]]:
        """The predicates as parts of the scale: name, start, end, colour. The browser works out their widths."""
        starts = ["0", *(each["from"] for each in self.document["predicates"] if "from" in each)]
        starts = starts[-len(self.document["predicates"]) :]
        ends = [*starts[1:], self.highest]
        names = [each.name for each in self.instrument.predicates]
        shades = [_SHADES[position % len(_SHADES)] for position in range(len(names))]
        return list(zip(names, starts, ends, shades, strict=True))

    @property
    def how(self) -> list[tuple[str, str]]:
        """How the index was computed: names and values."""
        words, score = self.words, self.found.score
        source = self.found.own["basis"] if score is None else score["source"]
        told = [(words("how_source"), words(f"source_{source}"))]
        if score is None:
            return told
        exact = score["index_exact"]
        if exact is not None:
            told.insert(0, (words("how_exact"), words.number(exact)))
        elif (spread := score["ranges"].get("index")) is not None:
            ends = {name: words.number(spread[f"{name}_exact"]) for name in ("lowest", "highest")}
            told.insert(0, (words("how_exact"), words("range", **ends)))
        told.append((words("how_predicate"), words(f"how_{score['predicate_basis']}_index")))
        if source == "answers":
            policy = score["missing_policy"] if score["missing"] else "none"
            told.append((words("how_missing"), words(f"policy_{policy}")))
        return told

    @property
    def notices(self) -> list[str]:
        """What the reader must know before the figures."""
        words, found, score = self.words, self.found, self.found.score
        told = [words("notice_doubt", reason=reason) for reason in found.doubts]
        if score is not None:
            if score["missing"]:
                count, codes = len(score["missing"]), ", ".join(score["missing"])
                told.append(words("notice_missing_one" if count == 1 else "notice_missing", count=count, codes=codes))
            if not score["official_rule"]:
                told.append(words("notice_unofficial"))
            if score["predicate"] is None and score["predicates_possible"]:
                names = words("or").join(map(self.predicate, score["predicates_possible"]))
                told.append(words("notice_possible", names=names))
        if found.own["rank"] is None:
            # Its range stands beside the index already.
            reason = "" if self.span is not None else f": {words.text(found.own['not_ranked']['text'])}"
            told.append(words("notice_unknown", reason=reason))
        if found.own["basis"] == "printed":
            told.append(words("notice_printed"))
            if found.room:
                told.append(words("notice_room", tier=self.room_tier))
        return told

    @property
    def summary(self) -> list[str]:
        """The report in a few sentences."""
        words, found = self.words, self.found
        told = []
        if self.span is not None:
            predicate = self.predicate(found.own["predicate"])
            told.append(words("sum_index", index=self.index, predicate=predicate))
        if found.places:
            first, *groups = found.places
            where = "".join(
                words("sum_where", rank=self.rank(each), of=words.count(each["of"]), group=self.group(each))
                for each in groups
                if len(each["group"]) == 1
            )
            told.append(words("sum_place", rank=self.rank(first), of=words.count(first["of"]), where=where))
        if found.track is not None and found.track["changes"]:
            last = found.track["changes"][-1]
            if last["change_exact"] is not None:
                key = "sum_down" if last["change"] < 0 else "sum_up" if last["change"] > 0 else "sum_same"
                change = words.number(last["change_exact"].removeprefix("-"))
                told.append(words(key, change=change, year=last["from"]["year"]))
        if found.score is not None and found.score["next"] is not None:
            following = found.score["next"]
            gap, name = words.number(following["gap_exact"]), self.predicate(following["predicate"])
            told.append(words("sum_next", gap=gap, predicate=name))
        elif self.at_the_top:
            told.append(words("sum_top"))
        if found.study is not None and found.study["peers"]:
            names = ", ".join(peer["institution"] for peer in found.study["peers"][:_NAMED])
            told.append(words("sum_peers", names=names))
        return told

    @property
    def at_the_top(self) -> bool:
        """Whether there is no predicate above its own."""
        return bool(self.found.own["predicate"] == self.instrument.predicates[-1].name)

    # ---- Ranks ---------------------------------------------------------------------------------------

    def rank(self, place: Record) -> str:
        """A rank; equal values may share one that lies between two."""
        return self.words.number(f"{place['rank']}")

    def rank_of(self, place: Record) -> str:
        """A rank and how many are ranked."""
        return self.words("rank_of", rank=self.rank(place), of=self.words.count(place["of"]))

    def group(self, place: Record) -> str:
        """Among whom it is ranked."""
        return " · ".join(place["group"].values()) or self.words("among_all")

    @property
    def distribution(self) -> Markup | None:
        """The picture of all indices."""
        found = self.found
        if not found.places or found.own["index"] is None:
            return None
        label = self.distribution_label
        return figures.distribution(found.indices, found.own["index"], self.instrument, label, self.language)

    @property
    def distribution_label(self) -> str:
        """What that picture shows."""
        count = self.words.count(len(self.found.indices))
        return self.words("figure_distribution", count=count, institution=_clean(self.found.subject.institution))

    @property
    def promoted(self) -> str | None:
        """Where it would stand with the index of the next predicate."""
        found = self.found
        if found.promoted is None or found.threshold is None:
            return None
        return self.words(
            "promoted",
            threshold=self.words.number(found.threshold),
            predicate=self.predicate(self.next_predicate),
            after=self.rank(found.promoted),
            of=self.words.count(found.promoted["of"]),
            before=self.rank(found.own),
        )

    # ---- Nodes ---------------------------------------------------------------------------------------

    def node(self, row: NodeRow) -> Record:
        """A row of the table of nodes."""
        node = self.instrument.nodes[row.key]
        name = node.name_en if self.language == "en" and node.name_en else node.name
        value = self.published(row.value) if row.value is not None else self.spread(row.spread or {})
        exact = row.exact if row.exact is not None and "/" in row.exact else None
        return {
            "code": node.code,
            "name": name,
            "depth": [tier.code for tier in self.instrument.tiers].index(node.tier),
            "tier": self.words.tier(node.tier, self.document),
            "weight": f"{self.words.number(node.weight_printed)} %",
            "value": value,
            "exact": exact,
            "place": self.rank_of(row.place) if row.place is not None else "–",
        }

    @property
    def nodes_ranked(self) -> bool:
        """Whether any node has a rank."""
        return any(row.place is not None for row in self.found.nodes)

    @property
    def radar(self) -> Markup | None:
        """The picture of the finest tier above the indicators; of answers only, where every value is known."""
        score, tiers = self.found.scored, self.instrument.tiers[:-1]
        if score is None or not tiers or any(node.value is None for node in score.nodes.values()):
            return None
        if len(score.tier(tiers[-1].code)) < _RADAR:
            return None
        return figures.radar(score, tiers[-1].code, self.radar_label, self.language)

    @property
    def radar_label(self) -> str:
        """What that picture shows."""
        tier = self.instrument.tiers[:-1][-1].code
        return self.words("figure_radar", tier=self.tier(tier), highest=self.highest)

    # ---- Years ---------------------------------------------------------------------------------------

    @property
    def points(self) -> list[tuple[Record, Record | None]]:
        """Its years, each with the change that led to it."""
        track = self.found.track
        return [] if track is None else list(zip(track["points"], [None, *track["changes"]], strict=True))

    @property
    def trend(self) -> Markup | None:
        """The picture of its years."""
        points = [(point["year"], point["index"]) for point, _ in self.points]
        if not points:
            return None
        return figures.trend(points, self.instrument, self.trend_label, self.language)

    @property
    def trend_label(self) -> str:
        """What that picture shows."""
        name = _clean(self.found.subject.institution)
        return self.words("figure_trend", institution=name, instrument=self.instrument.id)

    def taken_apart(self, change: Record, latest: bool) -> list[tuple[str, Record]]:
        """A change by tier: the latest by each, those before it by the top tier only."""
        return list(change["attribution"].items())[: None if latest else 1]

    def moved(self, attribution: Record) -> list[Record]:
        """The parts that changed, the largest contribution first."""
        parts = [part for part in attribution["parts"] if part["contribution_exact"] != "0"]
        return sorted(parts, key=lambda part: -abs(part["contribution"]))

    # ---- The next predicate --------------------------------------------------------------------------

    @property
    def next_predicate(self) -> str | None:
        """The official name of the predicate above its own."""
        names = [predicate.name for predicate in self.instrument.predicates]
        own = self.found.own["predicate"]
        return names[names.index(own) + 1] if own in names[:-1] else None

    @property
    def next_sentences(self) -> list[str]:
        """How far the next predicate is."""
        words, score = self.words, self.found.score
        following = None if score is None else score["next"]
        if following is None:
            if self.found.threshold is None:
                return [words("sum_top")] if self.at_the_top else []
            name = self.predicate(self.next_predicate)
            return [words("next_printed", predicate=name, threshold=words.number(self.found.threshold))]
        name, index = self.predicate(following["predicate"]), words.number(following["index_exact"])
        told = [words("score.next", predicate=name, index=index) + "."]
        total = words.count(self.instrument.summary()["total_parts"])
        gap, parts = words.number(following["gap_exact"]), words.count(following["parts"])
        told.append(words("score.gap", gap=gap, parts=parts, total=total))
        if following["fewest_levels"] is not None:
            told.append(words("score.fewest", count=following["fewest_levels"]))
        return told

    @property
    def room_tier(self) -> str:
        """The tier by which the room to rise is told."""
        return self.tier(self.found.room[0]["node"].partition(":")[0])

    def weight(self, key: str) -> str:
        """The weight of a node or an indicator as the regulation prints it."""
        code = key.partition(":")[2]
        known = self.instrument.nodes.get(key) or self.instrument.indicators[code]
        return f"{self.words.number(known.weight_printed)} %"

    def now_adds(self, key: str) -> str | None:
        """What an indicator adds to the index."""
        exact = (self.found.score or {}).get("contributions_exact", {}).get(key.partition(":")[2])
        return None if exact is None or not key.startswith("indicator:") else self.words.number(exact)

    # ---- Peers ---------------------------------------------------------------------------------------

    @property
    def compared(self) -> str:
        """How many were compared, and how."""
        words, study = self.words, self.found.study
        assert study is not None, "asked for only where there is a study"
        how = ", ".join(value for value in study["within"].values() if value) or words("peers.within_all")
        basis = words(f"peers.basis_{study['basis']}", tier=self.tier(study["tier"]))
        counts = {"better": words.count(study["better"]), "compared": words.count(study["compared"])}
        return words("peers.compared", how=f"{how}; {basis}", **counts)

    def lesson(self, lesson: Record) -> str:
        """One thing to learn."""
        return self.words(
            "lesson",
            part=self.part(lesson, "part"),
            own=self.shown(lesson["own_exact"]),
            theirs=self.shown(lesson["theirs_exact"]),
            worth=self.words.signed(lesson["worth_exact"]),
        )


_SHADES = ("#fecaca", "#fed7aa", "#fef08a", "#bbf7d0", "#a5f3fc")
"""The colours of the predicates, lowest first: those of `spbe.plots`."""
