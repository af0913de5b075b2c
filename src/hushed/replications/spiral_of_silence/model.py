"""The spiral of silence on a network.

The model, as an ordered list of events; v(h) = max(2 / (1 + e^-h) - 1, 0) is willingness:

1. People are tied: each newcomer to `links` different earlier people, drawn in proportion to degree^exponent; or two
   people of a community with probability `within`; communities are joined with probability `between` for each pair.
2. Bots attach themselves one after the other to people or to earlier bots, in proportion to degree^exponent.
3. Each person draws an opinion, +1 or -1, which never changes; inner confidence h; and a threshold.
4. A person is silent if v(h) <= threshold, and speaks otherwise. Bots always speak, for +1.
5. Step, all people at once: among the neighbours who speak, s agree with a person and d do not (bots counted by their
   weight); h becomes h + alpha (s - d) / (s + d), and stays where nobody speaks. Then 4 again.
6. Step after step, until nobody's willingness moved by more than `tolerance` in the last one.

Source: Ross et al. (2019), European Journal of Information Systems 28(4), 394-412, as its equations were given to us.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.random import Draws
from hushed.replications.limits import check_memory, check_time
from hushed.replications.replication import Progress
from hushed.replications.spiral_of_silence.network import Audience, community_starts, draw_audience, expected_ties
from hushed.replications.spiral_of_silence.outcome import Figures, Outcome, figures_of
from hushed.replications.spiral_of_silence.settings import Purpose, Settings, Spread

Floats = NDArray[np.float64]
_SECONDS = 1e-9
"""What hearing a friend takes."""
_BYTES = 60
"""What a tie takes while a network is drawn."""


class Society(NamedTuple):
    """What never changes in a run."""

    audience: Audience
    "Who hears whom."
    opinions: Floats
    "+1.0 or -1.0; shape (people,)."
    thresholds: Floats
    "Willingness above which a person speaks; shape (people,)."


class State(NamedTuple):
    """What changes from step to step."""

    confidence: Floats
    "Inner confidence h, any real number; shape (people,)."
    willingness: Floats
    "v(h), in [0, 1]; shape (people,)."
    steps: int
    "Steps made."
    moved: float
    "The largest change of anybody's willingness in the last step; infinite before the first."


def willingness(confidence: Floats) -> Floats:
    """v(h) = max(2 / (1 + e^-h) - 1, 0), which is tanh(h / 2) from 0 up: so no large e^-h is ever formed."""
    return np.asarray(np.tanh(np.maximum(confidence, 0.0) / 2))


def draw_society(settings: Settings, replicate: int) -> Society:
    """The people of one run. Raises InputError if no such network of so many people exists."""
    draws, people = Draws(settings.seed, replicate), settings.people
    opinions = np.where(draws.uniforms(Purpose.OPINION, subjects=people) < settings.positive, 1.0, -1.0)
    bounds = settings.threshold_from, settings.threshold_to, settings.threshold_mean
    thresholds = _spread(draws.uniforms(Purpose.THRESHOLD, subjects=people), settings.threshold, *bounds)
    return Society(draw_audience(settings, replicate), opinions, thresholds)


def init(settings: Settings, replicate: int) -> State:
    """Step 0 of one run: how confident its people are."""
    uniforms = Draws(settings.seed, replicate).uniforms(Purpose.CONFIDENCE, subjects=settings.people)
    bounds = settings.confidence_from, settings.confidence_to, settings.confidence_mean
    confidence = _spread(uniforms, settings.confidence, *bounds)
    return State(confidence, willingness(confidence), 0, float("inf"))


def _spread(uniforms: Floats, form: Spread, low: float, high: float, mean: float) -> Floats:
    return low + (high - low) * uniforms if form == "uniform" else -mean * np.log1p(-uniforms)


def speaks(state: State, society: Society) -> NDArray[np.bool_]:
    """Who speaks; shape (people,)."""
    return state.willingness > society.thresholds


def step(state: State, society: Society, settings: Settings) -> State:
    """One step, all people at once."""
    voices = speaks(state, society).astype(np.float64)
    ties, bots = society.audience
    heard = ties @ voices + bots
    balance = ties @ (voices * society.opinions) + bots
    climate = np.divide(balance * society.opinions, heard, out=np.zeros_like(heard), where=heard > 0)
    confidence = state.confidence + settings.alpha * climate
    willing = willingness(confidence)
    return State(confidence, willing, state.steps + 1, float(np.abs(willing - state.willingness).max()))


def states(society: Society, start: State, settings: Settings) -> Iterator[State]:
    """Step 0 and all that follow, to the last."""
    state = start
    yield state
    while state.moved > settings.tolerance and state.steps < settings.most_steps:
        state = step(state, society, settings)
        yield state


def play(settings: Settings, replicate: int) -> Outcome:
    """One run, from people drawn anew to its end. Raises InputError if no such network exists."""
    society = draw_society(settings, replicate)
    state = init(settings, replicate)
    for later in states(society, state, settings):
        state = later
    return outcome(state, society, settings)


def outcome(state: State, society: Society, settings: Settings) -> Outcome:
    """What can be heard in a state."""
    heard = np.where(speaks(state, society), society.opinions, 0.0)
    balance = np.add.reduceat(heard, community_starts(settings)[:-1])
    return Outcome(
        positive=int((heard > 0).sum()),
        negative=int((heard < 0).sum()),
        people=settings.people,
        steps=state.steps,
        settled=state.moved <= settings.tolerance,
        central=int(society.opinions[int(np.argmax(society.audience.ties.sum(axis=1)))]),
        havens=int((balance * heard.sum() < 0).sum()),
    )


def play_all(settings: Settings, progress: Progress | None = None) -> Figures:
    """All runs, numbered from 0, each with people and ties drawn anew.

    Raises InputError if no such network exists, if there is too little memory, or if a day would not do.
    """
    ties = expected_ties(settings)
    check_memory(_BYTES * (ties + settings.people), "people", "links", "within", "between")
    work = settings.most_steps * (2 * ties + settings.people) + settings.bots * settings.people
    check_time(_SECONDS * settings.runs * work, "runs", "people", "most_steps", "bots")
    outcomes = []
    for replicate in range(settings.runs):
        outcomes.append(play(settings, replicate))
        if progress is not None:
            progress(replicate + 1, settings.runs)
    return figures_of(outcomes)
