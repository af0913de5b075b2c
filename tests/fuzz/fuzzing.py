"""Feeds hushed hostile inputs by the hundred thousand: make fuzz, or

    python tests/fuzz/fuzzing.py --kind toml --inputs 100000 --seed 1

Counts are kept in .built/fuzz/KIND-SEED.json after every batch, and a later call goes on where the last one stopped.
Any single input is made again by its number: --only 4711. Ends with 1 if an input was met badly.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BATCH = 200
"""Inputs in one process; after them a fresh one takes over."""
STUCK = 300
"""Seconds on the clock after which a process is ended; the bound that is judged is one of processor time."""
_SAID_EVERY = 20.0
_MOST_KEPT = 500


def settle(folder: Path) -> None:
    """Before anything of hushed is imported: caches in known places, one thread, no display."""
    # What is compiled already is compiled for this too, though the home is another.
    usual = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hushed"
    os.environ.setdefault("NUMBA_CACHE_DIR", str(usual))
    os.environ["MPLCONFIGDIR"] = str(folder / "matplotlib")
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "COLUMNS": "100", "MPLBACKEND": "agg"}
    os.environ |= {"HOME": str(folder / "home"), "HUSHED_TRACEBACK": "", "NO_COLOR": "1"}
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        os.environ.pop(name, None)
    for name in ("matplotlib", "home"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    sys.path[:0] = [str(HERE), str(ROOT / "src")]


def maker(kind: str) -> Any:
    """The module that makes inputs of a kind."""
    import command_inputs
    import edge_inputs
    import folder_inputs
    import toml_inputs

    return {"toml": toml_inputs, "edges": edge_inputs, "folders": folder_inputs, "commands": command_inputs}[kind]


BASES = ("run", "comparison", "attribution", "recovery", "scan", "safeguards", "study", "part", "morris")
KINDS = ("toml", "edges", "commands", "folders")


def digest() -> str:
    """Of everything that a stored folder depends on: made by another hushed, it is not gone on with."""
    from hushed.studies.study import model_digest

    return model_digest()[:12]


def preload() -> None:
    """Import what commands import when they need it, so that no process pays for it again. Nothing is run."""
    import matplotlib.figure
    import scipy.stats
    import xarray
    import zarr

    import hushed.describing.odd
    import hushed.explorer.writing
    import hushed.figures
    import hushed.report.document
    import hushed.studies.exporting
    import hushed.studies.merging
    import hushed.studies.sensitivity
    import hushed.studies.sweep
    from hushed.cli.start import command_line

    command_line()
    del matplotlib, scipy, xarray, zarr, hushed


def prepare(kind: str, folder: Path, kept: Path, bases: Sequence[str]) -> None:
    """In a process of its own, since what plays starts threads: compile, and make what inputs start from."""
    if (child := os.fork()) == 0:
        code, ready = 1, False
        try:
            from trials import TINY

            from hushed.cli.start import run_command

            os.environ["COLUMNS"] = "100"
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115
            os.chdir(folder)
            code = run_command(["run", "all-instruments", *TINY, "--overwrite", "--quiet", "-o", str(folder / "first")])
            if kind == "folders":
                maker(kind).prepare(kept, bases)
            ready = True
        finally:
            if not ready:
                import traceback

                traceback.print_exc()
            os._exit(code if ready else 1)
    if os.waitpid(child, 0)[1]:
        raise SystemExit("hushed does not run here: make demo says why")


def tried(kind: str, seed: int, number: int, folder: Path, kept: Path) -> dict[str, Any]:
    """One input, made and judged."""
    from trials import drawn

    rng = drawn(kind, seed, number)
    return judged_at(folder / f"at-{os.getpid()}", number, lambda place: maker(kind).made(rng, place, kept))


def judged_at(place: Path, number: int | str, make: Callable[[Path], Any]) -> dict[str, Any]:
    """An input made in an empty folder, and how it was met."""
    folder = place.parent
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    os.chdir(place)
    trial = make(place)
    verdict = trial.verdict()
    os.chdir(folder)
    shutil.rmtree(place, ignore_errors=True)
    told = {"n": number, "label": trial.label, "code": verdict.code, "s": verdict.seconds, "mb": verdict.peak >> 20}
    if verdict.code == 2 and "not enough memory" in verdict.err:
        told["memory"] = True
    return told | ({"wrong": [each[:400] for each in verdict.wrong]} if verdict.wrong else {})


def batch(kind: str, seed: int, numbers: range, folder: Path, kept: Path) -> Iterator[dict[str, Any]]:
    """Inputs judged in processes of their own; where one dies on an input, the next goes on behind it."""
    first = numbers.start
    while first < numbers.stop:
        reader, writer = os.pipe()
        stacks = folder / f"stacks-{kind}"
        if (child := os.fork()) == 0:
            os.close(reader)
            _serve(kind, seed, range(first, numbers.stop), folder, kept, writer, stacks)
        os.close(writer)
        with os.fdopen(reader) as lines:
            for line in lines:
                told = json.loads(line)
                first = told["n"] + 1
                yield told
        status = os.waitpid(child, 0)[1]
        shutil.rmtree(folder / f"at-{child}", ignore_errors=True)
        if first < numbers.stop:
            yield {"n": first, "label": "?", "code": -1, "s": 0.0, "mb": 0, "wrong": [_death(status, stacks)]}
            first += 1


def _serve(kind: str, seed: int, numbers: range, folder: Path, kept: Path, writer: int, stacks: Path) -> None:
    import faulthandler

    from guarded import limit_memory, watch

    try:
        watch()
        limit_memory()
        with open(stacks, "w") as trace, os.fdopen(writer, "w") as lines:
            faulthandler.enable(trace)
            for number in numbers:
                faulthandler.dump_traceback_later(STUCK, exit=True, file=trace)
                told = tried(kind, seed, number, folder, kept)
                lines.write(json.dumps(told) + "\n")
                lines.flush()
            faulthandler.cancel_dump_traceback_later()
    except BaseException:
        import traceback

        with open(stacks, "a") as trace:
            traceback.print_exc(file=trace)
        os._exit(3)
    os._exit(0)


def corpus(kind: str, folder: Path, kept: Path) -> list[dict[str, Any]]:
    """Every input that once was met badly, tried again."""
    files = sorted((HERE / "corpus" / kind).iterdir())
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        from guarded import limit_memory, watch

        watch()
        limit_memory()
        with os.fdopen(writer, "w") as lines:
            for file in files:
                told = judged_at(folder / "corpus", file.name, lambda place: maker(kind).kept(file, place, kept))  # noqa: B023
                lines.write(json.dumps(told) + "\n")
                lines.flush()
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as lines:
        found = [json.loads(line) for line in lines]
    status = os.waitpid(child, 0)[1]
    if len(found) < len(files):
        found.append({"n": files[len(found)].name, "wrong": [f"the process died: status {status}"]})
    return found


def _death(status: int, stacks: Path) -> str:
    how = f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"exit {os.waitstatus_to_exitcode(status)}"
    stack = [line.strip() for line in stacks.read_text(errors="replace").splitlines() if line.strip()][:14]
    return f"the process died: {how}; {' | '.join(stack)}"[:1500]


class Counts:
    """What came of the inputs so far, kept on the disk."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.data: dict[str, Any] = {"next": 0, "codes": {}, "labels": {}, "wrong": [], "seconds": 0.0}
        self.data |= {"slowest": 0.0, "largest_mb": 0, "memory_refused": 0, "badly_met": 0}
        if file.exists():
            self.data |= json.loads(file.read_text())

    def add(self, told: dict[str, Any]) -> None:
        """Count one input."""
        data = self.data
        for key, value in (("codes", str(told["code"])), ("labels", f"{told['label']} {told['code']}")):
            data[key] = dict(Counter(data[key]) + Counter({value: 1}))
        data["slowest"] = max(data["slowest"], round(told["s"], 2))
        data["largest_mb"] = max(data["largest_mb"], told["mb"])
        data["memory_refused"] += bool(told.get("memory"))
        data["next"] = told["n"] + 1
        if "wrong" in told:
            data["badly_met"] += 1
            if len(data["wrong"]) < _MOST_KEPT:
                data["wrong"].append({key: told[key] for key in ("n", "label", "code", "wrong")})

    def save(self, seconds: float) -> None:
        """Write everything down, and the time that this call took so far."""
        whole = self.data | {"seconds": round(self.data["seconds"] + seconds, 1)}
        made = self.file.with_suffix(".part")
        made.write_text(json.dumps(whole, indent=1))
        os.replace(made, self.file)

    def __str__(self) -> str:
        data = self.data
        ended = ", ".join(f"{number:,} ended {code}" for code, number in sorted(data["codes"].items()))
        worst = f"slowest {data['slowest']} s, largest {data['largest_mb']} MiB"
        return f"{data['next']:,} inputs: {ended}; {data['badly_met']} met badly; {worst}"


