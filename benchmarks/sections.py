"""The sections of the page on speed, aims and memory. Words that hang on a figure are chosen by the figure."""

from __future__ import annotations

from typing import Any

import spreads
from aims import aims
from expected import expected
from spreads import Entry, find, markdown, number, subjects, with_spread

MILLION = 1_000_000


def head(results: dict[str, Any], name: str) -> str:
    """What is measured, how, on what machine, with which versions."""
    machine = results["machine"]
    versions = [", ".join(f"{name} {number}" for name, number in each.items()) for each in results["versions"].values()]
    punished = 100.0 * expected().punished
    return f"""# Benchmarks

<!-- Made by benchmarks/page.py from benchmarks/results/{name}; do not edit. -->

hushed against its peers on one workload, all in one run of {results["date"]}. A *person-round* is one person living
through one round.

**The workload.** People with an undirected random graph of ten friends on average, wish and boldness uniform on
[0, 1]. In each round everybody speaks by the uniform voice rule of Daymude, Axelrod & Forrest 2025 (tolerance .25,
severity .6, surveillance .2); everybody may be seen; whoever is seen over the line loses score, and half as much falls
on her friends, divided among them; a tenth of every lost score comes back. In expectation {punished:.1f} people in a
hundred are punished in a round. hushed plays it as the scenario `benchmarks/peers/workload.toml`.

**How.** Each program runs in its own process and its own environment with pinned versions, builds its society, and is
warm before a clock runs. Then the programs take turns, {results["repeats"]} each, so that a busy minute falls on all.
Only rounds are timed. Each program's share of people who speak out, and its mean score, are held to their closed form
within five standard errors.

**The machine.** {machine["processor"]}; {machine["cores"]} cores, {machine["memory_bytes"] / 2**30:.0f} GiB,
{machine["system"]}, Python {machine["python"]}; load when the run began {machine["load_at_start"]}. Other machines give
other figures; compare within a run.

**Versions**, environment by environment. {"; ".join(versions)}.

To repeat: `make bench` is the short form, `make bench-full` everything on this page."""


def speeds(results: dict[str, Any]) -> str:
    """The picture and the main table."""
    entries = results["peers"]
    return f"""## Speed

![Person-rounds per second against people, a line for each program](images/benchmarks.png)

Millions of person-rounds per second: median (least–most of {results["repeats"]} turns).

{by_size(entries, spreads.speed)}

*NumPy + SciPy* is the honest baseline: single precision, in place, friends' losses as one sparse matrix times a vector.
*Telling* takes only the rows of the punished out of the matrix; hushed does the same where few are punished, and asks
everybody where many are. SciPy and NumPy use one thread here.

{_against(entries)}"""


def by_size(entries: list[Entry], cell: Any) -> str:
    """A table of programs by populations; `cell` says what of an entry is shown."""
    counts = spreads.sizes(entries)
    names = subjects(entries).items()
    rows = [[label, *(cell(find(entries, key, count)) for count in counts)] for key, label in names]
    return markdown(["", *map(spreads.people, counts)], rows)


def _against(entries: list[Entry]) -> str:
    """How many times as fast hushed is as the baselines, turn by turn."""
    peers = [entry for key in ("numpy", "numpy-telling") if (entry := find(entries, key, MILLION))]
    own = [entry for key in subjects(entries) if key.startswith("hushed-") and (entry := find(entries, key, MILLION))]
    rows = [[each["label"], *(with_spread(spreads.ratio(each, peer)) for peer in peers)] for each in own]
    if not (rows and peers):
        return ""
    heads = ["a million people", *(f"times as fast as {peer['label']}" for peer in peers)]
    return f"Turn by turn, so that a busy minute falls on both:\n\n{markdown(heads, rows)}"


def aims_reached(results: dict[str, Any]) -> str:
    """What was aimed at."""
    words = {True: "yes", False: "**no**", None: "–"}
    rows = [[aim.what, aim.measured, words[aim.reached]] for aim in aims(results)]
    return f"## What was aimed at\n\n{markdown(['aim', 'measured', 'reached'], rows)}"


def memory(results: dict[str, Any]) -> str:
    """Peak memory and the time to build."""
    return f"""## Memory and building

The most memory a process ever held, interpreter, libraries, building and any compiling included; in brackets the
seconds its society took to build.

{by_size(results["peers"], _held)}"""


def _held(entry: Entry | None) -> str:
    if not entry:
        return ""
    size = entry["peak_bytes"]
    held = f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
    return f"{held} ({number(entry['built_seconds'])} s)"


def not_comparable() -> str:
    """What a table cannot say."""
    return """## What is not comparable

- **hushed does more.** It sums every outcome and finds the quantiles of scores in every round; its rounds go through
  all phases of the model, with what this workload does not use left neutral; its draws are counter-based (Philox), so
  that any number of threads gives the same bytes. The peers compute this workload alone, measure nothing, and draw
  from a stream.
- **The peers can do other things.** Mesa, AgentPy and NDlib take any agent one can write in Python, a person at a
  time, and pay for it with an object or dictionary entries for each. Their programs here keep a list of each agent's
  friends, which is quicker than asking the library in every round. Starsim is an epidemic simulator with vectorised
  modules. None was built for this workload.
- **The published algorithm is a smaller model**: people alone, in double precision, without ties or scores. Its
  authority is held still.
- **NumPy + SciPy could be taken further**: arithmetic in blocks that fit a cache, or a process for each core. Neither
  was done. Telling pays only while few are punished.
- **Small societies.** hushed plays them on one thread whatever it is given, and at 10,000 people the fixed cost of a
  call weighs in every program.
- **Left out of the clock**: starting Python, building the society (its time is in the table of memory), and
  compiling. hushed and Starsim compile when first used after being installed, and keep what they compiled.
- **Ties** are the same seeded random graph for all peers; hushed draws its own from the same distribution."""


def left_out(results: dict[str, Any]) -> str:
    """What did not run, and why."""
    remarks = spreads.remarks(results)
    if not remarks:
        return "Every program planned took part, and all of them play the workload."
    return "## What did not run as planned\n\n" + "\n".join(f"- {remark}" for remark in remarks)
