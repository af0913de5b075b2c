"""What kernels look up about one person."""

from __future__ import annotations

from typing import Any

import numpy as np

from hushed import rules
from hushed.engine import columns
from hushed.engine.flags import ENROLLED, REPORTED
from hushed.gpu.compiled import device, on_device
from hushed.random import drawn as drawn_on_processor

_U = np.uint64
_watched_anyway = on_device(rules.watched_anyway)
_watched_for_speaking = on_device(rules.watched_for_speaking)
_drawn = on_device(drawn_on_processor)

key_of = on_device(columns.key_of)
"""The number a person's draws are keyed by."""


@device
def luck(moment: Any, subject: Any, channel: Any) -> Any:
    """This round's draw for a person or a pair."""
    return _drawn(moment.seed, moment.replicate, moment.round, subject, channel)


@device
def trait(values: Any, i: Any) -> Any:
    """A trait of person i; one of length 1 is the same for everyone."""
    return np.float64(values[0] if len(values) == 1 else values[i])


@device
def watched(here: Any, enforced: Any, terms: Any, reported: Any) -> Any:
    """Both parts of the chance that a person of a standing is seen: whatever is said, and for speaking."""
    reach = enforced if here & ENROLLED else 0.0
    exposure = terms.identifiability if here & REPORTED else 0.0
    return (
        _watched_anyway(reach, exposure, terms.surveillance, reported),
        _watched_for_speaking(reach, exposure, terms.surveillance, reported),
    )


@device
def block_and_lane(thread: Any, lanes: Any) -> Any:
    """The block of people and the lane of it that a thread sums; `lanes` has shape (sums, blocks, lanes)."""
    width = _U(lanes.shape[2])
    return thread // width, thread % width


@device
def gone(cut: Any, tie: Any) -> Any:
    """Whether a tie was cut; `cut` has a byte for each entry of a row, or none at all where no tie ever is."""
    return len(cut) > 0 and cut[tie] != 0


@device
def harm(enrolled_friends: Any, friends: Any, shared: Any, i: Any) -> Any:
    """Enrolled friends who would lose score with a person, or their share where the penalty is divided."""
    enrolled = np.float64(enrolled_friends[i])
    return enrolled / max(1.0, np.float64(friends[i])) if shared > 0.0 else enrolled
