"""`hushed explore`: writes a page and says where, opens a browser where there is one, and draws nobody real."""

from __future__ import annotations

import os
import webbrowser
from pathlib import Path

import pytest
from commands import SMALL, Command

import hushed as package

LABELS = ("quennevalle-anna", "quennevalle-bela", "quennevalle-cora", "quennevalle-dana")


class Screen:
    """A screen, and a browser on it that remembers what it was shown."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def open(self, address: str) -> bool:
        self.shown.append(address)
        return True


@pytest.fixture(autouse=True)
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    screen = Screen()
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "get", lambda: screen)
    return screen


@pytest.fixture
def ties(tmp_path: Path) -> Path:
    """An edge list under a telling name, with telling labels."""
    path = tmp_path / "members-of-the-choir.csv"
    pairs = zip(LABELS, (*LABELS[1:], LABELS[0]), strict=True)
    path.write_text("".join(f"{one},{other}\n" for one, other in pairs), encoding="utf-8")
    return path


def flat(text: str) -> str:
    return " ".join(text.split())


def test_without_anything_it_writes_the_story_and_shows_it(hushed: Command, screen: Screen) -> None:
    ended = hushed("explore")
    page = Path("results/explore.html").resolve()
    assert ended.code == 0
    assert screen.shown == [page.as_uri()]
    assert "results/explore.html" in ended.out
    assert "Invented people. A model, not a forecast." in ended.out
    assert '"start":null,"result":null}' in page.read_text(encoding="utf-8")


def test_a_scenario_is_handed_over_as_changed(hushed: Command) -> None:
    told = hushed("explore", "informers", "--seed", 77, "--population", "2_000", "--json").json
    page = Path(told["page"])
    assert told == {"page": "results/informers.html", "bytes": page.stat().st_size, "kind": "scenario"}
    text = page.read_text(encoding="utf-8")
    assert '"seed":77' in text
    assert '"population":2000' in text
    assert '"start":{"name":"informers"' in text
    assert f"<title>{package.read_scenario('informers').title} · hushed</title>" in text


def test_quick_means_fewer_people(hushed: Command) -> None:
    hushed("explore", "sesame-credit", "--quick", "-o", "quick.html", "--no-open")
    assert '"start":{"name":"sesame-credit","table":{"schema":1' in Path("quick.html").read_text(encoding="utf-8")
    assert '"population":5000' in Path("quick.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", ["--no-open", "--quiet", "--json"])
def test_no_browser_is_opened_where_none_is_wanted(hushed: Command, screen: Screen, option: str) -> None:
    assert hushed("explore", "free-society", option).code == 0
    assert screen.shown == []


def test_quiet_says_only_where_the_page_is(hushed: Command) -> None:
    assert hushed("explore", "free-society", "--quiet").out == "results/free-society.html\n"


def no_browser() -> None:
    raise webbrowser.Error


@pytest.mark.parametrize("missing", ["screen", "browser", "window"])
def test_where_no_page_can_be_shown_it_says_where_to_open_it(
    hushed: Command, monkeypatch: pytest.MonkeyPatch, screen: Screen, missing: str
) -> None:
    if missing == "screen":
        monkeypatch.setattr("sys.platform", "linux")
        monkeypatch.delenv("DISPLAY")
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    elif missing == "browser":
        monkeypatch.setattr(webbrowser, "get", no_browser)
    else:
        monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("w3m"))
    ended = hushed("explore", "-o", "story.html")
    assert ended.code == 0
    assert screen.shown == []
    assert f"Open it in a browser: {Path('story.html').resolve().as_uri()}\n" in ended.out


def test_a_page_put_there_unasked_is_made_anew_and_nothing_else_is_replaced(hushed: Command) -> None:
    assert hushed("explore", "informers", "--quiet").code == 0
    assert hushed("explore", "informers", "--seed", 5, "--quiet").code == 0
    page = Path("results/informers.html")
    assert '"seed":5' in page.read_text(encoding="utf-8")
    for there in (page, Path("results/free-society.html")):
        there.write_text("my notes", encoding="utf-8")
        ended = hushed("explore", there.stem, "--quiet")
        assert (ended.code, there.read_text(encoding="utf-8")) == (2, "my notes")
        assert "exists already" in ended.err
    assert hushed("explore", "informers", "--quiet", "--overwrite").code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_page_that_was_named_is_not_replaced_unasked(hushed: Command) -> None:
    assert hushed("explore", "-o", "mine.html", "--quiet").code == 0
    before = Path("mine.html").read_bytes()
    ended = hushed("explore", "informers", "-o", "mine.html")
    assert (ended.code, Path("mine.html").read_bytes()) == (2, before)
    assert "--overwrite" in ended.err
    assert hushed("explore", "-o", ".", "--overwrite").code == 2


def test_the_same_page_has_the_same_bytes(hushed: Command) -> None:
    for name in ("one.html", "other.html"):
        hushed("explore", "sesame-credit", "-o", name, "--quiet")
    assert Path("one.html").read_bytes() == Path("other.html").read_bytes()


def test_a_failed_write_leaves_what_was_there(hushed: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    hushed("explore", "-o", "page.html", "--quiet")
    before = Path("page.html").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    ended = hushed("explore", "informers", "-o", "page.html", "--overwrite")
    assert ended.code == 2
    assert "the disk is full" in ended.err
    assert Path("page.html").read_bytes() == before
    assert [each.name for each in Path().iterdir()] == ["page.html"]


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("run", ("run", "sesame-credit")),
        ("comparison", ("compare", "sesame-credit", "--with", "secret_scores=0.5", "--replicates", 2)),
        ("attribution", ("attribute", "sesame-credit", "--replicates", 2)),
    ],
)
def test_a_result_is_opened(hushed: Command, kind: str, arguments: tuple[object, ...]) -> None:
    assert hushed(*arguments, *SMALL, "-o", "results/found", "--quiet").code == 0
    told = hushed("explore", "results/found/", "--json").json
    assert (told["page"], told["kind"]) == ("results/found.html", kind)
    ended = hushed("explore", "results/found", "--seed", 4)
    assert ended.code == 2
    assert "shown as it came out" in flat(ended.err)


def test_seed_and_people_change_no_story(hushed: Command) -> None:
    for option in (("--seed", 3), ("--population", 30), ("--quick",)):
        ended = hushed("explore", *option)
        assert ended.code == 2
        assert "the story tells itself" in flat(ended.err)
    assert not list(Path().iterdir())


def test_other_results_are_refused_with_what_can_be_opened(hushed: Command, tmp_path: Path) -> None:
    hushed("recover", "sesame-credit", *SMALL, "--abolish", "all", "--replicates", 2, "-o", "recovered", "--quiet")
    (tmp_path / "study.toml").write_text(
        'study = 1\nscenario = "sesame-credit"\n[set]\nrounds = 2\n"society.population" = 100\n'
        '[levers]\n"regime.scoring.severity" = [0.1, 0.2]\n'
    )
    assert hushed("sweep", "study.toml", "-o", "swept", "--quiet", "--executor", "in-process").code == 0
    for folder in ("recovered", "swept"):
        ended = hushed("explore", folder)
        assert (ended.code, ended.out) == (2, "")
        assert "the explorer opens results of hushed run, hushed compare and hushed attribute" in flat(ended.err)


def test_a_result_of_an_own_model_is_refused(hushed: Command) -> None:
    model = Path(package.__file__).parents[2] / "docs" / "examples" / "my_model.py"
    played = hushed("run", "free-society", "--model", f"{model}:PeerPressure", *SMALL, "-o", "own", "--quiet")
    assert played.code == 0, played.err
    ended = hushed("explore", "own")
    assert ended.code == 2
    assert "a model of your own" in flat(ended.err)


def test_a_scenario_on_a_loaded_network_is_never_drawn(hushed: Command, ties: Path) -> None:
    Path("my.toml").write_text(
        f'schema = 1\nrounds = 3\n[society.online]\ngenerator = "file"\npath = "{ties.name}"\n', encoding="utf-8"
    )
    ended = hushed("explore", "my.toml")
    assert (ended.code, ended.out) == (2, "")
    said = flat(ended.err)
    assert "single people of a real network are never drawn, and their labels are gone" in said
    assert "hushed run my.toml -o RESULT, then hushed explore RESULT" in said
    with pytest.raises(package.InputError, match="never drawn"):
        package.explore(package.read_scenario("sesame-credit", network=ties), "page.html")
    assert not Path("page.html").exists()


@pytest.mark.parametrize(
    "arguments",
    [("run",), ("compare", "--without", "association"), ("attribute", "--over", "mean")],
    ids=lambda arguments: str(arguments[0]),
)
def test_of_a_loaded_network_a_page_holds_aggregates_and_neither_labels_nor_its_name(
    hushed: Command, ties: Path, arguments: tuple[str, ...]
) -> None:
    command, *more = arguments
    where = ("--rounds", 3, "--replicates", 2, "--network", ties, "-o", ties.stem, "--quiet")
    assert hushed(command, "sesame-credit", *more, *where).code == 0
    told = hushed("explore", ties.stem, "-o", "page.html", "--json")
    assert told.code == 0, told.err
    text = Path("page.html").read_text(encoding="utf-8")
    assert '"loaded":true' in text
    assert '"start":null' in text
    for trace in ("quennevalle", "choir", ".csv", ties.parent.name):
        assert trace not in text, trace
