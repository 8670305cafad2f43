"""Whom to learn from, on a page: who is near and better, what to learn, which visits; and the same as flat rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from spbe.cli.layout import brief, console, indented, labelled, listing, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from spbe.cli.layout import Column
    from spbe.cli.words import Words

Record = dict[str, Any]

_LESSONS = 5
"""So many lessons of each peer stand on the page; the others are counted."""


def page(words: Words, study: Record) -> None:
    """The whole study."""
    out = console()
    who = " · ".join(str(part) for part in (study["institution"], study["year"], study["stage"]) if part is not None)
    out.print(Rule(safe(who, "bold"), align="left", characters="─"))
    out.print(Text(f"{words('peers.who')}, {study['instrument']}", "bright_black"))
    out.print()
    _own(out, words, study)
    out.print()
    if not study["peers"]:
        out.print(Text(words("peers.none"), "bold"))
        return
    _peers(out, words, study)
    _lessons(out, words, study)
    _visits(out, words, study)


def _own(out: Console, words: Words, study: Record) -> None:
    head = Text(f"  {words('index')}  ", "bright_black")
    head.append(f" {_index(words, study)} ", "bold not dim reverse")
    head.append(f"  {study['predicate'] or ''}", "bold green")
    out.print(head)
    how = ", ".join(value for value in study["within"].values() if value) or words("peers.within_all")
    basis = words(f"peers.basis_{study['basis']}", tier=words.tier(study["tier"]).lower())
    counts = {"better": words.count(study["better"]), "compared": words.count(study["compared"])}
    out.print(indented(safe(words("peers.compared", how=f"{how}; {basis}", **counts), "bright_black")))
    if study["left_out"]:
        left_out = words("peers.left_out", count=words.count(study["left_out"]))
        out.print(indented(Text(left_out, "yellow")))


def _peers(out: Console, words: Words, study: Record) -> None:
    """Who they are, a row each."""
    out.print(Text(words("peers.nearest"), "bold"))
    out.print()
    has_province = any("province" in peer["labels"] for peer in study["peers"])
    province: list[Column] = [(words("label.province"), "left")] if has_province else []
    listed = listing(
        (words("institution"), "left"),
        *province,
        (words("index"), "right"),
        (words("predicate"), "left"),
        (words("peers.gain"), "right"),
        (words("peers.loss"), "right"),
        (words("peers.distance"), "right"),
    )
    listed.columns[0].min_width = 18
    for number, peer in enumerate(study["peers"], 1):
        listed.add_row(
            labelled(f"{number}. ", peer["institution"], label_style="bold", style="bold"),
            *([safe(peer["labels"].get("province", ""))] if has_province else []),
            _index(words, peer),
            peer["predicate"] or "-",
            Text(_points(words, peer["gain"]), "green"),
            Text(_points(words, peer["loss"], "−"), "red" if peer["loss"] else "bright_black"),
            words.rounded(peer["distance"], 3),
        )
    out.print(listed)
    out.print(indented(safe(words("peers.explain", institution=study["institution"]), "bright_black")))
    out.print()


def _lessons(out: Console, words: Words, study: Record) -> None:
    """What each does better, the most worth first."""
    out.print(Text(words("peers.lessons"), "bold"))
    out.print()
    listed = listing(
        ("", "left"),
        (words("peers.own"), "right"),
        (words("peers.theirs"), "right"),
        (words("peers.worth"), "right"),
    )
    listed.expand = True
    listed.columns[0].ratio = 1
    for number, peer in enumerate(study["peers"], 1):
        listed.add_row(safe(f"{number}. {peer['institution']}", "bold"), "", "", "")
        for lesson in peer["lessons"][:_LESSONS]:
            listed.add_row(
                indented(_part(words, lesson), 3),
                Text(_value(words, lesson, "own"), "bright_black"),
                _value(words, lesson, "theirs"),
                Text(_points(words, lesson["worth"]), "green"),
            )
        hidden = len(peer["lessons"]) - _LESSONS
        if hidden > 0:
            listed.add_row(
                indented(Text(words("peers.more", count=words.count(hidden)), "bright_black"), 3), "", "", ""
            )
    out.print(listed)
    out.print()


def _visits(out: Console, words: Words, study: Record) -> None:
    """The best set of one visit, of two, and so on."""
    if not study["visits"]:
        return
    out.print(Text(words("peers.visits"), "bold"))
    for plan in study["visits"]:
        names = [host["institution"] for host in plan["hosts"]]
        hosts = words("and").join(part for part in (", ".join(names[:-1]), names[-1]) if part)
        worth = _points(words, plan["worth"])
        key = "peers.visit_one" if plan["visits"] == 1 else "peers.visit_many"
        out.print(indented(safe(words(key, hosts=hosts, worth=worth), "bold")))
        if not plan["optimal"]:
            bound = _points(words, plan["bound_exact"])
            out.print(indented(Text(f"({words('peers.not_proven', bound=bound)})", "yellow"), 4))
        for host in plan["hosts"]:
            out.print(indented(_taught(words, host), 4))
    if all(plan["optimal"] for plan in study["visits"]):
        out.print(indented(Text(words("peers.proven"), "bright_black")))


def _taught(words: Words, host: Record) -> Table:
    """A host and what is learned there; a part and its worth stay on one line."""
    shown = host["lessons"][:_LESSONS]
    parts = [f"{_code(words, lesson['part'])} {_points(words, lesson['worth'])}" for lesson in shown]
    text = ", ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts)
    hidden = len(host["lessons"]) - len(shown)
    text += f" {words('peers.more', count=words.count(hidden))}" if hidden else ""
    line = Table.grid()
    line.add_column(overflow="fold")
    line.add_row(Text.assemble(safe(f"{host['institution']}: "), (text, "bright_black")))
    return line


def _part(words: Words, lesson: Record) -> Table:
    name = brief(words.text(lesson["name"])) if lesson["name"] else ""
    return labelled(f"{_code(words, lesson['part'])}  ", name)


def _code(words: Words, part: str) -> str:
    """A part as people say it: `Domain 2`."""
    tier, _, code = part.partition(":")
    return f"{words.tier(tier)} {code}" if code else words("index")


def _index(words: Words, record: Record) -> str:
    return "-" if record["index"] is None else words.published(record["index"])


def _points(words: Words, value: float | str, sign: str = "+") -> str:
    """Index points with their sign."""
    return f"{sign if value not in (0, '0') else ''}{words.rounded(value, 3)}"


def _value(words: Words, lesson: Record, whose: str) -> str:
    """The value of an indicator as it is; that of a node with two decimals at least, a fraction with two."""
    exact = lesson[f"{whose}_exact"]
    if lesson["part"].startswith("indicator:") and "/" not in exact:
        return words.number(exact)
    return words.rounded(exact) if "/" in exact else words.published(float(exact))


COLUMNS = (
    *("institution", "year", "stage", "index", "list", "number", "peer", "province", "peer_index", "predicate"),
    *("distance_exact", "gain_exact", "loss_exact", "part", "name", "own", "theirs", "worth", "worth_exact"),
    *("visits_worth_exact", "optimal"),
)
"""The columns of `rows`."""


def rows(words: Words, study: Record) -> Iterator[Record]:
    """One flat row for each thing to learn: from each peer, then from each host of each set of visits."""
    head = {name: study[name] for name in ("institution", "year", "stage", "index")}
    for number, peer in enumerate(study["peers"], 1):
        known = {"index": "peer_index"} | {name: name for name in _PEER}
        own = {column: peer[name] for name, column in known.items()}
        yield from _flat(words, head | {"list": "peer", "number": number}, peer, own)
    for plan in study["visits"]:
        own = {"visits_worth_exact": plan["worth_exact"], "optimal": "true" if plan["optimal"] else "false"}
        for host in plan["hosts"]:
            own_host = {"peer_index": host["index"]} | own
            yield from _flat(words, head | {"list": "visits", "number": plan["visits"]}, host, own_host)


_PEER = ("predicate", "distance_exact", "gain_exact", "loss_exact")


def _flat(words: Words, head: Record, host: Record, own: Record) -> Iterator[Record]:
    for lesson in host["lessons"]:
        yield head | {
            "peer": host["institution"],
            "province": host["labels"].get("province"),
            **own,
            "part": lesson["part"],
            "name": words.text(lesson["name"]),
            "own": lesson["own_exact"],
            "theirs": lesson["theirs_exact"],
            "worth": lesson["worth"],
            "worth_exact": lesson["worth_exact"],
        }
