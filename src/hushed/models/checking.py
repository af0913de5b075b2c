"""Whether a user's own model can be trusted: nothing but seed, replicate and society makes its numbers.

Every check plays the model for a few rounds on a small society, in another way each time, and compares the numbers.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hushed.errors import InputError
from hushed.models.afresh import played_elsewhere
from hushed.models.chosen import Chosen, choose
from hushed.models.model import OwnModel
from hushed.models.playing import PEOPLE_EACH, OwnRun, for_models
from hushed.models.undeclared import disturbed
from hushed.random import Draws
from hushed.society.society import Society, SocietySpec, build_society

PEOPLE, ROUNDS = 200, 6
"""Size and length of a check."""
_MORE_PEOPLE = 131
Numbers = dict[str, list[float]]
"""Every outcome over the rounds, by name."""


class Check(NamedTuple):
    """One check: what should hold, whether it does, and what was found."""

    name: str
    passed: bool
    detail: str


@dataclass(frozen=True)
class Checked:
    """What was tested of a model, and what was found."""

    model: str
    parameters: dict[str, Any]
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return all(check.passed for check in self.checks)


class _CountingDraws(Draws):
    """The same draws, which also remember what they were asked for."""

    asked: list[int] = []  # noqa: RUF012

    def uniforms(self, purpose: int, *, round: int = 0, subjects: NDArray[Any] | int) -> NDArray[np.float64]:
        _CountingDraws.asked.append(purpose)
        return super().uniforms(purpose, round=round, subjects=subjects)


def check_model(
    model: OwnModel | str,
    *,
    parameters: Mapping[str, Any] | None = None,
    society: SocietySpec | None = None,
    seed: int = 1,
    rounds: int = ROUNDS,
    elsewhere: bool = True,
) -> Checked:
    """Test a user's own model for determinism and for chance it does not draw from its `random`.

    `model` is an object or a reference such as "my_model.py:PeerPressure". It is played on a small society of the
    kind given (default: hushed's own, with gatherings among online friends). `elsewhere` also plays it in a process of
    its own, which takes a second or two and needs a reference. An error of the model is a failed check. Raises
    InputError if there is no such model, or if it does not declare what it must.
    """
    chosen = choose(model, parameters)
    bench = _Bench(chosen, society or SocietySpec(offline="same"), seed, rounds)
    checks: list[tuple[str, Callable[[], str]]] = [
        ("plays, and gives the declared outcomes as single finite numbers", bench.plays),
        ("gives the same numbers when played twice", bench.twice),
        ("draws no chance but hushed's, and does not hang on the clock", bench.undisturbed),
        ("gives other numbers with another seed and replicate, if it draws", bench.seeded),
        ("keeps all that changes in its state: two runs do not touch each other", bench.apart),
        ("can be branched: a copy of the state goes on as the state does", bench.branched),
        ("leaves the society as it was", bench.sparing),
        ("plays on a society of another size", bench.resized),
    ]
    if elsewhere and isinstance(model, str):
        checks.insert(2, ("gives the same numbers in another process", bench.elsewhere))
    return Checked(chosen.reference, chosen.parameters, tuple(_run(checks)))


def _run(checks: list[tuple[str, Callable[[], str]]]) -> Iterator[Check]:
    """The checks one after the other; where the model does not play at all, the others have nothing to say."""
    for place, (name, check) in enumerate(checks):
        try:
            detail = check()
        except InputError as error:
            detail = error.lines[0]
        yield Check(name, not detail, detail)
        if place == 0 and detail:
            return


class _Bench:
    """A model, a small society, and the ways of playing one on the other."""

    def __init__(self, chosen: Chosen, spec: SocietySpec, seed: int, rounds: int) -> None:
        self._chosen, self._seed, self._rounds = chosen, seed, rounds
        enough = max(PEOPLE, PEOPLE_EACH * len(chosen.outcomes))
        self._spec = _sized(spec, min(enough, spec.population))
        self._society = self._built(self._spec)
        self._at_first = _bytes_of(self._society)
        self._numbers: Numbers = {}

    def _built(self, spec: SocietySpec) -> Society:
        return for_models(build_society(spec, seed=self._seed, replicate=0))

    def _play(self, *, seed: int | None = None, replicate: int = 0, society: Society | None = None) -> Numbers:
        run = self._started(seed=seed, replicate=replicate, society=society)
        return _over_rounds(run.step(round) for round in range(self._rounds))

    def _started(self, *, seed: int | None = None, replicate: int = 0, society: Society | None = None) -> OwnRun:
        random = _CountingDraws(self._seed if seed is None else seed, replicate)
        return OwnRun(self._chosen, society or self._society, random)

    def plays(self) -> str:
        self._numbers = self._play()
        return ""

    def twice(self) -> str:
        return _differing(self._numbers, self._play(), "the second time")

    def elsewhere(self) -> str:
        there = played_elsewhere(self._chosen, self._spec, self._seed, self._rounds)
        return there if isinstance(there, str) else _differing(self._numbers, there, "in another process")

    def undisturbed(self) -> str:
        used: dict[str, None] = {}
        for number in (1, 2):
            with disturbed(number) as sources:
                numbers = self._play()
            used |= sources
            changed = _differing(self._numbers, numbers, "with other global generators or another time of day")
            if changed and not used:
                return changed
        return f"it draws from {' and '.join(used)}; draw from the `random` that init is given" if used else ""

    def seeded(self) -> str:
        _CountingDraws.asked.clear()
        plays = [self._play(), self._play(seed=(self._seed + 1) % 2**32), self._play(replicate=1)]
        if not _CountingDraws.asked:
            return ""
        same = [words for words, other in zip(("seed", "replicate"), plays[1:], strict=True) if plays[0] == other]
        return f"it draws, yet another {' and another '.join(same)} changes nothing" if same else ""

    def apart(self) -> str:
        one, other = self._started(), self._started(replicate=1)
        alone, mixed = self._play(replicate=1), []
        numbers = []
        for round in range(self._rounds):
            numbers.append(one.step(round))
            mixed.append(other.step(round))
        first = _differing(self._numbers, _over_rounds(numbers), "beside another run")
        return first or _differing(alone, _over_rounds(mixed), "beside another run")

    def branched(self) -> str:
        run, middle = self._started(), self._rounds // 2
        for round in range(middle):
            run.step(round)
        try:
            branch = copy.copy(run)
            branch.state = copy.deepcopy(run.state)
        except Exception as error:
            return f"its state cannot be copied ({type(error).__name__}: {error}), so it cannot be branched"
        later = range(middle, self._rounds)
        branched = _over_rounds(branch.step(round) for round in later)
        went_on = _over_rounds(run.step(round) for round in later)
        rest = {name: values[middle:] for name, values in self._numbers.items()}
        return _differing(rest, branched, "in the copy") or _differing(rest, went_on, "after its copy was played")

    def sparing(self) -> str:
        self._play()
        same = _bytes_of(self._society) == self._at_first
        return "" if same else "it changed people or ties; copy an array to change it"

    def resized(self) -> str:
        if self._spec.file is None:
            self._play(society=self._built(_sized(self._spec, self._spec.population + _MORE_PEOPLE)))
        return ""


def _sized(spec: SocietySpec, people: int) -> SocietySpec:
    return SocietySpec.model_validate(dict(spec) | {"population": people})


def _over_rounds(rounds: Any) -> Numbers:
    every = list(rounds)
    return {name: [outcomes[name] for outcomes in every] for name in every[0]} if every else {}


def _differing(expected: Numbers, found: Numbers, when: str) -> str:
    """Where two plays differ first, in words; '' where they do not."""
    for name, values in expected.items():
        for round, (one, other) in enumerate(zip(values, found[name], strict=True)):
            if one != other:
                return f"{name} is {one!r} in round {round}, and {other!r} {when}"
    return ""


def _bytes_of(society: Society) -> list[bytes]:
    layers = [layer for layer in (society.online, society.offline) if layer is not None]
    arrays = [*society.people, *(array for layer in layers for array in (layer.offsets, layer.friends))]
    return [array.tobytes() for array in arrays]
