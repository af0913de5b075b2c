"""How closely a sweep of Daymude, Axelrod & Forrest 2025 comes out: maps over cells, and the targets they have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.replications.daymude.people import Floats
from hushed.replications.daymude.sweep_cells import COSTS, LEVERS, Cell
from hushed.replications.daymude.sweep_plan import BOLDNESSES, DISSENTS, Plan
from hushed.replications.daymude.sweep_published import READING, published_uniform
from hushed.replications.targets import Docked, Level, Target

SOURCE = "Daymude, Axelrod & Forrest 2025, arXiv:2509.03731, sweep of mean desire and mean boldness."
STEP = float(BOLDNESSES[1] - BOLDNESSES[0])
FIELDS = (*LEVERS, *COSTS)
_LIKELY = 2.0 * np.sqrt(2.0)
"""Standard errors of a mean within which the mean of as many other trials falls 19 times in 20."""
_UNIFORM_BOUNDARY = ((5, 5.56), (12, 3.53), (25, 6.77), (49, 9.60))
"""Row and mean boldness at which the mean final tolerance first exceeds one half."""
_WIDE_DESIRE = 0.35


class Maps(NamedTuple):
    """A sweep's cells as arrays (rows, columns): means by name, `suppression` among them, and their standard errors."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    means: Mapping[str, Floats]
    errors: Mapping[str, Floats]

    @property
    def pitch(self) -> float:
        """Distance of neighbouring mean boldnesses."""
        return float(np.max(np.diff(BOLDNESSES[self.columns])))


def maps_of(cells: Mapping[tuple[int, int], Cell]) -> Maps:
    """Arrange cells that fill a grid."""
    rows, columns = (np.unique([place[axis] for place in cells]) for axis in (0, 1))
    grid = [[cells[int(row), int(column)] for column in columns] for row in rows]
    means = {name: np.array([[cell.mean(name) for cell in line] for line in grid]) for name in FIELDS}
    means["suppression"] = np.array([[float(cell.suppression) for cell in line] for line in grid])
    errors = {name: np.array([[cell.standard_error(name) for cell in line] for line in grid]) for name in FIELDS}
    return Maps(rows, columns, means, errors)


def published_maps(maps: Maps) -> Mapping[str, Floats]:
    """What was published for the same cells, uniform punishment."""
    return {name: values[np.ix_(maps.rows, maps.columns)] for name, values in published_uniform().items()}


def agreement(plan: Plan, maps: Maps) -> Iterator[Docked]:
    """Every target that the plan's form of punishment has."""
    if plan.punishment == "uniform":
        yield from _suppression_times(plan, maps)
        for name in FIELDS:
            yield from _final(maps, name)
        yield from _uniform_claims(plan, maps)
    else:
        yield from _proportional_claims(plan, maps)


def strangeness(maps: Maps) -> Floats:
    """For each cell, the greatest difference from the published values, 1 at the edge of what chance explains."""
    published = published_maps(maps)
    apart = [
        np.abs(maps.means[name] - published[name]) / (_LIKELY * maps.errors[name] + READING[name]) for name in FIELDS
    ]
    times, theirs = maps.means["suppression"], published["suppression"]
    apart.append(np.abs(np.log(times / theirs)) / np.log(1.1))
    worst: Floats = np.max(apart, axis=0)
    return worst


def _share(name: str, passed: NDArray[np.bool_], *, least: float, level: Level, meaning: str) -> Docked:
    share = float(np.mean(passed)) if passed.size else float("nan")
    target = Target(name, f"at least {least:g}", SOURCE, level, test=meaning)
    return target.judged(share, passed=share >= least)


def _rank_correlation(name: str, ours: Floats, theirs: Floats, *, least: float) -> Docked:
    from scipy.stats import spearmanr

    found = float(spearmanr(ours, theirs).statistic) if ours.size > 2 else float("nan")
    target = Target(name, f"at least {least:g}", SOURCE, Level.RELATION, test="Spearman's rank correlation over cells")
    return target.judged(found, passed=found >= least)


def _suppression_times(plan: Plan, maps: Maps) -> Iterator[Docked]:
    ours, theirs = maps.means["suppression"], published_maps(maps)["suppression"]
    never = plan.rounds
    yield _share(
        "time to suppression: cells with the same verdict",
        (ours < never) == (theirs < never),
        least=0.95,
        level=Level.RELATION,
        meaning="share of cells that are suppressed in both sweeps, or in neither",
    )
    both = (ours < never) & (theirs < never)
    yield _rank_correlation("time to suppression: order of cells", ours[both], theirs[both], least=0.98)
    yield _share(
        "time to suppression: cells within a tenth",
        np.abs(ours[both] / theirs[both] - 1.0) <= 0.1,
        least=0.9,
        level=Level.RELATION,
        meaning="share of cells suppressed in both sweeps whose times differ by a tenth or less",
    )


