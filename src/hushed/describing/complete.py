"""Whether a description leaves anything out: whatever the code has and no text speaks of is a gap."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntFlag
from types import ModuleType

from hushed import outcomes, rules
from hushed.describing import concepts, overview, prose, submodels
from hushed.describing.society import DISTRIBUTIONS, DRAWN_BY, SYMBOLS
from hushed.describing.variables import field_kinds, field_texts, paragraphs, public_functions
from hushed.engine import phases
from hushed.engine.state import Mark, Past, Standing, State
from hushed.regime.regime import INSTRUMENTS, Regime
from hushed.replications import registry
from hushed.scenario.shape import description, paths, place, tag_names
from hushed.society.generators import specs
from hushed.society.traits import TraitSpecs

_GROUPS = ("regime.", "reactions.", "society.traits.")
_FLAGS: tuple[type[IntFlag], ...] = (Standing, Mark, Past)


def gaps() -> tuple[str, ...]:
    """Everything that lacks its text or its place in a description, one line each; there should be none."""
    checks = (_rules(rules), _submodels(), _parameters(), _outcomes(), _steps(), _society(), _state(), _others())
    return tuple(line for check in checks for line in check)


def _rules(module: ModuleType) -> Iterator[str]:
    there, used = public_functions(module), {name for part in submodels.SUBMODELS for name in part.rules}
    yield from (f"rule '{name}' is in no part of the model" for name in there if name not in used)
    yield from (f"rule '{name}' does not exist" for name in sorted(used.difference(there)))
    yield from (f"rule '{name}' has no text" for name in there if not paragraphs(getattr(module, name).__doc__))


def _submodels() -> Iterator[str]:
    keys = [part.key for part in submodels.SUBMODELS]
    steps = {phase.name for phase in phases.PHASES}
    yield from (f"part '{key}' has no text" for key in keys if not prose.SUBMODELS.get(key))
    yield from (f"text '{key}' is of no part" for key in prose.SUBMODELS if key not in keys)
    parts = submodels.SUBMODELS
    yield from (f"part '{part.key}' acts in no step of a round" for part in parts if part.phase not in steps)


def _parameters() -> Iterator[str]:
    owned = tuple(path for part in submodels.SUBMODELS for path in part.parameters)
    for path in dict.fromkeys(paths()):
        keys = tuple(int(key) if key.isdecimal() else key for key in path.split("."))
        # Tables, and the rounds and values of schedules, belong to the parameter that holds them.
        if path.startswith(_GROUPS) and not _belongs(path, owned):
            yield f"parameter '{path}' is in no part of the model"
        if path.startswith(_GROUPS) and path in owned and not description(keys, None):
            yield f"parameter '{path}' has no text"


def _belongs(path: str, owned: tuple[str, ...]) -> bool:
    return any(path == each or path.startswith(f"{each}.") or each.startswith(f"{path}.") for each in owned)


def _outcomes() -> Iterator[str]:
    for name, outcome in outcomes.OUTCOMES.items():
        if not (outcome.sentence and outcome.formula and outcome.unit):
            yield f"outcome '{name}' lacks its sentence, formula or unit"


def _steps() -> Iterator[str]:
    yield from (f"step '{phase.name}' has no text" for phase in phases.PHASES if not phase.sentence)


def _society() -> Iterator[str]:
    drawn = {str(kind.model_fields["generator"].default) for kind in DRAWN_BY}
    yield from (f"generator '{name}' has no text" for name in specs.NAMES if name not in drawn)
    told = {str(kind.model_fields["distribution"].default) for kind in DISTRIBUTIONS}
    kinds = paths_of_distributions()
    yield from (f"distribution '{name}' has no text" for name in kinds if name not in told)
    yield from (f"trait '{name}' has no symbol" for name in TraitSpecs.model_fields if name not in SYMBOLS)


def paths_of_distributions() -> tuple[str, ...]:
    """The names of all distributions that the schema allows for a trait."""
    return tuple(tag_names(place(("society", "traits", "boldness"), None).node))


def _state() -> Iterator[str]:
    for name, text in field_texts(State).items():
        if not (text or prose.VARIABLES.get(name)):
            yield f"state variable '{name}' has no text"
        if field_kinds(State)[name] not in overview.KINDS:
            yield f"state variable '{name}' is of no known kind"
    for kind in _FLAGS:
        for name, text in field_texts(kind).items():
            if not (text or prose.VARIABLES.get(name)):
                yield f"truth value '{kind.__name__}.{name}' has no text"


def _others() -> Iterator[str]:
    yield from (f"draw '{name}' is in no part of the model" for name in concepts.undrawn())
    taken_up = {name for part in submodels.SUBMODELS for name in part.published}
    for name, model in registry.REPLICATIONS.items():
        if not model.findings and name not in taken_up:
            yield f"published model '{name}' is in no part of the model"
    yield from (f"concept '{name}' has no text" for name in prose.CONCEPTS if name not in prose.CONCEPT_TEXTS)
    regime = Regime()
    for name in INSTRUMENTS:
        if not paragraphs(type(regime.instrument(name)).__doc__):
            yield f"instrument '{name}' has no text"
