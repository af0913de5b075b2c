"""The page of bridges names every rebuilt model, and only tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

from hushed.replications.registry import REPLICATIONS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "bridges.md").read_text()


def test_every_rebuilt_model_has_a_row_and_says_itself_what_it_is_in_hushed() -> None:
    assert re.findall(r"^\| [^|]*\(`([a-z0-9-]+)`\) \|", PAGE, re.MULTILINE) == list(REPLICATIONS)
    assert all(len(model.bridge) > 40 for model in REPLICATIONS.values())


def test_every_test_it_names_is_there() -> None:
    named = set(re.findall(r"`(?:tests/)?([\w/]+\.py)`", PAGE))
    assert len(named) >= 5
    assert all((ROOT / "tests" / name).is_file() for name in named)
