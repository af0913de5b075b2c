"""What was found, in plain words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from hushed.experiments.safeguarding.findings import Member
from hushed.experiments.safeguarding.restoring import Restoration
from hushed.results.statistics import Estimate
from hushed.results.table import spoken

_STEPS = {
    "doses": "the safeguards alone and their doses",
    "sets": "the sets of safeguards",
    "reaction": "the authority that reacts",
}


def told(found: Restoration) -> list[str]:
    """The findings, a sentence or two each; for an interrupted experiment, also what is missing."""
    return [*_start(found), *_alone(found), *_together(found), *_reaction(found), *_missing(found), *_caution(found)]


def how_measured(found: Restoration) -> list[str]:
    """What the findings rest on: which sets were measured how well, which costs, and what was left out."""
    return [*_left_out(found), *_counted(found), _costs(found)]


def name_of_set(names: Sequence[str]) -> str:
    """A set as it is spoken of."""
    return " + ".join(spoken(name) for name in names) or "no safeguard"


def percent(share: float) -> str:
    """A share in per cent; a whole one only if nothing is missing."""
    return "100 %" if share == 1.0 else f"{math.floor(1000.0 * share) / 10:.1f} %" if share > 0.9995 else _plain(share)


def _plain(share: float) -> str:
    return f"{100.0 * share:.1f} %"


def _asked(found: Restoration) -> str:
    return f"{100.0 * found.share:g} %"


def _with_interval(value: Estimate) -> str:
    if value.replicates < 2:
        return percent(value.mean)
    return f"{percent(value.mean)} (95 % interval {_plain(value.low)} to {_plain(value.high)})"


def _start(found: Restoration) -> Iterator[str]:
    yield f"As it is, people say {_with_interval(found.as_is)} of what they say when left free."
    if found.altogether.mean < found.share:
        yield f"All safeguards together bring that to {percent(found.altogether.mean)}; {_asked(found)} was asked for."


def _alone(found: Restoration) -> Iterator[str]:
    if not found.responses or math.isnan(found.responses[0].gained[-1].mean):
        return
    first = found.responses[0]
    gained, dose = first.gained[-1], first.doses[-1]
    given = "" if dose == 1.0 else f" at dose {dose:g}"
    if gained.mean > 0.0:
        yield (
            f"Alone, {spoken(first.safeguard)}{given} gives back most: {100.0 * gained.mean:.1f} points, "
            f"to {percent(first.restored[-1].mean)}."
        )


def _together(found: Restoration) -> Iterator[str]:
    if "sets" in found.missing and not found.members:
        return
    smallest = [member for member in found.members if member.smallest]
    if not smallest:
        yield f"No set that was measured brings speech to {_asked(found)}."
    elif not smallest[0].safeguards:
        yield f"No safeguard is needed for {_asked(found)}."
    else:
        cheapest = [member for member in smallest if member.cost == smallest[0].cost]
        names = _listed([name_of_set(member.safeguards) for member in cheapest])
        yield f"The cheapest way to {_asked(found)} costs {smallest[0].cost:g}: {names}."
        others = len(smallest) - len(cheapest)
        if others:
            yield f"Dearer ways that need each of their safeguards: {others}."


def _listed(names: list[str], most: int = 4) -> str:
    shown = names[:most]
    more = f", or {len(names) - most} more" if len(names) > most else ""
    return ", or ".join(shown) + more


def _reaction(found: Restoration) -> Iterator[str]:
    if found.reacting_alone is None:
        return
    yield f"Where the authority reacts and there is no safeguard, {percent(found.reacting_alone.mean)} is said."
    tested = [member for member in found.members if member.smallest and member.reacted is not None]
    if not tested:
        return
    open_, holding, round_ = (
        [member for member in tested if member.verdict == verdict]
        for verdict in ("cannot be told", "holds", "walked round")
    )
    told = f", and of {len(open_)} it cannot be told" if open_ else ""
    hold, are = "holds" if len(holding) == 1 else "hold", "is" if len(round_) == 1 else "are"
    yield (
        f"Sets that reach {_asked(found)}: {len(tested)}. Against an authority that reacts {len(holding)} {hold} and "
        f"{len(round_)} {are} walked round{told}."
    )
    yield from _worst(round_)


def _worst(walked_round: Sequence[Member]) -> Iterator[str]:
    losses = [(each.loss.mean, each.reacted.mean, each) for each in walked_round if each.loss and each.reacted]
    if losses:
        loss, left, member = max(losses, key=lambda one: one[0])
        lost = f"{100.0 * loss:.1f} points, which leaves {percent(left)}"
        yield f"The reaction takes most from {name_of_set(member.safeguards)}: {lost}."


def _missing(found: Restoration) -> Iterator[str]:
    if found.missing:
        steps = [_STEPS[step] for step in found.missing]
        yield f"Interrupted: not measured, or not in full: {'; '.join(steps)}."


def _caution(found: Restoration) -> Iterator[str]:
    if found.dataset.sizes["replicate"] < 2:
        yield "With one replicate there are no intervals: run more to know how sure this is."


def _left_out(found: Restoration) -> Iterator[str]:
    if found.idle:
        yield f"Left out, because nobody here meets what they change: {', '.join(spoken(name) for name in found.idle)}."


def _counted(found: Restoration) -> Iterator[str]:
    sifting, attributes = found.sifting, found.dataset.attrs
    if not sifting.seen:
        return
    settled, asked = len(sifting.settled()), _asked(found)
    all_, few = attributes["replicates"], attributes["screening"]
    well = "" if few == all_ else f" Those that may matter, {settled}, were measured with all, the others with {few}."
    yield (
        f"{len(sifting.seen)} sets were looked at: all safeguards together, and sets of at most {sifting.largest} "
        f"without a part that already reaches {asked}. Replicates: {all_}.{well}"
    )
    if not found.missing and not sifting.is_exhaustive():
        yield f"A larger set could do as well for less: --largest {sifting.largest + 1} looks at more."


def _costs(found: Restoration) -> str:
    if len(set(found.scenario.costs.model_dump().values())) == 1:
        return "All safeguards are taken to be equally hard to win; the scenario's table [costs] can say otherwise."
    return "What safeguards cost is an assumption: the scenario's table [costs]."
