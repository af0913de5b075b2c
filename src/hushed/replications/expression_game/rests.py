"""Every point of rest of the learning dynamics of two opinion groups, and whether it is stable.

The search is branch and prune: it starts from all values that could be, so no point depends on a starting guess.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.replications.expression_game.dynamics import Floats, Forces, State, drift, jacobian, speed, voice

LEAST_BOX = 1e-4
"""Side of the boxes at which the search for points of rest stops dividing, at rates well below 100."""


class Rest(NamedTuple):
    """A point of rest: its values, the chances of speaking there, and the eigenvalues of the flow around it."""

    state: State
    voices: tuple[float, float]
    "Chance of speaking of a member of each group, p1 and p2."
    eigenvalues: tuple[float, float]
    "Real parts, the larger first, per unit of time."
    kind: str
    "`stable`, `saddle`, `unstable`, or `degenerate` where the larger is within 1e-7 of 0."


def rests(forces: Forces) -> tuple[Rest, ...]:
    """Every point of rest, by ascending Q1: branch and prune, so that none depends on where a search starts.

    Boxes of values are shrunk by the fixed-point form of the equations, dropped where a drift cannot vanish in them,
    and halved, until they are small; Newton's method then ends the search in each. Points closer than a few boxes
    count as one: that is what is left of a pitchfork or a fold within about 1e-6 of where it happens.
    """
    near = 5 * _least_box(forces)
    found: list[State] = []
    for low_1, high_1, low_2, high_2 in _boxes_that_may_rest(forces).T.tolist():
        point = _newton(State((low_1 + high_1) / 2, (low_2 + high_2) / 2), forces)
        if point is None:
            continue
        same = [one for one in found if max(abs(point.first - one.first), abs(point.second - one.second)) < near]
        # Where points merge the flow is flat, and Newton's method stops short of it: the flattest is the nearest.
        flattest = min([point, *same], key=lambda one: abs(np.linalg.det(jacobian(one, forces))))
        found = [one for one in found if one not in same] + [flattest]
    return tuple(_described(point, forces) for point in sorted(found))


def _least_box(forces: Forces) -> float:
    return LEAST_BOX / (1.0 + forces.beta / 100)


def _boxes_that_may_rest(forces: Forces) -> Floats:
    """Boxes as columns (lowest Q1, highest Q1, lowest Q2, highest Q2) that together hold every point of rest."""
    reach = [(-1.0 - cost - 1e-9, 1.0 - cost + 1e-9) for cost in forces.costs]
    boxes = np.array([[reach[0][0]], [reach[0][1]], [reach[1][0]], [reach[1][1]]])
    done: list[Floats] = []
    while boxes.shape[1]:
        boxes = _pruned(boxes, forces)
        widths = np.array([boxes[1] - boxes[0], boxes[3] - boxes[2]])
        finished = widths.max(axis=0) <= _least_box(forces)
        done.append(boxes[:, finished])
        boxes = _halved(boxes[:, ~finished], widths[:, ~finished])
    return np.concatenate(done, axis=1)


def _halved(boxes: Floats, widths: Floats) -> Floats:
    across = widths[1] > widths[0]
    middle = np.where(across, boxes[2] + boxes[3], boxes[0] + boxes[1]) / 2
    left, right = boxes.copy(), boxes.copy()
    left[1, ~across], right[0, ~across] = middle[~across], middle[~across]
    left[3, across], right[2, across] = middle[across], middle[across]
    return np.concatenate([left, right], axis=1)


def _pruned(boxes: Floats, forces: Forces) -> Floats:
    """Boxes shrunk to where Q can equal what the chances of speaking in the box make of it; empty ones dropped."""
    p = 0.5 * (1.0 + np.tanh(0.5 * forces.beta * boxes))
    shares = forces.gamma, forces.delta
    shrunk = boxes.copy()
    for own, other, share, cost in ((0, 2, shares[0], forces.costs[0]), (2, 0, shares[1], forces.costs[1])):
        shrunk[own] = np.maximum(boxes[own], share * p[own] - (1 - share) * p[other + 1] - cost - 1e-12)
        shrunk[own + 1] = np.minimum(boxes[own + 1], share * p[own + 1] - (1 - share) * p[other] - cost + 1e-12)
    kept: Floats = shrunk[:, (shrunk[0] <= shrunk[1]) & (shrunk[2] <= shrunk[3]) & _may_vanish(shrunk, forces)]
    return kept


def _may_vanish(boxes: Floats, forces: Forces) -> NDArray[np.bool_]:
    """Whether both drifts may vanish in a box: their value at its middle, within their steepest slopes' reach."""
    p = 0.5 * (1.0 + np.tanh(0.5 * forces.beta * boxes))
    middle = np.array([(boxes[0] + boxes[1]) / 2, (boxes[2] + boxes[3]) / 2])
    centre = 0.5 * (1.0 + np.tanh(0.5 * forces.beta * middle))
    half = np.array([(boxes[1] - boxes[0]) / 2, (boxes[3] - boxes[2]) / 2])
    slopes = [_slopes(p[2 * k], p[2 * k + 1], forces.beta) for k in (0, 1)]
    may = np.ones(boxes.shape[1], dtype=np.bool_)
    for own, other, share, cost in ((0, 1, forces.gamma, forces.costs[0]), (1, 0, forces.delta, forces.costs[1])):
        value = share * centre[own] - (1 - share) * centre[other] - cost - middle[own]
        steepest = np.maximum(np.abs(share * slopes[own][0] - 1), np.abs(share * slopes[own][1] - 1))
        reach = steepest * half[own] + (1 - share) * slopes[other][1] * half[other]
        may &= np.abs(value) <= reach + 1e-12
    return may


def _slopes(low: Floats, high: Floats, beta: float) -> tuple[Floats, Floats]:
    """Least and largest slope beta p(1-p) where p runs from `low` to `high`."""
    ends = beta * low * (1 - low), beta * high * (1 - high)
    return np.minimum(*ends), np.where((low < 0.5) & (high > 0.5), beta / 4, np.maximum(*ends))


def _newton(state: State, forces: Forces) -> State | None:
    """The point of rest that Newton's method reaches within 1e-3 of a state, or None."""
    point = np.array(state)
    for _ in range(60):
        slope = jacobian(State(*point.tolist()), forces)
        if abs(np.linalg.det(slope)) < 1e-14:
            break
        move = np.linalg.solve(slope, -np.array(drift(State(*point.tolist()), forces)))
        point = point + move
        if not np.abs(point - np.array(state)).max() < 1e-3:
            return None
        if np.abs(move).max() < 1e-15:
            break
    rest = State(*point.tolist())
    return rest if speed(rest, forces) < 1e-12 else None


def _described(point: State, forces: Forces) -> Rest:
    eigenvalues = sorted(np.linalg.eigvals(jacobian(point, forces)).real.tolist(), reverse=True)
    voices = voice(point.first, forces.beta), voice(point.second, forces.beta)
    return Rest(point, voices, (eigenvalues[0], eigenvalues[1]), _kind(eigenvalues[0], eigenvalues[1]))


def _kind(larger: float, smaller: float) -> str:
    if abs(larger) < 1e-7:
        return "degenerate"
    if larger < 0:
        return "stable"
    return "saddle" if smaller < 0 else "unstable"
