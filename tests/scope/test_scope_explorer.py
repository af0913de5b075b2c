"""All five rules in the browser: what the explorer's source takes in, gives out and could reach is a closed list."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from scope_source import PACKAGE, ROOT
from test_scope_classifier import NAMES, PROSE
from test_scope_repression import SEARCHES

SOURCE = ROOT / "explorer" / "src"
FILES = sorted(SOURCE.rglob("*.ts"))

INPUTS = {
    ("page/transport.ts", "range"): "the week that is shown",
    ("page/header.ts", "number"): "the seed",
    ("page/dials.ts", "range"): "a parameter of the scenario",
    ("page/assumptions.ts", "file"): "a scenario file, checked by the schema",
}
"""Every field that a visitor can fill in. None takes text."""
READS = {
    "page/assumptions.ts": "a scenario file that was chosen or dropped, and nothing else of it than its text",
}
ADDRESSES = {"page/app.ts": "the part of the page's own address after #"}
SAVES = {
    ("page/keeping.ts", "csvText"): "outcomes by round",
    ("page/keeping.ts", "toBlob"): "the picture, as it is on the screen",
    ("page/assumptions.ts", "toml"): "the scenario",
}
"""Everything that can be saved; none has a row for each person."""
BROWSER = {
    *("navigator.clipboard", "URL.createObjectURL", "URL.revokeObjectURL", "history.replaceState", "performance.now"),
    *("location.hash", "location.href"),
}
"""What of a browser's powers beyond its own document the page uses."""
FORBIDDEN = re.compile(
    r"\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeerConnection|WebTransport|importScripts|Worker"
    r"|SharedWorker|ServiceWorker|serviceWorker|BroadcastChannel|postMessage|MessageChannel|localStorage|sessionStorage"
    r"|indexedDB|caches|cookie|getUserMedia|mediaDevices|MediaRecorder|geolocation|Notification|PushManager|eval|Function"
    r"|innerHTML|outerHTML|insertAdjacentHTML|srcdoc|contentEditable|contenteditable|FileReader|showOpenFilePicker"
    r"|webkitGetAsEntry|SpeechRecognition|Intl\.Segmenter|readText|WebAssembly)\b|document\.write|javascript:|\bimport\("
)
NOT_OF_REPRESSION = {"gradient", "scoreGradient", "voiceGradient"}
"""Colours of the picture's legend."""
BUNDLED = {"uplot": "draws charts", "smol-toml": "reads TOML"}
"""What is bundled into the page. Whoever adds one says what it is for."""
BUILDS = {
    *("@types/node", "axe-core", "typescript", "vite", "vite-plugin-singlefile", "vitest"),
}
"""What builds and tests it."""


def place(file: Path) -> str:
    return file.relative_to(SOURCE).as_posix()


def code(file: Path) -> str:
    """Source without comments and without what stands in strings."""
    text = re.sub(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', '""', text)


def test_the_source_is_seen() -> None:
    assert len(FILES) > 80
    assert "openFile" in code(SOURCE / "page" / "assumptions.ts")


def test_no_field_takes_text() -> None:
    found = set()
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r'element\("(?:textarea|form|iframe|object|embed|video|audio|script)"', text), place(file)
        kinds = re.findall(r'element\("input", \{ type: "(\w+)"', text)
        assert len(kinds) == text.count('element("input"'), f"{place(file)}: an input whose type is not written"
        found |= {(place(file), kind) for kind in kinds}
        assert not re.search(r"\bprompt\(", code(file)), place(file)
        assert not re.search(r'(?:make|createElement)\("(?:input|textarea)"', text), place(file)
        assert set(re.findall(r'\.type = "(\w+)"', text)) <= {"button"}, place(file)
    assert found == INPUTS.keys()


def test_the_only_file_that_is_read_is_a_scenario() -> None:
    reading = re.compile(r"\.text\(\)|\.arrayBuffer\(\)|\.stream\(\)|dataTransfer|\.files\b")
    assert not [
        place(file) for file in FILES if re.search(r"clipboardData|\"paste\"|getData\(", file.read_text("utf-8"))
    ]
    assert {place(file) for file in FILES if reading.search(file.read_text(encoding="utf-8"))} == READS.keys()
    (source,) = (file for file in FILES if place(file) in READS)
    text = code(source)
    assert re.findall(r"\w+\.text\(\)", text) == ["file.text"] or text.count(".text()") == 1
    assert re.search(r"readScenario\(await file\.text\(\)", text)
    assert re.search(r'type: "file", accept: "\.toml,text/plain"', source.read_text(encoding="utf-8"))


