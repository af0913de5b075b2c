"""Where units can be run: in this process, in processes of this machine, on a cluster."""

from __future__ import annotations

from hushed.cores import usable_cores
from hushed.errors import InputError, did_you_mean
from hushed.studies.executors.in_process import InProcessExecutor
from hushed.studies.work import Executor

EXECUTORS = ("in-process", "loky")
"""Executors that can be chosen by name; a cluster is chosen by its address."""
_MOST_WORKERS = 1024


def chosen(name: str | None = None, *, workers: int | None = None, cluster: str | None = None) -> Executor:
    """The executor asked for; by default a process for each usable core.

    Raises InputError for a name that is none, or choices that exclude each other.
    """
    if workers is not None and not 1 <= workers <= _MOST_WORKERS:
        raise InputError(f"--workers: {workers} is out of range; allowed: 1 to {_MOST_WORKERS}")
    if cluster is not None:
        if name is not None or workers is not None:
            raise InputError("--cluster: a cluster has its own workers; leave out --executor and --workers")
        from hushed.studies.executors.cluster import ClusterExecutor

        return ClusterExecutor(cluster)
    if name is not None and name not in EXECUTORS:
        raise InputError(f"--executor: '{name[:40]}' is none{did_you_mean(name[:40], EXECUTORS)}")
    if name == "in-process":
        if workers not in (None, 1):
            raise InputError("--workers: in this process there is one; leave out --executor to have more")
        return InProcessExecutor()
    from hushed.studies.executors.local import LocalExecutor

    return LocalExecutor(workers or usable_cores())
