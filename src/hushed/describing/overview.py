"""Elements 1 to 3 of a description: purpose and patterns, entities and scales, process and scheduling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntFlag

from hushed.describing import prose
from hushed.describing.society import layer_name, trait_words
from hushed.describing.submodels import SUBMODELS, View, acting, at_rest
from hushed.describing.typeset import as_written, bullets, typeset
from hushed.describing.variables import field_kinds, field_texts, paragraphs
from hushed.engine.phases import PHASES
from hushed.engine.state import Mark, Needs, Past, Standing, State
from hushed.replications.patterns import PATTERNS
from hushed.replications.registry import REPLICATIONS
from hushed.results.markdown import table
from hushed.scenario.schema import Scenario
from hushed.scenario.wording import sentence

# What each optional array of the state is there for; those not named are always there.
_OPTIONAL = {
    "before": "tiers",
    "clock": "tiers",
    "shared": "association",
    "lost": "association",
    "reproach": "reproach",
    "friends": "friends",
    "enrolled_friends": "friends",
    "gathering": "informers",
    "reporters": "informers",
    "loud_friends": "encouragement",
    "punished_friends": "indignation",
    "confidence": "isolation",
    "reaching": "two_hops",
    "further": "two_hops",
    "cut": "cutting",
}
_OF_TIES = ("cut",)
_HARMS = ("punishment", "sanctions", "cutting")
"""The parts of the model by which people come to harm: where none of them acts they are left free."""
KINDS = {
    "Float32s": "number",
    "Float64s": "number",
    "Counts": "count",
    "Bytes": "truth values",
    "Words": "truth value",
    "NDArray[np.uint16]": "rounds, for each tier",
}
"""What the engine's arrays hold, by their type."""
_FLAGS = {
    "INFORMS": "informers",
    "ENFORCES": "enforcement",
    "LINKED": "sanctions",
    "PROPORTIONAL": "proportional",
    "MISREAD": "misreading",
    "DENOUNCED": "denunciation",
    "COSTLY": "cutting",
    "SHAMED": "cutting",
}
"""The part of the model a truth value is there for; others are always there."""


def purpose(view: View) -> Iterator[str]:
    """What the model is for, what this scenario asks, and which patterns the model is judged by."""
    scenario, regime = view.scenario, view.regime
    harms = any(each.key in _HARMS for each in acting(view))
    title, people, rounds = as_written(scenario.title), people_words(scenario), rounds_words(scenario)
    asked = prose.PURPOSE_SCENARIO if harms else prose.PURPOSE_FREE
    yield prose.PURPOSE
    yield asked.format(title=title, people=people, rounds=rounds)
    if harms:
        said = ((name, paragraphs(type(regime.instrument(name)).__doc__)) for name in _at_work(view))
        yield bullets([f"**{name}**: {typeset(' '.join(text))}" for name, text in said])
    yield prose.COUNTERFACTUAL
    yield prose.PATTERNS
    yield bullets(list(_patterns(view)))
    yield f"{prose.PATTERNS_AFTER} {typeset(PATTERNS.caveat)}"


def _at_work(view: View) -> Iterator[str]:
    """The instruments by which a part of the model acts; enrolment of everybody is there and does nothing."""
    used = {path.split(".")[1] for part in acting(view) for path in part.parameters if path.startswith("regime.")}
    yield from (name for name in view.regime.active() if name in used)


def _patterns(view: View) -> Iterator[str]:
    used = {name for part in acting(view) for name in part.published}
    for model in REPLICATIONS.values():
        if model.findings:
            continue
        bridge = f" **Acts here.** {typeset(model.bridge)}" if model.name in used else ""
        yield f"*{typeset(model.title)}* (`{model.name}`; {model.cited}).{bridge}"
    for item in PATTERNS.items:
        yield f"Finding (`patterns {item.name}`): {typeset(item.summary)}."


def entities(view: View) -> Iterator[str]:
    """Who and what there is, every variable it has, and the extent of the model in time and people."""
    yield prose.ENTITIES
    yield prose.TRAITS
    yield table(
        ("trait", "meaning"), [(name, meaning) for name, meaning, _ in trait_words(view.scenario.society.traits)]
    )
    yield prose.STATE
    yield table(("variable", "kind", "meaning"), list(_state(view.needs)))
    at_work = {part.key for part in acting(view)}
    yield prose.FLAGS
    flags = ((str(flag.name), kind) for kind in (Standing, Mark, Past) for flag in kind)
    shown = [_flag(name, kind) for name, kind in flags if _FLAGS.get(name, "watching") in at_work]
    yield table(("truth value", "of", "meaning"), shown)
    yield prose.OTHER_STATE
    others = [each[1:] for each in prose.OTHER_VARIABLES if each[0] in ("", *at_work)]
    yield table(("entity", "variable", "meaning"), others)
    society = view.scenario.society
    yield prose.SCALES.format(
        rounds=rounds_words(view.scenario),
        # What stands behind the semicolon: what a round is.
        round_meaning=sentence(str(Scenario.model_fields["rounds"].description).partition(";")[2]),
        people=people_words(view.scenario),
        online=layer_name(society.online),
        offline=layer_name(society.offline),
    )
    yield prose.STORED


def _state(needs: Needs) -> Iterator[tuple[str, str, str]]:
    kinds = field_kinds(State)
    for name, text in field_texts(State).items():
        if name not in _OF_TIES and (name not in _OPTIONAL or getattr(needs, _OPTIONAL[name])):
            kind = KINDS[kinds[name]]
            yield f"`{name}`", kind, typeset(prose.VARIABLES.get(name) or text)


def _flag(name: str, kind: type[IntFlag]) -> tuple[str, str, str]:
    text = prose.VARIABLES.get(name) or field_texts(kind)[name]
    return name.lower().replace("_", " "), f"`{kind.__name__.lower()}`", typeset(text)


def process(view: View) -> Iterator[str]:
    """The steps of a round from the engine's own table, with the parts of the model that act in each."""
    at_work = acting(view)
    yield prose.PROCESS
    heads = ("step", "name", "what happens", "parts of the model at work (element 7)")
    yield table(heads, list(_steps(at_work)))
    yield prose.PROCESS_AFTER
    yield prose.PROCESS_WHY


def _steps(at_work: Iterable[object]) -> Iterator[tuple[str, str, str, str]]:
    here = set(at_work)
    for number, phase in enumerate(PHASES, start=1):
        parts = [part.title for part in SUBMODELS if part in here and part.phase == phase.name]
        yield str(number), f"`{phase.name}`", typeset(phase.sentence), "; ".join(parts) or "–"


def off_words(view: View) -> str:
    """The parts of the model that this scenario leaves neutral, in one line."""
    names = "; ".join(each.title.lower() for each in at_rest(view))
    return prose.OFF.format(names=names) if names else prose.NOTHING_OFF


def people_words(scenario: Scenario) -> str:
    """How many people there are; with a network file, that it says."""
    return (
        "as many invented people as the network file has"
        if scenario.society.file
        else (f"{scenario.society.population:,} invented people")
    )


def rounds_words(scenario: Scenario) -> str:
    """How many rounds are played."""
    return "one round" if scenario.rounds == 1 else f"{scenario.rounds:,} rounds"
