"""The commands that are disturbed: how each begins, what must hold after any fault, and how it goes on to its end."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from faults.children import Ended, check
from faults.grounds import HERE, SCENARIO, Grounds, known, left_behind, result
from faults.promises import check_goes_on, check_kept, check_whole, check_words

STORED = r"{done:,} of {units:,} units are stored in .*; to go on: hushed resume "

NOTHING_MORE = "interrupted; what was not stored before is lost"


class Sweep:
    """`hushed sweep` from nothing, and whatever goes on with it."""

    name = calls_like = "sweep"

    def __init__(self, grounds: Grounds, chance: random.Random) -> None:
        self.grounds = grounds
        self.folder = self._place(chance)
        self.arguments = self._arguments()
        self._before = known(self.folder)

    def _place(self, _chance: random.Random) -> Path:
        return self.grounds.new()

    def _arguments(self) -> tuple[object, ...]:
        return "sweep", self.grounds.study, "-o", self.folder, *HERE, "--quiet"

    @property
    def is_made(self) -> bool:
        """Whether the command, given once more, would be refused because its folder or file is there already."""
        return self.name == "sweep" and self.folder.exists()

    def check(self) -> None:
        """That what was acknowledged is kept."""
        self._before = check_kept(self._before, self.folder, self.grounds)

    def goes_on(self) -> None:
        """The next command does the rest; `sweep` itself points to it."""
        if self.name == "sweep" and self.folder.exists():
            again = self.grounds.run(*self.arguments)
            check_words(again, 2)
            check("go on with: hushed resume" in again.err, "a sweep that exists says how to go on", again)
        check_goes_on(self.folder, self.grounds)

    def check_says(self, ended: Ended) -> None:
        """That a command that was stopped says what is stored, and how to go on."""
        rows = known(self.folder)
        if self.folder.exists() and not (rows == self._before and NOTHING_MORE in ended.err):
            done = sum(row[0] == "done" for row in rows.values())
            pattern = STORED.format(done=done, units=len(self.grounds.rows))
            check(re.search(pattern, ended.err), f"it says {pattern!r}", ended)
        else:
            # It was stopped before it had looked at the folder, or made one.
            check(NOTHING_MORE in ended.err, "it says that nothing is stored", ended)

    def dispose(self) -> None:
        """Take away what was made."""
        shutil.rmtree(self.folder.parent, ignore_errors=True)


class Resume(Sweep):
    """`hushed resume` of a sweep that was stopped somewhere."""

    name = calls_like = "resume"

    def _place(self, chance: random.Random) -> Path:
        return self.grounds.begun(chance)

    def _arguments(self) -> tuple[object, ...]:
        return "resume", self.folder, *HERE, "--quiet"


class Verify(Resume):
    """`hushed resume --verify` of a whole sweep, or of one that was stopped."""

    name = calls_like = "verify"

    def _place(self, chance: random.Random) -> Path:
        return self.grounds.done() if chance.random() < 0.5 else self.grounds.begun(chance)

    def _arguments(self) -> tuple[object, ...]:
        return "resume", self.folder, "--verify"


class Merge:
    """`hushed merge` of three parts."""

    name = calls_like = "merge"

    def __init__(self, grounds: Grounds, _chance: random.Random) -> None:
        self.grounds, self._parts = grounds, grounds.parts()
        self.folder = grounds.new("whole")
        self._rows = [known(part) for part in self._parts]
        self.arguments: tuple[object, ...] = ("merge", *self._parts, "-o", self.folder, "--quiet")

    @property
    def is_made(self) -> bool:
        """As of a sweep."""
        return "--overwrite" not in self.arguments and self.folder.exists()

    def check(self) -> None:
        """That parts are as they were, and the whole is whole or not there."""
        for part, rows in zip(self._parts, self._rows, strict=True):
            check_kept(rows, part, self.grounds)
        if self.folder.exists():
            check_whole(self.folder, self.grounds)

    def goes_on(self) -> None:
        """The same command again."""
        if self.folder.exists():
            shutil.rmtree(self.folder)
        check_words(self.grounds.run(*self.arguments), 0)
        check_whole(self.folder, self.grounds)
        check(not any(left_behind(part) for part in self._parts), "nothing is left in the parts")

    def check_says(self, ended: Ended) -> None:
        """That it says whether anything is stored."""
        told = "is whole" if self.folder.exists() else NOTHING_MORE
        check(told in ended.err, f"it says {told!r}", ended)

    def dispose(self) -> None:
        """Take away what was made."""
        for each in (self.folder, self._parts[0]):
            shutil.rmtree(each.parent, ignore_errors=True)


class Run:
    """`hushed run`, which leaves a result folder."""

    name = calls_like = "run"

    def __init__(self, grounds: Grounds, _chance: random.Random) -> None:
        self.grounds, self.folder = grounds, grounds.new("result")
        self.arguments: tuple[object, ...] = (*SCENARIO, "-o", self.folder, "--quiet")

    @property
    def is_made(self) -> bool:
        """As of a sweep."""
        return "--overwrite" not in self.arguments and self.folder.exists()

    def check(self) -> None:
        """That the result is whole, or stops where it says, or is not there."""
        if self.folder.exists():
            import hushed

            stored = hushed.load(self.folder)
            if stored.attrs["complete"]:
                self._check_same()

    def _is_unfinished(self) -> bool:
        import hushed

        return self.folder.exists() and not hushed.load(self.folder).attrs["complete"]

    def _is_unfinished(self) -> bool:
        import hushed

        return self.folder.exists() and not hushed.load(self.folder).attrs["complete"]

    def _check_same(self) -> None:
        found, expected = result(self.folder), self.grounds.result
        differing = [name for name in {*found, *expected} if found.get(name) != expected.get(name)]
        check(not differing, f"the result equals an undisturbed one; these differ: {differing[:5]}")

    def goes_on(self) -> None:
        """The same command again, over what there is."""
        again = [*self.arguments, *(["--overwrite"] if self.folder.exists() else [])]
        check_words(self.grounds.run(*again), 0)
        self._check_same()
        beside = [each.name for each in self.folder.parent.iterdir() if each != self.folder]
        check(not beside, f"nothing is left behind: {beside}")

    def check_says(self, ended: Ended) -> None:
        """That it says what is stored, and how to play it all."""
        told = "to play it all: hushed run" if self._is_unfinished() else NOTHING_MORE
        check(told in ended.err, f"it says {told!r}", ended)

    def dispose(self) -> None:
        """Take away what was made."""
        shutil.rmtree(self.folder.parent, ignore_errors=True)


class Overwrite(Run):
    """`hushed run --overwrite` where a result is, which must not be lost before the new one stands."""

    name, calls_like = "overwrite", "run"

    def __init__(self, grounds: Grounds, chance: random.Random) -> None:
        super().__init__(grounds, chance)
        check_words(grounds.run(*self.arguments), 0)
        self.arguments = ("run", self.folder, "-o", self.folder, "--overwrite", "--quiet")

    def check(self) -> None:
        """As of a run; and the result can be read where it was."""
        ended = self.grounds.run("run", self.folder, "-o", self.folder.with_name("again"), "--quiet")
        check_words(ended, 0)
        shutil.rmtree(self.folder.with_name("again"))
        super().check()


class Export(Verify):
    """`hushed export` of a whole sweep."""

    name = calls_like = "export"

    def _place(self, _chance: random.Random) -> Path:
        return self.grounds.done()

    def _arguments(self) -> tuple[object, ...]:
        return "export", self.folder, self.folder.with_name("table.csv")

    @property
    def is_made(self) -> bool:
        """As of a sweep."""
        return self.folder.with_name("table.csv").exists()

    def goes_on(self) -> None:
        """The same again."""
        table = self.folder.with_name("table.csv")
        table.unlink(missing_ok=True)
        check_words(self.grounds.run(*self.arguments), 0)
        check(table.read_bytes() == self.grounds.table, "the table equals an undisturbed one")
        super().goes_on()

    def check_says(self, ended: Ended) -> None:
        """That it was interrupted."""
        check("interrupted" in ended.err, "it says that it was interrupted", ended)


Work = Sweep | Merge | Run
WORKS: dict[str, Callable[[Grounds, random.Random], Work]] = {
    each.name: each for each in (Sweep, Resume, Verify, Merge, Run, Overwrite, Export)
}
