"""Docking to the spiral of silence on a network: Ross et al. 2019 (bots) and Cabrera et al. 2021 (communities).

The model, event by event, stands in `spiral_of_silence.model`. Levels reached: distribution for the climate without
bots and for bots on PA(5,1); relation for the claims of the two abstracts. What could not be checked against the
articles: the equations were given to us beside the figures, and only the abstracts and the public description of the
authors' program (its parameters, not its code) could be read. So these are ours: how bots are drawn when they would
tie themselves to bots, how their weight enters the balance of voices, that a step in which nobody moves is counted,
what is called the most central person, and every size and probability of the communities.

The first people of a grown network form a star, and nobody is tied to anybody twice. Whether they form a complete
graph, a path or are not tied at all, and whether ties may be repeated, was tried in 300 to 1500 runs a network: no
published figure moves by more than its sampling error. The most connected person may win somewhat more often where ties
may be repeated (in 59 % of 1500 runs on PA(5,1), not 55 %, which is two standard errors).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.parameters import settings_from
from hushed.replications.meanings import ended
from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Item, Replication, Request
from hushed.replications.spiral_of_silence.bots import dock_bots
from hushed.replications.spiral_of_silence.climate import NAME, dock_climate
from hushed.replications.spiral_of_silence.communities import dock_communities
from hushed.replications.spiral_of_silence.model import Society, State, draw_society, init, play_all, speaks, states
from hushed.replications.spiral_of_silence.outcome import MEANINGS
from hushed.replications.spiral_of_silence.settings import Settings
from hushed.replications.targets import Docking

__all__ = ["SPIRAL_OF_SILENCE", "Settings"]


def _dock_run(request: Request) -> Docking:
    given: dict[str, Any] = dict(request.settings)
    if request.seed is not None:
        given["seed"] = request.seed
    settings = settings_from(Settings, given)
    figures = play_all(settings, request.progress)
    first = first_run(settings)
    results = {
        "settings": settings.model_dump(),
        **ended(figures.summary(), MEANINGS),
        "runs": {name: values.tolist() for name, values in figures._asdict().items()},
        "first_run": first,
    }
    steps = list(range(len(first["positive"])))
    voices = tuple(Series(f"{side} opinion", steps, first[side]) for side in ("positive", "negative"))
    panel = Panel("Who speaks in the first run, step by step", "step", "share of all people", voices)
    return Docking(NAME, "run", results=results, panels=(panel,))


def first_run(settings: Settings) -> dict[str, list[float]]:
    """Run 0 step by step: shares of all people who speak for each opinion, and mean inner confidence."""
    society = draw_society(settings, 0)
    rows = np.array([_heard(state, society) for state in states(society, init(settings, 0), settings)])
    return dict(zip(("positive", "negative", "mean_confidence"), rows.T.tolist(), strict=True))


def _heard(state: State, society: Society) -> tuple[float, float, float]:
    voices = np.where(speaks(state, society), society.opinions, 0.0)
    return float((voices > 0).mean()), float((voices < 0).mean()), float(state.confidence.mean())


SPIRAL_OF_SILENCE = Replication(
    name=NAME,
    title="The spiral of silence on social networks, with bots and communities",
    sources=("ross2019", "cabrera2021"),
    items=(
        Item("climate", "who is heard in the end on six networks without bots", dock_climate),
        Item("bots", "how few bots turn the climate of opinion", dock_bots),
        Item("communities", "communities as safe spaces for a minority", dock_communities),
        Item("run", "any number of runs at any settings", _dock_run, has_targets=False, settings=Settings),
    ),
    bridge=(
        "Fear of isolation: a person's confidence grows and shrinks with the balance of the friends she hears, "
        "summed over rounds as here, and raises or lowers what speaking is worth to her. Two things differ: only "
        "dissent can fall silent, and whoever keeps to the line is heard as one who conforms, so a majority that "
        "censors itself weighs on itself."
    ),
    caveat=(
        "Only the articles' abstracts and the public description of the authors' program could be read; equations and "
        "figures are those found by running that program. Directed networks and a probability of its own for each pair "
        "of communities are left out. The abstract lets the most central person decide in 60-70 % of runs, without "
        "saying in which networks: here the most connected one does in 67 % on PA(1,1), 60 % on PA(3,1) and 55 % on "
        "PA(5,1), so that claim is docked by its sign alone. Sizes and probabilities of communities are ours."
    ),
)
