"""How values lie and how the index comes about, on a page; and the groups as flat rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.rule import Rule
from rich.text import Text

from spbe.cli.layout import bar, brief, clean, console, indented, labelled, listing, plain, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from spbe.cli.layout import Column
    from spbe.cli.words import Words

Record = dict[str, Any]

_MORE, _LESS = 1.2, 0.8
"""From so many times its weight on, and up to so many, a part has an arrow."""

_ENOUGH = 5
"""So many institutions a part, at least, make correlations worth reading."""

_ALPHAS = ((0.9, "high"), (0.7, "good"))
"""What a Cronbach's alpha is called from these values on: Nunnally (1978)."""

_MANY = 30
"""Above so many groups, lines stand in place of laid-out tables."""

_LOADINGS = 6
_COMPONENTS = 3


def page(words: Words, study: Record) -> None:
    """The groups, then the structure."""
    out = console()
    groups = study["groups"]
    # What all groups have in common is said once.
    known = groups[0]["group"] if groups else {}
    keys = [key for key in known if any(group["group"][key] != known[key] for group in groups)]
    common = [str(value) for key, value in known.items() if key not in keys and value is not None]
    title = clean(" · ".join((f"{words('stats.title')}: {study['instrument']}", *common)))
    out.print(Rule(Text(title, "bold"), align="left", characters="─"))
    out.print()
    if groups:
        _predicates(out, words, groups, keys)
        _nodes(out, words, study, keys)
    _structure(out, words, study["structure"])


def _predicates(out: Console, words: Words, groups: list[Record], keys: list[str]) -> None:
    unknown = any(group["predicate_unknown"] for group in groups)
    names = [words("stats.institutions"), *groups[0]["predicates"], *([words("stats.unknown")] if unknown else [])]
    columns: list[Column] = [(_heading(words, keys), "left"), *((clean(name), "right") for name in names)]
    rows = []
    for group in groups:
        counts = [group["institutions"], *group["predicates"].values()]
        counts += [group["predicate_unknown"]] if unknown else []
        rows.append([_name(words, group, keys), *(words.count(count) if count else "·" for count in counts)])
    if len(rows) > _MANY:
        out.print("\n".join(plain(columns, rows)), soft_wrap=True)
    else:
        listed = listing(*columns)
        for name, institutions, *cells in rows:
            listed.add_row(Text(name), Text(institutions, "bold"), *map(Text, cells))
        out.print(listed)
    out.print()


def _nodes(out: Console, words: Words, study: Record, keys: list[str]) -> None:
    """A table a node; one for all nodes where there is one group."""
    groups = study["groups"]
    if len(groups) == 1:
        rows = [[_short(words, node), *_quartiles(words, found)] for node, found in groups[0]["nodes"].items()]
        _quartile_table(out, words, words("stats.node"), rows)
        return
    names = {part["part"]: part["name"] for part in study["structure"]["parts"]}
    for node in groups[0]["nodes"]:
        out.print(safe(_node(words, node, names), "bold"))
        rows = [[_name(words, group, keys), *_quartiles(words, group["nodes"][node])] for group in groups]
        _quartile_table(out, words, _heading(words, keys), rows)


_QUARTILES = ("lowest", "lower_quartile", "median", "upper_quartile", "highest")
_STYLES = ("", "bright_black", "", "bold", "", "bright_black", "", "")


def _quartile_table(out: Console, words: Words, heading: str, rows: list[list[str]]) -> None:
    names = (*_QUARTILES, "mean", "deviation")
    columns: list[Column] = [(heading, "left"), *((words(f"stats.{name}"), "right") for name in names)]
    if len(rows) > _MANY:
        out.print("\n".join(plain(columns, rows)), soft_wrap=True)
    else:
        listed = listing(*columns)
        for row in rows:
            listed.add_row(*(Text(cell, style) for cell, style in zip(row, _STYLES, strict=True)))
        out.print(listed)
    out.print()


def _quartiles(words: Words, found: Record) -> list[str]:
    exact = [found[key] for key in _QUARTILES]
    cells = ["-" if value is None else words.rounded(value) for value in exact]
    return cells + ["-" if found[key] is None else words.rounded(found[key]) for key in ("mean", "standard_deviation")]