def table(folder: Path, seed: int) -> str:
    """The counts as a table of the documentation."""
    rows = [
        "| kind | inputs | exit 0 | exit 2 | exit 1 | met badly | slowest | most memory |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for kind in KINDS:
        file = folder / f"{kind}-{seed}.json"
        if file.exists():
            data = json.loads(file.read_text())
            ended = " | ".join(f"{data['codes'].get(code, 0):,}" for code in "021")
            worst = f"{data['badly_met']:,} | {data['slowest']:.1f} s | {data['largest_mb']} MiB"
            rows.append(f"| {kind} | {data['next']:,} | {ended} | {worst} |")
    return "\n".join(rows)


def main() -> int:
    """Read what was asked, and go on until as many inputs were tried."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=(*KINDS, "all"), default="all", help="which way in")
    parser.add_argument(
        "--inputs",
        default="100000",
        help="how many of each kind, those of earlier calls included; or for each its own: toml:300,edges:500",
    )
    parser.add_argument("--seed", type=int, default=1, help="number that all inputs follow from")
    parser.add_argument("--only", type=int, help="try one input alone, and say everything")
    parser.add_argument("--bases", default=",".join(BASES), help="the stored folders that are damaged")
    parser.add_argument("--folder", type=Path, default=ROOT / ".built" / "fuzz", help="where counts are kept")
    parser.add_argument("--table", action="store_true", help="print the counts as Markdown, and try nothing")
    asked = parser.parse_args()
    asked.folder = asked.folder.absolute()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.table:
        print(table(asked.folder, asked.seed))
        return 0
    bases = asked.bases.split(",")
    bad = 0
    for kind in KINDS if asked.kind == "all" else (asked.kind,):
        # Short, since names that are too long for the system are among what is tried.
        folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
        try:
            settle(folder)
            preload()
            material = asked.folder / f"made-{digest()}"
            material.mkdir(exist_ok=True)
            prepare(kind, folder, material, bases)
            bad += (
                _alone(kind, asked.seed, asked.only, folder, material)
                if asked.only is not None
                else _many(kind, asked, folder, material)
            )
        finally:
            os.chdir(ROOT)
            shutil.rmtree(folder, ignore_errors=True)
    return 1 if bad else 0


def wanted(inputs: str, kind: str) -> int:
    """How many inputs of a kind were asked for: one number for all, or one for each."""
    if inputs.isdecimal():
        return int(inputs)
    return int(dict(each.split(":") for each in inputs.split(","))[kind])


def _many(kind: str, asked: argparse.Namespace, folder: Path, material: Path) -> int:
    badly = 0
    for told in corpus(kind, folder, material):
        if "wrong" in told:
            badly += 1
            print(f"{kind}/{told['n']}: {'; '.join(told['wrong'])}"[:600], flush=True)
    counts = Counts(asked.folder / f"{kind}-{asked.seed}.json")
    began = said = time.monotonic()
    last = wanted(asked.inputs, kind)
    for first in range(counts.data["next"], last, BATCH):
        for told in batch(kind, asked.seed, range(first, min(first + BATCH, last)), folder, material):
            counts.add(told)
            if "wrong" in told:
                print(f"{kind} {told['n']} ({told['label']}): {'; '.join(told['wrong'])}"[:600], flush=True)
        counts.save(time.monotonic() - began)
        if time.monotonic() - said > _SAID_EVERY:
            said = time.monotonic()
            print(f"{kind}: {counts}", flush=True)
    print(f"{kind}: {counts}", flush=True)
    return badly + int(counts.data["badly_met"])


def _alone(kind: str, seed: int, number: int, folder: Path, kept: Path) -> int:
    from trials import drawn

    os.environ["HUSHED_TRACEBACK"] = "1"
    place = folder / "alone"
    place.mkdir()
    os.chdir(place)
    trial = maker(kind).made(drawn(kind, seed, number), place, kept)
    print(trial)
    verdict = trial.verdict()
    print(verdict.out, verdict.err, verdict._replace(out="", err=""), sep="\n")
    return len(verdict.wrong)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())
