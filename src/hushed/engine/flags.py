"""The bits of `Standing`, `Mark` and `Past` as single bytes, as loops over people read and write them."""

from __future__ import annotations

import numpy as np

from hushed.engine.state import Mark, Past, Standing

ENROLLED = np.uint8(Standing.ENROLLED)
REPORTED = np.uint8(Standing.REPORTED)
INFORMS = np.uint8(Standing.INFORMS)
LINKED = np.uint8(Standing.LINKED)
PROPORTIONAL = np.uint8(Standing.PROPORTIONAL)
ENFORCES = np.uint8(Standing.ENFORCES)
NOT_ENFORCES = np.uint8(255 - ENFORCES)
"""Every other bit."""
REPORTS = np.uint8(Standing.INFORMS | Standing.ENFORCES)
"""Any reason to report friends at gatherings."""

SEEN = np.uint8(Mark.SEEN)
PUNISHED = np.uint8(Mark.PUNISHED)
MISREAD = np.uint8(Mark.MISREAD)
DENOUNCED = np.uint8(Mark.DENOUNCED)
LOUD = np.uint8(Mark.LOUD)
COSTLY = np.uint8(Mark.COSTLY)
SHAMED = np.uint8(Mark.SHAMED)
CASE = np.uint8(Mark.PUNISHED | Mark.MISREAD | Mark.DENOUNCED)
"""Any reason to lose score in one's own right."""
NO_CASE = np.uint8(255 - CASE)
"""Every other bit."""
BLAMED = np.uint8(Mark.COSTLY | Mark.SHAMED)
"""Any reason for friends to leave."""
NOT_BLAMED = np.uint8(255 - BLAMED)
"""Every other bit."""

EVER_PUNISHED = np.uint8(Past.PUNISHED)
EVER_FOR_SPEECH = np.uint8(Past.FOR_SPEECH)
PUNISHED_FOR_SPEECH = np.uint8(Past.PUNISHED | Past.FOR_SPEECH)
"""What is remembered of a punishment for something that was said."""

NOTHING = np.uint8(0)
"""No bit."""
EVERYTHING = np.uint8(255)
"""Every bit."""
