"""Scores on a page: one in full, or one a row."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from spbe.cli.layout import bar, brief, cells, clean, console, fitted, indented, labelled, listing, safe
from spbe.cli.progress import counted
from spbe.cli.score_rows import headlines

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    import spbe
    from spbe._spbe import ScoreRecords
    from spbe.cli.layout import Column
    from spbe.cli.words import Words

Record = dict[str, Any]

_EXTREMES = 5
_BAR = 14
_NAME = 20
"""So much of an institution's name stands on a line at least."""


def page(words: Words, score: Record, instrument: spbe.Instrument) -> None:
    """One institution: index and predicate, every tier, the way to the next predicate, strongest and weakest."""
    out = console()
    document = instrument.to_dict()
    who = " · ".join(str(part) for part in (score["institution"], score["year"], score["stage"]) if part is not None)
    out.print(Rule(safe(who, "bold"), align="left", characters="─"))
    out.print(safe(words.text(document["title"]), "bright_black"))
    out.print()
    _index(out, words, score)
    out.print()
    _tiers(out, words, score, document)
    _next(out, words, score, instrument)
    _extremes(out, words, score, document)


def table(words: Words, scores: list[Record], instrument: spbe.Instrument) -> None:
    """Many institutions, a row each, with the top tier where the terminal is wide enough for it."""
    out = console(wide=True)
    document = instrument.to_dict()
    tier = document["tiers"][0]["code"]
    upper = [node for node in document.get("nodes", []) if node["tier"] == tier]
    title = words("score.count", count=words.count(len(scores)), instrument=words.text(document["title"]))
    out.print(safe(title, "bold"))
    out.print()
    listed = _listed(words, scores, document, upper)
    # Numbers are never cut: the top tier gives way, and below that the lines run past the edge.
    needed = _needed(listed)
    hidden = bool(upper) and needed > out.width
    if hidden:
        listed = _listed(words, scores, document, [])
        needed = _needed(listed)
    out.print(listed, width=max(needed, out.width), crop=False, no_wrap=True)
    missing = [score for score in scores if not score["official_rule"]]
    if missing:
        policy = words(f"score.missing_{missing[0]['missing_policy']}")
        out.print(Text(f"* {words('score.many_missing', rows=words.count(len(missing)), policy=policy)}", "yellow"))
    if any(score["source"] == "printed" for score in scores):
        printed = words("score.printed")
        out.print(Text(f"{printed[0].upper()}{printed[1:]}.", "bright_black"))
    if hidden:
        out.print(Text(words("score.too_narrow", tier=words.tier(tier, document).lower()), "bright_black"))


def lines(words: Words, records: ScoreRecords, instrument: spbe.Instrument) -> None:
    """Very many institutions, a line each: what a table of this size takes is the time to lay out every cell of it."""
    document = instrument.to_dict()
    title = words("score.count", count=words.count(len(records)), instrument=words.text(document["title"]))
    print(f"{clean(title)}\n")
    heading = [words("institution"), words("year"), words("stage"), words("index"), words("exact"), words("predicate")]
    right = {3, 4}

    def row_of(score: Record) -> list[str]:
        mark = "" if score["official_rule"] else " *"
        predicate = score["predicate"] or words("or").join(score["predicates_possible"])
        values = [_value(words, score, "index"), _exact(words, score, "index")]
        who = [score["institution"] + mark, str(score["year"] or ""), score["stage"] or ""]
        return [clean(cell) for cell in (*who, *values, predicate)]

    listed = []
    assumed, policy = 0, ""
    for score in counted(words, "progress.write", headlines(records), len(records)):
        listed.append(row_of(score))
        if not score["official_rule"]:
            assumed, policy = assumed + 1, score["missing_policy"]
    widths = [max(map(cells, column)) for column in zip(heading, *listed, strict=True)]
    widths[0] = min(widths[0], 2 * _NAME)
    # Where nobody has a stage, its column is not there.
    kept = [at for at in range(len(heading)) if at != 2 or any(row[at] for row in listed)]

    def line(row: list[str]) -> str:
        set_out = (row[at].rjust(widths[at]) if at in right else fitted(row[at], widths[at]) for at in kept)
        return "  ".join(set_out).rstrip()

    print(line(heading))
    print("─" * (sum(widths[at] for at in kept) + 2 * (len(kept) - 1)))
    for row in listed:
        print(line(row))
    if assumed:
        policy = words(f"score.missing_{policy}")
        print(f"* {words('score.many_missing', rows=words.count(assumed), policy=policy)}")


