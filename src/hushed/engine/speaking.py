"""Steps 2 and 3: what speaking would bring, and what each person says."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.compiled import compiled, helper, inlined
from hushed.engine.columns import CHUNK, column, span_at, spans
from hushed.engine.flags import ENROLLED, LINKED, PROPORTIONAL
from hushed.engine.state import IN_GRACE
from hushed.engine.watching import watched

_U = np.uint64
_GRACE = np.uint16(IN_GRACE)
_NONE = np.uint16(0)


@compiled
def speak(
    people: Any,
    standing: Any,
    score: Any,
    clock: Any,
    reproach: Any,
    friends: Any,
    enrolled_friends: Any,
    loud_friends: Any,
    punished_friends: Any,
    gathering: Any,
    confidence: Any,
    terms: Any,
    tiers: Any,
    enforced: Any,
    unreported: Any,
    voice: Any,
    first: Any,
    last: Any,
) -> None:
    """Weigh what speaking would bring the people `first` to `last - 1`, and choose their voices."""
    desire, nerve, care, shame, belief = people.desire, people.boldness, people.care, people.shame, people.belief
    rows = np.zeros((10, CHUNK))
    wish, boldness, line, cost = rows[0], rows[1], rows[2], rows[3]
    anyway, speaking, one, two, three, nothing = rows[4], rows[5], rows[6], rows[7], rows[8], rows[9]
    cares = terms.weight > 0.0 and not (len(care) == 1 and care[0] == 0.0)
    exposed = terms.audience != 0.0
    caring, harmed, ashamed = one if cares else nothing, two if cares else nothing, three if exposed else nothing
    plain = not (cares or exposed or len(reproach) > 0)
    sanctioned = len(tiers.threshold) > 0
    # Counts that nobody needed are not there; any others stand in for them, and count for nothing.
    loud = loud_friends if len(loud_friends) > 0 else friends
    punished = punished_friends if len(punished_friends) > 0 else friends
    company = terms.encouragement != 0.0 or terms.indignation != 0.0
    for start in spans(first, last):
        span = span_at(start, last)
        column(desire, span, wish)
        column(nerve, span, boldness)
        _lines(belief, terms, span, line)
        watched(standing, enforced, terms, unreported, gathering, span, anyway, speaking)
        if cares:
            column(care, span, one)
            harm(enrolled_friends, friends, terms.shared, span, two)
        if exposed:
            column(shame, span, three)
        if plain:
            cost[:] = terms.severity
        else:
            _costs(caring, harmed, ashamed, reproach, terms, span, cost)
        if sanctioned:
            _losses(standing, wish, line, terms, span, one)
            _loom(score, standing, one, tiers, terms, span, two)
            _bear(friends, terms.mutual_aid, two, span, cost)
            _mute(clock, tiers.platform, line, span, wish)
        if company:
            _embolden(loud, punished, friends, terms, span, boldness)
        if len(confidence) > 0:
            _lift(confidence, span, boldness)
        _choose(standing, wish, boldness, line, cost, anyway, speaking, terms, span, one, voice)


@helper
def _lines(belief: Any, terms: Any, span: Any, line: Any) -> None:
    """Where each person believes the line lies."""
    start, count = span
    if terms.vagueness == 0.0:
        line[:] = rules.believed_line(terms.tolerance, 0.0, 0.0, 0.0)
    else:
        tolerance, vagueness, caution = terms.tolerance, terms.vagueness, terms.caution
        for j in range(_U(count)):
            line[j] = rules.believed_line(tolerance, vagueness, np.float64(belief[start + j]), caution)


@helper
def _costs(care: Any, harmed: Any, shame: Any, reproach: Any, terms: Any, span: Any, cost: Any) -> None:
    """What each person's own punishment would cost, sanctions apart; terms that are off have columns of zeros."""
    start, count = span
    severity, weight, audience = terms.severity, terms.weight, terms.audience
    if len(reproach) == 0:
        for j in range(_U(count)):
            cost[j] = rules.cost_of_punishment(severity, care[j], weight, harmed[j], shame[j], audience, 0.0)
    else:
        for j in range(_U(count)):
            borne = np.float64(reproach[start + j])
            cost[j] = rules.cost_of_punishment(severity, care[j], weight, harmed[j], shame[j], audience, borne)


@helper
def harm(enrolled_friends: Any, friends: Any, shared: Any, span: Any, out: Any) -> None:
    """Enrolled friends who would lose score with each person, or their share where the penalty is divided."""
    start, count = span
    if shared > 0.0:
        for j in range(_U(count)):
            out[j] = enrolled_friends[start + j] / max(1.0, np.float64(friends[start + j]))
    else:
        for j in range(_U(count)):
            out[j] = enrolled_friends[start + j]


