"""The learning dynamics of two opinion groups: right-hand side and course over time.

Source of the equations: Gaisbauer, Olbrich & Banisch 2020, Phys. Rev. E 102:042303 (see `expression_game`).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STANDSTILL = 1e-13
"""Where neither value moves faster than this per unit of time, the course has settled."""


class Forces(NamedTuple):
    """What acts on the two groups: cohesion gamma and delta in [0, 1], costs of speaking, and rate beta >= 0."""

    gamma: float
    "Share of the first group's contacts that lie within it."
    delta: float
    "Share of the second group's contacts that lie within it."
    costs: tuple[float, float]
    "What speaking costs a member of the first, of the second group."
    beta: float
    "How sharply the chance of speaking follows the value of speaking."


class State(NamedTuple):
    """The values of speaking of the two groups, Q1 and Q2; silence has the value 0."""

    first: float
    second: float


def voice(value: float, beta: float) -> float:
    """Chance of speaking 1/(1 + e^(-beta Q)), in [0, 1]; written so that it overflows nowhere."""
    return 0.5 * (1.0 + math.tanh(0.5 * beta * value))


def drift(state: State, forces: Forces) -> State:
    """dQ/dt: praise of one's own side, less blame from the other, less the cost, less what fades."""
    p1, p2 = voice(state.first, forces.beta), voice(state.second, forces.beta)
    return State(
        forces.gamma * p1 - (1.0 - forces.gamma) * p2 - forces.costs[0] - state.first,
        forces.delta * p2 - (1.0 - forces.delta) * p1 - forces.costs[1] - state.second,
    )


def jacobian(state: State, forces: Forces) -> Floats:
    """Derivative of the drift by Q1 and Q2; shape (2, 2)."""
    slopes = [forces.beta * p * (1.0 - p) for p in (voice(q, forces.beta) for q in state)]
    gamma, delta = forces.gamma, forces.delta
    return np.array(
        [
            [gamma * slopes[0] - 1.0, -(1.0 - gamma) * slopes[1]],
            [-(1.0 - delta) * slopes[0], delta * slopes[1] - 1.0],
        ]
    )


def advance(state: State, forces: Forces, step: float) -> State:
    """The state one step of time later, by the classical Runge-Kutta rule of fourth order.

    Written out for each component alike, so that equal groups that start equal stay equal to the last bit.
    """
    k1 = drift(state, forces)
    k2 = drift(_moved(state, k1, step / 2), forces)
    k3 = drift(_moved(state, k2, step / 2), forces)
    k4 = drift(_moved(state, k3, step), forces)
    first, second = (q + step / 6 * (a + 2 * (b + c) + d) for q, a, b, c, d in zip(state, k1, k2, k3, k4, strict=True))
    return State(first, second)


def _moved(state: State, speed: State, time: float) -> State:
    return State(state.first + time * speed.first, state.second + time * speed.second)


def safe_step(step: float, beta: float) -> float:
    """A step no longer than 1/(1 + beta): the steeper the chances, the faster the values can move."""
    return min(step, 1.0 / (1.0 + beta))


def settle(state: State, forces: Forces, *, duration: float, step: float) -> tuple[State, float]:
    """Follow the flow until it stands still or `duration` has passed; the state there, and the time it took."""
    size = safe_step(step, forces.beta)
    time = 0.0
    while time < duration and speed(state, forces) > STANDSTILL:
        state = advance(state, forces, min(size, duration - time))
        time += size
    return state, min(time, duration)


def speed(state: State, forces: Forces) -> float:
    """The faster of the two values' speeds."""
    return max(abs(one) for one in drift(state, forces))
