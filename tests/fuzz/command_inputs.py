"""Hostile command lines: every command with options, values and names that nobody would type."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from trials import Trial

TEXTS = (
    *(
        "",
        " ",
        "-",
        "--",
        "---",
        "-x",
        "--no-such",
        ".",
        "..",
        "/",
        "~",
        "*",
        "?",
        "%s",
        "${HOME}",
        "$(id)",
        "`id`",
        "\n",
    ),
    *(
        "\x1b[31m",
        "\x00",
        "é",
        "中文",
        "💥",
        "\u202e",
        "\udcff",
        "\ud800",
        "a" * 300,
        "a" * 5000,
        "NaN",
        "inf",
        "1e400",
    ),
    *(
        "0",
        "-1",
        "1",
        "2",
        "9" * 30,
        "9" * 5000,
        "1e3",
        "1_0",
        "0x10",
        "٣",
        "½",
        "1e-9",
        "true",
        "null",
        "[]",
        "{}",
        "a=b",
    ),
    *(
        "=",
        "=1",
        "a.b.c=1",
        ",",
        "0,1",
        "0,,1",
        "1/2",
        "2/1",
        "0/0",
        "-1/-1",
        "cpu",
        "gpu",
        "loky",
        "tcp://",
        "tcp://x:y",
    ),
    *("../x", "../../x", "a/b/c", "pipe", "/dev/full", "/proc/self/mem", "con", "x.html", "x.csv", "x.nc", "x.md"),
)
PATHS = (
    *(
        "rounds",
        "seed",
        "title",
        "schema",
        "society",
        "society.population",
        "society.online",
        "society.online.mean_degree",
    ),
    *(
        "society.offline",
        "society.traits",
        "society.traits.care",
        "regime",
        "regime.scoring.severity",
        "regime.sanctions",
    ),
    *(
        "regime.sanctions.tiers",
        "regime.sanctions.tiers.0.domain",
        "regime.sanctions.tiers.99.domain",
        "regime.enrolment",
    ),
    *(
        "safeguards.secret_scores",
        "costs.secret_scores",
        "reactions.reproach",
        "model.rate",
        "society.traits.care.value",
    ),
    *("regime.authority", "regime.authority.adaptive", "a", "a.b", "", ".", "..", "0", "regime.0", "regime..x", "É.ü"),
)
NAMES = (
    "sesame-credit",
    "informers",
    "linked-identity",
    "all-instruments",
    "free-society",
    "daymude-2025",
    "right.toml",
)
SMALL: dict[str, tuple[str, ...]] = {
    "run": ("--population", "30", "--rounds", "2", "--replicates", "1"),
    "compare": ("--population", "30", "--rounds", "2", "--replicates", "2"),
    "attribute": ("--population", "30", "--rounds", "1", "--replicates", "1", "--orders", "1"),
    "recover": ("--population", "30", "--rounds", "4", "--replicates", "1", "--steps", "2", "--hold", "1"),
    "safeguards": ("--population", "30", "--rounds", "1", "--replicates", "1", "--screening", "1", "--largest", "1"),
    "sweep": ("--population", "30", "--replicates", "1", "--executor", "in-process"),
    "sensitivity": ("--population", "30", "--replicates", "1", "--executor", "in-process", "--samples", "2"),
    "explore": ("--no-open",),
    "resume": ("--executor", "in-process"),
    "check-model": ("--quick",),
}
"""What keeps each command small: given last, so that it holds whatever else is given."""
NEVER = ("doctor",)
"""Tests the machine for seconds, and has no input."""
_EARLY = 0.6
"""The share of command lines that hold something no command can do, so that most end early."""


def made(rng: Random, place: Path, _kept: Path) -> Trial:
    """A command line in a folder with a scenario, a study and an edge list in it."""
    work = place / "deep" / "work"
    work.mkdir(parents=True)
    _furnish(work)
    return of_arguments(_arguments(rng), place)


def kept(file: Path, place: Path, _kept: Path) -> Trial:
    """A command line of the corpus."""
    work = place / "deep" / "work"
    work.mkdir(parents=True)
    _furnish(work)
    return of_arguments(json.loads(file.read_text(encoding="utf-8")), place)


def of_arguments(arguments: list[str], place: Path) -> Trial:
    """A command line, run from a folder that lies two deep in the one that may be written to."""
    work = place / "deep" / "work"
    name = next((word for word in arguments if word in commands()), "none")
    may_fail = name in ("replicate", "check-model") or (
        name == "resume" and bool({"--verify", "--unit"} & {*arguments})
    )

    return Trial(name, arguments, (place,), may_fail=may_fail, typed=True, folder=work)


def _furnish(work: Path) -> None:
    from toml_inputs import studies

    (work / "right.toml").write_text("schema = 1\nrounds = 2\n[society]\npopulation = 30\n", encoding="utf-8")
    (work / "study.toml").write_bytes(studies()[-1])
    (work / "ties.csv").write_text("a,b\nb,c\nc,a\n", encoding="utf-8")
    (work / "folder").mkdir()
    os.mkfifo(work / "pipe")


@cache
def commands() -> dict[str, Any]:
    """Every command, and what it takes."""
    import typer

    from hushed.cli.app import app

    whole: Any = typer.main.get_command(app)
    return {name: command for name, command in whole.commands.items() if name not in NEVER}


def _arguments(rng: Random) -> list[str]:
    if rng.random() < 0.05:
        return [_text(rng) for _ in range(rng.randrange(5))]
    name = rng.choice(list(commands()))
    arguments = [_argument(name, each, rng) for each in commands()[name].params if each.param_type_name == "argument"]
    for _ in range(rng.randrange(5)):
        arguments += _option(name, rng)
    if rng.random() < _EARLY:
        arguments.insert(rng.randrange(len(arguments) + 1), _text(rng) if rng.random() < 0.5 else "--no-such")
    if rng.random() < 0.1:
        rng.shuffle(arguments)
    if name == "replicate" and not {"--list", "--help"} & {*arguments}:
        arguments.append("--list")
    return [name, *arguments, *SMALL.get(name, ())]


def _argument(command: str, parameter: Any, rng: Random) -> str:
    if rng.random() < 0.3:
        return _text(rng)
    if command in ("sweep", "sensitivity"):
        return "study.toml"
    if parameter.name in ("file", "results", "folders", "folder"):
        return rng.choice(("folder", "new.toml", "x.csv", "right.toml", "results", "../out"))
    return rng.choice(NAMES)


def _option(command: str, rng: Random) -> list[str]:
    options = [each for each in commands()[command].params if each.param_type_name == "option"]
    option = rng.choice(options)
    name = rng.choice(option.opts)
    if getattr(option, "is_flag", False):
        return [name] if rng.random() < 0.9 else [f"{name}={_text(rng)}"]
    value = _fitting(name, rng) if rng.random() < 0.6 else _text(rng)
    return [f"{name}={value}"] if rng.random() < 0.2 and name.startswith("--") else [name, value]


def _fitting(name: str, rng: Random) -> str:
    """A value of the right kind, as often as not."""
    if name == "--set":
        return f"{rng.choice(PATHS)}={_text(rng) if rng.random() < 0.5 else rng.choice(_values())}"
    if name in ("-o", "--output"):
        return rng.choice(("out", "a/b/out", "../out", "out.html", "../../out.md", "ties.csv", "folder", ".", "out/.."))
    if name == "--network":
        return rng.choice(("ties.csv", "folder", "right.toml", "none.csv"))
    known = {
        "--without": ("association", "scoring", "all", "associaton"),
        "--with": ("secret_scores", "secret_scores=0.5", "secret_scores=2", "no_informers=", "=1"),
        "--abolish": ("association", "all", "x"),
        "--scan": PATHS,
        "--outcome": ("chill", "seen", "chil"),
        "--over": ("last", "mean"),
        "--model": ("x.py:Y", "os:system", "json:loads", "right.toml:x", ":", "a:b:c"),
        "--method": ("morris", "sobol"),
    }
    return rng.choice(known.get(name, ("1", "2", "0", "-1", "0.5")))


def _values() -> tuple[str, ...]:
    from mutations import SCALARS

    return SCALARS


def _text(rng: Random) -> str:
    return rng.choice(TEXTS)
