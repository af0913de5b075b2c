"""`hushed check-model`: whether a model of the user's own can be trusted in an experiment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from hushed.cli import options
from hushed.cli.output import out, out_json

if TYPE_CHECKING:
    from hushed.models.checking import Checked

EXAMPLES = (
    "Examples:\n\n"
    "  hushed check-model my_model.py:PeerPressure\n\n"
    "  hushed check-model my_model.py:PeerPressure --set model.rate=0.9 --scenario informers"
)

Named = Annotated[
    str, typer.Argument(metavar="FILE.py:NAME", help="The model: a file and its name there, or MODULE:NAME.")
]
OnScenario = Annotated[
    str | None, typer.Option("--scenario", metavar="SCENARIO", help="Take the kind of society from a scenario.")
]
SetModel = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="model.NAME=VALUE", help="Give a parameter of the model a value; may be repeated."),
]


def command(
    model: Named,
    scenario: OnScenario = None,
    seed: options.Seed = None,
    set_: SetModel = None,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Test that nothing but seed, replicate and society makes the numbers of a model of your own.

    It plays 200 invented people for 6 rounds in several ways, also in a second process (not with --quick). Ends with
    1 if a test fails.
    """
    from hushed.cli.own import model_values
    from hushed.cli.reading import Asked, recorded, scenario_of
    from hushed.models.checking import check_model

    options.check_seed(seed)
    society = None if scenario is None else scenario_of(scenario, Asked(), recorded(scenario)).society
    values = model_values(tuple(set_ or ()), "--set")
    checked = check_model(
        model, parameters=values, society=society, seed=1 if seed is None else seed, elsewhere=not quick
    )
    if as_json:
        out_json(_json(checked))
    elif quiet:
        out("ok" if checked.passed else "failed")
    else:
        out(*_shown(checked))
    if not checked.passed:
        raise typer.Exit(1)


def _json(checked: Checked) -> dict[str, Any]:
    return {
        "model": checked.model,
        "parameters": checked.parameters,
        "checks": [check._asdict() for check in checked.checks],
        "passed": checked.passed,
    }


def _shown(checked: Checked) -> list[Any]:
    from rich.text import Text

    from hushed.cli.output import counted
    from hushed.results.table import new_table

    table = new_table()
    table.show_header = False
    table.add_column(no_wrap=True, style="bold")
    table.add_column(ratio=1, overflow="fold")
    for check in checked.checks:
        mark = Text("ok", style="green") if check.passed else Text("FAILED", style="bold red")
        table.add_row(mark, check.name + (f": {check.detail}" if check.detail else ""))
    failed = sum(not check.passed for check in checked.checks)
    verdict = "Nothing found against it." if not failed else f"{counted(failed, 'test')} failed."
    return ["", Text(checked.model, style="bold"), table, Text(verdict, style="bold"), ""]
