"""What the writer and the reader of a form agree on.

A form may come back with rows, columns and sheets in another order, under other names, in either language. What stays
is the mark on every sheet (which instrument, which checksum) and the headings, by which the reader finds its columns.
"""

from __future__ import annotations

import re

MARK = "spbe-form/1"
"""The beginning of the mark on every sheet: `spbe-form/1 INSTRUMENT CHECKSUM`."""

MARK_PATTERN = re.compile(rf"{re.escape(MARK)}\s+(\S+)\s+([0-9a-f]{{64}})")

COLUMNS = {
    "code": ("Kode", "Code"),
    "indicator": ("Indikator", "Indicator"),
    "weight": ("Bobot (%)", "Weight (%)"),
    "criteria": ("Kriteria setiap tingkat", "Criteria of each level"),
    "level": ("Tingkat", "Level"),
    "value": ("Nilai", "Value"),
    "evidence": ("Data dukung", "Evidence"),
    "unit": ("Unit penanggung jawab", "Responsible unit"),
    "notes": ("Catatan", "Notes"),
}
"""The columns of a sheet of indicators, by their headings in both languages. `level` or `value` is the answer."""

FIELDS = {
    "institution": ("Nama instansi", "Institution"),
    "year": ("Tahun", "Year"),
    "stage": ("Tahap", "Stage"),
    "type": ("Jenis instansi", "Type of institution"),
    "province": ("Provinsi", "Province"),
}
"""The lines of the cover, each with its answer in the next cell."""

IDENTITY = ("Identitas", "Identity")
"""The heading above the lines of the cover. What stands there under another name is kept as a label."""

COVER = ("Sampul", "Cover")

STAGES = ("mandiri", "dokumen", "interviu", "visitasi", "akhir")
TYPES = ("Kementerian", "Lembaga", "Provinsi", "Kabupaten", "Kota")


def column_letter(position: int) -> str:
    """The letters of a column counted from 0: `A`, `Z`, `AA`."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_names(document: dict[str, object], language: str) -> list[tuple[str, list[str]]]:
    """The sheets of indicators with their names and the codes of their items, in the order of the instrument."""
    tiers, nodes = document["tiers"], document.get("nodes", [])
    assert isinstance(tiers, list)
    assert isinstance(nodes, list)
    indicators = document["indicators"]
    assert isinstance(indicators, list)
    top = [node for node in nodes if len(tiers) > 1 and node["tier"] == tiers[0]["code"]]
    if not top:
        name = tiers[-1]["name"]
        return [(_sheet_name(name["id"] if language == "id" else name.get("en", name["id"])), items(indicators))]
    tier = tiers[0]["name"]
    letter = (tier["id"] if language == "id" else tier.get("en", tier["id"]))[0]
    parents = {(node["tier"], node["code"]): node for node in nodes}

    def root(parent: str, depth: int) -> str:
        while depth > 0:
            parent = parents[(tiers[depth]["code"], parent)]["parent"]
            depth -= 1
        return parent

    named = []
    for node in top:
        below = [entry for entry in indicators if root(entry["parent"], len(tiers) - 2) == node["code"]]
        named.append((_sheet_name(f"{letter}{node['code']} {node['name']['id']}"), items(below)))
    return named


def items(indicators: list[dict[str, object]]) -> list[str]:
    """The codes that answers are given to: of indicators, or of the items they are scored by."""
    codes: list[str] = []
    for entry in indicators:
        scored = entry.get("items")
        codes += [item["code"] for item in scored] if isinstance(scored, list) and scored else [str(entry["code"])]
    return codes


def _sheet_name(text: str) -> str:
    """A name that a spreadsheet allows: 31 characters, none of `[]:*?/\\`, cut between words."""
    name = re.sub(r"[\[\]:*?/\\]", " ", text).strip("' ")
    if len(name) > 31:
        name = name[:32].rsplit(" ", 1)[0][:31]
    return name
