"""Where two ways of playing the same society part: kernels and oracle, numbers of threads, processor and card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hushed.engine.reference import Reference
from hushed.engine.simulation import Simulation
from hushed.engine.state import IN_GRACE, Mark, Standing
from hushed.engine.tally import Round
from hushed.outcomes import Setting, outcomes_of
from hushed.selftest.definitions import by_definition

_RELATIVE, _ABSOLUTE = 1e-6, 1e-9
_QUANTILE_RELATIVE, _QUANTILE_ABSOLUTE = 2e-3, 2e-6
"""How finely the scores' quantiles are kept, as a shortfall from 1."""


def unpacked(bits: NDArray[np.uint8], entries: int) -> NDArray[np.uint8]:
    """One number, 0 or 1, for each entry of a row of bits, the lowest bit of a byte first."""
    return np.unpackbits(bits, count=entries, bitorder="little") if bits.size else np.zeros(entries, dtype=np.uint8)


def differences(run: Simulation, oracle: Reference) -> list[str]:
    """Names of what the kernels and the oracle disagree on, person by person, to the last bit."""
    return [name for name, people in people_apart(run, oracle).items() if people]


def people_apart(run: Simulation, oracle: Reference) -> dict[str, int]:
    """How many people (or ties) the kernels and the oracle disagree on, by what is kept of each."""
    state = run.state
    marks = {"seen": Mark.SEEN, "punished": Mark.PUNISHED, "misread": Mark.MISREAD, "denounced": Mark.DENOUNCED}
    pairs: dict[str, tuple[NDArray[Any], NDArray[Any]]] = {
        name: ((state.mark & bit) > 0, oracle.now[name]) for name, bit in marks.items()
    }
    clock = np.where(state.clock >= IN_GRACE, state.clock - IN_GRACE, state.clock)
    pairs |= {
        "voice": (state.voice, oracle.voice),
        "loss": (state.loss, oracle.now["loss"]),
        "score": (state.score, oracle.score),
        "clock": (clock, oracle.serving + oracle.waiting),
        "grace": (state.clock >= IN_GRACE, oracle.waiting > 0),
        "past": (state.past, oracle.ever_punished + 2 * oracle.ever_for_speech),
    }
    if run.needs.friends:
        pairs["friends"] = (state.friends, oracle.over_friends(np.ones(oracle.society.size)))
    if run.needs.association:
        pairs["shared"] = (state.shared, oracle.now["shared"])
    if run.needs.informers:
        pairs["reports"] = ((state.standing & (Standing.INFORMS | Standing.ENFORCES)) > 0, oracle.informs)
        pairs["reporters"] = (state.reporters, oracle.at_gatherings(oracle.informs.astype(float)))
    if run.needs.indignation and run.terms.indignation != 0.0:
        pairs["punished friends"] = (state.punished_friends, oracle.punished_friends)
    if run.needs.isolation:
        pairs["confidence"] = (state.confidence, oracle.confidence)
    if run.needs.reproach:
        pairs["reproach"] = (state.reproach, oracle.reproach)
    if run.needs.cutting:
        pairs["ties"] = (unpacked(state.cut, oracle.live.size) == 0, oracle.live)
    return {name: _apart(ours, theirs) for name, (ours, theirs) in pairs.items()}


def _apart(ours: NDArray[Any], theirs: NDArray[Any]) -> int:
    if ours.shape != theirs.shape:
        return max(ours.size, theirs.size, 1)
    return int(np.count_nonzero(ours != theirs))


def outcomes_apart(run: Simulation, oracle: Reference) -> list[str]:
    """Names of the outcomes of the last round that are not what the oracle's people give by their definitions."""
    setting = Setting(run.society.size, run.society.online.ties, run.regime, run.round - 1)
    found, expected = outcomes_of(run.record, setting), by_definition(oracle, run.terms)
    return [name for name, value in expected.items() if not _close(name, found[name], value)]


def _close(name: str, found: float, expected: float) -> bool:
    if name.startswith("score_p"):
        return abs(found - expected) <= _QUANTILE_ABSOLUTE + _QUANTILE_RELATIVE * abs(1.0 - expected)
    return abs(found - expected) <= _ABSOLUTE + _RELATIVE * abs(expected)


def bytes_apart(ours: Simulation, theirs: Simulation, expected: Round, found: Round) -> Iterator[str]:
    """What is not the same to the byte after a round: the state of every person, and the round's record.

    `lost`, which only the processor uses within a round, does not count.
    """
    state, other = ours.state, theirs.state
    for name in state._fields:
        one, another = getattr(state, name), getattr(other, name)
        if name != "lost" and (one.dtype, one.shape, one.tobytes()) != (
            another.dtype,
            another.shape,
            another.tobytes(),
        ):
            yield name
    for name in expected.tally._fields:
        if getattr(expected.tally, name) != getattr(found.tally, name):
            yield f"tally.{name}"
    if repr(expected) != repr(found):
        yield "record"
