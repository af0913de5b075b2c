"""The notebooks: run anew they print what is stored, their pictures can be read, and their prose says what came out."""

from __future__ import annotations

import ast
import base64
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import notebooks
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

import hushed
from hushed.figures.restoring import sets_drawn
from hushed.figures.style import HONESTY

FILES = notebooks.notebooks()
MOST_BYTES = 400_000
UNIT = re.compile(r"%|\((?:points|score|share|10 per person)|\bround\b|\bcost\b|\bper person\b|\bsociety\b")
"""What tells the unit of an axis, in its label, its title or its numbers."""


@pytest.fixture(scope="module", params=FILES, ids=lambda file: file.stem)
def stored(request: pytest.FixtureRequest) -> notebooks.Notebook:
    return notebooks.read(request.param)


@pytest.fixture(scope="module")
def name(stored: notebooks.Notebook) -> str:
    return next(file.stem for file in FILES if notebooks.read(file) == stored)


@pytest.fixture(scope="module")
def ran(stored: notebooks.Notebook) -> notebooks.Ran:
    """Run once for all tests, by the tool itself: a Jupyter kernel would bring dozens of packages."""
    return notebooks.run(stored)


def prose(notebook: notebooks.Notebook) -> str:
    """All text, with line breaks as spaces and without marks of emphasis."""
    texts = [notebooks.source_of(cell) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    return re.sub(r"\s+", " ", re.sub(r"[*`]", "", "\n\n".join(texts)))


# Run anew ----------------------------------------------------------------------------------------


def test_both_questions_are_there() -> None:
    assert [file.stem for file in FILES] == ["friends", "recovery"]


def test_every_cell_prints_what_is_stored(stored: notebooks.Notebook, ran: notebooks.Ran) -> None:
    for cell, printed in zip(notebooks.code_cells(stored), ran.printed, strict=True):
        kept = "".join(
            line for output in cell["outputs"] if output["output_type"] == "stream" for line in output["text"]
        )
        assert printed == kept, notebooks.source_of(cell)


def test_every_cell_draws_as_many_pictures_as_are_stored(stored: notebooks.Notebook, ran: notebooks.Ran) -> None:
    drawn = 0
    for cell, figures in zip(notebooks.code_cells(stored), ran.drawn, strict=True):
        kept = [output for output in cell["outputs"] if output["output_type"] == "display_data"]
        assert [output["data"]["text/plain"] for output in kept] == [[notebooks.words_of(each)] for each in figures]
        drawn += len(figures)
    assert drawn >= 4


# Pictures ----------------------------------------------------------------------------------------


def figures_of(ran: notebooks.Ran) -> Iterator[Figure]:
    return (figure for figures in ran.drawn for figure in figures)


def texts(ticks: list[Any]) -> str:
    return " ".join(tick.get_text() for tick in ticks)


def named(axes: Axes) -> str:
    return " ".join([axes.get_title(loc="left"), axes.get_title()]).strip()


def test_axes_are_labelled_with_units(ran: notebooks.Ran) -> None:
    for figure in figures_of(ran):
        figure.canvas.draw()
        for axes in figure.axes:
            across, up = axes.get_xlabel(), axes.get_ylabel()
            assert across, named(axes)
            assert up or named(axes) or not axes.get_yticks().size, across
            assert UNIT.search(f"{across} {texts(axes.get_xticklabels())}"), across
            if axes.get_yticks().size and any(re.search(r"\d", t.get_text()) for t in axes.get_yticklabels()):
                assert UNIT.search(f"{up} {texts(axes.get_yticklabels())} {named(axes)}"), (up, named(axes))


def test_every_picture_carries_the_notice(ran: notebooks.Ran) -> None:
    for figure in figures_of(ran):
        assert HONESTY in [text.get_text() for text in figure.texts]


def test_pictures_are_not_blank(stored: notebooks.Notebook) -> None:
    for cell in notebooks.code_cells(stored):
        for output in cell["outputs"]:
            if "data" in output:
                with Image.open(io.BytesIO(base64.b64decode(output["data"]["image/png"]))) as picture:
                    assert picture.format == "PNG"
                    assert len(picture.convert("RGB").getcolors(1 << 24) or []) > 5
                    assert 400 <= picture.width <= 1000


# Prose -------------------------------------------------------------------------------------------

NUMBER = re.compile(r"(?<![\w.])\d[\d,_]*(?:\.\d+)?")
NOT_RESULTS = re.compile(
    r"`[^`]+`|[Ss]ection \d|\(Journal of Communication, 1974\)|Forrest, 2025|of 1953|95 of 100 such"
)
"""Where a number is something to type, the place of a section, the year of a work, or what an interval means."""


def sections(notebook: notebooks.Notebook) -> Iterator[tuple[str, str]]:
    """Each section's prose, and everything in its code and in what that printed."""
    said, shown = "", ""
    for cell in notebook["cells"]:
        source = notebooks.source_of(cell)
        if cell["cell_type"] == "code":
            lines = [line for output in cell["outputs"] for line in output.get("text", [])]
            shown += "\n".join([source, *lines])
            continue
        for part in re.split(r"^(?=## )", source, flags=re.MULTILINE):
            if part.startswith("## "):
                yield said, shown
                said, shown = "", ""
            said += re.sub(r"^## \d+\.|^\d\. ", "", part, flags=re.MULTILINE)
    yield said, shown


def numbers(text: str) -> set[str]:
    return {found.replace(",", "").replace("_", "") for found in NUMBER.findall(text)}


def test_every_number_in_the_prose_stands_in_what_its_section_printed_or_assumed(stored: notebooks.Notebook) -> None:
    """With the test above, which runs the cells, no result in the prose can go stale."""
    seen = 0
    for said, shown in sections(stored):
        wanted = numbers(NOT_RESULTS.sub("", said))
        # The first section says what scales mean; 0 and 1 are their ends.
        assert wanted - numbers(shown) <= {"0", "1"}, said[:80]
        seen += len(wanted)
    assert seen >= 20


def share(of: Any) -> float:
    return float(of.mean)


Names = dict[str, Any]
CLAIMS: dict[str, dict[str, Callable[[Names], bool]]] = {
    "friends": {
        "about a fifth of the silence would not be there": lambda names: (
            0.17 < -share(names["effect"].difference) / names["effect"].as_is < 0.23
        ),
        "No accident": lambda names: names["effect"].difference.high < 0,
        "the interval holds zero. From these eight societies no effect can be told": lambda names: (
            names["clear_law"].last["chill"].difference.low
            < 0
            < names["clear_law"].last["chill"].difference.high
            <= 0.0035
        ),
        "Abolish either and all speech comes back": lambda names: (
            names["attributed"].shares["observation"].indispensable
            and names["attributed"].shares["scoring"].indispensable
            and names["attributed"].without_any.mean == 0.0
        ),
        "Association and enrolment need each other": lambda names: pair(names, "association", "enrolment").low > 0,
        "association and sanctions stand in for each other": lambda names: (
            pair(names, "association", "sanctions").high < 0
        ),
        "The difference is 0.0, to the last digit": lambda names: bool(
            (names["with_rule"] == names["harder_instead"]).all()
        ),
        "Both pictures rise": lambda names: rises(names["by_care"]) and rises(names["by_weight"]),
        "At weight 0.05 the dot is hollow": lambda names: (
            [each.low <= 0 <= each.high for each in names["by_weight"]] == [True, False, False, False, False]
            and names["weights"][0] == 0.05
        ),
        "the effect is +0.0 points, exactly": lambda names: names["nothing_left"][:3] == (0.0, 0.0, 0.0),
        "the intervals overlap widely": lambda names: (
            max(each.low for each in names["by_shape"]) < min(each.high for each in names["by_shape"])
        ),
        "within all four shapes the rule silences": lambda names: (
            len(names["by_shape"]) == 4 and all(each.low > 0 for each in names["by_shape"])
        ),
        "more of it for what their friends said than for what they said themselves": lambda names: bool(
            (third_less_own(names)[52:] > 0).all() and (third_less_own(names)[:52] < 0).all()
        ),
        "about a fifth of those whose account is frozen under it": lambda names: (
            0.17 < names["compared"].last["collateral_sanctions"].as_is < 0.23
        ),
    },
    "recovery": {
        "Without the freeze it is 100.0 %": lambda names: abs(share(names["without_freeze"].share) - 1) < 5e-4,
        "Half of what comes back is back within 1 round": lambda names: share(names["speech"].half_life) == 1.0,
        "All of the speech returns": lambda names: (
            names["all_gone"].regained["voice_share"].left[:3] == (0.0, 0.0, 0.0)
            and names["all_gone"].regained["ties_cut"].left.low > 0
        ),
        "there and back are one line, to the last digit": lambda names: (
            names["loops"]["no memory at all"].loops["voice_share"].gap[:3] == (0.0, 0.0, 0.0)
        ),
        "Friends reproach: no loop can be told": lambda names: (
            names["loops"]["friends reproach"].loops["voice_share"].gap.low
            < 0
            < names["loops"]["friends reproach"].loops["voice_share"].gap.high
        ),
        "speech is back here too": lambda names: (
            abs(share(names["loops"]["fear of isolation"].loops["voice_share"].left)) < 1e-9
        ),
        "Three safeguards give back nearly everything": lambda names: (
            {one.safeguard for one in names["found"].responses if one.restored[-1].mean > 0.99}
            == {"private_channels", "pseudonymity", "judicial_capacity"}
        ),
        "Private channels at half dose give back half": lambda names: 0.45 < half(names, "private_channels") < 0.55,
        "Judicial capacity at half dose gives back nothing": lambda names: half(names, "judicial_capacity") < 0.01,
        "Two, clear law and due process, cannot be told from nothing": lambda names: (
            {one.safeguard for one in names["found"].responses if one.gained[-1].low <= 0}
            == {"clear_law", "due_process"}
        ),
        "The cheapest safeguard that works does not last": lambda names: (
            next(each for each in names["found"].members if each.smallest) == member(names, "proportionality")
            and member(names, "proportionality").verdict == "walked round"
        ),
        "What takes away sight or hands holds": lambda names: (
            {each.safeguards[0] for each in names["found"].members if each.verdict == "holds"}
            == {"private_channels", "pseudonymity", "judicial_capacity"}
        ),
        "the verdict is that it cannot be told": lambda names: (
            member(names, "voluntary_enrolment").verdict == "cannot be told"
        ),
        "Two modest steps beat a larger one": lambda names: (
            share(member(names, "no_guilt_by_association", "mutual_aid").reacted)
            > share(member(names, "proportionality").reacted)
        ),
        "The intervals touch": lambda names: (
            member(names, "no_guilt_by_association", "mutual_aid").reacted.low
            < member(names, "proportionality").reacted.high
        ),
        "numbered as in the table": lambda names: (
            [(point.number, point.member) for point in sets_drawn(names["found"])]
            == list(enumerate(names["found"].members, 1))
        ),
    },
}
"""Words of the prose, and whether what came out bears them out."""


def pair(names: Names, *instruments: str) -> Any:
    return next(each.interaction for each in names["attributed"].pairs if set(each.instruments) == set(instruments))


def rises(effects: list[Any]) -> bool:
    means = [share(each) for each in effects]
    return means == sorted(means) and effects[-1].low > effects[0].high


def third_less_own(names: Names) -> Any:
    as_is = names["compared"].dataset.isel(arm=0).mean("replicate")
    return (as_is["third_party_loss"] - as_is["own_loss"]).values


def half(names: Names, safeguard: str) -> float:
    """What half a dose gives back, as a share of what the whole does."""
    one = next(one for one in names["found"].responses if one.safeguard == safeguard)
    return share(one.gained[1]) / share(one.gained[2])


def member(names: Names, *safeguards: str) -> Any:
    return next(each for each in names["found"].members if each.safeguards == safeguards)


def test_what_the_prose_concludes_is_what_came_out(stored: notebooks.Notebook, name: str, ran: notebooks.Ran) -> None:
    text = prose(stored)
    for words, holds in CLAIMS[name].items():
        assert words.lower() in text.lower(), f"no longer in the prose: {words}"
        assert holds(ran.names), words


def test_it_says_first_and_last_that_people_are_invented(stored: notebooks.Notebook) -> None:
    first, last = (notebooks.source_of(stored["cells"][place]) for place in (0, -1))
    assert HONESTY in first
    assert last.rstrip().endswith(f"**{HONESTY}**")
    for words in ("What you may say, and what you may not", "You may not say:", "To try in class", "assumption"):
        assert words in prose(stored)


# Form --------------------------------------------------------------------------------------------


def test_only_the_public_face_of_hushed_is_used(stored: notebooks.Notebook) -> None:
    tree = ast.parse("\n".join(notebooks.source_of(cell) for cell in notebooks.code_cells(stored)))
    imported = [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    assert set(imported) <= {"hushed", "matplotlib.pyplot", "numpy", "textwrap"}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "hushed"
    }
    assert used - {"figures"} <= set(hushed.__all__)
    assert not re.search(r"\.\_[a-z]\w*", re.sub(r"\._replace\b", "", ast.unparse(tree))), "nothing private"


def test_it_is_a_notebook_of_format_4_5(stored: notebooks.Notebook) -> None:
    """The rules of nbformat's schema for 4.5 that these notebooks can break."""
    assert set(stored) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert (stored["nbformat"], stored["nbformat_minor"]) == (4, 5)
    assert stored["metadata"] == notebooks.METADATA
    ids = [cell["id"] for cell in stored["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", each) for each in ids)
    for cell in stored["cells"]:
        ran = {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert cell["cell_type"] in ("code", "markdown")
        assert set(cell) == {"cell_type", "id", "metadata", "source"} | ran
        assert cell["metadata"] == {}
        assert isinstance(cell["source"], list)
        assert all(isinstance(line, str) for line in cell["source"])
        for output in cell.get("outputs", []):
            check_output(output)
    counts = [cell["execution_count"] for cell in notebooks.code_cells(stored)]
    assert counts == list(range(1, len(counts) + 1))


def check_output(output: dict[str, Any]) -> None:
    if output["output_type"] == "stream":
        assert set(output) == {"name", "output_type", "text"}
        assert output["name"] == "stdout"
    else:
        assert output["output_type"] == "display_data"
        assert set(output) == {"data", "metadata", "output_type"}
        assert set(output["data"]) == {"image/png", "text/plain"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_file_is_small_and_says_nothing_of_a_machine(file: Any) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.encode()) < MOST_BYTES
    words = re.sub(r'"image/png": "[^"]*"', "", text)
    assert not re.search(r"(?<![\w.])/[a-z]+/[a-z]|[A-Z]:\\\\|\d{4}-\d\d-\d\d|0x[0-9a-f]{6}", words)
    assert text == json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


# The tool ----------------------------------------------------------------------------------------


def little(*cells: tuple[str, str]) -> notebooks.Notebook:
    kinds = {"code": {"outputs": [{"stale": True}], "execution_count": 99}}
    return {
        "cells": [
            {"cell_type": kind, "metadata": {"seen": "yesterday"}, "source": source} | kinds.get(kind, {})
            for kind, source in cells
        ],
        "metadata": {"author": "somebody"},
    }


def test_writing_drops_what_is_stale_and_gives_the_same_bytes_again(tmp_path: Any) -> None:
    file = tmp_path / "sums.ipynb"
    drawing = "import matplotlib.pyplot as plt\nplt.plot([1, two])\nplt.title('A line')\nprint(two)"
    file.write_text(json.dumps(little(("markdown", "# Sums"), ("code", "two = 1 + 1"), ("code", drawing))))
    notebooks.rewrite(file)
    first = file.read_bytes()
    written = notebooks.read(file)
    assert b"stale" not in first
    assert b"yesterday" not in first
    assert b"somebody" not in first
    assert [cell["execution_count"] for cell in notebooks.code_cells(written)] == [1, 2]
    said, shown = notebooks.code_cells(written)[1]["outputs"]
    assert said["text"] == ["2\n"]
    assert shown["data"]["text/plain"] == ["Picture: A line"]
    notebooks.rewrite(file)
    assert file.read_bytes() == first
    assert [each.name for each in tmp_path.iterdir()] == ["sums.ipynb"]


def test_a_cell_that_fails_is_named_and_the_file_left_as_it_was(tmp_path: Any) -> None:
    file = tmp_path / "broken.ipynb"
    file.write_text(json.dumps(little(("code", "one = 1"), ("code", "one / 0"))))
    before = file.read_bytes()
    with pytest.raises(notebooks.CellError, match=r"cell 2: ZeroDivisionError"):
        notebooks.rewrite(file)
    assert file.read_bytes() == before


def test_a_notebook_grown_too_large_is_not_written(tmp_path: Any) -> None:
    file = tmp_path / "large.ipynb"
    file.write_text(json.dumps(little(("code", "print('word ' * 100_000)"))))
    before = file.read_bytes()
    with pytest.raises(ValueError, match="draw less or smaller"):
        notebooks.rewrite(file)
    assert file.read_bytes() == before
