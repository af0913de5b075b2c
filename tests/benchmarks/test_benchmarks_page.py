"""Medians, ratios, aims and the page made of them, worked by hand from a small file of results."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import picture
import pytest
import spreads
from aims import aims
from limit import limits
from matplotlib.text import Text
from page import newest, page
from prose import filled

from hushed.figures import style

RESULTS = Path(__file__).with_name("results.json")


@pytest.fixture
def results() -> dict[str, Any]:
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def _entry(results: dict[str, Any], subject: str, people: int = 1_000_000) -> dict[str, Any]:
    found = spreads.find(results["peers"], subject, people)
    assert found is not None
    return found


def test_rates_and_costs_by_hand(results):
    # A million people, ten rounds, in .05, .04 and .1 s.
    assert spreads.rate(_entry(results, "hushed-2")) == pytest.approx((200.0, 100.0, 250.0))
    assert spreads.cost(_entry(results, "hushed-2")) == pytest.approx((5.0, 4.0, 10.0))


def test_a_ratio_is_taken_turn_by_turn(results):
    # Per round .02, .02, .03 s against .005, .004, .01 s: 4, 5 and 3 times.
    assert spreads.ratio(_entry(results, "hushed-2"), _entry(results, "numpy")) == pytest.approx((4.0, 3.0, 5.0))


def test_the_median_of_an_even_number_lies_between():
    assert spreads.spread([4.0, 1.0, 3.0, 2.0]) == (2.5, 1.0, 4.0)
    with pytest.raises(ValueError, match="at least one"):
        spreads.spread([])


@pytest.mark.parametrize(
    ("value", "told"), [(0.161, "0.16"), (2.5, "2.50"), (48.46, "48.5"), (119.4, "119"), (1234.0, "1,234")]
)
def test_figures_are_told_to_two_or_three_digits(value, told):
    assert spreads.number(value) == told


def test_aims_are_judged_by_the_medians(results):
    judged = {aim.what: aim.reached for aim in aims(results)}
    assert list(judged.values()) == [
        True,  # 4 times, of at least 3
        True,  # 2 times, of at least 1.8
        False,  # 15 ns at 1e7 against 5 ns at 1e5
        None,  # one thread was not measured there
        True,  # 52 million, of 40
        None,
        None,
    ]


def test_the_limit_is_bandwidth_over_bytes(results):
    one, two = limits(results)
    # 25 and 40 GB/s at 50 bytes a person-round: 500 and 800 million, of which 100 and 200 are reached.
    assert (one.rate, two.rate) == pytest.approx((500.0, 800.0))
    assert (one.reached, two.reached) == pytest.approx((0.2, 0.25))


def test_the_page_tells_what_was_measured(results):
    text = page(results, "invented.json")
    assert "| hushed, two threads | 200 (200–200) | 200 (100–250) | 66.7 (66.7–66.7) |" in text
    assert "| Mesa | 0.10 (0.10–0.10) |  |  |" in text
    assert "| a million people | times as fast as NumPy + SciPy |" in text
    assert "| hushed, two threads | 4.00 (3.00–5.00) |" in text
    assert "| speak | 3.00 | 6.00 | 12.82 |" in text
    assert "adapt" not in text
    assert "| association | 15.5 (15.0–16.0) | +5.0 (+3.5 to +5.0) | bare |" in text
    assert "| reproach | 18.0 (18.0–18.0) | +2.5 (+2.0 to +3.0) | association |" in text
    assert "2.5 GB (9.00 s)" in text


def test_what_went_wrong_is_on_the_page(results):
    text = page(results, "invented.json")
    assert "- Mesa at 100,000 people does not play the workload: share speaking out 0.0500, expected 0.0335" in text
    assert "- Starsim at 100,000 people: it could not be installed" in text
    assert "all of them play" not in text


def test_words_follow_the_figures(results):
    # One to two threads: 2 times as fast where memory gains 1.6: not memory. With equal times: memory, or busy cores.
    assert "is not waiting for memory" in page(results, "invented.json")
    _entry(results, "hushed-2")["seconds"] = [0.1, 0.1, 0.1]
    text = page(results, "invented.json")
    assert "is not waiting for memory" not in text
    assert "it waits for memory, or something else kept the cores busy" in text


def test_what_stands_between_is_told_from_the_phases(results):
    text = " ".join(page(results, "invented.json").split())
    # 100 ms for ten rounds of a million: 10 ns; 50 bytes at 25 GB/s: 2 ns.
    assert "Of the 10.0 ns that a person-round takes on one thread, moving the arrays once would take 2.00 ns" in text
    assert "takes 1.50 ns and the voice rule 0.50 ns" in text
    assert "Most goes into *speak* (6.0 ns:" in text
    assert "and *measure* (3.0 ns:" in text


def test_a_short_run_makes_a_page_too(results):
    for part in ("degrees", "threads", "scenarios", "absent"):
        results[part] = []
    del results["instruments"]
    text = page(results, "invented.json")
    assert "Whole scenarios" not in text
    assert "What each instrument costs" not in text


def test_the_picture_names_every_program_and_is_the_same_each_time(results):
    figure = picture.benchmark_figure(results)
    words = [text.get_text() for text in figure.findobj(Text)]
    assert {"hushed, two threads", "hushed, one thread", "NumPy + SciPy", "Mesa"} <= set(words)
    assert any("hushed plays 200 million person-rounds a second, on two threads" in word for word in words)
    assert style.png(figure) == style.png(picture.benchmark_figure(results))


def test_names_are_moved_apart_in_order():
    assert picture.apart([0.0, 1.0], 0.1) == [0.0, 1.0]
    assert picture.apart([0.0, 0.02, 1.0], 0.1) == pytest.approx([-0.04, 0.06, 1.0])
    crowded = picture.apart([0.0, 0.01, 0.05, 0.12], 0.1)
    assert all(above - below >= 0.1 - 1e-9 for below, above in pairwise(crowded))


def test_the_newest_file_is_taken(tmp_path):
    assert newest(tmp_path) is None
    for name in ("2026-09.json", "2027-01.json", "2026-11.json"):
        (tmp_path / name).write_text("{}")
    found = newest(tmp_path)
    assert found is not None
    assert found.name == "2027-01.json"


def test_text_is_filled_and_tables_are_left_alone():
    long = "word " * 60
    text = filled(f"# Head\n\n{long}\n\n- {long}\n- short\n\n| a | b |\n| --- | ---: |")
    blocks = text.split("\n\n")
    assert blocks[0] == "# Head"
    assert blocks[3] == "| a | b |\n| --- | ---: |"
    assert all(len(line) <= 120 for line in text.splitlines())
    assert blocks[1].split() == long.split()
    assert blocks[2].splitlines()[1].startswith("  word")
    assert blocks[2].splitlines()[-1] == "- short"
