"""Rebuilding collective sanctions, after Heckathorn: peers made to answer for each other police each other, or revolt.

American Journal of Sociology 94:535 (1988), American Sociological Review 55:366 (1990) and 58:329 (1993). Level
reached: relation, for the shapes that abstracts tell of. The form is ours throughout; its algorithm, in order:

1. Each of N people defects or complies, and does nothing about others, polices them, or opposes control. All start
   alike (`start`), or a share of them does.
2. In each round, in an order drawn anew, each person takes the best of the six courses given what the others do; she
   keeps to hers unless another is strictly better. With chance `tremble` she takes any.
3. Opportunity: with k others who police and m who oppose, whoever is inclined to defect can with chance
   x = 1 - (1 - (1 - police_power)^k) (1 - oppose_power)^m. Nobody polices herself. Whoever complies has x = 0.
4. The agent notices what happens with chance M = monitoring (1 - revolt_power)^m: opposition wears it down.
5. A person's utility is - comply_cost (1 - x) - police_cost or oppose_cost, as she does either, less the sanction
   S M ((1 - chi) x + chi (1 - L^F)): L is 1 less the mean x of all, chi the share of the sanction that all bear alike,
   and F the curvature of what compliance earns the group (the production function).
6. When nobody moves the group has settled. A push in one round (`push`, `push_round`) sets people's conduct once.

What could not be checked: none of the three articles was at hand, only abstracts, and that of an article in
Sociological Perspectives 47:109 (2004) which restates the result of 1990: compliance rises with monitoring in general,
may collapse at intermediate monitoring, and has two equilibria there. Ingredients (opportunity to defect, policing and
opposition as second choices, their costs and powers, a production function) are the articles'; all equations are ours.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.parameters import settings_from
from hushed.replications.collective_sanctions.model import MEANINGS, NAME, Measures, Settings, play
from hushed.replications.collective_sanctions.targets import dock_enforcers, dock_monitoring, dock_opposition
from hushed.replications.limits import check_time
from hushed.replications.meanings import ended
from hushed.replications.replication import Item, Replication, Request
from hushed.replications.targets import Docking

__all__ = ["COLLECTIVE_SANCTIONS", "Settings"]

_SECONDS = 1e-4
"""What a turn takes."""


def _dock_run(request: Request) -> Docking:
    given: dict[str, Any] = dict(request.settings)
    if request.seed is not None:
        given["seed"] = request.seed
    settings = settings_from(Settings, given)
    turns = settings.people * settings.rounds * settings.replicates
    check_time(_SECONDS * turns, "people", "rounds", "replicates")
    ends: list[Measures] = []
    rounds: list[int] = []
    first: list[Measures] = []
    for replicate in range(settings.replicates):
        course = list(play(settings, replicate))
        first = first or course
        ends.append(course[-1])
        rounds.append(len(course) - 1)
        if request.progress is not None:
            request.progress(replicate + 1, settings.replicates)
    final = {name: float(np.mean([getattr(end, name) for end in ends])) for name in Measures._fields}
    final |= {"compliance_least": min(end.compliance for end in ends)}
    final |= {"compliance_most": max(end.compliance for end in ends), "rounds": float(np.mean(rounds))}
    shown = first[:: max(1, len(first) // 1000)]
    results = {
        "settings": settings.model_dump(),
        **ended(final, MEANINGS),
        "per_replicate": [end._asdict() for end in ends],
        "per_round": {name: [getattr(one, name) for one in shown] for name in Measures._fields},
    }
    return Docking(NAME, "run", results=results)


COLLECTIVE_SANCTIONS = Replication(
    name=NAME,
    title="Collective sanctions: peers who police each other, or revolt",
    sources=("heckathorn1988", "heckathorn1990", "heckathorn1993"),
    items=(
        Item("run", "one group at any settings", _dock_run, has_targets=False, settings=Settings),
        Item("monitoring", "compliance over monitoring: rise, fold and collapse", dock_monitoring),
        Item("enforcers", "hypocritical enforcers, who defect and police others", dock_enforcers),
        Item("opposition", "strong sanctions and cheap opposition: an opposition norm", dock_opposition),
    ),
    bridge=(
        "Association is the collective sanction, by which a loss falls on friends; reproach is peers who police "
        "each other, and encouragement the opposition that undoes it. Reproach is not chosen and costs nothing, "
        "opposition wears down no monitoring, and there is no common good that compliance earns."
    ),
    caveat=(
        "No equation could be checked against the articles; the form is hushed's own and claims only shapes that "
        "abstracts tell of. Without opposition, the fold appears where compliance earns the group late escape "
        "(curvature above 1); collapses appear only where opposition can wear the agent down. A group that "
        "already polices itself may hold against cheap opposition: it did in 2 of 27 cells."
    ),
)
