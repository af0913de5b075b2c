"""Elements 5 to 7 of a description: initialization, input data, submodels with their equations and parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hushed import rules
from hushed.describing import prose
from hushed.describing.overview import off_words
from hushed.describing.parameters import UNTOLD, Row, file_layers, rows, scheduled
from hushed.describing.references import works, works_in
from hushed.describing.society import distribution_name, layer_words, trait_words
from hushed.describing.submodels import Submodel, View, acting
from hushed.describing.typeset import bullets, code, typeset
from hushed.describing.variables import code_of, paragraphs
from hushed.engine import authority
from hushed.engine.reference import Reference
from hushed.engine.state import initial_state
from hushed.regime.terms import towards
from hushed.replications.registry import REPLICATIONS
from hushed.results.markdown import table
from hushed.results.provenance import with_network

_TRAITS = "society.traits."
_REFERENCE: tuple[tuple[Any, str | None], ...] = (
    (towards, None),
    (Reference.luck, None),
    (Reference.among, None),
    (Reference.over_friends, None),
    (Reference.at_gatherings, "informers"),
    (Reference.enrol, None),
    (Reference.weigh_and_speak, None),
    (Reference.heartened, "isolation"),
    (Reference.looming, "looming"),
    (Reference.observe, None),
    (Reference.spread, None),
    (Reference.two_hops, "two hops"),
    (Reference.react, None),
    (Reference.sanction, "sanctions"),
    (authority.imposed, "authority"),
    (authority.next_stance, "authority"),
)
"""The steps as plain code, and the part of the model without which one of them does nothing."""


def initialization(view: View) -> Iterator[str]:
    """How a society and its state are made before the first round."""
    society = view.scenario.society
    yield f"{prose.INITIAL} {typeset(paragraphs(initial_state.__doc__)[0])}"
    yield prose.INITIAL_TRAITS
    yield bullets([f"{name}: {drawn}" for name, _, drawn in trait_words(society.traits)])
    yield prose.INITIAL_TIES
    yield bullets([f"online: {layer_words(society.online)}", f"gatherings: {layer_words(society.offline)}"])


def input_data(view: View) -> Iterator[str]:
    """What comes in from outside: nothing but schedules of parameters and, at most, the shape of a network."""
    yield prose.NO_INPUT
    values = {row.path: row.value for row in rows(view)}
    following = scheduled(view)
    yield prose.SCHEDULES if following else prose.NO_SCHEDULES
    if following:
        yield bullets([f"`{path}`: {values[path]}." for path in following])
    for layer in file_layers(view):
        yield prose.FILE.format(layer=layer)


def submodels(view: View) -> Iterator[str]:
    """Every part at work with its equations, the parts left neutral, the steps as code, and all parameters."""
    yield prose.RULES
    yield prose.SYMBOLS
    yield table(("symbol", "meaning"), [(typeset(symbol), typeset(said)) for symbol, said in prose.DERIVED])
    table_of_values = rows(view)
    parts, told = acting(view), set[str]()
    for number, part in enumerate(parts, start=1):
        yield f"### 7.{number} {part.title}"
        yield from _part(part, view, table_of_values, told)
        told |= set(part.rules)
    yield f"### 7.{len(parts) + 1} Parts left neutral"
    yield off_words(view)
    yield f"### 7.{len(parts) + 2} The steps as code"
    yield prose.STEPS
    at_work = {part.key for part in parts} | ({"two hops"} if view.needs.two_hops else set())
    for step, needed in _REFERENCE:
        if needed is None or needed in at_work:
            yield code(code_of(step))
    yield f"### 7.{len(parts) + 3} Parameters"
    yield from _parameters(table_of_values)


def _part(part: Submodel, view: View, values: tuple[Row, ...], told: set[str]) -> Iterator[str]:
    yield typeset(prose.SUBMODELS[part.key])
    yield f"Parameters: {'; '.join(_used(part, view, values))}."
    for name in part.rules:
        if name in told:
            yield f"It uses `{name}`, given above."
        else:
            yield from _rule(name)
    if part.published:
        taken_up = (REPLICATIONS[name] for name in part.published)
        yield ("Mechanism taken up from: " + "; ".join(f"{one.cited} (`{one.name}`)" for one in taken_up) + ".")


def _used(part: Submodel, view: View, values: tuple[Row, ...]) -> Iterator[str]:
    for path in part.parameters:
        if path.startswith(_TRAITS):
            trait = getattr(view.scenario.society.traits, path.removeprefix(_TRAITS))
            yield f"`{path}` = {distribution_name(trait)}"
        else:
            own = (row for row in values if row.path == path or row.path.startswith(f"{path}."))
            yield from (f"`{row.path}` = {typeset(row.in_force)}{_unit(row)}" for row in own)


def _unit(row: Row) -> str:
    return f" ({row.unit})" if row.unit and row.value not in ("none", "true", "false") else ""


def _rule(name: str) -> Iterator[str]:
    rule = getattr(rules, name)
    first, *more = paragraphs(rule.__doc__)
    yield f"**`{name}`.** {typeset(first)}"
    yield from (typeset(text) for text in more)
    yield code(code_of(rule))
    yield f"Source: {source_of(rule.__doc__)}."


def source_of(text: str | None) -> str:
    """The works a docstring cites, in short; that it is this model's own where it cites none."""
    known = works()
    return "; ".join(known[work].short for work in works_in(text or "") if work in known) or prose.OWN


def _parameters(values: tuple[Row, ...]) -> Iterator[str]:
    doses = [f"{row.path.partition('.')[2]} {row.value}" for row in values if _is_dose(row)]
    strange = any(row.status == "not described" for row in values)
    yield f"{prose.PARAMETERS} {prose.NOT_DESCRIBED}" if strange else prose.PARAMETERS
    if doses:
        yield prose.SAFEGUARDS.format(names=", ".join(doses))
    heads = ("parameter", "meaning", "unit", "allowed", "value", "status")
    yield table(heads, [_cells(row) for row in values])
    if not any(row.path.startswith("costs.") for row in values):
        yield typeset(prose.COSTS)


def _is_dose(row: Row) -> bool:
    return row.path.startswith("safeguards.") and row.status == "acts"


def _cells(row: Row) -> tuple[str, ...]:
    value = row.value if row.value == row.in_force else f"{row.value} ({row.in_force})"
    return f"`{row.path}`", *(typeset(cell) for cell in (row.meaning, row.unit or "–", row.allowed, value)), row.status


def scenario_text(view: View) -> str:
    """The scenario as canonical TOML, a network file by what stands in place of its name."""
    return with_network(view.scenario, UNTOLD) if view.scenario.society.file else view.scenario.to_toml()