def _needed(listed: Table) -> int:
    """The width below which a cell other than the name of the institution would be cut."""
    gap = 2
    others = listed.columns[1:]
    widths = [max(cell_len(str(cell)) for cell in (column.header, *column.cells)) for column in others]
    return _NAME + sum(widths) + gap * len(others)


def _listed(words: Words, scores: list[Record], document: Record, upper: list[Record]) -> Table:
    staged = any(score["stage"] is not None for score in scores)
    columns: list[Column] = [(words("institution"), "left"), (words("year"), "left")]
    columns += [(words("stage"), "left")] if staged else []
    columns += [(words("index"), "right"), (words("exact"), "right"), (words("predicate"), "left")]
    columns += [(f"{words.tier(node['tier'], document)[0]}{node['code']}", "right") for node in upper]
    listed = listing(*columns)
    listed.columns[0].min_width = _NAME
    for score in scores:
        mark = "" if score["official_rule"] else " *"
        cells: list[RenderableType] = [safe(score["institution"] + mark), str(score["year"] or "")]
        cells += [safe(score["stage"] or "")] if staged else []
        cells += [Text(_value(words, score, "index"), "bold"), _exact(words, score, "index")]
        cells += [safe(score["predicate"] or words("or").join(score["predicates_possible"]))]
        cells += [_value(words, score, f"{node['tier']}:{node['code']}") for node in upper]
        listed.add_row(*cells)
    return listed


def _index(out: Console, words: Words, score: Record) -> None:
    predicate = score["predicate"]
    head = Text(f"  {words('index')}  ", "bright_black")
    head.append(f" {_value(words, score, 'index')} ", "bold not dim reverse")
    if predicate is not None:
        head.append(f"  {predicate}", "bold green")
    else:
        names = words("or").join(score["predicates_possible"])
        head.append(f"  {words('score.undetermined', names=names)}", "bold yellow")
    out.print(head)
    notes = [f"{words('value_exact').lower()} {_exact(words, score, 'index')}"]
    notes.append(words(f"score.basis_{score['predicate_basis']}"))
    if score["source"] == "printed":
        notes.append(words("score.printed"))
    out.print(indented(Text("; ".join(notes) + ".", "bright_black")))
    if score["missing"]:
        listed = words("score.missing", count=len(score["missing"]), codes=", ".join(score["missing"]))
        policy = words(f"score.missing_{score['missing_policy']}")
        out.print(indented(Text(f"{listed}; {policy}.", "yellow")))


def _tiers(out: Console, words: Words, score: Record, document: Record) -> None:
    tiers = [tier["code"] for tier in document["tiers"]][:-1]
    if not tiers:
        return
    heading = " / ".join(words.tier(tier, document).lower() for tier in tiers)
    listed = listing(
        (heading[0].upper() + heading[1:], "left"),
        (words("weight"), "right"),
        (words("value"), "right"),
        (words("value_exact"), "right"),
        ("", "left"),
    )
    highest = float(Fraction(document["answers"]["highest"]))
    nodes = document.get("nodes", [])

    def below(depth: int, parent: str | None) -> None:
        for node in nodes:
            if node["tier"] != tiers[depth] or node.get("parent") != parent:
                continue
            key = f"{node['tier']}:{node['code']}"
            style = "bold" if depth == 0 else ""
            published = score[f"{node['tier']}s"].get(node["code"])
            listed.add_row(
                labelled(f"{'   ' * depth}{node['code']}  ", node["name"]["id"], style),
                Text(f"{words.number(node['weight'])} %", "bright_black"),
                Text(_value(words, score, key), style),
                Text(_exact(words, score, key), "bright_black"),
                bar(published / highest, _BAR) if published is not None else "",
            )
            if depth + 1 < len(tiers):
                below(depth + 1, node["code"])

    below(0, None)
    out.print(listed)
    out.print()


