"""How cohesive two groups grow on a network of triadic closure and choice homophily: the mean field.

Source of the equations: Castillo & Cozzo 2025, after Asikainen et al. 2020, Sci. Adv. 6:eaax7310 (see
`silence_hysteresis`). They are in T, the share of a group's ties that lie within it, and P, the share of all ties that
lie within a group; each determines the other:

    T_a = 2 P_a / (1 + P_a - P_b),   P_a = T_a (1 - T_b) / (2 - T_a - T_b).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

NEARLY_STILL = 1e-10
"""Where no share of ties changes faster than this per unit of time, the network is at rest but for rounding."""
_STARTS = 41
"""Starts along each axis of the search for points of rest."""


class Formation(NamedTuple):
    """How ties form: closure c, choice homophily of minority and majority, and the minority's share of people."""

    closure: float
    homophily_a: float
    homophily_b: float
    minority: float


class Cohesion(NamedTuple):
    """Shares of ties that lie within the minority, T_a, and within the majority, T_b, of each group's own ties."""

    a: float
    b: float


class NetworkRest(NamedTuple):
    """A point of rest of the network, the larger eigenvalue around it, and whether it is stable."""

    cohesion: Cohesion
    eigenvalue: float
    stable: bool


def growth(own: Any, other: Any, homophily: Any, share: Any, closure: Any) -> Any:
    """How fast the share of ties within a group grows: ties moved inwards less ties moved outwards.

    A member whose tie to the other group is the one to go (1 - T) gains an own tie if her candidate is of her own group
    and accepted (`homophily`); one whose own tie is to go (T) loses it to a candidate of the other. The candidate is a
    friend's friend (`closure`), or anybody.
    """
    own_candidate = closure * (own * own + (1 - own) * (1 - other)) + (1 - closure) * share
    other_candidate = closure * (own + other) * (1 - own) + (1 - closure) * (1 - share)
    return homophily * (1 - own) * own_candidate - (1 - homophily) * own * other_candidate


def growths(a: Any, b: Any, formation: Formation) -> tuple[Any, Any]:
    """dP_a/dt and dP_b/dt at cohesions T_a = a and T_b = b: numbers, or arrays of one shape."""
    closure, homophily_a, homophily_b, minority = formation
    return growth(a, b, homophily_a, minority, closure), growth(b, a, homophily_b, 1 - minority, closure)


def cohesion_of(shares: tuple[Any, Any]) -> Cohesion:
    """T from P."""
    p, q = shares
    return Cohesion(2 * p / (1 + p - q), 2 * q / (1 + q - p))


def shares_of(cohesion: Cohesion) -> tuple[float, float]:
    """P from T; halves where both are 1, for then any P would do."""
    spread = 2 - cohesion.a - cohesion.b
    if spread < 1e-12:
        return 0.5, 0.5
    return cohesion.a * (1 - cohesion.b) / spread, cohesion.b * (1 - cohesion.a) / spread


def grown(
    start: Cohesion, formation: Formation, *, duration: float, paces: tuple[float, float] = (1.0, 1.0)
) -> tuple[Cohesion, bool]:
    """Let the network change until it stands still or `duration` has passed: its cohesions, and whether it stands.

    `paces` multiply the two growths. Those of the article are 1, which moves no point of rest; `paces_of` gives the
    paces at which people's own ties change.
    """

    def slope(_: float, shares: NDArray[np.float64]) -> list[float]:
        return [pace * one for pace, one in zip(paces, growths(*cohesion_of(tuple(shares)), formation), strict=True)]

    shares, time, span = np.array(shares_of(start)), 0.0, 100.0
    while time < duration:
        span = min(2 * span, duration - time)
        shares = solve_ivp(slope, (0.0, span), shares, method="LSODA", rtol=1e-11, atol=1e-13).y[:, -1]
        time += span
        if max(map(abs, slope(0.0, shares))) < NEARLY_STILL * max(paces):
            return _at_rest(cohesion_of((float(shares[0]), float(shares[1]))), formation), True
    return cohesion_of((float(shares[0]), float(shares[1]))), False


def paces_of(minority: float, mean_degree: float) -> tuple[float, float]:
    """How much of all ties a sweep of one turn each can move inside the minority and the majority."""
    return 2 * minority / mean_degree, 2 * (1 - minority) / mean_degree


def _at_rest(near: Cohesion, formation: Formation) -> Cohesion:
    """The point of rest next to where the network nearly stands still; that place itself where there is none."""
    point = np.array(near).reshape(2, 1)
    with np.errstate(all="ignore"):
        for _ in range(5):
            point = point - _newton_moves(point, formation)
    found = Cohesion(float(point[0, 0]), float(point[1, 0]))
    moved = max(abs(found.a - near.a), abs(found.b - near.b))
    return found if moved < 1e-5 else near


def network_rests(formation: Formation) -> tuple[NetworkRest, ...]:
    """Points of rest with cohesions below 1, by ascending T_a: Newton's method from a grid of starts.

    Full segregation, where closure or a homophily of 1 keeps it for good, is not among them.
    """
    axis = np.linspace(0.012, 0.988, _STARTS)
    points = np.array([one.ravel() for one in np.meshgrid(axis, axis, indexing="ij")])
    with np.errstate(all="ignore"):
        for _ in range(60):
            points = points - _newton_moves(points, formation)
        left = np.max(np.abs(growths(points[0], points[1], formation)), axis=0)
    inside = (left < 1e-13) & (points >= -1e-9).all(axis=0) & (points < 1 - 1e-7).all(axis=0)
    found: list[Cohesion] = []
    for a, b in points[:, inside].T.tolist():
        if all(max(abs(a - one.a), abs(b - one.b)) > 1e-6 for one in found):
            found.append(Cohesion(a, b))
    return tuple(_described(one, formation) for one in sorted(found))


def _slopes(points: NDArray[Any], formation: Formation) -> NDArray[np.float64]:
    """Derivatives of both growths by T_a and T_b, exact to rounding by complex steps; shape (2, 2, points)."""
    h = 1e-30
    by_a = growths(points[0] + 1j * h, points[1] + 0j, formation)
    by_b = growths(points[0] + 0j, points[1] + 1j * h, formation)
    return np.array([[by_a[0].imag, by_b[0].imag], [by_a[1].imag, by_b[1].imag]]) / h


def _newton_moves(points: NDArray[Any], formation: Formation) -> NDArray[np.float64]:
    (aa, ab), (ba, bb) = _slopes(points, formation)
    f, g = growths(points[0], points[1], formation)
    determinant = aa * bb - ab * ba
    return np.array([(bb * f - ab * g) / determinant, (aa * g - ba * f) / determinant])


def _described(cohesion: Cohesion, formation: Formation) -> NetworkRest:
    """Stability is that of the flow of P, so the slopes by T are carried over."""
    slopes = _slopes(np.array(cohesion).reshape(2, 1), formation)[:, :, 0]
    p, q = shares_of(cohesion)
    x, y = 1 + p - q, 1 + q - p
    by_shares = np.array([[2 / x - 2 * p / x**2, 2 * p / x**2], [2 * q / y**2, 2 / y - 2 * q / y**2]])
    eigenvalue = float(np.linalg.eigvals(slopes @ by_shares).real.max())
    return NetworkRest(cohesion, eigenvalue, eigenvalue < 0)
