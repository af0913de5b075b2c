"""The tables of faults survived are those of the run that is kept beside the page."""

from __future__ import annotations

import json

import pytest
import trust_faults

from faults.campaign import KINDS


def test_the_page_shows_what_the_kept_run_found() -> None:
    page = trust_faults.PAGE.read_text(encoding="utf-8")
    assert trust_faults.filled(page) == page


def test_every_kind_is_on_the_page_and_counts_add_up() -> None:
    told = json.loads((trust_faults.TRUST / "faults.json").read_text(encoding="utf-8"))
    assert told["kinds"].keys() == KINDS.keys()
    for count in ("injected", "survived"):
        assert told[count] == sum(each[count] for each in told["kinds"].values())


@pytest.mark.parametrize("held", [True, False])
def test_what_did_not_hold_is_shown_as_such(held: bool) -> None:
    told = {
        "minutes": 1.0,
        "units": 2000,
        "workers_killed": 3,
        "units_that_lost_their_worker": 1,
        "memory": {"coordinator": {"level": 3e8, "slope": 0.01, "error": 0.001}},
        "claims": {"nothing is lost": held},
    }
    lines = trust_faults.soak(told)
    assert "| coordinator | 300.0 MB | +1.00 % | 0.10 % |" in lines
    assert lines[-1] == f"| nothing is lost | {'yes' if held else '**no**'} |"
    assert "2,000 units" in lines[0]
