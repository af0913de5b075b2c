"""Docking to Granovetter 1978 and Kuran 1989: thresholds of collective behaviour, and revolutions nobody foresaw.

Level reached: analytic for both. The model's events stand in `thresholds.model`. Granovetter's crowds of 100 come out
to the person, his normal crowd to the printed digits of the continuum, and the spread at which it tips solves two
equations. Kuran's society is the same model, thresholds being percentages; two lists of ten stand for it. Item `crowds`
compares drawn crowds with the exact law of their final number, which is derived here and not in either article.

Not checked against the articles, of which only abstracts and reviews could be read: whether Granovetter drew his
figure from the normal law itself or from a discrete version of it. The printed equilibria are those of the law itself.
His crowds in which friends' example weighs more are left out: that form could not be confirmed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from hushed.bibliography.publications import in_full
from hushed.errors import InputError
from hushed.parameters import settings_from
from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Item, Replication, Request
from hushed.replications.targets import Docked, Docking, Level, Target
from hushed.replications.thresholds.crowds import final_law, final_numbers
from hushed.replications.thresholds.model import as_json, critical_spread, play
from hushed.replications.thresholds.people import Settings

NAME = "thresholds"
GRANOVETTER = in_full("granovetter1978")
KURAN = in_full("kuran1989")
EQUILIBRIA = {12.20: "5.48", 12.25: "100", 30.0: "99.34", 50.0: "90.5"}
"""Of a crowd with normal thresholds of mean 25: standard deviation, and how many of 100 act in the end, as printed."""
SOCIETIES = {
    "{0, 20, 20, 30, ...}": ((0, 20, 20, 30, 40, 50, 60, 70, 80, 100), 10.0),
    "{0, 10, 20, 30, ...}": ((0, 10, 20, 30, 40, 50, 60, 70, 80, 100), 90.0),
}
"""Kuran's two societies of ten: thresholds in percent, and the percentage that turns against the government."""
_SPREADS = (8.0, 12.2, 16.0, 30.0)
_ERROR_RATE = 0.01


def _dock_run(request: Request) -> Docking:
    given = dict(request.settings)
    if request.seed is not None:
        given["seed"] = request.seed
    settings = settings_from(Settings, given)
    runs = []
    for crowd in range(settings.crowds):
        runs.append(play(settings, crowd))
        if request.progress is not None:
            request.progress(crowd + 1, settings.crowds)
    return Docking(NAME, "run", results=as_json(settings, runs))


def _listed(thresholds: tuple[float, ...]) -> Settings:
    return Settings(distribution="list", thresholds=thresholds)


def _exactly(name: str, published: float, ours: float, source: str) -> Docked:
    return Target(name, published, source, Level.ANALYTIC, tolerance=0.0).dock(ours)


def _refuse_seed(request: Request, item: str) -> None:
    if request.seed is not None:
        raise InputError(f"{NAME} {item}: nothing is drawn, so no seed can be given; items 'crowds' and 'run' take one")


def _dock_riots(request: Request) -> Docking:
    _refuse_seed(request, "riots")
    docked = [*_crowds_of_a_hundred(), *_normal_crowds()]
    spreads = [*np.linspace(5, 12.2, 37), *np.linspace(12.25, 60, 60)]
    ours = [play(Settings(sd=float(sd), rounds=1)).equilibrium for sd in spreads]
    panel = Panel(
        "Just past a spread of 12.2 a handful of rioters becomes everybody",
        "standard deviation of thresholds, in people (mean 25)",
        "rioters of 100 in the end",
        (
            Series("hushed", spreads, ours),
            Series("published", list(EQUILIBRIA), [float(n) for n in EQUILIBRIA.values()], "points", published=True),
        ),
    )
    return Docking(NAME, "riots", tuple(docked), panels=(panel,))


def _crowds_of_a_hundred() -> Iterator[Docked]:
    everyone = tuple(float(threshold) for threshold in range(100))
    replaced = (0.0, 2.0, *everyone[2:])
    yield _exactly("thresholds 0 to 99: rioters of 100", 100.0, play(_listed(everyone)).equilibrium, GRANOVETTER)
    yield _exactly("the 1 replaced by a 2: rioters of 100", 1.0, play(_listed(replaced)).equilibrium, GRANOVETTER)


