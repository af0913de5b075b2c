"""No waiting for the disk, which is up to the system; and one cluster for all, as starting it takes the most time."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from clusters import scheduler


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The scheduler file of two workers; a job that lost two of them is given up."""
    pytest.importorskip("distributed")
    with scheduler(tmp_path_factory.mktemp("cluster"), workers=2, allowed_failures=1) as file:
        yield str(file)
