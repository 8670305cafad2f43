"""What the memory allows: reading and writing the same bytes as the work, in this process, and nothing else."""

from collections.abc import Callable

import numba
import numpy as np


@numba.njit
def _sum(words):
    total = np.uint64(0)
    for word in words:
        total += word
    return total


# The value differs from word to word: a loop of equal ones would become a fill.
@numba.njit
def _store(words, value):
    for position in range(words.shape[0]):
        words[position] = value + np.uint64(position)


def _words(cells: np.ndarray) -> np.ndarray:
    flat = cells.reshape(-1).view(np.uint8)
    return flat[: flat.size // 8 * 8].view(np.uint64)


def readers(cells: np.ndarray) -> dict[str, Callable]:
    """Passes that read every byte once; the fastest is the roof."""
    words = _words(cells)
    return {
        "sum of words (numba)": lambda: _sum(words),
        "maximum (numpy)": lambda: np.maximum.reduce(words),
    }


def writers(published: np.ndarray, predicate: np.ndarray) -> dict[str, Callable]:
    """Passes that write every byte once; the fastest is the roof."""
    wide, narrow = _words(published), _words(predicate)

    def store() -> None:
        _store(wide, np.uint64(3))
        _store(narrow, np.uint64(3))

    def fill() -> None:
        published.view(np.uint8).fill(3)
        predicate.fill(3)

    return {"plain stores (numba)": store, "fill of bytes (numpy)": fill}
