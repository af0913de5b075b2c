"""Safeguards: which of them restore speech, in which sets, and whether they hold against an authority that reacts."""

from __future__ import annotations

from collections.abc import Iterator

from hushed.experiments.safeguarding.again import restoration_of
from hushed.experiments.safeguarding.findings import Member
from hushed.experiments.safeguarding.restoring import Restoration
from hushed.experiments.safeguarding.sentences import how_measured, name_of_set
from hushed.figures import doses, safeguards
from hushed.figures.restoring import sets_drawn
from hushed.regime.safeguards import SAFEGUARDS
from hushed.report.drawing import Easel
from hushed.report.parts.common import banded, interrupted, listed, part_of
from hushed.report.pieces import Number, Part, Piece, Sentence, Table, cell, gap, level, signed
from hushed.report.reading import Result
from hushed.results.statistics import Estimate, told_from_zero
from hushed.results.table import spoken

_UNIT = "share of free speech"
_VERDICTS = {
    "holds": ("holds", "hold"),
    "walked round": ("is walked round", "are walked round"),
    "cannot be told": ("cannot be told", "cannot be told"),
}
"""What is said of one set, and of several."""


def safeguards_part(result: Result, easel: Easel) -> Part:
    """What a report says of a safeguards experiment."""
    found = restoration_of(result.dataset)
    pictures = []
    if found.responses:
        bars = banded(result, "Bars: 95 % intervals at the highest dose.")
        caption = f"What each safeguard alone restores, dose by dose.{bars}"
        pictures.append(easel.picture(doses(found), caption))
    caption = (
        "Sets of safeguards in full, by what they cost and restore; the numbers are those of the table. Filled: no "
        "measured set costs as little and restores as much. Triangles: what is left where the authority reacts."
    )
    pictures.append(easel.picture(safeguards(found), caption))
    return part_of(
        result,
        kind="Safeguards",
        question=f"Which safeguards bring speech back to {_asked(found)} of what it is when people are left free?",
        summary=_summary(found),
        cautions=interrupted(result),
        pictures=pictures,
        tables=(_alone(found), _sets(found)),
        methods=_methods(result, found),
        replicates=result.dataset.sizes["replicate"],
        sources={"daymude2025"} if found.reacting_alone is not None else (),
    )


def _asked(found: Restoration) -> str:
    return f"{100.0 * found.share:g} %"


def _share(key: str, value: Estimate) -> Number:
    return level(key, value, _UNIT)


def _summary(found: Restoration) -> Iterator[Sentence]:
    yield (
        "As it is, people say ", _share("as_is", found.as_is), " of what they say when left free; with every safeguard "
        "that can act here, ", _share("altogether", found.altogether), ".",
    )  # fmt: skip
    first = found.responses[0] if found.responses else None
    if first is not None and told_from_zero(first.gained[-1]):
        gained = gap(f"{first.safeguard}|gained", first.gained[-1], _UNIT)
        reached = _share(f"{first.safeguard}|restored", first.restored[-1])
        yield (f"Alone, {spoken(first.safeguard)} gives back most: ", gained, ", to ", reached, ".")
    yield from _smallest(found)
    if found.reacting_alone is not None:
        alone = _share("reacting_alone", found.reacting_alone)
        yield ("Where the authority reacts and there is no safeguard, ", alone, " is said.")
        yield from _tested(found)


def _smallest(found: Restoration) -> Iterator[Sentence]:
    smallest = [member for member in found.members if member.smallest]
    if not smallest:
        yield (f"No set that was measured brings speech to {_asked(found)}.",)
        return
    if not smallest[0].safeguards:
        yield (f"No safeguard is needed for {_asked(found)}.",)
        return
    cheapest = [member for member in smallest if member.cost == smallest[0].cost]
    pieces: list[Piece] = []
    for member in cheapest:
        pieces += [
            "; or " if pieces else "",
            f"{name_of_set(member.safeguards)}, ",
            _share(_key(member), member.restored),
        ]
    yield (f"The cheapest way to {_asked(found)} costs {smallest[0].cost:g}: ", *pieces, ".")


def _tested(found: Restoration) -> Iterator[Sentence]:
    tested = [member for member in found.members if member.smallest and member.reacted is not None]
    counts = {verdict: sum(each.verdict == verdict for each in tested) for verdict in _VERDICTS}
    told = [f"{count} {_VERDICTS[verdict][count != 1]}" for verdict, count in counts.items() if count]
    if len(tested) == 1:
        (words,) = (_VERDICTS[verdict][0] for verdict, count in counts.items() if count)
        name = name_of_set(tested[0].safeguards)
        how = f"whether it holds {words}" if words == "cannot be told" else f"it {words}"
        yield (f"One smallest set reaches {_asked(found)}: {name}. Against an authority that reacts {how}.",)
    elif tested:
        yield (f"Of the {len(tested):,} smallest sets that reach {_asked(found)}, against an authority that "
               f"reacts {listed(told)}.",)  # fmt: skip


def _key(member: Member) -> str:
    return f"{name_of_set(member.safeguards)}|restored"


def _alone(found: Restoration) -> Table | None:
    rows = tuple(
        (
            spoken(each.safeguard).capitalize(),
            SAFEGUARDS[each.safeguard].sentence,
            cell(f"{each.safeguard}|restored", each.restored[-1], _UNIT),
            signed(f"{each.safeguard}|gained", each.gained[-1], _UNIT),
        )
        for each in found.responses
    )
    dose = found.responses[0].doses[-1] if found.responses else 1.0
    heads = ("Safeguard", "What it means", "Said with it", "Gained")
    note = f"At dose {dose:g}. [share of what the same people say when left free; pt: points, hundredths of that]"
    return Table("Each safeguard alone", heads, rows, note) if rows else None


def _sets(found: Restoration) -> Table | None:
    numbers = {point.member.safeguards: str(point.number) for point in sets_drawn(found)}
    rows = tuple(_set(member, numbers.get(member.safeguards, "")) for member in found.members)
    heads = ("No.", "Set", "Cost", "Said with it", "Where the authority reacts", "Verdict")
    note = (
        f"Verdict: whether a set that restores {_asked(found)} still does where the authority reacts; a set holds if "
        "its whole interval does, and is walked round if none of it does."
    )
    note = " ".join([note, *how_measured(found)])
    return Table("Sets of safeguards, in full", heads, rows, note) if rows else None


def _set(member: Member, number: str) -> tuple[Piece, ...]:
    name = name_of_set(member.safeguards)
    reacted: Piece = "–" if member.reacted is None else cell(f"{name}|reacted", member.reacted, _UNIT)
    restored = cell(_key(member), member.restored, _UNIT)
    return (number or "·", name, f"{member.cost:g}", restored, reacted, member.verdict)


def _methods(result: Result, found: Restoration) -> str:
    attributes = result.dataset.attrs
    reacting = (
        " What mattered was played again against an adaptive authority, which moves its policy at random and takes "
        "back what costs it more (Daymude, Axelrod & Forrest 2025)."
        if found.reacting_alone is not None
        else ""
    )
    return (
        "Each safeguard was played alone at every dose, and in sets, in full, on the same societies with the same "
        f"random draws. What counts is the mean voice share over the last {attributes['rounds_counted']:,} rounds, as "
        f"a share of what the same people say when left free.{reacting}"
    )
