"""The societies the explorer is compared with are still the ones drawn here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from golden import societies

CASES = json.loads((Path(societies.__file__).parent / "societies.json").read_text())


@pytest.mark.parametrize("golden", CASES, ids=lambda case: case["online"]["digest"])
def test_societies_are_drawn_as_they_were_written(golden):
    assert societies.case(golden["society"], seed=golden["seed"], replicate=golden["replicate"]) == golden


def test_cases_are_all_written():
    assert [case["society"] for case in CASES] == [
        societies.spec_of(table).model_dump(mode="json", exclude_none=True)
        for table in (*societies.tables(), societies.LOW)
    ]
