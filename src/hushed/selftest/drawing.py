"""Are draws independent whatever they are for? The battery along each of the five names of a draw."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from hushed.random import philox, philox_words, uniform, uniforms
from hushed.selftest.battery import ALONG, BESIDE, Floats, repeats
from hushed.selftest.check import Check, checked, within

FALSE_ALARM = 1e-6
"""Chance that a sound generator fails any of the tests of one run of the battery (Bonferroni)."""
PART = "random numbers"
KNOWN_ANSWERS = (
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
)
"""Random123's kat_vectors for Philox4x32 with ten rounds: counter, key, words (Salmon et al. 2011)."""
AXES = ("person", "round", "channel", "replicate", "seed")
"""The five names of a draw."""
_STEPS = 64
"""Neighbours along a name."""
_HELD = 4096
"""People drawn for at each of them; along people themselves they follow one another."""
_FEW = 7
_APART = 7_919
_MIXED = "mixed up"
_MOST = 2**32


class Generator(Protocol):
    """What draws: the face of `hushed.random.uniforms`."""

    def __call__(
        self, *, seed: int, replicate: int, round: int, subjects: NDArray[np.uint64], channel: int
    ) -> Floats: ...


class Name(NamedTuple):
    """What one draw is for; the person is the first of those drawn for together."""

    person: int
    round: int
    channel: int
    replicate: int
    seed: int


class Found(NamedTuple):
    """One test along one name of a draw, and the chance of what it saw."""

    axis: str
    test: str
    chance: float


def known_answers() -> list[Check]:
    """The published vectors, from both forms of the generator, and the compiled form against that on arrays."""
    return [
        checked("published vectors of Philox4x32-10", published, part=PART),
        checked("compiled draws are those on arrays", _compiled, part=PART),
    ]


def published() -> str:
    """What of the published vectors does not come out, or how a draw fills them; empty if all is well."""
    for counter, key, words in KNOWN_ANSWERS:
        asked = [np.uint64(word) for word in (*counter, *key)]
        for form in (philox, philox_words):
            found = tuple(int(word) for word in form(*asked))
            if found != words:
                return f"got {' '.join(f'{word:08x}' for word in found)}"
        (low, high, round_, channel), (seed, replicate) = counter, key
        people = np.array([high << 32 | low], dtype=np.uint64)
        drawn = uniforms(seed=seed, replicate=replicate, round=round_, subjects=people, channel=channel)
        if drawn[0] != ((words[0] << 32 | words[1]) >> 11) * 2.0**-53:
            return "the names of a draw fill other words of the counter or the key"
    return ""


def _compiled() -> str:
    names = [(uniforms(seed=9, replicate=0, round=0, subjects=np.arange(5) + 5 * k, channel=0)) for k in range(500)]
    for seed, replicate, round_, subject, channel in (map(int, name * (_MOST - 1)) for name in names):
        subjects = np.array([subject << 32 | seed, subject], dtype=np.uint64)
        drawn = uniforms(seed=seed, replicate=replicate, round=round_, subjects=subjects, channel=channel)
        for each, expected in zip(subjects, drawn, strict=True):
            words = map(np.uint64, (seed, replicate, round_, each, channel))
            if uniform(*words) != expected:
                return f"seed {seed}, replicate {replicate}, round {round_}, subject {each}, channel {channel} differ"
    return ""


def along(draw: Generator, axis: str, *, seed: int) -> list[Found]:
    """What the battery sees where one name goes up by ones, and where it takes any other value."""
    here = _start(axis, seed)
    near = _rows(draw, axis, here, range(getattr(here, axis), getattr(here, axis) + _STEPS))
    far = _rows(draw, axis, here, _anywhere(axis, seed))
    found = [Found(axis, test, chance(near.T.copy() if axis != "person" else near)) for test, chance in ALONG.items()]
    for test, both in BESIDE.items():
        found.append(Found(axis, f"{test} of neighbours", both(*_neighbours(near, axis))))
        found.append(Found(axis, f"{test} far apart", both(near, far)))
    return found


