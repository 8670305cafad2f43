"""What `make demo` shows: a real city scored exactly, beside the official report and among all institutions.

Everything comes from the public Python interface and the files in `data/`.
"""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path
from typing import Any

import spbe
from rich import box
from rich.console import Console, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

DATA = Path(__file__).resolve().parent.parent / "data"
CITY, YEAR = "Kota Bandar Lampung", 2023
AGREES, DIFFERS = Text("✓", "bold green"), Text("✗ BEDA", "bold red")

RULES = {
    "half_up": "Dibulatkan, setengah ke atas",
    "half_even": "Dibulatkan, setengah ke genap",
    "truncate": "Dipotong tanpa pembulatan",
    "chained": "Dari nilai domain yang sudah dibulatkan",
    "unanswered_as_zero": "indikator tak terjawab dihitung 0",
}

out = Console(width=min(shutil.get_terminal_size((100, 24)).columns, 100), highlight=False, emoji=False, markup=False)


def main() -> int:
    """Gives 1 if anything differs from the official report."""
    levels, official = DATA / "bandar-lampung-2021-2023.csv", table("bandar-lampung-official.csv")
    national = table("official-2023-2024.csv")
    instrument = spbe.instrument("spbe-2020")
    scores = spbe.score_file(levels, instrument)

    heading("1", f"{CITY}: tiga tahun, dihitung dari 47 tingkat kematangan")
    years(scores, official)
    score = next(score for score in scores if score["year"] == YEAR)
    report = next(row for row in official if row["tahun"] == str(YEAR))
    heading("2", f"Hasil {YEAR} di samping laporan resmi, simpul demi simpul")
    differences = compare(instrument, score, report)
    heading("3", f"Peringkat {YEAR} menurut indeks terpublikasi")
    ranks([row for row in national if row["year"] == str(YEAR)], score)
    following = score["next"]["predicate"]
    heading("4", f"Apa yang membawa {CITY} ke {following}, dan kepada siapa belajar")
    plan(levels, following)
    visits()
    heading("5", "Audit seluruh hasil resmi 2023 dan 2024")
    audit(instrument)
    out.print()
    out.print(Text("Berikutnya: .venv/bin/spbe score data/bandar-lampung-2021-2023.csv --year 2023", "bright_black"))
    return 1 if differences else 0


def years(scores: list[dict[str, Any]], official: list[dict[str, str]]) -> None:
    """The three years, a row each."""
    listed = listing(
        ("Tahun", "left"),
        ("Indeks", "right"),
        ("Nilai eksak", "right"),
        ("Predikat", "left"),
        ("Laporan resmi", "left"),
        ("", "left"),
    )
    for score, row in zip(scores, official, strict=True):
        same = (f"{score['index']:.2f}", score["predicate"]) == (row["indeks"], row["predikat"])
        listed.add_row(
            str(score["year"]),
            Text(published(score["index"]), "bold"),
            number(score["index_exact"]),
            score["predicate"],
            Text.assemble(f"{number(row['indeks'])} {row['predikat']} ", AGREES if same else DIFFERS),
            bar(score["index"] / 5, 20),
        )
    out.print(indented(listed))


def compare(instrument: spbe.Instrument, score: dict[str, Any], report: dict[str, str]) -> int:
    """Index, domains and aspects beside the report; gives how many differ."""
    names = {(node["tier"], node["code"]): node["name"]["id"] for node in instrument.to_dict()["nodes"]}
    lines = [("Indeks SPBE", score["index_exact"], score["index"], report["indeks"])]
    for tier, letter, label in (("domain", "d", "Domain"), ("aspect", "a", "Aspek")):
        for code, value in score[f"{tier}s"].items():
            exact = score[f"{tier}s_exact"][code]
            lines.append((f"{label} {code} {names[tier, code]}", exact, value, report[f"{letter}{code}"]))
    listed = listing(("Simpul", "left"), ("Eksak", "right"), ("Dihitung", "right"), ("Resmi", "right"), ("", "left"))
    differences = 0
    for name, exact, value, printed in lines:
        same = f"{value:.2f}" == printed
        differences += not same
        cells = (number(exact), published(value), number(printed))
        listed.add_row(name, *cells, AGREES if same else DIFFERS, style="bold" if name.startswith("Indeks") else "")
    same = score["predicate"] == report["predikat"]
    differences += not same
    listed.add_row("Predikat", "", score["predicate"], report["predikat"], AGREES if same else DIFFERS, style="bold")
    out.print(indented(listed))
    return differences


