"""Counter-based random numbers: every draw is a pure function of what it is for.

A draw is named by (seed, replicate, round, subject, channel). The five names fill
the key and the counter of Philox4x32-10 without mixing, so two different draws
never share a block, and no draw depends on threads, order or other draws:

    key     = (seed, replicate)
    counter = (subject low 32 bits, subject high 32 bits, round, channel)

Source: Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy as
1, 2, 3", SC'11, section 3.3. Checked against that paper's published vectors.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.compiled import compiled, inlined

LARGEST_SEED = 2**32 - 1
"""Largest seed, replicate and round: each fills one 32-bit word of the key or counter."""

_LOW = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_MULTIPLIER_A = np.uint64(0xD2511F53)
_MULTIPLIER_B = np.uint64(0xCD9E8D57)
_KEY_STEP_A = np.uint64(0x9E3779B9)
_KEY_STEP_B = np.uint64(0xBB67AE85)
_TO_53_BITS = np.uint64(11)
_UNIT_53 = 2.0**-53


Words = tuple[Any, Any, Any, Any]
Key = tuple[Any, Any]


class Channel(IntEnum):
    """What a draw is for; one channel never serves two purposes."""

    DESIRE = 0
    "Desired dissent of a person."
    BOLDNESS = 1
    "Boldness of a person."
    CARE = 2
    "How far a person counts a friend's loss as her own."
    SHAME = 3
    "How far a person minds a public score."
    PROPENSITY = 4
    "When a person enrols as enrolment widens."
    BELIEF = 5
    "How a person misjudges where the line lies, as a normal deviate."
    PLATFORM = 6
    "Whether the platform a person uses reports to the authority."
    RECRUITED = 7
    "Whether a person is recruited as an informer."
    DUTIFUL = 8
    "Whether an enrolled person obeys a law to report friends."
    LINKED = 9
    "Whether a person's accounts hang on one identity number."
    PROPORTIONALITY = 10
    "Whether a person is judged under the proportional form where only part of society is."
    SEEN = 11
    "Whether a person is seen this round."
    MISREAD = 12
    "Whether lawful conduct that was seen is misread this round."
    DENOUNCED = 13
    "Whether a person is falsely denounced this round."
    HEARD = 14
    "Whether a case is taken up this round, where capacity is short."
    CUT = 15
    "Whether a tie is cut this round; the subject is the pair."
    AUTHORITY_LEVER = 16
    "Which lever an adaptive authority moves."
    AUTHORITY_MOVE = 17
    "How far an adaptive authority moves it."
    RENUMBER = 18
    "The order in which the people of a loaded network are renumbered."
    ONLINE = 19
    "Everything a generator of the online layer draws."
    OFFLINE = 20
    "Everything a generator of the offline layer draws."
    ENFORCER = 21
    "Whether a person enforces what she complies with against her own wish."
    ORDER = 22
    "The order in which instruments are abolished, where not every order can be played; the subject is a place in it."
    DESIGN = 30
    "Where the points of a sampled design lie; the subject is the point, and the parameter that is varied."
    MODEL = 32
    "The first of 32 channels for what published models and users' own draw; see `Draws`."


PURPOSES = 32
"""Different purposes such a model may draw for."""


def _round(c: Words, k: Key) -> Words:
    a = _MULTIPLIER_A * c[0]
    b = _MULTIPLIER_B * c[2]
    return (b >> _SHIFT) ^ c[1] ^ k[0], b & _LOW, (a >> _SHIFT) ^ c[3] ^ k[1], a & _LOW


def _next_key(k: Key) -> Key:
    return (k[0] + _KEY_STEP_A) & _LOW, (k[1] + _KEY_STEP_B) & _LOW


def _philox_from(round_: Any, next_key: Any) -> Any:
    """Ten rounds written out: only so do loops of draws become vector instructions, ten times as fast."""

    def philox(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> Words:
        c, k = round_((c0, c1, c2, c3), (k0, k1)), next_key((k0, k1))
        c, k = round_(c, k), next_key(k)
        c, k = round_(c, k), next_key(k)
        c, k = round_(c, k), next_key(k)
        c, k = round_(c, k), next_key(k)
        c, k = round_(c, k), next_key(k)
        c, k = round_(c, k), next_key(k)
        c, k = round_(c, k), next_key(k)
        c, k = round_(c, k), next_key(k)
        last: Words = round_(c, k)
        return last

    return philox


philox_words = _philox_from(_round, _next_key)
"""Philox4x32-10 on arrays: four 32-bit words from a counter of four words and a key of two.

