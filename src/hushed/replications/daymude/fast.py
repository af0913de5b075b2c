"""The published model without waste: trials of Daymude, Axelrod & Forrest 2025 to the same levers, many times as fast.

People are sorted by desire. Those who desire no more than is tolerated say it: their sum is read off. The others stand
in groups of like desire, boldest first: each group is asked the published rule until nobody left in it is bold enough,
and a number is drawn only for those who speak above tolerance. Sums are therefore formed in
another order than the published ones and differ in their last bits; where those bits could decide whether a move is
kept, both costs are formed again in the published order. So levers are those of `run_trial` to the last bit, and costs
agree to a relative 1e-12.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled
from hushed.replications.daymude.exact_sums import fined_sum, said_sum
from hushed.replications.daymude.people import Floats, published_sum, truncated_exponential
from hushed.replications.daymude.rule import published_voice_proportional, published_voice_uniform
from hushed.replications.daymude.stream import number_of, state_after, state_of, steps_of
from hushed.replications.daymude.trial import LEAST_SEVERITY, Trial, TrialSettings

Acceptance = Literal["previous_round", "incumbent"]

_DOUBT = 1e-9
"""Relative difference of costs below which rounding might decide; sums differ by less than 1e-11."""
_GROUP = 256
_SURELY = 1.0 - 1e-9
"""Room for rounding where people are passed over unasked."""
_UNKNOWN = -1.0


class Ranked(NamedTuple):
    """People in groups of neighbouring desires, the boldest first in each: float64 each, with their published places.

    `least` and `most` are the desires within each group. `rising` are all desires in order, `below[i]` the sum of
    the i least, `published` all desires in their published places.
    """

    desires: Floats
    boldnesses: Floats
    places: NDArray[np.uint32]
    least: Floats
    most: Floats
    rising: Floats
    below: Floats
    published: Floats


class Round(NamedTuple):
    """Who spoke above tolerance in a round, and how loud; and the fines of those of them who were seen."""

    people: NDArray[np.uint32]
    actions: Floats
    fines: Floats


def ranked(desires: Floats, boldnesses: Floats) -> Ranked:
    """Put people in order; both float64 of one length."""
    by_desire = np.argsort(desires, kind="stable")
    rising = desires[by_desire]
    group = np.arange(desires.size) // _GROUP
    # Less than one apart within a group, so one sort does for both.
    order = by_desire[np.argsort(group - boldnesses[by_desire] / (2.0 * np.max(boldnesses)), kind="stable")]
    starts = np.arange(0, desires.size, _GROUP)
    return Ranked(
        desires[order],
        boldnesses[order],
        order.astype(np.uint32),
        rising[starts],
        rising[np.minimum(starts + _GROUP, desires.size) - 1],
        rising,
        np.concatenate([[0.0], np.cumsum(rising)]),
        desires,
    )


def run_fast_trial(settings: TrialSettings, *, acceptance: Acceptance = "previous_round") -> Trial:
    """The trial that `run_trial` runs. With `incumbent`, a move is kept unless it costs more than the last one kept."""
    rng = np.random.default_rng(settings.seed)
    desires = truncated_exponential(rng, mean=settings.dissent, size=settings.population)
    boldnesses = rng.exponential(scale=settings.boldness, size=settings.population)
    levers = rng.integers(3, size=settings.rounds)
    parameters, costs = np.empty((3, settings.rounds)), np.empty((2, settings.rounds))
    _run(
        ranked(desires, boldnesses),
        steps_of(rng, settings.population),
        state_of(rng),
        levers,
        np.array([settings.tolerance, settings.severity, settings.surveillance]),
        settings.adamancy,
        settings.window,
        settings.punishment == "proportional",
        acceptance == "incumbent",
        parameters,
        costs,
    )
    return Trial(settings, published_sum(desires), *parameters, *costs)


@compiled
def _boldness_needed(
    desire: float, tolerance: float, severity: float, surveillance: float, proportional: bool
) -> float:
    """Who is less bold than this does not speak above tolerance, whatever less than `desire` they desire."""
    if proportional:
        return severity * (surveillance + (1.0 - surveillance) * tolerance) * _SURELY
    seen = surveillance + (1.0 - surveillance) * desire
    return severity * seen / (desire - tolerance) * _SURELY


@compiled
def spoken(
    people: Ranked,
    round_: Round,
    tolerance: float,
    severity: float,
    surveillance: float,
    proportional: bool,
) -> tuple[int, float]:
    """Write down who speaks above tolerance and how loud; how many they are, and the sum of everybody's actions."""
    total = people.rising.size
    first = np.searchsorted(people.rising, tolerance, side="right")
    count, excess = np.uint64(0), 0.0
    for group in range(first // _GROUP, people.most.size if first < total else 0):
        needed = _boldness_needed(people.most[group], tolerance, severity, surveillance, proportional)
        for i in range(np.uint64(group * _GROUP), np.uint64(min(group * _GROUP + _GROUP, total))):
            desire, boldness = people.desires[i], people.boldnesses[i]
            if boldness < needed:
                break
            if proportional:
                action = published_voice_proportional(desire, boldness, tolerance, severity, surveillance)
            else:
                action = published_voice_uniform(desire, boldness, tolerance, severity, surveillance)
            if action > tolerance:
                round_.people[count] = people.places[i]
                round_.actions[count] = action
                count += np.uint64(1)
                excess += action - tolerance
    return int(count), people.below[first] + tolerance * (total - first) + excess


@compiled
def _fine(
    round_: Round,
    count: int,
    steps: NDArray[np.uint64],
    high: int,
    low: int,
    tolerance: float,
    severity: float,
    surveillance: float,
    proportional: bool,
) -> float:
    """Draw who of those above tolerance is seen; the sum of their fines."""
    total = 0.0
    for k in range(np.uint64(count)):
        action = round_.actions[k]
        at_high, at_low = state_after(steps, np.uint64(round_.people[k]) + np.uint64(1), high, low)
        seen = number_of(at_high, at_low) < surveillance + (1.0 - surveillance) * action
        fine = (severity * (action - tolerance) if proportional else severity) if seen else 0.0
        round_.fines[k] = fine
        total += fine
    return total


@compiled
def _proposed(lever: int, value: float, window: float, drawn: float) -> float:
    lowest = LEAST_SEVERITY if lever == 1 else 0.0
    highest = np.inf if lever == 1 else 1.0
    low, high = max(lowest, value - window), min(highest, value + window)
    return low + (max(low, high) - low) * drawn


@compiled
def _published_cost(
    people: Ranked, round_: Round, count: int, tolerance: float, adamancy: float, said: float, room: Floats
) -> tuple[float, float]:
    """A round's cost with its sums as published; `said` is the sum of actions if known. Also that sum."""
    if said == _UNKNOWN:
        said = said_sum(people.published, tolerance, round_.people, round_.actions, count, room)
    return adamancy * said + fined_sum(round_.people, round_.fines, count, room), said


@compiled
def _run(
    people: Ranked,
    steps: NDArray[np.uint64],
    state: NDArray[np.uint64],
    levers: NDArray[np.int64],
    start: Floats,
    adamancy: float,
    window: float,
    proportional: bool,
    incumbent: bool,
    parameters: Floats,
    costs: Floats,
) -> None:
    size = people.desires.size
    rounds = (
        Round(np.empty(size, np.uint32), np.empty(size), np.empty(size)),
        Round(np.empty(size, np.uint32), np.empty(size), np.empty(size)),
    )
    room = np.empty(size)
    high, low = state[0], state[1]
    kept = start.copy()
    # Of the round to beat: buffer, people above tolerance, tolerance, cost, sum of actions, and as published if known.
    beat, beat_count, beat_tolerance, beat_cost, beat_sum, beat_said = 0, 0, _UNKNOWN, np.inf, _UNKNOWN, _UNKNOWN
    for r in range(parameters.shape[1]):
        lever = levers[r]
        before = kept[lever]
        if r > 0:
            high, low = state_after(steps, 1, high, low)
            kept[lever] = _proposed(lever, before, window, number_of(high, low))
        now = rounds[1 - beat]
        tolerance, severity, surveillance = kept[0], kept[1], kept[2]
        count, total = spoken(people, now, tolerance, severity, surveillance, proportional)
        fines = _fine(now, count, steps, high, low, tolerance, severity, surveillance, proportional)
        high, low = state_after(steps, size, high, low)
        cost = adamancy * total + fines
        costs[0, r], costs[1, r] = total, fines
        same = tolerance == beat_tolerance and count == beat_count and total == beat_sum
        said = beat_said if same else _UNKNOWN
        worse = cost > beat_cost
        if abs(cost - beat_cost) <= _DOUBT * cost and not (same and cost == adamancy * total == beat_cost):
            compared, beat_said = _published_cost(
                people, rounds[beat], beat_count, beat_tolerance, adamancy, beat_said, room
            )
            ours, said = _published_cost(people, now, count, tolerance, adamancy, beat_said if same else said, room)
            worse = ours > compared
        if worse:
            kept[lever] = before
        if not (worse and incumbent):
            beat, beat_count, beat_tolerance, beat_cost, beat_sum, beat_said = (
                1 - beat,
                count,
                tolerance,
                cost,
                total,
                said,
            )
        parameters[0, r], parameters[1, r], parameters[2, r] = kept[0], kept[1], kept[2]
