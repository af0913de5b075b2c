"""`hushed doctor --deep`: random numbers, kernels and intervals, each against what is not hushed's word."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context

from hushed.cores import usable_cores
from hushed.experiments.progress import Counter, Progress
from hushed.selftest import coverage, drawing, kernels
from hushed.selftest.check import Check, checked


@dataclass(frozen=True)
class Depth:
    """How much is done."""

    batteries: int
    "Times that the battery is put to the random numbers, each time with another seed."
    size: kernels.Size
    repetitions: int
    "Intervals over 20 replicates of each comparison; four times as many over 5."
    workers: int | None = None
    "Processes that repeat comparisons; None for as many as there are cores."


DEEP = Depth(batteries=8, size=kernels.DEEP, repetitions=1_000)
"""What the command does."""
QUICK = Depth(
    batteries=1,
    size=replace(kernels.DEEP, people=300, policies=40, many=0, card=0),
    repetitions=50,
    workers=1,
)
"""What it does with --quick: a look at each part, without the threads and the card."""


def deep_checks(depth: Depth, *, seed: int, progress: Progress | None = None) -> list[Check]:
    """Every deep check in turn; `progress` is told of each piece of work."""
    asked = coverage.jobs(repetitions=depth.repetitions, seed=seed)
    steps = len(drawing.AXES) * depth.batteries + kernels.steps(depth.size) + len(asked)
    counter = _Steps(steps, progress)
    found = drawing.known_answers()
    found += drawing.battery(batteries=depth.batteries, seed=seed, on_step=counter.next)
    found += kernels.kernel_checks(depth.size, seed=seed, on_step=counter.next)
    null = partial(coverage.nothing_from_nothing, seed)
    found.append(checked("an instrument that does nothing is said to do nothing", null, part=coverage.PART))
    counted = coverage.together(_done(asked, depth.workers, counter))
    return found + coverage.coverage_checks(counted)


class _Steps:
    """Counts a piece of work as done when the next begins."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._counter, self._begun = Counter(total, progress), False

    def next(self, what: str) -> None:
        """Say what comes next; the one before it is done."""
        if self._begun:
            self._counter.run_played()
        self._begun = True
        self._counter.doing(what)


def _done(asked: list[coverage.Job], workers: int | None, counter: _Steps) -> Iterator[coverage.Counted]:
    workers = min(workers or usable_cores(), len(asked))
    if workers == 1:
        for job in asked:
            counter.next(f"repeating comparisons: {job.about}")
            yield coverage.done(job)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: dict[Future[coverage.Counted], coverage.Job] = {pool.submit(coverage.done, job): job for job in asked}
        try:
            counter.next("repeating comparisons")
            for finished in as_completed(waiting):
                counter.next(f"repeating comparisons: {waiting[finished].about}")
                yield finished.result()
        finally:
            pool.shutdown(cancel_futures=True)
