"""The page in a browser: it fits, can be used by everyone, tells its story, and hands out what hushed would say."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from explorer_tools import EXPLORER
from playwright.sync_api import Browser, Page, expect

import hushed
from hushed.explorer.handed import story
from hushed.explorer.page import filled
from hushed.outcomes import OUTCOMES

CHANGED = "s=sesame-credit&c=regime.association.weight:0&c=safeguards.due_process:0.5&seed=3&n=300&r=40"
LAPTOPS = [(1366, 768), (1440, 900), (1920, 1080)]
PHONE = (390, 844)
COUNTING = """() => {
  const tick = () => { window.beats = (window.beats ?? 0) + 1; requestAnimationFrame(tick); };
  tick();
}"""
"""Counts the frames that are drawn from now on."""


@pytest.fixture(scope="session")
def file(built: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as its source makes it now, filled to tell the story."""
    path = tmp_path_factory.mktemp("story") / "explore.html"
    path.write_text(filled(built, story().handed), encoding="utf-8")
    return path


@pytest.fixture
def wide(tab: Page) -> Page:
    """A tab of a laptop's size."""
    tab.set_viewport_size({"width": 1366, "height": 768})
    return tab


def opened(tab: Page, file: Path, fragment: str = "") -> Page:
    """The page, with everything played that the fragment asks for."""
    tab.goto(f"{file.as_uri()}#{fragment}" if fragment else file.as_uri())
    settled(tab)
    return tab


def settled(tab: Page) -> None:
    """Waits until both societies have played up to the moment shown."""
    expect(tab.locator(".big")).to_have_count(2)
    expect(tab.locator(".working:not([hidden])")).to_have_count(0)
    tab.wait_for_timeout(100)


