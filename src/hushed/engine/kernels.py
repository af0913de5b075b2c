"""Loops over people, calling the rules. Each handles the people `first` to `last - 1` and writes only to them.

So any split of the people among threads gives the same bytes. Loop variables are unsigned,
because Numba guards signed indices against negative ones (a third of the time). Helpers take
numbers, not the whole state: counting references to its arrays would cost ten times the work.
`np.float64` rather than `float`, because Numba's `float` of a single-precision number stays single.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.compiled import compiled, inlined
from hushed.engine.state import IN_GRACE, Mark, Past, Standing
from hushed.random import Channel, drawn, uniform

_U = np.uint64
_ENROLLED = np.uint8(Standing.ENROLLED)
_REPORTED = np.uint8(Standing.REPORTED)
_INFORMS = np.uint8(Standing.INFORMS)
_LINKED = np.uint8(Standing.LINKED)
_PROPORTIONAL = np.uint8(Standing.PROPORTIONAL)
_SEEN = np.uint8(Mark.SEEN)
_PUNISHED = np.uint8(Mark.PUNISHED)
_MISREAD = np.uint8(Mark.MISREAD)
_DENOUNCED = np.uint8(Mark.DENOUNCED)
_LOUD = np.uint8(Mark.LOUD)
_EVER_PUNISHED = np.uint8(Past.PUNISHED)
_EVER_FOR_SPEECH = np.uint8(Past.FOR_SPEECH)
_NOTHING = np.uint8(0)
_PLATFORM_DRAW = _U(Channel.PLATFORM)
_RECRUITED_DRAW = _U(Channel.RECRUITED)
_DUTIFUL_DRAW = _U(Channel.DUTIFUL)
_LINKED_DRAW = _U(Channel.LINKED)
_FORM_DRAW = _U(Channel.PROPORTIONALITY)
_SEEN_DRAW = _U(Channel.SEEN)
_MISREAD_DRAW = _U(Channel.MISREAD)
_DENOUNCED_DRAW = _U(Channel.DENOUNCED)
_HEARD_DRAW = _U(Channel.HEARD)
_FOR_LIFE = _U(0)
_GRACE = np.uint16(IN_GRACE)
_STEP = np.uint16(1)


@inlined
def _belongs(moment: Any, key: Any, channel: Any, share: float) -> bool:
    """Whether a person is among a share of people, the same people from round to round as the share grows."""
    if share <= 0.0 or share >= 1.0:
        return share >= 1.0
    return uniform(moment.seed, moment.replicate, _FOR_LIFE, key, channel) < share


@compiled
def enrol(people: Any, state: Any, scene: Any, first: Any, last: Any) -> None:
    """Settle where each person stands towards the regime (step 1)."""
    terms, moment = scene.terms, scene.moment
    for i in range(_U(first), _U(last)):
        key = _U(people.key[i])
        standing = _NOTHING
        enrolled = people.propensity[i] < terms.enrolled
        if enrolled:
            standing |= _ENROLLED
        if _belongs(moment, key, _PLATFORM_DRAW, terms.cooperation):
            standing |= _REPORTED
        recruited = _belongs(moment, key, _RECRUITED_DRAW, terms.recruited)
        if recruited or (enrolled and _belongs(moment, key, _DUTIFUL_DRAW, terms.duty)):
            standing |= _INFORMS
        if _belongs(moment, key, _LINKED_DRAW, terms.linked):
            standing |= _LINKED
        if _belongs(moment, key, _FORM_DRAW, terms.proportional_share):
            standing |= _PROPORTIONAL
        state.standing[i] = standing


@inlined
def _exposure(standing: Any, terms: Any) -> float:
    """How far what a person says online can be traced to her: c, scaled by identifiability."""
    return terms.identifiability if standing & _REPORTED else 0.0


@inlined
def _harmed(enrolled_friends: Any, friends: Any, shared: float) -> float:
    """Enrolled friends who would lose score with a person, or their share where the penalty is divided."""
    return enrolled_friends / max(1.0, np.float64(friends)) if shared > 0.0 else np.float64(enrolled_friends)


@inlined
def _reached(standing: Any, platform: Any) -> bool:
    """Whether a sanction can reach a person: if enrolled, on the platform always, elsewhere by a linked identity."""
    enrolled: bool = (standing & _ENROLLED) != 0
    linked: bool = (standing & _LINKED) != 0
    return enrolled & (bool(platform) | linked)


@inlined
def _looming(standing: Any, score: float, loss: float, recovery: float, tiers: Any) -> float:
    """Burden of the sanctions that one more loss would bring upon a person."""
    total = 0.0
    for tier in range(_U(len(tiers.threshold))):
        trips = rules.would_trip(score, recovery, loss, tiers.threshold[tier])
        total += tiers.burden[tier] if _reached(standing, tiers.platform[tier]) & trips else 0.0
    return total


@inlined
def serving(clock: Any) -> bool:
    """Whether a sanction with this clock is being served: started, and past its grace."""
    return bool(clock > 0 and clock < _GRACE)


@inlined
def _muted(clock: Any, platform: Any, i: Any) -> bool:
    """Whether a person is serving a sanction on the platform."""
    for tier in range(_U(len(platform))):
        if platform[tier] and serving(clock[tier, i]):
            return True
    return False


@compiled
def speak(people: Any, state: Any, scene: Any, first: Any, last: Any) -> None:
    """Weigh what speaking would bring, and choose each person's voice (steps 2 and 3)."""
    terms, tiers, tables = scene.terms, scene.tiers, scene.tables
    informed = len(state.gathering) > 0
    reproached = len(state.reproach) > 0
    heard = len(state.loud_friends) > 0
    for i in range(_U(first), _U(last)):
        standing = state.standing[i]
        desire = np.float64(people.desire[i])
        reach = scene.moment.enforced if standing & _ENROLLED else 0.0
        exposure = _exposure(standing, terms)
        reported = 1.0 - tables.unreported_believed[state.gathering[i]] if informed else 0.0
        anyway = rules.watched_anyway(reach, exposure, terms.surveillance, reported)
        speaking = rules.watched_for_speaking(reach, exposure, terms.surveillance, reported)
        line = rules.believed_line(terms.tolerance, terms.vagueness, np.float64(people.belief[i]))
        proportional = (standing & _PROPORTIONAL) != 0
        cost = rules.cost_of_punishment(
            terms.severity,
            np.float64(people.care[i]),
            terms.weight,
            _harmed(state.enrolled_friends[i], state.friends[i], terms.shared),
            np.float64(people.shame[i]),
            terms.audience,
            np.float64(state.reproach[i]) if reproached else 0.0,
        )
        worst = rules.loss_for_dissent(terms.severity, proportional, max(desire, line), line)
        friends = np.float64(state.friends[i])
        looming = _looming(standing, np.float64(state.score[i]), worst, terms.recovery, tiers)
        cost += looming * (rules.share_borne(terms.mutual_aid, friends) if terms.mutual_aid > 0.0 else 1.0)
        boldness: float = np.float64(people.boldness[i])
        if heard and friends > 0.0:
            boldness = rules.emboldened(boldness, terms.encouragement, state.loud_friends[i] / friends)
        wish = min(desire, line) if _muted(state.clock, tiers.platform, i) else desire
        if proportional:
            misread_cost = terms.misreading * terms.misread_excess * cost
            voice = rules.voice_proportional(wish, boldness, line, cost, anyway, speaking, misread_cost)
        else:
            voice = rules.voice_uniform(wish, boldness, line, cost, anyway, speaking, terms.misreading)
        state.voice[i] = voice


