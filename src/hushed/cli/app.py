"""All commands, in the order a newcomer meets them."""

from __future__ import annotations

from typing import Annotated

import typer

from hushed.cli import (
    attribute,
    check,
    check_model,
    compare,
    doctor,
    explore,
    export,
    merge,
    new,
    odd,
    recover,
    replicate,
    report,
    resume,
    run,
    safeguards,
    schema,
    sensitivity,
    sweep,
)

app = typer.Typer(
    name="hushed",
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: [bold]hushed run sesame-credit[/bold]",
)


def _version(wanted: bool) -> None:
    if wanted:
        import hushed

        typer.echo(f"hushed {hushed.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def hushed_command(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """A laboratory for the chilling effects of social scoring, on invented societies.

    Every person is drawn by the model from a seed. It is a model and no forecast.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


for module in (
    *(run, compare, attribute, recover, safeguards, explore),
    *(sweep, resume, merge, export, sensitivity),
    report,
    *(new, check, check_model, odd, schema, replicate, doctor),
):
    name = module.__name__.rpartition(".")[2].replace("_", "-")
    app.command(name, epilog=module.EXAMPLES)(module.command)
