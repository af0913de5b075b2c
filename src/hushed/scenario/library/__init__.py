"""The scenarios that come with hushed, by name."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from hushed.errors import InputError, did_you_mean

SUMMARIES: dict[str, str] = {
    "sesame-credit": "A public score from what one says, friends losing too, opt-in that becomes mandatory.",
    "informers": "Gatherings with recruited informers, a duty to report, denunciation and a vague law.",
    "linked-identity": "One identity number through which a low score reaches travel, credit and the bank account.",
    "all-instruments": "Every instrument and every reaction at once.",
    "free-society": "The same people left free: no regime, the arm to compare with.",
    "daymude-2025": "One instrument and no ties: the published model of Daymude, Axelrod & Forrest (2025).",
}
"""What each scenario models, in one line."""


def library_names() -> tuple[str, ...]:
    """The names of all library scenarios."""
    return tuple(SUMMARIES)


def library_path(name: str) -> Path:
    """The file of a library scenario; InputError with the nearest name if there is none."""
    if name not in SUMMARIES:
        raise InputError(f"there is no library scenario '{name}'{did_you_mean(name, SUMMARIES)}")
    return Path(str(files(__name__) / f"{name}.toml"))
