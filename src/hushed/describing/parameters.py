"""Every parameter of a scenario as a row: what it means, its unit and range, its value, and whether it acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from hushed.describing.submodels import SUBMODELS, View, acting
from hushed.regime.schedule import Schedule
from hushed.scenario.positions import Path
from hushed.scenario.shape import Place, alternatives, description, place, whole_place
from hushed.scenario.told import value_in_words
from hushed.scenario.wording import sentence, wanted
from hushed.society.generators import FileNetwork

UNTOLD = "a file, not named here"
"""What stands in place of the path of a network file."""
_FRAME = ("version", "title")
_POLICY = ("regime.", "reactions.")
_OWNED = (*_POLICY, "society.traits.")
_NEUTRAL_CHOICES = (("regime.authority.mode", "fixed"),)
ONLY_WITH = {
    "regime.scoring.severity_cap": "regime.scoring.capping",
    "regime.enrolment.volunteers": "regime.enrolment.right_to_leave",
    "regime.sanctions.appeal_rounds": "safeguards.due_process",
    "regime.publicity.shaming_line": "reactions.shunning",
}
"""Parameters that do something only where another is not neutral."""
Status = Literal["acts", "neutral", "no effect", "not described"]


class Leaf(NamedTuple):
    """One value of a scenario that is no table: its path, the value, and the field it stands in."""

    path: Path
    value: Any
    field: FieldInfo

    @property
    def dotted(self) -> str:
        """The path as it is written."""
        return ".".join(map(str, self.path))


class Row(NamedTuple):
    """One parameter: its path, what it means, its unit ('' for a pure number), what is allowed, and its value.

    `value` is as written, `in_force` after the safeguards, both in words.
    """

    path: str
    meaning: str
    unit: str
    allowed: str
    value: str
    in_force: str
    status: Status


def rows(view: View) -> tuple[Row, ...]:
    """Every parameter of a scenario but its title, in the order of the schema; costs only where they are declared."""
    scenario = view.scenario
    data = scenario.table()
    changed = _in_force(view)
    leaves = [leaf for leaf in _leaves(scenario) if leaf.path[0] not in _FRAME]
    statuses = _Statuses(view)
    return tuple(
        _row(leaf, data, changed[leaf.dotted].value, statuses.of(changed[leaf.dotted]))
        for leaf in leaves
        if leaf.path[0] != "costs" or "costs" in data
    )


def _in_force(view: View) -> dict[str, Leaf]:
    """Every value by its dotted path, those of the regime and reactions after the safeguards."""
    policy = (*_leaves(view.regime, ("regime",)), *_leaves(view.reactions, ("reactions",)))
    return {leaf.dotted: leaf for leaf in (*_leaves(view.scenario), *policy)}


def _row(leaf: Leaf, data: dict[str, Any], in_force: Any, status: Status) -> Row:
    at = whole_place(leaf.path, data)
    hidden = leaf.path[-1] == "path"
    value, changed = (UNTOLD if hidden else _words(each) for each in (leaf.value, in_force))
    # The unit has a column of its own.
    allowed = wanted(Place(at.node, ""), brief=True)
    return Row(leaf.dotted, _meaning(leaf.path, data), at.unit, allowed, value, changed, status)


def _meaning(path: Path, data: dict[str, Any]) -> str:
    said = description(path, data)
    if not said:
        # The name of a kind: what the kind says of itself.
        said = str(place(path[:-1], data).node.get("description", "")).split("\n")[0]
    return sentence(said)


def _words(value: Any) -> str:
    return "none" if value is None or value == () else value_in_words(value)


def _leaves(value: Any, path: Path = (), field: FieldInfo | None = None) -> Iterator[Leaf]:
    """Every value that is no table, with its path and field; sanctions are numbered."""
    if isinstance(value, BaseModel) and not isinstance(value, Schedule):
        for name, inner in type(value).model_fields.items():
            yield from _leaves(getattr(value, name), (*path, name), inner)
    elif isinstance(value, tuple) and value and all(isinstance(each, BaseModel) for each in value):
        for number, each in enumerate(value):
            yield from _leaves(each, (*path, number))
    else:
        assert field is not None
        yield Leaf(path, value, field)


class _Statuses:
    """Which parameters of a scenario act."""

    def __init__(self, view: View) -> None:
        self._used = frozenset(path for part in acting(view) for path in part.parameters)
        self._leaves = _in_force(view)

    def of(self, leaf: Leaf) -> Status:
        """The status of one parameter, with the value in force."""
        owned = leaf.dotted.startswith(_OWNED)
        if (owned or leaf.path[0] == "safeguards") and _switched_off(leaf):
            return "neutral"
        if leaf.dotted.startswith(_POLICY) and not _described(leaf.dotted):
            return "not described"
        if leaf.path[0] == "costs" or (owned and not self._is_used(leaf.dotted)):
            return "no effect"
        return "acts"

    def _is_used(self, dotted: str) -> bool:
        other = ONLY_WITH.get(dotted)
        if other is not None and _switched_off(self._leaves[other]):
            return False
        return _is_of(dotted, self._used)


def _is_of(dotted: str, paths: Iterable[str]) -> bool:
    return any(dotted == path or dotted.startswith(f"{path}.") for path in paths)


def _described(dotted: str) -> bool:
    """Whether any part of the model uses it; an instrument that a reader has added belongs to none."""
    return _is_of(dotted, owned_paths())


def _switched_off(leaf: Leaf) -> bool:
    """Whether a value does nothing by itself: the default, where that is zero, all, none or an end of its range."""
    default = leaf.field.default
    if leaf.value != default or leaf.dotted.startswith("society."):
        return False
    if isinstance(default, str):
        return (leaf.dotted, default) in _NEUTRAL_CHOICES
    return default is None or default == () or default in (0, *_ends(place(leaf.path, None)))


def _ends(at: Place) -> tuple[float, ...]:
    numbers = [kind for kind in alternatives(at.node) if kind.get("type") == "number"]
    return tuple(float(kind[end]) for kind in numbers for end in ("minimum", "maximum") if end in kind)


def owned_paths() -> frozenset[str]:
    """Every path that some part of the model uses."""
    return frozenset(path for part in SUBMODELS for path in part.parameters)


def scheduled(view: View) -> tuple[str, ...]:
    """The paths of parameters that follow a schedule."""
    return tuple(leaf.dotted for leaf in _leaves(view.scenario) if isinstance(leaf.value, Schedule))


def file_layers(view: View) -> tuple[str, ...]:
    """The layers of ties that are read from a file."""
    society = view.scenario.society
    layers = (("online", society.online), ("at gatherings", society.offline))
    return tuple(name for name, layer in layers if isinstance(layer, FileNetwork))
