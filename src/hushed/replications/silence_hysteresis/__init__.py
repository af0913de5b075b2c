"""Docking to Castillo & Cozzo 2025, hysteresis of silence in clustered homophilic networks.

arXiv:2510.14098, after Gaisbauer, Olbrich & Banisch 2020 (speech) and Asikainen et al. 2020 (ties). Level reached:
analytic for the mean field; distribution for the people behind it, against runs of the authors' public program (MIT);
relation for what people make of the mean field. The article's text could not be read here, its summary could;
equations, settings and the order of a person's acts were confirmed against that program, which was read, not copied.

The model, in order:

1. A minority a (share n) and a majority b hold opposite opinions, which never change. T is the share of a group's ties
   that lie within it; at the start T_a = n, T_b = 1 - n, as where ties are made blindly.
2. Ties move. A person's candidate for a new tie is with probability c (closure) a friend of a friend, else anybody; one
   of her own group is accepted with her group's homophily s, another with 1 - s; for each new tie an old one goes:
   dP_a/dt = s_a (1-T_a) [c (T_a^2 + (1-T_a)(1-T_b)) + (1-c) n] - (1-s_a) T_a [c (T_a+T_b)(1-T_a) + (1-c)(1-n)],
   and b's is the mirror, with 1 - n for n. P is a share of all ties, and T_a = 2 P_a / (1 + P_a - P_b).
3. Ties come to rest; speech is then learnt as in `expression_game`, with gamma = T_a and delta = T_b.
4. A scan changes c step by step, there and back; ties and speech start each time from where they were.

What the scan shows: at beta = 10 a minority that holds the floor under high closure keeps it as closure falls to .75,
but once lost, regains it only at .86. At beta = 5 the way back is the way there.

Noticed, and not in the article's summary: above a closure of about .89 the network itself has two states at rest at the
published homophilies, so a society that starts elsewhere than at step 1 may lie in another (`run` tells all). The
published equations leave out that people of a group can move only their own ties; on a network P_a changes by
2n/(mean degree) a sweep times the above, P_b by 2(1-n)/(mean degree) (`paces_of` in `silence_hysteresis.network`). No
point of rest depends on it; the time does. Close to where states merge, tens of thousands of sweeps pass before a
network settles, more than the program runs.
"""

from __future__ import annotations

from typing import Any

from hushed.parameters import settings_from
from hushed.replications.expression_game.rests import rests
from hushed.replications.expression_game.settings import told_values, value_meanings
from hushed.replications.meanings import Meaning, ended
from hushed.replications.replication import Item, Replication, Request, refuse_seed
from hushed.replications.silence_hysteresis.loop import dock_loop, kept_to, regained_at
from hushed.replications.silence_hysteresis.network import network_rests
from hushed.replications.silence_hysteresis.settings import (
    NAME,
    Outcome,
    PeopleSettings,
    ScanSettings,
    Settings,
    init,
    play,
    play_people,
    scan,
    step,
)
from hushed.replications.silence_hysteresis.simulation import dock_simulation
from hushed.replications.silence_hysteresis.targets import dock_network
from hushed.replications.targets import Docking

__all__ = ["SILENCE_HYSTERESIS", "PeopleSettings", "ScanSettings", "Settings", "init", "play", "scan", "step"]

MEANINGS = {
    "t_a": Meaning("share of the minority's ties", "How many lie within the minority: its cohesion."),
    "t_b": Meaning("share of the majority's ties", "How many lie within the majority: its cohesion."),
    **value_meanings("minority", "majority"),
    "at rest": Meaning("true or false", "Whether ties and speech had both come to rest."),
    "stable states of ties": Meaning("states", "In how many the ties could stay, at this closure."),
    "stable states of speech": Meaning("states", "In how many speech could stay, among these ties."),
    "minority speaks until": Meaning(
        "closure", "The last on the way there at which the minority speaks: p1 above 1/2."
    ),
    "speaks again from": Meaning("closure", "The first on the way back at which the minority speaks again."),
    "between them": Meaning("closure", "How far apart these two are; none where one of them never comes."),
    "largest gap in q1 between the ways": Meaning(
        "units of praise", "By how much the minority's value of speaking differs at most, at one closure."
    ),
}
"""What runs, scans and people tell at their end, by name."""
_Ways = tuple[list[Outcome], list[Outcome]]


