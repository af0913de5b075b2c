"""The points of a study: what is varied, over which values, and whether the scenario allows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hushed.errors import InputError
from hushed.models.chosen import WITHIN, Chosen
from hushed.scenario.messages import Mistake
from hushed.scenario.positions import Path
from hushed.scenario.reader import changed_scenario
from hushed.scenario.schema import Scenario
from hushed.scenario.shape import alternatives, place
from hushed.studies.designs import Axis, Point, Shares, grid, latin_hypercube, sampled, sobol
from hushed.studies.own import check_known, is_of_model, of_model
from hushed.studies.sensitivity_designs import morris, rows_of, saltelli
from hushed.studies.spec import MOST_POINTS, Design, Range, StudyFile, Value
from hushed.studies.written import Written, parts_of

_FIXED = {
    "schema": "says how the file is read",
    "title": "is text that nothing reads",
    "seed": "is one for the whole study; 'replicates' and 'seeds' vary people and luck",
    "rounds": "is one for the whole study; 'keep' chooses among its rounds",
}
"""What no study can vary, and why."""
_ALL_CHECKED = 1_000
"""Up to so many points, each is checked before anything is played; of more, some with every value."""
_VALUES_CHECKED = 200
_MOST_LINES = 50


def axes_of(file: StudyFile, written: Written, base: Scenario, own: Chosen | None = None) -> tuple[Axis, ...]:
    """What the study varies, in the order of its file. Raises InputError for what cannot be varied."""
    axes = tuple(_axes(file, written, base, own))
    if not axes:
        raise InputError(f"{written.name}: varies nothing; write [uncertainties], [levers] or [[points]]")
    for number, axis in enumerate(axes):
        if any(other.path == axis.path for other in axes[:number]):
            raise written.wrong(Mistake(_where(axis), "is varied twice"))
        if (
            isinstance(axis.over, Range)
            and axis.whole
            and not (axis.over.low.is_integer() and axis.over.high.is_integer())
        ):
            raise written.wrong(Mistake(_where(axis), "takes whole numbers; low and high must be whole"))
        if (twice := _listed_twice(axis)) is not None:
            raise written.wrong(Mistake(_where(axis), f"{twice} is listed twice; each value makes points of its own"))
    return axes


def _listed_twice(axis: Axis) -> Value | None:
    """A value that is listed again; true and 1 are two values."""
    if isinstance(axis.over, Range):
        return None
    seen: set[tuple[bool, Value]] = set()
    for value in axis.over:
        if (isinstance(value, bool), value) in seen:
            return value
        seen.add((isinstance(value, bool), value))
    return None


def points_of(file: StudyFile, axes: tuple[Axis, ...], written: Written, *, seed: int) -> tuple[Point, ...]:
    """Every point of the design. Raises InputError for a design that cannot be made."""
    if file.design == "list":
        return tuple(_listed(file, axes, written))
    if isinstance(file.points, tuple):
        raise written.wrong(Mistake(("points",), '[[points]] are for design = "list"'))
    if file.design == "grid":
        return tuple(_grid(file, axes, written))
    return tuple(_sampled(file, file.points, axes, written, seed=seed))


def check_points(
    axes: tuple[Axis, ...], points: tuple[Point, ...], base: Scenario, written: Written, own: Chosen | None = None
) -> None:
    """Raises InputError for values that the scenario does not allow, each told once.

    A point that is wrong and not among those looked at here becomes a failed unit.
    """
    lines: dict[str, None] = {}
    for number in _worth_checking(axes, points):
        try:
            _try_point(axes, number, points[number], base, written, own)
        except InputError as error:
            lines |= dict.fromkeys(error.lines)
        if len(lines) >= _MOST_LINES:
            break
    if lines:
        raise InputError(*lines)


def _try_point(
    axes: tuple[Axis, ...], number: int, point: Point, base: Scenario, written: Written, own: Chosen | None
) -> None:
    ours = [axis for axis in axes if own and is_of_model(axis.path)]
    changed_scenario(
        base, [written.change(_where(axis, number), axis.path, point[axis.path]) for axis in axes if axis not in ours]
    )
    for axis in ours:
        try:
            assert own is not None
            own.with_parameters(of_model({axis.path: point[axis.path]}))
        except InputError as error:
            place = written.located(_where(axis, number))
            raise InputError(*(f"{place}: {line}" for line in error.lines)) from None


def check_settable(path: str, where: Path, written: Written) -> None:
    """Raises InputError for what a study cannot set, even for all its points."""
    if path in ("schema", "title"):
        raise written.wrong(Mistake(where, f"cannot be set here: it {_FIXED[path]}"))
    if not path.strip("."):
        raise written.wrong(Mistake(where, 'write a path, such as "regime.scoring.severity"'))


def _where(axis: Axis, point: int = 0) -> Path:
    """The key at which a parameter is written."""
    tables = {"uncertainty": "uncertainties", "lever": "levers"}
    return (tables[axis.role], axis.path) if axis.role in tables else ("points", point, axis.path)


def _axes(file: StudyFile, written: Written, base: Scenario, own: Chosen | None) -> Iterator[Axis]:
    if isinstance(file.points, tuple):
        for path in file.points[0]:
            values = dict.fromkeys(point[path] for point in file.points if path in point)
            yield _varied(Axis(path, "listed", tuple(values)), base, written, own)
    for path, over in file.uncertainties.items():
        yield _varied(Axis(path, "uncertainty", over, _is_whole(path, base, own)), base, written, own)
    for path, over in file.levers.items():
        yield _varied(Axis(path, "lever", over, _is_whole(path, base, own)), base, written, own)


def _varied(axis: Axis, base: Scenario, written: Written, own: Chosen | None) -> Axis:
    if own and is_of_model(axis.path):
        check_known(axis.path, own, _where(axis), written)
        return axis
    if axis.path in _FIXED:
        raise written.wrong(Mistake(_where(axis), f"cannot be varied: it {_FIXED[axis.path]}"))
    check_settable(axis.path, _where(axis), written)
    if _is_text(axis.path, base):
        raise written.wrong(Mistake(_where(axis), "cannot be varied: it is text; allowed are numbers and listed names"))
    return axis


def _is_whole(path: str, base: Scenario, own: Chosen | None) -> bool:
    """Whether a parameter takes whole numbers only."""
    if own and is_of_model(path):
        return type(own.parameters.get(path.removeprefix(WITHIN))) is int
    kinds = {kind.get("type") for kind in alternatives(place(parts_of(path), base.table()).node)}
    return "integer" in kinds and "number" not in kinds


def _is_text(path: str, base: Scenario) -> bool:
    """Whether a parameter takes text of the user's own."""
    kinds = alternatives(place(parts_of(path), base.table()).node)
    return any(kind.get("type") == "string" and not kind.keys() & {"enum", "const"} for kind in kinds)


