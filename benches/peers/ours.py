"""Our kernel through the C interface, as any language would call it."""

import ctypes as c
from collections.abc import Callable
from pathlib import Path

import numpy as np

U8, U16 = np.uint8, np.uint16


class Numbers(c.Structure):
    """`SpbeNumbers`."""

    _fields_ = [("data", c.c_void_p), ("bits", c.c_uint32)]


class Batch(c.Structure):
    """`SpbeBatch`."""

    _fields_ = [
        ("size", c.c_size_t),
        ("threads", c.c_uint32),
        ("predicate_basis", c.c_uint32),
        ("year", c.c_uint16),
        ("index_sum", Numbers),
        ("index_published", Numbers),
        ("node_sums", c.POINTER(Numbers)),
        ("node_published", c.POINTER(Numbers)),
        ("node_count", c.c_size_t),
        ("predicate", c.c_void_p),
        ("validity", c.c_void_p),
    ]


class Summary(c.Structure):
    """`SpbeSummary`."""

    _fields_ = [("size", c.c_size_t), ("invalid", c.c_size_t), ("first_row", c.c_size_t), ("first_item", c.c_size_t)]


class Library:
    """The shared library."""

    def __init__(self, path: Path) -> None:
        self.library = c.CDLL(str(path))
        pointer, size = c.c_void_p, c.c_size_t
        for name, arguments in {
            "spbe_kernel_score_columns": [pointer, pointer, size, size, pointer, pointer, pointer],
            "spbe_kernel_score_rows": [pointer, pointer, size, size, size, pointer, pointer, pointer],
        }.items():
            getattr(self.library, name).argtypes = arguments

    def kernel(self, toml: str) -> "Kernel":
        """Compiles an instrument."""
        return Kernel(self.library, toml)


class Kernel:
    """A compiled instrument."""

    def __init__(self, library: c.CDLL, toml: str) -> None:
        self.library = library
        instrument, error, text = c.c_void_p(), c.c_void_p(), toml.encode()
        status = library.spbe_instrument_parse(text, c.c_size_t(len(text)), 1, c.byref(instrument), c.byref(error))
        if status:
            message = c.c_char_p()
            library.spbe_error_message(error, 0, c.byref(message), None)
            raise ValueError(message.value)
        self.handle, nodes, items = c.c_void_p(), c.c_size_t(), c.c_size_t()
        assert library.spbe_kernel_compile(instrument, c.byref(self.handle), None) == 0
        assert library.spbe_kernel_node_count(self.handle, c.byref(nodes), None) == 0
        assert library.spbe_instrument_item_count(instrument, c.byref(items), None) == 0
        self.nodes, self.items = nodes.value, items.value
        library.spbe_instrument_free(instrument)

    def _batch(self, published: np.ndarray, predicate: np.ndarray, threads: int) -> Batch:
        """`published`: the index, then the nodes, a row each."""
        places = [Numbers(row.ctypes.data, 16) for row in published]
        return Batch(
            size=c.sizeof(Batch),
            threads=threads,
            index_published=places[0],
            node_published=(Numbers * self.nodes)(*places[1:]),
            node_count=self.nodes,
            predicate=predicate.ctypes.data,
        )

    def columns(self, cells: np.ndarray, published: np.ndarray, predicate: np.ndarray, threads: int = 1) -> Callable:
        """A call that scores `cells`, an array of items x rows."""
        batch, summary = self._batch(published, predicate, threads), Summary(size=c.sizeof(Summary))
        pointers = (c.c_void_p * self.items)(*(column.ctypes.data for column in cells))
        arguments = (self.handle, pointers, self.items, cells.shape[1], c.byref(batch), c.byref(summary), None)
        return self._call(
            self.library.spbe_kernel_score_columns, arguments, summary, (cells, published, predicate, batch)
        )

    def rows(self, cells: np.ndarray, published: np.ndarray, predicate: np.ndarray, threads: int = 1) -> Callable:
        """A call that scores `cells`, an array of rows x items."""
        batch, summary = self._batch(published, predicate, threads), Summary(size=c.sizeof(Summary))
        count, stride = cells.shape[0], cells.strides[0]
        arguments = (self.handle, cells.ctypes.data, count, self.items, stride, c.byref(batch), c.byref(summary), None)
        return self._call(self.library.spbe_kernel_score_rows, arguments, summary, (cells, published, predicate, batch))

    @staticmethod
    def _call(function: Callable, arguments: tuple, summary: Summary, kept: tuple) -> Callable:
        def call() -> None:
            status = function(*arguments)
            assert status == 0, status
            assert summary.invalid == 0, summary.invalid

        call.kept = kept  # what the pointers point to
        return call
