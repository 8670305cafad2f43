"""The results of an audit as flat rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spbe.cli.words import Words

Record = dict[str, Any]


def rows(words: Words, report: Record) -> Iterator[dict[str, Any]]:
    """One flat row a result, for CSV; reasons in the language of the output."""
    for result in report["results"]:
        yield {
            "row": result["row"],
            "institution": result["institution"],
            "year": result["year"],
            "stage": result["stage"],
            "index": result["index"],
            "predicate": result["predicate"],
            "verdict": result["verdict"],
            "under": "|".join("+".join(names) for names in result["under"]),
            "reasons": "; ".join(reason[words.language] for reason in result["reasons"]),
            "index_exact": "|".join(result["index_exact"]),
            "rules_out": " ".join(result["rules_out"]),
        }
