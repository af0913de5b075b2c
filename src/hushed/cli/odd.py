"""`hushed odd`: the ODD description of a scenario, for the appendix of an article."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hushed.cli import options
from hushed.cli.output import note, out, out_json
from hushed.cli.reading import Asked, recorded, scenario_of

EXAMPLES = (
    "Examples:\n\n"
    "  hushed odd sesame-credit -o sesame-credit-odd.md\n\n"
    "  hushed odd my.toml --set regime.scoring.severity=0.5      (prints it)\n\n"
    "  hushed odd results/demo -o odd.md      (of the scenario a result was run with)"
)
DocumentFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE.md", help="The file to write (default: standard output)."),
]


def command(
    scenario: options.Source,
    output_file: DocumentFile = None,
    rounds: options.Rounds = None,
    population: options.Population = None,
    seed: options.Seed = None,
    network: options.NetworkFile = None,
    set_: options.Set = None,
    overwrite: options.Overwrite = False,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Describe a scenario by the ODD protocol (Grimm et al. 2020) as Markdown: every rule, parameter and outcome.

    It is written from the code and the scenario's values and runs nothing. A network file is never named in it. With
    --json the description's parts come as one object, which tells the unit and meaning of every parameter and outcome.
    """
    from hushed.describing.odd import odd_of
    from hushed.results.writing import write_file

    asked = Asked(rounds, population, seed, network, tuple(set_ or ()), quick)
    description = odd_of(scenario_of(scenario, asked, recorded(scenario)))
    text = description.markdown()
    if output_file is not None:
        write_file(output_file, text.encode(), overwrite=overwrite)
    if as_json:
        out_json({**description.as_json(), "file": None if output_file is None else str(output_file)})
    elif output_file is None:
        typer.echo(text, nl=False)
    elif quiet:
        out(str(output_file))
    else:
        out(f"Wrote {output_file}: the ODD description of “{description.title}”, {len(text.splitlines()):,} lines.")
        note("Invented people. A model, not a forecast.")
