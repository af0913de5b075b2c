"""An attribution in plain words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from hushed.outcomes import OUTCOMES
from hushed.results.statistics import Estimate
from hushed.results.table import spoken

if TYPE_CHECKING:
    from hushed.experiments.attribution.shares import Attribution, Pair, Share

_NOTHING = 1e-9
"""Below this a difference is rounding."""
_LITTLE = 0.02
"""Part of the whole from which a pair is spoken of."""


def told(found: Attribution) -> str:
    """What is due to which instrument, what goes with one of them alone, and which pair works together."""
    sentences = [*_whole(found), *_indispensable(found), *_together(found), *_caution(found)]
    return " ".join(sentences)


def by_share(found: Attribution) -> list[Share]:
    """The shares from the one that adds most to what the regime does, to the one that takes most off it."""
    way = 1.0 if found.total.mean >= 0.0 else -1.0
    return sorted(found.shares.values(), key=lambda each: -way * each.share.mean)


def points(value: float, unit: str, more: int = 0) -> str:
    """The size of a difference: points, hundredths of the whole, for shares and chances; else a plain number.

    With one digit behind the point, or three, and `more`.
    """
    number = _number(abs(value), unit, more)
    return f"{number} points" if _in_percent(unit) else number


def digits_more(value: float, unit: str) -> int:
    """How many digits more a small value needs, so that two of them mean something; at most four."""
    scaled, digits = (100 * abs(value), 1) if _in_percent(unit) else (abs(value), 3)
    return 0 if scaled == 0.0 else min(4, max(0, 1 - digits - math.floor(math.log10(scaled))))


def _number(value: float, unit: str, more: int) -> str:
    return f"{100 * value:.{1 + more}f}" if _in_percent(unit) else f"{value:.{3 + more}f}"


def _in_percent(unit: str) -> bool:
    return unit.startswith(("share", "chance"))


def _whole(found: Attribution) -> Iterator[str]:
    unit, total, name = OUTCOMES[found.outcome].unit, found.total.mean, spoken(found.outcome)
    over = "" if found.over == "last" else "over all rounds, "
    more = digits_more(total, unit)
    ends = [f"{_number(end.mean, unit, more)}{' %' * _in_percent(unit)}" for end in (found.without_any, found.as_is)]
    if abs(total) < _NOTHING:
        yield _first_up(f"{over}the regime does not move {name}.")
    elif found.outcome == "chill" and abs(found.without_any.mean) < _NOTHING:
        unsaid = f"of the {ends[1]} of desired dissent that stays unsaid"
        yield _first_up(f"{over}{unsaid}, {_listed(found, unit, more)}.")
    else:
        does = f"{'raises' if total > 0.0 else 'lowers'} {name} by {points(total, unit, more)}"
        yield _first_up(f"{over}the regime {does}, from {ends[0]} to {ends[1]}: {_listed(found, unit, more)}.")


def _listed(found: Attribution, unit: str, more: int) -> str:
    """Shares in words: those that make up the whole, those that work against it, those of which nothing can be told."""
    shares = by_share(found)
    way = 1.0 if found.total.mean >= 0.0 else -1.0
    sure = [each for each in shares if not _holds_zero(each.share)]
    amounts = {each.instrument: points(each.share.mean, unit, more) for each in shares}
    making = [each.instrument for each in sure if way * each.share.mean > 0.0]
    against = [f"{spoken(each.instrument)} by {amounts[each.instrument]}" for each in sure if way * each.share.mean < 0]
    idle = [spoken(each.instrument) for each in shares if abs(each.share.mean) < _NOTHING]
    unsure = [spoken(each.instrument) for each in shares if _holds_zero(each.share)]
    unsure = [name for name in unsure if name not in idle]
    parts = [_due(making, amounts)] if making else []
    parts += [f"{_and(against)} {'works' if len(against) == 1 else 'work'} the other way"] if against else []
    parts += [f"{_and(idle)} {'adds' if len(idle) == 1 else 'add'} nothing"] if idle else []
    parts += [f"too uncertain to say whether they add anything: {', '.join(unsure)}"] if unsure else []
    return "; ".join(parts)


def _due(instruments: Sequence[str], amounts: Mapping[str, str]) -> str:
    first, *rest = instruments
    others = (f"{amounts[name].split()[0]} to {spoken(name)}" for name in rest)
    return _and([f"{amounts[first]} are due to {spoken(first)}", *others])


def _holds_zero(share: Estimate) -> bool:
    """Whether nothing can be told of a share: its interval holds zero, or it is zero but for rounding."""
    return share.low <= 0.0 <= share.high or abs(share.mean) < _NOTHING


def _indispensable(found: Attribution) -> Iterator[str]:
    """Which instruments undo everything if they alone are abolished."""
    names = [spoken(each.instrument) for each in found.shares.values() if each.indispensable]
    if names and len(found.shares) > 1:
        yield f"Abolishing {_or(names)} alone undoes all of it."


def _together(found: Attribution) -> Iterator[str]:
    """The pair that needs each other, and the pair that stands in for each other, if any can be told."""
    way = 1.0 if found.total.mean >= 0.0 else -1.0
    sure = sorted(filter(lambda pair: _worth_saying(pair, found), found.pairs), key=lambda pair: -_size(pair))
    for pair in [pair for pair in sure if way * pair.interaction.mean > 0.0][:1]:
        one, other, amount = _in_words(pair, found)
        yield f"{_first_up(one)} and {other} need each other: abolishing either undoes {amount} that only both make."
    for pair in [pair for pair in sure if way * pair.interaction.mean < 0.0][:1]:
        one, other, amount = _in_words(pair, found)
        yield (
            f"{_first_up(one)} and {other} stand in for each other: abolish one, and the other goes on doing {amount} "
            "of its work."
        )


def _worth_saying(pair: Pair, found: Attribution) -> bool:
    """Whether something can be told of a pair, and is not said already of one that nothing works without."""
    said = any(found.shares[name].indispensable for name in pair.instruments)
    return not said and not _holds_zero(pair.interaction) and _size(pair) >= _LITTLE * abs(found.total.mean)


def _in_words(pair: Pair, found: Attribution) -> tuple[str, str, str]:
    one, other = (spoken(name) for name in pair.instruments)
    unit = OUTCOMES[found.outcome].unit
    return one, other, points(pair.interaction.mean, unit, digits_more(found.total.mean, unit))


def _size(pair: Pair) -> float:
    return abs(pair.interaction.mean)


def _caution(found: Attribution) -> Iterator[str]:
    if found.total.replicates < 2:
        yield "With one replicate there is no interval: run more to know how sure this is."
    elif abs(found.total.mean) >= _NOTHING and _holds_zero(found.total):
        yield "In all, these replicates differ too much to tell the whole from nothing: run more of them."


def _first_up(words: str) -> str:
    return words[0].upper() + words[1:]


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _or(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
