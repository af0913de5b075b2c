"""Playing a user's own model, one round at a time; its mistakes are told with the line they stand in."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hushed.errors import InputError, did_you_mean
from hushed.models.chosen import Chosen
from hushed.models.loading import failure
from hushed.random import Draws
from hushed.society.network import Network
from hushed.society.society import Society
from hushed.society.traits import People

FEW, PEOPLE_EACH = 5, 10
"""Outcomes that a model may give of any society; more need so many people for each, or they were no aggregates."""


class OwnRun:
    """One run of a model on a society; `state` is the model's own."""

    def __init__(self, chosen: Chosen, society: Society, random: Draws) -> None:
        """Starts the run; `society` as `for_models` gives it. Raises InputError if the model fails.

        Also where it has too many outcomes for so few people.
        """
        self._chosen, self._names = chosen, [outcome.name for outcome in chosen.model.outcomes]
        _check_aggregates(len(self._names), society.size, chosen.reference)
        with self._told("init"):
            self.state = chosen.model.init(society, random)

    def step(self, round: int) -> dict[str, float]:
        """Plays one round: every declared outcome by name. Raises InputError if the model fails or gives others."""
        with self._told(f"round {round}"):
            given = self._chosen.model.step(self.state, round)
        if isinstance(given, tuple) and len(given) == 2 and isinstance(given[1], Mapping):
            self.state, given = given
        return self._checked(given, round)

    def _checked(self, given: Any, round: int) -> dict[str, float]:
        where = f"{self._chosen.reference}, round {round}"
        if not isinstance(given, Mapping):
            raise InputError(
                f"{where}: step gave {_kind(given)}; it must give outcomes by name, such as {{'{self._names[0]}': 0.5}}"
            )
        for name in given:
            if name not in self._names:
                raise InputError(f"{where}: '{name!s:.60}' is not declared{did_you_mean(str(name), self._names)}")
        missing = [name for name in self._names if name not in given]
        if missing:
            raise InputError(f"{where}: step gave no '{missing[0]}', which the model declares")
        return {name: _single(given[name], f"{where}: {name}") for name in self._names}

    @contextmanager
    def _told(self, when: str) -> Iterator[None]:
        try:
            # Standard output is hushed's: one JSON object, perhaps. What the model prints goes beside it.
            with redirect_stdout(sys.stderr):
                yield
        except (InputError, MemoryError):
            raise
        except (Exception, SystemExit) as error:
            module = sys.modules.get(type(self._chosen.model).__module__)
            what = failure(error, module, self._chosen.reference)
            raise InputError(f"the model {self._chosen.name} fails in {when}: {what}") from error


def _check_aggregates(outcomes: int, people: int, name: str) -> None:
    most = max(FEW, people // PEOPLE_EACH)
    if outcomes > most:
        raise InputError(
            f"{name}: declares {outcomes} outcomes, too many for {people:,} people; allowed: {most}, "
            f"one for every {PEOPLE_EACH} people, for outcomes are aggregates"
        )


def _single(value: Any, where: str) -> float:
    """One finite number as a float; InputError for anything else, above all for arrays."""
    if isinstance(value, list | tuple | set | dict) or np.ndim(value) > 0:
        raise InputError(f"{where} is {_kind(value)}; an outcome is one number over all people, never one for each")
    try:
        number = math.nan if isinstance(value, str | bytes) or _is_text(value) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise InputError(f"{where} is {value!s:.40}; an outcome is one finite number")
    return number


def _is_text(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind not in "biuf"


def _kind(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of {value.size}"
    if isinstance(value, list | tuple | set | dict):
        return f"a {type(value).__name__} of {len(value)}"
    return "nothing" if value is None else f"a {type(value).__name__}"


def for_models(society: Society) -> Society:
    """The society as a model sees it: every array has an entry for each person, and none can be written."""
    people = society.people.spread_out(society.size)
    online = _network(society.online)
    offline: Network | None = online
    if society.offline is not society.online:
        offline = None if society.offline is None else _network(society.offline)
    kept = People._make(_kept(array) for array in people)
    return Society(kept, online, offline, society.loaded, society.reading)


def _network(network: Network) -> Network:
    return Network(_kept(network.offsets), _kept(network.friends))


def _kept(array: NDArray[Any]) -> NDArray[Any]:
    """A view that cannot be written, so that no model changes the people of the next."""
    view = array.view()
    view.flags.writeable = False
    return view
