"""An audit on a page: the counts, what is not plainly consistent, and what each year's results decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from spbe.cli.layout import bar, console, indented, listing, safe

if TYPE_CHECKING:
    from rich.console import Console

    from spbe.cli.words import Words

Record = dict[str, Any]

_FINDINGS = 40
_DECIDERS = 60
_NAMES = 12


def page(words: Words, report: Record) -> None:
    """The whole audit."""
    out = console()
    summary, results = report["summary"], report["results"]
    out.print(Text(words("audit.title", instrument=report["instrument"]), "bold"))
    out.print()
    counts = Table.grid(padding=(0, 3, 0, 2))
    counts.add_column()
    counts.add_column(justify="right")
    for name, count, style in (
        ("audit.rows", summary["rows"], "bold"),
        ("audit.consistent", summary["consistent"], "green"),
        ("audit.only_under", summary["consistent_only_under"], "yellow" if summary["consistent_only_under"] else ""),
        ("audit.impossible", summary["impossible"], "bold red" if summary["impossible"] else ""),
    ):
        counts.add_row(words(name), Text(words.count(count), style))
    out.print(counts)
    out.print()
    _rules(out, words, summary)
    _findings(out, words, results)
    _decisive(out, words, results, list(summary["by_rule"]))


def _rules(out: Console, words: Words, summary: Record) -> None:
    listed = listing(
        (words("audit.by_rule"), "left"),
        (words("audit.follow"), "right"),
        (words("audit.not_follow"), "right"),
        ("", "left"),
    )
    rows_total = summary["rows"]
    for position, (rule, count) in enumerate(summary["by_rule"].items()):
        own = position == 0
        name = words(f"assume.{rule}") + (f", {words('audit.own')}" if own else "")
        style = "bold" if own else ""
        listed.add_row(
            Text(name[0].upper() + name[1:], style),
            Text(words.count(count), style),
            words.count(rows_total - count),
            bar(count / rows_total if rows_total else 0, 14),
        )
    out.print(listed)
    out.print()


def _findings(out: Console, words: Words, results: list[Record]) -> None:
    found = [result for result in results if result["verdict"] != "consistent"]
    if not found:
        out.print(Text(words("audit.all_good"), "green"))
        out.print()
        return
    out.print(Text(words("audit.findings"), "bold"))
    for result in found[:_FINDINGS]:
        impossible = result["verdict"] == "impossible"
        head = Text.assemble((f"{words('audit.row')} {result['row']}  ", "bright_black"), safe(_who(result), "bold"))
        head.append(f"  {words('audit.impossible').lower() if impossible else ''}", "red")
        out.print(indented(head))
        if impossible:
            lines = [reason[words.language] for reason in result["reasons"]]
        else:
            sets = words("or").join(_joined(words, names) for names in result["under"])
            lines = [words("audit.under", sets=sets)]
        for line in lines:
            out.print(indented(safe(line), 4))
    if len(found) > _FINDINGS:
        out.print(indented(Text(words("rows_more", count=words.count(len(found) - _FINDINGS)), "bright_black")))
    out.print()


def _decisive(out: Console, words: Words, results: list[Record], rules: list[str]) -> None:
    years = sorted({result["year"] for result in results}, key=lambda year: (year is None, year))
    others = [rule for rule in rules[1:] if any(rule in result["rules_out"] for result in results)]
    if others:
        listed = listing((words("audit.decide_rounding"), "left"), *((str(year or "-"), "right") for year in years))
        for rule in others:
            name = words(f"assume.{rule}")
            cells = [
                words.count(sum(rule in result["rules_out"] for result in results if result["year"] == year))
                for year in years
            ]
            listed.add_row(name[0].upper() + name[1:], *cells)
        out.print(listed)
        for rule in others:
            _deciders(out, words, [result for result in results if rule in result["rules_out"]], rule)
        out.print()
    bases = {"predicate_on_exact": "published", "predicate_on_published": "exact"}
    deciding = [result for result in results if bases.keys() & set(result["rules_out"])]
    if not deciding:
        return
    out.print(Text(words("audit.decide_basis"), "bold"))
    for year in years:
        for ruled_out, basis in bases.items():
            named = [result for result in deciding if result["year"] == year and ruled_out in result["rules_out"]]
            if not named:
                continue
            decided = words("audit.basis_decided", year=year or "-", basis=words(f"basis.{basis}"))
            out.print(indented(Text(decided, "cyan")))
            for result in named[:_NAMES]:
                exact = words("or").join(words.number(value) for value in result["index_exact"])
                index = words.published(result["index"])
                detail = words("audit.index_at", index=index, exact=exact, predicate=result["predicate"])
                out.print(indented(Text.assemble(safe(result["institution"]), (f"  {detail}", "bright_black")), 4))
            if len(named) > _NAMES:
                hidden = words.count(len(named) - _NAMES)
                out.print(indented(Text(words("rows_more", count=hidden), "bright_black"), 4))
    out.print()


def _deciders(out: Console, words: Words, deciding: list[Record], rule: str) -> None:
    """The results that rule out a rounding, by name where they are few enough to read."""
    name = words(f"assume.{rule}")
    if len(deciding) > _DECIDERS:
        out.print(indented(Text(words("audit.deciders_many", rule=name), "bright_black")))
        return
    for year in dict.fromkeys(result["year"] for result in deciding):
        named = "; ".join(result["institution"] for result in deciding if result["year"] == year)
        who = Text.assemble((words("audit.deciders", year=year or "-", rule=name), "cyan"), safe(f" {named}."))
        out.print(indented(who))


def _who(result: Record) -> str:
    return " ".join(str(part) for part in (result["institution"], result["year"], result["stage"]) if part is not None)


def _joined(words: Words, names: list[str]) -> str:
    return words("and").join(words(f"assume.{name}") for name in names)
