"""The picture of docs/performance.md: growth with rows, with indicators, with threads."""

from math import log10
from pathlib import Path

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "spbe"
matplotlib.rcParams["svg.fonttype"] = "none"
matplotlib.rcParams["font.family"] = ["DejaVu Sans"]
import matplotlib.pyplot as plt

OURS, ROWS = "#b3001b", "#e8788a"
SHADES = {
    "roof": ("#000000", "--"),
    "numba": ("#1f6f8b", "-"),
    "numpy columns": ("#3a7d44", "-"),
    "polars": ("#7b5ea7", "-"),
    "duckdb own table": ("#b8860b", "-"),
    "numpy sgemm": ("#7a7a7a", "-"),
}


def draw(rows: list[dict], about: dict, path: Path) -> None:
    """Draws the three panels into one file."""
    figure, (growth, indicators, threads) = plt.subplots(
        1, 3, figsize=(13, 4.6), width_ratios=[1.55, 1.15, 0.8], layout="constrained"
    )
    work = [row for row in rows if row["work"].startswith("59/2020") and row["threads"] == 1]

    def series(layout: str, peer: str, key: str) -> tuple[list[int], list[float]]:
        own = sorted((row["n"], row[key]) for row in work if row["layout"] == layout and row["peer"] == peer)
        return [n for n, _ in own], [value for _, value in own]

    ends = []

    def line(axes, points: tuple, label: str, color: str, style: str = "-", wide: float = 1.4) -> None:
        axes.plot(*points, style, color=color, linewidth=wide, marker="o", markersize=3)
        ends.append((points[0][-1], points[1][-1], label, color))

    for peer, (color, style) in SHADES.items():
        layout = "rows" if peer == "numpy sgemm" else "columns"
        line(growth, series(layout, peer, "peer_ns"), peer, color, style)
    line(growth, series("rows", "roof", "ours_ns"), "ours, rows", ROWS, wide=2.4)
    line(growth, series("columns", "roof", "ours_ns"), "ours, columns", OURS, wide=2.4)
    growth.set(xscale="log", yscale="log", xlabel="assessments in a call", title="Growth with assessments")
    growth.set_ylabel("ns an assessment (CPU)")
    growth.set_xlim(700, 1.6e9)
    growth.set_xticks([10**power for power in range(3, 8)])
    growth.set_xticks([], minor=True)
    label_ends(growth, ends)

    sizes = [row for row in rows if row["work"].startswith("generated")]
    for layout, label, color in (("rows", "ours, rows", ROWS), ("columns", "ours, columns", OURS)):
        own = [
            (int(row["work"].split()[1]), row["ours_ns"], row["peer_ns"]) for row in sizes if row["layout"] == layout
        ]
        indicators.plot(
            [k for k, _, _ in own],
            [ns / k for k, ns, _ in own],
            "o-",
            color=color,
            label=label,
            linewidth=2.4,
            markersize=4,
        )
    indicators.plot(
        [k for k, _, _ in own],
        [ns / k for k, _, ns in own],
        "o--",
        color="black",
        label="roof",
        linewidth=1.4,
        markersize=3,
    )
    indicators.set(xscale="log", xlabel="indicators", title="Growth with indicators")
    indicators.set_ylabel("ns an answer (CPU)")
    indicators.set_ylim(bottom=0)
    indicators.set_xticks([k for k, _, _ in own], [f"{k:,}" for k, _, _ in own])
    indicators.minorticks_off()
    indicators.legend(frameon=False)

    pairs = [row for row in rows if row["threads"] == 2 and row["n"] == max(row["n"] for row in rows)]
    for position, (row, color) in enumerate(zip(pairs, (OURS, ROWS), strict=True)):
        for place, ns, name in ((-0.2, row["peer_ns"], "1"), (0.2, row["ours_ns"], "2")):
            rate = 1000 / ns
            threads.bar(position + place, rate, 0.36, color=color, alpha=1 if name == "2" else 0.55)
            threads.annotate(f"{rate:.0f}", (position + place, rate), ha="center", va="bottom", fontsize=9)
    threads.set_xticks([-0.2, 0.2, 0.8, 1.2], ["1", "2", "1", "2"])
    for position, row in enumerate(pairs):
        text = f"{row['layout']}\n{row['ratio']:.2f} x"
        threads.annotate(text, (position, 0), (0, -34), textcoords="offset points", ha="center", va="center")
    threads.set_xlabel("\n")
    threads.set_ylabel("million assessments a second (wall)")
    threads.set_title("One and two threads")
    threads.margins(y=0.12)

    for axes in (growth, indicators, threads):
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", color="#e6e6e6", linewidth=0.8)
        axes.set_axisbelow(True)
    figure.suptitle(f"{about['processor']} ({about['widest']}), {about['date']}", fontsize=9, color="#555555")
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
    plt.close(figure)


def label_ends(axes, ends: list[tuple]) -> None:
    """Names beside the ends of the lines, moved apart where they would cover each other."""
    axes.figure.canvas.draw()
    low, high = (log10(limit) for limit in axes.get_ylim())
    step = (high - low) * 0.045
    ends = sorted(ends, key=lambda end: end[1])
    places = [log10(value) for _, value, _, _ in ends]
    for _ in range(200):  # neighbours push each other apart
        for below in range(len(places) - 1):
            lack = step - (places[below + 1] - places[below])
            if lack > 0:
                places[below] -= lack / 2
                places[below + 1] += lack / 2
    for (n, value, label, color), place in zip(ends, places, strict=True):
        axes.annotate(
            f"{label} {value:.1f}" if value < 100 else f"{label} {value:.0f}",
            (n, value),
            (1.7e7, 10**place),
            color=color,
            fontsize=9,
            va="center",
            arrowprops={"arrowstyle": "-", "color": color, "linewidth": 0.5, "alpha": 0.6, "shrinkB": 3},
        )
