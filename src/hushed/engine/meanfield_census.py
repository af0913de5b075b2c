"""A finite society without ties, counted once so that a round's expected costs need no loop over its people.

Desires and boldnesses are drawn once, so the costs of *this* society differ from those of the infinite one by an
error that stays the same from round to round and changes with the policy: it decides where an authority that climbs by
small differences goes. It is kept here, not modelled. People are counted in columns of like desire; in each column
stand the numbers bolder than each of many levels. Who speaks in a column is read off at the boldness its mean desire
needs. The last columns hold a few people each, so what happens at the margin happens to the people who are there.

Symbols as in `meanfield`. Within a column, with n(x) people bolder than x, lo = psi p(tau) and
hi = lo + 2 (1 - nu) psi (delta - tau), the proportional form has sum y = g int_lo^hi n and
sum y^2 = 2 g^2 int_lo^hi (x - lo) n(x) dx, g = 1 / (2 (1 - nu) psi).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled, inlined
from hushed.engine.meanfield import Expected, Floats

COLUMNS_UNIFORM, COLUMNS_PROPORTIONAL = 128, 64
"""The proportional form is smooth in desire, so fewer columns do."""
LEVELS_UNIFORM, LEVELS_PROPORTIONAL = 4096, 2048
"""So fine that a level rarely falls between two of the boldest; else moves that cost exactly the same would not."""
_LAWFUL_BINS = 4096
_FEW = 16
"""A column with fewer people is above or below tolerance as a whole."""
_NARROW = 1e-7
"""A range of boldness, in units of its mean, too narrow to difference integrals over."""


class Census(NamedTuple):
    """People counted: mean `desire` and `number` of each column, and how many are at least as bold as each level.

    `boldest` is the level that nobody in a column reaches.

    For the uniform form `bolder` is float32 (columns, levels + 1). For the proportional form `moments` is float64
    (levels + 1, columns, 3): that number and its two successive integrals from above. The other is empty. Level k
    stands at `step` k times the mean `boldness`; for the proportional form at `step` k^2, for a lenient authority is
    minded by a few of the least bold alone. `lawful` is the sum of min(delta, tau) at equal steps of tau from 0 to
    `largest`.
    """

    boldness: float
    step: float
    largest: float
    desire: Floats
    number: Floats
    boldest: Floats
    bolder: NDArray[np.float32]
    moments: Floats
    lawful: Floats


def census(
    desires: Floats, boldnesses: Floats, *, proportional: bool, columns: int | None = None, levels: int | None = None
) -> Census:
    """Count people by desire and by boldness relative to a mean of 1; both float64 of one length, not negative.

    `rescaled` gives the census of the same people with another mean boldness.
    """
    columns = columns or (COLUMNS_PROPORTIONAL if proportional else COLUMNS_UNIFORM)
    levels = levels or (LEVELS_PROPORTIONAL if proportional else LEVELS_UNIFORM)
    # A hair more than the largest, so that everybody falls below the last edge.
    largest = max(float(np.max(desires)) * (1.0 + 1e-12), 1e-300)
    step = max(float(np.max(boldnesses)) * (1.0 + 1e-12), 1e-290) / (levels**2 if proportional else levels)
    desire, count = np.zeros(columns), np.zeros(columns)
    bolder = np.zeros((columns, levels + 1))
    lawful = np.zeros(_LAWFUL_BINS + 1)
    level = np.sqrt(boldnesses / step) if proportional else boldnesses / step
    _count(desires, level, largest, desire, count, bolder, lawful)
    moments = np.zeros((levels + 1, columns, 3) if proportional else (0, 0, 3))
    if proportional:
        _integrate(bolder, step, moments)
    kept = bolder[:0] if proportional else bolder
    boldest = np.count_nonzero(bolder, axis=1).astype(np.float64)
    return Census(1.0, step, largest, desire, count, boldest, kept.astype(np.float32), moments, lawful)


def rescaled(people: Census, boldness: float) -> Census:
    """The same people, all bolder by one factor: mean boldness `boldness`."""
    return people._replace(boldness=boldness)


@compiled
def _count(
    desires: Floats,
    level: Floats,
    largest: float,
    desire: Floats,
    count: Floats,
    bolder: Floats,
    lawful: Floats,
) -> None:
    columns, levels, bins = desire.size, bolder.shape[1] - 1, lawful.size - 1
    numbers, sums = np.zeros(bins), np.zeros(bins)
    for i in range(np.uint64(desires.size)):
        column = np.int64(desires[i] / largest * columns)
        count[column] += 1.0
        desire[column] += desires[i]
        bolder[column, np.int64(level[i])] += 1.0
        fine = np.int64(desires[i] / largest * bins)
        numbers[fine] += 1.0
        sums[fine] += desires[i]
    for c in range(columns):
        if count[c] > 0.0:
            desire[c] /= count[c]
        for k in range(levels - 1, -1, -1):
            bolder[c, k] += bolder[c, k + 1]
    below, above = 0.0, np.float64(desires.size)
    for k in range(bins):
        below, above = below + sums[k], above - numbers[k]
        lawful[k + 1] = below + above * (largest * (k + 1) / bins)
    lawful[bins] = below


@compiled
def _integrate(bolder: Floats, step: float, moments: Floats) -> None:
    """Number and both integrals from above, of numbers that run straight between levels."""
    for c in range(bolder.shape[0]):
        for k in range(bolder.shape[1] - 2, -1, -1):
            width = step * (2 * k + 1)
            upper, lower = bolder[c, k + 1], bolder[c, k]
            first, second = moments[k + 1, c, 1], moments[k + 1, c, 2]
            moments[k, c, 0] = lower
            moments[k, c, 1] = first + 0.5 * width * (upper + lower)
            moments[k, c, 2] = second + width * first + width * width * (2.0 * upper + lower) / 6.0


@compiled
def census_costs(
    people: Census, tolerance: float, severity: float, surveillance: float, proportional: bool
) -> Expected:
    """A round's expected costs: tolerance and surveillance in [0, 1], severity above 0."""
    if tolerance >= people.largest:
        return Expected(people.lawful[people.lawful.size - 1], 0.0, 0.0, 0.0, 0.0)
    if proportional:
        return _proportional(people, tolerance, severity, surveillance)
    return _uniform(people, tolerance, severity, surveillance)


