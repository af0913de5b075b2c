"""The scope is said where people look first: in the README, the library, the starter and the picture."""

from __future__ import annotations

import re

import pytest
from scope_source import PACKAGE, ROOT

from hushed.figures import style
from hushed.scenario.library import library_names, library_path
from hushed.scenario.starter import starter_toml


def plain(text: str) -> str:
    """Text in lower case without line breaks, comment marks and markup."""
    return re.sub(r"\s+", " ", re.sub(r"[#*_`>]", " ", text)).lower()


def test_the_readme_states_the_scope_in_its_first_screen() -> None:
    first = plain("\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:40]))
    assert "invented" in first
    assert "scope" in first
    assert re.search(r"not a forecast|no forecast", first)
    for word in ("no text", "identity", "seed", "shape", "aggregate", "classif", "repression"):
        assert word in first, f"the README's first screen says nothing of '{word}'"


@pytest.mark.parametrize("name", library_names())
def test_every_library_scenario_says_that_its_people_are_invented(name: str) -> None:
    head = plain(library_path(name).read_text(encoding="utf-8").partition("schema =")[0])
    assert "invented" in head
    assert re.search(r"not a forecast|no forecast", head)
    assert "assumption" in head


def test_the_starter_and_the_picture_say_so_too() -> None:
    for text in (starter_toml(), style.HONESTY):
        assert "invented" in plain(text)
        assert re.search(r"not a forecast|no forecast", plain(text))


def test_the_package_itself_says_so() -> None:
    assert "invented" in plain((PACKAGE / "__init__.py").read_text(encoding="utf-8").split('"""')[1])
