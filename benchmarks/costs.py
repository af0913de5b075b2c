"""The sections of the page on where hushed's time goes: phases, the limit, scaling, scenarios, instruments."""

from __future__ import annotations

from typing import Any

import spreads
from limit import limits
from sections import MILLION
from spreads import Entry, cost, find, markdown, number, spread, subjects, with_spread
from subjects import in_words

WORK = {
    "speak": "chance, cost and the voice rule",
    "observe": "a draw for everybody, losses and marks written",
    "spread": "losses added here and there in memory to the friends of the punished, and every score moved",
    "measure": "passing over everybody again for sums and quantiles",
}


CACHES = """\
Why it is not a level line: with ten thousand people the fixed cost of a round, a few hundred microseconds, weighs most;
a hundred thousand people's arrays and rows (about ten megabytes) stay in the last cache from round to round; from a
million on (about a hundred megabytes) every round streams them from memory, and the rows of the punished come from far
apart. What a second thread costs to wake is spread over more people the more there are."""


def time_spent(results: dict[str, Any]) -> str:
    """Phases, and the distance to what memory allows."""
    columns = [each for each in results["peers"] if each["people"] == MILLION and "phases" in each]
    columns += results["scenarios"]
    if not columns:
        return ""
    names = [name for name in columns[0]["phases"] if any(_phase(each, name) >= 0.005 for each in columns)]
    rows = [[name, *(f"{_phase(each, name):.2f}" for each in columns)] for name in names]
    rows.append(["**all**", *(f"{sum(_phase(each, name) for name in each['phases']):.2f}" for each in columns)])
    return f"""## Where the time goes

Nanoseconds per person and round by phase in the median turn, a million people: the workload, then whole scenarios of
the library.

{markdown(["phase", *map(_column, columns)], rows)}

{_measuring(columns)}

{_distance(results)}"""


def _column(entry: Entry) -> str:
    if entry["subject"].startswith("hushed-"):
        return str(entry["label"])
    return f"`{entry['label']}`, {in_words(entry['threads'])}"


def _phase(entry: Entry, name: str) -> float:
    return float(entry["phases"][name] / (entry["people"] * entry["rounds"]) * 1e9)


def _measuring(columns: list[Entry]) -> str:
    shares = [100.0 * each["phases"]["measure"] / sum(each["phases"].values()) for each in columns]
    low, high = min(shares), max(shares)
    part = f"{low:.0f} %" if round(low) == round(high) else f"{low:.0f} to {high:.0f} %"
    return f"Measuring every outcome in every round, which no peer does here, takes {part} of hushed's time."


def _distance(results: dict[str, Any]) -> str:
    rows = [
        [
            in_words(each.threads),
            with_spread(each.streaming.scaled(1e-9)),
            number(each.rate),
            f"{100 * each.reached:.0f} %" if each.reached else "–",
        ]
        for each in limits(results)
    ]
    heads = ["", "memory streams, GB/s", "limit, million person-rounds/s", "hushed reaches"]
    return f"""**Against the limit.** The arrays that the workload needs come to {results["bytes_moved"]:.0f} bytes per
person and round if each is read once and what changes is written once. A triad (`a = b + 3 c` over arrays no cache
holds), measured in the same run, says how fast memory could move them. Rows of friends are left out of the
count, since only the punished's are read.

{markdown(heads, rows)}

{_bound(results)}

{_between(results)}"""


def _bound(results: dict[str, Any]) -> str:
    """What more threads tell: whether it is memory that hushed waits for."""
    found = limits(results)
    few, many = found[0], found[-1]
    slow, fast = (find(results["peers"], f"hushed-{each.threads}", MILLION) for each in (few, many))
    if few.threads == many.threads or not (slow and fast):
        return ""
    gain, memory = spreads.ratio(fast, slow).median, many.streaming.median / few.streaming.median
    told = f"""{in_words(many.threads).capitalize()} are {number(gain)} times as fast as one; memory streams
{number(memory)} times as fast on them. """
    if gain > 1.1 * memory:
        return f"{told} What gains more from a thread than memory does is not waiting for memory alone."
    return f"""{told} hushed gains no more from a thread than memory does: either it waits for memory, or something else
kept the cores busy during this run."""


