"""Exact scores of Indonesia's digital-government maturity indices (SPBE 2018, SPBE 2020, Pemdi 2026).

>>> import spbe
>>> [instrument.id for instrument in spbe.instruments()]
['spbe-2018', 'spbe-2020', 'pemdi-2026']

`score_file` gives the exact index of every institution of a file, every node below it and the way to the next
predicate. `audit_file` tells whether printed results can be right. Values are exact: they come as text (a decimal
where the expansion ends, else a fraction) beside the number as the instrument publishes it. No number is computed in
Python.
"""

from spbe._frames import audit as audit_frame
from spbe._spbe import Assessment, Cohort, Instrument, NodeScore, Score, Table, __version__, competition_ranks
from spbe.api import audit_file, instrument, instruments, read_assessments, request, score, score_file
from spbe.cohort import cohort
from spbe.errors import (
    AssessmentError,
    AuditError,
    CohortError,
    ForecastError,
    InstrumentError,
    Issue,
    NumberError,
    PlanError,
    RobustnessError,
    ScoreError,
    SpbeError,
    WhatIfError,
    WorkbookError,
)
from spbe.result import NextPredicate

__all__ = [
    "Assessment",
    "AssessmentError",
    "AuditError",
    "Cohort",
    "CohortError",
    "ForecastError",
    "Instrument",
    "InstrumentError",
    "Issue",
    "NextPredicate",
    "NodeScore",
    "NumberError",
    "PlanError",
    "RobustnessError",
    "Score",
    "ScoreError",
    "SpbeError",
    "Table",
    "WhatIfError",
    "WorkbookError",
    "__version__",
    "audit_file",
    "audit_frame",
    "cohort",
    "competition_ranks",
    "instrument",
    "instruments",
    "read_assessments",
    "request",
    "score",
    "score_file",
]
