"""Every number in a report is what an independent reading of the stored files gives, and so is its interval."""

from __future__ import annotations

import csv
import math
import statistics
from itertools import pairwise
from pathlib import Path

import pytest
from report_pages import Found, Page, Stored, apart, mean_and_interval, ratio, shapley

import hushed
from hushed.outcomes import OUTCOMES
from hushed.studies.exporting import export_study


def check(page: Page, key: str, expected: Found) -> None:
    """The number under a key, wherever it stands, is the one expected, and its words round it."""
    shown = [page.of(summary=inside).get(key) for inside in (True, False)]
    assert any(shown), key
    for found in [each for each in shown if each]:
        assert found.value == pytest.approx(expected.value, rel=1e-9, abs=1e-12), key
        if expected.ends is None:
            assert found.ends is None, key
        else:
            assert found.ends == pytest.approx(expected.ends, rel=1e-7, abs=1e-10), key
        assert said(found.text, found.value), (key, found.text, found.value)


def said(text: str, value: float) -> bool:
    """Whether the words of a number round it: as it is or in hundredths, with or without its sign."""
    first = text.split()[0].replace("−", "-").replace("+", "")
    digits = len(first.partition(".")[2])
    return any(f"{abs(scale * value):.{digits}f}" == first.lstrip("-") for scale in (1.0, 100.0))


def all_checked(page: Page, expected: dict[str, Found]) -> None:
    keys = page.of(summary=True).keys() | page.of(summary=False).keys()
    assert keys == expected.keys(), keys ^ expected.keys()
    for key, value in expected.items():
        check(page, key, value)


def of_keys(page: Page, columns: dict[str, object]) -> dict[str, Found]:
    """What each number of the form outcome|column must be."""
    keys = page.of(summary=True).keys() | page.of(summary=False).keys()
    pairs = [key.split("|") for key in keys if key.count("|") == 1]
    return {f"{name}|{column}": columns[column](name) for name, column in pairs if column in columns}  # type: ignore[operator]


def test_a_run(results: Path, pages: dict[str, str]) -> None:
    page, stored = Page(pages["run"]), Stored(results / "run")
    free = hushed.load(results / "run")["left_free"]
    columns = {
        "last": lambda name: mean_and_interval(stored.last(name)),
        "mean": lambda name: mean_and_interval([statistics.fmean(each) for each in stored.values(name)]),
        "free": lambda name: mean_and_interval(free.sel(outcome=name).values.tolist()),
    }
    all_checked(page, of_keys(page, columns))
    assert {"voice_share|last", "chill|last", "bystander_chill|last", "third_party_loss|last"} <= page.of(
        summary=True
    ).keys()


def test_a_comparison(results: Path, pages: dict[str, str]) -> None:
    page, stored = Page(pages["comparison"]), Stored(results / "comparison")
    as_is, changed = "as it is", "without association"
    columns = {
        "as_is": lambda name: mean_and_interval(stored.last(name, arm=as_is)),
        "changed": lambda name: mean_and_interval(stored.last(name, arm=changed)),
        "difference": lambda name: mean_and_interval(
            apart(stored.last(name, arm=changed), stored.last(name, arm=as_is))
        ),
    }
    all_checked(page, of_keys(page, columns))
    assert "chill|difference" in page.of(summary=True)


def test_an_attribution(results: Path, pages: dict[str, str]) -> None:
    page, stored = Page(pages["attribution"]), Stored(results / "attribution")
    labels = {row["subset"] for row in stored.rows}
    whole = max(labels, key=lambda label: label.count("+"))
    names = whole.split("+")

    def at(name: str, subset: frozenset[str]) -> list[float]:
        label = "+".join(each for each in names if each in subset) or "none"
        return stored.last(name, over="last", subset=label)

    every, none = frozenset(names), frozenset[str]()
    total = apart(at("chill", every), at("chill", none))
    columns = {
        "as_is": lambda name: mean_and_interval(at(name, every)),
        "none": lambda name: mean_and_interval(at(name, none)),
        "total": lambda name: mean_and_interval(apart(at(name, every), at(name, none))),
    }
    expected = of_keys(page, columns)
    expected |= {"as_is": expected["chill|as_is"], "none": expected["chill|none"], "total": mean_and_interval(total)}
    tables = {
        replicate: shapley(lambda subset, at_=place: at("chill", subset)[at_], names)
        for place, replicate in enumerate(stored.replicates)
    }
    for name in names:
        expected[f"share|{name}"] = mean_and_interval([tables[each][name] for each in stored.replicates])
        expected[f"alone|{name}"] = mean_and_interval(apart(at("chill", every - {name}), at("chill", every)))
    all_checked(page, expected)


