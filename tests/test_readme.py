"""What the README tells people to type is what there is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer

from hushed.cli.app import app
from hushed.scenario.library import library_names

README = (Path(__file__).parent.parent / "README.md").read_text()
COMMANDS = sorted(set(re.findall(r"`hushed ([^`]+)`", README)))
GROUP = typer.main.get_command(app)


def test_there_are_commands_in_it() -> None:
    assert len(COMMANDS) >= 8


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_shown_can_be_read(line: str) -> None:
    """Parsed as the command line would, without being carried out."""
    name, *arguments = shlex.split(line)
    command = GROUP.commands[name]  # type: ignore[attr-defined]
    command.make_context(name, arguments)


def test_every_library_scenario_is_named() -> None:
    for name in library_names():
        assert f"`{name}`" in README


def test_every_target_of_make_exists() -> None:
    makefile = (Path(__file__).parent.parent / "Makefile").read_text()
    for target in re.findall(r"`make ([a-z ]+)`", README):
        for one in target.split():
            assert re.search(rf"^{one}:", makefile, re.MULTILINE), one


def test_its_python_runs_on_a_small_society(capsys: pytest.CaptureFixture[str]) -> None:
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code is not None
    small = code[1].replace("10_000", "1_000, rounds=60")
    exec(compile(small, "README.md", "exec"), {})
    chill, sentence = capsys.readouterr().out.splitlines()
    assert 0.1 < float(chill) < 0.5
    assert sentence.endswith("are due to association.")
