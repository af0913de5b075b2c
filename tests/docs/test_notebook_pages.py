"""Notebooks as pages of the site: nothing of them is lost, and what the theme leaves unnamed has a name."""

from __future__ import annotations

import json
import re

import named
import notebook_pages
import pytest
from blocks import DOCS, ROOT

FILES = sorted((DOCS / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_page_holds_everything_that_its_notebook_holds(file):
    notebook = json.loads(file.read_text())
    page = notebook_pages.page_of(notebook, file.stem)
    for cell in notebook["cells"]:
        source = "".join(cell["source"]).removeprefix(f"# {page.title}\n").strip()
        assert source in page.text
        for output in cell.get("outputs", ()):
            assert "".join(output.get("text", "")).rstrip() in page.text
    shown = re.findall(r"^!\[(.+)\]\((.+)\)$", page.text, re.MULTILINE)
    assert [name for _, name in shown] == list(page.pictures)
    assert all(picture.startswith(b"\x89PNG") for picture in page.pictures.values())
    assert f"({file.name})" in page.text
    assert page.text.count("```") % 2 == 0


def test_notebooks_stand_in_the_navigation_behind_the_tutorial():
    before = [{"Home": "a.md"}, {"Tutorial": []}, {"Else": []}]
    nav = notebook_pages.on_config({"docs_dir": str(DOCS), "nav": before})["nav"]
    assert [next(iter(part)) for part in nav] == ["Home", "Tutorial", "Notebooks", "Else"]
    assert [next(iter(page.values())) for page in nav[2]["Notebooks"]] == [f"notebooks/{f.stem}.md" for f in FILES]
    for hook in ("notebook_pages", "navigation", "named"):
        assert f"docs/tools/{hook}.py" in (ROOT / "mkdocs.yml").read_text()


def test_the_search_has_a_name():
    (found,) = named.UNNAMED
    assert named.on_post_page(f"<div {found}>") == f'<div {found} aria-label="Search">'
