"""What stands at the end of an item's run has a unit and a sentence; panels say what their axes carry."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from pathlib import Path
from typing import Any

import pytest

from hushed import replications
from hushed.cli import replicated
from hushed.replications.meanings import Meaning, ended, where
from hushed.replications.panels import Panel, Series
from hushed.replications.registry import REPLICATIONS
from hushed.replications.targets import Docking
from hushed.results.table import spoken

SMALLEST: dict[tuple[str, str], list[dict[str, Any]]] = {
    ("daymude-2025", "trial"): [{"population": 50, "rounds": 5}],
    ("spiral-of-silence", "run"): [{"people": 30, "links": 2, "runs": 2}],
    ("expression-game", "run"): [{"duration": 5.0}],
    ("expression-game", "equilibria"): [{}],
    ("expression-game", "agents"): [{"people": 40, "sweeps": 5}],
    ("silence-hysteresis", "run"): [{"network_duration": 50.0, "duration": 5.0}],
    ("silence-hysteresis", "scan"): [{"points": 2, "network_duration": 50.0, "duration": 5.0}],
    ("silence-hysteresis", "people"): [
        {"people": 60, "mean_degree": 4.0, "points": points, "first_tie_sweeps": 2, "tie_sweeps": 2, "sweeps": 2}
        for points in (1, 2)
    ],
    ("emperors-dilemma", "run"): [{"people": 25, "width": 5, "rounds": 5, "runs": runs} for runs in (1, 2)],
    ("digital-dystopia", "run"): [{"people": 50, "rounds": 5}],
    ("collective-sanctions", "run"): [{"people": 3, "rounds": 3, "replicates": 2}],
    ("thresholds", "run"): [{"population": 20, "crowds": crowds} for crowds in (1, 2)],
    ("network-scoring", "run"): [{"people": 30, "replicates": 1, "rounds": 5}],
}
"""Every item that has no targets to print, at settings that are soon played and together give all its figures."""
PATTERN: dict[str, Any] = {"population": 200, "replicates": 2}
ROOMS = {name: name.replace("-2025", "").replace("-", "_") for name in REPLICATIONS}


def played(model: str, item: str) -> list[Docking]:
    return [REPLICATIONS[model].run(item, settings=settings) for settings in SMALLEST[model, item]]


def explained_in(room: str) -> set[str]:
    """Every figure that a room of the replications says something of."""
    package = importlib.import_module(f"{replications.__name__}.{room}")
    found = [package] + [
        importlib.import_module(f"{package.__name__}.{one.name}") for one in pkgutil.iter_modules(package.__path__)
    ]
    return {name for module in found for name in vars(module).get("MEANINGS", {})}


def words_in(text: str) -> set[str]:
    return set(re.findall(r"[\w']+", text))


def test_the_smallest_settings_are_those_of_every_item_without_targets() -> None:
    assert set(SMALLEST) == {
        (model.name, item.name) for model in REPLICATIONS.values() for item in model.items if not item.has_targets
    }


@pytest.mark.parametrize("columns", [80, 130])
@pytest.mark.parametrize(("model", "item"), SMALLEST)
def test_every_row_that_is_printed_has_a_unit_and_a_sentence(
    model: str,
    item: str,
    columns: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for docking in played(model, item):
        replicated.report(REPLICATIONS[model], [docking], [], quiet=False, as_json=False)
        said = capsys.readouterr().out
        final, meanings = docking.as_json()["final"], docking.as_json()["meanings"]
        assert final
        assert meanings.keys() == final.keys()
        for name, meaning in meanings.items():
            assert meaning["unit"]
            assert re.fullmatch(r"[A-Z0-9].{10,}\.", meaning["meaning"]), meaning
            # Cells are wrapped beside each other, so of a sentence the words are looked for.
            told = f"{spoken(name)} {meaning['unit']} {meaning['meaning']}"
            assert words_in(told) <= words_in(said), told
        assert ("Units:" in said) == (columns < 110)


@pytest.mark.parametrize("model", [name for name in REPLICATIONS if name != "patterns"])
def test_nothing_is_explained_that_never_appears(model: str) -> None:
    told: set[str] = set()
    for name, item in SMALLEST:
        if name == model:
            told |= {figure for docking in played(name, item) for figure in docking.results["final"]}
    numbered = {name for name in told if re.fullmatch(r"p1, p2 of \d+", name)}
    assert told - numbered == explained_in(ROOMS[model])


@pytest.mark.parametrize(
    ("item", "settings"),
    [
        ("climate", {"encouragements": [0.0, 4.0], "severities": [0.6, 1.5], "circles": [20], "settled": 2}),
        ("threats", {"severities": [0.2, 0.6], "cautions": [0.0, 1.0]}),
        ("enrolment", {"rounds": 3}),
        ("shock", {"settling": 2, "before": 3, "after": 4, "shocks": [0.1, 0.3]}),
        ("informers", {"rounds": 3, "informers": [0.0, 0.1, 0.2]}),
        ("backlash", {"settling": 2, "watched": 2, "encouragements": [0.0, 2.0], "indignations": [0.0, 2.0]}),
        (
            "channels",
            {"days": 2, "severities": [0.6, 1.2], "shares": [0.0, 0.1]}
            | {"tolerances": [0.02, 0.05], "searched": [1.2, 1.6], "recruited": [0.01, 0.05]},
        ),
    ],
)
def test_the_figures_of_a_pattern_are_those_it_explains(item: str, settings: dict[str, Any]) -> None:
    docking = REPLICATIONS["patterns"].run(item, settings={**PATTERN, **settings})
    module = importlib.import_module(f"{replications.__name__}.patterns.{item}")
    assert list(docking.results["final"]) == list(docking.results["meanings"])
    assert set(docking.results["final"]) == set(module.MEANINGS)
    assert all(one["unit"] and one["meaning"].endswith(".") for one in docking.results["meanings"].values())


def test_a_figure_without_a_meaning_is_not_told() -> None:
    meanings = {"tide": Meaning("metres", "How high the water stands.")}
    assert ended({"tide": 2.0}, meanings)["meanings"] == {
        "tide": {"unit": "metres", "meaning": "How high the water stands."}
    }
    with pytest.raises(KeyError):
        ended({"tide": 2.0, "wind": 1.0}, meanings)
    assert where("At noon", meanings, "noon_{}") == {
        "noon_tide": Meaning("metres", "At noon: how high the water stands.")
    }


def test_an_axis_of_a_quantity_is_never_without_a_label() -> None:
    series = (Series("hushed", [0.0, 1.0], [0.0, 2.0]),)
    places: tuple[str, ...] = ("ebb", "flow")
    for x, y, ticks in (("", "height, in metres", ()), ("hour", "", ()), ("", "", places)):
        with pytest.raises(ValueError, match="an axis must say what it carries"):
            Panel("The tide rises", x, y, series, ticks=ticks)
    assert Panel("The tide rises", "", "height, in metres", series, ticks=places).ticks == places


COUNTED = re.compile(
    r"share|chance|correlation|percent|per 100 people|rioters|people|round|step|\bin (score|sd|value|utility|units)"
    r"|multiple of|per (unit|value)|probability|friends with|network|society|noise /"
)
"""What tells the unit of an axis, or that its places are named and not measured."""


def test_every_label_of_a_panel_that_is_written_out_tells_a_unit() -> None:
    labels: list[str] = []
    for source in Path(replications.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Panel":
                labels += [str(one.value) for one in node.args[1:3] if isinstance(one, ast.Constant) and one.value]
    assert len(labels) > 40
    assert [label for label in labels if not COUNTED.search(label)] == []