def _listed(file: StudyFile, axes: tuple[Axis, ...], written: Written) -> Iterator[Point]:
    if not isinstance(file.points, tuple):
        raise InputError(f"{written.name}: points: missing; a list design has a [[points]] table for each point")
    if file.uncertainties or file.levers:
        raise InputError(f"{written.name}: a list design has its values in [[points]]; leave out the other tables")
    paths = [axis.path for axis in axes]
    for number, point in enumerate(file.points):
        differing = sorted(set(paths) ^ point.keys())
        if differing:
            raise written.wrong(
                Mistake(("points", number), f"every point sets the same paths; this differs in '{differing[0]}'")
            )
    yield from ({path: point[path] for path in paths} for point in file.points)


def _grid(file: StudyFile, axes: tuple[Axis, ...], written: Written) -> Iterator[Point]:
    if file.points is not None:
        raise written.wrong(Mistake(("points",), "a grid has as many points as its values make; leave this out"))
    total = 1
    for axis in axes:
        if isinstance(axis.over, Range) and axis.over.steps is None:
            raise written.wrong(
                Mistake(_where(axis), "in a grid a range needs steps, such as { low = 0, high = 1, steps = 5 }")
            )
        total *= len(axis.levels())
    if total > MOST_POINTS:
        raise InputError(f"{written.name}: this grid has {total:,} points; allowed: at most {MOST_POINTS:,}")
    yield from grid(axes)


def _check_no_steps(axes: tuple[Axis, ...], written: Written, design: str) -> None:
    for axis in axes:
        if isinstance(axis.over, Range) and axis.over.steps is not None:
            raise written.wrong(
                Mistake(_where(axis), f"'steps' are for a grid; a {design} takes values between low and high")
            )


def _sampled(
    file: StudyFile, points: int | None, axes: tuple[Axis, ...], written: Written, *, seed: int
) -> Iterator[Point]:
    if points is None:
        raise InputError(f"{written.name}: points: missing; a {file.design} design needs to know how many points")
    if file.design in ("sobol", "saltelli") and points & (points - 1):
        near = 1 << (points.bit_length() - 1)
        fits = f"try {near} or {2 * near}"
        raise written.wrong(
            Mistake(("points",), f"{points} is no power of two, which a {file.design} design needs; {fits}")
        )
    _check_no_steps(axes, written, file.design)
    if file.design in ("morris", "saltelli"):
        _check_ranges(file.design, points, axes, written)
    yield from sampled(axes, shares_of(file.design, points, len(axes), seed=seed))


def shares_of(design: Design, points: int, parameters: int, *, seed: int) -> Shares:
    """Where the points of a sampled design lie in the unit cube."""
    draw = {"sobol": sobol, "latin-hypercube": latin_hypercube, "morris": morris, "saltelli": saltelli}[design]
    return draw(points, parameters, seed=seed)


def _check_ranges(design: Design, samples: int, axes: tuple[Axis, ...], written: Written) -> None:
    for axis in axes:
        if not isinstance(axis.over, Range):
            raise written.wrong(
                Mistake(_where(axis), f"a {design} design needs a range, such as {{ low = 0, high = 1 }}")
            )
    total = samples * rows_of("morris" if design == "morris" else "sobol", len(axes))
    if total > MOST_POINTS:
        raise InputError(f"{written.name}: this design has {total:,} points; allowed: at most {MOST_POINTS:,}")


def _worth_checking(axes: tuple[Axis, ...], points: tuple[Point, ...]) -> Iterable[int]:
    """All points if there are few; else for every parameter those that first have each of its values, or the ends."""
    if len(points) <= _ALL_CHECKED:
        return range(len(points))
    chosen: set[int] = set()
    for axis in axes:
        first: dict[Value, int] = {}
        for number, point in enumerate(points):
            first.setdefault(point[axis.path], number)
        if len(first) > _VALUES_CHECKED:
            first = {end: first[end] for end in (min(first, key=_size), max(first, key=_size))}
        chosen |= set(first.values())
    return sorted(chosen)


def _size(value: Value) -> float:
    return 0.0 if isinstance(value, str) else float(value)
