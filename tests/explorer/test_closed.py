"""The page is closed: it asks nobody for anything, cannot be made to, and shows text instead of running it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from explorer_tools import results_page
from playwright.sync_api import Browser, Page

import hushed
from hushed.explorer.handed import Opened, result_opened
from hushed.explorer.page import built_page, filled
from hushed.results.store import save

NASTY = "</script><img src=x onerror=window.ran=1><script>window.ran=2</script>"


def asked(tab: Page, file: Path) -> list[str]:
    """Every address that a page asks for while it opens and settles."""
    requests: list[str] = []
    tab.on("request", lambda request: requests.append(request.url))
    tab.on("websocket", lambda socket: requests.append(socket.url))
    tab.goto(file.as_uri())
    tab.wait_for_timeout(500)
    return requests


def test_opening_it_asks_for_nothing_but_the_file(tab: Page, page_file: Path) -> None:
    assert asked(tab, page_file) == [page_file.as_uri()]
    assert tab.title() == "hushed explorer"


@pytest.mark.parametrize(
    "attempt",
    [
        "fetch(ADDRESS)",
        "fetch(location.href)",
        "new Promise((good, bad) => { const i = new Image(); i.onload = good; i.onerror = bad; i.src = ADDRESS; })",
        "new Promise((good, bad) => { const r = new XMLHttpRequest(); r.open('GET', ADDRESS); r.onload = good;"
        " r.onerror = bad; r.send(); })",
        "new Promise((good, bad) => { const s = document.createElement('script'); s.onload = good; s.onerror = bad;"
        " s.src = ADDRESS; document.head.append(s); })",
        "new Promise((good, bad) => { const s = new WebSocket('ws' + ADDRESS.slice(4)); s.onopen = good;"
        " s.onerror = bad; })",
        "new Promise((good, bad) => { const w = new EventSource(ADDRESS); w.onopen = good; w.onerror = bad; })",
        "new Promise((good, bad) => { const f = document.createElement('iframe'); f.src = ADDRESS;"
        " document.addEventListener('securitypolicyviolation', bad); document.body.append(f); })",
        "new Promise((_, bad) => { document.addEventListener('securitypolicyviolation', bad);"
        " navigator.sendBeacon(ADDRESS, 'x'); })",
    ],
    ids=["fetch", "itself", "image", "xhr", "script", "websocket", "events", "frame", "beacon"],
)
def test_a_script_in_the_page_reaches_nobody(tab: Page, page_file: Path, attempt: str, listener: Any) -> None:
    """Each tries to reach a server that is there and would answer; nothing arrives."""
    tab.goto(page_file.as_uri())
    script = f"(ADDRESS) => ({attempt}).then(() => 'reached', () => 'refused')"
    assert tab.evaluate(script, listener.address) == "refused"
    assert listener.heard == []


def test_the_listener_would_hear(browser: Browser, listener: Any) -> None:
    tab = browser.new_page()
    tab.goto(listener.address)
    tab.close()
    assert listener.heard


def test_no_script_in_a_text_of_the_page_runs(tab: Page, tmp_path: Path, opened_nasty: Opened) -> None:
    for name, page in (("whole", built_page()), ("results", results_page())):
        file = tmp_path / f"{name}.html"
        file.write_text(filled(page, opened_nasty.handed, title=opened_nasty.title), encoding="utf-8")
        assert asked(tab, file) == [file.as_uri()]
        assert tab.title() == f"{NASTY} · hushed"
        assert tab.evaluate("window.ran") is None
        assert tab.locator("img").count() == 0
    assert tab.locator("h1").inner_text() == NASTY


@pytest.fixture
def opened_nasty(tmp_path: Path) -> Opened:
    scenario = hushed.read_scenario("sesame-credit", population=200, rounds=2, changes=[f"title={NASTY!r}"])
    assert scenario.title == NASTY
    return result_opened(save(hushed.run(scenario), tmp_path / "result"))
