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
    return [*_start(found), *_alone(found), *_together(found), *_reaction(found), *_missing(found)]


def how_measured(found: Restoration) -> list[str]:
    """What the findings rest on: which sets were measured how well, which costs, and what was left out."""
    return [*_left_out(found), *_counted(found), _costs(found)]


def name_of_set(members: Sequence[str]) -> str:
    """A set as it is spoken of."""
    return " + ".join(spoken(name) for name in members) or "no safeguard"


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
        yield f"All safeguards together bring that to {percent(found.altogether.mean)}, less than the {_asked(found)} asked for."


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
            yield f"{others} other {'set reaches' if others == 1 else 'sets reach'} it too, and would not without each of their safeguards."


def _listed(names: list[str], most: int = 4) -> str:
    shown = names[:most]
    more = f", or {len(names) - most} more" if len(names) > most else ""
    return ", or ".join(shown) + more


def _reaction(found: Restoration) -> Iterator[str]:
    tested = [member for member in found.members if member.smallest and member.verdict != "not tested"]
    if found.reacting_alone is None or not tested:
        return
    yield (
        f"An authority that reacts would by itself leave {percent(found.reacting_alone.mean)} without safeguards. "
        f"Of the {len(tested)} {'set' if len(tested) == 1 else 'sets'} that reach {_asked(found)}, "
        f"{_count(tested, 'holds')} hold against it, {_count(tested, 'walked round')} are walked round"
        + (f", and of {open_} it cannot be told." if (open_ := _count(tested, "cannot be told")) else ".")
    )
    round_ = [member for member in tested if member.verdict == "walked round" and member.loss is not None]
    if round_:
        worst = max(round_, key=lambda member: member.loss.mean if member.loss else 0.0)
        assert worst.loss is not None and worst.reacted is not None
        yield (
            f"Most is lost with {name_of_set(worst.safeguards)}: {100.0 * worst.loss.mean:.1f} points, "
            f"which leaves {percent(worst.reacted.mean)}."
        )


def _count(members: Sequence[Member], verdict: str) -> int:
    return sum(member.verdict == verdict for member in members)


def _missing(found: Restoration) -> Iterator[str]:
    if found.missing:
        steps = [_STEPS[step] for step in found.missing]
        yield f"Interrupted: not measured, or not in full: {'; '.join(steps)}."


def _left_out(found: Restoration) -> Iterator[str]:
    if found.idle:
        yield f"Left out, because nobody here meets what they change: {', '.join(spoken(name) for name in found.idle)}."


def _counted(found: Restoration) -> Iterator[str]:
    sifting, attributes = found.sifting, found.dataset.attrs
    settled = len(sifting.settled())
    yield (
        f"{len(sifting.seen)} sets of up to {sifting.largest} safeguards, and all together, were looked at; those that may "
        f"matter, {settled}, with all {attributes['replicates']} replicates, the others with "
        f"{attributes['screening']}. Sets with a part that already reaches {_asked(found)} are not among them."
    )
    if "sets" in found.missing:
        return
    if not sifting.is_exhaustive():
        yield (
            f"A larger set could cost less than those shown, or be needed: --largest {sifting.largest + 1} looks at more."
        )


def _costs(found: Restoration) -> str:
    if len(set(found.scenario.costs.model_dump().values())) == 1:
        return "Every safeguard is taken to be as hard to win as any other; the table [costs] of the scenario says otherwise."
    return "What safeguards cost is an assumption of the scenario's table [costs]."
