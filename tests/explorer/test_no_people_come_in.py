"""Rule 1 in the browser: no list of people, no posts and no ties come in, by choosing, by dropping or by an address."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

SPEECH = "I think the minister lies, said Ann Example"
FILES = {
    "posts.csv": f'id,author,text\n1,ann@example.org,"{SPEECH}"\n',
    "posts.json": f'[{{"author": "ann@example.org", "text": "{SPEECH}"}}]',
    "people.csv": "name,score\nAnn Example,0.3\nBob Example,0.9\n",
    "ties.csv": "source,target\nAnn Example,Bob Example\n",
    "ties.txt": "Ann_Example Bob_Example\n",
    "posts.toml": f'schema = 1\nrounds = 3\n[[posts]]\nauthor = "Ann Example"\ntext = "{SPEECH}"\n',
    "people.toml": 'schema = 1\nrounds = 3\n[society]\npeople = ["Ann Example", "Bob Example"]\n',
    "traits.toml": "schema = 1\nrounds = 3\n[society.traits]\ndesired_dissent = [0.1, 0.9]\n",
    "network.toml": "schema = 1\nrounds = 3\n[society.online]\ngenerator = 'file'\npath = 'ties.csv'\n",
}
DROP = """([name, text]) => {
  const held = new DataTransfer();
  held.items.add(new File([text], name, { type: "text/plain" }));
  dispatchEvent(new DragEvent("drop", { dataTransfer: held, cancelable: true }));
}"""
CHANGES = {
    "society.posts": f'["{SPEECH}"]',
    "society.people": '[{"name":"Ann Example"}]',
    "society.traits.desired_dissent": "[0.1,0.9]",
    "regime.observation.posts": f'"{SPEECH}"',
    "society.online": '{"generator":"file","path":"ann.csv"}',
    "safeguards.blacklist": '["Ann Example"]',
}


def opened(tab: Page, page_file: Path, fragment: str) -> None:
    """The page at an address, once everything is played."""
    tab.goto(f"{page_file.as_uri()}#{fragment}")
    expect(tab.locator(".big")).to_have_count(2)
    expect(tab.locator(".working:not([hidden])")).to_have_count(0)


def test_files_about_people_are_refused_chosen_or_dropped(tab: Page, page_file: Path) -> None:
    opened(tab, page_file, "s=sesame-credit&n=200&r=3")
    # The page writes the whole state into its address a moment after it stands still.
    expect(tab).to_have_url(re.compile("#s=sesame-credit&seed=1&n=200&r=3$"))
    address = tab.url
    for name, text in FILES.items():
        for way in ("chosen", "dropped"):
            if way == "chosen":
                tab.keyboard.press("t")
                held = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
                tab.set_input_files("input[type=file]", held)
            else:
                tab.evaluate(DROP, [name, text])
            tab.locator("dialog[open] .lines").wait_for()
            said = tab.locator("dialog[open]").inner_text()
            assert name in said, (name, way)
            assert SPEECH not in said, (name, way)
            tab.keyboard.press("Escape")
            expect(tab.locator("dialog[open]")).to_have_count(0)
            assert tab.url == address, (name, way)


@pytest.mark.parametrize("path", CHANGES)
def test_an_address_brings_nothing_about_people(tab: Page, page_file: Path, path: str) -> None:
    opened(tab, page_file, f"s=sesame-credit&n=200&r=3&c={path}:{quote(CHANGES[path])}")
    tab.locator("dialog[open]").wait_for()
    assert SPEECH not in tab.locator("dialog[open]").inner_text()
    assert "Ann" not in tab.content()