def _normal_crowds() -> Iterator[Docked]:
    for digits, source in (("12.2", GRANOVETTER), ("12.222", "Tangent point, derived.")):
        name = f"spread at which a normal crowd of mean 25 tips, to {digits}"
        yield Target.as_printed(name, digits, source=source, level=Level.ANALYTIC).dock(critical_spread(25.0))
    for sd, printed in EQUILIBRIA.items():
        name = f"normal thresholds, mean 25, standard deviation {sd:g}: rioters of 100"
        target = Target.as_printed(name, printed, source=f"{GRANOVETTER} Normal law.", level=Level.ANALYTIC)
        yield target.dock(play(Settings(sd=sd)).equilibrium)


def _dock_revolutions(request: Request) -> Docking:
    _refuse_seed(request, "revolutions")
    docked: list[Docked] = []
    series: list[Series] = []
    for name, (thresholds, published) in SOCIETIES.items():
        run = play(_listed(tuple(float(threshold) for threshold in thresholds)))
        docked.append(_exactly(f"society {name}: percent in opposition", published, run.equilibrium, KURAN))
        series.append(Series(name, list(range(run.path.size)), run.path.tolist()))
        series.append(Series(f"{name}, published", [run.path.size - 1], [published], "points", published=True))
    panel = Panel(
        "One person's threshold moves from 20 to 10, and nine in ten turn against the government",
        "round",
        "percent in opposition",
        tuple(series),
        y_range=(0, 100),
    )
    return Docking(NAME, "revolutions", tuple(docked), panels=(panel,))


def _dock_crowds(request: Request) -> Docking:
    crowds = 1000 if request.quick else 20_000
    # By Dvoretzky, Kiefer, Wolfowitz and Massart; Bonferroni over the table.
    bound = math.sqrt(math.log(2 * len(_SPREADS) / _ERROR_RATE) / (2 * crowds))
    docked: list[Docked] = []
    panels: list[Panel] = []
    for done, sd in enumerate(_SPREADS):
        settings = Settings(sd=sd, population=100, seed=request.seed or 0)
        law = final_law(settings).cumsum()
        drawn = np.bincount(final_numbers(settings, crowds), minlength=law.size).cumsum() / crowds
        target = Target(
            f"crowds of 100, standard deviation {sd:g}: largest distance between distributions of the final number",
            0.0,
            "Exact law by a chain of binomials, derived.",
            Level.DISTRIBUTION,
            tolerance=bound,
            test=f"Kolmogorov distance of {crowds} crowds within the Dvoretzky-Kiefer-Wolfowitz bound; "
            f"error rate {_ERROR_RATE:g} over {len(_SPREADS)} tests (Bonferroni)",
        )
        docked.append(target.dock(float(np.abs(drawn - law).max())))
        if sd == 12.2:
            panels.append(_panel_of_crowds(law.tolist(), drawn.tolist()))
        if request.progress is not None:
            request.progress(done + 1, len(_SPREADS))
    return Docking(NAME, "crowds", tuple(docked), panels=tuple(panels))


def _panel_of_crowds(law: list[float], drawn: list[float]) -> Panel:
    numbers = list(range(len(law)))
    return Panel(
        "Crowds of 100 near the critical spread stay small or all riot, by chance",
        "rioters in the end, at most",
        "share of crowds",
        (Series("exact law", numbers, law), Series("crowds drawn", numbers, drawn, "points")),
        y_range=(0, 1),
    )


THRESHOLDS = Replication(
    name=NAME,
    title="Thresholds of collective behaviour, and revolutions nobody foresaw",
    sources=("granovetter1978", "kuran1989"),
    items=(
        Item("riots", "Granovetter's crowds: everybody or one, and the spread at which a crowd tips", _dock_riots),
        Item("revolutions", "Kuran's two societies of ten, which differ in one threshold", _dock_revolutions),
        Item("crowds", "crowds whose thresholds are drawn, against the exact law of their final number", _dock_crowds),
        Item("run", "crowds with any thresholds, listed or drawn", _dock_run, has_targets=False, settings=Settings),
    ),
    bridge=(
        "Encouragement: where everybody knows everybody and dissent is seen for sure, a person joins in once T = (N "
        "- 1) (psi / (beta (delta - tau)) - 1) / omega others have, and the course of speech is that of the "
        "threshold model, round by round. The regime and people's own desire and boldness set the thresholds; they "
        "are not drawn."
    ),
    caveat=(
        "The articles could not be read whole. That Granovetter's normal crowd is the law itself, with people below 0 "
        "who act at once, is inferred from its figures; his crowds with friendships are left out."
    ),
)
