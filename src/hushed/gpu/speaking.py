"""Steps 2 and 3 on the device: what speaking would bring, and what each person says."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from hushed import rules
from hushed.engine import speaking
from hushed.engine.flags import PROPORTIONAL
from hushed.gpu.compiled import cuda, device, kernel, on_device
from hushed.gpu.people import harm, trait, watched

_U = np.uint64
_believed_line = on_device(rules.believed_line)
_cost_of_punishment = on_device(rules.cost_of_punishment)
_loss_for_dissent = on_device(rules.loss_for_dissent)
_would_trip = on_device(rules.would_trip)
_share_borne = on_device(rules.share_borne)
_emboldened = on_device(rules.emboldened)
_lift = on_device(rules.lift)
_voice_uniform = on_device(rules.voice_uniform)
_voice_proportional = on_device(rules.voice_proportional)
_needed = on_device(speaking.needed)
_serving = on_device(speaking.serving)


class Company(NamedTuple):
    """Counts of each person's friends, on the device; as in `engine.state.State`."""

    friends: Any
    enrolled_friends: Any
    loud_friends: Any
    punished_friends: Any
    gathering: Any


@device
def _cost(people: Any, company: Any, reproach: Any, terms: Any, i: Any) -> Any:
    """What a person's own punishment would cost, sanctions apart."""
    care = harmed = shame = borne = 0.0
    if terms.weight > 0.0:
        care = trait(people.care, i)
        harmed = harm(company.enrolled_friends, company.friends, terms.shared, i)
    if terms.audience != 0.0:
        shame = trait(people.shame, i)
    if len(reproach) > 0:
        borne = np.float64(reproach[i])
    return _cost_of_punishment(terms.severity, care, terms.weight, harmed, shame, terms.audience, borne)


@device
def _looming(score: Any, here: Any, worst: Any, tiers: Any, recovery: Any) -> Any:
    """The burden of the sanctions that one more loss would bring upon a person."""
    total = 0.0
    for tier in range(_U(len(tiers.threshold))):
        need = _needed(tiers.platform[tier])
        trips = _would_trip(score, recovery, worst, tiers.threshold[tier])
        total += tiers.burden[tier] if trips and (here & need) == need else 0.0
    return total


@device
def _muted(clock: Any, platform: Any, i: Any) -> Any:
    """Whether a person is serving a sanction on the platform."""
    muted = False
    for tier in range(_U(len(platform))):
        muted = muted or (platform[tier] and _serving(clock[tier, i]))
    return muted


@device
def _share(those: Any, friends: Any, i: Any) -> Any:
    """The share of a person's friends who are among those counted; 0 if nobody was counted, or she has no friends."""
    return np.float64(those[i]) / max(1.0, np.float64(friends[i])) if len(those) > 0 else 0.0


@device
def _nerve(boldness: Any, company: Any, terms: Any, i: Any) -> Any:
    """Boldness in the company of friends heard above the line, and of friends punished; who has none keeps hers."""
    heard = _share(company.loud_friends, company.friends, i)
    seen = _share(company.punished_friends, company.friends, i)
    return _emboldened(boldness, terms.encouragement, heard, terms.indignation, seen)


@kernel
def speak(
    people: Any,
    standing: Any,
    company: Any,
    confidence: Any,
    score: Any,
    reproach: Any,
    clock: Any,
    unreported: Any,
    tiers: Any,
    terms: Any,
    enforced: Any,
    voice: Any,
) -> None:
    """Weigh what speaking would bring a person, and choose her voice."""
    i = _U(cuda.grid(1))
    if i >= _U(len(voice)):
        return
    here = standing[i]
    proportional = (here & PROPORTIONAL) != 0
    wish = trait(people.desire, i)
    belief = np.float64(people.belief[i]) if terms.vagueness != 0.0 else 0.0
    line = _believed_line(terms.tolerance, terms.vagueness, belief, terms.caution)
    reported = 1.0 - unreported[company.gathering[i]] if len(company.gathering) > 0 else 0.0
    anyway, speaking = watched(here, enforced, terms, reported)
    cost = _cost(people, company, reproach, terms, i)
    if len(tiers.threshold) > 0:
        worst = _loss_for_dissent(terms.severity, proportional, max(wish, line), line)
        burden = _looming(np.float64(score[i]), here, worst, tiers, terms.recovery)
        if terms.mutual_aid > 0.0:
            burden *= _share_borne(terms.mutual_aid, np.float64(company.friends[i]))
        cost += burden
        if _muted(clock, tiers.platform, i):
            wish = min(wish, line)
    boldness = _nerve(trait(people.boldness, i), company, terms, i)
    if len(confidence) > 0:
        boldness *= _lift(np.float64(confidence[i]))
    if proportional:
        dearer = terms.misreading * terms.misread_excess * cost
        voice[i] = _voice_proportional(wish, boldness, line, cost, anyway, speaking, dearer)
    else:
        voice[i] = _voice_uniform(wish, boldness, line, cost, anyway, speaking, terms.misreading)
