"""Shows how far long work is: a bar with the time left on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hushed.cli.output import time_words
from hushed.experiments.progress import Progress, Step

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_REDRAW = 0.1
_FIRST_LINE, _LINE_EVERY = 2.0, 5.0
_CHECK_EVERY = 0.5
_LONG = 4.0
_SURE_AFTER = 1.0
"""Seconds of work from which the time left can be told."""


@contextmanager
def shown(*, quiet: bool, what: str = "rounds") -> Iterator[Progress | None]:
    """What to hand to an experiment as its `progress`."""
    if quiet:
        yield None
        return
    if sys.stderr.isatty():
        with _bar() as bar:
            yield _OnTerminal(bar).show
    else:
        lines = _Lines(what)
        ended = threading.Event()
        threading.Thread(target=lines.repeat_until, args=(ended,), daemon=True).start()
        try:
            yield lines.show
        finally:
            ended.set()


def warn_of_compiling(kernel: str, *, quiet: bool) -> bool:
    """Whether a kernel, named as in `compiled.is_cached`, is still to be compiled; says so."""
    from hushed import compiled

    cold = not compiled.is_cached(kernel)
    if cold and not quiet:
        print("hushed: first use on this machine: compiling, once; up to twenty seconds", file=sys.stderr, flush=True)
    return cold


def announce(sentence: Callable[[], str | None], *, quiet: bool) -> None:
    """Before a society is played: say what it will take, where that is worth saying, and compile what is not yet.

    On first use, half of the engine is compiled in a second process at the same time.
    """
    from hushed import cores

    if warn_of_compiling("speaking.speak", quiet=quiet) and cores.usable_cores() > 1:
        from multiprocessing import get_context

        from hushed.engine.ahead import compile_later_steps

        get_context("spawn").Process(target=compile_later_steps, daemon=True).start()
    said = None if quiet else sentence()
    if said is not None:
        print(f"hushed: {said}", file=sys.stderr, flush=True)


def _bar() -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    return Bar(
        TextColumn("{task.description:<24}"),
        BarColumn(bar_width=None, complete_style="#c2491d", finished_style="#c2491d"),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("left"),
        console=Console(stderr=True),
        transient=True,
        refresh_per_second=8,
    )


class _Paced:
    """Lets only so many reports through."""

    def __init__(self, pause: float, first: float) -> None:
        self._pause, self._next, self._doing = pause, time.monotonic() + first, ""

    def due(self, step: Step, *, on_change: bool) -> bool:
        now = time.monotonic()
        changed, self._doing = step.doing != self._doing, step.doing
        if now < self._next and not (changed and on_change):
            return False
        self._next = now + self._pause
        return True


class _OnTerminal:
    def __init__(self, bar: Bar) -> None:
        self._bar, self._task, self._pace = bar, bar.add_task("starting", total=None), _Paced(_REDRAW, 0.0)

    def show(self, step: Step) -> None:
        if self._pace.due(step, on_change=True):
            self._bar.update(self._task, completed=step.done, total=step.total or None, description=step.doing)


class _Lines:
    """Lines where there is no terminal: on reports, and ever more seldom between them where one step takes long."""

    def __init__(self, what: str) -> None:
        self._what, self._pace = what, _Paced(_LINE_EVERY, _FIRST_LINE)
        self._first: tuple[float, int] | None = None
        self._last = Step(0, 0, "")
        self._since = self._repeat = 0.0
        self._one_by_one = threading.Lock()

    def show(self, step: Step) -> None:
        now = time.monotonic()
        if step.done and self._first is None:
            self._first = now, step.done
        if step.doing != self._last.doing:
            self._since = now
        self._last, self._repeat = step, now + _LINE_EVERY
        self._print_if_due(step)

    def repeat_until(self, ended: threading.Event) -> None:
        """Say again, at twice the pause each time, what takes long."""
        pause = _LINE_EVERY
        while not ended.wait(_CHECK_EVERY):
            now, step = time.monotonic(), self._last
            if now - self._since < 2 * _LINE_EVERY:
                pause = _LINE_EVERY
            if step.doing and now >= self._repeat:
                self._print_if_due(step)
                pause *= 2
                self._repeat = now + pause

    def _print_if_due(self, step: Step) -> None:
        with self._one_by_one:
            if self._pace.due(step, on_change=False):
                print(f"hushed: {step.doing}{self._where(step)}", file=sys.stderr, flush=True)

    def _where(self, step: Step) -> str:
        spent = time.monotonic() - self._since
        if not step.total or (not step.done and spent > _LONG):
            return f", for {time_words(spent)} so far"
        text = f": {step.done:,} of {step.total:,} {self._what}"
        if self._first is not None:
            spent, played = time.monotonic() - self._first[0], step.done - self._first[1]
            if spent > _SURE_AFTER and played and step.done < step.total:
                text += f", about {time_words(spent / played * (step.total - step.done))} left"
        return text
