"""The page of outcomes: each with its sentence, unit and formula, from where it is defined."""

from __future__ import annotations

from tables import MADE, table

from hushed.outcomes import HEADLINES, OUTCOMES, Outcome
from hushed.results.table import in_percent

HEAD = f"""\
# Outcomes

{MADE}

What every round of a run is measured by: {len(OUTCOMES)} numbers over a whole society, never one about a person. In
formulas *a* is what a person says, *delta* what she would like to say, *tau* the line, *s* a score, *l* what she
loses by her own punishment, *S* the burden of a sanction, *e* whether she is enrolled, *psi* the severity, *nu* the
surveillance, *alpha* the authority's adamancy and *N* the number of people. Sums run over everybody.

Shares and chances are numbers from 0 to 1 in files and from Python, and per cent in tables that people read. Those
marked • are in the short table. What they are good for is told in [the tutorial](../tutorial/outcomes.md).
"""

TAIL = """\
## Beside these

A result also holds `voice_share_error` (the sampling error of the voice share in a society of that size),
`largest_component` (the share of people in the largest connected part, at the start and at the end), `left_free`
(every outcome of the same people without any regime), `people`, `ties` and `rounds_played`. A recovery adds what
people carry in themselves: reproach and confidence ([how they are defined](../recovery.md#what-is-measured)).
"""


def page() -> str:
    """The whole page."""
    rows = [_row(one) for one in OUTCOMES.values()]
    heads = ["", "Outcome", "In one sentence", "Unit", "Formula", "More of it is"]
    return "\n".join([HEAD, table(heads, rows), "", TAIL])


def _row(one: Outcome) -> list[str]:
    mark = "•" if one.name in HEADLINES else ""
    unit = f"{one.unit} (%)" if in_percent(one.unit) else one.unit
    return [
        mark,
        f"`{one.name}`",
        one.sentence,
        unit,
        one.formula.replace("*", "\\*"),
        "worse" if one.harm else "not worse",
    ]