def _next(out: Console, words: Words, score: Record, instrument: spbe.Instrument) -> None:
    following = score["next"]
    if following is None:
        if score["predicate"] is not None and score["index_exact"] is not None and score["official_rule"]:
            out.print(Text(words("score.top"), "bold"))
            out.print()
        return
    index = words.number(following["index_exact"])
    out.print(Text(words("score.next", predicate=following["predicate"], index=index), "bold"))
    total = words.count(instrument.summary()["total_parts"])
    gap, parts = words.number(following["gap_exact"]), words.count(following["parts"])
    out.print(indented(words("score.gap", gap=gap, parts=parts, total=total)))
    if following["fewest_levels"] is not None:
        out.print(indented(words("score.fewest", count=following["fewest_levels"])))
    out.print()


def _extremes(out: Console, words: Words, score: Record, document: Record) -> None:
    """The highest and the lowest indicators; among equals the heavier first. Nothing is computed, only sorted."""
    values = {code: Fraction(value) for code, value in score["indicators"].items() if value is not None}
    known = [entry for entry in document["indicators"] if entry["code"] in values]
    if len(set(values.values())) < 2:
        return
    top, bottom = max(values.values()), min(values.values())
    heaviest = sorted(known, key=lambda entry: Fraction(entry["weight"]), reverse=True)
    ascending = sorted(heaviest, key=lambda entry: values[entry["code"]])
    descending = sorted(heaviest, key=lambda entry: values[entry["code"]], reverse=True)
    strongest = [entry for entry in descending if values[entry["code"]] > bottom][:_EXTREMES]
    chosen = {entry["code"] for entry in strongest}
    weakest = [entry for entry in ascending if values[entry["code"]] < top and entry["code"] not in chosen][:_EXTREMES]

    def column(title: str, entries: list[Record]) -> Table:
        listed = Table.grid(padding=(0, 1), expand=True)
        listed.add_column(justify="right", no_wrap=True)
        listed.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
        listed.add_column(justify="right", no_wrap=True)
        listed.add_row("", Text(title, "bold"), "")
        for entry in entries:
            name = entry.get("short_name") or entry["name"]
            value = words.number(score["indicators"][entry["code"]])
            listed.add_row(Text(entry["code"], "bright_black"), safe(brief(name["id"])), Text(value, "bold"))
        return listed

    both = Table.grid(padding=(0, 4, 0, 0), expand=True)
    both.add_column(ratio=1)
    both.add_column(ratio=1)
    both.add_row(column(words("score.strongest"), strongest), column(words("score.weakest"), weakest))
    out.print(both)


def _value(words: Words, score: Record, key: str) -> str:
    """The published value of the index or a node, or its range."""
    spread = score["ranges"].get(key)
    tier, _, code = key.partition(":")
    value = score["index"] if key == "index" else score[f"{tier}s"].get(code)
    if value is not None:
        return words.published(value)
    if spread is None:
        return "-"
    return f"{words.published(spread['lowest'])}–{words.published(spread['highest'])}"


def _exact(words: Words, score: Record, key: str) -> str:
    """The exact value of the index or a node, or its range."""
    spread = score["ranges"].get(key)
    tier, _, code = key.partition(":")
    value = score["index_exact"] if key == "index" else score[f"{tier}s_exact"].get(code)
    if value is not None:
        return words.number(value)
    if spread is None:
        return "-"
    lowest, highest = words.number(spread["lowest_exact"]), words.number(spread["highest_exact"])
    return f"{lowest}–{highest}" if spread["highest_included"] else f"{lowest}–<{highest}"
