"""The page of commands: each with its arguments, options and examples, from the command line itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer
from tables import MADE, placeholders, table

from hushed.cli.app import app

HEAD = f"""\
# Commands

{MADE}

`hushed COMMAND --help` says the same in a terminal. Results go to standard output and everything else to standard
error; `--json` prints one JSON object and nothing beside it. A command ends with 0 if it is done, 2 if what it was
given is wrong (one message says where and what is allowed), 130 if it was interrupted, with what is done already
stored, and 1 for a bug, or where a check that it was asked for fails.
"""


def page() -> str:
    """The whole page."""
    group: Any = typer.main.get_command(app)
    listed = table(
        ["Command", "What it does"], ([f"[`{name}`](#{name})", _said(one)] for name, one in group.commands.items())
    )
    return "\n".join(
        [HEAD, listed, "", *(line for name, one in group.commands.items() for line in _command(name, one))]
    )


def _said(command: Any) -> str:
    return placeholders(" ".join(command.help.split()))


def _command(name: str, command: Any) -> Iterator[str]:
    shown = [one for one in command.params if not one.hidden and one.name != "help"]
    arguments = [one for one in shown if not one.opts[0].startswith("-")]
    yield f"## {name}\n\n{_said(command)}\n"
    yield f"`hushed {' '.join([name, *map(_usage, arguments)])} [options]`\n"
    yield table(["Option", "What it does", "Default"], map(_row, shown)) + "\n"
    yield f"{_examples(command.epilog)}\n"


def _usage(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    repeated = f"{name}…" if argument.nargs != 1 else name
    return repeated if argument.required else f"[{repeated}]"


def _row(parameter: Any) -> list[str]:
    named = ", ".join(parameter.opts) if parameter.opts[0].startswith("-") else ""
    value = "" if getattr(parameter, "is_flag", False) else parameter.metavar or parameter.name.upper()
    return [f"`{f'{named} {value}'.strip()}`", placeholders(parameter.help or ""), _default(parameter)]


def _default(parameter: Any) -> str:
    if parameter.required:
        return "needed"
    return "" if parameter.default in (None, False) else f"`{parameter.default}`"


def _examples(epilog: str | None) -> str:
    head, *lines = (line.strip() for line in (epilog or "").split("\n\n"))
    return "\n".join([head, "", *(f"- {_example(line)}" for line in lines)])


def _example(line: str) -> str:
    """An example and, three blanks or more behind it, what it does."""
    command, _, remark = line.partition("   ")
    return f"`{command}` {placeholders(remark.strip())}".strip()
