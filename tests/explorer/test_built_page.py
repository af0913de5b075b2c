"""The page that is shipped: built from the source beside it, small, closed by its own policy, and in the wheel."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
import tarfile
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from explorer_tools import EXPLORER, LARGEST, install, npm

from hushed.explorer.handed import scenario_opened, story
from hushed.explorer.page import built_page, filled
from hushed.scenario.library import library_names
from hushed.scenario.reader import read_scenario

ROOT = EXPLORER.parent


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, dict[str, str | None], str]] = []
        self.inside = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.texts.append((tag, dict(attrs), ""))
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("script", "style")

    def handle_data(self, data: str) -> None:
        # A parser may hand over a text in pieces.
        if self.inside:
            tag, attributes, before = self.texts.pop()
            self.texts.append((tag, attributes, before + data))


def policy_of(page: str) -> dict[str, list[str]]:
    (content,) = [
        str(attributes["content"])
        for tag, attributes in Elements(page).found
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    return {name: sources for name, *sources in (part.split() for part in content.split(";"))}


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_shipped_page_is_what_its_source_builds(built: str) -> None:
    assert built_page() == built, "the source has changed since the page was built: make explorer"


def test_the_page_is_small_also_with_what_every_page_holds() -> None:
    opened = [story(), *(scenario_opened(read_scenario(name), name) for name in library_names())]
    for what in opened:
        assert len(filled(built_page(), what.handed, title=what.title).encode()) < LARGEST


def test_the_policy_lets_nothing_in_and_nothing_out() -> None:
    policy = policy_of(built_page())
    assert policy.pop("default-src") == ["'none'"]
    assert policy.pop("img-src") == ["data:", "blob:"]
    assert policy.pop("base-uri") == policy.pop("form-action") == ["'none'"]
    assert policy.keys() == {"script-src", "style-src"}


def test_every_script_and_style_is_allowed_by_its_own_digest_alone() -> None:
    for page in (built_page(), filled(built_page(), story().handed, title="</script><b>")):
        policy, elements = policy_of(page), Elements(page)
        run = [text for tag, attributes, text in elements.texts if tag == "script" and attributes["type"] == "module"]
        shown = [text for tag, _, text in elements.texts if tag == "style"]
        assert [digest(text) for text in run] == policy["script-src"]
        assert [digest(text) for text in shown] == policy["style-src"]
        assert run
        assert shown


def test_the_page_names_no_other_file_and_has_no_styles_or_handlers_in_its_elements() -> None:
    for tag, attributes in Elements(filled(built_page(), story().handed)).found:
        addresses = [attributes[name] for name in ("src", "href", "srcset", "data", "action") if name in attributes]
        assert addresses in ([], ["data:,"]), (tag, attributes)
        assert not [name for name in attributes if name == "style" or name.startswith("on")]


def test_the_page_knows_no_address() -> None:
    """No policy holds a page back from leading its reader elsewhere, so there is nowhere that it could lead to."""
    found = set(re.findall(r"(?:https?|wss?|ftp)://[^\s\"'`<>)]+", built_page()))
    assert found <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"}


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel and the source distribution, built as an installer builds them."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_wheel_brings_the_page_and_nothing_of_its_workshop(distributions: Path) -> None:
    (wheel,) = distributions.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert archive.read("hushed/explorer/page.html").decode() == built_page()
    assert not [name for name in names if name.startswith("explorer/") or "node_modules" in name or name[-3:] == ".ts"]


def test_the_source_distribution_brings_the_source_of_the_page_and_nothing_installed(distributions: Path) -> None:
    (sdist,) = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    assert {"explorer/src/contract.ts", "explorer/package-lock.json", "src/hushed/explorer/page.html"} <= set(names)
    assert not [name for name in names if "node_modules" in name or ".built" in name]


def test_the_source_has_no_wrong_types() -> None:
    install()
    npm("run", "--silent", "check")


def test_the_pages_own_tests_pass() -> None:
    install()
    assert "passed" in npm("test", "--silent")
