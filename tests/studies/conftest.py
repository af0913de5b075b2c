"""What tests of studies share: no waiting for the disk, one swept study, and one cluster, which takes time to start."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from clusters import scheduler
from small_studies import small, swept


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study, swept in one go."""
    place = tmp_path_factory.mktemp("whole")
    return swept(place / "swept", small(place))


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The scheduler file of two workers; a job that lost two of them is given up."""
    pytest.importorskip("distributed")
    with scheduler(tmp_path_factory.mktemp("cluster"), workers=2, allowed_failures=1) as file:
        yield str(file)
