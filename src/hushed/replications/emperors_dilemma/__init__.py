"""Docking to Centola, Willer & Macy 2005, "The Emperor's Dilemma: A Computational Model of Self-Enforcing Norms".

American Journal of Sociology 110(4), 1009-1040. Level reached: analytic where everybody watches everybody and few
believe; distribution against earlier runs on a torus; relation for the published signs. The model's events stand in
`emperors_dilemma.model`.

What was confirmed and what was not: the abstract and public descriptions of the model confirm the two beliefs, that
people first do as they believe and enforce nothing, that nobody enforces what she does not do, convictions of
disbelievers up to 0.38, a torus with local neighbourhoods, and the three signs. Equations and the cost 0.125 are as
others' programs have them. The article itself could not be read whole, so the order of updates and the way of rewiring
are ours: both are settings.

Two findings of ours limit the signs. Among very few believers placed at random, up to about 3 %, more of them make
cascades likelier; only from then on do more believers mean less false enforcement, because believers who see nobody
deviate stop enforcing. And on the complete network nobody falsely enforces while believers are fewer than the cost of
enforcement; disbelievers who enforce deviance hold out to about 20 %, but from about 28 % on all enforce the norm. So a
cascade needs local horizons only where believers are few.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed.parameters import settings_from
from hushed.replications.emperors_dilemma.complete import dock_complete
from hushed.replications.emperors_dilemma.model import MEANINGS, NAME, Run, Shares, play_all
from hushed.replications.emperors_dilemma.people import Settings
from hushed.replications.emperors_dilemma.signs import dock_signs
from hushed.replications.emperors_dilemma.torus import dock_torus
from hushed.replications.meanings import ended
from hushed.replications.replication import Item, Replication, Request
from hushed.replications.targets import Docking


def _dock_run(request: Request) -> Docking:
    given = dict(request.settings)
    if request.seed is not None:
        given["seed"] = request.seed
    settings = settings_from(Settings, given)

    def told(number: int) -> None:
        if request.progress is not None:
            request.progress(number, settings.runs)

    return Docking(NAME, "run", results=_as_json(settings, play_all(settings, settings.runs, told)))


def _as_json(settings: Settings, runs: list[Run]) -> dict[str, Any]:
    """Settings, shares at the end (means over runs), means over the later half of rounds, and the rounds of one run."""
    last = np.array([run.rounds[-1] for run in runs])
    late = np.array([np.mean(run.rounds[len(run.rounds) // 2 :], axis=0) for run in runs])
    final: dict[str, Any] = dict(zip(Shares._fields, last.mean(axis=0).tolist(), strict=True))
    final["rounds"] = float(np.mean([len(run.rounds) - 1 for run in runs]))
    final["settled"] = sum(run.settled for run in runs) / len(runs)
    told: dict[str, Any] = {
        "settings": settings.model_dump(mode="json"),
        **ended(final, MEANINGS),
        "later_half": dict(zip(Shares._fields, late.mean(axis=0).tolist(), strict=True)),
    }
    if len(runs) > 1:
        columns = last.T.tolist()
        return told | {"runs": dict(zip(Shares._fields, columns, strict=True))}
    columns = np.array(runs[0].rounds).T.tolist()
    return told | {"per_round": dict(zip(Shares._fields, columns, strict=True))}


EMPERORS_DILEMMA = Replication(
    name=NAME,
    title="The Emperor's Dilemma: norms that most enforce and few believe in",
    sources=("centola2005",),
    items=(
        Item(
            "complete",
            "where everybody watches everybody: no false enforcement, and a closed form",
            dock_complete,
            kernel="model._decide",
        ),
        Item(
            "torus",
            "a 25 x 25 torus with believers at random, against earlier runs",
            dock_torus,
            kernel="model._decide",
        ),
        Item(
            "signs", "what helps cascades of false enforcement, and what does not", dock_signs, kernel="model._decide"
        ),
        Item(
            "run",
            "societies with any network, believers, convictions and costs",
            _dock_run,
            has_targets=False,
            settings=Settings,
            kernel="model._decide",
        ),
    ),
    bridge=(
        "False enforcement: a share of those who comply against their wish report friends at gatherings a round "
        "later, so that a norm nobody believes in can outlive the watch that started it. Who does so is drawn, not "
        "weighed, and there is neither a cost of enforcing nor anybody who enforces deviance. Reproach and "
        "ostracism follow from losses."
    ),
    caveat=(
        "The article could not be read whole: equations are as public descriptions have them, the order of updates and "
        "the way of rewiring are ours. The torus figures are earlier runs by the same rules, not printed ones. "
        "Of very few believers at random, more start more cascades; from about 3 % on, less false enforcement. "
        "On the complete network cascades are absent only while believers are few: from about 28 % on all enforce."
    ),
)
