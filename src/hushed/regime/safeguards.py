"""Safeguards: named changes to a regime, each with a dose from 0 (absent) to 1 (complete).

Doses act on separate parameters or multiply, so the order in which safeguards are applied does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pydantic import create_model

from hushed.errors import InputError, did_you_mean
from hushed.parameters import Parameters, Positive, Share, described
from hushed.regime.instrument import Instrument
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.regime.schedule import mapped
from hushed.regime.terms import round_half_up

Rules = tuple[Regime, Reactions]
Change = Callable[[Regime, Reactions, float], Rules]


class Safeguard(NamedTuple):
    """A named transformation of a regime and people's reactions, with the sentence that explains it."""

    name: str
    sentence: str
    change: Change


def _faded(instrument: str, *parameters: str) -> Change:
    """The change that multiplies parameters of an instrument by (1 - dose)."""

    def change(regime: Regime, reactions: Reactions, dose: float) -> Rules:
        part = regime.instrument(instrument)
        faded = {name: mapped(getattr(part, name), lambda value: value * (1.0 - dose)) for name in parameters}
        return _with(regime, instrument, part, faded), reactions

    return change


def _with(regime: Regime, instrument: str, part: Instrument, update: Mapping[str, Any]) -> Regime:
    return regime.model_copy(update={instrument: part.model_copy(update=update)})


def _raised(instrument: str, parameter: str) -> Change:
    """The change that brings a share of an instrument up towards 1."""

    def change(regime: Regime, reactions: Reactions, dose: float) -> Rules:
        part = regime.instrument(instrument)
        more = mapped(getattr(part, parameter), lambda value: value + dose * (1.0 - value))
        return _with(regime, instrument, part, {parameter: more}), reactions

    return change


def _clear_law(regime: Regime, reactions: Reactions, dose: float) -> Rules:
    clearer, _ = _faded("clarity", "vagueness")(regime, reactions, dose)
    return _faded("observation", "misreading")(clearer, reactions, dose)


def _due_process(regime: Regime, reactions: Reactions, dose: float) -> Rules:
    overturned, _ = _faded("observation", "misreading")(regime, reactions, dose)
    overturned, _ = _faded("informers", "false_denunciation")(overturned, reactions, dose)
    sanctions = regime.sanctions
    grace = max(sanctions.grace, round_half_up(dose * sanctions.appeal_rounds))
    return _with(overturned, "sanctions", sanctions, {"grace": grace}), reactions


def _no_informers(regime: Regime, reactions: Reactions, dose: float) -> Rules:
    fewer, _ = _faded("informers", "share", "duty", "false_denunciation")(regime, reactions, dose)
    unbidden = mapped(reactions.false_enforcement, lambda value: value * (1.0 - dose))
    return fewer, reactions.model_copy(update={"false_enforcement": unbidden})


def _proportionality(regime: Regime, reactions: Reactions, dose: float) -> Rules:
    graded, _ = _raised("scoring", "proportional_share")(regime, reactions, dose)
    return _raised("scoring", "capping")(graded, reactions, dose)


def _mutual_aid(regime: Regime, reactions: Reactions, dose: float) -> Rules:
    more = mapped(reactions.mutual_aid, lambda value: value + dose * (1.0 - value))
    return regime, reactions.model_copy(update={"mutual_aid": more})


SAFEGUARDS: dict[str, Safeguard] = {
    safeguard.name: safeguard
    for safeguard in (
        Safeguard("no_guilt_by_association", "Nobody loses score for a friend.", _faded("association", "weight")),
        Safeguard("secret_scores", "Scores are seen by nobody else.", _faded("publicity", "audience")),
        Safeguard(
            "voluntary_enrolment",
            "Only volunteers are enrolled, and all may leave.",
            _raised("enrolment", "right_to_leave"),
        ),
        Safeguard("private_channels", "Platforms stop reporting.", _faded("observation", "cooperation")),
        Safeguard(
            "pseudonymity",
            "What is said online cannot be traced to who said it.",
            _faded("observation", "identifiability"),
        ),
        Safeguard(
            "siloed_identity",
            "No one number links accounts: a score reaches no further than the platform.",
            _faded("sanctions", "linked_identity"),
        ),
        Safeguard("clear_law", "The line is clear and lawful speech is not misread.", _clear_law),
        Safeguard("due_process", "Appeals overturn wrong cases, and sanctions wait for the appeal.", _due_process),
        Safeguard("expiry", "A lost score comes back sooner.", _raised("scoring", "recovery")),
        Safeguard("proportionality", "Penalties grow with the deed and are capped.", _proportionality),
        Safeguard(
            "judicial_capacity", "Every case needs a hearing, so few can be brought.", _raised("capacity", "hearings")
        ),
        Safeguard(
            "no_informers",
            "Nobody is recruited or bound to report friends, and reports made unasked are not taken.",
            _no_informers,
        ),
        Safeguard("mutual_aid", "Friends share the burden of a sanction.", _mutual_aid),
    )
}
"""All safeguards by name."""

_fields: dict[str, Any] = {
    name: (Share, described(0.0, safeguard.sentence, "dose")) for name, safeguard in SAFEGUARDS.items()
}
Safeguards: type[Parameters] = create_model(
    "Safeguards",
    __base__=Parameters,
    __doc__="The dose of each safeguard, 0 absent to 1 complete.",
    **_fields,
)


def _to_win(safeguard: Safeguard) -> str:
    return f"How hard it is to win this safeguard: {safeguard.sentence[:1].lower()}{safeguard.sentence[1:]}"


_costs: dict[str, Any] = {
    name: (Positive, described(1.0, _to_win(safeguard), "cost")) for name, safeguard in SAFEGUARDS.items()
}
Costs: type[Parameters] = create_model(
    "Costs",
    __base__=Parameters,
    __doc__="How hard each safeguard is to win: an assumption of whoever writes the scenario; no run depends on it.",
    **_costs,
)


def safeguarded(regime: Regime, reactions: Reactions, doses: Mapping[str, float]) -> Rules:
    """The regime and reactions with safeguards applied; InputError for an unknown name or a dose outside [0, 1]."""
    for name, dose in doses.items():
        if name not in SAFEGUARDS:
            raise InputError(f"there is no safeguard '{name}'{did_you_mean(name, SAFEGUARDS)}")
        if not 0.0 <= dose <= 1.0:
            raise InputError(f"the dose of '{name}' is {dose}; a dose goes from 0 (absent) to 1 (complete)")
        if dose > 0.0:
            regime, reactions = SAFEGUARDS[name].change(regime, reactions, dose)
    return regime, reactions
