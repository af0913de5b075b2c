"""The page of dockings, made from a few invented records: what was missed is shown as missed, and counts add up."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import docking
import numpy as np
import pytest
from docking_page import page
from pictures import shrunk
from PIL import Image
from words import plain

from hushed.errors import InputError
from hushed.replications.registry import REPLICATIONS
from hushed.replications.replication import Item, Replication
from hushed.replications.targets import Docking, Level, Target

PAGE = Path(docking.DOCS, "docking.md")


def item(name, *, targets=True):
    return Item(name, f"what {name} shows", lambda request: Docking("model", name), has_targets=targets)


MODELS = [
    Replication(
        "tides",
        "Tides of talk",
        ("watts1998",),
        (item("ebb"), item("run", targets=False)),
        bridge="Something | else.",
    ),
    Replication("winds", "Winds", ("tirole2021",), (item("gusts"), item("calm"))),
]


def target(name, published, ours, *, passed=True, level=Level.RELATION, tolerance=None, source="Abstract."):
    return Target(name, published, source, level, tolerance, "told | apart").judged(ours, passed=passed).as_json()


def record(model, name, *targets, seconds=2.0, **made):
    told = {"date": "2030-01-02", "hushed": "7.8", "python": "3.99", "numpy": "9.1", "machine": "Engine, 3 cores"}
    return {
        "replication": model,
        "item": name,
        "passed": all(one["passed"] for one in targets),
        "targets": list(targets),
        "made": told | {"quick": False, "sources": "abc", "seconds": seconds} | made,
    }


@pytest.fixture
def records() -> list[dict[str, Any]]:
    return [
        record(
            "tides",
            "ebb",
            target("first", 0.123456789012, 0.12345678, level=Level.ANALYTIC, tolerance=1e-6, source="Derived."),
            target("second", "rises", "falls", passed=False),
            target("third", 24439.45, 24439.4496, level=Level.ANALYTIC),
            seconds=1.4,
        ),
        record("winds", "gusts", target("fourth", 1.0, 1.0000001, passed=False, level=Level.IDENTITY), seconds=60),
        record("winds", "calm", target("fifth", "yes", "yes"), seconds=3),
    ]


def kept(folder, records, pictures=True):
    """The records as `hushed replicate all` keeps them, each with a picture, that of 'calm' in two sheets."""
    for one in records:
        own = folder / one["replication"]
        own.mkdir(parents=True, exist_ok=True)
        (own / f"{one['item']}.docking.json").write_text(json.dumps(one))
        files = (
            [own / "calm" / "a.png", own / "calm" / "b.png"] if one["item"] == "calm" else [own / f"{one['item']}.png"]
        )
        for file in files if pictures else []:
            file.parent.mkdir(exist_ok=True)
            Image.fromarray(np.full((40, 60, 3), 200, dtype=np.uint8)).save(file)
    return folder


def rows(text, heading):
    """The cells of the first table after a heading, the row of headings first, the rule left out."""
    _, after = text.split(f"{heading}\n", 1)
    lines = [line for line in after.split("\n#")[0].splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return [cells[0], *cells[2:]]


# What the page says ----------------------------------------------------------------------------------


def test_what_was_missed_comes_first_and_is_marked(records):
    table = rows(page(MODELS, records, {}), "### tides ebb")
    assert [row[:2] for row in table[1:]] == [["**MISSED**", "second"], ["reached", "first"], ["reached", "third"]]
    assert table[1][2:5] == ["rises", "falls", "relation"]


def test_what_was_missed_is_listed_once_more_at_the_head_and_nothing_else_is(records):
    text = page(MODELS, records, {})
    listed = rows(text, "## Missed")
    assert [row[:3] for row in listed[1:]] == [["tides", "ebb", "second"], ["winds", "gusts", "fourth"]]
    assert text.count("**MISSED**") == 2
    assert "No target was missed" not in text
    for one in (found for each in records for found in each["targets"]):
        one["passed"] = True
    text = page(MODELS, records, {})
    assert "No target was missed." in text
    assert "MISSED" not in text
    assert "5 of 5 targets reached" in text


def test_counts_add_up(records):
    text = page(MODELS, records, {})
    summary = rows(text, "relation*: the same sign, order or shape.")
    assert summary[1][1:] == ["Watts & Strogatz 1998", "analytic 2 of 2, relation 0 of 1", "2 of 3", "1"]
    assert summary[2][1:] == ["Tirole 2021", "identity 0 of 1, relation 1 of 1", "1 of 2", "63"]
    assert summary[3] == ["all", "", "", "3 of 5", "64"]
    assert "3 of 5 targets reached, in 64 seconds" in " ".join(text.split())
    by_level = [re.findall(r"(\d+) of (\d+)", row[2]) for row in summary[1:-1]]
    in_all = [sum(int(pair[place]) for pairs in by_level for pair in pairs) for place in (0, 1)]
    assert in_all == [3, 5]
    rows_of_targets = [row for one in records for row in rows(text, f"### {one['replication']} {one['item']}")[1:]]
    assert [sum(row[0] == "reached" for row in rows_of_targets), len(rows_of_targets)] == in_all


def test_figures_have_six_digits_or_those_printed_and_misses_are_told_apart(records):
    text = page(MODELS, records, {})
    first, third = rows(text, "### tides ebb")[2:]
    assert first[2:4] == ["0.123457", "0.123457"]
    assert third[2:4] == ["24439.45", "24439.45"]
    assert rows(text, "### winds gusts")[1][2:4] == ["1", "1.0000001"]
    assert (plain(1 / 3), plain(2e-9), plain(True), plain("1/3")) == ("0.333333", "2e-09", "True", "1/3")


def test_it_says_where_when_and_how_it_was_made(records):
    text = " ".join(page(MODELS, records, {}).split())
    assert "Made 2030-01-02 by hushed 7.8 (Python 3.99, NumPy 9.1) on Engine, 3 cores." in text
    assert "This is the full run." in text
    for one in records:
        one["made"]["quick"] = True
    records[1]["made"]["date"] = "2030-01-04"
    text = " ".join(page(MODELS, records, {}).split())
    assert "**This is a quick run**" in text
    assert "This is the full run" not in text
    assert "Made 2030-01-02 to 2030-01-04" in text


def test_where_a_value_was_derived_it_is_not_passed_off_as_printed(records):
    text = page(MODELS, records, {})
    assert "*Published:* (a) Derived; (b) Abstract." in text
    assert [row[-1] for row in rows(text, "### tides ebb")] == ["Source", "b", "a", "b"]
    assert "*Published:* Abstract." in text


def test_words_cannot_break_a_table(records):
    text = page(MODELS, records, {})
    for one in records:
        table = rows(text, f"### {one['replication']} {one['item']}")
        assert {len(row) for row in table} == {len(table[0])}
        assert all("told \\| apart" in row[5] for row in table[1:])
    assert "*In hushed:* Something \\| else." in text


# What it is made from --------------------------------------------------------------------------------


def test_page_and_pictures_are_written_and_old_pictures_go(records, tmp_path):
    folder, docs = kept(tmp_path / "kept", records), tmp_path / "docs"
    (docs / "images" / "docking").mkdir(parents=True)
    (docs / "images" / "docking" / "gone.png").write_bytes(b"")
    docking.make(folder, docs, MODELS)
    drawn = {"tides-ebb.png", "winds-gusts.png", "winds-calm-a.png", "winds-calm-b.png"}
    assert {file.name for file in (docs / "images" / "docking").iterdir()} == drawn
    text = (docs / "docking.md").read_text()
    shown = re.findall(r"!\[([^]]+)\]\(images/docking/([^)]+)\)", text)
    assert {name for _, name in shown} == drawn
    assert ("what calm shows", "winds-calm-b.png") in shown
    assert docking.read(folder, MODELS) == records


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"made": {"sources": "other"}}, "not made alike"),
        ({"made": {"quick": True}}, "not made alike"),
        ({"passed": True}, "winds gusts: the record contradicts its own targets"),
        ({"item": "calm"}, "winds gusts: the record there is of winds calm"),
    ],
)
def test_records_that_do_not_belong_together_make_no_page(records, tmp_path, changed, words):
    folder, docs = kept(tmp_path, records, pictures=False), tmp_path / "docs"
    wrong = {name: records[1][name] | value if name == "made" else value for name, value in changed.items()}
    (folder / "winds" / "gusts.docking.json").write_text(json.dumps(records[1] | wrong))
    with pytest.raises(InputError, match=words):
        docking.make(folder, docs, MODELS)
    assert not docs.exists()


def test_a_missing_item_makes_no_page_but_one_without_targets_is_not_missed(records, tmp_path):
    kept(tmp_path, records[1:], pictures=False)
    with pytest.raises(InputError, match="tides ebb is missing") as told:
        docking.read(tmp_path, MODELS)
    assert len(told.value.lines) == 1


def test_pictures_are_scaled_alike_until_they_fit(tmp_path):
    noise = np.random.default_rng(1).integers(0, 256, size=(200, 300, 3), dtype=np.uint8)
    files = [tmp_path / "noise.png", tmp_path / "flat.png"]
    Image.fromarray(noise).save(files[0])
    Image.fromarray(np.full((100, 100, 3), 250, dtype=np.uint8)).save(files[1])
    whole = sum(map(len, shrunk(files, 10**6)))
    small = shrunk(files, whole // 2)
    assert sum(map(len, small)) <= whole // 2
    sizes = []
    for place, picture in enumerate(small):
        (tmp_path / f"{place}.png").write_bytes(picture)
        with Image.open(tmp_path / f"{place}.png") as opened:
            sizes.append(opened.size)
    assert sizes[0][0] / 300 == pytest.approx(sizes[1][0] / 100, abs=0.01)
    assert sizes[0][0] < 300
    with pytest.raises(ValueError, match="do not fit"):
        shrunk(files, 100)


# The page that is kept -------------------------------------------------------------------------------


def test_the_page_that_is_kept_tells_of_every_model_and_its_own_counts():
    text = PAGE.read_text()
    assert re.findall(r"^## (?!Missed)(.+)$", text, re.MULTILINE) == list(REPLICATIONS)
    reached, targets = (
        len(re.findall(r"^\| reached \|", text, re.MULTILINE)),
        len(re.findall(r"^\| \*\*MISSED", text, re.MULTILINE)),
    )
    assert f"{reached} of {reached + targets} targets reached" in " ".join(text.split())
    for name in re.findall(r"images/docking/[\w.-]+", text):
        assert (PAGE.parent / name).is_file(), name