def _final(maps: Maps, name: str) -> Iterator[Docked]:
    ours, theirs = maps.means[name], published_maps(maps)[name]
    words = name.replace("_", " ")
    yield _share(
        f"final {words}: cells within chance",
        np.abs(ours - theirs) <= _LIKELY * maps.errors[name] + READING[name],
        least=0.95,
        level=Level.DISTRIBUTION,
        meaning="share of cells whose mean differs by no more than two standard errors of a difference of two sets "
        f"of trials and the {READING[name]:g} to which the figure can be read",
    )
    yield _rank_correlation(f"final {words}: order of cells", ours.ravel(), theirs.ravel(), least=0.9)


def suppressed_up_to(plan: Plan, maps: Maps) -> Floats:
    """For each row, the largest mean boldness at which dissent is suppressed; not a number where it never is."""
    bold = np.where(maps.means["suppression"] < plan.rounds, BOLDNESSES[maps.columns], -np.inf).max(axis=1)
    return np.where(np.isfinite(bold), bold, np.nan)


def tolerant_from(maps: Maps) -> Floats:
    """For each row, the least mean boldness of the published grid with a mean final tolerance above 1/2.

    Between the columns that were run, tolerance is taken to run straight. Not a number where it stays below.
    """
    return np.array([_crossing(BOLDNESSES[maps.columns], row) for row in maps.means["tolerance"]])


def _crossing(boldnesses: Floats, tolerances: Floats) -> float:
    above = np.flatnonzero(tolerances > 0.5)
    if not above.size:
        return float("nan")
    after = int(above[0])
    if after == 0:
        return float(boldnesses[0])
    pair = slice(after - 1, after + 1)
    crossed = np.interp(0.5, tolerances[pair], boldnesses[pair])
    beyond = BOLDNESSES[crossed < BOLDNESSES]
    return float(min(beyond.min(initial=np.inf), boldnesses[after]))


def _figure(name: str, published: float, ours: float, tolerance: float) -> Docked:
    return Target(name, published, SOURCE, Level.RELATION, tolerance, "within the tolerance, in mean boldness").dock(
        ours
    )


def _uniform_claims(plan: Plan, maps: Maps) -> Iterator[Docked]:
    wide = DISSENTS[maps.rows] >= _WIDE_DESIRE
    yield _figure(
        f"largest mean boldness suppressed, mean over desires of {_WIDE_DESIRE:g} and more",
        7.4,
        float(np.mean(suppressed_up_to(plan, maps)[wide])),
        max(STEP, maps.pitch),
    )
    boundary = dict(zip(maps.rows.tolist(), tolerant_from(maps).tolist(), strict=True))
    for row, published in _UNIFORM_BOUNDARY:
        yield _figure(
            f"mean boldness from which final tolerance exceeds one half, mean desire {DISSENTS[row]:.3f}",
            published,
            boundary[row],
            max(2.0 * STEP, maps.pitch),
        )
    left, low, middle, right = (boundary[row] for row, _ in _UNIFORM_BOUNDARY)
    target = Target("boundary of tolerance", "U-shaped", SOURCE, Level.RELATION, test="falls, then rises, with desire")
    shape = " ".join(f"{bold:.2f}" for bold in (left, low, middle, right))
    yield target.judged(shape, passed=left > low < middle < right)


def _proportional_claims(plan: Plan, maps: Maps) -> Iterator[Docked]:
    near = max(STEP, maps.pitch)
    reached = suppressed_up_to(plan, maps)
    most = float(np.nanmax(reached)) if np.isfinite(reached).any() else float("nan")
    yield _figure("largest mean boldness suppressed, proportional punishment", 1.3, most, near)
    boundary = tolerant_from(maps)
    yield _figure(
        "mean boldness from which final tolerance exceeds one half, median over desires, proportional punishment",
        1.5,
        float(np.nanmedian(boundary)),
        near,
    )
    wide = boundary[DISSENTS[maps.rows] >= 0.1]
    spread = float(np.max(wide) - np.min(wide))
    target = Target(
        "boundary of tolerance, proportional punishment",
        "nearly horizontal",
        SOURCE,
        Level.RELATION,
        test="over desires of .1 and more its range is at most 1 of boldness, a sixth of that of uniform punishment",
    )
    yield target.judged(f"range {spread:.2f}", passed=spread <= max(1.0, maps.pitch))
