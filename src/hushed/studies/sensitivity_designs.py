"""Points at which a model is played to see which parameters matter: Morris's trajectories and Saltelli's cross-samples.

SALib lays them out; the one number it starts its generator with follows from the study's seed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hushed.random import Channel, uniforms

LEVELS = 4
"""Levels of a parameter on Morris's trajectories; a step goes over two of the three gaps between them."""
_MORRIS, _SALTELLI, RESAMPLING = 8, 9, 10
"""What a draw is for; it takes the place of the round."""

Shares = NDArray[np.float64]


def rows_of(method: str, parameters: int) -> int:
    """Points in one trajectory (Morris) or one cross-sample (Saltelli): both are one more, or two, than parameters."""
    return parameters + (1 if method == "morris" else 2)


def morris(trajectories: int, parameters: int, *, seed: int) -> Shares:
    """Trajectories in the unit cube, each of parameters + 1 points that differ in one parameter from the one before.

    Shape (trajectories x (parameters + 1), parameters). Source: Morris (1991), Technometrics 33(2), section 3.
    """
    from SALib.sample import morris as trajectories_of

    made: Shares = trajectories_of.sample(_cube(parameters), trajectories, LEVELS, seed=start(seed, _MORRIS))
    # Sums of thirds, back on the levels.
    return np.round(made * (LEVELS - 1)) / (LEVELS - 1)


def saltelli(samples: int, parameters: int, *, seed: int) -> Shares:
    """Two scrambled Sobol samples A and B, and A with one column of B in turn: rows A, AB_1 ... AB_k, B each time.

    `samples` is a power of two. Shape (samples x (parameters + 2), parameters). Sources: Saltelli et al. (2010),
    Comput. Phys. Commun. 181, table 2; scrambling of Matoušek (1998), as scipy does it.
    """
    from SALib.sample import sobol

    made: Shares = sobol.sample(_cube(parameters), samples, calc_second_order=False, seed=start(seed, _SALTELLI))
    return made


def start(seed: int, what: int) -> int:
    """A whole number above zero, keyed by the study's seed: what SALib starts a generator of its own with.

    Zero would have SALib draw from NumPy's global state.
    """
    drawn = uniforms(seed=seed, replicate=0, round=what, subjects=np.zeros(1), channel=Channel.DESIGN)
    return 1 + int(drawn[0] * (2**31 - 1))


def _cube(parameters: int) -> dict[str, object]:
    names = [f"x{place}" for place in range(parameters)]
    return {"num_vars": parameters, "names": names, "bounds": [[0.0, 1.0]] * parameters}
