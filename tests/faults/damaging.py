"""What lies in a study's folder is damaged behind its back: bits that flip, files cut short, emptied, or gone."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from faults.children import Ended, check
from faults.grounds import HERE, Grounds
from faults.interruptions import Kind
from faults.promises import check_goes_on, check_whole, check_words
from studies.small_studies import chunks


def flip(file: Path, chance: random.Random) -> None:
    """Turn one to three bits over."""
    content = bytearray(file.read_bytes())
    for _ in range(chance.randint(1, 3)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(bytes(content))


def cut(file: Path, chance: random.Random) -> None:
    """Lose the end."""
    content = file.read_bytes()
    file.write_bytes(content[: chance.randrange(1, max(2, len(content)))])


def empty(file: Path, _chance: random.Random) -> None:
    """Lose everything but the name."""
    file.write_bytes(b"")


def remove(file: Path, _chance: random.Random) -> None:
    """Lose the name as well."""
    file.unlink()


WAYS: dict[str, Callable[[Path, random.Random], None]] = {
    "bits flipped": flip,
    "truncated": cut,
    "emptied": empty,
    "missing": remove,
}


def chunk(way: str) -> Kind:
    """A chunk or a label of the results: found by --verify, and mended by the next resume."""

    def one(grounds: Grounds, chance: random.Random) -> int:
        folder = grounds.done()
        names = chunks(folder)
        wanted = [name for name in sorted(names) if name.startswith("outcomes/c.") == (chance.random() < 0.7)]
        file = folder / "results.zarr" / chance.choice(wanted or sorted(names))
        before = file.read_bytes()
        WAYS[way](file, chance)
        if file.exists() and file.read_bytes() == before:
            return 0
        table = folder.with_name("table.csv")
        check_words(grounds.run("export", folder, table), 2)
        found = grounds.run("resume", folder, "--verify")
        check_words(found, 1)
        check("damaged: " in found.err and "hushed resume" in found.err, "what is damaged is told", found)
        exported = grounds.run("export", folder, table)
        check_words(exported, 0, 2)
        rows = table.read_bytes().splitlines() if table.exists() else []
        check(set(rows) < set(grounds.table.splitlines()) or not rows, "nothing damaged is exported", exported)
        check_goes_on(folder, grounds)
        shutil.rmtree(folder.parent)
        return 1

    return one


def asked(name: str, way: str) -> Kind:
    """`study.toml` or `scenario.toml`: refused with its name, or harmless; and whole again when the file is."""

    def one(grounds: Grounds, chance: random.Random) -> int:
        folder = grounds.begun(chance)
        file = folder / name
        before = file.read_bytes()
        WAYS[way](file, chance)
        ended = grounds.run("resume", folder, *HERE)
        check_words(ended, 0, 2)
        if ended.code == 2:
            check(name in ended.err, f"the message names {name}", ended)
        file.write_bytes(before)
        check_goes_on(folder, grounds)
        shutil.rmtree(folder.parent)
        return 1

    return one


def ledger(way: str) -> Kind:
    """The ledger, or its log: refused as damaged, and begun anew as told; or what is lost is played again."""

    def one(grounds: Grounds, chance: random.Random) -> int:
        folder = grounds.done() if chance.random() < 0.3 else grounds.begun(chance)
        logs = [
            each
            for each in sorted(folder.glob("ledger.sqlite*"))
            if each.suffix != ".sqlite-shm" and each.stat().st_size
        ]
        file = chance.choice(logs)
        WAYS[way](file, chance)
        ended = grounds.run("resume", folder, *HERE)
        if ended.code == 2:
            _check_anew(ended, folder, grounds)
        else:
            check_words(ended, 0)
            check_results(folder, grounds)
        shutil.rmtree(folder.parent)
        return 1

    return one


def check_results(folder: Path, grounds: Grounds) -> None:
    """That what a damaged ledger let pass gave the results of an undisturbed sweep."""
    verified = grounds.run("resume", folder, "--verify")
    check_words(verified, 0)
    check(
        f"{len(grounds.rows)} of {len(grounds.rows)} units are stored" in verified.out, "every unit is there", verified
    )
    check(chunks(folder) == grounds.whole, "the results equal those of an undisturbed sweep")


def _check_anew(ended: Ended, folder: Path, grounds: Grounds) -> None:
    """That a study whose ledger is lost says so, and can be begun anew with what it says."""
    check_words(ended, 2)
    check("ledger.sqlite is" in ended.err, "the ledger is named", ended)
    check(
        f"to begin anew: hushed sweep {folder / 'study.toml'} -o OTHER" in ended.err, "it says how to begin anew", ended
    )
    other = folder.with_name("other")
    check_words(grounds.run("sweep", folder / "study.toml", "-o", other, "--quiet", *HERE), 0)
    check_whole(other, grounds)


def cell(way: str) -> Kind:
    """A kept cell of the published sweep: played again, or told to be; never taken for what it was."""

    def one(grounds: Grounds, chance: random.Random) -> int:
        from hushed.errors import InputError
        from hushed.replications.daymude.sweep_cells import Cell, Folder
        from hushed.replications.daymude.sweep_plan import Plan

        place = grounds.new("cells")
        kept = Cell(1, 2, 30, tuple(tuple(chance.random() for _ in range(5)) for _ in range(3)))
        Folder(place, Plan(), "exact").keep(kept)
        (file,) = (place / "exact").glob("*.json")
        before = file.read_bytes()
        WAYS[way](file, chance)
        try:
            found = Folder(place, Plan(), "exact").read(1, 2)
        except InputError as error:
            check("is damaged; delete it, and that cell is run again" in str(error), f"it says how to go on: {error}")
        else:
            check(found is None or found == kept, f"a damaged cell is not read as {found}")
        check(way == "missing" or file.read_bytes() != before or way == "bits flipped", "it was damaged")
        shutil.rmtree(place.parent)
        return 1

    return one


KINDS: dict[str, Kind] = {
    **{f"chunk or label {way}": chunk(way) for way in WAYS},
    **{f"ledger {way}": ledger(way) for way in WAYS},
    **{f"study.toml {way}": asked("study.toml", way) for way in WAYS},
    **{f"scenario.toml {way}": asked("scenario.toml", way) for way in WAYS},
    **{f"kept cell of the published sweep {way}": cell(way) for way in WAYS},
}
