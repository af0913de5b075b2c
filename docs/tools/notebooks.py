"""Runs the notebooks in docs/notebooks and writes them anew with what they print and draw.

Run as `python docs/tools/notebooks.py [FILE ...]`; without files, all of them. A notebook that fails is left as it was.

The cells are run here and not by a Jupyter kernel: hushed then needs neither the kernel nor its dozens of packages to
keep its documentation true, and the same numbers give the same file, without dates, timings or paths of a machine.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib
from matplotlib import pyplot
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from pictures import compact
from PIL import Image

from hushed.results.flushing import replace_flushed

FOLDER = Path(__file__).parents[1] / "notebooks"
DOTS_PER_INCH = 100
LARGEST = 400_000
"""Bytes of a notebook that still opens at once in a browser."""
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

Notebook = dict[str, Any]
Cell = dict[str, Any]


class Ran(NamedTuple):
    """What a notebook left behind: the names it defined, and for each cell of code what it printed and drew."""

    names: dict[str, Any]
    printed: list[str]
    drawn: list[list[Figure]]


class CellError(Exception):
    """A cell of a notebook failed; the cause is what it raised."""


def main() -> None:
    """Run the notebooks asked for, and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", help="notebooks (default: all in docs/notebooks)")
    for file in parser.parse_args().files or notebooks():
        rewrite(file)
        print(f"{file.name}: {file.stat().st_size:,} bytes")


def notebooks() -> list[Path]:
    """Every notebook of the documentation, in the order of its name."""
    return sorted(FOLDER.glob("*.ipynb"))


def read(file: Path) -> Notebook:
    """The notebook in a file."""
    notebook: Notebook = json.loads(file.read_text(encoding="utf-8"))
    return notebook


def code_cells(notebook: Notebook) -> list[Cell]:
    """The cells that are run, in order."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def source_of(cell: Cell) -> str:
    """The text of a cell, which the format keeps as a list of lines."""
    return "".join(cell["source"])


def run(notebook: Notebook) -> Ran:
    """Run the cells of code in order, in names of their own; raises CellError, naming the cell, if one fails.

    As in Jupyter, what a cell draws with pyplot belongs to that cell. Unlike there, a value that ends a cell is not
    shown: notebooks print what they have to say.
    """
    ran = Ran({"__name__": "__main__"}, [], [])
    with matplotlib.rc_context():
        pyplot.switch_backend("agg")
        for number, cell in enumerate(code_cells(notebook), 1):
            _run_cell(source_of(cell), f"cell {number}", ran)
    return ran


def _run_cell(source: str, name: str, ran: Ran) -> None:
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            exec(compile(source, name, "exec"), ran.names)
        ran.drawn.append([pyplot.figure(number) for number in pyplot.get_fignums()])
    except Exception as error:
        raise CellError(f"{name}: {type(error).__name__}: {error}") from error
    finally:
        pyplot.close("all")
    ran.printed.append(printed.getvalue())


def rewrite(file: Path) -> None:
    """Run a notebook and write it, whole or not at all; raises ValueError if it has grown too large."""
    notebook = read(file)
    text = text_of(notebook, run(notebook)).encode()
    if len(text) > LARGEST:
        raise ValueError(f"{file.name}: {len(text):,} bytes, more than {LARGEST:,}; draw less or smaller")
    replace_flushed(file, text)


def text_of(notebook: Notebook, ran: Ran) -> str:
    """The notebook with what it printed and drew, as its file; all else that a notebook can hold is dropped."""
    said = iter(zip(ran.printed, ran.drawn, strict=True))
    cells = []
    for number, cell in enumerate(notebook["cells"]):
        kept = {"cell_type": cell["cell_type"], "id": f"cell-{number:02}", "metadata": {}}
        kept["source"] = source_of(cell).splitlines(keepends=True)
        if cell["cell_type"] == "code":
            printed, drawn = next(said)
            place = sum(each["cell_type"] == "code" for each in cells) + 1
            kept |= {"execution_count": place, "outputs": _outputs(printed, drawn)}
        cells.append(kept)
    whole = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _outputs(printed: str, drawn: Sequence[Figure]) -> list[dict[str, Any]]:
    stream = {"name": "stdout", "output_type": "stream", "text": printed.splitlines(keepends=True)}
    pictures = [
        {
            "data": {"image/png": base64.b64encode(png(figure)).decode(), "text/plain": [words_of(figure)]},
            "metadata": {},
            "output_type": "display_data",
        }
        for figure in drawn
    ]
    return ([stream] if printed else []) + pictures


def words_of(figure: Figure) -> str:
    """What a picture shows, for those who cannot see it: the titles of its panels, or what they show along x."""
    told = (axes.get_title(loc="left") or axes.get_title() or axes.get_xlabel() for axes in figure.axes)
    return "Picture: " + "; ".join(" ".join(words.split()) for words in told)


def png(figure: Figure) -> bytes:
    """A figure as a small PNG, cut to what is drawn as Jupyter does."""
    FigureCanvasAgg(figure)
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=DOTS_PER_INCH, bbox_inches="tight", metadata={"Software": None})
    with Image.open(written) as opened:
        return compact(opened.convert("RGB"))


if __name__ == "__main__":
    main()
