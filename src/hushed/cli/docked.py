"""Dockings kept on the disk as soon as they are done, so that a long course of them survives interruption."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hushed.replications.targets import Docking

_FILE = "docking.json"


class Kept:
    """A folder of dockings, each with when, where and by which hushed it was made.

    What was made by another version of hushed, or of its sources, or at the other setting, does not count as kept.
    """

    def __init__(self, folder: Path, *, quick: bool) -> None:
        from hushed.compiled import cache_folder

        self.folder, self.quick, self.sources = folder, quick, cache_folder().name

    def read(self, model: str, item: str) -> dict[str, Any] | None:
        """What is kept of an item, or None."""
        try:
            record = json.loads(self._file(model, item).read_text(encoding="utf-8"))
            made = record["made"]
            current = (made["sources"], made["quick"]) == (self.sources, self.quick)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return record if current else None

    def keep(self, dock: Callable[[], Docking]) -> dict[str, Any]:
        """Run a docking and keep it, whole or not at all."""
        started = time.perf_counter()
        docking = dock()
        record = {
            **docking.as_json(),
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
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
        part.replace(file)
        return record

    def _file(self, model: str, item: str) -> Path:
        return self.folder / model / f"{item}.{_FILE}"
