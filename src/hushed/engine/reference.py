"""The oracle: the same model in plain NumPy, written to be read beside docs/model.md, not to be fast.

It shares no equation with rules.py and no loop with the kernels; it shares the random numbers, the
precision in which traits, voices, losses and scores are stored (float32), and the terms of a round.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hushed.engine.authority import first_stance, imposed, next_stance
from hushed.engine.columns import CHUNK
from hushed.engine.workers import BLOCK
from hushed.random import Channel, uniforms
from hushed.regime.reactions import Reactions
from hushed.regime.regime import Regime
from hushed.regime.terms import Terms, Tiers, terms_at, tiers_at
from hushed.society.network import Network
from hushed.society.society import Society

Array = NDArray[Any]
_SLACK = 2.0**-20


@dataclass
class Reference:
    """One run of the oracle; `step` plays a round and leaves everything in plain arrays over N people."""

    society: Society
    regime: Regime
    reactions: Reactions
    seed: int
    replicate: int = 0
    round: int = 0
    now: dict[str, Array] = field(default_factory=dict)
    "What the last round brought: seen, punished, misread, denounced, loss, shared, voice, enrolled …"

    def __post_init__(self) -> None:
        people = self.society.size
        self.people = self.society.people.spread_out(people)
        self.desire, self.boldness, self.care, self.shame = (trait.astype(np.float64) for trait in self.people[:4])
        self.score = np.ones(people, dtype=np.float32)
        self.voice = np.zeros(people, dtype=np.float32)
        self.reproach = np.zeros(people, dtype=np.float32)
        self.loud = np.zeros(people, dtype=bool)
        self.had_case = np.zeros(people, dtype=bool)
        self.complied = np.zeros(people, dtype=bool)
        self.confidence = np.zeros(people, dtype=np.float32)
        self.ever_punished = np.zeros(people, dtype=bool)
        self.ever_for_speech = np.zeros(people, dtype=bool)
        tiers = len(self.regime.sanctions.tiers)
        self.serving = np.zeros((tiers, people), dtype=np.int64)
        self.waiting = np.zeros((tiers, people), dtype=np.int64)
        self.expected = 0.0
        self.online = _ends(self.society.online)
        offline = self.society.offline
        self.offline = None if offline is None else _ends(offline)
        self.live = np.ones(len(self.online[0]), dtype=bool)
        adaptive = self.regime.authority.mode == "adaptive"
        self.stance = first_stance(terms_at(self.regime, self.reactions, 0)) if adaptive else None

    # What is drawn ------------------------------------------------------------------------------

    def luck(self, channel: Channel, *, for_life: bool = False) -> Array:
        """One uniform number for each person."""
        return uniforms(
            seed=self.seed,
            replicate=self.replicate,
            round=0 if for_life else self.round,
            subjects=self.people.key,
            channel=channel,
        )

    def among(self, channel: Channel, share: float) -> Array:
        """Who belongs to a share of people."""
        return self.luck(channel, for_life=True) < share

    # Sums over friends --------------------------------------------------------------------------

    def over_friends(self, value: Array) -> Array:
        """The sum of a value over each person's online friends, on ties that still stand."""
        mine, theirs = self.online
        return np.bincount(mine[self.live], weights=value[theirs[self.live]], minlength=self.society.size)

    def at_gatherings(self, value: Array) -> Array:
        """The sum of a value over each person's friends at gatherings."""
        if self.offline is None:
            return np.zeros(self.society.size)
        mine, theirs = self.offline
        stands = self.live if self.society.offline is self.society.online else np.ones(len(mine), dtype=bool)
        return np.bincount(mine[stands], weights=value[theirs[stands]], minlength=self.society.size)

    # A round ------------------------------------------------------------------------------------

    def step(self) -> None:
        """Play one round: enrol, weigh, speak, observe, spread, react, sanction, adapt."""
        terms = terms_at(self.regime, self.reactions, self.round)
        if self.stance is not None:
            terms = imposed(terms, self.stance)
        tiers = tiers_at(self.regime, self.round)
        self.enrol(terms)
        self.weigh_and_speak(terms, tiers)
        self.observe(terms)
        before = self.score.copy()
        self.spread(terms)
        self.react(terms)
        self.sanction(terms, tiers, before)
        self.adapt()
        self.round += 1

    def enrol(self, t: Terms) -> None:
        """Step 1."""
        self.enrolled = self.people.propensity.astype(np.float64) < t.enrolled
        self.exposure = np.where(self.among(Channel.PLATFORM, t.cooperation), t.identifiability, 0.0)
        dutiful = self.among(Channel.DUTIFUL, t.duty) & self.enrolled
        enforces = self.among(Channel.ENFORCER, t.false_enforcement) & self.complied
        self.informs = self.among(Channel.RECRUITED, t.recruited) | dutiful | enforces
        self.linked = self.among(Channel.LINKED, t.linked)
        self.proportional = self.among(Channel.PROPORTIONALITY, t.proportional_share)

    def weigh_and_speak(self, t: Terms, tiers: Tiers) -> None:
        """Steps 2 and 3."""
        everyone = np.ones(self.society.size)
        self.k = self.over_friends(everyone)
        enrolled_friends = self.over_friends(self.enrolled.astype(float))
        self.harmed = enrolled_friends / np.maximum(self.k, 1) if t.shared else enrolled_friends
        capacity = t.capacity * self.society.size
        phi = capacity / max(capacity, self.expected) if capacity > 0 else 0.0
        enforcing = t.false_enforcement * (np.count_nonzero(self.complied) / self.society.size)
        iota = 1 - (1 - t.recruited) * (1 - t.duty * t.enrolled) * (1 - enforcing)
        f = 1 - _power(1 - t.report_chance * iota, self.at_gatherings(everyone))
        reach = self.enrolled * phi
        self.v = reach * (1 - (1 - self.exposure * t.surveillance) * (1 - f))
        self.w = reach * self.exposure * (1 - t.surveillance) * (1 - f)
        doubt = self.people.belief.astype(np.float64) - t.caution
        line = np.clip(t.tolerance + t.vagueness * doubt, 0, 1)
        penalty = t.severity * (
            1 + self.care * t.weight * self.harmed + self.shame * t.audience + self.reproach.astype(np.float64)
        )
        penalty = penalty + self.looming(t, tiers, line)
        share_loud = self.over_friends(self.loud.astype(float)) / np.maximum(self.k, 1)
        self.punished_friends = self.over_friends(self.had_case.astype(float))
        share_punished = self.punished_friends / np.maximum(self.k, 1)
        company = 1 + t.encouragement * share_loud + t.indignation * share_punished
        beta = np.maximum(0, self.boldness * company) * self.heartened(t)
        muted = (self.serving[tiers.platform] > 0).any(axis=0)
        wish = np.where(muted, np.minimum(self.desire, line), self.desire)
        uniform = self.best_uniform(wish, beta, line, penalty, t.misreading)
        proportional = self.best_proportional(wish, beta, line, penalty, t.misreading * t.misread_excess * penalty)
        self.voice = np.where(self.proportional, proportional, uniform).astype(np.float32)

    def heartened(self, t: Terms) -> Array:
        """What each has heard since the start, the last round's friends now included, does to her boldness."""
        above = self.over_friends(self.loud.astype(float))
        within = self.over_friends(((self.voice > 0) & ~self.loud).astype(float))
        climate = np.zeros(self.society.size)
        np.divide(above - within, above + within, out=climate, where=above + within > 0)
        kept = (1 - t.fading) * self.confidence.astype(np.float64)
        self.confidence = (kept + t.isolation * climate).astype(np.float32)
        h = self.confidence.astype(np.float64)
        return np.where(h >= 0, 1 + h, 1 / (1 + np.abs(h)))

    def looming(self, t: Terms, tiers: Tiers, line: Array) -> Array:
        """Burden of the tiers that one more loss would trip."""
        excess = np.maximum(0, self.desire - line)
        loss = np.where(self.proportional, t.severity * excess, t.severity)
        score = self.score.astype(np.float64)
        total = np.zeros(self.society.size)
        for threshold, burden, platform in zip(tiers.threshold, tiers.burden, tiers.platform, strict=True):
            line_of_tier = threshold - _SLACK
            trips = (score >= line_of_tier) & (score + t.recovery * (1 - score) - loss < line_of_tier)
            total = total + np.where(trips & (self.linked | platform), burden, 0.0)
        return np.asarray(total * (1 - t.mutual_aid * self.k / (self.k + 1)))

    def best_uniform(self, wish: Array, beta: Array, line: Array, penalty: Array, epsilon: float) -> Array:
        """The best of saying nothing, what is lawful, and everything; on a tie, the most."""

        def worth(voice: Array, cost: Array) -> Array:
            return np.asarray(beta * voice - (self.v + self.w * voice) * cost)

        lawful = np.minimum(wish, line)
        nothing = np.zeros_like(wish)
        speaks = beta * lawful >= self.w * lawful * (epsilon * penalty)
        safe = np.where(speaks, lawful, nothing)
        difference = worth(wish, penalty) - worth(safe, epsilon * penalty)
        # The two values are close only where rounding decides: there, compare gain with risk as they stand.
        gain = beta * (wish - safe)
        risk = penalty * ((self.v + self.w * wish) - epsilon * (self.v + self.w * safe))
        close = np.abs(difference) <= 1e-9 * (1 + np.abs(gain))
        dares = np.where(close, gain >= risk, difference >= 0)
        return np.where((wish > line) & dares, wish, safe)

    def best_proportional(self, wish: Array, beta: Array, line: Array, penalty: Array, misread: Array) -> Array:
        """The interior optimum, clipped between the line and the wish."""
        b = beta - self.w * misread
        with np.errstate(divide="ignore", invalid="ignore"):
            interior = 0.5 * (line + (b - self.v * penalty) / (self.w * penalty))
        corner = np.where(b >= self.v * penalty, wish, line)
        above = np.where(self.w * penalty > 0, np.minimum(wish, np.maximum(line, interior)), corner)
        return np.where(b < 0, 0.0, np.where(wish <= line, wish, above))

    def observe(self, t: Terms) -> None:
        """Step 4."""
        voice = self.voice.astype(np.float64)
        reporters = self.at_gatherings(self.informs.astype(float))
        f = 1 - _power(1 - t.report_chance, reporters)
        v = self.enrolled * (1 - (1 - self.exposure * t.surveillance) * (1 - f))
        w = self.enrolled * self.exposure * (1 - t.surveillance) * (1 - f)
        chance = v + w * voice
        false = self.enrolled * (1 - _power(1 - t.false_denunciation, reporters))
        self.loud = voice > t.tolerance
        self.complied = (self.desire > t.tolerance) & ~self.loud
        for_dissent = np.where(self.proportional, t.severity * (voice - t.tolerance), t.severity)
        for_nothing = np.where(self.proportional, t.severity * t.misread_excess, t.severity)
        # What costs nothing is no case.
        false = np.where(for_nothing > 0, false, 0.0)
        misreading = np.where(for_nothing > 0, t.misreading, 0.0)
        case = chance * np.where(self.loud, float(t.severity > 0), misreading)
        self.expected = _blockwise_sum(case + (1 - case) * false)
        capacity = t.capacity * self.society.size
        taken_up = capacity / max(capacity, self.expected) if capacity > 0 else 0.0
        seen = self.luck(Channel.SEEN) < chance
        heard = self.luck(Channel.HEARD) < taken_up
        dissent = seen & self.loud & (for_dissent > 0)
        misread = seen & ~self.loud & (self.luck(Channel.MISREAD) < misreading)
        denounced = ~dissent & ~misread & (self.luck(Channel.DENOUNCED) < false)
        dissent, misread, denounced = dissent & heard, misread & heard, denounced & heard
        loss = np.where(dissent, for_dissent, np.where(misread | denounced, for_nothing, 0.0)).astype(np.float32)
        self.had_case = dissent | misread | denounced
        self.ever_punished |= self.had_case
        self.ever_for_speech |= (dissent | misread) & (voice > 0)
        self.now = {"seen": seen, "punished": dissent, "misread": misread, "denounced": denounced, "loss": loss}

    def spread(self, t: Terms) -> None:
        """Step 5."""
        loss = self.now["loss"].astype(np.float64)
        part = 1 / np.maximum(self.k, 1) if t.shared else np.ones(self.society.size)
        near = self.over_friends(loss * part)
        far = np.zeros(self.society.size)
        if t.hops == 2:
            far = self.two_hops(loss * part, near, part)
        shared = np.where(self.enrolled, t.weight * near + t.weight * t.weight * far, 0.0).astype(np.float32)
        score = self.score.astype(np.float64)
        lost = loss + shared.astype(np.float64)
        self.score = (score + t.recovery * (1 - score) - lost).astype(np.float32)
        self.now["shared"] = shared

    def two_hops(self, own: Array, near: Array, part: Array) -> Array:
        """Losses from friends of friends, once for each path and never one's own."""
        mine, theirs = self.online[0][self.live], self.online[1][self.live]
        along = (near[theirs] - own[mine]) * part[theirs]
        return np.bincount(mine, weights=along, minlength=self.society.size)

    def react(self, t: Terms) -> None:
        """Step 6."""
        loss = self.now["loss"].astype(np.float64)
        severities = loss / t.severity if t.severity > 0 else np.zeros_like(loss)
        reproach = (1 - t.forgiveness) * self.reproach.astype(np.float64)
        self.reproach = (reproach + t.reproach * t.weight * severities * self.harmed).astype(np.float32)
        shunning = t.shunning * t.audience
        mine, theirs = self.online
        guilty = (loss > 0) & (t.weight > 0)
        shamed = self.enrolled & (self.score.astype(np.float64) < t.shaming_line - _SLACK)
        harmed_ends = (guilty[mine] & self.enrolled[theirs]).astype(int) + (guilty[theirs] & self.enrolled[mine])
        shamed_ends = shamed[mine].astype(int) + shamed[theirs]
        kept = _power(1 - t.ostracism, harmed_ends, 2) * _power(1 - shunning, shamed_ends, 2)
        key = self.people.key.astype(np.uint64)
        low, high = np.minimum(key[mine], key[theirs]), np.maximum(key[mine], key[theirs])
        draw = uniforms(
            seed=self.seed,
            replicate=self.replicate,
            round=self.round,
            subjects=(low << np.uint64(32)) | high,
            channel=Channel.CUT,
        )
        self.live &= ~(draw < 1 - kept)

    def sanction(self, t: Terms, tiers: Tiers, before: Array) -> None:
        """Step 7."""
        for tier, threshold in enumerate(tiers.threshold):
            serving, waiting, rounds = self.serving[tier], self.waiting[tier], int(tiers.rounds[tier])
            reached = self.enrolled & (self.linked | bool(tiers.platform[tier]))
            serving[~reached] = waiting[~reached] = 0
            still_below = self.score.astype(np.float64) < threshold - _SLACK
            was_above = before.astype(np.float64) >= tiers.threshold_before[tier] - _SLACK
            crossed = was_above & still_below & reached
            was_serving, was_waiting = serving > 0, waiting > 0
            serving[was_serving] -= 1
            waiting[was_waiting] -= 1
            waiting[was_waiting & ~still_below] = 0
            due = was_waiting & still_below & (waiting == 0)
            serving[due] = rounds
            again = crossed & was_serving
            serving[again] = rounds
            new = crossed & ~was_serving & ~was_waiting
            if t.grace:
                waiting[new] = int(t.grace)
            else:
                serving[new] = rounds

    def adapt(self) -> None:
        """Step 8."""
        if self.stance is None:
            return
        authority = self.regime.authority
        political = _blockwise_sum(self.voice.astype(np.float64))
        cost = authority.adamancy * political + _blockwise_sum(self.now["loss"].astype(np.float64))
        luck = {"seed": self.seed, "replicate": self.replicate, "round": self.round}
        self.stance = next_stance(authority, self.stance, cost=cost, **luck)


def _ends(network: Network) -> tuple[Array, Array]:
    """Both ends of every tie, once from each side."""
    mine = np.repeat(np.arange(network.people), network.degrees().astype(np.int64))
    return mine, network.friends.astype(np.int64)


def _power(base: float, exponent: Array, most: int | None = None) -> Array:
    """A number to whole powers, multiplied up one factor at a time."""
    largest = int(exponent.max(initial=0)) if most is None else most
    table = np.cumprod(np.concatenate([[1.0], np.full(largest, base)]))
    return table[exponent.astype(np.int64)]


def _blockwise_sum(values: Array) -> float:
    """The sum over people as the engine defines it: over lanes within blocks, folded, and over blocks in order."""
    total = 0.0
    for start in range(0, len(values), BLOCK):
        block = values[start : start + BLOCK]
        lanes = np.add.accumulate(
            np.resize(np.append(block, np.zeros(-len(block) % CHUNK)), (-(-len(block) // CHUNK), CHUNK))
        )[-1]
        while len(lanes) > 1:
            lanes = lanes[: len(lanes) // 2] + lanes[len(lanes) // 2 :]
        total += float(lanes[0])
    return total
