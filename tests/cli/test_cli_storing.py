"""A finished experiment is never thrown away: not for a picture, and not for a full disk."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from commands import SMALL, Command

from hushed.figures import loop, recovery_picture, restoring, speech_picture, waterfall_picture
from hushed.results import store

SCAN = ("recover", "sesame-credit", *SMALL[:2], "--replicates", 2, "--hold", 1, "--scan", "regime.scoring.severity")
LONG = {
    "attribute": (waterfall_picture, "waterfall_png", ("attribute", "sesame-credit", *SMALL, "--replicates", 2)),
    "recover": (
        recovery_picture,
        "recovery_png",
        ("recover", "sesame-credit", *SMALL, "--abolish", "all", "--replicates", 2),
    ),
    "scan": (loop, "loop_png", (*SCAN, "--from", 0, "--to", 1)),
    "safeguards": (
        restoring,
        "safeguards_png",
        ("safeguards", "sesame-credit", *SMALL, "--replicates", 2, "--largest", 1, "--no-reaction"),
    ),
    "run": (speech_picture, "speech_png", ("run", "sesame-credit", *SMALL)),
}


@pytest.mark.parametrize("command", LONG)
def test_a_picture_that_fails_costs_no_result(hushed: Command, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    module, drawing, arguments = LONG[command]

    def fails(*_: object) -> bytes:
        raise ValueError("no ink")

    monkeypatch.setattr(module, drawing, fails)
    ended = hushed(*arguments, "-o", "here", "--json")
    assert ended.code == 0, ended.err
    assert "could not be drawn and is left out; all else is kept (ValueError: no ink)" in " ".join(ended.err.split())
    assert ended.json["result"] == "here"
    assert not list(Path("here").glob("*.png"))
    assert store.load("here").attrs["complete"] == 1


@pytest.mark.parametrize("command", ["attribute", "recover", "scan"])
def test_what_was_found_is_told_even_where_the_disk_is_full(
    hushed: Command, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store, "write_outcomes", full)
    ended = hushed(*LONG[command][2], "-o", "here", "--json")
    assert ended.code == 2
    assert "the disk is full; nothing was stored" in ended.err
    assert ended.json["people"] == 300
    assert not Path("here").exists()
