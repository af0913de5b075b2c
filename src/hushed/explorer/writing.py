"""Writing the page: one file that is whole or not there, and opens without a server or a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hushed.explorer.handed import Opened, opened
from hushed.explorer.page import built_page, filled
from hushed.results.flushing import check_free, replace_flushed
from hushed.studies.folder import explained

if TYPE_CHECKING:
    from hushed.scenario.schema import Scenario


def explore(source: str | Path | Scenario | None, file: str | Path, *, overwrite: bool = False) -> Path:
    """Write the explorer's page of a scenario or of a stored run, comparison or attribution; None for the story.

    The page is one file that any browser opens, without a server or a network. Raises InputError for a scenario or
    result that is never drawn, and for a file that exists already or cannot be written.
    """
    target = Path(file)
    check_free(target, overwrite=overwrite)
    write_page(opened(source), target)
    return target


def write_page(what: Opened, target: Path) -> int:
    """Write a page, in place of any file of that name, and have it on the disk; how many bytes it has."""
    content = filled(built_page(), what.handed, title=what.title).encode()
    with explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_flushed(target, content)
    return len(content)
