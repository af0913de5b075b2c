"""Watching what reaches the disk, and in which order."""

from __future__ import annotations

import builtins
import os
import re
from pathlib import Path
from typing import Any

import pytest

Happened = list[tuple[str, Path]]


def watched(monkeypatch: pytest.MonkeyPatch) -> Happened:
    """Files flushed, with all that was written to them, and files renamed, in order."""
    if not Path("/proc/self/fd").exists():
        pytest.skip("needs to see which file is flushed")
    happened: Happened = []
    replace, rename = os.replace, os.rename

    def renamed(old: str | Path, new: str | Path, real: object) -> None:
        (replace if real is replace else rename)(old, new)
        happened.append(("named", Path(new)))

    def flushed(handle: int) -> None:
        happened.append(("flushed", Path(os.readlink(f"/proc/self/fd/{handle}"))))

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(os, "replace", lambda old, new: renamed(old, new, replace))
    monkeypatch.setattr(os, "rename", lambda old, new: renamed(old, new, rename))
    return happened


def text_as_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text files whose encoding or line ends nobody names get those of Windows."""
    read, write, opened = Path.read_text, Path.write_text, open

    def reading(path: Path, encoding: str | None = None, errors: str | None = None) -> str:
        return read(path, encoding or "cp1252", errors)

    def writing(
        path: Path, text: str, encoding: str | None = None, errors: str | None = None, newline: str | None = None
    ) -> int:
        return write(path, text, encoding or "cp1252", errors, "\r\n" if newline is None else newline)

    def opening(path: str | Path, mode: str = "r", *rest: Any, encoding: str | None = None, **named: Any) -> Any:
        return opened(path, mode, *rest, encoding=encoding if "b" in mode else encoding or "cp1252", **named)

    monkeypatch.setattr(Path, "read_text", reading)
    monkeypatch.setattr(Path, "write_text", writing)
    monkeypatch.setattr(builtins, "open", opening)


def is_partial(name: str, of: str, kind: str = "part") -> bool:
    """Whether a name is that of something unfinished: hidden, named after what it will be, and this process's own."""
    return re.fullmatch(rf"\.{re.escape(of)}\.{os.getpid()}(-\w+)?\.{kind}", name) is not None


def open_files() -> int:
    """How many files this process holds open."""
    return len(os.listdir("/proc/self/fd"))
