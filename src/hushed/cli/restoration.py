"""The tables of `hushed safeguards`: what each dose does, and which sets restore enough."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.table import Table

    from hushed.experiments.safeguarding.findings import Member, Response
    from hushed.experiments.safeguarding.restoring import Restoration
    from hushed.results.statistics import Estimate

_MOST_SETS = 15
_WIDE = 100
"""Columns of a terminal from which on every number has its interval."""
_SHARES = ("restored", "gained", "reacted", "loss", "gained_reacted")


def dose_table(found: Restoration, *, width: int) -> Table:
    """Share of free speech, in per cent, at each dose of each safeguard alone, strongest first."""
    from hushed.results.table import new_table, spoken

    wide = width >= _WIDE
    shown = _some(len(found.responses[0].doses), most=9 if wide else 5)
    table = new_table()
    table.add_column("Alone: % restored at dose", no_wrap=True, style="bold")
    for place in shown:
        table.add_column(f"{found.responses[0].doses[place]:g}", justify="right", no_wrap=True)
    table.add_column("Gained", justify="right", no_wrap=True)
    for response in found.responses:
        shares = [_share(response.restored[place]).removesuffix(" %") for place in shown]
        gained = response.gained[-1]
        table.add_row(spoken(response.safeguard), *shares, _points(gained if wide else gained._replace(low=math.nan)))
    return table


def _some(count: int, *, most: int) -> list[int]:
    """Places spread over so many, the first and the last among them, and no more than a table has room for."""
    fewer = min(count, most)
    return [round(place * (count - 1) / max(1, fewer - 1)) for place in range(fewer)]


def set_table(found: Restoration, *, width: int) -> Table:
    """The frontier (marked) and the smallest sets, by rising cost; in a narrow terminal only what is needed."""
    from hushed.experiments.safeguarding.sentences import name_of_set
    from hushed.results.table import new_table

    wide = width >= _WIDE
    table = new_table()
    table.add_column("", no_wrap=True)
    table.add_column("Safeguards together", ratio=1, style="bold")
    table.add_column("Cost", justify="right", no_wrap=True)
    table.add_column("Restored", justify="right", no_wrap=True)
    if found.reacting_alone is not None:
        table.add_column("If it reacts", justify="right", no_wrap=True)
        if wide:
            table.add_column("Lost to it", justify="right", no_wrap=True)
        table.add_column("Verdict", no_wrap=True)
    for member in shown_sets(found):
        mark = "•" if member.unbeaten else ""
        row = [mark, name_of_set(member.safeguards), f"{member.cost:g}", _share(member.restored, margin=wide)]
        table.add_row(*row, *(_reaction(member, wide=wide) if found.reacting_alone is not None else []))
    return table


def shown_sets(found: Restoration) -> list[Member]:
    """As many sets as a reader can take in: the frontier, then the cheapest of the others."""
    ranked = sorted(found.members, key=lambda member: not member.unbeaten)[:_MOST_SETS]
    return [member for member in found.members if member in ranked]


def explained(found: Restoration) -> list[str]:
    """What columns and marks mean."""
    hidden = len(found.members) - len(shown_sets(found))
    lines = [f"{hidden} more sets are in sets.csv."] if hidden else []
    lines.append(
        "•: on the frontier: no measured set costs as little and restores as much. The others reach what was asked "
        "for, and would not without each of their safeguards."
    )
    marks = (
        "Restored: share of the speech of the same people left free, over the last quarter of the rounds. Gained: how "
        "much more of it than as it is, at the highest dose; pt: points, hundredths of the whole. Dose: from 0 "
        "(absent) to 1 (complete). Cost: units of cost, as the scenario's table [costs] sets them."
    )
    if found.as_is.replicates > 1:
        marks += " ±: the 95 % interval over replicates."
    lines.append(marks)
    if found.reacting_alone is not None:
        lines.append(
            "If it reacts: restored where the authority adapts its policy to the safeguards. "
            f"Holds: there, the whole interval is at {100 * found.share:g} % or above. "
            "Walked round: the whole interval is below. Falls short: not enough even where the authority holds still."
        )
    return lines


def _reaction(member: Member, *, wide: bool) -> list[str]:
    if member.reacted is None or member.loss is None:
        return ["–", *(["–"] if wide else []), member.verdict]
    return [_share(member.reacted, margin=True), *([_points(member.loss)] if wide else []), member.verdict]


def _share(value: Estimate, *, margin: bool = False) -> str:
    from hushed.results.table import shown, with_margin

    if math.isnan(value.mean):
        return "–"
    return with_margin(value, "share") if margin else shown(value.mean, "share")


def _points(value: Estimate) -> str:
    from hushed.results.table import difference

    return "–" if math.isnan(value.mean) else difference(value, "share")


def findings_json(found: Restoration) -> dict[str, Any]:
    """The findings as plain values."""
    sifting = found.sifting
    return {
        "restore": found.share,
        "as_is": _estimate(found.as_is),
        "all_together": _estimate(found.altogether),
        "left_out": list(found.idle),
        "doses": {each.safeguard: _response(each) for each in found.responses},
        "reacting_alone": _estimate(found.reacting_alone),
        "sets": [_member(each) for each in found.members],
        "measured": {
            "sets": len(sifting.seen),
            "with_all_replicates": len(sifting.settled()),
            "first_look_replicates": found.dataset.attrs["screening"],
            "largest": sifting.largest,
            "exhaustive": not found.missing and sifting.is_exhaustive(),
        },
        "missing": list(found.missing),
    }


def _response(response: Response) -> list[dict[str, Any]]:
    together = zip(response.doses, response.restored, response.gained, strict=True)
    return [
        {"dose": dose, "restored": _estimate(restored), "gained": _estimate(gained)}
        for dose, restored, gained in together
    ]


def _member(member: Member) -> dict[str, Any]:
    return {
        "safeguards": list(member.safeguards),
        "cost": member.cost,
        **{name: _estimate(getattr(member, name)) for name in _SHARES},
        "verdict": member.verdict,
        "frontier": member.unbeaten,
        "smallest": member.smallest,
    }


def _estimate(value: Estimate | None) -> dict[str, float] | None:
    return None if value is None else {"mean": value.mean, "low": value.low, "high": value.high}


def sets_csv(found: Restoration) -> str:
    """The sets as comma-separated values."""
    ends = ("mean", "low", "high")
    columns = [f"{name}_{end}" for name in _SHARES for end in ends]
    lines = [",".join(["safeguards", "cost", *columns, "verdict", "frontier", "smallest"])]
    for member in found.members:
        values = [getattr(getattr(member, name), end, math.nan) for name in _SHARES for end in ends]
        marks = (str(int(member.unbeaten)), str(int(member.smallest)))
        row = [" + ".join(member.safeguards), repr(member.cost), *map(repr, values), member.verdict, *marks]
        lines.append(",".join(row))
    return "\n".join(lines) + "\n"


def doses_csv(found: Restoration) -> str:
    """The doses as comma-separated values."""
    lines = ["safeguard,dose,restored,low,high,gained,gained_low,gained_high"]
    for each in found.responses:
        for dose, restored, gained in zip(each.doses, each.restored, each.gained, strict=True):
            values = (dose, *restored[:3], *gained[:3])
            lines.append(",".join([each.safeguard, *map(repr, values)]))
    return "\n".join(lines) + "\n"
