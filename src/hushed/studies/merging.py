"""Parts of one study, each swept in a folder of its own, put together."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from hushed.errors import InputError
from hushed.results.unfinished import unfinished
from hushed.studies.folder import STUDY, StudyFolder, check_is_study, create_folder, explained
from hushed.studies.ledger import Row


class Merged(NamedTuple):
    """What came together: units by status, those that no folder has, and the parts nobody brought."""

    counts: Counter[str]
    missing: tuple[int, ...]
    parts_missing: tuple[str, ...]


def merge(folders: Sequence[str | Path], target: str | Path) -> Merged:
    """Put the units of several folders of one study into a new folder.

    Raises InputError for folders of different studies, a unit that two folders have, a chunk that is not what was
    stored, or a target that exists.
    """
    place = Path(os.path.abspath(target))
    if os.path.lexists(place):
        raise InputError(f"{target}: exists already; choose another folder")
    _check_named_once(folders)
    with ExitStack() as held:
        parts = [held.enter_context(StudyFolder(each)) for each in folders]
        _check_one_study(parts)
        owners = _owners(parts)
        made = unfinished(place, ".merging")
        with explained(Path(target)):
            create_folder(made, parts[0].study, told_as=Path(target))
            try:
                _copy(parts, made)
                os.rename(made, place)
            finally:
                shutil.rmtree(made, ignore_errors=True)
        missing = tuple(unit for unit in range(parts[0].study.units) if unit not in owners)
        return Merged(sum((part.ledger.counts() for part in parts), Counter()), missing, _parts_missing(parts))


def _check_named_once(folders: Sequence[str | Path]) -> None:
    seen: set[str] = set()
    for each in folders:
        check_is_study(Path(each))  # What is no name at all leads nowhere.
        if os.path.realpath(each) in seen:
            raise InputError(f"{each}: is named twice; name each part once")
        seen.add(os.path.realpath(each))


def _check_one_study(parts: Sequence[StudyFolder]) -> None:
    ours = parts[0].study.fingerprint()
    for part in parts[1:]:
        if part.study.fingerprint() != ours:
            raise InputError(f"{part.path}: is part of another study than {parts[0].path}; compare their {STUDY}")
        if part.shard.of != parts[0].shard.of:
            raise InputError(f"{part.path}: is part {part.shard}, but {parts[0].path} is part {parts[0].shard}")


def _owners(parts: Sequence[StudyFolder]) -> dict[int, Path]:
    """Which folder each unit is from."""
    owners: dict[int, Path] = {}
    for part in parts:
        for row in part.ledger.rows():
            if row.unit in owners:
                raise InputError(f"{part.path}: unit {row.unit} is also in {owners[row.unit]}; name each part once")
            owners[row.unit] = part.path
    return owners


def _copy(parts: Sequence[StudyFolder], target: Path) -> None:
    with StudyFolder(target) as whole:
        for part in parts:
            rows: list[Row] = []
            for row in part.ledger.rows():
                if row.status == "done":
                    whole.chunks.write(row.unit, _content(part, row))
                rows.append(row)
            whole.ledger.copy(rows)


def _content(part: StudyFolder, row: Row) -> bytes:
    content = part.chunks.content(row.unit)
    if content is None or hashlib.sha256(content).hexdigest() != row.sha256:
        raise InputError(
            f"{part.path}: the chunk of unit {row.unit} is not what was stored; run it again: hushed resume {part.path}"
        )
    return content


def _parts_missing(parts: Sequence[StudyFolder]) -> tuple[str, ...]:
    there = {part.shard.number for part in parts}
    of = parts[0].shard.of
    return tuple(f"{number}/{of}" for number in range(1, of + 1) if number not in there)