@compiled
def _lawful_voices(people: Census, tolerance: float) -> float:
    at = tolerance / people.largest * (people.lawful.size - 1)
    k = np.int64(at)
    return float(people.lawful[k] + (at - k) * (people.lawful[k + 1] - people.lawful[k]))


@compiled
def _part_above(people: Census, column: int, tolerance: float) -> tuple[float, float]:
    """Of the column in which tolerance falls: share of people who desire more, and how much more they do."""
    if people.number[column] < _FEW:
        beyond = people.desire[column] - tolerance
        return (1.0, beyond) if beyond > 0.0 else (0.0, 1.0)
    width = people.largest / people.desire.size
    beyond = (column + 1) * width - tolerance
    return min(1.0, beyond / width), 0.5 * beyond


@compiled
def _uniform(people: Census, tolerance: float, severity: float, surveillance: float) -> Expected:
    columns = people.desire.size
    first = int(tolerance / people.largest * columns)
    share, beyond = _part_above(people, first, tolerance)
    asked = severity / (people.boldness * people.step)
    excess, punished, spread, speakers = 0.0, 0.0, 0.0, 0.0
    for c in range(np.uint64(first), np.uint64(columns)):
        seen = surveillance + (1.0 - surveillance) * (tolerance + beyond)
        # Told without a division where nobody is bold enough, as in most columns once dissent is suppressed.
        if asked * seen < people.boldest[c] * beyond:
            level = asked * seen / beyond
            k = np.uint64(level)
            bold = np.float64(people.bolder[c, k])
            bold += (level - np.float64(k)) * (people.bolder[c, k + np.uint64(1)] - bold)
            bold *= share
            excess += beyond * bold
            speakers += bold
            punished += seen * bold
            spread += seen * (1.0 - seen) * bold
        if c + np.uint64(1) < np.uint64(columns):
            share, beyond = 1.0, people.desire[c + np.uint64(1)] - tolerance
    return Expected(
        _lawful_voices(people, tolerance) + excess,
        severity * punished,
        severity * severity * spread,
        punished,
        speakers,
    )


