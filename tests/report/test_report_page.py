"""A report as a page: whole, by itself, the same each time, safe with hostile titles, and enough to repeat it all."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import typer
from report_pages import Page

import hushed
from hushed.bibliography.publications import PUBLICATIONS
from hushed.cli.app import app
from hushed.cli.start import run_command
from hushed.figures.style import HONESTY
from hushed.report.document import MOST_RESULTS, report_html
from hushed.report.parts.sensitivity import _said
from hushed.report.pieces import level
from hushed.results.provenance import identity
from hushed.results.statistics import Estimate, told_from_zero
from hushed.scenario.reader import parse_scenario
from hushed.scenario.schema import Scenario
from hushed.studies.indices import Index
from models.conftest import EXAMPLE
from report.conftest import ALL_ENROLLED, KINDS, SMALL

FORBIDDEN = {"script", "link", "img", "iframe", "object", "embed", "video", "audio", "form", "base", "foreignobject"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_is_well_formed_and_leads_nowhere_by_itself(pages: dict[str, str], kind: str) -> None:
    page = Page(pages[kind])
    assert not page.wrong
    identifiers = [given["id"] for _, given in page.elements if "id" in given]
    assert len(identifiers) == len(set(identifiers)), "no identifier twice, not even in two drawings"
    for tag, given in page.elements:
        assert tag not in FORBIDDEN
        assert not [name for name in given if name.startswith("on") or name == "src"], (tag, given)
        target = given.get("href", given.get("xlink:href", "#"))
        if tag == "a" and not target.startswith("#"):
            assert target.startswith("https://doi.org/10."), target
        else:
            assert target == "#" or target[1:] in identifiers, target
    # Nothing is fetched: addresses stand in links to sources alone, and drawings refer to themselves.
    assert set(re.findall(r"https?://[^\"<\s]*", pages[kind])) <= {
        f"https://doi.org/{each.doi}" for each in PUBLICATIONS.values()
    }
    assert not re.findall(r"url\((?!#f\d)", pages[kind])
    assert "@import" not in pages[kind]
    (policy,) = [
        g["content"] for t, g in page.elements if t == "meta" and "Content-Security" in g.get("http-equiv", "")
    ]
    assert policy.startswith("default-src 'none'")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_result_gives_the_same_page(results: Path, pages: dict[str, str], kind: str) -> None:
    assert report_html([results / kind]) == pages[kind]
    assert report_html([str(results / kind)]) == pages[kind]
    date = hushed.load(results / kind).attrs["date"][:10] if kind not in ("study", "sensitivity") else None
    assert set(re.findall(r"\b20\d\d-\d\d-\d\d\b", pages[kind])) == ({date} if date else set())


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_that_people_are_invented_above_below_and_on_every_printed_page(
    pages: dict[str, str], kind: str
) -> None:
    html = pages[kind]
    furniture = [place for place, (tag, given) in enumerate(Page(html).elements) if given.get("class") == "furniture"]
    tags = [Page(html).elements[place][0] for place in furniture]
    assert tags == ["header", "footer"]
    assert html.count(f'<p class="notice">{HONESTY}</p>') == 2
    css = re.sub(r"\s+", " ", html)
    # A header and a footer of a table are repeated on every page that it is printed on.
    assert "header.furniture { display: table-header-group;" in css
    assert "footer.furniture { display: table-footer-group;" in css
    assert ".picture, .short, tr, li, .summary, dl div { break-inside: avoid; }" in css


@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_has_its_words_and_the_colours_of_the_page(pages: dict[str, str], kind: str) -> None:
    page = Page(pages[kind])
    pictures = [given for _, given in page.elements if given.get("class") == "picture"]
    drawings = [given for tag, given in page.elements if tag == "svg"]
    assert len(pictures) == len(drawings) >= 1
    assert all(each["role"] == "img" and len(each["aria-label"]) > 20 and "width" not in each for each in drawings)
    for drawing in re.findall(r"<svg.*?</svg>", pages[kind], re.DOTALL):
        assert "var(--ink)" in drawing
        assert "DejaVu" not in drawing
        assert "<text" in drawing, "words in a drawing stay words"


def test_sections_stand_in_their_order(pages: dict[str, str]) -> None:
    order = ("summary-1", "part-1", "assumptions", "limits", "again", "methods", "references")
    for html in pages.values():
        places = [html.index(f'id="{name}"') for name in order]
        assert places == sorted(places)


HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7 * 7 }}&amp;]]>--><!--"


def test_a_hostile_title_is_only_ever_text(results: Path, tmp_path: Path) -> None:
    scenario = hushed.read_scenario("sesame-credit", **SMALL).model_copy(update={"title": HOSTILE})
    assert parse_scenario(scenario.to_toml()).title == HOSTILE
    for name, dataset in {
        "run": hushed.run(scenario, replicates=2),
        "own": hushed.run(scenario, replicates=2, model=f"{EXAMPLE}:PeerPressure"),
    }.items():
        hushed.save(dataset, tmp_path / name)
        html = report_html([tmp_path / name, results / "comparison"])
        page = Page(html)
        assert not page.wrong
        assert not {tag for tag, _ in page.elements} & FORBIDDEN
        assert page.texts["h1"] == f"{HOSTILE}, and 1 more"
        assert "49" not in page.texts["h1"]
        assert parse_scenario(page.texts["scenario"]).title == HOSTILE


def test_the_printed_scenario_is_the_one_that_was_played(results: Path, pages: dict[str, str]) -> None:
    for kind in ("run", "comparison", "attribution", "recovery", "scan", "safeguards", "own"):
        printed = parse_scenario(Page(pages[kind]).texts["scenario"])
        attributes = hushed.load(results / kind).attrs
        assert printed == parse_scenario(attributes["scenario"])
        assert identity(printed) == attributes["scenario_sha256"]
        assert attributes["scenario_sha256"] in pages[kind]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.startswith("own")])
def test_the_printed_command_with_the_printed_files_repeats_the_result(
    results: Path, pages: dict[str, str], kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page(pages[kind])
    monkeypatch.chdir(tmp_path)
    Path("scenario.toml").write_text(page.texts["scenario"], encoding="utf-8")
    if "study" in page.texts:
        Path("study.toml").write_text(page.texts["study"], encoding="utf-8")
    name, *arguments = shlex.split(page.texts["command"])
    assert name == "hushed"
    assert run_command([*arguments, "-o", "again", "--quiet"]) == 0
    if "study" in page.texts:
        one, other = (hushed.open_study(folder) for folder in ("again", results / kind))
        assert one["chill"].values.tobytes() == other["chill"].values.tobytes()
    else:
        assert Path("again/outcomes.csv").read_bytes() == (results / kind / "outcomes.csv").read_bytes()


@pytest.mark.parametrize("kind", ["own", "own-arms"])
def test_the_command_for_an_own_model_can_be_read(pages: dict[str, str], kind: str) -> None:
    name, *arguments = shlex.split(Page(pages[kind]).texts["command"])[1:]
    group = typer.main.get_command(app)
    group.commands[name].make_context(name, [*arguments])  # type: ignore[attr-defined]
    assert "my_model.py:PeerPressure" in arguments


def test_every_value_that_is_not_neutral_is_told_with_its_path(pages: dict[str, str]) -> None:
    html = pages["run"]
    scenario = parse_scenario(Page(html).texts["scenario"])
    for instrument in scenario.regime.active():
        chosen = scenario.regime.instrument(instrument)
        for field, info in type(chosen).model_fields.items():
            if getattr(chosen, field) != info.default and field != "tiers":
                assert f"<code>regime.{instrument}.{field}</code>" in html
    for path in (
        "reactions.reproach",
        "reactions.shunning",
        "regime.sanctions.tiers.0.threshold",
        "society.traits.care",
    ):
        assert f"<code>{path}</code>" in html
    assert "All of these values are assumed" in html


def test_values_of_a_published_article_are_marked_as_sourced(tmp_path: Path) -> None:
    published = hushed.read_scenario("daymude-2025", population=200, rounds=3)
    other = hushed.read_scenario("daymude-2025", population=200, rounds=3, changes=["regime.scoring.tolerance=0.3"])
    for name, scenario in (("published", published), ("other", other)):
        hushed.save(hushed.run(scenario), tmp_path / name)
    rows = [text for _, text in Page(report_html([tmp_path / "published"])).rows]
    (tolerance,) = [text for text in rows if "regime.scoring.tolerance" in text]
    (population,) = [text for text in rows if "society.population" in text]
    assert "from Daymude" in tolerance
    assert population.strip().endswith("assumed")
    assert "from Daymude" not in "".join(text for _, text in Page(report_html([tmp_path / "other"])).rows)


def test_sources_are_those_of_what_acts(pages: dict[str, str], tmp_path: Path) -> None:
    def cited(html: str) -> set[str]:
        return {given["id"] for tag, given in Page(html).elements if tag == "li" and "id" in given}

    acting = {"hushed", "daymude2025", "heckathorn1988", "tirole2021", "wei2016", "holme2002", "student1908"}
    assert acting <= cited(pages["run"])
    assert "shapley1953" not in cited(pages["run"])
    assert "shapley1953" in cited(pages["attribution"])
    assert {"morris1991", "campolongo2007"} <= cited(pages["sensitivity"])
    assert cited(pages["own"]) == {"hushed", "holme2002", "student1908"}
    hushed.save(hushed.run(hushed.read_scenario("free-society", **SMALL)), tmp_path / "free")
    assert cited(report_html([tmp_path / "free"])) == {"hushed", "holme2002"}
    for kind in KINDS:
        entries = re.findall(r"^@\w+\{(\w+),", Page(pages[kind]).texts["bibtex"], re.MULTILINE)
        assert set(entries) == cited(pages[kind])
        assert len(entries) == len(set(entries))


def test_scenarios_that_are_equal_are_told_once_and_those_that_are_like_by_what_differs(
    results: Path, tmp_path: Path
) -> None:
    same = report_html([results / "run", results / "comparison"])
    assert Page(same).texts["scenario"]
    assert same.count('<code class="scenario">') == 1
    smaller = hushed.read_scenario("sesame-credit", changes=ALL_ENROLLED, **{**SMALL, "population": 200})
    hushed.save(hushed.run(smaller), tmp_path / "smaller")
    html = report_html([results / "run", tmp_path / "smaller"])
    assert html.count('<code class="scenario">') == 2
    assert html.count("<code>society.population</code>") == 2
    assert html.count("<code>regime.scoring.severity</code>") == 1
    assert "As for result 1, but for these values." in html


@pytest.mark.parametrize(
    ("trait", "said"),
    [
        ("exponential", "and boldness drawn from an exponential distribution (mean 2), tied by"),
        ("uniform", "and boldness drawn from a uniform distribution (low 1, high 3), tied by"),
        ("constant", "and boldness of 2 for everyone, tied by"),
    ],
)
def test_the_methods_paragraph_is_a_sentence(tmp_path: Path, trait: str, said: str) -> None:
    given = {"exponential": {"mean": 2.0}, "uniform": {"low": 1.0, "high": 3.0}, "constant": {"value": 2.0}}[trait]
    boldness = {"distribution": trait, **given}
    society = {"population": 50, "traits": {"boldness": boldness}}
    scenario = Scenario.model_validate({"schema": 1, "rounds": 3, "society": society})
    page = report_html([hushed.save(hushed.run(scenario), tmp_path / "run")])
    assert f"desired dissent drawn from a truncated exponential distribution (mean 0.25) {said}" in " ".join(
        page.split()
    )


def test_points_are_explained_only_where_there_are_any(pages: dict[str, str]) -> None:
    note = "points, hundredths of the whole"
    assert note not in pages["run"]
    assert note in pages["comparison"]


def test_what_is_no_result_is_told(results: Path, tmp_path: Path) -> None:
    for folder, said in (
        (tmp_path / "none", "no such folder"),
        (tmp_path, "is no result of hushed"),
        (results, "it holds some: "),
    ):
        with pytest.raises(hushed.InputError, match=said):
            report_html([folder])
    for count in (0, MOST_RESULTS + 1):
        with pytest.raises(hushed.InputError, match="a report is made of 1 to"):
            report_html([results / "run"] * count)


def test_an_interrupted_result_says_what_it_rests_on(tmp_path: Path) -> None:
    from hushed.experiments.progress import Step

    def stop(step: Step) -> None:
        if step.done == 20:
            raise KeyboardInterrupt

    scenario = hushed.read_scenario("sesame-credit", changes=ALL_ENROLLED, **SMALL)
    hushed.save(hushed.run(scenario, replicates=3, progress=stop), tmp_path / "stopped")
    html = report_html([tmp_path / "stopped"])
    assert "The experiment was interrupted" in html
    assert "2 replicates of 3" in html


def test_what_scrolls_can_be_reached_by_keyboard(pages: dict[str, str]) -> None:
    for html in pages.values():
        blocks = [given for tag, given in Page(html).elements if tag == "pre" and given.get("class") != "command"]
        assert blocks
        assert all(given["tabindex"] == "0" for given in blocks)


@pytest.fixture(scope="module")
def one_round(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of one round and one replicate, of what has intervals otherwise."""
    place, sesame = tmp_path_factory.mktemp("one"), hushed.read_scenario("sesame-credit", population=100, rounds=1)
    kinds = {
        "run": hushed.run(sesame, replicates=1),
        "comparison": hushed.compare(sesame, without="association", replicates=1).dataset,
        "own": hushed.run(sesame, model=f"{EXAMPLE}:PeerPressure", replicates=1),
    }
    for name, dataset in kinds.items():
        hushed.save(dataset, place / name)
    return report_html([place / name for name in kinds]).replace("\N{NO-BREAK SPACE}", " ")