@inlined
def _chance_seen(standing: Any, voice: float, unreported: float, terms: Any) -> float:
    """How likely a person is in fact to be seen, short capacity apart."""
    if not standing & _ENROLLED:
        return 0.0
    exposure = _exposure(standing, terms)
    reported = 1.0 - unreported
    anyway = rules.watched_anyway(1.0, exposure, terms.surveillance, reported)
    speaking = rules.watched_for_speaking(1.0, exposure, terms.surveillance, reported)
    return rules.chance_seen(anyway, speaking, voice)


@compiled
def expected_cases(state: Any, scene: Any, first: Any, last: Any) -> float:
    """Expected number of cases this round, were every case taken up (step 4)."""
    terms, tables = scene.terms, scene.tables
    told = len(state.reporters) > 0
    total = 0.0
    if terms.severity <= 0.0:
        return total
    for i in range(_U(first), _U(last)):
        voice, standing = np.float64(state.voice[i]), state.standing[i]
        reporters = state.reporters[i] if told else np.uint32(0)
        case = _chance_seen(standing, voice, tables.unreported[reporters], terms)
        costly = _loss(_MISREAD, (standing & _PROPORTIONAL) != 0, voice, terms) > 0.0
        if voice <= terms.tolerance:
            case *= terms.misreading if costly else 0.0
        denounced = 1.0 - tables.undenounced[reporters] if costly and standing & _ENROLLED else 0.0
        total += case + (1.0 - case) * denounced
    return total


