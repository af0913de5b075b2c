"""The explorer's reader of scenarios as a program beside Python, and Python's own answers."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from explorer_tools import node, node_program

from hushed.errors import InputError
from hushed.scenario.reader import parse_scenario
from hushed.scenario.shape import json_schema

NAME = "my.toml"


class Browser:
    """The reader in node: one request, one answer; numbers in answers are floats."""

    def __init__(self, program: Path) -> None:
        self._node = subprocess.Popen(
            [node(), str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        assert self._node.stdin
        assert self._node.stdout
        self._to, self._from = self._node.stdin, self._node.stdout
        self.ask(do="schema", schema=json_schema())

    def ask(self, **request: Any) -> dict[str, Any]:
        print(json.dumps(request), file=self._to, flush=True)
        # Script has one kind of number and writes 2.0**63 as a whole one, rounded to seventeen digits.
        answer: dict[str, Any] = json.loads(self._from.readline(), parse_int=float)
        return answer

    def lines(self, text: str) -> list[str] | None:
        """What the browser says of a text; None where it reads it."""
        return self.ask(do="read", text=text, name=NAME).get("lines")

    def close(self) -> None:
        self._to.close()
        self._node.wait(timeout=10)
        self._from.close()


def started() -> Browser:
    """The reader, built from its sources."""
    return Browser(node_program("read"))


def python_lines(text: str) -> list[str] | None:
    """What Python says of a text; None where it reads it."""
    try:
        parse_scenario(text, name=NAME)
    except InputError as error:
        return list(error.lines)
    return None
