"""What only a process of its own can show: signals, pipes, a cold start."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

import hushed
from hushed.cli import start
from hushed.cli.stopping import Stop
from hushed.results.store import save

HUSHED = [sys.executable, "-m", "hushed"]
LONG = ["run", "sesame-credit", "--population", "1000", "--rounds", "60000", "-o", "out/here"]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and pipes as POSIX has them")


def _stopped(folder: Path, number: int, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Run until rounds are being played, then send the signal."""
    process = subprocess.Popen(
        [*HUSHED, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    heard = ""
    for line in process.stderr:
        heard += line
        # The lines of progress say how many rounds are done; at first there are none.
        if "rounds" in line and ": 0 of" not in line:
            break
    process.send_signal(number)
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(arguments, process.returncode, out, heard + err)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_keeps_the_finished_rounds(tmp_path: Path, number: int, code: int) -> None:
    ended = _stopped(tmp_path, number, [*LONG, "--json"])
    assert ended.returncode == code, ended.stderr
    assert "Traceback" not in ended.stderr
    assert "hushed run out/here -o out/here --overwrite" in ended.stderr
    assert os.listdir(tmp_path / "out") == ["here"]
    dataset = hushed.load(tmp_path / "out" / "here")
    played = int(dataset["rounds_played"][0])
    assert dataset.attrs["complete"] == 0
    assert 0 < played < 60_000
    assert not np.isnan(dataset["chill"].values[0, :played]).any()
    assert np.isnan(dataset["chill"].values[0, played:]).all()
    with (tmp_path / "out/here/outcomes.csv").open() as lines:
        assert sum(1 for _ in lines) == played + 1


def test_a_reader_that_leaves_early_is_no_error_to_talk_about(tmp_path: Path) -> None:
    command = f"{sys.executable} -m hushed schema | head -n 1; exit ${{PIPESTATUS[0]}}"
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("needs bash")
    ended = subprocess.run([bash, "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.stdout == "{\n"
    assert ended.stderr == ""
    assert ended.returncode in (0, 141)


def test_importing_hushed_is_light() -> None:
    code = (
        "import sys, time; start = time.perf_counter(); import hushed; spent = time.perf_counter() - start; "
        "heavy = {'numba', 'scipy', 'xarray', 'zarr', 'matplotlib', 'pydantic', 'numpy'} & set(sys.modules); "
        "print(spent); print(sorted(heavy))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    spent, heavy = ended.stdout.splitlines()
    assert float(spent) < 0.3
    assert heavy == "[]"


def test_help_needs_no_heavy_library(tmp_path: Path) -> None:
    code = (
        "import sys; from hushed.cli.start import run_command; run_command(['run', '--help']); "
        "print({'numba', 'scipy', 'xarray', 'zarr', 'matplotlib', 'numpy'} & set(sys.modules))"
    )
    started = time.perf_counter()
    ended = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "set()"
    assert time.perf_counter() - started < 5.0


class _Storing:
    """Asks for a stop while a result is being stored, as many times as told."""

    def __init__(self, times: int) -> None:
        self.times = times

    def __call__(self) -> bytes:
        for _ in range(self.times):
            signal.raise_signal(signal.SIGINT)
        return b"picture"


@pytest.mark.parametrize(("times", "kept"), [(1, True), (2, False)])
def test_a_result_that_is_being_stored_is_stored(tmp_path: Path, times: int, kept: bool) -> None:
    dataset = hushed.run(hushed.read_scenario("free-society", population=50, rounds=2))
    with Stop(), suppress(KeyboardInterrupt):
        save(dataset, tmp_path / "here", extra={"picture.png": _Storing(times)})
    assert os.listdir(tmp_path) == (["here"] if kept else [])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_that_python_passes_over_comes_again(number: int) -> None:
    class Tidied:
        def __del__(self) -> None:
            signal.raise_signal(number)

    def tidy() -> None:
        thing: list[Tidied] = [Tidied()]
        thing.clear()
        time.sleep(5.0)

    with pytest.raises(KeyboardInterrupt), Stop() as stop:
        tidy()
    assert stop.code == (143 if number == signal.SIGTERM else 130)


LEAVING = """
import os, signal, sys, time
from hushed.cli import start
from hushed.cli.stopping import Stop

compiler = {"__name__": "numba.core", "os": os, "signal": signal}
exec("def asked(): os.kill(os.getpid(), signal.SIGTERM)", compiler)

class Tidied:
    def __del__(self):
        compiler["asked"]()

def tidy():
    thing = [Tidied()]
    thing.clear()

with Stop():
    {"compiling": compiler["asked"], "tidying": tidy}[sys.argv[1]]()
time.sleep(0.3)
print("left with a code of its own")
sys.exit(7)
"""


@pytest.mark.parametrize("while_", ["compiling", "tidying"])
def test_a_request_that_comes_too_late_ends_no_command_that_has_ended(while_: str) -> None:
    ended = subprocess.run([sys.executable, "-c", LEAVING, while_], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (7, "left with a code of its own\n"), ended.stderr


def test_a_request_that_comes_while_leaving_is_no_longer_one() -> None:
    with Stop() as stop:
        pass
    stop._asked(signal.SIGINT, None)
    assert not stop.raised


WITHIN_TEXT = """
import os, signal
from hushed.cli import start

def run(arguments):
    exec("os.kill(os.getpid(), signal.SIGTERM)")

start._run = run
start.main([])
"""


def test_a_request_while_a_library_executes_a_text_gives_the_exit_code_that_is_promised(tmp_path: Path) -> None:
    (tmp_path / "within_text.py").write_text(WITHIN_TEXT)
    order = [sys.executable, "-m", "within_text"]
    ended = subprocess.run(order, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (143, "hushed: interrupted; what was not stored before is lost\n")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (None, 1)])
def test_an_interrupt_that_a_library_tells_as_a_failure_of_its_own_is_an_interrupt(
    number: int | None, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def loading(_arguments: object) -> int:
        try:
            if number is not None:
                signal.raise_signal(number)
        except KeyboardInterrupt:
            pass
        raise ImportError("could not import module")

    monkeypatch.delenv("HUSHED_TRACEBACK", raising=False)
    monkeypatch.setattr(start, "_run", loading)
    assert start.run_command(["list"]) == code
    told = capsys.readouterr().err
    assert ("this is a bug in hushed" in told) == (number is None)
    assert ("interrupted; what was not stored" in told) == (number is not None)


def test_sigterm_while_storing_is_remembered_as_sigterm(tmp_path: Path) -> None:
    dataset = hushed.run(hushed.read_scenario("free-society", population=50, rounds=2))

    def twice() -> bytes:
        for _ in range(2):
            signal.raise_signal(signal.SIGTERM)
        return b""

    with pytest.raises(KeyboardInterrupt), Stop() as stop:
        save(dataset, tmp_path / "here", extra={"picture.png": twice})
    assert stop.code == 143
