"""Pattern 3: mandatory scoring changes more behaviour than opt-in scoring (Kostka & Antoine 2020).

Published: citizens in a mandatory pilot altered their behaviour in more ways than citizens who joined a commercial
system (abstract confirmed). The model's analogue, on the same people after some rounds: everybody is enrolled, or only
the volunteers; behaviour has changed where a person says less than she wishes to.

1. Over *all people* the change must be larger when everybody is enrolled. That is nearly arithmetic.
2. Over the *volunteers*, enrolled in both arms and watched alike, it is larger only because of others: a friend who is
   enrolled too can lose score for one's words (association), a friend who falls silent encourages no more, and one who
   is punished stirs indignation. Without these the two arms are equal person by person: that is the placebo.

The article counts kinds of behaviour that people report, which a model of speech does not have.
"""

from __future__ import annotations

from functools import partial

from hushed.bibliography.publications import in_full
from hushed.engine.state import Standing
from hushed.parameters import Share, described
from hushed.replications.meanings import Meaning, ended
from hushed.replications.panels import Panel, Series
from hushed.replications.patterns.common import Contrast, Count, PatternSettings, Steps, last_of, settings_of
from hushed.replications.patterns.estimators import curbed
from hushed.replications.patterns.evidence import Found, Interval, claim, has_sign, interval
from hushed.replications.replication import Request
from hushed.replications.targets import Docking

SOURCE = in_full("kostka2020")
PLACEBO: Contrast = {
    "regime.association.weight": 0.0,
    "reactions.encouragement": 0.0,
    "reactions.indignation": 0.0,
    "reactions.isolation": 0.0,
    "reactions.reproach": 0.0,
    "reactions.ostracism": 0.0,
}
"""Nothing by which another's enrolment could reach a person."""
MEANINGS = {
    f"{who}, {arm}": Meaning(f"share of {who}", f"How many say less than they wish to where scoring is {arm}.")
    for arm in ("opt-in", "mandatory")
    for who in ("all people", "volunteers")
}
"""The shares of both arms, by name."""
_TESTS = 2


class EnrolmentSettings(PatternSettings):
    """Settings of the pattern of opt-in and mandatory scoring."""

    volunteers: Share = described(0.3, "share of people who enrol of their own accord", "share of people")
    rounds: Count = described(20, "rounds played before behaviour is compared", "rounds")


def measure(settings: EnrolmentSettings, contrast: Contrast, replicate: int) -> dict[str, float]:
    """Share of people, and of volunteers, who say less than they wish to, opt-in and mandatory."""
    shares = {}
    enrolled = None
    for arm, share in (("opt-in", settings.volunteers), ("mandatory", 1.0)):
        run = last_of(settings, {**contrast, "regime.enrolment.share": share}, replicate, rounds=settings.rounds)
        if enrolled is None:
            enrolled = (run.state.standing & int(Standing.ENROLLED)) != 0
        changed = curbed(run)
        shares[f"all people, {arm}"] = float(changed.mean())
        shares[f"volunteers, {arm}"] = float(changed[enrolled].mean()) if enrolled.any() else 0.0
    return shares


def find(settings: EnrolmentSettings, steps: Steps) -> Found:
    """Both arms at the common set."""
    found = steps.each(settings, partial(measure, settings, {}))

    def more(who: str) -> list[float]:
        return [one[f"{who}, mandatory"] - one[f"{who}, opt-in"] for one in found]

    everybody, volunteers = more("all people"), more("volunteers")
    docked = (
        has_sign(
            "more people change under mandatory scoring",
            "mandatory > opt-in",
            SOURCE,
            everybody,
            positive=True,
            tests=_TESTS,
        ),
        has_sign(
            "volunteers themselves change more when scoring is mandatory",
            "mandatory > opt-in",
            SOURCE,
            volunteers,
            positive=True,
            tests=_TESTS,
        ),
    )
    return Found(docked, {"changed": {name: interval([one[name] for one in found])._asdict() for name in found[0]}})


def dock(request: Request) -> Docking:
    """Both arms at the common set, and the placebo without ties that matter."""
    settings = settings_of(EnrolmentSettings, request)
    steps = Steps(request.progress, 2 * settings.replicates)
    common = find(settings, steps)
    alone = steps.each(settings, partial(measure, settings, PLACEBO))
    apart = max(abs(one["volunteers, mandatory"] - one["volunteers, opt-in"]) for one in alone)
    placebo = claim(
        "placebo: without association and encouragement volunteers change alike",
        "no difference",
        "Follows from the model's equations.",
        "no difference in any replicate",
        f"{apart:.4g}",
        passed=apart == 0.0,
    )
    changed = common.results["changed"]
    results = {
        "settings": settings.model_dump(mode="json"),
        **ended({name: one["mean"] for name, one in changed.items()}, MEANINGS),
        **common.results,
    }
    panel = Panel(
        "More people keep something back when scoring is mandatory, volunteers among them",
        "",
        "share of people saying less than they wish",
        (_bars("opt-in", changed), _bars("mandatory", changed)),
        ticks=("all people", "volunteers"),
    )
    return Found((*common.docked, placebo), results, (panel,)).docking("enrolment")


def _bars(arm: str, changed: dict[str, dict[str, float]]) -> Series:
    found = [Interval(**changed[f"{who}, {arm}"]) for who in ("all people", "volunteers")]
    mean, low, high = zip(*found, strict=True)
    return Series(arm, (0.0, 1.0), list(mean), kind="points", low=list(low), high=list(high))
