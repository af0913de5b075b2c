"""One input, judged: how hushed ended on it, and whether it did anything that it must not."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import re
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from hushed.cli.start import run_command
from hushed.errors import InputError

DEADLINE = 10.0
"""Seconds of processor time that an input may take."""
MEMORY = 512 << 20
"""Bytes of memory that an input may take beyond what the process held before it."""
HEADROOM = 3 << 30
"""Bytes of address space beyond the process's own at which the system refuses: far above the bound that is judged."""
LONGEST_MESSAGE = 20_000
_LARGEST_OUTPUT = 64 << 20
CANARY = "canary-5d1f0c"
"""Stands in files that lie outside of what a command was given; nothing of it may come out anywhere."""
NO_MEMORY = "there is not enough memory for this"

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x9b]")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PLACES = {
    "os.mkdir": (0,),
    "os.rmdir": (0,),
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.link": (1,),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "os.chmod": (0,),
    "os.chown": (0,),
    "os.utime": (0,),
}
_FINDS_LIBRARIES = ("/sbin/ldconfig", "/usr/sbin/ldconfig")
"""What Python starts to find a library of the system; with `--device gpu` numba looks for the driver's in this way."""
_FORBIDDEN = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "socket.connect", "socket.bind")


class Verdict(NamedTuple):
    """How hushed ended on an input."""

    code: int
    seconds: float
    "Of processor time."
    peak: int
    "Bytes of memory beyond those held before."
    out: str
    err: str
    wrong: tuple[str, ...]
    "What it did that it must not, in words; empty if all is well."


class Watch:
    """Sees every file that is written while it is on, and every process or connection that is started."""

    def __init__(self) -> None:
        self.allowed: tuple[str, ...] | None = None
        self.seen: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if self.allowed is None:
            return
        if event == "open":
            path, mode, flags = args
            writes = flags & _WRITING if isinstance(flags, int) else mode and set(mode) & set("wax+")
            if writes:
                self._written(event, path)
        elif event in _PLACES:
            # With a folder's handle the path is relative to it; the folder itself was judged when it was opened.
            for place in _PLACES[event]:
                if not (isinstance(args[-1], int) and args[-1] >= 0 and event in ("os.remove", "os.rmdir")):
                    self._written(event, args[place])
        elif event.startswith(_FORBIDDEN) and not (event == "subprocess.Popen" and args[0] in _FINDS_LIBRARIES):
            self.seen.append(f"{event}: {args!r:.120}")

    def _written(self, event: str, path: Any) -> None:
        if isinstance(path, int) or path is None:
            return
        outside = ""
        with contextlib.suppress(ValueError, OSError):
            where = os.path.realpath(os.fsdecode(path))
            if event == "os.mkdir" and os.path.isdir(where):
                return
            if not any(_within(where, root) for root in self.allowed or ()):
                self.seen.append(f"wrote outside its output: {where}")
                outside = where
        if outside:
            # Said, and kept from happening: what is tried here is meant to do harm.
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), outside)


_watch: Watch | None = None


def watch() -> Watch:
    """The one watch of this process; an audit hook cannot be taken off again."""
    global _watch
    _watch = _watch or Watch()
    return _watch


def own_places() -> list[str]:
    """Where hushed and its libraries may write besides the output: caches, and the way out to nowhere."""
    caches = (os.environ.get(name, "") for name in ("NUMBA_CACHE_DIR", "MPLCONFIGDIR"))
    return [os.devnull, *(os.path.realpath(each) for each in caches if each)]


