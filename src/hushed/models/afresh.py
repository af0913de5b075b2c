"""Playing a model in a process of its own, made from nothing but its reference and parameters."""

from __future__ import annotations

from typing import Any

from hushed.errors import InputError
from hushed.models.chosen import Chosen, choose
from hushed.models.playing import OwnRun, for_models
from hushed.random import Draws
from hushed.society.society import SocietySpec, build_society

Played = dict[str, list[float]]


def played_elsewhere(chosen: Chosen, spec: SocietySpec, seed: int, rounds: int) -> Played | str:
    """Every outcome over the rounds, as a new process finds it; or what went wrong there, in words."""
    from loky import ProcessPoolExecutor

    with ProcessPoolExecutor(max_workers=1) as pool:
        named = chosen.reference, chosen.parameters, chosen.folder
        made: Played | str = pool.submit(_played, *named, spec, seed, rounds).result()
    return made


def _played(
    reference: str, parameters: dict[str, Any], folder: str, spec: SocietySpec, seed: int, rounds: int
) -> Played | str:
    try:
        chosen = choose(reference, parameters, folder=folder)
        society = for_models(build_society(spec, seed=seed, replicate=0))
        run = OwnRun(chosen, society, Draws(seed))
        every = [run.step(round) for round in range(rounds)]
    except InputError as error:
        return error.lines[0]
    return {name: [outcomes[name] for outcomes in every] for name in chosen.outcomes}