Words are unsigned 64-bit numbers below 2**32: scalars or arrays that broadcast.
"""
philox = inlined(_philox_from(inlined(_round), inlined(_next_key)))
"""The same, compiled, for use inside kernels."""


@inlined
def drawn(seed: Any, replicate: Any, round_: Any, subject: Any, channel: Any) -> float:
    """One number in [0, 1), a multiple of 2**-53; all arguments unsigned 64-bit. For loops that do nothing else."""
    w0, w1, _, _ = philox(subject & _LOW, subject >> _SHIFT, round_, channel, seed, replicate)
    return np.float64(((w0 << _SHIFT) | w1) >> _TO_53_BITS) * _UNIT_53


@compiled
def uniform(seed: Any, replicate: Any, round_: Any, subject: Any, channel: Any) -> float:
    """The number `drawn` gives, for a draw here and there inside a kernel."""
    return drawn(seed, replicate, round_, subject, channel)


def check_keys(**words: int) -> None:
    """Raises ValueError, saying which, unless each number fits one 32-bit word of the key or counter."""
    for name, value in words.items():
        if not 0 <= value <= LARGEST_SEED:
            raise ValueError(f"{name} must be a whole number from 0 to {LARGEST_SEED}; this is {value}")


def uniforms(*, seed: int, replicate: int, round: int, subjects: NDArray[Any], channel: int) -> NDArray[np.float64]:
    """The numbers `uniform` gives for an array of subjects (any shape): float64 in [0, 1).

    Raises ValueError if seed, replicate or round does not fit 32 bits.
    """
    check_keys(seed=seed, replicate=replicate, round=round)
    subject = np.asarray(subjects, dtype=np.uint64)
    key = np.uint64(seed), np.uint64(replicate)
    w0, w1, _, _ = philox_words(subject & _LOW, subject >> _SHIFT, np.uint64(round), np.uint64(channel), *key)
    drawn: NDArray[np.float64] = (((w0 << _SHIFT) | w1) >> _TO_53_BITS).astype(np.float64) * _UNIT_53
    return drawn


@inlined
def pair_subject(one: Any, other: Any) -> Any:
    """The subject that stands for a pair of people, the same from both ends; keys unsigned 64-bit below 2**32."""
    low = min(one, other)
    high = max(one, other)
    return (low << _SHIFT) | high


class Draws(NamedTuple):
    """The draws of one run of a model that is not hushed's own: pure functions of (purpose, round, subject).

    Bound to a seed and a replicate, it is handed to a user's own model as its `random`.
    """

    seed: int
    replicate: int = 0

    def uniforms(self, purpose: int, *, round: int = 0, subjects: NDArray[Any] | int) -> NDArray[np.float64]:
        """Numbers in [0, 1), float64, one for each subject; a whole number stands for the subjects 0 to it less 1.

        `purpose` is from 0 to 31 and belongs to one kind of draw in a model. Raises ValueError if it is not, or if
        seed, replicate or round does not fit 32 bits.
        """
        chosen = np.arange(subjects) if isinstance(subjects, int) else subjects
        return uniforms(
            seed=self.seed, replicate=self.replicate, round=round, subjects=chosen, channel=channel_of(purpose)
        )


def channel_of(purpose: int) -> int:
    """The channel of a model's purpose, for kernels that call `uniform` themselves.

    Raises ValueError unless the purpose is from 0 to 31.
    """
    if not 0 <= purpose < PURPOSES:
        raise ValueError(f"purpose must be from 0 to {PURPOSES - 1}; this is {purpose}")
    return Channel.MODEL + purpose
