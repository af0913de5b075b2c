"""Docking to Daymude, Axelrod & Forrest 2025, "Strategic Analysis of Dissent and Self-Censorship".

arXiv 2509.03731. Level reached: identity for trials. The four published ones come out to the printed digits, and trials
at other settings equal those of the authors' public program under NumPy 2.2.2, which it names, to the last bit. The
sweep, run on expected costs, reaches distribution and relation (`daymude.sweep`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from hushed.bibliography.publications import in_full
from hushed.errors import InputError
from hushed.parameters import settings_from
from hushed.replications.daymude.people import truncated_exponential
from hushed.replications.daymude.published import PUBLISHED_TRIALS, SUM_OF_DESIRES, PublishedTrial
from hushed.replications.daymude.rule import (
    Punishment,
    defiance_threshold,
    partial_defiance,
    published_voice,
    silencing_severity,
)
from hushed.replications.daymude.sweep import SweepSettings, dock_sweep
from hushed.replications.daymude.trial import MEANINGS, Trial, TrialSettings, run_trial
from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Item, Replication, Request
from hushed.replications.targets import Docked, Docking, Level, Target

__all__ = ["DAYMUDE_2025", "Trial", "TrialSettings", "published_voice", "run_trial"]

NAME = "daymude-2025"
CITATION = in_full("daymude2025")
QUICK_ROUNDS = 1001
"""Rounds run by a quick docking of the trials: up to the second column of published parameters."""

_SHOWN = 500
"Rounds of a trial that its picture shows."
_LEVERS = ("tolerance", "severity", "surveillance")
_COSTS = ("political_cost", "punishment_cost")


def _dock_points(request: Request) -> Docking:
    _refuse_seed(request, "points")
    return Docking(NAME, "points", (*_closed_forms(), *_silencing_policies()))


def _closed_forms() -> Iterator[Docked]:
    threshold, partial = ("d_uni", defiance_threshold), ("d_pro", partial_defiance)
    points: list[tuple[tuple[str, Callable[..., float]], tuple[float, float, float, float], str]] = [
        (threshold, (1.0, 0.2, 0.25, 0.6), "0.711538"),
        (threshold, (1.0, 0.5, 0.25, 0.6), "0.785714"),
        (partial, (1.0, 0.2, 0.25, 1.0), "0.625"),
        (partial, (1.0, 0.5, 0.25, 1.5), "0.291667"),
    ]
    for (name, form), (boldness, surveillance, tolerance, severity), printed in points:
        target = Target.as_printed(
            f"{name}(boldness {boldness:g}, surveillance {surveillance:g}, tolerance {tolerance:g}, "
            f"severity {severity:g})",
            printed,
            source=f"{CITATION} Closed form of {name}.",
            level=Level.ANALYTIC,
        )
        yield target.dock(form(boldness, tolerance, severity, surveillance))


def _silencing_policies() -> Iterator[Docked]:
    """For any population there is a severity at which nobody says more than is tolerated."""
    rng = np.random.default_rng(0)
    desires = truncated_exponential(rng, mean=0.25, size=10_000)
    boldnesses = rng.exponential(scale=2.0, size=desires.size)
    people = list(zip(desires.tolist(), boldnesses.tolist(), strict=True))
    forms: tuple[Punishment, Punishment] = ("uniform", "proportional")
    for form in forms:
        least = silencing_severity(desires, boldnesses, tolerance=0.25, surveillance=0.1, form=form)
        # A hair above: at the bound itself the boldest person is indifferent.
        severity = least * (1.0 + 1e-9)
        loud = sum(published_voice(d, b, 0.25, severity, 0.1, form) > 0.25 for d, b in people)
        target = Target(
            f"people of 10000 above the line at the silencing severity, {form} punishment",
            0.0,
            "Derived from the published closed forms.",
            Level.ANALYTIC,
            tolerance=0.0,
        )
        yield target.dock(float(loud))


def _dock_trials(request: Request) -> Docking:
    _refuse_seed(request, "trials")
    docked: list[Docked] = []
    trials: list[Trial] = []
    for number, published in enumerate(PUBLISHED_TRIALS):
        stop_after = QUICK_ROUNDS if request.quick else published.settings.rounds
        trial = run_trial(published.settings, stop_after=stop_after, progress=_part_of_all(request, number, stop_after))
        docked += _against_published(published, trial)
        trials.append(trial)
    return Docking(NAME, "trials", tuple(docked), panels=tuple(_courses(trials)))


def _courses(trials: list[Trial]) -> Iterator[Panel]:
    """How each lever moved in the trials, and where the article says it stood."""
    titles = (
        "Where defiance is rare, tolerance is given up; where it is bold, tolerance stays",
        "Severity rises while there is dissent to punish",
        "Surveillance climbs with severity, and drifts where there is nothing to see",
    )
    for place, (lever, title) in enumerate(zip(_LEVERS, titles, strict=True)):
        ours: list[Series] = []
        theirs: list[tuple[int, float]] = []
        for published, trial in zip(PUBLISHED_TRIALS, trials, strict=True):
            course = getattr(trial, lever)
            shown = list(range(0, course.size, max(1, course.size // _SHOWN)))
            name = f"{published.punishment}, boldness {published.boldness:g}"
            ours.append(Series(name, shown, course[shown].tolist()))
            printed = {**published.parameters, trial.settings.rounds - 1: published.final_parameters}
            theirs += [(round_, float(row[place])) for round_, row in printed.items() if round_ < course.size]
        rounds, values = [round_ for round_, _ in theirs], [value for _, value in theirs]
        points = Series("published", rounds, values, kind="points", published=True)
        yield Panel(title, "round", f"{lever}, {MEANINGS[lever].unit}", (*ours, points))


def _part_of_all(request: Request, number: int, rounds: int) -> Callable[[int, int], None] | None:
    if request.progress is None:
        return None
    report, total = request.progress, rounds * len(PUBLISHED_TRIALS)
    return lambda done, _: report(number * rounds + done, total)


def _against_published(published: PublishedTrial, trial: Trial) -> Iterator[Docked]:
    """Every published figure of the rounds that were run, docked."""

    def docked(what: str, printed: str, ours: float) -> Docked:
        name = f"{published.punishment} punishment, boldness {published.boldness:g}: {what}"
        source = f"{CITATION} Adaptive authority, published trials and their figures."
        return Target.as_printed(name, printed, source=source, level=Level.IDENTITY).dock(ours)

    def row(names: tuple[str, ...], printed: tuple[str, ...], when: str, round_: int) -> Iterator[Docked]:
        for name, figure in zip(names, printed, strict=True):
            yield docked(f"{name.replace('_', ' ')} {when}", figure, float(getattr(trial, name)[round_]))

    yield docked("sum of desires", SUM_OF_DESIRES, trial.sum_of_desires)
    yield from row(_COSTS, published.first_costs, "in round 0", 0)
    run = trial.tolerance.size
    for round_, printed in published.parameters.items():
        if round_ < run:
            yield from row(_LEVERS, printed, f"in round {round_}", round_)
    if run == trial.settings.rounds:
        yield from row(_LEVERS, published.final_parameters, "at the end", -1)
        yield from row(_COSTS, published.final_costs, "at the end", -1)


def _dock_trial(request: Request) -> Docking:
    given: dict[str, Any] = dict(request.settings)
    if request.seed is not None:
        given["seed"] = request.seed
    trial = run_trial(settings_from(TrialSettings, given), progress=request.progress)
    return Docking(NAME, "trial", results=trial.as_json())


def _refuse_seed(request: Request, item: str) -> None:
    if request.seed is not None:
        raise InputError(
            f"{NAME} {item}: the published figures belong to seed {TrialSettings().seed}, so no other can be given; "
            f"item 'trial' takes a seed"
        )


DAYMUDE_2025 = Replication(
    name=NAME,
    title="Strategic analysis of dissent and self-censorship",
    sources=("daymude2025",),
    items=(
        Item("points", "closed forms of the best action, and policies that silence everybody", _dock_points),
        Item("trials", "the four published trials of an adaptive authority", _dock_trials, kernel="people._act"),
        Item(
            "trial",
            "one trial of an adaptive authority at any settings",
            _dock_trial,
            has_targets=False,
            settings=TrialSettings,
            kernel="people._act",
        ),
        Item(
            "sweep",
            "the published sweep of mean desire and mean boldness, on expected costs",
            dock_sweep,
            settings=SweepSettings,
            lengthy=True,
        ),
    ),
    bridge=(
        "Observation, scoring and an adaptive authority alone, with no ties, are this model: voices equal the "
        "published best action person by person. Every other instrument moves one of its four terms."
    ),
)
