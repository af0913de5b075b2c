"""The documentation site's one script, in the browser that the explorer's page is opened in."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "docs" / "assets" / "scroll.js"
SITE = """<div class="md-typeset" style="width: 200px">
<div id="wide" class="md-typeset__scrollwrap" style="overflow: auto"><div style="width: 900px">a table</div></div>
<div id="narrow" class="md-typeset__scrollwrap" style="overflow: auto"><div style="width: 90px">a table</div></div>
<pre><code id="block" style="display: block; overflow: auto">{}</code></pre>
<nav class="md-code__nav">copy</nav></div>"""


def test_what_is_wider_than_the_page_is_reached_from_the_keyboard(tab: Page) -> None:
    tab.set_content(SITE.format("word " * 100))
    tab.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
    tab.evaluate("dispatchEvent(new Event('load'))")
    reached = []
    for _ in range(3):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.id"))
    assert reached == ["wide", "block", ""]
    assert tab.locator("nav").get_attribute("role") == "none"


def test_what_no_longer_fits_a_narrower_window_is_reached_as_well(tab: Page) -> None:
    tab.set_content(SITE.format("a block").replace("width: 200px", "width: 80vw"))
    tab.set_viewport_size({"width": 2000, "height": 600})
    tab.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
    tab.evaluate("dispatchEvent(new Event('load'))")
    assert tab.locator("#wide").evaluate("each => each.tabIndex") == -1
    tab.set_viewport_size({"width": 600, "height": 600})
    tab.wait_for_function("document.getElementById('wide').tabIndex === 0")
    assert tab.locator("#narrow").evaluate("each => each.tabIndex") == -1