def ranks(rows: list[dict[str, str]], score: dict[str, Any]) -> None:
    """The place among all, among cities, and within the province."""
    city = next(row for row in rows if row["institution"] == CITY)
    groups = (
        ("instansi", rows),
        ("kota", [row for row in rows if row["type"] == "kota"]),
        (f"instansi di {city['province']}", [row for row in rows if row["province"] == city["province"]]),
    )
    listed = Table.grid(padding=(0, 2, 0, 0))
    listed.add_column(justify="right", no_wrap=True)
    listed.add_column(no_wrap=True)
    listed.add_column()
    for name, group in groups:
        places = spbe.competition_ranks([row["index"] for row in group])
        place = places[group.index(city)]
        best = group[places.index(1)]
        first = f"tertinggi {number(best['index'])}: {best['institution'].split('/')[0]}"
        listed.add_row(Text(f"ke-{place}", "bold"), f"dari {len(group)} {name}", Text(first, "bright_black"))
    out.print(indented(listed))
    following = score["next"]
    gap, steps = number(following["gap_exact"]), following["fewest_levels"]
    out.print(indented(f"Menuju {following['predicate']}: kurang {gap} poin, paling sedikit {steps} kenaikan tingkat."))


def plan(levels: Path, predicate: str) -> None:
    """The cheapest way to a predicate, where each step of a level costs the same."""
    found = spbe.cohort(levels).plan(CITY, year=YEAR, predicate=predicate)
    listed = listing(("Indikator", "left"), ("Dari → ke", "right"), ("Poin", "right"), ("Indeks", "right"))
    for step in found["steps"]:
        name = f"{step['indicator']:>2} {step['name']['id'].removeprefix('Tingkat Kematangan ')}"
        levels_of = f"{step['from']:.0f} → {step['to']:.0f}"
        listed.add_row(name, levels_of, f"+{number(step['gain_exact'])}", published(step["index"]))
    out.print(indented(listed))
    proven = "terbukti paling sedikit" if found["optimal"] else "belum terbukti paling sedikit"
    out.print(indented(f"{found['cost']:.0f} kenaikan tingkat, {proven}."))


def visits() -> None:
    """The best visits to other cities, by what the official table prints of them."""
    cohort = spbe.cohort(DATA / "official-2023-2024.csv")
    study = cohort.peers(CITY, year=YEAR, reach="1", visits=3)
    best = study["visits"][-1]
    worth, better = number(best["worth_exact"]), study["better"]
    out.print(
        indented(f"{best['visits']} kunjungan terbaik di antara {better} kota yang lebih baik, senilai {worth} poin")
    )
    out.print(indented("bila setiap domain naik paling banyak satu tingkat:"))
    for host in best["hosts"]:
        lessons = ", ".join(
            f"{lesson['name']['id']} {published(float(lesson['theirs']))}" for lesson in host["lessons"]
        )
        out.print(indented(f"{host['institution']} ({published(float(host['index']))}): {lessons}", 4))


def audit(instrument: spbe.Instrument) -> None:
    """What the official table shows about the rules."""
    report = spbe.audit_file(DATA / "official-2023-2024.csv", instrument)
    summary = report["summary"]
    out.print(
        indented(
            f"{count_text(summary['rows'])} hasil: {count_text(summary['consistent'])} sesuai aturan, "
            f"{summary['consistent_only_under']} hanya dengan anggapan lain, {summary['impossible']} mustahil."
        )
    )
    for result in report["results"]:
        if result["verdict"] != "consistent":
            under = " atau ".join(" dan ".join(RULES.get(name, name) for name in names) for names in result["under"])
            out.print(indented(f"{result['institution']} {result['year']}: {under or result['reasons'][0]['id']}.", 4))
    listed = listing(("Indeks tercetak mengikuti aturan", "left"), ("Hasil", "right"), ("", "left"))
    for rule, count in summary["by_rule"].items():
        listed.add_row(RULES[rule], count_text(count), bar(count / summary["rows"], 20))
    out.print(indented(listed))
    bases = ((2023, "predicate_on_exact", "terpublikasi"), (2024, "predicate_on_published", "eksak"))
    for year, ruled_out, basis in bases:
        deciding = [row for row in report["results"] if row["year"] == year and ruled_out in row["rules_out"]]
        names = [row["institution"] for row in deciding]
        out.print(indented(f"Predikat {year} dibaca dari indeks {basis}; buktinya {', '.join(names)}."))


def number(exact: str) -> str:
    """A number as Indonesian writes it."""
    return exact.replace(".", ",")


def published(value: float) -> str:
    """A published number with its two decimals."""
    return number(f"{value:.2f}")


def count_text(count: int) -> str:
    """A whole number with points between thousands."""
    return f"{count:,}".replace(",", ".")


def bar(share: float, width: int) -> Text:
    """A bar for the eye; the number stands beside it."""
    filled = int(share * width)
    return Text.assemble(("█" * filled, "cyan"), ("░" * (width - filled), "bright_black"))


def listing(*columns: tuple[str, JustifyMethod]) -> Table:
    """A table with one line under its heading."""
    listed = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for name, justify in columns:
        listed.add_column(name, justify=justify)
    return listed


def indented(content: RenderableType, by: int = 2) -> Padding:
    """A paragraph or table set in from the left."""
    return Padding(content, (0, 0, 0, by), expand=False)


def heading(number: str, text: str) -> None:
    """A numbered part."""
    out.print()
    out.print(Rule(Text(f"{number}. {text}", "bold cyan"), align="left", style="bright_black"))


def table(name: str) -> list[dict[str, str]]:
    """A file of `data/` as dictionaries."""
    with (DATA / name).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


if __name__ == "__main__":
    sys.exit(main())
