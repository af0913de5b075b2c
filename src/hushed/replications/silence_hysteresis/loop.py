"""The published scan: closure lowered and raised again, and where the minority falls silent and speaks again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hushed.replications.expression_game.rests import rests
from hushed.replications.panels import Panel, Series
from hushed.replications.replication import Request, refuse_seed
from hushed.replications.silence_hysteresis.network import Cohesion, grown
from hushed.replications.silence_hysteresis.settings import CITATION, NAME, Outcome, ScanSettings, scan
from hushed.replications.silence_hysteresis.targets import PUBLISHED_SOCIETY
from hushed.replications.targets import Docked, Docking, Level, Target

BETAS = (10.0, 7.5, 5.0)
"""Rates of the published scans."""
_SAME = 1e-6
"""Where the ways there and back differ by less, there is no loop."""
_PROGRAM = f"{CITATION} Authors' program: 21 closures from .9 to .7 and back, Q at .8 and T at (n, 1 - n) at first."

_Ways = tuple[list[Outcome], list[Outcome]]


def kept_to(ways: _Ways) -> float | None:
    """The last closure of an unbroken row, on the way there, at which the minority speaks (Q1 above 0), or None."""
    kept = None
    for one in ways[0]:
        if one.speech.first <= 0:
            break
        kept = one.closure
    return kept


def regained_at(ways: _Ways) -> float | None:
    """The first closure on the way back at which the minority speaks that was silent at the turn; else None."""
    if not ways[1] or ways[1][0].speech.first > 0:
        return None
    return next((one.closure for one in ways[1] if one.speech.first > 0), None)


def dock_loop(request: Request) -> Docking:
    """The published scan at three rates."""
    refuse_seed(request, NAME, "loop")
    loops = {}
    for number, beta in enumerate(BETAS):
        loops[beta] = scan(ScanSettings(beta=beta))
        if request.progress:
            request.progress(number + 1, len(BETAS))
    docked = (*_edges(loops[10.0]), _no_loop(loops[5.0]), _order(loops), *_folds(1e-4 if request.quick else 1e-6))
    return Docking(NAME, "loop", docked, panels=(_loop_panel(loops, 0), _loop_panel(loops, 1)))


def _edges(ways: _Ways) -> Iterator[Docked]:
    kept, regained = kept_to(ways), regained_at(ways)
    for name, printed, ours in (
        ("closure lowered: the last at which the minority speaks", ".75", kept),
        ("closure raised again: the first at which it speaks again", ".86", regained),
        ("width of the loop", ".11", None if kept is None or regained is None else regained - kept),
    ):
        target = Target.as_printed(f"beta 10, {name}", printed, source=_PROGRAM, level=Level.ANALYTIC)
        yield target.dock(float("nan") if ours is None else ours)


def _gap(ways: _Ways) -> float:
    return max(
        abs(one.speech[group] - other.speech[group])
        for one, other in zip(ways[0], ways[1][::-1], strict=True)
        for group in (0, 1)
    )


def _no_loop(ways: _Ways) -> Docked:
    name = "beta 5: largest gap between the ways there and back, in Q1 and Q2"
    return Target(name, 0.0, _PROGRAM, Level.ANALYTIC, _SAME).dock(_gap(ways))


def _order(loops: dict[float, _Ways]) -> Docked:
    """How many closures of the scan remember where they came from."""
    counts = [
        sum(abs(a.speech.first - b.speech.first) > _SAME for a, b in zip(ways[0], ways[1][::-1], strict=True))
        for ways in loops.values()
    ]
    target = Target(
        "fewer closures remember where they came from as choice blurs, beta 10, 7.5, 5",
        "falling to 0",
        _PROGRAM,
        Level.RELATION,
        test="closures at which Q1 differs between the ways: strictly fewer each time, the last 0",
    )
    return target.judged(", ".join(map(str, counts)), passed=counts[0] > counts[1] > counts[2] == 0)


def _folds(width: float) -> Iterator[Docked]:
    """The loop again without following anything: between which closures two stable states differ on the minority.

    Ends of the loop lie within one step of the scan, .01, of the folds.
    """
    low = _edge(0.7, 0.8, width, lambda closure: any(q1 > 0 for q1 in _stable(closure)))
    high = _edge(0.8, 0.88, width, lambda closure: not any(q1 <= 0 for q1 in _stable(closure)))
    for name, fold, end in (
        ("silence is not the only state from", low, 0.75),
        ("it is a state no more from", high, 0.86),
    ):
        target = Target(
            f"beta 10: for the minority {name} closure",
            end,
            "Points of rest, found without following a course.",
            Level.ANALYTIC,
            0.01,
            "within one step of the scan, and on the side of the loop's end that the scan had not passed",
        )
        yield target.judged(fold, passed=end - 0.01 < fold <= end)


def _stable(closure: float) -> list[float]:
    """Q1 at the stable points of rest of speech at beta 10, on the network that the scan grows."""
    cohesion, _ = grown(Cohesion(0.2, 0.8), PUBLISHED_SOCIETY._replace(closure=closure), duration=1e6)
    found = rests(ScanSettings().forces(cohesion))
    return [one.state.first for one in found if one.kind == "stable"]


def _edge(low: float, high: float, width: float, holds: Callable[[float], bool]) -> float:
    """Where a property that holds at `high`, and not at `low`, begins."""
    while high - low > width:
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return (low + high) / 2


def _loop_panel(loops: dict[float, _Ways], group: int) -> Panel:
    name = ("minority", "majority")[group]
    series = [
        Series(f"beta {beta:g}, closure {way}", [one.closure for one in row], [one.speech[group] for one in row])
        for beta, ways in loops.items()
        for way, row in zip(("lowered", "raised"), ways, strict=True)
    ]
    if group == 0:
        series.append(Series("published ends of the loop", [0.75, 0.86], [0.0, 0.0], "points", published=True))
    title = (
        "The minority keeps the floor down to one closure and regains it only at a higher one",
        "The majority's voice is the mirror: it returns late, and goes late",
    )[group]
    return Panel(
        title, "closure c, a share of new ties", f"{name}'s value of speaking, in units of praise", tuple(series)
    )
