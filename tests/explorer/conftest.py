"""A browser, the shipped page, and stored results of every kind that it shows."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from explorer_tools import QUIET_BROWSER, browser_path, rebuilt_page
from playwright.sync_api import Browser, Page, sync_playwright

import hushed
from hushed.results.store import save

ROUNDS, REPLICATES = 8, 3


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped page, filled to tell the story."""
    return hushed.explore(None, tmp_path_factory.mktemp("page") / "explore.html")


@pytest.fixture(scope="session")
def built() -> str:
    """The page, built anew from its source."""
    return rebuilt_page()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, which asks nobody for anything by itself."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser_path(), args=list(QUIET_BROWSER))
        yield opened
        opened.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A new tab, in which an error of a script fails the test."""
    context = browser.new_context(reduced_motion="reduce", color_scheme="light")
    page = context.new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A stored result of every kind that the page shows, and a run of one round and one replicate."""
    folder = tmp_path_factory.mktemp("results")
    scenario = hushed.read_scenario("sesame-credit", population=400, rounds=ROUNDS)
    single = hushed.read_scenario("informers", population=300, rounds=1)
    played = {
        "run": hushed.run(scenario, replicates=REPLICATES),
        "comparison": hushed.compare(scenario, without="association", replicates=REPLICATES).dataset,
        "attribution": hushed.attribute(
            scenario, outcome="bystander_chill", over="mean", replicates=REPLICATES
        ).dataset,
        "single": hushed.run(single),
    }
    return {name: save(dataset, folder / name) for name, dataset in played.items()}


class Listener:
    """A server on this machine that answers everybody, and remembers what it was asked for.

    Connections without a request do not count: Chromium makes one ahead of a frame that the policy then refuses.
    """

    def __init__(self) -> None:
        heard = self.heard = list[str]()

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heard.append(self.path)
                self.send_response(200)
                self.send_header("Access-Control-Allow-Origin", "*")
                self.end_headers()

            do_POST = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.address = f"http://127.0.0.1:{self.server.server_port}/"


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A server that would hear whatever got out of a page."""
    listener = Listener()
    thread = Thread(target=listener.server.serve_forever)
    thread.start()
    yield listener
    listener.server.shutdown()
    thread.join()
    listener.server.server_close()
