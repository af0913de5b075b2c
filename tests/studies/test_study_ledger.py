"""The ledger says what happened to every unit, and nothing that did not."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hushed.studies.ledger import Ledger, Row
from hushed.studies.work import Report

DONE = Report(3, "done", seconds=0.5, host="here", attempt=1, payload=b"1")
FAILED = Report(7, "failed", stage="playing", message="it broke", seconds=0.25, host="there", attempt=2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with a unit that is done and one that failed."""
    with closing(Ledger(tmp_path / "ledger.sqlite")) as ledger:
        ledger.note(fingerprint="f", model="m")
        ledger.record(FAILED, key="key of 7", sha256="")
        ledger.record(DONE, key="key of 3", sha256="digest")
    return tmp_path / "ledger.sqlite"


def change_behind_it(path: Path, statements: str) -> None:
    """What another program, or a fault, may do to a ledger."""
    with closing(sqlite3.connect(path)) as base:
        base.executescript(statements)
        base.commit()


def test_rows_say_how_units_ended_in_their_order(path: Path) -> None:
    with closing(Ledger(path)) as ledger:
        three, seven = ledger.rows()
        assert three[:-1] == (3, "key of 3", "done", "", "", 0.5, "here", 1, "digest")
        assert seven[:-1] == (7, "key of 7", "failed", "playing", "it broke", 0.25, "there", 2, "")
        ended = datetime.fromisoformat(three.ended)
        assert ended.utcoffset() == timedelta(0)
        assert timedelta(seconds=-1) <= datetime.now(UTC) - ended < timedelta(minutes=5)
        assert ended.microsecond == 0
        assert (ledger.row(3), ledger.row(7), ledger.row(4)) == (three, seven, None)
        assert list(ledger.rows("done")) == [three]
        assert list(ledger.rows("failed", "done")) == [three, seven]
        assert list(ledger.rows("damaged", "quarantined")) == []
        assert ledger.counts() == {"done": 1, "failed": 1}
        assert ledger.counts()["quarantined"] == 0


def test_a_unit_that_is_run_again_has_one_row_and_all_its_attempts(path: Path) -> None:
    with closing(Ledger(path)) as ledger:
        ledger.record(replace(DONE, unit=7, host="elsewhere", attempt=1), key="new key", sha256="digest of 7")
        assert ledger.row(7)[:-1] == (7, "new key", "done", "", "", 0.5, "elsewhere", 3, "digest of 7")
        assert ledger.counts() == {"done": 2}


def test_a_damaged_unit_has_no_digest_and_others_keep_theirs(path: Path) -> None:
    with closing(Ledger(path)) as ledger:
        ledger.mark_damaged(3)
        row = ledger.row(3)
        assert (row.status, row.message, row.sha256) == ("damaged", "its chunk is not what was stored", "")
        assert ledger.row(7).status == "failed"


def test_rows_are_copied_all_or_none(path: Path, tmp_path: Path) -> None:
    with closing(Ledger(path)) as old, closing(Ledger(tmp_path / "new.sqlite")) as new:
        rows = list(old.rows())
        with pytest.raises(sqlite3.IntegrityError):
            new.copy([*rows, rows[0]])
        assert list(new.rows()) == []
        new.copy(rows)
        assert list(new.rows()) == rows


