"""Points of a study: what cannot be one is told before anything is played, without trying every one of many."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_studies import SMALL, small, written

from hushed.errors import InputError
from hushed.studies.reader import read_study

PLAIN = 'study = 1\nscenario = "free-society"\n'
SEVERITY = "'regime.scoring.severity'"


def message(folder: Path, text: str) -> str:
    with pytest.raises(InputError) as caught:
        read_study(written(folder, text))
    return str(caught.value).replace(f"{folder}/", "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{PLAIN}[[points]]\n{SEVERITY} = 1", 'study.toml:3: points: [[points]] are for design = "list"'),
        (
            f"{PLAIN}design = 'list'\n[levers]\n'regime.observation.surveillance' = [0.1]\n[[points]]\n{SEVERITY} = 1",
            "study.toml: a list design has its values in [[points]]; leave out the other tables",
        ),
        (SMALL.replace("rounds = 5", "title = 'x'"), "study.toml:7: set.title: cannot be set here: it is text"),
        (SMALL.replace("rounds = 5", "'.' = 5"), 'study.toml:7: set..: write a path, such as "regime.scoring'),
        (
            SMALL.replace("steps = 3", "steps = 10_000")
            + "'regime.observation.surveillance' = {low=0, high=1, steps=60}",
            "study.toml: this grid has 1,200,000 points; allowed: at most 1,000,000",
        ),
    ],
)
def test_a_design_that_cannot_be_made_is_told(tmp_path: Path, text: str, told: str) -> None:
    assert message(tmp_path, text).startswith(told)


def many(severities: list[float], *, forms: str = "'uniform', 'proportional'") -> str:
    """A grid of more points than are tried one by one."""
    varied = f"{SEVERITY} = {severities}\n'regime.scoring.form' = [{forms}]\n"
    return SMALL[: SMALL.index("[uncertainties]")] + f"[levers]\n{varied}'regime.observation.surveillance' = [0.1, 0.2]"


@pytest.mark.parametrize("at", [0, 299])
def test_a_value_that_is_not_allowed_is_told_once_among_many_points(tmp_path: Path, at: int) -> None:
    """Of many values of one parameter the least and the largest are tried; here one of them is below what may be."""
    severities = [0.1 + number / 1000 for number in range(300)]
    severities[at] = -1.0
    told = message(tmp_path, many(severities)).splitlines()
    assert len(told) == 1
    assert "severity" in told[0]
    assert "out of range; allowed: 0 or more" in told[0]


def test_every_one_of_a_few_values_is_tried_among_many_points(tmp_path: Path) -> None:
    severities = [0.1 + number / 1000 for number in range(300)]
    told = message(tmp_path, many(severities, forms="'uniform', 'proportinal'"))
    assert "did you mean 'proportional'" in told
    assert len(read_study(written(tmp_path, many(severities))).points) == 1_200


def test_a_study_full_of_mistakes_tells_some_of_them(tmp_path: Path) -> None:
    told = message(tmp_path, many([-1.0 - number for number in range(200)])).splitlines()
    assert 50 <= len(told) < 200
    assert len(set(told)) == len(told)


def test_what_is_no_file_is_told_in_short() -> None:
    name = "/".join(["x" * 100] * 5)
    with pytest.raises(InputError) as told:
        read_study(name)
    assert str(told.value) == f"{name[:300]}: no such file; a study is a TOML file, see docs/sweeps.md"
    with pytest.raises(InputError, match=r"^x+…?: cannot be read: File name too long$"):
        read_study("x" * 3_000)


def test_rehearsing_plays_a_moment_among_few_and_lets_mistakes_to_the_unit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hushed.studies import unit

    played: list[tuple[int, int]] = []
    real = unit.Simulation

    def watched(society: object, *arguments: object, **named: object) -> object:
        simulation = real(society, *arguments, **named)
        step = simulation.step
        sizes = society.size  # type: ignore[attr-defined]
        monkeypatch.setattr(simulation, "step", lambda *a, **k: (played.append((sizes, 1)), step(*a, **k))[1])
        return simulation

    monkeypatch.setattr(unit, "Simulation", watched)
    study = small(tmp_path, SMALL.replace("= 60", "= 5_000"))
    unit.rehearse(study.recipe(3))
    assert {people for people, _ in played} == {300}
    assert len(played) == 2, "two rounds, one replicate"
    wrong = json.loads(study.recipe(0))
    wrong["set"] |= {"regime.scoring.severity": -1}
    unit.rehearse(json.dumps(wrong))
    assert len(played) == 2


def test_a_loaded_network_is_rehearsed_with_its_own_people(tmp_path: Path) -> None:
    from hushed.studies.unit import rehearse

    written(tmp_path, "".join(f"{at},{at + 1}\n" for at in range(40)), "ties.csv")
    study = small(
        tmp_path,
        SMALL.replace('"society.population" = 60', "'society.online' = { generator = 'file', path = 'ties.csv' }"),
    )
    assert study.people == 41
    rehearse(study.recipe(0))


def test_too_little_memory_fails_a_unit_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hushed.studies import unit
    from hushed.studies.work import Job

    def full(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(unit, "_societies", unit._Societies())
    monkeypatch.setattr(unit, "build_society", full)
    report = unit.run_unit(Job(small(tmp_path).recipe(0), 0))
    assert (report.status, report.stage, report.message) == ("failed", "society", "there is not enough memory for this")


def test_societies_that_do_not_fit_into_the_memory_for_them_make_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest goes first; what is drawn again is the same."""
    from hushed.studies import unit
    from hushed.studies.work import Job

    drawn, build = [], unit.build_society
    monkeypatch.setattr(unit, "build_society", lambda *a, **k: drawn.append(k["replicate"]) or build(*a, **k))
    study = small(tmp_path)
    size = unit._bytes_of(study.scenario.society, build(study.scenario.society, seed=1, replicate=0), beliefs=False)
    monkeypatch.setattr(unit, "_CACHED_BYTES", 4 * size)
    monkeypatch.setattr(unit, "_societies", unit._Societies())
    first = unit.run_unit(Job(study.recipe(0), 0))
    assert unit.run_unit(Job(study.recipe(1), 1)).status == "done"
    assert drawn == [0, 1, 2], "the next point has the same people"
    unit.run_unit(Job(study.recipe(2), 2))
    assert drawn == [0, 1, 2] * 2
    assert unit._societies._bytes <= 4 * size
    assert unit.run_unit(Job(study.recipe(0), 0)).payload == first.payload
    assert len(drawn) > 6
