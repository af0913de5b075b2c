"""An environment for each peer, made on first use from its pinned requirements."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from subjects import HERE, PROGRAMS

_WAIT = 900
_LONGEST = 160


class Unavailable(Exception):
    """An environment that could not be made; says why in one line."""


def python_for(environment: str, root: Path) -> Path:
    """The Python of an environment, made under `root` if it is not there or its requirements changed.

    Raises Unavailable if that fails.
    """
    if environment == HERE:
        return Path(sys.executable)
    requirements = PROGRAMS / f"{environment}.txt"
    folder = (root / environment).absolute()
    digest = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    stamp, python = folder / "made-from", folder / "bin" / "python"
    if stamp.exists() and stamp.read_text() == digest:
        return python
    print(f"Making the environment of {environment}; this happens once.", file=sys.stderr, flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(folder)])
    _run([str(python), "-m", "pip", "--disable-pip-version-check", "-q", "install", "-r", str(requirements)])
    stamp.write_text(digest)
    return python


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_WAIT, check=False)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"installing took longer than {_WAIT} s") from None
    if done.returncode:
        raise Unavailable(why(done.stderr))


def why(errors: str) -> str:
    """The reason in what an installer wrote: its last line that begins with ERROR, else its last; shortened."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    told = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
    return (told or lines or ["it could not be installed"])[-1][:_LONGEST]
