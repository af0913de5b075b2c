"""The pictures as functions: axes of their own or those given, units on every axis, and a clear no to other results."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import hushed
from hushed import figures
from hushed.figures import style

SMALL = {"population": 200, "rounds": 6, "changes": ["regime.enrolment.share=1.0"]}


@pytest.fixture(scope="module")
def subjects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Something to draw for each function."""
    sesame, place = hushed.read_scenario("sesame-credit", **SMALL), tmp_path_factory.mktemp("studies")
    head = 'study = 1\nscenario = "sesame-credit"\nreplicates = 2\noutcomes = ["chill"]\n'
    head += '[set]\nrounds = 3\n"society.population" = 100\n[levers]\n'
    (place / "grid.toml").write_text(
        head + '"regime.scoring.severity" = [0.1, 0.5]\n"regime.scoring.form" = ["uniform"]\n'
    )
    (place / "range.toml").write_text(head + '"regime.scoring.severity" = { low = 0.1, high = 0.6 }\n')
    run = hushed.run(sesame, replicates=2)
    return {
        "speech": run,
        "scores": run,
        "losses": run,
        "course": hushed.compare(sesame, without="scoring", replicates=2),
        "waterfall": hushed.attribute(sesame, replicates=2),
        "recovery": hushed.recover(sesame, abolish="all", replicates=2),
        "hysteresis": hushed.scan(sesame, "regime.scoring.severity", start=0, end=1, steps=3, hold=2, replicates=2),
        "safeguards": hushed.what_restores(sesame, replicates=2, largest=1, reaction=False),
        "doses": hushed.what_restores(sesame, replicates=2, largest=1, reaction=False),
        "sweep": hushed.sweep(place / "grid.toml", place / "swept", executor="in-process"),
        "sensitivity": hushed.sensitivity(place / "range.toml", place / "told", samples=4, executor="in-process"),
    }


def test_the_face_is_all_there_and_light() -> None:
    assert set(figures.__all__) <= set(dir(figures))
    assert hushed.figures is figures
    for name in figures.__all__:
        assert callable(getattr(figures, name))
    with pytest.raises(AttributeError, match="no attribute 'posts'"):
        figures.posts  # noqa: B018
    script = "import sys, hushed.figures; assert not {'matplotlib', 'xarray', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize("name", figures.__all__)
def test_each_draws_on_its_own_sheet_or_on_axes_that_are_given(subjects: dict[str, Any], name: str) -> None:
    draw: Callable[..., Axes] = getattr(figures, name)
    alone = draw(subjects[name])
    assert isinstance(alone, Axes)
    picture = style.svg(alone.figure)
    assert picture == style.svg(draw(subjects[name]).figure), "the same subject, the same bytes"
    given = Figure().add_subplot()
    assert draw(subjects[name], given) is given
    assert given.has_data()


@pytest.mark.parametrize("name", figures.__all__)
def test_every_axis_says_what_it_counts(subjects: dict[str, Any], name: str) -> None:
    axes: Axes = getattr(figures, name)(subjects[name])
    axes.figure.canvas.draw()
    # Shares carry their per cent signs; other numbers are named with their unit beside the axis or above it.
    words = " ".join(
        [axes.get_xlabel(), axes.get_ylabel(), axes.get_title(loc="left"), *(t.get_text() for t in axes.texts)]
    )
    assert axes.get_xlabel(), name
    vertical = [tick.get_text() for tick in axes.get_yticklabels()]
    named = any(word in words for word in ("score", "Score", "cost")) or not any(map(_is_number, vertical))
    assert named or any("%" in tick for tick in vertical), (name, vertical, words)


def _is_number(text: str) -> bool:
    try:
        float(text.replace("−", "-"))
    except ValueError:
        return False
    return True


def test_another_kind_of_result_is_refused_by_name(subjects: dict[str, Any]) -> None:
    for draw, wrong, right in (
        (figures.speech, subjects["recovery"], "recovery"),
        (figures.recovery, subjects["speech"], "speech"),
        (figures.waterfall, subjects["speech"], "speech"),
        (figures.hysteresis, subjects["waterfall"], "waterfall"),
        (figures.safeguards, subjects["sweep"], "sweep"),
        (figures.sweep, subjects["safeguards"].dataset, "safeguards"),
    ):
        with pytest.raises(hushed.InputError, match=f"draw it with hushed.figures.{right}"):
            draw(wrong)


def test_an_outcome_that_is_not_there_is_refused_with_the_nearest(subjects: dict[str, Any]) -> None:
    with pytest.raises(hushed.InputError, match="'ties_cut'"):
        figures.recovery(subjects["recovery"], outcome="tie_cut")
    with pytest.raises(hushed.InputError, match="'chill'"):
        figures.sweep(subjects["sweep"], outcome="chil")
    with pytest.raises(hushed.InputError, match="severity"):
        figures.sweep(subjects["sweep"], over="regime.scoring.severty")
    with pytest.raises(hushed.InputError, match="bystander_chill"):
        figures.course(subjects["course"], outcome="bystander_chil")


def test_a_study_is_drawn_point_by_point(subjects: dict[str, Any]) -> None:
    dataset = subjects["sweep"]
    axes = figures.sweep(dataset, over="regime.scoring.severity")
    dots = next(line for line in axes.lines if line.get_linestyle() == "None")
    assert dots.get_ydata().tolist() == pytest.approx(dataset["chill"].values.mean(axis=1).tolist())
    assert axes.get_xlabel() == "scoring severity (score)"
    named = figures.sweep(dataset, over="regime.scoring.form")
    assert [tick.get_text() for tick in named.get_xticklabels()] == ["uniform"]
