"""What tests of studies share. Whether results reach the disk is up to the system; waiting for it only takes time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from small_studies import small, swept


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study, swept in one go."""
    place = tmp_path_factory.mktemp("whole")
    return swept(place / "swept", small(place))
