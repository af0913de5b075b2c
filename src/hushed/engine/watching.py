"""The chance of being seen, as people believe it to be (step 2) and as it is (step 4)."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.compiled import helper
from hushed.engine.flags import ENROLLED, REPORTED
from hushed.engine.state import Standing

_U = np.uint64
_BOTH = np.uint8(Standing.ENROLLED | Standing.REPORTED)


@helper
def watched(
    standing: Any, enforced: Any, terms: Any, unreported: Any, company: Any, span: Any, anyway: Any, speaking: Any
) -> None:
    """Both parts of the chance of being seen, in two columns: whatever is said, and for speaking.

    `enforced` is the share of cases thought to be taken up; `unreported` the chance that nobody in a company of n
    reports, by n; `company` the companions of each person, empty without gatherings.
    """
    start, count = span
    surveillance, exposed = terms.surveillance, terms.identifiability
    if len(company) == 0:
        # Whoever is not enrolled, or whose platform reports nothing, is never seen.
        always = rules.watched_anyway(enforced, exposed, surveillance, 0.0)
        louder = rules.watched_for_speaking(enforced, exposed, surveillance, 0.0)
        for j in range(_U(count)):
            seen = (standing[start + j] & _BOTH) == _BOTH
            anyway[j] = always if seen else 0.0
            speaking[j] = louder if seen else 0.0
        return
    for j in range(_U(count)):
        here = standing[start + j]
        reach = enforced if here & ENROLLED else 0.0
        exposure = exposed if here & REPORTED else 0.0
        reported = 1.0 - unreported[company[start + j]]
        anyway[j] = rules.watched_anyway(reach, exposure, surveillance, reported)
        speaking[j] = rules.watched_for_speaking(reach, exposure, surveillance, reported)
