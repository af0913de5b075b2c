"""The table of a comparison: both arms, the difference, and how sure it is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from hushed.experiments.effects import Comparison, Effect

_FEWEST_PAIRS = 5


def difference_table(comparison: Comparison, *, width: int) -> Table:
    """The headline outcomes that the change moves; in a wide terminal with the sentence that explains each."""
    from hushed.outcomes import OUTCOMES
    from hushed.results.table import WIDE, difference, shown, spoken

    table = headed(comparison)
    if _tells_of_pairing(comparison):
        table.add_column("Pairing saves", justify="right", style="dim")
    if width >= WIDE:
        table.add_column("What it means", ratio=1)
    for effect in _moved(comparison):
        outcome = OUTCOMES[effect.outcome]
        values = shown(effect.as_is, outcome.unit), shown(effect.changed, outcome.unit)
        row = [spoken(effect.outcome), *values, difference(effect.difference, outcome.unit)]
        saved = [_times(effect.variance_ratio)] if _tells_of_pairing(comparison) else []
        table.add_row(*row, *saved, *([outcome.sentence] if width >= WIDE else []))
    return table


def headed(comparison: Comparison) -> Table:
    """An empty table with the columns of both arms and of their difference."""
    from hushed.results.table import new_table

    table = new_table()
    table.add_column("Outcome, last round", no_wrap=True, style="bold")
    table.add_column("As it is", justify="right", no_wrap=True)
    table.add_column(comparison.change.label.capitalize(), justify="right", min_width=12, max_width=16)
    table.add_column("Difference", justify="right", no_wrap=True)
    return table


def explained(comparison: Comparison, *, width: int) -> list[str]:
    """What the columns mean, and of the outcomes what the table has no room for."""
    from hushed.outcomes import HEADLINES
    from hushed.results.table import spoken

    moved = {effect.outcome for effect in _moved(comparison)}
    same = [spoken(name) for name in HEADLINES if name not in moved]
    lines = [f"No difference in: {', '.join(same)}."] if same else []
    lines.append("pt: points, hundredths of the whole.")
    if comparison.last["chill"].difference.replicates > 1:
        lines[-1] = "±: the 95 % interval over replicates; pt: points, hundredths of the whole."
    if _tells_of_pairing(comparison):
        lines.append("Pairing saves: how many times more replicates unpaired runs would need.")
    return [*lines, *_meanings(comparison, width=width)]


def _meanings(comparison: Comparison, *, width: int) -> list[str]:
    from hushed.outcomes import OUTCOMES
    from hushed.results.table import WIDE, meaning_line, units_line

    units = {effect.outcome: OUTCOMES[effect.outcome].unit for effect in _moved(comparison)}
    if width >= WIDE:
        return [units_line(units)] if units else []
    return [meaning_line(name, unit, OUTCOMES[name].sentence) for name, unit in units.items()]


def _moved(comparison: Comparison) -> list[Effect]:
    from hushed.outcomes import HEADLINES

    effects = (comparison.last[name] for name in HEADLINES)
    return [effect for effect in effects if not math.isclose(effect.as_is, effect.changed, rel_tol=0.0, abs_tol=1e-12)]


def _tells_of_pairing(comparison: Comparison) -> bool:
    """Whether there are enough pairs for a ratio of variances to mean anything."""
    return comparison.last["chill"].difference.replicates >= _FEWEST_PAIRS


def _times(ratio: float) -> str:
    if math.isnan(ratio):
        return "–"
    if math.isinf(ratio):
        return "all"
    return f"{ratio:.1f} ×" if ratio < 9.95 else f"{ratio:,.0f} ×"
