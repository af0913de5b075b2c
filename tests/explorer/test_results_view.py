"""The view of a finished result: what a reader sees, hears and can do with keys alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from explorer_tools import EXPLORER, results_page
from playwright.sync_api import Browser, Page, expect

import hushed
from hushed.explorer.handed import result_opened
from hushed.explorer.page import filled
from hushed.results.statistics import estimate
from hushed.results.store import save
from hushed.results.table import difference, shown, spoken, with_margin


@pytest.fixture(scope="module")
def pages(results: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The view of each result, as a file; also of one on a loaded network."""
    folder = tmp_path_factory.mktemp("pages")
    ties = folder / "quennevalle.csv"
    ties.write_text("a,b\nb,c\nc,d\nd,a\na,c\n")
    loaded = hushed.read_scenario("sesame-credit", network=ties, rounds=4)
    folders = results | {"loaded": save(hushed.run(loaded, replicates=2), folder / "loaded")}
    made = {}
    for name, place in folders.items():
        what = result_opened(place)
        made[name] = folder / f"{name}.html"
        made[name].write_text(filled(results_page(), what.handed, title=what.title), encoding="utf-8")
    return made


def opened(tab: Page, file: Path) -> Page:
    tab.goto(file.as_uri())
    tab.wait_for_selector(".result")
    return tab


def rows(tab: Page, table: str) -> dict[str, list[str]]:
    """The cells of each row of a table, by the name of the row."""
    found = tab.locator(table).evaluate(
        "table => [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent))"
    )
    plain = [[cell.replace("\u00a0", " ").replace("−", "-") for cell in cells] for cells in found]
    return {name: cells for name, *cells in plain}


@pytest.mark.parametrize("kind", ["run", "comparison", "attribution", "loaded"])
def test_it_says_what_came_out_that_people_are_invented_and_how_to_repeat_it(
    tab: Page, pages: dict[str, Path], results: dict[str, Path], kind: str
) -> None:
    said = opened(tab, pages[kind]).locator("body").inner_text().replace("\u00a0", " ")
    assert "Invented people. A model, not a forecast." in said
    assert f"hushed {hushed.__version__}" in said
    if kind != "loaded":
        told = result_opened(results[kind]).handed["result"]
        assert all(sentence in said for sentence in told["sentences"])
        assert told["command"] in said


def test_the_table_of_a_run_says_what_the_terminal_says(
    tab: Page, pages: dict[str, Path], results: dict[str, Path]
) -> None:
    dataset = hushed.load(results["run"])
    found = rows(opened(tab, pages["run"]), ".result-last")
    assert {"voice share", "chill", "punished"} <= found.keys()
    for name in ("voice_share", "chill", "own_loss", "score_p05"):
        unit, last = dataset[name].attrs["units"], dataset[name].values[:, -1]
        free = float(dataset["left_free"].sel(outcome=name).mean())
        assert found[spoken(name)][:2] == [with_margin(estimate(last), unit), shown(free, unit)]


def test_the_table_of_a_comparison_says_what_the_terminal_says(
    tab: Page, pages: dict[str, Path], results: dict[str, Path]
) -> None:
    dataset = hushed.load(results["comparison"])
    found = rows(opened(tab, pages["comparison"]), ".result-last")
    for name in ("voice_share", "chill", "third_party_loss"):
        unit, (as_is, changed) = dataset[name].attrs["units"], dataset[name].values[:, :, -1]
        words = [shown(as_is.mean(), unit), shown(changed.mean(), unit), difference(estimate(changed - as_is), unit)]
        assert found[spoken(name)][:3] == words
    assert not {"ties cut"} & found.keys() or found["ties cut"][2] != "0.00 pt"


def test_the_bars_of_an_attribution_say_their_numbers_and_add_up(tab: Page, pages: dict[str, Path]) -> None:
    opened(tab, pages["attribution"])
    assert tab.locator("select").input_value() == "bystander_chill"
    tab.locator("select").select_option("chill")
    found = rows(tab, ".bars")
    assert [*found][:: len(found) - 1] == ["as it is", "with none of them"]
    number = {name: float(re.match(r"[-+]?[\d.]+", cells[-1]).group()) for name, cells in found.items()}  # type: ignore[union-attr]
    parts = [value for name, value in number.items() if name.startswith("-")]
    assert len(parts) == 6
    assert number["as it is"] + sum(parts) == pytest.approx(number["with none of them"], abs=0.1)
    tab.locator("summary").click()
    assert "all together" in rows(tab, ".result-numbers table")


