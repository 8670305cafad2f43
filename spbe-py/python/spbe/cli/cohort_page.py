"""Places, trends and comparisons on a page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.text import Text

from spbe.cli.layout import console, indented, listing, safe

if TYPE_CHECKING:
    from rich.console import Console

    from spbe.cli.words import Words

Record = dict[str, Any]

_ROWS = 1_000
"""More institutions than this are for CSV."""
_PARTS = 12
"""So many of the largest contributions of a tier are shown."""


def ranks(words: Words, records: list[Record]) -> None:
    """A table for each group, then what is not ranked."""
    out = console()
    if not records:
        out.print(Text(words("rank.none"), "bold"))
    ranked = [record for record in records if record["rank"] is not None]
    for heading, members in groupby(ranked[:_ROWS], _group):
        own = list(members)
        out.print(safe(_heading(words, own[0], heading), "bold"))
        listed = listing(
            (words("institution"), "left"),
            (words("rank.rank"), "right"),
            (words("index"), "right"),
            *(() if own[0]["node"] == "index" else ((words.node(own[0]["node"]), "right"),)),
            (words("predicate"), "left"),
            (words("rank.percentile"), "right"),
            (words("rank.distance"), "right"),
        )
        for record in own:
            cells = [words.number(f"{record['rank']}"), _published(words, record["index"])]
            if record["node"] != "index":
                cells.append(_published(words, record["value"]))
            cells += [record["predicate"] or "-", words.rounded(record["percentile"], 1)]
            cells.append("" if record["distance_to_next_exact"] is None else _signed(words, record, "distance_to_next"))
            listed.add_row(safe(record["institution"]), *cells)
        out.print(listed)
        out.print()
    if len(ranked) > _ROWS:
        out.print(Text(words("rows_more", count=words.count(len(ranked) - _ROWS)), "bright_black"))
    for record in records:
        if (changed := record.get("if_changed")) is not None:
            group = ", ".join(f"{value}" for value in record["group"].values())
            line = words(
                "rank.if_changed",
                who=_who(record),
                value=words.number(changed["value_exact"]),
                after=words.number(f"{changed['rank']}"),
                of=words.count(changed["of"]),
                group=f" ({group})" if group else "",
                before="-" if record["rank"] is None else words.number(f"{record['rank']}"),
            )
            out.print(safe(line, "bold"))
    if any(record["basis"] == "printed" for record in ranked):
        out.print(Text(words("rank.printed"), "bright_black"))
    unranked = [record for record in records if record["rank"] is None]
    for reason, members in groupby(unranked, lambda record: words.text(record["not_ranked"]["text"])):
        names = list(members)
        shown = "; ".join(_who(record) for record in names[:5]) + ("; ..." if len(names) > 5 else "")
        out.print(safe(words("rank.not_ranked", count=words.count(len(names)), reason=reason, names=shown), "yellow"))


RANK_COLUMNS = (
    *("institution", "year", "stage", "instrument", "group", "node", "rank", "of", "tied", "percentile", "value"),
    *("index", "index_exact", "predicate", "basis", "distance_to_next_exact", "if_value_exact", "if_rank"),
    "not_ranked",
)
"""The columns of `rank_rows`."""


def rank_rows(words: Words, records: list[Record]) -> Iterator[Record]:
    """One flat row a place, for CSV."""
    for record in records:
        reason, changed = record.get("not_ranked"), record.get("if_changed", {})
        yield {
            "institution": record["institution"],
            "year": record["year"],
            "stage": record["stage"],
            "instrument": record["instrument"],
            "group": "; ".join(f"{key}={value}" for key, value in record["group"].items()),
            "node": record["node"],
            "rank": record["rank"],
            "of": record["of"],
            "tied": record["tied"],
            "percentile": record["percentile"],
            "value": record["value"],
            "index": record["index"],
            "index_exact": record["index_exact"],
            "predicate": record["predicate"],
            "basis": record["basis"],
            "distance_to_next_exact": record["distance_to_next_exact"],
            "if_value_exact": changed.get("value_exact"),
            "if_rank": changed.get("rank"),
            "not_ranked": "" if reason is None else words.text(reason["text"]),
        }


def trend(words: Words, record: Record) -> None:
    """The nation over the years: means, predicates from year to year."""
    out = console()
    listed = listing(
        (words("trend.means"), "left"),
        (words("year"), "left"),
        (words("trend.count"), "right"),
        (words("trend.mean"), "right"),
        (words("trend.printed"), "left"),
    )
    for mean in record["means"]:
        name = mean["type"] or words("trend.all")
        value = "-" if mean["mean"] is None else words.published(mean["mean"])
        printed = ", ".join(words.number(own) for own in dict.fromkeys(mean["printed"].values()))
        listed.add_row(safe(name), str(mean["year"] or "-"), words.count(mean["count"]), value, printed)
    out.print(listed)
    if any(mean["printed"] for mean in record["means"]):
        out.print(Text(words("trend.why"), "bright_black"))
    out.print()
    for matrix in record["transitions"]:
        columns = list(next(iter(matrix["counts"].values()), {}))
        title = words("trend.transitions", first=matrix["from"], second=matrix["to"])
        listed = listing((title, "left"), *((name, "right") for name in columns))
        for name, counts in matrix["counts"].items():
            listed.add_row(name, *(words.count(count) if count else "·" for count in counts.values()))
        out.print(listed)
        if matrix["rule_changed"]:
            out.print(Text(words("trend.rule_changed"), "yellow"))
        out.print()
    count = sum(len(own["points"]) > 1 for own in record["institutions"])
    out.print(Text(words("trend.hint", count=words.count(count)), "bright_black"))


def tracks(words: Words, institutions: list[Record]) -> None:
    """Institutions over the years, each change taken apart."""
    out = console()
    for track in institutions:
        who = " · ".join(part for part in (track["institution"], track["stage"]) if part)
        out.print(safe(who, "bold"))
        listed = listing((words("year"), "left"), (words("index"), "right"), (words("predicate"), "left"), ("", "left"))
        for point in track["points"]:
            listed.add_row(
                str(point["year"]),
                _published(words, point["index"]),
                point["predicate"] or "-",
                Text(f"{point['instrument']}, {words('basis_' + point['basis'])}", "bright_black"),
            )
        out.print(listed)
        if track["gaps"]:
            out.print(Text(words("trend.gaps", years=", ".join(map(str, track["gaps"]))), "yellow"))
        out.print()
        for change in track["changes"]:
            _comparison(out, words, change)


def trend_rows(record: Record) -> Iterator[Record]:
    """One flat row a year of each institution, for CSV."""
    for track in record["institutions"]:
        changes = [None, *track["changes"]]
        for point, change in zip(track["points"], changes, strict=True):
            yield {
                **{key: point[key] for key in ("institution", "year", "stage", "instrument", "basis")},
                **{key: point[key] for key in ("index", "index_exact", "predicate")},
                "change_exact": change["change_exact"] if change else None,
                "rule_changed": change["rule_changed"] if change else None,
            }


def comparison(words: Words, record: Record) -> None:
    """Two assessments side by side."""
    _comparison(console(), words, record)


def part_rows(record: Record) -> Iterator[Record]:
    """One flat row a node, for CSV."""
    for tier, own in record["attribution"].items():
        for part in own["parts"]:
            yield {"tier": tier, **part, "name": part["name"]["id"]}
        yield {"tier": tier, "node": "remainder", "contribution_exact": own["remainder_exact"]}
    for link in record.get("comparable", []):
        yield {"tier": "crosswalk", "node": f"{link['from']} -> {link['to']}", **link}


def _comparison(out: Console, words: Words, record: Record) -> None:
    first, second = record["from"], record["to"]
    out.print(safe(f"{_who(first)} → {_who(second)}", "bold cyan"))
    if record["change_exact"] is not None:
        ends = f"{_published(words, first['index'])} → {_published(words, second['index'])}"
        out.print(indented(Text(f"{words('index')} {ends}   {_plus(words, record['change_exact'])}", "bold")))
    else:
        out.print(indented(Text(words("compare.unknown"), "yellow")))
    if record["rule_changed"]:
        out.print(indented(Text(words("compare.rule_changed"), "yellow")))
        _links(out, words, record)
    for tier, own in record["attribution"].items():
        moved = [part for part in own["parts"] if part["contribution_exact"] != "0"]
        moved.sort(key=lambda part: -abs(part["contribution"]))
        listed = listing(
            (words.tier(tier), "left"),
            (words("compare.before"), "right"),
            (words("compare.after"), "right"),
            (words("compare.contribution"), "right"),
        )
        for part in moved[:_PARTS]:
            code = part["node"].partition(":")[2]
            values = (words.number(part["before_exact"]), words.number(part["after_exact"]))
            listed.add_row(
                safe(f"{code} {words.text(part['name'])}"), *values, _plus(words, part["contribution_exact"])
            )
        if own["remainder_exact"] != "0":
            listed.add_row(Text(words("compare.remainder")), "", "", _plus(words, own["remainder_exact"]))
        out.print(indented(listed))
        if len(moved) > _PARTS:
            out.print(indented(Text(words("rows_more", count=words.count(len(moved) - _PARTS)), "bright_black")))
    out.print()


def _links(out: Console, words: Words, record: Record) -> None:
    links = record.get("comparable", [])
    if links:
        listed = listing(
            (words("compare.linked"), "left"), (words("compare.before"), "right"), (words("compare.after"), "right")
        )
        for link in links:
            values = (words.number(link["before_exact"]), words.number(link["after_exact"]))
            listed.add_row(safe(f"{link['from']} → {link['to']}  {link['relation']}"), *values)
        out.print(indented(listed))
    counts = {name: words.count(len(record.get(name, []))) for name in ("only_before", "only_after")}
    out.print(indented(Text(words("compare.not_linked", **counts), "bright_black")))


def _group(record: Record) -> tuple[Any, ...]:
    return record["year"], record["stage"], record["instrument"], tuple(record["group"].items())


def _heading(words: Words, record: Record, group: tuple[Any, ...]) -> str:
    year, stage, instrument, labels = group
    parts = [str(part) for part in (year, stage, instrument) if part is not None]
    parts += [str(value) for _, value in labels]
    return f"{' · '.join(parts)}   {words('rank.of', count=words.count(record['of']))}"


def _who(record: Record) -> str:
    return " ".join(str(part) for part in (record["institution"], record["year"], record["stage"]) if part is not None)


def _published(words: Words, value: float | None) -> str:
    return "-" if value is None else words.published(value)


def _plus(words: Words, exact: str) -> str:
    return words.number(exact if exact.startswith("-") or exact == "0" else f"+{exact}")


def _signed(words: Words, record: Record, name: str) -> str:
    return words.number(f"-{record[f'{name}_exact']}")