def test_a_recovery(results: Path, pages: dict[str, str]) -> None:
    page, stored = Page(pages["recovery"]), Stored(results / "recovery")
    arms = ("never introduced", "never abolished", "abolished")
    columns = {
        arm.replace(" ", "_"): (lambda name, arm=arm: mean_and_interval(stored.last(name, arm=arm))) for arm in arms
    }
    columns["left"] = lambda name: mean_and_interval(
        apart(stored.last(name, arm="abolished"), stored.last(name, arm="never introduced"))
    )
    expected = of_keys(page, columns)
    never, as_is, gone = (stored.values("voice_share", arm=arm) for arm in arms)
    expected["voice_share|before"] = mean_and_interval([each[3] for each in gone])
    expected["voice_share|share_back"] = ratio(
        apart([each[-1] for each in gone], [each[-1] for each in as_is]),
        apart([each[-1] for each in never], [each[-1] for each in as_is]),
    )
    expected["voice_share|half_life"] = mean_and_interval(
        [half_life(apart(one[4:], other[4:])) for one, other in zip(gone, as_is, strict=True)]
    )
    all_checked(page, expected)


def half_life(gained: list[float]) -> float:
    return next(place for place, each in enumerate(gained, start=1) if each / gained[-1] >= 0.5)


def test_a_scan(results: Path, pages: dict[str, str]) -> None:
    page, stored = Page(pages["scan"]), Stored(results / "scan")
    at = [2, 5, 8, 11, 14, 17, 20]
    values = [0.0, 1 / 3, 2 / 3, 1.0]

    def held(name: str) -> list[list[float]]:
        return [[rounds[place] for place in at] for rounds in stored.values(name)]

    columns = {
        "start": lambda name: mean_and_interval([each[0] for each in held(name)]),
        "turn": lambda name: mean_and_interval([each[3] for each in held(name)]),
        "again": lambda name: mean_and_interval([each[-1] for each in held(name)]),
        "left": lambda name: mean_and_interval([each[-1] - each[0] for each in held(name)]),
    }
    expected = of_keys(page, columns)
    speech = held("voice_share")
    gaps = [apart(each[3:][::-1], each[:4]) for each in speech]
    expected["gap"] = mean_and_interval([sum((a + b) / 2 / 3 for a, b in pairwise(gap)) for gap in gaps])
    if "left" in page.of(summary=True):
        expected["left"] = mean_and_interval([each[-1] - each[0] for each in speech])
    if "lag" in page.of(summary=True):
        expected["lag"] = mean_and_interval([lag(each, values) for each in speech])
    all_checked(page, expected)


def lag(speech: list[float], values: list[float]) -> float:
    """How much lower the parameter is on the way back when half of what was lost is said again."""
    half = (speech[0] + speech[3]) / 2

    def crossing(line: list[float], *, last: bool) -> float:
        found = []
        for (v0, y0), (v1, y1) in pairwise(zip(values, line, strict=True)):
            if (y0 >= half) != (y1 >= half):
                found.append(v0 + (half - y0) / (y1 - y0) * (v1 - v0))
        return found[-1 if last else 0] if found else math.nan

    return crossing(speech[:4], last=False) - crossing(speech[3:][::-1], last=True)


def test_safeguards(results: Path, pages: dict[str, str]) -> None:
    page, stored = Page(pages["safeguards"]), Stored(results / "safeguards")
    policies = {row["policy"] for row in stored.rows}
    everything = max(policies, key=lambda label: label.count("+"))

    def of(policy: str) -> list[float]:
        return [float(row["restored"]) for row in stored.rows if row["policy"] == policy]

    expected = {
        "as_is": mean_and_interval(of("no safeguard")),
        "altogether": mean_and_interval(of(everything)),
        "reacting_alone": mean_and_interval(of("no safeguard, authority reacts")),
    }
    for key in page.of(summary=True).keys() | page.of(summary=False).keys():
        name, _, column = key.partition("|")
        spoken = name.replace("_", " ")
        if column == "restored":
            expected[key] = mean_and_interval(of(spoken))
        elif column == "gained":
            expected[key] = mean_and_interval(apart(of(spoken), of("no safeguard")))
        elif column == "reacted":
            expected[key] = mean_and_interval(of(f"{spoken}, authority reacts"))
    all_checked(page, expected)


