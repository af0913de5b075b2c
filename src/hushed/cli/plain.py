"""What is written where a terminal or a file has no letters beyond the plainest."""

from __future__ import annotations

import codecs

PLAIN = "hushed.plain"
"""The name of this way with letters that an encoding lacks, for `errors=`."""
_INSTEAD = str.maketrans(
    {"─": "-", "━": "=", "·": "|", "•": "*", "±": "+-", "×": "x", "–": "-", "−": "-", "…": "...", "\u00a0": " "}
    | dict.fromkeys("“”„", '"')
    | dict.fromkeys("‘’", "'")
)  # fmt: skip


def _plainer(error: UnicodeError) -> tuple[str | bytes, int]:
    """What stands for letters that cannot be written: something like them, else a question mark for each."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    meant = error.object[error.start : error.end].translate(_INSTEAD)
    return meant.encode("ascii", "replace").decode("ascii"), error.end


codecs.register_error(PLAIN, _plainer)