def violations(tab: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands."""
    found: list[str] = tab.evaluate(
        "axe.run(document).then(({ violations }) =>"
        " violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html).join(' ')))"
    )
    return found


@pytest.mark.parametrize(("width", "height"), LAPTOPS)
@pytest.mark.parametrize("fragment", ["scene=3", CHANGED])
def test_it_fits_a_laptop_without_scrolling(tab: Page, file: Path, width: int, height: int, fragment: str) -> None:
    tab.set_viewport_size({"width": width, "height": height})
    opened(tab, file, fragment)
    assert tab.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("width", "height"), [PHONE, (683, 384)], ids=["phone", "zoomed"])
def test_a_narrow_window_shows_one_society_at_a_time(tab: Page, file: Path, width: int, height: int) -> None:
    tab.set_viewport_size({"width": width, "height": height})
    opened(tab, file, CHANGED)
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [each.is_visible() for each in tab.locator("canvas[role=application]").all()] == [False, True]
    tab.get_by_role("button", name="As it is").click()
    assert [each.is_visible() for each in tab.locator("canvas[role=application]").all()] == [True, False]
    tab.get_by_role("button", name="Controls").click()
    assert tab.get_by_role("switch", name="Informers").is_visible()


@pytest.mark.parametrize("fragment", ["scene=3", CHANGED])
def test_the_narrowest_window_scrolls_one_way_only(tab: Page, file: Path, fragment: str) -> None:
    """320 pixels: a laptop at four times its size, as WCAG 1.4.10 asks."""
    tab.set_viewport_size({"width": 320, "height": 640})
    opened(tab, file, fragment)
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def focused(tab: Page) -> str:
    """The name of what has the focus, after a frame."""
    tab.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"
    )
    return str(tab.evaluate("document.activeElement.matches('body') ? '' : document.activeElement.outerHTML"))


def test_the_focus_is_never_lost(wide: Page, file: Path) -> None:
    """What had the focus is hidden, disabled or taken away: something beside it has it then."""
    opened(wide, file, f"{CHANGED}&c=regime.capacity.cases:0.05")
    wide.get_by_role("button", name="Undo: Friends’ penalty").press("Enter")
    assert 'id="regime-association-switch"' in focused(wide)
    wide.get_by_role("button", name="Undo all").press("Enter")
    assert 'role="tab"' in focused(wide)
    wide.locator("#regime-sanctions-open").press("Enter")
    wide.get_by_role("button", name="Add a door").press("Enter")
    assert focused(wide)
    wide.get_by_role("button", name="Remove").last.press("Enter")
    assert focused(wide)
    wide.locator(".play").press("w")
    wide.locator(".card").get_by_role("button", name="Close").press("Enter")
    assert "<canvas" in focused(wide)


def test_a_switch_turned_twice_changes_nothing(wide: Page, file: Path) -> None:
    opened(wide, file, "s=free-society&n=300&r=5")
    for name in ("Informers", "Everyone must join"):
        switch = wide.get_by_role("switch", name=name)
        switch.click()
        assert switch.get_attribute("aria-checked") == "true"
        switch.click()
        assert wide.locator(".count").inner_text() == "Nothing changed yet"


@pytest.mark.parametrize("state", ["on", "off"])
def test_switches_show_their_state_in_forced_colours(browser: Browser, file: Path, state: str) -> None:
    context = browser.new_context(forced_colors="active", viewport={"width": 1366, "height": 768})
    page = opened(context.new_page(), file, "s=all-instruments&n=50&r=2")
    switch = page.get_by_role("switch", name="Informers")
    if state == "off":
        switch.click()
    shown = "getComputedStyle(document.querySelector('#regime-informers-switch'), '::after').backgroundColor"
    paper = "getComputedStyle(document.querySelector('#regime-informers-switch')).backgroundColor"
    assert page.evaluate(shown) != page.evaluate(paper)
    context.close()


@pytest.fixture
def unguarded(browser: Browser) -> Iterator[Page]:
    """A tab into which axe-core can be put: the page's policy would refuse it."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [LAPTOPS[0], PHONE], ids=["laptop", "phone"])
def test_axe_finds_nothing(unguarded: Page, file: Path, scheme: str, size: tuple[int, int]) -> None:
    unguarded.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    unguarded.set_viewport_size({"width": size[0], "height": size[1]})
    for fragment in ("scene=3", CHANGED):
        opened(unguarded, file, fragment)
        unguarded.reload()
        unguarded.add_script_tag(path=EXPLORER / "node_modules" / "axe-core" / "axe.min.js")
        assert violations(unguarded) == []
        if size == PHONE:
            unguarded.get_by_role("button", name="Controls").click()
        for row in ("regime-sanctions", "regime-enrolment", "regime-scoring"):
            unguarded.get_by_role("tab", name="The regime").click()
            unguarded.locator(f"#{row}-open").click()
            assert violations(unguarded) == []
        if size == PHONE:
            unguarded.get_by_role("button", name="Controls").click()
        for key in ("w", "t", "?"):
            unguarded.keyboard.press(key)
            assert violations(unguarded) == []
            unguarded.keyboard.press("Escape")


def test_the_story_has_seven_scenes_and_hands_over(wide: Page, file: Path) -> None:
    opened(wide, file)
    told = []
    for scene in range(1, 8):
        assert wide.locator(".scene-step").inner_text() == f"Scene {scene} of 7"
        expect(wide.locator(".transport .told")).to_have_text("104 of 104")
        wide.get_by_role("tab", name="Speech").click()
        settled(wide)
        told.append(said(wide))
        wide.locator(".story .next").click()
    assert not wide.locator(".story").is_visible()
    assert wide.locator(".count").inner_text() == "4 changes"
    # Each scene starts from what the one before ended with; six take speech away, the last gives some back.
    assert [left for left, _ in told[1:]] == [right for _, right in told[:-1]]
    assert told[0] == [100, 100]
    assert all(right < left for left, right in told[1:6])
    assert told[6][0] < told[6][1] < 100


def test_a_change_is_told_and_can_be_undone(wide: Page, file: Path) -> None:
    opened(wide, file, "s=sesame-credit&n=300&r=80")
    assert "same" in wide.locator(".gap").inner_text()
    wide.get_by_role("switch", name="Friends’ penalty").click()
    more = r"^With friends’ penalty off, \d+ in 100 more of what people want to say is said\.$"
    expect(wide.locator(".gap")).to_have_text(re.compile(more))
    expect(wide).to_have_url(re.compile("c=regime.association.weight:0"))
    wide.get_by_role("button", name="Undo all").click()
    expect(wide.locator(".gap")).to_contain_text("same")


def said(tab: Page) -> list[int]:
    """How much of 100 is said in the left and in the right society."""
    return [int(each) for each in tab.locator(".big strong").all_inner_texts()]


def week(tab: Page) -> int:
    """Rounds played so far."""
    return int(tab.locator(".transport .told").inner_text().split()[0])


def test_it_plays_and_the_penalty_off_gives_speech_back_on_the_right_alone(wide: Page, file: Path) -> None:
    opened(wide, file, "s=sesame-credit&n=1000&seed=5")
    wide.locator(".transport select").select_option("30")
    wide.get_by_role("button", name="Play").click()
    expect(wide.locator(".transport .told")).to_have_text(re.compile(r"^[6-9]\d of 156$"))
    wide.get_by_role("button", name="Pause").click()
    stopped, (left, right) = week(wide), said(wide)
    assert left == right < 100
    wide.get_by_role("switch", name="Friends’ penalty").click()
    settled(wide)
    assert week(wide) == stopped
    assert said(wide)[0] == left < said(wide)[1]
    more = re.search(r"(\d+) in 100 more", wide.locator(".gap").inner_text())
    assert more is not None
    # Both numbers shown are rounded, and so is the gap.
    assert abs(int(more[1]) - (said(wide)[1] - left)) <= 1


def test_rounds_and_frames_are_counted_with_ten_thousand_people(
    wide: Page, file: Path, record_property: Callable[[str, object], None]
) -> None:
    """What is reached is told, not required: `benchmarks/explorer.py` measures on a quiet machine."""
    opened(wide, file, "s=sesame-credit&c=regime.association.weight:0&n=10000")
    wide.locator(".transport select").select_option("240")
    wide.evaluate(COUNTING)
    started = wide.evaluate("performance.now()")
    wide.get_by_role("button", name="Play").click()
    wide.wait_for_timeout(2_000)
    rounds, (beats, now) = week(wide), wide.evaluate("[window.beats, performance.now()]")
    seconds = (now - started) / 1000
    record_property("rounds a second", rounds / seconds)
    record_property("frames a second", beats / seconds)
    print(f"{rounds / seconds:.0f} rounds and {beats / seconds:.0f} frames a second")
    assert rounds > 0
    assert beats > 0


def saved(tab: Page, label: str, folder: Path) -> Path:
    """The file that one of the buttons under "Save" hands out."""
    tab.get_by_role("button", name="Save", exact=True).click()
    with tab.expect_download() as download:
        tab.get_by_role("button", name=label).click()
    tab.keyboard.press("Escape")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_what_it_hands_out_is_what_hushed_says(wide: Page, file: Path, tmp_path: Path) -> None:
    """`hushed run` of a saved scenario gives the numbers saved, to the last bit; no row is a person's."""
    opened(wide, file, CHANGED)
    with open(saved(wide, "All outcomes", tmp_path), newline="", encoding="utf-8") as numbers:
        rows = list(csv.DictReader(numbers))
    assert [int(row["round"]) for row in rows] == list(range(40))
    for side in ("left", "right"):
        scenario = hushed.read_scenario(saved(wide, f"{side.title()} society", tmp_path))
        assert (scenario.society.population, scenario.seed) == (300, 3)
        played = hushed.run(scenario)
        for name, outcome in OUTCOMES.items():
            column = [float(row[f"{name} {side} [{outcome.unit}]"]) for row in rows]
            assert column == played[name].values.reshape(-1)[:40].tolist(), name
    assert saved(wide, "Picture of both", tmp_path).read_bytes().startswith(b"\x89PNG")


def test_somebody_can_be_asked_why(wide: Page, file: Path) -> None:
    opened(wide, file, CHANGED)
    wide.get_by_role("button", name="Ask somebody").click()
    card = wide.locator(".card")
    assert "She would like to say" in card.inner_text()
    assert "On the left, her twin says" in card.inner_text()
    first = card.inner_text()
    wide.locator("canvas[role=application]").first.press("ArrowRight")
    assert card.inner_text() != first
    wide.keyboard.press("Escape")
    assert not card.is_visible()


@pytest.mark.parametrize("side", ["l", "c"])
def test_a_hostile_link_is_shown_and_not_run(wide: Page, file: Path, side: str) -> None:
    nasty = '"</script><img src=x onerror=window.ran=1>"'
    opened(
        wide, file, f"s=sesame-credit&n=300&{side}=title:{quote(nasty)}&c=regime.association.weight:9&c=__proto__.x:1"
    )
    told = wide.locator("dialog").inner_text()
    assert "regime.association.weight" in told
    assert "cannot be read" in told
    assert wide.evaluate("window.ran") is None
    assert wide.evaluate("({}).x") is None


def test_a_file_with_mistakes_is_told_line_by_line(wide: Page, file: Path) -> None:
    opened(wide, file, CHANGED)
    wide.keyboard.press("t")
    text = b"schema = 1\nrounds = 'x'\n[regime.scoring]\nseverty = 2\n"
    wide.set_input_files("input[type=file]", {"name": "bad.toml", "mimeType": "text/plain", "buffer": text})
    wide.get_by_text("bad.toml:4").wait_for()
    assert "bad.toml:2: rounds" in wide.locator("dialog").inner_text()
    wide.keyboard.press("Escape")
    wide.keyboard.press("t")
    text = b'schema = 1\ntitle = "Own"\nrounds = 30\n[society]\npopulation = 200\n[regime.scoring]\nseverity = 0.4\n'
    wide.set_input_files("input[type=file]", {"name": "own.toml", "mimeType": "text/plain", "buffer": text})
    expect(wide.locator(".transport .told")).to_have_text("0 of 30")
    expect(wide).to_have_url(re.compile("n=200"))
