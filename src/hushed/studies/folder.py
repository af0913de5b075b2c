"""The folder of a study: what was asked, what came out, and which units are done.

It holds `study.toml` and `scenario.toml` (what was asked, every value written out), `results.zarr` (what came out),
`ledger.sqlite` (which units are done) and `lock`. docs/sweeps.md describes each.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, Self

from hushed.errors import InputError
from hushed.results.contents import check_contents
from hushed.results.flushing import DISK_FULL, flush_folder, flush_tree
from hushed.results.provenance import seen_from, with_network
from hushed.results.unfinished import unfinished
from hushed.scenario.writing import toml_text
from hushed.studies.chunks import Chunks, create_store, labels_digest, restore_labels
from hushed.studies.ledger import Ledger, Row
from hushed.studies.lock import Lock
from hushed.studies.own import reference_from
from hushed.studies.reader import SCENARIO, read_study
from hushed.studies.study import Study, model_digest
from hushed.studies.work import Report

STUDY = "study.toml"
RESULTS = "results.zarr"
LEDGER = "ledger.sqlite"
_PARTS = (STUDY, SCENARIO, RESULTS, LEDGER)
_LONGEST_SHARD = 40


class Shard(NamedTuple):
    """Which part of a study's units a folder is for: every `of`-th, from the `number`-th on, counted from 1."""

    number: int = 1
    of: int = 1

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def units(self, study: Study) -> range:
        """The units of this part."""
        return range(self.number - 1, study.units, self.of)


WHOLE = Shard()


class StudyFolder:
    """A study's folder, held by this process until it is closed.

    Raises InputError if it is no study's folder, if another process holds it, or if results of this hushed would not
    go together with those in it.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        check_is_study(self.path)
        self._lock = Lock(self.path)
        try:
            self.study = read_study(self.path / STUDY, check=False)
            check_ledger(self.path, self.study)
            with explained(self.path, kept=True):
                self.ledger = Ledger(self.path / LEDGER)
            self.shard = shard_of(self.ledger.noted("shard"))
            _check_same(self.path, self.study, self.ledger)
        except BaseException:
            self._lock.close()
            raise
        self.chunks = Chunks(self.path / RESULTS, self.study)
        self.chunks.remove_unfinished()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.ledger.close()
        self._lock.close()

    @property
    def units(self) -> range:
        """The units that this folder is for."""
        return self.shard.units(self.study)

    def store(self, report: Report) -> None:
        """Keep a unit's results and how it went. Raises InputError if the disk takes no more; nothing is lost."""
        with explained(self.path, kept=True):
            sha256 = ""
            if report.status == "done":
                sha256 = self.chunks.write(report.unit, report.payload)
            else:
                self.chunks.remove(report.unit)
            self.ledger.record(report, key=self.study.key(report.unit), sha256=sha256)

    def damaged(self) -> list[int]:
        """The units that are done by the ledger, and whose chunks are not what was stored; every chunk is read."""
        return damaged_units(self.ledger, self.chunks)

    def mark_damaged(self) -> list[int]:
        """Write down which units are damaged; they count as not played, and their chunks go.

        Raises InputError if the disk takes no more.
        """
        with explained(self.path, kept=True):
            damaged = self.damaged()
            for unit in damaged:
                self.ledger.mark_damaged(unit)
                # A chunk that is no chunk any more could not even be read as missing.
                self.chunks.remove(unit)
        return damaged

    @property
    def labels_whole(self) -> bool:
        """Whether the labels of the results are what was written when the study began."""
        return are_labels_whole(self.path, self.ledger)

    def restore_labels(self) -> None:
        """Write the labels of the results anew if they are damaged: all of them follow from the study."""
        if not self.labels_whole:
            with explained(self.path, kept=True):
                text = (self.path / STUDY).read_text(encoding="utf-8")
                restore_labels(self.path / RESULTS, self.study, _attributes(self.study, text))
                self.ledger.note(labels=labels_digest(self.path / RESULTS))

    def unfinished(self) -> list[int]:
        """The units that have not ended yet, or whose chunk was found damaged."""
        ended = {row.unit for row in self.ledger.rows("done", "failed", "quarantined")}
        return [unit for unit in self.units if unit not in ended]

    def failed(self) -> list[Row]:
        """The units that failed, or that were given up because they kept killing their worker."""
        return list(self.ledger.rows("failed", "quarantined"))


def progress_of(path: Path) -> tuple[int, int]:
    """How many units of a study's folder are done, and how many it is for; also while somebody is at work there."""
    study = read_study(path / STUDY, check=False)
    with explained(path), closing(Ledger(path / LEDGER, writing=False)) as ledger:
        return ledger.counts()["done"], len(shard_of(ledger.noted("shard")).units(study))


def refuse_existing(path: str | Path) -> None:
    """Raises InputError, saying how to go on, if a study's folder cannot be made because something is there."""
    target = Path(path)
    if os.path.lexists(target):
        again = f"; go on with: hushed resume {path}" if is_study(target) else "; choose another folder"
        raise InputError(f"{path}: exists already{again}")


def create_folder(path: str | Path, study: Study, shard: Shard = WHOLE, *, told_as: Path | None = None) -> None:
    """Make the folder of a study; it appears only once it is whole.

    Raises InputError, in which it is named `told_as`, if it cannot be made.
    """
    target = Path(os.path.abspath(path))
    refuse_existing(path)
    made = unfinished(target)
    with explained(told_as or Path(path)):
        target.parent.mkdir(parents=True, exist_ok=True)
        made.mkdir()
        try:
            _fill(made, target, study, shard)
            os.rename(made, target)
            flush_folder(target.parent)
        finally:
            shutil.rmtree(made, ignore_errors=True)


