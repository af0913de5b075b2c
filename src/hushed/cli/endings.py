"""How a command can end other than well, besides mistakes in the input."""

from __future__ import annotations

BROKEN_PIPE = 128 + 13
"""Exit code when the reader of the output left early, as `head` does."""


class Interrupted(Exception):
    """The user stopped the work; the text says what is kept and how to go on."""
