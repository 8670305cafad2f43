"""What `spbe robustness` and `spbe sensitivity` are told of weights and levels that are not certain."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeVar

import click

from spbe.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable

    from spbe.cli.words import Words

_Function = TypeVar("_Function", bound="Callable[..., Any]")


NAMES = ("reach", "dirichlet", "confidence", "tier", "stage")
"""The options of which problems are told."""


def given(words: Words) -> Callable[[_Function], _Function]:
    """The options; `taken` makes of them what the library takes."""
    number, name = words("click.number"), words("click.name")

    def add(function: _Function) -> _Function:
        for option in reversed(
            (
                click.option("--stage", metavar=name, help=words("help.peers_stage")),
                click.option(
                    "--where",
                    multiple=True,
                    metavar="LABEL=VALUE",
                    callback=_pairs,
                    help=words("help.robustness_where"),
                ),
                click.option("--tier", metavar=name, help=words("help.robustness_tier")),
                click.option("--reach", type=options.Number(words), metavar=number, help=words("help.reach")),
                click.option("--dirichlet", type=options.Number(words), metavar=number, help=words("help.dirichlet")),
                click.option("--confidence", multiple=True, metavar=number, help=words("help.confidence")),
                click.option(
                    "--seed", type=click.IntRange(0, 2**64 - 1), metavar=number, default=0, help=words("help.seed")
                ),
            )
        ):
            function = option(function)
        return function

    return add


def taken(words: Words, how: dict[str, Any]) -> dict[str, Any]:
    """Takes the options out of `how`."""
    reach, dirichlet = how.pop("reach"), how.pop("dirichlet")
    if reach is not None and dirichlet is not None:
        raise options.not_together(words, "--reach", "--dirichlet")
    every, single, number = None, {}, options.Number(words)
    for text in how.pop("confidence"):
        code, equals, value = text.rpartition("=")
        if equals:
            single[code.strip()] = number.convert(value, None, None)
        else:
            every = number.convert(text, None, None)
    return {
        "only": how.pop("where"),
        "reach": reach,
        "dirichlet": dirichlet,
        "confidence": every,
        "confidences": single,
        "threads": os.cpu_count() or 1,
    }


def _pairs(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    pairs = [value.partition("=") for value in values]
    for label, equals, value in pairs:
        if not (label and equals and value):
            raise click.BadParameter(f"{parameter.metavar}: {label}{equals}{value}", context, parameter)
    return [(label, [value]) for label, _, value in pairs]
