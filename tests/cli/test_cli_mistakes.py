"""What a user's mistake gets: exit 2, one clear message, and never a traceback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands import SMALL, Command

from hushed.cli import run as run_module
from hushed.results import store

RUN = ("run", "sesame-credit")
COMPARE = ("compare", "sesame-credit")
ATTRIBUTE = ("attribute", "sesame-credit")
RECOVER = ("recover", "sesame-credit")
SCAN = (*RECOVER, "--scan", "regime.scoring.severity")

MISTAKES = [
    ((), 0, ""),
    (("rnu",), 2, "no command 'rnu'; did you mean 'run'"),
    (("run",), 2, "missing argument 'SCENARIO'"),
    (("run", "sesame-credt"), 2, "did you mean 'sesame-credit'"),
    ((*RUN, "--replicate", "3"), 2, "no option '--replicate' here; did you mean '--replicates'"),
    ((*RUN, "--seed", "x"), 2, "--seed"),
    ((*RUN, "--seed", "-1"), 2, "-1 is out of range; allowed: 0 to 4_294_967_295"),
    ((*RUN, "--seed", "4294967296"), 2, "out of range"),
    ((*RUN, "--set", "foo"), 2, "write it as path=value"),
    ((*RUN, "--set", "regime.scoring.severty=3"), 2, "did you mean 'regime.scoring.severity'"),
    ((*RUN, "--set", "regime.scoring.severity=-3"), 2, "-3 is out of range"),
    ((*RUN, "--set", "regime.scoring.severity=nan"), 2, "severity"),
    ((*RUN, "--set", "regime.scoring.severity=inf"), 2, "severity"),
    ((*RUN, "--set", "rounds=soon"), 2, "wanted: a whole number"),
    ((*RUN, "--rounds", "-5"), 2, "-5 is out of range"),
    ((*RUN, "--rounds", "0"), 2, "0 is out of range"),
    ((*RUN, "--replicates", "0"), 2, "replicates: 0 is out of range"),
    ((*RUN, "--threads", "0"), 2, "threads: 0 is out of range"),
    ((*RUN, "--population", "0"), 2, "0 is out of range; allowed: 2 or more"),
    ((*RUN, "--population", "1"), 2, "1 is out of range; allowed: 2 or more"),
    ((*RUN, "--population", "1e12"), 2, r"1_?000_?000_?000_?000 .*need about .*TiB of memory and .* free"),
    ((*RUN, "--population", "many"), 2, "'many' is no whole number"),
    ((*RUN, "--population", "10.5"), 2, "'10.5' is no whole number"),
    ((*RUN, "--population", "1e999"), 2, "is no whole number"),
    ((*RUN, "--network", "gone.csv"), 2, "no such file"),
    ((*RUN, "--network", "empty.csv"), 2, "empty.csv: .*empty"),
    ((*RUN, "--network", "attributes.csv"), 2, "attributes.csv:1: 3 columns"),
    ((*RUN, "--network", "one.csv"), 2, "one.csv:1: one column"),
    ((*RUN, "--network", "binary.csv"), 2, "binary.csv: .*binary"),
    ((*RUN, "-o", "taken"), 2, "taken: exists already"),
    ((*RUN, "-o", "taken", "--overwrite"), 2, "no result of hushed, so it is not overwritten"),
    ((*RUN, "-o", "one.csv/inside"), 2, "one.csv is not a folder"),
    (COMPARE, 2, "--without INSTRUMENT or --with SAFEGUARD"),
    ((*COMPARE, "--without", "asociation"), 2, "did you mean 'association'"),
    ((*COMPARE, "--without", "clarity"), 2, "not active.*active: observation"),
    ((*COMPARE, "--with", "secret_score"), 2, "did you mean 'secret_scores'"),
    ((*COMPARE, "--with", "secret_scores=2"), 2, "from 0 .absent. to 1"),
    ((*COMPARE, "--with", "secret_scores=lots"), 2, "must be a number from 0 to 1"),
    (("attribute",), 2, "missing argument 'SCENARIO'"),
    (("attribute", "free-society"), 2, "no instrument is active in this scenario"),
    ((*ATTRIBUTE, "--outcome", "bystander-chil"), 2, "did you mean 'bystander_chill'"),
    ((*ATTRIBUTE, "--over", "first"), 2, "'first' is no part of a run"),
    ((*ATTRIBUTE, "--orders", "1"), 2, "orders: 1 is out of range; allowed: 2 to 100_000"),
    ((*ATTRIBUTE, "--replicates", "0"), 2, "replicates: 0 is out of range"),
    ((*ATTRIBUTE, "--without", "scoring"), 2, "no option '--without' here"),
    ((*ATTRIBUTE, "-o", "taken"), 2, "taken: exists already"),
    (RECOVER, 2, "one question: --abolish INSTRUMENT .* or --scan PATH"),
    ((*RECOVER, "--at", "5"), 2, "one question"),
    ((*RECOVER, "--abolish", "asociation"), 2, "did you mean 'association'"),
    ((*RECOVER, "--abolish", "clarity"), 2, "not active.*active: observation"),
    ((*RECOVER, "--abolish", "all", "--at", "156"), 2, "round 156 is out of range.*rounds 1 to 155"),
    ((*RECOVER, "--abolish", "all", "--rounds", "1"), 2, "rounds: 1 is too few"),
    ((*RECOVER, "--abolish", "all", "--scan", "x"), 2, "one question"),
    ((*SCAN, "--from", "0"), 2, "a scan needs all of --scan PATH, --from A and --to B"),
    ((*SCAN, "--from", "0", "--to", "-1"), 2, "--to -1: -1 is out of range; allowed: 0 or more"),
    ((*SCAN, "--from", "0", "--to", "nan"), 2, "--to nan: nan is not a finite number"),
    ((*SCAN, "--from", "0", "--to", "0"), 2, "a scan needs two ends"),
    ((*SCAN, "--from", "0", "--to", "1", "--hold", "0"), 2, "hold: 0 is out of range"),
    ((*SCAN, "--from", "0", "--to", "1", "--rounds", "9"), 2, "--rounds: a scan takes as many rounds as"),
    ((*SCAN, "--from", "0", "--to", "1", "--at", "9"), 2, "one question"),
    ((*RECOVER, "--scan", "regime.scoring.severty", "--from", "0", "--to", "1"), 2, "did you mean 'regime.scoring.sev"),
    (("check", "broken.toml"), 2, "broken.toml:2: .*rouns.*did you mean 'rounds'"),
    (("new", "one.csv"), 2, "one.csv: exists already"),
    (("new", "nowhere/x.toml"), 2, "nowhere/x.toml: cannot be written"),
    (("new", "x.toml", "--seed", "-3"), 2, "--seed -3 is out of range"),
    (("replicate", "daymud"), 2, "did you mean 'daymude-2025'"),
    (("replicate", "daymude-2025", "trail"), 2, "did you mean 'trial'"),
    (("replicate", "daymude-2025", "--tolerance", "0.3"), 2, "name the item that takes settings: trial"),
    (("replicate", "daymude-2025", "trial", "--tolerance", "3"), 2, "tolerance"),
]


@pytest.fixture
def mess(tmp_path: Path) -> None:
    """Files that are wrong in all the ways that happen."""
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "attributes.csv").write_text("a,b,age\n1,2,33\n")
    (tmp_path / "one.csv").write_text("1\n2\n")
    (tmp_path / "binary.csv").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "broken.toml").write_text("schema = 1\nrouns = 3\n")
    (tmp_path / "taken").mkdir()


@pytest.mark.usefixtures("mess")
@pytest.mark.parametrize(("arguments", "code", "message"), MISTAKES, ids=lambda value: " ".join(map(str, value)) if isinstance(value, tuple) else None)  # fmt: skip  # noqa: E501
def test_a_mistake_gets_one_clear_message(hushed: Command, arguments: tuple[str, ...], code: int, message: str) -> None:
    ended = hushed(*arguments)
    assert ended.code == code
    assert re.search(message, ended.err), ended.err
    assert "Traceback" not in ended.err
    if code:
        assert ended.out == ""
        assert all(line.startswith("hushed: ") for line in ended.err.splitlines())
        assert not Path("results").exists()


def test_a_full_disk_is_told_and_leaves_nothing(hushed: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "write_outcomes", full)
    ended = hushed(*RUN, *SMALL, "-o", "out/here")
    assert ended.code == 2
    assert "the disk is full; nothing was stored" in ended.err
    assert list(Path("out").iterdir()) == []


def test_a_bug_is_called_one_and_shows_its_traceback_only_when_asked(
    hushed: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("deep inside")

    monkeypatch.setattr(run_module, "scenario_of", broken)
    ended = hushed(*RUN)
    assert ended.code == 1
    assert "this is a bug in hushed, not your mistake: ZeroDivisionError: deep inside" in ended.err
    assert "HUSHED_TRACEBACK=1" in ended.err
    assert "Traceback" not in ended.err
    monkeypatch.setenv("HUSHED_TRACEBACK", "1")
    assert "Traceback" in hushed(*RUN).err


def test_too_little_memory_is_no_bug(hushed: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(run_module, "scenario_of", hungry)
    ended = hushed(*RUN)
    assert (ended.code, "not enough memory" in ended.err) == (2, True)