def test_a_study(results: Path, pages: dict[str, str], tmp_path: Path) -> None:
    page = Page(pages["study"])
    with open(export_study(results / "study", tmp_path / "study.csv"), newline="") as file:
        rows = list(csv.DictReader(file))
    points = sorted({int(row["point"]) for row in rows})
    expected = {}
    for name in ("chill", "ties_cut"):
        found = [
            mean_and_interval([float(row[name]) for row in rows if int(row["point"]) == point]) for point in points
        ]
        expected[f"{name}|low"] = min(found, key=lambda each: each.value)
        expected[f"{name}|high"] = max(found, key=lambda each: each.value)
        expected[f"{name}|middle"] = Found(statistics.fmean(each.value for each in found), None)
    lever = "safeguards.secret_scores"

    def at(level: float) -> list[float]:
        chosen = [row for row in rows if float(row[lever]) == level]
        return [statistics.fmean(float(row["chill"]) for row in chosen if int(row["replicate"]) == r) for r in range(3)]

    expected[f"chill|{lever}"] = mean_and_interval(apart(at(1.0), at(0.0)))
    all_checked(page, expected)


def test_a_sensitivity_study(results: Path, pages: dict[str, str]) -> None:
    page = Page(pages["sensitivity"])
    from hushed.studies.folder import StudyFolder
    from hushed.studies.sensitivity import analysed

    with StudyFolder(results / "sensitivity") as folder:
        told = analysed(folder)
    tabled = page.of(summary=False)
    for outcome in ("chill", "ties_cut"):
        measures = told.found[outcome][-1].measures
        for place, path in enumerate(told.parameters):
            for measure, indices in measures.items():
                found, index = tabled[f"{outcome}|{path}|{measure}"], indices[place]
                assert (found.value, found.ends) == (index.value, (index.low, index.high))
    summary = page.of(summary=True)
    assert summary.keys() <= {f"{outcome}|{label}" for outcome in ("chill", "ties_cut") for label in told.labels()}
    (first,) = [key for key in summary if key.startswith("chill|")]
    assert summary[first].value == max(index.value for index in told.found["chill"][-1].measures["effect"])


@pytest.mark.parametrize("kind", ["own", "own-arms"])
def test_a_model_of_ones_own(results: Path, pages: dict[str, str], kind: str) -> None:
    page, stored = Page(pages[kind]), Stored(results / kind)
    arms = sorted({row.get("arm", "") for row in stored.rows} - {"", "as it is"})
    where = {"as_is": "as it is", "changed": arms[0]} if arms else {}
    columns = {key: (lambda name, arm=arm: mean_and_interval(stored.last(name, arm=arm))) for key, arm in where.items()}
    columns |= {
        "last": lambda name: mean_and_interval(stored.last(name)),
        "mean": lambda name: mean_and_interval([statistics.fmean(each) for each in stored.values(name)]),
        "difference": lambda name: mean_and_interval(
            apart(stored.last(name, arm=arms[0]), stored.last(name, arm="as it is"))
        ),
    }
    all_checked(page, of_keys(page, columns))
    assert "my_model.py:PeerPressure" in pages[kind]
    assert "docs/examples" not in pages[kind]


def test_one_replicate_has_no_interval_and_says_so(results: Path) -> None:
    from hushed.report.document import report_html

    html = report_html([results / "alone"])
    page = Page(html)
    assert all(found.ends is None for found in page.of(summary=True).values())
    assert "there are no intervals" in html
    assert "In brackets" not in html
    assert "±" not in "".join(text for _, text in page.rows)


def test_numbers_in_several_parts_are_their_own(results: Path, pages: dict[str, str]) -> None:
    from hushed.report.document import report_html

    together = Page(report_html([results / "run", results / "comparison"]))
    for place, kind in enumerate(("run", "comparison"), start=1):
        alone = Page(pages[kind])
        for inside in (True, False):
            assert together.of(summary=inside, part=str(place)) == alone.of(summary=inside)


def test_every_number_of_a_summary_has_its_interval_beside_it(pages: dict[str, str]) -> None:
    for kind, html in pages.items():
        for key, found in Page(html).of(summary=True).items():
            assert found.ends is not None, (kind, key)
            low, high = found.ends
            assert low <= found.value <= high, (kind, key)
            assert "in every replicate" in found.text if low == high else " to " in found.text, (kind, key, found.text)


@pytest.mark.parametrize("kind", ["run", "comparison", "attribution", "recovery", "scan", "study"])
def test_every_outcome_printed_is_explained_with_its_unit(pages: dict[str, str], kind: str) -> None:
    seen = set()
    for keys, text in Page(pages[kind]).rows:
        names = {key.split("|")[0] for key in keys} & OUTCOMES.keys()
        for name in names:
            assert OUTCOMES[name].sentence in text.replace("\N{NO-BREAK SPACE}", " "), (kind, name)
            assert f"[{OUTCOMES[name].unit}]" in text, (kind, name)
        seen |= names
    harms = {"bystander_chill", "wrongly_punished", "third_party_loss", "collateral_sanctions", "ties_cut"}
    assert (harms if kind != "study" else {"ties_cut"}) <= seen
