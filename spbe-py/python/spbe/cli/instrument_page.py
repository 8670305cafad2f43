"""Instruments on a page: the list, one tree with its weights, one node with its criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.text import Text

from spbe.cli.layout import console, indented, labelled, listing, safe

if TYPE_CHECKING:
    from rich.console import Console

    from spbe.cli.words import Words

Document = dict[str, Any]


def overview(words: Words, summaries: list[Document]) -> None:
    """The built-in instruments, a block each."""
    out = console()
    for summary in summaries:
        title = summary["title"] if words.language == "id" else summary["title_en"] or summary["title"]
        out.print(Text.assemble((summary["id"], "bold cyan"), "  ", (title, "bold")))
        tiers = ", ".join(f"{count} {words.tier(tier).lower()}" for tier, count in summary["tiers"].items())
        table = listing(("", "left"), ("", "left"))
        table.show_header = False
        table.box = None
        table.columns[0].no_wrap, table.columns[1].no_wrap = True, False
        for name, value in (
            ("basis", summary["basis"]),
            ("years", _years(summary["years"])),
            ("structure", f"{tiers}; {words('parts_total', parts=words.count(summary['total_parts']))}"),
            ("items", str(summary["items"])),
            ("edition", str(summary["edition"])),
            ("checksum", summary["checksum"]),
        ):
            table.add_row(Text(words(name), "bright_black"), safe(value))
        out.print(indented(table))
        out.print()


def tree(words: Words, document: Document, summary: Document) -> None:
    """The instrument on a page: rules, predicates, every node with its weight, contested facts."""
    out = console()
    out.print(Text.assemble((document["id"], "bold cyan"), "  ", safe(words.text(document["title"]), "bold")))
    years = _years(summary["years"])
    out.print(safe(f"{document['legal']['basis']}; {words('years').lower()} {years}" if years else summary["basis"]))
    publication = document["publication"]
    rule = words.publication(publication)
    default = publication["predicate_basis"]
    by_year = publication.get("predicate_basis_by_year", {})
    exceptions = ", ".join(
        words("show.year_basis", year=year, basis=words(f"basis.{basis}"))
        for year, basis in by_year.items()
        if basis != default
    )
    out.print(Text(rule + (f" ({words('show.by_year', years=exceptions)})." if exceptions else ".")))
    predicates = safe("; ".join(_predicates(words, document)) + ".")
    out.print(Text.assemble((f"{words('show.predicates')}: ", "bold"), predicates))
    out.print()

    table = listing(("", "left"), (words("weight"), "right"), (words("show.scale"), "left"))
    scales = {scale["code"]: words.text(scale.get("name")) or scale["code"] for scale in document.get("scales", [])}
    tiers = [tier["code"] for tier in document["tiers"]]
    for depth, tier, entry in _walk(document):
        style = "" if tier == tiers[-1] else ("bold" if depth == 0 else "cyan")
        tier_name = "" if tier == tiers[-1] else f"{words.tier(tier, document)} "
        name = labelled(f"{'   ' * depth}{tier_name}{entry['code']}  ", _short(entry), style)
        table.add_row(name, _weight(words, entry["weight"]), scales.get(entry.get("scale"), ""))
    out.print(table)
    out.print()
    if document.get("contested"):
        _contested(out, words, document)
    upper = next((entry for _, _, entry in _walk(document)), None)
    if upper is not None and len(document["tiers"]) > 1:
        hint = f"{tiers[0][0]}{upper['code']}"
        top = words.tier(tiers[0], document).lower()
        out.print(Text(words("show.hint", id=document["id"], tier=hint, name=top), "bright_black"))


def node(words: Words, document: Document, found: Document) -> None:
    """One node on a page: where it stands, its weight, and below it criteria and evidence, or its children."""
    out = console()
    entry, tier = found["node"], found["tier"]
    label = f"{words.tier(tier, document)} {entry['code']}  "
    out.print(Text.assemble((label, "bold cyan"), safe(entry["name"]["id"], "bold")))
    if words.language == "en" and entry["name"].get("en"):
        out.print(safe(entry["name"]["en"], "italic"))
    facts = [(words("weight"), _weight(words, entry["weight"]).plain)]
    parents = [
        f"{words.tier(parent['tier'], document)} {parent['code']} {parent['name']['id']}" for parent in found["parents"]
    ]
    facts += [(words("show.in"), "; ".join(parents))] if parents else []
    facts += [(words("show.agencies"), ", ".join(entry["agencies"]))] if entry.get("agencies") else []
    facts += [(words("show.items"), ", ".join(_items(words, entry)))] if entry.get("items") else []
    facts += [(words("show.any_evidence"), words.text(entry["evidence"]))] if entry.get("evidence") else []
    facts += [(words("show.confidence"), entry["confidence"])] if entry.get("confidence") else []
    for name, value in facts:
        out.print(Text.assemble((f"{name}: ", "bright_black"), safe(value)))
    out.print()
    if found["children"]:
        below = words.tier(found["children"][0]["tier"], document)
        table = listing((below, "left"), (words("weight"), "right"))
        for child in found["children"]:
            table.add_row(labelled(f"{child['code']}  ", child["name"]["id"]), _weight(words, child["weight"]))
        out.print(indented(table))
    scale = {level["level"]: level for level in (found["scale"] or {}).get("levels", [])}
    for criterion in entry.get("levels", []):
        named = scale.get(criterion["level"])
        heading = f"{words('level')} {criterion['level']}"
        heading += f"  {named['name']['id']}" if named else ""
        required = criterion.get("requires_level")
        note = f"  {words('show.requires', level=required)}" if required is not None else ""
        out.print(Text.assemble(safe(heading, "bold"), (note, "bright_black")))
        out.print(indented(safe(words.text(criterion["criterion"]))))
        if criterion.get("evidence"):
            evidence = safe(words.text(criterion["evidence"]))
            out.print(indented(Text.assemble((f"{words('show.evidence')}: ", "bright_black"), evidence)))
        out.print()
    if found["measurement"]:
        _measurement(out, words, found["measurement"])
    for note in entry.get("notes", []):
        out.print(Text.assemble((f"{words('show.notes')}: ", "bright_black"), safe(note)))


def find(document: Document, name: str) -> Document | None:
    """A node by `7`, `aspect:7` or `a7`, with its parents, children, scale and measurement."""
    match = re.fullmatch(r"(?:([A-Za-z_-]+):)?(.+)", name.strip())
    if match is None:
        return None
    tiers = [tier["code"] for tier in document["tiers"]]
    asked, code = match[1], match[2]
    choices = [(asked.lower(), code)] if asked else [(tiers[-1], code)]
    if not asked and (initial := re.fullmatch(r"([A-Za-z])(.+)", code)):
        choices += [(tier, initial[2]) for tier in tiers if tier.startswith(initial[1].lower())]
    nodes = {(tier, entry["code"]): entry for _, tier, entry in _walk(document)}
    for entry in document["indicators"]:
        for item in entry.get("items", []):
            nodes.setdefault((tiers[-1], item["code"]), entry)
    for key in choices:
        if key not in nodes:
            continue
        entry = nodes[key]
        tier = key[0]
        parents: list[Document] = []
        above, parent = tier, entry.get("parent")
        while parent is not None:
            above = tiers[tiers.index(above) - 1]
            parents.insert(0, _head(above, nodes[above, parent]))
            parent = nodes[above, parent].get("parent")
        below = tiers[tiers.index(tier) + 1] if tier != tiers[-1] else None
        return {
            "instrument": document["id"],
            "tier": tier,
            "node": entry,
            "parents": parents,
            "children": [
                _head(child_tier, child)
                for _, child_tier, child in _walk(document)
                if child_tier == below and child.get("parent") == entry["code"]
            ],
            "scale": _named(document.get("scales"), entry.get("scale")),
            "measurement": _named(document.get("measurements"), entry.get("measurement")),
        }
    return None


def rows(document: Document) -> Iterator[dict[str, Any]]:
    """One row a node, for CSV."""
    for _, tier, entry in _walk(document):
        yield _row(tier, entry)


def node_rows(found: Document) -> Iterator[dict[str, Any]]:
    """One row a level of an indicator, or a child of another node, for CSV."""
    entry = found["node"]
    for child in found["children"]:
        yield _row(child["tier"], child | {"parent": entry["code"]})
    for criterion in entry.get("levels", []):
        evidence = criterion.get("evidence", {})
        yield {
            "indicator": entry["code"],
            "level": criterion["level"],
            "criterion": criterion["criterion"]["id"],
            "criterion_en": criterion["criterion"].get("en", ""),
            "evidence": evidence.get("id", ""),
            "evidence_en": evidence.get("en", ""),
        }


def _head(tier: str, entry: Document) -> Document:
    """A neighbour of a node, in short."""
    return {"tier": tier, "code": entry["code"], "weight": entry["weight"], "name": entry["name"]}


def _row(tier: str, entry: Document) -> dict[str, Any]:
    name = entry["name"]
    return {
        "tier": tier,
        "code": entry["code"],
        "parent": entry.get("parent", ""),
        "weight": entry["weight"],
        "name": name["id"],
        "name_en": name.get("en", ""),
    }


def _walk(document: Document) -> Iterator[tuple[int, str, Document]]:
    """Every node below its parent: depth, tier, entry."""
    tiers = [tier["code"] for tier in document["tiers"]]
    entries = [(entry["tier"], entry) for entry in document.get("nodes", [])]
    entries += [(tiers[-1], entry) for entry in document["indicators"]]

    def below(depth: int, parent: str | None) -> Iterator[tuple[int, str, Document]]:
        for tier, entry in entries:
            if tier == tiers[depth] and entry.get("parent") == parent:
                yield depth, tier, entry
                if depth + 1 < len(tiers):
                    yield from below(depth + 1, entry["code"])

    return below(0, None)


def _named(entries: list[Document] | None, code: str | None) -> Document | None:
    return next((entry for entry in entries or [] if entry["code"] == code), None)


def _short(entry: Document) -> str:
    """The official name, in its short form where there is one."""
    return str((entry.get("short_name") or entry["name"])["id"])


def _weight(words: Words, weight: str) -> Text:
    return Text(f"{words.number(weight)} %")


def _items(words: Words, entry: Document) -> list[str]:
    return [f"{item['code']} ({_weight(words, item['weight']).plain})" for item in entry["items"]]


def _predicates(words: Words, document: Document) -> Iterator[str]:
    for predicate in document["predicates"]:
        lower = predicate.get("from")
        if lower is None:
            yield f"{predicate['name']['id']} < {words.number(predicate['to'])}"
        else:
            yield f"{predicate['name']['id']} ≥ {words.number(lower)}"


def _years(years: list[int]) -> str:
    if len(years) > 1 and years == list(range(years[0], years[-1] + 1)):
        return f"{years[0]}-{years[-1]}"
    return ", ".join(map(str, years))


def _contested(out: Console, words: Words, document: Document) -> None:
    out.print(Text(words("show.contested"), "bold"))
    for fact in document["contested"]:
        out.print(Text.assemble("- ", safe(fact["fact"])))
        for reading in fact["readings"]:
            out.print(indented(Text.assemble((f"{reading['source']}: ", "bright_black"), safe(reading["reading"])), 4))
        out.print(indented(Text.assemble((f"{words('show.follows')}: ", "cyan"), safe(fact["resolution"])), 4))
    out.print()


def _measurement(out: Console, words: Words, measurement: Document) -> None:
    name = words.text(measurement["name"])
    out.print(safe(words("show.measurement", owner=measurement["owner"], name=name), "bold"))
    converted = measurement["role"] == "value"
    out.print(indented(words("show.measurement_value" if converted else "show.measurement_evidence")))
    table = listing((words("level"), "right"), (words("show.band"), "left"), (words("show.becomes"), "left"))
    for band in measurement["bands"]:
        becomes = ""
        if "value_from" in band:
            becomes = f"{words.number(band['value_from'])} - {words.number(band['value_to'])}"
        table.add_row(str(band["level"]), f"{words.number(band['from'])} - {words.number(band['to'])}", becomes)
    out.print(table)