@helper
def _losses(standing: Any, wish: Any, line: Any, terms: Any, span: Any, worst: Any) -> None:
    """The score each person would lose for saying all she wishes."""
    start, count = span
    if terms.proportional_share <= 0.0:
        worst[:] = rules.loss_for_dissent(terms.severity, False, 0.0, 0.0)
        return
    for j in range(_U(count)):
        proportional = (standing[start + j] & PROPORTIONAL) != 0
        worst[j] = rules.loss_for_dissent(terms.severity, proportional, max(wish[j], line[j]), line[j])


@inlined
def needed(platform: Any) -> Any:
    """The standing in which a sanction can reach somebody: enrolled; off the platform, by a linked identity."""
    return ENROLLED if platform else ENROLLED | LINKED


@helper
def _loom(score: Any, standing: Any, worst: Any, tiers: Any, terms: Any, span: Any, looming: Any) -> None:
    """The burden of the sanctions that one more loss would bring upon each person."""
    start, count = span
    recovery = terms.recovery
    looming[:] = 0.0
    for tier in range(_U(len(tiers.threshold))):
        threshold, burden, need = tiers.threshold[tier], tiers.burden[tier], needed(tiers.platform[tier])
        for j in range(_U(count)):
            trips = rules.would_trip(np.float64(score[start + j]), recovery, worst[j], threshold)
            looming[j] += burden if trips & ((standing[start + j] & need) == need) else 0.0


@helper
def _bear(friends: Any, mutual_aid: Any, looming: Any, span: Any, cost: Any) -> None:
    """Add the sanctions that loom to what punishment would cost, less what friends would bear."""
    start, count = span
    if mutual_aid > 0.0:
        for j in range(_U(count)):
            cost[j] += looming[j] * rules.share_borne(mutual_aid, np.float64(friends[start + j]))
    else:
        for j in range(_U(count)):
            cost[j] += looming[j]


@inlined
def serving(clock: Any) -> Any:
    """Whether a sanction with this clock is being served: started, and past its grace."""
    return (clock > _NONE) & (clock < _GRACE)


@helper
def _mute(clock: Any, platform: Any, line: Any, span: Any, wish: Any) -> None:
    """Let those who are serving a sanction on the platform wish for nothing beyond the line."""
    start, count = span
    for tier in range(_U(len(platform))):
        if platform[tier]:
            for j in range(_U(count)):
                wish[j] = min(wish[j], line[j]) if serving(clock[tier, start + j]) else wish[j]


@helper
def _embolden(loud: Any, punished: Any, friends: Any, terms: Any, span: Any, boldness: Any) -> None:
    """Raise or lower boldness by the friends heard above the line, and by those punished; who has none keeps hers."""
    start, count = span
    encouragement, indignation = terms.encouragement, terms.indignation
    for j in range(_U(count)):
        many = max(1.0, np.float64(friends[start + j]))
        heard, seen = loud[start + j] / many, punished[start + j] / many
        boldness[j] = rules.emboldened(boldness[j], encouragement, heard, indignation, seen)


@helper
def _lift(confidence: Any, span: Any, boldness: Any) -> None:
    """Raise or lower boldness by the confidence that one's opinion is shared."""
    start, count = span
    for j in range(_U(count)):
        boldness[j] *= rules.lift(np.float64(confidence[start + j]))


@helper
def _choose(
    standing: Any,
    wish: Any,
    boldness: Any,
    line: Any,
    cost: Any,
    anyway: Any,
    speaking: Any,
    terms: Any,
    span: Any,
    graded: Any,
    voice: Any,
) -> None:
    """Each person's best voice under the form of punishment that she is judged by."""
    start, count = span
    share, misreading, dearer = terms.proportional_share, terms.misreading, terms.misreading * terms.misread_excess
    if share < 1.0:
        for j in range(_U(count)):
            voice[start + j] = rules.voice_uniform(
                wish[j], boldness[j], line[j], cost[j], anyway[j], speaking[j], misreading
            )
    if share <= 0.0:
        return
    for j in range(_U(count)):
        graded[j] = rules.voice_proportional(
            wish[j], boldness[j], line[j], cost[j], anyway[j], speaking[j], dearer * cost[j]
        )
    for j in range(_U(count)):
        judged = (standing[start + j] & PROPORTIONAL) != 0
        voice[start + j] = graded[j] if judged else np.float64(voice[start + j])
