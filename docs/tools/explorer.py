"""Takes the pictures of docs/explorer.md: `python docs/tools/explorer.py`, from the root of the repository."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from hushed.explorer.writing import explore

IMAGES = Path("docs/images/explorer")
CHROMIUM = "/usr/bin/chromium"
DESKTOP: Any = {"viewport": {"width": 1366, "height": 768}}
PHONE: Any = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 1.5, "has_touch": True}
MANDATORY = "scene=5&seed=1&n=2000&r=60"
FRIENDS = "s=sesame-credit&c=regime.association.weight:0&seed=1&n=2000&r=156"
SAFE = "scene=7&seed=1&n=1000&r=104"


def asked_why(tab: Page) -> None:
    """Opens the card of one person."""
    tab.get_by_role("button", name="Ask somebody").click()


PICTURES: tuple[tuple[str, str, dict[str, Any], str, bool], ...] = (
    ("story-light", MANDATORY, DESKTOP, "light", False),
    ("why-dark", FRIENDS, DESKTOP, "dark", True),
    ("phone-light", SAFE, PHONE, "light", False),
    ("phone-dark", FRIENDS.replace("n=2000", "n=1000"), PHONE, "dark", False),
)
"""Name, state of the page, window, ground, and whether somebody is asked why."""


def taken(browser: Browser, page: Path, fragment: str, window: dict[str, Any], ground: Any, why: bool) -> bytes:
    """One picture of the page, once everything it shows has been played."""
    context = browser.new_context(**window, color_scheme=ground)
    tab = context.new_page()
    tab.goto(f"{page.as_uri()}#{fragment}")
    expect(tab.locator(".working:not([hidden])")).to_have_count(0, timeout=60_000)
    tab.wait_for_timeout(3000)
    if why:
        asked_why(tab)
        tab.wait_for_timeout(500)
    picture = tab.screenshot()
    context.close()
    return picture


def main() -> None:
    """Write every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = explore(None, Path(folder) / "explore.html")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name, fragment, window, ground, why in PICTURES:
            (IMAGES / f"{name}.png").write_bytes(taken(browser, page, fragment, window, ground, why))
        browser.close()


if __name__ == "__main__":
    main()
