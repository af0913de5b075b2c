"""A model of one's own: people speak if what they wish to say, and their friends, carry them over a bar."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from hushed.models import Model, Outcome, parameter
from hushed.random import Draws
from hushed.society.society import Society

FIRST, LOOKS = 0, 1
"""What chance is drawn for: who speaks at first, and who looks around in a round."""


class State(NamedTuple):
    """What is handed from round to round."""

    society: Society
    random: Draws
    speaking: Any


class PeerPressure(Model):
    """Somebody speaks if her wish to dissent and the friends who speak together reach a bar."""

    bar: float = parameter(0.5, "how much it takes to speak", "desired dissent", ge=0, le=1)
    pull: float = parameter(0.5, "how much friends who all speak add to one's wish", "desired dissent", ge=0, le=1)
    rate: float = parameter(0.3, "how often somebody looks around and decides anew", "chance per round", ge=0, le=1)

    outcomes = (
        Outcome("speaking", "share of people", "How many speak."),
        Outcome("turned", "share of people", "How many began or ceased to speak in this round."),
    )

    def init(self, society: Society, random: Draws) -> State:
        return State(society, random, random.uniforms(FIRST, subjects=society.size) < 0.5)

    def step(self, state: State, round: int) -> tuple[State, dict[str, float]]:
        society = state.society
        carried = society.people.desire + self.pull * share_of_friends(society, state.speaking)
        looks = state.random.uniforms(LOOKS, round=round, subjects=society.size) < self.rate
        speaking = np.where(looks, carried >= self.bar, state.speaking)
        turned = (speaking != state.speaking).mean()
        return state._replace(speaking=speaking), {"speaking": speaking.mean(), "turned": turned}


def share_of_friends(society: Society, speaking: Any) -> Any:
    """Of each person's friends online, the share who speak; 0 for somebody without friends."""
    starts = society.online.offsets.astype(np.int64)
    before = np.concatenate([[0], np.cumsum(speaking[society.online.friends])])
    friends = np.diff(starts)
    return (before[starts[1:]] - before[starts[:-1]]) / np.maximum(friends, 1)