CHANGES = {
    "record": lambda ledger: ledger.record(replace(DONE, unit=9), key="k", sha256="s"),
    "mark_damaged": lambda ledger: ledger.mark_damaged(3),
    "copy": lambda ledger: ledger.copy([Row(11, "k", "done", "", "", 0.0, "h", 1, "s", "now")]),
    "note": lambda ledger: ledger.note(shard="1/2"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_told_is_there_after_a_sudden_death(path: Path, change: str) -> None:
    """A copy of the files while the ledger is still open is what a kill or a power cut leaves."""
    with closing(Ledger(path)) as ledger:
        CHANGES[change](ledger)
        told = (list(ledger.rows()), ledger.noted("shard"))
        left = path.parent / "left"
        left.mkdir()
        for file in path.parent.glob("ledger.sqlite*"):
            (left / file.name).write_bytes(file.read_bytes())
        with closing(Ledger(left / path.name)) as found:
            assert (list(found.rows()), found.noted("shard")) == told


def test_changes_wait_for_the_disk_also_where_sqlite_would_not(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite may be built with a weaker default."""
    connect = sqlite3.connect

    def weaker(*arguments: object, **named: object) -> sqlite3.Connection:
        made = connect(*arguments, **named)  # type: ignore[call-overload]
        made.execute("PRAGMA synchronous = OFF")
        return made  # type: ignore[no-any-return]

    monkeypatch.setattr(sqlite3, "connect", weaker)
    with closing(Ledger(path)) as ledger:
        assert ledger._base.execute("PRAGMA synchronous").fetchone() == (2,)


def test_facts_are_kept_with_their_digest_by_name(path: Path) -> None:
    """Else a ledger that another hushed wrote would pass unchecked."""
    with closing(sqlite3.connect(path)) as base:
        facts = dict(base.execute("SELECT name, value FROM study"))
    assert facts == {"fingerprint": "f", "model": "m", "sha256": facts["sha256"]}
    assert facts["sha256"] == hashlib.sha256(b"[('fingerprint', 'f'), ('model', 'm')]").hexdigest()


def test_a_ledger_from_before_facts_had_a_digest_is_read(path: Path) -> None:
    change_behind_it(path, "DELETE FROM study WHERE name = 'sha256'")
    with closing(Ledger(path, writing=False)) as ledger:
        ledger.check(units=8)


def test_facts_are_kept_replaced_and_empty_if_unknown(path: Path) -> None:
    with closing(Ledger(path)) as ledger:
        assert (ledger.noted("fingerprint"), ledger.noted("model"), ledger.noted("nothing")) == ("f", "m", "")
        ledger.note(model="n")
        assert (ledger.noted("fingerprint"), ledger.noted("model")) == ("f", "n")


def test_a_closed_ledger_is_one_file_that_can_be_read_where_nothing_can_be_written(path: Path) -> None:
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    before = path.read_bytes()
    # Bytes 18 and 19 of an SQLite file are 1 where no write-ahead log is needed to read it.
    assert before[18:20] == b"\1\1"
    with closing(Ledger(path, writing=False)) as ledger:
        ledger.check(units=8)
        assert len(list(ledger.rows())) == 2
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            ledger.note(model="other")
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_looking_makes_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        Ledger(tmp_path / "none.sqlite", writing=False)
    assert list(tmp_path.iterdir()) == []


VIEW = "CREATE VIEW units AS SELECT 3 unit, '' key, 'done' status"
FORGOTTEN = "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'more'"
"""What was there is not known any more: pages that nothing uses."""
WRONG = {
    "DELETE FROM study": "it is empty",
    "CREATE TABLE more (a TEXT)": "no such table as a study has, or others besides",
    "CREATE TRIGGER more AFTER INSERT ON units BEGIN DELETE FROM units; END": "or others besides",
    "CREATE INDEX more ON units (key)": "or others besides",
    f"DROP TABLE units; {VIEW}": "no such table as a study has",
    "DROP TABLE units": "no such table as a study has",
    "DROP TABLE study; DROP TABLE units": "no such table as a study has",
    "ALTER TABLE units ADD COLUMN more TEXT": "units has other columns",
    "ALTER TABLE study RENAME COLUMN value TO more": "study has other columns",
    "UPDATE units SET seconds = 'soon' WHERE unit = 7": "units holds values of another kind",
    "UPDATE units SET ended = x'00'": "units holds values of another kind",
    "UPDATE study SET value = x'00' WHERE name = 'model'": "study holds values of another kind",
    "UPDATE units SET unit = 8 WHERE unit = 7": "it has units that a study of 8 has not",
    "UPDATE units SET unit = -1 WHERE unit = 7": "it has units that a study of 8 has not",
    f"CREATE INDEX more ON units (key); {FORGOTTEN}": "Page",
}


@pytest.mark.parametrize("change", WRONG)
def test_a_ledger_that_is_none_of_a_study_is_found(path: Path, change: str) -> None:
    with closing(Ledger(path, writing=False)) as ledger:
        ledger.check(units=8)
        with pytest.raises(sqlite3.DatabaseError, match="a study of 7 has not"):
            ledger.check(units=7)
    change_behind_it(path, change)
    with closing(Ledger(path, writing=False)) as ledger, pytest.raises(sqlite3.DatabaseError) as told:
        ledger.check(units=8)
    assert WRONG[change] in str(told.value)


def test_text_that_is_no_utf_8_is_read_all_the_same(path: Path) -> None:
    change_behind_it(path, "UPDATE units SET host = CAST(x'61ff62' AS TEXT) WHERE unit = 3")
    with closing(Ledger(path, writing=False)) as ledger:
        ledger.check(units=8)
        assert ledger.row(3).host == "a\ufffdb"


def test_a_ledger_that_cannot_be_tidied_up_is_closed_all_the_same(path: Path) -> None:
    ledger, other = Ledger(path), sqlite3.connect(path)
    other.execute("BEGIN")
    other.execute("SELECT * FROM units").fetchone()
    ledger._base.execute("PRAGMA busy_timeout = 1")
    ledger.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        ledger.counts()
    other.close()


def test_who_looks_into_a_ledger_for_a_moment_stops_no_sweep(path: Path) -> None:
    """A writer waits for a reader, or for the system's own backup, half a minute."""
    for writing in (True, False):
        with closing(Ledger(path, writing=writing)) as ledger:
            assert ledger._base.execute("PRAGMA busy_timeout").fetchone() == (30_000,)
