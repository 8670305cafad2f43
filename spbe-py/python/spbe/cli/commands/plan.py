"""`spbe plan`: the cheapest way to a target, or all that money can buy."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from spbe.cli import cohorts, options
from spbe.cli.commands.whatif import text_of
from spbe.cli.outputs import print_record
from spbe.cli.problems import DONE, Problems

if TYPE_CHECKING:
    from spbe.cli.words import Words

_Pairs = list[tuple[str, str]]
_Function = TypeVar("_Function", bound=Callable[..., Any])


class _Option(Protocol):
    """Adds an option to a function."""

    def __call__(self, function: _Function, /) -> _Function: ...


def command(words: Words) -> click.Command:
    """The command in one language."""
    number, name, pairs = words("click.number"), words("click.name"), words("click.pairs")

    def paired(option: str, example: str, text: str) -> _Option:
        return click.option(option, type=options.Pairs(words, example), metavar=pairs, help=words(text))

    def listed(option: str, text: str) -> _Option:
        return click.option(option, type=options.FileName(), metavar="FILE", help=words(text))

    def counted(option: str, field: str, text: str, default: int | None = None) -> _Option:
        shown = default is not None
        return click.option(
            option,
            field,
            type=click.IntRange(1),
            metavar=number,
            default=default,
            show_default=shown,
            help=words(text),
        )

    @options.command(words, "plan")
    @cohorts.given(words)
    @click.argument("institution", metavar="INSTITUTION")
    @click.option("--stage", metavar=name, help=words("help.plan_stage"))
    @click.option("--target", type=options.Number(words), metavar=number, help=words("help.plan_target"))
    @click.option("--predicate", metavar=name, help=words("help.plan_predicate"))
    @paired("--node", "d2=2.6,a7=Baik", "help.plan_node")
    @click.option("--budget", type=options.Number(words), metavar=number, help=words("help.plan_budget"))
    @listed("--costs", "help.plan_costs")
    @listed("--rules", "help.plan_rules")
    @click.option(
        "--lock", type=options.Names(), metavar=words("click.codes"), default=[], help=words("help.plan_lock")
    )
    @paired("--cap", "12=3,13=4", "help.plan_cap")
    @paired("--floor", "12=3,13=4", "help.plan_floor")
    @paired("--capacity", "Diskominfo=6", "help.plan_capacity")
    @click.option("--periods", type=options.FileName(), metavar=f"{pairs}|FILE", help=words("help.plan_periods"))
    @counted("--pace", "pace", "help.plan_pace")
    @counted("--max-changed", "most_changed", "help.plan_changes")
    @counted("--plans", "plans", "help.plan_plans", 1)
    @counted("--differ", "differ", "help.plan_differ", 1)
    @click.option("--grid", metavar=name, default="levels", show_default=True, help=words("help.plan_grid"))
    @counted("--max-nodes", "most_nodes", "help.plan_nodes")
    @click.option("--frontier", is_flag=True, help=words("help.plan_frontier"))
    @options.scored(words)
    @options.output(words)
    def plan(
        form: str,
        output: str | None,
        given: cohorts.Given,
        institution: str,
        node: _Pairs | None,
        costs: str | None,
        rules: str | None,
        lock: list[str],
        cap: _Pairs | None,
        floor: _Pairs | None,
        capacity: _Pairs | None,
        periods: str | None,
        **how: Any,
    ) -> int:
        if how["frontier"]:
            for option in ("target", "predicate", "plans"):
                if options.typed(option):
                    raise options.not_together(words, "--frontier", f"--{option}")
        if options.typed("differ") and how["plans"] == 1:
            raise options.only_with(words, "--differ", "--plans")
        if how["target"] is not None and not _is_number(how["target"]):
            # A predicate is a target too.
            if how["predicate"] is not None:
                raise options.not_together(words, "--target", "--predicate")
            how["predicate"], how["target"] = how["target"], None
        lists: dict[str, Any] = {
            "costs": _text(words, costs),
            "rules": _text(words, rules),
            "periods": _periods(words, periods),
            "targets": [_target(*pair) for pair in node or ()],
            "bounds": [{"indicator": code, "at_most": level} for code, level in cap or ()]
            + [{"indicator": code, "at_least": level} for code, level in floor or ()],
            "capacities": [{"unit": unit, "capacity": own} for unit, own in capacity or ()],
        }
        cohort = given.cohort()
        typed = _typed(how, node, cap, floor, capacity) | {"locked": [f"--lock {code}" for code in lock]}
        typed |= {name: file for name, file in (("costs", costs), ("rules", rules), ("periods", periods)) if file}
        with Problems(words, typed=typed):
            study = cohort.plan(
                institution,
                locked=lock,
                language=words.language,
                **{field: own for field, own in lists.items() if own},
                **how,
            )
        print_record(words, output, form, study, "plan_page")
        return DONE

    return plan


def _typed(
    how: dict[str, Any], node: _Pairs | None, cap: _Pairs | None, floor: _Pairs | None, capacity: _Pairs | None
) -> dict[str, str | list[str]]:
    """How targets and limits were written, in the order of the library."""

    def pairs(option: str, own: _Pairs | None) -> list[str]:
        return [f"{option} {name}={value}" for name, value in own or ()]

    targets = [f"--{name} {how[name]}" for name in ("target", "predicate") if how[name] is not None]
    return {
        "targets": pairs("--node", node) + targets,
        "bounds": pairs("--cap", cap) + pairs("--floor", floor),
        "capacities": pairs("--capacity", capacity),
        **options.as_typed("budget", "grid"),
    }


def _text(words: Words, file: str | None) -> str | None:
    """The text of a list in a file, if one is given."""
    return None if file is None else text_of(words, file)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-+]?[\d.,]+", text) is not None


def _target(node: str, own: str) -> dict[str, Any]:
    return {"node": node, "value": own} if _is_number(own) else {"node": node, "predicate": own}


def _periods(words: Words, text: str | None) -> Any:
    """Periods as pairs, or from a file."""
    if text is None or "=" not in text or Path(text).is_file():
        return _text(words, text)
    pairs = options.Pairs(words, "2027=10,2028=12").convert(text, None, None)
    return [{"period": name, "budget": budget} for name, budget in pairs]
