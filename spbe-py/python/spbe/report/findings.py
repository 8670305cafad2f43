"""What a report says of an institution, gathered from the records of the library; nothing is worked out here."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import spbe
from spbe import _spbe
from spbe.errors import AssessmentError, CohortError, SpbeError
from spbe.excel.source import source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spbe._spbe import Cohort, Instrument, Score
    from spbe.types import Language

Record: TypeAlias = dict[str, Any]

Named: TypeAlias = "tuple[str | None, bytes]"
"""A file: what messages call it, and its content."""

_GROUPINGS = (("province",), ("type",), ("province", "type"))
"""Among whom an institution is ranked, besides all."""

_UNDETERMINED = "cohort.value_not_determined"
_AMBIGUOUS = "cohort.subject_ambiguous"


@dataclass(frozen=True)
class Subject:
    """Who is reported on: one institution in one year at one stage."""

    institution: str
    year: int | None
    stage: str | None

    def owns(self, record: Record) -> bool:
        """Whether a record of the cohort is about it."""
        return (self.institution, self.year, self.stage) == (record["institution"], record["year"], record["stage"])


@dataclass(frozen=True)
class NodeRow:
    """A node above the indicators, as the table of nodes shows it."""

    key: str
    """Its tier and code, such as `domain:1`."""
    value: float | None
    """The published value; of a printed result, the printed one."""
    exact: str | None
    """The exact value, where it is known."""
    spread: Record | None
    """The range of what is still possible, where the value is not one number."""
    place: Record | None
    """Its rank among all, where there are others."""


@dataclass(frozen=True)
class Findings:
    """Everything that the page shows. What the files do not tell is `None` or empty, and left out of the page."""

    subject: Subject
    instrument: Instrument
    own: Record
    """Its record among all, as `Cohort.rank` gives it."""
    score: Record | None
    """Its record as `spbe.score_file` gives it; `None` where printed values contradict each other."""
    doubts: tuple[str, ...]
    """What the library says against the printed values."""
    scored: Score | None
    """Its score as an object, where it has answers."""
    places: list[Record]
    """Its ranks: among all, then within groups that hold others."""
    promoted: Record | None
    """Where it would stand with the index of the next predicate, if nobody else changed."""
    threshold: str | None
    """The index that the next predicate begins at."""
    nodes: list[NodeRow]
    indices: list[float]
    """The published indices of all that it is ranked with."""
    track: Record | None
    """Its years, where there are several."""
    room: list[Record] = field(default_factory=list)
    """What each part would add to the index at the highest answer, the most first."""
    study: Record | None = None
    """Whom it can learn from."""


def gather(
    files: Sequence[Named],
    institution: str,
    *,
    candidates: list[Instrument],
    year: int | None,
    stage: str | None,
    scored: Record,
    reading: Record,
    sheet: str | None,
    language: Language,
) -> Findings:
    """Reads the files and asks for everything that a report of the institution can say.

    Args:
        files: the files, with the names that messages give them.
        institution: its name or a part of it.
        candidates: the instruments that files may be of.
        year: the year of the report, and of files that give none.
        stage: the stage, where there are several.
        scored: `missing` and `predicate_basis`.
        reading: further options of reading.
        sheet: the sheet of a workbook with several tables.
        language: the language of messages.
    """
    alone = len(files) == 1
    texts = [(name, source(content, sheet=sheet, alone=alone, language=language)) for name, content in files]

    def read(of_year: int | None) -> Cohort:
        reader = _spbe.CohortReader()
        for name, text in texts:
            with text.explained():
                reader.add(text.content, candidates, name=name, year=of_year, language=language, **reading)
        return reader.cohort(language=language)

    cohort = read(None)
    if year is not None and cohort.years == [None]:
        cohort = read(year)
    how = {**scored, "language": language}
    found = cohort.find(institution, year=year, stage=stage, language=language)
    subject = Subject(found["institution"], found["year"], found["stage"])
    everyone = cohort.rank(**how)
    own = next(record for record in everyone if subject.owns(record))
    known = {each.id: each for each in [*spbe.instruments(), *candidates]}
    instrument = known[own["instrument"]]
    reading = {"year": subject.year, **reading}
    entry = _answers([text.content for _, text in texts], candidates, subject, reading)
    places = _places(cohort, subject, own, how)
    node_places = _node_places(cohort, instrument, subject, how)
    score, score_object, doubts = (
        _of_answers(entry, instrument, scored, language)
        if entry is not None
        else _of_printed(own, node_places, instrument, scored, language)
    )
    threshold = _threshold(instrument, own, score)
    return Findings(
        subject=subject,
        instrument=instrument,
        own=own,
        score=score,
        doubts=doubts,
        scored=score_object,
        places=places,
        promoted=_promoted(cohort, subject, own, threshold, how) if places else None,
        threshold=threshold,
        nodes=_nodes(instrument, score, node_places),
        indices=[each["index"] for each in everyone if _alike(each, own) and each["index"] is not None],
        track=_track(cohort, subject, how),
        room=_room(entry, own, node_places, instrument, how),
        study=_study(cohort, subject, how),
    )


def _alike(one: Record, other: Record) -> bool:
    """Whether two records are ranked together."""
    return all(one[name] == other[name] for name in ("year", "stage", "instrument"))


def _places(cohort: Cohort, subject: Subject, own: Record, how: Record) -> list[Record]:
    known = [labels for labels in _GROUPINGS if all(label in own["labels"] for label in labels)]
    within: list[tuple[str, ...]] = [(), *known]
    records = [record for record in cohort.rank(within=within, **how) if subject.owns(record)]
    return [record for record in records if record["rank"] is not None and record["of"] > 1]


def _node_places(cohort: Cohort, instrument: Instrument, subject: Subject, how: Record) -> dict[str, Record]:
    """Its record by each node above the indicators."""
    return {
        key: next(record for record in cohort.rank(by=key, **how) if subject.owns(record)) for key in instrument.nodes
    }


def _answers(
    contents: Sequence[bytes], candidates: list[Instrument], subject: Subject, reading: Record
) -> Record | None:
    """Its answers as a document of one assessment; `None` where there are only printed results."""
    for content in contents:
        try:
            text = _spbe.assessments_document(content, candidates, **reading)
        except AssessmentError:
            # The file was read for all years before, so it only lacks this one.
            continue
        if text is None:
            continue
        document: Record = json.loads(text)
        for entry in document["assessments"]:
            if subject.owns({"year": None, "stage": None} | entry):
                # A table of one subject may do without its name, a document may not.
                named = {**entry, "institution": entry["institution"] or "–"}
                return {**document, "assessments": [named]}
    return None


def _of_answers(
    document: Record, instrument: Instrument, scored: Record, language: Language
) -> tuple[Record, Score, tuple[str, ...]]:
    content = json.dumps(document).encode()
    (assessment,) = spbe.read_assessments(content, instrument, language=language)
    score = spbe.score(assessment, language=language, **scored)
    return score.to_dict(), score, ()


def _of_printed(
    own: Record, nodes: dict[str, Record], instrument: Instrument, scored: Record, language: Language
) -> tuple[Record | None, None, tuple[str, ...]]:
    """What its printed values tell by themselves, without those of others."""
    try:
        (score,) = spbe.score_file(_printed(own, nodes, instrument), instrument, language=language, **scored)
    except SpbeError as error:
        return None, None, tuple(issue.message for issue in error.issues)
    return score, None, ()


def _printed(
    own: Record, nodes: dict[str, Record], instrument: Instrument, *, also_highest: str | None = None
) -> bytes:
    """Its printed values as a table of one row; if asked for, the highest values in a second row of that name."""
    values = {
        key.replace(":", "_"): record["value_published"]
        for key, record in nodes.items()
        if record["value_published"] is not None
    }
    if own["index_published"] is not None:
        values["index"] = own["index_published"]
    rows = [{"institution": own["institution"], "year": own["year"], **values, "predicate": own["predicate"]}]
    if also_highest is not None:
        best = dict.fromkeys(values, str(instrument.to_dict()["answers"]["highest"]))
        last = instrument.predicates[-1].name
        rows.append({"institution": also_highest, "year": own["year"], **best, "predicate": last})
    text = io.StringIO()
    known = [column for column, value in rows[0].items() if value is not None]
    table = csv.DictWriter(text, known, extrasaction="ignore", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode()


def _threshold(instrument: Instrument, own: Record, score: Record | None) -> str | None:
    """The index at which the next predicate begins: as the score has it, else as the regulation prints it."""
    if score is not None and score["next"] is not None:
        exact: str = score["next"]["index_exact"]
        return exact
    names = [predicate.name for predicate in instrument.predicates]
    if own["predicate"] not in names[:-1]:
        return None
    document = instrument.to_dict()["predicates"]
    lowest: str | None = document[names.index(own["predicate"]) + 1].get("from")
    return lowest


def _promoted(cohort: Cohort, subject: Subject, own: Record, threshold: str | None, how: Record) -> Record | None:
    if threshold is None:
        return None
    try:
        records = cohort.rank(if_value={subject.institution: threshold}, **how)
    except CohortError as error:
        # Only a name can be asked for, and that of an institution of several stages means none of them.
        if error.code != _AMBIGUOUS:
            raise
        return None
    changed = next((record.get("if_changed") for record in records if subject.owns(record)), None)
    # Nothing is said where it changes nothing, and of an earlier year: the name means the latest.
    return changed if changed is not None and changed["rank"] != own["rank"] else None


def _nodes(instrument: Instrument, score: Record | None, places: dict[str, Record]) -> list[NodeRow]:
    """Every node, each followed by those below it; those of which nothing is known are left out."""

    def row(key: str) -> NodeRow:
        place, (tier, _, code) = places[key], key.partition(":")
        # A tier with a plural of its own may be missing from the record: the built-in ones are domains and aspects.
        exact = (score or {}).get(f"{tier}s_exact", {}).get(code)
        value = place["value"]
        if value is None and score is not None:
            value = score.get(f"{tier}s", {}).get(code)
        spread = score["ranges"].get(key) if score is not None and value is None else None
        ranked = place["rank"] is not None and place["of"] > 1
        return NodeRow(key, value, exact, spread, place if ranked else None)

    def below(parent: str | None) -> list[NodeRow]:
        keys = [key for key, node in instrument.nodes.items() if node.parent == parent]
        return [each for key in keys for each in (row(key), *below(key))]

    return [each for each in below(None) if each.value is not None or each.spread is not None]


def _track(cohort: Cohort, subject: Subject, how: Record) -> Record | None:
    """Its years up to that of the report, where there are several."""
    for track in cohort.trend(subject.institution, **how)["institutions"]:
        if track["stage"] == subject.stage:
            points = [point for point in track["points"] if _until(point, subject)]
            changes = [change for change in track["changes"] if _until(change["to"], subject)]
            gaps = [gap for gap in track["gaps"] if _until({"year": gap}, subject)]
            if len(points) > 1:
                return {**track, "points": points, "changes": changes, "gaps": gaps}
    return None


def _until(point: Record, subject: Subject) -> bool:
    return subject.year is None or point["year"] <= subject.year


def _room(
    entry: Record | None, own: Record, nodes: dict[str, Record], instrument: Instrument, how: Record
) -> list[Record]:
    """Its comparison with the highest answers, taken apart by the finest tier that is known."""
    if entry is None:
        content = _printed(own | {"institution": "own"}, nodes, instrument, also_highest="highest")
    else:
        (assessment,) = entry["assessments"]
        kind = "levels" if instrument.answer_kind == "level" else "values"
        highest = dict.fromkeys(instrument.items, instrument.to_dict()["answers"]["highest"])
        best = {**assessment, kind: highest, "institution": "highest"}
        content = json.dumps({**entry, "assessments": [{**assessment, "institution": "own"}, best]}).encode()
    try:
        record = spbe.cohort(content, instrument=instrument).compare("own", "highest", **how)
    except SpbeError:
        # Without every value there is nothing to take apart; the page says what is missing elsewhere.
        return []
    if record["change_exact"] is None or not record["attribution"]:
        return []
    finest = list(record["attribution"].values())[-1]["parts"]
    return sorted((part for part in finest if part["contribution"] > 0), key=lambda part: -part["contribution"])


def _study(cohort: Cohort, subject: Subject, how: Record) -> Record | None:
    """Whom it can learn from: among its own kind, or among all where nobody else is of its kind."""
    kinds: tuple[list[str] | None, ...] = (None, [])
    try:
        studies = (
            cohort.peers(subject.institution, year=subject.year, stage=subject.stage, within=within, **how)
            for within in kinds
        )
        return next((study for study in studies if study["compared"]), None)
    except CohortError as error:
        if error.code != _UNDETERMINED:
            raise
        return None
