"""The starter: valid as it is, complete, and each line in it true."""

from __future__ import annotations

import re

from hushed.scenario.reader import parse_scenario
from hushed.scenario.schema import Scenario
from hushed.scenario.starter import starter_toml


def uncommented(text: str) -> str:
    """The starter with every parameter that is commented out put in."""
    return re.sub(r"^#(?=[\w\[])", "", text, flags=re.MULTILINE)


def test_it_can_be_run_as_it_is_and_does_something() -> None:
    scenario = parse_scenario(starter_toml())
    assert {"observation", "scoring", "association", "enrolment"} == set(scenario.regime.active())


def test_what_is_commented_out_is_valid_and_at_its_default() -> None:
    plain, full = parse_scenario(starter_toml()), parse_scenario(uncommented(starter_toml()))
    assert full.regime.sanctions.tiers
    assert full.society.offline is not None
    emptied = full.regime.model_copy(update={"sanctions": full.without("sanctions").regime.sanctions})
    assert emptied == plain.regime
    assert full.reactions == plain.reactions
    assert full.safeguards == plain.safeguards
    assert full.society.traits == plain.society.traits


def test_every_parameter_is_shown() -> None:
    text = starter_toml()
    table = parse_scenario(uncommented(text)).table()
    for section in ("regime", "reactions", "safeguards"):
        for key, value in table[section].items():
            for name in value if isinstance(value, dict) else [key]:
                assert re.search(rf"^#?(\[\[regime\.sanctions\.)?{name}(\]\]| = )", text, re.MULTILINE), name


def test_every_sentence_of_the_models_is_told() -> None:
    told = re.sub(r"\s+", " ", starter_toml().replace("\n# ", " "))
    for instrument in Scenario.model_fields["regime"].default.__class__.model_fields.values():
        for name, field in type(instrument.default).model_fields.items():
            assert field.description, name
            assert field.description.rstrip(".") in told


def test_lines_are_short() -> None:
    assert max(len(line) for line in starter_toml().split("\n")) <= 120
