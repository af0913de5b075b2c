"""`hushed report`: one page that can be printed and filed, from one or several results."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated, Any

import typer

from hushed.cli import options
from hushed.cli.output import counted, out, out_json
from hushed.errors import InputError

EXAMPLES = (
    "Examples:\n\n"
    "  hushed report results/sesame-credit\n\n"
    "  hushed report results/sesame-credit results/sesame-credit-attribution -o report.html\n\n"
    "  hushed report results/what-chills-morris --overwrite\n\n"
    "To have it on paper or as a PDF: open it in any browser and print."
)
FILE = "report.html"

Results = Annotated[
    list[str],
    typer.Argument(
        metavar="RESULT…",
        help="Folders that run, compare, attribute, recover, safeguards, sweep or sensitivity stored.",
    ),
]
Page = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help=f"The page (default: {FILE} beside the first result)."),
]


def command(
    results: Results,
    page: Page = None,
    overwrite: options.Overwrite = False,
    seed: options.Seed = None,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Tell results as one page: a summary, figures, who is harmed, what is assumed, limits, methods and sources."""
    from hushed.report.document import report_html
    from hushed.results.writing import check_free, write_file

    _check_settled(seed, quick=quick)
    file = page or Path(results[0]).parent / FILE
    if file.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{file}: a report is a page; give it a name that ends in .html")
    check_free(file, overwrite=overwrite)
    content = report_html(results).encode(errors="replace")  # The name of a model's file need not be text.
    write_file(file, content, overwrite=overwrite, new_folder=True)
    written = len(content)
    if as_json:
        out_json({"report": str(file), "bytes": written, "results": list(results)})
    elif quiet:
        out(str(file))
    else:
        out(*_shown(file, written, len(results)))


def _check_settled(seed: int | None, *, quick: bool) -> None:
    for option, given in (("--seed", seed is not None), ("--quick", quick)):
        if given:
            raise InputError(f"{option}: results are told as they were played; {option} is for the command that plays")


def _shown(file: Path, written: int, results: int) -> list[Any]:
    from rich.text import Text

    size = f"{counted(results, 'result')} · {written / 1024:.0f} KiB, nothing in it is fetched from elsewhere"
    return [f"Report   {shlex.quote(str(file))}", Text(size, style="dim"), _notice(), ""]


def _notice() -> Any:
    from rich.text import Text

    return Text("Invented people. A model, not a forecast.", style="italic dim")
