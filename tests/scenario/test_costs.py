"""What safeguards cost: declared in the scenario, and nothing that a run depends on."""

from __future__ import annotations

import re

import numpy as np
import pytest

from hushed.errors import InputError
from hushed.experiments.run import run
from hushed.regime.safeguards import SAFEGUARDS
from hushed.scenario.library import library_names
from hushed.scenario.reader import parse_scenario, read_scenario
from hushed.scenario.shape import json_schema
from hushed.scenario.starter import starter_toml

PLAIN = "schema = 1\nrounds = 3\n"


@pytest.mark.parametrize("name", library_names())
def test_where_nobody_declares_any_they_are_one_each_and_not_written_out(name: str) -> None:
    scenario = read_scenario(name)
    assert scenario.costs.model_dump() == dict.fromkeys(SAFEGUARDS, 1.0)
    assert "costs" not in scenario.to_toml()


def test_declared_ones_are_read_written_and_told_apart() -> None:
    dear = parse_scenario(PLAIN + "[costs]\nno_informers = 2.5\n")
    assert dear.costs.model_dump() == dict.fromkeys(SAFEGUARDS, 1.0) | {"no_informers": 2.5}
    assert parse_scenario(dear.to_toml()) == dear
    assert dear.digest() != parse_scenario(PLAIN).digest()
    assert parse_scenario(PLAIN + "[costs]\nno_informers = 1.0\n").digest() == parse_scenario(PLAIN).digest()


def test_no_run_depends_on_them() -> None:
    plain = read_scenario("sesame-credit", population=200, rounds=5)
    dear = read_scenario("sesame-credit", population=200, rounds=5, changes=["costs.expiry=7"])
    assert np.array_equal(run(plain)["voice_share"], run(dear)["voice_share"])


@pytest.mark.parametrize("wrong", ["0", "-1", "inf", "nan", "true", "'dear'", "{at=[0], value=[1.0]}"])
def test_a_cost_is_a_number_above_zero(wrong: str) -> None:
    with pytest.raises(InputError, match=r"costs\.expiry"):
        parse_scenario(PLAIN + f"[costs]\nexpiry = {wrong}\n")


def test_schema_and_starter_show_each_with_what_it_is() -> None:
    properties = json_schema()["$defs"]["Costs"]["properties"]
    assert properties.keys() == SAFEGUARDS.keys()
    assert all(each["unit"] == "cost" and each["default"] == 1.0 for each in properties.values())
    section = starter_toml().split("[costs]")[1]
    for name in SAFEGUARDS:
        assert re.search(rf"^#{name} = 1\.0$", section, re.MULTILINE)
