"""Which tests reach which lines of a file, how long each takes, and which libraries they need."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest


class Reached:
    """A plugin of pytest that watches the lines of one file; what it saw is read back in another process."""

    def __init__(self, file: Path, told: Path) -> None:
        self.file, self.told = str(file), told
        self.lines: dict[str, list[int]] = {}
        self.seconds: dict[str, float] = {}
        self.libraries: list[str] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """Watch a test, with what is set up for it."""
        seen: set[int] = set()
        sys.settrace(self._tracer(seen))
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.lines[item.nodeid] = sorted(seen)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up how long a test and its setting up take."""
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration

    def pytest_sessionfinish(self) -> None:
        """Tell the process that asked."""
        self.told.write_text(json.dumps([self.lines, self.seconds, _libraries()]))

    def read(self) -> None:
        """Take over what was told."""
        self.lines, self.seconds, self.libraries = json.loads(self.told.read_text())
        self.told.unlink()

    def by(self, lines: range) -> list[str]:
        """The tests that reach any of some lines, or all for no lines, the quickest first."""
        found = [test for test, reached in self.lines.items() if not lines or not set(lines).isdisjoint(reached)]
        return sorted(found, key=lambda test: self.seconds[test])

    def _tracer(self, seen: set[int]) -> Any:
        def line(frame: FrameType, event: str, _: object) -> Any:
            if event == "line":
                seen.add(frame.f_lineno)
            return line

        def call(frame: FrameType, _event: str, _: object) -> Any:
            return line if frame.f_code.co_filename == self.file else None

        return call


def _libraries() -> list[str]:
    """What is imported of others' code, in order."""
    return [name for name, module in [*sys.modules.items()] if "site-packages" in str(getattr(module, "__file__", ""))]