def test_one_round_is_one_and_one_replicate_gives_no_intervals(one_round: str) -> None:
    assert "after 1 round)" in one_round
    assert not re.search(r"\b1 (?:rounds|replicates)\b", one_round)
    assert "95 % intervals" not in one_round


def test_nothing_is_drawn_of_what_never_happens_and_no_line_is_explained_that_is_not_there(tmp_path: Path) -> None:
    for name, scenario in {
        "free": hushed.read_scenario("free-society", **SMALL),
        "scheduled": hushed.read_scenario("sesame-credit", population=300, rounds=60),
    }.items():
        hushed.save(hushed.run(scenario, replicates=1), tmp_path / name)
    free, scheduled = (report_html([tmp_path / name]) for name in ("free", "scheduled"))
    assert (free.count("<svg"), scheduled.count("<svg")) == (1, 3)
    assert "Lines mark where the policy changes" not in free
    assert "Lines mark where the policy changes" in scheduled


def test_no_question_is_broken_between_a_number_and_its_unit(pages: dict[str, str]) -> None:
    assert re.search(r"back to [\d.]+\N{NO-BREAK SPACE}% of what it is", pages["safeguards"])


def test_sets_of_safeguards_are_counted_in_words_that_agree(pages: dict[str, str]) -> None:
    assert "against an authority that reacts" in pages["safeguards"].lower()
    assert "Of the 1 smallest" not in pages["safeguards"]
    assert not re.search(r"\b0 (?:hold|are walked|cannot)|\b1 (?:hold|are)\b", pages["safeguards"])


