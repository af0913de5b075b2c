"""Inputs found by what they reach: atheris changes bytes and keeps those that run code not run before.

    pip install "hushed[fuzz]"
    python tests/fuzz/covered.py scenario -runs=100000 -seed=1

The first word is what is read: scenario, study or edges. Ends with an error, and keeps the input in a file, as soon as
anything but an InputError comes out. Further options are those of libFuzzer.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import atheris

import hushed.society.generators.sampling
import hushed.society.label_kernels
import hushed.society.network  # noqa: F401

# Kernels came first and are left alone: Numba compiles them and can make nothing of what atheris puts into them.
with atheris.instrument_imports(include=["hushed", "tomllib"]):
    import tomllib  # noqa: F401

    from hushed.errors import InputError
    from hushed.scenario.reader import read_scenario
    from hushed.society.loading import load_network
    from hushed.studies.reader import read_study

HERE = Path(__file__).parent


def reader(what: str, folder: Path) -> Callable[[bytes], None]:
    """A function that hands bytes to what reads such files, by way of a file."""
    file = folder / ("ties" if what == "edges" else "input.toml")
    read: Callable[[], object] = {
        "scenario": lambda: read_scenario(file),
        "study": lambda: read_study(file, population=30),
        "edges": lambda: load_network(file, seed=1),
    }[what]

    def meet(content: bytes) -> None:
        file.write_bytes(content)
        with suppress(InputError):
            read()

    return meet


def main() -> None:
    """Set up what was asked for, and hand over to libFuzzer, which ends the process."""
    what = sys.argv.pop(1)
    folder = Path(tempfile.mkdtemp(prefix="covered-"))
    seeds = folder / "seeds"
    seeds.mkdir()
    sys.path.insert(0, str(HERE))
    if what == "edges":
        samples = [path.read_bytes() for path in (HERE / "corpus" / "edges").iterdir() if path.stat().st_size < 4096]
        samples += [b"a,b\nb,c\n", b"1 2\n2 3\n", b'source\ttarget\n"x"\t"y"\n']
    else:
        import toml_inputs

        samples = toml_inputs.studies() if what == "study" else toml_inputs.scenarios()
    for number, sample in enumerate(samples):
        (seeds / str(number)).write_bytes(sample)
    meet = reader(what, folder)
    # What is compiled on first use is compiled before time is taken.
    meet(samples[-1])
    atheris.Setup([*sys.argv, "-timeout=60", "-rss_limit_mb=2048", str(seeds)], meet)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
