"""Exact scores of Indonesia's digital-government maturity indices (SPBE 2018, SPBE 2020, Pemdi 2026).

>>> import spbe
>>> [instrument.id for instrument in spbe.instruments()]
['spbe-2018', 'spbe-2020', 'pemdi-2026']

`score_file` gives the exact index of every institution of a file, every node below it and the way to the next
predicate. `audit_file` tells whether printed results can be right. Values are exact: they come as text (a decimal
where the expansion ends, else a fraction) beside the number as the instrument publishes it. No number is computed in
Python.
"""

from spbe._spbe import Instrument, __version__, competition_ranks
from spbe.api import audit_file, instrument, instruments, request, score_file
from spbe.errors import (
    AssessmentError,
    AuditError,
    CohortError,
    InstrumentError,
    Issue,
    NumberError,
    ScoreError,
    SpbeError,
    WorkbookError,
)

__all__ = [
    "AssessmentError",
    "AuditError",
    "CohortError",
    "Instrument",
    "InstrumentError",
    "Issue",
    "NumberError",
    "ScoreError",
    "SpbeError",
    "WorkbookError",
    "__version__",
    "audit_file",
    "competition_ranks",
    "instrument",
    "instruments",
    "request",
    "score_file",
]
