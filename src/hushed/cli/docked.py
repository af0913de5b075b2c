"""Dockings kept on the disk as soon as they are done, so that a long course of them survives interruption."""

from __future__ import annotations

import json
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hushed.cli.output import finite, note
from hushed.errors import InputError
from hushed.results.flushing import replace_flushed

if TYPE_CHECKING:
    from hushed.replications.targets import Docking

_FILE = "docking.json"


def check_writable(folder: Path) -> None:
    """Raises InputError unless files could be written there: told before long work rather than after it."""
    path = Path(os.path.abspath(folder))
    try:
        above = next(each for each in (path, *path.parents) if each.exists())
        with tempfile.TemporaryFile(dir=above):
            pass
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or error
        raise InputError(f"{folder}: cannot be written: {words}") from None


class Kept:
    """A folder of dockings, each with when, where and by which hushed it was made.

    What was made by another version of hushed, or of its sources, or at the other setting, does not count as kept.
    """

    def __init__(self, folder: Path, *, quick: bool) -> None:
        from hushed.compiled import cache_folder
        from hushed.studies.study import model_digest

        self.folder, self.quick, self.sources = folder, quick, f"{cache_folder().name}-{model_digest()[:16]}"

    def read(self, model: str, item: str) -> dict[str, Any] | None:
        """What is kept of an item, or None."""
        record = self._current(model, item)
        return record if record is not None and record["made"]["quick"] == self.quick else None

    def refuse_others(self, items: Iterable[tuple[str, str]]) -> None:
        """Raises InputError if any of the items, by model and name, is kept at the other setting: it would be lost."""
        for model, item in items:
            record = self._current(model, item)
            if record is not None and record["made"]["quick"] != self.quick:
                there, asked = ("a full run", "a quick one") if self.quick else ("a quick run", "a full one")
                raise InputError(f"{self.folder}: holds {there}; for {asked} name another folder with -o")

    def _current(self, model: str, item: str) -> dict[str, Any] | None:
        """What is kept of an item at either setting, if it was made by this version and can be read."""
        try:
            record: dict[str, Any] = json.loads(self._file(model, item).read_text(encoding="utf-8"))
            same = record["made"]["sources"] == self.sources and isinstance(record["made"]["quick"], bool)
            whole = {"passed", "targets", "replication", "item"} <= record.keys()
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return record if same and whole else None

    def keep(self, dock: Callable[[], Docking]) -> dict[str, Any]:
        """Run a docking and keep it, whole or not at all; that it cannot be written is said, and nothing is lost."""
        started = time.perf_counter()
        docking = dock()
        record = {
            **finite(docking.as_json()),
            "made": {
                "date": datetime.now(UTC).date().isoformat(),
                "hushed": version("hushed"),
                "python": platform.python_version(),
                "numpy": version("numpy"),
                "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
                "quick": self.quick,
                "seconds": round(time.perf_counter() - started, 1),
                "sources": self.sources,
            },
        }
        file = self._file(docking.replication, docking.item)
        text = json.dumps(record, ensure_ascii=False) + "\n"
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            replace_flushed(file, text.encode())
        except OSError as error:
            note(f"hushed: {file}: cannot be written, so this item is not kept: {error.strerror or error}")
        return record

    def _file(self, model: str, item: str) -> Path:
        return self.folder / model / f"{item}.{_FILE}"
