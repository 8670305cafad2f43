"""Assessments written as another kind of file, read again, and compared.

What a kind of file cannot hold is not listed here by hand: the library reads what was written, and whatever comes back
different is lost.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import spbe
from spbe import _spbe
from spbe.excel.source import source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    from spbe.cli.words import Words
    from spbe.excel.tables import Cell
    from spbe.types import Language

    Written: TypeAlias = Callable[[str | int | None], Cell]
    """How an answer stands in a cell."""

Assessment = dict[str, Any]


@dataclass(frozen=True)
class Read:
    """The assessments of a file."""

    instrument: spbe.Instrument
    assessments: list[Assessment]
    """As our document has them: `institution`, `year`, `stage`, `labels`, and `levels` or `values`."""
    remarks: int
    """How many cells of evidence, units and notes a form holds beside its answers."""

    def only(self, institution: str) -> Read:
        """The assessments of one institution."""
        name = " ".join(institution.casefold().split())
        found = [entry for entry in self.assessments if " ".join(entry["institution"].casefold().split()) == name]
        return replace(self, assessments=found)

    @property
    def document(self) -> str:
        """Our JSON document."""
        head = {"schema": "spbe-assessments/1", "instrument": self.instrument.id, "checksum": self.instrument.checksum}
        return json.dumps(head | {"assessments": self.assessments}, ensure_ascii=False, indent=2) + "\n"


def read(
    content: bytes,
    chosen: spbe.Instrument | None,
    *,
    language: Language,
    year: int | None = None,
    decimal_comma: bool | None = None,
    sheet: str | None = None,
) -> Read | None:
    """Reads the assessments of a file; `None` if it holds printed results, which no other kind of file takes."""
    candidates = spbe.instruments() if chosen is None else [chosen]
    opened = source(content, sheet=sheet, language=language)
    with opened.explained():
        text = _spbe.assessments_document(
            opened.content, candidates, year=year, decimal_comma=decimal_comma, language=language
        )
    if text is None:
        return None
    document = json.loads(text)
    instrument = next(item for item in candidates if item.checksum == document["checksum"])
    return Read(instrument, document["assessments"], 0 if opened.form is None else opened.form.remarks)


def written(words: Words, given: Read, kind: str, shape: str) -> bytes:
    """The assessments as the content of a file."""
    if shape == "json":
        return given.document.encode()
    if shape == "form":
        from spbe.excel.form_writer import Filled, form

        (entry,) = given.assessments
        fields = {name: entry.get(name) for name in ("institution", "year", "stage")}
        filled = Filled(fields, entry.get("labels", {}), _answers(entry))
        return form(given.instrument, language=words.language, filled=filled)
    heading = _heading(given.assessments, shape)
    rows = _long if shape == "long" else _wide
    if kind == "xlsx":
        from spbe.excel.tables import number, table

        binary = io.BytesIO()
        table(binary, words, heading, rows(given.assessments, heading, number))
        return binary.getvalue()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows(given.assessments, heading, _as_it_is))
    return text.getvalue().encode()


def lost(words: Words, given: Read, content: bytes) -> list[str]:
    """What is different when the file is read again, a line each."""
    try:
        again = read(content, given.instrument, language=words.language)
    except spbe.SpbeError as error:
        return [str(issue) for issue in error.issues]
    found = [] if again is None else again.assessments
    lines = []
    if len(found) != len(given.assessments):
        lines.append(words("convert.count", before=len(given.assessments), after=len(found)))
    for before, after in zip(given.assessments, found, strict=False):
        if before == after:
            continue
        who = " ".join(str(before[name]) for name in ("institution", "year", "stage") if before.get(name) is not None)
        lines += [
            words("convert.different", who=who, field=field, before=_shown(before, field), after=_shown(after, field))
            for field in sorted({*before, *after})
            if before.get(field) != after.get(field)
        ]
    return lines


def notes(words: Words, given: Read, kind: str, content: bytes) -> Iterator[str]:
    """What the reader of the new file should know."""
    if given.remarks:
        yield words("convert.remarks", count=words.count(given.remarks))
    try:
        again = read(content, None, language=words.language)
    except spbe.SpbeError:
        again = None
    if again is None or again.instrument != given.instrument:
        yield words("convert.instrument", instrument=given.instrument.id, kind=kind.upper())


def _answers(entry: Assessment) -> dict[str, str | int | None]:
    answers: dict[str, str | int | None] = entry["levels"] if "levels" in entry else entry["values"]
    return answers


def _shown(entry: Assessment, field: str) -> str:
    return json.dumps(entry.get(field), ensure_ascii=False)[:80]


def _heading(assessments: Sequence[Assessment], shape: str) -> list[str]:
    """The columns; years and stages only where there are any."""
    heading = ["institution"]
    heading += [name for name in ("year", "stage") if any(entry.get(name) is not None for entry in assessments)]
    heading += sorted({label for entry in assessments for label in entry.get("labels", {})})
    if shape == "long":
        return [*heading, "indicator", "level"]
    return heading + (list(_answers(assessments[0])) if assessments else [])


def _as_it_is(answer: str | int | None) -> Cell:
    return answer


def _subject(entry: Assessment, heading: Sequence[str], count: int) -> list[Cell]:
    labels = entry.get("labels", {})
    own = ("institution", "year", "stage")
    return [entry.get(name) if name in own else labels.get(name) for name in heading[:count]]


def _wide(assessments: Sequence[Assessment], heading: Sequence[str], cell: Written) -> Iterator[list[Cell]]:
    for entry in assessments:
        answers = _answers(entry)
        yield [*_subject(entry, heading, len(heading) - len(answers)), *map(cell, answers.values())]


def _long(assessments: Sequence[Assessment], heading: Sequence[str], cell: Written) -> Iterator[list[Cell]]:
    for entry in assessments:
        subject = _subject(entry, heading, len(heading) - 2)
        for code, answer in _answers(entry).items():
            yield [*subject, code, cell(answer)]
