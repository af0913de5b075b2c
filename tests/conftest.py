"""Settings shared by all tests: Hypothesis draws the same examples each time, and takes the time it needs."""

from __future__ import annotations

import signal

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("repeatable", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("repeatable")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Started in the background, as build servers do, where Ctrl-C is ignored; the programs under test must hear it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


# Before pytest-xdist looks at the groups.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of a file share what they set up, so one process runs them; those of the explorer share its built page."""
    for item in items:
        group = "explorer" if "explorer" in item.path.parts else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
