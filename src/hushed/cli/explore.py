"""`hushed explore`: one page that plays a scenario in the browser, or shows a finished result."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hushed.cli import options
from hushed.cli.output import out, out_json, paragraph
from hushed.cli.reading import Asked, scenario_of
from hushed.errors import InputError

if TYPE_CHECKING:
    from hushed.explorer.handed import Opened

EXAMPLES = (
    "Examples:\n\n"
    "  hushed explore      (the story of a society that learns to keep quiet)\n\n"
    "  hushed explore sesame-credit\n\n"
    "  hushed explore my.toml --population 2_000 -o my.html --no-open\n\n"
    "  hushed explore results/sesame-credit-without-association"
)

Source = Annotated[
    str | None,
    typer.Argument(
        metavar="SCENARIO|RESULT",
        help="A scenario file, the name of one that comes with hushed, or the folder of a run, comparison or "
        "attribution (default: the story).",
    ),
]
File = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="The page to write (default: results/NAME.html).")
]
NoOpen = Annotated[bool, typer.Option("--no-open", help="Write the page, and open no browser.")]

_KINDS = {
    "story": "the story, and then every scenario to play with",
    "scenario": "this scenario, played in the browser beside the same people with your changes",
    "run": "this run",
    "comparison": "this comparison",
    "attribution": "this attribution",
}


def command(
    scenario: Source = None,
    file: File = None,
    no_open: NoOpen = False,
    population: options.Population = None,
    seed: options.Seed = None,
    overwrite: options.Overwrite = False,
    quick: options.Quick = False,
    quiet: options.Quiet = False,
    as_json: options.AsJson = False,
) -> None:
    """Write one page that plays a scenario in the browser, or shows a result, and open it.

    The page is one file: it needs no server and no network, and can be sent to anybody.
    """
    from hushed.explorer.writing import write_page
    from hushed.results.writing import check_free

    asked = Asked(population=population, seed=seed, quick=quick)
    what = _opened(scenario, asked)
    target = file or _default(scenario)
    check_free(target, overwrite=overwrite or (file is None and _made_before(target)))
    size = write_page(what, target)
    if as_json:
        out_json({"page": str(target), "bytes": size, "kind": what.kind})
    elif quiet:
        out(str(target))
    else:
        out(*_told(what, target, size))
        if no_open or not _show(target):
            # Not wrapped, so that the address can be followed or copied.
            typer.echo(f"Open it in a browser: {target.resolve().as_uri()}\n")


def _opened(source: str | None, asked: Asked) -> Opened:
    from hushed.explorer.handed import is_shown_as_result, result_opened, scenario_opened, story

    if source is not None and not is_shown_as_result(source):
        return scenario_opened(scenario_of(source, asked, None), source)
    if asked != Asked():
        what = "the story tells itself" if source is None else "a result is shown as it came out"
        raise InputError(f"--population, --seed and --quick change a scenario, and {what}; name a scenario with them")
    return story() if source is None else result_opened(source)


def _default(source: str | None) -> Path:
    """results/NAME.html."""
    name = "explore" if source is None else Path(source).resolve().name.removesuffix(".toml")
    return Path("results", f"{name}.html")


def _made_before(target: Path) -> bool:
    """Whether a page of our own stands at the place where one is put unasked.

    Nothing in it is lost by making it anew: all of it follows from the scenario or result it is named after.
    """
    from hushed.explorer.page import is_page

    return target.is_file() and is_page(target)


def _told(what: Opened, target: Path, size: int) -> list[Any]:
    from rich.text import Text

    parts: list[Any] = ["", Text(what.title or "The story", style="bold")]
    parts.append(paragraph(f"The page holds {_KINDS[what.kind]}. It needs no server and no network.", "dim"))
    parts.append(f"Page     {target}  ({size / 1000:.0f} kB)")
    return [*parts, Text("Invented people. A model, not a forecast.", style="italic dim"), ""]


def _show(target: Path) -> bool:
    """Open the page in the user's browser; False where there is none that has a window of its own."""
    import webbrowser

    if sys.platform.startswith(("linux", "freebsd")) and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return False
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    # One that runs in the terminal, as w3m does, would take it over and show nothing of a page that draws.
    if type(browser) is webbrowser.GenericBrowser:
        return False
    return browser.open(target.resolve().as_uri())
