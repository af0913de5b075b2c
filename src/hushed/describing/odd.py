"""The ODD description of a scenario: seven elements, each written from the code and the scenario's values.

Source of the protocol: Grimm et al. (2020), Journal of Artificial Societies and Social Simulation 23(2), 7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import Any, NamedTuple

from hushed.describing import concepts, details, overview, prose, references
from hushed.describing.parameters import Row, file_layers, rows
from hushed.describing.submodels import View, acting, at_rest, view_of
from hushed.describing.typeset import as_written
from hushed.outcomes import OUTCOMES
from hushed.results.markdown import filled
from hushed.scenario.schema import Scenario

_WRITERS: tuple[Callable[[View], Iterator[str]], ...] = (
    overview.purpose,
    overview.entities,
    overview.process,
    concepts.concepts,
    details.initialization,
    details.input_data,
    details.submodels,
)


class Element(NamedTuple):
    """One element of the protocol: its number from 1, its heading, and its text in Markdown."""

    number: int
    heading: str
    text: str


class Odd(NamedTuple):
    """A description: title, what stands before the elements, the seven elements, and what stands after them."""

    title: str
    head: str
    elements: tuple[Element, ...]
    tail: str
    parameters: tuple[Row, ...]
    acting: tuple[str, ...]
    neutral: tuple[str, ...]

    def markdown(self) -> str:
        """The whole description as one Markdown document."""
        parts = [f"# {as_written(self.title)}: ODD description", self.head]
        parts += [f"## {each.number} {each.heading}\n\n{each.text}" for each in self.elements]
        return "\n\n".join((*parts, self.tail)) + "\n"

    def as_json(self) -> dict[str, Any]:
        """The description as plain dictionaries, lists and text, with every outcome's unit, formula and sentence."""
        measured = {name: (each.unit, each.formula, each.sentence) for name, each in OUTCOMES.items()}
        keys = ("unit", "formula", "sentence")
        return {
            "title": self.title,
            "notice": prose.NOTICE,
            "elements": [each._asdict() for each in self.elements],
            "parameters": [row._asdict() for row in self.parameters],
            "acting": list(self.acting),
            "neutral": list(self.neutral),
            "outcomes": {name: dict(zip(keys, said, strict=True)) for name, said in measured.items()},
        }


def odd_of(scenario: Scenario) -> Odd:
    """Describe the model that a scenario runs; nothing is drawn, read or run, and no network file is named."""
    view = view_of(scenario)
    texts = ("\n\n".join(_wrapped(part) for part in write(view)) for write in _WRITERS)
    elements = tuple(
        Element(number, heading, text)
        for number, (heading, text) in enumerate(zip(prose.ELEMENTS, texts, strict=True), start=1)
    )
    head = prose.HEAD.format(version=version("hushed"))
    said = "\n".join((head, *(each.text for each in elements)))
    tail = "\n\n".join((*_repeat(view), "## References", "\n\n".join(map(_wrapped, references.listed(said)))))
    return Odd(
        title=scenario.title,
        head=f"*{prose.NOTICE}*\n\n{_wrapped(head)}",
        elements=elements,
        tail=tail,
        parameters=rows(view),
        acting=tuple(each.title for each in acting(view)),
        neutral=tuple(each.title for each in at_rest(view)),
    )


def _repeat(view: View) -> Iterator[str]:
    scenario = view.scenario
    # The digest of a scenario that names a file would tell whoever guesses the name that it is right.
    digest = "" if file_layers(view) else f" Scenario (SHA-256 of its canonical form): `{scenario.digest()}`."
    yield f"## {prose.REPEAT}"
    yield _wrapped(prose.REPEAT_TEXT.format(seed=scenario.seed, version=version("hushed"), digest=digest))
    yield f"```toml\n{details.scenario_text(view)}```"


def _wrapped(part: str) -> str:
    """A paragraph filled to the page; lists, tables, headings and code as they are."""
    return part if part.startswith(("- ", "1. ", "| ", "#", "```")) else filled(part)
