"""What can go wrong, as exceptions with every problem listed.

All are `SpbeError`, and `SpbeError` is a `ValueError`. An object of a wrong kind is a `TypeError`, as everywhere.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Issue:
    """One problem at one place of the input."""

    number: int
    """The catalogue number; it never changes its meaning."""
    code: str
    """The catalogue name, such as `assessment.level_out_of_range`."""
    place: dict[str, int | str] = field(hash=False)
    """The `row`, `column` and `path`, as far as they are known, counted from one."""
    at: str
    """The place in words; empty for the input as a whole."""
    message: str
    """The message in one line."""

    def __str__(self) -> str:
        """The place and the message."""
        return f"{self.at}: {self.message}" if self.at else self.message


class SpbeError(ValueError):
    """One or more problems of the input. `issues` lists them up to a limit, `total` counts them all."""

    def __init__(self, issues: list[Issue], total: int | None = None) -> None:
        """Made by the library; `total` is the number of issues unless more were found than are listed."""
        super().__init__(issues, total)
        self.issues = issues
        self.total = len(issues) if total is None else total

    def __str__(self) -> str:
        """All listed problems, one a line."""
        lines = [str(issue) for issue in self.issues]
        if self.total > len(self.issues):
            lines.append(f"... +{self.total - len(self.issues)}")
        return "\n".join(lines)

    @property
    def code(self) -> str:
        """The catalogue name of the first problem."""
        return self.issues[0].code

    @property
    def number(self) -> int:
        """The catalogue number of the first problem."""
        return self.issues[0].number


class NumberError(SpbeError):
    """A number could not be read or computed (1xx)."""


class InstrumentError(SpbeError):
    """An instrument is not sound, or there is none of that name (2xx)."""


class AssessmentError(SpbeError):
    """Assessments, results, or the file that holds them are not sound (3xx)."""


class ScoreError(SpbeError):
    """Some assessment has no score (4xx)."""


class AuditError(SpbeError):
    """Some result cannot be audited (5xx)."""


class WorkbookError(SpbeError):
    """A workbook cannot be read (95x). What is wrong with its cells is an `AssessmentError`."""


class CohortError(SpbeError):
    """Assessments make no cohort, or it cannot answer (8xx)."""


class WhatIfError(SpbeError):
    """Changes that are thought of are not sound (1001 to 1019)."""


class PlanError(SpbeError):
    """There is no plan, or what it was asked is not sound (1021 to 1059)."""


class ForecastError(SpbeError):
    """What is believed of levels is not sound (1061 to 1079)."""


class RobustnessError(SpbeError):
    """How firm ranks are, or what moves them, cannot be said (1081 to 1099)."""


_STAGES: dict[str, type[SpbeError]] = {
    "number": NumberError,
    "instrument": InstrumentError,
    "assessment": AssessmentError,
    "score": ScoreError,
    "audit": AuditError,
    "cohort": CohortError,
    "what_if": WhatIfError,
    "plan": PlanError,
    "forecast": ForecastError,
    "robustness": RobustnessError,
}


def _of_stage(stage: str, records: str, total: int) -> SpbeError:
    """Called by the extension module to build what it raises."""
    return _STAGES[stage]([Issue(**record) for record in json.loads(records)], total)
