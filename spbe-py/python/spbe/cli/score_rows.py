"""Scores one after the other, and as flat rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spbe._spbe import ScoreRecords

Record = dict[str, Any]

PART = 250
"""So many records are held at a time."""


def each(records: ScoreRecords) -> Iterator[Record]:
    """All records, a part of them in memory at a time."""
    for start in range(0, len(records), PART):
        yield from records.records(start, start + PART)


def rows(scores: Iterable[Record], labels: list[str]) -> Iterator[dict[str, Any]]:
    """One flat row a score, all with the same columns, for CSV.

    Values that are not determined stay empty beside their range.
    """
    for score in scores:
        row = {"institution": score["institution"], "year": score["year"], "stage": score["stage"]}
        for label in labels:
            # A label of the file does not take the place of a column of ours.
            row[label if label not in _COLUMNS else f"label_{label}"] = score["labels"].get(label, "")
        spread = score["ranges"].get("index", {})
        row |= {
            "instrument": score["instrument"],
            "index": score["index"],
            "index_exact": score["index_exact"],
            "index_lowest": spread.get("lowest_exact", score["index_exact"]),
            "index_highest": spread.get("highest_exact", score["index_exact"]),
            "predicate": score["predicate"],
            "predicates_possible": "|".join(score["predicates_possible"]),
            "predicate_basis": score["predicate_basis"],
            "missing_policy": score["missing_policy"],
            "missing": " ".join(score["missing"]),
            "official_rule": "true" if score["official_rule"] else "false",
        }
        for tier in tier_keys(score):
            row |= {f"{tier}_{code}": value for code, value in score[f"{tier}s"].items()}
        for tier in tier_keys(score):
            row |= {f"{tier}_{code}_exact": value for code, value in score[f"{tier}s_exact"].items()}
        yield row


_COLUMNS = frozenset(
    {
        "institution",
        "year",
        "stage",
        "instrument",
        "index",
        "index_exact",
        "index_lowest",
        "index_highest",
        "predicate",
        "predicates_possible",
        "predicate_basis",
        "missing_policy",
        "missing",
        "official_rule",
    }
)


def tier_keys(score: Record) -> Iterator[str]:
    """The tiers above the indicators: the record holds each as `NAMEs` and `NAMEs_exact`."""
    for key in score:
        if key.endswith("s_exact"):
            yield key.removesuffix("s_exact")
