"""Which units are done: a table on disk, a row for each unit that has ended, written by the coordinator alone.

A unit is done if its row says so and the SHA-256 of its chunk is the row's. Nothing is ever concluded from missing
values: a unit may rightly bring them.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from hushed.studies.work import Report

DAMAGED = "damaged"
"""The status of a unit that was done, and whose chunk is not what was stored any more."""
_TABLES = """
CREATE TABLE IF NOT EXISTS study (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS units (
    unit INTEGER PRIMARY KEY, key TEXT NOT NULL, status TEXT NOT NULL, stage TEXT NOT NULL, message TEXT NOT NULL,
    seconds REAL NOT NULL, host TEXT NOT NULL, attempts INTEGER NOT NULL, sha256 TEXT NOT NULL, ended TEXT NOT NULL
);
"""
_COLUMNS = {
    "study": (("name", "TEXT"), ("value", "TEXT")),
    "units": (
        *(("unit", "INTEGER"), ("key", "TEXT"), ("status", "TEXT"), ("stage", "TEXT"), ("message", "TEXT")),
        *(("seconds", "REAL"), ("host", "TEXT"), ("attempts", "INTEGER"), ("sha256", "TEXT"), ("ended", "TEXT")),
    ),
}
_MOST_PARTS = 10
_NOTE, _DIGEST = "INSERT OR REPLACE INTO study VALUES (?, ?)", "sha256"
_RECORD = """
INSERT INTO units VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (unit) DO UPDATE SET
    key = excluded.key, status = excluded.status, stage = excluded.stage, message = excluded.message,
    seconds = excluded.seconds, host = excluded.host, attempts = attempts + excluded.attempts,
    sha256 = excluded.sha256, ended = excluded.ended
"""


class Row(NamedTuple):
    """How a unit ended last."""

    unit: int
    key: str
    status: str
    "done, failed, quarantined or damaged."
    stage: str
    message: str
    seconds: float
    host: str
    attempts: int
    "How often it was handed out in all."
    sha256: str
    "Of its chunk; empty unless it is done."
    ended: str
    "When, in coordinated universal time."


class Ledger:
    """The table of units; every change is on the disk before the next one begins."""

    def __init__(self, path: Path, *, writing: bool = True) -> None:
        place = f"{path.absolute().as_uri()}?mode={'rwc' if writing else 'ro'}"
        self._base = sqlite3.connect(place, uri=True, timeout=30)
        self._base.text_factory = lambda text: text.decode("utf-8", "replace")
        self._writing = writing
        if writing:
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")
            self._base.executescript(_TABLES)

    def check(self, *, units: int) -> None:
        """Raises sqlite3.DatabaseError if the file is damaged, holds no study, or units that one of `units` has not."""
        try:
            self._check_tables()
        except UnicodeDecodeError as error:
            # SQLite's words for damage quote what is damaged, and Python takes them for text.
            raise sqlite3.DatabaseError("its tables have names that are no text") from error
        if not self.noted("fingerprint"):
            raise sqlite3.DatabaseError("it is empty")
        if self.noted(_DIGEST) not in ("", self._digest()):
            raise sqlite3.DatabaseError("what is noted of the study is not what was written")
        if self._base.execute("SELECT 1 FROM units WHERE unit NOT BETWEEN 0 AND ? LIMIT 1", (units - 1,)).fetchone():
            raise sqlite3.DatabaseError(f"it has units that a study of {units:,} has not")

    def _check_tables(self) -> None:
        # What stands in place of a table, or acts when one is changed, is not to be run, and not even to be asked.
        made = self._base.execute("SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
        if sorted(map(tuple, made.fetchmany(_MOST_PARTS))) != [("table", name) for name in sorted(_COLUMNS)]:
            raise sqlite3.DatabaseError("no such table as a study has, or others besides")
        found = str(self._base.execute("PRAGMA quick_check(1)").fetchone()[0])
        if found != "ok":
            raise sqlite3.DatabaseError(found)
        for table, columns in _COLUMNS.items():
            if [row[1:3] for row in self._base.execute(f"PRAGMA table_info({table})")] != list(columns):
                raise sqlite3.DatabaseError(f"no such table as a study has: {table} has other columns")
            wrong = " OR ".join(f"typeof({name}) != '{kind.lower()}'" for name, kind in columns)
            if self._base.execute(f"SELECT 1 FROM {table} WHERE {wrong} LIMIT 1").fetchone():
                raise sqlite3.DatabaseError(f"{table} holds values of another kind")

    def record(self, report: Report, *, key: str, sha256: str) -> None:
        """Write down how a unit ended."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        told = (report.stage, report.message, report.seconds, report.host, report.attempt)
        with self._base:
            self._base.execute(_RECORD, (report.unit, key, report.status, *told, sha256, now))

    def copy(self, rows: Iterable[Row]) -> None:
        """Write down rows of another ledger, all or none."""
        with self._base:
            self._base.executemany("INSERT INTO units VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def mark_damaged(self, unit: int) -> None:
        """Write down that a unit's chunk is not what was stored."""
        words = "its chunk is not what was stored"
        with self._base:
            self._base.execute(
                "UPDATE units SET status = ?, message = ?, sha256 = '' WHERE unit = ?", (DAMAGED, words, unit)
            )

    def rows(self, *statuses: str) -> Iterator[Row]:
        """Every row, or those of some statuses, by unit."""
        wanted = f" WHERE status IN ({','.join('?' * len(statuses))})" if statuses else ""
        for row in self._base.execute(f"SELECT * FROM units{wanted} ORDER BY unit", statuses):
            yield Row(*row)

    def row(self, unit: int) -> Row | None:
        """The row of one unit, if it has ended."""
        found = self._base.execute("SELECT * FROM units WHERE unit = ?", (unit,)).fetchone()
        return None if found is None else Row(*found)

    def counts(self) -> Counter[str]:
        """How many units there are of each status."""
        return Counter(dict(self._base.execute("SELECT status, count(*) FROM units GROUP BY status")))

    def note(self, **values: str) -> None:
        """Keep facts about the study."""
        with self._base:
            self._base.executemany(_NOTE, values.items())
            self._base.execute(_NOTE, (_DIGEST, self._digest()))

    def _digest(self) -> str:
        """SHA-256 of every fact that is noted."""
        noted = self._base.execute("SELECT name, value FROM study WHERE name != ? ORDER BY name", (_DIGEST,))
        return hashlib.sha256(repr(noted.fetchall()).encode()).hexdigest()

    def noted(self, name: str) -> str:
        """A fact about the study; empty if it was never kept."""
        found = self._base.execute("SELECT value FROM study WHERE name = ?", (name,)).fetchone()
        return "" if found is None else str(found[0])

    def close(self) -> None:
        """Put everything into the one file, so that it can be read where nothing can be written."""
        if self._writing:
            with suppress(sqlite3.Error):
                self._base.execute("PRAGMA journal_mode = DELETE")
        self._base.close()
