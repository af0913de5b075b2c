"""What memory there is, under systems that say it in different ways."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hushed import memory


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(memory, "_MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(memory, "_GROUP", tmp_path)
    (tmp_path / "meminfo").write_text("MemTotal:  9000 kB\nMemFree:  10 kB\nMemAvailable:  5000 kB\n")
    return tmp_path


@pytest.mark.usefixtures("system")
def test_what_is_available_counts_and_not_what_is_free() -> None:
    assert memory.available_bytes() == 5000 * 1024


def test_a_containers_limit_counts_if_it_is_lower(system: Path) -> None:
    (system / "memory.current").write_text("1000\n")
    for limit, expected in (("max", 5000 * 1024), ("41000", 40_000), ("500", 0), ("99000000000", 5000 * 1024)):
        (system / "memory.max").write_text(limit + "\n")
        assert memory.available_bytes() == expected


def test_other_systems_say_how_many_pages(system: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (system / "meminfo").unlink()
    pages = {"SC_PHYS_PAGES": 7, "SC_PAGE_SIZE": 4096}

    def sysconf(name: str) -> int:
        if name not in pages:
            raise ValueError(name)
        return pages[name]

    monkeypatch.setattr(memory.os, "sysconf", sysconf)
    assert memory.available_bytes() == 7 * 4096
    pages.clear()
    assert memory.available_bytes() == sys.maxsize


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "0 bytes"),
        (1023, "1023 bytes"),
        (1024, "1.0 KiB"),
        (3 * 2**30 + 2**28, "3.2 GiB"),
        (10**24, "867,361.7 EiB"),
    ],
)
def test_readable(amount: int, text: str) -> None:
    assert memory.readable(amount) == text