def _dock_run(request: Request) -> Docking:
    refuse_seed(request, NAME, "run")
    settings = settings_from(Settings, request.settings)
    outcome = play(settings)
    ties = network_rests(settings.formation(settings.closure))
    speech = rests(settings.forces(outcome.cohesion))
    final = {
        "t_a": outcome.cohesion.a,
        "t_b": outcome.cohesion.b,
        **told_values(outcome.speech, settings.beta),
        "at rest": str(outcome.at_rest).lower(),
        "stable states of ties": sum(one.stable for one in ties),
        "stable states of speech": sum(one.kind == "stable" for one in speech),
    }
    states = {
        "ties": [{"t_a": one.cohesion.a, "t_b": one.cohesion.b, "eigenvalue": one.eigenvalue} for one in ties],
        "speech": [{**told_values(one.state, settings.beta), "kind": one.kind} for one in speech],
    }
    told = ended(final, MEANINGS)
    return Docking(NAME, "run", results={"settings": settings.model_dump(), **told, "rests": states})


def _dock_scan(request: Request) -> Docking:
    refuse_seed(request, NAME, "scan")
    settings = settings_from(ScanSettings, request.settings)
    ways = scan(settings, request.progress)
    return Docking(NAME, "scan", results=_as_json(settings, _edges(ways), ways))


def _dock_people(request: Request) -> Docking:
    given = {**request.settings, **({} if request.seed is None else {"seed": request.seed})}
    settings = settings_from(PeopleSettings, given)
    ways = play_people(settings, progress=request.progress)
    last = (ways[1] or ways[0])[-1]
    end = {"t_a": last.cohesion.a, "t_b": last.cohesion.b, **told_values(last.speech, settings.beta)}
    final = {**end, **(_edges(ways) if ways[1] else {})}
    return Docking(NAME, "people", results=_as_json(settings, final, ways))


def _as_json(settings: ScanSettings | PeopleSettings, final: dict[str, Any], ways: _Ways) -> dict[str, Any]:
    """Settings, the figures at the end and what they are, and both ways."""
    return {"settings": settings.model_dump(), **ended(final, MEANINGS), **_told_ways(ways, settings.beta)}


def _edges(ways: _Ways) -> dict[str, Any]:
    """Where the minority speaks, p1 above 1/2, on the way there and on the way back."""
    kept, regained = kept_to(ways), regained_at(ways)
    loop = "none" if kept is None or regained is None else abs(regained - kept)
    told = {"minority speaks until": kept, "speaks again from": regained}
    gap = max(abs(one.speech.first - other.speech.first) for one, other in zip(ways[0], ways[1][::-1], strict=True))
    names = {name: "never" if value is None else value for name, value in told.items()}
    return {**names, "between them": loop, "largest gap in q1 between the ways": gap}


def _told_ways(ways: _Ways, beta: float) -> dict[str, Any]:
    return {
        name: [
            {
                "closure": one.closure,
                "t_a": one.cohesion.a,
                "t_b": one.cohesion.b,
                **told_values(one.speech, beta),
            }
            for one in way
        ]
        for name, way in zip(("there", "back"), ways, strict=True)
    }


SILENCE_HYSTERESIS = Replication(
    name=NAME,
    title="Hysteresis of silence in clustered homophilic networks",
    sources=("castillo2025",),
    items=(
        Item("network", "cohesion of both groups by closure, and its closed form without closure", dock_network),
        Item("loop", "closure lowered and raised again: where the minority falls silent and speaks again", dock_loop),
        Item(
            "simulation",
            "people who move ties and learn, against mean field and program",
            dock_simulation,
            lengthy=True,
            kernel="people._rewire",
        ),
        Item("run", "one closure, and all states at rest", _dock_run, has_targets=False, settings=Settings),
        Item("scan", "a scan of closures there and back", _dock_scan, has_targets=False, settings=ScanSettings),
        Item(
            "people",
            "people at one closure or through a scan",
            _dock_people,
            has_targets=False,
            settings=PeopleSettings,
            kernel="people._rewire",
        ),
    ),
    bridge=(
        "What stays when its cause is gone: fear of isolation that does not fade keeps people silent after a "
        "severity has been lowered again, so speech goes down one way and up another; and ties that ostracism or "
        "shunning cut do not come back. Ties do not form, so closure and choice homophily have no counterpart."
    ),
    caveat=(
        "The article's text could not be read; its summary, and the authors' public program for equations and "
        "settings, could. The published simulations, 100000 people, are not repeated in the docking; `people` can."
    ),
)
