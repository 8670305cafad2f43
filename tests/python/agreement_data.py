"""Ratings of one year that look like real ones: a real city, and made-up institutions around it.

Kota Denpasar 2021 is real: its self-assessment and the official result, as `tests/vectors` holds them. The others are
made up. What is real about them is the way in which such ratings differ: institutions overrate themselves, most of all
where evidence is weak; those who read the documents know less than those who visit, and some answers are never given.

`SPBE_WRITE=1 python tests/python/agreement_data.py` writes the file; a test compares it.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
from pathlib import Path

VECTORS = Path(__file__).parents[1] / "vectors"
FILE = VECTORS / "agreement_2021.csv"

CODES = [str(code) for code in range(1, 48)]
TOWNS = ("Anggrek", "Bakau", "Cendana", "Damar", "Enau", "Flamboyan", "Gaharu", "Jati", "Kenari", "Lontar", "Melati")
OVERRATED = {"8", "12", "13", "21", "22", "24", "26", "29", "30"}
"""Where the self-assessment runs ahead: what needs documents that few can show."""


def content() -> str:
    """The file: one row an institution and stage."""
    draw = random.Random(59_2020)
    real = {stage: _levels(name) for stage, name in (("mandiri", "denpasar_2021_self"), ("akhir", "denpasar_2021"))}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["institution", "type", "year", "stage", *CODES])
    for stage, levels in real.items():
        writer.writerow(["Kota Denpasar", "kota", 2021, stage, *(levels[code] for code in CODES)])
    for town in TOWNS:
        strength = draw.random() * 2 - 1.5
        final = {code: _level(real["akhir"][code] + strength + _noise(draw, 0.8)) for code in CODES}
        own = {code: _overrated(draw, code, level) for code, level in final.items()}
        read = {code: _level(level + _noise(draw, 0.6)) for code, level in final.items()}
        blank = {code for code in CODES if draw.random() < 0.02}  # what readers found nothing on
        head = [f"Kabupaten {town}", "kabupaten", 2021]
        writer.writerow([*head, "mandiri", *(own[code] for code in CODES)])
        writer.writerow([*head, "dokumen", *("" if code in blank else read[code] for code in CODES)])
        writer.writerow([*head, "akhir", *(final[code] for code in CODES)])
    return text.getvalue()


def _levels(name: str) -> dict[str, int]:
    levels: dict[str, int] = json.loads((VECTORS / f"{name}.json").read_text())["levels"]
    return levels


def _noise(draw: random.Random, spread: float) -> float:
    """A number around 0, rarely far from it."""
    return (draw.random() + draw.random() + draw.random() - 1.5) * 2 * spread


def _overrated(draw: random.Random, code: str, level: int) -> int:
    chance = 0.85 if code in OVERRATED else 0.25
    raised = level + (1 if draw.random() < chance else 0) + (1 if draw.random() < chance / 4 else 0)
    return _level(raised - (1 if draw.random() < 0.06 else 0))  # who is modest


def _level(value: float) -> int:
    return min(5, max(1, round(value)))


if __name__ == "__main__" and os.environ.get("SPBE_WRITE") == "1":
    FILE.write_text(content())