def _start(axis: str, seed: int) -> Name:
    """A place to start from, another one for each axis and seed; channels are those that hushed and models use."""
    chosen = uniforms(seed=seed, replicate=AXES.index(axis), round=0, subjects=np.arange(5), channel=0)
    low = Name(*map(int, chosen * 2**31))
    return low._replace(channel=0, person=low.person % 1000, round=low.round % 1000, replicate=low.replicate % 1000)


def _rows(draw: Generator, axis: str, here: Name, values: range | NDArray[np.int64]) -> Floats:
    """Draws of so many people at each value of a name; shape (values, people). Along people they follow on."""
    rows = []
    for value in values:
        name = _at(here, {axis: int(value)})
        first = here.person + (int(value) - here.person) * _HELD if axis == "person" else name.person
        rows.append(_drawn(draw, name._replace(person=first)))
    return np.array(rows)


def _at(here: Name, moved: dict[str, int]) -> Name:
    """A name with some of its five parts at other values."""
    return Name(**(here._asdict() | moved))


def _drawn(draw: Generator, name: Name, people: int = _HELD) -> Floats:
    subjects = np.arange(name.person, name.person + people, dtype=np.uint64)
    return draw(seed=name.seed, replicate=name.replicate, round=name.round, subjects=subjects, channel=name.channel)


def _anywhere(axis: str, seed: int) -> NDArray[np.int64]:
    """As many other values of a name, all over its range."""
    reach = {"person": 2**40, "channel": 2**16}.get(axis, 2**32 - 1)
    chosen = uniforms(seed=seed, replicate=AXES.index(axis), round=1, subjects=np.arange(_STEPS), channel=0)
    values: NDArray[np.int64] = (4096 + chosen * (reach - 4096)).astype(np.int64)
    return values


def _neighbours(near: Floats, axis: str) -> tuple[Floats, Floats]:
    """Each draw beside the next along the name, in pairs that share none."""
    if axis == "person":
        return near[:, ::2], near[:, 1::2]
    return near[::2], near[1::2]


def mixed_up(draw: Generator, *, seed: int) -> list[Found]:
    """Draws that come twice where two names take the same few values: a name that counts for another repeats them."""
    found = []
    for one, other in combinations(AXES, 2):
        base = seed % 1000
        here = Name(base, base, base, base, base)
        block = [
            _drawn(draw, _at(here, {one: base + i, other: base + j}), 1)[0] for i in range(_FEW) for j in range(_FEW)
        ]
        found.append(Found(_MIXED, f"{one} and {other}", repeats(np.array(block))))
    return found


def battery(
    *, batteries: int, seed: int, draw: Generator = uniforms, on_step: Callable[[str], None] = lambda _: None
) -> list[Check]:
    """A check for each of the five names, and for two of them taken for each other.

    So many batteries are put to the numbers, each with another seed. A sound generator fails any of them once
    in a million runs.
    """
    found: list[Found] = []
    for number in range(batteries):
        chosen = (seed + _APART * number) % 2**32
        for axis in AXES:
            on_step(f"random numbers along {axis}")
            found += along(draw, axis, seed=chosen)
        found += mixed_up(draw, seed=chosen)
    return list(_checks_of(found))


def _checks_of(found: list[Found]) -> Iterator[Check]:
    """A check for each name, whose least likely test must be likelier than the false alarm allows one of so many."""
    least = FALSE_ALARM / len(found)
    for axis in dict.fromkeys(one.axis for one in found):
        some = [one for one in found if one.axis == axis]
        worst = min(some, key=lambda one: one.chance)
        what = "no two names mixed up" if axis == _MIXED else f"independent along {axis}"
        name = f"{what}: {len(some)} tests"
        check = within(name, "least p", worst.chance, low=least, part=PART)
        yield check if check.passed else check._replace(detail=f"{worst.test}: {check.detail}")
