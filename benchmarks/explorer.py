"""How fast the explorer's page plays and draws in Chromium without a graphics card: `python benchmarks/explorer.py`.

Two societies are played and drawn at once, as a visitor sees them; a round counts when both have played it.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from hushed.explorer.writing import explore

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
WINDOW: Any = {"width": 1366, "height": 768}
LONG = 5000
"""Rounds, so that none is measured to its end."""
PACE = "240"
"""The page's speed that plays as many rounds as it can."""
COUNT_FRAMES = """() => {
  window.frames_drawn = 0;
  const tick = () => { window.frames_drawn += 1; requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
}"""


def week(tab: Page) -> int:
    """Rounds played so far, as the page says."""
    return int(tab.locator(".transport .told").inner_text().split()[0].replace(",", ""))


def measured(tab: Page, page: Path, scenario: str, people: int, seconds: float) -> tuple[float, float]:
    """Rounds and frames a second while the page plays."""
    tab.goto("about:blank")
    tab.goto(f"{page.as_uri()}#s={scenario}&l=rounds:{LONG}&c=regime.association.weight:0&n={people}")
    tab.locator(".transport select").select_option(PACE)
    tab.evaluate(COUNT_FRAMES)
    tab.get_by_role("button", name="Play").click()
    tab.wait_for_timeout(1500)
    first, frames = week(tab), tab.evaluate("[window.frames_drawn, performance.now()]")
    tab.wait_for_timeout(1000 * seconds)
    last, later = week(tab), tab.evaluate("[window.frames_drawn, performance.now()]")
    passed = (later[1] - frames[1]) / 1000
    return (last - first) / passed, (later[0] - frames[0]) / passed


def main() -> None:
    """Print rounds and frames a second for each number of people."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--people", type=int, nargs="+", default=[500, 1000, 2000, 5000, 10_000])
    asked.add_argument("--seconds", type=float, default=2.0, help="measured for each, after 1.5 s of warming up")
    asked.add_argument("--scenario", default="sesame-credit")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = explore(None, Path(folder) / "explore.html")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        tab = browser.new_page(viewport=WINDOW)
        print(f"{told.scenario}, Chromium {browser.version}, {WINDOW['width']} x {WINDOW['height']}, no graphics card")
        for people in told.people:
            rounds, frames = measured(tab, page, told.scenario, people, told.seconds)
            print(f"{people:>6} people in each society: {rounds:6.1f} rounds a second, {frames:5.1f} frames a second")
        browser.close()


if __name__ == "__main__":
    main()