@inlined
def _bolder_than(moments: Any, step: Any, boldness: Any, column: Any) -> Any:
    """Number of a column's people at least so bold, and its two integrals from above."""
    level = np.sqrt(boldness / step)
    if level >= moments.shape[0] - 1:
        return 0.0, 0.0, 0.0
    k = np.uint64(level) + np.uint64(1)
    upper = np.float64(k)
    down = step * upper * upper - boldness
    number, first, second = moments[k, column, 0], moments[k, column, 1], moments[k, column, 2]
    slope = (moments[k - np.uint64(1), column, 0] - number) / (step * (2.0 * upper - 1.0))
    return (
        number + slope * down,
        first + down * (number + 0.5 * slope * down),
        second + down * (first + down * (0.5 * number + slope * down / 6.0)),
    )


@inlined
def _excess(moments: Any, step: Any, column: Any, low: Any, range_: Any, beyond: Any) -> Any:
    """Of a column's people: how many speak above tolerance, how many of them in full, sums of excess and its square.

    They speak from boldness `low` on, and say all they desire, `beyond` more than is tolerated, `range_` further up.
    """
    speakers, first, second = _bolder_than(moments, step, low, column)
    if speakers == 0.0 or range_ <= _NARROW:
        return speakers, speakers, speakers * beyond, speakers * beyond * beyond
    full, high_first, high_second = _bolder_than(moments, step, low + range_, column)
    gain = beyond / range_
    total = gain * (first - high_first)
    squares = 2.0 * gain * (gain * (second - high_second) - beyond * high_first)
    return speakers, full, total, min(max(squares, total * total / speakers), total * beyond)


@compiled
def _proportional(people: Census, tolerance: float, severity: float, surveillance: float) -> Expected:
    columns = people.desire.size
    first = int(tolerance / people.largest * columns)
    slope = 1.0 - surveillance
    at_line = surveillance + slope * tolerance
    low = severity * at_line / people.boldness
    lowest_level = np.sqrt(low / people.step)
    if lowest_level >= people.moments.shape[0] - 1:
        return Expected(_lawful_voices(people, tolerance), 0.0, 0.0, 0.0, 0.0)
    widening = 2.0 * slope * severity / people.boldness
    excess, fines, spread, speakers = 0.0, 0.0, 0.0, 0.0
    share, beyond = _part_above(people, first, tolerance)
    for c in range(np.uint64(first), np.uint64(columns)):
        if c > np.uint64(first):
            share, beyond = 1.0, people.desire[c] - tolerance
        if share > 0.0 and lowest_level < people.boldest[c]:
            number, full, total, squares = _excess(people.moments, people.step, c, low, widening * beyond, beyond)
            if total > 0.0:
                speakers += share * number
                excess += share * total
                fines += share * (at_line * total + slope * squares)
                spread += share * _spread(full, total, squares, beyond, at_line, slope)
    return Expected(
        _lawful_voices(people, tolerance) + excess,
        severity * fines,
        severity * severity * spread,
        at_line * speakers + slope * excess,
        speakers,
    )


@inlined
def _spread(full: Any, total: Any, squares: Any, beyond: Any, at_line: Any, slope: Any) -> Any:
    """Sum of y^2 p (1 - p), p = p(tau) + (1 - nu) y, from the sums of y and y^2 and the number with y = `beyond`.

    Of the others, sums of y^3 and y^4 are taken to lie between those of equal excesses (exact) and of excesses spread
    evenly from 0 to `beyond` (exact), in proportion to where the ratio of squares to total lies.
    """
    seen = at_line + slope * beyond
    whole = full * beyond * beyond * seen * (1.0 - seen)
    total, squares = total - full * beyond, squares - full * beyond * beyond
    if total <= 0.0 or squares <= 0.0:
        return whole
    ratio = squares / total
    even = 3.0 * (1.0 - ratio / beyond)
    cubes = squares * ratio * (1.0 + 0.125 * even)
    fourths = squares * ratio * ratio * (1.0 + 0.35 * even)
    found = at_line * (1.0 - at_line) * squares + slope * (1.0 - 2.0 * at_line) * cubes - slope * slope * fourths
    return whole + max(found, 0.0)
