"""How an attribution is shown: a table of shares, and the same as JSON and as comma-separated values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hushed.cli import output, result
from hushed.cli.output import csv_cell

if TYPE_CHECKING:
    from pathlib import Path

    from rich.table import Table

    from hushed.experiments.attribution.shares import Attribution
    from hushed.results.statistics import Estimate

PICTURE = "waterfall.png"


def shown(found: Attribution, dataset: Any, folder: Path) -> list[Any]:
    """Title, sentence, table, and where the result lies."""
    from rich.text import Text

    from hushed.results.table import spoken

    title = f"{dataset.attrs['title']}: what {spoken(found.outcome)} is due to"
    parts: list[Any] = ["", Text(title, style="bold"), Text(result.people_line(dataset), style="dim")]
    network = result.network_line(dataset)
    parts += [output.paragraph(network, "dim")] if network else []
    parts += ["", output.paragraph(found.sentence), share_table(found)]
    parts += [output.paragraph(line, "dim") for line in _explained(found)]
    runs = f"{output.time_words(dataset.attrs['seconds_total'])} in all, {output.counted(dataset.attrs['runs'], 'run')}"
    parts += [output.paragraph(runs, "dim"), *result.kept_lines(dataset, folder, PICTURE)]
    return [*parts, Text("Invented people. A model, not a forecast.", style="italic dim"), ""]


def share_table(found: Attribution) -> Table:
    """A row for each instrument, and what the shares add up to."""
    from hushed.experiments.attribution.abolishing import told_without
    from hushed.experiments.attribution.told import by_share
    from hushed.outcomes import OUTCOMES
    from hushed.results.table import difference, new_table, spoken

    unit = OUTCOMES[found.outcome].unit
    table = new_table()
    table.add_column("Instrument", no_wrap=True, style="bold")
    table.add_column("Share", justify="right", no_wrap=True)
    table.add_column("Abolished alone", justify="right", no_wrap=True)
    table.add_column("What abolishing it means", ratio=1)
    for each in by_share(found):
        values = difference(each.share, unit), difference(each.abolished_alone, unit)
        table.add_row(spoken(each.instrument), *values, told_without(each.instrument))
    table.add_section()
    none = _minus(found.total)
    table.add_row("all together", difference(found.total, unit), difference(none, unit), "No instrument is left.")
    return table


def _minus(value: Estimate) -> Estimate:
    return value._replace(mean=-value.mean, low=-value.high, high=-value.low)


def _explained(found: Attribution) -> list[str]:
    """What the columns mean."""
    from hushed.experiments.attribution.told import digits_more, points
    from hushed.outcomes import OUTCOMES

    lines = [f"{OUTCOMES[found.outcome].sentence} Unit: {OUTCOMES[found.outcome].unit}."]
    if found.total.replicates > 1:
        lines[-1] += " ±: the 95 % interval over replicates; pt: points, hundredths of the whole."
    lines.append(
        "Share: what each adds, averaged over all orders in which instruments can be abolished; shares add up to the "
        "whole. Abolished alone: what changes if it alone goes; these do not add up."
    )
    if found.dataset.attrs["orders"]:
        unit, worst = OUTCOMES[found.outcome].unit, max(each.order_error for each in found.shares.values())
        lines.append(
            f"Estimated from {found.dataset.attrs['orders']:,} orders in each replicate: standard error from that at "
            f"most {points(worst, unit, digits_more(worst, unit))}; the intervals hold it."
        )
    return lines


def as_json(found: Attribution) -> dict[str, Any]:
    """The part of the command's JSON that is the attribution's own."""
    return {
        "outcome": found.outcome,
        "over": found.over,
        "orders": found.dataset.attrs["orders"] or None,
        "runs": found.dataset.attrs["runs"],
        "sentence": found.sentence,
        "as_is": _interval("value", found.as_is),
        "without_any": _interval("value", found.without_any),
        "total": _interval("value", found.total),
        "shares": {
            name: {
                **_interval("share", each.share),
                "order_error": each.order_error,
                "abolished_alone": _interval("difference", each.abolished_alone),
                "indispensable": each.indispensable,
            }
            for name, each in found.shares.items()
        },
        "interactions": [
            {"instruments": list(pair.instruments), **_interval("interaction", pair.interaction)}
            for pair in found.pairs
        ],
        "by_replicate": {"sum_of_shares": list(found.sums), "total": list(found.totals)},
    }


def _interval(name: str, value: Estimate) -> dict[str, float]:
    return {name: value.mean, "low": value.low, "high": value.high}


def shares_csv(found: Attribution) -> str:
    """Shares of every outcome, in the last round and on the mean over rounds, as comma-separated values."""
    from hushed.experiments.attribution.playing import OVER
    from hushed.experiments.attribution.shares import shares_of
    from hushed.outcomes import OUTCOMES

    lines = ["outcome,unit,over,instrument,share,low,high,abolished_alone,abolished_alone_low,abolished_alone_high"]
    for over in OVER:
        for outcome in OUTCOMES:
            for name, each in shares_of(found.dataset, outcome, over).items():
                numbers = [*each.share[:3], *each.abolished_alone[:3]]
                lines.append(",".join([outcome, csv_cell(OUTCOMES[outcome].unit), over, name, *map(repr, numbers)]))
    return "\n".join(lines) + "\n"


def interactions_csv(found: Attribution) -> str:
    """Interactions of all pairs of instruments in the outcome asked about, as comma-separated values."""
    from hushed.outcomes import OUTCOMES

    lines, unit = ["outcome,unit,over,instrument,with,interaction,low,high"], csv_cell(OUTCOMES[found.outcome].unit)
    for pair in found.pairs:
        numbers = map(repr, pair.interaction[:3])
        lines.append(",".join([found.outcome, unit, found.over, *pair.instruments, *numbers]))
    return "\n".join(lines) + "\n"