class _Found:
    """A sensitivity study of two parameters, the first with an interval that begins somewhere."""

    method, main = "sobol", "total"

    def __init__(self, low: float) -> None:
        measures = {"total": [Index(0.3, low, 0.8), Index(0.1, 0.0, 0.2)]}
        self.found = {"chill": [SimpleNamespace(measures=measures)]}
        self.study = SimpleNamespace(replicates=2)

    def ranked(self, _: str) -> list[int]:
        return [0, 1]

    def labels(self) -> tuple[str, str]:
        return ("care", "severity")


@pytest.mark.parametrize(
    ("low", "most", "unsure"), [(0.1, "hangs most", "severity"), (0.0, "may hang most", "care and severity")]
)
def test_what_hangs_most_on_what_is_claimed_only_where_its_interval_leaves_nothing_out(
    low: float, most: str, unsure: str
) -> None:
    first, second = _said(cast(Any, _Found(low)), "chill")
    assert first[0] == f"Chill {most} on care: "
    assert second[0] == f"Of {unsure} it cannot be told that chill hangs on them at all."


def test_ranges_of_a_sampled_study_are_those_of_its_file(pages: dict[str, str]) -> None:
    assert "from 1 to 4" in pages["sensitivity"]
    assert "from 0.1 to 0.6" in pages["sensitivity"]


