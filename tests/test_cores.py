"""How many cores there are to use: those the process is bound to, and what its container pays for."""

from __future__ import annotations

import os

import pytest

from hushed import cores


@pytest.mark.parametrize(
    ("bound", "quota", "usable"),
    [
        (8, "max 100000\n", 8),
        (8, "200000 100000\n", 2),
        (8, "150000 100000\n", 2),
        (8, "50000 100000\n", 1),
        (1, "400000 100000\n", 1),
        (8, None, 8),
        (8, "nonsense\n", 8),
    ],
)
def test_neither_affinity_nor_quota_is_overdrawn(bound, quota, usable, tmp_path, monkeypatch):
    path = tmp_path / "cpu.max"
    if quota is not None:
        path.write_text(quota)
    monkeypatch.setattr(cores, "_QUOTA", path)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(bound)), raising=False)
    assert cores.usable_cores() == usable
