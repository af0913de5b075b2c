"""The text of docs/docking.md: what was published, what hushed gives, and whether that is close enough."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from words import DIGITS, anchor, escaped, filled, plain, table

from hushed.replications.replication import Replication
from hushed.replications.targets import Level

Record = Mapping[str, Any]
Target = Mapping[str, Any]
Pictures = Mapping[tuple[str, str], Sequence[str]]
"""Names of the pictures in images/docking, by model and item."""

LEVELS = {
    Level.IDENTITY: "the same numbers, to the printed digits",
    Level.ANALYTIC: "the value of a closed form or a theorem",
    Level.DISTRIBUTION: "the same distribution, by a statistical test or an interval",
    Level.RELATION: "the same sign, order or shape",
}
_MOST_PRINTED = 10


def page(models: Sequence[Replication], records: Sequence[Record], pictures: Pictures) -> str:
    """The whole page."""
    parts = [_head(records), _levels(), _summary(models, records), _missed(records)]
    for model in models:
        parts += _model(model, _of(model, records), pictures)
    return "\n\n".join(parts) + "\n"


def _head(records: Sequence[Record]) -> str:
    made = [record["made"] for record in records]
    told = {
        name: " and ".join(sorted({one[name] for one in made})) for name in ("hushed", "python", "numpy", "machine")
    }
    days = sorted({one["date"] for one in made})
    when = " to ".join(dict.fromkeys((days[0], days[-1])))
    how = (
        "**This is a quick run**: fewer people, rounds and replicates than the full one, and fewer targets."
        if made[0]["quick"]
        else "This is the full run."
    )
    head = (
        "Every model that hushed rebuilds, run and held against published figures and claims, target by target. This "
        "page is made by `make docking`, and nothing on it is written by hand. How each model's mechanism stands to "
        "hushed's own is told on [another page](bridges.md)."
    )
    result = (
        f"{how} {counted(targets_of(records))} targets reached, in {_seconds(records):,.0f} seconds. Made {when} by "
        f"hushed {told['hushed']} (Python {told['python']}, NumPy {told['numpy']}) on {told['machine']}."
    )
    return f"# What was published, and what hushed gives\n\n{filled(head)}\n\n{filled(result)}"


def _levels() -> str:
    lines = ["A target claims one of four levels of agreement, from the strongest:", ""]
    return "\n".join([*lines, *(f"- *{level}*: {words};" for level, words in LEVELS.items())])[:-1] + "."


def _summary(models: Sequence[Replication], records: Sequence[Record]) -> str:
    rows = []
    for model in models:
        own = _of(model, records)
        name = f"[{model.name}](#{anchor(model.name)})"
        levels = _by_level(targets_of(own))
        rows.append((name, model.cited, levels, counted(targets_of(own)), f"{_seconds(own):,.0f}"))
    rows.append(("all", "", "", counted(targets_of(records)), f"{_seconds(records):,.0f}"))
    return table(("Model", "Published in", "Levels reached", "Targets reached", "Seconds"), rows, right=(3, 4))


def _missed(records: Sequence[Record]) -> str:
    rows = [
        (record["replication"], record["item"], *_cells(target)[1:])
        for record in records
        for target in record["targets"]
        if not target["passed"]
    ]
    if not rows:
        return "## Missed\n\nNo target was missed."
    words = "Why, as far as that is known, is told with each model under *What is not certain*."
    headings = ("Model", "Item", "Target", "Published", "Ours", "Level", "Test")
    return f"## Missed\n\n{words}\n\n" + table(headings, rows, right=(3, 4))


def _model(model: Replication, records: Sequence[Record], pictures: Pictures) -> list[str]:
    parts = [f"## {model.name}", f"**{escaped(model.title)}.** {counted(targets_of(records))} targets reached."]
    parts.append(filled(escaped(model.citation)))
    parts += [filled(f"*In hushed:* {escaped(model.bridge)}")] if model.bridge else []
    parts += [filled(f"*What is not certain:* {escaped(model.caveat)}")] if model.caveat else []
    for record in records:
        item = model.item(record["item"])
        parts.append(f"### {model.name} {item.name}")
        parts.append(filled(f"{_sentence(escaped(item.summary))} {counted(record['targets'])} targets reached."))
        drawn = pictures.get((model.name, item.name), ())
        parts += [f"![{escaped(item.summary)}](images/docking/{one})" for one in drawn]
        parts += _targets(record["targets"], model)
    return parts


def _targets(targets: Sequence[Target], model: Replication) -> Iterator[str]:
    """Where the published values are from, which may be a derivation; then every target, those missed first."""
    sources = list(dict.fromkeys(target["source"] for target in targets))
    letters = dict(zip(sources, _letters(), strict=False))
    told = [escaped(source.replace(model.citation, f"{model.cited}.")).rstrip(".") for source in sources]
    if len(sources) == 1:
        yield filled(f"*Published:* {told[0]}.")
    else:
        yield filled(f"*Published:* {'; '.join(f'({letters[s]}) {t}' for s, t in zip(sources, told, strict=True))}.")
    # The sort keeps the order otherwise.
    rows = [
        (*_cells(target), *([letters[target["source"]]] if len(sources) > 1 else []))
        for target in sorted(targets, key=lambda target: bool(target["passed"]))
    ]
    headings = ("", "Target", "Published", "Ours", "Level", "Test", *(["Source"] if len(sources) > 1 else []))
    yield table(headings, rows, right=(2, 3))


def _letters() -> Iterator[str]:
    for first in ("", *string.ascii_lowercase):
        yield from (first + second for second in string.ascii_lowercase)


def _cells(target: Target) -> tuple[str, ...]:
    published, ours = figures(target)
    test = target["test"]
    if target["tolerance"] is not None:
        test += f": {plain(target['tolerance'])}"
    verdict = "reached" if target["passed"] else "**MISSED**"
    return verdict, *map(escaped, (target["target"], published, ours, target["level"], test))


def figures(target: Target) -> tuple[str, str]:
    """Published and own value in words, to six digits, or as many as were published.

    Where a target was missed they are told apart, however many digits that takes.
    """
    published, ours = target["published"], target["ours"]
    digits = _published_digits(published)
    told = plain(published, digits), plain(ours, digits)
    while not target["passed"] and told[0] == told[1] and published != ours and digits < 17:
        digits += 1
        told = plain(published, digits), plain(ours, digits)
    return told


def _published_digits(value: Any) -> int:
    """The digits of a figure that was printed with more than six; more than ten were computed, not printed."""
    if isinstance(value, str):
        return DIGITS
    enough = (digits for digits in range(DIGITS, _MOST_PRINTED + 1) if float(plain(value, digits)) == value)
    return next(enough, DIGITS)


def counted(targets: Sequence[Target]) -> str:
    """How many of them were reached: '3 of 4'."""
    return f"{sum(target['passed'] for target in targets)} of {len(targets)}"


def _by_level(targets: Sequence[Target]) -> str:
    claimed = {level: [one for one in targets if one["level"] == level] for level in LEVELS}
    return ", ".join(f"{level} {counted(some)}" for level, some in claimed.items() if some)


def targets_of(records: Iterable[Record]) -> list[Target]:
    """Every target of some records, in order."""
    return [target for record in records for target in record["targets"]]


def _of(model: Replication, records: Sequence[Record]) -> list[Record]:
    return [record for record in records if record["replication"] == model.name]


def _seconds(records: Sequence[Record]) -> float:
    return float(sum(record["made"]["seconds"] for record in records))


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:] + ("" if words.endswith(".") else ".")
