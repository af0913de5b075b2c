"""What a report must say of its own limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hushed.report.pieces import Part

_MODEL = (
    "The model has one issue and one kind of dissent. It has no media, no parties, no elections and no courts beyond "
    "what the scenario’s safeguards stand for; nobody joins, leaves or dies.",
    "Opinions do not change: what changes is what people dare to say. Ties are cut and never made, and lawful speech "
    "does not fall silent for want of praise.",
    "People weigh one round at a time, by what a closed formula says speaking is worth to them and costs them. They do "
    "not plan, and they do not learn except where a reaction says so.",
    "Beside published studies of chilled speech the model gives many directions and few magnitudes: docs/docking.md "
    "lists which, target by target.",
)
_OWN = "The model is the user’s own; hushed says nothing about what it leaves out."


def limits(parts: Sequence[Part]) -> list[str]:
    """What no reader should take these results for."""
    return [*_of_these(parts), *(_MODEL if any(not part.own_model for part in parts) else ())]


def _of_these(parts: Sequence[Part]) -> Iterator[str]:
    yield (
        "This is a model and no forecast. It shows what follows from the assumptions of its scenario, for no country, "
        "no platform and no person."
    )
    yield (
        "An interval says how far luck, in who the people are and in what befalls them, could move a mean. It says "
        "nothing of how far wrong the assumptions may be; that is what sweeps and sensitivity studies are for. It lies "
        "evenly around its mean, so with few replicates a ± can reach below nothing or above the whole; intervals of "
        "shares that are told by their ends are cut there."
    )
    alone = [part for part in parts if part.replicates < 2]
    if alone:
        yield "Where one replicate was played there is no interval, and a difference may be luck."
    if any(part.loaded for part in parts):
        yield (
            "The ties of a loaded network give a society its shape. The people in it are invented all the same, and "
            "nothing here says anything of those whose ties they were."
        )
    if any(part.own_model for part in parts):
        yield _OWN