def test_its_address_is_read_in_one_place_and_checked() -> None:
    assert {place(file) for file in FILES if "location" in code(file)} == ADDRESSES.keys()
    text = code(SOURCE / "page" / "app.ts")
    for use in re.findall(r"[^\n]*location\.hash[^\n]*", text):
        assert re.search(r"readFragment\(location\.hash|location\.hash ===|location\.hash\.length|if \(", use), use
    assert "location.search" not in text


def test_what_it_saves_is_listed_here() -> None:
    savers = {place(file) for file in FILES if re.search(r"\bsave\([^)]|new Blob\(|toBlob\(|toDataURL\(", code(file))}
    assert savers == {where for where, _ in SAVES} | {"page/dom.ts"}
    for where, what in SAVES:
        assert what in (SOURCE / where).read_text(encoding="utf-8"), where
    calls = sum(len(re.findall(r"(?<!function )\bsave\([^)]", code(file))) for file in FILES)
    assert calls == len(SAVES)


def test_the_numbers_it_saves_are_outcomes_by_round() -> None:
    """Their writer sees the tables of outcomes alone, and no society."""
    text = code(SOURCE / "worlds" / "saving.ts")
    assert not re.search(r"\b(?:state|society|people|person|score|voice|friends|desire)\b\s*[\[.]", text)


@pytest.mark.parametrize("file", FILES, ids=place)
def test_it_uses_no_power_of_a_browser_that_is_not_listed(file: Path) -> None:
    text = code(file)
    assert not FORBIDDEN.search(text), FORBIDDEN.search(text)
    used = set(re.findall(r"\b(?:navigator|URL|history|performance|location|screen|crypto)\.\w+", text))
    assert used <= BROWSER
    assert not re.search(r"https?://|wss?://", file.read_text(encoding="utf-8")), "an address"


@pytest.mark.parametrize("file", FILES, ids=place)
def test_nothing_in_it_is_named_as_a_classifier_or_as_a_search_for_repression(file: Path) -> None:
    words = set(re.findall(r"[A-Za-z_$][\w$]*", code(file))) - NOT_OF_REPRESSION
    assert not [word for word in words if NAMES.search(word) or SEARCHES.search(word)]
    told = " ".join(re.findall(r"/\*.*?\*/|//[^\n]*", file.read_text(encoding="utf-8"), re.DOTALL))
    assert not PROSE.search(told)


def test_the_adaptive_opponent_is_the_published_one_here_too() -> None:
    text = (SOURCE / "model" / "authority.ts").read_text(encoding="utf-8")
    assert re.findall(r"type Levers = \[(.*)\]", text) == ["number, number, number"]
    assert "const levers: Levers = [tolerance, severity, surveillance];" in text
    assert set(re.findall(r"cost|chill|silenced|voice|harm", text)) == {"cost"}, "its own cost is all it hears of"
    users = {place(file) for file in FILES if "authority.ts" in file.read_text(encoding="utf-8")}
    assert users == {"model/simulation.ts"}


def test_it_is_made_of_what_is_listed_here() -> None:
    made = json.loads((ROOT / "explorer" / "package.json").read_text(encoding="utf-8"))
    assert made["dependencies"].keys() == BUNDLED.keys()
    assert made["devDependencies"].keys() == BUILDS
    assert not made.keys() & {"optionalDependencies", "peerDependencies", "bundleDependencies", "overrides"}
    for file in FILES:
        for name in re.findall(r'(?:from|import) "([^"]+)"', file.read_text(encoding="utf-8")):
            assert name.startswith(".") or name.partition("/")[0] in BUNDLED, (place(file), name)


def test_the_page_itself_says_that_people_are_invented() -> None:
    page = (PACKAGE / "explorer" / "page.html").read_text(encoding="utf-8").lower()
    assert "invented people" in page
    assert "not a forecast" in page
