"""The whole page: every part, and once for all of them the assumptions, limits, methods and sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from hushed.bibliography.publications import in_order
from hushed.errors import InputError
from hushed.figures import style
from hushed.report.assumptions import ASSUMED, Assumption, assumptions, minimal_toml
from hushed.report.drawing import COLOURS, Easel
from hushed.report.limits import limits
from hushed.report.mechanisms import Mechanism, mechanisms
from hushed.report.methods import methods
from hushed.report.parts.attribution import attribution_part
from hushed.report.parts.comparison import comparison_part
from hushed.report.parts.own import own_part
from hushed.report.parts.recovery import recovery_part
from hushed.report.parts.run import run_part
from hushed.report.parts.safeguards import safeguards_part
from hushed.report.parts.scan import scan_part
from hushed.report.parts.study import study_part
from hushed.report.pieces import Number, Part
from hushed.report.reading import Result, read_result
from hushed.report.references import software_bibtex, software_text
from hushed.results.contents import made_sense_of
from hushed.scenario.schema import Scenario

if TYPE_CHECKING:
    from jinja2 import Environment

_PARTS: dict[str, Callable[[Result, Easel], Part]] = {
    "run": run_part,
    "comparison": comparison_part,
    "attribution": attribution_part,
    "recovery": recovery_part,
    "scan": scan_part,
    "safeguards": safeguards_part,
    "study": study_part,
}
MOST_RESULTS = 20
"""Results that one page holds; more would be read by nobody."""


Groups: TypeAlias = dict[str, list[Assumption]]
_FEW = 8


class World(NamedTuple):
    """A scenario that one or several parts were played with, and what it assumes."""

    parts: tuple[int, ...]
    "Numbers of the parts, from 1."
    groups: Groups
    sourced: bool
    "Whether any of the values is taken from a source."
    toml: str
    mechanisms: list[Mechanism]
    loaded: str
    like: int
    "The part as whose scenario this one is, but for the values listed; 0 where all are listed."


@style.by_default()
def report_html(folders: Sequence[str | Path]) -> str:
    """One self-contained page from results; the same results give the same page.

    Raises InputError for no or too many results, and for a folder that is none or that holds nothing to tell.
    """
    if not 1 <= len(folders) <= MOST_RESULTS:
        raise InputError(f"{len(folders)} results: a report is made of 1 to {MOST_RESULTS}")
    results = [read_result(Path(folder)) for folder in folders]
    easel = Easel()
    parts = [_told(result, easel) for result in results]
    worlds = _worlds(parts)
    sources = _sources(parts, worlds)
    return (
        _typesetter()
        .get_template("report.html")
        .render(
            title=_title(parts),
            notice=style.HONESTY,
            parts=parts,
            worlds=worlds,
            limits=limits(parts),
            methods=methods(parts),
            references=in_order(sources),
            version=version("hushed"),
            cited=software_text(version("hushed")),
            bibtex=[software_bibtex(version("hushed")), *(each.bibtex(key) for key, each in in_order(sources))],
            colours=COLOURS,
        )
    )


def _told(result: Result, easel: Easel) -> Part:
    with made_sense_of(result.path):
        return _part(result, easel)


def _part(result: Result, easel: Easel) -> Part:
    if result.kind != "study" and "model" in result.dataset.attrs:
        return own_part(result, easel)
    part = _PARTS[result.kind](result, easel)
    return _analysed(result, part, easel) if result.kind == "study" else part


def _analysed(result: Result, part: Part, easel: Easel) -> Part:
    """The part of a study with what its outcomes hang on, where its design is for that and every point is there."""
    from hushed.report.parts.sensitivity import with_sensitivity
    from hushed.studies.folder import STUDY
    from hushed.studies.reader import read_study
    from hushed.studies.sensitivity import analysis_of, method_of

    study = read_study(result.path / STUDY, check=False)
    if method_of(study) is None:
        return part
    if not bool(result.dataset["done"].all()):
        missing = "Points are missing, so nothing can be said of which parameters matter."
        return part._replace(cautions=(*part.cautions, missing))
    return with_sensitivity(part, analysis_of(study, result.dataset), easel)


def _worlds(parts: Sequence[Part]) -> list[World]:
    """Scenarios in the order of the parts; those that are equal, and as much of which acts, are told once."""
    found: dict[tuple[Scenario, bool], list[int]] = {}
    for number, part in enumerate(parts, start=1):
        found.setdefault((part.scenario, part.own_model), []).append(number)
    told = {key: assumptions(key[0], people_alone=key[1]) for key in found}
    first = next(iter(found))
    return [
        World(
            tuple(numbers),
            _other(told[scenario, own], told[first]) if _alike((scenario, own), first, told) else told[scenario, own],
            any(each.source != ASSUMED for group in told[scenario, own].values() for each in group),
            minimal_toml(scenario),
            [] if _alike((scenario, own), first, told) else mechanisms(scenario, people_alone=own),
            parts[numbers[0] - 1].loaded,
            found[first][0] if _alike((scenario, own), first, told) else 0,
        )
        for (scenario, own), numbers in found.items()
    ]


def _alike(key: tuple[Scenario, bool], first: tuple[Scenario, bool], told: Mapping[Any, Groups]) -> bool:
    """Whether a scenario is so like the first that what differs says more than all of it: the same things act."""
    same = [[each.path for group in told[one].values() for each in group] for one in (key, first)]
    few = sum(len(group) for group in _other(told[key], told[first]).values()) <= _FEW
    return key != first and key[1] == first[1] and same[0] == same[1] and few


def _other(groups: Groups, first: Groups) -> Groups:
    """The assumptions that are not among the first scenario's."""
    found = {name: [each for each in group if each not in first.get(name, [])] for name, group in groups.items()}
    return {name: group for name, group in found.items() if group}


def _sources(parts: Sequence[Part], worlds: Sequence[World]) -> set[str]:
    used = {key for part in parts for key in part.sources}
    return used | {key for world in worlds for mechanism in world.mechanisms for key in mechanism.sources}


def _title(parts: Sequence[Part]) -> str:
    """The scenario's title, or the first and how many more there are."""
    titles = list(dict.fromkeys(part.title for part in parts))
    return titles[0] if len(titles) == 1 else f"{titles[0]}, and {len(titles) - 1} more"


@cache
def _typesetter() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("hushed.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.tests["number"] = lambda piece: isinstance(piece, Number)
    made.filters["unbroken"] = unbroken
    return made


def unbroken(text: str) -> str:
    """Text whose numbers keep their unit and sign on the same line."""
    for mark in (" %", " pt", " points", " rounds", " ± "):
        text = text.replace(mark, mark.replace(" ", "\N{NO-BREAK SPACE}"))
    return text
