"""The table a newcomer reads first."""

from __future__ import annotations

import math
from io import StringIO

import pytest
import xarray as xr
from rich.console import Console

from hushed.outcomes import HEADLINES, OUTCOMES
from hushed.results.statistics import Estimate
from hushed.results.table import difference, last_figures, moved, outcome_table, shown, untouched, with_margin


def _printed(dataset: xr.Dataset, width: int) -> str:
    buffer = StringIO()
    Console(file=buffer, width=width).print(outcome_table(last_figures(dataset), width=width))
    return buffer.getvalue()


@pytest.mark.parametrize("width", [80, 120])
def test_every_line_fits_and_no_number_is_cut(small: xr.Dataset, width: int) -> None:
    text = _printed(small, width)
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text
    chill = last_figures(small)["chill"].now
    assert f"{100 * chill.mean:.1f} ± {100 * chill.margin:.1f} %" in text


def test_every_headline_is_in_the_table_or_said_to_be_as_if_left_free(small: xr.Dataset) -> None:
    figures, text = last_figures(small), _printed(small, 200)
    for name in HEADLINES:
        words = name.replace("_", " ")
        assert (f" {words} " in text) != (words in untouched(figures))
        if moved(figures[name]):
            assert OUTCOMES[name].sentence in text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.5, "share of people", "50.0 %"),
        (0.12345, "score", "0.123"),
        (math.nan, "score", "–"),
        (-1e-9, "score", "0.000"),
        (0.0005, "score", "0.001"),
        (0.000423, "score", "0.00042"),
        (0.0000997, "score", "0.000100"),
        (-0.00012, "score", "-0.00012"),
        (0.000123, "share of people", "0.012 %"),
        (0.1, "chance", "10.0 %"),
    ],
)
def test_numbers_are_shown_in_their_unit(value: float, unit: str, text: str) -> None:
    assert shown(value, unit) == text


def test_margins_and_differences() -> None:
    sure, alone = Estimate(-0.1, -0.12, -0.08, 5), Estimate(0.1, math.nan, math.nan, 1)
    assert with_margin(sure, "share of people") == "-10.0 ± 2.0 %"
    assert difference(sure, "share of people") == "-10.00 ± 2.00 pt"
    assert with_margin(alone, "share of people") == "10.0 %"
    assert difference(alone, "score") == "+0.1000"


def test_numbers_that_would_look_like_zero_have_two_digits_unless_chance_may_have_made_them() -> None:
    sure = Estimate(0.000123, 0.000113, 0.000133, 5)
    assert with_margin(sure, "score per person") == "0.00012 ± 0.00001"
    assert difference(sure, "share of people") == "+0.01 ± 0.00 pt"
    assert difference(Estimate(-0.00001, -0.000011, -0.000009, 5), "share of people") == "-0.0010 ± 0.0001 pt"
    unsure = Estimate(0.000123, -0.009877, 0.010123, 5)
    assert with_margin(unsure, "score per person") == "0.000 ± 0.010"