def _between(results: dict[str, Any]) -> str:
    """What a person-round takes on one thread, against what moving the arrays and the arithmetic alone would take."""
    entry = find(results["peers"], "hushed-1", MILLION)
    if not entry:
        return ""
    streamed = 1e3 / limits(results)[0].rate
    draw, voice = (number(spread(results["arithmetic"][name]).median) for name in ("draw", "voice"))
    first, second = sorted(WORK, key=lambda name: -_phase(entry, name))[:2]
    total, most, next_most = number(cost(entry).median), _phase(entry, first), _phase(entry, second)
    return f"""**What stands between.** Of the {total} ns that a person-round takes on one thread, moving the arrays
once would take {number(streamed)} ns; a Philox draw by itself, over people who fit a near cache, takes {draw} ns and
the voice rule {voice} ns. Most goes into *{first}* ({most:.1f} ns: {WORK[first]}) and *{second}* ({next_most:.1f} ns:
{WORK[second]})."""


def scaling(results: dict[str, Any]) -> str:
    """Cost by people, friends and threads."""
    parts = (
        "## Scaling",
        _by_people(results["peers"]),
        _by_degree(results["degrees"]),
        _by_threads(results["threads"]),
    )
    return "\n\n".join(part for part in parts if part)


def _by_people(entries: list[Entry]) -> str:
    own = {key: label for key, label in subjects(entries).items() if key.startswith("hushed-")}
    counts = [count for count in spreads.sizes(entries) if any(find(entries, key, count) for key in own)]
    rows = [[label, *(_cost(find(entries, key, count)) for count in counts)] for key, label in own.items()]
    table = markdown(["", *map(spreads.people, counts)], rows)
    return f"With people: nanoseconds per person and round.\n\n{table}\n\n{CACHES}"


def _cost(entry: Entry | None) -> str:
    return with_spread(cost(entry)) if entry else ""


def _by_degree(entries: list[Entry]) -> str:
    if not entries:
        return ""
    degrees = sorted({entry["degree"] for entry in entries})
    labels = {entry["subject"]: entry["label"] for entry in entries}
    found = {(entry["subject"], entry["degree"]): entry for entry in entries}
    rows = [[label, *(_cost(found.get((key, degree))) for degree in degrees)] for key, label in labels.items()]
    heads = ["", *(f"{degree:g} friends" for degree in degrees)]
    return f"With friends: nanoseconds per person and round, a million people.\n\n{markdown(heads, rows)}"


def _by_threads(entries: list[Entry]) -> str:
    if not entries:
        return ""
    rows = [
        [in_words(each["threads"]), spreads.speed(each), with_spread(spreads.ratio(each, entries[0]))]
        for each in entries
    ]
    heads = ["", "million person-rounds/s", "times one thread"]
    return f"With threads: a million people, up to the cores of this machine.\n\n{markdown(heads, rows)}"


def whole_scenarios(results: dict[str, Any]) -> str:
    """Library scenarios, all rounds."""
    entries = results["scenarios"]
    if not entries:
        return ""
    rows = [
        [
            f"`{each['label']}`",
            spreads.people(each["people"]),
            str(each["rounds"]),
            spreads.speed(each),
            number(spread(each["seconds"]).median),
        ]
        for each in entries
    ]
    heads = ["scenario", "people", "rounds", "million person-rounds/s", "seconds"]
    return f"""## Whole scenarios

Scenarios of the library from the first round to the last, every outcome measured, on {in_words(entries[0]["threads"])}.

{markdown(heads, rows)}"""


def instruments(results: dict[str, Any]) -> str:
    """What each instrument costs."""
    found = results.get("instruments")
    if not found:
        return ""
    trials = {row["name"]: row["nanoseconds"] for row in found["rows"]}
    rows = []
    for row in found["rows"]:
        more = (
            ["", ""]
            if row["name"] == row["beside"]
            else [_more(row["nanoseconds"], trials[row["beside"]]), row["beside"]]
        )
        rows.append([row["name"], with_spread(spread(row["nanoseconds"])), *more])
    return f"""## What each instrument costs

A bare regime watches and scores; each instrument and reaction joins it alone, as `all-instruments` has it: online ties
of degree 10, {spreads.people(found["people"])} people, {in_words(found["threads"])}. Nanoseconds per person and round.
Some change what people do, and so the work of other phases: the difference is what it costs to have it. It is taken
turn by turn; one whose turns fall on both sides of zero is noise.

{markdown(["", "in all", "difference", "beside"], rows)}"""


def _more(own: list[float], other: list[float]) -> str:
    """The difference of two variants, turn by turn."""
    found = spread([mine - its for mine, its in zip(own, other, strict=True)])
    return f"{found.median:+.1f} ({found.least:+.1f} to {found.most:+.1f})"