def test_behind_each_picture_is_a_table_of_its_numbers(
    tab: Page, pages: dict[str, Path], results: dict[str, Path]
) -> None:
    opened(tab, pages["comparison"])
    assert tab.locator(".result-numbers table").count() == 0
    for summary in tab.locator("summary").all():
        summary.click()
    expect(tab.locator(".result-numbers table")).to_have_count(2)
    lines = rows(tab, ".result-numbers table >> nth=0")
    share = hushed.load(results["comparison"])["voice_share"].mean("replicate").values
    assert list(lines) == [str(each) for each in range(8)]
    for round_number, cells in lines.items():
        for place, cell in enumerate(cells):
            assert float(cell.split(" %")[0]) == pytest.approx(100 * share[place, int(round_number)], abs=0.06)
            assert " to " in cell


def test_keys_move_the_point_on_both_charts_and_say_where_it_is(tab: Page, pages: dict[str, Path]) -> None:
    opened(tab, pages["comparison"])
    first, second = tab.get_by_role("slider").all()
    first.focus()
    tab.keyboard.press("Home")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("ArrowRight")
    for slider in (first, second):
        assert slider.get_attribute("aria-valuenow") == "2"
        assert str(slider.get_attribute("aria-valuetext")).startswith("Round 2, ")
    for readout in tab.locator(".chart-readout").all():
        assert readout.inner_text().startswith("Round 2")
    tab.keyboard.press("End")
    tab.keyboard.press("ArrowRight")
    assert second.get_attribute("aria-valuenow") == second.get_attribute("aria-valuemax") == "7"


def test_pointing_at_a_round_shows_it_and_leaving_shows_the_last(tab: Page, pages: dict[str, Path]) -> None:
    opened(tab, pages["run"])
    plot = tab.locator(".u-over").bounding_box()
    assert plot is not None
    tab.mouse.move(plot["x"] + plot["width"] * 3 / 7 + 1, plot["y"] + 40)
    expect(tab.locator(".chart-readout")).to_contain_text("Round 3")
    tab.mouse.move(5, 5)
    expect(tab.locator(".chart-readout")).to_contain_text("Round 7")


def test_another_outcome_is_drawn_where_it_is_chosen(tab: Page, pages: dict[str, Path]) -> None:
    opened(tab, pages["run"])
    tab.get_by_label("What to look at").select_option("score_mean")
    assert tab.locator("figcaption").inner_text() == "Score mean over the rounds"
    expect(tab.locator(".chart")).to_have_count(1)
    assert "left free 1.000" in tab.locator(".chart-readout").inner_text()


def test_its_scenario_can_be_played_unless_its_ties_came_from_a_file(tab: Page, pages: dict[str, Path]) -> None:
    opened(tab, pages["comparison"]).get_by_role("button", name="Play this scenario here").click()
    assert tab.locator("#page").get_attribute("data-opened") == "comparison"
    opened(tab, pages["loaded"])
    assert tab.get_by_role("button").count() == 0
    assert "People of a loaded network are never drawn" in tab.locator("body").inner_text()
    assert "quennevalle" not in pages["loaded"].read_text(encoding="utf-8")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
@pytest.mark.parametrize("kind", ["run", "comparison", "attribution"])
def test_it_fits_its_screen_and_has_no_barrier_that_can_be_found(
    browser: Browser, pages: dict[str, Path], kind: str, scheme: Any, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    tab = opened(context.new_page(), pages[kind])
    tab.wait_for_timeout(100)
    for summary in tab.locator("summary").all():
        summary.click()
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.evaluate((EXPLORER / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = tab.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found["violations"]] == []
    context.close()


_PLAYED = """
async (rounds) => {
  const host = document.querySelector("#page");
  host.replaceChildren();
  const chart = new Chart(host, { label: "voice" });
  const data = { leftLabel: "one", rightLabel: "other", format: (value) => value.toFixed(3), range: [0, 1] };
  const wave = (shift) => Array.from({ length: rounds }, (_, round) => 0.5 + 0.4 * Math.sin(0.1 * round + shift));
  const spent = [];
  for (let frame = 0; frame < 60; frame++) {
    await new Promise(requestAnimationFrame);
    const start = performance.now();
    chart.set({ ...data, left: wave(0.1 * frame), right: wave(0.2 * frame) });
    await new Promise((done) => queueMicrotask(() => queueMicrotask(done)));
    spent.push(performance.now() - start);
  }
  return spent.sort((one, other) => one - other)[30];
}
"""


def test_it_can_be_drawn_thirty_times_a_second(tab: Page, pages: dict[str, Path]) -> None:
    """The median of sixty drawings of two hundred rounds takes half the time there is between two of them at most."""
    assert opened(tab, pages["run"]).evaluate(_PLAYED, 200) < 1000 / 30 / 2
