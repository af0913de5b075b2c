"""One cluster for all tests that need one: starting it takes most of their time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from clusters import scheduler


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The scheduler file of two workers; a job that lost two of them is given up."""
    pytest.importorskip("distributed")
    with scheduler(tmp_path_factory.mktemp("cluster"), workers=2, allowed_failures=1) as file:
        yield str(file)