def judged(
    call: Sequence[str] | Callable[[], object],
    *,
    writable: Sequence[Path] = (),
    secrets: Sequence[str] = (CANARY,),
    may_fail: bool = False,
    typed: bool = False,
) -> Verdict:
    """Run a command, or a function as the commands call it, and judge it.

    `writable` are the folders and files it may write, `secrets` what no output may hold. `may_fail` allows exit code 1,
    which `resume --verify` gives for damage; `typed` allows control characters in messages, which the user typed.
    """
    watching = watch()
    before, wrong = _resident(), []
    began = time.process_time()
    watching.seen = []
    watching.allowed = (*own_places(), *(os.path.realpath(each) for each in writable))
    try:
        code, out, err = _ended(call)
    finally:
        watching.allowed = None
    seconds, peak = time.process_time() - began, max(0, _resident(peak=True) - before)
    wrong += list(dict.fromkeys(watching.seen))[:5]
    wrong += _of_ending(code, err, may_fail=may_fail, typed=typed)
    if seconds > DEADLINE:
        wrong.append(f"took {seconds:.1f} s of processor time")
    if peak > MEMORY:
        wrong.append(f"took {peak >> 20} MiB of memory")
    wrong += [
        f"{secret!r} came out" for secret in secrets if secret in out or secret in err or _holds(writable, secret)
    ]
    return Verdict(code, seconds, peak, out, err, tuple(wrong))


def _within(where: str, root: str) -> bool:
    """Whether a path is a place that may be written, lies in it, or is what it is called until it is whole."""
    folder, name = os.path.split(root)
    return where == root or where.startswith((root + os.sep, os.path.join(folder, f".{name}.{os.getpid()}")))


def _ended(call: Sequence[str] | Callable[[], object]) -> tuple[int, str, str]:
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        try:
            code = _called(call) if callable(call) else run_command(list(call))
        except BaseException as error:
            import traceback

            traceback.print_exception(error)
            code = 1
    return code, *(each.buffer.getvalue().decode("utf-8", "replace") for each in streams)


def _called(call: Callable[[], object]) -> int:
    try:
        call()
    except InputError as error:
        print(*(f"hushed: {line}" for line in error.lines), sep="\n", file=sys.stderr)
        return 2
    except MemoryError:
        print(f"hushed: {NO_MEMORY}", file=sys.stderr)
        return 2
    return 0


def _of_ending(code: int, err: str, *, may_fail: bool, typed: bool) -> list[str]:
    wrong = []
    if code not in (0, 2) and not (code == 1 and may_fail and "bug in hushed" not in err):
        wrong.append(f"exit code {code}: {_last(err)}")
    if "Traceback (most recent call last)" in err:
        wrong.append(f"a traceback: {_last(err)}")
    if code == 2 and not err.strip():
        wrong.append("exit code 2 without a message")
    if code == 2 and len(err) > LONGEST_MESSAGE:
        wrong.append(f"a message of {len(err)} characters")
    if re.search(r"\w+Warning: ", err):
        wrong.append(f"a warning of a library: {_last(err)}")
    if not typed and _CONTROL.search(err):
        wrong.append("control characters in a message")
    return wrong


def _last(err: str) -> str:
    lines = [line for line in err.strip().splitlines() if line.strip()]
    told = [line for line in lines if "bug in hushed" in line or "Warning: " in line] or lines[-1:]
    return told[0][:300] if told else "nothing was said"


def _holds(places: Sequence[Path], secret: str) -> bool:
    """Whether a secret stands in a file that was written. Links are not followed: they were there before."""
    for place in places:
        files = [place] if place.is_file() else (each for each in place.rglob("*") if each.is_file())
        for file in files:
            # A scenario's title may stand in the scenario; what is larger was there before.
            small = not file.is_symlink() and file.suffix != ".toml" and file.stat().st_size < _LARGEST_OUTPUT
            if small and secret.encode() in file.read_bytes():
                return True
    return False


def _resident(*, peak: bool = False) -> int:
    """Bytes of memory held now, or at most since this was last asked for what is held now."""
    if not peak:
        with contextlib.suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    found = re.search(rf"{'VmHWM' if peak else 'VmRSS'}:\s+(\d+) kB", status)
    return int(found[1]) * 1024 if found else 0


def limit_memory() -> None:
    """Have the system refuse memory beyond `HEADROOM` to this process, for good."""
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + HEADROOM, size + HEADROOM))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