def _structure(out: Console, words: Words, structure: Record) -> None:
    out.print(Text(words("stats.structure"), "bold"))
    if not structure["institutions"]:
        out.print(indented(Text(words("stats.no_structure"), "bright_black")))
        return
    tier = words.tier(structure["tier"]).lower()
    when = "".join(f" {part}" for part in (structure["year"], structure["stage"]) if part is not None)
    counted = words("stats.structure_of", count=words.count(structure["institutions"]), when=when, tier=tier)
    out.print(indented(safe(counted, "bright_black")))
    if structure["left_out"]:
        left_out = words("stats.left_out", count=words.count(structure["left_out"]))
        out.print(indented(Text(left_out, "yellow")))
    out.print()
    listed = listing(
        (words.tier(structure["tier"]), "left"),
        (words("stats.nominal"), "right"),
        (words("stats.effective"), "right"),
        ("", "left"),
        ("", "left"),
        (words("stats.with_index"), "right"),
        (words("stats.item_rest"), "right"),
    )
    listed.expand = True
    listed.columns[0].ratio = 1
    known = [part["effective_weight"] for part in structure["parts"] if part["effective_weight"] is not None]
    largest = max([*known, *(part["weight"] for part in structure["parts"])])
    for part in structure["parts"]:
        effective = part["effective_weight"]
        listed.add_row(
            labelled(f"{part['part'].partition(':')[2]:>2}  ", brief(_text(words, part))),
            Text(_percent(words, part["weight"], 2), "bright_black"),
            Text(_percent(words, effective), "bold"),
            _arrow(part),
            bar(max(effective or 0, 0) / largest if largest else 0, 10),
            _coefficient(words, part["with_index"]["pearson"]),
            _coefficient(words, part["item_rest"]),
        )
    out.print(listed)
    out.print(indented(Text(words("stats.effective_legend", tier=tier), "bright_black")))
    out.print()
    _in_words(out, words, structure)


def _in_words(out: Console, words: Words, structure: Record) -> None:
    """Alpha and the components, for those who have never heard of them."""
    if structure["institutions"] < _ENOUGH * len(structure["parts"]):
        counts = {"count": structure["institutions"], "parts": len(structure["parts"])}
        few = words("stats.few", tier=words.tier(structure["tier"]).lower(), **counts)
        out.print(indented(Text(few, "yellow")))
    alpha, components = structure["cronbach_alpha"], structure["components"]
    if alpha is not None:
        meaning = next((name for limit, name in _ALPHAS if alpha >= limit), "low")
        value = words.rounded(alpha)
        out.print(indented(words("stats.alpha", value=value, meaning=words(f"stats.alpha_{meaning}"))))
    if components is None:
        return
    above = components["above_one"]
    meaning = words("stats.one_thing") if above <= 1 else words("stats.several_things", above=above)
    sentence = words(
        "stats.components",
        first=_percent(words, components["shares"][0]),
        above=above,
        count=len(components["parts"]),
        tier=words.tier(structure["tier"]).lower(),
        meaning=meaning,
    )
    out.print(indented(sentence))
    if above <= 1:
        return
    found = zip(components["shares"][:above], components["loadings"][:above], strict=True)
    for number, (share, loadings) in enumerate(list(found)[:_COMPONENTS], 1):
        strongest = sorted(zip(components["parts"], loadings, strict=True), key=lambda own: -abs(own[1]))[:_LOADINGS]
        parts = ", ".join(f"{part.partition(':')[2]} ({_coefficient(words, own)})" for part, own in strongest)
        line = words("stats.component", number=number, share=_percent(words, share), parts=parts)
        out.print(indented(Text(line, "bright_black"), 4))


def _text(words: Words, part: Record) -> str:
    return words.text(part["name"]) if part["name"] else part["part"]


def _arrow(part: Record) -> str:
    effective = part["effective_weight"]
    if effective is None:
        return ""
    return "▲" if effective >= _MORE * part["weight"] else "▼" if effective <= _LESS * part["weight"] else ""


def _heading(words: Words, keys: list[str]) -> str:
    return ", ".join(words.label(key) for key in keys) or words("stats.group")


def _name(words: Words, group: Record, keys: list[str]) -> str:
    return clean(", ".join(str(group["group"][key] or "-") for key in keys)) or words("stats.all")


def _node(words: Words, node: str, names: dict[str, Any]) -> str:
    tier, _, code = node.partition(":")
    if not code:
        return words("index")
    name = f" {brief(words.text(names[node]))}" if names.get(node) else ""
    return f"{words.tier(tier)} {code}{name}"


def _short(words: Words, node: str) -> str:
    """`D4` for domain 4: beside seven numbers there is no room for more."""
    tier, _, code = node.partition(":")
    return f"{words.tier(tier)[0]}{code}" if code else words("index")


def _percent(words: Words, share: float | None, decimals: int = 1) -> str:
    return "-" if share is None else words.number(f"{share:.{decimals}%}").replace("%", " %").replace("-", "−")


def _coefficient(words: Words, value: float | None) -> str:
    return "-" if value is None else words.rounded(value).replace("-", "−")


def rows(words: Words, study: Record) -> Iterator[Record]:
    """One flat row for each node of each group; what holds for the whole group stands in each of its rows."""
    for group in study["groups"]:
        head = dict(group["group"]) | {"institutions": group["institutions"]}
        head |= {f"predicate_{clean(name)}": count for name, count in group["predicates"].items()}
        head |= {"predicate_unknown": group["predicate_unknown"]}
        for node, found in group["nodes"].items():
            yield head | {"node": node} | found
