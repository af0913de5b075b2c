"""All mistakes of a scenario as one error: a line each, with where it is and whose it is."""

from __future__ import annotations

from hushed.errors import InputError
from hushed.scenario.changes import Change, dotted
from hushed.scenario.messages import Mistake
from hushed.scenario.positions import Path, Positions, line_of, positions

_MOST_LINES_OF_ERROR = 50


def report(mistakes: list[Mistake], text: str, name: str, asked: list[Change], *, any_change: bool) -> InputError:
    """All mistakes in the order of the file, those of changes last; `any_change`: only changes can be at fault."""
    found = positions(text)
    caused = [(each, _cause(each.path, found, asked, any_change)) for each in mistakes]
    caused.sort(key=lambda pair: (pair[1] is not None, line_of(found, pair[0].path) or 0))
    lines = list(dict.fromkeys(_line(each, found, name, cause) for each, cause in caused))
    hidden = len(lines) - _MOST_LINES_OF_ERROR
    more = [f"{name}: and {hidden} mistakes more"] if hidden > 0 else []
    return InputError(*lines[:_MOST_LINES_OF_ERROR], *more)


def _cause(path: Path, found: Positions, asked: list[Change], any_change: bool) -> Change | None:
    """The change that a mistake at a path comes from; None if the file is to blame."""

    def shared(change: Change) -> int:
        pairs = zip(path, change.path, strict=False)
        return next(
            (count for count, (one, other) in enumerate(pairs) if one != other), min(len(path), len(change.path))
        )

    candidates = [
        change
        for change in asked
        if any_change
        or path[: len(change.path)] == change.path
        or (path not in found and change.path[: len(path)] == path)
    ]
    return max(reversed(candidates), key=shared) if candidates else None


def _line(wrong: Mistake, found: Positions, name: str, cause: Change | None) -> str:
    where = dotted(wrong.path)
    if cause:
        return f"{cause.label}: {wrong.text}" if wrong.path == cause.path else f"{cause.label}: {where}: {wrong.text}"
    start = located(name, line_of(found, wrong.path))
    return f"{start}: {where}: {wrong.text}" if where else f"{start}: {wrong.text}"


def located(name: str, line: int | None) -> str:
    """A file's name, with the line if it is known."""
    return name if line is None else f"{name}:{line}"
