"""How every benchmark is timed, and on what: all contenders in turn in one process, CPU time, medians."""

import datetime
import gc
import os
import platform
import statistics
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np

LASTING = 4_000_000
"""Nanoseconds that a sample of a short call lasts at least: it is repeated so often."""
SWEPT = 256 << 20
"""Bytes read to sweep the caches: a few times the largest of the processors that this runs on."""


def interleave(
    calls: dict[str, Callable[[], object]],
    rounds: int,
    *,
    clock: Callable[[], int] = time.process_time_ns,
    lasting: int = LASTING,
) -> dict[str, list[float]]:
    """Nanoseconds a call, by contender and round. Each round runs every contender once, each time in another order.

    With `lasting` 0 a sample is one call, and the caches are swept before each: nobody finds there what it or another
    has read or written, nor has to wait until another's results are written back.
    """
    names, repeats, sweep = list(calls), {}, np.ones(SWEPT // 8 if lasting == 0 else 0, np.uint64)
    for name, call in calls.items():
        call()
        start = clock()
        call()
        repeats[name] = max(1, lasting // max(clock() - start, 1))
    times = {name: [] for name in names}
    gc.disable()
    for number in range(rounds):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            call, count = calls[name], repeats[name]
            sweep.max(initial=0)
            start = clock()
            for _ in range(count):
                call()
            times[name].append((clock() - start) / count)
    gc.enable()
    return times


def medians(calls: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Seconds of CPU time a call."""
    return {name: statistics.median(own) / 1e9 for name, own in interleave(calls, rounds).items()}


def machine(*packages: str) -> dict:
    """What the figures depend on."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    fields = dict(line.split(":", 1) for line in lines if ":" in line)
    fields = {name.strip(): value.strip() for name, value in fields.items()}
    flags = fields.get("flags", "").split()
    return {
        "processor": fields.get("model name", platform.machine()),
        "family_model": f"{fields.get('cpu family')}/{fields.get('model')}",
        "processors": os.cpu_count(),
        "widest": next((flag for flag in ("avx512bw", "avx2", "sse2") if flag in flags), "?"),
        "system": f"{platform.system()} {platform.machine()}",
        "load": round(os.getloadavg()[0], 1),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in packages}},
    }


def described(about: dict) -> str:
    """The machine in one line."""
    versions = ", ".join(f"{name} {number}" for name, number in about["versions"].items())
    return (
        f"{about['date']}, {about['processor']} (family/model {about['family_model']}, "
        f"{about['processors']} processors, {about['widest']}), {about['system']}, load {about['load']}; {versions}."
    )