@compiled
def observe(people: Any, state: Any, scene: Any, taken_up: float, first: Any, last: Any) -> int:
    """Draw who is seen, misread or denounced, and what each loses; counts the cases taken up (step 4)."""
    terms, tables, moment = scene.terms, scene.tables, scene.moment
    seed, replicate, round_ = moment.seed, moment.replicate, moment.round
    told = len(state.reporters) > 0
    start = _U(first)
    # A loop of draws and nothing else runs in vector instructions; the loop with the branches cannot.
    cases = 0
    luck = np.empty(last - first)
    for place in range(_U(len(luck))):
        luck[place] = drawn(seed, replicate, round_, _U(people.key[start + place]), _SEEN_DRAW)
    for i in range(start, _U(last)):
        standing, voice = state.standing[i], np.float64(state.voice[i])
        reporters = state.reporters[i] if told else np.uint32(0)
        loud = voice > terms.tolerance
        mark = _LOUD if loud else _NOTHING
        case = _NOTHING
        if luck[i - start] < _chance_seen(standing, voice, tables.unreported[reporters], terms):
            mark |= _SEEN
            if loud:
                case = _PUNISHED
            elif terms.misreading > 0.0 and _happens(moment, people.key[i], _MISREAD_DRAW, terms.misreading):
                case = _MISREAD
        false = 1.0 - tables.undenounced[reporters] if standing & _ENROLLED else 0.0
        if told and case == _NOTHING and _happens(moment, people.key[i], _DENOUNCED_DRAW, false):
            case = _DENOUNCED
        if case and taken_up < 1.0 and not _happens(moment, people.key[i], _HEARD_DRAW, taken_up):
            case = _NOTHING
        loss = _loss(case, (standing & _PROPORTIONAL) != 0, voice, terms)
        if loss <= 0.0:
            case = _NOTHING
        state.loss[i] = loss
        state.past[i] |= _remembered(case, voice)
        state.mark[i] = mark | case
        cases += int(case != _NOTHING)
    return cases


@inlined
def _happens(moment: Any, key: Any, channel: Any, chance: float) -> bool:
    """Whether something with a chance happens to a person this round."""
    return chance > 0.0 and uniform(moment.seed, moment.replicate, moment.round, _U(key), channel) < chance


@inlined
def _loss(case: Any, proportional: bool, voice: float, terms: Any) -> float:
    """What a case takes from a score."""
    if case == _NOTHING:
        return 0.0
    if case == _PUNISHED:
        return rules.loss_for_dissent(terms.severity, proportional, voice, terms.tolerance)
    return rules.loss_for_nothing(terms.severity, proportional, terms.misread_excess)


@inlined
def _remembered(case: Any, voice: float) -> Any:
    """What a case leaves in a person's past; who said nothing was not punished for anything she said."""
    if case == _NOTHING:
        return _NOTHING
    return _EVER_PUNISHED if case == _DENOUNCED or voice <= 0.0 else _EVER_PUNISHED | _EVER_FOR_SPEECH


@compiled
def reproach(state: Any, scene: Any, first: Any, last: Any) -> None:
    """Let friends reproach those who brought a loss on them (step 6)."""
    terms = scene.terms
    for i in range(_U(first), _U(last)):
        severities = state.loss[i] / terms.severity if terms.severity > 0.0 else 0.0
        state.reproach[i] = rules.next_reproach(
            np.float64(state.reproach[i]),
            terms.forgiveness,
            terms.reproach,
            terms.weight,
            severities,
            _harmed(state.enrolled_friends[i], state.friends[i], terms.shared),
        )


@inlined
def _next_clock(left: Any, below: bool, crossed: bool, rounds: Any, grace: Any) -> Any:
    """A sanction's clock after a round: grace and service run down; a crossing starts it, or starts it again."""
    if left >= _GRACE:
        if not below:
            return np.uint16(0)
        return left - _STEP if left > _GRACE + _STEP else rounds
    if crossed:
        return rounds if left > 0 or grace == 0 else _GRACE + grace
    return left - _STEP if left > 0 else left


@compiled
def sanction(state: Any, scene: Any, first: Any, last: Any) -> None:
    """Serve a round of every sanction under way, and start those whose threshold was crossed (step 7)."""
    tiers, grace = scene.tiers, np.uint16(scene.terms.grace)
    for tier in range(_U(len(tiers.threshold))):
        threshold = tiers.threshold[tier]
        for i in range(_U(first), _U(last)):
            if not _reached(state.standing[i], tiers.platform[tier]):
                state.clock[tier, i] = 0
                continue
            below = rules.below(np.float64(state.score[i]), threshold)
            crossed = below and not rules.below(np.float64(state.before[i]), tiers.threshold_before[tier])
            state.clock[tier, i] = _next_clock(state.clock[tier, i], below, crossed, tiers.rounds[tier], grace)
