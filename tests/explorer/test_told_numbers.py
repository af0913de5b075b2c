"""A result's numbers read alike on the terminal and on the page, to the last digit."""

from __future__ import annotations

import json
import subprocess

import numpy as np
from explorer_tools import node, node_program

from hushed.results.statistics import Estimate
from hushed.results.table import difference, shown, with_margin

UNITS = ("share of people", "chance per round", "score", "ties per person")


def figures() -> list[tuple[Estimate, str]]:
    """Numbers of every size and sign, powers of ten, and those that lie exactly between two of the shown ones."""
    draws = np.random.Generator(np.random.Philox(20))
    means = draws.choice((-1.0, 1.0), 4000) * 10.0 ** draws.uniform(-10, 3, 4000)
    ties = draws.integers(-4000, 4000, 2000) / 2.0 ** draws.integers(1, 14, 2000)
    tens = 10.0 ** np.arange(-9, 4)
    margins = [0.0, *tens, *(10.0 ** draws.uniform(-10, 2, 6012)), *(draws.integers(1, 90, 2013) / 1600.0)]
    every = [*means, *ties, *tens, *-tens, *(draws.integers(0, 800, 2000) / 800.0)]
    return [
        (Estimate(float(mean), float(mean - margin), float(mean + margin), 5), UNITS[at % len(UNITS)])
        for at, (mean, margin) in enumerate(zip(every, margins, strict=False))
    ]


def on_the_page(asked: list[tuple[Estimate, str]]) -> list[list[str]]:
    given = [{"figure": {"mean": e.mean, "low": e.low, "high": e.high}, "unit": unit} for e, unit in asked]
    done = subprocess.run(
        [node(), str(node_program("told"))], input=json.dumps(given), capture_output=True, encoding="utf-8", check=True
    )
    # The page sets a minus, and does not break a line before a per cent sign.
    told: list[list[str]] = json.loads(done.stdout.replace("−", "-").replace("\u00a0", " "))
    return told


def test_numbers_are_told_alike_on_the_terminal_and_on_the_page() -> None:
    asked = [(e, unit) for e, unit in figures() if e.low < e.high]
    assert len(asked) > 7000
    told = [[shown(e.mean, unit), with_margin(e, unit), difference(e, unit)] for e, unit in asked]
    on_page = on_the_page(asked)
    apart = [(e, unit, mine, its) for (e, unit), mine, its in zip(asked, told, on_page, strict=True) if mine != its]
    assert not apart, (len(apart), apart[:5])
