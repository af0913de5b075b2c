"""Notebooks as pages of the site: their text, their code, what it printed and the pictures it drew, as they are stored.

A hook of mkdocs; nothing is run. The notebook itself lies beside its page, to be opened in Jupyter.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = "notebooks"
SECTION = "Notebooks"


class NotebookPage(NamedTuple):
    """A notebook as Markdown, and the pictures that it shows, by file name."""

    title: str
    text: str
    pictures: dict[str, bytes]


def on_config(config: Any) -> Any:
    """Called by mkdocs before it builds: notebooks stand in the navigation behind the tutorial."""
    pages = [{page.title: f"{FOLDER}/{file.stem}.md"} for file, page in _pages(config["docs_dir"])]
    places = [number for number, part in enumerate(config["nav"], start=1) if "Tutorial" in part]
    config["nav"].insert(places[0] if places else len(config["nav"]), {SECTION: pages})
    return config


def on_files(files: Any, *, config: Any) -> Any:
    """Called by mkdocs with the files of the site: adds a page for each notebook, and its pictures."""
    from mkdocs.structure.files import File

    for file, page in _pages(config["docs_dir"]):
        files.append(File.generated(config, f"{FOLDER}/{file.stem}.md", content=page.text))
        for name, picture in page.pictures.items():
            files.append(File.generated(config, f"{FOLDER}/{name}", content=picture))
    return files


def _pages(docs: str) -> Iterator[tuple[Path, NotebookPage]]:
    for file in sorted((Path(docs) / FOLDER).glob("*.ipynb")):
        yield file, page_of(json.loads(file.read_text(encoding="utf-8")), file.stem)


def page_of(notebook: dict[str, Any], name: str) -> NotebookPage:
    """A stored notebook as a page; `name` is that of its file, without an ending."""
    parts: list[str] = []
    pictures: dict[str, bytes] = {}
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        parts.append(source if cell["cell_type"] == "markdown" else _block("python", source))
        for output in cell.get("outputs", ()):
            if "text" in output:
                parts.append(_block("text", "".join(output["text"])))
            elif "image/png" in output["data"]:
                file = f"{name}-{len(pictures) + 1}.png"
                pictures[file] = base64.b64decode("".join(output["data"]["image/png"]))
                parts.append(f"![{' '.join(''.join(output['data']['text/plain']).split())}]({file})")
    title, _, rest = "\n\n".join(parts).partition("\n")
    opened = f"*A notebook, as it was run. To change and run it: [{name}.ipynb]({name}.ipynb).*"
    return NotebookPage(title.removeprefix("# "), f"{title}\n\n{opened}\n{rest}\n", pictures)


def _block(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"