HER_SETTINGS = """
text.usetex: True
axes.unicode_minus: False
font.size: 30
lines.linewidth: 9
savefig.bbox: tight
figure.autolayout: True
path.sketch: 1, 100, 2
axes.grid: True
"""
WRITTEN = """
import sys
from pathlib import Path
from hushed.report.document import report_html
Path(sys.argv[1]).write_text(report_html(sys.argv[2:]))
"""


def test_what_a_reader_has_set_for_her_own_pictures_does_not_change_a_report(
    results: Path, pages: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "matplotlibrc").write_text(HER_SETTINGS)
    hers = {"MPLCONFIGDIR": str(tmp_path), "LC_ALL": "C.UTF-8", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-c", WRITTEN, str(tmp_path / "page.html"), str(results / "comparison")]
    subprocess.run(command, check=True, env={**os.environ, **hers})
    assert (tmp_path / "page.html").read_text() == pages["comparison"]


RENDERED = """
import sys
from hushed.report.document import report_html
assert all(report_html([folder]) for folder in sys.argv[1:])
assert "matplotlib.pyplot" not in sys.modules
"""


def test_figures_in_a_report_are_made_without_a_display(results: Path) -> None:
    """In a process of its own: other tests draw in other ways."""
    folders = [str(results / kind) for kind in KINDS]
    subprocess.run([sys.executable, "-c", RENDERED, *folders], check=True)


def test_a_comparison_says_what_the_change_means_and_what_cannot_be_told(tmp_path: Path, pages: dict[str, str]) -> None:
    said = Page(pages["comparison"]).texts["summary"]
    assert "Without association means: nobody loses score for a friend." in said
    scenario = hushed.read_scenario("sesame-credit", **SMALL)
    half = hushed.compare(scenario, with_=("secret_scores", 0.5), replicates=2)
    hushed.save(half.dataset, tmp_path / "half")
    said = Page(report_html([tmp_path / "half"])).texts["summary"]
    assert "With secret scores at dose 0.5 means: " in said
    alike = re.search(r"No difference can be told in ([^.]*)\.", said)
    unlike = {"bystander_chill", "overbreadth", "wrongly_punished", "third_party_loss", "ties_cut"} & {
        name for name, effect in half.last.items() if told_from_zero(effect.difference)
    }
    # The chill itself has no colon before its numbers.
    assert len(re.findall(r"^[^:.]+: .* as it is, ", said, re.MULTILINE)) == len(unlike)
    assert (alike is None) == (len(unlike) == 5)


def test_counts_and_articles_agree_and_one_replicate_is_no_mean_over_replicates(tmp_path: Path) -> None:
    pair = parse_scenario(
        'schema = 1\ntitle = "A pair"\nrounds = 1\n[society]\npopulation = 2\nonline = { generator = "complete" }\n'
        "[society.traits]\ndesired_dissent = 0.5\n[regime.observation]\nsurveillance = 1.0\n"
    )
    hushed.save(hushed.run(pair, replicates=1), tmp_path / "pair")
    page = report_html([tmp_path / "pair"]).replace("\N{NO-BREAK SPACE}", " ")
    assert "· 1 friendship ·" in page
    assert "1 friendships" not in page
    assert (
        "with desired dissent of 0.5 for everyone and boldness drawn from an exponential distribution (mean 2)" in page
    )
    assert "over replicates" not in page


def test_an_interval_of_a_share_is_told_no_further_than_a_share_goes(tmp_path: Path) -> None:
    few = hushed.read_scenario("sesame-credit", population=60, rounds=30)
    hushed.save(hushed.run(few, replicates=2), tmp_path / "short")
    page = Page(report_html([tmp_path / "short"]))
    numbers = page.of(summary=True)
    told = {key: found for key, found in numbers.items() if found.ends and " to " in found.text}
    beyond = [found for found in told.values() if found.ends[0] < 0.0 or found.ends[1] > 1.0]
    assert beyond, "what is stored with a number is the whole interval"
    shares = [re.findall(r"−?[0-9.]+(?= to| %\))", found.text) for found in told.values() if "%" in found.text]
    assert len(shares) > 5
    assert all(len(ends) == 2 for ends in shares)
    assert all(0.0 <= float(end.replace("−", "-")) <= 100.0 for ends in shares for end in ends)
    assert "cut where a share ends" in page.texts["note"]
    # What comes back can be more than was lost.
    assert level("back", Estimate(0.9, -0.1, 1.9, 3), "share").interval == "−10.0 to 190.0 %"


def test_symbols_stand_as_letters(pages: dict[str, str]) -> None:
    assert "Chance of being seen whatever one says (ν); the louder" in pages["run"]
    for html in pages.values():
        assert not re.search(r"\((?:nu|tau|psi|rho|lambda|mu_p)\)", html)
