"""What the model is made of: each part with the rules and parameters it uses, and when a scenario lets it act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, cast

from hushed.engine.simulation import needs_of
from hushed.engine.state import Needs
from hushed.random import Channel
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.regime.schedule import Level, values_of
from hushed.scenario.schema import Scenario

_START = 1.0
"""The score everybody begins with."""


class View(NamedTuple):
    """A scenario as its run sees it: the policy after its safeguards, and which optional parts that ever uses."""

    scenario: Scenario
    regime: Regime
    reactions: Reactions
    needs: Needs


class Submodel(NamedTuple):
    """One part of the model.

    `key` names its prose, `phase` the step of a round it acts in. `parameters` are paths of the scenario and begin
    with `regime.`, `reactions.` or `society.traits.`; `channels` are the draws it makes; `published` names the rebuilt
    models whose mechanism it takes up.
    """

    key: str
    title: str
    phase: str
    acts: Callable[[View], bool]
    rules: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    published: tuple[str, ...] = ()


def view_of(scenario: Scenario) -> View:
    """A scenario with its safeguards applied; nothing is drawn or read."""
    regime, reactions = scenario.policy()
    # What is needed depends on whether there are gatherings, and on nothing else of a society.
    society: Any = cast(Any, scenario.society)
    return View(scenario, regime, reactions, needs_of(regime, reactions, society))


def _ever(level: Level) -> bool:
    return any(value != 0.0 for value in values_of(level))


def _punishes(view: View) -> bool:
    return _ever(view.regime.scoring.severity)


def _sanctions(view: View) -> bool:
    """Whether a score is ever below a threshold: after a loss, or under one that lies above the first score."""
    tiers = view.regime.sanctions.tiers
    return bool(tiers) and (_punishes(view) or any(_ever_above_start(tier.threshold) for tier in tiers))


def _cuts(view: View) -> bool:
    """Whether friends ever have a reason to part: a loss, or a shaming line above the first score."""
    shamed = _ever(view.reactions.shunning) and _ever_above_start(view.regime.publicity.shaming_line)
    return view.needs.cutting and (_punishes(view) or (shamed and _ever(view.regime.publicity.audience)))


def _ever_above_start(line: Level) -> bool:
    return any(value > _START for value in values_of(line))


def _always(_: View) -> bool:
    return True


def _uniform(view: View) -> bool:
    return view.regime.scoring.form == "uniform" and view.regime.scoring.proportional_share < 1.0


def _proportional(view: View) -> bool:
    return view.regime.scoring.form == "proportional" or view.regime.scoring.proportional_share > 0.0


def _of(group: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{group}.{name}" for name in names)


_JUDGED = (
    "society.traits.desired_dissent",
    "society.traits.boldness",
    *_of("regime.scoring", "tolerance", "form", "proportional_share"),
)

SUBMODELS: tuple[Submodel, ...] = (
    Submodel(
        "enrolment",
        "Enrolment",
        "enrol",
        lambda view: (
            any(share != 1.0 for share in values_of(view.regime.enrolment.share))
            or view.regime.enrolment.right_to_leave > 0.0
        ),
        parameters=(
            "society.traits.propensity",
            *_of("regime.enrolment", "share", "volunteers", "right_to_leave"),
        ),
    ),
    Submodel(
        "watching",
        "Being watched",
        "weigh",
        _always,
        rules=("watched_anyway", "watched_for_speaking", "chance_seen"),
        parameters=_of("regime.observation", "surveillance", "cooperation", "identifiability"),
        channels=(Channel.PLATFORM,),
        published=("daymude-2025",),
    ),
    Submodel(
        "informers",
        "Informers at gatherings",
        "weigh",
        lambda view: view.needs.informers,
        rules=("reporting_share",),
        parameters=_of("regime.informers", "share", "duty", "report_chance"),
        channels=(Channel.RECRUITED, Channel.DUTIFUL),
    ),
    Submodel(
        "enforcement",
        "False enforcement",
        "weigh",
        lambda view: view.needs.enforcement,
        rules=("complied",),
        parameters=("reactions.false_enforcement",),
        channels=(Channel.ENFORCER,),
        published=("emperors-dilemma",),
    ),
    Submodel(
        "capacity",
        "Limited capacity",
        "weigh",
        lambda view: view.needs.capacity,
        rules=("enforced_share",),
        parameters=_of("regime.capacity", "cases", "hearings"),
        channels=(Channel.HEARD,),
    ),
    Submodel(
        "cost",
        "What being punished would cost",
        "speak",
        _punishes,
        rules=("cost_of_punishment",),
        parameters=_of("regime.scoring", "severity", "severity_cap", "capping"),
    ),
    Submodel(
        "publicity",
        "Shame before an audience",
        "speak",
        lambda view: _punishes(view) and _ever(view.regime.publicity.audience),
        parameters=("society.traits.shame", "regime.publicity.audience"),
        published=("digital-dystopia",),
    ),
    Submodel(
        "looming",
        "Looming sanctions",
        "speak",
        lambda view: view.needs.tiers > 0 and _punishes(view),
        rules=("would_trip",),
        parameters=("regime.sanctions.tiers",),
    ),
    Submodel(
        "aid",
        "Mutual aid",
        "speak",
        lambda view: view.needs.tiers > 0 and _punishes(view) and _ever(view.reactions.mutual_aid),
        rules=("share_borne",),
        parameters=("reactions.mutual_aid",),
    ),
    Submodel(
        "company",
        "Encouragement and indignation",
        "speak",
        lambda view: view.needs.encouragement or view.needs.indignation,
        rules=("emboldened",),
        parameters=_of("reactions", "encouragement", "indignation"),
        published=("thresholds",),
    ),
    Submodel(
        "isolation",
        "Fear of isolation",
        "speak",
        lambda view: view.needs.isolation,
        rules=("climate", "next_confidence", "lift"),
        parameters=_of("reactions", "isolation", "fading"),
        published=("spiral-of-silence", "expression-game", "silence-hysteresis"),
    ),
    Submodel(
        "line",
        "A vague line",
        "speak",
        lambda view: view.needs.beliefs,
        rules=("believed_line",),
        parameters=("regime.clarity.vagueness", "reactions.caution"),
        channels=(Channel.BELIEF,),
    ),
    Submodel(
        "uniform",
        "The voice where any dissent costs the same",
        "speak",
        _uniform,
        rules=("voice_uniform",),
        parameters=_JUDGED,
        published=("daymude-2025",),
    ),
    Submodel(
        "proportional",
        "The voice where the cost grows with the deed",
        "speak",
        _proportional,
        rules=("voice_proportional",),
        parameters=(*_JUDGED, "regime.scoring.misread_excess"),
        channels=(Channel.PROPORTIONALITY,),
        published=("daymude-2025",),
    ),
    Submodel(
        "punishment",
        "Punishment for dissent",
        "observe",
        _punishes,
        rules=("loss_for_dissent",),
        parameters=_of("regime.scoring", "tolerance", "severity", "form"),
        channels=(Channel.SEEN,),
        published=("daymude-2025",),
    ),
    Submodel(
        "misreading",
        "Misreading",
        "observe",
        lambda view: _punishes(view) and _ever(view.regime.observation.misreading),
        rules=("loss_for_nothing",),
        parameters=("regime.observation.misreading",),
        channels=(Channel.MISREAD,),
    ),
    Submodel(
        "denunciation",
        "False denunciation",
        "observe",
        lambda view: _punishes(view) and view.needs.informers and _ever(view.regime.informers.false_denunciation),
        rules=("loss_for_nothing",),
        parameters=("regime.informers.false_denunciation",),
        channels=(Channel.DENOUNCED,),
    ),
    Submodel(
        "score",
        "The score and its recovery",
        "spread",
        _punishes,
        rules=("recovered",),
        parameters=("regime.scoring.recovery",),
    ),
    Submodel(
        "association",
        "Guilt by association",
        "spread",
        lambda view: view.needs.association and _punishes(view),
        parameters=("society.traits.care", *_of("regime.association", "weight", "sharing", "hops")),
        published=("collective-sanctions", "network-scoring"),
    ),
    Submodel(
        "reproach",
        "Reproach",
        "react",
        lambda view: view.needs.reproach and _punishes(view),
        rules=("next_reproach",),
        parameters=_of("reactions", "reproach", "forgiveness"),
        published=("collective-sanctions",),
    ),
    Submodel(
        "cutting",
        "Ostracism and shunning",
        "react",
        _cuts,
        rules=("chance_cut", "below"),
        parameters=(*_of("regime.publicity", "audience", "shaming_line"), *_of("reactions", "ostracism", "shunning")),
        channels=(Channel.CUT,),
        published=("digital-dystopia", "network-scoring"),
    ),
    Submodel(
        "sanctions",
        "Sanctions",
        "sanction",
        _sanctions,
        rules=("below",),
        parameters=_of("regime.sanctions", "tiers", "linked_identity", "grace", "appeal_rounds"),
        channels=(Channel.LINKED,),
    ),
    Submodel(
        "authority",
        "An authority that adapts",
        "adapt",
        lambda view: view.regime.authority.mode == "adaptive",
        parameters=_of("regime.authority", "mode", "adamancy", "window", "acceptance"),
        channels=(Channel.AUTHORITY_LEVER, Channel.AUTHORITY_MOVE),
        published=("daymude-2025",),
    ),
)
"""Every part of the model, in the order of a round."""


def acting(view: View) -> tuple[Submodel, ...]:
    """The parts that a scenario lets act."""
    return tuple(each for each in SUBMODELS if each.acts(view))


def at_rest(view: View) -> tuple[Submodel, ...]:
    """The parts that a scenario leaves neutral."""
    return tuple(each for each in SUBMODELS if not each.acts(view))