def _fill(made: Path, target: Path, study: Study, shard: Shard) -> None:
    file = study.scenario.society.file
    scenario = study.scenario.to_toml()
    if file is not None:
        scenario = with_network(study.scenario, seen_from(target, file.path))
    named = {} if study.own is None else {"model": reference_from(study.own, target)}
    text = toml_text(study.file.table() | named, headed=1)
    (made / STUDY).write_text(text, encoding="utf-8", newline="\n")
    (made / SCENARIO).write_text(scenario, encoding="utf-8", newline="\n")
    create_store(made / RESULTS, study, _attributes(study, text))
    with closing(Ledger(made / LEDGER)) as ledger:
        ledger.note(fingerprint=study.fingerprint(), model=model_digest(), hushed=version("hushed"), shard=str(shard))
        ledger.note(labels=labels_digest(made / RESULTS))
    flush_tree(made)


def _attributes(study: Study, text: str) -> dict[str, Any]:
    """Where the results come from; nothing of the moment or the machine, so that parts of one study are alike."""
    return {
        "hushed_study": study.file.study,
        "title": study.file.title,
        "study": text,
        "scenario": study.placeless_scenario,
        "study_sha256": study.fingerprint(),
        "seed": study.scenario.seed,
        "rounds": study.scenario.rounds,
        "hushed_version": version("hushed"),
        "model_sha256": model_digest(),
    }


def is_study(path: Path) -> bool:
    """Whether a folder is that of a study."""
    return os.path.isdir(path) and all((path / part).exists() for part in _PARTS)


def check_is_study(path: Path) -> None:
    """Raises InputError unless a folder is that of a study, with nothing in it but files and folders of its own."""
    if not os.path.exists(path):
        raise InputError(f"{path}: no such folder")
    missing = [part for part in _PARTS if not (path / part).exists()]
    if missing and STUDY not in missing and SCENARIO not in missing:
        raise InputError(f"{path}: is no study's folder any more: {' and '.join(missing)} is missing; {_anew(path)}")
    if missing:
        raise InputError(f"{path}: is no study's folder; it would hold {STUDY}, {SCENARIO}, {RESULTS} and {LEDGER}")
    check_contents(path)


def check_ledger(path: Path, study: Study) -> None:
    """Raises InputError if the ledger of a study's folder is damaged, empty or of another study; it changes nothing."""
    with explained(path, kept=True), closing(Ledger(path / LEDGER, writing=False)) as ledger:
        ledger.check(units=study.units)


def damaged_units(ledger: Ledger, chunks: Chunks) -> list[int]:
    """The units that are done by the ledger, and whose chunks are not what was stored; every chunk is read."""
    return [row.unit for row in ledger.rows("done") if chunks.digest(row.unit) != row.sha256]


def are_labels_whole(path: Path, ledger: Ledger) -> bool:
    """Whether the labels of the results in a folder are what its ledger says was written."""
    return ledger.noted("labels") == labels_digest(path / RESULTS)


def _check_same(path: Path, study: Study, ledger: Ledger) -> None:
    """Raises InputError if what would be played now is not what was begun."""
    if ledger.noted("model") != model_digest():
        begun, here = ledger.noted("hushed"), version("hushed")
        this = f"hushed {here}" if here != begun else "one with other source code"
        raise InputError(
            f"{path}: was begun by hushed {begun}, and this is {this}; numbers of two models must not be mixed: "
            "go on with the same hushed, or begin anew"
        )
    if ledger.noted("fingerprint") != study.fingerprint():
        raise InputError(
            f"{path}: {STUDY}, {SCENARIO}, the network or the model was changed since the sweep began; "
            f"to run the changed study: hushed sweep {path / STUDY} -o OTHER"
        )


def shard_of(text: str) -> Shard:
    """A part of a study, written i/n. Raises InputError."""
    number, _, of = text.partition("/")
    known = number.isdecimal() and of.isdecimal() and len(text) <= _LONGEST_SHARD
    if not known or not 1 <= int(number) <= int(of):
        raise InputError(f"--shard {text[:40]}: write it as i/n, for example 1/4 for the first of four parts")
    return Shard(int(number), int(of))


@contextmanager
def explained(path: Path, *, kept: bool = False) -> Iterator[None]:
    """Errors of the disk in the user's words; whether a sweep is `kept` there, and can be gone on with."""
    try:
        yield
    except OSError as error:
        full = error.errno in DISK_FULL
        raise InputError(_told(path, full=full, kept=kept, reason=error.strerror or str(error))) from None
    except sqlite3.DatabaseError as error:
        if not isinstance(error, sqlite3.OperationalError) or _is_damage(str(error)):
            raise InputError(f"{path}: {LEDGER} is damaged: {error}; {_anew(path)}") from None
        raise InputError(_told(path, full="full" in str(error), kept=kept, reason=str(error))) from None


def _is_damage(words: str) -> bool:
    """Whether an error that SQLite calls one of its operation says that the file is not what was written."""
    return any(word in words for word in ("no such table", "no such column", "has no column"))


def _anew(path: Path) -> str:
    return f"which units are done is not known without it; to begin anew: hushed sweep {path / STUDY} -o OTHER"


def _told(path: Path, *, full: bool, kept: bool, reason: str) -> str:
    if full and not kept:
        return f"{path}: the disk is full; free some space and try again"
    if full:
        return f"{path}: the disk is full; what is stored is whole. Free some space and go on: hushed resume {path}"
    return f"{path}: cannot be written: {reason}"
